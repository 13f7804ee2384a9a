use domain::Role;
use http::{Method, Request, header};
use secrecy::ExposeSecret;
use serde_json::{Value, json};

use crate::support::{Desk, Person};

async fn tested(desk: &Desk, who: &Person, inbox: &str) -> Value {
    desk.post(who, &format!("/v1/inboxes/{inbox}/test"), json!({})).await.ok()
}

fn checks(answer: &Value) -> Vec<(&str, bool)> {
    let checks = answer["checks"].as_array().unwrap();
    checks.iter().map(|check| (check["check"].as_str().unwrap(), check["ok"].as_bool().unwrap())).collect()
}

/// Plays the account of an inbox, which posts its webhooks to `webhook`.
fn play(desk: &Desk, inbox: &str, webhook: Option<String>) {
    let settings = desk.service.settings().inboxes.iter().find(|it| it.id.as_str() == inbox).unwrap();
    let mut account = channels::play::Account::new(settings.credentials().unwrap(), 0);
    if let Some(webhook) = webhook {
        account.posts_to(webhook);
    }
    *desk.provider.plays.lock().unwrap() = Some(account);
}

/// CHN-03
#[tokio::test]
async fn every_inbox_of_the_sample_is_tried_out() {
    let desk = Desk::open();
    let mei = desk.person("mei", Role::Admin, &[]).await;
    for inbox in &desk.service.settings().inboxes {
        if inbox.credentials().is_some() {
            let base = desk.service.settings().desk.public_url.trim_end_matches('/');
            play(&desk, inbox.id.as_str(), Some(format!("{base}/hooks/{}/{}", inbox.channel, inbox.id)));
        }
        let answer = tested(&desk, &mei, inbox.id.as_str()).await;
        let expected = match inbox.channel {
            domain::ChannelKind::Line => vec![("account", true), ("webhook", true), ("delivery", true)],
            domain::ChannelKind::Telegram => vec![("account", true), ("webhook", true)],
            domain::ChannelKind::Web => vec![("origins", true), ("keys", true)],
            _ => vec![("account", true)],
        };
        assert_eq!(checks(&answer), expected, "{}: {answer}", inbox.id);
        assert_eq!(answer["ok"], true);
    }
}

/// SEC-29, SEC-30: what is wrong is told with what to do, in the caller's language, without a secret, and not too often.
#[tokio::test]
async fn what_is_wrong_with_an_inbox_is_told_without_a_secret() {
    let desk = Desk::open();
    let mei = desk.person("mei", Role::Admin, &[]).await;
    let ken = desk.person("ken", Role::Operator, &[]).await;
    desk.post(&ken, "/v1/inboxes/line-main/test", json!({})).await.refused(403, "forbidden");
    desk.post(&mei, "/v1/inboxes/no-such/test", json!({})).await.refused(404, "not-found");
    // Of another desk's account: another token, and webhooks that go elsewhere.
    play(&desk, "line-main", Some("https://old.example.com/secret-path".to_owned()));
    let answer = tested(&desk, &mei, "line-main").await;
    assert_eq!(checks(&answer), [("account", true), ("webhook", false), ("delivery", true)]);
    let detail = answer["checks"][1]["detail"].as_str().unwrap();
    assert!(detail.contains("old.example.com") && !detail.contains("secret-path"), "{detail}");
    play(&desk, "telegram-main", None);
    let answer = tested(&desk, &mei, "telegram-main").await;
    assert_eq!(checks(&answer), [("account", true), ("webhook", false)]);
    // What answers is no LINE at all.
    let answer = tested(&desk, &mei, "line-main").await;
    assert_eq!(answer["ok"], false);
    // A provider that repeats the token that it was shown.
    *desk.provider.plays.lock().unwrap() = None;
    *desk.provider.refuses.lock().unwrap() = true;
    let line = desk.service.settings().inboxes.iter().find(|inbox| inbox.id.as_str() == "line-main").unwrap();
    let Some(channels::Credentials::Line(line)) = line.credentials() else { unreachable!() };
    let secret = line.access_token.expose_secret().to_owned();
    *desk.provider.says.lock().unwrap() = format!("the token {secret} is not allowed here");
    let request = Request::builder()
        .method(Method::POST)
        .uri("/v1/inboxes/line-main/test")
        .header(header::AUTHORIZATION, format!("Bearer {}", mei.token))
        .header(header::ACCEPT_LANGUAGE, "en");
    let answer = desk.send(request.body(axum::body::Body::empty()).unwrap()).await.ok();
    assert!(!answer.to_string().contains(&secret), "{answer}");
    let detail = answer["checks"][0]["detail"].as_str().unwrap();
    assert_eq!(detail, "The provider refused to answer (the token ••• is not allowed here)");
    for _ in 0..2 {
        tested(&desk, &mei, "line-main").await;
    }
    let often = desk.post(&mei, "/v1/inboxes/line-main/test", json!({})).await;
    often.refused(429, "too-many-requests");
    assert!(often.headers.contains_key(header::RETRY_AFTER));
}

/// AIW-08
#[tokio::test]
async fn a_model_that_is_not_configured_is_told_with_the_setting_to_fill_in() {
    let desk = Desk::open();
    let mei = desk.person("mei", Role::Admin, &[]).await;
    let ken = desk.person("ken", Role::Operator, &[]).await;
    desk.post(&ken, "/v1/settings/ai/test", json!({})).await.refused(403, "forbidden");
    let answer = desk.post(&mei, "/v1/settings/ai/test", json!({})).await.ok();
    assert_eq!((&answer["ok"], &answer["latency_ms"]), (&json!(false), &Value::Null));
    assert!(answer["detail"].as_str().unwrap().contains("base_url"), "{answer}");
}
