//! Keys, values and items, and how many bytes each counts for.

use std::borrow::Cow;
use std::collections::BTreeMap;
use std::fmt;

use serde::{Deserialize, Serialize};

use crate::schema::{self, Index};

/// The name of an attribute. Almost always one of our constants, hence borrowed.
pub type Name = Cow<'static, str>;

/// Where an item is in the table.
#[derive(Clone, Debug, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
pub struct Key {
    /// Partition key, 1 to 2,048 bytes.
    pub pk: String,
    /// Sort key, 1 to 1,024 bytes.
    pub sk: String,
}

impl Key {
    /// Makes a key of its two parts.
    pub fn new(pk: impl Into<String>, sk: impl Into<String>) -> Self {
        Self { pk: pk.into(), sk: sk.into() }
    }
}

/// What an attribute holds. No floats and no nesting: a document is JSON text.
#[derive(Clone, PartialEq, Eq, Hash, Serialize, Deserialize)]
pub enum Value {
    /// Text.
    S(String),
    /// A whole number.
    N(i64),
    /// Yes or no.
    Bool(bool),
    /// Bytes.
    B(Vec<u8>),
}

impl Value {
    /// Returns the text, if it is text.
    pub fn as_text(&self) -> Option<&str> {
        if let Self::S(text) = self { Some(text) } else { None }
    }

    /// Returns the number, if it is a number.
    pub const fn as_number(&self) -> Option<i64> {
        if let Self::N(number) = self { Some(*number) } else { None }
    }

    /// Returns the bytes this value counts for.
    ///
    /// A number takes about one byte per two significant digits plus one, and one more for a sign.
    ///
    /// Source: <https://docs.aws.amazon.com/amazondynamodb/latest/developerguide/CapacityUnitCalculations.html>
    /// (read 2026-11).
    pub fn size_bytes(&self) -> usize {
        match self {
            Self::S(text) => text.len(),
            Self::N(number) => number_size_bytes(*number),
            Self::Bool(_) => 1,
            Self::B(bytes) => bytes.len(),
        }
    }
}

/// Counts the significant digits in pairs: zeros at the end take no room, and pairs begin at the decimal point.
fn number_size_bytes(number: i64) -> usize {
    if number == 0 {
        return 1;
    }
    let mut rest = number.unsigned_abs();
    while rest.is_multiple_of(100) {
        rest /= 100;
    }
    let digits = rest.ilog10() as usize + 1;
    digits.div_ceil(2) + 1 + usize::from(number < 0)
}

/// Says what kind of value it is and how long, never what it says: items hold what people wrote.
impl fmt::Debug for Value {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::S(text) => write!(f, "S({} bytes)", text.len()),
            Self::N(number) => write!(f, "N({number})"),
            Self::Bool(flag) => write!(f, "Bool({flag})"),
            Self::B(bytes) => write!(f, "B({} bytes)", bytes.len()),
        }
    }
}

impl From<&str> for Value {
    fn from(text: &str) -> Self {
        Self::S(text.to_owned())
    }
}

impl From<String> for Value {
    fn from(text: String) -> Self {
        Self::S(text)
    }
}

impl From<i64> for Value {
    fn from(number: i64) -> Self {
        Self::N(number)
    }
}

impl From<bool> for Value {
    fn from(flag: bool) -> Self {
        Self::Bool(flag)
    }
}

impl From<Vec<u8>> for Value {
    fn from(bytes: Vec<u8>) -> Self {
        Self::B(bytes)
    }
}

/// One item: a key and what is written there. `pk` and `sk` are not among the attributes.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Item {
    /// Where it is.
    pub key: Key,
    /// Everything else, in the order of the names.
    pub attributes: BTreeMap<Name, Value>,
}

impl Item {
    /// Makes an item that has a key and nothing else.
    pub const fn at(key: Key) -> Self {
        Self { key, attributes: BTreeMap::new() }
    }

    /// Adds an attribute, or replaces the one of that name.
    #[must_use]
    pub fn with(mut self, name: impl Into<Name>, value: impl Into<Value>) -> Self {
        self.attributes.insert(name.into(), value.into());
        self
    }

    /// Returns an attribute.
    pub fn get(&self, name: &str) -> Option<&Value> {
        self.attributes.get(name)
    }

    /// Returns an attribute if it is text.
    pub fn text(&self, name: &str) -> Option<&str> {
        self.get(name)?.as_text()
    }

    /// Returns an attribute if it is a number.
    pub fn number(&self, name: &str) -> Option<i64> {
        self.get(name)?.as_number()
    }

    /// Says whether the item has passed its time to live and only awaits removal.
    pub fn is_expired(&self, now_seconds: i64) -> bool {
        self.number(schema::EXPIRES_AT).is_some_and(|at| at <= now_seconds)
    }

    /// Returns what the item counts for: the UTF-8 bytes of every name and value, the key included.
    ///
    /// Source: <https://docs.aws.amazon.com/amazondynamodb/latest/developerguide/CapacityUnitCalculations.html>
    /// (read 2026-11).
    pub fn size_bytes(&self) -> usize {
        let attributes = self.attributes.iter().map(|(name, value)| name.len() + value.size_bytes());
        key_size_bytes(&self.key) + attributes.sum::<usize>()
    }

    /// Returns the hash and the range under which an index holds the item, or nothing if it does not.
    pub fn index_key(&self, index: Index) -> Option<(&str, &str)> {
        match index {
            Index::Base => Some((&self.key.pk, &self.key.sk)),
            Index::Waiting => Some((&self.key.pk, self.text(schema::WAITING)?)),
            Index::Due | Index::List => Some((self.text(index.hash())?, self.text(index.range())?)),
        }
    }

    /// Returns the item as an index holds it: whole in `waiting`, keys only in a global index.
    #[must_use]
    pub fn projected(&self, index: Index) -> Self {
        if !index.is_global() {
            return self.clone();
        }
        let keys = [index.hash(), index.range()];
        let kept = keys.into_iter().filter_map(|name| Some((Name::Borrowed(name), self.get(name)?.clone())));
        Self { key: self.key.clone(), attributes: kept.collect() }
    }

    /// Returns what the item's entry in an index counts for, or nothing if it has none.
    pub fn index_size_bytes(&self, index: Index) -> Option<usize> {
        let (hash, range) = self.index_key(index)?;
        if !index.is_global() {
            return Some(self.size_bytes());
        }
        Some(key_size_bytes(&self.key) + index.hash().len() + hash.len() + index.range().len() + range.len())
    }
}

/// Counts names and values of the table's key.
fn key_size_bytes(key: &Key) -> usize {
    schema::PK.len() + key.pk.len() + schema::SK.len() + key.sk.len()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_number_counts_its_significant_digits_in_pairs() {
        for (number, size_bytes) in [(0, 1), (7, 2), (42, 2), (100, 2), (1_234, 3), (12_345, 4), (-7, 3)] {
            assert_eq!(Value::N(number).size_bytes(), size_bytes, "{number}");
        }
        assert_eq!(Value::N(1_795_000_000_000).size_bytes(), 4);
        assert_eq!(Value::N(i64::MIN).size_bytes(), 12);
    }

    #[test]
    fn an_item_counts_names_and_values() {
        let item = Item::at(Key::new("p", "s")).with("text", "窓口").with("yes", true);
        assert_eq!(item.size_bytes(), 3 + 3 + (4 + 6) + (3 + 1));
    }

    #[test]
    fn a_global_index_holds_keys_only() {
        let item = Item::at(Key::new("p", "s")).with("due", "0").with("due_at", "5").with("doc", "{}");
        assert_eq!(item.projected(Index::Due).attributes.keys().collect::<Vec<_>>(), ["due", "due_at"]);
        assert_eq!(item.index_size_bytes(Index::Due), Some(6 + 4 + 7));
        assert_eq!(item.index_size_bytes(Index::List), None);
    }

    #[test]
    fn debug_output_keeps_what_people_wrote_to_itself() {
        let item = Item::at(Key::new("p", "s")).with("doc", "my secret");
        assert!(!format!("{item:?}").contains("secret"));
    }
}
