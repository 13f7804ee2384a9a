//! The web messenger's server side, spoken to as a browser speaks (channels/web.md).

use std::net::SocketAddr;
use std::sync::Arc;
use std::time::Duration;

use axum::Router;
use axum::body::Body;
use domain::step::Command;
use domain::{ChannelKind, Content, ConversationId, Media, MediaKind, MediaSource};
use futures::{SinkExt, StreamExt};
use http::{Method, Request, StatusCode};
use http_body_util::BodyExt;
use serde_json::{Value, json};
use service::live::{Hint, Hub};
use service::{Signal, Typist};
use stories::desk::{Customer, Desk};
use tokio_tungstenite::tungstenite::Message;
use tokio_tungstenite::tungstenite::client::IntoClientRequest;
use tower::ServiceExt;

const ORIGIN: &str = "https://shop.example.com";
const KEY: &str = "wk_test_7Q2mB9xR4t";
/// `samples/web/signatures.json`: a valid token of this widget, on 2026-11-20.
const TOKEN: &str = "v1.eyJraWQiOiJrMSIsInRlbiI6InRlbl9taXp1bm8iLCJ3aWQiOiJ3a190ZXN0XzdRMm1COXhSNHQiLCJ2aXMiOiJ2aXNfMDFKRDNSVzhaVjVUNlE0TjJNMUswSDlHOEYiLCJpYXQiOjE3OTUxMzI4MDAsImV4cCI6MTc5NTczNzYwMH0.dlY96SLyv8bfrGAgt2l7c3sk_O12TSato-zNEWhgfe0";

async fn open() -> Desk {
    Desk::open_with(|settings| settings.desk.tenant = "ten_mizuno".parse().unwrap()).await
}

fn routes(desk: &Desk) -> Router {
    service::web::routes(Arc::clone(&desk.service))
}

async fn call(desk: &Desk, method: Method, path: &str, token: &str, body: Value) -> (StatusCode, Value) {
    let request = Request::builder()
        .method(method)
        .uri(format!("/web/v1{path}"))
        .header("origin", ORIGIN)
        .header("authorization", format!("Bearer {token}"))
        .header("content-type", "application/json");
    let body = if body.is_null() { Body::empty() } else { Body::from(body.to_string()) };
    let response = routes(desk).oneshot(request.body(body).unwrap()).await.unwrap();
    let status = response.status();
    let bytes = response.into_body().collect().await.unwrap().to_bytes();
    desk.settle().await;
    (status, serde_json::from_slice(&bytes).unwrap_or_default())
}

async fn post(desk: &Desk, path: &str, token: &str, body: Value) -> (StatusCode, Value) {
    call(desk, Method::POST, path, token, body).await
}

async fn get(desk: &Desk, path: &str, token: &str) -> (StatusCode, Value) {
    call(desk, Method::GET, path, token, Value::Null).await
}

fn text(id: u32, text: &str) -> Value {
    json!({"clientMessageId": format!("6f1c0f5e-7a64-4a39-9c1e-0c7b8f1a{id:04}"), "type": "text", "text": text})
}

fn visitor() -> Customer {
    Customer { name: "Ben".into(), channel: ChannelKind::Web, id: "vis_01JD3RW8ZV5T6Q4N2M1K0H9G8F".into() }
}

/// CHN-01, BOT-01, INV-2: a visitor writes, the bot answers, and the stream has both, numbered without a gap.
#[tokio::test]
async fn a_visitor_is_answered_in_the_stream() {
    let desk = open().await;
    let (status, sent) = post(&desk, "/messages", TOKEN, text(1, "Where can I park?")).await;
    assert_eq!((status, &sent["seq"]), (StatusCode::CREATED, &json!(1)));
    let (_, page) = get(&desk, "/events?after=0", TOKEN).await;
    let events = page["events"].as_array().unwrap();
    assert_eq!(events.iter().map(|event| event["seq"].as_u64().unwrap()).collect::<Vec<_>>(), [1, 2]);
    assert_eq!(events[0]["data"]["clientMessageId"], text(1, "")["clientMessageId"]);
    assert_eq!(events[1]["data"]["author"]["kind"], "bot");
    assert_eq!((&page["lastSeq"], &page["hasMore"]), (&json!(2), &json!(false)));
    assert!(desk.provider.took().is_empty(), "storing is the delivery");
}

/// B-15, INV-22, samples/web/11: the same message again is the same answer; other content is refused, the first kept.
#[tokio::test]
async fn b15_a_client_message_id_is_one_message() {
    let desk = open().await;
    let (_, first) = post(&desk, "/messages", TOKEN, text(1, "hello there")).await;
    let (status, again) = post(&desk, "/messages", TOKEN, text(1, "hello there")).await;
    assert_eq!((status, &again), (StatusCode::OK, &first));
    let (status, other) = post(&desk, "/messages", TOKEN, text(1, "別の本文")).await;
    assert_eq!((status, &other["error"]["code"]), (StatusCode::CONFLICT, &json!("client_message_id_reused")));
    let at_once =
        futures::future::join_all((0..4).map(|_| post(&desk, "/messages", TOKEN, text(2, "again")))).await;
    let created = at_once.iter().filter(|(status, _)| *status == StatusCode::CREATED).count();
    assert_eq!(created, 1, "{at_once:?}");
    let inbound = desk.transcript(&visitor()).await.matches("Ben ").count();
    assert_eq!(inbound, 2);
}

/// BOT-02, BOT-05, STA-07: buttons, a person, an end request and the end, all in the visitor's stream; a note is not.
#[tokio::test]
async fn a_person_takes_over_and_the_visitor_ends() {
    let desk = open().await;
    let ken = desk.operator("Ken").await;
    post(&desk, "/messages", TOKEN, text(1, "qwerty")).await;
    let (_, page) = get(&desk, "/events?after=1", TOKEN).await;
    let offer = &page["events"][0]["data"];
    let action = json!({"sourceMessageId": offer["messageId"], "actionId": offer["content"]["actions"][0]["actionId"],
        "label": offer["content"]["actions"][0]["label"]});
    let tap = json!({"clientMessageId": "d6a0f3b2-3b55-4b1f-a6f4-7f2c9e81b005", "type": "action", "action": action});
    assert_eq!(post(&desk, "/messages", TOKEN, tap).await.0, StatusCode::CREATED);
    let mei = visitor();
    desk.does(&ken, &mei, Command::Join).await.unwrap();
    desk.does(&ken, &mei, Command::Note { text: "secret note".into() }).await.unwrap();
    desk.says(&ken, &mei, "Hello, Ken here").await.unwrap();
    desk.does(&ken, &mei, Command::RequestEnd).await.unwrap();
    let (_, page) = get(&desk, "/events?after=0", TOKEN).await;
    let last =
        page["events"].as_array().unwrap().iter().rfind(|event| event["data"]["content"]["type"] == "choice");
    let source = last.unwrap()["data"]["messageId"].clone();
    let end = json!({"clientMessageId": "d6a0f3b2-3b55-4b1f-a6f4-7f2c9e81b006", "type": "action",
        "action": {"sourceMessageId": source, "actionId": "mdg.end", "label": "End the chat"}});
    assert_eq!(post(&desk, "/messages", TOKEN, end).await.0, StatusCode::CREATED);
    let (_, page) = get(&desk, "/events?after=0", TOKEN).await;
    assert!(!page.to_string().contains("secret note"), "INV-25");
    let transcript = desk.transcript(&mei).await;
    assert!(transcript.contains("Ended by the customer") || transcript.contains("ended"), "{transcript}");
    assert_eq!(desk.conversation(&mei).await.place(), domain::Place::Completed);
}

/// SEC-8, SEC-41: what is not the visitor's own looks as if it did not exist.
#[tokio::test]
async fn foreign_and_internal_messages_look_missing() {
    let desk = open().await;
    let ken = desk.operator("Ken").await;
    post(&desk, "/messages", TOKEN, text(1, "hello")).await;
    let acted = desk.does(&ken, &visitor(), Command::Note { text: "note".into() }).await.unwrap();
    let note = format!("msg_{}", acted.row.unwrap().id);
    for quoted in [note.as_str(), "msg_01JD3RXA1A2B3C4D5E6F7G8H9J", "nonsense"] {
        let mut message = text(2, "what about this?");
        message["replyTo"] = quoted.into();
        let (status, answer) = post(&desk, "/messages", TOKEN, message).await;
        assert_eq!(
            (status, &answer["error"]["code"]),
            (StatusCode::NOT_FOUND, &json!("not_found")),
            "{quoted}"
        );
    }
}

/// SEC-18, samples/web/12: tokens, origins and limits.
#[tokio::test]
async fn tokens_origins_and_lengths_are_checked() {
    let desk = open().await;
    let (status, answer) = post(&desk, "/messages", "v1.a.b", text(1, "hello")).await;
    assert_eq!((status, &answer["error"]["code"]), (StatusCode::UNAUTHORIZED, &json!("token_invalid")));
    let evil = Request::post("/web/v1/messages")
        .header("origin", "https://evil.example")
        .header("authorization", format!("Bearer {TOKEN}"))
        .body(Body::from(text(1, "hello").to_string()));
    let response = routes(&desk).oneshot(evil.unwrap()).await.unwrap();
    assert_eq!(response.status(), StatusCode::FORBIDDEN);
    assert!(response.headers().get("access-control-allow-origin").is_none());
    let (status, answer) = post(&desk, "/messages", TOKEN, text(1, &"x".repeat(4001))).await;
    assert_eq!(status, StatusCode::PAYLOAD_TOO_LARGE);
    assert_eq!(answer["error"]["message"], "text has 4001 characters, limit 4000");
    assert_eq!(get(&desk, "/events?after=x", TOKEN).await.0, StatusCode::BAD_REQUEST);
    assert_eq!(get(&desk, "/events?limit=0", TOKEN).await.0, StatusCode::BAD_REQUEST);
    desk.clock.advance(domain::hours(8 * 24));
    let (status, answer) = get(&desk, "/events?after=0", TOKEN).await;
    assert_eq!((status, &answer["error"]["code"]), (StatusCode::UNAUTHORIZED, &json!("token_expired")));
}

/// SEC-30: more than 30 messages a minute are too many, and the wait is named.
#[tokio::test]
async fn a_flood_is_slowed_down() {
    let desk = open().await;
    let mut last = (StatusCode::OK, Value::Null);
    for n in 0..31 {
        last = post(&desk, "/messages", TOKEN, text(n, "hello")).await;
    }
    assert_eq!((last.0, &last.1["error"]["code"]), (StatusCode::TOO_MANY_REQUESTS, &json!("rate_limited")));
    assert!(last.1["error"]["retryAfterMs"].as_u64().unwrap() > 0);
}

/// CHN-10, samples/web/01 to 03: a session begins, is taken up again, and follows somebody who signs in.
#[tokio::test]
async fn sessions_resume_and_identities_take_their_history_along() {
    let desk = open().await;
    let begin = json!({"widgetKey": KEY, "visitor": {"locale": "en"}});
    let (status, first) = post(&desk, "/sessions", "", begin.clone()).await;
    assert_eq!(
        (status, &first["lastSeq"], &first["conversationId"]),
        (StatusCode::CREATED, &json!(0), &Value::Null)
    );
    let anonymous = first["visitorToken"].as_str().unwrap().to_owned();
    post(&desk, "/messages", &anonymous, text(1, "Where can I park?")).await;
    let mut again = begin.clone();
    again["resumeToken"] = anonymous.clone().into();
    let (_, resumed) = post(&desk, "/sessions", "", again.clone()).await;
    assert_eq!((&resumed["visitorId"], &resumed["lastSeq"]), (&first["visitorId"], &json!(2)));
    again["identity"] = json!({"externalId": "cust_42", "issuedAt": 1_795_132_800,
        "mac": "50225d5aad2acab3d871b8f4ed1737f81f3a8ab5fd3a891eb986e7788d2b8e81"});
    let (status, identified) = post(&desk, "/sessions", "", again.clone()).await;
    assert_eq!((status, &identified["lastSeq"]), (StatusCode::CREATED, &json!(2)), "{identified}");
    assert_ne!(identified["visitorId"], first["visitorId"]);
    let token = identified["visitorToken"].as_str().unwrap();
    assert_eq!(get(&desk, "/events?after=0", token).await.1["lastSeq"], 2);
    assert_eq!(
        get(&desk, "/events?after=0", &anonymous).await.0,
        StatusCode::UNAUTHORIZED,
        "the old token alone"
    );
    again["identity"]["mac"] = "0".repeat(64).into();
    let (status, refused) = post(&desk, "/sessions", "", again).await;
    assert_eq!(
        refused["error"]["code"], "identity_invalid",
        "{status}: never a silent fall-back to anonymous"
    );
    assert_eq!(
        call(&desk, Method::DELETE, "/sessions/current", token, Value::Null).await.0,
        StatusCode::NO_CONTENT
    );
    assert_eq!(get(&desk, "/events?after=0", token).await.0, StatusCode::UNAUTHORIZED);
    let (status, _) = post(&desk, "/sessions", "", json!({"widgetKey": "wk_other"})).await;
    assert_eq!(status, StatusCode::NOT_FOUND);
}

/// SEC-19, B-27: what is uploaded is what its bytes are, and belongs to whoever uploaded it.
#[tokio::test]
async fn uploads_are_looked_at_before_they_are_sent() {
    let desk = open().await;
    let png = b"\x89PNG\r\n\x1a\n0123456789".to_vec();
    let announce = |name: &str, size: usize| json!({"clientUploadId": "u1", "fileName": name, "mimeType": "image/png", "size": size});
    let put = async |url: &str, bytes: Vec<u8>| {
        let path = url.strip_prefix("http://127.0.0.1:8080").unwrap();
        let request = Request::put(path).header("origin", ORIGIN).body(Body::from(bytes)).unwrap();
        routes(&desk).oneshot(request).await.unwrap().status()
    };
    let (_, svg) = post(&desk, "/uploads", TOKEN, announce("photo.png", 24)).await;
    let status = put(svg["url"].as_str().unwrap(), b"<svg onload=alert(1)>   ".to_vec()).await;
    assert_eq!(status, StatusCode::UNPROCESSABLE_ENTITY, "B-27");
    let (status, upload) = post(&desk, "/uploads", TOKEN, announce("../写真.png", png.len())).await;
    assert_eq!(status, StatusCode::CREATED);
    assert_eq!(put(upload["url"].as_str().unwrap(), png).await, StatusCode::NO_CONTENT);
    let message = |upload: &Value| {
        json!({"clientMessageId": "0b8f7d1a-51c2-4c57-8d0b-5b1f7e6a9c44", "type": "attachment",
            "attachments": [{"uploadId": upload["uploadId"]}]})
    };
    assert_eq!(post(&desk, "/messages", TOKEN, message(&svg)).await.0, StatusCode::NOT_FOUND);
    assert_eq!(post(&desk, "/messages", TOKEN, message(&upload)).await.0, StatusCode::CREATED);
    let (_, page) = get(&desk, "/events?after=0", TOKEN).await;
    assert_eq!(page["events"][0]["data"]["content"]["attachments"][0]["name"], "写真.png");
    let (status, _) = post(&desk, "/uploads", TOKEN, announce("big.png", 11 * 1024 * 1024)).await;
    assert_eq!(status, StatusCode::PAYLOAD_TOO_LARGE);
}

async fn raw(desk: &Desk, url: &str) -> (StatusCode, http::HeaderMap, Vec<u8>) {
    let path = url.strip_prefix("http://127.0.0.1:8080").unwrap();
    let all = routes(desk).merge(service::uploads::routes(Arc::clone(&desk.service)));
    let response = all.oneshot(Request::get(path).body(Body::empty()).unwrap()).await.unwrap();
    let (status, headers) = (response.status(), response.headers().clone());
    (status, headers, response.into_body().collect().await.unwrap().to_bytes().to_vec())
}

/// CHN-11, SEC-19: files of both sides have an address in the stream; what lies there is never a page.
#[tokio::test]
async fn files_of_both_sides_can_be_fetched() {
    let desk = open().await;
    let ken = desk.operator("Ken").await;
    let png = b"\x89PNG\r\n\x1a\n0123456789".to_vec();
    let announce = json!({"clientUploadId": "u1", "fileName": "my photo+1.png", "mimeType": "image/png", "size": png.len()});
    let (_, upload) = post(&desk, "/uploads", TOKEN, announce).await;
    let path = upload["url"].as_str().unwrap().strip_prefix("http://127.0.0.1:8080").unwrap().to_owned();
    let put = Request::put(path).header("origin", ORIGIN).body(Body::from(png.clone())).unwrap();
    assert_eq!(routes(&desk).oneshot(put).await.unwrap().status(), StatusCode::NO_CONTENT);
    let message = json!({"clientMessageId": "0b8f7d1a-51c2-4c57-8d0b-5b1f7e6a9c44", "type": "attachment",
        "attachments": [{"uploadId": upload["uploadId"]}]});
    post(&desk, "/messages", TOKEN, message).await;

    let name = format!("out_{}", "0a".repeat(24));
    desk.keep_blob(&name, b"%PDF-1.7 menu").await;
    let file = Media {
        kind: MediaKind::File,
        source: MediaSource::Upload { id: name.clone() },
        name: Some("メニュー.pdf".into()),
        mime: Some("application/pdf".into()),
        size_bytes: Some(13),
        duration_ms: None,
        caption: None,
        album: None,
    };
    let contents = vec![Content::Media(file)];
    desk.does(&ken, &visitor(), Command::Join).await.unwrap();
    desk.does(&ken, &visitor(), Command::Reply { contents, quotes: None, complete: false }).await.unwrap();

    let (_, page) = get(&desk, "/events?after=0", TOKEN).await;
    let addresses: Vec<_> = page["events"]
        .as_array()
        .unwrap()
        .iter()
        .filter_map(|event| event["data"]["content"]["attachments"][0]["url"].as_str())
        .collect();
    let [mine, theirs] = addresses.as_slice() else { panic!("{page}") };
    assert!(mine.ends_with("/my%20photo%2B1.png"), "{mine}");
    assert!(theirs.contains(&format!("/files/{name}/%E3%83%A1")), "{theirs}");
    for (url, bytes) in [(mine, png.as_slice()), (theirs, b"%PDF-1.7 menu")] {
        let (status, headers, body) = raw(&desk, url).await;
        assert_eq!((status, body.as_slice()), (StatusCode::OK, bytes), "{url}");
        assert_eq!(headers["content-disposition"], "attachment");
        assert_eq!(headers["content-security-policy"], "default-src 'none'; sandbox");
        assert_eq!(headers["cross-origin-resource-policy"], "cross-origin");
    }
    for unknown in [format!("upl_{}", "0a".repeat(16)), "upl_..".into(), name] {
        let url = format!("http://127.0.0.1:8080/web/v1/uploads/{unknown}/a.png");
        assert_eq!(raw(&desk, &url).await.0, StatusCode::NOT_FOUND, "{unknown}");
    }
}

/// CHN-08: an enquiry waits for people, with where they can answer, and the visitor is told that it arrived.
#[tokio::test]
async fn an_enquiry_waits_for_people() {
    let desk = open().await;
    let page = json!({"url": "https://shop.example.com/returns", "title": "Returns"});
    let begin = json!({"widgetKey": KEY, "visitor": {"locale": "en", "page": page}});
    let (_, session) = post(&desk, "/sessions", "", begin.clone()).await;
    let token = session["visitorToken"].as_str().unwrap();
    let enquiry = json!({"clientMessageId": "0b8f7d1a-51c2-4c57-8d0b-5b1f7e6a9c45", "type": "enquiry",
        "enquiry": {"name": "Ben", "email": "ben@example.com", "text": "Can I return a grinder?"}});
    assert_eq!(post(&desk, "/messages", token, enquiry).await.0, StatusCode::CREATED);
    let (_, stream) = get(&desk, "/events?after=0", token).await;
    assert!(stream.to_string().contains(domain::Notice::NobodyOnline.text(domain::Language::En)), "{stream}");
    let visitor = session["visitorId"].as_str().unwrap();
    let id = ConversationId::of(&"web-main".parse().unwrap(), &format!("vis:{visitor}"));
    let (conversation, _) = desk.service.store().conversation(&id).await.unwrap().unwrap();
    assert_eq!((conversation.place(), conversation.unconfirmed), (domain::Place::Waiting, 1));
    let contact =
        async || desk.service.store().contact(&domain::ContactId::of(&id)).await.unwrap().unwrap().0;
    let known = contact().await;
    assert_eq!((known.account_name.as_str(), known.fields["email"].as_str()), ("Ben", "ben@example.com"));
    assert_eq!(
        (known.fields["page"].as_str(), known.fields["page_title"].as_str()),
        ("https://shop.example.com/returns", "Returns")
    );
    // The page on which a chat goes on is not where it began.
    let mut next = begin;
    next["resumeToken"] = token.into();
    next["visitor"]["page"]["url"] = "https://shop.example.com/other".into();
    post(&desk, "/sessions", "", next).await;
    post(&desk, "/messages", token, text(3, "hello?")).await;
    assert_eq!(contact().await.fields["page"], "https://shop.example.com/returns");
}

/// STA-07, CSA-01: the visitor leaves without having been asked, and says why they rate as they do.
#[tokio::test]
async fn a_visitor_leaves_and_rates_with_a_comment() {
    let desk = open().await;
    let (_, said) = post(&desk, "/messages", TOKEN, text(1, "Where can I park?")).await;
    let tap = |id: u32, action: &str, comment: &str| {
        json!({"clientMessageId": format!("d6a0f3b2-3b55-4b1f-a6f4-7f2c9e81{id:04}"), "type": "action",
            "action": {"sourceMessageId": said["messageId"], "actionId": action, "label": "x", "comment": comment}})
    };
    assert_eq!(post(&desk, "/messages", TOKEN, tap(1, "mdg.leave", "")).await.0, StatusCode::CREATED);
    assert_eq!(desk.conversation(&visitor()).await.place(), domain::Place::Completed);
    post(&desk, "/messages", TOKEN, tap(2, "mdg.rate.4", "quick & kind")).await;
    let transcript = desk.transcript(&visitor()).await;
    assert!(transcript.contains("rated the chat 4 of 5: “quick & kind”"), "{transcript}");
    let (status, refused) = post(&desk, "/messages", TOKEN, tap(3, "mdg.rate.4", &"x".repeat(501))).await;
    assert_eq!((status, &refused["error"]["code"]), (StatusCode::PAYLOAD_TOO_LARGE, &json!("too_large")));
}

/// CHN-15: where the inbox shows it, each side learns that the other types, and nothing of it is kept.
#[tokio::test]
async fn typing_goes_both_ways_where_it_is_shown() {
    for shown in [true, false] {
        let desk = Desk::open_with(|settings| {
            settings.desk.tenant = "ten_mizuno".parse().unwrap();
            settings.inboxes.iter_mut().for_each(|inbox| inbox.show_typing = shown);
        })
        .await;
        post(&desk, "/messages", TOKEN, text(1, "Where can I park?")).await;
        let mut heard = desk.service.typing();
        let mut watch = Hub::new(Arc::clone(&desk.service)).watch().unwrap();
        assert_eq!(post(&desk, "/typing", TOKEN, json!({"state": "on"})).await.0, StatusCode::NO_CONTENT);
        assert_eq!(heard.try_recv().is_ok_and(|typing| typing.by == Typist::Visitor && typing.on), shown);
        if shown {
            let console = async {
                loop {
                    if let Hint::Typing { on, .. } = watch.next().await.unwrap() {
                        return on;
                    }
                }
            };
            assert!(tokio::time::timeout(Duration::from_secs(5), console).await.unwrap());
        }
        let conversation = desk.conversation(&visitor()).await;
        assert!(desk.service.signal(&conversation, Signal::Typing).await.unwrap());
        assert_eq!(heard.try_recv().unwrap().by, Typist::Operator);
        assert!(get(&desk, &format!("/config?key={KEY}"), "").await.1["typing"] == shown);
    }
}

/// THR-08: receipts go forward only and never beyond what there is.
#[tokio::test]
async fn receipts_only_move_forward() {
    let desk = open().await;
    post(&desk, "/messages", TOKEN, text(1, "Where can I park?")).await;
    for (up_to, read) in [(1, 1), (99, 2), (1, 2)] {
        let body = json!({"state": "read", "upToSeq": up_to});
        assert_eq!(post(&desk, "/receipts", TOKEN, body).await.0, StatusCode::NO_CONTENT);
        assert_eq!(desk.conversation(&visitor()).await.receipts.read, read);
    }
}

/// F-32: the socket tells what the stream holds; a client that comes back gets what it missed.
#[tokio::test]
async fn a_socket_resumes_where_it_was() {
    let desk = open().await;
    post(&desk, "/messages", TOKEN, text(1, "Where can I park?")).await;
    let listener = tokio::net::TcpListener::bind("127.0.0.1:0").await.unwrap();
    let address = listener.local_addr().unwrap();
    let routes = routes(&desk).into_make_service_with_connect_info::<SocketAddr>();
    tokio::spawn(async move { axum::serve(listener, routes).await });
    let mut request = format!("ws://{address}/web/v1/ws").into_client_request().unwrap();
    request.headers_mut().insert("origin", ORIGIN.parse().unwrap());
    request.headers_mut().insert("sec-websocket-protocol", "chat.v1".parse().unwrap());
    let (mut socket, _) = tokio_tungstenite::connect_async(request).await.unwrap();
    let say = |frame: Value| Message::text(frame.to_string());
    socket.send(say(json!({"op": "hello", "proto": 1, "token": TOKEN, "after": 1}))).await.unwrap();
    let mut hear = async || {
        let frame =
            tokio::time::timeout(Duration::from_secs(5), socket.next()).await.unwrap().unwrap().unwrap();
        serde_json::from_str::<Value>(frame.to_text().unwrap()).unwrap()
    };
    let ready = hear().await;
    assert_eq!(
        (&ready["op"], &ready["lastSeq"], &ready["resume"]),
        (&json!("ready"), &json!(2), &json!("delta"))
    );
    assert_eq!(hear().await["event"]["seq"], 2);
    socket.send(say(json!({"op": "dance"}))).await.unwrap();
    socket.send(say(json!({"op": "send", "ref": "c-17", "data": text(2, "thanks a lot")}))).await.unwrap();
    let mut heard = Vec::new();
    while !heard.iter().any(|frame: &Value| frame["op"] == "ack") {
        let frame =
            tokio::time::timeout(Duration::from_secs(5), socket.next()).await.unwrap().unwrap().unwrap();
        heard.push(serde_json::from_str::<Value>(frame.to_text().unwrap()).unwrap());
    }
    assert_eq!(heard[0]["code"], "unknown_op", "{heard:?}");
    let ack = heard.last().unwrap();
    assert_eq!((&ack["ref"], &ack["ok"], &ack["data"]["seq"]), (&json!("c-17"), &json!(true), &json!(3)));
    assert!(heard.iter().any(|frame| frame["event"]["seq"] == 3), "{heard:?}");
}

/// CHN-06, CHN-07, CHN-08, CHN-09: before a word is said the messenger knows what to show, in its page's language.
#[tokio::test]
async fn the_messenger_is_told_what_to_show_before_it_starts() {
    let desk = Desk::open_with(|settings| {
        settings.desk.tenant = "ten_mizuno".parse().unwrap();
        let web = settings.inboxes.iter_mut().find(|inbox| inbox.id.as_str() == "web-main").unwrap();
        let hours = json!({"time_zone": "Asia/Tokyo", "friday": ["10:00-10:30"], "holidays": ["2026-11-21"]});
        web.hours = Some(serde_json::from_value(hours).unwrap());
        web.privacy_url = Some("https://shop.example.com/privacy".into());
    })
    .await;
    let path = format!("/config?key={KEY}&lang=ja-JP");
    let (status, config) = get(&desk, &path, "").await;
    assert_eq!(
        (status, &config["language"], &config["online"]),
        (StatusCode::OK, &json!("ja"), &json!(false))
    );
    assert_eq!(config["greeting"], domain::Notice::Greeting.text(domain::Language::Ja));
    assert_eq!(config["privacyUrl"], "https://shop.example.com/privacy");
    assert_eq!((&config["open"], &config["opensAt"]), (&json!(false), &json!("2026-11-20T01:00:00.000Z")));
    let ken = desk.operator("Ken").await;
    assert_eq!(get(&desk, &format!("/config?key={KEY}"), "").await.1["language"], "en");
    assert_eq!(get(&desk, &path, "").await.1["online"], true, "{ken:?} is there");
    assert_eq!(get(&desk, "/config?key=wk_other", "").await.0, StatusCode::NOT_FOUND);
    assert_eq!(get(&desk, "/config", "").await.0, StatusCode::BAD_REQUEST);
    let evil = Request::get(format!("/web/v1{path}")).header("origin", "https://evil.example");
    let refused = routes(&desk).oneshot(evil.body(Body::empty()).unwrap()).await.unwrap();
    assert_eq!(refused.status(), StatusCode::FORBIDDEN);
    assert_eq!(refused.headers()["access-control-allow-origin"], "*", "its developer is told why");
}

/// CHN-01: a Japanese page of an English inbox is answered in Japanese, and its next page in the language of that one.
#[tokio::test]
async fn the_page_decides_the_language_of_the_answers() {
    let desk = open().await;
    let begin = |locale: &str| json!({"widgetKey": KEY, "visitor": {"locale": locale}});
    let (_, session) = post(&desk, "/sessions", "", begin("ja-JP")).await;
    let token = session["visitorToken"].as_str().unwrap();
    post(&desk, "/messages", token, text(1, "I want to speak to a human")).await;
    let (_, page) = get(&desk, "/events?after=1", token).await;
    let said = domain::Notice::NobodyOnline.text(domain::Language::Ja);
    assert!(page["events"].to_string().contains(said), "{page}");

    let mut next = begin("en");
    next["resumeToken"] = token.into();
    post(&desk, "/sessions", "", next).await;
    post(&desk, "/messages", token, text(2, "still there?")).await;
    let guest = ConversationId::of(
        &"web-main".parse().unwrap(),
        &format!("vis:{}", session["visitorId"].as_str().unwrap()),
    );
    let (contact, _) = desk.service.store().contact(&domain::ContactId::of(&guest)).await.unwrap().unwrap();
    assert_eq!(contact.language.as_deref(), Some("en"));
}

/// SEC-18: a page of the desk itself names no origin when it reads; the browser says that it is the desk's own.
#[tokio::test]
async fn the_desks_own_pages_may_read_without_an_origin() {
    let desk = open().await;
    let ask = async |site: Option<&str>| {
        let mut request =
            Request::get("/web/v1/events?after=0").header("authorization", format!("Bearer {TOKEN}"));
        if let Some(site) = site {
            request = request.header("sec-fetch-site", site);
        }
        routes(&desk).oneshot(request.body(Body::empty()).unwrap()).await.unwrap().status()
    };
    assert_eq!(ask(Some("same-origin")).await, StatusCode::OK);
    assert_eq!(ask(Some("cross-site")).await, StatusCode::FORBIDDEN);
    assert_eq!(ask(None).await, StatusCode::FORBIDDEN);
}
