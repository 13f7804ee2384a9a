//! The folder of rule files and their cases: put in force at the start, and again whenever a file changes.
//!
//! Whoever changes the rules last has the last word: what was published or rolled back through the API stays in force,
//! also over a restart, until somebody edits the folder.

use std::path::{Path, PathBuf};
use std::sync::Arc;
use std::time::Duration;

use anyhow::{Context, bail};
use domain::RulesVersion;
use rules::{Diagnostic, Report, Source};
use service::{By, Draft, PublishError, Service};

/// How often the folder is looked at.
const EVERY: Duration = Duration::from_millis(500);
/// The section of the settings that holds the version which the folder was when it was last put in force.
const SEEN: &str = "rules-folder";
/// Who the versions of the folder are by.
const FOLDER: By<'_> = By { who: "folder", note: "from the folder", expected: None };

/// Reads every `*.rhai` file of a folder, in order of name.
///
/// # Errors
///
/// If the folder or a file cannot be read; says which.
pub fn read(folder: &Path) -> anyhow::Result<Vec<Source>> {
    read_ending(folder, "rhai")
}

/// Reads the rules of a folder and their cases, which are in `cases` below it, if they are.
///
/// # Errors
///
/// If the folder or a file cannot be read; says which.
pub fn read_draft(folder: &Path) -> anyhow::Result<Draft> {
    let rules = read(folder)?;
    let cases = folder.join("cases");
    let cases = if cases.is_dir() { read_ending(&cases, "toml")? } else { Vec::new() };
    Ok(Draft { rules, cases })
}

/// Reads every file of a folder with this ending, in order of name.
///
/// # Errors
///
/// If the folder or a file cannot be read; says which.
pub fn read_ending(folder: &Path, ending: &str) -> anyhow::Result<Vec<Source>> {
    let wrong = || format!("cannot read the folder {}", folder.display());
    let mut sources = Vec::new();
    for entry in std::fs::read_dir(folder).with_context(wrong)? {
        let path = entry.with_context(wrong)?.path();
        if path.extension().is_some_and(|extension| extension == ending) {
            let text =
                std::fs::read_to_string(&path).with_context(|| format!("cannot read {}", path.display()))?;
            let name = path.file_name().map(|name| name.to_string_lossy().into_owned()).unwrap_or_default();
            sources.push(Source::new(name, text));
        }
    }
    sources.sort_by(|a, b| a.file.cmp(&b.file));
    Ok(sources)
}

/// Takes over how the desk was left, then puts the folder's rules in force, unless they were before and somebody has put others in force since. If they are
/// broken or a case fails, those that were last in force stay.
///
/// # Errors
///
/// If the folder cannot be read, or its rules cannot be used and there are none from before.
pub async fn load(service: &Service, folder: &Path) -> anyhow::Result<()> {
    service.refresh().await?;
    let draft = read_draft(folder)?;
    let current = service.store().current_rules().await?;
    if let Some(current) = &current
        && seen(service).await?.as_deref() == Some(draft.version().as_str())
    {
        if current.version != draft.version() {
            tracing::info!(
                version = %current.version, by = current.by,
                "the folder's rules were replaced by others, which stay in force until a file in the folder changes"
            );
        }
        return Ok(());
    }
    match publish(service, draft).await {
        Ok(_) => Ok(()),
        Err(refused @ (PublishError::Broken(_) | PublishError::Red(_))) => {
            print(&refused);
            if current.is_none() {
                bail!(
                    "the rules in {} cannot be used, and there are none from before to go on with",
                    folder.display()
                );
            }
            tracing::warn!("{refused}");
            Ok(())
        }
        Err(other) => Err(other).context("cannot put the rules in force"),
    }
}

async fn publish(service: &Service, draft: Draft) -> Result<RulesVersion, PublishError> {
    let version = service.publish_rules(draft, &FOLDER).await?.version;
    remember(service, &version).await?;
    Ok(version)
}

/// The version which the folder was when it was last put in force.
async fn seen(service: &Service) -> Result<Option<String>, store::Error> {
    Ok(service.store().setting(SEEN).await?.and_then(|(json, _)| serde_json::from_str(&json).ok()))
}

async fn remember(service: &Service, version: &RulesVersion) -> Result<(), store::Error> {
    let known = service.store().setting(SEEN).await?.map(|(_, version)| version);
    let json = serde_json::to_string(version.as_str())
        .map_err(|source| store::Error::Unwritable { what: SEEN, source })?;
    service.store().put_setting(SEEN, &json, known).await.map(drop)
}

/// Prints on the error output why rules cannot be used.
pub fn print(refused: &PublishError) {
    match refused {
        PublishError::Broken(found) => print_diagnostics(found),
        PublishError::Red(report) => print_report(report),
        _ => {}
    }
}

fn print_diagnostics(found: &[Diagnostic]) {
    for one in found {
        eprintln!("{one}\n");
    }
}

fn print_report(report: &Report) {
    eprintln!("{report}");
}

/// Watches the folder. A change that compiles and whose cases are green is put in force at once; one that is not is
/// refused and told about, and the last good set stays.
pub async fn watch(service: Arc<Service>, folder: PathBuf) {
    let mut seen = read_draft(&folder).ok();
    let mut clock = tokio::time::interval(EVERY);
    loop {
        clock.tick().await;
        let now = match read_draft(&folder) {
            Ok(now) => now,
            Err(error) => {
                if seen.take().is_some() {
                    tracing::warn!(%error, "the rules in force stay as they are");
                }
                continue;
            }
        };
        if seen.as_ref() == Some(&now) {
            continue;
        }
        match publish(&service, now.clone()).await {
            Ok(version) => tracing::info!(%version, "the rules changed and are in force"),
            Err(refused @ (PublishError::Broken(_) | PublishError::Red(_))) => {
                print(&refused);
                tracing::warn!("{refused}");
            }
            Err(error) => {
                tracing::error!(%error, "cannot put the changed rules in force; trying again");
                continue;
            }
        }
        seen = Some(now);
    }
}
