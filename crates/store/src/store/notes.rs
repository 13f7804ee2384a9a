//! Small things that are remembered for a while: what is known of a visitor, an upload under way.

use domain::Timestamp;

use super::{Error, Store, text};
use crate::keys::attribute;
use crate::schema::EXPIRES_AT;
use crate::table::{Item, Put};

impl Store {
    /// Reads a note, strongly consistent, unless its time is over.
    ///
    /// # Errors
    ///
    /// [`Error::Table`], [`Error::Unreadable`].
    pub async fn note(&self, kind: &str, id: &str, now: Timestamp) -> Result<Option<String>, Error> {
        let Some(item) = self.get(self.keys.note(kind, id)).await? else { return Ok(None) };
        let over = item.number(EXPIRES_AT).is_some_and(|at| at <= now.as_seconds());
        if over { Ok(None) } else { Ok(Some(text(&item, attribute::DOC)?.to_owned())) }
    }

    /// Writes a note over the one before; the last writer wins.
    ///
    /// # Errors
    ///
    /// [`Error::Table`].
    pub async fn put_note(&self, kind: &str, id: &str, json: &str, until: Timestamp) -> Result<(), Error> {
        let item = Item::at(self.keys.note(kind, id)).with(attribute::DOC, json);
        Ok(self.table.put(&Put::of(item.with(EXPIRES_AT, until.as_seconds()))).await?)
    }
}
