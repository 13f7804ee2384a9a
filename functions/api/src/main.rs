//! Wiring: the Lambda `api`.

use service::Service;

#[tokio::main]
async fn main() -> Result<(), lambda_http::Error> {
    lambda_http::tracing::init_default_subscriber();
    let service = Service::on_aws().await?;
    service.refresh().await?;
    lambda_http::run(api::routes(service)).await
}
