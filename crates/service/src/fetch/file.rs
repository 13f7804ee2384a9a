//! Files that contacts sent: claimed, fetched, looked at, kept; and deleted when their author takes them back.

use std::time::Duration;

use channels::Channel;
use domain::{
    Body, ConversationId, FileCopy, FileFailure, Media, Row, RowId, StoredFile, Timestamp, hours, seconds,
};
use store::{Error, Wrote};

use super::{MAX_BYTES, Miss, kind};
use crate::seams::Ring;
use crate::service::Service;
use crate::worker::LEASE;

/// The longest wait between two attempts.
const MOST_WAIT: Duration = hours(1);

/// What came of moving a copy on.
enum Moved {
    /// It is written.
    Done,
    /// The copy is another one meanwhile, or there is none.
    Other(Option<FileCopy>),
}

impl Service {
    /// Fetches the file that a row tells of, or deletes our copy of it, if either is to be done now.
    ///
    /// # Errors
    ///
    /// If the table cannot be reached; it stays due.
    pub async fn fetch_file(&self, id: &ConversationId, row: RowId) -> Result<(), Error> {
        let Some(row) = self.store().row(id, row).await? else { return Ok(()) };
        let Some(as_read) = row.file.clone() else { return Ok(()) };
        let now = self.now();
        let attempts = match &as_read {
            FileCopy::Stored(_) | FileCopy::Failed { .. } => return Ok(()),
            FileCopy::Withdrawn { until } => return self.erase(id, row.id, &as_read, *until, now).await,
            FileCopy::Pending { not_before, .. } if *not_before > now => return Ok(()),
            FileCopy::Claimed { lease_until, token, .. }
                if *lease_until > now && !self.is_left_over(token) =>
            {
                return Ok(());
            }
            FileCopy::Pending { attempts, .. } | FileCopy::Claimed { attempts, .. } => attempts + 1,
        };
        let lease_until = now + LEASE;
        let claim = FileCopy::Claimed { attempts, token: self.claim_token(), lease_until };
        match self.moved(id, row.id, &as_read, Some(&claim), Some(lease_until)).await? {
            Moved::Done => {}
            Moved::Other(_) => return Ok(()),
        }
        let blob = FileCopy::blob(id, row.id);
        let copied = self.copied(&row, &blob, now).await;
        let (next, due) = self.after(id, &row, attempts, copied);
        match self.moved(id, row.id, &claim, Some(&next), due).await? {
            Moved::Done => self.plugs.bell.ring(Ring::Changed(id.clone())).await,
            // Taken back while we fetched: nobody else may know of what we have just kept.
            Moved::Other(None | Some(FileCopy::Withdrawn { .. })) => {
                self.delete(&blob).await;
            }
            // Our lease has ended, and somebody else fetches it under the same name.
            Moved::Other(Some(_)) => {}
        }
        Ok(())
    }

    /// Fetches a file whose claim we hold, and keeps it.
    async fn copied(&self, row: &Row, blob: &str, now: Timestamp) -> Result<StoredFile, Miss> {
        let (Body::Inbound { inbox, .. }, Some(media), Some(file)) =
            (&row.body, row.body.file(), row.body.provided_file())
        else {
            return Err(Miss::Never(FileFailure::Gone));
        };
        let channel = self.connection(inbox).and_then(|connection| connection.channel.as_deref());
        // The account was taken out of the settings, and may come back.
        let Some(channel) = channel else { return Err(Miss::Later(None)) };
        if now >= row.at() + channel.keeps_files_for() {
            return Err(Miss::Never(FileFailure::Expired));
        }
        self.copy(channel, media, file, blob).await
    }

    async fn copy(
        &self,
        channel: &dyn Channel,
        media: &Media,
        file: &str,
        blob: &str,
    ) -> Result<StoredFile, Miss> {
        self.prepared(channel).await?;
        let bytes = self.bytes_behind(channel, channel.file_call(file), MAX_BYTES).await?;
        let seen = kind::look(&bytes, media.kind).map_err(Miss::Never)?;
        self.plugs.blobs.put(blob, bytes).await.map_err(|error| {
            tracing::error!(%error, "cannot keep a file; it is fetched again");
            Miss::Later(None)
        })?;
        Ok(seen)
    }

    /// What follows an attempt, and when.
    fn after(
        &self,
        id: &ConversationId,
        row: &Row,
        attempts: u32,
        copied: Result<StoredFile, Miss>,
    ) -> (FileCopy, Option<Timestamp>) {
        let now = self.now();
        match copied {
            Ok(stored) => (FileCopy::Stored(stored), None),
            Err(Miss::Later(asked_ms)) => {
                let not_before = now + wait(attempts, asked_ms);
                tracing::info!(conversation = %id, row = %row.id, attempts, "a file cannot be fetched now");
                (FileCopy::Pending { attempts, not_before }, Some(not_before))
            }
            Err(Miss::Never(reason)) => {
                tracing::warn!(conversation = %id, row = %row.id, ?reason, "a file will not be fetched");
                (FileCopy::Failed { at: now, reason }, None)
            }
        }
    }

    /// Deletes our copy: at once, and once more when everybody is dead who may have been writing it.
    async fn erase(
        &self,
        id: &ConversationId,
        row: RowId,
        as_read: &FileCopy,
        until: Timestamp,
        now: Timestamp,
    ) -> Result<(), Error> {
        if !self.delete(&FileCopy::blob(id, row)).await {
            // It stays due.
            return Ok(());
        }
        let again = now < until;
        let (next, due) = if again { (Some(as_read), Some(until)) } else { (None, None) };
        self.moved(id, row, as_read, next, due).await?;
        Ok(())
    }

    async fn delete(&self, blob: &str) -> bool {
        let deleted = self.plugs.blobs.delete(blob).await;
        if let Err(error) = &deleted {
            tracing::error!(%error, "cannot delete a file");
        }
        deleted.is_ok()
    }

    /// Moves a copy on and makes sure of it when the answer is lost (F-11).
    async fn moved(
        &self,
        id: &ConversationId,
        row: RowId,
        from: &FileCopy,
        to: Option<&FileCopy>,
        due: Option<Timestamp>,
    ) -> Result<Moved, Error> {
        let current = match self.store().move_file(id, row, from, to, due).await {
            Ok(Wrote::Done) => return Ok(Moved::Done),
            Ok(Wrote::Refused { current }) => current,
            Err(error) if error.is_ambiguous() => self.store().row(id, row).await?,
            Err(error) => return Err(error),
        };
        let file = current.and_then(|row| row.file);
        Ok(if file.as_ref() == to { Moved::Done } else { Moved::Other(file) })
    }
}

/// How long to wait before the next attempt: what the provider asks for, else 1 s doubling up to an hour.
fn wait(attempts: u32, asked_ms: Option<u64>) -> Duration {
    let doubling = seconds(1 << attempts.saturating_sub(1).min(12)).min(MOST_WAIT);
    asked_ms.map_or(doubling, |ms| Duration::from_millis(ms).clamp(seconds(1), MOST_WAIT))
}
