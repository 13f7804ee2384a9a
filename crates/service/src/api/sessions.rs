//! Where one is signed in.

use axum::Json;
use axum::extract::{Path, State};
use domain::Timestamp;
use http::StatusCode;
use serde::Serialize;
use utoipa::ToSchema;

use super::Api;
use super::access::Caller;
use super::answers::Read;
use crate::problem::Problem;
use crate::sign_in::hashed;

/// One's sessions.
#[derive(Debug, Serialize, ToSchema)]
pub(super) struct Sessions {
    /// The last used first.
    sessions: Vec<SessionView>,
}

/// A session. What opens it is not in here.
#[derive(Debug, Serialize, ToSchema)]
pub(super) struct SessionView {
    /// What to end it by.
    id: String,
    /// When it began.
    made_at: Timestamp,
    /// When it was last used, to the minute.
    last_used_at: Timestamp,
    /// When it ends whatever happens; it ends after 30 minutes without use, too.
    expires_at: Timestamp,
    /// The address from which it began; `null` if that was not known.
    address: Option<String>,
    /// It is the one that asks.
    current: bool,
}

/// The name of a session: 16 hex digits, of which nobody can make the token or its hash.
fn id(hash: &str) -> String {
    let mut id = hashed(hash);
    id.truncate(16);
    id
}

/// Shows where one is signed in.
#[utoipa::path(get, path = "/v1/me/sessions", tag = "session", responses((status = 200, body = Sessions), Read))]
pub(super) async fn sessions(State(api): State<Api>, caller: Caller) -> Result<Json<Sessions>, Problem> {
    let found = api.service.sessions_of(&caller.operator.id).await?;
    let sessions = found.into_iter().map(|(hash, session)| SessionView {
        id: id(&hash),
        made_at: session.created_at,
        last_used_at: session.seen_at,
        expires_at: session.expires_at,
        address: session.address,
        current: hash == caller.session,
    });
    Ok(Json(Sessions { sessions: sessions.collect() }))
}

/// Ends one of one's sessions; the one that asks, too.
#[utoipa::path(delete, path = "/v1/me/sessions/{session}", tag = "session",
    params(("session" = String, Path, description = "The session's id")),
    responses((status = 204, description = "Ended"), Read))]
pub(super) async fn end(
    State(api): State<Api>,
    caller: Caller,
    Path(session): Path<String>,
) -> Result<StatusCode, Problem> {
    let found = api.service.sessions_of(&caller.operator.id).await?;
    let (hash, _) = found.iter().find(|(hash, _)| id(hash) == session).ok_or(Problem::not_found())?;
    api.service.end_session(&caller.operator.id, hash).await?;
    Ok(StatusCode::NO_CONTENT)
}
