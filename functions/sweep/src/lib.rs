//! Rings for everything that is due.

use service::Service;

/// Sweeps once and says for how many conversations it rang; then does the jobs that have no conversation: what is left of
/// the months' quotas.
///
/// # Errors
///
/// If the table cannot be read; the next minute tries again.
pub async fn sweep(service: &Service) -> Result<usize, store::Error> {
    let rung = service.sweep().await?;
    service.refresh_quotas().await?;
    Ok(rung)
}
