//! One invocation of a function: what it is a consequence of, until when it may take, and what must be done when it ends.

use std::io::Write;
use std::sync::Arc;
use std::time::Duration;

use aws_lambda_events::event::sqs::{SqsBatchResponse, SqsEvent, SqsMessage};
use axum::Router;
use axum::extract::Request;
use axum::middleware::{Next, from_fn_with_state};
use axum::response::Response;
use domain::{Timestamp, seconds};
use lambda_runtime::Context;
use store::Error;

use crate::bells::{self, QueuedBell, traced};
use crate::seams::Ring;
use crate::service::Service;

/// What one bell may need: a call to a provider takes ten seconds at most, the table what is left.
const ONE_BELL: Duration = seconds(12);

impl Service {
    /// Does the work of one invocation. When it returns nothing of it runs any more, because the process may be frozen from
    /// then on: what runs beside the rules in force is through, and what was counted is in the log.
    pub async fn invoked<T>(&self, context: &Context, work: impl Future<Output = T>) -> T {
        let answer = traced(context.xray_trace_id.clone(), work).await;
        self.finish_shadow().await;
        if let Some(line) = self.metrics.line(self.now()) {
            // Nobody can be told that the log is closed.
            let _ = writeln!(std::io::stdout().lock(), "{line}");
        }
        answer
    }

    /// Answers a batch from a queue. Only the bells that have to come again go back to the queue. `answer` says how a function
    /// answers its own kind; it carries no code for another.
    pub async fn answer_batch<Answered: Future<Output = Result<(), Error>>>(
        &self,
        batch: SqsEvent,
        context: &Context,
        answer: impl Fn(Ring) -> Answered,
    ) -> SqsBatchResponse {
        let until = Timestamp::from_millis(i64::try_from(context.deadline).unwrap_or(i64::MAX)) - ONE_BELL;
        let bells = batch.records.into_iter().map(QueuedBell::from);
        let failed = bells::answer_all(self, bells, until, answer).await;
        let mut response = SqsBatchResponse::default();
        response.set_failures(failed);
        response
    }
}

impl From<SqsMessage> for QueuedBell {
    fn from(message: SqsMessage) -> Self {
        let attribute = |name: &str| message.attributes.get(name).cloned();
        let rang = attribute("SentTimestamp").and_then(|sent| sent.parse().ok());
        Self {
            trace: attribute("AWSTraceHeader"),
            rang: rang.map(Timestamp::from_millis),
            id: message.message_id,
            body: message.body,
        }
    }
}

/// Makes each request one [invocation](Service::invoked).
pub fn invocations(service: Arc<Service>, routes: Router) -> Router {
    routes.layer(from_fn_with_state(service, invocation))
}

async fn invocation(
    axum::extract::State(service): axum::extract::State<Arc<Service>>,
    request: Request,
    next: Next,
) -> Response {
    let context = request.extensions().get::<Context>().cloned().unwrap_or_default();
    service.invoked(&context, next.run(request)).await
}
