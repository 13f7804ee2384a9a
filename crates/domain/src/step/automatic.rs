//! What rules propose, and what the step makes of it.

use crate::catalogue::Notice;
use crate::step::contact::{CONTINUE, END, RATE};
use crate::step::turn::Turn;
use crate::step::{Alert, Effect, MAX_PROPOSALS, Refusal};
use crate::{
    Assignee, Author, Body, Button, Content, Decision, Facts, FailReason, Known, Media, MediaKind,
    MediaSource, Occasion, Phase, Proposal, Proposed, RuleFailure, Said, StopReason, SystemLine, Trace, Who,
    cut, fill_content, minutes,
};

/// More automatic replies than this within [`LOOP_WINDOW`], without a person's word, are a loop (INV-24).
const MOST_AUTO_REPLIES: u32 = 12;
const LOOP_WINDOW: std::time::Duration = minutes(5);
/// A failing rule in so many steps in a row takes the rules off the conversation (F-13).
const MOST_FAILURES: u32 = 5;
/// How much of a rule's error is kept.
const ERROR_LENGTH: usize = 200;

impl Turn<'_> {
    /// Lets the rules answer a message or a tap, and counts what they did not understand.
    pub(super) fn answer(&mut self, occasion: &Occasion<'_>, words: &str, kind: &str) {
        let understood = self.ask_rules(occasion, words, kind);
        if understood {
            self.conversation.misses = 0;
            if self.desk.inbox.auto_confirm_keywords && self.conversation.assignee == Assignee::Bot {
                self.conversation.unconfirmed = self.conversation.unconfirmed.saturating_sub(1);
            }
        } else {
            self.conversation.misses += 1;
        }
    }

    /// Runs the rules for one occasion and follows what they propose. Says whether a rule understood the contact.
    pub(super) fn ask_rules(&mut self, occasion: &Occasion<'_>, words: &str, kind: &str) -> bool {
        let decision = self.decide(occasion, words, kind);
        let understood = decision.understood;
        self.note_failures(&decision.failures);
        if self.conversation.automation_stopped {
            return understood;
        }
        if decision.proposals.len() > MAX_PROPOSALS {
            self.stop_automation(StopReason::TooMuch);
            return understood;
        }
        self.follow(decision.proposals);
        understood
    }

    fn decide(&self, occasion: &Occasion<'_>, words: &str, kind: &str) -> Decision {
        let time = self.desk.inbox.hours.at(self.now);
        let history = self.said();
        let online = self.desk.staff.iter().filter(|staff| staff.presence == crate::Presence::Online).count();
        let facts = Facts {
            text: words,
            kind,
            conversation: &self.conversation,
            contact: &self.contact,
            inbox: self.desk.inbox,
            time: &time,
            misses: self.conversation.misses + 1,
            online: u32::try_from(online).unwrap_or(u32::MAX),
            history: &history,
        };
        self.desk.rules.decide(occasion, &facts)
    }

    fn said(&self) -> Vec<Said> {
        let wanted = self.desk.rules.history();
        if wanted == 0 {
            return Vec::new();
        }
        Said::last(self.desk.history.iter().rev(), wanted)
    }

    /// A failing rule proposes nothing, and people are told which (INV-16).
    fn note_failures(&mut self, failures: &[RuleFailure]) {
        if failures.is_empty() {
            self.conversation.rule_failures = 0;
            return;
        }
        self.conversation.rule_failures += 1;
        self.tell_failures(failures);
        if failures.iter().any(|failure| failure.excessive) {
            self.stop_automation(StopReason::TooMuch);
        } else if self.conversation.rule_failures >= MOST_FAILURES {
            self.stop_automation(StopReason::FailingRules);
        }
    }

    fn tell_failures(&mut self, failures: &[RuleFailure]) {
        for failure in failures {
            self.system(SystemLine::RuleFailed {
                rule: failure.rule.clone(),
                file: failure.file.clone(),
                line: failure.line,
                message: cut(&failure.message, ERROR_LENGTH),
            });
        }
    }

    fn follow(&mut self, proposals: Vec<Proposed>) {
        let mut contents = Vec::new();
        let mut speakers: Vec<Trace> = Vec::new();
        let mut escalation = None;
        for Proposed { proposal, trace } in proposals {
            let by = Who::Rule { rule: trace.rule.clone() };
            if let Proposal::Template { name } = &proposal
                && let Err(why) = self.canned(name)
            {
                self.rule_failed(&trace, &why);
                continue;
            }
            let says = self.content_of(&proposal);
            if !says.is_empty() {
                contents.extend(says);
                if !speakers.contains(&trace) {
                    speakers.push(trace);
                }
                continue;
            }
            match proposal {
                Proposal::Escalate { reason } => escalation = escalation.or(Some(reason)),
                Proposal::Tag(tag) => self.tag(tag, by),
                Proposal::Untag(tag) => self.untag(tag, by),
                Proposal::SetField { name, value } => self.set_field(&name, &value, by),
                Proposal::SetStatus(status) => self.set_status(Some(status).filter(|s| !s.is_empty()), by),
                Proposal::SetCategory(category) => {
                    self.set_category(Some(category).filter(|c| !c.is_empty()), by);
                }
                Proposal::Note(text) => {
                    self.write(Body::Note { author: None, text }, None);
                }
                Proposal::Var { name, value } if value.is_empty() => {
                    self.conversation.vars.remove(&name);
                }
                Proposal::Var { name, value } => {
                    self.conversation.vars.insert(name, value);
                }
                // What ends or hands over comes after what is said.
                later => {
                    self.speak(&mut contents, &mut speakers);
                    self.end_of_pass(later, by, &trace);
                }
            }
        }
        let said = !contents.is_empty();
        self.speak(&mut contents, &mut speakers);
        if let Some(reason) = escalation {
            self.hand_over(&reason, said);
        }
    }

    fn end_of_pass(&mut self, proposal: Proposal, by: Who, trace: &Trace) {
        let in_progress = self.conversation.phase == Phase::Open;
        match proposal {
            Proposal::RequestEnd if in_progress => {
                // A contact who cannot be asked is not asked; silence ends the conversation by its own timer (STA-10).
                if let Err(reason) = self.request_end(by, Some(trace)) {
                    self.rule_failed(trace, &Refusal::of(reason).to_string());
                }
            }
            Proposal::Complete if !matches!(self.conversation.phase, Phase::Completed { .. }) => {
                self.complete(by);
            }
            Proposal::Hold { length } if in_progress => {
                let until = length.map(|length| self.now + length);
                self.hold(until, by);
            }
            Proposal::Assign { operator } if self.conversation.assignee == Assignee::Bot => {
                let known = self.desk.staff.iter().any(|staff| staff.id == operator);
                if known {
                    self.give_to(Assignee::Operator { id: operator }, by);
                } else {
                    // The person a rule names may have left the team; somebody must answer all the same.
                    self.hand_over(&trace.rule, false);
                }
            }
            _ => {}
        }
    }

    fn content_of(&self, proposal: &Proposal) -> Vec<Content> {
        match proposal {
            Proposal::Reply { text } => vec![Content::text(text)],
            Proposal::Choice { text, buttons, quick } => {
                vec![Content::Choice { text: text.clone(), buttons: buttons.clone(), quick: *quick }]
            }
            Proposal::Image { url, preview } => vec![Content::Media(Media {
                kind: MediaKind::Image,
                source: MediaSource::Url { url: url.clone(), preview: preview.clone() },
                name: None,
                mime: None,
                size_bytes: None,
                duration_ms: None,
                caption: None,
                album: None,
            })],
            Proposal::Template { name } => self.canned(name).unwrap_or_default(),
            Proposal::Rate => vec![self.rating()],
            _ => Vec::new(),
        }
    }

    /// A canned response with its blanks filled in, or what is wrong with it.
    fn canned(&self, name: &str) -> Result<Vec<Content>, String> {
        let contents = self.desk.templates.get(name);
        let contents =
            contents.ok_or_else(|| format!("there is no canned response named {name:?} in the settings"))?;
        let known = Known { contact: &self.contact, operator: None, language: self.desk.inbox.language };
        let filled = contents.iter().map(|content| fill_content(content, known)).collect::<Result<_, _>>();
        filled.map_err(|missing| {
            let missing: Vec<_> = missing.into_iter().collect();
            format!("nothing is known to fill into the canned response {name:?} for: {}", missing.join(", "))
        })
    }

    pub(super) fn rating(&self) -> Content {
        let buttons = (1..=5).map(|n| Button { id: format!("{RATE}{n}"), label: n.to_string() }).collect();
        Content::Choice { text: self.desk.inbox.text(Notice::Rating, self.language()), buttons, quick: true }
    }

    /// Says what rules proposed, if the bot may still speak: once an operator owns the conversation it is silent
    /// (BOT-07).
    fn speak(&mut self, contents: &mut Vec<Content>, traces: &mut Vec<Trace>) {
        let (contents, traces) = (std::mem::take(contents), std::mem::take(traces));
        if contents.is_empty() || self.conversation.assignee != Assignee::Bot {
            return;
        }
        self.say_automatically(contents, &traces);
    }

    /// Says something without a person. Stops when it becomes a loop (INV-24).
    fn say_automatically(&mut self, contents: Vec<Content>, traces: &[Trace]) {
        if self.contact.blocked {
            return;
        }
        let replies = &mut self.conversation.auto_replies;
        if replies.since.is_none_or(|since| self.now.since(since) > LOOP_WINDOW) {
            replies.since = Some(self.now);
            replies.count = 0;
        }
        replies.count += 1;
        if replies.count > MOST_AUTO_REPLIES {
            return self.stop_automation(StopReason::Loop);
        }
        if let Err(reason) = self.say(&Author::Bot, contents, None, traces) {
            let message = Refusal::of(reason).to_string();
            match traces.first() {
                Some(trace) => self.rule_failed(trace, &message),
                None => self.system(SystemLine::RuleFailed {
                    rule: String::new(),
                    file: String::new(),
                    line: 0,
                    message: cut(&message, ERROR_LENGTH),
                }),
            }
        }
    }

    /// Tells people that what a rule wanted cannot be done (INV-16).
    fn rule_failed(&mut self, trace: &Trace, message: &str) {
        let Trace { rule, file, line, .. } = trace.clone();
        self.system(SystemLine::RuleFailed { rule, file, line, message: cut(message, ERROR_LENGTH) });
    }

    /// From the bot to people: the customer is told something, somebody is rung for (BOT-02, SYS-09).
    ///
    /// Two rules may ask for the same hand-over; only the first does anything.
    pub(super) fn hand_over(&mut self, reason: &str, already_said: bool) {
        if self.conversation.assignee != Assignee::Bot {
            return;
        }
        self.system(SystemLine::HandedOver { reason: cut(reason, ERROR_LENGTH) });
        self.conversation.unconfirmed = self.conversation.unconfirmed.max(1);
        self.conversation.misses = 0;
        if !already_said {
            self.say_handed_over(reason);
        }
        let to =
            self.person_for().map_or(Assignee::Queue { since: self.now }, |id| Assignee::Operator { id });
        // What the bot just said stands; only older words that nobody claimed are taken back.
        self.give_to(to, Who::Desk);
        self.conversation.waiting_for = crate::WaitingFor::Us;
        self.alert(Alert::Waiting);
    }

    fn say_handed_over(&mut self, reason: &str) {
        let before = self.effects.len();
        if !self.conversation.automation_stopped {
            let decision = self.decide(&Occasion::HandedOver { reason }, "", "");
            self.tell_failures(&decision.failures);
            let (says, others): (Vec<_>, Vec<_>) = decision
                .proposals
                .into_iter()
                .partition(|proposed| !self.content_of(&proposed.proposal).is_empty());
            let mut traces: Vec<_> = says.iter().map(|proposed| proposed.trace.clone()).collect();
            traces.dedup();
            let contents: Vec<_> =
                says.iter().flat_map(|proposed| self.content_of(&proposed.proposal)).collect();
            let others =
                others.into_iter().filter(|o| !matches!(o.proposal, Proposal::Escalate { .. })).collect();
            if !contents.is_empty() {
                self.say_automatically(contents, &traces);
            }
            self.follow(others);
        }
        // A tag or a note is no word to the customer, who is always told something.
        let said =
            |effect: &Effect| matches!(effect, Effect::Write(row) if matches!(row.body, Body::Outbound(_)));
        if !self.effects[before..].iter().any(said)
            && self.conversation.assignee == Assignee::Bot
            && !self.contact.blocked
        {
            let open = self.desk.inbox.hours.at(self.now).open_now;
            let online = self.desk.staff.iter().any(|staff| staff.presence == crate::Presence::Online);
            let notice = match (open, online) {
                (false, _) => Notice::OutsideHours,
                (true, false) => Notice::NobodyOnline,
                (true, true) => Notice::HandedOver,
            };
            let text = self.desk.inbox.text(notice, self.language());
            // A catalogue text fits every channel; an inbox's own words were checked when they were read.
            let _ = self.say(&Author::Bot, vec![Content::text(text)], None, &[]);
        }
    }

    /// Who should get it: the operator who last had it (ASG-02), else whoever has the fewest (ASG-04), else nobody.
    fn person_for(&self) -> Option<crate::OperatorId> {
        let inbox = self.desk.inbox;
        let mut free: Vec<_> = self.desk.staff.iter().filter(|staff| staff.can_take(&inbox.id)).collect();
        free.sort_by_key(|staff| (staff.load, staff.id.clone()));
        let last = self.conversation.last_operator.as_ref().filter(|_| inbox.prefer_last_operator);
        let preferred = free.iter().find(|staff| Some(&staff.id) == last);
        let first = free.first().filter(|_| inbox.auto_assign);
        preferred.or(first).map(|staff| staff.id.clone())
    }

    /// Asks the contact whether to end (STA-07). Silence counts as yes after the inbox's grace.
    ///
    /// # Errors
    ///
    /// Why the question cannot go out; nothing is done then.
    pub(super) fn request_end(&mut self, by: Who, trace: Option<&Trace>) -> Result<(), FailReason> {
        let (inbox, language) = (self.desk.inbox, self.language());
        let button = |id: &str, notice| Button { id: id.to_owned(), label: inbox.text(notice, language) };
        let ask = Content::Choice {
            text: inbox.text(Notice::EndRequest, language),
            buttons: vec![button(END, Notice::EndButton), button(CONTINUE, Notice::ContinueButton)],
            quick: false,
        };
        if !self.contact.blocked {
            self.say(&Author::Bot, vec![ask], None, trace.map_or(&[], std::slice::from_ref))?;
        }
        self.conversation.phase = Phase::Ending { closes_at: self.now + inbox.end_request_grace };
        self.system(SystemLine::EndRequested { by });
        Ok(())
    }

    /// Ends the conversation, once.
    pub(super) fn complete(&mut self, by: Who) {
        let by_contact = by == Who::Contact;
        self.conversation.phase = Phase::Completed { at: self.now };
        self.conversation.misses = 0;
        let line = match self.silence {
            Some(silence) if !by_contact => SystemLine::AutoCompleted { after_seconds: silence.as_secs() },
            _ => SystemLine::Ended { by },
        };
        self.system(line);
        if by_contact && !self.contact.blocked {
            let goodbye = Content::text(self.desk.inbox.text(Notice::Ended, self.language()));
            let mut contents = vec![goodbye];
            // Asked once, and only while the contact is there (CSA-03).
            if self.desk.inbox.ask_rating {
                contents.push(self.rating());
            }
            let _ = self.say(&Author::Bot, contents, None, &[]);
        }
        self.after_the_end();
    }

    /// Lets rules have the last word, which cannot take the conversation up again.
    pub(super) fn after_the_end(&mut self) {
        if self.conversation.automation_stopped || !self.desk.inbox.bot {
            return;
        }
        let decision = self.decide(&Occasion::Ended, "", "");
        self.note_failures(&decision.failures);
        let mut proposals = decision.proposals;
        proposals.retain(|proposed| {
            !matches!(
                proposed.proposal,
                Proposal::Escalate { .. }
                    | Proposal::Assign { .. }
                    | Proposal::RequestEnd
                    | Proposal::Complete
                    | Proposal::Hold { .. }
            )
        });
        proposals.truncate(MAX_PROPOSALS);
        self.follow(proposals);
    }
}
