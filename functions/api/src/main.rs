//! Wiring: the Lambda `api`.

use service::aws::{Uses, invocations, variable};
use service::{Service, aws};

#[tokio::main]
async fn main() -> Result<(), lambda_http::Error> {
    aws::log();
    let edge = variable("MADOGUCHI_EDGE")?;
    let reads = async |service: &Service| service.refresh().await;
    let service = Service::on_aws(Uses::TABLE.bells().files(), reads).await?;
    lambda_http::run(invocations(service.clone(), api::routes(service, &edge))).await
}
