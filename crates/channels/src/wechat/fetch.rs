//! How WeChat hands on files. It tells a person's language, and nothing else of them since December 2021.
//!
//! Source: <https://developers.weixin.qq.com/doc/offiaccount/en/Asset_Management/Get_temporary_materials.html> and
//! <https://developers.weixin.qq.com/doc/offiaccount/en/User_Management/Get_users_basic_information_UnionID.html>
//! (read 2026-11).

use bytes::Bytes;
use domain::FileFailure;
use http::Response;
use secrecy::{ExposeSecret, SecretString};
use serde::Deserialize;

use crate::WechatCredentials;
use crate::fetch::{self, Asked, Fetch, Fetched, Gives, Hosts, Person, is_plain, refused, then};

/// A call was not authorised: the token has ended before its time, or is another's.
const TOKEN_IS_DEAD: [i64; 4] = [40001, 40014, 41001, 42001];
/// Too busy, or too many calls.
const LATER: [i64; 3] = [-1, 45009, 45011];

pub(super) fn hosts(credentials: &WechatCredentials) -> Hosts<'_> {
    Hosts { api_base: &credentials.api_base, usual: WechatCredentials::API, more: &[".qq.com"] }
}

fn ask(credentials: &WechatCredentials, token: &SecretString, path: &str, gives: Gives) -> Option<Fetch> {
    let (base, token) = (&credentials.api_base, token.expose_secret());
    Fetch::get(&format!("{base}/cgi-bin/{path}&access_token={token}"), None, gives)
}

pub(super) fn file(credentials: &WechatCredentials, token: &SecretString, id: &str) -> Option<Fetch> {
    ask(credentials, token, &format!("media/get?media_id={id}"), Gives::Whereabouts).filter(|_| is_plain(id))
}

pub(super) fn profile(credentials: &WechatCredentials, token: &SecretString, address: &str) -> Option<Fetch> {
    let path = format!("user/info?openid={address}&lang=zh_CN");
    ask(credentials, token, &path, Gives::Whereabouts).filter(|_| is_plain(address))
}

#[derive(Deserialize)]
struct Answer {
    #[serde(default)]
    errcode: i64,
    #[serde(default)]
    errmsg: String,
    video_url: Option<String>,
    language: Option<String>,
}

/// Reads an answer, and says whether the token is dead. An error comes with 200 in JSON, where otherwise the bytes are; a
/// film comes as an address.
pub(super) fn fetched(gives: Gives, response: Response<Bytes>) -> (Fetched, bool) {
    let json = response.body().first() == Some(&b'{');
    let answer = serde_json::from_slice::<Answer>(response.body()).ok().filter(|_| json);
    let Some(answer) = answer.filter(|_| gives == Gives::Whereabouts) else {
        return (fetch::usual(response), false);
    };
    if let Some(url) = answer.video_url {
        // The address is told without encryption and answers with it too.
        let url = url.strip_prefix("http://").map_or(url.clone(), |rest| format!("https://{rest}"));
        return (then(Fetch::get(&url, None, Gives::File)), false);
    }
    match answer.errcode {
        code if TOKEN_IS_DEAD.contains(&code) => (Fetched::Later { retry_after_ms: None }, true),
        code if LATER.contains(&code) => (Fetched::Later { retry_after_ms: None }, false),
        40007 | 41004 => (Fetched::Never(FileFailure::Gone), false),
        code => (Fetched::Never(refused(&format!("{} ({code})", answer.errmsg))), false),
    }
}

/// Reads who somebody is, and says whether the token is dead.
pub(super) fn person(response: &Response<Bytes>) -> (Asked, bool) {
    let later = Asked::Later { retry_after_ms: None };
    let Ok(answer) = serde_json::from_slice::<Answer>(response.body()) else { return (later, false) };
    match answer.errcode {
        // `zh_CN` is how WeChat writes it; whoever does not follow has none.
        0 => {
            let language = answer.language.filter(|tag| !tag.is_empty()).map(|tag| tag.replace('_', "-"));
            (Asked::Known(Box::new(Person { language, ..Person::default() })), false)
        }
        code if TOKEN_IS_DEAD.contains(&code) => (later, true),
        code if LATER.contains(&code) => (later, false),
        _ => (Asked::Unknown, false),
    }
}
