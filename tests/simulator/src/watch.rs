//! Sees every write to the table and every call to a provider, and checks what must hold at each (RELIABILITY.md
//! section 2). What must hold in the end is in `verdict`.

mod rows;
mod steps;

use std::collections::{BTreeMap, BTreeSet};
use std::fmt;
use std::sync::Arc;

use domain::{Body, Conversation, Delivery, FileCopy, Inbox, InboxId, Planned, Timestamp};
use rules::RuleSet;
use service::Settings;
use store::keys::attribute;
use store::schema::{DUE_AT, WAITING};
use store::table::Item;
use store::{Key, Store};

use super::faults::{Faults, Shape};
use super::machine::{Machine, TaskId};

/// Something that must never be.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Violation {
    /// What was broken: `INV-…` or `T-…`.
    pub id: &'static str,
    /// How.
    pub what: String,
}

impl fmt::Display for Violation {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}: {}", self.id, self.what)
    }
}

/// A row: its conversation's partition and its own key.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct RowKey {
    /// The partition, `<tenant>#CONV#<id>`.
    pub pk: String,
    /// The place in it, `T#<row>`.
    pub sk: String,
}

impl fmt::Display for RowKey {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let short = |text: &str, length: usize| text[text.len().saturating_sub(length)..].to_owned();
        write!(f, "row …{} of …{}", short(&self.sk, 6), short(&self.pk, 4))
    }
}

/// An item, before and after a write.
pub type Change = (Key, (Option<Item>, Option<Item>));

/// Who writes or calls.
#[derive(Debug, Clone, Copy)]
pub struct Writer {
    /// The task.
    pub task: TaskId,
    /// The time as its process knows it.
    pub clock: Timestamp,
    /// The true time.
    pub now: Timestamp,
    /// Its process.
    pub process: usize,
    /// The process's life.
    pub life: u64,
}

/// A row as it was last written.
#[derive(Debug, Clone)]
pub struct Seen {
    /// Its number.
    pub seq: Option<u64>,
    /// Nobody has taken it.
    pub waiting: bool,
    /// When somebody must look at it.
    pub due: Option<Timestamp>,
    /// What it says.
    pub body: Body,
    /// How far it has come.
    pub delivery: Option<Delivery>,
    /// How far our copy of its file has come.
    pub file: Option<FileCopy>,
    /// Who wrote the claim on it.
    pub claimed_by: Option<Writer>,
    /// The write that made it, or made it wait again, counted.
    pub born: u64,
    /// The true time of that.
    pub born_at: Timestamp,
    /// The write that queued it, first or again, counted.
    pub queued: u64,
}

/// A conversation as it was last written.
#[derive(Debug, Clone)]
pub struct Head {
    /// What it says.
    pub conversation: Conversation,
    /// Its version.
    pub version: i64,
    /// When it is due.
    pub due: Option<Timestamp>,
}

/// Everything that was seen.
pub struct Watch {
    /// Every row.
    pub rows: BTreeMap<RowKey, Seen>,
    /// Every conversation, by its partition.
    pub heads: BTreeMap<String, Head>,
    /// Provider's events and where each stands (INV-2).
    pub events: BTreeMap<String, RowKey>,
    /// Steps committed.
    pub steps: u64,
    /// The calendar: where each scheduled message stands, and what it says of it.
    pub calendar: BTreeMap<Key, Planned>,
    /// Rows of which people were told that they did not arrive.
    pub told: BTreeSet<RowKey>,
    store: Store,
    machine: Machine,
    shape: Shape,
    prompt_ms: Option<i64>,
    clocks_step: bool,
    skew_ms: u64,
    writes: u64,
    inboxes: BTreeMap<InboxId, Inbox>,
    rules: BTreeMap<String, Arc<RuleSet>>,
    numbers: BTreeMap<String, BTreeSet<u64>>,
    looks: BTreeMap<(TaskId, String), u64>,
    claims: BTreeMap<TaskId, RowKey>,
    fired: BTreeSet<(String, String, Timestamp)>,
    violation: Option<Violation>,
}

impl Watch {
    /// Begins to watch.
    ///
    /// `store` is the table without its bad days.
    pub fn new(
        settings: &Settings,
        store: Store,
        machine: Machine,
        shape: Shape,
        faults: &Faults,
        nothing_fails: bool,
    ) -> Self {
        let prompt_ms = if nothing_fails { faults.prompt_ms(shape) } else { None };
        Self {
            store,
            machine,
            rows: BTreeMap::new(),
            heads: BTreeMap::new(),
            events: BTreeMap::new(),
            steps: 0,
            calendar: BTreeMap::new(),
            told: BTreeSet::new(),
            shape,
            prompt_ms,
            clocks_step: faults.clock_step,
            skew_ms: faults.skew_ms,
            writes: 0,
            inboxes: settings.inboxes().into_iter().map(|inbox| (inbox.id.clone(), inbox)).collect(),
            rules: BTreeMap::new(),
            numbers: BTreeMap::new(),
            looks: BTreeMap::new(),
            claims: BTreeMap::new(),
            fired: BTreeSet::new(),
            violation: None,
        }
    }

    /// The first thing that was wrong, if anything was.
    pub fn violation(&self) -> Option<&Violation> {
        self.violation.as_ref()
    }

    /// Something is wrong. Only the first thing counts: the rest follows from it.
    pub fn wrong(&mut self, id: &'static str, what: impl Into<String>) {
        self.violation.get_or_insert(Violation { id, what: what.into() });
    }

    /// Checks a condition.
    pub(super) fn must(&mut self, holds: bool, id: &'static str, what: impl FnOnce() -> String) {
        if !holds {
            self.wrong(id, what());
        }
    }

    /// A rule set that may be in force.
    pub fn knows_rules(&mut self, rules: RuleSet) {
        use domain::Rules;
        self.rules.insert(rules.version().as_str().to_owned(), Arc::new(rules));
    }

    /// A task reads what waits in a conversation: a timer may fire for what it then knows (INV-14).
    pub fn looked(&mut self, task: TaskId, pk: &str) {
        self.looks.insert((task, pk.to_owned()), self.writes);
    }

    /// Some items were written together. Returns what is worth telling.
    pub fn wrote(&mut self, by: &Writer, changes: Vec<Change>) -> Vec<String> {
        self.writes += 1;
        let mut told = Vec::new();
        let mut step = steps::Step::default();
        for (key, (before, after)) in changes {
            if key.sk.starts_with("T#") {
                let row = RowKey { pk: key.pk, sk: key.sk };
                told.extend(self.row(by, &row, after.as_ref(), &mut step));
            } else if key.sk == "STATE" {
                self.head(by, &key.pk, after.as_ref(), &mut step);
            } else if key.pk.contains("#CALENDAR#") {
                let doc = after.as_ref().and_then(|item| item.text(attribute::DOC));
                match doc.and_then(|doc| serde_json::from_str(doc).ok()) {
                    Some(planned) => self.calendar.insert(key, planned),
                    None => self.calendar.remove(&key),
                };
            } else if key.sk == "CONTACT" {
                step.blocked |= is_blocked(after.as_ref()) && !is_blocked(before.as_ref());
            } else if key.pk.ends_with("#RULES") && key.sk != "CURRENT" && before.is_some() {
                self.must(before == after, "INV-15", || {
                    format!("a published rule version was changed: {}", key.sk)
                });
            }
        }
        self.after(by, &step);
        told
    }

    /// A provider's events were acknowledged (INV-1).
    pub fn acknowledged(&mut self, events: &[String]) {
        for event in events {
            let kept = self.events.contains_key(event);
            self.must(kept, "INV-1", || format!("event {event} was acknowledged and is nowhere"));
        }
    }

    /// A call begins. Returns the row that it is for, which its caller has claimed (INV-9).
    pub fn calls(&mut self, by: &Writer) -> Option<RowKey> {
        let row = self.claims.get(&by.task).cloned();
        let claimed = row.as_ref().and_then(|row| self.rows.get(row)).is_some_and(|seen| {
            matches!(seen.delivery, Some(Delivery::Claimed { .. }))
                && seen.claimed_by.is_some_and(|holder| holder.task == by.task)
        });
        self.must(claimed, "INV-9", || format!("#{} calls a provider without a claim ({row:?})", by.task));
        row
    }

    /// A message reached the customer (INV-10).
    pub fn reached(&mut self, row: &RowKey, often: u32) {
        self.must(often <= 1, "INV-10", || format!("{row} reached the customer {often} times"));
    }

    /// The rows of a conversation.
    pub fn rows_of<'a>(&'a self, pk: &'a str) -> impl Iterator<Item = (&'a RowKey, &'a Seen)> {
        let from = RowKey { pk: pk.to_owned(), sk: String::new() };
        self.rows.range(from..).take_while(move |(row, _)| row.pk == pk)
    }

    /// Whether claims of that writer are nobody's, because its process died and there is no other.
    fn is_dead(&self, holder: &Writer, by: &Writer) -> bool {
        self.shape == Shape::Laptop && holder.life < by.life
    }
}

fn is_blocked(contact: Option<&Item>) -> bool {
    let doc = contact.and_then(|item| item.text(attribute::DOC));
    let contact = doc.and_then(|doc| serde_json::from_str::<domain::Contact>(doc).ok());
    contact.is_some_and(|contact| contact.blocked)
}

fn due_of(item: &Item) -> Option<Timestamp> {
    item.text(DUE_AT).and_then(|text| text.parse().ok())
}

fn waits(item: &Item) -> bool {
    item.get(WAITING).is_some()
}
