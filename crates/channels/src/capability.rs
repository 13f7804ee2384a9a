//! What each channel can carry: the table that the composer offers from (CHN-12).

use domain::{Button, CarouselCard, ChannelKind, ListRow, Window};
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
    /// How many rows a list of its own may have; 0 if lists become buttons.
    pub list_rows: usize,
    /// How many cards may stand side by side; 0 if none can.
    pub carousel_cards: usize,
    /// How many buttons each of them may have.
    pub card_buttons: usize,
    /// Texts with blanks that the provider has approved.
    pub templates: bool,
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
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
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
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub enum Carries {
    /// As what it is.
    Yes,
    /// As text with a link to it.
    AsLink,
    /// As words with buttons.
    AsButtons,
    /// Not at all.
    No,
}

/// Whether a provider template of this channel is named by its language too: one name may have several.
pub const fn names_template_languages(channel: ChannelKind) -> bool {
    matches!(channel, ChannelKind::Whatsapp)
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
            list_rows: 0,
            carousel_cards: CarouselCard::MAX,
            card_buttons: 3,
            templates: false,
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
            window: channel.window(),
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
            list_rows: 0,
            carousel_cards: 0,
            card_buttons: 0,
            templates: false,
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
            window: channel.window(),
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
            list_rows: 0,
            carousel_cards: CarouselCard::MAX,
            card_buttons: 3,
            templates: false,
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
            window: channel.window(),
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
            list_rows: ListRow::MAX,
            carousel_cards: CarouselCard::MAX,
            card_buttons: 0,
            templates: true,
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
            window: channel.window(),
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
            list_rows: 0,
            carousel_cards: CarouselCard::MAX,
            card_buttons: 3,
            templates: false,
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
            window: channel.window(),
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
            list_rows: 0,
            carousel_cards: CarouselCard::MAX,
            card_buttons: 3,
            templates: false,
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
            window: channel.window(),
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
            list_rows: 0,
            carousel_cards: 0,
            card_buttons: 0,
            templates: true,
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
            window: channel.window(),
        },
    }
}

/// Something that may be part of a message, or done beside one.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
#[serde(rename_all = "snake_case")]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub enum Element {
    /// Words.
    Text,
    /// A picture.
    Image,
    /// A film.
    Video,
    /// Sound.
    Audio,
    /// Any other file.
    File,
    /// A place.
    Location,
    /// Buttons that vanish with the next message.
    QuickReplies,
    /// Buttons that stay.
    Buttons,
    /// A list to pick a row from.
    List,
    /// Cards side by side.
    Carousel,
    /// A text with blanks that the provider has approved.
    Template,
    /// An answer to one message.
    Quote,
    /// The mark that somebody types.
    Typing,
    /// The mark that a message was read.
    MarkRead,
}

impl Element {
    /// All of them, in the order in which a composer offers them.
    pub const ALL: [Self; 14] = [
        Self::Text,
        Self::Image,
        Self::Video,
        Self::Audio,
        Self::File,
        Self::Location,
        Self::QuickReplies,
        Self::Buttons,
        Self::List,
        Self::Carousel,
        Self::Template,
        Self::Quote,
        Self::Typing,
        Self::MarkRead,
    ];
}

impl Capabilities {
    /// Whether the channel carries an element.
    pub const fn carries(&self, element: Element) -> Carries {
        const fn yes(can: bool) -> Carries {
            if can { Carries::Yes } else { Carries::No }
        }
        match element {
            Element::Image => self.image,
            Element::Video => self.video,
            Element::Audio => self.audio,
            Element::File => self.file,
            Element::Location => self.location,
            Element::QuickReplies if self.quick_replies == 0 => Carries::AsButtons,
            Element::Buttons => yes(self.buttons > 0),
            Element::List if self.list_rows == 0 => Carries::AsButtons,
            Element::Text | Element::QuickReplies | Element::List => Carries::Yes,
            Element::Carousel => yes(self.carousel_cards > 0),
            Element::Template => yes(self.templates),
            Element::Quote => yes(self.quotes),
            Element::Typing => yes(self.typing_out),
            Element::MarkRead => yes(self.marks_read),
        }
    }

    /// The most of an element that one message has: characters of a text, buttons, rows, cards; `None` if it has no number.
    pub const fn most(&self, element: Element) -> Option<usize> {
        match element {
            Element::QuickReplies if self.quick_replies == 0 => Some(self.buttons),
            Element::QuickReplies => Some(self.quick_replies),
            Element::Buttons => Some(self.buttons),
            Element::List => Some(ListRow::MAX),
            Element::Carousel if self.carousel_cards > 0 => Some(self.carousel_cards),
            _ => None,
        }
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
            let after = row.window.is_some_and(|window| window.templates);
            assert_eq!(row.templates, after, "templates are what is left after the window");
        }
    }
}
