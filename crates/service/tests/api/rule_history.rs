use domain::{News, Role};
use http::Method;
use serde_json::{Value, json};
use service::{By, Draft};

use crate::support::{Desk, Person};

const NOW: &str = "keyword(\"hours\", [\"営業時間\"], |chat| chat.reply(\"10時からです\"));
keyword(\"person\", [\"担当者\"], |chat| { chat.tag(\"急ぎ\"); chat.escalate(\"人と話したい\"); });
on_button(\"menu\", \"menu\", |chat| chat.reply(\"カット 5,000円\"));
on_follow(\"hello\", |chat| chat.quick_replies(\"ようこそ\", [#{id: \"menu\", label: \"料金\"}]));";

fn sources(text: &str) -> Value {
    json!([{ "file": "20-test.rhai", "text": text }])
}

async fn in_force(desk: &Desk, text: &str) {
    let by = By { who: "mei", note: "", expected: None };
    let draft = Draft::of(vec![rules::Source::new("20-test.rhai", text)]);
    desk.service.publish_rules(draft, &by).await.unwrap();
}

/// Three customers, a person who answers, a button, a tag, a message taken back.
async fn busy_day(desk: &Desk, ken: &Person) {
    in_force(desk, NOW).await;
    desk.happens("line-main", "Mei", News::Followed { unblocked: false, referral: None }).await;
    let tap =
        News::Tapped { button: "menu".into(), label: None, params: None, message: None, callback: None };
    desk.happens("line-main", "Mei", tap).await;
    desk.writes("line-main", "Mei", "営業時間は？").await;
    let aoi = desk.writes("line-main", "Aoi", "担当者をお願いします").await;
    desk.does(ken, &aoi, "join", json!({})).await;
    desk.does(ken, &aoi, "reply", json!({ "text": "お待たせしました" })).await;
    desk.does(ken, &aoi, "tag", json!({ "tag": "常連" })).await;
    desk.writes("line-main", "Aoi", "営業時間も教えて").await;
    desk.does(ken, &aoi, "complete", json!({})).await;
    desk.writes("line-main", "Aoi", "また営業時間を教えて").await;
    desk.writes("web-main", "Ren", "ありがとう").await;
}

/// BOT-08: what changed is told by rule, whatever happened to the text around it.
#[tokio::test]
async fn two_versions_are_compared_by_rule() {
    let desk = Desk::open();
    let mei = desk.person("mei", Role::Admin, &[]).await;
    in_force(&desk, NOW).await;
    let new = "// 料金\n\nkeyword(\"hours\", [\"営業時間\", \"何時\"], |chat| chat.reply(\"9時からです\"));
        on_button(\"menu\", \"menu\", |chat| chat.reply(\"カット 5,000円\"));
        keyword(\"thanks\", [\"ありがとう\"], |chat| chat.request_end());
        on_follow(\"hello\", |chat| chat.quick_replies(\"ようこそ\", [#{id: \"menu\", label: \"料金\"}]));";
    let diff = desk.post(&mei, "/v1/rules:diff", json!({ "after": { "sources": sources(new) } })).await.ok();
    assert_eq!(diff["before"], desk.get(&mei, "/v1/rules").await.ok()["version"]);
    let names = |list: &str| -> Vec<String> {
        diff[list].as_array().unwrap().iter().map(|rule| rule["name"].as_str().unwrap().to_owned()).collect()
    };
    assert_eq!([names("added"), names("removed"), names("changed")].concat(), ["thanks", "person", "hours"]);
    assert_eq!((&diff["changed"][0]["words_added"], &diff["same"]), (&json!(["何時"]), &json!(2)));
    assert!(diff["changed"][0]["after"]["text"].as_str().unwrap().contains("9時から"));
    let itself = desk.post(&mei, "/v1/rules:diff", json!({})).await.ok();
    assert_eq!((&itself["changed"], &itself["same"]), (&json!([]), &json!(4)));
    let broken = json!({ "before": { "sources": sources("keyword(") } });
    desk.post(&mei, "/v1/rules:diff", broken).await.refused(422, "rules-broken");
    let both = json!({ "before": { "sources": [], "version": "abcd" } });
    desk.post(&mei, "/v1/rules:diff", both).await.refused(400, "invalid-body");
    let nowhere = desk.post(&mei, "/v1/rules:diff", json!({ "before": { "version": "abcdef" } })).await;
    nowhere.refused(400, "unknown-reference");
    assert_eq!(nowhere.body["field"], "before.version");
}

async fn replay(desk: &Desk, who: &Person, body: Value) -> Value {
    desk.post(who, "/v1/rules:replay", body).await.ok()
}

/// EXT-04: the same rules over what really happened change nothing, whether they are asked again or compared with what
/// was sent.
#[tokio::test]
async fn the_rules_in_force_would_answer_as_they_did() {
    let desk = Desk::open();
    let mei = desk.person("mei", Role::Admin, &[]).await;
    busy_day(&desk, &mei).await;
    for baseline in ["in_force", "recorded"] {
        let page = replay(&desk, &mei, json!({ "candidate": {}, "baseline": baseline })).await;
        assert_eq!(page["pairs"], json!([]), "{baseline}: {page}");
        let counts = &page["counts"];
        assert_eq!(
            (&counts["conversations"], &counts["messages"]),
            (&json!(3), &json!(6)),
            "{baseline}: {counts}"
        );
        assert_eq!(
            (&counts["same"], &counts["silent"]),
            (&json!(6), &json!(1)),
            "while a person has it: {counts}"
        );
    }
}

/// EXT-04
#[tokio::test]
async fn a_candidate_is_told_the_past_and_every_pair_is_shown() {
    let desk = Desk::open();
    let mei = desk.person("mei", Role::Admin, &[]).await;
    busy_day(&desk, &mei).await;
    let before = desk.provider.calls.lock().unwrap().len();
    let rows = async || {
        let mut all = Vec::new();
        for inbox in ["line-main", "web-main"] {
            for thread in ["Mei", "Aoi", "Ren"] {
                let id = domain::ConversationId::of(&inbox.parse().unwrap(), &format!("user:{thread}"));
                all.push(desk.service.store().recent(&id, 100).await.unwrap());
            }
        }
        all
    };
    let stored = rows().await;
    let candidate = NOW.replace("10時からです", "9時からです").replace("[\"担当者\"]", "[\"人間\"]");
    let page = replay(&desk, &mei, json!({ "candidate": { "sources": sources(&candidate) } })).await;
    let counts =
        ["different", "gone", "new", "other_rule"].map(|name| page["counts"][name].as_u64().unwrap());
    assert_eq!(counts, [2, 1, 0, 0], "{page}");
    let told: Vec<_> = page["pairs"]
        .as_array()
        .unwrap()
        .iter()
        .map(|pair| {
            let says = |side: &str| {
                pair[side]["wanted"]
                    .as_array()
                    .unwrap()
                    .iter()
                    .map(|wanted| wanted["what"].as_str().unwrap())
                    .collect::<Vec<_>>()
                    .join(", ")
            };
            format!("{}: {} → {}", pair["text"].as_str().unwrap(), says("before"), says("after"))
        })
        .collect();
    assert_eq!(
        told,
        [
            "担当者をお願いします: 急ぎ, 人と話したい → ",
            "また営業時間を教えて: 10時からです → 9時からです",
            "営業時間は？: 10時からです → 9時からです",
        ]
    );
    assert_eq!(page["counts"]["rules"]["hours"], json!({ "before": 2, "after": 2, "changed": 2 }));
    assert_eq!(desk.provider.calls.lock().unwrap().len(), before, "nothing is sent");
    assert_eq!(rows().await, stored, "nothing is written");

    let red = json!({ "candidate": { "sources": sources("keyword(") } });
    desk.post(&mei, "/v1/rules:replay", red).await.refused(422, "rules-broken");
    let foreign = json!({ "candidate": {}, "cursor": "x" });
    desk.post(&mei, "/v1/rules:replay", foreign).await.refused(400, "invalid-cursor");
}

/// EXT-04, SEC-8, INV-21: the past is told page by page, to whom the inbox is open, without identities; and it is
/// written down who read it.
#[tokio::test]
async fn the_past_is_exported_page_by_page() {
    let desk = Desk::open();
    let mei = desk.person("mei", Role::Admin, &[]).await;
    busy_day(&desk, &mei).await;
    for n in 0..60 {
        desk.writes("web-main", &format!("V{n}"), "営業時間は？").await;
    }
    let all = async |who: &Person| {
        let (mut found, mut pages, mut cursor) = (Vec::new(), 0, String::new());
        loop {
            let page = desk.get(who, &format!("/v1/rules/history{cursor}")).await.ok();
            assert_eq!(page["head"]["format"], "madoguchi-history-1");
            found.extend(page["conversations"].as_array().unwrap().clone());
            pages += 1;
            let Some(next) = page["next"].as_str() else { return (found, pages) };
            cursor = format!("?cursor={next}");
        }
    };
    let (found, pages) = all(&mei).await;
    assert_eq!((found.len(), pages), (63, 2));
    let aoi = found.iter().find(|told| told["contact"]["name"] == "Aoi").unwrap();
    assert_eq!(aoi["contact"], json!({ "name": "Aoi" }), "as she was at the beginning: no tags");
    let told: Vec<_> =
        aoi["events"].as_array().unwrap().iter().map(|event| event["is"].as_str().unwrap()).collect();
    assert_eq!(
        told,
        [
            "said",
            "given_to",
            "given_to",
            "operator_said",
            "tagged",
            "said",
            "phase",
            "said",
            "phase",
            "given_to"
        ]
    );
    assert_eq!(aoi["events"][0]["answered"], json!({ "rules": [], "says": [], "handed_over": true }));
    assert!(
        !json!(found).to_string().contains("U4af4980629f0a1d3c5b7e9f2a4c6d8e0"),
        "nobody can be reached by it"
    );

    let ken = desk.person("ken", Role::Admin, &["line-main"]).await;
    let (found, _) = all(&ken).await;
    assert_eq!(found.len(), 2, "only inboxes that one may see");
    let page = desk.get(&ken, "/v1/rules/history").await.ok();
    assert_eq!(page["head"]["inboxes"].as_array().unwrap().len(), 1);
    let mine = desk.get(&mei, "/v1/rules/history").await.ok()["next"].as_str().unwrap().to_owned();
    desk.get(&ken, &format!("/v1/rules/history?cursor={mine}")).await.refused(400, "invalid-cursor");
    let audit = desk.service.store().audit_page("2026-11", None, 100).await.unwrap();
    let exports = audit.entries.iter().filter(|entry| entry.json.contains("export-history")).count();
    assert_eq!(exports, 4, "once for each export, not for each page");
}

/// BOT-09: why the bot said that, also after the rules have changed.
#[tokio::test]
async fn a_message_of_the_bot_tells_why_it_was_sent() {
    let desk = Desk::open();
    let mei = desk.person("mei", Role::Admin, &[]).await;
    let ken = desk.person("ken", Role::Operator, &["line-main"]).await;
    in_force(&desk, NOW).await;
    let id = desk.writes("line-main", "Mei", "すみません、営業時間は？").await;
    let rows = desk.get(&ken, &format!("/v1/conversations/{id}/rows")).await.ok();
    let row = |n: usize| rows["rows"][n]["id"].as_str().unwrap().to_owned();
    let why = format!("/v1/conversations/{id}/rows/{}/why", row(1));
    let told = desk.get(&ken, &why).await.ok();
    let trace = &told["rules"][0];
    assert_eq!(
        (&trace["rule"], &trace["file"], &trace["line"]),
        (&json!("hours"), &json!("20-test.rhai"), &json!(1))
    );
    assert_eq!((&trace["matched"], &told["in_force"]), (&json!("営業時間"), &json!(true)));
    assert_eq!(trace["source"], "keyword(\"hours\", [\"営業時間\"], |chat| chat.reply(\"10時からです\"));");
    assert_eq!(
        (&told["answers"]["row"], &told["answers"]["text"]),
        (&json!(row(0)), &json!("すみません、営業時間は？"))
    );

    in_force(&desk, &NOW.replace("10時", "9時")).await;
    let later = desk.get(&ken, &why).await.ok();
    assert_eq!(
        (&later["rules"][0]["source"], &later["rules"][0]),
        (&trace["source"], trace),
        "as it was then"
    );
    assert_eq!(later["in_force"], false);

    // Two rules in one message: the first lets the other go on.
    let both = format!(
        "{NOW}\nkeyword(\"pay\", [\"支払い\"], |chat| {{ chat.reply(\"前払いです\"); chat.go_on(); }});\nkeyword(\"card\", [\"カード\"], |chat| chat.reply(\"使えます\"));"
    );
    in_force(&desk, &both).await;
    let card = desk.writes("line-main", "Aoi", "カードで支払いできますか").await;
    let rows = desk.get(&ken, &format!("/v1/conversations/{card}/rows")).await.ok();
    let answer = &rows["rows"][1];
    assert_eq!((&answer["trace"]["rule"], &answer["also"][0]["rule"]), (&json!("pay"), &json!("card")));
    let path = format!("/v1/conversations/{card}/rows/{}/why", answer["id"].as_str().unwrap());
    let told = desk.get(&ken, &path).await.ok();
    assert_eq!((&told["rules"][1]["rule"], &told["rules"][1]["matched"]), (&json!("card"), &json!("カード")));
    assert!(told["rules"][0]["source"].as_str().unwrap().contains("go_on"));

    // What the desk says by itself has no rule, and what is not the bot's has no why.
    desk.writes("line-main", "Mei", "担当者をお願いします").await;
    let rows = desk.get(&ken, &format!("/v1/conversations/{id}/rows")).await.ok();
    let outbound: Vec<_> =
        rows["rows"].as_array().unwrap().iter().filter(|row| row["kind"] == "outbound").collect();
    let by_desk = outbound[1]["id"].as_str().unwrap();
    let told = desk.get(&ken, &format!("/v1/conversations/{id}/rows/{by_desk}/why")).await.ok();
    assert_eq!((&told["rules"], &told["answers"]["text"]), (&json!([]), &json!("担当者をお願いします")));
    for row in [row(0).as_str(), "none", "01ARZ3NDEKTSV4RRFFQ69G5FAV"] {
        desk.get(&ken, &format!("/v1/conversations/{id}/rows/{row}/why")).await.refused(404, "not-found");
    }
    let stranger = desk.person("eve", Role::Operator, &["web-main"]).await;
    desk.get(&stranger, &why).await.refused(404, "not-found");
    desk.ask(None, Method::GET, &why, None).await.refused(401, "sign-in-required");
    drop(mei);
}
