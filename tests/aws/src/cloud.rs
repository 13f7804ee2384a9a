//! AWS on loopback, as far as the functions use it: a table (the embedded engine), queues, parameters, a bucket, the gateway's
//! sockets. Every caller is held to what the template's role of it allows, and every part of a role that is used is noted.

use std::collections::{BTreeMap, BTreeSet, VecDeque};
use std::net::SocketAddr;
use std::sync::{Arc, Mutex};
use std::time::{SystemTime, UNIX_EPOCH};

use axum::Router;
use axum::body::Bytes;
use axum::extract::{Request, State};
use axum::response::{IntoResponse, Response};
use domain::TenantId;
use http::{HeaderMap, Method, StatusCode};
use serde_json::{Value, json};
use store::table::{Item, Key, Put, Table};
use store::{Embedded, Store};
use tokio::net::TcpListener;

use crate::Role;

/// The largest request that is read.
const MOST_BYTES: usize = 16 * 1024 * 1024;

/// A message in a queue.
#[derive(Debug, Clone)]
pub struct Message {
    /// What it says.
    pub body: String,
    /// What it is a consequence of.
    pub trace: Option<String>,
    /// Its group.
    pub group: Option<String>,
    /// When it was sent, in milliseconds since 1970.
    pub sent_at: u64,
}

/// One request to AWS.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Call {
    /// Which function called.
    pub by: String,
    /// The actions it stands for, each with its resource.
    pub asks: Vec<(String, String)>,
    /// Whether the role allows it.
    pub allowed: bool,
}

#[derive(Default)]
struct Held {
    roles: BTreeMap<String, Role>,
    used: BTreeMap<String, BTreeSet<(String, String)>>,
    calls: Vec<Call>,
    queues: BTreeMap<String, VecDeque<Message>>,
    parameters: BTreeMap<String, String>,
    files: BTreeMap<String, Vec<u8>>,
    told: Vec<String>,
    gone: BTreeSet<String>,
}

/// The played account.
#[derive(Clone)]
pub struct Cloud {
    address: SocketAddr,
    table: Embedded,
    held: Arc<Mutex<Held>>,
}

impl Cloud {
    /// Opens it, with an empty table.
    pub async fn open() -> Self {
        let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
        let address = listener.local_addr().unwrap();
        let table = Embedded::in_memory("Table").await.unwrap();
        let cloud = Self { address, table, held: Arc::default() };
        let routes = cloud.routes();
        tokio::spawn(async move { axum::serve(listener, routes).await.unwrap() });
        cloud
    }

    /// What it answers, for whoever puts another wire before it.
    pub fn routes(&self) -> Router {
        Router::new().fallback(answer).with_state(self.clone())
    }

    /// Where it is.
    pub fn url(&self) -> String {
        format!("http://{}", self.address)
    }

    /// The table, looked at from within.
    pub fn store(&self, tenant: &TenantId) -> Store {
        Store::new(Arc::new(self.table.table().clone()), tenant.clone())
    }

    /// The table itself, for what no function of ours writes.
    pub fn table(&self) -> &store::Aws {
        self.table.table()
    }

    /// Puts something into the place of a conversation that cannot be read.
    pub async fn break_conversation(&self, id: &str) {
        let broken =
            Item::at(Key::new(format!("main#CONV#{id}"), "STATE")).with("doc", "?").with("version", 1);
        self.table().put(&Put::of(broken)).await.unwrap();
    }

    /// Lets a function do what its role allows.
    pub fn admit(&self, function: &str, role: Role) {
        self.held().roles.insert(function.to_owned(), role);
    }

    /// Puts a parameter into the Parameter Store.
    pub fn put_parameter(&self, name: &str, value: &str) {
        self.held().parameters.insert(name.to_owned(), value.to_owned());
    }

    /// Takes up to so many messages from a queue, the oldest first.
    pub fn take(&self, queue: &str, most: usize) -> Vec<Message> {
        let mut held = self.held();
        let queue = held.queues.entry(queue.to_owned()).or_default();
        let count = most.min(queue.len());
        queue.drain(..count).collect()
    }

    /// Puts a message into a queue, as whoever sends dead bells back does.
    pub fn put(&self, queue: &str, message: Message) {
        self.held().queues.entry(queue.to_owned()).or_default().push_back(message);
    }

    /// Everything in the table that says something of the desk, in the order of the keys.
    pub async fn everything(&self) -> Vec<Item> {
        let (mut items, mut after) = (Vec::new(), None);
        loop {
            let (page, next) = self.table().scan(after.as_ref(), None).await.unwrap();
            items.extend(page.into_iter().filter(|item| !store::moving::stays(&item.key)));
            after = next;
            if after.is_none() {
                items.sort_by(|one, other| one.key.cmp(&other.key));
                return items;
            }
        }
    }

    /// Which parts of its role a function has used.
    pub fn used(&self, function: &str) -> BTreeSet<(String, String)> {
        self.held().used.get(function).cloned().unwrap_or_default()
    }

    /// What was asked since the last time.
    pub fn take_calls(&self) -> Vec<Call> {
        std::mem::take(&mut self.held().calls)
    }

    /// What was refused since it was opened.
    pub fn refused(&self) -> Vec<Call> {
        self.held().calls.iter().filter(|call| !call.allowed).cloned().collect()
    }

    /// What the sockets were told: `POST id {…}`, `DELETE id`.
    pub fn told(&self) -> Vec<String> {
        self.held().told.clone()
    }

    /// Gets what an address that a function gave away leads to, as a browser does.
    pub async fn get(&self, address: &str) -> (StatusCode, Bytes) {
        let rest = address.strip_prefix(&self.url()).unwrap_or_else(|| panic!("{address} is not here"));
        let request = Request::get(rest).body(axum::body::Body::empty()).unwrap();
        let answered = answer(State(self.clone()), request).await;
        let status = answered.status();
        (status, axum::body::to_bytes(answered.into_body(), MOST_BYTES).await.unwrap())
    }

    /// How many files are kept.
    pub fn files(&self) -> usize {
        self.held().files.len()
    }

    fn held(&self) -> std::sync::MutexGuard<'_, Held> {
        self.held.lock().unwrap()
    }

    /// Notes a call and says whether it may be.
    fn may(&self, by: &str, asks: Vec<(String, String)>) -> bool {
        let mut held = self.held();
        let role = held.roles.get(by).cloned().unwrap_or_default();
        let parts: Vec<_> = asks.iter().map(|(action, arn)| role.allowing(action, arn).cloned()).collect();
        let allowed = parts.iter().all(Option::is_some);
        if allowed {
            held.used.entry(by.to_owned()).or_default().extend(parts.into_iter().flatten());
        }
        held.calls.push(Call { by: by.to_owned(), asks, allowed });
        allowed
    }

    async fn dynamodb(&self, by: &str, target: &str, body: Bytes) -> Response {
        let asked: Value = serde_json::from_slice(&body).unwrap();
        let operation = target.rsplit('.').next().unwrap();
        let table = "arn:aws:dynamodb:ap-northeast-1:000000000000:table/Table".to_owned();
        let action = |name: &str| format!("dynamodb:{name}");
        let asks = match operation {
            "TransactWriteItems" => {
                let writes = asked["TransactItems"].as_array().unwrap().iter();
                let verb = |write: &Value| match write.as_object().unwrap().keys().next().unwrap().as_str() {
                    "ConditionCheck" => "ConditionCheckItem".to_owned(),
                    verb => format!("{verb}Item"),
                };
                let asks: BTreeSet<_> = writes.map(|write| (action(&verb(write)), table.clone())).collect();
                asks.into_iter().collect()
            }
            "Query" => {
                let index = asked["IndexName"].as_str().map(|index| format!("{table}/index/{index}"));
                vec![(action("Query"), index.unwrap_or(table))]
            }
            other => vec![(action(other), table)],
        };
        if !self.may(by, asks) {
            return denied();
        }
        let (status, body) = self.table.answer(target.to_owned(), body.to_vec()).await.unwrap();
        json_answer(status, body)
    }

    fn sqs(&self, by: &str, body: &[u8]) -> Response {
        let asked: Value = serde_json::from_slice(body).unwrap();
        let queue = asked["QueueUrl"].as_str().unwrap().rsplit('/').next().unwrap().to_owned();
        let arn = format!("arn:aws:sqs:ap-northeast-1:000000000000:{queue}");
        if !self.may(by, vec![("sqs:SendMessage".to_owned(), arn)]) {
            return denied();
        }
        let Some(body) = asked["MessageBody"].as_str() else {
            let refused = json!({ "__type": "com.amazonaws.sqs#MissingParameter", "message": "MessageBody" });
            return json_answer(400, refused.to_string().into());
        };
        let text = |value: &Value| value.as_str().map(str::to_owned);
        let message = Message {
            body: body.to_owned(),
            trace: text(&asked["MessageSystemAttributes"]["AWSTraceHeader"]["StringValue"]),
            group: text(&asked["MessageGroupId"]),
            sent_at: now_ms(),
        };
        self.held().queues.entry(queue).or_default().push_back(message);
        json_answer(200, br#"{"MessageId":"00000000-0000-4000-8000-000000000000"}"#.to_vec())
    }

    fn ssm(&self, by: &str, body: &[u8]) -> Response {
        let asked: Value = serde_json::from_slice(body).unwrap();
        let path = asked["Path"].as_str().unwrap();
        assert_eq!(asked["WithDecryption"], true, "they are SecureStrings");
        let arn = format!("arn:aws:ssm:ap-northeast-1:000000000000:parameter{path}");
        if !self.may(by, vec![("ssm:GetParametersByPath".to_owned(), arn)]) {
            return denied();
        }
        // Two on a page at the most, the last first: order and pages are the reader's matter.
        let held = self.held();
        let below = |name: &&String| name.strip_prefix(path).is_some_and(|rest| rest.starts_with('/'));
        let mut names: Vec<_> = held.parameters.keys().filter(below).rev().collect();
        if let Some(after) = asked["NextToken"].as_str() {
            names.retain(|name| name.as_str() < after);
        }
        let next = (names.len() > 2).then(|| names[1].clone());
        let page = names.iter().take(2).map(|name| {
            json!({ "Name": name, "Type": "SecureString", "Value": held.parameters[*name], "Version": 1 })
        });
        let page = json!({ "Parameters": page.collect::<Vec<_>>(), "NextToken": next });
        json_answer(200, page.to_string().into())
    }

    fn socket(&self, by: &str, method: &Method, path: &str, body: &[u8]) -> Response {
        let connection = path.rsplit('/').next().unwrap().replace("%3D", "=");
        let api = "arn:aws:execute-api:ap-northeast-1:000000000000:LiveApi/live";
        let arn = format!("{api}/{method}/@connections/{connection}");
        if !self.may(by, vec![("execute-api:ManageConnections".to_owned(), arn)]) {
            return denied();
        }
        let mut held = self.held();
        held.told
            .push(format!("{method} {connection} {}", String::from_utf8_lossy(body)).trim_end().to_owned());
        if held.gone.contains(&connection) {
            return (StatusCode::GONE, [("x-amzn-errortype", "GoneException")]).into_response();
        }
        StatusCode::OK.into_response()
    }

    fn bucket(&self, by: &str, method: &Method, path: &str, body: &[u8]) -> Response {
        let verb = match *method {
            Method::PUT => "PutObject",
            Method::DELETE => "DeleteObject",
            _ => "GetObject",
        };
        if !self
            .may(by, vec![(format!("s3:{verb}"), format!("arn:aws:s3:::{}", path.trim_start_matches('/')))])
        {
            return (StatusCode::FORBIDDEN, "<Error><Code>AccessDenied</Code></Error>").into_response();
        }
        let mut held = self.held();
        match verb {
            "PutObject" => drop(held.files.insert(path.to_owned(), body.to_vec())),
            "DeleteObject" => drop(held.files.remove(path)),
            _ => {
                if let Some(bytes) = held.files.get(path) {
                    return bytes.clone().into_response();
                }
                drop(held);
                // Whoever may not list a bucket is not told that something is missing in it.
                let bucket = path.trim_start_matches('/').split('/').next().unwrap();
                let lists = vec![("s3:ListBucket".to_owned(), format!("arn:aws:s3:::{bucket}"))];
                return if self.may(by, lists) {
                    (StatusCode::NOT_FOUND, "<Error><Code>NoSuchKey</Code></Error>").into_response()
                } else {
                    (StatusCode::FORBIDDEN, "<Error><Code>AccessDenied</Code></Error>").into_response()
                };
            }
        }
        StatusCode::OK.into_response()
    }
}

/// Milliseconds since 1970.
pub fn now_ms() -> u64 {
    u64::try_from(SystemTime::now().duration_since(UNIX_EPOCH).unwrap().as_millis()).unwrap()
}

async fn answer(State(cloud): State<Cloud>, request: Request) -> Response {
    let (parts, body) = request.into_parts();
    let by = caller(&parts.headers, parts.uri.query());
    let body = axum::body::to_bytes(body, MOST_BYTES).await.unwrap();
    let target =
        parts.headers.get("x-amz-target").and_then(|target| target.to_str().ok()).unwrap_or_default();
    let path = parts.uri.path();
    match target.split('.').next().unwrap_or_default() {
        "DynamoDB_20120810" => cloud.dynamodb(&by, target, body).await,
        "AmazonSQS" => cloud.sqs(&by, &body),
        "AmazonSSM" => cloud.ssm(&by, &body),
        _ if path.contains("/@connections/") => cloud.socket(&by, &parts.method, path, &body),
        _ => cloud.bucket(&by, &parts.method, path, &body),
    }
}

/// Who calls: each function signs with its own name as the access key, in a header or in an address that it gives away.
fn caller(headers: &HeaderMap, query: Option<&str>) -> String {
    let signed = headers.get("authorization").and_then(|it| it.to_str().ok());
    let signed = signed.or(query).unwrap_or_default();
    let credential = signed.split("Credential=").nth(1).unwrap_or_default();
    credential.split(['/', '%']).next().unwrap_or_default().to_owned()
}

fn json_answer(status: u16, body: Vec<u8>) -> Response {
    let status = StatusCode::from_u16(status).unwrap();
    (status, [("content-type", "application/x-amz-json-1.0")], body).into_response()
}

fn denied() -> Response {
    let why = json!({ "__type": "AccessDeniedException", "message": "the role does not allow it" });
    json_answer(400, why.to_string().into())
}
