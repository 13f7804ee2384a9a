//! The service as it runs on AWS: settings from the Parameter Store, the real table, bells over SQS, files in S3.

mod bell;
mod files;
mod invoked;
mod settings;

use std::sync::Arc;

use async_trait::async_trait;
use aws_config::environment::credentials::EnvironmentVariableCredentialsProvider;
use aws_config::{BehaviorVersion, Region, SdkConfig};
use aws_credential_types::provider::SharedCredentialsProvider;
use store::{Aws, Store};

use self::bell::SqsBell;
pub use self::invoked::invocations;
use crate::metrics::Metrics;
use crate::seams::{Bell, Blobs, Http, NetworkHttp, Ring, SystemChance, SystemClock};
use crate::service::{Plugs, Service};
use crate::settings::SettingsError;

/// The most bytes of a file in a request or an answer: an invocation carries 6 MB either way, and these bytes in base64.
///
/// Source: <https://docs.aws.amazon.com/lambda/latest/dg/gettingstarted-limits.html> (read 2026-11).
const MOST_BYTES: u64 = 4 * 1024 * 1024;

/// Why a function cannot start.
#[derive(Debug, thiserror::Error)]
pub enum StartError {
    /// An environment variable that the template sets is missing.
    #[error("the environment variable {0} is missing; the template sets it")]
    Missing(&'static str),
    /// The settings are wrong.
    #[error(transparent)]
    Settings(#[from] SettingsError),
    /// There are none where they should be.
    #[error("there is no settings parameter below {0}; docs/deploy-aws.md says how to put one there")]
    NoSettings(String),
    /// They cannot be read.
    #[error("cannot read the settings below {path}: {why}")]
    UnreadableSettings {
        /// Where.
        path: String,
        /// The service's word for it.
        why: String,
    },
    /// `MADOGUCHI_SETTINGS` is not understood.
    #[error("MADOGUCHI_SETTINGS names `{0}`; it is made of `ssm:/path` and `file:path`, with spaces between")]
    UnknownSource(String),
    /// The outbound client cannot be made.
    #[error("cannot make the outbound client")]
    Http(#[from] reqwest::Error),
    /// The table cannot be reached.
    #[error("cannot reach the table")]
    Store(#[from] store::Error),
}

/// Reads what the template sets.
///
/// # Errors
///
/// [`StartError::Missing`].
pub fn variable(name: &'static str) -> Result<String, StartError> {
    std::env::var(name).map_err(|_| StartError::Missing(name))
}

/// Sends the log to where Lambda collects it: as JSON where the template says so, `info` and above or what it says instead. What is
/// below `info` is not compiled into a package (SEC-28).
pub fn log() {
    lambda_runtime::tracing::init_default_subscriber();
}

/// What the runtime gives a function: a region, credentials, and the address of a stand-in for AWS if there is one, each in an
/// environment variable. Nothing else is looked at; the code that looks at profiles, sign-ins and other machines' roles would be in every
/// function.
///
/// Source: <https://docs.aws.amazon.com/lambda/latest/dg/configuration-envvars.html> (read 2026-11).
///
/// # Errors
///
/// [`StartError::Missing`] without a region.
pub fn given() -> Result<SdkConfig, StartError> {
    let mut config = SdkConfig::builder()
        .behavior_version(BehaviorVersion::latest())
        .region(Region::new(variable("AWS_REGION")?))
        .credentials_provider(SharedCredentialsProvider::new(EnvironmentVariableCredentialsProvider::new()));
    config.set_endpoint_url(std::env::var("AWS_ENDPOINT_URL").ok());
    Ok(config.build())
}

/// Opens the place where files are kept.
type Opened = fn(&SdkConfig, Arc<dyn Http>) -> Result<Arc<dyn Blobs>, StartError>;

/// What of AWS a function uses beside the table. What it does not name is not in its binary, and its role need not allow it
/// (SEC-34).
#[derive(Clone, Copy, Default)]
pub struct Uses {
    bells: Bells,
    files: Option<Opened>,
}

/// What a function rings for.
#[derive(Clone, Copy, Default, PartialEq, Eq)]
enum Bells {
    #[default]
    None,
    /// Consoles only.
    Hints,
    All,
}

impl Uses {
    /// Nothing but the table.
    pub const TABLE: Self = Self { bells: Bells::None, files: None };

    /// It rings: `MADOGUCHI_WORK_QUEUE`, `MADOGUCHI_SEND_QUEUE`, `MADOGUCHI_FETCH_QUEUE`,
    /// `MADOGUCHI_LIVE_QUEUE`.
    #[must_use]
    pub const fn bells(self) -> Self {
        Self { bells: Bells::All, ..self }
    }

    /// It rings for consoles only: the same variables.
    #[must_use]
    pub const fn hints(self) -> Self {
        Self { bells: Bells::Hints, ..self }
    }

    /// It keeps files: `MADOGUCHI_BLOBS`.
    #[must_use]
    pub fn files(self) -> Self {
        Self { files: Some(files::bucket), ..self }
    }
}

impl Service {
    /// Plugs the service together from what the template sets: `MADOGUCHI_SETTINGS` says where the settings are,
    /// `MADOGUCHI_TABLE` which table it is, `MADOGUCHI_DESK` under which name it is counted, [`Uses`] the rest.
    /// `MADOGUCHI_PUBLIC_URL` goes before what the settings say, and `MADOGUCHI_LIVE_URL` says where consoles open their
    /// sockets.
    ///
    /// Connections are opened here and not in the first invocation, where somebody waits (P9): the table's by what `reads` reads,
    /// the queue's meanwhile. The service has no rules of its own accord: a function that runs them reads with
    /// [`Service::refresh`], and the others need no right to.
    ///
    /// # Errors
    ///
    /// [`StartError`] that names what is missing.
    pub async fn on_aws<Read>(
        uses: Uses,
        reads: impl AsyncFnOnce(&Self) -> Result<Read, store::Error>,
    ) -> Result<Arc<Self>, StartError> {
        let config = given()?;
        let mut settings = settings::read(&config, &variable("MADOGUCHI_SETTINGS")?).await?;
        if let Ok(public_url) = std::env::var("MADOGUCHI_PUBLIC_URL") {
            settings.desk.public_url = public_url;
        }
        let table = Aws::reached(&config, variable("MADOGUCHI_TABLE")?);
        let queues = match uses.bells {
            Bells::None => None,
            Bells::Hints | Bells::All => Some(Arc::new(SqsBell::from_env(&config)?)),
        };
        let http: Arc<dyn Http> = Arc::new(NetworkHttp::new()?);
        let files = |opened: Opened| opened(&config, http.clone());
        let plugs = Plugs {
            store: Store::new(Arc::new(table), settings.desk.tenant.clone()),
            bell: queues.clone().map_or_else(|| Arc::new(NoBell) as _, |queues| queues as _),
            blobs: uses.files.map_or_else(|| Ok(Arc::new(NoFiles) as _), files)?,
            http,
            clock: Arc::new(SystemClock),
            chance: Arc::new(SystemChance),
        };
        let mut service = Self::new(settings, plugs);
        service.sockets = std::env::var("MADOGUCHI_LIVE_URL").ok();
        service.most_bytes = MOST_BYTES;
        service.metrics = Metrics::of(variable("MADOGUCHI_DESK")?);
        let rings = async {
            if let Some(queues) = &queues {
                queues.warm(uses.bells == Bells::Hints).await;
            }
        };
        let (read, ()) = tokio::join!(reads(&service), rings);
        read?;
        Ok(Arc::new(service))
    }

    /// Opens the connection to where files are kept, for a function that may delete: there is no file of this name, and any
    /// answer will do.
    pub async fn warm_files(&self) {
        let _ = self.plugs.blobs.delete("none").await;
    }
}

/// The bell of a function that has nothing to ring for.
struct NoBell;

#[async_trait]
impl Bell for NoBell {
    async fn ring(&self, ring: Ring) {
        tracing::error!(about = ring.about(), "this function has no bell; the sweep rings");
    }
}

/// The files of a function that keeps none.
struct NoFiles;

#[async_trait]
impl Blobs for NoFiles {
    async fn put(&self, _: &str, _: bytes::Bytes) -> std::io::Result<()> {
        Err(std::io::ErrorKind::Unsupported.into())
    }

    async fn get(&self, _: &str) -> std::io::Result<bytes::Bytes> {
        Err(std::io::ErrorKind::Unsupported.into())
    }

    async fn delete(&self, _: &str) -> std::io::Result<()> {
        Err(std::io::ErrorKind::Unsupported.into())
    }
}
