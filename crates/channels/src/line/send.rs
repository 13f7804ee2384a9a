//! What we tell LINE.
//!
//! Source: <https://developers.line.biz/en/reference/messaging-api/#messages> (read 2026-11).

use bytes::Bytes;
use domain::{
    Button, CarouselCard, ChannelKind, Content, FailReason, Media, MediaKind, MediaSource, OutboundMessage,
    Outcome, RowId, SentMessage,
};
use http::header::AUTHORIZATION;
use http::{HeaderName, HeaderValue, Request, Response};
use secrecy::ExposeSecret;
use serde::Deserialize;
use serde_json::{Value, json};

use crate::fit::{check_buttons, check_cards, check_short, check_text, check_url};
use crate::request::{post, refused, retry_after_ms, unsupported};
use crate::text::graphemes;
use crate::{Courtesy, LineCredentials, TextLimit, Unit, capabilities, split};

const KIND: ChannelKind = ChannelKind::Line;
/// The longest request body in bytes.
const MAX_REQUEST_BYTES: usize = 2 * 1024 * 1024;
/// The longest text of a buttons template, in grapheme clusters.
const MAX_TEMPLATE_GRAPHEMES: usize = 160;
/// The longest stand-in for a template where templates are not shown, in UTF-16 units.
const MAX_ALT_TEXT: usize = 1500;
/// The longest headline of a card, in grapheme clusters.
const MAX_CARD_TITLE: usize = 40;
/// The longest words of a card that has nothing else, in grapheme clusters.
const MAX_CARD_TEXT: usize = 120;
/// The same beneath a headline or a picture.
const MAX_CARD_TEXT_BENEATH: usize = 60;
/// The longest postback data, in UTF-16 units.
const MAX_DATA: usize = 300;
/// The longest title and address of a place, in UTF-16 units.
const MAX_PLACE: usize = 100;
/// How a postback of ours begins; the next format of it counts up.
const POSTBACK_MARK: &str = "mdg1:";

const RETRY_KEY: HeaderName = HeaderName::from_static("x-line-retry-key");
const ACCEPTED_REQUEST: &str = "x-line-accepted-request-id";

pub(super) fn render(
    credentials: &LineCredentials,
    address: &str,
    row: RowId,
    message: &OutboundMessage,
) -> Result<Request<Bytes>, FailReason> {
    let most = KIND.contents_per_call();
    if message.contents.is_empty() || message.contents.len() > most {
        let count = message.contents.len();
        return Err(unsupported(format!("{count} contents in a call, 1 to {most} are possible")));
    }
    if message.contents.iter().rev().skip(1).any(has_quick_replies) {
        return Err(unsupported(
            "quick replies before the last message of a call, where LINE does not show them",
        ));
    }
    let mut messages = message.contents.iter().map(message_object).collect::<Result<Vec<_>, _>>()?;
    if let Some(token) = message.quotes.as_deref().filter(|quotes| !is_message_id(quotes)) {
        // Only these two can quote.
        let quoting =
            messages.iter_mut().find(|object| object["type"] == "text" || object["type"] == "sticker");
        if let Some(object) = quoting {
            object["quoteToken"] = token.into();
        }
    }
    let request = match &message.reply_token {
        // A retry key on a reply is answered with 400.
        Some(reply) => call(credentials, "reply", &json!({"replyToken": reply.token, "messages": messages})),
        None => call(credentials, "push", &json!({"to": address, "messages": messages})).and_then(
            |mut request| {
                request.headers_mut().insert(RETRY_KEY, HeaderValue::from_str(&row.to_uuid()).ok()?);
                Some(request)
            },
        ),
    };
    let request = request.ok_or(FailReason::Unauthorized)?;
    match request.body().len() {
        size if size > MAX_REQUEST_BYTES => {
            Err(unsupported(format!("a request of {size} bytes, 2 MB are possible")))
        }
        _ => Ok(request),
    }
}

fn call(credentials: &LineCredentials, method: &str, body: &Value) -> Option<Request<Bytes>> {
    authorized(credentials, &format!("/v2/bot/message/{method}"), body)
}

fn authorized(credentials: &LineCredentials, path: &str, body: &Value) -> Option<Request<Bytes>> {
    bearing(credentials, post(&format!("{}{path}", credentials.api_base), body)?)
}

/// Puts the access token on a request. `None` if it is none.
pub(super) fn bearing(credentials: &LineCredentials, mut request: Request<Bytes>) -> Option<Request<Bytes>> {
    let bearer = format!("Bearer {}", credentials.access_token.expose_secret());
    let mut bearer = HeaderValue::from_str(&bearer).ok()?;
    bearer.set_sensitive(true);
    request.headers_mut().insert(AUTHORIZATION, bearer);
    Some(request)
}

pub(super) fn side_call(
    credentials: &LineCredentials,
    address: &str,
    courtesy: Courtesy<'_>,
) -> Option<Request<Bytes>> {
    match courtesy {
        // Groups and rooms have no typing mark.
        Courtesy::Typing { .. } if address.starts_with('U') => {
            let body = json!({"chatId": address, "loadingSeconds": 20});
            authorized(credentials, "/v2/bot/chat/loading/start", &body)
        }
        Courtesy::Read { token } => {
            authorized(credentials, "/v2/bot/chat/markAsRead", &json!({"markAsReadToken": token}))
        }
        Courtesy::Typing { .. } | Courtesy::AnswerTap { .. } => None,
    }
}

/// LINE's message ids are numbers, its quote tokens are not.
fn is_message_id(quotes: &str) -> bool {
    quotes.bytes().all(|byte| byte.is_ascii_digit())
}

/// Whether LINE shows the content as a message with quick replies, not as a buttons template.
pub(crate) fn has_quick_replies(content: &Content) -> bool {
    let Content::Choice { text, buttons, quick } = content else { return false };
    let limits = capabilities(KIND);
    *quick
        || buttons.len() > limits.buttons
        || graphemes(text) > MAX_TEMPLATE_GRAPHEMES
        || Unit::Utf16.count(text) > MAX_ALT_TEXT
}

/// Writes one content as one of LINE's message objects.
pub(crate) fn message_object(content: &Content) -> Result<Value, FailReason> {
    match content {
        Content::Text { text } => text_object(text),
        Content::Media(media) => media_object(media),
        Content::Location { title, address, latitude, longitude } => {
            let place = [title, address].into_iter().flatten().find(|words| !words.is_empty());
            let place = place.cloned().unwrap_or_else(|| format!("{latitude}, {longitude}"));
            let title = title.as_ref().filter(|title| !title.is_empty()).unwrap_or(&place);
            let address = address.as_ref().filter(|address| !address.is_empty()).unwrap_or(&place);
            if Unit::Utf16.count(title).max(Unit::Utf16.count(address)) > MAX_PLACE {
                return Err(unsupported(format!(
                    "a place whose name or address exceeds {MAX_PLACE} characters"
                )));
            }
            Ok(json!({"type": "location", "title": title, "address": address, "latitude": latitude,
                "longitude": longitude}))
        }
        Content::Sticker { id, .. } => match id.split_once('/') {
            Some((package, sticker)) => {
                Ok(json!({"type": "sticker", "packageId": package, "stickerId": sticker}))
            }
            None => Err(unsupported("a sticker that is not LINE's (package/sticker)")),
        },
        Content::Choice { text, buttons, .. } => {
            check_buttons(KIND, buttons)?;
            check_text(KIND, text)?;
            let actions = buttons.iter().map(action);
            Ok(if has_quick_replies(content) {
                let items: Vec<_> =
                    actions.map(|action| json!({"type": "action", "action": action})).collect();
                json!({"type": "text", "text": text, "quickReply": {"items": items}})
            } else {
                let actions: Vec<_> = actions.collect();
                json!({"type": "template", "altText": text,
                    "template": {"type": "buttons", "text": text, "actions": actions}})
            })
        }
        Content::Carousel { cards, .. } => carousel(cards),
        Content::List { .. } => Err(unsupported("a list")),
        Content::Template(_) => Err(unsupported("a provider template")),
        Content::Card { .. } => Err(unsupported("a contact card")),
        Content::Form { .. } => Err(unsupported("a form")),
        Content::Unsupported { kind } => Err(unsupported(format!("{kind:?}"))),
    }
}

/// Cards side by side. LINE wants all of them to have the same parts.
fn carousel(cards: &[CarouselCard]) -> Result<Value, FailReason> {
    check_cards(KIND, cards)?;
    let parts = |card: &CarouselCard| {
        (card.image.is_some(), card.text.is_some(), card.buttons.len() + usize::from(card.link.is_some()))
    };
    let first = cards.first().map(parts).unwrap_or_default();
    if cards.iter().any(|card| parts(card) != first) {
        return Err(unsupported(
            "cards that differ in whether they have a picture or words, or in their number of buttons",
        ));
    }
    if first.2 == 0 {
        return Err(unsupported("cards without a button or a link"));
    }
    let column = |card: &CarouselCard| {
        let actions = card.buttons.iter().map(action);
        let link = card.link.iter().map(|link| json!({"type": "uri", "label": link.label, "uri": link.url}));
        let mut column = json!({"actions": actions.chain(link).collect::<Vec<_>>()});
        let alone = card.image.is_none() && card.text.is_none();
        let most = if alone { MAX_CARD_TEXT } else { MAX_CARD_TEXT_BENEATH };
        if let Some(text) = &card.text {
            check_short("a headline", &card.title, MAX_CARD_TITLE)?;
            column["title"] = card.title.as_str().into();
            check_short("words on a card", text, most)?;
            column["text"] = text.as_str().into();
        } else {
            check_short("a headline", &card.title, most)?;
            column["text"] = card.title.as_str().into();
        }
        if let Some(image) = &card.image {
            column["thumbnailImageUrl"] = image.as_str().into();
        }
        Ok(column)
    };
    let columns: Vec<_> = cards.iter().map(column).collect::<Result<_, FailReason>>()?;
    let titles: Vec<_> = cards.iter().map(|card| card.title.as_str()).collect();
    let stand_in = split(&titles.join(" / "), TextLimit { max: MAX_ALT_TEXT, unit: Unit::Utf16 })
        .first()
        .map_or("", |first| *first)
        .to_owned();
    Ok(json!({"type": "template", "altText": stand_in, "template": {"type": "carousel", "columns": columns}}))
}

fn text_object(text: &str) -> Result<Value, FailReason> {
    check_text(KIND, text)?;
    Ok(json!({"type": "text", "text": text}))
}

/// Writes a file that lies at a public address. What LINE cannot show goes as text with a link: there is no file
/// message, a film needs a preview picture, and sound needs its length.
fn media_object(media: &Media) -> Result<Value, FailReason> {
    let MediaSource::Url { url, preview } = &media.source else {
        return Err(unsupported("a file without a public address"));
    };
    if media.caption.is_some() {
        return Err(unsupported("words beneath a file; they are a message of their own"));
    }
    check_url(url)?;
    if let Some(preview) = preview {
        check_url(preview)?;
    }
    match (media.kind, preview, media.duration_ms) {
        (MediaKind::Image, preview, _) => Ok(json!({"type": "image", "originalContentUrl": url,
            "previewImageUrl": preview.as_ref().unwrap_or(url)})),
        (MediaKind::Video, Some(preview), _) => {
            Ok(json!({"type": "video", "originalContentUrl": url, "previewImageUrl": preview}))
        }
        (MediaKind::Audio | MediaKind::Voice, _, Some(duration)) => {
            Ok(json!({"type": "audio", "originalContentUrl": url, "duration": duration}))
        }
        (MediaKind::Video | MediaKind::Audio | MediaKind::Voice | MediaKind::File, ..) => match &media.name {
            Some(name) if !name.is_empty() => text_object(&format!("{name}\n{url}")),
            _ => text_object(url),
        },
    }
}

fn action(button: &Button) -> Value {
    let label = &button.label;
    json!({"type": "postback", "label": label, "data": postback(button), "displayText": label})
}

/// Writes what LINE gives back when the button is pressed: `mdg1:<bytes of the id>:<id><label>`. The label, which LINE
/// does not give back by itself, is left out if it does not fit.
fn postback(Button { id, label }: &Button) -> String {
    let bare = format!("{POSTBACK_MARK}{}:{id}", id.len());
    let full = format!("{bare}{label}");
    if Unit::Utf16.count(&full) <= MAX_DATA { full } else { bare }
}

/// Reads a postback: a button of ours with its label, or the bare data of somebody else's (a rich menu).
pub(super) fn read_postback(data: &str) -> (String, Option<String>) {
    let ours = || {
        let (length, rest) = data.strip_prefix(POSTBACK_MARK)?.split_once(':')?;
        let (id, label) = rest.split_at_checked(length.parse().ok()?)?;
        Some((id.to_owned(), (!label.is_empty()).then(|| label.to_owned())))
    };
    ours().unwrap_or_else(|| (data.to_owned(), None))
}

#[derive(Deserialize)]
#[serde(rename_all = "camelCase")]
struct Accepted {
    sent_messages: Vec<Sent>,
}

#[derive(Deserialize)]
#[serde(rename_all = "camelCase")]
struct Sent {
    id: String,
    quote_token: Option<String>,
}

#[derive(Deserialize, Default)]
#[serde(default)]
struct Problem {
    message: String,
    details: Vec<Detail>,
}

#[derive(Deserialize, Default)]
#[serde(default)]
struct Detail {
    message: String,
    property: String,
}

/// Reads LINE's answer.
///
/// Source: <https://developers.line.biz/en/docs/messaging-api/retrying-api-request/> (read 2026-11).
pub(super) fn outcome(response: &Response<Bytes>) -> Outcome {
    let headers = response.headers();
    match response.status().as_u16() {
        200..=299 => sent(response.body()).map_or(Outcome::Ambiguous, Outcome::Sent),
        // An earlier attempt with the same retry key was accepted.
        409 if headers.contains_key(ACCEPTED_REQUEST) => {
            Outcome::Sent(sent(response.body()).unwrap_or_default())
        }
        401 => Outcome::Failed(FailReason::Unauthorized),
        status @ 400..=499 => {
            let problem: Problem = serde_json::from_slice(response.body()).unwrap_or_default();
            match status {
                429 if problem.message.contains("monthly limit") => {
                    Outcome::Failed(FailReason::QuotaExhausted)
                }
                429 => Outcome::Busy { retry_after_ms: retry_after_ms(headers) },
                400 if problem.message.contains("Invalid reply token") => {
                    Outcome::Failed(FailReason::TokenExpired)
                }
                _ => refused(&problem.in_one_line(status)),
            }
        }
        _ => Outcome::Ambiguous,
    }
}

fn sent(body: &[u8]) -> Option<Vec<SentMessage>> {
    let accepted: Accepted = serde_json::from_slice(body).ok()?;
    let message = |sent: Sent| SentMessage { id: sent.id, quote_token: sent.quote_token };
    Some(accepted.sent_messages.into_iter().map(message).collect())
}

impl Problem {
    fn in_one_line(self, status: u16) -> String {
        let details: Vec<_> =
            self.details.into_iter().map(|d| format!("{}: {}", d.property, d.message)).collect();
        match (self.message.is_empty(), details.is_empty()) {
            (true, _) => format!("HTTP {status}"),
            (false, true) => self.message,
            (false, false) => format!("{} ({})", self.message, details.join("; ")),
        }
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    proptest! {
        #[test]
        fn a_button_comes_back_as_it_went_out(id in "\\PC{1,12}", label in "\\PC{1,20}") {
            let button = Button { id: id.clone(), label: label.clone() };
            prop_assert_eq!(read_postback(&postback(&button)), (id, Some(label)));
        }

        #[test]
        fn any_postback_reads(data in "(mdg1:)?[0-9]{0,3}:?\\PC{0,10}") {
            let (button, label) = read_postback(&data);
            let read = button + &label.unwrap_or_default();
            prop_assert!(data.ends_with(&read), "{}", read);
        }
    }

    #[test]
    fn a_label_that_does_not_fit_is_left_out_of_the_postback() {
        let button = Button { id: "track".into(), label: "👨‍👩‍👧‍👦".repeat(30) };
        assert_eq!(read_postback(&postback(&button)), ("track".into(), None));
        assert!(Unit::Utf16.count(&postback(&button)) <= MAX_DATA);
    }
}
