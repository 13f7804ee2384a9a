//! Signing in and out, and one's own presence.

use axum::Json;
use axum::extract::State;
use axum::response::{IntoResponse, Response};
use domain::{Operator, Presence, Role, Timestamp};
use http::{HeaderMap, StatusCode};
use secrecy::SecretString;
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

use super::Api;
use super::access::Caller;
use super::answers::{Read, Write};
use super::body::Body;
use super::gate::{Address, set_cookie, token};
use super::operators::{Login, Name};
use crate::problem::{Kind, Problem};
use crate::service::presence_at;
use crate::sign_in::{Begun, NewOperator, SignInError, USUAL_CAPACITY, hashed};

impl From<SignInError> for Problem {
    fn from(error: SignInError) -> Self {
        match error {
            SignInError::Wrong => Self::new(Kind::WrongCredentials),
            SignInError::WrongSecret => Self::because(Kind::WrongSecret, error.to_string()),
            SignInError::Weak(weak) => Self::because(Kind::WeakPassword, weak.to_string()),
            SignInError::LoginTaken => Self::new(Kind::LoginTaken),
            SignInError::TooOften(wait) => Self::too_often(wait),
            SignInError::Hash => Self::internal(&error),
            SignInError::Store(error) => error.into(),
        }
    }
}

/// The first administrator.
#[derive(Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub(super) struct SetUp {
    /// The secret that the server printed at its start.
    #[schema(value_type = String)]
    secret: SecretString,
    /// What to sign in with.
    login: Login,
    /// What people read.
    name: Name,
    /// At least 12 characters.
    #[schema(value_type = String, min_length = 12, max_length = 128)]
    password: SecretString,
    /// Whether to answer with the session's token, for programs.
    #[serde(default)]
    token: bool,
}

/// Whether the first administrator is still to be made.
#[derive(Debug, Serialize, ToSchema)]
pub(super) struct SetUpNeeded {
    /// `true` until `POST /v1/setup` has made one.
    needed: bool,
}

/// Who signs in.
#[derive(Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub(super) struct SignIn {
    /// The login.
    login: Login,
    /// The password.
    #[schema(value_type = String, max_length = 128)]
    password: SecretString,
    /// Whether to answer with the session's token, for programs.
    #[serde(default)]
    token: bool,
}

/// Another password.
#[derive(Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub(super) struct NewPassword {
    /// The one in force.
    #[schema(value_type = String, max_length = 128)]
    current: SecretString,
    /// The one to come: at least 12 characters.
    #[schema(value_type = String, min_length = 12, max_length = 128)]
    new: SecretString,
    /// Whether to answer with the session's token, for programs.
    #[serde(default)]
    token: bool,
}

/// The password, once more.
#[derive(Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub(super) struct Confirmation {
    /// The password.
    #[schema(value_type = String, max_length = 128)]
    password: SecretString,
    /// Whether to answer with the session's token, for programs.
    #[serde(default)]
    token: bool,
}

/// A session that has begun.
#[derive(Debug, Serialize, ToSchema)]
pub(super) struct SignedIn {
    /// Who signed in.
    operator: Operator,
    /// When the session ends whatever happens; it ends after 30 minutes without use, too.
    expires_at: Timestamp,
    /// For `Authorization: Bearer`, if it was asked for.
    #[serde(skip_serializing_if = "Option::is_none")]
    token: Option<String>,
}

/// Who one is.
#[derive(Debug, Serialize, ToSchema)]
pub(super) struct Me {
    /// The operator.
    operator: Operator,
    /// Whether they take work now.
    presence: Presence,
    /// How many conversations they hold.
    load: u32,
    /// Whether the role may change the team and the rules.
    admin: bool,
    /// Since when the session runs.
    signed_in_at: Timestamp,
    /// The password was made by somebody else: nothing else is allowed before `PUT /v1/me/password`.
    change_password: bool,
}

/// Whether one takes work.
#[derive(Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub(super) struct MyPresence {
    /// `online`, `break` or `offline`. Say it again every 30 seconds: after 90 without it one is offline.
    presence: Presence,
}

fn begun(api: &Api, begun: Begun, with_token: bool) -> Response {
    let cookie = set_cookie(api.service.settings(), Some(&begun.token));
    let token = with_token.then_some(begun.token);
    let body = SignedIn { operator: begun.operator, expires_at: begun.expires_at, token };
    ([cookie], Json(body)).into_response()
}

/// Says whether the desk has no operator yet, so that the console asks for the first instead of a password.
#[utoipa::path(get, path = "/v1/setup", tag = "session", responses((status = 200, body = SetUpNeeded), Read))]
pub(super) async fn needs_set_up(State(api): State<Api>) -> Result<Json<SetUpNeeded>, Problem> {
    Ok(Json(SetUpNeeded { needed: api.service.needs_set_up().await? }))
}

/// Makes the first administrator and signs them in.
#[utoipa::path(post, path = "/v1/setup", request_body = SetUp, tag = "session",
    responses((status = 200, body = SignedIn), Write))]
pub(super) async fn set_up(
    State(api): State<Api>,
    Address(address): Address,
    Body(body): Body<SetUp>,
) -> Result<Response, Problem> {
    use secrecy::ExposeSecret;
    let new = NewOperator {
        login: body.login.0,
        name: body.name.0,
        role: Role::Admin,
        inboxes: Vec::new(),
        capacity: USUAL_CAPACITY,
        password: body.password,
    };
    let session = api.service.set_up(body.secret.expose_secret(), new, &address).await?;
    Ok(begun(&api, session, body.token))
}

/// Signs in. Ten attempts at a login and thirty from an address are free, more have to wait.
#[utoipa::path(post, path = "/v1/sign-in", request_body = SignIn, tag = "session",
    responses((status = 200, body = SignedIn), Write))]
pub(super) async fn sign_in(
    State(api): State<Api>,
    Address(address): Address,
    headers: HeaderMap,
    Body(body): Body<SignIn>,
) -> Result<Response, Problem> {
    check_length(&body.password)?;
    let session = api.service.sign_in(&body.login.0, body.password, &address).await?;
    if let Some(old) = token(api.service.settings(), &headers) {
        api.service.sign_out(&hashed(old)).await?;
    }
    Ok(begun(&api, session, body.token))
}

/// No such password was ever set: refused before anything is hashed (B-24).
fn check_length(password: &SecretString) -> Result<(), Problem> {
    use secrecy::ExposeSecret;
    if password.expose_secret().len() > 512 {
        return Err(Problem::field("password", "a password has at most 128 characters"));
    }
    Ok(())
}

/// Ends this session.
#[utoipa::path(post, path = "/v1/sign-out", tag = "session", responses((status = 204), Read))]
pub(super) async fn sign_out(State(api): State<Api>, caller: Caller) -> Result<Response, Problem> {
    api.service.sign_out(&caller.session).await?;
    Ok((StatusCode::NO_CONTENT, [set_cookie(api.service.settings(), None)]).into_response())
}

/// Ends all sessions of the operator, this one too.
#[utoipa::path(post, path = "/v1/sign-out/everywhere", tag = "session", responses((status = 204), Read))]
pub(super) async fn sign_out_everywhere(State(api): State<Api>, caller: Caller) -> Result<Response, Problem> {
    api.service.sign_out_everywhere(&caller.operator.id).await?;
    Ok((StatusCode::NO_CONTENT, [set_cookie(api.service.settings(), None)]).into_response())
}

/// Who one is, and how busy.
#[utoipa::path(get, path = "/v1/me", tag = "session", responses((status = 200, body = Me), Read))]
pub(super) async fn me(State(api): State<Api>, caller: Caller) -> Result<Json<Me>, Problem> {
    answer(&api, caller).await
}

pub(super) async fn answer(api: &Api, caller: Caller) -> Result<Json<Me>, Problem> {
    let record = api.service.store().operator(&caller.operator.id).await?;
    let record = record.ok_or(Problem::new(Kind::SignInRequired))?;
    Ok(Json(Me {
        presence: presence_at(record.presence, record.seen_at, api.service.now()),
        load: record.load,
        admin: caller.operator.role == Role::Admin,
        operator: caller.operator,
        signed_in_at: caller.since,
        change_password: record.one_time_until.is_some(),
    }))
}

/// Says whether one takes work, and that one is there.
#[utoipa::path(put, path = "/v1/me/presence", request_body = MyPresence, tag = "session",
    responses((status = 200, body = Me), Write))]
pub(super) async fn presence(
    State(api): State<Api>,
    caller: Caller,
    Body(body): Body<MyPresence>,
) -> Result<Json<Me>, Problem> {
    api.service.store().set_presence(&caller.operator.id, body.presence, api.service.now()).await?;
    api.service.forget_staff();
    answer(&api, caller).await
}

/// Changes one's password. Every session ends, and a new one begins.
#[utoipa::path(put, path = "/v1/me/password", request_body = NewPassword, tag = "session",
    responses((status = 200, body = SignedIn), Write))]
pub(super) async fn password(
    State(api): State<Api>,
    caller: Caller,
    Address(address): Address,
    Body(body): Body<NewPassword>,
) -> Result<Response, Problem> {
    let session = api.service.change_password(&caller.operator, body.current, body.new, &address).await?;
    Ok(begun(&api, session, body.token))
}

/// Says the password again, as what binds everybody asks for 15 minutes after the sign-in: this session ends, and a new
/// one begins.
#[utoipa::path(post, path = "/v1/me/confirm", request_body = Confirmation, tag = "session",
    responses((status = 200, body = SignedIn), Write))]
pub(super) async fn confirm(
    State(api): State<Api>,
    caller: Caller,
    Address(address): Address,
    Body(body): Body<Confirmation>,
) -> Result<Response, Problem> {
    check_length(&body.password)?;
    let session =
        api.service.confirm_password(&caller.operator, body.password, &caller.session, &address).await?;
    Ok(begun(&api, session, body.token))
}
