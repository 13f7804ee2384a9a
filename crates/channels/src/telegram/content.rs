//! What stands in a Telegram message.
//!
//! Source: <https://core.telegram.org/bots/api#message> (read 2026-11).

use std::collections::BTreeMap;

use domain::{Content, Media, MediaKind, MediaSource};
use serde::Deserialize;
use serde_json::value::RawValue;

/// The members of a message that this desk shows. At most one group of them is there.
#[derive(Deserialize)]
pub(super) struct Contents {
    text: Option<String>,
    caption: Option<String>,
    media_group_id: Option<String>,
    #[serde(default)]
    photo: Vec<File>,
    animation: Option<File>,
    video: Option<File>,
    video_note: Option<File>,
    voice: Option<File>,
    audio: Option<File>,
    document: Option<File>,
    sticker: Option<Sticker>,
    venue: Option<Venue>,
    location: Option<Location>,
    contact: Option<Card>,
    /// A post of the channel that a discussion group belongs to.
    #[serde(default)]
    pub(super) is_automatic_forward: bool,
}

#[derive(Deserialize)]
#[allow(clippy::struct_field_names, reason = "they are Telegram's")]
struct File {
    file_id: String,
    file_size: Option<u64>,
    file_name: Option<String>,
    mime_type: Option<String>,
    /// In seconds.
    duration: Option<u64>,
}

#[derive(Deserialize)]
struct Sticker {
    file_id: String,
    emoji: Option<String>,
}

#[derive(Deserialize)]
struct Location {
    latitude: f64,
    longitude: f64,
}

#[derive(Deserialize)]
struct Venue {
    location: Location,
    title: Option<String>,
    address: Option<String>,
}

#[derive(Deserialize)]
struct Card {
    phone_number: Option<String>,
    first_name: Option<String>,
    last_name: Option<String>,
}

impl Contents {
    /// What it says; `None` if it holds nothing of all this.
    pub(super) fn read(mut self) -> Option<Content> {
        if let Some(text) = self.text {
            return Some(Content::Text { text });
        }
        // The sizes of a photo stand from small to large. An animation is a document too, a live photo a photo.
        let file = [
            (MediaKind::Image, self.photo.pop()),
            (MediaKind::Video, self.animation),
            (MediaKind::Video, self.video),
            (MediaKind::Video, self.video_note),
            (MediaKind::Voice, self.voice),
            (MediaKind::Audio, self.audio),
            (MediaKind::File, self.document),
        ];
        if let Some((kind, file)) = file.into_iter().find_map(|(kind, file)| Some((kind, file?))) {
            return Some(Content::Media(Media {
                kind,
                source: MediaSource::Provider { id: file.file_id },
                name: file.file_name,
                mime: file.mime_type,
                size_bytes: file.file_size,
                duration_ms: file.duration.map(|seconds| seconds.saturating_mul(1000)),
                caption: self.caption,
                album: self.media_group_id,
            }));
        }
        if let Some(Sticker { file_id, emoji }) = self.sticker {
            return Some(Content::Sticker { id: file_id, text: emoji });
        }
        // A venue sets the location too.
        let place = match (self.venue, self.location) {
            (Some(venue), _) => Some((venue.title, venue.address, venue.location)),
            (None, location) => location.map(|location| (None, None, location)),
        };
        if let Some((title, address, Location { latitude, longitude })) = place {
            return Some(Content::Location { title, address, latitude, longitude });
        }
        let Card { phone_number, first_name, last_name } = self.contact?;
        let name: Vec<_> = [first_name, last_name].into_iter().flatten().collect();
        Some(Content::Card { name: name.join(" "), phone: phone_number })
    }
}

/// The name of a content that is not shown; `None` for a service message, which no customer wrote.
///
/// A member that is neither known as part of every message nor as a service is taken for a new kind of content: it is
/// better to show something that nobody wrote than to hide something that somebody did.
pub(super) fn placeholder(raw: &str) -> Option<Content> {
    let members: BTreeMap<String, &RawValue> = serde_json::from_str(raw).ok()?;
    let kind = members.into_keys().find(|name| !is_about_the_message(name) && !is_service(name))?;
    Some(Content::Unsupported { kind })
}

fn is_about_the_message(name: &str) -> bool {
    matches!(
        name,
        "message_id"
            | "message_thread_id"
            | "direct_messages_topic"
            | "from"
            | "sender_chat"
            | "sender_boost_count"
            | "sender_business_bot"
            | "sender_tag"
            | "date"
            | "edit_date"
            | "business_connection_id"
            | "chat"
            | "forward_origin"
            | "is_topic_message"
            | "is_automatic_forward"
            | "reply_to_message"
            | "external_reply"
            | "quote"
            | "reply_to_story"
            | "reply_to_checklist_task_id"
            | "reply_markup"
            | "via_bot"
            | "has_protected_content"
            | "is_from_offline"
            | "is_paid_post"
            | "media_group_id"
            | "author_signature"
            | "paid_star_count"
            | "entities"
            | "link_preview_options"
            | "effect_id"
            | "caption"
            | "caption_entities"
            | "show_caption_above_media"
            | "has_media_spoiler"
            | "suggested_post_info"
    )
}

fn is_service(name: &str) -> bool {
    const BEGINNINGS: [&str; 8] = [
        "forum_topic_",
        "general_forum_topic_",
        "video_chat_",
        "giveaway_",
        "migrate_",
        "suggested_post_",
        "checklist_tasks_",
        "paid_message_",
    ];
    BEGINNINGS.iter().any(|beginning| name.starts_with(beginning))
        || matches!(
            name,
            "new_chat_members"
                | "new_chat_member"
                | "new_chat_participant"
                | "left_chat_member"
                | "left_chat_participant"
                | "new_chat_title"
                | "new_chat_photo"
                | "delete_chat_photo"
                | "group_chat_created"
                | "supergroup_chat_created"
                | "channel_chat_created"
                | "message_auto_delete_timer_changed"
                | "pinned_message"
                | "successful_payment"
                | "refunded_payment"
                | "users_shared"
                | "chat_shared"
                | "gift"
                | "unique_gift"
                | "connected_website"
                | "write_access_allowed"
                | "passport_data"
                | "proximity_alert_triggered"
                | "boost_added"
                | "chat_background_set"
                | "checklist_tasks_done"
                | "direct_message_price_changed"
        )
}
