//! Changing the team, and one's own name.

use axum::Json;
use axum::extract::{Path, State};
use domain::{InboxId, OperatorId, Role, Timestamp};
use secrecy::ExposeSecret;
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

use super::Api;
use super::access::Caller;
use super::answers::Write;
use super::body::Body;
use super::operators::{Colleague, Name, check_capacity, check_inboxes};
use super::session::{Me, answer};
use crate::problem::{Kind, Problem};
use crate::team::{Change, TeamError};

impl From<TeamError> for Problem {
    fn from(error: TeamError) -> Self {
        match error {
            TeamError::NotFound => Self::not_found(),
            TeamError::LastAdmin => Self::because(Kind::LastAdmin, error.to_string()),
            TeamError::Busy => Self::new(Kind::Unavailable).after(domain::seconds(1)),
            TeamError::SignIn(error) => error.into(),
            TeamError::Store(error) => error.into(),
        }
    }
}

/// What to change of an operator; what is left out stays.
#[derive(Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub(super) struct ChangeOperator {
    /// What people read.
    #[serde(default)]
    name: Option<Name>,
    /// What they may do.
    #[serde(default)]
    role: Option<Role>,
    /// The inboxes they answer; an empty list means all.
    #[serde(default)]
    inboxes: Option<Vec<InboxId>>,
    /// How many conversations they take at once, 1 to 100.
    #[serde(default)]
    #[schema(minimum = 1, maximum = 100)]
    capacity: Option<u32>,
    /// `true` signs them out for good, `false` lets them in again.
    #[serde(default)]
    disabled: Option<bool>,
}

/// One's own name.
#[derive(Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub(super) struct ChangeMe {
    /// What people read.
    name: Name,
}

/// A password for somebody who cannot sign in.
#[derive(Debug, Serialize, ToSchema)]
pub(super) struct NewOneTimePassword {
    /// To be told to them, not in a chat. It opens nothing but the making of a password of their own, and is shown once.
    password: String,
    /// Until when it can be used.
    expires_at: Timestamp,
}

/// Changes an operator. Who gets another role or is disabled is signed out everywhere; what they hold stays theirs until
/// somebody assigns it anew. The last administrator can be neither disabled nor made an operator.
#[utoipa::path(patch, path = "/v1/operators/{id}", request_body = ChangeOperator, tag = "team",
    params(("id" = String, Path, description = "The operator")),
    responses((status = 200, body = Colleague), Write))]
pub(super) async fn change(
    State(api): State<Api>,
    caller: Caller,
    Path(id): Path<String>,
    Body(body): Body<ChangeOperator>,
) -> Result<Json<Colleague>, Problem> {
    let id: OperatorId = id.parse().map_err(|_| Problem::not_found())?;
    body.capacity.map_or(Ok(()), check_capacity)?;
    check_inboxes(&api, body.inboxes.as_deref().unwrap_or_default())?;
    let change = Change {
        name: body.name.map(|name| name.0),
        role: body.role,
        inboxes: body.inboxes,
        capacity: body.capacity,
        disabled: body.disabled,
    };
    let record = api.service.change_operator(&caller.operator.id, &id, &change).await?;
    Ok(Json(Colleague::of(record, api.service.now())))
}

/// Makes a password with which an operator makes one of their own. Every session of theirs ends.
#[utoipa::path(post, path = "/v1/operators/{id}/reset-password", tag = "team",
    params(("id" = String, Path, description = "The operator")),
    responses((status = 200, body = NewOneTimePassword), Write))]
pub(super) async fn reset_password(
    State(api): State<Api>,
    caller: Caller,
    Path(id): Path<String>,
) -> Result<Json<NewOneTimePassword>, Problem> {
    let id: OperatorId = id.parse().map_err(|_| Problem::not_found())?;
    let made = api.service.reset_password(&caller.operator.id, &id).await?;
    let password = made.password.expose_secret().to_owned();
    Ok(Json(NewOneTimePassword { password, expires_at: made.until }))
}

/// Changes one's own name.
#[utoipa::path(patch, path = "/v1/me", request_body = ChangeMe, tag = "session",
    responses((status = 200, body = Me), Write))]
pub(super) async fn change_me(
    State(api): State<Api>,
    caller: Caller,
    Body(body): Body<ChangeMe>,
) -> Result<Json<Me>, Problem> {
    let change = Change { name: Some(body.name.0), ..Change::default() };
    let id = caller.operator.id.clone();
    let record = api.service.change_operator(&id, &id, &change).await?;
    answer(&api, Caller { operator: record.operator, ..caller }).await
}
