//! AI writing: says an operator's draft in another tone or length, over any OpenAI-compatible API.
//!
//! The way of a draft: [`Rewrite`] is checked; what must survive (names, numbers, dates, money, addresses,
//! placeholders) is masked by tokens such as `⟦1⟧`; the model sees the rest, as data; its answer passes the guard or
//! becomes a [`Refusal`]; what passed becomes a [`Proposal`] with its diff. Whatever goes wrong, the draft stays.
//!
//! This crate never
//!
//! - sends anything to a customer: a proposal is for a person to accept;
//! - gives the model tools, the customer's messages, or the values behind the tokens;
//! - logs, and lets no library below it log, a draft, an answer or a key (`transport` says how);
//! - follows a redirect, looks at the environment, or connects to a private network unless told to;
//! - takes longer than [`Settings::timeout`], or reads without bound.

pub mod address;
mod assistant;
mod error;
mod guard;
mod language;
mod mask;
mod preview;
mod prompt;
mod proposal;
mod rewrite;
mod settings;
mod transport;

pub use address::{NotPublic, PublicOnly, is_public};
pub use assistant::{Assistant, Event};
pub use error::{Error, Invalid, RewriteError};
pub use guard::Refusal;
pub use language::Language;
pub use mask::Kind;
pub use proposal::{DiffKind, DiffPart, Proposal};
pub use rewrite::{Length, Mood, Rewrite, Tone};
pub use settings::Settings;
