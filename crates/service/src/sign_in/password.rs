//! Passwords: which may be used, how they are kept.

use argon2::{Algorithm, Argon2, Params, PasswordHasher, PasswordVerifier, Version};
use secrecy::{ExposeSecret, SecretString};

use super::SignInError;
use crate::seams::Chance;

/// The shortest and the longest password, in characters (SEC-9).
pub(super) const CHARS: std::ops::RangeInclusive<usize> = 12..=128;
/// 19 MiB in KiB, and two passes: OWASP's smallest recommendation for argon2id.
const MEMORY_KIB: u32 = 19 * 1024;
const PASSES: u32 = 2;

/// A password that nobody has, hashed at the same cost as the real ones.
const NOBODYS: &str =
    "$argon2id$v=19$m=19456,t=2,p=1$bWFkb2d1Y2hpLW5vYm9keQ$AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA";

/// Why a password cannot be used. There are no rules about what it is made of.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum WeakPassword {
    /// Below 12 characters.
    #[error("a password has at least 12 characters; a sentence is easy to remember")]
    TooShort,
    /// Above 128 characters.
    #[error("a password has at most 128 characters")]
    TooLong,
    /// Everybody tries it first.
    #[error("this password is one that everybody tries first")]
    Common,
}

/// What is tried first, in lower case; shorter ones are refused for their length.
const COMMON: [&str; 44] = [
    "123456789012",
    "1234567890123",
    "12345678901234",
    "123456789012345",
    "1234567890123456",
    "012345678901",
    "098765432109",
    "987654321098",
    "123123123123",
    "123412341234",
    "112233445566",
    "121212121212",
    "1q2w3e4r5t6y",
    "1q2w3e4r5t6y7u8i",
    "1qaz2wsx3edc",
    "qazwsxedcrfv",
    "qwertyuiop12",
    "qwertyuiop123",
    "qwertyuiop[]",
    "qwertyuiopasdf",
    "qwertyqwerty",
    "qwerty123456",
    "asdfghjkl123",
    "asdfghjkl;'#",
    "abcdefghijkl",
    "abcd12345678",
    "abc123abc123",
    "a1b2c3d4e5f6",
    "password1234",
    "password12345",
    "password123456",
    "passwordpassword",
    "password@123",
    "p@ssw0rd1234",
    "adminadminadmin",
    "administrator",
    "administrator1",
    "admin1234567",
    "letmeinletmein",
    "welcome12345",
    "changemechangeme",
    "iloveyou1234",
    "madoguchi1234",
    "madoguchimadoguchi",
];

/// Says whether a password may be used by whoever signs in with `login`.
pub(super) fn check(password: &SecretString, login: &str) -> Result<(), WeakPassword> {
    let password = password.expose_secret();
    // Bytes bound characters, so that a megabyte is not even counted (B-24).
    if password.len() > CHARS.end() * 4 || password.chars().count() > *CHARS.end() {
        return Err(WeakPassword::TooLong);
    }
    if password.chars().count() < *CHARS.start() {
        return Err(WeakPassword::TooShort);
    }
    let lower = password.to_lowercase();
    let one_letter = lower.chars().all(|c| lower.starts_with(c));
    if one_letter || lower == login.to_lowercase() || COMMON.contains(&lower.as_str()) {
        return Err(WeakPassword::Common);
    }
    Ok(())
}

/// The hash against which an unknown login is verified, so that it costs the same (B-25).
pub(super) fn nobodys() -> SecretString {
    NOBODYS.into()
}

fn argon() -> Result<Argon2<'static>, SignInError> {
    let params = Params::new(MEMORY_KIB, PASSES, 1, None).map_err(|_| SignInError::Hash)?;
    Ok(Argon2::new(Algorithm::Argon2id, Version::V0x13, params))
}

/// Hashes a password with a random salt, on the blocking pool.
pub(super) async fn hash(password: SecretString, chance: &dyn Chance) -> Result<SecretString, SignInError> {
    let mut salt = [0; 16];
    chance.fill(&mut salt);
    let hash = tokio::task::spawn_blocking(move || {
        let hash = argon()?.hash_password_with_salt(password.expose_secret().as_bytes(), &salt);
        hash.map(|hash| SecretString::from(hash.to_string())).map_err(|_| SignInError::Hash)
    });
    hash.await.map_err(|_| SignInError::Hash)?
}

/// Says whether a password is the one that was hashed, on the blocking pool.
pub(super) async fn verify(password: SecretString, hash: SecretString) -> Result<bool, SignInError> {
    let right = tokio::task::spawn_blocking(move || {
        // A password that could never have been set is not worth the work (B-24).
        if password.expose_secret().len() > CHARS.end() * 4 {
            return Ok(false);
        }
        Ok(argon()?.verify_password(password.expose_secret().as_bytes(), hash.expose_secret()).is_ok())
    });
    right.await.map_err(|_| SignInError::Hash)?
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::seams::SystemChance;

    /// SEC-9
    #[test]
    fn length_counts_and_what_everybody_tries_is_refused() {
        let check = |password: &str| check(&password.into(), "Kenji@example.com");
        assert_eq!(check("elevenchars"), Err(WeakPassword::TooShort));
        assert_eq!(check("twelve chars"), Ok(()));
        assert_eq!(check(&"あ".repeat(12)), Err(WeakPassword::Common));
        assert_eq!(check(&"窓口".repeat(64)), Ok(()));
        assert_eq!(check(&"窓口".repeat(65)), Err(WeakPassword::TooLong));
        assert_eq!(check("Password1234"), Err(WeakPassword::Common));
        assert_eq!(check("KENJI@example.com"), Err(WeakPassword::Common));
    }

    /// SEC-9, B-25
    #[tokio::test]
    async fn nobodys_password_costs_as_much_as_a_real_one() {
        let real = hash("correct horse battery".into(), &SystemChance).await.unwrap();
        let cost = |hash: &str| hash.split('$').take(4).collect::<Vec<_>>().join("$");
        assert_eq!(cost(real.expose_secret()), cost(NOBODYS));
        assert_eq!(cost(NOBODYS), "$argon2id$v=19$m=19456,t=2,p=1");
        assert_eq!(real.expose_secret().len(), NOBODYS.len());
        assert!(verify("correct horse battery".into(), real.clone()).await.unwrap());
        assert!(!verify("correct horse batterY".into(), real).await.unwrap());
        assert!(!verify("anything".into(), nobodys()).await.unwrap());
    }
}
