use domain::{Role, minutes};
use http::Method;
use serde_json::{Value, json};

use crate::support::{Desk, PASSWORD, Person};

/// What is set on one machine is there on the next, for nobody else, and no console undoes another's change unseen.
#[tokio::test]
async fn preferences_are_ones_own_and_versioned() {
    let desk = Desk::open();
    let (ken, yui) =
        (desk.person("ken", Role::Operator, &[]).await, desk.person("yui", Role::Operator, &[]).await);
    let path = "/v1/me/preferences";
    let first = json!({ "send_key": "ctrl_enter", "sound": false, "desktop": false, "theme": "auto",
        "language": null, "density": "comfortable", "saved_views": [] });
    assert_eq!(desk.get(&ken, path).await.ok(), json!({ "version": null, "value": first }));
    let put = async |who: &Person, body: Value| desk.ask(Some(who), Method::PUT, path, Some(body)).await;
    let mut wanted = first.clone();
    wanted["theme"] = "dark".into();
    wanted["saved_views"] = json!([{ "name": "返品", "query": "view=waiting&tag=returns" }]);
    let kept = put(&ken, json!({ "expected": null, "value": wanted })).await.ok();
    assert_eq!(kept, json!({ "version": 1, "value": wanted }));
    assert_eq!(desk.get(&ken, path).await.ok(), kept);
    assert_eq!(desk.get(&yui, path).await.ok()["version"], Value::Null);
    put(&ken, json!({ "expected": null, "value": first })).await.refused(409, "settings-changed");
    assert_eq!(put(&ken, json!({ "expected": 1, "value": {} })).await.ok()["value"], first);
    for (value, field) in [
        (json!({ "theme": "pink" }), "value.theme"),
        (json!({ "colour": "pink" }), "value.colour"),
        (json!({ "saved_views": [{ "name": " ", "query": "" }] }), "value.saved_views[0].name"),
        (
            json!({ "saved_views": [{ "name": "a", "query": "x".repeat(2001) }] }),
            "value.saved_views[0].query",
        ),
        (json!({ "saved_views": vec![json!({ "name": "a", "query": "" }); 51] }), "value.saved_views"),
    ] {
        let answer = put(&ken, json!({ "expected": 2, "value": value })).await;
        answer.refused(400, "invalid-body");
        assert_eq!(answer.body["field"], field);
    }
}

/// SEC-10, SEC-27, INV-21: one sees where one is signed in, and ends what should not be there; nobody else's.
#[tokio::test]
async fn sessions_of_ones_own_are_seen_and_ended() {
    let desk = Desk::open();
    let (ken, yui) =
        (desk.person("ken", Role::Operator, &[]).await, desk.person("yui", Role::Operator, &[]).await);
    desk.clock.advance(minutes(5));
    let begun = desk.service.sign_in("ken", PASSWORD.into(), "192.0.2.7").await.unwrap();
    let laptop = Person { operator: begun.operator, token: begun.token };
    let list = desk.get(&laptop, "/v1/me/sessions").await.ok();
    let sessions = list["sessions"].as_array().unwrap();
    assert_eq!(sessions.len(), 2, "{list}");
    assert_eq!((&sessions[0]["address"], &sessions[0]["current"]), (&json!("192.0.2.7"), &json!(true)));
    assert_eq!((&sessions[1]["address"], &sessions[1]["current"]), (&json!("ken"), &json!(false)));
    assert!(sessions[1]["last_used_at"].as_str() < sessions[0]["made_at"].as_str());
    let hash = desk.service.signed(&laptop.token).await.unwrap().unwrap().session;
    assert!(!list.to_string().contains(&laptop.token) && !list.to_string().contains(&hash[..16]));
    let old = format!("/v1/me/sessions/{}", sessions[1]["id"].as_str().unwrap());
    let end = async |who: &Person| desk.ask(Some(who), Method::DELETE, &old, None).await;
    end(&yui).await.refused(404, "not-found");
    assert_eq!(end(&laptop).await.status, 204);
    end(&laptop).await.refused(404, "not-found");
    desk.get(&ken, "/v1/me").await.refused(401, "sign-in-required");
    assert_eq!(desk.get(&laptop, "/v1/me/sessions").await.ok()["sessions"].as_array().unwrap().len(), 1);
    let trail = desk.service.store().audit_page("2026-11", None, 100).await.unwrap();
    assert!(trail.entries.iter().any(|entry| entry.json.contains("end-session")), "{trail:?}");
    // Half an hour without use has ended it, whether or not anybody has looked since.
    desk.clock.advance(minutes(31));
    let again = desk.service.sign_in("ken", PASSWORD.into(), "ken").await.unwrap();
    let again = Person { operator: again.operator, token: again.token };
    assert_eq!(desk.get(&again, "/v1/me/sessions").await.ok()["sessions"].as_array().unwrap().len(), 1);
}
