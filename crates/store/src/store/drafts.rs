//! What operators have written and not sent, by operator, conversation and mode (EXT-06).

use domain::{ConversationId, OperatorId, Timestamp, hours};
use serde::{Deserialize, Serialize};

use super::{Error, Store, count, parsed};
use crate::keys::{attribute, drafts_prefix};
use crate::schema::{EXPIRES_AT, Index};
use crate::table::{Condition, Item, Put, Query, Range, TableError, Update};

/// How long a draft is kept after it was last changed.
const KEPT: std::time::Duration = hours(30 * 24);

/// For whom a draft is. A draft never changes its mode (CMP-08).
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum DraftMode {
    /// For the contact.
    Reply,
    /// For colleagues.
    Internal,
}

impl DraftMode {
    const fn as_str(self) -> &'static str {
        match self {
            Self::Reply => "reply",
            Self::Internal => "internal",
        }
    }
}

/// A draft.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct SavedDraft {
    /// In which conversation.
    pub conversation: ConversationId,
    /// For whom.
    pub mode: DraftMode,
    /// The words; `None` if it was sent or thrown away.
    pub text: Option<String>,
    /// When it was last changed, by the clock of whoever wrote it.
    pub edited_at: Timestamp,
}

impl Store {
    /// Saves a draft unless a newer one stands there, and returns the one that stands there now.
    ///
    /// # Errors
    ///
    /// [`Error::Table`], [`Error::Unreadable`].
    pub async fn put_draft(
        &self,
        operator: &OperatorId,
        draft: &SavedDraft,
        now: Timestamp,
    ) -> Result<SavedDraft, Error> {
        let key = self.keys.draft(operator, &draft.conversation, draft.mode.as_str());
        let edited_at = draft.edited_at.as_millis();
        let mut item =
            Item::at(key).with(attribute::EDITED_AT, edited_at).with(EXPIRES_AT, (now + KEPT).as_seconds());
        if let Some(text) = &draft.text {
            item = item.with(attribute::DOC, text.as_str());
        }
        let newer =
            Condition::Any(vec![Condition::Absent, Condition::less_than(attribute::EDITED_AT, edited_at)]);
        match self.table.put(&Put::of(item).when(newer)).await {
            Ok(()) => Ok(draft.clone()),
            Err(TableError::ConditionFailed { current: Some(current) }) => draft_from(&current),
            Err(error) => Err(super::raced(error)),
        }
    }

    /// Throws a draft away, whether there is one or not. What was written before and arrives later does not bring it back.
    ///
    /// # Errors
    ///
    /// [`Error::Table`].
    pub async fn delete_draft(
        &self,
        operator: &OperatorId,
        conversation: &ConversationId,
        mode: DraftMode,
    ) -> Result<(), Error> {
        let key = self.keys.draft(operator, conversation, mode.as_str());
        match self.table.update(&Update::of(key).remove(attribute::DOC).when(Condition::Present)).await {
            Ok(()) | Err(TableError::ConditionFailed { .. }) => Ok(()),
            Err(error) => Err(error.into()),
        }
    }

    /// Reads an operator's drafts in one conversation, strongly consistent.
    ///
    /// # Errors
    ///
    /// [`Error::Table`], [`Error::Unreadable`].
    pub async fn drafts(
        &self,
        operator: &OperatorId,
        conversation: &ConversationId,
        now: Timestamp,
    ) -> Result<Vec<SavedDraft>, Error> {
        let range = Range::BeginsWith(drafts_prefix(conversation));
        let query = Query::of(Index::Base, self.keys.drafts(operator)).within(range);
        written_in(&self.drain(query).await?, now)
    }

    /// Reads an operator's drafts in all conversations, at most so many, by conversation.
    ///
    /// # Errors
    ///
    /// As [`drafts`](Self::drafts).
    pub async fn drafts_of(
        &self,
        operator: &OperatorId,
        now: Timestamp,
        limit: usize,
    ) -> Result<Vec<SavedDraft>, Error> {
        let mut query = Query::of(Index::Base, self.keys.drafts(operator)).eventual();
        let mut drafts = Vec::new();
        loop {
            let page = self.table.query(&query).await?;
            drafts.extend(written_in(&page.items, now)?);
            if page.next.is_none() || drafts.len() >= limit {
                drafts.truncate(limit);
                return Ok(drafts);
            }
            query = query.after(page.next);
        }
    }
}

/// The drafts in which something is written.
fn written_in(items: &[Item], now: Timestamp) -> Result<Vec<SavedDraft>, Error> {
    let fresh = items.iter().filter(|item| !item.is_expired(now.as_seconds()));
    let drafts: Result<Vec<_>, _> = fresh.map(draft_from).collect();
    Ok(drafts?.into_iter().filter(|draft| draft.text.is_some()).collect())
}

fn draft_from(item: &Item) -> Result<SavedDraft, Error> {
    let unreadable = || Error::Unreadable { what: "draft", source: None };
    let (conversation, mode) = item.key.sk.split_once('#').ok_or_else(unreadable)?;
    let edited_at = i64::try_from(count(item, attribute::EDITED_AT)?).unwrap_or(i64::MAX);
    Ok(SavedDraft {
        conversation: parsed(conversation, "draft")?,
        mode: match mode {
            "reply" => DraftMode::Reply,
            "internal" => DraftMode::Internal,
            _ => return Err(unreadable()),
        },
        text: item.text(attribute::DOC).map(str::to_owned),
        edited_at: Timestamp::from_millis(edited_at),
    })
}
