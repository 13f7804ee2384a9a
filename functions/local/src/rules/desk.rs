//! A desk to ask: one that runs, over its API; or one whose file lies on this machine, over the same API in process.

use std::fmt;
use std::fs::File;
use std::io::IsTerminal;
use std::path::Path;
use std::sync::Arc;
use std::time::Duration;

use anyhow::{Context, bail};
use axum::Router;
use axum::body::Body;
use console::Term;
use http::{Method, Request, StatusCode, header};
use secrecy::{ExposeSecret, SecretString};
use serde::Deserialize;
use serde::de::DeserializeOwned;
use serde_json::{Value, json};
use service::history::{ExportHead, MOST, PastConversation};
use service::problem::Document;
use service::{Draft, Plugs, Service, Settings};
use store::{Embedded, ListCursor, Store};
use tower::ServiceExt;

use super::Where;
use crate::moving::TABLE;
use crate::server::lock;

/// Who changes rules in a file on this machine, in the audit trail.
const WHO: &str = "command-line";
/// How long a desk may take to answer.
const PATIENCE: Duration = domain::minutes(1);
/// How often a desk may say "later".
const TRIES: usize = 20;
/// The longest answer in bytes.
const LONGEST: usize = 64 * 1024 * 1024;

/// A desk to ask.
pub struct Desk(How);

enum How {
    /// Over the network.
    Running { http: reqwest::Client, base: String, token: SecretString, ours: bool },
    /// In this process.
    InHand { router: Router, service: Arc<Service>, _lock: File },
}

/// The past, a page at a time.
pub struct Page {
    /// The inboxes and the time.
    pub head: ExportHead,
    /// The conversations.
    pub conversations: Vec<PastConversation>,
    /// Where to go on.
    pub next: Option<Next>,
}

/// Where to go on in the past.
#[derive(Debug, Clone)]
pub enum Next {
    /// What a desk that runs said.
    Sealed(String),
    /// A place in the file.
    Place(ListCursor),
}

/// What a desk refused, and why.
#[derive(Debug)]
pub struct Refused(pub Box<Document>);

impl fmt::Display for Refused {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let Document { r#type, title, detail, field, rules, .. } = &*self.0;
        write!(f, "error: {title}")?;
        if let Some(field) = field {
            write!(f, " ({field})")?;
        }
        if let Some(detail) = detail {
            write!(f, "\n  {detail}")?;
        }
        if r#type.ends_with(":confirm-password") {
            write!(
                f,
                "\n  set MADOGUCHI_LOGIN and MADOGUCHI_PASSWORD instead of a token that is older than 15 minutes"
            )?;
        }
        for found in rules.iter().flat_map(|rules| &rules.diagnostics) {
            write!(f, "\n\n{}:{}:{}: {}", found.file, found.line, found.column, found.message)?;
            if !found.source_line.is_empty() {
                write!(f, "\n    {}", found.source_line)?;
            }
            if !found.hint.is_empty() {
                write!(f, "\n  hint: {}", found.hint)?;
            }
        }
        for case in rules.iter().flat_map(|rules| &rules.failed_cases) {
            write!(f, "\n\nFAILED {}:{}: {}", case.file, case.line, case.name)?;
            for failure in &case.failures {
                write!(f, "\n  {}", failure.replace('\n', "\n  "))?;
            }
        }
        Ok(())
    }
}

impl std::error::Error for Refused {}

#[derive(Deserialize)]
struct SignedIn {
    token: SecretString,
}

#[derive(Deserialize)]
struct HistoryPage {
    head: ExportHead,
    conversations: Vec<PastConversation>,
    next: Option<String>,
}

#[derive(Deserialize)]
struct VersionDetail {
    sources: Vec<SourceText>,
    case_sources: Vec<SourceText>,
}

#[derive(Deserialize)]
struct SourceText {
    file: String,
    text: String,
}

impl Desk {
    /// Opens a desk: signs in to one that runs, or opens the file of one that does not.
    ///
    /// # Errors
    ///
    /// In words for people: no desk there, wrong credentials, a server that uses the file.
    pub async fn open(place: &Where) -> anyhow::Result<Self> {
        let how = if let Some(url) = &place.desk {
            sign_in(url).await?
        } else {
            let (settings, _) = crate::settings(place.config.as_deref())?;
            let data = place.data.clone().unwrap_or_else(|| settings.server.data.clone());
            in_hand(&settings, &data).await?
        };
        Ok(Self(how))
    }

    /// Asks and reads the answer.
    ///
    /// # Errors
    ///
    /// [`Refused`] if the desk refuses; else that it cannot be reached.
    pub async fn ask<T: DeserializeOwned>(
        &self,
        method: Method,
        path: &str,
        body: Option<&Value>,
    ) -> anyhow::Result<T> {
        let mut tries = 0;
        loop {
            let (status, wait, bytes) = match &self.0 {
                How::Running { http, base, token, .. } => {
                    call(http, method.clone(), &format!("{base}{path}"), Some(token), body).await?
                }
                How::InHand { router, .. } => call_in_hand(router, method.clone(), path, body).await?,
            };
            let later = matches!(status, StatusCode::TOO_MANY_REQUESTS | StatusCode::SERVICE_UNAVAILABLE);
            tries += 1;
            if later && tries < TRIES {
                tokio::time::sleep(wait.unwrap_or(Duration::from_secs(1))).await;
                continue;
            }
            return read(status, &bytes);
        }
    }

    /// Reads the rules and cases of a version, or of the one in force.
    ///
    /// # Errors
    ///
    /// As [`ask`](Self::ask).
    pub async fn draft(&self, version: &str) -> anyhow::Result<Draft> {
        if !version.chars().all(|c| c.is_ascii_alphanumeric()) {
            bail!("{version:?} is no rules version, and no folder");
        }
        let detail: VersionDetail =
            self.ask(Method::GET, &format!("/v1/rules/versions/{version}"), None).await.map_err(|error| {
                let missing = |refused: &Refused| refused.0.status == 404;
                if error.downcast_ref::<Refused>().is_some_and(missing) {
                    anyhow::anyhow!(
                        "there is no rules version {version:?}, or there are several that begin so"
                    )
                } else {
                    error
                }
            })?;
        let sources = |list: Vec<SourceText>| {
            list.into_iter().map(|source| rules::Source::new(source.file, source.text)).collect()
        };
        Ok(Draft { rules: sources(detail.sources), cases: sources(detail.case_sources) })
    }

    /// The version in force; none as long as nothing was published.
    ///
    /// # Errors
    ///
    /// As [`ask`](Self::ask).
    pub async fn in_force(&self) -> anyhow::Result<Option<String>> {
        let page: Value = self.ask(Method::GET, "/v1/rules/versions?limit=1", None).await?;
        Ok(page["current"]["version"].as_str().map(str::to_owned))
    }

    /// Reads a page of the past.
    ///
    /// # Errors
    ///
    /// As [`ask`](Self::ask).
    pub async fn past(&self, next: Option<&Next>) -> anyhow::Result<Page> {
        if let How::InHand { service, .. } = &self.0 {
            let after = match next {
                Some(Next::Place(place)) => Some(place),
                _ => None,
            };
            let page = service.past(|_| true, after, MOST).await?;
            return Ok(Page {
                head: service.export_head(|_| true),
                conversations: page.conversations,
                next: page.next.map(Next::Place),
            });
        }
        let query = match next {
            Some(Next::Sealed(cursor)) => format!("?cursor={cursor}"),
            _ => String::new(),
        };
        let page: HistoryPage = self.ask(Method::GET, &format!("/v1/rules/history{query}"), None).await?;
        Ok(Page { head: page.head, conversations: page.conversations, next: page.next.map(Next::Sealed) })
    }

    /// Goes: a session that began here ends here.
    pub async fn close(self) {
        if let How::Running { ours: true, .. } = &self.0 {
            // A session that cannot be ended ends by itself.
            let _ = self.ask::<Value>(Method::POST, "/v1/sign-out", None).await;
        }
    }
}

fn read<T: DeserializeOwned>(status: StatusCode, bytes: &[u8]) -> anyhow::Result<T> {
    if status.is_success() {
        let bytes = if bytes.is_empty() { b"null" } else { bytes };
        return serde_json::from_slice(bytes)
            .context("the desk's answer is not what this program knows; update it");
    }
    match serde_json::from_slice::<Document>(bytes) {
        Ok(document) => Err(Refused(Box::new(document)).into()),
        Err(_) => bail!("the desk answered {status}; is this the address of a desk?"),
    }
}

/// Status, how long to wait, body.
type Answer = (StatusCode, Option<Duration>, Vec<u8>);

async fn call(
    http: &reqwest::Client,
    method: Method,
    url: &str,
    token: Option<&SecretString>,
    body: Option<&Value>,
) -> anyhow::Result<Answer> {
    let mut request = http.request(method, url).header(header::ACCEPT_LANGUAGE, language());
    if let Some(token) = token {
        request = request.bearer_auth(token.expose_secret());
    }
    if let Some(body) = body {
        request = request.json(body);
    }
    let response =
        request.send().await.with_context(|| format!("cannot reach {url}; does the desk run there?"))?;
    let status = response.status();
    let wait = response.headers().get(header::RETRY_AFTER).and_then(|wait| wait.to_str().ok()?.parse().ok());
    let bytes = response.bytes().await.context("the desk's answer broke off")?;
    Ok((status, wait.map(Duration::from_secs), bytes.to_vec()))
}

async fn call_in_hand(
    router: &Router,
    method: Method,
    path: &str,
    body: Option<&Value>,
) -> anyhow::Result<Answer> {
    let request = Request::builder().method(method).uri(path).header(header::ACCEPT_LANGUAGE, language());
    let request = match body {
        Some(body) => request
            .header(header::CONTENT_TYPE, "application/json")
            .body(Body::from(serde_json::to_vec(body)?)),
        None => request.body(Body::empty()),
    }?;
    let response = router.clone().oneshot(request).await?;
    let status = response.status();
    let wait = response.headers().get(header::RETRY_AFTER).and_then(|wait| wait.to_str().ok()?.parse().ok());
    let bytes = axum::body::to_bytes(response.into_body(), LONGEST).await?;
    Ok((status, wait.map(Duration::from_secs), bytes.to_vec()))
}

/// The language in which problems are told: that of the terminal.
fn language() -> &'static str {
    match super::talk::terminal_language() {
        domain::Language::Ja => "ja",
        domain::Language::En => "en",
    }
}

/// Signs in to a desk and prints the session's token.
///
/// # Errors
///
/// In words for people: no desk there, wrong credentials.
pub async fn print_token(url: &str) -> anyhow::Result<()> {
    if let How::Running { token, .. } = sign_in(url).await? {
        println!("{}", token.expose_secret());
    }
    Ok(())
}

/// Opens the file of a desk that does not run.
async fn in_hand(settings: &Settings, data: &Path) -> anyhow::Result<How> {
    let file = data.join("desk.db");
    if !file.exists() {
        bail!("there is no desk in {}; name one with --data, or one that runs with --desk", data.display());
    }
    let lock = lock(data)?;
    let table = Embedded::open(&file, TABLE).await;
    let table = table.with_context(|| format!("cannot open {}", file.display()))?;
    let store = Store::new(Arc::new(table.table().clone()), settings.desk.tenant.clone());
    let (plugs, ..) = Plugs::in_process(store, data.join("files"))?;
    let service = Arc::new(Service::new(settings.clone(), plugs));
    service.refresh().await?;
    let router = service::api::routes_in_hand(service.clone(), WHO.parse()?);
    Ok(How::InHand { router, service, _lock: lock })
}

/// Signs in with what the environment says, or with what somebody types.
async fn sign_in(url: &str) -> anyhow::Result<How> {
    let base = url.trim_end_matches('/').to_owned();
    let address = reqwest::Url::parse(&base).with_context(|| format!("{url:?} is no address"))?;
    let here = address.host_str().is_some_and(|host| ["localhost", "127.0.0.1", "[::1]"].contains(&host));
    if address.scheme() != "https" && !here {
        bail!("{base} would carry your password in the open; use https");
    }
    // A desk never sends its callers elsewhere, and a token must not follow.
    let http =
        reqwest::Client::builder().timeout(PATIENCE).redirect(reqwest::redirect::Policy::none()).build()?;
    let secret = |name: &str| std::env::var(name).ok().filter(|value| !value.is_empty());
    if let Some(token) = secret("MADOGUCHI_TOKEN") {
        return Ok(How::Running { http, base, token: token.into(), ours: false });
    }
    let (login, password) = match (secret("MADOGUCHI_LOGIN"), secret("MADOGUCHI_PASSWORD")) {
        (Some(login), Some(password)) => (login, SecretString::from(password)),
        (login, password) => typed(&base, login, password)?,
    };
    let body = json!({ "login": login, "password": password.expose_secret(), "token": true });
    let (status, wait, bytes) =
        call(&http, Method::POST, &format!("{base}/v1/sign-in"), None, Some(&body)).await?;
    if status == StatusCode::TOO_MANY_REQUESTS {
        let wait = wait.map_or(60, |wait| wait.as_secs());
        bail!(
            "too many sign-ins; wait {wait} s, and keep a session for many commands: \
             export MADOGUCHI_TOKEN=$(madoguchi sign-in --desk {base})"
        );
    }
    let SignedIn { token } = read(status, &bytes)?;
    Ok(How::Running { http, base, token, ours: true })
}

fn typed(
    base: &str,
    login: Option<String>,
    password: Option<String>,
) -> anyhow::Result<(String, SecretString)> {
    if !std::io::stdin().is_terminal() {
        bail!("sign in to {base} with MADOGUCHI_TOKEN, or with MADOGUCHI_LOGIN and MADOGUCHI_PASSWORD");
    }
    let term = Term::stderr();
    let login = if let Some(login) = login {
        login
    } else {
        term.write_str(&format!("Login at {base}: "))?;
        term.read_line()?
    };
    let password = if let Some(password) = password {
        password
    } else {
        term.write_str("Password: ")?;
        term.read_secure_line()?
    };
    Ok((login.trim().to_owned(), password.into()))
}
