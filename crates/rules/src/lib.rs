//! The rhai engine: declared rules, facts in, proposals out.
//!
//! Admins write rules; [`RuleSet::compile`] reads them once, and the step asks the set through [`domain::Rules`].
//!
//! This crate never sends, stores or reads anything, and neither can a rule: the engine starts empty and is given only
//! arithmetic, texts, lists and maps. It looks at a clock only to stop a rule that takes too long.

mod cases;
mod chat;
mod declare;
mod diagnostic;
mod engine;
mod expect;
mod explain;
mod facts;
pub mod fold;
mod index;
pub mod limits;
mod lint;
mod overlap;
mod play;
mod run;
mod set;
mod text;
mod vocabulary;

pub use diagnostic::{Diagnostic, Severity, Source};
pub use explain::{Explanation, Look, LookOutcome, Wanted};
pub use play::{CaseResult, Coverage, Report, run_cases};
pub use set::{RuleInfo, RuleSet};
pub use vocabulary::{Word, WordKind, vocabulary};
