//! Who is typing: told to whoever listens in this process or, by the bell, elsewhere; kept nowhere, and lost without harm
//! (CHN-15).

use std::collections::HashMap;
use std::hash::Hash;
use std::sync::Mutex;
use std::time::Duration;

use domain::{ConversationId, InboxId, Timestamp, seconds};
use tokio::sync::broadcast;

use crate::seams::Ring;
use crate::service::Service;

/// Of one person no more is passed on, by each process.
const AT_MOST_EVERY: Duration = seconds(1);
/// How many hints a listener may be behind before the oldest are lost.
const BEHIND: usize = 64;

/// Somebody has just typed.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash, serde::Serialize, serde::Deserialize)]
pub struct Typing {
    /// In which conversation.
    pub conversation: ConversationId,
    /// The inbox it runs in.
    pub inbox: InboxId,
    /// Who.
    pub by: Typist,
    /// Whether they go on or have stopped.
    pub on: bool,
}

/// Who types.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, serde::Serialize, serde::Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Typist {
    /// The web messenger's visitor.
    Visitor,
    /// Whoever answers them.
    Operator,
}

/// Where hints go.
pub(crate) fn board() -> broadcast::Sender<Typing> {
    broadcast::channel(BEHIND).0
}

/// When this process last passed something on, of each person.
pub(crate) struct Passed<Who>(Mutex<HashMap<Who, Timestamp>>);

impl<Who> Default for Passed<Who> {
    fn default() -> Self {
        Self(Mutex::default())
    }
}

impl<Who: Clone + Eq + Hash> Passed<Who> {
    /// Whether something may be passed on of them; it counts as done then.
    pub(crate) fn may(&self, who: &Who, now: Timestamp) -> bool {
        let Ok(mut passed) = self.0.lock() else { return false };
        passed.retain(|_, at| *at <= now && now.since(*at) < AT_MOST_EVERY);
        if passed.contains_key(who) {
            return false;
        }
        passed.insert(who.clone(), now);
        true
    }
}

impl Service {
    /// Listens for who types.
    pub fn typing(&self) -> broadcast::Receiver<Typing> {
        self.typing.subscribe()
    }

    /// Tells that somebody types. Says whether anybody listens.
    pub(crate) fn types(&self, typing: Typing) -> bool {
        self.typing.send(typing).is_ok()
    }

    /// Tells operators that a visitor types, wherever their consoles listen.
    pub(crate) async fn visitor_types(&self, typing: Typing) {
        if !self.types(typing.clone()) && self.typists.may(&typing.conversation, self.now()) {
            self.plugs.bell.ring(Ring::Typing(typing)).await;
        }
    }
}
