//! Trying a connection out: an inbox's, or the model's.

use std::time::Duration;

use axum::Json;
use axum::extract::{Path, State};
use channels::Check;
use domain::{InboxId, seconds};
use serde::Serialize;
use utoipa::ToSchema;

use super::Api;
use super::access::Caller;
use super::answers::Read;
use super::routes::routes;
use crate::catalogue::check::{finding, model};
use crate::problem::Problem;

/// Each may be tried out so often at once, then once in `REFILL`: LINE takes 60 tests in an hour.
const BURST: u32 = 5;
const REFILL: Duration = seconds(60);

/// What an inbox's connection came to.
#[derive(Debug, Serialize, ToSchema)]
struct InboxChecks {
    /// Whether everything is right.
    ok: bool,
    /// What was looked at, in order. Which checks there are depends on the channel.
    checks: Vec<CheckView>,
}

/// One of them.
#[derive(Debug, Serialize, ToSchema)]
struct CheckView {
    /// What was looked at.
    check: Check,
    /// Whether it is right.
    ok: bool,
    /// What was found and what to do about it, in the caller's language. No secret is in here (SEC-29).
    detail: String,
}

/// What the model came to.
#[derive(Debug, Serialize, ToSchema)]
struct ModelCheck {
    /// Whether it answered.
    ok: bool,
    /// How long the first sign of its answer took, in milliseconds; `null` if there was none.
    latency_ms: Option<u64>,
    /// Why it did not answer, in the caller's language; empty if it did.
    detail: String,
}

routes! {
    self::test_inbox,
    self::test_model,
}

/// Tries an inbox's connection out: asks the provider what it tells of the account and of its webhooks, and changes
/// nothing. Five times at once, then once in a minute.
#[utoipa::path(post, path = "/v1/inboxes/{inbox}/test", tag = "settings",
    params(("inbox" = String, Path, description = "The inbox")),
    responses((status = 200, body = InboxChecks), Read))]
async fn test_inbox(
    State(api): State<Api>,
    caller: Caller,
    Path(id): Path<String>,
) -> Result<Json<InboxChecks>, Problem> {
    let id: InboxId = id.parse().map_err(|_| Problem::not_found())?;
    let connection = api.service.connection(&id).filter(|connection| caller.sees(&connection.id));
    let connection = connection.ok_or(Problem::not_found())?;
    api.service.limit(&format!("test-inbox-{id}"), BURST, REFILL).await?;
    let found = api.service.check_connection(connection).await;
    let checks = found.iter().map(|(check, found)| CheckView {
        check: *check,
        ok: found.is_right(),
        detail: finding(caller.language, *check, found),
    });
    Ok(Json(InboxChecks { ok: found.iter().all(|(_, found)| found.is_right()), checks: checks.collect() }))
}

/// Asks the configured model for one word, which costs some forty tokens. Five times at once, then once in a minute.
#[utoipa::path(post, path = "/v1/settings/ai/test", tag = "settings",
    responses((status = 200, body = ModelCheck), Read))]
async fn test_model(State(api): State<Api>, caller: Caller) -> Result<Json<ModelCheck>, Problem> {
    api.service.limit("test-model", BURST, REFILL).await?;
    let workspace = api.service.workspace();
    let refused = |error: &assist::Error| ModelCheck {
        ok: false,
        latency_ms: None,
        detail: model(caller.language, error),
    };
    Ok(Json(match &workspace.assistant {
        Err(error) => refused(error),
        Ok(assistant) => match assistant.check().await {
            Ok(took) => ModelCheck {
                ok: true,
                latency_ms: Some(u64::try_from(took.as_millis()).unwrap_or(u64::MAX)),
                detail: String::new(),
            },
            Err(error) => refused(&error),
        },
    }))
}
