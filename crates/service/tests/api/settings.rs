use std::time::Duration;

use domain::Role;
use http::Method;
use serde_json::{Value, json};
use service::{Plugs, Service, Settings};

use crate::support::{Answer, Desk, Person};

async fn put(desk: &Desk, who: &Person, section: &str, expected: Value, value: Value) -> Answer {
    let body = json!({ "expected": expected, "value": value });
    desk.ask(Some(who), Method::PUT, &format!("/v1/settings/{section}"), Some(body)).await
}

fn template(name: &str, message: &str) -> Value {
    json!({ "name": name, "messages": [message] })
}

/// STA-02 to STA-04, ADM-01
#[tokio::test]
async fn a_changed_section_is_in_force_at_once_and_told_to_operators() {
    let desk = Desk::open();
    let mei = desk.person("mei", Role::Admin, &[]).await;
    let ken = desk.person("ken", Role::Operator, &[]).await;
    let before = desk.get(&mei, "/v1/settings").await.ok();
    assert_eq!(before["statuses"]["version"], Value::Null, "what the file says has no version");
    assert_eq!(before["statuses"]["value"][0]["id"], "in_progress");

    let statuses = json!([{ "id": "vip", "ja": "お得意様", "en": "VIP", "color": "purple" }]);
    let after = put(&desk, &mei, "statuses", Value::Null, statuses.clone()).await.ok();
    assert_eq!((&after["value"], &after["version"]), (&statuses, &json!(1)));
    assert_eq!(after["changed_by"], json!(mei.operator.id));
    assert_eq!(desk.get(&ken, "/v1/settings/desk").await.ok()["statuses"], statuses);

    let id = desk.writes("line-main", "anna", "こんにちは").await;
    desk.does(&ken, &id, "status", json!({ "status": "vip" })).await;
    let body = json!({ "client_id": "client-x", "status": "in_progress" });
    let gone = desk.post(&ken, &format!("/v1/conversations/{id}/status"), body).await;
    gone.refused(400, "unknown-reference");
}

/// INV-21: two admins do not overwrite each other, and the trail says who did what.
#[tokio::test]
async fn who_did_not_see_the_last_change_is_told() {
    let desk = Desk::open();
    let mei = desk.person("mei", Role::Admin, &[]).await;
    let folder = |name: &str| json!([{ "name": name, "tags": ["VIP"] }]);
    put(&desk, &mei, "tags", Value::Null, folder("一")).await.ok();
    put(&desk, &mei, "tags", Value::Null, folder("二")).await.refused(409, "settings-changed");
    put(&desk, &mei, "tags", json!(7), folder("二")).await.refused(409, "settings-changed");
    let after = put(&desk, &mei, "tags", json!(1), folder("三")).await.ok();
    assert_eq!((&after["value"][0]["name"], &after["version"]), (&json!("三"), &json!(2)));
    // Another section has a version of its own.
    put(&desk, &mei, "templates", Value::Null, json!([template("a", "b")])).await.ok();

    let month = desk.service.now().to_string()[..7].to_owned();
    let trail = desk.service.store().audit_page(&month, None, 100).await.unwrap().entries;
    let did: Vec<Value> = trail.iter().map(|entry| serde_json::from_str(&entry.json).unwrap()).collect();
    let changes = did.iter().filter(|entry| entry["did"] == "change-settings").map(|entry| &entry["to"]);
    let mut changes: Vec<_> = changes.collect();
    changes.sort_by_key(ToString::to_string);
    assert_eq!(changes, [&json!("tags"), &json!("tags"), &json!("templates")]);
}

/// Every process follows, and a restart keeps what was changed.
#[tokio::test]
async fn other_processes_take_a_change_over_with_their_next_bell() {
    let desk = Desk::open();
    let mei = desk.person("mei", Role::Admin, &[]).await;
    let (plugs, ..) = Plugs::in_process(desk.service.store().clone(), "unused".into()).unwrap();
    let other = Service::new(Settings::sample().unwrap(), plugs);
    other.refresh().await.unwrap();
    let inbox = "line-main".parse().unwrap();
    assert!(!other.workspace().inboxes[&inbox].ask_rating);

    let mut conduct = desk.get(&mei, "/v1/settings").await.ok()["inboxes"][1]["conduct"]["value"].clone();
    conduct["ask_rating"] = json!(true);
    conduct["auto_end_request_hours"] = json!(2);
    put(&desk, &mei, "inboxes/line-main", Value::Null, conduct).await.ok();
    assert!(!other.workspace().inboxes[&inbox].ask_rating, "not before it looks");
    other.refresh().await.unwrap();
    let there = other.workspace();
    assert!(there.inboxes[&inbox].ask_rating);
    assert_eq!(there.inboxes[&inbox].auto_end_request, Some(Duration::from_hours(2)));
}

/// INV-23, B-13: what makes no sense is refused, with the place and what to write.
#[tokio::test]
async fn values_that_make_no_sense_are_refused_by_name() {
    let desk = Desk::open();
    let mei = desk.person("mei", Role::Admin, &[]).await;
    let status = |id: &str, color: &str| json!({ "id": id, "ja": "あ", "en": "a", "color": color });
    let three = json!({ "name": "三", "children": [{ "name": "四" }] });
    let deep = json!([{ "name": "一", "children": [{ "name": "二", "children": [three] }] }]);
    let choice = json!([{ "name": "色", "kind": { "type": "choice", "of": [] }, "shown": true }]);
    let cases = [
        ("statuses", json!([status("a", "blue"), status("a", "red")]), "value[1].id", "twice"),
        ("statuses", json!([status("a", "#123456")]), "value[0].color", "blue"),
        ("statuses", json!([status(" a", "blue")]), "value[0].id", "space"),
        ("tags", json!([{ "name": "x", "tags": ["a\u{202e}b"] }]), "value[0].tags[0]", "characters"),
        (
            "tags",
            json!([{ "name": "x", "tags": ["VIP"] }, { "name": "y", "tags": ["VIP"] }]),
            "value[1].tags[0]",
            "twice",
        ),
        ("fields", choice, "value[0].kind.of", "at least one"),
        ("categories", deep, "value[0].children[0].children[0].children", "3 levels"),
        ("categories", json!([{ "name": "a/b" }]), "value[0].name", "/"),
        ("templates", json!([template("a", "{{nane}}様")]), "value[0].messages[0]", "{{customer}}"),
        ("templates", json!([{ "name": "a", "messages": [] }]), "value[0].messages", "1 to 5"),
        ("hours", json!({ "monday": ["19:00-10:00"] }), "value.monday[0]", "opening time"),
        ("hours", json!({ "time_zone": "Asia/Tokio" }), "value.time_zone", "Asia/Tokyo"),
        ("ai", json!({ "brand_voice": "" }), "value.brand_voice", "500"),
    ];
    for (section, value, field, says) in cases {
        let answer = put(&desk, &mei, section, Value::Null, value.clone()).await;
        answer.refused(400, "invalid-body");
        assert_eq!(answer.body["field"], field, "{section} {value}: {}", answer.body);
        assert!(answer.body["detail"].as_str().unwrap().contains(says), "{}", answer.body);
    }
    assert_eq!(desk.get(&mei, "/v1/settings").await.ok()["tags"]["version"], Value::Null);
}

/// SEC-7, SEC-38
#[tokio::test]
async fn only_admins_change_settings_and_the_password_guards_what_customers_see() {
    let desk = Desk::open();
    let (mei, ken) =
        (desk.person("mei", Role::Admin, &[]).await, desk.person("ken", Role::Operator, &[]).await);
    desk.get(&ken, "/v1/settings").await.refused(403, "forbidden");
    put(&desk, &ken, "tags", Value::Null, json!([])).await.refused(403, "forbidden");
    let conduct = desk.get(&mei, "/v1/settings").await.ok()["inboxes"][1]["conduct"]["value"].clone();
    desk.clock.advance(Duration::from_mins(16));
    put(&desk, &mei, "tags", Value::Null, json!([])).await.ok();
    put(&desk, &mei, "inboxes/line-main", Value::Null, conduct.clone())
        .await
        .refused(403, "confirm-password");
    let confirmed = json!({ "password": crate::support::PASSWORD, "token": true });
    let token = desk.post(&mei, "/v1/me/confirm", confirmed).await.ok()["token"].as_str().unwrap().to_owned();
    let mei = Person { token, ..mei };
    put(&desk, &mei, "inboxes/line-main", Value::Null, conduct.clone()).await.ok();
    put(&desk, &mei, "inboxes/nowhere", Value::Null, conduct).await.refused(404, "not-found");
}

/// SEC-29, CHN-04
#[tokio::test]
async fn settings_tell_where_to_connect_and_no_secret() {
    let desk = Desk::open();
    let mei = desk.person("mei", Role::Admin, &[]).await;
    let view = desk.get(&mei, "/v1/settings").await.ok();
    let inbox = |id: &str| {
        view["inboxes"].as_array().unwrap().iter().find(|inbox| inbox["id"] == id).unwrap().clone()
    };
    assert_eq!(inbox("line-main")["webhook_url"], "http://127.0.0.1:8080/hooks/line/line-main");
    assert_eq!(inbox("line-main")["embed_code"], Value::Null);
    assert!(inbox("web-main")["embed_code"].as_str().unwrap().contains("wk_test_7Q2mB9xR4t"));
    for secret in
        ["7d3f0c5a", "sample-line-access-token", "7654321098", "web-token-key", "web-identity-secret"]
    {
        assert!(!view.to_string().contains(secret), "{secret}");
    }
}

/// CRM-03, CRM-07
#[tokio::test]
async fn a_field_takes_only_values_of_its_kind() {
    let desk = Desk::open();
    let mei = desk.person("mei", Role::Admin, &[]).await;
    let field = |name: &str, kind: Value| json!({ "name": name, "kind": kind, "shown": true });
    let of = |kind: &str| json!({ "type": kind });
    let fields = json!([
        field("誕生日", of("date")),
        field("ポイント", of("points")),
        field("電話", of("phone")),
        field("メール", of("email")),
        field("サイズ", json!({ "type": "choice", "of": ["S", "M"] })),
    ]);
    put(&desk, &mei, "fields", Value::Null, fields).await.ok();
    let id = desk.writes("line-main", "anna", "こんにちは").await;
    for (n, (name, good, bad)) in [
        ("誕生日", "1990-02-28", "1990-02-30"),
        ("ポイント", "-20", "2.5"),
        ("電話", "+81 3-1234-5678", "あとで"),
        ("メール", "anna@example.com", "anna@"),
        ("サイズ", "M", "XL"),
        ("自由", "何でも", ""),
    ]
    .into_iter()
    .enumerate()
    {
        desk.does(&mei, &id, "field", json!({ "name": name, "value": good })).await;
        if !bad.is_empty() {
            let body = json!({ "client_id": format!("client-bad-{n}"), "name": name, "value": bad });
            let path = format!("/v1/conversations/{id}/field");
            let refused = desk.post(&mei, &path, body).await;
            refused.refused(400, "invalid-body");
            assert_eq!(refused.body["field"], "value");
        }
        desk.does(&mei, &id, "field", json!({ "name": name, "value": "" })).await;
    }
}

/// CMP-03: a rule's canned response is the changed one, with the customer's name in it.
#[tokio::test]
async fn rules_send_the_changed_canned_response() {
    let desk = Desk::open();
    let mei = desk.person("mei", Role::Admin, &[]).await;
    let rule = r#"keyword("thanks", ["ありがとう"], |chat| chat.template("thanks"));"#;
    let draft = service::Draft::of(vec![rules::Source::new("a.rhai", rule)]);
    let by = service::By { who: "mei", note: "", expected: None };
    desk.service.publish_rules(draft, &by).await.unwrap();
    let said = async |thread: &str| {
        let id = desk.writes("line-main", thread, "ありがとう").await;
        let rows = desk.get(&mei, &format!("/v1/conversations/{id}/rows")).await.ok();
        let outbound = |row: &&Value| row["kind"] == "outbound";
        rows["rows"].as_array().unwrap().iter().find(outbound).unwrap().to_string()
    };
    assert!(said("Anna").await.contains("お問い合わせありがとうございます。"));
    let changed = json!([template("thanks", "{{customer}}様、またどうぞ")]);
    put(&desk, &mei, "templates", Value::Null, changed).await.ok();
    assert!(said("Bob").await.contains("Bob様、またどうぞ"));
}
