//! Token buckets that outlive a process (SEC-30).

use std::time::Duration;

use domain::Timestamp;

use super::{Error, Store};
use crate::keys::attribute;
use crate::schema::EXPIRES_AT;
use crate::table::{Condition, Delete, TableError, Update};

/// How often a bucket is tried when others take from it at the same time.
const TRIES: u32 = 8;

/// Whether there was a token.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Taken {
    /// There was; it is taken.
    Yes,
    /// There was none.
    RetryAfter(Duration),
}

impl Store {
    /// Takes a token from a bucket that holds `capacity` of them and gains one in each `refill`.
    ///
    /// What is stored is only the instant at which the bucket will be full. A clock that steps back makes it fill
    /// later, never sooner.
    ///
    /// # Errors
    ///
    /// [`Error::Table`]; [`Error::Raced`] if too many take from it at the same moment.
    pub async fn take_from_bucket(
        &self,
        name: &str,
        capacity: u32,
        refill: Duration,
        now: Timestamp,
    ) -> Result<Taken, Error> {
        let key = self.keys.bucket(name);
        let mut held = self.get(key.clone()).await?;
        let whole = refill.saturating_mul(capacity);
        for _ in 0..TRIES {
            let full_at = held.as_ref().and_then(|item| item.number(attribute::FULL_AT));
            let after = full_at.map_or(now, |at| Timestamp::from_millis(at).max(now)) + refill;
            if after > now + whole {
                return Ok(Taken::RetryAfter(after.since(now + whole)));
            }
            let unchanged = full_at.map_or(Condition::Absent, |at| Condition::equals(attribute::FULL_AT, at));
            let update = Update::of(key.clone())
                .set(attribute::FULL_AT, after.as_millis())
                .set(EXPIRES_AT, after.as_seconds() + 1)
                .when(unchanged);
            match self.table.update(&update).await {
                Ok(()) => return Ok(Taken::Yes),
                Err(TableError::ConditionFailed { current }) => held = current,
                Err(error) => return Err(error.into()),
            }
        }
        Err(Error::Raced)
    }

    /// Makes a bucket full again.
    ///
    /// # Errors
    ///
    /// [`Error::Table`].
    pub async fn forget_bucket(&self, name: &str) -> Result<(), Error> {
        Ok(self.table.transact(&[Delete::of(self.keys.bucket(name)).into()]).await?)
    }
}
