//! Bad inputs of RELIABILITY.md section 9 at the webhooks' door. Those of the API stand with it, those of rules with them.

use std::sync::Arc;

use axum::body::Body;
use channels::play::{Deed, Person};
use domain::{Body as RowBody, ChannelKind, News};
use http::{Request, StatusCode};
use serde_json::json;
use stories::desk::{Customer, Desk, number};
use tower::ServiceExt;

const LINE: &str = "/hooks/line/line-main";
const TELEGRAM: &str = "/hooks/telegram/telegram-main";

/// Posts bytes with headers at the door.
async fn knock(desk: &Desk, path: &str, headers: &[(&str, &str)], body: impl Into<Body>) -> StatusCode {
    let mut request = Request::post(path);
    for (name, value) in headers {
        request = request.header(*name, *value);
    }
    let routes = service::hooks::routes(Arc::clone(&desk.service));
    routes.oneshot(request.body(body.into()).unwrap()).await.unwrap().status()
}

fn line_signature(body: &[u8]) -> String {
    channels::signing::sign_line(&"7d3f0c5a9be14e6f8a2b1c4d5e6f7081".to_owned().into(), body)
}

async fn post_line(desk: &Desk, body: Vec<u8>) -> StatusCode {
    let signature = line_signature(&body);
    knock(desk, LINE, &[("x-line-signature", &signature)], body).await
}

fn body_of(desk: &Desk, customer: &Customer, text: &str) -> Vec<u8> {
    let event = desk.event(customer, text);
    serde_json::to_vec(&json!({"destination": "U3c9f4b2a7d1e5f60819a2b3c4d5e6f70", "events": [event]}))
        .unwrap()
}

async fn nothing_is_stored(desk: &Desk, customer: &Customer) -> bool {
    desk.settle().await;
    desk.service.store().recent(&desk.conversation_id(customer), 10).await.unwrap().is_empty()
}

/// B-1
#[tokio::test]
async fn b1_a_byte_changed_after_signing_is_401_and_nothing_is_stored() {
    let desk = Desk::open().await;
    let mei = desk.contact(ChannelKind::Line, "Mei");
    let body = body_of(&desk, &mei, "hello");
    let signature = line_signature(&body);
    let mut changed = body;
    let last = changed.len() - 3;
    changed[last] ^= 1;
    let status = knock(&desk, LINE, &[("x-line-signature", &signature)], changed).await;
    assert_eq!(status, StatusCode::UNAUTHORIZED);
    assert!(nothing_is_stored(&desk, &mei).await);
}

/// B-2: the text is identical, emoji and all.
#[tokio::test]
async fn b2_emoji_survive_to_the_letter() {
    let desk = Desk::open().await;
    let mei = desk.contact(ChannelKind::Line, "Mei");
    let text = "こんにちは😊👩‍👩‍👧‍👦 é e\u{301}";
    assert_eq!(post_line(&desk, body_of(&desk, &mei, text)).await, StatusCode::OK);
    desk.settle().await;
    assert!(kept(&desk, &mei).await.contains(&text.to_owned()));
}

async fn kept(desk: &Desk, customer: &Customer) -> Vec<String> {
    let rows = desk.service.store().recent(&desk.conversation_id(customer), 100).await.unwrap();
    let words = |row: &domain::Row| match &row.body {
        RowBody::Inbound { event, .. } => match &event.news {
            News::Message { content, .. } => Some(content.words().to_owned()),
            News::Unsupported { kind } => Some(format!("[{kind}]")),
            _ => None,
        },
        _ => None,
    };
    rows.iter().filter_map(words).collect()
}

/// B-4, on the channels that are there: a batch with a text, an unknown event and an unknown message.
#[tokio::test]
async fn b4_unknown_kinds_are_kept_shown_and_answered_200() {
    let desk = Desk::open().await;
    let mei = desk.contact(ChannelKind::Line, "Mei");
    let text = desk.event(&mei, "hello");
    let mut event = desk.event(&mei, "");
    event["type"] = "somethingNew".into();
    let mut message = desk.event(&mei, "");
    message["message"]["type"] = "hologram".into();
    desk.post(ChannelKind::Line, &[text, event, message]).await.unwrap();
    desk.settle().await;
    let transcript = desk.transcript(&mei).await;
    assert!(transcript.contains("[somethingNew]") && transcript.contains("[unsupported]"), "{transcript}");
    assert!(transcript.contains("hello"));
}

/// B-5, B-14, SEC-2: a wrong secret, no secret, and a channel that does not exist look the same.
#[tokio::test]
async fn b5_b14_wrong_secrets_and_unknown_channels_look_the_same() {
    let desk = Desk::open().await;
    let mei = desk.contact(ChannelKind::Telegram, "Mei");
    let body = serde_json::to_vec(&desk.event(&mei, "hello")).unwrap();
    let good = ("x-telegram-bot-api-secret-token", "tg-Secret_Token-4f7c1b9e2a");
    let wrong = ("x-telegram-bot-api-secret-token", "tg-Secret_Token-4f7c1b9e2b");
    for (path, headers) in [
        (TELEGRAM, vec![wrong]),
        (TELEGRAM, vec![]),
        ("/hooks/telegram/no-such-inbox", vec![good]),
        ("/hooks/line/telegram-main", vec![good]),
        ("/hooks/carrier-pigeon/telegram-main", vec![good]),
        ("/hooks/telegram/%00%23%2F", vec![good]),
    ] {
        assert_eq!(knock(&desk, path, &headers, body.clone()).await, StatusCode::UNAUTHORIZED, "{path}");
    }
    assert!(nothing_is_stored(&desk, &mei).await);
    assert_eq!(knock(&desk, TELEGRAM, &[good], body).await, StatusCode::OK);
}

/// The kinds that post webhooks.
fn kinds() -> impl Iterator<Item = ChannelKind> {
    ChannelKind::ALL.into_iter().filter(|kind| !kind.delivers_by_storing())
}

/// Posts a body as the provider would, correctly signed.
async fn post(desk: &Desk, kind: ChannelKind, body: &[u8]) -> StatusCode {
    let hook = channels::signing::signed(&desk.credentials(kind), body, desk.service.now());
    let path = format!("/hooks/{kind}/{kind}-main?{}", hook.query);
    let headers = hook.headers.iter().map(|(name, value)| (name.as_str(), value.to_str().unwrap()));
    knock(desk, &path, &headers.collect::<Vec<_>>(), hook.body).await
}

/// B-3: the same event three times at once, on every channel: 200 each, one entry, one answer.
#[tokio::test]
async fn b3_the_same_event_three_times_at_once_is_one() {
    for kind in kinds() {
        let desk = Desk::open().await;
        let mei = desk.contact(kind, "Mei");
        let person = Person { name: "Mei", number: number("Mei") };
        let hook = desk.provider.does(kind, person, Deed::Writes("parking?")).webhook;
        let inbox = format!("{kind}-main");
        let receive = || desk.service.receive(kind, &inbox, hook.posted());
        let (first, second, third) = tokio::join!(receive(), receive(), receive());
        let kept: usize = [first, second, third].into_iter().map(|accepted| accepted.unwrap().kept).sum();
        assert_eq!(kept, 1, "{kind}");
        desk.settle().await;
        assert_eq!((desk.rows(&mei).await.len(), desk.provider.took().len()), (2, 1), "{kind}");
    }
}

/// B-1, B-14, SEC-2: forged, for no inbox, or for the inbox of another channel: the same 401, on every channel.
#[tokio::test]
async fn b1_forgeries_look_the_same_on_every_channel() {
    let desk = Desk::open().await;
    for kind in kinds() {
        for path in [
            format!("/hooks/{kind}/{kind}-main"),
            format!("/hooks/{kind}/none"),
            format!("/hooks/{kind}/web-main"),
            format!("/hooks/web/{kind}-main"),
        ] {
            let status = knock(&desk, &path, &[("x-line-signature", "AAAA")], "{}").await;
            assert_eq!(status, StatusCode::UNAUTHORIZED, "{path}");
        }
    }
}

/// B-9: on every channel that speaks JSON, quickly; B-7 is the same for the one that speaks XML.
#[tokio::test]
async fn b9_json_nested_ten_thousand_deep_is_400() {
    let desk = Desk::open().await;
    let began = std::time::Instant::now();
    for kind in kinds().filter(|kind| *kind != ChannelKind::Wechat) {
        let deep = format!("{}{}", "[".repeat(10_000), "]".repeat(10_000));
        assert_eq!(post(&desk, kind, deep.as_bytes()).await, StatusCode::BAD_REQUEST, "{kind}");
        let open = r#"{"entry":[{"messaging":"#.repeat(5_000);
        assert_eq!(post(&desk, kind, open.as_bytes()).await, StatusCode::BAD_REQUEST, "{kind}");
        assert!(
            desk.service
                .dead_letters(&[format!("{kind}-main").parse().unwrap()], None, 9)
                .await
                .unwrap()
                .is_empty()
        );
    }
    assert!(began.elapsed() < std::time::Duration::from_secs(2), "{:?}", began.elapsed());
}

/// B-10, SEC-5: before anything is read of them, on every channel.
#[tokio::test]
async fn b10_twelve_megabytes_are_413_and_compressed_bodies_415() {
    let desk = Desk::open().await;
    for kind in kinds() {
        let path = format!("/hooks/{kind}/{kind}-main");
        let status = knock(&desk, &path, &[], vec![b'x'; 12 * 1024 * 1024]).await;
        assert_eq!(status, StatusCode::PAYLOAD_TOO_LARGE, "{kind}");
        let status = knock(&desk, &path, &[("content-encoding", "gzip")], "x").await;
        assert_eq!(status, StatusCode::UNSUPPORTED_MEDIA_TYPE, "{kind}");
    }
}

/// B-11: kept whole, and the list's preview stays short.
#[tokio::test]
async fn b11_two_hundred_thousand_combining_marks_do_no_harm() {
    let desk = Desk::open().await;
    let mei = desk.contact(ChannelKind::Line, "Mei");
    let text = format!("a{}", "\u{301}".repeat(100_000));
    assert_eq!(post_line(&desk, body_of(&desk, &mei, &text)).await, StatusCode::OK);
    desk.settle().await;
    assert!(desk.conversation(&mei).await.preview.len() < 400);
    assert_eq!(kept(&desk, &mei).await, [text]);
}

/// B-12, SEC-4
#[tokio::test]
async fn b12_1970_is_refused_and_2099_is_kept_by_arrival() {
    let desk = Desk::open().await;
    let mei = desk.contact(ChannelKind::Line, "Mei");
    let with_time = |at: i64| {
        let mut event = desk.event(&mei, "parking?");
        event["timestamp"] = at.into();
        serde_json::to_vec(&json!({"destination": "U3c9f4b2a7d1e5f60819a2b3c4d5e6f70", "events": [event]}))
            .unwrap()
    };
    assert_eq!(post_line(&desk, with_time(1000)).await, StatusCode::BAD_REQUEST);
    assert!(nothing_is_stored(&desk, &mei).await);
    let future = with_time(4_070_908_800_000);
    for _ in 0..2 {
        assert_eq!(post_line(&desk, future.clone()).await, StatusCode::OK);
        desk.settle().await;
    }
    let rows = desk.rows(&mei).await;
    assert_eq!(rows.len(), 2, "kept once and answered");
    assert!(rows.iter().all(|row| row.at() <= desk.service.now()));
}

/// B-13: whatever a provider calls its user, it is one conversation and no other key.
#[tokio::test]
async fn b13_strange_user_ids_stay_in_their_place() {
    let desk = Desk::open().await;
    let long = "x".repeat(1000);
    for id in ["a#STATE", "../b", "c\0d", "e\nf", long.as_str()] {
        let customer = Customer { name: "Mei".into(), channel: ChannelKind::Line, id: id.to_owned() };
        assert_eq!(post_line(&desk, body_of(&desk, &customer, "parking?")).await, StatusCode::OK, "{id:?}");
        desk.settle().await;
        assert_eq!(desk.rows(&customer).await.len(), 2, "{id:?}");
    }
}

/// B-16: markup is text, in message and name.
#[tokio::test]
async fn b16_markup_is_kept_as_text() {
    let desk = Desk::open().await;
    let text = "<img src=x onerror=alert(1)>";
    let customer = Customer { name: text.into(), channel: ChannelKind::Telegram, id: "77".into() };
    desk.writes(&customer, text).await;
    assert_eq!(kept(&desk, &customer).await, [text]);
    let contact = domain::ContactId::of(&desk.conversation_id(&customer));
    assert_eq!(desk.service.store().contact(&contact).await.unwrap().unwrap().0.name(), text);
}

/// B-8, SEC-2, SEC-6: a verification request is answered in plain text, and only to who shows our token.
#[tokio::test]
async fn b8_a_verification_request_answers_only_our_token_and_only_digits() {
    let desk = Desk::open().await;
    let ask = async |path: &str, token: &str, challenge: &str| {
        let uri = format!("{path}?hub.mode=subscribe&hub.verify_token={token}&hub.challenge={challenge}");
        let routes = service::hooks::routes(Arc::clone(&desk.service));
        let answer = routes.oneshot(Request::get(uri).body(Body::empty()).unwrap()).await.unwrap();
        let kind = answer.headers()["content-type"].to_str().unwrap().to_owned();
        assert!(kind.starts_with("text/plain"), "{kind}");
        let status = answer.status().as_u16();
        let body = axum::body::to_bytes(answer.into_body(), 1000).await.unwrap();
        (status, String::from_utf8(body.to_vec()).unwrap())
    };
    let (path, token) = ("/hooks/whatsapp/whatsapp-main", "wa-verify-token-for-tests");
    assert_eq!(ask(path, token, "1158201444").await, (200, "1158201444".to_owned()));
    let (status, said) = ask(path, token, "%3Cscript%3E").await;
    assert!(status == 400 && !said.contains("script"), "{said}");
    let forged = ask(path, "wrong", "%3Cscript%3E").await;
    assert_eq!(forged, (403, "the sender is not proven\n".to_owned()));
    for elsewhere in
        ["/hooks/whatsapp/nowhere", "/hooks/nowhere/x", "/hooks/line/line-main", "/hooks/line/whatsapp-main"]
    {
        assert_eq!(ask(elsewhere, token, "1").await, forged, "{elsewhere}");
    }
}

/// B-4: text and a type that nobody knows are shown; a receipt of an unknown message is counted; all of it is acknowledged.
#[tokio::test]
async fn b4_a_whatsapp_batch_is_read_event_by_event() {
    let desk = Desk::open().await;
    let ben = desk.contact(ChannelKind::Whatsapp, "Ben");
    let mut body = desk.event(&ben, "parking?");
    let value = &mut body["entry"][0]["changes"][0]["value"];
    let mut unknown = value["messages"][0].clone();
    (unknown["id"], unknown["type"]) = ("wamid.unknown".into(), "hologram".into());
    value["messages"].as_array_mut().unwrap().push(unknown);
    value["statuses"] = json!([{"id": "wamid.of-nobody", "status": "read", "timestamp": "1795132801",
        "recipient_id": "15550000000"}]);
    let accepted = desk.post(ChannelKind::Whatsapp, &[body]).await.unwrap();
    assert_eq!(accepted, service::Accepted { kept: 2, ignored: 1, ..service::Accepted::default() });
    desk.settle().await;
    let transcript = desk.transcript(&ben).await;
    assert!(transcript.contains("parking?") && transcript.contains("[unsupported]"), "{transcript}");
}

/// B-6: plain XML on an encrypted channel looks like any other forgery, whatever the address says.
#[tokio::test]
async fn b6_plain_xml_is_401() {
    let desk = Desk::open().await;
    let credentials = desk.credentials(ChannelKind::Wechat);
    let plain = include_str!("../../../crates/channels/fixtures/wechat/01-text-en.xml");
    let hook = channels::play::signed(&credentials, plain.as_bytes(), desk.service.now());
    let path = format!("/hooks/wechat/wechat-main?{}", hook.query);
    assert_eq!(knock(&desk, &path, &[], plain).await, StatusCode::UNAUTHORIZED);
    assert_eq!(knock(&desk, &path, &[], hook.body.clone()).await, StatusCode::OK);
    // SEC-3: the same request ten minutes later.
    desk.clock.advance(domain::minutes(10));
    assert_eq!(knock(&desk, &path, &[], hook.body).await, StatusCode::UNAUTHORIZED);
}

/// B-7: a document type with nested entities is 400 at once, even when WeChat itself has signed it.
#[tokio::test]
async fn b7_entities_are_400_before_they_grow() {
    let desk = Desk::open().await;
    let entities: Vec<_> = (1..60).map(|n| format!("<!ENTITY e{n} \"&e{0};&e{0};&e{0};\">", n - 1)).collect();
    let entities = entities.concat();
    let bomb = format!("<!DOCTYPE xml [<!ENTITY e0 \"ha\">{entities}]><xml><Content>&e59;</Content></xml>");
    let credentials = desk.credentials(ChannelKind::Wechat);
    let hook = channels::play::signed(&credentials, bomb.as_bytes(), desk.service.now());
    let path = format!("/hooks/wechat/wechat-main?{}", hook.query);
    let began = std::time::Instant::now();
    assert_eq!(knock(&desk, &path, &[], hook.body).await, StatusCode::BAD_REQUEST);
    assert!(began.elapsed() < std::time::Duration::from_secs(1), "{:?}", began.elapsed());
    // Outside of the encrypted part it cannot even be proven.
    assert_eq!(knock(&desk, &path, &[], bomb).await, StatusCode::UNAUTHORIZED);
}
