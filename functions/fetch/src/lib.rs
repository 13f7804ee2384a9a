//! Errands: whatever waits for somebody else's server and for which no message waits. Files and profiles are fetched, webhooks
//! passed on, and LINE is asked what is left of the month.

use aws_lambda_events::event::sqs::SqsEvent;
use lambda_runtime::Context;
use serde_json::Value;
use service::Service;

/// Answers one invocation: a batch of bells if it has records, else the schedule.
///
/// # Errors
///
/// If it is neither.
pub async fn answer(service: &Service, event: Value, context: &Context) -> Result<Value, serde_json::Error> {
    if event.get("Records").is_some() {
        let batch: SqsEvent = serde_json::from_value(event)?;
        let answer = async |ring| service.run_errand(&ring).await;
        return serde_json::to_value(Box::pin(service.answer_batch(batch, context, answer)).await);
    }
    if let Err(error) = service.refresh_quotas().await {
        tracing::warn!(%error, "cannot keep the months' quotas; the next time tries again");
    }
    Ok(Value::Null)
}
