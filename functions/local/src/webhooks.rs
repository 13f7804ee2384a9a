//! `madoguchi dead-letters` and `madoguchi relays`: webhooks that need somebody, of a desk that runs or of one on this machine.

use std::process::ExitCode;

use clap::{Args, Subcommand};
use domain::InboxId;
use http::Method;
use serde_json::Value;
use store::ArrivalId;

use crate::rules::{Desk, Refused, Where};

/// What to do with dead letters.
#[derive(Subcommand)]
pub enum DeadLetters {
    /// List them, the newest first.
    List(List),
    /// Show one: what is wrong with it, and what the provider posted.
    Show(Named),
    /// Take them again as if they came once more. Safe at any time: what the desk has of them stays as it is.
    Replay(Replay),
    /// Throw one away.
    Delete(Named),
}

/// What to do with webhooks that are passed on to a second address.
#[derive(Subcommand)]
pub enum Relays {
    /// List those that are still to be passed on, and those that were given up.
    List(List),
    /// Begin anew with one that was given up.
    Retry(Named),
}

/// Which ones.
#[derive(Args)]
pub struct List {
    #[command(flatten)]
    place: Where,
    /// Only this inbox.
    #[arg(long)]
    inbox: Option<InboxId>,
    /// How many at most, 1 to 100.
    #[arg(long, default_value_t = 20, value_parser = clap::value_parser!(u32).range(1..=100))]
    limit: u32,
    /// Print JSON for programs.
    #[arg(long)]
    json: bool,
}

/// One of them.
#[derive(Args)]
pub struct Named {
    /// Inbox and name, as the list shows them: `line-main/1795132801000-0123456789abcdef`.
    name: String,
    #[command(flatten)]
    place: Where,
    /// Print JSON for programs.
    #[arg(long)]
    json: bool,
}

/// Which letters to take again.
#[derive(Args)]
pub struct Replay {
    /// Inbox and name, as the list shows them.
    #[arg(required_unless_present = "all")]
    names: Vec<String>,
    /// All there are.
    #[arg(long, conflicts_with = "names")]
    all: bool,
    #[command(flatten)]
    place: Where,
    /// Print JSON for programs, a line each.
    #[arg(long)]
    json: bool,
}

/// Runs one of the commands. What a desk refuses, and a letter that still cannot be read, end with a failure.
///
/// # Errors
///
/// In words for people: a desk that cannot be reached.
pub async fn dead_letters(command: DeadLetters) -> anyhow::Result<ExitCode> {
    told(match command {
        DeadLetters::List(asked) => list(&asked, "dead-letters").await,
        DeadLetters::Show(asked) => show(&asked).await,
        DeadLetters::Replay(asked) => replay(&asked).await,
        DeadLetters::Delete(asked) => {
            act(&asked, Method::DELETE, &format!("/v1/dead-letters/{}", asked.path()?), "thrown away").await
        }
    })
}

/// Runs one of the commands.
///
/// # Errors
///
/// In words for people: a desk that cannot be reached.
pub async fn relays(command: Relays) -> anyhow::Result<ExitCode> {
    told(match command {
        Relays::List(asked) => list(&asked, "relays").await,
        Relays::Retry(asked) => {
            act(&asked, Method::POST, &format!("/v1/relays/{}/retry", asked.path()?), "tried again").await
        }
    })
}

fn told(done: anyhow::Result<ExitCode>) -> anyhow::Result<ExitCode> {
    match done {
        Err(error) if error.is::<Refused>() => {
            eprintln!("{error:#}");
            Ok(ExitCode::FAILURE)
        }
        other => other,
    }
}

impl Named {
    fn path(&self) -> anyhow::Result<String> {
        path(&self.name)
    }
}

/// The name as a part of an address: nothing in it means anything there.
fn path(name: &str) -> anyhow::Result<String> {
    let is_inbox = |part: &str| part.parse::<InboxId>().is_ok() && part.bytes().any(|b| b != b'.');
    match name.split_once('/') {
        Some((inbox, id)) if is_inbox(inbox) && id.parse::<ArrivalId>().is_ok() => Ok(name.to_owned()),
        _ => anyhow::bail!(
            "{name:?} is no name; the list shows them, such as line-main/1795132801000-0123456789abcdef"
        ),
    }
}

fn word<'a>(value: &'a Value, member: &str) -> &'a str {
    value[member].as_str().unwrap_or_default()
}

/// Inbox and name of an item of either list.
fn name(item: &Value) -> String {
    let id = item.get("letter").or(item.get("webhook")).and_then(Value::as_str).unwrap_or_default();
    format!("{}/{id}", word(item, "inbox"))
}

async fn list(asked: &List, what: &str) -> anyhow::Result<ExitCode> {
    let desk = Desk::open(&asked.place).await?;
    let inbox = asked.inbox.as_ref().map(|inbox| format!("&inbox={inbox}")).unwrap_or_default();
    let page =
        desk.ask::<Value>(Method::GET, &format!("/v1/{what}?limit={}{inbox}", asked.limit), None).await;
    desk.close().await;
    let page = page?;
    if asked.json {
        println!("{}", serde_json::to_string_pretty(&page["items"])?);
        return Ok(ExitCode::SUCCESS);
    }
    let items = page["items"].as_array().cloned().unwrap_or_default();
    if items.is_empty() {
        println!("none");
    }
    for item in &items {
        let size = item["size_bytes"].as_u64().unwrap_or_default();
        let state = match item["state"].as_str() {
            None => String::new(),
            Some("given_up") => format!("  given up after {} calls", item["attempts"]),
            Some(_) => format!("  {} calls, next {}", item["attempts"], word(item, "next_at")),
        };
        println!("{}  {}  {size} bytes{state}", name(item), word(item, "at"));
        for line in word(item, "why").lines() {
            println!("    {line}");
        }
    }
    if !page["next"].is_null() {
        println!("(there are more; ask with a higher --limit)");
    }
    Ok(ExitCode::SUCCESS)
}

async fn show(asked: &Named) -> anyhow::Result<ExitCode> {
    let path = asked.path()?;
    let desk = Desk::open(&asked.place).await?;
    let letter = desk.ask::<Value>(Method::GET, &format!("/v1/dead-letters/{path}"), None).await;
    desk.close().await;
    let letter = letter?;
    if asked.json {
        println!("{}", serde_json::to_string_pretty(&letter)?);
        return Ok(ExitCode::SUCCESS);
    }
    println!("{}  {}  {} bytes", name(&letter), word(&letter, "at"), letter["size_bytes"]);
    for line in word(&letter, "why").lines() {
        println!("    {line}");
    }
    println!("\n{}", printable(word(&letter, "body")));
    if letter["whole"] != true {
        println!("(cut)");
    }
    Ok(ExitCode::SUCCESS)
}

/// A body that whoever posts it cannot use to write to a terminal whatever it likes.
fn printable(body: &str) -> String {
    body.chars().map(|c| if c.is_control() && c != '\n' { '\u{fffd}' } else { c }).collect()
}

async fn replay(asked: &Replay) -> anyhow::Result<ExitCode> {
    let mut paths = asked.names.iter().map(|name| path(name)).collect::<anyhow::Result<Vec<_>>>()?;
    let desk = Desk::open(&asked.place).await?;
    let done = async {
        if asked.all {
            paths = all(&desk).await?;
        }
        let mut whole = true;
        for path in &paths {
            let address = format!("/v1/dead-letters/{path}/replay");
            let came: Value = desk.ask(Method::POST, &address, None).await?;
            whole &= came["done"] == true;
            if asked.json {
                println!("{}", serde_json::json!({"name": path, "came": came}));
                continue;
            }
            let counts = ["kept", "known", "receipts", "ignored", "dead"]
                .map(|count| format!("{} {count}", came[count]))
                .join(", ");
            println!("{path}: {counts}");
            for line in word(&came, "why").lines() {
                println!("    {line}");
            }
        }
        if paths.is_empty() && !asked.json {
            println!("none");
        }
        Ok(if whole { ExitCode::SUCCESS } else { ExitCode::FAILURE })
    }
    .await;
    desk.close().await;
    done
}

/// The names of all dead letters.
async fn all(desk: &Desk) -> anyhow::Result<Vec<String>> {
    let (mut names, mut more) = (Vec::new(), String::new());
    loop {
        let address = format!("/v1/dead-letters?limit=100{more}");
        let page: Value = desk.ask(Method::GET, &address, None).await?;
        names.extend(page["items"].as_array().into_iter().flatten().map(name));
        match page["next"].as_str() {
            Some(next) => more = format!("&cursor={next}"),
            None => return Ok(names),
        }
    }
}

async fn act(asked: &Named, method: Method, address: &str, done: &str) -> anyhow::Result<ExitCode> {
    let desk = Desk::open(&asked.place).await?;
    let came = desk.ask::<Value>(method, address, None).await;
    desk.close().await;
    came?;
    if asked.json {
        println!("{}", serde_json::json!({"name": asked.name, "done": true}));
    } else {
        println!("{}: {done}", asked.name);
    }
    Ok(ExitCode::SUCCESS)
}
