//! The rows of a conversation, and what is new since.

use std::collections::BTreeMap;

use axum::Json;
use axum::extract::{Path, State};
use channels::capabilities;
use domain::{ChannelKind, Conversation, Delivery, FileCopy, Row, RowId};
use serde::{Deserialize, Serialize};
use store::Since;
use utoipa::{IntoParams, ToSchema};

use super::Api;
use super::access::Caller;
use super::answers::Read;
use super::body::{Asked, Limit};
use super::conversations::{contact_of, show};
use super::views::{ConversationView, DeliveryState, DeliveryView, RowView, rows as views};
use crate::problem::{Kind, Problem};

/// How many rows a page holds, if nobody says.
const USUAL: u32 = 50;
/// More new rows than this are a gap: the thread is to be read afresh.
const MAX_NEW: u32 = 200;
/// How many rows on their way out one cursor follows; a conversation seldom has more than two.
const MAX_FOLLOWED: usize = 40;
/// Of those that went out, the most whose receipts are followed.
const MAX_TOLD: usize = 20;

/// Which rows.
#[derive(Debug, Deserialize, IntoParams)]
#[serde(deny_unknown_fields)]
#[into_params(parameter_in = Query)]
pub(super) struct RowsQuery {
    /// Only rows before this one; without `before` and `after` the newest.
    #[param(value_type = Option<String>)]
    before: Option<RowId>,
    /// Only rows after this one, the oldest of them first.
    #[param(value_type = Option<String>)]
    after: Option<RowId>,
    /// This row with those before and after it, about half of the page each; not with `before` or `after`.
    #[param(value_type = Option<String>)]
    around: Option<RowId>,
    /// How many at most, 1 to 100.
    #[param(value_type = Option<u32>, minimum = 1, maximum = 100)]
    limit: Option<Limit>,
}

/// Some of a thread. It is read in order of time and shown in order of `seq`; the two differ by what came late.
#[derive(Debug, Serialize, ToSchema)]
pub(super) struct RowPage {
    /// The rows, in order of `seq`.
    rows: Vec<RowView>,
    /// The earliest row: what to give as `before` for the page before this one. `null` if there is none.
    first: Option<RowId>,
    /// The latest row: what to give as `after` for the page behind this one. `null` if there is none.
    last: Option<RowId>,
    /// Whether there is more in the direction in which was read; with `around`, in either.
    more: bool,
    /// Whether there are rows before `first`.
    earlier: bool,
    /// Whether there are rows after `last`.
    later: bool,
    /// Where `changes` goes on from here. With the newest page nothing is missed between the two.
    cursor: String,
}

/// Since when.
#[derive(Debug, Deserialize, IntoParams)]
#[serde(deny_unknown_fields)]
#[into_params(parameter_in = Query)]
pub(super) struct ChangesQuery {
    /// The `cursor` of the last answer.
    since: String,
}

/// What is new in a conversation.
#[derive(Debug, Serialize, ToSchema)]
pub(super) struct Changes {
    /// The conversation as it is.
    conversation: ConversationView,
    /// New rows in order of `seq`, and rows before them whose delivery or file has changed; put each in its place by `seq`.
    rows: Vec<RowView>,
    /// Too much is new: read the thread afresh.
    gap: bool,
    /// For the next time.
    cursor: String,
}

/// What somebody knows of a conversation.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
struct Known {
    /// Rows up to this number.
    #[serde(rename = "s")]
    seq: u64,
    /// Rows whose delivery or file may still change, and the state in which they were shown.
    #[serde(rename = "f", default, skip_serializing_if = "BTreeMap::is_empty")]
    followed: BTreeMap<RowId, u8>,
}

impl Known {
    /// Somebody who has just been shown these rows.
    fn of(conversation: &Conversation, seq: u64, rows: &[Row]) -> Self {
        let mut known = Self { seq, followed: BTreeMap::new() };
        for row in rows {
            let moving = row.delivery.as_ref().is_some_and(|delivery| !delivery.is_terminal())
                || row.file.as_ref().is_some_and(FileCopy::is_under_way);
            // The list may name a row that has reached its end, until the next step: told once is enough.
            if moving || conversation.unsettled.contains(&row.id) {
                known.followed.insert(row.id, state(row));
            }
        }
        // Not shown here, and still on its way: it is told with the next changes.
        for id in conversation.unsettled.iter().filter(|id| !rows.iter().any(|row| row.id == **id)) {
            known.followed.insert(*id, u8::MAX);
        }
        while known.followed.len() > MAX_FOLLOWED {
            known.followed.pop_first();
        }
        // Of what has gone out, the newest: a receipt of an older row is seen when the thread is read afresh.
        let told = rows.iter().rev().filter(|row| {
            row.delivery.as_ref().is_some_and(|delivery| may_be_told(conversation.channel, delivery))
        });
        for row in told.take(MAX_TOLD) {
            if known.followed.len() < MAX_FOLLOWED {
                known.followed.entry(row.id).or_insert(state(row));
            }
        }
        known
    }

    /// Whether a row looks other than it was shown.
    fn is_news(&self, row: &Row) -> bool {
        row.seq.is_some_and(|seq| seq <= self.seq) && self.followed.get(&row.id) != Some(&state(row))
    }
}

/// The state in which a row is shown, as a number: that of its delivery, or of its file, never of both.
fn state(row: &Row) -> u8 {
    match &row.file {
        None => {}
        Some(FileCopy::Pending { .. } | FileCopy::Claimed { .. }) => return 16,
        Some(FileCopy::Stored(_)) => return 17,
        Some(FileCopy::Failed { .. }) => return 18,
        Some(FileCopy::Withdrawn { .. }) => return 19,
    }
    match DeliveryView::from(row.delivery.as_ref()).state {
        DeliveryState::Queued => 0,
        DeliveryState::Sending => 1,
        DeliveryState::Checking => 2,
        DeliveryState::Sent => 3,
        DeliveryState::Failed => 4,
        DeliveryState::Unknown => 5,
        DeliveryState::Cancelled => 6,
        DeliveryState::Delivered => 7,
        DeliveryState::Read => 8,
    }
}

/// Whether the provider may still tell how far it came.
fn may_be_told(channel: ChannelKind, delivery: &Delivery) -> bool {
    let told = capabilities(channel);
    match delivery {
        // The web messenger's receipts stand with the conversation.
        Delivery::Sent { .. } if channel.delivers_by_storing() => false,
        Delivery::Sent { read_at: Some(_), .. } => false,
        Delivery::Sent { delivered_at: Some(_), .. } => told.read,
        Delivery::Sent { .. } => told.delivered || told.read,
        _ => false,
    }
}

fn purpose(conversation: &Conversation) -> String {
    format!("changes {}", conversation.id)
}

/// Shows rows of a thread.
#[utoipa::path(get, path = "/v1/conversations/{id}/rows", tag = "conversations",
    params(("id" = String, Path, description = "The conversation"), RowsQuery),
    responses((status = 200, body = RowPage), Read))]
pub(super) async fn rows(
    State(api): State<Api>,
    caller: Caller,
    Path(id): Path<String>,
    Asked(query): Asked<RowsQuery>,
) -> Result<Json<RowPage>, Problem> {
    // Read before the rows: what comes in between is told by the next changes.
    let conversation = api.theirs(&caller, &id).await?;
    let contact = contact_of(&api, &conversation).await?;
    let Window { rows: mut found, earlier, later } = window(&api, &conversation, &query).await?;
    let more = match query {
        RowsQuery { around: Some(_), .. } => earlier || later,
        RowsQuery { after: Some(_), .. } => later,
        _ => earlier,
    };
    let (first, last) = (found.first().map(|row| row.id), found.last().map(|row| row.id));
    found.sort_by_key(|row| row.seq);
    let known = Known::of(&conversation, conversation.seq, &found);
    let cursor = api.seal().await?.close(&purpose(&conversation), &known);
    let rows = views(&api.service, &caller, &conversation.id, &contact, &found).await?;
    Ok(Json(RowPage { rows, first, last, more, earlier, later, cursor }))
}

/// Some rows in order of time, and whether there are others on either side.
struct Window {
    rows: Vec<Row>,
    earlier: bool,
    later: bool,
}

async fn window(api: &Api, conversation: &Conversation, query: &RowsQuery) -> Result<Window, Problem> {
    let (store, id) = (api.service.store(), &conversation.id);
    let limit = query.limit.map_or(USUAL, |limit| limit.0);
    let one_side = async |before, after, limit: u32| {
        let mut rows = store.thread(id, before, after, limit + 1).await?;
        let more = rows.len() > limit as usize;
        if more && after.is_some() {
            rows.pop();
        } else if more {
            rows.remove(0);
        }
        Ok::<_, store::Error>((rows, more))
    };
    let Some(around) = query.around else {
        let (rows, more) = one_side(query.before, query.after, limit).await?;
        // The row that was named stands on the other side.
        return Ok(match query.after {
            Some(_) => Window { rows, earlier: true, later: more },
            None => Window { rows, earlier: more, later: query.before.is_some() },
        });
    };
    if query.before.is_some() || query.after.is_some() {
        return Err(Problem::because(Kind::InvalidQuery, "around goes without before and after"));
    }
    // A row that waits to be taken has no place in the thread yet.
    let middle = store.row(id, around).await?.filter(|row| row.seq.is_some());
    let middle = middle.ok_or(Problem::not_found())?;
    let (mut rows, earlier) = one_side(Some(around), None, limit / 2).await?;
    let (behind, later) = one_side(None, Some(around), limit - 1 - limit / 2).await?;
    rows.push(middle);
    rows.extend(behind);
    Ok(Window { rows, earlier, later })
}

/// Says what is new since the last answer: rows, deliveries, the conversation itself.
#[utoipa::path(get, path = "/v1/conversations/{id}/changes", tag = "conversations",
    params(("id" = String, Path, description = "The conversation"), ChangesQuery),
    responses((status = 200, body = Changes), Read))]
pub(super) async fn changes(
    State(api): State<Api>,
    caller: Caller,
    Path(id): Path<String>,
    Asked(query): Asked<ChangesQuery>,
) -> Result<Json<Changes>, Problem> {
    let conversation = api.theirs(&caller, &id).await?;
    let contact = contact_of(&api, &conversation).await?;
    let seal = api.seal().await?;
    let purpose = purpose(&conversation);
    let known: Known = seal.open(&purpose, &query.since).ok_or(Problem::new(Kind::InvalidCursor))?;
    let store = api.service.store();
    let (mut found, gap) = match store.since(&conversation.id, known.seq, conversation.seq, MAX_NEW).await? {
        Since::Rows(rows) => (rows, false),
        Since::Gap => (Vec::new(), true),
    };
    let mut followed: Vec<_> = known.followed.keys().copied().collect();
    followed.extend(conversation.unsettled.iter().filter(|id| !known.followed.contains_key(*id)));
    followed.retain(|id| !found.iter().any(|row| row.id == *id));
    let old = if followed.is_empty() { Vec::new() } else { store.rows(&conversation.id, &followed).await? };
    let (news, rest): (Vec<_>, Vec<_>) = old.into_iter().partition(|row| known.is_news(row));
    found.extend(news);
    found.sort_by_key(|row| row.seq);
    let next = Known::of(&conversation, conversation.seq, &[found.as_slice(), rest.as_slice()].concat());
    let cursor = seal.close(&purpose, &next);
    let rows = views(&api.service, &caller, &conversation.id, &contact, &found).await?;
    Ok(Json(Changes { conversation: show(&api, &conversation, &contact).await?, rows, gap, cursor }))
}
