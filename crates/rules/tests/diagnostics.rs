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
        ("keyword(\"a\", [⟦\"\"], |chat| {});", "empty"),
        ("keyword(\"a\", ⟦5, |chat| {});", "not a number"),
        ("keyword(\"a\", [\"b\", ⟦\"\u{200B}\"], |chat| {});", "nothing that can be seen"),
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

/// The codes that a whole set is warned of, each with its line and column.
fn warned(files: &[(&str, &str)]) -> Vec<(&'static str, u32, u32)> {
    let sources: Vec<_> = files.iter().map(|(name, text)| Source::new(*name, *text)).collect();
    let set = RuleSet::compile(&sources).unwrap_or_else(|found| panic!("{}", shown(&found)));
    set.warnings().iter().map(|found| (found.code.as_str(), found.line, found.column)).collect()
}

#[test]
fn what_an_earlier_rule_always_answers_is_told() {
    let say = "|chat| chat.reply(\"x\")";
    for (first, second, expected) in [
        ("keyword(\"a\", [\"料金\"], F);", "keyword(\"b\", [\"料金表\"], F);", Some("unreachable")),
        (
            "keyword(\"a\", [\"料金\", \"表\"], F);",
            "keyword(\"b\", [\"時刻表\", \"料金表\"], F);",
            Some("unreachable"),
        ),
        (
            "keyword(\"a\", [\"料金\"], F);",
            "keyword(\"b\", [\"時刻\", \"料金表\"], F);",
            Some("hidden-keyword"),
        ),
        ("keyword(\"a\", [\"料金表\"], F);", "keyword(\"b\", [\"料金\"], F);", None),
        ("starts_with(\"a\", [\"注文\"], F);", "starts_with(\"b\", [\"注文番号\"], F);", Some("unreachable")),
        ("starts_with(\"a\", [\"注文\"], F);", "exact(\"b\", [\"注文する\"], F);", Some("unreachable")),
        ("starts_with(\"a\", [\"注文\"], F);", "exact(\"b\", [\"再注文\"], F);", None),
        ("starts_with(\"a\", [\"注文\"], F);", "keyword(\"b\", [\"注文番号\"], F);", None),
        ("exact(\"a\", [\"注文\"], F);", "exact(\"b\", [\"注文番号\"], F);", None),
        ("on_message(\"a\", F);", "keyword(\"b\", [\"料金\"], F);", Some("unreachable")),
        ("on_message(\"a\", F);", "pattern(\"b\", \"[0-9]+\", F);", Some("unreachable")),
        ("on_message(\"a\", #{hours: \"open\"}, F);", "on_message(\"b\", F);", None),
        ("on_message(\"a\", F);", "on_button(\"b\", \"x\", F);", None),
        ("pattern(\"a\", \"[0-9]+\", F);", "pattern(\"b\", \"[0-9]+\", F);", Some("unreachable")),
        ("on_button(\"a\", [\"x\", \"y\"], F);", "on_button(\"b\", \"x\", F);", Some("unreachable")),
        ("on_button(\"a\", \"x\", F);", "on_button(\"b\", [\"x\", \"y\"], F);", Some("hidden-keyword")),
        ("on_follow(\"a\", F);", "on_follow(\"b\", F);", Some("unreachable")),
        ("on_open(\"a\", F);", "on_follow(\"b\", F);", None),
        ("after(hours(24), \"a\", F);", "after(days(1), \"b\", F);", Some("unreachable")),
        ("after(hours(24), \"a\", F);", "after(hours(25), \"b\", F);", None),
        (
            "on_end(\"a\", #{languages: [\"ja\"]}, F); on_end(\"c\", #{languages: [\"en\"]}, F);",
            "on_end(\"b\", F);",
            Some("unreachable"),
        ),
        ("on_end(\"a\", #{channels: [\"line\"]}, F);", "on_end(\"b\", F);", None),
        (
            "on_end(\"a\", F);",
            "on_end(\"b\", #{channels: [\"line\"], hours: \"open\"}, F);",
            Some("unreachable"),
        ),
    ] {
        let text = format!("{first}\n{second}").replace('F', say);
        let found: Vec<_> = warned(&[("a.rhai", &text)]).into_iter().map(|(code, ..)| code).collect();
        assert_eq!(found, expected.into_iter().collect::<Vec<_>>(), "{text}");
    }
}

#[test]
fn warnings_point_at_the_word_or_the_line_that_they_are_about() {
    for (marked, code) in [
        ("keyword(\"a\", [\"窓\", ⟦\"ﾏﾄﾞ\", ⟦\"マド\"], |chat| {});", "same-keyword"),
        (
            "keyword(\"a\", [\"窓\"], |chat| {});\nkeyword(\"b\", [\"戸\", ⟦\"窓\"], |chat| {});",
            "shared-keyword",
        ),
        (
            "keyword(\"a\", [\"窓\"], |chat| chat.rate());\nkeyword(\"b\", [\"戸\", ⟦\"窓口\"], |chat| {});",
            "hidden-keyword",
        ),
        (
            "keyword(\"a\", [\"窓\"], |chat| chat.rate());\n⟦keyword(\"b\", [\"窓口\"], |chat| {});",
            "unreachable",
        ),
        (
            "on_open(\"a\", |chat| chat.buttons(\"?\", [\"a\", ⟦#{id: \"go\", label: \"行く\"}]));\nkeyword(\"b\", [\"Ａ\"], |chat| {});",
            "unanswered-button",
        ),
        (
            "pattern(\"a\", \"(x)y\", |chat| { chat.note(chat.group(1)); chat.note(chat.⟦group(2)) });",
            "unknown-group",
        ),
        ("keyword(\"a\", [\"x\"], |chat| chat.note(chat.⟦group(0)));", "unknown-group"),
        (
            "on_open(\"a\", #{hours: \"closed\"}, |chat| ⟦if chat.open_now { chat.rate() });",
            "never-in-its-hours",
        ),
        (
            "on_open(\"a\", #{hours: \"open\"}, |chat| { ⟦if chat.online > 0 && !chat.open_now { chat.rate() } });",
            "never-in-its-hours",
        ),
        ("fn f(c) { c.rate() }\non_open(\"a\", |chat| ⟦f(chat));", "unchecked-chat"),
        ("on_open(\"a\", |chat| { ⟦let c = chat; });", "unchecked-chat"),
        ("on_open(\"a\", |chat| {});\n ⟦/* x", "open-comment"),
    ] {
        let marked = if code == "same-keyword" { marked.replacen('⟦', "", 1) } else { marked.to_owned() };
        let text = marked.replace('⟦', "");
        let before = &marked[..marked.find('⟦').unwrap()];
        let line = u32::try_from(before.matches('\n').count() + 1).unwrap();
        let column = u32::try_from(before.rsplit('\n').next().unwrap().chars().count() + 1).unwrap();
        assert_eq!(warned(&[("a.rhai", &text)]), [(code, line, column)], "{text}");
    }
}

#[test]
fn what_is_meant_is_not_warned_of() {
    for text in [
        "on_open(\"a\", |chat| chat.buttons(\"?\", [\"料金\", #{id: \"go\", label: \"行く\"}]));\nkeyword(\"b\", [\"料金\"], |chat| {});\non_button(\"c\", \"go\", |chat| {});",
        "on_open(\"a\", |chat| chat.buttons(\"?\", [\"12番\"]));\npattern(\"b\", \"[0-9]+番\", |chat| {});",
        "on_open(\"a\", |chat| chat.quick_replies(\"?\", [\"赤\", \"青\"]));\non_message(\"b\", |chat| if chat.text == \"赤\" || chat.text == \"青\" { chat.rate() });",
        "on_open(\"a\", #{hours: \"closed\"}, |chat| if !chat.open_now { chat.rate() });",
        "on_open(\"a\", #{hours: \"closed\"}, |chat| if chat.open_now { chat.rate() } else { chat.note(\"x\") });",
        "on_open(\"a\", #{hours: \"closed\"}, |chat| { if chat.open_now { chat.rate() } chat.note(\"x\"); });",
        "on_open(\"a\", #{hours: \"closed\"}, |chat| if chat.open_now || chat.online > 0 { chat.rate() });",
        "pattern(\"a\", \"(x)y\", |chat| chat.note(chat.group(0) + chat.group(1)));",
        "fn f(chat) { chat.rate() }\non_open(\"a\", |chat| f(chat));",
    ] {
        assert_eq!(warned(&[("a.rhai", text)]), [], "{text}");
    }
    assert_eq!(warned(&[("10-a.rhai", ""), ("20-b.rhai", ""), ("c.rhai", "")]), []);
    assert_eq!(warned(&[("10-a.rhai", ""), ("2-b.rhai", "")]), [("file-order", 0, 0)]);
}

#[test]
fn what_no_inbox_can_use_is_told() {
    let set = rules(
        "on_open(\"a\", #{channels: [\"telegram\"]}, |chat| chat.rate());\non_follow(\"b\", #{hours: \"closed\"}, |chat| chat.rate());\nafter(setting(\"auto_complete\"), \"c\", |chat| chat.complete());\non_end(\"d\", #{hours: \"open\"}, |chat| chat.rate());",
    );
    let lines = |inboxes: &[domain::Inbox]| {
        set.check_for(inboxes).into_iter().map(|found| found.line).collect::<Vec<_>>()
    };
    let mut inbox = desk::Desk::new().inbox;
    assert_eq!(lines(&[inbox.clone()]), [1, 2], "it is on LINE and always open");
    inbox.hours.sunday = Vec::new();
    inbox.auto_complete_bot = None;
    assert_eq!(lines(&[inbox.clone()]), [1, 3], "it closes on Sundays, and completes nothing by itself");
    for day in ["monday", "tuesday", "wednesday", "thursday", "friday", "saturday"] {
        let day = match day {
            "monday" => &mut inbox.hours.monday,
            "tuesday" => &mut inbox.hours.tuesday,
            "wednesday" => &mut inbox.hours.wednesday,
            "thursday" => &mut inbox.hours.thursday,
            "friday" => &mut inbox.hours.friday,
            _ => &mut inbox.hours.saturday,
        };
        day.clear();
    }
    assert_eq!(lines(&[inbox.clone()]), [1, 3, 4], "it never opens");
    let telegram = domain::Inbox { channel: domain::ChannelKind::Telegram, ..desk::Desk::new().inbox };
    assert_eq!(lines(&[inbox, telegram]), [0; 0], "between them they have everything");
}

/// The codes are promised to programs.
#[test]
fn findings_are_data_for_editors() {
    let found = mistake("on_message(\"a\", |chat| {\n  chat.replay(\"x\");\n});");
    assert_eq!(
        serde_json::to_value(&found).unwrap(),
        serde_json::json!({
            "file": "a.rhai", "line": 2, "column": 8, "severity": "error", "code": "unknown-action",
            "message": "`chat` has no `replay(…)`", "hint": "did you mean `reply`?",
            "source_line": "  chat.replay(\"x\");",
        })
    );
    for (text, code) in [
        ("on_message(\"a\", |chat| {", "syntax"),
        ("on_message(\"a\", |chat| { eval(\"1\") });", "not-available"),
        ("on_message(\"a\", |chat| { chat.reply(x) });", "unknown-name"),
        ("on_message(\"a\", |chat| { shout(1) });", "unknown-function"),
        ("on_message(\"a\", |chat| chat.reply(chat.txt));", "unknown-fact"),
        ("on_message(\"a\", |chat| chat.reply());", "wrong-arguments"),
        ("on_message(\"a\", |chat| { chat.text = \"x\"; });", "read-only-fact"),
        ("let chat = 1;", "taken-name"),
        ("on_message(\"a\", |chat| { on_open(\"b\", |chat| {}) });", "misplaced"),
        ("on_message(\"a\", |chat| { let x = 1; let f = || x; });", "kept-function"),
        ("on_message(\"a\", |chat| { let m = #{}; m[chat.text] = 1; });", "computed-key"),
        ("on_message(\"a b\", |chat| {});", "bad-rule-name"),
        ("on_open(\"a\", |chat| {}); on_open(\"a\", |chat| {});", "duplicate-name"),
        ("keyword(\"a\", [], |chat| {});", "bad-keyword"),
        ("on_button(\"a\", \"mdg.end\", |chat| {});", "bad-keyword"),
        ("pattern(\"a\", \"(\", |chat| {});", "bad-pattern"),
        ("after(hours(0), \"a\", |chat| {});", "load-failed"),
        ("throw;", "load-failed"),
        ("after(5, \"a\", |chat| {});", "bad-length"),
        ("on_open(\"a\", #{hour: \"open\"}, |chat| {});", "bad-option"),
        ("on_open(\"a\", |talk| {});", "bad-function"),
        (&"x".repeat(40_000), "too-large"),
    ] {
        assert_eq!(mistake(text).code.as_str(), code, "{text:.80}");
    }
    let found = RuleSet::compile(&[Source::new("a/b.rhai", "")]).unwrap_err();
    assert_eq!(found[0].code.as_str(), "bad-file-name");
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
        "error[unknown-action]: `chat` has no `replay(…)`\n --> a.rhai:2:10\n  |\n2 |     chat.replay(\"こんにちは\");\n  |          ^\n  = did you mean `reply`?\n"
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
