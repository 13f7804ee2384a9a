//! What a file says when it is loaded: which rules there are, and when they run.

use std::collections::BTreeMap;
use std::sync::{Arc, Mutex, PoisonError};

use domain::{ChannelKind, Language};
use regex::{Regex, RegexBuilder};
use rhai::{AST, Array, Dynamic, Engine, EvalAltResult, FnPtr, Map, NativeCallContext, Position, Scope};

use crate::code::Code;
use crate::fold::{fold, normalize};
use crate::text::{self, Length, kind, unknown};
use crate::{engine, limits};

/// A rule as it was declared.
#[derive(Debug)]
pub(crate) struct Declared {
    pub name: String,
    pub at: Position,
    pub condition: Condition,
    pub scope: Scoped,
    pub body: FnPtr,
}

/// When a rule runs.
#[derive(Debug)]
pub(crate) enum Condition {
    /// The message holds, is, or begins with one of these words.
    Words { how: How, words: Vec<Word> },
    /// The message matches.
    Pattern { source: String, regex: Regex },
    /// Any message.
    Message,
    /// One of these buttons was pressed.
    Button { ids: Vec<String> },
    /// The conversation was opened.
    Open,
    /// The contact became a friend.
    Follow,
    /// It goes to people.
    Handover,
    /// It was completed.
    End,
    /// So much time has passed.
    After(Length),
}

/// How a keyword is compared.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) enum How {
    Contains,
    Exact,
    StartsWith,
}

/// A keyword as it was written and as it is compared.
#[derive(Debug)]
pub(crate) struct Word {
    pub written: String,
    pub folded: String,
}

/// For which conversations a rule is; empty means all.
#[derive(Debug, Default, PartialEq, Eq)]
pub(crate) struct Scoped {
    pub channels: Vec<ChannelKind>,
    pub languages: Vec<Language>,
    pub open: Option<bool>,
}

/// How a declaration is written.
pub(crate) struct Declaration {
    pub name: &'static str,
    /// Without the options.
    pub arguments: usize,
    pub shown: &'static str,
    pub help: &'static str,
}

/// Every declaration. Options stand before the function and may be left out.
pub(crate) static DECLARATIONS: &[Declaration] = &[
    declaration("keyword", 3, "(name, [words], |chat| …)", "the message holds one of the words"),
    declaration(
        "exact",
        3,
        "(name, [words], |chat| …)",
        "the message is one of the words, punctuation and emoji around it aside",
    ),
    declaration("starts_with", 3, "(name, [words], |chat| …)", "the message begins with one of the words"),
    declaration("pattern", 3, "(name, regular expression, |chat| …)", "the message matches"),
    declaration("on_message", 2, "(name, |chat| …)", "any message"),
    declaration("on_button", 3, "(name, id, |chat| …)", "the button was pressed"),
    declaration(
        "on_open",
        2,
        "(name, |chat| …)",
        "the conversation was opened, before the message's own rules",
    ),
    declaration("on_follow", 2, "(name, |chat| …)", "the contact added the account"),
    declaration("on_handover", 2, "(name, |chat| …)", "the conversation goes to people"),
    declaration("on_end", 2, "(name, |chat| …)", "the conversation was completed"),
    declaration("after", 3, "(length, name, |chat| …)", "so much time has passed since the last activity"),
];

const fn declaration(
    name: &'static str,
    arguments: usize,
    shown: &'static str,
    help: &'static str,
) -> Declaration {
    Declaration { name, arguments, shown, help }
}

/// Something wrong with a declaration.
#[derive(Debug)]
pub(crate) struct Trouble {
    /// Where the declaration stands.
    pub at: Position,
    /// Which of its arguments it is about, counted from 0.
    pub argument: usize,
    /// Which item of it, if it is a list.
    pub item: Option<usize>,
    pub code: Code,
    pub message: String,
    pub hint: String,
}

impl Trouble {
    fn new(code: Code, argument: usize, message: impl Into<String>) -> Self {
        let message = message.into();
        Self { at: Position::NONE, argument, item: None, code, message, hint: String::new() }
    }

    fn hint(self, hint: &str) -> Self {
        Self { hint: hint.to_owned(), ..self }
    }
}

/// What one file declared.
#[derive(Debug, Default)]
pub(crate) struct Declarations {
    pub rules: Vec<Declared>,
    pub troubles: Vec<Trouble>,
}

type Shared = Arc<Mutex<Declarations>>;

/// Runs a file once and returns what it declared.
///
/// # Errors
///
/// What the script ran into, if it did not come to its end.
pub(crate) fn load(loader: &Loader, ast: &AST) -> Result<Declarations, Box<EvalAltResult>> {
    *lock(&loader.found) = Declarations::default();
    let mut scope = Scope::new();
    loader.engine.run_ast_with_scope(&mut scope, ast)?;
    let mut found = std::mem::take(&mut *lock(&loader.found));
    let parameters: BTreeMap<_, _> = ast.iter_functions().map(|known| (known.name, known.params)).collect();
    for rule in &mut found.rules {
        match parameters.get(rule.body.fn_name()) {
            Some(names) if names.len() == rule.body.curry().len() + 1 => {
                if names.last().is_some_and(|name| *name != "chat") {
                    let trouble = Trouble::new(
                        Code::BadFunction,
                        usize::MAX,
                        "the parameter of a rule is called `chat`",
                    );
                    found.troubles.push(Trouble { at: rule.at, ..trouble.hint("write `|chat| …`") });
                }
            }
            _ => {
                let trouble =
                    Trouble::new(Code::BadFunction, usize::MAX, "a rule is a function with one parameter");
                found.troubles.push(Trouble { at: rule.at, ..trouble.hint("write `|chat| …`") });
            }
        }
        // Captured variables are shared cells. A rule gets a copy of what they hold at the end of the file, so that
        // no run can leave anything behind for the next (INV-5).
        let captured: Option<Vec<_>> = rule.body.curry().iter().map(|value| frozen(value, 0)).collect();
        match captured {
            Some(captured) => {
                rule.body.set_curry(captured);
            }
            None => found.troubles.push(Trouble {
                at: rule.at,
                ..Trouble::new(
                    Code::KeptFunction,
                    usize::MAX,
                    "this function uses a value from outside that holds itself",
                )
            }),
        }
    }
    Ok(found)
}

/// A copy that shares nothing with the original; none if it is nested too deeply to be plain data.
fn frozen(value: &Dynamic, depth: usize) -> Option<Dynamic> {
    const DEEPEST: usize = 16;
    if depth > DEEPEST {
        return None;
    }
    let plain = value.flatten_clone();
    if let Some(list) = plain.read_lock::<Array>() {
        return Some(list.iter().map(|item| frozen(item, depth + 1)).collect::<Option<Array>>()?.into());
    }
    if let Some(map) = plain.read_lock::<Map>() {
        let copy = |(key, item): (&_, _)| Some((rhai::Identifier::clone(key), frozen(item, depth + 1)?));
        return Some(map.iter().map(copy).collect::<Option<Map>>()?.into());
    }
    if let Some(function) = plain.read_lock::<FnPtr>() {
        let mut copy = function.clone();
        let captured: Option<Vec<_>> = function.curry().iter().map(|item| frozen(item, depth + 1)).collect();
        copy.set_curry(captured?);
        return Some(copy.into());
    }
    Some(plain)
}

fn lock(found: &Shared) -> std::sync::MutexGuard<'_, Declarations> {
    found.lock().unwrap_or_else(PoisonError::into_inner)
}

/// An engine that also knows the declarations.
pub(crate) struct Loader {
    pub engine: Engine,
    found: Shared,
}

impl Loader {
    pub fn new() -> Self {
        let found = Shared::default();
        let mut engine = engine::runner();
        engine.register_fn("setting", |name: &str| -> Result<Length, Box<EvalAltResult>> {
            Length::setting(name)
                .map_err(|message| EvalAltResult::ErrorRuntime(message.into(), Position::NONE).into())
        });
        for known in DECLARATIONS {
            let (short, long) = (found.clone(), found.clone());
            let name = known.name;
            if known.arguments == 2 {
                engine.register_fn(name, move |context: NativeCallContext, a: Dynamic, f: Dynamic| {
                    note(&short, &context, name, &[a], None, f);
                });
                engine.register_fn(
                    name,
                    move |context: NativeCallContext, a: Dynamic, options: Dynamic, f: Dynamic| {
                        note(&long, &context, name, &[a], Some(&options), f);
                    },
                );
            } else {
                engine.register_fn(
                    name,
                    move |context: NativeCallContext, a: Dynamic, b: Dynamic, f: Dynamic| {
                        note(&short, &context, name, &[a, b], None, f);
                    },
                );
                engine.register_fn(
                    name,
                    move |context: NativeCallContext,
                          a: Dynamic,
                          b: Dynamic,
                          options: Dynamic,
                          f: Dynamic| {
                        note(&long, &context, name, &[a, b], Some(&options), f);
                    },
                );
            }
        }
        Self { engine, found }
    }
}

/// Notes a declaration, or what is wrong with it; the script goes on either way, so that all mistakes show at once.
fn note(
    found: &Shared,
    context: &NativeCallContext<'_>,
    how: &str,
    arguments: &[Dynamic],
    options: Option<&Dynamic>,
    body: Dynamic,
) {
    let at = context.call_position();
    let read = read(how, arguments, options, body, at);
    let mut found = lock(found);
    match read {
        Ok(rule) => found.rules.push(rule),
        Err(trouble) => found.troubles.push(Trouble { at, ..trouble }),
    }
}

fn read(
    how: &str,
    arguments: &[Dynamic],
    options: Option<&Dynamic>,
    body: Dynamic,
    at: Position,
) -> Result<Declared, Trouble> {
    let (name, about) = match (how, arguments) {
        ("after", [length, name]) => ((1, name), (0, Some(length))),
        (_, [name, about]) => ((0, name), (1, Some(about))),
        (_, [name, ..]) => ((0, name), (0, None)),
        (_, []) => return Err(Trouble::new(Code::BadRuleName, 0, "a rule needs a name")),
    };
    let condition = condition(how, about.1).map_err(|trouble| Trouble { argument: about.0, ..trouble })?;
    let scope = match options {
        Some(options) => scoped(options)
            .map_err(|message| Trouble::new(Code::BadOption, arguments.len(), message).hint(OPTIONS))?,
        None => Scoped::default(),
    };
    let place = arguments.len() + usize::from(options.is_some());
    let wrong = format!("the last argument is to be a function, not {}", kind(&body));
    let body = body
        .try_cast::<FnPtr>()
        .ok_or_else(|| Trouble::new(Code::BadFunction, place, wrong).hint("write `|chat| …`"))?;
    Ok(Declared { name: rule_name(name)?, at, condition, scope, body })
}

const OPTIONS: &str = "options are #{channels: [\"line\"], languages: [\"ja\"], hours: \"open\"}";

fn rule_name((place, name): (usize, &Dynamic)) -> Result<String, Trouble> {
    let Some(name) = name.read_lock::<rhai::ImmutableString>() else {
        return Err(Trouble::new(
            Code::BadRuleName,
            place,
            format!("a rule's name is text, not {}", kind(name)),
        ));
    };
    let allowed = |c: char| c.is_alphanumeric() || matches!(c, '-' | '_' | '.');
    if name.is_empty() || name.chars().count() > limits::NAME_CHARS || !name.chars().all(allowed) {
        let message = format!(
            "a rule's name is 1 to {} letters, digits, `-`, `_` and `.`, such as \"opening-hours\"",
            limits::NAME_CHARS
        );
        return Err(Trouble::new(Code::BadRuleName, place, message));
    }
    let looks_latin = |c: char| matches!(c, '\u{370}'..='\u{58F}' | '\u{13A0}'..='\u{13FF}');
    if name.chars().any(|c| c.is_ascii_alphabetic()) && name.chars().any(looks_latin) {
        let message = "this name mixes letters of several alphabets that look alike";
        return Err(Trouble::new(Code::BadRuleName, place, message).hint("type it again"));
    }
    Ok(name.to_string())
}

fn condition(how: &str, about: Option<&Dynamic>) -> Result<Condition, Trouble> {
    let nothing = Dynamic::UNIT;
    let about = about.unwrap_or(&nothing);
    Ok(match how {
        "keyword" => Condition::Words { how: How::Contains, words: words(about)? },
        "exact" => Condition::Words { how: How::Exact, words: words(about)? },
        "starts_with" => Condition::Words { how: How::StartsWith, words: words(about)? },
        "pattern" => pattern(about)?,
        "on_button" => Condition::Button {
            ids: texts(about, "a button's id")?
                .iter()
                .map(|id| text::not_own(text::button_id(id)))
                .collect::<Result<_, _>>()
                .map_err(|message| Trouble::new(Code::BadKeyword, 1, message))?,
        },
        "on_open" => Condition::Open,
        "on_follow" => Condition::Follow,
        "on_handover" => Condition::Handover,
        "on_end" => Condition::End,
        "after" => {
            let wrong = format!("a length of time is needed, not {}", kind(about));
            Condition::After(about.clone().try_cast::<Length>().ok_or_else(|| {
                Trouble::new(Code::BadLength, 0, wrong)
                    .hint("write minutes(30), hours(24), days(3) or setting(\"auto_end_request\")")
            })?)
        }
        _ => Condition::Message,
    })
}

/// One text or a list of texts, none of them empty.
fn texts(value: &Dynamic, what: &str) -> Result<Vec<String>, Trouble> {
    let read = |item: &Dynamic| match item.read_lock::<rhai::ImmutableString>() {
        Some(text) if text.trim().is_empty() => {
            Err(Trouble::new(Code::BadKeyword, 1, format!("{what} is empty")))
        }
        Some(text) => Ok(text.to_string()),
        None => Err(Trouble::new(Code::BadKeyword, 1, format!("{what} is text, not {}", kind(item)))),
    };
    let read_item = |(n, item)| read(item).map_err(|trouble| Trouble { item: Some(n), ..trouble });
    match value.read_lock::<Array>() {
        Some(list) if list.is_empty() => {
            Err(Trouble::new(Code::BadKeyword, 1, "the list is empty: the rule would never run")
                .hint("write at least one, such as [\"営業時間\", \"opening hours\"]"))
        }
        Some(list) => list.iter().enumerate().map(read_item).collect(),
        None => Ok(vec![read(value)?]),
    }
}

fn words(value: &Dynamic) -> Result<Vec<Word>, Trouble> {
    texts(value, "a keyword")?
        .into_iter()
        .enumerate()
        .map(|(n, written)| {
            let folded = fold(&written);
            let bad = |message| Err(Trouble { item: Some(n), ..Trouble::new(Code::BadKeyword, 1, message) });
            if folded.is_empty() {
                return bad(format!("the keyword {written:?} holds nothing that can be seen"));
            }
            if folded.chars().count() > limits::WORD_CHARS || written.chars().count() > 4 * limits::WORD_CHARS
            {
                let message = format!("a keyword has at most {} characters", limits::WORD_CHARS);
                return bad(message);
            }
            Ok(Word { written, folded })
        })
        .collect()
}

/// Patterns see the message after NFKC and do not tell capital letters from small ones.
fn pattern(value: &Dynamic) -> Result<Condition, Trouble> {
    let Some(source) = value.read_lock::<rhai::ImmutableString>().map(|text| text.to_string()) else {
        return Err(Trouble::new(
            Code::BadPattern,
            1,
            format!("a regular expression is text, not {}", kind(value)),
        ));
    };
    let regex = RegexBuilder::new(&normalize(&source))
        .case_insensitive(true)
        .size_limit(limits::PATTERN_BYTES)
        .dfa_size_limit(limits::PATTERN_BYTES)
        .build()
        .map_err(|error| Trouble::new(Code::BadPattern, 1, bad_regex(&error)))?;
    if regex.is_match("") {
        let hint = "ask for at least one character, or use `on_message`";
        return Err(Trouble::new(Code::BadPattern, 1, "this expression matches every message").hint(hint));
    }
    Ok(Condition::Pattern { source, regex })
}

fn bad_regex(error: &regex::Error) -> String {
    match error {
        regex::Error::CompiledTooBig(bytes) => {
            format!("this regular expression is too large: compiled it may have {bytes} bytes")
        }
        other => {
            let text = other.to_string();
            let last = text.lines().last().unwrap_or_default().trim();
            format!("this regular expression does not work: {}", last.trim_start_matches("error: "))
        }
    }
}

fn scoped(options: &Dynamic) -> Result<Scoped, String> {
    let map = options
        .read_lock::<Map>()
        .ok_or_else(|| format!("the options are to be a map, not {}", kind(options)))?;
    let mut scope = Scoped::default();
    for (key, value) in map.iter() {
        match key.as_str() {
            "channels" => {
                for word in texts(value, "a channel").map_err(|trouble| trouble.message)? {
                    let known = ChannelKind::ALL.map(ChannelKind::as_str);
                    scope.channels.push(word.parse().map_err(|_| unknown("channel", &word, &known))?);
                }
            }
            "languages" => {
                for word in texts(value, "a language").map_err(|trouble| trouble.message)? {
                    let language = text::language(&word);
                    scope.languages.push(language.ok_or_else(|| unknown("language", &word, &["ja", "en"]))?);
                }
            }
            "hours" => {
                let word = value.read_lock::<rhai::ImmutableString>();
                scope.open = match word.as_deref().map(rhai::ImmutableString::as_str) {
                    Some("open") => Some(true),
                    Some("closed") => Some(false),
                    _ => return Err("`hours` is \"open\" or \"closed\"".to_owned()),
                };
            }
            other => return Err(unknown("option", other, &["channels", "languages", "hours"])),
        }
    }
    Ok(scope)
}
