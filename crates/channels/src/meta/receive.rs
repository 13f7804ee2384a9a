//! What pages and Instagram accounts are told: the `messaging` events, which both have in common.
//!
//! Source: <https://developers.facebook.com/docs/messenger-platform/reference/webhook-events> (read 2026-11).

use domain::{
    About, ChannelKind, Content, Media, MediaKind, MediaSource, News, Parsed, Party, Receipt, Reference,
    Says, Timestamp, WebhookEvent,
};
use serde::Deserialize;
use serde_json::value::RawValue;

use crate::Unreadable;
use crate::json::{Number, guard, is_absent};

/// The sticker ids of the thumb that the app offers beside the words, in its three sizes.
const THUMBS_UP: [u64; 3] = [369_239_263_222_822, 369_239_343_222_814, 369_239_383_222_810];

#[derive(Deserialize)]
struct Envelope<'a> {
    object: String,
    #[serde(borrow, default)]
    entry: Vec<&'a RawValue>,
}

#[derive(Deserialize)]
struct Entry<'a> {
    id: String,
    #[serde(borrow, default)]
    messaging: Vec<&'a RawValue>,
    #[serde(borrow, default)]
    standby: Vec<&'a RawValue>,
    #[serde(borrow, default)]
    changes: Vec<&'a RawValue>,
}

/// What every event has; read before the rest, so that a strange rest can still be given to its thread.
#[derive(Deserialize)]
struct Head {
    sender: Option<Id>,
    recipient: Option<Id>,
    timestamp: Option<Number>,
}

#[derive(Deserialize)]
struct Id {
    id: Option<String>,
}

/// The one member that says what an event is.
#[derive(Deserialize)]
struct Rest<'a> {
    #[serde(borrow)]
    message: Option<Message<'a>>,
    #[serde(borrow)]
    postback: Option<Postback<'a>>,
    reaction: Option<Reaction>,
    message_edit: Option<Edit>,
    read: Option<Read>,
    delivery: Option<Delivery>,
    referral: Option<Referral>,
}

#[derive(Deserialize)]
struct Message<'a> {
    mid: String,
    text: Option<String>,
    #[serde(borrow, default)]
    attachments: Vec<&'a RawValue>,
    quick_reply: Option<QuickReply>,
    #[serde(borrow)]
    reply_to: Option<ReplyTo<'a>>,
    #[serde(borrow)]
    referral: Option<&'a RawValue>,
    #[serde(default)]
    is_echo: bool,
    #[serde(default)]
    is_deleted: bool,
    #[serde(default)]
    is_unsupported: bool,
    metadata: Option<String>,
}

#[derive(Deserialize)]
struct QuickReply {
    payload: Option<String>,
}

#[derive(Deserialize)]
struct ReplyTo<'a> {
    mid: Option<String>,
    #[serde(borrow)]
    story: Option<&'a RawValue>,
}

#[derive(Deserialize)]
struct Attachment {
    r#type: String,
    payload: Option<Payload>,
}

#[derive(Deserialize)]
struct Payload {
    url: Option<String>,
    title: Option<String>,
    sticker_id: Option<u64>,
    coordinates: Option<Coordinates>,
}

#[derive(Deserialize)]
struct Coordinates {
    lat: f64,
    long: f64,
}

#[derive(Deserialize)]
struct Postback<'a> {
    mid: Option<String>,
    title: Option<String>,
    payload: Option<String>,
    #[serde(borrow)]
    referral: Option<&'a RawValue>,
}

#[derive(Deserialize)]
#[allow(clippy::struct_field_names, reason = "they are Meta's")]
struct Reaction {
    mid: String,
    action: String,
    emoji: Option<String>,
    reaction: Option<String>,
}

#[derive(Deserialize)]
#[allow(clippy::struct_field_names, reason = "they are Meta's")]
struct Edit {
    mid: String,
    text: Option<String>,
    num_edit: Option<Number>,
}

#[derive(Deserialize)]
struct Read {
    /// Instagram: the newest message that was read.
    mid: Option<String>,
    /// Messenger: the time up to which everything was read.
    watermark: Option<Number>,
}

#[derive(Deserialize)]
struct Delivery {
    #[serde(default)]
    mids: Vec<String>,
    watermark: Option<Number>,
}

#[derive(Deserialize)]
struct Referral {
    r#ref: Option<String>,
}

/// Reads a webhook of an account of this kind; `object` is what Meta calls the kind.
pub(crate) fn read(
    kind: ChannelKind,
    object: &str,
    account: &str,
    body: &[u8],
) -> Result<Vec<Parsed>, Unreadable> {
    let envelope: Envelope<'_> = serde_json::from_str(guard(body)?)?;
    if envelope.object != object {
        return Ok(vec![Parsed::Ignored(envelope.object)]);
    }
    Ok(envelope.entry.into_iter().flat_map(|raw| entry(kind, account, raw.get())).collect())
}

fn undecodable(why: &str, raw: &str) -> Parsed {
    Parsed::Undecodable { why: why.to_owned(), raw: raw.to_owned() }
}

fn entry(kind: ChannelKind, account: &str, raw: &str) -> Vec<Parsed> {
    let Ok(entry) = serde_json::from_str::<Entry<'_>>(raw) else {
        return vec![undecodable("the entry does not say for which account it is", raw)];
    };
    if entry.id != account {
        return vec![Parsed::Foreign { account: entry.id, raw: raw.to_owned() }];
    }
    let read = |standby| move |raw: &&RawValue| event(kind, account, raw.get(), standby);
    let active = entry.messaging.iter().flat_map(read(false));
    // Somebody else's app speaks in these threads for the time being.
    let standby = entry.standby.iter().flat_map(read(true));
    // Comments, mentions and the feed are another product.
    let changes = entry.changes.iter().map(|_| Parsed::Ignored("changes".to_owned()));
    active.chain(standby).chain(changes).collect()
}

/// One event on its way to being read.
struct Frame<'a> {
    kind: ChannelKind,
    person: String,
    at: Timestamp,
    standby: bool,
    raw: &'a str,
}

fn event(kind: ChannelKind, account: &str, raw: &str, standby: bool) -> Vec<Parsed> {
    let Ok(head) = serde_json::from_str::<Head>(raw) else {
        return vec![undecodable("its sender, recipient or time is not as Meta writes it", raw)];
    };
    let Some(at) = head.timestamp.and_then(|time| time.get()).map(Timestamp::from_millis) else {
        return vec![undecodable("it has no time", raw)];
    };
    let id = |end: Option<Id>| end.and_then(|end| end.id).filter(|id| !id.is_empty());
    let (Some(sender), Some(recipient)) = (id(head.sender), id(head.recipient)) else {
        return vec![undecodable("it does not say from whom to whom", raw)];
    };
    let ours = sender == account;
    let person = if ours { recipient } else { sender };
    let frame = Frame { kind, person, at, standby, raw };
    let Ok(rest) = serde_json::from_str::<Rest<'_>>(raw) else {
        return vec![frame.news("strange", 0, News::Unsupported { kind: "event".to_owned() }, false)];
    };
    match rest {
        Rest { message: Some(message), .. } if message.is_echo => vec![frame.echo(message)],
        // What we do ourselves is never an input (INV-24).
        _ if ours => vec![Parsed::Ignored("an event of our own".to_owned())],
        Rest { message: Some(message), .. } => frame.message(message),
        Rest { postback: Some(postback), .. } => vec![frame.postback(postback)],
        Rest { reaction: Some(reaction), .. } => vec![frame.reaction(reaction)],
        Rest { message_edit: Some(edit), .. } => vec![frame.edit(edit)],
        Rest { read: Some(read), .. } => vec![frame.read(read)],
        Rest { delivery: Some(delivery), .. } => frame.delivered(delivery),
        Rest { referral: Some(referral), .. } => {
            let referral = referral.r#ref.filter(|referral| !referral.is_empty());
            vec![frame.news("referral", 0, News::Followed { unblocked: false, referral }, true)]
        }
        // Handovers, opt-ins, account links: known, and nothing here.
        _ => vec![Parsed::Ignored("other event".to_owned())],
    }
}

impl Frame<'_> {
    fn thread(&self) -> String {
        format!("user:{}", self.person)
    }

    /// An event without an id of its own: its kind, person and time tell it from others.
    fn news(&self, id: &str, n: u64, news: News, whole: bool) -> Parsed {
        self.event(format!("{id}:{}:{}:{n}", self.person, self.at.as_millis()), 0, news, whole)
    }

    /// Parts of one message are a millisecond apart, so that they keep their order.
    fn event(&self, id: String, part: u64, news: News, whole: bool) -> Parsed {
        Parsed::Event(Box::new(WebhookEvent {
            id,
            at: self.at + std::time::Duration::from_millis(part),
            untimed: false,
            party: Party {
                thread: self.thread(),
                address: self.person.clone(),
                sender: None,
                name: None,
                language: None,
            },
            news,
            reply_token: None,
            standby: self.standby,
            raw: (!whole).then(|| self.raw.to_owned()),
        }))
    }

    /// A message of the account's own: a receipt, if it is one of ours.
    fn echo(&self, message: Message<'_>) -> Parsed {
        let reference = message.metadata.and_then(|metadata| metadata.parse::<Reference>().ok());
        let about = match reference {
            Some(reference) => About::Ours { reference, message: Some(message.mid) },
            // Instagram gives no reference back; whether it is ours only the words can tell.
            None if self.kind == ChannelKind::Instagram => {
                About::Echo { thread: self.thread(), message: message.mid, words: message.text }
            }
            None => return Parsed::Ignored("echo of another app".to_owned()),
        };
        Parsed::Receipt(Receipt { about, at: self.at, says: Says::Sent })
    }

    fn read(&self, read: Read) -> Parsed {
        let until = read.watermark.and_then(|time| time.get()).map(Timestamp::from_millis);
        let thread = self.thread();
        let about = match (read.mid, until) {
            (Some(message), _) => About::Through { thread, message },
            (None, Some(until)) => About::Until { thread, until },
            (None, None) => return undecodable("it does not say what was read", self.raw),
        };
        Parsed::Receipt(Receipt { about, at: self.at, says: Says::Read })
    }

    fn delivered(&self, delivery: Delivery) -> Vec<Parsed> {
        let receipt = |about| Parsed::Receipt(Receipt { about, at: self.at, says: Says::Delivered });
        let until = delivery.watermark.and_then(|time| time.get()).map(Timestamp::from_millis);
        match until {
            _ if !delivery.mids.is_empty() => {
                let message = |message| receipt(About::Message { thread: self.thread(), message });
                delivery.mids.into_iter().map(message).collect()
            }
            Some(until) => vec![receipt(About::Until { thread: self.thread(), until })],
            None => vec![undecodable("it does not say what was delivered", self.raw)],
        }
    }

    fn edit(&self, edit: Edit) -> Parsed {
        let Some(text) = edit.text else {
            // In development, Instagram tells of edits that are none.
            return Parsed::Ignored("edit without words".to_owned());
        };
        let n = edit.num_edit.and_then(|n| n.get()).unwrap_or_default();
        let news = News::Edited { message: edit.mid.clone(), content: Content::text(text) };
        self.event(format!("edit:{}:{n}", edit.mid), 0, news, true)
    }

    fn reaction(&self, reaction: Reaction) -> Parsed {
        let emoji = reaction.emoji.or(reaction.reaction).filter(|_| reaction.action == "react");
        let id = format!("{}:{}", reaction.action, reaction.mid);
        self.news(&id, 0, News::Reacted { message: reaction.mid, emoji: emoji.into_iter().collect() }, true)
    }

    fn postback(&self, postback: Postback<'_>) -> Parsed {
        let Some(button) = postback.payload else {
            // In standby what the button says is kept from us.
            return self.news("postback", 0, News::Unsupported { kind: "postback".to_owned() }, false);
        };
        let id = postback.mid.map(|mid| format!("tap:{mid}"));
        let news = News::Tapped {
            button: button.clone(),
            label: postback.title.filter(|title| !title.is_empty()),
            params: postback.referral.filter(|it| !is_absent(Some(*it))).map(|it| it.get().to_owned()),
            message: None,
            callback: None,
        };
        match id {
            Some(id) => self.event(id, 0, news, true),
            None => self.news(&format!("tap:{button}"), 0, news, true),
        }
    }

    fn message(&self, message: Message<'_>) -> Vec<Parsed> {
        let Message { mid, text, attachments, quick_reply, reply_to, referral, .. } = message;
        if message.is_deleted {
            return vec![self.event(format!("unsent:{mid}"), 0, News::Unsent { message: mid }, true)];
        }
        let text = text.filter(|text| !text.is_empty());
        if let Some(button) = quick_reply.and_then(|reply| reply.payload) {
            let news = News::Tapped { button, label: text, params: None, message: None, callback: None };
            return vec![self.event(mid, 0, news, true)];
        }
        let story = reply_to.as_ref().and_then(|reply| reply.story);
        let whole = is_absent(referral) && is_absent(story);
        let quotes = reply_to.and_then(|reply| reply.mid);
        let mut parts: Vec<_> =
            attachments.iter().filter_map(|raw| attachment(raw.get(), text.is_some())).collect();
        let several = parts.len() > 1;
        for (part, _) in &mut parts {
            if let (Content::Media(media), true) = (part, several) {
                media.album = Some(mid.clone());
            }
        }
        if let Some(text) = text {
            match parts.first_mut() {
                Some((Content::Media(media), _)) => media.caption = Some(text),
                // A link stands in the words already.
                _ => parts.insert(0, (Content::text(text), attachments.is_empty())),
            }
        }
        if parts.is_empty() {
            let kind = if message.is_unsupported { "unsupported" } else { "message" };
            parts.push((Content::Unsupported { kind: kind.to_owned() }, false));
        }
        let part = |(n, (content, known)): (u64, (Content, bool))| {
            let id = if n == 0 { mid.clone() } else { format!("{mid}#{}", n + 1) };
            let news = News::Message {
                message: mid.clone(),
                content,
                quotes: quotes.clone(),
                quote_token: None,
                // Whoever marks one message as read marks all before it.
                read_token: Some(mid.clone()),
            };
            self.event(id, n, news, whole && known)
        };
        (0..).zip(parts).map(part).collect()
    }
}

/// What an attachment is, and whether that is all of it; `None` if the words beside it say it already.
fn attachment(raw: &str, has_words: bool) -> Option<(Content, bool)> {
    let Ok(Attachment { r#type: kind, payload }) = serde_json::from_str(raw) else {
        return Some((Content::Unsupported { kind: "attachment".to_owned() }, false));
    };
    let unsupported = || Some((Content::Unsupported { kind: kind.clone() }, false));
    let Some(Payload { url, title, sticker_id, coordinates }) = payload else { return unsupported() };
    if let Some(id) = sticker_id {
        let text = THUMBS_UP.contains(&id).then(|| "👍".to_owned());
        return Some((Content::Sticker { id: id.to_string(), text }, true));
    }
    if let (Some(Coordinates { lat, long }), "location") = (coordinates, kind.as_str()) {
        let place = Content::Location { title, address: None, latitude: lat, longitude: long };
        return Some((place, true));
    }
    let Some(url) = url else { return unsupported() };
    // What the contact sent is signed for a few days and copied. What a story or a post shows is somebody's own and must
    // not be kept.
    let sent = || MediaSource::Provider { id: url.clone() };
    let shown = || MediaSource::Url { url: url.clone(), preview: None };
    let media = |kind, source, name| {
        Content::Media(Media {
            kind,
            source,
            name,
            mime: None,
            size_bytes: None,
            duration_ms: None,
            caption: None,
            album: None,
        })
    };
    match kind.as_str() {
        "image" => Some((media(MediaKind::Image, sent(), None), true)),
        "video" => Some((media(MediaKind::Video, sent(), None), true)),
        "audio" => Some((media(MediaKind::Audio, sent(), None), true)),
        "file" => Some((media(MediaKind::File, sent(), None), true)),
        "reel" | "ig_reel" => Some((media(MediaKind::Video, shown(), title), false)),
        "share" | "ig_post" | "story_mention" => Some((media(MediaKind::File, shown(), title), false)),
        "fallback" if has_words => None,
        "fallback" => Some((Content::text(url), false)),
        _ => unsupported(),
    }
}
