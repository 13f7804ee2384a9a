//! Serves operators and the web messenger over HTTP.

use std::net::{IpAddr, SocketAddr};
use std::sync::Arc;

use axum::Router;
use axum::extract::{ConnectInfo, Request, State};
use axum::middleware::{Next, from_fn_with_state};
use axum::response::Response;
use http::HeaderMap;
use lambda_http::RequestExt;
use lambda_http::request::RequestContext;
use service::Service;

/// What only the template's distribution sends: the word that the function was told too.
const EDGE: &str = "x-madoguchi-edge";
/// Where the distribution saw the client; it replaces what the client itself sends under this name.
const CLIENT: &str = "x-madoguchi-client";

/// The routes that this function answers. `edge` is the distribution's word.
pub fn routes(service: Arc<Service>, edge: &str) -> Router {
    service::api::routes(service.clone())
        .merge(service::web::routes(service.clone()))
        .merge(service::uploads::routes(service.clone()))
        .layer(from_fn_with_state(service, service::api::follow))
        .layer(from_fn_with_state(Arc::<str>::from(edge), name_client))
}

/// Says where a request comes from, for limits by address. Headers say what anybody likes: the distribution's counts with
/// its word, and everything else comes from where the gateway saw it come from.
async fn name_client(State(edge): State<Arc<str>>, mut request: Request, next: Next) -> Response {
    let named = client_of(request.headers(), &edge).or_else(|| gateway_saw(&request));
    if let Some(address) = named {
        request.extensions_mut().insert(ConnectInfo(SocketAddr::new(address, 0)));
    }
    next.run(request).await
}

fn client_of(headers: &HeaderMap, edge: &str) -> Option<IpAddr> {
    let only = |name: &str| {
        let mut values = headers.get_all(name).iter();
        values.next().filter(|_| values.next().is_none())?.to_str().ok()
    };
    (!edge.is_empty() && only(EDGE)? == edge).then(|| only(CLIENT)?.parse().ok())?
}

fn gateway_saw(request: &Request) -> Option<IpAddr> {
    match request.request_context_ref()? {
        RequestContext::ApiGatewayV2(context) => context.http.source_ip.as_deref()?.parse().ok(),
        _ => None,
    }
}
