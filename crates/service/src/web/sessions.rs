//! Who is there: sessions, identity, what visitors tell of themselves.

use std::sync::Arc;

use axum::Json;
use axum::extract::{Request, State};
use bytes::Bytes;
use channels::web::{ErrorCode, Page, SessionRequest, TOKEN_LIFE, VisitorPatch, WebError, Widget, read};
use domain::{Contact, Conversation, ConversationId, Language, Phase, Timestamp};
use http::StatusCode;
use serde_json::{Value, json};
use sha2::{Digest, Sha256};

use super::{Beginning, Guest, Refused, VisitorNote, address, origin};
use crate::seams::secret;
use crate::service::Service;

/// The fields of a contact that tell on which page their chat began.
const PAGE: &str = "page";
const PAGE_TITLE: &str = "page_title";

/// New sessions from one address in a minute.
const SESSIONS_PER_MINUTE: u32 = 20;

/// `POST /sessions`
pub(super) async fn create(
    State(service): State<Arc<Service>>,
    request: Request,
) -> Result<(StatusCode, Json<Value>), Refused> {
    let (parts, body) = request.into_parts();
    let body = axum::body::to_bytes(body, super::MAX_BODY)
        .await
        .map_err(|_| ErrorCode::TooLarge.because("the body is longer than 1 MB"))?;
    let asked: SessionRequest = read(&body)?;
    let unknown = || ErrorCode::NotFound.because("there is no such widget");
    let (connection, widget) = service.widget(&asked.widget_key).ok_or_else(unknown)?;
    widget.admit(origin(service.settings(), &parts.headers))?;
    service.web_limit(&format!("sessions-{}", address(&parts.extensions)), SESSIONS_PER_MINUTE).await?;
    let now = service.now();
    let before = resumed(&service, widget, asked.resume_token.as_deref(), now).await?;
    let visitor = match &asked.identity {
        Some(identity) => {
            widget.identify(identity, now)?;
            let visitor = identified_id(widget, &identity.external_id);
            join(&service, &visitor, before.as_deref()).await?;
            visitor
        }
        None if connection.identified_only => {
            return Err(ErrorCode::IdentityInvalid.because("sign in on the site to chat").into());
        }
        None => before.unwrap_or_else(|| format!("vis_{}", secret::<16>(service.plugs.chance.as_ref()))),
    };
    let token = widget
        .mint(&visitor, now)
        .ok_or_else(|| ErrorCode::Unavailable.because("the widget has no key to sign with"))?;
    let note = service.visitor_note(&visitor).await?;
    let thread = note.thread.clone().unwrap_or_else(|| format!("vis:{visitor}"));
    let id = ConversationId::of(&connection.id, &thread);
    let conversation = service.store().conversation(&id).await?.map(|(conversation, _)| conversation);
    let told = learned(note.clone(), asked, conversation.as_ref());
    if told != note {
        service.put_visitor_note(&visitor, &told).await?;
    }
    Ok((StatusCode::CREATED, Json(session(&service, &visitor, &token, &id, conversation.as_ref(), now))))
}

/// What is known of a visitor after they have told more of themselves.
fn learned(mut note: VisitorNote, asked: SessionRequest, conversation: Option<&Conversation>) -> VisitorNote {
    let SessionRequest { visitor, identity, .. } = asked;
    note.language = visitor.locale.as_deref().and_then(Language::of_tag).or(note.language);
    note.name = identity.and_then(|identity| identity.name).or(note.name);
    let over = conversation.is_none_or(|chat| matches!(chat.phase, Phase::Completed { .. }));
    let Page { url, title, .. } = visitor.page;
    if let Some(url) = url.filter(|_| over) {
        note.begins = Some(Beginning { url, title });
    }
    note
}

/// The visitor of an earlier token, which may have ended; nobody if it is no token of ours or was revoked.
async fn resumed(
    service: &Service,
    widget: &Widget,
    token: Option<&str>,
    now: Timestamp,
) -> Result<Option<String>, Refused> {
    let Some(visitor) = token.and_then(|token| widget.resume(token, now).ok()) else { return Ok(None) };
    match service.note_of(&visitor).await {
        Ok(_) => Ok(Some(visitor.id)),
        Err(error) if error.code == ErrorCode::TokenInvalid => Ok(None),
        Err(error) => Err(error.into()),
    }
}

/// The visitor that an identity always is, on every device.
fn identified_id(widget: &Widget, external_id: &str) -> String {
    let hash = Sha256::digest(format!("{}\n{external_id}", widget.key));
    format!("vis_{}", hex::encode(&hash[..16]))
}

/// Joins an anonymous visitor with who they turned out to be: the history goes with them, and the anonymous token alone
/// opens it no more. Somebody who has a thread of their own keeps that one.
async fn join(service: &Service, identified: &str, anonymous: Option<&str>) -> Result<(), Refused> {
    let Some(anonymous) = anonymous.filter(|anonymous| *anonymous != identified) else { return Ok(()) };
    let mut note = service.visitor_note(identified).await?;
    if note.thread.is_some() {
        return Ok(());
    }
    let before = service.visitor_note(anonymous).await?;
    note.thread = Some(before.thread.clone().unwrap_or_else(|| format!("vis:{anonymous}")));
    service.put_visitor_note(identified, &note).await?;
    // A token made in this very second is refused too: its time has no milliseconds.
    let revoked_before = Some(service.now() + domain::seconds(1));
    service.put_visitor_note(anonymous, &VisitorNote { revoked_before, ..before }).await
}

fn session(
    service: &Service,
    visitor: &str,
    token: &str,
    id: &ConversationId,
    conversation: Option<&Conversation>,
    now: Timestamp,
) -> Value {
    let base = service.settings().desk.public_url.trim_end_matches('/').replacen("http", "ws", 1);
    json!({
        "visitorToken": token,
        "expiresAt": now + TOKEN_LIFE,
        "visitorId": visitor,
        "conversationId": conversation.map(|_| id),
        "lastSeq": conversation.map_or(0, |conversation| conversation.stream_seq),
        "ws": {"url": format!("{base}/web/v1/ws"), "protocol": channels::web::SUBPROTOCOL},
        "serverTime": now,
        "limits": super::config::limits(service),
    })
}

/// `DELETE /sessions/current`
pub(super) async fn end(guest: Guest) -> Result<StatusCode, Refused> {
    let mut note = guest.service.visitor_note(&guest.visitor.id).await?;
    note.revoked_before = Some(guest.service.now() + domain::seconds(1));
    guest.service.put_visitor_note(&guest.visitor.id, &note).await?;
    Ok(StatusCode::NO_CONTENT)
}

/// `PATCH /visitor`
pub(super) async fn introduce(guest: Guest, body: Bytes) -> Result<Json<Value>, Refused> {
    let patch: VisitorPatch = read(&body)?;
    let contact = change(&guest, |contact| {
        if let Some(name) = patch.name.clone() {
            contact.account_name = name;
        }
        let told = [("email", &patch.email), ("phone", &patch.phone)];
        let told = told.into_iter().filter_map(|(name, value)| Some((name.to_owned(), value.clone()?)));
        contact.fields.extend(told.chain(patch.attributes.clone()));
    });
    let contact = contact.await?;
    Ok(Json(json!({"name": contact.account_name, "fields": contact.fields})))
}

/// Keeps where the chat begins, with the first thing that is said.
pub(super) async fn begin(guest: &Guest) -> Result<(), WebError> {
    let Some(Beginning { url, title }) = &guest.begins else { return Ok(()) };
    let told = async {
        change(guest, |contact| {
            contact.fields.insert(PAGE.to_owned(), url.clone());
            contact.fields.insert(PAGE_TITLE.to_owned(), title.clone().unwrap_or_default());
        })
        .await?;
        let mut note = guest.service.visitor_note(&guest.visitor.id).await?;
        note.begins = None;
        guest.service.put_visitor_note(&guest.visitor.id, &note).await
    };
    told.await.map_err(|Refused(error)| error)
}

/// Changes what is known of the visitor's contact, who may be new.
async fn change(guest: &Guest, change: impl Fn(&mut Contact)) -> Result<Contact, Refused> {
    let id = domain::ContactId::of(&guest.conversation());
    for _ in 0..20 {
        let known = guest.service.store().contact(&id).await?;
        let version = known.as_ref().map(|(_, version)| *version);
        let mut contact = known.map_or_else(
            || Contact::new(&guest.inbox, &guest.thread, guest.service.now()),
            |(contact, _)| contact,
        );
        change(&mut contact);
        match guest.service.store().put_contact(&contact, version).await {
            Ok(_) => return Ok(contact),
            Err(store::Error::Raced) => {}
            Err(error) => return Err(error.into()),
        }
    }
    Err(ErrorCode::Unavailable.because("try again").into())
}
