//! Actions (アクション実行, CMP-04): predefined steps, done together or not at all.

use axum::Json;
use axum::extract::{Path, State};
use domain::step::Command;
use domain::{Action, ActionStep, Assignee, Contact, Content, Conversation, GiveTo, fill, minutes};
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

use super::record::known_status;
use super::words::{blanks_missing, canned, known};
use super::{ClientId, Intent, act};
use crate::api::Api;
use crate::api::access::Caller;
use crate::api::answers::{Read, Write};
use crate::api::body::Body;
use crate::api::conversations::{contact_of, show};
use crate::api::operators::colleague;
use crate::api::views::ConversationView;
use crate::problem::Problem;

/// Which action to run.
#[derive(Debug, Serialize, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub(in crate::api) struct RunAction {
    /// The name of the intent.
    client_id: ClientId,
    /// The id of one of the desk's actions.
    action: String,
}

impl Intent for RunAction {
    fn client_id(&self) -> &ClientId {
        &self.client_id
    }
}

/// What came of an action.
#[derive(Debug, Serialize, ToSchema)]
pub(in crate::api) struct ActionDone {
    /// The conversation after it.
    conversation: ConversationView,
    /// The steps, in order. A step that cannot be done refuses the whole action: then the problem's `field` names it.
    steps: Vec<StepDone>,
    /// It had been done before; nothing was done now.
    repeated: bool,
}

/// A step that was done.
#[derive(Debug, Serialize, ToSchema)]
pub(in crate::api) struct StepDone {
    /// What it was.
    step: ActionStep,
    /// Done.
    done: bool,
}

/// The desk's actions.
#[derive(Debug, Serialize, ToSchema)]
pub(in crate::api) struct Actions {
    /// In the order of the settings.
    actions: Vec<Action>,
}

/// Lists the desk's actions with their steps.
#[utoipa::path(get, path = "/v1/actions", tag = "settings", responses((status = 200, body = Actions), Read))]
pub(in crate::api) async fn actions(State(api): State<Api>, _: Caller) -> Result<Json<Actions>, Problem> {
    Ok(Json(Actions { actions: api.service.workspace().actions.value.clone() }))
}

/// Runs an action on a conversation: all of its steps, or none.
#[utoipa::path(post, path = "/v1/conversations/{id}/run-action", request_body = RunAction, tag = "commands",
    params(("id" = String, Path, description = "The conversation")),
    responses((status = 200, body = ActionDone), Write))]
pub(in crate::api) async fn run_action(
    State(api): State<Api>,
    caller: Caller,
    Path(id): Path<String>,
    Body(body): Body<RunAction>,
) -> Result<Json<ActionDone>, Problem> {
    let conversation = api.theirs(&caller, &id).await?;
    let workspace = api.service.workspace();
    let action = workspace.actions.value.iter().find(|action| action.id == body.action);
    let action = action.ok_or_else(|| Problem::unknown("action", "the desk has no such action"))?;
    let contact = contact_of(&api, &conversation).await?;
    let mut commands = Vec::new();
    for (n, step) in action.steps.iter().enumerate() {
        let command = command(&api, &caller, &conversation, &contact, step).await;
        commands.push(command.map_err(|problem| problem.at(format!("steps[{n}]")))?);
    }
    let acted = act(&api, &caller, &conversation, "run-action", &body, Command::Run(commands)).await?;
    let steps = action.steps.iter().map(|step| StepDone { step: step.clone(), done: true });
    Ok(Json(ActionDone {
        conversation: show(&api, &acted.conversation, &acted.contact).await?,
        steps: steps.collect(),
        repeated: acted.repeated,
    }))
}

/// What a step asks of the conversation.
async fn command(
    api: &Api,
    caller: &Caller,
    conversation: &Conversation,
    contact: &Contact,
    step: &ActionStep,
) -> Result<Command, Problem> {
    let filled = |text: &String| {
        let known = known(api, caller, contact);
        fill(text, known).map_err(|missing| blanks_missing(&missing))
    };
    let reply = |contents| Command::Reply { contents, quotes: None, complete: false };
    Ok(match step {
        ActionStep::Join => Command::Join,
        ActionStep::Reply { text } => reply(vec![Content::text(filled(text)?)]),
        ActionStep::Template { template } => reply(canned(api, caller, contact, template)?),
        ActionStep::Note { text } => Command::Note { text: filled(text)? },
        ActionStep::Tag { tag } => Command::Tag(tag.trim().to_owned()),
        ActionStep::Untag { tag } => Command::Untag(tag.trim().to_owned()),
        ActionStep::Status { status } => {
            if let Some(status) = status {
                known_status(api, status)?;
            }
            Command::SetStatus(status.clone())
        }
        ActionStep::Category { category } => Command::SetCategory(category.clone()),
        ActionStep::Field { name, value } => {
            Command::SetField { name: name.trim().to_owned(), value: filled(value)? }
        }
        ActionStep::Assign { to: GiveTo(to) } => Command::Assign {
            to: match to.as_str() {
                "me" => Assignee::Operator { id: caller.operator.id.clone() },
                "bot" => Assignee::Bot,
                "queue" => Assignee::Queue { since: api.service.now() },
                id => Assignee::Operator { id: colleague(api, id, &conversation.inbox).await? },
            },
        },
        ActionStep::Hold { minutes: length } => {
            Command::Hold { until: length.map(|length| api.service.now() + minutes(u64::from(length))) }
        }
        ActionStep::Confirm => Command::Confirm(true),
        ActionStep::RequestRating => Command::RequestRating,
        ActionStep::RequestEnd => Command::RequestEnd,
        ActionStep::Complete => Command::Complete,
    })
}
