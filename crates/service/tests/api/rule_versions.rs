use domain::{Role, minutes};
use http::Method;
use serde_json::{Value, json};

use crate::support::{Desk, PASSWORD, Person};

fn rules(reply: &str) -> Value {
    let text = format!("keyword(\"hours\", [\"営業時間\"], |chat| chat.reply(\"{reply}\"));");
    json!([{ "file": "20-hours.rhai", "text": text }])
}

fn cases(reply: &str) -> Value {
    let text = format!(
        "[[case]]\nname = \"営業時間\"\nsay = \"営業時間は？\"\nexpect = {{ reply = \"{reply}\" }}\n"
    );
    json!([{ "file": "20-hours.toml", "text": text }])
}

async fn publish(desk: &Desk, who: &Person, reply: &str) -> Value {
    let body = json!({ "sources": rules(reply), "cases": cases(reply), "note": reply });
    desk.post(who, "/v1/rules:publish", body).await.ok()
}

async fn answered(desk: &Desk, who: &Person, thread: &str) -> Vec<Value> {
    let id = desk.writes("line-main", thread, "営業時間を教えて").await;
    let rows = desk.get(who, &format!("/v1/conversations/{id}/rows")).await.ok();
    rows["rows"].as_array().unwrap().iter().filter(|row| row["kind"] == "outbound").cloned().collect()
}

async fn audited(desk: &Desk) -> Vec<String> {
    let page = desk.service.store().audit_page("2026-11", None, 100).await.unwrap();
    let did = |json: &str| serde_json::from_str::<Value>(json).unwrap()["did"].as_str().unwrap().to_owned();
    let mut all: Vec<_> = page.entries.iter().map(|entry| did(&entry.json)).collect();
    all.retain(|did| did.ends_with("-rules"));
    all.reverse();
    all
}

/// BOT-08, INV-15, INV-21: publish, see, go back; each version stays what it was.
#[tokio::test]
async fn versions_are_published_listed_and_gone_back_to() {
    let desk = Desk::open();
    let mei = desk.person("mei", Role::Admin, &[]).await;
    let first = publish(&desk, &mei, "10時からです").await;
    assert_eq!((&first["changed"], &first["previous"]), (&json!(true), &Value::Null));
    assert_eq!(answered(&desk, &mei, "A").await[0]["contents"][0]["text"], "10時からです");
    desk.clock.advance(minutes(1));
    let second = publish(&desk, &mei, "11時からです").await;
    assert_eq!(second["previous"], first["version"]);
    let row = answered(&desk, &mei, "B").await[0].clone();
    assert_eq!(row["contents"][0]["text"], "11時からです");
    assert_eq!(row["trace"]["version"], second["version"], "a step records its version");
    let again = publish(&desk, &mei, "11時からです").await;
    assert_eq!((&again["changed"], &again["version"]), (&json!(false), &second["version"]));

    let list = desk.get(&mei, "/v1/rules/versions?limit=1").await.ok();
    assert_eq!(list["current"]["version"], second["version"]);
    assert_eq!(
        (&list["current"]["by_name"], &list["current"]["note"]),
        (&json!("MEI"), &json!("11時からです"))
    );
    assert_eq!(list["versions"].as_array().unwrap().len(), 1);
    assert_eq!(
        (&list["versions"][0]["version"], &list["versions"][0]["in_force"]),
        (&second["version"], &json!(true))
    );
    let next = format!("/v1/rules/versions?limit=1&cursor={}", list["next"].as_str().unwrap());
    let rest = desk.get(&mei, &next).await.ok();
    assert_eq!((&rest["versions"][0]["version"], &rest["next"]), (&first["version"], &Value::Null));
    let forged = format!("{next}x");
    desk.get(&mei, &forged).await.refused(400, "invalid-cursor");

    let name = first["version"].as_str().unwrap();
    let whole = desk.get(&mei, &format!("/v1/rules/versions/{}", &name[..6])).await.ok();
    assert_eq!((&whole["version"], &whole["sources"]), (&first["version"], &rules("10時からです")));
    assert_eq!(whole["case_sources"], cases("10時からです"), "cases are kept with the version");
    desk.get(&mei, "/v1/rules/versions/ffffffff").await.refused(404, "not-found");

    let back = desk.post(&mei, "/v1/rules:rollback", json!({ "note": "oops" })).await.ok();
    assert_eq!((&back["version"], &back["previous"]), (&first["version"], &second["version"]));
    assert_eq!(answered(&desk, &mei, "C").await[0]["contents"][0]["text"], "10時からです");
    let current = desk.get(&mei, "/v1/rules").await.ok()["current"].clone();
    assert_eq!((&current["came_by"], &current["note"]), (&json!("rolling_back"), &json!("oops")));
    let named = json!({ "version": second["version"].as_str().unwrap()[..8] });
    assert_eq!(desk.post(&mei, "/v1/rules:rollback", named).await.ok()["version"], second["version"]);
    desk.post(&mei, "/v1/rules:rollback", json!({ "version": "ffff" }))
        .await
        .refused(400, "unknown-reference");
    assert_eq!(
        audited(&desk).await,
        ["publish-rules", "publish-rules", "roll-back-rules", "roll-back-rules"]
    );
}

/// BOT-08: what is broken or red is refused with what is wrong, and what is in force stays.
#[tokio::test]
async fn broken_rules_and_red_cases_are_refused() {
    let desk = Desk::open();
    let mei = desk.person("mei", Role::Admin, &[]).await;
    let good = publish(&desk, &mei, "10時からです").await;
    let broken = json!([{ "file": "20-hours.rhai", "text": "keyword(\"hours\", [\"営業時間\"], |chat| chat.replay(\"x\"));" }]);
    let refused =
        desk.post(&mei, "/v1/rules:publish", json!({ "sources": broken, "expected": good["version"] })).await;
    refused.refused(422, "rules-broken");
    let found = &refused.body["rules"]["diagnostics"][0];
    assert_eq!(
        (&found["file"], &found["line"], &found["severity"]),
        (&json!("20-hours.rhai"), &json!(1), &json!("error"))
    );

    let body = json!({ "sources": rules("9時からです"), "cases": cases("10時からです") });
    let refused = desk.post(&mei, "/v1/rules:publish", body.clone()).await;
    refused.refused(422, "cases-failed");
    assert!(refused.body["detail"].as_str().unwrap().contains("1 of 1 cases failed"), "{}", refused.body);
    let failed = &refused.body["rules"]["failed_cases"][0];
    assert_eq!((&failed["file"], &failed["name"]), (&json!("20-hours.toml"), &json!("営業時間")));
    let words = failed["failures"].to_string();
    assert!(words.contains("expected …10時からです…") && words.contains("came     9時からです"), "{words}");
    let checked = desk.post(&mei, "/v1/rules:check", body).await.ok();
    assert_eq!((&checked["ok"], &checked["cases"]["failed"][0]), (&json!(false), failed));
    let unreadable =
        json!({ "sources": rules("x"), "cases": [{ "file": "a.toml", "text": "[[case]]\nname = 1" }] });
    let refused = desk.post(&mei, "/v1/rules:publish", unreadable).await;
    refused.refused(422, "rules-broken");
    assert_eq!(refused.body["rules"]["diagnostics"][0]["file"], "a.toml");

    assert_eq!(desk.get(&mei, "/v1/rules").await.ok()["version"], good["version"]);
    let list = desk.get(&mei, "/v1/rules/versions").await.ok();
    assert_eq!(list["versions"].as_array().unwrap().len(), 1, "what was refused is not kept");
    assert_eq!(audited(&desk).await, ["publish-rules"]);
}

/// Two admins at once: the one who did not see the other's version is told.
#[tokio::test]
async fn nobody_overwrites_what_they_have_not_seen() {
    let desk = Desk::open();
    let mei = desk.person("mei", Role::Admin, &[]).await;
    let ken = desk.person("ken", Role::Admin, &[]).await;
    let seen = publish(&desk, &mei, "10時からです").await;
    let kens = publish(&desk, &ken, "11時からです").await;
    let body = json!({ "sources": rules("12時からです"), "expected": seen["version"] });
    let refused = desk.post(&mei, "/v1/rules:publish", body).await;
    refused.refused(409, "rules-changed");
    assert!(refused.body["detail"].as_str().unwrap().contains(kens["version"].as_str().unwrap()));
    let back = json!({ "version": seen["version"], "expected": seen["version"] });
    // What is wanted is not what is in force, and what is in force was not seen.
    desk.post(&mei, "/v1/rules:rollback", back).await.refused(409, "rules-changed");
    let body = json!({ "sources": rules("12時からです"), "expected": kens["version"] });
    desk.post(&mei, "/v1/rules:publish", body).await.ok();
}

#[tokio::test]
async fn there_may_be_nothing_to_go_back_to() {
    let desk = Desk::open();
    let mei = desk.person("mei", Role::Admin, &[]).await;
    desk.post(&mei, "/v1/rules:rollback", json!({})).await.refused(409, "nothing-before");
    publish(&desk, &mei, "10時からです").await;
    desk.post(&mei, "/v1/rules:rollback", json!({})).await.refused(409, "nothing-before");
    let long = json!({ "sources": rules("x"), "note": "あ".repeat(501) });
    desk.post(&mei, "/v1/rules:publish", long).await.refused(400, "invalid-body");
}

/// SEC-38
#[tokio::test]
async fn after_a_quarter_of_an_hour_publishing_asks_for_the_password_again() {
    let desk = Desk::open();
    let mei = desk.person("mei", Role::Admin, &[]).await;
    desk.clock.advance(minutes(15));
    publish(&desk, &mei, "10時からです").await;
    desk.clock.advance(minutes(1));
    let body = json!({ "sources": rules("11時からです") });
    for (method, path) in [
        (Method::POST, "/v1/rules:publish"),
        (Method::POST, "/v1/rules:rollback"),
        (Method::PUT, "/v1/rules/shadow"),
    ] {
        let answer = desk.ask(Some(&mei), method, path, Some(body.clone())).await;
        answer.refused(403, "confirm-password");
        assert!(answer.body["detail"].as_str().unwrap().contains("/v1/me/confirm"));
    }
    desk.post(&mei, "/v1/rules:check", body.clone()).await.ok();

    let confirm = async |password: &str| {
        desk.post(&mei, "/v1/me/confirm", json!({ "password": password, "token": true })).await
    };
    confirm("wrong horse battery").await.refused(401, "wrong-credentials");
    let token = confirm(PASSWORD).await.ok()["token"].as_str().unwrap().to_owned();
    let fresh = Person { token, ..mei.clone() };
    desk.post(&fresh, "/v1/rules:publish", body).await.ok();
    desk.get(&mei, "/v1/me").await.refused(401, "sign-in-required");
}

async fn shadow(desk: &Desk, who: &Person, body: Value) -> Value {
    desk.clock.advance(minutes(1));
    desk.ask(Some(who), Method::PUT, "/v1/rules/shadow", Some(body)).await.ok()
}

/// BOT-08, INV-16: a candidate sees what customers write and changes nothing for them.
#[tokio::test]
async fn a_candidate_runs_beside_and_only_tells_what_it_would_have_done() {
    let desk = Desk::open();
    let mei = desk.person("mei", Role::Admin, &[]).await;
    publish(&desk, &mei, "10時からです").await;
    let nothing = desk.get(&mei, "/v1/rules/shadow").await.ok();
    assert_eq!(nothing, json!({ "running": null, "report": null }));
    let text = "keyword(\"hours\", [\"営業時間\"], |chat| chat.reply(\"10時からです\"));
        keyword(\"price\", [\"いくら\"], |chat| chat.escalate(\"値段\"));
        keyword(\"bad\", [\"予約\"], |chat| chat.reply(1 / 0));";
    let body = json!({ "sources": [{ "file": "a.rhai", "text": text }], "note": "値段は人へ" });
    let begun = shadow(&desk, &mei, body).await;
    assert_eq!((&begun["running"]["by_name"], &begun["report"]["asked"]), (&json!("MEI"), &json!(0)));
    assert_ne!(begun["running"]["version"], desk.get(&mei, "/v1/rules").await.ok()["version"]);

    let asked = desk.writes("line-main", "A", "カットはいくらですか").await;
    desk.writes("line-main", "A", "営業時間は？").await;
    desk.writes("line-main", "B", "予約したいです").await;
    let view = desk.get(&mei, "/v1/rules/shadow").await.ok();
    let report = &view["report"];
    // Each conversation is opened once too, and both sets say nothing to that.
    let counts =
        ["asked", "same", "different", "failed", "dropped"].map(|name| report[name].as_u64().unwrap());
    assert_eq!(counts, [5, 4, 1, 1, 0], "{report}");
    assert_eq!(report["pairs"][0]["new"], json!(["price"]));
    let sample = &report["pairs"][0]["samples"][0];
    assert_eq!((&sample["conversation"], &sample["text"]), (&json!(asked), &json!("カットはいくらですか")));
    assert_eq!((&sample["old"], &sample["new"]), (&json!([]), &json!(["escalate"])));
    assert_eq!(
        report["rules"].as_array().unwrap().iter().find(|rule| rule["rule"] == "hours").unwrap()["different"],
        0
    );
    assert_eq!((&report["failures"][0]["rule"], &report["failures"][0]["line"]), (&json!("bad"), &json!(3)));
    let (stored, _) = desk.service.store().shadow_report().await.unwrap().unwrap();
    assert!(!stored.contains("カット"), "what people wrote stays where it is");

    let thread = desk.get(&mei, &format!("/v1/conversations/{asked}/rows")).await.ok();
    let kinds: Vec<_> =
        thread["rows"].as_array().unwrap().iter().map(|row| row["kind"].as_str().unwrap()).collect();
    assert_eq!(kinds, ["inbound", "inbound", "outbound"], "the candidate hands nobody over");

    let ended = desk.ask(Some(&mei), Method::DELETE, "/v1/rules/shadow", None).await.ok();
    assert_eq!((&ended["running"], &ended["report"]["asked"]), (&Value::Null, &json!(5)));
    desk.writes("line-main", "A", "いくらですか").await;
    assert_eq!(desk.get(&mei, "/v1/rules/shadow").await.ok()["report"]["asked"], 5);
    assert_eq!(audited(&desk).await, ["publish-rules", "begin-shadow-rules", "end-shadow-rules"]);
}

/// SEC-8, ASG-08: samples of inboxes that one may not see are not shown.
#[tokio::test]
async fn samples_are_shown_to_whom_the_inbox_is_open() {
    let desk = Desk::open();
    let mei = desk.person("mei", Role::Admin, &[]).await;
    let ken = desk.person("ken", Role::Admin, &["web-main"]).await;
    shadow(&desk, &mei, json!({ "sources": rules("10時からです") })).await;
    desk.writes("line-main", "A", "営業時間は？").await;
    let samples = async |who: &Person| {
        desk.get(who, "/v1/rules/shadow").await.ok()["report"]["pairs"][0]["samples"]
            .as_array()
            .unwrap()
            .len()
    };
    assert_eq!((samples(&mei).await, samples(&ken).await), (1, 0));
}

/// INV-16: a candidate that takes its time, and more messages than it can keep up with.
#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_slow_candidate_delays_nobody() {
    let desk = Desk::open();
    let mei = desk.person("mei", Role::Admin, &[]).await;
    publish(&desk, &mei, "10時からです").await;
    let text = "on_message(\"slow\", |chat| { let n = 0; while n < 3000 { n += 1; } chat.note(\"slow\"); });";
    shadow(&desk, &mei, json!({ "sources": [{ "file": "a.rhai", "text": text }] })).await;
    for n in 0..300 {
        desk.writes("line-main", &format!("C{n}"), "営業時間は？").await;
    }
    let calls = desk.provider.calls.lock().unwrap().len();
    assert_eq!(calls, 300, "every customer has the answer, whatever the candidate does");
    let report = desk.get(&mei, "/v1/rules/shadow").await.ok()["report"].clone();
    let (asked, dropped) = (report["asked"].as_u64().unwrap(), report["dropped"].as_u64().unwrap());
    assert_eq!(asked + dropped, 600, "what was not asked is told: {report}");
}
