use axum::body::Body;
use domain::Role;
use http::{Method, Request, header};
use serde_json::{Value, json};
use service::{By, Draft};

use crate::support::Desk;

const HOURS: &str = r#"keyword("opening-hours", ["営業時間"], |chat| chat.reply("10時からです"));"#;

/// BOT-08, BOT-09
#[tokio::test]
async fn rules_are_checked_and_tried_without_changing_anything() {
    let desk = Desk::open();
    let mei = desk.person("mei", Role::Admin, &[]).await;
    let sources = |text: &str| json!([{ "file": "20-hours.rhai", "text": text }]);
    let good = desk.post(&mei, "/v1/rules:check", json!({ "sources": sources(HOURS) })).await.ok();
    assert_eq!((&good["ok"], &good["rules"][0]["name"]), (&json!(true), &json!("opening-hours")));
    let bad = desk.post(&mei, "/v1/rules:check", json!({ "sources": sources("keyword(") })).await.ok();
    assert_eq!((&bad["ok"], &bad["version"]), (&json!(false), &Value::Null));
    assert_eq!(bad["diagnostics"][0]["file"], "20-hours.rhai");
    assert_eq!(bad["diagnostics"][0]["line"], 1);

    let body =
        json!({ "sources": sources(HOURS), "text": "営業時間は？", "facts": { "inbox": "line-main" } });
    let tried = desk.post(&mei, "/v1/rules:try", body).await.ok();
    assert_eq!(tried["explanation"]["proposed"][0]["what"], "10時からです");
    assert_eq!(tried["explanation"]["looked"][0]["outcome"], "acted");
    assert_eq!(tried["explanation"]["looked"][0]["matched"], "営業時間");
    let unknown = json!({ "text": "a", "facts": { "inbox": "nowhere" } });
    desk.post(&mei, "/v1/rules:try", unknown).await.refused(400, "unknown-reference");

    let before = desk.get(&mei, "/v1/rules").await.ok();
    assert_eq!(before["rules"], json!([]));
    let source = vec![rules::Source::new("20-hours.rhai", HOURS)];
    let by = By { who: "mei", note: "hours", expected: None };
    let version = desk.service.publish_rules(Draft::of(source), &by).await.unwrap().version;
    let after = desk.get(&mei, "/v1/rules").await.ok();
    assert_eq!(after["version"], json!(version));
    assert_eq!((&after["rules"][0]["kind"], &after["rules"][0]["line"]), (&json!("keyword"), &json!(1)));
    let tried = desk.post(&mei, "/v1/rules:try", json!({ "text": "営業時間" })).await.ok();
    assert_eq!(tried["version"], json!(version), "without sources those in force are tried");
}

/// SEC-30
#[tokio::test]
async fn checking_is_limited_by_operator() {
    let desk = Desk::open();
    let mei = desk.person("mei", Role::Admin, &[]).await;
    for _ in 0..40 {
        desk.post(&mei, "/v1/rules:check", json!({ "sources": [] })).await.ok();
    }
    desk.post(&mei, "/v1/rules:check", json!({ "sources": [] })).await.refused(429, "too-many-requests");
}

/// SEC-29: what the console is told of the desk holds no secret.
#[tokio::test]
async fn the_desks_settings_hold_no_secret() {
    let desk = Desk::open();
    let ken = desk.person("ken", Role::Operator, &["web-main"]).await;
    let view = desk.get(&ken, "/v1/settings/desk").await.ok();
    assert_eq!(view["name"], "みずの珈琲");
    assert_eq!(view["statuses"][1]["ja"], "トラブル");
    assert_eq!(view["inboxes"].as_array().unwrap().len(), 1, "only inboxes that one may see");
    assert_eq!(view["ai"]["configured"], false);
    assert!(view["ai"]["problem"].as_str().unwrap().contains("base_url"));
    let ken = desk.person("mei", Role::Admin, &[]).await;
    let view = desk.get(&ken, "/v1/settings/desk").await.ok().to_string();
    for secret in
        ["7d3f0c5a", "sample-line-access-token", "7654321098", "web-token-key", "web-identity-secret"]
    {
        assert!(!view.contains(secret), "{secret}");
    }
}

/// AIW-08
#[tokio::test]
async fn without_a_model_a_rewrite_says_what_to_configure() {
    let desk = Desk::open();
    let ken = desk.person("ken", Role::Operator, &[]).await;
    let answer = desk.post(&ken, "/v1/drafts:rewrite", json!({ "draft": "了解", "tone": "polite" })).await;
    answer.refused(409, "ai-not-configured");
    assert_eq!(answer.body["code"], "not_configured");
    assert!(answer.body["detail"].as_str().unwrap().contains("base_url"));
}

/// A model that answers with the same words politely, over real HTTP.
async fn model() -> String {
    let listener = tokio::net::TcpListener::bind("127.0.0.1:0").await.unwrap();
    let address = listener.local_addr().unwrap();
    let answer = || async {
        let chunk = |text: &str| {
            let body = json!({
                "id": "c", "object": "chat.completion.chunk", "created": 1, "model": "m",
                "choices": [{ "index": 0, "delta": { "content": text }, "finish_reason": null }],
            });
            format!("data: {body}\n\n")
        };
        let end = json!({
            "id": "c", "object": "chat.completion.chunk", "created": 1, "model": "m",
            "choices": [{ "index": 0, "delta": {}, "finish_reason": "stop" }],
        });
        let body = format!("{}{}data: {end}\n\ndata: [DONE]\n\n", chunk("かしこまり"), chunk("ました。"));
        ([(header::CONTENT_TYPE, "text/event-stream")], body)
    };
    let router = axum::Router::new().route("/v1/chat/completions", axum::routing::post(answer));
    tokio::spawn(async move { axum::serve(listener, router).await.unwrap() });
    format!("http://{address}/v1")
}

/// AIW-01, AIW-05, SEC-30
#[tokio::test]
async fn a_rewrite_is_a_proposal_whole_or_as_a_stream_and_limited_by_operator() {
    let base_url = model().await;
    let desk = Desk::with(|settings| {
        settings.ai.base_url = Some(base_url);
        settings.ai.model = Some("m".to_owned());
        settings.ai.allow_private = true;
    });
    let ken = desk.person("ken", Role::Operator, &[]).await;
    let body = json!({ "draft": "わかりました。", "tone": "polite" });
    let whole = desk.post(&ken, "/v1/drafts:rewrite", body.clone()).await.ok();
    assert_eq!(whole["text"], "かしこまりました。");
    let joined = |kinds: [&str; 2]| -> String {
        let parts = whole["diff"].as_array().unwrap().iter();
        parts
            .filter(|part| kinds.contains(&part["kind"].as_str().unwrap()))
            .map(|part| part["text"].as_str().unwrap())
            .collect()
    };
    assert_eq!(joined(["same", "removed"]), "わかりました。");
    assert_eq!(joined(["same", "added"]), "かしこまりました。");

    let request = Request::builder()
        .method(Method::POST)
        .uri("/v1/drafts:rewrite")
        .header(header::AUTHORIZATION, format!("Bearer {}", ken.token))
        .header(header::CONTENT_TYPE, "application/json")
        .header(header::ACCEPT, "text/event-stream");
    let request = request.body(Body::from(body.to_string())).unwrap();
    let response = tower::ServiceExt::oneshot(desk.router.clone(), request).await.unwrap();
    assert_eq!(response.headers()[header::CONTENT_TYPE], "text/event-stream");
    let stream = axum::body::to_bytes(response.into_body(), 1 << 20).await.unwrap();
    let stream = String::from_utf8(stream.to_vec()).unwrap();
    assert!(stream.starts_with("event: delta\n") && stream.contains("event: done\n"), "{stream}");

    desk.post(&ken, "/v1/drafts:rewrite", json!({ "draft": "わかりました。" }))
        .await
        .refused(400, "invalid-body");
    for _ in 0..7 {
        desk.post(&ken, "/v1/drafts:rewrite", body.clone()).await.ok();
    }
    desk.post(&ken, "/v1/drafts:rewrite", body).await.refused(429, "too-many-requests");
}
