//! What the messenger needs to know before anybody has said anything.

use std::sync::Arc;

use axum::Json;
use axum::extract::rejection::QueryRejection;
use axum::extract::{Query, Request, State};
use axum::response::{IntoResponse, Response};
use channels::web::ErrorCode;
use domain::{BusinessHours, Language, Notice, Presence};
use http::{HeaderValue, header};
use serde::Deserialize;
use serde_json::{Value, json};

use super::{Refused, address, origin};
use crate::service::Service;

/// How often one address may ask in a minute.
const PER_MINUTE: u32 = 60;

#[derive(Deserialize)]
pub(super) struct ConfigQuery {
    /// The widget's public key.
    key: String,
    /// The language of the page, as an IETF tag; the inbox's if the desk does not speak it.
    #[serde(default)]
    lang: Option<String>,
}

/// `GET /config`: the desk's name and words, whether people answer now, and the limits. Needs no token and keeps nothing.
pub(super) async fn config(
    State(service): State<Arc<Service>>,
    query: Result<Query<ConfigQuery>, QueryRejection>,
    request: Request,
) -> Result<Response, Refused> {
    let Ok(Query(ConfigQuery { key, lang })) = query else {
        return Err(ErrorCode::BadRequest.because("key is missing").into());
    };
    let unknown = || ErrorCode::NotFound.because("there is no such widget");
    let (connection, widget) = service.widget(&key).ok_or_else(unknown)?;
    if let Err(error) = widget.admit(origin(service.settings(), request.headers())) {
        // Every page may read this, so that its developer is told why there is no messenger.
        let any = [(header::ACCESS_CONTROL_ALLOW_ORIGIN, HeaderValue::from_static("*"))];
        return Ok((any, Refused(error)).into_response());
    }
    service.web_limit(&format!("config-{}", address(request.extensions())), PER_MINUTE).await?;
    let workspace = service.workspace();
    let inbox = workspace.inboxes.get(&connection.id).ok_or_else(unknown)?;
    let language = lang.as_deref().and_then(Language::of_tag).unwrap_or(inbox.language);
    let now = service.now();
    let staff = service.staff().await?;
    let online = staff.iter().any(|staff| {
        staff.presence == Presence::Online && (staff.inboxes.is_empty() || staff.inboxes.contains(&inbox.id))
    });
    let config = json!({
        "name": service.settings().desk.name,
        "language": language,
        "greeting": inbox.text(Notice::Greeting, language),
        "consent": inbox.text(Notice::Consent, language),
        "privacyUrl": connection.privacy_url,
        "identifiedOnly": connection.identified_only,
        "bot": inbox.bot,
        "typing": connection.show_typing,
        "hours": week(&inbox.hours),
        "open": inbox.hours.at(now).open_now,
        "opensAt": inbox.hours.opens(now),
        "online": online,
        "limits": limits(&service),
    });
    Ok(Json(config).into_response())
}

/// The opening times from Monday to Sunday, each `"10:00-19:00"`, and the time zone in which they are meant.
fn week(hours: &BusinessHours) -> Value {
    let days = [
        &hours.monday,
        &hours.tuesday,
        &hours.wednesday,
        &hours.thursday,
        &hours.friday,
        &hours.saturday,
        &hours.sunday,
    ];
    json!({"timeZone": hours.time_zone, "days": days})
}

/// What the server refuses beyond, so that the widget can say it first.
pub(super) fn limits(service: &Service) -> Value {
    json!({
        "textMaxChars": channels::web::MAX_TEXT_CHARS,
        "uploadMaxBytes": super::uploads::most_bytes(service),
        "uploadTypes": crate::uploads::TYPES,
        "messagesPerMinute": super::messages::PER_MINUTE,
    })
}
