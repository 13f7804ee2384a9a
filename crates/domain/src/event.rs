//! What a provider tells us, after its adapter has read it.

use serde::{Deserialize, Serialize};

use crate::{Content, Receipt, Timestamp};

/// One thing that a provider tells; a request may carry many.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct WebhookEvent {
    /// The provider's id of the event, unique within the inbox.
    pub id: String,
    /// The provider's time of it.
    pub at: Timestamp,
    /// The provider gives this kind of event no time: `at` is when it was received, so that two deliveries of it differ
    /// there and only [`id`](Self::id) tells that they are one.
    #[serde(default, skip_serializing_if = "crate::contact::is_false")]
    pub untimed: bool,
    /// Who it is about.
    pub party: Party,
    /// What happened.
    pub news: News,
    /// LINE: a token that answers this event without cost, once.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub reply_token: Option<ReplyToken>,
    /// LINE: somebody else (a module channel) speaks in this chat for the time being. Shown, but nothing may be sent by
    /// itself.
    #[serde(default, skip_serializing_if = "crate::contact::is_false")]
    pub standby: bool,
    /// The provider's own bytes of it, kept for what this desk cannot read.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub raw: Option<String>,
}

/// The two ends of a thread at the provider.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Party {
    /// The provider's key of the thread: `user:U…`, `group:C…`, `chat:5123456789`. Names the conversation.
    pub thread: String,
    /// Where an answer is addressed: the id that the provider's send call takes.
    pub address: String,
    /// The person who wrote, where that is not the whole thread (groups).
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub sender: Option<String>,
    /// The name that the webhook carries, if any.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub name: Option<String>,
    /// The language that the webhook carries, as an IETF tag, if any.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub language: Option<String>,
}

/// A one-use token with which LINE lets us answer an event for free.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct ReplyToken {
    /// The token.
    pub token: String,
    /// Not used after this: LINE promises one minute from receipt.
    pub until: Timestamp,
}

/// What happened.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(tag = "is", rename_all = "snake_case")]
pub enum News {
    /// The contact sent a message.
    Message {
        /// The provider's id of the message; edits, unsends and quotes point at it.
        message: String,
        /// What it says.
        content: Content,
        /// The provider's id of the message that it quotes.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        quotes: Option<String>,
        /// LINE: what quotes this message in an answer.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        quote_token: Option<String>,
        /// LINE: what marks this message as read.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        read_token: Option<String>,
    },
    /// The contact changed a message.
    Edited {
        /// The provider's id of the message.
        message: String,
        /// What it says after the change.
        content: Content,
    },
    /// The contact took a message back: its words and files must go.
    Unsent {
        /// The provider's id of the message.
        message: String,
    },
    /// The contact pressed a button.
    Tapped {
        /// Its id, or the provider's payload for a button that is not ours (a rich menu).
        button: String,
        /// What was written on it, if the provider tells.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        label: Option<String>,
        /// What a date picker or a menu added, as JSON.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        params: Option<String>,
        /// The provider's id of the message that carried it.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        message: Option<String>,
        /// Telegram: what `answerCallbackQuery` takes.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        callback: Option<String>,
    },
    /// The contact set or removed reactions on a message.
    Reacted {
        /// The provider's id of the message.
        message: String,
        /// The reactions that now stand; empty if all were removed.
        emoji: Vec<String>,
    },
    /// The contact added the account as a friend, started the bot, or unblocked it.
    Followed {
        /// Whether it was an unblocking.
        unblocked: bool,
        /// What a deep link carried.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        referral: Option<String>,
    },
    /// The contact blocked the account or left: nothing reaches them.
    Unfollowed,
    /// Something this desk has no use for beyond showing that it happened.
    Unsupported {
        /// The provider's word for it.
        kind: String,
    },
}

/// What reading a webhook gives for each of its events.
#[derive(Debug, Clone, PartialEq)]
pub enum Parsed {
    /// Something to keep.
    Event(Box<WebhookEvent>),
    /// The provider's word on a message of ours.
    Receipt(Receipt),
    /// Something for another account of the same provider: several accounts may share one address.
    Foreign {
        /// The provider's id of that account.
        account: String,
        /// The provider's own bytes of it.
        raw: String,
    },
    /// Something that is known and means nothing here, by the provider's word for it. Counted, not kept.
    Ignored(String),
    /// Something that cannot be read far enough to tell whose thread it belongs to. For the dead letters; the provider
    /// gets its 2xx, because sending it again would not help.
    Undecodable {
        /// What is wrong with it; holds nothing of what it says.
        why: String,
        /// The provider's own bytes of it.
        raw: String,
    },
}
