//! Webhooks that cannot be read, webhooks that are passed on, and what taking one costs.

use std::sync::Arc;

use axum::body::Body;
use channels::play::{Deed, Person};
use channels::{Credentials, signing};
use domain::{ChannelKind, InboxId, Timestamp, hours, minutes, seconds};
use http::{Request, StatusCode};
use serde_json::{Value, json};
use service::{Accepted, Service};
use store::{DeadLetter, Memory, Metered, meter::Spent};
use stories::desk::{Desk, Mood};
use tower::ServiceExt;

/// The kinds that post webhooks.
fn kinds() -> impl Iterator<Item = ChannelKind> {
    ChannelKind::ALL.into_iter().filter(|kind| !kind.delivers_by_storing())
}

fn inbox(kind: ChannelKind) -> InboxId {
    format!("{kind}-main").parse().unwrap()
}

/// Posts a body as the provider would, correctly signed.
async fn post(desk: &Desk, kind: ChannelKind, body: &[u8]) -> StatusCode {
    let hook = signing::signed(&desk.credentials(kind), body, desk.service.now());
    let mut request = Request::post(format!("/hooks/{kind}/{}?{}", inbox(kind), hook.query));
    *request.headers_mut().unwrap() = hook.headers;
    let routes = service::hooks::routes(Arc::clone(&desk.service));
    routes.oneshot(request.body(Body::from(hook.body)).unwrap()).await.unwrap().status()
}

async fn letters(service: &Service, kind: ChannelKind) -> Vec<DeadLetter> {
    service.dead_letters(&[inbox(kind)], None, 100).await.unwrap()
}

/// Something that this provider may post one day, and nobody here can read.
fn unreadable(kind: ChannelKind, account: &Credentials) -> Vec<u8> {
    match account {
        Credentials::Line(line) => json!({"destination": line.destination, "events": [7]}).to_string(),
        Credentials::Telegram(_) => json!({"update_id": "soon a text", "message": {}}).to_string(),
        Credentials::Whatsapp(whatsapp) => {
            json!({"object": "whatsapp_business_account", "entry": [{"id": "1",
            "changes": [{"field": "messages", "value": {"metadata":
            {"phone_number_id": whatsapp.phone_number_id}, "messages": [7]}}]}]})
            .to_string()
        }
        Credentials::Messenger(meta) | Credentials::Instagram(meta) => {
            let object = if kind == ChannelKind::Instagram { "instagram" } else { "page" };
            json!({"object": object, "entry": [{"id": meta.account_id, "messaging": [7]}]}).to_string()
        }
        Credentials::Wechat(wechat) => {
            format!("<xml><ToUserName>{}</ToUserName></xml>", wechat.original_id.as_ref().unwrap())
        }
    }
    .into_bytes()
}

/// A valid signature over what cannot be read or routed gets its 200 and is kept whole, where an admin sees it; only what no
/// provider sends is refused with 400, and only bad proof with 401.
#[tokio::test]
async fn what_cannot_be_read_is_acknowledged_and_kept() {
    for kind in kinds() {
        let desk = Desk::open().await;
        let strange = unreadable(kind, &desk.credentials(kind));
        let bodies = [strange.as_slice(), b"not what anybody sends", b"\xff\xfe", b""];
        for body in bodies {
            assert_eq!(post(&desk, kind, body).await, StatusCode::OK, "{kind}: {body:?}");
            desk.clock.advance(seconds(1));
        }
        let found = letters(&desk.service, kind).await;
        assert_eq!(found.len(), bodies.len(), "{kind}");
        for (letter, body) in found.iter().rev().zip(bodies) {
            let (_, raw) = desk
                .service
                .store()
                .dead_letter(&inbox(kind), &letter.id, desk.service.now())
                .await
                .unwrap()
                .unwrap();
            assert_eq!(raw, body, "{kind}");
            assert!(!letter.why.is_empty() && letter.size_bytes == body.len(), "{kind}: {letter:?}");
            // Trying again what is still wrong changes nothing.
            let replayed = desk.service.replay(&inbox(kind), &letter.id).await.unwrap();
            assert_eq!((replayed.accepted.dead, replayed.why.as_ref()), (1, Some(&letter.why)), "{kind}");
        }
        assert_eq!(letters(&desk.service, kind).await, found, "{kind}");
        desk.clock.advance(hours(36 * 24));
        assert_eq!(letters(&desk.service, kind).await, [], "{kind}: they do not stay for ever");
    }
}

/// A webhook for an account that is connected later is taken then, once, however often it is replayed; what is older than it
/// keeps its place, and its reply token is not used.
#[tokio::test]
async fn a_misrouted_webhook_is_replayed_once_its_account_is_connected() {
    let table = Arc::new(Memory::default());
    let desk = Desk::open_on(table.clone(), |_| {}).await;
    let mei = desk.contact(ChannelKind::Line, "Mei");
    let event = desk.event(&mei, "営業時間は？");
    let elsewhere = format!("U{:032}", 7);
    let body = json!({"destination": elsewhere, "events": [event]}).to_string();
    assert_eq!(post(&desk, ChannelKind::Line, body.as_bytes()).await, StatusCode::OK);
    let letter = letters(&desk.service, ChannelKind::Line).await.remove(0);
    assert!(letter.why.contains("another account"), "{}", letter.why);

    let came = desk.service.now();
    let desk = Desk::open_on(table, |settings| {
        let text = service::settings::SAMPLE.replace("U3c9f4b2a7d1e5f60819a2b3c4d5e6f70", &elsewhere);
        settings.inboxes = service::Settings::parse("sample", &text).unwrap().inboxes;
    })
    .await;
    desk.clock.advance(hours(5));
    let replayed = desk.service.replay(&letter.inbox, &letter.id).await.unwrap();
    assert_eq!(replayed.accepted, Accepted { kept: 1, ..Accepted::default() });
    desk.settle().await;
    let rows = desk.rows(&mei).await;
    assert_eq!(rows[0].at(), came, "it stands where it belongs");
    let took = desk.provider.took();
    assert_eq!(took.iter().map(|call| call.method.as_str()).collect::<Vec<_>>(), ["push"]);
    assert_eq!(letters(&desk.service, ChannelKind::Line).await, [], "nothing is wrong with it any more");
    assert!(matches!(
        desk.service.replay(&letter.inbox, &letter.id).await,
        Err(service::ReplayError::NoLetter)
    ));
}

/// INV-2: a batch of which one part was dead is replayed whole, and nothing of it is doubled.
#[tokio::test]
async fn replaying_doubles_nothing() {
    let desk = Desk::open().await;
    let mei = desk.contact(ChannelKind::Line, "Mei");
    let (event, nobody) = (desk.event(&mei, "営業時間は？"), desk.event(&mei, "?"));
    let mut nobody: Value = nobody;
    nobody["source"] = json!({"type": "user", "userId": ""});
    desk.post(ChannelKind::Line, &[event, nobody]).await.unwrap();
    desk.settle().await;
    let (rows, letter) = (desk.rows(&mei).await, letters(&desk.service, ChannelKind::Line).await.remove(0));
    for _ in 0..3 {
        let replayed = desk.service.replay(&letter.inbox, &letter.id).await.unwrap();
        assert_eq!(replayed.accepted, Accepted { known: 1, dead: 1, ..Accepted::default() });
        desk.settle().await;
        assert_eq!(desk.rows(&mei).await[..rows.len()], rows, "what is there stays as it is");
        assert_eq!(desk.provider.took().len(), 1);
        desk.clock.advance(hours(24 * 8));
    }
}

/// SEC-5: four megabytes are kept to the last byte, in pieces.
#[tokio::test]
async fn the_longest_webhook_is_kept_whole_and_goes_whole() {
    let desk = Desk::open().await;
    let long = vec![b'x'; 4 * 1024 * 1024];
    assert_eq!(post(&desk, ChannelKind::Line, &long).await, StatusCode::OK);
    let letter = letters(&desk.service, ChannelKind::Line).await.remove(0);
    let (store, now) = (desk.service.store(), desk.service.now());
    let (_, raw) = store.dead_letter(&letter.inbox, &letter.id, now).await.unwrap().unwrap();
    assert!(raw == long);
    store.unbury(&letter.inbox, &letter.id).await.unwrap();
    assert_eq!(store.dead_letter(&letter.inbox, &letter.id, now).await.unwrap(), None);
}

/// A desk whose inboxes all pass their webhooks on.
async fn relaying() -> Desk {
    Desk::open_with(|settings| {
        for inbox in settings.inboxes.iter_mut().filter(|inbox| inbox.channel != ChannelKind::Web) {
            inbox.relay_url = Some(format!("https://crm.example.com/{}?key=1", inbox.channel));
        }
    })
    .await
}

/// EXT-14: what is proven is passed on as it came, with its proof, on every channel; what is not is not.
#[tokio::test]
async fn proven_webhooks_are_passed_on_as_they_came() {
    for kind in kinds() {
        let desk = relaying().await;
        let person = Person { name: "Mei", number: 7 };
        let webhook = desk.provider.does(kind, person, Deed::Writes("営業時間は？")).webhook;
        let accepted = desk.is_told(kind, &webhook).await;
        assert_eq!(accepted.kept, 1, "{kind}");
        let relayed = desk.provider.relayed();
        let [(relayed, reach)] = relayed.as_slice() else { panic!("{kind}: {relayed:?}") };
        assert_eq!(relayed.body(), &webhook.body, "{kind}");
        for (name, value) in &webhook.headers {
            assert_eq!(relayed.headers().get(name), Some(value), "{kind}: {name}");
        }
        let query = if webhook.query.is_empty() { String::new() } else { format!("&{}", webhook.query) };
        assert_eq!(relayed.uri().to_string(), format!("https://crm.example.com/{kind}?key=1{query}"));
        assert_eq!(*reach, channels::Reach::Public, "SEC-24");
        let left = desk.service.relays(&[inbox(kind)], None, 10).await.unwrap();
        assert_eq!(left, [], "{kind}: it is done");
        let mut forged = webhook;
        forged.body.push(b' ');
        if kind != ChannelKind::Telegram {
            let forged = desk.service.receive(kind, inbox(kind).as_str(), forged.posted()).await;
            assert!(forged.is_err() || kind == ChannelKind::Wechat, "{kind}");
        }
    }
}

/// EXT-14: the second address never delays or fails the first answer; what does not arrive is tried again, ends, and is seen.
#[tokio::test]
async fn passing_on_is_tried_again_ends_and_begins_anew_when_somebody_says_so() {
    let desk = relaying().await;
    let mei = desk.contact(ChannelKind::Line, "Mei");
    desk.provider.is(Mood::Down);
    desk.writes(&mei, "hello").await;
    let inboxes = [inbox(ChannelKind::Line)];
    let state = async || desk.service.relays(&inboxes, None, 10).await.unwrap().remove(0);
    assert_eq!(state().await.attempts, 1);
    assert_eq!(state().await.due_at, Some(desk.service.now() + seconds(5)));
    // A bell that comes too early, or twice, does nothing.
    let ring = service::seams::Ring::Relay(inboxes[0].clone(), state().await.id);
    desk.service.answer(&ring).await.unwrap();
    assert_eq!(state().await.attempts, 1);
    for _ in 0..29 {
        desk.wait(hours(1)).await;
    }
    let given_up = state().await;
    assert_eq!((given_up.attempts, given_up.due_at), (8, None));
    assert!(given_up.why.unwrap().starts_with("no connection"));
    assert!(desk.provider.relayed().is_empty());
    desk.provider.is(Mood::Fine);
    desk.wait(hours(1)).await;
    assert!(desk.provider.relayed().is_empty(), "the end is the end");
    assert!(desk.service.revive_relay(&inboxes[0], &given_up.id).await.unwrap());
    assert!(!desk.service.revive_relay(&inboxes[0], &given_up.id).await.unwrap(), "once");
    desk.settle().await;
    assert_eq!(desk.provider.relayed().len(), 1);
    assert_eq!(desk.service.relays(&inboxes, None, 10).await.unwrap(), []);
}

/// EXT-14, INV-3, INV-18: a lost bell and a caller that died cost time and nothing else.
#[tokio::test]
async fn passing_on_survives_lost_bells_and_dead_callers() {
    let desk = relaying().await;
    let mei = desk.contact(ChannelKind::Line, "Mei");
    desk.post(ChannelKind::Line, &[desk.event(&mei, "hello")]).await.unwrap();
    desk.lose_bells().await;
    let (inboxes, store) = ([inbox(ChannelKind::Line)], desk.service.store());
    let relay = desk.service.relays(&inboxes, None, 1).await.unwrap().remove(0);
    // Somebody begins and dies.
    assert!(store.begin_relay(&relay, desk.service.now() + minutes(1)).await.unwrap());
    assert!(!store.begin_relay(&relay, desk.service.now() + minutes(1)).await.unwrap(), "one at a time");
    desk.settle().await;
    assert!(desk.provider.relayed().is_empty(), "its call may still go on");
    desk.wait(minutes(2)).await;
    assert_eq!(desk.provider.relayed().len(), 1);
    assert!(
        !store.relay_failed(&relay, "too late", None).await.unwrap(),
        "the dead one's word counts no more"
    );
}

/// INV-1: taking a webhook costs one conditional put for each event and no read, on every channel.
#[tokio::test]
async fn taking_a_webhook_costs_one_put_and_no_read() {
    for kind in kinds() {
        let table = Arc::new(Metered::new(Memory::default()));
        let desk = Desk::open_on(table.clone(), |_| {}).await;
        for deed in [Deed::Writes("営業時間は？"), Deed::Taps("hours"), Deed::SendsImage("picture")] {
            let webhook = desk.provider.does(kind, Person { name: "Mei", number: 7 }, deed).webhook;
            for repeat in [false, true] {
                table.take();
                let accepted =
                    desk.service.receive(kind, inbox(kind).as_str(), webhook.posted()).await.unwrap();
                let Spent { calls, read_half_units, .. } = Spent::total(&table.take());
                assert_eq!(
                    (accepted.kept, accepted.known),
                    (usize::from(!repeat), usize::from(repeat)),
                    "{kind}"
                );
                // Telegram gives the press of a button no time: that it came before only a key of its own tells.
                assert_eq!((calls, read_half_units), (1, 0), "{kind}: {deed:?}, again: {repeat}");
            }
        }
    }
}

/// RELIABILITY.md section 4: the played provider tells its receipts itself, and each says the same as the real one.
#[tokio::test]
async fn receipts_of_played_providers_are_the_desks_own() {
    for kind in [ChannelKind::Whatsapp, ChannelKind::Messenger, ChannelKind::Instagram] {
        for (mood, early) in [(Mood::Fine, false), (Mood::LosesAnswers, false), (Mood::Fine, true)] {
            let desk = Desk::open().await;
            let ben = desk.contact(kind, "Ben");
            desk.provider.is(mood);
            desk.hears(&ben, Deed::Writes("parking?")).await;
            let mut tells = desk.provider.tells();
            assert!(tells.len() >= 2, "{kind}");
            if early {
                tells.reverse();
            }
            desk.clock.advance(seconds(1));
            for told in tells.iter().chain(&tells) {
                desk.is_told(kind, &told.webhook).await;
            }
            let rows = desk.rows(&ben).await;
            let answer = rows.iter().find(|row| row.delivery.is_some()).unwrap();
            let Some(domain::Delivery::Sent { read_at, .. }) = &answer.delivery else {
                panic!("{kind} {mood:?}: {:?}", answer.delivery)
            };
            assert!(read_at.is_some_and(|at| at > Timestamp::EPOCH), "{kind} {mood:?} early: {early}");
        }
    }
}

/// CHN-14: outside of the window the played provider refuses as the real one does, and the desk shows it.
#[tokio::test]
async fn windows_and_quotas_of_played_providers_are_the_real_ones() {
    let desk = Desk::open().await;
    let ken = desk.operator("Ken").await;
    for kind in [ChannelKind::Whatsapp, ChannelKind::Messenger, ChannelKind::Instagram, ChannelKind::Wechat] {
        let ben = desk.contact(kind, "Ben");
        desk.hears(&ben, Deed::Writes("one more thing")).await;
        desk.does(
            &ken,
            &ben,
            domain::step::Command::Assign { to: domain::Assignee::Operator { id: ken.clone() } },
        )
        .await
        .unwrap();
        desk.provider.tells();
        desk.wait(hours(49)).await;
        let _ = desk.says(&ken, &ben, "are you still there?").await;
        for told in desk.provider.tells() {
            desk.is_told(kind, &told.webhook).await;
        }
        let transcript = desk.transcript(&ben).await;
        assert!(!transcript.ends_with("are you still there?\n"), "{kind} {transcript}");
    }
    let mei = desk.contact(ChannelKind::Line, "Mei");
    desk.writes(&mei, "hello").await;
    desk.provider.counts(ChannelKind::Line, Some(0), 0);
    desk.wait(minutes(2)).await;
    let _ = desk.says(&ken, &mei, "good evening").await;
    let transcript = desk.transcript(&mei).await;
    assert!(!transcript.ends_with("good evening\n"), "{transcript}");
}
