//! The sweep: rings for everything whose time has come. Queues are an accelerator; this is the truth (INV-3).

use std::collections::BTreeSet;

use store::{DUE_SHARDS, DueItem};

use crate::seams::Ring;
use crate::service::Service;

/// How many due items one sweep takes from a shard; the next sweep takes the next.
const MOST: usize = 200;

impl Service {
    /// Rings once for each conversation that has something due. Says how many it rang for.
    ///
    /// # Errors
    ///
    /// If the index cannot be read; the next sweep tries again.
    pub async fn sweep(&self) -> Result<usize, store::Error> {
        let now = self.now();
        let mut rings = BTreeSet::new();
        for shard in 0..DUE_SHARDS {
            for item in self.store().due(now, shard, MOST).await? {
                match item {
                    DueItem::Conversation(id) => rings.insert((id, false)),
                    DueItem::Row(id, _) => rings.insert((id, true)),
                };
            }
        }
        let count = rings.len();
        for (id, row) in rings {
            if row {
                // Whether it waits to be taken or to be sent only a strong read tells.
                self.plugs.bell.ring(Ring::Send(id.clone())).await;
            }
            self.plugs.bell.ring(Ring::Work(id)).await;
        }
        Ok(count)
    }

    /// Answers one ring.
    ///
    /// # Errors
    ///
    /// If the table cannot be reached; everything stays due.
    pub async fn answer(&self, ring: &Ring) -> Result<(), store::Error> {
        match ring {
            Ring::Work(id) => self.work(id).await,
            Ring::Send(id) => self.send(id).await,
            Ring::Changed(_) => Ok(()),
        }
    }
}
