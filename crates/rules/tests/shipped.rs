//! The rules that come with the desk.

#![allow(clippy::unwrap_used, reason = "a test that cannot read its files fails")]

mod desk;

use std::fs;
use std::path::Path;

use desk::shown;
use rules::{RuleSet, Source, run_cases};

fn files(folder: &str, ending: &str) -> Vec<Source> {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../rules").join(folder);
    let mut files: Vec<_> = fs::read_dir(folder)
        .unwrap()
        .map(|entry| entry.unwrap().path())
        .filter(|path| path.extension().is_some_and(|e| e == ending))
        .map(|path| {
            Source::new(path.file_name().unwrap().to_str().unwrap(), fs::read_to_string(&path).unwrap())
        })
        .collect();
    files.sort_by(|a, b| a.file.cmp(&b.file));
    files
}

fn shipped() -> RuleSet {
    RuleSet::compile(&files(".", "rhai")).unwrap_or_else(|found| panic!("{}", shown(&found)))
}

/// BOT-06, BOT-08, STA-08, STA-10
#[test]
fn the_shipped_rules_have_no_findings_and_their_cases_pass_and_cover_every_rule() {
    let set = shipped();
    assert!(set.warnings().is_empty(), "{}", shown(set.warnings()));
    let report = run_cases(&set, &files("cases", "toml")).unwrap_or_else(|found| panic!("{}", shown(&found)));
    assert!(report.passed(), "{report}");
    assert_eq!(report.uncovered(), [""; 0], "{report}");
    assert!(report.cases.len() >= 30, "{} cases", report.cases.len());
}

#[test]
fn the_shipped_labels_fit_on_lines_buttons() {
    for file in files(".", "rhai") {
        for label in file.text.split("label: #{").skip(1) {
            let texts = label.split('}').next().unwrap().split('"').skip(1).step_by(2);
            for text in texts {
                assert!(text.chars().count() <= 20, "{text} in {}", file.file);
            }
        }
    }
}

#[test]
fn a_case_that_fails_says_what_was_expected_and_what_came() {
    let cases = |text: &str| vec![Source::new("x.toml", text)];
    let report = run_cases(
        &shipped(),
        &cases(
            r#"
            [[case]]
            name = "wrong"
            say = "料金は？"
            expect = { rule = "parking", reply = "駐車", escalate = true, complete = false, buttons = ["a"], tag = "x", var = { a = "b" } }
            [[case]]
            name = "dialogue"
            [[case.turn]]
            say = "料金は？"
            expect = { rule = "prices" }
            [[case.turn]]
            say = "料金は？"
            expect = { none = true }
            [[case]]
            name = "typo"
            say = "x"
            channel = "lime"
            expect = { none = true }
        "#,
        ),
    )
    .unwrap();
    assert!(!report.passed());
    let text = report.to_string();
    for line in [
        "FAILED x.toml:3: wrong",
        "expected parking",
        "came     prices",
        "expected …駐車…",
        "escalate",
        "no tag",
        "var a",
        "what came: reply(",
        "turn 2, say",
        "is not a channel",
        "3 cases, 3 failed",
        "1 of 20 rules acted in a case",
        "  welcome (10-greeting.rhai:5) acted in none",
    ] {
        assert!(text.contains(line), "{line:?} is not in\n{text}");
    }
    assert!(!text.contains("complete\n      expected"), "what is as expected is not told:\n{text}");
}

#[test]
fn what_differs_in_several_lines_is_told_line_by_line() {
    let case = "[[case]]\nname = \"a\"\nsay = \"予約\"\nexpect = { proposals = [\"set_category 予約\", \"tag x\"], reply_is = \"a\\nb\" }";
    let report = run_cases(&shipped(), &[Source::new("x.toml", case)]).unwrap().to_string();
    for line in
        ["+ reply ご予約ですね", "  set_category 予約", "- tag x", "+ var asked = booking", "- a", "- b"]
    {
        assert!(report.contains(line), "{line:?} is not in\n{report}");
    }
}

#[test]
fn a_file_of_cases_that_cannot_be_read_is_pointed_at() {
    let found =
        run_cases(&shipped(), &[Source::new("x.toml", "[[case]]\nname = \"a\"\nsay = \"x\"\nexpct = 1")]);
    assert_eq!(found.unwrap_err()[0].hint, "did you mean `expect`?");
}
