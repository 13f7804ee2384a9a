//! What the gateway says of its sockets: opened, closed, a frame came.

use aws_lambda_events::encodings::Body;
use aws_lambda_events::event::apigw::{ApiGatewayProxyResponse, ApiGatewayWebsocketProxyRequest};
use service::api::LiveRequest;
use store::LiveConnection;

use crate::Live;

impl Live {
    /// Answers the gateway. A status other than 200 refuses the socket that is being opened.
    pub(crate) async fn hear(&self, word: ApiGatewayWebsocketProxyRequest) -> ApiGatewayProxyResponse {
        let context = &word.request_context;
        let Some(connection) = context.connection_id.as_deref() else { return status(400) };
        match context.route_key.as_deref() {
            Some("$connect") => {
                let ticket = word.query_string_parameters.first("ticket").unwrap_or_default();
                status(self.open(connection, ticket).await)
            }
            Some("$disconnect") => match self.service.store().delete_connection(connection).await {
                Ok(()) => status(200),
                Err(error) => {
                    tracing::warn!(%error, "cannot forget a socket; its time will be over");
                    status(503)
                }
            },
            _ => {
                let answer = word.body.as_deref().and_then(LiveRequest::read).map(|frame| frame.answer());
                let mut response = status(200);
                response.body = answer.and_then(|event| serde_json::to_string(&event).ok()).map(Body::Text);
                response
            }
        }
    }

    /// Lets in who has a ticket, once, and says so as a status.
    async fn open(&self, connection: &str, ticket: &str) -> i64 {
        let signed = match self.door.admit(ticket).await {
            Ok(signed) => signed,
            Err(problem) => return i64::from(problem.kind().status().as_u16()),
        };
        let connection = LiveConnection {
            id: connection.to_owned(),
            operator: signed.operator.id,
            session: signed.session,
            since: self.service.now(),
        };
        match self.service.store().put_connection(&connection).await {
            Ok(()) => 200,
            Err(error) => {
                tracing::error!(operator = %connection.operator, %error, "cannot remember a socket");
                503
            }
        }
    }
}

fn status(code: i64) -> ApiGatewayProxyResponse {
    let mut response = ApiGatewayProxyResponse::default();
    response.status_code = code;
    response
}
