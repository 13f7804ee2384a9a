//! One conversation of the past, told again to one or two sets of rules.

use std::collections::BTreeMap;

use domain::{
    Assignee, Content, Conversation, Decision, Language, Notice, Occasion, Party, Phase, Proposal, Proposed,
    ReopenTo, RuleFailure, Rules, Timestamp,
};

use crate::explain::Wanted;
use crate::past::{Past, PastAnswer, PastEvent, PastNews};
use crate::replay::{Answer, Baseline, Change, Pair, Replayed};
use crate::scene::{Happening, Scene};
use crate::set::RuleSet;
use crate::text::OWN_BUTTONS;

/// The characters of a message that a pair shows.
const SHOWN: usize = 200;

/// Tells it, counts, and returns the answers that changed.
pub(crate) fn retell(
    candidate: &RuleSet,
    baseline: &Baseline,
    past: &Past,
    told: &mut Replayed,
) -> Vec<Pair> {
    let Some(first) = past.events.first() else { return Vec::new() };
    let person = past.id.clone();
    let party = Party { thread: person.clone(), address: person, sender: None, name: None, language: None };
    let scene = Scene {
        inbox: past.inbox.clone(),
        contact: past.contact.clone(),
        conversation: Conversation::new(&past.inbox, &party, first.at),
        online: 1,
        history: Vec::new(),
    };
    let before = match baseline {
        Baseline::Rules(rules) => Before::Asked(Box::new(Voice { rules, scene: scene.clone() })),
        Baseline::Recorded { templates } => Before::Recorded(templates),
    };
    let after = Voice { rules: candidate, scene };
    let mut teller = Teller { past, before, after, told, pairs: Vec::new(), begun: false, last: first };
    for event in &past.events {
        teller.event(event);
    }
    teller.pairs
}

/// A set of rules and the conversation as it has made it.
struct Voice<'a> {
    rules: &'a RuleSet,
    scene: Scene,
}

enum Before<'a> {
    Asked(Box<Voice<'a>>),
    Recorded(&'a BTreeMap<String, Vec<Content>>),
}

/// What is asked.
struct Question<'a> {
    at: Timestamp,
    occasion: Occasion<'a>,
    text: &'a str,
    kind: &'a str,
    /// The conversation was opened with it.
    opens: bool,
}

struct Teller<'a> {
    past: &'a Past,
    before: Before<'a>,
    after: Voice<'a>,
    told: &'a mut Replayed,
    pairs: Vec<Pair>,
    begun: bool,
    last: &'a PastEvent,
}

impl<'a> Teller<'a> {
    fn event(&mut self, event: &'a PastEvent) {
        self.pass_time(event.at);
        self.last = event;
        match &event.what {
            PastNews::Said { text, kind } => self.heard(event, &Occasion::Message, text, kind),
            PastNews::Pressed { button, label } => {
                if !button.starts_with(OWN_BUTTONS) {
                    self.heard(event, &Occasion::Button { id: button }, label, "button");
                }
            }
            PastNews::Followed => {
                if self.listens() {
                    let occasion = Occasion::Followed;
                    let question = Question { at: event.at, occasion, text: "", kind: "", opens: false };
                    self.ask(&question, Some(&event.answered), None);
                }
            }
            PastNews::OperatorSaid { text } => self.each(|scene| {
                scene.said("operator", text);
                scene.conversation.answered = true;
                scene.conversation.waiting_for = domain::WaitingFor::Contact;
                scene.conversation.active_at = event.at;
                scene.conversation.fired_ms = None;
            }),
            PastNews::GivenTo(assignee) => {
                self.each(|scene| scene.conversation.assignee = assignee.clone());
            }
            PastNews::Phase(phase) => self.each(|scene| {
                scene.conversation.phase = phase.clone();
                if matches!(phase, Phase::Completed { .. }) {
                    scene.conversation.misses = 0;
                }
            }),
            PastNews::Tagged(tag) => self.each(|scene| {
                scene.contact.tags.insert(tag.clone());
            }),
            PastNews::Untagged(tag) => self.each(|scene| {
                scene.contact.tags.remove(tag);
            }),
            PastNews::Category(category) => {
                self.each(|scene| scene.conversation.category.clone_from(category));
            }
            PastNews::Status(status) => {
                self.each(|scene| scene.contact.response_status.clone_from(status));
            }
        }
    }

    fn each(&mut self, mut change: impl FnMut(&mut Scene)) {
        if let Before::Asked(voice) = &mut self.before {
            change(&mut voice.scene);
        }
        change(&mut self.after.scene);
    }

    /// Whether the bot has the conversation.
    fn listens(&self) -> bool {
        self.past.inbox.bot && self.after.scene.conversation.assignee == Assignee::Bot
    }

    /// The contact wrote or pressed: the phase changes as the step changes it, and the rules are asked if they would be.
    fn heard(&mut self, event: &'a PastEvent, occasion: &Occasion<'a>, text: &'a str, kind: &'a str) {
        let first = !std::mem::replace(&mut self.begun, true);
        let at = event.at;
        let phase = self.after.scene.conversation.phase.clone();
        let ends = matches!(phase, Phase::Ending { .. }) && text.trim() == self.notice(Notice::EndButton);
        self.each(|scene| {
            scene.conversation.active_at = at;
            scene.conversation.fired_ms = None;
        });
        if ends {
            return;
        }
        let opens = match phase {
            Phase::OnHold { .. } => {
                self.told.silent += 1;
                return;
            }
            Phase::Open => first,
            Phase::Ending { .. } => false,
            Phase::Completed { .. } => {
                let reopen_to = self.past.inbox.reopen_to;
                self.each(|scene| {
                    scene.conversation.misses = 0;
                    scene.conversation.answered = false;
                    scene.conversation.assignee = match reopen_to {
                        ReopenTo::Bot => Assignee::Bot,
                        ReopenTo::LastOperator => Assignee::Queue { since: at },
                    };
                });
                true
            }
        };
        self.each(|scene| scene.conversation.phase = Phase::Open);
        if !self.listens() {
            self.told.silent += 1;
            self.each(|scene| scene.heard(text, scene.conversation.misses, false));
            return;
        }
        let question = Question { at, occasion: occasion.clone(), text, kind, opens };
        self.ask(&question, Some(&event.answered), None);
    }

    fn notice(&self, notice: Notice) -> String {
        let inbox = &self.past.inbox;
        inbox.text(notice, self.past.contact.language(inbox.language))
    }

    /// Fires the timers of both sets that ran out before the next event, shortest first, each once.
    fn pass_time(&mut self, until: Timestamp) {
        let Before::Asked(before) = &self.before else { return };
        let conversation = &self.after.scene.conversation;
        if !self.begun || conversation.phase != Phase::Open {
            return;
        }
        let started = conversation.active_at;
        let mut lengths = before.rules.timers(&self.past.inbox, &before.scene.conversation);
        lengths.extend(self.after.rules.timers(&self.past.inbox, conversation));
        lengths.retain(|length| started + *length <= until);
        lengths.sort_unstable();
        lengths.dedup();
        for length in lengths {
            let at = started + length;
            let question =
                Question { at, occasion: Occasion::After(length), text: "", kind: "", opens: false };
            self.ask(&question, None, Some(length.as_secs()));
            self.each(|scene| scene.conversation.active_at = started);
        }
    }

    /// Asks both sides and notes what differs.
    fn ask(&mut self, question: &Question<'_>, answered: Option<&PastAnswer>, after_seconds: Option<u64>) {
        let now = self.after.answer(question);
        let language = self.past.contact.language(self.past.inbox.language);
        let failed = !now.failures.is_empty();
        let (change, before, after) = match &mut self.before {
            Before::Asked(voice) => {
                let was = voice.answer(question);
                let same =
                    was.proposals.iter().map(|p| &p.proposal).eq(now.proposals.iter().map(|p| &p.proposal));
                let change = changed(same, was.proposals.is_empty(), now.proposals.is_empty());
                let (a, b) = (acted(&was), acted(&now));
                let change = change.or_else(|| (a != b).then_some(Change::OtherRule));
                self.told.count([&a, &b], failed, change);
                let Some(change) = change else { return };
                (change, answer(&was, Wanted::of(&was)), answer(&now, Wanted::of(&now)))
            }
            Before::Recorded(templates) => {
                let nothing = PastAnswer::default();
                let was = recorded(answered.unwrap_or(&nothing));
                let said = said(&now, &self.past.inbox, language, templates);
                let same =
                    was.wanted.iter().map(|w| (w.does, &w.what)).eq(said.iter().map(|w| (w.does, &w.what)));
                let change = changed(same, was.wanted.is_empty(), said.is_empty());
                let (a, mut b): (Vec<&str>, _) = (was.rules.iter().map(String::as_str).collect(), Vec::new());
                for wanted in &said {
                    if !b.contains(&wanted.rule.as_str()) {
                        b.push(wanted.rule.as_str());
                    }
                }
                // A thread tells the rules of what was said, and not of what was handed over.
                let known = !a.is_empty() && said.iter().all(|wanted| wanted.does == "says");
                let change = change.or_else(|| (known && a != b).then_some(Change::OtherRule));
                self.told.count([&a, &b], failed, change);
                let Some(change) = change else { return };
                let rules = b.into_iter().map(ToOwned::to_owned).collect();
                let after = Answer { rules, ..answer(&now, said) };
                (change, was, after)
            }
        };
        let said = if question.text.is_empty() { button(&question.occasion) } else { question.text };
        self.pairs.push(Pair {
            conversation: self.past.id.clone(),
            event: self.last.id.clone(),
            at: question.at,
            after_seconds,
            text: said.chars().take(SHOWN).collect(),
            change,
            before,
            after,
        });
    }
}

impl Voice<'_> {
    /// Asks the rules as the step does, and follows what they propose; only who has the conversation and its phase stay
    /// as the past tells them.
    fn answer(&mut self, question: &Question<'_>) -> Decision {
        let time = self.scene.inbox.hours.at(question.at);
        let misses = self.scene.conversation.misses + 1;
        let text = question.text;
        let plain =
            Happening { occasion: &question.occasion, text, kind: question.kind, time: &time, misses };
        let mut all = Decision::default();
        if question.opens {
            all = self.scene.decide(self.rules, &Happening { occasion: &Occasion::Opened, ..plain });
            self.take(&all);
        }
        let hands = |p: &Proposed| matches!(p.proposal, Proposal::Escalate { .. } | Proposal::Assign { .. });
        if !all.proposals.iter().any(hands) {
            let decision = self.scene.decide(self.rules, &plain);
            if matches!(question.occasion, Occasion::Message | Occasion::Button { .. }) {
                let said = if text.is_empty() { button(&question.occasion) } else { text };
                self.scene.heard(said, misses, decision.understood);
            }
            self.take(&decision);
            all.understood |= decision.understood;
            all.proposals.extend(decision.proposals);
            all.failures.extend(decision.failures);
        }
        let reason = all.proposals.iter().find_map(|p| match &p.proposal {
            Proposal::Escalate { reason } => Some(reason.clone()),
            _ => None,
        });
        if let Some(reason) = reason.filter(|_| !all.proposals.iter().any(|p| says(&p.proposal))) {
            let occasion = Occasion::HandedOver { reason: &reason };
            let happening = Happening { occasion: &occasion, text: "", kind: "", time: &time, misses };
            let mut decision = self.scene.decide(self.rules, &happening);
            decision.proposals.retain(|p| !matches!(p.proposal, Proposal::Escalate { .. }));
            self.take(&decision);
            all.proposals.extend(decision.proposals);
            all.failures.extend(decision.failures);
        }
        all
    }

    fn take(&mut self, decision: &Decision) {
        let conversation = &self.scene.conversation;
        let (assignee, phase) = (conversation.assignee.clone(), conversation.phase.clone());
        self.scene.follow(decision);
        self.scene.conversation.assignee = assignee;
        self.scene.conversation.phase = phase;
    }
}

fn button<'a>(occasion: &Occasion<'a>) -> &'a str {
    match occasion {
        Occasion::Button { id } => id,
        _ => "",
    }
}

fn says(proposal: &Proposal) -> bool {
    matches!(
        proposal,
        Proposal::Reply { .. }
            | Proposal::Choice { .. }
            | Proposal::Image { .. }
            | Proposal::Template { .. }
            | Proposal::Rate
    )
}

fn changed(same: bool, nothing_before: bool, nothing_after: bool) -> Option<Change> {
    match (same, nothing_before, nothing_after) {
        (true, ..) => None,
        (false, true, _) => Some(Change::New),
        (false, _, true) => Some(Change::Gone),
        (false, false, false) => Some(Change::Different),
    }
}

/// The rules that acted, each once, in their order.
fn acted(decision: &Decision) -> Vec<&str> {
    let mut rules: Vec<&str> = Vec::new();
    for proposed in &decision.proposals {
        if !rules.contains(&proposed.trace.rule.as_str()) {
            rules.push(&proposed.trace.rule);
        }
    }
    rules
}

fn answer(decision: &Decision, wanted: Vec<Wanted>) -> Answer {
    let failed = |failure: &RuleFailure| format!("{}: {}", failure.rule, failure.message);
    Answer {
        rules: acted(decision).into_iter().map(ToOwned::to_owned).collect(),
        wanted,
        failed: decision.failures.iter().map(failed).collect(),
    }
}

const SAYS: &str = "says";
const ESCALATE: &str = "escalate";

fn recorded(answered: &PastAnswer) -> Answer {
    let rule = |n: usize| answered.rules.get(n).or(answered.rules.last()).cloned().unwrap_or_default();
    let said = |(n, text): (usize, &String)| Wanted {
        rule: rule(n),
        does: SAYS,
        what: text.clone(),
        buttons: Vec::new(),
    };
    let mut wanted: Vec<_> = answered.says.iter().enumerate().map(said).collect();
    if answered.handed_over {
        wanted.push(Wanted { rule: String::new(), does: ESCALATE, what: String::new(), buttons: Vec::new() });
    }
    Answer { rules: answered.rules.clone(), wanted, failed: Vec::new() }
}

/// What a thread would tell of a decision: the words that were said, and whether it was handed over.
fn said(
    decision: &Decision,
    inbox: &domain::Inbox,
    language: Language,
    templates: &BTreeMap<String, Vec<Content>>,
) -> Vec<Wanted> {
    let mut wanted = Vec::new();
    let mut handed_over = None;
    for proposed in &decision.proposals {
        let rule = &proposed.trace.rule;
        let mut say = |text: String| {
            wanted.push(Wanted { rule: rule.clone(), does: SAYS, what: text, buttons: Vec::new() });
        };
        match &proposed.proposal {
            Proposal::Reply { text } | Proposal::Choice { text, .. } => say(text.clone()),
            Proposal::Image { .. } => say(String::new()),
            Proposal::Template { name } => {
                templates.get(name).into_iter().flatten().for_each(|content| say(content.words().to_owned()));
            }
            Proposal::RequestEnd => say(inbox.text(Notice::EndRequest, language)),
            Proposal::Rate => say(inbox.text(Notice::Rating, language)),
            Proposal::Escalate { .. } => handed_over = handed_over.or(Some(rule.clone())),
            _ => {}
        }
    }
    if let Some(rule) = handed_over {
        wanted.push(Wanted { rule, does: ESCALATE, what: String::new(), buttons: Vec::new() });
    }
    wanted
}
