use std::time::Duration;

use domain::{ConversationId, Role, hours, minutes};
use serde_json::{Value, json};

use crate::support::{Desk, Person};

/// A conversation on LINE that Ken has.
async fn with_ken(desk: &Desk) -> (Person, ConversationId) {
    let ken = desk.person("ken", Role::Operator, &[]).await;
    let id = desk.writes("line-main", "Ren", "こんにちは").await;
    desk.does(&ken, &id, "join", json!({})).await;
    (ken, id)
}

async fn schedule(desk: &Desk, who: &Person, id: &ConversationId, text: &str, after: Duration) -> Value {
    let body = json!({ "text": text, "at": desk.service.now() + after });
    desk.does(who, id, "schedule", body).await
}

async fn passes(desk: &Desk, id: &ConversationId, length: Duration) {
    desk.clock.advance(length);
    desk.service.work(id).await.unwrap();
    desk.service.send(id).await.unwrap();
}

fn states(page: &Value) -> Vec<(&str, &str)> {
    let items = page["items"].as_array().unwrap().iter();
    items
        .map(|item| {
            (item["contents"][0]["text"].as_str().unwrap_or_default(), item["state"].as_str().unwrap())
        })
        .collect()
}

/// CMP-05: scheduled, shown, sent once; the list tells what became of each.
#[tokio::test]
async fn what_is_scheduled_goes_out_and_the_calendar_tells_of_it() {
    let desk = Desk::open();
    let (ken, id) = with_ken(&desk).await;
    let done = schedule(&desk, &ken, &id, "明日", hours(2)).await;
    assert_eq!(done["conversation"]["scheduled"], 1);
    assert_eq!(done["conversation"]["next_scheduled_at"], json!(desk.service.now() + hours(2)));
    schedule(&desk, &ken, &id, "今日", minutes(20)).await;
    let waiting = desk.get(&ken, &format!("/v1/conversations/{id}/scheduled")).await.ok();
    assert_eq!(states(&waiting), [("今日", "waiting"), ("明日", "waiting")]);
    assert_eq!(
        (&waiting["items"][0]["by_name"], &waiting["items"][0]["window"]),
        (&json!("KEN"), &json!("open"))
    );
    passes(&desk, &id, minutes(19)).await;
    assert_eq!(desk.provider.calls.lock().unwrap().len(), 0, "its time has not come");
    passes(&desk, &id, minutes(1)).await;
    passes(&desk, &id, Duration::ZERO).await;
    assert_eq!(desk.provider.calls.lock().unwrap().len(), 1);
    assert_eq!(states(&desk.get(&ken, "/v1/scheduled").await.ok()), [("今日", "sent"), ("明日", "waiting")]);
    let only = desk.get(&ken, "/v1/scheduled?state=waiting&inbox=line-main").await.ok();
    assert_eq!(states(&only), [("明日", "waiting")]);
    assert_eq!(desk.get(&ken, "/v1/scheduled?inbox=web-main").await.ok()["items"], json!([]));
    *desk.provider.refuses.lock().unwrap() = true;
    passes(&desk, &id, hours(2)).await;
    let ken = Person {
        token: desk.service.sign_in("ken", crate::support::PASSWORD.into(), "k").await.unwrap().token,
        ..ken
    };
    let page = desk.get(&ken, "/v1/scheduled").await.ok();
    assert_eq!(states(&page), [("今日", "sent"), ("明日", "failed")]);
    assert_eq!(page["items"][1]["reason"]["is"], "refused");
}

/// CMP-05, INV-22: repeats, changes, taking back one and all.
#[tokio::test]
async fn what_is_scheduled_can_be_changed_and_taken_back() {
    let desk = Desk::open();
    let (ken, id) = with_ken(&desk).await;
    let at = desk.service.now() + hours(1);
    let body = json!({ "client_id": "client-0001", "text": "a", "at": at });
    let path = format!("/v1/conversations/{id}");
    desk.post(&ken, &format!("{path}/schedule"), body.clone()).await.ok();
    let again = desk.post(&ken, &format!("{path}/schedule"), body).await.ok();
    assert_eq!((&again["repeated"], &again["conversation"]["scheduled"]), (&json!(true), &json!(1)));
    let list = desk.get(&ken, &format!("{path}/scheduled")).await.ok();
    let name = &list["items"][0]["id"];
    let contents = json!([{ "type": "text", "text": "b" }, { "type": "text", "text": "a" }]);
    let change = json!({ "scheduled": name, "at": at + hours(800), "contents": contents, "unless_contact_writes": true });
    desk.does(&ken, &id, "reschedule", change).await;
    let page = desk.get(&ken, "/v1/scheduled").await.ok();
    assert_eq!(states(&page), [("b", "waiting")], "it moved to another month");
    assert_eq!(
        (&page["items"][0]["unless_contact_writes"], &page["items"][0]["contents"][1]["text"]),
        (&json!(true), &json!("a"))
    );
    // Only the time: the words stay.
    desk.does(&ken, &id, "reschedule", json!({ "scheduled": name, "at": at })).await;
    assert_eq!(states(&desk.get(&ken, "/v1/scheduled").await.ok()), [("b", "waiting")]);
    schedule(&desk, &ken, &id, "c", hours(2)).await;
    desk.does(&ken, &id, "cancel-scheduled", json!({ "scheduled": name })).await;
    let gone = json!({ "client_id": "client-0002", "scheduled": name });
    desk.post(&ken, &format!("{path}/cancel-scheduled"), gone.clone()).await.refused(409, "not-scheduled");
    desk.post(&ken, &format!("{path}/reschedule"), gone).await.refused(409, "not-scheduled");
    desk.does(&ken, &id, "cancel-scheduled", json!({})).await;
    assert_eq!(states(&desk.get(&ken, "/v1/scheduled").await.ok()), [("", "cancelled"), ("", "cancelled")]);
    assert_eq!(desk.get(&ken, &format!("{path}/scheduled")).await.ok()["items"], json!([]));
    let rows = desk.get(&ken, &format!("{path}/rows?limit=100")).await.ok();
    let lines: Vec<_> =
        rows["rows"].as_array().unwrap().iter().filter_map(|row| row["text"].as_str()).collect();
    assert!(
        lines.iter().any(|line| line.contains("KENが") && line.contains("送信を予約しました")),
        "{lines:?}"
    );
    assert!(lines.iter().any(|line| line.contains("送信予約を取り消しました（KEN）")), "{lines:?}");
}

/// CMP-05: "cancel if the contact writes first".
#[tokio::test]
async fn a_reminder_is_not_sent_to_who_has_answered() {
    let desk = Desk::open();
    let (ken, id) = with_ken(&desk).await;
    let body = json!({ "text": "いかがですか", "at": desk.service.now() + minutes(20), "unless_contact_writes": true });
    desk.does(&ken, &id, "schedule", body).await;
    desk.clock.advance(minutes(20));
    desk.writes("line-main", "Ren", "お願いします").await;
    passes(&desk, &id, minutes(1)).await;
    assert_eq!(desk.provider.calls.lock().unwrap().len(), 0);
    assert_eq!(states(&desk.get(&ken, "/v1/scheduled").await.ok()), [("", "cancelled")]);
}

/// CRM-16, CHN-12, CHN-14, INV-23: refused while there is somebody to read why; warned of what will be closed.
#[tokio::test]
async fn what_cannot_be_sent_is_not_scheduled() {
    let desk = Desk::open();
    let (ken, id) = with_ken(&desk).await;
    let mei = desk.person("mei", Role::Operator, &[]).await;
    let path = format!("/v1/conversations/{id}/schedule");
    let body =
        |n: u32, text: &str, at| json!({ "client_id": format!("client-{n:04}"), "text": text, "at": at });
    let now = desk.service.now();
    desk.post(&ken, &path, body(1, "a", now)).await.refused(409, "in-the-past");
    desk.post(&ken, &path, body(2, "a", now + hours(24 * 367))).await.refused(400, "invalid-body");
    desk.post(&mei, &path, body(3, "a", now + hours(1))).await.refused(409, "not-yours");
    desk.post(&ken, &path, body(4, &"あ".repeat(6_000), now + hours(1)))
        .await
        .refused(409, "too-much-scheduled");
    let six = vec![json!({ "type": "text", "text": "a" }); 6];
    let many = json!({ "client_id": "client-0005", "contents": six, "at": now + hours(1) });
    desk.post(&ken, &path, many).await.refused(400, "invalid-body");
    let image = json!([{ "type": "image", "url": "http://example.com/a.png" }]);
    let image = json!({ "client_id": "client-0006", "contents": image, "at": now + hours(1) });
    desk.post(&ken, &path, image).await.refused(400, "invalid-body");
    let whatsapp = desk.writes("whatsapp-main", "Ren", "hello").await;
    let window = async |at| {
        let body = json!({ "text": "a", "at": at });
        let shown = desk.post(&ken, &format!("/v1/conversations/{whatsapp}/preview"), body).await.ok();
        shown["window"].as_str().unwrap().to_owned()
    };
    let now = desk.service.now();
    assert_eq!(
        (window(now + hours(2)).await.as_str(), window(now + hours(30)).await.as_str()),
        ("may_be_closed", "closed")
    );
}

/// INV-18, INV-3: nobody rings; the sweep finds what is due.
#[tokio::test]
async fn the_sweep_rings_for_what_is_due() {
    let desk = Desk::open();
    let (ken, id) = with_ken(&desk).await;
    desk.does(&ken, &id, "complete", json!({})).await;
    schedule(&desk, &ken, &id, "いかがでしたか", hours(24)).await;
    desk.service.send(&id).await.unwrap();
    desk.service.fetch_profile(&id).await.unwrap();
    desk.clock.advance(hours(23));
    assert_eq!(desk.service.sweep().await.unwrap(), 0);
    desk.clock.advance(hours(1));
    assert_eq!(desk.service.sweep().await.unwrap(), 1);
}

/// SEC-32: pages meet; a cursor opens only its own list.
#[tokio::test]
async fn pages_of_the_calendar_meet() {
    let desk = Desk::open();
    let (ken, id) = with_ken(&desk).await;
    for n in 1..=7_u64 {
        schedule(&desk, &ken, &id, &n.to_string(), hours(24 * 6 * n)).await;
    }
    let (mut seen, mut path) = (Vec::new(), "/v1/scheduled?limit=3".to_owned());
    loop {
        let page = desk.get(&ken, &path).await.ok();
        seen.extend(states(&page).into_iter().map(|(text, _)| text.to_owned()));
        let Value::String(next) = &page["next"] else { break };
        path = format!("/v1/scheduled?limit=3&cursor={next}");
        desk.get(&ken, &format!("/v1/scheduled?state=sent&cursor={next}"))
            .await
            .refused(400, "invalid-cursor");
    }
    assert_eq!(seen, ["1", "2", "3", "4", "5", "6", "7"]);
    let until = desk.service.now() + hours(24 * 13);
    let page = desk.get(&ken, &format!("/v1/scheduled?until={until}")).await.ok();
    assert_eq!(states(&page).len(), 2);
}
