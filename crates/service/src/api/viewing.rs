//! Who looks at a conversation at this moment, told to colleagues (EXT-06). It is kept nowhere.

use axum::extract::{Path, State};
use http::StatusCode;
use serde::Deserialize;
use utoipa::ToSchema;

use super::Api;
use super::access::Caller;
use super::answers::Write;
use super::body::Body;
use crate::problem::Problem;
use crate::seams::{Ring, Viewing};

/// What somebody does who looks at a conversation.
#[derive(Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub(super) struct ViewingBody {
    /// They are writing something.
    typing: bool,
}

/// Tells colleagues who may see the conversation that one looks at it, and whether one writes, as the event `viewing`.
///
/// Say it again every five seconds, and when typing begins or ends. What comes within a second of the last is dropped.
#[utoipa::path(post, path = "/v1/conversations/{id}/viewing", request_body = ViewingBody, tag = "live",
    params(("id" = String, Path, description = "The conversation")),
    responses((status = 204, description = "Passed on, or dropped"), Write))]
pub(super) async fn viewing(
    State(api): State<Api>,
    caller: Caller,
    Path(id): Path<String>,
    Body(body): Body<ViewingBody>,
) -> Result<StatusCode, Problem> {
    let conversation = api.theirs(&caller, &id).await?;
    let operator = caller.operator.id;
    let at = api.service.now();
    if api.passed.may(&operator, at) {
        let (conversation, inbox) = (conversation.id, conversation.inbox);
        let viewing = Viewing { conversation, inbox, operator, typing: body.typing, at };
        api.service.plugs.bell.ring(Ring::Viewing(viewing)).await;
    }
    Ok(StatusCode::NO_CONTENT)
}
