//! How operators like their console: one document each, which nothing but their own console reads.

use domain::OperatorId;

use super::{Error, Store, Version, count, text};
use crate::keys::attribute;

impl Store {
    /// Reads an operator's preferences, strongly consistent, with their version; `None` if there never were any.
    ///
    /// # Errors
    ///
    /// [`Error::Table`], [`Error::Unreadable`].
    pub async fn preferences(&self, operator: &OperatorId) -> Result<Option<(String, Version)>, Error> {
        let Some(item) = self.get(self.keys.preferences(operator)).await? else { return Ok(None) };
        Ok(Some((text(&item, attribute::DOC)?.to_owned(), count(&item, attribute::VERSION)?)))
    }

    /// Writes an operator's preferences, as JSON, and returns their new version.
    ///
    /// # Errors
    ///
    /// [`Error::Raced`] if the version is not the expected one; without one, if there are any.
    pub async fn put_preferences(
        &self,
        operator: &OperatorId,
        json: &str,
        expected: Option<Version>,
    ) -> Result<Version, Error> {
        self.put_versioned(self.keys.preferences(operator), json.to_owned(), expected).await
    }
}
