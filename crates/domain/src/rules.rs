//! The line between the step and the rules: facts go over it, proposals come back.

use std::time::Duration;

use crate::{
    Author, Body, Button, Contact, Content, Conversation, Inbox, LocalTime, News, OperatorId, Row,
    RulesVersion, Trace,
};

/// A loaded rule set, as the step sees it. The engine is in `crates/rules`.
///
/// Same arguments, same answer (INV-5).
pub trait Rules: Send + Sync {
    /// Which version it is; the step records it (INV-15).
    fn version(&self) -> &RulesVersion;

    /// The lengths of all `after` rules for this conversation, settings of the inbox put in, in no special order.
    fn timers(&self, inbox: &Inbox, conversation: &Conversation) -> Vec<Duration>;

    /// How many of the last messages the rules look at; 0 saves a read at every step.
    fn history(&self) -> usize;

    /// Runs the rules that answer this occasion, in order, until one acts.
    fn decide(&self, occasion: &Occasion<'_>, facts: &Facts<'_>) -> Decision;
}

/// What happened that rules may answer.
#[derive(Debug, Clone, PartialEq)]
pub enum Occasion<'a> {
    /// The contact wrote.
    Message,
    /// The contact pressed a button.
    Button {
        /// Its id.
        id: &'a str,
    },
    /// The conversation was opened, by a first message or again; runs before the message's own rules.
    Opened,
    /// The contact added the account as a friend.
    Followed,
    /// The conversation goes to people; may say something instead of the catalogue's words.
    HandedOver {
        /// Why.
        reason: &'a str,
    },
    /// The conversation was completed.
    Ended,
    /// So much time has passed since the last activity.
    After(Duration),
}

/// What rules may know: plain data, borrowed for one decision.
#[derive(Debug, Clone, Copy)]
pub struct Facts<'a> {
    /// The message's words, unchanged; empty if there are none.
    pub text: &'a str,
    /// The message's kind: `text`, `image`, … `button` for a tap; empty if the occasion is no message.
    pub kind: &'a str,
    /// The conversation before this occasion's proposals.
    pub conversation: &'a Conversation,
    /// Who writes.
    pub contact: &'a Contact,
    /// Where.
    pub inbox: &'a Inbox,
    /// Local time and business hours.
    pub time: &'a LocalTime,
    /// Messages in a row that no rule understood, this one included unless a rule already did.
    pub misses: u32,
    /// Operators who are online.
    pub online: u32,
    /// The last messages, oldest first; at most [`Rules::history`].
    pub history: &'a [Said],
}

/// One of the last messages.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Said {
    /// `contact`, `bot` or `operator`.
    pub by: &'static str,
    /// The words.
    pub text: String,
}

impl Said {
    /// The last messages of a thread, oldest first, of rows that come newest first.
    pub fn last<'a>(newest_first: impl Iterator<Item = &'a Row>, wanted: usize) -> Vec<Self> {
        let mut last: Vec<_> = newest_first.filter_map(Self::of).take(wanted).collect();
        last.reverse();
        last
    }

    /// The words of a row, if it is a message.
    pub fn of(row: &Row) -> Option<Self> {
        match &row.body {
            Body::Inbound { event, hidden: false, withdrawn: false, .. } => match &event.news {
                News::Message { content, .. } => {
                    Some(Self { by: "contact", text: content.words().to_owned() })
                }
                _ => None,
            },
            Body::Outbound(message) => {
                let text = message.contents.iter().map(Content::words).collect::<Vec<_>>().join("\n");
                let by = if message.author == Author::Bot { "bot" } else { "operator" };
                Some(Self { by, text })
            }
            _ => None,
        }
    }
}

/// What the rules want.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct Decision {
    /// In the order in which they were proposed.
    pub proposals: Vec<Proposed>,
    /// A rule with a condition on the words or the button acted: the contact was understood.
    pub understood: bool,
    /// Rules that failed; they proposed nothing.
    pub failures: Vec<RuleFailure>,
}

/// A proposal and where it comes from.
#[derive(Debug, Clone, PartialEq)]
pub struct Proposed {
    /// What is proposed.
    pub proposal: Proposal,
    /// By which rule, and why it ran.
    pub trace: Trace,
}

/// A rule that failed.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct RuleFailure {
    /// Its name.
    pub rule: String,
    /// Its file.
    pub file: String,
    /// The line of the failure.
    pub line: u32,
    /// What went wrong, for operators and admins.
    pub message: String,
    /// It wanted to do more than is allowed in one step: automation stops at once (B-32).
    pub excessive: bool,
}

/// What a rule may propose. The step decides.
#[derive(Debug, Clone, PartialEq)]
pub enum Proposal {
    /// Say something.
    Reply {
        /// The words.
        text: String,
    },
    /// Say something with buttons.
    Choice {
        /// The words.
        text: String,
        /// At most [`Button::MAX`].
        buttons: Vec<Button>,
        /// Quick replies, which vanish with the next message.
        quick: bool,
    },
    /// Send a picture.
    Image {
        /// A public https address.
        url: String,
        /// A smaller picture of it.
        preview: Option<String>,
    },
    /// Send a canned response of this name (テンプレート).
    Template {
        /// Its name.
        name: String,
    },
    /// Hand over to people.
    Escalate {
        /// Why, for the operators.
        reason: String,
    },
    /// Give it to one operator.
    Assign {
        /// To whom.
        operator: OperatorId,
    },
    /// Put a tag on the contact.
    Tag(String),
    /// Take a tag off the contact.
    Untag(String),
    /// Set a field of the contact.
    SetField {
        /// Which.
        name: String,
        /// To what.
        value: String,
    },
    /// Set the response status; empty is none.
    SetStatus(String),
    /// Set the category; empty is none.
    SetCategory(String),
    /// Leave a note for operators.
    Note(String),
    /// Ask the contact whether to end.
    RequestEnd,
    /// Complete the conversation.
    Complete,
    /// Put it aside.
    Hold {
        /// For how long; `None` until somebody resumes it.
        length: Option<Duration>,
    },
    /// Ask for a rating from 1 to 5.
    Rate,
    /// Remember something for later rules of this conversation; empty forgets it.
    Var {
        /// Its name.
        name: String,
        /// Its value.
        value: String,
    },
}
