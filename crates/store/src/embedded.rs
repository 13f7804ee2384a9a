//! A DynamoDB engine on one file, in this process, behind the real AWS SDK.
//!
//! The SDK thinks that it speaks HTTP: [`Embedded`] gives it a connector that hands each request to the engine. So
//! [`Aws`] runs over it unchanged, and there is no second store. The engine is `dynoxide-rs`, on `SQLite`; it says of
//! itself that it is no production DynamoDB, hence the pinned version, the feature and the contract tests.
//!
//! A write is acknowledged once `SQLite` has synchronised it to disk. Streams are never enabled: each write would
//! read all stream records.

mod connector;

use std::path::Path;
use std::sync::Arc;

use aws_sdk_dynamodb::Client;
use aws_sdk_dynamodb::config::retry::RetryConfig;
use aws_sdk_dynamodb::config::{BehaviorVersion, Config, Credentials, Region};
use dynoxide::Database;

use self::connector::Connector;
use crate::aws::Aws;
use crate::table::TableError;

/// A table on one file, or in memory.
#[derive(Clone)]
pub struct Embedded {
    database: Arc<Database>,
    table: Aws,
}

impl std::fmt::Debug for Embedded {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("Embedded").field("table", &self.table.name()).finish_non_exhaustive()
    }
}

impl Embedded {
    /// Opens the file, and makes it and the table in it if they are not there.
    ///
    /// # Errors
    ///
    /// [`TableError::Unavailable`] if the file cannot be opened or is none of the engine's.
    pub async fn open(path: &Path, table: &str) -> Result<Self, TableError> {
        let path = text(path)?;
        Self::over(blocking(move || Database::new(&path)).await?, table).await
    }

    /// Makes a table that is gone with the process.
    ///
    /// # Errors
    ///
    /// [`TableError::Unavailable`] if the engine does not start.
    pub async fn in_memory(table: &str) -> Result<Self, TableError> {
        Self::over(blocking(Database::memory).await?, table).await
    }

    async fn over(database: Database, table: &str) -> Result<Self, TableError> {
        let database = Arc::new(database);
        let config = Config::builder()
            .behavior_version(BehaviorVersion::latest())
            .region(Region::from_static("local"))
            .endpoint_url("http://embedded.invalid")
            .credentials_provider(Credentials::new("embedded", "embedded", None, None, "embedded"))
            .retry_config(RetryConfig::disabled())
            .http_client(Connector::new(Arc::clone(&database)))
            .build();
        let table = Aws::new(Client::from_conf(config), table);
        table.create_table_if_missing().await?;
        Ok(Self { database, table })
    }

    /// Returns the table, as the rest of the program uses it.
    pub const fn table(&self) -> &Aws {
        &self.table
    }

    /// Returns the SDK's client, for other tools that speak DynamoDB.
    pub const fn client(&self) -> &Client {
        self.table.client()
    }

    /// Answers a request as it came over a wire, by its `x-amz-target` and its body, with a status and a body: for tests that
    /// put a wire between.
    ///
    /// # Errors
    ///
    /// [`TableError::Unavailable`] if the engine fails.
    pub async fn answer(&self, target: String, body: Vec<u8>) -> Result<(u16, Vec<u8>), TableError> {
        let database = Arc::clone(&self.database);
        blocking(move || Ok(connector::done(&database, &target, &body))).await
    }

    /// Removes what has passed its time to live and returns how many items that were. The engine does not do it by
    /// itself: call this on a timer.
    ///
    /// # Errors
    ///
    /// [`TableError::Unavailable`] if the engine fails.
    pub async fn sweep_ttl(&self) -> Result<usize, TableError> {
        let database = Arc::clone(&self.database);
        blocking(move || database.sweep_ttl()).await
    }

    /// Copies everything, as it is at one moment, into a new file while work goes on.
    ///
    /// # Errors
    ///
    /// [`TableError::Unavailable`] if the file is there already or cannot be written.
    pub async fn backup(&self, path: &Path) -> Result<(), TableError> {
        let (database, path) = (Arc::clone(&self.database), text(path)?);
        blocking(move || database.vacuum_into(&path)).await
    }

    /// Replaces everything by what a backup holds. A backup that cannot be read changes nothing.
    ///
    /// # Errors
    ///
    /// [`TableError::Unavailable`] if the file is not there or is no backup.
    pub async fn restore(&self, path: &Path) -> Result<(), TableError> {
        let (database, path) = (Arc::clone(&self.database), text(path)?);
        blocking(move || database.restore_from(&path)).await?;
        self.table.create_table_if_missing().await
    }
}

/// The engine takes its paths as text.
fn text(path: &Path) -> Result<String, TableError> {
    let text = path.to_str().map(str::to_owned);
    text.ok_or_else(|| TableError::Invalid("the path is not UTF-8".to_owned()))
}

/// Runs the engine where it may block: on the async threads one commit delays every other task.
async fn blocking<T, F>(work: F) -> Result<T, TableError>
where
    T: Send + 'static,
    F: FnOnce() -> dynoxide::Result<T> + Send + 'static,
{
    match tokio::task::spawn_blocking(work).await {
        Ok(result) => result.map_err(|error| TableError::Unavailable(Box::new(error))),
        Err(error) => Err(TableError::Unavailable(Box::new(error))),
    }
}
