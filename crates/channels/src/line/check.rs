//! Whether a LINE channel is connected.
//!
//! Source: <https://developers.line.biz/en/reference/messaging-api/#get-bot-info>,
//! <https://developers.line.biz/en/reference/messaging-api/#get-webhook-endpoint-information> and
//! <https://developers.line.biz/en/reference/messaging-api/#test-webhook-endpoint>, which may be asked 60 times in an hour
//! (read 2026-11).

use bytes::Bytes;
use http::{Response, StatusCode};
use serde::Deserialize;
use serde_json::json;

use super::send::bearing;
use crate::check::{Check, Finding, Probe, answered, short};
use crate::request::{get, post};
use crate::{CallError, LineCredentials};

pub(super) fn probes(credentials: &LineCredentials) -> Vec<Probe> {
    let at = |path: &str| format!("{}/v2/bot/{path}", credentials.api_base);
    let probe = |check, request| Probe { check, request: bearing_it(credentials, request) };
    vec![
        probe(Check::Account, get(&at("info"))),
        probe(Check::Webhook, get(&at("channel/webhook/endpoint"))),
        // Without an address it is the one that LINE knows.
        probe(Check::Delivery, post(&at("channel/webhook/test"), &json!({}))),
    ]
}

fn bearing_it(
    credentials: &LineCredentials,
    request: Option<http::Request<Bytes>>,
) -> Option<http::Request<Bytes>> {
    bearing(credentials, request?)
}

pub(super) fn finding(
    credentials: &LineCredentials,
    check: Check,
    answer: Result<Response<Bytes>, CallError>,
    webhook: &str,
) -> Finding {
    let found = match check {
        Check::Webhook => endpoint(answer, webhook),
        Check::Delivery => delivery(answer),
        Check::Account | Check::Origins | Check::Keys => account(credentials, answer),
    };
    found.unwrap_or_else(|wrong| wrong)
}

fn words(answer: &Response<Bytes>) -> Option<String> {
    #[derive(Deserialize)]
    struct Refusal {
        message: String,
    }
    serde_json::from_slice::<Refusal>(answer.body()).ok().map(|refusal| refusal.message)
}

fn account(
    credentials: &LineCredentials,
    answer: Result<Response<Bytes>, CallError>,
) -> Result<Finding, Finding> {
    #[derive(Deserialize)]
    #[serde(rename_all = "camelCase")]
    struct Info {
        user_id: String,
        display_name: String,
    }
    let Info { user_id, display_name } = answered(answer, words)?;
    let other = credentials.destination.as_ref().is_some_and(|ours| *ours != user_id);
    Ok(if other { Finding::OtherAccount } else { Finding::Right { name: Some(short(&display_name)) } })
}

fn endpoint(answer: Result<Response<Bytes>, CallError>, webhook: &str) -> Result<Finding, Finding> {
    #[derive(Deserialize)]
    struct Endpoint {
        endpoint: String,
        active: bool,
    }
    if answer.as_ref().is_ok_and(|answer| answer.status() == StatusCode::NOT_FOUND) {
        return Ok(Finding::NoWebhook);
    }
    let Endpoint { endpoint, active } = answered(answer, words)?;
    Ok(match Finding::of_webhook(&endpoint, webhook) {
        Finding::Right { .. } if !active => Finding::WebhookOff,
        found => found,
    })
}

fn delivery(answer: Result<Response<Bytes>, CallError>) -> Result<Finding, Finding> {
    #[derive(Deserialize)]
    struct Tested {
        success: bool,
        #[serde(default)]
        reason: String,
        #[serde(default)]
        detail: String,
    }
    if answer.as_ref().is_ok_and(|answer| answer.status() == StatusCode::NOT_FOUND) {
        return Ok(Finding::NoWebhook);
    }
    let Tested { success, reason, detail } = answered(answer, words)?;
    let detail = short(format!("{reason} {detail}").trim());
    Ok(if success { Finding::right() } else { Finding::NotDelivered { detail } })
}
