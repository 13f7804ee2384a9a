//! What an operator has written and not sent: kept on the server, so that it is there on the next machine (CONSOLE.md 2).
//!
//! Nobody but its writer sees a draft. It is not logged.

use axum::Json;
use axum::extract::{Path, State};
use domain::{ConversationId, Timestamp, cut};
use http::StatusCode;
use serde::{Deserialize, Serialize};
use store::{DraftMode, SavedDraft};
use utoipa::ToSchema;

use super::Api;
use super::access::Caller;
use super::answers::{Read, Write};
use super::body::Body;
use super::commands::{TEXT_CHARS, short};
use crate::problem::Problem;

/// How many drafts are listed.
const LISTED: usize = 200;
/// How many characters of a draft a list shows.
const PREVIEW: usize = 40;

/// For whom a draft is.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, ToSchema)]
#[serde(rename_all = "snake_case")]
pub(super) enum ModeName {
    /// For the contact.
    Reply,
    /// 社内会話: for colleagues.
    Internal,
}

/// A draft to keep.
#[derive(Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub(super) struct DraftBody {
    /// The words, at most 20,000 characters.
    text: String,
    /// When they were last changed, by the writer's clock. An older draft does not take the place of a newer one.
    edited_at: Timestamp,
}

/// A draft as it is kept.
#[derive(Serialize, ToSchema)]
pub(super) struct DraftView {
    /// For whom it is.
    mode: ModeName,
    /// The words.
    text: String,
    /// When they were last changed.
    edited_at: Timestamp,
}

/// One's own drafts in a conversation.
#[derive(Serialize, ToSchema)]
pub(super) struct DraftsView {
    /// At most one of each mode.
    drafts: Vec<DraftView>,
}

/// What became of a draft.
#[derive(Serialize, ToSchema)]
pub(super) struct DraftKept {
    /// Whether it is kept: a newer one, or a later sending, comes first.
    kept: bool,
    /// The draft that stands there now; `null` if it was sent or thrown away meanwhile.
    draft: Option<DraftView>,
}

/// One's own drafts.
#[derive(Serialize, ToSchema)]
pub(super) struct MyDrafts {
    /// At most 200.
    drafts: Vec<DraftEntry>,
}

/// A draft in a list.
#[derive(Serialize, ToSchema)]
pub(super) struct DraftEntry {
    /// In which conversation.
    conversation: ConversationId,
    /// For whom it is.
    mode: ModeName,
    /// How it begins.
    preview: String,
    /// When it was last changed.
    edited_at: Timestamp,
}

impl ModeName {
    fn named(name: &str) -> Result<Self, Problem> {
        match name {
            "reply" => Ok(Self::Reply),
            "internal" => Ok(Self::Internal),
            _ => Err(Problem::not_found()),
        }
    }
}

impl From<ModeName> for DraftMode {
    fn from(mode: ModeName) -> Self {
        match mode {
            ModeName::Reply => Self::Reply,
            ModeName::Internal => Self::Internal,
        }
    }
}

impl From<DraftMode> for ModeName {
    fn from(mode: DraftMode) -> Self {
        match mode {
            DraftMode::Reply => Self::Reply,
            DraftMode::Internal => Self::Internal,
        }
    }
}

fn view(draft: SavedDraft) -> Option<DraftView> {
    let SavedDraft { mode, text, edited_at, .. } = draft;
    Some(DraftView { mode: mode.into(), text: text?, edited_at })
}

/// Shows one's own drafts in a conversation.
#[utoipa::path(get, path = "/v1/conversations/{id}/drafts", tag = "drafts",
    params(("id" = String, Path, description = "The conversation")),
    responses((status = 200, body = DraftsView), Read))]
pub(super) async fn of_conversation(
    State(api): State<Api>,
    caller: Caller,
    Path(id): Path<String>,
) -> Result<Json<DraftsView>, Problem> {
    let conversation = api.theirs(&caller, &id).await?;
    let now = api.service.now();
    let drafts = api.service.store().drafts(&caller.operator.id, &conversation.id, now).await?;
    Ok(Json(DraftsView { drafts: drafts.into_iter().filter_map(view).collect() }))
}

/// Keeps a draft for 30 days, unless a newer one is there.
#[utoipa::path(put, path = "/v1/conversations/{id}/drafts/{mode}", request_body = DraftBody, tag = "drafts",
    params(("id" = String, Path, description = "The conversation"),
        ("mode" = ModeName, Path, description = "For whom it is")),
    responses((status = 200, body = DraftKept), Write))]
pub(super) async fn save(
    State(api): State<Api>,
    caller: Caller,
    Path((id, mode)): Path<(String, String)>,
    Body(body): Body<DraftBody>,
) -> Result<Json<DraftKept>, Problem> {
    short("text", &body.text, TEXT_CHARS)?;
    let mode = ModeName::named(&mode)?;
    let conversation = api.theirs(&caller, &id).await?;
    let now = api.service.now();
    // A clock that runs ahead would shut out whoever writes after it.
    let edited_at = body.edited_at.min(now);
    let draft =
        SavedDraft { conversation: conversation.id, mode: mode.into(), text: Some(body.text), edited_at };
    let stands = api.service.store().put_draft(&caller.operator.id, &draft, now).await?;
    Ok(Json(DraftKept { kept: stands == draft, draft: view(stands) }))
}

/// Throws a draft away, because it was sent or is not wanted. What was written before does not bring it back.
#[utoipa::path(delete, path = "/v1/conversations/{id}/drafts/{mode}", tag = "drafts",
    params(("id" = String, Path, description = "The conversation"),
        ("mode" = ModeName, Path, description = "For whom it is")),
    responses((status = 204), Read))]
pub(super) async fn delete(
    State(api): State<Api>,
    caller: Caller,
    Path((id, mode)): Path<(String, String)>,
) -> Result<StatusCode, Problem> {
    let mode = ModeName::named(&mode)?;
    let conversation = api.theirs(&caller, &id).await?;
    api.service.store().delete_draft(&caller.operator.id, &conversation.id, mode.into()).await?;
    Ok(StatusCode::NO_CONTENT)
}

/// Lists one's own drafts, for the marks in the list of conversations.
#[utoipa::path(get, path = "/v1/me/drafts", tag = "drafts", responses((status = 200, body = MyDrafts), Read))]
pub(super) async fn mine(State(api): State<Api>, caller: Caller) -> Result<Json<MyDrafts>, Problem> {
    let drafts = api.service.store().drafts_of(&caller.operator.id, api.service.now(), LISTED).await?;
    let entry = |draft: SavedDraft| DraftEntry {
        conversation: draft.conversation,
        mode: draft.mode.into(),
        preview: cut(draft.text.as_deref().unwrap_or_default(), PREVIEW),
        edited_at: draft.edited_at,
    };
    Ok(Json(MyDrafts { drafts: drafts.into_iter().map(entry).collect() }))
}
