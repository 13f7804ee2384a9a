//! The shell: load, step, commit, send; routes, settings, problems.
//!
//! One [`Service`] does everything the desk does. What differs between AWS, a laptop and the simulator is what its
//! [`Plugs`] hold.

mod act;
pub mod api;
#[cfg(feature = "aws")]
pub mod aws;
pub mod bells;
pub mod catalogue;
mod check;
mod courtesy;
mod dead_letters;
mod dialogue;
mod draft;
pub mod fetch;
pub mod history;
pub mod hooks;
mod ingest;
pub mod live;
mod metrics;
mod network;
mod pace;
pub mod problem;
mod quota;
mod receipts;
mod relay;
mod rulebook;
pub mod seams;
mod sender;
mod service;
pub mod settings;
mod shadow;
pub mod sign_in;
mod sweep;
mod team;
mod typing;
pub mod uploads;
pub mod web;
mod worker;
pub mod workspace;

pub use act::{Act, ActError, Acted, Once};
pub use channels::Posted;
pub use check::webhook_url;
pub use courtesy::Signal;
pub use dead_letters::{ReplayError, Replayed};
pub use dialogue::{Dialogue, DialogueMove, DialogueQuestion, DialogueTurn};
pub use draft::{CASE_BYTES, CASE_FILES, Checked, Draft, DraftError};
pub use ingest::{Accepted, IngestError};
pub use quota::{Usage, WRITE_AT};
pub use relay::RelayTo;
pub use rulebook::{By, NOTE_CHARS, PublishError, Published};
pub use service::{Connection, PRESENCE_GRACE, Plugs, Service, presence_at};
pub use settings::{Settings, SettingsError};
pub use shadow::{PairCount, RuleCount, Sample, ShadowFailure, ShadowReport};
pub use team::{Change, OneTime, TeamError};
pub use typing::{Typing, Typist};
