//! Memos on the contact of a conversation (メモ, CRM-11, CRM-12): seen by whoever may see the conversation.

use axum::Json;
use axum::extract::{Path, State};
use domain::{Conversation, Edit, Memo, MemoError, Memos, OperatorId, Timestamp};
use serde::{Deserialize, Serialize};
use sha2::{Digest, Sha256};
use utoipa::ToSchema;

use super::Api;
use super::access::Caller;
use super::answers::{Read, Write};
use super::body::Body;
use super::commands::{ClientId, short, visible};
use super::names::Names;
use crate::problem::{Kind, Problem};
use crate::seams::Ring;

/// How often a change is tried when others change the same contact's memos.
const TRIES: u32 = 10;

/// A new memo.
#[derive(Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub(super) struct NewMemo {
    /// The name of the intent.
    client_id: ClientId,
    /// Its headline, at most 100 characters; may be empty.
    #[serde(default)]
    title: String,
    /// Its words, at most 5,000 characters.
    body: String,
}

/// Other words for a memo.
#[derive(Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub(super) struct EditMemo {
    /// The `version` of the memo that was changed. If it is another one by now, `memos-changed` shows the memo as it is.
    version: u32,
    /// Its headline, at most 100 characters; may be empty.
    #[serde(default)]
    title: String,
    /// Its words, at most 5,000 characters.
    body: String,
}

/// An order of memos.
#[derive(Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub(super) struct MemoOrder {
    /// The id of every memo of the contact, once.
    memos: Vec<String>,
}

/// A memo.
#[derive(Debug, Serialize, ToSchema)]
pub(super) struct MemoView {
    /// Which one.
    id: String,
    /// Its headline; may be empty.
    title: String,
    /// Its words.
    body: String,
    /// Who wrote it.
    by: OperatorId,
    /// What people read for them.
    by_name: String,
    /// When.
    at: Timestamp,
    /// Who changed it last; `null` if nobody has.
    edited_by: Option<OperatorId>,
    /// What people read for them.
    edited_by_name: Option<String>,
    /// When it was last changed.
    edited_at: Option<Timestamp>,
    /// To be given back with a change.
    version: u32,
}

/// The memos on a contact.
#[derive(Debug, Serialize, ToSchema)]
pub(super) struct MemosView {
    /// In the team's order; new ones come first.
    memos: Vec<MemoView>,
    /// The one that was made or changed just now; `null` if none was.
    memo: Option<String>,
}

impl MemoView {
    fn of(memo: &Memo, names: &Names) -> Self {
        let edited = memo.edited.as_ref();
        Self {
            id: memo.id.clone(),
            title: memo.title.clone(),
            body: memo.body.clone(),
            by: memo.by.clone(),
            by_name: names.get(&memo.by),
            at: memo.at,
            edited_by: edited.map(|edit| edit.by.clone()),
            edited_by_name: edited.map(|edit| names.get(&edit.by)),
            edited_at: edited.map(|edit| edit.at),
            version: memo.version,
        }
    }
}

async fn views(api: &Api, memos: &[Memo]) -> Result<Vec<MemoView>, Problem> {
    let writers = memos.iter().flat_map(|memo| [Some(&memo.by), memo.edited.as_ref().map(|edit| &edit.by)]);
    let names = Names::of(&api.service, writers.flatten().collect()).await?;
    Ok(memos.iter().map(|memo| MemoView::of(memo, &names)).collect())
}

/// Changes the memos on a conversation's contact, again if somebody else was faster. `did` says what for in the audit
/// trail.
async fn change(
    api: &Api,
    caller: &Caller,
    conversation: &Conversation,
    did: &'static str,
    memo: Option<&str>,
    change: impl Fn(&mut Memos) -> Result<bool, MemoError>,
) -> Result<Json<MemosView>, Problem> {
    let (store, contact) = (api.service.store(), &conversation.contact);
    for _ in 0..TRIES {
        let (mut memos, version) = store.memos(contact).await?;
        let changed = match change(&mut memos) {
            Ok(changed) => changed,
            Err(error) => return Err(refused(api, error).await),
        };
        if changed {
            match store.put_memos(contact, &memos, version).await {
                Ok(_) => {}
                Err(store::Error::Raced) => continue,
                Err(error) => return Err(error.into()),
            }
            let to = format!("{contact} {}", memo.unwrap_or("all"));
            api.service.audit(Some(&caller.operator.id), did, Some(to.trim_end())).await?;
            api.service.plugs.bell.ring(Ring::Changed(conversation.id.clone())).await;
        }
        let memo = memo.filter(|id| memos.list.iter().any(|memo| memo.id == *id)).map(str::to_owned);
        return Ok(Json(MemosView { memos: views(api, &memos.list).await?, memo }));
    }
    Err(Problem::new(Kind::Unavailable).after(domain::seconds(1)))
}

async fn refused(api: &Api, error: MemoError) -> Problem {
    let detail = error.to_string();
    match error {
        MemoError::NotFound => Problem::not_found(),
        MemoError::Full => Problem::because(Kind::MemosFull, detail),
        MemoError::OtherMemos => Problem::because(Kind::MemosChanged, detail).at("memos"),
        MemoError::Reused => Problem::new(Kind::ClientIdReused),
        MemoError::Changed(memo) => match views(api, &[*memo]).await {
            Ok(present) => {
                let present = present.first().and_then(|memo| serde_json::to_value(memo).ok());
                Problem::because(Kind::MemosChanged, detail).instead(present.unwrap_or_default())
            }
            Err(problem) => problem,
        },
    }
}

fn check(title: &str, body: &str) -> Result<(), Problem> {
    short("title", title, Memos::TITLE_CHARS)?;
    visible("body", body, Memos::BODY_CHARS)
}

/// Shows the memos on the contact.
#[utoipa::path(get, path = "/v1/conversations/{id}/memos", tag = "memos",
    params(("id" = String, Path, description = "The conversation")),
    responses((status = 200, body = MemosView), Read))]
pub(super) async fn list(
    State(api): State<Api>,
    caller: Caller,
    Path(id): Path<String>,
) -> Result<Json<MemosView>, Problem> {
    let conversation = api.theirs(&caller, &id).await?;
    let (memos, _) = api.service.store().memos(&conversation.contact).await?;
    Ok(Json(MemosView { memos: views(&api, &memos.list).await?, memo: None }))
}

/// Adds a memo, above the others.
#[utoipa::path(post, path = "/v1/conversations/{id}/memos", request_body = NewMemo, tag = "memos",
    params(("id" = String, Path, description = "The conversation")),
    responses((status = 200, body = MemosView), Write))]
pub(super) async fn create(
    State(api): State<Api>,
    caller: Caller,
    Path(id): Path<String>,
    Body(body): Body<NewMemo>,
) -> Result<Json<MemosView>, Problem> {
    check(&body.title, &body.body)?;
    let conversation = api.theirs(&caller, &id).await?;
    let by = caller.operator.id.clone();
    let name = hex::encode(Sha256::digest(format!("{by}:{}", body.client_id.0)));
    let memo = Memo {
        id: format!("mem_{}", &name[..24]),
        digest: hex::encode(Sha256::digest(format!("{}\n{}", body.title, body.body))),
        title: body.title,
        body: body.body,
        by,
        at: api.service.now(),
        edited: None,
        version: 1,
    };
    change(&api, &caller, &conversation, "add-memo", Some(&memo.id), |memos| memos.add(memo.clone())).await
}

/// Changes a memo. Whoever was slower than somebody else is shown the memo as it stands.
#[utoipa::path(put, path = "/v1/conversations/{id}/memos/{memo}", request_body = EditMemo, tag = "memos",
    params(("id" = String, Path, description = "The conversation"), ("memo" = String, Path, description = "The memo")),
    responses((status = 200, body = MemosView), Write))]
pub(super) async fn edit(
    State(api): State<Api>,
    caller: Caller,
    Path((id, memo)): Path<(String, String)>,
    Body(body): Body<EditMemo>,
) -> Result<Json<MemosView>, Problem> {
    check(&body.title, &body.body)?;
    let conversation = api.theirs(&caller, &id).await?;
    let edit = Edit { by: caller.operator.id.clone(), at: api.service.now() };
    change(&api, &caller, &conversation, "edit-memo", Some(&memo), |memos| {
        memos.edit(&memo, body.version, &body.title, &body.body, edit.clone())
    })
    .await
}

/// Deletes a memo; fine if it is gone.
#[utoipa::path(delete, path = "/v1/conversations/{id}/memos/{memo}", tag = "memos",
    params(("id" = String, Path, description = "The conversation"), ("memo" = String, Path, description = "The memo")),
    responses((status = 200, body = MemosView), Read))]
pub(super) async fn delete(
    State(api): State<Api>,
    caller: Caller,
    Path((id, memo)): Path<(String, String)>,
) -> Result<Json<MemosView>, Problem> {
    let conversation = api.theirs(&caller, &id).await?;
    change(&api, &caller, &conversation, "delete-memo", Some(&memo), |memos| Ok(memos.delete(&memo))).await
}

/// Puts the memos in order.
#[utoipa::path(put, path = "/v1/conversations/{id}/memo-order", request_body = MemoOrder, tag = "memos",
    params(("id" = String, Path, description = "The conversation")),
    responses((status = 200, body = MemosView), Write))]
pub(super) async fn arrange(
    State(api): State<Api>,
    caller: Caller,
    Path(id): Path<String>,
    Body(body): Body<MemoOrder>,
) -> Result<Json<MemosView>, Problem> {
    let conversation = api.theirs(&caller, &id).await?;
    change(&api, &caller, &conversation, "arrange-memos", None, |memos| memos.arrange(&body.memos)).await
}
