//! Settings that are changed while the desk runs: JSON by section.

use domain::Timestamp;

use super::{Error, Store, Version, count, following, raced, text, versioned};
use crate::keys::{LIVE_PREFIX, attribute};
use crate::schema::Index;
use crate::table::{Item, Put, Query, Range, Reason, TableError};

/// A section that admins have changed.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct LiveSetting {
    /// Which section.
    pub section: String,
    /// What they made of it.
    pub json: String,
    /// Counts its changes.
    pub version: Version,
}

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

    /// Reads every section that admins have changed, in order of name.
    ///
    /// # Errors
    ///
    /// [`Error::Table`], [`Error::Unreadable`].
    pub async fn live_settings(&self) -> Result<Vec<LiveSetting>, Error> {
        let range = Range::BeginsWith(LIVE_PREFIX.to_owned());
        let items = self.drain(Query::of(Index::Base, self.keys.settings()).within(range)).await?;
        let section = |item: &Item| {
            Ok(LiveSetting {
                section: item.key.sk.strip_prefix(LIVE_PREFIX).unwrap_or_default().to_owned(),
                json: text(item, attribute::DOC)?.to_owned(),
                version: count(item, attribute::VERSION)?,
            })
        };
        items.iter().map(section).collect()
    }

    /// Changes a section, leaves a new mark by which every process notices, and appends to the audit trail, all in one
    /// transaction (INV-21). Returns the section's new version. `suffix` is as for [`audit`](Self::audit), and the mark.
    ///
    /// # Errors
    ///
    /// [`Error::Raced`] if the section's version is not the expected one; without one, if it was changed before.
    pub async fn change_live_setting(
        &self,
        section: &str,
        json: &str,
        expected: Option<Version>,
        audit: &str,
        now: Timestamp,
        suffix: &str,
    ) -> Result<Version, Error> {
        let change = versioned(self.keys.live_setting(section), json.to_owned(), expected);
        let mark = Put::of(Item::at(self.keys.settings_mark()).with(attribute::DOC, suffix));
        let writes = [change.into(), mark.into(), self.audit_write(audit, now, suffix)];
        match self.table.transact(&writes).await {
            Ok(()) => Ok(following(expected)),
            Err(TableError::Cancelled { reasons })
                if matches!(reasons.first(), Some(Reason::ConditionFailed { .. })) =>
            {
                Err(Error::Raced)
            }
            Err(error) => Err(raced(error)),
        }
    }
}
