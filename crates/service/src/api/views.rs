//! What the API shows of the nouns. A field that is not here does not leave the desk.

use std::collections::{BTreeMap, BTreeSet};

use domain::{
    Allowance, Assignee, Author, Body, Button, ChannelKind, Contact, ContactId, Content, Conversation,
    ConversationId, Delivery, FailReason, InboxId, Language, News, OperatorId, Phase, Place, PreviewBy,
    Rating, Receipts, Row, RowId, Speaker, SystemLine, Timestamp, Trace, WaitingFor,
};
use serde::Serialize;
use utoipa::ToSchema;

use super::access::Caller;
use super::files::{FileView, picture_url};
use super::names::Names;
use crate::catalogue::Reader;
use crate::service::Service;

/// Where a list shows a conversation.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, ToSchema)]
#[serde(rename_all = "snake_case")]
pub enum PlaceView {
    /// With the bot.
    Bot,
    /// Unclaimed (待機).
    Waiting,
    /// With an operator.
    People,
    /// Put aside (保留).
    OnHold,
    /// Finished (終了済み).
    Completed,
}

impl From<Place> for PlaceView {
    fn from(place: Place) -> Self {
        match place {
            Place::Bot => Self::Bot,
            Place::Waiting => Self::Waiting,
            Place::People => Self::People,
            Place::OnHold => Self::OnHold,
            Place::Completed => Self::Completed,
        }
    }
}

/// A contact, without their identity at the provider's send call.
#[derive(Debug, Clone, Serialize, ToSchema)]
#[allow(clippy::struct_excessive_bools, reason = "they are independent switches of the record")]
pub struct ContactView {
    /// Which contact.
    pub id: ContactId,
    /// What lists and headers show: the team's name for them, or the account's; empty if neither is known.
    pub name: String,
    /// The name of their account.
    pub account_name: String,
    /// What the team calls them (システム表示名), if it does.
    pub display_name: Option<String>,
    /// Their id at the provider.
    pub identity: String,
    /// Their language as an IETF tag, as far as the provider tells.
    pub language: Option<String>,
    /// Where our copy of their picture is, if there is one: a path of this API.
    pub picture: Option<String>,
    /// Tags.
    pub tags: BTreeSet<String>,
    /// What is known about them, by name of the field.
    pub fields: BTreeMap<String, String>,
    /// The id of the response status (対応ステータス), if one is set.
    pub response_status: Option<String>,
    /// Blocked (CRM-16).
    pub blocked: bool,
    /// Pinned to the top of the list (INB-08).
    pub bookmarked: bool,
    /// Left out of the list (INB-15).
    pub hidden: bool,
    /// The provider delivers nothing to them.
    pub unreachable: bool,
    /// When they first came.
    pub since: Timestamp,
}

impl From<&Contact> for ContactView {
    fn from(contact: &Contact) -> Self {
        Self {
            id: contact.id.clone(),
            name: contact.name().to_owned(),
            account_name: contact.account_name.clone(),
            display_name: contact.display_name.clone(),
            identity: contact.identity.clone(),
            language: contact.language.clone(),
            picture: picture_url(contact),
            tags: contact.tags.clone(),
            fields: contact.fields.clone(),
            response_status: contact.response_status.clone(),
            blocked: contact.blocked,
            bookmarked: contact.bookmarked,
            hidden: contact.hidden,
            unreachable: contact.unreachable,
            since: contact.since,
        }
    }
}

/// A conversation, as lists and headers show it.
#[derive(Debug, Clone, Serialize, ToSchema)]
pub struct ConversationView {
    /// Which conversation.
    pub id: ConversationId,
    /// The inbox it runs in.
    pub inbox: InboxId,
    /// The inbox's kind.
    pub channel: ChannelKind,
    /// With whom.
    pub contact: ContactView,
    /// Where a list shows it.
    pub place: PlaceView,
    /// Where it is in its life.
    pub phase: Phase,
    /// Who answers next.
    pub assignee: Assignee,
    /// What people read for the assignee, if it is an operator.
    pub assignee_name: Option<String>,
    /// Whose turn it is to write.
    pub waiting_for: WaitingFor,
    /// The newest row's number; rows are numbered 1, 2, … without a gap.
    pub seq: u64,
    /// Messages that nobody has confirmed (未確認).
    pub unconfirmed: u32,
    /// The beginning of the last message. Notes are not shown here.
    pub preview: String,
    /// Who wrote it; `null` if that is not known.
    pub preview_by: Option<PreviewBy>,
    /// The last message is ours and failed, or may not have arrived.
    pub last_failed: bool,
    /// When the last message went in or out.
    pub active_at: Timestamp,
    /// When it was first opened.
    pub since: Timestamp,
    /// When something happens to it by itself: a hold runs out, or an end request.
    pub deadline: Option<Timestamp>,
    /// Enquiry category (処理タイプ).
    pub category: Option<String>,
    /// Whether an operator has answered since it was opened (STA-14).
    pub answered: bool,
    /// The bot is silent until the conversation is given back to it.
    pub automation_stopped: bool,
    /// Web: how far the contact has received and read; compare with a row's `stream_seq`.
    pub receipts: Receipts,
    /// The provider's messaging window, as it is for a person who answers; `null` where there is none.
    pub window: Option<WindowView>,
    /// LINE: until when the next message is a free reply; `null` if it counts against the month's quota.
    pub free_reply_until: Option<Timestamp>,
    /// How many messages are scheduled (CMP-05).
    pub scheduled: u32,
    /// When the first of them goes out.
    pub next_scheduled_at: Option<Timestamp>,
    /// What the contact last thought of it (CSA-01).
    pub rating: Option<Rating>,
}

/// A provider's messaging window (CHN-14).
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, ToSchema)]
pub struct WindowView {
    /// Whether everything that the channel carries may be sent now.
    pub open: bool,
    /// When it closes by itself, or has closed; `null` if the contact has not opened it yet.
    pub closes_at: Option<Timestamp>,
    /// How many messages may be sent before the contact writes again; `null` for any number.
    pub remaining: Option<u32>,
    /// Whether approved provider templates may be sent, also when it is closed.
    pub templates: bool,
}

impl From<Allowance> for WindowView {
    fn from(Allowance { open, closes_at, remaining, templates }: Allowance) -> Self {
        Self { open, closes_at, remaining, templates }
    }
}

impl ConversationView {
    /// Shows a conversation.
    pub(super) fn new(
        service: &Service,
        conversation: &Conversation,
        contact: &Contact,
        names: &Names,
    ) -> Self {
        let (now, workspace) = (service.now(), service.workspace());
        let inbox = workspace.inboxes.get(&conversation.inbox);
        let deadline = match &conversation.phase {
            Phase::OnHold { until } => *until,
            Phase::Ending { closes_at } => Some(*closes_at),
            Phase::Open | Phase::Completed { .. } => None,
        };
        Self {
            id: conversation.id.clone(),
            inbox: conversation.inbox.clone(),
            channel: conversation.channel,
            contact: contact.into(),
            place: conversation.place().into(),
            phase: conversation.phase.clone(),
            assignee: conversation.assignee.clone(),
            assignee_name: conversation.assignee.operator().map(|id| names.get(id)),
            waiting_for: conversation.waiting_for,
            seq: conversation.seq,
            unconfirmed: conversation.unconfirmed,
            preview: conversation.preview.clone(),
            preview_by: conversation.preview_by,
            last_failed: conversation.undelivered,
            active_at: conversation.active_at,
            since: conversation.since,
            deadline,
            category: conversation.category.clone(),
            answered: conversation.answered,
            automation_stopped: conversation.automation_stopped,
            receipts: conversation.receipts,
            window: inbox
                .filter(|_| conversation.channel.window().is_some())
                .map(|inbox| conversation.allowance(inbox, Speaker::Person, now).into()),
            free_reply_until: inbox.and_then(|inbox| conversation.free_reply_until(inbox, now)),
            scheduled: u32::try_from(conversation.scheduled.len()).unwrap_or(u32::MAX),
            next_scheduled_at: conversation.scheduled.first().map(|message| message.at),
            rating: conversation.rating,
        }
    }
}

/// One entry of a thread.
#[derive(Debug, Clone, Serialize, ToSchema)]
pub struct RowView {
    /// Which row.
    pub id: RowId,
    /// Its number in the conversation.
    pub seq: u64,
    /// Web: its number in the visitor's stream.
    pub stream_seq: Option<u64>,
    /// When it happened.
    pub at: Timestamp,
    /// The `client_id` of the reader's own intent that wrote it; `null` for everybody else, and for what no intent of an
    /// operator's wrote.
    pub client_id: Option<String>,
    /// What it is.
    #[serde(flatten)]
    pub body: BodyView,
}

/// What a row is.
#[derive(Debug, Clone, Serialize, ToSchema)]
#[serde(tag = "kind", rename_all = "snake_case")]
pub enum BodyView {
    /// From the contact.
    Inbound(Box<InboundView>),
    /// To the contact.
    Outbound(Box<OutboundView>),
    /// Between operators (社内会話).
    Note {
        /// The operator who wrote it; `null` for a rule.
        author: Option<OperatorId>,
        /// What people read for them.
        author_name: Option<String>,
        /// What it says.
        text: String,
    },
    /// Something that happened to the conversation.
    System {
        /// As data.
        line: SystemLine,
        /// The same in the reader's language.
        text: String,
    },
}

/// What came from the contact.
#[derive(Debug, Clone, Serialize, ToSchema)]
pub struct InboundView {
    /// What the contact did.
    pub event: InboundEvent,
    /// What people read for the contact.
    pub author_name: String,
    /// What it says; nothing once it was withdrawn.
    pub contents: Vec<Content>,
    /// The file that the message is, if it is one.
    pub file: Option<FileView>,
    /// The provider's id of the message: its own, or that of the one which it is about.
    pub message: Option<String>,
    /// The provider's id of the message that it quotes.
    pub quotes: Option<String>,
    /// The button that was pressed.
    pub button: Option<Button>,
    /// The reactions that now stand.
    pub emoji: Vec<String>,
    /// Received while the contact was blocked: not shown.
    pub hidden: bool,
    /// The contact took it back.
    pub withdrawn: bool,
}

/// What a contact did.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, ToSchema)]
#[serde(rename_all = "snake_case")]
pub enum InboundEvent {
    /// Sent a message.
    Message,
    /// Changed a message.
    Edited,
    /// Took a message back.
    Unsent,
    /// Pressed a button.
    Tapped,
    /// Set or removed reactions.
    Reacted,
    /// Became a friend, or unblocked the account.
    Followed,
    /// Blocked the account or left.
    Unfollowed,
    /// Something else.
    Unsupported,
}

/// What went to the contact, or will.
#[derive(Debug, Clone, Serialize, ToSchema)]
pub struct OutboundView {
    /// Who speaks.
    pub author: Author,
    /// What people read for them, if it is an operator.
    pub author_name: Option<String>,
    /// What is said.
    pub contents: Vec<Content>,
    /// The provider's ids of it, once it was sent; a contact's `quotes` points at them.
    pub messages: Vec<String>,
    /// How far it has come.
    pub delivery: DeliveryView,
    /// The provider's id of the message that it answers.
    pub quotes: Option<String>,
    /// The row that it says again: that one had failed, or nobody could tell whether it arrived (THR-19).
    pub resends: Option<RowId>,
    /// Why the bot said it (BOT-09).
    pub trace: Option<Trace>,
    /// The further rules that had a say in it, after one that let others go on.
    pub also: Vec<Trace>,
}

/// How far an outbound row has come.
#[derive(Debug, Clone, PartialEq, Serialize, ToSchema)]
pub struct DeliveryView {
    /// The state.
    pub state: DeliveryState,
    /// Since when, for states that are final.
    pub at: Option<Timestamp>,
    /// Why it failed.
    pub reason: Option<FailReason>,
    /// The same in the reader's language; a code of the provider that is not known, in the provider's words.
    pub reason_text: Option<String>,
}

/// The states of a delivery.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, ToSchema)]
#[serde(rename_all = "snake_case")]
pub enum DeliveryState {
    /// Waiting for its turn.
    Queued,
    /// On its way.
    Sending,
    /// Called; the outcome is being found out (結果を確認中).
    Checking,
    /// The provider accepted it.
    Sent,
    /// It reached the contact, by the provider's word.
    Delivered,
    /// The contact has read it, by the provider's word.
    Read,
    /// It did not go out, or did not arrive.
    Failed,
    /// Whether it arrived cannot be known.
    Unknown,
    /// Taken back before it went out.
    Cancelled,
}

impl From<Option<&Delivery>> for DeliveryView {
    fn from(delivery: Option<&Delivery>) -> Self {
        let (state, at, reason) = match delivery {
            None | Some(Delivery::Queued { .. }) => (DeliveryState::Queued, None, None),
            Some(Delivery::Claimed { .. }) => (DeliveryState::Sending, None, None),
            Some(Delivery::Held { .. }) => (DeliveryState::Checking, None, None),
            Some(Delivery::Sent { read_at: Some(at), .. }) => (DeliveryState::Read, Some(*at), None),
            Some(Delivery::Sent { delivered_at: Some(at), .. }) => {
                (DeliveryState::Delivered, Some(*at), None)
            }
            Some(Delivery::Sent { at, .. }) => (DeliveryState::Sent, Some(*at), None),
            Some(Delivery::Failed { at, reason }) => (DeliveryState::Failed, Some(*at), Some(reason.clone())),
            Some(Delivery::Unknown { at }) => (DeliveryState::Unknown, Some(*at), None),
            Some(Delivery::Cancelled { at }) => (DeliveryState::Cancelled, Some(*at), None),
        };
        Self { state, at, reason, reason_text: None }
    }
}

/// Shows rows to a reader. Rows that wait to be taken have no number yet and are left out.
pub(super) async fn rows(
    service: &Service,
    caller: &Caller,
    conversation: &ConversationId,
    contact: &Contact,
    rows: &[Row],
) -> Result<Vec<RowView>, store::Error> {
    let names = Names::in_rows(service, rows).await?;
    let workspace = service.workspace();
    let zone = super::desk::zone(&workspace);
    let reader = Reader {
        language: caller.language,
        name: &|id| names.get(id),
        time: &|at: Timestamp| at.to_jiff().to_zoned(zone.clone()).strftime("%m/%d %H:%M").to_string(),
        status: &|id| {
            let label = workspace.status(id).map(|status| match caller.language {
                Language::Ja => &status.ja,
                Language::En => &status.en,
            });
            label.map_or(id, String::as_str).to_owned()
        },
    };
    let reads = &caller.operator.id;
    let view = |row: &Row| Some(row_view(conversation, row, row.seq?, contact, &names, &reader, reads));
    Ok(rows.iter().filter_map(view).collect())
}

fn row_view(
    id: &ConversationId,
    row: &Row,
    seq: u64,
    contact: &Contact,
    names: &Names,
    reader: &Reader<'_>,
    reads: &OperatorId,
) -> RowView {
    let body = match &row.body {
        Body::Inbound { event, hidden, withdrawn, .. } => {
            let view = inbound(&event.news, *hidden, *withdrawn, contact);
            BodyView::Inbound(Box::new(InboundView { file: FileView::of(row, id, reader), ..view }))
        }
        Body::Outbound(message) => BodyView::Outbound(Box::new(OutboundView {
            author: message.author.clone(),
            author_name: match &message.author {
                Author::Operator { id } => Some(names.get(id)),
                Author::Contact | Author::Bot => None,
            },
            contents: message.contents.clone(),
            messages: match &row.delivery {
                Some(Delivery::Sent { messages, .. }) => {
                    messages.iter().map(|sent| sent.id.clone()).collect()
                }
                _ => Vec::new(),
            },
            delivery: {
                let view = DeliveryView::from(row.delivery.as_ref());
                let reason_text = view.reason.as_ref().map(|reason| reader.failure(reason));
                DeliveryView { reason_text, ..view }
            },
            quotes: message.quotes.clone(),
            resends: message.resends,
            trace: message.trace.clone(),
            also: message.also.clone(),
        })),
        Body::Note { author, text } => BodyView::Note {
            author_name: author.as_ref().map(|id| names.get(id)),
            author: author.clone(),
            text: text.clone(),
        },
        Body::System(line) => BodyView::System { text: reader.line(line), line: line.clone() },
    };
    let client_id = row.client_id.clone().filter(|_| row.operator() == Some(reads));
    RowView { id: row.id, seq, stream_seq: row.stream_seq, at: row.at(), client_id, body }
}

fn inbound(news: &News, hidden: bool, withdrawn: bool, contact: &Contact) -> InboundView {
    let mut view = InboundView {
        event: InboundEvent::Unsupported,
        author_name: contact.name().to_owned(),
        contents: Vec::new(),
        file: None,
        message: None,
        quotes: None,
        button: None,
        emoji: Vec::new(),
        hidden,
        withdrawn,
    };
    match news {
        News::Message { message, content, quotes, .. } => {
            view.event = InboundEvent::Message;
            view.message = Some(message.clone());
            view.quotes.clone_from(quotes);
            view.contents.push(content.clone());
        }
        News::Edited { message, content } => {
            view.event = InboundEvent::Edited;
            view.message = Some(message.clone());
            view.contents.push(content.clone());
        }
        News::Unsent { message } => {
            view.event = InboundEvent::Unsent;
            view.message = Some(message.clone());
        }
        News::Tapped { button, label, message, .. } => {
            view.event = InboundEvent::Tapped;
            view.message.clone_from(message);
            let label = label.clone().unwrap_or_else(|| button.clone());
            view.button = Some(Button { id: button.clone(), label });
        }
        News::Reacted { message, emoji } => {
            view.event = InboundEvent::Reacted;
            view.message = Some(message.clone());
            view.emoji.clone_from(emoji);
        }
        News::Followed { .. } => view.event = InboundEvent::Followed,
        News::Unfollowed => view.event = InboundEvent::Unfollowed,
        News::Unsupported { kind } => view.contents.push(Content::Unsupported { kind: kind.clone() }),
    }
    // What a blocked contact wrote is kept and not shown (CRM-16); what was taken back is gone (INV-8).
    if hidden || withdrawn {
        view.contents.clear();
        view.button = None;
        view.emoji.clear();
    }
    view
}
