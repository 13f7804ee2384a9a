//! Webhooks' bodies, kept whole: an item ends at 400 KB, so what is longer lies in pieces beside it.

use std::fmt;
use std::str::FromStr;

use domain::Timestamp;
use serde::{Deserialize, Deserializer, Serialize, Serializer};

use super::{Error, Store, number};
use crate::keys::{Keys, attribute};
use crate::schema::{EXPIRES_AT, Index};
use crate::table::{Delete, Item, Key, Put, Query, TRANSACTION_WRITES, Value, Write};

/// The most bytes in one item.
const PIECE_BYTES: usize = 300 * 1024;

/// Names a webhook of an inbox: when it came, and 16 hex digits that tell it from others of that instant.
///
/// Written as `<milliseconds since 1970>-<digits>`.
#[derive(Clone, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct ArrivalId {
    at: Timestamp,
    suffix: String,
}

impl ArrivalId {
    /// How many hex digits tell webhooks of one instant apart.
    pub const SUFFIX_DIGITS: usize = 16;

    /// Names what came then; `None` if `suffix` is not 16 lower-case hex digits.
    pub fn new(at: Timestamp, suffix: String) -> Option<Self> {
        let hex = |byte: u8| byte.is_ascii_digit() || (b'a'..=b'f').contains(&byte);
        (suffix.len() == Self::SUFFIX_DIGITS && suffix.bytes().all(hex)).then_some(Self { at, suffix })
    }

    /// When it came.
    pub const fn at(&self) -> Timestamp {
        self.at
    }

    /// Its sort key.
    pub(crate) fn sk(&self) -> String {
        format!("{}#{}", self.at, self.suffix)
    }

    pub(crate) fn of_sk(sk: &str) -> Option<Self> {
        let (at, suffix) = sk.split_once('#')?;
        Self::new(at.parse().ok()?, suffix.to_owned())
    }
}

impl fmt::Display for ArrivalId {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}-{}", self.at.as_millis(), self.suffix)
    }
}

/// A text that names no webhook.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("{0:?} is not a webhook's id such as 1795132801000-0123456789abcdef")]
pub struct NotAnArrival(String);

impl FromStr for ArrivalId {
    type Err = NotAnArrival;
    fn from_str(text: &str) -> Result<Self, NotAnArrival> {
        let read = || {
            let (at, suffix) = text.split_once('-')?;
            let id = Self::new(Timestamp::from_millis(at.parse().ok()?), suffix.to_owned())?;
            // One webhook has one name.
            (id.to_string() == text).then_some(id)
        };
        read().ok_or_else(|| NotAnArrival(text.to_owned()))
    }
}

impl Serialize for ArrivalId {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.collect_str(self)
    }
}

impl<'de> Deserialize<'de> for ArrivalId {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        String::deserialize(deserializer)?.parse().map_err(serde::de::Error::custom)
    }
}

impl Store {
    /// Writes an item with a body: the pieces first, so that an item that is there has all of them. A body of 300 KB or less
    /// is one put.
    pub(super) async fn put_with_body(
        &self,
        item: Item,
        body: &[u8],
        expires_at: Timestamp,
    ) -> Result<(), Error> {
        let (first, rest) = body.split_at(body.len().min(PIECE_BYTES));
        for (n, piece) in rest.chunks(PIECE_BYTES).enumerate() {
            let item = Item::at(Keys::piece(&item.key, n))
                .with(attribute::RAW, Value::B(piece.to_vec()))
                .with(EXPIRES_AT, expires_at.as_seconds());
            self.table.put(&Put::of(item)).await?;
        }
        let item = item
            .with(attribute::RAW, Value::B(first.to_vec()))
            .with(attribute::SIZE, number(body.len() as u64))
            .with(EXPIRES_AT, expires_at.as_seconds());
        Ok(self.table.put(&Put::of(item)).await?)
    }

    /// Reads the whole body of an item; what is missing of it was cut off by its time.
    pub(super) async fn body_of(&self, item: &Item) -> Result<Vec<u8>, Error> {
        let mut body = raw(item).to_vec();
        if size(item) > body.len() {
            for piece in self
                .drain(
                    Query::of(Index::Base, Keys::pieces(&item.key))
                        .within(crate::table::Range::BeginsWith(format!("{}#", item.key.sk))),
                )
                .await?
            {
                body.extend_from_slice(raw(&piece));
            }
        }
        Ok(body)
    }

    /// Takes an item with a body away.
    pub(super) async fn delete_with_body(&self, key: Key) -> Result<(), Error> {
        let pieces = match self.get(key.clone()).await? {
            Some(item) => size(&item).saturating_sub(raw(&item).len()).div_ceil(PIECE_BYTES),
            None => return Ok(()),
        };
        let keys: Vec<_> = std::iter::once(key.clone())
            .chain((0..pieces).map(|n| Keys::piece(&key, n)))
            .map(|key| Write::from(Delete::of(key)))
            .collect();
        for writes in keys.chunks(TRANSACTION_WRITES) {
            self.table.transact(writes).await?;
        }
        Ok(())
    }
}

fn raw(item: &Item) -> &[u8] {
    match item.get(attribute::RAW) {
        Some(Value::B(bytes)) => bytes,
        _ => &[],
    }
}

/// How long a body is, in bytes.
pub(super) fn size(item: &Item) -> usize {
    item.number(attribute::SIZE).and_then(|size| usize::try_from(size).ok()).unwrap_or(raw(item).len())
}

/// Whether the time of an item is over, though it may still be there.
pub(super) fn is_over(item: &Item, now: Timestamp) -> bool {
    item.number(EXPIRES_AT).is_some_and(|at| at <= now.as_seconds())
}
