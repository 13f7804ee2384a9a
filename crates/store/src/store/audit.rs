//! The audit trail: appended to, never changed (INV-21).

use domain::Timestamp;

use super::{Error, Store, parsed, text};
use crate::keys::attribute;
use crate::schema::Index;
use crate::table::{Condition, Cursor, Item, Put, Query, TableError, Write};

/// One entry.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct AuditEntry {
    /// When.
    pub at: Timestamp,
    /// Who did what, as JSON.
    pub json: String,
}

/// Some entries of one month, the newest first.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct AuditPage {
    /// The entries.
    pub entries: Vec<AuditEntry>,
    /// Where to go on within the month.
    pub next: Option<Cursor>,
}

impl Store {
    /// Appends an entry. `suffix` is random and tells entries of one millisecond apart; repeating the same entry
    /// with it is harmless.
    ///
    /// # Errors
    ///
    /// [`Error::Table`]; [`Error::Raced`] if another entry has that time and suffix.
    pub async fn audit(&self, json: &str, now: Timestamp, suffix: &str) -> Result<(), Error> {
        let item = Item::at(self.keys.audit(now, suffix)).with(attribute::DOC, json);
        match self.table.put(&Put::of(item.clone()).when(Condition::Absent)).await {
            Err(TableError::ConditionFailed { current }) if current.as_ref() != Some(&item) => {
                Err(Error::Raced)
            }
            Ok(()) | Err(TableError::ConditionFailed { .. }) => Ok(()),
            Err(error) => Err(error.into()),
        }
    }

    /// An entry as part of a transaction, so that what it tells of happens with it or not at all.
    pub(super) fn audit_write(&self, json: &str, now: Timestamp, suffix: &str) -> Write {
        let item = Item::at(self.keys.audit(now, suffix)).with(attribute::DOC, json);
        Put::of(item).when(Condition::Absent).into()
    }

    /// Reads entries of one month, such as `2026-11` (UTC).
    ///
    /// # Errors
    ///
    /// [`Error::Table`], [`Error::Unreadable`].
    pub async fn audit_page(
        &self,
        month: &str,
        after: Option<Cursor>,
        limit: u32,
    ) -> Result<AuditPage, Error> {
        let query = Query::of(Index::Base, self.keys.audit_month(month)).descending().limit(limit);
        let page = self.table.query(&query.after(after)).await?;
        let entry = |item: &Item| {
            let at = item.key.sk.split('#').next().unwrap_or_default();
            Ok(AuditEntry { at: parsed(at, "time")?, json: text(item, attribute::DOC)?.to_owned() })
        };
        Ok(AuditPage {
            entries: page.items.iter().map(entry).collect::<Result<_, Error>>()?,
            next: page.next,
        })
    }
}
