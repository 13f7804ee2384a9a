//! What each provider sends and takes, from the outside. `fixtures` holds its bodies byte for byte; they lie on
//! 2026-11-20, and so does the clock in our hand.

#![allow(clippy::unwrap_used, clippy::expect_used, reason = "a test says what it expects")]

mod bad_inputs;
mod fitting;
mod line;
mod properties;
mod samples;
mod telegram;
mod web;

use bytes::Bytes;
use channels::{Channel, Credentials, LineCredentials, TelegramCredentials, Verified, open};
use domain::{
    Author, Content, Media, MediaKind, MediaSource, News, OutboundMessage, Parsed, RowId, Timestamp,
};
use http::{Request, Response};
use serde_json::Value;

/// A file of sample bodies, byte for byte.
fn fixture(path: &str) -> Vec<u8> {
    std::fs::read(format!("{}/fixtures/{path}", env!("CARGO_MANIFEST_DIR"))).expect(path)
}

fn json(path: &str) -> Value {
    serde_json::from_slice(&fixture(path)).expect(path)
}

/// A moment after the last of the sample events.
fn now() -> Timestamp {
    "2026-11-20T00:15:00.000Z".parse().unwrap()
}

fn row() -> RowId {
    RowId::of_event(&"line-main".parse().unwrap(), now(), "an event")
}

fn line_credentials() -> Credentials {
    Credentials::Line(LineCredentials {
        channel_secrets: vec!["7d3f0c5a9be14e6f8a2b1c4d5e6f7081".into()],
        access_token: "line-access-token".into(),
        destination: Some("U3c9f4b2a7d1e5f60819a2b3c4d5e6f70".to_owned()),
        api_base: LineCredentials::API.to_owned(),
    })
}

fn telegram_credentials() -> Credentials {
    Credentials::Telegram(TelegramCredentials {
        bot_token: "7654321098:telegram-bot-token".into(),
        webhook_secrets: vec!["tg-Secret_Token-4f7c1b9e2a".into()],
        api_base: TelegramCredentials::API.to_owned(),
    })
}

fn line() -> Box<dyn Channel> {
    open(line_credentials())
}

fn telegram() -> Box<dyn Channel> {
    open(telegram_credentials())
}

/// A body as the provider would post it.
fn proven(credentials: &Credentials, body: &[u8]) -> Verified {
    let headers = channels::signing::headers(credentials, body);
    open(credentials.clone())
        .verify(&headers, Bytes::copy_from_slice(body))
        .expect("our own signature passes")
}

/// What is read in a body, which the provider has signed.
fn read(credentials: &Credentials, body: &[u8]) -> Vec<Parsed> {
    let webhook = proven(credentials, body);
    open(credentials.clone()).parse(&webhook, now()).expect("the body is readable")
}

/// The only event in a body.
fn only_event(credentials: &Credentials, body: &[u8]) -> domain::WebhookEvent {
    match read(credentials, body).as_slice() {
        [Parsed::Event(event)] => (**event).clone(),
        other => panic!("not one event: {other:?}"),
    }
}

/// A body with one text message of LINE, changed at will.
fn line_text(change: impl FnOnce(&mut Value)) -> Vec<u8> {
    let mut body = json("line/02-text-ja-emoji.json");
    change(&mut body["events"][0]);
    body.to_string().into_bytes()
}

/// A body with one text message of Telegram, changed at will.
fn telegram_text(change: impl FnOnce(&mut Value)) -> Vec<u8> {
    let mut body = json("telegram/02-text-ja-entities.json");
    change(&mut body["message"]);
    body.to_string().into_bytes()
}

fn text_of(event: &domain::WebhookEvent) -> &str {
    match &event.news {
        News::Message { content: Content::Text { text }, .. } => text,
        other => panic!("not a text: {other:?}"),
    }
}

fn saying(contents: impl Into<Vec<Content>>) -> OutboundMessage {
    OutboundMessage {
        author: Author::Bot,
        contents: contents.into(),
        quotes: None,
        reply_token: None,
        expires_at: now(),
        trace: None,
        also: vec![],
    }
}

fn choice(text: &str, labels: &[&str], quick: bool) -> Content {
    let button =
        |(n, label): (usize, &&str)| domain::Button { id: format!("b{n}"), label: (*label).to_owned() };
    Content::Choice { text: text.to_owned(), buttons: labels.iter().enumerate().map(button).collect(), quick }
}

fn file(kind: MediaKind, url: &str) -> Media {
    Media {
        kind,
        source: MediaSource::Url { url: url.to_owned(), preview: None },
        name: None,
        mime: None,
        size_bytes: None,
        duration_ms: None,
        caption: None,
        album: None,
    }
}

fn body_of(request: &Request<Bytes>) -> Value {
    serde_json::from_slice(request.body()).unwrap()
}

/// A request as a reader would see it on the wire.
fn transcript(request: &Request<Bytes>) -> String {
    let headers: Vec<_> =
        request.headers().iter().map(|(name, value)| format!("{name}: {value:?}\n")).collect();
    let body = serde_json::to_string_pretty(&body_of(request)).unwrap();
    format!("{} {}\n{}\n{body}", request.method(), request.uri(), headers.concat())
}

/// What came of a call, as its caller hands it on.
#[allow(clippy::unnecessary_wraps, reason = "a call may also fail")]
fn answer(status: u16, body: &str) -> Result<Response<Bytes>, channels::CallError> {
    Ok(Response::builder().status(status).body(Bytes::copy_from_slice(body.as_bytes())).unwrap())
}
