//! Measures loading, deciding and replaying: `cargo xtask bench rules`.

#![allow(clippy::unwrap_used, clippy::print_stdout, reason = "a tool for whoever works on the rules")]

#[path = "../tests/desk/mod.rs"]
mod desk;

use std::fmt::Write;
use std::hint::black_box;
use std::sync::Arc;
use std::time::{Duration, Instant};

use desk::Desk;
use domain::{Facts, Occasion, Rules, minutes};
use rules::{Baseline, Past, PastEvent, PastNews, Replay, RuleSet, Source, fold::fold};

const SUBJECTS: [&str; 10] = ["予約", "料金", "営業", "配送", "返品", "会員", "請求", "修理", "在庫", "見積"];
const MISS: &str = "こんにちは、明日の午後三時にカットをお願いしたいのですが空いていますか";

/// The keywords of one rule.
fn words(n: usize) -> [String; 2] {
    [format!("{}{n}番", SUBJECTS[n % SUBJECTS.len()]), format!("topic {n} x")]
}

/// So many rules with two keywords each, spread over files.
fn sources(rules: usize, answer: &str) -> Vec<Source> {
    let mut files = vec![String::new()];
    for n in 0..rules {
        let [first, second] = words(n);
        let mut rule = String::new();
        let _ = writeln!(
            rule,
            "keyword(\"r{n}\", [\"{first}\", \"{second}\"], |chat| chat.reply(\"{answer} {n}\"));"
        );
        if files.last().unwrap().len() + rule.len() > rules::limits::SOURCE_BYTES {
            files.push(String::new());
        }
        files.last_mut().unwrap().push_str(&rule);
    }
    files.into_iter().enumerate().map(|(n, text)| Source::new(format!("{n:02}.rhai"), text)).collect()
}

fn compile(sources: &[Source]) -> RuleSet {
    RuleSet::compile(sources).map_err(|found| desk::shown(&found)).unwrap()
}

/// The fastest of many short series: what other work on the machine takes away shows least in it.
fn each(times: u32, mut act: impl FnMut()) -> Duration {
    let mut one = || {
        let begun = Instant::now();
        (0..times).for_each(|_| act());
        begun.elapsed() / times
    };
    (0..51).map(|_| one()).min().unwrap()
}

fn each_load(sources: &[Source]) -> Duration {
    let begun = Instant::now();
    black_box(compile(sources));
    begun.elapsed()
}

fn micros(time: Duration) -> String {
    format!("{:.2}", time.as_secs_f64() * 1e6)
}

fn decide(set: &RuleSet, facts: &Facts<'_>) {
    black_box(set.decide(&Occasion::Message, black_box(facts)));
}

/// The first rule with a keyword in the message, looked for one keyword after the other.
fn naive(words: &[Vec<String>], folded: &str) -> Option<usize> {
    words.iter().position(|rule| rule.iter().any(|word| folded.contains(word.as_str())))
}

fn main() {
    let desk = Desk::new();
    println!(
        "The fastest of 51 series, and of 25 loads; the message has {} characters.\n",
        MISS.chars().count()
    );
    println!(
        "| keyword rules | load, ms | µs, no match | µs, match and run | µs, naive loop, no match | µs, fold alone |"
    );
    println!("|---|---|---|---|---|---|");
    for rules in [10, 1_000, 10_000] {
        let sources = sources(rules, "答え");
        let load = (0..25).map(|_| each_load(&sources)).min().unwrap();
        let set = compile(&sources);
        let hit = format!("すみません、{}について教えてください", "料金1番");
        assert!(desk.says(&set, MISS).proposals.is_empty() && desk.says(&set, &hit).proposals.len() == 1);
        let nothing = each(2_000, || decide(&set, &desk.facts(MISS)));
        let answer = each(2_000, || decide(&set, &desk.facts(&hit)));
        let folded_words: Vec<Vec<String>> =
            (0..rules).map(|n| words(n).iter().map(|word| fold(word)).collect()).collect();
        let looped = each(if rules > 1_000 { 20 } else { 500 }, || {
            black_box(naive(&folded_words, &fold(black_box(MISS))));
        });
        let folding = each(2_000, || {
            black_box(fold(black_box(MISS)));
        });
        println!(
            "| {rules} | {:.2} | {} | {} | {} | {} |",
            load.as_secs_f64() * 1e3,
            micros(nothing),
            micros(answer),
            micros(looped),
            micros(folding)
        );
    }
    replay(&desk);
}

/// A candidate against the set in force, 1,000 rules each, over 200,000 messages of which a quarter change.
fn replay(desk: &Desk) {
    let before = Arc::new(compile(&sources(1_000, "答え")));
    let mut changed = sources(1_000, "答え");
    changed[0].text = changed[0].text.replace("答え", "新答");
    let after = Arc::new(compile(&changed));
    let inbox = Arc::new(desk.inbox.clone());
    let past: Vec<Past> = (0..10_000)
        .map(|thread| {
            let said = |n: u64| {
                let number = (thread + usize::try_from(n).unwrap()) % 1_000;
                let text = if n.is_multiple_of(2) {
                    MISS.to_owned()
                } else {
                    format!("{}を教えて", words(number)[0])
                };
                let what = PastNews::Said { text, kind: "text" };
                PastEvent::new(n.to_string(), desk.conversation.since + minutes(n), what)
            };
            Past {
                id: thread.to_string(),
                inbox: inbox.clone(),
                contact: desk.contact.clone(),
                events: (0..20).map(said).collect(),
            }
        })
        .collect();
    let mut replay = Replay::new(after, Baseline::Rules(before));
    let begun = Instant::now();
    let pairs: usize = past.chunks(500).map(|page| replay.feed(page).len()).sum();
    let seconds = begun.elapsed().as_secs_f64();
    let told = replay.finish();
    #[allow(clippy::cast_precision_loss, reason = "a count of messages")]
    let pace = told.messages as f64 / seconds;
    println!(
        "\nReplay, 1,000 rules against 1,000, {} messages, {pairs} answers changed: {seconds:.2} s, {pace:.0} messages a second on {} threads.",
        told.messages,
        std::thread::available_parallelism().map_or(1, usize::from)
    );
}
