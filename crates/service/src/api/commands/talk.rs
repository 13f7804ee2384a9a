//! Words: to the contact, and between colleagues.

use axum::Json;
use axum::extract::{Path, State};
use domain::step::Command;
use domain::{
    Body as RowBody, Button, Content, Conversation, Delivery, Media, MediaKind, MediaSource, News, RowId,
};
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

use super::{ClientId, Done, Intent, either, perform, visible};
use crate::api::Api;
use crate::api::access::Caller;
use crate::api::answers::Write;
use crate::api::body::Body;
use crate::problem::Problem;

/// The longest text of a reply or a note, in characters.
const TEXT_CHARS: usize = 20_000;
/// The most contents of one reply.
const MAX_CONTENTS: usize = 10;
/// The most pictures of one reply (CMP-02).
const MAX_IMAGES: usize = 3;
/// The longest address of a picture, in bytes; LINE's own limit.
const URL_BYTES: usize = 2_000;
/// The longest label of a button, in characters; LINE's own limit.
const LABEL_CHARS: usize = 20;

/// One bubble that an operator sends.
#[derive(Debug, Serialize, Deserialize, ToSchema)]
#[serde(tag = "type", rename_all = "snake_case", deny_unknown_fields)]
pub(in crate::api) enum Outgoing {
    /// Words, at most 20,000 characters; what exceeds the channel's limit is split.
    Text {
        /// The words.
        text: String,
    },
    /// A picture at a public https address.
    Image {
        /// The address.
        url: String,
        /// A smaller picture of it.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        preview: Option<String>,
    },
    /// Words with buttons beneath, at most 13.
    Choice {
        /// The question.
        text: String,
        /// What may be picked.
        buttons: Vec<OutgoingButton>,
        /// Whether the buttons vanish with the next message.
        #[serde(default)]
        quick: bool,
    },
}

/// Something to press.
#[derive(Debug, Serialize, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub(in crate::api) struct OutgoingButton {
    /// What rules know it by: at most 40 bytes.
    id: String,
    /// What people read on it: at most 20 characters.
    label: String,
}

/// What to say to the contact.
#[derive(Debug, Serialize, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub(in crate::api) struct Reply {
    /// The name of the intent.
    client_id: ClientId,
    /// Words and nothing else; either this or `contents`.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    text: Option<String>,
    /// One to ten bubbles, at most three pictures among them; either this or `text`.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    contents: Option<Vec<Outgoing>>,
    /// The row that is answered, where the channel can show that.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    quotes_row: Option<RowId>,
    /// End the conversation with it (CMP-07).
    #[serde(default)]
    complete: bool,
}

/// What to say to colleagues.
#[derive(Debug, Serialize, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub(in crate::api) struct NewNote {
    /// The name of the intent.
    client_id: ClientId,
    /// The words, at most 20,000 characters.
    text: String,
}

impl Intent for Reply {
    fn client_id(&self) -> &ClientId {
        &self.client_id
    }
}

impl Intent for NewNote {
    fn client_id(&self) -> &ClientId {
        &self.client_id
    }
}

/// Says something to the contact.
#[utoipa::path(post, path = "/v1/conversations/{id}/reply", request_body = Reply, tag = "commands",
    params(("id" = String, Path, description = "The conversation")),
    responses((status = 200, body = Done), Write))]
pub(in crate::api) async fn reply(
    State(api): State<Api>,
    caller: Caller,
    Path(id): Path<String>,
    Body(body): Body<Reply>,
) -> Result<Json<Done>, Problem> {
    let contents = contents(&body)?;
    let conversation = api.theirs(&caller, &id).await?;
    let quotes = match body.quotes_row {
        Some(row) => Some(quoted(&api, &conversation, row).await?),
        None => None,
    };
    let command = Command::Reply { contents, quotes, complete: body.complete };
    perform(&api, &caller, &conversation, "reply", &body, command).await
}

/// Writes a note for colleagues; it never reaches the contact (INT-01).
#[utoipa::path(post, path = "/v1/conversations/{id}/note", request_body = NewNote, tag = "commands",
    params(("id" = String, Path, description = "The conversation")),
    responses((status = 200, body = Done), Write))]
pub(in crate::api) async fn note(
    State(api): State<Api>,
    caller: Caller,
    Path(id): Path<String>,
    Body(body): Body<NewNote>,
) -> Result<Json<Done>, Problem> {
    visible("text", &body.text, TEXT_CHARS)?;
    let conversation = api.theirs(&caller, &id).await?;
    let command = Command::Note { text: body.text.clone() };
    perform(&api, &caller, &conversation, "note", &body, command).await
}

fn contents(reply: &Reply) -> Result<Vec<Content>, Problem> {
    match (&reply.text, &reply.contents) {
        (Some(text), None) => {
            visible("text", text, TEXT_CHARS)?;
            Ok(vec![Content::text(text)])
        }
        (None, Some(contents)) => {
            if !(1..=MAX_CONTENTS).contains(&contents.len()) {
                return Err(Problem::field("contents", "a reply has 1 to 10 contents"));
            }
            if contents.iter().filter(|content| matches!(content, Outgoing::Image { .. })).count()
                > MAX_IMAGES
            {
                return Err(Problem::field("contents", "a reply has at most 3 pictures"));
            }
            contents.iter().enumerate().map(|(n, content)| outgoing(n, content)).collect()
        }
        (None, None) | (Some(_), Some(_)) => Err(either("text", "contents")),
    }
}

fn outgoing(n: usize, content: &Outgoing) -> Result<Content, Problem> {
    let at = |field: &str| format!("contents[{n}].{field}");
    Ok(match content {
        Outgoing::Text { text } => {
            visible(&at("text"), text, TEXT_CHARS)?;
            Content::text(text)
        }
        Outgoing::Image { url, preview } => {
            for (field, url) in [("url", Some(url)), ("preview", preview.as_ref())] {
                let public =
                    |url: &String| url.starts_with("https://") && url.len() <= URL_BYTES && url.is_ascii();
                if url.is_some_and(|url| !public(url)) {
                    return Err(Problem::field(
                        at(field),
                        "it must be an https address of at most 2,000 bytes",
                    ));
                }
            }
            Content::Media(Media {
                kind: MediaKind::Image,
                source: MediaSource::Url { url: url.clone(), preview: preview.clone() },
                name: None,
                mime: None,
                size_bytes: None,
                duration_ms: None,
                caption: None,
                album: None,
            })
        }
        Outgoing::Choice { text, buttons, quick } => {
            visible(&at("text"), text, TEXT_CHARS)?;
            if !(1..=Button::MAX).contains(&buttons.len()) {
                return Err(Problem::field(at("buttons"), "a choice has 1 to 13 buttons"));
            }
            for (b, button) in buttons.iter().enumerate() {
                if button.id.is_empty() || button.id.len() > Button::MAX_ID_BYTES {
                    return Err(Problem::field(at(&format!("buttons[{b}].id")), "an id has 1 to 40 bytes"));
                }
                visible(&at(&format!("buttons[{b}].label")), &button.label, LABEL_CHARS)?;
            }
            let button =
                |button: &OutgoingButton| Button { id: button.id.clone(), label: button.label.clone() };
            Content::Choice {
                text: text.clone(),
                buttons: buttons.iter().map(button).collect(),
                quick: *quick,
            }
        }
    })
}

/// What the provider knows a row of this conversation by (SEC-41).
async fn quoted(api: &Api, conversation: &Conversation, row: RowId) -> Result<String, Problem> {
    let found = api.service.store().row(&conversation.id, row).await?;
    let quoted = found.and_then(|row| match row.body {
        RowBody::Inbound { event, hidden: false, withdrawn: false, .. } => match event.news {
            News::Message { message, quote_token, .. } => Some(quote_token.unwrap_or(message)),
            _ => None,
        },
        RowBody::Outbound(_) => match row.delivery {
            Some(Delivery::Sent { messages, .. }) => {
                messages.into_iter().next().map(|sent| sent.quote_token.unwrap_or(sent.id))
            }
            _ => None,
        },
        RowBody::Inbound { .. } | RowBody::Note { .. } | RowBody::System(_) => None,
    });
    quoted.ok_or_else(|| {
        Problem::unknown("quotes_row", "there is no such message to answer in this conversation")
    })
}
