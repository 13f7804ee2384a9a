//! What a rule can say, and what comes of it.

mod desk;

use desk::{Desk, compile, mistake, replies, rules, shown};
use domain::{Assignee, Button, Occasion, Proposal, Rules, Said};
use rules::{RuleSet, Source};

/// BOT-03, BOT-09
#[test]
fn a_keyword_answers_and_leaves_its_trace() {
    let set = rules(
        "\n// hours\nkeyword(\"opening-hours\", [\"営業時間\", \"何時まで\"], |chat| {\n    chat.reply(\"10〜20\");\n});",
    );
    let decision = Desk::new().says(&set, "営業ｼﾞｶﾝ、何時マデ？");
    assert_eq!(replies(&decision), ["10〜20"]);
    let trace = &decision.proposals[0].trace;
    assert_eq!((trace.rule.as_str(), trace.file.as_str(), trace.line), ("opening-hours", "a.rhai", 3));
    assert_eq!(trace.matched, "何時まで");
    assert_eq!(&trace.version, set.version());
    assert!(decision.understood);
}

/// BOT-03
#[test]
fn words_are_contained_equal_or_at_the_beginning_and_patterns_see_normal_text() {
    let set = rules(
        r#"
        exact("yes", ["はい"], |chat| chat.reply("exact"));
        starts_with("book", ["予約"], |chat| chat.reply("starts"));
        pattern("order", "(?:注文|order)\\s*#?([a-z]{2}-\\d+)", |chat| chat.reply(chat.group(1) + "/" + chat.group(9)));
        keyword("also", ["はい", "予約"], |chat| chat.reply("contains"));
    "#,
    );
    let desk = Desk::new();
    for (text, expected) in [
        ("ハイ", "exact"),
        ("はい、そうです", "contains"),
        ("予約したい", "starts"),
        ("明日の予約", "contains"),
        ("ＯＲＤＥＲ ＡＢ－１２", "AB-12/"),
    ] {
        assert_eq!(replies(&desk.says(&set, text)), [expected], "{text}");
    }
    assert_eq!(desk.says(&set, "さようなら").proposals, []);
}

#[test]
fn files_run_by_name_and_rules_by_place_until_one_acts() {
    let set = RuleSet::compile(&[
        Source::new("20.rhai", r#"on_message("later", |chat| chat.reply("20"));"#),
        Source::new(
            "10.rhai",
            r#"on_message("idle", |chat| {}); on_message("first", |chat| chat.reply("10"));"#,
        ),
    ])
    .unwrap();
    assert_eq!(replies(&Desk::new().says(&set, "x")), ["10"]);
    assert_eq!(
        set.rules().iter().map(|rule| rule.name.clone()).collect::<Vec<_>>(),
        ["idle", "first", "later"]
    );
}

#[test]
fn a_rule_may_let_others_go_on() {
    let set = rules(
        r#"
        keyword("mark", ["急ぎ"], |chat| { chat.tag("urgent"); chat.go_on(); });
        on_message("count", |chat| chat.reply(`misses ${chat.misses}`));
    "#,
    );
    let desk = Desk { misses: 1, ..Desk::new() };
    let decision = desk.says(&set, "急ぎです");
    assert_eq!(decision.proposals[0].proposal, Proposal::Tag("urgent".into()));
    assert_eq!(replies(&decision), ["misses 0"], "a rule has understood it by then");
    assert_eq!(replies(&desk.says(&set, "?")), ["misses 1"]);
}

#[test]
fn options_limit_a_rule_to_channels_languages_and_hours() {
    let set = rules(
        r#"
        keyword("en", ["price"], #{languages: ["en"]}, |chat| chat.reply("en"));
        keyword("tg", ["price"], #{channels: ["telegram", "web"]}, |chat| chat.reply("tg"));
        on_message("night", #{hours: "closed"}, |chat| chat.reply(`at ${chat.opens_at}`));
        on_message("day", #{hours: "open"}, |chat| chat.reply("day"));
    "#,
    );
    let mut desk = Desk::new();
    assert_eq!(replies(&desk.says(&set, "price")), ["day"]);
    desk.contact.language = Some("en-GB".into());
    assert_eq!(replies(&desk.says(&set, "price")), ["en"]);
    desk.contact.language = None;
    desk.inbox.channel = domain::ChannelKind::Web;
    assert_eq!(replies(&desk.says(&set, "price")), ["tg"]);
    desk.time.open_now = false;
    desk.time.opens_at = "10:00".into();
    assert_eq!(replies(&desk.says(&set, "?")), ["at 10:00"]);
}

/// BOT-01
#[test]
fn buttons_are_answered_by_id_or_as_the_words_on_them() {
    let set = rules(
        r#"
        on_button("talk", ["talk", "person"], |chat| chat.escalate(chat.button));
        keyword("price", ["料金"], |chat| chat.buttons("どれ？", ["カット", #{id: "talk", label: #{ja: "人", en: "Human"}}]));
    "#,
    );
    let desk = Desk::new();
    let decision = desk.on(&set, &Occasion::Button { id: "person" });
    assert_eq!(decision.proposals[0].proposal, Proposal::Escalate { reason: "person".into() });
    assert_eq!(decision.proposals[0].trace.matched, "person");
    assert!(decision.understood);
    let decision = set.decide(&Occasion::Button { id: "料金" }, &desk.facts("料金"));
    let buttons = vec![
        Button { id: "カット".into(), label: "カット".into() },
        Button { id: "talk".into(), label: "人".into() },
    ];
    let expected = Proposal::Choice { text: "どれ？".into(), buttons, quick: false };
    assert_eq!(decision.proposals[0].proposal, expected);
}

#[test]
fn every_proposal_arrives() {
    let set = rules(
        r#"
        on_open("a", |chat| {
            chat.quick_replies(#{ja: "はい？", en: "Yes?"}, ["はい"]);
            chat.image("https://example.com/a.png");
            chat.image("https://example.com/a.png", "https://example.com/b.png");
            chat.template("welcome");
            chat.escalate();
            chat.assign("op-1");
            chat.tag("vip");
            chat.untag("new");
            chat.set_field("visits", 3);
            chat.set_status("");
            chat.set_category("予約");
        });
        on_follow("b", |chat| {
            chat.note("a note");
            chat.request_end();
            chat.complete();
            chat.hold();
            chat.hold(hours(2));
            chat.rate();
            chat.var("seen", true);
        });
    "#,
    );
    let desk = Desk::new();
    let mut all = desk.on(&set, &Occasion::Opened).proposals;
    all.extend(desk.on(&set, &Occasion::Followed).proposals);
    let url = |name: &str| format!("https://example.com/{name}.png");
    let quick = vec![Button { id: "はい".into(), label: "はい".into() }];
    let expected = [
        Proposal::Choice { text: "はい？".into(), buttons: quick, quick: true },
        Proposal::Image { url: url("a"), preview: None },
        Proposal::Image { url: url("a"), preview: Some(url("b")) },
        Proposal::Template { name: "welcome".into() },
        Proposal::Escalate { reason: "a".into() },
        Proposal::Assign { operator: "op-1".parse().unwrap() },
        Proposal::Tag("vip".into()),
        Proposal::Untag("new".into()),
        Proposal::SetField { name: "visits".into(), value: "3".into() },
        Proposal::SetStatus(String::new()),
        Proposal::SetCategory("予約".into()),
        Proposal::Note("a note".into()),
        Proposal::RequestEnd,
        Proposal::Complete,
        Proposal::Hold { length: None },
        Proposal::Hold { length: Some(domain::hours(2)) },
        Proposal::Rate,
        Proposal::Var { name: "seen".into(), value: "true".into() },
    ];
    assert_eq!(all.into_iter().map(|proposed| proposed.proposal).collect::<Vec<_>>(), expected);
}

/// BOT-03
#[test]
fn a_rule_may_look_for_words_itself() {
    let set = rules(
        "on_message(\"a\", |chat| chat.reply(`${chat.says(\"カラー\")} ${chat.says([\"x\", \"ＰＥＲＭ\"])} ${chat.says([])} ${chat.says(\"\")}`));",
    );
    assert_eq!(replies(&Desk::new().says(&set, "ｶﾗｰとPerm")), ["true true false false"]);
    assert_eq!(replies(&Desk::new().says(&set, "予約")), ["false false false false"]);
    assert!(mistake("on_message(\"a\", |chat| { chat.says(5) });").message.contains("chat.says([words])"));
}

#[test]
fn every_fact_is_told() {
    let set = rules(
        r#"
        on_message("facts", |chat| {
            chat.reply(`${chat.text}|${chat.kind}|${chat.name}|${chat.tags}|${chat.has_tag("vip")}|${chat.field("size")}|${chat.fields.size}`);
            chat.reply(`${chat.language}|${chat.channel}|${chat.inbox}|${chat.assignee}|${chat.operator}|${chat.open_now}|${chat.opens_at}`);
            chat.reply(`${chat.clock}|${chat.date}|${chat.weekday}|${chat.misses}|${chat.waiting_for}|${chat.phase}|${chat.online}`);
            chat.reply(`${chat.button}|${chat.reason}|${chat.waited_hours}|${chat.var("x")}|${chat.status}|${chat.category}|${chat.answered}`);
            chat.reply(`${chat.history.len()} ${chat.history[0].by} ${chat.history[0].text}|${chat.matched}`);
        });
    "#,
    );
    let mut desk = Desk::new();
    desk.contact.account_name = "Mei".into();
    desk.contact.tags.insert("vip".into());
    desk.contact.fields.insert("size".into(), "M".into());
    desk.contact.response_status = Some("対応中".into());
    desk.conversation.category = Some("予約".into());
    desk.conversation.vars.insert("x".into(), "y".into());
    desk.conversation.assignee = Assignee::Operator { id: "ken".parse().unwrap() };
    desk.history = vec![Said { by: "contact", text: "前".into() }];
    let decision = desk.says(&set, "こんにちは");
    assert_eq!(decision.failures, []);
    assert_eq!(
        replies(&decision),
        [
            "こんにちは|text|Mei|[\"vip\"]|true|M|M",
            "ja|line|line-main|operator|ken|true|",
            "12:00|2026-11-20|friday|0|us|open|1",
            "||0.0|y|対応中|予約|false",
            "1 contact 前|",
        ]
    );
}

#[test]
fn history_is_read_only_if_a_rule_looks_at_it() {
    assert_eq!(rules(r#"on_message("a", |chat| chat.reply(chat.text));"#).history(), 0);
    assert_eq!(rules(r#"on_message("a", |chat| chat.reply(chat.history[0].text));"#).history(), 10);
    assert_eq!(
        rules("fn last(c) { c.history.len() } on_message(\"a\", |chat| { last(chat); });").history(),
        10
    );
}

/// STA-08, STA-10
#[test]
fn timers_are_fixed_or_the_inboxes_settings() {
    let set = rules(
        r#"
        after(setting("auto_end_request"), "ask", |chat| if chat.waiting_for == "contact" { chat.request_end() });
        after(setting("auto_complete"), "done", |chat| chat.complete());
        after(days(3), "old", |chat| chat.note(`${chat.waited_hours} h`));
        after(minutes(30), "web", #{channels: ["web"]}, |chat| chat.complete());
    "#,
    );
    let mut desk = Desk::new();
    let timers = |desk: &Desk| set.timers(&desk.inbox, &desk.conversation);
    assert_eq!(timers(&desk), [domain::hours(24), domain::hours(48), domain::hours(72)]);
    let after = |desk: &Desk, hours| desk.on(&set, &Occasion::After(domain::hours(hours))).proposals;
    assert_eq!(after(&desk, 24), [], "it is not waiting for the contact");
    desk.conversation.waiting_for = domain::WaitingFor::Contact;
    assert_eq!(after(&desk, 24)[0].proposal, Proposal::RequestEnd);
    assert_eq!(after(&desk, 24)[0].trace.matched, "setting(\"auto_end_request\")");
    assert_eq!(after(&desk, 48)[0].proposal, Proposal::Complete);
    assert_eq!(after(&desk, 72)[0].proposal, Proposal::Note("72.0 h".into()));
    desk.conversation.assignee = Assignee::Operator { id: "ken".parse().unwrap() };
    desk.inbox.auto_end_request = None;
    assert_eq!(timers(&desk), [domain::hours(72)], "off for operators, and no end request");
    assert_eq!(after(&desk, 48), []);
}

#[test]
fn occasions_have_their_own_rules() {
    let set = rules(
        r#"
        on_open("open", |chat| chat.reply("open"));
        on_handover("hand", |chat| chat.reply(chat.reason));
        on_end("end", |chat| chat.reply("end"));
        on_message("message", |chat| chat.reply("message"));
    "#,
    );
    let desk = Desk::new();
    for (occasion, expected) in [
        (Occasion::Opened, "open"),
        (Occasion::HandedOver { reason: "why" }, "why"),
        (Occasion::Ended, "end"),
        (Occasion::Message, "message"),
    ] {
        let decision = desk.on(&set, &occasion);
        assert_eq!(replies(&decision), [expected]);
        assert!(!decision.understood);
    }
    assert_eq!(desk.on(&set, &Occasion::Followed).proposals, []);
}

/// INV-5
#[test]
fn nothing_is_left_behind_for_the_next_run() {
    let set = rules(
        r#"
        let greeting = "hello";
        let count = 0;
        let seen = [];
        fn shout(text) { text.to_upper() }
        on_message("count", |chat| {
            count += 1;
            seen.push(count);
            chat.reply(`${shout(greeting)} ${count} ${seen}`);
        });
        greeting = "hi";
    "#,
    );
    let desk = Desk::new();
    for _ in 0..3 {
        assert_eq!(replies(&desk.says(&set, "x")), ["HI 1 [1]"]);
    }
}

/// INV-5
#[test]
fn fifty_threads_ask_one_set_and_get_the_same_answer() {
    let set = rules(
        r#"
        let words = ["a", "b"];
        keyword("k", ["窓口"], |chat| {
            let n = 0;
            for i in 0..20 { n += i; words.push("c"); }
            chat.reply(`${n} ${words.len()}`);
        });
    "#,
    );
    let desk = Desk::new();
    let expected = desk.says(&set, "窓口");
    assert_eq!(replies(&expected), ["190 22"]);
    std::thread::scope(|scope| {
        let threads: Vec<_> = (0..50)
            .map(|_| scope.spawn(|| (0..20).map(|_| desk.says(&set, "窓口")).collect::<Vec<_>>()))
            .collect();
        for thread in threads {
            for decision in thread.join().unwrap() {
                assert_eq!(decision, expected);
            }
        }
    });
}

/// INV-16, F-13
#[test]
fn a_failing_rule_proposes_nothing_and_the_next_one_answers() {
    let set = rules(
        "on_message(\"broken\", |chat| {\n    chat.reply(\"half\");\n    let list = [];\n    list[3];\n});\non_message(\"next\", |chat| chat.reply(\"next\"));",
    );
    let decision = Desk::new().says(&set, "x");
    assert_eq!(replies(&decision), ["next"]);
    let failure = &decision.failures[0];
    assert_eq!((failure.rule.as_str(), failure.file.as_str(), failure.line), ("broken", "a.rhai", 4));
    assert!(!failure.excessive && failure.message.contains("index"), "{}", failure.message);
}

#[test]
fn wrong_values_fail_with_a_reason() {
    for (body, reason) in [
        ("chat.reply([1])", "text"),
        ("let x = #{jp: \"a\"}; chat.reply(x)", "did you mean `ja`"),
        ("let x = \"\"; chat.reply(x)", "empty"),
        ("let x = \"http://a.b\"; chat.image(x)", "https"),
        ("let x = \"a b\"; chat.assign(x)", "operator id"),
        ("let x = 5; chat.hold(x)", "hours(2)"),
        ("let x = []; chat.buttons(\"a\", x)", "1 to 13"),
        ("let x = \"a\\nb\"; chat.tag(x)", "line breaks"),
    ] {
        let text =
            format!("on_message(\"a\", |chat| {{ let list = [1]; {} }});", body.replace("[1]", "list"));
        let set = rules(&text);
        let decision = Desk::new().says(&set, "x");
        assert_eq!(decision.proposals, [], "{body}");
        assert!(decision.failures[0].message.contains(reason), "{body}: {}", decision.failures[0].message);
    }
}

#[test]
fn explanations_tell_the_whole_pass() {
    let set = rules(
        r#"
        keyword("night", ["料金"], #{hours: "closed"}, |chat| chat.reply("x"));
        on_message("idle", |chat| {});
        keyword("price", ["リョウキン", "料金"], |chat| chat.reply("5000"));
        on_message("late", |chat| chat.reply("?"));
        keyword("other", ["予約"], |chat| chat.reply("x"));
    "#,
    );
    let told = set.explain(&Occasion::Message, &Desk::new().facts("料金は？"));
    let json = serde_json::to_value(&told).unwrap();
    let looked: Vec<_> = json["looked"]
        .as_array()
        .unwrap()
        .iter()
        .map(|look| format!("{} {} {}", look["rule"], look["outcome"], look["matched"]).replace('"', ""))
        .collect();
    assert_eq!(looked, ["night passed ", "idle idle ", "price acted 料金", "late not_reached "]);
    assert_eq!(json["others"], 1);
    assert_eq!(json["proposed"][0]["does"], "reply");
    assert_eq!(json["folded"], "料金は?");
    assert_eq!(json["looked"][0]["why"], "it is for closed hours");
    assert_eq!(json["looked"][2]["why"], "the message holds the keyword");
    assert_eq!(json["version"], set.version().as_str());
}

/// INV-16
#[test]
fn an_explanation_tells_which_rule_failed_and_where() {
    let set = rules("on_message(\"bad\", |chat| {\n  let list = [];\n  list[1];\n});");
    let told = set.explain(&Occasion::Message, &Desk::new().facts("x"));
    let failed = &told.failed[0];
    assert_eq!((failed.rule.as_str(), failed.file.as_str(), failed.line), ("bad", "a.rhai", 3));
    assert!(failed.message.contains("index") && !failed.excessive);
    assert_eq!(told.looked[0].why, failed.message);
}

#[test]
fn rules_are_listed_with_their_words() {
    let set = rules(
        "\nafter(hours(24), \"a\", |chat| {});\nkeyword(\"b\", [\"予約\", \"Book\"], #{hours: \"open\"}, |chat| {});",
    );
    let listed = set.rules();
    assert_eq!(
        (listed[0].kind, listed[0].words.as_slice(), listed[0].line),
        ("after", &["days(1)".to_owned()][..], 2)
    );
    assert_eq!((listed[1].kind, listed[1].words.len(), listed[1].hours), ("keyword", 2, Some("open")));
}

#[test]
fn helpers_and_lists_work_as_people_expect() {
    let set = rules(
        r#"
        const OPEN = "10:00";
        let prices = #{cut: 5000, colour: 8000};
        fn answer(chat, text) { chat.reply(text); }
        fn named(chat) { answer(chat, "named"); }
        keyword("price", ["料金"], |chat| {
            let keys = prices.keys();
            let lines = keys.map(|key| `${key}: ${prices[key]}`);
            answer(chat, lines.reduce(|all, line| all + "\n" + line, OPEN));
            ["a", "b"].for_each(|tag| chat.tag(tag));
            if "料金" in chat.text && chat.text.contains("料") && chat.text.len() > 1 { chat.note("ok"); }
            switch chat.weekday { "friday" => chat.note("fri"), _ => () }
            let seen = #{}; seen.set("k", 1); seen.x = 2;
            chat.note(`${seen.len()}`);
        });
        keyword("named", ["名前"], named);
    "#,
    );
    let decision = Desk::new().says(&set, "料金");
    assert_eq!(decision.failures, []);
    assert_eq!(decision.proposals.len(), 6);
    assert!(
        matches!(&decision.proposals[0].proposal, Proposal::Reply { text } if text.contains("colour: 8000"))
    );
    assert_eq!(replies(&Desk::new().says(&set, "名前")), ["named"]);
}

#[test]
fn the_same_sources_are_the_same_version() {
    let a = compile("on_message(\"a\", |chat| {});").unwrap();
    let b = compile("on_message(\"a\", |chat| {});").unwrap();
    let c = compile("on_message(\"a\", |chat| { });").unwrap();
    assert_eq!(a.version(), b.version());
    assert_ne!(a.version(), c.version());
}

#[test]
fn twins_are_told_apart_by_their_own_lines() {
    let set = rules(
        "keyword(\"a\", [\"aa\"], |chat| { let x = []; x[1]; });\n\nkeyword(\"b\", [\"bb\"], |chat| { let x = []; x[1]; });",
    );
    let line = |text| Desk::new().says(&set, text).failures[0].line;
    assert_eq!((line("aa"), line("bb")), (1, 3));
    assert!(shown(&[mistake("x")]).contains("a.rhai:1:1"));
}
