use axum::body::Body;
use domain::{Role, minutes, seconds};
use http::{Method, Request, header};
use serde_json::json;

use crate::support::{Answer, Desk, PASSWORD, Person};

async fn sign_in(desk: &Desk, login: &str, password: &str) -> Answer {
    let body = json!({ "login": login, "password": password, "token": true });
    desk.ask(None, Method::POST, "/v1/sign-in", Some(body)).await
}

/// SEC-36
#[tokio::test]
async fn the_printed_secret_makes_the_first_administrator_once() {
    let desk = Desk::open();
    let old = desk.service.setup_secret().await.unwrap().unwrap();
    let secret = desk.service.setup_secret().await.unwrap().unwrap();
    let set_up = async |secret: &str, password: &str| {
        let body = json!({ "secret": secret, "login": "Mizuno", "name": "水野", "password": password });
        desk.ask(None, Method::POST, "/v1/setup", Some(body)).await
    };
    let needed = async || desk.ask(None, Method::GET, "/v1/setup", None).await.ok()["needed"].clone();
    assert_eq!(needed().await, true);
    set_up(&old, PASSWORD).await.refused(403, "wrong-secret");
    set_up(&secret, "short").await.refused(400, "weak-password");
    let answer = set_up(&secret, PASSWORD).await;
    assert_eq!(answer.body["operator"]["role"], "admin");
    assert_eq!(answer.body["operator"]["login"], "mizuno");
    assert_eq!(answer.body.get("token"), None, "a token is given only to who asks for it");
    assert!(answer.headers[header::SET_COOKIE].to_str().unwrap().starts_with("madoguchi="));
    set_up(&secret, PASSWORD).await.refused(403, "wrong-secret");
    assert_eq!(desk.service.setup_secret().await.unwrap(), None);
    assert_eq!(needed().await, false);
    sign_in(&desk, "MIZUNO", PASSWORD).await.ok();
}

/// SEC-10
#[tokio::test]
async fn a_session_ends_after_half_an_hour_without_use_or_half_a_day() {
    let desk = Desk::open();
    let ken = desk.person("ken", Role::Operator, &[]).await;
    for _ in 0..3 {
        desk.clock.advance(minutes(29));
        desk.get(&ken, "/v1/me").await.ok();
    }
    desk.clock.advance(minutes(31));
    desk.get(&ken, "/v1/me").await.refused(401, "sign-in-required");

    let ken =
        Person { token: sign_in(&desk, "ken", PASSWORD).await.ok()["token"].as_str().unwrap().into(), ..ken };
    for _ in 0..24 {
        desk.get(&ken, "/v1/me").await.ok();
        desk.clock.advance(seconds(29 * 60 + 50));
    }
    desk.get(&ken, "/v1/me").await.ok();
    desk.clock.advance(minutes(5));
    desk.get(&ken, "/v1/me").await.refused(401, "sign-in-required");
}

/// SEC-10
#[tokio::test]
async fn signing_out_ends_this_session_or_all_of_them() {
    let desk = Desk::open();
    let ken = desk.person("ken", Role::Operator, &[]).await;
    let again = || async {
        let token = sign_in(&desk, "ken", PASSWORD).await.ok()["token"].as_str().unwrap().to_owned();
        Person { operator: ken.operator.clone(), token }
    };
    let (phone, tablet) = (again().await, again().await);
    assert_ne!(phone.token, tablet.token);
    assert_eq!(phone.token.len(), 64, "256 bits");
    desk.ask(Some(&phone), Method::POST, "/v1/sign-out", None).await.ok();
    desk.get(&phone, "/v1/me").await.refused(401, "sign-in-required");
    desk.get(&tablet, "/v1/me").await.ok();
    desk.ask(Some(&tablet), Method::POST, "/v1/sign-out/everywhere", None).await.ok();
    desk.get(&tablet, "/v1/me").await.refused(401, "sign-in-required");
    desk.get(&ken, "/v1/me").await.refused(401, "sign-in-required");
}

/// SEC-9
#[tokio::test]
async fn another_password_ends_every_session_and_begins_one() {
    let desk = Desk::open();
    let ken = desk.person("ken", Role::Operator, &[]).await;
    let change = async |current: &str, new: &str| {
        let body = json!({ "current": current, "new": new, "token": true });
        desk.ask(Some(&ken), Method::PUT, "/v1/me/password", Some(body)).await
    };
    change("wrong password", "another good one").await.refused(401, "wrong-credentials");
    change(PASSWORD, "password1234").await.refused(400, "weak-password");
    let token = change(PASSWORD, "another good one").await.ok()["token"].as_str().unwrap().to_owned();
    desk.get(&ken, "/v1/me").await.refused(401, "sign-in-required");
    desk.get(&Person { token, ..ken }, "/v1/me").await.ok();
    sign_in(&desk, "ken", PASSWORD).await.refused(401, "wrong-credentials");
    sign_in(&desk, "ken", "another good one").await.ok();
}

/// SEC-12
#[tokio::test]
async fn the_cookie_changes_state_only_with_the_header_and_from_our_own_origin() {
    let desk = Desk::open();
    let ken = desk.person("ken", Role::Operator, &[]).await;
    let put = |extra: &[(&str, &str)]| {
        let mut request = Request::builder()
            .method(Method::PUT)
            .uri("/v1/me/presence")
            .header(header::COOKIE, format!("a=b; madoguchi={}", ken.token))
            .header(header::CONTENT_TYPE, "application/json");
        for (name, value) in extra {
            request = request.header(*name, *value);
        }
        desk.send(request.body(Body::from(r#"{"presence":"online"}"#)).unwrap())
    };
    put(&[]).await.refused(403, "cross-site");
    put(&[("x-madoguchi", "1"), ("origin", "https://evil.example")]).await.refused(403, "cross-site");
    let body = put(&[("x-madoguchi", "1"), ("origin", "http://127.0.0.1:8080")]).await.ok();
    assert_eq!(body["presence"], "online");
    // Without a heartbeat one is soon away (ASG-01).
    desk.clock.advance(seconds(91));
    assert_eq!(desk.get(&ken, "/v1/me").await.ok()["presence"], "offline");
}

/// SEC-9, SEC-30
#[tokio::test]
async fn attempts_at_one_login_are_limited_and_the_limit_is_stored() {
    let mut desk = Desk::open();
    desk.person("ken", Role::Operator, &[]).await;
    for _ in 0..9 {
        sign_in(&desk, "ken", "not the password").await.refused(401, "wrong-credentials");
    }
    let refused = sign_in(&desk, "ken", PASSWORD).await;
    refused.refused(429, "too-many-requests");
    assert!(refused.headers.contains_key(header::RETRY_AFTER));
    // Another process knows it too.
    desk.router = service::api::routes(desk.service.clone());
    sign_in(&desk, "ken", PASSWORD).await.refused(429, "too-many-requests");
    desk.clock.advance(seconds(61));
    sign_in(&desk, "ken", PASSWORD).await.ok();
}

/// B-25
#[tokio::test]
async fn an_unknown_login_looks_like_a_wrong_password() {
    let desk = Desk::open();
    desk.person("ken", Role::Operator, &[]).await;
    let strip = |mut answer: Answer| {
        answer.refused(401, "wrong-credentials");
        answer.body["instance"].take();
        answer.body
    };
    let wrong = strip(sign_in(&desk, "ken", "not the password").await);
    let unknown = strip(sign_in(&desk, "nobody", "not the password").await);
    assert_eq!(wrong, unknown);
}

/// B-24
#[tokio::test]
async fn a_megabyte_of_password_is_refused_before_anything_is_hashed() {
    let desk = Desk::open();
    desk.person("ken", Role::Operator, &[]).await;
    let megabyte = "a".repeat(1_000_000);
    for _ in 0..40 {
        // More often than the limit allows: it is refused before it even counts as an attempt.
        let answer = sign_in(&desk, "ken", &megabyte).await;
        answer.refused(400, "invalid-body");
        assert_eq!(answer.body["field"], "password");
    }
    sign_in(&desk, "ken", &"a".repeat(1_100_000)).await.refused(413, "too-large");
    sign_in(&desk, "ken", PASSWORD).await.ok();
}

/// INV-21
#[tokio::test]
async fn signing_in_leaves_an_audit_entry_without_a_secret() {
    let desk = Desk::open();
    let ken = desk.person("ken", Role::Admin, &[]).await;
    let body = json!({ "login": "mei", "name": "Mei", "role": "operator", "password": PASSWORD });
    desk.post(&ken, "/v1/operators", body).await.ok();
    let page = desk.service.store().audit_page("2026-11", None, 10).await.unwrap();
    let entries: Vec<_> = page.entries.iter().map(|entry| entry.json.as_str()).collect();
    assert!(
        entries.iter().any(|entry| entry.contains("sign-in") && entry.contains(ken.operator.id.as_str()))
    );
    assert!(entries.iter().any(|entry| entry.contains("add-operator")));
    assert!(!entries.iter().any(|entry| entry.contains(PASSWORD)));
}
