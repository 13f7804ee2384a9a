use domain::{Role, minutes};
use http::Method;
use serde_json::{Value, json};

use crate::support::{Answer, Desk, Person};

async fn put(desk: &Desk, who: &Person, path: &str, text: &str) -> Answer {
    let body = json!({ "text": text, "edited_at": desk.service.now() });
    desk.ask(Some(who), Method::PUT, path, Some(body)).await
}

async fn texts(desk: &Desk, who: &Person, path: &str) -> Vec<String> {
    let drafts = desk.get(who, path).await.ok();
    drafts["drafts"]
        .as_array()
        .unwrap()
        .iter()
        .map(|draft| draft["text"].as_str().unwrap().to_owned())
        .collect()
}

/// EXT-06, CMP-08: a draft belongs to its writer, the conversation and the mode.
#[tokio::test]
async fn a_draft_is_there_on_the_next_machine_and_for_nobody_else() {
    let desk = Desk::open();
    let ken = desk.person("ken", Role::Operator, &[]).await;
    let mei = desk.person("mei", Role::Admin, &[]).await;
    let id = desk.writes("line-main", "Ren", "こんにちは").await;
    let path = format!("/v1/conversations/{id}/drafts");
    assert_eq!(put(&desk, &ken, &format!("{path}/reply"), "お待たせ").await.ok()["kept"], true);
    put(&desk, &ken, &format!("{path}/internal"), "在庫を見る").await.ok();
    put(&desk, &ken, &format!("{path}/elsewhere"), "x").await.refused(404, "not-found");
    let mut mine = texts(&desk, &ken, &path).await;
    mine.sort();
    assert_eq!(mine, ["お待たせ", "在庫を見る"]);
    assert_eq!(texts(&desk, &mei, &path).await, [""; 0]);
    assert_eq!(desk.get(&mei, "/v1/me/drafts").await.ok()["drafts"], json!([]));
    let listed = desk.get(&ken, "/v1/me/drafts").await.ok();
    let listed: Vec<_> = listed["drafts"].as_array().unwrap().iter().map(|draft| &draft["preview"]).collect();
    assert_eq!(listed.len(), 2);
    assert!(listed.contains(&&json!("お待たせ")));
}

/// EXT-06: the newer one wins, in whatever order they arrive; what was sent does not come back.
#[tokio::test]
async fn the_newer_draft_wins() {
    let desk = Desk::open();
    let ken = desk.person("ken", Role::Operator, &[]).await;
    let id = desk.writes("line-main", "Ren", "こんにちは").await;
    let path = format!("/v1/conversations/{id}/drafts/reply");
    let before = desk.service.now();
    desk.clock.advance(minutes(1));
    put(&desk, &ken, &path, "new").await.ok();
    let late = json!({ "text": "old", "edited_at": before });
    let late = desk.ask(Some(&ken), Method::PUT, &path, Some(late)).await.ok();
    assert_eq!((&late["kept"], &late["draft"]["text"]), (&json!(false), &json!("new")));
    // The same again is the same.
    assert_eq!(put(&desk, &ken, &path, "new").await.ok()["kept"], true);
    let deleted = desk.ask(Some(&ken), Method::DELETE, &path, None).await;
    assert_eq!(deleted.status, 204);
    let late = put(&desk, &ken, &path, "new").await.ok();
    assert_eq!((&late["kept"], &late["draft"]), (&json!(false), &Value::Null), "written before it was sent");
    assert_eq!(desk.ask(Some(&ken), Method::DELETE, &path, None).await.status, 204);
    desk.clock.advance(minutes(1));
    // A clock that runs ahead does not shut out what is written later.
    let ahead = json!({ "text": "ahead", "edited_at": desk.service.now() + minutes(60) });
    desk.ask(Some(&ken), Method::PUT, &path, Some(ahead)).await.ok();
    desk.clock.advance(minutes(1));
    assert_eq!(put(&desk, &ken, &path, "after").await.ok()["kept"], true);
}

/// INV-23: at the limit and one past it; 30 days and no longer.
#[tokio::test]
async fn a_draft_is_bounded_in_length_and_time() {
    let desk = Desk::open();
    let ken = desk.person("ken", Role::Operator, &[]).await;
    let id = desk.writes("line-main", "Ren", "こんにちは").await;
    let path = format!("/v1/conversations/{id}/drafts");
    put(&desk, &ken, &format!("{path}/reply"), &"あ".repeat(20_001)).await.refused(400, "invalid-body");
    put(&desk, &ken, &format!("{path}/reply"), &"あ".repeat(20_000)).await.ok();
    let sign_in = async || {
        let begun = desk.service.sign_in("ken", crate::support::PASSWORD.into(), "ken").await.unwrap();
        Person { token: begun.token, ..ken.clone() }
    };
    desk.clock.advance(minutes(30 * 24 * 60 - 5));
    assert_eq!(texts(&desk, &sign_in().await, &path).await.len(), 1);
    desk.clock.advance(minutes(10));
    assert_eq!(texts(&desk, &sign_in().await, &path).await.len(), 0);
}
