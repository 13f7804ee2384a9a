//! What operators do to a conversation: `POST /v1/conversations/{id}/<verb>`.
//!
//! Every body has a `client_id`, made once for each intent. The same again does nothing and gets the first answer; the
//! same id with other content is refused (INV-22, B-15).

/// A command whose body is nothing but its name.
macro_rules! plain {
    ($($(#[$doc:meta])* $name:ident, $verb:literal, $path:literal, $command:expr;)*) => {$(
        $(#[$doc])*
        #[utoipa::path(post, path = $path, request_body = Plain, tag = "commands",
            params(("id" = String, Path, description = "The conversation")),
            responses((status = 200, body = Done), Write))]
        pub(in crate::api) async fn $name(
            State(api): State<Api>,
            caller: Caller,
            Path(id): Path<String>,
            Body(body): Body<Plain>,
        ) -> Result<Json<Done>, Problem> {
            let conversation = api.theirs(&caller, &id).await?;
            perform(&api, &caller, &conversation, $verb, &body, $command).await
        }
    )*};
}

mod life;
mod outgoing;
mod preview;
mod record;
mod run;
mod schedule;
mod talk;
mod words;

pub(super) use outgoing::TEXT_CHARS;
pub(super) use schedule::{ScheduledState, WindowAt, window_at};

use axum::Json;
use domain::Conversation;
use domain::step::{Command, Input};
use serde::{Deserialize, Serialize};
use sha2::{Digest, Sha256};
use utoipa::ToSchema;

use super::Api;
use super::access::Caller;
use super::conversations::show;
use super::routes::routes;
use super::views::{ConversationView, RowView, rows};
use crate::act::{Act, Acted, Once};
use crate::problem::Problem;

/// The name of an intent: 8 to 64 letters, digits, `_` and `-`, such as a ULID or a UUID.
#[derive(Debug, Clone, Serialize, Deserialize, ToSchema)]
#[serde(try_from = "String")]
#[schema(value_type = String, min_length = 8, max_length = 64, pattern = "^[A-Za-z0-9_-]{8,64}$")]
pub(super) struct ClientId(pub(super) String);

impl TryFrom<String> for ClientId {
    type Error = &'static str;
    fn try_from(text: String) -> Result<Self, Self::Error> {
        let fits = |b: u8| b.is_ascii_alphanumeric() || b == b'_' || b == b'-';
        if (8..=64).contains(&text.len()) && text.bytes().all(fits) {
            Ok(Self(text))
        } else {
            Err("a client_id has 8 to 64 letters, digits, '_' and '-'; a ULID or a UUID is one")
        }
    }
}

/// A body without anything but its name.
#[derive(Debug, Serialize, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub(super) struct Plain {
    /// The name of the intent.
    client_id: ClientId,
}

/// What came of a command.
#[derive(Debug, Serialize, ToSchema)]
pub(super) struct Done {
    /// The conversation after it.
    conversation: ConversationView,
    /// The row in which it said what it had to say; `null` if it said nothing.
    row: Option<RowView>,
    /// It had been done before; nothing was done now.
    repeated: bool,
}

/// Something that has a name of its own.
trait Intent: Serialize {
    fn client_id(&self) -> &ClientId;
}

impl Intent for Plain {
    fn client_id(&self) -> &ClientId {
        &self.client_id
    }
}

routes! {
    life::join,
    talk::reply,
    talk::note,
    talk::resend,
    talk::typing,
    talk::read,
    life::assign,
    life::hold,
    life::resume,
    life::request_end,
    life::withdraw_end_request,
    life::complete,
    life::reopen,
    life::confirm,
    life::unconfirm,
    record::bookmark,
    record::unbookmark,
    record::hide,
    record::unhide,
    record::block,
    record::unblock,
    record::tag,
    record::untag,
    record::status,
    record::category,
    record::field,
    record::rename,
    talk::request_rating,
    preview::preview,
    schedule::schedule,
    schedule::reschedule,
    schedule::cancel_scheduled,
    run::run_action,
    run::actions,
}

/// Does something to a conversation that the caller may see.
async fn perform(
    api: &Api,
    caller: &Caller,
    conversation: &Conversation,
    verb: &'static str,
    intent: &impl Intent,
    command: Command,
) -> Result<Json<Done>, Problem> {
    let acted = act(api, caller, conversation, verb, intent, command).await?;
    let row = match acted.row {
        Some(row) => rows(&api.service, caller, &acted.conversation.id, &acted.contact, &[row]).await?.pop(),
        None => None,
    };
    let conversation = show(api, &acted.conversation, &acted.contact).await?;
    Ok(Json(Done { conversation, row, repeated: acted.repeated }))
}

/// The name of an intent of this operator.
fn intent_key(caller: &Caller, client_id: &ClientId) -> String {
    format!("{}:{}", caller.operator.id, client_id.0)
}

async fn act(
    api: &Api,
    caller: &Caller,
    conversation: &Conversation,
    verb: &'static str,
    intent: &impl Intent,
    command: Command,
) -> Result<Acted, Problem> {
    let body = serde_json::to_string(intent).map_err(|error| Problem::internal(&error))?;
    let by = caller.operator.id.clone();
    let digest = hex::encode(Sha256::digest(format!("{verb}\n{body}")));
    let once = Once::of(&by, &intent.client_id().0, digest);
    let act = Act { inputs: vec![Input::Command { by, command }], once: Some(once), start: None };
    Ok(api.service.act(&conversation.id, act).await?)
}

/// A text that a person wrote, in characters: not too long, and something to see in it.
pub(super) fn visible(field: &str, text: &str, most: usize) -> Result<(), Problem> {
    if channels::is_blank(text) {
        return Err(Problem::field(field, "it has no character that can be seen"));
    }
    short(field, text, most)
}

/// A text that may be empty, in characters.
pub(super) fn short(field: &str, text: &str, most: usize) -> Result<(), Problem> {
    // Bytes bound characters, so that a megabyte is not counted.
    if text.len() > most * 4 || text.chars().count() > most {
        return Err(Problem::field(field, format!("it has more than {most} characters")));
    }
    Ok(())
}

/// A word of the team's own: a tag, a category, the name of a field.
fn word(field: &str, text: &str) -> Result<String, Problem> {
    visible(field, text, rules::limits::LABEL_CHARS)?;
    if text.chars().any(char::is_control) {
        return Err(Problem::field(field, "it holds a control character"));
    }
    Ok(text.trim().to_owned())
}
