//! Contacts.

use domain::{Contact, ContactId};

use super::{Error, Store, Version, count, document, written};
use crate::keys::attribute;
use crate::table::{Item, Key};

impl Store {
    /// Reads a contact, strongly consistent, with their version.
    ///
    /// # Errors
    ///
    /// [`Error::Table`], [`Error::Unreadable`].
    pub async fn contact(&self, id: &ContactId) -> Result<Option<(Contact, Version)>, Error> {
        self.get(self.keys.contact(id)).await?.as_ref().map(contact_from).transpose()
    }

    /// Reads some contacts, strongly consistent, in the order asked; those that do not exist are left out.
    ///
    /// # Errors
    ///
    /// As [`contact`](Self::contact).
    pub async fn contacts(&self, ids: &[ContactId]) -> Result<Vec<Contact>, Error> {
        let keys: Vec<Key> = ids.iter().map(|id| self.keys.contact(id)).collect();
        self.table.get(&keys).await?.iter().flatten().map(|item| document(item, "contact")).collect()
    }

    /// Writes a contact and returns the new version.
    ///
    /// # Errors
    ///
    /// [`Error::Raced`] if the version is not the expected one; without one, if the contact is there.
    pub async fn put_contact(&self, contact: &Contact, expected: Option<Version>) -> Result<Version, Error> {
        self.put_versioned(self.keys.contact(&contact.id), written(contact, "contact")?, expected).await
    }
}

pub(super) fn contact_from(item: &Item) -> Result<(Contact, Version), Error> {
    Ok((document(item, "contact")?, count(item, attribute::VERSION)?))
}
