//! Changing the team: who may do what, who is in it, and a password for somebody who has forgotten theirs.

use std::time::Duration;

use domain::{InboxId, Operator, OperatorId, Role, Timestamp, hours};
use secrecy::SecretString;
use store::{AuditLine, OperatorError, OperatorRecord};

use crate::seams;
use crate::service::Service;
use crate::sign_in::{SignInError, hashed, one_time_hash};

/// How often a change is tried when others change the team at the same time.
const TRIES: u32 = 8;
/// How long a password is good that somebody else made.
const ONE_TIME: Duration = hours(24);

/// What to change of an operator; what is left out stays.
#[derive(Debug, Clone, Default)]
pub struct Change {
    /// What people read.
    pub name: Option<String>,
    /// What they may do.
    pub role: Option<Role>,
    /// The inboxes they answer; empty means all.
    pub inboxes: Option<Vec<InboxId>>,
    /// How many conversations they take at once.
    pub capacity: Option<u32>,
    /// Signed out for good.
    pub disabled: Option<bool>,
}

/// Why the team was not changed.
#[derive(Debug, thiserror::Error)]
pub enum TeamError {
    /// There is no such operator.
    #[error("there is no such operator")]
    NotFound,
    /// Nobody would be left who may change the team.
    #[error("they are the last administrator; make somebody else one first")]
    LastAdmin,
    /// Too many others at the same operator; trying again helps.
    #[error("the team is busy")]
    Busy,
    /// The password could not be made.
    #[error(transparent)]
    SignIn(#[from] SignInError),
    /// The table cannot be reached.
    #[error("cannot reach the table")]
    Store(#[from] store::Error),
}

/// A password that somebody else made.
#[derive(Debug)]
pub struct OneTime {
    /// The password; nobody can read it again.
    pub password: SecretString,
    /// Until when it opens the desk.
    pub until: Timestamp,
}

impl Change {
    fn applied(&self, operator: &Operator) -> Operator {
        let Self { name, role, inboxes, capacity, disabled } = self.clone();
        Operator {
            name: name.unwrap_or_else(|| operator.name.clone()),
            role: role.unwrap_or(operator.role),
            inboxes: inboxes.unwrap_or_else(|| operator.inboxes.clone()),
            capacity: capacity.unwrap_or(operator.capacity),
            disabled: disabled.unwrap_or(operator.disabled),
            ..operator.clone()
        }
    }
}

fn is_admin(operator: &Operator) -> bool {
    operator.role == Role::Admin && !operator.disabled
}

/// The words of the audit trail for what is different.
fn told(before: &Operator, after: &Operator) -> Vec<&'static str> {
    let role = match after.role {
        Role::Admin => "make-admin",
        Role::Operator => "make-operator",
    };
    let disabled = if after.disabled { "disable-operator" } else { "enable-operator" };
    [
        (before.name != after.name, "rename-operator"),
        (before.role != after.role, role),
        (before.inboxes != after.inboxes, "change-inboxes"),
        (before.capacity != after.capacity, "change-capacity"),
        (before.disabled != after.disabled, disabled),
    ]
    .into_iter()
    .filter_map(|(changed, word)| changed.then_some(word))
    .collect()
}

impl Service {
    /// Changes an operator. Changes of different fields by different people merge; of one field the last one stands. Who
    /// gets another role, or is disabled, is signed out everywhere (SEC-10).
    ///
    /// # Errors
    ///
    /// See [`TeamError`].
    pub async fn change_operator(
        &self,
        by: &OperatorId,
        id: &OperatorId,
        change: &Change,
    ) -> Result<OperatorRecord, TeamError> {
        for _ in 0..TRIES {
            let record = self.store().operator(id).await?.ok_or(TeamError::NotFound)?;
            let changed = change.applied(&record.operator);
            let signs_out = changed.role != record.operator.role || changed.disabled;
            let words = told(&record.operator, &changed);
            if !words.is_empty() {
                let stays = self.other_admin(&record.operator, &changed).await?;
                let other = stays.as_ref().map(|stays| (&stays.operator.id, stays.version));
                match self.write_operator(by, &changed, record.version, other, &words).await {
                    Ok(()) => {}
                    Err(OperatorError::Store(store::Error::Raced)) => continue,
                    Err(OperatorError::Store(error)) => return Err(error.into()),
                    Err(error @ (OperatorError::LoginTaken | OperatorError::Exists)) => {
                        return Err(SignInError::from(error).into());
                    }
                }
                self.forget_staff();
            }
            if signs_out {
                // Also when the same was asked before: whoever asked may not have been answered.
                self.store().delete_sessions_of(id).await?;
            }
            return Ok(OperatorRecord { operator: changed, ..record });
        }
        Err(TeamError::Busy)
    }

    /// An administrator who stays one, if this change takes one away.
    async fn other_admin(
        &self,
        before: &Operator,
        after: &Operator,
    ) -> Result<Option<OperatorRecord>, TeamError> {
        if !is_admin(before) || is_admin(after) {
            return Ok(None);
        }
        let everybody = self.store().operators().await?.into_iter();
        let mut others =
            everybody.filter(|other| other.operator.id != before.id && is_admin(&other.operator));
        others.next().map(Some).ok_or(TeamError::LastAdmin)
    }

    async fn write_operator(
        &self,
        by: &OperatorId,
        operator: &Operator,
        expected: store::Version,
        other: Option<(&OperatorId, store::Version)>,
        words: &[&'static str],
    ) -> Result<(), OperatorError> {
        let now = self.now();
        let line = |did: &&str| serde_json::json!({ "by": by, "did": did, "to": operator.id }).to_string();
        let lines: Vec<_> =
            words.iter().map(|did| (line(did), seams::secret::<8>(self.plugs.chance.as_ref()))).collect();
        let audit: Vec<_> = lines.iter().map(|(json, suffix)| AuditLine { json, now, suffix }).collect();
        self.store().update_operator_with(operator, expected, other, &audit).await.map(drop)
    }

    /// Makes a password for an operator who cannot sign in. It is good for a day and for one thing: making another one.
    /// Every session of theirs ends.
    ///
    /// # Errors
    ///
    /// See [`TeamError`].
    pub async fn reset_password(&self, by: &OperatorId, id: &OperatorId) -> Result<OneTime, TeamError> {
        let record = self.store().operator(id).await?.ok_or(TeamError::NotFound)?;
        let password: SecretString = seams::secret::<10>(self.plugs.chance.as_ref()).into();
        let hash = one_time_hash(password.clone(), self.plugs.chance.as_ref()).await?;
        let until = self.now() + ONE_TIME;
        self.audit(Some(by), "reset-password", Some(id.as_str())).await?;
        self.store().set_password(id, &hash, Some(until)).await?;
        self.store().delete_sessions_of(id).await?;
        // Whoever has forgotten it has used up their attempts.
        self.store().forget_bucket(&format!("sign-in-account-{}", hashed(&record.operator.login))).await?;
        Ok(OneTime { password, until })
    }
}
