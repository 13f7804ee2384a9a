//! Bells as a queue delivers them: in batches, each with an id of the queue's own.

use domain::Timestamp;
use store::Error;
use tracing::Instrument;

use crate::seams::Ring;
use crate::service::Service;

tokio::task_local! {
    /// What a webhook or a request leads to, from function to function, has this in common.
    static TRACE: String;
}

/// A bell from a queue.
#[derive(Debug, Clone, Default)]
pub struct QueuedBell {
    /// The queue's id of it.
    pub id: Option<String>,
    /// What it says: a [`Ring`] as JSON.
    pub body: Option<String>,
    /// What the ring was a consequence of.
    pub trace: Option<String>,
    /// When it rang.
    pub rang: Option<Timestamp>,
}

/// What the work under way is a consequence of, if that is known.
pub fn trace() -> Option<String> {
    TRACE.try_with(Clone::clone).ok()
}

/// Does work as a consequence of something.
pub async fn traced<T>(trace: Option<String>, work: impl Future<Output = T>) -> T {
    match trace {
        Some(trace) => TRACE.scope(trace, work).await,
        None => work.await,
    }
}

/// Answers bells and returns the ids of those that have to come again: those that failed, and those that were not begun by
/// `until`, because a call that is cut off leaves open whether a message arrived. The first is always begun, so that a batch
/// never comes again whole for ever. A bell that cannot be read is dropped: the sweep knows what waits (INV-18). `answer` is
/// what this process does of [`Service::answer`].
pub async fn answer_all<Answered: Future<Output = Result<(), Error>>>(
    service: &Service,
    bells: impl IntoIterator<Item = QueuedBell>,
    until: Timestamp,
    answer: impl Fn(Ring) -> Answered,
) -> Vec<String> {
    let mut again = Vec::new();
    let mut begun = false;
    for QueuedBell { id, body, trace, rang } in bells {
        let Some(ring) = body.as_deref().and_then(|body| serde_json::from_str::<Ring>(body).ok()) else {
            tracing::warn!("dropped a bell that cannot be read");
            continue;
        };
        let now = service.now();
        if begun && now >= until {
            tracing::info!(about = ring.about(), "no time is left for a bell; it comes again");
            again.extend(id);
            continue;
        }
        begun = true;
        if let Some(rang) = rang {
            service.metrics.heard(rang, now);
        }
        let span = tracing::info_span!("bell", trace);
        let about = ring.about().to_owned();
        let answered = traced(trace, answer(ring)).instrument(span).await;
        if let Err(error) = answered {
            tracing::warn!(about, %error, "a bell has to come again");
            again.extend(id);
        }
    }
    again
}
