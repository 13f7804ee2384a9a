//! A conversation that exists nowhere: rules are asked about it, and it follows what they propose as far as later
//! turns can see that.

use std::sync::Arc;

use domain::{
    Assignee, Contact, Conversation, Decision, Facts, Inbox, LocalTime, Occasion, Phase, Proposal, Rules,
    Said, WaitingFor,
};

use crate::limits;
use crate::set::RuleSet;

/// The conversation and what is around it.
#[derive(Debug, Clone)]
pub(crate) struct Scene {
    pub inbox: Arc<Inbox>,
    pub contact: Contact,
    pub conversation: Conversation,
    pub online: u32,
    pub history: Vec<Said>,
}

/// What happens in it.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Happening<'a> {
    pub occasion: &'a Occasion<'a>,
    /// The message's words; empty if there are none.
    pub text: &'a str,
    /// As in [`Facts::kind`].
    pub kind: &'a str,
    /// Local time and business hours.
    pub time: &'a LocalTime,
    /// Messages in a row that no rule understood, this one included.
    pub misses: u32,
}

impl Scene {
    /// Asks the rules.
    pub fn decide(&self, rules: &RuleSet, happening: &Happening<'_>) -> Decision {
        rules.decide(happening.occasion, &self.facts(rules, happening))
    }

    /// The facts as they are.
    pub fn facts<'a>(&'a self, rules: &RuleSet, happening: &Happening<'a>) -> Facts<'a> {
        Facts {
            text: happening.text,
            kind: happening.kind,
            conversation: &self.conversation,
            contact: &self.contact,
            inbox: &self.inbox,
            time: happening.time,
            misses: happening.misses,
            online: self.online,
            history: &self.history[self.history.len().saturating_sub(rules.history())..],
        }
    }

    /// Remembers what somebody said, as far back as rules look.
    pub fn said(&mut self, by: &'static str, text: &str) {
        if self.history.len() >= 2 * limits::HISTORY {
            self.history.drain(..limits::HISTORY);
        }
        self.history.push(Said { by, text: text.to_owned() });
    }

    /// The contact said something, and the rules decided.
    pub fn heard(&mut self, text: &str, misses: u32, understood: bool) {
        self.said("contact", text);
        self.conversation.waiting_for = WaitingFor::Us;
        self.conversation.misses = if understood { 0 } else { misses };
    }

    /// Takes over what was proposed.
    pub fn follow(&mut self, decision: &Decision) {
        let now = self.conversation.active_at;
        for proposed in &decision.proposals {
            match &proposed.proposal {
                Proposal::Reply { text } | Proposal::Choice { text, .. } => {
                    self.said("bot", text);
                    self.conversation.waiting_for = WaitingFor::Contact;
                }
                Proposal::Escalate { .. } => self.conversation.assignee = Assignee::Queue { since: now },
                Proposal::Assign { operator } => {
                    self.conversation.assignee = Assignee::Operator { id: operator.clone() };
                }
                Proposal::Tag(tag) => {
                    self.contact.tags.insert(tag.clone());
                }
                Proposal::Untag(tag) => {
                    self.contact.tags.remove(tag);
                }
                Proposal::SetField { name, value } => {
                    self.contact.fields.insert(name.clone(), value.clone());
                }
                Proposal::Var { name, value } if value.is_empty() => {
                    self.conversation.vars.remove(name);
                }
                Proposal::Var { name, value } => {
                    self.conversation.vars.insert(name.clone(), value.clone());
                }
                Proposal::SetStatus(status) => {
                    self.contact.response_status = Some(status.clone()).filter(|status| !status.is_empty());
                }
                Proposal::SetCategory(category) => {
                    self.conversation.category = Some(category.clone()).filter(|name| !name.is_empty());
                }
                Proposal::RequestEnd => self.conversation.phase = Phase::Ending { closes_at: now },
                Proposal::Complete => self.conversation.phase = Phase::Completed { at: now },
                Proposal::Hold { .. } => self.conversation.phase = Phase::OnHold { until: None },
                Proposal::Image { .. } | Proposal::Template { .. } | Proposal::Note(_) | Proposal::Rate => {}
            }
        }
    }
}
