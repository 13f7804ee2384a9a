//! Wiring: the Lambda `sweep`, which a schedule invokes each minute.

use lambda_runtime::{Error, LambdaEvent, service_fn};
use serde_json::Value;
use service::Service;

#[tokio::main]
async fn main() -> Result<(), Error> {
    lambda_runtime::tracing::init_default_subscriber();
    let service = &Service::on_aws().await?;
    let sweep = async |_: LambdaEvent<Value>| Ok::<_, Error>(sweep::sweep(service).await?);
    lambda_runtime::run(service_fn(sweep)).await
}
