//! What we tell people through a page or an Instagram account: the Send API, which both have in common.
//!
//! Source: <https://developers.facebook.com/docs/messenger-platform/reference/send-api> (read 2026-11).

use bytes::Bytes;
use domain::{
    Author, Button, CarouselCard, ChannelKind, Content, FailReason, Media, MediaKind, MediaSource,
    OutboundMessage, Outcome, Reference, SentMessage,
};
use http::{Request, Response};
use serde::Deserialize;
use serde_json::{Value, json};

use super::{GraphError, call};
use crate::fit::{check_buttons, check_cards, check_short, check_text, check_url};
use crate::request::{refusal_by, refused, retry_after_ms, unsupported};
use crate::{Courtesy, MetaCredentials, Unit, capabilities};

/// The longest words above buttons, in UTF-16 units.
const MAX_BUTTON_TEXT: usize = 640;
/// The longest headline of a card, and the longest words beneath it, in characters.
const MAX_CARD_WORDS: usize = 80;
/// The longest title of a button, in UTF-16 units.
const MAX_TITLE: usize = 20;

pub(crate) fn render(
    kind: ChannelKind,
    credentials: &MetaCredentials,
    address: &str,
    reference: &Reference,
    message: &OutboundMessage,
) -> Result<Request<Bytes>, FailReason> {
    let [content] = message.contents.as_slice() else {
        return Err(unsupported(format!("{} contents in a call, 1 is possible", message.contents.len())));
    };
    let mut said = message_object(kind, content)?;
    if kind == ChannelKind::Messenger {
        // Comes back in the echo; Instagram knows no such thing.
        said["metadata"] = reference.to_string().into();
    }
    let mut body = json!({"recipient": recipient(address)?, "messaging_type": "RESPONSE", "message": said});
    if credentials.human_agent && matches!(message.author, Author::Operator { .. }) {
        body["messaging_type"] = "MESSAGE_TAG".into();
        body["tag"] = "HUMAN_AGENT".into();
    }
    if let Some(quoted) = message.quotes.as_ref().filter(|quoted| !quoted.is_empty()) {
        body["reply_to"] = json!({"mid": quoted});
    }
    post(credentials, &body).ok_or(FailReason::Unauthorized)
}

fn post(credentials: &MetaCredentials, body: &Value) -> Option<Request<Bytes>> {
    let path = format!("{}/messages", credentials.account_id);
    call(&credentials.api_base, &path, &credentials.access_token, body)
}

/// Names a person by the id that this account knows them by, which is a number.
fn recipient(address: &str) -> Result<Value, FailReason> {
    let number = !address.is_empty() && address.bytes().all(|byte| byte.is_ascii_digit());
    if number { Ok(json!({"id": address})) } else { Err(FailReason::Unreachable) }
}

pub(crate) fn side_call(
    credentials: &MetaCredentials,
    address: &str,
    courtesy: Courtesy<'_>,
) -> Option<Request<Bytes>> {
    let action = match courtesy {
        Courtesy::Typing { .. } => "typing_on",
        Courtesy::Read { .. } => "mark_seen",
        Courtesy::AnswerTap { .. } => return None,
    };
    post(credentials, &json!({"recipient": recipient(address).ok()?, "sender_action": action}))
}

/// Writes one content as the Send API's message object.
pub(crate) fn message_object(kind: ChannelKind, content: &Content) -> Result<Value, FailReason> {
    match content {
        Content::Text { text } => {
            check_text(kind, text)?;
            Ok(json!({"text": text}))
        }
        Content::Choice { text, buttons, quick } => {
            check_text(kind, text)?;
            check_buttons(kind, buttons)?;
            if buttons.iter().any(|button| Unit::Utf16.count(&button.label) > MAX_TITLE) {
                return Err(unsupported(format!("a label of more than {MAX_TITLE} UTF-16 units")));
            }
            Ok(choice(kind, text, buttons, *quick))
        }
        Content::Carousel { cards, .. } => carousel(kind, cards),
        Content::Media(media) => media_object(media),
        Content::List { .. } => Err(unsupported("a list")),
        Content::Template(_) => Err(unsupported("a provider template")),
        Content::Location { .. } => Err(unsupported("a place")),
        Content::Sticker { .. } => Err(unsupported("a sticker")),
        Content::Card { .. } => Err(unsupported("a contact card")),
        Content::Form { .. } => Err(unsupported("a form")),
        Content::Unsupported { kind } => Err(unsupported(format!("{kind:?}"))),
    }
}

/// Buttons beneath few words stay; more of them, or beneath many words, vanish with the next message.
fn choice(kind: ChannelKind, text: &str, buttons: &[Button], quick: bool) -> Value {
    if !quick && buttons.len() <= capabilities(kind).buttons && Unit::Utf16.count(text) <= MAX_BUTTON_TEXT {
        let button =
            |Button { id, label }: &Button| json!({"type": "postback", "title": label, "payload": id});
        let buttons: Vec<_> = buttons.iter().map(button).collect();
        return json!({"attachment": {"type": "template",
            "payload": {"template_type": "button", "text": text, "buttons": buttons}}});
    }
    let reply =
        |Button { id, label }: &Button| json!({"content_type": "text", "title": label, "payload": id});
    json!({"text": text, "quick_replies": buttons.iter().map(reply).collect::<Vec<_>>()})
}

/// Cards side by side: the generic template.
fn carousel(kind: ChannelKind, cards: &[CarouselCard]) -> Result<Value, FailReason> {
    check_cards(kind, cards)?;
    let element = |card: &CarouselCard| {
        check_short("a headline", &card.title, MAX_CARD_WORDS)?;
        let mut element = json!({"title": card.title});
        if let Some(text) = &card.text {
            check_short("words on a card", text, MAX_CARD_WORDS)?;
            element["subtitle"] = text.as_str().into();
        }
        if let Some(image) = &card.image {
            element["image_url"] = image.as_str().into();
        }
        let press =
            |Button { id, label }: &Button| json!({"type": "postback", "title": label, "payload": id});
        let link =
            card.link.iter().map(|link| json!({"type": "web_url", "title": link.label, "url": link.url}));
        let buttons: Vec<_> = card.buttons.iter().map(press).chain(link).collect();
        if card.text.is_none() && card.image.is_none() && buttons.is_empty() {
            return Err(unsupported("a card with a headline and nothing else"));
        }
        if !buttons.is_empty() {
            element["buttons"] = buttons.into();
        }
        Ok(element)
    };
    let elements: Vec<_> = cards.iter().map(element).collect::<Result<_, FailReason>>()?;
    Ok(
        json!({"attachment": {"type": "template", "payload": {"template_type": "generic", "elements": elements}}}),
    )
}

fn media_object(media: &Media) -> Result<Value, FailReason> {
    let MediaSource::Url { url, .. } = &media.source else {
        return Err(unsupported("a file without a public address"));
    };
    if media.caption.is_some() {
        return Err(unsupported("words beneath a file; they are a message of their own"));
    }
    check_url(url)?;
    let kind = match media.kind {
        MediaKind::Image => "image",
        MediaKind::Video => "video",
        MediaKind::Audio | MediaKind::Voice => "audio",
        MediaKind::File => "file",
    };
    Ok(json!({"attachment": {"type": kind, "payload": {"url": url}}}))
}

#[derive(Deserialize)]
struct Accepted {
    message_id: String,
}

/// Reads the answer of the Send API: by the code in it, not by the HTTP status.
///
/// Source: <https://developers.facebook.com/docs/messenger-platform/error-codes> (read 2026-11).
pub(crate) fn outcome(response: &Response<Bytes>) -> Outcome {
    let status = response.status().as_u16();
    if (200..300).contains(&status) {
        let accepted: Option<Accepted> = serde_json::from_slice(response.body()).ok();
        let sent =
            |Accepted { message_id }| Outcome::Sent(vec![SentMessage { id: message_id, quote_token: None }]);
        return accepted.map_or(Outcome::Ambiguous, sent);
    }
    let asked = retry_after_ms(response.headers());
    let (later, too_often) =
        (Outcome::NotSent { retry_after_ms: asked }, Outcome::Busy { retry_after_ms: asked });
    let Some(error) = GraphError::in_answer(response) else {
        return match status {
            429 => too_often,
            401 => Outcome::Failed(FailReason::Unauthorized),
            400..=499 => refused(&format!("HTTP {status}")),
            _ => Outcome::Ambiguous,
        };
    };
    let failed = Outcome::Failed;
    match (error.code, error.error_subcode.unwrap_or_default()) {
        // The message went out all the same (F-36).
        (1, 1_357_046) => Outcome::Ambiguous,
        (4 | 17 | 32 | 613, _) => too_often,
        (1 | 2 | 1200, _) => later,
        (10, 2_018_278 | 2_534_022) => failed(FailReason::WindowClosed),
        (551, _) | (100, 2_018_001) | (200, 1_545_041) => failed(FailReason::Unreachable),
        // The token, a permission.
        (3 | 10 | 190 | 200..=299, _) => failed(FailReason::Unauthorized),
        (100 | 368, _) => failed(refusal_of(&error)),
        _ if status < 500 => failed(refusal_of(&error)),
        // An unknown error of theirs leaves open what became of the message.
        _ => Outcome::Ambiguous,
    }
}

/// A refusal by the finer of the two codes.
fn refusal_of(error: &GraphError) -> FailReason {
    refusal_by(Some(error.error_subcode.unwrap_or(error.code)), &error.in_one_line())
}
