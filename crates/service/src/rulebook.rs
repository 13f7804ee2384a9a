//! The rule set in force, and how it changes: publishing moves one pointer, and so does going back (INV-15).

use std::sync::{Arc, LazyLock, Mutex};

use arc_swap::ArcSwapOption;
use domain::RulesVersion;
use rules::{Diagnostic, Report, RuleSet, Source};
use store::{CameBy, CurrentRules, Pointers, RuleVersion, RulesError};

use crate::draft::{Checked, Draft, DraftError};
use crate::seams;
use crate::service::Service;
use crate::shadow::Shadows;

/// The longest note in characters.
pub const NOTE_CHARS: usize = 500;

/// What is in force before anything is. A function that asks no rules does not carry their engine.
#[allow(clippy::expect_used, reason = "where nothing is written nothing is wrong")]
static NOTHING: LazyLock<Arc<RuleSet>> =
    LazyLock::new(|| Arc::new(RuleSet::compile(&[]).expect("no rules compile")));

/// The rule set in force in this process. Changing it never disturbs a step under way (INV-15).
#[derive(Default)]
pub(crate) struct Rulebook {
    current: ArcSwapOption<RuleSet>,
    /// A version that the table names and that does not compile here: not to be tried with every bell.
    broken: Mutex<Option<RulesVersion>>,
    pub shadows: Shadows,
}

impl Rulebook {
    pub fn current(&self) -> Arc<RuleSet> {
        self.current.load_full().unwrap_or_else(|| NOTHING.clone())
    }

    pub fn put(&self, rules: RuleSet) -> RulesVersion {
        let version = domain::Rules::version(&rules).clone();
        self.current.store(Some(Arc::new(rules)));
        version
    }

    fn is_broken(&self, version: &RulesVersion) -> bool {
        self.broken.lock().is_ok_and(|broken| broken.as_ref() == Some(version))
    }
}

/// Who changes the rules, and what they know and say.
#[derive(Debug, Clone, Copy)]
pub struct By<'a> {
    /// An operator's id, or a word such as `folder`.
    pub who: &'a str,
    /// Why, in their words; may be empty, at most [`NOTE_CHARS`].
    pub note: &'a str,
    /// The version that they saw in force; if another one is, nothing changes. Without one, whatever is in force gives
    /// way.
    pub expected: Option<&'a RulesVersion>,
}

/// What came of publishing or going back.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Published {
    /// The version in force.
    pub version: RulesVersion,
    /// The one that gave way; the same one if it was in force already.
    pub previous: Option<RulesVersion>,
    /// Whether anything changed.
    pub changed: bool,
}

/// Why rules were not published.
#[derive(Debug, thiserror::Error)]
pub enum PublishError {
    /// They do not compile; the set in force stays.
    #[error("the rules have {} mistake(s); the rules in force stay as they are", .0.len())]
    Broken(Vec<Diagnostic>),
    /// They compile, but not all of their cases come out as expected; the set in force stays.
    #[error("{} of {} cases failed; the rules in force stay as they are", red(.0), .0.cases.len())]
    Red(Report),
    /// Another version is in force than the author saw.
    #[error("the rules in force are not those that you saw: {} put {} in force", .0.by, .0.version)]
    Moved(Box<CurrentRules>),
    /// There is no such version.
    #[error("there is no rules version {0}")]
    NoSuchVersion(String),
    /// There is no version before the one in force.
    #[error("no rules were in force before these")]
    NothingBefore,
    /// Another check takes long; trying again helps.
    #[error("another check is running")]
    Busy,
    /// The check itself failed.
    #[error("the check failed")]
    Failed(#[source] tokio::task::JoinError),
    /// The table did not take them; or somebody else published at this moment.
    #[error("cannot keep the rules")]
    Store(#[from] store::Error),
}

/// Checks a draft and plays its cases.
async fn passing(draft: Draft) -> Result<Checked, PublishError> {
    let checked = draft.check().await?;
    if checked.report.passed() { Ok(checked) } else { Err(PublishError::Red(checked.report)) }
}

/// Refuses whoever saw another version in force.
fn unmoved(by: &By<'_>, current: &CurrentRules) -> Result<(), PublishError> {
    match by.expected {
        Some(expected) if *expected != current.version => Err(PublishError::Moved(Box::new(current.clone()))),
        _ => Ok(()),
    }
}

fn red(report: &Report) -> usize {
    report.cases.iter().filter(|case| !case.failures.is_empty()).count()
}

impl From<DraftError> for PublishError {
    fn from(error: DraftError) -> Self {
        match error {
            DraftError::Broken(found) => Self::Broken(found),
            DraftError::Busy => Self::Busy,
            DraftError::Failed(error) => Self::Failed(error),
        }
    }
}

impl From<RulesError> for PublishError {
    fn from(error: RulesError) -> Self {
        match error {
            RulesError::NoSuchVersion(version) => Self::NoSuchVersion(version.to_string()),
            RulesError::Store(error) => Self::Store(error),
        }
    }
}

impl Service {
    /// Checks a draft, plays its cases, keeps it as an immutable version and puts it in force, here and for every other
    /// process.
    ///
    /// # Errors
    ///
    /// [`PublishError::Broken`] with every mistake, its file, line, column and a hint; [`PublishError::Red`] with the
    /// cases that failed. Whatever the error, the set in force stays.
    pub async fn publish_rules(&self, draft: Draft, by: &By<'_>) -> Result<Published, PublishError> {
        let checked = passing(draft.clone()).await?;
        let version = domain::Rules::version(&checked.rules).clone();
        // Nothing is kept of what comes too late.
        let current = self.store().current_rules().await?;
        if let Some(current) = current.filter(|current| current.version != version) {
            unmoved(by, &current)?;
        }
        self.keep_draft(draft, &version, by).await?;
        self.put_in_force(version, Some(checked.rules), by, CameBy::Publishing).await
    }

    /// Checks a draft, plays its cases, and keeps it as an immutable version without putting it in force.
    ///
    /// # Errors
    ///
    /// As [`publish_rules`](Self::publish_rules).
    pub async fn keep_rules(&self, draft: Draft, by: &By<'_>) -> Result<Checked, PublishError> {
        let checked = passing(draft.clone()).await?;
        self.keep_draft(draft, domain::Rules::version(&checked.rules), by).await?;
        Ok(checked)
    }

    async fn keep_draft(
        &self,
        draft: Draft,
        version: &RulesVersion,
        by: &By<'_>,
    ) -> Result<(), PublishError> {
        let files = |list: &[Source]| {
            let mut files: Vec<_> =
                list.iter().map(|source| (source.file.clone(), source.text.clone())).collect();
            files.sort();
            files
        };
        let (files, cases) = (files(&draft.rules), files(&draft.cases));
        let names = |files: &[(String, String)]| files.iter().map(|(name, _)| name.clone()).collect();
        let meta = RuleVersion {
            version: version.clone(),
            note: domain::cut(by.note, NOTE_CHARS),
            by: by.who.to_owned(),
            at: self.now(),
            files: names(&files),
            cases: names(&cases),
        };
        Ok(self.store().put_rules(&store::RuleSet { meta, files, cases }).await?)
    }

    /// Puts an older version in force again; without a version, the one before the one in force. Its cases are not
    /// played again: they were green when it was published, and going back must not take long.
    ///
    /// # Errors
    ///
    /// [`PublishError::NoSuchVersion`], [`PublishError::NothingBefore`]; [`PublishError::Broken`] if it does not compile
    /// any more.
    pub async fn roll_back_rules(
        &self,
        to: Option<&RulesVersion>,
        by: &By<'_>,
    ) -> Result<Published, PublishError> {
        let to = if let Some(to) = to {
            to.clone()
        } else {
            let current = self.store().current_rules().await?;
            current.and_then(|current| current.previous).ok_or(PublishError::NothingBefore)?
        };
        let rules = self.compiled(&to).await?;
        self.put_in_force(to, Some(rules), by, CameBy::RollingBack).await
    }

    /// Reads a version and compiles it.
    ///
    /// # Errors
    ///
    /// [`PublishError::NoSuchVersion`]; [`PublishError::Broken`] if it does not compile any more.
    pub async fn compiled(&self, version: &RulesVersion) -> Result<RuleSet, PublishError> {
        let draft = self.draft_of(version).await?;
        let draft = Draft { cases: Vec::new(), ..draft };
        Ok(draft.check().await?.rules.named(version.clone()))
    }

    /// Reads the sources and cases of a version.
    ///
    /// # Errors
    ///
    /// [`PublishError::NoSuchVersion`].
    pub async fn draft_of(&self, version: &RulesVersion) -> Result<Draft, PublishError> {
        let Some(set) = self.store().rules(version).await? else {
            return Err(PublishError::NoSuchVersion(version.to_string()));
        };
        let sources = |files: Vec<(String, String)>| {
            files.into_iter().map(|(file, text)| Source::new(file, text)).collect()
        };
        Ok(Draft { rules: sources(set.files), cases: sources(set.cases) })
    }

    async fn put_in_force(
        &self,
        version: RulesVersion,
        rules: Option<RuleSet>,
        by: &By<'_>,
        came_by: CameBy,
    ) -> Result<Published, PublishError> {
        let current = self.store().current_rules().await?;
        let previous = current.as_ref().map(|current| current.version.clone());
        let changed = previous.as_ref() != Some(&version);
        if changed {
            if let Some(current) = &current {
                unmoved(by, current)?;
            }
            let to = CurrentRules {
                version: version.clone(),
                previous: previous.clone(),
                at: self.now(),
                by: by.who.to_owned(),
                note: domain::cut(by.note, NOTE_CHARS),
                came_by,
            };
            let did = match came_by {
                CameBy::Publishing => "publish-rules",
                CameBy::RollingBack => "roll-back-rules",
            };
            let (audit, suffix) = self.audit_entry(by.who, did, version.as_str());
            match self.store().publish_rules(&to, &audit, &suffix).await {
                Ok(()) => {}
                Err(RulesError::Store(store::Error::Raced)) => {
                    let now = self.store().current_rules().await?;
                    return Err(now.map_or(PublishError::Store(store::Error::Raced), |now| {
                        PublishError::Moved(Box::new(now))
                    }));
                }
                Err(error) => return Err(error.into()),
            }
        }
        if let Some(rules) = rules {
            self.use_rules(rules);
        }
        Ok(Published { version, previous, changed })
    }

    /// An audit entry and what tells it apart. Ids and words of ours only.
    pub(crate) fn audit_entry(&self, who: &str, did: &str, to: &str) -> (String, String) {
        let json = serde_json::json!({ "by": who, "did": did, "to": to }).to_string();
        (json, seams::secret::<8>(self.plugs.chance.as_ref()))
    }

    /// Takes over the version that the table names, if it is another one than this process has, and the candidate that
    /// runs beside it.
    ///
    /// # Errors
    ///
    /// If the table cannot be read. A version that does not compile any more is logged and the set in force stays.
    pub(crate) async fn follow_rules(&self, pointers: Pointers) -> Result<(), store::Error> {
        self.follow_shadow(pointers.shadow).await?;
        let Some(current) = pointers.current else { return Ok(()) };
        let here = domain::Rules::version(self.rules().as_ref()).clone();
        if current.version == here {
            return Ok(());
        }
        if self.take_over(&current.version).await? {
            return Ok(());
        }
        // A process that has just begun has no rules from before to go on with.
        if let Some(previous) = current.previous
            && self.rules().rules().is_empty()
            && self.take_over(&previous).await?
        {
            tracing::error!(version = %previous, "the version before the one in force answers here");
        }
        Ok(())
    }

    /// Puts a version in force in this process. Says whether that could be done.
    async fn take_over(&self, version: &RulesVersion) -> Result<bool, store::Error> {
        if self.rulebook.is_broken(version) {
            return Ok(false);
        }
        let error = match self.compiled(version).await {
            Ok(rules) => {
                self.use_rules(rules);
                return Ok(true);
            }
            Err(PublishError::Store(error)) => return Err(error),
            Err(error) => error,
        };
        tracing::error!(%version, %error, "published rules cannot be used; those from before answer here");
        if let PublishError::Broken(mistakes) = &error
            && let Ok(mut broken) = self.rulebook.broken.lock()
        {
            for mistake in mistakes {
                tracing::error!(file = mistake.file, line = mistake.line, "{}", mistake.message);
            }
            *broken = Some(version.clone());
        }
        Ok(false)
    }
}
