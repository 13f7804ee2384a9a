//! What another set would have answered in the past (EXT-04).

#![allow(clippy::unwrap_used, reason = "a test that finds nothing fails")]

mod desk;

use std::collections::BTreeMap;
use std::num::NonZeroUsize;
use std::sync::Arc;

use desk::{Desk, rules};
use domain::{Assignee, Content, Phase, Timestamp, hours, minutes};
use rules::{Baseline, Change, Pair, Past, PastAnswer, PastEvent, PastNews, Replay, Replayed};

fn start() -> Timestamp {
    "2026-11-20T03:00:00.000Z".parse().unwrap()
}

/// A conversation in which these things happened, a minute apart.
fn past(id: &str, news: impl IntoIterator<Item = PastNews>) -> Past {
    let desk = Desk::new();
    let event = |(n, news)| PastEvent::new(format!("{id}-{n}"), start() + minutes(n), news);
    let events = (0_u64..).zip(news).map(event).collect();
    Past { id: id.to_owned(), inbox: Arc::new(desk.inbox), contact: desk.contact, events }
}

fn said(text: &str) -> PastNews {
    PastNews::Said { text: text.to_owned(), kind: "text" }
}

fn compare(before: &str, after: &str, past: &[Past]) -> (Replayed, Vec<Pair>) {
    let mut replay = Replay::new(Arc::new(rules(after)), Baseline::Rules(Arc::new(rules(before))));
    let pairs = replay.feed(past);
    (replay.finish(), pairs)
}

const PRICES: &str = "keyword(\"price\", [\"料金\"], |chat| chat.reply(\"5000\"));";

/// EXT-04
#[test]
fn every_answer_that_changed_is_paired_and_counted_by_rule() {
    let after = "keyword(\"price\", [\"料金\"], |chat| chat.reply(\"6000\"));\nkeyword(\"hours\", [\"何時\"], |chat| chat.reply(\"10\"));";
    let before = format!("{PRICES}\nkeyword(\"park\", [\"駐車\"], |chat| chat.reply(\"3\"));");
    let threads =
        [past("a", ["料金は？", "何時まで", "駐車場", "うーん"].map(said)), past("b", [said("料金")])];
    let (told, pairs) = compare(&before, after, &threads);
    assert_eq!((told.conversations, told.messages, told.same, told.changed()), (2, 5, 1, 4));
    assert_eq!((told.different, told.new, told.gone, told.other_rule), (2, 1, 1, 0));
    let line = |pair: &Pair| {
        let says = |answer: &rules::Answer| {
            answer.wanted.iter().map(|w| format!("{} {}", w.rule, w.what)).collect::<Vec<_>>().join(";")
        };
        format!(
            "{} {:?} {:?}: {} → {}",
            pair.event,
            pair.text,
            pair.change,
            says(&pair.before),
            says(&pair.after)
        )
    };
    assert_eq!(
        pairs.iter().map(line).collect::<Vec<_>>(),
        [
            "a-0 \"料金は？\" Different: price 5000 → price 6000",
            "a-1 \"何時まで\" New:  → hours 10",
            "a-2 \"駐車場\" Gone: park 3 → ",
            "b-0 \"料金\" Different: price 5000 → price 6000",
        ]
    );
    let price = &told.rules["price"];
    assert_eq!((price.before, price.after, price.changed), (2, 2, 2));
    assert_eq!((told.moves[0].before.as_slice(), told.moves[0].messages), (&["price".to_owned()][..], 2));
    let (told, pairs) = compare(&before, &before, &threads);
    assert_eq!((told.changed(), pairs.len(), told.messages), (0, 0, 5));
}

#[test]
fn the_same_words_by_another_rule_are_no_change_of_the_answer() {
    let (told, pairs) =
        compare(PRICES, &PRICES.replace("\"price\"", "\"cost\""), &[past("a", [said("料金")])]);
    assert_eq!((told.changed(), told.other_rule, pairs[0].change), (0, 1, Change::OtherRule));
}

#[test]
fn a_failing_candidate_is_told() {
    let after = "keyword(\"price\", [\"料金\"], |chat| { let list = []; chat.reply(list[1]); });";
    let (told, pairs) = compare(PRICES, after, &[past("a", [said("料金")])]);
    assert_eq!((told.failed, told.gone), (1, 1));
    assert!(pairs[0].after.failed[0].starts_with("price: "), "{:?}", pairs[0].after);
}

#[test]
fn each_set_follows_its_own_memory_and_counts_its_own_misses() {
    let set = |name: &str| {
        format!(
            "keyword(\"ask\", [\"予約\"], |chat| {{ chat.var(\"asked\", \"{name}\"); chat.tag(\"{name}\"); chat.reply(\"いつ？\"); }});\non_message(\"then\", |chat| if chat.var(\"asked\") == \"{name}\" && chat.has_tag(\"{name}\") {{ chat.reply(\"{name}\"); chat.var(\"asked\", \"\"); }} else {{ chat.reply(`${{chat.misses}}`) }});"
        )
    };
    let (_, pairs) = compare(&set("a"), &set("b"), &[past("x", ["予約", "明日", "え", "え"].map(said))]);
    let replies: Vec<_> =
        pairs.iter().map(|p| (&*p.before.wanted[0].what, &*p.after.wanted[0].what)).collect();
    assert_eq!(replies, [("asked = a", "asked = b"), ("a", "b")], "the last two are the same on both sides");
    assert_eq!(pairs[1].text, "明日");
}

#[test]
fn rules_are_asked_when_they_were_asked() {
    let both = "on_open(\"open\", |chat| chat.reply(\"WORD\"));\non_message(\"any\", |chat| chat.go_on());";
    let operator = Assignee::Operator { id: "ken".parse().unwrap() };
    let done = Phase::Completed { at: start() };
    let news = [
        said("a"),
        PastNews::GivenTo(operator),
        said("b"),
        PastNews::OperatorSaid { text: "hello".into() },
        PastNews::Phase(done),
        said("c"),
        PastNews::Phase(Phase::OnHold { until: None }),
        said("d"),
        PastNews::Phase(Phase::Open),
        said("e"),
        PastNews::Pressed { button: "mdg.end".into(), label: String::new() },
    ];
    let (told, pairs) = compare(&both.replace("WORD", "x"), &both.replace("WORD", "y"), &[past("a", news)]);
    assert_eq!((told.silent, told.messages), (2, 3), "people had one, one came while it was on hold");
    let opened: Vec<_> = pairs.iter().map(|pair| pair.text.as_str()).collect();
    assert_eq!(opened, ["a", "c"], "the first one, and the one after the end");
}

#[test]
fn buttons_follows_hand_overs_and_timers_are_replayed_too() {
    let set = |word: &str| {
        format!(
            "on_follow(\"f\", |chat| chat.reply(\"{word}\"));\non_button(\"b\", \"talk\", |chat| chat.escalate());\non_handover(\"h\", |chat| chat.reply(\"{word}\" + chat.reason));\nafter(hours(24), \"t\", |chat| chat.reply(\"{word}\"));"
        )
    };
    let mut thread =
        past("a", [PastNews::Followed, PastNews::Pressed { button: "talk".into(), label: "話す".into() }]);
    thread.events.push(PastEvent::new("late", start() + hours(30), said("still there?")));
    let (told, pairs) = compare(&set("x"), &set("y"), &[thread]);
    assert_eq!(told.messages, 4);
    let shown: Vec<_> = pairs.iter().map(|pair| (pair.after_seconds, pair.after.rules.join("+"))).collect();
    assert_eq!(shown, [(None, "f".to_owned()), (None, "b+h".to_owned()), (Some(86_400), "t".to_owned())]);
    assert_eq!(pairs[2].at, start() + minutes(1) + hours(24));
}

#[test]
fn the_record_is_compared_by_words_and_hand_overs() {
    let templates = BTreeMap::from([("menu".to_owned(), vec![Content::text("カット 5000")])]);
    let candidate = rules(
        "keyword(\"price\", [\"料金\"], |chat| { chat.template(\"menu\"); chat.tag(\"asked\"); });\nkeyword(\"upset\", [\"ひどい\"], |chat| chat.escalate(\"怒り\"));\nkeyword(\"new\", [\"新しい\"], |chat| chat.reply(\"はい\"));",
    );
    let mut thread = past("a", ["料金", "ひどい", "新しい", "？"].map(said));
    thread.events[0].answered =
        PastAnswer { rules: vec!["price".into()], says: vec!["カット 5000".into()], handed_over: false };
    thread.events[1].answered = PastAnswer { handed_over: true, ..PastAnswer::default() };
    thread.events[3].answered =
        PastAnswer { rules: vec!["old".into()], says: vec!["何でしょう".into()], handed_over: false };
    let mut replay = Replay::new(Arc::new(candidate), Baseline::Recorded { templates: Arc::new(templates) });
    let pairs = replay.feed(&[thread]);
    let told = replay.finish();
    assert_eq!((told.same, told.new, told.gone), (2, 1, 1), "{pairs:?}");
    assert_eq!((pairs[0].text.as_str(), pairs[1].text.as_str()), ("新しい", "？"));
    assert_eq!(pairs[1].before.wanted[0].rule, "old");
}

/// INV-5
#[test]
fn any_number_of_threads_gives_the_same_pairs_in_the_same_order() {
    let threads: Vec<_> = (0..300)
        .map(|n| past(&format!("{n}"), [said("料金"), said(if n % 3 == 0 { "何時" } else { "料金" })]))
        .collect();
    let run = |n: usize, page: usize| {
        let after = Arc::new(rules("keyword(\"h\", [\"何時\"], |chat| chat.reply(\"10\"));"));
        let replay = Replay::new(after, Baseline::Rules(Arc::new(rules(PRICES))));
        let mut replay = replay.on_threads(NonZeroUsize::new(n).unwrap());
        let pairs: Vec<_> = threads.chunks(page).flat_map(|page| replay.feed(page)).collect();
        (replay.finish(), pairs)
    };
    let one = run(1, 300);
    assert_eq!(one.1.len(), 600);
    assert_eq!(one, run(4, 300));
    assert_eq!(one, run(2, 7));
}
