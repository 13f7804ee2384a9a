//! The nouns of the desk and the pure step.
//!
//! **A webhook becomes inputs, a step moves one conversation forward, and everything the desk does to the world is
//! plain data until the last moment.**
//!
//! This crate never looks at a clock, never draws a random number, never waits and never reaches out. `clippy.toml`
//! beside it forbids what would.

mod action;
mod blanks;
mod catalogue;
mod channel;
mod contact;
mod content;
mod conversation;
mod delivery;
mod event;
mod file;
mod hours;
mod id;
mod inbox;
mod memo;
mod operator;
mod receipt;
mod row;
mod rules;
mod scheduled;
pub mod step;
mod time;
mod window;

pub use action::{Action, ActionStep, BadAction, GiveTo};
pub use blanks::{Known, fill, fill_content, unknown_blank};
pub use catalogue::{Language, Notice};
pub use channel::{ChannelKind, SendClass, UnknownChannel};
pub use contact::Contact;
pub use content::{
    Button, CarouselCard, Content, Link, ListRow, Media, MediaKind, MediaSource, ProviderTemplate,
    TemplateField, cut,
};
pub use conversation::{
    Assignee, AutoReplies, Conversation, Parked, Phase, Place, PreviewBy, Rating, Receipts, WaitingFor,
};
pub use delivery::{Author, Delivery, FailReason, OutboundMessage, Outcome, SentMessage, Trace};
pub use event::{News, Parsed, Party, ReplyToken, WebhookEvent};
pub use file::{FileCopy, FileFailure, Profile, StoredFile};
pub use hours::{BusinessHours, LocalTime, Span, Zone};
pub use id::{
    BadId, ContactId, ConversationId, InboxId, OperatorId, RowId, RulesVersion, ScheduledId, TenantId, Token,
};
pub use inbox::{Inbox, ReopenTo, TimerSetting};
pub use memo::{Edit, Memo, MemoError, Memos};
pub use operator::{Operator, Presence, Role, Staff};
pub use receipt::{About, Receipt, Reference, Says, Told, Word};
pub use row::{Body, Row, StopReason, SystemLine, Who};
pub use rules::{Decision, Facts, Occasion, Proposal, Proposed, RuleFailure, Rules, Said};
pub use scheduled::{NotSent, PlanState, Planned, Scheduled};
pub use time::{NotATime, Timestamp, hours, minutes, seconds};
pub use window::{Allowance, Opening, Speaker, Window};
