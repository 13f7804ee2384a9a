//! Rules that can never run, because an earlier one answers everything they would answer.

use std::collections::BTreeMap;
use std::time::Duration;

use domain::{ChannelKind, Language, TimerSetting};

use crate::code::Code;
use crate::declare::{Condition, How, Scoped, Word};
use crate::diagnostic::{Diagnostic, Source};
use crate::index::Index;
use crate::lint::Lint;
use crate::overlap::place;
use crate::set::Rule;
use crate::text::Length;

/// For whom a rule is: a bit for each channel, language and state of the hours together.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub(crate) struct Audience(u64);

impl Audience {
    pub fn of(scope: &Scoped) -> Self {
        let mut bits = 0;
        let mut bit = 1;
        for channel in ChannelKind::ALL {
            for language in [Language::Ja, Language::En] {
                for open in [true, false] {
                    let fits = (scope.channels.is_empty() || scope.channels.contains(&channel))
                        && (scope.languages.is_empty() || scope.languages.contains(&language))
                        && scope.open.is_none_or(|wanted| wanted == open);
                    bits |= if fits { bit } else { 0 };
                    bit <<= 1;
                }
            }
        }
        Self(bits)
    }

    pub fn meets(self, other: Self) -> bool {
        self.0 & other.0 != 0
    }

    fn covers(self, other: Self) -> bool {
        other.0 & !self.0 == 0
    }

    fn and(self, other: Self) -> Self {
        Self(self.0 | other.0)
    }
}

/// The rules that always answer one thing, in their order, and for whom each of them is the first.
#[derive(Debug, Default)]
struct Answering(Vec<(Audience, usize)>);

impl Answering {
    fn add(&mut self, audience: Audience, rule: usize) {
        if !self.together().covers(audience) {
            self.0.push((audience, rule));
        }
    }

    fn together(&self) -> Audience {
        self.0.iter().fold(Audience::default(), |all, (one, _)| all.and(*one))
    }
}

/// The first of several rules that together answer everybody in an audience.
fn taken<'a>(answering: impl IntoIterator<Item = &'a Answering>, audience: Audience) -> Option<usize> {
    let mut all = Audience::default();
    let mut first = None;
    for (one, rule) in answering.into_iter().flat_map(|answering| &answering.0) {
        if one.meets(audience) {
            all = all.and(*one);
            first = Some(first.map_or(*rule, |known: usize| known.min(*rule)));
        }
    }
    first.filter(|_| all.covers(audience))
}

/// What a rule answers as a whole.
#[derive(Debug, PartialEq, Eq, PartialOrd, Ord)]
enum Thing<'a> {
    Message,
    Pattern(&'a str),
    Button(&'a str),
    Open,
    Follow,
    Handover,
    End,
    After(Duration),
    Setting(TimerSetting),
}

/// Where a keyword stands in another one.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
enum Fit {
    Whole,
    Beginning,
    Inside,
}

/// What the rules so far always answer.
struct Reach<'a> {
    things: BTreeMap<Thing<'a>, Answering>,
    /// By keyword and how it is compared.
    words: BTreeMap<(usize, How), Answering>,
    index: &'a Index,
}

/// Looks at every rule of a set in its order, until there is no more time: what it finds are warnings.
pub(crate) fn find(
    sources: &[&Source],
    lints: &[Lint],
    rules: &[Rule],
    index: &Index,
    out_of_time: impl Fn() -> bool,
) -> Vec<Diagnostic> {
    let mut reach = Reach { things: BTreeMap::new(), words: BTreeMap::new(), index };
    let mut findings = Vec::new();
    for (n, rule) in rules.iter().enumerate() {
        if n % 64 == 0 && out_of_time() {
            break;
        }
        let audience = Audience::of(&rule.scope);
        let source = sources[rule.file];
        let found = reach.keywords_in(rule);
        let hidden = reach.hidden(rule, audience, &found);
        let whole = reach.whole(rule, audience, &hidden);
        if let Some(by) = whole {
            let name = &rules[by].name;
            let message = format!("this rule can never run: `{name}` answers everything it would answer");
            let stands = place(sources, &rules[by]);
            let hint =
                format!("`{name}` is in {stands}, before it; remove one of them or change their keywords");
            findings.push(Diagnostic::warning(source, rule.at, Code::Unreachable, message).hint(hint));
        } else {
            for (item, by) in hidden {
                let earlier = &rules[by];
                let word = rule.condition.words().get(item).cloned().unwrap_or_default();
                let message = format!("`{word}` never comes here: `{}` answers it first", earlier.name);
                let hint = format!(
                    "that one is in {}, before it; what is more special stands first",
                    place(sources, earlier)
                );
                let at = lints[rule.file].place(rule.at, 1, Some(item));
                findings.push(Diagnostic::warning(source, at, Code::HiddenKeyword, message).hint(hint));
            }
        }
        if rule.certain {
            reach.add(n, rule, audience, &found);
        }
    }
    findings
}

impl<'a> Reach<'a> {
    /// For each keyword of a rule: the keywords of the set that it holds, itself included.
    fn keywords_in(&self, rule: &Rule) -> Vec<Vec<(usize, Fit)>> {
        let Condition::Words { words, .. } = &rule.condition else { return Vec::new() };
        let inside = |word: &Word| {
            let fits = self.index.within(&word.folded).map(|(keyword, start, end)| {
                let fit = match (start, end == word.folded.len()) {
                    (0, true) => Fit::Whole,
                    (0, false) => Fit::Beginning,
                    _ => Fit::Inside,
                };
                (keyword, fit)
            });
            let mut fits: Vec<_> = fits.collect();
            // The same keyword further on says less.
            fits.sort_unstable();
            fits.dedup_by_key(|(keyword, _)| *keyword);
            fits
        };
        words.iter().map(inside).collect()
    }

    /// The keywords or buttons of a rule that earlier ones always answer, and which.
    fn hidden(&self, rule: &Rule, audience: Audience, found: &[Vec<(usize, Fit)>]) -> Vec<(usize, usize)> {
        match &rule.condition {
            Condition::Words { how, .. } => {
                let by = |(n, found): (usize, &Vec<_>)| Some((n, self.word(found, *how, audience)?));
                found.iter().enumerate().filter_map(by).collect()
            }
            Condition::Button { ids } => {
                let by = |(n, id): (usize, &String)| {
                    Some((n, taken(self.things.get(&Thing::Button(id)), audience)?))
                };
                ids.iter().enumerate().filter_map(by).collect()
            }
            _ => Vec::new(),
        }
    }

    /// The earlier rules that hold a part of a keyword, and so find every message that it finds.
    fn word(&self, found: &[(usize, Fit)], how: How, audience: Audience) -> Option<usize> {
        let mut earlier = Vec::new();
        for (keyword, fit) in found {
            earlier.extend(self.words.get(&(*keyword, How::Contains)));
            if *fit != Fit::Inside && how != How::Contains {
                earlier.extend(self.words.get(&(*keyword, How::StartsWith)));
            }
            if *fit == Fit::Whole && how == How::Exact {
                earlier.extend(self.words.get(&(*keyword, How::Exact)));
            }
        }
        taken(earlier, audience)
    }

    /// The earlier rule that answers in place of this one.
    fn whole(&self, rule: &Rule, audience: Audience, hidden: &[(usize, usize)]) -> Option<usize> {
        let by = |thing: &Thing<'_>| taken(self.things.get(thing), audience);
        match &rule.condition {
            Condition::Words { words, .. } => by(&Thing::Message).or_else(|| all(words.len(), hidden)),
            Condition::Button { ids } => all(ids.len(), hidden),
            Condition::Pattern { source, .. } => by(&Thing::Message).or_else(|| by(&Thing::Pattern(source))),
            other => things(other).iter().find_map(by),
        }
    }

    fn add(&mut self, n: usize, rule: &'a Rule, audience: Audience, found: &[Vec<(usize, Fit)>]) {
        for thing in things(&rule.condition) {
            self.things.entry(thing).or_default().add(audience, n);
        }
        if let Condition::Words { how, .. } = &rule.condition {
            for (keyword, _) in found.iter().flatten().filter(|(_, fit)| *fit == Fit::Whole) {
                self.words.entry((*keyword, *how)).or_default().add(audience, n);
            }
        }
    }
}

fn all(count: usize, hidden: &[(usize, usize)]) -> Option<usize> {
    hidden.first().filter(|_| hidden.len() == count).map(|(_, by)| *by)
}

fn things(condition: &Condition) -> Vec<Thing<'_>> {
    match condition {
        Condition::Words { .. } => Vec::new(),
        Condition::Pattern { source, .. } => vec![Thing::Pattern(source)],
        Condition::Message => vec![Thing::Message],
        Condition::Button { ids } => ids.iter().map(|id| Thing::Button(id)).collect(),
        Condition::Open => vec![Thing::Open],
        Condition::Follow => vec![Thing::Follow],
        Condition::Handover => vec![Thing::Handover],
        Condition::End => vec![Thing::End],
        Condition::After(Length::Fixed(length)) => vec![Thing::After(*length)],
        Condition::After(Length::Setting(setting)) => vec![Thing::Setting(*setting)],
    }
}
