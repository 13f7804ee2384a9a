//! What hardly is meant, although it runs: buttons that nobody answers, groups that a pattern does not have, rules that
//! do nothing in their hours or for no inbox, files that run in another order than their numbers say.

use std::collections::{BTreeMap, BTreeSet};

use domain::{Assignee, BusinessHours, Inbox};
use rhai::{ASTNode, Expr, FnCallExpr, ImmutableString, Position, Stmt};

use crate::code::Code;
use crate::declare::Condition;
use crate::diagnostic::{Diagnostic, Source};
use crate::fold::{fold, normalize};
use crate::index::Index;
use crate::lint::{Check, Lint, is_chat, key};
use crate::set::{Rule, RuleSet};
use crate::text::{Length, button_id};

/// What a source says that can only be judged beside the other sources.
#[derive(Debug, Default)]
pub(crate) struct Notes {
    /// The buttons that are offered with plain words.
    offers: Vec<Offer>,
    /// Every text that stands in the source.
    texts: Vec<ImmutableString>,
    /// Where `chat.group(n)` stands, and n.
    groups: Vec<(Position, i64)>,
    /// Functions that are one `if` without `else`: where it stands, and which hours its condition asks for.
    guards: BTreeMap<(usize, usize), bool>,
}

#[derive(Debug)]
struct Offer {
    at: Position,
    id: String,
    labels: Vec<String>,
    /// The texts of which the button is made, each as often as it stands there.
    texts: Vec<String>,
}

impl Check<'_> {
    /// Notes what a node says.
    pub(crate) fn note(&mut self, node: &ASTNode, alone: bool) {
        let notes = &mut self.out.notes;
        match node {
            ASTNode::Expr(Expr::StringConstant(text, _)) => {
                notes.texts.push(text.clone());
            }
            ASTNode::Expr(Expr::MethodCall(call, at)) => match call.name.as_str() {
                "buttons" | "quick_replies" => notes.offers.extend(offers(call)),
                "group" => {
                    if let Some(Expr::IntegerConstant(n, _)) = call.args.first() {
                        notes.groups.push((*at, *n));
                    }
                }
                _ => {}
            },
            ASTNode::Stmt(Stmt::If(parts, at)) if alone && parts.branch.is_empty() => {
                if let Some(open) = asks_for(&parts.expr) {
                    notes.guards.insert(key(*at), open);
                }
            }
            _ => {}
        }
    }
}

/// The hours that a condition cannot do without; none if it can do with both.
fn asks_for(condition: &Expr) -> Option<bool> {
    match condition {
        Expr::Dot(parts, ..) => {
            let open_now = matches!(&parts.rhs, Expr::Property(name, _) if name.2 == "open_now");
            (open_now && is_chat(&parts.lhs)).then_some(true)
        }
        Expr::FnCall(call, _) if call.name == "!" => call.args.first().and_then(asks_for).map(|open| !open),
        Expr::And(all, _) => all.iter().find_map(asks_for),
        _ => None,
    }
}

fn offers(call: &FnCallExpr) -> Vec<Offer> {
    let Some(Expr::Array(items, _)) = call.args.get(1) else { return Vec::new() };
    items.iter().filter_map(offer).collect()
}

fn offer(item: &Expr) -> Option<Offer> {
    let at = item.position();
    if let Expr::StringConstant(label, _) = item {
        let labels = vec![label.to_string()];
        return Some(Offer { at, id: button_id(label), texts: labels.clone(), labels });
    }
    let Expr::Map(parts, _) = item else { return None };
    let part = |name: &str| parts.0.iter().find(|(key, _)| key.name == name).map(|(_, value)| value);
    let labels = match part("label")? {
        Expr::StringConstant(label, _) => vec![label.to_string()],
        Expr::Map(languages, _) => {
            languages.0.iter().map(|(_, label)| plain(label)).collect::<Option<_>>()?
        }
        _ => return None,
    };
    let mut texts = labels.clone();
    let id = match part("id") {
        Some(id) => {
            texts.push(plain(id)?);
            plain(id)?
        }
        None => labels.first()?.clone(),
    };
    Some(Offer { at, id: button_id(&id), labels, texts })
}

fn plain(value: &Expr) -> Option<String> {
    match value {
        Expr::StringConstant(text, _) => Some(text.to_string()),
        _ => None,
    }
}

/// Looks a whole set over.
pub(crate) fn find(sources: &[&Source], lints: &[Lint], rules: &[Rule], index: &Index) -> Vec<Diagnostic> {
    let mut findings = order(sources);
    findings.extend(buttons(sources, lints, rules, index));
    for rule in rules {
        let (source, lint) = (sources[rule.file], &lints[rule.file]);
        findings.extend(groups(source, lint, rule));
        findings.extend(hours(source, lint, rule));
    }
    findings
}

/// Files run in the order of their names: `10-a` comes before `2-b`.
fn order(sources: &[&Source]) -> Vec<Diagnostic> {
    let number = |source: &Source| {
        let digits = source.file.chars().take_while(char::is_ascii_digit).collect::<String>();
        digits.parse::<u64>().ok()
    };
    let out_of_order = |pair: &[&Source]| {
        let (first, second) = (number(pair[0])?, number(pair[1])?);
        let message = format!("`{}` runs after `{}`, whose number is larger", pair[1].file, pair[0].file);
        let hint = "files run in the order of their names: write all numbers with as many digits, such as 02";
        (first > second)
            .then(|| Diagnostic::warning(pair[1], Position::NONE, Code::FileOrder, message).hint(hint))
    };
    sources.windows(2).filter_map(out_of_order).collect()
}

/// A button is answered by `on_button`, or like its words by a keyword or a pattern. A text of its own that stands
/// somewhere else in the rules counts as an answer too: a rule may compare with it.
fn buttons(sources: &[&Source], lints: &[Lint], rules: &[Rule], index: &Index) -> Vec<Diagnostic> {
    if lints.iter().all(|lint| lint.notes.offers.is_empty()) {
        return Vec::new();
    }
    let ids: BTreeSet<&str> = rules
        .iter()
        .flat_map(|rule| match &rule.condition {
            Condition::Button { ids } => ids.as_slice(),
            _ => &[],
        })
        .map(String::as_str)
        .collect();
    let patterns: Vec<_> = rules
        .iter()
        .filter_map(|rule| match &rule.condition {
            Condition::Pattern { regex, .. } => Some(regex),
            _ => None,
        })
        .collect();
    let mut offered: BTreeMap<&str, usize> = BTreeMap::new();
    let mut written: BTreeMap<&str, usize> = BTreeMap::new();
    for lint in lints {
        for offer in &lint.notes.offers {
            offer.texts.iter().for_each(|text| *offered.entry(text).or_default() += 1);
        }
        lint.notes.texts.iter().for_each(|text| *written.entry(text).or_default() += 1);
    }
    let elsewhere = |word: &str| written.get(word) > offered.get(word);
    let answered = |offer: &Offer| {
        ids.contains(offer.id.as_str())
            || elsewhere(&offer.id)
            || offer.labels.iter().any(|label| {
                !index.find(&fold(label)).is_empty()
                    || patterns.iter().any(|pattern| pattern.is_match(&normalize(label)))
                    || elsewhere(label)
            })
    };
    let mut findings = Vec::new();
    for (source, lint) in sources.iter().zip(lints) {
        for offer in lint.notes.offers.iter().filter(|offer| !answered(offer)) {
            let message = format!("no rule answers the button `{}`", offer.id);
            let hint = format!(
                "write `on_button(\"a-name\", {:?}, |chat| …)`, or a keyword that is in its words",
                offer.id
            );
            findings.push(Diagnostic::warning(source, offer.at, Code::UnansweredButton, message).hint(hint));
        }
    }
    findings
}

/// Groups that are asked for and that the pattern does not have.
fn groups(source: &Source, lint: &Lint, rule: &Rule) -> Vec<Diagnostic> {
    let Some((begin, end)) = lint.body_of(rule.at) else { return Vec::new() };
    let has = match &rule.condition {
        Condition::Pattern { regex, .. } => regex.captures_len(),
        _ => 0,
    };
    let outside = |n: i64| usize::try_from(n).map_or(true, |n| n >= has);
    let here = lint.notes.groups.iter().filter(|(at, n)| (begin..end).contains(&key(*at)) && outside(*n));
    here.map(|(at, n)| {
        let (message, hint) = match has {
            0 => ("only rules of `pattern` have groups".to_owned(), String::new()),
            has => (
                format!("the pattern has no group {n}"),
                format!("its groups are 0 (the whole) to {}; a group stands between ( and )", has - 1),
            ),
        };
        Diagnostic::warning(source, *at, Code::UnknownGroup, message).hint(hint)
    })
    .collect()
}

/// A rule for open hours whose only condition is that it is closed, or the other way round.
fn hours(source: &Source, lint: &Lint, rule: &Rule) -> Option<Diagnostic> {
    let wanted = rule.scope.open?;
    let (begin, end) = lint.body_of(rule.at)?;
    let mut guards = lint.notes.guards.range(begin..end);
    let (at, asked) = guards.next()?;
    if *asked == wanted || lint.statements_in(begin, end) != 1 {
        return None;
    }
    let (hours, open_now) = if wanted { ("open", "!chat.open_now") } else { ("closed", "chat.open_now") };
    let message = format!("this rule is for {hours} hours and does nothing in them");
    let hint = format!("remove `hours: \"{hours}\"`, or the condition `{open_now}`");
    let place = Position::new(u16::try_from(at.0).ok()?, u16::try_from(at.1).ok()?);
    Some(Diagnostic::warning(source, place, Code::NeverInItsHours, message).hint(hint))
}

impl RuleSet {
    /// What the inboxes of a desk say of these rules: rules for a channel that no inbox has, for hours that never come,
    /// or with a timer that is switched off everywhere. Warnings, by file and line.
    pub fn check_for(&self, inboxes: &[Inbox]) -> Vec<Diagnostic> {
        let never = |rule: &Rule| {
            let here: Vec<_> =
                inboxes.iter().filter(|inbox| rule.scope.allows_channel(inbox.channel)).collect();
            if here.is_empty() {
                return Some(("there is no inbox of the channels that this rule is for", ""));
            }
            let hint = "the hours of each inbox are among its settings";
            match rule.scope.open {
                Some(true) if here.iter().all(|inbox| never_opens(&inbox.hours)) => {
                    return Some(("this rule is for open hours, but the inbox never opens", hint));
                }
                Some(false) if here.iter().all(|inbox| never_closes(&inbox.hours)) => {
                    return Some(("this rule is for closed hours, but the inbox never closes", hint));
                }
                _ => {}
            }
            let off = |setting| {
                let people = Assignee::Queue { since: domain::Timestamp::EPOCH };
                here.iter().all(|inbox| {
                    [&Assignee::Bot, &people].into_iter().all(|who| inbox.timer(setting, who).is_none())
                })
            };
            match rule.condition {
                Condition::After(Length::Setting(setting)) if off(setting) => {
                    Some(("the timer of this rule is switched off", "it is among the inbox's settings"))
                }
                _ => None,
            }
        };
        let finding = |rule: &Rule| {
            let (message, hint) = never(rule)?;
            let file = &self.files[rule.file];
            let source = Source::new(&*file.name, &*file.text);
            Some(Diagnostic::warning(&source, rule.at, Code::NeverHere, message).hint(hint))
        };
        self.rules.iter().filter_map(finding).take(crate::limits::FINDINGS).collect()
    }
}

fn week(hours: &BusinessHours) -> [&[domain::Span]; 7] {
    let BusinessHours { monday, tuesday, wednesday, thursday, friday, saturday, sunday, .. } = hours;
    [monday, tuesday, wednesday, thursday, friday, saturday, sunday]
}

fn never_opens(hours: &BusinessHours) -> bool {
    week(hours).iter().all(|day| day.is_empty())
}

/// Every day is written as one whole day, which is what leaving it out means.
fn never_closes(hours: &BusinessHours) -> bool {
    let always = BusinessHours::default();
    hours.holidays.is_empty() && week(hours).iter().all(|day| *day == always.monday)
}
