//! `rules check` and `rules test`: is a folder fit to be published?

use std::process::ExitCode;

use clap::Args;
use http::Method;
use rules::{Diagnostic, Severity};
use serde_json::{Value, json};
use service::{Checked, Draft, DraftError};

use super::{Desk, Folder, Where};
use crate::rules_folder::read_draft;

/// Which rules, and whose engine.
#[derive(Args)]
pub struct Check {
    #[command(flatten)]
    folder: Folder,
    #[command(flatten)]
    place: Where,
    /// Print JSON for programs.
    #[arg(long)]
    json: bool,
}

/// A draft as the API takes it.
pub fn body_of(draft: &Draft) -> Value {
    let files = |list: &[rules::Source]| -> Vec<Value> {
        list.iter().map(|source| json!({ "file": source.file, "text": source.text })).collect()
    };
    json!({ "sources": files(&draft.rules), "cases": files(&draft.cases) })
}

/// Prints findings: for people on the error output, for programs on the other.
pub fn print(found: &[Diagnostic], json: bool) -> anyhow::Result<()> {
    if json {
        println!("{}", serde_json::to_string_pretty(found)?);
    } else {
        for one in found {
            eprintln!("{one}");
        }
    }
    Ok(())
}

/// Checks a draft here; none if it is broken, which is printed.
pub async fn checked(draft: Draft, json: bool) -> anyhow::Result<Option<Checked>> {
    match draft.check().await {
        Ok(checked) => Ok(Some(checked)),
        Err(DraftError::Broken(found)) => {
            print(&found, json)?;
            let mistakes = found.iter().filter(|found| found.severity == Severity::Error).count();
            if !json {
                eprintln!("{mistakes} mistake(s)");
            }
            Ok(None)
        }
        Err(error) => Err(error.into()),
    }
}

/// Says what is wrong with a folder.
pub async fn check(asked: &Check) -> anyhow::Result<ExitCode> {
    let draft = read_draft(&asked.folder.rules)?;
    if asked.place.desk.is_some() {
        return check_there(asked, &draft).await;
    }
    let files = draft.rules.len();
    // Red cases are for `test`; here they only have to be readable.
    let Some(checked) = checked(draft, asked.json).await? else { return Ok(ExitCode::FAILURE) };
    let mut warnings = checked.rules.warnings().to_vec();
    let (settings, file) = crate::settings(asked.place.config.as_deref())?;
    // The sample's inboxes are nobody's.
    if file != crate::SAMPLE {
        warnings.extend(checked.rules.check_for(&settings.inboxes()));
    }
    print(&warnings, asked.json)?;
    if !asked.json {
        let (rules, warnings) = (checked.rules.rules().len(), warnings.len());
        println!("{rules} rules in {files} files, {warnings} warning(s), no mistakes");
    }
    Ok(ExitCode::SUCCESS)
}

/// Has a desk check a folder: its engine may be another version than the one here.
async fn check_there(asked: &Check, draft: &Draft) -> anyhow::Result<ExitCode> {
    let desk = Desk::open(&asked.place).await?;
    let answer: Value = desk.ask(Method::POST, "/v1/rules:check", Some(&body_of(draft))).await?;
    desk.close().await;
    if asked.json {
        println!("{}", serde_json::to_string_pretty(&answer)?);
    } else {
        let found: Vec<service::api::DiagnosticView> = serde_json::from_value(answer["diagnostics"].clone())?;
        for one in &found {
            eprintln!("{one}");
        }
        let failed: Vec<service::problem::FailedCase> =
            serde_json::from_value(answer["cases"]["failed"].clone()).unwrap_or_default();
        for case in &failed {
            eprintln!(
                "FAILED {}:{}: {}\n  {}",
                case.file,
                case.line,
                case.name,
                case.failures.join("\n").replace('\n', "\n  ")
            );
        }
        let verdict = if answer["ok"] == true { "could be published" } else { "cannot be published" };
        println!(
            "{} rules, {} finding(s), {} red case(s): {verdict}",
            answer["rules"].as_array().map_or(0, Vec::len),
            found.len(),
            failed.len()
        );
    }
    Ok(if answer["ok"] == true { ExitCode::SUCCESS } else { ExitCode::FAILURE })
}

/// Runs the cases of a folder.
pub async fn test(asked: &Check) -> anyhow::Result<ExitCode> {
    let draft = read_draft(&asked.folder.rules)?;
    if asked.place.desk.is_some() {
        return check_there(asked, &draft).await;
    }
    let Some(checked) = checked(draft, asked.json).await? else { return Ok(ExitCode::FAILURE) };
    if asked.json {
        println!("{}", serde_json::to_string_pretty(&checked.report)?);
    } else {
        println!("{}", checked.report);
    }
    Ok(if checked.report.passed() { ExitCode::SUCCESS } else { ExitCode::FAILURE })
}
