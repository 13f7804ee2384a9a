//! From a row that is to go out to a provider's answer: claim, call once, record.

use std::time::Duration;

use domain::{
    Body, ChannelKind, Conversation, ConversationId, Delivery, FailReason, Inbox, OutboundMessage, Outcome,
    Reference, Row, SendClass, Timestamp, hours, seconds,
};

use store::{Error, Outbox, Wrote};

use crate::pace::MayCall;
use crate::seams::Ring;
use crate::service::{Connection, Service};
use crate::worker::LEASE;

/// How long an unanswered call of class B waits for the provider's confirmation.
const HOLD: Duration = seconds(60);
/// LINE keeps a retry key for 24 hours; we stop an hour earlier.
const KEY_LASTS: Duration = hours(23);

/// What to do with the row at the head of a conversation's outbox.
enum Next {
    /// Go on to the row behind it.
    Pass,
    /// Leave it; somebody else, or a later time, sees to it.
    Wait,
    /// Claim it and call: so many calls were begun, the first at that time, and one of them may have been accepted.
    Call { attempts: u32, first_at: Timestamp, maybe_sent: bool },
    /// Nobody calls: it ends here, or waits for the provider's word.
    Become(Delivery),
}

impl Service {
    /// Sends what a conversation has to send, in order, until something has to wait.
    ///
    /// # Errors
    ///
    /// If the table cannot be reached; everything stays due.
    pub async fn send(&self, id: &ConversationId) -> Result<(), Error> {
        while self.send_listed(id).await? {}
        Ok(())
    }

    /// Sends what is listed. Says whether to look again: whoever wrote something while a row was claimed found it so,
    /// and left theirs to the holder of the claim.
    async fn send_listed(&self, id: &ConversationId) -> Result<bool, Error> {
        let Some(Outbox { conversation, rows, .. }) = self.store().outbox(id).await? else {
            return Ok(false);
        };
        let workspace = self.workspace();
        let known = self.connection(&conversation.inbox).zip(workspace.inboxes.get(&conversation.inbox));
        let Some((connection, inbox)) = known else { return Ok(false) };
        let mut moved = false;
        for row in rows {
            let now = self.now();
            match self.next(inbox, &conversation, &row, now) {
                Next::Pass => {}
                Next::Wait => return Ok(false),
                Next::Become(delivery) => {
                    match self.store().resolve(id, &row, &delivery, due(&delivery, now)).await? {
                        Wrote::Done => {}
                        Wrote::Refused { current } if has_ended(current.as_ref()) => {
                            moved = true;
                            continue;
                        }
                        Wrote::Refused { .. } => return Ok(false),
                    }
                    if !delivery.is_terminal() {
                        // It waits for the provider's word, and what is behind it waits too (INV-12).
                        return Ok(false);
                    }
                    self.plugs.bell.ring(Ring::Work(id.clone())).await;
                    moved = true;
                }
                Next::Call { attempts, first_at, maybe_sent } => {
                    if let MayCall::NotBefore(not_before) = self.may_call(connection, now).await? {
                        let first_at = (attempts > 1).then_some(first_at);
                        let queued =
                            Delivery::Queued { attempts: attempts - 1, not_before, first_at, maybe_sent };
                        // Refused means that somebody else goes on with it.
                        self.store().resolve(id, &row, &queued, Some(not_before)).await?;
                        self.plugs.bell.ring_later(Ring::Send(id.clone()), not_before.since(now)).await;
                        return Ok(false);
                    }
                    let token = self.claim_token();
                    let lease_until = now + LEASE;
                    let claim = Delivery::Claimed { attempts, token, lease_until, first_at, maybe_sent };
                    match self.store().claim(id, &row, &claim).await {
                        Ok(Wrote::Done) => {}
                        // Our own claim, written before an answer was lost on the way.
                        Ok(Wrote::Refused { current: Some(current) })
                            if current.delivery.as_ref() == Some(&claim) => {}
                        // Taken back, or confirmed, since it was listed. Nobody else goes on from here.
                        Ok(Wrote::Refused { current }) if has_ended(current.as_ref()) => {
                            self.did_not_call(connection);
                            moved = true;
                            continue;
                        }
                        // Somebody else was first; they go on.
                        Ok(Wrote::Refused { .. }) => {
                            self.did_not_call(connection);
                            return Ok(false);
                        }
                        // The answer was lost: go on only if the claim is ours (RELIABILITY.md section 3).
                        Err(error) if error.is_ambiguous() => {
                            let read = self.store().row(id, row.id).await?;
                            if read.and_then(|row| row.delivery) != Some(claim.clone()) {
                                return Ok(false);
                            }
                        }
                        Err(error) => return Err(error),
                    }
                    if !self.deliver(connection, &conversation, Row { delivery: Some(claim), ..row }).await {
                        return Ok(false);
                    }
                    moved = true;
                }
            }
        }
        Ok(moved)
    }

    fn next(&self, inbox: &Inbox, conversation: &Conversation, row: &Row, now: Timestamp) -> Next {
        let (Body::Outbound(message), Some(delivery)) = (&row.body, &row.delivery) else { return Next::Pass };
        let expired = now >= message.expires_at;
        match delivery {
            delivery if delivery.is_terminal() => Next::Pass,
            Delivery::Queued { maybe_sent: true, .. } if expired => {
                Next::Become(Delivery::Unknown { at: now })
            }
            Delivery::Queued { .. } if expired => {
                Next::Become(Delivery::Failed { at: now, reason: FailReason::Expired })
            }
            // It was written in time, and waited too long.
            Delivery::Queued { maybe_sent: false, .. } if conversation.is_too_late(inbox, message, now) => {
                Next::Become(Delivery::Failed { at: now, reason: FailReason::WindowClosed })
            }
            Delivery::Queued { not_before, .. } if *not_before > now => Next::Wait,
            Delivery::Queued { attempts, first_at, maybe_sent, .. } => Next::Call {
                attempts: attempts + 1,
                first_at: first_at.unwrap_or(now),
                maybe_sent: *maybe_sent,
            },
            Delivery::Claimed { lease_until, token, .. }
                if *lease_until > now && !self.is_left_over(token) =>
            {
                Next::Wait
            }
            // Whoever held the claim is dead, and may have called.
            Delivery::Claimed { attempts, first_at, .. } => {
                match after_ambiguity(conversation.channel, message, *attempts, *first_at, now) {
                    Delivery::Queued { .. } => {
                        Next::Call { attempts: attempts + 1, first_at: *first_at, maybe_sent: true }
                    }
                    other => Next::Become(other),
                }
            }
            Delivery::Held { until } if *until > now => Next::Wait,
            Delivery::Held { .. } => Next::Become(Delivery::Unknown { at: now }),
            _ => Next::Pass,
        }
    }

    /// Calls for a row whose claim we hold and records what came of it. Says whether the row behind it may go.
    ///
    /// Never fails: what cannot be recorded is found again when the lease ends.
    pub(crate) async fn deliver(
        &self,
        connection: &Connection,
        conversation: &Conversation,
        row: Row,
    ) -> bool {
        let (Body::Outbound(message), Some(Delivery::Claimed { attempts, token, first_at, maybe_sent, .. })) =
            (&row.body, &row.delivery)
        else {
            return false;
        };
        let Some(channel) = &connection.channel else { return false };
        let mut message = message.as_ref().clone();
        if !message.replies(*attempts, *first_at) {
            message.reply_token = None;
        }
        let pushes = connection.kind == ChannelKind::Line && message.reply_token.is_none();
        let stopped = pushes && self.push_stop(connection, self.now()).await.stops(&message.author);
        let reference = Reference { conversation: conversation.id.clone(), row: row.id };
        let prepared = match channel.preparation(self.now()) {
            Some(call) => channel.prepare(self.plugs.http.call(call).await, self.now()),
            None => Ok(()),
        };
        let allowed = if stopped { Err(Outcome::Failed(FailReason::QuotaExhausted)) } else { prepared };
        let rendered = allowed.and_then(|()| {
            channel.render(&conversation.address, &reference, &message).map_err(Outcome::Failed)
        });
        let outcome = match rendered {
            Ok(request) => channel.outcome(self.plugs.http.call(request).await),
            Err(outcome) => outcome,
        };
        let now = self.now();
        let delivery = match outcome {
            Outcome::Sent(messages) => {
                if pushes {
                    self.count_push(connection, now).await;
                }
                Delivery::sent(now, messages)
            }
            // The free token was gone before it was used; a push costs, but arrives.
            Outcome::Failed(FailReason::TokenExpired) => Delivery::Queued {
                attempts: *attempts,
                not_before: now,
                first_at: Some(*first_at),
                maybe_sent: *maybe_sent,
            },
            Outcome::Failed(reason) if *maybe_sent => {
                tracing::warn!(row = %row.id, ?reason, "refused after a call that may have been accepted");
                Delivery::Unknown { at: now }
            }
            Outcome::Failed(reason) => Delivery::Failed { at: now, reason },
            Outcome::NotSent { retry_after_ms } => Delivery::Queued {
                attempts: *attempts,
                not_before: now + wait(*attempts, retry_after_ms),
                first_at: Some(*first_at),
                maybe_sent: *maybe_sent,
            },
            Outcome::Busy { retry_after_ms } => Delivery::Queued {
                attempts: *attempts,
                not_before: self.called_too_often(connection, now + wait(*attempts, retry_after_ms)).await,
                first_at: Some(*first_at),
                maybe_sent: *maybe_sent,
            },
            Outcome::Ambiguous => after_ambiguity(conversation.channel, &message, *attempts, *first_at, now),
        };
        self.metrics.delivered(&delivery);
        self.record(conversation, &row, token, delivery, now).await
    }

    /// Whether somebody wrote something to send while our row was claimed: their bell found it so and left it to us.
    pub(crate) async fn came_behind(&self, ours: &Conversation) -> bool {
        match self.store().conversation(&ours.id).await {
            Ok(found) => found
                .is_some_and(|(found, _)| found.unsettled.iter().any(|row| !ours.unsettled.contains(row))),
            Err(error) => {
                tracing::warn!(conversation = %ours.id, %error, "cannot look for what came meanwhile; the sweep will");
                false
            }
        }
    }

    async fn record(
        &self,
        conversation: &Conversation,
        row: &Row,
        token: &domain::Token,
        delivery: Delivery,
        now: Timestamp,
    ) -> bool {
        let id = &conversation.id;
        let ended_badly = matches!(delivery, Delivery::Failed { .. } | Delivery::Unknown { .. });
        let terminal = delivery.is_terminal();
        let later = match &delivery {
            Delivery::Queued { not_before, .. } => Some(not_before.since(now)),
            _ => None,
        };
        match self.store().settle(id, row.id, token, &delivery, due(&delivery, now)).await {
            Ok(Wrote::Done) => {}
            Ok(Wrote::Refused { current: Some(current) }) if current.delivery.as_ref() == Some(&delivery) => {
            }
            // The provider's own word was faster than the answer to our call, and stands (F-19).
            Ok(Wrote::Refused { current: Some(current) })
                if current.delivery.as_ref().is_some_and(Delivery::is_terminal) =>
            {
                return true;
            }
            Ok(Wrote::Refused { .. }) => {
                tracing::warn!(conversation = %id, row = %row.id, "another claim holds the row; our outcome is not recorded");
                return false;
            }
            Err(error) => {
                tracing::error!(conversation = %id, row = %row.id, %error, "cannot record an outcome; the lease will end");
                return false;
            }
        }
        self.plugs.bell.ring(Ring::Changed(id.clone())).await;
        if ended_badly {
            self.plugs.bell.ring(Ring::Work(id.clone())).await;
        }
        match later {
            Some(Duration::ZERO) => self.plugs.bell.ring(Ring::Send(id.clone())).await,
            Some(after) => self.plugs.bell.ring_later(Ring::Send(id.clone()), after).await,
            None => {}
        }
        terminal
    }
}

fn has_ended(row: Option<&Row>) -> bool {
    row.and_then(|row| row.delivery.as_ref()).is_some_and(Delivery::is_terminal)
}

/// When somebody must look at a row that has come so far.
fn due(delivery: &Delivery, now: Timestamp) -> Option<Timestamp> {
    match delivery {
        Delivery::Queued { not_before, .. } => Some(*not_before),
        Delivery::Claimed { lease_until, .. } => Some(*lease_until),
        Delivery::Held { until } => Some(*until),
        // Due until people have been told (INV-11).
        Delivery::Failed { .. } | Delivery::Unknown { .. } => Some(now),
        Delivery::Sent { .. } | Delivery::Cancelled { .. } => None,
    }
}

/// How long to wait before the next call: what the provider asks for, else 1 s doubling up to a minute.
fn wait(attempts: u32, asked_ms: Option<u64>) -> Duration {
    let doubling = seconds(1 << attempts.saturating_sub(1).min(6)).min(seconds(60));
    asked_ms.map_or(doubling, |ms| Duration::from_millis(ms).max(Duration::from_millis(100)))
}

/// What follows a call that may or may not have been accepted (RELIABILITY.md section 3).
fn after_ambiguity(
    channel: ChannelKind,
    message: &OutboundMessage,
    attempts: u32,
    first_at: Timestamp,
    now: Timestamp,
) -> Delivery {
    match channel.send_class(message.replies(attempts, first_at)) {
        SendClass::Keyed if now < first_at + KEY_LASTS => Delivery::Queued {
            attempts,
            not_before: now + wait(attempts, None),
            first_at: Some(first_at),
            maybe_sent: true,
        },
        SendClass::Confirmed => Delivery::Held { until: now + HOLD },
        SendClass::Keyed | SendClass::Blind => Delivery::Unknown { at: now },
    }
}
