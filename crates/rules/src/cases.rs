//! Cases: what a set of rules is expected to answer, written as TOML beside the rules (BOT-08).

use std::collections::BTreeMap;

use rhai::Position;
use serde::Deserialize;
use toml::Spanned;

use crate::code::Code;
use crate::diagnostic::{Diagnostic, Severity, Source, nearest};
use crate::limits;

/// One file of cases.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct CaseFile {
    #[serde(default)]
    pub case: Vec<Case>,
}

/// One situation and what is to come of it, or a dialogue of several turns.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct Case {
    /// A sentence about it.
    pub name: Spanned<String>,
    /// What happens, if it is one thing.
    pub say: Option<String>,
    pub button: Option<String>,
    pub follow: Option<bool>,
    pub opened: Option<bool>,
    pub ended: Option<bool>,
    pub handover: Option<String>,
    pub after: Option<String>,
    pub expect: Option<Expect>,
    /// What happens, one thing after another; tags, fields, variables, misses and the assignee carry over.
    #[serde(default)]
    pub turn: Vec<Turn>,

    pub kind: Option<String>,
    pub channel: Option<String>,
    pub language: Option<String>,
    pub inbox_language: Option<String>,
    pub contact: Option<String>,
    #[serde(default)]
    pub tags: Vec<String>,
    #[serde(default)]
    pub fields: BTreeMap<String, String>,
    #[serde(default)]
    pub vars: BTreeMap<String, String>,
    pub status: Option<String>,
    pub category: Option<String>,
    pub open: Option<bool>,
    pub opens_at: Option<String>,
    pub clock: Option<String>,
    pub date: Option<String>,
    pub weekday: Option<String>,
    pub misses: Option<u32>,
    pub assignee: Option<String>,
    pub waiting_for: Option<String>,
    pub phase: Option<String>,
    pub online: Option<u32>,
    pub answered: Option<bool>,
    #[serde(default)]
    pub history: Vec<Spoken>,
    #[serde(default)]
    pub settings: Settings,
}

/// One of the messages before.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct Spoken {
    pub by: String,
    pub text: String,
}

/// The inbox's settings; `"none"` switches one off, as does leaving it out.
#[derive(Debug, Default, Deserialize)]
#[serde(deny_unknown_fields)]
#[expect(clippy::struct_field_names, reason = "they are the inbox's own names")]
pub(crate) struct Settings {
    pub auto_end_request: Option<String>,
    pub auto_complete_bot: Option<String>,
    pub auto_complete_operator: Option<String>,
}

/// One step of a dialogue.
#[derive(Debug, Default, Clone, Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct Turn {
    pub say: Option<String>,
    pub button: Option<String>,
    pub follow: Option<bool>,
    pub opened: Option<bool>,
    pub ended: Option<bool>,
    pub handover: Option<String>,
    pub after: Option<String>,
    pub expect: Option<Expect>,
}

/// What is to come of it. What is not mentioned may be as it likes.
#[derive(Debug, Default, Clone, Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct Expect {
    /// The rules that acted, in their order; one may be written without brackets.
    pub rule: Option<OneOrMany>,
    /// `true`: nothing is proposed.
    pub none: Option<bool>,
    /// Everything that is proposed and nothing else, in order, each as `tag VIP` or `reply こんにちは`.
    pub proposals: Option<Vec<String>>,
    /// The replies hold these words.
    pub reply: Option<OneOrMany>,
    /// The replies are exactly these.
    pub reply_is: Option<OneOrMany>,
    /// The labels of the buttons or quick replies, in their order.
    pub buttons: Option<Vec<String>>,
    /// `true`, `false`, or words that the reason holds.
    pub escalate: Option<YesOrWords>,
    pub assign: Option<String>,
    pub tag: Option<OneOrMany>,
    pub untag: Option<OneOrMany>,
    pub set_field: Option<BTreeMap<String, String>>,
    pub var: Option<BTreeMap<String, String>>,
    pub set_status: Option<String>,
    pub set_category: Option<String>,
    pub note: Option<YesOrWords>,
    pub image: Option<YesOrWords>,
    pub template: Option<String>,
    pub request_end: Option<bool>,
    pub complete: Option<bool>,
    /// `true`, `false`, or the length as rules write it.
    pub hold: Option<YesOrWords>,
    pub rate: Option<bool>,
    pub understood: Option<bool>,
    /// `true`: a rule fails.
    pub fails: Option<bool>,
}

#[derive(Debug, Clone, Deserialize)]
#[serde(untagged)]
pub(crate) enum OneOrMany {
    One(String),
    Many(Vec<String>),
}

impl OneOrMany {
    pub fn as_slice(&self) -> &[String] {
        match self {
            Self::One(one) => std::slice::from_ref(one),
            Self::Many(many) => many,
        }
    }
}

#[derive(Debug, Clone, Deserialize)]
#[serde(untagged)]
pub(crate) enum YesOrWords {
    Yes(bool),
    Words(String),
}

/// Reads a file of cases.
///
/// # Errors
///
/// Where it is not what a file of cases looks like; for an unknown key the nearest one that is known.
pub(crate) fn read(source: &Source) -> Result<Vec<Case>, Diagnostic> {
    if source.text.len() > limits::CASES_BYTES {
        let most = limits::CASES_BYTES / 1024;
        let message = format!("the file has {} bytes; the most is {most} KiB", source.text.len());
        return Err(Diagnostic::error(source, Position::NONE, Code::TooLarge, message));
    }
    let file: CaseFile = toml::from_str(&source.text).map_err(|error| {
        let offset = error.span().map_or(0, |span| span.start);
        let message = error.message().lines().next().unwrap_or_default();
        diagnose(source, offset, message)
    })?;
    for case in &file.case {
        let here = case.name.get_ref().as_str();
        let offset = case.name.span().start;
        if here.trim().is_empty() {
            return Err(diagnose(source, offset, "a case needs a name that says what it shows"));
        }
        if case.turn.is_empty() == case.first().is_none() {
            let message =
                format!("{here:?} needs `say`, `button`, `follow`, `after`, … or turns, and not both");
            return Err(diagnose(source, offset, &message));
        }
        let turns = case.turns();
        if turns.iter().any(|turn| turn.happenings() != 1) {
            let message = format!("{here:?}: in one turn one thing happens");
            return Err(diagnose(source, offset, &message));
        }
        if turns.iter().all(|turn| turn.expect.is_none()) {
            return Err(diagnose(source, offset, &format!("{here:?} expects nothing, so it cannot fail")));
        }
    }
    Ok(file.case)
}

fn diagnose(source: &Source, offset: usize, message: &str) -> Diagnostic {
    let before = &source.text[..source.text.floor_char_boundary(offset)];
    let line_start = before.rfind('\n').map_or(0, |at| at + 1);
    Diagnostic {
        file: source.file.clone(),
        line: u32::try_from(before.matches('\n').count() + 1).unwrap_or(0),
        column: u32::try_from(before[line_start..].chars().count() + 1).unwrap_or(0),
        severity: Severity::Error,
        code: Code::BadCase,
        message: message.split(", expected").next().unwrap_or(message).to_owned(),
        hint: hint(message),
        source_line: source.text[line_start..].lines().next().unwrap_or_default().to_owned(),
    }
}

/// Turns "unknown field `sy`, expected one of `say`, …" into the nearest of them.
fn hint(message: &str) -> String {
    let Some((what, expected)) = message.split_once(", expected") else { return String::new() };
    let mut words = what.split('`');
    let word = words.nth(1).unwrap_or_default();
    let known: Vec<_> = expected.split('`').skip(1).step_by(2).collect();
    match nearest(word, known.iter().copied()) {
        Some(near) => format!("did you mean `{near}`?"),
        None => format!("there is {}", known.join(", ")),
    }
}

impl Case {
    /// The line that its name stands in, counted from 1.
    pub fn line(&self, source: &Source) -> u32 {
        let before = source.text.get(..self.name.span().start).unwrap_or_default();
        u32::try_from(before.matches('\n').count() + 1).unwrap_or(0)
    }

    /// The one thing that happens, if it is written without turns.
    fn first(&self) -> Option<Turn> {
        let turn = Turn {
            say: self.say.clone(),
            button: self.button.clone(),
            follow: self.follow,
            opened: self.opened,
            ended: self.ended,
            handover: self.handover.clone(),
            after: self.after.clone(),
            expect: self.expect.clone(),
        };
        (turn.happenings() > 0 || turn.expect.is_some()).then_some(turn)
    }

    /// What happens, one thing after another.
    pub fn turns(&self) -> Vec<Turn> {
        self.first().map_or_else(|| self.turn.clone(), |turn| vec![turn])
    }
}

impl Turn {
    /// How many things happen in it. A button may be said with its label.
    fn happenings(&self) -> usize {
        let said = self.say.is_some() && self.button.is_none();
        [
            said,
            self.button.is_some(),
            self.follow == Some(true),
            self.opened == Some(true),
            self.ended == Some(true),
            self.handover.is_some(),
            self.after.is_some(),
        ]
        .into_iter()
        .filter(|happens| *happens)
        .count()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn mistake(text: &str) -> Diagnostic {
        read(&Source::new("a.toml", text)).unwrap_err()
    }

    #[test]
    fn an_unknown_key_is_refused_with_the_nearest_known_one() {
        let found = mistake("[[case]]\nname = \"窓\"\nsya = \"x\"\nexpect = { none = true }");
        assert_eq!((found.line, found.column, found.hint.as_str()), (3, 1, "did you mean `say`?"));
        let found = mistake("[[case]]\nname = \"a\"\nsay = \"x\"\nexpect = { escalat = true }");
        assert_eq!((found.line, found.hint.as_str()), (4, "did you mean `escalate`?"));
        assert!(
            mistake("[[case]]\nname = \"a\"\nsay = \"x\"\nexpect = { zzzzzz = true }")
                .hint
                .contains("reply_is")
        );
    }

    #[test]
    fn a_case_that_cannot_fail_is_refused() {
        assert!(mistake("[[case]]\nname = \"a\"\nsay = \"x\"").message.contains("cannot fail"));
        assert!(mistake("[[case]]\nname = \"a\"\nexpect = { none = true }").message.contains("one thing"));
        assert!(mistake("[[case]]\nname = \"a\"").message.contains("needs `say`"));
        let both =
            "[[case]]\nname = \"a\"\nsay = \"x\"\n[[case.turn]]\nsay = \"y\"\nexpect = { none = true }";
        assert!(mistake(both).message.contains("not both"));
        let two = "[[case]]\nname = \"a\"\nsay = \"x\"\nfollow = true\nexpect = { none = true }";
        assert!(mistake(two).message.contains("one thing happens"));
    }
}
