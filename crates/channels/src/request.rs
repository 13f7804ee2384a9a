//! What the providers' HTTP calls have in common.

use bytes::Bytes;
use domain::{FailReason, Outcome};
use http::header::{CONTENT_TYPE, RETRY_AFTER};
use http::{HeaderMap, HeaderValue, Method, Request};
use serde_json::Value;

/// The longest `detail` of a refusal, in characters.
const MAX_DETAIL_CHARS: usize = 200;

/// Writes a POST of JSON. `None` if the address is not one.
pub(crate) fn post(uri: &str, body: &Value) -> Option<Request<Bytes>> {
    let mut request = Request::new(Bytes::from(body.to_string()));
    *request.method_mut() = Method::POST;
    *request.uri_mut() = uri.parse().ok()?;
    request.headers_mut().insert(CONTENT_TYPE, HeaderValue::from_static("application/json"));
    Some(request)
}

/// Writes a GET. `None` if the address is not one.
pub(crate) fn get(uri: &str) -> Option<Request<Bytes>> {
    let mut request = Request::new(Bytes::new());
    *request.uri_mut() = uri.parse().ok()?;
    Some(request)
}

/// Names a request for a log line: method, host and the last part of its path.
///
/// Log this and not the request: Telegram's addresses hold the bot token, and `Debug` of a request prints its address.
pub fn describe(request: &Request<Bytes>) -> String {
    let uri = request.uri();
    let call = uri.path().rsplit('/').next().unwrap_or_default();
    format!("{} {} {call}", request.method(), uri.host().unwrap_or("-"))
}

/// A provider's own word, on one line and short enough to keep.
pub(crate) fn refused(detail: &str) -> Outcome {
    Outcome::Failed(refusal(detail))
}

/// The same as a reason, for those who learn of it later than by an answer.
pub(crate) fn refusal(detail: &str) -> FailReason {
    refusal_by(None, detail)
}

/// The same with the provider's code.
pub(crate) fn refusal_by(code: Option<i64>, detail: &str) -> FailReason {
    let detail =
        detail.chars().map(|c| if c.is_control() { ' ' } else { c }).take(MAX_DETAIL_CHARS).collect();
    FailReason::Refused { detail, code }
}

/// A refusal that is known before any call.
pub(crate) fn unsupported(detail: impl Into<String>) -> FailReason {
    FailReason::Unsupported { detail: detail.into() }
}

/// The wait that a `Retry-After` header names in seconds, in milliseconds. Dates are not understood.
pub(crate) fn retry_after_ms(headers: &HeaderMap) -> Option<u64> {
    let seconds: u64 = headers.get(RETRY_AFTER)?.to_str().ok()?.trim().parse().ok()?;
    Some(seconds.saturating_mul(1000))
}
