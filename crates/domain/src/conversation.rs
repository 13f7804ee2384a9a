//! The thread with one contact in one inbox, and where it is in its life.

use std::collections::BTreeMap;
use std::time::Duration;

use serde::{Deserialize, Serialize};

use crate::{
    Author, Button, ChannelKind, ContactId, ConversationId, InboxId, Opening, OperatorId, ReplyToken, RowId,
    Scheduled, Timestamp,
};

/// The state of a conversation. Kept small: it is written at every step, and 1 KB costs one write unit.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Conversation {
    /// Which conversation.
    pub id: ConversationId,
    /// The inbox it runs in.
    pub inbox: InboxId,
    /// The inbox's kind.
    pub channel: ChannelKind,
    /// With whom.
    pub contact: ContactId,
    /// Where the provider takes answers.
    pub address: String,
    /// Where it is in its life.
    pub phase: Phase,
    /// Who answers next (BOT-07).
    pub assignee: Assignee,
    /// The newest row's `seq`; rows are numbered 1, 2, … without a gap (INV-8).
    pub seq: u64,
    /// Web: the newest event of the visitor's stream; 0 on other channels.
    #[serde(default, skip_serializing_if = "is_zero")]
    pub stream_seq: u64,
    /// Whose turn it is to write.
    pub waiting_for: WaitingFor,
    /// When the last message went in or out; timers count from here.
    pub active_at: Timestamp,
    /// The longest timer that has fired since `active_at`, in milliseconds.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub fired_ms: Option<u64>,
    /// Messages that nobody has confirmed (未確認).
    #[serde(default, skip_serializing_if = "is_zero32")]
    pub unconfirmed: u32,
    /// Messages in a row that no rule understood.
    #[serde(default, skip_serializing_if = "is_zero32")]
    pub misses: u32,
    /// Outbound rows not known to be terminal, in order of `seq` (INV-12).
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub unsettled: Vec<RowId>,
    /// The operator who last had it (ASG-02).
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub last_operator: Option<OperatorId>,
    /// Whether an operator has answered since it was opened (STA-14).
    #[serde(default, skip_serializing_if = "crate::contact::is_false")]
    pub answered: bool,
    /// LINE: a reply token that is not used yet.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub reply_token: Option<ReplyToken>,
    /// What opened the provider's messaging window; `None` where there is none, or nobody has opened it yet.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub opening: Option<Opening>,
    /// What the last choice offered, to put the label beside a tap.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub offered: Vec<Button>,
    /// Automatic replies without a person's word between (INV-24).
    #[serde(default, skip_serializing_if = "AutoReplies::is_default")]
    pub auto_replies: AutoReplies,
    /// Consecutive steps in which a rule failed.
    #[serde(default, skip_serializing_if = "is_zero32")]
    pub rule_failures: u32,
    /// Automation is off until an operator gives it back to the bot.
    #[serde(default, skip_serializing_if = "crate::contact::is_false")]
    pub automation_stopped: bool,
    /// What rules remember with `chat.var`.
    #[serde(default, skip_serializing_if = "BTreeMap::is_empty")]
    pub vars: BTreeMap<String, String>,
    /// Enquiry category (処理タイプ).
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub category: Option<String>,
    /// Unsends that came before their message (F-8).
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub parked: Vec<Parked>,
    /// Web: how far the contact has received and read the stream.
    #[serde(default, skip_serializing_if = "Receipts::is_default")]
    pub receipts: Receipts,
    /// What goes out at its time, in order of time: at most [`Scheduled::MAX`] (CMP-05).
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub scheduled: Vec<Scheduled>,
    /// What the contact last thought of it (CSA-01).
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub rating: Option<Rating>,
    /// The beginning of the last message.
    #[serde(default, skip_serializing_if = "String::is_empty")]
    pub preview: String,
    /// Who wrote it; `None` if that is not known.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub preview_by: Option<PreviewBy>,
    /// The last message is ours and failed, or may not have arrived.
    #[serde(default, skip_serializing_if = "crate::contact::is_false")]
    pub undelivered: bool,
    /// When it was first opened.
    pub since: Timestamp,
}

#[allow(clippy::trivially_copy_pass_by_ref, reason = "serde passes references")]
fn is_zero(value: &u64) -> bool {
    *value == 0
}

#[allow(clippy::trivially_copy_pass_by_ref, reason = "serde passes references")]
pub(crate) fn is_zero32(value: &u32) -> bool {
    *value == 0
}

/// Where a conversation is in its life. What only makes sense in one phase lives inside it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(tag = "is", rename_all = "snake_case")]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub enum Phase {
    /// Under way.
    Open,
    /// Put aside (保留) until somebody resumes it, or until a time.
    OnHold {
        /// When it resumes by itself.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        until: Option<Timestamp>,
    },
    /// The contact was asked whether to end.
    Ending {
        /// When silence counts as yes.
        closes_at: Timestamp,
    },
    /// Finished (終了).
    Completed {
        /// When.
        at: Timestamp,
    },
}

/// Who answers next.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(tag = "is", rename_all = "snake_case")]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub enum Assignee {
    /// The rules.
    Bot,
    /// Whoever takes it first.
    Queue {
        /// Waiting since.
        since: Timestamp,
    },
    /// One operator; the bot is silent.
    Operator {
        /// Who.
        id: OperatorId,
    },
}

impl Assignee {
    /// The operator, if it is one.
    pub fn operator(&self) -> Option<&OperatorId> {
        match self {
            Self::Operator { id } => Some(id),
            Self::Bot | Self::Queue { .. } => None,
        }
    }
}

/// Whose turn it is to write.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub enum WaitingFor {
    /// The contact has the last word from us.
    Contact,
    /// We owe an answer.
    Us,
}

/// A sliding count of automatic replies (INV-24).
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Serialize, Deserialize)]
pub struct AutoReplies {
    /// How many since `since`.
    pub count: u32,
    /// When the count began.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub since: Option<Timestamp>,
}

impl AutoReplies {
    fn is_default(&self) -> bool {
        *self == Self::default()
    }
}

/// An unsend that came before its message.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Parked {
    /// The provider's id of the message it is about.
    pub message: String,
    /// When it came; dropped after seven days.
    pub at: Timestamp,
}

/// How far the contact has received and read the visitor's stream.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct Receipts {
    /// Received up to this event.
    pub delivered: u64,
    /// Read up to this event.
    pub read: u64,
}

impl Receipts {
    fn is_default(&self) -> bool {
        *self == Self::default()
    }
}

/// Who wrote the message of which lists show the beginning. Notes are never shown there.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub enum PreviewBy {
    /// The contact.
    Contact,
    /// A rule, or the desk itself.
    Bot,
    /// An operator.
    Operator,
}

impl PreviewBy {
    /// Who writes as this author.
    pub(crate) const fn of(author: &Author) -> Self {
        match author {
            Author::Contact => Self::Contact,
            Author::Bot => Self::Bot,
            Author::Operator { .. } => Self::Operator,
        }
    }
}

/// What a contact thought of a conversation.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct Rating {
    /// From 1 to 5.
    pub score: u8,
    /// When they said so.
    pub at: Timestamp,
    /// They have said why. Their words stand in the thread: here they would cost a write unit at every step.
    #[serde(default, skip_serializing_if = "crate::contact::is_false")]
    pub commented: bool,
}

impl Rating {
    /// The most characters of a contact's words about their rating.
    pub const MAX_COMMENT_CHARS: usize = 500;

    /// The words that came with a press of a rating's button, in what its event adds as JSON.
    pub fn comment_of(params: &str) -> Option<String> {
        let params: serde_json::Value = serde_json::from_str(params).ok()?;
        let comment = params.get("comment")?.as_str()?.trim();
        let comment: String = comment.chars().take(Self::MAX_COMMENT_CHARS).collect();
        (!comment.is_empty()).then_some(comment)
    }
}

/// Where a list shows a conversation. Exactly one at a time.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Place {
    /// With the bot.
    Bot,
    /// Unclaimed (待機).
    Waiting,
    /// With an operator.
    People,
    /// Put aside (保留).
    OnHold,
    /// Finished (終了済み).
    Completed,
}

impl Place {
    /// Every place.
    pub const ALL: [Self; 5] = [Self::Bot, Self::Waiting, Self::People, Self::OnHold, Self::Completed];
}

impl Conversation {
    /// The list is ordered by activity in steps of this length, so that a turn seldom moves an entry: a moved entry
    /// costs two write units (docs/adr/0002).
    pub const LIST_STEP: Duration = crate::minutes(10);

    /// A conversation that begins now, in the bot's hands.
    pub fn new(inbox: &crate::Inbox, party: &crate::Party, now: Timestamp) -> Self {
        let id = ConversationId::of(&inbox.id, &party.thread);
        Self {
            contact: ContactId::of(&id),
            id,
            inbox: inbox.id.clone(),
            channel: inbox.channel,
            address: party.address.clone(),
            phase: Phase::Open,
            assignee: Assignee::Bot,
            seq: 0,
            stream_seq: 0,
            waiting_for: WaitingFor::Us,
            active_at: now,
            fired_ms: None,
            unconfirmed: 0,
            misses: 0,
            unsettled: Vec::new(),
            last_operator: None,
            answered: false,
            reply_token: None,
            opening: None,
            offered: Vec::new(),
            auto_replies: AutoReplies::default(),
            rule_failures: 0,
            automation_stopped: false,
            vars: BTreeMap::new(),
            category: None,
            parked: Vec::new(),
            receipts: Receipts::default(),
            scheduled: Vec::new(),
            rating: None,
            preview: String::new(),
            preview_by: None,
            undelivered: false,
            since: now,
        }
    }

    /// Shows the beginning of a message that was just written. What became of the one before is no matter any more.
    pub(crate) fn show(&mut self, preview: String, by: PreviewBy) {
        self.preview = preview;
        self.preview_by = Some(by);
        self.undelivered = false;
    }

    /// LINE: until when the next message is a free reply; `None` if it counts against the month's quota (EXT-01).
    pub fn free_reply_until(&self, inbox: &crate::Inbox, now: Timestamp) -> Option<Timestamp> {
        let token = self.reply_token.as_ref()?;
        let last = Timestamp::from_millis(token.until.as_millis() - Self::REPLY_MARGIN_MS);
        (inbox.use_reply_tokens && self.unsettled.is_empty() && last > now).then_some(last)
    }

    /// A free reply is not begun in the last seconds of its token, in milliseconds.
    const REPLY_MARGIN_MS: i64 = 5_000;

    /// Where a list shows it.
    pub fn place(&self) -> Place {
        match (&self.phase, &self.assignee) {
            (Phase::Completed { .. }, _) => Place::Completed,
            (Phase::OnHold { .. }, _) => Place::OnHold,
            (_, Assignee::Bot) => Place::Bot,
            (_, Assignee::Queue { .. }) => Place::Waiting,
            (_, Assignee::Operator { .. }) => Place::People,
        }
    }

    /// When something is due that nobody rings for, given the rules' timers for it as they stand.
    ///
    /// Read off the state alone: an early, late or repeated tick changes nothing (INV-14).
    pub fn deadline(&self, timers: &[Duration]) -> Option<Timestamp> {
        let scheduled = self.scheduled.first().map(|message| message.at);
        let (phase, scheduled) = match &self.phase {
            Phase::Completed { .. } => (None, scheduled),
            Phase::OnHold { until } => (*until, scheduled),
            // While the contact is asked whether to end, nothing else is said.
            Phase::Ending { closes_at } => (Some(*closes_at), None),
            Phase::Open => (self.next_timer(timers).map(|length| self.active_at + length), scheduled),
        };
        phase.into_iter().chain(scheduled).min()
    }

    /// The shortest timer that has not fired since the last activity.
    pub fn next_timer(&self, timers: &[Duration]) -> Option<Duration> {
        let fired = Duration::from_millis(self.fired_ms.unwrap_or(0));
        timers.iter().copied().filter(|length| *length > fired).min()
    }
}
