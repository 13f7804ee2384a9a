//! Files, and webhooks that went astray: what is kept in the bucket, fetched from the provider, passed on or put aside.

use base64::Engine;
use base64::engine::general_purpose::STANDARD;
use channels::play::PIXEL;
use deployment::{Desk, events};
use http::StatusCode;
use serde_json::{Value, json};

use crate::day::{desk_now, word};

/// Asks the API for bytes; answers the status, the bytes and where they are instead.
async fn bytes(desk: &mut Desk, path: &str, token: &str) -> (u64, Vec<u8>, String) {
    let bearer = format!("Bearer {token}");
    let event = events::request("GET", path, &[("authorization", bearer.as_str())], None);
    let answer = desk.function("Api").await.answer(event).await;
    let text = answer["body"].as_str().unwrap_or_default();
    let bytes = if answer["isBase64Encoded"] == true {
        STANDARD.decode(text).unwrap()
    } else {
        text.as_bytes().to_vec()
    };
    let elsewhere = answer["headers"]["location"].as_str().unwrap_or_default().to_owned();
    (answer["statusCode"].as_u64().unwrap(), bytes, elsewhere)
}

fn sent(kind: &str, id: &str) -> Value {
    let provider = json!({ "type": "line" });
    json!({ "type": "message", "message": { "type": kind, "id": id, "contentProvider": provider } })
}

/// A customer sends a picture and a film, and takes the picture back; an operator sends a file.
pub async fn are_kept(desk: &mut Desk, token: &str) {
    desk.does("mei", sent("image", "468789577898270001")).await;
    desk.does("mei", sent("video", "468789577898000099")).await;
    desk.settle().await;
    let mei = desk.conversation("mei");
    let (_, rows, _) = desk.ask("GET", &format!("/v1/conversations/{mei}/rows"), token, Value::Null).await;
    let urls: Vec<_> =
        rows["rows"].as_array().unwrap().iter().filter_map(|row| row["file"]["url"].as_str()).collect();
    let [picture, film] = urls[..] else { panic!("{rows}") };
    assert_eq!(bytes(desk, picture, token).await, (200, PIXEL.to_vec(), String::new()));
    // An answer of a function holds 6 MB: what is larger the browser gets from the bucket itself.
    let (status, _, elsewhere) = bytes(desk, film, token).await;
    assert_eq!(status, 307, "{elsewhere}");
    assert!(
        elsewhere.contains("X-Amz-Expires=60") && elsewhere.contains("response-content-type=video"),
        "{elsewhere}"
    );
    let fetched = desk.cloud.get(&elsewhere).await;
    assert_eq!((fetched.0, fetched.1.len()), (StatusCode::OK, 5 * 1024 * 1024));
    let kept = desk.cloud.files();
    desk.does("mei", json!({ "type": "unsend", "unsend": { "messageId": "468789577898270001" } })).await;
    desk.settle().await;
    assert_eq!(desk.cloud.files(), kept - 1, "what is taken back is deleted");
    assert_eq!(bytes(desk, picture, token).await.0, 404);
    let contact = domain::ContactId::of(&mei);
    assert_eq!(bytes(desk, &format!("/v1/contacts/{contact}/picture"), token).await.1, PIXEL);

    let bearer = format!("Bearer {token}");
    let headers = [("authorization", bearer.as_str()), ("content-type", "application/octet-stream")];
    let path = format!("/v1/uploads?name={}.png", word("the name of a file"));
    let answer =
        desk.function("Api").await.answer(events::request("POST", &path, &headers, Some(PIXEL))).await;
    let upload: Value = serde_json::from_str(answer["body"].as_str().unwrap()).unwrap();
    let id = upload["id"].as_str().unwrap_or_else(|| panic!("{answer}"));
    let contents = json!([{ "type": "upload", "upload": id }]);
    let yui = desk.conversation("yui");
    let reply = json!({ "client_id": "reply-0009", "contents": contents });
    let (status, said, _) = desk.ask("POST", &format!("/v1/conversations/{yui}/reply"), token, reply).await;
    assert_eq!(status, 200, "{said}");
    desk.settle().await;
    assert!(
        desk.asked().iter().any(|(_, body)| body.contains(&format!("/files/{id}"))),
        "{:?}",
        desk.asked()
    );
    assert_eq!(bytes(desk, &format!("/files/{id}"), "").await.1, PIXEL);
    assert_eq!(bytes(desk, &format!("/files/out_{}", "0".repeat(48)), "").await.0, 404);
}

/// Webhooks were passed on; one that nobody can read is kept, looked at, tried again and deleted. LINE is asked for its quota.
pub async fn go_astray(desk: &mut Desk, token: &str) {
    let passed = desk.asked().iter().filter(|(path, _)| path == "/second-address").count();
    assert!(passed > 3, "webhooks were not passed on");
    // One of two events can be read: it is kept at once, and once.
    let (_, good) = desk.line("mei", "half of it");
    let mut strange: Value = serde_json::from_slice(&good).unwrap();
    let unreadable =
        json!({ "type": "message", "timestamp": "yesterday", "text": word("what a customer writes") });
    strange["events"].as_array_mut().unwrap().push(unreadable);
    let (headers, body) = desk.signed("line-main", &strange);
    assert_eq!(desk.post("/hooks/line/line-main", &headers, &body).await, 200);
    desk.settle().await;
    let (_, letters, _) = desk.ask("GET", "/v1/dead-letters", token, Value::Null).await;
    let letter = letters["items"][0]["letter"].as_str().unwrap_or_else(|| panic!("{letters}"));
    let path = format!("/v1/dead-letters/line-main/{letter}");
    assert_eq!(desk.ask("GET", &path, token, Value::Null).await.0, 200);
    assert_eq!(desk.ask("POST", &format!("{path}/replay"), token, Value::Null).await.0, 200);
    assert_eq!(desk.ask("DELETE", &path, token, Value::Null).await.0, 204);
    desk.settle().await;

    // A webhook in several pieces, whose passing on was given up.
    let (_, long) = desk.line("mei", "long");
    let mut long: Value = serde_json::from_slice(&long).unwrap();
    long["padding"] = "x".repeat(320 * 1024).into();
    let (headers, body) = desk.signed("line-main", &long);
    assert_eq!(desk.post("/hooks/line/line-main", &headers, &body).await, 200);
    let inbox = "line-main".parse().unwrap();
    let now = domain::Timestamp::from_millis(i64::try_from(desk_now()).unwrap());
    let relay = desk.store().relays(&inbox, None, 1, now).await.unwrap().remove(0);
    assert!(desk.store().begin_relay(&relay, now).await.unwrap());
    assert!(desk.store().relay_failed(&relay, "given up", None).await.unwrap());
    desk.settle().await;
    let (_, relays, _) = desk.ask("GET", "/v1/relays", token, Value::Null).await;
    assert_eq!(relays["items"].as_array().unwrap().len(), 1, "{relays}");
    let retry = format!("/v1/relays/line-main/{}/retry", relay.id);
    assert_eq!(desk.ask("POST", &retry, token, Value::Null).await.0, 204);
    desk.settle().await;
    assert!(desk.asked().iter().any(|(path, passed)| path == "/second-address" && passed.as_bytes() == body));

    desk.function("Fetch").await.answer(events::minute()).await;
    assert!(desk.asked().iter().any(|(path, _)| path.ends_with("/quota/consumption")));
}
