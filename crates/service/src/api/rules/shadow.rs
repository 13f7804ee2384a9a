//! A candidate that runs beside the rules in force, and what it would have done.

use axum::Json;
use axum::extract::State;
use domain::{Body as RowBody, ConversationId, InboxId, News, RowId, RulesVersion, Timestamp};
use serde::{Deserialize, Serialize};
use store::ShadowRules;
use utoipa::ToSchema;

use super::super::Api;
use super::super::access::Caller;
use super::super::answers::{Read, Write};
use super::super::body::Body;
use super::versions::{name_of, named, note};
use super::{SourceBody, limit, sources};
use crate::draft::Draft;
use crate::problem::Problem;
use crate::rulebook::By;
use crate::shadow::{PairCount, Sample, ShadowReport};

/// How much of a message a sample shows.
const SHOWN: usize = 200;

/// Which rules are to run beside those in force: a version that is kept already, or sources.
#[derive(Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub(super) struct ShadowBody {
    /// A version, or at least 4 characters of its beginning.
    #[serde(default)]
    version: Option<String>,
    /// Every file of a set; it is kept as a version.
    #[serde(default)]
    sources: Option<Vec<SourceBody>>,
    /// Every file of its cases; one that fails refuses it.
    #[serde(default)]
    cases: Vec<SourceBody>,
    /// What it tries out, at most 500 characters; kept with sources.
    #[serde(default)]
    #[schema(max_length = 500)]
    note: String,
}

/// A candidate and what was counted of it.
#[derive(Debug, Serialize, ToSchema)]
pub(super) struct ShadowView {
    /// The candidate that runs; `null` if none does.
    running: Option<RunningView>,
    /// What was counted of it, or of the last one; `null` if there never was one.
    report: Option<ReportView>,
}

/// A candidate that runs.
#[derive(Debug, Serialize, ToSchema)]
struct RunningView {
    /// Its version.
    version: RulesVersion,
    /// Since when.
    since: Timestamp,
    /// The operator who began it.
    by: String,
    /// What people read for them.
    by_name: String,
}

/// What a candidate would have done. Time passing is not among it: `after` rules are not asked.
#[derive(Debug, Serialize, ToSchema)]
struct ReportView {
    /// Its version.
    version: RulesVersion,
    /// Since when it was counted.
    since: Timestamp,
    /// What customers did, in all.
    asked: u64,
    /// How often it would have answered the same.
    same: u64,
    /// How often it would not.
    different: u64,
    /// How often one of its rules failed.
    failed: u64,
    /// How often it was not asked, because it could not keep up.
    dropped: u64,
    /// Its rules by name, at most 300.
    rules: Vec<RuleCountView>,
    /// Where the answers differ, by the rules of both, the most frequent first; at most 100.
    pairs: Vec<PairView>,
    /// How many different answers are in none of the pairs.
    other_pairs: u64,
    /// Its rules that failed, at most 50.
    failures: Vec<FailureView>,
}

/// How often a rule would have acted.
#[derive(Debug, Serialize, ToSchema)]
struct RuleCountView {
    /// Its name.
    rule: String,
    /// In all.
    acted: u64,
    /// With another answer than the rules in force gave.
    different: u64,
}

/// Different answers of the same rules.
#[derive(Debug, Serialize, ToSchema)]
struct PairView {
    /// The rules in force that acted; empty if none did.
    old: Vec<String>,
    /// The candidate's rules that would have acted; empty if none would.
    new: Vec<String>,
    /// How often.
    count: u64,
    /// Up to three of them, the newest last; those of inboxes that the caller may not see are left out.
    samples: Vec<SampleView>,
}

/// One different answer.
#[derive(Debug, Serialize, ToSchema)]
struct SampleView {
    /// The conversation.
    conversation: ConversationId,
    /// Its inbox.
    inbox: InboxId,
    /// The row of what the customer did.
    row: Option<RowId>,
    /// When.
    at: Timestamp,
    /// What the customer wrote, or the button, as the thread has it; `null` if it is gone.
    text: Option<String>,
    /// What the rules in force wanted: `reply`, `escalate`, …
    old: Vec<String>,
    /// What the candidate would have wanted.
    new: Vec<String>,
}

/// A rule of the candidate that failed.
#[derive(Debug, Serialize, ToSchema)]
struct FailureView {
    /// Its name.
    rule: String,
    /// Its file.
    file: String,
    /// The line of the failure.
    line: u32,
    /// How often.
    count: u64,
}

/// Shows the candidate that runs beside the rules in force, and what it would have done.
#[utoipa::path(get, path = "/v1/rules/shadow", tag = "rules",
    responses((status = 200, body = ShadowView), Read))]
pub(super) async fn show(State(api): State<Api>, caller: Caller) -> Result<Json<ShadowView>, Problem> {
    view(&api, &caller).await
}

/// Lets rules run beside those in force: they see every message and send nothing.
#[utoipa::path(put, path = "/v1/rules/shadow", request_body = ShadowBody, tag = "rules",
    responses((status = 200, body = ShadowView), Write))]
pub(super) async fn begin(
    State(api): State<Api>,
    caller: Caller,
    Body(body): Body<ShadowBody>,
) -> Result<Json<ShadowView>, Problem> {
    limit(&api, &caller).await?;
    let by = By { who: caller.operator.id.as_str(), note: note(&body.note)?, expected: None };
    let version = match (body.version, body.sources) {
        (Some(version), None) => named(&api, "version", &version).await?,
        (None, Some(list)) => {
            let draft = Draft { rules: sources(list), cases: sources(body.cases) };
            domain::Rules::version(&api.service.keep_rules(draft, &by).await?.rules).clone()
        }
        _ => return Err(Problem::field("version", "name a version, or send sources")),
    };
    api.service.begin_shadow(&version, &by).await?;
    view(&api, &caller).await
}

/// Lets no rules run beside those in force any more.
#[utoipa::path(delete, path = "/v1/rules/shadow", tag = "rules",
    responses((status = 200, body = ShadowView), Read))]
pub(super) async fn end(State(api): State<Api>, caller: Caller) -> Result<Json<ShadowView>, Problem> {
    let by = By { who: caller.operator.id.as_str(), note: "", expected: None };
    api.service.end_shadow(&by).await?;
    view(&api, &caller).await
}

async fn view(api: &Api, caller: &Caller) -> Result<Json<ShadowView>, Problem> {
    let (run, report) = api.service.shadow().await?;
    let running = match run {
        Some(ShadowRules { version, since, by }) => {
            Some(RunningView { by_name: name_of(&api.service, &by).await?, version, since, by })
        }
        None => None,
    };
    let report = match report {
        Some(report) => Some(shown(api, caller, report).await?),
        None => None,
    };
    Ok(Json(ShadowView { running, report }))
}

async fn shown(api: &Api, caller: &Caller, report: ShadowReport) -> Result<ReportView, Problem> {
    let ShadowReport { version, since, asked, same, different, failed, dropped, other_pairs, .. } = report;
    let mut counted = report.pairs;
    counted.sort_by(|a, b| (b.count, &a.old, &a.new).cmp(&(a.count, &b.old, &b.new)));
    let mut pairs = Vec::new();
    for PairCount { old, new, count, samples } in counted {
        let mut seen = Vec::new();
        for sample in samples.into_iter().filter(|sample| caller.sees(&sample.inbox)) {
            seen.push(sample_view(api, sample).await?);
        }
        pairs.push(PairView { old, new, count, samples: seen });
    }
    let rules = report.rules.into_iter();
    let rules =
        rules.map(|(rule, count)| RuleCountView { rule, acted: count.acted, different: count.different });
    let failures = report.failures.into_iter().map(|failure| FailureView {
        rule: failure.rule,
        file: failure.file,
        line: failure.line,
        count: failure.count,
    });
    Ok(ReportView {
        version,
        since,
        asked,
        same,
        different,
        failed,
        dropped,
        rules: rules.collect(),
        pairs,
        other_pairs,
        failures: failures.collect(),
    })
}

/// Reads what the customer did where it is kept, so that what was taken back or erased stays gone.
async fn sample_view(api: &Api, sample: Sample) -> Result<SampleView, Problem> {
    let row = match sample.row {
        Some(row) => api.service.store().row(&sample.conversation, row).await?,
        None => None,
    };
    let text = row.and_then(|row| match row.body {
        RowBody::Inbound { event, hidden: false, withdrawn: false, .. } => match event.news {
            News::Message { content, .. } => Some(domain::cut(content.words(), SHOWN)),
            News::Tapped { button, label, .. } => Some(domain::cut(&label.unwrap_or(button), SHOWN)),
            _ => None,
        },
        _ => None,
    });
    let Sample { conversation, inbox, row, at, old, new } = sample;
    Ok(SampleView { conversation, inbox, row, at, text, old, new })
}
