//! What Telegram tells.
//!
//! Source: <https://core.telegram.org/bots/api#update> (read 2026-11).

use std::collections::BTreeMap;

use domain::{Content, News, Parsed, Party, Timestamp, WebhookEvent};
use serde::Deserialize;
use serde_json::value::RawValue;

use super::content::{self, Contents};
use crate::Unreadable;
use crate::json::guard;

/// An update: its id, and one member named for what it is.
type Update<'a> = BTreeMap<String, &'a RawValue>;

#[derive(Deserialize)]
pub(super) struct Chat {
    id: i64,
    r#type: String,
    title: Option<String>,
}

#[derive(Deserialize)]
struct User {
    id: i64,
    #[serde(default)]
    is_bot: bool,
    first_name: Option<String>,
    last_name: Option<String>,
    language_code: Option<String>,
}

/// What every message has; read before its contents, so that strange contents can still be given to their thread.
#[derive(Deserialize)]
struct Head {
    message_id: i64,
    date: i64,
    edit_date: Option<i64>,
    chat: Chat,
    from: Option<User>,
    sender_chat: Option<Chat>,
    message_thread_id: Option<i64>,
    #[serde(default)]
    is_topic_message: bool,
    reply_to_message: Option<Reference>,
}

#[derive(Deserialize)]
struct Reference {
    message_id: i64,
}

#[derive(Deserialize)]
struct Tap {
    id: String,
    from: User,
    message: Option<TappedMessage>,
    data: Option<String>,
}

/// The message of a tap: whole, or without contents if it is too old for Telegram to remember.
#[derive(Deserialize)]
struct TappedMessage {
    message_id: i64,
    chat: Chat,
    message_thread_id: Option<i64>,
    #[serde(default)]
    is_topic_message: bool,
    reply_markup: Option<Keyboard>,
}

#[derive(Deserialize)]
struct Keyboard {
    #[serde(default)]
    inline_keyboard: Vec<Vec<Key>>,
}

#[derive(Deserialize)]
struct Key {
    text: String,
    callback_data: Option<String>,
}

#[derive(Deserialize)]
struct Membership {
    chat: Chat,
    from: User,
    date: i64,
    old_chat_member: Member,
    new_chat_member: Member,
}

#[derive(Deserialize)]
struct Member {
    status: String,
    #[serde(default)]
    is_member: bool,
}

#[derive(Deserialize)]
#[allow(clippy::struct_field_names, reason = "they are Telegram's")]
struct Reaction {
    chat: Chat,
    message_id: i64,
    user: Option<User>,
    actor_chat: Option<Chat>,
    date: i64,
    new_reaction: Vec<ReactionKind>,
}

#[derive(Deserialize)]
struct ReactionKind {
    r#type: String,
    emoji: Option<String>,
    custom_emoji_id: Option<String>,
}

pub(super) fn read(body: &[u8], received_at: Timestamp) -> Result<Parsed, Unreadable> {
    let text = guard(body)?;
    let mut update: Update<'_> = serde_json::from_str(text)?;
    let undecodable = |why: &str| Parsed::Undecodable { why: why.to_owned(), raw: text.to_owned() };
    let id = update.remove("update_id").and_then(|id| serde_json::from_str::<i64>(id.get()).ok());
    let Some(id) = id.map(|id| id.to_string()) else {
        return Ok(undecodable("it has no update_id"));
    };
    let Some((kind, raw)) = update.pop_first() else {
        return Ok(Parsed::Ignored("empty update".to_owned()));
    };
    let raw = raw.get();
    let read = match kind.as_str() {
        "message" | "edited_message" => message(id, raw, kind == "edited_message"),
        "callback_query" => tap(id, raw, received_at),
        "my_chat_member" => membership(id, raw),
        "message_reaction" => reaction(id, raw),
        // Telegram adds kinds several times a year; those that were not asked for mean nothing here.
        _ => Some(Parsed::Ignored(kind.clone())),
    };
    Ok(read.unwrap_or_else(|| undecodable(&format!("its {kind:.40} is not as Telegram writes it"))))
}

fn message(id: String, raw: &str, edited: bool) -> Option<Parsed> {
    let head: Head = serde_json::from_str(raw).ok()?;
    if head.chat.r#type == "channel" {
        return Some(Parsed::Ignored("channel_post".to_owned()));
    }
    // Who writes as a group or channel has a placeholder in `from` that says it is a bot.
    if head.sender_chat.is_none() && head.from.as_ref().is_some_and(|from| from.is_bot) {
        return Some(Parsed::Ignored("message of a bot".to_owned()));
    }
    let kind = if edited { "edited_message" } else { "message" };
    let content = match serde_json::from_str::<Contents>(raw) {
        Ok(contents) if contents.is_automatic_forward => {
            return Some(Parsed::Ignored("channel_post".to_owned()));
        }
        Ok(contents) => contents.read().or_else(|| content::placeholder(raw)),
        Err(_) => Some(Content::Unsupported { kind: kind.to_owned() }),
    };
    let Some(content) = content else {
        return Some(Parsed::Ignored("service message".to_owned()));
    };
    let topic = head.message_thread_id.filter(|_| head.is_topic_message);
    let private = head.chat.r#type == "private";
    let message = head.message_id.to_string();
    let raw = matches!(content, Content::Unsupported { .. }).then(|| raw.to_owned());
    let news = match (edited, start_parameter(&content).filter(|_| private)) {
        (true, _) => News::Edited { message, content },
        (false, Some(parameter)) => {
            let referral = (!parameter.is_empty()).then(|| parameter.to_owned());
            News::Followed { unblocked: false, referral }
        }
        (false, None) => News::Message {
            message,
            content,
            // What stands first in a topic is not a quote of the topic.
            quotes: head
                .reply_to_message
                .filter(|quoted| Some(quoted.message_id) != topic)
                .map(|quoted| quoted.message_id.to_string()),
            quote_token: None,
            read_token: None,
        },
    };
    let sender = head.sender_chat.map(|chat| chat.id).or(head.from.as_ref().map(|from| from.id));
    let at = if edited { head.edit_date.unwrap_or(head.date) } else { head.date };
    let party = party(head.chat, topic, sender, head.from);
    Some(event(id, Timestamp::from_seconds(at), party, news, raw))
}

/// What follows `/start`, maybe nothing; `None` if the text is something else.
fn start_parameter(content: &Content) -> Option<&str> {
    let Content::Text { text } = content else { return None };
    let rest = text.strip_prefix("/start")?;
    (rest.is_empty() || rest.starts_with(' ')).then(|| rest.trim())
}

fn tap(id: String, raw: &str, received_at: Timestamp) -> Option<Parsed> {
    let tap: Tap = serde_json::from_str(raw).ok()?;
    let (Some(message), Some(button)) = (tap.message, tap.data) else {
        // A button of an inline message or a game: not in a chat of ours.
        return Some(Parsed::Ignored("callback_query without a message".to_owned()));
    };
    let mut keys = message.reply_markup.into_iter().flat_map(|keyboard| keyboard.inline_keyboard).flatten();
    let label = keys.find(|key| key.callback_data.as_deref() == Some(&button)).map(|key| key.text);
    let news = News::Tapped {
        button,
        label,
        params: None,
        message: Some(message.message_id.to_string()),
        callback: Some(tap.id),
    };
    let topic = message.message_thread_id.filter(|_| message.is_topic_message);
    let party = party(message.chat, topic, Some(tap.from.id), Some(tap.from));
    Some(match event(id, received_at, party, news, None) {
        Parsed::Event(event) => Parsed::Event(Box::new(WebhookEvent { untimed: true, ..*event })),
        other => other,
    })
}

fn membership(id: String, raw: &str) -> Option<Parsed> {
    let change: Membership = serde_json::from_str(raw).ok()?;
    let news = match (change.old_chat_member.belongs(), change.new_chat_member.belongs()) {
        (false, true) => {
            News::Followed { unblocked: change.old_chat_member.status == "kicked", referral: None }
        }
        (true, false) => News::Unfollowed,
        // Promoted, restricted and the like.
        (true, true) | (false, false) => return Some(Parsed::Ignored("my_chat_member".to_owned())),
    };
    if change.chat.r#type == "channel" {
        return Some(Parsed::Ignored("my_chat_member".to_owned()));
    }
    let party = party(change.chat, None, Some(change.from.id), Some(change.from));
    Some(event(id, Timestamp::from_seconds(change.date), party, news, None))
}

impl Member {
    fn belongs(&self) -> bool {
        matches!(self.status.as_str(), "creator" | "administrator" | "member")
            || (self.status == "restricted" && self.is_member)
    }
}

fn reaction(id: String, raw: &str) -> Option<Parsed> {
    let reaction: Reaction = serde_json::from_str(raw).ok()?;
    let emoji = |kind: ReactionKind| match kind.emoji.or(kind.custom_emoji_id) {
        Some(emoji) => emoji,
        None => kind.r#type,
    };
    let news = News::Reacted {
        message: reaction.message_id.to_string(),
        emoji: reaction.new_reaction.into_iter().map(emoji).collect(),
    };
    let sender = reaction.actor_chat.map(|chat| chat.id).or(reaction.user.as_ref().map(|user| user.id));
    let party = party(reaction.chat, None, sender, reaction.user);
    Some(event(id, Timestamp::from_seconds(reaction.date), party, news, None))
}

fn event(id: String, at: Timestamp, party: Party, news: News, raw: Option<String>) -> Parsed {
    let (untimed, standby, reply_token) = (false, false, None);
    Parsed::Event(Box::new(WebhookEvent { id, at, untimed, party, news, reply_token, standby, raw }))
}

/// The thread, and the address of an answer: the chat, and in a forum the topic.
fn party(chat: Chat, topic: Option<i64>, sender: Option<i64>, from: Option<User>) -> Party {
    let address = match topic {
        Some(topic) => format!("{}:{topic}", chat.id),
        None => chat.id.to_string(),
    };
    let thread = format!("chat:{address}");
    if chat.r#type == "private" {
        let language = from.as_ref().and_then(|from| from.language_code.clone());
        return Party { thread, address, sender: None, name: from.and_then(User::name), language };
    }
    let sender = sender.map(|id| id.to_string());
    Party { thread, address, sender, name: chat.title, language: None }
}

impl User {
    /// First and last name; `None` for a deleted account, whose names are empty.
    fn name(self) -> Option<String> {
        let names: Vec<_> =
            [self.first_name, self.last_name].into_iter().flatten().filter(|name| !name.is_empty()).collect();
        (!names.is_empty()).then(|| names.join(" "))
    }
}
