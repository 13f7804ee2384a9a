//! What operators put together to say: one bubble at a time.

use std::collections::BTreeMap;

use domain::{
    Button, CarouselCard, ChannelKind, Content, Conversation, Link, ListRow, Media, MediaKind, MediaSource,
    OperatorId,
};
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

use super::{short, visible};
use crate::api::Api;
use crate::api::access::Caller;
use crate::problem::{Kind, Problem};
use crate::service::Service;
use crate::uploads;

/// The longest text of a reply or a note, in characters.
pub(in crate::api) const TEXT_CHARS: usize = 20_000;
/// The most contents of one reply.
pub(super) const MAX_CONTENTS: usize = 10;
/// The most pictures of one reply (CMP-02).
pub(super) const MAX_IMAGES: usize = 3;
/// The longest address of a file, in bytes; LINE's own limit.
const URL_BYTES: usize = 2_000;
/// The longest label of a button, in characters; LINE's own limit.
const LABEL_CHARS: usize = 20;
/// The longest label of a row, in characters; WhatsApp's own limit.
const ROW_CHARS: usize = 24;
/// The longest words about a row or on a card, in characters. Channels have shorter limits of their own.
const WORDS_CHARS: usize = 160;
/// The longest words beneath an uploaded file, in characters: what every channel that has captions takes.
const CAPTION_CHARS: usize = 1_000;
/// The longest name of a file, in characters.
const NAME_CHARS: usize = 200;
/// The longest value for a blank of a provider template, in characters.
const BLANK_CHARS: usize = 1_000;

/// One bubble that an operator sends.
#[derive(Debug, Serialize, Deserialize, ToSchema)]
#[serde(tag = "type", rename_all = "snake_case", deny_unknown_fields)]
pub(in crate::api) enum Outgoing {
    /// Words, at most 20,000 characters; what exceeds the channel's limit is split.
    Text {
        /// The words.
        text: String,
    },
    /// A picture at a public https address.
    Image {
        /// The address.
        url: String,
        /// A smaller picture of it.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        preview: Option<String>,
        /// Words beneath it.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        caption: Option<String>,
    },
    /// A file that the caller has uploaded with `POST /v1/uploads`.
    Upload(OutgoingUpload),
    /// A film, sound or any other file at a public https address.
    File(OutgoingFile),
    /// A place.
    Location {
        /// Its name.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        title: Option<String>,
        /// Its address.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        address: Option<String>,
        /// Degrees north.
        latitude: f64,
        /// Degrees east.
        longitude: f64,
    },
    /// Words with buttons beneath, at most 13.
    Choice {
        /// The question.
        text: String,
        /// What may be picked.
        buttons: Vec<OutgoingButton>,
        /// Whether the buttons vanish with the next message.
        #[serde(default)]
        quick: bool,
    },
    /// Words with a list to pick one of at most 10 rows from.
    List {
        /// The question.
        text: String,
        /// What opens the list, where it has to be opened; the channel's own words if it is left out.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        open: Option<String>,
        /// The rows.
        rows: Vec<OutgoingRow>,
    },
    /// At most 10 cards side by side.
    Carousel {
        /// Words before the cards.
        #[serde(default)]
        text: String,
        /// The cards.
        cards: Vec<OutgoingCard>,
    },
    /// A provider template of the inbox with its blanks filled in.
    Template {
        /// Its name.
        name: String,
        /// The language, where the inbox has it in several.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        language: Option<String>,
        /// What fills its blanks, by name.
        #[serde(default)]
        values: BTreeMap<String, String>,
    },
}

/// A film, sound or any other file.
#[derive(Debug, Serialize, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub(in crate::api) struct OutgoingFile {
    /// What it is.
    kind: OutgoingKind,
    /// Its public https address.
    url: String,
    /// Its name, as people read it.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    name: Option<String>,
    /// A picture of it; LINE shows a film only with one.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    preview: Option<String>,
    /// Its length in milliseconds; LINE plays sound only with it.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    duration_ms: Option<u64>,
    /// Words beneath it.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    caption: Option<String>,
}

/// A file that the caller has uploaded.
#[derive(Debug, Serialize, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub(in crate::api) struct OutgoingUpload {
    /// Its id.
    upload: String,
    /// The id of a smaller picture of it; LINE shows films only with one.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    preview: Option<String>,
    /// Words beneath it, at most 1,000 characters; a message of their own where the channel has no captions.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    caption: Option<String>,
}

/// Kinds of files.
#[derive(Debug, Clone, Copy, Serialize, Deserialize, ToSchema)]
#[serde(rename_all = "snake_case")]
enum OutgoingKind {
    /// A film.
    Video,
    /// Sound.
    Audio,
    /// Any other file.
    File,
}

/// Something to press.
#[derive(Debug, Serialize, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub(in crate::api) struct OutgoingButton {
    /// What rules know it by: at most 40 bytes.
    id: String,
    /// What people read on it: at most 20 characters.
    label: String,
}

/// A row of a list.
#[derive(Debug, Serialize, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub(in crate::api) struct OutgoingRow {
    /// What rules know it by: at most 40 bytes.
    id: String,
    /// What people read: at most 24 characters.
    label: String,
    /// More words about it.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    description: Option<String>,
}

/// One card of a carousel.
#[derive(Debug, Serialize, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub(in crate::api) struct OutgoingCard {
    /// Its headline.
    title: String,
    /// Words beneath it.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    text: Option<String>,
    /// The public https address of its picture.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    image: Option<String>,
    /// What may be pressed.
    #[serde(default)]
    buttons: Vec<OutgoingButton>,
    /// A page that it leads to.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    link: Option<OutgoingLink>,
}

/// A button that opens a page.
#[derive(Debug, Serialize, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub(in crate::api) struct OutgoingLink {
    /// What people read on it: at most 20 characters.
    label: String,
    /// The https address.
    url: String,
}

impl Outgoing {
    /// The content that it stands for. `n` is its place among the contents, for what is said of a mistake.
    pub(super) async fn content(
        &self,
        n: usize,
        api: &Api,
        caller: &Caller,
        conversation: &Conversation,
    ) -> Result<Content, Problem> {
        let at = |field: &str| format!("contents[{n}].{field}");
        Ok(match self {
            Self::Text { text } => {
                visible(&at("text"), text, TEXT_CHARS)?;
                Content::text(text)
            }
            Self::Image { url, preview, caption } => {
                public(&at("url"), Some(url))?;
                public(&at("preview"), preview.as_ref())?;
                optional(&at("caption"), caption.as_ref(), TEXT_CHARS)?;
                let caption = caption.clone();
                Content::Media(Media { caption, ..media(MediaKind::Image, url, preview.as_ref()) })
            }
            Self::Upload(file) => {
                file.content(&at, &api.service, &caller.operator.id, conversation.channel).await?
            }
            Self::File(file) => file.content(&at)?,
            Self::Location { title, address, latitude, longitude } => {
                optional(&at("title"), title.as_ref(), NAME_CHARS)?;
                optional(&at("address"), address.as_ref(), NAME_CHARS)?;
                if !(-90.0..=90.0).contains(latitude) || !(-180.0..=180.0).contains(longitude) {
                    return Err(Problem::field(at("latitude"), "there is no such place on earth"));
                }
                Content::Location {
                    title: title.clone(),
                    address: address.clone(),
                    latitude: *latitude,
                    longitude: *longitude,
                }
            }
            Self::Choice { text, buttons, quick } => {
                visible(&at("text"), text, TEXT_CHARS)?;
                if !(1..=Button::MAX).contains(&buttons.len()) {
                    return Err(Problem::field(at("buttons"), "a choice has 1 to 13 buttons"));
                }
                let buttons = all(&at("buttons"), buttons)?;
                Content::Choice { text: text.clone(), buttons, quick: *quick }
            }
            Self::List { text, open, rows } => {
                visible(&at("text"), text, TEXT_CHARS)?;
                optional(&at("open"), open.as_ref(), LABEL_CHARS)?;
                if !(1..=ListRow::MAX).contains(&rows.len()) {
                    return Err(Problem::field(at("rows"), "a list has 1 to 10 rows"));
                }
                let row = |(r, row): (usize, &OutgoingRow)| row.row(&at(&format!("rows[{r}]")));
                let rows = rows.iter().enumerate().map(row).collect::<Result<_, _>>()?;
                Content::List { text: text.clone(), open: open.clone(), rows }
            }
            Self::Carousel { text, cards } => {
                short(&at("text"), text, TEXT_CHARS)?;
                if !(1..=CarouselCard::MAX).contains(&cards.len()) {
                    return Err(Problem::field(at("cards"), "a carousel has 1 to 10 cards"));
                }
                let card = |(c, card): (usize, &OutgoingCard)| card.card(&at(&format!("cards[{c}]")));
                let cards = cards.iter().enumerate().map(card).collect::<Result<_, _>>()?;
                Content::Carousel { text: text.clone(), cards }
            }
            Self::Template { name, language, values } => {
                for value in values.values() {
                    short(&at("values"), value, BLANK_CHARS)?;
                }
                let known = api
                    .service
                    .connection(&conversation.inbox)
                    .map(|connection| &connection.provider_templates);
                let template = known.into_iter().flatten().find(|template| {
                    template.name == *name && language.as_ref().is_none_or(|it| *it == template.language)
                });
                let Some(template) = template else {
                    return Err(Problem::unknown(&at("name"), "this inbox has no such provider template"));
                };
                Content::Template(template.fill(values).map_err(|blank| {
                    let detail = format!("give one value for each blank of the template; look at {blank:?}");
                    Problem::field(at("values"), detail)
                })?)
            }
        })
    }
}

impl OutgoingUpload {
    /// The file as the channel can show it (CHN-12).
    async fn content(
        &self,
        at: &(dyn Fn(&str) -> String + Sync),
        service: &Service,
        operator: &OperatorId,
        channel: ChannelKind,
    ) -> Result<Content, Problem> {
        let Self { upload, preview, caption } = self;
        let unknown =
            |field: &str| Problem::unknown(&at(field), "you have uploaded no such file, or too long ago");
        let file = service.upload_of(operator, upload).await?.ok_or_else(|| unknown("upload"))?;
        if !channels::takes_type(channel, &file.mime) {
            let detail = format!("{channel} does not show files of the type {}", file.mime);
            return Err(Problem::because(Kind::CannotCarry, detail).at(at("upload")));
        }
        if let Some(preview) = preview {
            let smaller = service.upload_of(operator, preview).await?.ok_or_else(|| unknown("preview"))?;
            if uploads::kind_of(&smaller.mime) != MediaKind::Image {
                return Err(Problem::field(at("preview"), "it must be a picture"));
            }
        }
        optional(&at("caption"), caption.as_ref(), CAPTION_CHARS)?;
        // The web messenger fetches it from the desk itself, a provider from its public address.
        let source = if channel.delivers_by_storing() {
            MediaSource::Upload { id: upload.clone() }
        } else {
            let url = |id: &String| service.file_url(id);
            MediaSource::Url { url: url(upload), preview: preview.as_ref().map(url) }
        };
        let media = uploads::media(source, file.name, file.mime, file.size_bytes);
        Ok(Content::Media(Media { caption: caption.clone(), ..media }))
    }
}

impl OutgoingFile {
    fn content(&self, at: &dyn Fn(&str) -> String) -> Result<Content, Problem> {
        public(&at("url"), Some(&self.url))?;
        public(&at("preview"), self.preview.as_ref())?;
        optional(&at("name"), self.name.as_ref(), NAME_CHARS)?;
        optional(&at("caption"), self.caption.as_ref(), TEXT_CHARS)?;
        let kind = match self.kind {
            OutgoingKind::Video => MediaKind::Video,
            OutgoingKind::Audio => MediaKind::Audio,
            OutgoingKind::File => MediaKind::File,
        };
        Ok(Content::Media(Media {
            name: self.name.clone(),
            duration_ms: self.duration_ms,
            caption: self.caption.clone(),
            ..media(kind, &self.url, self.preview.as_ref())
        }))
    }
}

impl OutgoingButton {
    fn button(&self, at: &str) -> Result<Button, Problem> {
        id(at, &self.id)?;
        visible(&format!("{at}.label"), &self.label, LABEL_CHARS)?;
        Ok(Button { id: self.id.clone(), label: self.label.clone() })
    }
}

impl OutgoingRow {
    fn row(&self, at: &str) -> Result<ListRow, Problem> {
        id(at, &self.id)?;
        visible(&format!("{at}.label"), &self.label, ROW_CHARS)?;
        optional(&format!("{at}.description"), self.description.as_ref(), WORDS_CHARS)?;
        let (id, label) = (self.id.clone(), self.label.clone());
        Ok(ListRow { id, label, description: self.description.clone() })
    }
}

impl OutgoingCard {
    fn card(&self, at: &str) -> Result<CarouselCard, Problem> {
        visible(&format!("{at}.title"), &self.title, WORDS_CHARS)?;
        optional(&format!("{at}.text"), self.text.as_ref(), WORDS_CHARS)?;
        public(&format!("{at}.image"), self.image.as_ref())?;
        if let Some(link) = &self.link {
            visible(&format!("{at}.link.label"), &link.label, LABEL_CHARS)?;
            public(&format!("{at}.link.url"), Some(&link.url))?;
        }
        let link = |link: &OutgoingLink| Link { label: link.label.clone(), url: link.url.clone() };
        Ok(CarouselCard {
            title: self.title.clone(),
            text: self.text.clone(),
            image: self.image.clone(),
            buttons: all(&format!("{at}.buttons"), &self.buttons)?,
            link: self.link.as_ref().map(link),
        })
    }
}

fn all(at: &str, buttons: &[OutgoingButton]) -> Result<Vec<Button>, Problem> {
    buttons.iter().enumerate().map(|(b, button)| button.button(&format!("{at}[{b}]"))).collect()
}

fn id(at: &str, id: &str) -> Result<(), Problem> {
    if id.is_empty() || id.len() > Button::MAX_ID_BYTES {
        return Err(Problem::field(format!("{at}.id"), "an id has 1 to 40 bytes"));
    }
    Ok(())
}

fn optional(at: &str, words: Option<&String>, most: usize) -> Result<(), Problem> {
    words.map_or(Ok(()), |words| visible(at, words, most))
}

fn public(at: &str, url: Option<&String>) -> Result<(), Problem> {
    let public = |url: &String| url.starts_with("https://") && url.len() <= URL_BYTES && url.is_ascii();
    if url.is_some_and(|url| !public(url)) {
        return Err(Problem::field(at, "it must be an https address of at most 2,000 bytes"));
    }
    Ok(())
}

fn media(kind: MediaKind, url: &str, preview: Option<&String>) -> Media {
    Media {
        kind,
        source: MediaSource::Url { url: url.to_owned(), preview: preview.cloned() },
        name: None,
        mime: None,
        size_bytes: None,
        duration_ms: None,
        caption: None,
        album: None,
    }
}
