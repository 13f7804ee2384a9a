//! Wiring: the Lambda `api`.

use service::aws::{Uses, invocations, variable};
use service::{Service, aws};

#[tokio::main]
async fn main() -> Result<(), lambda_http::Error> {
    aws::log();
    let edge = variable("MADOGUCHI_EDGE")?;
    let service = Service::on_aws(Uses::TABLE.bells().files()).await?;
    service.refresh().await?;
    lambda_http::run(invocations(service.clone(), api::routes(service, &edge))).await
}
