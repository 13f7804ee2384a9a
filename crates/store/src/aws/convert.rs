//! Our items as the SDK's attribute maps, and back.

use std::collections::HashMap;

use aws_sdk_dynamodb::primitives::Blob;
use aws_sdk_dynamodb::types::AttributeValue;

use crate::schema::{self, Index};
use crate::table::{Cursor, Item, Key, Name, Query, TableError, Value};

/// An item as the SDK has it.
pub type Attributes = HashMap<String, AttributeValue>;

/// Writes a value.
pub fn attribute(value: &Value) -> AttributeValue {
    match value {
        Value::S(text) => AttributeValue::S(text.clone()),
        Value::N(number) => AttributeValue::N(number.to_string()),
        Value::Bool(flag) => AttributeValue::Bool(*flag),
        Value::B(bytes) => AttributeValue::B(Blob::new(bytes.clone())),
    }
}

/// Writes a key.
pub fn key_attributes(key: &Key) -> Attributes {
    HashMap::from([
        (schema::PK.to_owned(), AttributeValue::S(key.pk.clone())),
        (schema::SK.to_owned(), AttributeValue::S(key.sk.clone())),
    ])
}

/// Writes an item.
pub fn item_attributes(item: &Item) -> Attributes {
    let mut attributes = key_attributes(&item.key);
    attributes.extend(item.attributes.iter().map(|(name, value)| (name.to_string(), attribute(value))));
    attributes
}

/// Writes where a query goes on.
pub fn cursor_attributes(cursor: &Cursor, query: &Query) -> Attributes {
    let mut attributes = key_attributes(&cursor.key);
    if let Some(range) = &cursor.range {
        attributes.insert(query.index.hash().to_owned(), AttributeValue::S(query.hash.clone()));
        attributes.insert(query.index.range().to_owned(), AttributeValue::S(range.clone()));
    }
    attributes
}

/// Reads an item.
///
/// # Errors
///
/// [`TableError::Invalid`] if something other than this crate wrote it: no key, a kind of value or a number that
/// [`Value`] has not.
pub fn item_from(mut attributes: Attributes) -> Result<Item, TableError> {
    let key = Key { pk: taken(&mut attributes, schema::PK)?, sk: taken(&mut attributes, schema::SK)? };
    let read = |(name, value)| Ok((Name::Owned(name), value_from(value)?));
    Ok(Item { key, attributes: attributes.into_iter().map(read).collect::<Result<_, TableError>>()? })
}

/// Reads where a query ended.
///
/// # Errors
///
/// As [`item_from`].
pub fn cursor_from(mut attributes: Attributes, index: Index) -> Result<Cursor, TableError> {
    let key = Key { pk: taken(&mut attributes, schema::PK)?, sk: taken(&mut attributes, schema::SK)? };
    let range = (index != Index::Base).then(|| taken(&mut attributes, index.range())).transpose()?;
    Ok(Cursor { key, range })
}

fn taken(attributes: &mut Attributes, name: &str) -> Result<String, TableError> {
    match attributes.remove(name) {
        Some(AttributeValue::S(text)) => Ok(text),
        _ => Err(TableError::Invalid(format!("an item came back without `{name}`"))),
    }
}

fn value_from(value: AttributeValue) -> Result<Value, TableError> {
    match value {
        AttributeValue::S(text) => Ok(Value::S(text)),
        AttributeValue::N(number) => {
            let parsed =
                number.parse().map_err(|_| TableError::Invalid("a number is not a whole one".to_owned()));
            parsed.map(Value::N)
        }
        AttributeValue::Bool(flag) => Ok(Value::Bool(flag)),
        AttributeValue::B(bytes) => Ok(Value::B(bytes.into_inner())),
        _ => Err(TableError::Invalid("an attribute is of a kind that is not ours".to_owned())),
    }
}
