//! The rule set in force, and how it changes.

use std::sync::Arc;

use arc_swap::ArcSwap;
use domain::{Rules, RulesVersion};
use rules::{Diagnostic, RuleSet, Source};
use store::RulesError;

use crate::service::Service;

/// The rule set in force in this process. Changing it never disturbs a step under way (INV-15).
pub(crate) struct Rulebook(ArcSwap<RuleSet>);

impl Default for Rulebook {
    #[allow(clippy::expect_used, reason = "where nothing is written nothing is wrong")]
    fn default() -> Self {
        Self(ArcSwap::from_pointee(RuleSet::compile(&[]).expect("no rules compile")))
    }
}

impl Rulebook {
    pub fn current(&self) -> Arc<RuleSet> {
        self.0.load_full()
    }

    pub fn put(&self, rules: RuleSet) -> RulesVersion {
        let version = rules.version().clone();
        self.0.store(Arc::new(rules));
        version
    }
}

/// Why rules were not published.
#[derive(Debug, thiserror::Error)]
pub enum PublishError {
    /// They do not compile; the set in force stays.
    #[error("the rules have {} mistake(s); the rules in force stay as they are", .0.len())]
    Broken(Vec<Diagnostic>),
    /// The table did not take them.
    #[error("cannot keep the rules")]
    Store(#[from] store::Error),
    /// The pointer could not be moved: somebody else published at the same time.
    #[error("cannot put the rules in force")]
    Pointer(#[from] RulesError),
}

impl Service {
    /// Checks sources, keeps them as an immutable version and puts it in force, here and for every other process.
    ///
    /// # Errors
    ///
    /// [`PublishError::Broken`] with every mistake, its file, line, column and a hint; the set in force stays.
    pub async fn publish_rules(
        &self,
        sources: &[Source],
        note: &str,
        by: &str,
    ) -> Result<RulesVersion, PublishError> {
        let rules = RuleSet::compile(sources).map_err(PublishError::Broken)?;
        let version = rules.version().clone();
        let now = self.now();
        let files =
            sources.iter().map(|source| (source.file.clone(), source.text.clone())).collect::<Vec<_>>();
        self.store().put_rules(&version, &files, note, by, now).await?;
        let current = self.store().current_rules().await?.map(|current| current.version);
        if current.as_ref() != Some(&version) {
            self.store().publish_rules(&version, by, now, current.as_ref()).await?;
        }
        self.use_rules(rules);
        Ok(version)
    }

    /// Takes over the version that the table names, if it is another one than this process has.
    ///
    /// # Errors
    ///
    /// If the table cannot be read. A version that does not compile any more is logged and the set in force stays.
    pub async fn refresh_rules(&self) -> Result<(), store::Error> {
        let Some(current) = self.store().current_rules().await? else { return Ok(()) };
        let current = current.version;
        if current == *self.rules().version() {
            return Ok(());
        }
        let Some(set) = self.store().rules(&current).await? else { return Ok(()) };
        let sources: Vec<_> = set.files.into_iter().map(|(file, text)| Source { file, text }).collect();
        match RuleSet::compile(&sources) {
            Ok(rules) => {
                self.use_rules(rules);
            }
            Err(mistakes) => {
                tracing::error!(version = %current, mistakes = mistakes.len(), "published rules do not compile");
            }
        }
        Ok(())
    }
}
