//! Takes webhooks: verify, split, keep, and only then answer 2xx.

use std::sync::Arc;

use axum::Router;
use service::Service;

/// The routes that this function answers.
pub fn routes(service: Arc<Service>) -> Router {
    service::hooks::routes(service)
}
