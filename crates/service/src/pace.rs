//! How often an account is called: providers limit it, and a 429 is meant for the whole account (F-20).
//!
//! The table has one bucket for each account. A process takes tokens out of it by the dozen and keeps them until it needs
//! them, so that a send costs a fraction of a write unit, and all processes together stay within the account's rate but
//! for what each holds. A provider's "too often" empties the bucket until the time that the provider names: this process
//! stops at once, others when their tokens are used up or the provider tells them so too.

use std::collections::BTreeMap;
use std::sync::Mutex;
use std::time::Duration;

use domain::{InboxId, Timestamp, seconds};
use store::{Bucket, Error, Leased};

use crate::service::{Connection, Service};

/// A quarter of a second's calls is leased at once, and never more than this.
const MOST_LEASED: u32 = 50;

/// Whether an account may be called.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum MayCall {
    /// It may, once.
    Now,
    /// Not before then. Each caller is told another time, so that they do not all come back at once.
    NotBefore(Timestamp),
}

/// What this process holds of each account's rate.
#[derive(Debug, Default)]
pub(crate) struct Pace(Mutex<BTreeMap<InboxId, Account>>);

#[derive(Debug, Default)]
struct Account {
    /// Tokens that were taken and not used.
    tokens: u32,
    /// The provider said "too often".
    paused_until: Option<Timestamp>,
    /// The last time that somebody was told to come back at.
    told: Option<Timestamp>,
}

impl Account {
    /// A time that nobody else was told, at or after `earliest`.
    fn slot(&mut self, earliest: Timestamp, apart: Duration) -> Timestamp {
        let slot = self.told.map_or(earliest, |told| (told + apart).max(earliest));
        self.told = Some(slot);
        slot
    }
}

impl Pace {
    fn with<T>(&self, connection: &Connection, then: impl FnOnce(&mut Account) -> T) -> T {
        let mut accounts = self.0.lock().unwrap_or_else(std::sync::PoisonError::into_inner);
        then(accounts.entry(connection.id.clone()).or_default())
    }
}

/// The bucket of an account that may be called so often in a second.
pub(crate) fn bucket(calls_per_second: u32) -> Bucket {
    Bucket { capacity: calls_per_second, refill: seconds(1) / calls_per_second }
}

fn name(connection: &Connection) -> String {
    format!("calls#{}", connection.id)
}

impl Service {
    /// Takes a turn to call an account.
    ///
    /// # Errors
    ///
    /// If the table cannot be reached.
    pub(crate) async fn may_call(&self, connection: &Connection, now: Timestamp) -> Result<MayCall, Error> {
        let bucket = connection.rate;
        let held = self.pace.with(connection, |account| {
            account.paused_until = account.paused_until.filter(|until| *until > now);
            match account.paused_until {
                Some(until) => Some(MayCall::NotBefore(account.slot(until, bucket.refill))),
                None if account.tokens > 0 => {
                    account.tokens -= 1;
                    Some(MayCall::Now)
                }
                None => None,
            }
        });
        if let Some(answer) = held {
            return Ok(answer);
        }
        let most = (bucket.capacity / 4).clamp(1, MOST_LEASED);
        Ok(match self.store().lease_from_bucket(&name(connection), bucket, most, now).await? {
            Leased::Tokens(tokens) => {
                self.pace.with(connection, |account| account.tokens += tokens - 1);
                MayCall::Now
            }
            Leased::RetryAfter(wait) => {
                let slot = self.pace.with(connection, |account| account.slot(now + wait, bucket.refill));
                MayCall::NotBefore(slot)
            }
        })
    }

    /// Gives a turn back that was not used.
    pub(crate) fn did_not_call(&self, connection: &Connection) {
        self.pace.with(connection, |account| account.tokens += 1);
    }

    /// The provider said "too often": nobody calls the account before that time. Says when the caller may.
    pub(crate) async fn called_too_often(&self, connection: &Connection, until: Timestamp) -> Timestamp {
        let slot = self.pace.with(connection, |account| {
            account.tokens = 0;
            account.paused_until = account.paused_until.max(Some(until));
            account.slot(until, connection.rate.refill)
        });
        if let Err(error) = self.store().empty_bucket(&name(connection), connection.rate, until).await {
            tracing::warn!(inbox = %connection.id, %error, "other processes are told by the provider itself");
        }
        slot
    }
}
