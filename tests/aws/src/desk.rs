//! A whole desk as the template makes it: the functions, the queues between them, and a provider that is played.

use std::collections::BTreeMap;
use std::path::PathBuf;
use std::sync::{Arc, Mutex};

use axum::Router;
use axum::body::Bytes;
use axum::extract::{OriginalUri, State};
use axum::http::{HeaderMap, StatusCode};
use axum::response::{IntoResponse, Response};
use channels::play::PIXEL;
use channels::signing;
use domain::{ConversationId, InboxId};
use serde_json::{Value, json};
use service::Settings;
use sha2::{Digest, Sha256};
use store::Store;
use store::table::{Condition, Item, Key, Put, Table};
use tokio::net::TcpListener;

use crate::cloud::now_ms;
use crate::{Cloud, Invocation, Lambda, Message, Template, build, events};

/// The functions, as the template names them.
pub const FUNCTIONS: [&str; 8] = ["Ingest", "Worker", "Sender", "Fetch", "Sweep", "Api", "Rewrite", "Live"];
/// The queues and which function answers each.
pub const QUEUES: [(&str, &str); 4] =
    [("WorkQueue", "Worker"), ("SendQueue", "Sender"), ("FetchQueue", "Fetch"), ("LiveQueue", "Live")];

/// Words that may be in the table and on their way to people and providers, and nowhere else (T-15).
#[derive(Debug, Clone, Copy)]
pub struct Canary {
    /// What it stands for.
    pub what: &'static str,
    /// The word.
    pub word: &'static str,
}

/// One of each kind.
pub const CANARIES: [Canary; 10] = [
    Canary { what: "what a customer writes", word: "canary-text-7f31c2" },
    Canary { what: "a customer's name", word: "Canary-Name-93ab10" },
    Canary { what: "a customer's name at the provider", word: "Canary-Profile-77e0b4" },
    Canary { what: "the name of a file", word: "canary-file-2290fe" },
    Canary { what: "a customer's phone number", word: "819055501234" },
    Canary { what: "what an operator writes", word: "canary-reply-55d0e1" },
    Canary { what: "a password", word: "canary-password-1c77aa" },
    Canary { what: "a channel's secret", word: "canarysecret0c5a9be14e6f8a2b1c4d" },
    Canary { what: "a channel's access token", word: "canary-access-token-8842" },
    Canary { what: "the model's key", word: "sk-canary-key-31337" },
];

/// What the provider was asked: path and body.
type Asked = Arc<Mutex<Vec<(String, String)>>>;

/// The desk.
pub struct Desk {
    /// What is played in place of AWS.
    pub cloud: Cloud,
    /// The desk's settings, as the functions read them.
    pub settings: Settings,
    /// The template.
    pub template: Template,
    functions: BTreeMap<String, Lambda>,
    binaries: PathBuf,
    asked: Asked,
    webhooks: u64,
    /// Everything that went over the queues.
    pub rung: Vec<Message>,
}

impl Desk {
    /// Opens it: settings in parameters, no function started yet.
    pub async fn open() -> Self {
        let binaries = tokio::task::spawn_blocking(build).await.unwrap();
        Self::of(binaries).await
    }

    /// The same with the binaries in this folder.
    pub async fn of(binaries: PathBuf) -> Self {
        let asked = Asked::default();
        let provider = provider(asked.clone()).await;
        let cloud = Cloud::open().await;
        let template = Template::read();
        let parts = parts(&provider);
        let text = parts.iter().map(|(_, text)| text.as_str()).collect::<Vec<_>>().join("\n");
        let settings = Settings::parse("parameters", &text).unwrap();
        for (name, text) in &parts {
            assert!(text.len() <= 4_096, "{name} has {} bytes, more than a standard parameter", text.len());
            cloud.put_parameter(&format!("/madoguchi/prod/{name}"), text);
        }
        for function in FUNCTIONS {
            cloud.admit(function, template.role(function));
        }
        Self {
            cloud,
            settings,
            template,
            functions: BTreeMap::new(),
            binaries,
            asked,
            webhooks: 0,
            rung: Vec::new(),
        }
    }

    /// The environment in which the template runs a function, with AWS played at this address.
    pub fn environment(&self, function: &str, aws: &str) -> BTreeMap<String, String> {
        let mut environment = self.template.environment(function);
        let queues = environment.iter_mut().filter(|(name, _)| name.ends_with("_QUEUE"));
        queues.for_each(|(_, queue)| *queue = format!("{aws}/000000000000/{queue}"));
        if let Some(endpoint) = environment.get_mut("MADOGUCHI_LIVE_ENDPOINT") {
            *endpoint = format!("{aws}/live");
        }
        for (name, value) in [
            ("AWS_ENDPOINT_URL", aws),
            ("AWS_REGION", "ap-northeast-1"),
            ("AWS_ACCESS_KEY_ID", function),
            ("AWS_SECRET_ACCESS_KEY", "nobody checks it"),
        ] {
            environment.insert(name.to_owned(), value.to_owned());
        }
        environment
    }

    /// A function's binary.
    pub fn binary(&self, function: &str) -> PathBuf {
        self.binaries.join(function.to_lowercase())
    }

    /// A function, started if it does not run yet.
    pub async fn function(&mut self, name: &str) -> &mut Lambda {
        if !self.functions.contains_key(name) {
            let environment = self.environment(name, &self.cloud.url());
            let lambda = Lambda::start(name, &self.binary(name), &environment).await;
            self.functions.insert(name.to_owned(), lambda);
        }
        self.functions.get_mut(name).unwrap()
    }

    /// The table, looked at from within.
    pub fn store(&self) -> Store {
        self.cloud.store(&self.settings.desk.tenant)
    }

    /// A secret that makes the first admin: as docs/deploy-aws.md says, its hash is put into the table by hand.
    pub async fn first_secret(&self) -> String {
        let secret = "0123456789abcdef0123456789abcdef";
        let doc = json!({ "secret": hex::encode(Sha256::digest(secret)) }).to_string();
        let item = Item::at(Key::new("main#SETTINGS", "setup")).with("doc", doc).with("version", 1);
        self.cloud.table().put(&Put::of(item).when(Condition::Absent)).await.unwrap();
        secret.to_owned()
    }

    /// One ordinary piece of work for a function, after `mei` has written.
    pub fn ordinary(&mut self, function: &str) -> Value {
        let bell = |ring: &str| {
            let body = json!({ ring: self.conversation("mei") }).to_string();
            vec![("one".to_owned(), Message { body, trace: None, group: None, sent_at: now_ms() })]
        };
        match function {
            "Worker" => events::batch("WorkQueue", &bell("work")),
            "Sender" => events::batch("SendQueue", &bell("send")),
            "Live" => events::batch("LiveQueue", &bell("changed")),
            "Fetch" => events::batch("FetchQueue", &bell("profile")),
            "Sweep" => events::minute(),
            "Ingest" => {
                let (headers, body) = self.line("ren", "hello");
                let headers: Vec<_> =
                    headers.iter().map(|(name, value)| (name.as_str(), value.as_str())).collect();
                events::request("POST", "/hooks/line/line-main", &headers, Some(&body))
            }
            _ => {
                let (method, path) = match function {
                    "Rewrite" => ("POST", "/v1/drafts:rewrite"),
                    _ => ("GET", "/v1/me"),
                };
                let token = format!("Bearer {}", "0".repeat(64));
                let headers = [("authorization", token.as_str()), ("content-type", "application/json")];
                events::request(method, path, &headers, Some(b"{}"))
            }
        }
    }

    /// A webhook with one text on LINE, and the headers that prove it.
    pub fn line(&mut self, customer: &str, text: &str) -> (Vec<(String, String)>, Vec<u8>) {
        let id = format!("{:018}", 468_789_577_898_262_530 + self.webhooks);
        let message = json!({"type": "text", "id": id, "quoteToken": "q3Plxr4AgKd8s1Vmh2p6", "text": text});
        self.line_event(customer, &json!({"type": "message", "message": message}))
    }

    /// A webhook with one event on LINE, and the headers that prove it.
    fn line_event(&mut self, customer: &str, what: &Value) -> (Vec<(String, String)>, Vec<u8>) {
        self.webhooks += 1;
        let number = self.webhooks;
        let mut event = json!({
            "mode": "active", "timestamp": now_ms(),
            "webhookEventId": format!("01K{number:023}"), "deliveryContext": {"isRedelivery": false},
            "source": {"type": "user", "userId": line_id(customer)},
        });
        if what["type"] == "message" {
            event["replyToken"] = format!("nHuyWiB7yP5Zw52FIkcQobQuGDX{number:05}").into();
        }
        event.as_object_mut().unwrap().extend(what.as_object().unwrap().clone());
        let body = json!({"destination": "U3c9f4b2a7d1e5f60819a2b3c4d5e6f70", "events": [event]});
        self.signed("line-main", &body)
    }

    /// A body of a provider's, and the headers that prove it.
    pub fn signed(&self, inbox: &str, body: &Value) -> (Vec<(String, String)>, Vec<u8>) {
        let account = self.settings.inboxes.iter().find(|account| account.id.as_str() == inbox).unwrap();
        let body = body.to_string().into_bytes();
        let headers = signing::headers(&account.credentials().unwrap(), &body);
        let headers =
            headers.iter().map(|(name, value)| (name.to_string(), value.to_str().unwrap().to_owned()));
        (headers.collect(), body)
    }

    /// Posts a webhook by way of the gateway, and says the status.
    pub async fn post(&mut self, path: &str, headers: &[(String, String)], body: &[u8]) -> u64 {
        let headers: Vec<_> = headers.iter().map(|(name, value)| (name.as_str(), value.as_str())).collect();
        let event = events::request("POST", path, &headers, Some(body));
        self.function("Ingest").await.answer(event).await["statusCode"].as_u64().unwrap()
    }

    /// A customer writes on LINE.
    pub async fn writes(&mut self, customer: &str, text: &str) {
        let (headers, body) = self.line(customer, text);
        assert_eq!(self.post("/hooks/line/line-main", &headers, &body).await, 200);
    }

    /// A customer does something else on LINE: sends a file, takes something back.
    pub async fn does(&mut self, customer: &str, what: Value) {
        let (headers, body) = self.line_event(customer, &what);
        assert_eq!(self.post("/hooks/line/line-main", &headers, &body).await, 200);
    }

    /// The conversation with a customer on LINE.
    pub fn conversation(&self, customer: &str) -> ConversationId {
        let inbox: InboxId = "line-main".parse().unwrap();
        ConversationId::of(&inbox, &format!("user:{}", line_id(customer)))
    }

    /// Hands the bells on, as SQS does, until no queue has any. Those that have to come again are handed on again, five times at
    /// most; returns what is dead then.
    pub async fn settle(&mut self) -> Vec<Message> {
        let mut dead = Vec::new();
        let mut tries: BTreeMap<String, u32> = BTreeMap::new();
        loop {
            let mut idle = true;
            for (queue, function) in QUEUES {
                let most = if queue == "FetchQueue" { 1 } else { 10 };
                let mut messages = self.cloud.take(queue, most);
                while !messages.is_empty() {
                    idle = false;
                    self.rung.extend(messages.iter().cloned());
                    let ids = (0..).map(|number| format!("message-{number}"));
                    let batch: Vec<_> = ids.zip(messages).collect();
                    let answer = self.function(function).await.answer(events::batch(queue, &batch)).await;
                    let failed = answer["batchItemFailures"].as_array().unwrap();
                    let failed = |id: &str| failed.iter().any(|it| it["itemIdentifier"] == id);
                    let again = batch.into_iter().filter(|(id, _)| failed(id)).map(|(_, message)| message);
                    let (again, over): (Vec<_>, Vec<_>) = again.partition(|message| {
                        let tried = tries.entry(message.body.clone()).or_default();
                        *tried += 1;
                        *tried < 5
                    });
                    dead.extend(over);
                    messages = again;
                }
            }
            if idle {
                return dead;
            }
        }
    }

    /// Asks the API, as a browser does by way of the distribution; answers the status, the body and the cookies.
    pub async fn ask(
        &mut self,
        method: &str,
        path: &str,
        token: &str,
        body: Value,
    ) -> (u64, Value, Vec<String>) {
        self.ask_of("Api", method, path, token, body).await
    }

    /// The same of another function.
    pub async fn ask_of(
        &mut self,
        function: &str,
        method: &str,
        path: &str,
        token: &str,
        body: Value,
    ) -> (u64, Value, Vec<String>) {
        let bearer = format!("Bearer {token}");
        let mut headers = vec![("content-type", "application/json"), ("origin", "https://desk.example.com")];
        if !token.is_empty() {
            headers.push(("authorization", &bearer));
        }
        let body = (!body.is_null()).then(|| body.to_string().into_bytes());
        let event = events::request(method, path, &headers, body.as_deref());
        let answer = self.function(function).await.answer(event).await;
        let status = answer["statusCode"].as_u64().unwrap();
        let text = answer["body"].as_str().unwrap_or_default();
        let cookies = answer["cookies"].as_array().cloned().unwrap_or_default();
        let cookies = cookies.iter().map(|cookie| cookie.as_str().unwrap().to_owned()).collect();
        (status, serde_json::from_str(text).unwrap_or(Value::Null), cookies)
    }

    /// Gives a function work in every detail.
    ///
    /// # Errors
    ///
    /// What the function says went wrong.
    pub async fn invoke(&mut self, function: &str, invocation: Invocation) -> crate::Answer {
        self.function(function).await.invoke(invocation).await
    }

    /// What the provider was asked, in order: path and body.
    pub fn asked(&self) -> Vec<(String, String)> {
        self.asked.lock().unwrap().clone()
    }

    /// What all functions have logged.
    pub fn logs(&self) -> BTreeMap<String, String> {
        self.functions.iter().map(|(name, lambda)| (name.clone(), lambda.log())).collect()
    }
}

/// The id of a customer on LINE.
fn line_id(customer: &str) -> String {
    let hash = customer.bytes().fold(0_u128, |hash, byte| hash.wrapping_mul(131).wrapping_add(byte.into()));
    format!("U{hash:032x}")
}

/// The settings in the parameters that the guide describes.
fn parts(provider: &str) -> [(&'static str, String); 4] {
    let desk = r#"
[desk]
name = "みずの珈琲"
# Replaced by the distribution's.
public_url = "https://replaced.invalid"

[templates]
thanks = ["お問い合わせありがとうございます。"]
"#;
    let line = format!(
        r#"
[[inboxes]]
id = "line-main"
channel = "line"
name = "LINE"
channel_secret = "{}"
access_token = "{}"
destination = "U3c9f4b2a7d1e5f60819a2b3c4d5e6f70"
api_base = "{provider}"
relay_url = "{provider}/second-address"
relay_allow_private = true
"#,
        word("a channel's secret"),
        word("a channel's access token")
    );
    let others = format!(
        r#"
[[inboxes]]
id = "whatsapp-main"
channel = "whatsapp"
name = "WhatsApp"
app_secret = "f0e1d2c3b4a5968778695a4b3c2d1e0f"
verify_token = "wa-verify-token-for-tests"
access_token = "sample-whatsapp-access-token"
phone_number_id = "106540352242922"
api_base = "{provider}"

[[inboxes]]
id = "web-main"
channel = "web"
name = "Web"
widget_key = "wk_test_7Q2mB9xR4t"
allowed_origins = ["https://shop.example.com"]
token_keys = {{ k1 = "web-token-key-k1-for-tests-0123456789abcdef" }}
"#
    );
    let ai = format!(
        r#"
[ai]
base_url = "{provider}/v1"
model = "played"
api_key = "{}"
allow_private = true
"#,
        word("the model's key")
    );
    [("desk/1", desk.to_owned()), ("inboxes/1-line", line), ("inboxes/2-others", others), ("ai/1", ai)]
}

fn word(what: &str) -> &'static str {
    CANARIES.iter().find(|canary| canary.what == what).unwrap().word
}

/// Plays LINE, WhatsApp and a model: takes everything, refuses what says `refuse me`.
async fn provider(asked: Asked) -> String {
    async fn take(
        State(asked): State<Asked>,
        OriginalUri(uri): OriginalUri,
        headers: HeaderMap,
        body: Bytes,
    ) -> Response {
        let host = headers.get("host").and_then(|host| host.to_str().ok()).unwrap_or_default().to_owned();
        let body = String::from_utf8_lossy(&body).into_owned();
        let number = {
            let mut asked = asked.lock().unwrap();
            asked.push((uri.path().to_owned(), body.clone()));
            asked.len()
        };
        let answer = match uri.path() {
            path if path.starts_with("/v2/bot/profile/") => json!({
                "displayName": word("a customer's name at the provider"), "language": "ja",
                "pictureUrl": format!("http://{host}/picture"),
            }),
            "/picture" => return PIXEL.into_response(),
            // A film that is too large for an answer of a function, and a picture.
            path if path.ends_with("000099/content") => {
                let mut film = b"\0\0\0\x18ftypmp42\0\0\0\0".to_vec();
                film.resize(5 * 1024 * 1024, 7);
                return film.into_response();
            }
            path if path.ends_with("/content") => return PIXEL.into_response(),
            "/v2/bot/message/quota" => json!({"type": "limited", "value": 200}),
            "/v2/bot/message/quota/consumption" => json!({"totalUsage": 184}),
            "/v1/chat/completions" => json!({
                "id": "chatcmpl-1", "object": "chat.completion", "created": 1_795_132_802, "model": "played",
                "choices": [{"index": 0, "finish_reason": "stop",
                    "message": {"role": "assistant", "content": "大丈夫でございます。"}}],
            }),
            path if path.ends_with("/reply") && body.contains("too late") => {
                return (StatusCode::BAD_REQUEST, r#"{"message":"Invalid reply token"}"#).into_response();
            }
            _ if body.contains("refuse me") => {
                return (StatusCode::BAD_REQUEST, r#"{"message":"The request body has 1 error(s)"}"#)
                    .into_response();
            }
            path if path.starts_with("/v2/bot/") => {
                json!({"sentMessages": [{"id": format!("{number:018}"), "quoteToken": "IStG5h1Tz7b6uzgm4h3b"}]})
            }
            _ => json!({"messaging_product": "whatsapp", "messages": [{"id": format!("wamid.{number}")}]}),
        };
        axum::Json(answer).into_response()
    }
    let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
    let url = format!("http://{}", listener.local_addr().unwrap());
    let routes = Router::new().fallback(take).with_state(asked);
    tokio::spawn(async move { axum::serve(listener, routes).await.unwrap() });
    url
}
