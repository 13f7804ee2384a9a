//! Outbound rows on their way: claimed before the call, settled by whoever holds the claim.

use domain::{Conversation, ConversationId, Delivery, FailReason, Row, RowId, Timestamp, Token, Word};

use super::loading::conversation_from;
use super::rows::{attempts, row_from, set_delivery, state};
use super::{Error, Store, Version, written};
use crate::keys::attribute;
use crate::schema::WAITING;
use crate::table::{Condition, TableError, Update};

/// A conversation's outbound rows, read strongly.
#[derive(Clone, Debug, PartialEq)]
pub struct Outbox {
    /// The conversation.
    pub conversation: Conversation,
    /// Its version.
    pub version: Version,
    /// The rows it lists as unsettled, in order of `seq` (INV-12). Some may have become terminal since.
    pub rows: Vec<Row>,
}

/// How far a message of ours has come, by the provider's own word.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Stage {
    /// The provider accepted it.
    Sent,
    /// It reached the contact.
    Delivered,
    /// The contact has read it.
    Read,
}

/// What became of a write on a row.
#[derive(Clone, Debug, PartialEq)]
#[allow(clippy::large_enum_variant, reason = "looked at once, never kept")]
pub enum Wrote {
    /// It is written.
    Done,
    /// The row is not as it was thought; nothing was written.
    Refused {
        /// The row as it is, if there is one. It may be our own write, if an answer was lost on the way.
        current: Option<Row>,
    },
}

impl Store {
    /// Reads a conversation and the outbound rows it lists.
    ///
    /// # Errors
    ///
    /// [`Error::Table`], [`Error::Unreadable`].
    pub async fn outbox(&self, id: &ConversationId) -> Result<Option<Outbox>, Error> {
        let Some(state) = self.get(self.keys.conversation(id)).await? else { return Ok(None) };
        let (conversation, version) = conversation_from(&state)?;
        let rows = self.rows(id, &conversation.unsettled).await?;
        Ok(Some(Outbox { conversation, version, rows }))
    }

    /// Claims a row for one call (INV-9), if it is still as it was read. The lease is its deadline.
    ///
    /// # Errors
    ///
    /// [`Error::Table`]. After a lost answer read the row: the claim holds if the token is ours and the lease fresh.
    pub async fn claim(&self, id: &ConversationId, as_read: &Row, claim: &Delivery) -> Result<Wrote, Error> {
        let due = match claim {
            Delivery::Claimed { lease_until, .. } => Some(*lease_until),
            _ => None,
        };
        self.resolve(id, as_read, claim, due).await
    }

    /// Records the outcome of our own call (INV-13).
    ///
    /// # Errors
    ///
    /// [`Error::Table`].
    pub async fn settle(
        &self,
        id: &ConversationId,
        row: RowId,
        token: &Token,
        outcome: &Delivery,
        due: Option<Timestamp>,
    ) -> Result<Wrote, Error> {
        let ours = Condition::equals(attribute::TOKEN, token.as_str());
        let open = in_states(&["claimed", "held"]);
        self.deliver(id, row, outcome, due, Condition::All(vec![ours, open])).await
    }

    /// Moves a row on without a call of our own, if it is still as it was read: a claim, a message that went stale,
    /// a lease or a hold that has run out.
    ///
    /// # Errors
    ///
    /// [`Error::Table`].
    pub async fn resolve(
        &self,
        id: &ConversationId,
        as_read: &Row,
        outcome: &Delivery,
        due: Option<Timestamp>,
    ) -> Result<Wrote, Error> {
        let Some(was) = &as_read.delivery else {
            return Ok(Wrote::Refused { current: Some(as_read.clone()) });
        };
        let mut conditions = vec![Condition::equals(attribute::STATE, state(was))];
        if let Some(attempts) = attempts(was) {
            conditions.push(Condition::equals(attribute::ATTEMPTS, attempts));
        }
        if let Delivery::Claimed { token, .. } = was {
            conditions.push(Condition::equals(attribute::TOKEN, token.as_str()));
        }
        self.deliver(id, as_read.id, outcome, due, Condition::All(conditions)).await
    }

    /// Records a provider's own good word on a row with one write, whatever the row's state: it is sent from then on, and
    /// nothing that we learn ourselves undoes it (INV-13, F-19). Our own outcome, if it is there, stays beside it.
    ///
    /// Refused if it is no news: the row is as far or further, or there is no such row. That it was accepted does not
    /// move a row that has failed, because the failure came after; that it arrived does.
    ///
    /// # Errors
    ///
    /// [`Error::Table`].
    pub async fn confirm(
        &self,
        id: &ConversationId,
        row: RowId,
        stage: Stage,
        word: &Word,
    ) -> Result<Wrote, Error> {
        let (name, news) = match stage {
            Stage::Sent => (
                attribute::TOLD_SENT,
                vec![
                    Condition::not_equals(attribute::STATE, "sent"),
                    Condition::not_equals(attribute::STATE, "failed"),
                ],
            ),
            Stage::Delivered => (
                attribute::TOLD_DELIVERED,
                vec![Condition::has_not(attribute::TOLD_DELIVERED), Condition::has_not(attribute::TOLD_READ)],
            ),
            Stage::Read => (attribute::TOLD_READ, vec![Condition::has_not(attribute::TOLD_READ)]),
        };
        let update = Update::of(self.keys.row(id, row))
            .set(attribute::STATE, "sent")
            .set(name, written(word, "word")?)
            .remove(attribute::TOKEN)
            .remove(WAITING);
        self.told(self.set_due(update, id, None), news).await
    }

    /// Records a provider's own word that a message will not arrive, although it may have been accepted before. The row
    /// waits to be looked at once more, so that the next step tells people (INV-11); it is due at once, in case nobody
    /// rings.
    ///
    /// Refused if it has failed already, was taken back, or the provider has told that it arrived.
    ///
    /// # Errors
    ///
    /// [`Error::Table`].
    pub async fn refuse(
        &self,
        id: &ConversationId,
        row: RowId,
        at: Timestamp,
        reason: &FailReason,
        now: Timestamp,
    ) -> Result<Wrote, Error> {
        let failed = Delivery::Failed { at, reason: reason.clone() };
        let update = set_delivery(Update::of(self.keys.row(id, row)), &failed)?
            .remove(attribute::TOLD_SENT)
            .set(WAITING, row.to_string());
        let news = vec![
            Condition::not_equals(attribute::STATE, "failed"),
            Condition::not_equals(attribute::STATE, "cancelled"),
            Condition::has_not(attribute::TOLD_DELIVERED),
            Condition::has_not(attribute::TOLD_READ),
        ];
        self.told(self.set_due(update, id, Some(now)), news).await
    }

    async fn told(&self, update: Update, mut news: Vec<Condition>) -> Result<Wrote, Error> {
        news.push(Condition::has(attribute::STATE));
        self.write_row(update.when(Condition::All(news))).await
    }

    async fn deliver(
        &self,
        id: &ConversationId,
        row: RowId,
        delivery: &Delivery,
        due: Option<Timestamp>,
        condition: Condition,
    ) -> Result<Wrote, Error> {
        let update = set_delivery(Update::of(self.keys.row(id, row)), delivery)?;
        self.write_row(self.set_due(update, id, due).when(condition)).await
    }

    pub(super) async fn write_row(&self, update: Update) -> Result<Wrote, Error> {
        match self.table.update(&update).await {
            Ok(()) => Ok(Wrote::Done),
            Err(TableError::ConditionFailed { current }) => {
                Ok(Wrote::Refused { current: current.as_ref().map(row_from).transpose()? })
            }
            Err(error) => Err(error.into()),
        }
    }
}

pub(super) fn in_states(states: &[&'static str]) -> Condition {
    Condition::Any(states.iter().map(|state| Condition::equals(attribute::STATE, *state)).collect())
}
