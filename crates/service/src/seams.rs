//! The seams: everything that differs between AWS, a laptop and the simulator. The sixth, `Table`, is in `store`.

use std::path::PathBuf;
use std::sync::Mutex;
use std::time::Duration;

use async_trait::async_trait;
use bytes::Bytes;
use channels::{CallError, Reach};
use domain::{ConversationId, InboxId, OperatorId, RowId, Timestamp, Token};
use http::{Request, Response};
use store::ArrivalId;

pub use crate::network::NetworkHttp;
pub use crate::typing::{Typing, Typist};

/// A hint that something waits. Losing, doubling or delaying one changes latency and nothing else (INV-18).
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash, serde::Serialize, serde::Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Ring {
    /// A conversation has something to step over.
    Work(ConversationId),
    /// A conversation has something to send.
    Send(ConversationId),
    /// A conversation has changed; consoles and browsers may want to look.
    Changed(ConversationId),
    /// A row tells of a file that is to be fetched, or deleted.
    File(ConversationId, RowId),
    /// The contact's profile is to be fetched.
    Profile(ConversationId),
    /// A webhook is to be passed on to a second address.
    Relay(InboxId, ArrivalId),
    /// An operator looks at a conversation; other consoles may want to show it.
    Viewing(Viewing),
    /// The web messenger's visitor types; consoles may want to show it. Only rung where nobody listens in this process.
    Typing(Typing),
    /// More has changed than consoles can be told one by one: they are to ask for all that they show.
    Missed,
}

/// An operator looks at a conversation, at this moment. It is kept nowhere.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash, serde::Serialize, serde::Deserialize)]
pub struct Viewing {
    /// Which conversation.
    pub conversation: ConversationId,
    /// The inbox it runs in; who may not see that must not be told.
    pub inbox: InboxId,
    /// Who.
    pub operator: OperatorId,
    /// They are writing something.
    pub typing: bool,
    /// When. What is old is told to nobody: whoever still looks has said so again.
    pub at: Timestamp,
}

impl Ring {
    /// Which conversation it is about; `None` if it is about none.
    pub fn conversation(&self) -> Option<&ConversationId> {
        match self {
            Self::Work(id) | Self::Send(id) | Self::Changed(id) | Self::File(id, _) | Self::Profile(id) => {
                Some(id)
            }
            Self::Viewing(viewing) => Some(&viewing.conversation),
            Self::Typing(typing) => Some(&typing.conversation),
            Self::Relay(..) | Self::Missed => None,
        }
    }

    /// What it is about, for queues that share their hands out fairly and for logs: a conversation, an inbox or every
    /// console.
    pub fn about(&self) -> &str {
        match self {
            Self::Work(id) | Self::Send(id) | Self::Changed(id) | Self::File(id, _) | Self::Profile(id) => {
                id.as_str()
            }
            Self::Viewing(viewing) => viewing.conversation.as_str(),
            Self::Typing(typing) => typing.conversation.as_str(),
            Self::Relay(inbox, _) => inbox.as_str(),
            Self::Missed => "consoles",
        }
    }

    /// Whether somebody else's server is waited for that nobody's message depends on: answered apart from the rest, so
    /// that a slow one delays no message (INV-16).
    pub fn is_errand(&self) -> bool {
        matches!(self, Self::File(..) | Self::Profile(_) | Self::Relay(..))
    }
}

/// The queue, which carries ids only.
#[async_trait]
pub trait Bell: Send + Sync {
    /// Rings. Never fails: a ring that cannot be delivered is logged, and the sweep does the rest.
    async fn ring(&self, ring: Ring);

    /// Rings after a while, for what is due then. A queue that cannot wait leaves it to the sweep, as this does.
    async fn ring_later(&self, _ring: Ring, _after: Duration) {}
}

/// The one outbound HTTP client.
#[async_trait]
pub trait Http: Send + Sync {
    /// Calls once, without following redirects, within ten seconds.
    ///
    /// # Errors
    ///
    /// [`CallError::NotConnected`] if certainly nothing was written, [`CallError::Lost`] if it may have been.
    async fn call(&self, request: Request<Bytes>) -> Result<Response<Bytes>, CallError>;

    /// Calls a server that need not be a provider's, once, without following redirects, within fifteen seconds and the limits.
    ///
    /// # Errors
    ///
    /// See [`FetchError`].
    async fn fetch(&self, request: Request<Bytes>, limits: Limits) -> Result<Response<Bytes>, FetchError>;
}

/// How far a call to such a server may go.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Limits {
    /// Where to.
    pub reach: Reach,
    /// How many bytes are read at most.
    pub max_bytes: u64,
}

/// Why nothing was fetched.
#[derive(Debug, thiserror::Error)]
pub enum FetchError {
    /// There is no answer, or not all of it.
    #[error(transparent)]
    Call(#[from] CallError),
    /// There are more bytes than may be.
    #[error("more bytes than are read")]
    TooLarge,
    /// The address leads into a private network (SEC-24).
    #[error("the address is not a public one")]
    Private,
}

/// Where attachments are kept.
#[async_trait]
pub trait Blobs: Send + Sync {
    /// Keeps bytes under a name of letters, digits, `_` and `-`.
    ///
    /// # Errors
    ///
    /// If they could not be kept; they may be there in part.
    async fn put(&self, name: &str, bytes: Bytes) -> std::io::Result<()>;
    /// Reads them back.
    ///
    /// # Errors
    ///
    /// `NotFound` if there are none.
    async fn get(&self, name: &str) -> std::io::Result<Bytes>;
    /// Where a browser fetches them by itself, for a minute, under this type and disposition; `None` where only we can read
    /// them.
    ///
    /// # Errors
    ///
    /// If no address can be made.
    async fn link(&self, _name: &str, _mime: &str, _disposition: &str) -> std::io::Result<Option<String>> {
        Ok(None)
    }
    /// Deletes them; fine if there are none.
    ///
    /// # Errors
    ///
    /// If they may still be there.
    async fn delete(&self, name: &str) -> std::io::Result<()>;
}

/// Whether attachments may have this name: letters, digits, `_` and `-`, so that it leads nowhere else.
pub(crate) fn is_blob_name(name: &str) -> bool {
    !name.is_empty() && name.bytes().all(|b| b.is_ascii_alphanumeric() || matches!(b, b'_' | b'-'))
}

/// The clock.
pub trait Clock: Send + Sync {
    /// The time.
    fn now(&self) -> Timestamp;
}

/// Randomness, for tokens that nobody may guess.
pub trait Chance: Send + Sync {
    /// Fills with random bytes.
    fn fill(&self, bytes: &mut [u8]);
}

/// 128 random bits as a claim token.
pub fn token(chance: &dyn Chance) -> Token {
    #[allow(clippy::expect_used, reason = "hex digits are always a token")]
    secret::<16>(chance).parse().expect("hex digits are a token")
}

/// A claim token of which the first half, 16 hex digits, is given and the second random.
pub(crate) fn token_of(first: &str, chance: &dyn Chance) -> Token {
    #[allow(clippy::expect_used, reason = "hex digits are always a token")]
    format!("{first}{}", secret::<8>(chance)).parse().expect("hex digits are a token")
}

/// `N` random bytes in hex.
pub fn secret<const N: usize>(chance: &dyn Chance) -> String {
    let mut bytes = [0; N];
    chance.fill(&mut bytes);
    hex::encode(bytes)
}

/// The machine's clock.
#[derive(Debug, Clone, Copy, Default)]
pub struct SystemClock;

impl Clock for SystemClock {
    fn now(&self) -> Timestamp {
        let since = std::time::SystemTime::now().duration_since(std::time::UNIX_EPOCH).unwrap_or_default();
        Timestamp::from_millis(i64::try_from(since.as_millis()).unwrap_or(i64::MAX))
    }
}

/// The machine's source of randomness.
#[derive(Debug, Clone, Copy, Default)]
pub struct SystemChance;

impl Chance for SystemChance {
    #[allow(clippy::expect_used, reason = "without randomness nothing may go on")]
    fn fill(&self, bytes: &mut [u8]) {
        getrandom::fill(bytes).expect("the operating system has no randomness");
    }
}

/// Attachments in a folder.
#[derive(Debug, Clone)]
pub struct FolderBlobs(PathBuf);

impl FolderBlobs {
    /// Keeps them in this folder, which is made when the first one comes.
    pub fn new(folder: PathBuf) -> Self {
        Self(folder)
    }

    fn path(&self, name: &str) -> std::io::Result<PathBuf> {
        if is_blob_name(name) { Ok(self.0.join(name)) } else { Err(std::io::ErrorKind::InvalidInput.into()) }
    }
}

#[async_trait]
impl Blobs for FolderBlobs {
    async fn put(&self, name: &str, bytes: Bytes) -> std::io::Result<()> {
        let path = self.path(name)?;
        tokio::fs::create_dir_all(&self.0).await?;
        tokio::fs::write(path, bytes).await
    }

    async fn get(&self, name: &str) -> std::io::Result<Bytes> {
        tokio::fs::read(self.path(name)?).await.map(Bytes::from)
    }

    async fn delete(&self, name: &str) -> std::io::Result<()> {
        match tokio::fs::remove_file(self.path(name)?).await {
            Err(error) if error.kind() == std::io::ErrorKind::NotFound => Ok(()),
            other => other,
        }
    }
}

/// The bell within one process: rings go down a channel to whoever works, changes to whoever watches.
pub struct ProcessBell {
    work: tokio::sync::mpsc::UnboundedSender<Ring>,
    changed: tokio::sync::broadcast::Sender<ConversationId>,
    viewed: tokio::sync::broadcast::Sender<Viewing>,
    pending: std::sync::Arc<Mutex<std::collections::HashSet<Ring>>>,
}

/// The other end of a [`ProcessBell`].
pub struct Rings {
    work: tokio::sync::mpsc::UnboundedReceiver<Ring>,
    pending: std::sync::Arc<Mutex<std::collections::HashSet<Ring>>>,
}

impl ProcessBell {
    /// Makes a bell and its other end.
    pub fn new() -> (Self, Rings) {
        let (work, receiver) = tokio::sync::mpsc::unbounded_channel();
        let (changed, _) = tokio::sync::broadcast::channel(1024);
        let (viewed, _) = tokio::sync::broadcast::channel(64);
        let pending = std::sync::Arc::<Mutex<_>>::default();
        (Self { work, changed, viewed, pending: pending.clone() }, Rings { work: receiver, pending })
    }

    /// Where changes are told. A watcher that is too slow is told that it missed some.
    pub fn changes(&self) -> tokio::sync::broadcast::Sender<ConversationId> {
        self.changed.clone()
    }

    /// Where it is told who looks at what. A watcher that is too slow misses some.
    pub fn viewings(&self) -> tokio::sync::broadcast::Sender<Viewing> {
        self.viewed.clone()
    }
}

impl Rings {
    /// The next ring; a ring that is asked for twice before it is taken is taken once.
    pub async fn next(&mut self) -> Option<Ring> {
        let ring = self.work.recv().await?;
        self.forget(&ring);
        Some(ring)
    }

    /// The next ring, if one waits.
    pub fn try_next(&mut self) -> Option<Ring> {
        let ring = self.work.try_recv().ok()?;
        self.forget(&ring);
        Some(ring)
    }

    fn forget(&self, ring: &Ring) {
        if let Ok(mut pending) = self.pending.lock() {
            pending.remove(ring);
        }
    }
}

#[async_trait]
impl Bell for ProcessBell {
    async fn ring(&self, ring: Ring) {
        // Nobody watching is fine.
        let ring = match ring {
            Ring::Changed(id) => return drop(self.changed.send(id)),
            Ring::Viewing(viewing) => return drop(self.viewed.send(viewing)),
            // Sockets that are held here listen to the service itself, and know when they are behind.
            Ring::Typing(_) | Ring::Missed => return,
            ring => ring,
        };
        let new = self.pending.lock().is_ok_and(|mut pending| pending.insert(ring.clone()));
        if new && self.work.send(ring).is_err() {
            tracing::debug!("nobody answers the bell any more");
        }
    }
}
