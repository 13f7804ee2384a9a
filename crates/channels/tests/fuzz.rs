//! Random webhooks and proofs of every channel, for `MADOGUCHI_FUZZ_SECONDS` each (a second unless it is set); longer by
//! `cargo xtask fuzz`.

#![allow(clippy::unwrap_used, reason = "a test that cannot begin fails")]

mod fuzzing;

use std::time::{Duration, Instant};

use domain::ChannelKind;
use fuzzing::{Dice, Soil};

/// Tests are unoptimised and run beside others.
const SLACK: u32 = 5;

fn seconds() -> Duration {
    let asked = std::env::var("MADOGUCHI_FUZZ_SECONDS").ok();
    Duration::from_secs(asked.map_or(1, |text| text.parse().unwrap()))
}

fn channel(kind: ChannelKind) {
    let (soil, begun) = (Soil::new(kind), Instant::now());
    let mut tried = 0_u64;
    while begun.elapsed() < seconds() || tried < 200 {
        let mut dice = Dice::new(tried);
        let body = soil.grow(&mut dice);
        let outcome = std::panic::catch_unwind(std::panic::AssertUnwindSafe(|| {
            soil.parse(&body, SLACK);
            soil.verify(&body, &mut dice, SLACK);
        }));
        assert!(outcome.is_ok(), "{kind}, seed {tried}:\n{}", String::from_utf8_lossy(&body));
        tried += 1;
    }
}

/// T-9
#[test]
fn line() {
    channel(ChannelKind::Line);
}

/// T-9
#[test]
fn telegram() {
    channel(ChannelKind::Telegram);
}

/// T-9
#[test]
fn whatsapp() {
    channel(ChannelKind::Whatsapp);
}

/// T-9
#[test]
fn messenger() {
    channel(ChannelKind::Messenger);
}

/// T-9
#[test]
fn instagram() {
    channel(ChannelKind::Instagram);
}

/// T-9
#[test]
fn wechat() {
    channel(ChannelKind::Wechat);
}
