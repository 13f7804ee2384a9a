//! A conversation in the hand, to try rules on: the real step, nothing stored, nothing sent.

use std::collections::BTreeMap;
use std::fmt::Write;
use std::sync::Mutex;
use std::time::Duration;

use domain::step::{Command, Desk, Effect, Input, PushStop, State, step};
use domain::{
    Assignee, Author, Body, ChannelKind, Contact, Content, Conversation, Decision, Facts, Inbox, Language,
    News, Occasion, Party, Row, RowId, Rules, RulesVersion, Timestamp, WebhookEvent, hours, minutes, seconds,
};
use rules::{Explanation, RuleSet};
use serde::Serialize;

use crate::catalogue::Reader;

/// How often time may ring within one wait.
const RINGS: usize = 100;

/// A dialogue between a made-up customer and a rule set.
pub struct Dialogue {
    inbox: Inbox,
    templates: BTreeMap<String, Vec<Content>>,
    words: Language,
    party: Party,
    state: State,
    thread: Vec<Row>,
    now: Timestamp,
    said: u64,
}

/// One thing that happens in a dialogue.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum DialogueMove {
    /// The customer writes.
    Says(String),
    /// The customer presses the button of this id.
    Presses(String),
    /// The customer adds the account.
    Follows,
    /// So much time passes, and what is due by then happens.
    Waits(Duration),
    /// An operator gives the conversation back to the bot.
    BackToBot,
}

/// What came of one move.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct DialogueTurn {
    /// When it was over.
    pub at: Timestamp,
    /// What the rules were asked, in order, and why they answered as they did.
    pub asked: Vec<DialogueQuestion>,
    /// What the step made of it, a line for each row.
    pub rows: Vec<String>,
    /// Who has the conversation now: `bot`, `queue` or `operator`.
    pub with: &'static str,
    /// Why nothing was done, if the step refused it.
    pub refused: Option<String>,
}

/// One question to the rules.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct DialogueQuestion {
    /// What they were asked about: `message`, `button`, `opened`, `followed`, `handed over`, `ended`, `after 24 h`.
    pub about: String,
    /// What they looked at, what matched and what they proposed.
    pub explanation: Explanation,
}

/// Rules that tell what they are asked.
struct Telling<'a> {
    rules: &'a RuleSet,
    asked: Mutex<Vec<DialogueQuestion>>,
}

impl Rules for Telling<'_> {
    fn version(&self) -> &RulesVersion {
        self.rules.version()
    }

    fn timers(&self, inbox: &Inbox, conversation: &Conversation) -> Vec<Duration> {
        self.rules.timers(inbox, conversation)
    }

    fn history(&self) -> usize {
        self.rules.history()
    }

    fn decide(&self, occasion: &Occasion<'_>, facts: &Facts<'_>) -> Decision {
        let about = match occasion {
            Occasion::Message => "message".to_owned(),
            Occasion::Button { .. } => "button".to_owned(),
            Occasion::Opened => "opened".to_owned(),
            Occasion::Followed => "followed".to_owned(),
            Occasion::HandedOver { .. } => "handed over".to_owned(),
            Occasion::Ended => "ended".to_owned(),
            Occasion::After(length) => format!("after {}", told(*length)),
        };
        // Same arguments, same answer (INV-5): what is told is what is decided.
        let explanation = self.rules.explain(occasion, facts);
        if let Ok(mut asked) = self.asked.lock() {
            asked.push(DialogueQuestion { about, explanation });
        }
        self.rules.decide(occasion, facts)
    }
}

/// A length of time in its largest whole unit.
fn told(length: Duration) -> String {
    let seconds = length.as_secs();
    match () {
        () if seconds.is_multiple_of(86_400) => format!("{} d", seconds / 86_400),
        () if seconds.is_multiple_of(3_600) => format!("{} h", seconds / 3_600),
        () if seconds.is_multiple_of(60) => format!("{} min", seconds / 60),
        () => format!("{seconds} s"),
    }
}

impl Dialogue {
    /// Begins a dialogue in an inbox, with these canned responses, at this time, in the hands of the bot. The customer
    /// speaks `language`, an IETF tag; lines are told in the words of `words`.
    pub fn new(
        inbox: Inbox,
        templates: BTreeMap<String, Vec<Content>>,
        language: &str,
        now: Timestamp,
        words: Language,
    ) -> Self {
        let party = Party {
            thread: "user:try".to_owned(),
            address: "try".to_owned(),
            sender: None,
            name: Some("Mei".to_owned()),
            language: Some(language.to_owned()),
        };
        let conversation = Conversation::new(&inbox, &party, now);
        let contact =
            Contact { language: Some(language.to_owned()), ..Contact::new(&inbox.id, &party.thread, now) };
        let state = State { conversation, contact, version: 0 };
        Self { inbox, templates, words, party, state, thread: Vec::new(), now, said: 0 }
    }

    /// An inbox that is always open and asks after a day of silence, for a channel of which the settings have none.
    pub fn made_up_inbox(channel: ChannelKind, language: Language) -> Inbox {
        #[allow(clippy::expect_used, reason = "a constant")]
        let id = "try".parse().expect("`try` is an inbox id");
        Inbox {
            id,
            channel,
            name: "try".to_owned(),
            language,
            hours: domain::BusinessHours::default(),
            bot: true,
            reopen_to: domain::ReopenTo::Bot,
            auto_end_request: Some(hours(24)),
            auto_complete_bot: Some(hours(48)),
            auto_complete_operator: Some(hours(72)),
            end_request_grace: minutes(5),
            prefer_last_operator: false,
            auto_assign: false,
            use_reply_tokens: false,
            human_agent: false,
            ask_rating: false,
            auto_confirm_buttons: false,
            auto_confirm_keywords: false,
            texts: BTreeMap::new(),
        }
    }

    /// Lets something happen, 20 seconds after what happened before.
    pub fn go(&mut self, rules: &RuleSet, what: &DialogueMove) -> DialogueTurn {
        let telling = Telling { rules, asked: Mutex::default() };
        let mut rows = Vec::new();
        let refused = match what {
            DialogueMove::Waits(length) => {
                self.wait(&telling, *length, &mut rows);
                None
            }
            other => {
                self.now = self.now + seconds(20);
                let input = self.input(other);
                self.step(&telling, input, &mut rows).err()
            }
        };
        DialogueTurn {
            at: self.now,
            asked: telling.asked.into_inner().unwrap_or_default(),
            rows,
            with: match &self.state.conversation.assignee {
                Assignee::Bot => "bot",
                Assignee::Queue { .. } => "queue",
                Assignee::Operator { .. } => "operator",
            },
            refused,
        }
    }

    fn input(&mut self, what: &DialogueMove) -> Input {
        self.said += 1;
        let id = self.said.to_string();
        let news = match what {
            DialogueMove::Says(text) => News::Message {
                message: id.clone(),
                content: Content::text(text),
                quotes: None,
                quote_token: None,
                read_token: None,
            },
            DialogueMove::Presses(button) => News::Tapped {
                button: button.clone(),
                label: None,
                params: None,
                message: None,
                callback: None,
            },
            DialogueMove::Follows => News::Followed { unblocked: false, referral: None },
            DialogueMove::BackToBot => {
                #[allow(clippy::expect_used, reason = "a constant")]
                let by = "operator".parse().expect("`operator` is an operator's id");
                return Input::Command { by, command: Command::Assign { to: Assignee::Bot } };
            }
            DialogueMove::Waits(_) => return Input::Tick,
        };
        let event = WebhookEvent {
            at: self.now,
            untimed: false,
            party: self.party.clone(),
            news,
            reply_token: None,
            standby: false,
            raw: None,
            id: id.clone(),
        };
        let row = RowId::of_event(&self.inbox.id, self.now, &id);
        Input::Event { row, event: Box::new(event), stored: false }
    }

    /// Goes from deadline to deadline.
    fn wait(&mut self, rules: &Telling<'_>, length: Duration, rows: &mut Vec<String>) {
        let until = self.now + length;
        for _ in 0..RINGS {
            let timers = rules.timers(&self.inbox, &self.state.conversation);
            let Some(due) = self.state.conversation.deadline(&timers).filter(|due| *due <= until) else {
                break;
            };
            self.now = self.now.max(due);
            if self.step(rules, Input::Tick, rows).is_err() {
                break;
            }
        }
        self.now = until;
    }

    fn step(&mut self, rules: &Telling<'_>, input: Input, rows: &mut Vec<String>) -> Result<(), String> {
        let desk = Desk {
            inbox: &self.inbox,
            rules,
            staff: &[],
            outbox: &[],
            history: &self.thread,
            templates: &self.templates,
            fit: channels::fit,
            pushes: PushStop::Never,
        };
        let stepped = step(self.state.clone(), vec![input], self.now, desk);
        let stepped = stepped.map_err(|refusal| refusal.to_string())?;
        self.state.conversation = stepped.conversation;
        self.state.contact = stepped.contact;
        self.state.version += 1;
        // Everything is delivered at once.
        self.state.conversation.unsettled.clear();
        for effect in stepped.effects {
            if let Effect::Write(row) = effect {
                rows.extend(self.line(&row));
                self.thread.push(row);
            }
        }
        Ok(())
    }

    /// A row in one line; nothing for what the customer said.
    fn line(&self, row: &Row) -> Option<String> {
        match &row.body {
            Body::Inbound { .. } => None,
            Body::Outbound(message) => {
                let mut text = String::new();
                for trace in message.trace.iter().chain(&message.also) {
                    let _ = write!(text, "({} {}:{}) ", trace.rule, trace.file, trace.line);
                }
                if message.trace.is_none() && message.author == Author::Bot {
                    text.push_str("(the desk) ");
                }
                for content in &message.contents {
                    text.push_str(content.words());
                    if let Content::Choice { buttons, .. } = content {
                        for button in buttons {
                            let _ = write!(text, "  [{} !{}]", button.label, button.id);
                        }
                    }
                    text.push_str("  ");
                }
                Some(format!("< {}", text.trim_end()))
            }
            Body::Note { text, .. } => Some(format!("* note: {text}")),
            Body::System(line) => {
                let zone = &self.inbox.hours.time_zone;
                let reader = Reader {
                    language: self.words,
                    name: &ToString::to_string,
                    time: &|at: Timestamp| zone.at(at).strftime("%m/%d %H:%M").to_string(),
                    status: &str::to_owned,
                };
                Some(format!("- {}", reader.line(line)))
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use rules::Source;

    fn dialogue() -> Dialogue {
        let inbox = Dialogue::made_up_inbox(ChannelKind::Line, Language::Ja);
        let now = Timestamp::from_seconds(1_795_482_000);
        Dialogue::new(inbox, BTreeMap::new(), "ja", now, Language::En)
    }

    fn rules() -> RuleSet {
        let text = "keyword(\"hours\", [\"営業時間\"], |chat| chat.reply(\"10時から\"));
            keyword(\"person\", [\"担当者\"], |chat| chat.escalate(\"asked\"));
            on_handover(\"wait\", |chat| chat.reply(\"お待ちください\"));
            after(hours(24), \"silence\", |chat| chat.complete());
            on_message(\"otherwise\", |chat| if chat.misses >= 2 { chat.reply(\"?\") });";
        RuleSet::compile(&[Source::new("a.rhai", text)]).unwrap()
    }

    fn about(turn: &DialogueTurn) -> Vec<&str> {
        turn.asked.iter().map(|asked| asked.about.as_str()).collect()
    }

    /// BOT-09: what is told is what the step really asked, with the facts it had.
    #[test]
    fn a_dialogue_tells_every_question_to_the_rules() {
        let (rules, mut dialogue) = (rules(), dialogue());
        let mut says = |text: &str| dialogue.go(&rules, &DialogueMove::Says(text.to_owned()));
        let first = says("営業時間は？");
        assert_eq!(about(&first), ["opened", "message"]);
        assert_eq!(first.rows, ["< (hours a.rhai:1) 10時から"]);
        assert_eq!(says("うーん").asked[0].explanation.looked[0].outcome, rules::LookOutcome::Idle);
        assert_eq!(says("ええと").rows, ["< (otherwise a.rhai:5) ?"], "it counts what was not understood");
        let handed = says("担当者を");
        assert_eq!(about(&handed), ["message", "handed over"]);
        assert_eq!((handed.rows[1].as_str(), handed.with), ("< (wait a.rhai:3) お待ちください", "queue"));
        assert_eq!(about(&says("営業時間は？")), [""; 0], "with people the rules are silent");
        let back = dialogue.go(&rules, &DialogueMove::BackToBot);
        assert_eq!((back.with, back.refused), ("bot", None));
    }

    #[test]
    fn time_passes_from_deadline_to_deadline() {
        let (rules, mut dialogue) = (rules(), dialogue());
        dialogue.go(&rules, &DialogueMove::Says("営業時間は？".to_owned()));
        let early = dialogue.go(&rules, &DialogueMove::Waits(hours(23)));
        assert_eq!((early.asked.len(), early.rows.len()), (0, 0));
        let late = dialogue.go(&rules, &DialogueMove::Waits(hours(2)));
        assert_eq!(about(&late)[0], "after 1 d");
        assert!(late.rows[0].contains("Ended by itself"), "{:?}", late.rows);
        assert_eq!(late.at.since(early.at), hours(2));
    }
}
