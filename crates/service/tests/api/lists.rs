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
