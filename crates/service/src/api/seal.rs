//! Texts that leave the desk and come back unchanged or not at all (SEC-32).

use base64::Engine;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use hmac::{Hmac, KeyInit, Mac};
use serde::Serialize;
use serde::de::DeserializeOwned;
use sha2::Sha256;

/// How much of the authentication code is kept.
const TAG_BYTES: usize = 16;
/// No seal of ours is longer.
const MAX_CHARS: usize = 8_192;

/// Seals and opens with one key.
#[derive(Clone)]
pub(super) struct Seal(Hmac<Sha256>);

impl Seal {
    pub fn new(key: &[u8]) -> Self {
        #[allow(clippy::expect_used, reason = "HMAC takes keys of any length")]
        Self(Hmac::new_from_slice(key).expect("HMAC takes any key"))
    }

    fn tag(&self, purpose: &str, body: &[u8]) -> Hmac<Sha256> {
        let mut mac = self.0.clone();
        mac.update(&(purpose.len() as u64).to_be_bytes());
        mac.update(purpose.as_bytes());
        mac.update(body);
        mac
    }

    /// Seals a value. What was sealed for one purpose cannot be opened for another.
    pub fn close<T: Serialize>(&self, purpose: &str, value: &T) -> String {
        let body = serde_json::to_vec(value).unwrap_or_default();
        let mut sealed = self.tag(purpose, &body).finalize().into_bytes()[..TAG_BYTES].to_vec();
        sealed.extend(body);
        URL_SAFE_NO_PAD.encode(sealed)
    }

    /// Opens what was sealed for this purpose; `None` if anything was changed (B-22).
    pub fn open<T: DeserializeOwned>(&self, purpose: &str, sealed: &str) -> Option<T> {
        if sealed.len() > MAX_CHARS {
            return None;
        }
        let sealed = URL_SAFE_NO_PAD.decode(sealed).ok()?;
        let (tag, body) = sealed.split_at_checked(TAG_BYTES)?;
        self.tag(purpose, body).verify_truncated_left(tag).ok()?;
        serde_json::from_slice(body).ok()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// B-22
    #[test]
    fn a_changed_letter_or_another_purpose_does_not_open() {
        let seal = Seal::new(b"key");
        let sealed = seal.close("list", &("a", 7));
        assert_eq!(seal.open::<(String, u32)>("list", &sealed), Some(("a".into(), 7)));
        assert_eq!(seal.open::<(String, u32)>("changes", &sealed), None);
        assert_eq!(Seal::new(b"other").open::<(String, u32)>("list", &sealed), None);
        for at in 0..sealed.len() {
            let mut changed = sealed.clone().into_bytes();
            changed[at] = if changed[at] == b'A' { b'B' } else { b'A' };
            let changed = String::from_utf8(changed).unwrap();
            assert_eq!(seal.open::<(String, u32)>("list", &changed), None, "at {at}");
        }
        assert_eq!(seal.open::<(String, u32)>("list", ""), None);
    }
}
