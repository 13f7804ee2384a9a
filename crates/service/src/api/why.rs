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
    /// The rule that proposed it, its file, line and version, and what matched; `null` if no rule did: the desk itself
    /// says some things, such as that it asks a person.
    trace: Option<Trace>,
    /// The rule as it was written in that version; `null` without a rule, or if the version is not kept.
    source: Option<String>,
    /// What is known about that version; `null` without a rule, or if the version is not kept.
    version: Option<WhyVersion>,
    /// Whether that version is still in force.
    in_force: bool,
    /// What the contact did before it; `null` if that is further back, or it answers none: a timer.
    answers: Option<Answered>,
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
    let trace = match &row.body {
        Body::Outbound(message) if message.author == Author::Bot => message.trace.clone(),
        _ => return Err(Problem::not_found()),
    };
    let Some(trace) = trace else {
        let answers = answered(&api, &conversation, &row).await?;
        return Ok(Json(Why { trace: None, source: None, version: None, in_force: false, answers }));
    };
    let store = api.service.store();
    let in_force = store.current_rules().await?.is_some_and(|current| current.version == trace.version);
    let version = store.rule_version(&trace.version).await?;
    let set = match &version {
        Some(_) => set_of(&api, &caller, &trace.version).await?,
        None => None,
    };
    let rule = set.as_ref().and_then(|set| set.rules().into_iter().find(|rule| rule.name == trace.rule));
    let answers = match rule {
        Some(rule) if rule.kind == "after" => None,
        _ => answered(&api, &conversation, &row).await?,
    };
    Ok(Json(Why {
        source: set.and_then(|set| set.source_of(&trace.rule)),
        version: version.map(|meta| WhyVersion { note: meta.note, by: meta.by, at: meta.at }),
        trace: Some(trace),
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
