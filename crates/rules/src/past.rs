//! Conversations of the past, as a replay is given them.

use std::sync::Arc;

use domain::{Assignee, Contact, Inbox, Phase, Timestamp};

/// A conversation of the past, from its beginning or from any later place.
///
/// Only what is told here is known. What rules remembered, tagged or noted down follows from the rules themselves; who
/// had the conversation and where it was in its life follows from the events alone.
#[derive(Debug, Clone)]
pub struct Past {
    /// The caller's name for it; comes back in every [`Pair`](crate::Pair).
    pub id: String,
    /// Where it ran: channel, language, hours, timers.
    pub inbox: Arc<Inbox>,
    /// With whom, as they were at the beginning.
    pub contact: Contact,
    /// What happened, oldest first.
    pub events: Vec<PastEvent>,
}

/// One thing that happened.
#[derive(Debug, Clone)]
pub struct PastEvent {
    /// The caller's name for it; comes back in a [`Pair`](crate::Pair).
    pub id: String,
    /// When.
    pub at: Timestamp,
    /// What.
    pub what: PastNews,
    /// What the bot really answered; looked at only if the replay compares with what was recorded.
    pub answered: PastAnswer,
}

/// What happened.
#[derive(Debug, Clone, PartialEq)]
pub enum PastNews {
    /// The contact wrote.
    Said {
        /// The words; empty if there are none.
        text: String,
        /// `text`, `image`, `sticker`, … as in [`domain::Content::kind`].
        kind: &'static str,
    },
    /// The contact pressed a button.
    Pressed {
        /// Its id.
        button: String,
        /// The words on it; empty if they are not known.
        label: String,
    },
    /// The contact added the account.
    Followed,
    /// An operator wrote.
    OperatorSaid {
        /// The words.
        text: String,
    },
    /// It was given to somebody. While it is not with the bot, rules are not asked.
    GivenTo(Assignee),
    /// It came to another phase of its life.
    Phase(Phase),
    /// A tag was put on the contact.
    Tagged(String),
    /// A tag was taken off the contact.
    Untagged(String),
    /// The category was set; `None` is none.
    Category(Option<String>),
    /// The response status was set; `None` is none.
    Status(Option<String>),
}

/// What the bot answered in the past, as far as the thread tells.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct PastAnswer {
    /// The rules in the traces of what it said.
    pub rules: Vec<String>,
    /// The words it said because of a rule, one entry for each content.
    pub says: Vec<String>,
    /// Whether it handed over to people.
    pub handed_over: bool,
}

impl PastEvent {
    /// Something that happened, without an answer.
    pub fn new(id: impl Into<String>, at: Timestamp, what: PastNews) -> Self {
        Self { id: id.into(), at, what, answered: PastAnswer::default() }
    }
}
