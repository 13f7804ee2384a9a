//! A conversation to ask rules about.
#![allow(dead_code, reason = "each test file uses its part")]
#![allow(clippy::unwrap_used, reason = "only tests and measurements use it")]

use domain::{
    BusinessHours, ChannelKind, Contact, Conversation, Decision, Facts, Inbox, Language, LocalTime, Occasion,
    Party, Proposal, ReopenTo, Rules, Said, Timestamp,
};
use rules::{Diagnostic, RuleSet, Source};

pub struct Desk {
    pub inbox: Inbox,
    pub contact: Contact,
    pub conversation: Conversation,
    pub time: LocalTime,
    pub misses: u32,
    pub history: Vec<Said>,
}

impl Desk {
    pub fn new() -> Self {
        let now: Timestamp = "2026-11-20T03:00:00.000Z".parse().unwrap();
        let inbox = Inbox {
            id: "line-main".parse().unwrap(),
            channel: ChannelKind::Line,
            name: "Salon".to_owned(),
            language: Language::Ja,
            hours: BusinessHours::default(),
            bot: true,
            reopen_to: ReopenTo::Bot,
            auto_end_request: Some(domain::hours(24)),
            auto_complete_bot: Some(domain::hours(48)),
            auto_complete_operator: None,
            end_request_grace: domain::minutes(5),
            prefer_last_operator: false,
            auto_assign: false,
            use_reply_tokens: true,
            human_agent: false,
            ask_rating: false,
            auto_confirm_buttons: true,
            auto_confirm_keywords: true,
            texts: std::collections::BTreeMap::new(),
        };
        let party = Party {
            thread: "user:U1".into(),
            address: "U1".into(),
            sender: None,
            name: None,
            language: None,
        };
        Self {
            contact: Contact::new(&inbox.id, "U1", now),
            conversation: Conversation::new(&inbox, &party, now),
            time: inbox.hours.at(now),
            inbox,
            misses: 0,
            history: Vec::new(),
        }
    }

    pub fn facts<'a>(&'a self, text: &'a str) -> Facts<'a> {
        Facts {
            text,
            kind: "text",
            conversation: &self.conversation,
            contact: &self.contact,
            inbox: &self.inbox,
            time: &self.time,
            misses: self.misses,
            online: 1,
            history: &self.history,
        }
    }

    pub fn says(&self, rules: &RuleSet, text: &str) -> Decision {
        rules.decide(&Occasion::Message, &self.facts(text))
    }

    pub fn on(&self, rules: &RuleSet, occasion: &Occasion<'_>) -> Decision {
        rules.decide(occasion, &self.facts(""))
    }
}

pub fn compile(text: &str) -> Result<RuleSet, Vec<Diagnostic>> {
    RuleSet::compile(&[Source::new("a.rhai", text)])
}

pub fn rules(text: &str) -> RuleSet {
    compile(text).unwrap_or_else(|found| panic!("{}", shown(&found)))
}

pub fn shown(found: &[Diagnostic]) -> String {
    found.iter().map(ToString::to_string).collect::<Vec<_>>().join("\n")
}

/// The first mistake of a source.
pub fn mistake(text: &str) -> Diagnostic {
    match compile(text) {
        Ok(_) => panic!("compiled: {text}"),
        Err(found) => found[0].clone(),
    }
}

pub fn replies(decision: &Decision) -> Vec<&str> {
    decision
        .proposals
        .iter()
        .filter_map(|proposed| match &proposed.proposal {
            Proposal::Reply { text } | Proposal::Choice { text, .. } => Some(text.as_str()),
            _ => None,
        })
        .collect()
}
