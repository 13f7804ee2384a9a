use domain::Role;
use http::Method;
use serde_json::json;
use service::api::access::{Access, Action, ROUTES};

use crate::support::{Desk, PASSWORD};

/// What each action answers to nobody, an operator and an admin: whether they are let in.
fn expected(access: Access) -> [bool; 3] {
    match access {
        Access::Anyone => [true, true, true],
        Access::To(
            Action::ManageTeam
            | Action::ChangeSettings
            | Action::ChangeInboxes
            | Action::EditRules
            | Action::PublishRules
            | Action::ReadHistory
            | Action::TendWebhooks,
        ) => [false, false, true],
        Access::To(
            Action::OwnAccount
            | Action::SeeTeam
            | Action::SeeConversations
            | Action::Answer
            | Action::RewriteDrafts
            | Action::SeeDesk
            | Action::SeeRules,
        ) => [false, true, true],
    }
}

/// SEC-7, T-11: every route of the document stands in the table, and the table lets in whom it says.
#[tokio::test]
async fn every_route_lets_in_whom_its_action_says_and_nobody_else() {
    let desk = Desk::open();
    let document = service::api::operations(&service::api::openapi());
    for (method, path) in &document {
        assert!(
            ROUTES.iter().any(|(m, p, _)| m == method && p == path),
            "{method} {path} is not in the table"
        );
    }
    assert_eq!(document.len(), ROUTES.len(), "the table has a route that does not exist");
    for (method, path, access) in ROUTES {
        let ken = desk.person(&format!("ken-{}", uid()), Role::Operator, &[]).await;
        let mei = desk.person(&format!("mei-{}", uid()), Role::Admin, &[]).await;
        for (who, let_in) in [None, Some(&ken), Some(&mei)].into_iter().zip(expected(*access)) {
            let body = (*method != Method::GET).then(|| json!({}));
            let answer = desk.ask(who, method.clone(), &filled(path, "cnv_none"), body).await;
            let role = who.map(|person| person.operator.role);
            let refused = match (answer.status.as_u16(), answer.problem()) {
                (401, "sign-in-required") => who.is_none(),
                (403, "forbidden") => true,
                _ => false,
            };
            // The socket asks for a ticket whoever comes.
            let ticket = *path == "/v1/live";
            assert_eq!(!refused || ticket, let_in, "{method} {path} as {role:?}: {}", answer.status);
            assert!(!answer.status.is_server_error(), "{method} {path} as {role:?}: {}", answer.body);
            assert!(answer.headers.contains_key("x-request-id"));
        }
    }
}

/// A path with its blanks filled in.
fn filled(path: &str, id: &str) -> String {
    let blanks = ["{row}", "{version}", "{inbox}", "{letter}", "{webhook}"];
    blanks.into_iter().fold(path.replace("{id}", id), |path, blank| path.replace(blank, "none"))
}

fn uid() -> u64 {
    use std::sync::atomic::{AtomicU64, Ordering};
    static NEXT: AtomicU64 = AtomicU64::new(0);
    NEXT.fetch_add(1, Ordering::SeqCst)
}

/// SEC-8, ASG-08, B-18: what one may not see looks like what does not exist, in every route about a conversation.
#[tokio::test]
async fn a_conversation_of_another_inbox_looks_like_none() {
    let desk = Desk::open();
    let id = desk.writes("web-main", "Mei", "こんにちは").await;
    let ken = desk.person("ken", Role::Operator, &["line-main"]).await;
    for (method, path, _) in ROUTES.iter().filter(|(_, path, _)| path.contains("{id}")) {
        let body = |verb: &str| match verb {
            "reply" | "note" => json!({ "text": "hello" }),
            "assign" => json!({ "to": "me" }),
            "tag" | "untag" => json!({ "tag": "vip" }),
            "status" => json!({ "status": "done" }),
            "category" => json!({ "category": "delivery" }),
            "field" => json!({ "name": "phone", "value": "1" }),
            "rename" => json!({ "name": "x" }),
            _ => json!({}),
        };
        let verb = path.rsplit('/').next().unwrap();
        let query = if verb == "changes" { "?since=x" } else { "" };
        let mut answers = Vec::new();
        for id in [id.as_str(), "cnv_none", "no id at all".replace(' ', "%20").as_str()] {
            let mut body = body(verb);
            body["client_id"] = json!(format!("client-{verb}"));
            let body = (*method != Method::GET).then_some(body);
            let path = filled(path, id) + query;
            let mut answer = desk.ask(Some(&ken), method.clone(), &path, body).await;
            answer.refused(404, "not-found");
            answer.body["instance"].take();
            answers.push(answer.body);
        }
        assert!(answers.iter().all(|answer| *answer == answers[0]), "{method} {path}");
    }
    let list = desk.get(&ken, "/v1/conversations").await.ok();
    assert_eq!(list["items"], json!([]));
    let page = desk.service.store().audit_page("2026-11", None, 100).await.unwrap();
    assert!(
        page.entries.iter().any(|entry| entry.json.contains("refused-conversation")),
        "it is written down"
    );
}

/// B-19
#[tokio::test]
async fn an_operator_cannot_add_to_the_team_or_try_rules() {
    let desk = Desk::open();
    let ken = desk.person("ken", Role::Operator, &[]).await;
    let body = json!({ "login": "eve", "name": "Eve", "role": "admin", "password": PASSWORD });
    desk.post(&ken, "/v1/operators", body).await.refused(403, "forbidden");
    let sources = json!({ "sources": [{ "file": "a.rhai", "text": "secret words" }] });
    let answer = desk.post(&ken, "/v1/rules:check", sources).await;
    answer.refused(403, "forbidden");
    assert!(!answer.body.to_string().contains("secret words"));
    assert_eq!(desk.get(&ken, "/v1/operators").await.ok()["operators"].as_array().unwrap().len(), 1);
}

/// SEC-7: the role is read anew with every request.
#[tokio::test]
async fn a_disabled_operator_is_out_at_once() {
    let desk = Desk::open();
    let ken = desk.person("ken", Role::Admin, &[]).await;
    desk.get(&ken, "/v1/me").await.ok();
    let record = desk.service.store().operator(&ken.operator.id).await.unwrap().unwrap();
    let disabled = domain::Operator { disabled: true, ..record.operator };
    desk.service.store().update_operator(&disabled, record.version).await.unwrap();
    desk.get(&ken, "/v1/me").await.refused(401, "sign-in-required");
}
