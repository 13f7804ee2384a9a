//! Hints: from the queue to every console that may see the conversation.

use std::collections::{BTreeMap, BTreeSet};
use std::time::Duration;

use aws_lambda_events::event::sqs::{SqsBatchResponse, SqsEvent};
use aws_sdk_apigatewaymanagement::primitives::Blob;
use domain::{ConversationId, InboxId, OperatorId, seconds};
use futures::StreamExt;
use service::api::{LiveEvent, access};
use service::seams::{Ring, Typing, Viewing};
use store::{Bucket, Leased, LiveConnection, Taken};

use crate::Live;

/// Operators who are told at the same time.
const AT_ONCE: usize = 16;
/// A socket is known before it is open; within this time it is not gone, but not there yet. The gateway gives up on a
/// connection that was not admitted within 29 s.
///
/// Source: <https://docs.aws.amazon.com/apigateway/latest/developerguide/limits.html> (read 2026-11).
const OPENING: Duration = seconds(30);

/// An operator is told something at most so often (P18): a flood of messages is one hint.
const EVERY: Duration = seconds(1);
/// So many changes in a second are put off one by one. If there are more, consoles ask for everything a second later: what is
/// put off must not grow faster than it can be told.
const PUT_OFF: Bucket = Bucket { capacity: 10, refill: Duration::from_millis(100) };
/// Who looks at something says so again within this time, so that what is older is told to nobody.
const FRESH: Duration = seconds(5);

/// What is told, and to whom: to who sees the inbox, or to everybody.
struct Told {
    inbox: Option<InboxId>,
    event: LiveEvent,
    /// What has it told again if somebody has to wait for it; `None` if it is lost then.
    again: Option<Ring>,
}

impl Told {
    fn viewing(viewing: Viewing) -> Self {
        let again = Some(Ring::Viewing(viewing.clone()));
        Self { inbox: Some(viewing.inbox.clone()), event: viewing.into(), again }
    }

    /// What somebody types is over before it could be told again.
    fn typing(typing: Typing) -> Self {
        Self { inbox: Some(typing.inbox.clone()), event: typing.into(), again: None }
    }

    fn missed() -> Self {
        Self { inbox: None, event: LiveEvent::Missed, again: Some(Ring::Missed) }
    }
}

/// What a batch of bells has to tell.
#[derive(Default)]
struct News {
    changed: BTreeSet<ConversationId>,
    /// Of what somebody does in a conversation only the last counts.
    viewings: BTreeMap<(ConversationId, OperatorId), Viewing>,
    typings: BTreeMap<ConversationId, Typing>,
    missed: bool,
}

impl News {
    fn is_empty(&self) -> bool {
        self.changed.is_empty() && self.viewings.is_empty() && self.typings.is_empty() && !self.missed
    }
}

impl Live {
    /// Tells of each conversation in the batch once. Bells that could not be passed on because the table was out of
    /// reach come again; what one socket does not take is that console's to find out (INV-18).
    pub(crate) async fn tell(&self, batch: SqsEvent) -> SqsBatchResponse {
        let (mut news, mut bells) = (News::default(), Vec::new());
        let now = self.service.now();
        for record in batch.records {
            match record.body.as_deref().and_then(|body| serde_json::from_str(body).ok()) {
                Some(Ring::Changed(id)) => {
                    news.changed.insert(id);
                    bells.extend(record.message_id);
                }
                Some(Ring::Missed) => {
                    news.missed = true;
                    bells.extend(record.message_id);
                }
                // These do not come again.
                Some(Ring::Viewing(viewing)) if now.since(viewing.at) < FRESH => {
                    let key = (viewing.conversation.clone(), viewing.operator.clone());
                    if news.viewings.get(&key).is_none_or(|other| other.at <= viewing.at) {
                        news.viewings.insert(key, viewing);
                    }
                }
                Some(Ring::Typing(typing)) => drop(news.typings.insert(typing.conversation.clone(), typing)),
                // Too old, or for other functions.
                Some(_) => {}
                None => tracing::warn!("dropped a bell that cannot be read"),
            }
        }
        let mut response = SqsBatchResponse::default();
        if let Err(error) = self.hint(news).await {
            tracing::warn!(%error, bells = bells.len(), "hints have to come again");
            response.set_failures(bells);
        }
        response
    }

    async fn hint(&self, news: News) -> Result<(), store::Error> {
        let store = self.service.store();
        if news.is_empty() {
            return Ok(());
        }
        let mut listening = BTreeMap::<OperatorId, Vec<LiveConnection>>::new();
        for connection in store.connections(self.service.now()).await? {
            listening.entry(connection.operator.clone()).or_default().push(connection);
        }
        if listening.is_empty() {
            return Ok(());
        }
        let told = self.told(news).await?;
        let later: Vec<_> = futures::stream::iter(&listening)
            .map(|(operator, connections)| self.tell_operator(operator, connections, &told))
            .buffer_unordered(AT_ONCE)
            .concat()
            .await;
        self.put_off(later.into_iter().collect()).await;
        Ok(())
    }

    /// What there is to tell; first what has changed.
    async fn told(&self, news: News) -> Result<Vec<Told>, store::Error> {
        let mut told: Vec<_> = news.missed.then(Told::missed).into_iter().collect();
        // Who is to ask for everything need not be told what else has changed.
        if !news.changed.is_empty() && !news.missed {
            let changed: Vec<_> = news.changed.into_iter().collect();
            let conversations = self.service.store().conversations(&changed).await?;
            told.extend(conversations.into_iter().map(|conversation| Told {
                inbox: Some(conversation.inbox),
                again: Some(Ring::Changed(conversation.id.clone())),
                event: LiveEvent::Changed { conversation: conversation.id, seq: conversation.seq },
            }));
        }
        told.extend(news.viewings.into_values().map(Told::viewing));
        told.extend(news.typings.into_values().map(Told::typing));
        Ok(told)
    }

    /// Has told after a second what somebody could not be told at once. Every second there is an end to it.
    async fn put_off(&self, rings: BTreeSet<Ring>) {
        let (changed, others): (Vec<_>, Vec<_>) =
            rings.into_iter().partition(|ring| matches!(ring, Ring::Changed(_)));
        let (missed, viewings): (Vec<_>, Vec<_>) =
            others.into_iter().partition(|ring| matches!(ring, Ring::Missed));
        let (store, now) = (self.service.store(), self.service.now());
        let mut singly = 0;
        if let Some(most) = u32::try_from(changed.len()).ok().filter(|most| *most > 0) {
            singly = match store.lease_from_bucket("live-put-off", PUT_OFF, most, now).await {
                Ok(Leased::Tokens(tokens)) => tokens as usize,
                Ok(Leased::RetryAfter(_)) | Err(_) => 0,
            };
        }
        let too_many = changed.len() > singly || !missed.is_empty();
        for ring in changed.into_iter().take(singly).chain(viewings) {
            self.service.hint_later(ring, EVERY).await;
        }
        if !too_many {
            return;
        }
        // Whoever took the token within the last second has everybody ask later than now.
        let taken = store.take_from_bucket("live-missed", 1, EVERY, now).await;
        if !matches!(taken, Ok(Taken::RetryAfter(_))) {
            self.service.hint_later(Ring::Missed, EVERY).await;
        }
    }

    /// Tells an operator, on every socket of theirs, what of this they may see: one frame in a second. Returns what they are
    /// to be told later.
    async fn tell_operator(
        &self,
        operator: &OperatorId,
        connections: &[LiveConnection],
        told: &[Told],
    ) -> Vec<Ring> {
        let (mut sockets, mut news) = (Vec::new(), Vec::new());
        for connection in connections {
            match self.door.listening(&connection.session).await {
                Ok(Some(signed)) => {
                    sockets.push(connection);
                    let sees = |inbox: &InboxId| access::sees(&signed.operator, inbox);
                    news = told.iter().filter(|told| told.inbox.as_ref().is_none_or(sees)).collect();
                }
                Ok(None) => self.hang_up(connection).await,
                Err(error) => {
                    tracing::warn!(%operator, %error, "cannot tell who listens; they are not told");
                }
            }
        }
        let Some(event) = one_of(news.iter().map(|news| news.event.clone()).collect()) else {
            return Vec::new();
        };
        let bucket = format!("live-{operator}");
        match self.service.store().take_from_bucket(&bucket, 1, EVERY, self.service.now()).await {
            Ok(Taken::Yes) => {}
            Ok(Taken::RetryAfter(_)) => {
                return news.into_iter().filter_map(|news| news.again.clone()).collect();
            }
            Err(error) => tracing::warn!(%operator, %error, "cannot count hints; this one is told"),
        }
        let Ok(frame) = serde_json::to_vec(&event).map(Blob::new) else { return Vec::new() };
        for connection in sockets {
            self.push(connection, &frame).await;
        }
        Vec::new()
    }

    async fn push(&self, connection: &LiveConnection, frame: &Blob) {
        let post = self.gateway.post_to_connection().connection_id(&connection.id).data(frame.clone());
        let Err(error) = post.send().await else { return };
        let error = error.into_service_error();
        if !error.is_gone_exception() {
            tracing::warn!(operator = %connection.operator, %error, "a console was not told");
        } else if self.service.now().since(connection.since) >= OPENING {
            self.forget(&connection.id).await;
        }
    }

    /// Closes a socket whose session has ended (SEC-37).
    async fn hang_up(&self, connection: &LiveConnection) {
        let close = self.gateway.delete_connection().connection_id(&connection.id);
        if let Err(error) = close.send().await.map_err(aws_sdk_apigatewaymanagement::Error::from)
            && !matches!(error, aws_sdk_apigatewaymanagement::Error::GoneException(_))
        {
            // It stays known, so that the next hint tries again. It is told nothing.
            tracing::warn!(operator = %connection.operator, %error, "cannot close a socket whose session has ended");
            return;
        }
        self.forget(&connection.id).await;
    }

    /// Forgets a socket that is not there any more.
    async fn forget(&self, connection: &str) {
        if let Err(error) = self.service.store().delete_connection(connection).await {
            tracing::warn!(%error, "cannot forget a socket; its time will be over");
        }
    }
}

/// All of it as one frame; `None` if it is nothing. Where several conversations have changed, the console asks for whatever it
/// shows.
fn one_of(mut events: Vec<LiveEvent>) -> Option<LiveEvent> {
    let changed = |event: &LiveEvent| matches!(event, LiveEvent::Changed { .. });
    if events.iter().filter(|event| changed(event)).count() > 1 {
        events.retain(|event| !changed(event));
        events.insert(0, LiveEvent::Missed);
    }
    if events.len() > 1 { Some(LiveEvent::Several { events }) } else { events.pop() }
}
