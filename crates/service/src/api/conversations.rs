//! The list of conversations, and one of them.

use std::collections::{BTreeMap, BTreeSet};

use axum::Json;
use axum::extract::{Path, State};
use domain::{Assignee, ChannelKind, Contact, Conversation, InboxId, OperatorId, Place};
use serde::{Deserialize, Serialize};
use store::{ListCursor, Order, View};
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
/// How often a filter of one kind may be given.
const MOST_VALUES: usize = 50;

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

/// In which order.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Serialize, Deserialize, ToSchema)]
#[serde(rename_all = "snake_case")]
pub(super) enum Sort {
    /// The latest activity first.
    #[default]
    Newest,
    /// The earliest activity first: who has waited longest.
    Oldest,
}

impl From<Sort> for Order {
    fn from(sort: Sort) -> Self {
        match sort {
            Sort::Newest => Self::Descending,
            Sort::Oldest => Self::Ascending,
        }
    }
}

/// Who has a conversation, as a filter names them.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(try_from = "String", rename_all = "snake_case")]
pub(super) enum Holder {
    Me,
    Nobody,
    Bot,
    Operator(OperatorId),
}

impl TryFrom<String> for Holder {
    type Error = <OperatorId as std::str::FromStr>::Err;

    fn try_from(text: String) -> Result<Self, Self::Error> {
        Ok(match text.as_str() {
            "me" => Self::Me,
            "nobody" => Self::Nobody,
            "bot" => Self::Bot,
            id => Self::Operator(id.parse()?),
        })
    }
}

impl Holder {
    fn has(&self, caller: &Caller, conversation: &Conversation) -> bool {
        match self {
            Self::Me => conversation.assignee.operator() == Some(&caller.operator.id),
            Self::Nobody => matches!(conversation.assignee, Assignee::Queue { .. }),
            Self::Bot => conversation.assignee == Assignee::Bot,
            Self::Operator(id) => conversation.assignee.operator() == Some(id),
        }
    }
}

/// Which conversations, from where on. Every kind of filter that is given must hold; of one kind given several times
/// (`tag=a&tag=b`, at most 50 times) any value will do.
#[derive(Debug, Deserialize, IntoParams)]
#[serde(deny_unknown_fields)]
#[into_params(parameter_in = Query)]
pub(super) struct ListQuery {
    /// The tab.
    #[serde(default)]
    #[param(inline)]
    view: ViewName,
    /// By activity, in steps of ten minutes. What becomes active while pages are read moves to the list's newest end:
    /// with `newest` it is above the pages that were read, with `oldest` it comes once more on a later page.
    #[serde(default)]
    #[param(inline)]
    sort: Sort,
    /// Where to go on: `next` of the page before, with the same filters and the same order.
    cursor: Option<String>,
    /// How many at most, 1 to 100.
    #[param(value_type = Option<u32>, minimum = 1, maximum = 100)]
    limit: Option<Limit>,
    /// Only these inboxes.
    #[serde(default)]
    #[param(value_type = Vec<String>, required = false, max_items = 50)]
    inbox: Vec<InboxId>,
    /// Only these kinds of inboxes.
    #[serde(default)]
    #[param(inline, required = false, max_items = 50)]
    channel: Vec<ChannelKind>,
    /// Only contacts with one of these tags.
    #[serde(default)]
    #[param(required = false, max_items = 50)]
    tag: Vec<String>,
    /// Only contacts with one of these response statuses, by id; `none` for those without.
    #[serde(default)]
    #[param(required = false, max_items = 50)]
    status: Vec<String>,
    /// Only conversations of one of these: ids of operators, `me`, `nobody` (who waits to be claimed), `bot`.
    #[serde(default)]
    #[param(value_type = Vec<String>, required = false, max_items = 50)]
    assignee: Vec<Holder>,
    /// Only conversations of one of these categories; `none` for those without.
    #[serde(default)]
    #[param(required = false, max_items = 50)]
    category: Vec<String>,
    /// `true` shows only bookmarked contacts, `false` only the others; left out, both.
    bookmarked: Option<bool>,
    /// `true` shows only blocked contacts, `false` only the others; left out, both.
    blocked: Option<bool>,
    /// Only contacts whose name or id holds these words.
    q: Option<String>,
    /// `true` shows the hidden contacts, and only them; left out, they are left out.
    #[serde(default)]
    hidden: bool,
}

impl ListQuery {
    /// Puts the values of each filter in order, so that the same list has the same cursors however it is asked for.
    fn in_order(mut self) -> Result<Self, Problem> {
        fn tidy<T: Ord>(name: &str, values: &mut Vec<T>) -> Result<(), Problem> {
            if values.len() > MOST_VALUES {
                let detail = format!("{name} is given more than {MOST_VALUES} times");
                return Err(Problem::because(Kind::InvalidQuery, detail));
            }
            values.sort_unstable();
            values.dedup();
            Ok(())
        }
        tidy("inbox", &mut self.inbox)?;
        tidy("channel", &mut self.channel)?;
        tidy("tag", &mut self.tag)?;
        tidy("status", &mut self.status)?;
        tidy("assignee", &mut self.assignee)?;
        tidy("category", &mut self.category)?;
        Ok(self)
    }

    /// Whether a conversation, as just read, belongs in the list. The index may lag behind it.
    fn shows(&self, caller: &Caller, conversation: &Conversation, contact: &Contact) -> bool {
        let any = |wanted: &[String], value: Option<&String>| {
            let value = value.map_or("none", String::as_str);
            wanted.is_empty() || wanted.iter().any(|wanted| wanted == value)
        };
        self.view.shows(caller, conversation)
            && caller.sees(&conversation.inbox)
            && contact.hidden == self.hidden
            && self.bookmarked.is_none_or(|wanted| wanted == contact.bookmarked)
            && self.blocked.is_none_or(|wanted| wanted == contact.blocked)
            && (self.inbox.is_empty() || self.inbox.contains(&conversation.inbox))
            && (self.channel.is_empty() || self.channel.contains(&conversation.channel))
            && (self.tag.is_empty() || self.tag.iter().any(|tag| contact.tags.contains(tag)))
            && any(&self.status, contact.response_status.as_ref())
            && any(&self.category, conversation.category.as_ref())
            && (self.assignee.is_empty() || self.assignee.iter().any(|who| who.has(caller, conversation)))
            && self.q.as_ref().is_none_or(|words| holds(contact, words))
    }

    /// A place in one operator's list with certain filters, in an order: a cursor of another list does not open.
    fn purpose(&self, caller: &Caller) -> String {
        let Self {
            view,
            sort,
            inbox,
            channel,
            tag,
            status,
            assignee,
            category,
            bookmarked,
            blocked,
            q,
            hidden,
            cursor: _,
            limit: _,
        } = self;
        let filters = (inbox, channel, tag, status, assignee, category, bookmarked, blocked, q, hidden);
        serde_json::json!(["list", caller.operator.id, view, sort, filters]).to_string()
    }
}

/// Some of a list.
#[derive(Debug, Serialize, ToSchema)]
pub(super) struct ConversationPage {
    /// The conversations. May be fewer than `limit` although there are more: a filter looks at 500 at a time.
    items: Vec<ConversationView>,
    /// Where to go on; `null` at the end.
    next: Option<String>,
}

/// Lists conversations.
#[utoipa::path(get, path = "/v1/conversations", params(ListQuery), tag = "conversations",
    responses((status = 200, body = ConversationPage), Read))]
pub(super) async fn list(
    State(api): State<Api>,
    caller: Caller,
    Asked(query): Asked<ListQuery>,
) -> Result<Json<ConversationPage>, Problem> {
    let query = query.in_order()?;
    let seal = api.seal().await?;
    let purpose = query.purpose(&caller);
    let open = |cursor: &String| seal.open(&purpose, cursor).ok_or(Problem::new(Kind::InvalidCursor));
    let mut after: Option<ListCursor> = query.cursor.as_ref().map(open).transpose()?;
    let limit = query.limit.map_or(USUAL, |limit| limit.0) as usize;
    let view = query.view.of(&caller);
    let (mut found, mut looked_at, mut more) = (Vec::new(), 0, true);
    while more && found.len() < limit && looked_at < LOOKED_AT {
        // Whoever filters gets little of what is read: more at once from the second time on.
        let wanted = if looked_at == 0 { limit } else { BATCH };
        let page = api.service.store().list_in(query.sort.into(), &view, after.as_ref(), wanted).await?;
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
                && query.shows(&caller, conversation, contact)
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

impl ViewName {
    fn of(self, caller: &Caller) -> View {
        match self {
            Self::All => View::All,
            Self::Unconfirmed => View::Unconfirmed,
            Self::Mine => View::Mine(caller.operator.id.clone()),
            Self::Waiting => View::Waiting,
            Self::OnHold => View::OnHold,
            Self::Completed => View::Completed,
        }
    }

    fn shows(self, caller: &Caller, conversation: &Conversation) -> bool {
        let place = conversation.place();
        match self {
            Self::All => true,
            Self::Unconfirmed => conversation.unconfirmed > 0,
            Self::Mine => {
                place != Place::Completed && conversation.assignee.operator() == Some(&caller.operator.id)
            }
            Self::Waiting => place == Place::Waiting,
            Self::OnHold => place == Place::OnHold,
            Self::Completed => place == Place::Completed,
        }
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
