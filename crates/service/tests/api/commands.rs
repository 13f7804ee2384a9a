use domain::Role;
use serde_json::{Value, json};

use crate::support::Desk;

/// ASG-05, CMP-07, STA-12
#[tokio::test]
async fn joining_answering_and_completing() {
    let desk = Desk::open();
    let ken = desk.person("ken", Role::Operator, &[]).await;
    let id = desk.writes("line-main", "Mei", "在庫はありますか").await;
    let path = format!("/v1/conversations/{id}");
    let reply = json!({ "client_id": "client-0001", "text": "ございます" });
    desk.post(&ken, &format!("{path}/reply"), reply).await.refused(409, "not-yours");

    let joined = desk.does(&ken, &id, "join", json!({})).await;
    assert_eq!(joined["conversation"]["assignee"], json!({ "is": "operator", "id": ken.operator.id }));
    assert_eq!(joined["conversation"]["assignee_name"], "KEN");
    assert_eq!(joined["conversation"]["place"], "people");

    let replied = desk.does(&ken, &id, "reply", json!({ "text": "ございます" })).await;
    assert_eq!(replied["row"]["kind"], "outbound");
    assert_eq!(replied["row"]["author_name"], "KEN");
    assert_eq!(replied["row"]["contents"], json!([{ "type": "text", "text": "ございます" }]));
    assert_eq!(replied["row"]["delivery"]["state"], "queued");
    assert_eq!(replied["repeated"], false);

    let note = desk.does(&ken, &id, "note", json!({ "text": "常連のお客様" })).await;
    assert_eq!((&note["row"]["kind"], &note["row"]["text"]), (&json!("note"), &json!("常連のお客様")));

    let done = desk.does(&ken, &id, "complete", json!({})).await;
    assert_eq!(done["conversation"]["place"], "completed");
    let hold = json!({ "client_id": "client-0002" });
    desk.post(&ken, &format!("{path}/hold"), hold).await.refused(409, "conversation-completed");
    desk.does(&ken, &id, "reopen", json!({})).await;
    assert_eq!(desk.get(&ken, &path).await.ok()["place"], "people");
}

/// INV-22, B-15
#[tokio::test]
async fn a_repeat_gets_the_first_answer_and_other_content_is_refused() {
    let desk = Desk::open();
    let (ken, mei) =
        (desk.person("ken", Role::Operator, &[]).await, desk.person("mei", Role::Operator, &[]).await);
    let id = desk.writes("line-main", "Ren", "こんにちは").await;
    desk.does(&ken, &id, "join", json!({})).await;
    let path = format!("/v1/conversations/{id}");
    let send = |text: &str| {
        let body = json!({ "client_id": "01K9ZZZZZZZZZZZZZZZZZZZZZZ", "text": text });
        let (desk, ken, path) = (&desk, &ken, &path);
        async move { desk.post(ken, &format!("{path}/reply"), body).await }
    };
    let first = send("はい").await.ok();
    let second = send("はい").await.ok();
    assert_eq!((&first["repeated"], &second["repeated"]), (&json!(false), &json!(true)));
    assert_eq!(first["row"]["id"], second["row"]["id"]);
    assert_eq!(first["row"]["seq"], second["row"]["seq"]);
    send("いいえ").await.refused(409, "client-id-reused");
    // The same words under the same name, but as another command.
    let body = json!({ "client_id": "01K9ZZZZZZZZZZZZZZZZZZZZZZ", "text": "はい" });
    desk.post(&ken, &format!("{path}/note"), body.clone()).await.refused(409, "client-id-reused");
    // Somebody else's names are their own.
    desk.post(&mei, &format!("{path}/note"), body).await.ok();
    let rows = desk.get(&ken, &format!("{path}/rows")).await.ok();
    let said = rows["rows"].as_array().unwrap().iter().filter(|row| row["kind"] == "outbound");
    let ours = said.filter(|row| row["author"]["is"] == "operator").count();
    assert_eq!(ours, 1);
    // A repeat after the state has moved on still gets the first answer.
    desk.does(&ken, &id, "complete", json!({})).await;
    assert_eq!(send("はい").await.ok()["repeated"], true);
}

#[tokio::test]
async fn an_intent_needs_a_proper_name() {
    let desk = Desk::open();
    let ken = desk.person("ken", Role::Operator, &[]).await;
    let id = desk.writes("line-main", "Ren", "こんにちは").await;
    for name in
        [json!(null), json!("short"), json!("with space 1"), json!("a".repeat(65)), json!("日本語日本語日本")]
    {
        let answer =
            desk.post(&ken, &format!("/v1/conversations/{id}/join"), json!({ "client_id": name })).await;
        answer.refused(400, "invalid-body");
        assert_eq!(answer.body["field"], "client_id");
    }
    desk.post(&ken, &format!("/v1/conversations/{id}/join"), json!({})).await.refused(400, "invalid-body");
}

/// SEC-41, CMP-02
#[tokio::test]
async fn words_pictures_and_references_are_checked_before_anything_is_done() {
    let desk = Desk::open();
    let ken = desk.person("ken", Role::Operator, &[]).await;
    let id = desk.writes("line-main", "Ren", "こんにちは").await;
    let other = desk.writes("line-main", "Mei", "もしもし").await;
    desk.does(&ken, &id, "join", json!({})).await;
    let rows = desk.get(&ken, &format!("/v1/conversations/{other}/rows")).await.ok();
    let foreign_row = rows["rows"][0]["id"].clone();
    let image = |url: &str| json!({ "type": "image", "url": url });
    let good = image("https://shop.example.com/a.png");
    let refused = [
        ("reply", json!({ "text": " \u{3000}\u{200b}\n" }), "text"),
        ("reply", json!({ "text": "あ".repeat(20_001) }), "text"),
        ("reply", json!({}), ""),
        ("reply", json!({ "text": "a", "contents": [good] }), ""),
        ("reply", json!({ "contents": [] }), "contents"),
        ("reply", json!({ "contents": [good, good, good, good] }), "contents"),
        ("reply", json!({ "contents": [image("http://shop.example.com/a.png")] }), "contents[0].url"),
        ("reply", json!({ "contents": [image("javascript:alert(1)")] }), "contents[0].url"),
        ("reply", json!({ "text": "a", "quotes_row": foreign_row }), "quotes_row"),
        ("note", json!({ "text": "" }), "text"),
        ("assign", json!({ "to": "opr_nobody" }), "to"),
        ("assign", json!({ "to": "お客様" }), "to"),
        ("status", json!({ "status": "no such status" }), "status"),
        ("tag", json!({ "tag": " " }), "tag"),
        ("tag", json!({ "tag": "a".repeat(65) }), "tag"),
        ("field", json!({ "name": "phone", "value": "1".repeat(501) }), "value"),
        ("rename", json!({ "name": "\u{200b}" }), "name"),
    ];
    let before = desk.get(&ken, &format!("/v1/conversations/{id}")).await.ok();
    for (verb, mut body, field) in refused {
        body["client_id"] = json!("client-0001");
        let answer = desk.post(&ken, &format!("/v1/conversations/{id}/{verb}"), body.clone()).await;
        assert_eq!(answer.status.as_u16(), 400, "{verb} {body}: {}", answer.body);
        assert_eq!(answer.body["field"].as_str().unwrap_or_default(), field, "{verb}: {}", answer.body);
    }
    assert_eq!(desk.get(&ken, &format!("/v1/conversations/{id}")).await.ok(), before);
    // A name that was refused is free.
    let good =
        json!({ "client_id": "client-0001", "contents": [good, { "type": "text", "text": "どうぞ" }] });
    desk.post(&ken, &format!("/v1/conversations/{id}/reply"), good).await.ok();
}

/// THR-16
#[tokio::test]
async fn an_answer_may_quote_a_message_of_its_own_conversation() {
    let desk = Desk::open();
    let ken = desk.person("ken", Role::Operator, &[]).await;
    let id = desk.writes("line-main", "Ren", "こんにちは").await;
    desk.does(&ken, &id, "join", json!({})).await;
    desk.service.send(&id).await.unwrap();
    let rows = desk.get(&ken, &format!("/v1/conversations/{id}/rows")).await.ok();
    let theirs = rows["rows"].as_array().unwrap().iter().find(|row| row["kind"] == "inbound").unwrap();
    desk.does(&ken, &id, "reply", json!({ "text": "はい", "quotes_row": theirs["id"] })).await;
    desk.service.send(&id).await.unwrap();
    let calls = desk.provider.calls.lock().unwrap();
    let quote = calls.last().unwrap()["messages"][0]["quoteToken"].clone();
    assert_eq!(quote, theirs["message"]);
}

/// ASG-03, ASG-08
#[tokio::test]
async fn a_conversation_is_given_only_to_who_may_have_it() {
    let desk = Desk::open();
    let ken = desk.person("ken", Role::Operator, &[]).await;
    let line_only = desk.person("yui", Role::Operator, &["line-main"]).await;
    let id = desk.writes("web-main", "Mei", "こんにちは").await;
    let path = format!("/v1/conversations/{id}/assign");
    let to = json!({ "client_id": "client-0001", "to": line_only.operator.id });
    desk.post(&ken, &path, to).await.refused(400, "unknown-reference");
    let mine = desk.does(&ken, &id, "assign", json!({ "to": "me" })).await;
    assert_eq!(mine["conversation"]["assignee"]["is"], "operator");
    assert_eq!(desk.get(&ken, "/v1/me").await.ok()["load"], 1);
    let queue = desk.does(&ken, &id, "assign", json!({ "to": "queue" })).await;
    assert_eq!(queue["conversation"]["place"], "waiting");
    let bot = desk.does(&ken, &id, "assign", json!({ "to": "bot" })).await;
    assert_eq!(bot["conversation"]["place"], "bot");
    assert_eq!(desk.get(&ken, "/v1/me").await.ok()["load"], 0);
}

/// CRM-03, CRM-08, CRM-14, CRM-16, INB-06, INB-08, INB-15, STA-05, STA-06, CRM-18
#[tokio::test]
async fn the_record_is_changed_and_says_so_in_the_readers_language() {
    let desk = Desk::open();
    let ken = desk.person("ken", Role::Operator, &[]).await;
    let id = desk.writes("web-main", "Mei", "こんにちは").await;
    desk.does(&ken, &id, "join", json!({})).await;
    let contact = async |verb: &str, body: Value| {
        desk.does(&ken, &id, verb, body).await["conversation"]["contact"].clone()
    };
    assert_eq!(contact("tag", json!({ "tag": "vip" })).await["tags"], json!(["vip"]));
    assert_eq!(contact("untag", json!({ "tag": "vip" })).await["tags"], json!([]));
    assert_eq!(contact("status", json!({ "status": "trouble" })).await["response_status"], "trouble");
    assert_eq!(contact("status", json!({ "status": null })).await["response_status"], Value::Null);
    assert_eq!(
        contact("field", json!({ "name": "電話", "value": "03" })).await["fields"],
        json!({ "電話": "03" })
    );
    assert_eq!(contact("field", json!({ "name": "電話", "value": "" })).await["fields"], json!({}));
    assert_eq!(contact("rename", json!({ "name": " 田中様 " })).await["name"], "田中様");
    assert_eq!(contact("rename", json!({ "name": null })).await["name"], "Mei");
    for (on, off, flag) in [
        ("bookmark", "unbookmark", "bookmarked"),
        ("hide", "unhide", "hidden"),
        ("block", "unblock", "blocked"),
    ] {
        assert_eq!(contact(on, json!({})).await[flag], true);
        assert_eq!(contact(off, json!({})).await[flag], false);
    }
    let category = desk.does(&ken, &id, "category", json!({ "category": "配送" })).await;
    assert_eq!(category["conversation"]["category"], "配送");
    let unconfirmed = |done: &Value| done["conversation"]["unconfirmed"].as_u64().unwrap();
    assert_eq!(unconfirmed(&desk.does(&ken, &id, "confirm", json!({})).await), 0);
    assert_eq!(unconfirmed(&desk.does(&ken, &id, "unconfirm", json!({})).await), 1);
    let until = desk.service.now() + domain::hours(1);
    let held = desk.does(&ken, &id, "hold", json!({ "until": until })).await;
    assert_eq!(
        (&held["conversation"]["place"], &held["conversation"]["deadline"]),
        (&json!("on_hold"), &json!(until))
    );
    desk.does(&ken, &id, "resume", json!({})).await;
    let asked = desk.does(&ken, &id, "request-end", json!({})).await;
    assert_eq!(asked["conversation"]["phase"]["is"], "ending");
    let reply = json!({ "client_id": "client-0001", "text": "あの" });
    desk.post(&ken, &format!("/v1/conversations/{id}/reply"), reply).await.refused(409, "end-requested");

    let path = format!("/v1/conversations/{id}/rows?limit=100");
    let lines = |rows: Value| -> Vec<String> {
        let rows = rows["rows"].as_array().unwrap().clone();
        let system = rows.into_iter().filter(|row| row["kind"] == "system");
        system.map(|row| row["text"].as_str().unwrap().to_owned()).collect()
    };
    let japanese = lines(desk.get(&ken, &path).await.ok());
    assert!(japanese.contains(&"KENがチャットに参加しました".to_owned()), "{japanese:?}");
    assert!(japanese.contains(&"対応ステータスを「トラブル」にしました（KEN）".to_owned()), "{japanese:?}");
    let request = http::Request::builder()
        .uri(&path)
        .header("authorization", format!("Bearer {}", ken.token))
        .header("accept-language", "fr, en-GB;q=0.8, ja;q=0.5");
    let english = lines(desk.send(request.body(axum::body::Body::empty()).unwrap()).await.ok());
    assert!(english.contains(&"Status set to “Trouble” by KEN".to_owned()), "{english:?}");
    assert_eq!(japanese.len(), english.len());
}

/// STA-07
#[tokio::test]
async fn an_end_request_is_taken_back_by_who_has_the_conversation() {
    let desk = Desk::with(|settings| settings.inboxes.iter_mut().for_each(|inbox| inbox.bot = false));
    let ken = desk.person("ken", Role::Operator, &[]).await;
    let yui = desk.person("yui", Role::Operator, &[]).await;
    let id = desk.writes("web-main", "Mei", "こんにちは").await;
    desk.does(&ken, &id, "join", json!({})).await;
    let path = format!("/v1/conversations/{id}/withdraw-end-request");
    let body = json!({ "client_id": "take-it-back" });
    desk.post(&ken, &path, body.clone()).await.refused(409, "no-end-request");
    let asked = desk.does(&ken, &id, "request-end", json!({})).await;
    assert_eq!(asked["conversation"]["phase"]["is"], "ending");
    desk.post(&yui, &path, json!({ "client_id": "not-mine-1" })).await.refused(409, "not-yours");
    let done = desk.post(&ken, &path, body.clone()).await.ok();
    assert_eq!(done["conversation"]["phase"], json!({ "is": "open" }));
    assert_eq!(done["row"]["line"], json!({ "is": "end_withdrawn", "by": ken.operator.id }));
    assert_eq!(done["row"]["text"], "KENが終了リクエストを取り消しました");
    assert_eq!(desk.post(&ken, &path, body).await.ok()["repeated"], true);
}
