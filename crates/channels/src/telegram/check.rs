//! Whether a Telegram bot is connected.
//!
//! Source: <https://core.telegram.org/bots/api#getme> and <https://core.telegram.org/bots/api#getwebhookinfo> (read
//! 2026-11).

use bytes::Bytes;
use http::{Response, StatusCode};
use secrecy::ExposeSecret;
use serde::Deserialize;
use serde::de::DeserializeOwned;
use serde_json::json;

use crate::check::{Check, Finding, Probe, short};
use crate::request::post;
use crate::{CallError, TelegramCredentials};

pub(super) fn probes(credentials: &TelegramCredentials) -> Vec<Probe> {
    let probe = |check, method: &str| {
        let token = credentials.bot_token.expose_secret();
        Probe { check, request: post(&format!("{}/bot{token}/{method}", credentials.api_base), &json!({})) }
    };
    vec![probe(Check::Account, "getMe"), probe(Check::Webhook, "getWebhookInfo")]
}

pub(super) fn finding(check: Check, answer: Result<Response<Bytes>, CallError>, webhook: &str) -> Finding {
    let found = match check {
        Check::Webhook | Check::Delivery => endpoint(answer, webhook),
        Check::Account | Check::Origins | Check::Keys => account(answer),
    };
    found.unwrap_or_else(|wrong| wrong)
}

/// A token that is none is answered with 404: it is part of the address.
fn result<T: DeserializeOwned>(answer: Result<Response<Bytes>, CallError>) -> Result<T, Finding> {
    #[derive(Deserialize)]
    struct Answer<T> {
        result: Option<T>,
        description: Option<String>,
    }
    let answer = answer.map_err(|_| Finding::NoAnswer)?;
    let status = match answer.status() {
        StatusCode::NOT_FOUND => StatusCode::UNAUTHORIZED,
        status => status,
    };
    let read = serde_json::from_slice::<Answer<T>>(answer.body()).map_err(|_| Finding::Unreadable)?;
    read.result.ok_or_else(|| Finding::refused(status, read.description))
}

fn account(answer: Result<Response<Bytes>, CallError>) -> Result<Finding, Finding> {
    #[derive(Deserialize)]
    struct Bot {
        first_name: String,
        username: Option<String>,
    }
    let Bot { first_name, username } = result(answer)?;
    let name = username.map_or(first_name, |username| format!("@{username}"));
    Ok(Finding::Right { name: Some(short(&name)) })
}

/// An old error that nothing waits behind is over.
fn endpoint(answer: Result<Response<Bytes>, CallError>, webhook: &str) -> Result<Finding, Finding> {
    #[derive(Deserialize)]
    struct Info {
        url: String,
        #[serde(default)]
        pending_update_count: u64,
        last_error_message: Option<String>,
    }
    let Info { url, pending_update_count, last_error_message } = result(answer)?;
    Ok(match (Finding::of_webhook(&url, webhook), last_error_message) {
        (Finding::Right { .. }, Some(error)) if pending_update_count > 0 => {
            Finding::NotDelivered { detail: short(&error) }
        }
        (found, _) => found,
    })
}
