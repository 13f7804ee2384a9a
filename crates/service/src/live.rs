//! Live updates within one process: which conversations have changed, told to whoever watches.
//!
//! A hint, never the truth: a console that hears one asks for the changes, and one that missed some asks again.

use std::collections::BTreeSet;
use std::sync::{Arc, Mutex};
use std::time::Duration;

use domain::{ConversationId, InboxId};
use tokio::sync::broadcast;
use tokio::sync::broadcast::error::{RecvError, TryRecvError};

use crate::service::Service;
use crate::typing::{Typing, Typist};

/// How many hints a watcher may be behind before it is told that it missed some.
const BEHIND: usize = 256;
/// How many changed conversations are read in one go.
const AT_ONCE: usize = 50;
/// After a failed read of the table.
const PAUSE: Duration = Duration::from_secs(1);

/// What watchers are told.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Hint {
    /// A conversation has changed.
    Changed {
        /// Which.
        conversation: ConversationId,
        /// The inbox it runs in; who may not see that must not be told.
        inbox: InboxId,
        /// Its newest row.
        seq: u64,
    },
    /// The web messenger's visitor is typing, or has stopped (CHN-15). May be lost.
    Typing {
        /// In which conversation.
        conversation: ConversationId,
        /// The inbox it runs in.
        inbox: InboxId,
        /// Whether they go on.
        on: bool,
    },
    /// Some changes were missed: ask for all that is shown.
    Missed,
}

/// Reads each changed conversation once, however many watch, and only while somebody does.
#[derive(Clone)]
pub struct Hub(Arc<Inner>);

struct Inner {
    service: Arc<Service>,
    hints: broadcast::Sender<Hint>,
    /// Whether somebody reads changes at the moment.
    reading: Mutex<bool>,
}

impl Hub {
    /// Makes a hub over [`Service::watch`].
    pub fn new(service: Arc<Service>) -> Self {
        let (hints, _) = broadcast::channel(BEHIND);
        Self(Arc::new(Inner { service, hints, reading: Mutex::new(false) }))
    }

    /// Watches; `None` where changes cannot be watched in this process.
    pub fn watch(&self) -> Option<Watch> {
        let changed = self.0.service.watch()?;
        // Subscribed before it is asked whether anybody reads, so that a reader that is about to end sees it.
        let hints = self.0.hints.subscribe();
        let mut reading = self.0.reading.lock().ok()?;
        if !std::mem::replace(&mut *reading, true) {
            tokio::spawn(Arc::clone(&self.0).read(changed));
        }
        Some(Watch { hints, typing: self.0.service.typing() })
    }
}

impl Inner {
    /// Tells what changes until nobody watches any more.
    async fn read(self: Arc<Self>, mut changed: broadcast::Receiver<ConversationId>) {
        loop {
            let mut ids = BTreeSet::new();
            match changed.recv().await {
                Ok(id) => drop(ids.insert(id)),
                Err(RecvError::Lagged(_)) => drop(self.hints.send(Hint::Missed)),
                Err(RecvError::Closed) => break,
            }
            while ids.len() < AT_ONCE {
                match changed.try_recv() {
                    Ok(id) => drop(ids.insert(id)),
                    Err(TryRecvError::Lagged(_)) => drop(self.hints.send(Hint::Missed)),
                    Err(TryRecvError::Empty | TryRecvError::Closed) => break,
                }
            }
            if self.is_over() {
                return;
            }
            self.tell(ids.into_iter().collect()).await;
        }
        if let Ok(mut reading) = self.reading.lock() {
            *reading = false;
        }
    }

    /// Whether nobody watches; the next who does starts anew.
    fn is_over(&self) -> bool {
        let Ok(mut reading) = self.reading.lock() else { return true };
        if self.hints.receiver_count() == 0 {
            *reading = false;
        }
        !*reading
    }

    async fn tell(&self, ids: Vec<ConversationId>) {
        match self.service.store().conversations(&ids).await {
            Ok(conversations) => {
                for conversation in conversations {
                    let hint = Hint::Changed {
                        seq: conversation.seq,
                        conversation: conversation.id,
                        inbox: conversation.inbox,
                    };
                    // Nobody watching any more is fine.
                    let _ = self.hints.send(hint);
                }
            }
            Err(error) => {
                tracing::warn!(%error, "cannot read what changed; watchers are told that they missed something");
                let _ = self.hints.send(Hint::Missed);
                tokio::time::sleep(PAUSE).await;
            }
        }
    }
}

/// One watcher.
pub struct Watch {
    hints: broadcast::Receiver<Hint>,
    typing: broadcast::Receiver<Typing>,
}

impl Watch {
    /// The next hint; `None` when there will be none any more.
    pub async fn next(&mut self) -> Option<Hint> {
        loop {
            tokio::select! {
                hint = self.hints.recv() => return match hint {
                    Ok(hint) => Some(hint),
                    Err(RecvError::Lagged(_)) => Some(Hint::Missed),
                    Err(RecvError::Closed) => None,
                },
                // What was missed is old news. The service tells of typing for as long as there are hints.
                typing = self.typing.recv() => {
                    if let Ok(Typing { conversation, inbox, by: Typist::Visitor, on }) = typing {
                        return Some(Hint::Typing { conversation, inbox, on });
                    }
                }
            }
        }
    }
}
