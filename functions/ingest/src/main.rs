//! Wiring: the Lambda `ingest`.

use domain::ConversationId;
use service::aws::{Uses, invocations};
use service::{Service, aws};

#[tokio::main]
async fn main() -> Result<(), lambda_http::Error> {
    aws::log();
    let service = Service::on_aws(Uses::TABLE.bells()).await?;
    // Opens the connection to the table: nobody has this conversation.
    service.store().recent(&ConversationId::of(&"none".parse()?, "none"), 1).await?;
    lambda_http::run(invocations(service.clone(), ingest::routes(service))).await
}
