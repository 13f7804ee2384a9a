//! What the console is told before anybody types, and what is refused before it is sent.

use std::time::Duration;

use domain::Role;
use serde_json::{Value, json};

use crate::support::{Desk, PASSWORD, Person};

fn element<'a>(sending: &'a Value, name: &str) -> &'a Value {
    let elements = sending["elements"].as_array().unwrap();
    elements.iter().find(|element| element["element"] == name).unwrap()
}

/// CHN-12, CHN-14
#[tokio::test]
async fn the_console_knows_what_may_be_sent_before_anybody_types() {
    let desk = Desk::open();
    let ken = desk.person("ken", Role::Operator, &[]).await;
    let id = desk.writes("whatsapp-main", "Ben", "hello").await;
    desk.does(&ken, &id, "join", json!({})).await;
    let path = format!("/v1/conversations/{id}/sending");
    let open = desk.get(&ken, &path).await.ok();
    assert_eq!(open["window"]["open"], true);
    assert_eq!(open["window"]["closes_at"], "2026-11-21T00:00:01.001Z");
    assert_eq!(
        element(&open, "list"),
        &json!({"element": "list", "carried": "yes", "most": 10, "allowed": true,
        "reason": null})
    );
    assert_eq!(open["templates"][0]["blanks"], json!(["1", "2"]));
    assert_eq!(open["promise"], "confirmed");
    assert_eq!(open["cost"], Value::Null);

    desk.clock.advance(Duration::from_hours(24));
    let token = desk.service.sign_in("ken", PASSWORD.into(), "ken").await.unwrap().token;
    let ken = Person { token, ..ken };
    let closed = desk.get(&ken, &path).await.ok();
    assert_eq!(closed["window"]["open"], false);
    assert_eq!(element(&closed, "text")["allowed"], false);
    assert!(element(&closed, "text")["reason"].as_str().unwrap().contains("承認済みテンプレート"));
    assert_eq!(element(&closed, "template")["allowed"], true);
    let shown = desk.get(&ken, &format!("/v1/conversations/{id}")).await.ok();
    assert_eq!(shown["window"], closed["window"]);

    let text = json!({"client_id": "client-late", "text": "too late"});
    desk.post(&ken, &format!("/v1/conversations/{id}/reply"), text).await.refused(409, "window-closed");
    let template =
        |values: Value| json!({"contents": [{"type": "template", "name": "order_ready", "values": values}]});
    let sent = desk.does(&ken, &id, "reply", template(json!({"1": "Ben", "2": "18:00"}))).await;
    assert_eq!(
        sent["row"]["contents"][0]["text"],
        "Ben様、ご注文の品のご用意ができました。18:00までにお越しください。"
    );
    let mut missing = template(json!({"1": "Ben"}));
    missing["client_id"] = json!("client-missing");
    desk.post(&ken, &format!("/v1/conversations/{id}/reply"), missing).await.refused(400, "invalid-body");
    let unknown =
        json!({"client_id": "client-unknown", "contents": [{"type": "template", "name": "no_such"}]});
    desk.post(&ken, &format!("/v1/conversations/{id}/reply"), unknown)
        .await
        .refused(400, "unknown-reference");
}

/// CHN-12: refused before sending, with the reason.
#[tokio::test]
async fn what_a_channel_cannot_carry_is_refused_in_words() {
    let desk = Desk::open();
    let ken = desk.person("ken", Role::Operator, &[]).await;
    let id = desk.writes("telegram-main", "Tom", "hello").await;
    desk.does(&ken, &id, "join", json!({})).await;
    let sending = desk.get(&ken, &format!("/v1/conversations/{id}/sending")).await.ok();
    assert_eq!(
        (&sending["window"], &element(&sending, "carousel")["allowed"]),
        (&Value::Null, &json!(false))
    );
    assert_eq!(element(&sending, "list")["carried"], "as_buttons");
    assert_eq!(element(&sending, "mark_read")["reason"], "このチャネルにはこの機能がありません");
    let cards = json!([{"title": "Kenya", "buttons": [{"id": "k", "label": "Order"}]}]);
    let body = json!({"client_id": "client-cards", "contents": [{"type": "carousel", "cards": cards}]});
    let answer = desk.post(&ken, &format!("/v1/conversations/{id}/reply"), body).await;
    answer.refused(409, "cannot-carry");
    assert_eq!(answer.body["detail"], "cards side by side");
    let rows = json!([{"id": "s", "label": "Small"}, {"id": "l", "label": "Large"}]);
    let list = json!({"contents": [{"type": "list", "text": "Which?", "rows": rows}]});
    let sent = desk.does(&ken, &id, "reply", list).await;
    assert_eq!(sent["row"]["contents"][0]["buttons"][1]["label"], "Large");
    let file = json!({"contents": [{"type": "file", "kind": "file", "url": "https://cdn.example.com/a.pdf",
        "name": "a.pdf", "caption": "the menu"}]});
    let sent = desk.does(&ken, &id, "reply", file).await;
    assert_eq!(sent["row"]["contents"][0]["caption"], "the menu");
}

/// EXT-01: free or counted, and what is left.
#[tokio::test]
async fn the_console_knows_what_the_next_message_costs() {
    let desk = Desk::with(|settings| settings.inboxes[0].push_limit = Some(100));
    let ken = desk.person("ken", Role::Operator, &[]).await;
    let id = desk.writes("line-main", "Mei", "hello").await;
    desk.does(&ken, &id, "join", json!({})).await;
    desk.does(&ken, &id, "reply", json!({"text": "hi"})).await;
    desk.service.send(&id).await.unwrap();
    let cost = desk.get(&ken, &format!("/v1/conversations/{id}/sending")).await.ok()["cost"].clone();
    let pushed = desk.provider.calls.lock().unwrap().iter().filter(|call| call.get("to").is_some()).count();
    assert!(pushed > 0);
    assert_eq!(cost["used"], pushed);
    assert_eq!((&cost["limit"], &cost["remaining"]), (&json!(100), &json!(100 - pushed)));
    assert_eq!((&cost["free_until"], &cost["stopped"]), (&Value::Null, &json!("never")));
    assert_eq!(cost["month"], "2026-11");
}

/// THR-08, THR-19, INV-21
#[tokio::test]
async fn a_failure_is_told_in_words_and_can_be_sent_again() {
    let desk = Desk::open();
    let ken = desk.person("ken", Role::Operator, &[]).await;
    let id = desk.writes("line-main", "Mei", "hello").await;
    desk.does(&ken, &id, "join", json!({})).await;
    *desk.provider.refuses.lock().unwrap() = true;
    let failed = desk.does(&ken, &id, "reply", json!({"text": "hi"})).await["row"]["id"].clone();
    let failed = failed.as_str().unwrap();
    let path = format!("/v1/conversations/{id}/rows/{failed}/resend");
    let again = json!({"client_id": "client-again"});
    desk.post(&ken, &path, again.clone()).await.refused(409, "nothing-to-resend");
    desk.service.send(&id).await.unwrap();
    desk.service.work(&id).await.unwrap();
    let rows = desk.get(&ken, &format!("/v1/conversations/{id}/rows")).await.ok();
    let row = rows["rows"].as_array().unwrap().iter().find(|row| row["id"] == failed).unwrap();
    assert_eq!(row["delivery"]["reason_text"], "チャネルに拒否されました: Failed to send messages");

    *desk.provider.refuses.lock().unwrap() = false;
    let sent = desk.post(&ken, &path, again.clone()).await.ok();
    assert_eq!((&sent["row"]["resends"], &sent["repeated"]), (&json!(failed), &json!(false)));
    assert_ne!(sent["row"]["id"], failed);
    let repeated = desk.post(&ken, &path, again).await.ok();
    assert_eq!((&repeated["row"]["id"], &repeated["repeated"]), (&sent["row"]["id"], &json!(true)));
    let audit = desk.service.store().audit_page("2026-11", None, 50).await.unwrap();
    let resent: Vec<_> = audit.entries.iter().filter(|entry| entry.json.contains("resend")).collect();
    assert_eq!(resent.len(), 1);
    assert!(resent[0].json.contains(failed));
    let nobody = format!("/v1/conversations/{id}/rows/01K00000000000000000000000/resend");
    desk.post(&ken, &nobody, json!({"client_id": "client-none"})).await.refused(404, "not-found");
}

/// CHN-15, EXT-15
#[tokio::test]
async fn typing_is_shown_where_the_inbox_wants_it_and_read_where_the_channel_has_it() {
    for wanted in [false, true] {
        let desk =
            Desk::with(|settings| settings.inboxes.iter_mut().for_each(|inbox| inbox.show_typing = wanted));
        let ken = desk.person("ken", Role::Operator, &[]).await;
        let id = desk.writes("line-main", "Mei", "hello").await;
        let before = desk.provider.calls.lock().unwrap().len();
        assert_eq!(desk.does(&ken, &id, "typing", json!({})).await, json!({"shown": wanted}));
        assert_eq!(desk.provider.calls.lock().unwrap().len() - before, usize::from(wanted));
        // The message has nothing that could be marked.
        assert_eq!(desk.does(&ken, &id, "read", json!({})).await, json!({"shown": false}));
    }
}

/// THR-16, CHN-12: an answer to one message is refused where the channel cannot show that it is one.
#[tokio::test]
async fn an_answer_to_one_message_is_refused_where_it_would_look_like_any_other() {
    let desk = Desk::open();
    let ken = desk.person("ken", Role::Operator, &[]).await;
    let id = desk.writes("wechat-main", "Mei", "hello").await;
    desk.does(&ken, &id, "join", json!({})).await;
    let rows = desk.get(&ken, &format!("/v1/conversations/{id}/rows")).await.ok();
    let body = json!({"client_id": "client-quote", "text": "hi", "quotes_row": rows["rows"][0]["id"]});
    desk.post(&ken, &format!("/v1/conversations/{id}/reply"), body).await.refused(409, "cannot-carry");
}
