//! Webhooks as the gateway hands them over.

#![allow(clippy::unwrap_used, reason = "a test that meets the unexpected fails")]

use std::sync::Arc;

use base64::Engine;
use base64::engine::general_purpose::STANDARD;
use domain::{Body, ContactId, Content, News, Timestamp};
use serde_json::{Value, json};
use service::seams::{Clock, Ring, Rings};
use service::{Plugs, Service, Settings};
use store::{Memory, Store};
use tower::ServiceExt;

/// One text with Japanese, a Unicode emoji and one of LINE's own.
const WEBHOOK: &str = include_str!("../../../crates/channels/fixtures/line/02-text-ja-emoji.json");
const SIGNATURE: &str = "ujIljEuDWkkXG3pXOq+CeUCenfTNK48aIVv2sonn3Js=";

/// A clock that stands still a moment after the webhook was sent.
struct Then;

impl Clock for Then {
    fn now(&self) -> Timestamp {
        Timestamp::from_seconds(1_795_132_802)
    }
}

fn desk() -> (Arc<Service>, Rings, tempfile::TempDir) {
    let files = tempfile::tempdir().unwrap();
    let settings = Settings::sample().unwrap();
    let store = Store::new(Arc::new(Memory::new()), settings.desk.tenant.clone());
    let (plugs, _, rings) = Plugs::in_process(store, files.path().to_owned()).unwrap();
    (Arc::new(Service::new(settings, Plugs { clock: Arc::new(Then), ..plugs })), rings, files)
}

/// A request as an HTTP API hands it over in its payload format 2.0.
///
/// Source: <https://docs.aws.amazon.com/apigateway/latest/developerguide/http-api-develop-integrations-lambda.html>
/// (read 2026-11).
fn handed_over(body: &str, is_base64: bool) -> String {
    json!({
        "version": "2.0",
        "routeKey": "POST /hooks/{channel}/{inbox}",
        "rawPath": "/hooks/line/line-main",
        "rawQueryString": "",
        "headers": {
            "content-type": "application/json; charset=utf-8",
            "host": "abcdefghij.execute-api.ap-northeast-1.amazonaws.com",
            "user-agent": "LineBotWebhook/2.0",
            "x-forwarded-for": "147.92.150.192",
            "x-line-signature": SIGNATURE,
        },
        "pathParameters": { "channel": "line", "inbox": "line-main" },
        "requestContext": {
            "accountId": "123456789012",
            "apiId": "abcdefghij",
            "domainName": "abcdefghij.execute-api.ap-northeast-1.amazonaws.com",
            "domainPrefix": "abcdefghij",
            "http": {
                "method": "POST",
                "path": "/hooks/line/line-main",
                "protocol": "HTTP/1.1",
                "sourceIp": "147.92.150.192",
                "userAgent": "LineBotWebhook/2.0",
            },
            "requestId": "LV7fzho-PHcEJPw=",
            "routeKey": "POST /hooks/{channel}/{inbox}",
            "stage": "$default",
            "time": "20/Nov/2026:00:00:01 +0000",
            "timeEpoch": 1_795_132_801_500_i64,
        },
        "body": body,
        "isBase64Encoded": is_base64,
    })
    .to_string()
}

async fn answered(service: &Arc<Service>, event: &str) -> u16 {
    let request = lambda_http::request::from_str(event).unwrap();
    ingest::routes(service.clone()).oneshot(request).await.unwrap().status().as_u16()
}

/// B-2, INV-2
#[tokio::test]
async fn a_body_in_base64_is_kept_once_with_its_text_untouched() {
    let (service, mut rings, _files) = desk();
    let event = handed_over(&STANDARD.encode(WEBHOOK), true);
    assert_eq!(answered(&service, &event).await, 200);
    assert_eq!(answered(&service, &event).await, 200, "the provider tries again");

    let Some(Ring::Work(id)) = rings.try_next() else { panic!("no bell rang") };
    let loaded = service.store().load(&id, &ContactId::of(&id)).await.unwrap();
    let [row] = loaded.waiting.as_slice() else { panic!("{} rows wait", loaded.waiting.len()) };
    let Body::Inbound { event, .. } = &row.body else { panic!("{row:?}") };
    let News::Message { content: Content::Text { text }, .. } = &event.news else { panic!("{event:?}") };
    let sent: Value = serde_json::from_str(WEBHOOK).unwrap();
    assert_eq!(text, sent["events"][0]["message"]["text"].as_str().unwrap());
    assert!(text.contains('😊'), "{text}");
}

/// SEC-2: what is signed are the bytes that the provider sent.
#[tokio::test]
async fn a_body_that_is_not_what_was_signed_is_refused() {
    let (service, mut rings, _files) = desk();
    assert_eq!(answered(&service, &handed_over(WEBHOOK, false)).await, 200, "plain text is fine too");
    assert!(rings.try_next().is_some());
    for (body, is_base64) in [
        (STANDARD.encode(WEBHOOK), false),
        (STANDARD.encode(WEBHOOK.replace("1024", "1025")), true),
        (WEBHOOK.replace("1024", "1025"), false),
    ] {
        assert_eq!(answered(&service, &handed_over(&body, is_base64)).await, 401);
    }
    assert!(rings.try_next().is_none(), "a bell rang for a forged webhook");
}
