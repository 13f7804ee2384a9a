//! The SDK's way to the engine: an HTTP client that never leaves the process.

use std::fmt;
use std::sync::Arc;

use aws_smithy_runtime_api::client::http::{
    HttpClient, HttpConnector, HttpConnectorFuture, HttpConnectorSettings, SharedHttpConnector,
};
use aws_smithy_runtime_api::client::orchestrator::{HttpRequest, HttpResponse};
use aws_smithy_runtime_api::client::result::ConnectorError;
use aws_smithy_runtime_api::client::runtime_components::RuntimeComponents;
use aws_smithy_runtime_api::http::StatusCode;
use aws_smithy_types::body::SdkBody;
use dynoxide::{Database, DynoxideError};
use serde::Serialize;
use serde::de::DeserializeOwned;

/// Hands requests to the engine, one blocking task each.
#[derive(Clone)]
pub struct Connector {
    database: Arc<Database>,
}

impl Connector {
    pub const fn new(database: Arc<Database>) -> Self {
        Self { database }
    }
}

impl fmt::Debug for Connector {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("Connector")
    }
}

impl HttpClient for Connector {
    fn http_connector(&self, _: &HttpConnectorSettings, _: &RuntimeComponents) -> SharedHttpConnector {
        SharedHttpConnector::new(self.clone())
    }
}

impl HttpConnector for Connector {
    fn call(&self, request: HttpRequest) -> HttpConnectorFuture {
        let database = Arc::clone(&self.database);
        HttpConnectorFuture::new(async move {
            let answer = tokio::task::spawn_blocking(move || answer(&database, &request)).await;
            answer.map_err(|error| ConnectorError::other(Box::new(error), None))?
        })
    }
}

fn answer(database: &Database, request: &HttpRequest) -> Result<HttpResponse, ConnectorError> {
    let target = request.headers().get("x-amz-target").unwrap_or_default();
    let (status, body) = done(database, target, request.body().bytes().unwrap_or_default());
    let status =
        StatusCode::try_from(status).map_err(|error| ConnectorError::other(Box::new(error), None))?;
    let mut response = HttpResponse::new(status, SdkBody::from(body));
    response.headers_mut().insert("content-type", "application/x-amz-json-1.0");
    Ok(response)
}

/// Does what a request's `x-amz-target` and body say, and returns the status and the body of the answer.
pub(super) fn done(database: &Database, target: &str, body: &[u8]) -> (u16, Vec<u8>) {
    let operation = target.rsplit('.').next().unwrap_or_default();
    match run(database, operation, body) {
        Ok(body) => (200, body),
        Err(error) => (error.status_code(), error.to_json().into_bytes()),
    }
}

/// Does one operation: those this crate uses, and the few that its tests and tools need.
fn run(database: &Database, operation: &str, body: &[u8]) -> dynoxide::Result<Vec<u8>> {
    match operation {
        "GetItem" => written(&database.get_item(read(body)?)?),
        "BatchGetItem" => written(&database.batch_get_item(read(body)?)?),
        "Query" => written(&database.query(read(body)?)?),
        "Scan" => written(&database.scan(read(body)?)?),
        "PutItem" => written(&database.put_item(read(body)?)?),
        "UpdateItem" => written(&database.update_item(read(body)?)?),
        "DeleteItem" => written(&database.delete_item(read(body)?)?),
        "TransactWriteItems" => written(&database.transact_write_items(read(body)?)?),
        "CreateTable" => written(&database.create_table(read(body)?)?),
        "DescribeTable" => written(&database.describe_table(read(body)?)?),
        "UpdateTimeToLive" => written(&database.update_time_to_live(read(body)?)?),
        "DescribeTimeToLive" => written(&database.describe_time_to_live(read(body)?)?),
        _ => Err(DynoxideError::UnsupportedCapability(operation.to_owned())),
    }
}

/// The engine marks what it refuses while reading a request; the marks are not meant to be seen.
fn read<T: DeserializeOwned>(body: &[u8]) -> dynoxide::Result<T> {
    serde_json::from_slice(body).map_err(|error| {
        let message = error.to_string();
        let (kind, said) = unmarked(&message);
        match kind {
            Refusal::Validation => DynoxideError::ValidationException(said.to_owned()),
            Refusal::Serialization => DynoxideError::SerializationException(said.to_owned()),
        }
    })
}

fn written<T: Serialize>(answer: &T) -> dynoxide::Result<Vec<u8>> {
    serde_json::to_vec(answer).map_err(|error| DynoxideError::InternalServerError(error.to_string()))
}

#[derive(Debug, PartialEq, Eq)]
enum Refusal {
    Validation,
    Serialization,
}

/// Takes the engine's mark off the front and serde's position off the end.
fn unmarked(message: &str) -> (Refusal, &str) {
    let end = message.rfind(" at line ").filter(|at| message[*at..].contains(" column "));
    let message = &message[..end.unwrap_or(message.len())];
    for (mark, kind) in [
        ("VALIDATION:", Refusal::Validation),
        ("VALIDATION_REQUEST:", Refusal::Validation),
        ("SERIALIZATION:", Refusal::Serialization),
    ] {
        if let Some(rest) = message.strip_prefix(mark) {
            return (kind, rest);
        }
    }
    (Refusal::Serialization, message)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_engines_marks_do_not_show() {
        assert_eq!(unmarked("VALIDATION:too long at line 1 column 9"), (Refusal::Validation, "too long"));
        assert_eq!(unmarked("VALIDATION_REQUEST:too long"), (Refusal::Validation, "too long"));
        assert_eq!(unmarked("SERIALIZATION:at line end"), (Refusal::Serialization, "at line end"));
        assert_eq!(unmarked("expected value at line 1 column 1"), (Refusal::Serialization, "expected value"));
    }
}
