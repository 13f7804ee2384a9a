//! A set of rules: compiled once, asked many times.

use std::collections::BTreeMap;
use std::fmt;
use std::panic::{AssertUnwindSafe, catch_unwind};
use std::time::{Duration, Instant};

use domain::{Conversation, Decision, Facts, Inbox, Occasion, RulesVersion};
use rhai::{AST, Engine, FnPtr, Position};
use serde::Serialize;

use crate::code::Code;
use crate::declare::{Condition, Declarations, Declared, Loader, Scoped, load};
use crate::diagnostic::{Diagnostic, Severity, Source};
use crate::fold::turns_text_round;
use crate::index::{Hit, Index};
use crate::limits::{self, Deadline};
use crate::lint::{Lint, lint};
use crate::text::Length;
use crate::{advice, overlap, reach, run};

/// A compiled set of rules. Immutable: any number of threads may ask it at once, and none waits for another.
pub struct RuleSet {
    pub(crate) version: RulesVersion,
    pub(crate) engine: Engine,
    pub(crate) files: Vec<File>,
    pub(crate) rules: Vec<Rule>,
    pub(crate) index: Index,
    /// Rules of `on_message` and `pattern`, in their order.
    pub(crate) unindexed: Vec<u32>,
    /// Rules by the button that they answer, in their order.
    pub(crate) buttons: BTreeMap<String, Vec<u32>>,
    timers: Vec<u32>,
    uses_history: bool,
    warnings: Vec<Diagnostic>,
}

impl fmt::Debug for RuleSet {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let mut out = f.debug_struct("RuleSet");
        out.field("version", &self.version).field("rules", &self.rules.len()).finish_non_exhaustive()
    }
}

pub(crate) struct File {
    pub name: String,
    /// As it was written.
    pub text: String,
    pub ast: AST,
}

pub(crate) struct Rule {
    pub name: String,
    /// Which of the files it stands in.
    pub file: usize,
    pub at: Position,
    pub condition: Condition,
    pub scope: Scoped,
    pub body: FnPtr,
    /// It acts whenever it runs, and lets no other rule go on.
    pub certain: bool,
}

/// A rule as lists show it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct RuleInfo {
    /// Its name.
    pub name: String,
    /// How it was declared: `keyword`, `on_message`, …
    pub kind: &'static str,
    /// Its keywords, pattern, buttons or length of time, as the admin wrote them.
    pub words: Vec<String>,
    /// The file it stands in.
    pub file: String,
    /// The line it begins at, counted from 1.
    pub line: u32,
    /// The channels it is for; empty is all.
    pub channels: Vec<String>,
    /// The languages it is for; empty is all.
    pub languages: Vec<String>,
    /// `open` or `closed`, if it is only for those hours.
    pub hours: Option<&'static str>,
}

impl Index {
    /// The index of all keywords; none if it would be too large.
    fn of(rules: &[Rule]) -> Option<Self> {
        let mut all = Vec::new();
        for (n, rule) in (0_u32..).zip(rules) {
            if let Condition::Words { how, words } = &rule.condition {
                let hits = (0_u32..).zip(words);
                all.extend(hits.map(|(word, w)| (&*w.folded, *how, Hit { rule: n, word })));
            }
        }
        Self::new(all)
    }
}

impl Rule {
    pub fn line(&self) -> u32 {
        self.at.line().and_then(|line| u32::try_from(line).ok()).unwrap_or(0)
    }
}

impl RuleSet {
    /// Compiles a set. Files run in the order of their names, whatever order they come in.
    ///
    /// Bounded: 64 files of 32 KiB, and five seconds in all however the sources were written (SEC-22).
    ///
    /// # Errors
    ///
    /// Everything that is wrong, and the warnings too, by file and line.
    pub fn compile(sources: &[Source]) -> Result<Self, Vec<Diagnostic>> {
        let plain: Vec<Source> = sources.iter().map(Source::without_mark).collect();
        let mut sources: Vec<&Source> = plain.iter().collect();
        sources.sort_by(|a, b| a.file.cmp(&b.file));
        let mut findings = shapes(&sources);
        if !findings.is_empty() {
            return Err(findings);
        }
        let loader = Loader::new();
        let begun = Instant::now();
        let mut files = Vec::new();
        let mut lints = Vec::new();
        let mut rules: Vec<Rule> = Vec::new();
        let mut uses_history = false;
        for source in &sources {
            if begun.elapsed() > limits::COMPILE_TIME {
                let message = "the files before this one took too long to compile";
                findings.push(Diagnostic::error(source, Position::NONE, Code::TooLarge, message));
                break;
            }
            match read(&loader, source) {
                Ok((ast, lint, found)) => {
                    let file = files.len();
                    uses_history |= lint.uses_history;
                    findings.extend(troubles(source, &lint, &found));
                    findings.extend(lint.warnings.iter().cloned());
                    findings.extend(open_comment(source));
                    rules.extend(found.rules.into_iter().map(|rule| Rule::new(file, rule, &lint)));
                    files.push(File { name: source.file.clone(), text: source.text.clone(), ast });
                    lints.push(lint);
                }
                Err(mut found) => findings.append(&mut found),
            }
        }
        let index = Index::of(&rules);
        if files.len() == sources.len() {
            if let Some(index) = &index {
                findings.extend(overlap::find(&sources, &lints, &rules, index));
                let out_of_time = || begun.elapsed() > limits::COMPILE_TIME;
                findings.extend(reach::find(&sources, &lints, &rules, index, out_of_time));
                findings.extend(advice::find(&sources, &lints, &rules, index));
            } else {
                let message = "all keywords together are too much for one index";
                findings.push(Diagnostic::error(sources[0], Position::NONE, Code::TooLarge, message));
            }
        }
        // Errors before warnings, so that no warning takes the place of an error.
        findings.sort_by(|a, b| {
            (a.severity, &a.file, a.line, a.column).cmp(&(b.severity, &b.file, b.line, b.column))
        });
        findings.truncate(limits::FINDINGS);
        if findings.iter().any(|finding| finding.severity == Severity::Error) {
            return Err(findings);
        }
        let version = RulesVersion::of(sources.iter().map(|source| (&*source.file, &*source.text)));
        let index = index.unwrap_or_default();
        Ok(Self::assemble(version, files, rules, index, uses_history, findings))
    }

    fn assemble(
        version: RulesVersion,
        files: Vec<File>,
        rules: Vec<Rule>,
        index: Index,
        uses_history: bool,
        warnings: Vec<Diagnostic>,
    ) -> Self {
        let mut unindexed = Vec::new();
        let mut buttons: BTreeMap<String, Vec<u32>> = BTreeMap::new();
        let mut timers = Vec::new();
        for (n, rule) in (0_u32..).zip(&rules) {
            match &rule.condition {
                Condition::Pattern { .. } | Condition::Message => unindexed.push(n),
                Condition::Button { ids } => {
                    for id in ids {
                        buttons.entry(id.clone()).or_default().push(n);
                    }
                }
                Condition::After(_) => timers.push(n),
                Condition::Words { .. }
                | Condition::Open
                | Condition::Follow
                | Condition::Handover
                | Condition::End => {}
            }
        }
        let engine = crate::engine::runner();
        Self { version, engine, files, rules, index, unindexed, buttons, timers, uses_history, warnings }
    }

    /// Gives the set another name than the one its sources make, such as that of a version which holds more than them.
    #[must_use]
    pub fn named(self, version: RulesVersion) -> Self {
        Self { version, ..self }
    }

    /// What the check thinks is hardly meant, although it runs.
    pub fn warnings(&self) -> &[Diagnostic] {
        &self.warnings
    }

    /// All rules in the order in which they are asked.
    pub fn rules(&self) -> Vec<RuleInfo> {
        self.rules
            .iter()
            .map(|rule| RuleInfo {
                name: rule.name.clone(),
                kind: rule.condition.kind(),
                words: rule.condition.words(),
                file: self.files[rule.file].name.clone(),
                line: rule.line(),
                channels: rule.scope.channels.iter().map(ToString::to_string).collect(),
                languages: rule.scope.languages.iter().map(|l| crate::text::tag(*l).to_owned()).collect(),
                hours: rule.scope.open.map(|open| if open { "open" } else { "closed" }),
            })
            .collect()
    }

    /// The rules of `after` that are due after exactly this time without activity.
    pub(crate) fn due(&self, length: Duration, facts: &Facts<'_>) -> Vec<u32> {
        let due = |n: &u32| match &self.rules[*n as usize].condition {
            Condition::After(timer) => resolve(*timer, facts.inbox, facts.conversation) == Some(length),
            _ => false,
        };
        self.timers.iter().copied().filter(due).collect()
    }
}

fn resolve(timer: Length, inbox: &Inbox, conversation: &Conversation) -> Option<Duration> {
    match timer {
        Length::Fixed(length) => Some(length),
        Length::Setting(setting) => inbox.timer(setting, &conversation.assignee),
    }
}

impl domain::Rules for RuleSet {
    fn version(&self) -> &RulesVersion {
        &self.version
    }

    fn timers(&self, inbox: &Inbox, conversation: &Conversation) -> Vec<Duration> {
        let rules = self.timers.iter().map(|n| &self.rules[*n as usize]);
        let here = rules.filter(|rule| rule.scope.allows_channel(inbox.channel));
        let mut lengths: Vec<_> = here
            .filter_map(|rule| match rule.condition {
                Condition::After(timer) => resolve(timer, inbox, conversation),
                _ => None,
            })
            .collect();
        lengths.sort_unstable();
        lengths.dedup();
        lengths
    }

    fn history(&self) -> usize {
        if self.uses_history { limits::HISTORY } else { 0 }
    }

    fn decide(&self, occasion: &Occasion<'_>, facts: &Facts<'_>) -> Decision {
        run::pass(self, occasion, facts, &mut run::Silent)
    }
}

impl Rule {
    fn new(file: usize, rule: Declared, lint: &Lint) -> Self {
        let Declared { name, at, condition, scope, body } = rule;
        Self { name, file, at, condition, scope, body, certain: lint.is_certain(at) }
    }
}

impl Condition {
    /// How it is declared.
    pub fn kind(&self) -> &'static str {
        use crate::declare::How;
        match self {
            Self::Words { how: How::Contains, .. } => "keyword",
            Self::Words { how: How::Exact, .. } => "exact",
            Self::Words { how: How::StartsWith, .. } => "starts_with",
            Self::Pattern { .. } => "pattern",
            Self::Message => "on_message",
            Self::Button { .. } => "on_button",
            Self::Open => "on_open",
            Self::Follow => "on_follow",
            Self::Handover => "on_handover",
            Self::End => "on_end",
            Self::After(_) => "after",
        }
    }

    pub fn words(&self) -> Vec<String> {
        match self {
            Self::Words { words, .. } => words.iter().map(|word| word.written.clone()).collect(),
            Self::Pattern { source, .. } => vec![source.clone()],
            Self::Button { ids } => ids.clone(),
            Self::After(length) => vec![length.as_written()],
            _ => Vec::new(),
        }
    }
}

/// Counts and sizes, before anything is parsed.
fn shapes(sources: &[&Source]) -> Vec<Diagnostic> {
    let mut findings = Vec::new();
    for (n, source) in sources.iter().enumerate() {
        let source = *source;
        let whole = |code, message: String| Diagnostic::error(source, Position::NONE, code, message);
        if n == limits::FILES {
            findings.push(whole(Code::TooLarge, format!("a set has at most {} files", limits::FILES)));
        }
        if n > 0 && sources[n - 1].file == source.file {
            findings.push(whole(Code::BadFileName, "two files have this name".to_owned()));
        }
        let clean = |c: char| c.is_alphanumeric() || matches!(c, '-' | '_' | '.');
        if source.file.is_empty() || source.file.len() > 100 || !source.file.chars().all(clean) {
            findings.push(whole(
                Code::BadFileName,
                "a file's name holds letters, digits, `-`, `_` and `.` only".to_owned(),
            ));
        }
        if source.text.len() > limits::SOURCE_BYTES {
            let hint = "split it: files run in the order of their names";
            let message = format!(
                "the file has {} bytes; the most is {} KiB",
                source.text.len(),
                limits::SOURCE_BYTES / 1024
            );
            findings.push(whole(Code::TooLarge, message).hint(hint));
        }
    }
    findings
}

/// Parses, checks and runs one file.
fn read(loader: &Loader, source: &Source) -> Result<(AST, Lint, Declarations), Vec<Diagnostic>> {
    let panicked = |_| {
        vec![Diagnostic::error(
            source,
            Position::NONE,
            Code::LoadFailed,
            "this file cannot be compiled: the compiler gave up on it",
        )]
    };
    if let Some(found) = hidden(source) {
        return Err(vec![found]);
    }
    let parsed = catch_unwind(AssertUnwindSafe(|| loader.engine.compile(&source.text))).map_err(panicked)?;
    let ast = parsed.map_err(|error| vec![Diagnostic::of_parse_error(source, &error)])?;
    let lint = lint(source, &ast);
    if !lint.findings.is_empty() {
        return Err(lint.findings);
    }
    let _deadline = Deadline::at(Instant::now() + limits::LOAD_TIME);
    let found = catch_unwind(AssertUnwindSafe(|| load(loader, &ast))).map_err(panicked)?;
    match found {
        Ok(found) => Ok((ast, lint, found)),
        Err(error) => Err(vec![Diagnostic::of_failure(source, &error)]),
    }
}

/// A source may not be shown in another order than it is read in.
fn hidden(source: &Source) -> Option<Diagnostic> {
    for (n, line) in source.text.lines().enumerate() {
        if let Some(column) = line.chars().position(turns_text_round) {
            let at = Position::new(u16::try_from(n + 1).ok()?, u16::try_from(column + 1).ok()?);
            let message = "a character stands here that nobody sees and that turns the text after it round";
            let found = Diagnostic::error(source, at, Code::HiddenCharacter, message);
            return Some(found.hint("delete it, for example by typing the words around it again"));
        }
    }
    None
}

/// Rhai takes a comment that never ends for the rest of the file, and every rule in it is gone.
fn open_comment(source: &Source) -> Option<Diagnostic> {
    let text = &source.text;
    let begin = text.rfind("/*").filter(|_| text.matches("/*").count() > text.matches("*/").count())?;
    let line = text[..begin].matches('\n').count() + 1;
    let column = text[..begin].rsplit('\n').next().unwrap_or_default().chars().count() + 1;
    let at = Position::new(u16::try_from(line).ok()?, u16::try_from(column).ok()?);
    let message = "a comment begins here and never ends: everything after it is ignored";
    Some(Diagnostic::warning(source, at, Code::OpenComment, message).hint("write `*/` where it ends"))
}

/// Puts each trouble where its argument stands.
fn troubles(source: &Source, lint: &Lint, found: &Declarations) -> Vec<Diagnostic> {
    let diagnose = |trouble: &crate::declare::Trouble| {
        let at = lint.place(trouble.at, trouble.argument, trouble.item);
        Diagnostic::error(source, at, trouble.code, &*trouble.message).hint(&*trouble.hint)
    };
    found.troubles.iter().map(diagnose).collect()
}
