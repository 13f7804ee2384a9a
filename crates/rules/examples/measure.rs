//! Measures loading and deciding: `cargo run --release -p rules --example measure`.

#![allow(clippy::unwrap_used, clippy::print_stdout, reason = "a tool for whoever works on the rules")]

#[path = "../tests/desk/mod.rs"]
mod desk;

use std::fmt::Write;
use std::hint::black_box;
use std::time::{Duration, Instant};

use desk::Desk;
use domain::{Facts, Occasion, Rules};
use rules::{RuleSet, Source, fold::fold};

/// So many rules with two keywords each, spread over files.
fn sources(rules: usize) -> Vec<Source> {
    let subjects = ["予約", "料金", "営業", "配送", "返品", "会員", "請求", "修理", "在庫", "見積"];
    let mut files = vec![String::new()];
    for n in 0..rules {
        let subject = subjects[n % subjects.len()];
        let mut rule = String::new();
        let _ = writeln!(
            rule,
            "keyword(\"r{n}\", [\"{subject}{n}番\", \"topic {n} x\"], |chat| chat.reply(\"答え {n}\"));"
        );
        if files.last().unwrap().len() + rule.len() > rules::limits::SOURCE_BYTES {
            files.push(String::new());
        }
        files.last_mut().unwrap().push_str(&rule);
    }
    files.into_iter().enumerate().map(|(n, text)| Source::new(format!("{n:02}.rhai"), text)).collect()
}

/// The median of many short series.
fn each(mut act: impl FnMut()) -> Duration {
    let mut series: Vec<_> = (0..31)
        .map(|_| {
            let begun = Instant::now();
            (0..2_000).for_each(|_| act());
            begun.elapsed() / 2_000
        })
        .collect();
    series.sort_unstable();
    series[series.len() / 2]
}

fn decide(set: &RuleSet, facts: &Facts<'_>) {
    black_box(set.decide(&Occasion::Message, black_box(facts)));
}

fn main() {
    let desk = Desk::new();
    println!("rules   load      no match   match+run   fold");
    for rules in [10, 1_000, 10_000] {
        let sources = sources(rules);
        let mut loads: Vec<_> = (0..7)
            .map(|_| {
                let begun = Instant::now();
                black_box(RuleSet::compile(&sources).map_err(|found| desk::shown(&found)).unwrap());
                begun.elapsed()
            })
            .collect();
        loads.sort_unstable();
        let set = RuleSet::compile(&sources).map_err(|found| desk::shown(&found)).unwrap();
        let miss = "こんにちは、明日の午後三時にカットをお願いしたいのですが空いていますか";
        let hit = format!("すみません、{}について教えてください", "料金1番");
        assert!(desk.says(&set, miss).proposals.is_empty() && desk.says(&set, &hit).proposals.len() == 1);
        let nothing = each(|| decide(&set, &desk.facts(miss)));
        let answer = each(|| decide(&set, &desk.facts(&hit)));
        let folding = each(|| {
            black_box(fold(black_box(miss)));
        });
        println!("{rules:6} {:>9.1?} {nothing:>9.2?} {answer:>9.2?} {folding:>9.2?}", loads[3]);
    }
}
