//! Wiring: the Lambda `ingest`.

#[tokio::main]
async fn main() -> Result<(), lambda_http::Error> {
    lambda_http::tracing::init_default_subscriber();
    lambda_http::run(ingest::routes(service::Service::on_aws().await?)).await
}
