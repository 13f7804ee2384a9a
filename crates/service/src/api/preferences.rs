//! How an operator likes the console: the same on every machine, seen by nobody else.

use axum::Json;
use axum::extract::State;
use domain::Language;
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

use super::Api;
use super::access::Caller;
use super::answers::{Read, Write};
use super::body::Body;
use super::commands::{short, visible};
use crate::problem::{Kind, Problem};

/// The most saved views.
const MOST_VIEWS: usize = 50;
/// The longest name of one, in characters.
const NAME_CHARS: usize = 60;
/// The longest query of one, in characters.
const QUERY_CHARS: usize = 2_000;

/// How the console behaves for one operator. What is left out is as it is at first.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[serde(default, deny_unknown_fields)]
pub(super) struct Preferences {
    /// Which key sends.
    send_key: SendKey,
    /// Whether a sound is made for what needs the operator.
    sound: bool,
    /// Whether the desktop notifies of it.
    desktop: bool,
    /// The colours.
    theme: Theme,
    /// The language of the console; `null` for the browser's.
    language: Option<Language>,
    /// How much room things take.
    density: Density,
    /// Views of the list under names of the operator's own, in their order.
    #[schema(max_items = 50)]
    saved_views: Vec<SavedView>,
}

/// Which key sends a message.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[serde(rename_all = "snake_case")]
pub(super) enum SendKey {
    /// Ctrl or ⌘ with Enter; Enter breaks the line.
    #[default]
    CtrlEnter,
    /// Enter; Shift with Enter breaks the line.
    Enter,
}

/// The colours of the console.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[serde(rename_all = "snake_case")]
pub(super) enum Theme {
    /// As the machine has it (自動).
    #[default]
    Auto,
    /// Dark on light.
    Light,
    /// Light on dark.
    Dark,
}

/// How much room things take.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[serde(rename_all = "snake_case")]
pub(super) enum Density {
    /// More room.
    #[default]
    Comfortable,
    /// More at a glance.
    Compact,
}

/// A view of the list under a name (EXT-06).
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub(super) struct SavedView {
    /// What the operator calls it.
    #[schema(min_length = 1, max_length = 60)]
    name: String,
    /// The console's search parameters, as they stand in its address.
    #[schema(max_length = 2000)]
    query: String,
}

/// The preferences as they are kept.
#[derive(Debug, Serialize, ToSchema)]
pub(super) struct PreferencesView {
    /// Counts the changes; `null` before the first.
    version: Option<u64>,
    /// What they are.
    value: Preferences,
}

/// All preferences anew.
#[derive(Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub(super) struct PreferencesChange {
    /// The version that the caller saw; `null` if none.
    expected: Option<u64>,
    /// What they are to be.
    value: Preferences,
}

impl Preferences {
    fn check(&self) -> Result<(), Problem> {
        if self.saved_views.len() > MOST_VIEWS {
            return Err(Problem::field("value.saved_views", format!("there are more than {MOST_VIEWS}")));
        }
        for (n, SavedView { name, query }) in self.saved_views.iter().enumerate() {
            let at = |field: &str| format!("value.saved_views[{n}].{field}");
            visible(&at("name"), name, NAME_CHARS)?;
            short(&at("query"), query, QUERY_CHARS)?;
        }
        Ok(())
    }
}

/// Shows one's preferences.
#[utoipa::path(get, path = "/v1/me/preferences", tag = "session",
    responses((status = 200, body = PreferencesView), Read))]
pub(super) async fn preferences(
    State(api): State<Api>,
    caller: Caller,
) -> Result<Json<PreferencesView>, Problem> {
    let Some((json, version)) = api.service.store().preferences(&caller.operator.id).await? else {
        return Ok(Json(PreferencesView { version: None, value: Preferences::default() }));
    };
    let value = serde_json::from_str(&json).map_err(|error| Problem::internal(&error))?;
    Ok(Json(PreferencesView { version: Some(version), value }))
}

/// Changes one's preferences, all at once: what the caller saw must still be in force.
#[utoipa::path(put, path = "/v1/me/preferences", request_body = PreferencesChange, tag = "session",
    responses((status = 200, body = PreferencesView), Write))]
pub(super) async fn change_preferences(
    State(api): State<Api>,
    caller: Caller,
    Body(change): Body<PreferencesChange>,
) -> Result<Json<PreferencesView>, Problem> {
    change.value.check()?;
    let json = serde_json::to_string(&change.value).map_err(|error| Problem::internal(&error))?;
    match api.service.store().put_preferences(&caller.operator.id, &json, change.expected).await {
        Ok(version) => Ok(Json(PreferencesView { version: Some(version), value: change.value })),
        Err(store::Error::Raced) => Err(Problem::because(
            Kind::SettingsChanged,
            "another console of yours has changed them since; read them again",
        )),
        Err(error) => Err(error.into()),
    }
}
