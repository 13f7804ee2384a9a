//! What a file is, told from its bytes and not from what anybody says of it (SEC-19).

use domain::{FileFailure, MediaKind, StoredFile};

/// The type of what cannot be recognised.
pub const UNKNOWN: &str = "application/octet-stream";

/// The type that the bytes themselves show, as browsers call it.
pub fn recognise(bytes: &[u8]) -> Option<&'static str> {
    // WeChat's voices begin as a script does, and what phones record is in nobody's list.
    if bytes.starts_with(b"#!AMR") {
        return Some("audio/amr");
    }
    if bytes.get(4..10) == Some(b"ftyp3g") {
        return Some("video/3gpp");
    }
    // Sound in a container is named by the container.
    Some(match infer::get(bytes)?.mime_type() {
        "audio/opus" => "audio/ogg",
        "audio/m4a" => "audio/mp4",
        "audio/x-wav" => "audio/wav",
        "video/x-m4v" => "video/mp4",
        other => other,
    })
}

/// Whether a browser may show it in its place. Everything else is for downloading: it could run, or look like ours.
pub fn is_shown(mime: &str) -> bool {
    matches!(
        mime,
        "image/jpeg"
            | "image/png"
            | "image/gif"
            | "image/webp"
            | "image/avif"
            | "audio/aac"
            | "audio/amr"
            | "audio/mp4"
            | "audio/mpeg"
            | "audio/ogg"
            | "audio/wav"
            | "audio/webm"
            | "video/mp4"
            | "video/quicktime"
            | "video/webm"
            | "application/pdf"
    )
}

/// Looks at a file that was said to be of that kind; any will do if nothing was said.
///
/// # Errors
///
/// [`FileFailure::WrongType`] if it is something else, such as a page of words where a picture should be.
pub fn look(bytes: &[u8], said: MediaKind) -> Result<StoredFile, FileFailure> {
    let wrong = |found: &str| Err(FileFailure::WrongType { found: found.to_owned() });
    let seen = recognise(bytes);
    let family = seen.and_then(|mime| mime.split('/').next());
    match (said, family) {
        _ if bytes.is_empty() => return wrong("nothing"),
        (MediaKind::File, _)
        | (MediaKind::Image, Some("image"))
        | (MediaKind::Video, Some("video"))
        // Sound comes in the same containers as film.
        | (MediaKind::Audio | MediaKind::Voice, Some("audio" | "video")) => {}
        (_, Some(_)) => return wrong(seen.unwrap_or_default()),
        // Nobody writes pictures in words; a page that says what went wrong is.
        (_, None) if std::str::from_utf8(bytes).is_ok() => return wrong("text/plain"),
        (_, None) => {}
    }
    let mime = seen.unwrap_or(UNKNOWN);
    let size = mime.starts_with("image/").then(|| imagesize::blob_size(bytes).ok()).flatten();
    let pixels = |length: usize| u32::try_from(length).ok();
    Ok(StoredFile {
        mime: mime.to_owned(),
        size_bytes: bytes.len() as u64,
        width: size.and_then(|size| pixels(size.width)),
        height: size.and_then(|size| pixels(size.height)),
    })
}

#[cfg(test)]
mod tests {
    use super::*;
    use channels::play::PIXEL;

    /// SEC-19, B-27
    #[test]
    fn a_file_is_what_its_bytes_are() {
        let seen = look(PIXEL, MediaKind::Image).unwrap();
        assert_eq!((seen.mime.as_str(), seen.size_bytes), ("image/png", 69));
        assert_eq!((seen.width, seen.height), (Some(1), Some(1)));
        let is = |bytes: &[u8], said| {
            look(bytes, said).map(|seen| seen.mime).map_err(|failure| match failure {
                FileFailure::WrongType { found } => found,
                other => panic!("{other:?}"),
            })
        };
        assert_eq!(is(b"<!DOCTYPE html><p>gone</p>", MediaKind::Image), Err("text/html".to_owned()));
        assert_eq!(is(b"<?xml version=\"1.0\"?><svg/>", MediaKind::Image), Err("text/xml".to_owned()));
        assert_eq!(is(b"not found", MediaKind::Voice), Err("text/plain".to_owned()));
        assert_eq!(is(b"%PDF-1.7", MediaKind::Image), Err("application/pdf".to_owned()));
        assert_eq!(is(b"", MediaKind::File), Err("nothing".to_owned()));
        assert_eq!(is(b"%PDF-1.7", MediaKind::File), Ok("application/pdf".to_owned()));
        assert_eq!(is(b"a, b, c", MediaKind::File), Ok(UNKNOWN.to_owned()));
        assert_eq!(is(b"\x02\xff\xfe\x91", MediaKind::Voice), Ok(UNKNOWN.to_owned()), "Speex has no mark");
        assert_eq!(is(b"#!AMR\n\x3c", MediaKind::Voice), Ok("audio/amr".to_owned()));
        assert_eq!(is(b"\0\0\0\x18ftyp3gp5\0\0\0\0", MediaKind::Video), Ok("video/3gpp".to_owned()));
        assert_eq!(is(b"\0\0\0\x18ftypmp42\0\0\0\0", MediaKind::Video), Ok("video/mp4".to_owned()));
    }

    /// SEC-19
    #[test]
    fn nothing_that_a_browser_would_run_is_shown() {
        for mime in ["text/html", "text/xml", "image/svg+xml", "application/xhtml+xml", "text/plain", UNKNOWN]
        {
            assert!(!is_shown(mime), "{mime}");
        }
    }
}
