//! Sources that mean harm: refused, or ended in time, and never the end of the process (SEC-20 to SEC-23, B-31, B-32).

mod desk;

use std::fmt::Write;
use std::time::{Duration, Instant};

use desk::{Desk, compile, mistake, replies, rules, shown};
use domain::{Decision, Occasion};
use rules::{RuleSet, Source, limits};

/// Generous, because the machine that tests runs other tests too; what is ended at 250 ms comes far below it.
const SOON: Duration = Duration::from_secs(4);

fn soon<T>(what: &str, act: impl FnOnce() -> T) -> T {
    let begun = Instant::now();
    let done = act();
    assert!(begun.elapsed() < SOON, "{what} took {:?}", begun.elapsed());
    done
}

/// Runs the body as a rule, with another rule behind it.
fn run(body: &str) -> Decision {
    let text = format!(
        "on_message(\"bad\", |chat| {{ {body} }});\non_message(\"good\", |chat| chat.reply(\"good\"));"
    );
    let set = rules(&text);
    soon(body, || Desk::new().says(&set, "x"))
}

/// B-31, F-13, INV-16
#[test]
fn rules_that_never_end_are_ended_and_the_next_one_answers() {
    for body in [
        "loop {}",
        "while true { let x = 1; }",
        "let s = \"x\"; loop { s += s; }",
        "let s = \"x\"; loop { s = `${s}${s}`; }",
        "let a = [0]; loop { a += a; }",
        "let a = []; loop { a = [a]; }",
        "let a = []; loop { a.push(a); }",
        "let m = #{}; let i = 0; loop { m.set(`k${i}`, i); i += 1; }",
        "let m = #{}; let k = \"k\"; loop { m.set(k, 1); k += k; }",
        "let m = #{}; loop { m = #{m: m}; }",
        "let a = []; a.pad(290, 1); loop { a.sort(|x, y| y - x); }",
        "let a = []; a.pad(290, 1); loop { a.sort(); a.reverse(); }",
        "let s = \"\"; s.pad(4000, 'あ'); loop { s.index_of(\"い\"); s.replace(\"あ\", \"い\"); s.split(\"\"); }",
        "let s = \"\"; s.pad(100000000, 'a');",
        "let a = []; a.pad(100000000, 1);",
        "for i in 0..1000000000 {}",
        "for i in range(0, 1000000000, 1) {}",
        "(0..1000000000).contains(5); loop {}",
        "let f = |x| x; loop { f.call(1); }",
        "throw \"no\"",
        "let x = []; try { x[5]; } catch (e) { loop {} }",
        "chat.reply(\"half\"); loop { chat.has_tag(\"x\"); }",
    ] {
        let decision = run(body);
        assert_eq!(replies(&decision), ["good"], "{body}");
        assert_eq!(decision.failures.len(), 1, "{body}");
        assert_eq!(decision.failures[0].rule, "bad", "{body}");
    }
}

/// SEC-21
#[test]
fn recursion_ends_at_its_depth_also_where_expressions_are_deep() {
    let nest = |n: usize, inner: &str| format!("{}{inner}{}", "(1 + ".repeat(n), ")".repeat(n));
    for helper in [
        "fn down(n) { down(n + 1) }".to_owned(),
        format!("fn down(n) {{ {} }}", nest(7, "down(n + 1)")),
        "fn down(n) { if n > 0 { switch n { 1 => down(n + 1), _ => { let x = [#{a: down(n + 1)}]; x } } } }"
            .to_owned(),
        "fn down(n) { [n].map(|x| down(x + 1)) }".to_owned(),
    ] {
        let text = format!("{helper}\non_message(\"bad\", |chat| {{ down(1); }});");
        let set = rules(&text);
        let decision = soon(&helper, || Desk::new().says(&set, "x"));
        assert_eq!(decision.failures.len(), 1, "{helper}");
    }
}

/// B-31, SEC-22
#[test]
fn sources_that_would_take_long_to_compile_are_refused_or_done_soon() {
    let arms: String = (0..50_000).fold(String::new(), |mut text, n| {
        let _ = write!(text, "{n}=>{n},");
        text
    });
    let switch = format!("on_message(\"a\", |chat| switch chat.misses {{ {arms} _ => 0 }});");
    for text in ["x".repeat(1_000_000), switch] {
        let found = soon("large", || mistake(&text));
        assert!(found.message.contains("32 KiB"), "{}", found.message);
    }
    let small_switch: String = (0..3_400).fold(String::new(), |mut text, n| {
        let _ = write!(text, "{n}=>0,");
        text
    });
    let fitting = format!("on_message(\"a\", |chat| switch chat.misses {{ {small_switch} _ => 0 }});");
    assert!(fitting.len() <= limits::SOURCE_BYTES);
    soon("switch", || compile(&fitting)).unwrap_or_else(|found| panic!("{}", shown(&found)));
}

/// SEC-22: the parser calls itself for what is nested.
#[test]
fn deep_nesting_is_refused() {
    for open in [
        "(",
        "[",
        "{",
        "#{a:",
        "!",
        "-",
        "if true {",
        "|x| ",
        "`${",
        "f(",
        "x.",
        "x[",
        "1+(",
        "loop {",
        "a = ",
        "fn f() {",
        "\"\\",
        "switch 1 { 1 => ",
    ] {
        let deep = open.repeat(limits::SOURCE_BYTES / open.len());
        for text in [deep.clone(), format!("let x = {deep}"), format!("on_message(\"a\", |chat| {deep}")] {
            let text = &text[..text.floor_char_boundary(limits::SOURCE_BYTES)];
            assert!(soon(open, || compile(text)).is_err(), "{open}");
        }
    }
}

/// SEC-20: the default engine has a `sleep` that no limit ends.
#[test]
fn there_is_no_sleep_no_clock_no_file_no_eval_and_no_print() {
    for (body, word) in [
        ("sleep(3600)", "sleep"),
        ("sleep(0.5)", "sleep"),
        ("timestamp()", "timestamp"),
        ("eval(\"1\")", "eval"),
        ("print(\"x\")", "print"),
        ("debug(\"x\")", "debug"),
        ("exit()", "exit"),
        ("parse_json(\"{}\")", "parse_json"),
        ("open_file(\"/etc/passwd\")", "open_file"),
        ("rand()", "rand"),
        ("let f = Fn(\"sleep\"); f.call(1)", "Fn"),
        ("let f = |x| x; let g = f.curry(1)", "property"),
        ("import \"os\" as os", "import"),
        ("std::sleep(1)", "::"),
        ("global::X", "::"),
        ("keyword(\"b\", [\"x\"], |chat| {})", "keyword"),
        ("setting(\"auto_complete\")", "setting"),
    ] {
        let found = mistake(&format!("on_message(\"a\", |chat| {{ {body}; }});"));
        assert!(found.message.contains(word), "{body}: {}", found.message);
        let at_the_top = compile(&format!("{body};"));
        assert!(at_the_top.is_err() || word == "keyword" || word == "setting", "{body}");
    }
}

/// B-32
#[test]
fn a_rule_that_wants_too_much_gets_nothing() {
    let decision = run("for i in 0..10000 { chat.reply(`spam ${i}`); }");
    assert_eq!(decision.proposals, [], "nothing is sent, and no later rule speaks either");
    assert!(decision.failures[0].excessive);
    let decision = run("try { for i in 0..10000 { chat.reply(`spam ${i}`); } } catch {}");
    assert!(decision.failures[0].excessive && decision.proposals.is_empty());
    assert_eq!(run("for i in 0..20 { chat.note(`n ${i}`); }").proposals.len(), limits::PROPOSALS);
    assert!(run("for i in 0..21 { chat.note(`n ${i}`); }").failures[0].excessive);
}

/// B-32: the limit is the decision's, not the rule's.
#[test]
fn rules_that_go_on_share_the_limit() {
    let set = rules(
        "on_message(\"a\", |chat| { for i in 0..15 { chat.note(\"a\"); } chat.go_on(); });\non_message(\"b\", |chat| { for i in 0..15 { chat.note(\"b\"); } });",
    );
    let decision = Desk::new().says(&set, "x");
    assert_eq!(decision.proposals.len(), 15);
    assert!(decision.failures[0].excessive && decision.failures[0].rule == "b");
}

/// SEC-21: many rules that each stay within their own limits.
#[test]
fn many_slow_rules_do_not_add_up() {
    let slow = |n| format!("on_message(\"r{n}\", |chat| {{ let x = 0; loop {{ x += 1; }} }});\n");
    let set = rules(&(0..200).map(slow).collect::<String>());
    let decision = soon("200 slow rules", || Desk::new().says(&set, "x"));
    assert!(decision.failures.len() < 20, "{} rules ran", decision.failures.len());
}

/// SEC-21, SEC-23: functions that hold functions that hold functions, and values that hold themselves.
#[test]
fn nothing_can_be_chained_without_end() {
    for body in [
        "let f = 0; loop { let g = f; f = || g; }",
        "let f = 0; f = || f;",
        "let a = []; loop { let g = a; a = [|| g]; }",
        "let g = 1; let list = []; list.push(|| g);",
        "let m = #{}; let k = chat.text; loop { m[k] = 1; k += k; }",
        "let m = #{a: #{}}; let k = chat.text; m.a[k] = 1;",
        "let m = #{}; let k = chat.text; m[k].b = 1;",
        "let m = #{}; let k = chat.text; m[k] += 1;",
        "let m = #{}; let k = chat.text; m[`${k}`] = 1;",
        "let m = #{}; let k = chat.text; m.a[k] = 1;",
        "let m = #{}; let k = chat.text; m[\"a\"][k].b = 1;",
        "let f = 0; loop { let g = f; f = [1].reduce(|a, x| a, || g); }",
        "let f = 0; let m = #{map: |f| f}; loop { let g = f; f = m.map(|| g); }",
        "let f = 0; let m = #{a: [#{map: 1}]};",
        "let m = #{x: chat.text, filter: 1};",
        "let m = #{}; m.map = |f| f;",
        "let m = #{}; m[\"map\"] = |f| f;",
        "let m = #{}; m.a.map = |f| f;",
        "let f = 0; let id = |f| f; loop { let g = f; f = id.call(|| g); }",
        "let f = 0; loop { let g = f; f = if true { || g }; }",
        "let f = 0; loop { let g = f; f = [1].map(|x| || g); }",
        "let f = 0; [1].map({ let g = f; f = || g; |x| g });",
        "throw || chat;",
        "return || chat;",
    ] {
        let found = compile(&format!("on_message(\"a\", |chat| {{ {body} }});"));
        assert!(found.is_err(), "{body}");
    }
    for helper in ["fn map(f) { f }", "fn id(f) { f } fn a(f) { id(|| f) }", "fn reduce(f) { f }"] {
        assert!(compile(&format!("{helper}\non_message(\"a\", |chat| {{}});")).is_err(), "{helper}");
    }
    let late = run("let m = #{}; let k = \"map\"; m.set(k, |f| f);");
    assert!(late.failures[0].message.contains("cannot be a key"), "{late:?}");
    let holds_itself =
        "let a = []; let f = |x| x; on_message(\"a\", |chat| { a.push(1); }); a.push(a); a.push(a);";
    let set = soon("itself", || compile(holds_itself));
    if let Ok(set) = set {
        assert_eq!(Desk::new().says(&set, "x").failures, []);
    }
}

/// SEC-21: what is nested as deeply as the limits allow is copied, compared, shown and freed.
#[test]
fn deep_values_end_nothing() {
    let nests = [
        "let a = []; for i in 0..280 { a = [a]; }",
        "let a = #{}; for i in 0..90 { a = #{a: a}; }",
        "let a = []; for i in 0..90 { a = [[[#{a: a}]]]; }",
    ];
    let acts = [
        "a.to_string()",
        "a.to_debug()",
        "`${a}`",
        "a == a",
        "let b = a; b = [b]",
        "[a].contains(a)",
        "[a, 1].index_of(a)",
        "[a].dedup()",
        "chat.reply(a)",
        "chat.tag(a)",
        "chat.buttons(\"x\", a)",
        "a.len()",
        "a += a",
        "switch a { 1 => 2, _ => 3 }",
        "throw a",
        "type_of(a)",
        "#{x: a}.to_json()",
        "try { throw a } catch (e) { e }",
        "[1].map(|x| a)",
    ];
    for nest in nests {
        for act in acts {
            // Only that the process lives is the point; some of these fail, as they should.
            let decision = run(&format!("{nest} {act};"));
            assert_eq!(replies(&decision), ["good"], "{act}");
        }
        let at_the_top = format!("{nest} on_message(\"a\", |chat| {{ chat.note(`${{a.len()}}`); }});");
        if let Ok(set) = compile(&at_the_top) {
            let decision = Desk::new().says(&set, "x");
            assert_eq!(decision.proposals.len() + decision.failures.len(), 1, "{nest}");
        }
    }
}

#[test]
fn reading_a_missing_key_makes_no_key() {
    let decision = run("let m = #{}; let k = chat.text; let n = m[k]; m[k].len(); chat.note(`${m.len()}`);");
    assert_eq!(decision.failures.len() + decision.proposals.len(), 2, "{decision:?}");
    let decision = run("let m = #{}; let k = chat.text; let n = m[k]; chat.note(`${m.len()}`);");
    assert!(format!("{:?}", decision.proposals).contains("Note(\"0\")"), "{decision:?}");
}

/// SEC-23
#[test]
fn keys_of_maps_are_measured() {
    let decision = run("let m = #{}; let k = \"\"; k.pad(64, 'a'); m.set(k, 1); chat.note(\"fits\");");
    assert_eq!(decision.failures, []);
    let decision = run("let m = #{}; let k = \"\"; k.pad(65, 'a'); m.set(k, 1); chat.note(\"fits\");");
    assert!(decision.failures[0].message.contains("64 bytes"));
}

#[test]
fn our_words_cannot_be_taken_over() {
    for text in [
        "fn minutes(n) { 5 }",
        "fn reply(text) { this.note(text) }",
        "fn keyword(a, b, c) {}",
        "let chat = 1;",
        "on_message(\"a\", |chat| { let chat = #{}; });",
        "on_message(\"a\", |chat| { for chat in 0..3 {} });",
        "on_message(\"a\", |chat| { chat.text = \"x\"; });",
        "on_message(\"a\", |chat| { chat.tags[0] = \"x\"; });",
        "on_message(\"a\", |chat| { chat.fields.x = \"x\"; });",
        "on_message(\"a\", |talk| {});",
        "on_message(\"a\", |a, b| {});",
        "on_message(\"a\", || {});",
    ] {
        assert!(compile(text).is_err(), "{text}");
    }
}

#[test]
fn names_hold_no_tricks() {
    for name in ["", " ", "a b", "a\\nb", "a\u{200E}b", "a\u{200B}", "<b>", "a/b", &"a".repeat(65)] {
        let found = mistake(&format!("on_message(\"{name}\", |chat| {{}});"));
        assert!(found.message.contains("name"), "{name:?}: {}", found.message);
    }
    assert!(compile("on_message(\"営業時間-1\", |chat| {});").is_ok());
    for file in ["", "../x", "a/b", "a\nb", &"a".repeat(101)] {
        assert!(RuleSet::compile(&[Source::new(file, "")]).is_err(), "{file:?}");
    }
}

/// INV-23
#[test]
fn sets_are_counted_and_measured_at_the_limit_and_one_past_it() {
    let files = |n: usize| (0..n).map(|i| Source::new(format!("{i}.rhai"), "")).collect::<Vec<_>>();
    assert!(RuleSet::compile(&files(limits::FILES)).is_ok());
    assert!(RuleSet::compile(&files(limits::FILES + 1)).is_err());
    let comment = |n: usize| format!("//{}", "x".repeat(n - 2));
    assert!(compile(&comment(limits::SOURCE_BYTES)).is_ok());
    assert!(compile(&comment(limits::SOURCE_BYTES + 1)).is_err());
    let word = |n: usize| format!("keyword(\"a\", [\"{}\"], |chat| {{}});", "あ".repeat(n));
    assert!(compile(&word(limits::WORD_CHARS)).is_ok());
    assert!(compile(&word(limits::WORD_CHARS + 1)).is_err());
    let patterns = |n: usize| {
        (0..n).fold(String::new(), |mut text, i| {
            let _ = write!(text, "pattern(\"p{i}\", \"x{i}\", |chat| {{}});");
            text
        })
    };
    assert!(compile(&patterns(limits::PATTERNS)).is_ok());
    assert!(compile(&patterns(limits::PATTERNS + 1)).is_err());
    assert!(RuleSet::compile(&[Source::new("a.rhai", ""), Source::new("a.rhai", "")]).is_err());
    assert!(RuleSet::compile(&[]).is_ok());
}

/// SEC-39
#[test]
fn regular_expressions_are_linear_and_small() {
    assert!(mistake("pattern(\"a\", \"(?:a{500}){500}\", |chat| {});").message.contains("262144 bytes"));
    assert!(mistake("pattern(\"a\", \"(a\", |chat| {});").message.contains("unclosed group"));
    assert!(mistake("pattern(\"a\", \"a*\", |chat| {});").message.contains("every message"));
    let set = rules("pattern(\"a\", \"^(a+)+$\", |chat| chat.reply(\"x\"));");
    let text = "a".repeat(30_000) + "b";
    soon("(a+)+", || Desk::new().says(&set, &text));
}

/// P11, B-11: what a customer writes cannot make matching slow.
#[test]
fn long_messages_are_matched_soon() {
    let nested: String = (1..=100).fold(String::new(), |mut text, n| {
        let _ = writeln!(text, "keyword(\"k{n}\", [\"{}\"], |chat| {{}});", "あ".repeat(n));
        text
    });
    let set = rules(&nested);
    let desk = Desk::new();
    for text in ["あ".repeat(200_000), format!("a{}", "\u{301}".repeat(200_000)), "㌔".repeat(100_000)] {
        soon("long", || desk.says(&set, &text));
    }
}

/// P11: a word that many rules share and that a message repeats.
#[test]
fn repeated_words_of_many_rules_are_matched_soon() {
    let file = |n: usize| {
        let rules = (0..400).fold(String::new(), |mut text, i| {
            let _ = writeln!(text, "keyword(\"r{n}-{i}\", [\"あ\", \"ああ\"], |chat| {{}});");
            text
        });
        Source::new(format!("{n:02}.rhai"), rules)
    };
    let files: Vec<_> = (0..10).map(file).collect();
    let set = RuleSet::compile(&files).unwrap_or_else(|found| panic!("{}", shown(&found)));
    soon("4,000 rules", || Desk::new().says(&set, &"あ".repeat(5_000)));
}

/// INV-23
#[test]
fn many_failures_end_the_pass() {
    let failing = (0..50).fold(String::new(), |mut text, n| {
        let _ = writeln!(text, "on_message(\"r{n}\", |chat| {{ throw \"{}\"; }});", "長".repeat(100));
        text
    });
    let decision = Desk::new().says(&rules(&failing), "x");
    assert_eq!(decision.failures.len(), limits::FAILURES);
}

/// A long fact does not break the rules that read it.
#[test]
fn a_long_message_can_be_read() {
    let set = rules("on_message(\"a\", |chat| chat.note(`${chat.text.len()}`));");
    let desk = Desk::new();
    let decision = set_decides(&set, &desk, &"あ".repeat(9_000));
    assert_eq!(decision.failures, []);
    let set = rules("on_message(\"a\", |chat| chat.note(`${chat.history.len()}`));");
    let said = domain::Said { by: "contact", text: "あ".repeat(5_000) };
    let desk = Desk { history: vec![said; 12], ..Desk::new() };
    let decision = set_decides(&set, &desk, "x");
    assert_eq!(decision.failures, []);
}

fn set_decides(set: &RuleSet, desk: &Desk, text: &str) -> Decision {
    use domain::Rules;
    set.decide(&Occasion::Message, &desk.facts(text))
}
