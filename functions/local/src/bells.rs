//! `madoguchi dead-bells`: bells on AWS that could not be answered. Each is a hint that carries an id; sending one back too early,
//! twice or in any order changes nothing (INV-18), and what it hinted at is in the table either way.

use std::collections::BTreeMap;
use std::process::ExitCode;

use anyhow::{Context, bail};
use aws_config::BehaviorVersion;
use aws_sdk_sqs::Client;
use aws_sdk_sqs::error::DisplayErrorContext;
use aws_sdk_sqs::types::MessageSystemAttributeNameForSends::AwsTraceHeader;
use aws_sdk_sqs::types::{Message, MessageSystemAttributeName as Attribute, MessageSystemAttributeValue};
use clap::{Args, Subcommand};
use domain::Timestamp;
use serde::Serialize;
use service::seams::Ring;

/// How long a bell that was looked at is hidden from others, in seconds.
const HIDDEN: i32 = 30;
/// The most bells in one answer of the queue.
const BATCH: i32 = 10;

/// What to do with them.
#[derive(Subcommand)]
pub enum DeadBells {
    /// List them: what each is about, since when, from which queue, and the trace that the logs have.
    List(List),
    /// Show one.
    Show(Show),
    /// Send them back to where they came from. Safe at any time.
    Redrive(Redrive),
}

/// Where they are.
#[derive(Args)]
pub struct Queue {
    /// The queue's address: the output `DeadBellsUrl` of the stack.
    #[arg(long, value_name = "URL", env = "MADOGUCHI_DEAD_BELLS")]
    queue: String,
}

/// Which ones.
#[derive(Args)]
pub struct List {
    #[command(flatten)]
    queue: Queue,
    /// How many at most.
    #[arg(long, default_value_t = 100)]
    limit: usize,
    /// Print JSON for programs, a line each.
    #[arg(long)]
    json: bool,
}

/// Which one.
#[derive(Args)]
pub struct Show {
    /// Its id, as the list shows it.
    id: String,
    #[command(flatten)]
    queue: Queue,
}

/// Which ones.
#[derive(Args)]
pub struct Redrive {
    #[command(flatten)]
    queue: Queue,
    /// Only those about this conversation or inbox.
    #[arg(long)]
    about: Option<String>,
}

/// A bell as it lies in the queue.
#[derive(Debug, Serialize)]
struct DeadBell {
    id: String,
    /// Conversation or inbox; nothing if it cannot be read.
    about: Option<String>,
    /// What it says.
    ring: serde_json::Value,
    /// When it rang.
    rang_at: Option<Timestamp>,
    /// The name of the queue that gave it up.
    from: Option<String>,
    /// What it was a consequence of: what to look for in the logs.
    trace: Option<String>,
    #[serde(skip)]
    receipt: String,
    #[serde(skip)]
    body: String,
}

impl DeadBell {
    fn read(message: Message) -> Option<Self> {
        let attributes = message.attributes.unwrap_or_default();
        let text = |name: &Attribute| attributes.get(name).cloned();
        let body = message.body.unwrap_or_default();
        let ring = serde_json::from_str::<Ring>(&body).ok();
        let sent = text(&Attribute::SentTimestamp).and_then(|sent| sent.parse().ok());
        let source = text(&Attribute::DeadLetterQueueSourceArn);
        Some(Self {
            id: message.message_id?,
            about: ring.as_ref().map(|ring| ring.about().to_owned()),
            // What is none of ours is not printed: nobody knows what it holds.
            ring: ring.and_then(|ring| serde_json::to_value(ring).ok()).unwrap_or_default(),
            rang_at: sent.map(Timestamp::from_millis),
            from: source.and_then(|arn| arn.rsplit(':').next().map(str::to_owned)),
            trace: text(&Attribute::AwsTraceHeader),
            receipt: message.receipt_handle?,
            body,
        })
    }
}

/// Runs one of the commands.
///
/// # Errors
///
/// In words for people: a queue that cannot be reached.
pub async fn dead_bells(command: DeadBells) -> anyhow::Result<ExitCode> {
    let client = Client::new(&aws_config::load_defaults(BehaviorVersion::latest()).await);
    match command {
        DeadBells::List(asked) => list(&client, &asked).await?,
        DeadBells::Show(asked) => {
            let bells = look(&client, &asked.queue.queue, usize::MAX).await?;
            let bell = bells.get(&asked.id).with_context(|| format!("there is no bell {}", asked.id))?;
            println!("{}", serde_json::to_string_pretty(bell)?);
        }
        DeadBells::Redrive(asked) => return redrive(&client, &asked).await,
    }
    Ok(ExitCode::SUCCESS)
}

async fn list(client: &Client, asked: &List) -> anyhow::Result<()> {
    let bells = look(client, &asked.queue.queue, asked.limit).await?;
    if bells.is_empty() && !asked.json {
        println!("no dead bells");
    }
    for bell in bells.values() {
        if asked.json {
            println!("{}", serde_json::to_string(bell)?);
            continue;
        }
        let or = |text: &Option<String>| text.clone().unwrap_or_else(|| "-".to_owned());
        let rang_at = bell.rang_at.map_or_else(|| "-".to_owned(), |at| at.to_string());
        println!("{}  {rang_at}  {}  {}  {}", bell.id, or(&bell.about), or(&bell.from), or(&bell.trace));
    }
    Ok(())
}

/// Looks at bells and leaves them where they are.
async fn look(client: &Client, queue: &str, most: usize) -> anyhow::Result<BTreeMap<String, DeadBell>> {
    let mut found = BTreeMap::new();
    while found.len() < most {
        let before = found.len();
        found.extend(some(client, queue).await?.into_iter().map(|bell| (bell.id.clone(), bell)));
        if found.len() == before {
            break;
        }
    }
    for bell in found.values() {
        let shown = client.change_message_visibility().queue_url(queue).receipt_handle(&bell.receipt);
        // If not, it is to be seen again a little later.
        let _ = shown.visibility_timeout(0).send().await;
    }
    Ok(found)
}

/// Takes some bells out of sight.
async fn some(client: &Client, queue: &str) -> anyhow::Result<Vec<DeadBell>> {
    let asked = client.receive_message().queue_url(queue).max_number_of_messages(BATCH);
    let asked = asked.visibility_timeout(HIDDEN).wait_time_seconds(1);
    let answer = asked.message_system_attribute_names(Attribute::All).send().await;
    let answer = answer.map_err(|error| failed(&error)).context("cannot read the queue")?;
    Ok(answer.messages.unwrap_or_default().into_iter().filter_map(DeadBell::read).collect())
}

async fn redrive(client: &Client, asked: &Redrive) -> anyhow::Result<ExitCode> {
    let queue = &asked.queue.queue;
    let (mut sources, mut sent, mut left) = (BTreeMap::new(), 0, BTreeMap::new());
    loop {
        let bells = some(client, queue).await?;
        if bells.iter().all(|bell| left.contains_key(&bell.id)) {
            break;
        }
        for bell in bells {
            let wanted = asked.about.is_none() || bell.about == asked.about;
            let (Some(from), true, true) = (&bell.from, bell.about.is_some(), wanted) else {
                left.insert(bell.id, bell.receipt);
                continue;
            };
            if !sources.contains_key(from) {
                let found = client.get_queue_url().queue_name(from).send().await;
                let found = found.map_err(|error| failed(&error));
                let url = found.with_context(|| format!("cannot find the queue {from}"))?.queue_url;
                let Some(url) = url else { bail!("the queue {from} has no address") };
                sources.insert(from.clone(), url);
            }
            send_back(client, &sources[from], queue, &bell).await?;
            sent += 1;
        }
    }
    for receipt in left.values() {
        let shown = client.change_message_visibility().queue_url(queue).receipt_handle(receipt);
        let _ = shown.visibility_timeout(0).send().await;
    }
    println!("{sent} bells were sent back, {} were left", left.len());
    Ok(ExitCode::SUCCESS)
}

/// Sends a bell back, and only then deletes it: one that is there twice harms nothing.
async fn send_back(client: &Client, to: &str, queue: &str, bell: &DeadBell) -> anyhow::Result<()> {
    let mut call = client.send_message().queue_url(to).message_body(&bell.body);
    call = call.set_message_group_id(bell.about.clone());
    if let Some(trace) = &bell.trace {
        let value = MessageSystemAttributeValue::builder().data_type("String").string_value(trace).build()?;
        call = call.message_system_attributes(AwsTraceHeader, value);
    }
    call.send().await.map_err(|error| failed(&error)).with_context(|| format!("cannot send to {to}"))?;
    let gone = client.delete_message().queue_url(queue).receipt_handle(&bell.receipt).send().await;
    gone.map_err(|error| failed(&error)).context("cannot delete a bell that was sent back")?;
    Ok(())
}

fn failed(error: &(dyn std::error::Error + 'static)) -> anyhow::Error {
    anyhow::anyhow!("{}", DisplayErrorContext(error))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_bell_says_what_it_is_about() {
        let message = Message::builder()
            .message_id("m1")
            .receipt_handle("r1")
            .body(r#"{"work":"cnv_a"}"#)
            .attributes(Attribute::SentTimestamp, "1795132802000")
            .attributes(
                Attribute::DeadLetterQueueSourceArn,
                "arn:aws:sqs:ap-northeast-1:000000000000:WorkQueue",
            );
        let bell = DeadBell::read(message.build()).unwrap();
        assert_eq!((bell.about.as_deref(), bell.from.as_deref()), (Some("cnv_a"), Some("WorkQueue")));
        assert_eq!(bell.rang_at, Some(Timestamp::from_seconds(1_795_132_802)));
        let strange = Message::builder().message_id("m2").receipt_handle("r2").body("何か");
        let strange = DeadBell::read(strange.build()).unwrap();
        assert_eq!((strange.about, strange.ring), (None, serde_json::Value::Null), "SEC-28");
    }
}
