//! Wiring: the Lambda `live`, which the gateway's sockets and the queue of changes invoke.

use aws_sdk_apigatewaymanagement::Client;
use aws_sdk_apigatewaymanagement::config::Builder;
use lambda_runtime::{Error, LambdaEvent, service_fn};
use live::Live;
use serde_json::Value;
use service::Service;
use service::aws::{self, Uses};

#[tokio::main]
async fn main() -> Result<(), Error> {
    aws::log();
    let reads = async |service: &Service| service.store().connections(service.now()).await;
    let service = &Service::on_aws(Uses::TABLE.hints(), reads).await?;
    // Where the sockets of the template's WebSocket API are written to: https://<api>.execute-api.<region>.amazonaws.com/<stage>
    let endpoint = aws::variable("MADOGUCHI_LIVE_ENDPOINT")?;
    let config = aws::given()?;
    let gateway = Client::from_conf(Builder::from(&config).endpoint_url(endpoint).build());
    let live = &Live::new(service.clone(), gateway);
    let answer = async |event: LambdaEvent<Value>| {
        Ok::<_, Error>(service.invoked(&event.context, live.answer(event.payload)).await?)
    };
    lambda_runtime::run(service_fn(answer)).await
}
