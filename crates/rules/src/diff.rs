//! What differs between two sets, rule by rule.

use std::collections::{BTreeMap, BTreeSet};
use std::fmt;

use domain::RulesVersion;
use serde::Serialize;
use similar::{ChangeTag, TextDiff};

use crate::declare::DECLARATIONS;
use crate::lint::key;
use crate::parts::{Part, parts};
use crate::set::{File, RuleInfo, RuleSet};

/// What differs between two sets of rules. Rules are the same if they have the same name; white space, comments and
/// the places of files make no difference.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema), schema(as = RulesDiff))]
pub struct Diff {
    /// The version before.
    pub before: RulesVersion,
    /// The version after.
    pub after: RulesVersion,
    /// Rules that are only in the set after, in their order.
    pub added: Vec<RuleText>,
    /// Rules that are only in the set before, in their order.
    pub removed: Vec<RuleText>,
    /// Rules that are in both and not the same, in the order of the set after.
    pub changed: Vec<ChangedRule>,
    /// Rules that are asked earlier or later than before, seen from the others, or stand in another file.
    pub moved: Vec<MovedRule>,
    /// How many rules are exactly as they were.
    pub same: usize,
}

/// A rule and its source.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct RuleText {
    /// The rule as lists show it.
    #[serde(flatten)]
    pub rule: RuleInfo,
    /// Its declaration as it was written.
    pub text: String,
}

/// A rule that is not what it was.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct ChangedRule {
    /// Its name.
    pub name: String,
    /// What about it changed; never empty.
    pub what: Vec<Aspect>,
    /// Keywords, buttons, the pattern or the length of time that are new.
    pub words_added: Vec<String>,
    /// Those that are gone.
    pub words_removed: Vec<String>,
    /// Functions, variables and constants of its file that it uses and that are not what they were.
    pub helpers: Vec<String>,
    /// As it was.
    pub before: RuleText,
    /// As it is.
    pub after: RuleText,
}

/// What about a rule changed.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Serialize)]
#[serde(rename_all = "snake_case")]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema), schema(as = RuleAspect))]
pub enum Aspect {
    /// How it is declared: `keyword` became `exact`, …
    Kind,
    /// Its keywords, pattern, buttons or length of time.
    Words,
    /// The channels, languages or hours it is for.
    Options,
    /// What it does.
    Body,
    /// Something outside of it that it uses.
    Helpers,
}

/// A rule whose place changed.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct MovedRule {
    /// Its name.
    pub name: String,
    /// Where it stood.
    pub from: Spot,
    /// Where it stands.
    pub to: Spot,
}

/// Where a rule stands.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema), schema(as = RuleSpot))]
pub struct Spot {
    /// The file.
    pub file: String,
    /// The line it begins at, counted from 1.
    pub line: u32,
    /// Its place in the order in which rules are asked, counted from 1.
    pub place: usize,
}

impl Diff {
    /// Whether the two sets answer alike in everything.
    pub fn is_empty(&self) -> bool {
        self.added.is_empty() && self.removed.is_empty() && self.changed.is_empty() && self.moved.is_empty()
    }
}

impl RuleSet {
    /// Compares this set with a newer one.
    pub fn diff(&self, newer: &Self) -> Diff {
        let (old, new) = (Side::of(self), Side::of(newer));
        let mut diff = Diff {
            before: self.version.clone(),
            after: newer.version.clone(),
            added: Vec::new(),
            removed: Vec::new(),
            changed: Vec::new(),
            moved: Vec::new(),
            same: 0,
        };
        let mut both = Vec::new();
        for (place, rule) in newer.rules.iter().enumerate() {
            match old.places.get(rule.name.as_str()) {
                Some(before) => both.push((*before, place)),
                None => diff.added.push(new.text_of(place)),
            }
        }
        let kept = |place: &usize| !new.places.contains_key(self.rules[*place].name.as_str());
        diff.removed.extend((0..self.rules.len()).filter(kept).map(|place| old.text_of(place)));
        let stays = in_order(&both.iter().map(|(before, _)| *before).collect::<Vec<_>>());
        for (n, (before, after)) in both.into_iter().enumerate() {
            let changed = compare(&old, before, &new, after);
            let (from, to) = (old.spot(before), new.spot(after));
            let moves = !stays.contains(&n) || from.file != to.file;
            diff.same += usize::from(changed.is_none() && !moves);
            diff.changed.extend(changed);
            if moves {
                diff.moved.push(MovedRule { name: newer.rules[after].name.clone(), from, to });
            }
        }
        diff
    }

    /// The declaration of a rule as it was written; none if there is no rule of that name.
    pub fn source_of(&self, rule: &str) -> Option<String> {
        let place = self.rules.iter().position(|known| known.name == rule)?;
        Some(Side::of(self).text_of(place).text)
    }
}

/// One of the two sets, its files split into their parts.
struct Side<'a> {
    set: &'a RuleSet,
    infos: Vec<RuleInfo>,
    files: Vec<Split>,
    places: BTreeMap<&'a str, usize>,
}

/// A file, split into its parts.
struct Split {
    parts: Vec<Part>,
    /// The parts that give each name its meaning: functions, variables, and statements that are no rules.
    meanings: BTreeMap<String, Vec<usize>>,
}

impl Split {
    /// Splits a source with rules at these places.
    fn of(parts: Vec<Part>, rules: impl Iterator<Item = (usize, usize)>) -> Self {
        let declaring: BTreeSet<usize> = rules.filter_map(|at| holding(&parts, at)).collect();
        let known: BTreeSet<&String> = parts.iter().filter_map(|part| part.defines.as_ref()).collect();
        let mut meanings: BTreeMap<String, Vec<usize>> = BTreeMap::new();
        for (n, part) in parts.iter().enumerate() {
            let names: Vec<&String> = match &part.defines {
                Some(name) => vec![name],
                None if declaring.contains(&n) => Vec::new(),
                None => part.names.iter().filter(|name| known.contains(name)).collect(),
            };
            for name in names {
                meanings.entry(name.clone()).or_default().push(n);
            }
        }
        Self { parts, meanings }
    }

    /// The names of the file that a part uses, and those that they use.
    fn reached<'s>(&'s self, part: &'s Part) -> BTreeMap<&'s str, Vec<&'s [String]>> {
        let mut reached: BTreeMap<&str, Vec<&[String]>> = BTreeMap::new();
        let mut ahead: Vec<&String> = part.names.iter().collect();
        while let Some(name) = ahead.pop() {
            let Some(meanings) = self.meanings.get(name) else { continue };
            if reached.contains_key(name.as_str()) {
                continue;
            }
            let meanings: Vec<&Part> = meanings.iter().map(|n| &self.parts[*n]).collect();
            ahead.extend(meanings.iter().flat_map(|part| &part.names));
            reached.insert(name, meanings.iter().map(|part| part.tokens.as_slice()).collect());
        }
        reached
    }
}

/// The part that holds a place.
fn holding(parts: &[Part], at: (usize, usize)) -> Option<usize> {
    let after = parts.partition_point(|part| part.begin <= at);
    after.checked_sub(1).filter(|n| at <= parts[*n].end)
}

impl<'a> Side<'a> {
    fn of(set: &'a RuleSet) -> Self {
        let split = |(n, file): (usize, &File)| {
            let rules = set.rules.iter().filter(|rule| rule.file == n).map(|rule| key(rule.at));
            Split::of(parts(&set.engine, &file.text), rules)
        };
        let places = set.rules.iter().enumerate().map(|(place, rule)| (rule.name.as_str(), place));
        let files = set.files.iter().enumerate().map(split).collect();
        Self { set, infos: set.rules(), files, places: places.collect() }
    }

    fn part(&self, place: usize) -> Option<(&Split, &Part)> {
        let rule = &self.set.rules[place];
        let file = &self.files[rule.file];
        holding(&file.parts, key(rule.at)).map(|n| (file, &file.parts[n]))
    }

    fn text_of(&self, place: usize) -> RuleText {
        let text = self.part(place).map(|(_, part)| part.text.clone()).unwrap_or_default();
        RuleText { rule: self.infos[place].clone(), text }
    }

    fn spot(&self, place: usize) -> Spot {
        let RuleInfo { file, line, .. } = &self.infos[place];
        Spot { file: file.clone(), line: *line, place: place + 1 }
    }
}

/// What changed between a rule at a place before and the same at a place after.
fn compare(old: &Side<'_>, before: usize, new: &Side<'_>, after: usize) -> Option<ChangedRule> {
    let (was, is) = (&old.infos[before], &new.infos[after]);
    let only = |these: &[String], those: &[String]| {
        these.iter().filter(|word| !those.contains(word)).cloned().collect::<Vec<_>>()
    };
    let mut what = Vec::new();
    if was.kind != is.kind {
        what.push(Aspect::Kind);
    }
    if was.words != is.words {
        what.push(Aspect::Words);
    }
    if (&was.channels, &was.languages, was.hours) != (&is.channels, &is.languages, is.hours) {
        what.push(Aspect::Options);
    }
    let mut helpers = Vec::new();
    if let (Some((old_file, old_part)), Some((new_file, new_part))) = (old.part(before), new.part(after)) {
        if body(&old_part.tokens) != body(&new_part.tokens) {
            what.push(Aspect::Body);
        }
        let (was, is) = (old_file.reached(old_part), new_file.reached(new_part));
        let names: BTreeSet<&&str> = was.keys().chain(is.keys()).collect();
        helpers.extend(
            names.into_iter().filter(|name| was.get(*name) != is.get(*name)).map(ToString::to_string),
        );
    }
    if !helpers.is_empty() {
        what.push(Aspect::Helpers);
    }
    (!what.is_empty()).then(|| ChangedRule {
        name: is.name.clone(),
        what,
        words_added: only(&is.words, &was.words),
        words_removed: only(&was.words, &is.words),
        helpers,
        before: old.text_of(before),
        after: new.text_of(after),
    })
}

/// What a declaration does: its last argument. A rule that is declared in another way, in a loop for example, is all
/// body.
fn body(tokens: &[String]) -> &[String] {
    if !tokens.first().is_some_and(|first| DECLARATIONS.iter().any(|known| known.name == first)) {
        return tokens;
    }
    let mut depth = 0_usize;
    let mut last = 0;
    for (n, token) in tokens.iter().enumerate() {
        match token.as_str() {
            "(" | "[" | "{" | "#{" | "?[" => depth += 1,
            ")" | "]" | "}" => depth = depth.saturating_sub(1),
            "," if depth == 1 => last = n,
            _ => {}
        }
    }
    &tokens[last..]
}

/// The places of a longest run of numbers that only grow: whatever is not in it has moved.
fn in_order(numbers: &[usize]) -> BTreeSet<usize> {
    // For each length: where the run of that length ends whose end is the smallest.
    let mut ends: Vec<usize> = Vec::new();
    let mut before: Vec<Option<usize>> = vec![None; numbers.len()];
    for (n, number) in numbers.iter().enumerate() {
        let length = ends.partition_point(|end| numbers[*end] < *number);
        before[n] = length.checked_sub(1).map(|shorter| ends[shorter]);
        if length == ends.len() {
            ends.push(n);
        } else {
            ends[length] = n;
        }
    }
    std::iter::successors(ends.last().copied(), |n| before[*n]).collect()
}

impl fmt::Display for Diff {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let place = |told: &RuleText| format!("{}:{}", told.rule.file, told.rule.line);
        for told in &self.added {
            writeln!(f, "+ {} ({}), new", told.rule.name, place(told))?;
        }
        for told in &self.removed {
            writeln!(f, "- {} ({}), gone", told.rule.name, place(told))?;
        }
        for rule in &self.changed {
            let what: Vec<_> = rule.what.iter().map(|aspect| aspect.words()).collect();
            writeln!(f, "~ {} ({}): {}", rule.name, place(&rule.after), what.join(", "))?;
            if !rule.helpers.is_empty() {
                writeln!(f, "    it uses {}, which changed", rule.helpers.join(", "))?;
            }
            for change in TextDiff::from_lines(&rule.before.text, &rule.after.text).iter_all_changes() {
                let sign = match change.tag() {
                    ChangeTag::Equal => continue,
                    ChangeTag::Delete => '-',
                    ChangeTag::Insert => '+',
                };
                writeln!(f, "    {sign} {}", change.value().trim_end())?;
            }
        }
        for rule in &self.moved {
            let MovedRule { name, from, to } = rule;
            writeln!(
                f,
                "> {name}: from {}:{} to {}:{}, place {} to {}",
                from.file, from.line, to.file, to.line, from.place, to.place
            )?;
        }
        let (added, removed) = (self.added.len(), self.removed.len());
        let (changed, moved) = (self.changed.len(), self.moved.len());
        write!(f, "{added} new, {removed} gone, {changed} changed, {moved} moved, {} the same", self.same)
    }
}

impl Aspect {
    /// In the words of these pages.
    pub fn words(self) -> &'static str {
        match self {
            Self::Kind => "when it runs",
            Self::Words => "its words",
            Self::Options => "whom it is for",
            Self::Body => "what it does",
            Self::Helpers => "what it uses",
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_longest_growing_run_is_found() {
        let run = |numbers: &[usize]| in_order(numbers).into_iter().collect::<Vec<_>>();
        assert_eq!(run(&[]), [0; 0]);
        assert_eq!(run(&[0, 1, 2]), [0, 1, 2]);
        assert_eq!(run(&[3, 0, 1, 2]), [1, 2, 3]);
        assert_eq!(run(&[1, 2, 3, 0]), [0, 1, 2]);
        assert_eq!(run(&[2, 0, 3, 1, 4]).len(), 3);
    }
}
