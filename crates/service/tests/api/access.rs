use domain::Role;
use http::Method;
use serde_json::{Value, json};
use service::api::access::{Access, Action, ROUTES};

use crate::support::{Desk, PASSWORD, Person};

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

/// SEC-7: every route of the document stands in the table, and the other way round.
#[test]
fn the_document_and_the_table_name_the_same_routes() {
    let document = service::api::operations(&service::api::openapi());
    for (method, path) in &document {
        assert!(
            ROUTES.iter().any(|(m, p, _)| m == method && p == path),
            "{method} {path} is not in the table"
        );
    }
    assert_eq!(document.len(), ROUTES.len(), "the table has a route that does not exist");
}

/// Somebody of each kind, freshly signed in.
struct Cast {
    /// An operator of another inbox.
    stranger: Person,
    /// An operator of every inbox.
    operator: Person,
    admin: Person,
}

impl Cast {
    async fn of(desk: &Desk) -> Self {
        Self {
            stranger: desk.person(&format!("yui-{}", uid()), Role::Operator, &["line-main"]).await,
            operator: desk.person(&format!("ken-{}", uid()), Role::Operator, &[]).await,
            admin: desk.person(&format!("mei-{}", uid()), Role::Admin, &[]).await,
        }
    }
}

/// T-11, SEC-7, SEC-8, ASG-08: every route and everybody, nobody too. Whoever is let in to a conversation is not told
/// that it is not there, and whoever is not sees nothing else.
#[tokio::test]
async fn every_route_lets_in_whom_it_should_and_nobody_else() {
    let desk = Desk::open();
    let id = desk.writes("web-main", "Mei", "こんにちは").await;
    let mut cast = Cast::of(&desk).await;
    for (method, path, access) in ROUTES {
        let [nobody, operator, admin] = expected(*access);
        let about_conversation = path.starts_with(CONVERSATION);
        // What a route names beside the conversation does not exist here.
        let names_more = path.matches('{').count() > 1;
        let cells = [
            (None, nobody, false),
            (Some(&cast.stranger), operator, about_conversation),
            (Some(&cast.operator), operator, false),
            (Some(&cast.admin), admin, false),
        ];
        for (who, let_in, hidden) in cells {
            let body = (*method != Method::GET).then(|| body(path));
            let answer = desk.ask(who, method.clone(), &filled(path, id.as_str()), body).await;
            let role = who.map(|person| (person.operator.role, &person.operator.inboxes));
            let cell = format!("{method} {path} as {role:?}: {} {}", answer.status, answer.body);
            match (who, let_in) {
                // The socket asks for a ticket whoever comes, and so does a password that is wrong.
                (_, true) if *access == Access::Anyone => {}
                (None, false) => answer.refused(401, "sign-in-required"),
                (Some(_), false) => answer.refused(403, "forbidden"),
                (_, true) if hidden => answer.refused(404, "not-found"),
                (_, true) => {
                    assert!(!matches!(answer.status.as_u16(), 401 | 403), "{cell}");
                    assert!(!about_conversation || names_more || answer.status != 404, "{cell}");
                }
            }
            assert!(!answer.status.is_server_error(), "{cell}");
            assert!(answer.headers.contains_key("x-request-id"));
        }
        if path.contains("sign-out") || path.ends_with("/password") {
            cast = Cast::of(&desk).await;
        }
    }
}

const CONVERSATION: &str = "/v1/conversations/{id}";

/// A body that the route reads, as far as it matters here.
fn body(path: &str) -> Value {
    let mut body = match path.strip_prefix(CONVERSATION).unwrap_or_default().trim_start_matches('/') {
        "" => return json!({}),
        "drafts/{mode}" => return json!({ "text": "hello", "edited_at": "2026-11-20T00:00:00Z" }),
        "memos/{memo}" => return json!({ "version": 1, "body": "hello" }),
        "memo-order" => return json!({ "memos": [] }),
        "viewing" => return json!({ "typing": true }),
        "preview" => return json!({ "text": "hello" }),
        "memos" => json!({ "body": "hello" }),
        "reply" | "note" => json!({ "text": "hello" }),
        "assign" => json!({ "to": "me" }),
        "tag" | "untag" => json!({ "tag": "vip" }),
        "status" => json!({ "status": "done" }),
        "category" => json!({ "category": "delivery" }),
        "field" => json!({ "name": "phone", "value": "1" }),
        "rename" => json!({ "name": "x" }),
        "schedule" => json!({ "text": "hello", "at": "2026-12-01T00:00:00Z" }),
        "reschedule" => json!({ "scheduled": "sch_none" }),
        "run-action" => json!({ "action": "none" }),
        _ => json!({}),
    };
    body["client_id"] = json!(format!("client-{:06}", uid()));
    body
}

/// A path with its blanks filled in.
fn filled(path: &str, id: &str) -> String {
    let blanks = ["{row}", "{version}", "{inbox}", "{letter}", "{webhook}", "{memo}", "{session}"];
    let path = blanks.into_iter().fold(path.replace("{id}", id), |path, blank| path.replace(blank, "none"));
    let path = path.replace("{mode}", "reply");
    if path.ends_with("/changes") { path + "?since=x" } else { path }
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
    for (method, path, _) in ROUTES.iter().filter(|(_, path, _)| path.starts_with(CONVERSATION)) {
        let mut answers = Vec::new();
        for id in [id.as_str(), "cnv_none", "no%20id%20at%20all"] {
            let body = (*method != Method::GET).then(|| body(path));
            let mut answer = desk.ask(Some(&ken), method.clone(), &filled(path, id), body).await;
            answer.refused(404, "not-found");
            answer.body["instance"].take();
            answers.push(answer.body);
        }
        assert!(answers.iter().all(|answer| *answer == answers[0]), "{method} {path}");
    }
    for path in ["/v1/conversations", "/v1/scheduled"] {
        assert_eq!(desk.get(&ken, path).await.ok()["items"], json!([]), "{path}");
    }
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
