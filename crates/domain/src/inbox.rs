//! One connected account of a channel, as far as the step looks at it.

use std::collections::BTreeMap;
use std::time::Duration;

use serde::{Deserialize, Serialize};

use crate::{Assignee, BusinessHours, ChannelKind, InboxId, Language, Notice};

/// An inbox without its credentials, which only its channel adapter holds.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[allow(clippy::struct_excessive_bools, reason = "they are independent switches of the record")]
pub struct Inbox {
    /// Which inbox; part of the webhook address.
    pub id: InboxId,
    /// The kind of provider.
    pub channel: ChannelKind,
    /// What operators read.
    pub name: String,
    /// The language spoken to contacts whose own is not known.
    pub language: Language,
    /// When people answer.
    pub hours: BusinessHours,
    /// Whether rules answer here; without them every conversation goes to the queue.
    pub bot: bool,
    /// Who takes a completed conversation when the contact writes again (STA-11).
    pub reopen_to: ReopenTo,
    /// How long after the last activity to ask whether to end; `None` never asks (STA-08).
    pub auto_end_request: Option<Duration>,
    /// How long after the last activity the bot's conversations complete (STA-10).
    pub auto_complete_bot: Option<Duration>,
    /// How long after the last activity the operators' conversations complete (STA-10).
    pub auto_complete_operator: Option<Duration>,
    /// How long an end request waits for the contact's answer.
    pub end_request_grace: Duration,
    /// Give a conversation to the operator who last had it, if they are there (ASG-02).
    pub prefer_last_operator: bool,
    /// Give a conversation that needs a person to whoever is free, instead of leaving it in the queue (ASG-04).
    pub auto_assign: bool,
    /// LINE: answer with the free reply token where there is one; otherwise always push (which has a retry key).
    pub use_reply_tokens: bool,
    /// Meta has permitted that people answer for longer than the bot.
    pub human_agent: bool,
    /// Ask for a rating when the contact ends (CSA-03).
    pub ask_rating: bool,
    /// A button's text counts as confirmed (INB-07).
    pub auto_confirm_buttons: bool,
    /// Text that a keyword answered counts as confirmed (INB-07).
    pub auto_confirm_keywords: bool,
    /// The inbox's own words instead of the catalogue's.
    pub texts: BTreeMap<Notice, String>,
}

/// Who takes a completed conversation when the contact writes again.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub enum ReopenTo {
    /// The bot, as at the first time.
    #[default]
    Bot,
    /// The operator who had it, if they can take it; else the queue.
    LastOperator,
}

/// A setting of the inbox that a rule's `after` may name instead of a length.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum TimerSetting {
    /// `auto_end_request`
    AutoEndRequest,
    /// `auto_complete`: the bot's or the operators', by who has the conversation.
    AutoComplete,
}

impl Inbox {
    /// The length that the setting has for a conversation in these hands; `None` if it is switched off.
    pub fn timer(&self, setting: TimerSetting, assignee: &Assignee) -> Option<Duration> {
        match (setting, assignee) {
            (TimerSetting::AutoEndRequest, _) => self.auto_end_request,
            (TimerSetting::AutoComplete, Assignee::Bot) => self.auto_complete_bot,
            (TimerSetting::AutoComplete, Assignee::Queue { .. } | Assignee::Operator { .. }) => {
                self.auto_complete_operator
            }
        }
    }

    /// What the desk itself says to a contact: the inbox's own words, or the catalogue's.
    pub fn text(&self, notice: Notice, language: Language) -> String {
        self.texts.get(&notice).cloned().unwrap_or_else(|| notice.text(language).to_owned())
    }
}
