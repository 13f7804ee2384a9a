//! Bells as a queue delivers them: in batches, each with an id of the queue's own.

use crate::seams::Ring;
use crate::service::Service;

/// Answers bells and returns the ids of those that have to come again. A bell that cannot be read is dropped: the sweep
/// knows what waits (INV-18).
pub async fn answer_all(
    service: &Service,
    bells: impl IntoIterator<Item = (Option<String>, Option<String>)>,
) -> Vec<String> {
    if let Err(error) = service.refresh().await {
        tracing::warn!(%error, "cannot look for newer rules and settings; those in force stay");
    }
    let mut again = Vec::new();
    for (id, body) in bells {
        let Some(ring) = body.as_deref().and_then(|body| serde_json::from_str::<Ring>(body).ok()) else {
            tracing::warn!("dropped a bell that cannot be read");
            continue;
        };
        if let Err(error) = service.answer(&ring).await {
            tracing::warn!(about = ring.about(), %error, "a bell has to come again");
            again.extend(id);
        }
    }
    again
}
