//! Rules: which are in force, whether others would do, and what they would say.

mod past;
mod shadow;
mod versions;
mod views;

use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;
use std::time::Duration;

use axum::Json;
use axum::extract::State;
use domain::{
    Assignee, Contact, Conversation, Facts, Inbox, InboxId, Occasion, Party, RulesVersion, Said, Timestamp,
    seconds,
};
use rules::{RuleSet, Source};
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

use self::versions::CurrentView;
use self::views::{Checked, ExplanationView, RuleView, rules_of, warnings};
pub use self::views::{DiagnosticView, SeverityView};
use super::Api;
use super::access::Caller;
use super::answers::{Read, Write};
use super::body::Body;
use super::routes::routes;
use crate::draft::{self, Draft, DraftError};
use crate::problem::{Kind, Problem};

/// How often an operator may have rules checked or tried: a burst while typing, then twice a second.
const BURST: u32 = 40;
const REFILL: Duration = Duration::from_millis(500);
/// The longest message that is tried, in characters.
const MESSAGE_CHARS: usize = 20_000;
/// The most tags, fields or earlier messages that are tried.
const MOST: usize = 100;

/// The rules in force.
#[derive(Debug, Serialize, ToSchema)]
pub(super) struct RulesView {
    /// Their version.
    version: RulesVersion,
    /// How they came into force; `null` as long as nothing was published.
    current: Option<CurrentView>,
    /// Why other rules answer than those that were put in force; `null` as it should be.
    trouble: Option<String>,
    /// In the order in which they are asked.
    rules: Vec<RuleView>,
    /// What the check thinks is hardly meant, although it runs.
    warnings: Vec<DiagnosticView>,
}

/// A file of rules or of their cases.
#[derive(Debug, Clone, Deserialize, Serialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub(super) struct SourceBody {
    /// Its name without folders, such as `20-keywords.rhai`; rules run in the order of these names.
    file: String,
    /// What is in it: at most 32 KiB of rules, or 128 KiB of cases.
    text: String,
}

/// A whole set of rules.
#[derive(Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub(super) struct CheckBody {
    /// Every file of the set, at most 64.
    sources: Vec<SourceBody>,
    /// Every file of its cases, at most 64.
    #[serde(default)]
    cases: Vec<SourceBody>,
}

/// What happened.
#[derive(Debug, Clone, Copy, Default, Deserialize, ToSchema)]
#[serde(rename_all = "snake_case")]
pub(super) enum OccasionName {
    /// The contact wrote `text`.
    #[default]
    Message,
    /// The contact pressed `button`.
    Button,
    /// The conversation was opened.
    Opened,
    /// The contact became a friend.
    Followed,
    /// The conversation goes to people; `text` is the reason.
    HandedOver,
    /// The conversation was completed.
    Ended,
    /// `after_seconds` have passed without activity.
    After,
}

/// A case to try.
#[derive(Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub(super) struct TryBody {
    /// The set to try; left out: the rules in force.
    #[serde(default)]
    sources: Option<Vec<SourceBody>>,
    /// What happened; a message unless it is said.
    #[serde(default)]
    occasion: OccasionName,
    /// The words of the message, at most 20,000 characters.
    #[serde(default)]
    text: String,
    /// The id of the button.
    #[serde(default)]
    button: String,
    /// How long nothing happened.
    #[serde(default)]
    after_seconds: u64,
    /// The facts around it.
    #[serde(default)]
    facts: FactsBody,
}

/// Facts that rules may look at. What is left out is as in a first message at this moment.
#[derive(Debug, Default, Deserialize, ToSchema)]
#[serde(deny_unknown_fields, default)]
pub(super) struct FactsBody {
    /// The inbox; the first one unless it is said.
    #[schema(value_type = Option<String>)]
    inbox: Option<InboxId>,
    /// When.
    at: Option<Timestamp>,
    /// The contact's name.
    name: String,
    /// The contact's language as an IETF tag.
    language: Option<String>,
    /// The contact's tags.
    tags: BTreeSet<String>,
    /// The contact's fields.
    fields: BTreeMap<String, String>,
    /// What rules remembered.
    vars: BTreeMap<String, String>,
    /// Messages in a row that no rule understood, this one included.
    misses: u32,
    /// Operators who are online.
    online: u32,
    /// Whether people have the conversation, and not the bot.
    with_people: bool,
    /// The contact's last messages before this one, oldest first.
    history: Vec<String>,
}

/// What came of a try.
#[derive(Debug, Serialize, ToSchema)]
pub(super) struct Tried {
    /// The version that was tried; `null` if it could not be compiled.
    version: Option<RulesVersion>,
    /// What is wrong with the sources.
    diagnostics: Vec<DiagnosticView>,
    /// Why the rules answered as they did; `null` if they could not be compiled.
    explanation: Option<ExplanationView>,
}

routes! {
    self::list,
    self::check,
    self::try_out,
    versions::publish,
    versions::roll_back,
    versions::versions,
    versions::version,
    past::diff,
    past::replay,
    past::history,
    shadow::show,
    shadow::begin,
    shadow::end,
}

/// Lists the rules in force.
#[utoipa::path(get, path = "/v1/rules", tag = "rules", responses((status = 200, body = RulesView), Read))]
pub(super) async fn list(State(api): State<Api>, _: Caller) -> Result<Json<RulesView>, Problem> {
    api.service.refresh().await?;
    let set = api.service.rules();
    let current = api.service.store().current_rules().await?;
    let current = match current {
        Some(current) => Some(CurrentView::new(&api.service, current).await?),
        None => None,
    };
    let version = domain::Rules::version(set.as_ref()).clone();
    let wanted = current.as_ref().map(CurrentView::version).filter(|wanted| **wanted != version);
    let trouble = wanted.map(|wanted| {
        format!("version {wanted} cannot be used; version {version} answers. Publish rules that compile, or roll back")
    });
    Ok(Json(RulesView {
        trouble,
        current,
        version,
        rules: rules_of(&set),
        warnings: warnings(&set, &inboxes(&api)),
    }))
}

/// Checks sources and plays their cases without changing anything.
#[utoipa::path(post, path = "/v1/rules:check", request_body = CheckBody, tag = "rules",
    responses((status = 200, body = Checked), Write))]
pub(super) async fn check(
    State(api): State<Api>,
    caller: Caller,
    Body(body): Body<CheckBody>,
) -> Result<Json<Checked>, Problem> {
    limit(&api, &caller).await?;
    let checked = check_draft(Draft { rules: sources(body.sources), cases: sources(body.cases) }).await?;
    Ok(Json(match &checked {
        Ok(checked) => Checked::of(checked, &inboxes(&api)),
        Err(found) => Checked::broken(found),
    }))
}

/// Tries a case against sources or the rules in force, without sending anything.
#[utoipa::path(post, path = "/v1/rules:try", request_body = TryBody, tag = "rules",
    responses((status = 200, body = Tried), Write))]
pub(super) async fn try_out(
    State(api): State<Api>,
    caller: Caller,
    Body(mut body): Body<TryBody>,
) -> Result<Json<Tried>, Problem> {
    limit(&api, &caller).await?;
    let facts = &body.facts;
    if body.text.chars().count() > MESSAGE_CHARS {
        return Err(Problem::field("text", "a message that is tried has at most 20,000 characters"));
    }
    if [facts.tags.len(), facts.fields.len(), facts.vars.len(), facts.history.len()]
        .into_iter()
        .any(|n| n > MOST)
    {
        return Err(Problem::field("facts", "at most 100 tags, fields, variables and messages can be tried"));
    }
    let workspace = api.service.workspace();
    let inbox = match &facts.inbox {
        Some(id) => workspace.inboxes.get(id),
        None => workspace.inboxes.values().next(),
    };
    let unknown = || Problem::unknown("facts.inbox", "there is no such inbox");
    let inbox = inbox.cloned().ok_or_else(unknown)?;
    let set = match body.sources.take() {
        Some(list) => match check_draft(Draft::of(sources(list))).await? {
            Ok(checked) => Arc::new(checked.rules),
            Err(found) => {
                let diagnostics = found.iter().map(Into::into).collect();
                return Ok(Json(Tried { version: None, diagnostics, explanation: None }));
            }
        },
        None => api.service.rules(),
    };
    let now = api.service.now();
    let tried = tokio::task::spawn_blocking(move || Tried {
        version: Some(domain::Rules::version(set.as_ref()).clone()),
        diagnostics: set.warnings().iter().map(Into::into).collect(),
        explanation: Some(explain(&set, &inbox, &body, now).into()),
    });
    tried.await.map(Json).map_err(|error| Problem::internal(&error))
}

/// Takes one of the turns that an operator has with the compiler (SEC-30).
pub(super) async fn limit(api: &Api, caller: &Caller) -> Result<(), Problem> {
    Ok(api.service.limit(&format!("rules-{}", caller.operator.id), BURST, REFILL).await?)
}

/// The desk's inboxes.
fn inboxes(api: &Api) -> Vec<Inbox> {
    api.service.inboxes()
}

fn sources(list: Vec<SourceBody>) -> Vec<Source> {
    list.into_iter().map(|source| Source::new(source.file, source.text)).collect()
}

/// Checks a draft whose mistakes are the answer and no problem.
async fn check_draft(draft: Draft) -> Result<Result<draft::Checked, Vec<rules::Diagnostic>>, Problem> {
    match draft.check().await {
        Ok(checked) => Ok(Ok(checked)),
        Err(DraftError::Broken(found)) => Ok(Err(found)),
        Err(DraftError::Busy) => Err(Problem::new(Kind::Unavailable).after(seconds(2))),
        Err(DraftError::Failed(error)) => Err(Problem::internal(&error)),
    }
}

/// Asks the rules as a step would, about a conversation that is nowhere.
fn explain(set: &RuleSet, inbox: &Inbox, body: &TryBody, now: Timestamp) -> rules::Explanation {
    let facts = &body.facts;
    let at = facts.at.unwrap_or(now);
    let party = Party {
        thread: "try".to_owned(),
        address: "try".to_owned(),
        sender: None,
        name: None,
        language: facts.language.clone(),
    };
    let mut conversation = Conversation::new(inbox, &party, at);
    conversation.vars.clone_from(&facts.vars);
    conversation.misses = facts.misses;
    if facts.with_people {
        conversation.assignee = Assignee::Queue { since: at };
    }
    let contact = Contact {
        account_name: facts.name.clone(),
        language: facts.language.clone(),
        tags: facts.tags.clone(),
        fields: facts.fields.clone(),
        ..Contact::new(&inbox.id, "try", at)
    };
    let history: Vec<_> =
        facts.history.iter().map(|text| Said { by: "contact", text: text.clone() }).collect();
    let (occasion, kind) = match body.occasion {
        OccasionName::Message => (Occasion::Message, "text"),
        OccasionName::Button => (Occasion::Button { id: &body.button }, "button"),
        OccasionName::Opened => (Occasion::Opened, "text"),
        OccasionName::Followed => (Occasion::Followed, ""),
        OccasionName::HandedOver => (Occasion::HandedOver { reason: &body.text }, ""),
        OccasionName::Ended => (Occasion::Ended, ""),
        OccasionName::After => (Occasion::After(Duration::from_secs(body.after_seconds)), ""),
    };
    let time = inbox.hours.at(at);
    set.explain(
        &occasion,
        &Facts {
            text: &body.text,
            kind,
            conversation: &conversation,
            contact: &contact,
            inbox,
            time: &time,
            misses: facts.misses,
            online: facts.online,
            history: &history,
        },
    )
}
