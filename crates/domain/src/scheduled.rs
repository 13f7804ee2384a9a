//! Messages that go out at a time (送信予約, CMP-05).

use serde::{Deserialize, Serialize};

use crate::{Content, ConversationId, InboxId, OperatorId, RowId, ScheduledId, Timestamp, Who};

/// A message that goes out at its time, by its author, whoever has the conversation then.
///
/// It stands with the conversation until then, and its time is one of the conversation's deadlines: nothing else has to
/// remember it. What becomes of it:
///
/// * The conversation is open or on hold: it goes out; a hold stays.
/// * It is completed: it goes out and the conversation stays completed, until the contact answers.
/// * The contact is being asked whether to end: it waits until they have answered or the request has run out.
/// * The contact is blocked when its time comes: it is not sent, and that is written down.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Scheduled {
    /// Which one.
    pub id: ScheduledId,
    /// When it goes out.
    pub at: Timestamp,
    /// Who says it: whoever wrote it last.
    pub by: OperatorId,
    /// What is said, at most [`Scheduled::MAX_CONTENTS`].
    pub contents: Vec<Content>,
    /// Not if the contact writes first.
    #[serde(default, skip_serializing_if = "crate::contact::is_false")]
    pub unless_contact_writes: bool,
}

impl Scheduled {
    /// The most scheduled messages of one conversation.
    pub const MAX: usize = 10;
    /// The most contents of one of them.
    pub const MAX_CONTENTS: usize = 5;
    /// The most bytes of all of them together, as JSON: they are written at every step of the conversation.
    pub const MAX_BYTES: usize = 16 * 1024;

    /// How many bytes it adds to the conversation.
    pub fn size_bytes(&self) -> usize {
        serde_json::to_vec(self).map_or(usize::MAX, |json| json.len())
    }
}

/// What the desk's calendar says of a scheduled message. No words: those stand with the conversation, and then in rows.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Planned {
    /// Which one.
    pub id: ScheduledId,
    /// For when it is, or was, scheduled.
    pub at: Timestamp,
    /// In which conversation.
    pub conversation: ConversationId,
    /// In which inbox.
    pub inbox: InboxId,
    /// Who says it.
    pub by: OperatorId,
    /// What has become of it.
    pub state: PlanState,
}

/// What has become of a scheduled message.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(tag = "is", rename_all = "snake_case")]
pub enum PlanState {
    /// Its time has not come.
    Waiting,
    /// It became these rows, which tell how far they have come.
    Sent {
        /// When.
        at: Timestamp,
        /// Which rows.
        rows: Vec<RowId>,
    },
    /// It was taken back.
    Cancelled {
        /// When.
        at: Timestamp,
        /// By whom; the contact, if it was to go out only if they did not write first.
        by: Who,
    },
    /// Its time came, and it was not sent.
    NotSent {
        /// When.
        at: Timestamp,
        /// Why.
        reason: NotSent,
    },
}

/// Why a scheduled message was not sent when its time came.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub enum NotSent {
    /// The contact was blocked.
    Blocked,
    /// The channel does not take it.
    CannotCarry,
}
