//! What is scheduled: in one conversation, and over the whole desk by time (CMP-05).

use std::collections::{BTreeMap, BTreeSet};

use axum::Json;
use axum::extract::{Path, State};
use domain::{
    Body as RowBody, ChannelKind, Contact, Content, Conversation, ConversationId, Delivery, FailReason,
    InboxId, NotSent, OperatorId, PlanState, Planned, Row, RowId, Scheduled, ScheduledId, Timestamp, hours,
};
use serde::{Deserialize, Serialize};
use store::CalendarCursor;
use utoipa::{IntoParams, ToSchema};

use super::Api;
use super::access::Caller;
use super::answers::Read;
use super::body::{Asked, Limit};
use super::commands::{ScheduledState, WindowAt, window_at};
use super::conversations::{contact_of, read};
use super::names::Names;
use crate::problem::{Kind, Problem};

/// How many a page holds, if nobody says.
const USUAL: u32 = 50;
/// How many entries one request looks at, however few of them match.
const LOOKED_AT: usize = 300;
/// How many are read at once.
const BATCH: usize = 50;
/// How far back a list begins, and how far ahead it ends, if nobody says.
const BACK: std::time::Duration = hours(7 * 24);
const AHEAD: std::time::Duration = hours(400 * 24);

/// Which scheduled messages, from where on. Every filter that is given must hold.
#[derive(Debug, Deserialize, IntoParams)]
#[serde(deny_unknown_fields)]
#[into_params(parameter_in = Query)]
pub(super) struct CalendarQuery {
    /// From this time on; left out: from a week ago.
    #[param(value_type = Option<String>, format = DateTime)]
    from: Option<Timestamp>,
    /// Before this time, at most 400 days after `from`.
    #[param(value_type = Option<String>, format = DateTime)]
    until: Option<Timestamp>,
    /// Only those of this state.
    #[param(inline)]
    state: Option<ScheduledState>,
    /// Only this inbox.
    #[param(value_type = Option<String>)]
    inbox: Option<InboxId>,
    /// Where to go on: `next` of the page before.
    cursor: Option<String>,
    /// How many at most, 1 to 100.
    #[param(value_type = Option<u32>, minimum = 1, maximum = 100)]
    limit: Option<Limit>,
}

/// Some of the desk's scheduled messages, by time.
#[derive(Debug, Serialize, ToSchema)]
pub(super) struct CalendarPage {
    /// May be fewer than `limit` although there are more: a filter looks at 300 at a time.
    items: Vec<ScheduledView>,
    /// Where to go on; `null` at the end.
    next: Option<String>,
}

/// What waits in a conversation.
#[derive(Debug, Serialize, ToSchema)]
pub(super) struct ScheduledList {
    /// By time.
    items: Vec<ScheduledView>,
}

/// A scheduled message.
#[derive(Debug, Serialize, ToSchema)]
pub(super) struct ScheduledView {
    /// Which one.
    id: ScheduledId,
    /// In which conversation.
    conversation: ConversationId,
    /// In which inbox.
    inbox: InboxId,
    /// The inbox's kind.
    channel: ChannelKind,
    /// What people read for the contact.
    contact_name: String,
    /// For when it is, or was, scheduled.
    at: Timestamp,
    /// Who says it.
    by: OperatorId,
    /// What people read for them.
    by_name: String,
    /// What has become of it.
    state: ScheduledState,
    /// What is, or was, said. Of what was taken back or not sent no words are kept.
    contents: Vec<Content>,
    /// Not if the contact writes first.
    unless_contact_writes: bool,
    /// Whether the provider's messaging window will be open then; `null` unless it waits.
    window: Option<WindowAt>,
    /// When it was sent, taken back or not sent.
    ended_at: Option<Timestamp>,
    /// The rows that it became.
    rows: Vec<RowId>,
    /// Why it was not sent.
    not_sent: Option<NotSent>,
    /// Why the provider did not take it.
    reason: Option<FailReason>,
}

/// Shows what waits in a conversation.
#[utoipa::path(get, path = "/v1/conversations/{id}/scheduled", tag = "scheduled",
    params(("id" = String, Path, description = "The conversation")),
    responses((status = 200, body = ScheduledList), Read))]
pub(super) async fn of_conversation(
    State(api): State<Api>,
    caller: Caller,
    Path(id): Path<String>,
) -> Result<Json<ScheduledList>, Problem> {
    let conversation = api.theirs(&caller, &id).await?;
    let contact = contact_of(&api, &conversation).await?;
    let writers = conversation.scheduled.iter().map(|message| &message.by).collect();
    let names = Names::of(&api.service, writers).await?;
    let now = api.service.now();
    let view = |message: &Scheduled| waiting(message, &conversation, &contact, &names, now);
    Ok(Json(ScheduledList { items: conversation.scheduled.iter().map(view).collect() }))
}

/// Lists the desk's scheduled messages by time: those that wait, and what became of the others.
#[utoipa::path(get, path = "/v1/scheduled", params(CalendarQuery), tag = "scheduled",
    responses((status = 200, body = CalendarPage), Read))]
pub(super) async fn list(
    State(api): State<Api>,
    caller: Caller,
    Asked(query): Asked<CalendarQuery>,
) -> Result<Json<CalendarPage>, Problem> {
    let now = api.service.now();
    let from = query.from.unwrap_or(now - BACK);
    let until = query.until.unwrap_or(from + AHEAD);
    if until > from + AHEAD {
        return Err(Problem::because(Kind::InvalidQuery, "until is at most 400 days after from"));
    }
    let seal = api.seal().await?;
    let purpose = serde_json::json!([
        "calendar",
        caller.operator.id,
        query.from,
        query.until,
        query.state,
        query.inbox
    ]);
    let purpose = purpose.to_string();
    let open = |cursor: &String| seal.open(&purpose, cursor).ok_or(Problem::new(Kind::InvalidCursor));
    let mut after: Option<CalendarCursor> = query.cursor.as_ref().map(open).transpose()?;
    let limit = query.limit.map_or(USUAL, |limit| limit.0) as usize;
    let (mut items, mut looked_at, mut more) = (Vec::new(), 0, true);
    while more && items.len() < limit && looked_at < LOOKED_AT {
        let page = api.service.store().calendar(from, until, after.as_ref(), BATCH).await?;
        more = page.more;
        looked_at += page.entries.len();
        let theirs = |planned: &Planned| {
            caller.sees(&planned.inbox) && query.inbox.as_ref().is_none_or(|inbox| *inbox == planned.inbox)
        };
        let seen: Vec<_> = page.entries.iter().map(|(_, planned)| planned).filter(|p| theirs(p)).collect();
        let mut views = views(&api, &seen, now).await?;
        for (place, planned) in &page.entries {
            if items.len() == limit {
                more = true;
                break;
            }
            after = Some(place.clone());
            let view = views.remove(&planned.id);
            items.extend(view.filter(|view| query.state.is_none_or(|state| state == view.state)));
        }
    }
    let next = after.filter(|_| more).map(|after| seal.close(&purpose, &after));
    Ok(Json(CalendarPage { items, next }))
}

async fn views(
    api: &Api,
    planned: &[&Planned],
    now: Timestamp,
) -> Result<BTreeMap<ScheduledId, ScheduledView>, Problem> {
    let ids: BTreeSet<_> = planned.iter().map(|planned| planned.conversation.clone()).collect();
    let conversations = read(api, ids.into_iter().collect()).await?;
    let names = Names::of(&api.service, planned.iter().map(|planned| &planned.by).collect()).await?;
    let mut views = BTreeMap::new();
    for planned in planned {
        let Some((conversation, contact)) = conversations.get(&planned.conversation) else { continue };
        let rows = match &planned.state {
            PlanState::Sent { rows, .. } => api.service.store().rows(&planned.conversation, rows).await?,
            _ => Vec::new(),
        };
        let held = conversation.scheduled.iter().find(|message| message.id == planned.id);
        let view = match (&planned.state, held) {
            (PlanState::Waiting, Some(message)) => waiting(message, conversation, contact, &names, now),
            // It has just become something else; the next look tells what.
            (PlanState::Waiting, None) => continue,
            (state, _) => ended(planned, state, &rows, conversation, contact, &names),
        };
        views.insert(planned.id.clone(), view);
    }
    Ok(views)
}

fn waiting(
    message: &Scheduled,
    conversation: &Conversation,
    contact: &Contact,
    names: &Names,
    now: Timestamp,
) -> ScheduledView {
    ScheduledView {
        id: message.id.clone(),
        conversation: conversation.id.clone(),
        inbox: conversation.inbox.clone(),
        channel: conversation.channel,
        contact_name: contact.name().to_owned(),
        at: message.at,
        by: message.by.clone(),
        by_name: names.get(&message.by),
        state: ScheduledState::Waiting,
        contents: message.contents.clone(),
        unless_contact_writes: message.unless_contact_writes,
        window: Some(window_at(conversation.channel, now, message.at)),
        ended_at: None,
        rows: Vec::new(),
        not_sent: None,
        reason: None,
    }
}

fn ended(
    planned: &Planned,
    state: &PlanState,
    rows: &[Row],
    conversation: &Conversation,
    contact: &Contact,
    names: &Names,
) -> ScheduledView {
    let (name, ended_at, not_sent) = match state {
        PlanState::Waiting => (ScheduledState::Waiting, None, None),
        PlanState::Sent { at, .. } => (delivered(rows), Some(*at), None),
        PlanState::Cancelled { at, .. } => (ScheduledState::Cancelled, Some(*at), None),
        PlanState::NotSent { at, reason } => (ScheduledState::Failed, Some(*at), Some(*reason)),
    };
    let contents = rows.iter().filter_map(|row| match &row.body {
        RowBody::Outbound(message) => Some(message.contents.clone()),
        _ => None,
    });
    let reason = rows.iter().find_map(|row| match &row.delivery {
        Some(Delivery::Failed { reason, .. }) => Some(reason.clone()),
        _ => None,
    });
    ScheduledView {
        id: planned.id.clone(),
        conversation: planned.conversation.clone(),
        inbox: planned.inbox.clone(),
        channel: conversation.channel,
        contact_name: contact.name().to_owned(),
        at: planned.at,
        by: planned.by.clone(),
        by_name: names.get(&planned.by),
        state: name,
        contents: contents.flatten().collect(),
        unless_contact_writes: false,
        window: None,
        ended_at,
        rows: rows.iter().map(|row| row.id).collect(),
        not_sent,
        reason,
    }
}

/// How far a message has come whose rows have come so far: the worst of them counts.
fn delivered(rows: &[Row]) -> ScheduledState {
    let any = |is: fn(&Delivery) -> bool| rows.iter().filter_map(|row| row.delivery.as_ref()).any(is);
    if any(|delivery| matches!(delivery, Delivery::Failed { .. } | Delivery::Cancelled { .. })) {
        ScheduledState::Failed
    } else if any(|delivery| matches!(delivery, Delivery::Unknown { .. })) {
        ScheduledState::Unknown
    } else if any(|delivery| !delivery.is_terminal()) {
        ScheduledState::Sending
    } else {
        ScheduledState::Sent
    }
}
