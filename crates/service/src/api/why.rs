//! Why the bot said that (BOT-09).

use std::sync::Arc;
use std::time::Duration;

use axum::Json;
use axum::extract::{Path, State};
use domain::{Author, Body, Conversation, News, Row, RowId, RulesVersion, Timestamp, Trace, seconds};
use rules::RuleSet;
use serde::Serialize;
use utoipa::ToSchema;

use super::Api;
use super::access::Caller;
use super::answers::Read;
use super::rules::limit;
use crate::problem::Problem;
use crate::rulebook::PublishError;

/// How many rows back the message is looked for that was answered.
const LOOK_BACK: u32 = 50;
/// How far the provider's clock may be ahead of ours.
const SKEW: Duration = seconds(5);
/// How much of that message is shown.
const SHOWN: usize = 500;

/// Why a message of the bot was sent.
#[derive(Debug, Serialize, ToSchema)]
pub(super) struct Why {
    /// The rules that proposed it, the first of them first; empty if none did: the desk itself says some things, such as
    /// that it asks a person.
    rules: Vec<WhyRule>,
    /// What is known about that version; `null` without a rule, or if the version is not kept.
    version: Option<WhyVersion>,
    /// Whether that version is still in force.
    in_force: bool,
    /// What the contact did before it; `null` if that is further back, or it answers none: a timer.
    answers: Option<Answered>,
}

/// A rule that proposed it.
#[derive(Debug, Serialize, ToSchema)]
struct WhyRule {
    /// Its name, file, line and version, and what matched.
    #[serde(flatten)]
    trace: Trace,
    /// The rule as it was written in that version; `null` if the version is not kept.
    source: Option<String>,
}

/// The version that answered.
#[derive(Debug, Serialize, ToSchema)]
struct WhyVersion {
    /// What its author said about it.
    note: String,
    /// The operator who made it, or a word such as `folder`.
    by: String,
    /// When.
    at: Timestamp,
}

/// What was answered.
#[derive(Debug, Serialize, ToSchema)]
struct Answered {
    /// Its row.
    row: RowId,
    /// When.
    at: Timestamp,
    /// The words, or the label of the button; `null` for what has none or was withdrawn.
    text: Option<String>,
}

/// Says why the bot sent a message.
#[utoipa::path(get, path = "/v1/conversations/{id}/rows/{row}/why", tag = "conversations",
    params(("id" = String, Path, description = "The conversation"),
        ("row" = String, Path, description = "A message of the bot's")),
    responses((status = 200, body = Why), Read))]
pub(super) async fn why(
    State(api): State<Api>,
    caller: Caller,
    Path((id, row)): Path<(String, String)>,
) -> Result<Json<Why>, Problem> {
    let conversation = api.theirs(&caller, &id).await?;
    let row: RowId = row.parse().map_err(|_| Problem::not_found())?;
    let row = api.service.store().row(&conversation.id, row).await?.ok_or(Problem::not_found())?;
    let traces: Vec<Trace> = match &row.body {
        Body::Outbound(message) if message.author == Author::Bot => {
            message.trace.iter().chain(&message.also).cloned().collect()
        }
        _ => return Err(Problem::not_found()),
    };
    // One step uses one version (INV-15).
    let Some(version) = traces.first().map(|trace| trace.version.clone()) else {
        let answers = answered(&api, &conversation, &row).await?;
        return Ok(Json(Why { rules: Vec::new(), version: None, in_force: false, answers }));
    };
    let store = api.service.store();
    let in_force = store.current_rules().await?.is_some_and(|current| current.version == version);
    let meta = store.rule_version(&version).await?;
    let set = match &meta {
        Some(_) => set_of(&api, &caller, &version).await?,
        None => None,
    };
    let known = set.as_ref().map(|set| set.rules()).unwrap_or_default();
    let timer = |trace: &Trace| known.iter().any(|rule| rule.name == trace.rule && rule.kind == "after");
    let answers = if traces.iter().any(timer) { None } else { answered(&api, &conversation, &row).await? };
    let why =
        |trace: Trace| WhyRule { source: set.as_ref().and_then(|set| set.source_of(&trace.rule)), trace };
    Ok(Json(Why {
        rules: traces.into_iter().map(why).collect(),
        version: meta.map(|meta| WhyVersion { note: meta.note, by: meta.by, at: meta.at }),
        in_force,
        answers,
    }))
}

/// The rules of a version; none if they do not compile any more.
async fn set_of(api: &Api, caller: &Caller, version: &RulesVersion) -> Result<Option<Arc<RuleSet>>, Problem> {
    let here = api.service.rules();
    if domain::Rules::version(here.as_ref()) == version {
        return Ok(Some(here));
    }
    limit(api, caller).await?;
    match api.service.compiled(version).await {
        Ok(set) => Ok(Some(Arc::new(set))),
        Err(PublishError::Broken(_)) => Ok(None),
        Err(error) => Err(error.into()),
    }
}

/// The last thing that the contact did before a row.
async fn answered(api: &Api, conversation: &Conversation, row: &Row) -> Result<Option<Answered>, Problem> {
    // The numbers tell what came before what; the provider's clock may go a little before ours.
    let until = RowId::first_at(row.at() + SKEW);
    let before = api.service.store().thread(&conversation.id, Some(until), None, LOOK_BACK).await?;
    let before = before.into_iter().filter(|other| other.seq.is_some() && other.seq < row.seq);
    let inbound = before.filter(|other| matches!(other.body, Body::Inbound { .. }));
    let Some(last) = inbound.max_by_key(|other| other.seq) else { return Ok(None) };
    let text = match &last.body {
        Body::Inbound { event, hidden: false, withdrawn: false, .. } => match &event.news {
            News::Message { content, .. } => Some(content.words()),
            News::Tapped { button, label, .. } => Some(label.as_ref().unwrap_or(button).as_str()),
            _ => None,
        },
        _ => None,
    };
    let text = text.filter(|text| !text.is_empty()).map(|text| domain::cut(text, SHOWN));
    Ok(Some(Answered { row: last.id, at: last.at(), text }))
}
