//! `rules replay` and `rules export`: what a candidate would have answered to the conversations of the past.

use std::collections::BTreeMap;
use std::fs::{File, OpenOptions};
use std::io::{BufRead, BufReader, BufWriter, Write};
use std::path::{Path, PathBuf};
use std::process::ExitCode;
use std::sync::Arc;
use std::time::{Duration, Instant};

use anyhow::{Context, bail};
use clap::Args;
use domain::{Inbox, InboxId};
use indicatif::{ProgressBar, ProgressStyle};
use rules::{Answer, Baseline, Change, Pair, Past, Replayed, RuleSet};
use serde_json::json;
use service::Draft;
use service::history::{ExportHead, FORMAT, PastConversation};
use tokio::sync::mpsc;

use super::folder::checked;
use super::talk::version_or_in_force;
use super::versions::{in_force, joined, wall};
use super::{Desk, Folder, Where, say};
use crate::rules_folder::read_draft;

/// Conversations that are replayed at once.
const BATCH: usize = 500;
/// Batches that are read ahead.
const AHEAD: usize = 2;
/// The longest line of an export in bytes: two thousand rows of the longest messages.
const LONGEST: usize = 128 * 1024 * 1024;

/// What to replay.
#[derive(Args)]
pub struct Replay {
    #[command(flatten)]
    folder: Folder,
    #[command(flatten)]
    place: Where,
    /// A version of the desk as the candidate, or at least 4 characters of it, instead of the folder.
    #[arg(long)]
    version: Option<String>,
    /// A file that `rules export` wrote, instead of the conversations of a desk.
    #[arg(long, value_name = "FILE")]
    from: Option<PathBuf>,
    /// What the candidate is compared with: `in-force`, `recorded` (what was really answered), a version, or a folder.
    /// Default: in-force; with --from and no desk, recorded.
    #[arg(long)]
    against: Option<String>,
    /// How many answers to show of those that change from the same rules to the same rules; 0 shows all.
    #[arg(long, default_value_t = 5)]
    pairs: usize,
    /// Print a line of JSON for every answer that changes, and one with the counts at the end.
    #[arg(long)]
    json: bool,
}

/// Where to write the past.
#[derive(Args)]
pub struct Export {
    #[command(flatten)]
    place: Where,
    /// The file to write; it must not be there yet.
    #[arg(long, value_name = "FILE")]
    out: PathBuf,
}

/// Some conversations, and how far the source is read, in bytes or conversations.
struct Batch {
    past: Vec<Past>,
    read: u64,
}

/// Replays a candidate.
pub async fn replay(asked: &Replay) -> anyhow::Result<ExitCode> {
    let against = asked.against.clone().unwrap_or_else(|| {
        let alone = asked.from.is_some() && asked.place.desk.is_none() && asked.place.data.is_none();
        if alone { "recorded" } else { "in-force" }.to_owned()
    });
    let against_folder = Path::new(&against).is_dir();
    let needs_desk =
        asked.from.is_none() || asked.version.is_some() || (against != "recorded" && !against_folder);
    let desk = if needs_desk { Some(Desk::open(&asked.place).await?) } else { None };
    let candidate = match (&asked.version, &desk) {
        (Some(version), Some(desk)) => version_or_in_force(desk, version).await?.1,
        _ => read_draft(&asked.folder.rules)?,
    };
    let Some(candidate) = compiled(candidate).await? else { return Ok(ExitCode::FAILURE) };
    let baseline = match against.as_str() {
        "recorded" => {
            let (settings, _) = crate::settings(asked.place.config.as_deref())?;
            Baseline::Recorded { templates: Arc::new(settings.template_contents()) }
        }
        folder if against_folder => {
            let Some(set) = compiled(read_draft(Path::new(folder))?).await? else {
                return Ok(ExitCode::FAILURE);
            };
            Baseline::Rules(Arc::new(set))
        }
        version => {
            let desk = desk.as_ref().context("no desk")?;
            let set = if version == "in-force" {
                in_force(desk).await?
            } else {
                let draft = version_or_in_force(desk, version).await?.1;
                let Some(set) = compiled(draft).await? else { return Ok(ExitCode::FAILURE) };
                set
            };
            Baseline::Rules(Arc::new(set))
        }
    };
    let (source, bar) = match &asked.from {
        Some(file) => from_file(file)?,
        None => (from_desk(desk.context("no desk")?), spinner()),
    };
    let begun = Instant::now();
    let (counts, shown) =
        tell(source, rules::Replay::new(Arc::new(candidate), baseline), asked, &bar).await?;
    bar.finish_and_clear();
    if asked.json {
        say(&format!("{}\n", json!({ "counts": counts })))?;
    } else {
        say(&told_in_words(&counts, &shown, asked.pairs, begun.elapsed()))?;
    }
    Ok(ExitCode::SUCCESS)
}

async fn compiled(draft: Draft) -> anyhow::Result<Option<RuleSet>> {
    let version = draft.version();
    let draft = Draft { cases: Vec::new(), ..draft };
    Ok(checked(draft, false).await?.map(|checked| checked.rules.named(version)))
}

/// Changed answers by the rules of both sides.
type Shown = BTreeMap<(Vec<String>, Vec<String>), Vec<Pair>>;

/// Feeds the replay while more is read.
async fn tell(
    mut source: mpsc::Receiver<anyhow::Result<Batch>>,
    mut replay: rules::Replay,
    asked: &Replay,
    bar: &ProgressBar,
) -> anyhow::Result<(Replayed, Shown)> {
    let mut shown = Shown::new();
    while let Some(batch) = source.recv().await {
        let Batch { past, read } = batch?;
        let (fed, pairs) = tokio::task::spawn_blocking(move || {
            let pairs = replay.feed(&past);
            (replay, pairs)
        })
        .await?;
        replay = fed;
        let mut lines = String::new();
        for pair in pairs {
            if asked.json {
                lines.push_str(&serde_json::to_string(&pair)?);
                lines.push('\n');
                continue;
            }
            let kept = shown.entry((pair.before.rules.clone(), pair.after.rules.clone())).or_default();
            if asked.pairs == 0 || kept.len() < asked.pairs {
                kept.push(pair);
            }
        }
        say(&lines)?;
        let counts = replay.so_far();
        bar.set_position(read);
        bar.set_message(format!("{} messages, {} would change", counts.messages, counts.changed()));
    }
    Ok((replay.finish(), shown))
}

fn spinner() -> ProgressBar {
    let bar = ProgressBar::new_spinner();
    bar.enable_steady_tick(Duration::from_millis(100));
    if let Ok(style) = ProgressStyle::with_template("{spinner} {elapsed} {pos} conversations, {msg}") {
        bar.set_style(style);
    }
    bar
}

/// Reads the past of a desk, page by page, and goes.
fn from_desk(desk: Desk) -> mpsc::Receiver<anyhow::Result<Batch>> {
    let (sender, receiver) = mpsc::channel(AHEAD);
    tokio::spawn(async move {
        let (mut next, mut read) = (None, 0);
        loop {
            let page = match desk.past(next.as_ref()).await {
                Ok(page) => page,
                Err(error) => {
                    // Whoever would hear of it is gone.
                    let _ = sender.send(Err(error)).await;
                    break;
                }
            };
            read += page.conversations.len() as u64;
            let inboxes = by_id(&page.head);
            let batch = Batch { past: told(page.conversations, &inboxes), read };
            if sender.send(Ok(batch)).await.is_err() {
                break;
            }
            next = page.next;
            if next.is_none() {
                break;
            }
        }
        desk.close().await;
    });
    receiver
}

fn by_id(head: &ExportHead) -> BTreeMap<InboxId, Arc<Inbox>> {
    head.inboxes.iter().map(|inbox| (inbox.id.clone(), Arc::new(inbox.clone()))).collect()
}

fn told(conversations: Vec<PastConversation>, inboxes: &BTreeMap<InboxId, Arc<Inbox>>) -> Vec<Past> {
    let past = |past: PastConversation| {
        let inbox = inboxes.get(&past.inbox)?.clone();
        Some(past.into_past(inbox))
    };
    conversations.into_iter().filter_map(past).collect()
}

/// Reads an exported file on a thread of its own.
fn from_file(path: &Path) -> anyhow::Result<(mpsc::Receiver<anyhow::Result<Batch>>, ProgressBar)> {
    let file = File::open(path).with_context(|| format!("cannot read {}", path.display()))?;
    let bar = ProgressBar::new(file.metadata()?.len());
    if let Ok(style) = ProgressStyle::with_template("{bar:30} {percent}% {elapsed}, {msg}") {
        bar.set_style(style);
    }
    let mut lines = Lines {
        reader: BufReader::with_capacity(1 << 20, file),
        name: path.display().to_string(),
        line: 0,
        read: 0,
    };
    let head: ExportHead = lines.next()?.with_context(|| format!("{} is empty", lines.name))?;
    if head.format != FORMAT {
        bail!("{} is a {:?}, and this program reads {FORMAT:?}; export it again", lines.name, head.format);
    }
    let (sender, receiver) = mpsc::channel(AHEAD);
    std::thread::spawn(move || {
        let inboxes = by_id(&head);
        loop {
            let batch = lines.batch(&inboxes);
            let last = batch.as_ref().is_ok_and(|batch| batch.past.is_empty()) || batch.is_err();
            if sender.blocking_send(batch).is_err() || last {
                return;
            }
        }
    });
    Ok((receiver, bar))
}

struct Lines {
    reader: BufReader<File>,
    name: String,
    line: usize,
    read: u64,
}

impl Lines {
    fn next<T: serde::de::DeserializeOwned>(&mut self) -> anyhow::Result<Option<T>> {
        let mut text = Vec::new();
        let longest = LONGEST as u64;
        let read = std::io::Read::take(&mut self.reader, longest).read_until(b'\n', &mut text);
        let read = read.with_context(|| format!("cannot read {}", self.name))?;
        if read == 0 {
            return Ok(None);
        }
        self.line += 1;
        self.read += read as u64;
        let value = serde_json::from_slice(&text)
            .with_context(|| format!("{}:{}: this line is not of an export", self.name, self.line))?;
        Ok(Some(value))
    }

    /// The next conversations; none at the end.
    fn batch(&mut self, inboxes: &BTreeMap<InboxId, Arc<Inbox>>) -> anyhow::Result<Batch> {
        let mut conversations = Vec::new();
        while conversations.len() < BATCH {
            let Some(past) = self.next::<PastConversation>()? else { break };
            if !inboxes.contains_key(&past.inbox) {
                bail!("{}:{}: the head of the file has no inbox {}", self.name, self.line, past.inbox);
            }
            conversations.push(past);
        }
        Ok(Batch { past: told(conversations, inboxes), read: self.read })
    }
}

/// Counts, then every kind of change with its answers.
fn told_in_words(counts: &Replayed, shown: &Shown, most: usize, took: Duration) -> String {
    let Replayed { conversations, messages, silent, different, new, gone, other_rule, failed, .. } = counts;
    let mut lines = vec![
        format!(
            "{} of {messages} past messages would now get a different answer: {different} another one, {new} one where there was none, {gone} none any more",
            counts.changed()
        ),
        format!(
            "{} would get the same, {other_rule} of them by another rule; {failed} with a rule that failed",
            counts.same + other_rule
        ),
        format!("{conversations} conversations; {silent} more messages were with people or on hold"),
    ];
    if !counts.rules.is_empty() {
        lines.push("\n  before   after  changed  rule".to_owned());
    }
    for (rule, told) in &counts.rules {
        lines.push(format!("{:>8}{:>8}{:>9}  {rule}", told.before, told.after, told.changed));
    }
    for step in &counts.moves {
        lines.push(format!("\n{} × {} → {}", step.messages, joined(&step.before), joined(&step.after)));
        let pairs = shown.get(&(step.before.clone(), step.after.clone())).map_or(&[][..], Vec::as_slice);
        lines.extend(pairs.iter().flat_map(told_pair));
        let more = step.messages.saturating_sub(pairs.len() as u64);
        if more > 0 && most > 0 {
            lines.push(format!("    … and {more} more; --pairs 0 shows all"));
        }
    }
    lines.push(format!("\nNothing was sent or written.{}", speed(*messages, took)));
    lines.join("\n") + "\n"
}

/// How fast it was; of a few messages the time says nothing.
fn speed(messages: u64, took: Duration) -> String {
    if messages < 1_000 {
        return String::new();
    }
    #[allow(clippy::cast_precision_loss, reason = "a rate for people, of counts that are small enough")]
    let rate = messages as f64 / took.as_secs_f64().max(0.001);
    format!(" {messages} messages in {:.1} s: {rate:.0} a second.", took.as_secs_f64())
}

fn told_pair(pair: &Pair) -> [String; 3] {
    let after = pair.after_seconds.map(|seconds| format!(", {} h of silence after it", seconds / 3_600));
    let same = if pair.change == Change::OtherRule { " (the same words)" } else { "" };
    let Pair { text, conversation, .. } = pair;
    [
        format!("    「{text}」 {} {conversation}{}{same}", wall(pair.at), after.unwrap_or_default()),
        format!("      - {}", words(&pair.before)),
        format!("      + {}", words(&pair.after)),
    ]
}

/// An answer in one line.
fn words(answer: &Answer) -> String {
    let wanted = answer.wanted.iter().map(|wanted| {
        let labels = wanted.buttons.iter().map(|button| format!("[{}]", button.label));
        let words = [wanted.does.to_owned(), wanted.what.replace('\n', " / ")];
        words.into_iter().filter(|word| !word.is_empty()).chain(labels).collect::<Vec<_>>().join(" ")
    });
    let failed = answer.failed.iter().map(|failed| format!("failed: {failed}"));
    let all: Vec<_> = wanted.chain(failed).collect();
    if all.is_empty() { "nothing".to_owned() } else { all.join("; ") }
}

/// Writes the past into a file that only its owner may read.
pub async fn export(asked: &Export) -> anyhow::Result<ExitCode> {
    let mut options = OpenOptions::new();
    options.write(true).create_new(true);
    #[cfg(unix)]
    std::os::unix::fs::OpenOptionsExt::mode(&mut options, 0o600);
    let desk = Desk::open(&asked.place).await?;
    let file = options
        .open(&asked.out)
        .with_context(|| format!("cannot write {}; is it there already?", asked.out.display()))?;
    let written = write(&desk, BufWriter::new(file)).await;
    desk.close().await;
    let (conversations, events) = written.with_context(|| format!("{} is not whole", asked.out.display()))?;
    println!(
        "{conversations} conversations with {events} events are in {}. It holds what customers wrote: delete it when you are done.",
        asked.out.display()
    );
    Ok(ExitCode::SUCCESS)
}

async fn write(desk: &Desk, mut out: BufWriter<File>) -> anyhow::Result<(u64, usize)> {
    let bar = spinner();
    let (mut next, mut conversations, mut events) = (None, 0, 0);
    loop {
        let page = desk.past(next.as_ref()).await?;
        if next.is_none() {
            writeln!(out, "{}", serde_json::to_string(&page.head)?)?;
        }
        for past in &page.conversations {
            writeln!(out, "{}", serde_json::to_string(past)?)?;
            conversations += 1;
            events += past.events.len();
        }
        bar.set_position(conversations);
        next = page.next;
        if next.is_none() {
            bar.finish_and_clear();
            out.flush()?;
            return Ok((conversations, events));
        }
    }
}
