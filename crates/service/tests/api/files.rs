use channels::play::PIXEL;
use domain::{Content, ConversationId, Media, MediaKind, MediaSource, News, Role};
use http::Method;
use serde_json::Value;

use crate::support::{Desk, Person};

/// A contact sends a file; nobody has fetched it yet.
async fn sends(desk: &Desk, id: &str, kind: MediaKind, name: Option<&str>) -> ConversationId {
    let media = Media {
        kind,
        source: MediaSource::Provider { id: id.to_owned() },
        name: name.map(str::to_owned),
        mime: None,
        size_bytes: None,
        duration_ms: None,
        caption: None,
        album: None,
    };
    let content = Content::Media(media);
    let message = id.to_owned();
    let news = News::Message { message, content, quotes: None, quote_token: None, read_token: None };
    desk.happens("line-main", "Mei", news).await
}

/// The last row with a file, as somebody sees it.
async fn row(desk: &Desk, who: &Person, id: &ConversationId) -> Value {
    let page = desk.get(who, &format!("/v1/conversations/{id}/rows")).await.ok();
    let rows = page["rows"].as_array().unwrap().clone();
    rows.into_iter().rev().find(|row| row["file"].is_object()).unwrap()
}

async fn fetch(desk: &Desk, id: &ConversationId, row: &Value) {
    desk.service.fetch_file(id, row["id"].as_str().unwrap().parse().unwrap()).await.unwrap();
}

/// F-27, SEC-19: pending, then stored, told as a change; its bytes are given as what they are.
#[tokio::test]
async fn a_file_is_pending_and_then_there() {
    let desk = Desk::open();
    let ken = desk.person("ken", Role::Operator, &[]).await;
    let id = sends(&desk, "picture", MediaKind::Image, None).await;
    let page = desk.get(&ken, &format!("/v1/conversations/{id}/rows")).await.ok();
    let pending = row(&desk, &ken, &id).await;
    assert_eq!(pending["file"]["state"], "pending");
    assert_eq!(pending["file"]["url"], Value::Null);
    let path = format!("/v1/conversations/{id}/rows/{}/file", pending["id"].as_str().unwrap());
    desk.get(&ken, &path).await.refused(404, "not-found");

    fetch(&desk, &id, &pending).await;
    let cursor = page["cursor"].as_str().unwrap();
    let changes = desk.get(&ken, &format!("/v1/conversations/{id}/changes?since={cursor}")).await.ok();
    let told = changes["rows"].as_array().unwrap().iter().find(|row| row["id"] == pending["id"]).unwrap();
    assert_eq!(told["file"]["state"], "stored");
    assert_eq!(told["file"]["mime"], "image/png");
    assert_eq!((&told["file"]["width"], &told["file"]["height"]), (&1.into(), &1.into()));
    assert_eq!(told["file"]["size_bytes"], PIXEL.len());
    assert_eq!((&told["file"]["shown"], &told["file"]["url"]), (&true.into(), &path.as_str().into()));
    let cursor = changes["cursor"].as_str().unwrap();
    let again = desk.get(&ken, &format!("/v1/conversations/{id}/changes?since={cursor}")).await.ok();
    assert_eq!(again["rows"], serde_json::json!([]), "told once");

    let answer = desk.get(&ken, &path).await;
    assert_eq!((answer.status.as_u16(), answer.bytes.as_ref()), (200, PIXEL));
    assert_eq!(answer.headers["content-type"], "image/png");
    assert_eq!(answer.headers["x-content-type-options"], "nosniff");
    assert!(answer.headers["content-disposition"].to_str().unwrap().starts_with("inline; "));
    assert!(answer.headers["content-security-policy"].to_str().unwrap().contains("sandbox"));
    assert_eq!(answer.headers["cross-origin-resource-policy"], "same-origin");
}

/// SEC-19, B-29: what a browser would run is for downloading, under a clean name.
#[tokio::test]
async fn a_page_is_downloaded_and_not_shown() {
    let desk = Desk::open();
    let ken = desk.person("ken", Role::Operator, &[]).await;
    let id = sends(&desk, "page", MediaKind::File, Some("a\"\r\nx: y.html")).await;
    let pending = row(&desk, &ken, &id).await;
    fetch(&desk, &id, &pending).await;
    let stored = row(&desk, &ken, &id).await;
    assert_eq!((&stored["file"]["mime"], &stored["file"]["shown"]), (&"text/html".into(), &false.into()));
    let answer = desk.get(&ken, stored["file"]["url"].as_str().unwrap()).await;
    assert_eq!(answer.headers["content-type"], "application/octet-stream");
    assert_eq!(answer.headers["content-disposition"], "attachment; filename*=UTF-8''a%22%20x%3A%20y.html");
}

/// F-27: what there will never be says why, in the reader's language.
#[tokio::test]
async fn a_file_that_is_gone_says_so() {
    let desk = Desk::open();
    let ken = desk.person("ken", Role::Operator, &[]).await;
    let id = sends(&desk, "gone", MediaKind::Image, None).await;
    let pending = row(&desk, &ken, &id).await;
    fetch(&desk, &id, &pending).await;
    let failed = row(&desk, &ken, &id).await;
    assert_eq!(failed["file"]["state"], "failed");
    assert_eq!(failed["file"]["reason"], "提供元にファイルが残っていません");
    assert_eq!(failed["contents"][0]["type"], "media", "the message stays");
}

/// ASG-08, SEC-8: neither a file nor a picture is given to who may not see the conversation, or to nobody.
#[tokio::test]
async fn files_and_pictures_are_for_who_may_see_the_conversation() {
    let desk = Desk::open();
    let ken = desk.person("ken", Role::Operator, &[]).await;
    let aki = desk.person("aki", Role::Operator, &["web-main"]).await;
    let id = sends(&desk, "picture", MediaKind::Image, None).await;
    let pending = row(&desk, &ken, &id).await;
    fetch(&desk, &id, &pending).await;
    desk.service.fetch_profile(&id).await.unwrap();
    let file = row(&desk, &ken, &id).await["file"]["url"].as_str().unwrap().to_owned();
    let contact = desk.get(&ken, &format!("/v1/conversations/{id}")).await.ok()["contact"].clone();
    assert!(contact["name"].as_str().unwrap().starts_with("LINE"), "{contact}");
    let picture = contact["picture"].as_str().unwrap().to_owned();
    for path in [file, picture] {
        let answer = desk.get(&ken, &path).await;
        assert_eq!((answer.status.as_u16(), answer.bytes.as_ref()), (200, PIXEL), "{path}");
        desk.get(&aki, &path).await.refused(404, "not-found");
        desk.ask(None, Method::GET, &path, None).await.refused(401, "sign-in-required");
    }
}
