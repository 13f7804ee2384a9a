use domain::{Role, hours, minutes};
use http::Method;
use serde_json::{Value, json};

use crate::support::{Answer, Desk, PASSWORD, Person};

async fn change(desk: &Desk, who: &Person, whom: &Person, body: Value) -> Answer {
    let path = format!("/v1/operators/{}", whom.operator.id);
    desk.ask(Some(who), Method::PATCH, &path, Some(body)).await
}

async fn sign_in(desk: &Desk, login: &str, password: &str) -> Answer {
    let body = json!({ "login": login, "password": password, "token": true });
    desk.ask(None, Method::POST, "/v1/sign-in", Some(body)).await
}

async fn audited(desk: &Desk) -> Vec<String> {
    let page = desk.service.store().audit_page("2026-11", None, 100).await.unwrap();
    let did = |json: &str| serde_json::from_str::<Value>(json).unwrap()["did"].as_str().unwrap().to_owned();
    page.entries.iter().map(|entry| did(&entry.json)).collect()
}

/// ADM-06, INV-21, SEC-10
#[tokio::test]
async fn an_admin_changes_the_team_and_it_is_written_down() {
    let desk = Desk::open();
    let mei = desk.person("mei", Role::Admin, &[]).await;
    let ken = desk.person("ken", Role::Operator, &[]).await;
    let body = json!({ "name": "山田", "capacity": 3, "inboxes": ["line-main"] });
    let changed = change(&desk, &mei, &ken, body.clone()).await.ok();
    assert_eq!((&changed["name"], &changed["capacity"]), (&json!("山田"), &json!(3)));
    change(&desk, &mei, &ken, body).await.ok();
    desk.get(&ken, "/v1/me").await.ok();
    change(&desk, &mei, &ken, json!({ "inboxes": ["nowhere"] })).await.refused(400, "unknown-reference");
    change(&desk, &mei, &ken, json!({ "capacity": 0 })).await.refused(400, "invalid-body");
    change(&desk, &mei, &ken, json!({ "login": "x" })).await.refused(400, "invalid-body");
    change(&desk, &ken, &mei, json!({ "role": "operator" })).await.refused(403, "forbidden");
    // Another role, another session.
    change(&desk, &mei, &ken, json!({ "role": "admin" })).await.ok();
    desk.get(&ken, "/v1/me").await.refused(401, "sign-in-required");
    let done = audited(&desk).await;
    for did in ["rename-operator", "change-capacity", "change-inboxes", "make-admin"] {
        assert_eq!(done.iter().filter(|done| *done == did).count(), 1, "{did}: {done:?}");
    }
}

/// ADM-06: signed out everywhere, and nobody to give work to.
#[tokio::test]
async fn who_is_disabled_is_out_and_can_be_let_in_again() {
    let desk = Desk::open();
    let mei = desk.person("mei", Role::Admin, &[]).await;
    let ken = desk.person("ken", Role::Operator, &[]).await;
    let id = desk.writes("line-main", "Ren", "こんにちは").await;
    change(&desk, &mei, &ken, json!({ "disabled": true })).await.ok();
    desk.get(&ken, "/v1/me").await.refused(401, "sign-in-required");
    sign_in(&desk, "ken", PASSWORD).await.refused(401, "wrong-credentials");
    let assign = json!({ "client_id": "client-0001", "to": ken.operator.id });
    desk.post(&mei, &format!("/v1/conversations/{id}/assign"), assign)
        .await
        .refused(400, "unknown-reference");
    change(&desk, &mei, &ken, json!({ "disabled": false })).await.ok();
    desk.get(&ken, "/v1/me").await.refused(401, "sign-in-required");
    sign_in(&desk, "ken", PASSWORD).await.ok();
}

/// A desk always has somebody who may change it, also if two go at the same moment.
#[tokio::test]
async fn the_last_admin_stays() {
    let desk = Desk::open();
    let mei = desk.person("mei", Role::Admin, &[]).await;
    let aoi = desk.person("aoi", Role::Admin, &[]).await;
    let (first, second) = tokio::join!(
        change(&desk, &mei, &aoi, json!({ "role": "operator" })),
        change(&desk, &aoi, &mei, json!({ "disabled": true })),
    );
    let gone = [&first, &second].iter().filter(|answer| answer.status.is_success()).count();
    assert_eq!(gone, 1, "{first:?} {second:?}");
    let stays = if first.status.is_success() { &mei } else { &aoi };
    let alone = change(&desk, stays, stays, json!({ "role": "operator" })).await;
    alone.refused(409, "last-admin");
    change(&desk, stays, stays, json!({ "disabled": true })).await.refused(409, "last-admin");
    change(&desk, stays, stays, json!({ "name": "still here" })).await.ok();
}

/// SEC-38: a session of long ago says its password again.
#[tokio::test]
async fn changing_the_team_asks_for_the_password_after_a_while() {
    let desk = Desk::open();
    let mei = desk.person("mei", Role::Admin, &[]).await;
    let ken = desk.person("ken", Role::Operator, &[]).await;
    desk.clock.advance(minutes(16));
    change(&desk, &mei, &ken, json!({ "role": "admin" })).await.refused(403, "confirm-password");
    let reset = format!("/v1/operators/{}/reset-password", ken.operator.id);
    desk.ask(Some(&mei), Method::POST, &reset, None).await.refused(403, "confirm-password");
    // One's own name binds nobody else.
    desk.ask(Some(&ken), Method::PATCH, "/v1/me", Some(json!({ "name": "健" }))).await.ok();
    assert_eq!(desk.get(&ken, "/v1/me").await.ok()["operator"]["name"], "健");
}

/// SEC-9: a password of somebody else's making is good for a day and for making another one.
#[tokio::test]
async fn a_forgotten_password_is_made_anew() {
    let desk = Desk::open();
    let mei = desk.person("mei", Role::Admin, &[]).await;
    let ken = desk.person("ken", Role::Operator, &[]).await;
    let reset = format!("/v1/operators/{}/reset-password", ken.operator.id);
    let made = desk.ask(Some(&mei), Method::POST, &reset, None).await.ok();
    let password = made["password"].as_str().unwrap();
    desk.get(&ken, "/v1/me").await.refused(401, "sign-in-required");
    sign_in(&desk, "ken", PASSWORD).await.refused(401, "wrong-credentials");
    let begun = sign_in(&desk, "ken", password).await.ok();
    let ken = Person { token: begun["token"].as_str().unwrap().into(), ..ken };
    assert_eq!(desk.get(&ken, "/v1/me").await.ok()["change_password"], true);
    desk.get(&ken, "/v1/conversations").await.refused(403, "change-password");
    let body = json!({ "current": password, "new": "a new one, my own", "token": true });
    let begun = desk.ask(Some(&ken), Method::PUT, "/v1/me/password", Some(body)).await.ok();
    let ken = Person { token: begun["token"].as_str().unwrap().into(), ..ken };
    desk.get(&ken, "/v1/conversations").await.ok();
    assert_eq!(desk.get(&ken, "/v1/me").await.ok()["change_password"], false);
    assert!(audited(&desk).await.contains(&"reset-password".to_owned()));

    let made = desk.service.reset_password(&mei.operator.id, &ken.operator.id).await.unwrap();
    desk.clock.advance(hours(25));
    let too_late = desk.service.sign_in("ken", made.password, "ken").await;
    assert!(too_late.is_err(), "a day has passed");
}
