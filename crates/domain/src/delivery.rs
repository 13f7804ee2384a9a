//! What goes out, and what became of it.

use serde::{Deserialize, Serialize};

use crate::{Content, OperatorId, ReplyToken, RowId, RulesVersion, Timestamp, Token};

/// A message on its way out: exactly one call to the provider.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct OutboundMessage {
    /// Who speaks.
    pub author: Author,
    /// What is said: at least one, at most [`contents_per_call`](crate::ChannelKind::contents_per_call).
    pub contents: Vec<Content>,
    /// The provider's id of the message that this one answers.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub quotes: Option<String>,
    /// The row that this one says again: it had failed, or nobody could tell whether it arrived (THR-19).
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub resends: Option<RowId>,
    /// LINE: the token that makes it a free reply. Fixed when the row is written: after an ambiguous reply nothing
    /// falls over to a push.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub reply_token: Option<ReplyToken>,
    /// After this it is stale and must not go out any more.
    pub expires_at: Timestamp,
    /// Why the bot said it (BOT-09).
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub trace: Option<Trace>,
    /// The further rules that had a say in it, after one that let others go on.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub also: Vec<Trace>,
}

impl OutboundMessage {
    /// Whether this call uses the free reply token: only the very first one does, and only while the token lasts.
    pub fn replies(&self, attempts: u32, first_at: Timestamp) -> bool {
        attempts == 1 && self.reply_token.as_ref().is_some_and(|token| token.until > first_at)
    }
}

/// Who wrote a row.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(tag = "is", rename_all = "snake_case")]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub enum Author {
    /// The contact.
    Contact,
    /// A rule, or the desk itself where it must say something (an end request, a hand-over).
    Bot,
    /// A person of the team.
    Operator {
        /// Who.
        id: OperatorId,
    },
}

/// Which rule proposed something, and why it ran.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct Trace {
    /// The rule's name.
    pub rule: String,
    /// The file it stands in.
    pub file: String,
    /// The line it begins at, counted from 1.
    pub line: u32,
    /// The version of the rule set.
    pub version: RulesVersion,
    /// What matched: the keyword as the admin wrote it, the button, the timer. Empty for rules without a condition.
    #[serde(default, skip_serializing_if = "String::is_empty")]
    pub matched: String,
}

/// How far an outbound row has come.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(tag = "is", rename_all = "snake_case")]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub enum Delivery {
    /// Waiting for its turn, or for a provider that said "later".
    Queued {
        /// How many calls were made and were certainly not accepted.
        attempts: u32,
        /// Not before this.
        not_before: Timestamp,
        /// When the first call was begun, if one was.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        first_at: Option<Timestamp>,
        /// An earlier call may have been accepted: the same key makes the repeat safe, but "not sent" it is not.
        #[serde(default, skip_serializing_if = "crate::contact::is_false")]
        maybe_sent: bool,
    },
    /// A sender holds it and may be calling the provider right now (INV-9).
    Claimed {
        /// How many calls were begun, this one included.
        attempts: u32,
        /// Whose claim it is (INV-13).
        #[cfg_attr(feature = "openapi", schema(value_type = String))]
        token: Token,
        /// Nobody else may act before this.
        lease_until: Timestamp,
        /// When the first call was begun: LINE's retry key is valid for 24 hours from then.
        first_at: Timestamp,
        /// An earlier call may have been accepted.
        #[serde(default, skip_serializing_if = "crate::contact::is_false")]
        maybe_sent: bool,
    },
    /// Called, outcome not known; a confirmation may still come (class B).
    Held {
        /// When waiting for a confirmation ends.
        until: Timestamp,
    },
    /// The provider accepted it.
    Sent {
        /// When.
        at: Timestamp,
        /// The provider's ids of the messages, in the order of the contents.
        #[serde(default, skip_serializing_if = "Vec::is_empty")]
        messages: Vec<SentMessage>,
        /// When it reached the contact, if the provider has told.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        delivered_at: Option<Timestamp>,
        /// When the contact read it, if the provider has told.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        read_at: Option<Timestamp>,
    },
    /// The provider refused it, or it went stale.
    Failed {
        /// When.
        at: Timestamp,
        /// Why.
        reason: FailReason,
    },
    /// Whether it arrived cannot be found out. Only a person may send it again.
    Unknown {
        /// When we gave up.
        at: Timestamp,
    },
    /// Taken back before it was claimed: an operator took over, or the contact was blocked (INV-26).
    Cancelled {
        /// When.
        at: Timestamp,
    },
}

impl Delivery {
    /// Waiting for its first call.
    pub fn queued(now: Timestamp) -> Self {
        Self::Queued { attempts: 0, not_before: now, first_at: None, maybe_sent: false }
    }

    /// Accepted by the provider; whether it arrived is not known yet.
    pub fn sent(at: Timestamp, messages: Vec<SentMessage>) -> Self {
        Self::Sent { at, messages, delivered_at: None, read_at: None }
    }

    /// Whether nothing more will happen to it by itself.
    pub fn is_terminal(&self) -> bool {
        matches!(
            self,
            Self::Sent { .. } | Self::Failed { .. } | Self::Unknown { .. } | Self::Cancelled { .. }
        )
    }
}

/// One message as the provider accepted it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct SentMessage {
    /// The provider's id of it; a contact's quote points at it.
    pub id: String,
    /// LINE: what quotes it.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub quote_token: Option<String>,
}

/// Why a message did not go out.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(tag = "is", rename_all = "snake_case")]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub enum FailReason {
    /// The contact blocked us, left, or never existed.
    Unreachable,
    /// The provider does not take this content. `detail` is the provider's own word, at most 200 characters.
    Refused {
        /// The provider's message.
        detail: String,
        /// The provider's code, if it gives one.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        code: Option<i64>,
    },
    /// The messaging window has closed: the contact must write first, or a provider template must be sent.
    WindowClosed,
    /// The month's quota is used up.
    QuotaExhausted,
    /// The reply token was used or has expired before the call.
    TokenExpired,
    /// The inbox's credentials are wrong or were withdrawn.
    Unauthorized,
    /// It waited past its deadline.
    Expired,
    /// The channel cannot carry it; known before any call.
    Unsupported {
        /// What it cannot carry.
        detail: String,
    },
}

impl FailReason {
    /// What cannot be carried, or what the provider said; `None` where the reason says everything.
    pub fn detail(&self) -> Option<&str> {
        match self {
            Self::Unsupported { detail } | Self::Refused { detail, .. } => Some(detail),
            _ => None,
        }
    }
}

/// What one call to a provider came to (RELIABILITY.md section 3).
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Outcome {
    /// Accepted.
    Sent(Vec<SentMessage>),
    /// Certainly not accepted; trying again may help, after the wait that the provider names.
    NotSent {
        /// How long the provider asks us to wait, in milliseconds.
        retry_after_ms: Option<u64>,
    },
    /// Certainly not accepted, because the account calls too often: nobody may call before the wait is over (F-20).
    Busy {
        /// How long the provider asks us to wait, in milliseconds.
        retry_after_ms: Option<u64>,
    },
    /// Certainly not accepted, and trying again will not help.
    Failed(FailReason),
    /// It may or may not have been accepted.
    Ambiguous,
}
