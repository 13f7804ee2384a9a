//! What we tell Telegram.
//!
//! Source: <https://core.telegram.org/bots/api#available-methods> (read 2026-11).

use bytes::Bytes;
use domain::{
    Button, ChannelKind, Content, FailReason, Media, MediaKind, MediaSource, OutboundMessage, Outcome,
    SentMessage,
};
use http::{Request, Response};
use secrecy::ExposeSecret;
use serde::Deserialize;
use serde_json::{Value, json};

use crate::fit::{check_buttons, check_text, check_url};
use crate::request::{post, refused, retry_after_ms, unsupported};
use crate::{Courtesy, TelegramCredentials, capabilities, is_blank};

const KIND: ChannelKind = ChannelKind::Telegram;

// A button's id is all that its callback data holds; Telegram takes 64 bytes.
const _: () = assert!(Button::MAX_ID_BYTES <= 64);

pub(super) fn render(
    credentials: &TelegramCredentials,
    address: &str,
    message: &OutboundMessage,
) -> Result<Request<Bytes>, FailReason> {
    let [content] = message.contents.as_slice() else {
        return Err(unsupported(format!("{} contents in a call, 1 is possible", message.contents.len())));
    };
    let (method, mut body) = method(content)?;
    if !put_address(address, &mut body) {
        return Err(FailReason::Unreachable);
    }
    if let Some(quoted) = message.quotes.as_ref().and_then(|quotes| quotes.parse::<i64>().ok()) {
        body["reply_parameters"] = json!({"message_id": quoted, "allow_sending_without_reply": true});
    }
    call(credentials, method, &body).ok_or(FailReason::Unauthorized)
}

fn call(credentials: &TelegramCredentials, method: &str, body: &Value) -> Option<Request<Bytes>> {
    let token = credentials.bot_token.expose_secret();
    post(&format!("{}/bot{token}/{method}", credentials.api_base), body)
}

/// Puts a chat, and in a forum its topic, into a call. `false` if the address is none of Telegram's.
fn put_address(address: &str, body: &mut Value) -> bool {
    let (chat, topic) = address.split_once(':').map_or((address, None), |(chat, topic)| (chat, Some(topic)));
    let (Ok(chat), Ok(topic)) = (chat.parse::<i64>(), topic.map(str::parse::<i64>).transpose()) else {
        return false;
    };
    body["chat_id"] = chat.into();
    if let Some(topic) = topic {
        body["message_thread_id"] = topic.into();
    }
    true
}

pub(super) fn side_call(
    credentials: &TelegramCredentials,
    address: &str,
    courtesy: Courtesy<'_>,
) -> Option<Request<Bytes>> {
    match courtesy {
        Courtesy::Typing { .. } => {
            let mut body = json!({"action": "typing"});
            put_address(address, &mut body).then(|| call(credentials, "sendChatAction", &body))?
        }
        Courtesy::AnswerTap { callback } => {
            call(credentials, "answerCallbackQuery", &json!({"callback_query_id": callback}))
        }
        Courtesy::Read { .. } => None,
    }
}

/// Names the method that sends one content, and writes its parameters but for the address.
pub(crate) fn method(content: &Content) -> Result<(&'static str, Value), FailReason> {
    match content {
        Content::Text { text } => {
            check_text(KIND, text)?;
            Ok(("sendMessage", text_message(text)))
        }
        Content::Choice { text, buttons, .. } => {
            check_text(KIND, text)?;
            check_buttons(KIND, buttons)?;
            let key = |Button { id, label }: &Button| json!([{"text": label, "callback_data": id}]);
            let mut body = text_message(text);
            body["reply_markup"] = json!({"inline_keyboard": buttons.iter().map(key).collect::<Vec<_>>()});
            Ok(("sendMessage", body))
        }
        Content::Media(media) => media_message(media),
        Content::Location { title, address, latitude, longitude } => {
            let mut body = json!({"latitude": latitude, "longitude": longitude});
            let (Some(title), Some(address)) = (title, address) else {
                return Ok(("sendLocation", body));
            };
            body["title"] = title.as_str().into();
            body["address"] = address.as_str().into();
            Ok(("sendVenue", body))
        }
        Content::Sticker { id, .. } if !id.is_empty() => Ok(("sendSticker", json!({"sticker": id}))),
        Content::Sticker { .. } => Err(unsupported("a sticker without an id")),
        Content::Card { name, phone: Some(phone) } if !is_blank(name) => {
            Ok(("sendContact", json!({"first_name": name, "phone_number": phone})))
        }
        Content::Card { .. } => Err(unsupported("a contact card without a name or a number")),
        Content::List { .. } => Err(unsupported("a list")),
        Content::Carousel { .. } => Err(unsupported("cards side by side")),
        Content::Template(_) => Err(unsupported("a provider template")),
        Content::Form { .. } => Err(unsupported("a form")),
        Content::Unsupported { kind } => Err(unsupported(format!("{kind:?}"))),
    }
}

/// Plain text: without a parse mode nothing in it needs escaping, and no preview of a link is fetched.
fn text_message(text: &str) -> Value {
    json!({"text": text, "link_preview_options": {"is_disabled": true}})
}

fn media_message(media: &Media) -> Result<(&'static str, Value), FailReason> {
    let file = match &media.source {
        MediaSource::Url { url, .. } => {
            check_url(url)?;
            url
        }
        // Telegram's own ids of files stay good for sending.
        MediaSource::Provider { id } => id,
        MediaSource::Upload { .. } => return Err(unsupported("a file without a public address")),
    };
    let (method, member) = match media.kind {
        MediaKind::Image => ("sendPhoto", "photo"),
        MediaKind::Video => ("sendVideo", "video"),
        MediaKind::Audio => ("sendAudio", "audio"),
        MediaKind::Voice => ("sendVoice", "voice"),
        MediaKind::File => ("sendDocument", "document"),
    };
    let mut body = json!({member: file});
    if let (Some(caption), Some(limit)) = (&media.caption, capabilities(KIND).caption) {
        let length = limit.unit.count(caption);
        if length > limit.max {
            return Err(unsupported(format!("words of {length} beneath a file, the limit is {}", limit.max)));
        }
        body["caption"] = caption.as_str().into();
    }
    Ok((method, body))
}

#[derive(Deserialize)]
struct Answer {
    ok: bool,
    result: Option<Sent>,
    error_code: Option<u16>,
    #[serde(default)]
    description: String,
    #[serde(default)]
    parameters: Parameters,
}

#[derive(Deserialize)]
struct Sent {
    message_id: i64,
}

#[derive(Deserialize, Default)]
struct Parameters {
    /// In seconds.
    retry_after: Option<u64>,
    migrate_to_chat_id: Option<i64>,
}

/// Reads Telegram's answer: by its code first, by its words only where one code means several things.
///
/// Source: <https://core.telegram.org/bots/api#making-requests> (read 2026-11); the words are not documented.
pub(super) fn outcome(response: &Response<Bytes>) -> Outcome {
    let status = response.status().as_u16();
    let answer: Option<Answer> = serde_json::from_slice(response.body()).ok();
    if let Some(Answer { ok: true, result, .. }) = answer {
        let sent = |sent: Sent| {
            Outcome::Sent(vec![SentMessage { id: sent.message_id.to_string(), quote_token: None }])
        };
        return result.filter(|_| (200..300).contains(&status)).map_or(Outcome::Ambiguous, sent);
    }
    let (code, words, parameters) = match answer {
        Some(answer) => (answer.error_code.unwrap_or(status), answer.description, answer.parameters),
        None => (status, format!("HTTP {status}"), Parameters::default()),
    };
    match code {
        // The limit is the bot's, not the chat's.
        429 => Outcome::Busy {
            retry_after_ms: parameters
                .retry_after
                .map(|seconds| seconds.saturating_mul(1000))
                .or_else(|| retry_after_ms(response.headers())),
        },
        // Blocked, kicked, deactivated, never started.
        403 => Outcome::Failed(FailReason::Unreachable),
        // Not authorised; no such bot; the token is in use for polling.
        401 | 404 | 409 => Outcome::Failed(FailReason::Unauthorized),
        400 => match parameters.migrate_to_chat_id {
            Some(chat) => refused(&format!("the group has become the supergroup {chat}")),
            None if words.contains("chat not found") || words.contains("PEER_ID_INVALID") => {
                Outcome::Failed(FailReason::Unreachable)
            }
            None => refused(&words),
        },
        402..=499 => refused(&words),
        _ => Outcome::Ambiguous,
    }
}
