//! What must hold when a row is written.

use domain::{Body, Delivery, FileCopy, SystemLine, Timestamp};
use futures::FutureExt;
use store::table::Item;

use super::steps::Step;
use super::{RowKey, Seen, Watch, Writer, due_of, waits};

impl Watch {
    /// A row was written.
    pub(super) fn row(
        &mut self,
        by: &Writer,
        key: &RowKey,
        after: Option<&Item>,
        step: &mut Step,
    ) -> Option<String> {
        let Some(item) = after else {
            self.wrong("INV-8", format!("{key} was deleted"));
            return None;
        };
        let before = self.rows.get(key).cloned();
        let Some(mut seen) = self.read(key, item) else {
            self.wrong("INV-4", format!("{key} cannot be read"));
            return None;
        };
        let known = before.as_ref().filter(|before| before.waiting || !seen.waiting);
        seen.born = known.map_or(self.writes, |known| known.born);
        seen.born_at = known.map_or(by.now, |known| known.born_at);
        let queues = |seen: &Seen| matches!(seen.delivery, Some(Delivery::Queued { .. }));
        let still = before.as_ref().filter(|before| queues(before) || !queues(&seen));
        seen.queued = still.map_or(self.writes, |still| still.queued);
        seen.claimed_by = before.as_ref().and_then(|before| before.claimed_by);
        if matches!(seen.delivery, Some(Delivery::Claimed { .. }))
            && before.as_ref().is_none_or(|before| before.delivery != seen.delivery)
        {
            seen.claimed_by = Some(*by);
            self.claims.insert(by.task, key.clone());
            step.claimed.push(key.clone());
        }
        self.in_once(key, &seen);
        self.numbered_once(key, before.as_ref(), &seen);
        self.delivers(by, key, before.as_ref(), &seen);
        self.in_time(by, key, before.as_ref(), &seen);
        if let Body::System(line) = &seen.body
            && before.is_none()
        {
            if let SystemLine::NotDelivered { row, .. } = line {
                self.told.insert(RowKey { pk: key.pk.clone(), sk: format!("T#{row}") });
            }
            step.lines.push(line.clone());
        }
        match &before {
            None => step.new.push(key.clone()),
            Some(before) if before.waiting && !seen.waiting => step.taken.push(key.clone()),
            Some(_) => {}
        }
        step.rows.push(key.clone());
        let line = format!("{key} {}", words(&seen));
        self.rows.insert(key.clone(), seen);
        Some(line)
    }

    /// INV-2: one event of a provider stands in one row.
    fn in_once(&mut self, key: &RowKey, seen: &Seen) {
        let Body::Inbound { inbox, event, .. } = &seen.body else { return };
        let event = format!("{inbox} {}", event.id);
        let stands = self.events.entry(event.clone()).or_insert_with(|| key.clone()).clone();
        self.must(stands == *key, "INV-2", || format!("event {event} stands in {stands} and in {key}"));
    }

    /// INV-8: a number is given once and kept, and what was said is not rewritten but taken back by its author.
    fn numbered_once(&mut self, key: &RowKey, before: Option<&Seen>, seen: &Seen) {
        if let Some(seq) = seen.seq
            && before.is_none_or(|before| before.seq.is_none())
        {
            let new = self.numbers.entry(key.pk.clone()).or_default().insert(seq);
            self.must(new, "INV-8", || format!("{key} has the number {seq} of another row"));
        }
        let Some(before) = before else { return };
        self.must(before.seq.is_none() || before.seq == seen.seq, "INV-8", || {
            format!("{key} was number {:?} and is {:?}", before.seq, seen.seq)
        });
        let withdrawn = matches!(seen.body, Body::Inbound { withdrawn: true, .. });
        let hidden = before.seq.is_none();
        self.must(before.body == seen.body || withdrawn || hidden, "INV-8", || {
            format!("{key} was rewritten")
        });
    }

    /// INV-10, INV-12, INV-13: how far a row may come from where it is.
    fn delivers(&mut self, by: &Writer, key: &RowKey, before: Option<&Seen>, seen: &Seen) {
        let Some(before) = before else { return };
        let (Some(was), Some(is)) = (&before.delivery, &seen.delivery) else { return };
        if was == is {
            return;
        }
        let sent = matches!(is, Delivery::Sent { .. });
        // A provider's own word that it will not arrive, of which people have to be told (docs/adr/0005).
        let refused = seen.waiting && matches!(is, Delivery::Failed { .. });
        let holder = before.claimed_by;
        // Whoever holds the claim may tell what came of the call, also when others thought it dead and put it on hold.
        let ours = holder.is_some_and(|holder| holder.task == by.task);
        let allowed = match was {
            // What is sent may be delivered and read, and a confirmation may come whenever it likes.
            Delivery::Sent { .. } | Delivery::Unknown { .. } => sent || refused,
            Delivery::Failed { .. } | Delivery::Cancelled { .. } => false,
            Delivery::Held { until } => {
                ours || sent || refused || *until <= by.clock && matches!(is, Delivery::Unknown { .. })
            }
            Delivery::Queued { attempts, not_before, first_at, maybe_sent } => match is {
                // It waits for the account's turn (F-20): later, and nothing else about it has changed.
                Delivery::Queued { not_before: later, .. } => {
                    let waits = Delivery::Queued {
                        attempts: *attempts,
                        not_before: *later,
                        first_at: *first_at,
                        maybe_sent: *maybe_sent,
                    };
                    later > not_before && *is == waits
                }
                Delivery::Claimed { .. } | Delivery::Failed { .. } => true,
                Delivery::Cancelled { .. } => !maybe_sent,
                Delivery::Unknown { .. } => *maybe_sent,
                _ => false,
            },
            Delivery::Claimed { lease_until, .. } => {
                let over = *lease_until <= by.clock || holder.is_some_and(|holder| self.is_dead(&holder, by));
                ours || over || sent || refused
            }
        };
        // F-18: a lease outlives every call, unless a clock is set while it runs.
        let calling = holder.is_some_and(|holder| {
            matches!(was, Delivery::Claimed { .. })
                && self.machine.is_alive(holder.task)
                && self.claims.get(&holder.task) == Some(key)
        });
        let early = calling && !ours && !sent && !refused && !self.clocks_step;
        self.must(!early, "INV-13", || format!("#{} takes {key} while its sender is calling", by.task));
        self.must(allowed, "INV-13", || format!("{key} went from {was:?} to {is:?} by #{}", by.task));
    }

    /// INV-3: whatever waits for somebody has a time at which somebody looks. T-1: where nothing goes wrong, nobody
    /// waits for that time. T-17: where only bells are lost, nobody waits for more than two sweeps.
    fn in_time(&mut self, by: &Writer, key: &RowKey, before: Option<&Seen>, seen: &Seen) {
        let under_way = seen.delivery.as_ref().is_some_and(|delivery| !delivery.is_terminal());
        let errand = seen
            .file
            .as_ref()
            .is_some_and(|file| file.is_under_way() || matches!(file, FileCopy::Withdrawn { .. }));
        if seen.waiting || under_way || errand {
            self.must(seen.due.is_some(), "INV-3", || format!("{key} waits and is never due"));
        }
        let Some(prompt_ms) = self.prompt_ms else { return };
        let taken = before.is_some_and(|before| before.waiting) && !seen.waiting;
        let ended = seen.delivery.as_ref().is_some_and(Delivery::is_terminal)
            && before.and_then(|before| before.delivery.as_ref()).is_some_and(|before| !before.is_terminal());
        let late = by.now.as_millis() - seen.born_at.as_millis();
        self.must(!(taken || ended) || late <= prompt_ms, "T-1 latency", || {
            format!("{key} waited {late} ms although nothing went wrong")
        });
    }
}

impl Watch {
    /// Reads a row as the desk does.
    fn read(&self, key: &RowKey, item: &Item) -> Option<Seen> {
        let (_, conversation) = key.pk.split_once("#CONV#")?;
        let row = key.sk.strip_prefix("T#")?.parse().ok()?;
        let row = self.store.row(&conversation.parse().ok()?, row).now_or_never()?.ok()??;
        Some(Seen {
            seq: row.seq,
            waiting: waits(item),
            due: due_of(item),
            body: row.body,
            delivery: row.delivery,
            file: row.file,
            claimed_by: None,
            born: 0,
            queued: 0,
            born_at: Timestamp::EPOCH,
        })
    }
}

fn words(seen: &Seen) -> String {
    let what = match &seen.body {
        Body::Inbound { event, .. } => format!("from the customer: {:?}", event.news),
        Body::Outbound(message) => {
            let words: Vec<_> = message.contents.iter().map(|content| content.preview(40)).collect();
            format!("to the customer: {} {:?}", words.join(" / "), seen.delivery)
        }
        Body::Note { text, .. } => format!("note: {text}"),
        Body::System(line) => format!("-- {line:?}"),
    };
    let waits = if seen.waiting { " (waits)" } else { "" };
    format!("no. {:?}{waits} {what}", seen.seq)
}
