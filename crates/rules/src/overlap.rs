//! What rules do to one another: the same name, the same keyword, one that keeps another from ever running.

use std::collections::BTreeMap;

use crate::declare::{Condition, How, Scoped};
use crate::diagnostic::{Diagnostic, Source};
use crate::limits;
use crate::set::Rule;

/// Looks all rules of a set over.
pub(crate) fn find(sources: &[&Source], rules: &[Rule]) -> Vec<Diagnostic> {
    let mut findings = names(sources, rules);
    findings.extend(words(sources, rules));
    findings.extend(counts(sources, rules));
    findings
}

fn place(sources: &[&Source], rule: &Rule) -> String {
    format!("{}:{}", sources[rule.file].file, rule.line())
}

fn names(sources: &[&Source], rules: &[Rule]) -> Vec<Diagnostic> {
    let mut first: BTreeMap<&str, &Rule> = BTreeMap::new();
    let mut findings = Vec::new();
    for rule in rules {
        if let Some(other) = first.get(rule.name.as_str()) {
            let message = format!("another rule is called `{}` too", rule.name);
            findings.push(Diagnostic::error(sources[rule.file], rule.at, message).hint(format!(
                "it is in {}; reports tell rules apart by their names",
                place(sources, other)
            )));
        } else {
            first.insert(&rule.name, rule);
        }
    }
    findings
}

fn counts(sources: &[&Source], rules: &[Rule]) -> Vec<Diagnostic> {
    let mut findings = Vec::new();
    if let Some(rule) = rules.get(limits::RULES) {
        let message = format!("a set has at most {} rules", limits::RULES);
        findings.push(Diagnostic::error(sources[rule.file], rule.at, message));
    }
    let mut patterns = rules.iter().filter(|rule| matches!(rule.condition, Condition::Pattern { .. }));
    if let Some(rule) = patterns.nth(limits::PATTERNS) {
        let message = format!("a set has at most {} patterns, because each is tried", limits::PATTERNS);
        findings.push(
            Diagnostic::error(sources[rule.file], rule.at, message).hint("keywords have no such limit"),
        );
    }
    findings
}

/// The same keyword twice, and rules that can never run because an earlier one always answers in their place.
fn words(sources: &[&Source], rules: &[Rule]) -> Vec<Diagnostic> {
    let mut seen: BTreeMap<&str, Vec<(&Rule, How)>> = BTreeMap::new();
    let mut findings = Vec::new();
    for rule in rules {
        let Condition::Words { how, words } = &rule.condition else { continue };
        let source = sources[rule.file];
        let mut taken = Vec::new();
        for word in words {
            let users = seen.entry(&word.folded).or_default();
            if let Some((twin, _)) = users.iter().find(|(twin, _)| std::ptr::eq(*twin, rule)) {
                let at = twin.at;
                let message = format!("`{}` is the same as another keyword of this rule", word.written);
                findings.push(Diagnostic::warning(source, at, message));
                continue;
            }
            let meets = |(other, _): &&(&Rule, How)| other.scope.meets(&rule.scope);
            if let Some((other, other_how)) = users.iter().find(meets) {
                taken.push((word, *other, *other_how));
            }
            users.push((rule, *how));
        }
        let always = |(_, other, other_how): &(_, &Rule, How)| {
            covers(*other_how, *how) && other.scope.covers(&rule.scope) && other.certain
        };
        if taken.len() == words.len() && taken.iter().all(always) {
            let earlier = taken.first().map(|(_, other, _)| (other.name.clone(), place(sources, other)));
            let (name, stands) = earlier.unwrap_or_default();
            let message = format!("this rule can never run: `{name}` answers everything it would answer");
            let hint =
                format!("`{name}` is in {stands}, before it; remove one of them or change their keywords");
            findings.push(Diagnostic::warning(source, rule.at, message).hint(hint));
            continue;
        }
        for (word, other, _) in taken {
            let message = format!("`{}` is a keyword of `{}` too", word.written, other.name);
            let hint = format!("that one is in {} and is asked first", place(sources, other));
            findings.push(Diagnostic::warning(source, rule.at, message).hint(hint));
        }
    }
    findings
}

/// Whether every message that `later` finds with a keyword is found by `earlier` with the same keyword.
fn covers(earlier: How, later: How) -> bool {
    earlier == How::Contains || earlier == later || (earlier, later) == (How::StartsWith, How::Exact)
}

impl Scoped {
    /// Whether some conversation is in the scope of both.
    fn meets(&self, other: &Self) -> bool {
        let share = |a: &[_], b: &[_]| a.is_empty() || b.is_empty() || a.iter().any(|item| b.contains(item));
        let languages = self.languages.is_empty()
            || other.languages.is_empty()
            || self.languages.iter().any(|language| other.languages.contains(language));
        share(&self.channels, &other.channels)
            && languages
            && (self.open.is_none() || other.open.is_none() || self.open == other.open)
    }

    /// Whether every conversation in the scope of the other is in this one's.
    fn covers(&self, other: &Self) -> bool {
        let all = |mine: bool, theirs: bool, each: bool| mine || (!theirs && each);
        all(
            self.channels.is_empty(),
            other.channels.is_empty(),
            other.channels.iter().all(|channel| self.channels.contains(channel)),
        ) && all(
            self.languages.is_empty(),
            other.languages.is_empty(),
            other.languages.iter().all(|language| self.languages.contains(language)),
        ) && (self.open.is_none() || self.open == other.open)
    }

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
