//! The seam to the table: what may be asked of it, as plain data.
//!
//! Behind it stand the real table, the embedded one and the simulator's. What they share is here and in
//! [`schema`](crate::schema); what they may differ in is said at [`Table`].

mod check;
mod condition;
mod error;
mod item;
mod query;

use std::sync::Arc;

use async_trait::async_trait;

pub(crate) use self::check::{
    check_item_size, check_keys, check_put, check_query, check_transaction, check_update,
};
pub use self::condition::Condition;
pub(crate) use self::condition::{allows, updated, written};
pub use self::error::{Reason, TableError};
pub use self::item::{Item, Key, Name, Value};
pub use self::query::{Cursor, Order, Page, Query, Range};

/// The most writes in one transaction.
pub const TRANSACTION_WRITES: usize = 100;

/// One table, as everything above it sees it.
///
/// Global indexes may lag behind; whatever they name is read again before acting on it. Items that have passed
/// their time to live may still be returned.
///
/// # Errors
///
/// Every method fails with [`TableError::Throttled`], [`TableError::Unavailable`] or [`TableError::Invalid`];
/// writes as said there. After a write was tried again on the way to the table, `ConditionFailed` may be the echo
/// of the first try: what `current` holds tells, so a writer marks its writes with something of its own.
#[async_trait]
pub trait Table: Send + Sync {
    /// Reads items, strongly consistent, in the order asked. A key may be asked for twice.
    async fn get(&self, keys: &[Key]) -> Result<Vec<Option<Item>>, TableError>;

    /// Reads one page of a range of the table or of an index.
    async fn query(&self, query: &Query) -> Result<Page, TableError>;

    /// Writes one item whole, in place of what was there.
    ///
    /// # Errors
    ///
    /// [`TableError::ConditionFailed`], [`TableError::Conflict`].
    async fn put(&self, put: &Put) -> Result<(), TableError>;

    /// Changes one item, or makes it if it is not there.
    ///
    /// # Errors
    ///
    /// [`TableError::ConditionFailed`], [`TableError::Conflict`].
    async fn update(&self, update: &Update) -> Result<(), TableError>;

    /// Does all writes or none. At most [`TRANSACTION_WRITES`], each on another item, 4 MB together.
    ///
    /// # Errors
    ///
    /// [`TableError::Cancelled`] with one reason for each write.
    async fn transact(&self, writes: &[Write]) -> Result<(), TableError>;
}

#[async_trait]
impl<T: Table + ?Sized> Table for Arc<T> {
    async fn get(&self, keys: &[Key]) -> Result<Vec<Option<Item>>, TableError> {
        (**self).get(keys).await
    }

    async fn query(&self, query: &Query) -> Result<Page, TableError> {
        (**self).query(query).await
    }

    async fn put(&self, put: &Put) -> Result<(), TableError> {
        (**self).put(put).await
    }

    async fn update(&self, update: &Update) -> Result<(), TableError> {
        (**self).update(update).await
    }

    async fn transact(&self, writes: &[Write]) -> Result<(), TableError> {
        (**self).transact(writes).await
    }
}

/// An item to be written whole.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Put {
    /// What to write, at most 400 KB.
    pub item: Item,
    /// What must hold of the item that is there.
    pub condition: Option<Condition>,
}

impl Put {
    /// Writes the item whatever is there.
    pub const fn of(item: Item) -> Self {
        Self { item, condition: None }
    }

    /// Writes only if the condition holds.
    #[must_use]
    pub fn when(mut self, condition: Condition) -> Self {
        self.condition = Some(condition);
        self
    }
}

/// A change of some attributes of one item. Names no attribute twice and at least one.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Update {
    /// Which item.
    pub key: Key,
    /// Attributes and their new values.
    pub set: Vec<(Name, Value)>,
    /// Attributes to take away, whether they are there or not.
    pub remove: Vec<Name>,
    /// Numbers to add, to zero if there is none.
    pub add: Vec<(Name, i64)>,
    /// What must hold of the item that is there.
    pub condition: Option<Condition>,
}

impl Update {
    /// Begins an update that does nothing yet.
    pub const fn of(key: Key) -> Self {
        Self { key, set: Vec::new(), remove: Vec::new(), add: Vec::new(), condition: None }
    }

    /// Gives an attribute a value.
    #[must_use]
    pub fn set(mut self, name: impl Into<Name>, value: impl Into<Value>) -> Self {
        self.set.push((name.into(), value.into()));
        self
    }

    /// Takes an attribute away.
    #[must_use]
    pub fn remove(mut self, name: impl Into<Name>) -> Self {
        self.remove.push(name.into());
        self
    }

    /// Adds to a number.
    #[must_use]
    pub fn add(mut self, name: impl Into<Name>, amount: i64) -> Self {
        self.add.push((name.into(), amount));
        self
    }

    /// Changes only if the condition holds.
    #[must_use]
    pub fn when(mut self, condition: Condition) -> Self {
        self.condition = Some(condition);
        self
    }
}

/// An item to be taken away, whether it is there or not.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Delete {
    /// Which item.
    pub key: Key,
    /// What must hold of the item that is there.
    pub condition: Option<Condition>,
}

impl Delete {
    /// Takes the item away whatever it holds.
    pub const fn of(key: Key) -> Self {
        Self { key, condition: None }
    }

    /// Takes it away only if the condition holds.
    #[must_use]
    pub fn when(mut self, condition: Condition) -> Self {
        self.condition = Some(condition);
        self
    }
}

/// A condition on an item that the transaction does not write.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Check {
    /// Which item.
    pub key: Key,
    /// What must hold of it.
    pub condition: Condition,
}

/// One part of a transaction.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Write {
    /// Writes an item whole.
    Put(Put),
    /// Changes an item.
    Update(Update),
    /// Takes an item away.
    Delete(Delete),
    /// Only looks.
    Check(Check),
}

impl Write {
    /// Returns the key of the item that is written or looked at.
    pub const fn key(&self) -> &Key {
        match self {
            Self::Put(put) => &put.item.key,
            Self::Update(update) => &update.key,
            Self::Delete(delete) => &delete.key,
            Self::Check(check) => &check.key,
        }
    }

    /// Returns the condition, if there is one.
    pub const fn condition(&self) -> Option<&Condition> {
        match self {
            Self::Put(put) => put.condition.as_ref(),
            Self::Update(update) => update.condition.as_ref(),
            Self::Delete(delete) => delete.condition.as_ref(),
            Self::Check(check) => Some(&check.condition),
        }
    }
}

impl From<Put> for Write {
    fn from(put: Put) -> Self {
        Self::Put(put)
    }
}

impl From<Update> for Write {
    fn from(update: Update) -> Self {
        Self::Update(update)
    }
}

impl From<Delete> for Write {
    fn from(delete: Delete) -> Self {
        Self::Delete(delete)
    }
}

impl From<Check> for Write {
    fn from(check: Check) -> Self {
        Self::Check(check)
    }
}
