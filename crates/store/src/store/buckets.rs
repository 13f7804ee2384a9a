//! Token buckets that outlive a process (SEC-30, F-20).

use std::time::Duration;

use domain::Timestamp;

use super::{Error, Store};
use crate::keys::attribute;
use crate::schema::EXPIRES_AT;
use crate::table::{Condition, Delete, Item, TableError, Update};

/// How often a bucket is tried when others take from it at the same time.
const TRIES: u32 = 8;

/// How much a bucket holds, and how fast it fills.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Bucket {
    /// The most tokens it holds, at least 1.
    pub capacity: u32,
    /// How long it takes to gain one.
    pub refill: Duration,
}

/// Whether there was a token.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Taken {
    /// There was; it is taken.
    Yes,
    /// There was none.
    RetryAfter(Duration),
}

/// What came of asking for several tokens.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Leased {
    /// So many, at least 1: they belong to whoever asked, for as long as they like.
    Tokens(u32),
    /// There was none.
    RetryAfter(Duration),
}

impl Bucket {
    /// How long the empty bucket takes to fill.
    fn whole(self) -> Duration {
        self.refill.saturating_mul(self.capacity)
    }

    /// How many tokens it holds, and when it is full after `most` of them, or all, are taken.
    fn after(self, full_at: Timestamp, most: u32, now: Timestamp) -> Result<(u32, Timestamp), Duration> {
        let room = now + self.whole();
        let fits = |tokens: u32| full_at + self.refill.saturating_mul(tokens) <= room;
        // Leases are small: counting down is as good as dividing, and never rounds up.
        match (1..=most).rev().find(|tokens| fits(*tokens)) {
            Some(tokens) => Ok((tokens, full_at + self.refill.saturating_mul(tokens))),
            None => Err((full_at + self.refill).since(room)),
        }
    }
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
        Ok(match self.lease_from_bucket(name, Bucket { capacity, refill }, 1, now).await? {
            Leased::Tokens(_) => Taken::Yes,
            Leased::RetryAfter(wait) => Taken::RetryAfter(wait),
        })
    }

    /// Takes up to `most` tokens with one write, so that whoever uses many pays for few.
    ///
    /// # Errors
    ///
    /// As [`take_from_bucket`](Self::take_from_bucket).
    pub async fn lease_from_bucket(
        &self,
        name: &str,
        bucket: Bucket,
        most: u32,
        now: Timestamp,
    ) -> Result<Leased, Error> {
        let key = self.keys.bucket(name);
        let mut held = self.get(key.clone()).await?;
        for _ in 0..TRIES {
            let full_at = full_at(held.as_ref());
            let (tokens, after) = match bucket.after(full_at.map_or(now, |at| at.max(now)), most, now) {
                Ok(taken) => taken,
                Err(wait) => return Ok(Leased::RetryAfter(wait)),
            };
            match self.fill(name, full_at, after).await? {
                None => return Ok(Leased::Tokens(tokens)),
                Some(current) => held = current,
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

    /// Empties a bucket: it gives its next token at `until`, and from then on as ever. One that is emptier stays so.
    ///
    /// # Errors
    ///
    /// As [`take_from_bucket`](Self::take_from_bucket).
    pub async fn empty_bucket(&self, name: &str, bucket: Bucket, until: Timestamp) -> Result<(), Error> {
        let after = until + bucket.whole().saturating_sub(bucket.refill);
        let mut held = self.get(self.keys.bucket(name)).await?;
        for _ in 0..TRIES {
            let full_at = full_at(held.as_ref());
            if full_at.is_some_and(|at| at >= after) {
                return Ok(());
            }
            match self.fill(name, full_at, after).await? {
                None => return Ok(()),
                Some(current) => held = current,
            }
        }
        Err(Error::Raced)
    }

    /// Writes when the bucket will be full, if it is as it was read; else gives it as it is.
    async fn fill(
        &self,
        name: &str,
        was: Option<Timestamp>,
        after: Timestamp,
    ) -> Result<Option<Option<Item>>, Error> {
        let unchanged =
            was.map_or(Condition::Absent, |at| Condition::equals(attribute::FULL_AT, at.as_millis()));
        let update = Update::of(self.keys.bucket(name))
            .set(attribute::FULL_AT, after.as_millis())
            .set(EXPIRES_AT, after.as_seconds() + 1)
            .when(unchanged);
        match self.table.update(&update).await {
            Ok(()) => Ok(None),
            Err(TableError::ConditionFailed { current }) => Ok(Some(current)),
            Err(error) => Err(error.into()),
        }
    }
}

fn full_at(held: Option<&Item>) -> Option<Timestamp> {
    held.and_then(|item| item.number(attribute::FULL_AT)).map(Timestamp::from_millis)
}
