//! `madoguchi export` and `madoguchi import`: a desk moves between a file on this machine and a table on AWS, by way of a folder.
//!
//! ```text
//! manifest.json   what was exported, how far it is, and how much it is
//! items.jsonl     one item a line, as DynamoDB itself exports them
//! files/          attachments, of a desk on this machine; S3 has tools of its own
//! imports.json    how far it was put into which desk
//! ```
//!
//! Both go on where they were interrupted, and both leave the desk that they read as it is. Nobody may use either desk
//! meanwhile; what has a deadline gets it last, so that nothing acts before everything is there.

mod export;
mod files;
mod import;
mod lines;

use std::path::{Path, PathBuf};
use std::process::ExitCode;
use std::sync::Arc;

use anyhow::{Context, bail};
use clap::Args;
use serde::Serialize;
use serde::de::DeserializeOwned;
use service::seams::{Clock, SystemClock};
use store::{Aws, Embedded};

pub use self::export::Exporting;
pub use self::import::Importing;
use crate::server::lock;

/// The name of the table in a desk's own file.
pub(crate) const TABLE: &str = "madoguchi";

/// Which desk.
#[derive(Args)]
#[group(required = true, multiple = false)]
pub struct Place {
    /// The folder of a desk's data on this machine. The desk must not run.
    #[arg(long, value_name = "DIR")]
    data: Option<PathBuf>,
    /// A table on AWS, by its name; region and credentials come from the environment, as for the AWS command line.
    #[arg(long, value_name = "NAME")]
    table: Option<String>,
}

/// Where a desk is taken from.
#[derive(Args)]
pub struct Export {
    #[command(flatten)]
    place: Place,
    /// The folder for it. It holds secrets and what people wrote.
    #[arg(long, value_name = "DIR")]
    out: PathBuf,
}

/// Where a desk is put.
#[derive(Args)]
pub struct Import {
    #[command(flatten)]
    place: Place,
    /// The folder that `madoguchi export` wrote.
    #[arg(long, value_name = "DIR")]
    from: PathBuf,
}

/// A desk that is open, and what keeps others away from it.
struct Opened {
    table: Aws,
    /// What it is called in the folder's records.
    name: String,
    /// The folder of its attachments, if they are on this machine.
    files: Option<PathBuf>,
    _lock: Option<std::fs::File>,
}

impl Place {
    async fn open(&self, must_exist: bool) -> anyhow::Result<Opened> {
        if let Some(name) = &self.table {
            let table = Aws::from_env(name).await;
            return Ok(Opened { table, name: format!("table {name}"), files: None, _lock: None });
        }
        let data = self.data.as_deref().context("say --data or --table")?;
        let file = data.join("desk.db");
        if must_exist && !file.exists() {
            bail!("there is no desk in {}", data.display());
        }
        let lock = lock(data)?;
        let opened = Embedded::open(&file, TABLE).await;
        let table = opened.with_context(|| format!("cannot open {}", file.display()))?.table().clone();
        let name = format!("data {}", std::path::absolute(data)?.display());
        Ok(Opened { table, name, files: Some(data.join("files")), _lock: Some(lock) })
    }
}

/// Takes a desk out.
///
/// # Errors
///
/// In words for people.
pub async fn export(asked: &Export) -> anyhow::Result<ExitCode> {
    let from = asked.place.open(true).await?;
    let mut exporting = Exporting::begin(&asked.out, &from.name, SystemClock.now())?;
    while exporting.page(&from.table, None).await? {
        eprintln!("{} items", exporting.items());
    }
    let files = match &from.files {
        Some(folder) => files::copy(folder, &asked.out.join("files"))?,
        None => 0,
    };
    let items = exporting.finish(files)?;
    println!("{items} items and {files} files are in {}", asked.out.display());
    if from.files.is_none() {
        println!("The attachments: aws s3 sync s3://BUCKET {}", asked.out.join("files").display());
    }
    Ok(ExitCode::SUCCESS)
}

/// Puts a desk in.
///
/// # Errors
///
/// In words for people.
pub async fn import(asked: &Import) -> anyhow::Result<ExitCode> {
    let to = asked.place.open(false).await?;
    let mut importing = Importing::begin(&asked.from, &to.name)?;
    importing.expect_empty(&to.table).await?;
    while importing.some(&to.table, &SystemClock).await? {
        eprintln!("{}", importing.progress());
    }
    let files = match &to.files {
        Some(folder) => files::copy(&asked.from.join("files"), folder)?,
        None => 0,
    };
    println!(
        "{} items are there and the same as in the export; {files} files were copied",
        importing.items()
    );
    if to.files.is_none() {
        println!("The attachments: aws s3 sync {} s3://BUCKET", asked.from.join("files").display());
    }
    println!("Messages that were on their way are shown as unknown: nothing is sent again by itself.");
    Ok(ExitCode::SUCCESS)
}

/// Reads a record of the folder; `None` if there is none.
fn read<T: DeserializeOwned>(path: &Path) -> anyhow::Result<Option<T>> {
    let text = match std::fs::read(path) {
        Ok(text) => text,
        Err(error) if error.kind() == std::io::ErrorKind::NotFound => return Ok(None),
        Err(error) => return Err(error).with_context(|| format!("cannot read {}", path.display())),
    };
    let read = serde_json::from_slice(&text);
    Ok(Some(read.with_context(|| format!("{} is not what `madoguchi export` writes", path.display()))?))
}

/// Writes a record of the folder: whole or not at all.
fn write<T: Serialize>(path: &Path, value: &T) -> anyhow::Result<()> {
    let beside = path.with_extension("new");
    let written = || -> anyhow::Result<()> {
        let mut file = std::fs::File::create(&beside)?;
        serde_json::to_writer_pretty(&mut file, value)?;
        file.sync_all()?;
        Ok(std::fs::rename(&beside, path)?)
    };
    written().with_context(|| format!("cannot write {}", path.display()))
}

/// A table that several tasks write to.
type Shared = Arc<Aws>;
