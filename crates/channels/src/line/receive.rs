//! What LINE tells.
//!
//! Source: <https://developers.line.biz/en/reference/messaging-api/#webhook-event-objects> (read 2026-11).

use std::time::Duration;

use domain::{
    Content, Media, MediaKind, MediaSource, News, Parsed, Party, ReplyToken, Timestamp, WebhookEvent,
    minutes, seconds,
};
use serde::Deserialize;
use serde_json::value::RawValue;

use super::send;
use crate::Unreadable;
use crate::json::guard;

/// How long after receipt a reply token is used. LINE promises one minute; the rest is for the way back.
const REPLY_TOKEN_LIFE: Duration = seconds(50);
/// A redelivered event's token is dead when this much has passed since the event itself.
const REPLY_TOKEN_END: Duration = minutes(20);

#[derive(Deserialize)]
struct Envelope<'a> {
    destination: Option<String>,
    #[serde(borrow)]
    events: Vec<&'a RawValue>,
}

/// What every event has; read before the rest, so that a strange rest can still be given to its thread.
#[derive(Deserialize)]
#[serde(rename_all = "camelCase")]
struct Head {
    r#type: String,
    webhook_event_id: Option<String>,
    timestamp: Option<i64>,
    source: Option<Source>,
    mode: Option<String>,
    reply_token: Option<String>,
}

#[derive(Deserialize)]
#[serde(rename_all = "camelCase")]
struct Source {
    r#type: String,
    user_id: Option<String>,
    group_id: Option<String>,
    room_id: Option<String>,
}

/// The parts of the events that mean something here.
#[derive(Deserialize)]
#[serde(rename_all = "camelCase")]
struct Rest<'a> {
    message: Option<Message>,
    unsend: Option<Unsend>,
    follow: Option<Follow>,
    #[serde(borrow)]
    postback: Option<Postback<'a>>,
}

#[derive(Deserialize)]
#[serde(rename_all = "camelCase")]
struct Unsend {
    message_id: String,
}

#[derive(Deserialize)]
#[serde(rename_all = "camelCase")]
struct Follow {
    is_unblocked: Option<bool>,
}

#[derive(Deserialize)]
struct Postback<'a> {
    data: String,
    #[serde(borrow)]
    params: Option<&'a RawValue>,
}

#[derive(Deserialize)]
#[serde(rename_all = "camelCase")]
struct Message {
    id: String,
    r#type: String,
    text: Option<String>,
    quote_token: Option<String>,
    mark_as_read_token: Option<String>,
    quoted_message_id: Option<String>,
    content_provider: Option<ContentProvider>,
    image_set: Option<ImageSet>,
    duration: Option<u64>,
    file_name: Option<String>,
    file_size: Option<u64>,
    title: Option<String>,
    address: Option<String>,
    latitude: Option<f64>,
    longitude: Option<f64>,
    package_id: Option<String>,
    sticker_id: Option<String>,
    keywords: Option<Vec<String>>,
}

#[derive(Deserialize)]
#[serde(rename_all = "camelCase")]
struct ContentProvider {
    r#type: String,
    original_content_url: Option<String>,
    preview_image_url: Option<String>,
}

#[derive(Deserialize)]
struct ImageSet {
    id: String,
}

pub(super) fn read(
    body: &[u8],
    destination: Option<&str>,
    received_at: Timestamp,
) -> Result<Vec<Parsed>, Unreadable> {
    let envelope: Envelope<'_> = serde_json::from_str(guard(body)?)?;
    if destination.is_some() && envelope.destination.as_deref() != destination {
        return Err(Unreadable::Misrouted);
    }
    Ok(envelope.events.into_iter().map(|raw| event(raw.get(), received_at)).collect())
}

fn event(raw: &str, received_at: Timestamp) -> Parsed {
    let undecodable = |why: &str| Parsed::Undecodable { why: why.to_owned(), raw: raw.to_owned() };
    let Ok(head) = serde_json::from_str::<Head>(raw) else {
        return undecodable("its type, id, time or source is not as LINE writes it");
    };
    if means_nothing_here(&head.r#type) {
        return Parsed::Ignored(head.r#type);
    }
    let (Some(id), Some(millis)) = (head.webhook_event_id, head.timestamp) else {
        return undecodable("it has no id or no time");
    };
    let Some(party) = head.source.and_then(party) else {
        return undecodable("it has no source");
    };
    let at = Timestamp::from_millis(millis);
    let standby = head.mode.as_deref() == Some("standby");
    let (news, understood) = match serde_json::from_str(raw).ok().and_then(|rest| news(&head.r#type, rest)) {
        Some(news) => (news, true),
        None => (News::Unsupported { kind: head.r#type }, false),
    };
    let keeps_raw = !understood
        || matches!(
            news,
            News::Message { content: Content::Unsupported { .. }, .. }
                | News::Edited { content: Content::Unsupported { .. }, .. }
        );
    Parsed::Event(Box::new(WebhookEvent {
        id,
        at,
        untimed: false,
        party,
        news,
        // Somebody else speaks in this chat; a token that came all the same is not ours to use.
        reply_token: head.reply_token.filter(|_| !standby).map(|token| ReplyToken {
            token,
            until: (received_at + REPLY_TOKEN_LIFE).min(at + REPLY_TOKEN_END),
        }),
        standby,
        raw: keeps_raw.then(|| raw.to_owned()),
    }))
}

fn means_nothing_here(kind: &str) -> bool {
    matches!(
        kind,
        "videoPlayComplete"
            | "beacon"
            | "accountLink"
            | "membership"
            | "module"
            | "activated"
            | "deactivated"
            | "botSuspended"
            | "botResumed"
            | "delivery"
    )
}

/// Who a source is: the id that a push goes to names the thread.
fn party(source: Source) -> Option<Party> {
    let (address, sender) = match source.r#type.as_str() {
        "user" => (source.user_id?, None),
        "group" => (source.group_id?, source.user_id),
        "room" => (source.room_id?, source.user_id),
        _ => return None,
    };
    if address.is_empty() {
        return None;
    }
    Some(Party {
        thread: format!("{}:{address}", source.r#type),
        address,
        sender,
        name: None,
        language: None,
    })
}

/// What an event says; `None` if this desk does not know its type or misses what belongs to it.
fn news(kind: &str, rest: Rest<'_>) -> Option<News> {
    Some(match kind {
        "message" => {
            let message = rest.message?;
            News::Message {
                content: content(&message),
                message: message.id,
                quotes: message.quoted_message_id,
                quote_token: message.quote_token,
                read_token: message.mark_as_read_token,
            }
        }
        "messageEdited" => {
            let message = rest.message?;
            News::Edited { content: content(&message), message: message.id }
        }
        "unsend" => News::Unsent { message: rest.unsend?.message_id },
        "follow" => News::Followed {
            unblocked: rest.follow.and_then(|follow| follow.is_unblocked).unwrap_or_default(),
            referral: None,
        },
        // Entering a group opens a thread as following does, and leaving closes it: sending fails from then on.
        "join" => News::Followed { unblocked: false, referral: None },
        "unfollow" | "leave" => News::Unfollowed,
        "postback" => {
            let postback = rest.postback?;
            let (button, label) = send::read_postback(&postback.data);
            News::Tapped {
                button,
                label,
                params: postback.params.map(|params| params.get().to_owned()),
                message: None,
                callback: None,
            }
        }
        _ => return None,
    })
}

fn content(message: &Message) -> Content {
    read_content(message).unwrap_or_else(|| Content::Unsupported { kind: message.r#type.clone() })
}

fn read_content(message: &Message) -> Option<Content> {
    Some(match message.r#type.as_str() {
        "text" => Content::text(message.text.clone()?),
        "image" => Content::Media(media(MediaKind::Image, message)?),
        "video" => Content::Media(media(MediaKind::Video, message)?),
        // What people record in the app; music comes as a file.
        "audio" => Content::Media(media(MediaKind::Voice, message)?),
        "file" => Content::Media(media(MediaKind::File, message)?),
        "location" => Content::Location {
            title: message.title.clone(),
            address: message.address.clone(),
            latitude: message.latitude?,
            longitude: message.longitude?,
        },
        "sticker" => Content::Sticker {
            id: format!("{}/{}", message.package_id.as_deref()?, message.sticker_id.as_deref()?),
            text: message.text.clone().or_else(|| message.keywords.as_ref().map(|words| words.join(" "))),
        },
        _ => return None,
    })
}

fn media(kind: MediaKind, message: &Message) -> Option<Media> {
    let source = match &message.content_provider {
        Some(provider) if provider.r#type == "external" => MediaSource::Url {
            url: provider.original_content_url.clone()?,
            preview: provider.preview_image_url.clone(),
        },
        _ => MediaSource::Provider { id: message.id.clone() },
    };
    Some(Media {
        kind,
        source,
        name: message.file_name.clone(),
        mime: None,
        size_bytes: message.file_size,
        duration_ms: message.duration,
        caption: None,
        album: message.image_set.as_ref().map(|set| set.id.clone()),
    })
}
