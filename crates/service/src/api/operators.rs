//! The team.

use axum::Json;
use axum::extract::State;
use domain::{InboxId, Operator, OperatorId, Presence, Role, Timestamp};
use http::StatusCode;
use secrecy::SecretString;
use serde::{Deserialize, Serialize};
use store::OperatorRecord;
use utoipa::ToSchema;

use super::Api;
use super::access::{Caller, sees};
use super::answers::{Read, Write};
use super::body::Body;
use crate::problem::Problem;
use crate::service::presence_at;
use crate::sign_in::{NewOperator, USUAL_CAPACITY};

/// The longest name in characters.
const NAME_CHARS: usize = 64;

/// What somebody signs in with: 1 to 64 of `a-z 0-9 . _ - + @`, whatever the case.
#[derive(Debug, Deserialize, ToSchema)]
#[serde(try_from = "String")]
#[schema(value_type = String, min_length = 1, max_length = 64)]
pub(super) struct Login(pub String);

impl TryFrom<String> for Login {
    type Error = &'static str;
    fn try_from(text: String) -> Result<Self, Self::Error> {
        let fits = |b: u8| b.is_ascii_alphanumeric() || b"._-+@".contains(&b);
        if (1..=64).contains(&text.len()) && text.bytes().all(fits) {
            Ok(Self(text))
        } else {
            Err("a login has 1 to 64 letters, digits, '.', '_', '-', '+' and '@'")
        }
    }
}

/// What people read for somebody: 1 to 64 characters, not all blank.
#[derive(Debug, Deserialize, ToSchema)]
#[serde(try_from = "String")]
#[schema(value_type = String, min_length = 1, max_length = 64)]
pub(super) struct Name(pub String);

impl TryFrom<String> for Name {
    type Error = &'static str;
    fn try_from(text: String) -> Result<Self, Self::Error> {
        let fits = text.chars().count() <= NAME_CHARS && !text.chars().any(char::is_control);
        if fits && !channels::is_blank(&text) {
            Ok(Self(text.trim().to_owned()))
        } else {
            Err("a name has 1 to 64 characters that can be seen")
        }
    }
}

/// Somebody of the team, as colleagues see them.
#[derive(Debug, Serialize, ToSchema)]
pub(super) struct Colleague {
    /// Which operator.
    id: OperatorId,
    /// What people read.
    name: String,
    /// What they may do.
    role: Role,
    /// Whether they take work now.
    presence: Presence,
    /// How many conversations they hold.
    load: u32,
    /// How many they take at once.
    capacity: u32,
    /// The inboxes they answer; empty means all.
    inboxes: Vec<InboxId>,
    /// Signed out for good.
    disabled: bool,
}

impl Colleague {
    pub fn of(record: OperatorRecord, now: Timestamp) -> Self {
        Self {
            presence: presence_at(record.presence, record.seen_at, now),
            load: record.load,
            id: record.operator.id,
            name: record.operator.name,
            role: record.operator.role,
            capacity: record.operator.capacity,
            inboxes: record.operator.inboxes,
            disabled: record.operator.disabled,
        }
    }
}

/// The team.
#[derive(Debug, Serialize, ToSchema)]
pub(super) struct Team {
    /// In order of name.
    operators: Vec<Colleague>,
}

/// Somebody to add.
#[derive(Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub(super) struct Newcomer {
    /// What to sign in with.
    login: Login,
    /// What people read.
    name: Name,
    /// What they may do.
    role: Role,
    /// The inboxes they answer; empty or left out means all.
    #[serde(default)]
    inboxes: Vec<InboxId>,
    /// How many conversations they take at once, 1 to 100.
    #[serde(default = "usual")]
    #[schema(minimum = 1, maximum = 100)]
    capacity: u32,
    /// Their first password: at least 12 characters. They change it with `PUT /v1/me/password`.
    #[schema(value_type = String, min_length = 12, max_length = 128)]
    password: SecretString,
}

fn usual() -> u32 {
    USUAL_CAPACITY
}

/// Lists the team.
#[utoipa::path(get, path = "/v1/operators", tag = "team", responses((status = 200, body = Team), Read))]
pub(super) async fn list(State(api): State<Api>, _: Caller) -> Result<Json<Team>, Problem> {
    let now = api.service.now();
    let records = api.service.store().operators().await?.into_iter();
    let mut operators: Vec<_> = records.map(|record| Colleague::of(record, now)).collect();
    operators.sort_by(|a, b| (&a.name, &a.id).cmp(&(&b.name, &b.id)));
    Ok(Json(Team { operators }))
}

/// Adds somebody to the team.
#[utoipa::path(post, path = "/v1/operators", request_body = Newcomer, tag = "team",
    responses((status = 201, body = Operator), Write))]
pub(super) async fn create(
    State(api): State<Api>,
    caller: Caller,
    Body(body): Body<Newcomer>,
) -> Result<(StatusCode, Json<Operator>), Problem> {
    check_capacity(body.capacity)?;
    check_inboxes(&api, &body.inboxes)?;
    let new = NewOperator {
        login: body.login.0,
        name: body.name.0,
        role: body.role,
        inboxes: body.inboxes,
        capacity: body.capacity,
        password: body.password,
    };
    let operator = api.service.add_operator(new).await?;
    api.service.audit(Some(&caller.operator.id), "add-operator", Some(operator.id.as_str())).await?;
    Ok((StatusCode::CREATED, Json(operator)))
}

pub(super) fn check_capacity(capacity: u32) -> Result<(), Problem> {
    if (1..=100).contains(&capacity) {
        return Ok(());
    }
    Err(Problem::field("capacity", "an operator takes 1 to 100 conversations"))
}

pub(super) fn check_inboxes(api: &Api, inboxes: &[InboxId]) -> Result<(), Problem> {
    match inboxes.iter().find(|inbox| api.service.connection(inbox).is_none()) {
        Some(inbox) => Err(Problem::unknown("inboxes", format!("there is no inbox {inbox}"))),
        None => Ok(()),
    }
}

/// An operator to whom a conversation of this inbox may be given.
pub(super) async fn colleague(api: &Api, text: &str, inbox: &InboxId) -> Result<OperatorId, Problem> {
    let unknown = || Problem::unknown("to", "there is no such operator for this inbox");
    let id: OperatorId = text.parse().map_err(|_| unknown())?;
    let record = api.service.store().operator(&id).await?.ok_or_else(unknown)?;
    if record.operator.disabled || !sees(&record.operator, inbox) {
        return Err(unknown());
    }
    Ok(id)
}
