//! What is wrong with a source, where, and what to do about it.

use std::fmt;

use rhai::{EvalAltResult, LexError, ParseError, Position};
use serde::Serialize;

use crate::code::Code;
use crate::engine::REFUSED;
use crate::limits;

/// One finding in a source file, for people ([`fmt::Display`]) and for editors ([`Serialize`]).
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Diagnostic {
    /// The file it is in.
    pub file: String,
    /// The line, counted from 1; 0 if it is about the file as a whole.
    pub line: u32,
    /// The column in characters, counted from 1; 0 if it is about the line as a whole.
    pub column: u32,
    /// Whether it can run.
    pub severity: Severity,
    /// What kind of finding it is, for programs.
    pub code: Code,
    /// What is wrong.
    pub message: String,
    /// What to do about it; empty if the message says it all.
    pub hint: String,
    /// The line itself; empty if it is about the file as a whole.
    pub source_line: String,
}

/// How bad a finding is.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum Severity {
    /// It is refused.
    Error,
    /// It runs, but hardly as meant.
    Warning,
}

impl Diagnostic {
    /// An error at a place of a file.
    pub(crate) fn error(source: &Source, at: Position, code: Code, message: impl Into<String>) -> Self {
        let (mut line, mut column) = (at.line().unwrap_or(0), at.position().unwrap_or(0));
        let lines = source.text.lines().count();
        if line == 0 {
            column = 0;
        } else if line > lines && lines > 0 {
            // What is missing at the end of a file is missing after its last line.
            line = lines;
            column = source.text.lines().last().map_or(0, |last| last.chars().count() + 1);
        }
        Self {
            file: source.file.clone(),
            line: u32::try_from(line).unwrap_or(0),
            column: u32::try_from(column).unwrap_or(0),
            severity: Severity::Error,
            code,
            message: shown(&message.into()),
            hint: String::new(),
            source_line: shown(
                line.checked_sub(1).and_then(|n| source.text.lines().nth(n)).unwrap_or_default(),
            ),
        }
    }

    /// The same as a warning.
    pub(crate) fn warning(source: &Source, at: Position, code: Code, message: impl Into<String>) -> Self {
        Self { severity: Severity::Warning, ..Self::error(source, at, code, message) }
    }

    #[must_use]
    pub(crate) fn hint(self, hint: impl Into<String>) -> Self {
        Self { hint: hint.into(), ..self }
    }

    /// What the parser found.
    pub(crate) fn of_parse_error(source: &Source, error: &ParseError) -> Self {
        use rhai::ParseErrorType as E;
        let found = Self::error(source, error.position(), Code::Syntax, error.err_type().to_string());
        match error.err_type() {
            E::BadInput(LexError::ImproperSymbol(name, _)) if matches!(name.as_str(), "print" | "debug") => {
                found.silent(name)
            }
            E::BadInput(LexError::ImproperSymbol(name, _)) if REFUSED.contains(&name.as_str()) => {
                found.refused(name)
            }
            E::Reserved(name) => found.refused(name),
            E::VariableUndefined(name) => {
                Self { message: format!("there is no `{name}` here"), code: Code::UnknownName, ..found }
                    .hint("name it first with `let`; words for customers stand between \" and \"")
            }
            E::UnexpectedEOF | E::MissingToken(..) if found.line == 0 => {
                let last = source.text.lines().count();
                let at = Position::new(u16::try_from(last).unwrap_or(u16::MAX).max(1), 1);
                Self { message: found.message, ..Self::error(source, at, Code::Syntax, "") }
                    .hint("a closing `)`, `}`, `]` or \" is missing somewhere above")
            }
            E::MissingToken(token, _) => {
                found.hint(format!("write `{token}` here, or look for one missing above"))
            }
            E::ExprTooDeep => found.hint("say it in several steps, with `let`"),
            _ => found,
        }
    }

    fn refused(self, name: &str) -> Self {
        let message = format!("`{name}` is not available in rules");
        Self { message, code: Code::NotAvailable, ..self }
    }

    fn silent(self, name: &str) -> Self {
        self.refused(name)
            .hint("`chat.note(…)` leaves a note for operators; `rules try` shows what a rule does")
    }

    /// What a script ran into while it declared its rules.
    pub(crate) fn of_failure(source: &Source, error: &EvalAltResult) -> Self {
        let (at, message) = explain(error);
        Self::error(source, at, Code::LoadFailed, message)
    }
}

/// Where a script failed, and why, in the words of these pages.
pub(crate) fn explain(error: &EvalAltResult) -> (Position, String) {
    use EvalAltResult as E;
    let inner = error.unwrap_inner();
    let at = if inner.position().is_none() { error.position() } else { inner.position() };
    let message = match inner {
        E::ErrorTooManyOperations(_) => {
            format!("it does too much: more than {} operations", limits::OPERATIONS)
        }
        E::ErrorTerminated(..) => format!("it takes longer than {} ms", limits::RUN_TIME.as_millis()),
        E::ErrorStackOverflow(_) => {
            format!("its functions call one another more than {} deep", limits::CALL_DEPTH)
        }
        E::ErrorDataTooLarge(what, _) => format!("it makes something too large: {}", what.to_lowercase()),
        E::ErrorRuntime(value, _) if value.to_string().trim().is_empty() => {
            "it stops with `throw`".to_owned()
        }
        E::ErrorRuntime(value, _) => value.to_string(),
        E::ErrorFunctionNotFound(call, _) => format!("`{call}` does not exist"),
        E::ErrorVariableNotFound(name, _) => format!("there is no `{name}` here"),
        E::ErrorPropertyNotFound(name, _) => format!("there is no `{name}` in it"),
        other => other.to_string().split(" (line ").next().unwrap_or_default().to_owned(),
    };
    (at, shown(&message))
}

/// As much of a text as a person would read.
fn shown(text: &str) -> String {
    text.chars().take(limits::SHOWN_CHARS).collect()
}

impl fmt::Display for Diagnostic {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let Self { file, line, column, severity, code, message, hint, source_line } = self;
        let code = code.to_string();
        Shown {
            file,
            line: *line,
            column: *column,
            severity: *severity,
            code: &code,
            message,
            hint,
            source_line,
        }
        .fmt(f)
    }
}

/// A finding as people read it in a terminal: what, where, the line with a caret, what to do. Its parts are those of a
/// [`Diagnostic`], also of one that another version of this program made.
#[derive(Debug, Clone, Copy)]
pub struct Shown<'a> {
    /// The file.
    pub file: &'a str,
    /// The line, counted from 1; 0 for the file as a whole.
    pub line: u32,
    /// The column in characters, counted from 1; 0 for the line as a whole.
    pub column: u32,
    /// Whether it can run.
    pub severity: Severity,
    /// What kind of finding it is.
    pub code: &'a str,
    /// What is wrong.
    pub message: &'a str,
    /// What to do; may be empty.
    pub hint: &'a str,
    /// The line itself; may be empty.
    pub source_line: &'a str,
}

impl fmt::Display for Shown<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let severity = match self.severity {
            Severity::Error => "error",
            Severity::Warning => "warning",
        };
        writeln!(f, "{severity}[{}]: {}", self.code, self.message)?;
        if self.line == 0 {
            writeln!(f, "  --> {}", self.file)?;
        } else {
            let gutter = self.line.to_string();
            let margin = " ".repeat(gutter.len());
            writeln!(f, "{margin}--> {}:{}:{}", self.file, self.line, self.column)?;
            writeln!(f, "{margin} |")?;
            writeln!(f, "{gutter} | {}", self.source_line.replace('\t', " "))?;
            let fits = self.column as usize <= limits::SHOWN_CHARS;
            if let Some(before) = self.column.checked_sub(1).filter(|_| fits) {
                let before = self.source_line.chars().take(before as usize).map(blank).collect::<String>();
                writeln!(f, "{margin} | {before}^")?;
            }
        }
        if !self.hint.is_empty() {
            writeln!(f, "  = {}", self.hint)?;
        }
        Ok(())
    }
}

impl std::error::Error for Diagnostic {}

/// As much white space as the character takes in a terminal: Japanese is twice as wide as ASCII.
fn blank(c: char) -> &'static str {
    match c {
        '\u{1100}'..='\u{115F}'
        | '\u{2E80}'..='\u{A4CF}'
        | '\u{AC00}'..='\u{D7A3}'
        | '\u{F900}'..='\u{FAFF}'
        | '\u{FE30}'..='\u{FE6F}'
        | '\u{FF00}'..='\u{FF60}'
        | '\u{FFE0}'..='\u{FFE6}'
        | '\u{1F300}'..='\u{1FAFF}' => "  ",
        _ => " ",
    }
}

/// The known word that is nearest to an unknown one, if one is near.
pub(crate) fn nearest<'a>(word: &str, known: impl IntoIterator<Item = &'a str>) -> Option<&'a str> {
    known
        .into_iter()
        .map(|candidate| (strsim::damerau_levenshtein(word, candidate), candidate))
        .filter(|(distance, candidate)| *distance <= candidate.chars().count().max(3) / 3)
        .min()
        .map(|(_, candidate)| candidate)
}

/// A file of rules or of cases.
#[derive(Debug, Clone, PartialEq, Eq, serde::Deserialize, Serialize)]
pub struct Source {
    /// Its name without folders, such as `20-keywords.rhai`; rules run in the order of these names.
    pub file: String,
    /// What is in it.
    pub text: String,
}

impl Source {
    /// The same without the mark that some editors write at the beginning of a file.
    pub(crate) fn without_mark(&self) -> Self {
        Self::new(&*self.file, self.text.strip_prefix('\u{FEFF}').unwrap_or(&self.text))
    }

    /// A file of this name with this text.
    pub fn new(file: impl Into<String>, text: impl Into<String>) -> Self {
        Self { file: file.into(), text: text.into() }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_caret_stands_under_the_mistake_also_after_japanese() {
        let source = Source::new("a.rhai", "// 一行目\nlet 窓 = \"予約\"; foo");
        let found = Diagnostic::error(&source, Position::new(2, 15), Code::Syntax, "what is `foo`?")
            .hint("remove it");
        assert_eq!(
            found.to_string(),
            "error[syntax]: what is `foo`?\n --> a.rhai:2:15\n  |\n2 | let 窓 = \"予約\"; foo\n  |                  ^\n  = remove it\n"
        );
        assert_eq!(serde_json::to_value(&found).unwrap()["severity"], "error");
    }

    #[test]
    fn the_nearest_word_is_near() {
        assert_eq!(nearest("replay", ["reply", "rate"]), Some("reply"));
        assert_eq!(nearest("xyzzy", ["reply", "rate"]), None);
    }
}
