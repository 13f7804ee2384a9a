//! Rules and the past: what a candidate would have answered, and the conversations themselves.

use std::sync::Arc;

use axum::Json;
use axum::extract::State;
use rules::{Baseline, Pair, Replay, Replayed, RuleSet};
use serde::{Deserialize, Serialize};
use store::ListCursor;
use tokio::sync::Semaphore;
use utoipa::{IntoParams, ToSchema};

use super::super::Api;
use super::super::access::Caller;
use super::super::answers::{Read, Write};
use super::super::body::{Asked, Body};
use super::limit;
use super::versions::Side;
use crate::draft::{Draft, DraftError};
use crate::history::{ExportHead, PAGE, PastConversation, PastPage};
use crate::problem::{Kind, Problem};
use crate::rulebook::PublishError;

/// The most changed answers that one page shows; the counts tell of all.
const PAIRS: usize = 500;
/// What the cursors are sealed for.
const PAST: &str = "the past";
/// A replay takes every processor: one at a time in a process.
static REPLAYS: Semaphore = Semaphore::const_new(1);

/// What to compare.
#[derive(Debug, Default, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub(super) struct DiffBody {
    /// The rules before; left out: those in force.
    #[serde(default)]
    before: Side,
    /// The rules after; left out: those in force.
    #[serde(default)]
    after: Side,
}

/// With what a candidate is compared.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Deserialize, ToSchema)]
#[serde(rename_all = "snake_case")]
pub(super) enum BaselineName {
    /// The rules in force, asked the same.
    #[default]
    InForce,
    /// What was really answered: words and hand-overs only.
    Recorded,
}

/// A candidate to replay.
#[derive(Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub(super) struct ReplayBody {
    /// The candidate.
    candidate: Side,
    /// With what it is compared; the rules in force unless it is said.
    #[serde(default)]
    baseline: BaselineName,
    /// Where to go on: `next` of the page before.
    #[serde(default)]
    cursor: Option<String>,
}

/// What came of a page of the past.
#[derive(Debug, Serialize, ToSchema)]
pub(super) struct ReplayedPage {
    /// Counts of this page; the sum over all pages is the whole.
    counts: Replayed,
    /// The answers that changed, at most 500 of a page.
    pairs: Vec<Pair>,
    /// How many more there are in this page.
    more_pairs: usize,
    /// How many conversations were looked at.
    looked_at: usize,
    /// Where to go on; `null` at the end.
    next: Option<String>,
}

/// Where to go on.
#[derive(Debug, Deserialize, IntoParams)]
#[serde(deny_unknown_fields)]
#[into_params(parameter_in = Query)]
pub(super) struct HistoryQuery {
    /// `next` of the page before.
    cursor: Option<String>,
}

/// A page of the past.
#[derive(Debug, Serialize, ToSchema)]
pub(super) struct HistoryPage {
    /// What the first line of an exported file is.
    head: ExportHead,
    /// What its further lines are.
    conversations: Vec<PastConversation>,
    /// How many conversations were looked at.
    looked_at: usize,
    /// Where to go on; `null` at the end.
    next: Option<String>,
}

/// Compares two sets of rules, rule by rule.
#[utoipa::path(post, path = "/v1/rules:diff", request_body = DiffBody, tag = "rules",
    responses((status = 200, body = rules::Diff), Write))]
pub(super) async fn diff(
    State(api): State<Api>,
    caller: Caller,
    Body(body): Body<DiffBody>,
) -> Result<Json<rules::Diff>, Problem> {
    limit(&api, &caller).await?;
    let before = set_of(&api, body.before, "before").await?;
    let after = set_of(&api, body.after, "after").await?;
    let diff = tokio::task::spawn_blocking(move || before.diff(&after));
    diff.await.map(Json).map_err(|error| Problem::internal(&error))
}

async fn set_of(api: &Api, side: Side, field: &str) -> Result<Arc<RuleSet>, Problem> {
    let Some(draft) = side.draft(api, field).await? else {
        api.service.refresh().await?;
        return Ok(api.service.rules());
    };
    let version = draft.version();
    // The cases say nothing of what the rules do.
    let checked = Draft { cases: Vec::new(), ..draft }.check().await;
    let checked = checked.map_err(|error: DraftError| Problem::from(PublishError::from(error)))?;
    Ok(Arc::new(checked.rules.named(version)))
}

/// Tells a page of the past again to a candidate, and what it would have answered. Nothing is sent and nothing written
/// but the audit entry.
#[utoipa::path(post, path = "/v1/rules:replay", request_body = ReplayBody, tag = "rules",
    responses((status = 200, body = ReplayedPage), Write))]
pub(super) async fn replay(
    State(api): State<Api>,
    caller: Caller,
    Body(body): Body<ReplayBody>,
) -> Result<Json<ReplayedPage>, Problem> {
    turn(&api, &caller).await?;
    let candidate = set_of(&api, body.candidate, "candidate").await?;
    let page = page(&api, &caller, body.cursor.as_ref(), "replay-rules").await?;
    let workspace = api.service.workspace();
    let baseline = match body.baseline {
        BaselineName::InForce => Baseline::Rules(api.service.rules()),
        BaselineName::Recorded => Baseline::Recorded { templates: Arc::new(workspace.contents.clone()) },
    };
    let PastPage { conversations, looked_at, next } = page;
    let permit = REPLAYS.acquire().await.map_err(|error| Problem::internal(&error))?;
    let replayed = tokio::task::spawn_blocking(move || {
        let _permit = permit;
        let past = conversations.into_iter().filter_map(|conversation| {
            let inbox = workspace.inboxes.get(&conversation.inbox)?.clone();
            Some(conversation.into_past(inbox))
        });
        let mut replay = Replay::new(candidate, baseline);
        let pairs = replay.feed(&past.collect::<Vec<_>>());
        (replay.finish(), pairs)
    });
    let (counts, mut pairs) = replayed.await.map_err(|error| Problem::internal(&error))?;
    let more_pairs = pairs.len().saturating_sub(PAIRS);
    pairs.truncate(PAIRS);
    let next = sealed(&api, &caller, next).await?;
    Ok(Json(ReplayedPage { counts, pairs, more_pairs, looked_at, next }))
}

/// Exports a page of the past for a replay elsewhere: what people wrote, without their identities. It is written down
/// who did.
#[utoipa::path(get, path = "/v1/rules/history", params(HistoryQuery), tag = "rules",
    responses((status = 200, body = HistoryPage), Read))]
pub(super) async fn history(
    State(api): State<Api>,
    caller: Caller,
    Asked(query): Asked<HistoryQuery>,
) -> Result<Json<HistoryPage>, Problem> {
    turn(&api, &caller).await?;
    let page = page(&api, &caller, query.cursor.as_ref(), "export-history").await?;
    let PastPage { conversations, looked_at, next } = page;
    let next = sealed(&api, &caller, next).await?;
    let head = api.service.export_head(|inbox| caller.sees(inbox));
    Ok(Json(HistoryPage { head, conversations, looked_at, next }))
}

/// A replay asks for many pages: twenty in a second, and a burst at the beginning (SEC-30).
async fn turn(api: &Api, caller: &Caller) -> Result<(), Problem> {
    let bucket = format!("past-{}", caller.operator.id);
    Ok(api.service.limit(&bucket, 100, std::time::Duration::from_millis(50)).await?)
}

/// Reads a page. The first one is written down (INV-21).
async fn page(
    api: &Api,
    caller: &Caller,
    cursor: Option<&String>,
    did: &'static str,
) -> Result<PastPage, Problem> {
    let purpose = purpose(caller);
    let after: Option<ListCursor> = if let Some(cursor) = cursor {
        Some(api.seal().await?.open(&purpose, cursor).ok_or(Problem::new(Kind::InvalidCursor))?)
    } else {
        api.service.audit(Some(&caller.operator.id), did, None).await?;
        None
    };
    Ok(api.service.past(|inbox| caller.sees(inbox), after.as_ref(), PAGE).await?)
}

async fn sealed(api: &Api, caller: &Caller, next: Option<ListCursor>) -> Result<Option<String>, Problem> {
    match next {
        Some(next) => Ok(Some(api.seal().await?.close(&purpose(caller), &next))),
        None => Ok(None),
    }
}

/// Another operator's cursor does not open.
fn purpose(caller: &Caller) -> String {
    format!("{PAST} {}", caller.operator.id)
}
