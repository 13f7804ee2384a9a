//! `rules publish`, `list`, `diff`, `rollback` and `shadow`.

use std::path::{Path, PathBuf};
use std::process::ExitCode;

use anyhow::{Context, bail};
use clap::{Args, Subcommand};
use domain::Timestamp;
use http::Method;
use rules::RuleSet;
use serde::Deserialize;
use serde_json::{Value, json};
use service::Draft;

use super::folder::{body_of, checked, print};
use super::talk::version_or_in_force;
use super::{Desk, Folder, Where};
use crate::rules_folder::read_draft;

/// What to publish.
#[derive(Args)]
pub struct Publish {
    #[command(flatten)]
    folder: Folder,
    #[command(flatten)]
    place: Where,
    /// What changes and why, for those who come after you.
    #[arg(long, short = 'm', value_name = "WORDS")]
    note: String,
    /// Print JSON for programs.
    #[arg(long)]
    json: bool,
}

/// Which versions.
#[derive(Args)]
pub struct List {
    #[command(flatten)]
    place: Where,
    /// How many at most, 1 to 100.
    #[arg(long, default_value_t = 20, value_parser = clap::value_parser!(u32).range(1..=100))]
    limit: u32,
    /// Print JSON for programs.
    #[arg(long)]
    json: bool,
}

/// Two sets.
#[derive(Args)]
pub struct Diff {
    /// Before: a version, `in-force`, or a folder.
    #[arg(default_value = "in-force")]
    before: String,
    /// After: a version, `in-force`, or a folder.
    #[arg(default_value = "rules")]
    after: String,
    #[command(flatten)]
    place: Where,
    /// Print JSON for programs.
    #[arg(long)]
    json: bool,
}

/// Where to go back to.
#[derive(Args)]
pub struct Rollback {
    /// The version, or at least 4 characters of it. Default: the one before the one in force.
    version: Option<String>,
    #[command(flatten)]
    place: Where,
    /// Why, for those who come after you.
    #[arg(long, short = 'm', value_name = "WORDS", default_value = "")]
    note: String,
    /// Print JSON for programs.
    #[arg(long)]
    json: bool,
}

/// What to do with a candidate.
#[derive(Subcommand)]
pub enum Shadow {
    /// Let a folder, or a version that the desk has, run beside the rules in force.
    Begin {
        #[command(flatten)]
        folder: Folder,
        #[command(flatten)]
        place: Where,
        /// A version, or at least 4 characters of it, instead of the folder.
        #[arg(long)]
        version: Option<String>,
        /// What it tries out.
        #[arg(long, short = 'm', value_name = "WORDS", default_value = "")]
        note: String,
        /// Print JSON for programs.
        #[arg(long)]
        json: bool,
    },
    /// Show what it would have done.
    Show {
        #[command(flatten)]
        place: Where,
        /// Print JSON for programs.
        #[arg(long)]
        json: bool,
    },
    /// Let it run no more.
    End {
        #[command(flatten)]
        place: Where,
        /// Print JSON for programs.
        #[arg(long)]
        json: bool,
    },
}

#[derive(Deserialize)]
struct Published {
    version: String,
    previous: Option<String>,
    changed: bool,
}

/// Publishes a folder, after showing what changes.
pub async fn publish(asked: &Publish) -> anyhow::Result<ExitCode> {
    let draft = read_draft(&asked.folder.rules)?;
    let Some(here) = checked(draft.clone(), false).await? else { return Ok(ExitCode::FAILURE) };
    print(here.rules.warnings(), false)?;
    if !here.report.passed() {
        eprintln!("{}\nnothing was published", here.report);
        return Ok(ExitCode::FAILURE);
    }
    let desk = Desk::open(&asked.place).await?;
    let done = publish_to(&desk, asked, &draft, &here.rules).await;
    desk.close().await;
    done
}

async fn publish_to(
    desk: &Desk,
    asked: &Publish,
    draft: &Draft,
    rules: &RuleSet,
) -> anyhow::Result<ExitCode> {
    let in_force = desk.in_force().await?;
    if let Some(version) = in_force.as_ref().filter(|_| !asked.json) {
        let before = desk.draft(version).await?;
        // What is in force there may be of a newer engine than this one.
        if let Ok(before) = (Draft { cases: Vec::new(), ..before }).check_here() {
            println!("{}\n", before.rules.diff(rules));
        }
    }
    let mut body = body_of(draft);
    body["note"] = json!(asked.note);
    // What was shown is what gives way; if somebody else was quicker, the desk says so.
    body["expected"] = json!(in_force);
    let answer: Value = desk.ask(Method::POST, "/v1/rules:publish", Some(&body)).await?;
    say(&answer, asked.json, "published")
}

fn say(answer: &Value, json: bool, did: &str) -> anyhow::Result<ExitCode> {
    if json {
        println!("{}", serde_json::to_string_pretty(answer)?);
        return Ok(ExitCode::SUCCESS);
    }
    let Published { version, previous, changed } = Deserialize::deserialize(answer)?;
    match previous {
        _ if !changed => println!("{version} is in force already; nothing changed"),
        Some(previous) => println!("{did} {version}; before it was {previous}"),
        None => println!("{did} {version}, the first one"),
    }
    Ok(ExitCode::SUCCESS)
}

/// Puts an older version in force again.
pub async fn roll_back(asked: &Rollback) -> anyhow::Result<ExitCode> {
    let desk = Desk::open(&asked.place).await?;
    let done = roll_back_at(&desk, asked).await;
    desk.close().await;
    say(&done?, asked.json, "went back to")
}

async fn roll_back_at(desk: &Desk, asked: &Rollback) -> anyhow::Result<Value> {
    let body = json!({ "version": asked.version, "note": asked.note, "expected": desk.in_force().await? });
    desk.ask(Method::POST, "/v1/rules:rollback", Some(&body)).await
}

#[derive(Deserialize)]
struct VersionPage {
    current: Option<Current>,
    versions: Vec<Version>,
    next: Option<String>,
}

#[derive(Deserialize)]
struct Current {
    version: String,
    at: Timestamp,
    by_name: String,
    note: String,
    came_by: String,
}

#[derive(Deserialize)]
struct Version {
    #[serde(rename = "version")]
    name: String,
    note: String,
    by_name: String,
    at: Timestamp,
    files: Vec<String>,
    cases: Vec<String>,
    in_force: bool,
    shadow: bool,
}

/// A time on this machine's wall.
pub fn wall(at: Timestamp) -> String {
    at.to_jiff().to_zoned(jiff::tz::TimeZone::system()).strftime("%Y-%m-%d %H:%M").to_string()
}

/// Lists the versions.
pub async fn list(asked: &List) -> anyhow::Result<ExitCode> {
    let desk = Desk::open(&asked.place).await?;
    let path = format!("/v1/rules/versions?limit={}", asked.limit);
    let answer = desk.ask::<Value>(Method::GET, &path, None).await;
    desk.close().await;
    let answer = answer?;
    if asked.json {
        println!("{}", serde_json::to_string_pretty(&answer)?);
        return Ok(ExitCode::SUCCESS);
    }
    let VersionPage { current, versions, next } = Deserialize::deserialize(&answer)?;
    if let Some(Current { version, at, by_name, note, came_by }) = &current {
        let how = if came_by == "rolling_back" { "gone back to" } else { "published" };
        let note = if note.is_empty() { String::new() } else { format!(": {note}") };
        println!("in force: {version}, {how} by {by_name} at {}{note}\n", wall(*at));
    }
    for version in &versions {
        let mark = match version {
            Version { in_force: true, .. } => "*",
            Version { shadow: true, .. } => "~",
            _ => " ",
        };
        let Version { name, note, by_name, at, files, cases, .. } = version;
        let size = format!("{} files, {} of cases", files.len(), cases.len());
        println!("{mark} {name}  {}  {by_name}  {note}  ({size})", wall(*at));
    }
    if versions.is_empty() {
        println!("there are no versions yet; `madoguchi rules publish` makes one");
    }
    if next.is_some() {
        println!("… and older ones; --limit shows more");
    }
    Ok(ExitCode::SUCCESS)
}

/// Compares two sets.
pub async fn diff(asked: &Diff) -> anyhow::Result<ExitCode> {
    let mut desk = None;
    let before = set(&asked.before, asked, &mut desk).await;
    let after = match &before {
        Ok(_) => set(&asked.after, asked, &mut desk).await,
        Err(_) => Ok(None),
    };
    if let Some(desk) = desk {
        desk.close().await;
    }
    let (Some(before), Some(after)) = (before?, after?) else { return Ok(ExitCode::FAILURE) };
    let diff = before.diff(&after);
    if asked.json {
        println!("{}", serde_json::to_string_pretty(&diff)?);
    } else {
        println!("{diff}");
    }
    Ok(ExitCode::SUCCESS)
}

/// A set by the name of its folder or its version; none if it is broken, which is printed.
async fn set(name: &str, asked: &Diff, desk: &mut Option<Desk>) -> anyhow::Result<Option<RuleSet>> {
    let folder = PathBuf::from(name);
    let draft = if folder.is_dir() {
        read_draft(&folder)?
    } else {
        if looks_like_a_folder(&folder) {
            bail!("there is no folder {name}");
        }
        let desk = match desk {
            Some(desk) => desk,
            None => desk.insert(Desk::open(&asked.place).await?),
        };
        version_or_in_force(desk, name).await?.1
    };
    let version = draft.version();
    let checked = checked(Draft { cases: Vec::new(), ..draft }, asked.json).await?;
    Ok(checked.map(|checked| checked.rules.named(version)))
}

/// A version has neither separators nor the name that folders of rules have by default.
fn looks_like_a_folder(path: &Path) -> bool {
    path.components().count() > 1 || path == Path::new("rules")
}

/// Runs, shows or ends a candidate.
pub async fn shadow(command: &Shadow) -> anyhow::Result<ExitCode> {
    let (place, json) = match command {
        Shadow::Begin { place, json, .. } | Shadow::Show { place, json } | Shadow::End { place, json } => {
            (place, *json)
        }
    };
    let begun = match command {
        Shadow::Begin { version: Some(version), .. } => Some(json!({ "version": version })),
        Shadow::Begin { folder, note, .. } => {
            let draft = read_draft(&folder.rules)?;
            let mut body = body_of(&draft);
            body["note"] = json!(note);
            Some(body)
        }
        Shadow::Show { .. } | Shadow::End { .. } => None,
    };
    let method = match command {
        Shadow::Begin { .. } => Method::PUT,
        Shadow::Show { .. } => Method::GET,
        Shadow::End { .. } => Method::DELETE,
    };
    let desk = Desk::open(place).await?;
    let answer = desk.ask::<Value>(method, "/v1/rules/shadow", begun.as_ref()).await;
    desk.close().await;
    let answer = answer?;
    if json {
        println!("{}", serde_json::to_string_pretty(&answer)?);
    } else {
        show(&Deserialize::deserialize(&answer)?);
    }
    Ok(ExitCode::SUCCESS)
}

#[derive(Deserialize)]
struct ShadowView {
    running: Option<Running>,
    report: Option<Report>,
}

#[derive(Deserialize)]
struct Running {
    version: String,
    since: Timestamp,
    by_name: String,
}

#[derive(Deserialize)]
struct Report {
    version: String,
    since: Timestamp,
    asked: u64,
    same: u64,
    different: u64,
    failed: u64,
    dropped: u64,
    rules: Vec<RuleCount>,
    pairs: Vec<Pair>,
    other_pairs: u64,
    failures: Vec<Failure>,
}

#[derive(Deserialize)]
struct RuleCount {
    rule: String,
    acted: u64,
    different: u64,
}

#[derive(Deserialize)]
struct Pair {
    old: Vec<String>,
    new: Vec<String>,
    count: u64,
    samples: Vec<Sample>,
}

#[derive(Deserialize)]
struct Sample {
    conversation: String,
    at: Timestamp,
    text: Option<String>,
    old: Vec<String>,
    new: Vec<String>,
}

#[derive(Deserialize)]
struct Failure {
    rule: String,
    file: String,
    line: u32,
    count: u64,
}

/// Names of rules or kinds of proposals; a word if there are none.
pub fn joined(names: &[String]) -> String {
    if names.is_empty() { "nothing".to_owned() } else { names.join(", ") }
}

fn show(view: &ShadowView) {
    match &view.running {
        Some(Running { version, since, by_name }) => {
            println!("{version} runs beside the rules in force since {}, begun by {by_name}", wall(*since));
        }
        None => println!("no rules run beside those in force"),
    }
    let Some(report) = &view.report else { return };
    if view.running.is_none() {
        println!("the last ones were {}, from {} on:", report.version, wall(report.since));
    }
    let Report { asked, same, different, failed, dropped, .. } = report;
    println!("asked {asked}: {same} the same, {different} different; {failed} with a rule that failed");
    if *dropped > 0 {
        println!("{dropped} more were not asked, because they could not keep up");
    }
    for Failure { rule, file, line, count } in &report.failures {
        println!("  {rule} failed {count} time(s) at {file}:{line}");
    }
    if !report.rules.is_empty() {
        println!("\n  would act  differently  rule");
    }
    for RuleCount { rule, acted, different } in &report.rules {
        println!("  {acted:>9}  {different:>11}  {rule}");
    }
    for Pair { old, new, count, samples } in &report.pairs {
        println!("\n{count} × {} → {}", joined(old), joined(new));
        for Sample { conversation, at, text, old, new } in samples {
            let text = text.as_deref().unwrap_or("(gone)");
            println!("    「{text}」 {} {conversation}: {} → {}", wall(*at), joined(old), joined(new));
        }
    }
    if report.other_pairs > 0 {
        println!("\n{} × others", report.other_pairs);
    }
}

/// The rules in force at a desk, compiled here.
pub async fn in_force(desk: &Desk) -> anyhow::Result<RuleSet> {
    let (version, draft) = version_or_in_force(desk, "in-force").await?;
    let found = Draft { cases: Vec::new(), ..draft.clone() }.check_here();
    let checked = found.map_err(|found| anyhow::anyhow!("{} mistake(s)", found.len()));
    let checked =
        checked.with_context(|| format!("version {version}, in force there, does not compile here"))?;
    Ok(checked.rules.named(draft.version()))
}
