//! How pages and Instagram accounts hand on files and profiles.
//!
//! Source: <https://developers.facebook.com/docs/messenger-platform/identity/user-profile> and
//! <https://developers.facebook.com/docs/messenger-platform/instagram/features/user-profile> (read 2026-11).

use bytes::Bytes;
use domain::{ChannelKind, FileFailure};
use http::{Response, StatusCode};
use serde::Deserialize;

use crate::MetaCredentials;
use crate::fetch::{self, Asked, Fetch, Fetched, Gives, Hosts, Person};
use crate::meta::{FILE_HOSTS, GraphError, VERSION};
use crate::request::retry_after_ms;

pub(crate) fn hosts(credentials: &MetaCredentials) -> Hosts<'_> {
    let usual = if credentials.api_base == INSTAGRAM { INSTAGRAM } else { MetaCredentials::API };
    Hosts { api_base: &credentials.api_base, usual, more: FILE_HOSTS }
}

/// Where the Graph API is over an Instagram login.
const INSTAGRAM: &str = "https://graph.instagram.com";

/// What the webhook gave is an address that is signed for some days and wants no token.
pub(crate) fn file(id: &str) -> Option<Fetch> {
    Fetch::get(id, None, Gives::File)
}

/// A signature that has run out is answered with 403.
pub(crate) fn fetched(response: Response<Bytes>) -> Fetched {
    match response.status() {
        StatusCode::FORBIDDEN => Fetched::Never(FileFailure::Gone),
        _ => fetch::usual(response),
    }
}

pub(crate) fn profile(kind: ChannelKind, credentials: &MetaCredentials, address: &str) -> Option<Fetch> {
    let fields = match kind {
        ChannelKind::Instagram => "name,username,profile_pic",
        _ => "first_name,last_name,profile_pic,locale",
    };
    let uri = format!("{}/{VERSION}/{address}?fields={fields}", credentials.api_base);
    let number = address.bytes().all(|byte| byte.is_ascii_digit());
    Fetch::get(&uri, Some(&credentials.access_token), Gives::Whereabouts).filter(|_| number)
}

/// Any member may be missing; what needs a permission that the app does not have is left out.
pub(crate) fn person(response: &Response<Bytes>) -> Asked {
    #[derive(Deserialize)]
    struct Told {
        first_name: Option<String>,
        last_name: Option<String>,
        name: Option<String>,
        username: Option<String>,
        locale: Option<String>,
        profile_pic: Option<String>,
    }
    let later = Asked::Later { retry_after_ms: retry_after_ms(response.headers()) };
    if !response.status().is_success() {
        let passes = match GraphError::in_answer(response) {
            Some(error) => matches!(error.code, 1 | 2 | 4 | 17 | 32 | 190 | 613),
            None => fetch::is_passing(response.status()),
        };
        return if passes { later } else { Asked::Unknown };
    }
    let Ok(profile) = serde_json::from_slice::<Told>(response.body()) else { return later };
    let names: Vec<_> = [profile.first_name, profile.last_name].into_iter().flatten().collect();
    let full = (!names.is_empty()).then(|| names.join(" "));
    Asked::Known(Box::new(Person {
        name: full.or(profile.name).or(profile.username).filter(|name| !name.is_empty()),
        // `ja_JP` is how Meta writes it.
        language: profile.locale.map(|locale| locale.replace('_', "-")),
        picture: profile.profile_pic.and_then(|url| Fetch::get(&url, None, Gives::File)),
    }))
}
