//! `madoguchi simulate`: a customer to try the desk with. Posts a correctly signed webhook and shows what came back.

use std::time::{Duration, Instant, SystemTime};

use anyhow::{Context, bail};
use channels::play::{self, Bubble, Deed, Person};
use domain::{ChannelKind, InboxId, Timestamp};
use serde_json::{Value, json};
use service::Settings;
use service::settings::InboxSettings;

use crate::provider::Call;

/// How long to wait for the first answer.
const PATIENCE: Duration = Duration::from_secs(4);
/// How long to wait for another one after an answer.
const QUIET: Duration = Duration::from_millis(700);

/// What a customer does.
#[derive(Debug, Clone)]
pub struct Customer {
    /// Over which kind of channel.
    pub channel: ChannelKind,
    /// Which inbox; the first of that kind if it is left out.
    pub inbox: Option<InboxId>,
    /// Their name, which is also who they are: the same name is the same customer.
    pub from: String,
    /// What they write.
    pub text: String,
    /// The id of the button they press instead of writing.
    pub tap: Option<String>,
}

/// What came of it.
#[derive(Debug, Clone, PartialEq, serde::Serialize)]
pub struct Answer {
    /// The server's answer to the webhook.
    pub status: u16,
    /// What the desk sent, in order: the words of each bubble, with the labels of buttons.
    pub messages: Vec<Message>,
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
}

/// Writes as a customer and waits for what comes back.
///
/// # Errors
///
/// In words for people: no such inbox, no server there, a webhook that was refused.
pub async fn simulate(settings: &Settings, server: &str, customer: &Customer) -> anyhow::Result<Answer> {
    let inbox = find(settings, customer)?;
    let http = reqwest::Client::new();
    match customer.channel {
        ChannelKind::Web => web(&http, settings, server, inbox, customer).await,
        _ => webhook(&http, server, inbox, customer).await,
    }
}

fn find<'a>(settings: &'a Settings, customer: &Customer) -> anyhow::Result<&'a InboxSettings> {
    let wanted = |inbox: &&InboxSettings| customer.inbox.as_ref().is_none_or(|id| *id == inbox.id);
    let mut of_kind = settings.inboxes.iter().filter(|inbox| inbox.channel == customer.channel);
    if let Some(found) = of_kind.clone().find(wanted) {
        return Ok(found);
    }
    let ids: Vec<_> = of_kind.by_ref().map(|inbox| inbox.id.to_string()).collect();
    bail!("there is no such {} inbox in the settings; there are: {}", customer.channel, ids.join(", "))
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

/// The address under which the provider knows the customer.
fn address(customer: &Customer) -> String {
    play::address(customer.channel, number(&customer.from))
}

async fn webhook(
    http: &reqwest::Client,
    server: &str,
    inbox: &InboxSettings,
    customer: &Customer,
) -> anyhow::Result<Answer> {
    let credentials = inbox.credentials().context("the inbox has no credentials")?;
    let now = now_ms();
    let person = Person { name: &customer.from, number: number(&customer.from) };
    let deed = customer.tap.as_deref().map_or(Deed::Writes(&customer.text), Deed::Taps);
    let at = Timestamp::from_millis(i64::try_from(now).unwrap_or(i64::MAX));
    let hook = play::webhook(&credentials, person, deed, now, at);
    let before = calls(http, server, 0).await?.last().map_or(0, |call| call.n);
    let address_of_hook = format!("{server}/hooks/{}/{}", inbox.channel, inbox.id);
    let answer = http
        .post(format!("{address_of_hook}?{}", hook.query))
        .headers(hook.headers)
        .body(hook.body)
        .send()
        .await
        .with_context(|| no_server(server))?;
    let status = answer.status().as_u16();
    if status != 200 {
        bail!("{address_of_hook} answered {status}: {}", answer.text().await.unwrap_or_default().trim());
    }
    let mine = |call: &Call| {
        let to = play::recipient(call.channel, &call.body);
        to == Some(address(customer)) || to == Some(format!("played-{now}"))
    };
    let mut messages = Vec::new();
    let (began, mut last, mut after) = (Instant::now(), None::<Instant>, before);
    while last.map_or(began.elapsed() < PATIENCE, |last| last.elapsed() < QUIET) {
        tokio::time::sleep(Duration::from_millis(50)).await;
        for call in calls(http, server, after).await? {
            after = call.n;
            if mine(&call) {
                messages.extend(bubbles(&call));
                last = Some(Instant::now());
            }
        }
    }
    Ok(Answer { status, messages })
}

fn no_server(server: &str) -> String {
    format!("nobody answers at {server}; start the desk with `cargo dev`, or name it with --server")
}

async fn calls(http: &reqwest::Client, server: &str, after: u64) -> anyhow::Result<Vec<Call>> {
    let url = format!("{server}/simulator/calls?after={after}");
    let answer = http.get(url).send().await.with_context(|| no_server(server))?;
    if !answer.status().is_success() {
        bail!("the server at {server} plays no providers; start it with `cargo dev` or `madoguchi dev`");
    }
    Ok(answer.json().await?)
}

/// What a call shows to the customer; nothing for calls that are not messages.
fn bubbles(call: &Call) -> Vec<Message> {
    let bubbles = play::bubbles(call.channel, &call.method, &call.body).into_iter();
    bubbles.map(|Bubble { text, buttons }| Message { by: call.method.clone(), text, buttons }).collect()
}

async fn web(
    http: &reqwest::Client,
    settings: &Settings,
    server: &str,
    inbox: &InboxSettings,
    customer: &Customer,
) -> anyhow::Result<Answer> {
    let widget = inbox.widget(&settings.desk.tenant).context("the inbox has no widget_key")?;
    let origin =
        widget.allowed_origins.first().context("the inbox allows no origin; add one to allowed_origins")?;
    let now = Timestamp::from_millis(i64::try_from(now_ms()).unwrap_or(i64::MAX));
    let token = widget.mint(&address(customer), now).context("the inbox has no token_keys")?;
    let request = |request: reqwest::RequestBuilder| request.bearer_auth(&token).header("origin", origin);
    let events = async |after: u64| -> anyhow::Result<(Vec<Value>, u64)> {
        let answer = request(http.get(format!("{server}/web/v1/events?after={after}"))).send().await;
        let answer: Value = answer.with_context(|| no_server(server))?.json().await?;
        let last = answer["lastSeq"].as_u64().unwrap_or_default();
        let last =
            answer["events"].as_array().and_then(|events| events.last()?["seq"].as_u64()).unwrap_or(last);
        Ok((answer["events"].as_array().cloned().unwrap_or_default(), last))
    };
    let mut after = 0;
    let mut source = None;
    loop {
        let (known, last) = events(after).await?;
        let carries = |event: &&Value| {
            let actions = event["data"]["content"]["actions"].as_array().into_iter().flatten();
            actions.into_iter().any(|action| action["actionId"].as_str() == customer.tap.as_deref())
        };
        source = known.iter().rfind(carries).map(|event| event["data"]["messageId"].clone()).or(source);
        if known.is_empty() {
            break;
        }
        after = last;
    }
    let id =
        format!("{:08x}-0000-4000-8000-{:012x}", now.as_millis() >> 48, now.as_millis() & 0xffff_ffff_ffff);
    let body = match &customer.tap {
        Some(button) => {
            let source = source.with_context(|| {
                format!("no message has offered a button {button:?} to {}", customer.from)
            })?;
            json!({"clientMessageId": id, "type": "action",
                "action": {"sourceMessageId": source, "actionId": button, "label": button}})
        }
        None => json!({"clientMessageId": id, "type": "text", "text": customer.text}),
    };
    let answer = request(http.post(format!("{server}/web/v1/messages"))).json(&body).send().await?;
    let status = answer.status().as_u16();
    if !answer.status().is_success() {
        bail!("the web messenger answered {status}: {}", answer.text().await.unwrap_or_default());
    }
    let mut messages = Vec::new();
    let (began, mut last) = (Instant::now(), None::<Instant>);
    while last.map_or(began.elapsed() < PATIENCE, |last| last.elapsed() < QUIET) {
        let (new, newest) = events(after).await?;
        after = after.max(newest);
        for event in new {
            if event["type"] == "message.created" && event["data"]["author"]["kind"] != "visitor" {
                messages.extend(web_bubbles(&event["data"]));
                last = Some(Instant::now());
            }
        }
        tokio::time::sleep(Duration::from_millis(50)).await;
    }
    Ok(Answer { status, messages })
}

fn web_bubbles(data: &Value) -> Vec<Message> {
    let contents = data["contents"].as_array().cloned().unwrap_or_else(|| vec![data["content"].clone()]);
    let text = |value: &Value| value.as_str().unwrap_or_default().to_owned();
    let bubble = |content: &Value| Message {
        by: "web".to_owned(),
        text: text(content.get("text").or(content.get("fallbackText")).unwrap_or(&Value::Null)),
        buttons: content["actions"]
            .as_array()
            .into_iter()
            .flatten()
            .map(|action| (text(&action["label"]), text(&action["actionId"])))
            .collect(),
    };
    contents.iter().map(bubble).collect()
}
