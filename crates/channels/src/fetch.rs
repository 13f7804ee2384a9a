//! What fetching files and profiles has in common: calls, where they may go, and what their answers mean.
//!
//! A provider gives a file by itself, or says first where it is. Either is a [`Fetch`]; its answer is the bytes, or
//! the next one.

use bytes::Bytes;
use domain::FileFailure;
use http::header::AUTHORIZATION;
use http::{HeaderMap, HeaderValue, Request, Response, StatusCode, Uri};
use secrecy::{ExposeSecret, SecretString};

use crate::request::retry_after_ms;

/// A call that fetches something. Its address may hold a token: log [`describe`](crate::describe) of it.
#[derive(Debug, Clone)]
pub struct Fetch {
    /// What to call.
    pub request: Request<Bytes>,
    /// What the answer is.
    pub gives: Gives,
}

/// What the answer to a [`Fetch`] is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Gives {
    /// The provider's word on where something is.
    Whereabouts,
    /// The bytes themselves.
    File,
}

/// What the answer to a [`Fetch`] means.
#[derive(Debug, Clone)]
pub enum Fetched {
    /// These are the bytes.
    Bytes(Bytes),
    /// They are behind another call.
    Then(Box<Fetch>),
    /// Not now.
    Later {
        /// How long the provider asks to wait, in milliseconds.
        retry_after_ms: Option<u64>,
    },
    /// Not ever.
    Never(FileFailure),
}

/// What a provider says of a person.
#[derive(Debug, Clone, Default)]
pub struct Person {
    /// What their account is called.
    pub name: Option<String>,
    /// Their language as an IETF tag.
    pub language: Option<String>,
    /// What fetches their picture, if they have one.
    pub picture: Option<Fetch>,
}

/// What the answer to the question who somebody is means.
#[derive(Debug, Clone)]
pub enum Asked {
    /// This is what the provider tells.
    Known(Box<Person>),
    /// Nothing will be told: they have blocked the account, or never agreed to it.
    Unknown,
    /// Not now.
    Later {
        /// How long the provider asks to wait, in milliseconds.
        retry_after_ms: Option<u64>,
    },
}

/// From where a provider's files may come (SEC-24).
#[derive(Debug, Clone, Copy)]
pub struct Hosts<'a> {
    /// Where the inbox says that the provider's API is.
    pub api_base: &'a str,
    /// Where it is unless the inbox says so.
    pub usual: &'static str,
    /// More of the provider's hosts; one that begins with a dot stands for all below it.
    pub more: &'static [&'static str],
}

/// How far a permitted call may reach.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Reach {
    /// Public addresses, over https.
    Public,
    /// Wherever the inbox's own `api_base` leads, a private network too.
    Anywhere,
}

impl Hosts<'_> {
    /// How far a call to that address may reach; `None` if it is not to be made.
    pub fn reach(&self, uri: &Uri) -> Option<Reach> {
        let host = uri.host()?.trim_end_matches('.').to_ascii_lowercase();
        // `user@host` is how an address looks like another one.
        if uri.authority()?.as_str().contains('@') {
            return None;
        }
        if self.api_base != self.usual && self.api_base.parse().is_ok_and(|own| same_origin(&own, uri)) {
            return Some(Reach::Anywhere);
        }
        let usual: Uri = self.usual.parse().ok()?;
        let theirs = |known: &&str| match known.strip_prefix('.') {
            Some(domain) => host == domain || host.ends_with(*known),
            None => host == **known,
        };
        let known = usual.host() == Some(host.as_str()) || self.more.iter().any(theirs);
        let https = uri.scheme_str() == Some("https") && uri.port_u16().is_none_or(|port| port == 443);
        (known && https).then_some(Reach::Public)
    }
}

fn same_origin(one: &Uri, other: &Uri) -> bool {
    let port = |uri: &Uri| uri.port_u16().or_else(|| usual_port(uri));
    one.scheme() == other.scheme() && one.host() == other.host() && port(one) == port(other)
}

fn usual_port(uri: &Uri) -> Option<u16> {
    match uri.scheme_str() {
        Some("https") => Some(443),
        Some("http") => Some(80),
        _ => None,
    }
}

impl Fetch {
    /// Asks for an address, with a token if one is given. `None` if the address or the token is none.
    pub(crate) fn get(uri: &str, token: Option<&SecretString>, gives: Gives) -> Option<Self> {
        let mut request = Request::new(Bytes::new());
        *request.uri_mut() = uri.parse().ok()?;
        if let Some(token) = token {
            let mut bearer = HeaderValue::from_str(&format!("Bearer {}", token.expose_secret())).ok()?;
            bearer.set_sensitive(true);
            request.headers_mut().insert(AUTHORIZATION, bearer);
        }
        Some(Self { request, gives })
    }

    /// The call that a redirection leads to: with the token only where it was sent before. `None` if it leads nowhere.
    pub fn redirected(&self, response: &Response<Bytes>) -> Option<Self> {
        let location = response.headers().get(http::header::LOCATION)?.to_str().ok()?;
        let from = self.request.uri();
        let to: Uri = if location.starts_with('/') && !location.starts_with("//") {
            let to = Uri::builder().scheme(from.scheme_str()?).authority(from.authority()?.as_str());
            to.path_and_query(location).build().ok()?
        } else {
            location.parse().ok()?
        };
        let mut request = Request::new(Bytes::new());
        if same_origin(from, &to) {
            request.headers_mut().clone_from(self.request.headers());
        }
        *request.uri_mut() = to;
        Some(Self { request, gives: self.gives })
    }
}

/// What an answer's status means where the provider gives it no other meaning. 401 and 403 are mended by an admin.
pub(crate) fn usual(response: Response<Bytes>) -> Fetched {
    match response.status() {
        StatusCode::OK => Fetched::Bytes(response.into_body()),
        StatusCode::NOT_FOUND | StatusCode::GONE => Fetched::Never(FileFailure::Gone),
        status if is_passing(status) => later(response.headers()),
        status => Fetched::Never(refused(&format!("HTTP {}", status.as_u16()))),
    }
}

/// Whether the same call may be answered otherwise a little later.
pub(crate) fn is_passing(status: StatusCode) -> bool {
    status.is_server_error() || matches!(status.as_u16(), 202 | 401 | 403 | 408 | 425 | 429)
}

pub(crate) fn later(headers: &HeaderMap) -> Fetched {
    Fetched::Later { retry_after_ms: retry_after_ms(headers) }
}

/// A provider's refusal in its own words, on one line and short enough to keep.
pub(crate) fn refused(detail: &str) -> FileFailure {
    let detail = detail.chars().map(|c| if c.is_control() { ' ' } else { c }).take(200).collect();
    FileFailure::Refused { detail }
}

/// The next call, or a refusal if what the provider names as its address is none.
pub(crate) fn then(fetch: Option<Fetch>) -> Fetched {
    fetch.map_or_else(
        || Fetched::Never(refused("the provider names an address that is none")),
        |fetch| Fetched::Then(Box::new(fetch)),
    )
}

/// Whether a provider's id may stand in an address as it is.
pub(crate) fn is_plain(id: &str) -> bool {
    !id.is_empty() && id.bytes().all(|byte| byte.is_ascii_alphanumeric() || matches!(byte, b'_' | b'-'))
}

#[cfg(test)]
mod tests {
    use super::*;

    const META: &[&str] = &[".fbcdn.net"];

    fn reach(api_base: &str, uri: &str) -> Option<Reach> {
        let hosts = Hosts { api_base, usual: "https://graph.facebook.com", more: META };
        hosts.reach(&uri.parse().unwrap())
    }

    /// SEC-24
    #[test]
    fn only_the_providers_own_hosts_are_called() {
        let usual = "https://graph.facebook.com";
        for good in [
            "https://graph.facebook.com/v24.0/1",
            "https://scontent.xx.fbcdn.net/a?b",
            "https://fbcdn.net/",
            "https://SCONTENT.FBCDN.NET:443/a",
        ] {
            assert_eq!(reach(usual, good), Some(Reach::Public), "{good}");
        }
        for bad in [
            "http://graph.facebook.com/1",
            "https://graph.facebook.com:8443/1",
            "https://graph.facebook.com.evil.test/1",
            "https://evilfbcdn.net/1",
            "https://graph.facebook.com@evil.test/1",
            "https://evil@graph.facebook.com/1",
            "https://169.254.169.254/latest/meta-data",
            "https://[::ffff:127.0.0.1]/",
            "https://2130706433/",
            "/relative",
        ] {
            assert_eq!(reach(usual, bad), None, "{bad}");
        }
    }

    /// SEC-24: an inbox's own `api_base` is the admin's word, and goes no further than it says.
    #[test]
    fn an_api_base_of_ones_own_is_called_wherever_it_is() {
        let own = "http://127.0.0.1:8080/simulator/whatsapp";
        assert_eq!(reach(own, "http://127.0.0.1:8080/simulator/whatsapp/file/1"), Some(Reach::Anywhere));
        assert_eq!(reach(own, "http://127.0.0.1:8081/simulator/whatsapp/file/1"), None);
        assert_eq!(reach(own, "http://127.0.0.1/"), None);
        assert_eq!(reach(own, "https://scontent.xx.fbcdn.net/a"), Some(Reach::Public));
    }

    #[test]
    fn a_token_stays_with_its_host() {
        let fetch = Fetch::get("https://a.test/one", Some(&"secret".into()), Gives::File).unwrap();
        let to = |location: &str| {
            let response = Response::builder().status(302).header("location", location);
            fetch.redirected(&response.body(Bytes::new()).unwrap())
        };
        let has_token = |fetch: Fetch| fetch.request.headers().contains_key(AUTHORIZATION);
        assert_eq!(to("/two").unwrap().request.uri(), "https://a.test/two");
        assert!(has_token(to("/two").unwrap()));
        assert!(!has_token(to("https://b.test/two").unwrap()));
        assert!(!has_token(to("http://a.test/two").unwrap()));
        assert!(to("").is_none());
    }
}
