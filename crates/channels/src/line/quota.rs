//! How many counted messages LINE allows in a month, and has seen.
//!
//! Replies are free and are not among them. The month is the calendar's in Japan.
//!
//! Source: <https://developers.line.biz/en/reference/messaging-api/#get-quota> (read 2026-11).

use bytes::Bytes;
use http::Response;
use serde::Deserialize;

use super::send::bearing;
use crate::request::get;
use crate::{LineCredentials, Quota, QuotaCalls};

pub(super) fn calls(credentials: &LineCredentials) -> Option<QuotaCalls> {
    let ask =
        |path: &str| bearing(credentials, get(&format!("{}/v2/bot/message/{path}", credentials.api_base))?);
    Some(QuotaCalls { limit: ask("quota")?, used: ask("quota/consumption")? })
}

pub(super) fn read(limit: &Response<Bytes>, used: &Response<Bytes>) -> Option<Quota> {
    #[derive(Deserialize)]
    #[serde(tag = "type", rename_all = "snake_case")]
    enum Limit {
        None,
        Limited { value: u64 },
    }
    #[derive(Deserialize)]
    #[serde(rename_all = "camelCase")]
    struct Used {
        total_usage: u64,
    }
    if !limit.status().is_success() || !used.status().is_success() {
        return None;
    }
    let limit = match serde_json::from_slice(limit.body()).ok()? {
        Limit::None => None,
        Limit::Limited { value } => Some(value),
    };
    let Used { total_usage } = serde_json::from_slice(used.body()).ok()?;
    Some(Quota { limit, used: total_usage })
}

#[cfg(test)]
mod tests {
    use super::*;

    fn answers(limit: &str, used: &str) -> Option<Quota> {
        let answer = |body: &str| Response::new(Bytes::from(body.to_owned()));
        read(&answer(limit), &answer(used))
    }

    /// EXT-01
    #[test]
    fn a_quota_reads() {
        let used = r#"{"totalUsage": 184}"#;
        assert_eq!(
            answers(r#"{"type":"limited","value":200}"#, used),
            Some(Quota { limit: Some(200), used: 184 })
        );
        assert_eq!(answers(r#"{"type":"none"}"#, used), Some(Quota { limit: None, used: 184 }));
        assert_eq!(answers(r#"{"message":"busy"}"#, used), None);
    }
}
