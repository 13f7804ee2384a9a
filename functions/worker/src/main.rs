//! Wiring: the Lambda `worker`.

use std::time::Duration;

use aws_lambda_events::event::sqs::SqsEvent;
use domain::ConversationId;
use lambda_runtime::{Error, LambdaEvent, service_fn};
use service::aws::Uses;
use service::{Service, aws};

/// How long a connection within a region takes to open, TLS and all, while a function still has the processor of its start.
const CONNECTS: Duration = Duration::from_millis(8);

#[tokio::main]
async fn main() -> Result<(), Error> {
    aws::log();
    let nobody = ConversationId::of(&"none".parse()?, "none");
    let reads = async |service: &Service| {
        // A step asks two things of the table at the same time. This one steps nothing and has a second connection opened; if its
        // question was answered over the first before that is ready, what it needs is the time in which the rules are read.
        service.work(&nobody).await?;
        let opens = tokio::time::sleep(CONNECTS);
        service.refresh().await?;
        opens.await;
        Ok(())
    };
    let service = &Service::on_aws(Uses::TABLE.bells(), reads).await?;
    let answer = async |event: LambdaEvent<SqsEvent>| {
        let work = Box::pin(worker::answer(service, event.payload, &event.context));
        Ok::<_, Error>(service.invoked(&event.context, work).await)
    };
    lambda_runtime::run(service_fn(answer)).await
}
