//! Wiring: the Lambda `worker`.

use aws_lambda_events::event::sqs::SqsEvent;
use lambda_runtime::{Error, LambdaEvent, service_fn};
use service::Service;

#[tokio::main]
async fn main() -> Result<(), Error> {
    lambda_runtime::tracing::init_default_subscriber();
    let service = &Service::on_aws().await?;
    service.refresh().await?;
    let answer =
        async |event: LambdaEvent<SqsEvent>| Ok::<_, Error>(worker::answer(service, event.payload).await);
    lambda_runtime::run(service_fn(answer)).await
}
