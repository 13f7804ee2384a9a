//! The memos on a contact: one item beside the contact, so that a step does not read or write them.

use domain::{ContactId, Memos};

use super::{Error, Store, Version, count, document, written};
use crate::keys::attribute;

impl Store {
    /// Reads the memos on a contact, strongly consistent, with their version; none and no version if there never were any.
    ///
    /// # Errors
    ///
    /// [`Error::Table`], [`Error::Unreadable`].
    pub async fn memos(&self, contact: &ContactId) -> Result<(Memos, Option<Version>), Error> {
        let Some(item) = self.get(self.keys.memos(contact)).await? else {
            return Ok((Memos::default(), None));
        };
        Ok((document(&item, "memos")?, Some(count(&item, attribute::VERSION)?)))
    }

    /// Writes the memos on a contact.
    ///
    /// # Errors
    ///
    /// [`Error::Raced`] if the version is not the expected one; without one, if there are any.
    pub async fn put_memos(
        &self,
        contact: &ContactId,
        memos: &Memos,
        expected: Option<Version>,
    ) -> Result<Version, Error> {
        self.put_versioned(self.keys.memos(contact), written(memos, "memos")?, expected).await
    }
}
