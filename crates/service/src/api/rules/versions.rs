//! Versions of the rules: publish, list, read, go back.

use axum::Json;
use axum::extract::{Path, State};
use domain::{OperatorId, RulesVersion, Timestamp};
use serde::{Deserialize, Serialize};
use store::{CameBy, CurrentRules, RuleVersion, RuleVersionsCursor};
use utoipa::{IntoParams, ToSchema};

use super::super::Api;
use super::super::access::Caller;
use super::super::answers::{Read, Write};
use super::super::body::{Asked, Body, Limit};
use super::super::names::Names;
use super::{SourceBody, limit, sources};
use crate::draft::Draft;
use crate::problem::{Kind, Problem};
use crate::rulebook::{By, NOTE_CHARS, Published};
use crate::service::Service;

/// How many versions a page holds, if nobody says.
const USUAL: u32 = 20;
/// The fewest characters of a version that name it.
const SHORTEST: usize = 4;
/// What the cursors of this list are sealed for.
const LIST: &str = "rules versions";

/// Rules to publish.
#[derive(Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub(super) struct PublishBody {
    /// Every file of the set, at most 64.
    sources: Vec<SourceBody>,
    /// Every file of its cases, at most 64. They are kept with the version; one that fails refuses it.
    #[serde(default)]
    cases: Vec<SourceBody>,
    /// What changes and why, at most 500 characters.
    #[serde(default)]
    #[schema(max_length = 500)]
    note: String,
    /// The version that you saw in force; if another one is, nothing changes. Left out: whatever is in force gives way.
    #[serde(default)]
    expected: Option<RulesVersion>,
}

/// To which version to go back.
#[derive(Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub(super) struct RollBackBody {
    /// The version, or at least 4 characters of its beginning; left out: the one before the one in force.
    #[serde(default)]
    version: Option<String>,
    /// Why, at most 500 characters.
    #[serde(default)]
    #[schema(max_length = 500)]
    note: String,
    /// The version that you saw in force; if another one is, nothing changes.
    #[serde(default)]
    expected: Option<RulesVersion>,
}

/// What came of it.
#[derive(Debug, Serialize, ToSchema)]
pub(super) struct PublishedView {
    /// The version in force.
    version: RulesVersion,
    /// The one that gave way; the same one if it was in force already.
    previous: Option<RulesVersion>,
    /// Whether anything changed.
    changed: bool,
}

impl From<Published> for PublishedView {
    fn from(published: Published) -> Self {
        let Published { version, previous, changed } = published;
        Self { version, previous, changed }
    }
}

/// How the rules in force came to be so.
#[derive(Debug, Serialize, ToSchema)]
pub(super) struct CurrentView {
    /// Their version.
    version: RulesVersion,
    /// The version before.
    previous: Option<RulesVersion>,
    /// Since when.
    at: Timestamp,
    /// The operator who put them in force, or a word such as `folder`.
    by: String,
    /// What people read for them.
    by_name: String,
    /// Why, in their words.
    note: String,
    /// Whether they were published or gone back to.
    came_by: CameByView,
}

/// How a version came into force.
#[derive(Debug, Serialize, ToSchema)]
#[serde(rename_all = "snake_case")]
enum CameByView {
    /// Somebody published it.
    Publishing,
    /// Somebody went back to it.
    RollingBack,
}

impl CurrentView {
    /// Which version is in force.
    pub const fn version(&self) -> &RulesVersion {
        &self.version
    }

    /// Shows what is in force.
    pub async fn new(service: &Service, current: CurrentRules) -> Result<Self, Problem> {
        Ok(Self {
            by_name: name_of(service, &current.by).await?,
            version: current.version,
            previous: current.previous,
            at: current.at,
            by: current.by,
            note: current.note,
            came_by: match current.came_by {
                CameBy::Publishing => CameByView::Publishing,
                CameBy::RollingBack => CameByView::RollingBack,
            },
        })
    }
}

/// What people read for whoever did it: an operator's name, or the word as it is.
pub(super) async fn name_of(service: &Service, by: &str) -> Result<String, Problem> {
    let Ok(id) = by.parse::<OperatorId>() else { return Ok(by.to_owned()) };
    Ok(Names::of(service, [&id].into()).await?.get(&id))
}

/// A version.
#[derive(Debug, Serialize, ToSchema)]
pub(super) struct VersionView {
    /// Which one.
    version: RulesVersion,
    /// What its author said about it.
    note: String,
    /// The operator who first published or tried it, or a word such as `folder`.
    by: String,
    /// What people read for them.
    by_name: String,
    /// When that was.
    at: Timestamp,
    /// Its rule files, in their order.
    files: Vec<String>,
    /// The files of its cases, in their order.
    cases: Vec<String>,
    /// Whether it is in force.
    in_force: bool,
    /// Whether it runs beside the one in force.
    shadow: bool,
}

/// Some versions, the newest first.
#[derive(Debug, Serialize, ToSchema)]
pub(super) struct VersionPage {
    /// What is in force; `null` as long as nothing was published.
    current: Option<CurrentView>,
    /// The versions.
    versions: Vec<VersionView>,
    /// Where to go on; `null` at the end.
    next: Option<String>,
}

/// A version with its sources.
#[derive(Debug, Serialize, ToSchema)]
pub(super) struct VersionDetail {
    /// What is known about it.
    #[serde(flatten)]
    version: VersionView,
    /// Its rule files.
    sources: Vec<SourceBody>,
    /// The files of its cases, with their texts.
    case_sources: Vec<SourceBody>,
}

/// Which versions.
#[derive(Debug, Deserialize, IntoParams)]
#[serde(deny_unknown_fields)]
#[into_params(parameter_in = Query)]
pub(super) struct VersionsQuery {
    /// Where to go on: `next` of the page before.
    cursor: Option<String>,
    /// How many at most, 1 to 100.
    #[param(value_type = Option<u32>, minimum = 1, maximum = 100)]
    limit: Option<Limit>,
}

pub(super) fn note(text: &str) -> Result<&str, Problem> {
    if text.chars().count() > NOTE_CHARS {
        return Err(Problem::field("note", format!("a note has at most {NOTE_CHARS} characters")));
    }
    Ok(text)
}

/// Publishes rules: checks them, plays their cases, keeps them as a version and puts it in force. The same rules again
/// change nothing.
#[utoipa::path(post, path = "/v1/rules:publish", request_body = PublishBody, tag = "rules",
    responses((status = 200, body = PublishedView), Write))]
pub(super) async fn publish(
    State(api): State<Api>,
    caller: Caller,
    Body(body): Body<PublishBody>,
) -> Result<Json<PublishedView>, Problem> {
    limit(&api, &caller).await?;
    let by =
        By { who: caller.operator.id.as_str(), note: note(&body.note)?, expected: body.expected.as_ref() };
    let draft = Draft { rules: sources(body.sources), cases: sources(body.cases) };
    Ok(Json(api.service.publish_rules(draft, &by).await?.into()))
}

/// Puts an older version in force again.
#[utoipa::path(post, path = "/v1/rules:rollback", request_body = RollBackBody, tag = "rules",
    responses((status = 200, body = PublishedView), Write))]
pub(super) async fn roll_back(
    State(api): State<Api>,
    caller: Caller,
    Body(body): Body<RollBackBody>,
) -> Result<Json<PublishedView>, Problem> {
    limit(&api, &caller).await?;
    let by =
        By { who: caller.operator.id.as_str(), note: note(&body.note)?, expected: body.expected.as_ref() };
    let to = match &body.version {
        Some(version) => Some(named(&api, "version", version).await?),
        None => None,
    };
    Ok(Json(api.service.roll_back_rules(to.as_ref(), &by).await?.into()))
}

/// The version that a field names, whole or by its beginning.
pub(super) async fn named(api: &Api, field: &str, text: &str) -> Result<RulesVersion, Problem> {
    let unknown =
        || Problem::unknown(field, format!("there is no rules version {text:?}, or there are several"));
    if text.len() < SHORTEST {
        return Err(Problem::field(
            field,
            format!("name a version by at least {SHORTEST} of its characters"),
        ));
    }
    api.service.store().rule_version_named(text).await?.ok_or_else(unknown)
}

/// Lists the versions, the newest first.
#[utoipa::path(get, path = "/v1/rules/versions", params(VersionsQuery), tag = "rules",
    responses((status = 200, body = VersionPage), Read))]
pub(super) async fn versions(
    State(api): State<Api>,
    _: Caller,
    Asked(query): Asked<VersionsQuery>,
) -> Result<Json<VersionPage>, Problem> {
    let seal = api.seal().await?;
    let open = |cursor: &String| seal.open(LIST, cursor).ok_or(Problem::new(Kind::InvalidCursor));
    let after: Option<RuleVersionsCursor> = query.cursor.as_ref().map(open).transpose()?;
    let limit = query.limit.map_or(USUAL, |limit| limit.0);
    let store = api.service.store();
    let page = store.rule_versions(after.as_ref(), limit).await?;
    let pointers = store.pointers().await?;
    let marks = Marks {
        in_force: pointers.current.as_ref().map(|current| current.version.clone()),
        shadow: pointers.shadow.map(|shadow| shadow.version),
    };
    let mut versions = Vec::new();
    for version in page.versions {
        versions.push(marks.view(&api, version).await?);
    }
    let current = match pointers.current {
        Some(current) => Some(CurrentView::new(&api.service, current).await?),
        None => None,
    };
    Ok(Json(VersionPage { current, versions, next: page.next.map(|next| seal.close(LIST, &next)) }))
}

/// The versions that are something special.
struct Marks {
    in_force: Option<RulesVersion>,
    shadow: Option<RulesVersion>,
}

impl Marks {
    async fn view(&self, api: &Api, meta: RuleVersion) -> Result<VersionView, Problem> {
        Ok(VersionView {
            in_force: self.in_force.as_ref() == Some(&meta.version),
            shadow: self.shadow.as_ref() == Some(&meta.version),
            by_name: name_of(&api.service, &meta.by).await?,
            version: meta.version,
            note: meta.note,
            by: meta.by,
            at: meta.at,
            files: meta.files,
            cases: meta.cases,
        })
    }
}

/// Reads a version with its sources.
#[utoipa::path(get, path = "/v1/rules/versions/{version}", tag = "rules",
    params(("version" = String, Path, description = "The version, or at least 4 characters of its beginning")),
    responses((status = 200, body = VersionDetail), Read))]
pub(super) async fn version(
    State(api): State<Api>,
    _: Caller,
    Path(version): Path<String>,
) -> Result<Json<VersionDetail>, Problem> {
    let store = api.service.store();
    let version = named(&api, "version", &version).await.map_err(|_| Problem::not_found())?;
    let set = store.rules(&version).await?.ok_or(Problem::not_found())?;
    let pointers = store.pointers().await?;
    let marks = Marks {
        in_force: pointers.current.map(|current| current.version),
        shadow: pointers.shadow.map(|shadow| shadow.version),
    };
    let shown = |files: Vec<(String, String)>| {
        files.into_iter().map(|(file, text)| SourceBody { file, text }).collect()
    };
    Ok(Json(VersionDetail {
        version: marks.view(&api, set.meta).await?,
        sources: shown(set.files),
        case_sources: shown(set.cases),
    }))
}

/// One side of a comparison, or a candidate: a version, or sources; with neither, the rules in force.
#[derive(Debug, Default, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub(super) struct Side {
    /// A version, or at least 4 characters of its beginning.
    #[serde(default)]
    version: Option<String>,
    /// Every file of a set.
    #[serde(default)]
    sources: Option<Vec<SourceBody>>,
    /// Every file of its cases.
    #[serde(default)]
    cases: Vec<SourceBody>,
}

impl Side {
    /// The draft that it means; none for the rules in force.
    pub async fn draft(self, api: &Api, field: &str) -> Result<Option<Draft>, Problem> {
        match (self.version, self.sources) {
            (Some(_), Some(_)) => Err(Problem::field(field, "name a version or send sources, not both")),
            (Some(version), None) => {
                let version = named(api, &format!("{field}.version"), &version).await?;
                Ok(Some(api.service.draft_of(&version).await?))
            }
            (None, Some(list)) => Ok(Some(Draft { rules: sources(list), cases: sources(self.cases) })),
            (None, None) => Ok(None),
        }
    }
}
