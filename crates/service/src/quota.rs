//! LINE's monthly quota: how many counted messages are left, and how many the month will come to (EXT-01).
//!
//! LINE's own figure is the truth; it is asked for as a job beside the sweep, every quarter of an hour at most. What this
//! desk pushes in between is counted in the process that pushes and written every [`WRITE_AT`] pushes or with the next
//! job, so that a push costs no write unit of its own. A process that dies takes what it had not written with it, until
//! LINE is asked again.

use std::collections::BTreeMap;
use std::sync::Mutex;
use std::time::Duration;

use domain::step::PushStop;
use domain::{InboxId, Timestamp, hours, minutes};
use jiff::Zoned;
use jiff::tz::{Offset, TimeZone};
use store::{Error, MonthQuota, ToldQuota};

use crate::service::{Connection, Service};

/// A process writes what it has pushed when it is so much.
pub const WRITE_AT: u64 = 20;
/// LINE is asked at most so often.
const ASK_EVERY: Duration = minutes(15);
/// What was read of a month is good for so long.
const GOOD_FOR: Duration = minutes(1);
/// LINE's month is Japan's.
const JAPAN: Offset = jiff::tz::offset(9);

/// What this process knows of the months of its inboxes.
#[derive(Debug, Default)]
pub(crate) struct Counters(Mutex<BTreeMap<InboxId, Counter>>);

#[derive(Debug, Default)]
struct Counter {
    month: String,
    /// Pushed by this process and not written.
    unwritten: u64,
    /// What was read last.
    read: Option<(Timestamp, MonthQuota)>,
}

/// How far a month's counted messages have come.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Usage {
    /// Which month, such as `2026-11`.
    pub month: String,
    /// How many it allows; `None` if any number, or if it is not known yet.
    pub limit: Option<u64>,
    /// How many it has seen.
    pub used: u64,
    /// How many it will have seen at its end, if it goes on like this.
    pub forecast: u64,
    /// When LINE told; `None` if it has not been asked yet.
    pub told_at: Option<Timestamp>,
}

impl Usage {
    /// How many are left; `None` for any number, or if it is not known.
    pub fn remaining(&self) -> Option<u64> {
        self.limit.map(|limit| limit.saturating_sub(self.used))
    }

    fn of(quota: &MonthQuota, own_limit: Option<u64>, unwritten: u64, now: Timestamp) -> Self {
        let ours = quota.pushes + unwritten;
        let used = quota.told.map_or(ours, |told| told.used + ours.saturating_sub(told.pushes));
        let told = quota.told.and_then(|told| told.limit);
        Self {
            month: month(now),
            limit: [told, own_limit].into_iter().flatten().min(),
            used,
            forecast: forecast(used, &in_japan(now)),
            told_at: quota.told.map(|told| told.at),
        }
    }
}

fn in_japan(now: Timestamp) -> Zoned {
    now.to_jiff().to_zoned(TimeZone::fixed(JAPAN))
}

fn month(now: Timestamp) -> String {
    in_japan(now).strftime("%Y-%m").to_string()
}

/// What a month comes to that has seen so many until now. Its first day says little and counts as a whole one.
fn forecast(used: u64, now: &Zoned) -> u64 {
    let days = u64::from(now.days_in_month().unsigned_abs());
    let since = |part: i8, length: u64| u64::from(part.unsigned_abs()) * length;
    let elapsed = since(now.day() - 1, 86_400) + since(now.hour(), 3_600) + since(now.minute(), 60);
    let elapsed = elapsed.max(hours(24).as_secs());
    used.saturating_mul(days * 86_400).div_ceil(elapsed)
}

impl Counters {
    fn with<T>(&self, inbox: &InboxId, now: Timestamp, then: impl FnOnce(&mut Counter) -> T) -> T {
        let mut counters = self.0.lock().unwrap_or_else(std::sync::PoisonError::into_inner);
        let counter = counters.entry(inbox.clone()).or_default();
        let month = month(now);
        if counter.month != month {
            *counter = Counter { month, ..Counter::default() };
        }
        then(counter)
    }
}

impl Service {
    /// A counted message went out.
    pub(crate) async fn count_push(&self, connection: &Connection, now: Timestamp) {
        let inbox = &connection.id;
        let unwritten = self.quotas.with(inbox, now, |counter| {
            counter.unwritten += 1;
            counter.unwritten
        });
        if unwritten >= WRITE_AT
            && let Err(error) = self.write_pushes(inbox, now).await
        {
            tracing::warn!(%inbox, %error, "cannot write how many messages were counted; the next one tries again");
        }
    }

    async fn write_pushes(&self, inbox: &InboxId, now: Timestamp) -> Result<(), Error> {
        let pushes = self.quotas.with(inbox, now, |counter| std::mem::take(&mut counter.unwritten));
        if pushes == 0 {
            return Ok(());
        }
        let written = self.store().add_pushes(inbox, &month(now), pushes, now).await;
        self.quotas.with(inbox, now, |counter| match &written {
            Ok(()) => {
                if let Some((_, read)) = &mut counter.read {
                    read.pushes += pushes;
                }
            }
            // After a lost answer some may be counted twice: saying "less is left" is the better mistake.
            Err(_) => counter.unwritten += pushes,
        });
        written
    }

    /// How far the month's counted messages have come; `None` if the channel counts none.
    ///
    /// # Errors
    ///
    /// If the table cannot be read.
    pub async fn usage(&self, connection: &Connection, now: Timestamp) -> Result<Option<Usage>, Error> {
        if connection.channel.as_ref().is_none_or(|channel| channel.quota_calls().is_none()) {
            return Ok(None);
        }
        let inbox = &connection.id;
        let (known, unwritten) = self.quotas.with(inbox, now, |counter| {
            let fresh = counter.read.filter(|(at, _)| *at <= now && now.since(*at) < GOOD_FOR);
            (fresh.map(|(_, quota)| quota), counter.unwritten)
        });
        let quota = match known {
            Some(quota) => quota,
            None => self.read_quota(inbox, now).await?,
        };
        Ok(Some(Usage::of(&quota, connection.push_limit, unwritten, now)))
    }

    async fn read_quota(&self, inbox: &InboxId, now: Timestamp) -> Result<MonthQuota, Error> {
        let quota = self.store().month_quota(inbox, &month(now)).await?;
        self.quotas.with(inbox, now, |counter| counter.read = Some((now, quota)));
        Ok(quota)
    }

    /// Whom the inbox stops from pushing as things stand. What cannot be read stops nobody: LINE itself refuses.
    pub(crate) async fn push_stop(&self, connection: &Connection, now: Timestamp) -> PushStop {
        if connection.stop_pushes == PushStop::Never {
            return PushStop::Never;
        }
        match self.usage(connection, now).await {
            Ok(Some(usage)) if usage.remaining() == Some(0) => connection.stop_pushes,
            Ok(_) => PushStop::Never,
            Err(error) => {
                tracing::warn!(inbox = %connection.id, %error, "cannot read the month's quota");
                PushStop::Never
            }
        }
    }

    /// Asks providers for their quotas, where it is time, and writes what this process has counted. A job of whoever
    /// sweeps; between two times it looks at nothing. Says how many were asked.
    ///
    /// # Errors
    ///
    /// If the table cannot be reached; the next time tries again.
    pub async fn refresh_quotas(&self) -> Result<usize, Error> {
        let mut asked = 0;
        for connection in self.connections() {
            asked += usize::from(self.refresh_quota(connection).await?);
        }
        Ok(asked)
    }

    async fn refresh_quota(&self, connection: &Connection) -> Result<bool, Error> {
        let (now, inbox) = (self.now(), &connection.id);
        let Some(channel) = &connection.channel else { return Ok(false) };
        let Some(calls) = channel.quota_calls() else { return Ok(false) };
        let fresh =
            |counter: &mut Counter| counter.read.is_some_and(|(at, _)| at <= now && now.since(at) < GOOD_FOR);
        if self.quotas.with(inbox, now, fresh) {
            return Ok(false);
        }
        self.write_pushes(inbox, now).await?;
        let quota = self.read_quota(inbox, now).await?;
        let lately = quota.asked_at.is_some_and(|at| at <= now && now.since(at) < ASK_EVERY);
        if lately || !self.store().begin_asking(inbox, &month(now), &quota, now).await? {
            return Ok(false);
        }
        let answers = (self.plugs.http.call(calls.limit).await, self.plugs.http.call(calls.used).await);
        let told = match &answers {
            (Ok(limit), Ok(used)) => channel.quota(limit, used),
            _ => None,
        };
        let Some(told) = told else {
            tracing::warn!(%inbox, "the provider does not tell its quota; it is asked again in a quarter of an hour");
            return Ok(true);
        };
        let told = ToldQuota { limit: told.limit, used: told.used, pushes: quota.pushes, at: now };
        self.store().told_quota(inbox, &month(now), &told).await?;
        self.read_quota(inbox, now).await?;
        Ok(true)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn at(text: &str) -> Timestamp {
        text.parse().unwrap()
    }

    /// EXT-01: the month changes at midnight in Japan.
    #[test]
    fn the_month_is_japans() {
        assert_eq!(month(at("2026-11-30T14:59:59.999Z")), "2026-11");
        assert_eq!(month(at("2026-11-30T15:00:00.000Z")), "2026-12");
    }

    #[test]
    fn the_forecast_goes_on_like_this() {
        // Ten of thirty days are over.
        assert_eq!(forecast(100, &in_japan(at("2026-11-10T15:00:00.000Z"))), 300);
        // An hour says nothing about a month.
        assert_eq!(forecast(10, &in_japan(at("2026-10-31T16:00:00.000Z"))), 300);
        assert_eq!(forecast(0, &in_japan(at("2026-11-20T00:00:00.000Z"))), 0);
    }

    #[test]
    fn what_was_pushed_since_line_told_is_added() {
        let now = at("2026-11-20T00:00:00.000Z");
        let told = ToldQuota { limit: Some(200), used: 150, pushes: 40, at: now };
        let quota = MonthQuota { pushes: 45, told: Some(told), asked_at: Some(now) };
        let usage = Usage::of(&quota, None, 3, now);
        assert_eq!((usage.used, usage.remaining()), (158, Some(42)));
        let own = Usage::of(&quota, Some(160), 3, now);
        assert_eq!(own.remaining(), Some(2), "the smaller of LINE's limit and the inbox's own");
        let unknown = Usage::of(&MonthQuota { pushes: 7, ..MonthQuota::default() }, None, 0, now);
        assert_eq!((unknown.used, unknown.remaining(), unknown.told_at), (7, None, None));
    }
}
