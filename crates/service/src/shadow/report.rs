//! What is counted of a candidate: bounded, whatever it does and however long it runs.

use std::collections::BTreeMap;

use domain::{ConversationId, InboxId, RowId, RulesVersion, Timestamp};
use serde::{Deserialize, Serialize};
use store::ShadowRules;

use super::{Answer, Compared};

/// The most rules that are counted by name.
const RULES: usize = 300;
/// The most pairs of old and new rules that are told apart.
const PAIRS: usize = 100;
/// The most samples of a pair; the newest stay.
const SAMPLES: usize = 3;
/// The most failing rules that are told apart.
const FAILURES: usize = 50;
/// The most rules or kinds of proposals that are named of one answer.
const NAMED: usize = 5;

/// What a candidate would have done.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct ShadowReport {
    /// Which version.
    pub version: RulesVersion,
    /// Since when it was counted.
    pub since: Timestamp,
    /// What customers did, in all.
    pub asked: u64,
    /// How often the candidate would have answered the same.
    pub same: u64,
    /// How often it would not.
    pub different: u64,
    /// How often one of its rules failed.
    pub failed: u64,
    /// How often it was not asked, because it could not keep up.
    pub dropped: u64,
    /// The candidate's rules by name, and how often each would have acted.
    pub rules: BTreeMap<String, RuleCount>,
    /// Where the answers differ, by the rules of both.
    pub pairs: Vec<PairCount>,
    /// How many different answers are in none of the pairs, because there are too many.
    pub other_pairs: u64,
    /// The candidate's rules that failed.
    pub failures: Vec<ShadowFailure>,
}

/// How often a rule would have acted.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct RuleCount {
    /// In all.
    pub acted: u64,
    /// With another answer than the rules in force gave.
    pub different: u64,
}

/// Different answers of the same rules.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct PairCount {
    /// The rules in force that acted; empty if none did.
    pub old: Vec<String>,
    /// The candidate's rules that would have acted; empty if none would.
    pub new: Vec<String>,
    /// How often.
    pub count: u64,
    /// Some of them, the newest last.
    pub samples: Vec<Sample>,
}

/// One different answer. It names the message; its words stay where they are.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Sample {
    /// The conversation.
    pub conversation: ConversationId,
    /// Its inbox.
    pub inbox: InboxId,
    /// The row of what the customer did.
    pub row: Option<RowId>,
    /// When.
    pub at: Timestamp,
    /// What the rules in force wanted: `reply`, `escalate`, …
    pub old: Vec<String>,
    /// What the candidate would have wanted.
    pub new: Vec<String>,
}

/// A rule of the candidate that failed.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct ShadowFailure {
    /// Its name.
    pub rule: String,
    /// Its file.
    pub file: String,
    /// The line of the failure.
    pub line: u32,
    /// How often.
    pub count: u64,
}

/// Reads a report.
pub(super) fn read(json: &str) -> Result<ShadowReport, store::Error> {
    serde_json::from_str(json)
        .map_err(|source| store::Error::Unreadable { what: "shadow report", source: Some(source) })
}

fn first(list: Vec<String>) -> Vec<String> {
    list.into_iter().take(NAMED).collect()
}

impl ShadowReport {
    /// A run of which nothing is counted yet.
    pub fn new(run: &ShadowRules) -> Self {
        Self {
            version: run.version.clone(),
            since: run.since,
            asked: 0,
            same: 0,
            different: 0,
            failed: 0,
            dropped: 0,
            rules: BTreeMap::new(),
            pairs: Vec::new(),
            other_pairs: 0,
            failures: Vec::new(),
        }
    }

    pub(super) fn is_of(&self, run: &ShadowRules) -> bool {
        (&self.version, self.since) == (&run.version, run.since)
    }

    pub(super) fn is_newer_than(&self, run: &ShadowRules) -> bool {
        self.since > run.since
    }

    pub(super) const fn is_empty(&self) -> bool {
        self.asked == 0 && self.dropped == 0
    }

    pub(super) fn add(&mut self, compared: Compared) {
        let Compared { conversation, row, at, inbox, old, new, failures } = compared;
        let different = old.proposals != new.proposals;
        self.asked += 1;
        self.same += u64::from(!different);
        self.different += u64::from(different);
        self.failed += u64::from(!failures.is_empty());
        for rule in &new.rules {
            self.count_rule(rule, RuleCount { acted: 1, different: u64::from(different) });
        }
        for failure in failures {
            let (rule, file, line) = (failure.rule, failure.file, failure.line);
            self.count_failure(ShadowFailure { rule, file, line, count: 1 });
        }
        if different {
            let Answer { rules: old_rules, does: old_does, .. } = old;
            let Answer { rules: new_rules, does: new_does, .. } = new;
            let sample = Sample { conversation, inbox, row, at, old: first(old_does), new: first(new_does) };
            let (old, new) = (first(old_rules), first(new_rules));
            self.count_pair(PairCount { old, new, count: 1, samples: vec![sample] });
        }
    }

    /// Adds what another process, or this one earlier, has counted of the same run.
    pub(super) fn merge(&mut self, other: &Self) {
        self.asked += other.asked;
        self.same += other.same;
        self.different += other.different;
        self.failed += other.failed;
        self.dropped += other.dropped;
        self.other_pairs += other.other_pairs;
        for (rule, count) in &other.rules {
            self.count_rule(rule, *count);
        }
        for pair in &other.pairs {
            self.count_pair(pair.clone());
        }
        for failure in &other.failures {
            self.count_failure(failure.clone());
        }
    }

    fn count_rule(&mut self, rule: &str, more: RuleCount) {
        if !self.rules.contains_key(rule) && self.rules.len() >= RULES {
            return;
        }
        let count = self.rules.entry(rule.to_owned()).or_default();
        count.acted += more.acted;
        count.different += more.different;
    }

    fn count_pair(&mut self, more: PairCount) {
        let same = |pair: &&mut PairCount| (&pair.old, &pair.new) == (&more.old, &more.new);
        if let Some(pair) = self.pairs.iter_mut().find(same) {
            pair.count += more.count;
            pair.samples.extend(more.samples);
            let old = pair.samples.len().saturating_sub(SAMPLES);
            pair.samples.drain(..old);
        } else if self.pairs.len() < PAIRS {
            self.pairs.push(more);
        } else {
            self.other_pairs += more.count;
        }
    }

    fn count_failure(&mut self, more: ShadowFailure) {
        let same = |known: &&mut ShadowFailure| {
            (&known.rule, &known.file, known.line) == (&more.rule, &more.file, more.line)
        };
        if let Some(known) = self.failures.iter_mut().find(same) {
            known.count += more.count;
        } else if self.failures.len() < FAILURES {
            self.failures.push(more);
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use domain::Proposal;

    fn run() -> ShadowRules {
        ShadowRules { version: RulesVersion::of([]), since: Timestamp::EPOCH, by: "ken".to_owned() }
    }

    fn compared(rule: &str) -> Compared {
        let answer = |rule: &str| Answer {
            rules: vec![rule.to_owned()],
            does: vec!["reply".to_owned()],
            proposals: vec![Proposal::Reply { text: rule.to_owned() }],
        };
        Compared {
            conversation: "cnv_1".parse().unwrap(),
            row: None,
            at: Timestamp::EPOCH,
            inbox: "line-main".parse().unwrap(),
            old: answer("old"),
            new: answer(rule),
            failures: vec![],
        }
    }

    /// INV-23
    #[test]
    fn a_report_stays_small_whatever_the_candidate_does() {
        let mut whole = ShadowReport::new(&run());
        for round in 0..4 {
            let mut part = ShadowReport::new(&run());
            for n in 0..1_000 {
                part.add(compared(&format!("a-rule-with-quite-a-long-name-{}", (n + round * 500) % 2_000)));
            }
            whole.merge(&part);
        }
        assert_eq!((whole.asked, whole.different), (4_000, 4_000));
        assert_eq!((whole.pairs.len(), whole.rules.len()), (PAIRS, RULES));
        let counted: u64 = whole.pairs.iter().map(|pair| pair.count).sum();
        assert_eq!(counted + whole.other_pairs, 4_000, "nothing is lost from the sum");
        assert!(whole.pairs.iter().all(|pair| pair.samples.len() <= SAMPLES));
        assert!(serde_json::to_string(&whole).unwrap().len() < 100_000);
    }
}
