//! Wiring: the Lambda `fetch`, which the queue of errands and a schedule invoke.

use domain::ConversationId;
use lambda_runtime::{Error, LambdaEvent, service_fn};
use serde_json::Value;
use service::aws::Uses;
use service::{Service, aws};

#[tokio::main]
async fn main() -> Result<(), Error> {
    aws::log();
    let nobody = ConversationId::of(&"none".parse()?, "none");
    let reads =
        async |service: &Service| tokio::join!(service.store().conversation(&nobody), service.warm_files()).0;
    let service = &Service::on_aws(Uses::TABLE.hints().files(), reads).await?;
    let answer = async |event: LambdaEvent<Value>| {
        let work = Box::pin(fetch::answer(service, event.payload, &event.context));
        Ok::<_, Error>(service.invoked(&event.context, work).await?)
    };
    lambda_runtime::run(service_fn(answer)).await
}
