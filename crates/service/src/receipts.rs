//! What providers tell of messages of ours (docs/adr/0005).

use domain::{About, Body, ConversationId, Delivery, Receipt, Row, RowId, Says, Timestamp, Word};
use store::{Error, Stage, Wrote};

use crate::ingest::Taken;
use crate::seams::Ring;
use crate::service::{Connection, Service};

/// How many rows back a message is looked for that does not carry our reference.
const LOOK_BACK: u32 = 100;

impl Service {
    /// Records a receipt. With our reference in it this is one conditional write and no read; without it the newest rows
    /// of the thread are looked through first.
    ///
    /// When this returns `Ok`, everything that matters is durable (INV-1). Recording it again changes nothing.
    pub(crate) async fn told(
        &self,
        connection: &Connection,
        receipt: Receipt,
        taken: &mut Taken,
    ) -> Result<(), Error> {
        let now = self.now();
        let inbox = &connection.id;
        let (conversation, rows, message) = match &receipt.about {
            About::Ours { reference, message } => {
                (reference.conversation.clone(), vec![reference.row], message.clone())
            }
            About::Message { thread, message } => {
                let conversation = ConversationId::of(inbox, thread);
                let rows = self.outbound(&conversation, |delivery| is_named(delivery, message)).await?;
                (conversation, rows, Some(message.clone()))
            }
            About::Through { thread, message } => {
                let conversation = ConversationId::of(inbox, thread);
                let recent = self.store().recent(&conversation, LOOK_BACK).await?;
                let last = recent
                    .iter()
                    .rposition(|row| row.delivery.as_ref().is_some_and(|it| is_named(it, message)));
                let before = recent.iter().take(last.map_or(0, |last| last + 1));
                (conversation, before.filter(|row| is_unread(row)).map(|row| row.id).collect(), None)
            }
            About::Echo { thread, message, words } => {
                let conversation = ConversationId::of(inbox, thread);
                let recent = self.store().recent(&conversation, LOOK_BACK).await?;
                let known =
                    recent.iter().find(|row| row.delivery.as_ref().is_some_and(|it| is_named(it, message)));
                let mut candidates = recent.iter().filter(|row| waits_to_be_confirmed(row, words.as_deref()));
                let rows = match (known, candidates.next(), candidates.next()) {
                    (Some(known), ..) => vec![known.id],
                    (None, Some(only), None) => vec![only.id],
                    (None, ..) => vec![],
                };
                (conversation, rows, Some(message.clone()))
            }
            About::Until { thread, until } => {
                let conversation = ConversationId::of(inbox, thread);
                let news = |delivery: &Delivery| match (delivery, &receipt.says) {
                    (Delivery::Sent { at, delivered_at: None, read_at: None, .. }, _)
                    | (Delivery::Sent { at, read_at: None, .. }, Says::Read) => at <= until,
                    _ => false,
                };
                let rows = self.outbound(&conversation, news).await?;
                (conversation, rows, None)
            }
        };
        let before = (taken.accepted.receipts, taken.accepted.known);
        for row in rows {
            let word = Word { at: receipt.at, message: message.clone() };
            let wrote = self.tell(&conversation, row, &receipt.says, &word, now).await?;
            match wrote {
                Wrote::Done => taken.accepted.receipts += 1,
                Wrote::Refused { current: Some(_) } => taken.accepted.known += 1,
                Wrote::Refused { current: None } => {}
            }
        }
        let ours = before != (taken.accepted.receipts, taken.accepted.known);
        match &receipt.says {
            // Somebody's message does not arrive, and no row here can say so.
            Says::Failed(reason) if !ours => {
                taken.is_dead(format!("a message failed that this desk does not know: {reason:?}"));
            }
            _ if !ours => taken.accepted.ignored += 1,
            _ => {}
        }
        Ok(())
    }

    /// The outbound rows at a thread's end that are meant.
    async fn outbound(
        &self,
        conversation: &ConversationId,
        meant: impl Fn(&Delivery) -> bool,
    ) -> Result<Vec<RowId>, Error> {
        let is_meant =
            |row: &Row| matches!(row.body, Body::Outbound(_)) && row.delivery.as_ref().is_some_and(&meant);
        let recent = self.store().recent(conversation, LOOK_BACK).await?;
        Ok(recent.iter().filter(|row| is_meant(row)).map(|row| row.id).collect())
    }

    /// Writes the provider's word on one row, and rings for what follows from it.
    async fn tell(
        &self,
        conversation: &ConversationId,
        row: RowId,
        says: &Says,
        word: &Word,
        now: Timestamp,
    ) -> Result<Wrote, Error> {
        let store = self.store();
        let (wrote, ring) = match says {
            // It was held or forgotten until now, and the rows behind it waited. What comes after that nearly always finds it
            // sent: were it otherwise, the sweep rings for them.
            Says::Sent => (
                store.confirm(conversation, row, Stage::Sent, word).await?,
                Some(Ring::Send(conversation.clone())),
            ),
            Says::Delivered => (store.confirm(conversation, row, Stage::Delivered, word).await?, None),
            Says::Read => (store.confirm(conversation, row, Stage::Read, word).await?, None),
            Says::Failed(reason) => {
                let wrote = store.refuse(conversation, row, word.at, reason, now).await?;
                (wrote, Some(Ring::Work(conversation.clone())))
            }
        };
        if wrote == Wrote::Done {
            self.plugs.bell.ring(Ring::Changed(conversation.clone())).await;
            if let Some(ring) = ring {
                self.plugs.bell.ring(ring).await;
            }
        }
        Ok(wrote)
    }
}

/// Whether the provider knows a row of ours by this id.
fn is_named(delivery: &Delivery, message: &str) -> bool {
    matches!(delivery, Delivery::Sent { messages, .. } if messages.iter().any(|sent| sent.id == message))
}

/// Whether a row was sent and is not known to be read.
fn is_unread(row: &Row) -> bool {
    matches!(row.body, Body::Outbound(_))
        && matches!(row.delivery, Some(Delivery::Sent { read_at: None, .. }))
}

/// Whether a call of ours has had no answer, and says exactly this.
fn waits_to_be_confirmed(row: &Row, words: Option<&str>) -> bool {
    let unanswered = matches!(
        row.delivery,
        Some(Delivery::Claimed { .. } | Delivery::Held { .. } | Delivery::Unknown { .. })
    );
    let says = match &row.body {
        Body::Outbound(message) => match message.contents.as_slice() {
            [content] => Some(content.words()).filter(|words| !words.is_empty()),
            _ => None,
        },
        _ => None,
    };
    unanswered && says.is_some() && says == words
}
