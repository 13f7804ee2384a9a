//! A rule that fails hides nothing, delays nobody, and is named to people (INV-16).

use domain::{Role, RulesVersion, minutes};
use serde_json::{Value, json};
use service::{By, Draft};
use store::{CameBy, CurrentRules, RuleSet, RuleVersion};

use crate::support::{Desk, Person};

async fn in_force(desk: &Desk, text: &str) {
    let by = By { who: "mei", note: "", expected: None };
    desk.service.publish_rules(Draft::of(vec![rules::Source::new("20-test.rhai", text)]), &by).await.unwrap();
}

/// What the thread tells, a line a row.
async fn thread(desk: &Desk, who: &Person, id: &domain::ConversationId) -> Vec<String> {
    let page = desk.get(who, &format!("/v1/conversations/{id}/rows")).await.ok();
    let line = |row: &Value| match row["kind"].as_str().unwrap() {
        "system" => format!("- {}", row["text"].as_str().unwrap()),
        kind => format!("{kind} {}", row["contents"][0]["text"].as_str().unwrap_or_default()),
    };
    page["rows"].as_array().unwrap().iter().map(line).collect()
}

async fn listed(desk: &Desk, who: &Person, view: &str) -> usize {
    desk.get(who, &format!("/v1/conversations?view={view}")).await.ok()["items"].as_array().unwrap().len()
}

#[tokio::test]
async fn a_failing_rule_is_named_and_the_next_one_answers() {
    let desk = Desk::with(|settings| settings.desk.language = domain::Language::En);
    let ken = desk.person("ken", Role::Operator, &[]).await;
    in_force(&desk, "on_message(\"bad\", |chat| {\n  chat.tag(\"x\");\n  chat.reply(1 / 0);\n});\nkeyword(\"hours\", [\"営業時間\"], |chat| chat.reply(\"10時から\"));").await;
    let id = desk.writes("line-main", "Mei", "営業時間は？").await;
    let told = thread(&desk, &ken, &id).await;
    assert_eq!(
        (told.len(), told[0].as_str(), told[2].as_str()),
        (3, "inbound 営業時間は？", "outbound 10時から")
    );
    assert!(told[1].starts_with("- The rule “bad” failed (20-test.rhai:3): "), "{told:?}");
    let contact = desk.get(&ken, &format!("/v1/conversations/{id}")).await.ok();
    assert_eq!(contact["contact"]["tags"], json!([]), "what it wanted before it failed does not count");
}

#[tokio::test]
async fn where_nothing_but_failures_is_left_people_are_called() {
    let desk = Desk::with(|settings| settings.desk.language = domain::Language::En);
    let ken = desk.person("ken", Role::Operator, &[]).await;
    in_force(&desk, "on_message(\"bad\", |chat| chat.reply(1 / 0));").await;
    let id = desk.writes("line-main", "Mei", "こんにちは").await;
    assert_eq!((listed(&desk, &ken, "unconfirmed").await, listed(&desk, &ken, "waiting").await), (1, 0));
    for n in 2..=5 {
        desk.writes("line-main", "Mei", &format!("{n}")).await;
    }
    assert_eq!(listed(&desk, &ken, "waiting").await, 1, "after the fifth a person is called");
    let told = thread(&desk, &ken, &id).await;
    assert_eq!(told.iter().filter(|line| line.starts_with("inbound")).count(), 5, "{told:?}");
    assert_eq!(told.iter().filter(|line| line.contains("“bad” failed (20-test.rhai:1)")).count(), 5);
    assert!(
        told.iter().any(|line| line.starts_with("outbound")),
        "the customer is told that a person answers: {told:?}"
    );
}

#[tokio::test]
async fn a_rule_that_fails_at_the_hand_over_is_named_and_the_customer_is_told_all_the_same() {
    let desk = Desk::with(|settings| settings.desk.language = domain::Language::En);
    let ken = desk.person("ken", Role::Operator, &[]).await;
    in_force(&desk, "keyword(\"person\", [\"人\"], |chat| chat.escalate(\"asked\"));\non_handover(\"bad\", |chat| chat.reply(1 / 0));\non_handover(\"mark\", |chat| chat.tag(\"急ぎ\"));").await;
    let id = desk.writes("line-main", "Mei", "人と話したい").await;
    let told = thread(&desk, &ken, &id).await;
    assert!(told.iter().any(|line| line.starts_with("- The rule “bad” failed (20-test.rhai:2)")), "{told:?}");
    assert_eq!(
        told.iter().filter(|line| line.starts_with("outbound")).count(),
        1,
        "a tag is no word to the customer: {told:?}"
    );
    assert_eq!(listed(&desk, &ken, "waiting").await, 1);
}

#[tokio::test]
async fn a_timer_that_fails_is_named() {
    let desk = Desk::with(|settings| settings.desk.language = domain::Language::En);
    let ken = desk.person("ken", Role::Operator, &[]).await;
    in_force(&desk, "keyword(\"hours\", [\"営業時間\"], |chat| chat.reply(\"10時から\"));\nafter(minutes(10), \"bad\", |chat| chat.reply(1 / 0));").await;
    let id = desk.writes("line-main", "Mei", "営業時間は？").await;
    desk.clock.advance(minutes(20));
    desk.service.work(&id).await.unwrap();
    let told = thread(&desk, &ken, &id).await;
    assert!(told[2].starts_with("- The rule “bad” failed (20-test.rhai:2)"), "{told:?}");
}

/// Fifty customers at once, one of whom meets a rule without an end: everybody's message is taken and answered.
#[tokio::test(flavor = "multi_thread", worker_threads = 4)]
async fn an_endless_rule_holds_up_nobody_else() {
    let desk = std::sync::Arc::new(Desk::with(|settings| settings.desk.language = domain::Language::En));
    let ken = desk.person("ken", Role::Operator, &[]).await;
    in_force(&desk, "keyword(\"endless\", [\"永遠\"], |chat| loop {});\nkeyword(\"hours\", [\"営業時間\"], |chat| chat.reply(\"10時から\"));").await;
    let customers = (0..50).map(|n| {
        let desk = desk.clone();
        let text = if n == 7 { "永遠に" } else { "営業時間は？" };
        tokio::spawn(async move { desk.writes("line-main", &format!("C{n}"), text).await })
    });
    let mut ids = Vec::new();
    for customer in customers.collect::<Vec<_>>() {
        ids.push(customer.await.unwrap());
    }
    for (n, id) in ids.iter().enumerate() {
        let told = thread(&desk, &ken, id).await;
        assert_eq!(told.len(), 2, "{told:?}");
        if n == 7 {
            assert!(told[1].starts_with("- The rule “endless” failed (20-test.rhai:1)"), "{told:?}");
        } else {
            assert_eq!(told[1], "outbound 10時から");
        }
    }
}

/// A version that does not compile any more, of a later or an earlier program: those that answered before go on, in a
/// process that has them and in one that begins.
#[tokio::test]
async fn a_version_that_cannot_be_used_leaves_the_one_before_it_in_charge() {
    let desk = Desk::open();
    let mei = desk.person("mei", Role::Admin, &[]).await;
    in_force(&desk, "keyword(\"hours\", [\"営業時間\"], |chat| chat.reply(\"10時から\"));").await;
    let good = desk.service.store().current_rules().await.unwrap().unwrap().version;
    let version = RulesVersion::of([("a.rhai", "of tomorrow")]);
    let meta = RuleVersion {
        version: version.clone(),
        note: String::new(),
        by: "mei".to_owned(),
        at: desk.service.now(),
        files: vec!["a.rhai".to_owned()],
        cases: vec![],
    };
    let files = vec![("a.rhai".to_owned(), "of tomorrow".to_owned())];
    let store = desk.service.store();
    store.put_rules(&RuleSet { meta, files, cases: vec![] }).await.unwrap();
    let to = CurrentRules {
        version: version.clone(),
        previous: Some(good.clone()),
        at: desk.service.now(),
        by: "mei".to_owned(),
        note: String::new(),
        came_by: CameBy::Publishing,
    };
    store.publish_rules(&to, "{}", "r").await.unwrap();
    desk.service.refresh().await.unwrap();
    let id = desk.writes("line-main", "Mei", "営業時間は？").await;
    assert_eq!(thread(&desk, &mei, &id).await[1], "outbound 10時から");
    let view = desk.get(&mei, "/v1/rules").await.ok();
    assert_eq!((&view["version"], &view["current"]["version"]), (&json!(good), &json!(version)));
    assert!(view["trouble"].as_str().unwrap().contains(good.as_str()), "{view}");

    desk.service.use_rules(rules::RuleSet::compile(&[]).unwrap());
    desk.service.refresh().await.unwrap();
    assert_eq!(desk.get(&mei, "/v1/rules").await.ok()["version"], json!(good), "a process that begins");
}
