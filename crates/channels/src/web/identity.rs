//! Signed-in visitors of the customer's site (CHN-10).

use std::time::Duration;

use domain::{Timestamp, hours, minutes};
use serde::Deserialize;

use super::request::Check;
use super::{ErrorCode, WebError, Widget};
use crate::signing::{any_secret, identity_mac, same};

/// How old a proof of identity may be.
pub const MAX_IDENTITY_AGE: Duration = hours(24);
/// How far the clock of the customer's server may be ahead of ours.
const MAX_CLOCK_AHEAD: Duration = minutes(5);

/// Who a visitor says they are, with the proof of the customer's server.
#[derive(Debug, Clone, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct Identity {
    /// The customer's own id of them.
    pub external_id: String,
    /// Their name. Not covered by the proof.
    #[serde(default)]
    pub name: Option<String>,
    /// Their e-mail address. Not covered by the proof.
    #[serde(default)]
    pub email: Option<String>,
    /// When the proof was made, in Unix seconds.
    pub issued_at: i64,
    /// The proof, see [`sign_identity`](crate::signing::sign_identity).
    pub mac: String,
}

impl Identity {
    pub(super) fn check(&self) -> Result<(), WebError> {
        Check("identity.externalId").length(&self.external_id, 1, 200)?;
        Check("identity.name").optional(self.name.as_deref(), 200)?;
        Check("identity.email").optional(self.email.as_deref(), 254)
    }
}

impl Widget {
    /// Proves an identity. A wrong or old proof is an error, never a fall-back to anonymous.
    ///
    /// # Errors
    ///
    /// [`ErrorCode::IdentityInvalid`] if none of the secrets made the proof or it lies in the future,
    /// [`ErrorCode::IdentityExpired`] if it is older than [`MAX_IDENTITY_AGE`].
    pub fn identify(&self, identity: &Identity, now: Timestamp) -> Result<(), WebError> {
        let Identity { external_id, issued_at, mac, .. } = identity;
        let proven = any_secret(&self.identity_secrets, |secret| {
            same(identity_mac(secret, &self.key, external_id, *issued_at).as_bytes(), mac.as_bytes())
        });
        let issued_at = Timestamp::from_seconds(*issued_at);
        if !proven || issued_at > now + MAX_CLOCK_AHEAD {
            return Err(ErrorCode::IdentityInvalid.because("the identity is not proven"));
        }
        if now.since(issued_at) > MAX_IDENTITY_AGE {
            return Err(
                ErrorCode::IdentityExpired.because("the proof of the identity is older than 24 hours")
            );
        }
        Ok(())
    }
}
