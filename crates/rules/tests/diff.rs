//! What differs between two sets, by rule and not by byte.

#![allow(clippy::unwrap_used, reason = "a test that finds nothing fails")]

mod desk;

use desk::rules;
use rules::{Aspect, Diff, RuleSet, Source};

fn diff(before: &str, after: &str) -> Diff {
    rules(before).diff(&rules(after))
}

fn names<'a>(told: impl IntoIterator<Item = &'a rules::RuleText>) -> Vec<&'a str> {
    told.into_iter().map(|told| told.rule.name.as_str()).collect()
}

const THREE: &str = "keyword(\"a\", [\"aa\"], |chat| chat.reply(\"1\"));\nkeyword(\"b\", [\"bb\"], |chat| chat.reply(\"2\"));\nkeyword(\"c\", [\"cc\"], |chat| chat.reply(\"3\"));";

/// BOT-08
#[test]
fn white_space_comments_and_lines_make_no_difference() {
    let spread = "\n\n// A remark.\nkeyword( \"a\",\n  [ \"aa\" ], |chat|   chat.reply(\"1\") ) ;\n/* more */ keyword(\"b\", [\"bb\"], |chat| chat.reply(\"2\"));\nkeyword(\"c\", [\"cc\"], |chat| chat.reply(\"3\"))";
    let found = diff(THREE, spread);
    assert!(found.is_empty(), "{found}");
    assert_eq!(found.same, 3);
    assert_ne!(found.before, found.after, "the versions are of the bytes");
    assert_eq!(found.to_string(), "0 new, 0 gone, 0 changed, 0 moved, 3 the same");
}

#[test]
fn new_gone_changed_and_moved_rules_are_told_by_name() {
    let found = diff(
        THREE,
        "keyword(\"c\", [\"cc\"], |chat| chat.reply(\"3\"));\nkeyword(\"a\", [\"aa\", \"AAA\"], |chat| chat.reply(\"1!\"));\nkeyword(\"d\", [\"dd\"], |chat| chat.reply(\"4\"));",
    );
    assert_eq!((names(&found.added), names(&found.removed)), (vec!["d"], vec!["b"]));
    assert_eq!(found.added[0].text, "keyword(\"d\", [\"dd\"], |chat| chat.reply(\"4\"));");
    let changed = &found.changed[0];
    assert_eq!((changed.name.as_str(), changed.what.as_slice()), ("a", &[Aspect::Words, Aspect::Body][..]));
    assert_eq!((changed.words_added.as_slice(), changed.words_removed.len()), (&["AAA".to_owned()][..], 0));
    assert_eq!(found.moved.len(), 1, "two rules changed places: one of them moved");
    assert_eq!(found.same, 0);
    let told = found.to_string();
    for line in [
        "+ d (a.rhai:3), new",
        "- b (a.rhai:2), gone",
        "~ a (a.rhai:2): its words, what it does",
        "    - keyword(\"a\", [\"aa\"], |chat| chat.reply(\"1\"));",
        "    + keyword(\"a\", [\"aa\", \"AAA\"], |chat| chat.reply(\"1!\"));",
        "1 new, 1 gone, 1 changed, 1 moved, 0 the same",
    ] {
        assert!(told.lines().any(|found| found == line), "{line:?} is not in\n{told}");
    }
}

#[test]
fn each_side_of_a_rule_is_told_by_itself() {
    let base = "keyword(\"a\", [\"aa\"], |chat| chat.reply(\"1\"));";
    for (other, what) in [
        ("exact(\"a\", [\"aa\"], |chat| chat.reply(\"1\"));", Aspect::Kind),
        ("keyword(\"a\", [\"ab\"], |chat| chat.reply(\"1\"));", Aspect::Words),
        ("keyword(\"a\", [\"aa\"], #{hours: \"open\"}, |chat| chat.reply(\"1\"));", Aspect::Options),
        ("keyword(\"a\", [\"aa\"], |chat| chat.reply(\"2\"));", Aspect::Body),
    ] {
        let found = diff(base, other);
        assert_eq!(found.changed[0].what, [what], "{other}");
        assert!(found.moved.is_empty());
    }
}

#[test]
fn a_rule_changes_with_what_it_uses_also_from_afar() {
    let file = |price: &str, unused: &str| {
        format!(
            "const PRICE = {price};\nfn tell(chat) {{ chat.reply(`${{global_price()}}`); }}\nfn global_price() {{ 5 }}\nfn unused() {{ {unused} }}\nlet list = [1];\nlist.push(PRICE);\nkeyword(\"a\", [\"aa\"], |chat| chat.reply(`${{list}}`));\nkeyword(\"b\", [\"bb\"], |chat| tell(chat));"
        )
    };
    let found = diff(&file("5000", "1"), &file("6000", "1"));
    assert_eq!(found.changed.len(), 1, "{found}");
    assert_eq!(
        (found.changed[0].name.as_str(), found.changed[0].helpers.as_slice()),
        ("a", &["PRICE".to_owned()][..])
    );
    assert_eq!(found.changed[0].what, [Aspect::Helpers]);
    let deep = diff(&file("5000", "1"), &file("5000", "1").replace("{ 5 }", "{ 6 }"));
    assert_eq!(
        (deep.changed[0].name.as_str(), deep.changed[0].helpers.as_slice()),
        ("b", &["global_price".to_owned()][..])
    );
    assert!(diff(&file("5000", "1"), &file("5000", "2")).is_empty(), "nobody uses it");
}

#[test]
fn a_rule_that_goes_to_another_file_has_moved() {
    let set = |first: &str, second: &str| {
        RuleSet::compile(&[Source::new("10.rhai", first), Source::new("20.rhai", second)]).unwrap()
    };
    let rule = "on_open(\"hello\", |chat| chat.reply(\"hello\"));";
    let found = set(rule, "").diff(&set("", rule));
    assert!(found.changed.is_empty());
    assert_eq!((found.moved[0].from.file.as_str(), found.moved[0].to.file.as_str()), ("10.rhai", "20.rhai"));
    assert_eq!(found.moved[0].to.place, 1);
    assert_eq!(serde_json::to_value(&found).unwrap()["moved"][0]["to"]["line"], 1);
}

#[test]
fn rules_that_a_loop_declares_are_told_apart_by_their_names() {
    let set = |words: &str| {
        format!("for topic in [{words}] {{ keyword(topic, [topic], |chat| chat.reply(topic)); }}")
    };
    let found = diff(&set("\"a\", \"b\""), &set("\"b\", \"c\""));
    assert_eq!((names(&found.added), names(&found.removed)), (vec!["c"], vec!["a"]));
}

#[test]
fn the_source_of_a_rule_is_what_was_written() {
    let set = rules(THREE);
    assert_eq!(set.source_of("b").as_deref(), Some("keyword(\"b\", [\"bb\"], |chat| chat.reply(\"2\"));"));
    assert_eq!(set.source_of("z"), None);
}
