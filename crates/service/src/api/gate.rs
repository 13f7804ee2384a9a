//! What every request passes: an id, a proof of who asks, and the question whether they may.

use std::net::SocketAddr;
use std::sync::Arc;
use std::time::Duration;

use axum::extract::{ConnectInfo, FromRequestParts, MatchedPath, Request, State};
use axum::middleware::Next;
use axum::response::{IntoResponse, Response};
use domain::{Language, minutes};
use http::header::{self, HeaderName};
use http::request::Parts;
use http::{HeaderMap, HeaderValue, Method, StatusCode};
use tracing::Instrument;

use super::Api;
use super::access::{Access, Action, Caller, access, allow};
use crate::problem::{Kind, Problem};
use crate::seams;
use crate::service::Service;
use crate::settings::Settings;
use crate::sign_in::UNKNOWN_ADDRESS;

/// The session's cookie over https. The prefix has browsers insist on `Secure`, `Path=/` and no `Domain`.
const COOKIE: &str = "__Host-madoguchi";
/// The session's cookie over plain http on a laptop, where browsers refuse the prefix.
const PLAIN_COOKIE: &str = "madoguchi";
/// The header that no other site can make a browser send without asking us first (SEC-12).
const CUSTOM: HeaderName = HeaderName::from_static("x-madoguchi");
/// How long after the password was said a session may change what binds everybody (SEC-38).
const CONFIRMED_FOR: Duration = minutes(15);
const REQUEST_ID: HeaderName = HeaderName::from_static("x-request-id");

/// Takes over rules and settings that were changed elsewhere, because what operators do is stepped with them.
pub async fn follow(State(service): State<Arc<Service>>, request: Request, next: Next) -> Response {
    if let Err(error) = service.refresh().await {
        tracing::warn!(%error, "cannot look for newer rules and settings; those in force stay");
    }
    next.run(request).await
}

/// Gives the request an id, and the response what all responses carry.
pub(super) async fn frame(State(api): State<Api>, request: Request, next: Next) -> Response {
    let id = seams::secret::<12>(api.service.plugs.chance.as_ref());
    let method = request.method().clone();
    let route = request.extensions().get::<MatchedPath>().map(|path| path.as_str().to_owned());
    let route = route.unwrap_or_default();
    let language = language(request.headers()).unwrap_or(api.service.settings().desk.language);
    let begun = api.service.now();
    let span = tracing::info_span!("request", id);
    let mut response = async {
        let response = next.run(request).await;
        let took_ms = api.service.now().as_millis() - begun.as_millis();
        tracing::info!(%method, route, status = response.status().as_u16(), took_ms, "answered");
        response
    }
    .instrument(span)
    .await;
    let problem = response.extensions_mut().remove::<Problem>();
    if let Some(problem) = problem.or_else(|| foreign(&response)) {
        let cookie = response.headers().get(header::SET_COOKIE).cloned();
        response = problem.respond(Some(&id), language);
        if let Some(cookie) = cookie {
            response.headers_mut().insert(header::SET_COOKIE, cookie);
        }
    }
    let headers = response.headers_mut();
    if let Ok(id) = HeaderValue::try_from(id) {
        headers.insert(REQUEST_ID, id);
    }
    headers.insert(header::CACHE_CONTROL, HeaderValue::from_static("no-store"));
    headers.insert(header::X_CONTENT_TYPE_OPTIONS, HeaderValue::from_static("nosniff"));
    response
}

/// The problem in a refusal that is not of our making: the framework's own.
fn foreign(response: &Response) -> Option<Problem> {
    let status = response.status();
    if status.is_server_error() {
        return Some(Problem::new(Kind::Internal));
    }
    if !status.is_client_error() {
        return None;
    }
    Some(Problem::new(match status {
        StatusCode::NOT_FOUND => Kind::NotFound,
        StatusCode::METHOD_NOT_ALLOWED => Kind::MethodNotAllowed,
        StatusCode::PAYLOAD_TOO_LARGE => Kind::TooLarge,
        StatusCode::UNSUPPORTED_MEDIA_TYPE => Kind::UnsupportedMediaType,
        _ => Kind::InvalidBody,
    }))
}

/// Lets in who may do what the route does. Deny is the default.
pub(super) async fn admit(State(api): State<Api>, request: Request, next: Next) -> Response {
    let (mut parts, body) = request.into_parts();
    match question(&api, &parts).await {
        Ok(caller) => {
            if let Some(caller) = caller {
                parts.extensions.insert(caller);
            }
            next.run(Request::from_parts(parts, body)).await
        }
        Err(problem) => problem.into_response(),
    }
}

async fn question(api: &Api, request: &Parts) -> Result<Option<Caller>, Problem> {
    let route = request.extensions.get::<MatchedPath>().map(MatchedPath::as_str).unwrap_or_default();
    let Some(access) = access(&request.method, route) else { return Err(Problem::not_found()) };
    let headers = &request.headers;
    let changes = !matches!(request.method, Method::GET | Method::HEAD | Method::OPTIONS);
    if changes && !same_origin(api.service.settings(), headers) {
        return Err(Problem::because(Kind::CrossSite, "the Origin is not the desk's own"));
    }
    let Access::To(action) = access else { return Ok(None) };
    let (token, by_cookie) = match bearer(headers) {
        Some(token) => (token, false),
        None => (cookie(api.service.settings(), headers).ok_or(Problem::new(Kind::SignInRequired))?, true),
    };
    if changes && by_cookie && headers.get(CUSTOM).is_none_or(|value| value != "1") {
        return Err(Problem::because(
            Kind::CrossSite,
            "writes with the cookie need the header x-madoguchi: 1",
        ));
    }
    let signed = api.service.signed(token).await?.ok_or(Problem::new(Kind::SignInRequired))?;
    if !allow(signed.operator.role, action) {
        return Err(Problem::new(Kind::Forbidden));
    }
    if signed.must_change && action != Action::OwnAccount {
        return Err(Problem::because(
            Kind::ChangePassword,
            "PUT /v1/me/password with the one that you were given",
        ));
    }
    if action.confirms() && api.service.now().since(signed.since) > CONFIRMED_FOR {
        let detail = "POST /v1/me/confirm with your password, then try again; or sign in again";
        return Err(Problem::because(Kind::ConfirmPassword, detail));
    }
    Ok(Some(Caller {
        operator: signed.operator,
        session: signed.session,
        since: signed.since,
        language: language(headers).unwrap_or(api.service.settings().desk.language),
    }))
}

/// The first language of the reader that the desk speaks.
fn language(headers: &HeaderMap) -> Option<Language> {
    let wanted = headers.get(header::ACCEPT_LANGUAGE)?.to_str().ok()?;
    wanted.split(',').find_map(|tag| Language::of_tag(tag.split(';').next()?.trim()))
}

/// Whether a request that names its origin comes from the desk itself. On a laptop all loopback names are one.
fn same_origin(settings: &Settings, headers: &HeaderMap) -> bool {
    let Some(origin) = headers.get(header::ORIGIN) else { return true };
    let Ok(origin) = origin.to_str() else { return false };
    let own = settings.origin();
    origin == own || loopback_port(origin).is_some_and(|port| Some(port) == loopback_port(own))
}

/// What follows the name of a loopback host over http.
fn loopback_port(origin: &str) -> Option<&str> {
    let rest = origin.strip_prefix("http://")?;
    let port = ["localhost", "127.0.0.1", "[::1]"].into_iter().find_map(|host| rest.strip_prefix(host))?;
    (port.is_empty() || port.starts_with(':')).then_some(port)
}

fn bearer(headers: &HeaderMap) -> Option<&str> {
    headers.get(header::AUTHORIZATION)?.to_str().ok()?.strip_prefix("Bearer ").map(str::trim)
}

fn is_https(settings: &Settings) -> bool {
    settings.desk.public_url.starts_with("https://")
}

fn cookie<'a>(settings: &Settings, headers: &'a HeaderMap) -> Option<&'a str> {
    let name = if is_https(settings) { COOKIE } else { PLAIN_COOKIE };
    let sent = headers.get_all(header::COOKIE).iter().filter_map(|value| value.to_str().ok());
    let mut pairs = sent.flat_map(|value| value.split(';')).filter_map(|pair| pair.trim().split_once('='));
    pairs.find(|(key, _)| *key == name).map(|(_, value)| value)
}

/// The header that gives a browser the session's token, or takes it away.
pub(super) fn set_cookie(settings: &Settings, token: Option<&str>) -> (HeaderName, String) {
    let (name, secure) = if is_https(settings) { (COOKIE, "; Secure") } else { (PLAIN_COOKIE, "") };
    let (value, age) = token.map_or(("", 0), |token| (token, crate::sign_in::LONGEST.as_secs()));
    let cookie = format!("{name}={value}; Path=/; Max-Age={age}; HttpOnly; SameSite=Lax{secure}");
    (header::SET_COOKIE, cookie)
}

/// The token with which a request comes, whatever it is worth.
pub(super) fn token<'a>(settings: &Settings, headers: &'a HeaderMap) -> Option<&'a str> {
    bearer(headers).or_else(|| cookie(settings, headers))
}

impl<S: Send + Sync> FromRequestParts<S> for Caller {
    type Rejection = Problem;

    async fn from_request_parts(parts: &mut Parts, _: &S) -> Result<Self, Problem> {
        parts.extensions.get::<Self>().cloned().ok_or(Problem::new(Kind::SignInRequired))
    }
}

/// Where a request comes from, for limits.
pub(super) struct Address(pub String);

impl<S: Send + Sync> FromRequestParts<S> for Address {
    type Rejection = Problem;

    async fn from_request_parts(parts: &mut Parts, _: &S) -> Result<Self, Problem> {
        let peer = parts.extensions.get::<ConnectInfo<SocketAddr>>();
        Ok(Self(peer.map_or_else(|| UNKNOWN_ADDRESS.to_owned(), |peer| peer.0.ip().to_string())))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn settings(public_url: &str) -> Settings {
        let mut settings = Settings::sample().unwrap();
        settings.desk.public_url = public_url.to_owned();
        settings
    }

    fn from(origin: &str) -> HeaderMap {
        HeaderMap::from_iter([(header::ORIGIN, HeaderValue::from_str(origin).unwrap())])
    }

    /// SEC-12
    #[test]
    fn only_the_desks_own_origin_passes() {
        let desk = settings("https://desk.example.com/app");
        assert!(same_origin(&desk, &HeaderMap::new()));
        assert!(same_origin(&desk, &from("https://desk.example.com")));
        for other in
            ["http://desk.example.com", "https://desk.example.com.evil.test", "null", "http://localhost"]
        {
            assert!(!same_origin(&desk, &from(other)), "{other}");
        }
        let laptop = settings("http://127.0.0.1:8080");
        assert!(same_origin(&laptop, &from("http://localhost:8080")));
        assert!(!same_origin(&laptop, &from("http://localhost:5173")));
        assert!(!same_origin(&laptop, &from("http://localhost.evil.test:8080")));
    }

    /// SEC-10
    #[test]
    fn the_cookie_is_host_bound_over_https() {
        let (_, cookie) = set_cookie(&settings("https://desk.example.com"), Some("t"));
        assert_eq!(cookie, "__Host-madoguchi=t; Path=/; Max-Age=43200; HttpOnly; SameSite=Lax; Secure");
        let (_, cookie) = set_cookie(&settings("http://127.0.0.1:8080"), None);
        assert_eq!(cookie, "madoguchi=; Path=/; Max-Age=0; HttpOnly; SameSite=Lax");
    }
}
