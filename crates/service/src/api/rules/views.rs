//! What the API shows of rules: findings, rules, and why they answered as they did.

use std::fmt;

use domain::{Button, Inbox, RulesVersion};
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

use crate::draft;
use crate::problem::FailedCase;

/// One finding in a source file.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
pub struct DiagnosticView {
    /// The file it is in.
    pub file: String,
    /// The line, counted from 1; 0 if it is about the file as a whole.
    pub line: u32,
    /// The column in characters, counted from 1; 0 if it is about the line as a whole.
    pub column: u32,
    /// Whether it can run.
    pub severity: SeverityView,
    /// What kind of finding it is, for programs: a stable word such as `unknown-function`.
    pub code: String,
    /// What is wrong.
    pub message: String,
    /// What to do about it; empty if the message says it all.
    pub hint: String,
    /// The line itself; empty if it is about the file as a whole.
    pub source_line: String,
}

/// How bad a finding is.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[serde(rename_all = "snake_case")]
pub enum SeverityView {
    /// It is refused.
    Error,
    /// It runs, but hardly as meant.
    Warning,
}

impl From<&rules::Diagnostic> for DiagnosticView {
    fn from(found: &rules::Diagnostic) -> Self {
        Self {
            file: found.file.clone(),
            line: found.line,
            column: found.column,
            severity: match found.severity {
                rules::Severity::Error => SeverityView::Error,
                rules::Severity::Warning => SeverityView::Warning,
            },
            code: found.code.to_string(),
            message: found.message.clone(),
            hint: found.hint.clone(),
            source_line: found.source_line.clone(),
        }
    }
}

impl fmt::Display for DiagnosticView {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let Self { file, line, column, severity, code, message, hint, source_line } = self;
        let severity = match severity {
            SeverityView::Error => rules::Severity::Error,
            SeverityView::Warning => rules::Severity::Warning,
        };
        let (line, column) = (*line, *column);
        rules::Shown { file, line, column, severity, code, message, hint, source_line }.fmt(f)
    }
}

/// What the check found.
#[derive(Debug, Serialize, ToSchema)]
pub(in crate::api) struct Checked {
    /// Whether the sources could be published: no mistakes, and no case that fails.
    ok: bool,
    /// The version that these sources and cases would be; `null` if they have mistakes.
    version: Option<RulesVersion>,
    /// Findings by file and line, in rules and cases.
    diagnostics: Vec<DiagnosticView>,
    /// The rules; empty if they have mistakes.
    rules: Vec<RuleView>,
    /// What the cases came to; `null` if there are mistakes.
    cases: Option<CasesView>,
}

/// What cases came to.
#[derive(Debug, Serialize, ToSchema)]
pub(super) struct CasesView {
    /// How many there are.
    count: usize,
    /// Those that failed.
    failed: Vec<FailedCase>,
    /// The rules that acted in no case.
    uncovered: Vec<String>,
}

impl From<&rules::Report> for CasesView {
    fn from(report: &rules::Report) -> Self {
        Self {
            count: report.cases.len(),
            failed: FailedCase::of(report),
            uncovered: report.uncovered().into_iter().map(str::to_owned).collect(),
        }
    }
}

impl Checked {
    /// What the check found, and what the desk's inboxes say of it.
    pub fn of(checked: &draft::Checked, inboxes: &[Inbox]) -> Self {
        Self {
            ok: checked.report.passed(),
            version: Some(domain::Rules::version(&checked.rules).clone()),
            diagnostics: warnings(&checked.rules, inboxes),
            rules: rules_of(&checked.rules),
            cases: Some((&checked.report).into()),
        }
    }

    /// Sources that cannot be compiled, or cases that cannot be read.
    pub fn broken(found: &[rules::Diagnostic]) -> Self {
        let diagnostics = found.iter().map(Into::into).collect();
        Self { ok: false, version: None, diagnostics, rules: Vec::new(), cases: None }
    }
}

/// What is hardly meant: by itself, and for these inboxes.
pub(super) fn warnings(set: &rules::RuleSet, inboxes: &[Inbox]) -> Vec<DiagnosticView> {
    set.warnings().iter().chain(&set.check_for(inboxes)).map(Into::into).collect()
}

/// A rule as lists show it.
#[derive(Debug, Serialize, ToSchema)]
pub(super) struct RuleView {
    /// Its name.
    name: String,
    /// How it was declared: `keyword`, `on_message`, …
    kind: String,
    /// Its keywords, pattern, buttons or length of time, as the admin wrote them.
    words: Vec<String>,
    /// The file it stands in.
    file: String,
    /// The line it begins at, counted from 1.
    line: u32,
    /// The channels it is for; empty is all.
    channels: Vec<String>,
    /// The languages it is for; empty is all.
    languages: Vec<String>,
    /// `open` or `closed`, if it is only for those hours.
    hours: Option<String>,
}

/// The rules of a set, in the order in which they are asked.
pub(super) fn rules_of(set: &rules::RuleSet) -> Vec<RuleView> {
    let view = |rule: rules::RuleInfo| RuleView {
        name: rule.name,
        kind: rule.kind.to_owned(),
        words: rule.words,
        file: rule.file,
        line: rule.line,
        channels: rule.channels,
        languages: rule.languages,
        hours: rule.hours.map(str::to_owned),
    };
    set.rules().into_iter().map(view).collect()
}

/// One decision, told from the first rule to the last.
#[derive(Debug, Serialize, ToSchema)]
pub(super) struct ExplanationView {
    /// The message as keywords see it.
    folded: String,
    /// The rules that might have answered, in their order.
    looked: Vec<LookView>,
    /// How many rules were not looked at, because the occasion is another or none of their words came up.
    others: usize,
    /// What was proposed.
    proposed: Vec<WantedView>,
    /// A rule with a condition on the words or the button acted.
    understood: bool,
    /// The rules that failed; what they proposed does not count.
    failed: Vec<rules::Failed>,
}

/// One rule in an explanation.
#[derive(Debug, Serialize, ToSchema)]
pub(super) struct LookView {
    /// Its name.
    rule: String,
    /// Its file.
    file: String,
    /// The line it begins at.
    line: u32,
    /// What matched, as the admin wrote it.
    matched: String,
    /// What became of it.
    outcome: OutcomeView,
    /// Why, where the outcome alone does not say it.
    why: String,
}

/// What became of a rule.
#[derive(Debug, Serialize, ToSchema)]
#[serde(rename_all = "snake_case")]
pub(super) enum OutcomeView {
    /// Not for this conversation, or its pattern does not match.
    Passed,
    /// Ran and proposed nothing.
    Idle,
    /// Proposed something and ended the pass.
    Acted,
    /// Proposed something and let others go on.
    WentOn,
    /// Failed; what it proposed does not count.
    Failed,
    /// Matched, but an earlier rule had ended the pass.
    NotReached,
}

/// A proposal in plain words and data.
#[derive(Debug, Serialize, ToSchema)]
pub(super) struct WantedView {
    /// By which rule.
    rule: String,
    /// What kind: `reply`, `escalate`, … as rules write it.
    does: String,
    /// The words, the name, the reason; a field or variable as `name = value`.
    what: String,
    /// The buttons of a choice.
    buttons: Vec<Button>,
}

impl From<rules::Explanation> for ExplanationView {
    fn from(explanation: rules::Explanation) -> Self {
        let look = |look: rules::Look| LookView {
            rule: look.rule,
            file: look.file,
            line: look.line,
            matched: look.matched,
            outcome: match look.outcome {
                rules::LookOutcome::Passed => OutcomeView::Passed,
                rules::LookOutcome::Idle => OutcomeView::Idle,
                rules::LookOutcome::Acted => OutcomeView::Acted,
                rules::LookOutcome::WentOn => OutcomeView::WentOn,
                rules::LookOutcome::Failed => OutcomeView::Failed,
                rules::LookOutcome::NotReached => OutcomeView::NotReached,
            },
            why: look.why,
        };
        let wanted = |wanted: rules::Wanted| WantedView {
            rule: wanted.rule,
            does: wanted.does.to_owned(),
            what: wanted.what,
            buttons: wanted.buttons,
        };
        Self {
            folded: explanation.folded,
            looked: explanation.looked.into_iter().map(look).collect(),
            others: explanation.others,
            proposed: explanation.proposed.into_iter().map(wanted).collect(),
            understood: explanation.understood,
            failed: explanation.failed,
        }
    }
}
