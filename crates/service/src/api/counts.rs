//! How many conversations each tab of the console holds.

use std::collections::{HashMap, HashSet};

use axum::Json;
use axum::extract::State;
use domain::{ContactId, ConversationId, Place};
use serde::Serialize;
use store::{Head, ListEntry};
use utoipa::ToSchema;

use super::Api;
use super::access::Caller;
use super::answers::Read;
use crate::problem::Problem;

/// A tab counts no further.
const MOST: u32 = 99;
/// How many conversations one tab looks at, however few of them the caller may see.
const LOOKED_AT: usize = 300;
/// How many contacts are read at once.
const BATCH: usize = 100;

/// The tabs of the list. Hidden contacts do not count, nor inboxes that the caller may not see.
#[derive(Debug, Serialize, ToSchema)]
pub(super) struct Counts {
    /// 一覧: all of them.
    all: Count,
    /// 未確認: those with messages that nobody has confirmed.
    unconfirmed: Count,
    /// 自分: mine, on hold or not.
    mine: Count,
    /// 待機: those that nobody has claimed.
    waiting: Count,
    /// 保留: those put aside.
    on_hold: Count,
    /// 終了済み: those finished.
    completed: Count,
}

/// How many.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, ToSchema)]
pub(super) struct Count {
    /// At most 99.
    #[schema(maximum = 99)]
    count: u32,
    /// There are more: show a plus sign behind the number.
    more: bool,
}

/// Which contacts the caller's lists show, as far as was asked.
struct Shown<'a> {
    api: &'a Api,
    caller: &'a Caller,
    known: HashMap<ContactId, bool>,
}

impl Shown<'_> {
    /// Counts what the caller's list of these entries shows. `more` says whether there are others behind them.
    async fn count(&mut self, entries: Vec<&ListEntry>, more: bool) -> Result<Count, store::Error> {
        // A conversation that is just moving may stand in two partitions for a moment.
        let mut seen = HashSet::new();
        let once: Vec<_> =
            entries.into_iter().map(|entry| &entry.conversation).filter(|id| seen.insert(*id)).collect();
        let more = more || once.len() > LOOKED_AT;
        let mut count = 0;
        for some in once[..once.len().min(LOOKED_AT)].chunks(BATCH) {
            self.learn(some).await?;
            for id in some {
                if self.known.get(&ContactId::of(id)).copied().unwrap_or_default() {
                    if count == MOST {
                        return Ok(Count { count, more: true });
                    }
                    count += 1;
                }
            }
        }
        Ok(Count { count, more })
    }

    /// Reads the contacts that were not read yet.
    async fn learn(&mut self, conversations: &[&ConversationId]) -> Result<(), store::Error> {
        let contacts = conversations.iter().map(|id| ContactId::of(id));
        let unknown: Vec<_> = contacts.filter(|id| !self.known.contains_key(id)).collect();
        for contact in self.api.service.store().contacts(&unknown).await? {
            let shown = !contact.hidden && self.caller.sees(&contact.inbox);
            self.known.insert(contact.id, shown);
        }
        Ok(())
    }
}

/// Counts the conversations of each tab, exactly up to 99, as the index of the lists knows them.
///
/// Costs 41 reads of partitions, which return at most 100 entries each, and each contact among the entries once: some
/// 25 read units for a small desk, at most 500 for the largest. Ask when the list has changed and not more often than
/// every few seconds.
#[utoipa::path(get, path = "/v1/conversations/counts", tag = "conversations",
    responses((status = 200, body = Counts), Read))]
pub(super) async fn counts(State(api): State<Api>, caller: Caller) -> Result<Json<Counts>, Problem> {
    let store = api.service.store();
    let heads = store.heads(MOST + 1).await?;
    let mut shown = Shown { api: &api, caller: &caller, known: HashMap::new() };
    let of = |wanted: &dyn Fn(&Head) -> bool| {
        let heads: Vec<_> = heads.iter().filter(|head| wanted(head)).collect();
        (heads.iter().flat_map(|head| &head.entries).collect::<Vec<_>>(), heads.iter().any(|head| head.more))
    };
    let at = |place: Place| of(&move |head: &Head| head.place == place);
    let (all, unconfirmed) = (of(&|_| true), of(&|head: &Head| !head.confirmed));
    let (waiting, on_hold, completed) = (at(Place::Waiting), at(Place::OnHold), at(Place::Completed));
    let mine = of(&|head: &Head| matches!(head.place, Place::People | Place::OnHold));
    let hers = |entry: &&ListEntry| entry.assignee.as_ref() == Some(&caller.operator.id);
    let found: Vec<_> = mine.0.into_iter().filter(hers).collect();
    // Where others hold so many that hers may stand behind them, the operator's own record tells how many there are.
    let held = store.operator(&caller.operator.id).await?.map_or(0, |record| record.load);
    let unseen = mine.1 && (found.len() as u64) < u64::from(held);
    Ok(Json(Counts {
        all: shown.count(all.0, all.1).await?,
        unconfirmed: shown.count(unconfirmed.0, unconfirmed.1).await?,
        mine: shown.count(found, unseen).await?,
        waiting: shown.count(waiting.0, waiting.1).await?,
        on_hold: shown.count(on_hold.0, on_hold.1).await?,
        completed: shown.count(completed.0, completed.1).await?,
    }))
}
