//! What a rule may know: copies of plain data (SEC-23), behind read-only properties of `chat`.

use std::collections::{BTreeMap, BTreeSet};
use std::sync::OnceLock;
use std::time::Duration;

use domain::{Assignee, Facts, Language, LocalTime, Occasion, Phase, WaitingFor};
use rhai::{Array, Dynamic, Map};

use crate::chat::Found;
use crate::fold::{fold, head};
use crate::limits;

/// A copy of the facts of one decision.
#[derive(Debug)]
pub(crate) struct Sheet {
    text: String,
    /// The text as keywords see it, made when a rule first asks.
    folded: OnceLock<String>,
    kind: String,
    name: String,
    tags: BTreeSet<String>,
    fields: BTreeMap<String, String>,
    vars: BTreeMap<String, String>,
    pub language: Language,
    pub inbox_language: Language,
    channel: &'static str,
    inbox: String,
    assignee: &'static str,
    operator: String,
    time: LocalTime,
    misses: u32,
    waiting_for: &'static str,
    phase: &'static str,
    online: u32,
    button: String,
    reason: String,
    waited: Duration,
    status: String,
    category: String,
    answered: bool,
    history: Vec<(&'static str, String)>,
}

impl Sheet {
    pub fn new(occasion: &Occasion<'_>, facts: &Facts<'_>) -> Self {
        let Facts { conversation, contact, inbox, .. } = facts;
        let history = &facts.history[facts.history.len().saturating_sub(limits::HISTORY)..];
        Self {
            text: head(facts.text, limits::MESSAGE_BYTES).to_owned(),
            folded: OnceLock::new(),
            kind: facts.kind.to_owned(),
            name: contact.name().to_owned(),
            tags: contact.tags.clone(),
            fields: contact.fields.clone(),
            vars: conversation.vars.clone(),
            language: contact.language(inbox.language),
            inbox_language: inbox.language,
            channel: inbox.channel.as_str(),
            inbox: inbox.id.as_str().to_owned(),
            assignee: match conversation.assignee {
                Assignee::Bot => "bot",
                Assignee::Queue { .. } => "queue",
                Assignee::Operator { .. } => "operator",
            },
            operator: conversation.assignee.operator().map(ToString::to_string).unwrap_or_default(),
            time: facts.time.clone(),
            misses: facts.misses,
            waiting_for: match conversation.waiting_for {
                WaitingFor::Contact => "contact",
                WaitingFor::Us => "us",
            },
            phase: match conversation.phase {
                Phase::Open => "open",
                Phase::OnHold { .. } => "on_hold",
                Phase::Ending { .. } => "ending",
                Phase::Completed { .. } => "completed",
            },
            online: facts.online,
            button: if let Occasion::Button { id } = occasion { (*id).to_owned() } else { String::new() },
            reason: match occasion {
                Occasion::HandedOver { reason } => (*reason).to_owned(),
                _ => String::new(),
            },
            waited: if let Occasion::After(length) = occasion { *length } else { Duration::ZERO },
            status: contact.response_status.clone().unwrap_or_default(),
            category: conversation.category.clone().unwrap_or_default(),
            answered: conversation.answered,
            history: history.iter().map(|said| (said.by, beginning(&said.text))).collect(),
        }
    }
}

fn beginning(text: &str) -> String {
    text.chars().take(limits::HISTORY_CHARS).collect()
}

/// A fact as rules see it.
pub(crate) struct Fact {
    /// Written `chat.<name>`.
    pub name: &'static str,
    /// One line for people.
    pub help: &'static str,
    /// Reads it.
    pub read: fn(&Sheet, &Found) -> Dynamic,
}

fn whole(n: u32) -> Dynamic {
    i64::from(n).into()
}

fn map(of: &BTreeMap<String, String>) -> Dynamic {
    let pairs = of.iter().filter(|(name, _)| name.len() <= limits::KEY_BYTES);
    Dynamic::from_map(pairs.map(|(name, value)| (name.into(), value.clone().into())).collect())
}

/// Every fact.
pub(crate) static FACTS: &[Fact] = &[
    Fact { name: "text", help: "the message's words, unchanged", read: |s, _| s.text.clone().into() },
    Fact { name: "kind", help: "text, image, sticker, button, …", read: |s, _| s.kind.clone().into() },
    Fact { name: "name", help: "the contact's name, or \"\"", read: |s, _| s.name.clone().into() },
    Fact {
        name: "tags",
        help: "the contact's tags, a list",
        read: |s, _| s.tags.iter().map(|tag| tag.clone().into()).collect::<Array>().into(),
    },
    Fact { name: "fields", help: "what is known about the contact, a map", read: |s, _| map(&s.fields) },
    Fact {
        name: "language",
        help: "\"ja\" or \"en\"",
        read: |s, _| crate::text::tag(s.language).to_owned().into(),
    },
    Fact { name: "channel", help: "line, telegram or web", read: |s, _| s.channel.into() },
    Fact { name: "inbox", help: "the id of the inbox", read: |s, _| s.inbox.clone().into() },
    Fact { name: "assignee", help: "\"bot\", \"queue\" or \"operator\"", read: |s, _| s.assignee.into() },
    Fact {
        name: "operator",
        help: "the id of the operator who has it, or \"\"",
        read: |s, _| s.operator.clone().into(),
    },
    Fact { name: "open_now", help: "whether people answer now", read: |s, _| s.time.open_now.into() },
    Fact {
        name: "opens_at",
        help: "when they answer next, as text; \"\" while open",
        read: |s, _| s.time.opens_at.clone().into(),
    },
    Fact { name: "clock", help: "the local time, HH:MM", read: |s, _| s.time.clock.clone().into() },
    Fact { name: "date", help: "the local date, YYYY-MM-DD", read: |s, _| s.time.date.clone().into() },
    Fact { name: "weekday", help: "monday … sunday", read: |s, _| s.time.weekday.into() },
    Fact {
        name: "misses",
        help: "messages in a row that no rule understood, this one included",
        read: |s, found| whole(if found.understood { 0 } else { s.misses }),
    },
    Fact { name: "waiting_for", help: "\"contact\" or \"us\"", read: |s, _| s.waiting_for.into() },
    Fact { name: "phase", help: "open, on_hold, ending or completed", read: |s, _| s.phase.into() },
    Fact { name: "online", help: "how many operators are online", read: |s, _| whole(s.online) },
    Fact {
        name: "button",
        help: "the id of the button pressed, or \"\"",
        read: |s, _| s.button.clone().into(),
    },
    Fact {
        name: "matched",
        help: "what matched, as the rule writes it",
        read: |_, found| found.matched.clone().into(),
    },
    Fact {
        name: "reason",
        help: "why it goes to people, in on_handover",
        read: |s, _| s.reason.clone().into(),
    },
    Fact {
        name: "waited_hours",
        help: "hours since the last activity, in after",
        read: |s, _| Dynamic::from_float(s.waited.as_secs_f64() / 3600.0),
    },
    Fact { name: "status", help: "the response status, or \"\"", read: |s, _| s.status.clone().into() },
    Fact { name: "category", help: "the category, or \"\"", read: |s, _| s.category.clone().into() },
    Fact {
        name: "answered",
        help: "whether an operator has answered since it was opened",
        read: |s, _| s.answered.into(),
    },
    Fact {
        name: "history",
        help: "the last messages, oldest first: a list of #{by, text}",
        read: |s, _| {
            let said = |(by, text): &(&'static str, String)| {
                Map::from([("by".into(), (*by).into()), ("text".into(), text.clone().into())]).into()
            };
            s.history.iter().map(said).collect::<Array>().into()
        },
    },
];

impl Sheet {
    pub fn folded(&self) -> &str {
        self.folded.get_or_init(|| fold(&self.text))
    }

    pub fn has_tag(&self, name: &str) -> bool {
        self.tags.contains(name)
    }

    pub fn field(&self, name: &str) -> &str {
        self.fields.get(name).map_or("", String::as_str)
    }

    pub fn var(&self, name: &str) -> &str {
        self.vars.get(name).map_or("", String::as_str)
    }
}
