//! From a provider's bytes to rows that wait: verify, split, keep each event once, and only then say yes.

use std::collections::BTreeSet;
use std::time::Duration;

use channels::{Channel, Forged, Posted, Unreadable, Unwelcome, Verified};
use domain::{
    Body, ChannelKind, ConversationId, InboxId, Parsed, RowId, Timestamp, WebhookEvent, hours, minutes,
};

use store::{ArrivalId, Error, Kept, KeptOnce};

use crate::seams::Ring;
use crate::service::{Connection, Service};

/// Events older than this are refused: a row that de-duplicates them may be gone (SEC-4).
const STALE_AFTER: Duration = hours(30 * 24);
/// Events from further in the future than this are filed under their arrival (B-12).
const FUTURE: Duration = minutes(10);

/// What became of a webhook that was accepted.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct Accepted {
    /// Events that are new.
    pub kept: usize,
    /// Events and receipts that we had already.
    pub known: usize,
    /// Receipts that told something new of a message of ours.
    pub receipts: usize,
    /// Events that mean nothing here.
    pub ignored: usize,
    /// Events, or a whole body, that could not be read or routed; the webhook is kept as a dead letter.
    pub dead: usize,
}

/// What was taken of a webhook.
#[derive(Debug, Default)]
pub(crate) struct Taken {
    /// Counts.
    pub accepted: Accepted,
    /// What is wrong with each part that could not be read or routed.
    pub dead: Vec<String>,
    /// The conversations that have something to step over.
    pub woken: BTreeSet<ConversationId>,
}

impl Taken {
    /// A part cannot be read or routed. `why` holds nothing of what it says.
    pub fn is_dead(&mut self, why: String) {
        self.accepted.dead += 1;
        self.dead.push(why);
    }

    /// What is wrong, in some lines: each thing once.
    pub fn why(&self) -> String {
        const MOST: usize = 10;
        let each: BTreeSet<_> = self.dead.iter().map(String::as_str).collect();
        each.into_iter().take(MOST).collect::<Vec<_>>().join("\n")
    }
}

/// Why a webhook was not accepted.
#[derive(Debug, thiserror::Error)]
pub enum IngestError {
    /// The sender is not proven, or there is no such inbox: the two look the same (SEC-2, B-14).
    #[error("the sender is not proven")]
    Forged,
    /// Made to do harm: no provider nests so deep or declares a document type (SEC-5, B-7, B-9).
    #[error("the body is refused: {0}")]
    Refused(#[source] Unreadable),
    /// An event is too old to tell whether it came before (SEC-4, B-12).
    #[error("an event is more than 30 days old")]
    Stale,
    /// The table did not take it; the provider shall try again.
    #[error("cannot keep the event")]
    Store(#[from] Error),
}

impl From<Forged> for IngestError {
    fn from(_: Forged) -> Self {
        Self::Forged
    }
}

impl Service {
    /// Takes a webhook. When this returns `Ok`, every event in it is durable (INV-1).
    ///
    /// # Errors
    ///
    /// See [`IngestError`]. After an error nothing is lost: the provider tries again, and what was kept of this body
    /// is known then (F-5).
    pub async fn receive(
        &self,
        kind: ChannelKind,
        inbox: &str,
        posted: Posted<'_>,
    ) -> Result<Accepted, IngestError> {
        let now = self.now();
        let Some((connection, channel)) = self.called(kind, inbox) else {
            // The same work as for an inbox that exists, so that the answer takes the same time (SEC-2).
            if let Some(any) = self.some_channel(kind) {
                let _ = any.verify(posted, now);
            }
            return Err(IngestError::Forged);
        };
        let verified = channel.verify(posted.clone(), now)?;
        let taken = self.take(connection, channel, &verified, &posted, now).await?;
        if !taken.dead.is_empty() {
            let (inbox, why) = (&connection.id, taken.why());
            tracing::warn!(%inbox, why, "kept a dead letter");
            self.store().bury(inbox, &self.arrival(now), verified.body(), &why).await?;
        }
        self.keep_for_relay(connection, &posted, now).await;
        self.wake(taken.woken).await;
        Ok(taken.accepted)
    }

    /// Takes what a proven webhook says, as of when it came. Taking it again changes nothing.
    ///
    /// # Errors
    ///
    /// [`IngestError::Refused`], [`IngestError::Stale`], [`IngestError::Store`].
    pub(crate) async fn take(
        &self,
        called: &Connection,
        channel: &dyn Channel,
        verified: &Verified,
        posted: &Posted<'_>,
        came: Timestamp,
    ) -> Result<Taken, IngestError> {
        let mut taken = Taken::default();
        let parsed = match channel.parse(verified, came) {
            Ok(parsed) => parsed,
            Err(hostile @ (Unreadable::TooDeep | Unreadable::DocumentType)) => {
                return Err(IngestError::Refused(hostile));
            }
            Err(unreadable) => {
                taken.is_dead(unreadable.to_string());
                return Ok(taken);
            }
        };
        let stale = |event: &WebhookEvent| came.since(event.at) > STALE_AFTER;
        let batch = self.shared_out(called, parsed, posted, came);
        if batch.iter().any(|(_, parsed)| matches!(parsed, Parsed::Event(event) if stale(event))) {
            return Err(IngestError::Stale);
        }
        for (connection, parsed) in batch {
            match parsed {
                Parsed::Event(event) => {
                    let conversation = ConversationId::of(&connection.id, &event.party.thread);
                    if self.keep(connection, &conversation, event, came).await? {
                        taken.accepted.kept += 1;
                    } else {
                        taken.accepted.known += 1;
                    }
                    // Rung for what is known too: its first bell may have been lost with the process that rang.
                    taken.woken.insert(conversation);
                }
                Parsed::Receipt(receipt) => self.told(connection, receipt, &mut taken).await?,
                Parsed::Foreign { account, .. } => {
                    taken.is_dead(format!("it is for the account {account:.40}, which no inbox here has"));
                }
                Parsed::Ignored(kind) => {
                    tracing::debug!(inbox = %connection.id, kind, "ignored an event");
                    taken.accepted.ignored += 1;
                }
                Parsed::Undecodable { why, .. } => taken.is_dead(why),
            }
        }
        Ok(taken)
    }

    /// Rings for conversations that have something to step over.
    pub(crate) async fn wake(&self, conversations: BTreeSet<ConversationId>) {
        for conversation in conversations {
            self.plugs.bell.ring(Ring::Work(conversation)).await;
        }
    }

    /// A name for a webhook that came now.
    pub(crate) fn arrival(&self, now: Timestamp) -> ArrivalId {
        let suffix = crate::seams::secret::<{ ArrivalId::SUFFIX_DIGITS / 2 }>(self.plugs.chance.as_ref());
        #[allow(clippy::expect_used, reason = "hex digits are always a suffix")]
        ArrivalId::new(now, suffix).expect("hex digits name a webhook")
    }

    /// Answers a provider's "is this your address?" (SEC-6).
    ///
    /// # Errors
    ///
    /// [`Unwelcome`]; an inbox that does not exist looks like a wrong token (SEC-2).
    pub fn greet(&self, kind: ChannelKind, inbox: &str, query: &str) -> Result<String, Unwelcome> {
        let now = self.now();
        if let Some((_, channel)) = self.called(kind, inbox) {
            return channel.handshake(query, now);
        }
        let _ = self.some_channel(kind).map(|any| any.handshake(query, now));
        Err(Unwelcome::Forged)
    }

    /// The connected account at a webhook address.
    pub(crate) fn called(&self, kind: ChannelKind, inbox: &str) -> Option<(&Connection, &dyn Channel)> {
        let connection = self.connection(&inbox.parse::<InboxId>().ok()?)?;
        let channel = connection.channel.as_deref()?;
        (connection.kind == kind).then_some((connection, channel))
    }

    /// A channel to do the work of one that does not exist; of this kind, if there is one.
    fn some_channel(&self, kind: ChannelKind) -> Option<&dyn Channel> {
        let of_kind = self.connections().filter(|connection| connection.kind == kind);
        of_kind.chain(self.connections()).find_map(|connection| connection.channel.as_deref())
    }

    /// Gives each account its part of a webhook: several may share one address, if the sender is proven to each. What is
    /// for an account that no inbox has stays foreign.
    fn shared_out<'a>(
        &'a self,
        called: &'a Connection,
        parsed: Vec<Parsed>,
        posted: &Posted<'_>,
        now: Timestamp,
    ) -> Vec<(&'a Connection, Parsed)> {
        let foreign: BTreeSet<String> = parsed
            .iter()
            .filter_map(|parsed| match parsed {
                Parsed::Foreign { account, .. } => Some(account.clone()),
                _ => None,
            })
            .collect();
        let mut batch: Vec<_> = parsed.into_iter().map(|parsed| (called, parsed)).collect();
        for account in foreign {
            let theirs = self.connections().find_map(|connection| {
                let channel = connection.channel.as_deref()?;
                let named = connection.kind == called.kind && channel.account() == Some(account.as_str());
                let verified = named.then(|| channel.verify(posted.clone(), now).ok())??;
                Some((connection, channel.parse(&verified, now).ok()?))
            });
            if let Some((connection, parsed)) = theirs {
                let is_theirs = |parsed: &Parsed| matches!(parsed, Parsed::Foreign { account: named, .. } if *named == account);
                batch.retain(|(_, parsed)| !is_theirs(parsed));
                // What is for no account in particular was read before.
                let read: BTreeSet<_> = batch
                    .iter()
                    .filter_map(|(_, parsed)| match parsed {
                        Parsed::Undecodable { raw, .. } => Some(raw.clone()),
                        _ => None,
                    })
                    .collect();
                let own = parsed.into_iter().filter(|parsed| match parsed {
                    Parsed::Event(_) | Parsed::Receipt(_) => true,
                    Parsed::Undecodable { raw, .. } => !read.contains(raw),
                    Parsed::Foreign { .. } | Parsed::Ignored(_) => false,
                });
                batch.extend(own.map(|parsed| (connection, parsed)));
            }
        }
        batch
    }

    /// Keeps an event that came then once; says whether it is new.
    async fn keep(
        &self,
        connection: &Connection,
        conversation: &ConversationId,
        event: Box<WebhookEvent>,
        came: Timestamp,
    ) -> Result<bool, Error> {
        let now = self.now();
        let inbox = connection.id.clone();
        let (at, id, untimed) = (event.at, event.id.clone(), event.untimed);
        let body = Body::Inbound { inbox: inbox.clone(), event, hidden: false, withdrawn: false };
        if at <= came + FUTURE && !untimed {
            let kept = self.store().keep(conversation, RowId::of_event(&inbox, at, &id), &body, now).await?;
            return Ok(kept == Kept::New);
        }
        // The provider's time is none or cannot be right, so the row's key cannot come from it.
        let row = RowId::of_event(&inbox, came, &id);
        let kept = self.store().keep_once(conversation, &format!("event-{id}"), "", row, &body, now).await?;
        Ok(kept == KeptOnce::New)
    }
}
