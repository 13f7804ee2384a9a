use domain::{News, Role};
use serde_json::{Value, json};

use crate::support::Desk;

fn seqs(page: &Value) -> Vec<u64> {
    page["rows"].as_array().unwrap().iter().map(|row| row["seq"].as_u64().unwrap()).collect()
}

/// THR-01, THR-11
#[tokio::test]
async fn a_thread_is_read_in_both_directions_without_a_gap() {
    let desk = Desk::with(|settings| settings.inboxes.iter_mut().for_each(|inbox| inbox.bot = false));
    let ken = desk.person("ken", Role::Operator, &[]).await;
    let mut id = desk.writes("web-main", "Mei", "0").await;
    for n in 1..30 {
        id = desk.writes("web-main", "Mei", &n.to_string()).await;
    }
    let path = format!("/v1/conversations/{id}/rows");
    let newest = desk.get(&ken, &format!("{path}?limit=10")).await.ok();
    let all = desk.get(&ken, &format!("/v1/conversations/{id}")).await.ok()["seq"].as_u64().unwrap();
    assert_eq!(seqs(&newest), (all - 9..=all).collect::<Vec<_>>());
    assert_eq!(newest["more"], true);

    let (mut seen, mut page) = (seqs(&newest), newest);
    while page["more"] == true {
        page =
            desk.get(&ken, &format!("{path}?limit=7&before={}", page["first"].as_str().unwrap())).await.ok();
        assert!(seqs(&page).is_sorted() && seqs(&page).len() <= 7);
        seen.splice(0..0, seqs(&page));
    }
    seen.sort_unstable();
    assert_eq!(seen, (1..=all).collect::<Vec<_>>(), "none is left out, none comes twice");

    let whole = desk.get(&ken, &format!("{path}?limit=100")).await.ok();
    let mut after = whole["first"].as_str().unwrap().to_owned();
    let first = whole["rows"].as_array().unwrap().iter().find(|row| row["id"] == after.as_str()).unwrap();
    let mut seen = vec![first["seq"].as_u64().unwrap()];
    loop {
        let page = desk.get(&ken, &format!("{path}?limit=7&after={after}")).await.ok();
        seen.extend(seqs(&page));
        page["last"].as_str().unwrap().clone_into(&mut after);
        if page["more"] == false {
            break;
        }
    }
    seen.sort_unstable();
    assert_eq!(seen, (1..=all).collect::<Vec<_>>());
    desk.get(&ken, &format!("{path}?before=nonsense")).await.refused(400, "invalid-query");
}

/// THR-08, INV-11
#[tokio::test]
async fn changes_tell_new_rows_and_each_change_of_a_delivery_once() {
    let desk = Desk::with(|settings| settings.inboxes.iter_mut().for_each(|inbox| inbox.bot = false));
    let ken = desk.person("ken", Role::Operator, &[]).await;
    let id = desk.writes("line-main", "Mei", "こんにちは").await;
    desk.does(&ken, &id, "join", json!({})).await;
    desk.service.send(&id).await.unwrap();
    desk.service.work(&id).await.unwrap();
    let path = format!("/v1/conversations/{id}");
    let page = desk.get(&ken, &format!("{path}/rows")).await.ok();
    let mut cursor = page["cursor"].as_str().unwrap().to_owned();
    let mut news = async || {
        let changes = desk.get(&ken, &format!("{path}/changes?since={cursor}")).await.ok();
        changes["cursor"].as_str().unwrap().clone_into(&mut cursor);
        assert_eq!(changes["gap"], false);
        let rows = changes["rows"].as_array().unwrap().clone();
        let told = rows.iter().map(|row| {
            let state = row["delivery"]["state"].as_str().unwrap_or_default();
            format!("{} {state}", row["kind"].as_str().unwrap()).trim_end().to_owned()
        });
        told.collect::<Vec<_>>()
    };
    // What the page showed is no news; a row that was on its way may be told once more.
    news().await;
    assert_eq!(news().await, Vec::<String>::new());

    desk.does(&ken, &id, "reply", json!({ "text": "はい" })).await;
    assert_eq!(news().await, ["outbound queued"]);
    assert_eq!(news().await, Vec::<String>::new());
    desk.service.send(&id).await.unwrap();
    assert_eq!(news().await, ["outbound sent"]);
    assert_eq!(news().await, Vec::<String>::new());

    *desk.provider.refuses.lock().unwrap() = true;
    desk.does(&ken, &id, "reply", json!({ "text": "もしもし" })).await;
    desk.service.send(&id).await.unwrap();
    assert_eq!(news().await, ["outbound failed"]);
    desk.service.work(&id).await.unwrap();
    assert_eq!(news().await, ["system"], "people are told in the thread, too");
    assert_eq!(news().await, Vec::<String>::new());
    desk.writes("line-main", "Mei", "はい？").await;
    assert_eq!(news().await, ["inbound"]);
}

/// THR-11
#[tokio::test]
async fn too_many_changes_are_a_gap_and_the_cursor_goes_on_behind_it() {
    let desk = Desk::with(|settings| settings.inboxes.iter_mut().for_each(|inbox| inbox.bot = false));
    let ken = desk.person("ken", Role::Operator, &[]).await;
    let id = desk.writes("web-main", "Mei", "0").await;
    let path = format!("/v1/conversations/{id}");
    let page = desk.get(&ken, &format!("{path}/rows")).await.ok();
    for n in 0..201 {
        desk.writes("web-main", "Mei", &n.to_string()).await;
    }
    let since = page["cursor"].as_str().unwrap();
    let changes = desk.get(&ken, &format!("{path}/changes?since={since}")).await.ok();
    assert_eq!((&changes["gap"], &changes["rows"]), (&json!(true), &json!([])));
    desk.writes("web-main", "Mei", "last").await;
    let since = changes["cursor"].as_str().unwrap();
    let changes = desk.get(&ken, &format!("{path}/changes?since={since}")).await.ok();
    assert_eq!(changes["gap"], false);
    assert_eq!(changes["rows"][0]["contents"][0]["text"], "last");
    // A cursor of one conversation is none of another's.
    let other = desk.writes("web-main", "Ren", "0").await;
    let path = format!("/v1/conversations/{other}/changes?since={since}");
    desk.get(&ken, &path).await.refused(400, "invalid-cursor");
}

/// INV-8, CRM-16
#[tokio::test]
async fn what_was_taken_back_or_came_from_a_blocked_contact_is_not_shown() {
    let desk = Desk::with(|settings| settings.inboxes.iter_mut().for_each(|inbox| inbox.bot = false));
    let ken = desk.person("ken", Role::Operator, &[]).await;
    let id = desk.writes("line-main", "Mei", "ひみつの言葉").await;
    desk.happens("line-main", "Mei", News::Unsent { message: "m0".to_owned() }).await;
    desk.does(&ken, &id, "block", json!({})).await;
    desk.writes("line-main", "Mei", "聞こえますか").await;
    let page = desk.get(&ken, &format!("/v1/conversations/{id}/rows")).await.ok();
    let text = page.to_string();
    assert!(!text.contains("ひみつの言葉") && !text.contains("聞こえますか"), "{text}");
    let rows = page["rows"].as_array().unwrap();
    assert!(rows.iter().any(|row| row["withdrawn"] == true && row["contents"] == json!([])));
    assert!(rows.iter().any(|row| row["hidden"] == true && row["contents"] == json!([])));
}

/// INT-03: a link to a message opens the thread around it, and both ways lead on without a gap.
#[tokio::test]
async fn a_thread_opens_around_a_row() {
    let desk = Desk::with(|settings| settings.inboxes.iter_mut().for_each(|inbox| inbox.bot = false));
    let ken = desk.person("ken", Role::Operator, &[]).await;
    let mut id = desk.writes("web-main", "Mei", "0").await;
    for n in 1..30 {
        id = desk.writes("web-main", "Mei", &n.to_string()).await;
    }
    let path = format!("/v1/conversations/{id}/rows");
    let whole = desk.get(&ken, &format!("{path}?limit=100")).await.ok();
    let all = seqs(&whole);
    assert_eq!((&whole["earlier"], &whole["later"]), (&json!(false), &json!(false)));
    let rows = whole["rows"].as_array().unwrap();
    for (at, limit) in [(15, 10), (15, 1), (0, 10), (all.len() - 1, 10), (3, 9), (10, 100)] {
        let row = rows[at]["id"].as_str().unwrap();
        let page = desk.get(&ken, &format!("{path}?around={row}&limit={limit}")).await.ok();
        let mut seen = seqs(&page);
        assert!(seen.contains(&all[at]) && seen.len() <= limit, "{at} {limit}: {seen:?}");
        let (mut before, mut behind) = (page.clone(), page);
        while before["earlier"] == true {
            let first = before["first"].as_str().unwrap();
            before = desk.get(&ken, &format!("{path}?before={first}&limit=7")).await.ok();
            seen.splice(0..0, seqs(&before));
            assert_eq!(before["later"], true);
        }
        while behind["later"] == true {
            let last = behind["last"].as_str().unwrap();
            behind = desk.get(&ken, &format!("{path}?after={last}&limit=7")).await.ok();
            seen.extend(seqs(&behind));
            assert_eq!(behind["earlier"], true);
        }
        seen.sort_unstable();
        assert_eq!(seen, all, "{at} {limit}");
    }
    let (row, other) = (rows[3]["id"].as_str().unwrap(), rows[4]["id"].as_str().unwrap());
    desk.get(&ken, &format!("{path}?around={row}&before={other}")).await.refused(400, "invalid-query");
    let elsewhere = desk.writes("web-main", "Ren", "0").await;
    let path = format!("/v1/conversations/{elsewhere}/rows?around={row}");
    desk.get(&ken, &path).await.refused(404, "not-found");
}

/// INV-22: whoever wrote a row knows it by the name that they gave it; nobody else is told.
#[tokio::test]
async fn a_row_tells_its_client_id_to_its_author_only() {
    let desk = Desk::with(|settings| settings.inboxes.iter_mut().for_each(|inbox| inbox.bot = false));
    let ken = desk.person("ken", Role::Operator, &[]).await;
    let yui = desk.person("yui", Role::Operator, &[]).await;
    let id = desk.writes("web-main", "Mei", "こんにちは").await;
    let path = format!("/v1/conversations/{id}");
    for (verb, body) in [
        ("join", json!({ "client_id": "intent-1" })),
        ("reply", json!({ "client_id": "intent-2", "text": "はい" })),
        ("note", json!({ "client_id": "intent-3", "text": "ふむ" })),
    ] {
        let done = desk.post(&ken, &format!("{path}/{verb}"), body.clone()).await.ok();
        assert_eq!(done["row"]["client_id"], body["client_id"], "{verb}");
        // A repeated join finds nothing to do; what was said is not said again.
        if verb != "join" {
            let again = desk.post(&ken, &format!("{path}/{verb}"), body.clone()).await.ok();
            assert_eq!((&again["row"], &again["repeated"]), (&done["row"], &json!(true)), "{verb}");
        }
    }
    let told = async |who| {
        let page = desk.get(who, &format!("{path}/rows")).await.ok();
        let rows = page["rows"].as_array().unwrap().clone();
        rows.iter().filter_map(|row| row["client_id"].as_str().map(str::to_owned)).collect::<Vec<_>>()
    };
    assert_eq!(told(&ken).await, ["intent-1", "intent-2", "intent-3"]);
    assert_eq!(told(&yui).await, [""; 0]);
}
