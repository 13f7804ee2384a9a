//! The desk's calendar: every scheduled message by its time, also those that were sent or taken back.
//!
//! An entry is written by the commit that changes what it tells of, so it is never ahead and never behind. It holds no
//! words.

use std::collections::BTreeMap;

use domain::{Planned, Timestamp, hours};
use serde::{Deserialize, Serialize};

use super::{Error, Store, document, written};
use crate::keys::{attribute, month};
use crate::schema::{EXPIRES_AT, Index};
use crate::table::{Delete, Item, Key, Put, Query, Range, Write};

/// How long after its time an entry is kept.
const KEPT: std::time::Duration = hours(400 * 24);
/// How many months one request looks through at most.
const MOST_MONTHS: usize = 30;

/// What has become of a scheduled message, and where else it stood before.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct PlannedFor {
    /// What the calendar says from now on.
    pub planned: Planned,
    /// For when it stood there before, if that was another time.
    pub moved_from: Option<Timestamp>,
}

/// A place in the calendar. Opaque; what leaves the service is authenticated first (SEC-32).
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(transparent)]
pub struct CalendarCursor(String);

/// Some of the calendar.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct CalendarPage {
    /// The entries with their places, in order of time.
    pub entries: Vec<(CalendarCursor, Planned)>,
    /// Whether there is more.
    pub more: bool,
}

impl Store {
    /// Reads entries from a time on until before another, strongly consistent.
    ///
    /// # Errors
    ///
    /// [`Error::Table`], [`Error::Unreadable`].
    pub async fn calendar(
        &self,
        from: Timestamp,
        until: Timestamp,
        after: Option<&CalendarCursor>,
        limit: usize,
    ) -> Result<CalendarPage, Error> {
        let mut entries = Vec::new();
        let place = after.map_or_else(|| from.to_string(), |CalendarCursor(place)| place.clone());
        let begins: Timestamp = place.split('#').next().and_then(|at| at.parse().ok()).unwrap_or(from);
        let (last, end) = (month(until), until.to_string());
        for name in months(begins).take(MOST_MONTHS).take_while(|name| *name <= last) {
            let range =
                if after.is_some() { Range::Greater(place.clone()) } else { Range::AtLeast(place.clone()) };
            let mut query = Query::of(Index::Base, self.keys.calendar_month(&name)).within(range);
            loop {
                let wanted = u32::try_from(limit + 1 - entries.len()).unwrap_or(u32::MAX);
                let page = self.table.query(&query.clone().limit(wanted)).await?;
                for item in page.items {
                    if item.key.sk >= end {
                        return Ok(CalendarPage { entries, more: false });
                    }
                    if entries.len() == limit {
                        return Ok(CalendarPage { entries, more: true });
                    }
                    let planned = document(&item, "planned")?;
                    entries.push((CalendarCursor(item.key.sk), planned));
                }
                if page.next.is_none() {
                    break;
                }
                query = query.after(page.next);
            }
        }
        Ok(CalendarPage { entries, more: false })
    }

    /// The writes of a step's plans. The last word on an entry counts, since a transaction writes an item once.
    pub(super) fn plans(&self, plans: &[PlannedFor]) -> Result<Vec<Write>, Error> {
        let mut writes: BTreeMap<(String, String), Write> = BTreeMap::new();
        let place = |key: &Key| (key.pk.clone(), key.sk.clone());
        for PlannedFor { planned, moved_from } in plans {
            if let Some(before) = moved_from {
                let key = self.keys.planned(*before, &planned.id);
                writes.insert(place(&key), Delete::of(key).into());
            }
            let key = self.keys.planned(planned.at, &planned.id);
            let item = Item::at(key.clone())
                .with(attribute::DOC, written(planned, "planned")?)
                .with(EXPIRES_AT, (planned.at + KEPT).as_seconds());
            writes.insert(place(&key), Put::of(item).into());
        }
        Ok(writes.into_values().collect())
    }
}

/// The names of the months from this instant's on.
fn months(from: Timestamp) -> impl Iterator<Item = String> {
    let name = month(from);
    let (year, first) = name.split_once('-').unwrap_or_default();
    let (year, first): (u32, u32) = (year.parse().unwrap_or(1970), first.parse().unwrap_or(1));
    (first - 1..).map(move |n| format!("{:04}-{:02}", year + n / 12, n % 12 + 1))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn months_follow_one_another() {
        let names: Vec<_> = months(Timestamp::from_seconds(1_795_132_800)).take(3).collect();
        assert_eq!(names, ["2026-11", "2026-12", "2027-01"]);
    }
}
