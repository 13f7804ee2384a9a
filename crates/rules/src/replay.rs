//! What a candidate would have answered to the messages of the past (EXT-04). Nothing is sent, nothing is written.

use std::collections::BTreeMap;
use std::num::NonZeroUsize;
use std::sync::Arc;
use std::sync::atomic::{AtomicUsize, Ordering};

use domain::{Content, Timestamp};
use serde::Serialize;

use crate::explain::Wanted;
use crate::past::Past;
use crate::retell::retell;
use crate::set::RuleSet;

/// What the candidate is compared with.
#[derive(Debug, Clone)]
pub enum Baseline {
    /// Another set, asked the same questions: usually the one in force.
    Rules(Arc<RuleSet>),
    /// What was really answered ([`PastAnswer`](crate::PastAnswer)): words and hand-overs only, because a thread does
    /// not tell what else rules proposed. Timers are left out.
    Recorded {
        /// The canned responses, to know the words of `chat.template(…)`.
        templates: Arc<BTreeMap<String, Vec<Content>>>,
    },
}

/// A replay under way. It is fed with conversations, page by page, and gives back what differs.
///
/// Conversations are independent of one another and are worked on by as many threads as the machine has processors.
/// Everything is deterministic: the same conversations in the same order give the same pairs and counts.
#[derive(Debug)]
pub struct Replay {
    candidate: Arc<RuleSet>,
    baseline: Baseline,
    threads: NonZeroUsize,
    so_far: Replayed,
}

/// What came of a replay.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct Replayed {
    /// Conversations that were looked at.
    pub conversations: u64,
    /// Messages, taps, follows and timers that the rules were asked about.
    pub messages: u64,
    /// Messages and taps that rules are not asked about: people had the conversation, or it was on hold.
    pub silent: u64,
    /// The same answer by the same rules.
    pub same: u64,
    /// The same answer by other rules.
    pub other_rule: u64,
    /// Another answer than before.
    pub different: u64,
    /// An answer where there was none.
    pub new: u64,
    /// No answer where there was one.
    pub gone: u64,
    /// Answers during which a rule of the candidate failed. They are counted in one of the others too.
    pub failed: u64,
    /// By rule: how often it acted, before and after.
    pub rules: BTreeMap<String, RuleReplayed>,
    /// From which rules to which, the most frequent first; only answers that changed.
    pub moves: Vec<Move>,
}

/// How often a rule acted.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct RuleReplayed {
    /// In the baseline.
    pub before: u64,
    /// In the candidate.
    pub after: u64,
    /// In answers that changed, on either side.
    pub changed: u64,
}

/// Answers that changed from some rules to others.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema), schema(as = RulesMove))]
pub struct Move {
    /// The rules that acted before; empty for no answer.
    pub before: Vec<String>,
    /// The rules that act in the candidate; empty for no answer.
    pub after: Vec<String>,
    /// How many answers.
    pub messages: u64,
}

/// An answer that changed.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema), schema(as = ChangedAnswer))]
pub struct Pair {
    /// The caller's name of the conversation.
    pub conversation: String,
    /// The caller's name of the event; for a timer, of the last one before it.
    pub event: String,
    /// When.
    pub at: Timestamp,
    /// For a timer: after so many seconds of silence.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub after_seconds: Option<u64>,
    /// The beginning of what the contact wrote, at most 200 characters; the label or id of a button.
    pub text: String,
    /// What kind of change it is.
    pub change: Change,
    /// What was answered.
    pub before: Answer,
    /// What the candidate answers.
    pub after: Answer,
}

/// How an answer changed.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Serialize)]
#[serde(rename_all = "snake_case")]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema), schema(as = AnswerChange))]
pub enum Change {
    /// Something else is answered.
    Different,
    /// Something is answered where nothing was.
    New,
    /// Nothing is answered where something was.
    Gone,
    /// The same is answered by other rules.
    OtherRule,
}

/// An answer.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema), schema(as = RulesAnswer))]
pub struct Answer {
    /// The rules that acted, in their order.
    pub rules: Vec<String>,
    /// What they wanted. Where the baseline is what was recorded, `does` is `says` or `escalate`.
    pub wanted: Vec<Wanted>,
    /// The rules that failed, each with its reason.
    pub failed: Vec<String>,
}

impl Replayed {
    /// The answers that the customer or the team would notice as changed.
    pub fn changed(&self) -> u64 {
        self.different + self.new + self.gone
    }

    fn add(&mut self, other: &Self) {
        self.conversations += other.conversations;
        self.messages += other.messages;
        self.silent += other.silent;
        self.same += other.same;
        self.other_rule += other.other_rule;
        self.different += other.different;
        self.new += other.new;
        self.gone += other.gone;
        self.failed += other.failed;
        for (rule, counts) in &other.rules {
            if !self.rules.contains_key(rule) {
                self.rules.insert(rule.clone(), RuleReplayed::default());
            }
            if let Some(mine) = self.rules.get_mut(rule) {
                mine.before += counts.before;
                mine.after += counts.after;
                mine.changed += counts.changed;
            }
        }
        for one in &other.moves {
            self.moved(&one.before, &one.after, one.messages);
        }
    }

    /// While it runs, the moves are sorted by the rules; [`Replay::finish`] sorts them by their number.
    fn moved(&mut self, before: &[String], after: &[String], messages: u64) {
        let place =
            self.moves.binary_search_by(|known| (&*known.before, &*known.after).cmp(&(before, after)));
        match place {
            Ok(n) => self.moves[n].messages += messages,
            Err(n) => {
                self.moves.insert(n, Move { before: before.to_vec(), after: after.to_vec(), messages });
            }
        }
    }

    /// Counts one answer. Acted: the rules of both sides; a change if there is one.
    pub(crate) fn count(&mut self, acted: [&[&str]; 2], failed: bool, change: Option<Change>) {
        self.messages += 1;
        self.failed += u64::from(failed);
        let counter = match change {
            None => &mut self.same,
            Some(Change::OtherRule) => &mut self.other_rule,
            Some(Change::Different) => &mut self.different,
            Some(Change::New) => &mut self.new,
            Some(Change::Gone) => &mut self.gone,
        };
        *counter += 1;
        for (side, rules) in acted.into_iter().enumerate() {
            for rule in rules {
                if !self.rules.contains_key(*rule) {
                    self.rules.insert((*rule).to_owned(), RuleReplayed::default());
                }
                if let Some(counts) = self.rules.get_mut(*rule) {
                    let counter = if side == 0 { &mut counts.before } else { &mut counts.after };
                    *counter += 1;
                    let twice = side == 1 && acted[0].contains(rule);
                    counts.changed += u64::from(change.is_some() && !twice);
                }
            }
        }
        if change.is_some() {
            let owned = acted.map(|rules| rules.iter().map(ToString::to_string).collect::<Vec<_>>());
            self.moved(&owned[0], &owned[1], 1);
        }
    }
}

impl Replay {
    /// A replay of a candidate that has seen nothing yet.
    pub fn new(candidate: Arc<RuleSet>, baseline: Baseline) -> Self {
        let threads = std::thread::available_parallelism().unwrap_or(NonZeroUsize::MIN);
        Self { candidate, baseline, threads, so_far: Replayed::default() }
    }

    /// The same on so many threads.
    #[must_use]
    pub fn on_threads(self, threads: NonZeroUsize) -> Self {
        Self { threads, ..self }
    }

    /// Replays these conversations and returns every answer that changed, in their order. Blocks until it is done;
    /// pages of some hundred conversations keep all processors busy and the memory small.
    pub fn feed(&mut self, conversations: &[Past]) -> Vec<Pair> {
        let next = AtomicUsize::new(0);
        let work = || {
            let mut done = Vec::new();
            loop {
                let n = next.fetch_add(1, Ordering::Relaxed);
                let Some(past) = conversations.get(n) else { return done };
                let mut told = Replayed { conversations: 1, ..Replayed::default() };
                let pairs = retell(&self.candidate, &self.baseline, past, &mut told);
                done.push((n, told, pairs));
            }
        };
        let threads = self.threads.get().min(conversations.len());
        let mut done = std::thread::scope(|scope| {
            let others: Vec<_> = (1..threads).map(|_| scope.spawn(work)).collect();
            let mut done = work();
            // Rules cannot panic their way out of a run, so that no thread is lost.
            others.into_iter().filter_map(|other| other.join().ok()).for_each(|more| done.extend(more));
            done
        });
        done.sort_unstable_by_key(|(n, ..)| *n);
        let mut all = Vec::new();
        for (_, told, pairs) in done {
            self.so_far.add(&told);
            all.extend(pairs);
        }
        all
    }

    /// The counts so far, for a progress bar.
    pub fn so_far(&self) -> &Replayed {
        &self.so_far
    }

    /// The counts of everything.
    pub fn finish(mut self) -> Replayed {
        self.so_far
            .moves
            .sort_by(|a, b| (b.messages, &a.before, &a.after).cmp(&(a.messages, &b.before, &b.after)));
        self.so_far
    }
}
