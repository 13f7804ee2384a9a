//! Rules as an admin hands them in: sources and cases, checked before anything happens to them.

use std::time::{Duration, Instant};

use domain::{RulesVersion, seconds};
use rules::{Code, Diagnostic, Report, RuleSet, Severity, Source};
use tokio::sync::Semaphore;

/// The most files of cases.
pub const CASE_FILES: usize = 64;
/// The longest file of cases in bytes.
pub const CASE_BYTES: usize = 128 * 1024;
/// How long the cases of a draft may run; the files after it are refused.
const CASES_TIME: Duration = seconds(20);
/// How long a check waits for the one before it.
const PATIENCE: Duration = seconds(10);
/// Compiling takes a processor for seconds at worst and cannot be interrupted: one at a time (SEC-22).
static COMPILER: Semaphore = Semaphore::const_new(1);

/// Rules and their cases. The two together are a version: each change of either makes another.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Draft {
    /// The rule files; their names end in `.rhai`.
    pub rules: Vec<Source>,
    /// The files of cases; their names end in `.toml`.
    pub cases: Vec<Source>,
}

/// A draft that compiles, and what its cases came to.
#[derive(Debug)]
pub struct Checked {
    /// The rules, named by the version that the draft is.
    pub rules: RuleSet,
    /// The cases.
    pub report: Report,
}

/// Why a draft cannot be used.
#[derive(Debug, thiserror::Error)]
pub enum DraftError {
    /// A file has a mistake.
    #[error("the rules have {} mistake(s)", .0.iter().filter(|found| found.severity == Severity::Error).count())]
    Broken(Vec<Diagnostic>),
    /// Another check takes long; trying again helps.
    #[error("another check is running")]
    Busy,
    /// The check itself failed.
    #[error("the check failed")]
    Failed(#[from] tokio::task::JoinError),
}

impl Draft {
    /// Rules without cases.
    pub fn of(rules: Vec<Source>) -> Self {
        Self { rules, cases: Vec::new() }
    }

    /// The version that the draft is: named by every file and its name, in order of name, rules before cases. Without
    /// cases it is the version of the rules alone.
    pub fn version(&self) -> RulesVersion {
        let sorted = |list: &[Source], folder: &str| {
            let mut files: Vec<_> =
                list.iter().map(|source| (format!("{folder}{}", source.file), source.text.clone())).collect();
            files.sort();
            files
        };
        let files = [sorted(&self.rules, ""), sorted(&self.cases, "cases/")].concat();
        RulesVersion::of(files.iter().map(|(file, text)| (file.as_str(), text.as_str())))
    }

    /// Compiles the rules and plays the cases, on the blocking pool and one draft at a time; where no runtime runs,
    /// nobody else is kept waiting, and it happens here. Red cases are no error: they are in the report.
    ///
    /// # Errors
    ///
    /// [`DraftError::Broken`] with every mistake, in rules or cases.
    pub async fn check(self) -> Result<Checked, DraftError> {
        if tokio::runtime::Handle::try_current().is_err() {
            return self.check_here().map_err(DraftError::Broken);
        }
        let permit = tokio::time::timeout(PATIENCE, COMPILER.acquire()).await;
        let permit = permit.map_err(|_| DraftError::Busy)?.map_err(|_| DraftError::Busy)?;
        let checked = tokio::task::spawn_blocking(move || {
            // Held by the work itself: who goes away does not let another begin.
            let _permit = permit;
            self.check_here()
        });
        checked.await?.map_err(DraftError::Broken)
    }

    /// The same on this thread.
    ///
    /// # Errors
    ///
    /// Every mistake, in rules or cases.
    pub fn check_here(&self) -> Result<Checked, Vec<Diagnostic>> {
        let rules = RuleSet::compile(&self.rules)?.named(self.version());
        let report = play(&rules, &self.cases)?;
        Ok(Checked { rules, report })
    }
}

/// Plays cases against rules, within limits of size and time.
fn play(rules: &RuleSet, cases: &[Source]) -> Result<Report, Vec<Diagnostic>> {
    let mut wrong = Vec::new();
    if cases.len() > CASE_FILES {
        let message = format!("{} files of cases are too many; the most is {CASE_FILES}", cases.len());
        wrong.push(about(
            &cases[CASE_FILES],
            Code::TooLarge,
            message,
            "put cases that belong together into one file",
        ));
    }
    for (n, file) in cases.iter().enumerate() {
        let clean = |c: char| c.is_alphanumeric() || matches!(c, '-' | '_' | '.');
        if file.file.is_empty() || file.file.len() > 100 || !file.file.chars().all(clean) {
            wrong.push(about(
                file,
                Code::BadFileName,
                "a file's name holds letters, digits, `-`, `_` and `.` only".to_owned(),
                "",
            ));
        }
        if cases[..n].iter().any(|other| other.file == file.file) {
            wrong.push(about(file, Code::BadFileName, "two files of cases have this name".to_owned(), ""));
        }
        if file.text.len() > CASE_BYTES {
            let message =
                format!("the file has {} bytes; the most is {} KiB", file.text.len(), CASE_BYTES / 1024);
            wrong.push(about(file, Code::TooLarge, message, "split it"));
        }
    }
    if !wrong.is_empty() {
        return Err(wrong);
    }
    let begun = Instant::now();
    let mut whole = rules::run_cases(rules, &[])?;
    for file in cases {
        if begun.elapsed() > CASES_TIME {
            let message = "the cases before this file took too long".to_owned();
            wrong.push(about(file, Code::TooLarge, message, "look for a rule or a case that does very much"));
            break;
        }
        match rules::run_cases(rules, std::slice::from_ref(file)) {
            Ok(report) => {
                whole.cases.extend(report.cases);
                for (sum, more) in whole.coverage.iter_mut().zip(report.coverage) {
                    sum.acted += more.acted;
                }
            }
            Err(found) => wrong.extend(found),
        }
    }
    if wrong.is_empty() { Ok(whole) } else { Err(wrong) }
}

fn about(file: &Source, code: Code, message: String, hint: &str) -> Diagnostic {
    Diagnostic {
        file: file.file.clone(),
        line: 0,
        column: 0,
        severity: Severity::Error,
        code,
        message,
        hint: hint.to_owned(),
        source_line: String::new(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn source(file: &str, text: &str) -> Source {
        Source::new(file, text)
    }

    #[test]
    fn a_change_of_rules_or_of_cases_makes_another_version() {
        let rules = vec![source("b.rhai", "// b"), source("a.rhai", "// a")];
        let alone = Draft::of(rules.clone());
        assert_eq!(alone.version(), *domain::Rules::version(&RuleSet::compile(&rules).unwrap()));
        let swapped = Draft::of(rules.iter().rev().cloned().collect());
        assert_eq!(alone.version(), swapped.version());
        let with = |text: &str| Draft { cases: vec![source("a.toml", text)], ..alone.clone() };
        assert_ne!(with("").version(), alone.version());
        assert_ne!(with("").version(), with("#").version());
        assert_eq!(*domain::Rules::version(&with("").check_here().unwrap().rules), with("").version());
    }

    /// INV-23
    #[test]
    fn cases_have_limits() {
        let case = "[[case]]\nname = \"x\"\nsay = \"x\"\nexpect = { none = true }\n";
        let files = |n: usize| (0..n).map(|n| source(&format!("{n}.toml"), case)).collect();
        let check = |cases| Draft { rules: vec![], cases }.check_here();
        assert_eq!(check(files(CASE_FILES)).unwrap().report.cases.len(), CASE_FILES);
        assert!(check(files(CASE_FILES + 1)).unwrap_err()[0].message.contains("too many"));
        let long = |n: usize| vec![source("a.toml", &format!("{case}{}", "#".repeat(n - case.len())))];
        assert!(check(long(CASE_BYTES)).is_ok());
        assert!(check(long(CASE_BYTES + 1)).unwrap_err()[0].message.contains("128 KiB"));
        assert!(check(vec![source("../a.toml", case)]).unwrap_err()[0].message.contains("name"));
        assert!(check(vec![source("a.toml", case), source("a.toml", case)]).is_err());
    }
}
