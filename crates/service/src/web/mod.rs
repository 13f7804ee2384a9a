//! The web messenger's server side: `/web/v1` (protocol v1). REST is complete on its own; the socket makes it faster.

mod config;
mod messages;
mod sessions;
mod socket;
mod uploads;

use std::net::SocketAddr;
use std::sync::Arc;

use axum::Router;
use axum::extract::{ConnectInfo, DefaultBodyLimit, FromRequestParts, Request, State};
use axum::middleware::{Next, from_fn_with_state};
use axum::response::{IntoResponse, Response};
use axum::routing::{any, delete, get, patch, post, put};
use channels::web::{ErrorCode, Visitor, WebError, Widget};
use domain::{ConversationId, Language, Party, Timestamp};
use http::request::Parts;
use http::{HeaderMap, HeaderValue, Method, StatusCode, header};
use store::Taken;

use crate::service::{Connection, Service};
use crate::settings::Settings;

/// The longest body of the messenger's JSON requests, in bytes.
const MAX_BODY: usize = 1024 * 1024;

/// The routes of the web messenger.
pub fn routes(service: Arc<Service>) -> Router {
    Router::new()
        .route("/web/v1/config", get(config::config))
        .route("/web/v1/sessions", post(sessions::create))
        .route("/web/v1/sessions/current", delete(sessions::end))
        .route("/web/v1/visitor", patch(sessions::introduce))
        .route("/web/v1/messages", post(messages::send).get(messages::history))
        .route("/web/v1/events", get(messages::events))
        .route("/web/v1/receipts", post(messages::receipt))
        .route("/web/v1/typing", post(messages::typing))
        .route("/web/v1/uploads", post(uploads::begin))
        .route("/web/v1/ws", any(socket::connect))
        .layer(DefaultBodyLimit::max(MAX_BODY))
        .route("/web/v1/uploads/{id}", put(uploads::receive))
        .route("/web/v1/uploads/{id}/{label}", get(uploads::give_back))
        .layer(from_fn_with_state(service.clone(), cors))
        .with_state(service)
}

/// Answers browsers' questions about origins: the one matching origin, no credentials.
async fn cors(State(service): State<Arc<Service>>, request: Request, next: Next) -> Response {
    let origin = request.headers().get(header::ORIGIN).cloned();
    let allowed = origin.filter(|origin| {
        let origin = origin.to_str().unwrap_or_default();
        service
            .connections()
            .filter_map(|c| c.widget.as_ref())
            .any(|widget| widget.admit(Some(origin)).is_ok())
    });
    let preflight = request.method() == Method::OPTIONS;
    let mut response =
        if preflight { StatusCode::NO_CONTENT.into_response() } else { next.run(request).await };
    let headers = response.headers_mut();
    headers.insert(header::VARY, HeaderValue::from_static("Origin"));
    headers.insert(header::CACHE_CONTROL, HeaderValue::from_static("no-store"));
    headers.insert(header::X_CONTENT_TYPE_OPTIONS, HeaderValue::from_static("nosniff"));
    if let Some(origin) = allowed {
        headers.insert(header::ACCESS_CONTROL_ALLOW_ORIGIN, origin);
        if preflight {
            let methods = HeaderValue::from_static("GET, POST, PUT, PATCH, DELETE");
            headers.insert(header::ACCESS_CONTROL_ALLOW_METHODS, methods);
            let names = HeaderValue::from_static("authorization, content-type");
            headers.insert(header::ACCESS_CONTROL_ALLOW_HEADERS, names);
            headers.insert(header::ACCESS_CONTROL_MAX_AGE, HeaderValue::from_static("600"));
        }
    }
    response
}

/// A [`WebError`] on its way out.
pub(crate) struct Refused(pub WebError);

impl From<WebError> for Refused {
    fn from(error: WebError) -> Self {
        Self(error)
    }
}

impl From<store::Error> for Refused {
    fn from(error: store::Error) -> Self {
        tracing::error!(%error, "the web messenger cannot reach the table");
        Self(ErrorCode::Unavailable.because("try again"))
    }
}

impl IntoResponse for Refused {
    fn into_response(self) -> Response {
        let wait = self.0.retry_after_ms.map(|ms| ms.div_ceil(1000));
        let mut response = (self.0.code.status(), axum::Json(&self.0)).into_response();
        if let Some(seconds) = wait {
            response.headers_mut().insert(header::RETRY_AFTER, HeaderValue::from(seconds));
        }
        response
    }
}

/// Who sends a request: a visitor, proven by their token, from a page that may show the messenger.
pub(crate) struct Guest {
    pub service: Arc<Service>,
    pub visitor: Visitor,
    /// The key of their thread; another visitor's if their identity was joined with it.
    pub thread: String,
    /// The language that their page last named, if the desk speaks it.
    pub language: Option<Language>,
    /// The name that their site gave with their identity.
    name: Option<String>,
    /// Where their chat begins, until it has.
    pub begins: Option<Beginning>,
    inbox: domain::InboxId,
}

impl Guest {
    /// Proves a token (SEC-18).
    pub async fn of_token(
        service: Arc<Service>,
        token: &str,
        origin: Option<&str>,
    ) -> Result<Self, WebError> {
        let now = service.now();
        let mut refusal = ErrorCode::TokenInvalid.because("the visitor token is not valid here");
        let mut found = None;
        for connection in service.connections() {
            let Some(widget) = &connection.widget else { continue };
            match widget.visitor(token, now) {
                Ok(visitor) => {
                    widget.admit(origin)?;
                    found = Some((connection.id.clone(), visitor));
                    break;
                }
                Err(error) if error.code == ErrorCode::TokenExpired => refusal = error,
                Err(_) => {}
            }
        }
        let Some((inbox, visitor)) = found else { return Err(refusal) };
        let note = service.note_of(&visitor).await?;
        let thread = note.thread.unwrap_or_else(|| visitor.party(None, None).thread);
        let VisitorNote { language, name, begins, .. } = note;
        Ok(Self { service, visitor, thread, language, name, begins, inbox })
    }

    pub fn connection(&self) -> Result<&Connection, WebError> {
        self.service.connection(&self.inbox).ok_or_else(|| ErrorCode::NotFound.because("the widget is gone"))
    }

    pub fn conversation(&self) -> ConversationId {
        ConversationId::of(&self.inbox, &self.thread)
    }

    pub fn party(&self) -> Party {
        Party {
            thread: self.thread.clone(),
            address: self.visitor.id.clone(),
            sender: None,
            name: self.name.clone(),
            language: self.language.map(|language| language.tag().to_owned()),
        }
    }

    /// Takes one from a stored bucket (SEC-30).
    pub async fn limit(&self, what: &str, per_minute: u32) -> Result<(), WebError> {
        self.service.web_limit(&format!("{what}-{}", self.visitor.id), per_minute).await
    }
}

impl FromRequestParts<Arc<Service>> for Guest {
    type Rejection = Refused;

    async fn from_request_parts(parts: &mut Parts, service: &Arc<Service>) -> Result<Self, Refused> {
        let token = parts.headers.get(header::AUTHORIZATION).and_then(|value| value.to_str().ok());
        let token = token.and_then(|value| value.strip_prefix("Bearer ")).unwrap_or_default();
        Ok(Self::of_token(service.clone(), token, origin(service.settings(), &parts.headers)).await?)
    }
}

/// The origin of the page that asks. Browsers leave it out when a page reads from its own origin, and say so in a header
/// that no page can set: then it is the desk's own.
///
/// Source: <https://www.w3.org/TR/fetch-metadata/#sec-fetch-site-header> (read 2026-11).
pub(crate) fn origin<'a>(settings: &'a Settings, headers: &'a HeaderMap) -> Option<&'a str> {
    let text = |name| headers.get(name).and_then(|value: &HeaderValue| value.to_str().ok());
    let own = || (text("sec-fetch-site") == Some("same-origin")).then(|| settings.origin());
    text(header::ORIGIN.as_str()).or_else(own)
}

/// Where a request comes from, for limits by address. Lambda's gateway puts it in the extensions, the server the peer.
pub(crate) fn address(extensions: &http::Extensions) -> String {
    extensions
        .get::<ConnectInfo<SocketAddr>>()
        .map_or_else(|| "unknown".to_owned(), |peer| peer.0.ip().to_string())
}

/// What is known of a visitor beyond their token.
#[derive(Debug, Clone, Default, PartialEq, Eq, serde::Serialize, serde::Deserialize)]
pub(crate) struct VisitorNote {
    /// The thread they share with the anonymous visitor that they were before they were identified.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub thread: Option<String>,
    /// The language of the page they were last on.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub language: Option<Language>,
    /// The name that their site gave with their identity.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub name: Option<String>,
    /// Where their chat begins, until they say something.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub begins: Option<Beginning>,
    /// Tokens made before this are no longer good.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub revoked_before: Option<Timestamp>,
}

/// The page on which a chat begins. Untrusted text.
#[derive(Debug, Clone, PartialEq, Eq, serde::Serialize, serde::Deserialize)]
pub(crate) struct Beginning {
    /// Its address, `http` or `https`.
    pub url: String,
    /// Its title.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub title: Option<String>,
}

impl Service {
    /// What is known of the visitor of a token, if the token was not revoked.
    async fn note_of(&self, visitor: &Visitor) -> Result<VisitorNote, WebError> {
        let note = self.visitor_note(&visitor.id).await?;
        let issued_at = visitor.expires_at - channels::web::TOKEN_LIFE;
        if note.revoked_before.is_some_and(|at| issued_at < at) {
            return Err(ErrorCode::TokenInvalid.because("this session was ended"));
        }
        Ok(note)
    }

    pub(crate) async fn visitor_note(&self, visitor: &str) -> Result<VisitorNote, WebError> {
        let note = self
            .store()
            .note("visitor", visitor, self.now())
            .await
            .map_err(|error| Refused::from(error).0)?;
        Ok(note.and_then(|json| serde_json::from_str(&json).ok()).unwrap_or_default())
    }

    pub(crate) async fn put_visitor_note(&self, visitor: &str, note: &VisitorNote) -> Result<(), Refused> {
        let json = serde_json::to_string(note).unwrap_or_default();
        // A visitor's tokens and what is remembered of them end together, a month after the last change.
        let until = self.now() + domain::hours(37 * 24);
        Ok(self.store().put_note("visitor", visitor, &json, until).await?)
    }

    pub(crate) async fn web_limit(&self, bucket: &str, per_minute: u32) -> Result<(), WebError> {
        let taken = self
            .store()
            .take_from_bucket(bucket, per_minute, domain::minutes(1) / per_minute, self.now())
            .await;
        match taken.map_err(|error| Refused::from(error).0)? {
            Taken::Yes => Ok(()),
            Taken::RetryAfter(wait) => {
                Err(WebError::rate_limited(u64::try_from(wait.as_millis()).unwrap_or(u64::MAX)))
            }
        }
    }

    /// The widget with this key.
    pub(crate) fn widget(&self, key: &str) -> Option<(&Connection, &Widget)> {
        self.connections()
            .find_map(|c| c.widget.as_ref().filter(|widget| widget.key == key).map(|widget| (c, widget)))
    }
}
