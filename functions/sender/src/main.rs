//! Wiring: the Lambda `sender`.

use aws_lambda_events::event::sqs::SqsEvent;
use domain::ConversationId;
use lambda_runtime::{Error, LambdaEvent, service_fn};
use service::aws::Uses;
use service::{Service, aws};

#[tokio::main]
async fn main() -> Result<(), Error> {
    aws::log();
    let service = &Service::on_aws(Uses::TABLE.bells()).await?;
    // Opens the connection to the table: nobody has this conversation.
    service.store().conversation(&ConversationId::of(&"none".parse()?, "none")).await?;
    let answer = async |event: LambdaEvent<SqsEvent>| {
        let work = Box::pin(sender::answer(service, event.payload, &event.context));
        Ok::<_, Error>(service.invoked(&event.context, work).await)
    };
    lambda_runtime::run(service_fn(answer)).await
}
