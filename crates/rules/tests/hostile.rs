//! A corpus of rules that mean harm (SEC-20 to SEC-23, SEC-39, B-31, B-32). Each has a name and an expected end: refused
//! with a code when it is published, or ended within its limits with the next rule answering.

#![allow(clippy::unwrap_used, reason = "a test that finds nothing fails")]

mod desk;

use std::fmt::Write;
use std::time::{Duration, Instant};

use desk::{Desk, compile, replies};

/// Generous, because tests are unoptimised and the machine runs others too; what is ended at 250 ms comes far below it.
const SOON: Duration = Duration::from_secs(5);
/// What the whole corpus may add to the process at its peak, in KiB.
const MEMORY_KIB: u64 = 256 * 1024;

/// How it ends.
enum Ends {
    /// Refused when it is published, with this code.
    Refused(&'static str),
    /// The rule fails, and the next one answers.
    Fails,
    /// It comes to its end within the limits, or fails; the next rule answers either way.
    Harmless,
    /// It wants too much: nothing is done, and automation is to stop.
    Stops,
}

use Ends::{Fails, Harmless, Refused, Stops};

/// The bodies of rules.
const BODIES: &[(&str, &str, Ends)] = &[
    ("endless loop", "loop {}", Fails),
    ("endless loop inside a catch", "loop { try { loop {} } catch {} }", Fails),
    ("sleep", "sleep(3600);", Refused("unknown-function")),
    ("ten thousand messages", "for i in 0..10000 { chat.reply(`spam ${i}`); }", Stops),
    ("ten thousand messages in catches", "for i in 0..10000 { try { chat.reply(`${i}`); } catch {} }", Stops),
    ("ten thousand variables", "for i in 0..10000 { chat.var(`k${i}`, i); }", Stops),
    ("messages from a filter", "let a = []; a.pad(290, 1); a.filter(|x| { chat.note(\"n\"); true });", Stops),
    ("a function that calls itself", "let f = |g| g.call(g); f.call(f);", Fails),
    ("string doubling", "let s = \"x\"; loop { s += s; }", Fails),
    ("string doubling by interpolation", "let s = \"x\"; loop { s = `${s}${s}`; }", Fails),
    ("string doubling by replacing", "let s = \"aa\"; loop { s.replace(\"a\", \"aa\"); }", Fails),
    ("string padding", "let s = \"\"; s.pad(100000000, 'a');", Fails),
    ("string splitting", "let s = \"\"; s.pad(16000, 'a'); loop { s.split(\"\"); }", Fails),
    ("list doubling", "let a = [0]; loop { a += a; }", Fails),
    ("list doubling by appending", "let a = [0]; loop { a.append(a); }", Fails),
    ("list of lists doubling", "let a = [1]; loop { a = [a, a]; }", Fails),
    ("list inserting", "let a = []; loop { a.insert(0, a.len()); }", Fails),
    ("list splicing", "let a = [1]; loop { let b = a; a.splice(0, 0, b); }", Fails),
    ("list zipping", "let a = [1]; a.pad(200, 1); loop { let b = a; a = a.zip(b, |x, y| [x, y]); }", Fails),
    ("blob doubling", "let b = \"aaaa\".to_blob(); loop { b += b; }", Fails),
    ("blob padding", "let b = \"aaaa\".to_blob(); b.pad(100000000, 1);", Fails),
    ("map doubling", "let m = #{a: 1}; loop { m = #{a: m, b: m}; }", Fails),
    ("map growing", "let m = #{}; let i = 0; loop { m.set(`k${i}`, i); i += 1; }", Fails),
    ("map keys growing", "let m = #{}; let k = \"k\"; loop { m.set(k, 1); k += k; }", Fails),
    (
        "map mixing",
        "let m = #{}; let i = 0; loop { let n = #{}; n.set(`k${i}`, 1); m.mixin(n); i += 1; }",
        Fails,
    ),
    ("map key of the message", "let m = #{}; m[chat.text] = 1;", Refused("computed-key")),
    ("map that holds itself", "let m = #{}; loop { m.set(\"m\", m); }", Fails),
    ("sort comparator without end", "let a = [3, 1, 2]; a.sort(|x, y| { loop {} });", Harmless),
    (
        "sort comparator that lies",
        "let a = []; for i in 0..290 { a.push(i % 7); } a.sort(|x, y| 1);",
        Harmless,
    ),
    (
        "sort comparator without order",
        "let a = []; for i in 0..290 { a.push(i * 7919 % 290); } a.sort(|x, y| if (x * 7 + y * 13) % 3 == 0 { 1 } else { -1 });",
        Harmless,
    ),
    ("sort comparator that throws", "let a = [3, 1, 2]; a.sort(|x, y| { throw \"no\" });", Harmless),
    ("sort comparator of texts", "let a = [3, 1, 2]; a.sort(|x, y| \"x\");", Harmless),
    (
        "sort comparator that sorts",
        "let a = []; a.pad(290, 1); let b = a; loop { a.sort(|x, y| { let c = [x, y]; c.sort(); x - y }); }",
        Fails,
    ),
    (
        "sort comparator that changes its list",
        "let a = [2, 1]; a.sort(|x, y| { a.push(1); 0 });",
        Refused("kept-function"),
    ),
    ("sort of what has no order", "let a = [0.0 / 0.0, 1, \"a\", [], #{}, ()]; a.sort();", Harmless),
    ("closure that keeps itself", "let f = 0; f = || f;", Refused("kept-function")),
    ("closures in a chain", "let f = 0; loop { let g = f; f = || g; }", Refused("kept-function")),
    ("closure kept in a list", "let g = 1; let list = []; list.push(|| g);", Refused("kept-function")),
    ("closure thrown", "throw || chat;", Refused("kept-function")),
    ("currying", "let f = |x| x; let g = f.curry(1);", Refused("syntax")),
    ("function by name", "let f = Fn(\"sleep\"); f.call(1);", Refused("not-available")),
    ("eval", "eval(\"loop {}\");", Refused("not-available")),
    ("import", "import \"os\" as os;", Refused("not-available")),
    ("another module's function", "std::sleep(1);", Refused("not-available")),
    ("the conversation renamed", "let chat = #{};", Refused("taken-name")),
    ("the conversation as a loop's name", "for chat in 0..3 {}", Refused("taken-name")),
    ("a fact overwritten", "chat.assignee = \"bot\";", Refused("read-only-fact")),
    ("a fact's map overwritten", "chat.fields.vip = \"yes\";", Refused("read-only-fact")),
    ("a rule inside a rule", "keyword(\"b\", [\"x\"], |chat| {});", Refused("misplaced")),
    ("range without end", "for i in 0..1000000000000 {}", Fails),
    ("range with no step", "for i in range(0, 10, 0) { chat.has_tag(\"x\"); }", Harmless),
    ("range turned into a list", "let a = []; for i in 0..1000000000 { a.push(i); }", Fails),
    ("numbers that overflow", "let x = 9223372036854775807; x += 1;", Fails),
    ("powers", "let x = 2; loop { x = x ** 2; }", Fails),
    ("shifts", "let x = 1 << 1000;", Harmless),
    ("division by nothing", "let x = 0; let y = 1 / x;", Fails),
    ("remainder of nothing", "let x = 0; let y = 1 % x;", Fails),
    ("the smallest number turned round", "let x = -9223372036854775807 - 1; x.abs();", Harmless),
    ("numbers that are none", "let x = (0.0 / 0.0).to_int(); let y = (1.0 / 0.0).to_int();", Harmless),
    ("nothing thrown", "throw;", Fails),
    ("a long thing thrown", "let s = \"\"; s.pad(16000, 'x'); throw s;", Fails),
    ("a deep thing thrown", "let a = []; for i in 0..280 { a = [a]; } throw a;", Fails),
    (
        "a deep thing written out",
        "let a = []; for i in 0..280 { a = [a]; } let s = `${a}${a}`; a.to_debug();",
        Harmless,
    ),
    ("a deep thing as JSON", "let a = #{}; for i in 0..90 { a = #{a: a}; } a.to_json();", Harmless),
    (
        "a button of the desk's own",
        "let id = \"mdg.end\"; chat.buttons(\"x\", [#{id: id, label: \"x\"}]);",
        Fails,
    ),
    ("a picture from elsewhere", "let url = \"javascript:alert(1)\"; chat.image(url);", Fails),
    ("a picture from inside", "let url = \"http://169.254.169.254/\"; chat.image(url);", Fails),
    ("an operator's id with a key in it", "let id = \"a#b\"; chat.assign(id);", Fails),
    ("a tag that turns text round", "let t = \"a\" + \"\\u202E\" + \"b\"; chat.tag(t);", Fails),
    ("a tag with a line break", "let t = \"a\\nb\"; chat.tag(t);", Fails),
    ("a text that turns round", "chat.note(\"a\u{202E}b\");", Refused("hidden-character")),
    ("an identifier of another alphabet", "let сhat = 1;", Refused("syntax")),
];

/// Whole sources.
fn sources() -> Vec<(&'static str, String, Ends)> {
    let chain = |begin: &str, link: &str, end: &str| {
        let room = rules::limits::SOURCE_BYTES - 200;
        let body = format!("{begin}{}{end}", link.repeat((room - begin.len() - end.len()) / link.len()));
        format!("on_message(\"bad\", |chat| {{ {body} }});\n")
    };
    let numbered = |count: usize, write: &dyn Fn(usize) -> String| (0..count).map(write).collect::<String>();
    let bad = "on_message(\"bad\", |chat| { down(1); });\n";
    vec![
        ("one megabyte", "x".repeat(1_000_000), Refused("too-large")),
        (
            "switch of 50,000 arms",
            format!("on_message(\"bad\", |chat| switch chat.misses {{ {} _ => 0 }});", numbered(50_000, &|n| format!("{n}=>{n},"))),
            Refused("too-large"),
        ),
        (
            "switch of as many arms as fit",
            format!("on_message(\"bad\", |chat| {{ switch chat.misses {{ {} _ => 0 }} }});\n", numbered(3_300, &|n| format!("{n}=>0,"))),
            Harmless,
        ),
        (
            "switch of texts",
            format!("on_message(\"bad\", |chat| {{ switch chat.text {{ {} _ => 0 }} }});\n", numbered(2_300, &|n| format!("\"{n}\"=>0,"))),
            Harmless,
        ),
        (
            "switch of ranges",
            format!("on_message(\"bad\", |chat| {{ switch chat.misses {{ {} _ => 0 }} }});\n", numbered(2_000, &|n| format!("{n}..{}=>0,", n + 9))),
            Harmless,
        ),
        ("deep recursion", format!("fn down(n) {{ down(n + 1) }}\n{bad}"), Fails),
        ("mutual recursion", format!("fn down(n) {{ up(n) }}\nfn up(n) {{ down(n) }}\n{bad}"), Fails),
        ("recursion in a list", format!("fn down(n) {{ [n].map(|x| down(x + 1)) }}\n{bad}"), Fails),
        ("recursion in a sort", format!("fn down(n) {{ [n, n].sort(|x, y| down(x)) }}\n{bad}"), Harmless),
        ("recursion in a text", format!("fn down(n) {{ `${{down(n + 1)}}` }}\n{bad}"), Fails),
        ("recursion while loading", "fn down(n) { down(n + 1) }\ndown(1);".to_owned(), Refused("load-failed")),
        ("endless loading", "loop {}".to_owned(), Refused("load-failed")),
        ("endless declaring", "let i = 0; loop { i += 1; on_open(`r${i}`, |chat| {}); }".to_owned(), Refused("load-failed")),
        ("a chain of methods", chain("chat.text", ".len()", ";"), Refused("syntax")),
        ("a chain of properties", chain("let m = #{}; m", ".a", ";"), Refused("syntax")),
        ("a chain of safe properties", chain("let m = #{}; m", "?.a", ";"), Refused("syntax")),
        ("a chain of indexes", chain("let m = []; m", "[0]", ";"), Refused("syntax")),
        ("a chain of sums", chain("1", "+1", ";"), Refused("syntax")),
        ("a chain of texts", chain("\"\"", "+\"a\"", ";"), Refused("syntax")),
        ("a chain of powers", chain("1", "**1", ";"), Refused("syntax")),
        ("a chain of ands", chain("true", "&&true", ";"), Refused("syntax")),
        ("a chain of comparisons", chain("true", "==true", ";"), Refused("syntax")),
        ("a chain of perhapses", chain("()", "??()", ";"), Refused("syntax")),
        ("a chain of else ifs", chain("if false {}", "else if false {}", ""), Refused("syntax")),
        ("a chain of minuses", chain("1", "- -1", ";"), Refused("syntax")),
        ("a chain of nots", chain("", "!", "true;"), Refused("syntax")),
        ("a chain of assignments", chain("let a = 1; ", "a=", "1;"), Refused("syntax")),
        ("nested brackets", chain("", "(", "1"), Refused("syntax")),
        ("nested blocks", chain("", "{", ""), Refused("syntax")),
        ("nested functions", chain("", "|x| ", "1"), Refused("syntax")),
        ("nested texts", chain("", "`${", ""), Refused("syntax")),
        ("nested comments", chain("", "/*", ""), Refused("syntax")),
        ("statements without number", chain("", "1;", ""), Harmless),
        (
            "names without number",
            format!("on_message(\"bad\", |chat| {{ {} }});\n", numbered(2_000, &|n| format!("let a{n}=1;"))),
            Fails,
        ),
        ("one name again and again", chain("", "let a=1;", ""), Harmless),
        ("a number without end", chain("", "9", ";"), Harmless),
        ("a name without end", format!("let {} = 1;\n", "a".repeat(30_000)), Harmless),
        ("a text without end", format!("let a = \"{}\";", "a".repeat(30_000)), Refused("syntax")),
        ("a list without end", format!("let a = [{}];", "1,".repeat(10_000)), Refused("syntax")),
        ("a map without end", format!("let a = #{{{}}};", numbered(3_000, &|n| format!("k{n}:1,"))), Refused("syntax")),
        ("a function without end of parameters", format!("fn f({}) {{}}", numbered(2_000, &|n| format!("a{n},"))), Harmless),
        ("a parameter twice", "fn f(a, a) {}".to_owned(), Refused("syntax")),
        ("our action shadowed", "fn reply(text) { this.note(text) }".to_owned(), Refused("taken-name")),
        ("our declaration shadowed", "fn keyword(a, b, c) {}".to_owned(), Refused("taken-name")),
        ("our time shadowed", "fn hours(n) { minutes(n) }".to_owned(), Refused("taken-name")),
        ("our setter shadowed", "fn set(key, value) { this[key] = value; }".to_owned(), Refused("computed-key")),
        ("our worker shadowed", "fn map(f) { f }".to_owned(), Refused("taken-name")),
        ("a rule's name that turns round", "on_open(\"a\\u202Eb\", |chat| {});".to_owned(), Refused("bad-rule-name")),
        ("a rule's name that nobody sees", "on_open(\"a\u{200B}\", |chat| {});".to_owned(), Refused("bad-rule-name")),
        ("a rule's name in two alphabets", "on_open(\"p\u{430}y\", |chat| {});".to_owned(), Refused("bad-rule-name")),
        (
            "two names that look the same",
            "on_open(\"pay\", |chat| {}); on_follow(\"ＰＡＹ\", |chat| {});".to_owned(),
            Refused("duplicate-name"),
        ),
        ("a regular expression that grows", "pattern(\"a\", \"(?:a{500}){500}\", |chat| {});".to_owned(), Refused("bad-pattern")),
        ("a regular expression of classes", "pattern(\"a\", \"\\\\w{2000}\", |chat| {});".to_owned(), Refused("bad-pattern")),
        ("a regular expression nested", format!("pattern(\"a\", \"{}\", |chat| {{}});", "(".repeat(10_000)), Refused("bad-pattern")),
        ("a regular expression that backtracks elsewhere", "pattern(\"a\", \"^(a+)+$\", |chat| {});\n".to_owned(), Harmless),
        ("patterns without number", numbered(201, &|n| format!("pattern(\"p{n}\", \"x\", |chat| {{}});")), Refused("too-large")),
        ("a byte order mark", "\u{FEFF}on_open(\"a\", |chat| {});\n".to_owned(), Harmless),
        ("a list that holds itself", "let a = []; a.push(a); on_message(\"bad\", |chat| { a.push(a); });\n".to_owned(), Harmless),
        (
            "the conversation kept for the next run",
            "let keep = []; on_message(\"bad\", |chat| { keep.push(chat); if keep.len() > 1 { chat.note(\"kept\"); } });\n".to_owned(),
            Harmless,
        ),
        ("the conversation as `this`", "fn act() { this.note(\"x\") }\non_message(\"bad\", |chat| { chat.act(); });".to_owned(), Refused("unknown-action")),
    ]
}

/// The most memory that the process has had, in KiB; none where the system does not tell.
fn peak() -> Option<u64> {
    let status = std::fs::read_to_string("/proc/self/status").ok()?;
    let line = status.lines().find(|line| line.starts_with("VmHWM:"))?;
    line.split_whitespace().nth(1)?.parse().ok()
}

/// B-31, B-32, INV-16
#[test]
fn every_rule_of_the_corpus_ends_as_expected() {
    const GOOD: &str = "\non_message(\"good\", |chat| chat.reply(\"good\"));";
    let bodies = BODIES
        .iter()
        .map(|(name, body, ends)| (*name, format!("on_message(\"bad\", |chat| {{ {body} }});\n"), ends));
    let sources = sources();
    let wholes = sources.iter().map(|(name, text, ends)| (*name, text.clone(), ends));
    let all: Vec<_> = bodies.chain(wholes).collect();
    assert!(all.len() >= 100, "{} cases", all.len());
    let before = peak();
    let mut wrong = String::new();
    for (name, text, ends) in all {
        let begun = Instant::now();
        let compiled = compile(&format!("{text}{GOOD}"));
        let outcome = match (&compiled, ends) {
            (Err(found), Refused(code)) if found.iter().any(|found| found.code.as_str() == *code) => Ok(()),
            (Err(found), _) => {
                let found: Vec<_> = found.iter().map(|f| format!("{}: {}", f.code, f.message)).collect();
                Err(format!("refused: {}", found.join("; ")))
            }
            (Ok(_), Refused(code)) => Err(format!("compiled; expected {code}")),
            (Ok(set), ends) => {
                let decision = Desk::new().says(set, &"a".repeat(300));
                let (failed, good) = (decision.failures.len(), replies(&decision) == ["good"]);
                let fits = match ends {
                    Fails => failed == 1 && good && decision.failures[0].rule == "bad",
                    Harmless => failed <= 1 && good,
                    Stops => failed == 1 && decision.failures[0].excessive && decision.proposals.is_empty(),
                    Refused(_) => false,
                };
                let short = decision.failures.iter().all(|f| f.message.chars().count() <= 300);
                if fits && short { Ok(()) } else { Err(format!("{decision:?}")) }
            }
        };
        let took = begun.elapsed();
        if let Err(what) = outcome {
            let _ = writeln!(wrong, "{name}: {}", what.chars().take(300).collect::<String>());
        }
        if took > SOON {
            let _ = writeln!(wrong, "{name}: took {took:?}");
        }
    }
    assert!(wrong.is_empty(), "\n{wrong}");
    if let (Some(before), Some(after)) = (before, peak()) {
        assert!(after - before < MEMORY_KIB, "{} KiB more at the peak", after - before);
    }
}
