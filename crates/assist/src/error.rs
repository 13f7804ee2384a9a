//! Why a rewrite could not be had, in words that say what to do next.

use std::time::Duration;

use serde::{Serialize, Serializer, ser::SerializeStruct};

use crate::Refusal;

/// What stands in the way of a proposal.
///
/// No message carries the draft, the API key, the address of the provider or anything it answered (SEC-27,
/// SEC-28). Causes are kept where they are known to be free of these. Serialises as
/// `{"code": "timed_out", "message": "…", "transient": true}`.
#[derive(Debug, thiserror::Error)]
#[non_exhaustive]
pub enum Error {
    /// A setting without which no model can be asked is empty.
    #[error("AI writing is not configured: fill in the setting `{setting}`")]
    NotConfigured {
        /// Name of the setting as in [`crate::Settings`].
        setting: &'static str,
    },
    /// A setting is filled in, but cannot be used.
    #[error("the AI setting `{setting}` cannot be used: {problem}")]
    InvalidSetting {
        /// Name of the setting as in [`crate::Settings`].
        setting: &'static str,
        /// What is wrong with it, and what to write there.
        problem: &'static str,
    },
    /// What was asked for makes no sense; nothing was sent.
    #[error(transparent)]
    Invalid(#[from] Invalid),
    /// No connection, or it broke before the answer began.
    #[error("the AI provider cannot be reached: check `base_url` and whether the provider is running")]
    Unreachable(#[source] reqwest::Error),
    /// The name of the provider leads to an address of a private network, which is not allowed (SEC-24).
    #[error(
        "`base_url` leads into a private network: set `allow_private` if the provider is meant to be there"
    )]
    PrivateAddress,
    /// HTTP 401.
    #[error("the AI provider does not accept the API key: enter a valid one as `api_key`")]
    Unauthorized,
    /// HTTP 403.
    #[error("the AI provider forbids this: check what the API key may do and whether it may use the model")]
    Forbidden,
    /// HTTP 404.
    #[error(
        "the AI provider does not know this address or model: check `base_url` (most end in /v1) and `model`"
    )]
    NotFound,
    /// HTTP 429: too many requests, or the quota is used up.
    #[error(
        "the AI provider takes no more requests for the moment: try again later, or raise the quota there"
    )]
    RateLimited {
        /// How long the provider asks us to wait, where it says so.
        retry_after: Option<Duration>,
    },
    /// HTTP 3xx. Redirects are never followed: the draft goes to the configured address or nowhere.
    #[error("the AI provider redirects to another address: enter the final address as `base_url`")]
    Redirected,
    /// Another HTTP status that says the request is at fault.
    #[error("the AI provider rejected the request with HTTP status {status}: check `base_url` and `model`")]
    Rejected {
        /// The HTTP status code.
        status: u16,
    },
    /// HTTP 5xx.
    #[error("the AI provider failed with HTTP status {status}: try again")]
    ProviderFailed {
        /// The HTTP status code.
        status: u16,
    },
    /// An error reported by the provider in the middle of its answer.
    #[error("the AI provider reported an error while it was writing: try again")]
    ProviderStopped,
    /// The deadline for everything, retry included, passed.
    #[error("the AI provider did not finish within {} seconds: try again, or choose a faster model", .after.as_secs_f32())]
    TimedOut {
        /// The deadline, from [`crate::Settings::timeout`].
        after: Duration,
    },
    /// More bytes came than any proposal for this draft can need.
    #[error(
        "the AI provider sent more than {limit_bytes} bytes and was cut off: try again, or choose another model"
    )]
    AnswerTooLarge {
        /// The limit in bytes on the wire, envelope included.
        limit_bytes: usize,
    },
    /// The answer is not what an OpenAI-compatible API sends.
    #[error(
        "the answer of the AI provider cannot be read: check that `base_url` is an OpenAI-compatible API"
    )]
    Unreadable,
    /// The answer ended before the model said it was done, by itself or because the connection broke.
    #[error("the AI provider broke off in the middle of the answer: try again")]
    Interrupted(#[source] Option<reqwest::Error>),
    /// The model reached its own length limit (`finish_reason: length`).
    #[error(
        "the model ran out of room before it finished: rewrite a shorter part, or raise the model's limit"
    )]
    Truncated,
    /// The model or its content filter declined to answer.
    #[error("the model declined to rewrite this text: change the draft, or send it as it is")]
    Declined,
    /// The model asked for a tool. None is ever offered (SEC-25).
    #[error("the model asked for a tool, which it is never given: choose another model")]
    WantedTool,
}

impl Error {
    /// Says whether the same request may succeed later without anybody changing a setting or the draft.
    pub fn is_transient(&self) -> bool {
        match self {
            Self::Unreachable(_)
            | Self::RateLimited { .. }
            | Self::ProviderFailed { .. }
            | Self::ProviderStopped
            | Self::TimedOut { .. }
            | Self::AnswerTooLarge { .. }
            | Self::Interrupted(_)
            | Self::WantedTool => true,
            Self::NotConfigured { .. }
            | Self::InvalidSetting { .. }
            | Self::Invalid(_)
            | Self::PrivateAddress
            | Self::Unauthorized
            | Self::Forbidden
            | Self::NotFound
            | Self::Redirected
            | Self::Rejected { .. }
            | Self::Unreadable
            | Self::Truncated
            | Self::Declined => false,
        }
    }

    /// Names the variant for programs: stable, `snake_case`, also the `code` of the serialised form.
    pub fn code(&self) -> &'static str {
        match self {
            Self::NotConfigured { .. } => "not_configured",
            Self::InvalidSetting { .. } => "invalid_setting",
            Self::Invalid(_) => "invalid",
            Self::Unreachable(_) => "unreachable",
            Self::PrivateAddress => "private_address",
            Self::Unauthorized => "unauthorized",
            Self::Forbidden => "forbidden",
            Self::NotFound => "not_found",
            Self::RateLimited { .. } => "rate_limited",
            Self::Redirected => "redirected",
            Self::Rejected { .. } => "rejected",
            Self::ProviderFailed { .. } => "provider_failed",
            Self::ProviderStopped => "provider_stopped",
            Self::TimedOut { .. } => "timed_out",
            Self::AnswerTooLarge { .. } => "answer_too_large",
            Self::Unreadable => "unreadable",
            Self::Interrupted(_) => "interrupted",
            Self::Truncated => "truncated",
            Self::Declined => "declined",
            Self::WantedTool => "wanted_tool",
        }
    }
}

impl Serialize for Error {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        let mut fields = serializer.serialize_struct("Error", 3)?;
        fields.serialize_field("code", self.code())?;
        fields.serialize_field("message", &self.to_string())?;
        fields.serialize_field("transient", &self.is_transient())?;
        fields.end()
    }
}

/// A request that was not sent because it cannot be meant.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
#[non_exhaustive]
pub enum Invalid {
    /// The draft, or the selected part, holds nothing but white space.
    #[error("there is nothing to rewrite: write a draft first")]
    Blank,
    /// Neither a tone nor a length was chosen.
    #[error("choose a tone, a length or both")]
    NothingAsked,
    /// The draft is longer than [`crate::Settings::max_draft_chars`].
    #[error("the draft is longer than {limit} characters: select a part of it")]
    TooLong {
        /// The limit in Unicode scalar values.
        limit: usize,
    },
    /// The selection is empty, reversed or reaches beyond the draft.
    #[error("the selection does not lie inside the draft: select again")]
    Selection,
    /// The names to protect are too many or too long to search for.
    #[error(
        "too many names to protect, or too long ones: give at most {limit} of at most {limit} characters"
    )]
    Names {
        /// The limit for both.
        limit: usize,
    },
    /// The brand voice is longer than a prompt should be.
    #[error("the brand voice is longer than {limit} characters: shorten it")]
    BrandVoice {
        /// The limit in Unicode scalar values.
        limit: usize,
    },
}

/// Why [`crate::Assistant::rewrite`] has no proposal. The draft stays as it is in both cases (INV-16).
#[derive(Debug, thiserror::Error)]
pub enum RewriteError {
    /// The model answered, and the answer was not fit to be shown.
    #[error("the proposal was refused: {0}")]
    Refused(#[from] Refusal),
    /// There was no complete answer.
    #[error(transparent)]
    Failed(#[from] Error),
}

impl RewriteError {
    /// Says whether trying again may help. Models differ from call to call, so after a refusal it may.
    pub fn is_transient(&self) -> bool {
        match self {
            Self::Refused(_) => true,
            Self::Failed(error) => error.is_transient(),
        }
    }
}
