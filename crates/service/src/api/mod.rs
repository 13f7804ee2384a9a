//! The operators' API: `/v1`.
//!
//! Every request passes [`gate`]: it finds what the route asks in one table ([`access`]), proves the session, and
//! refuses what may come from another site. Every write carries a `client_id`, so that a repeat is one (INV-22).
//! The OpenAPI document is made from this code.

pub mod access;
mod answers;
mod body;
#[allow(unused_qualifications, reason = "in what the macro makes of the parameters")]
mod calendar;
#[allow(unused_qualifications, reason = "in what the macro makes of the parameters")]
mod checks;
mod commands;
#[allow(unused_qualifications, reason = "in what the macro makes of the parameters")]
mod conversations;
mod counts;
mod desk;
mod drafts;
#[allow(unused_qualifications, reason = "in what the macro makes of the parameters")]
mod files;
mod gate;
#[allow(unused_qualifications, reason = "in what the macro makes of the parameters")]
mod live;
mod memos;
mod names;
mod operators;
mod preferences;
mod routes;
#[allow(unused_qualifications, reason = "in what the macro makes of the parameters")]
mod rules;
mod saved_drafts;
mod seal;
#[allow(unused_qualifications, reason = "in what the macro makes of the parameters")]
mod sending;
mod session;
#[allow(unused_qualifications, reason = "in what the macro makes of the parameters")]
mod sessions;
mod settings;
mod team;
#[allow(unused_qualifications, reason = "in what the macro makes of the parameters")]
mod thread;
#[allow(unused_qualifications, reason = "in what the macro makes of the parameters")]
mod uploads;
#[allow(unused_qualifications, reason = "in what the macro makes of the parameters")]
mod viewing;
mod views;
#[allow(unused_qualifications, reason = "in what the macro makes of the parameters")]
mod webhooks;
#[allow(unused_qualifications, reason = "in what the macro makes of the parameters")]
mod why;

use std::sync::Arc;

use axum::Router;
use axum::middleware::from_fn_with_state;
use axum::routing::any;
use domain::{Conversation, ConversationId, Operator, OperatorId, Role};
use tokio::sync::OnceCell;
use utoipa::OpenApi;
use utoipa_axum::router::OpenApiRouter;

use self::access::Caller;
use self::answers::Security;
use self::routes::{Routes, routes};
use self::seal::Seal;
use crate::live::Hub;
use crate::problem::{Kind, Problem};
use crate::seams;
use crate::service::Service;
use crate::typing::Passed;

pub use self::gate::follow;
pub use self::live::{Doorkeeper, LiveEvent, LiveRequest};
pub use self::rules::{DiagnosticView, SeverityView};

/// The section of the settings that holds the key of cursors and tickets.
const KEYS: &str = "api-keys";

/// What the routes share.
#[derive(Clone)]
pub(crate) struct Api {
    service: Arc<Service>,
    hub: Hub,
    seal: Arc<OnceCell<Seal>>,
    passed: Arc<Passed<OperatorId>>,
}

impl Api {
    fn new(service: Arc<Service>) -> Self {
        Self { hub: Hub::new(service.clone()), service, seal: Arc::default(), passed: Arc::default() }
    }

    /// The seal of this desk: the same in every process, made by the first that needs it.
    async fn seal(&self) -> Result<&Seal, store::Error> {
        self.seal
            .get_or_try_init(|| async {
                let store = self.service.store();
                loop {
                    if let Some((key, _)) = store.setting(KEYS).await? {
                        return Ok(Seal::new(key.as_bytes()));
                    }
                    let key = seams::secret::<32>(self.service.plugs.chance.as_ref());
                    match store.put_setting(KEYS, &key, None).await {
                        // Another process may have been first: its key is read then.
                        Ok(_) | Err(store::Error::Raced) => {}
                        Err(error) => return Err(error),
                    }
                }
            })
            .await
    }

    /// A conversation that the caller may see. A foreign one looks like none (SEC-8, SEC-41) and is written down.
    async fn theirs(&self, caller: &Caller, id: &str) -> Result<Conversation, Problem> {
        let id: ConversationId = id.parse().map_err(|_| Problem::not_found())?;
        let Some((conversation, _)) = self.service.store().conversation(&id).await? else {
            return Err(Problem::not_found());
        };
        if !caller.sees(&conversation.inbox) {
            self.service.audit(Some(&caller.operator.id), "refused-conversation", Some(id.as_str())).await?;
            return Err(Problem::not_found());
        }
        Ok(conversation)
    }
}

#[derive(OpenApi)]
#[openapi(
    info(title = "Madoguchi", description = "The operators' API. Problems are RFC 9457 with stable types."),
    modifiers(&Security)
)]
struct Document;

routes! {
    session::set_up,
    session::needs_set_up,
    session::sign_in,
    session::sign_out,
    session::sign_out_everywhere,
    session::me,
    team::change_me,
    session::presence,
    session::password,
    session::confirm,
    preferences::preferences,
    preferences::change_preferences,
    sessions::sessions,
    sessions::end,
    operators::list,
    operators::create,
    team::change,
    team::reset_password,
    conversations::list,
    counts::counts,
    conversations::one,
    sending::sending,
    thread::rows,
    thread::changes,
    why::why,
    files::file,
    files::picture,
    calendar::of_conversation,
    calendar::list,
    saved_drafts::of_conversation,
    saved_drafts::save,
    saved_drafts::delete,
    saved_drafts::mine,
    memos::list,
    memos::create,
    memos::edit,
    memos::delete,
    memos::arrange,
    uploads::upload,
    desk::desk,
    webhooks::dead_letters,
    webhooks::dead_letter,
    webhooks::delete,
    webhooks::replay,
    webhooks::relays,
    webhooks::retry,
    viewing::viewing,
    live::ticket,
    live::connect;
    checks, commands, drafts, rules, settings
}

/// The routes of the operators' API. The address of a client is read from `ConnectInfo<SocketAddr>` in the request's
/// extensions; where a gateway stands before the process, it puts the address there.
///
/// # Panics
///
/// If a route is not in the table of [`access`]: nobody would be let in (SEC-7).
pub fn routes(service: Arc<Service>) -> Router {
    gated(served(), service)
}

/// The same routes without the gate, for whoever holds the table in their own hands, such as the command line on the
/// desk's machine: all that is done is done by `who`. Never to be served.
pub fn routes_in_hand(service: Arc<Service>, who: OperatorId) -> Router {
    let router = served().router;
    let operator = Operator {
        login: who.to_string(),
        name: who.to_string(),
        id: who,
        role: Role::Admin,
        inboxes: Vec::new(),
        capacity: 0,
        disabled: false,
        since: service.now(),
    };
    let caller = Caller {
        operator,
        session: String::new(),
        since: service.now(),
        language: service.settings().desk.language,
    };
    let api = Api::new(service);
    router.layer(axum::Extension(caller)).layer(from_fn_with_state(api.clone(), gate::frame)).with_state(api)
}

/// Only `POST /v1/drafts:rewrite`, behind the same gate: it waits for a model, so that a gateway may send it elsewhere.
///
/// # Panics
///
/// As [`routes`].
pub fn rewrite_routes(service: Arc<Service>) -> Router {
    gated(drafts::served(), service)
}

fn gated(routes: Routes, service: Arc<Service>) -> Router {
    for (method, path) in &routes.operations {
        assert!(access::access(method, path).is_some(), "{method} {path} declares no action");
    }
    let api = Api::new(service);
    routes
        .router
        .route_layer(from_fn_with_state(api.clone(), gate::admit))
        .method_not_allowed_fallback(|| async { Problem::new(Kind::MethodNotAllowed) })
        // A route and not the fallback, which belongs to whoever puts routers together.
        .route("/v1/{*rest}", any(|| async { Problem::not_found() }))
        .layer(from_fn_with_state(api.clone(), gate::frame))
        .with_state(api)
}

/// The OpenAPI document, made from the code.
pub fn openapi() -> utoipa::openapi::OpenApi {
    let mut document = OpenApiRouter::with_openapi(Document::openapi()).merge(documented()).into_openapi();
    for (path, item) in &mut document.paths.paths {
        let operations = [
            ("get", &mut item.get),
            ("put", &mut item.put),
            ("post", &mut item.post),
            ("delete", &mut item.delete),
            ("patch", &mut item.patch),
        ];
        for (method, operation) in operations {
            if let Some(operation) = operation {
                operation.operation_id = Some(operation_id(method, path));
            }
        }
    }
    document
}

/// What generated clients call an operation: unique, as the names of our functions are not.
fn operation_id(method: &str, path: &str) -> String {
    let words = path.trim_start_matches("/v1").split(|c: char| !c.is_ascii_alphanumeric());
    words.filter(|word| !word.is_empty()).fold(method.to_owned(), |id, word| id + "_" + word)
}

/// The OpenAPI document as JSON, one value on a line, for `cargo xtask openapi`.
///
/// # Errors
///
/// None in practice: it is plain data.
pub fn openapi_json() -> Result<String, serde_json::Error> {
    openapi().to_pretty_json()
}

/// Method and path of every operation of a document.
pub fn operations(document: &utoipa::openapi::OpenApi) -> Vec<(http::Method, String)> {
    let mut found = Vec::new();
    for (path, item) in &document.paths.paths {
        let operations = [
            (http::Method::GET, &item.get),
            (http::Method::PUT, &item.put),
            (http::Method::POST, &item.post),
            (http::Method::DELETE, &item.delete),
            (http::Method::PATCH, &item.patch),
        ];
        let there = operations.into_iter().filter(|(_, operation)| operation.is_some());
        found.extend(there.map(|(method, _)| (method, path.clone())));
    }
    found
}
