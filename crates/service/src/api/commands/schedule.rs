//! Messages that go out at a time (送信予約, CMP-05).

use axum::Json;
use axum::extract::{Path, State};
use domain::step::Command;
use domain::{ChannelKind, Conversation, Scheduled, ScheduledId, Timestamp, hours};
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

use super::outgoing::Outgoing;
use super::words::Words;
use super::{ClientId, Done, Intent, intent_key, perform};
use crate::api::Api;
use crate::api::access::Caller;
use crate::api::answers::Write;
use crate::api::body::Body;
use crate::problem::Problem;

/// The furthest time ahead.
const FURTHEST: std::time::Duration = hours(366 * 24);

/// A message to schedule.
#[derive(Debug, Serialize, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub(in crate::api) struct Schedule {
    /// The name of the intent.
    client_id: ClientId,
    /// When it goes out: within a year.
    at: Timestamp,
    /// Words and nothing else; either this, `contents` or `template`.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    text: Option<String>,
    /// One to five bubbles, in their order.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    contents: Option<Vec<Outgoing>>,
    /// The name of a canned response; its blanks are filled in now.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    template: Option<String>,
    /// Not if the contact writes first.
    #[serde(default)]
    unless_contact_writes: bool,
}

/// A change of a scheduled message. What is said is given whole; left out, it stays as it is.
#[derive(Debug, Serialize, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub(in crate::api) struct Reschedule {
    /// The name of the intent.
    client_id: ClientId,
    /// Which one.
    scheduled: ScheduledId,
    /// When it goes out; left out: as it is.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    at: Option<Timestamp>,
    /// Words and nothing else.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    text: Option<String>,
    /// One to five bubbles, in their order.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    contents: Option<Vec<Outgoing>>,
    /// The name of a canned response; its blanks are filled in now.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    template: Option<String>,
    /// Not if the contact writes first; left out: as it is.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    unless_contact_writes: Option<bool>,
}

/// Which scheduled message to take back.
#[derive(Debug, Serialize, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub(in crate::api) struct CancelScheduled {
    /// The name of the intent.
    client_id: ClientId,
    /// Which one; left out: all of the conversation's.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    scheduled: Option<ScheduledId>,
}

/// Whether the provider's messaging window will be open then (CHN-14).
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, ToSchema)]
#[serde(rename_all = "snake_case")]
pub(in crate::api) enum WindowAt {
    /// The channel has none, or it is open that long whatever happens.
    Open,
    /// It may have closed by then, unless the contact writes.
    MayBeClosed,
    /// It will have closed by then, unless the contact writes.
    Closed,
}

/// What has become of a scheduled message.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[serde(rename_all = "snake_case")]
pub(in crate::api) enum ScheduledState {
    /// 待機: its time has not come.
    Waiting,
    /// Its time has come; it is on its way.
    Sending,
    /// 送信済み: the provider accepted it.
    Sent,
    /// 失敗: it was not sent, or a part of it was not.
    Failed,
    /// Whether it arrived cannot be known.
    Unknown,
    /// 取消: it was taken back.
    Cancelled,
}

impl Intent for Schedule {
    fn client_id(&self) -> &ClientId {
        &self.client_id
    }
}

impl Intent for Reschedule {
    fn client_id(&self) -> &ClientId {
        &self.client_id
    }
}

impl Intent for CancelScheduled {
    fn client_id(&self) -> &ClientId {
        &self.client_id
    }
}

/// What is known of the window at a time, if the contact does not write before. They have not written after `now`.
pub(in crate::api) fn window_at(channel: ChannelKind, now: Timestamp, at: Timestamp) -> WindowAt {
    let Some(window) = channels::capabilities(channel).window else { return WindowAt::Open };
    let longest = hours(u64::from(window.human_hours));
    if at.since(now) >= longest { WindowAt::Closed } else { WindowAt::MayBeClosed }
}

/// A time that a message may be scheduled for. Whether it has passed is asked in the step.
fn within_a_year(api: &Api, at: Timestamp) -> Result<Timestamp, Problem> {
    if at > api.service.now() + FURTHEST {
        return Err(Problem::field("at", "it must lie within a year"));
    }
    Ok(at)
}

/// Schedules a message. Whoever may answer may schedule; in a completed conversation anybody who sees it.
///
/// It goes out by its author at its time, whoever has the conversation then: on hold it stays on hold, completed it stays
/// completed; while the contact is asked whether to end it waits; to a blocked contact it is not sent.
#[utoipa::path(post, path = "/v1/conversations/{id}/schedule", request_body = Schedule, tag = "scheduled",
    params(("id" = String, Path, description = "The conversation")),
    responses((status = 200, body = Done), Write))]
pub(in crate::api) async fn schedule(
    State(api): State<Api>,
    caller: Caller,
    Path(id): Path<String>,
    Body(body): Body<Schedule>,
) -> Result<Json<Done>, Problem> {
    let at = within_a_year(&api, body.at)?;
    let conversation = api.theirs(&caller, &id).await?;
    let words = Words { text: &body.text, contents: &body.contents, template: &body.template };
    let message = Scheduled {
        id: ScheduledId::of(&conversation.id, &intent_key(&caller, &body.client_id)),
        at,
        by: caller.operator.id.clone(),
        contents: words.contents(&api, &caller, &conversation, Scheduled::MAX_CONTENTS).await?,
        unless_contact_writes: body.unless_contact_writes,
    };
    perform(&api, &caller, &conversation, "schedule", &body, Command::Schedule(message)).await
}

/// Changes a scheduled message: its time, its words and their order, its condition. Whoever changes it says it.
#[utoipa::path(post, path = "/v1/conversations/{id}/reschedule", request_body = Reschedule, tag = "scheduled",
    params(("id" = String, Path, description = "The conversation")),
    responses((status = 200, body = Done), Write))]
pub(in crate::api) async fn reschedule(
    State(api): State<Api>,
    caller: Caller,
    Path(id): Path<String>,
    Body(body): Body<Reschedule>,
) -> Result<Json<Done>, Problem> {
    let conversation = api.theirs(&caller, &id).await?;
    let before = conversation.scheduled.iter().find(|message| message.id == body.scheduled);
    let message = match before {
        Some(before) => changed(&api, &caller, &conversation, before, &body).await?,
        // Sent meanwhile, or the repeat of a request: the step tells which.
        None => Scheduled {
            id: body.scheduled.clone(),
            at: body.at.unwrap_or(Timestamp::MAX),
            by: caller.operator.id.clone(),
            contents: Vec::new(),
            unless_contact_writes: false,
        },
    };
    perform(&api, &caller, &conversation, "reschedule", &body, Command::Reschedule(message)).await
}

async fn changed(
    api: &Api,
    caller: &Caller,
    conversation: &Conversation,
    before: &Scheduled,
    body: &Reschedule,
) -> Result<Scheduled, Problem> {
    let same = body.text.is_none() && body.contents.is_none() && body.template.is_none();
    let words = Words { text: &body.text, contents: &body.contents, template: &body.template };
    Ok(Scheduled {
        id: before.id.clone(),
        at: within_a_year(api, body.at.unwrap_or(before.at))?,
        by: caller.operator.id.clone(),
        contents: if same {
            before.contents.clone()
        } else {
            words.contents(api, caller, conversation, Scheduled::MAX_CONTENTS).await?
        },
        unless_contact_writes: body.unless_contact_writes.unwrap_or(before.unless_contact_writes),
    })
}

/// Takes a scheduled message back, or all of the conversation's.
#[utoipa::path(post, path = "/v1/conversations/{id}/cancel-scheduled", request_body = CancelScheduled,
    tag = "scheduled", params(("id" = String, Path, description = "The conversation")),
    responses((status = 200, body = Done), Write))]
pub(in crate::api) async fn cancel_scheduled(
    State(api): State<Api>,
    caller: Caller,
    Path(id): Path<String>,
    Body(body): Body<CancelScheduled>,
) -> Result<Json<Done>, Problem> {
    let conversation = api.theirs(&caller, &id).await?;
    let command = Command::CancelScheduled(body.scheduled.clone());
    perform(&api, &caller, &conversation, "cancel-scheduled", &body, command).await
}

#[cfg(test)]
mod tests {
    use super::*;

    /// CHN-14: only what is certain is called closed.
    #[test]
    fn a_window_is_called_closed_only_if_it_is() {
        let now = Timestamp::from_seconds(1_795_132_800);
        assert_eq!(window_at(ChannelKind::Line, now, now + hours(9_000)), WindowAt::Open);
        assert_eq!(window_at(ChannelKind::Whatsapp, now, now + hours(23)), WindowAt::MayBeClosed);
        assert_eq!(window_at(ChannelKind::Whatsapp, now, now + hours(24)), WindowAt::Closed);
        assert_eq!(window_at(ChannelKind::Messenger, now, now + hours(100)), WindowAt::MayBeClosed);
    }
}
