//! Who is signed in: passwords, sessions, the first administrator.
//!
//! Passwords are hashed with argon2id on the blocking pool. Of a session's token, and of the secret of the first
//! sign-in, only the SHA-256 is stored. Limits are stored too, so that they hold across processes (SEC-9, SEC-30).

mod password;

use std::time::Duration;

use domain::{InboxId, Operator, OperatorId, Role, Timestamp, hours, minutes, seconds};
use secrecy::SecretString;
use serde::{Deserialize, Serialize};
use sha2::{Digest, Sha256};
use store::{OperatorError, Session, Taken};
use subtle::ConstantTimeEq;

pub use self::password::WeakPassword;
use crate::seams;
use crate::service::Service;

/// A session that is not used for this long ends (SEC-10).
pub const IDLE: Duration = minutes(30);
/// A session ends after this, however much it is used (SEC-10).
pub const LONGEST: Duration = hours(12);
/// How often it is written down that a session is used.
const TOUCHED: Duration = minutes(1);
/// Attempts at one login: so many at once, then one in each `ACCOUNT_REFILL`.
const ACCOUNT_ATTEMPTS: u32 = 10;
const ACCOUNT_REFILL: Duration = seconds(60);
/// Attempts from one address, at whatever login.
const ADDRESS_ATTEMPTS: u32 = 30;
const ADDRESS_REFILL: Duration = seconds(10);
/// The address of whoever comes without one.
pub(crate) const UNKNOWN_ADDRESS: &str = "unknown";
/// The section of the settings that holds the hash of the first administrator's secret.
const SETUP: &str = "setup";
/// How many conversations an operator takes at once, unless somebody says otherwise.
pub const USUAL_CAPACITY: u32 = 6;

/// Who a session belongs to.
#[derive(Debug, Clone)]
pub struct Signed {
    /// The operator, as just read.
    pub operator: Operator,
    /// The hash of the session's token.
    pub session: String,
    /// Since when.
    pub since: Timestamp,
    /// Somebody else made the password: nothing may be done before the operator has made their own.
    pub must_change: bool,
}

/// A session that has just begun.
#[derive(Debug)]
pub struct Begun {
    /// Its token; nobody can read it again.
    pub token: String,
    /// Whose it is.
    pub operator: Operator,
    /// When it ends whatever happens.
    pub expires_at: Timestamp,
}

/// Somebody to add to the team.
#[derive(Debug)]
pub struct NewOperator {
    /// What they sign in with.
    pub login: String,
    /// What people read.
    pub name: String,
    /// What they may do.
    pub role: Role,
    /// The inboxes they answer; empty means all.
    pub inboxes: Vec<InboxId>,
    /// How many conversations they take at once.
    pub capacity: u32,
    /// What they sign in with beside the login.
    pub password: SecretString,
}

/// Why nobody was signed in or added.
#[derive(Debug, thiserror::Error)]
pub enum SignInError {
    /// The login or the password is wrong, or the operator is disabled: they look the same.
    #[error("the login or the password is wrong")]
    Wrong,
    /// The secret of the first sign-in is wrong, used, or not needed any more.
    #[error("this set-up secret cannot be used; restart the server to have a new one printed")]
    WrongSecret,
    /// The password cannot be used.
    #[error(transparent)]
    Weak(#[from] WeakPassword),
    /// Somebody has this login.
    #[error("the login is taken")]
    LoginTaken,
    /// Too many attempts.
    #[error("too many attempts")]
    TooOften(Duration),
    /// The password could not be hashed.
    #[error("cannot hash the password")]
    Hash,
    /// The table cannot be reached.
    #[error("cannot reach the table")]
    Store(#[from] store::Error),
}

impl From<OperatorError> for SignInError {
    fn from(error: OperatorError) -> Self {
        match error {
            OperatorError::LoginTaken => Self::LoginTaken,
            OperatorError::Exists => Self::Store(store::Error::Raced),
            OperatorError::Store(error) => Self::Store(error),
        }
    }
}

#[derive(Debug, Serialize, Deserialize)]
struct Setup {
    /// SHA-256 of the secret, in hexadecimal; `None` once it was used.
    secret: Option<String>,
}

/// The form in which tokens and secrets are stored.
pub(crate) fn hashed(secret: &str) -> String {
    hex::encode(Sha256::digest(secret.as_bytes()))
}

/// Hashes a password that the desk made.
pub(crate) async fn one_time_hash(
    password: SecretString,
    chance: &dyn seams::Chance,
) -> Result<SecretString, SignInError> {
    password::hash(password, chance).await
}

impl Service {
    /// A new secret with which the first administrator is made, to be printed; `None` if there is an operator. The
    /// one before it is good no more (SEC-36).
    ///
    /// # Errors
    ///
    /// If the table cannot be reached, or another process makes one at this moment.
    pub async fn setup_secret(&self) -> Result<Option<String>, store::Error> {
        if !self.store().operators().await?.is_empty() {
            return Ok(None);
        }
        let secret = seams::secret::<16>(self.plugs.chance.as_ref());
        let version = self.store().setting(SETUP).await?.map(|(_, version)| version);
        self.put_setup(Some(hashed(&secret)), version).await?;
        Ok(Some(secret))
    }

    /// Whether the first administrator is still to be made. One read once there is one.
    ///
    /// # Errors
    ///
    /// If the table cannot be reached.
    pub async fn needs_set_up(&self) -> Result<bool, store::Error> {
        Ok(self.setup().await?.is_some_and(|(setup, _)| setup.secret.is_some())
            && self.store().operators().await?.is_empty())
    }

    /// What stands of the first sign-in, and its version.
    async fn setup(&self) -> Result<Option<(Setup, u64)>, store::Error> {
        let Some((json, version)) = self.store().setting(SETUP).await? else { return Ok(None) };
        let setup = serde_json::from_str(&json)
            .map_err(|source| store::Error::Unreadable { what: SETUP, source: Some(source) })?;
        Ok(Some((setup, version)))
    }

    async fn put_setup(&self, secret: Option<String>, version: Option<u64>) -> Result<(), store::Error> {
        let json = serde_json::to_string(&Setup { secret })
            .map_err(|source| store::Error::Unwritable { what: SETUP, source })?;
        self.store().put_setting(SETUP, &json, version).await.map(drop)
    }

    /// Makes the first administrator and signs them in. The secret is used up before anything else happens.
    ///
    /// # Errors
    ///
    /// See [`SignInError`].
    pub async fn set_up(&self, secret: &str, new: NewOperator, address: &str) -> Result<Begun, SignInError> {
        self.limit(&format!("setup-{address}"), ADDRESS_ATTEMPTS, ADDRESS_REFILL).await?;
        let Some((setup, version)) = self.setup().await? else {
            return Err(SignInError::WrongSecret);
        };
        let right =
            setup.secret.is_some_and(|right| right.as_bytes().ct_eq(hashed(secret).as_bytes()).into());
        if !right || !self.store().operators().await?.is_empty() {
            return Err(SignInError::WrongSecret);
        }
        password::check(&new.password, &new.login)?;
        match self.put_setup(None, Some(version)).await {
            Ok(()) => {}
            Err(store::Error::Raced) => return Err(SignInError::WrongSecret),
            Err(error) => return Err(error.into()),
        }
        let operator = self.add_operator(new).await?;
        self.audit(Some(&operator.id), "set-up", None).await?;
        Ok(self.begin_session(operator, address).await?)
    }

    /// Adds somebody to the team, offline.
    ///
    /// # Errors
    ///
    /// See [`SignInError`].
    pub async fn add_operator(&self, new: NewOperator) -> Result<Operator, SignInError> {
        password::check(&new.password, &new.login)?;
        let hash = password::hash(new.password, self.plugs.chance.as_ref()).await?;
        let id = format!("opr_{}", seams::secret::<8>(self.plugs.chance.as_ref()));
        let operator = Operator {
            id: id.parse().map_err(|_| SignInError::Hash)?,
            login: new.login.to_lowercase(),
            name: new.name,
            role: new.role,
            inboxes: new.inboxes,
            capacity: new.capacity,
            disabled: false,
            since: self.now(),
        };
        self.store().create_operator(&operator, &hash).await?;
        self.forget_staff();
        Ok(operator)
    }

    /// Signs somebody in. An unknown login costs as much time as a wrong password (B-25).
    ///
    /// # Errors
    ///
    /// See [`SignInError`].
    pub async fn sign_in(
        &self,
        login: &str,
        password: SecretString,
        address: &str,
    ) -> Result<Begun, SignInError> {
        let login = login.to_lowercase();
        self.limit(&format!("sign-in-address-{address}"), ADDRESS_ATTEMPTS, ADDRESS_REFILL).await?;
        self.limit(&format!("sign-in-account-{}", hashed(&login)), ACCOUNT_ATTEMPTS, ACCOUNT_REFILL).await?;
        let now = self.now();
        let (operator, hash) = match self.store().operator_by_login(&login).await? {
            Some((record, hash)) => {
                let over = record.one_time_until.is_some_and(|until| until <= now);
                (Some(record.operator).filter(|_| !over), hash)
            }
            None => (None, password::nobodys()),
        };
        let right = password::verify(password, hash).await?;
        let Some(operator) = operator.filter(|operator| right && !operator.disabled) else {
            return Err(SignInError::Wrong);
        };
        self.audit(Some(&operator.id), "sign-in", None).await?;
        Ok(self.begin_session(operator, address).await?)
    }

    /// Changes an operator's password; every session but this one ends.
    ///
    /// # Errors
    ///
    /// See [`SignInError`].
    pub async fn change_password(
        &self,
        operator: &Operator,
        current: SecretString,
        new: SecretString,
        address: &str,
    ) -> Result<Begun, SignInError> {
        let bucket = format!("sign-in-account-{}", hashed(&operator.login));
        self.limit(&bucket, ACCOUNT_ATTEMPTS, ACCOUNT_REFILL).await?;
        password::check(&new, &operator.login)?;
        let Some((_, hash)) = self.store().operator_by_login(&operator.login).await? else {
            return Err(SignInError::Wrong);
        };
        if !password::verify(current, hash).await? {
            return Err(SignInError::Wrong);
        }
        let hash = password::hash(new, self.plugs.chance.as_ref()).await?;
        self.store().set_password(&operator.id, &hash, None).await?;
        self.sign_out_everywhere(&operator.id).await?;
        Ok(self.begin_session(operator.clone(), address).await?)
    }

    /// Says the password again and goes on in a new session, which begins now (SEC-38); the old one ends (SEC-10).
    ///
    /// # Errors
    ///
    /// See [`SignInError`].
    pub async fn confirm_password(
        &self,
        operator: &Operator,
        password: SecretString,
        session: &str,
        address: &str,
    ) -> Result<Begun, SignInError> {
        let bucket = format!("sign-in-account-{}", hashed(&operator.login));
        self.limit(&bucket, ACCOUNT_ATTEMPTS, ACCOUNT_REFILL).await?;
        let hash = self.store().operator_by_login(&operator.login).await?.map(|(_, hash)| hash);
        let hash = hash.ok_or(SignInError::Wrong)?;
        if !password::verify(password, hash).await? {
            return Err(SignInError::Wrong);
        }
        self.audit(Some(&operator.id), "confirm-password", None).await?;
        let begun = self.begin_session(operator.clone(), address).await?;
        self.store().delete_session(session).await?;
        Ok(begun)
    }

    async fn begin_session(&self, operator: Operator, address: &str) -> Result<Begun, store::Error> {
        let now = self.now();
        let token = seams::secret::<32>(self.plugs.chance.as_ref());
        let expires_at = now + LONGEST;
        let session = Session {
            operator: operator.id.clone(),
            created_at: now,
            seen_at: now,
            expires_at,
            address: Some(address.to_owned()).filter(|address| address != UNKNOWN_ADDRESS),
        };
        self.store().create_session(&hashed(&token), &session).await?;
        Ok(Begun { token, operator, expires_at })
    }

    /// Whose session a token opens; `None` if it has ended, or its operator is disabled.
    ///
    /// # Errors
    ///
    /// If the table cannot be reached.
    pub async fn signed(&self, token: &str) -> Result<Option<Signed>, store::Error> {
        // Anything else is no token of ours; saves the read.
        if token.len() != 64 || !token.bytes().all(|b| b.is_ascii_hexdigit()) {
            return Ok(None);
        }
        self.signed_by_hash(&hashed(token), true).await
    }

    /// The same by the hash of the token. `used` says whether this counts as using the session.
    ///
    /// # Errors
    ///
    /// If the table cannot be reached.
    pub async fn signed_by_hash(&self, session: &str, used: bool) -> Result<Option<Signed>, store::Error> {
        let now = self.now();
        let Some(found) = self.store().session(session, now).await? else { return Ok(None) };
        if now.since(found.seen_at) > IDLE || now.since(found.created_at) > LONGEST {
            self.store().delete_session(session).await?;
            return Ok(None);
        }
        let record = self.store().operator(&found.operator).await?;
        let Some(record) = record.filter(|record| !record.operator.disabled) else { return Ok(None) };
        if used && now.since(found.seen_at) >= TOUCHED {
            match self.store().touch_session(session, now).await {
                Ok(()) => {}
                // It was ended at this moment.
                Err(store::Error::Raced) => return Ok(None),
                Err(error) => return Err(error),
            }
        }
        Ok(Some(Signed {
            must_change: record.one_time_until.is_some(),
            operator: record.operator,
            session: session.to_owned(),
            since: found.created_at,
        }))
    }

    /// The sessions of an operator that are still good, the last used first, each with the hash of its token.
    ///
    /// # Errors
    ///
    /// If the table cannot be reached.
    pub async fn sessions_of(&self, operator: &OperatorId) -> Result<Vec<(String, Session)>, store::Error> {
        let now = self.now();
        let mut sessions = self.store().sessions_of(operator, now).await?;
        sessions.retain(|(_, session)| now.since(session.seen_at) <= IDLE && now < session.expires_at);
        sessions.sort_by_key(|(_, session)| std::cmp::Reverse(session.seen_at));
        Ok(sessions)
    }

    /// Ends a session of an operator's own from another one, and writes it down (INV-21).
    ///
    /// # Errors
    ///
    /// If the table cannot be reached.
    pub async fn end_session(&self, operator: &OperatorId, session: &str) -> Result<(), store::Error> {
        self.store().delete_session(session).await?;
        self.audit(Some(operator), "end-session", None).await
    }

    /// Ends a session.
    ///
    /// # Errors
    ///
    /// If the table cannot be reached.
    pub async fn sign_out(&self, session: &str) -> Result<(), store::Error> {
        self.store().delete_session(session).await
    }

    /// Ends all sessions of an operator and says how many there were.
    ///
    /// # Errors
    ///
    /// If the table cannot be reached; some may have ended then.
    pub async fn sign_out_everywhere(&self, operator: &OperatorId) -> Result<usize, store::Error> {
        let ended = self.store().delete_sessions_of(operator).await?;
        self.audit(Some(operator), "sign-out-everywhere", None).await?;
        Ok(ended)
    }

    /// Takes one from a stored bucket.
    pub(crate) async fn limit(
        &self,
        bucket: &str,
        capacity: u32,
        refill: Duration,
    ) -> Result<(), SignInError> {
        match self.store().take_from_bucket(bucket, capacity, refill, self.now()).await? {
            Taken::Yes => Ok(()),
            Taken::RetryAfter(wait) => Err(SignInError::TooOften(wait)),
        }
    }

    /// Appends to the audit trail (INV-21). Ids and words of ours only.
    pub(crate) async fn audit(
        &self,
        by: Option<&OperatorId>,
        did: &'static str,
        to: Option<&str>,
    ) -> Result<(), store::Error> {
        let json = serde_json::json!({ "by": by, "did": did, "to": to }).to_string();
        self.store().audit(&json, self.now(), &seams::secret::<8>(self.plugs.chance.as_ref())).await
    }
}
