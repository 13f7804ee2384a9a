//! Serves AI writing, apart from the rest because it waits for a model.

use std::sync::Arc;

use axum::Router;
use service::Service;

/// The routes that this function answers.
pub fn routes(service: Arc<Service>) -> Router {
    service::api::rewrite_routes(service)
}
