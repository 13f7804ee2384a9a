//! What may be sent in a conversation, told before anybody types (CHN-12, CHN-14, EXT-01).

use axum::Json;
use axum::extract::{Path, State};
use channels::{Carries, Element, Unit, capabilities};
use domain::step::PushStop;
use domain::{ChannelKind, SendClass, Speaker, Timestamp};
use serde::Serialize;
use utoipa::ToSchema;

use super::Api;
use super::access::Caller;
use super::answers::Read;
use super::views::WindowView;
use crate::catalogue::Reader;
use crate::problem::Problem;
use crate::quota::Usage;
use crate::settings::TemplateSettings;

/// What may be sent in a conversation at this moment, by a person.
#[derive(Debug, Serialize, ToSchema)]
pub(super) struct Sending {
    /// The channel.
    channel: ChannelKind,
    /// The provider's messaging window for a person who answers; `null` where there is none.
    window: Option<WindowView>,
    /// The same for rules, which have less time on some channels.
    automatic_window: Option<WindowView>,
    /// Every element that a composer may offer, in order.
    elements: Vec<ElementView>,
    /// How long one message's text may be. Longer ones are split; quick replies and buttons hang on the last part.
    text_limit: TextLimitView,
    /// The provider templates that may be sent.
    templates: Vec<TemplateView>,
    /// LINE: what the next message costs; `null` on other channels.
    cost: Option<CostView>,
    /// What becomes of a message whose outcome the provider does not tell.
    promise: Promise,
}

/// Whether one element may be sent.
#[derive(Debug, Serialize, ToSchema)]
struct ElementView {
    /// Which.
    element: Element,
    /// How the channel carries it.
    carried: Carries,
    /// The most of it in one message, where that has a number: buttons, rows, cards.
    most: Option<usize>,
    /// Whether it may be sent now.
    allowed: bool,
    /// Why not, or as what it is sent; in the reader's language.
    reason: Option<String>,
}

/// How long a text may be.
#[derive(Debug, Serialize, ToSchema)]
struct TextLimitView {
    /// The most units.
    max: usize,
    /// What is counted.
    unit: Unit,
}

/// A provider template.
#[derive(Debug, Serialize, ToSchema)]
struct TemplateView {
    /// The template as it was approved.
    #[serde(flatten)]
    template: TemplateSettings,
    /// The names of its blanks, in the order in which they are filled.
    blanks: Vec<String>,
}

/// What the next message costs on LINE (EXT-01).
#[derive(Debug, Serialize, ToSchema)]
struct CostView {
    /// Until when the next message is a free reply; `null` if it is a push, which counts.
    free_until: Option<Timestamp>,
    /// The month in Japan, such as `2026-11`.
    month: String,
    /// How many pushes it allows; `null` for any number, or before LINE has told.
    limit: Option<u64>,
    /// How many it has seen.
    used: u64,
    /// How many are left; `null` as for `limit`.
    remaining: Option<u64>,
    /// How many it will have seen at its end, if it goes on like this.
    forecast: u64,
    /// When LINE told; `null` if it has not yet.
    told_at: Option<Timestamp>,
    /// Whom the inbox stops from pushing now.
    stopped: PushStop,
}

/// What becomes of a message whose outcome the provider does not tell (RELIABILITY.md section 3).
#[derive(Debug, Clone, Copy, Serialize, ToSchema)]
#[serde(rename_all = "snake_case")]
enum Promise {
    /// It is sent again with the same key; the provider takes it once.
    Repeated,
    /// The provider's later word settles it; without one it stays unknown.
    Confirmed,
    /// It stays unknown, and is never sent again by itself.
    Unknown,
}

/// Says what may be sent in a conversation at this moment: elements, window, budget, cost.
#[utoipa::path(get, path = "/v1/conversations/{id}/sending", tag = "conversations",
    params(("id" = String, Path, description = "The conversation")),
    responses((status = 200, body = Sending), Read))]
pub(super) async fn sending(
    State(api): State<Api>,
    caller: Caller,
    Path(id): Path<String>,
) -> Result<Json<Sending>, Problem> {
    let conversation = api.theirs(&caller, &id).await?;
    let connection = api.service.connection(&conversation.inbox).ok_or(Problem::not_found())?;
    let (now, workspace) = (api.service.now(), api.service.workspace());
    let inbox = workspace.inboxes.get(&conversation.inbox).ok_or(Problem::not_found())?;
    let table = capabilities(inbox.channel);
    let allowance = conversation.allowance(inbox, Speaker::Person, now);
    let free_until = conversation.free_reply_until(inbox, now);
    let stopped = api.service.push_stop(connection, now).await;
    let cost = api.service.usage(connection, now).await?.map(|usage| cost(&usage, free_until, stopped));
    let reader = Reader {
        language: caller.language,
        name: &|id| id.to_string(),
        time: &|at| at.to_string(),
        status: &|status| status.to_owned(),
    };
    let element = |element: Element| {
        let carried = table.carries(element);
        let beside = matches!(element, Element::Typing | Element::MarkRead);
        let closed = !allowance.open && !beside && element != Element::Template;
        let none = element == Element::Template && connection.provider_templates.is_empty();
        let unwanted = element == Element::Typing && !connection.show_typing;
        let used_up = stopped == PushStop::Everybody && free_until.is_none() && !beside;
        let reason = reader.not_carried(element, carried).or_else(|| match () {
            () if used_up => Some(reader.pushes_used_up()),
            () if closed => Some(reader.closed(allowance.templates)),
            () if none => Some(reader.no_templates()),
            () if unwanted => Some(reader.typing_off()),
            () => None,
        });
        let allowed = carried != Carries::No && !closed && !none && !unwanted && !used_up;
        ElementView { element, carried, most: table.most(element), allowed, reason }
    };
    let windowed = inbox.channel.window().is_some();
    Ok(Json(Sending {
        channel: inbox.channel,
        window: windowed.then(|| allowance.into()),
        automatic_window: windowed.then(|| conversation.allowance(inbox, Speaker::Bot, now).into()),
        elements: Element::ALL.into_iter().map(element).collect(),
        text_limit: TextLimitView { max: table.text.max, unit: table.text.unit },
        templates: connection.provider_templates.iter().map(TemplateView::of).collect(),
        cost,
        promise: match inbox.channel.send_class(free_until.is_some()) {
            SendClass::Keyed => Promise::Repeated,
            SendClass::Confirmed => Promise::Confirmed,
            SendClass::Blind => Promise::Unknown,
        },
    }))
}

impl TemplateView {
    fn of(template: &TemplateSettings) -> Self {
        Self { blanks: template.blanks(), template: template.clone() }
    }
}

fn cost(usage: &Usage, free_until: Option<Timestamp>, stopped: PushStop) -> CostView {
    CostView {
        free_until,
        month: usage.month.clone(),
        limit: usage.limit,
        used: usage.used,
        remaining: usage.remaining(),
        forecast: usage.forecast,
        told_at: usage.told_at,
        stopped,
    }
}
