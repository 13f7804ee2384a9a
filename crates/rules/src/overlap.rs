//! What rules share that they should not: names and keywords; and how many there may be.

use std::collections::BTreeMap;

use crate::code::Code;
use crate::declare::{Condition, Scoped};
use crate::diagnostic::{Diagnostic, Source};
use crate::fold::fold;
use crate::index::Index;
use crate::limits;
use crate::lint::Lint;
use crate::reach::Audience;
use crate::set::Rule;

/// Looks all rules of a set over.
pub(crate) fn find(sources: &[&Source], lints: &[Lint], rules: &[Rule], index: &Index) -> Vec<Diagnostic> {
    let mut findings = names(sources, rules);
    findings.extend(words(sources, lints, rules, index));
    findings.extend(counts(sources, rules));
    findings
}

pub(crate) fn place(sources: &[&Source], rule: &Rule) -> String {
    format!("{}:{}", sources[rule.file].file, rule.line())
}

fn names(sources: &[&Source], rules: &[Rule]) -> Vec<Diagnostic> {
    let mut first: BTreeMap<String, &Rule> = BTreeMap::new();
    let mut findings = Vec::new();
    for rule in rules {
        // Names that only differ in width or capital letters would be taken for one another.
        let name = fold(&rule.name);
        if let Some(other) = first.get(&name) {
            let message = format!("another rule is called `{}` too", other.name);
            findings.push(Diagnostic::error(sources[rule.file], rule.at, Code::DuplicateName, message).hint(
                format!("it is in {}; reports tell rules apart by their names", place(sources, other)),
            ));
        } else {
            first.insert(name, rule);
        }
    }
    findings
}

fn counts(sources: &[&Source], rules: &[Rule]) -> Vec<Diagnostic> {
    let mut findings = Vec::new();
    if let Some(rule) = rules.get(limits::RULES) {
        let message = format!("a set has at most {} rules", limits::RULES);
        findings.push(Diagnostic::error(sources[rule.file], rule.at, Code::TooLarge, message));
    }
    let mut patterns = rules.iter().filter(|rule| matches!(rule.condition, Condition::Pattern { .. }));
    if let Some(rule) = patterns.nth(limits::PATTERNS) {
        let message = format!("a set has at most {} patterns, because each is tried", limits::PATTERNS);
        findings.push(
            Diagnostic::error(sources[rule.file], rule.at, Code::TooLarge, message)
                .hint("keywords have no such limit"),
        );
    }
    findings
}

/// Keywords that count as the same, in one rule or in two of which both may answer.
fn words(sources: &[&Source], lints: &[Lint], rules: &[Rule], index: &Index) -> Vec<Diagnostic> {
    let mut findings = Vec::new();
    for users in index.shared() {
        let mut seen: Vec<(&Rule, Audience)> = Vec::new();
        for hit in users {
            let (rule, item) = (&rules[hit.rule as usize], hit.word as usize);
            let Condition::Words { words, .. } = &rule.condition else { continue };
            let warn = |code, message: String, hint: String| {
                let at = lints[rule.file].place(rule.at, 1, Some(item));
                Diagnostic::warning(sources[rule.file], at, code, message).hint(hint)
            };
            let (word, audience) = (&words[item].written, Audience::of(&rule.scope));
            if seen.last().is_some_and(|(last, _)| std::ptr::eq(*last, rule)) {
                let message = format!("`{word}` is the same as another keyword of this rule");
                let hint = "capital letters, width, kana and spaces make no difference; remove one of them";
                findings.push(warn(Code::SameKeyword, message, hint.to_owned()));
                continue;
            }
            let other = seen.iter().find(|(_, other)| other.meets(audience)).map(|(other, _)| *other);
            // What always answers is told of as the rule that hides this one.
            if let Some(other) = other.filter(|other| !other.certain) {
                let message = format!("`{word}` is a keyword of `{}` too", other.name);
                let hint = format!("that one is in {} and is asked first", place(sources, other));
                findings.push(warn(Code::SharedKeyword, message, hint));
            }
            // For one audience the first is enough: a long list would be gone through for every user.
            if !seen.iter().any(|(_, other)| *other == audience) {
                seen.push((rule, audience));
            }
        }
    }
    findings
}

impl Scoped {
    pub(crate) fn allows_channel(&self, channel: domain::ChannelKind) -> bool {
        self.channels.is_empty() || self.channels.contains(&channel)
    }

    /// Why the rule is not for this conversation; none if it is.
    pub(crate) fn refuses(&self, facts: &domain::Facts<'_>) -> Option<&'static str> {
        let language = facts.contact.language(facts.inbox.language);
        if !self.allows_channel(facts.inbox.channel) {
            Some("it is for other channels")
        } else if !self.languages.is_empty() && !self.languages.contains(&language) {
            Some("it is for other languages")
        } else if self.open.is_some_and(|open| open != facts.time.open_now) {
            Some(if facts.time.open_now { "it is for closed hours" } else { "it is for open hours" })
        } else {
            None
        }
    }
}
