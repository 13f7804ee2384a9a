//! Who sent a webhook, and what was in it before it was encrypted.

use aes::Aes256;
use base64::Engine;
use base64::alphabet::STANDARD;
use base64::engine::{DecodePaddingMode, GeneralPurpose, GeneralPurposeConfig};
use cbc::cipher::block_padding::NoPadding;
use cbc::cipher::{BlockModeDecrypt, BlockModeEncrypt, KeyIvInit};
use domain::{Timestamp, minutes};
use secrecy::{ExposeSecret, SecretString};
use sha1::{Digest, Sha1};
use subtle::ConstantTimeEq;

use super::xml;
use crate::{Posted, Unwelcome, WechatCredentials};

/// How far a request's time may be from ours (SEC-3).
const FRESH: std::time::Duration = minutes(5);
/// The longest challenge that is answered, in digits (SEC-6).
const MAX_CHALLENGE: usize = 64;
/// Random bytes, and the length of what follows, before the message.
const HEAD: usize = 16 + 4;
/// Messages are filled up to a multiple of this, which is twice the cipher's own block.
const PADDED_TO: usize = 32;

/// WeChat's keys have a last character with spare bits in it, which strict readers refuse.
const LENIENT: GeneralPurpose = GeneralPurpose::new(
    &STANDARD,
    GeneralPurposeConfig::new()
        .with_decode_allow_trailing_bits(true)
        .with_decode_padding_mode(DecodePaddingMode::Indifferent),
);

/// The key in the 43 characters of an `EncodingAESKey`.
pub(crate) fn key(encoded: &str) -> Option<[u8; 32]> {
    LENIENT.decode(encoded).ok()?.try_into().ok()
}

/// The parameters of a request's address.
struct Query {
    pairs: Vec<(String, String)>,
}

impl Query {
    fn read(query: &str) -> Self {
        let pairs = form_urlencoded::parse(query.as_bytes());
        Self { pairs: pairs.map(|(name, value)| (name.into_owned(), value.into_owned())).collect() }
    }

    fn get(&self, name: &str) -> &str {
        self.pairs.iter().find(|(key, _)| key == name).map_or("", |(_, value)| value)
    }

    fn is_fresh(&self, now: Timestamp) -> bool {
        let at = self.get("timestamp").parse().map(Timestamp::from_seconds);
        at.is_ok_and(|at| now.since(at).max(at.since(now)) <= FRESH)
    }
}

/// Computes WeChat's signatures: the SHA-1 of the parts, sorted and put together.
fn digest(mut parts: Vec<&str>) -> [u8; 20] {
    parts.sort_unstable();
    Sha1::digest(parts.concat()).into()
}

/// Whether a signature in lower-case hex is that of the parts and one of our tokens. An empty token never passes.
fn is_signed(credentials: &WechatCredentials, given: &str, parts: &[&str]) -> bool {
    let given = hex::decode(given).ok().and_then(|mac| <[u8; 20]>::try_from(mac).ok());
    let tokens = [&credentials.token].into_iter().chain(&credentials.previous_token);
    let mut signed = false;
    for token in tokens {
        let token = token.expose_secret();
        let mut all = parts.to_vec();
        all.push(token);
        // A signature that is none is compared like any other, so that it takes as long.
        let same = bool::from(digest(all).ct_eq(&given.unwrap_or_default()));
        signed |= same & given.is_some() & !token.is_empty();
    }
    signed
}

pub(super) fn handshake(
    credentials: &WechatCredentials,
    query: &str,
    now: Timestamp,
) -> Result<String, Unwelcome> {
    let query = Query::read(query);
    let parts = [query.get("timestamp"), query.get("nonce")];
    if !is_signed(credentials, query.get("signature"), &parts) || !query.is_fresh(now) {
        return Err(Unwelcome::Forged);
    }
    let challenge = query.get("echostr");
    let digits = !challenge.is_empty() && challenge.bytes().all(|byte| byte.is_ascii_digit());
    if digits && challenge.len() <= MAX_CHALLENGE {
        Ok(challenge.to_owned())
    } else {
        Err(Unwelcome::Malformed)
    }
}

/// Proves and decrypts a webhook. `None` tells nothing of what is wrong with it.
pub(super) fn open(credentials: &WechatCredentials, posted: &Posted<'_>, now: Timestamp) -> Option<Vec<u8>> {
    let query = Query::read(posted.query);
    let encrypted = xml::texts(&posted.body).ok()?.remove("Encrypt")?;
    let parts = [query.get("timestamp"), query.get("nonce"), encrypted.as_str()];
    if !is_signed(credentials, query.get("msg_signature"), &parts) || !query.is_fresh(now) {
        return None;
    }
    let cipher = LENIENT.decode(encrypted.trim()).ok()?;
    let keys = [&credentials.encoding_aes_key].into_iter().chain(&credentials.previous_encoding_aes_key);
    let app_id = credentials.app_id.as_bytes();
    let mut opened = keys.filter_map(|encoded| decrypt(&key(encoded.expose_secret())?, &cipher));
    opened.find_map(|(message, account)| (account == app_id).then_some(message))
}

/// Decrypts what WeChat encrypted: the message, and the account it is for.
fn decrypt(key: &[u8; 32], cipher: &[u8]) -> Option<(Vec<u8>, Vec<u8>)> {
    let mut plain = cipher.to_vec();
    let iv: [u8; 16] = key.get(..16)?.try_into().ok()?;
    let decryptor = cbc::Decryptor::<Aes256>::new(&(*key).into(), &iv.into());
    decryptor.decrypt_padded::<NoPadding>(&mut plain).ok()?;
    let padding = usize::from(*plain.last()?);
    if !(1..=PADDED_TO).contains(&padding) {
        return None;
    }
    let end = plain.len().checked_sub(padding)?;
    let filled = plain.get(end..)?.iter().all(|byte| usize::from(*byte) == padding);
    let length = u32::from_be_bytes(plain.get(16..HEAD)?.try_into().ok()?);
    let message_end = HEAD.checked_add(usize::try_from(length).ok()?)?;
    let message = plain.get(HEAD..message_end)?;
    let account = plain.get(message_end..end)?;
    filled.then(|| (message.to_vec(), account.to_vec()))
}

/// Encrypts and signs as WeChat does: the query and the body of the request that posts this message.
///
/// The same message and time give the same request; WeChat draws what here is derived.
pub(crate) fn seal(credentials: &WechatCredentials, message: &[u8], now: Timestamp) -> (String, Vec<u8>) {
    let salt: [u8; 20] = Sha1::digest(message).into();
    let mut plain = salt[..16].to_vec();
    plain.extend(u32::try_from(message.len()).unwrap_or(u32::MAX).to_be_bytes());
    plain.extend_from_slice(message);
    plain.extend_from_slice(credentials.app_id.as_bytes());
    let padding = PADDED_TO - plain.len() % PADDED_TO;
    plain.resize(plain.len() + padding, u8::try_from(padding).unwrap_or_default());
    let key = key(credentials.encoding_aes_key.expose_secret()).unwrap_or_default();
    let (length, mut iv) = (plain.len(), [0; 16]);
    iv.copy_from_slice(&key[..16]);
    let encryptor = cbc::Encryptor::<Aes256>::new(&key.into(), &iv.into());
    // A whole number of blocks always fits into itself.
    let sealed = encryptor.encrypt_padded::<NoPadding>(&mut plain, length).map(<[u8]>::to_vec);
    let encrypted = LENIENT.encode(sealed.unwrap_or_default());
    let (time, nonce) = (now.as_seconds().to_string(), hex::encode(&salt[16..]));
    let sign = |parts: &[&str]| sign(&credentials.token, parts);
    let query = format!(
        "signature={}&timestamp={time}&nonce={nonce}&encrypt_type=aes&msg_signature={}",
        sign(&[&time, &nonce]),
        sign(&[&time, &nonce, &encrypted]),
    );
    let account = credentials.original_id.as_deref().unwrap_or_default();
    let body = format!(
        "<xml><ToUserName><![CDATA[{account}]]></ToUserName><Encrypt><![CDATA[{encrypted}]]></Encrypt></xml>"
    );
    (query, body.into_bytes())
}

/// A signature in lower-case hex.
pub(crate) fn sign(token: &SecretString, parts: &[&str]) -> String {
    let mut all = parts.to_vec();
    all.push(token.expose_secret());
    hex::encode(digest(all))
}

#[cfg(test)]
mod tests {
    use super::*;

    const KEY: &str = "kWxPUOcZ3tQ8b1Rr0mVn5yLhJ2sDfGa7EiTqMuCw9KB";

    fn credentials() -> WechatCredentials {
        WechatCredentials {
            app_id: "wx5823bf96d3bd56c7".to_owned(),
            app_secret: "secret".into(),
            token: "mizunoWxToken2026".into(),
            previous_token: None,
            encoding_aes_key: KEY.into(),
            previous_encoding_aes_key: None,
            original_id: None,
            api_base: WechatCredentials::API.to_owned(),
        }
    }

    fn now() -> Timestamp {
        Timestamp::from_seconds(1_795_132_870)
    }

    fn opened(credentials: &WechatCredentials, query: &str, body: Vec<u8>, at: Timestamp) -> Option<Vec<u8>> {
        let headers = http::HeaderMap::new();
        open(credentials, &Posted { query, headers: &headers, body: body.into() }, at)
    }

    #[test]
    fn what_is_sealed_opens_whatever_its_length() {
        for length in 0..100 {
            let message = "あ".repeat(length).into_bytes();
            let (query, body) = seal(&credentials(), &message, now());
            assert_eq!(opened(&credentials(), &query, body, now()), Some(message));
        }
    }

    /// SEC-3
    #[test]
    fn a_request_is_good_for_five_minutes() {
        let (query, body) = seal(&credentials(), b"<xml/>", now());
        let at = |at| opened(&credentials(), &query, body.clone(), at).is_some();
        assert!(at(now() + minutes(5)) && at(now() - minutes(5)));
        assert!(!at(now() + minutes(6)) && !at(now() - minutes(6)));
    }

    /// SEC-3
    #[test]
    fn another_account_key_or_token_opens_nothing() {
        let (query, body) = seal(&credentials(), b"<xml/>", now());
        for change in [
            |credentials: &mut WechatCredentials| credentials.app_id = "wx0000000000000000".to_owned(),
            |credentials: &mut WechatCredentials| credentials.encoding_aes_key = KEY.replace('k', "l").into(),
            |credentials: &mut WechatCredentials| credentials.encoding_aes_key = "short".into(),
            |credentials: &mut WechatCredentials| credentials.token = "another".into(),
            |credentials: &mut WechatCredentials| credentials.token = "".into(),
        ] {
            let mut other = credentials();
            change(&mut other);
            assert_eq!(opened(&other, &query, body.clone(), now()), None);
        }
    }

    /// SEC-1
    #[test]
    fn the_secrets_before_the_last_change_still_open() {
        let (query, body) = seal(&credentials(), b"<xml/>", now());
        let mut changed = credentials();
        changed.previous_token = Some(std::mem::replace(&mut changed.token, "a new token".into()));
        let key = std::mem::replace(&mut changed.encoding_aes_key, KEY.replace('k', "l").into());
        changed.previous_encoding_aes_key = Some(key);
        assert!(opened(&changed, &query, body, now()).is_some());
    }

    /// SEC-3: one answer for every reason, and no panic, whatever was encrypted.
    #[test]
    fn what_cannot_be_decrypted_opens_nothing() {
        let credentials = credentials();
        for encrypted in
            ["", "AAAA", "!", &LENIENT.encode([7; 16]), &LENIENT.encode([7; 33]), &LENIENT.encode([9; 64])]
        {
            let query = format!(
                "timestamp=1795132870&nonce=1&msg_signature={}",
                sign(&credentials.token, &["1795132870", "1", encrypted])
            );
            let body = format!("<xml><Encrypt>{encrypted}</Encrypt></xml>").into_bytes();
            assert_eq!(opened(&credentials, &query, body, now()), None, "{encrypted}");
        }
        let (query, _) = seal(&credentials, b"<xml/>", now());
        for body in
            ["", "<xml/>", "<!DOCTYPE xml><xml><Encrypt>a</Encrypt></xml>", "<xml><Encrypt>a</Encrypt></xml>"]
        {
            assert_eq!(opened(&credentials, &query, body.into(), now()), None, "{body}");
        }
    }

    #[test]
    fn a_key_has_43_characters() {
        assert!(key(KEY).is_some());
        for wrong in ["", &KEY[..42], &format!("{KEY}A"), &KEY.replace('k', "!")] {
            assert!(key(wrong).is_none(), "{wrong}");
        }
    }
}
