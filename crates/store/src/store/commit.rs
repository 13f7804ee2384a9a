//! The commit of a step: everything together or not at all (INV-4).

use std::collections::BTreeMap;

use domain::{
    Body, Contact, Conversation, ConversationId, Delivery, FileCopy, OperatorId, Row, RowId, RulesVersion,
    Timestamp, Token,
};

use super::calendar::PlannedFor;
use super::files::set_file;
use super::rows::{OnceUsed, set_delivery};
use super::{Error, Store, Version, document, following, number, unchanged, written};
use crate::keys::attribute;
use crate::schema::{DUE, DUE_AT, LIST, LISTED_AT, WAITING};
use crate::table::{Condition, Item, Key, Put, Reason, TableError, Update, Write};

/// Everything that one step changes.
#[derive(Clone, Debug)]
pub struct Commit {
    /// The conversation as the step left it.
    pub conversation: Conversation,
    /// The version that the step began with; none for a conversation that is new.
    pub expected: Option<Version>,
    /// The contact, if the step changed them, and the version it began with.
    pub contact: Option<(Contact, Option<Version>)>,
    /// Waiting rows that the step took. If one was taken by somebody else, the race is lost.
    pub take: Vec<TakenRow>,
    /// Rows that the step wrote.
    pub write: Vec<NewRow>,
    /// Outbound rows taken back; the race is lost if one is not queued any more (INV-26).
    pub cancel: Vec<(RowId, Delivery)>,
    /// Outbound rows that were read as failed or unknown, and of which people are told; the race is lost if the
    /// provider has told meanwhile that one was sent.
    pub settle: Vec<RowId>,
    /// Rows whose words are to go.
    pub redact: Vec<(RowId, Body)>,
    /// Rows among those it took whose files are to be fetched.
    pub fetch: Vec<RowId>,
    /// Rows whose copies of files are to be deleted, and until when somebody may be writing one.
    pub erase: Vec<(RowId, Timestamp)>,
    /// How many more (or fewer) conversations operators hold. An operator who does not exist is refused.
    pub load: Vec<(OperatorId, i64)>,
    /// What has become of scheduled messages, in order.
    pub plan: Vec<PlannedFor>,
    /// A key that this commit uses up.
    pub once: Option<Once>,
    /// When the conversation is due.
    pub due: Option<Timestamp>,
    /// The rules that the step ran (INV-15).
    pub rules: RulesVersion,
    /// Names this commit, to know it again after a lost answer.
    pub attempt: Token,
    /// The step's time.
    pub now: Timestamp,
}

/// A waiting row that the step took.
#[derive(Clone, Debug, PartialEq)]
pub struct TakenRow {
    /// Which row.
    pub row: RowId,
    /// Its number in the conversation.
    pub seq: u64,
    /// Its number in the visitor's stream, if it has one.
    pub stream_seq: Option<u64>,
    /// What it says from here on, if that changed.
    pub body: Option<Body>,
}

/// A row that the step wrote.
#[derive(Clone, Debug, PartialEq)]
pub struct NewRow {
    /// The row; its delivery may hold the first claim already.
    pub row: Row,
    /// When somebody must look at it.
    pub due: Option<Timestamp>,
}

/// A key that may be used once.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Once {
    /// The key, such as a client's own id of a message.
    pub key: String,
    /// The digest of the content.
    pub digest: String,
    /// The row that came of it.
    pub row: RowId,
}

/// A commit that happened.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Committed {
    /// The conversation's version from here on.
    pub version: Version,
}

/// Why a commit did not happen.
#[derive(Debug, thiserror::Error)]
pub enum CommitError {
    /// Somebody else stepped first, or is at it: load and step again.
    #[error("somebody else stepped first")]
    Raced,
    /// The key was used before.
    #[error("it was done before")]
    OnceKnown {
        /// The digest of the content then.
        digest: String,
        /// The row that came of it then.
        row: RowId,
    },
    /// The table failed. If it is [`TableError::Unavailable`], the commit may have happened: ask
    /// [`commit_took_effect`](Store::commit_took_effect).
    #[error(transparent)]
    Store(#[from] Error),
}

impl Store {
    /// Commits a step in one transaction.
    ///
    /// # Errors
    ///
    /// See [`CommitError`]. More than 100 writes in all are refused as [`TableError::Invalid`].
    pub async fn commit(&self, commit: &Commit) -> Result<Committed, CommitError> {
        let (once, writes) = self.writes(commit)?;
        match self.table.transact(&writes).await {
            Ok(()) => Ok(Committed { version: following(commit.expected) }),
            Err(TableError::Cancelled { reasons }) => Err(self.cancelled(reasons, &writes, once)),
            Err(TableError::Conflict) => Err(CommitError::Raced),
            Err(error) => Err(Error::from(error).into()),
        }
    }

    /// Says whether the last commit of a conversation is this attempt's. Anything else is as good as a lost race:
    /// what the commit took and wrote is then read again in any case.
    ///
    /// # Errors
    ///
    /// [`Error::Table`].
    pub async fn commit_took_effect(&self, id: &ConversationId, attempt: &Token) -> Result<bool, Error> {
        let state = self.get(self.keys.conversation(id)).await?;
        Ok(state.is_some_and(|state| state.text(attribute::ATTEMPT) == Some(attempt.as_str())))
    }

    /// Returns the writes and which of them is the key that may be used once.
    fn writes(&self, commit: &Commit) -> Result<(Option<usize>, Vec<Write>), Error> {
        let id = &commit.conversation.id;
        let mut writes = vec![self.state(commit)?];
        if let Some((contact, expected)) = &commit.contact {
            writes.push(self.contact_put(contact, *expected)?.into());
        }
        let (mut new, mut changed) = (BTreeMap::new(), BTreeMap::new());
        for NewRow { row, due } in &commit.write {
            new.insert(row.id, self.row_item(id, row, *due)?);
        }
        for taken in &commit.take {
            changed.insert(taken.row, take(self.keys.row(id, taken.row), taken, commit)?);
        }
        for (row, delivery) in &commit.cancel {
            let update = self.set_due(Update::of(self.keys.row(id, *row)), id, None);
            let queued = Condition::equals(attribute::STATE, "queued");
            changed.insert(*row, set_delivery(update, delivery)?.when(queued));
        }
        for row in &commit.settle {
            let ended_badly = super::outbox::in_states(&["failed", "unknown"]);
            let update = self.set_due(Update::of(self.keys.row(id, *row)), id, None).remove(WAITING);
            changed.entry(*row).or_insert(update.when(ended_badly));
        }
        for (row, body) in &commit.redact {
            let doc = written(body, "row")?;
            if let Some(item) = new.remove(row) {
                new.insert(*row, item.with(attribute::DOC, doc));
                continue;
            }
            let fresh = || Update::of(self.keys.row(id, *row)).when(Condition::Present);
            let update = changed.entry(*row).or_insert_with(fresh);
            update.set.retain(|(name, _)| name != attribute::DOC);
            update.set.push((attribute::DOC.into(), doc.into()));
        }
        for (row, until) in &commit.erase {
            let fresh = || Update::of(self.keys.row(id, *row)).when(Condition::Present);
            let update = changed.remove(row).unwrap_or_else(fresh);
            let update = set_file(update, Some(&FileCopy::Withdrawn { until: *until }))?;
            changed.insert(*row, self.set_due(update, id, Some(commit.now)));
        }
        writes.extend(new.into_values().map(|item: Item| Put::of(item).when(Condition::Absent).into()));
        writes.extend(changed.into_values().map(Write::from));
        writes.extend(self.plans(&commit.plan)?);
        writes.extend(self.loads(&commit.load));
        let Some(once) = &commit.once else { return Ok((None, writes)) };
        writes.push(self.once(id, &once.key, &once.digest, once.row, commit.now)?.into());
        Ok((Some(writes.len() - 1), writes))
    }

    fn state(&self, commit: &Commit) -> Result<Write, Error> {
        let conversation = &commit.conversation;
        let (list, listed_at) = self.keys.list_of(conversation);
        let update = Update::of(self.keys.conversation(&conversation.id))
            .set(attribute::DOC, written(conversation, "conversation")?)
            .set(attribute::VERSION, number(following(commit.expected)))
            .set(attribute::RULES, commit.rules.as_str())
            .set(attribute::ATTEMPT, commit.attempt.as_str())
            .set(LIST, list)
            .set(LISTED_AT, listed_at);
        Ok(self.set_due(update, &conversation.id, commit.due).when(unchanged(commit.expected)).into())
    }

    fn loads(&self, load: &[(OperatorId, i64)]) -> Vec<Write> {
        let mut sums = BTreeMap::new();
        for (operator, change) in load {
            *sums.entry(operator).or_insert(0) += change;
        }
        let changed = sums.into_iter().filter(|(_, sum)| *sum != 0);
        let update = |(operator, sum)| {
            Update::of(self.keys.operator(operator)).add(attribute::LOAD, sum).when(Condition::Present).into()
        };
        changed.map(update).collect()
    }

    /// The key that is used once decides first: who repeats a request gets the first answer, whatever else changed.
    fn cancelled(&self, reasons: Vec<Reason>, writes: &[Write], once: Option<usize>) -> CommitError {
        if let Some(Reason::ConditionFailed { current: Some(known) }) =
            once.and_then(|place| reasons.get(place))
        {
            return match document(known, "once") {
                Ok(OnceUsed { digest, row }) => CommitError::OnceKnown { digest, row },
                Err(error) => error.into(),
            };
        }
        // Stepping again would not make an operator.
        let operators = self.keys.operators();
        let failed = writes.iter().zip(&reasons).filter(|(_, reason)| reason.is_condition());
        if let Some((write, _)) = { failed }.find(|(write, _)| write.key().pk == operators) {
            let why = format!("there is no operator {}", write.key().sk);
            return Error::from(TableError::Invalid(why)).into();
        }
        if reasons.iter().any(|reason| reason.is_condition() || *reason == Reason::Conflict) {
            return CommitError::Raced;
        }
        Error::from(TableError::Cancelled { reasons }).into()
    }
}

/// A row that a step takes. One whose file is to be fetched keeps the deadline that it has had since it came, so that the
/// index stays as it is.
fn take(key: Key, taken: &TakenRow, commit: &Commit) -> Result<Update, Error> {
    let update = Update::of(key).remove(WAITING).when(Condition::has(WAITING));
    let mut update = update.set(attribute::SEQ, number(taken.seq));
    if commit.fetch.contains(&taken.row) {
        let pending = FileCopy::Pending { attempts: 0, not_before: commit.now };
        update = set_file(update, Some(&pending))?;
    } else {
        update = update.remove(DUE).remove(DUE_AT);
    }
    if let Some(stream) = taken.stream_seq {
        update = update.set(attribute::STREAM, number(stream));
    }
    if let Some(body) = &taken.body {
        update = update.set(attribute::DOC, written(body, "row")?);
    }
    Ok(update)
}
