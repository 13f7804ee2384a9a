//! Wiring: the Lambda `sweep`, which a schedule invokes each minute.

use domain::Timestamp;
use lambda_runtime::{Error, LambdaEvent, service_fn};
use serde_json::Value;
use service::aws::Uses;
use service::{Service, aws};

#[tokio::main]
async fn main() -> Result<(), Error> {
    aws::log();
    // Nothing was due so long ago.
    let reads = async |service: &Service| service.store().due(Timestamp::EPOCH, 0, None, 1).await;
    let service = &Service::on_aws(Uses::TABLE.bells(), reads).await?;
    let sweep = async |event: LambdaEvent<Value>| {
        Ok::<_, Error>(service.invoked(&event.context, sweep::sweep(service)).await?)
    };
    lambda_runtime::run(service_fn(sweep)).await
}
