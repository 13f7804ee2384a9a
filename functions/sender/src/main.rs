//! Wiring: the Lambda `sender`.

use aws_lambda_events::event::sqs::SqsEvent;
use domain::ConversationId;
use lambda_runtime::{Error, LambdaEvent, service_fn};
use service::aws::Uses;
use service::{Service, aws};

#[tokio::main]
async fn main() -> Result<(), Error> {
    aws::log();
    let nobody = ConversationId::of(&"none".parse()?, "none");
    let reads = async |service: &Service| service.store().conversation(&nobody).await;
    let service = &Service::on_aws(Uses::TABLE.bells(), reads).await?;
    let answer = async |event: LambdaEvent<SqsEvent>| {
        let work = Box::pin(sender::answer(service, event.payload, &event.context));
        Ok::<_, Error>(service.invoked(&event.context, work).await)
    };
    lambda_runtime::run(service_fn(answer)).await
}
