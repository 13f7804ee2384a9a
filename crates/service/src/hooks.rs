//! Where providers post: `POST /hooks/{channel}/{inbox}`, and ask whether the address is ours: `GET` the same.

use std::sync::Arc;

use axum::Router;
use axum::body::Body;
use axum::extract::{Path, RawQuery, State};
use axum::routing::post;
use channels::{MAX_BODY_BYTES, Posted, Unwelcome};
use http::{HeaderMap, StatusCode, header};

use crate::ingest::IngestError;
use crate::service::Service;

/// The routes that providers post to.
pub fn routes(service: Arc<Service>) -> Router {
    Router::new().route("/hooks/{channel}/{inbox}", post(receive).get(greet)).with_state(service)
}

/// Answers 2xx exactly when every event in the body is durable (INV-1), what cannot be read or routed among them. 401 says that
/// the sender is not proven, 503 that nothing could be kept, 400 and 413 that the body is one that no provider sends.
async fn receive(
    State(service): State<Arc<Service>>,
    Path((channel, inbox)): Path<(String, String)>,
    RawQuery(query): RawQuery,
    headers: HeaderMap,
    body: Body,
) -> (StatusCode, String) {
    let unproven = || (StatusCode::UNAUTHORIZED, "the sender is not proven\n".to_owned());
    if headers.get(header::CONTENT_ENCODING).is_some_and(|encoding| encoding != "identity") {
        return (StatusCode::UNSUPPORTED_MEDIA_TYPE, "compressed bodies are refused\n".to_owned());
    }
    let Ok(body) = axum::body::to_bytes(body, MAX_BODY_BYTES).await else {
        return (StatusCode::PAYLOAD_TOO_LARGE, format!("a body may have {MAX_BODY_BYTES} bytes\n"));
    };
    let Ok(kind) = channel.parse() else { return unproven() };
    let posted = Posted { query: query.as_deref().unwrap_or_default(), headers: &headers, body };
    let came = service.receive(kind, &inbox, posted).await;
    service.metrics.answered(&came);
    match came {
        Ok(accepted) => {
            tracing::debug!(%inbox, ?accepted, "took a webhook");
            (StatusCode::OK, String::new())
        }
        Err(IngestError::Forged) => unproven(),
        Err(error @ (IngestError::Refused(_) | IngestError::Stale)) => {
            (StatusCode::BAD_REQUEST, format!("{error}\n"))
        }
        Err(IngestError::Store(error)) => {
            tracing::error!(%inbox, %error, "a webhook was not kept; the provider will try again");
            (StatusCode::SERVICE_UNAVAILABLE, "try again\n".to_owned())
        }
    }
}

/// Answers a provider's verification request (SEC-6): in plain text, and only to who shows our token.
async fn greet(
    State(service): State<Arc<Service>>,
    Path((channel, inbox)): Path<(String, String)>,
    RawQuery(query): RawQuery,
) -> (StatusCode, String) {
    let query = query.unwrap_or_default();
    let answer = channel.parse().map_or(Err(Unwelcome::Forged), |kind| service.greet(kind, &inbox, &query));
    match answer {
        Ok(challenge) => (StatusCode::OK, challenge),
        Err(unwelcome @ Unwelcome::Forged) => (StatusCode::FORBIDDEN, format!("{unwelcome}\n")),
        Err(unwelcome @ Unwelcome::Malformed) => (StatusCode::BAD_REQUEST, format!("{unwelcome}\n")),
    }
}
