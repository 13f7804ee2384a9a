//! Hints: from the queue to every console that may see the conversation.

use std::collections::{BTreeMap, BTreeSet};
use std::time::Duration;

use aws_lambda_events::event::sqs::{SqsBatchResponse, SqsEvent};
use aws_sdk_apigatewaymanagement::primitives::Blob;
use domain::{ConversationId, InboxId, OperatorId, seconds};
use futures::StreamExt;
use service::api::{LiveEvent, access};
use service::seams::Ring;
use store::{LiveConnection, Taken};

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

/// What is told about one conversation, and in which inbox it runs.
struct Told {
    inbox: InboxId,
    conversation: ConversationId,
    seq: u64,
}

impl Live {
    /// Tells of each conversation in the batch once. Bells that could not be passed on because the table was out of
    /// reach come again; what one socket does not take is that console's to find out (INV-18).
    pub(crate) async fn tell(&self, batch: SqsEvent) -> SqsBatchResponse {
        let (mut changed, mut bells) = (BTreeSet::new(), Vec::new());
        for record in batch.records {
            match record.body.as_deref().and_then(|body| serde_json::from_str(body).ok()) {
                Some(Ring::Changed(id)) => {
                    changed.insert(id);
                    bells.extend(record.message_id);
                }
                // Consoles do not show who types, and the others are for other functions.
                Some(_) => {}
                None => tracing::warn!("dropped a bell that cannot be read"),
            }
        }
        let mut response = SqsBatchResponse::default();
        if let Err(error) = self.hint(changed.into_iter().collect()).await {
            tracing::warn!(%error, bells = bells.len(), "hints have to come again");
            response.set_failures(bells);
        }
        response
    }

    async fn hint(&self, changed: Vec<ConversationId>) -> Result<(), store::Error> {
        let store = self.service.store();
        if changed.is_empty() {
            return Ok(());
        }
        let mut listening = BTreeMap::<OperatorId, Vec<LiveConnection>>::new();
        for connection in store.connections(self.service.now()).await? {
            listening.entry(connection.operator.clone()).or_default().push(connection);
        }
        if listening.is_empty() {
            return Ok(());
        }
        let conversations = store.conversations(&changed).await?;
        let told = conversations.into_iter().map(|conversation| Told {
            inbox: conversation.inbox,
            conversation: conversation.id,
            seq: conversation.seq,
        });
        let told: Vec<_> = told.collect();
        let later: Vec<_> = futures::stream::iter(&listening)
            .map(|(operator, connections)| self.tell_operator(operator, connections, &told))
            .buffer_unordered(AT_ONCE)
            .concat()
            .await;
        for conversation in later.into_iter().collect::<BTreeSet<_>>() {
            self.service.hint_later(conversation, EVERY).await;
        }
        Ok(())
    }

    /// Tells an operator, on every socket of theirs, what of this they may see: one frame in a second. Returns what they are
    /// to be told later.
    async fn tell_operator(
        &self,
        operator: &OperatorId,
        connections: &[LiveConnection],
        told: &[Told],
    ) -> Vec<ConversationId> {
        let (mut sockets, mut news) = (Vec::new(), Vec::new());
        for connection in connections {
            match self.door.listening(&connection.session).await {
                Ok(Some(signed)) => {
                    sockets.push(connection);
                    news = told.iter().filter(|told| access::sees(&signed.operator, &told.inbox)).collect();
                }
                Ok(None) => self.hang_up(connection).await,
                Err(error) => {
                    tracing::warn!(%operator, %error, "cannot tell who listens; they are not told");
                }
            }
        }
        let event = match news.as_slice() {
            [] => return Vec::new(),
            [one] => LiveEvent::Changed { conversation: one.conversation.clone(), seq: one.seq },
            // One frame for all of it: the console asks for whatever it shows.
            _ => LiveEvent::Missed,
        };
        let bucket = format!("live-{operator}");
        match self.service.store().take_from_bucket(&bucket, 1, EVERY, self.service.now()).await {
            Ok(Taken::Yes) => {}
            Ok(Taken::RetryAfter(_)) => return news.iter().map(|news| news.conversation.clone()).collect(),
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
