//! Whether WeChat gives us a token: nothing else can be asked without changing something.
//!
//! Source: <https://developers.weixin.qq.com/doc/offiaccount/en/Getting_Started/Global_Return_Code.html> (read 2026-11).

use bytes::Bytes;
use http::Response;
use serde::Deserialize;

use super::send;
use crate::check::{Check, Finding, Probe, answered, short};
use crate::{CallError, WechatCredentials};

/// The account or its secret is wrong.
const WRONG: [i64; 4] = [40001, 40002, 40013, 40125];
/// Too busy, or too many calls.
const LATER: [i64; 3] = [-1, 45009, 45011];

pub(super) fn probes(credentials: &WechatCredentials) -> Vec<Probe> {
    vec![Probe { check: Check::Account, request: send::token_call(credentials) }]
}

pub(super) fn finding(answer: Result<Response<Bytes>, CallError>) -> Finding {
    #[derive(Deserialize)]
    struct Told {
        access_token: Option<String>,
        #[serde(default)]
        errcode: i64,
        #[serde(default)]
        errmsg: String,
    }
    match answered::<Told>(answer, |_| None) {
        Ok(Told { access_token: Some(_), .. }) => Finding::right(),
        Ok(Told { errcode, .. }) if LATER.contains(&errcode) => Finding::Busy,
        Ok(Told { errcode, errmsg, .. }) => {
            // Among these our address that is not in the white list (40164): the words name it.
            let detail = short(&format!("{errmsg} ({errcode})"));
            if WRONG.contains(&errcode) {
                Finding::Unauthorized { detail }
            } else {
                Finding::Refused { detail }
            }
        }
        Err(wrong) => wrong,
    }
}
