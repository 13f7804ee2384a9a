//! What we tell WhatsApp.
//!
//! Source: <https://developers.facebook.com/docs/whatsapp/cloud-api/guides/send-messages> (read 2026-11).

use std::collections::BTreeSet;

use bytes::Bytes;
use domain::{
    Button, CarouselCard, ChannelKind, Content, FailReason, ListRow, Media, MediaKind, MediaSource,
    OutboundMessage, Outcome, ProviderTemplate, Reference, SentMessage, TemplateField,
};
use http::{Request, Response};
use serde::Deserialize;
use serde_json::{Value, json};

use crate::fit::{check_buttons, check_cards, check_rows, check_text, check_url};
use crate::meta::{self, GraphError};
use crate::request::{refusal, refusal_by, refused, retry_after_ms, unsupported};
use crate::{Courtesy, Unit, WhatsappCredentials, capabilities, is_blank};

const KIND: ChannelKind = ChannelKind::Whatsapp;
/// The most buttons that stay beneath a message; more become a list.
const MAX_REPLY_BUTTONS: usize = 3;
/// The longest words above buttons, in UTF-16 units. A list takes as many as a text.
const MAX_BUTTON_BODY: usize = 1024;
/// The longest title of a button, in UTF-16 units.
const MAX_BUTTON_TITLE: usize = 20;
/// The longest title of a row of a list, in UTF-16 units.
const MAX_ROW_TITLE: usize = 24;
/// The longest words about a row, in UTF-16 units.
const MAX_ROW_DESCRIPTION: usize = 72;
/// The longest words of a card, in UTF-16 units.
const MAX_CARD_BODY: usize = 160;
/// What opens a list. A contact may read either language.
const OPEN_LIST: &str = "選択 / Select";
/// How long to wait after too many messages to one person: they take one in six seconds.
const PAIR_RATE_MS: u64 = 6000;

pub(super) fn render(
    credentials: &WhatsappCredentials,
    address: &str,
    reference: &Reference,
    message: &OutboundMessage,
) -> Result<Request<Bytes>, FailReason> {
    let [content] = message.contents.as_slice() else {
        return Err(unsupported(format!("{} contents in a call, 1 is possible", message.contents.len())));
    };
    let mut body = message_object(content)?;
    put_address(address, &mut body).ok_or(FailReason::Unreachable)?;
    body["messaging_product"] = "whatsapp".into();
    body["biz_opaque_callback_data"] = reference.to_string().into();
    if let Some(quoted) = message.quotes.as_ref().filter(|quoted| !quoted.is_empty()) {
        body["context"] = json!({"message_id": quoted});
    }
    call(credentials, &body).ok_or(FailReason::Unauthorized)
}

fn call(credentials: &WhatsappCredentials, body: &Value) -> Option<Request<Bytes>> {
    let path = format!("{}/messages", credentials.phone_number_id);
    meta::call(&credentials.api_base, &path, &credentials.access_token, body)
}

/// Puts a person or a group into a call: `+` and a number, `group:` and its id, or a business-scoped id.
fn put_address(address: &str, body: &mut Value) -> Option<()> {
    let digits = |text: &str| !text.is_empty() && text.bytes().all(|byte| byte.is_ascii_digit());
    let (kind, member, id) = match (address.strip_prefix('+'), address.strip_prefix("group:")) {
        (Some(number), _) if digits(number) => ("individual", "to", address),
        (None, Some(group)) if !group.is_empty() => ("group", "to", group),
        // `JP.1349…`: the country comes first.
        (None, None) if address.as_bytes().get(2) == Some(&b'.') => ("individual", "recipient", address),
        _ => return None,
    };
    body["recipient_type"] = kind.into();
    body[member] = id.into();
    Some(())
}

/// Typing is shown only together with the mark that a message was read.
pub(super) fn side_call(credentials: &WhatsappCredentials, courtesy: Courtesy<'_>) -> Option<Request<Bytes>> {
    let read =
        |message: &str| json!({"messaging_product": "whatsapp", "status": "read", "message_id": message});
    match courtesy {
        Courtesy::Read { token } => call(credentials, &read(token)),
        Courtesy::Typing { token: Some(token) } => {
            let mut body = read(token);
            body["typing_indicator"] = json!({"type": "text"});
            call(credentials, &body)
        }
        Courtesy::Typing { token: None } | Courtesy::AnswerTap { .. } => None,
    }
}

/// Writes one content as the part of a call that says it.
pub(crate) fn message_object(content: &Content) -> Result<Value, FailReason> {
    match content {
        Content::Text { text } => {
            check_text(KIND, text)?;
            Ok(json!({"type": "text", "text": {"body": text}}))
        }
        Content::Choice { text, buttons, .. } => {
            check_text(KIND, text)?;
            check_buttons(KIND, buttons)?;
            choice(text, buttons)
        }
        Content::List { text, open, rows } => list(text, open.as_deref(), rows),
        Content::Carousel { text, cards } => carousel(text, cards),
        Content::Template(template) => template_object(template),
        Content::Media(media) => media_object(media),
        Content::Location { title, address, latitude, longitude } => {
            let mut place = json!({"latitude": latitude, "longitude": longitude});
            for (name, words) in [("name", title), ("address", address)] {
                if let Some(words) = words.as_ref().filter(|words| !words.is_empty()) {
                    place[name] = words.as_str().into();
                }
            }
            Ok(json!({"type": "location", "location": place}))
        }
        Content::Card { name, phone } if !is_blank(name) => {
            let mut card = json!({"name": {"formatted_name": name, "first_name": name}});
            if let Some(phone) = phone {
                card["phones"] = json!([{"phone": phone}]);
            }
            Ok(json!({"type": "contacts", "contacts": [card]}))
        }
        Content::Card { .. } => Err(unsupported("a contact card without a name")),
        Content::Sticker { .. } => Err(unsupported("a sticker")),
        Content::Form { .. } => Err(unsupported("a form")),
        Content::Unsupported { kind } => Err(unsupported(format!("{kind:?}"))),
    }
}

/// Three short buttons stay beneath the message; more, or beneath many words, are a list.
fn choice(text: &str, buttons: &[Button]) -> Result<Value, FailReason> {
    let most = |limit: usize| buttons.iter().all(|button| Unit::Utf16.count(&button.label) <= limit);
    // Buttons of one message must differ in what people read; rows of a list need not.
    let labels: BTreeSet<_> = buttons.iter().map(|button| &button.label).collect();
    if buttons.len() <= MAX_REPLY_BUTTONS
        && labels.len() == buttons.len()
        && most(MAX_BUTTON_TITLE)
        && Unit::Utf16.count(text) <= MAX_BUTTON_BODY
    {
        let button =
            |Button { id, label }: &Button| json!({"type": "reply", "reply": {"id": id, "title": label}});
        let buttons: Vec<_> = buttons.iter().map(button).collect();
        return Ok(json!({"type": "interactive",
            "interactive": {"type": "button", "body": {"text": text}, "action": {"buttons": buttons}}}));
    }
    let row =
        |Button { id, label }: &Button| ListRow { id: id.clone(), label: label.clone(), description: None };
    list(text, None, &buttons.iter().map(row).collect::<Vec<_>>())
}

fn list(text: &str, open: Option<&str>, rows: &[ListRow]) -> Result<Value, FailReason> {
    check_text(KIND, text)?;
    check_rows(rows)?;
    let open = open.filter(|open| !is_blank(open)).unwrap_or(OPEN_LIST);
    at_most("what opens the list", open, MAX_BUTTON_TITLE)?;
    let mut ids = BTreeSet::new();
    let row = |row: &ListRow| {
        if is_blank(&row.label) || row.id.is_empty() {
            return Err(unsupported("a row without a label or an id"));
        }
        at_most("a label", &row.label, MAX_ROW_TITLE)?;
        let mut object = json!({"id": row.id, "title": row.label});
        if let Some(description) = row.description.as_ref().filter(|words| !is_blank(words)) {
            at_most("the words about a row", description, MAX_ROW_DESCRIPTION)?;
            object["description"] = description.as_str().into();
        }
        Ok(object)
    };
    if rows.iter().any(|row| row.id.len() > Button::MAX_ID_BYTES || !ids.insert(&row.id)) {
        return Err(unsupported(format!(
            "rows whose ids are the same or exceed {} bytes",
            Button::MAX_ID_BYTES
        )));
    }
    let rows: Vec<_> = rows.iter().map(row).collect::<Result<_, FailReason>>()?;
    Ok(json!({"type": "interactive", "interactive": {"type": "list", "body": {"text": text},
        "action": {"button": open, "sections": [{"rows": rows}]}}}))
}

/// Cards side by side: each has a picture, words and a page that it leads to, and nothing to press.
///
/// Source: <https://developers.facebook.com/docs/whatsapp/cloud-api/messages/interactive-media-carousel-messages> (read
/// 2026-11).
fn carousel(text: &str, cards: &[CarouselCard]) -> Result<Value, FailReason> {
    check_cards(KIND, cards)?;
    if cards.len() < 2 {
        return Err(unsupported("a single card; 2 to 10 are possible"));
    }
    if is_blank(text) {
        return Err(unsupported("cards without words before them"));
    }
    at_most("the words before the cards", text, MAX_BUTTON_BODY)?;
    let card = |(n, card): (usize, &CarouselCard)| {
        let (Some(image), Some(link)) = (&card.image, &card.link) else {
            return Err(unsupported("a card without a picture or without a link"));
        };
        let words =
            [Some(&card.title), card.text.as_ref()].into_iter().flatten().cloned().collect::<Vec<_>>();
        let words = words.join("\n");
        at_most("the words of a card", &words, MAX_CARD_BODY)?;
        at_most("a label", &link.label, MAX_BUTTON_TITLE)?;
        Ok(json!({"card_index": n, "type": "cta_url", "header": {"type": "image", "image": {"link": image}},
            "body": {"text": words}, "action": {"name": "cta_url",
                "parameters": {"display_text": link.label, "url": link.url}}}))
    };
    let cards: Vec<_> = cards.iter().enumerate().map(card).collect::<Result<_, FailReason>>()?;
    Ok(json!({"type": "interactive",
        "interactive": {"type": "carousel", "body": {"text": text}, "action": {"cards": cards}}}))
}

/// A template that Meta has approved. Blanks with numbers are filled in their order, others by name.
///
/// Source: <https://developers.facebook.com/docs/whatsapp/cloud-api/guides/send-message-templates> (read 2026-11).
fn template_object(template: &ProviderTemplate) -> Result<Value, FailReason> {
    if template.name.is_empty() || template.language.is_empty() {
        return Err(unsupported("a provider template without a name or a language"));
    }
    let mut object = json!({"name": template.name, "language": {"code": template.language}});
    let parameter = |TemplateField { name, value }: &TemplateField| {
        if is_blank(value) {
            return Err(unsupported(format!("nothing for the blank {name:?} of the template")));
        }
        let mut parameter = json!({"type": "text", "text": value});
        if name.parse::<u32>().is_err() {
            parameter["parameter_name"] = name.as_str().into();
        }
        Ok(parameter)
    };
    let parameters: Vec<_> = template.fields.iter().map(parameter).collect::<Result<_, FailReason>>()?;
    if !parameters.is_empty() {
        object["components"] = json!([{"type": "body", "parameters": parameters}]);
    }
    Ok(json!({"type": "template", "template": object}))
}

/// Refuses words that are longer than their place, in UTF-16 units.
fn at_most(what: &str, words: &str, most: usize) -> Result<(), FailReason> {
    match Unit::Utf16.count(words) {
        length if length > most => {
            Err(unsupported(format!("{what} of {length} UTF-16 units; {most} are possible")))
        }
        _ => Ok(()),
    }
}

fn media_object(media: &Media) -> Result<Value, FailReason> {
    let MediaSource::Url { url, .. } = &media.source else {
        return Err(unsupported("a file without a public address"));
    };
    check_url(url)?;
    let (kind, captions) = match media.kind {
        MediaKind::Image => ("image", true),
        MediaKind::Video => ("video", true),
        MediaKind::Audio | MediaKind::Voice => ("audio", false),
        MediaKind::File => ("document", true),
    };
    let mut file = json!({"link": url});
    if let (Some(caption), Some(limit)) = (&media.caption, capabilities(KIND).caption) {
        let length = limit.unit.count(caption);
        if !captions || length > limit.max {
            return Err(unsupported(format!(
                "words of {length} beneath a file; {} beneath a picture, a film or a document are possible",
                limit.max
            )));
        }
        file["caption"] = caption.as_str().into();
    }
    if let (MediaKind::File, Some(name)) = (media.kind, &media.name) {
        file["filename"] = name.as_str().into();
    }
    Ok(json!({"type": kind, kind: file}))
}

#[derive(Deserialize)]
struct Accepted {
    messages: Vec<Sent>,
}

#[derive(Deserialize)]
struct Sent {
    id: String,
}

/// Reads WhatsApp's answer: by the code in it, not by the HTTP status.
///
/// Source: <https://developers.facebook.com/docs/whatsapp/cloud-api/support/error-codes/> (read 2026-11).
pub(super) fn outcome(response: &Response<Bytes>) -> Outcome {
    let status = response.status().as_u16();
    if (200..300).contains(&status) {
        let accepted: Option<Accepted> = serde_json::from_slice(response.body()).ok();
        let messages = accepted.map(|accepted| accepted.messages).filter(|messages| !messages.is_empty());
        let sent = |sent: Sent| SentMessage { id: sent.id, quote_token: None };
        return messages
            .map_or(Outcome::Ambiguous, |messages| Outcome::Sent(messages.into_iter().map(sent).collect()));
    }
    match GraphError::in_answer(response) {
        Some(error) if is_too_often(error.code) => {
            Outcome::Busy { retry_after_ms: retry_after_ms(response.headers()) }
        }
        Some(error) if is_passing(error.code) => {
            let asked = (error.code == 131_056).then_some(PAIR_RATE_MS);
            Outcome::NotSent { retry_after_ms: retry_after_ms(response.headers()).or(asked) }
        }
        // An unknown error of theirs leaves open what became of the message.
        Some(error) if status < 500 || is_known(error.code) => Outcome::Failed(failure(Some(&error))),
        None if status == 429 => Outcome::Busy { retry_after_ms: retry_after_ms(response.headers()) },
        None if status == 401 => Outcome::Failed(FailReason::Unauthorized),
        None if (400..500).contains(&status) => refused(&format!("HTTP {status}")),
        Some(_) | None => Outcome::Ambiguous,
    }
}

/// Whether the account, and not only this message, has to wait.
fn is_too_often(code: i64) -> bool {
    matches!(code, 4 | 80_007 | 130_429)
}

/// Whether the message was not accepted and may be later: too many to this person, or the service is away.
fn is_passing(code: i64) -> bool {
    matches!(code, 1 | 2 | 131_000 | 131_016 | 131_056 | 131_057 | 133_004)
}

/// Whether the code tells for certain that the message was not accepted.
fn is_known(code: i64) -> bool {
    matches!(code, 0 | 3 | 10 | 33 | 100 | 190 | 200..=299 | 368 | 130_000..=139_999)
}

/// Tells why a message does not go out, from the error of an answer or of a receipt.
pub(super) fn failure(error: Option<&GraphError>) -> FailReason {
    let Some(error) = error else { return refusal("no reason given") };
    match error.code {
        131_047 => FailReason::WindowClosed,
        // Not on WhatsApp, too old an app, ourselves, not in the sandbox's list, kept back by WhatsApp, opted out.
        131_021 | 131_026 | 131_030 | 130_472 | 131_049 | 131_050 => FailReason::Unreachable,
        // Token, permission, registration, number.
        0 | 3 | 10 | 33 | 190 | 200..=299 | 131_005 | 133_010 => FailReason::Unauthorized,
        code => refusal_by(Some(code), &error.in_one_line()),
    }
}
