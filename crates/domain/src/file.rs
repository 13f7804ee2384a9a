//! Our copies of what providers keep only for a while: files that contacts send, and the pictures of their profiles.

use std::time::Duration;

use serde::{Deserialize, Serialize};

use crate::{ContactId, ConversationId, RowId, Timestamp, Token, hours};

/// How far our copy of a file has come. It stands with the row that tells of the file, beside what the row says.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(tag = "is", rename_all = "snake_case")]
pub enum FileCopy {
    /// Waits to be fetched.
    Pending {
        /// Fetches begun before.
        attempts: u32,
        /// Not fetched before this.
        not_before: Timestamp,
    },
    /// Somebody fetches it.
    Claimed {
        /// Fetches begun, this one among them.
        attempts: u32,
        /// Whose claim it is.
        token: Token,
        /// After this the holder of the claim is dead.
        lease_until: Timestamp,
    },
    /// It is ours, under [`FileCopy::blob`].
    Stored(StoredFile),
    /// There will be none.
    Failed {
        /// Since when.
        at: Timestamp,
        /// Why.
        reason: FileFailure,
    },
    /// The contact took the message back: the copy is to be deleted.
    Withdrawn {
        /// Until then somebody may still be writing one.
        until: Timestamp,
    },
}

/// A copy of a file that is ours.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct StoredFile {
    /// Its type, as its bytes show it: `application/octet-stream` if they do not.
    pub mime: String,
    /// Its size in bytes.
    pub size_bytes: u64,
    /// A picture's width in pixels.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub width: Option<u32>,
    /// A picture's height in pixels.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub height: Option<u32>,
}

/// Why there is no copy of a file.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(tag = "is", rename_all = "snake_case")]
pub enum FileFailure {
    /// The provider has it no longer.
    Gone,
    /// It could not be fetched as long as the provider keeps it.
    Expired,
    /// It is larger than the desk, or the provider, hands on.
    TooLarge {
        /// The most bytes that would have been taken.
        limit_bytes: u64,
    },
    /// Its bytes are something else than the message said.
    WrongType {
        /// What they are.
        found: String,
    },
    /// It is at an address that is none of the provider's (SEC-24).
    ForeignHost {
        /// Whose it is.
        host: String,
    },
    /// Its address leads into a private network (SEC-24).
    PrivateAddress,
    /// The provider refuses.
    Refused {
        /// The provider's word for it.
        detail: String,
    },
}

impl FileCopy {
    /// Names the copy of a row's file in our storage: the same at every attempt, so that there is never more than one.
    pub fn blob(conversation: &ConversationId, row: RowId) -> String {
        format!("file-{conversation}-{row}")
    }

    /// Tells one state from the next, for conditions.
    pub fn mark(&self) -> String {
        match self {
            Self::Pending { attempts, .. } => format!("pending {attempts}"),
            Self::Claimed { token, .. } => token.to_string(),
            Self::Stored(_) => "stored".to_owned(),
            Self::Failed { .. } => "failed".to_owned(),
            Self::Withdrawn { .. } => "withdrawn".to_owned(),
        }
    }

    /// Whether it may yet become another one without the contact's doing.
    pub fn is_under_way(&self) -> bool {
        matches!(self, Self::Pending { .. } | Self::Claimed { .. })
    }
}

/// What the desk knows of a contact's profile at the provider, beside name and language.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize)]
pub struct Profile {
    /// When the provider last answered, or was given up.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub asked_at: Option<Timestamp>,
    /// When the provider is to be asked, if it is: or asked again, if whoever asks now has died.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub due: Option<Timestamp>,
    /// How often it was asked without an answer.
    #[serde(default, skip_serializing_if = "crate::conversation::is_zero32")]
    pub attempts: u32,
    /// Our copy of the picture, under [`Profile::blob`].
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub picture: Option<StoredFile>,
}

impl Profile {
    /// A profile that is older than this is asked for again when the contact does something.
    pub const LASTS: Duration = hours(7 * 24);

    /// Names our copy of a contact's picture.
    pub fn blob(contact: &ContactId) -> String {
        format!("picture-{contact}")
    }

    /// Whether the provider should be asked and is not about to be. Whoever follows anew may have changed.
    pub fn is_wanted(&self, followed: bool, now: Timestamp) -> bool {
        let old = self.asked_at.is_none_or(|at| now.since(at) >= Self::LASTS);
        self.due.is_none() && (followed || old)
    }

    pub(crate) fn is_default(&self) -> bool {
        *self == Self::default()
    }
}
