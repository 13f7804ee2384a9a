//! The folder of rule files: loaded at the start, and again whenever a file changes.

use std::path::{Path, PathBuf};
use std::sync::Arc;
use std::time::Duration;

use anyhow::{Context, bail};
use rules::Source;
use service::{PublishError, Service};

/// How often the folder is looked at.
const EVERY: Duration = Duration::from_millis(500);

/// Reads every `*.rhai` file of a folder, in order of name.
///
/// # Errors
///
/// If the folder or a file cannot be read; says which.
pub fn read(folder: &Path) -> anyhow::Result<Vec<Source>> {
    read_ending(folder, "rhai")
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

/// Puts the folder's rules in force. If they are broken, those that were last in force stay.
///
/// # Errors
///
/// If the folder cannot be read, or its rules are broken and there are none from before.
pub async fn load(service: &Service, folder: &Path) -> anyhow::Result<()> {
    let sources = read(folder)?;
    match service.publish_rules(&sources, "from the folder", "server").await {
        Ok(_) => Ok(()),
        Err(PublishError::Broken(mistakes)) => {
            print(&mistakes);
            service.refresh_rules().await?;
            if service.store().current_rules().await?.is_none() {
                bail!(
                    "the rules in {} have mistakes, and there are none from before to go on with",
                    folder.display()
                );
            }
            tracing::warn!("the rules have mistakes; the last good ones stay in force");
            Ok(())
        }
        Err(other) => Err(other).context("cannot put the rules in force"),
    }
}

fn print(mistakes: &[rules::Diagnostic]) {
    for mistake in mistakes {
        eprintln!("{mistake}\n");
    }
}

/// Watches the folder. A change that compiles is put in force at once; one that does not is refused with its mistakes,
/// and the last good set stays.
pub async fn watch(service: Arc<Service>, folder: PathBuf) {
    let mut seen = read(&folder).ok();
    let mut clock = tokio::time::interval(EVERY);
    loop {
        clock.tick().await;
        let now = match read(&folder) {
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
        match service.publish_rules(&now, "from the folder", "server").await {
            Ok(version) => tracing::info!(%version, "the rules changed and are in force"),
            Err(PublishError::Broken(mistakes)) => {
                print(&mistakes);
                tracing::warn!("the changed rules have mistakes; the last good ones stay in force");
            }
            Err(error) => {
                tracing::error!(%error, "cannot put the changed rules in force; trying again");
                continue;
            }
        }
        seen = Some(now);
    }
}
