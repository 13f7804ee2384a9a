//! Files that contacts sent: how far our copies of them have come.

use domain::{ConversationId, FileCopy, RowId, Timestamp};

use super::outbox::Wrote;
use super::{Error, Store, written};
use crate::keys::attribute;
use crate::table::{Condition, Update};

impl Store {
    /// Moves the copy of a row's file on, if it is still as it was read; `None` forgets that there was one. The deadline
    /// is when somebody must look at it again.
    ///
    /// Whoever claims, or records what came of a claim, asks for nothing else: a claim holds its token, so that no two
    /// are the same.
    ///
    /// # Errors
    ///
    /// [`Error::Table`]. After a lost answer read the row: it tells whether it was written.
    pub async fn move_file(
        &self,
        id: &ConversationId,
        row: RowId,
        from: &FileCopy,
        to: Option<&FileCopy>,
        due: Option<Timestamp>,
    ) -> Result<Wrote, Error> {
        let update = set_file(Update::of(self.keys.row(id, row)), to)?;
        let as_read = Condition::equals(attribute::FILE_MARK, from.mark());
        self.write_row(self.set_due(update, id, due).when(as_read)).await
    }
}

/// Writes how far a copy has come.
pub(super) fn set_file(update: Update, file: Option<&FileCopy>) -> Result<Update, Error> {
    Ok(match file {
        Some(file) => {
            update.set(attribute::FILE, written(file, "file")?).set(attribute::FILE_MARK, file.mark())
        }
        None => update.remove(attribute::FILE).remove(attribute::FILE_MARK),
    })
}
