//! What the contact would read, before anything is sent (CMP-03, CHN-12).

use std::collections::BTreeSet;

use axum::Json;
use axum::extract::{Path, State};
use domain::{Content, FailReason, Timestamp};
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

use super::outgoing::Outgoing;
use super::words::Words;
use super::{WindowAt, window_at};
use crate::api::Api;
use crate::api::access::Caller;
use crate::api::answers::Write;
use crate::api::body::Body;
use crate::problem::{Kind, Problem};

/// The most contents that are shown at once.
const MAX_CONTENTS: usize = 10;

/// What to show.
#[derive(Debug, Serialize, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub(in crate::api) struct PreviewBody {
    /// Words and nothing else; either this, `contents` or `template`.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    text: Option<String>,
    /// One to ten bubbles.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    contents: Option<Vec<Outgoing>>,
    /// The name of a canned response.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    template: Option<String>,
    /// When it is to be sent; left out: now.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    at: Option<Timestamp>,
}

/// What the contact would read.
#[derive(Debug, Serialize, ToSchema)]
pub(in crate::api) struct Preview {
    /// Calls to the provider, and the bubbles in each: blanks filled in, long words split. Empty if it cannot be sent.
    calls: Vec<Vec<Content>>,
    /// Blanks of which nothing is known; then it cannot be sent.
    missing: BTreeSet<String>,
    /// Why the channel cannot carry it; then it cannot be sent.
    refused: Option<String>,
    /// Whether the provider's messaging window will be open at that time.
    window: WindowAt,
}

/// Shows what the contact would read. Nothing is sent or written.
#[utoipa::path(post, path = "/v1/conversations/{id}/preview", request_body = PreviewBody, tag = "commands",
    params(("id" = String, Path, description = "The conversation")),
    responses((status = 200, body = Preview), Write))]
pub(in crate::api) async fn preview(
    State(api): State<Api>,
    caller: Caller,
    Path(id): Path<String>,
    Body(body): Body<PreviewBody>,
) -> Result<Json<Preview>, Problem> {
    let conversation = api.theirs(&caller, &id).await?;
    let now = api.service.now();
    let mut preview = Preview {
        calls: Vec::new(),
        missing: BTreeSet::new(),
        refused: None,
        window: window_at(conversation.channel, now, body.at.unwrap_or(now)),
    };
    let words = Words { text: &body.text, contents: &body.contents, template: &body.template };
    match words.contents(&api, &caller, &conversation, MAX_CONTENTS).await {
        Ok(contents) => match channels::fit(conversation.channel, contents) {
            Ok(calls) => preview.calls = calls,
            Err(reason) => preview.refused = Some(why(&reason)),
        },
        Err(problem) if problem.kind() == Kind::BlanksMissing => {
            preview.missing = problem.current().unwrap_or_default();
        }
        Err(problem) if problem.kind() == Kind::CannotCarry => preview.refused = problem.detail(),
        Err(problem) => return Err(problem),
    }
    Ok(Json(preview))
}

fn why(reason: &FailReason) -> String {
    match reason {
        FailReason::Unsupported { detail } | FailReason::Refused { detail, .. } => detail.clone(),
        _ => "the channel does not take it".to_owned(),
    }
}
