//! What every table refuses, in one place and before anything is sent.
//!
//! Limits: <https://docs.aws.amazon.com/amazondynamodb/latest/developerguide/Constraints.html> (read 2026-11).

use std::collections::HashSet;

use super::{
    Condition, Cursor, Item, Key, Put, Query, Range, TRANSACTION_WRITES, TableError, Update, Value, Write,
};
use crate::schema::{self, Index};

const PK_BYTES: usize = 2_048;
const SK_BYTES: usize = 1_024;
const ITEM_BYTES: usize = 400 * 1_024;
const TRANSACTION_BYTES: usize = 4 * 1_024 * 1_024;

type Checked = Result<(), TableError>;

fn refuse<T>(why: impl Into<String>) -> Result<T, TableError> {
    Err(TableError::Invalid(why.into()))
}

/// Checks the keys of a read.
pub fn check_keys(keys: &[Key]) -> Checked {
    keys.iter().try_for_each(check_key)
}

fn check_key(key: &Key) -> Checked {
    check_key_text("pk", &key.pk, PK_BYTES)?;
    check_key_text("sk", &key.sk, SK_BYTES)
}

fn check_key_text(name: &str, text: &str, most_bytes: usize) -> Checked {
    match text.len() {
        0 => refuse(format!("`{name}` is empty")),
        length if length > most_bytes => refuse(format!("`{name}` is longer than {most_bytes} bytes")),
        _ => Ok(()),
    }
}

/// Checks that an item as it would be after a write is not too large.
pub fn check_item_size(item: &Item) -> Checked {
    if item.size_bytes() > ITEM_BYTES { refuse("the item is larger than 400 KB") } else { Ok(()) }
}

fn check_attribute(name: &str, value: &Value) -> Checked {
    check_name(name)?;
    if schema::is_index_key(name) {
        let Some(text) = value.as_text() else { return refuse(format!("`{name}` is not text")) };
        let is_hash = name == schema::DUE || name == schema::LIST;
        check_key_text(name, text, if is_hash { PK_BYTES } else { SK_BYTES })?;
    }
    if name == schema::EXPIRES_AT && value.as_number().is_none() {
        return refuse(format!("`{name}` is not a number"));
    }
    Ok(())
}

fn check_name(name: &str) -> Checked {
    match name {
        "" => refuse("an attribute has no name"),
        schema::PK | schema::SK => refuse(format!("`{name}` is the key and no attribute")),
        _ => Ok(()),
    }
}

fn check_condition(condition: &Condition) -> Checked {
    match condition {
        Condition::Absent | Condition::Present => Ok(()),
        Condition::LessThan(name, Value::Bool(_)) => refuse(format!("`{name}`: yes and no have no order")),
        Condition::Has(name)
        | Condition::HasNot(name)
        | Condition::Equals(name, _)
        | Condition::NotEquals(name, _)
        | Condition::LessThan(name, _) => check_name(name),
        Condition::Any(conditions) if conditions.is_empty() => refuse("none of no conditions can hold"),
        Condition::All(conditions) | Condition::Any(conditions) => {
            conditions.iter().try_for_each(check_condition)
        }
    }
}

fn check_allowed(condition: Option<&Condition>) -> Checked {
    condition.map_or(Ok(()), check_condition)
}

/// Checks a put.
pub fn check_put(put: &Put) -> Checked {
    check_key(&put.item.key)?;
    put.item.attributes.iter().try_for_each(|(name, value)| check_attribute(name, value))?;
    check_item_size(&put.item)?;
    check_allowed(put.condition.as_ref())
}

/// Checks an update.
pub fn check_update(update: &Update) -> Checked {
    check_key(&update.key)?;
    let mut seen = HashSet::new();
    let added = update.add.iter().map(|(name, _)| name);
    let named = update.set.iter().map(|(name, _)| name).chain(&update.remove).chain(added);
    for name in named {
        check_name(name)?;
        if !seen.insert(name) {
            return refuse(format!("`{name}` is named twice"));
        }
    }
    if seen.is_empty() {
        return refuse("the update does nothing");
    }
    update.set.iter().try_for_each(|(name, value)| check_attribute(name, value))?;
    if let Some((name, _)) = update.add.iter().find(|(name, _)| schema::is_index_key(name)) {
        return refuse(format!("`{name}` is not a number"));
    }
    check_allowed(update.condition.as_ref())
}

/// Checks a transaction.
pub fn check_transaction(writes: &[Write]) -> Checked {
    if writes.is_empty() || writes.len() > TRANSACTION_WRITES {
        return refuse(format!("{} writes; a transaction takes 1 to {TRANSACTION_WRITES}", writes.len()));
    }
    let mut keys = HashSet::new();
    let mut size_bytes = 0;
    for write in writes {
        if !keys.insert(write.key()) {
            return refuse("two writes of a transaction are on the same item");
        }
        match write {
            Write::Put(put) => {
                check_put(put)?;
                size_bytes += put.item.size_bytes();
            }
            Write::Update(update) => {
                check_update(update)?;
                size_bytes +=
                    update.set.iter().map(|(name, value)| name.len() + value.size_bytes()).sum::<usize>();
            }
            Write::Delete(delete) => {
                check_key(&delete.key)?;
                check_allowed(delete.condition.as_ref())?;
            }
            Write::Check(check) => {
                check_key(&check.key)?;
                check_condition(&check.condition)?;
                if check.condition.is_always() {
                    return refuse("a check without a condition");
                }
            }
        }
    }
    if size_bytes > TRANSACTION_BYTES { refuse("the transaction is larger than 4 MB") } else { Ok(()) }
}

/// Checks a query.
pub fn check_query(query: &Query) -> Checked {
    let name = query.index.range();
    check_key_text(query.index.hash(), &query.hash, PK_BYTES)?;
    match &query.range {
        Range::All => {}
        Range::Between(low, high) => {
            check_key_text(name, low, SK_BYTES)?;
            check_key_text(name, high, SK_BYTES)?;
            if low > high {
                return refuse("the range ends before it begins");
            }
        }
        Range::BeginsWith(value)
        | Range::Equal(value)
        | Range::Less(value)
        | Range::AtMost(value)
        | Range::Greater(value)
        | Range::AtLeast(value) => check_key_text(name, value, SK_BYTES)?,
    }
    if query.limit == Some(0) {
        return refuse("a limit of none");
    }
    if query.strong && query.index.is_global() {
        return refuse("a global index has no strongly consistent reads");
    }
    query.after.as_ref().map_or(Ok(()), |cursor| check_cursor(query, cursor))
}

/// Checks that a cursor belongs to this query: same kind of index, same partition, inside the range.
fn check_cursor(query: &Query, cursor: &Cursor) -> Checked {
    check_key(&cursor.key)?;
    let is_index = query.index != Index::Base;
    let in_partition = query.index.is_global() || cursor.key.pk == query.hash;
    if cursor.range.is_some() != is_index || !in_partition {
        return refuse("the cursor belongs to another query");
    }
    let place = cursor.range.as_ref().unwrap_or(&cursor.key.sk);
    check_key_text(query.index.range(), place, SK_BYTES)?;
    let (low, high) = query.range.bounds();
    if *place < low || high.is_some_and(|high| *place >= high) {
        return refuse("the cursor lies outside the range");
    }
    Ok(())
}
