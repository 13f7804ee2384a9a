//! Serves operators and the web messenger over HTTP.

use std::sync::Arc;

use axum::Router;
use service::Service;

/// The routes that this function answers.
pub fn routes(service: Arc<Service>) -> Router {
    service::api::routes(service.clone()).merge(service::web::routes(service))
}
