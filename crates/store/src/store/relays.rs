//! Webhooks that are still to be passed on to a second address (EXT-14), and those with which that was given up.

use std::time::Duration;

use domain::{InboxId, Timestamp};
use serde::{Deserialize, Serialize};

use super::bodies::{ArrivalId, is_over, size};
use super::{Error, Store, count, document, parsed, written};
use crate::keys::attribute;
use crate::schema::{DUE, DUE_AT, Index};
use crate::table::{Condition, Item, Query, TableError, Update};

/// How long one is kept, whether or not it could be passed on.
const KEPT_FOR: Duration = domain::hours(35 * 24);
/// One that nobody begins with for so long has lost its bell: the sweep rings.
const BEGUN_WITHIN: Duration = Duration::from_secs(10);

/// What is passed on beside the bytes.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct RelayHead {
    /// What stood after the question mark, where that is part of the proof.
    #[serde(default, skip_serializing_if = "String::is_empty")]
    pub query: String,
    /// Headers by their lower-case names.
    pub headers: Vec<(String, String)>,
}

/// A webhook to pass on.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Relay {
    /// Whose it is.
    pub inbox: InboxId,
    /// Its name.
    pub id: ArrivalId,
    /// What is passed on beside the bytes.
    pub head: RelayHead,
    /// Calls begun.
    pub attempts: u64,
    /// When the next call is due, or the one that goes on is taken for lost; `None` if it was given up.
    pub due_at: Option<Timestamp>,
    /// What went wrong last.
    pub why: Option<String>,
    /// How long it is, in bytes.
    pub size_bytes: usize,
}

impl Store {
    /// Keeps a webhook to pass on: one put, unless it is longer than 300 KB.
    ///
    /// # Errors
    ///
    /// [`Error::Table`], [`Error::Unwritable`].
    pub async fn keep_relay(
        &self,
        inbox: &InboxId,
        id: &ArrivalId,
        head: &RelayHead,
        raw: &[u8],
    ) -> Result<(), Error> {
        let item = Item::at(self.keys.relay(inbox, id))
            .with(attribute::DOC, written(head, "relay")?)
            .with(attribute::ATTEMPTS, 0)
            .with(DUE, self.keys.due_of_relay(id))
            .with(DUE_AT, (id.at() + BEGUN_WITHIN).to_string());
        self.put_with_body(item, raw, id.at() + KEPT_FOR).await
    }

    /// Reads one and its bytes, strongly consistent.
    ///
    /// # Errors
    ///
    /// [`Error::Table`], [`Error::Unreadable`].
    pub async fn relay(
        &self,
        inbox: &InboxId,
        id: &ArrivalId,
        now: Timestamp,
    ) -> Result<Option<(Relay, Vec<u8>)>, Error> {
        let item = self.get(self.keys.relay(inbox, id)).await?.filter(|item| !is_over(item, now));
        let Some(item) = item else { return Ok(None) };
        let Some(relay) = relay_from(inbox, &item)? else { return Ok(None) };
        Ok(Some((relay, self.body_of(&item).await?)))
    }

    /// Reads the newest of an inbox, or the newest before one; without their bytes.
    ///
    /// # Errors
    ///
    /// [`Error::Table`], [`Error::Unreadable`].
    pub async fn relays(
        &self,
        inbox: &InboxId,
        before: Option<&ArrivalId>,
        limit: u32,
        now: Timestamp,
    ) -> Result<Vec<Relay>, Error> {
        let query = Query::of(Index::Base, self.keys.relays(inbox)).descending();
        let items = self.newest(query, before, limit, now).await?;
        items.iter().filter_map(|item| relay_from(inbox, item).transpose()).collect()
    }

    /// Begins a call, if it is as it was read: counts it, and makes it due again for when the call is taken for lost.
    ///
    /// # Errors
    ///
    /// [`Error::Table`].
    pub async fn begin_relay(&self, relay: &Relay, until: Timestamp) -> Result<bool, Error> {
        let update = self.unchanged(relay, relay.attempts).set(DUE_AT, until.to_string());
        self.wrote(update.set(attribute::ATTEMPTS, super::number(relay.attempts + 1))).await
    }

    /// Writes down that a call begun by [`begin_relay`](Self::begin_relay) did not succeed: it is due again then, or given up.
    ///
    /// # Errors
    ///
    /// [`Error::Table`].
    pub async fn relay_failed(
        &self,
        relay: &Relay,
        why: &str,
        again: Option<Timestamp>,
    ) -> Result<bool, Error> {
        let update = self.unchanged(relay, relay.attempts + 1).set(attribute::WHY, why);
        self.wrote(match again {
            Some(at) => update.set(DUE_AT, at.to_string()),
            None => update.remove(DUE).remove(DUE_AT),
        })
        .await
    }

    /// Begins anew with one that was given up; says whether it was.
    ///
    /// # Errors
    ///
    /// [`Error::Table`].
    pub async fn revive_relay(&self, inbox: &InboxId, id: &ArrivalId, now: Timestamp) -> Result<bool, Error> {
        let given_up = Condition::All(vec![Condition::has(attribute::RAW), Condition::has_not(DUE)]);
        let update = Update::of(self.keys.relay(inbox, id))
            .set(attribute::ATTEMPTS, 0)
            .set(DUE, self.keys.due_of_relay(id))
            .set(DUE_AT, (now + BEGUN_WITHIN).to_string());
        self.wrote(update.when(given_up)).await
    }

    /// Forgets one that was passed on; fine if it is gone.
    ///
    /// # Errors
    ///
    /// [`Error::Table`].
    pub async fn end_relay(&self, relay: &Relay) -> Result<(), Error> {
        self.delete_with_body(self.keys.relay(&relay.inbox, &relay.id)).await
    }

    fn unchanged(&self, relay: &Relay, attempts: u64) -> Update {
        let same = Condition::equals(attribute::ATTEMPTS, super::number(attempts));
        Update::of(self.keys.relay(&relay.inbox, &relay.id))
            .when(Condition::All(vec![same, Condition::has(DUE)]))
    }

    async fn wrote(&self, update: Update) -> Result<bool, Error> {
        match self.table.update(&update).await {
            Ok(()) => Ok(true),
            Err(TableError::ConditionFailed { .. }) => Ok(false),
            Err(error) => Err(error.into()),
        }
    }
}

fn relay_from(inbox: &InboxId, item: &Item) -> Result<Option<Relay>, Error> {
    let Some(id) = ArrivalId::of_sk(&item.key.sk) else { return Ok(None) };
    Ok(Some(Relay {
        inbox: inbox.clone(),
        id,
        head: document(item, "relay")?,
        attempts: count(item, attribute::ATTEMPTS)?,
        due_at: item.text(DUE_AT).map(|at| parsed(at, "time")).transpose()?,
        why: item.text(attribute::WHY).map(str::to_owned),
        size_bytes: size(item),
    }))
}
