//! Files of visitors: announced, received, looked at, and only then good for a message (SEC-19).

use std::collections::BTreeMap;
use std::sync::Arc;

use axum::Json;
use axum::body::Body;
use axum::extract::{Path, State};
use axum::response::{IntoResponse, Response};
use bytes::Bytes;
use channels::web::{ErrorCode, MessageBody, MessageRequest, WebError};
use domain::{Media, MediaSource, Timestamp, minutes};
use http::StatusCode;
use serde::{Deserialize, Serialize};
use serde_json::{Value, json};
use sha2::{Digest, Sha256};

use super::messages::unavailable;
use super::{Guest, Refused};
use crate::seams::secret;
use crate::service::Service;
use crate::uploads::{TYPES, clean, hand_out, media, taken};

/// The largest file, in bytes.
const MAX_BYTES: u64 = 10 * 1024 * 1024;
/// What the ids of visitors' files begin with, and how many hexadecimal digits follow.
const PREFIX: &str = "upl_";
const DIGITS: usize = 32;
/// How long an announced upload waits for its bytes, and a finished one for its message.
const PATIENCE: std::time::Duration = minutes(15);

/// `POST /uploads`
#[derive(Debug, Deserialize)]
#[serde(rename_all = "camelCase")]
struct UploadRequest {
    client_upload_id: String,
    file_name: String,
    mime_type: String,
    size: u64,
    #[serde(default)]
    sha256: Option<String>,
}

/// What is known of an upload.
#[derive(Debug, Clone, Serialize, Deserialize)]
struct Upload {
    visitor: String,
    name: String,
    mime: String,
    size: u64,
    #[serde(default)]
    sha256: Option<String>,
    /// Its bytes are there and are what they were said to be.
    #[serde(default)]
    finished: bool,
}

/// The largest file that can come in here, in bytes.
pub(super) fn most_bytes(service: &Service) -> u64 {
    MAX_BYTES.min(service.most_bytes)
}

/// `POST /uploads`: announces a file; the answer says where its bytes go.
pub(super) async fn begin(guest: Guest, body: Bytes) -> Result<(StatusCode, Json<Value>), Refused> {
    let bad = || ErrorCode::BadRequest.because("the body is not an upload");
    let asked: UploadRequest = serde_json::from_slice(&body).map_err(|_| bad())?;
    if asked.client_upload_id.is_empty() || asked.client_upload_id.len() > 64 || asked.size == 0 {
        return Err(bad().into());
    }
    let most = most_bytes(&guest.service);
    if asked.size > most {
        let message = format!("the file has {} bytes, limit {most}", asked.size);
        return Err(ErrorCode::TooLarge.because(message).into());
    }
    if !TYPES.contains(&asked.mime_type.as_str()) {
        return Err(ErrorCode::UnsupportedType.because(format!("may be one of {}", TYPES.join(", "))).into());
    }
    guest.limit("uploads", 20).await?;
    let service = &guest.service;
    let id = format!("{PREFIX}{}", secret::<{ DIGITS / 2 }>(service.plugs.chance.as_ref()));
    let upload = Upload {
        visitor: guest.visitor.id.clone(),
        name: clean(&asked.file_name),
        mime: asked.mime_type,
        size: asked.size,
        sha256: asked.sha256,
        finished: false,
    };
    let expires_at = service.now() + PATIENCE;
    keep(service, &id, &upload, expires_at).await?;
    let base = service.settings().desk.public_url.trim_end_matches('/');
    let answer = json!({
        "uploadId": id,
        "url": format!("{base}/web/v1/uploads/{id}"),
        "method": "PUT",
        "headers": {"content-type": upload.mime},
        "expiresAt": expires_at,
    });
    Ok((StatusCode::CREATED, Json(answer)))
}

async fn keep(service: &Service, id: &str, upload: &Upload, until: Timestamp) -> Result<(), Refused> {
    let json = serde_json::to_string(upload).unwrap_or_default();
    Ok(service.store().put_note("upload", id, &json, until).await?)
}

async fn find(service: &Service, id: &str) -> Result<Option<Upload>, WebError> {
    if id.len() > 64 {
        return Ok(None);
    }
    let note = service.store().note("upload", id, service.now()).await.map_err(unavailable)?;
    Ok(note.and_then(|json| serde_json::from_str(&json).ok()))
}

/// `PUT /uploads/{id}`: the bytes. The id is a secret that only its visitor was told.
pub(super) async fn receive(
    State(service): State<Arc<Service>>,
    Path(id): Path<String>,
    body: Body,
) -> Result<StatusCode, Refused> {
    let unknown = || ErrorCode::NotFound.because("there is no such upload");
    let upload = find(&service, &id).await?.filter(|upload| !upload.finished).ok_or_else(unknown)?;
    let limit = usize::try_from(upload.size).unwrap_or(usize::MAX);
    let too_large = || ErrorCode::TooLarge.because("more bytes than were announced");
    let bytes = axum::body::to_bytes(body, limit).await.map_err(|_| too_large())?;
    let expected = upload
        .sha256
        .as_deref()
        .is_none_or(|sha| sha.eq_ignore_ascii_case(&hex::encode(Sha256::digest(&bytes))));
    if bytes.len() != limit || !expected {
        return Err(ErrorCode::InvalidField.because("not the bytes that were announced").into());
    }
    if taken(&bytes) != Some(upload.mime.as_str()) {
        return Err(ErrorCode::UnsupportedType.because("the bytes are not of the announced type").into());
    }
    let failed = |error: std::io::Error| {
        tracing::error!(%error, "cannot keep an upload");
        ErrorCode::Unavailable.because("try again")
    };
    service.plugs.blobs.put(&id, bytes).await.map_err(failed)?;
    keep(&service, &id, &Upload { finished: true, ..upload }, service.now() + PATIENCE).await?;
    Ok(StatusCode::NO_CONTENT)
}

/// `GET /uploads/{id}/{label}`: the bytes again, for whoever was told the id: its visitor, on each of their devices.
pub(super) async fn give_back(
    State(service): State<Arc<Service>>,
    Path((id, _)): Path<(String, String)>,
) -> Response {
    let digits = id.strip_prefix(PREFIX).unwrap_or_default();
    if digits.len() != DIGITS || !digits.bytes().all(|b| b.is_ascii_hexdigit()) {
        return StatusCode::NOT_FOUND.into_response();
    }
    hand_out(&service, &id).await
}

/// The finished uploads that a message names, if they are the visitor's own (SEC-41).
pub(super) async fn finished(
    guest: &Guest,
    request: &MessageRequest,
) -> Result<BTreeMap<String, Media>, WebError> {
    let MessageBody::Attachment { attachments, .. } = &request.body else { return Ok(BTreeMap::new()) };
    let mut found = BTreeMap::new();
    for attachment in attachments {
        let id = &attachment.upload_id;
        let Some(upload) = find(&guest.service, id).await? else { continue };
        if !upload.finished || upload.visitor != guest.visitor.id {
            continue;
        }
        let source = MediaSource::Upload { id: id.clone() };
        let media = media(source, upload.name, upload.mime, upload.size);
        found.insert(id.clone(), media);
    }
    Ok(found)
}
