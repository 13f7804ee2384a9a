//! The people who answer, and what they sign in with.

use domain::{Operator, OperatorId, Presence, Timestamp};
use secrecy::{ExposeSecret, SecretString};

use super::{Error, Store, Version, count, document, number, parsed, read, text, unchanged, written};
use crate::keys::{OPERATOR_PREFIX, attribute};
use crate::schema::Index;
use crate::table::{Check, Condition, Delete, Item, Put, Query, Range, Reason, TableError, Update, Write};

/// An operator as the table holds them.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct OperatorRecord {
    /// Who.
    pub operator: Operator,
    /// Up by one with each change of [`operator`](Self::operator); presence and load do not count.
    pub version: Version,
    /// What they last said.
    pub presence: Presence,
    /// When they were last seen.
    pub seen_at: Timestamp,
    /// How many conversations they hold.
    pub load: u32,
    /// Until when the password is good that somebody else made; `None` once the operator has made their own.
    pub one_time_until: Option<Timestamp>,
}

/// An entry of the audit trail, to be written with what it tells of.
#[derive(Clone, Copy, Debug)]
pub struct AuditLine<'a> {
    /// Who did what, as JSON.
    pub json: &'a str,
    /// When.
    pub now: Timestamp,
    /// Random; tells entries of one millisecond apart.
    pub suffix: &'a str,
}

/// Why an operator was not written.
#[derive(Debug, thiserror::Error)]
pub enum OperatorError {
    /// Another operator signs in with that.
    #[error("the login is taken")]
    LoginTaken,
    /// There is an operator of that id.
    #[error("the operator exists")]
    Exists,
    /// The store failed, or somebody else changed the operator first.
    #[error(transparent)]
    Store(#[from] Error),
}

impl Store {
    /// Adds an operator, offline, with the hash of their password. Logins are unique, whatever their case.
    ///
    /// # Errors
    ///
    /// See [`OperatorError`].
    pub async fn create_operator(
        &self,
        operator: &Operator,
        password_hash: &SecretString,
    ) -> Result<(), OperatorError> {
        let item = Item::at(self.keys.operator(&operator.id))
            .with(attribute::DOC, written(operator, "operator")?)
            .with(attribute::VERSION, 1)
            .with(attribute::PASSWORD, password_hash.expose_secret())
            .with(attribute::PRESENCE, written(&Presence::Offline, "presence")?)
            .with(attribute::SEEN_AT, operator.since.as_millis())
            .with(attribute::LOAD, 0);
        let writes = [Put::of(item).when(Condition::Absent).into(), self.login(operator)];
        match self.table.transact(&writes).await {
            Ok(()) => Ok(()),
            Err(TableError::Cancelled { reasons }) => Err(match reasons.as_slice() {
                [Reason::ConditionFailed { .. }, _] => OperatorError::Exists,
                [_, Reason::ConditionFailed { .. }] => OperatorError::LoginTaken,
                _ => Error::from(TableError::Cancelled { reasons }).into(),
            }),
            Err(error) => Err(Error::from(error).into()),
        }
    }

    /// Changes an operator; a changed login moves. Presence, load and password stay.
    ///
    /// # Errors
    ///
    /// [`Error::Raced`] in [`OperatorError::Store`] if the version is not the expected one, or
    /// [`OperatorError::LoginTaken`].
    pub async fn update_operator(
        &self,
        operator: &Operator,
        expected: Version,
    ) -> Result<Version, OperatorError> {
        self.update_operator_with(operator, expected, None, &[]).await
    }

    /// The same with its audit entries, and as long as another operator is as they were read: so that the last two admins
    /// cannot each count on the other and both go.
    ///
    /// # Errors
    ///
    /// As [`update_operator`](Self::update_operator); [`Error::Raced`] too if the other one has changed.
    pub async fn update_operator_with(
        &self,
        operator: &Operator,
        expected: Version,
        other: Option<(&OperatorId, Version)>,
        audit: &[AuditLine<'_>],
    ) -> Result<Version, OperatorError> {
        let before = self.operator(&operator.id).await?.ok_or(Error::Raced)?;
        if before.version != expected {
            return Err(Error::Raced.into());
        }
        let update = Update::of(self.keys.operator(&operator.id))
            .set(attribute::DOC, written(operator, "operator")?)
            .set(attribute::VERSION, number(expected + 1))
            .when(unchanged(Some(expected)));
        let mut writes = vec![Write::from(update)];
        let (old, new) = (self.keys.login(&before.operator.login), self.keys.login(&operator.login));
        if old != new {
            writes.extend([self.login(operator), Delete::of(old).into()]);
        }
        let moved = writes.len() > 1;
        writes.extend(other.map(|(other, version)| {
            let condition = unchanged(Some(version));
            Write::from(Check { key: self.keys.operator(other), condition })
        }));
        writes.extend(audit.iter().map(|line| self.audit_write(line.json, line.now, line.suffix)));
        match self.table.transact(&writes).await {
            Ok(()) => Ok(expected + 1),
            Err(TableError::Cancelled { reasons }) => Err(match reasons.as_slice() {
                [Reason::ConditionFailed { .. }, ..] => Error::Raced.into(),
                [_, Reason::ConditionFailed { .. }, ..] if moved => OperatorError::LoginTaken,
                reasons if reasons.iter().any(Reason::is_condition) => Error::Raced.into(),
                _ => Error::from(TableError::Cancelled { reasons }).into(),
            }),
            Err(TableError::Conflict) => Err(Error::Raced.into()),
            Err(error) => Err(Error::from(error).into()),
        }
    }

    /// Reads an operator, strongly consistent.
    ///
    /// # Errors
    ///
    /// [`Error::Table`], [`Error::Unreadable`].
    pub async fn operator(&self, id: &OperatorId) -> Result<Option<OperatorRecord>, Error> {
        self.get(self.keys.operator(id)).await?.as_ref().map(record_from).transpose()
    }

    /// Reads the operator who signs in with this and the hash of their password.
    ///
    /// # Errors
    ///
    /// As [`operator`](Self::operator).
    pub async fn operator_by_login(
        &self,
        login: &str,
    ) -> Result<Option<(OperatorRecord, SecretString)>, Error> {
        let Some(item) = self.get(self.keys.login(login)).await? else { return Ok(None) };
        let id = parsed(text(&item, attribute::OPERATOR)?, "operator id")?;
        let Some(item) = self.get(self.keys.operator(&id)).await? else { return Ok(None) };
        Ok(Some((record_from(&item)?, text(&item, attribute::PASSWORD)?.into())))
    }

    /// Reads all operators, in the order of their ids, strongly consistent.
    ///
    /// # Errors
    ///
    /// As [`operator`](Self::operator).
    pub async fn operators(&self) -> Result<Vec<OperatorRecord>, Error> {
        let range = Range::BeginsWith(OPERATOR_PREFIX.to_owned());
        let items = self.drain(Query::of(Index::Base, self.keys.operators()).within(range)).await?;
        items.iter().map(record_from).collect()
    }

    /// Records whether an operator takes work, and when they were seen.
    ///
    /// # Errors
    ///
    /// [`Error::Raced`] if there is no such operator.
    pub async fn set_presence(
        &self,
        id: &OperatorId,
        presence: Presence,
        seen_at: Timestamp,
    ) -> Result<(), Error> {
        let update = Update::of(self.keys.operator(id))
            .set(attribute::PRESENCE, written(&presence, "presence")?)
            .set(attribute::SEEN_AT, seen_at.as_millis());
        self.table.update(&update.when(Condition::Present)).await.map_err(super::raced)
    }

    /// Replaces the hash of an operator's password by one of their own making; of somebody else's making, if it is good
    /// only until a time.
    ///
    /// # Errors
    ///
    /// [`Error::Raced`] if there is no such operator.
    pub async fn set_password(
        &self,
        id: &OperatorId,
        password_hash: &SecretString,
        until: Option<Timestamp>,
    ) -> Result<(), Error> {
        let update =
            Update::of(self.keys.operator(id)).set(attribute::PASSWORD, password_hash.expose_secret());
        let update = match until {
            Some(until) => update.set(attribute::ONE_TIME_UNTIL, until.as_seconds()),
            None => update.remove(attribute::ONE_TIME_UNTIL),
        };
        self.table.update(&update.when(Condition::Present)).await.map_err(super::raced)
    }

    fn login(&self, operator: &Operator) -> Write {
        let item = Item::at(self.keys.login(&operator.login)).with(attribute::OPERATOR, operator.id.as_str());
        Put::of(item).when(Condition::Absent).into()
    }
}

fn record_from(item: &Item) -> Result<OperatorRecord, Error> {
    let seen_at = item.number(attribute::SEEN_AT).unwrap_or_default();
    // Nobody holds less than nothing.
    let load = item.number(attribute::LOAD).unwrap_or_default().max(0);
    Ok(OperatorRecord {
        operator: document(item, "operator")?,
        version: count(item, attribute::VERSION)?,
        presence: read(text(item, attribute::PRESENCE)?, "presence")?,
        seen_at: Timestamp::from_millis(seen_at),
        load: u32::try_from(load).unwrap_or(u32::MAX),
        one_time_until: item.number(attribute::ONE_TIME_UNTIL).map(Timestamp::from_seconds),
    })
}
