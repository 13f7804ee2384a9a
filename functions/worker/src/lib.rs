//! Steps conversations whose bell rang.

use aws_lambda_events::event::sqs::SqsBatchResponse;
use aws_lambda_events::event::sqs::SqsEvent;
use lambda_runtime::Context;
use service::Service;
use service::seams::Ring;

/// Answers a batch of bells. A bell that cannot be answered now goes back to the queue alone; one that cannot be read is
/// dropped, because the sweep knows what waits (INV-18).
pub async fn answer(service: &Service, batch: SqsEvent, context: &Context) -> SqsBatchResponse {
    if let Err(error) = service.refresh().await {
        tracing::warn!(%error, "cannot look for newer rules and settings; those in force stay");
    }
    let answer = async |ring| match ring {
        Ring::Work(id) => service.work(&id).await,
        _ => Ok(()),
    };
    Box::pin(service.answer_batch(batch, context, answer)).await
}
