//! Files that contacts sent, and their pictures: what is known of them, and their bytes.

use axum::extract::{Path, State};
use axum::response::{IntoResponse, Response};
use domain::{Contact, ContactId, ConversationId, FileCopy, Media, MediaSource, Profile, Row, RowId};
use http::{HeaderValue, StatusCode, header};
use serde::Serialize;
use utoipa::ToSchema;

use super::Api;
use super::access::Caller;
use super::answers::Read;
use crate::catalogue::Reader;
use crate::fetch::kind;
use crate::problem::{Kind, Problem};

/// A page that a file would make, if it did, may do nothing at all.
const CONFINED: &str = "default-src 'none'; style-src 'unsafe-inline'; sandbox";

/// A file that a contact sent.
#[derive(Debug, Clone, Serialize, ToSchema)]
pub struct FileView {
    /// How far our copy of it has come.
    pub state: FileState,
    /// Where its bytes are, once they are there: a path of this API.
    pub url: Option<String>,
    /// Its type, as its bytes show it; what the sender claims until they are there.
    pub mime: Option<String>,
    /// Its size in bytes, as far as it is known.
    pub size_bytes: Option<u64>,
    /// A picture's width in pixels.
    pub width: Option<u32>,
    /// A picture's height in pixels.
    pub height: Option<u32>,
    /// Whether a browser may show it in its place; if not, it is for downloading.
    pub shown: bool,
    /// Why there is none, in the reader's language.
    pub reason: Option<String>,
}

/// How far the copy of a file has come.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, ToSchema)]
#[serde(rename_all = "snake_case")]
pub enum FileState {
    /// It is being fetched from the provider.
    Pending,
    /// It is there.
    Stored,
    /// It will not be there.
    Failed,
}

impl FileView {
    /// What a reader sees of a row's file; nothing if it has none that we keep.
    pub(super) fn of(row: &Row, conversation: &ConversationId, reader: &Reader<'_>) -> Option<Self> {
        let media = row.body.file()?;
        let mut view = Self {
            state: FileState::Pending,
            url: None,
            mime: media.mime.clone(),
            size_bytes: media.size_bytes,
            width: None,
            height: None,
            shown: false,
            reason: None,
        };
        match (&row.file, &media.source) {
            (Some(FileCopy::Stored(file)), _) => {
                view.state = FileState::Stored;
                view.mime = Some(file.mime.clone());
                view.size_bytes = Some(file.size_bytes);
                (view.width, view.height) = (file.width, file.height);
            }
            (Some(FileCopy::Failed { reason, .. }), _) => {
                view.state = FileState::Failed;
                view.reason = Some(reader.no_file(reason));
            }
            (Some(FileCopy::Pending { .. } | FileCopy::Claimed { .. }), _) => {}
            (_, MediaSource::Upload { .. }) => view.state = FileState::Stored,
            (Some(FileCopy::Withdrawn { .. }) | None, _) => return None,
        }
        if view.state == FileState::Stored {
            view.shown = view.mime.as_deref().is_some_and(kind::is_shown);
            view.url = Some(format!("/v1/conversations/{conversation}/rows/{}/file", row.id));
        }
        Some(view)
    }
}

/// Where a contact's picture is, if there is one.
pub(super) fn picture_url(contact: &Contact) -> Option<String> {
    contact.profile.picture.as_ref()?;
    // Another picture is another address, so that nobody shows the old one.
    let version = contact.profile.asked_at.map_or(0, domain::Timestamp::as_seconds);
    Some(format!("/v1/contacts/{}/picture?v={version}", contact.id))
}

/// Gives the bytes of a file that a contact sent.
#[utoipa::path(get, path = "/v1/conversations/{id}/rows/{row}/file", tag = "conversations",
    params(("id" = String, Path, description = "The conversation"),
        ("row" = String, Path, description = "A message with a file")),
    responses((status = 200, description = "The file", content_type = "application/octet-stream"),
        (status = 307, description = "On AWS, a large file: where it is, for a minute"), Read))]
pub(super) async fn file(
    State(api): State<Api>,
    caller: Caller,
    Path((id, row)): Path<(String, String)>,
) -> Result<Response, Problem> {
    let conversation = api.theirs(&caller, &id).await?;
    let row: RowId = row.parse().map_err(|_| Problem::not_found())?;
    let row = api.service.store().row(&conversation.id, row).await?.ok_or(Problem::not_found())?;
    let media = row.body.file().ok_or(Problem::not_found())?;
    let (blob, mime) = match (&row.file, &media.source) {
        (Some(FileCopy::Stored(file)), _) => (FileCopy::blob(&conversation.id, row.id), file.mime.clone()),
        (None, MediaSource::Upload { id }) => {
            (id.clone(), media.mime.clone().unwrap_or_else(|| kind::UNKNOWN.to_owned()))
        }
        _ => return Err(Problem::not_found()),
    };
    let size_bytes = match &row.file {
        Some(FileCopy::Stored(file)) => file.size_bytes,
        _ => media.size_bytes.unwrap_or_default(),
    };
    let told = Told { mime: &mime, name: &name(media, &row), size_bytes };
    answer(&api, &blob, &told).await
}

/// Gives a contact's picture.
#[utoipa::path(get, path = "/v1/contacts/{id}/picture", tag = "conversations",
    params(("id" = String, Path, description = "The contact")),
    responses((status = 200, description = "The picture", content_type = "image/*"), Read))]
pub(super) async fn picture(
    State(api): State<Api>,
    caller: Caller,
    Path(id): Path<String>,
) -> Result<Response, Problem> {
    let id: ContactId = id.parse().map_err(|_| Problem::not_found())?;
    // Whoever may see the conversation may see with whom it is.
    let conversation = api.theirs(&caller, id.conversation().as_str()).await?;
    let contact = super::conversations::contact_of(&api, &conversation).await?;
    let picture = contact.profile.picture.ok_or(Problem::not_found())?;
    let told = Told { mime: &picture.mime, name: "picture", size_bytes: picture.size_bytes };
    answer(&api, &Profile::blob(&contact.id), &told).await
}

/// What the file is called when somebody downloads it.
fn name(media: &Media, row: &Row) -> String {
    media.name.clone().unwrap_or_else(|| format!("{}", row.id))
}

/// What a file's reader is told of it.
struct Told<'a> {
    mime: &'a str,
    name: &'a str,
    size_bytes: u64,
}

async fn answer(api: &Api, blob: &str, told: &Told<'_>) -> Result<Response, Problem> {
    let unreadable = |error: std::io::Error| {
        if error.kind() == std::io::ErrorKind::NotFound {
            return Problem::not_found();
        }
        tracing::error!(%error, "cannot read a file");
        Problem::new(Kind::Unavailable)
    };
    let shown = kind::is_shown(told.mime);
    let (mime, way) = if shown { (told.mime, "inline") } else { (kind::UNKNOWN, "attachment") };
    let disposition = format!("{way}; filename*=UTF-8''{}", escaped(told.name));
    let blobs = &api.service.plugs.blobs;
    if told.size_bytes > api.service.most_bytes
        && let Some(link) = blobs.link(blob, mime, &disposition).await.map_err(unreadable)?
    {
        let headers = [(header::LOCATION, link.as_str()), (header::CACHE_CONTROL, "no-store")];
        return Ok((StatusCode::TEMPORARY_REDIRECT, headers).into_response());
    }
    let mut response = blobs.get(blob).await.map_err(unreadable)?.into_response();
    let headers = response.headers_mut();
    let value = |text: &str| HeaderValue::from_str(text).unwrap_or(HeaderValue::from_static(kind::UNKNOWN));
    headers.insert(header::CONTENT_TYPE, value(mime));
    headers.insert(header::CONTENT_DISPOSITION, value(&disposition));
    headers.insert(header::CONTENT_SECURITY_POLICY, HeaderValue::from_static(CONFINED));
    headers.insert("cross-origin-resource-policy", HeaderValue::from_static("same-origin"));
    Ok(response)
}

/// A name as RFC 8187 writes it: everything but letters, digits and `-._` in percent.
fn escaped(name: &str) -> String {
    let plain = |byte: u8| byte.is_ascii_alphanumeric() || b"-._".contains(&byte);
    let escape = |byte: u8| if plain(byte) { char::from(byte).to_string() } else { format!("%{byte:02X}") };
    domain::cut(name, 120).bytes().map(escape).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    /// B-29: a name cannot break out of its header.
    #[test]
    fn names_are_escaped() {
        assert_eq!(escaped("a b\"\r\n;.pdf"), "a%20b%22%20%3B.pdf");
        assert_eq!(escaped("領収書.pdf"), "%E9%A0%98%E5%8F%8E%E6%9B%B8.pdf");
    }
}
