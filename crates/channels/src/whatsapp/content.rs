//! What stands in a WhatsApp message.
//!
//! Source: <https://developers.facebook.com/docs/whatsapp/cloud-api/webhooks/reference/messages> (read 2026-11).

use domain::{Content, Media, MediaKind, MediaSource};
use serde::Deserialize;

/// The members of a message that this desk shows; the one named by `type` is there.
#[derive(Deserialize)]
pub(super) struct Contents {
    text: Option<Text>,
    image: Option<File>,
    video: Option<File>,
    audio: Option<File>,
    document: Option<File>,
    sticker: Option<Sticker>,
    location: Option<Location>,
    contacts: Option<Vec<Card>>,
    unsupported: Option<Unsupported>,
}

#[derive(Deserialize)]
struct Text {
    body: String,
}

#[derive(Deserialize)]
struct File {
    id: String,
    mime_type: Option<String>,
    caption: Option<String>,
    filename: Option<String>,
    #[serde(default)]
    voice: bool,
}

#[derive(Deserialize)]
struct Sticker {
    id: String,
}

#[derive(Deserialize)]
struct Location {
    latitude: f64,
    longitude: f64,
    name: Option<String>,
    address: Option<String>,
}

#[derive(Deserialize)]
struct Card {
    name: Option<CardName>,
    #[serde(default)]
    phones: Vec<Phone>,
}

#[derive(Deserialize)]
struct CardName {
    formatted_name: Option<String>,
    first_name: Option<String>,
}

#[derive(Deserialize)]
struct Phone {
    phone: Option<String>,
    wa_id: Option<String>,
}

#[derive(Deserialize)]
struct Unsupported {
    r#type: Option<String>,
}

impl Contents {
    /// What a message of this type says, and whether that is all of it.
    pub fn read(self, kind: &str) -> (Content, bool) {
        let unsupported = self.unsupported.as_ref().and_then(|unsupported| unsupported.r#type.clone());
        let several = self.contacts.as_ref().is_some_and(|cards| cards.len() > 1);
        match self.known(kind) {
            Some(content) => (content, !several),
            None => (Content::Unsupported { kind: unsupported.unwrap_or_else(|| kind.to_owned()) }, false),
        }
    }

    fn known(self, kind: &str) -> Option<Content> {
        Some(match kind {
            "text" => Content::text(self.text?.body),
            "image" => self.image?.show(MediaKind::Image),
            "video" => self.video?.show(MediaKind::Video),
            "audio" => {
                let audio = self.audio?;
                let kind = if audio.voice { MediaKind::Voice } else { MediaKind::Audio };
                audio.show(kind)
            }
            "document" => self.document?.show(MediaKind::File),
            "sticker" => Content::Sticker { id: self.sticker?.id, text: None },
            "location" => {
                let Location { latitude, longitude, name, address } = self.location?;
                Content::Location { title: name, address, latitude, longitude }
            }
            "contacts" => cards(self.contacts?)?,
            _ => return None,
        })
    }
}

impl File {
    fn show(self, kind: MediaKind) -> Content {
        Content::Media(Media {
            kind,
            // The address in the webhook dies after five minutes and wants our token; the id lives for seven days.
            source: MediaSource::Provider { id: self.id },
            name: self.filename,
            mime: self.mime_type,
            size_bytes: None,
            duration_ms: None,
            caption: self.caption,
            album: None,
        })
    }
}

/// The cards as one: all names, and the first number.
fn cards(cards: Vec<Card>) -> Option<Content> {
    let (mut names, mut phones) = (Vec::new(), Vec::new());
    for Card { name, phones: numbers } in cards {
        names.extend(name.and_then(|name| name.formatted_name.or(name.first_name)));
        phones.extend(numbers.into_iter().filter_map(|Phone { phone, wa_id }| phone.or(wa_id)));
    }
    let phone = phones.into_iter().next();
    (!names.is_empty() || phone.is_some()).then(|| Content::Card { name: names.join(", "), phone })
}
