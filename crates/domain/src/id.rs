//! Names of things. Every id is a newtype, so that one cannot stand where another belongs.

use std::fmt;
use std::str::FromStr;

use serde::{Deserialize, Deserializer, Serialize, Serializer};
use sha2::{Digest, Sha256};

use crate::time::Timestamp;

/// A text that cannot be an id of its kind.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("{text:?} is not a {kind}: {why}")]
pub struct BadId {
    kind: &'static str,
    text: String,
    why: &'static str,
}

/// Ids are 1 to 64 letters, digits, `_`, `-` and `.`: nothing that could break out of a key or a path (B-13).
fn check(kind: &'static str, text: &str) -> Result<(), BadId> {
    let why = if text.is_empty() {
        "it is empty"
    } else if text.len() > 64 {
        "it is longer than 64 bytes"
    } else if !text.bytes().all(|b| b.is_ascii_alphanumeric() || matches!(b, b'_' | b'-' | b'.')) {
        "it may hold only letters, digits, '_', '-' and '.'"
    } else {
        return Ok(());
    };
    let text = text.chars().take(80).collect();
    Err(BadId { kind, text, why })
}

macro_rules! ids {
    ($($(#[$doc:meta])* $name:ident = $kind:literal;)*) => {$(
        $(#[$doc])*
        #[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize)]
        #[serde(transparent)]
        #[cfg_attr(feature = "openapi", derive(utoipa::ToSchema), schema(value_type = String))]
        pub struct $name(String);

        impl $name {
            /// The id as text.
            pub fn as_str(&self) -> &str {
                &self.0
            }
        }

        impl FromStr for $name {
            type Err = BadId;
            fn from_str(text: &str) -> Result<Self, BadId> {
                check($kind, text)?;
                Ok(Self(text.to_owned()))
            }
        }

        impl<'de> Deserialize<'de> for $name {
            fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
                String::deserialize(deserializer)?.parse().map_err(serde::de::Error::custom)
            }
        }

        impl fmt::Display for $name {
            fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                f.write_str(&self.0)
            }
        }
    )*};
}

ids! {
    /// A tenant: one company. Every key of the table begins with it (INV-17).
    TenantId = "tenant id";
    /// An inbox: one connected account of a channel. Chosen by the admin, part of the webhook address.
    InboxId = "inbox id";
    /// A conversation. See [`ConversationId::of`].
    ConversationId = "conversation id";
    /// A contact: the person who writes to us. See [`ContactId::of`].
    ContactId = "contact id";
    /// An operator: a person who answers.
    OperatorId = "operator id";
    /// A version of the rule set: the first 16 hex digits of the SHA-256 over its sources.
    RulesVersion = "rules version";
    /// One claim of an outbound row; only its holder may record an outcome (INV-13).
    Token = "claim token";
    /// A scheduled message. See [`ScheduledId::of`].
    ScheduledId = "id of a scheduled message";
}

/// 128 bits of SHA-256 over length-prefixed parts, in Crockford's base 32: 26 characters.
fn digest(parts: &[&[u8]]) -> String {
    crockford(u128::from_be_bytes(hash(parts)))
}

fn hash(parts: &[&[u8]]) -> [u8; 16] {
    let mut sha = Sha256::new();
    for part in parts {
        sha.update((part.len() as u64).to_be_bytes());
        sha.update(part);
    }
    let mut first = [0; 16];
    first.copy_from_slice(&sha.finalize()[..16]);
    first
}

fn hex(bytes: &[u8]) -> String {
    const DIGITS: &[u8; 16] = b"0123456789abcdef";
    bytes.iter().flat_map(|b| [b >> 4, b & 15]).map(|d| char::from(DIGITS[usize::from(d)])).collect()
}

fn crockford(mut value: u128) -> String {
    const DIGITS: &[u8; 32] = b"0123456789ABCDEFGHJKMNPQRSTVWXYZ";
    let mut text = [b'0'; 26];
    for slot in text.iter_mut().rev() {
        *slot = DIGITS[(value & 31) as usize];
        value >>= 5;
    }
    text.iter().map(|b| char::from(*b)).collect()
}

impl ConversationId {
    /// Derives the id from the inbox and the provider's key of the thread (`user:U…`, `group:C…`, a chat id).
    ///
    /// Because nothing is drawn or counted, two first messages in the same millisecond meet in one conversation.
    pub fn of(inbox: &InboxId, thread: &str) -> Self {
        Self(format!("cnv_{}", digest(&[inbox.as_str().as_bytes(), thread.as_bytes()])))
    }
}

impl ContactId {
    /// The contact that a conversation begins with: told from the conversation's id alone, so that both are read in
    /// one call.
    pub fn of(conversation: &ConversationId) -> Self {
        Self(conversation.as_str().replacen("cnv_", "cnt_", 1))
    }

    /// The conversation that [`of`](Self::of) told the contact from.
    pub fn conversation(&self) -> ConversationId {
        ConversationId(self.0.replacen("cnt_", "cnv_", 1))
    }
}

impl ScheduledId {
    /// The id of the message that an intent of this name schedules: the same for the same intent.
    pub fn of(conversation: &ConversationId, intent: &str) -> Self {
        Self(format!("sch_{}", digest(&[b"scheduled", conversation.as_str().as_bytes(), intent.as_bytes()])))
    }
}

impl RulesVersion {
    /// Names the rule set with these sources: pairs of file name and text, in order of name.
    pub fn of<'a>(sources: impl IntoIterator<Item = (&'a str, &'a str)>) -> Self {
        let mut sha = Sha256::new();
        for (file, text) in sources {
            for part in [file, text] {
                sha.update((part.len() as u64).to_be_bytes());
                sha.update(part);
            }
        }
        Self(hex(&sha.finalize()[..8]))
    }
}

/// A timeline row: a ULID whose time is the row's own and whose other 80 bits are a hash of what it is.
///
/// The same provider event gives the same id, so that the row is its own de-duplication (INV-2); the order of the
/// ids is the order in time; and the row's key can be told from the id alone.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct RowId(u128);

impl RowId {
    const TIME_BITS: u32 = 48;

    fn at_time(at: Timestamp, parts: &[&[u8]]) -> Self {
        let time = u128::from(u64::try_from(at.as_millis()).unwrap_or(0)) & ((1 << Self::TIME_BITS) - 1);
        Self(time << 80 | (u128::from_be_bytes(hash(parts)) >> 48))
    }

    /// The row of a provider's event: `at` is the provider's time of it, `event` the provider's id of it.
    ///
    /// An id that is a number keeps its order within one instant: Telegram counts its updates, and tells time in whole
    /// seconds.
    pub fn of_event(inbox: &InboxId, at: Timestamp, event: &str) -> Self {
        let id = Self::at_time(at, &[b"event", inbox.as_str().as_bytes(), event.as_bytes()]);
        event.parse().map_or(id, |number: u64| id.placed(number))
    }

    /// Puts a place above the hash, so that rows of one millisecond keep their order.
    fn placed(self, place: u64) -> Self {
        Self(self.0 & !(0xffff << 64) | u128::from(place & 0xffff) << 64)
    }

    /// The `n`th row that the step from version `version` writes in a conversation.
    pub fn of_step(conversation: &ConversationId, version: u64, n: u64, now: Timestamp) -> Self {
        let parts: [&[u8]; 3] = [b"step", conversation.as_str().as_bytes(), &version.to_be_bytes()];
        Self::at_time(now, &parts).placed(n)
    }

    /// The row's time: when it happened, as its author (provider or desk) tells.
    pub fn at(self) -> Timestamp {
        Timestamp::from_millis(i64::try_from(self.0 >> 80).unwrap_or(i64::MAX))
    }

    /// The smallest id of this instant: where to start reading a thread.
    pub fn first_at(at: Timestamp) -> Self {
        Self(u128::from(u64::try_from(at.as_millis()).unwrap_or(0)) << 80)
    }

    /// A UUID derived from the row, the same at every attempt. LINE wants one as `X-Line-Retry-Key`.
    pub fn to_uuid(self) -> String {
        // Version 8 (free form) and the RFC 9562 variant, over 122 bits of the id's hash.
        let mut bytes = hash(&[b"retry key", &self.0.to_be_bytes()]);
        bytes[6] = bytes[6] & 0x0f | 0x80;
        bytes[8] = bytes[8] & 0x3f | 0x80;
        let hex = hex(&bytes);
        format!("{}-{}-{}-{}-{}", &hex[..8], &hex[8..12], &hex[12..16], &hex[16..20], &hex[20..])
    }
}

impl fmt::Display for RowId {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&crockford(self.0))
    }
}

impl FromStr for RowId {
    type Err = BadId;
    fn from_str(text: &str) -> Result<Self, BadId> {
        let bad = |why| BadId { kind: "row id", text: text.chars().take(80).collect(), why };
        if text.len() != 26 {
            return Err(bad("it has not 26 characters"));
        }
        let mut value: u128 = 0;
        for byte in text.bytes() {
            let digit = match byte {
                b'0'..=b'9' => byte - b'0',
                b'A'..=b'H' => byte - b'A' + 10,
                b'J' | b'K' => byte - b'J' + 18,
                b'M' | b'N' => byte - b'M' + 20,
                b'P'..=b'T' => byte - b'P' + 22,
                b'V'..=b'Z' => byte - b'V' + 27,
                _ => return Err(bad("it holds a character that Crockford's base 32 does not have")),
            };
            if value.leading_zeros() < 5 {
                return Err(bad("it is larger than 128 bits"));
            }
            value = value << 5 | u128::from(digit);
        }
        Ok(Self(value))
    }
}

impl Serialize for RowId {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.collect_str(self)
    }
}

impl<'de> Deserialize<'de> for RowId {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        String::deserialize(deserializer)?.parse().map_err(serde::de::Error::custom)
    }
}

#[cfg(feature = "openapi")]
impl utoipa::PartialSchema for RowId {
    fn schema() -> utoipa::openapi::RefOr<utoipa::openapi::schema::Schema> {
        utoipa::openapi::ObjectBuilder::new()
            .schema_type(utoipa::openapi::schema::Type::String)
            .min_length(Some(26))
            .max_length(Some(26))
            .into()
    }
}

#[cfg(feature = "openapi")]
impl utoipa::ToSchema for RowId {}

#[cfg(test)]
mod tests {
    use super::*;

    fn inbox() -> InboxId {
        "line-main".parse().unwrap()
    }

    /// B-13
    #[test]
    fn ids_refuse_what_could_break_out_of_a_key() {
        for text in ["", "a#b", "a/b", "a\0b", "a\nb", "窓口", &"x".repeat(65)] {
            assert!(text.parse::<InboxId>().is_err(), "{text:?}");
        }
        assert!("line-main_2.jp".parse::<InboxId>().is_ok());
    }

    /// B-13: whatever a provider calls its user, the conversation id stays inside its alphabet.
    #[test]
    fn conversation_ids_are_safe_whatever_the_provider_says() {
        for thread in ["a#b", "../x", "a\0", "a\n", &"長".repeat(1000), ""] {
            let id = ConversationId::of(&inbox(), thread);
            assert_eq!(id.as_str().parse(), Ok(id.clone()));
            assert_eq!(id.as_str().len(), 30);
        }
        assert_ne!(ConversationId::of(&inbox(), "a"), ConversationId::of(&inbox(), "b"));
    }

    #[test]
    fn row_ids_sort_in_time_and_read_back() {
        let early = RowId::of_event(&inbox(), Timestamp::from_millis(1_795_132_801_000), "z");
        let late = RowId::of_event(&inbox(), Timestamp::from_millis(1_795_132_801_001), "a");
        assert!(early < late && early.to_string() < late.to_string());
        assert_eq!(late.to_string().parse(), Ok(late));
        assert_eq!(late.at(), Timestamp::from_millis(1_795_132_801_001));
        assert_eq!(early, RowId::of_event(&inbox(), early.at(), "z"));
        assert!("ZZZZZZZZZZZZZZZZZZZZZZZZZZ".parse::<RowId>().is_err());
        assert!("0000000000000000000000000U".parse::<RowId>().is_err());
    }

    #[test]
    fn every_crockford_digit_reads_back() {
        for n in 0..128_u32 {
            let id = RowId(1 << n);
            assert_eq!(id.to_string().parse(), Ok(id));
        }
    }

    #[test]
    fn numbered_events_of_one_second_keep_their_order() {
        let second = Timestamp::from_seconds(1_795_132_801);
        let ids: Vec<_> = (710_000_101..710_000_120)
            .map(|n: u64| RowId::of_event(&inbox(), second, &n.to_string()))
            .collect();
        assert!(ids.is_sorted());
    }

    #[test]
    fn retry_keys_are_uuids() {
        let key = RowId::of_event(&inbox(), Timestamp::EPOCH, "a").to_uuid();
        assert_eq!(key.len(), 36);
        assert_eq!(key.as_bytes()[14], b'8');
        assert!(matches!(key.as_bytes()[19], b'8' | b'9' | b'a' | b'b'));
    }
}
