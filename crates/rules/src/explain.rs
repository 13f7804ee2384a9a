//! Why the rules answered as they did, for `rules try` and the rules studio (BOT-09).

use domain::{Button, Decision, Facts, Occasion, Proposal};
use serde::Serialize;

use crate::fold::fold;
use crate::run::{Turn, Watch, pass};
use crate::set::{Rule, RuleSet};

/// One decision, told from the first rule to the last.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct Explanation {
    /// The message as keywords see it.
    pub folded: String,
    /// The rules that might have answered, in their order.
    pub looked: Vec<Look>,
    /// How many rules were not looked at, because the occasion is another or none of their words came up.
    pub others: usize,
    /// What was proposed.
    pub proposed: Vec<Wanted>,
    /// A rule with a condition on the words or the button acted.
    pub understood: bool,
}

/// One rule in an explanation.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Look {
    /// Its name.
    pub rule: String,
    /// Its file.
    pub file: String,
    /// The line it begins at.
    pub line: u32,
    /// What matched, as the admin wrote it.
    pub matched: String,
    /// What became of it.
    pub outcome: LookOutcome,
    /// Why, where the outcome alone does not say it.
    pub why: String,
}

/// What became of a rule.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum LookOutcome {
    /// Not for this conversation, or its pattern does not match.
    Passed,
    /// Ran and proposed nothing.
    Idle,
    /// Proposed something and ended the pass.
    Acted,
    /// Proposed something and let others go on.
    WentOn,
    /// Failed; what it proposed does not count.
    Failed,
    /// Matched, but an earlier rule had ended the pass.
    NotReached,
}

/// A proposal in plain words and data.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Wanted {
    /// By which rule.
    pub rule: String,
    /// What kind: `reply`, `escalate`, … as rules write it.
    pub does: &'static str,
    /// The words, the name, the reason; a field or variable as `name = value`.
    pub what: String,
    /// The buttons of a choice.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub buttons: Vec<Button>,
}

impl Wanted {
    /// The proposals of a decision in plain words.
    pub fn of(decision: &Decision) -> Vec<Self> {
        let said = |rule: &str, proposal: &Proposal| {
            let (does, what, buttons) = describe(proposal);
            Self { rule: rule.to_owned(), does, what, buttons }
        };
        decision.proposals.iter().map(|proposed| said(&proposed.trace.rule, &proposed.proposal)).collect()
    }
}

fn describe(proposal: &Proposal) -> (&'static str, String, Vec<Button>) {
    let (does, what) = match proposal {
        Proposal::Choice { text, buttons, quick } => {
            let does = if *quick { "quick_replies" } else { "buttons" };
            return (does, text.clone(), buttons.clone());
        }
        Proposal::Reply { text } => ("reply", text.clone()),
        Proposal::Image { url, .. } => ("image", url.clone()),
        Proposal::Template { name } => ("template", name.clone()),
        Proposal::Escalate { reason } => ("escalate", reason.clone()),
        Proposal::Assign { operator } => ("assign", operator.to_string()),
        Proposal::Tag(tag) => ("tag", tag.clone()),
        Proposal::Untag(tag) => ("untag", tag.clone()),
        Proposal::SetField { name, value } => ("set_field", format!("{name} = {value}")),
        Proposal::SetStatus(status) => ("set_status", status.clone()),
        Proposal::SetCategory(category) => ("set_category", category.clone()),
        Proposal::Note(text) => ("note", text.clone()),
        Proposal::RequestEnd => ("request_end", String::new()),
        Proposal::Complete => ("complete", String::new()),
        Proposal::Hold { length } => {
            let length = length.map(|length| crate::text::Length::Fixed(length).as_written());
            ("hold", length.unwrap_or_default())
        }
        Proposal::Rate => ("rate", String::new()),
        Proposal::Var { name, value } => ("var", format!("{name} = {value}")),
    };
    (does, what, Vec::new())
}

struct Notebook<'a> {
    set: &'a RuleSet,
    looked: Vec<Look>,
}

impl Notebook<'_> {
    fn note(&mut self, rule: &Rule, matched: &str, outcome: LookOutcome, why: &str) {
        self.looked.push(Look {
            rule: rule.name.clone(),
            file: self.set.files[rule.file].name.clone(),
            line: rule.line(),
            matched: matched.to_owned(),
            outcome,
            why: why.to_owned(),
        });
    }
}

impl Watch for Notebook<'_> {
    fn turn(&mut self, rule: &Rule, matched: &str, turn: Turn<'_>) {
        let (outcome, why) = match turn {
            Turn::Passed(why) => (LookOutcome::Passed, why),
            Turn::Idle => (LookOutcome::Idle, ""),
            Turn::Acted(false) => (LookOutcome::Acted, ""),
            Turn::Acted(true) => (LookOutcome::WentOn, ""),
            Turn::Failed(why) => (LookOutcome::Failed, why),
        };
        self.note(rule, matched, outcome, why);
    }

    fn rest(&mut self, rules: &mut dyn Iterator<Item = &Rule>) {
        for rule in rules {
            self.note(rule, "", LookOutcome::NotReached, "an earlier rule answered");
        }
    }
}

impl RuleSet {
    /// Decides like [`domain::Rules::decide`] and tells why.
    pub fn explain(&self, occasion: &Occasion<'_>, facts: &Facts<'_>) -> Explanation {
        let mut notebook = Notebook { set: self, looked: Vec::new() };
        let decision = pass(self, occasion, facts, &mut notebook);
        Explanation {
            folded: fold(crate::fold::head(facts.text, crate::limits::MESSAGE_BYTES)),
            others: self.rules.len() - notebook.looked.len(),
            looked: notebook.looked,
            proposed: Wanted::of(&decision),
            understood: decision.understood,
        }
    }
}
