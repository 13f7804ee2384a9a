//! Webhooks that were proven and could not be read or routed: kept whole, so that an admin can look at them and have them
//! taken again.

use domain::{InboxId, Timestamp};

use super::bodies::{ArrivalId, is_over, size};
use super::{Error, Store};
use crate::keys::attribute;
use crate::schema::Index;
use crate::table::{Condition, Item, Query, Range, TableError, Update};

/// How long a dead letter is kept. What was done once is remembered for longer, so that taking it again is always safe.
const KEPT_FOR: std::time::Duration = domain::hours(35 * 24);

/// A webhook that could not be read.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct DeadLetter {
    /// To whom it was posted.
    pub inbox: InboxId,
    /// Its name.
    pub id: ArrivalId,
    /// What is wrong with it; holds nothing of what it says.
    pub why: String,
    /// How long it is, in bytes.
    pub size_bytes: usize,
}

impl Store {
    /// Keeps a webhook that cannot be read: one put, unless it is longer than 300 KB.
    ///
    /// # Errors
    ///
    /// [`Error::Table`].
    pub async fn bury(&self, inbox: &InboxId, id: &ArrivalId, raw: &[u8], why: &str) -> Result<(), Error> {
        let item = Item::at(self.keys.dead_letter(inbox, id)).with(attribute::WHY, why);
        self.put_with_body(item, raw, id.at() + KEPT_FOR).await
    }

    /// Reads the newest dead letters of an inbox, or the newest before one; without their bytes.
    ///
    /// # Errors
    ///
    /// [`Error::Table`].
    pub async fn dead_letters(
        &self,
        inbox: &InboxId,
        before: Option<&ArrivalId>,
        limit: u32,
        now: Timestamp,
    ) -> Result<Vec<DeadLetter>, Error> {
        let query = Query::of(Index::Base, self.keys.dead_letters(inbox)).descending();
        let items = self.newest(query, before, limit, now).await?;
        Ok(items.iter().filter_map(|item| letter(inbox, item)).collect())
    }

    /// Reads a dead letter and its bytes.
    ///
    /// # Errors
    ///
    /// [`Error::Table`].
    pub async fn dead_letter(
        &self,
        inbox: &InboxId,
        id: &ArrivalId,
        now: Timestamp,
    ) -> Result<Option<(DeadLetter, Vec<u8>)>, Error> {
        let item = self.get(self.keys.dead_letter(inbox, id)).await?.filter(|item| !is_over(item, now));
        let Some(item) = item else { return Ok(None) };
        let Some(letter) = letter(inbox, &item) else { return Ok(None) };
        Ok(Some((letter, self.body_of(&item).await?)))
    }

    /// Writes down what is wrong with a letter now, if it is still there.
    ///
    /// # Errors
    ///
    /// [`Error::Table`].
    pub async fn keep_buried(&self, inbox: &InboxId, id: &ArrivalId, why: &str) -> Result<(), Error> {
        let update = Update::of(self.keys.dead_letter(inbox, id)).set(attribute::WHY, why);
        match self.table.update(&update.when(Condition::has(attribute::RAW))).await {
            Ok(()) | Err(TableError::ConditionFailed { .. }) => Ok(()),
            Err(error) => Err(error.into()),
        }
    }

    /// Throws a letter away; fine if it is gone.
    ///
    /// # Errors
    ///
    /// [`Error::Table`].
    pub async fn unbury(&self, inbox: &InboxId, id: &ArrivalId) -> Result<(), Error> {
        self.delete_with_body(self.keys.dead_letter(inbox, id)).await
    }

    /// Reads the newest items whose time is not over, whatever a page holds.
    pub(super) async fn newest(
        &self,
        query: Query,
        before: Option<&ArrivalId>,
        limit: u32,
        now: Timestamp,
    ) -> Result<Vec<Item>, Error> {
        let mut query = query.limit(limit);
        if let Some(before) = before {
            query = query.within(Range::Less(before.sk()));
        }
        let mut found: Vec<Item> = Vec::new();
        loop {
            let page = self.table.query(&query).await?;
            found.extend(page.items.into_iter().filter(|item| !is_over(item, now)));
            if found.len() >= limit as usize || page.next.is_none() {
                found.truncate(limit as usize);
                return Ok(found);
            }
            query.after = page.next;
        }
    }
}

fn letter(inbox: &InboxId, item: &Item) -> Option<DeadLetter> {
    Some(DeadLetter {
        inbox: inbox.clone(),
        id: ArrivalId::of_sk(&item.key.sk)?,
        why: item.text(attribute::WHY).unwrap_or_default().to_owned(),
        size_bytes: size(item),
    })
}
