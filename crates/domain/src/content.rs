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
            Self::Text { text } | Self::Choice { text, .. } => text,
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
            Self::Form { .. } => "form",
            Self::Unsupported { .. } => "unsupported",
        }
    }

    /// The beginning of its words on one line, at most `graphemes` user-perceived characters and eight bytes for each;
    /// its kind in brackets if it has no words.
    pub fn preview(&self, graphemes: usize) -> String {
        let words = self.words();
        if words.trim().is_empty() {
            return format!("[{}]", self.kind());
        }
        cut(words, graphemes)
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
}
