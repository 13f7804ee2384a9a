//! Whether a connection works: what is asked of a provider for that, and what its answers say.

use bytes::Bytes;
use http::{Request, Response, StatusCode, Uri};
use serde::de::DeserializeOwned;

use crate::CallError;

/// The longest word of a provider that is passed on, in characters.
const MOST_CHARS: usize = 200;

/// Something that must be right for an inbox to work.
#[derive(Debug, Clone, Copy, PartialEq, Eq, serde::Serialize)]
#[serde(rename_all = "snake_case")]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub enum Check {
    /// The credentials are accepted, and are those of the account in the settings.
    Account,
    /// The provider knows where to post webhooks.
    Webhook,
    /// A webhook of the provider arrives here.
    Delivery,
    /// Web: pages may show the messenger.
    Origins,
    /// Web: there are keys that name it and that sign its visitors' tokens.
    Keys,
}

/// A call that shows whether something is right. It changes nothing.
#[derive(Debug)]
pub struct Probe {
    /// What it is about.
    pub check: Check,
    /// The call; `None` if none can be made from the credentials.
    pub request: Option<Request<Bytes>>,
}

/// What a [`Probe`] came to.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Finding {
    /// It is right.
    Right {
        /// What the provider calls the account, if that was asked.
        name: Option<String>,
    },
    /// The credentials are not accepted.
    Unauthorized {
        /// The provider's words.
        detail: String,
    },
    /// The credentials are those of another account than the one in the settings.
    OtherAccount,
    /// The provider has no address to post webhooks to.
    NoWebhook,
    /// The provider posts webhooks elsewhere.
    WebhookElsewhere {
        /// The host; the rest of an address may hold secrets.
        host: String,
    },
    /// The provider has the address and is told not to use it.
    WebhookOff,
    /// The provider could not deliver a webhook.
    NotDelivered {
        /// Its words.
        detail: String,
    },
    /// The provider refuses to say.
    Refused {
        /// Its words.
        detail: String,
    },
    /// Too many calls.
    Busy,
    /// The answer is not one of this provider's.
    Unreadable,
    /// There was no answer.
    NoAnswer,
    /// Something that is needed is not in the settings.
    Missing {
        /// The name of the setting.
        setting: &'static str,
    },
}

impl Finding {
    /// Whether there is nothing to do.
    pub const fn is_right(&self) -> bool {
        matches!(self, Self::Right { .. })
    }

    /// It is right, and that is all.
    pub(crate) const fn right() -> Self {
        Self::Right { name: None }
    }

    /// A provider's refusal, by its status and its words.
    pub(crate) fn refused(status: StatusCode, words: Option<String>) -> Self {
        let detail = short(&words.unwrap_or_else(|| status.to_string()));
        match status {
            StatusCode::UNAUTHORIZED | StatusCode::FORBIDDEN => Self::Unauthorized { detail },
            StatusCode::TOO_MANY_REQUESTS => Self::Busy,
            _ => Self::Refused { detail },
        }
    }

    /// Whether webhooks go to the address where they are awaited.
    pub(crate) fn of_webhook(address: &str, awaited: &str) -> Self {
        if address.is_empty() {
            return Self::NoWebhook;
        }
        if address.trim_end_matches('/') == awaited.trim_end_matches('/') {
            return Self::right();
        }
        let host = address.parse::<Uri>().ok().and_then(|uri| uri.host().map(str::to_owned));
        Self::WebhookElsewhere { host: host.unwrap_or_default() }
    }
}

/// Reads an answer: what it holds, or what is wrong. `words` finds the provider's own in a refusal.
pub(crate) fn answered<T: DeserializeOwned>(
    answer: Result<Response<Bytes>, CallError>,
    words: impl Fn(&Response<Bytes>) -> Option<String>,
) -> Result<T, Finding> {
    let answer = answer.map_err(|_| Finding::NoAnswer)?;
    if !answer.status().is_success() {
        return Err(Finding::refused(answer.status(), words(&answer)));
    }
    serde_json::from_slice(answer.body()).map_err(|_| Finding::Unreadable)
}

/// A provider's words on one line, not too long.
pub(crate) fn short(words: &str) -> String {
    words.chars().map(|c| if c.is_control() { ' ' } else { c }).take(MOST_CHARS).collect()
}
