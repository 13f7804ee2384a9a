//! What somebody does to a conversation who waits for the answer.

use domain::step::{Input, Refusal};
use domain::{Contact, Conversation, InboxId, OperatorId, Party, Row};

/// Something to do to a conversation, by somebody who waits for the answer.
#[derive(Debug, Clone)]
pub struct Act {
    /// What happened, after everything that waits.
    pub inputs: Vec<Input>,
    /// Made once for each intent, so that a repeat does nothing (INV-22).
    pub once: Option<Once>,
    /// Where the conversation begins, if it may be new.
    pub start: Option<(InboxId, Party)>,
}

/// The name of an intent and a digest of what it wants.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Once {
    /// Its name, unique within the conversation.
    pub key: String,
    /// The same for the same content.
    pub digest: String,
}

impl Once {
    /// Names the intent of an operator by what their client calls it.
    pub fn of(operator: &OperatorId, client_id: &str, digest: String) -> Self {
        Self { key: format!("{operator}:{client_id}"), digest }
    }

    /// What this operator's client calls it, if it is theirs.
    pub(crate) fn client_id_of(&self, operator: &OperatorId) -> Option<&str> {
        self.key.strip_prefix(operator.as_str())?.strip_prefix(':')
    }
}

/// What came of an act.
#[derive(Debug, Clone)]
pub struct Acted {
    /// The conversation after it.
    pub conversation: Conversation,
    /// The contact after it.
    pub contact: Contact,
    /// The row in which it said what it had to say.
    pub row: Option<Row>,
    /// It had been done before; nothing was done now.
    pub repeated: bool,
}

/// Why an act was not done.
#[derive(Debug, thiserror::Error)]
pub enum ActError {
    /// There is no such conversation.
    #[error("there is no such conversation")]
    NotFound,
    /// The conversation's state does not allow it.
    #[error(transparent)]
    Refused(#[from] Refusal),
    /// The same intent came with other content (B-15).
    #[error("this client_id was used for something else")]
    OnceReused,
    /// Too many others at the same conversation; trying again helps.
    #[error("the conversation is busy")]
    Busy,
    /// The table cannot be reached.
    #[error("cannot reach the table")]
    Store(#[from] store::Error),
}
