//! The frames of the socket: text, one JSON object each.

use serde::{Deserialize, Serialize};
use serde_json::Value;

use super::{ErrorCode, MessageRequest, ReceiptState, TypingState, WebError, WebRequest};
use crate::json::guard;

/// The longest frame in bytes, both ways. Longer content goes by REST.
pub const MAX_FRAME_BYTES: usize = 32 * 1024;
/// The version of the protocol that `hello` names.
pub const PROTOCOL: u32 = 1;

/// What a client sends.
#[derive(Debug, Clone, PartialEq, Eq, Deserialize)]
#[serde(tag = "op", rename_all = "lowercase", rename_all_fields = "camelCase")]
pub enum ClientFrame {
    /// Who is there; the first frame, within 10 s.
    Hello {
        /// The version of the protocol; another than [`PROTOCOL`] is answered with [`FrameError::UnsupportedProtocol`].
        proto: u32,
        /// The visitor token.
        token: String,
        /// The last number of the stream that the client has.
        #[serde(default)]
        after: u64,
    },
    /// A message, as in `POST /messages`.
    Send {
        /// What the answer names it by.
        r#ref: String,
        /// The message.
        data: MessageRequest,
    },
    /// As in `POST /receipts`.
    Receipt {
        /// How far our messages have come.
        state: ReceiptState,
        /// Up to which number of the stream.
        up_to_seq: u64,
    },
    /// As in `POST /typing`.
    Typing {
        /// Whether the visitor is typing.
        state: TypingState,
    },
    /// Are you there?
    Ping {
        /// What the answer repeats.
        n: u64,
    },
}

/// What a server sends.
#[derive(Debug, Clone, PartialEq, Serialize)]
#[serde(tag = "op", rename_all = "lowercase", rename_all_fields = "camelCase")]
pub enum ServerFrame {
    /// The answer to `hello`; the events after the client's number follow.
    Ready {
        /// The last number of the stream.
        last_seq: u64,
        /// Whether the client goes on from its number.
        resume: Resume,
        /// How often the client pings, in milliseconds.
        heartbeat_ms: u64,
        /// Where the stream begins, if the client's number lies before that.
        #[serde(skip_serializing_if = "Option::is_none")]
        oldest_seq: Option<u64>,
    },
    /// An entry of the stream, see [`stream_event`](super::stream_event).
    Event {
        /// The entry.
        event: Value,
    },
    /// Something that is not kept, such as typing.
    Signal {
        /// What.
        r#type: String,
        /// Its particulars.
        data: Value,
    },
    /// The answer to `send`: `data` if it went well, else `error`.
    Ack {
        /// What the client named it by.
        r#ref: String,
        /// Whether it went well.
        ok: bool,
        /// As `POST /messages` answers.
        #[serde(skip_serializing_if = "Option::is_none")]
        data: Option<Value>,
        /// The members of an error.
        #[serde(skip_serializing_if = "Option::is_none")]
        error: Option<Value>,
    },
    /// A frame that could not be taken.
    Error {
        /// The frame's own name for itself, if it has one.
        #[serde(skip_serializing_if = "Option::is_none")]
        r#ref: Option<String>,
        /// What went wrong: a code of REST, `unknown_op` or `unsupported_protocol`.
        code: String,
        /// In words.
        message: String,
        /// Whether the same frame may work later.
        retryable: bool,
    },
    /// The answer to `ping`.
    Pong {
        /// What the client sent.
        n: u64,
        /// The last number of the stream, so that a lost push is noticed.
        #[serde(skip_serializing_if = "Option::is_none")]
        last_seq: Option<u64>,
    },
    /// The server is about to close.
    Bye {
        /// With which code.
        code: u16,
        /// When to come back, in milliseconds.
        reconnect_after_ms: u64,
    },
}

/// Whether a client goes on from its number.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
#[serde(rename_all = "lowercase")]
pub enum Resume {
    /// It gets what it misses.
    Delta,
    /// Its number is too old or ahead of the stream: it starts afresh.
    Reset,
}

/// Why a frame cannot be taken.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum FrameError {
    /// An `op` that is not known; the connection stays.
    #[error("op {op:?} is not known")]
    UnknownOp {
        /// Which, cut at 40 characters.
        op: String,
    },
    /// A `hello` of another protocol; the connection is closed.
    #[error("protocol {proto} is not spoken here, {PROTOCOL} is")]
    UnsupportedProtocol {
        /// Which.
        proto: u32,
    },
    /// Not a frame; the connection is closed.
    #[error("not a frame of chat.v1")]
    Malformed,
    /// A message that REST would refuse too; the connection stays.
    #[error("{error}")]
    Refused {
        /// The frame's own name for itself.
        r#ref: String,
        /// As REST would answer.
        error: WebError,
    },
}

impl FrameError {
    /// The code with which the connection is closed after the answer; `None` if it stays.
    pub fn close_code(&self) -> Option<u16> {
        match self {
            Self::Malformed => Some(4400),
            Self::UnsupportedProtocol { .. } => Some(4409),
            Self::UnknownOp { .. } | Self::Refused { .. } => None,
        }
    }

    /// The frame that says so.
    pub fn answer(&self) -> ServerFrame {
        let error = |code: &str| ServerFrame::Error {
            r#ref: None,
            code: code.to_owned(),
            message: self.to_string(),
            retryable: false,
        };
        match self {
            Self::UnknownOp { .. } => error("unknown_op"),
            Self::UnsupportedProtocol { .. } => error("unsupported_protocol"),
            Self::Malformed => error("bad_request"),
            Self::Refused { r#ref, error } => ServerFrame::refused(r#ref.clone(), error),
        }
    }
}

impl ServerFrame {
    /// The answer to a `send` that went wrong.
    pub fn refused(r#ref: String, error: &WebError) -> Self {
        Self::Ack { r#ref, ok: false, data: None, error: Some(error.members()) }
    }
}

/// Reads a client's frame.
///
/// # Errors
///
/// [`FrameError`], which has the answer and says whether the connection stays.
pub fn read_frame(text: &str) -> Result<ClientFrame, FrameError> {
    /// As much of a frame as every frame has.
    #[derive(Deserialize)]
    struct Head {
        op: String,
        #[serde(default)]
        r#ref: Option<String>,
    }
    if text.len() > MAX_FRAME_BYTES || guard(text.as_bytes()).is_err() {
        return Err(FrameError::Malformed);
    }
    let head: Head = serde_json::from_str(text).map_err(|_| FrameError::Malformed)?;
    match head.op.as_str() {
        "hello" | "send" | "receipt" | "typing" | "ping" => {}
        op => return Err(FrameError::UnknownOp { op: op.chars().take(40).collect() }),
    }
    match (serde_json::from_str(text), head.r#ref) {
        (Ok(ClientFrame::Hello { proto, .. }), _) if proto != PROTOCOL => {
            Err(FrameError::UnsupportedProtocol { proto })
        }
        (Ok(ClientFrame::Send { r#ref, data }), _) => match data.checked() {
            Ok(data) => Ok(ClientFrame::Send { r#ref, data }),
            Err(error) => Err(FrameError::Refused { r#ref, error }),
        },
        (Ok(frame), _) => Ok(frame),
        // A message that cannot be read is refused like one over REST; its sender gets the answer it waits for.
        (Err(_), Some(r#ref)) if head.op == "send" => {
            let error = ErrorCode::BadRequest.because("data is not a message");
            Err(FrameError::Refused { r#ref, error })
        }
        (Err(_), _) => Err(FrameError::Malformed),
    }
}
