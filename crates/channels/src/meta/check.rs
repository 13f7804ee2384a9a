//! Whether a token of the Graph API reads the account that it is for.
//!
//! Source: <https://developers.facebook.com/docs/graph-api/guides/error-handling/> and
//! <https://developers.facebook.com/docs/whatsapp/business-management-api/manage-phone-numbers/> (read 2026-11).

use bytes::Bytes;
use http::header::AUTHORIZATION;
use http::{HeaderValue, Response};
use secrecy::{ExposeSecret, SecretString};
use serde::Deserialize;

use super::{GraphError, VERSION};
use crate::CallError;
use crate::check::{Check, Finding, Probe, answered, short};
use crate::request::get;

/// The access token has ended or is none.
const TOKEN: i64 = 190;
/// There is no such thing, or the token may not read it.
const NO_SUCH: i64 = 100;

/// Reads the account's own node.
pub(crate) fn probes(api_base: &str, token: &SecretString, account: &str, fields: &str) -> Vec<Probe> {
    let request = get(&format!("{api_base}/{VERSION}/{account}?fields={fields}")).and_then(|mut request| {
        let mut bearer = HeaderValue::from_str(&format!("Bearer {}", token.expose_secret())).ok()?;
        bearer.set_sensitive(true);
        request.headers_mut().insert(AUTHORIZATION, bearer);
        Some(request)
    });
    vec![Probe { check: Check::Account, request }]
}

pub(crate) fn finding(account: &str, answer: Result<Response<Bytes>, CallError>) -> Finding {
    #[derive(Deserialize)]
    struct Node {
        id: String,
        name: Option<String>,
        username: Option<String>,
        verified_name: Option<String>,
        display_phone_number: Option<String>,
    }
    if let Some(error) = answer.as_ref().ok().and_then(GraphError::in_answer) {
        let detail = short(&error.in_one_line());
        return match error.code {
            TOKEN => Finding::Unauthorized { detail },
            NO_SUCH => Finding::OtherAccount,
            4 | 17 | 32 | 613 => Finding::Busy,
            _ => Finding::Refused { detail },
        };
    }
    match answered::<Node>(answer, |_| None) {
        Ok(node) if node.id != account => Finding::OtherAccount,
        Ok(node) => {
            let names = [node.verified_name, node.name, node.username, node.display_phone_number];
            Finding::Right { name: names.into_iter().flatten().next().map(|name| short(&name)) }
        }
        Err(wrong) => wrong,
    }
}
