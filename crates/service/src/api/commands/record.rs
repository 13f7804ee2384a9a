//! The record of the contact.

use axum::Json;
use axum::extract::{Path, State};
use domain::step::Command;
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

use super::{ClientId, Done, Intent, Plain, perform, short, visible, word};
use crate::api::Api;
use crate::api::access::Caller;
use crate::api::answers::Write;
use crate::api::body::Body;
use crate::problem::Problem;

/// A tag.
#[derive(Debug, Serialize, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub(in crate::api) struct TagBody {
    /// The name of the intent.
    client_id: ClientId,
    /// The tag, at most 64 characters.
    tag: String,
}

/// A response status.
#[derive(Debug, Serialize, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub(in crate::api) struct StatusBody {
    /// The name of the intent.
    client_id: ClientId,
    /// The id of one of the desk's statuses; `null` is none (なし).
    status: Option<String>,
}

/// A category.
#[derive(Debug, Serialize, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub(in crate::api) struct CategoryBody {
    /// The name of the intent.
    client_id: ClientId,
    /// The category, at most 64 characters; `null` is none.
    category: Option<String>,
}

/// A field of the contact.
#[derive(Debug, Serialize, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub(in crate::api) struct FieldBody {
    /// The name of the intent.
    client_id: ClientId,
    /// Which, at most 64 characters.
    name: String,
    /// To what, at most 500 characters; empty removes it.
    value: String,
}

/// What the team calls the contact.
#[derive(Debug, Serialize, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub(in crate::api) struct RenameBody {
    /// The name of the intent.
    client_id: ClientId,
    /// The name, at most 64 characters; `null` goes back to the account's.
    name: Option<String>,
}

macro_rules! intents {
    ($($body:ident)*) => {$(
        impl Intent for $body {
            fn client_id(&self) -> &ClientId {
                &self.client_id
            }
        }
    )*};
}

intents!(TagBody StatusBody CategoryBody FieldBody RenameBody);

plain! {
    /// Pins the contact to the top of the list (INB-08).
    bookmark, "bookmark", "/v1/conversations/{id}/bookmark", Command::Bookmark(true);
    /// Unpins the contact.
    unbookmark, "unbookmark", "/v1/conversations/{id}/unbookmark", Command::Bookmark(false);
    /// Leaves the contact out of the list (INB-15).
    hide, "hide", "/v1/conversations/{id}/hide", Command::Hide(true);
    /// Shows the contact in the list again.
    unhide, "unhide", "/v1/conversations/{id}/unhide", Command::Hide(false);
    /// Blocks the contact: nothing received is shown or answered, nothing can be sent (CRM-16).
    block, "block", "/v1/conversations/{id}/block", Command::Block(true);
    /// Unblocks the contact.
    unblock, "unblock", "/v1/conversations/{id}/unblock", Command::Block(false);
}

/// Puts a tag on the contact (CRM-08).
#[utoipa::path(post, path = "/v1/conversations/{id}/tag", request_body = TagBody, tag = "commands",
    params(("id" = String, Path, description = "The conversation")),
    responses((status = 200, body = Done), Write))]
pub(in crate::api) async fn tag(
    State(api): State<Api>,
    caller: Caller,
    Path(id): Path<String>,
    Body(body): Body<TagBody>,
) -> Result<Json<Done>, Problem> {
    let tag = word("tag", &body.tag)?;
    let conversation = api.theirs(&caller, &id).await?;
    perform(&api, &caller, &conversation, "tag", &body, Command::Tag(tag)).await
}

/// Takes a tag off the contact.
#[utoipa::path(post, path = "/v1/conversations/{id}/untag", request_body = TagBody, tag = "commands",
    params(("id" = String, Path, description = "The conversation")),
    responses((status = 200, body = Done), Write))]
pub(in crate::api) async fn untag(
    State(api): State<Api>,
    caller: Caller,
    Path(id): Path<String>,
    Body(body): Body<TagBody>,
) -> Result<Json<Done>, Problem> {
    let tag = word("tag", &body.tag)?;
    let conversation = api.theirs(&caller, &id).await?;
    perform(&api, &caller, &conversation, "untag", &body, Command::Untag(tag)).await
}

/// Refuses a response status that the desk does not have.
pub(super) fn known_status(api: &Api, id: &str) -> Result<(), Problem> {
    let unknown = || Problem::unknown("status", "the desk has no such response status");
    api.service.workspace().status(id).map(|_| ()).ok_or_else(unknown)
}

/// Sets the response status (対応ステータス, STA-05).
#[utoipa::path(post, path = "/v1/conversations/{id}/status", request_body = StatusBody, tag = "commands",
    params(("id" = String, Path, description = "The conversation")),
    responses((status = 200, body = Done), Write))]
pub(in crate::api) async fn status(
    State(api): State<Api>,
    caller: Caller,
    Path(id): Path<String>,
    Body(body): Body<StatusBody>,
) -> Result<Json<Done>, Problem> {
    body.status.as_deref().map_or(Ok(()), |status| known_status(&api, status))?;
    let conversation = api.theirs(&caller, &id).await?;
    let command = Command::SetStatus(body.status.clone());
    perform(&api, &caller, &conversation, "status", &body, command).await
}

/// Sets the category (処理タイプ, CRM-18).
#[utoipa::path(post, path = "/v1/conversations/{id}/category", request_body = CategoryBody, tag = "commands",
    params(("id" = String, Path, description = "The conversation")),
    responses((status = 200, body = Done), Write))]
pub(in crate::api) async fn category(
    State(api): State<Api>,
    caller: Caller,
    Path(id): Path<String>,
    Body(body): Body<CategoryBody>,
) -> Result<Json<Done>, Problem> {
    let category = body.category.as_deref().map(|text| word("category", text)).transpose()?;
    let conversation = api.theirs(&caller, &id).await?;
    perform(&api, &caller, &conversation, "category", &body, Command::SetCategory(category)).await
}

/// Sets a field of the contact (CRM-03).
#[utoipa::path(post, path = "/v1/conversations/{id}/field", request_body = FieldBody, tag = "commands",
    params(("id" = String, Path, description = "The conversation")),
    responses((status = 200, body = Done), Write))]
pub(in crate::api) async fn field(
    State(api): State<Api>,
    caller: Caller,
    Path(id): Path<String>,
    Body(body): Body<FieldBody>,
) -> Result<Json<Done>, Problem> {
    let name = word("name", &body.name)?;
    short("value", &body.value, rules::limits::VALUE_CHARS)?;
    let wrong = |message| Problem::field("value", message);
    api.service.workspace().field(&name).check(&body.value).map_err(wrong)?;
    let conversation = api.theirs(&caller, &id).await?;
    let command = Command::SetField { name, value: body.value.clone() };
    perform(&api, &caller, &conversation, "field", &body, command).await
}

/// Sets what the team calls the contact (システム表示名, CRM-14).
#[utoipa::path(post, path = "/v1/conversations/{id}/rename", request_body = RenameBody, tag = "commands",
    params(("id" = String, Path, description = "The conversation")),
    responses((status = 200, body = Done), Write))]
pub(in crate::api) async fn rename(
    State(api): State<Api>,
    caller: Caller,
    Path(id): Path<String>,
    Body(body): Body<RenameBody>,
) -> Result<Json<Done>, Problem> {
    let name = body.name.as_deref().map(|name| visible("name", name, 64).map(|()| name.trim().to_owned()));
    let name = name.transpose()?;
    let conversation = api.theirs(&caller, &id).await?;
    perform(&api, &caller, &conversation, "rename", &body, Command::Rename(name)).await
}
