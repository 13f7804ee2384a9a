//! Conversations of the past, as a replay needs them: read from the store, or from an exported file (EXT-04).
//!
//! An export is JSON lines: first an [`ExportHead`], then one [`PastConversation`] a line. It holds what people wrote and
//! what rules may know of them, and nothing that reaches them: no identity at a provider, no address.

use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;

use domain::{
    Assignee, Author, Body, Contact, Content, Conversation, ConversationId, Inbox, InboxId, News, Phase, Row,
    RowId, SystemLine, Timestamp, Who,
};
use futures::future::try_join_all;
use rules::{Past, PastAnswer, PastEvent, PastNews};
use serde::{Deserialize, Serialize};
use store::{ListCursor, View};
use utoipa::ToSchema;

use crate::service::Service;

/// The newest rows of a conversation that are told; what is older is left out.
const ROWS: u32 = 2_000;
/// How many conversations are looked at for one page of the API.
pub const PAGE: usize = 50;
/// How many conversations are looked at at once, at most.
pub const MOST: usize = 100;
/// The format of an export.
pub const FORMAT: &str = "madoguchi-history-1";

/// The first line of an export.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct ExportHead {
    /// `madoguchi-history-1`.
    pub format: String,
    /// When it was made.
    pub at: Timestamp,
    /// The inboxes: channel, language, hours, timers, the inbox's own words.
    #[schema(value_type = Vec<Object>)]
    pub inboxes: Vec<Inbox>,
}

/// A conversation of the past.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct PastConversation {
    /// Which conversation.
    pub conversation: ConversationId,
    /// Where it ran.
    pub inbox: InboxId,
    /// With whom, as they were at its beginning as far as the thread tells.
    pub contact: PastContact,
    /// What happened, oldest first.
    pub events: Vec<PastHappening>,
}

/// What rules may know of a contact.
#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize, ToSchema)]
#[serde(deny_unknown_fields, default)]
pub struct PastContact {
    /// Their name.
    #[serde(skip_serializing_if = "String::is_empty")]
    pub name: String,
    /// Their language as an IETF tag.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub language: Option<String>,
    /// Their tags.
    #[serde(skip_serializing_if = "BTreeSet::is_empty")]
    pub tags: BTreeSet<String>,
    /// What is known about them. A thread does not tell what it was before, so these are as they are now.
    #[serde(skip_serializing_if = "BTreeMap::is_empty")]
    pub fields: BTreeMap<String, String>,
}

/// One thing that happened.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, ToSchema)]
pub struct PastHappening {
    /// Its row.
    pub row: RowId,
    /// When.
    pub at: Timestamp,
    /// What.
    #[serde(flatten)]
    pub what: Happened,
    /// What the bot answered then.
    #[serde(default, skip_serializing_if = "Answered::is_empty")]
    pub answered: Answered,
}

/// What happened.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, ToSchema)]
#[serde(tag = "is", rename_all = "snake_case")]
pub enum Happened {
    /// The contact wrote.
    Said {
        /// The words; empty if there are none.
        text: String,
        /// `text`, `image`, …
        kind: String,
    },
    /// The contact pressed a button.
    Pressed {
        /// Its id.
        button: String,
        /// The words on it.
        label: String,
    },
    /// The contact added the account.
    Followed,
    /// An operator wrote.
    OperatorSaid {
        /// The words.
        text: String,
    },
    /// It was given to somebody.
    GivenTo {
        /// To whom.
        to: Assignee,
    },
    /// It came to another phase of its life.
    Phase {
        /// Which.
        phase: Phase,
    },
    /// An operator put a tag on the contact.
    Tagged {
        /// Which.
        tag: String,
    },
    /// An operator took a tag off the contact.
    Untagged {
        /// Which.
        tag: String,
    },
    /// An operator set the category.
    Category {
        /// To what; `null` is none.
        category: Option<String>,
    },
    /// An operator set the response status.
    Status {
        /// To what; `null` is none.
        status: Option<String>,
    },
}

/// What the bot answered, as far as the thread tells.
#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize, ToSchema)]
#[serde(deny_unknown_fields, default)]
pub struct Answered {
    /// The rules that spoke.
    pub rules: Vec<String>,
    /// Their words.
    pub says: Vec<String>,
    /// Whether it handed over to people.
    pub handed_over: bool,
}

impl Answered {
    fn is_empty(&self) -> bool {
        *self == Self::default()
    }
}

/// Some conversations of the past, the most recently active first.
#[derive(Debug, Clone)]
pub struct PastPage {
    /// Those of inboxes that may be seen, and in which something happened.
    pub conversations: Vec<PastConversation>,
    /// How many were looked at.
    pub looked_at: usize,
    /// Where to go on; nothing at the end.
    pub next: Option<ListCursor>,
}

impl Service {
    /// Reads a page of the past, of at most [`MOST`] conversations. Writes nothing.
    ///
    /// # Errors
    ///
    /// If the table cannot be read.
    pub async fn past(
        &self,
        sees: impl Fn(&InboxId) -> bool,
        after: Option<&ListCursor>,
        limit: usize,
    ) -> Result<PastPage, store::Error> {
        let page = self.store().list(&View::All, after, limit.min(MOST)).await?;
        let looked_at = page.entries.len();
        let ids: Vec<_> = page.entries.into_iter().map(|entry| entry.conversation).collect();
        let mut found = self.store().conversations(&ids).await?;
        found.retain(|conversation| {
            sees(&conversation.inbox) && self.connection(&conversation.inbox).is_some()
        });
        let contacts: Vec<_> = found.iter().map(|conversation| conversation.contact.clone()).collect();
        let contacts = self.store().contacts(&contacts).await?;
        let contacts: BTreeMap<_, _> =
            contacts.into_iter().map(|contact| (contact.id.clone(), contact)).collect();
        let told = found.iter().map(async |conversation| {
            let mut rows = self.store().thread(&conversation.id, None, None, ROWS).await?;
            rows.sort_by_key(|row| row.seq);
            Ok::<_, store::Error>(PastConversation::of(
                conversation,
                contacts.get(&conversation.contact),
                &rows,
            ))
        });
        let mut conversations = try_join_all(told).await?;
        conversations.retain(|past| !past.events.is_empty());
        Ok(PastPage { conversations, looked_at, next: page.next })
    }

    /// The first line of an export of the inboxes that may be seen.
    pub fn export_head(&self, sees: impl Fn(&InboxId) -> bool) -> ExportHead {
        let inboxes = self.inboxes();
        ExportHead {
            format: FORMAT.to_owned(),
            at: self.now(),
            inboxes: inboxes.into_iter().filter(|inbox| sees(&inbox.id)).collect(),
        }
    }
}

impl PastConversation {
    /// Tells a thread, whose rows come in the order of their numbers.
    fn of(conversation: &Conversation, contact: Option<&Contact>, rows: &[Row]) -> Self {
        let mut contact = contact.map_or_else(PastContact::default, |contact| PastContact {
            name: contact.name().to_owned(),
            language: contact.language.clone(),
            tags: contact.tags.clone(),
            fields: contact.fields.clone(),
        });
        // Backwards to what it was at the beginning.
        for row in rows.iter().rev() {
            match &row.body {
                Body::System(SystemLine::Tagged { tag, .. }) => {
                    contact.tags.remove(tag);
                }
                Body::System(SystemLine::Untagged { tag, .. }) => {
                    contact.tags.insert(tag.clone());
                }
                _ => {}
            }
        }
        let mut events: Vec<PastHappening> = Vec::new();
        for row in rows.iter().filter(|row| row.seq.is_some()) {
            if let Some(what) = happened(row) {
                events.push(PastHappening { row: row.id, at: row.at(), what, answered: Answered::default() });
            }
            let asked = events.iter_mut().rev().find(|event| event.what.asks());
            if let Some(asked) = asked {
                answered(row, &mut asked.answered);
            }
        }
        Self { conversation: conversation.id.clone(), inbox: conversation.inbox.clone(), contact, events }
    }

    /// The same for the engine.
    pub fn into_past(self, inbox: Arc<Inbox>) -> Past {
        let first = self.events.first().map_or(Timestamp::EPOCH, |event| event.at);
        let contact = Contact {
            account_name: self.contact.name,
            language: self.contact.language,
            tags: self.contact.tags,
            fields: self.contact.fields,
            ..Contact::new(&inbox.id, self.conversation.as_str(), first)
        };
        let event = |event: PastHappening| {
            let Answered { rules, says, handed_over } = event.answered;
            PastEvent {
                answered: PastAnswer { rules, says, handed_over },
                ..PastEvent::new(event.row.to_string(), event.at, event.what.into())
            }
        };
        let events = self.events.into_iter().map(event).collect();
        Past { id: self.conversation.to_string(), inbox, contact, events }
    }
}

impl Happened {
    /// Whether rules are asked about it.
    const fn asks(&self) -> bool {
        matches!(self, Self::Said { .. } | Self::Pressed { .. } | Self::Followed)
    }
}

impl From<Happened> for PastNews {
    fn from(happened: Happened) -> Self {
        match happened {
            Happened::Said { text, kind } => Self::Said { text, kind: known(&kind) },
            Happened::Pressed { button, label } => Self::Pressed { button, label },
            Happened::Followed => Self::Followed,
            Happened::OperatorSaid { text } => Self::OperatorSaid { text },
            Happened::GivenTo { to } => Self::GivenTo(to),
            Happened::Phase { phase } => Self::Phase(phase),
            Happened::Tagged { tag } => Self::Tagged(tag),
            Happened::Untagged { tag } => Self::Untagged(tag),
            Happened::Category { category } => Self::Category(category),
            Happened::Status { status } => Self::Status(status),
        }
    }
}

/// The kinds of contents by name, as in [`Content::kind`].
fn known(kind: &str) -> &'static str {
    const KINDS: [&str; 11] = [
        "text", "image", "video", "audio", "voice", "file", "location", "sticker", "contact", "choice",
        "form",
    ];
    KINDS.into_iter().find(|known| *known == kind).unwrap_or("unsupported")
}

fn happened(row: &Row) -> Option<Happened> {
    match &row.body {
        Body::Inbound { event, hidden: false, withdrawn: false, .. } if !event.standby => match &event.news {
            News::Message { content, .. } => {
                Some(Happened::Said { text: content.words().to_owned(), kind: content.kind().to_owned() })
            }
            News::Tapped { button, label, .. } => {
                Some(Happened::Pressed { button: button.clone(), label: label.clone().unwrap_or_default() })
            }
            News::Followed { .. } => Some(Happened::Followed),
            _ => None,
        },
        Body::Outbound(message) if matches!(message.author, Author::Operator { .. }) => {
            let words: Vec<_> = message.contents.iter().map(Content::words).collect();
            Some(Happened::OperatorSaid { text: words.join("\n") })
        }
        Body::System(line) => in_line(line, row.at()),
        Body::Inbound { .. } | Body::Outbound(_) | Body::Note { .. } => None,
    }
}

/// What a system line tells. What rules did follows from the rules.
fn in_line(line: &SystemLine, at: Timestamp) -> Option<Happened> {
    let by_hand = |by: &Who| matches!(by, Who::Operator { .. });
    let phase = |phase| Some(Happened::Phase { phase });
    match line {
        SystemLine::Assigned { to, .. } => Some(Happened::GivenTo { to: to.clone() }),
        SystemLine::Accepted { by } => Some(Happened::GivenTo { to: Assignee::Operator { id: by.clone() } }),
        SystemLine::Reopened { .. }
        | SystemLine::Resumed { .. }
        | SystemLine::EndDeclined
        | SystemLine::EndWithdrawn { .. } => phase(Phase::Open),
        SystemLine::Ended { .. } | SystemLine::AutoCompleted { .. } => phase(Phase::Completed { at }),
        SystemLine::EndRequested { .. } => phase(Phase::Ending { closes_at: at }),
        SystemLine::Held { until, .. } => phase(Phase::OnHold { until: *until }),
        SystemLine::Tagged { tag, by } if by_hand(by) => Some(Happened::Tagged { tag: tag.clone() }),
        SystemLine::Untagged { tag, by } if by_hand(by) => Some(Happened::Untagged { tag: tag.clone() }),
        SystemLine::CategorySet { category, by } if by_hand(by) => {
            Some(Happened::Category { category: category.clone() })
        }
        SystemLine::StatusSet { status, by } if by_hand(by) => {
            Some(Happened::Status { status: status.clone() })
        }
        _ => None,
    }
}

/// What a row tells of the bot's answer to what came before it.
fn answered(row: &Row, answered: &mut Answered) {
    match &row.body {
        Body::Outbound(message) => {
            if let (Author::Bot, Some(trace)) = (&message.author, &message.trace) {
                for trace in std::iter::once(trace).chain(&message.also) {
                    if !answered.rules.contains(&trace.rule) {
                        answered.rules.push(trace.rule.clone());
                    }
                }
                answered.says.extend(message.contents.iter().map(|content| content.words().to_owned()));
            }
        }
        Body::System(SystemLine::HandedOver { .. }) => answered.handed_over = true,
        _ => {}
    }
}
