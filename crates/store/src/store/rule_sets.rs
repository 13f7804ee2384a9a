//! Rule sets: immutable versions and one pointer (INV-15).

use domain::{RulesVersion, Timestamp};
use serde::{Deserialize, Serialize};

use super::{Error, Store, document, text, written};
use crate::keys::{RULES_VERSION_PREFIX, attribute, rules_files_prefix};
use crate::schema::Index;
use crate::table::{Check, Condition, Item, Put, Query, Range, Reason, TableError, Write};

/// A version of the rules, without its sources.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct RuleVersion {
    /// Which version.
    pub version: RulesVersion,
    /// What its author says about it.
    pub note: String,
    /// Who put it there: an operator's id, or a word such as `install`.
    pub by: String,
    /// When.
    pub at: Timestamp,
    /// The names of its files, in their order.
    pub files: Vec<String>,
}

/// A version of the rules with its sources.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct RuleSet {
    /// What is known about it.
    pub meta: RuleVersion,
    /// Name and source of each file, in the order of the names.
    pub files: Vec<(String, String)>,
}

/// Which version is in force.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct CurrentRules {
    /// The version in force.
    pub version: RulesVersion,
    /// The one before.
    pub previous: Option<RulesVersion>,
    /// Since when.
    pub at: Timestamp,
    /// Who published it.
    pub by: String,
}

/// Why rules were not published.
#[derive(Debug, thiserror::Error)]
pub enum RulesError {
    /// There is no such version.
    #[error("there is no rules version {0}")]
    NoSuchVersion(RulesVersion),
    /// The store failed, or somebody else published first ([`Error::Raced`]).
    #[error(transparent)]
    Store(#[from] Error),
}

impl Store {
    /// Stores a version. What is there already stays as it was, so it may be stored again.
    ///
    /// The version is named by its sources, and its description is written last: a version that can be seen is
    /// whole.
    ///
    /// # Errors
    ///
    /// [`Error::Table`]. Some files may be there then: store it again.
    pub async fn put_rules(
        &self,
        version: &RulesVersion,
        files: &[(String, String)],
        note: &str,
        by: &str,
        now: Timestamp,
    ) -> Result<(), Error> {
        for (file, source) in files {
            let item = Item::at(self.keys.rules_file(version, file)).with(attribute::DOC, source.as_str());
            self.put_if_absent(item).await?;
        }
        let mut names: Vec<String> = files.iter().map(|(file, _)| file.clone()).collect();
        names.sort();
        let meta = RuleVersion {
            version: version.clone(),
            note: note.to_owned(),
            by: by.to_owned(),
            at: now,
            files: names,
        };
        let doc = written(&meta, "rules version")?;
        self.put_if_absent(Item::at(self.keys.rules_version(version)).with(attribute::DOC, doc)).await
    }

    /// Reads a version with its sources.
    ///
    /// # Errors
    ///
    /// [`Error::Table`], [`Error::Unreadable`].
    pub async fn rules(&self, version: &RulesVersion) -> Result<Option<RuleSet>, Error> {
        let Some(meta) = self.get(self.keys.rules_version(version)).await? else { return Ok(None) };
        let prefix = rules_files_prefix(version);
        let query = Query::of(Index::Base, self.keys.all_rules()).within(Range::BeginsWith(prefix.clone()));
        let file = |item: &Item| {
            let name = item.key.sk.strip_prefix(&prefix).unwrap_or_default().to_owned();
            Ok((name, text(item, attribute::DOC)?.to_owned()))
        };
        let files = self.drain(query).await?.iter().map(file).collect::<Result<_, Error>>()?;
        Ok(Some(RuleSet { meta: document(&meta, "rules version")?, files }))
    }

    /// Reads which version is in force, strongly consistent.
    ///
    /// # Errors
    ///
    /// [`Error::Table`], [`Error::Unreadable`].
    pub async fn current_rules(&self) -> Result<Option<CurrentRules>, Error> {
        let item = self.get(self.keys.current_rules()).await?;
        item.map(|item| document(&item, "current rules")).transpose()
    }

    /// Puts a version in force, if the one in force is the expected one.
    ///
    /// # Errors
    ///
    /// See [`RulesError`].
    pub async fn publish_rules(
        &self,
        version: &RulesVersion,
        by: &str,
        now: Timestamp,
        expected: Option<&RulesVersion>,
    ) -> Result<(), RulesError> {
        let current = CurrentRules {
            version: version.clone(),
            previous: expected.cloned(),
            at: now,
            by: by.to_owned(),
        };
        let item = Item::at(self.keys.current_rules())
            .with(attribute::DOC, written(&current, "current rules")?)
            .with(attribute::VERSION, version.as_str());
        let unchanged = expected
            .map_or(Condition::Absent, |expected| Condition::equals(attribute::VERSION, expected.as_str()));
        let there = Check { key: self.keys.rules_version(version), condition: Condition::Present };
        let writes = [Write::from(there), Put::of(item).when(unchanged).into()];
        match self.table.transact(&writes).await {
            Ok(()) => Ok(()),
            Err(TableError::Cancelled { reasons }) => Err(match reasons.as_slice() {
                [Reason::ConditionFailed { .. }, _] => RulesError::NoSuchVersion(version.clone()),
                [_, Reason::ConditionFailed { .. }] => Error::Raced.into(),
                _ => Error::from(TableError::Cancelled { reasons }).into(),
            }),
            Err(error) => Err(Error::from(error).into()),
        }
    }

    /// Reads all versions, the newest first, without sources.
    ///
    /// # Errors
    ///
    /// [`Error::Table`], [`Error::Unreadable`].
    pub async fn rule_versions(&self) -> Result<Vec<RuleVersion>, Error> {
        let range = Range::BeginsWith(RULES_VERSION_PREFIX.to_owned());
        let items = self.drain(Query::of(Index::Base, self.keys.all_rules()).within(range)).await?;
        let read = |item| document(item, "rules version");
        let mut versions = items.iter().map(read).collect::<Result<Vec<RuleVersion>, _>>()?;
        versions.sort_by(|a, b| (b.at, &b.version).cmp(&(a.at, &a.version)));
        Ok(versions)
    }

    async fn put_if_absent(&self, item: Item) -> Result<(), Error> {
        match self.table.put(&Put::of(item).when(Condition::Absent)).await {
            Ok(()) | Err(TableError::ConditionFailed { .. }) => Ok(()),
            Err(error) => Err(error.into()),
        }
    }
}
