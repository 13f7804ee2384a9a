//! Wiring: the Lambda `ingest`.

use domain::ConversationId;
use service::aws::{Uses, invocations};
use service::{Service, aws};

#[tokio::main]
async fn main() -> Result<(), lambda_http::Error> {
    aws::log();
    let nobody = ConversationId::of(&"none".parse()?, "none");
    let reads = async |service: &Service| service.store().recent(&nobody, 1).await;
    let service = Service::on_aws(Uses::TABLE.bells(), reads).await?;
    lambda_http::run(invocations(service.clone(), ingest::routes(service))).await
}
