//! What the console needs to know of the desk. No secret is in here (SEC-29).

use axum::Json;
use axum::extract::State;
use domain::{ChannelKind, InboxId, Language};
use jiff::tz::TimeZone;
use serde::Serialize;
use utoipa::ToSchema;

use super::Api;
use super::access::Caller;
use super::answers::Read;
use crate::problem::Problem;
use crate::settings::ResponseStatus;
use crate::workspace::{Category, FieldSetting, TagFolder, Template, Workspace};

/// The desk.
#[derive(Debug, Serialize, ToSchema)]
pub(super) struct DeskView {
    /// The name that people read.
    name: String,
    /// The language spoken to contacts whose own is not known.
    language: Language,
    /// The IANA name of the desk's time zone.
    time_zone: String,
    /// The team's response statuses (対応ステータス), in order.
    statuses: Vec<ResponseStatus>,
    /// The connected accounts that the caller may see.
    inboxes: Vec<InboxView>,
    /// Canned responses (テンプレート).
    templates: Vec<Template>,
    /// Tags in their folders. Contacts may have others.
    tags: Vec<TagFolder>,
    /// What is known about contacts. They may have other fields.
    fields: Vec<FieldSetting>,
    /// Categories of enquiries (処理タイプ). Conversations may have others.
    categories: Vec<Category>,
    /// AI writing.
    ai: AiView,
}

/// A connected account.
#[derive(Debug, Serialize, ToSchema)]
pub(super) struct InboxView {
    /// Which inbox.
    id: InboxId,
    /// The kind of provider.
    channel: ChannelKind,
    /// What operators read.
    name: String,
    /// The language spoken there to contacts whose own is not known.
    language: Language,
    /// Whether rules answer here.
    bot: bool,
    /// Whether people answer now.
    open_now: bool,
    /// What the channel can carry (CHN-12): limits, kinds of content, what it reports.
    #[schema(value_type = Object)]
    capabilities: serde_json::Value,
}

/// AI writing.
#[derive(Debug, Serialize, ToSchema)]
pub(super) struct AiView {
    /// Whether a model is configured (AIW-08).
    configured: bool,
    /// Which setting to fill in or to change, if it is not.
    problem: Option<String>,
}

/// The desk's time zone.
pub(super) fn zone(workspace: &Workspace) -> TimeZone {
    TimeZone::get(&zone_name(workspace)).unwrap_or(TimeZone::UTC)
}

fn zone_name(workspace: &Workspace) -> String {
    let name = serde_json::to_value(&workspace.hours.value.time_zone).ok();
    name.and_then(|name| Some(name.as_str()?.to_owned())).unwrap_or_else(|| "UTC".to_owned())
}

/// Shows the settings that the console needs.
#[utoipa::path(get, path = "/v1/settings/desk", tag = "settings", responses((status = 200, body = DeskView), Read))]
pub(super) async fn desk(State(api): State<Api>, caller: Caller) -> Result<Json<DeskView>, Problem> {
    let settings = api.service.settings();
    let now = api.service.now();
    let workspace = api.service.workspace();
    let theirs = workspace.inboxes.values().filter(|inbox| caller.sees(&inbox.id));
    let inboxes = theirs.map(|inbox| {
        let capabilities = serde_json::to_value(channels::capabilities(inbox.channel));
        Ok(InboxView {
            id: inbox.id.clone(),
            channel: inbox.channel,
            name: inbox.name.clone(),
            language: inbox.language,
            bot: inbox.bot,
            open_now: inbox.hours.at(now).open_now,
            capabilities: capabilities.map_err(|error| Problem::internal(&error))?,
        })
    });
    let inboxes = inboxes.collect::<Result<_, Problem>>()?;
    let problem = workspace.assistant.as_ref().err().map(ToString::to_string);
    Ok(Json(DeskView {
        name: settings.desk.name.clone(),
        language: settings.desk.language,
        time_zone: zone_name(&workspace),
        statuses: workspace.statuses.value.clone(),
        inboxes,
        templates: workspace.templates.value.clone(),
        tags: workspace.tags.value.clone(),
        fields: workspace.fields.value.clone(),
        categories: workspace.categories.value.clone(),
        ai: AiView { configured: problem.is_none(), problem },
    }))
}
