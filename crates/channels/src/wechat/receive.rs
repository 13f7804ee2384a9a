//! What WeChat tells.
//!
//! Source: <https://developers.weixin.qq.com/doc/offiaccount/en/Message_Management/Receiving_standard_messages.html>
//! (read 2026-11).

use domain::{
    About, Content, FailReason, Media, MediaKind, MediaSource, News, Parsed, Party, Receipt, Says, Timestamp,
    WebhookEvent,
};

use super::xml::{Texts, texts};
use crate::Unreadable;
use crate::request::refusal;

pub(super) fn read(body: &[u8], original_id: Option<&str>) -> Result<Parsed, Unreadable> {
    let texts = texts(body)?;
    let get = |name: &str| texts.get(name).map(String::as_str).filter(|text| !text.is_empty());
    if original_id.is_some() && get("ToUserName") != original_id {
        return Err(Unreadable::Misrouted);
    }
    let raw = || String::from_utf8_lossy(body).into_owned();
    let undecodable = |why: &str| Parsed::Undecodable { why: why.to_owned(), raw: raw() };
    let (Some(from), Some(kind)) = (get("FromUserName"), get("MsgType")) else {
        return Ok(undecodable("it does not say who wrote it or what it is"));
    };
    let Some(at) = get("CreateTime").and_then(|time| time.parse().ok()).map(Timestamp::from_seconds) else {
        return Ok(undecodable("it has no time"));
    };
    let (id, news, whole) = if kind == "event" {
        let event = get("Event").unwrap_or_default().to_ascii_lowercase();
        let about = get("EventKey").unwrap_or_default();
        if let (Some(message), "templatesendjobfinish") = (get("MsgID"), event.as_str()) {
            let about = About::Message { thread: format!("user:{from}"), message: message.to_owned() };
            let says = finished(get("Status").unwrap_or_default());
            return Ok(Parsed::Receipt(Receipt { about, at, says }));
        }
        let Some(news) = event_news(&event, about) else {
            return Ok(Parsed::Ignored(format!("{event:.40}")));
        };
        (format!("{from}:{}:{event}:{about}", at.as_seconds()), news, true)
    } else {
        let Some(id) = get("MsgId") else { return Ok(undecodable("it has no id")) };
        let (news, whole) = message_news(id, kind, &texts);
        (id.to_owned(), news, whole)
    };
    Ok(Parsed::Event(Box::new(WebhookEvent {
        id,
        at,
        untimed: false,
        party: Party {
            thread: format!("user:{from}"),
            address: from.to_owned(),
            sender: None,
            name: None,
            language: None,
        },
        news,
        reply_token: None,
        standby: false,
        raw: (!whole).then(raw),
    })))
}

/// What became of a template message.
fn finished(status: &str) -> Says {
    match status {
        "success" => Says::Delivered,
        status if status.contains("user block") => Says::Failed(FailReason::Unreachable),
        status => Says::Failed(refusal(status)),
    }
}

/// What an event means; `None` if nothing here. WeChat writes its names in capitals or not.
fn event_news(event: &str, about: &str) -> Option<News> {
    let followed = |referral: &str| News::Followed {
        unblocked: false,
        referral: (!referral.is_empty()).then(|| referral.to_owned()),
    };
    Some(match event {
        "subscribe" => followed(about.strip_prefix("qrscene_").unwrap_or(about)),
        // A follower comes by a code again.
        "scan" => followed(about),
        "unsubscribe" => News::Unfollowed,
        "click" => News::Tapped {
            button: about.to_owned(),
            label: None,
            params: None,
            message: None,
            callback: None,
        },
        _ => return None,
    })
}

/// What a message says, and whether that is all of it.
fn message_news(id: &str, kind: &str, texts: &Texts) -> (News, bool) {
    let get = |name: &str| texts.get(name).filter(|text| !text.is_empty()).cloned();
    if let (Some(button), "text") = (get("bizmsgmenuid"), kind) {
        let label = get("Content");
        return (News::Tapped { button, label, params: None, message: None, callback: None }, true);
    }
    let (content, whole) = match content(kind, &get) {
        Some(content) => (content, kind != "link"),
        None => (Content::Unsupported { kind: kind.to_owned() }, false),
    };
    let news =
        News::Message { message: id.to_owned(), content, quotes: None, quote_token: None, read_token: None };
    (news, whole)
}

fn content(kind: &str, get: &impl Fn(&str) -> Option<String>) -> Option<Content> {
    let media = |kind, mime: Option<&str>, caption| {
        Some(Content::Media(Media {
            kind,
            // Good for three days.
            source: MediaSource::Provider { id: get("MediaId")? },
            name: None,
            mime: mime.map(str::to_owned),
            size_bytes: None,
            duration_ms: None,
            caption,
            album: None,
        }))
    };
    match kind {
        "text" => Some(Content::text(get("Content")?)),
        "image" => media(MediaKind::Image, None, None),
        // What WeChat heard in it, where the account has that.
        "voice" => {
            let mime = if get("Format").as_deref() == Some("amr") { Some("audio/amr") } else { None };
            media(MediaKind::Voice, mime, get("Recognition"))
        }
        "video" | "shortvideo" => media(MediaKind::Video, None, None),
        "location" => Some(Content::Location {
            title: None,
            address: get("Label"),
            latitude: get("Location_X")?.parse().ok()?,
            longitude: get("Location_Y")?.parse().ok()?,
        }),
        "link" => {
            let url = get("Url")?;
            Some(Content::text(get("Title").map_or_else(|| url.clone(), |title| format!("{title}\n{url}"))))
        }
        _ => None,
    }
}
