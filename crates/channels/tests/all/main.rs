//! What each provider sends and takes, from the outside. `fixtures` holds its bodies byte for byte; they lie on
//! 2026-11-20, and so does the clock in our hand.

#![allow(clippy::unwrap_used, clippy::expect_used, reason = "a test says what it expects")]

mod bad_inputs;
mod fitting;
mod line;
mod meta;
mod properties;
mod rich;
mod samples;
mod telegram;
mod web;
mod wechat;
mod whatsapp;

use bytes::Bytes;
use channels::{
    Channel, Credentials, LineCredentials, MetaCredentials, Posted, TelegramCredentials, Verified,
    WechatCredentials, WhatsappCredentials, open, play,
};
use domain::{
    Author, Content, ConversationId, Media, MediaKind, MediaSource, News, OutboundMessage, Parsed, Reference,
    RowId, Timestamp,
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

/// Our name for a message.
fn ours() -> Reference {
    let conversation = ConversationId::of(&"line-main".parse().unwrap(), "user:U1");
    Reference { conversation, row: row() }
}

fn line_credentials() -> Credentials {
    Credentials::Line(LineCredentials {
        channel_secret: "7d3f0c5a9be14e6f8a2b1c4d5e6f7081".into(),
        previous_channel_secret: None,
        access_token: "line-access-token".into(),
        destination: Some("U3c9f4b2a7d1e5f60819a2b3c4d5e6f70".to_owned()),
        api_base: LineCredentials::API.to_owned(),
    })
}

fn telegram_credentials() -> Credentials {
    Credentials::Telegram(TelegramCredentials {
        bot_token: "7654321098:telegram-bot-token".into(),
        webhook_secret: "tg-Secret_Token-4f7c1b9e2a".into(),
        previous_webhook_secret: None,
        api_base: TelegramCredentials::API.to_owned(),
    })
}

fn whatsapp_credentials() -> Credentials {
    Credentials::Whatsapp(WhatsappCredentials {
        app_secret: "f0e1d2c3b4a5968778695a4b3c2d1e0f".into(),
        previous_app_secret: None,
        verify_token: "wa-verify-token-for-tests".into(),
        access_token: "whatsapp-access-token".into(),
        phone_number_id: "106540352242922".to_owned(),
        api_base: WhatsappCredentials::API.to_owned(),
    })
}

fn meta_credentials(app_secret: &str, verify_token: &str, account_id: &str) -> MetaCredentials {
    MetaCredentials {
        app_secret: app_secret.into(),
        previous_app_secret: None,
        verify_token: verify_token.into(),
        access_token: "meta-access-token".into(),
        account_id: account_id.to_owned(),
        human_agent: false,
        api_base: MetaCredentials::API.to_owned(),
    }
}

fn messenger_credentials() -> Credentials {
    let (secret, token) = ("a1b2c3d4e5f60718293a4b5c6d7e8f90", "fb-verify-token-for-tests");
    Credentials::Messenger(meta_credentials(secret, token, "682498302938465"))
}

fn instagram_credentials() -> Credentials {
    let (secret, token) = ("0f1e2d3c4b5a69788796a5b4c3d2e1f0", "ig-verify-token-for-tests");
    Credentials::Instagram(meta_credentials(secret, token, "17841400008460056"))
}

fn wechat_credentials() -> Credentials {
    Credentials::Wechat(WechatCredentials {
        app_id: "wx5823bf96d3bd56c7".to_owned(),
        app_secret: "wechat-app-secret".into(),
        token: "mizunoWxToken2026".into(),
        previous_token: None,
        encoding_aes_key: "kWxPUOcZ3tQ8b1Rr0mVn5yLhJ2sDfGa7EiTqMuCw9KB".into(),
        previous_encoding_aes_key: None,
        original_id: Some("gh_7f083739789a".to_owned()),
        api_base: WechatCredentials::API.to_owned(),
    })
}

/// One of each channel that has webhooks.
fn every_kind() -> [Credentials; 6] {
    [
        line_credentials(),
        telegram_credentials(),
        whatsapp_credentials(),
        messenger_credentials(),
        instagram_credentials(),
        wechat_credentials(),
    ]
}

fn line() -> Box<dyn Channel> {
    open(line_credentials())
}

fn telegram() -> Box<dyn Channel> {
    open(telegram_credentials())
}

fn whatsapp() -> Box<dyn Channel> {
    open(whatsapp_credentials())
}

/// With the token that it needs.
fn wechat() -> Box<dyn Channel> {
    let channel = open(wechat_credentials());
    let token = r#"{"access_token":"wechat-access-token","expires_in":7200}"#;
    channel.prepare(answer(200, token), now()).unwrap();
    channel
}

/// A body as the provider would post it.
fn proven(credentials: &Credentials, body: &[u8]) -> Verified {
    let hook = play::signed(credentials, body, now());
    let posted = Posted { query: &hook.query, headers: &hook.headers, body: hook.body.into() };
    open(credentials.clone()).verify(posted, now()).expect("our own signature passes")
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
        resends: None,
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
