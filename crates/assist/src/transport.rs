//! The HTTP under `async-openai`: one retry, no redirects, a limit in bytes, and nothing unreadable let through.
//!
//! `async-openai` writes every error body and every line it cannot read into the log, where drafts must never be
//! (SEC-28), and holds what it read in memory without bound. So statuses are judged here before it sees a body, and
//! each line of a stream is read here before it does.

use std::{
    error::Error as _,
    io,
    pin::Pin,
    sync::{Arc, Mutex, PoisonError},
    task::{Context, Poll},
    time::Duration,
};

use async_openai::{error::OpenAIError, middleware::HttpRequestFactory};
use bytes::Bytes;
use futures::{Stream, StreamExt, stream, stream::BoxStream};
use http::{StatusCode, header};
use reqwest::{Body, Response};
use serde::{Deserialize, de::IgnoredAny};
use tokio::time::{Instant, sleep};

use crate::{Error, address::NotPublic};

/// One event of a stream, as far as we read it. Everything may be missing: providers differ.
#[derive(Debug, Deserialize)]
pub(crate) struct Chunk {
    pub choices: Option<Vec<Choice>>,
    pub error: Option<IgnoredAny>,
}

/// One of the answers in an event; we ask for one.
#[derive(Debug, Deserialize)]
pub(crate) struct Choice {
    /// The whole message where the provider does not stream.
    #[serde(alias = "message")]
    pub delta: Option<Delta>,
    pub finish_reason: Option<String>,
}

/// A piece of an answer.
#[derive(Debug, Deserialize)]
pub(crate) struct Delta {
    pub content: Option<String>,
    pub refusal: Option<String>,
    pub tool_calls: Option<Vec<IgnoredAny>>,
}

/// How an answer ended, told past `async-openai`, which only keeps strings.
#[derive(Debug, Clone, Default)]
pub(crate) struct Ending(Arc<Mutex<Outcome>>);

#[derive(Debug, Default)]
struct Outcome {
    done: bool,
    error: Option<Error>,
}

impl Ending {
    /// Says whether the provider marked the end of its answer.
    pub fn is_done(&self) -> bool {
        self.0.lock().unwrap_or_else(PoisonError::into_inner).done
    }

    /// Takes the error that ended the answer, if one did.
    pub fn take_error(&self) -> Option<Error> {
        self.0.lock().unwrap_or_else(PoisonError::into_inner).error.take()
    }

    fn note(&self, note: impl FnOnce(&mut Outcome)) {
        note(&mut self.0.lock().unwrap_or_else(PoisonError::into_inner));
    }
}

/// Sends one request of `async-openai`.
#[derive(Debug, Clone)]
pub(crate) struct Transport {
    pub client: reqwest::Client,
    /// Most bytes of an answer, envelope included.
    pub limit_bytes: usize,
    /// When everything must be over.
    pub deadline: Instant,
    pub ending: Ending,
}

/// How long to wait before the one retry, unless the provider says.
const RETRY_AFTER: Duration = Duration::from_millis(250);
/// The longest wait a provider may ask for; beyond it, a person decides when to try again.
const LONGEST_WAIT: Duration = Duration::from_secs(2);

impl tower::Service<HttpRequestFactory> for Transport {
    type Response = Response;
    type Error = OpenAIError;
    type Future = Pin<Box<dyn Future<Output = Result<Response, OpenAIError>> + Send>>;

    fn poll_ready(&mut self, _: &mut Context<'_>) -> Poll<Result<(), OpenAIError>> {
        Poll::Ready(Ok(()))
    }

    fn call(&mut self, request: HttpRequestFactory) -> Self::Future {
        let transport = self.clone();
        Box::pin(async move {
            let first = transport.attempt(&request).await?;
            let answer = match first {
                Ok(response) => Ok(response),
                Err(error) => match transport.wait_before_retry(&error) {
                    Some(wait) => {
                        sleep(wait).await;
                        transport.attempt(&request).await?
                    }
                    None => Err(error),
                },
            };
            answer.map_err(|error| OpenAIError::Boxed(Box::new(error)))
        })
    }
}

impl Transport {
    /// Sends the request once. The outer error is one of `async-openai` while it writes the request.
    async fn attempt(&self, request: &HttpRequestFactory) -> Result<Result<Response, Error>, OpenAIError> {
        let request = request.build().await?;
        Ok(match self.client.execute(request).await {
            Ok(response) => self.judge(response),
            Err(error) if is_not_public(&error) => Err(Error::PrivateAddress),
            Err(error) => Err(Error::Unreachable(error.without_url())),
        })
    }

    /// Returns how long to wait for a retry that is worth it and fits into half of the time left.
    fn wait_before_retry(&self, error: &Error) -> Option<Duration> {
        let wait = match error {
            Error::Unreachable(_) | Error::ProviderFailed { .. } => RETRY_AFTER,
            Error::RateLimited { retry_after } => retry_after.unwrap_or(RETRY_AFTER),
            _ => return None,
        };
        let left = self.deadline.saturating_duration_since(Instant::now());
        (wait <= LONGEST_WAIT && wait * 2 <= left).then_some(wait)
    }

    /// Turns a status into our error; the body of an error is not read at all.
    fn judge(&self, response: Response) -> Result<Response, Error> {
        let status = response.status();
        if status == StatusCode::OK {
            return self.screened(response);
        }
        Err(match status {
            StatusCode::UNAUTHORIZED => Error::Unauthorized,
            StatusCode::FORBIDDEN => Error::Forbidden,
            StatusCode::NOT_FOUND => Error::NotFound,
            StatusCode::TOO_MANY_REQUESTS => Error::RateLimited { retry_after: retry_after(&response) },
            _ if status.is_redirection() => Error::Redirected,
            _ if status.is_server_error() => Error::ProviderFailed { status: status.as_u16() },
            _ if status.is_client_error() => Error::Rejected { status: status.as_u16() },
            _ => Error::Unreadable,
        })
    }

    /// Puts the screen in front of a body.
    fn screened(&self, response: Response) -> Result<Response, Error> {
        let content_type = response.headers().get(header::CONTENT_TYPE);
        let content_type =
            content_type.and_then(|value| value.to_str().ok()).unwrap_or_default().to_lowercase();
        let framed = content_type.starts_with("application/json");
        if content_type.starts_with("text/html") {
            return Err(Error::Unreadable);
        }
        let screen = Screen {
            bytes: response.bytes_stream().boxed(),
            held: Vec::new(),
            seen: 0,
            limit: self.limit_bytes,
            whole: framed,
            ending: self.ending.clone(),
        };
        Ok(http::Response::new(Body::wrap_stream(screen.into_stream())).into())
    }
}

fn retry_after(response: &Response) -> Option<Duration> {
    let seconds = response.headers().get(header::RETRY_AFTER)?.to_str().ok()?.trim().parse().ok()?;
    Some(Duration::from_secs(seconds))
}

fn is_not_public(error: &reqwest::Error) -> bool {
    let mut cause = error.source();
    while let Some(error) = cause {
        if error.is::<NotPublic>() {
            return true;
        }
        cause = error.source();
    }
    false
}

/// Lets through only whole lines that `async-openai` can read, and only so many bytes.
struct Screen {
    bytes: BoxStream<'static, Result<Bytes, reqwest::Error>>,
    /// The beginning of a line whose end has not come yet.
    held: Vec<u8>,
    seen: usize,
    limit: usize,
    /// The body is one JSON document: the provider does not stream. It becomes a single event.
    whole: bool,
    ending: Ending,
}

impl Screen {
    fn into_stream(self) -> impl Stream<Item = io::Result<Bytes>> + Send {
        stream::try_unfold(self, |mut screen| async move {
            match screen.next().await {
                Ok(Some(lines)) => Ok(Some((lines, screen))),
                Ok(None) => Ok(None),
                Err(error) => {
                    screen.ending.note(|outcome| outcome.error = Some(error));
                    Err(io::Error::other("the answer was cut"))
                }
            }
        })
    }

    async fn next(&mut self) -> Result<Option<Bytes>, Error> {
        while let Some(bytes) = self.bytes.next().await {
            let bytes = bytes.map_err(|error| Error::Interrupted(Some(error.without_url())))?;
            self.seen += bytes.len();
            if self.seen > self.limit {
                return Err(Error::AnswerTooLarge { limit_bytes: self.limit });
            }
            let line_end = bytes.iter().rposition(|byte| *byte == b'\n');
            match line_end.filter(|_| !self.whole) {
                None => self.held.extend_from_slice(&bytes),
                Some(end) => {
                    let (lines, rest) = bytes.split_at(end + 1);
                    let lines = [std::mem::take(&mut self.held).as_slice(), lines].concat();
                    self.held.extend_from_slice(rest);
                    self.inspect(&lines)?;
                    return Ok(Some(lines.into()));
                }
            }
        }
        let mut last = std::mem::take(&mut self.held);
        if last.trim_ascii().is_empty() {
            return Ok(None);
        }
        if self.whole {
            // JSON holds line breaks only where a space does as well.
            last.iter_mut().filter(|byte| byte.is_ascii_control()).for_each(|byte| *byte = b' ');
            last.splice(0..0, *b"data: ");
            self.ending.note(|outcome| outcome.done = true);
        }
        self.inspect(&last)?;
        last.extend_from_slice(b"\n\n");
        Ok(Some(last.into()))
    }

    /// Reads each line as the client behind will.
    fn inspect(&self, lines: &[u8]) -> Result<(), Error> {
        for line in lines.split(|byte| *byte == b'\n').map(<[u8]>::trim_ascii) {
            match line.strip_prefix(b"data:").map(<[u8]>::trim_ascii) {
                Some(b"[DONE]") => self.ending.note(|outcome| outcome.done = true),
                // The cause is dropped: serde quotes what it could not read.
                Some(data) if serde_json::from_slice::<Chunk>(data).is_ok() => {}
                None if line.is_empty() || FIELDS.iter().any(|field| line.starts_with(field)) => {}
                Some(_) | None => return Err(Error::Unreadable),
            }
        }
        Ok(())
    }
}

/// What a line of server-sent events may begin with, besides `data:`.
const FIELDS: [&[u8]; 4] = [b":", b"event:", b"id:", b"retry:"];
