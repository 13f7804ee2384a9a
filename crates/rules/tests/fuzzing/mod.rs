//! Random sources, made by cutting and mixing real ones; what must hold for each of them (T-9).
#![allow(dead_code, reason = "the test and the tool use their parts")]
#![allow(clippy::unwrap_used, reason = "only tests and tools use it")]

use std::fs;
use std::path::Path;
use std::time::{Duration, Instant};

use domain::{Button, Occasion, Proposal, Rules};
use rules::{RuleSet, Source, limits, vocabulary};

use crate::desk::Desk;

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

/// What sources are made of.
pub struct Soil {
    sources: Vec<String>,
    pieces: Vec<String>,
}

impl Soil {
    /// The shipped rules and recipes, every word of the language, and pieces of grammar.
    pub fn new() -> Self {
        let root = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../rules");
        let mut paths: Vec<_> = [root.clone(), root.join("recipes")]
            .iter()
            .flat_map(|folder| fs::read_dir(folder).unwrap())
            .map(|entry| entry.unwrap().path())
            .filter(|path| path.extension().is_some_and(|ending| ending == "rhai"))
            .collect();
        paths.sort();
        let sources = paths.iter().map(|path| fs::read_to_string(path).unwrap()).collect();
        let mut pieces: Vec<String> = vocabulary()
            .into_iter()
            .flat_map(|word| {
                let others = word.others.iter().map(|name| format!(".{name}(x)")).collect::<Vec<_>>();
                others.into_iter().chain([word.written.clone(), format!("chat.{}(x)", word.name)])
            })
            .collect();
        let grammar = [
            "(",
            ")",
            "[",
            "]",
            "{",
            "}",
            "#{",
            ";",
            ",",
            "|x| ",
            "|chat| ",
            "||",
            "&&",
            "==",
            "=",
            "+=",
            "+",
            "-",
            "*",
            "/",
            "%",
            "**",
            "<<",
            "..",
            "..=",
            "?.",
            "??",
            "`${",
            "}`",
            "\"",
            "'",
            "`",
            "\\u{0}",
            "//",
            "/*",
            "*/",
            "let x = ",
            "const X = ",
            "if ",
            " else ",
            "for i in 0..9 ",
            "while true ",
            "loop ",
            "break;",
            "return ",
            "throw ",
            "try ",
            "catch (e) ",
            "switch ",
            "fn f(chat) ",
            "fn g(x) ",
            "f(chat)",
            "g(1)",
            "this",
            "x",
            "i",
            "e",
            "true",
            "()",
            "0",
            "-1",
            "1.5",
            "9223372036854775807",
            "chat",
            "chat.text",
            "[1, 2, 3]",
            "#{a: 1}",
            "\"料金\"",
            "\"a\"",
            "hours(24)",
            "on_message(\"z\", |chat| { ",
            " });",
            "\n",
            "予",
            "😀",
            "\u{200B}",
            "\u{3099}",
            "０",
            "import ",
            "eval",
            "Fn(\"f\")",
            "::",
            "global",
            "private ",
            "in ",
            "!in ",
            "call(f)",
        ];
        pieces.extend(grammar.map(str::to_owned));
        Self { sources, pieces }
    }

    /// A source that looks like rules, more or less.
    pub fn grow(&self, dice: &mut Dice) -> String {
        let mut text = match dice.below(4) {
            0 => self.handful(dice, 60),
            1 => format!("on_message(\"bad\", |chat| {{ {} }});", self.handful(dice, 30)),
            _ => dice.pick(&self.sources).clone(),
        };
        for _ in 0..=dice.below(6) {
            text = self.change(text, dice);
        }
        text.truncate(text.floor_char_boundary(limits::SOURCE_BYTES));
        text
    }

    fn handful(&self, dice: &mut Dice, most: usize) -> String {
        (0..dice.below(most)).map(|_| dice.pick(&self.pieces).as_str()).collect()
    }

    fn change(&self, mut text: String, dice: &mut Dice) -> String {
        let place = |text: &str, dice: &mut Dice| text.floor_char_boundary(dice.below(text.len() + 1));
        let (a, b) = (place(&text, dice), place(&text, dice));
        let (from, to) = (a.min(b), a.max(b).min(text.floor_char_boundary(a.min(b) + 200)));
        match dice.below(7) {
            0 => text.replace_range(from..to, ""),
            1 => text.insert_str(from, dice.pick(&self.pieces).as_str()),
            2 => text.replace_range(from..to, &self.handful(dice, 5)),
            3 => text.insert_str(from, &text[from..to].repeat(dice.below(20))),
            4 => text.insert_str(from, &dice.pick(&self.pieces).repeat(dice.below(200))),
            5 => {
                let other = dice.pick(&self.sources);
                let cut = place(other, dice);
                text.replace_range(from.., &other[cut..]);
            }
            _ => {
                let piece = text[from..to].to_owned();
                text.insert_str(to, &piece);
                text.insert_str(from, "{ ");
            }
        }
        text
    }
}

fn in_time<T>(what: &str, most: Duration, act: impl FnOnce() -> T) -> T {
    let begun = Instant::now();
    let done = act();
    assert!(begun.elapsed() <= most, "{what} took {:?}", begun.elapsed());
    done
}

/// Compiles a source: it is refused with places inside of it, or it is a set that tells the same of itself every time.
pub fn compile(text: &str, slack: u32) -> Option<RuleSet> {
    let source = Source::new("a.rhai", text);
    let compiled = in_time("compiling", HANG * 2 * slack, || RuleSet::compile(std::slice::from_ref(&source)));
    let lines = u32::try_from(text.lines().count().max(1)).unwrap();
    match compiled {
        Err(found) => {
            assert!(!found.is_empty() && found.len() <= limits::FINDINGS);
            for finding in found {
                assert!(finding.line <= lines && !finding.message.is_empty(), "{finding}");
                assert!(finding.to_string().len() < 8 * 1024);
            }
            None
        }
        Ok(set) => {
            assert!(
                in_time("comparing", HANG * slack, || set.diff(&set)).is_empty(),
                "it differs from itself"
            );
            Some(set)
        }
    }
}

/// Asks a set about everything that can happen: it answers within its limits, alike each time, and explains the same.
pub fn run(set: &RuleSet, slack: u32) {
    let mut desk = Desk::new();
    desk.conversation.vars.insert("asked".into(), "booking".into());
    let words = ["料金はいくら？", "", "ありがとう", "予約の変更 AB-12 !!!", "a"];
    let after = set.timers(&desk.inbox, &desk.conversation);
    let mut occasions = vec![
        Occasion::Opened,
        Occasion::Followed,
        Occasion::HandedOver { reason: "why" },
        Occasion::Ended,
        Occasion::Button { id: "talk" },
        Occasion::Button { id: "menu" },
    ];
    occasions.extend(after.into_iter().map(Occasion::After));
    let all = words.iter().map(|text| (Occasion::Message, *text));
    for (occasion, text) in all.chain(occasions.into_iter().map(|occasion| (occasion, ""))) {
        let facts = desk.facts(text);
        let decision = in_time("deciding", HANG * 2 * slack, || set.decide(&occasion, &facts));
        assert!(decision.proposals.len() <= limits::PROPOSALS && decision.failures.len() <= limits::FAILURES);
        for proposed in &decision.proposals {
            match &proposed.proposal {
                Proposal::Reply { text } | Proposal::Note(text) => {
                    assert!(!text.trim().is_empty() && text.chars().count() <= limits::TEXT_CHARS);
                }
                Proposal::Choice { buttons, .. } => {
                    assert!((1..=Button::MAX).contains(&buttons.len()));
                    assert!(buttons.iter().all(|button| button.id.len() <= Button::MAX_ID_BYTES));
                }
                Proposal::Tag(label) => assert!(label.chars().count() <= limits::LABEL_CHARS),
                _ => {}
            }
        }
        // What is ended by the clock may come further another time.
        if decision.failures.iter().all(|failure| !failure.message.contains(" ms")) {
            let told = set.explain(&occasion, &facts);
            assert_eq!(told.proposed, rules::Wanted::of(&decision));
        }
    }
}
