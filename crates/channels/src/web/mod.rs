//! Our own web messenger, protocol v1, as the server sees it.
//!
//! There is no webhook and no call to a provider: visitors post requests with a token, and read what is stored. This
//! module proves tokens and identities ([`Widget`]), reads requests into events ([`read`], [`MessageRequest`]), writes
//! the event stream ([`stream_event`]) and the frames of the socket ([`ClientFrame`], [`ServerFrame`]).
//!
//! Unknown members of a request are ignored, so that a newer widget works with an older server; nothing that decides
//! who somebody is comes from a body, only from the token.
//!
//! Beyond protocol v1: a row with several contents is one event whose `content` is the first of them and whose
//! `contents` are all.

mod error;
mod identity;
mod message;
mod request;
mod socket;
mod stream;
mod token;

use domain::TenantId;
use secrecy::SecretString;

pub use self::error::{ErrorCode, WebError};
pub use self::identity::{Identity, MAX_IDENTITY_AGE};
pub use self::message::{ActionTap, AttachmentRef, Enquiry, FormAnswer, MessageBody, MessageRequest};
pub use self::request::{
    Page, ReceiptRequest, ReceiptState, SessionRequest, TypingRequest, TypingState, VisitorFacts,
    VisitorPatch, WebRequest, read,
};
pub use self::socket::{ClientFrame, FrameError, MAX_FRAME_BYTES, PROTOCOL, Resume, ServerFrame, read_frame};
pub(crate) use self::stream::content_object;
pub use self::stream::{Face, Sight, message_id, stream_event};
pub use self::token::{RESUME_LIFE, TOKEN_LIFE, TokenKey, Visitor};

/// The subprotocol that a socket names.
pub const SUBPROTOCOL: &str = "chat.v1";
/// The longest text of a visitor, in Unicode scalar values.
pub const MAX_TEXT_CHARS: usize = 4000;

/// One widget: what proves who its visitors are. Printing it shows no secret.
#[derive(Debug, Clone)]
pub struct Widget {
    /// The public key that names it, `wk_…`.
    pub key: String,
    /// The tenant it belongs to.
    pub tenant: TenantId,
    /// The origins that may use it: scheme, host and, if it is not the usual one, port.
    pub allowed_origins: Vec<String>,
    /// The keys that sign visitor tokens. The first signs; all verify.
    pub token_keys: Vec<TokenKey>,
    /// The secrets that the customer's server signs identities with; two while they are being exchanged. None: every
    /// visitor is anonymous.
    pub identity_secrets: Vec<SecretString>,
}

impl Widget {
    /// Checks the `Origin` header against the allowed ones, to the letter (SEC-18).
    ///
    /// # Errors
    ///
    /// [`ErrorCode::OriginNotAllowed`], also if the header is missing.
    pub fn admit(&self, origin: Option<&str>) -> Result<(), WebError> {
        match origin {
            Some(origin) if self.allowed_origins.iter().any(|allowed| allowed == origin) => Ok(()),
            Some(origin) => {
                let origin: String = origin.chars().take(200).collect();
                Err(ErrorCode::OriginNotAllowed.because(format!("{origin} is not in the allow list")))
            }
            None => Err(ErrorCode::OriginNotAllowed.because("the Origin header is missing")),
        }
    }
}
