//! Sends what conversations whose bell rang have to send.

use aws_lambda_events::event::sqs::SqsBatchResponse;
use aws_lambda_events::event::sqs::SqsEvent;
use service::{Service, bells};

/// Answers a batch of bells. A bell that cannot be answered now goes back to the queue alone; one that cannot be read is
/// dropped, because the sweep knows what waits (INV-18).
pub async fn answer(service: &Service, batch: SqsEvent) -> SqsBatchResponse {
    let bells = batch.records.into_iter().map(|record| (record.message_id, record.body));
    let failed = bells::answer_all(service, bells).await;
    let mut response = SqsBatchResponse::default();
    response.set_failures(failed);
    response
}
