//! What a step needs to know.

use domain::{Body, Contact, ContactId, Conversation, ConversationId, Row, Timestamp};

use super::rows::row_from;
use super::{Error, Store, Version, count, document, parsed, raced, unchanged};
use crate::keys::attribute;
use crate::schema::{DUE_AT, Index};
use crate::table::{Item, Key, Query, Update};

/// Rows taken per step (INV-23).
const TAKEN_ROWS: u32 = 25;

/// What is in the table for a step, read strongly.
#[derive(Clone, Debug, PartialEq)]
pub struct Loaded {
    /// The conversation, if there is one, and its version.
    pub conversation: Option<(Conversation, Version)>,
    /// The deadline that the index `due` holds for the conversation.
    pub stored_due: Option<Timestamp>,
    /// The contact, if they are known, and their version.
    pub contact: Option<(Contact, Version)>,
    /// Rows that nobody has taken, oldest first, at most 25.
    pub waiting: Vec<Row>,
    /// Whether more rows wait.
    pub more: bool,
    /// The outbound rows that the conversation lists, in its order; after them those that it lists no more and that
    /// the provider has refused since.
    pub unsettled: Vec<Row>,
}

impl Store {
    /// Reads what a step needs: one batch get and one query at the same time, and one more get only if the
    /// conversation lists outbound rows.
    ///
    /// # Errors
    ///
    /// [`Error::Table`], [`Error::Unreadable`].
    pub async fn load(&self, conversation: &ConversationId, contact: &ContactId) -> Result<Loaded, Error> {
        let keys = [self.keys.conversation(conversation), self.keys.contact(contact)];
        let waiting = Query::of(Index::Waiting, self.keys.thread(conversation)).limit(TAKEN_ROWS + 1);
        let (items, waiting) = futures::try_join!(self.table.get(&keys), self.table.query(&waiting))?;
        let [state, contact] = items.try_into().unwrap_or([None, None]);
        let stored_due = state.as_ref().map(stored_due).transpose()?.flatten();
        let known = state.as_ref().map(conversation_from).transpose()?;
        let mut unsettled = match &known {
            Some((known, _)) if !known.unsettled.is_empty() => {
                self.rows(conversation, &known.unsettled).await?
            }
            _ => Vec::new(),
        };
        let more = waiting.items.len() > TAKEN_ROWS as usize;
        let rows = waiting.items.iter().take(TAKEN_ROWS as usize).map(row_from);
        let (refused, waiting): (Vec<_>, Vec<_>) = rows
            .collect::<Result<Vec<_>, _>>()?
            .into_iter()
            .partition(|row| matches!(row.body, Body::Outbound(_)));
        for row in refused {
            if !unsettled.iter().any(|listed| listed.id == row.id) {
                unsettled.push(row);
            }
        }
        Ok(Loaded {
            conversation: known,
            stored_due,
            contact: contact.as_ref().map(super::contacts::contact_from).transpose()?,
            more,
            waiting,
            unsettled,
        })
    }

    /// Reads a conversation, strongly consistent, with its version.
    ///
    /// # Errors
    ///
    /// As [`load`](Self::load).
    pub async fn conversation(&self, id: &ConversationId) -> Result<Option<(Conversation, Version)>, Error> {
        self.get(self.keys.conversation(id)).await?.as_ref().map(conversation_from).transpose()
    }

    /// Reads some conversations, strongly consistent, in the order asked; those that do not exist are left out.
    ///
    /// # Errors
    ///
    /// As [`load`](Self::load).
    pub async fn conversations(&self, ids: &[ConversationId]) -> Result<Vec<Conversation>, Error> {
        let keys: Vec<Key> = ids.iter().map(|id| self.keys.conversation(id)).collect();
        let items = self.table.get(&keys).await?;
        items.iter().flatten().map(|item| document(item, "conversation")).collect()
    }

    /// Moves a conversation's deadline after an early ring that found nothing to do. The version stays.
    ///
    /// # Errors
    ///
    /// [`Error::Raced`] if the conversation has another version: whoever wrote it has set its deadline.
    pub async fn rearm(
        &self,
        id: &ConversationId,
        version: Version,
        due: Option<Timestamp>,
    ) -> Result<(), Error> {
        let update = self.set_due(Update::of(self.keys.conversation(id)), id, due);
        self.table.update(&update.when(unchanged(Some(version)))).await.map_err(raced)
    }
}

pub(super) fn conversation_from(item: &Item) -> Result<(Conversation, Version), Error> {
    Ok((document(item, "conversation")?, count(item, attribute::VERSION)?))
}

fn stored_due(item: &Item) -> Result<Option<Timestamp>, Error> {
    item.text(DUE_AT).map(|text| parsed(text, "due_at")).transpose()
}
