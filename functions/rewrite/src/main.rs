//! Wiring: the Lambda `rewrite`.

use service::aws::{Uses, invocations};
use service::{Service, aws};

#[tokio::main]
async fn main() -> Result<(), lambda_http::Error> {
    aws::log();
    let service = Service::on_aws(Uses::TABLE).await?;
    service.refresh_workspace().await?;
    lambda_http::run(invocations(service.clone(), rewrite::routes(service))).await
}
