//! Contacts.

use domain::{Contact, ContactId};

use super::{Error, Store, Version, count, document, versioned, written};
use crate::keys::attribute;
use crate::schema::{DUE, DUE_AT};
use crate::table::{Item, Key, Put};

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
        self.put_known(self.contact_put(contact, expected)?, expected).await
    }

    /// The put of a contact: in the index `due` exactly while their profile is to be asked for.
    pub(super) fn contact_put(&self, contact: &Contact, expected: Option<Version>) -> Result<Put, Error> {
        let mut put = versioned(self.keys.contact(&contact.id), written(contact, "contact")?, expected);
        if let Some(due) = contact.profile.due {
            let shard = self.keys.due_of(&contact.id.conversation());
            put.item = put.item.with(DUE, shard).with(DUE_AT, due.to_string());
        }
        Ok(put)
    }
}

pub(super) fn contact_from(item: &Item) -> Result<(Contact, Version), Error> {
    Ok((document(item, "contact")?, count(item, attribute::VERSION)?))
}
