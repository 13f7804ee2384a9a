//! A day of a desk: everything that a function's role allows is needed in it, and nothing else is asked (SEC-34); no log, no
//! figure and no bell holds a word of anybody's (T-15).

use deployment::{CANARIES, Desk, FUNCTIONS, QUEUES, events};
use serde_json::{Value, json};

use crate::files;
use crate::template::by_lambda;

/// An answer to what is asked, two answers to what is asked twice, a hand-over, and what a provider refuses.
const RULES: &str = r#"
keyword("hours", ["canary-text-7f31c2"], |chat| chat.reply("10時からです。"));
keyword("twice", ["twice"], |chat| { chat.reply("ひとつ"); chat.reply("ふたつ"); });
keyword("refused", ["refused"], |chat| chat.reply("refuse me"));
keyword("person", ["person"], |chat| chat.escalate("asked for a person"));
"#;

pub fn word(what: &str) -> &'static str {
    CANARIES.iter().find(|canary| canary.what == what).unwrap().word
}

/// Makes the first admin, as the guide says: whoever deploys puts the hash of a secret into the table.
async fn first_admin(desk: &mut Desk) -> String {
    let secret = desk.first_secret().await;
    let wanted = json!({
        "secret": secret, "login": "admin", "name": "山田", "password": word("a password"), "token": true,
    });
    let (status, signed, cookies) = desk.ask("POST", "/v1/setup", "", wanted).await;
    assert_eq!(status, 200, "{signed}");
    assert!(cookies.len() == 1 && cookies[0].starts_with("__Host-madoguchi="), "{cookies:?}");
    signed["token"].as_str().unwrap().to_owned()
}

async fn publish(desk: &mut Desk, token: &str) {
    let rules = json!({ "sources": [{ "file": "10-day.rhai", "text": RULES }], "note": "the first" });
    let (status, published, _) = desk.ask("POST", "/v1/rules:publish", token, rules).await;
    assert_eq!(status, 200, "{published}");
}

/// Customers write: answered by a rule, answered twice, refused by the provider, handed to people.
async fn customers_write(desk: &mut Desk) {
    desk.writes("mei", word("what a customer writes")).await;
    desk.settle().await;
    assert!(desk.asked().iter().any(|(_, body)| body.contains("10時から")), "{:?}", desk.asked());
    desk.writes("mei", "twice").await;
    desk.settle().await;
    desk.writes("ren", "refused").await;
    desk.settle().await;
    // The reply token is gone when the sender calls, and it says so to itself.
    desk.writes("yui", "person").await;
    desk.settle().await;
}

/// A customer writes on WhatsApp, and the provider tells what became of the answer.
async fn whatsapp_tells(desk: &mut Desk) {
    let body = |value: Value| {
        let change = json!({ "field": "messages", "value": value });
        json!({ "object": "whatsapp_business_account", "entry": [{ "id": "1", "changes": [change] }] })
    };
    let metadata = json!({ "display_phone_number": "815031234567", "phone_number_id": "106540352242922" });
    let number = word("a customer's phone number");
    let seconds = (desk_now() / 1_000).to_string();
    let text = body(json!({
        "messaging_product": "whatsapp", "metadata": metadata,
        "contacts": [{ "profile": { "name": word("a customer's name") }, "wa_id": number }],
        "messages": [{ "from": number, "id": "wamid.in", "timestamp": seconds, "type": "text",
            "text": { "body": word("what a customer writes") } }],
    }));
    let (headers, bytes) = desk.signed("whatsapp-main", &text);
    assert_eq!(desk.post("/hooks/whatsapp/whatsapp-main", &headers, &bytes).await, 200);
    desk.settle().await;
    let sent = desk.asked().into_iter().rfind(|(path, _)| path.ends_with("/messages")).unwrap().1;
    let reference = serde_json::from_str::<Value>(&sent).unwrap()["biz_opaque_callback_data"].clone();
    for says in ["delivered", "sent"] {
        let status = body(json!({
            "messaging_product": "whatsapp", "metadata": metadata,
            "statuses": [{ "id": "wamid.out", "status": says, "timestamp": seconds, "recipient_id": number,
                "biz_opaque_callback_data": reference }],
        }));
        let (headers, bytes) = desk.signed("whatsapp-main", &status);
        assert_eq!(desk.post("/hooks/whatsapp/whatsapp-main", &headers, &bytes).await, 200);
    }
    // What the provider tells of a message that is none of ours.
    let failed = body(json!({
        "messaging_product": "whatsapp", "metadata": metadata,
        "statuses": [{ "id": "wamid.other", "status": "failed", "timestamp": seconds, "recipient_id": number,
            "errors": [{ "code": 131_047, "title": "Re-engagement message" }] }],
    }));
    let (headers, bytes) = desk.signed("whatsapp-main", &failed);
    assert_eq!(desk.post("/hooks/whatsapp/whatsapp-main", &headers, &bytes).await, 200);
    desk.settle().await;
}

pub fn desk_now() -> u64 {
    let since = std::time::SystemTime::now().duration_since(std::time::UNIX_EPOCH).unwrap();
    u64::try_from(since.as_millis()).unwrap()
}

/// Operators: lists, threads, answers, a draft, a socket, a second operator.
async fn operators_work(desk: &mut Desk, token: &str) {
    let yui = desk.conversation("yui");
    assert_eq!(desk.ask("PUT", "/v1/me/presence", token, json!({ "presence": "online" })).await.0, 200);
    let (_, waiting, _) = desk.ask("GET", "/v1/conversations?view=waiting", token, Value::Null).await;
    assert_eq!(waiting["items"][0]["id"], yui.as_str(), "{waiting}");
    let join = json!({ "client_id": "join-0001" });
    assert_eq!(desk.ask("POST", &format!("/v1/conversations/{yui}/join"), token, join).await.0, 200);
    for (id, text) in [("reply-0001", word("what an operator writes")), ("reply-0002", "too late")] {
        let reply = json!({ "client_id": id, "text": text });
        let (status, said, _) =
            desk.ask("POST", &format!("/v1/conversations/{yui}/reply"), token, reply).await;
        assert_eq!(status, 200, "{said}");
    }
    desk.settle().await;
    let refused = json!({ "client_id": "reply-0003", "text": "refuse me" });
    desk.ask("POST", &format!("/v1/conversations/{yui}/reply"), token, refused).await;
    desk.settle().await;
    let (status, rows, _) =
        desk.ask("GET", &format!("/v1/conversations/{yui}/rows"), token, Value::Null).await;
    assert_eq!(status, 200, "{rows}");
    assert!(rows.to_string().contains(word("what an operator writes")), "{rows}");

    let other = json!({
        "login": "ken", "name": "Ken", "role": "operator", "password": "another long password",
        "inboxes": ["web-main"],
    });
    let (status, made, _) = desk.ask("POST", "/v1/operators", token, other).await;
    assert_eq!(status, 201, "{made}");

    let voice = json!({ "expected": null, "value": { "brand_voice": "ていねいに、短く" } });
    assert_eq!(desk.ask("PUT", "/v1/settings/ai", token, voice).await.0, 200);
    let draft = json!({ "draft": "だいじょうぶだよ", "tone": "polite", "conversation": yui });
    let (status, proposed, _) =
        desk.ask_of("Rewrite", "POST", "/v1/drafts:rewrite", token, draft.clone()).await;
    assert_eq!(status, 200, "{proposed}");
    let sign_in = json!({ "login": "ken", "password": "another long password", "token": true });
    let (_, ken, _) = desk.ask("POST", "/v1/sign-in", "", sign_in).await;
    let ken = ken["token"].as_str().unwrap().to_owned();
    assert_eq!(
        desk.ask_of("Rewrite", "POST", "/v1/drafts:rewrite", &ken, draft).await.0,
        404,
        "it is not theirs"
    );

    let (_, wanted, _) = desk.ask("POST", "/v1/live/ticket", token, Value::Null).await;
    assert_eq!(wanted["url"], "wss://desk.example.com/live");
    let (_, kens, _) = desk.ask("POST", "/v1/live/ticket", &ken, Value::Null).await;
    for (connection, ticket) in [("admin=", &wanted), ("ken=", &kens)] {
        let opened = events::socket("$connect", connection, ticket["ticket"].as_str(), None);
        assert_eq!(desk.function("Live").await.answer(opened).await["statusCode"], 200);
    }
    own_and_checks(desk, token).await;
    assert_eq!(desk.ask("POST", "/v1/sign-out", &ken, Value::Null).await.0, 204);
    desk.writes("mei", "anything").await;
    desk.writes("ren", "anything").await;
    desk.settle().await;
    let told = desk.cloud.told();
    let to_admin = told.iter().filter(|told| told.starts_with("POST admin=")).count();
    assert!(to_admin >= 1, "{told:?}");
    // What was known of a session is good for a minute (SEC-37); whoever has not been looked at yet is hung up on.
    assert!(told.contains(&"DELETE ken=".to_owned()), "{told:?}");
    // Who looks is told by way of the queue.
    let looks = json!({ "typing": true });
    assert_eq!(desk.ask("POST", &format!("/v1/conversations/{yui}/viewing"), token, looks).await.0, 204);
    desk.settle().await;
    assert!(desk.rung.iter().any(|bell| bell.body.contains("viewing")), "{:?}", desk.rung);
    let frame = events::socket("$default", "admin=", None, Some(r#"{"type":"ping"}"#));
    assert_eq!(desk.function("Live").await.answer(frame).await["body"], r#"{"type":"pong"}"#);
    let closed = events::socket("$disconnect", "admin=", None, None);
    assert_eq!(desk.function("Live").await.answer(closed).await["statusCode"], 200);
}

/// What an operator keeps for themselves, and whether the connections work.
async fn own_and_checks(desk: &mut Desk, token: &str) {
    let (status, mine, _) = desk.ask("GET", "/v1/me/preferences", token, Value::Null).await;
    assert_eq!(status, 200, "{mine}");
    let (status, sessions, _) = desk.ask("GET", "/v1/me/sessions", token, Value::Null).await;
    assert_eq!(status, 200, "{sessions}");
    let (status, counts, _) = desk.ask("GET", "/v1/conversations/counts", token, Value::Null).await;
    assert_eq!(status, 200, "{counts}");
    for what in ["inboxes/line-main", "settings/ai"] {
        let (status, answer, _) = desk.ask("POST", &format!("/v1/{what}/test"), token, json!({})).await;
        assert!(status == 200 && answer["ok"].is_boolean(), "{what}: {status} {answer}");
    }
}

/// A visitor of a web page writes and uploads a picture.
async fn a_visitor_writes(desk: &mut Desk) {
    let page = [("content-type", "application/json"), ("origin", "https://shop.example.com")];
    let body = json!({ "widgetKey": "wk_test_7Q2mB9xR4t" }).to_string();
    let event = events::request("POST", "/web/v1/sessions", &page, Some(body.as_bytes()));
    let answer = desk.function("Api").await.answer(event).await;
    let session: Value = serde_json::from_str(answer["body"].as_str().unwrap()).unwrap();
    let bearer = format!("Bearer {}", session["visitorToken"].as_str().unwrap_or_else(|| panic!("{answer}")));
    let headers = [page[0], page[1], ("authorization", bearer.as_str())];
    let text =
        json!({ "clientMessageId": "6f1c0f5e-7a64-4a39-9c1e-0c7b8f1a0001", "type": "text", "text": "Hi" });
    let event = events::request("POST", "/web/v1/messages", &headers, Some(text.to_string().as_bytes()));
    let answer = desk.function("Api").await.answer(event).await;
    assert_eq!(answer["statusCode"], 201, "{answer}");
    let picture = b"\x89PNG\r\n\x1a\n.... not much of a picture";
    let upload = json!({
        "clientUploadId": "u-1", "fileName": "a.png", "mimeType": "image/png", "size": picture.len(),
    });
    let event = events::request("POST", "/web/v1/uploads", &headers, Some(upload.to_string().as_bytes()));
    let answer = desk.function("Api").await.answer(event).await;
    let begun: Value = serde_json::from_str(answer["body"].as_str().unwrap()).unwrap();
    let url = begun["url"].as_str().unwrap_or_else(|| panic!("{answer}"));
    let path = url.strip_prefix("https://desk.example.com").unwrap_or_else(|| panic!("{url}"));
    let kept = desk.cloud.files();
    let event = events::request("PUT", path, &[("content-type", "image/png")], Some(picture));
    let answer = desk.function("Api").await.answer(event).await;
    assert_eq!((answer["statusCode"].as_u64(), desk.cloud.files()), (Some(204), kept + 1), "{answer}");
    desk.settle().await;
}

/// What nobody rang for is due, and the sweep finds it.
async fn a_bell_was_lost(desk: &mut Desk) {
    desk.writes("sho", "person").await;
    for (queue, _) in QUEUES {
        desk.cloud.take(queue, 100);
    }
    let sho = desk.conversation("sho");
    let waiting = desk.store().load(&sho, &domain::ContactId::of(&sho)).await.unwrap().waiting;
    desk.store().postpone(&sho, waiting[0].id, domain::Timestamp::from_seconds(1)).await.unwrap();
    desk.function("Sweep").await.answer(events::minute()).await;
    desk.settle().await;
    let loaded = desk.store().load(&sho, &domain::ContactId::of(&sho)).await.unwrap();
    assert!(loaded.waiting.is_empty() && loaded.conversation.is_some(), "the sweep rang for nothing");
}

/// SEC-28, SEC-34, T-15
#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_day_needs_exactly_what_the_roles_allow_and_leaves_no_word_behind() {
    let mut desk = Desk::open().await;
    let token = first_admin(&mut desk).await;
    publish(&mut desk, &token).await;
    customers_write(&mut desk).await;
    whatsapp_tells(&mut desk).await;
    operators_work(&mut desk, &token).await;
    files::are_kept(&mut desk, &token).await;
    files::go_astray(&mut desk, &token).await;
    a_visitor_writes(&mut desk).await;
    a_bell_was_lost(&mut desk).await;

    assert_eq!(desk.cloud.refused(), [], "a role allows too little");
    let mut idle = Vec::new();
    for function in FUNCTIONS {
        let used = desk.cloud.used(function);
        let allows = desk.template.role(function).allows;
        let unused = allows.into_iter().filter(|part| !used.contains(part) && !by_lambda(&part.0));
        idle.extend(unused.map(|(action, resource)| format!("{function}: {action} {resource}")));
    }
    assert_eq!(idle, [""; 0], "a role allows more than its function does");

    let mut places: Vec<_> = desk.logs().into_iter().collect();
    let rung = desk.rung.iter().map(|message| format!("{message:?}")).collect::<Vec<_>>().join("\n");
    places.push(("the queues".to_owned(), rung));
    for (place, text) in &places {
        let must_say =
            ["Ingest", "Worker", "Sender", "Fetch", "Sweep", "Api", "the queues"].contains(&place.as_str());
        assert!(!must_say || text.len() > 100, "{place} is empty");
        for canary in CANARIES {
            assert!(!text.contains(canary.word), "{place} holds {}:\n{text}", canary.what);
        }
    }
}
