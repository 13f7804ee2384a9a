//! What the widget is told when something is wrong.

use serde::ser::SerializeStruct;
use serde::{Deserialize, Serialize, Serializer};

/// What went wrong, in the word that the widget acts on.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum ErrorCode {
    /// Not JSON, or not the members that the call takes.
    BadRequest,
    /// The visitor token is not one of ours, or is another widget's.
    TokenInvalid,
    /// The visitor token is too old: a new session with `resumeToken` helps.
    TokenExpired,
    /// The identity is not proven.
    IdentityInvalid,
    /// The proof of the identity is too old.
    IdentityExpired,
    /// The page is on none of the allowed origins.
    OriginNotAllowed,
    /// The contact was blocked.
    Blocked,
    /// No such thing in the visitor's own conversation.
    NotFound,
    /// The same `clientMessageId` with another content.
    ClientMessageIdReused,
    /// The events after that number are gone.
    CursorExpired,
    /// A text, a list or an upload above its limit.
    TooLarge,
    /// A message of a type that is not known.
    UnsupportedType,
    /// A text without a visible character.
    EmptyMessage,
    /// A member whose value cannot be.
    InvalidField,
    /// Too many requests.
    RateLimited,
    /// The service cannot store anything right now.
    Unavailable,
}

impl ErrorCode {
    /// The HTTP status that goes with it.
    pub fn status(self) -> http::StatusCode {
        use http::StatusCode as S;
        match self {
            Self::BadRequest => S::BAD_REQUEST,
            Self::TokenInvalid | Self::TokenExpired | Self::IdentityInvalid | Self::IdentityExpired => {
                S::UNAUTHORIZED
            }
            Self::OriginNotAllowed | Self::Blocked => S::FORBIDDEN,
            Self::NotFound => S::NOT_FOUND,
            Self::ClientMessageIdReused => S::CONFLICT,
            Self::CursorExpired => S::GONE,
            Self::TooLarge => S::PAYLOAD_TOO_LARGE,
            Self::UnsupportedType | Self::EmptyMessage | Self::InvalidField => S::UNPROCESSABLE_ENTITY,
            Self::RateLimited => S::TOO_MANY_REQUESTS,
            Self::Unavailable => S::SERVICE_UNAVAILABLE,
        }
    }

    /// Whether the same request may work later.
    pub fn is_retryable(self) -> bool {
        matches!(self, Self::RateLimited | Self::Unavailable)
    }

    /// The error with these words, which a developer of the site reads.
    pub fn because(self, message: impl Into<String>) -> WebError {
        WebError { code: self, message: message.into(), retry_after_ms: None, oldest_seq: None }
    }
}

/// An answer that says what went wrong: `{"error":{"code":…,"message":…,"retryable":…}}`.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("{message}")]
pub struct WebError {
    /// What.
    pub code: ErrorCode,
    /// In words.
    pub message: String,
    /// How long to wait, in milliseconds.
    pub retry_after_ms: Option<u64>,
    /// For [`ErrorCode::CursorExpired`]: where the stream begins.
    pub oldest_seq: Option<u64>,
}

impl WebError {
    /// For who wrote faster than allowed.
    pub fn rate_limited(retry_after_ms: u64) -> Self {
        Self { retry_after_ms: Some(retry_after_ms), ..ErrorCode::RateLimited.because("slow down") }
    }

    /// For who asks for events that are gone.
    pub fn cursor_expired(oldest_seq: u64) -> Self {
        let message = format!("events before {oldest_seq} are gone");
        Self { oldest_seq: Some(oldest_seq), ..ErrorCode::CursorExpired.because(message) }
    }

    /// For who uses a `clientMessageId` again for something else (B-15).
    pub fn client_message_id_reused() -> Self {
        ErrorCode::ClientMessageIdReused.because("clientMessageId was used for a different message")
    }

    /// What stands inside `error`.
    pub(super) fn members(&self) -> serde_json::Value {
        let mut members = serde_json::json!({
            "code": self.code, "message": self.message, "retryable": self.code.is_retryable(),
        });
        if let Some(wait) = self.retry_after_ms {
            members["retryAfterMs"] = wait.into();
        }
        if let Some(seq) = self.oldest_seq {
            members["oldestSeq"] = seq.into();
        }
        members
    }
}

impl Serialize for WebError {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        let mut answer = serializer.serialize_struct("WebError", 1)?;
        answer.serialize_field("error", &self.members())?;
        answer.end()
    }
}
