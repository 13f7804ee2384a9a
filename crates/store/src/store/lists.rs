//! Lists of conversations, newest first, merged from the partitions of the index.

use std::collections::{HashSet, VecDeque};

use domain::{ConversationId, OperatorId, Place, Timestamp};
use futures::future::try_join_all;
use serde::{Deserialize, Serialize};

use super::{Error, Store, parsed, text};
use crate::keys::LIST_SHARDS;
use crate::schema::{Index, LISTED_AT};
use crate::table::{Query, Range};

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
    /// Newest first.
    pub entries: Vec<ListEntry>,
    /// Where to go on; nothing at the end.
    pub next: Option<ListCursor>,
}

/// What was read of one partition and not shown yet, newest first.
struct Partition {
    entries: VecDeque<ListEntry>,
    /// How to read on; nothing at the end.
    rest: Option<Query>,
}

impl Store {
    /// Reads part of a list. All partitions are asked at once; each is asked again only when it has run dry.
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
        let range = after.map_or(Range::All, |ListCursor(place)| Range::Less(place.clone()));
        let mut partitions = Vec::new();
        for place in view.places() {
            for confirmed in view.confirmed() {
                for shard in 0..LIST_SHARDS {
                    let query = Query::of(Index::List, self.keys.list(*place, *confirmed, shard));
                    let query = query.within(range.clone()).descending();
                    let rest = Some(query.limit(u32::try_from(limit.max(1)).unwrap_or(u32::MAX)));
                    partitions.push(Partition { entries: VecDeque::new(), rest });
                }
            }
        }
        // A conversation that is just moving may stand in two partitions for a moment.
        let (mut entries, mut seen) = (Vec::new(), HashSet::new());
        while entries.len() < limit {
            try_join_all(partitions.iter_mut().map(|partition| self.refill(partition, view))).await?;
            let newest = partitions.iter_mut().max_by(|a, b| a.head().cmp(&b.head()));
            let Some(entry) = newest.and_then(|partition| partition.entries.pop_front()) else {
                return Ok(ListPage { entries, next: None });
            };
            if seen.insert(entry.conversation.clone()) {
                entries.push(entry);
            }
        }
        Ok(ListPage { next: entries.last().map(|entry| entry.place.clone()), entries })
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
