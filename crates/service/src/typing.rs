//! Who is typing: told to whoever listens in this process, kept nowhere, and lost without harm (CHN-15).

use domain::{ConversationId, InboxId};
use tokio::sync::broadcast;

use crate::service::Service;

/// How many hints a listener may be behind before the oldest are lost.
const BEHIND: usize = 64;

/// Somebody has just typed.
#[derive(Debug, Clone, PartialEq, Eq)]
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
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
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

impl Service {
    /// Listens for who types.
    pub fn typing(&self) -> broadcast::Receiver<Typing> {
        self.typing.subscribe()
    }

    /// Tells that somebody types. Says whether anybody listens.
    pub(crate) fn types(&self, typing: Typing) -> bool {
        self.typing.send(typing).is_ok()
    }
}
