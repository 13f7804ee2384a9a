//! How many messages a provider has counted in a month, as far as it is known (EXT-01).

use domain::{InboxId, Timestamp};

use super::{Error, Store};
use crate::keys::attribute;
use crate::schema::EXPIRES_AT;
use crate::table::{Condition, Item, TableError, Update};

/// A month's figures are kept for so long after it was last written, in seconds.
const KEPT_SECONDS: i64 = 400 * 24 * 60 * 60;

/// One inbox in one month.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct MonthQuota {
    /// Counted messages that this desk knows to have sent.
    pub pushes: u64,
    /// What the provider has told; `None` before it was asked.
    pub told: Option<ToldQuota>,
    /// When somebody began to ask the provider.
    pub asked_at: Option<Timestamp>,
}

/// A provider's own word.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct ToldQuota {
    /// How many the month allows; `None` for any number.
    pub limit: Option<u64>,
    /// How many the provider had counted.
    pub used: u64,
    /// How many this desk knew to have sent when the provider was asked.
    pub pushes: u64,
    /// When it was asked.
    pub at: Timestamp,
}

impl Store {
    /// Reads a month, such as `2026-11`; all zero if nothing is known of it.
    ///
    /// # Errors
    ///
    /// [`Error::Table`].
    pub async fn month_quota(&self, inbox: &InboxId, month: &str) -> Result<MonthQuota, Error> {
        let item = self.get(self.keys.quota(inbox, month)).await?;
        Ok(item.as_ref().map(quota_from).unwrap_or_default())
    }

    /// Adds counted messages to a month.
    ///
    /// # Errors
    ///
    /// [`Error::Table`]. After a lost answer they may have been added.
    pub async fn add_pushes(
        &self,
        inbox: &InboxId,
        month: &str,
        pushes: u64,
        now: Timestamp,
    ) -> Result<(), Error> {
        let update = Update::of(self.keys.quota(inbox, month))
            .add(attribute::PUSHES, i64::try_from(pushes).unwrap_or(i64::MAX))
            .set(EXPIRES_AT, now.as_seconds() + KEPT_SECONDS);
        Ok(self.table.update(&update).await?)
    }

    /// Takes on asking the provider, if it is as it was read. Says whether this caller is the one.
    ///
    /// # Errors
    ///
    /// [`Error::Table`].
    pub async fn begin_asking(
        &self,
        inbox: &InboxId,
        month: &str,
        read: &MonthQuota,
        now: Timestamp,
    ) -> Result<bool, Error> {
        let unchanged = match read.asked_at {
            None => Condition::has_not(attribute::ASKED_AT),
            Some(at) => Condition::equals(attribute::ASKED_AT, at.as_millis()),
        };
        let update = Update::of(self.keys.quota(inbox, month))
            .set(attribute::ASKED_AT, now.as_millis())
            .set(EXPIRES_AT, now.as_seconds() + KEPT_SECONDS)
            .when(unchanged);
        match self.table.update(&update).await {
            Ok(()) => Ok(true),
            Err(TableError::ConditionFailed { .. }) => Ok(false),
            Err(error) => Err(error.into()),
        }
    }

    /// Records what the provider told.
    ///
    /// # Errors
    ///
    /// [`Error::Table`].
    pub async fn told_quota(&self, inbox: &InboxId, month: &str, told: &ToldQuota) -> Result<(), Error> {
        let number = |n: u64| i64::try_from(n).unwrap_or(i64::MAX);
        let update = Update::of(self.keys.quota(inbox, month))
            .set(attribute::TOLD_USED, number(told.used))
            .set(attribute::TOLD_PUSHES, number(told.pushes))
            .set(attribute::TOLD_AT, told.at.as_millis());
        let update = match told.limit {
            Some(limit) => update.set(attribute::TOLD_LIMIT, number(limit)),
            None => update.remove(attribute::TOLD_LIMIT),
        };
        Ok(self.table.update(&update).await?)
    }
}

fn quota_from(item: &Item) -> MonthQuota {
    let number = |name: &'static str| item.number(name).and_then(|n| u64::try_from(n).ok());
    let time = |name: &'static str| item.number(name).map(Timestamp::from_millis);
    let told = |at: Timestamp| ToldQuota {
        limit: number(attribute::TOLD_LIMIT),
        used: number(attribute::TOLD_USED).unwrap_or_default(),
        pushes: number(attribute::TOLD_PUSHES).unwrap_or_default(),
        at,
    };
    MonthQuota {
        pushes: number(attribute::PUSHES).unwrap_or_default(),
        told: time(attribute::TOLD_AT).map(told),
        asked_at: time(attribute::ASKED_AT),
    }
}
