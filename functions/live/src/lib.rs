//! Live updates where a gateway holds the consoles' sockets: who may open one, and what they are told.
//!
//! What is told is a hint, never the truth, and never more than ids: a console that hears one asks for the changes.

mod hints;
mod sockets;

use std::sync::Arc;

use aws_lambda_events::event::apigw::ApiGatewayWebsocketProxyRequest;
use aws_lambda_events::event::sqs::SqsEvent;
use aws_sdk_apigatewaymanagement::Client;
use serde_json::Value;
use service::Service;
use service::api::Doorkeeper;

/// Answers the gateway's word of its sockets, and passes hints on to them.
pub struct Live {
    service: Arc<Service>,
    door: Doorkeeper,
    gateway: Client,
}

impl Live {
    /// Keeps the door of a desk, in front of this gateway.
    pub fn new(service: Arc<Service>, gateway: Client) -> Self {
        Self { door: Doorkeeper::new(service.clone()), service, gateway }
    }

    /// Answers one invocation: a batch from the queue if it has records, else the gateway's word of a socket.
    ///
    /// # Errors
    ///
    /// If it is neither.
    pub async fn answer(&self, event: Value) -> Result<Value, serde_json::Error> {
        if event.get("Records").is_some() {
            let batch: SqsEvent = serde_json::from_value(event)?;
            serde_json::to_value(self.tell(batch).await)
        } else {
            let word: ApiGatewayWebsocketProxyRequest = serde_json::from_value(event)?;
            serde_json::to_value(self.hear(word).await)
        }
    }
}
