//! Where a conversation is in its life, and who has it.

use axum::Json;
use axum::extract::{Path, State};
use domain::step::Command;
use domain::{Assignee, Timestamp};
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

use super::{ClientId, Done, Intent, Plain, perform};
use crate::api::Api;
use crate::api::access::Caller;
use crate::api::answers::Write;
use crate::api::body::Body;
use crate::api::operators::colleague;
use crate::problem::Problem;

/// To whom it goes.
#[derive(Debug, Serialize, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub(in crate::api) struct Assign {
    /// The name of the intent.
    client_id: ClientId,
    /// `me`, `queue`, `bot` or the id of an operator.
    to: String,
}

/// For how long it is put aside.
#[derive(Debug, Serialize, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub(in crate::api) struct Hold {
    /// The name of the intent.
    client_id: ClientId,
    /// When it resumes by itself; left out: when somebody resumes it.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    until: Option<Timestamp>,
}

impl Intent for Assign {
    fn client_id(&self) -> &ClientId {
        &self.client_id
    }
}

impl Intent for Hold {
    fn client_id(&self) -> &ClientId {
        &self.client_id
    }
}

plain! {
    /// Takes it (ASG-05, CMP-09).
    join, "join", "/v1/conversations/{id}/join", Command::Join;
    /// Takes it up again after a hold (STA-06).
    resume, "resume", "/v1/conversations/{id}/resume", Command::Resume;
    /// Asks the contact whether to end (STA-07).
    request_end, "request-end", "/v1/conversations/{id}/request-end", Command::RequestEnd;
    /// Takes the question whether to end back (STA-07). A contact who presses one of its buttons later ends nothing.
    withdraw_end_request, "withdraw-end-request", "/v1/conversations/{id}/withdraw-end-request",
        Command::WithdrawEndRequest;
    /// Ends it without a message (STA-12).
    complete, "complete", "/v1/conversations/{id}/complete", Command::Complete;
    /// Takes up a completed one (STA-11).
    reopen, "reopen", "/v1/conversations/{id}/reopen", Command::Reopen;
    /// Marks its messages as confirmed (確認済み, INB-06).
    confirm, "confirm", "/v1/conversations/{id}/confirm", Command::Confirm(true);
    /// Marks it as unconfirmed (未確認, INB-06).
    unconfirm, "unconfirm", "/v1/conversations/{id}/unconfirm", Command::Confirm(false);
}

/// Gives it to somebody, to the queue or back to the bot (ASG-03).
#[utoipa::path(post, path = "/v1/conversations/{id}/assign", request_body = Assign, tag = "commands",
    params(("id" = String, Path, description = "The conversation")),
    responses((status = 200, body = Done), Write))]
pub(in crate::api) async fn assign(
    State(api): State<Api>,
    caller: Caller,
    Path(id): Path<String>,
    Body(body): Body<Assign>,
) -> Result<Json<Done>, Problem> {
    let conversation = api.theirs(&caller, &id).await?;
    let to = match body.to.as_str() {
        "me" => Assignee::Operator { id: caller.operator.id.clone() },
        "bot" => Assignee::Bot,
        "queue" => Assignee::Queue { since: api.service.now() },
        id => Assignee::Operator { id: colleague(&api, id, &conversation.inbox).await? },
    };
    perform(&api, &caller, &conversation, "assign", &body, Command::Assign { to }).await
}

/// Puts it aside (保留, STA-06).
#[utoipa::path(post, path = "/v1/conversations/{id}/hold", request_body = Hold, tag = "commands",
    params(("id" = String, Path, description = "The conversation")),
    responses((status = 200, body = Done), Write))]
pub(in crate::api) async fn hold(
    State(api): State<Api>,
    caller: Caller,
    Path(id): Path<String>,
    Body(body): Body<Hold>,
) -> Result<Json<Done>, Problem> {
    let conversation = api.theirs(&caller, &id).await?;
    let command = Command::Hold { until: body.until };
    perform(&api, &caller, &conversation, "hold", &body, command).await
}
