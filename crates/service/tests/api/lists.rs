use domain::Role;
use serde_json::{Value, json};

use crate::support::{Desk, Person};

async fn names(desk: &Desk, who: &Person, query: &str) -> Vec<String> {
    let page = desk.get(who, &format!("/v1/conversations?{query}")).await.ok();
    let items = page["items"].as_array().unwrap().clone();
    let mut names: Vec<_> =
        items.iter().map(|item| item["contact"]["name"].as_str().unwrap().to_owned()).collect();
    names.sort();
    names
}

/// INB-02 to INB-05, INB-09, INB-14, INB-15
#[tokio::test]
async fn tabs_and_filters_show_what_they_say() {
    let desk = Desk::with(|settings| settings.inboxes.iter_mut().for_each(|inbox| inbox.bot = false));
    let ken = desk.person("ken", Role::Operator, &[]).await;
    let anna = desk.writes("line-main", "Anna", "こんにちは").await;
    let bob = desk.writes("web-main", "Bob", "こんにちは").await;
    let cai = desk.writes("web-main", "Ｃａｉ", "こんにちは").await;
    let dai = desk.writes("web-main", "Dai", "こんにちは").await;
    assert_eq!(names(&desk, &ken, "view=waiting").await, ["Anna", "Bob", "Dai", "Ｃａｉ"]);
    desk.does(&ken, &anna, "join", json!({})).await;
    desk.does(&ken, &bob, "join", json!({})).await;
    desk.does(&ken, &bob, "hold", json!({})).await;
    desk.does(&ken, &cai, "join", json!({})).await;
    desk.does(&ken, &cai, "complete", json!({})).await;
    desk.does(&ken, &dai, "tag", json!({ "tag": "vip" })).await;
    desk.does(&ken, &dai, "status", json!({ "status": "trouble" })).await;
    assert_eq!(names(&desk, &ken, "").await, ["Anna", "Bob", "Dai", "Ｃａｉ"]);
    assert_eq!(names(&desk, &ken, "view=mine").await, ["Anna", "Bob"]);
    assert_eq!(names(&desk, &ken, "view=waiting").await, ["Dai"]);
    assert_eq!(names(&desk, &ken, "view=on_hold").await, ["Bob"]);
    assert_eq!(names(&desk, &ken, "view=completed").await, ["Ｃａｉ"]);
    assert_eq!(names(&desk, &ken, "view=unconfirmed").await, ["Anna", "Bob", "Dai"]);
    desk.does(&ken, &anna, "confirm", json!({})).await;
    assert_eq!(names(&desk, &ken, "view=unconfirmed").await, ["Bob", "Dai"]);
    assert_eq!(names(&desk, &ken, "inbox=line-main").await, ["Anna"]);
    assert_eq!(names(&desk, &ken, "tag=vip").await, ["Dai"]);
    assert_eq!(names(&desk, &ken, "status=trouble").await, ["Dai"]);
    assert_eq!(names(&desk, &ken, "status=none").await, ["Anna", "Bob", "Ｃａｉ"]);
    assert_eq!(names(&desk, &ken, "q=cai").await, ["Ｃａｉ"], "width does not count");
    assert_eq!(names(&desk, &ken, "q=cai&view=mine").await, Vec::<String>::new());
    assert_eq!(names(&desk, &ken, &format!("assignee={}", ken.operator.id)).await, ["Anna", "Bob", "Ｃａｉ"]);
    desk.does(&ken, &dai, "hide", json!({})).await;
    assert_eq!(names(&desk, &ken, "").await, ["Anna", "Bob", "Ｃａｉ"]);
    assert_eq!(names(&desk, &ken, "hidden=true").await, ["Dai"]);
    let web = desk.person("yui", Role::Operator, &["web-main"]).await;
    assert_eq!(names(&desk, &web, "").await, ["Bob", "Ｃａｉ"], "only inboxes that one may see");
}

/// INB-04: pages meet without a gap and without a double, newest activity first.
#[tokio::test]
async fn pages_of_a_list_meet() {
    let desk = Desk::with(|settings| settings.inboxes.iter_mut().for_each(|inbox| inbox.bot = false));
    for n in 0..25 {
        desk.writes("web-main", &format!("c{n:02}"), "こんにちは").await;
        desk.clock.advance(domain::minutes(10));
    }
    let ken = desk.person("ken", Role::Operator, &[]).await;
    let (mut seen, mut path) = (Vec::new(), "/v1/conversations?limit=10".to_owned());
    loop {
        let page = desk.get(&ken, &path).await.ok();
        let items = page["items"].as_array().unwrap();
        assert!(items.len() <= 10);
        seen.extend(items.iter().map(|item| item["contact"]["name"].as_str().unwrap().to_owned()));
        let Value::String(next) = &page["next"] else { break };
        path = format!("/v1/conversations?limit=10&cursor={next}");
    }
    let expected: Vec<_> = (0..25).rev().map(|n| format!("c{n:02}")).collect();
    assert_eq!(seen, expected);
    // A filter that matches little goes on where it stopped looking.
    assert_eq!(names(&desk, &ken, "q=c03&limit=1").await, ["c03"]);
}

/// INB-03, INB-05, INB-08, CRM-16: of each kind of filter any value will do, and every kind must hold.
#[tokio::test]
async fn filters_widen_within_a_kind_and_narrow_across_kinds() {
    let desk = Desk::with(|settings| settings.inboxes.iter_mut().for_each(|inbox| inbox.bot = false));
    let ken = desk.person("ken", Role::Operator, &[]).await;
    let yui = desk.person("yui", Role::Operator, &[]).await;
    let anna = desk.writes("line-main", "Anna", "こんにちは").await;
    let bob = desk.writes("web-main", "Bob", "こんにちは").await;
    let cai = desk.writes("web-main", "Cai", "こんにちは").await;
    let dai = desk.writes("web-main", "Dai", "こんにちは").await;
    desk.does(&ken, &anna, "join", json!({})).await;
    desk.does(&yui, &bob, "join", json!({})).await;
    desk.does(&ken, &anna, "tag", json!({ "tag": "vip" })).await;
    desk.does(&ken, &bob, "tag", json!({ "tag": "返品 100%" })).await;
    desk.does(&ken, &cai, "status", json!({ "status": "trouble" })).await;
    desk.does(&ken, &cai, "category", json!({ "category": "returns" })).await;
    desk.does(&ken, &cai, "bookmark", json!({})).await;
    desk.does(&ken, &dai, "block", json!({})).await;
    let yui_id = &yui.operator.id;
    for (query, expected) in [
        ("tag=vip&tag=%E8%BF%94%E5%93%81+100%25", vec!["Anna", "Bob"]),
        ("tag=vip&tag=%E8%BF%94%E5%93%81+100%25&channel=web", vec!["Bob"]),
        ("channel=web&channel=line", vec!["Anna", "Bob", "Cai", "Dai"]),
        ("inbox=line-main&inbox=web-main&status=trouble", vec!["Cai"]),
        ("status=trouble&status=none", vec!["Anna", "Bob", "Cai", "Dai"]),
        ("assignee=me", vec!["Anna"]),
        (&format!("assignee=me&assignee={yui_id}"), vec!["Anna", "Bob"]),
        ("assignee=nobody", vec!["Cai", "Dai"]),
        ("assignee=bot", vec![]),
        ("category=returns", vec!["Cai"]),
        ("category=none&category=returns", vec!["Anna", "Bob", "Cai", "Dai"]),
        ("bookmarked=true", vec!["Cai"]),
        ("bookmarked=false&blocked=false", vec!["Anna", "Bob"]),
        ("blocked=true", vec!["Dai"]),
        ("tag=vip&status=trouble", vec![]),
    ] {
        assert_eq!(names(&desk, &ken, query).await, expected, "{query}");
    }
    let given_back = desk.does(&ken, &anna, "assign", json!({ "to": "queue" })).await;
    assert_eq!(given_back["conversation"]["place"], "waiting");
    let many = vec!["tag=a"; 51].join("&");
    for wrong in [many.as_str(), "channel=fax", "bookmarked=yes", "view=all&view=mine", "limit=", "cursor="] {
        let answer = desk.get(&ken, &format!("/v1/conversations?{wrong}")).await;
        assert_eq!(answer.status, 400, "{wrong}");
    }
}

/// INB-04, SEC-32: oldest first, pages meet too, and a cursor goes on in its own list only.
#[tokio::test]
async fn the_oldest_come_first_where_they_are_asked_for() {
    let desk = Desk::with(|settings| settings.inboxes.iter_mut().for_each(|inbox| inbox.bot = false));
    for n in 0..12 {
        desk.writes("web-main", &format!("c{n:02}"), "こんにちは").await;
        desk.clock.advance(domain::minutes(10));
    }
    let ken = desk.person("ken", Role::Operator, &[]).await;
    let filters = "view=waiting&sort=oldest&channel=web&channel=line&limit=5";
    let (mut seen, mut path) = (Vec::new(), format!("/v1/conversations?{filters}"));
    loop {
        let page = desk.get(&ken, &path).await.ok();
        let items = page["items"].as_array().unwrap();
        seen.extend(items.iter().map(|item| item["contact"]["name"].as_str().unwrap().to_owned()));
        let Value::String(next) = &page["next"] else { break };
        path = format!("/v1/conversations?{filters}&cursor={next}");
        let same = "limit=5&channel=line&channel=web&channel=web&sort=oldest&view=waiting";
        desk.get(&ken, &format!("/v1/conversations?{same}&cursor={next}")).await.ok();
        for other in ["view=waiting&channel=web&channel=line", "view=waiting&sort=oldest&channel=web"] {
            let path = format!("/v1/conversations?{other}&cursor={next}");
            desk.get(&ken, &path).await.refused(400, "invalid-cursor");
        }
    }
    assert_eq!(seen, (0..12).map(|n| format!("c{n:02}")).collect::<Vec<_>>());
}

/// INB-01, ASG-08, INB-15
#[tokio::test]
async fn tabs_are_counted_exactly_up_to_ninety_nine() {
    let desk = Desk::with(|settings| settings.inboxes.iter_mut().for_each(|inbox| inbox.bot = false));
    let ken = desk.person("ken", Role::Operator, &[]).await;
    let web = desk.person("yui", Role::Operator, &["web-main"]).await;
    let counts = async |who: &Person| desk.get(who, "/v1/conversations/counts").await.ok();
    let exactly = |count: u32| json!({ "count": count, "more": false });
    let nothing = counts(&ken).await;
    assert!(nothing.as_object().unwrap().values().all(|count| *count == exactly(0)), "{nothing}");
    let anna = desk.writes("line-main", "Anna", "こんにちは").await;
    let bob = desk.writes("web-main", "Bob", "こんにちは").await;
    let cai = desk.writes("web-main", "Cai", "こんにちは").await;
    let dai = desk.writes("web-main", "Dai", "こんにちは").await;
    for id in [&anna, &bob, &cai] {
        desk.does(&ken, id, "join", json!({})).await;
    }
    desk.does(&ken, &bob, "hold", json!({})).await;
    desk.does(&ken, &cai, "complete", json!({})).await;
    desk.does(&ken, &dai, "hide", json!({})).await;
    let expected = |all, unconfirmed, mine, waiting, on_hold, completed| {
        let of = exactly;
        json!({ "all": of(all), "unconfirmed": of(unconfirmed), "mine": of(mine), "waiting": of(waiting),
            "on_hold": of(on_hold), "completed": of(completed) })
    };
    assert_eq!(counts(&ken).await, expected(3, 2, 2, 0, 1, 1), "hidden contacts do not count");
    assert_eq!(counts(&web).await, expected(2, 1, 0, 0, 1, 1), "only inboxes that one may see");
    for n in 0..99 {
        desk.writes("web-main", &format!("c{n:02}"), "こんにちは").await;
    }
    let many = counts(&web).await;
    assert_eq!(many["waiting"], exactly(99));
    assert_eq!(many["all"], json!({ "count": 99, "more": true }));
    desk.writes("web-main", "one more", "こんにちは").await;
    assert_eq!(counts(&web).await["waiting"], json!({ "count": 99, "more": true }));
}
