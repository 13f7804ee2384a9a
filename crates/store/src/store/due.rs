//! Everything whose time has come.

use domain::{ConversationId, InboxId, RowId, Timestamp};

use super::{ArrivalId, Error, Store};
use crate::keys::{CONTACT_SK, STATE_SK, row_of};
use crate::schema::{DUE_AT, Index};
use crate::table::{Cursor, Item, Key, Query, Range};

/// What the index names. It is read again, strongly, before acting on it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum DueItem {
    /// A conversation: a timer.
    Conversation(ConversationId),
    /// A row: not taken, not sent, or held; or its file is not fetched.
    Row(ConversationId, RowId),
    /// The contact of a conversation: their profile is not fetched.
    Contact(ConversationId),
    /// A webhook: to be passed on.
    Relay(InboxId, ArrivalId),
}

/// Some of what is due, the longest overdue first.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct DuePage {
    /// What is due.
    pub items: Vec<DueItem>,
    /// Since when the first of them has been due.
    pub oldest: Option<Timestamp>,
    /// Where to go on, so that what stays due for some reason does not hide what is behind it.
    pub next: Option<Cursor>,
}

impl Store {
    /// Reads what is due in one of the [`DUE_SHARDS`](crate::keys::DUE_SHARDS) shards. The index may lag.
    ///
    /// # Errors
    ///
    /// [`Error::Table`].
    pub async fn due(
        &self,
        now: Timestamp,
        shard: u32,
        after: Option<Cursor>,
        limit: u32,
    ) -> Result<DuePage, Error> {
        let query = Query::of(Index::Due, self.keys.due(shard)).within(Range::AtMost(now.to_string()));
        let page = self.table.query(&query.limit(limit).after(after)).await?;
        let named = |key: &Key| {
            let item = self.due_item(key);
            if item.is_none() {
                tracing::warn!(sk = key.sk, "the due index names what nobody acts on");
            }
            item
        };
        let due_at = |item: &Item| item.text(DUE_AT).and_then(|due_at| due_at.parse().ok());
        Ok(DuePage {
            oldest: page.items.first().and_then(due_at),
            items: page.items.iter().filter_map(|item| named(&item.key)).collect(),
            next: page.next,
        })
    }

    fn due_item(&self, key: &Key) -> Option<DueItem> {
        if let Some(inbox) = self.keys.inbox_of_relays(&key.pk) {
            return Some(DueItem::Relay(inbox, ArrivalId::of_sk(&key.sk)?));
        }
        if key.sk == CONTACT_SK {
            return Some(DueItem::Contact(self.keys.contact_of(&key.pk)?.conversation()));
        }
        let conversation = self.keys.conversation_of(&key.pk)?;
        if key.sk == STATE_SK {
            return Some(DueItem::Conversation(conversation));
        }
        Some(DueItem::Row(conversation, row_of(&key.sk)?))
    }
}
