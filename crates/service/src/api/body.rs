//! Reads what a request carries: strictly, and saying which field is wrong.

use axum::extract::{FromRequest, FromRequestParts, Request};
use http::header::{CONTENT_ENCODING, CONTENT_LENGTH, CONTENT_TYPE};
use http::request::Parts;
use http::{HeaderMap, HeaderValue};
use http_body_util::{BodyExt, LengthLimitError, Limited};
use serde::de::DeserializeOwned;

use crate::problem::{Kind, Problem};

/// The longest body in bytes (SEC-5).
pub const MAX_BYTES: usize = 1024 * 1024;
/// The deepest nesting of a body (SEC-5).
pub const MAX_DEPTH: usize = 64;

/// A JSON body. Unknown fields, other types, compression, more than a megabyte and deep nesting are refused.
#[derive(Debug)]
pub struct Body<T>(pub T);

impl<T: DeserializeOwned, S: Send + Sync> FromRequest<S> for Body<T> {
    type Rejection = Problem;

    async fn from_request(request: Request, _: &S) -> Result<Self, Problem> {
        check_headers(request.headers())?;
        let limited = Limited::new(request.into_body(), MAX_BYTES).collect().await;
        let bytes = limited.map_err(|error| {
            if error.is::<LengthLimitError>() {
                Problem::because(Kind::TooLarge, "a body has at most 1 MiB")
            } else {
                Problem::because(Kind::InvalidBody, "the body broke off")
            }
        })?;
        read(&bytes.to_bytes()).map(Self)
    }
}

fn check_headers(headers: &HeaderMap) -> Result<(), Problem> {
    let json = |value: &HeaderValue| {
        let essence = value.to_str().ok().and_then(|value| value.split(';').next());
        essence.is_some_and(|essence| essence.trim().eq_ignore_ascii_case("application/json"))
    };
    if !headers.get(CONTENT_TYPE).is_some_and(json) || headers.contains_key(CONTENT_ENCODING) {
        return Err(Problem::new(Kind::UnsupportedMediaType));
    }
    let length = headers.get(CONTENT_LENGTH).and_then(|value| value.to_str().ok()?.parse::<usize>().ok());
    if length.is_some_and(|length| length > MAX_BYTES) {
        return Err(Problem::because(Kind::TooLarge, "a body has at most 1 MiB"));
    }
    Ok(())
}

/// Reads a body of bytes.
fn read<T: DeserializeOwned>(bytes: &[u8]) -> Result<T, Problem> {
    if depth(bytes) > MAX_DEPTH {
        return Err(Problem::because(Kind::InvalidBody, "the body is nested more than 64 deep"));
    }
    let mut reader = serde_json::Deserializer::from_slice(bytes);
    let value = serde_path_to_error::deserialize(&mut reader).map_err(|error| {
        let path = error.path().to_string();
        let detail = error.inner().to_string();
        if path == "." { Problem::because(Kind::InvalidBody, detail) } else { Problem::field(path, detail) }
    })?;
    reader.end().map_err(|_| Problem::because(Kind::InvalidBody, "something follows the body"))?;
    Ok(value)
}

/// How deep lists and objects are nested, whether or not the rest is JSON.
fn depth(bytes: &[u8]) -> usize {
    let (mut depth, mut deepest, mut in_text, mut escaped) = (0_usize, 0, false, false);
    for byte in bytes {
        match byte {
            _ if escaped => escaped = false,
            b'\\' if in_text => escaped = true,
            b'"' => in_text = !in_text,
            b'[' | b'{' if !in_text => {
                depth += 1;
                deepest = deepest.max(depth);
            }
            b']' | b'}' if !in_text => depth = depth.saturating_sub(1),
            _ => {}
        }
    }
    deepest
}

/// The query of the address. Unknown names are refused; a name that takes several values may come several times.
#[derive(Debug)]
pub struct Asked<T>(pub T);

impl<T: DeserializeOwned, S: Send + Sync> FromRequestParts<S> for Asked<T> {
    type Rejection = Problem;

    async fn from_request_parts(parts: &mut Parts, _: &S) -> Result<Self, Problem> {
        let read = serde_html_form::from_str(parts.uri.query().unwrap_or_default());
        read.map(Self).map_err(|error| Problem::because(Kind::InvalidQuery, error.to_string()))
    }
}

/// How many things a page holds: 1 to 100 (B-23).
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Limit(pub u32);

impl<'de> serde::Deserialize<'de> for Limit {
    fn deserialize<D: serde::Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        let text = String::deserialize(deserializer)?;
        let limit = text.parse().ok().filter(|limit| (1..=100).contains(limit));
        limit.map(Self).ok_or_else(|| serde::de::Error::custom("limit must be a number from 1 to 100"))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[derive(Debug, PartialEq, serde::Deserialize)]
    #[serde(deny_unknown_fields)]
    struct Note {
        text: String,
    }

    /// B-9, B-20
    #[test]
    fn a_wrong_body_is_refused_with_its_field() {
        let refused =
            |text: &str| read::<Note>(text.as_bytes()).unwrap_err().document(None, domain::Language::En);
        assert_eq!(read::<Note>(br#"{"text":"a [{ b"}"#).unwrap(), Note { text: "a [{ b".into() });
        assert_eq!(refused(r#"{"text":7}"#).field.as_deref(), Some("text"));
        assert!(refused(r#"{"text":"a","role":"admin"}"#).detail.unwrap().contains("role"));
        assert!(refused(r#"{"text":"a","text":"b"}"#).detail.unwrap().contains("duplicate"));
        assert!(refused(r#"{"text":"a"} x"#).detail.unwrap().contains("follows"));
        assert!(refused(&"[".repeat(10_000)).detail.unwrap().contains("64"));
    }

    /// SEC-5
    #[test]
    fn depth_is_counted_outside_of_texts() {
        assert_eq!(depth(br#"{"a":[1,[2]],"b":"[[[[\"[["}"#), 3);
    }
}
