use axum::body::Body;
use domain::{Role, hours};
use http::{Method, Request, header};
use serde_json::{Value, json};

use crate::support::{Answer, Desk, Person};

const PNG: &[u8] = b"\x89PNG\r\n\x1a\n and the rest of a picture";
const PDF: &[u8] = b"%PDF-1.7 and the rest of a document";

async fn upload(desk: &Desk, who: &Person, query: &str, bytes: impl Into<Body>) -> Answer {
    let request = Request::builder()
        .method(Method::POST)
        .uri(format!("/v1/uploads{query}"))
        .header(header::AUTHORIZATION, format!("Bearer {}", who.token))
        .header(header::CONTENT_TYPE, "application/octet-stream");
    desk.send(request.body(bytes.into()).unwrap()).await
}

fn public() -> Desk {
    Desk::with(|settings| settings.desk.public_url = "https://desk.example.com/".into())
}

async fn fetch(desk: &Desk, url: &str) -> http::Response<Body> {
    use tower::ServiceExt;
    let path = url.strip_prefix("https://desk.example.com").unwrap();
    let request = Request::builder().uri(path).body(Body::empty()).unwrap();
    service::uploads::routes(desk.service.clone()).oneshot(request).await.unwrap()
}

/// CMP-01, CMP-02, SEC-15, SEC-19: what was uploaded goes out under an address that the provider can fetch.
#[tokio::test]
async fn a_picture_is_uploaded_sent_and_fetched() {
    let desk = public();
    let ken = desk.person("ken", Role::Operator, &[]).await;
    let id = desk.writes("line-main", "Ren", "こんにちは").await;
    desk.does(&ken, &id, "join", json!({})).await;
    let file = upload(&desk, &ken, "?name=..%2F%E9%A0%98%E5%8F%8E%E6%9B%B8.png", PNG).await;
    assert_eq!(file.status, 201);
    let file = file.ok();
    assert_eq!(
        (&file["mime"], &file["name"], &file["kind"]),
        (&json!("image/png"), &json!("領収書.png"), &json!("image"))
    );
    let contents = json!([{ "type": "text", "text": "どうぞ" }, { "type": "upload", "upload": file["id"] }]);
    let done = desk.does(&ken, &id, "reply", json!({ "contents": contents })).await;
    let sent = &done["row"]["contents"][1];
    assert_eq!(sent["source"], json!({ "at": "url", "url": file["url"] }));
    desk.service.send(&id).await.unwrap();
    let called = desk.provider.calls.lock().unwrap().last().unwrap().clone();
    assert_eq!(called["messages"][1]["originalContentUrl"], file["url"]);
    let response = fetch(&desk, file["url"].as_str().unwrap()).await;
    let said = |name| response.headers()[name].to_str().unwrap().to_owned();
    assert_eq!(said("content-type"), "image/png");
    assert_eq!(said("content-disposition"), "attachment");
    assert_eq!(said("x-content-type-options"), "nosniff");
    assert!(said("content-security-policy").contains("sandbox"));
    let bytes = axum::body::to_bytes(response.into_body(), 1024).await.unwrap();
    assert_eq!(bytes, PNG);
    let none = fetch(&desk, &format!("https://desk.example.com/files/out_{}", "0".repeat(48))).await;
    assert_eq!(none.status(), 404);
}

/// SEC-41: a colleague's file is none of one's own, and a day later it is nobody's.
#[tokio::test]
async fn only_ones_own_fresh_files_go_into_a_message() {
    let desk = public();
    let ken = desk.person("ken", Role::Operator, &[]).await;
    let mei = desk.person("mei", Role::Operator, &[]).await;
    let id = desk.writes("line-main", "Ren", "こんにちは").await;
    desk.does(&ken, &id, "join", json!({})).await;
    let theirs = upload(&desk, &mei, "", PNG).await.ok();
    let reply = |upload: &Value, n: u32| json!({ "client_id": format!("client-{n:04}"), "contents": [{ "type": "upload", "upload": upload }] });
    let path = format!("/v1/conversations/{id}/reply");
    let refused = desk.post(&ken, &path, reply(&theirs["id"], 1)).await;
    refused.refused(400, "unknown-reference");
    assert_eq!(refused.body["field"], "contents[0].upload");
    let mine = desk.service.sign_in("ken", crate::support::PASSWORD.into(), "x").await.unwrap();
    let own = upload(&desk, &ken, "", PNG).await.ok();
    desk.clock.advance(hours(25));
    assert!(desk.service.signed(&mine.token).await.unwrap().is_none(), "the session is over too");
    let begun = desk.service.sign_in("ken", crate::support::PASSWORD.into(), "x").await.unwrap();
    let ken = Person { token: begun.token, ..ken };
    desk.post(&ken, &path, reply(&own["id"], 2)).await.refused(400, "unknown-reference");
}

/// CMP-02, CHN-12, CHN-13, THR-13: refused before sending, with the reason.
#[tokio::test]
async fn what_a_channel_cannot_show_is_refused_before_sending() {
    let desk = public();
    let ken = desk.person("ken", Role::Operator, &[]).await;
    let id = desk.writes("line-main", "Ren", "こんにちは").await;
    desk.does(&ken, &id, "join", json!({})).await;
    let path = format!("/v1/conversations/{id}/reply");
    let webp = upload(&desk, &ken, "", &b"RIFF\0\0\0\0WEBPVP8 "[..]).await.ok();
    let body =
        json!({ "client_id": "client-0001", "contents": [{ "type": "upload", "upload": webp["id"] }] });
    let refused = desk.post(&ken, &path, body).await;
    refused.refused(409, "cannot-carry");
    assert!(refused.body["detail"].as_str().unwrap().contains("image/webp"), "{}", refused.body);
    let picture = upload(&desk, &ken, "", PNG).await.ok();
    let four = vec![json!({ "type": "upload", "upload": picture["id"] }); 4];
    let refused = desk.post(&ken, &path, json!({ "client_id": "client-0002", "contents": four })).await;
    refused.refused(400, "invalid-body");
    // LINE has no file message: a document goes as a link, and the preview says so.
    let document = upload(&desk, &ken, "?name=a.pdf", PDF).await.ok();
    let contents = json!([{ "type": "upload", "upload": document["id"], "caption": "資料です" }]);
    let preview = desk
        .post(&ken, &format!("/v1/conversations/{id}/preview"), json!({ "contents": contents }))
        .await
        .ok();
    assert_eq!(preview["refused"], Value::Null);
    assert_eq!(preview["calls"][0].as_array().unwrap().len(), 2, "{preview}");
}

/// On a laptop no provider can fetch anything: said before sending. The web messenger fetches it from the desk.
#[tokio::test]
async fn without_a_public_address_only_the_web_messenger_shows_files() {
    let desk = Desk::open();
    let ken = desk.person("ken", Role::Operator, &[]).await;
    let picture = upload(&desk, &ken, "", PNG).await.ok();
    let line = desk.writes("line-main", "Ren", "こんにちは").await;
    let web = desk.writes("web-main", "Ren", "こんにちは").await;
    let contents = json!([{ "type": "upload", "upload": picture["id"] }]);
    let preview = async |id| {
        let body = json!({ "contents": contents });
        desk.post(&ken, &format!("/v1/conversations/{id}/preview"), body).await.ok()
    };
    assert!(preview(line).await["refused"].as_str().unwrap().contains("https"));
    let shown = preview(web).await;
    assert_eq!(shown["calls"][0][0]["source"], json!({ "at": "upload", "id": picture["id"] }));
}

/// B-26, B-27, SEC-12: type by the bytes, size at the limit and one past it, no form of another site.
#[tokio::test]
async fn only_files_that_are_what_they_should_be_are_kept() {
    let desk = Desk::open();
    let ken = desk.person("ken", Role::Operator, &[]).await;
    for bytes in [&b"<svg onload=alert(1)>"[..], b"<!doctype html>", b"MZ\x90\0", b""] {
        upload(&desk, &ken, "", bytes).await.refused(415, "unsupported-file");
    }
    let mut large = PNG.to_vec();
    large.resize(4 * 1024 * 1024, 0);
    upload(&desk, &ken, "", large.clone()).await.ok();
    large.push(0);
    upload(&desk, &ken, "", large).await.refused(413, "too-large");
    for kind in ["image/png", "multipart/form-data", "text/plain"] {
        let request = Request::builder()
            .method(Method::POST)
            .uri("/v1/uploads")
            .header(header::AUTHORIZATION, format!("Bearer {}", ken.token))
            .header(header::CONTENT_TYPE, kind);
        desk.send(request.body(Body::from(PNG)).unwrap()).await.refused(415, "unsupported-media-type");
    }
}
