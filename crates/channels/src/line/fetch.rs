//! How LINE hands on files and profiles.
//!
//! Source: <https://developers.line.biz/en/reference/messaging-api/#get-content> and
//! <https://developers.line.biz/en/reference/messaging-api/#get-profile> (read 2026-11).

use bytes::Bytes;
use http::Response;
use serde::Deserialize;

use crate::LineCredentials;
use crate::fetch::{Asked, Fetch, Gives, Hosts, Person, is_passing, is_plain};
use crate::request::retry_after_ms;

/// Where files are, which is another host than that of everything else.
const DATA: &str = "https://api-data.line.me";

pub(super) fn hosts(credentials: &LineCredentials) -> Hosts<'_> {
    Hosts {
        api_base: &credentials.api_base,
        usual: LineCredentials::API,
        more: &["api-data.line.me", ".line-scdn.net"],
    }
}

/// The id of a file is the id of its message. A film that is not ready is answered with 202.
pub(super) fn file(credentials: &LineCredentials, id: &str) -> Option<Fetch> {
    let base = if credentials.api_base == LineCredentials::API { DATA } else { &credentials.api_base };
    let uri = format!("{base}/v2/bot/message/{id}/content");
    Fetch::get(&uri, Some(&credentials.access_token), Gives::File).filter(|_| is_plain(id))
}

/// Who a person is, or what a group is called. Rooms have no name.
pub(super) fn profile(credentials: &LineCredentials, address: &str) -> Option<Fetch> {
    let path = match address.chars().next()? {
        'U' => format!("profile/{address}"),
        'C' => format!("group/{address}/summary"),
        _ => return None,
    };
    let uri = format!("{}/v2/bot/{path}", credentials.api_base);
    Fetch::get(&uri, Some(&credentials.access_token), Gives::Whereabouts).filter(|_| is_plain(address))
}

pub(super) fn person(response: &Response<Bytes>) -> Asked {
    #[derive(Deserialize)]
    #[serde(rename_all = "camelCase")]
    struct Profile {
        display_name: Option<String>,
        group_name: Option<String>,
        language: Option<String>,
        picture_url: Option<String>,
    }
    if is_passing(response.status()) {
        return Asked::Later { retry_after_ms: retry_after_ms(response.headers()) };
    }
    // 404: they have blocked the account, or never agreed that it may ask.
    let profile = serde_json::from_slice::<Profile>(response.body()).ok();
    let Some(profile) = profile.filter(|_| response.status().is_success()) else { return Asked::Unknown };
    Asked::Known(Box::new(Person {
        name: profile.display_name.or(profile.group_name),
        language: profile.language,
        picture: profile.picture_url.and_then(|url| Fetch::get(&url, None, Gives::File)),
    }))
}
