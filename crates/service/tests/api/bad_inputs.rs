use axum::body::Body;
use domain::Role;
use http::{Method, Request, header};
use serde_json::{Value, json};

use crate::support::{Answer, Desk, PASSWORD, Person};

async fn raw(desk: &Desk, who: &Person, path: &str, kind: &str, body: impl Into<Body>) -> Answer {
    let request = Request::builder()
        .method(Method::POST)
        .uri(path)
        .header(header::AUTHORIZATION, format!("Bearer {}", who.token))
        .header(header::CONTENT_TYPE, kind);
    desk.send(request.body(body.into()).unwrap()).await
}

/// B-20, SEC-33
#[tokio::test]
async fn an_unknown_field_is_refused_everywhere_and_nothing_changes() {
    let desk = Desk::open();
    let mei = desk.person("mei", Role::Admin, &[]).await;
    let id = desk.writes("web-main", "Ren", "こんにちは").await;
    let bodies = [
        ("join", json!({})),
        ("reply", json!({ "text": "hello" })),
        ("note", json!({ "text": "hello" })),
        ("assign", json!({ "to": "me" })),
        ("hold", json!({})),
        ("tag", json!({ "tag": "vip" })),
        ("status", json!({ "status": "done" })),
        ("category", json!({ "category": "delivery" })),
        ("field", json!({ "name": "phone", "value": "1" })),
        ("rename", json!({ "name": "Ren" })),
    ];
    let before = desk.get(&mei, &format!("/v1/conversations/{id}")).await.ok();
    for (verb, body) in bodies {
        for unknown in ["role", "tenant_id", "author"] {
            let mut body = body.clone();
            body["client_id"] = json!("client-0001");
            body[unknown] = json!("admin");
            let answer = desk.post(&mei, &format!("/v1/conversations/{id}/{verb}"), body).await;
            answer.refused(400, "invalid-body");
            assert!(answer.body["detail"].as_str().unwrap().contains(unknown), "{verb}: {}", answer.body);
        }
    }
    let nested =
        json!({ "client_id": "client-0001", "contents": [{ "type": "text", "text": "a", "role": "bot" }] });
    let answer = desk.post(&mei, &format!("/v1/conversations/{id}/reply"), nested).await;
    answer.refused(400, "invalid-body");
    assert_eq!(desk.get(&mei, &format!("/v1/conversations/{id}")).await.ok(), before);
    let operator =
        json!({ "login": "x", "name": "X", "role": "operator", "password": PASSWORD, "tenant_id": "other" });
    desk.post(&mei, "/v1/operators", operator).await.refused(400, "invalid-body");
}

/// B-21, B-9, SEC-5
#[tokio::test]
async fn only_plain_small_shallow_json_is_read() {
    let desk = Desk::open();
    let ken = desk.person("ken", Role::Admin, &[]).await;
    let path = "/v1/rules:check";
    let good = r#"{"sources":[]}"#;
    raw(&desk, &ken, path, "application/json; charset=utf-8", good).await.ok();
    for kind in
        ["text/plain", "application/x-www-form-urlencoded", "multipart/form-data", "application/jsonp"]
    {
        raw(&desk, &ken, path, kind, good).await.refused(415, "unsupported-media-type");
    }
    let deep = "[".repeat(10_000);
    raw(&desk, &ken, path, "application/json", deep).await.refused(400, "invalid-body");
    let large = format!(r#"{{"sources":[{{"file":"a","text":"{}"}}]}}"#, "a".repeat(1024 * 1024));
    raw(&desk, &ken, path, "application/json", large.clone()).await.refused(413, "too-large");
    // Without a length that could be looked at, too.
    let stream = futures::stream::iter(
        large
            .into_bytes()
            .chunks(65_536)
            .map(|part| Ok::<_, std::io::Error>(bytes::Bytes::copy_from_slice(part)))
            .collect::<Vec<_>>(),
    );
    raw(&desk, &ken, path, "application/json", Body::from_stream(stream)).await.refused(413, "too-large");
    let form = Request::builder()
        .method(Method::POST)
        .uri("/v1/sign-out/everywhere")
        .header(header::COOKIE, format!("madoguchi={}", ken.token))
        .header(header::CONTENT_TYPE, "text/plain");
    desk.send(form.body(Body::from("a=b")).unwrap()).await.refused(403, "cross-site");
    desk.get(&ken, "/v1/me").await.ok();
}

/// B-22, SEC-32
#[tokio::test]
async fn a_cursor_of_somebody_elses_making_is_refused() {
    let desk = Desk::open();
    let ken = desk.person("ken", Role::Operator, &[]).await;
    let mei = desk.person("mei", Role::Operator, &[]).await;
    for name in ["a", "b", "c"] {
        desk.writes("web-main", name, "こんにちは").await;
    }
    let first = desk.get(&ken, "/v1/conversations?limit=2").await.ok();
    let cursor = first["next"].as_str().unwrap();
    let second = desk.get(&ken, &format!("/v1/conversations?limit=2&cursor={cursor}")).await.ok();
    assert_eq!(second["items"].as_array().unwrap().len(), 1);
    let flipped = if cursor.starts_with('A') { "B" } else { "A" }.to_owned() + &cursor[1..];
    for bad in [flipped.as_str(), "x", "", &"a".repeat(9_000)] {
        desk.get(&ken, &format!("/v1/conversations?limit=2&cursor={bad}"))
            .await
            .refused(400, "invalid-cursor");
    }
    // A cursor opens only the list that it was made for.
    desk.get(&ken, &format!("/v1/conversations?view=waiting&cursor={cursor}"))
        .await
        .refused(400, "invalid-cursor");
    desk.get(&mei, &format!("/v1/conversations?cursor={cursor}")).await.refused(400, "invalid-cursor");
}

/// B-23
#[tokio::test]
async fn a_limit_is_a_number_from_1_to_100() {
    let desk = Desk::open();
    let ken = desk.person("ken", Role::Operator, &[]).await;
    let id = desk.writes("web-main", "Mei", "こんにちは").await;
    let rows = format!("/v1/conversations/{id}/rows");
    for path in ["/v1/conversations", rows.as_str()] {
        for limit in ["0", "-1", "1000000000", "many", "", "1.5", "101"] {
            desk.get(&ken, &format!("{path}?limit={limit}")).await.refused(400, "invalid-query");
        }
        for limit in ["1", "100"] {
            desk.get(&ken, &format!("{path}?limit={limit}")).await.ok();
        }
    }
    desk.get(&ken, "/v1/conversations?view=everything").await.refused(400, "invalid-query");
    desk.get(&ken, "/v1/conversations?unknown=1").await.refused(400, "invalid-query");
}

#[tokio::test]
async fn what_is_nowhere_is_a_problem_too() {
    let desk = Desk::open();
    let ken = desk.person("ken", Role::Operator, &[]).await;
    desk.get(&ken, "/v1/nothing").await.refused(404, "not-found");
    desk.ask(Some(&ken), Method::DELETE, "/v1/me", None).await.refused(405, "method-not-allowed");
}

/// SEC-27: the id of the request is in the header and in the problem.
#[tokio::test]
async fn a_problem_names_its_request() {
    let desk = Desk::open();
    let ken = desk.person("ken", Role::Operator, &[]).await;
    let answer = desk.get(&ken, "/v1/conversations/cnv_none").await;
    let id = answer.headers["x-request-id"].to_str().unwrap();
    assert_eq!(answer.body["instance"], Value::from(format!("urn:madoguchi:request:{id}")));
    assert_eq!(answer.headers[header::CACHE_CONTROL], "no-store");
    assert_eq!(answer.headers["x-content-type-options"], "nosniff");
}
