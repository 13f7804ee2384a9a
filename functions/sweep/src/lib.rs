//! Rings for everything that is due.

use service::Service;

/// Sweeps once and says for how many conversations it rang.
///
/// # Errors
///
/// If the table cannot be read; the next minute tries again.
pub async fn sweep(service: &Service) -> Result<usize, store::Error> {
    service.sweep().await
}
