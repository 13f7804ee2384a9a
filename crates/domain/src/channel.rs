//! What a channel is, and what differs between channels for those who are not its adapter.

use std::fmt;
use std::str::FromStr;

use serde::{Deserialize, Serialize};

/// A kind of provider. One connected account of it is an [`Inbox`](crate::Inbox).
///
/// Adding a channel is a variant here (the compiler lists the rest), a module in `crates/channels` with its sample
/// bodies, and a section of `samplconfig.toml`.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub enum ChannelKind {
    /// LINE Messaging API.
    Line,
    /// Telegram Bot API.
    Telegram,
    /// Our own web messenger.
    Web,
    /// WhatsApp Cloud API.
    Whatsapp,
    /// Facebook Messenger.
    Messenger,
    /// Instagram Messaging.
    Instagram,
    /// WeChat Official Account.
    Wechat,
}

impl ChannelKind {
    /// Every kind there is, in the order in which people see them.
    pub const ALL: [Self; 7] = [
        Self::Line,
        Self::Telegram,
        Self::Web,
        Self::Whatsapp,
        Self::Messenger,
        Self::Instagram,
        Self::Wechat,
    ];

    /// The word used in webhook addresses, settings and rules.
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Line => "line",
            Self::Telegram => "telegram",
            Self::Web => "web",
            Self::Whatsapp => "whatsapp",
            Self::Messenger => "messenger",
            Self::Instagram => "instagram",
            Self::Wechat => "wechat",
        }
    }

    /// How many contents one call to the provider may carry; one outbound row is one call.
    pub fn contents_per_call(self) -> usize {
        match self {
            Self::Line => 5,
            Self::Telegram | Self::Whatsapp | Self::Messenger | Self::Instagram | Self::Wechat => 1,
            Self::Web => 10,
        }
    }

    /// Whether writing the row is the delivery: the web messenger reads the table, nobody is called.
    pub fn delivers_by_storing(self) -> bool {
        self == Self::Web
    }

    /// Whether the provider tells who a contact is when it is asked. WhatsApp tells in its webhooks, the web messenger's
    /// site when it signs its visitors in.
    pub fn has_profiles(self) -> bool {
        match self {
            Self::Line | Self::Telegram | Self::Messenger | Self::Instagram | Self::Wechat => true,
            Self::Whatsapp | Self::Web => false,
        }
    }

    /// What may be done after a call whose outcome is not known (RELIABILITY.md section 3).
    ///
    /// `by_reply_token` tells a LINE reply, which has no retry key, from a push, which has one.
    pub fn send_class(self, by_reply_token: bool) -> SendClass {
        match self {
            Self::Line if by_reply_token => SendClass::Blind,
            Self::Line | Self::Web => SendClass::Keyed,
            Self::Telegram | Self::Wechat => SendClass::Blind,
            Self::Whatsapp | Self::Messenger | Self::Instagram => SendClass::Confirmed,
        }
    }
}

impl fmt::Display for ChannelKind {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.as_str())
    }
}

/// A word that names no channel.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("{0:?} is not a channel; the channels are {channels}", channels = ChannelKind::ALL.map(ChannelKind::as_str).join(", "))]
pub struct UnknownChannel(String);

impl FromStr for ChannelKind {
    type Err = UnknownChannel;
    fn from_str(text: &str) -> Result<Self, UnknownChannel> {
        Self::ALL
            .into_iter()
            .find(|kind| kind.as_str() == text)
            .ok_or_else(|| UnknownChannel(text.to_owned()))
    }
}

/// How far a provider helps to find out whether a call with a lost answer took effect.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum SendClass {
    /// Class A: the provider takes our key; the same call again with the same key is safe.
    Keyed,
    /// Class B: no key, but the provider later tells what it sent, with our reference.
    Confirmed,
    /// Class C: neither. An unanswered call stays unknown.
    Blind,
}
