//! Serves operators and the web messenger over HTTP.

use std::net::{IpAddr, SocketAddr};
use std::sync::Arc;

use axum::Router;
use axum::extract::{ConnectInfo, Request};
use axum::middleware::{Next, from_fn, from_fn_with_state};
use axum::response::Response;
use lambda_http::RequestExt;
use lambda_http::request::RequestContext;
use service::Service;

/// The routes that this function answers.
pub fn routes(service: Arc<Service>) -> Router {
    service::api::routes(service.clone())
        .merge(service::web::routes(service.clone()))
        .merge(service::uploads::routes(service.clone()))
        .layer(from_fn_with_state(service, service::api::follow))
        .layer(from_fn(name_client))
}

/// Says where a request comes from, for limits by address. The gateway saw it; headers say what anybody likes.
async fn name_client(mut request: Request, next: Next) -> Response {
    if let Some(address) = source(&request) {
        request.extensions_mut().insert(ConnectInfo(SocketAddr::new(address, 0)));
    }
    next.run(request).await
}

fn source(request: &Request) -> Option<IpAddr> {
    match request.request_context_ref()? {
        RequestContext::ApiGatewayV2(context) => context.http.source_ip.as_deref()?.parse().ok(),
        _ => None,
    }
}
