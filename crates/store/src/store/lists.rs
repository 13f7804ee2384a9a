//! Lists of conversations, in either order, merged from the partitions of the index.

use std::collections::{HashSet, VecDeque};

use domain::{ConversationId, OperatorId, Place, Timestamp};
use futures::future::try_join_all;
use serde::{Deserialize, Serialize};

use super::{Error, Store, parsed, text};
use crate::keys::LIST_SHARDS;
use crate::schema::{Index, LISTED_AT};
use crate::table::{Order, Query, Range};

/// Which conversations a list shows.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum View {
    /// All of them, the completed ones too.
    All,
    /// Those with messages that nobody has confirmed.
    Unconfirmed,
    /// Those that one operator has, put aside or not, but not the completed ones.
    Mine(OperatorId),
    /// Those that nobody has claimed.
    Waiting,
    /// Those put aside.
    OnHold,
    /// Those finished.
    Completed,
    /// Those with the bot.
    Bot,
    /// Those with an operator.
    People,
}

impl View {
    fn places(&self) -> &'static [Place] {
        match self {
            Self::All | Self::Unconfirmed => &Place::ALL,
            Self::Mine(_) => &[Place::People, Place::OnHold],
            Self::Waiting => &[Place::Waiting],
            Self::OnHold => &[Place::OnHold],
            Self::Completed => &[Place::Completed],
            Self::Bot => &[Place::Bot],
            Self::People => &[Place::People],
        }
    }

    const fn confirmed(&self) -> &'static [bool] {
        if matches!(self, Self::Unconfirmed) { &[false] } else { &[false, true] }
    }

    fn shows(&self, entry: &ListEntry) -> bool {
        if let Self::Mine(operator) = self { entry.assignee.as_ref() == Some(operator) } else { true }
    }
}

/// A conversation in a list, as the index knows it. The index may lag.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ListEntry {
    /// Which conversation.
    pub conversation: ConversationId,
    /// When it was last active, to [`LIST_STEP`](domain::Conversation::LIST_STEP).
    pub active_at: Timestamp,
    /// The operator who has it.
    pub assignee: Option<OperatorId>,
    /// Where in the list it stands.
    pub place: ListCursor,
}

/// A place in a list. Opaque; what leaves the service is authenticated first (SEC-32).
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(transparent)]
pub struct ListCursor(String);

/// Some of a list.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ListPage {
    /// In the order that was asked for.
    pub entries: Vec<ListEntry>,
    /// Where to go on; nothing at the end.
    pub next: Option<ListCursor>,
}

/// The newest conversations in one place, confirmed or not, in no order.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Head {
    /// Where they stand.
    pub place: Place,
    /// Whether all their messages are confirmed.
    pub confirmed: bool,
    /// Which.
    pub entries: Vec<ListEntry>,
    /// Whether there are others.
    pub more: bool,
}

/// What was read of one partition and not shown yet, in the order of the list.
struct Partition {
    entries: VecDeque<ListEntry>,
    /// How to read on; nothing at the end.
    rest: Option<Query>,
}

impl Store {
    /// Reads part of a list, newest activity first. All partitions are asked at once; each is asked again only when it
    /// has run dry.
    ///
    /// # Errors
    ///
    /// [`Error::Table`], [`Error::Unreadable`].
    pub async fn list(
        &self,
        view: &View,
        after: Option<&ListCursor>,
        limit: usize,
    ) -> Result<ListPage, Error> {
        self.list_in(Order::Descending, view, after, limit).await
    }

    /// The same in either order of activity. A cursor goes on in the order that it was made in.
    ///
    /// # Errors
    ///
    /// As [`list`](Self::list).
    pub async fn list_in(
        &self,
        order: Order,
        view: &View,
        after: Option<&ListCursor>,
        limit: usize,
    ) -> Result<ListPage, Error> {
        let beyond = match order {
            Order::Ascending => Range::Greater,
            Order::Descending => Range::Less,
        };
        let range = after.map_or(Range::All, |ListCursor(place)| beyond(place.clone()));
        let mut partitions = Vec::new();
        for place in view.places() {
            for confirmed in view.confirmed() {
                for shard in 0..LIST_SHARDS {
                    let query = Query::of(Index::List, self.keys.list(*place, *confirmed, shard));
                    let query = Query { order, ..query.within(range.clone()) };
                    let rest = Some(query.limit(u32::try_from(limit.max(1)).unwrap_or(u32::MAX)));
                    partitions.push(Partition { entries: VecDeque::new(), rest });
                }
            }
        }
        // A conversation that is just moving may stand in two partitions for a moment.
        let (mut entries, mut seen) = (Vec::new(), HashSet::new());
        while entries.len() < limit {
            try_join_all(partitions.iter_mut().map(|partition| self.refill(partition, view))).await?;
            let filled = partitions.iter_mut().filter(|partition| !partition.entries.is_empty());
            let first = match order {
                Order::Ascending => filled.min_by(|a, b| a.head().cmp(&b.head())),
                Order::Descending => filled.max_by(|a, b| a.head().cmp(&b.head())),
            };
            let Some(entry) = first.and_then(|partition| partition.entries.pop_front()) else {
                return Ok(ListPage { entries, next: None });
            };
            if seen.insert(entry.conversation.clone()) {
                entries.push(entry);
            }
        }
        Ok(ListPage { next: entries.last().map(|entry| entry.place.clone()), entries })
    }

    /// Reads the newest entries of every place, confirmed or not, each up to `most`: what the tabs of the console count.
    /// One query for each of 40 partitions, none of which returns more than `most` entries.
    ///
    /// # Errors
    ///
    /// As [`list`](Self::list).
    pub async fn heads(&self, most: u32) -> Result<Vec<Head>, Error> {
        let kinds = Place::ALL.iter().flat_map(|place| [false, true].map(|confirmed| (*place, confirmed)));
        let head = |(place, confirmed)| async move {
            let shards = (0..LIST_SHARDS).map(|shard| {
                let query = Query::of(Index::List, self.keys.list(place, confirmed, shard));
                self.some_entries(query.descending().limit(most), most as usize)
            });
            let (mut entries, mut more) = (Vec::new(), false);
            for (some, rest) in try_join_all(shards).await? {
                entries.extend(some);
                more |= rest;
            }
            Ok(Head { place, confirmed, entries, more })
        };
        try_join_all(kinds.map(head)).await
    }

    /// Reads entries until there are so many, or no more; says which.
    async fn some_entries(&self, mut query: Query, most: usize) -> Result<(Vec<ListEntry>, bool), Error> {
        let mut entries = Vec::new();
        loop {
            let page = self.table.query(&query).await?;
            for item in &page.items {
                entries.push(entry(text(item, LISTED_AT)?)?);
            }
            match page.next {
                Some(_) if entries.len() >= most => return Ok((entries, true)),
                None => return Ok((entries, false)),
                next => query.after = next,
            }
        }
    }

    /// Reads on until the partition has something to show or nothing more.
    async fn refill(&self, partition: &mut Partition, view: &View) -> Result<(), Error> {
        while partition.entries.is_empty() {
            let Some(query) = partition.rest.take() else { return Ok(()) };
            let page = self.table.query(&query).await?;
            for item in &page.items {
                let entry = entry(text(item, LISTED_AT)?)?;
                if view.shows(&entry) {
                    partition.entries.push_back(entry);
                }
            }
            partition.rest = page.next.map(|cursor| query.after(Some(cursor)));
        }
        Ok(())
    }
}

impl Partition {
    fn head(&self) -> Option<&ListCursor> {
        self.entries.front().map(|entry| &entry.place)
    }
}

fn entry(listed_at: &str) -> Result<ListEntry, Error> {
    let mut parts = listed_at.splitn(3, '#');
    let mut part = || parts.next().ok_or(Error::Unreadable { what: LISTED_AT, source: None });
    let (at, conversation, assignee) = (part()?, part()?, part()?);
    Ok(ListEntry {
        conversation: parsed(conversation, "conversation id")?,
        active_at: parsed(at, "time")?,
        assignee: if assignee == "-" { None } else { Some(parsed(assignee, "operator id")?) },
        place: ListCursor(listed_at.to_owned()),
    })
}
