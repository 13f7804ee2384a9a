//! T-4: mistakes that a desk like this could have, made at the seams. Each must be seen by some assertion.
//!
//! The product's code holds none of them and no switch for them: a defect changes what the desk asks of a seam, or what
//! the seam tells it, exactly as the mistake would.

use std::collections::{BTreeMap, BTreeSet};
use std::fmt;
use std::ops::Range;
use std::str::FromStr;
use std::sync::Arc;

use bytes::Bytes;
use channels::CallError;
use domain::{Body, Delivery, SystemLine, Timestamp, seconds};
use http::{Request, Response};
use serde_json::Value;
use service::seams::Ring;
use store::TableError;
use store::keys::attribute;
use store::schema::{DUE, DUE_AT, Index, WAITING};
use store::table::{Condition, Item, Page, Put, Query, Update, Write};

use super::machine::TaskId;
use super::world::World;
use crate::{Plan, simulate};

/// A mistake.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Defect {
    /// A webhook is acknowledged before it is kept.
    AckFirst,
    /// The key that makes an event one and its row are not written together.
    SplitDedupe,
    /// An event is kept whether or not it was kept before.
    NoDedupe,
    /// The worker takes the rows behind the last one it took, in place of all that wait.
    Cursor,
    /// A step commits whatever version it began with.
    NoVersionCheck,
    /// A step's state is committed before the rows that it wrote.
    SplitOutbox,
    /// A provider is called without a claim.
    NoClaim,
    /// A claim ends before its call can have ended.
    ShortLease,
    /// A call without an answer is taken for one that never was.
    RetryAmbiguous,
    /// Each try has a retry key of its own.
    FreshKey,
    /// An outcome is recorded whoever holds the claim.
    NoFence,
    /// The newest message is sent first.
    NoOrder,
    /// What waits for the provider's word does not hold back what is behind it. We had this one: seed 47 saw it.
    NoHold,
    /// Whoever sent a message does not look for what was written meanwhile. We had this one: a story saw it.
    LooksAway,
    /// Whoever finds that the next message was taken back leaves what is behind it to nobody. We had this one: seed 629
    /// saw it.
    GivesWay,
    /// Nobody sweeps.
    NoSweep,
    /// The bell rings before what it rings for is there.
    BellBeforeCommit,
    /// The queue takes two bells of one conversation within five minutes for one.
    ConversationAsDedupeId,
    /// A timer fires without a look at what waits.
    TimerIgnoresInbox,
    /// What the bot wanted to say is sent although an operator has taken over.
    NoCancel,
    /// A rule fails and people are told something else.
    HidesFailure,
    /// A row waits and nobody is to look at it.
    NoDueMark,
    /// The same arguments do not always give the same result.
    Impure,
}

/// A defect must be caught within so many seeds.
pub const WITHIN: u64 = 4_000;

/// The first of some seeds that sees a defect, and what saw it.
pub fn caught(defect: Defect, mut seeds: Range<u64>) -> Option<(u64, String)> {
    seeds.find_map(|seed| {
        let plan = Plan { seed, defect: Some(defect), ..Plan::default() };
        let run = simulate(&plan);
        // A purity test is the same seed twice.
        let twice = || (simulate(&plan).trace != run.trace).then(|| "T-5".to_owned());
        let by = match run.violation {
            Some(violation) => Some(violation.id.to_owned()),
            None if defect == Defect::Impure => twice(),
            None => None,
        };
        Some((seed, by?))
    })
}

impl fmt::Display for Defect {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{self:?}")
    }
}

impl FromStr for Defect {
    type Err = String;

    fn from_str(text: &str) -> Result<Self, String> {
        let names = || Self::ALL.map(|defect| defect.to_string()).join(", ");
        let found = Self::ALL.into_iter().find(|defect| defect.to_string() == text);
        found.ok_or_else(|| format!("{text:?} is none of {}", names()))
    }
}

impl Defect {
    /// Every one.
    pub const ALL: [Self; 23] = [
        Self::AckFirst,
        Self::SplitDedupe,
        Self::NoDedupe,
        Self::Cursor,
        Self::NoVersionCheck,
        Self::SplitOutbox,
        Self::NoClaim,
        Self::ShortLease,
        Self::RetryAmbiguous,
        Self::FreshKey,
        Self::NoFence,
        Self::NoOrder,
        Self::NoHold,
        Self::LooksAway,
        Self::GivesWay,
        Self::NoSweep,
        Self::BellBeforeCommit,
        Self::ConversationAsDedupeId,
        Self::TimerIgnoresInbox,
        Self::NoCancel,
        Self::HidesFailure,
        Self::NoDueMark,
        Self::Impure,
    ];
}

/// What defects remember from one call to the next.
#[derive(Debug, Default)]
pub struct Mischief {
    taken_up_to: BTreeMap<String, String>,
    swallow: BTreeSet<String>,
    rung_at_ms: BTreeMap<(bool, String), u64>,
    keys: u64,
    has_sent: BTreeSet<TaskId>,
}

/// Before a write leaves: a bell that should have come after it.
pub async fn before_write(world: &Arc<World>, writes: &[Write]) {
    if world.defect != Some(Defect::BellBeforeCommit) {
        return;
    }
    let [Write::Put(Put { item, .. })] = writes else { return };
    let Some((_, id)) = item.key.pk.split_once("#CONV#").filter(|_| item.get(WAITING).is_some()) else {
        return;
    };
    let Ok(id) = id.parse::<domain::ConversationId>() else { return };
    world.outside(world.clone().deliver(Ring::Work(id.clone()), 0));
    world.state().mischief.swallow.insert(id.to_string());
    // The worker is quicker than the write.
    world.machine.sleep(100).await;
}

/// Whether a bell is lost to a defect.
pub fn swallows(world: &Arc<World>, ring: &Ring) -> bool {
    let id = ring.about().to_owned();
    match world.defect {
        Some(Defect::BellBeforeCommit) => {
            matches!(ring, Ring::Work(_)) && world.state().mischief.swallow.remove(&id)
        }
        Some(Defect::ConversationAsDedupeId) => {
            let now_ms = world.machine.now_ms();
            let key = (matches!(ring, Ring::Send(_)), id);
            let mut state = world.state();
            let last = state.mischief.rung_at_ms.get(&key).copied();
            if last.is_some_and(|last| now_ms < last + 300_000) {
                return true;
            }
            state.mischief.rung_at_ms.insert(key, now_ms);
            false
        }
        _ => false,
    }
}

/// A write as the desk means it, or as the defect makes it: in one part or in several.
pub fn parts(world: &Arc<World>, clock: Timestamp, mut writes: Vec<Write>) -> Vec<Vec<Write>> {
    let Some(defect) = world.defect else { return vec![writes] };
    match defect {
        Defect::SplitDedupe => {
            if let [Write::Put(once), Write::Put(row)] = writes.as_slice()
                && once.item.key.sk.starts_with("ONCE#")
                && row.item.get(WAITING).is_some()
            {
                return vec![vec![writes[0].clone()], vec![writes[1].clone()]];
            }
        }
        Defect::NoDedupe => {
            for write in &mut writes {
                if let Write::Put(put) = write
                    && (put.item.get(WAITING).is_some() || put.item.key.sk.starts_with("ONCE#"))
                {
                    put.condition = None;
                }
            }
        }
        Defect::NoVersionCheck => {
            for write in &mut writes {
                match write {
                    Write::Update(update) if update.key.sk == "STATE" => update.condition = None,
                    // What the other one took is taken once more.
                    Write::Update(update) if update.condition == Some(Condition::has(WAITING)) => {
                        update.condition = None;
                    }
                    _ => {}
                }
            }
        }
        Defect::SplitOutbox if writes.iter().any(|write| write.key().sk == "STATE") => {
            let (rows, state): (Vec<_>, Vec<_>) = writes
                .into_iter()
                .partition(|write| matches!(write, Write::Put(put) if put.item.key.sk.starts_with("T#")));
            return vec![state, rows];
        }
        Defect::NoClaim => writes.retain_mut(|write| match write {
            Write::Update(update) => !sets_state(update, "claimed"),
            Write::Put(put) => {
                unclaim(&mut put.item, clock);
                true
            }
            _ => true,
        }),
        Defect::ShortLease => writes.iter_mut().for_each(|write| shorten(write, clock)),
        Defect::NoFence => {
            for write in &mut writes {
                if let Write::Update(update) = write
                    && update.key.sk.starts_with("T#")
                    && !sets_state(update, "claimed")
                    && !sets_state(update, "cancelled")
                    && update.set.iter().any(|(name, _)| name == attribute::STATE)
                {
                    update.condition = None;
                }
            }
        }
        Defect::LooksAway => {
            let sends = |write: &Write| matches!(write, Write::Update(update) if sets_state(update, "sent"));
            if writes.iter().any(sends) {
                let task = world.task();
                world.state().mischief.has_sent.insert(task);
            }
        }
        Defect::NoCancel => {
            writes.retain(|write| !matches!(write, Write::Update(update) if sets_state(update, "cancelled")));
        }
        Defect::HidesFailure => {
            for write in &mut writes {
                if let Write::Put(put) = write
                    && put.item.text(attribute::DOC).is_some_and(|doc| doc.contains("\"rule_failed\""))
                    && let Ok(other) = serde_json::to_string(&Body::System(SystemLine::EndDeclined))
                {
                    put.item.attributes.insert(attribute::DOC.into(), other.into());
                }
            }
        }
        Defect::NoDueMark => {
            for write in &mut writes {
                if let Write::Put(put) = write
                    && put.item.key.sk.starts_with("T#")
                {
                    put.item.attributes.remove(DUE);
                    put.item.attributes.remove(DUE_AT);
                }
            }
        }
        _ => {}
    }
    vec![writes]
}

fn sets_state(update: &Update, state: &str) -> bool {
    update.set.iter().any(|(name, value)| name == attribute::STATE && value.as_text() == Some(state))
}

fn unclaim(item: &mut Item, clock: Timestamp) {
    if item.text(attribute::STATE) == Some("claimed")
        && let Ok(json) = serde_json::to_string(&Delivery::queued(clock))
    {
        item.attributes.insert(attribute::STATE.into(), "queued".into());
        item.attributes.insert(attribute::DELIVERY.into(), json.into());
        item.attributes.insert(attribute::ATTEMPTS.into(), 0.into());
        item.attributes.remove(attribute::TOKEN);
    }
}

fn shorten(write: &mut Write, clock: Timestamp) {
    let soon = clock + seconds(1);
    let short = |json: &str| {
        let mut delivery: Value = serde_json::from_str(json).ok()?;
        if delivery["is"] != "claimed" {
            return None;
        }
        delivery["lease_until"] = serde_json::to_value(soon).ok()?;
        Some(delivery.to_string())
    };
    match write {
        Write::Put(put) => {
            if let Some(json) = put.item.text(attribute::DELIVERY).and_then(short) {
                put.item.attributes.insert(attribute::DELIVERY.into(), json.into());
                put.item.attributes.insert(DUE_AT.into(), soon.to_string().into());
            }
        }
        Write::Update(update) => {
            let json = update
                .set
                .iter()
                .find(|(name, _)| name == attribute::DELIVERY)
                .and_then(|(_, value)| short(value.as_text()?));
            let Some(json) = json else { return };
            for (name, value) in &mut update.set {
                if name == attribute::DELIVERY {
                    *value = json.clone().into();
                } else if name == DUE_AT {
                    *value = soon.to_string().into();
                }
            }
        }
        _ => {}
    }
}

/// What a read gives.
pub fn got(world: &Arc<World>, mut items: Vec<Option<Item>>) -> Vec<Option<Item>> {
    let rows = items.len() > 1
        && items.iter().all(|item| item.as_ref().is_some_and(|item| item.key.sk.starts_with("T#")));
    match world.defect {
        Some(Defect::NoOrder) if rows => items.reverse(),
        Some(Defect::NoHold) if rows => {
            let held = |item: &Option<Item>| {
                item.as_ref().is_some_and(|item| item.text(attribute::STATE) == Some("held"))
            };
            items.retain(|item| !held(item));
        }
        Some(Defect::LooksAway) => {
            let task = world.task();
            if let [Some(item)] = items.as_mut_slice()
                && item.key.sk == "STATE"
                && world.state().mischief.has_sent.remove(&task)
            {
                list_nothing(item);
            }
        }
        _ => {}
    }
    items
}

/// A conversation as it would be if it had nothing to send.
fn list_nothing(item: &mut Item) {
    let doc = item.text(attribute::DOC).and_then(|doc| serde_json::from_str::<Value>(doc).ok());
    if let Some(mut doc) = doc {
        doc["unsettled"] = Value::Array(Vec::new());
        item.attributes.insert(attribute::DOC.into(), doc.to_string().into());
    }
}

/// What a query gives.
pub fn found(world: &Arc<World>, clock: Timestamp, query: &Query, mut page: Page) -> Page {
    if query.index != Index::Waiting {
        return page;
    }
    match world.defect {
        Some(Defect::Cursor) => {
            let mut state = world.state();
            let behind = state.mischief.taken_up_to.get(&query.hash).cloned().unwrap_or_default();
            page.items.retain(|item| item.key.sk > behind);
            if let Some(last) = page.items.last() {
                state.mischief.taken_up_to.insert(query.hash.clone(), last.key.sk.clone());
            }
        }
        Some(Defect::TimerIgnoresInbox) => {
            let due = world.state().watch.heads.get(&query.hash).and_then(|head| head.due);
            if due.is_some_and(|due| due <= clock) {
                page.items.clear();
            }
        }
        _ => {}
    }
    page
}

/// What a write comes to.
pub fn answered(world: &Arc<World>, answer: Result<(), TableError>) -> Result<(), TableError> {
    match answer {
        Err(TableError::ConditionFailed { current: Some(current) })
            if world.defect == Some(Defect::GivesWay)
                && current.text(attribute::STATE) == Some("cancelled") =>
        {
            Err(TableError::ConditionFailed { current: None })
        }
        other => other,
    }
}

/// A call as it leaves.
pub fn rewritten(world: &Arc<World>, mut request: Request<Bytes>) -> Request<Bytes> {
    if world.defect == Some(Defect::FreshKey)
        && let Some(key) = request.headers_mut().get_mut("x-line-retry-key")
    {
        let mut state = world.state();
        state.mischief.keys += 1;
        let fresh = format!("00000000-0000-4000-8000-{:012}", state.mischief.keys);
        if let Ok(fresh) = fresh.parse() {
            *key = fresh;
        }
    }
    request
}

/// What a call came to.
///
/// # Errors
///
/// The call's own, or another one in its place.
pub fn outcome(
    world: &Arc<World>,
    answer: Result<Response<Bytes>, CallError>,
) -> Result<Response<Bytes>, CallError> {
    match answer {
        Err(CallError::Lost) if world.defect == Some(Defect::RetryAmbiguous) => Err(CallError::NotConnected),
        other => other,
    }
}

/// A number of the processes' chance.
pub fn chance(defect: Option<Defect>, number: u64) -> u64 {
    static RUNS: std::sync::atomic::AtomicU64 = std::sync::atomic::AtomicU64::new(0);
    match defect {
        Some(Defect::Impure) => number ^ RUNS.fetch_add(1, std::sync::atomic::Ordering::Relaxed),
        _ => number,
    }
}
