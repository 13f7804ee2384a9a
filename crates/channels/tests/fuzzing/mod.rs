//! Webhooks made by cutting, mixing and spoiling real ones; what must hold for each of them (T-9).
#![allow(dead_code, reason = "the test and the tool use their parts")]
#![allow(clippy::unwrap_used, clippy::expect_used, reason = "only tests and tools use it")]

use std::fs;
use std::path::Path;
use std::time::{Duration, Instant};

use channels::{Channel, Credentials, Posted, open, signing};
use domain::{ChannelKind, Parsed, Timestamp};
use http::{HeaderMap, HeaderValue};
use serde_json::Value;

/// Nothing may take longer (T-9), on a machine that does nothing else.
pub const HANG: Duration = Duration::from_secs(1);

/// A generator of numbers that gives the same ones for the same seed: `SplitMix64`.
pub struct Dice(u64);

impl Dice {
    pub fn new(seed: u64) -> Self {
        Self(seed)
    }

    fn roll(&mut self) -> u64 {
        self.0 = self.0.wrapping_add(0x9E37_79B9_7F4A_7C15);
        let mut z = self.0;
        z = (z ^ (z >> 30)).wrapping_mul(0xBF58_476D_1CE4_E5B9);
        z = (z ^ (z >> 27)).wrapping_mul(0x94D0_49BB_1331_11EB);
        z ^ (z >> 31)
    }

    /// Less than `n`.
    fn below(&mut self, n: usize) -> usize {
        usize::try_from(self.roll() % u64::try_from(n.max(1)).unwrap()).unwrap()
    }

    fn pick<'a, T>(&mut self, from: &'a [T]) -> &'a T {
        &from[self.below(from.len())]
    }
}

/// Credentials like those with which the samples were made: their signatures.json says which.
pub fn credentials(kind: ChannelKind) -> Credentials {
    let text = match kind {
        ChannelKind::Line => {
            r#"channel_secret = "7d3f0c5a9be14e6f8a2b1c4d5e6f7081"
            access_token = "t"
            destination = "U3c9f4b2a7d1e5f60819a2b3c4d5e6f70""#
        }
        ChannelKind::Telegram => {
            r#"bot_token = "7654321098:AAE"
            webhook_secret = "tg-Secret_Token-4f7c1b9e2a""#
        }
        ChannelKind::Whatsapp => {
            r#"app_secret = "f0e1d2c3b4a5968778695a4b3c2d1e0f"
            verify_token = "v"
            access_token = "t"
            phone_number_id = "106540352242922""#
        }
        ChannelKind::Messenger => {
            r#"app_secret = "a1b2c3d4e5f60718293a4b5c6d7e8f90"
            verify_token = "v"
            access_token = "t"
            account_id = "682498302938465""#
        }
        ChannelKind::Instagram => {
            r#"app_secret = "0f1e2d3c4b5a69788796a5b4c3d2e1f0"
            verify_token = "v"
            access_token = "t"
            account_id = "17841400008460056""#
        }
        ChannelKind::Wechat => {
            r#"app_id = "wx5823bf96d3bd56c7"
            app_secret = "s"
            token = "mizunoWxToken2026"
            encoding_aes_key = "kWxPUOcZ3tQ8b1Rr0mVn5yLhJ2sDfGa7EiTqMuCw9KB"
            original_id = "gh_7f083739789a""#
        }
        ChannelKind::Web => panic!("the web messenger has no webhooks"),
    };
    toml::from_str(&format!("channel = \"{kind}\"\n{text}")).unwrap()
}

/// The channel's own of the folder's samples.
fn samples(kind: ChannelKind) -> Vec<Vec<u8>> {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("fixtures").join(kind.as_str());
    let mut paths: Vec<_> = fs::read_dir(folder)
        .unwrap()
        .map(|entry| entry.unwrap().path())
        .filter(|path| path.file_name().unwrap().as_encoded_bytes()[0].is_ascii_digit())
        .collect();
    paths.sort();
    paths.into_iter().map(|path| fs::read(path).unwrap()).collect()
}

/// What webhooks of one channel are made of.
pub struct Soil {
    kind: ChannelKind,
    channel: Box<dyn Channel>,
    credentials: Credentials,
    samples: Vec<Vec<u8>>,
    values: Vec<Value>,
}

/// Pieces that parsers have tripped over.
const PIECES: &[&str] = &[
    "null",
    "true",
    "-1",
    "0",
    "1e999",
    "9223372036854775808",
    "-0.0",
    "\"\"",
    "[]",
    "{}",
    "[[[[",
    "}}}}",
    "\\u0000",
    "\\ud800",
    "\u{202e}",
    "\u{0}",
    "\u{feff}",
    "👩‍👩‍👧‍👦",
    "é",
    "<",
    ">",
    "]]>",
    "<![CDATA[",
    "<!DOCTYPE x [",
    "<!ENTITY e \"e\">",
    "&e;",
    "&#x0;",
    "&lt;",
    "<?xml version=\"1.0\"?>",
    "<!--",
    "</xml>",
    "<xml>",
    "\"",
    "\\",
    ",",
    ":",
    "{\"",
    "\"}",
    "18446744073709551616",
    "\"timestamp\":1e400",
    "\"id\":\"\"",
    "\"type\":null",
];

impl Soil {
    /// The samples of a channel, and every value in them.
    pub fn new(kind: ChannelKind) -> Self {
        let samples = samples(kind);
        let mut values = Vec::new();
        for sample in &samples {
            if let Ok(value) = serde_json::from_slice::<Value>(sample) {
                collect(&value, &mut values);
            }
        }
        let credentials = credentials(kind);
        Self { kind, channel: open(credentials.clone()), credentials, samples, values }
    }

    /// Makes a body.
    pub fn grow(&self, dice: &mut Dice) -> Vec<u8> {
        let sample = dice.pick(&self.samples);
        let mut body = match serde_json::from_slice::<Value>(sample) {
            Ok(mut value) if dice.below(3) > 0 => {
                for _ in 0..=dice.below(4) {
                    let n = dice.below(size(&value));
                    let by =
                        if dice.below(2) == 0 { self.strange(dice) } else { dice.pick(&self.values).clone() };
                    replace(&mut value, &mut { n }, &by, dice.below(8) == 0);
                }
                value.to_string().into_bytes()
            }
            _ => sample.clone(),
        };
        for _ in 0..dice.below(4) {
            self.spoil(&mut body, dice);
        }
        body
    }

    fn strange(&self, dice: &mut Dice) -> Value {
        match dice.below(9) {
            0 => Value::Null,
            1 => Value::Array(Vec::new()),
            2 => serde_json::json!({}),
            3 => dice.roll().into(),
            4 => i64::MIN.into(),
            5 => 1e300.into(),
            6 => "x".repeat(dice.below(5000)).into(),
            7 => (*dice.pick(PIECES)).into(),
            _ => Value::Array(vec![dice.pick(&self.values).clone(); dice.below(20)]),
        }
    }

    /// Cuts, doubles, inserts or flips.
    fn spoil(&self, body: &mut Vec<u8>, dice: &mut Dice) {
        let (from, length) = (dice.below(body.len() + 1), dice.below(40));
        let to = (from + length).min(body.len());
        match dice.below(6) {
            0 => drop(body.drain(from..to)),
            1 => {
                let piece = body[from..to].to_vec();
                body.splice(from..from, piece);
            }
            2 => drop(body.splice(from..from, dice.pick(PIECES).bytes())),
            3 => {
                let nested = "[{\"a\":".repeat(dice.below(3000));
                body.splice(from..from, nested.bytes());
            }
            4 => {
                let other = dice.pick(&self.samples);
                let cut = dice.below(other.len() + 1);
                body.truncate(from);
                body.extend_from_slice(&other[cut..]);
            }
            _ => {
                if let Some(byte) = body.get_mut(from) {
                    *byte ^= 1 << dice.below(8);
                }
            }
        }
    }

    /// Whatever is in a proven body: it is read in time, the same way twice, and what comes of it keeps its promises. Says
    /// whether it could be read.
    pub fn parse(&self, body: &[u8], slack: u32) -> bool {
        let now = Timestamp::from_seconds(1_795_132_800);
        let hook = signing::signed(&self.credentials, body, now);
        let verified = self.channel.verify(hook.posted(), now).expect("what is signed passes");
        assert_eq!(verified.body().as_ref(), body, "what was proven is what is read");
        let begun = Instant::now();
        let read = self.channel.parse(&verified, now);
        assert!(begun.elapsed() < HANG * slack, "reading took {:?}", begun.elapsed());
        assert_eq!(read, self.channel.parse(&verified, now), "INV-5: read twice, it is the same");
        let Ok(read) = read else { return false };
        for parsed in &read {
            if let Parsed::Event(event) = parsed {
                assert!(!event.id.is_empty(), "INV-2: an event without an id cannot be known again");
                assert!(!event.party.thread.is_empty() && !event.party.address.is_empty());
                let json = serde_json::to_string(event).expect("it is stored as JSON");
                let again: domain::WebhookEvent = serde_json::from_str(&json).expect("and read again");
                assert_eq!(again.id, event.id);
            }
        }
        true
    }

    /// Whatever stands where the proof should: it passes only if it is the one that belongs to these bytes.
    pub fn verify(&self, body: &[u8], dice: &mut Dice, slack: u32) -> bool {
        let now = Timestamp::from_seconds(1_795_132_800);
        let hook = signing::signed(&self.credentials, body, now);
        let (mut query, mut headers, mut posted) = (hook.query.into_bytes(), hook.headers, hook.body);
        let before = headers.clone();
        for _ in 0..=dice.below(3) {
            match dice.below(3) {
                0 => self.spoil(&mut query, dice),
                1 => spoil_headers(&mut headers, dice),
                _ => self.spoil(&mut posted, dice),
            }
        }
        let query = String::from_utf8_lossy(&query);
        let begun = Instant::now();
        let proven =
            self.channel.verify(Posted { query: &query, headers: &headers, body: posted.into() }, now);
        assert!(begun.elapsed() < HANG * slack, "proving took {:?}", begun.elapsed());
        match &proven {
            // Telegram proves who posts, and not what.
            Ok(_) if self.kind == ChannelKind::Telegram => {
                let secret = channels::telegram::SECRET_HEADER;
                assert_eq!(headers.get(secret), before.get(secret), "another secret passes");
            }
            // Where nothing is proven things may be spoiled; the message is what it was.
            Ok(verified) => assert_eq!(verified.body().as_ref(), body, "a spoiled proof proves other bytes"),
            Err(_) => {}
        }
        let asked = self.channel.handshake(&query, now);
        if let Ok(challenge) = asked {
            assert!(
                (1..=64).contains(&challenge.len()) && challenge.bytes().all(|b| b.is_ascii_digit()),
                "SEC-6"
            );
        }
        proven.is_ok()
    }
}

fn spoil_headers(headers: &mut HeaderMap, dice: &mut Dice) {
    let names: Vec<_> = headers.keys().cloned().collect();
    if names.is_empty() {
        return;
    }
    let name = dice.pick(&names).clone();
    let mut value = headers[&name].as_bytes().to_vec();
    let at = dice.below(value.len() + 1);
    match dice.below(4) {
        0 => value.truncate(at),
        1 => value.insert(at, b'=' + u8::try_from(dice.below(40)).unwrap()),
        2 => {
            headers.remove(&name);
            return;
        }
        _ => {
            if let Some(byte) = value.get_mut(at) {
                *byte ^= 1 << dice.below(5);
            }
        }
    }
    if let Ok(value) = HeaderValue::from_bytes(&value) {
        headers.insert(name, value);
    }
}

fn collect(value: &Value, into: &mut Vec<Value>) {
    into.push(value.clone());
    match value {
        Value::Array(items) => items.iter().for_each(|item| collect(item, into)),
        Value::Object(members) => members.values().for_each(|member| collect(member, into)),
        _ => {}
    }
}

/// How many values there are in a value, itself included.
fn size(value: &Value) -> usize {
    1 + match value {
        Value::Array(items) => items.iter().map(size).sum(),
        Value::Object(members) => members.values().map(size).sum(),
        _ => 0,
    }
}

/// Puts another value in the place of the `n`th, or takes that away.
fn replace(value: &mut Value, n: &mut usize, by: &Value, away: bool) {
    if *n == 0 {
        *value = if away { Value::Null } else { by.clone() };
    }
    *n = n.wrapping_sub(1);
    match value {
        Value::Array(items) => items.iter_mut().for_each(|item| replace(item, n, by, away)),
        Value::Object(members) => members.values_mut().for_each(|member| replace(member, n, by, away)),
        _ => {}
    }
}
