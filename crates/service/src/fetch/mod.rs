//! Fetching what providers keep only for a while: files that contacts sent, and who they are.
//!
//! Both are jobs: what is to be fetched stands in the table with a deadline, a bell only makes it quick, whoever fetches
//! claims first, and what was not fetched when the lease ends is fetched again. Nothing else waits for them: a message is
//! taken, shown and answered before its file is asked for (F-27), and its bell has a queue of its own.

mod file;
pub mod kind;
mod profile;

use bytes::Bytes;
use channels::{Channel, Fetch, Fetched, describe};
use domain::step::Effect;
use domain::{ConversationId, FileFailure};
use http::{Response, StatusCode};

use crate::seams::{FetchError, Limits, Ring};
use crate::service::Service;

/// The largest file that is fetched, in bytes (SEC-24).
pub const MAX_BYTES: u64 = 25 * 1024 * 1024;
/// The most calls for one file: where it is, the file, a redirection. All of them together are shorter than a lease.
const MOST_CALLS: usize = 3;

/// Why something was not fetched.
#[derive(Debug)]
enum Miss {
    /// It may be, later. How long the provider asks to wait, in milliseconds.
    Later(Option<u64>),
    /// It never will be.
    Never(FileFailure),
}

impl Service {
    /// Rings for what a step left to be fetched, or deleted.
    pub(crate) async fn ring_for_errands(&self, id: &ConversationId, effects: &[Effect]) {
        for effect in effects {
            let ring = match effect {
                Effect::Fetch { row } | Effect::Erase { row, .. } => Ring::File(id.clone(), *row),
                Effect::AskProfile => Ring::Profile(id.clone()),
                _ => continue,
            };
            self.plugs.bell.ring(ring).await;
        }
    }

    /// Makes ready a channel whose calls need a token that is fetched first.
    async fn prepared(&self, channel: &dyn Channel) -> Result<(), Miss> {
        let Some(call) = channel.preparation(self.now()) else { return Ok(()) };
        let answer = self.plugs.http.call(call).await;
        channel.prepare(answer, self.now()).map_err(|_| Miss::Later(None))
    }

    /// Fetches the bytes that a first call leads to.
    async fn bytes_behind(
        &self,
        channel: &dyn Channel,
        first: Fetched,
        max_bytes: u64,
    ) -> Result<Bytes, Miss> {
        let mut next = first;
        for _ in 0..MOST_CALLS {
            let fetch = match next {
                Fetched::Then(fetch) => fetch,
                other => return found(other),
            };
            let response = self.call_within(channel, &fetch, max_bytes).await?;
            next = if is_redirection(response.status()) {
                let further = fetch.redirected(&response).map(Box::new);
                further.map_or(Fetched::Never(refused("a redirection that leads nowhere")), Fetched::Then)
            } else {
                channel.file_answer(fetch.gives, response)
            };
        }
        found(next)
    }

    /// Calls an address, if it is one of the provider's own (SEC-24).
    async fn call_within(
        &self,
        channel: &dyn Channel,
        fetch: &Fetch,
        max_bytes: u64,
    ) -> Result<Response<Bytes>, Miss> {
        let uri = fetch.request.uri();
        let Some(reach) = channel.hosts().reach(uri) else {
            let host = uri.host().unwrap_or_default().chars().take(100).collect();
            return Err(Miss::Never(FileFailure::ForeignHost { host }));
        };
        tracing::debug!(call = describe(&fetch.request), "fetches");
        let answer = self.plugs.http.fetch(fetch.request.clone(), Limits { reach, max_bytes }).await;
        answer.map_err(|error| match error {
            FetchError::Call(_) => Miss::Later(None),
            FetchError::TooLarge => Miss::Never(FileFailure::TooLarge { limit_bytes: max_bytes }),
            FetchError::Private => Miss::Never(FileFailure::PrivateAddress),
        })
    }
}

fn found(fetched: Fetched) -> Result<Bytes, Miss> {
    match fetched {
        Fetched::Bytes(bytes) => Ok(bytes),
        Fetched::Later { retry_after_ms } => Err(Miss::Later(retry_after_ms)),
        Fetched::Never(reason) => Err(Miss::Never(reason)),
        Fetched::Then(_) => Err(Miss::Never(refused("one call after another and no file"))),
    }
}

fn refused(detail: &str) -> FileFailure {
    FileFailure::Refused { detail: detail.to_owned() }
}

fn is_redirection(status: StatusCode) -> bool {
    matches!(status.as_u16(), 301 | 302 | 303 | 307 | 308)
}
