//! The rhai engine: declared rules, facts in, proposals out.
//!
//! Admins write rules; [`RuleSet::compile`] reads them once, and the step asks the set through [`domain::Rules`].
//!
//! # The language
//!
//! A file declares rules at its top; the name of a rule comes first, except in `after`, which reads like a sentence.
//! Options may stand before the function: `#{channels: ["line"], languages: ["ja"], hours: "open"}`.
//!
//! ```js
//! keyword("opening-hours", ["営業時間", "opening hours"], |chat| chat.reply("10:00〜20:00"));
//! exact("yes", "はい", |chat| chat.tag("yes"));
//! starts_with("order", ["注文"], |chat| chat.escalate("注文"));
//! pattern("order-number", "([a-z]{2}-\\d+)", |chat| chat.note(chat.group(1)));
//! on_button("talk-to-a-person", "talk", |chat| chat.escalate());
//! on_message("otherwise", #{hours: "closed"}, |chat| chat.reply(`We open at ${chat.opens_at}.`));
//! after(hours(24), "ask", |chat| if chat.waiting_for == "contact" { chat.request_end() });
//! after(setting("auto_complete"), "complete", |chat| chat.complete());
//! ```
//!
//! - Files run in the order of their names, rules in the order of their places. The first rule that proposes something
//!   ends the pass, unless it says `chat.go_on()`. A rule that fails proposes nothing, and the pass goes on.
//! - Keywords and messages are [folded](fold::fold) before they meet. `exact` and `starts_with` look past punctuation and
//!   emoji around the words. A pattern sees the message after NFKC and does not tell capital letters from small ones.
//! - A button without a rule of its own is answered like the words on it.
//! - `chat.says("words")` looks for words inside a rule as keywords do.
//! - Where words are taken, a map from languages to words is taken too: `#{ja: "はい", en: "Yes"}`.
//! - Facts are as they were before the decision, whatever was proposed since.
//! - A function sees variables from outside as they were at the end of its file, and leaves nothing behind.
//!
//! [`vocabulary`] lists every word. All limits are in [`limits`].
//!
//! # Around the rules
//!
//! [`run_cases`] plays cases, [`RuleSet::explain`] tells why an answer came about, [`RuleSet::diff`] compares two sets
//! rule by rule, and [`Replay`] asks a candidate about conversations of the past.
//!
//! This crate never sends, stores or reads anything, and neither can a rule: the engine starts empty and is given only
//! arithmetic, texts, lists and maps. It looks at a clock only to stop a rule that takes too long.

mod advice;
mod cases;
mod chat;
mod code;
mod confine;
mod declare;
mod diagnostic;
mod diff;
mod engine;
mod expect;
mod explain;
mod facts;
pub mod fold;
mod functions;
mod index;
mod japanese;
pub mod limits;
mod lint;
mod overlap;
mod parts;
mod past;
mod play;
mod reach;
mod replay;
mod retell;
mod run;
mod scene;
mod set;
mod text;
mod values;
mod vocabulary;

pub use code::Code;
pub use diagnostic::{Diagnostic, Severity, Shown, Source};
pub use diff::{Aspect, ChangedRule, Diff, MovedRule, RuleText, Spot};
pub use explain::{Explanation, Failed, Look, LookOutcome, Wanted};
pub use past::{Past, PastAnswer, PastEvent, PastNews};
pub use play::{CaseResult, Coverage, Report, run_cases};
pub use replay::{Answer, Baseline, Change, Move, Pair, Replay, Replayed, RuleReplayed};
pub use set::{RuleInfo, RuleSet};
pub use vocabulary::{Word, WordKind, vocabulary};
