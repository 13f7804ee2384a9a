//! The guide for admins: its tables are made from the code, its recipes are the shipped files, its examples compile.
//!
//! `MADOGUCHI_WRITE_DOCS=1 cargo test -p rules --test docs` writes the generated parts anew.

#![allow(clippy::unwrap_used, reason = "a test that cannot read its files fails")]

mod desk;
mod folding;

use std::collections::BTreeSet;
use std::fmt::Write;
use std::fs;
use std::path::{Path, PathBuf};

use desk::{Desk, replies, rules, shown};
use folding::TABLE;
use rules::{Code, RuleSet, Source, Word, WordKind, limits, run_cases, vocabulary};

fn root() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("../..")
}

/// BOT-03
#[test]
fn the_table_of_what_counts_as_the_same_holds() {
    for line in TABLE {
        let set = rules(&format!("keyword(\"k\", [\"{}\"], |chat| chat.reply(\"found\"));", line.keyword));
        let found = !replies(&Desk::new().says(&set, line.message)).is_empty();
        assert_eq!(found, line.found, "{} in {}: {}", line.keyword, line.message, line.why);
    }
    assert!(TABLE.iter().filter(|line| line.found).count() >= 20);
    assert!(TABLE.iter().filter(|line| !line.found).count() >= 15);
}

#[derive(Clone, Copy, PartialEq)]
enum Tongue {
    En,
    Ja,
}

const GUIDES: [(&str, Tongue); 4] = [
    ("docs/rules.md", Tongue::En),
    ("docs/rules.ja.md", Tongue::Ja),
    ("docs/rules-recipes.md", Tongue::En),
    ("docs/rules-recipes.ja.md", Tongue::Ja),
];

fn cell(text: &str) -> String {
    text.replace('|', "\\|").replace('\n', "⏎")
}

fn words(kind: WordKind, tongue: Tongue) -> String {
    let mut out = match tongue {
        Tongue::En => "| you write | what it is |\n|---|---|\n".to_owned(),
        Tongue::Ja => "| 書き方 | 意味 |\n|---|---|\n".to_owned(),
    };
    for word in vocabulary().into_iter().filter(|word| word.kind == kind) {
        let Word { written, others, help, help_ja, .. } = word;
        let others = others.iter().fold(String::new(), |all, name| all + " `" + *name + "`");
        let help = if tongue == Tongue::En { help } else { help_ja };
        let _ = writeln!(out, "| `{}`{others} | {} |", cell(&written), cell(help));
    }
    out
}

fn table_of_folding(tongue: Tongue) -> String {
    let mut out = match tongue {
        Tongue::En => "| a customer writes | keyword | found | why |\n|---|---|---|---|\n".to_owned(),
        Tongue::Ja => "| お客様のメッセージ | キーワード | 一致 | 理由 |\n|---|---|---|---|\n".to_owned(),
    };
    for line in TABLE {
        let (yes, no) = if tongue == Tongue::En { ("yes", "no") } else { ("する", "しない") };
        let why = if tongue == Tongue::En { line.why } else { line.why_ja };
        let found = if line.found { yes } else { no };
        let _ = writeln!(out, "| {} | {} | {found} | {why} |", cell(line.message), cell(line.keyword));
    }
    out
}

fn table_of_codes(tongue: Tongue) -> String {
    let mut out = match tongue {
        Tongue::En => "| code | what it is |\n|---|---|\n".to_owned(),
        Tongue::Ja => "| コード | 意味 |\n|---|---|\n".to_owned(),
    };
    for code in Code::ALL {
        let help = if tongue == Tongue::En { code.help() } else { code.help_ja() };
        let _ = writeln!(out, "| `{code}` | {} |", cell(help));
    }
    out
}

fn table_of_limits(tongue: Tongue) -> String {
    let kib = |bytes: usize| format!("{} KiB", bytes / 1024);
    let ms = |time: std::time::Duration| format!("{} ms", time.as_millis());
    let lines = [
        ("one file", "1つのファイル", kib(limits::SOURCE_BYTES)),
        ("files in a set", "ファイルの数", limits::FILES.to_string()),
        ("rules in a set", "ルールの数", limits::RULES.to_string()),
        ("rules of `pattern`", "`pattern` のルールの数", limits::PATTERNS.to_string()),
        ("characters of a keyword", "キーワードの文字数", limits::WORD_CHARS.to_string()),
        ("characters of a rule's name", "ルール名の文字数", limits::NAME_CHARS.to_string()),
        ("characters of a reply or note", "返信・メモの文字数", limits::TEXT_CHARS.to_string()),
        (
            "characters of a tag, field name, variable name or button label",
            "タグ・項目名・変数名・ボタンの文字数",
            limits::LABEL_CHARS.to_string(),
        ),
        (
            "characters of a field's or variable's value",
            "項目・変数の値の文字数",
            limits::VALUE_CHARS.to_string(),
        ),
        ("buttons under one message", "1つのメッセージのボタン数", domain::Button::MAX.to_string()),
        (
            "proposals for one message, of all rules together",
            "1つのメッセージに対する動作の数(全ルール合計)",
            limits::PROPOSALS.to_string(),
        ),
        ("operations of one rule", "1つのルールの計算量", limits::OPERATIONS.to_string()),
        ("time of one rule", "1つのルールの時間", ms(limits::RUN_TIME)),
        (
            "time of all rules for one message",
            "1つのメッセージに対する全ルールの時間",
            ms(limits::DECISION_TIME),
        ),
        ("functions calling functions", "関数の呼び出しの深さ", limits::CALL_DEPTH.to_string()),
        (
            "items of a list, items of a map",
            "リストの項目数、マップの項目数",
            format!("{}, {}", limits::LIST_ITEMS, limits::MAP_ITEMS),
        ),
        ("one text made by a rule", "ルールが作る文字列", kib(limits::STRING_BYTES)),
        ("last messages in `chat.history`", "`chat.history` の件数", limits::HISTORY.to_string()),
        ("lengths of time", "時間の長さ", "1 min – 90 days".to_owned()),
        ("cases of a set", "テストケースの数", limits::CASES.to_string()),
    ];
    let mut out = match tongue {
        Tongue::En => "| what | at most |\n|---|---|\n".to_owned(),
        Tongue::Ja => "| 項目 | 上限 |\n|---|---|\n".to_owned(),
    };
    for (en, ja, value) in lines {
        let _ = writeln!(out, "| {} | {value} |", if tongue == Tongue::En { en } else { ja });
    }
    out
}

fn recipe(name: &str) -> String {
    let read =
        |ending: &str| fs::read_to_string(root().join(format!("rules/recipes/{name}.{ending}"))).unwrap();
    format!("```js\n{}```\n\n```toml\n{}```\n", read("rhai"), read("toml"))
}

/// What stands between `<!-- begin NAME -->` and `<!-- end -->`.
fn generated(name: &str, tongue: Tongue) -> String {
    match name {
        "declarations" => words(WordKind::Declaration, tongue),
        "facts" => words(WordKind::Fact, tongue),
        "actions" => words(WordKind::Method, tongue),
        "functions" => words(WordKind::Function, tongue),
        "folding" => table_of_folding(tongue),
        "codes" => table_of_codes(tongue),
        "limits" => table_of_limits(tongue),
        other => recipe(other.strip_prefix("recipe ").unwrap_or_else(|| panic!("what is {other}?"))),
    }
}

/// A guide with its generated parts made anew, and their names.
fn anew(text: &str, tongue: Tongue) -> (String, Vec<String>) {
    let mut out = String::new();
    let mut names = Vec::new();
    let mut rest = text;
    while let Some((before, after)) = rest.split_once("<!-- begin ") {
        let (name, after) = after.split_once(" -->\n").unwrap();
        let (_, after) = after.split_once("<!-- end -->").unwrap();
        let _ = write!(out, "{before}<!-- begin {name} -->\n{}<!-- end -->", generated(name, tongue));
        names.push(name.to_owned());
        rest = after;
    }
    out.push_str(rest);
    (out, names)
}

/// BOT-08
#[test]
fn the_guides_say_what_the_code_does() {
    let write = std::env::var_os("MADOGUCHI_WRITE_DOCS").is_some();
    let mut parts: [BTreeSet<String>; 2] = [BTreeSet::new(), BTreeSet::new()];
    for (guide, tongue) in GUIDES {
        let path = root().join(guide);
        let text = fs::read_to_string(&path).unwrap();
        let (fresh, names) = anew(&text, tongue);
        parts[usize::from(tongue == Tongue::Ja)].extend(names);
        if write {
            fs::write(&path, &fresh).unwrap();
        } else {
            let first = text.lines().zip(fresh.lines()).find(|(old, new)| old != new);
            assert!(text == fresh, "{guide} is not up to date; first at {first:?}");
        }
    }
    let tables = ["declarations", "facts", "actions", "functions", "folding", "codes", "limits"];
    let mut expected: BTreeSet<String> = tables.map(str::to_owned).into();
    for entry in fs::read_dir(root().join("rules/recipes")).unwrap() {
        let name = entry.unwrap().file_name().into_string().unwrap();
        expected.extend(name.strip_suffix(".rhai").map(|name| format!("recipe {name}")));
    }
    assert_eq!(parts, [expected.clone(), expected], "each guide shows every table and every recipe");
}

/// The blocks of a guide in this language, outside of the generated parts.
fn blocks(text: &str, language: &str) -> Vec<String> {
    let mut own = String::new();
    for (n, part) in text.split("<!-- begin ").enumerate() {
        own.push_str(if n == 0 { part } else { part.split_once("<!-- end -->").unwrap().1 });
    }
    let fence = format!("```{language}\n");
    own.split(&fence).skip(1).map(|rest| rest.split("```").next().unwrap().to_owned()).collect()
}

#[test]
fn every_example_in_the_guides_works() {
    for (guide, _) in GUIDES {
        let text = fs::read_to_string(root().join(guide)).unwrap();
        let examples = blocks(&text, "js");
        for example in &examples {
            let set = RuleSet::compile(&[Source::new("example.rhai", example.as_str())])
                .unwrap_or_else(|found| panic!("{guide}:\n{example}\n{}", shown(&found)));
            assert!(set.warnings().is_empty(), "{guide}:\n{example}\n{}", shown(set.warnings()));
        }
        // The cases of a guide are about its first example.
        for cases in blocks(&text, "toml") {
            let report = run_cases(&rules(&examples[0]), &[Source::new("cases.toml", cases.as_str())]);
            let report = report.unwrap_or_else(|found| panic!("{guide}:\n{}", shown(&found)));
            assert!(report.passed(), "{guide}:\n{cases}\n{report}");
        }
    }
}

/// Nothing is documented that does not exist: `chat.…` anywhere in the guides.
#[test]
fn the_guides_name_no_fact_and_no_action_that_does_not_exist() {
    let known: BTreeSet<&str> = vocabulary().into_iter().map(|word| word.name).collect();
    for (guide, _) in GUIDES {
        let text = fs::read_to_string(root().join(guide)).unwrap();
        // The example of a mistake is none of it.
        let text: String =
            text.split("```text").map(|part| part.split_once("\n```\n").map_or(part, |p| p.1)).collect();
        for rest in text.split("chat.").skip(1) {
            let name: String = rest.chars().take_while(|c| c.is_ascii_lowercase() || *c == '_').collect();
            assert!(name.is_empty() || known.contains(name.as_str()), "{guide} tells of chat.{name}");
        }
    }
}

/// The keys of cases that the guides list are those that are read.
#[test]
fn the_guides_list_every_key_of_a_case() {
    let unknown = |case: &str| {
        let found = run_cases(&rules(""), &[Source::new("a.toml", case)]).unwrap_err();
        found[0].hint.clone()
    };
    let case = unknown("[[case]]\nname = \"a\"\nqqqqqqqq = 1");
    let expect = unknown("[[case]]\nname = \"a\"\nsay = \"x\"\nexpect = { qqqqqqqq = 1 }");
    for hint in [case, expect] {
        let keys: Vec<&str> = hint.trim_start_matches("there is ").split(", ").collect();
        assert!(keys.len() > 10, "{hint}");
        for (guide, _) in &GUIDES[..2] {
            let text = fs::read_to_string(root().join(guide)).unwrap();
            for key in &keys {
                assert!(text.contains(&format!("`{key}`")), "{guide} does not tell of `{key}`");
            }
        }
    }
}
