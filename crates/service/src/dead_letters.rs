//! Dead letters: webhooks that were proven and could not be read or routed. They are taken again by the same way that they
//! came.

use channels::{Posted, signing};
use domain::InboxId;
use store::{ArrivalId, DeadLetter, Error};

use crate::ingest::{Accepted, IngestError};
use crate::service::Service;
use crate::settings::InboxSettings;

/// What came of taking a dead letter again.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Replayed {
    /// Counts, as when it came.
    pub accepted: Accepted,
    /// What is still wrong with it; `None` if nothing is, and then the letter is gone.
    pub why: Option<String>,
}

/// Why a dead letter was not taken again. It is still there.
#[derive(Debug, thiserror::Error)]
pub enum ReplayError {
    /// There is no such letter.
    #[error("there is no such letter")]
    NoLetter,
    /// The inbox that it was posted to is no more, or its secrets are empty.
    #[error("the inbox that it was posted to is not in the settings any more")]
    NoInbox,
    /// The table failed; trying again helps.
    #[error("cannot reach the table")]
    Store(#[from] Error),
}

impl Service {
    /// Reads the newest dead letters of some inboxes, or the newest before one.
    ///
    /// # Errors
    ///
    /// If the table cannot be read.
    pub async fn dead_letters(
        &self,
        inboxes: &[InboxId],
        before: Option<&ArrivalId>,
        limit: u32,
    ) -> Result<Vec<DeadLetter>, Error> {
        let mut found = Vec::new();
        for inbox in inboxes {
            found.extend(self.store().dead_letters(inbox, before, limit, self.now()).await?);
        }
        found.sort_by(|a, b| b.id.cmp(&a.id));
        found.truncate(limit as usize);
        Ok(found)
    }

    /// Takes a dead letter again, as of when it came: whatever of it is kept already stays as it is, so that this is safe at
    /// any time and as often as one likes. A letter that can be read whole by now is gone afterwards.
    ///
    /// It was proven when it came. So that it passes the same door, the desk signs it with the inbox's own secrets: another
    /// account's part is taken only by an inbox that has the same ones.
    ///
    /// # Errors
    ///
    /// [`ReplayError`].
    pub async fn replay(&self, inbox: &InboxId, id: &ArrivalId) -> Result<Replayed, ReplayError> {
        let Some((_, raw)) = self.store().dead_letter(inbox, id, self.now()).await? else {
            return Err(ReplayError::NoLetter);
        };
        let settings = self.settings().inboxes.iter().find(|settings| settings.id == *inbox);
        let credentials = settings.and_then(InboxSettings::credentials).ok_or(ReplayError::NoInbox)?;
        let webhook = signing::signed(&credentials, &raw, id.at());
        let posted: Posted<'_> = webhook.posted();
        let (connection, channel) =
            self.called(credentials.kind(), inbox.as_str()).ok_or(ReplayError::NoInbox)?;
        let verified = channel.verify(posted.clone(), id.at()).map_err(|_| ReplayError::NoInbox)?;
        let (accepted, why) = match self.take(connection, channel, &verified, &posted, id.at()).await {
            Ok(taken) => {
                let why = taken.why();
                self.wake(taken.woken).await;
                (taken.accepted, (!taken.dead.is_empty()).then_some(why))
            }
            Err(IngestError::Store(error)) => return Err(error.into()),
            Err(refused) => (Accepted { dead: 1, ..Accepted::default() }, Some(refused.to_string())),
        };
        match &why {
            Some(why) => self.store().keep_buried(inbox, id, why).await?,
            None => self.store().unbury(inbox, id).await?,
        }
        Ok(Replayed { accepted, why })
    }
}
