//! Which types of files a provider takes, where it is choosy.

use domain::ChannelKind;

use crate::{Carries, capabilities};

/// Whether the channel shows a file of this type. What it carries as a link may be of any type.
///
/// Sources (read 2026-11): <https://developers.line.biz/en/reference/messaging-api/#image-message>,
/// <https://core.telegram.org/bots/api#sending-files>,
/// <https://developers.facebook.com/docs/whatsapp/cloud-api/reference/media#supported-media-types>,
/// <https://developers.facebook.com/docs/messenger-platform/instagram/features/send-message>.
pub fn takes_type(kind: ChannelKind, mime: &str) -> bool {
    let limits = capabilities(kind);
    let carries = match mime.split('/').next() {
        Some("image") => limits.image,
        Some("video") => limits.video,
        Some("audio") => limits.audio,
        _ => limits.file,
    };
    if carries == Carries::AsLink {
        return true;
    }
    match kind {
        ChannelKind::Line => !matches!(mime, "image/webp" | "image/gif"),
        ChannelKind::Whatsapp => !matches!(mime, "image/webp" | "image/gif" | "audio/webm"),
        ChannelKind::Messenger | ChannelKind::Instagram => !matches!(mime, "image/webp" | "audio/webm"),
        ChannelKind::Telegram | ChannelKind::Web | ChannelKind::Wechat => true,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// THR-13, CHN-12: pictures from cameras and screens go everywhere.
    #[test]
    fn every_channel_takes_plain_pictures() {
        for kind in ChannelKind::ALL {
            assert!(takes_type(kind, "image/jpeg") && takes_type(kind, "image/png"), "{kind}");
        }
        assert!(!takes_type(ChannelKind::Line, "image/webp"));
        assert!(takes_type(ChannelKind::Line, "application/pdf"), "as a link");
    }
}
