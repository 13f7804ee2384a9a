use domain::Role;
use http::Method;
use serde_json::{Value, json};

use crate::support::Desk;

fn bodies(memos: &Value) -> Vec<&str> {
    memos["memos"].as_array().unwrap().iter().map(|memo| memo["body"].as_str().unwrap()).collect()
}

/// CRM-11, INV-22: who and when; made once.
#[tokio::test]
async fn memos_are_written_once_and_tell_by_whom() {
    let desk = Desk::open();
    let ken = desk.person("ken", Role::Operator, &[]).await;
    let mei = desk.person("mei", Role::Operator, &[]).await;
    let id = desk.writes("line-main", "Ren", "こんにちは").await;
    let path = format!("/v1/conversations/{id}/memos");
    assert_eq!(desk.get(&ken, &path).await.ok()["memos"], json!([]));
    let memo = json!({ "client_id": "client-0001", "title": "好み", "body": "深煎り" });
    let made = desk.post(&ken, &path, memo.clone()).await.ok();
    let name = made["memo"].as_str().unwrap();
    assert_eq!((&made["memos"][0]["by_name"], &made["memos"][0]["version"]), (&json!("KEN"), &json!(1)));
    assert_eq!(desk.post(&ken, &path, memo.clone()).await.ok()["memos"].as_array().unwrap().len(), 1);
    let other = json!({ "client_id": "client-0001", "body": "浅煎り" });
    desk.post(&ken, &path, other.clone()).await.refused(409, "client-id-reused");
    // Another person's intent of the same name is another intent.
    desk.post(&mei, &path, other).await.ok();

    // Whoever was slower sees what stands there, and by whom.
    let edit = json!({ "version": 1, "title": "好み", "body": "中深煎り" });
    let path_of = format!("{path}/{name}");
    desk.ask(Some(&mei), Method::PUT, &path_of, Some(edit)).await.ok();
    let slow = json!({ "version": 1, "body": "なんでも" });
    let refused = desk.ask(Some(&ken), Method::PUT, &path_of, Some(slow)).await;
    refused.refused(409, "memos-changed");
    let current = &refused.body["current"];
    assert_eq!((&current["body"], &current["edited_by_name"]), (&json!("中深煎り"), &json!("MEI")));
    let edit = json!({ "version": 2, "body": "なんでも" });
    desk.ask(Some(&ken), Method::PUT, &path_of, Some(edit)).await.ok();

    let deleted = desk.ask(Some(&ken), Method::DELETE, &path_of, None).await.ok();
    assert_eq!(bodies(&deleted), ["浅煎り"]);
    assert_eq!(bodies(&desk.ask(Some(&ken), Method::DELETE, &path_of, None).await.ok()), ["浅煎り"]);
    assert_eq!(
        bodies(&desk.post(&ken, &path, memo).await.ok()),
        ["浅煎り"],
        "a late repeat does not bring it back"
    );
    let edit = json!({ "version": 3, "body": "x" });
    desk.ask(Some(&ken), Method::PUT, &path_of, Some(edit)).await.refused(404, "not-found");
    let audit = desk.service.store().audit_page("2026-11", None, 100).await.unwrap();
    for did in ["add-memo", "edit-memo", "delete-memo"] {
        assert!(audit.entries.iter().any(|entry| entry.json.contains(did)), "{did}");
    }
    assert!(!audit.entries.iter().any(|entry| entry.json.contains("煎り")), "ids only");
}

/// CRM-12
#[tokio::test]
async fn memos_are_put_in_order() {
    let desk = Desk::open();
    let ken = desk.person("ken", Role::Operator, &[]).await;
    let id = desk.writes("line-main", "Ren", "こんにちは").await;
    let path = format!("/v1/conversations/{id}");
    let mut ids = Vec::new();
    for body in ["a", "b", "c"] {
        let memo = json!({ "client_id": format!("client-000{body}"), "body": body });
        ids.push(desk.post(&ken, &format!("{path}/memos"), memo).await.ok()["memo"].clone());
    }
    let arrange = async |memos: Value| {
        let body = json!({ "memos": memos });
        desk.ask(Some(&ken), Method::PUT, &format!("{path}/memo-order"), Some(body)).await
    };
    assert_eq!(bodies(&arrange(json!([ids[1], ids[0], ids[2]])).await.ok()), ["b", "a", "c"]);
    arrange(json!([ids[1], ids[0]])).await.refused(409, "memos-changed");
    arrange(json!([ids[1], ids[0], ids[0]])).await.refused(409, "memos-changed");
    assert_eq!(bodies(&desk.get(&ken, &format!("{path}/memos")).await.ok()), ["b", "a", "c"]);
}

/// INV-23
#[tokio::test]
async fn memos_have_limits_that_say_what_to_do() {
    let desk = Desk::open();
    let ken = desk.person("ken", Role::Operator, &[]).await;
    let id = desk.writes("line-main", "Ren", "こんにちは").await;
    let path = format!("/v1/conversations/{id}/memos");
    let memo = |n: usize, title: usize, body: usize| json!({ "client_id": format!("client-{n:04}"), "title": "t".repeat(title), "body": "あ".repeat(body) });
    desk.post(&ken, &path, memo(0, 101, 1)).await.refused(400, "invalid-body");
    desk.post(&ken, &path, memo(0, 0, 5_001)).await.refused(400, "invalid-body");
    desk.post(&ken, &path, memo(0, 0, 0)).await.refused(400, "invalid-body");
    for n in 0..13 {
        desk.post(&ken, &path, memo(n, 0, 5_000)).await.ok();
    }
    let full = desk.post(&ken, &path, memo(13, 0, 5_000)).await;
    full.refused(409, "memos-full");
    assert!(full.body["detail"].as_str().unwrap().contains("delete one first"));
}
