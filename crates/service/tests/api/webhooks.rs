use channels::{Posted, signing};
use domain::{ChannelKind, Role};
use http::Method;
use serde_json::{Value, json};

use crate::support::Desk;

async fn post(desk: &Desk, body: &str) {
    let line =
        desk.service.settings().inboxes.iter().find(|inbox| inbox.channel == ChannelKind::Line).unwrap();
    let headers = signing::headers(&line.credentials().unwrap(), body.as_bytes());
    let posted = Posted::plain(&headers, body.to_owned());
    desk.service.receive(ChannelKind::Line, "line-main", posted).await.unwrap();
    desk.clock.advance(domain::seconds(1));
}

async fn audited(desk: &Desk) -> Vec<String> {
    let page = desk.service.store().audit_page("2026-11", None, 100).await.unwrap();
    let did =
        |json: &String| serde_json::from_str::<Value>(json).unwrap()["did"].as_str().unwrap().to_owned();
    page.entries.iter().rev().map(|entry| did(&entry.json)).collect()
}

/// INV-21: an admin lists dead letters page by page, reads one, replays it, throws it away; and it is written down.
#[tokio::test]
async fn an_admin_looks_after_dead_letters() {
    let desk = Desk::open();
    let mei = desk.person("mei", Role::Admin, &[]).await;
    for n in 0..5 {
        post(&desk, &format!("<letter {n}>")).await;
    }
    let (mut seen, mut path) = (Vec::new(), "/v1/dead-letters?limit=2".to_owned());
    loop {
        let page = desk.get(&mei, &path).await.ok();
        seen.extend(page["items"].as_array().unwrap().clone());
        let Value::String(next) = &page["next"] else { break };
        path = format!("/v1/dead-letters?limit=2&cursor={next}");
    }
    assert_eq!(seen.len(), 5);
    let address = |n: usize| format!("/v1/dead-letters/line-main/{}", seen[n]["letter"].as_str().unwrap());
    let letter = desk.get(&mei, &address(0)).await.ok();
    assert_eq!((&letter["body"], &letter["whole"]), (&json!("<letter 4>"), &json!(true)));
    assert!(letter["why"].as_str().unwrap().contains("line 1, column 1"), "{letter}");
    assert!(!seen.iter().any(|item| item.to_string().contains("<letter")), "a list shows no contents");
    let came = desk.ask(Some(&mei), Method::POST, &(address(0) + "/replay"), None).await.ok();
    assert_eq!((&came["done"], &came["dead"]), (&json!(false), &json!(1)));
    let gone = desk.ask(Some(&mei), Method::DELETE, &address(0), None).await;
    assert_eq!(gone.status, 204);
    for (method, path) in [
        (Method::GET, address(0)),
        (Method::DELETE, address(0)),
        (Method::POST, address(0) + "/replay"),
        (Method::GET, "/v1/dead-letters/line-main/2026".to_owned()),
        (Method::GET, address(1).replace("line-main", "telegram-main")),
        (Method::POST, "/v1/relays/line-main/1795132801000-0123456789abcdef/retry".to_owned()),
    ] {
        desk.ask(Some(&mei), method, &path, None).await.refused(404, "not-found");
    }
    // All in one millisecond, so in no order.
    let mut did = audited(&desk).await;
    did.retain(|did| did.ends_with("-dead-letter"));
    did.sort();
    assert_eq!(did, ["delete-dead-letter", "read-dead-letter", "replay-dead-letter"]);
}

/// SEC-8, SEC-32, ASG-08: an admin of other inboxes sees none, and a cursor is good for its list alone.
#[tokio::test]
async fn dead_letters_of_other_inboxes_look_like_none() {
    let desk = Desk::open();
    post(&desk, "a").await;
    post(&desk, "b").await;
    let mei = desk.person("mei", Role::Admin, &[]).await;
    let yui = desk.person("yui", Role::Admin, &["web-main"]).await;
    let page = desk.get(&mei, "/v1/dead-letters?limit=1").await.ok();
    let letter = page["items"][0]["letter"].as_str().unwrap();
    assert_eq!(desk.get(&yui, "/v1/dead-letters").await.ok()["items"], json!([]));
    desk.get(&yui, &format!("/v1/dead-letters/line-main/{letter}")).await.refused(404, "not-found");
    let next = page["next"].as_str().unwrap();
    desk.get(&mei, &format!("/v1/relays?cursor={next}")).await.refused(400, "invalid-cursor");
    desk.get(&mei, &format!("/v1/dead-letters?cursor={next}&inbox=line-main"))
        .await
        .refused(400, "invalid-cursor");
    for limit in ["0", "101", "-1", "x"] {
        desk.get(&mei, &format!("/v1/dead-letters?limit={limit}")).await.refused(400, "invalid-query");
    }
}

/// EXT-14: what is still to be passed on is seen by an admin, without a word of what it says.
#[tokio::test]
async fn an_admin_sees_what_was_not_passed_on() {
    let desk = Desk::with(|settings| {
        let line = settings.inboxes.iter_mut().find(|inbox| inbox.channel == ChannelKind::Line).unwrap();
        line.relay_url = Some("https://crm.example.com/line".to_owned());
    });
    *desk.provider.refuses.lock().unwrap() = true;
    post(&desk, r#"{"destination":"U3c9f4b2a7d1e5f60819a2b3c4d5e6f70","events":[]}"#).await;
    let mei = desk.person("mei", Role::Admin, &[]).await;
    let page = desk.get(&mei, "/v1/relays?inbox=line-main").await.ok();
    assert_eq!((&page["items"][0]["state"], &page["items"][0]["attempts"]), (&json!("waiting"), &json!(0)));
    let inbox = "line-main".parse().unwrap();
    let id = page["items"][0]["webhook"].as_str().unwrap().parse().unwrap();
    desk.service.answer(&service::seams::Ring::Relay(inbox, id)).await.unwrap();
    let page = desk.get(&mei, "/v1/relays").await.ok();
    assert_eq!(page["items"][0]["why"], "it answered 400");
    assert!(page["items"][0]["next_at"].is_string() && page["next"].is_null());
}
