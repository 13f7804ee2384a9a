//! Wiring: the Lambda `fetch`, which the queue of errands and a schedule invoke.

use domain::ConversationId;
use lambda_runtime::{Error, LambdaEvent, service_fn};
use serde_json::Value;
use service::aws::Uses;
use service::{Service, aws};

#[tokio::main]
async fn main() -> Result<(), Error> {
    aws::log();
    let service = &Service::on_aws(Uses::TABLE.hints().files()).await?;
    // Opens the connection to the table: nobody has this conversation.
    service.store().conversation(&ConversationId::of(&"none".parse()?, "none")).await?;
    service.warm_files().await;
    let answer = async |event: LambdaEvent<Value>| {
        let work = Box::pin(fetch::answer(service, event.payload, &event.context));
        Ok::<_, Error>(service.invoked(&event.context, work).await?)
    };
    lambda_runtime::run(service_fn(answer)).await
}
