//! Files that operators send (CMP-01, CMP-02).

use axum::Json;
use axum::extract::{Request, State};
use domain::{MediaKind, Timestamp, seconds};
use http::StatusCode;
use http::header::{CONTENT_ENCODING, CONTENT_TYPE};
use http_body_util::{BodyExt, LengthLimitError, Limited};
use serde::{Deserialize, Serialize};
use utoipa::{IntoParams, ToSchema};

use super::Api;
use super::access::Caller;
use super::answers::Write;
use super::body::Asked;
use crate::problem::{Kind, Problem};
use crate::uploads::{KeepError, MAX_BYTES, OperatorFile, TYPES, clean, kind_of, taken};

/// How many files an operator may upload: so many at once, then one in each `REFILL`.
const BURST: u32 = 60;
const REFILL: std::time::Duration = seconds(5);

/// What the file is called.
#[derive(Debug, Deserialize, IntoParams)]
#[serde(deny_unknown_fields)]
#[into_params(parameter_in = Query)]
pub(super) struct UploadQuery {
    /// Its name, as display text; left out: `file`.
    name: Option<String>,
}

/// A file that waits for its message.
#[derive(Debug, Serialize, ToSchema)]
pub(super) struct UploadView {
    /// What to put into `contents`.
    id: String,
    /// What it is for people.
    kind: MediaKind,
    /// What it is by its bytes.
    mime: String,
    /// Its name, cleaned.
    name: String,
    /// Its size in bytes.
    size_bytes: u64,
    /// Where whoever knows it can fetch it.
    url: String,
    /// Until when it may be put into a message.
    expires_at: Timestamp,
}

/// Uploads a file: its bytes and nothing else, at most 4 MiB. What it is is told from the bytes: JPEG, PNG, WebP, GIF, PDF,
/// `WebM` sound, MP4. Which of them a channel shows says the reply.
#[utoipa::path(post, path = "/v1/uploads", params(UploadQuery), tag = "uploads",
    request_body(content = Vec<u8>, content_type = "application/octet-stream"),
    responses((status = 201, body = UploadView), Write))]
pub(super) async fn upload(
    State(api): State<Api>,
    caller: Caller,
    Asked(query): Asked<UploadQuery>,
    request: Request,
) -> Result<(StatusCode, Json<UploadView>), Problem> {
    let headers = request.headers();
    let plain = headers.get(CONTENT_TYPE).is_some_and(|value| value == "application/octet-stream");
    if !plain || headers.contains_key(CONTENT_ENCODING) {
        let detail = "send the bytes as application/octet-stream";
        return Err(Problem::because(Kind::UnsupportedMediaType, detail));
    }
    let bucket = format!("uploads-{}", caller.operator.id);
    api.service.limit(&bucket, BURST, REFILL).await?;
    let limited = Limited::new(request.into_body(), MAX_BYTES).collect().await;
    let bytes = limited.map_err(|error| {
        if error.is::<LengthLimitError>() {
            Problem::because(Kind::TooLarge, "a file has at most 4 MiB")
        } else {
            Problem::because(Kind::InvalidBody, "the body broke off")
        }
    })?;
    let bytes = bytes.to_bytes();
    let mime = taken(&bytes).ok_or_else(|| {
        Problem::because(Kind::UnsupportedFile, format!("may be one of {}", TYPES.join(", ")))
    })?;
    let file = OperatorFile {
        operator: caller.operator.id,
        name: clean(query.name.as_deref().unwrap_or_default()),
        mime: mime.to_owned(),
        size_bytes: bytes.len() as u64,
    };
    let (id, expires_at) = api.service.keep_upload(&file, bytes).await.map_err(|error| match error {
        KeepError::Store(error) => error.into(),
        KeepError::Blob(_) => Problem::internal(&error),
    })?;
    let view = UploadView {
        kind: kind_of(&file.mime),
        mime: file.mime,
        name: file.name,
        size_bytes: file.size_bytes,
        url: api.service.file_url(&id),
        id,
        expires_at,
    };
    Ok((StatusCode::CREATED, Json(view)))
}
