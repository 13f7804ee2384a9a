//! What visitors say and what they are told.

use std::sync::Arc;

use axum::Json;
use axum::extract::Query;
use axum::extract::rejection::QueryRejection;
use bytes::Bytes;
use channels::web::{
    ErrorCode, Face, MessageRequest, ReceiptRequest, ReceiptState, Sight, TypingRequest, TypingState,
    WebError, message_id, read, stream_event,
};
use domain::step::Input;
use domain::{Conversation, OperatorId, Receipts, Row, RowId, Staff};
use http::StatusCode;
use serde::Deserialize;
use serde_json::{Value, json};
use store::Since;

use super::{Guest, Refused};
use crate::act::{Act, ActError, Once};
use crate::service::Service;
use crate::typing::{Typing, Typist};

/// Messages of one visitor in a minute.
pub(super) const PER_MINUTE: u32 = 30;
/// A client that is further behind than this starts afresh.
pub(super) const MOST_EVENTS: u64 = 500;

/// `POST /messages`
pub(super) async fn send(guest: Guest, body: Bytes) -> Result<(StatusCode, Json<Value>), Refused> {
    let request: MessageRequest = read(&body)?;
    let (status, answer) = say(&guest, request).await?;
    Ok((status, Json(answer)))
}

/// Takes a message from REST or a socket; both share what is remembered of `clientMessageId`.
pub(super) async fn say(guest: &Guest, request: MessageRequest) -> Result<(StatusCode, Value), WebError> {
    guest.limit("messages", PER_MINUTE).await?;
    let service = &guest.service;
    let id = guest.conversation();
    let now = service.now();
    if let Some(named) = request.message_named() {
        let row = named.strip_prefix("msg_").and_then(|row| row.parse::<RowId>().ok());
        let row = match row {
            Some(row) => service.store().row(&id, row).await.map_err(unavailable)?,
            None => None,
        };
        // A note or another's message looks like one that does not exist (SEC-8, SEC-41).
        if row.is_none_or(|row| row.stream_seq.is_none()) {
            return Err(ErrorCode::NotFound.because("there is no such message"));
        }
    }
    let once = Once { key: format!("web-{}", request.client_message_id), digest: request.fingerprint() };
    let uploads = super::uploads::finished(guest, &request).await?;
    super::sessions::begin(guest).await?;
    let connection = guest.connection()?;
    let party = guest.party();
    let events = request.into_events(&connection.id, &party, now, |upload| uploads.get(upload).cloned())?;
    let inputs = events.into_iter().map(|event| Input::Event {
        row: RowId::of_event(&connection.id, now, &event.id),
        event: Box::new(event),
        stored: false,
    });
    let act = Act { inputs: inputs.collect(), once: Some(once), start: Some((connection.id.clone(), party)) };
    let acted = service.act(&id, act).await.map_err(|error| match error {
        ActError::OnceReused => WebError::client_message_id_reused(),
        ActError::Store(error) => unavailable(error),
        other => {
            tracing::warn!(conversation = %id, error = %other, "a visitor's message was not taken");
            ErrorCode::Unavailable.because("try again")
        }
    })?;
    // A blocked visitor is not told that they are: their message is kept, unseen.
    let row = acted.row.ok_or_else(|| ErrorCode::Unavailable.because("try again"))?;
    let status = if acted.repeated { StatusCode::OK } else { StatusCode::CREATED };
    let answer = json!({
        "messageId": message_id(row.id),
        "conversationId": id,
        "eventId": format!("evt_{}", row.id),
        "seq": row.stream_seq.unwrap_or(acted.conversation.stream_seq),
        "createdAt": row.at(),
    });
    Ok((status, answer))
}

pub(super) fn unavailable(error: store::Error) -> WebError {
    Refused::from(error).0
}

#[derive(Deserialize)]
pub(super) struct EventsQuery {
    #[serde(default)]
    after: u64,
    #[serde(default = "hundred")]
    limit: u64,
}

fn hundred() -> u64 {
    100
}

/// `GET /events`
pub(super) async fn events(
    guest: Guest,
    query: Result<Query<EventsQuery>, QueryRejection>,
) -> Result<Json<Value>, Refused> {
    let Ok(Query(EventsQuery { after, limit })) = query else {
        return Err(ErrorCode::BadRequest.because("after and limit are numbers").into());
    };
    if !(1..=100).contains(&limit) {
        return Err(ErrorCode::BadRequest.because("limit is 1 to 100").into());
    }
    let Some(conversation) = conversation(&guest).await? else {
        return Ok(Json(json!({"events": [], "lastSeq": 0, "hasMore": false})));
    };
    let last = conversation.stream_seq;
    if last.saturating_sub(after) > MOST_EVENTS {
        return Err(WebError::cursor_expired(last - MOST_EVENTS + 1).into());
    }
    let rows = stream_since(&guest, &conversation, after).await?;
    let mut events = shown(&guest.service, &conversation, &rows).await?;
    events.truncate(usize::try_from(limit).unwrap_or(100));
    let more = events.last().and_then(|event| event["seq"].as_u64()).is_some_and(|seq| seq < last);
    Ok(Json(json!({"events": events, "lastSeq": last, "hasMore": more})))
}

pub(super) async fn conversation(guest: &Guest) -> Result<Option<Conversation>, WebError> {
    let found = guest.service.store().conversation(&guest.conversation()).await.map_err(unavailable)?;
    Ok(found.map(|(conversation, _)| conversation))
}

/// The rows of the stream after a number, all of them.
pub(super) async fn stream_since(
    guest: &Guest,
    conversation: &Conversation,
    after: u64,
) -> Result<Vec<Row>, WebError> {
    let last = conversation.stream_seq;
    let most = u32::try_from(MOST_EVENTS).unwrap_or(u32::MAX);
    match guest
        .service
        .store()
        .stream_since(&conversation.id, after, last, most)
        .await
        .map_err(unavailable)?
    {
        Since::Rows(rows) => Ok(rows),
        Since::Gap => Err(WebError::cursor_expired(last.saturating_sub(MOST_EVENTS) + 1)),
    }
}

/// Rows as the visitor sees them, in the order of the stream.
pub(super) async fn shown(
    service: &Arc<Service>,
    conversation: &Conversation,
    rows: &[Row],
) -> Result<Vec<Value>, WebError> {
    let staff = service.staff().await.map_err(unavailable)?;
    let sight = DeskSight { service, staff: &staff };
    let mut rows: Vec<&Row> = rows.iter().filter(|row| row.stream_seq.is_some()).collect();
    rows.sort_by_key(|row| row.stream_seq);
    Ok(rows.into_iter().map(|row| event(row, conversation, &sight)).collect())
}

/// What the desk lets visitors see of its people and files.
struct DeskSight<'a> {
    service: &'a Service,
    staff: &'a [Staff],
}

impl Sight for DeskSight<'_> {
    fn face(&self, operator: &OperatorId) -> Option<Face> {
        let found = self.staff.iter().find(|staff| staff.id == *operator);
        found.map(|staff| Face { name: staff.name.clone(), avatar_url: None })
    }

    fn address(&self, upload: &str, name: Option<&str>) -> String {
        self.service.visitor_url(upload, name)
    }
}

/// Every number of the stream has an event, so that the client sees no gap where a row means nothing to it.
fn event(row: &Row, conversation: &Conversation, sight: &DeskSight<'_>) -> Value {
    stream_event(row, &conversation.id, sight).unwrap_or_else(|| {
        json!({
            "seq": row.stream_seq,
            "id": format!("evt_{}", row.id),
            "type": "conversation.updated",
            "at": row.at(),
            "data": {"conversationId": conversation.id},
        })
    })
}

#[derive(Deserialize)]
pub(super) struct HistoryQuery {
    before: Option<String>,
    #[serde(default = "fifty")]
    limit: u32,
}

fn fifty() -> u32 {
    50
}

/// `GET /messages`: a page of history, newest first.
pub(super) async fn history(
    guest: Guest,
    query: Result<Query<HistoryQuery>, QueryRejection>,
) -> Result<Json<Value>, Refused> {
    let bad = |why: &str| ErrorCode::BadRequest.because(why);
    let Ok(Query(HistoryQuery { before, limit })) = query else {
        return Err(bad("limit is a number").into());
    };
    if !(1..=100).contains(&limit) {
        return Err(bad("limit is 1 to 100").into());
    }
    let before = match before {
        Some(id) => {
            let row = id.strip_prefix("msg_").and_then(|row| row.parse().ok());
            Some(row.ok_or_else(|| bad("before is not the id of a message"))?)
        }
        None => None,
    };
    let Some(conversation) = conversation(&guest).await? else {
        return Ok(Json(json!({"messages": [], "hasMore": false})));
    };
    let rows = guest.service.store().thread(&conversation.id, before, None, limit).await?;
    let more = rows.len() == limit as usize;
    let mut events = shown(&guest.service, &conversation, &rows).await?;
    events.retain(|event| event["type"] == "message.created" || event["type"] == "message.deleted");
    events.reverse();
    Ok(Json(json!({"messages": events, "hasMore": more})))
}

/// `POST /receipts`
pub(super) async fn receipt(guest: Guest, body: Bytes) -> Result<StatusCode, Refused> {
    take_receipt(&guest, read(&body)?).await?;
    Ok(StatusCode::NO_CONTENT)
}

/// Lower values than known are ignored.
pub(super) async fn take_receipt(guest: &Guest, request: ReceiptRequest) -> Result<(), WebError> {
    let Some(conversation) = conversation(guest).await? else { return Ok(()) };
    let known = conversation.receipts;
    let receipts = match request.state {
        ReceiptState::Delivered => Receipts { delivered: request.up_to_seq, ..Receipts::default() },
        ReceiptState::Read => Receipts { read: request.up_to_seq, ..Receipts::default() },
    };
    if receipts.delivered <= known.delivered && receipts.read <= known.read {
        return Ok(());
    }
    let act = Act { inputs: vec![Input::Received(receipts)], once: None, start: None };
    match guest.service.act(&conversation.id, act).await {
        Ok(_) | Err(ActError::Busy) => Ok(()),
        Err(ActError::Store(error)) => Err(unavailable(error)),
        Err(other) => {
            tracing::warn!(conversation = %conversation.id, error = %other, "a receipt was not taken");
            Ok(())
        }
    }
}

/// `POST /typing`: passed on to operators where the inbox wants that (CHN-15).
pub(super) async fn typing(guest: Guest, body: Bytes) -> Result<StatusCode, Refused> {
    let TypingRequest { state } = read(&body)?;
    tell_typing(&guest, state).await;
    Ok(StatusCode::NO_CONTENT)
}

/// Tells operators that the visitor types.
pub(super) async fn tell_typing(guest: &Guest, state: TypingState) {
    let Ok(connection) = guest.connection() else { return };
    if connection.show_typing {
        let (conversation, inbox) = (guest.conversation(), connection.id.clone());
        let on = state == TypingState::On;
        guest.service.visitor_types(Typing { conversation, inbox, by: Typist::Visitor, on }).await;
    }
}
