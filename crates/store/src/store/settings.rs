//! Settings that people change while the desk runs: JSON by section.

use super::{Error, Store, Version, count, text};
use crate::keys::attribute;

impl Store {
    /// Reads a section, strongly consistent, with its version.
    ///
    /// # Errors
    ///
    /// [`Error::Table`], [`Error::Unreadable`].
    pub async fn setting(&self, section: &str) -> Result<Option<(String, Version)>, Error> {
        let Some(item) = self.get(self.keys.setting(section)).await? else { return Ok(None) };
        Ok(Some((text(&item, attribute::DOC)?.to_owned(), count(&item, attribute::VERSION)?)))
    }

    /// Writes a section and returns its new version.
    ///
    /// # Errors
    ///
    /// [`Error::Raced`] if the version is not the expected one; without one, if the section is there.
    pub async fn put_setting(
        &self,
        section: &str,
        json: &str,
        expected: Option<Version>,
    ) -> Result<Version, Error> {
        self.put_versioned(self.keys.setting(section), json.to_owned(), expected).await
    }
}
