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

/// The word of the distribution in front of the gateway.
const EDGE: &str = "f0a1b2c3-0000-4000-8000-0123456789ab";

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
    handed_over_with(&[], method, path, body)
}

fn handed_over_with(headers: &[(&str, &str)], method: &str, path: &str, body: Option<Value>) -> String {
    let mut event = event(method, path, body);
    for (name, value) in headers {
        event["headers"][*name] = (*value).into();
    }
    event.to_string()
}

fn event(method: &str, path: &str, body: Option<Value>) -> Value {
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
}

async fn answered(service: &Arc<Service>, event: &str) -> Response {
    let request = lambda_http::request::from_str(event).unwrap();
    api::routes(service.clone(), EDGE).oneshot(request).await.unwrap()
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

/// How many attempts to sign in are left to an address, looked at from within; there are thirty.
async fn left(service: &Service, address: &str) -> u32 {
    let (mut left, bucket) = (0, format!("sign-in-address-{address}"));
    let refill = std::time::Duration::from_secs(10);
    while service.store().take_from_bucket(&bucket, 30, refill, service.now()).await.unwrap() == Taken::Yes {
        left += 1;
    }
    left
}

/// SEC-9, SEC-30: the address is what the gateway saw, or what the distribution saw if it shows its word; never what a header
/// says by itself.
#[tokio::test]
async fn attempts_are_counted_by_the_address_that_the_gateway_or_the_distribution_saw() {
    let client = "x-madoguchi-client";
    for (headers, [gateway, viewer, forwarded]) in [
        (&[][..], [29, 30, 30]),
        (&[(client, "192.0.2.9")], [29, 30, 30]),
        (&[("x-madoguchi-edge", "something else"), (client, "192.0.2.9")], [29, 30, 30]),
        (&[("x-madoguchi-edge", EDGE), (client, "192.0.2.9")], [30, 29, 30]),
        (&[("x-madoguchi-edge", EDGE), (client, "192.0.2.9, 198.51.100.1")], [29, 30, 30]),
        (&[("x-madoguchi-edge", EDGE)], [29, 30, 30]),
    ] {
        let service = desk();
        let attempt = json!({ "login": "ken", "password": "a password that is wrong" });
        let event = handed_over_with(headers, "POST", "/v1/sign-in", Some(attempt));
        assert_eq!(answered(&service, &event).await.status(), 401);
        for (address, expected) in
            [("203.0.113.7", gateway), ("192.0.2.9", viewer), ("198.51.100.1", forwarded), ("unknown", 30)]
        {
            assert_eq!(left(&service, address).await, expected, "{address} after {headers:?}");
        }
    }
}
