//! Taking a desk out, page by page.

use std::fs::File;
use std::io::{Seek, SeekFrom, Write};
use std::path::{Path, PathBuf};

use anyhow::{Context, bail};
use domain::Timestamp;
use serde::{Deserialize, Serialize};
use store::{Aws, Key, moving};

use super::{lines, read, write};

/// What was exported, and how far it is.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub(super) struct Manifest {
    /// The form of the folder: 1.
    pub format: u32,
    /// From where.
    pub source: String,
    /// When it was begun. Messages on their way are unknown since then.
    pub began_at: Timestamp,
    /// How many items there are.
    pub items: u64,
    /// How many bytes of `items.jsonl` count.
    pub bytes: u64,
    /// How many attachments there are.
    pub files: u64,
    /// Behind which item it goes on.
    pub after: Option<Key>,
    /// Whether it is all.
    pub done: bool,
}

/// An export under way.
#[derive(Debug)]
pub struct Exporting {
    folder: PathBuf,
    items: File,
    manifest: Manifest,
}

pub(super) fn manifest_of(folder: &Path) -> PathBuf {
    folder.join("manifest.json")
}

pub(super) fn items_of(folder: &Path) -> PathBuf {
    folder.join("items.jsonl")
}

impl Exporting {
    /// Begins in a folder, or goes on with what was begun there.
    ///
    /// # Errors
    ///
    /// If the folder holds another or a finished export, or cannot be written.
    pub fn begin(folder: &Path, source: &str, now: Timestamp) -> anyhow::Result<Self> {
        private_folder(folder)?;
        let begun = Manifest {
            format: 1,
            source: source.to_owned(),
            began_at: now,
            items: 0,
            bytes: 0,
            files: 0,
            after: None,
            done: false,
        };
        let manifest = read::<Manifest>(&manifest_of(folder))?.unwrap_or(begun);
        if manifest.done {
            bail!("{} holds a finished export; choose another folder", folder.display());
        }
        if manifest.source != source {
            bail!("{} holds a part of {}; choose another folder", folder.display(), manifest.source);
        }
        let path = items_of(folder);
        let opened = File::options().write(true).create(true).truncate(false).open(&path);
        let mut items = opened.with_context(|| format!("cannot write {}", path.display()))?;
        // What was written after the last page that counts comes again.
        items.set_len(manifest.bytes)?;
        items.seek(SeekFrom::End(0))?;
        Ok(Self { folder: folder.to_owned(), items, manifest })
    }

    /// Takes out one page of at most `limit` items, or of 1 MB. Says whether there may be more.
    ///
    /// # Errors
    ///
    /// If the table cannot be read or the folder not written. The same page comes again then.
    pub async fn page(&mut self, table: &Aws, limit: Option<u32>) -> anyhow::Result<bool> {
        let read = table.scan(self.manifest.after.as_ref(), limit).await;
        let (items, next) = read.context("cannot read the table")?;
        let mut text = String::new();
        for item in items.iter().filter(|item| !moving::stays(&item.key)) {
            text.push_str(&lines::line(item));
            text.push('\n');
            self.manifest.items += 1;
        }
        self.items.write_all(text.as_bytes())?;
        self.items.sync_all()?;
        self.manifest.bytes += text.len() as u64;
        let more = next.is_some();
        if more {
            self.manifest.after = next;
            write(&manifest_of(&self.folder), &self.manifest)?;
        }
        Ok(more)
    }

    /// How many items were taken out so far.
    pub const fn items(&self) -> u64 {
        self.manifest.items
    }

    /// Says that this was all, and returns how many items there are.
    ///
    /// # Errors
    ///
    /// If that cannot be written.
    pub fn finish(mut self, files: u64) -> anyhow::Result<u64> {
        self.manifest.files = files;
        self.manifest.after = None;
        self.manifest.done = true;
        write(&manifest_of(&self.folder), &self.manifest)?;
        Ok(self.manifest.items)
    }
}

/// Makes a folder that nobody else may look into.
fn private_folder(folder: &Path) -> anyhow::Result<()> {
    let mut builder = std::fs::DirBuilder::new();
    builder.recursive(true);
    #[cfg(unix)]
    std::os::unix::fs::DirBuilderExt::mode(&mut builder, 0o700);
    builder.create(folder).with_context(|| format!("cannot make the folder {}", folder.display()))
}
