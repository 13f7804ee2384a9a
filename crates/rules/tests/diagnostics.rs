//! What people read when a source is wrong: the place, the reason, and what to do.

#![allow(clippy::unwrap_used, reason = "a test that finds nothing fails")]

mod desk;

use desk::{mistake, rules, shown};
use rules::{RuleSet, Severity, Source, limits};

/// The source with `⟦` before the place where the mistake is to be found.
fn found_at_the_mark(marked: &str, words: &str) {
    let text = marked.replace('⟦', "");
    let before = &marked[..marked.find('⟦').unwrap()];
    let line = before.lines().count() + usize::from(before.ends_with('\n') || before.is_empty());
    let column = before.rsplit('\n').next().unwrap().chars().count() + 1;
    let found = mistake(&text);
    let place = (found.line as usize, found.column as usize);
    assert_eq!(place, (line, column), "{found}");
    assert!(found.to_string().contains(words), "{words:?} is not in\n{found}");
}

#[test]
fn mistakes_are_found_where_they_are_also_inside_functions() {
    for (marked, words) in [
        ("on_message(\"a\", |chat| {\n  chat.⟦replay(\"x\");\n});", "did you mean `reply`?"),
        ("on_message(\"a\", |chat| chat.reply(chat.⟦txt));", "did you mean `text`?"),
        ("on_message(\"a\", |chat| {\n\n   if chat.⟦is_open { }\n});", "no fact `is_open`"),
        ("on_message(\"予約\", |chat| { let ⟦予 = 1; });\n", ""),
        ("on_message(\"a\", |chat| chat.⟦reply);", "with brackets"),
        ("on_message(\"a\", |chat| chat.⟦text());", "without brackets"),
        ("on_message(\"a\", |chat| chat.⟦reply());", "chat.reply(words)"),
        ("on_message(\"a\", |chat| chat.⟦reply(\"a\", \"b\"));", "chat.reply(words)"),
        ("on_message(\"a\", |chat| chat.reply(⟦[1]));", "this is a list"),
        ("on_message(\"a\", |chat| chat.buttons(\"a\", ⟦\"b\"));", "this is text"),
        ("on_message(\"a\", |chat| chat.tag(⟦5));", "this is a number"),
        ("on_message(\"a\", |chat| { ⟦reply(\"x\") });", "write `chat.reply(…)`"),
        ("on_message(\"a\", |chat| { ⟦shuot(\"x\") });\nfn shout(x) { x }", "did you mean `shout`?"),
        ("⟦keywrod(\"a\", [\"b\"], |chat| {});", "did you mean `keyword`?"),
        ("⟦keyword(\"a\", |chat| {});", "keyword"),
        ("keyword(\"a\", ⟦[], |chat| {});", "empty"),
        ("keyword(\"a\", ⟦[\"\"], |chat| {});", "empty"),
        ("keyword(\"a\", ⟦5, |chat| {});", "not a number"),
        ("keyword(\"a\", ⟦[\"\u{200B}\"], |chat| {});", "nothing that can be seen"),
        ("keyword(⟦5, [\"b\"], |chat| {});", "a rule's name is text"),
        ("keyword(\"a\", [\"b\"], ⟦5);", "to be a function"),
        ("keyword(\"a\", [\"b\"], ⟦#{chanels: [\"line\"]}, |chat| {});", "did you mean `channels`?"),
        ("keyword(\"a\", [\"b\"], ⟦#{channels: [\"lime\"]}, |chat| {});", "did you mean `line`?"),
        ("keyword(\"a\", [\"b\"], ⟦#{hours: \"night\"}, |chat| {});", "\"open\" or \"closed\""),
        ("after(⟦24, \"a\", |chat| {});", "hours(24)"),
        ("after(⟦hours(0), \"a\", |chat| {});", "at least a minute"),
        ("after(⟦setting(\"auto_end\"), \"a\", |chat| {});", "auto_end_request"),
        ("pattern(\"a\", ⟦\"(x\", |chat| {});", "unclosed group"),
        (
            "on_message(\"a\", |chat| {});\non_message(\"b\", |chat| {});\n⟦on_message(\"a\", |chat| {});",
            "called `a` too",
        ),
        ("on_message(\"a\", |chat| { chat.reply(⟦greeting); });", "no `greeting`"),
        ("on_message(\"a\", |chat| { [1].for_each(|x| chat.⟦tga(\"x\")); });", "did you mean `tag`?"),
        ("on_message(\"a\", |chat| { let x = chat.text ⟦let y = 1; });", ""),
        ("on_message(\"a\", |chat| { \"abc\".⟦to_uper() });", "did you mean `to_upper`?"),
        ("on_message(\"a\", |chat| { chat.⟦text = \"x\"; });", "cannot be changed"),
        ("on_message(\"a\", |chat| { ⟦print(\"x\"); });", "chat.note"),
    ] {
        found_at_the_mark(marked, words);
    }
}

#[test]
fn an_open_bracket_is_told_by_the_end_of_the_file() {
    let found = mistake("on_message(\"a\", |chat| {\n  chat.reply(\"x\");\n");
    assert!(found.line >= 2 && found.hint.contains("missing"), "{found}");
}

#[test]
fn all_mistakes_of_all_files_show_at_once() {
    let found = RuleSet::compile(&[
        Source::new("b.rhai", "keyword(\"x\", [], |chat| {});\nkeyword(\"y\", [\"\"], |chat| {});"),
        Source::new("a.rhai", "on_message(\"a\", |chat| { chat.replay(\"1\"); chat.replay(\"2\"); });"),
    ])
    .err()
    .unwrap();
    let places: Vec<_> = found.iter().map(|found| (found.file.as_str(), found.line)).collect();
    assert_eq!(places, [("a.rhai", 1), ("a.rhai", 1), ("b.rhai", 1), ("b.rhai", 2)]);
}

#[test]
fn the_same_keyword_twice_is_a_warning() {
    let set = rules(
        "keyword(\"a\", [\"オペレーター\", \"おぺれーたー\"], |chat| if chat.open_now { chat.reply(\"x\") });\nkeyword(\"b\", [\"ｵﾍﾟﾚｰﾀｰ\", \"人\"], |chat| chat.reply(\"y\"));",
    );
    let messages: Vec<_> = set.warnings().iter().map(|found| (found.line, found.message.as_str())).collect();
    assert_eq!(
        messages,
        [
            (1, "`おぺれーたー` is the same as another keyword of this rule"),
            (2, "`ｵﾍﾟﾚｰﾀｰ` is a keyword of `a` too"),
        ]
    );
    assert!(set.warnings().iter().all(|found| found.severity == Severity::Warning));
}

#[test]
fn a_rule_that_can_never_run_is_named_only_if_that_is_certain() {
    let never = |first: &str, second: &str| {
        let set = rules(&format!("{first}\n{second}"));
        set.warnings().iter().any(|found| found.message.contains("can never run"))
    };
    let reply = "keyword(\"a\", [\"料金\", \"値段\"], |chat| chat.reply(\"x\"));";
    let later = "keyword(\"b\", [\"料金\"], |chat| chat.reply(\"y\"));";
    assert!(never(reply, later));
    assert!(never("keyword(\"a\", [\"料金\"], |chat| { chat.reply(\"x\"); chat.tag(\"t\"); });", later));
    assert!(never(reply, "exact(\"b\", [\"料金\"], |chat| chat.reply(\"y\"));"));
    for uncertain in [
        "keyword(\"a\", [\"料金\"], |chat| if chat.open_now { chat.reply(\"x\") });",
        "keyword(\"a\", [\"料金\"], |chat| { chat.reply(\"x\"); chat.go_on(); });",
        "keyword(\"a\", [\"料金\"], |chat| { let x = 1; });",
        "exact(\"a\", [\"料金\"], |chat| chat.reply(\"x\"));",
        "keyword(\"a\", [\"料金\"], #{hours: \"open\"}, |chat| chat.reply(\"x\"));",
        "keyword(\"a\", [\"料金表\"], |chat| chat.reply(\"x\"));",
        "fn say(c) { if false { c.note(\"x\") } }\nkeyword(\"a\", [\"料金\"], |chat| { say(chat) });",
    ] {
        assert!(!never(uncertain, later), "{uncertain}");
    }
    assert!(!never(reply, "keyword(\"b\", [\"料金\", \"予約\"], |chat| chat.reply(\"y\"));"));
    let scoped = |word: &str| {
        format!("keyword(\"{word}\", [\"料金\"], #{{languages: [\"{word}\"]}}, |chat| chat.reply(\"x\"));")
    };
    let apart = rules(&format!("{}\n{}", scoped("ja"), scoped("en")));
    assert!(apart.warnings().is_empty(), "{}", shown(apart.warnings()));
}

#[test]
fn a_finding_is_drawn_for_people() {
    let found = mistake("on_message(\"挨拶\", |chat| {\n    chat.replay(\"こんにちは\");\n});");
    assert_eq!(
        found.to_string(),
        "error: `chat` has no `replay(…)`\n --> a.rhai:2:10\n  |\n2 |     chat.replay(\"こんにちは\");\n  |          ^\n  = did you mean `reply`?\n"
    );
}

#[test]
fn a_comment_that_never_ends_is_a_warning() {
    let set = rules("on_message(\"a\", |chat| {});\n /* old:\non_message(\"b\", |chat| {});");
    let found = &set.warnings()[0];
    assert_eq!((found.line, found.column, set.rules().len()), (2, 2, 1), "{found}");
    assert!(rules("/* fine */ on_message(\"a\", |chat| {});").warnings().is_empty());
}

/// INV-23
#[test]
fn findings_are_counted_and_their_lines_cut() {
    let line = "keyword(\"a\", [], |chat| {});".repeat(200);
    let found = RuleSet::compile(&[Source::new("a.rhai", line)]).unwrap_err();
    assert_eq!(found.len(), limits::FINDINGS);
    assert!(found.iter().all(|found| found.source_line.chars().count() <= limits::SHOWN_CHARS));
    assert_eq!(
        found[50].column as usize,
        50 * "keyword(\"a\", [], |chat| {});".len() + "keyword(\"a\", ".len() + 1
    );
}
