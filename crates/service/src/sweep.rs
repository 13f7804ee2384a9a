//! The sweep: rings for everything whose time has come. Queues are an accelerator; this is the truth (INV-3).

use std::collections::BTreeSet;

use domain::Timestamp;
use store::keys::DUE_SHARDS;
use store::{DueItem, Error};

use crate::seams::Ring;
use crate::service::Service;
use crate::worker::LEASE;

/// How many due items are read at once.
const PAGE: u32 = 200;
/// A sweep that has rung for so many leaves the rest to the next.
const MOST: usize = 5000;

impl Service {
    /// Rings once for each conversation and each webhook that has something due. Says how many it rang for.
    ///
    /// # Errors
    ///
    /// If the index cannot be read; the next sweep tries again.
    pub async fn sweep(&self) -> Result<usize, Error> {
        self.ring_for_due(self.now()).await
    }

    /// Rings for everything that is due within the next minute: at a start, nobody else is at it.
    ///
    /// # Errors
    ///
    /// If the index cannot be read.
    pub async fn recover(&self) -> Result<usize, Error> {
        self.ring_for_due(self.now() + LEASE).await
    }

    async fn ring_for_due(&self, now: Timestamp) -> Result<usize, Error> {
        let (mut rings, mut errands) = (BTreeSet::new(), BTreeSet::new());
        let mut oldest = None;
        for shard in 0..DUE_SHARDS {
            let mut after = None;
            loop {
                let page = self.store().due(now, shard, after, PAGE).await?;
                oldest = oldest.into_iter().chain(page.oldest).min();
                for item in page.items {
                    match item {
                        DueItem::Conversation(id) => rings.insert((id, false)),
                        DueItem::Row(id, row) => {
                            errands.insert(Ring::File(id.clone(), row));
                            rings.insert((id, true))
                        }
                        DueItem::Contact(id) => errands.insert(Ring::Profile(id)),
                        DueItem::Relay(inbox, webhook) => errands.insert(Ring::Relay(inbox, webhook)),
                    };
                }
                after = page.next;
                if after.is_none() || rings.len() + errands.len() >= MOST {
                    break;
                }
            }
        }
        self.metrics.swept(oldest, now);
        // A file's row was counted with its conversation.
        let others = errands.iter().filter(|ring| !matches!(ring, Ring::File(..))).count();
        let count = rings.len() + others;
        for (id, row) in rings {
            if row {
                // Whether it waits to be taken, to be sent or for its file only a strong read tells.
                self.plugs.bell.ring(Ring::Send(id.clone())).await;
            }
            self.plugs.bell.ring(Ring::Work(id)).await;
        }
        for ring in errands {
            self.plugs.bell.ring(ring).await;
        }
        Ok(count)
    }

    /// Answers one ring.
    ///
    /// # Errors
    ///
    /// If the table cannot be reached; everything stays due.
    pub async fn answer(&self, ring: &Ring) -> Result<(), Error> {
        match ring {
            Ring::Work(id) => self.work(id).await,
            Ring::Send(id) => self.send(id).await,
            Ring::Changed(_) | Ring::Viewing(_) | Ring::Typing(_) | Ring::Missed => Ok(()),
            Ring::File(..) | Ring::Profile(_) | Ring::Relay(..) => self.run_errand(ring).await,
        }
    }

    /// Answers a ring that is an errand, and no other. Whoever does nothing else carries neither rules nor the step.
    ///
    /// # Errors
    ///
    /// As [`answer`](Self::answer).
    pub async fn run_errand(&self, ring: &Ring) -> Result<(), Error> {
        match ring {
            Ring::File(id, row) => self.fetch_file(id, *row).await,
            Ring::Profile(id) => self.fetch_profile(id).await,
            Ring::Relay(inbox, webhook) => self.relay(inbox, webhook).await,
            _ => Ok(()),
        }
    }
}
