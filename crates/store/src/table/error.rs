//! What can go wrong at the table, and whether trying again helps.

use std::error::Error;

use super::Item;

/// Why the table did not do what it was asked.
#[derive(Debug, thiserror::Error)]
pub enum TableError {
    /// The condition of a put or an update did not hold; nothing was written.
    #[error("the condition did not hold")]
    ConditionFailed {
        /// The item as it is, if there is one.
        current: Option<Item>,
    },
    /// A transaction did not happen; nothing was written.
    #[error("the transaction was cancelled")]
    Cancelled {
        /// One for each write, in their order.
        reasons: Vec<Reason>,
    },
    /// A transaction is writing the same item at this moment; nothing was written.
    #[error("another transaction is writing the same item")]
    Conflict,
    /// The table has no capacity left for this moment; nothing was written.
    #[error("the table is throttling")]
    Throttled,
    /// No answer came, or none that says what happened. **A write may have happened.**
    #[error("the table did not answer")]
    Unavailable(#[source] Box<dyn Error + Send + Sync>),
    /// The request can never succeed as it is; nothing was written.
    #[error("the table refuses the request: {0}")]
    Invalid(String),
}

impl TableError {
    /// Says whether the same request may succeed a little later.
    pub fn is_transient(&self) -> bool {
        match self {
            Self::Conflict | Self::Throttled | Self::Unavailable(_) => true,
            Self::Cancelled { reasons } => reasons
                .iter()
                .all(|reason| matches!(reason, Reason::None | Reason::Conflict | Reason::Throttled)),
            Self::ConditionFailed { .. } | Self::Invalid(_) => false,
        }
    }

    /// Says whether it is certain that nothing was written.
    pub const fn nothing_happened(&self) -> bool {
        !matches!(self, Self::Unavailable(_))
    }
}

/// Why one write of a transaction did not let the transaction happen.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Reason {
    /// Nothing stood against this write.
    None,
    /// Its condition did not hold.
    ConditionFailed {
        /// The item as it is, if there is one.
        current: Option<Item>,
    },
    /// Another transaction is writing the same item.
    Conflict,
    /// No capacity left for this moment.
    Throttled,
    /// Anything else, such as an addition to something that is not a number.
    Other(String),
}

impl Reason {
    /// Says whether this is a condition that did not hold.
    pub const fn is_condition(&self) -> bool {
        matches!(self, Self::ConditionFailed { .. })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn trying_again_helps_only_where_nothing_was_decided() {
        let cancelled = |reasons| TableError::Cancelled { reasons };
        assert!(TableError::Conflict.is_transient());
        assert!(TableError::Unavailable("lost".into()).is_transient());
        assert!(cancelled(vec![Reason::None, Reason::Conflict]).is_transient());
        assert!(!cancelled(vec![Reason::Conflict, Reason::ConditionFailed { current: None }]).is_transient());
        assert!(!TableError::ConditionFailed { current: None }.is_transient());
        assert!(!TableError::Unavailable("lost".into()).nothing_happened());
    }
}
