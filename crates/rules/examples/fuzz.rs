//! Random sources for as long as one likes: `cargo xtask fuzz --minutes 10`.
//!
//! Arguments: `compile` or `run`, seconds, the first seed, and a file that always holds the source that is tried, so that
//! it is there if the process dies.

#![allow(clippy::unwrap_used, clippy::print_stdout, reason = "a tool for whoever works on the rules")]

#[path = "../tests/desk/mod.rs"]
mod desk;
#[path = "../tests/fuzzing/mod.rs"]
mod fuzzing;

use std::time::{Duration, Instant};

use fuzzing::{Dice, Soil, compile, run};

/// The most that the process may grow to, in KiB (T-9).
const MEMORY_KIB: u64 = 256 * 1024;

fn memory() -> Option<u64> {
    let status = std::fs::read_to_string("/proc/self/status").ok()?;
    status.lines().find(|line| line.starts_with("VmHWM:"))?.split_whitespace().nth(1)?.parse().ok()
}

fn main() {
    let arguments: Vec<String> = std::env::args().skip(1).collect();
    let [target, seconds, seed, last] = arguments.as_slice() else {
        panic!("write: fuzz compile|run SECONDS SEED FILE");
    };
    let time = Duration::from_secs(seconds.parse().unwrap());
    let first: u64 = seed.parse().unwrap();
    let (soil, begun) = (Soil::new(), Instant::now());
    let (mut tried, mut compiled) = (0_u64, 0_u64);
    while begun.elapsed() < time {
        let text = soil.grow(&mut Dice::new(first + tried));
        std::fs::write(last, &text).unwrap();
        if let Some(set) = compile(&text, 3) {
            compiled += 1;
            if target == "run" {
                run(&set, 3);
            }
        }
        tried += 1;
    }
    if let Some(peak) = memory() {
        assert!(peak < MEMORY_KIB, "{peak} KiB at the peak");
    }
    let peak = memory().map_or("not told".to_owned(), |kib| format!("{} MiB", kib / 1024));
    println!(
        "{target}: {tried} sources from seed {first}, {compiled} of them rules, in {:.0?}; memory at the peak {peak}",
        begun.elapsed()
    );
}
