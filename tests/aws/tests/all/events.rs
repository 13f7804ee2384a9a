//! Single events that go wrong in the ways in which they do.

use std::time::Duration;

use deployment::{Desk, Invocation, Message, events};
use serde_json::{Value, json};
use service::seams::Ring;

fn message(body: &str) -> Message {
    let trace = Some("Root=1-67891233-abcdef012345678912345678".to_owned());
    Message { body: body.to_owned(), trace, group: None, sent_at: 1_795_132_802_000 }
}

fn work(conversation: &str) -> Message {
    message(&json!({ "work": conversation }).to_string())
}

/// B-2, SEC-2: what is signed are the bytes that the provider sent, however the gateway wraps them.
#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn webhooks_are_kept_before_they_are_acknowledged() {
    let mut desk = Desk::open().await;
    let (headers, body) = desk.line("mei", "営業時間は？😊");
    assert_eq!(desk.post("/hooks/line/line-main", &headers, &body).await, 200);
    assert_eq!(desk.post("/hooks/line/line-main", &headers, &body).await, 200, "the provider tries again");
    let id = desk.conversation("mei");
    let waiting = desk.store().load(&id, &domain::ContactId::of(&id)).await.unwrap().waiting;
    assert_eq!(waiting.len(), 1, "kept once");

    // As text, not in base64; forged; to nobody; compressed.
    let names: Vec<_> = headers.iter().map(|(name, value)| (name.as_str(), value.as_str())).collect();
    let mut plain = events::request("POST", "/hooks/line/line-main", &names, None);
    plain["body"] = String::from_utf8(body.clone()).unwrap().into();
    assert_eq!(desk.function("Ingest").await.answer(plain).await["statusCode"], 200);
    let forged = [body.as_slice(), b" "].concat();
    assert_eq!(desk.post("/hooks/line/line-main", &headers, &forged).await, 401);
    assert_eq!(desk.post("/hooks/line/nobody", &headers, &body).await, 401);
    let mut packed = headers.clone();
    packed.push(("content-encoding".to_owned(), "gzip".to_owned()));
    assert_eq!(desk.post("/hooks/line/line-main", &packed, &body).await, 415);

    // The provider's question whether the address is ours.
    let path = "/hooks/whatsapp/whatsapp-main?hub.mode=subscribe&hub.challenge=1158201444&hub.verify_token=wa-verify-token-for-tests";
    let answer = desk.function("Ingest").await.answer(events::request("GET", path, &[], None)).await;
    assert_eq!((answer["statusCode"].as_u64(), answer["body"].as_str()), (Some(200), Some("1158201444")));

    // One line of figures for each invocation that counted something.
    let log = desk.function("Ingest").await.log();
    let figures = log.lines().filter_map(|line| serde_json::from_str::<Value>(line).ok());
    let figures: Vec<_> = figures.filter(|line| line.get("_aws").is_some()).collect();
    assert_eq!(figures.iter().map(|line| line["Acks"].as_u64().unwrap()).sum::<u64>(), 3, "{log}");
    assert!(figures.iter().all(|line| line["Desk"] == "madoguchi-test"), "{log}");
}

/// INV-18: a bell that cannot be read is dropped, one that fails comes again alone, and the others are answered.
#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_batch_with_a_poisoned_bell_fails_in_part() {
    let mut desk = Desk::open().await;
    desk.writes("mei", "hello").await;
    desk.cloud.break_conversation("cnv_broken").await;
    let good = desk.cloud.take("WorkQueue", 1).remove(0);
    let batch = [
        ("broken".to_owned(), work("cnv_broken")),
        ("unreadable".to_owned(), message("{\"ding\":")),
        ("good".to_owned(), good.clone()),
    ];
    let answer = desk.function("Worker").await.answer(events::batch("WorkQueue", &batch)).await;
    assert_eq!(answer, json!({ "batchItemFailures": [{ "itemIdentifier": "broken" }] }));
    let id = desk.conversation("mei");
    let loaded = desk.store().load(&id, &domain::ContactId::of(&id)).await.unwrap();
    assert!(loaded.waiting.is_empty(), "the message was taken");

    // What the webhook led to is in the worker's log under the webhook's own trace.
    assert_eq!(good.trace, Some(Invocation::of(Value::Null).trace), "the bell carries it");
    assert_eq!(good.group.as_deref(), Some(id.as_str()), "fair queues go by the conversation");
    let log = desk.function("Worker").await.log();
    assert!(
        log.contains("1-67891233-abcdef012345678912345678") && log.contains("a bell has to come again"),
        "{log}"
    );
}

/// INV-11: when little time is left nothing is begun that might be cut off.
#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn bells_for_which_no_time_is_left_come_again() {
    let mut desk = Desk::open().await;
    for customer in ["mei", "ren", "yui"] {
        desk.writes(customer, "hello").await;
    }
    let bells = desk.cloud.take("WorkQueue", 10);
    let ids = ["one", "two", "three"].map(str::to_owned);
    let batch: Vec<_> = ids.into_iter().zip(bells).collect();
    let event = events::batch("WorkQueue", &batch);
    let hurried = Invocation { time_left: Duration::from_secs(5), ..Invocation::of(event) };
    let answer = desk.invoke("Worker", hurried).await.unwrap();
    let again = json!({ "batchItemFailures": [{ "itemIdentifier": "two" }, { "itemIdentifier": "three" }] });
    assert_eq!(answer, again);
}

/// An event that is none of a function's own is an error of that invocation and not the end of the process.
#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_strange_event_harms_nothing() {
    let mut desk = Desk::open().await;
    let strange = Invocation::of(json!({ "source": "somebody.else", "Records": 7 }));
    assert!(desk.invoke("Worker", strange.clone()).await.is_err());
    assert!(desk.invoke("Live", strange).await.is_err());
    let empty = desk.function("Worker").await.answer(json!({ "Records": [] })).await;
    assert_eq!(empty, json!({ "batchItemFailures": [] }));
}

/// SEC-10: several cookies come in one list, and one goes out in another.
#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn cookies_and_repeated_headers_survive_the_gateway() {
    let mut desk = Desk::open().await;
    let secret = desk.first_secret().await;
    let wanted =
        json!({ "secret": secret, "login": "admin", "name": "山田", "password": "a long one, please" });
    let (status, _, cookies) = desk.ask("POST", "/v1/setup", "", wanted).await;
    assert_eq!(status, 200);
    let cookie = cookies[0].split(';').next().unwrap();
    let both = format!("theme=dark; {cookie}");
    let headers = [
        ("cookie", both.as_str()),
        ("accept-language", "fr,ja;q=0.8"),
        ("accept", "text/html,application/json"),
    ];
    let event = events::request("GET", "/v1/me", &headers, None);
    let answer = desk.function("Api").await.answer(event).await;
    assert_eq!(answer["statusCode"], 200, "{answer}");
    let nobody = events::request("GET", "/v1/me", &headers[1..], None);
    let answer = desk.function("Api").await.answer(nobody).await;
    let problem: Value = serde_json::from_str(answer["body"].as_str().unwrap()).unwrap();
    assert_eq!(answer["statusCode"], 401);
    assert!(
        problem["title"].as_str().unwrap().contains("ログイン")
            || !problem["title"].as_str().unwrap().is_ascii(),
        "{problem}"
    );
}

/// A candidate that runs beside is through when the function has answered: the process may stand still from then on.
#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn nothing_is_asked_of_aws_after_the_answer() {
    let mut desk = Desk::open().await;
    let secret = desk.first_secret().await;
    let wanted = json!({ "secret": secret, "login": "admin", "name": "山田", "password": "a long one, please", "token": true });
    let (_, signed, _) = desk.ask("POST", "/v1/setup", "", wanted).await;
    let token = signed["token"].as_str().unwrap().to_owned();
    let rules = |text: &str| json!({ "sources": [{ "file": "10.rhai", "text": text }] });
    for text in [
        r#"keyword("a", ["a"], |chat| chat.reply("old"));"#,
        r#"keyword("a", ["a"], |chat| chat.reply("new"));"#,
    ] {
        let (status, published, _) = desk.ask("POST", "/v1/rules:publish", &token, rules(text)).await;
        assert_eq!(status, 200, "{published}");
    }
    let (status, began, _) = desk
        .ask("PUT", "/v1/rules/shadow", &token, rules(r#"keyword("a", ["a"], |chat| chat.reply("new"));"#))
        .await;
    assert!((200..300).contains(&status), "{status} {began}");
    desk.writes("mei", "a").await;
    let bells = desk.cloud.take("WorkQueue", 1);
    let batch: Vec<_> = bells.into_iter().map(|bell| ("one".to_owned(), bell)).collect();
    desk.function("Worker").await.answer(events::batch("WorkQueue", &batch)).await;
    let during = desk.cloud.take_calls();
    let counted = desk.store().shadow_report().await.unwrap();
    assert!(counted.is_some(), "what the candidate would have said was not written: {during:?}");
    tokio::time::sleep(Duration::from_millis(500)).await;
    assert_eq!(desk.cloud.take_calls(), [], "the worker went on after its answer");
}

/// T-17: every bell sent back three times, in whatever order, changes nothing and sends nothing.
#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn bells_that_come_again_in_any_order_change_nothing() {
    let mut desk = Desk::open().await;
    for customer in ["mei", "ren", "yui"] {
        desk.writes(customer, "hello").await;
    }
    desk.settle().await;
    let (before, asked) = (desk.cloud.everything().await, desk.asked().len());
    let rung = std::mem::take(&mut desk.rung);
    assert!(rung.len() > 6 && !before.is_empty(), "{rung:?}");
    for round in 0..3 {
        let mut again = rung.clone();
        again.rotate_left(2 * round + 1);
        if round == 1 {
            again.reverse();
        }
        for message in again {
            let queue = match serde_json::from_str(&message.body).unwrap() {
                Ring::Work(_) => "WorkQueue",
                Ring::Send(_) => "SendQueue",
                Ring::Changed(_) | Ring::Viewing(_) | Ring::Typing(_) | Ring::Missed => "LiveQueue",
                Ring::File(..) | Ring::Profile(_) | Ring::Relay(..) => "FetchQueue",
            };
            desk.cloud.put(queue, message);
        }
        desk.settle().await;
    }
    assert_eq!(desk.cloud.everything().await, before);
    assert_eq!(desk.asked().len(), asked);
}
