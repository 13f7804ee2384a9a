//! Webhooks that need somebody: dead letters, and those that could not be passed on yet.

use axum::Json;
use axum::extract::{Path, State};
use domain::{InboxId, Timestamp};
use http::StatusCode;
use serde::{Deserialize, Serialize};
use store::{ArrivalId, DeadLetter, Relay};
use utoipa::{IntoParams, ToSchema};

use super::Api;
use super::access::Caller;
use super::answers::Read;
use super::body::{Asked, Limit};
use crate::dead_letters::{ReplayError, Replayed};
use crate::ingest::Accepted;
use crate::problem::{Kind, Problem};

/// How many a page holds, if nobody says.
const USUAL: u32 = 20;
/// The most characters of a body that are shown.
const SHOWN_CHARS: usize = 65_536;

/// Which of them, from where on.
#[derive(Debug, Deserialize, IntoParams)]
#[serde(deny_unknown_fields)]
#[into_params(parameter_in = Query)]
pub(super) struct WebhooksQuery {
    /// Only this inbox.
    #[param(value_type = Option<String>)]
    inbox: Option<InboxId>,
    /// Where to go on: `next` of the page before.
    cursor: Option<String>,
    /// How many at most, 1 to 100.
    #[param(value_type = Option<u32>, minimum = 1, maximum = 100)]
    limit: Option<Limit>,
}

/// A webhook that was proven and could not be read or routed.
#[derive(Debug, Serialize, ToSchema)]
pub(super) struct DeadLetterView {
    /// To which inbox it was posted.
    inbox: InboxId,
    /// Its name.
    #[schema(value_type = String, example = "1795132801000-0123456789abcdef")]
    letter: ArrivalId,
    /// When it came.
    at: Timestamp,
    /// What is wrong with it, a line each.
    why: String,
    /// How long it is, in bytes.
    size_bytes: usize,
}

impl From<DeadLetter> for DeadLetterView {
    fn from(letter: DeadLetter) -> Self {
        let DeadLetter { inbox, id, why, size_bytes } = letter;
        Self { inbox, at: id.at(), letter: id, why, size_bytes }
    }
}

/// Dead letters, the newest first.
#[derive(Debug, Serialize, ToSchema)]
pub(super) struct DeadLetterPage {
    /// The letters.
    items: Vec<DeadLetterView>,
    /// Where to go on; `null` at the end.
    next: Option<String>,
}

/// A dead letter and what it says.
#[derive(Debug, Serialize, ToSchema)]
pub(super) struct DeadLetterDetail {
    /// What is known of it.
    #[serde(flatten)]
    letter: DeadLetterView,
    /// Its body as text (WeChat: decrypted), at most 65,536 characters. What is no UTF-8 is shown as U+FFFD.
    body: String,
    /// Whether that is all of it.
    whole: bool,
}

/// What came of taking a letter again.
#[derive(Debug, Serialize, ToSchema)]
pub(super) struct ReplayedView {
    /// Whether the letter is gone: nothing is wrong with it any more.
    done: bool,
    /// What is still wrong with it.
    why: Option<String>,
    /// Events that are new.
    kept: usize,
    /// Events and receipts that the desk had already.
    known: usize,
    /// Receipts that told something new.
    receipts: usize,
    /// Events that mean nothing here.
    ignored: usize,
    /// Events that still cannot be read or routed.
    dead: usize,
}

impl From<Replayed> for ReplayedView {
    fn from(replayed: Replayed) -> Self {
        let Replayed { accepted: Accepted { kept, known, receipts, ignored, dead }, why } = replayed;
        Self { done: why.is_none(), why, kept, known, receipts, ignored, dead }
    }
}

/// A webhook that is still to be passed on to the inbox's `relay_url`, or was given up.
#[derive(Debug, Serialize, ToSchema)]
pub(super) struct RelayView {
    /// Whose it is.
    inbox: InboxId,
    /// Its name.
    #[schema(value_type = String, example = "1795132801000-0123456789abcdef")]
    webhook: ArrivalId,
    /// When it came.
    at: Timestamp,
    /// `waiting` or `given_up`.
    state: RelayState,
    /// Calls begun.
    attempts: u64,
    /// When the next call is due.
    next_at: Option<Timestamp>,
    /// What went wrong last.
    why: Option<String>,
    /// How long it is, in bytes.
    size_bytes: usize,
}

/// How far one has come.
#[derive(Debug, Serialize, ToSchema)]
#[serde(rename_all = "snake_case")]
pub(super) enum RelayState {
    /// It is tried again by itself.
    Waiting,
    /// It is tried again only if somebody says so.
    GivenUp,
}

impl From<Relay> for RelayView {
    fn from(relay: Relay) -> Self {
        let Relay { inbox, id, attempts, due_at, why, size_bytes, .. } = relay;
        let state = if due_at.is_some() { RelayState::Waiting } else { RelayState::GivenUp };
        Self { inbox, at: id.at(), webhook: id, state, attempts, next_at: due_at, why, size_bytes }
    }
}

/// Webhooks to pass on, the newest first.
#[derive(Debug, Serialize, ToSchema)]
pub(super) struct RelayPage {
    /// The webhooks.
    items: Vec<RelayView>,
    /// Where to go on; `null` at the end.
    next: Option<String>,
}

/// What a list is asked for: whose, before which, how many; and what its cursor is sealed for.
struct Asks {
    inboxes: Vec<InboxId>,
    before: Option<ArrivalId>,
    limit: u32,
    purpose: String,
}

impl Asks {
    async fn read(api: &Api, caller: &Caller, list: &str, query: WebhooksQuery) -> Result<Self, Problem> {
        let purpose = serde_json::json!([list, caller.operator.id, query.inbox]).to_string();
        let seal = api.seal().await?;
        let open = |cursor: &String| seal.open(&purpose, cursor).ok_or(Problem::new(Kind::InvalidCursor));
        let before = query.cursor.as_ref().map(open).transpose()?;
        let asked = |id: &InboxId| query.inbox.as_ref().is_none_or(|inbox| inbox == id);
        let ids = api.service.connections().map(|connection| &connection.id);
        let inboxes = ids.filter(|id| asked(id) && caller.sees(id)).cloned().collect();
        let limit = query.limit.map_or(USUAL, |limit| limit.0);
        Ok(Self { inboxes, before, limit, purpose })
    }

    /// One more than a page holds, which tells whether there is another page.
    const fn and_one(&self) -> u32 {
        self.limit + 1
    }

    /// Cuts what is more than a page, and seals where to go on.
    async fn page<T>(
        &self,
        api: &Api,
        found: &mut Vec<T>,
        id: impl Fn(&T) -> &ArrivalId,
    ) -> Result<Option<String>, Problem> {
        let limit = self.limit as usize;
        let more = found.len() > limit;
        found.truncate(limit);
        let Some(last) = found.last().filter(|_| more) else { return Ok(None) };
        Ok(Some(api.seal().await?.close(&self.purpose, id(last))))
    }
}

/// Reads the names in a path. What does not exist and what the caller may not see look the same (SEC-8).
fn named(caller: &Caller, inbox: &str, id: &str) -> Result<(InboxId, ArrivalId), Problem> {
    let read = || Some((inbox.parse::<InboxId>().ok()?, id.parse().ok()?));
    let (inbox, id) = read().ok_or_else(Problem::not_found)?;
    if caller.sees(&inbox) { Ok((inbox, id)) } else { Err(Problem::not_found()) }
}

/// Lists webhooks that were proven and could not be read or routed, the newest first. They are kept for 35 days.
#[utoipa::path(get, path = "/v1/dead-letters", params(WebhooksQuery), tag = "webhooks",
    responses((status = 200, body = DeadLetterPage), Read))]
pub(super) async fn dead_letters(
    State(api): State<Api>,
    caller: Caller,
    Asked(query): Asked<WebhooksQuery>,
) -> Result<Json<DeadLetterPage>, Problem> {
    let asks = Asks::read(&api, &caller, "dead letters", query).await?;
    let mut found = api.service.dead_letters(&asks.inboxes, asks.before.as_ref(), asks.and_one()).await?;
    let next = asks.page(&api, &mut found, |letter| &letter.id).await?;
    Ok(Json(DeadLetterPage { items: found.into_iter().map(Into::into).collect(), next }))
}

/// Shows a dead letter. It may hold what customers wrote, so that it is written down who looked.
#[utoipa::path(get, path = "/v1/dead-letters/{inbox}/{letter}", tag = "webhooks",
    params(("inbox" = String, Path, description = "The inbox"), ("letter" = String, Path, description = "The letter")),
    responses((status = 200, body = DeadLetterDetail), Read))]
pub(super) async fn dead_letter(
    State(api): State<Api>,
    caller: Caller,
    Path((inbox, letter)): Path<(String, String)>,
) -> Result<Json<DeadLetterDetail>, Problem> {
    let (inbox, id) = named(&caller, &inbox, &letter)?;
    let found = api.service.store().dead_letter(&inbox, &id, api.service.now()).await?;
    let (letter, raw) = found.ok_or_else(Problem::not_found)?;
    api.service.audit(Some(&caller.operator.id), "read-dead-letter", Some(&target(&inbox, &id))).await?;
    let text = String::from_utf8_lossy(&raw);
    let body: String = text.chars().take(SHOWN_CHARS).collect();
    let whole = body.len() == text.len() && raw.len() == letter.size_bytes;
    Ok(Json(DeadLetterDetail { letter: letter.into(), body, whole }))
}

/// Takes a dead letter again, as if it came once more. What the desk has of it stays as it is, so that this is safe at any
/// time. If nothing is wrong with it any more, it is gone afterwards.
#[utoipa::path(post, path = "/v1/dead-letters/{inbox}/{letter}/replay", tag = "webhooks",
    params(("inbox" = String, Path, description = "The inbox"), ("letter" = String, Path, description = "The letter")),
    responses((status = 200, body = ReplayedView), Read))]
pub(super) async fn replay(
    State(api): State<Api>,
    caller: Caller,
    Path((inbox, letter)): Path<(String, String)>,
) -> Result<Json<ReplayedView>, Problem> {
    let (inbox, id) = named(&caller, &inbox, &letter)?;
    let replayed = api.service.replay(&inbox, &id).await?;
    api.service.audit(Some(&caller.operator.id), "replay-dead-letter", Some(&target(&inbox, &id))).await?;
    Ok(Json(replayed.into()))
}

/// Throws a dead letter away.
#[utoipa::path(delete, path = "/v1/dead-letters/{inbox}/{letter}", tag = "webhooks",
    params(("inbox" = String, Path, description = "The inbox"), ("letter" = String, Path, description = "The letter")),
    responses((status = 204, description = "It is gone"), Read))]
pub(super) async fn delete(
    State(api): State<Api>,
    caller: Caller,
    Path((inbox, letter)): Path<(String, String)>,
) -> Result<StatusCode, Problem> {
    let (inbox, id) = named(&caller, &inbox, &letter)?;
    let found = api.service.store().dead_letter(&inbox, &id, api.service.now()).await?;
    found.ok_or_else(Problem::not_found)?;
    api.service.audit(Some(&caller.operator.id), "delete-dead-letter", Some(&target(&inbox, &id))).await?;
    api.service.store().unbury(&inbox, &id).await?;
    Ok(StatusCode::NO_CONTENT)
}

/// Lists webhooks that are still to be passed on to the second address of their inbox, or were given up; the newest first.
#[utoipa::path(get, path = "/v1/relays", params(WebhooksQuery), tag = "webhooks",
    responses((status = 200, body = RelayPage), Read))]
pub(super) async fn relays(
    State(api): State<Api>,
    caller: Caller,
    Asked(query): Asked<WebhooksQuery>,
) -> Result<Json<RelayPage>, Problem> {
    let asks = Asks::read(&api, &caller, "relays", query).await?;
    let mut found = api.service.relays(&asks.inboxes, asks.before.as_ref(), asks.and_one()).await?;
    let next = asks.page(&api, &mut found, |relay| &relay.id).await?;
    Ok(Json(RelayPage { items: found.into_iter().map(Into::into).collect(), next }))
}

/// Begins anew with a webhook whose passing on was given up.
#[utoipa::path(post, path = "/v1/relays/{inbox}/{webhook}/retry", tag = "webhooks",
    params(("inbox" = String, Path, description = "The inbox"), ("webhook" = String, Path, description = "The webhook")),
    responses((status = 204, description = "It is tried again"), Read))]
pub(super) async fn retry(
    State(api): State<Api>,
    caller: Caller,
    Path((inbox, webhook)): Path<(String, String)>,
) -> Result<StatusCode, Problem> {
    let (inbox, id) = named(&caller, &inbox, &webhook)?;
    if !api.service.revive_relay(&inbox, &id).await? {
        return Err(Problem::not_found());
    }
    api.service.audit(Some(&caller.operator.id), "retry-relay", Some(&target(&inbox, &id))).await?;
    Ok(StatusCode::NO_CONTENT)
}

fn target(inbox: &InboxId, id: &ArrivalId) -> String {
    format!("{inbox}/{id}")
}

impl From<ReplayError> for Problem {
    fn from(error: ReplayError) -> Self {
        match error {
            ReplayError::NoLetter => Self::not_found(),
            ReplayError::NoInbox => Self::because(Kind::UnknownReference, error.to_string()),
            ReplayError::Store(error) => error.into(),
        }
    }
}
