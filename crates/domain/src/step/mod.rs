//! The heart: takes what happened to one conversation and says what must come of it.
//!
//! `step(state, inputs, now, desk) → stepped` is total and deterministic (INV-5), so a lost race is settled by
//! stepping again. Inputs are news, in the past tense; effects are orders, in the imperative, and only what leaves the
//! process is one: the new state is returned, not described.

mod automatic;
mod command;
mod contact;
mod scheduled;
#[cfg(test)]
mod tests;
mod tick;
mod turn;

use std::collections::BTreeMap;

use serde::{Deserialize, Serialize};

use crate::{
    Assignee, Author, Body, ChannelKind, Contact, Content, Conversation, Delivery, FailReason, Inbox, News,
    OperatorId, Planned, Receipts, Row, RowId, Rules, Scheduled, Staff, Timestamp, WebhookEvent,
};
use turn::Turn;

pub use command::Command;

/// The most rows that one step takes.
pub const MAX_TAKEN: usize = 25;
/// The most proposals of rules that one step follows; more stop automation (B-32).
pub const MAX_PROPOSALS: usize = 20;

/// What a step moves forward.
#[derive(Debug, Clone, PartialEq)]
pub struct State {
    /// The conversation.
    pub conversation: Conversation,
    /// Who it is with.
    pub contact: Contact,
    /// How many steps it has taken; the commit is on condition of it (INV-6).
    pub version: u64,
}

/// Cuts contents into calls that a channel can carry, or says why it cannot.
pub type Fit = fn(ChannelKind, Vec<Content>) -> Result<Vec<Vec<Content>>, FailReason>;

/// What a step may look at besides the state. Plain data, and two pure functions.
#[derive(Clone, Copy)]
pub struct Desk<'a> {
    /// The conversation's inbox.
    pub inbox: &'a Inbox,
    /// The rule set in force.
    pub rules: &'a dyn Rules,
    /// The operators and how busy they are.
    pub staff: &'a [Staff],
    /// The rows that [`Conversation::unsettled`] lists, as just read.
    pub outbox: &'a [Row],
    /// The last rows of the thread, oldest first, as far as anything in this step looks back.
    pub history: &'a [Row],
    /// Canned responses by name.
    pub templates: &'a BTreeMap<String, Vec<Content>>,
    /// Cuts contents into calls that the channel can carry: `channels::fit`.
    pub fit: Fit,
    /// LINE: who may not push because the month's pushes are used up.
    pub pushes: PushStop,
}

/// LINE: whom the inbox stops from sending counted messages, as things stand (EXT-01). Free replies are never stopped.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub enum PushStop {
    /// Nobody.
    #[default]
    Never,
    /// Rules, and the desk itself.
    Automatic,
    /// Operators too.
    Everybody,
}

impl PushStop {
    /// Whether it stops this author.
    pub fn stops(self, author: &Author) -> bool {
        match self {
            Self::Never => false,
            Self::Automatic => *author == Author::Bot,
            Self::Everybody => true,
        }
    }
}

/// What happened.
#[derive(Debug, Clone, PartialEq)]
pub enum Input {
    /// The contact did something.
    Event {
        /// Its row.
        row: RowId,
        /// What the provider told.
        event: Box<WebhookEvent>,
        /// Whether the row waits in the table, or is written by this very step (web messenger).
        stored: bool,
    },
    /// An operator did something.
    Command {
        /// Who.
        by: OperatorId,
        /// What.
        command: Command,
    },
    /// The visitor's browser received or read so much of the stream.
    Received(Receipts),
    /// Time has passed.
    Tick,
}

/// What must leave the process because of a step.
#[derive(Debug, Clone, PartialEq)]
pub enum Effect {
    /// Number a waiting row; it waits no longer.
    Take {
        /// Which row.
        row: RowId,
        /// Its number.
        seq: u64,
        /// Its number in the visitor's stream.
        stream_seq: Option<u64>,
        /// What it holds from now on, if that changes (hidden, withdrawn).
        body: Option<Body>,
    },
    /// Write a new row.
    Write(Row),
    /// Take back an outbound row that nobody has claimed (INV-26).
    Cancel {
        /// Which row.
        row: RowId,
    },
    /// Forget that a listed row needs anybody: it failed or is unknown, and people have been told.
    Acknowledge {
        /// Which row.
        row: RowId,
        /// How it ended.
        delivery: Delivery,
    },
    /// Replace what an old row holds: its author took it back.
    Redact {
        /// Which row.
        row: RowId,
        /// What it holds from now on.
        body: Body,
    },
    /// Copy the file that a row which is taken tells of, before the provider forgets it.
    Fetch {
        /// Which row.
        row: RowId,
    },
    /// Delete our copy of a row's file: its author took it back.
    Erase {
        /// Which row.
        row: RowId,
        /// Somebody may be making the copy at this moment.
        under_way: bool,
    },
    /// Ask the provider who the contact is.
    AskProfile,
    /// An operator holds one conversation more or less.
    Load {
        /// Who.
        operator: OperatorId,
        /// By how many.
        change: i64,
    },
    /// Write into the desk's calendar what has become of a scheduled message.
    Plan {
        /// What stands there from now on.
        planned: Planned,
        /// For when it stood there before, if it was to go out at another time.
        moved_from: Option<Timestamp>,
    },
    /// Ring at the operators' desks. A hint: the state says the same.
    Alert(Alert),
}

/// Why operators are rung for.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Alert {
    /// Somebody needs a person.
    Waiting,
    /// It was given to this operator.
    Assigned(OperatorId),
    /// A message did not arrive, or may not have.
    NotDelivered,
    /// Automation was stopped.
    AutomationStopped,
    /// A hold ran out.
    Resumed,
}

/// What came of a step.
#[derive(Debug, Clone, PartialEq)]
pub struct Stepped {
    /// The new conversation.
    pub conversation: Conversation,
    /// The contact, changed or not.
    pub contact: Contact,
    /// Orders, in order.
    pub effects: Vec<Effect>,
    /// When something is due next.
    pub deadline: Option<Timestamp>,
}

impl Stepped {
    /// The row in which somebody said what they came to say: the visitor's message, the operator's words or note; else
    /// the last row of the step.
    pub fn spoken(&self) -> Option<&Row> {
        let written = || {
            self.effects.iter().rev().filter_map(|effect| match effect {
                Effect::Write(row) => Some(row),
                _ => None,
            })
        };
        let spoken = |row: &&Row| match &row.body {
            Body::Inbound { .. } | Body::Note { author: Some(_), .. } => true,
            Body::Outbound(message) => matches!(message.author, Author::Operator { .. }),
            Body::Note { author: None, .. } | Body::System(_) => false,
        };
        written().find(spoken).or_else(|| written().next())
    }
}

/// Why a command was not followed. Nothing is committed then.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum Refusal {
    /// It is finished.
    #[error("the conversation is completed; reopen it first")]
    Completed,
    /// It is not finished.
    #[error("the conversation is not completed")]
    NotCompleted,
    /// Somebody else answers.
    #[error("the conversation is not assigned to you; join it or assign it to yourself first")]
    NotYours {
        /// Who does.
        assignee: Assignee,
    },
    /// The contact was asked whether to end and has not answered.
    #[error("an end request is open; sending pauses until the contact answers or it runs out")]
    EndRequested,
    /// The contact is not being asked whether to end.
    #[error("no end request is open; the contact may have answered it, or it ran out")]
    NoEndRequest,
    /// It is not on hold.
    #[error("the conversation is not on hold")]
    NotOnHold,
    /// Only what is in progress can be put on hold or asked to end.
    #[error("the conversation is not in progress")]
    NotOpen,
    /// The contact is blocked.
    #[error("the contact is blocked; unblock them first")]
    Blocked,
    /// A time that has passed.
    #[error("the time lies in the past")]
    InThePast,
    /// The inbox has no bot.
    #[error("this inbox has no bot")]
    NoBot,
    /// The channel cannot carry it.
    #[error("{}", .0.detail().unwrap_or("the channel cannot carry this"))]
    CannotCarry(FailReason),
    /// The provider's messaging window does not allow it.
    #[error(
        "the messaging window is closed or its messages are used up: the customer must write first, or, where the \
         channel has them, a provider template must be sent"
    )]
    WindowClosed,
    /// LINE: the month's pushes are used up, and the inbox does not send beyond them.
    #[error(
        "the month's counted messages are used up, and this inbox is set to stop there; only a free reply may be sent"
    )]
    PushesUsedUp,
    /// It was sent or taken back in the meantime, or never was.
    #[error("there is no such scheduled message; it may have been sent or cancelled")]
    NotScheduled,
    /// More scheduled messages, or longer ones, than a conversation holds.
    #[error("a conversation holds at most {} scheduled messages of {} KiB together", Scheduled::MAX, Scheduled::MAX_BYTES / 1024)]
    TooMuchScheduled,
    /// One command of several; then none is followed.
    #[error("step {}: {refusal}", .at + 1)]
    Step {
        /// Which, counted from 0.
        at: usize,
        /// Why.
        refusal: Box<Refusal>,
    },
}

impl Refusal {
    /// What is told of a message that cannot go out.
    fn of(reason: FailReason) -> Self {
        match reason {
            FailReason::WindowClosed => Self::WindowClosed,
            FailReason::QuotaExhausted => Self::PushesUsedUp,
            other => Self::CannotCarry(other),
        }
    }
}

/// Takes the inputs in order and returns what comes of them.
///
/// # Errors
///
/// [`Refusal`] if an input is a command that the conversation's state does not allow. What the contact did and what
/// time did is never refused.
pub fn step(state: State, inputs: Vec<Input>, now: Timestamp, desk: Desk<'_>) -> Result<Stepped, Refusal> {
    let mut turn = Turn::begin(state, now, desk);
    turn.settle_listed();
    for input in &inputs {
        if let Input::Event { event, .. } = input
            && let News::Unsent { message } = &event.news
        {
            turn.unsent_below.insert(message.clone());
        }
    }
    for input in inputs {
        match input {
            Input::Event { row, event, stored } => turn.event(row, event, stored),
            Input::Command { by, command } => turn.command(&by, command)?,
            Input::Received(receipts) => turn.received(receipts),
            Input::Tick => turn.tick(),
        }
    }
    Ok(turn.end())
}
