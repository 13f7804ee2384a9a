//! Random sources, for `MADOGUCHI_FUZZ_SECONDS` each (a second unless it is set); longer by `cargo xtask fuzz`.

#![allow(clippy::unwrap_used, reason = "a test that cannot begin fails")]

mod desk;
mod fuzzing;

use std::time::{Duration, Instant};

use fuzzing::{Dice, Soil, compile, run};

/// Tests are unoptimised and run beside others.
const SLACK: u32 = 5;

fn seconds() -> Duration {
    let asked = std::env::var("MADOGUCHI_FUZZ_SECONDS").ok();
    Duration::from_secs(asked.map_or(1, |text| text.parse().unwrap()))
}

fn each(target: &str, act: impl Fn(&str)) {
    let (soil, begun) = (Soil::new(), Instant::now());
    let mut tried = 0_u64;
    while begun.elapsed() < seconds() || tried < 100 {
        let text = soil.grow(&mut Dice::new(tried));
        let outcome = std::panic::catch_unwind(std::panic::AssertUnwindSafe(|| act(&text)));
        assert!(outcome.is_ok(), "{target}, seed {tried}:\n{text}");
        tried += 1;
    }
}

/// T-9
#[test]
fn no_source_breaks_the_compiler() {
    each("compile", |text| drop(compile(text, SLACK)));
}

/// T-9
#[test]
fn no_rule_breaks_the_run() {
    each("run", |text| {
        if let Some(set) = compile(text, SLACK) {
            run(&set, SLACK);
        }
    });
}
