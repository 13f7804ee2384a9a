//! What a message says: one model for all channels.

use serde::{Deserialize, Serialize};
use unicode_segmentation::UnicodeSegmentation;

/// One bubble of a message.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(tag = "type", rename_all = "snake_case")]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub enum Content {
    /// Words.
    Text {
        /// The words, as they were written.
        text: String,
    },
    /// A picture, film, sound or other file.
    Media(Media),
    /// A place.
    Location {
        /// Its name, if it was given.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        title: Option<String>,
        /// Its address, if it was given.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        address: Option<String>,
        /// Degrees north.
        latitude: f64,
        /// Degrees east.
        longitude: f64,
    },
    /// A sticker.
    Sticker {
        /// The provider's id of it.
        id: String,
        /// The emoji or the words that stand for it, if the provider tells.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        text: Option<String>,
    },
    /// A contact card.
    Card {
        /// The name on it.
        name: String,
        /// The telephone number on it.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        phone: Option<String>,
    },
    /// Words with buttons beneath.
    Choice {
        /// The question.
        text: String,
        /// What may be picked, at most [`Button::MAX`].
        buttons: Vec<Button>,
        /// Whether the buttons vanish with the next message (quick replies) or stay (buttons).
        #[serde(default)]
        quick: bool,
    },
    /// Words with a list to pick one row from.
    List {
        /// The question.
        text: String,
        /// What opens the list, where it has to be opened; the channel's own words if it is left out.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        open: Option<String>,
        /// What may be picked, at most [`ListRow::MAX`].
        rows: Vec<ListRow>,
    },
    /// Cards side by side.
    Carousel {
        /// Words before the cards; empty if there are none.
        #[serde(default, skip_serializing_if = "String::is_empty")]
        text: String,
        /// The cards, at most [`CarouselCard::MAX`].
        cards: Vec<CarouselCard>,
    },
    /// A text with blanks that the provider has approved beforehand: allowed when the messaging window is closed.
    Template(ProviderTemplate),
    /// Answers to a form of the web messenger.
    Form {
        /// Field and answer, in the order of the form.
        fields: Vec<(String, String)>,
    },
    /// Something this desk cannot show. The webhook's own bytes are kept with the row.
    Unsupported {
        /// The provider's word for it.
        kind: String,
    },
}

/// A file that came in or goes out.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct Media {
    /// What it is.
    pub kind: MediaKind,
    /// Where its bytes are.
    pub source: MediaSource,
    /// Its name, as display text only.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub name: Option<String>,
    /// The type that the sender claims.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub mime: Option<String>,
    /// Its size in bytes, as far as it is known.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub size_bytes: Option<u64>,
    /// Its length in milliseconds, for sound and film.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub duration_ms: Option<u64>,
    /// Words that came with it.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub caption: Option<String>,
    /// The provider's mark of the pictures that were sent together.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub album: Option<String>,
}

/// Kinds of files.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub enum MediaKind {
    /// A picture.
    Image,
    /// A film.
    Video,
    /// Sound from a file.
    Audio,
    /// A voice memo.
    Voice,
    /// Any other file.
    File,
}

/// Where the bytes of a file are.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(tag = "at", rename_all = "snake_case")]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub enum MediaSource {
    /// With the provider, under its id; a copy is made soon after.
    Provider {
        /// The provider's id; an address that the provider has signed for a while, where it gives no other.
        id: String,
    },
    /// At a public https address that somebody else keeps. Never fetched by itself.
    Url {
        /// The address.
        url: String,
        /// A smaller picture of it.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        preview: Option<String>,
    },
    /// In our own storage.
    Upload {
        /// The id that the upload was given.
        id: String,
    },
}

/// Something to press.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct Button {
    /// What rules and the desk know it by: at most [`Button::MAX_ID_BYTES`] bytes.
    pub id: String,
    /// What people read on it.
    pub label: String,
}

/// A row of a list.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct ListRow {
    /// What rules and the desk know it by, as a [`Button`]'s.
    pub id: String,
    /// What people read.
    pub label: String,
    /// More words about it.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub description: Option<String>,
}

impl ListRow {
    /// The most rows of one list: WhatsApp's limit.
    pub const MAX: usize = 10;
}

/// One card of a carousel.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct CarouselCard {
    /// Its headline.
    pub title: String,
    /// Words beneath it.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub text: Option<String>,
    /// The public https address of its picture.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub image: Option<String>,
    /// What may be pressed.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub buttons: Vec<Button>,
    /// A page that it leads to.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub link: Option<Link>,
}

impl CarouselCard {
    /// The most cards of one carousel: the limit of every channel that has them.
    pub const MAX: usize = 10;
}

/// A button that opens a page.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct Link {
    /// What people read on it.
    pub label: String,
    /// The https address.
    pub url: String,
}

/// A provider template with its blanks filled in.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct ProviderTemplate {
    /// The provider's name or id of it.
    pub name: String,
    /// The language it was approved in, as the provider writes it; empty where the provider asks for none.
    #[serde(default, skip_serializing_if = "String::is_empty")]
    pub language: String,
    /// What fills its blanks, in their order.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub fields: Vec<TemplateField>,
    /// What the contact reads, as far as the desk knows.
    pub text: String,
}

/// What fills one blank of a provider template.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct TemplateField {
    /// The name of the blank: `1`, `2`, … or a word.
    pub name: String,
    /// What stands there.
    pub value: String,
}

impl Button {
    /// The most buttons one choice may have; LINE's quick replies allow 13, its button templates 4.
    pub const MAX: usize = 13;
    /// The longest id in bytes. Telegram carries 64 bytes, some of which the adapter needs.
    pub const MAX_ID_BYTES: usize = 40;
}

impl Content {
    /// Words and nothing else.
    pub fn text(text: impl Into<String>) -> Self {
        Self::Text { text: text.into() }
    }

    /// The words in it that rules may match; empty if there are none.
    pub fn words(&self) -> &str {
        match self {
            Self::Text { text }
            | Self::Choice { text, .. }
            | Self::List { text, .. }
            | Self::Carousel { text, .. } => text,
            Self::Template(template) => &template.text,
            Self::Media(media) => media.caption.as_deref().unwrap_or_default(),
            Self::Sticker { text, .. } => text.as_deref().unwrap_or_default(),
            Self::Location { .. } | Self::Card { .. } | Self::Form { .. } | Self::Unsupported { .. } => "",
        }
    }

    /// What kind it is, in the word that rules and previews use.
    pub fn kind(&self) -> &'static str {
        match self {
            Self::Text { .. } => "text",
            Self::Media(media) => match media.kind {
                MediaKind::Image => "image",
                MediaKind::Video => "video",
                MediaKind::Audio => "audio",
                MediaKind::Voice => "voice",
                MediaKind::File => "file",
            },
            Self::Location { .. } => "location",
            Self::Sticker { .. } => "sticker",
            Self::Card { .. } => "contact",
            Self::Choice { .. } => "choice",
            Self::List { .. } => "list",
            Self::Carousel { .. } => "carousel",
            Self::Template(_) => "template",
            Self::Form { .. } => "form",
            Self::Unsupported { .. } => "unsupported",
        }
    }

    /// What may be pressed in it, at most [`Button::MAX`].
    pub fn offers(&self) -> Vec<Button> {
        match self {
            Self::Choice { buttons, .. } => buttons.clone(),
            Self::List { rows, .. } => rows.iter().map(ListRow::button).collect(),
            Self::Carousel { cards, .. } => {
                cards.iter().flat_map(|card| card.buttons.iter().cloned()).take(Button::MAX).collect()
            }
            _ => Vec::new(),
        }
    }

    /// The same as words, for a channel that lacks the element; `None` if words would not say it.
    ///
    /// What could be pressed stands there to be read, a file as its address.
    pub fn in_words(&self) -> Option<String> {
        let item = |label: &str| format!("・{label}");
        let lines: Vec<String> = match self {
            Self::Choice { text, buttons, .. } => {
                let labels = buttons.iter().map(|button| item(&button.label));
                std::iter::once(text.clone()).chain(labels).collect()
            }
            Self::List { text, rows, .. } => {
                std::iter::once(text.clone()).chain(rows.iter().map(|row| item(&row.in_words()))).collect()
            }
            Self::Carousel { text, cards } => {
                let cards = cards.iter().map(CarouselCard::in_words);
                std::iter::once(text.clone()).chain(cards).filter(|lines| !lines.is_empty()).collect()
            }
            Self::Media(Media { source: MediaSource::Url { url, .. }, name, caption, .. }) => {
                [caption, name, &Some(url.clone())].into_iter().flatten().cloned().collect()
            }
            Self::Location { title, address, latitude, longitude } => {
                let place = format!("https://www.google.com/maps/search/?api=1&query={latitude},{longitude}");
                [title.clone(), address.clone(), Some(place)].into_iter().flatten().collect()
            }
            Self::Card { name, phone } => std::iter::once(name.clone()).chain(phone.clone()).collect(),
            Self::Sticker { text: Some(text), .. } => vec![text.clone()],
            Self::Text { .. }
            | Self::Template(_)
            | Self::Sticker { text: None, .. }
            | Self::Media(_)
            | Self::Form { .. }
            | Self::Unsupported { .. } => return None,
        };
        Some(lines.join("\n")).filter(|words| !words.trim().is_empty())
    }

    /// The beginning of its words on one line, at most `graphemes` user-perceived characters and eight bytes for each;
    /// its kind in brackets if it has no words.
    pub fn preview(&self, graphemes: usize) -> String {
        let words = match self {
            // What was asked for comes last.
            Self::Form { fields } => fields.last().map_or("", |(_, answer)| answer),
            other => other.words(),
        };
        if words.trim().is_empty() {
            return format!("[{}]", self.kind());
        }
        cut(words, graphemes)
    }
}

impl ListRow {
    fn button(&self) -> Button {
        Button { id: self.id.clone(), label: self.label.clone() }
    }

    /// Its label and what is said about it, on one line.
    pub fn in_words(&self) -> String {
        match &self.description {
            Some(description) => format!("{}: {description}", self.label),
            None => self.label.clone(),
        }
    }
}

impl CarouselCard {
    fn in_words(&self) -> String {
        let buttons = self.buttons.iter().map(|button| format!("・{}", button.label));
        let link = self.link.iter().map(|link| format!("{} {}", link.label, link.url));
        let words = std::iter::once(self.title.clone()).chain(self.text.clone());
        words.chain(buttons).chain(link).collect::<Vec<_>>().join("\n")
    }
}

/// The first `graphemes` characters as people count them, white space made single spaces; `…` marks a cut.
///
/// Never longer than eight bytes for each character asked for (plus the mark), however many combining marks one
/// character carries (B-11).
pub fn cut(text: &str, graphemes: usize) -> String {
    let mut out = String::new();
    let mut rest =
        text.split_whitespace().flat_map(|word| [" ", word]).skip(1).flat_map(|w| w.graphemes(true));
    for _ in 0..graphemes {
        match rest.next() {
            Some(next) if out.len() + next.len() <= graphemes * 8 => out.push_str(next),
            Some(_) => return out + "…",
            None => return out,
        }
    }
    if rest.next().is_some() {
        out.push('…');
    }
    out
}

#[cfg(test)]
mod tests {
    use super::*;

    /// B-11
    #[test]
    fn a_preview_is_short_whatever_the_message_holds() {
        let marks = format!("a{}", "\u{301}".repeat(200_000));
        assert!(Content::text(marks).preview(40).len() <= 40 * 8 + "…".len());
        assert_eq!(Content::text("  two\nlines ").preview(40), "two lines");
        assert_eq!(Content::text("👨‍👩‍👧 family").preview(3), "👨‍👩‍👧 f…");
        assert_eq!(Content::text("あいうえお").preview(3), "あいう…");
        assert_eq!(Content::text(" \n").preview(3), "[text]");
    }

    /// CHN-11
    #[test]
    fn what_a_channel_lacks_is_said_in_words() {
        let button = |label: &str| Button { id: "x".into(), label: label.into() };
        let choice =
            Content::Choice { text: "Which?".into(), buttons: vec![button("A"), button("B")], quick: true };
        assert_eq!(choice.in_words().as_deref(), Some("Which?\n・A\n・B"));
        let row = ListRow { id: "s".into(), label: "Small".into(), description: Some("200 g".into()) };
        let list = Content::List { text: "Size?".into(), open: None, rows: vec![row] };
        assert_eq!(list.in_words().as_deref(), Some("Size?\n・Small: 200 g"));
        let card = CarouselCard {
            title: "Beans".into(),
            text: Some("from Kenya".into()),
            image: None,
            buttons: vec![button("Order")],
            link: Some(Link { label: "More".into(), url: "https://shop.example.com/1".into() }),
        };
        let carousel = Content::Carousel { text: String::new(), cards: vec![card] };
        assert_eq!(
            carousel.in_words().as_deref(),
            Some("Beans\nfrom Kenya\n・Order\nMore https://shop.example.com/1")
        );
        let nothing = Content::Sticker { id: "1/2".into(), text: None };
        assert_eq!(nothing.in_words(), None);
    }
}
