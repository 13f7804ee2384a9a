//! The table in memory: for the simulator and for tests that ask thousands of questions a second.

use std::collections::{BTreeMap, BTreeSet, VecDeque};
use std::ops::Bound;
use std::sync::{Mutex, MutexGuard, PoisonError};

use async_trait::async_trait;

use crate::schema::Index;
use crate::table::{
    Cursor, Item, Key, Order, Page, Put, Query, Reason, Table, TableError, Update, Write, allows,
    check_item_size, check_keys, check_put, check_query, check_transaction, check_update, updated, written,
};

/// The most bytes in one page of a query, before projection.
///
/// Source: <https://docs.aws.amazon.com/amazondynamodb/latest/developerguide/Query.Pagination.html> (read 2026-11).
const PAGE_BYTES: usize = 1_024 * 1_024;

/// A table in memory, with real indexes. The same calls in the same order give the same answers.
///
/// It never throttles, conflicts or loses an answer. Global indexes are up to date unless held.
#[derive(Debug, Default)]
pub struct Memory {
    state: Mutex<State>,
}

impl Memory {
    /// Makes an empty table.
    pub fn new() -> Self {
        Self::default()
    }

    /// Makes a table that holds these items, their index entries included.
    pub fn holding(items: impl IntoIterator<Item = Item>) -> Self {
        let table = Self::new();
        {
            let mut state = table.lock();
            for item in items {
                let key = item.key.clone();
                state.replace(&key, Some(item));
            }
        }
        table
    }

    /// Returns a copy of every item, in the order of the keys.
    pub fn snapshot(&self) -> Vec<Item> {
        self.lock().items.values().cloned().collect()
    }

    /// Returns how many items there are.
    pub fn len(&self) -> usize {
        self.lock().items.len()
    }

    /// Says whether there are no items.
    pub fn is_empty(&self) -> bool {
        self.len() == 0
    }

    /// Returns how many entries an index holds, as queries see it.
    pub fn index_len(&self, index: Index) -> usize {
        let state = self.lock();
        state.entries(index).map_or(state.items.len(), BTreeSet::len)
    }

    /// Lets global indexes fall behind: changes wait, in order, until released.
    pub fn hold_global_indexes(&self) {
        self.lock().held.get_or_insert_default();
    }

    /// Applies the oldest held changes, at most `count` of them, and returns how many still wait.
    pub fn release(&self, count: usize) -> usize {
        let mut state = self.lock();
        for _ in 0..count {
            let Some(change) = state.held.as_mut().and_then(VecDeque::pop_front) else { break };
            state.apply(change);
        }
        state.held.as_ref().map_or(0, VecDeque::len)
    }

    /// Applies all held changes and keeps global indexes up to date from here on.
    pub fn stop_holding(&self) {
        let mut state = self.lock();
        for change in state.held.take().into_iter().flatten() {
            state.apply(change);
        }
    }

    /// Removes the items that have passed their time to live and returns how many.
    pub fn sweep_ttl(&self, now_seconds: i64) -> usize {
        let mut state = self.lock();
        let expired = state.items.values().filter(|item| item.is_expired(now_seconds));
        let keys: Vec<Key> = expired.map(|item| item.key.clone()).collect();
        for key in &keys {
            state.replace(key, None);
        }
        keys.len()
    }

    /// A panic while the lock was held leaves a whole table: every change is one call of `replace`.
    fn lock(&self) -> MutexGuard<'_, State> {
        self.state.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

#[async_trait]
impl Table for Memory {
    async fn get(&self, keys: &[Key]) -> Result<Vec<Option<Item>>, TableError> {
        check_keys(keys)?;
        let state = self.lock();
        Ok(keys.iter().map(|key| state.items.get(key).cloned()).collect())
    }

    async fn query(&self, query: &Query) -> Result<Page, TableError> {
        check_query(query)?;
        Ok(self.lock().query(query))
    }

    async fn put(&self, put: &Put) -> Result<(), TableError> {
        check_put(put)?;
        let mut state = self.lock();
        let before = state.items.get(&put.item.key);
        if !allows(put.condition.as_ref(), before) {
            return Err(TableError::ConditionFailed { current: before.cloned() });
        }
        state.replace(&put.item.key, Some(put.item.clone()));
        Ok(())
    }

    async fn update(&self, update: &Update) -> Result<(), TableError> {
        check_update(update)?;
        let mut state = self.lock();
        let before = state.items.get(&update.key);
        if !allows(update.condition.as_ref(), before) {
            return Err(TableError::ConditionFailed { current: before.cloned() });
        }
        let after = updated(before, update).map_err(TableError::Invalid)?;
        check_item_size(&after)?;
        state.replace(&update.key, Some(after));
        Ok(())
    }

    async fn transact(&self, writes: &[Write]) -> Result<(), TableError> {
        check_transaction(writes)?;
        let mut state = self.lock();
        let outcomes: Vec<_> = writes.iter().map(|write| state.attempt(write)).collect();
        if outcomes.iter().any(Result::is_err) {
            let reasons = outcomes.into_iter().map(|outcome| outcome.err().unwrap_or(Reason::None)).collect();
            return Err(TableError::Cancelled { reasons });
        }
        for (write, after) in writes.iter().zip(outcomes.into_iter().flatten()) {
            if !matches!(write, Write::Check(_)) {
                state.replace(write.key(), after);
            }
        }
        Ok(())
    }
}

/// One entry of an index, in the order of the index. Entries with equal keys stand in the order of the table.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
struct Entry {
    hash: String,
    range: String,
    key: Key,
}

impl Entry {
    fn of(item: &Item, index: Index) -> Option<Self> {
        let (hash, range) = item.index_key(index)?;
        Some(Self { hash: hash.to_owned(), range: range.to_owned(), key: item.key.clone() })
    }

    /// The first place at which an entry with this range key may stand.
    fn floor(hash: &str, range: &str) -> Self {
        Self { hash: hash.to_owned(), range: range.to_owned(), key: Key::new("", "") }
    }
}

/// A change of a global index that queries may not see yet.
#[derive(Debug)]
struct Change {
    index: Index,
    removed: Option<Entry>,
    added: Option<Entry>,
}

#[derive(Debug, Default)]
struct State {
    items: BTreeMap<Key, Item>,
    waiting: BTreeSet<Entry>,
    due: BTreeSet<Entry>,
    list: BTreeSet<Entry>,
    held: Option<VecDeque<Change>>,
}

impl State {
    fn entries(&self, index: Index) -> Option<&BTreeSet<Entry>> {
        match index {
            Index::Base => None,
            Index::Waiting => Some(&self.waiting),
            Index::Due => Some(&self.due),
            Index::List => Some(&self.list),
        }
    }

    /// Works out what a write would leave, or why it may not happen.
    fn attempt(&self, write: &Write) -> Result<Option<Item>, Reason> {
        let before = self.items.get(write.key());
        if !allows(write.condition(), before) {
            return Err(Reason::ConditionFailed { current: before.cloned() });
        }
        let after = written(before, write).map_err(Reason::Other)?;
        if let Some(after) = &after {
            check_item_size(after).map_err(|error| Reason::Other(error.to_string()))?;
        }
        Ok(after)
    }

    fn replace(&mut self, key: &Key, after: Option<Item>) {
        let entries = |item: Option<&Item>| Index::SECONDARY.map(|index| Entry::of(item?, index));
        let added = entries(after.as_ref());
        let before = match after {
            Some(item) => self.items.insert(key.clone(), item),
            None => self.items.remove(key),
        };
        let changes = Index::SECONDARY.into_iter().zip(entries(before.as_ref()).into_iter().zip(added));
        for (index, (removed, added)) in changes {
            if removed == added {
                continue;
            }
            let change = Change { index, removed, added };
            match &mut self.held {
                Some(held) if index.is_global() => held.push_back(change),
                _ => self.apply(change),
            }
        }
    }

    fn apply(&mut self, change: Change) {
        let entries = match change.index {
            Index::Base => return,
            Index::Waiting => &mut self.waiting,
            Index::Due => &mut self.due,
            Index::List => &mut self.list,
        };
        if let Some(entry) = &change.removed {
            entries.remove(entry);
        }
        entries.extend(change.added);
    }

    fn query(&self, query: &Query) -> Page {
        let (low, high) = query.range.bounds();
        let mut from = Bound::Included(Entry::floor(&query.hash, &low));
        let past_hash = || Entry::floor(&format!("{}\0", query.hash), "");
        let mut to = Bound::Excluded(high.map_or_else(past_hash, |high| Entry::floor(&query.hash, &high)));
        if let Some(cursor) = &query.after {
            let range = cursor.range.clone().unwrap_or_else(|| cursor.key.sk.clone());
            let place = Bound::Excluded(Entry { hash: query.hash.clone(), range, key: cursor.key.clone() });
            match query.order {
                Order::Ascending => from = place,
                Order::Descending => to = place,
            }
        }
        if is_empty(&from, &to) {
            return Page { items: Vec::new(), next: None };
        }
        match self.entries(query.index) {
            None => {
                let bounds = (from.map(Entry::base_key), to.map(Entry::base_key));
                page(query, self.items.range(bounds).map(|(_, item)| Found::Whole(item)))
            }
            Some(entries) => {
                page(query, entries.range((from, to)).map(|entry| self.found(query.index, entry)))
            }
        }
    }

    /// A held index may name an item that has changed or gone; the entry itself is then all there is.
    fn found<'a>(&'a self, index: Index, entry: &'a Entry) -> Found<'a> {
        match self.items.get(&entry.key) {
            Some(item) if !index.is_global() => Found::Whole(item),
            _ => Found::Keys(index, entry),
        }
    }
}

impl Entry {
    fn base_key(self) -> Key {
        Key { pk: self.hash, sk: self.range }
    }
}

/// What a query meets on its way.
enum Found<'a> {
    Whole(&'a Item),
    Keys(Index, &'a Entry),
}

impl Found<'_> {
    fn item(&self) -> Item {
        match self {
            Self::Whole(item) => (*item).clone(),
            Self::Keys(index, entry) => Item::at(entry.key.clone())
                .with(index.hash(), entry.hash.as_str())
                .with(index.range(), entry.range.as_str()),
        }
    }
}

/// `BTreeMap::range` panics on bounds that are the wrong way round.
fn is_empty(from: &Bound<Entry>, to: &Bound<Entry>) -> bool {
    match (from, to) {
        (Bound::Included(from) | Bound::Excluded(from), Bound::Excluded(to)) => from >= to,
        _ => false,
    }
}

fn page<'a>(query: &Query, found: impl DoubleEndedIterator<Item = Found<'a>>) -> Page {
    match query.order {
        Order::Ascending => fill(query, found),
        Order::Descending => fill(query, found.rev()),
    }
}

fn fill<'a>(query: &Query, found: impl Iterator<Item = Found<'a>>) -> Page {
    let limit = query.limit.map_or(usize::MAX, |limit| usize::try_from(limit).unwrap_or(usize::MAX));
    let (mut items, mut size_bytes) = (Vec::new(), 0);
    for found in found {
        let item = found.item();
        size_bytes += item.size_bytes();
        items.push(item);
        if items.len() >= limit || size_bytes >= PAGE_BYTES {
            let next = items.last().and_then(|last| Cursor::of(last, query.index));
            return Page { items, next };
        }
    }
    Page { items, next: None }
}
