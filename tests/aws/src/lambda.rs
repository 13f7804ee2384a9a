//! One function: its own binary as a process, and the Lambda runtime API that it asks for work.
//!
//! Source: <https://docs.aws.amazon.com/lambda/latest/dg/runtimes-api.html> (read 2026-11).

use std::collections::BTreeMap;
use std::fs::File;
use std::path::PathBuf;
use std::process::{Child, Command, Stdio};
use std::sync::{Arc, OnceLock};
use std::time::{Duration, Instant};

use axum::Router;
use axum::body::Bytes;
use axum::extract::{Path, State};
use axum::http::StatusCode;
use axum::response::{IntoResponse, Response};
use axum::routing::{get, post};
use serde_json::Value;
use tempfile::TempDir;
use tokio::net::TcpListener;
use tokio::sync::{Mutex, Notify, mpsc};

use crate::cloud::now_ms;

/// How long a function may take to come up or to answer before the test gives up.
const PATIENCE: Duration = Duration::from_mins(1);

/// One piece of work.
#[derive(Debug, Clone)]
pub struct Invocation {
    /// What happened.
    pub event: Value,
    /// How long the function has.
    pub time_left: Duration,
    /// What it is a consequence of.
    pub trace: String,
}

impl Invocation {
    /// Work with half a minute to go.
    pub fn of(event: Value) -> Self {
        let trace = "Root=1-67891233-abcdef012345678912345678;Parent=53995c3f42cd8ad8;Sampled=0".to_owned();
        Self { event, time_left: Duration::from_secs(30), trace }
    }
}

/// What a function said: its answer, or its error.
pub type Answer = Result<Value, Value>;

struct Api {
    work: Mutex<mpsc::Receiver<Invocation>>,
    said: mpsc::Sender<Answer>,
    polled: Notify,
    first_poll: std::sync::Mutex<Option<Instant>>,
}

/// A function that runs.
pub struct Lambda {
    /// Its name in the template.
    pub name: String,
    work: mpsc::Sender<Invocation>,
    said: mpsc::Receiver<Answer>,
    api: Arc<Api>,
    process: Child,
    began: Instant,
    log: PathBuf,
    _folder: TempDir,
}

/// Builds the functions' binaries by themselves, without what only the tests need, and says where they are.
/// They are built once in a process.
pub fn build() -> PathBuf {
    static BUILT: OnceLock<PathBuf> = OnceLock::new();
    BUILT.get_or_init(built).clone()
}

fn built() -> PathBuf {
    let functions = crate::FUNCTIONS.map(str::to_lowercase);
    let mut cargo = Command::new(env!("CARGO"));
    cargo.args(["build", "--quiet", "--locked"]);
    cargo.args(functions.iter().flat_map(|name| ["--package", name]));
    // What cargo says to the test is not meant for the build.
    for (name, _) in std::env::vars().filter(|(name, _)| name.starts_with("CARGO_PKG_")) {
        cargo.env_remove(name);
    }
    cargo.current_dir(root());
    assert!(cargo.status().unwrap().success(), "the functions do not build");
    target().join("debug")
}

/// The root of the repository.
pub fn root() -> PathBuf {
    PathBuf::from(env!("CARGO_MANIFEST_DIR")).join("../..")
}

fn target() -> PathBuf {
    std::env::var_os("CARGO_TARGET_DIR").map_or_else(|| root().join("target"), PathBuf::from)
}

impl Lambda {
    /// Starts a function's binary and waits until it asks for work.
    pub async fn start(name: &str, binary: &std::path::Path, environment: &BTreeMap<String, String>) -> Self {
        let (work, waiting) = mpsc::channel(1);
        let (answer, said) = mpsc::channel(1);
        let api = Arc::new(Api {
            work: Mutex::new(waiting),
            said: answer,
            polled: Notify::new(),
            first_poll: std::sync::Mutex::default(),
        });
        let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
        let address = listener.local_addr().unwrap();
        let routes = Router::new()
            .route("/2018-06-01/runtime/invocation/next", get(next))
            .route("/2018-06-01/runtime/invocation/{id}/response", post(respond))
            .route("/2018-06-01/runtime/invocation/{id}/error", post(fail))
            .route("/2018-06-01/runtime/init/error", post(fail_early))
            .with_state(api.clone());
        tokio::spawn(async move { axum::serve(listener, routes).await.unwrap() });

        let folder = tempfile::tempdir().unwrap();
        let log = folder.path().join("log.txt");
        let file = File::create(&log).unwrap();
        let mut command = Command::new(binary);
        command.env_clear().envs(environment).current_dir(folder.path());
        command
            .env("AWS_LAMBDA_RUNTIME_API", address.to_string())
            .env("AWS_LAMBDA_FUNCTION_NAME", name)
            .env("AWS_LAMBDA_FUNCTION_VERSION", "$LATEST")
            .env("AWS_LAMBDA_FUNCTION_MEMORY_SIZE", "256")
            .env("AWS_LAMBDA_LOG_FORMAT", "JSON")
            .env("AWS_LAMBDA_LOG_GROUP_NAME", "log")
            .env("AWS_LAMBDA_LOG_STREAM_NAME", "log");
        command.stdin(Stdio::null()).stdout(file.try_clone().unwrap()).stderr(file);
        let began = Instant::now();
        let process = command.spawn().unwrap();
        let mut lambda =
            Self { name: name.to_owned(), work, said, api, process, began, log, _folder: folder };
        lambda.polls().await;
        lambda
    }

    /// From its start until it asked for work.
    pub fn cold_start(&self) -> Duration {
        self.api.first_poll.lock().unwrap().map_or(Duration::MAX, |polled| polled - self.began)
    }

    /// The most memory it has held so far, in KiB.
    pub fn peak_kib(&self) -> u64 {
        let status = std::fs::read_to_string(format!("/proc/{}/status", self.process.id())).unwrap();
        let line = status.lines().find_map(|line| line.strip_prefix("VmHWM:")).unwrap();
        line.trim().trim_end_matches(" kB").parse().unwrap()
    }

    /// Waits until it asks for work.
    async fn polls(&mut self) {
        let polled = self.api.polled.notified();
        let ended = async {
            loop {
                tokio::time::sleep(Duration::from_millis(5)).await;
                if let Some(status) = self.process.try_wait().unwrap() {
                    return status;
                }
            }
        };
        tokio::select! {
            () = polled => {}
            status = ended => panic!("{} ended by itself: {status}\n{}", self.name, self.log()),
            () = tokio::time::sleep(PATIENCE) => panic!("{} does not come up\n{}", self.name, self.log()),
        }
    }

    /// Lets it do one piece of work, and waits until it asks for the next.
    ///
    /// # Errors
    ///
    /// What it says went wrong.
    pub async fn invoke(&mut self, invocation: Invocation) -> Answer {
        self.work.send(invocation).await.unwrap();
        let said = tokio::time::timeout(PATIENCE, self.said.recv()).await;
        let Ok(Some(answer)) = said else { panic!("{} says nothing\n{}", self.name, self.log()) };
        self.polls().await;
        answer
    }

    /// Lets it answer an event.
    pub async fn answer(&mut self, event: Value) -> Value {
        let name = self.name.clone();
        self.invoke(Invocation::of(event))
            .await
            .unwrap_or_else(|error| panic!("{name}: {error}\n{}", self.log()))
    }

    /// What it has logged.
    pub fn log(&self) -> String {
        std::fs::read_to_string(&self.log).unwrap_or_default()
    }
}

impl Drop for Lambda {
    fn drop(&mut self) {
        let _ = self.process.kill();
        let _ = self.process.wait();
    }
}

async fn next(State(api): State<Arc<Api>>) -> Response {
    api.first_poll.lock().unwrap().get_or_insert_with(Instant::now);
    api.polled.notify_one();
    let Some(work) = api.work.lock().await.recv().await else {
        return StatusCode::GONE.into_response();
    };
    let deadline = now_ms() + u64::try_from(work.time_left.as_millis()).unwrap();
    let headers = [
        ("lambda-runtime-aws-request-id", "8476a536-e9f4-11e8-9739-2dfe598c3fcd".to_owned()),
        ("lambda-runtime-deadline-ms", deadline.to_string()),
        (
            "lambda-runtime-invoked-function-arn",
            "arn:aws:lambda:ap-northeast-1:000000000000:function:it".to_owned(),
        ),
        ("lambda-runtime-trace-id", work.trace),
    ];
    (headers, work.event.to_string()).into_response()
}

async fn respond(State(api): State<Arc<Api>>, Path(_): Path<String>, body: Bytes) -> StatusCode {
    say(&api, Ok(serde_json::from_slice(&body).unwrap_or(Value::Null))).await
}

async fn fail(State(api): State<Arc<Api>>, Path(_): Path<String>, body: Bytes) -> StatusCode {
    say(&api, Err(serde_json::from_slice(&body).unwrap_or(Value::Null))).await
}

async fn fail_early(State(api): State<Arc<Api>>, body: Bytes) -> StatusCode {
    say(&api, Err(serde_json::from_slice(&body).unwrap_or(Value::Null))).await
}

async fn say(api: &Api, answer: Answer) -> StatusCode {
    api.said.send(answer).await.map_or(StatusCode::GONE, |()| StatusCode::ACCEPTED)
}
