//! The service as it runs on AWS: the real table, and a bell over SQS.

use std::path::PathBuf;
use std::sync::Arc;
use std::time::Duration;

use async_trait::async_trait;
use aws_sdk_sqs::Client;
use aws_sdk_sqs::config::timeout::TimeoutConfig;
use domain::{TenantId, seconds};
use store::{Aws, Store};

use crate::seams::{Bell, FolderBlobs, NetworkHttp, Ring, SystemChance, SystemClock};
use crate::service::{Plugs, Service};
use crate::settings::{Settings, SettingsError};

/// How long one try to ring may take, and half of what all may: somebody waits for an answer, and the sweep rings too.
const RING_WAITS: Duration = seconds(2);

/// Why a function cannot start.
#[derive(Debug, thiserror::Error)]
pub enum StartError {
    /// An environment variable that the template sets is missing.
    #[error("the environment variable {0} is missing; the template sets it")]
    Missing(&'static str),
    /// The settings are wrong.
    #[error(transparent)]
    Settings(#[from] SettingsError),
    /// The outbound client cannot be made.
    #[error("cannot make the outbound client")]
    Http(#[from] reqwest::Error),
}

/// Reads what the template sets.
///
/// # Errors
///
/// [`StartError::Missing`].
pub fn variable(name: &'static str) -> Result<String, StartError> {
    std::env::var(name).map_err(|_| StartError::Missing(name))
}

impl Service {
    /// Plugs the service together from what the template sets: `MADOGUCHI_SETTINGS` (a file beside the binary),
    /// `MADOGUCHI_TABLE`, and the queues `MADOGUCHI_WORK_QUEUE`, `MADOGUCHI_SEND_QUEUE`, `MADOGUCHI_FETCH_QUEUE`, `MADOGUCHI_LIVE_QUEUE`. What
    /// answers the queue of fetches is the sender's binary in a function of its own, so that no message waits for a file.
    ///
    /// It has no rules yet: a function that runs them calls [`Service::refresh`], and the others need no right to
    /// read them (SEC-34). The connection to the table is warm, because a handshake within the first invocation is slow.
    ///
    /// # Errors
    ///
    /// [`StartError`] that names what is missing.
    pub async fn on_aws() -> Result<Arc<Self>, StartError> {
        let settings = Settings::read(&PathBuf::from(variable("MADOGUCHI_SETTINGS")?))?;
        let timeouts =
            TimeoutConfig::builder().operation_attempt_timeout(RING_WAITS).operation_timeout(RING_WAITS * 2);
        let config = aws_config::defaults(aws_config::BehaviorVersion::latest());
        let config = config.timeout_config(timeouts.build()).load().await;
        let table = Aws::from_env(variable("MADOGUCHI_TABLE")?).await;
        let bell = SqsBell {
            client: Client::new(&config),
            work: variable("MADOGUCHI_WORK_QUEUE")?,
            send: variable("MADOGUCHI_SEND_QUEUE")?,
            fetch: variable("MADOGUCHI_FETCH_QUEUE")?,
            live: variable("MADOGUCHI_LIVE_QUEUE")?,
        };
        let tenant: TenantId = settings.desk.tenant.clone();
        let plugs = Plugs {
            store: Store::new(Arc::new(table), tenant),
            bell: Arc::new(bell),
            http: Arc::new(NetworkHttp::new()?),
            blobs: Arc::new(FolderBlobs::new(std::env::temp_dir().join("madoguchi"))),
            clock: Arc::new(SystemClock),
            chance: Arc::new(SystemChance),
        };
        // Any answer warms the connection, even that this function may not read.
        let _ = plugs.store.setting("none").await;
        Ok(Arc::new(Self::new(settings, plugs)))
    }
}

/// Rings over standard queues with a message group for each conversation, so that one busy conversation does not starve
/// the others. Nothing relies on order or on de-duplication (INV-18).
struct SqsBell {
    client: Client,
    work: String,
    send: String,
    fetch: String,
    live: String,
}

#[async_trait]
impl Bell for SqsBell {
    async fn ring(&self, ring: Ring) {
        self.put(ring, None).await;
    }

    async fn ring_later(&self, ring: Ring, after: Duration) {
        /// The longest that a queue holds a message back, in seconds.
        const MOST: u64 = 900;
        let delay = after.as_millis().div_ceil(1000).min(u128::from(MOST));
        self.put(ring, i32::try_from(delay).ok()).await;
    }
}

impl SqsBell {
    /// Puts a ring into its queue; `delay` is in seconds.
    async fn put(&self, ring: Ring, delay: Option<i32>) {
        let queue = match &ring {
            Ring::Work(_) => &self.work,
            Ring::Send(_) => &self.send,
            Ring::Changed(_) | Ring::Viewing(_) => &self.live,
            Ring::File(..) | Ring::Profile(_) | Ring::Relay(..) => &self.fetch,
        };
        let group = ring.about();
        let Ok(body) = serde_json::to_string(&ring) else { return };
        let call = self.client.send_message().queue_url(queue).message_group_id(group).message_body(body);
        let call = call.set_delay_seconds(delay);
        if let Err(error) = call.send().await {
            tracing::warn!(about = group, error = %error.into_service_error(), "a bell did not ring; the sweep will");
        }
    }
}
