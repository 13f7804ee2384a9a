//! Files that people send: what is taken, what a file is by its bytes, and where providers fetch it (SEC-19).

use std::sync::Arc;

use axum::Router;
use axum::extract::{Path, State};
use axum::response::{IntoResponse, Response};
use axum::routing::get;
use bytes::Bytes;
use domain::{Media, MediaKind, MediaSource, OperatorId, Timestamp, cut, hours};
use http::{HeaderName, HeaderValue, StatusCode, header};
use serde::{Deserialize, Serialize};

use crate::fetch::kind;
use crate::seams::secret;
use crate::service::Service;

/// What may be uploaded. Nothing that a browser would run.
pub(crate) const TYPES: [&str; 7] =
    ["image/jpeg", "image/png", "image/webp", "image/gif", "application/pdf", "audio/webm", "video/mp4"];
/// The largest file of an operator, in bytes: what a gateway lets through in one request, and what every provider takes.
pub(crate) const MAX_BYTES: usize = 4 * 1024 * 1024;
/// How long an operator's file waits for its message.
const KEPT_UNSENT: std::time::Duration = hours(24);
/// What the names of files begin with that operators send. Others are not served.
const PREFIX: &str = "out_";
/// How many hexadecimal digits follow: 192 bits that nobody guesses.
const DIGITS: usize = 48;

const CROSS_ORIGIN_RESOURCE_POLICY: HeaderName = HeaderName::from_static("cross-origin-resource-policy");

/// A file of an operator that waits for its message.
#[derive(Debug, Clone, Serialize, Deserialize)]
pub(crate) struct OperatorFile {
    /// Who uploaded it.
    pub operator: OperatorId,
    /// Its name, as display text only.
    pub name: String,
    /// What it is by its bytes.
    pub mime: String,
    /// Its size in bytes.
    pub size_bytes: u64,
}

/// What a file is by its bytes, if it may be uploaded.
pub(crate) fn taken(bytes: &[u8]) -> Option<&'static str> {
    let mime = match kind::recognise(bytes)? {
        // One container for sound and film; what browsers record for a chat is a voice.
        "video/webm" => "audio/webm",
        other => other,
    };
    TYPES.contains(&mime).then_some(mime)
}

/// Only the last part of a path, without control characters and without marks that turn the direction of reading (B-29).
pub(crate) fn clean(name: &str) -> String {
    let last = name.rsplit(['/', '\\']).next().unwrap_or_default();
    let turns =
        |c: char| matches!(c, '\u{200e}' | '\u{200f}' | '\u{202a}'..='\u{202e}' | '\u{2066}'..='\u{2069}');
    let name: String = last.chars().filter(|c| !c.is_control() && !turns(*c)).collect();
    let name = name.trim_start_matches('.');
    if name.is_empty() { "file".to_owned() } else { cut(name, 120) }
}

/// What a file of this type is for people.
pub(crate) fn kind_of(mime: &str) -> MediaKind {
    match mime.split('/').next() {
        Some("image") => MediaKind::Image,
        Some("video") => MediaKind::Video,
        Some("audio") => MediaKind::Voice,
        _ => MediaKind::File,
    }
}

/// A file that lies there, with nothing said beneath it.
pub(crate) fn media(source: MediaSource, name: String, mime: String, size_bytes: u64) -> Media {
    Media {
        kind: kind_of(&mime),
        source,
        name: Some(name),
        mime: Some(mime),
        size_bytes: Some(size_bytes),
        duration_ms: None,
        caption: None,
        album: None,
    }
}

impl Service {
    /// Keeps a file of an operator. Returns its id, which only they can put into a message, and until when.
    ///
    /// # Errors
    ///
    /// If the file or what is known of it cannot be kept.
    pub(crate) async fn keep_upload(
        &self,
        file: &OperatorFile,
        bytes: Bytes,
    ) -> Result<(String, Timestamp), KeepError> {
        let id = format!("{PREFIX}{}", secret::<{ DIGITS / 2 }>(self.plugs.chance.as_ref()));
        self.plugs.blobs.put(&id, bytes).await?;
        let until = self.now() + KEPT_UNSENT;
        let json = serde_json::to_string(file)
            .map_err(|source| store::Error::Unwritable { what: "upload", source })?;
        self.store().put_note("file", &id, &json, until).await?;
        Ok((id, until))
    }

    /// What is known of a file that this operator has uploaded; a colleague's looks like none (SEC-41).
    ///
    /// # Errors
    ///
    /// If the table cannot be reached.
    pub(crate) async fn upload_of(
        &self,
        operator: &OperatorId,
        id: &str,
    ) -> Result<Option<OperatorFile>, store::Error> {
        if !is_name(id) {
            return Ok(None);
        }
        let Some(json) = self.store().note("file", id, self.now()).await? else { return Ok(None) };
        let file: OperatorFile = serde_json::from_str(&json)
            .map_err(|source| store::Error::Unreadable { what: "upload", source: Some(source) })?;
        Ok(Some(file).filter(|file| file.operator == *operator))
    }

    /// Where a visitor's browser can fetch a file of a message: an operator's, or the visitor's own. The last part of the
    /// path is what a browser calls the file when it keeps it.
    pub(crate) fn visitor_url(&self, id: &str, name: Option<&str>) -> String {
        let base = self.settings().desk.public_url.trim_end_matches('/');
        let folder = if is_name(id) { "files" } else { "web/v1/uploads" };
        let name: String = form_urlencoded::byte_serialize(name.unwrap_or("file").as_bytes()).collect();
        format!("{base}/{folder}/{id}/{}", name.replace('+', "%20"))
    }

    /// Where whoever is told the name of a file can fetch it.
    pub(crate) fn file_url(&self, id: &str) -> String {
        format!("{}/files/{id}", self.settings().desk.public_url.trim_end_matches('/'))
    }
}

/// Why a file was not kept.
#[derive(Debug, thiserror::Error)]
pub(crate) enum KeepError {
    /// Its bytes.
    #[error("cannot keep the bytes of a file")]
    Blob(#[from] std::io::Error),
    /// What is known of it.
    #[error("cannot keep what is known of a file")]
    Store(#[from] store::Error),
}

fn is_name(id: &str) -> bool {
    let digits = id.strip_prefix(PREFIX).unwrap_or_default();
    digits.len() == DIGITS && digits.bytes().all(|b| b.is_ascii_digit() || (b'a'..=b'f').contains(&b))
}

/// Where providers and browsers fetch what operators send: `/files/{name}`, for whoever was told the name.
pub fn routes(service: Arc<Service>) -> Router {
    Router::new()
        .route("/files/{name}", get(serve))
        .route("/files/{name}/{label}", get(serve_labelled))
        .with_state(service)
}

async fn serve(State(service): State<Arc<Service>>, Path(name): Path<String>) -> Response {
    if is_name(&name) { hand_out(&service, &name).await } else { StatusCode::NOT_FOUND.into_response() }
}

/// The same under an address that ends with what people call the file.
async fn serve_labelled(service: State<Arc<Service>>, Path((name, _)): Path<(String, String)>) -> Response {
    serve(service, Path(name)).await
}

/// Answers with a file that people sent, by the name of its blob, so that no browser runs it or opens it as a page.
pub(crate) async fn hand_out(service: &Service, name: &str) -> Response {
    let bytes = match service.plugs.blobs.get(name).await {
        Ok(bytes) => bytes,
        Err(error) if error.kind() == std::io::ErrorKind::NotFound => {
            return StatusCode::NOT_FOUND.into_response();
        }
        Err(error) => {
            tracing::error!(%error, "cannot read a file");
            return StatusCode::SERVICE_UNAVAILABLE.into_response();
        }
    };
    let mime = taken(&bytes).unwrap_or(kind::UNKNOWN);
    let mut response = bytes.into_response();
    let said = [
        (header::CONTENT_TYPE, mime),
        // Nobody opens it as a page of the desk's own origin, whatever it is.
        (header::CONTENT_DISPOSITION, "attachment"),
        (header::CONTENT_SECURITY_POLICY, "default-src 'none'; sandbox"),
        (header::X_CONTENT_TYPE_OPTIONS, "nosniff"),
        (header::CACHE_CONTROL, "private, max-age=86400, immutable"),
        (header::REFERRER_POLICY, "no-referrer"),
        // Pages that demand it of everything they show may show it.
        (CROSS_ORIGIN_RESOURCE_POLICY, "cross-origin"),
    ];
    for (name, value) in said {
        response.headers_mut().insert(name, HeaderValue::from_static(value));
    }
    response
}

#[cfg(test)]
mod tests {
    use super::*;

    /// B-29
    #[test]
    fn file_names_are_cleaned() {
        assert_eq!(clean("../../etc/passwd"), "passwd");
        assert_eq!(clean("a\r\nb\u{202e}gpj.exe"), "abgpj.exe");
        assert_eq!(clean(".."), "file");
        assert_eq!(clean("領収書.pdf"), "領収書.pdf");
        assert!(clean(&"x".repeat(5000)).len() < 130);
    }

    /// B-27
    #[test]
    fn types_are_told_from_bytes() {
        assert_eq!(taken(b"<svg onload=alert(1)>"), None);
        assert_eq!(taken(b"MZ\x90\0"), None);
        assert_eq!(taken(b"\x89PNG\r\n\x1a\n...."), Some("image/png"));
        assert_eq!(taken(b"\0\0\0\x18ftypmp42"), Some("video/mp4"));
        let mut recorded = b"\x1a\x45\xdf\xa3\x9f\x42\x82\x84webm".to_vec();
        recorded.resize(300, 0);
        assert_eq!(taken(&recorded), Some("audio/webm"));
        assert_eq!(taken(b""), None);
    }

    /// B-28: nothing but what operators have sent is served.
    #[test]
    fn names_are_ours_or_nobodys() {
        assert!(is_name(&format!("out_{}", "0a".repeat(24))));
        for bad in [
            "",
            "out_",
            "../out_00",
            &format!("upl_{}", "0a".repeat(24)),
            &format!("out_{}", "0A".repeat(24)),
        ] {
            assert!(!is_name(bad), "{bad}");
        }
    }
}
