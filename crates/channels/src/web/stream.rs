//! The visitor's event stream: timeline rows as the widget sees them.

use domain::{
    Assignee, Author, Body, Button, CarouselCard, ChannelKind, Content, ConversationId, FailReason, Media,
    MediaKind, MediaSource, News, OperatorId, Rating, Row, RowId, SystemLine,
};
use serde_json::{Value, json};

use crate::fit::{check_buttons, check_cards, check_text, check_url};
use crate::request::unsupported;

const KIND: ChannelKind = ChannelKind::Web;

/// What visitors see of an operator.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Face {
    /// The name they are shown under.
    pub name: String,
    /// Where their picture is.
    pub avatar_url: Option<String>,
}

/// The id under which the widget knows the message of a row.
pub fn message_id(row: RowId) -> String {
    format!("msg_{row}")
}

/// What the stream tells beyond the rows themselves.
pub trait Sight {
    /// What visitors see of an operator; `None` if nobody has this id.
    fn face(&self, operator: &OperatorId) -> Option<Face>;
    /// Where the visitor's browser can fetch one of our own files, by its id and its name for people.
    fn address(&self, upload: &str, name: Option<&str>) -> String;
}

/// Writes a row as the widget sees it; `None` for what the visitor does not see: rows without a number in the stream,
/// notes, and system lines that are none of the visitor's business.
pub fn stream_event(row: &Row, conversation: &ConversationId, sight: &impl Sight) -> Option<Value> {
    let seq = row.stream_seq?;
    let (kind, mut data) = match &row.body {
        Body::Inbound { withdrawn: true, .. } => {
            ("message.deleted", json!({"messageId": message_id(row.id)}))
        }
        Body::Inbound { event, .. } => {
            let (content, quotes) = match &event.news {
                News::Message { content, quotes, .. } => (seen_object(content, sight)?, quotes.as_ref()),
                News::Tapped { button, label, params, message, .. } => {
                    let comment = params.as_deref().and_then(Rating::comment_of);
                    let said = comment.as_deref().or(label.as_deref()).unwrap_or(button);
                    (json!({"type": "text", "text": said}), message.as_ref())
                }
                News::Edited { .. }
                | News::Unsent { .. }
                | News::Reacted { .. }
                | News::Followed { .. }
                | News::Unfollowed
                | News::Unsupported { .. } => return None,
            };
            let mut data = json!({"messageId": message_id(row.id), "author": {"kind": "visitor"},
                "clientMessageId": event.id, "content": content});
            put(&mut data, "replyTo", quotes.map(String::as_str));
            ("message.created", data)
        }
        Body::Outbound(message) => {
            let contents = message.contents.iter().filter_map(|content| seen_object(content, sight));
            let contents: Vec<_> = contents.collect();
            let mut data = json!({"messageId": message_id(row.id), "author": author(&message.author, sight),
                "content": contents.first()?});
            if contents.len() > 1 {
                data["contents"] = contents.into();
            }
            put(&mut data, "replyTo", message.quotes.as_deref());
            ("message.created", data)
        }
        Body::Note { .. } => return None,
        Body::System(line) => ("conversation.updated", change(line, sight)?),
    };
    data["conversationId"] = conversation.as_str().into();
    Some(json!({"seq": seq, "id": format!("evt_{}", row.id), "type": kind, "at": row.at(), "data": data}))
}

fn author(author: &Author, sight: &impl Sight) -> Value {
    match author {
        Author::Contact => json!({"kind": "visitor"}),
        Author::Bot => json!({"kind": "bot"}),
        Author::Operator { id } => agent(id, sight),
    }
}

fn agent(id: &OperatorId, sight: &impl Sight) -> Value {
    let mut agent = json!({"kind": "agent", "id": id});
    if let Some(Face { name, avatar_url }) = sight.face(id) {
        agent["name"] = name.into();
        put(&mut agent, "avatarUrl", avatar_url);
    }
    agent
}

/// What a visitor is told of their conversation: who answers, and whether it is over.
fn change(line: &SystemLine, sight: &impl Sight) -> Option<Value> {
    Some(match line {
        SystemLine::Assigned { to: Assignee::Bot, .. } => {
            json!({"assignee": {"kind": "bot"}, "waiting": false})
        }
        SystemLine::Assigned { to: Assignee::Queue { .. }, .. } | SystemLine::HandedOver { .. } => {
            json!({"assignee": null, "waiting": true})
        }
        SystemLine::Assigned { to: Assignee::Operator { id, .. }, .. } | SystemLine::Accepted { by: id } => {
            json!({"assignee": agent(id, sight), "waiting": false})
        }
        SystemLine::Reopened { .. } | SystemLine::EndDeclined | SystemLine::EndWithdrawn { .. } => {
            json!({"status": "open"})
        }
        SystemLine::EndRequested { .. } => json!({"status": "ending"}),
        SystemLine::Ended { .. } | SystemLine::AutoCompleted { .. } => json!({"status": "completed"}),
        _ => return None,
    })
}

/// Writes one content as the widget takes it, our own files with the address at which it can fetch them; `None` for what
/// visitors are not shown.
fn seen_object(content: &Content, sight: &impl Sight) -> Option<Value> {
    let mut object = content_object(content).ok()?;
    if let Content::Media(Media { source: MediaSource::Upload { id }, name, .. }) = content {
        object["attachments"][0]["url"] = sight.address(id, name.as_deref()).into();
    }
    Some(object)
}

/// Writes one content as the widget takes it. What a newer widget knows and an older does not has a `fallbackText`.
pub(crate) fn content_object(content: &Content) -> Result<Value, FailReason> {
    match content {
        Content::Text { text } => {
            check_text(KIND, text)?;
            Ok(json!({"type": "text", "text": text}))
        }
        Content::Choice { text, buttons, quick } => {
            check_text(KIND, text)?;
            check_buttons(KIND, buttons)?;
            let actions: Vec<_> = buttons
                .iter()
                .map(|button| json!({"actionId": button.id, "label": button.label, "value": button.id}))
                .collect();
            Ok(json!({"type": "choice", "text": text, "actions": actions, "quick": quick}))
        }
        Content::Media(media) => media_object(media),
        Content::Location { title, address, latitude, longitude } => {
            let name = title.as_deref().or(address.as_deref());
            let fallback = name.map_or_else(|| format!("{latitude}, {longitude}"), str::to_owned);
            let mut object = json!({"type": "location", "latitude": latitude, "longitude": longitude,
                "fallbackText": fallback});
            put(&mut object, "title", title.as_deref());
            put(&mut object, "address", address.as_deref());
            Ok(object)
        }
        Content::Form { fields } => {
            let lines: Vec<_> = fields.iter().map(|(name, answer)| format!("{name}: {answer}")).collect();
            let fields: Vec<_> =
                fields.iter().map(|(name, value)| json!({"name": name, "value": value})).collect();
            Ok(json!({"type": "form", "fields": fields, "fallbackText": lines.join("\n")}))
        }
        Content::Carousel { cards, .. } => carousel(content, cards),
        Content::List { .. } => Err(unsupported("a list")),
        Content::Template(_) => Err(unsupported("a provider template")),
        Content::Sticker { .. } => Err(unsupported("a sticker")),
        Content::Card { .. } => Err(unsupported("a contact card")),
        Content::Unsupported { kind } => Err(unsupported(format!("{kind:?}"))),
    }
}

fn carousel(content: &Content, cards: &[CarouselCard]) -> Result<Value, FailReason> {
    check_cards(KIND, cards)?;
    let card = |card: &CarouselCard| {
        let press =
            |button: &Button| json!({"actionId": button.id, "label": button.label, "value": button.id});
        let mut object =
            json!({"title": card.title, "actions": card.buttons.iter().map(press).collect::<Vec<_>>()});
        put(&mut object, "subtitle", card.text.as_deref());
        put(&mut object, "imageUrl", card.image.as_deref());
        put(
            &mut object,
            "link",
            card.link.as_ref().map(|link| json!({"label": link.label, "url": link.url})),
        );
        object
    };
    let fallback = content.in_words().unwrap_or_default();
    Ok(
        json!({"type": "carousel", "cards": cards.iter().map(card).collect::<Vec<_>>(), "fallbackText": fallback}),
    )
}

/// Adds a member if there is a value for it.
fn put(object: &mut Value, name: &str, value: Option<impl Into<Value>>) {
    if let Some(value) = value {
        object[name] = value.into();
    }
}

fn media_object(media: &Media) -> Result<Value, FailReason> {
    let mut attachment = json!({"kind": media.kind});
    put(&mut attachment, "name", media.name.as_deref());
    put(&mut attachment, "mimeType", media.mime.as_deref());
    put(&mut attachment, "size", media.size_bytes);
    put(&mut attachment, "durationMs", media.duration_ms);
    put(&mut attachment, "album", media.album.as_deref());
    match &media.source {
        MediaSource::Upload { id } => attachment["uploadId"] = id.as_str().into(),
        MediaSource::Url { url, preview } => {
            check_url(url)?;
            attachment["url"] = url.as_str().into();
            preview.as_deref().map_or(Ok(()), check_url)?;
            put(&mut attachment, "previewUrl", preview.as_deref());
        }
        MediaSource::Provider { .. } => return Err(unsupported("a file that another provider keeps")),
    }
    let fallback = media.name.as_deref().unwrap_or(match media.kind {
        MediaKind::Image => "image",
        MediaKind::Video => "video",
        MediaKind::Audio | MediaKind::Voice => "audio",
        MediaKind::File => "file",
    });
    let mut object = json!({"type": "attachment", "attachments": [attachment], "fallbackText": fallback});
    if let Some(caption) = &media.caption {
        check_text(KIND, caption)?;
        object["text"] = caption.as_str().into();
    }
    Ok(object)
}
