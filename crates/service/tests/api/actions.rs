use domain::{Action, Role};
use serde_json::{Value, json};

use crate::support::{Desk, Person};

fn desk(actions: Value) -> Desk {
    let actions: Vec<Action> = serde_json::from_value(actions).unwrap();
    Action::check(&actions).unwrap();
    Desk::with(|settings| {
        settings.actions = actions;
        settings.templates.insert("hello".into(), vec!["{{customer}} 様、{{operator}}です。".into()]);
        settings.templates.insert("call".into(), vec!["{{field:電話}} へお電話します。".into()]);
    })
}

async fn texts(desk: &Desk, who: &Person, id: &domain::ConversationId) -> Vec<String> {
    let rows = desk.get(who, &format!("/v1/conversations/{id}/rows")).await.ok();
    let said = |row: &Value| {
        row["contents"][0]["text"].as_str().or(row["text"].as_str()).unwrap_or_default().to_owned()
    };
    rows["rows"].as_array().unwrap().iter().map(said).collect()
}

/// CMP-04: every step in order, once for each intent.
#[tokio::test]
async fn an_action_does_its_steps_once() {
    let desk = desk(json!([{ "id": "finish", "name": "返金して終了", "steps": [
        { "do": "join" },
        { "do": "template", "template": "hello" },
        { "do": "reply", "text": "返金しました。" },
        { "do": "tag", "tag": "返金" },
        { "do": "status", "status": "done" },
        { "do": "category", "category": "返金" },
        { "do": "field", "name": "最後", "value": "{{operator}}" },
        { "do": "note", "text": "{{customer}} 済み" },
        { "do": "complete" },
    ] }]));
    let ken = desk.person("ken", Role::Operator, &[]).await;
    let id = desk.writes("line-main", "Ren", "返金してください").await;
    assert_eq!(desk.get(&ken, "/v1/actions").await.ok()["actions"][0]["id"], "finish");
    let path = format!("/v1/conversations/{id}/run-action");
    let body = json!({ "client_id": "client-0001", "action": "finish" });
    let done = desk.post(&ken, &path, body.clone()).await.ok();
    assert_eq!(done["steps"].as_array().unwrap().len(), 9);
    assert_eq!(done["steps"][3], json!({ "step": { "do": "tag", "tag": "返金" }, "done": true }));
    let contact = &done["conversation"]["contact"];
    assert_eq!((&contact["tags"], &contact["response_status"]), (&json!(["返金"]), &json!("done")));
    assert_eq!(contact["fields"]["最後"], "KEN");
    assert_eq!(done["conversation"]["place"], "completed");
    let before = texts(&desk, &ken, &id).await;
    for said in ["Ren 様、KENです。", "返金しました。", "Ren 済み"] {
        assert!(before.contains(&said.to_owned()), "{before:?}");
    }
    let again = desk.post(&ken, &path, body).await.ok();
    assert_eq!(again["repeated"], true);
    assert_eq!(texts(&desk, &ken, &id).await, before);
}

/// CMP-04: one step that cannot be done refuses all, and is named.
#[tokio::test]
async fn an_action_is_done_whole_or_not_at_all() {
    let desk = desk(json!([
        { "id": "speak", "name": "S", "steps": [{ "do": "tag", "tag": "x" }, { "do": "reply", "text": "hi" }] },
        { "id": "call", "name": "C", "steps": [{ "do": "join" }, { "do": "template", "template": "call" }] },
        { "id": "gone", "name": "G", "steps": [{ "do": "template", "template": "deleted" }] },
        { "id": "give", "name": "V", "steps": [{ "do": "join" }, { "do": "assign", "to": "opr_none" }] },
    ]));
    let ken = desk.person("ken", Role::Operator, &[]).await;
    let id = desk.writes("line-main", "Ren", "こんにちは").await;
    let before = desk.get(&ken, &format!("/v1/conversations/{id}")).await.ok();
    let path = format!("/v1/conversations/{id}/run-action");
    let cases = [
        ("speak", 409, "not-yours", json!("steps[1]")),
        ("call", 409, "blanks-missing", json!("steps[1]")),
        ("gone", 400, "unknown-reference", json!("steps[0]")),
        ("give", 400, "unknown-reference", json!("steps[1]")),
        ("none", 400, "unknown-reference", json!("action")),
    ];
    for (action, status, slug, field) in cases {
        let body = json!({ "client_id": format!("client-{action}"), "action": action });
        let answer = desk.post(&ken, &path, body).await;
        answer.refused(status, slug);
        assert_eq!(answer.body["field"], field, "{action}");
    }
    assert_eq!(desk.get(&ken, &format!("/v1/conversations/{id}")).await.ok(), before);
    // What is missing can be filled in.
    desk.does(&ken, &id, "field", json!({ "name": "電話", "value": "090-0000-0000" })).await;
    let body = json!({ "client_id": "client-0002", "action": "call" });
    desk.post(&ken, &path, body).await.ok();
    assert!(texts(&desk, &ken, &id).await.contains(&"090-0000-0000 へお電話します。".to_owned()));
}

/// CMP-03: a canned response is shown whole before it is sent, and what is missing is named.
#[tokio::test]
async fn a_canned_response_is_shown_and_sent_filled_in() {
    let desk = desk(json!([]));
    let ken = desk.person("ken", Role::Operator, &[]).await;
    let id = desk.writes("line-main", "Ren", "こんにちは").await;
    desk.does(&ken, &id, "join", json!({})).await;
    let preview = format!("/v1/conversations/{id}/preview");
    let shown = desk.post(&ken, &preview, json!({ "template": "hello" })).await.ok();
    assert_eq!(shown["calls"][0][0]["text"], "Ren 様、KENです。");
    let shown = desk.post(&ken, &preview, json!({ "template": "call" })).await.ok();
    assert_eq!((&shown["missing"], &shown["calls"]), (&json!(["field:電話"]), &json!([])));
    desk.post(&ken, &preview, json!({ "template": "call", "text": "x" })).await.refused(400, "invalid-body");
    let body = json!({ "client_id": "client-0001", "template": "call" });
    let refused = desk.post(&ken, &format!("/v1/conversations/{id}/reply"), body).await;
    refused.refused(409, "blanks-missing");
    assert_eq!(refused.body["current"], json!(["field:電話"]));
    let done = desk.does(&ken, &id, "reply", json!({ "template": "hello" })).await;
    assert_eq!(done["row"]["contents"][0]["text"], "Ren 様、KENです。");
}

/// CSA-01, CSA-02: asked by an operator, answered by a tap, shown with the conversation.
#[tokio::test]
async fn a_rating_is_asked_for_and_shown() {
    let desk = desk(json!([]));
    let ken = desk.person("ken", Role::Operator, &[]).await;
    let id = desk.writes("line-main", "Ren", "こんにちは").await;
    desk.does(&ken, &id, "join", json!({})).await;
    desk.does(&ken, &id, "complete", json!({})).await;
    let asked = desk.does(&ken, &id, "request-rating", json!({})).await;
    assert_eq!(
        (&asked["conversation"]["rating"], &asked["conversation"]["place"]),
        (&Value::Null, &json!("completed"))
    );
    let tapped = domain::News::Tapped {
        button: "mdg.rate.4".into(),
        label: None,
        params: None,
        message: None,
        callback: None,
    };
    desk.happens("line-main", "Ren", tapped).await;
    let view = desk.get(&ken, &format!("/v1/conversations/{id}")).await.ok();
    assert_eq!(view["rating"], json!({ "score": 4, "at": desk.service.now() }));
}
