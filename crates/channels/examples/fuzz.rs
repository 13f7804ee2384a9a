//! Random webhooks and proofs of one channel for as long as one likes: `cargo xtask fuzz --minutes 10`.
//!
//! Arguments: the channel, seconds, the first seed, and a file that always holds the body that is tried, so that it is there if
//! the process dies.

#![allow(clippy::unwrap_used, clippy::print_stdout, reason = "a tool for whoever works on the channels")]

#[path = "../tests/fuzzing/mod.rs"]
mod fuzzing;

use std::time::{Duration, Instant};

use fuzzing::{Dice, Soil};

/// The most that the process may grow to, in KiB (T-9).
const MEMORY_KIB: u64 = 256 * 1024;

fn memory() -> Option<u64> {
    let status = std::fs::read_to_string("/proc/self/status").ok()?;
    status.lines().find(|line| line.starts_with("VmHWM:"))?.split_whitespace().nth(1)?.parse().ok()
}

fn main() {
    let arguments: Vec<String> = std::env::args().skip(1).collect();
    let [kind, seconds, seed, last] = arguments.as_slice() else {
        panic!("write: fuzz CHANNEL SECONDS SEED FILE");
    };
    let time = Duration::from_secs(seconds.parse().unwrap());
    let first: u64 = seed.parse().unwrap();
    let (soil, begun) = (Soil::new(kind.parse().unwrap()), Instant::now());
    let (mut tried, mut read, mut proven) = (0_u64, 0_u64, 0_u64);
    while begun.elapsed() < time {
        let mut dice = Dice::new(first.wrapping_add(tried));
        let body = soil.grow(&mut dice);
        std::fs::write(last, &body).unwrap();
        read += u64::from(soil.parse(&body, 3));
        proven += u64::from(soil.verify(&body, &mut dice, 3));
        tried += 1;
    }
    if let Some(peak) = memory() {
        assert!(peak < MEMORY_KIB, "{peak} KiB at the peak");
    }
    let peak = memory().map_or("not told".to_owned(), |kib| format!("{} MiB", kib / 1024));
    println!(
        "{kind}: {tried} bodies from seed {first}, {read} of them readable, and {tried} proofs, {proven} of them good, in {:.0?}; \
         memory at the peak {peak}",
        begun.elapsed()
    );
}
