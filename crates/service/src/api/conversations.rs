//! The list of conversations, and one of them.

use std::collections::{BTreeMap, BTreeSet};

use axum::Json;
use axum::extract::{Path, State};
use domain::{Contact, Conversation, InboxId, OperatorId, Place};
use serde::{Deserialize, Serialize};
use store::{ListCursor, View};
use utoipa::{IntoParams, ToSchema};

use super::Api;
use super::access::Caller;
use super::answers::Read;
use super::body::{Asked, Limit};
use super::names::Names;
use super::views::ConversationView;
use crate::problem::{Kind, Problem};

/// How many a page holds, if nobody says.
const USUAL: u32 = 50;
/// How many entries one request looks at, however few of them match.
const LOOKED_AT: usize = 500;
/// How many are read at once when the first read did not find enough.
const BATCH: usize = 100;

/// Which conversations a list shows.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Serialize, Deserialize, ToSchema)]
#[serde(rename_all = "snake_case")]
pub(super) enum ViewName {
    /// 一覧: all of them.
    #[default]
    All,
    /// 未確認: those with messages that nobody has confirmed.
    Unconfirmed,
    /// 自分: mine, on hold or not.
    Mine,
    /// 待機: those that nobody has claimed.
    Waiting,
    /// 保留: those put aside.
    OnHold,
    /// 終了済み: those finished.
    Completed,
}

/// Which conversations, from where on. Every filter that is given must hold.
#[derive(Debug, Deserialize, IntoParams)]
#[serde(deny_unknown_fields)]
#[into_params(parameter_in = Query)]
pub(super) struct ListQuery {
    /// The tab.
    #[serde(default)]
    #[param(inline)]
    view: ViewName,
    /// Where to go on: `next` of the page before.
    cursor: Option<String>,
    /// How many at most, 1 to 100.
    #[param(value_type = Option<u32>, minimum = 1, maximum = 100)]
    limit: Option<Limit>,
    /// Only this inbox.
    #[param(value_type = Option<String>)]
    inbox: Option<InboxId>,
    /// Only contacts with this tag.
    tag: Option<String>,
    /// Only contacts with this response status; `none` for those without.
    status: Option<String>,
    /// Only conversations that this operator has.
    #[param(value_type = Option<String>)]
    assignee: Option<OperatorId>,
    /// Only contacts whose name or id holds these words.
    q: Option<String>,
    /// `true` shows the hidden contacts, and only them.
    #[serde(default)]
    hidden: bool,
}

/// Some of a list, newest activity first.
#[derive(Debug, Serialize, ToSchema)]
pub(super) struct ConversationPage {
    /// The conversations. May be fewer than `limit` although there are more: a filter looks at 500 at a time.
    items: Vec<ConversationView>,
    /// Where to go on; `null` at the end.
    next: Option<String>,
}

/// A place in one operator's list with certain filters: a cursor of another list does not open.
fn purpose(caller: &Caller, query: &ListQuery) -> String {
    let ListQuery { view, inbox, tag, status, assignee, q, hidden, .. } = query;
    serde_json::json!(["list", caller.operator.id, view, inbox, tag, status, assignee, q, hidden]).to_string()
}

/// Lists conversations.
#[utoipa::path(get, path = "/v1/conversations", params(ListQuery), tag = "conversations",
    responses((status = 200, body = ConversationPage), Read))]
pub(super) async fn list(
    State(api): State<Api>,
    caller: Caller,
    Asked(query): Asked<ListQuery>,
) -> Result<Json<ConversationPage>, Problem> {
    let seal = api.seal().await?;
    let purpose = purpose(&caller, &query);
    let open = |cursor: &String| seal.open(&purpose, cursor).ok_or(Problem::new(Kind::InvalidCursor));
    let mut after: Option<ListCursor> = query.cursor.as_ref().map(open).transpose()?;
    let limit = query.limit.map_or(USUAL, |limit| limit.0) as usize;
    let view = view(query.view, &caller);
    let (mut found, mut looked_at, mut more) = (Vec::new(), 0, true);
    while more && found.len() < limit && looked_at < LOOKED_AT {
        // Whoever filters gets little of what is read: more at once from the second time on.
        let wanted = if looked_at == 0 { limit } else { BATCH };
        let page = api.service.store().list(&view, after.as_ref(), wanted).await?;
        more = page.next.is_some();
        looked_at += page.entries.len();
        let read = read(&api, page.entries.iter().map(|entry| entry.conversation.clone()).collect()).await?;
        for entry in page.entries {
            if found.len() == limit {
                more = true;
                break;
            }
            after = Some(entry.place);
            if let Some((conversation, contact)) = read.get(&entry.conversation)
                && shown(&caller, &query, conversation, contact)
            {
                found.push((conversation.clone(), contact.clone()));
            }
        }
    }
    let mentioned: BTreeSet<_> =
        found.iter().filter_map(|(conversation, _)| conversation.assignee.operator()).collect();
    let names = Names::of(&api.service, mentioned).await?;
    let items = found
        .iter()
        .map(|(conversation, contact)| ConversationView::new(&api.service, conversation, contact, &names));
    let next = after.filter(|_| more).map(|after| seal.close(&purpose, &after));
    Ok(Json(ConversationPage { items: items.collect(), next }))
}

fn view(name: ViewName, caller: &Caller) -> View {
    match name {
        ViewName::All => View::All,
        ViewName::Unconfirmed => View::Unconfirmed,
        ViewName::Mine => View::Mine(caller.operator.id.clone()),
        ViewName::Waiting => View::Waiting,
        ViewName::OnHold => View::OnHold,
        ViewName::Completed => View::Completed,
    }
}

pub(super) async fn read(
    api: &Api,
    ids: Vec<domain::ConversationId>,
) -> Result<BTreeMap<domain::ConversationId, (Conversation, Contact)>, store::Error> {
    let conversations = api.service.store().conversations(&ids).await?;
    let contacts: Vec<_> = conversations.iter().map(|conversation| conversation.contact.clone()).collect();
    let contacts = api.service.store().contacts(&contacts).await?;
    let mut contacts: BTreeMap<_, _> =
        contacts.into_iter().map(|contact| (contact.id.clone(), contact)).collect();
    let both = |conversation: Conversation| {
        let contact = contacts.remove(&conversation.contact)?;
        Some((conversation.id.clone(), (conversation, contact)))
    };
    Ok(conversations.into_iter().filter_map(both).collect())
}

/// Whether a conversation, as just read, belongs in the list. The index may lag behind it.
fn shown(caller: &Caller, query: &ListQuery, conversation: &Conversation, contact: &Contact) -> bool {
    let place = conversation.place();
    let here = match query.view {
        ViewName::All => true,
        ViewName::Unconfirmed => conversation.unconfirmed > 0,
        ViewName::Mine => {
            place != Place::Completed && conversation.assignee.operator() == Some(&caller.operator.id)
        }
        ViewName::Waiting => place == Place::Waiting,
        ViewName::OnHold => place == Place::OnHold,
        ViewName::Completed => place == Place::Completed,
    };
    let status = |status: &String| match &contact.response_status {
        Some(set) => set == status,
        None => status == "none",
    };
    here && caller.sees(&conversation.inbox)
        && contact.hidden == query.hidden
        && query.inbox.as_ref().is_none_or(|inbox| *inbox == conversation.inbox)
        && query.tag.as_ref().is_none_or(|tag| contact.tags.contains(tag))
        && query.status.as_ref().is_none_or(status)
        && query.assignee.as_ref().is_none_or(|id| conversation.assignee.operator() == Some(id))
        && query.q.as_ref().is_none_or(|words| holds(contact, words))
}

/// Whether the words stand in a name or an id of a contact (INB-02). Case and width do not count.
fn holds(contact: &Contact, words: &str) -> bool {
    let words = rules::fold::fold(words);
    let texts = [contact.name(), &contact.account_name, &contact.identity, contact.id.as_str()];
    texts.into_iter().any(|text| rules::fold::fold(text).contains(&words))
}

/// Shows a conversation and its contact.
#[utoipa::path(get, path = "/v1/conversations/{id}", tag = "conversations",
    params(("id" = String, Path, description = "The conversation")),
    responses((status = 200, body = ConversationView), Read))]
pub(super) async fn one(
    State(api): State<Api>,
    caller: Caller,
    Path(id): Path<String>,
) -> Result<Json<ConversationView>, Problem> {
    let conversation = api.theirs(&caller, &id).await?;
    let contact = contact_of(&api, &conversation).await?;
    Ok(Json(show(&api, &conversation, &contact).await?))
}

/// The contact of a conversation.
pub(super) async fn contact_of(api: &Api, conversation: &Conversation) -> Result<Contact, Problem> {
    let contact = api.service.store().contact(&conversation.contact).await?;
    contact.map(|(contact, _)| contact).ok_or(Problem::not_found())
}

/// Shows a conversation.
pub(super) async fn show(
    api: &Api,
    conversation: &Conversation,
    contact: &Contact,
) -> Result<ConversationView, store::Error> {
    let names = Names::of(&api.service, conversation.assignee.operator().into_iter().collect()).await?;
    Ok(ConversationView::new(&api.service, conversation, contact, &names))
}
