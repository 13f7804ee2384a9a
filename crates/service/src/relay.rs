//! Passing proven webhooks on to a second address (EXT-14): a LINE channel has one webhook address, and sometimes another
//! system wants to hear too.
//!
//! A webhook is passed on as it came: the same bytes, and the headers (WeChat: the query) that prove them. It is kept before
//! the provider gets its 2xx and called out afterwards by whoever answers bells, so that the provider never waits for the
//! second address. It arrives there at least once, or is shown as given up.

use std::fmt;
use std::time::Duration;

use bytes::Bytes;
use channels::{CallError, Credentials, Posted, Proof, Reach, signing};
use domain::{InboxId, Timestamp, hours, minutes, seconds};
use http::{HeaderMap, HeaderName, HeaderValue, Request, Uri, header};
use store::{ArrivalId, Error, Relay, RelayHead};

use crate::network::is_private_literal;
use crate::seams::{FetchError, Limits, Ring};
use crate::service::{Connection, Service};
use crate::worker::LEASE;

/// How long to wait after each call that did not succeed; after the last one it is given up.
pub const WAITS: [Duration; 7] =
    [seconds(5), minutes(5), minutes(30), hours(2), hours(5), hours(10), hours(10)];

/// The longest answer that is read: nobody looks into it.
const ANSWER_BYTES: u64 = 64 * 1024;

/// Where webhooks are passed on to.
#[derive(Clone, PartialEq, Eq)]
pub struct RelayTo {
    url: Uri,
    allow_private: bool,
}

/// Prints the host alone: the rest may hold a secret.
impl fmt::Debug for RelayTo {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "RelayTo({})", self.host())
    }
}

/// Why webhooks cannot be passed on to an address.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum BadRelay {
    /// It is no address.
    #[error("write a whole address, such as https://crm.example.com/line")]
    NoAddress,
    /// Not https.
    #[error("begin it with https://, or set relay_allow_private = true for a system of your own")]
    NotSecure,
    /// An address that is not public (SEC-24).
    #[error("this address is not public; set relay_allow_private = true for a system of your own")]
    NotPublic,
}

impl RelayTo {
    /// Reads an address: https and public, unless others are allowed.
    ///
    /// # Errors
    ///
    /// [`BadRelay`]. To where a name leads is looked at with each call.
    pub fn read(url: &str, allow_private: bool) -> Result<Self, BadRelay> {
        let read = reqwest::Url::parse(url).map_err(|_| BadRelay::NoAddress)?;
        read.host_str().ok_or(BadRelay::NoAddress)?;
        match read.scheme() {
            "https" => {}
            "http" if allow_private => {}
            "http" => return Err(BadRelay::NotSecure),
            _ => return Err(BadRelay::NoAddress),
        }
        if !allow_private && is_private_literal(&read) {
            return Err(BadRelay::NotPublic);
        }
        Ok(Self { url: read.as_str().parse().map_err(|_| BadRelay::NoAddress)?, allow_private })
    }

    /// The host, which may be shown.
    pub fn host(&self) -> &str {
        self.url.host().unwrap_or_default()
    }

    /// The address with what stood after the question mark of the webhook's own.
    fn with_query(&self, query: &str) -> Option<Uri> {
        if query.is_empty() {
            return Some(self.url.clone());
        }
        let joint = if self.url.query().is_some() { '&' } else { '?' };
        format!("{}{joint}{query}", self.url).parse().ok()
    }
}

/// What is passed on with the bytes of a webhook. A proof that is a secret of ours is not written into the table: it is put
/// back when the call is made.
fn head(proof: Proof, posted: &Posted<'_>) -> RelayHead {
    let signature = match proof {
        Proof::Signature(name) => Some(name),
        Proof::Secret(_) | Proof::Query => None,
    };
    let kept = signature.into_iter().chain([header::CONTENT_TYPE.as_str()]).filter_map(|name| {
        let value = posted.headers.get(name)?.to_str().ok()?;
        Some((name.to_owned(), value.to_owned()))
    });
    let query = if proof == Proof::Query { posted.query } else { "" };
    RelayHead { query: query.to_owned(), headers: kept.collect() }
}

/// Writes the call.
fn call(
    to: &RelayTo,
    proof: Proof,
    credentials: &Credentials,
    head: &RelayHead,
    raw: Vec<u8>,
) -> Option<Request<Bytes>> {
    let mut headers = HeaderMap::new();
    if let Proof::Secret(name) = proof {
        headers.insert(name, signing::headers(credentials, &raw).remove(name)?);
    }
    for (name, value) in &head.headers {
        let name = HeaderName::from_bytes(name.as_bytes()).ok()?;
        headers.insert(name, HeaderValue::from_str(value).ok()?);
    }
    let mut request = Request::post(to.with_query(&head.query)?).body(Bytes::from(raw)).ok()?;
    *request.headers_mut() = headers;
    Some(request)
}

impl Service {
    /// Keeps a webhook that was taken, to be passed on, and rings for it. The provider's answer does not depend on it: if it
    /// cannot be kept, that is logged.
    pub(crate) async fn keep_for_relay(&self, connection: &Connection, posted: &Posted<'_>, now: Timestamp) {
        let (Some(_), Some(channel)) = (&connection.relay, &connection.channel) else { return };
        let (inbox, id) = (&connection.id, self.arrival(now));
        let head = head(channel.proof(), posted);
        match self.store().keep_relay(inbox, &id, &head, &posted.body).await {
            Ok(()) => self.plugs.bell.ring(Ring::Relay(inbox.clone(), id)).await,
            Err(error) => tracing::error!(%inbox, %error, "a webhook will not be passed on"),
        }
    }

    /// Passes a webhook on, if it is due.
    ///
    /// # Errors
    ///
    /// If the table cannot be reached; it stays due.
    pub(crate) async fn relay(&self, inbox: &InboxId, id: &ArrivalId) -> Result<(), Error> {
        let now = self.now();
        let Some((relay, raw)) = self.store().relay(inbox, id, now).await? else { return Ok(()) };
        // The first call does not wait for the sweep; whoever rings too early later finds nothing to do.
        let waits = relay.due_at.is_none_or(|at| relay.attempts > 0 && at > now);
        if waits || !self.store().begin_relay(&relay, now + LEASE).await? {
            return Ok(());
        }
        let request = self.connection(inbox).and_then(|connection| {
            let settings = self.settings().inboxes.iter().find(|settings| settings.id == *inbox)?;
            let (to, channel) = (connection.relay.as_ref()?, connection.channel.as_ref()?);
            let request = call(to, channel.proof(), &settings.credentials()?, &relay.head, raw)?;
            let reach = if to.allow_private { Reach::Anywhere } else { Reach::Public };
            Some((request, Limits { reach, max_bytes: ANSWER_BYTES }))
        });
        let Some((request, limits)) = request else {
            self.store().relay_failed(&relay, "the inbox has no relay_url any more", None).await?;
            return Ok(());
        };
        let why = match self.plugs.http.fetch(request, limits).await {
            Ok(answer) if answer.status().is_success() => {
                tracing::debug!(%inbox, webhook = %id, "passed a webhook on");
                return self.store().end_relay(&relay).await;
            }
            Ok(answer) => format!("it answered {}", answer.status().as_u16()),
            Err(FetchError::Private) => "its name leads to an address that is not public".to_owned(),
            Err(FetchError::TooLarge) => format!("it answered more than {ANSWER_BYTES} bytes"),
            Err(FetchError::Call(CallError::NotConnected)) => {
                "no connection: no such name, or nobody there".to_owned()
            }
            Err(FetchError::Call(CallError::Lost)) => "its answer did not come in time".to_owned(),
        };
        let attempt = usize::try_from(relay.attempts).unwrap_or(usize::MAX);
        let again = WAITS.get(attempt).map(|wait| self.now() + *wait);
        if again.is_none() {
            tracing::warn!(%inbox, webhook = %id, why, "gave up passing a webhook on");
        }
        self.store().relay_failed(&relay, &why, again).await?;
        Ok(())
    }

    /// Reads the newest webhooks of some inboxes that are still to be passed on or were given up.
    ///
    /// # Errors
    ///
    /// If the table cannot be read.
    pub async fn relays(
        &self,
        inboxes: &[InboxId],
        before: Option<&ArrivalId>,
        limit: u32,
    ) -> Result<Vec<Relay>, Error> {
        let mut found = Vec::new();
        for inbox in inboxes {
            found.extend(self.store().relays(inbox, before, limit, self.now()).await?);
        }
        found.sort_by(|a, b| b.id.cmp(&a.id));
        found.truncate(limit as usize);
        Ok(found)
    }

    /// Begins anew with one that was given up; says whether it was.
    ///
    /// # Errors
    ///
    /// If the table cannot be reached.
    pub async fn revive_relay(&self, inbox: &InboxId, id: &ArrivalId) -> Result<bool, Error> {
        let revived = self.store().revive_relay(inbox, id, self.now()).await?;
        if revived {
            self.plugs.bell.ring(Ring::Relay(inbox.clone(), id.clone())).await;
        }
        Ok(revived)
    }
}
