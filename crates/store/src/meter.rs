//! Counts what AWS would charge for what we ask.
//!
//! The arithmetic is AWS's published one, over the items as they are before and after a write:
//!
//! - a write unit is 1 KB or part of it, of the larger of the item before and after; a delete and a refused
//!   condition count the same way, one unit at least;
//! - twice that in a transaction, for checks too;
//! - an index counts one write of its entry's size for each entry put or removed, two for a changed key, one for an
//!   entry whose projected attributes changed;
//! - a read unit is 4 KB or part of it: per item for gets, per page for queries; half when eventually consistent.
//!
//! Sources: <https://docs.aws.amazon.com/amazondynamodb/latest/developerguide/on-demand-capacity-mode.html>,
//! <https://docs.aws.amazon.com/amazondynamodb/latest/developerguide/read-write-operations.html>,
//! <https://docs.aws.amazon.com/amazondynamodb/latest/developerguide/LSI.html>,
//! <https://docs.aws.amazon.com/amazondynamodb/latest/developerguide/GSI.html> (read 2026-11).

use std::fmt::Write as _;
use std::sync::{Mutex, PoisonError};

use async_trait::async_trait;

use crate::schema::Index;
use crate::table::{Item, Key, Page, Put, Query, Reason, Table, TableError, Update, Write, written};

const WRITE_UNIT_BYTES: usize = 1_024;
const READ_UNIT_BYTES: usize = 4_096;
/// The most keys that one call of `BatchGetItem` takes.
const BATCH_KEYS: usize = 100;

/// What one operation cost.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Spent {
    /// The operation and what it touched: `put T`, `transact [update STATE, put T]`.
    pub label: String,
    /// Requests to the service.
    pub calls: u64,
    /// Write request units, indexes included.
    pub write_units: u64,
    /// Of which for indexes.
    pub index_write_units: u64,
    /// Read request units, in halves: an eventually consistent read costs half a unit.
    pub read_half_units: u64,
}

impl Spent {
    /// Adds up a list.
    pub fn total<'a>(list: impl IntoIterator<Item = &'a Self>) -> Self {
        let mut total = Self {
            label: "total".to_owned(),
            calls: 0,
            write_units: 0,
            index_write_units: 0,
            read_half_units: 0,
        };
        for spent in list {
            total.calls += spent.calls;
            total.write_units += spent.write_units;
            total.index_write_units += spent.index_write_units;
            total.read_half_units += spent.read_half_units;
        }
        total
    }
}

/// A table that counts what it is asked and passes it on.
///
/// It reads each item before writing it, uncounted, so it is for measuring and not for production. The count is
/// exact while nobody else writes the same items.
#[derive(Debug)]
pub struct Metered<T> {
    inner: T,
    spent: Mutex<Vec<Spent>>,
}

impl<T: Table> Metered<T> {
    /// Begins to count.
    pub const fn new(inner: T) -> Self {
        Self { inner, spent: Mutex::new(Vec::new()) }
    }

    /// Returns the table underneath, which does not count.
    pub const fn inner(&self) -> &T {
        &self.inner
    }

    /// Returns what was spent since the last call, one entry for each operation in order, and begins anew.
    pub fn take(&self) -> Vec<Spent> {
        std::mem::take(&mut *self.spent.lock().unwrap_or_else(PoisonError::into_inner))
    }

    fn record(&self, spent: Spent) {
        self.spent.lock().unwrap_or_else(PoisonError::into_inner).push(spent);
    }

    fn record_write(&self, label: String, cost: Cost) {
        let write_units = cost.base + cost.indexes;
        self.record(Spent {
            label,
            calls: 1,
            write_units,
            index_write_units: cost.indexes,
            read_half_units: 0,
        });
    }

    /// Passes one write on and counts it by what became of it.
    async fn single(&self, write: &Write) -> Result<(), TableError> {
        let keys = std::slice::from_ref(write.key());
        let before = self.inner.get(keys).await?.pop().flatten();
        let result = match write {
            Write::Put(put) => self.inner.put(put).await,
            Write::Update(update) => self.inner.update(update).await,
            Write::Delete(_) | Write::Check(_) => self.inner.transact(std::slice::from_ref(write)).await,
        };
        let cost = Cost::of(before.as_ref(), write);
        match &result {
            Ok(()) => self.record_write(label(write), cost),
            Err(TableError::ConditionFailed { .. }) => {
                self.record_write(format!("{} (refused)", label(write)), Cost { indexes: 0, ..cost });
            }
            Err(_) => {}
        }
        result
    }
}

#[async_trait]
impl<T: Table> Table for Metered<T> {
    async fn get(&self, keys: &[Key]) -> Result<Vec<Option<Item>>, TableError> {
        let found = self.inner.get(keys).await?;
        let mut counted: Vec<_> = keys.iter().zip(&found).collect();
        counted.sort_by_key(|(key, _)| *key);
        counted.dedup_by_key(|(key, _)| *key);
        let units = |item: &Option<Item>| units(item.as_ref().map_or(0, Item::size_bytes), READ_UNIT_BYTES);
        let read_half_units = counted.iter().map(|(_, item)| 2 * units(item)).sum();
        let calls = counted.len().div_ceil(BATCH_KEYS) as u64;
        let label = format!("get {}", kinds(keys.iter()));
        self.record(Spent { label, calls, write_units: 0, index_write_units: 0, read_half_units });
        Ok(found)
    }

    async fn query(&self, query: &Query) -> Result<Page, TableError> {
        let page = self.inner.query(query).await?;
        let entry_bytes = |item: &Item| item.index_size_bytes(query.index).unwrap_or_default();
        let size_bytes = page.items.iter().map(entry_bytes).sum();
        let read_half_units = units(size_bytes, READ_UNIT_BYTES) * if query.strong { 2 } else { 1 };
        let label = format!("query {}", query.index.name().unwrap_or("table"));
        self.record(Spent { label, calls: 1, write_units: 0, index_write_units: 0, read_half_units });
        Ok(page)
    }

    async fn put(&self, put: &Put) -> Result<(), TableError> {
        self.single(&Write::Put(put.clone())).await
    }

    async fn update(&self, update: &Update) -> Result<(), TableError> {
        self.single(&Write::Update(update.clone())).await
    }

    async fn transact(&self, writes: &[Write]) -> Result<(), TableError> {
        let keys: Vec<_> = writes.iter().map(|write| write.key().clone()).collect();
        let before = self.inner.get(&keys).await?;
        let result = self.inner.transact(writes).await;
        let costs = before.iter().zip(writes).map(|(before, write)| Cost::of(before.as_ref(), write));
        let cost = costs.fold(Cost::default(), |sum, cost| Cost {
            base: sum.base + 2 * cost.base,
            indexes: sum.indexes + cost.indexes,
        });
        let parts: Vec<_> = writes.iter().map(label).collect();
        let label = format!("transact [{}]", parts.join(", "));
        match &result {
            Ok(()) => self.record_write(label, cost),
            Err(TableError::Cancelled { reasons }) if reasons.iter().any(Reason::is_condition) => {
                self.record_write(format!("{label} (refused)"), Cost { indexes: 0, ..cost });
            }
            Err(_) => {}
        }
        result
    }
}

/// Write units of one write, before doubling.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
struct Cost {
    base: u64,
    indexes: u64,
}

impl Cost {
    fn of(before: Option<&Item>, write: &Write) -> Self {
        let after = written(before, write).ok().flatten();
        let after = after.as_ref();
        let size_bytes = |item: Option<&Item>| item.map_or(0, Item::size_bytes);
        let base = units(size_bytes(before).max(size_bytes(after)), WRITE_UNIT_BYTES);
        let indexes = Index::SECONDARY.iter().map(|index| index_units(*index, before, after)).sum();
        Self { base, indexes }
    }
}

fn index_units(index: Index, before: Option<&Item>, after: Option<&Item>) -> u64 {
    let entry = |item: Option<&Item>| {
        let item = item?;
        let (hash, range) = item.index_key(index)?;
        let size_bytes = item.index_size_bytes(index)?;
        Some(((hash.to_owned(), range.to_owned()), size_bytes, item.projected(index)))
    };
    match (entry(before), entry(after)) {
        (None, None) => 0,
        (Some((_, size_bytes, _)), None) | (None, Some((_, size_bytes, _))) => {
            units(size_bytes, WRITE_UNIT_BYTES)
        }
        (Some((key, old, was)), Some((new_key, new, is))) => {
            if key != new_key {
                units(old, WRITE_UNIT_BYTES) + units(new, WRITE_UNIT_BYTES)
            } else if was == is {
                0
            } else {
                units(old.max(new), WRITE_UNIT_BYTES)
            }
        }
    }
}

/// Counts begun units; nothing counts as one.
fn units(size_bytes: usize, unit_bytes: usize) -> u64 {
    size_bytes.div_ceil(unit_bytes).max(1) as u64
}

fn label(write: &Write) -> String {
    let verb = match write {
        Write::Put(_) => "put",
        Write::Update(_) => "update",
        Write::Delete(_) => "delete",
        Write::Check(_) => "check",
    };
    format!("{verb} {}", kind(write.key()))
}

/// The kind of item a key names: its sort key up to the first `#`.
fn kind(key: &Key) -> &str {
    key.sk.split('#').next().unwrap_or_default()
}

/// Names the kinds in a list of keys, each once with its count.
fn kinds<'a>(keys: impl Iterator<Item = &'a Key>) -> String {
    let mut counted: Vec<(&str, usize)> = Vec::new();
    for kind in keys.map(kind) {
        match counted.iter_mut().find(|(known, _)| *known == kind) {
            Some((_, count)) => *count += 1,
            None => counted.push((kind, 1)),
        }
    }
    let mut text = String::from("[");
    for (place, (kind, count)) in counted.iter().enumerate() {
        let comma = if place == 0 { "" } else { ", " };
        let _ =
            if *count == 1 { write!(text, "{comma}{kind}") } else { write!(text, "{comma}{count} {kind}") };
    }
    text + "]"
}
