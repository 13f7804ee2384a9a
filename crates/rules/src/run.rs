//! One pass over the rules that answer an occasion.

use std::panic::{AssertUnwindSafe, catch_unwind};
use std::sync::Arc;
use std::time::Instant;

use domain::{Decision, Facts, Occasion, Proposed, RuleFailure, Trace};
use rhai::Dynamic;

use crate::chat::{Chat, Found, room};
use crate::declare::Condition;
use crate::diagnostic::explain;
use crate::facts::Sheet;
use crate::fold::{fold, head, normalize};
use crate::limits::{self, Budget, Deadline};
use crate::set::{Rule, RuleSet};

/// What became of a rule whose turn it was.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Turn<'a> {
    /// Not for this channel, language or hour, or its pattern does not match.
    Passed(&'a str),
    /// Ran and wanted nothing.
    Idle,
    /// Wanted something; `true` if it let others go on.
    Acted(bool),
    /// Did not come to its end.
    Failed(&'a str),
}

/// Somebody who watches a pass.
pub(crate) trait Watch {
    fn turn(&mut self, rule: &Rule, matched: &str, turn: Turn<'_>);
    /// The rules that would have come next.
    fn rest(&mut self, rules: &mut dyn Iterator<Item = &Rule>);
}

/// Nobody.
pub(crate) struct Silent;

impl Watch for Silent {
    fn turn(&mut self, _: &Rule, _: &str, _: Turn<'_>) {}
    fn rest(&mut self, _: &mut dyn Iterator<Item = &Rule>) {}
}

/// A rule that may answer, and the keyword that found it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct Candidate {
    pub rule: u32,
    word: Option<u32>,
}

/// Runs the rules that answer this occasion, in order, until one acts and does not let others go on.
pub(crate) fn pass(
    set: &RuleSet,
    occasion: &Occasion<'_>,
    facts: &Facts<'_>,
    watch: &mut impl Watch,
) -> Decision {
    let mut decision = Decision::default();
    let candidates = candidates(set, occasion, facts);
    let mut sheet = None;
    let mut normal = None;
    let mut budget = Budget::new();
    for (n, candidate) in candidates.iter().enumerate() {
        let rule = &set.rules[candidate.rule as usize];
        if let Some(why) = rule.scope.refuses(facts) {
            watch.turn(rule, "", Turn::Passed(why));
            continue;
        }
        let Some((matched, groups)) = matched(rule, *candidate, occasion, facts, &mut normal) else {
            watch.turn(rule, "", Turn::Passed("its pattern does not match"));
            continue;
        };
        let sheet = sheet.get_or_insert_with(|| Arc::new(Sheet::new(occasion, facts)));
        let found = Found {
            rule: rule.name.clone(),
            matched: matched.clone(),
            groups,
            understood: decision.understood,
        };
        let chat = Chat::new(sheet.clone(), found, room(decision.proposals.len()));
        let failure = call(set, rule, &chat, &mut budget).err();
        let mut wanted = std::mem::take(&mut *chat.wanted());
        if let Some(failure) = failure_of(set, rule, failure, wanted.excessive) {
            watch.turn(rule, &matched, Turn::Failed(&failure.message));
            decision.failures.push(failure);
            if wanted.excessive || budget.is_spent() || decision.failures.len() == limits::FAILURES {
                watch.rest(&mut candidates[n + 1..].iter().map(|c| &set.rules[c.rule as usize]));
                break;
            }
            continue;
        }
        if wanted.proposals.is_empty() {
            watch.turn(rule, &matched, Turn::Idle);
            continue;
        }
        decision.understood |= rule.condition.understands();
        let trace = Trace {
            rule: rule.name.clone(),
            file: set.files[rule.file].name.clone(),
            line: rule.line(),
            version: set.version.clone(),
            matched: matched.clone(),
        };
        let proposals = wanted.proposals.drain(..);
        decision.proposals.extend(proposals.map(|proposal| Proposed { proposal, trace: trace.clone() }));
        watch.turn(rule, &matched, Turn::Acted(wanted.go_on));
        if !wanted.go_on {
            watch.rest(&mut candidates[n + 1..].iter().map(|c| &set.rules[c.rule as usize]));
            break;
        }
    }
    decision
}

/// The rules that may answer, in their order.
pub(crate) fn candidates(set: &RuleSet, occasion: &Occasion<'_>, facts: &Facts<'_>) -> Vec<Candidate> {
    let plain = |rule: &u32| Candidate { rule: *rule, word: None };
    let of = |fits: fn(&Condition) -> bool| {
        let all = (0_u32..).zip(&set.rules).filter(|(_, rule)| fits(&rule.condition));
        all.map(|(n, _)| plain(&n)).collect()
    };
    match occasion {
        Occasion::Message => spoken(set, facts.text),
        // A button that no rule knows by its id counts as its words: labels may simply be keywords.
        Occasion::Button { id } => match set.buttons.get(*id) {
            Some(rules) => rules.iter().map(plain).collect(),
            None => spoken(set, facts.text),
        },
        Occasion::Opened => of(|condition| matches!(condition, Condition::Open)),
        Occasion::Followed => of(|condition| matches!(condition, Condition::Follow)),
        Occasion::HandedOver { .. } => of(|condition| matches!(condition, Condition::Handover)),
        Occasion::Ended => of(|condition| matches!(condition, Condition::End)),
        Occasion::After(length) => set.due(*length, facts).iter().map(plain).collect(),
    }
}

fn spoken(set: &RuleSet, text: &str) -> Vec<Candidate> {
    let hits = set.index.find(&fold(head(text, limits::MESSAGE_BYTES)));
    let found = hits.iter().map(|hit| Candidate { rule: hit.rule, word: Some(hit.word) });
    let mut all: Vec<_> =
        found.chain(set.unindexed.iter().map(|rule| Candidate { rule: *rule, word: None })).collect();
    all.sort_unstable_by_key(|candidate| candidate.rule);
    all
}

/// What matched, as the admin wrote it, and what a pattern's groups caught; none if the pattern does not match.
fn matched(
    rule: &Rule,
    candidate: Candidate,
    occasion: &Occasion<'_>,
    facts: &Facts<'_>,
    normal: &mut Option<String>,
) -> Option<(String, Vec<String>)> {
    let matched = match &rule.condition {
        Condition::Words { words, .. } => {
            let word = candidate.word.and_then(|word| words.get(word as usize));
            word.map(|word| word.written.clone()).unwrap_or_default()
        }
        Condition::Pattern { source, regex } => {
            let text = normal.get_or_insert_with(|| normalize(head(facts.text, limits::MESSAGE_BYTES)));
            let caught = regex.captures(text)?;
            let groups = caught.iter().map(|group| group.map_or("", |group| group.as_str()).to_owned());
            return Some((source.clone(), groups.collect()));
        }
        Condition::Button { .. } => match occasion {
            Occasion::Button { id } => (*id).to_owned(),
            _ => String::new(),
        },
        Condition::After(length) => length.as_written(),
        Condition::Message | Condition::Open | Condition::Follow | Condition::Handover | Condition::End => {
            String::new()
        }
    };
    Some((matched, Vec::new()))
}

/// Where a rule failed, and why.
struct Failed {
    line: Option<usize>,
    message: String,
}

/// Runs one rule within its limits. A panic of the engine is a failure of the rule (SEC-22).
fn call(set: &RuleSet, rule: &Rule, chat: &Chat, budget: &mut Budget) -> Result<(), Failed> {
    if budget.is_spent() {
        let message = "the rules before it did so much that this one did not get its turn".to_owned();
        return Err(Failed { line: None, message });
    }
    let deadline = Deadline::at(Instant::now() + limits::RUN_TIME);
    let ast = &set.files[rule.file].ast;
    let run = || rule.body.call::<Dynamic>(&set.engine, ast, (chat.clone(),));
    let outcome = catch_unwind(AssertUnwindSafe(run));
    budget.spend(deadline.lift());
    match outcome {
        Ok(Ok(_)) => Ok(()),
        Ok(Err(error)) => {
            let (at, message) = explain(&error);
            Err(Failed { line: at.line(), message })
        }
        Err(_) => Err(Failed { line: None, message: "the engine gave up on it".to_owned() }),
    }
}

fn failure_of(set: &RuleSet, rule: &Rule, failed: Option<Failed>, excessive: bool) -> Option<RuleFailure> {
    let failed = failed.or_else(|| excessive.then(|| Failed { line: None, message: String::new() }))?;
    let message = if excessive {
        format!("it wants more than {} things at once", limits::PROPOSALS)
    } else {
        failed.message
    };
    Some(RuleFailure {
        rule: rule.name.clone(),
        file: set.files[rule.file].name.clone(),
        line: failed.line.and_then(|line| u32::try_from(line).ok()).unwrap_or_else(|| rule.line()),
        message,
        excessive,
    })
}

impl Condition {
    /// Whether it looks at the words or the button: a rule with it that acts has understood the contact.
    fn understands(&self) -> bool {
        matches!(self, Self::Words { .. } | Self::Pattern { .. } | Self::Button { .. })
    }
}

#[cfg(test)]
mod tests {
    use std::sync::{OnceLock, mpsc};
    use std::time::Duration;

    use super::*;
    use crate::{Source, run_cases};

    /// No lock is held while a script runs: in the middle of one, 50 others are answered by the same set.
    #[test]
    fn a_script_under_way_keeps_nobody_waiting() {
        let text = "keyword(\"slow\", [\"遅い\"], |chat| { chat.rate(); chat.reply(\"slow\"); });\nkeyword(\"quick\", [\"料金\"], |chat| chat.reply(\"5000\"));";
        let case = |say: &str, reply: &str| {
            let text = format!("[[case]]\nname = \"a\"\nsay = \"{say}\"\nexpect = {{ reply = \"{reply}\" }}");
            vec![Source::new("a.toml", text)]
        };
        let shared: Arc<OnceLock<Arc<RuleSet>>> = Arc::default();
        let (answered, all) = mpsc::channel();
        let all = std::sync::Mutex::new(all);
        let mut set = RuleSet::compile(&[Source::new("a.rhai", text)]).unwrap();
        let again = shared.clone();
        set.engine.register_fn("rate", move |_: &mut Chat| {
            for _ in 0..50 {
                let (set, answered, cases) =
                    (again.get().unwrap().clone(), answered.clone(), case("料金", "5000"));
                std::thread::spawn(move || answered.send(run_cases(&set, &cases).unwrap().passed()));
            }
            let all = all.lock().unwrap();
            for _ in 0..50 {
                assert_eq!(
                    all.recv_timeout(Duration::from_mins(1)),
                    Ok(true),
                    "it waits for this script to end"
                );
            }
        });
        let set = Arc::new(set);
        shared.set(set.clone()).unwrap();
        let report = run_cases(&set, &case("遅い", "slow")).unwrap();
        assert!(report.passed(), "{report}");
    }

    /// SEC-22
    #[test]
    fn a_panic_in_a_host_function_is_a_failure_of_the_rule() {
        let text = "on_message(\"bad\", |chat| { chat.note(\"x\"); chat.rate(); });\non_message(\"good\", |chat| chat.note(\"y\"));";
        let mut set = RuleSet::compile(&[Source::new("a.rhai", text)]).unwrap();
        set.engine.register_fn("rate", |_: &mut Chat| -> () { panic!("as asked for by the test") });
        let case = "[[case]]\nname = \"a\"\nsay = \"x\"\nexpect = { rule = \"good\", note = \"y\", rate = false, fails = true }";
        let report = run_cases(&set, &[Source::new("a.toml", case)]).unwrap();
        assert!(report.passed(), "{report}");
    }
}
