//! A visitor of the web messenger: speaks its protocol, as the page does.

use std::time::{Duration, Instant};

use anyhow::{Context, bail};
use channels::play;
use domain::{ChannelKind, Timestamp};
use serde_json::{Value, json};
use service::Settings;
use service::settings::InboxSettings;

use super::{Answer, Message, PATIENCE, QUIET, no_server, now_ms};
use crate::provider::Does;

/// The smallest picture there is: one white dot.
const DOT: &[u8] = &[
    0x89, b'P', b'N', b'G', 0x0d, 0x0a, 0x1a, 0x0a, 0, 0, 0, 0x0d, b'I', b'H', b'D', b'R', 0, 0, 0, 1, 0, 0,
    0, 1, 8, 0, 0, 0, 0, 0x3a, 0x7e, 0x9b, 0x55, 0, 0, 0, 0x0a, b'I', b'D', b'A', b'T', 0x78, 0x9c, 0x63,
    0xf8, 0x0f, 0, 1, 1, 1, 0, 0x1b, 0xb6, 0xee, 0x56, 0, 0, 0, 0, b'I', b'E', b'N', b'D', 0xae, 0x42, 0x60,
    0x82,
];
/// A file that calls itself a document.
const PAGE: &[u8] = b"%PDF-1.4\n%%EOF\n";

/// A visitor with a token of their own.
pub(super) struct Visitor {
    http: reqwest::Client,
    server: String,
    token: String,
    origin: String,
}

/// What is known of the visitor's stream.
struct Stream {
    last: u64,
    /// The newest message of the desk's, and the newest that offered a button.
    got: Option<String>,
    offered: Option<Value>,
}

impl Visitor {
    pub(super) fn open(
        http: reqwest::Client,
        settings: &Settings,
        server: &str,
        inbox: &InboxSettings,
        number: u64,
    ) -> anyhow::Result<Self> {
        let widget = inbox.widget(&settings.desk.tenant).context("the inbox has no widget_key")?;
        let origin = widget.allowed_origins.first();
        let origin = origin.context("the inbox allows no origin; add one to allowed_origins")?.clone();
        let now = Timestamp::from_millis(i64::try_from(now_ms()).unwrap_or(i64::MAX));
        let visitor = play::address(ChannelKind::Web, number);
        let token = widget.mint(&visitor, now).context("the inbox has no token_keys")?;
        Ok(Self { http, server: server.to_owned(), token, origin })
    }

    /// Does it, and waits for what comes of it.
    pub(super) async fn does(&self, does: &Does) -> anyhow::Result<Answer> {
        let button = match does {
            Does::Taps { button } => Some(button.as_str()),
            _ => None,
        };
        let before = self.read_all(button).await?;
        let body = self.message(does, &before).await?;
        let (status, said) = self.call("messages", &body).await?;
        if !(200..300).contains(&status) {
            bail!("the web messenger answered {status}: {said}");
        }
        let mut came = Answer { status, posted: 1, ..Answer::default() };
        let (began, mut last, mut after) = (Instant::now(), None::<Instant>, before.last);
        while last.map_or(began.elapsed() < PATIENCE, |last| last.elapsed() < QUIET) {
            let (new, newest) = self.events(after).await?;
            after = after.max(newest);
            for event in new {
                if event["type"] == "message.created" && event["data"]["author"]["kind"] != "visitor" {
                    came.messages.extend(bubbles(&event["data"]));
                    last = Some(Instant::now());
                }
            }
            tokio::time::sleep(Duration::from_millis(50)).await;
        }
        Ok(came)
    }

    /// The request that does it.
    async fn message(&self, does: &Does, before: &Stream) -> anyhow::Result<Value> {
        let (high, low) = (now_ms() >> 48, now_ms() & 0xffff_ffff_ffff);
        let id = format!("{high:08x}-0000-4000-8000-{low:012x}");
        Ok(match does {
            Does::Writes { text } => json!({"clientMessageId": id, "type": "text", "text": text}),
            Does::Quotes { text, message } => {
                let quoted = message.as_ref().or(before.got.as_ref());
                let quoted = quoted.context("the desk has said nothing yet that could be quoted")?;
                json!({"clientMessageId": id, "type": "text", "text": text, "replyTo": quoted})
            }
            Does::Taps { button } => {
                let source = before.offered.as_ref();
                let source = source.with_context(|| format!("no message has offered a button {button:?}"))?;
                json!({"clientMessageId": id, "type": "action",
                    "action": {"sourceMessageId": source, "actionId": button, "label": button}})
            }
            Does::SendsImage => {
                let upload = self.upload("picture.png", "image/png", DOT).await?;
                json!({"clientMessageId": id, "type": "attachment", "attachments": [{"uploadId": upload}]})
            }
            Does::SendsFile { file } => {
                let upload = self.upload(file, "application/pdf", PAGE).await?;
                json!({"clientMessageId": id, "type": "attachment", "attachments": [{"uploadId": upload}]})
            }
            Does::Edits { .. }
            | Does::Unsends { .. }
            | Does::Reacts { .. }
            | Does::Follows
            | Does::Blocks => {
                bail!(
                    "visitors of the web messenger write, press buttons, quote and send files, and nothing else"
                )
            }
        })
    }

    async fn upload(&self, name: &str, mime: &str, bytes: &'static [u8]) -> anyhow::Result<String> {
        let asked = json!({"clientUploadId": format!("upload-{}", now_ms()), "fileName": name, "mimeType": mime,
            "size": bytes.len()});
        let (status, said) = self.call("uploads", &asked).await?;
        let said: Value = serde_json::from_str(&said).unwrap_or_default();
        let id = said["uploadId"].as_str().map(str::to_owned);
        let id = id.with_context(|| format!("the web messenger answered {status} to the upload: {said}"))?;
        let put = self.http.put(format!("{}/web/v1/uploads/{id}", self.server));
        let put = put.header("origin", &self.origin).header("content-type", mime).body(bytes);
        let answer = put.send().await.with_context(|| no_server(&self.server))?;
        if !answer.status().is_success() {
            bail!("the web messenger answered {} to the bytes", answer.status());
        }
        Ok(id)
    }

    async fn call(&self, what: &str, body: &Value) -> anyhow::Result<(u16, String)> {
        let request = self.http.post(format!("{}/web/v1/{what}", self.server));
        let request = request.bearer_auth(&self.token).header("origin", &self.origin).json(body);
        let answer = request.send().await.with_context(|| no_server(&self.server))?;
        Ok((answer.status().as_u16(), answer.text().await.unwrap_or_default()))
    }

    /// Some events after a place, and the last place among them.
    async fn events(&self, after: u64) -> anyhow::Result<(Vec<Value>, u64)> {
        let request = self.http.get(format!("{}/web/v1/events?after={after}", self.server));
        let request = request.bearer_auth(&self.token).header("origin", &self.origin);
        let answer = request.send().await.with_context(|| no_server(&self.server))?;
        if !answer.status().is_success() {
            let status = answer.status();
            bail!(
                "the web messenger answered {status}: {}; does the server use the same settings?",
                answer.text().await.unwrap_or_default()
            );
        }
        let answer: Value = answer.json().await?;
        let events = answer["events"].as_array().cloned().unwrap_or_default();
        let last = events.last().and_then(|event| event["seq"].as_u64());
        Ok((events, last.or(answer["lastSeq"].as_u64()).unwrap_or_default()))
    }

    /// Reads the stream to its end.
    async fn read_all(&self, button: Option<&str>) -> anyhow::Result<Stream> {
        let mut stream = Stream { last: 0, got: None, offered: None };
        loop {
            let (known, last) = self.events(stream.last).await?;
            if known.is_empty() {
                return Ok(stream);
            }
            stream.last = last;
            for data in known.iter().map(|event| &event["data"]) {
                if data["author"]["kind"].is_string() && data["author"]["kind"] != "visitor" {
                    stream.got = data["messageId"].as_str().map(str::to_owned).or(stream.got);
                }
                let contents = data["contents"].as_array().into_iter().flatten().chain([&data["content"]]);
                let mut actions = contents.flat_map(|it| it["actions"].as_array().into_iter().flatten());
                if button.is_some() && actions.any(|action| action["actionId"].as_str() == button) {
                    stream.offered = Some(data["messageId"].clone());
                }
            }
        }
    }
}

fn bubbles(data: &Value) -> Vec<Message> {
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
        message: data["messageId"].as_str().map(str::to_owned),
    };
    contents.iter().map(bubble).collect()
}
