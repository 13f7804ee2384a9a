//! Words: to the contact, and between colleagues.

use axum::Json;
use axum::extract::{Path, State};
use channels::capabilities;
use domain::step::Command;
use domain::{Body as RowBody, Conversation, Delivery, News, OutboundMessage, RowId};
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

use super::outgoing::{MAX_CONTENTS, Outgoing, TEXT_CHARS};
use super::words::Words;
use super::{ClientId, Done, Intent, Plain, perform, visible};
use crate::api::Api;
use crate::api::access::Caller;
use crate::api::answers::Write;
use crate::api::body::Body;
use crate::courtesy::Signal;
use crate::problem::{Kind, Problem};

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
    let words = Words { text: &body.text, contents: &body.contents, template: &body.template };
    let contents = words.contents(&api, &caller, &conversation, MAX_CONTENTS).await?;
    if body.quotes_row.is_some() && !capabilities(conversation.channel).quotes {
        return Err(Problem::because(
            Kind::CannotCarry,
            "this channel cannot show which message is answered",
        ));
    }
    let quotes = match body.quotes_row {
        Some(row) => Some(quoted(&api, &conversation, row).await?),
        None => None,
    };
    let command = Command::Reply { contents, quotes, complete: body.complete };
    perform(&api, &caller, &conversation, "reply", &body, command).await
}

plain! {
    /// Asks the contact for a rating from 1 to 5 (CSA-02). Its words are the inbox's own, or the catalogue's.
    request_rating, "request-rating", "/v1/conversations/{id}/request-rating", Command::RequestRating;
}

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
