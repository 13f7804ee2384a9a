//! Requests as the gateway hands them over.

#![allow(clippy::unwrap_used, reason = "a test that meets the unexpected fails")]

use std::sync::Arc;

use axum::response::Response;
use domain::Timestamp;
use http_body_util::BodyExt;
use serde_json::{Value, json};
use service::seams::Clock;
use service::{Plugs, Service, Settings};
use store::{Memory, Store, Taken};
use tower::ServiceExt;

/// A clock that stands still, so that nothing is refilled meanwhile.
struct Then;

impl Clock for Then {
    fn now(&self) -> Timestamp {
        Timestamp::from_seconds(1_795_132_802)
    }
}

fn desk() -> Arc<Service> {
    let settings = Settings::sample().unwrap();
    let store = Store::new(Arc::new(Memory::new()), settings.desk.tenant.clone());
    let (plugs, _, _) = Plugs::in_process(store, std::env::temp_dir()).unwrap();
    Arc::new(Service::new(settings, Plugs { clock: Arc::new(Then), ..plugs }))
}

/// What the client says of itself and what the gateway saw are different on purpose.
fn handed_over(method: &str, path: &str, body: Option<Value>) -> String {
    json!({
        "version": "2.0",
        "routeKey": "$default",
        "rawPath": path,
        "rawQueryString": "",
        "headers": {
            "content-type": "application/json",
            "host": "abcdefghij.execute-api.ap-northeast-1.amazonaws.com",
            "x-forwarded-for": "198.51.100.1",
        },
        "requestContext": {
            "apiId": "abcdefghij",
            "http": {
                "method": method,
                "path": path,
                "protocol": "HTTP/1.1",
                "sourceIp": "203.0.113.7",
                "userAgent": "curl",
            },
            "requestId": "LV7fzho-PHcEJPw=",
            "routeKey": "$default",
            "stage": "$default",
            "time": "20/Nov/2026:00:00:01 +0000",
            "timeEpoch": 1_795_132_801_500_i64,
        },
        "body": body.map(|body| body.to_string()),
        "isBase64Encoded": false,
    })
    .to_string()
}

async fn answered(service: &Arc<Service>, event: &str) -> Response {
    let request = lambda_http::request::from_str(event).unwrap();
    api::routes(service.clone()).oneshot(request).await.unwrap()
}

/// SEC-27
#[tokio::test]
async fn who_is_not_signed_in_gets_a_problem() {
    let response = answered(&desk(), &handed_over("GET", "/v1/me", None)).await;
    assert_eq!(response.status(), 401);
    assert_eq!(response.headers()["content-type"], "application/problem+json");
    let id = response.headers()["x-request-id"].to_str().unwrap().to_owned();
    let body = response.into_body().collect().await.unwrap().to_bytes();
    let problem: Value = serde_json::from_slice(&body).unwrap();
    assert!(problem.to_string().contains(&id), "{problem}");
}

/// SEC-9, SEC-30: the address is what the gateway saw, not what a header says.
#[tokio::test]
async fn attempts_are_counted_by_the_address_that_the_gateway_saw() {
    let service = desk();
    let attempt = json!({ "login": "ken", "password": "a password that is wrong" });
    let response = answered(&service, &handed_over("POST", "/v1/sign-in", Some(attempt))).await;
    assert_eq!(response.status(), 401);
    // What is left of thirty attempts, looked at from within: one is gone from the right bucket only.
    let left = async |address: &str| {
        let (mut left, bucket) = (0, format!("sign-in-address-{address}"));
        let refill = std::time::Duration::from_secs(10);
        while service.store().take_from_bucket(&bucket, 30, refill, service.now()).await.unwrap()
            == Taken::Yes
        {
            left += 1;
        }
        left
    };
    assert_eq!((left("203.0.113.7").await, left("198.51.100.1").await, left("unknown").await), (29, 30, 30));
}
