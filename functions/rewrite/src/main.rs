//! Wiring: the Lambda `rewrite`.

use service::aws::{Uses, invocations};
use service::{Service, aws};

#[tokio::main]
async fn main() -> Result<(), lambda_http::Error> {
    aws::log();
    let reads = async |service: &Service| service.refresh_workspace().await;
    let service = Service::on_aws(Uses::TABLE, reads).await?;
    lambda_http::run(invocations(service.clone(), rewrite::routes(service))).await
}
