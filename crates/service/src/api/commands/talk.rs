//! Words: to the contact, and between colleagues.

use std::collections::BTreeSet;

use axum::Json;
use axum::extract::{Path, State};
use channels::capabilities;
use domain::step::Command;
<<<<<<< HEAD
use domain::{Body as RowBody, Content, Conversation, Delivery, News, OutboundMessage, RowId};
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

use super::outgoing::{MAX_CONTENTS, MAX_IMAGES, Outgoing, TEXT_CHARS};
use super::{ClientId, Done, Intent, Plain, either, perform, visible};
=======
use domain::{
    Body as RowBody, Button, Contact, Content, Conversation, Delivery, Known, Media, MediaKind, MediaSource,
    News, RowId, fill_content,
};
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

use super::{ClientId, Done, Intent, Plain, perform, visible};
>>>>>>> record
use crate::api::Api;
use crate::api::access::Caller;
use crate::api::answers::Write;
use crate::api::body::Body;
<<<<<<< HEAD
use crate::courtesy::Signal;
use crate::problem::{Kind, Problem};
=======
use crate::api::conversations::contact_of;
use crate::problem::{Kind, Problem};
use crate::uploads;

/// The longest text of a reply or a note, in characters.
pub(in crate::api) const TEXT_CHARS: usize = 20_000;
/// The most contents of one reply.
const MAX_CONTENTS: usize = 10;
/// The most pictures of one reply (CMP-02).
const MAX_IMAGES: usize = 3;
/// The longest words beneath a file, in characters: what every channel that has captions takes.
const CAPTION_CHARS: usize = 1_000;
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
    /// A file that the caller has uploaded with `POST /v1/uploads`.
    Upload {
        /// Its id.
        upload: String,
        /// The id of a smaller picture of it; LINE shows films only with one.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        preview: Option<String>,
        /// Words beneath it, at most 1,000 characters; a message of their own where the channel has no captions.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        caption: Option<String>,
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
>>>>>>> record

/// What to say to the contact.
#[derive(Debug, Serialize, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub(in crate::api) struct Reply {
    /// The name of the intent.
    client_id: ClientId,
    /// Words and nothing else; either this, `contents` or `template`.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    text: Option<String>,
    /// One to ten bubbles, at most three pictures among them.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    contents: Option<Vec<Outgoing>>,
    /// The name of a canned response (テンプレート); its blanks are filled in.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    template: Option<String>,
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
    let conversation = api.theirs(&caller, &id).await?;
<<<<<<< HEAD
    let contents = contents(&api, &conversation, &body)?;
    if body.quotes_row.is_some() && !capabilities(conversation.channel).quotes {
        return Err(Problem::because(
            Kind::CannotCarry,
            "this channel cannot show which message is answered",
        ));
    }
=======
    let words = Words { text: &body.text, contents: &body.contents, template: &body.template };
    let contents = words.contents(&api, &caller, &conversation, MAX_CONTENTS).await?;
>>>>>>> record
    let quotes = match body.quotes_row {
        Some(row) => Some(quoted(&api, &conversation, row).await?),
        None => None,
    };
    let command = Command::Reply { contents, quotes, complete: body.complete };
    perform(&api, &caller, &conversation, "reply", &body, command).await
}

<<<<<<< HEAD
/// What to say again.
#[derive(Debug, Serialize)]
struct Again<'a> {
    client_id: &'a ClientId,
    row: RowId,
}

impl Intent for Again<'_> {
    fn client_id(&self) -> &ClientId {
        self.client_id
    }
}

/// Says again what did not go out, or of which nobody can tell whether it arrived: a new row, which names the old one
/// (THR-19). Whoever does that with a message that may have arrived, may say it twice; it is written down (INV-21).
#[utoipa::path(post, path = "/v1/conversations/{id}/rows/{row}/resend", request_body = Plain, tag = "commands",
    params(("id" = String, Path, description = "The conversation"), ("row" = String, Path, description = "The row")),
    responses((status = 200, body = Done), Write))]
pub(in crate::api) async fn resend(
    State(api): State<Api>,
    caller: Caller,
    Path((id, row)): Path<(String, String)>,
    Body(body): Body<Plain>,
) -> Result<Json<Done>, Problem> {
    let conversation = api.theirs(&caller, &id).await?;
    let row: RowId = row.parse().map_err(|_| Problem::not_found())?;
    let found = api.service.store().row(&conversation.id, row).await?;
    let Some((RowBody::Outbound(message), delivery)) = found.map(|row| (row.body, row.delivery)) else {
        return Err(Problem::not_found());
    };
    if !matches!(delivery, Some(Delivery::Failed { .. } | Delivery::Unknown { .. })) {
        return Err(Problem::new(Kind::NothingToResend));
    }
    let OutboundMessage { contents, quotes, .. } = *message;
    let command = Command::Resend { row, contents, quotes };
    let again = Again { client_id: body.client_id(), row };
    let done = perform(&api, &caller, &conversation, "resend", &again, command).await?;
    if !done.0.repeated {
        let what = format!("{}/{row}", conversation.id);
        api.service.audit(Some(&caller.operator.id), "resend", Some(&what)).await?;
    }
    Ok(done)
}

/// Whether the contact saw something.
#[derive(Debug, Serialize, ToSchema)]
pub(in crate::api) struct Shown {
    /// The provider took it. `false` where the channel has no such thing, the inbox does not want it, or nothing is
    /// there that it could be shown on.
    shown: bool,
}

/// Shows the contact that somebody types, for some seconds, where the inbox wants that (CHN-15).
#[utoipa::path(post, path = "/v1/conversations/{id}/typing", request_body = Plain, tag = "commands",
    params(("id" = String, Path, description = "The conversation")),
    responses((status = 200, body = Shown), Write))]
pub(in crate::api) async fn typing(
    State(api): State<Api>,
    caller: Caller,
    Path(id): Path<String>,
    Body(_body): Body<Plain>,
) -> Result<Json<Shown>, Problem> {
    let conversation = api.theirs(&caller, &id).await?;
    let wanted = api.service.connection(&conversation.inbox).is_some_and(|connection| connection.show_typing);
    let shown = wanted && api.service.signal(&conversation, Signal::Typing).await?;
    Ok(Json(Shown { shown }))
}

/// Marks the contact's messages as read at the provider (EXT-15). WhatsApp, Messenger and Instagram show it to the
/// contact; LINE does where its chat mode is on.
#[utoipa::path(post, path = "/v1/conversations/{id}/read", request_body = Plain, tag = "commands",
    params(("id" = String, Path, description = "The conversation")),
    responses((status = 200, body = Shown), Write))]
pub(in crate::api) async fn read(
    State(api): State<Api>,
    caller: Caller,
    Path(id): Path<String>,
    Body(_body): Body<Plain>,
) -> Result<Json<Shown>, Problem> {
    let conversation = api.theirs(&caller, &id).await?;
    let shown = api.service.signal(&conversation, Signal::Read).await?;
    Ok(Json(Shown { shown }))
=======
plain! {
    /// Asks the contact for a rating from 1 to 5 (CSA-02). Its words are the inbox's own, or the catalogue's.
    request_rating, "request-rating", "/v1/conversations/{id}/request-rating", Command::RequestRating;
>>>>>>> record
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

<<<<<<< HEAD
fn contents(api: &Api, conversation: &Conversation, reply: &Reply) -> Result<Vec<Content>, Problem> {
    match (&reply.text, &reply.contents) {
        (Some(text), None) => {
            visible("text", text, TEXT_CHARS)?;
            Ok(vec![Content::text(text)])
        }
        (None, Some(contents)) => {
            if !(1..=MAX_CONTENTS).contains(&contents.len()) {
                return Err(Problem::field("contents", "a reply has 1 to 10 contents"));
            }
            if contents.iter().filter(|content| content.is_image()).count() > MAX_IMAGES {
                return Err(Problem::field("contents", "a reply has at most 3 pictures"));
            }
            let content =
                |(n, content): (usize, &Outgoing)| content.content(n, &api.service, &conversation.inbox);
            contents.iter().enumerate().map(content).collect()
=======
/// What an operator wants to say, in one of the three ways to say so.
pub(super) struct Words<'a> {
    /// Words and nothing else.
    pub text: &'a Option<String>,
    /// Bubbles.
    pub contents: &'a Option<Vec<Outgoing>>,
    /// The name of a canned response.
    pub template: &'a Option<String>,
}

impl Words<'_> {
    /// What the contact would read, at most so many bubbles.
    pub async fn contents(
        &self,
        api: &Api,
        caller: &Caller,
        conversation: &Conversation,
        most: usize,
    ) -> Result<Vec<Content>, Problem> {
        match (self.text, self.contents, self.template) {
            (Some(text), None, None) => {
                visible("text", text, TEXT_CHARS)?;
                Ok(vec![Content::text(text)])
            }
            (None, Some(contents), None) => {
                if !(1..=most).contains(&contents.len()) {
                    return Err(Problem::field("contents", format!("give 1 to {most} contents")));
                }
                let mut said = Vec::new();
                for (n, content) in contents.iter().enumerate() {
                    said.push(outgoing(api, caller, conversation, n, content).await?);
                }
                let picture = |content: &&Content| {
                    matches!(content, Content::Media(Media { kind: MediaKind::Image, .. }))
                };
                if said.iter().filter(picture).count() > MAX_IMAGES {
                    return Err(Problem::field("contents", "at most 3 pictures at once"));
                }
                Ok(said)
            }
            (None, None, Some(name)) => {
                let contact = contact_of(api, conversation).await?;
                let contents = canned(api, caller, &contact, name)?;
                if contents.len() > most {
                    return Err(Problem::field("template", format!("it has more than {most} contents")));
                }
                Ok(contents)
            }
            _ => Err(Problem::because(Kind::InvalidBody, "give one of `text`, `contents` and `template`")),
>>>>>>> record
        }
    }
}

<<<<<<< HEAD
=======
/// A canned response with its blanks filled in.
pub(super) fn canned(
    api: &Api,
    caller: &Caller,
    contact: &Contact,
    name: &str,
) -> Result<Vec<Content>, Problem> {
    let contents = api.service.templates.get(name);
    let contents =
        contents.ok_or_else(|| Problem::unknown("template", "the desk has no such canned response"))?;
    let known = Known { contact, operator: Some(&caller.operator.name) };
    let filled: Result<_, _> = contents.iter().map(|content| fill_content(content, known)).collect();
    filled.map_err(|missing| blanks_missing(&missing).at("template"))
}

/// Says which blanks cannot be filled in.
pub(super) fn blanks_missing(missing: &BTreeSet<String>) -> Problem {
    let names: Vec<_> = missing.iter().map(String::as_str).collect();
    let detail = format!("nothing is known to fill in for: {}", names.join(", "));
    Problem::because(Kind::BlanksMissing, detail).instead(serde_json::json!(missing))
}

/// A file that the caller has uploaded, as the channel can show it (CHN-12).
async fn uploaded(
    api: &Api,
    caller: &Caller,
    conversation: &Conversation,
    n: usize,
    (upload, preview, caption): (&String, &Option<String>, &Option<String>),
) -> Result<Content, Problem> {
    let at = |field: &str| format!("contents[{n}].{field}");
    let unknown =
        |field: &str| Problem::unknown(&at(field), "you have uploaded no such file, or too long ago");
    let operator = &caller.operator.id;
    let file = api.service.upload_of(operator, upload).await?.ok_or_else(|| unknown("upload"))?;
    if !channels::takes_type(conversation.channel, &file.mime) {
        let detail = format!("{} does not show files of the type {}", conversation.channel, file.mime);
        return Err(Problem::because(Kind::CannotCarry, detail).at(at("upload")));
    }
    if let Some(preview) = preview {
        let smaller = api.service.upload_of(operator, preview).await?.ok_or_else(|| unknown("preview"))?;
        if uploads::kind_of(&smaller.mime) != MediaKind::Image {
            return Err(Problem::field(at("preview"), "it must be a picture"));
        }
    }
    if let Some(caption) = caption {
        visible(&at("caption"), caption, CAPTION_CHARS)?;
    }
    // The web messenger fetches it from the desk itself, a provider from its public address.
    let source = if conversation.channel.delivers_by_storing() {
        MediaSource::Upload { id: upload.clone() }
    } else {
        let url = |id: &String| api.service.file_url(id);
        MediaSource::Url { url: url(upload), preview: preview.as_ref().map(url) }
    };
    let media = uploads::media(source, file.name, file.mime, file.size_bytes);
    Ok(Content::Media(Media { caption: caption.clone(), ..media }))
}

async fn outgoing(
    api: &Api,
    caller: &Caller,
    conversation: &Conversation,
    n: usize,
    content: &Outgoing,
) -> Result<Content, Problem> {
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
        Outgoing::Upload { upload, preview, caption } => {
            uploaded(api, caller, conversation, n, (upload, preview, caption)).await?
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

>>>>>>> record
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
