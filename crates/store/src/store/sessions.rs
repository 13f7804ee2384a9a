//! Who is signed in. Only hashes of session tokens are stored (SEC-10).

use domain::{OperatorId, Timestamp};

use super::{Error, Store, count, parsed, raced, text};
use crate::keys::{attribute, operator_sessions_prefix};
use crate::schema::{EXPIRES_AT, Index};
use crate::table::{Condition, Delete, Item, Key, Put, Query, Range, TRANSACTION_WRITES, Update, Write};

/// A session.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Session {
    /// Whose.
    pub operator: OperatorId,
    /// When it began.
    pub created_at: Timestamp,
    /// When it was last used.
    pub seen_at: Timestamp,
    /// When it ends whatever happens, to the second.
    pub expires_at: Timestamp,
    /// The address from which it began, if that was known.
    pub address: Option<String>,
}

impl Store {
    /// Begins a session. `hash` is the SHA-256 of its token, in hexadecimal.
    ///
    /// # Errors
    ///
    /// [`Error::Table`].
    pub async fn create_session(&self, hash: &str, session: &Session) -> Result<(), Error> {
        let Session { operator, created_at, seen_at, expires_at, address } = session;
        let mut item = Item::at(self.keys.session(hash))
            .with(attribute::OPERATOR, operator.as_str())
            .with(attribute::CREATED_AT, created_at.as_millis())
            .with(attribute::SEEN_AT, seen_at.as_millis())
            .with(EXPIRES_AT, expires_at.as_seconds());
        if let Some(address) = address {
            item = item.with(attribute::ADDRESS, address.as_str());
        }
        let listed =
            Item::at(self.keys.operator_session(operator, hash)).with(EXPIRES_AT, expires_at.as_seconds());
        Ok(self.table.transact(&[Put::of(item).into(), Put::of(listed).into()]).await?)
    }

    /// Reads a session that has not ended, strongly consistent.
    ///
    /// # Errors
    ///
    /// [`Error::Table`], [`Error::Unreadable`].
    pub async fn session(&self, hash: &str, now: Timestamp) -> Result<Option<Session>, Error> {
        let item = self.get(self.keys.session(hash)).await?;
        item.filter(|item| !item.is_expired(now.as_seconds())).as_ref().map(session_from).transpose()
    }

    /// Reads the sessions of an operator that have not expired, with the hashes of their tokens, strongly consistent.
    ///
    /// # Errors
    ///
    /// As [`session`](Self::session).
    pub async fn sessions_of(
        &self,
        operator: &OperatorId,
        now: Timestamp,
    ) -> Result<Vec<(String, Session)>, Error> {
        let prefix = operator_sessions_prefix(operator);
        let query = Query::of(Index::Base, self.keys.operators()).within(Range::BeginsWith(prefix.clone()));
        let listed = self.drain(query).await?;
        let hashes: Vec<_> = listed.iter().filter_map(|item| item.key.sk.strip_prefix(&prefix)).collect();
        let keys: Vec<Key> = hashes.iter().map(|hash| self.keys.session(hash)).collect();
        let found = hashes.iter().zip(self.table.get(&keys).await?);
        let there = found.filter_map(|(hash, item)| {
            let item = item.filter(|item| !item.is_expired(now.as_seconds()))?;
            Some(session_from(&item).map(|session| ((*hash).to_owned(), session)))
        });
        there.collect()
    }

    /// Records that a session was used.
    ///
    /// # Errors
    ///
    /// [`Error::Raced`] if it has ended.
    pub async fn touch_session(&self, hash: &str, seen_at: Timestamp) -> Result<(), Error> {
        let update = Update::of(self.keys.session(hash)).set(attribute::SEEN_AT, seen_at.as_millis());
        self.table.update(&update.when(Condition::Present)).await.map_err(raced)
    }

    /// Ends a session, whether it is there or not.
    ///
    /// # Errors
    ///
    /// [`Error::Table`], [`Error::Unreadable`].
    pub async fn delete_session(&self, hash: &str) -> Result<(), Error> {
        let Some(item) = self.get(self.keys.session(hash)).await? else { return Ok(()) };
        let operator = parsed(text(&item, attribute::OPERATOR)?, "operator id")?;
        let listed = Delete::of(self.keys.operator_session(&operator, hash));
        Ok(self.table.transact(&[Delete::of(item.key).into(), listed.into()]).await?)
    }

    /// Ends all sessions of an operator and returns how many there were.
    ///
    /// # Errors
    ///
    /// [`Error::Table`]. Some may have ended then: call it again.
    pub async fn delete_sessions_of(&self, operator: &OperatorId) -> Result<usize, Error> {
        let prefix = operator_sessions_prefix(operator);
        let query = Query::of(Index::Base, self.keys.operators()).within(Range::BeginsWith(prefix.clone()));
        let listed = self.drain(query).await?;
        for some in listed.chunks(TRANSACTION_WRITES / 2) {
            let ended = some.iter().flat_map(|item| {
                let hash = item.key.sk.strip_prefix(&prefix).unwrap_or_default();
                [Delete::of(self.keys.session(hash)).into(), Delete::of(item.key.clone()).into()]
            });
            self.table.transact(&ended.collect::<Vec<Write>>()).await?;
        }
        Ok(listed.len())
    }
}

fn session_from(item: &Item) -> Result<Session, Error> {
    let instant =
        |name| Ok::<_, Error>(Timestamp::from_millis(count(item, name)?.try_into().unwrap_or(i64::MAX)));
    Ok(Session {
        operator: parsed(text(item, attribute::OPERATOR)?, "operator id")?,
        created_at: instant(attribute::CREATED_AT)?,
        seen_at: instant(attribute::SEEN_AT)?,
        expires_at: Timestamp::from_seconds(item.number(EXPIRES_AT).unwrap_or_default()),
        address: item.text(attribute::ADDRESS).map(str::to_owned),
    })
}
