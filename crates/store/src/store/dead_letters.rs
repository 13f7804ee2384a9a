//! Webhooks that were proven and could not be read or routed: kept, so that an admin can look at them.

use domain::{InboxId, Timestamp};

use super::{Error, Store};
use crate::keys::attribute;
use crate::schema::{EXPIRES_AT, Index};
use crate::table::{Item, Put, Query, Value};

/// How long a dead letter is kept.
const KEPT_FOR: std::time::Duration = domain::hours(35 * 24);
/// The most bytes of a body that are kept; an item ends at 400 KB.
const MOST_BYTES: usize = 300 * 1024;

/// A webhook that could not be read.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct DeadLetter {
    /// When it came, and a suffix that tells it from others of that instant.
    pub id: String,
    /// What is wrong with it.
    pub why: String,
    /// Its bytes, cut at 300 KB.
    pub raw: Vec<u8>,
}

impl Store {
    /// Keeps a webhook that cannot be read; `suffix` tells it from others of the same millisecond.
    ///
    /// # Errors
    ///
    /// [`Error::Table`].
    pub async fn bury(
        &self,
        inbox: &InboxId,
        raw: &[u8],
        why: &str,
        now: Timestamp,
        suffix: &str,
    ) -> Result<(), Error> {
        let item = Item::at(self.keys.dead_letter(inbox, now, suffix))
            .with(attribute::WHY, why)
            .with(attribute::RAW, Value::B(raw[..raw.len().min(MOST_BYTES)].to_vec()))
            .with(EXPIRES_AT, (now + KEPT_FOR).as_seconds());
        Ok(self.table.put(&Put::of(item)).await?)
    }

    /// Reads the newest dead letters of an inbox.
    ///
    /// # Errors
    ///
    /// [`Error::Table`].
    pub async fn dead_letters(&self, inbox: &InboxId, limit: u32) -> Result<Vec<DeadLetter>, Error> {
        let query = Query::of(Index::Base, self.keys.dead_letters(inbox)).descending().limit(limit);
        let page = self.table.query(&query).await?;
        let letter = |item: &Item| DeadLetter {
            id: item.key.sk.clone(),
            why: item.text(attribute::WHY).unwrap_or_default().to_owned(),
            raw: match item.get(attribute::RAW) {
                Some(Value::B(bytes)) => bytes.clone(),
                _ => Vec::new(),
            },
        };
        Ok(page.items.iter().map(letter).collect())
    }
}
