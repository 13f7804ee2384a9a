//! The imitated API.

use std::{
    convert::Infallible,
    sync::{Arc, Mutex},
    time::Duration,
};

use assist::{Assistant, Event, Rewrite, Settings, Tone};
use axum::{
    Router,
    body::{Body, Bytes},
    extract::State,
    http::{HeaderMap, StatusCode, Uri, header},
    response::{IntoResponse, Response},
    routing::any,
};
use futures::{Stream, StreamExt, stream};
use serde_json::{Value, json};

/// The key every assistant of these tests has.
pub const KEY: &str = "sk-test-0123456789";

/// A request as it came in.
#[derive(Debug, Clone)]
pub struct Seen {
    pub path: String,
    pub headers: HeaderMap,
    pub body: Value,
}

impl Seen {
    /// The text of a message, by role.
    pub fn message(&self, role: &str) -> String {
        let messages = self.body["messages"].as_array().unwrap();
        messages.iter().find(|m| m["role"] == role).unwrap()["content"].as_str().unwrap().to_owned()
    }

    /// The masked target.
    pub fn target(&self) -> String {
        let user = self.message("user");
        user.split_once("<target>").unwrap().1.rsplit_once("</target>").unwrap().0.to_owned()
    }
}

type Behaviour = dyn Fn(&Seen) -> Response + Send + Sync;

#[derive(Clone)]
struct Shared {
    behaviour: Arc<Behaviour>,
    seen: Arc<Mutex<Vec<Seen>>>,
}

/// A server on a port of its own, gone with the test's runtime.
pub struct Model {
    pub base_url: String,
    seen: Arc<Mutex<Vec<Seen>>>,
}

impl Model {
    /// Starts a server that answers every request like this.
    pub async fn behaving(behaviour: impl Fn(&Seen) -> Response + Send + Sync + 'static) -> Self {
        let shared = Shared { behaviour: Arc::new(behaviour), seen: Arc::default() };
        let seen = shared.seen.clone();
        let app = Router::new().fallback(any(answer)).with_state(shared);
        let listener = tokio::net::TcpListener::bind("127.0.0.1:0").await.unwrap();
        let base_url = format!("http://{}/v1", listener.local_addr().unwrap());
        tokio::spawn(async move { axum::serve(listener, app).await.unwrap() });
        Self { base_url, seen }
    }

    /// Starts a server that says this, streamed three characters at a time.
    pub async fn saying(text: impl Into<String>) -> Self {
        let text = text.into();
        Self::behaving(move |_| said(&text)).await
    }

    /// What it was asked so far.
    pub fn seen(&self) -> Vec<Seen> {
        self.seen.lock().unwrap().clone()
    }

    /// An assistant that asks this server, with five seconds for everything.
    pub fn assistant(&self) -> Assistant {
        Assistant::new(self.settings()).unwrap()
    }

    pub fn settings(&self) -> Settings {
        Settings {
            base_url: self.base_url.clone(),
            api_key: Some(KEY.into()),
            model: "test-model".into(),
            timeout: Duration::from_secs(5),
            allow_private: true,
            ..Settings::default()
        }
    }

    /// An assistant with little patience.
    pub fn impatient(&self, timeout: Duration) -> Assistant {
        Assistant::new(Settings { timeout, ..self.settings() }).unwrap()
    }
}

async fn answer(State(shared): State<Shared>, uri: Uri, headers: HeaderMap, body: Bytes) -> Response {
    let body = serde_json::from_slice(&body).unwrap_or_default();
    let seen = Seen { path: uri.path().to_owned(), headers, body };
    shared.seen.lock().unwrap().push(seen.clone());
    (shared.behaviour)(&seen)
}

/// One event with a piece of text.
pub fn piece(text: &str) -> String {
    event(&json!({
        "id": "c1", "object": "chat.completion.chunk", "created": 1, "model": "test-model",
        "choices": [{"index": 0, "delta": {"content": text}, "finish_reason": null}],
    }))
}

/// The event that ends an answer.
pub fn finish(reason: &str) -> String {
    event(&json!({"choices": [{"index": 0, "delta": {}, "finish_reason": reason}]}))
}

/// Any event.
pub fn event(data: &Value) -> String {
    format!("data: {data}\n\n")
}

/// A whole stream as any good server sends it.
pub fn said(text: &str) -> Response {
    let chars: Vec<char> = text.chars().collect();
    let pieces = chars.chunks(3).map(|chunk| piece(&chunk.iter().collect::<String>()));
    let role = event(&json!({"choices": [{"index": 0, "delta": {"role": "assistant", "content": ""}}]}));
    let end = [finish("stop"), "data: [DONE]\n\n".to_owned()];
    streamed(stream::iter([role].into_iter().chain(pieces).chain(end).collect::<Vec<_>>()))
}

/// A stream of these lines, whatever they are.
pub fn streamed(lines: impl Stream<Item = String> + Send + 'static) -> Response {
    let body = Body::from_stream(lines.map(Ok::<_, Infallible>));
    ([(header::CONTENT_TYPE, "text/event-stream")], body).into_response()
}

/// A stream that begins like this and then stays open without a word.
pub fn then_silence(lines: Vec<String>) -> Response {
    streamed(stream::iter(lines).chain(stream::pending()))
}

/// A status with a body that quotes what it should not.
pub fn status(status: u16, seen: &Seen) -> Response {
    let quote = format!("{} {:?}", seen.body, seen.headers);
    let body = json!({"error": {"message": quote, "type": "t", "param": null, "code": "c"}});
    (StatusCode::from_u16(status).unwrap(), axum::Json(body)).into_response()
}

/// A wish for a polite version.
pub fn polite(draft: &str) -> Rewrite {
    Rewrite { draft: draft.into(), tone: Some(Tone::Polite), ..Rewrite::default() }
}

/// Everything a stream says: the joined deltas and the last event.
pub async fn watch(assistant: &Assistant, rewrite: Rewrite) -> (String, Event) {
    let mut events: Vec<Event> = assistant.rewrite_stream(rewrite).collect().await;
    let last = events.pop().unwrap();
    let deltas = events.into_iter().map(|event| match event {
        Event::Delta(text) => text,
        other => panic!("{other:?} before the end"),
    });
    (deltas.collect(), last)
}
