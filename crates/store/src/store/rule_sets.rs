//! Rule sets: immutable versions and one pointer (INV-15).

use domain::{RulesVersion, Timestamp};
use serde::{Deserialize, Serialize};

use super::{Error, Store, document, text, written};
use crate::keys::{CASES, RULES_LOG_PREFIX, attribute, past, rules_files_prefix};
use crate::schema::Index;
use crate::table::{Check, Condition, Item, Key, Put, Query, Range, Reason, TableError, Write};

/// A version of the rules, without its sources.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct RuleVersion {
    /// Which version.
    pub version: RulesVersion,
    /// What its author says about it.
    pub note: String,
    /// Who put it there: an operator's id, or a word such as `folder`.
    pub by: String,
    /// When.
    pub at: Timestamp,
    /// The names of its files, in their order.
    pub files: Vec<String>,
    /// The names of the files of its cases, in their order.
    #[serde(default)]
    pub cases: Vec<String>,
}

/// A version of the rules with its sources.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct RuleSet {
    /// What is known about it.
    pub meta: RuleVersion,
    /// Name and source of each file, in the order of the names.
    pub files: Vec<(String, String)>,
    /// Name and text of each file of its cases, in the order of the names.
    pub cases: Vec<(String, String)>,
}

/// How a version came into force.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum CameBy {
    /// Somebody published it.
    #[default]
    Publishing,
    /// Somebody went back to it.
    RollingBack,
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
    /// Who put it in force: an operator's id, or a word such as `folder`.
    pub by: String,
    /// Why, in their words; may be empty.
    #[serde(default)]
    pub note: String,
    /// Whether it was published or gone back to.
    #[serde(default)]
    pub came_by: CameBy,
}

/// What a process looks at again and again, to follow what was changed elsewhere.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Pointers {
    /// The version of the rules in force.
    pub current: Option<CurrentRules>,
    /// The candidate that runs beside it.
    pub shadow: Option<ShadowRules>,
    /// The mark of the last change of the live settings; none as long as there was none.
    pub settings: Option<String>,
}

/// A candidate that runs beside the rules in force.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct ShadowRules {
    /// Which version.
    pub version: RulesVersion,
    /// Since when. Together with the version it names the run: what was counted for another run does not mix in.
    pub since: Timestamp,
    /// Who began it: an operator's id.
    pub by: String,
}

/// Some versions, the newest first.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct RuleVersions {
    /// The versions.
    pub versions: Vec<RuleVersion>,
    /// Where to go on; nothing at the end.
    pub next: Option<RuleVersionsCursor>,
}

/// A place in the list of versions. What leaves the service is authenticated first (SEC-32).
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(transparent)]
pub struct RuleVersionsCursor(String);

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
    /// whole. `set.meta` names the files; `at` and `by` are those of whoever stored it first.
    ///
    /// # Errors
    ///
    /// [`Error::Table`]. Some files may be there then: store it again.
    pub async fn put_rules(&self, set: &RuleSet) -> Result<(), Error> {
        let version = &set.meta.version;
        if self.rule_version(version).await?.is_some() {
            return Ok(());
        }
        let files = set.files.iter().map(|(name, text)| (self.keys.rules_file(version, name), text));
        let cases = set.cases.iter().map(|(name, text)| (self.keys.rules_cases(version, name), text));
        for (key, text) in files.chain(cases) {
            self.put_if_absent(Item::at(key).with(attribute::DOC, text.as_str())).await?;
        }
        let doc = written(&set.meta, "rules version")?;
        let logged = self.keys.rules_log(set.meta.at, version);
        let both = [self.keys.rules_version(version), logged].map(|key| {
            Write::from(Put::of(Item::at(key).with(attribute::DOC, doc.clone())).when(Condition::Absent))
        });
        match self.table.transact(&both).await {
            // Somebody else stored the very same at this moment.
            Err(TableError::Cancelled { reasons }) if reasons.iter().any(Reason::is_condition) => Ok(()),
            other => Ok(other?),
        }
    }

    /// Reads what is known about a version, without its sources.
    ///
    /// # Errors
    ///
    /// [`Error::Table`], [`Error::Unreadable`].
    pub async fn rule_version(&self, version: &RulesVersion) -> Result<Option<RuleVersion>, Error> {
        let item = self.get(self.keys.rules_version(version)).await?;
        item.map(|item| document(&item, "rules version")).transpose()
    }

    /// Reads a version with its sources.
    ///
    /// # Errors
    ///
    /// [`Error::Table`], [`Error::Unreadable`].
    pub async fn rules(&self, version: &RulesVersion) -> Result<Option<RuleSet>, Error> {
        let Some(meta) = self.rule_version(version).await? else { return Ok(None) };
        let mut set = RuleSet { meta, files: Vec::new(), cases: Vec::new() };
        let prefix = rules_files_prefix(version);
        let query = Query::of(Index::Base, self.keys.all_rules()).within(Range::BeginsWith(prefix.clone()));
        for item in self.drain(query).await? {
            let name = item.key.sk.strip_prefix(&prefix).unwrap_or_default();
            let (list, name) = match name.strip_prefix(CASES) {
                Some(name) => (&mut set.cases, name),
                None => (&mut set.files, name),
            };
            list.push((name.to_owned(), text(&item, attribute::DOC)?.to_owned()));
        }
        Ok(Some(set))
    }

    /// Reads which version is in force, strongly consistent.
    ///
    /// # Errors
    ///
    /// [`Error::Table`], [`Error::Unreadable`].
    pub async fn current_rules(&self) -> Result<Option<CurrentRules>, Error> {
        Ok(self.pointers().await?.current)
    }

    /// Reads every pointer, strongly consistent, in one call.
    ///
    /// # Errors
    ///
    /// [`Error::Table`], [`Error::Unreadable`].
    pub async fn pointers(&self) -> Result<Pointers, Error> {
        let keys = [self.keys.current_rules(), self.keys.shadow_rules(), self.keys.settings_mark()];
        let mut found = self.table.get(&keys).await?.into_iter();
        let (current, shadow) = (found.next().flatten(), found.next().flatten());
        let mark = found.next().flatten();
        Ok(Pointers {
            current: current.map(|item| document(&item, "current rules")).transpose()?,
            shadow: shadow.map(|item| document(&item, "shadow rules")).transpose()?,
            settings: mark.map(|item| text(&item, attribute::DOC).map(str::to_owned)).transpose()?,
        })
    }

    /// Puts a version in force, if the one in force is `to.previous`, and appends to the audit trail in the same
    /// transaction (INV-21). `suffix` is as for [`audit`](Self::audit).
    ///
    /// # Errors
    ///
    /// See [`RulesError`].
    pub async fn publish_rules(
        &self,
        to: &CurrentRules,
        audit: &str,
        suffix: &str,
    ) -> Result<(), RulesError> {
        let item = Item::at(self.keys.current_rules())
            .with(attribute::DOC, written(to, "current rules")?)
            .with(attribute::VERSION, to.version.as_str());
        let unchanged = to
            .previous
            .as_ref()
            .map_or(Condition::Absent, |previous| Condition::equals(attribute::VERSION, previous.as_str()));
        let writes = [
            self.is_there(&to.version),
            Put::of(item).when(unchanged).into(),
            self.audit_write(audit, to.at, suffix),
        ];
        self.move_pointer(&writes, &to.version).await
    }

    /// Lets a version run beside the one in force, and appends to the audit trail in the same transaction.
    ///
    /// # Errors
    ///
    /// See [`RulesError`].
    pub async fn begin_shadow(
        &self,
        shadow: &ShadowRules,
        audit: &str,
        suffix: &str,
    ) -> Result<(), RulesError> {
        let item = Item::at(self.keys.shadow_rules())
            .with(attribute::DOC, written(shadow, "shadow rules")?)
            .with(attribute::VERSION, shadow.version.as_str());
        let writes = [
            self.is_there(&shadow.version),
            Put::of(item).into(),
            self.audit_write(audit, shadow.since, suffix),
        ];
        self.move_pointer(&writes, &shadow.version).await
    }

    /// Lets no version run beside the one in force any more. What was counted can still be read.
    ///
    /// # Errors
    ///
    /// [`Error::Table`].
    pub async fn end_shadow(&self, audit: &str, now: Timestamp, suffix: &str) -> Result<(), Error> {
        let gone = crate::table::Delete::of(self.keys.shadow_rules());
        Ok(self.table.transact(&[gone.into(), self.audit_write(audit, now, suffix)]).await?)
    }

    /// Reads what was counted in the last shadow run, and its version for [`put_shadow_report`](Self::put_shadow_report).
    ///
    /// # Errors
    ///
    /// [`Error::Table`], [`Error::Unreadable`].
    pub async fn shadow_report(&self) -> Result<Option<(String, super::Version)>, Error> {
        let Some(item) = self.get(self.keys.shadow_report()).await? else { return Ok(None) };
        Ok(Some((text(&item, attribute::DOC)?.to_owned(), super::count(&item, attribute::VERSION)?)))
    }

    /// Writes what was counted in a shadow run, as JSON of ids and words of ours.
    ///
    /// # Errors
    ///
    /// [`Error::Raced`] if the version is not the expected one; without one, if there is a report.
    pub async fn put_shadow_report(
        &self,
        json: &str,
        expected: Option<super::Version>,
    ) -> Result<super::Version, Error> {
        self.put_versioned(self.keys.shadow_report(), json.to_owned(), expected).await
    }

    /// Reads some versions, the newest first, without sources.
    ///
    /// # Errors
    ///
    /// [`Error::Table`], [`Error::Unreadable`].
    pub async fn rule_versions(
        &self,
        after: Option<&RuleVersionsCursor>,
        limit: u32,
    ) -> Result<RuleVersions, Error> {
        let high = after.map_or_else(|| past(RULES_LOG_PREFIX), |RuleVersionsCursor(place)| place.clone());
        let range = Range::Between(RULES_LOG_PREFIX.to_owned(), high);
        let query = Query::of(Index::Base, self.keys.all_rules()).within(range).descending();
        // The place itself is included by the table and left out here; one more tells whether there is more.
        let mut left = limit.saturating_add(1 + u32::from(after.is_some()));
        let (mut items, mut query) = (Vec::new(), query.limit(left));
        while left > 0 {
            let page = self.table.query(&query).await?;
            left = left.saturating_sub(u32::try_from(page.items.len()).unwrap_or(u32::MAX));
            items.extend(page.items);
            let Some(next) = page.next else { break };
            query.after = Some(next);
        }
        items.retain(|item| after.is_none_or(|RuleVersionsCursor(place)| item.key.sk != *place));
        let more = items.len() > limit as usize;
        items.truncate(limit as usize);
        let next = items.last().filter(|_| more).map(|item| RuleVersionsCursor(item.key.sk.clone()));
        let versions = items.iter().map(|item| document(item, "rules version")).collect::<Result<_, _>>()?;
        Ok(RuleVersions { versions, next })
    }

    /// Finds the version whose name begins like this; `None` if there is none or several.
    ///
    /// # Errors
    ///
    /// [`Error::Table`].
    pub async fn rule_version_named(&self, beginning: &str) -> Result<Option<RulesVersion>, Error> {
        let Key { pk, sk } = self.keys.rules_version_prefix(beginning);
        let query = Query::of(Index::Base, pk).within(Range::BeginsWith(sk)).limit(2);
        let page = self.table.query(&query).await?;
        let [item] = page.items.as_slice() else { return Ok(None) };
        let meta: RuleVersion = document(item, "rules version")?;
        Ok(Some(meta.version))
    }

    fn is_there(&self, version: &RulesVersion) -> Write {
        Check { key: self.keys.rules_version(version), condition: Condition::Present }.into()
    }

    async fn move_pointer(&self, writes: &[Write], version: &RulesVersion) -> Result<(), RulesError> {
        match self.table.transact(writes).await {
            Ok(()) => Ok(()),
            Err(TableError::Conflict) => Err(Error::Raced.into()),
            Err(TableError::Cancelled { reasons }) => Err(match reasons.as_slice() {
                [Reason::ConditionFailed { .. }, ..] => RulesError::NoSuchVersion(version.clone()),
                [_, Reason::ConditionFailed { .. }, ..] => Error::Raced.into(),
                _ => Error::from(TableError::Cancelled { reasons }).into(),
            }),
            Err(error) => Err(Error::from(error).into()),
        }
    }

    async fn put_if_absent(&self, item: Item) -> Result<(), Error> {
        match self.table.put(&Put::of(item).when(Condition::Absent)).await {
            Ok(()) | Err(TableError::ConditionFailed { .. }) => Ok(()),
            Err(error) => Err(error.into()),
        }
    }
}
