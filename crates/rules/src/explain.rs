//! Why the rules answered as they did, for `rules try` and the rules studio (BOT-09).

use domain::{Button, Decision, Facts, Occasion, Proposal, RulesVersion};
use serde::Serialize;

use crate::declare::{Condition, How};
use crate::fold::fold;
use crate::run::{Turn, Watch, pass};
use crate::set::{Rule, RuleSet};

/// One decision, told from the first rule to the last.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct Explanation {
    /// Of which version.
    pub version: RulesVersion,
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
    /// The rules that failed; what they proposed does not count.
    pub failed: Vec<Failed>,
}

/// A rule that failed.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema), schema(as = RuleFailed))]
pub struct Failed {
    /// Its name.
    pub rule: String,
    /// Its file.
    pub file: String,
    /// The line of the failure, counted from 1.
    pub line: u32,
    /// What went wrong.
    pub message: String,
    /// It wanted more than is allowed in one step: a conversation's automation would stop (B-32).
    pub excessive: bool,
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
    /// Why it was found, why it was passed over, or why it failed.
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
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema), schema(as = RuleWants))]
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
            Turn::Idle => (LookOutcome::Idle, rule.condition.because()),
            Turn::Acted(false) => (LookOutcome::Acted, rule.condition.because()),
            Turn::Acted(true) => (LookOutcome::WentOn, rule.condition.because()),
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
            failed: decision.failures.into_iter().map(Failed::from).collect(),
            version: self.version.clone(),
        }
    }
}

impl From<domain::RuleFailure> for Failed {
    fn from(failure: domain::RuleFailure) -> Self {
        let domain::RuleFailure { rule, file, line, message, excessive } = failure;
        Self { rule, file, line, message, excessive }
    }
}

impl Condition {
    /// Why a rule with it runs.
    fn because(&self) -> &'static str {
        match self {
            Self::Words { how: How::Contains, .. } => "the message holds the keyword",
            Self::Words { how: How::Exact, .. } => "the message is the keyword",
            Self::Words { how: How::StartsWith, .. } => "the message begins with the keyword",
            Self::Pattern { .. } => "the message matches the pattern",
            Self::Message => "it looks at every message",
            Self::Button { .. } => "the button was pressed",
            Self::Open => "the conversation was opened",
            Self::Follow => "the contact added the account",
            Self::Handover => "the conversation goes to people",
            Self::End => "the conversation was completed",
            Self::After(_) => "so much time has passed",
        }
    }
}
