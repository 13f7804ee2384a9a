//! The `chat` that a rule is given: facts to read, proposals to make.

use std::sync::{Arc, Mutex, MutexGuard, PoisonError};
use std::time::Duration;

use domain::{Language, Proposal};
use rhai::{Array, Dynamic, Engine, EvalAltResult, Position};

use crate::facts::{FACTS, Sheet};
use crate::fold::fold;
use crate::limits;
use crate::text::{self, Length};

/// One run of one rule.
#[derive(Clone)]
pub(crate) struct Chat {
    sheet: Arc<Sheet>,
    found: Arc<Found>,
    wanted: Arc<Mutex<Wanted>>,
}

/// Why the rule runs.
#[derive(Debug, Default)]
pub(crate) struct Found {
    /// The rule's name.
    pub rule: String,
    /// The keyword, pattern, button or timer as the admin wrote it.
    pub matched: String,
    /// For a pattern: what its groups caught, the whole first.
    pub groups: Vec<String>,
    /// Whether a rule has already understood the contact in this decision.
    pub understood: bool,
}

/// What the rule has asked for so far.
#[derive(Debug, Default)]
pub(crate) struct Wanted {
    pub proposals: Vec<Proposal>,
    pub go_on: bool,
    pub excessive: bool,
    room: usize,
}

type Failure = Box<EvalAltResult>;

#[expect(clippy::unnecessary_box_returns, reason = "rhai's errors travel in boxes")]
fn fail(message: impl Into<String>) -> Failure {
    EvalAltResult::ErrorRuntime(message.into().into(), Position::NONE).into()
}

impl Chat {
    /// A run that may make `room` proposals.
    pub fn new(sheet: Arc<Sheet>, found: Found, room: usize) -> Self {
        let wanted = Wanted { room, ..Wanted::default() };
        Self { sheet, found: Arc::new(found), wanted: Arc::new(Mutex::new(wanted)) }
    }

    /// What was asked for. Held for a moment only, never while a script runs.
    pub fn wanted(&self) -> MutexGuard<'_, Wanted> {
        self.wanted.lock().unwrap_or_else(PoisonError::into_inner)
    }

    fn languages(&self) -> [Language; 2] {
        [self.sheet.language, self.sheet.inbox_language]
    }

    fn want(&self, proposal: Proposal) -> Result<(), Failure> {
        let mut wanted = self.wanted();
        if wanted.proposals.len() >= wanted.room {
            wanted.excessive = true;
            // A script cannot catch this one.
            return Err(EvalAltResult::ErrorTerminated(Dynamic::UNIT, Position::NONE).into());
        }
        wanted.proposals.push(proposal);
        Ok(())
    }
}

/// Something a rule can do, for the check and for people.
pub(crate) struct Method {
    /// Written `chat.<name>(…)`.
    pub name: &'static str,
    /// Its arguments, as many as there may be; those in `optional` may be left out, from the end.
    pub arguments: &'static [Argument],
    /// How many of the last arguments may be left out.
    pub optional: usize,
    /// One line for people.
    pub help: &'static str,
}

/// What an argument may be.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Argument {
    /// Text, or a map from languages to text.
    Words,
    /// Text.
    Text,
    /// Text, a number, or true or false.
    Value,
    /// A list of buttons.
    Buttons,
    /// A length of time.
    Length,
    /// A number: the group of a pattern.
    Group,
    /// Text, or a list of texts.
    Keywords,
}

impl Argument {
    pub fn shown(self) -> &'static str {
        match self {
            Self::Words => "words",
            Self::Text => "text",
            Self::Value => "value",
            Self::Buttons => "[buttons]",
            Self::Length => "length",
            Self::Group => "number",
            Self::Keywords => "[words]",
        }
    }
}

macro_rules! methods {
    ($($name:literal ($($argument:ident),*) $optional:literal $help:literal;)*) => {
        /// Everything `chat` can be asked to do.
        pub(crate) static METHODS: &[Method] = &[$(Method {
            name: $name,
            arguments: &[$(Argument::$argument),*],
            optional: $optional,
            help: $help,
        }),*];
    };
}

methods! {
    "has_tag"(Text) 0 "whether the contact has the tag";
    "field"(Text) 0 "what is known about the contact under that name, or \"\"";
    "says"(Keywords) 0 "whether the message holds one of the words, folded as keywords are";
    "group"(Group) 0 "what a group of the pattern caught; group(0) is the whole";
    "var"(Text, Value) 1 "what rules remember under that name; with a value, remembers it";
    "reply"(Words) 0 "says something";
    "buttons"(Words, Buttons) 0 "says something with buttons";
    "quick_replies"(Words, Buttons) 0 "says something with buttons that vanish with the next message";
    "image"(Text, Text) 1 "sends the picture at an https address, and a smaller one of it";
    "template"(Text) 0 "sends the canned response of that name with its blanks, `{{customer}}` and `{{field:name}}`, filled in";
    "escalate"(Text) 1 "hands over to people, and tells them why";
    "assign"(Text) 0 "gives it to the operator of that id";
    "tag"(Text) 0 "puts a tag on the contact";
    "untag"(Text) 0 "takes a tag off the contact";
    "set_field"(Text, Value) 0 "notes something about the contact";
    "set_status"(Text) 0 "sets the response status; \"\" is none";
    "set_category"(Text) 0 "sets the category; \"\" is none";
    "note"(Words) 0 "leaves a note for operators";
    "request_end"() 0 "asks the contact whether to end";
    "complete"() 0 "completes the conversation";
    "hold"(Length) 1 "puts it aside, for so long or until somebody resumes it";
    "rate"() 0 "asks for a rating";
    "go_on"() 0 "lets the rules after this one answer too";
}

/// Teaches the engine what `chat` is.
pub(crate) fn register(engine: &mut Engine) {
    engine.register_type_with_name::<Chat>("chat");
    for fact in FACTS {
        let read = fact.read;
        engine.register_get(fact.name, move |chat: &mut Chat| read(&chat.sheet, &chat.found));
    }
    asking(engine);
    saying(engine);
    filing(engine);
    engine.register_fn("go_on", |chat: &mut Chat| chat.wanted().go_on = true);
}

fn asking(engine: &mut Engine) {
    engine
        .register_fn("has_tag", |chat: &mut Chat, name: Dynamic| -> Result<bool, Failure> {
            Ok(chat.sheet.has_tag(&text::label(&name, "the tag").map_err(fail)?))
        })
        .register_fn("field", |chat: &mut Chat, name: Dynamic| -> Result<String, Failure> {
            Ok(chat.sheet.field(&text::label(&name, "the field's name").map_err(fail)?).to_owned())
        })
        .register_fn("var", |chat: &mut Chat, name: Dynamic| -> Result<String, Failure> {
            Ok(chat.sheet.var(&text::label(&name, "the name").map_err(fail)?).to_owned())
        })
        .register_fn("says", |chat: &mut Chat, words: Dynamic| -> Result<bool, Failure> {
            let says = |word: &Dynamic| {
                let word = fold(&text::value(word, "a keyword").map_err(fail)?);
                Ok(!word.is_empty() && chat.sheet.folded().contains(&word))
            };
            match words.read_lock::<Array>() {
                Some(list) => list.iter().try_fold(false, |found, word| Ok(found || says(word)?)),
                None => says(&words),
            }
        })
        .register_fn("group", |chat: &mut Chat, number: i64| {
            usize::try_from(number).ok().and_then(|n| chat.found.groups.get(n)).cloned().unwrap_or_default()
        });
}

fn saying(engine: &mut Engine) {
    engine
        .register_fn("reply", |chat: &mut Chat, words: Dynamic| {
            let text = text::words(&words, chat.languages()).map_err(fail)?;
            chat.want(Proposal::Reply { text })
        })
        .register_fn("buttons", |chat: &mut Chat, words: Dynamic, buttons: Dynamic| {
            choice(chat, &words, &buttons, false)
        })
        .register_fn("quick_replies", |chat: &mut Chat, words: Dynamic, buttons: Dynamic| {
            choice(chat, &words, &buttons, true)
        })
        .register_fn("image", |chat: &mut Chat, url: Dynamic| {
            chat.want(Proposal::Image { url: address(&url)?, preview: None })
        })
        .register_fn("image", |chat: &mut Chat, url: Dynamic, preview: Dynamic| {
            chat.want(Proposal::Image { url: address(&url)?, preview: Some(address(&preview)?) })
        })
        .register_fn("template", |chat: &mut Chat, name: Dynamic| {
            chat.want(Proposal::Template { name: text::label(&name, "the template's name").map_err(fail)? })
        })
        .register_fn("rate", |chat: &mut Chat| chat.want(Proposal::Rate));
}

fn filing(engine: &mut Engine) {
    engine
        .register_fn("escalate", |chat: &mut Chat| {
            chat.want(Proposal::Escalate { reason: chat.found.rule.clone() })
        })
        .register_fn("escalate", |chat: &mut Chat, reason: Dynamic| {
            let reason = text::value(&reason, "the reason").map_err(fail)?;
            chat.want(Proposal::Escalate { reason })
        })
        .register_fn("assign", |chat: &mut Chat, operator: Dynamic| {
            let id = text::label(&operator, "the operator").map_err(fail)?;
            let operator = id.parse().map_err(|error: domain::BadId| fail(error.to_string()))?;
            chat.want(Proposal::Assign { operator })
        })
        .register_fn("tag", |chat: &mut Chat, name: Dynamic| {
            chat.want(Proposal::Tag(text::label(&name, "the tag").map_err(fail)?))
        })
        .register_fn("untag", |chat: &mut Chat, name: Dynamic| {
            chat.want(Proposal::Untag(text::label(&name, "the tag").map_err(fail)?))
        })
        .register_fn("set_field", |chat: &mut Chat, name: Dynamic, value: Dynamic| {
            let name = text::label(&name, "the field's name").map_err(fail)?;
            chat.want(Proposal::SetField { name, value: text::value(&value, "the value").map_err(fail)? })
        })
        .register_fn("var", |chat: &mut Chat, name: Dynamic, value: Dynamic| {
            let name = text::label(&name, "the name").map_err(fail)?;
            chat.want(Proposal::Var { name, value: text::value(&value, "the value").map_err(fail)? })
        })
        .register_fn("set_status", |chat: &mut Chat, status: Dynamic| {
            chat.want(Proposal::SetStatus(or_none(&status, "the status")?))
        })
        .register_fn("set_category", |chat: &mut Chat, category: Dynamic| {
            chat.want(Proposal::SetCategory(or_none(&category, "the category")?))
        })
        .register_fn("note", |chat: &mut Chat, words: Dynamic| {
            chat.want(Proposal::Note(text::words(&words, chat.languages()).map_err(fail)?))
        })
        .register_fn("request_end", |chat: &mut Chat| chat.want(Proposal::RequestEnd))
        .register_fn("complete", |chat: &mut Chat| chat.want(Proposal::Complete))
        .register_fn("hold", |chat: &mut Chat| chat.want(Proposal::Hold { length: None }))
        .register_fn("hold", |chat: &mut Chat, length: Dynamic| {
            let length = Some(fixed(&length).map_err(fail)?);
            chat.want(Proposal::Hold { length })
        });
}

fn choice(chat: &Chat, words: &Dynamic, buttons: &Dynamic, quick: bool) -> Result<(), Failure> {
    let text = text::words(words, chat.languages()).map_err(fail)?;
    let buttons = text::buttons(buttons, chat.languages()).map_err(fail)?;
    chat.want(Proposal::Choice { text, buttons, quick })
}

/// A public https address. Whoever shows the picture fetches it; this desk never does.
fn address(url: &Dynamic) -> Result<String, Failure> {
    let url = url.read_lock::<rhai::ImmutableString>().map(|url| url.to_string()).unwrap_or_default();
    let clean = url.len() <= 1_000 && url.bytes().all(|b| b.is_ascii_graphic());
    if clean && url.strip_prefix("https://").is_some_and(|rest| rest.contains('.')) {
        return Ok(url);
    }
    Err(fail("a picture's address begins with https:// and has at most 1000 characters, without spaces"))
}

fn or_none(value: &Dynamic, what: &str) -> Result<String, Failure> {
    if value.read_lock::<rhai::ImmutableString>().is_some_and(|text| text.trim().is_empty()) {
        return Ok(String::new());
    }
    text::label(value, what).map_err(fail)
}

fn fixed(value: &Dynamic) -> Result<Duration, String> {
    match value.clone().try_cast::<Length>() {
        Some(Length::Fixed(length)) => Ok(length),
        Some(Length::Setting(_)) => Err("a hold takes minutes(…), hours(…) or days(…)".to_owned()),
        None => Err(format!("a hold takes a length such as hours(2), not {}", text::kind(value))),
    }
}

/// The longest list of proposals that one decision may make.
pub(crate) fn room(made: usize) -> usize {
    limits::PROPOSALS.saturating_sub(made)
}
