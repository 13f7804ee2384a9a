//! What WhatsApp tells.
//!
//! Source: <https://developers.facebook.com/docs/whatsapp/cloud-api/webhooks/> (read 2026-11).

use domain::{About, Content, News, Parsed, Party, Receipt, Reference, Says, Timestamp, WebhookEvent};
use serde::Deserialize;
use serde_json::value::RawValue;

use super::content::Contents;
use super::send::failure;
use crate::Unreadable;
use crate::json::{Number, guard, is_absent};
use crate::meta::GraphError;

#[derive(Deserialize)]
struct Envelope<'a> {
    object: String,
    #[serde(borrow, default)]
    entry: Vec<Entry<'a>>,
}

#[derive(Deserialize)]
struct Entry<'a> {
    #[serde(borrow, default)]
    changes: Vec<&'a RawValue>,
}

#[derive(Deserialize)]
struct Change<'a> {
    field: String,
    #[serde(borrow)]
    value: &'a RawValue,
}

#[derive(Deserialize)]
struct Value<'a> {
    metadata: Metadata,
    #[serde(borrow, default)]
    contacts: Vec<&'a RawValue>,
    #[serde(borrow, default)]
    messages: Vec<&'a RawValue>,
    #[serde(borrow, default)]
    statuses: Vec<&'a RawValue>,
    #[serde(borrow, default)]
    errors: Vec<&'a RawValue>,
}

#[derive(Deserialize)]
struct Metadata {
    phone_number_id: String,
}

/// A person of the webhook. Every part may be missing, or empty.
#[derive(Deserialize, Clone, Default)]
struct Person {
    wa_id: Option<String>,
    user_id: Option<String>,
    profile: Option<Profile>,
}

#[derive(Deserialize, Clone)]
struct Profile {
    name: Option<String>,
}

/// What every message has; read before its contents, so that strange contents can still be given to their thread.
#[derive(Deserialize)]
struct Head {
    id: String,
    timestamp: Number,
    r#type: String,
    from: Option<String>,
    from_user_id: Option<String>,
    group_id: Option<String>,
}

/// The parts of a message that mean something besides its contents.
#[derive(Deserialize)]
struct Rest<'a> {
    context: Option<Context>,
    interactive: Option<Interactive>,
    button: Option<TemplateButton>,
    reaction: Option<Reaction>,
    #[serde(borrow)]
    edit: Option<Edit<'a>>,
    revoke: Option<Revoke>,
    #[serde(borrow)]
    referral: Option<&'a RawValue>,
}

#[derive(Deserialize)]
struct Context {
    id: Option<String>,
}

#[derive(Deserialize)]
struct Interactive {
    button_reply: Option<Picked>,
    list_reply: Option<Picked>,
}

#[derive(Deserialize)]
struct Picked {
    id: String,
    title: Option<String>,
}

#[derive(Deserialize)]
struct TemplateButton {
    payload: Option<String>,
    text: Option<String>,
}

#[derive(Deserialize)]
struct Reaction {
    message_id: String,
    emoji: Option<String>,
}

#[derive(Deserialize)]
struct Edit<'a> {
    original_message_id: String,
    #[serde(borrow)]
    message: &'a RawValue,
}

#[derive(Deserialize)]
struct Revoke {
    original_message_id: String,
}

#[derive(Deserialize)]
struct System {
    system: NumberChange,
}

#[derive(Deserialize)]
struct NumberChange {
    r#type: Option<String>,
    wa_id: Option<String>,
    user_id: Option<String>,
}

#[derive(Deserialize)]
#[allow(clippy::struct_field_names, reason = "they are WhatsApp's")]
struct Status {
    id: String,
    status: String,
    timestamp: Number,
    recipient_id: Option<String>,
    recipient_user_id: Option<String>,
    recipient_type: Option<String>,
    biz_opaque_callback_data: Option<String>,
    #[serde(default)]
    errors: Vec<GraphError>,
}

pub(super) fn read(body: &[u8], phone_number_id: &str) -> Result<Vec<Parsed>, Unreadable> {
    let envelope: Envelope<'_> = serde_json::from_str(guard(body)?)?;
    if envelope.object != "whatsapp_business_account" {
        return Ok(vec![Parsed::Ignored(envelope.object)]);
    }
    let changes = envelope.entry.into_iter().flat_map(|entry| entry.changes);
    Ok(changes.flat_map(|raw| change(raw.get(), phone_number_id)).collect())
}

fn undecodable(why: &str, raw: &str) -> Parsed {
    Parsed::Undecodable { why: why.to_owned(), raw: raw.to_owned() }
}

fn change(raw: &str, phone_number_id: &str) -> Vec<Parsed> {
    let Ok(Change { field, value }) = serde_json::from_str::<Change<'_>>(raw) else {
        return vec![undecodable("the change has no field or no value", raw)];
    };
    if field != "messages" {
        // Echoes of the Business app, news of templates and of the account.
        return vec![Parsed::Ignored(field)];
    }
    let Ok(value) = serde_json::from_str::<Value<'_>>(value.get()) else {
        return vec![undecodable("the change does not say for which number it is", raw)];
    };
    if value.metadata.phone_number_id != phone_number_id {
        return vec![Parsed::Foreign { account: value.metadata.phone_number_id, raw: raw.to_owned() }];
    }
    let people: Vec<Person> =
        value.contacts.iter().filter_map(|raw| serde_json::from_str(raw.get()).ok()).collect();
    let messages = value.messages.iter().map(|raw| message(raw.get(), &people));
    let statuses = value.statuses.iter().map(|raw| status(raw.get()));
    let errors = value.errors.iter().map(|raw| {
        let code = serde_json::from_str::<GraphError>(raw.get()).map_or(0, |error| error.code);
        Parsed::Ignored(format!("account error {code}"))
    });
    messages.chain(statuses).chain(errors).collect()
}

fn given(id: Option<String>) -> Option<String> {
    id.filter(|id| !id.is_empty())
}

/// Names the thread with a person. The business-scoped id comes first, because people may hide their number.
fn thread_with(user: Option<&str>, phone: Option<&str>) -> Option<String> {
    user.map(|user| format!("user:{user}")).or_else(|| phone.map(|phone| format!("phone:{phone}")))
}

fn party(head: &mut Head, people: &[Person]) -> Option<Party> {
    let (mut user, mut phone) = (given(head.from_user_id.take()), given(head.from.take()));
    let same = |one: &Option<String>, other: &Option<String>| one.is_some() && one == other;
    let person = people.iter().find(|person| same(&person.user_id, &user) || same(&person.wa_id, &phone));
    let person = person.cloned().unwrap_or_default();
    user = user.or(given(person.user_id));
    phone = phone.or(given(person.wa_id)).map(|phone| phone.trim_start_matches('+').to_owned());
    let thread = thread_with(user.as_deref(), phone.as_deref())?;
    // A number keeps the number in later webhooks, so it comes first where it is known.
    let address = phone.map(|phone| format!("+{phone}")).or(user)?;
    let name = person.profile.and_then(|profile| given(profile.name));
    Some(match given(head.group_id.take()) {
        Some(group) => Party {
            thread: format!("group:{group}"),
            address: format!("group:{group}"),
            sender: Some(address),
            name: None,
            language: None,
        },
        None => Party { thread, address, sender: None, name, language: None },
    })
}

fn message(raw: &str, people: &[Person]) -> Parsed {
    let Ok(mut head) = serde_json::from_str::<Head>(raw) else {
        return undecodable("its id, time or type is not as WhatsApp writes it", raw);
    };
    let Some(at) = head.timestamp.get().map(Timestamp::from_seconds) else {
        return undecodable("its time is not a number", raw);
    };
    if head.id.is_empty() {
        return undecodable("its id is empty", raw);
    }
    if head.r#type == "request_welcome" {
        return Parsed::Ignored(head.r#type);
    }
    if head.r#type == "system"
        && let Ok(System { system }) = serde_json::from_str(raw)
    {
        // Whoever changes their number gets another id too: the news belongs to the thread that begins with it.
        head.from_user_id = given(system.user_id).or(head.from_user_id);
        head.from = given(system.wa_id).or(head.from);
        head.r#type = system.r#type.unwrap_or(head.r#type);
    }
    let Some(party) = party(&mut head, people) else {
        return undecodable("it does not say who wrote it", raw);
    };
    let (news, whole) = news(&head, raw);
    Parsed::Event(Box::new(WebhookEvent {
        id: head.id,
        at,
        untimed: false,
        party,
        news,
        reply_token: None,
        standby: false,
        raw: (!whole).then(|| raw.to_owned()),
    }))
}

/// What a message says, and whether that is all of it.
fn news(head: &Head, raw: &str) -> (News, bool) {
    let unsupported = || (News::Unsupported { kind: head.r#type.clone() }, false);
    if head.r#type.starts_with("user_changed_") {
        return unsupported();
    }
    let Ok(rest) = serde_json::from_str::<Rest<'_>>(raw) else { return unsupported() };
    let context = rest.context.and_then(|context| given(context.id));
    let tapped = |button: String, label: Option<String>| News::Tapped {
        button,
        label,
        params: None,
        message: context.clone(),
        callback: None,
    };
    match head.r#type.as_str() {
        "interactive" => {
            let picked = rest.interactive.and_then(|reply| reply.button_reply.or(reply.list_reply));
            if let Some(Picked { id, title }) = picked {
                return (tapped(id, title), true);
            }
        }
        "button" => {
            if let Some(TemplateButton { payload, text }) = rest.button
                && let Some(button) = payload.or_else(|| text.clone())
            {
                return (tapped(button, text), true);
            }
        }
        "reaction" => {
            return rest.reaction.map_or_else(unsupported, |Reaction { message_id, emoji }| {
                (News::Reacted { message: message_id, emoji: given(emoji).into_iter().collect() }, true)
            });
        }
        "edit" => {
            return rest.edit.map_or_else(unsupported, |Edit { original_message_id, message }| {
                let (content, whole) = content(message.get(), None);
                (News::Edited { message: original_message_id, content }, whole)
            });
        }
        "revoke" => {
            return rest.revoke.map_or_else(unsupported, |revoke| {
                (News::Unsent { message: revoke.original_message_id }, true)
            });
        }
        _ => {}
    }
    let (content, whole) = content(raw, Some(&head.r#type));
    let news = News::Message {
        message: head.id.clone(),
        content,
        quotes: context,
        quote_token: None,
        // Messages are marked by their own ids.
        read_token: Some(head.id.clone()),
    };
    (news, whole && is_absent(rest.referral))
}

/// What a message contains, by the type that is known of it or that stands in it.
fn content(raw: &str, kind: Option<&str>) -> (Content, bool) {
    #[derive(Deserialize)]
    struct Typed {
        r#type: String,
    }
    let told = || serde_json::from_str::<Typed>(raw).map_or_else(|_| "edit".to_owned(), |typed| typed.r#type);
    let kind = kind.map_or_else(told, str::to_owned);
    match serde_json::from_str::<Contents>(raw) {
        Ok(contents) => contents.read(&kind),
        Err(_) => (Content::Unsupported { kind }, false),
    }
}

/// Reads a receipt of a message of ours.
///
/// Source: <https://developers.facebook.com/docs/whatsapp/cloud-api/webhooks/reference/messages/status> (read 2026-11).
fn status(raw: &str) -> Parsed {
    let Ok(status) = serde_json::from_str::<Status>(raw) else {
        return undecodable("the receipt's id, time or state is not as WhatsApp writes it", raw);
    };
    let Some(at) = status.timestamp.get().map(Timestamp::from_seconds) else {
        return undecodable("the receipt's time is not a number", raw);
    };
    let group = status.recipient_type.as_deref() == Some("group");
    let says = match status.status.as_str() {
        "sent" => Says::Sent,
        // One member of a group says nothing of the others.
        "delivered" | "read" | "played" if group => {
            return Parsed::Ignored(format!("{} by one of a group", status.status));
        }
        "delivered" => Says::Delivered,
        "read" | "played" => Says::Read,
        "failed" => Says::Failed(failure(status.errors.first())),
        other => return Parsed::Ignored(format!("receipt {other:.40}")),
    };
    let ours = status.biz_opaque_callback_data.and_then(|data| data.parse::<Reference>().ok());
    let (user, phone) = (given(status.recipient_user_id), given(status.recipient_id));
    let thread = match (group, &phone) {
        (true, Some(group)) => Some(format!("group:{group}")),
        _ => thread_with(user.as_deref(), phone.as_deref()),
    };
    let about = match (ours, thread) {
        (Some(reference), _) => About::Ours { reference, message: Some(status.id) },
        (None, Some(thread)) => About::Message { thread, message: status.id },
        (None, None) => return undecodable("the receipt does not say for whom the message was", raw),
    };
    Parsed::Receipt(Receipt { about, at, says })
}
