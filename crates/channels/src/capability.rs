//! What each channel can carry: the table that the composer offers from (CHN-12).

use domain::{Button, ChannelKind};
use serde::Serialize;

/// What one channel can do.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
#[allow(clippy::struct_excessive_bools, reason = "they are the independent columns of a table")]
pub struct Capabilities {
    /// Which channel.
    pub channel: ChannelKind,
    /// The longest text of one message; longer ones are cut into several.
    pub text: TextLimit,
    /// The longest words beneath a file; `None` if they become a message of their own.
    pub caption: Option<TextLimit>,
    /// Whether those words may stand beneath sound too.
    pub caption_on_sound: bool,
    /// How many contents one call takes.
    pub contents_per_call: usize,
    /// How many buttons may stay on a message. More become quick replies, where the channel has those.
    pub buttons: usize,
    /// How many buttons may stand beneath a message until the next one.
    pub quick_replies: usize,
    /// The longest label of a button, in characters as people count them; `None` if the channel names no limit.
    pub label_graphemes: Option<usize>,
    /// Pictures.
    pub image: Carries,
    /// Films.
    pub video: Carries,
    /// Sound.
    pub audio: Carries,
    /// Voice memos.
    pub voice: Carries,
    /// Other files.
    pub file: Carries,
    /// Files from our own storage, which have no public address.
    pub upload: Carries,
    /// Places.
    pub location: Carries,
    /// Stickers.
    pub sticker: Carries,
    /// Contact cards.
    pub card: Carries,
    /// Whether our message can quote one.
    pub quotes: bool,
    /// Whether we learn of reactions.
    pub reactions_in: bool,
    /// Whether we learn of changes to a message.
    pub edits_in: bool,
    /// Whether we learn of messages that were taken back.
    pub unsends_in: bool,
    /// Whether we learn that the contact blocked us.
    pub blocks_in: bool,
    /// Whether we can show that somebody types.
    pub typing_out: bool,
    /// Whether we learn that the contact types.
    pub typing_in: bool,
    /// Whether we can mark the contact's messages as read.
    pub marks_read: bool,
    /// Whether we learn that a message was delivered.
    pub delivered: bool,
    /// Whether we learn that a message was read.
    pub read: bool,
    /// When what may be sent; `None` if a contact can be written to at any time.
    pub window: Option<Window>,
}

/// How long after the contact's last message we may write what we like (CHN-14).
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
pub struct Window {
    /// How many hours anybody may answer, a bot too.
    pub hours: u32,
    /// How many hours a person may answer; not shorter than `hours`.
    pub human_hours: u32,
    /// How many messages may be sent before the contact writes again; `None` for any number.
    pub messages: Option<u32>,
    /// What the provider has approved beforehand may be sent after that.
    pub templates: bool,
}

/// How long a text may be.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
pub struct TextLimit {
    /// The most units.
    pub max: usize,
    /// What is counted.
    pub unit: Unit,
}

/// What a channel counts.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum Unit {
    /// UTF-16 code units.
    Utf16,
    /// Unicode scalar values.
    Scalars,
    /// Bytes of UTF-8.
    Bytes,
}

/// Whether a channel can carry something.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum Carries {
    /// As what it is.
    Yes,
    /// As text with a link to it.
    AsLink,
    /// Not at all.
    No,
}

/// The row of the table for a channel.
///
/// Sources (read 2026-11): <https://developers.line.biz/en/reference/messaging-api/>,
/// <https://core.telegram.org/bots/api>,
/// <https://developers.facebook.com/docs/whatsapp/cloud-api/guides/send-messages>,
/// <https://developers.facebook.com/docs/messenger-platform/reference/send-api>,
/// <https://developers.weixin.qq.com/doc/offiaccount/en/Message_Management/Service_Center_messages.html>; the web messenger's limits are our own.
pub const fn capabilities(channel: ChannelKind) -> Capabilities {
    match channel {
        ChannelKind::Line => Capabilities {
            channel,
            text: TextLimit { max: 5000, unit: Unit::Utf16 },
            caption: None,
            caption_on_sound: false,
            contents_per_call: 5,
            buttons: 4,
            quick_replies: 13,
            label_graphemes: Some(20),
            image: Carries::Yes,
            video: Carries::Yes,
            audio: Carries::Yes,
            voice: Carries::Yes,
            file: Carries::AsLink,
            upload: Carries::No,
            location: Carries::Yes,
            sticker: Carries::Yes,
            card: Carries::No,
            quotes: true,
            reactions_in: false,
            edits_in: true,
            unsends_in: true,
            blocks_in: true,
            typing_out: true,
            typing_in: false,
            marks_read: true,
            delivered: false,
            read: false,
            window: None,
        },
        ChannelKind::Telegram => Capabilities {
            channel,
            text: TextLimit { max: 4096, unit: Unit::Utf16 },
            caption: Some(TextLimit { max: 1024, unit: Unit::Utf16 }),
            caption_on_sound: true,
            contents_per_call: 1,
            buttons: Button::MAX,
            quick_replies: Button::MAX,
            label_graphemes: None,
            image: Carries::Yes,
            video: Carries::Yes,
            audio: Carries::Yes,
            voice: Carries::Yes,
            file: Carries::Yes,
            upload: Carries::No,
            location: Carries::Yes,
            sticker: Carries::Yes,
            card: Carries::Yes,
            quotes: true,
            reactions_in: true,
            edits_in: true,
            unsends_in: false,
            blocks_in: true,
            typing_out: true,
            typing_in: false,
            marks_read: false,
            delivered: false,
            read: false,
            window: None,
        },
        ChannelKind::Web => Capabilities {
            channel,
            text: TextLimit { max: 4000, unit: Unit::Scalars },
            caption: Some(TextLimit { max: 4000, unit: Unit::Scalars }),
            caption_on_sound: true,
            contents_per_call: 10,
            buttons: Button::MAX,
            quick_replies: Button::MAX,
            label_graphemes: None,
            image: Carries::Yes,
            video: Carries::Yes,
            audio: Carries::Yes,
            voice: Carries::Yes,
            file: Carries::Yes,
            upload: Carries::Yes,
            location: Carries::Yes,
            sticker: Carries::No,
            card: Carries::No,
            quotes: true,
            reactions_in: false,
            edits_in: false,
            unsends_in: false,
            blocks_in: false,
            typing_out: true,
            typing_in: true,
            marks_read: true,
            delivered: true,
            read: true,
            window: None,
        },
        ChannelKind::Whatsapp => Capabilities {
            channel,
            text: TextLimit { max: 4096, unit: Unit::Utf16 },
            caption: Some(TextLimit { max: 1024, unit: Unit::Utf16 }),
            caption_on_sound: false,
            contents_per_call: 1,
            // Three are shown as buttons, more as a list.
            buttons: 10,
            quick_replies: 0,
            label_graphemes: Some(20),
            image: Carries::Yes,
            video: Carries::Yes,
            audio: Carries::Yes,
            voice: Carries::Yes,
            file: Carries::Yes,
            upload: Carries::No,
            location: Carries::Yes,
            sticker: Carries::No,
            card: Carries::Yes,
            quotes: true,
            reactions_in: true,
            edits_in: false,
            unsends_in: false,
            blocks_in: false,
            typing_out: true,
            typing_in: false,
            marks_read: true,
            delivered: true,
            read: true,
            window: Some(Window { hours: 24, human_hours: 24, messages: None, templates: true }),
        },
        ChannelKind::Messenger => Capabilities {
            channel,
            text: TextLimit { max: 2000, unit: Unit::Utf16 },
            caption: None,
            caption_on_sound: false,
            contents_per_call: 1,
            buttons: 3,
            quick_replies: 13,
            label_graphemes: Some(20),
            image: Carries::Yes,
            video: Carries::Yes,
            audio: Carries::Yes,
            voice: Carries::Yes,
            file: Carries::Yes,
            upload: Carries::No,
            location: Carries::No,
            sticker: Carries::No,
            card: Carries::No,
            quotes: true,
            reactions_in: true,
            edits_in: true,
            unsends_in: false,
            blocks_in: false,
            typing_out: true,
            typing_in: false,
            marks_read: true,
            delivered: true,
            read: true,
            window: Some(Window { hours: 24, human_hours: 168, messages: None, templates: false }),
        },
        ChannelKind::Instagram => Capabilities {
            channel,
            text: TextLimit { max: 1000, unit: Unit::Bytes },
            caption: None,
            caption_on_sound: false,
            contents_per_call: 1,
            buttons: 3,
            quick_replies: 13,
            label_graphemes: Some(20),
            image: Carries::Yes,
            video: Carries::Yes,
            audio: Carries::Yes,
            voice: Carries::Yes,
            file: Carries::Yes,
            upload: Carries::No,
            location: Carries::No,
            sticker: Carries::No,
            card: Carries::No,
            quotes: true,
            reactions_in: true,
            edits_in: true,
            unsends_in: true,
            blocks_in: false,
            typing_out: true,
            typing_in: false,
            marks_read: true,
            delivered: false,
            read: true,
            window: Some(Window { hours: 24, human_hours: 168, messages: None, templates: false }),
        },
        ChannelKind::Wechat => Capabilities {
            channel,
            text: TextLimit { max: 2048, unit: Unit::Bytes },
            caption: None,
            caption_on_sound: false,
            contents_per_call: 1,
            buttons: Button::MAX,
            quick_replies: 0,
            label_graphemes: None,
            image: Carries::AsLink,
            video: Carries::AsLink,
            audio: Carries::AsLink,
            voice: Carries::AsLink,
            file: Carries::AsLink,
            upload: Carries::No,
            location: Carries::No,
            sticker: Carries::No,
            card: Carries::No,
            quotes: false,
            reactions_in: false,
            edits_in: false,
            unsends_in: false,
            blocks_in: true,
            typing_out: true,
            typing_in: false,
            marks_read: false,
            delivered: false,
            read: false,
            // After a menu, a code or a subscription it is three messages in one minute.
            window: Some(Window { hours: 48, human_hours: 48, messages: Some(5), templates: true }),
        },
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_table_and_the_nouns_agree() {
        for kind in ChannelKind::ALL {
            let row = capabilities(kind);
            assert_eq!(row.channel, kind);
            assert_eq!(row.contents_per_call, kind.contents_per_call());
            assert!((1..=Button::MAX).contains(&row.buttons.max(row.quick_replies)));
            assert!(row.window.is_none_or(|window| window.hours <= window.human_hours));
        }
    }
}
