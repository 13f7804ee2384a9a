//! Queries: one partition of the table or of an index, in order, page by page.

use serde::{Deserialize, Serialize};

use super::{Item, Key};
use crate::schema::Index;

/// A range of one partition.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Query {
    /// Where to look.
    pub index: Index,
    /// The one value of the hash key.
    pub hash: String,
    /// Which values of the range key.
    pub range: Range,
    /// From which end.
    pub order: Order,
    /// The most items in the page; without one, as many as fit in 1 MB.
    pub limit: Option<u32>,
    /// Begins after this place, in the direction of `order`.
    pub after: Option<Cursor>,
    /// Reads what was last written. Refused for global indexes.
    pub strong: bool,
}

impl Query {
    /// Asks for everything under one hash key, in ascending order, strongly consistent where that is possible.
    pub fn of(index: Index, hash: impl Into<String>) -> Self {
        Self {
            index,
            hash: hash.into(),
            range: Range::All,
            order: Order::Ascending,
            limit: None,
            after: None,
            strong: !index.is_global(),
        }
    }

    /// Narrows the range.
    #[must_use]
    pub fn within(mut self, range: Range) -> Self {
        self.range = range;
        self
    }

    /// Begins at the far end.
    #[must_use]
    pub const fn descending(mut self) -> Self {
        self.order = Order::Descending;
        self
    }

    /// Stops after so many items.
    #[must_use]
    pub const fn limit(mut self, limit: u32) -> Self {
        self.limit = Some(limit);
        self
    }

    /// Goes on where a page ended; without a cursor, begins.
    #[must_use]
    pub fn after(mut self, cursor: Option<Cursor>) -> Self {
        self.after = cursor;
        self
    }

    /// Reads at half the price what may be a moment old.
    #[must_use]
    pub const fn eventual(mut self) -> Self {
        self.strong = false;
        self
    }
}

/// Which values of a range key. Text compares by its UTF-8 bytes.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Range {
    /// All of them.
    All,
    /// Those that begin with this; not empty.
    BeginsWith(String),
    /// From the first to the second, both included; refused if they are the wrong way round.
    Between(String, String),
    /// Exactly this.
    Equal(String),
    /// Before this.
    Less(String),
    /// Up to this.
    AtMost(String),
    /// After this.
    Greater(String),
    /// From this on.
    AtLeast(String),
}

impl Range {
    /// Returns the range as `low..high`, the high end excluded and open if there is none.
    pub(crate) fn bounds(&self) -> (String, Option<String>) {
        match self {
            Self::All => (String::new(), None),
            Self::BeginsWith(prefix) => (prefix.clone(), past_prefix(prefix)),
            Self::Between(low, high) => (low.clone(), Some(next(high))),
            Self::Equal(value) => (value.clone(), Some(next(value))),
            Self::Less(high) => (String::new(), Some(high.clone())),
            Self::AtMost(high) => (String::new(), Some(next(high))),
            Self::Greater(low) => (next(low), None),
            Self::AtLeast(low) => (low.clone(), None),
        }
    }
}

/// Returns the smallest text that is greater.
fn next(text: &str) -> String {
    format!("{text}\0")
}

/// Returns the smallest text greater than all that begin with the prefix, if there is one.
fn past_prefix(prefix: &str) -> Option<String> {
    let mut rest = prefix.to_owned();
    while let Some(last) = rest.pop() {
        let following = if last == '\u{d7ff}' { Some('\u{e000}') } else { char::from_u32(last as u32 + 1) };
        if let Some(following) = following {
            rest.push(following);
            return Some(rest);
        }
    }
    None
}

/// From which end a query begins.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Order {
    /// Smallest first.
    Ascending,
    /// Greatest first.
    Descending,
}

/// One page of a query.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Page {
    /// What was found, in order. From a global index only keys: the table's and the index's.
    pub items: Vec<Item>,
    /// Where to go on. Nothing means the end; something may be followed by an empty page.
    pub next: Option<Cursor>,
}

/// A place in a query: the key attributes of the last item seen, which need not exist any more.
///
/// It names keys, so what leaves the service is signed and sealed first (SEC-32).
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Cursor {
    /// The item's key in the table.
    pub key: Key,
    /// Its range key in the index, if the query reads an index.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub range: Option<String>,
}

impl Cursor {
    /// Returns the place of an item in an index, or nothing if the index does not hold it.
    pub fn of(item: &Item, index: Index) -> Option<Self> {
        let (_, range) = item.index_key(index)?;
        let range = (index != Index::Base).then(|| range.to_owned());
        Some(Self { key: item.key.clone(), range })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_prefix_ends_where_its_last_letter_moves_on() {
        let past = |prefix: &str| Range::BeginsWith(prefix.into()).bounds().1;
        assert_eq!(past("T#").as_deref(), Some("T$"));
        assert_eq!(past("a\u{10ffff}").as_deref(), Some("b"));
        assert_eq!(past("\u{d7ff}").as_deref(), Some("\u{e000}"));
        assert_eq!(past("\u{10ffff}"), None);
    }

    #[test]
    fn ends_are_included_where_the_name_says_so() {
        let holds = |range: Range, value: &str| {
            let (low, high) = range.bounds();
            value >= low.as_str() && high.is_none_or(|high| value < high.as_str())
        };
        assert!(holds(Range::Between("a".into(), "b".into()), "b"));
        assert!(!holds(Range::Between("a".into(), "b".into()), "ba"));
        assert!(!holds(Range::Less("b".into()), "b"));
        assert!(holds(Range::AtMost("b".into()), "b"));
        assert!(!holds(Range::Greater("b".into()), "b"));
        assert!(holds(Range::Greater("b".into()), "b\0"));
        assert!(holds(Range::AtLeast("b".into()), "b"));
        assert!(holds(Range::Equal("b".into()), "b") && !holds(Range::Equal("b".into()), "c"));
    }
}
