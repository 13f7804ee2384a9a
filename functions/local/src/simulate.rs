//! `madoguchi simulate`: a customer to try the desk with. What they do reaches the desk as the provider's own signed webhook;
//! what the desk sends, what the provider tells of it, and what goes wrong on purpose is shown.

mod talk;
mod web;

use std::process::ExitCode;
use std::time::{Duration, Instant, SystemTime};

use anyhow::{Context, bail};
use clap::{ArgGroup, Args};
use domain::{ChannelKind, InboxId};
use service::Settings;
use service::settings::InboxSettings;

use crate::provider::{DeedOf, Does, Done, FaultSettings, Happening, What};

/// How long to wait for the first answer.
const PATIENCE: Duration = Duration::from_secs(4);
/// The same where calls go wrong and are repeated.
const PATIENCE_WITH_FAULTS: Duration = Duration::from_secs(25);
/// The same after something that is not usually answered.
const PATIENCE_WITHOUT_ANSWER: Duration = Duration::from_millis(1500);
/// How long to wait for more after something came.
const QUIET: Duration = Duration::from_millis(900);

/// Who does what, and where.
#[allow(clippy::struct_excessive_bools, reason = "they are the switches of a command line")]
#[derive(Args)]
#[command(group(ArgGroup::new("deed").args(["text", "tap", "image", "file", "edit", "unsend", "react", "follow", "block"])
    .multiple(false)))]
pub struct Simulate {
    /// A kind of channel, such as `line`, `whatsapp` or `web`.
    channel: ChannelKind,
    /// What the customer writes. With nothing to do, each line of the input is a message, and `/help` says what else.
    text: Option<String>,
    /// Which inbox. Default: the first of that channel.
    #[arg(long, value_name = "ID")]
    inbox: Option<InboxId>,
    /// The customer's name; the same name is the same customer.
    #[arg(long, value_name = "NAME", default_value = "Mei")]
    from: String,
    /// Press a button, by its id.
    #[arg(long, value_name = "BUTTON")]
    tap: Option<String>,
    /// Send a picture.
    #[arg(long)]
    image: bool,
    /// Send a file of this name.
    #[arg(long, value_name = "NAME")]
    file: Option<String>,
    /// Change the last message to these words.
    #[arg(long, value_name = "TEXT")]
    edit: Option<String>,
    /// Take the last message back.
    #[arg(long)]
    unsend: bool,
    /// React to the desk's last message; an empty text takes the reaction back.
    #[arg(long, value_name = "EMOJI")]
    react: Option<String>,
    /// Add the account as a friend, or unblock it.
    #[arg(long)]
    follow: bool,
    /// Block the account.
    #[arg(long)]
    block: bool,
    /// Quote the desk's last message.
    #[arg(long, requires = "text")]
    quote: bool,
    /// The provider's id of the message to change, take back, quote or react to, instead of the last one.
    #[arg(long, value_name = "ID")]
    message: Option<String>,
    /// Have so many of a hundred calls and webhooks go wrong: timeouts, 429, 500, answers that are lost after the message was
    /// taken, webhooks twice, late or too early.
    #[arg(long, value_name = "PERCENT", num_args = 0..=1, default_missing_value = "30",
        value_parser = clap::value_parser!(u64).range(0..=100))]
    faults: Option<u64>,
    /// The seed of what goes wrong: the same one has the same go wrong.
    #[arg(long, default_value_t = 1, requires = "faults")]
    seed: u64,
    /// LINE: let the account push only so many messages more this month.
    #[arg(long, value_name = "MESSAGES")]
    quota: Option<u64>,
    /// How many seconds to wait for an answer. Default: 4, or 25 with faults.
    #[arg(long, value_name = "SECONDS")]
    wait: Option<u64>,
    /// The settings file of the running server.
    #[arg(long, value_name = "FILE")]
    config: Option<std::path::PathBuf>,
    /// Where the server is.
    #[arg(long, value_name = "URL", default_value = "http://127.0.0.1:8080")]
    server: String,
    /// Print JSON for programs.
    #[arg(long)]
    json: bool,
}

/// A customer at a channel of a desk that runs.
pub struct Customer {
    http: reqwest::Client,
    server: String,
    channel: ChannelKind,
    inbox: InboxId,
    name: String,
    patience: Duration,
    web: Option<web::Visitor>,
}

/// What came of a deed.
#[derive(Debug, Clone, Default, PartialEq, serde::Serialize)]
pub struct Answer {
    /// The server's answer to the webhook.
    pub status: u16,
    /// How often the webhook was posted: twice, if that went wrong on purpose.
    pub posted: usize,
    /// What reached the customer, in order.
    pub messages: Vec<Message>,
    /// What the provider told the desk of its messages: `delivered`, `read`, …
    pub told: Vec<String>,
    /// What the provider refused, and with which words.
    pub refused: Vec<String>,
    /// What went wrong on purpose.
    pub faults: Vec<String>,
}

/// One bubble that reached the customer.
#[derive(Debug, Clone, PartialEq, serde::Serialize)]
pub struct Message {
    /// How it was sent: `reply`, `push`, `sendMessage`, `web`.
    pub by: String,
    /// Its words.
    pub text: String,
    /// What can be pressed: label and id.
    pub buttons: Vec<(String, String)>,
    /// The provider's id of it, if it gives one.
    pub message: Option<String>,
}

impl Simulate {
    /// What the customer is to do; `None` to talk.
    fn does(&self) -> anyhow::Result<Option<Does>> {
        let message = self.message.clone();
        Ok(Some(match self {
            Self { text: Some(text), .. } if channels::is_blank(text) => {
                bail!("write something: a message without words does not exist on {}", self.channel)
            }
            Self { text: Some(text), quote: true, .. } => Does::Quotes { text: text.clone(), message },
            Self { text: Some(text), .. } => Does::Writes { text: text.clone() },
            Self { tap: Some(button), .. } => Does::Taps { button: button.clone() },
            Self { image: true, .. } => Does::SendsImage,
            Self { file: Some(name), .. } => Does::SendsFile { file: name.clone() },
            Self { edit: Some(text), .. } => Does::Edits { text: text.clone(), message },
            Self { unsend: true, .. } => Does::Unsends { message },
            Self { react: Some(emoji), .. } => Does::Reacts { emoji: emoji.clone(), message },
            Self { follow: true, .. } => Does::Follows,
            Self { block: true, .. } => Does::Blocks,
            _ => return Ok(None),
        }))
    }
}

/// Does one thing as a customer, or as many as somebody types, and shows what comes back.
///
/// # Errors
///
/// In words for people: no such inbox, no server there, a thing that customers cannot do there, a webhook that was refused.
pub async fn run(asked: &Simulate) -> anyhow::Result<ExitCode> {
    let does = asked.does()?;
    let (settings, _) = crate::settings(asked.config.as_deref())?;
    let faults = asked.faults.map(|percent| FaultSettings { per_mille: percent * 10, seed: asked.seed });
    let mut customer =
        Customer::open(&settings, &asked.server, asked.channel, asked.inbox.as_ref(), &asked.from)?;
    if let Some(quota) = asked.quota {
        customer.limit(quota).await?;
    }
    if let Some(faults) = faults {
        customer.suffers(faults).await?;
    }
    if let Some(wait) = asked.wait {
        customer.patience = Duration::from_secs(wait);
    }
    let done = match does {
        Some(does) => talk::show(&customer, &does, asked.json, customer.does(&does).await),
        None => talk::talk(&customer, asked.json).await,
    };
    if faults.is_some_and(|faults| faults.per_mille > 0) {
        customer.suffers(FaultSettings { per_mille: 0, seed: 0 }).await?;
    }
    done
}

impl Customer {
    /// Finds the inbox.
    ///
    /// # Errors
    ///
    /// If there is none of that channel or of that name.
    pub fn open(
        settings: &Settings,
        server: &str,
        channel: ChannelKind,
        inbox: Option<&InboxId>,
        name: &str,
    ) -> anyhow::Result<Self> {
        let inbox = find(settings, channel, inbox)?;
        let http = reqwest::Client::new();
        let server = server.trim_end_matches('/').to_owned();
        let web = match channel {
            ChannelKind::Web => {
                Some(web::Visitor::open(http.clone(), settings, &server, inbox, number(name))?)
            }
            _ => None,
        };
        let (inbox, name) = (inbox.id.clone(), name.to_owned());
        Ok(Self { http, server, channel, inbox, name, patience: PATIENCE, web })
    }

    /// Has things go wrong, or no more.
    ///
    /// # Errors
    ///
    /// If no server is there, or it plays no providers.
    pub async fn suffers(&mut self, faults: FaultSettings) -> anyhow::Result<()> {
        if self.web.is_some() {
            bail!("the web messenger calls no provider, so that nothing of it can go wrong there");
        }
        self.patience = if faults.per_mille > 0 { PATIENCE_WITH_FAULTS } else { PATIENCE };
        self.put("faults", &serde_json::to_value(faults)?).await
    }

    async fn limit(&self, quota: u64) -> anyhow::Result<()> {
        if self.channel != ChannelKind::Line {
            bail!("only LINE counts messages by the month");
        }
        self.put(&format!("quota/{}", self.inbox), &quota.into()).await
    }

    async fn put(&self, what: &str, body: &serde_json::Value) -> anyhow::Result<()> {
        let url = format!("{}/simulator/{what}", self.server);
        let answer = self.http.put(url).json(body).send().await.with_context(|| self.nobody())?;
        if answer.status().is_success() { Ok(()) } else { bail!(self.plays_nothing()) }
    }

    /// Does it, and waits for what comes of it.
    ///
    /// # Errors
    ///
    /// In words for people.
    pub async fn does(&self, does: &Does) -> anyhow::Result<Answer> {
        if let Some(visitor) = &self.web {
            return visitor.does(does).await;
        }
        let deed = DeedOf { name: self.name.clone(), number: number(&self.name), does: does.clone() };
        let url = format!("{}/simulator/deeds/{}", self.server, self.inbox);
        let answer = self.http.post(url).json(&deed).send().await.with_context(|| self.nobody())?;
        if answer.status() == http::StatusCode::UNPROCESSABLE_ENTITY {
            bail!(answer.text().await.unwrap_or_default());
        }
        if !answer.status().is_success() {
            bail!(self.plays_nothing());
        }
        let done: Done = answer.json().await?;
        if done.status != 200 {
            bail!("the desk answered {} to the webhook: {}", done.status, done.said);
        }
        let mut came = Answer { status: done.status, posted: done.posted, ..Answer::default() };
        let patience = match does {
            Does::Writes { .. } | Does::Quotes { .. } | Does::Taps { .. } => self.patience,
            _ => self.patience.min(PATIENCE_WITHOUT_ANSWER),
        };
        let (began, mut last, mut after) = (Instant::now(), None::<Instant>, done.after);
        // A refusal or a fault is not the end of it: the desk tries again.
        while last.map_or(began.elapsed() < patience, |last| last.elapsed() < QUIET) {
            tokio::time::sleep(Duration::from_millis(50)).await;
            for it in self.happened(after).await? {
                after = it.n;
                if it.to.as_ref().is_none_or(|to| *to == done.address) && came.note(it.what) {
                    last = Some(Instant::now());
                }
            }
        }
        Ok(came)
    }

    async fn happened(&self, after: u64) -> anyhow::Result<Vec<Happening>> {
        let url = format!("{}/simulator/happened?inbox={}&after={after}", self.server, self.inbox);
        Ok(self.http.get(url).send().await.with_context(|| self.nobody())?.json().await?)
    }

    fn nobody(&self) -> String {
        no_server(&self.server)
    }

    fn plays_nothing(&self) -> String {
        format!(
            "the server at {} plays no provider for {}: start it with `cargo dev` or `madoguchi dev`, and give the inbox no \
             api_base",
            self.server, self.inbox
        )
    }
}

impl Answer {
    /// Notes what happened; says whether it is something that the customer sees.
    fn note(&mut self, what: What) -> bool {
        match what {
            What::Bubble { by, text, buttons, message } => {
                self.messages.push(Message { by, text, buttons, message });
                return true;
            }
            What::Told { says, status } => {
                let refused =
                    if (200..300).contains(&status) { String::new() } else { format!(" ({status})") };
                self.told.push(format!("{says}{refused}"));
                return true;
            }
            What::Refused { by, status, said } => self.refused.push(format!("{by}: {status} {said}")),
            What::Fault { by, fault } => self.faults.push(format!("{by}: {fault}")),
        }
        false
    }
}

fn find<'a>(
    settings: &'a Settings,
    channel: ChannelKind,
    inbox: Option<&InboxId>,
) -> anyhow::Result<&'a InboxSettings> {
    let wanted = |settings: &&InboxSettings| inbox.is_none_or(|id| *id == settings.id);
    let of_kind: Vec<_> = settings.inboxes.iter().filter(|inbox| inbox.channel == channel).collect();
    if let Some(found) = of_kind.iter().copied().find(wanted) {
        return Ok(found);
    }
    let ids: Vec<_> = of_kind.iter().map(|inbox| inbox.id.as_str()).collect();
    match (inbox, ids.is_empty()) {
        (_, true) => bail!("the settings have no {channel} inbox; samplconfig.toml shows one"),
        (Some(inbox), false) => {
            bail!("the settings have no {channel} inbox {inbox}; they have {}", ids.join(", "))
        }
        (None, false) => bail!("the settings have no {channel} inbox"),
    }
}

fn no_server(server: &str) -> String {
    format!("nobody answers at {server}; start the desk with `cargo dev`, or name it with --server")
}

/// A number of the customer's own, from their name.
fn number(name: &str) -> u64 {
    name.bytes()
        .fold(0xcbf2_9ce4_8422_2325_u64, |hash, byte| (hash ^ u64::from(byte)).wrapping_mul(0x0100_0000_01b3))
}

fn now_ms() -> u64 {
    let since = SystemTime::now().duration_since(SystemTime::UNIX_EPOCH).unwrap_or_default();
    u64::try_from(since.as_millis()).unwrap_or(u64::MAX)
}
