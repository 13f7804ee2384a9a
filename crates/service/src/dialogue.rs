//! A conversation in the hand, to try rules on: the real step, nothing stored, nothing sent.

use std::collections::BTreeMap;
use std::fmt::Write;

use domain::step::{Desk, Effect, Input, State, step};
use domain::{
    Author, Body, ChannelKind, Contact, Content, Conversation, Facts, Inbox, News, Occasion, Party, Row,
    RowId, SystemLine, Timestamp, WebhookEvent, hours, minutes,
};
use rules::{Explanation, RuleSet};

/// A dialogue between a made-up customer and a rule set.
pub struct Dialogue {
    inbox: Inbox,
    party: Party,
    state: State,
    thread: Vec<Row>,
    now: Timestamp,
    said: u64,
}

/// What came of one message.
pub struct DialogueTurn {
    /// Why the rules answered as they did.
    pub explanation: Explanation,
    /// What the step made of it, a line for each row.
    pub rows: Vec<String>,
}

impl Dialogue {
    /// Begins a dialogue on a channel, in a language, in the hands of the bot, on a Tuesday at ten in Tokyo.
    pub fn new(channel: ChannelKind, language: &str) -> Self {
        #[allow(clippy::expect_used, reason = "a constant")]
        let id = "try".parse().expect("`try` is an inbox id");
        let now = Timestamp::from_seconds(1_795_482_000);
        let inbox = Inbox {
            id,
            channel,
            name: "try".to_owned(),
            language: domain::Language::of_tag(language).unwrap_or_default(),
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
            ask_rating: false,
            auto_confirm_buttons: false,
            auto_confirm_keywords: false,
            texts: BTreeMap::new(),
        };
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
        Self { inbox, party, state, thread: Vec::new(), now, said: 0 }
    }

    /// The customer writes; what begins with `!` presses the button of that id.
    pub fn says(&mut self, rules: &RuleSet, text: &str) -> DialogueTurn {
        self.said += 1;
        self.now = self.now + domain::seconds(20);
        let explanation = self.explain(rules, text);
        let id = self.said.to_string();
        let news = match text.strip_prefix('!') {
            Some(button) => News::Tapped {
                button: button.to_owned(),
                label: None,
                params: None,
                message: None,
                callback: None,
            },
            None => News::Message {
                message: id.clone(),
                content: Content::text(text),
                quotes: None,
                quote_token: None,
                read_token: None,
            },
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
        let input = Input::Event { row, event: Box::new(event), stored: false };
        let templates = BTreeMap::new();
        let desk = Desk {
            inbox: &self.inbox,
            rules,
            staff: &[],
            outbox: &[],
            history: &self.thread,
            templates: &templates,
            fit: channels::fit,
        };
        let mut rows = Vec::new();
        if let Ok(stepped) = step(self.state.clone(), vec![input], self.now, desk) {
            self.state.conversation = stepped.conversation;
            self.state.contact = stepped.contact;
            self.state.version += 1;
            // Everything is delivered at once.
            self.state.conversation.unsettled.clear();
            for effect in stepped.effects {
                if let Effect::Write(row) = effect {
                    rows.extend(line(&row));
                    self.thread.push(row);
                }
            }
        }
        DialogueTurn { explanation, rows }
    }

    fn explain(&self, rules: &RuleSet, text: &str) -> Explanation {
        let time = self.inbox.hours.at(self.now);
        let button = text.strip_prefix('!');
        let facts = Facts {
            text: if button.is_some() { "" } else { text },
            kind: if button.is_some() { "button" } else { "text" },
            conversation: &self.state.conversation,
            contact: &self.state.contact,
            inbox: &self.inbox,
            time: &time,
            misses: self.state.conversation.misses + 1,
            online: 0,
            history: &[],
        };
        let occasion = button.map_or(Occasion::Message, |id| Occasion::Button { id });
        rules.explain(&occasion, &facts)
    }
}

/// A row in one line; nothing for what the customer said.
fn line(row: &Row) -> Option<String> {
    match &row.body {
        Body::Inbound { .. } => None,
        Body::Outbound(message) => {
            let mut text = String::new();
            if let Some(trace) = &message.trace {
                let _ = write!(text, "({} {}:{}) ", trace.rule, trace.file, trace.line);
            } else if message.author == Author::Bot {
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
        Body::System(line) => Some(format!("- {}", words(line))),
    }
}

fn words(line: &SystemLine) -> String {
    let json = serde_json::to_value(line).unwrap_or_default();
    let name = json["is"].as_str().unwrap_or_default().replace('_', " ");
    let others = json.as_object().into_iter().flatten().filter(|(key, _)| *key != "is");
    others.fold(name, |mut said, (key, value)| {
        let value = value.get("id").or(value.get("rule")).or(value.get("is")).unwrap_or(value);
        let _ = write!(said, ", {key} {value}");
        said
    })
}
