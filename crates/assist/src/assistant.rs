//! Asks the model, watches it write, and hands over what passed the guard.

use std::{fmt, sync::Arc, time::Duration};

use async_openai::{
    Client,
    error::OpenAIError,
    types::chat::{
        ChatCompletionRequestSystemMessage, ChatCompletionRequestUserMessage, CreateChatCompletionRequest,
    },
};
use futures::{Stream, StreamExt, channel::mpsc, stream, stream::BoxStream};
use reqwest::redirect;
use serde::Serialize;
use tokio::time::{Instant, timeout_at};

use crate::{
    Error, Invalid, Proposal, Refusal, Rewrite, RewriteError, Settings,
    address::PublicOnly,
    guard::Guard,
    preview::Preview,
    prompt::{Prompt, VOICE_CHARS, prompt},
    rewrite::Parts,
    settings::Endpoint,
    transport::{Choice, Chunk, Ending, Transport},
};

/// A configured model. Cheap to clone: clones share their connections.
#[derive(Clone)]
pub struct Assistant(Arc<Inner>);

struct Inner {
    settings: Settings,
    endpoint: Endpoint,
    http: reqwest::Client,
}

impl fmt::Debug for Assistant {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Assistant").field("model", &self.0.settings.model).finish_non_exhaustive()
    }
}

/// What happens while a rewrite is on its way.
///
/// Any number of `Delta`, then exactly one of the others. As JSON: `{"type": "delta", "text": "…"}`,
/// `{"type": "done", "text": …, "replacement": …, "diff": …}`, `{"type": "refused", "reason": …, "message": …}`,
/// `{"type": "failed", "code": …, "message": …, "transient": …}`.
pub enum Event {
    /// More of the new selection, with its values in place. Joined, the deltas before a `Done` are its `replacement`;
    /// until then they are a preview, and a refusal or failure takes back all of it.
    Delta(String),
    /// The finished proposal.
    Done(Proposal),
    /// The answer was not fit to be shown; the draft stays.
    Refused(Refusal),
    /// There was no complete answer; the draft stays.
    Failed(Error),
}

impl fmt::Debug for Event {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Delta(text) => f.debug_struct("Delta").field("chars", &text.chars().count()).finish(),
            Self::Done(proposal) => f.debug_tuple("Done").field(proposal).finish(),
            Self::Refused(refusal) => f.debug_tuple("Refused").field(refusal).finish(),
            Self::Failed(error) => f.debug_tuple("Failed").field(error).finish(),
        }
    }
}

impl Serialize for Event {
    fn serialize<S: serde::Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        #[derive(Serialize)]
        #[serde(tag = "type", rename_all = "lowercase")]
        enum Wire<'a> {
            Delta {
                text: &'a str,
            },
            Done(&'a Proposal),
            Refused {
                #[serde(flatten)]
                refusal: &'a Refusal,
                message: String,
            },
            Failed(&'a Error),
        }
        match self {
            Self::Delta(text) => Wire::Delta { text },
            Self::Done(proposal) => Wire::Done(proposal),
            Self::Refused(refusal) => Wire::Refused { refusal, message: refusal.to_string() },
            Self::Failed(error) => Wire::Failed(error),
        }
        .serialize(serializer)
    }
}

/// Longest time for connecting, within the total.
const CONNECT: Duration = Duration::from_secs(5);
/// Bytes any answer may have: envelopes of a streamed sentence, and thoughts of a reasoning model.
const ANSWER_BYTES: usize = 1024 * 1024;
/// Bytes an answer may have on top for each character it is allowed: an event of its own.
const BYTES_PER_CHAR: usize = 512;

impl Assistant {
    /// Checks the settings and prepares the connection; nothing is sent.
    ///
    /// # Errors
    ///
    /// [`Error::NotConfigured`], [`Error::InvalidSetting`], [`Error::PrivateAddress`], and
    /// [`Error::Unreachable`] if the TLS of this machine cannot be set up.
    pub fn new(settings: Settings) -> Result<Self, Error> {
        let endpoint = settings.endpoint()?;
        let mut http = reqwest::Client::builder()
            .redirect(redirect::Policy::none())
            .referer(false)
            .no_proxy()
            .connect_timeout(CONNECT.min(settings.timeout))
            .https_only(!settings.allow_private);
        if !settings.allow_private {
            http = http.dns_resolver(PublicOnly);
        }
        let http = http.build().map_err(Error::Unreachable)?;
        Ok(Self(Arc::new(Inner { settings, endpoint, http })))
    }

    /// Asks the model for one word, to see whether address, key and model are right. Returns how long the first
    /// sign of an answer took. Costs some forty tokens.
    ///
    /// # Errors
    ///
    /// Those of [`Assistant::rewrite`] that concern the provider.
    pub async fn check(&self) -> Result<Duration, Error> {
        let began = Instant::now();
        let prompt = Prompt { system: "Answer with the word OK alone.".into(), user: "OK?".into() };
        match self.ask(prompt, ANSWER_BYTES).await?.next().await {
            Ok(_) | Err(Error::Truncated) => Ok(began.elapsed()),
            Err(error) => Err(error),
        }
    }

    /// Rewrites a draft and waits for the whole proposal.
    ///
    /// # Errors
    ///
    /// [`RewriteError::Refused`] if the answer was not fit to be shown, [`RewriteError::Failed`] if there was none.
    /// The draft stays as it is in both cases.
    pub async fn rewrite(&self, rewrite: &Rewrite) -> Result<Proposal, RewriteError> {
        self.run(rewrite, |_| {}).await
    }

    /// Rewrites a draft and reports on the way. Nothing is sent before the stream is polled; dropping it ends the
    /// request.
    pub fn rewrite_stream(&self, rewrite: Rewrite) -> impl Stream<Item = Event> + Send + use<> {
        let assistant = self.clone();
        let (sender, events) = mpsc::unbounded();
        let run = async move {
            // A receiver that is gone has taken the stream, and thereby this future, with it.
            let send = |event| drop(sender.unbounded_send(event));
            send(match assistant.run(&rewrite, |text| send(Event::Delta(text))).await {
                Ok(proposal) => Event::Done(proposal),
                Err(RewriteError::Refused(refusal)) => Event::Refused(refusal),
                Err(RewriteError::Failed(error)) => Event::Failed(error),
            });
        };
        stream::select(events, stream::once(run).filter_map(async |()| None))
    }

    /// The one way a rewrite goes.
    async fn run(&self, rewrite: &Rewrite, show: impl Fn(String)) -> Result<Proposal, RewriteError> {
        let settings = &self.0.settings;
        let parts = rewrite.parts(settings.max_draft_chars).map_err(Error::from)?;
        let voice = rewrite.brand_voice.as_deref().or(settings.brand_voice.as_deref());
        let voice = voice.map(str::trim).filter(|voice| !voice.is_empty());
        if voice.is_some_and(|voice| voice.chars().count() > VOICE_CHARS) {
            return Err(Error::from(Invalid::BrandVoice { limit: VOICE_CHARS }).into());
        }
        let hint = rewrite.language.or(settings.language);
        let (mut guard, context) = Guard::new(rewrite, &parts, hint).map_err(Error::from)?;
        let masked = Parts {
            before: &context.before,
            lead: parts.lead,
            core: guard.masked(),
            trail: parts.trail,
            after: &context.after,
        };
        let prompt = prompt(rewrite, voice, &masked);
        guard.keep_secret(&prompt.system, voice);

        let limit_bytes = ANSWER_BYTES + BYTES_PER_CHAR * guard.allowed_chars().end();
        let mut answer = self.ask(prompt, limit_bytes).await?;
        let mut preview = Preview::new(&guard, parts.lead);
        let mut text = String::new();
        while let Some(piece) = answer.next().await? {
            text.push_str(&piece);
            if let Some(delta) = preview.advance(&text)? {
                show(delta);
            }
        }
        let proposal = Proposal::new(&parts, &guard.accept(&text)?);
        if let Some(delta) = preview.rest(&proposal.replacement) {
            show(delta);
        }
        Ok(proposal)
    }

    /// Sends a prompt and returns the answer as soon as it begins.
    async fn ask(&self, prompt: Prompt, limit_bytes: usize) -> Result<Answer, Error> {
        let Inner { settings, endpoint, http } = &*self.0;
        // Model and messages are all that every provider takes: limits and temperatures differ from model to model.
        let request = CreateChatCompletionRequest {
            model: settings.model.trim().to_owned(),
            messages: vec![
                ChatCompletionRequestSystemMessage::from(prompt.system).into(),
                ChatCompletionRequestUserMessage::from(prompt.user).into(),
            ],
            stream: Some(true),
            ..CreateChatCompletionRequest::default()
        };
        let after = settings.timeout;
        let deadline = Instant::now() + after;
        let ending = Ending::default();
        let transport = Transport { client: http.clone(), limit_bytes, deadline, ending: ending.clone() };
        let client = Client::build(http.clone(), endpoint.clone()).with_http_service(transport);
        let chunks = timeout_at(deadline, client.chat().create_stream_byot::<_, Chunk>(request))
            .await
            .map_err(|_| Error::TimedOut { after })?
            .map_err(|error| match error {
                OpenAIError::Boxed(error) => {
                    error.downcast::<Error>().map_or(Error::Unreadable, |error| *error)
                }
                // What is left concerns bodies and files, which never get this far.
                _ => Error::Unreadable,
            })?;
        Ok(Answer { chunks: chunks.boxed(), ending, deadline, after, finished: false })
    }
}

/// An answer that is being written.
struct Answer {
    chunks: BoxStream<'static, Result<Chunk, OpenAIError>>,
    ending: Ending,
    deadline: Instant,
    after: Duration,
    finished: bool,
}

impl Answer {
    /// Returns the next piece of text, `None` once the model has finished.
    async fn next(&mut self) -> Result<Option<String>, Error> {
        while !self.finished {
            let chunk = timeout_at(self.deadline, self.chunks.next())
                .await
                .map_err(|_| Error::TimedOut { after: self.after })?;
            match chunk {
                None if self.ending.is_done() => self.finished = true,
                None => return Err(self.ending.take_error().unwrap_or(Error::Interrupted(None))),
                Some(Err(_)) => return Err(self.ending.take_error().unwrap_or(Error::Unreadable)),
                Some(Ok(Chunk { error: Some(_), .. })) => return Err(Error::ProviderStopped),
                Some(Ok(chunk)) => {
                    let choice = chunk.choices.into_iter().flatten().next();
                    if let Some(text) = choice.map(|choice| self.read(choice)).transpose()?.flatten() {
                        return Ok(Some(text));
                    }
                }
            }
        }
        Ok(None)
    }

    fn read(&mut self, choice: Choice) -> Result<Option<String>, Error> {
        match choice.finish_reason.as_deref() {
            None | Some("") => {}
            Some("length") => return Err(Error::Truncated),
            Some("content_filter") => return Err(Error::Declined),
            Some("tool_calls" | "function_call") => return Err(Error::WantedTool),
            Some(_) => self.finished = true,
        }
        let Some(delta) = choice.delta else { return Ok(None) };
        if delta.refusal.is_some_and(|refusal| !refusal.is_empty()) {
            return Err(Error::Declined);
        }
        if delta.tool_calls.is_some_and(|calls| !calls.is_empty()) {
            return Err(Error::WantedTool);
        }
        Ok(delta.content.filter(|content| !content.is_empty()))
    }
}
