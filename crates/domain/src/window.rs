//! How long after the contact's last word we may write, and how much (CHN-14).

use std::time::Duration;

use serde::{Deserialize, Serialize};

use crate::{
    Author, ChannelKind, Content, Conversation, FailReason, Inbox, News, OutboundMessage, Timestamp, hours,
    minutes,
};

/// After a menu, a code or a subscription WeChat takes messages for so long …
const BRIEF: Duration = minutes(1);
/// … and so many.
const BRIEF_MESSAGES: u32 = 3;

/// A provider's messaging window.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct Window {
    /// How many hours anybody may answer, a bot too.
    pub hours: u32,
    /// How many hours a person may answer, where the provider has permitted it; not shorter than `hours`.
    pub human_hours: u32,
    /// How many messages may be sent before the contact writes again; `None` for any number.
    pub messages: Option<u32>,
    /// Whether provider templates may be sent after that.
    pub templates: bool,
}

impl ChannelKind {
    /// When what may be sent; `None` if a contact can be written to at any time.
    ///
    /// Sources (read 2026-11): <https://developers.facebook.com/docs/whatsapp/cloud-api/guides/send-messages>,
    /// <https://developers.facebook.com/docs/messenger-platform/policy/policy-overview>,
    /// <https://developers.weixin.qq.com/doc/offiaccount/en/Message_Management/Service_Center_messages.html>.
    pub const fn window(self) -> Option<Window> {
        match self {
            Self::Line | Self::Telegram | Self::Web => None,
            Self::Whatsapp => Some(Window { hours: 24, human_hours: 24, messages: None, templates: true }),
            Self::Messenger | Self::Instagram => {
                Some(Window { hours: 24, human_hours: 168, messages: None, templates: false })
            }
            Self::Wechat => Some(Window { hours: 48, human_hours: 48, messages: Some(5), templates: true }),
        }
    }

    /// Whether the contact's doing this opens the window.
    fn is_opened_by(self, news: &News) -> bool {
        match news {
            News::Message { .. } | News::Tapped { .. } => true,
            // Meta counts these on pages. It says nothing of them elsewhere, and saying "open" wrongly is worse.
            News::Reacted { .. } => self == Self::Messenger,
            News::Followed { .. } => matches!(self, Self::Messenger | Self::Wechat),
            News::Edited { .. } | News::Unsent { .. } | News::Unfollowed | News::Unsupported { .. } => false,
        }
    }

    /// Whether it opens a minute only.
    fn is_brief(self, news: &News) -> bool {
        // An answer to a menu that we sent has words on it; the account's own menu tells its key alone.
        let menu = matches!(news, News::Tapped { label: None, .. });
        self == Self::Wechat && (menu || matches!(news, News::Followed { .. }))
    }
}

/// What opened the window of a conversation, and what was said since.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub struct Opening {
    /// The provider's time of what the contact did.
    pub at: Timestamp,
    /// Messages that count and were written since; kept only where the provider limits their number.
    #[serde(default, skip_serializing_if = "is_zero")]
    pub said: u32,
    /// It opened a minute only.
    #[serde(default, skip_serializing_if = "crate::contact::is_false")]
    pub brief: bool,
}

#[allow(clippy::trivially_copy_pass_by_ref, reason = "serde passes references")]
fn is_zero(value: &u32) -> bool {
    *value == 0
}

/// Who would speak: providers give people more time than programs.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Speaker {
    /// A rule, or the desk itself.
    Bot,
    /// A person of the team.
    Person,
}

impl Author {
    /// As what a provider sees who wrote a message of ours.
    pub fn speaker(&self) -> Speaker {
        match self {
            Self::Operator { .. } => Speaker::Person,
            Self::Bot | Self::Contact => Speaker::Bot,
        }
    }
}

/// What may be said in a conversation at a time.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Allowance {
    /// Whether everything that the channel carries may be said.
    pub open: bool,
    /// When this ends by itself, or has ended; `None` if it never does, or if the contact never opened it.
    pub closes_at: Option<Timestamp>,
    /// How many more messages may be sent before the contact writes again; `None` for any number.
    pub remaining: Option<u32>,
    /// Whether provider templates may be sent, in the window and after it.
    pub templates: bool,
}

impl Allowance {
    const ANY: Self = Self { open: true, closes_at: None, remaining: None, templates: false };

    /// Says whether these calls may go out.
    ///
    /// # Errors
    ///
    /// [`FailReason::WindowClosed`] if one of them may not: then none goes out.
    pub fn permits(&self, calls: &[Vec<Content>]) -> Result<(), FailReason> {
        let counted = calls.iter().filter(|call| !is_template(call)).count();
        let enough = self.remaining.is_none_or(|most| counted <= usize::try_from(most).unwrap_or(usize::MAX));
        if counted == 0 || self.open && enough { Ok(()) } else { Err(FailReason::WindowClosed) }
    }
}

/// Whether a call is a provider template, which no window closes and no budget counts.
fn is_template(call: &[Content]) -> bool {
    matches!(call, [Content::Template(_)])
}

impl Conversation {
    /// What may be said at this time.
    pub fn allowance(&self, inbox: &Inbox, speaker: Speaker, now: Timestamp) -> Allowance {
        let Some(window) = self.channel.window() else { return Allowance::ANY };
        let closed = Allowance { open: false, closes_at: None, remaining: None, templates: window.templates };
        let Some(opening) = self.opening else { return closed };
        let person = speaker == Speaker::Person && inbox.human_agent;
        let (length, most) = if opening.brief {
            (BRIEF, Some(BRIEF_MESSAGES))
        } else {
            (hours(u64::from(if person { window.human_hours } else { window.hours })), window.messages)
        };
        let closes_at = opening.at + length;
        let remaining = most.map(|most| most.saturating_sub(opening.said));
        let open = closes_at > now && remaining != Some(0);
        Allowance { open, closes_at: Some(closes_at), remaining, ..closed }
    }

    /// Whether a message that was written in time may not go out any more. That it counts is settled when it is written.
    pub fn is_too_late(&self, inbox: &Inbox, message: &OutboundMessage, now: Timestamp) -> bool {
        self.channel.window().is_some()
            && !is_template(&message.contents)
            && self.allowance(inbox, message.author.speaker(), now).closes_at.is_none_or(|at| at <= now)
    }

    /// The contact did something: it may open the window.
    pub(crate) fn heard_of(&mut self, news: &News, at: Timestamp, now: Timestamp) {
        let Some(window) = self.channel.window().filter(|_| self.channel.is_opened_by(news)) else { return };
        // A provider's clock that runs ahead must not keep the window open (B-12).
        let opening = Opening { at: at.min(now), said: 0, brief: self.channel.is_brief(news) };
        if let Some(known) = &self.opening {
            let lasts = !known.brief
                && known.at + hours(u64::from(window.hours)) > now
                && window.messages.is_none_or(|most| known.said < most);
            // What came late is old news, and a minute does not shorten two days.
            if opening.at < known.at || opening.brief && lasts {
                return;
            }
        }
        self.opening = Some(opening);
    }

    /// A call was written: it may count.
    pub(crate) fn counts(&mut self, call: &[Content]) {
        let limited = self.channel.window().is_some_and(|window| window.messages.is_some());
        if let Some(opening) = self.opening.as_mut().filter(|_| limited && !is_template(call)) {
            opening.said += 1;
        }
    }

    /// A call that had counted did not go out.
    pub(crate) fn counts_no_more(&mut self, call: &[Content], written_at: Timestamp) {
        if let Some(opening) = &mut self.opening
            && opening.at <= written_at
            && !is_template(call)
        {
            opening.said = opening.said.saturating_sub(1);
        }
    }
}
