//! Delivery receipts: what a provider tells of a message of ours (docs/adr/0005).

use std::fmt;
use std::str::FromStr;

use serde::{Deserialize, Serialize};

use crate::{BadId, ConversationId, Delivery, FailReason, RowId, SentMessage, Timestamp};

/// A provider's word on a message of ours.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Receipt {
    /// Which message.
    pub about: About,
    /// The provider's time of it.
    pub at: Timestamp,
    /// What it says.
    pub says: Says,
}

/// Which message a receipt is about: by the best name that the provider gives it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum About {
    /// The one that carried our reference.
    Ours {
        /// Our reference, as the provider gave it back.
        reference: Reference,
        /// The provider's id of the message.
        message: Option<String>,
    },
    /// One that the provider names by its own id alone.
    Message {
        /// The provider's key of the thread, as in [`Party::thread`](crate::Party::thread).
        thread: String,
        /// The provider's id of the message.
        message: String,
    },
    /// One that the provider names by its own id, and everything that we sent before it.
    Through {
        /// The provider's key of the thread.
        thread: String,
        /// The provider's id of the newest message it is about.
        message: String,
    },
    /// One that appeared in a thread under the account's name, by whomever it was written. It is one of ours only if
    /// exactly one that waits for such a word says the same.
    Echo {
        /// The provider's key of the thread.
        thread: String,
        /// The provider's id of the message.
        message: String,
        /// What it says, if it is words.
        words: Option<String>,
    },
    /// Everything that we sent in a thread until then.
    Until {
        /// The provider's key of the thread.
        thread: String,
        /// The time of the last message it is about.
        until: Timestamp,
    },
}

/// What a receipt says. Its order is the order in which a message comes along; a failure ends it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Says {
    /// The provider accepted it.
    Sent,
    /// It reached the contact.
    Delivered,
    /// The contact has read it.
    Read,
    /// It will not reach the contact: the provider's own definite word, even after it was accepted.
    Failed(FailReason),
}

/// Our name for an outbound message, planted in the call where a provider gives such a thing back.
///
/// It names the conversation too: a provider may tell of the message under another id of the contact than the one that
/// named the thread.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Reference {
    /// The conversation it belongs to.
    pub conversation: ConversationId,
    /// Its row.
    pub row: RowId,
}

impl Reference {
    /// How a reference begins; the next format of it counts up.
    const MARK: &str = "mdg1";
}

/// Writes `mdg1:<row>:<conversation>`, at most 96 ASCII characters.
impl fmt::Display for Reference {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}:{}:{}", Self::MARK, self.row, self.conversation)
    }
}

/// A text that is no reference of ours.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("not a reference of this desk")]
pub struct NotOurs;

impl From<BadId> for NotOurs {
    fn from(_: BadId) -> Self {
        Self
    }
}

impl FromStr for Reference {
    type Err = NotOurs;
    fn from_str(text: &str) -> Result<Self, NotOurs> {
        let mut parts = text.splitn(3, ':');
        let (Some(Self::MARK), Some(row), Some(conversation)) = (parts.next(), parts.next(), parts.next())
        else {
            return Err(NotOurs);
        };
        Ok(Self { conversation: conversation.parse()?, row: row.parse()? })
    }
}

/// One positive word of a provider on a row.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Word {
    /// The provider's time of it.
    pub at: Timestamp,
    /// The provider's id of the message.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub message: Option<String>,
}

/// What the provider has told of a row beside the answer to our call. Whatever order it came in, it reads the same.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Told {
    /// That it accepted the message.
    pub sent: Option<Word>,
    /// That it reached the contact.
    pub delivered: Option<Word>,
    /// That the contact has read it.
    pub read: Option<Word>,
}

impl Delivery {
    /// Adds what the provider has told: a row of which it said anything good is sent, whatever we knew (INV-13, F-19).
    #[must_use]
    pub fn told(self, told: Told) -> Self {
        let Told { sent, delivered, read } = told;
        let (delivered_at, read_at) =
            (delivered.as_ref().map(|word| word.at), read.as_ref().map(|word| word.at));
        let Some(first) = sent.or(delivered).or(read) else { return self };
        let (at, messages) = if let Self::Sent { at, messages, .. } = self {
            (at, messages)
        } else {
            let message = |id| SentMessage { id, quote_token: None };
            (first.at, first.message.into_iter().map(message).collect())
        };
        Self::Sent { at, messages, delivered_at, read_at }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::{InboxId, seconds};

    fn at(n: u64) -> Timestamp {
        Timestamp::from_seconds(1_795_132_801) + seconds(n)
    }

    fn word(n: u64) -> Word {
        Word { at: at(n), message: Some("wamid.1".to_owned()) }
    }

    #[test]
    fn a_reference_reads_back_and_is_short() {
        let inbox: InboxId = "whatsapp-main".parse().unwrap();
        let reference = Reference {
            conversation: ConversationId::of(&inbox, "user:JP.1"),
            row: RowId::of_event(&inbox, at(0), "a"),
        };
        let text = reference.to_string();
        assert!(text.len() <= 96, "{text}");
        assert_eq!(text.parse(), Ok(reference));
        for other in
            ["", "mdg1", "mdg1:01:cnv_1", "outbox:01JD7Q4F5T", &text[..30], &text.replace("mdg1", "mdg2")]
        {
            assert_eq!(other.parse::<Reference>(), Err(NotOurs), "{other}");
        }
    }

    /// F-19
    #[test]
    fn what_the_provider_said_makes_a_row_sent_whatever_we_knew() {
        for known in [
            Delivery::queued(at(0)),
            Delivery::Held { until: at(60) },
            Delivery::Unknown { at: at(61) },
            Delivery::Failed { at: at(1), reason: FailReason::Unreachable },
        ] {
            let told = Told { sent: Some(word(2)), ..Told::default() };
            let messages = vec![SentMessage { id: "wamid.1".to_owned(), quote_token: None }];
            assert_eq!(known.told(told), Delivery::sent(at(2), messages));
        }
    }

    #[test]
    fn our_own_outcome_keeps_its_time_and_ids() {
        let messages = vec![SentMessage { id: "m_1".to_owned(), quote_token: Some("q".to_owned()) }];
        let sent = Delivery::sent(at(1), messages.clone());
        let told = Told { sent: None, delivered: Some(word(2)), read: Some(word(3)) };
        let read = Delivery::Sent { at: at(1), messages, delivered_at: Some(at(2)), read_at: Some(at(3)) };
        assert_eq!(sent.clone().told(told), read);
        assert_eq!(sent.clone().told(Told::default()), sent);
    }

    #[test]
    fn a_message_read_at_once_was_never_told_delivered() {
        let told = Told { read: Some(word(3)), ..Told::default() };
        let Delivery::Sent { at: since, delivered_at, read_at, .. } =
            Delivery::Held { until: at(9) }.told(told)
        else {
            panic!()
        };
        assert_eq!((since, delivered_at, read_at), (at(3), None, Some(at(3))));
    }
}
