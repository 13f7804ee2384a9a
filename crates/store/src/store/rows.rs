//! Timeline rows: how one is written, and how an event is kept exactly once.

use std::time::Duration;

use domain::{Body, ConversationId, Delivery, Row, RowId, Timestamp, Told, Word};
use serde::{Deserialize, Serialize};

use super::{Error, Store, number, read, text, written};
use crate::keys::{attribute, row_of};
use crate::schema::{DUE, DUE_AT, EXPIRES_AT, WAITING};
use crate::table::{Condition, Item, Key, Put, Reason, TableError, Update, Write};

/// A row that nobody takes for so long has lost its bell: the sweep rings.
const TAKEN_WITHIN: Duration = Duration::from_secs(10);
/// How long it is remembered that something was done once; no less than 35 days (SEC-4).
pub(super) const ONCE_LIVES: Duration = Duration::from_hours(36 * 24);

/// What became of an event.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Kept {
    /// It is kept now and waits to be taken.
    New,
    /// It was kept before (INV-2).
    Known,
}

/// What became of an event that is known by a key of its own.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum KeptOnce {
    /// It is kept now and waits to be taken.
    New,
    /// The key was used before.
    Known {
        /// The digest of the content that was kept then. Another one means another content: refuse (INV-22).
        digest: String,
        /// The row that was kept then.
        row: RowId,
    },
}

/// A key that was used up, and for what.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct OnceUsed {
    /// The digest of the content.
    pub digest: String,
    /// The row that came of it.
    pub row: RowId,
}

impl Store {
    /// Keeps an event as a row that waits to be taken: one conditional put, and the row is its own de-duplication.
    ///
    /// # Errors
    ///
    /// [`Error::Table`]. After an answer was lost it may be kept: keep it again.
    pub async fn keep(
        &self,
        conversation: &ConversationId,
        row: RowId,
        body: &Body,
        now: Timestamp,
    ) -> Result<Kept, Error> {
        match self.table.put(&self.waiting_row(conversation, row, body, now)?).await {
            Ok(()) => Ok(Kept::New),
            Err(TableError::ConditionFailed { .. }) => Ok(Kept::Known),
            Err(error) => Err(error.into()),
        }
    }

    /// Keeps an event whose row cannot be told from the event, such as a message with a client's own id.
    ///
    /// # Errors
    ///
    /// As [`keep`](Self::keep).
    pub async fn keep_once(
        &self,
        conversation: &ConversationId,
        once: &str,
        digest: &str,
        row: RowId,
        body: &Body,
        now: Timestamp,
    ) -> Result<KeptOnce, Error> {
        let once = self.once(conversation, once, digest, row, now)?;
        let writes = [Write::Put(once), Write::Put(self.waiting_row(conversation, row, body, now)?)];
        match self.table.transact(&writes).await {
            Ok(()) => Ok(KeptOnce::New),
            Err(TableError::Cancelled { reasons }) => match reasons.as_slice() {
                [Reason::ConditionFailed { current: Some(known) }, ..] => {
                    let OnceUsed { digest, row } = read(text(known, attribute::DOC)?, "once")?;
                    Ok(KeptOnce::Known { digest, row })
                }
                // The row is there but not the key: it has outlived its key.
                [Reason::None, Reason::ConditionFailed { .. }] => {
                    Ok(KeptOnce::Known { digest: digest.to_owned(), row })
                }
                _ => Err(TableError::Cancelled { reasons }.into()),
            },
            Err(error) => Err(error.into()),
        }
    }

    /// Reads what a key was used for, if it was.
    ///
    /// # Errors
    ///
    /// [`Error::Table`], [`Error::Unreadable`].
    pub async fn once_used(
        &self,
        conversation: &ConversationId,
        key: &str,
    ) -> Result<Option<OnceUsed>, Error> {
        let item = self.get(self.keys.once(conversation, key)).await?;
        item.map(|item| read(text(&item, attribute::DOC)?, "once")).transpose()
    }

    /// Lets a waiting row rest until a later time, if it still waits.
    ///
    /// # Errors
    ///
    /// [`Error::Table`].
    pub async fn postpone(
        &self,
        conversation: &ConversationId,
        row: RowId,
        until: Timestamp,
    ) -> Result<(), Error> {
        let update = self.set_due(Update::of(self.keys.row(conversation, row)), conversation, Some(until));
        match self.table.update(&update.when(Condition::has(WAITING))).await {
            Ok(()) | Err(TableError::ConditionFailed { .. }) => Ok(()),
            Err(error) => Err(error.into()),
        }
    }

    /// Reads one row, strongly consistent.
    ///
    /// # Errors
    ///
    /// [`Error::Table`], [`Error::Unreadable`].
    pub async fn row(&self, conversation: &ConversationId, row: RowId) -> Result<Option<Row>, Error> {
        self.get(self.keys.row(conversation, row)).await?.as_ref().map(row_from).transpose()
    }

    /// Reads some rows, strongly consistent, in the order asked; those that do not exist are left out.
    ///
    /// # Errors
    ///
    /// As [`row`](Self::row).
    pub async fn rows(&self, conversation: &ConversationId, rows: &[RowId]) -> Result<Vec<Row>, Error> {
        let keys: Vec<Key> = rows.iter().map(|row| self.keys.row(conversation, *row)).collect();
        self.table.get(&keys).await?.iter().flatten().map(row_from).collect()
    }

    fn waiting_row(
        &self,
        conversation: &ConversationId,
        row: RowId,
        body: &Body,
        now: Timestamp,
    ) -> Result<Put, Error> {
        let item = Item::at(self.keys.row(conversation, row))
            .with(attribute::DOC, written(body, "row")?)
            .with(WAITING, row.to_string())
            .with(DUE, self.keys.due_of(conversation))
            .with(DUE_AT, (now + TAKEN_WITHIN).to_string());
        Ok(Put::of(item).when(Condition::Absent))
    }

    pub(super) fn once(
        &self,
        conversation: &ConversationId,
        key: &str,
        digest: &str,
        row: RowId,
        now: Timestamp,
    ) -> Result<Put, Error> {
        let doc = written(&OnceUsed { digest: digest.to_owned(), row }, "once")?;
        let item = Item::at(self.keys.once(conversation, key)).with(attribute::DOC, doc);
        Ok(Put::of(item.with(EXPIRES_AT, (now + ONCE_LIVES).as_seconds())).when(Condition::Absent))
    }

    /// The item of a row that a step writes.
    pub(super) fn row_item(
        &self,
        conversation: &ConversationId,
        row: &Row,
        due: Option<Timestamp>,
    ) -> Result<Item, Error> {
        let item = Item::at(self.keys.row(conversation, row.id));
        let mut item = item.with(attribute::DOC, written(&row.body, "row")?);
        if let Some(seq) = row.seq {
            item = item.with(attribute::SEQ, number(seq));
        }
        if let Some(stream) = row.stream_seq {
            item = item.with(attribute::STREAM, number(stream));
        }
        if let Some(client_id) = &row.client_id {
            item = item.with(attribute::CLIENT_ID, client_id.as_str());
        }
        if let Some(delivery) = &row.delivery {
            item = item
                .with(attribute::DELIVERY, written(delivery, "delivery")?)
                .with(attribute::STATE, state(delivery));
            if let Some(attempts) = attempts(delivery) {
                item = item.with(attribute::ATTEMPTS, attempts);
            }
            if let Delivery::Claimed { token, .. } = delivery {
                item = item.with(attribute::TOKEN, token.as_str());
            }
        }
        if let Some(due) = due {
            item = item.with(DUE, self.keys.due_of(conversation)).with(DUE_AT, due.to_string());
        }
        Ok(item)
    }

    /// Puts a deadline on an item of a conversation, or takes it off.
    pub(super) fn set_due(
        &self,
        update: Update,
        conversation: &ConversationId,
        due: Option<Timestamp>,
    ) -> Update {
        match due {
            Some(at) => update.set(DUE, self.keys.due_of(conversation)).set(DUE_AT, at.to_string()),
            None => update.remove(DUE).remove(DUE_AT),
        }
    }
}

/// Writes how far a delivery has come. The token stays exactly while the row is claimed or held.
pub(super) fn set_delivery(update: Update, delivery: &Delivery) -> Result<Update, Error> {
    let update = update.set(attribute::DELIVERY, written(delivery, "delivery")?);
    let update = update.set(attribute::STATE, state(delivery));
    let update = match attempts(delivery) {
        Some(attempts) => update.set(attribute::ATTEMPTS, attempts),
        None => update,
    };
    Ok(match delivery {
        Delivery::Claimed { token, .. } => update.set(attribute::TOKEN, token.as_str()),
        Delivery::Held { .. } => update,
        _ => update.remove(attribute::TOKEN),
    })
}

/// The name of a state, for conditions.
pub(crate) const fn state(delivery: &Delivery) -> &'static str {
    match delivery {
        Delivery::Queued { .. } => "queued",
        Delivery::Claimed { .. } => "claimed",
        Delivery::Held { .. } => "held",
        Delivery::Sent { .. } => "sent",
        Delivery::Failed { .. } => "failed",
        Delivery::Unknown { .. } => "unknown",
        Delivery::Cancelled { .. } => "cancelled",
    }
}

pub(super) fn attempts(delivery: &Delivery) -> Option<i64> {
    match delivery {
        Delivery::Queued { attempts, .. } | Delivery::Claimed { attempts, .. } => Some(i64::from(*attempts)),
        _ => None,
    }
}

/// Reads a row. What the provider told of it stands beside our own outcome and comes first.
pub(super) fn row_from(item: &Item) -> Result<Row, Error> {
    let optional = |name| item.get(name).map(|_| super::count(item, name)).transpose();
    let word = |name| item.text(name).map(|json| read::<Word>(json, "word")).transpose();
    let told = Told {
        sent: word(attribute::TOLD_SENT)?,
        delivered: word(attribute::TOLD_DELIVERED)?,
        read: word(attribute::TOLD_READ)?,
    };
    let delivery =
        item.text(attribute::DELIVERY).map(|json| read::<Delivery>(json, "delivery")).transpose()?;
    Ok(Row {
        id: row_of(&item.key.sk).ok_or(Error::Unreadable { what: "row id", source: None })?,
        seq: optional(attribute::SEQ)?,
        stream_seq: optional(attribute::STREAM)?,
        body: super::document(item, "row")?,
        delivery: delivery.map(|delivery| delivery.told(told)),
        file: item.text(attribute::FILE).map(|json| read(json, "file")).transpose()?,
        client_id: item.text(attribute::CLIENT_ID).map(str::to_owned),
    })
}
