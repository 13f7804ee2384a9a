//! AI writing: a draft in, a proposal out. Nothing is sent to a customer; the operator decides (AIW-05).

use std::convert::Infallible;
use std::ops::Range;
use std::time::Duration;

use assist::{DiffKind, Event, Length, Mood, Proposal, Rewrite, RewriteError, Tone};
use axum::Json;
use axum::extract::State;
use axum::response::sse::{KeepAlive, Sse};
use axum::response::{IntoResponse, Response};
use domain::seconds;
use futures::StreamExt;
use http::{HeaderMap, header};
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

use super::Api;
use super::access::Caller;
use super::answers::Write;
use super::body::Body;
use super::conversations::contact_of;
use super::routes::routes;
use crate::problem::{Kind, Problem};

/// How often an operator may ask: ten at once, then one in six seconds (SEC-30).
const BURST: u32 = 10;
const REFILL: Duration = seconds(6);
/// The longest name that can be masked, in characters.
const NAME_CHARS: usize = 64;

/// A draft to be said differently. At least one of `tone` and `length` is given.
#[derive(Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub(super) struct RewriteBody {
    /// The whole unsent draft.
    draft: String,
    /// The part to rewrite; left out: all of it.
    #[serde(default)]
    selection: Option<Selection>,
    /// How it shall sound.
    #[serde(default)]
    tone: Option<ToneName>,
    /// How long it shall be, compared with the draft.
    #[serde(default)]
    length: Option<LengthName>,
    /// How the customer seems to feel.
    #[serde(default)]
    mood: Option<MoodName>,
    /// The conversation that the draft is for: its customer's name is not shown to the model.
    #[serde(default)]
    conversation: Option<String>,
}

/// A part of a draft, counted in Unicode code points: neither bytes nor UTF-16 units.
#[derive(Debug, Clone, Copy, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub(super) struct Selection {
    /// Where it begins.
    start: usize,
    /// Where it ends, itself not included.
    end: usize,
}

/// How a text sounds (AIW-03).
#[derive(Debug, Clone, Copy, Deserialize, ToSchema)]
#[serde(rename_all = "lowercase")]
pub(super) enum ToneName {
    /// フォーマル.
    Formal,
    /// カジュアル.
    Casual,
    /// 丁寧.
    Polite,
    /// 主張的.
    Assertive,
    /// ユーモア.
    Humorous,
}

/// How long a text is (AIW-04).
#[derive(Debug, Clone, Copy, Deserialize, ToSchema)]
#[serde(rename_all = "lowercase")]
pub(super) enum LengthName {
    /// 短く.
    Shorter,
    /// 長く.
    Longer,
}

/// How a customer seems to feel.
#[derive(Debug, Clone, Copy, Deserialize, ToSchema)]
#[serde(rename_all = "lowercase")]
pub(super) enum MoodName {
    /// Angry or disappointed.
    Upset,
    /// Worried or in a hurry.
    Anxious,
    /// Nothing to notice.
    Neutral,
    /// Content or grateful.
    Happy,
}

/// What the model proposes in place of the draft.
#[derive(Debug, Serialize, ToSchema)]
pub(super) struct ProposalView {
    /// The whole new draft.
    text: String,
    /// What takes the place of the selection; the same as `text` without one.
    replacement: String,
    /// From the old draft to the new one.
    diff: Vec<DiffView>,
}

/// A stretch of a diff.
#[derive(Debug, Serialize, ToSchema)]
pub(super) struct DiffView {
    /// `same`, `added` or `removed`.
    kind: DiffName,
    /// Its text.
    text: String,
}

/// Where a stretch of a diff stands.
#[derive(Debug, Serialize, ToSchema)]
#[serde(rename_all = "lowercase")]
pub(super) enum DiffName {
    /// In both texts.
    Same,
    /// In the new text alone.
    Added,
    /// In the old text alone.
    Removed,
}

impl From<Proposal> for ProposalView {
    fn from(proposal: Proposal) -> Self {
        let part = |part: assist::DiffPart| DiffView {
            kind: match part.kind {
                DiffKind::Same => DiffName::Same,
                DiffKind::Added => DiffName::Added,
                DiffKind::Removed => DiffName::Removed,
            },
            text: part.text,
        };
        Self {
            text: proposal.text,
            replacement: proposal.replacement,
            diff: proposal.diff.into_iter().map(part).collect(),
        }
    }
}

impl From<RewriteError> for Problem {
    fn from(error: RewriteError) -> Self {
        match error {
            RewriteError::Refused(refusal) => Self::because(Kind::RewriteRefused, refusal.to_string()),
            RewriteError::Failed(error) => (&error).into(),
        }
    }
}

impl From<&assist::Error> for Problem {
    fn from(error: &assist::Error) -> Self {
        let code = error.code();
        let kind = match code {
            "not_configured" | "invalid_setting" | "private_address" => Kind::AiNotConfigured,
            "invalid" => Kind::InvalidBody,
            _ => Kind::RewriteFailed,
        };
        Self::because(kind, error.to_string()).coded(code)
    }
}

routes! {
    self::rewrite,
}

/// Proposes a draft in another tone or length. With `Accept: text/event-stream` the answer is a stream of the events
/// `delta` (`text`), and then one of `done` (a proposal), `refused` (`message`) and `failed` (`code`, `message`).
#[utoipa::path(post, path = "/v1/drafts:rewrite", request_body = RewriteBody, tag = "drafts",
    responses(
        (status = 200, description = "The proposal", content((ProposalView = "application/json"), (String = "text/event-stream"))),
        (status = 422, description = "The proposal was not fit to be shown; the draft stays",
            body = crate::problem::Document, content_type = "application/problem+json"),
        (status = 424, description = "The model gave no complete answer; the draft stays",
            body = crate::problem::Document, content_type = "application/problem+json"),
        Write))]
pub(super) async fn rewrite(
    State(api): State<Api>,
    caller: Caller,
    headers: HeaderMap,
    Body(body): Body<RewriteBody>,
) -> Result<Response, Problem> {
    // A function of its own may serve this route, and nothing else looks there for a changed voice of the brand.
    api.service.refresh_workspace().await?;
    let workspace = api.service.workspace();
    let assistant = workspace.assistant.as_ref().map_err(Problem::from)?.clone();
    let names = names(&api, &caller, body.conversation.as_deref()).await?;
    api.service.limit(&format!("rewrite-{}", caller.operator.id), BURST, REFILL).await?;
    let rewrite = Rewrite {
        draft: body.draft,
        selection: body.selection.map(|Selection { start, end }| Range { start, end }),
        tone: body.tone.map(Into::into),
        length: body.length.map(Into::into),
        customer_mood: body.mood.map(Into::into),
        names,
        ..Rewrite::default()
    };
    api.service.metrics.asked_model();
    let accept = headers.get(header::ACCEPT).and_then(|accept| accept.to_str().ok()).unwrap_or_default();
    if !accept.contains("text/event-stream") {
        let proposal = assistant.rewrite(&rewrite).await?;
        return Ok(Json(ProposalView::from(proposal)).into_response());
    }
    let events = assistant.rewrite_stream(rewrite).map(|event| Ok::<_, Infallible>(frame(&event)));
    Ok(Sse::new(events).keep_alive(KeepAlive::default()).into_response())
}

/// What must survive and is not shown to the model: the customer's name and the operator's.
async fn names(api: &Api, caller: &Caller, conversation: Option<&str>) -> Result<Vec<String>, Problem> {
    let mut names = vec![caller.operator.name.clone()];
    if let Some(id) = conversation {
        let conversation = api.theirs(caller, id).await?;
        let contact = contact_of(api, &conversation).await?;
        names.extend(contact.display_name);
        names.push(contact.account_name);
    }
    // Longer ones cannot be searched for; they are no names that anybody writes.
    names.retain(|name| !name.trim().is_empty() && name.chars().count() <= NAME_CHARS);
    Ok(names)
}

fn frame(event: &Event) -> axum::response::sse::Event {
    let name = match event {
        Event::Delta(_) => "delta",
        Event::Done(_) => "done",
        Event::Refused(_) => "refused",
        Event::Failed(_) => "failed",
    };
    axum::response::sse::Event::default().event(name).data(serde_json::to_string(event).unwrap_or_default())
}

impl From<ToneName> for Tone {
    fn from(tone: ToneName) -> Self {
        match tone {
            ToneName::Formal => Self::Formal,
            ToneName::Casual => Self::Casual,
            ToneName::Polite => Self::Polite,
            ToneName::Assertive => Self::Assertive,
            ToneName::Humorous => Self::Humorous,
        }
    }
}

impl From<LengthName> for Length {
    fn from(length: LengthName) -> Self {
        match length {
            LengthName::Shorter => Self::Shorter,
            LengthName::Longer => Self::Longer,
        }
    }
}

impl From<MoodName> for Mood {
    fn from(mood: MoodName) -> Self {
        match mood {
            MoodName::Upset => Self::Upset,
            MoodName::Anxious => Self::Anxious,
            MoodName::Neutral => Self::Neutral,
            MoodName::Happy => Self::Happy,
        }
    }
}
