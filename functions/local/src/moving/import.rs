//! Putting a desk in: all items without their deadlines, then a look at each, then the deadlines.

use std::collections::BTreeMap;
use std::fs::File;
use std::io::{BufRead, BufReader, Seek, SeekFrom};
use std::path::{Path, PathBuf};
use std::sync::Arc;

use anyhow::{Context, bail};
use futures::{StreamExt, TryStreamExt};
use serde::{Deserialize, Serialize};
use service::seams::Clock;
use store::table::{Condition, Item, Put, Update};
use store::{Aws, Key, Table, TableError, moving};

use super::export::{Manifest, items_of, manifest_of};
use super::{Shared, lines, read, write};

/// Items that are looked at together; as many keys as one request may name.
const CHUNK: usize = 100;
/// Writes under way at the same time.
const AT_ONCE: usize = 16;

/// What is done with each item, in this order.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
enum Pass {
    /// It is written, without its deadline.
    Write,
    /// It is read again and compared.
    Compare,
    /// It gets its deadline back.
    Wake,
    /// All of that is done.
    Done,
}

/// How far an import is.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
struct Progress {
    pass: Pass,
    items: u64,
    bytes: u64,
}

/// Imports of one folder, by the name of the desk.
type Imports = BTreeMap<String, Progress>;

/// An import under way.
#[derive(Debug)]
pub struct Importing {
    folder: PathBuf,
    target: String,
    manifest: Manifest,
    lines: BufReader<File>,
    progress: Progress,
    begun: bool,
}

impl Importing {
    /// Begins with a folder, or goes on with what was begun with it.
    ///
    /// # Errors
    ///
    /// If the folder holds no finished export.
    pub fn begin(folder: &Path, target: &str) -> anyhow::Result<Self> {
        let manifest = read::<Manifest>(&manifest_of(folder))?;
        let manifest = manifest.with_context(|| format!("there is no export in {}", folder.display()))?;
        if manifest.format != 1 || !manifest.done {
            bail!("the export in {} is not finished; call `madoguchi export` again", folder.display());
        }
        let path = items_of(folder);
        let file = File::open(&path).with_context(|| format!("cannot read {}", path.display()))?;
        if file.metadata()?.len() != manifest.bytes {
            bail!("{} has another length than the manifest says", path.display());
        }
        let imports: Imports = read(&imports_of(folder))?.unwrap_or_default();
        let known = imports.get(target).copied();
        let progress = known.unwrap_or(Progress { pass: Pass::Write, items: 0, bytes: 0 });
        let mut lines = BufReader::new(file);
        lines.seek(SeekFrom::Start(progress.bytes))?;
        let (folder, target, begun) = (folder.to_owned(), target.to_owned(), known.is_some());
        Ok(Self { folder, target, manifest, lines, progress, begun })
    }

    /// Makes sure that a new desk is put where none is, and notes that it is begun.
    ///
    /// # Errors
    ///
    /// If there is one.
    pub async fn expect_empty(&self, table: &Aws) -> anyhow::Result<()> {
        if self.begun {
            return Ok(());
        }
        let mut after = None;
        loop {
            let (items, next) = table.scan(after.as_ref(), None).await.context("cannot read the table")?;
            if let Some(other) = items.iter().find(|item| !moving::stays(&item.key)) {
                bail!("there is a desk already in {} ({})", self.target, named(&other.key));
            }
            after = next;
            if after.is_none() {
                // From here on, what is there is ours.
                return self.note();
            }
        }
    }

    /// Goes on with some items. Says whether there is more to do.
    ///
    /// # Errors
    ///
    /// If the table cannot be reached, or an item is another there than in the export. What was done is not done again.
    pub async fn some(&mut self, table: &Aws, clock: &dyn Clock) -> anyhow::Result<bool> {
        if self.progress.pass == Pass::Done {
            return Ok(false);
        }
        let (items, bytes) = self.chunk()?;
        let table = Arc::new(table.clone());
        let count = items.len() as u64;
        match self.progress.pass {
            Pass::Write => self.write(&table, items).await?,
            Pass::Compare => self.compare(&table, items, clock).await?,
            Pass::Wake | Pass::Done => self.wake(&table, items).await?,
        }
        self.progress.items += count;
        self.progress.bytes += bytes;
        if count == 0 {
            self.end_of_pass()?;
        }
        self.note()?;
        Ok(self.progress.pass != Pass::Done)
    }

    /// How many items the export has.
    pub const fn items(&self) -> u64 {
        self.manifest.items
    }

    /// How far it is, for people.
    pub fn progress(&self) -> String {
        let (done, all) = (self.progress.items, self.manifest.items);
        match self.progress.pass {
            Pass::Write => format!("{done} of {all} items written"),
            Pass::Compare => format!("{done} of {all} items compared"),
            Pass::Wake | Pass::Done => format!("{done} of {all} deadlines set"),
        }
    }

    /// The next items as they begin in the new desk, and how many bytes of the file they are.
    fn chunk(&mut self) -> anyhow::Result<(Vec<Item>, u64)> {
        let (mut items, mut bytes, mut line) = (Vec::new(), 0, String::new());
        while items.len() < CHUNK {
            line.clear();
            let length = self.lines.read_line(&mut line)? as u64;
            if length == 0 {
                break;
            }
            let number = self.progress.items + items.len() as u64 + 1;
            let item =
                lines::item(&line).with_context(|| format!("line {number} of the items cannot be read"))?;
            let key = named(&item.key);
            let item = moving::moved(item, self.manifest.began_at);
            items.push(item.with_context(|| format!("line {number} of the items, {key}"))?);
            bytes += length;
        }
        Ok((items, bytes))
    }

    async fn write(&self, table: &Shared, items: Vec<Item>) -> anyhow::Result<()> {
        let writes = items.into_iter().map(|item| {
            let (item, _) = moving::asleep(item);
            async move {
                match table.put(&Put::of(item.clone()).when(Condition::Absent)).await {
                    Ok(()) => Ok(()),
                    // Written before the interruption, or its answer was lost.
                    Err(TableError::ConditionFailed { current: Some(current) }) if current == item => Ok(()),
                    Err(TableError::ConditionFailed { .. }) => Err(self.other(&item.key)),
                    Err(error) => Err(error).context("cannot write the table"),
                }
            }
        });
        futures::stream::iter(writes).buffer_unordered(AT_ONCE).try_collect::<()>().await
    }

    async fn compare(&self, table: &Shared, items: Vec<Item>, clock: &dyn Clock) -> anyhow::Result<()> {
        if items.is_empty() {
            return Ok(());
        }
        let now = clock.now().as_seconds();
        let keys: Vec<_> = items.iter().map(|item| item.key.clone()).collect();
        let found = table.get(&keys).await.context("cannot read the table")?;
        for (item, found) in items.into_iter().zip(found) {
            let (item, _) = moving::asleep(item);
            match found {
                Some(found) if found == item => {}
                // Its time is over, and the table has thrown it away.
                None if item.is_expired(now) => {}
                Some(_) => return Err(self.other(&item.key)),
                None => bail!("{} is missing in {}", named(&item.key), self.target),
            }
        }
        Ok(())
    }

    async fn wake(&self, table: &Shared, items: Vec<Item>) -> anyhow::Result<()> {
        let updates = items.into_iter().filter_map(|item| moving::asleep(item).1);
        let updates = updates.map(|update: Update| async move {
            match table.update(&update).await {
                // Somebody has moved it on, or it has its deadline.
                Ok(()) | Err(TableError::ConditionFailed { .. }) => Ok(()),
                Err(error) => Err(error).context("cannot write the table"),
            }
        });
        futures::stream::iter(updates).buffer_unordered(AT_ONCE).try_collect::<()>().await
    }

    fn end_of_pass(&mut self) -> anyhow::Result<()> {
        if self.progress.items != self.manifest.items {
            bail!(
                "the export has {} items, and its manifest says {}",
                self.progress.items,
                self.manifest.items
            );
        }
        let pass = match self.progress.pass {
            Pass::Write => Pass::Compare,
            Pass::Compare => Pass::Wake,
            Pass::Wake | Pass::Done => Pass::Done,
        };
        self.progress = Progress { pass, items: 0, bytes: 0 };
        self.lines.rewind()?;
        Ok(())
    }

    fn note(&self) -> anyhow::Result<()> {
        let path = imports_of(&self.folder);
        let mut imports: Imports = read(&path)?.unwrap_or_default();
        imports.insert(self.target.clone(), self.progress);
        write(&path, &imports)
    }

    fn other(&self, key: &Key) -> anyhow::Error {
        anyhow::anyhow!(
            "{} is another in {} than in the export: nobody may use the desk while it moves",
            named(key),
            self.target
        )
    }
}

fn imports_of(folder: &Path) -> PathBuf {
    folder.join("imports.json")
}

/// Which item it is. Keys hold ids; a login stands in some, and is not printed.
fn named(key: &Key) -> String {
    let id = key.pk.split('#').nth(1) != Some("LOGIN");
    if id { format!("{} {}", key.pk, key.sk) } else { "a login".to_owned() }
}
