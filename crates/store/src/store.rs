//! The store: one function for each question asked of the table.
//!
//! Functions are named for the question, take and return nouns of `domain`, and write under a condition. The time
//! is always an argument.

mod audit;
mod bodies;
mod buckets;
mod calendar;
mod commit;
mod connections;
mod contacts;
mod dead_letters;
mod drafts;
mod due;
mod files;
mod lists;
mod loading;
mod memos;
mod notes;
mod operators;
mod outbox;
mod preferences;
mod quotas;
mod relays;
mod rows;
mod rule_sets;
mod sessions;
mod settings;
mod threads;

use std::sync::Arc;

use domain::TenantId;
use serde::Serialize;
use serde::de::DeserializeOwned;

pub use self::audit::{AuditEntry, AuditPage};
pub use self::bodies::{ArrivalId, NotAnArrival};
pub use self::buckets::{Bucket, Leased, Taken};
pub use self::calendar::{CalendarCursor, CalendarPage, PlannedFor};
pub use self::commit::{Commit, CommitError, Committed, NewRow, Once, TakenRow};
pub use self::connections::LiveConnection;
pub use self::dead_letters::DeadLetter;
pub use self::drafts::{DraftMode, SavedDraft};
pub use self::due::{DueItem, DuePage};
pub use self::lists::{Head, ListCursor, ListEntry, ListPage, View};
pub use self::loading::Loaded;
pub use self::operators::{AuditLine, OperatorError, OperatorRecord};
pub use self::outbox::{Outbox, Stage, Wrote};
pub use self::quotas::{MonthQuota, ToldQuota};
pub use self::relays::{Relay, RelayHead};
pub(crate) use self::rows::state;
pub use self::rows::{Kept, KeptOnce, OnceUsed};
pub use self::rule_sets::{
    CameBy, CurrentRules, Pointers, RuleSet, RuleVersion, RuleVersions, RuleVersionsCursor, RulesError,
    ShadowRules,
};
pub use self::sessions::Session;
pub use self::settings::LiveSetting;
pub use self::threads::Since;
use crate::keys::{Keys, attribute};
use crate::table::{Condition, Item, Key, Put, Query, Table, TableError};

/// Counts the writes of an item: 1 after the first.
pub type Version = u64;

/// Why the store did not do what it was asked.
#[derive(Debug, thiserror::Error)]
pub enum Error {
    /// The table failed; says whether trying again helps.
    #[error("cannot reach the table")]
    Table(#[from] TableError),
    /// Somebody else wrote it first: read it again.
    #[error("somebody else wrote it first")]
    Raced,
    /// An item in the table is not what this program writes.
    #[error("cannot read {what}")]
    Unreadable {
        /// What kind of item, or which part of it.
        what: &'static str,
        /// Why, if it is a document.
        #[source]
        source: Option<serde_json::Error>,
    },
    /// A document cannot be written as JSON.
    #[error("cannot write {what}")]
    Unwritable {
        /// What kind of item.
        what: &'static str,
        /// Why.
        #[source]
        source: serde_json::Error,
    },
}

impl Error {
    /// Says whether the same request may succeed a little later, as it is.
    pub fn is_transient(&self) -> bool {
        match self {
            Self::Table(error) => error.is_transient(),
            Self::Raced | Self::Unreadable { .. } | Self::Unwritable { .. } => false,
        }
    }

    /// Says whether a write may have happened although its answer did not come.
    pub const fn is_ambiguous(&self) -> bool {
        matches!(self, Self::Table(TableError::Unavailable(_)))
    }
}

/// One tenant's part of the table.
#[derive(Clone)]
pub struct Store {
    table: Arc<dyn Table>,
    keys: Keys,
    tenant: TenantId,
}

impl std::fmt::Debug for Store {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("Store").field("tenant", &self.tenant).finish_non_exhaustive()
    }
}

impl Store {
    /// Opens a tenant's part of a table. Cheap, and cheap to clone.
    pub fn new(table: Arc<dyn Table>, tenant: TenantId) -> Self {
        Self { table, keys: Keys::new(tenant.clone()), tenant }
    }

    /// Returns whose part of the table it is.
    pub const fn tenant(&self) -> &TenantId {
        &self.tenant
    }

    async fn get(&self, key: Key) -> Result<Option<Item>, Error> {
        Ok(self.table.get(&[key]).await?.pop().flatten())
    }

    /// Reads all pages of a query. For ranges that are known to be short.
    async fn drain(&self, mut query: Query) -> Result<Vec<Item>, Error> {
        let mut items = Vec::new();
        loop {
            let page = self.table.query(&query).await?;
            items.extend(page.items);
            if page.next.is_none() {
                return Ok(items);
            }
            query.after = page.next;
        }
    }

    /// Writes a document and its version, on condition of the version before; without one, that there is none.
    async fn put_versioned(
        &self,
        key: Key,
        doc: String,
        expected: Option<Version>,
    ) -> Result<Version, Error> {
        self.put_known(versioned(key, doc, expected), expected).await
    }

    /// Writes an item that is on condition of the version before.
    async fn put_known(&self, put: Put, expected: Option<Version>) -> Result<Version, Error> {
        match self.table.put(&put).await {
            Ok(()) => Ok(following(expected)),
            // The echo of our own write, tried again on the way after its answer was lost.
            Err(TableError::ConditionFailed { current: Some(current) }) if current == put.item => {
                Ok(following(expected))
            }
            Err(error) => Err(raced(error)),
        }
    }
}

/// The put of a document with a version.
fn versioned(key: Key, doc: String, expected: Option<Version>) -> Put {
    let item = Item::at(key).with(attribute::DOC, doc).with(attribute::VERSION, number(following(expected)));
    Put::of(item).when(unchanged(expected))
}

const fn following(expected: Option<Version>) -> Version {
    match expected {
        Some(version) => version + 1,
        None => 1,
    }
}

fn unchanged(expected: Option<Version>) -> Condition {
    expected.map_or(Condition::Absent, |version| Condition::equals(attribute::VERSION, number(version)))
}

fn raced(error: TableError) -> Error {
    match error {
        TableError::ConditionFailed { .. } => Error::Raced,
        error => Error::Table(error),
    }
}

/// Counts fit: nothing here is counted beyond 2^63.
fn number(count: u64) -> i64 {
    i64::try_from(count).unwrap_or(i64::MAX)
}

fn count(item: &Item, name: &'static str) -> Result<u64, Error> {
    let number = item.number(name).and_then(|number| u64::try_from(number).ok());
    number.ok_or(Error::Unreadable { what: name, source: None })
}

fn text<'a>(item: &'a Item, name: &'static str) -> Result<&'a str, Error> {
    item.text(name).ok_or(Error::Unreadable { what: name, source: None })
}

fn parsed<T: std::str::FromStr>(text: &str, what: &'static str) -> Result<T, Error> {
    text.parse().map_err(|_| Error::Unreadable { what, source: None })
}

fn read<T: DeserializeOwned>(json: &str, what: &'static str) -> Result<T, Error> {
    serde_json::from_str(json).map_err(|source| Error::Unreadable { what, source: Some(source) })
}

fn document<T: DeserializeOwned>(item: &Item, what: &'static str) -> Result<T, Error> {
    read(text(item, attribute::DOC)?, what)
}

fn written<T: Serialize>(value: &T, what: &'static str) -> Result<String, Error> {
    serde_json::to_string(value).map_err(|source| Error::Unwritable { what, source })
}
