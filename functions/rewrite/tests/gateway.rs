//! Requests as the gateway hands them over.

#![allow(clippy::unwrap_used, reason = "a test that meets the unexpected fails")]

use std::sync::Arc;

use serde_json::json;
use service::{Plugs, Service, Settings};
use store::{Memory, Store};
use tower::ServiceExt;

async fn answered(method: &str, path: &str) -> u16 {
    let settings = Settings::sample().unwrap();
    let store = Store::new(Arc::new(Memory::new()), settings.desk.tenant.clone());
    let (plugs, _, _) = Plugs::in_process(store, std::env::temp_dir()).unwrap();
    let service = Arc::new(Service::new(settings, plugs));
    let event = json!({
        "version": "2.0",
        "routeKey": "POST /v1/drafts:rewrite",
        "rawPath": path,
        "rawQueryString": "",
        "headers": { "content-type": "application/json" },
        "requestContext": {
            "http": {
                "method": method,
                "path": path,
                "protocol": "HTTP/1.1",
                "sourceIp": "203.0.113.7",
                "userAgent": "curl",
            },
            "routeKey": "POST /v1/drafts:rewrite",
            "stage": "$default",
            "timeEpoch": 1_795_132_801_500_i64,
        },
        "body": json!({ "draft": "すぐ送ります", "tone": "polite" }).to_string(),
        "isBase64Encoded": false,
    });
    let request = lambda_http::request::from_str(&event.to_string()).unwrap();
    rewrite::routes(service).oneshot(request).await.unwrap().status().as_u16()
}

/// SEC-7
#[tokio::test]
async fn only_operators_have_drafts_rewritten_and_nothing_else_is_here() {
    assert_eq!(answered("POST", "/v1/drafts:rewrite").await, 401);
    assert_eq!(answered("GET", "/v1/drafts:rewrite").await, 405);
    assert_eq!(answered("GET", "/v1/me").await, 404);
    assert_eq!(answered("POST", "/v1/sign-in").await, 404);
}
