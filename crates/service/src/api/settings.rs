//! What admins change while the desk runs, section by section (ADM-01, ADM-04).

use axum::Json;
use axum::extract::{Path, State};
use domain::{Action, BusinessHours, ChannelKind, InboxId, OperatorId, Timestamp};
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

use super::Api;
use super::access::Caller;
use super::answers::{Read, Write};
use super::body::Body;
use super::routes::routes;
use crate::check::webhook_url;
use crate::problem::{Kind, Problem};
use crate::settings::{InboxConduct, ResponseStatus, WrongValue};
use crate::workspace::{
    AiVoice, Category, ChangeError, FieldSetting, Kept, Section, TagFolder, Template, inbox_section,
};

/// Every section.
#[derive(Debug, Serialize, ToSchema)]
struct SettingsView {
    /// The team's response statuses (対応ステータス), in order.
    statuses: SectionView<Vec<ResponseStatus>>,
    /// Tags in their folders.
    tags: SectionView<Vec<TagFolder>>,
    /// What is known about contacts.
    fields: SectionView<Vec<FieldSetting>>,
    /// Categories of enquiries (処理タイプ).
    categories: SectionView<Vec<Category>>,
    /// Canned responses (テンプレート).
    templates: SectionView<Vec<Template>>,
    /// What operators do in one go (アクション).
    actions: SectionView<Vec<Action>>,
    /// When people answer, unless an inbox has hours of its own.
    hours: SectionView<BusinessHours>,
    /// How AI writing sounds.
    ai: SectionView<AiVoice>,
    /// The connected accounts.
    inboxes: Vec<InboxSettingsView>,
}

/// A section as it is in force.
#[derive(Debug, Serialize, ToSchema)]
struct SectionView<T> {
    /// What it holds.
    value: T,
    /// Counts the changes; `null` as long as what the settings file says is in force.
    version: Option<u64>,
    /// The operator who changed it last.
    changed_by: Option<String>,
    /// When.
    changed_at: Option<Timestamp>,
}

/// A connected account.
#[derive(Debug, Serialize, ToSchema)]
struct InboxSettingsView {
    /// Which inbox.
    id: InboxId,
    /// The kind of its channel.
    channel: ChannelKind,
    /// The address to enter at the provider; `null` for the web messenger, which needs none.
    webhook_url: Option<String>,
    /// What goes into the page that shows the web messenger; `null` for other channels (CHN-04).
    embed_code: Option<String>,
    /// How it behaves.
    conduct: SectionView<InboxConduct>,
}

/// A change of a section as a whole.
#[derive(Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
struct Change<T> {
    /// The version that the caller saw; `null` if none.
    expected: Option<u64>,
    /// What it is to hold.
    value: T,
}

impl<T: Clone> From<&Kept<T>> for SectionView<T> {
    fn from(kept: &Kept<T>) -> Self {
        Self {
            value: kept.value.clone(),
            version: kept.version,
            changed_by: kept.changed.as_ref().map(|changed| changed.by.clone()),
            changed_at: kept.changed.as_ref().map(|changed| changed.at),
        }
    }
}

impl From<ChangeError> for Problem {
    fn from(error: ChangeError) -> Self {
        match error {
            ChangeError::Wrong(WrongValue { path, message }) => {
                let dot = if path.is_empty() || path.starts_with('[') { "" } else { "." };
                Self::field(format!("value{dot}{path}"), message)
            }
            ChangeError::Raced => Self::because(
                Kind::SettingsChanged,
                "somebody else has changed this section since; look at it again",
            ),
            ChangeError::Store(error) => error.into(),
        }
    }
}

routes! {
    self::all,
    self::statuses,
    self::tags,
    self::fields,
    self::categories,
    self::templates,
    self::actions,
    self::hours,
    self::voice,
    self::inbox,
}

/// Shows every section with its version. No secret is in here (SEC-29).
#[utoipa::path(get, path = "/v1/settings", tag = "settings", responses((status = 200, body = SettingsView), Read))]
async fn all(State(api): State<Api>, _: Caller) -> Result<Json<SettingsView>, Problem> {
    let workspace = api.service.workspace();
    let settings = api.service.settings();
    let base = settings.desk.public_url.trim_end_matches('/');
    let inboxes = settings.inboxes.iter().filter_map(|inbox| {
        let key = inbox.widget_key.as_deref();
        Some(InboxSettingsView {
            id: inbox.id.clone(),
            channel: inbox.channel,
            webhook_url: key.is_none().then(|| webhook_url(&settings.desk, inbox.channel, &inbox.id)),
            embed_code: key.map(|key| {
                format!("<script async src=\"{base}/widget/loader.js\" data-key=\"{key}\"></script>")
            }),
            conduct: workspace.conduct.get(&inbox.id)?.into(),
        })
    });
    Ok(Json(SettingsView {
        statuses: (&workspace.statuses).into(),
        tags: (&workspace.tags).into(),
        fields: (&workspace.fields).into(),
        categories: (&workspace.categories).into(),
        templates: (&workspace.templates).into(),
        actions: (&workspace.actions).into(),
        hours: (&workspace.hours).into(),
        ai: (&workspace.voice).into(),
        inboxes: inboxes.collect(),
    }))
}

macro_rules! sections {
    ($($(#[$doc:meta])* $name:ident, $path:literal, $section:ty, $kept:ident;)*) => {$(
        $(#[$doc])*
        #[utoipa::path(put, path = $path, request_body = Change<$section>, tag = "settings",
            responses((status = 200, body = SectionView<$section>), Write))]
        async fn $name(
            State(api): State<Api>,
            caller: Caller,
            Body(change): Body<Change<$section>>,
        ) -> Result<Json<SectionView<$section>>, Problem> {
            put(&api, <$section as Section>::NAME, &change, &caller.operator.id).await?;
            Ok(Json((&api.service.workspace().$kept).into()))
        }
    )*};
}

sections! {
    /// Changes the response statuses: their names, colours and order (STA-02 to STA-04).
    statuses, "/v1/settings/statuses", Vec<ResponseStatus>, statuses;
    /// Changes the tags and their folders (CRM-09). Contacts keep the tags they have.
    tags, "/v1/settings/tags", Vec<TagFolder>, tags;
    /// Changes which fields there are, and which the panel shows (CRM-03, CRM-04). Values that were collected stay.
    fields, "/v1/settings/fields", Vec<FieldSetting>, fields;
    /// Changes the categories (CRM-19). Conversations keep the category they have.
    categories, "/v1/settings/categories", Vec<Category>, categories;
    /// Changes the canned responses.
    templates, "/v1/settings/templates", Vec<Template>, templates;
    /// Changes the actions (CMP-04).
    actions, "/v1/settings/actions", Vec<Action>, actions;
    /// Changes when people answer (CHN-09).
    hours, "/v1/settings/hours", BusinessHours, hours;
    /// Changes how AI writing sounds (AIW-06).
    voice, "/v1/settings/ai", AiVoice, voice;
}

/// Changes how an inbox behaves.
#[utoipa::path(put, path = "/v1/settings/inboxes/{inbox}", request_body = Change<InboxConduct>, tag = "settings",
    params(("inbox" = String, Path, description = "The inbox")),
    responses((status = 200, body = SectionView<InboxConduct>), Write))]
async fn inbox(
    State(api): State<Api>,
    caller: Caller,
    Path(id): Path<String>,
    Body(change): Body<Change<InboxConduct>>,
) -> Result<Json<SectionView<InboxConduct>>, Problem> {
    let id: InboxId = id.parse().map_err(|_| Problem::not_found())?;
    if api.service.connection(&id).is_none() {
        return Err(Problem::not_found());
    }
    put(&api, &inbox_section(id.as_str()), &change, &caller.operator.id).await?;
    let workspace = api.service.workspace();
    workspace.conduct.get(&id).map(|conduct| Json(conduct.into())).ok_or_else(Problem::not_found)
}

async fn put<T: Section>(api: &Api, name: &str, change: &Change<T>, by: &OperatorId) -> Result<(), Problem> {
    Ok(api.service.change_section(name, &change.value, change.expected, by.as_str()).await?)
}
