//! What must hold when the bad day is over and everything has come to rest.

use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;

use domain::{Author, Body, Delivery, FileCopy, PlanState};
use store::schema::DUE_AT;
use store::table::Item;

use super::watch::{RowKey, Watch};
use super::world::World;
use crate::dice::Dice;

/// How late a timer may be: the sweep's minute, the index's ten seconds, and the work itself.
const TIMER_LATE_MS: i64 = 90_000;

impl World {
    /// T-2: nothing waits, nothing is under way, people know of everything that did not arrive, and what reached the
    /// customer is what the desk says (INV-1, INV-2, INV-3, INV-7, INV-10, INV-11, INV-22).
    pub fn has_come_to_rest(&self) {
        let now = self.now();
        let items = self.table.snapshot();
        let due = |item: &&Item| item.key.sk == "CONTACT" && item.get(DUE_AT).is_some();
        let due_contacts = items.iter().filter(due).count();
        let mut state = self.state();
        let undelivered = state.undelivered;
        let reached = state.providers.reached.clone();
        let blobs: BTreeSet<_> = state.blobs.keys().cloned().collect();
        let watch = &mut state.watch;
        watch.must(undelivered == 0, "T-2", || format!("{undelivered} messages were never acknowledged"));
        nothing_is_left(watch);
        each_arrived_as_it_says(watch, &reached);
        each_intent_is_one(watch);
        files_are_kept_once_or_not_at_all(watch, &blobs);
        let asked = due_contacts == 0;
        watch.must(asked, "T-2", || format!("{due_contacts} profiles were never asked for"));
        the_calendar_tells_what_came_of_everything(watch);
        for (pk, head) in watch.heads.clone() {
            let late = head.due.map_or(0, |due| now.as_millis() - due.as_millis());
            watch.must(late <= TIMER_LATE_MS, "T-2", || format!("{pk} has been due for {late} ms"));
        }
    }

    /// Whether a provider has something to tell that the desk has not heard yet.
    pub fn somebody_is_telling(&self) -> bool {
        let state = self.state();
        state.untold > 0 || state.undelivered > 0
    }

    /// Whether no timer runs out, and no provider tells anything more, while every bell rings again.
    pub fn nothing_is_due_soon(&self) -> bool {
        let soon = self.now() + domain::minutes(2);
        !self.somebody_is_telling()
            && self.state().watch.heads.values().all(|head| head.due.is_none_or(|due| due > soon))
    }

    /// T-17, INV-18: every bell that ever rang rings again, three times, in any order: nothing changes.
    pub async fn rings_everything_again(self: Arc<Self>, seed: u64) {
        let before = self.table.snapshot();
        let mut dice = Dice::of(seed, "redrive");
        let mut rings: Vec<_> = {
            let rung = self.state().rung.clone();
            (0..3).flat_map(|_| rung.clone()).collect()
        };
        for place in (1..rings.len()).rev() {
            rings.swap(place, usize::try_from(dice.between(0, place as u64 + 1)).unwrap_or(0));
        }
        for ring in rings {
            self.invoke("redrive", |service| {
                Box::pin(async move { service.answer(&ring).await.map_err(drop) })
            })
            .await;
        }
        let after = self.table.snapshot();
        let changed = after.iter().find(|item| !before.contains(item)).map(|item| item.key.clone());
        self.state()
            .watch
            .must(before == after, "INV-18", || format!("ringing every bell again changed {changed:?}"));
    }
}

fn nothing_is_left(watch: &mut Watch) {
    for (key, seen) in watch.rows.clone() {
        watch.must(!seen.waiting, "INV-7", || format!("{key} was never taken"));
        watch.must(seen.seq.is_some() || seen.waiting, "INV-8", || format!("{key} has no number"));
        let Some(delivery) = &seen.delivery else { continue };
        watch.must(delivery.is_terminal(), "INV-11", || format!("{key} is still {delivery:?}"));
        let bad = matches!(delivery, Delivery::Failed { .. } | Delivery::Unknown { .. });
        let told = watch.told.contains(&key);
        watch.must(!bad || told, "INV-11", || format!("{key} is {delivery:?} and nobody was told"));
        watch.must(seen.due.is_none(), "T-2", || format!("{key} has ended and is still due {:?}", seen.due));
    }
}

/// INV-10 and what it rests on: sent means that it arrived, failed and cancelled that it did not.
fn each_arrived_as_it_says(watch: &mut Watch, reached: &BTreeMap<RowKey, u32>) {
    for (key, seen) in watch.rows.clone() {
        let Some(delivery) = &seen.delivery else { continue };
        // The web messenger's rows arrive by being written.
        let called =
            watch.heads.get(&key.pk).is_some_and(|head| !head.conversation.channel.delivers_by_storing());
        let often = reached.get(&key).copied().unwrap_or(0);
        let right = match delivery {
            Delivery::Sent { .. } => often == 1 || !called,
            Delivery::Failed { .. } | Delivery::Cancelled { .. } => often == 0,
            _ => often <= 1,
        };
        watch.must(right, "INV-10", || {
            format!("{key} is {delivery:?} and reached the customer {often} times")
        });
    }
}

/// INV-8, INV-16: a file was fetched, will never be, or was taken back; and what is kept is what the rows say.
fn files_are_kept_once_or_not_at_all(watch: &mut Watch, blobs: &BTreeSet<String>) {
    let mut said = BTreeSet::new();
    for (key, seen) in watch.rows.clone() {
        let ended = matches!(seen.file, None | Some(FileCopy::Stored(_) | FileCopy::Failed { .. }));
        watch.must(ended, "T-2", || format!("the file of {key} is still {:?}", seen.file));
        let (Some((_, conversation)), Some(row)) = (key.pk.split_once("#CONV#"), key.sk.strip_prefix("T#"))
        else {
            continue;
        };
        if let (Some(FileCopy::Stored(_)), Ok(id), Ok(row)) = (&seen.file, conversation.parse(), row.parse())
        {
            said.insert(FileCopy::blob(&id, row));
        }
    }
    let kept: BTreeSet<_> = blobs.iter().filter(|name| name.starts_with("file-")).cloned().collect();
    watch.must(kept == said, "INV-8", || {
        let (orphans, lost) = (kept.difference(&said).count(), said.difference(&kept).count());
        format!("{orphans} files are kept that no row tells of, {lost} are told of and not kept")
    });
}

/// INV-22: what an operator meant to say once is there once.
fn each_intent_is_one(watch: &mut Watch) {
    let mut said: BTreeMap<String, u32> = BTreeMap::new();
    for seen in watch.rows.values() {
        if let Body::Outbound(message) = &seen.body
            && matches!(message.author, Author::Operator { .. })
        {
            *said.entry(format!("{:?}", message.contents)).or_default() += 1;
        }
    }
    for (words, often) in said {
        watch.must(often == 1, "INV-22", || format!("{words} was said {often} times"));
    }
}

/// INV-4, CMP-05: a scheduled message waits where it is held, and what was sent became rows.
fn the_calendar_tells_what_came_of_everything(watch: &mut Watch) {
    let held: BTreeSet<_> = watch
        .heads
        .values()
        .flat_map(|head| &head.conversation.scheduled)
        .map(|message| message.id.clone())
        .collect();
    let calendar: Vec<_> = watch.calendar.values().cloned().collect();
    let waiting: BTreeSet<_> = calendar
        .iter()
        .filter(|planned| planned.state == PlanState::Waiting)
        .map(|planned| planned.id.clone())
        .collect();
    watch.must(held == waiting, "INV-4", || {
        format!("{held:?} are scheduled, the calendar tells of {waiting:?}")
    });
    for planned in calendar {
        let PlanState::Sent { rows, .. } = &planned.state else { continue };
        for row in rows {
            let there = watch.rows.keys().any(|key| key.sk == format!("T#{row}"));
            watch.must(there, "INV-4", || format!("{} was sent as {row}, which is not there", planned.id));
        }
    }
}
