//! The shape of the one table: key attributes, indexes, time to live.
//!
//! Every implementation is created from this page.
//!
//! | index     | hash   | range       | projection | consistency |
//! |-----------|--------|-------------|------------|-------------|
//! | (base)    | `pk`   | `sk`        | all        | strong      |
//! | `waiting` | `pk`   | `waiting`   | all        | strong      |
//! | `due`     | `due`  | `due_at`    | keys only  | eventual    |
//! | `list`    | `list` | `listed_at` | keys only  | eventual    |
//!
//! All indexes are sparse: an item is in one exactly while it carries both key attributes. Key attributes are
//! strings. Billing is on demand; streams are never enabled.

/// Partition key of the table.
pub const PK: &str = "pk";
/// Sort key of the table.
pub const SK: &str = "sk";
/// Range of the local index `waiting`.
pub const WAITING: &str = "waiting";
/// Hash of the global index `due`: the shard.
pub const DUE: &str = "due";
/// Range of the global index `due`: when something is to happen.
pub const DUE_AT: &str = "due_at";
/// Hash of the global index `list`: the list and its shard.
pub const LIST: &str = "list";
/// Range of the global index `list`: the place in the list.
pub const LISTED_AT: &str = "listed_at";
/// Time to live, in seconds since 1970. Items go some time *after* it, so readers filter.
pub const EXPIRES_AT: &str = "expires_at";

/// What a query reads: the table itself or one of its indexes.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum Index {
    /// The table, by `pk` and `sk`.
    Base,
    /// The local index of rows that nobody has taken yet.
    Waiting,
    /// The global index of everything with a deadline.
    Due,
    /// The global index behind lists.
    List,
}

impl Index {
    /// The three secondary indexes.
    pub const SECONDARY: [Self; 3] = [Self::Waiting, Self::Due, Self::List];

    /// Returns the index's name, or nothing for the table itself.
    pub const fn name(self) -> Option<&'static str> {
        match self {
            Self::Base => None,
            Self::Waiting => Some("waiting"),
            Self::Due => Some("due"),
            Self::List => Some("list"),
        }
    }

    /// Returns the attribute that is the hash key.
    pub const fn hash(self) -> &'static str {
        match self {
            Self::Base | Self::Waiting => PK,
            Self::Due => DUE,
            Self::List => LIST,
        }
    }

    /// Returns the attribute that is the range key.
    pub const fn range(self) -> &'static str {
        match self {
            Self::Base => SK,
            Self::Waiting => WAITING,
            Self::Due => DUE_AT,
            Self::List => LISTED_AT,
        }
    }

    /// Says whether this is a global index: eventually consistent and keys only.
    pub const fn is_global(self) -> bool {
        matches!(self, Self::Due | Self::List)
    }
}

/// Says whether an attribute is a key of a secondary index, and so must be a string that is not empty.
pub fn is_index_key(name: &str) -> bool {
    [WAITING, DUE, DUE_AT, LIST, LISTED_AT].contains(&name)
}
