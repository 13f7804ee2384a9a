//! Sends what conversations whose bell rang have to send.

use aws_lambda_events::event::sqs::SqsBatchResponse;
use aws_lambda_events::event::sqs::SqsEvent;
use lambda_runtime::Context;
use service::Service;
use service::seams::Ring;

/// Answers a batch of bells. A bell that cannot be answered now goes back to the queue alone; one that cannot be read is
/// dropped, because the sweep knows what waits (INV-18). No rule is asked here: what is to be sent was decided by a step.
pub async fn answer(service: &Service, batch: SqsEvent, context: &Context) -> SqsBatchResponse {
    let answer = async |ring| match ring {
        Ring::Send(id) => service.send(&id).await,
        _ => Ok(()),
    };
    Box::pin(service.answer_batch(batch, context, answer)).await
}
