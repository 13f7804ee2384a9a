//! The step, a feature at a time and under random sequences of inputs.

mod late;
mod life;
mod preview;
mod random;
mod scheduled;
mod window;
mod withdrawn;

use std::collections::BTreeMap;
use std::fmt::Write;
use std::time::Duration;

use super::*;
use crate::*;

/// Rules for tests, by what the contact writes: `hi` is answered, `person` escalates, `twice` is answered twice,
/// `boom` fails, `flood` wants too much; anything else is a miss, and the second miss in a row escalates.
pub struct TestRules {
    version: RulesVersion,
}

impl TestRules {
    pub fn new() -> Self {
        Self { version: RulesVersion::of([("test.rhai", "")]) }
    }
}

fn reply(text: &str) -> Proposal {
    Proposal::Reply { text: text.to_owned() }
}

impl Rules for TestRules {
    fn version(&self) -> &RulesVersion {
        &self.version
    }

    fn timers(&self, inbox: &Inbox, conversation: &Conversation) -> Vec<Duration> {
        let timer = |setting| inbox.timer(setting, &conversation.assignee);
        [TimerSetting::AutoEndRequest, TimerSetting::AutoComplete].into_iter().filter_map(timer).collect()
    }

    fn history(&self) -> usize {
        0
    }

    fn decide(&self, occasion: &Occasion<'_>, facts: &Facts<'_>) -> Decision {
        let escalate = |reason: &str| Proposal::Escalate { reason: reason.to_owned() };
        let inbox = facts.inbox;
        let (understood, proposals) = match occasion {
            Occasion::Message => match facts.text {
                "hi" => (true, vec![reply("hello")]),
                "twice" => (true, vec![reply("one"), reply("two")]),
                "person" => (true, vec![escalate("asked")]),
                "form" => (true, vec![Proposal::Template { name: "form".to_owned() }]),
                "bye" => (true, vec![reply("bye"), Proposal::RequestEnd]),
                "flood" => (true, (0..100).map(|n| reply(&n.to_string())).collect()),
                "boom" => {
                    let failure = RuleFailure {
                        rule: "boom".to_owned(),
                        file: "test.rhai".to_owned(),
                        line: 7,
                        message: "division by zero".to_owned(),
                        excessive: false,
                    };
                    return Decision { failures: vec![failure], ..Decision::default() };
                }
                _ if facts.misses >= 2 => (false, vec![escalate("not understood twice")]),
                _ => (false, vec![]),
            },
            Occasion::After(length) if Some(*length) == inbox.auto_end_request => {
                let ask = facts.conversation.waiting_for == WaitingFor::Contact;
                (false, if ask { vec![Proposal::RequestEnd] } else { vec![] })
            }
            Occasion::After(_) => (false, vec![reply("closing"), Proposal::Complete]),
            _ => (false, vec![]),
        };
        let trace = Trace {
            rule: "test".to_owned(),
            file: "test.rhai".to_owned(),
            line: 1,
            version: self.version.clone(),
            matched: String::new(),
        };
        let proposals =
            proposals.into_iter().map(|proposal| Proposed { proposal, trace: trace.clone() }).collect();
        Decision { proposals, understood, failures: vec![] }
    }
}

#[allow(clippy::unnecessary_wraps, clippy::needless_pass_by_value, reason = "it is a `Fit`")]
fn fit(kind: ChannelKind, contents: Vec<Content>) -> Result<Vec<Vec<Content>>, FailReason> {
    Ok(contents.chunks(kind.contents_per_call()).map(<[Content]>::to_vec).collect())
}

pub fn inbox(channel: ChannelKind) -> Inbox {
    Inbox {
        id: "main".parse().unwrap(),
        channel,
        name: "Main".to_owned(),
        language: Language::En,
        hours: BusinessHours::default(),
        bot: true,
        reopen_to: ReopenTo::Bot,
        auto_end_request: Some(hours(24)),
        auto_complete_bot: Some(hours(48)),
        auto_complete_operator: Some(hours(72)),
        end_request_grace: minutes(5),
        prefer_last_operator: true,
        auto_assign: false,
        use_reply_tokens: true,
        human_agent: false,
        ask_rating: false,
        auto_confirm_buttons: false,
        auto_confirm_keywords: false,
        texts: BTreeMap::new(),
    }
}

/// One conversation in the hand: inputs go in, the thread is kept as the store would keep it.
pub struct Bench {
    pub now: Timestamp,
    pub inbox: Inbox,
    pub rules: TestRules,
    pub staff: Vec<Staff>,
    pub state: State,
    pub thread: Vec<Row>,
    pub alerts: Vec<Alert>,
    pub deadline: Option<Timestamp>,
    pub pushes: PushStop,
    pub calendar: BTreeMap<(Timestamp, ScheduledId), PlanState>,
    events: u64,
}

pub fn op(name: &str) -> OperatorId {
    name.parse().unwrap()
}

impl Bench {
    pub fn new(channel: ChannelKind) -> Self {
        let inbox = inbox(channel);
        let now = Timestamp::from_seconds(1_795_132_800);
        let party = Self::party();
        let conversation = Conversation::new(&inbox, &party, now);
        let contact = Contact::new(&inbox.id, &party.thread, now);
        Self {
            now,
            inbox,
            rules: TestRules::new(),
            staff: vec![],
            state: State { conversation, contact, version: 0 },
            thread: vec![],
            alerts: vec![],
            deadline: None,
            pushes: PushStop::Never,
            calendar: BTreeMap::new(),
            events: 0,
        }
    }

    pub fn with_operator(mut self, name: &str) -> Self {
        self.staff.push(Staff {
            id: op(name),
            name: name.to_owned(),
            presence: Presence::Online,
            load: 0,
            capacity: 5,
            inboxes: vec![],
        });
        self
    }

    fn party() -> Party {
        Party {
            thread: "user:mei".to_owned(),
            address: "mei".to_owned(),
            sender: None,
            name: Some("Mei".to_owned()),
            language: None,
        }
    }

    pub fn event(&mut self, news: News) -> Input {
        self.events += 1;
        let id = self.events.to_string();
        Input::Event {
            row: RowId::of_event(&self.inbox.id, self.now, &id),
            event: Box::new(WebhookEvent {
                id,
                at: self.now,
                untimed: false,
                party: Self::party(),
                news,
                reply_token: None,
                standby: false,
                raw: None,
            }),
            stored: self.inbox.channel != ChannelKind::Web,
        }
    }

    pub fn message(&mut self, text: &str) -> Input {
        let message = format!("m{}", self.events + 1);
        self.event(News::Message {
            message,
            content: Content::text(text),
            quotes: None,
            quote_token: None,
            read_token: None,
        })
    }

    pub fn tap(&mut self, button: &str) -> Input {
        self.event(News::Tapped {
            button: button.to_owned(),
            label: None,
            params: None,
            message: None,
            callback: None,
        })
    }

    pub fn outbox(&self) -> Vec<Row> {
        let listed = &self.state.conversation.unsettled;
        self.thread.iter().filter(|row| listed.contains(&row.id)).cloned().collect()
    }

    /// Steps without keeping anything.
    pub fn try_step(&self, inputs: Vec<Input>) -> Result<Stepped, Refusal> {
        let desk = Desk {
            inbox: &self.inbox,
            rules: &self.rules,
            staff: &self.staff,
            outbox: &self.outbox(),
            history: &self.thread,
            templates: &BTreeMap::new(),
            fit,
            pushes: self.pushes,
        };
        step(self.state.clone(), inputs, self.now, desk)
    }

    /// Steps and keeps what comes of it, as a commit would.
    #[allow(clippy::needless_pass_by_value, reason = "reads like `step` itself")]
    pub fn step(&mut self, inputs: Vec<Input>) -> Result<Stepped, Refusal> {
        let stepped = self.try_step(inputs.clone())?;
        self.deadline = stepped.deadline;
        self.state.conversation = stepped.conversation.clone();
        self.state.contact = stepped.contact.clone();
        self.state.version += 1;
        for effect in stepped.effects.clone() {
            match effect {
                Effect::Take { row, seq, stream_seq, body } => {
                    let event = inputs.iter().find_map(|input| match input {
                        Input::Event { row: id, event, .. } if *id == row => Some(event.clone()),
                        _ => None,
                    });
                    let event = event.expect("what is taken was an input");
                    let inbox = self.inbox.id.clone();
                    let body =
                        body.unwrap_or(Body::Inbound { inbox, event, hidden: false, withdrawn: false });
                    self.thread.push(Row {
                        id: row,
                        seq: Some(seq),
                        stream_seq,
                        body,
                        delivery: None,
                        file: None,
                        client_id: None,
                    });
                }
                Effect::Write(row) => self.thread.push(row),
                Effect::Cancel { row } => self.settle(row, &Delivery::Cancelled { at: self.now }),
                Effect::Acknowledge { .. } | Effect::AskProfile => {}
                Effect::Redact { row, body } => {
                    self.thread.iter_mut().filter(|r| r.id == row).for_each(|r| r.body = body.clone());
                }
                Effect::Load { operator, change } => {
                    for staff in self.staff.iter_mut().filter(|staff| staff.id == operator) {
                        staff.load = staff.load.checked_add_signed(i32::try_from(change).unwrap()).unwrap();
                    }
                }
                Effect::Fetch { row } => {
                    let pending = FileCopy::Pending { attempts: 0, not_before: self.now };
                    self.thread
                        .iter_mut()
                        .filter(|r| r.id == row)
                        .for_each(|r| r.file = Some(pending.clone()));
                }
                Effect::Erase { row, .. } => {
                    self.thread.iter_mut().filter(|r| r.id == row).for_each(|r| r.file = None);
                }
                Effect::Plan { planned, moved_from } => {
                    if let Some(before) = moved_from {
                        assert!(self.calendar.remove(&(before, planned.id.clone())).is_some());
                    }
                    self.calendar.insert((planned.at, planned.id), planned.state);
                }
                Effect::Alert(alert) => self.alerts.push(alert),
            }
        }
        Ok(stepped)
    }

    pub fn settle(&mut self, row: RowId, delivery: &Delivery) {
        self.thread.iter_mut().filter(|r| r.id == row).for_each(|r| r.delivery = Some(delivery.clone()));
    }

    /// The sender delivers everything that waits.
    pub fn deliver(&mut self) {
        for row in self.outbox() {
            if matches!(row.delivery, Some(Delivery::Queued { .. })) {
                self.settle(row.id, &Delivery::sent(self.now, vec![]));
            }
        }
    }

    pub fn writes(&mut self, text: &str) {
        let input = self.message(text);
        self.step(vec![input]).unwrap();
    }

    pub fn taps(&mut self, button: &str) {
        let input = self.tap(button);
        self.step(vec![input]).unwrap();
    }

    pub fn command(&mut self, by: &str, command: Command) -> Result<Stepped, Refusal> {
        self.step(vec![Input::Command { by: op(by), command }])
    }

    pub fn tick(&mut self) {
        self.step(vec![Input::Tick]).unwrap();
    }

    pub fn wait(&mut self, length: Duration) {
        self.now = self.now + length;
    }

    /// What the thread says, a line a row.
    pub fn transcript(&self) -> String {
        let words =
            |contents: &[Content]| contents.iter().map(|c| c.preview(100)).collect::<Vec<_>>().join(" / ");
        let line = |row: &Row| match &row.body {
            Body::Inbound { hidden: true, .. } => "(hidden)".to_owned(),
            Body::Inbound { event, .. } => match &event.news {
                News::Message { content, .. } => format!("Mei: {}", content.preview(100)),
                News::Tapped { button, label, .. } => {
                    format!("Mei taps {}", label.as_ref().unwrap_or(button))
                }
                other => format!("Mei {other:?}"),
            },
            Body::Outbound(message) => {
                let cancelled = matches!(row.delivery, Some(Delivery::Cancelled { .. }));
                let by = message.author.clone();
                let by = if let Author::Operator { id } = by { id.to_string() } else { "bot".to_owned() };
                format!("{by}: {}{}", words(&message.contents), if cancelled { " (cancelled)" } else { "" })
            }
            Body::Note { text, .. } => format!("note: {text}"),
            Body::System(line) => {
                let json = serde_json::to_value(line).unwrap();
                let mut said = format!("-- {}", json["is"].as_str().unwrap());
                for (key, value) in json.as_object().unwrap().iter().filter(|(key, _)| *key != "is") {
                    let value = value.get("id").or(value.get("is")).unwrap_or(value);
                    write!(said, " {key}={value}").unwrap();
                }
                said.replace('"', "")
            }
        };
        self.thread.iter().map(line).collect::<Vec<_>>().join("\n")
    }
}
