//! What WhatsApp tells later of our messages, and what people and customers see of it.

use channels::meta::play::{echo, seen};
use channels::whatsapp::play::receipt;
use domain::{ChannelKind, Delivery, minutes, seconds};
use insta::assert_snapshot;
use serde_json::{Value, json};
use service::Accepted;
use stories::desk::{Customer, Desk, Mood};

const WHATSAPP: ChannelKind = ChannelKind::Whatsapp;

/// Tells what became of the `n`th call, counted from 0.
async fn tell(desk: &Desk, n: usize, status: &str, code: Option<i64>) -> Accepted {
    let body = receipt_of(desk, n, status, code);
    let accepted = desk.post(WHATSAPP, &[body]).await.unwrap();
    desk.settle().await;
    accepted
}

fn receipt_of(desk: &Desk, n: usize, status: &str, code: Option<i64>) -> Value {
    let channels::Credentials::Whatsapp(credentials) = desk.credentials(WHATSAPP) else { unreachable!() };
    let call = &desk.provider.took()[n];
    receipt(&credentials, &call.body, n as u64, status, code, desk.service.now())
}

fn new() -> Accepted {
    Accepted { receipts: 1, ..Accepted::default() }
}

fn known() -> Accepted {
    Accepted { known: 1, ..Accepted::default() }
}

/// How far the first answer has come.
async fn answer(desk: &Desk, customer: &Customer) -> Delivery {
    desk.rows(customer).await.into_iter().find_map(|row| row.delivery).unwrap()
}

/// CHN-01, BOT-01: a question on WhatsApp is answered, with buttons that can be pressed.
#[tokio::test]
async fn a_customer_on_whatsapp_is_answered() {
    let desk = Desk::open().await;
    let ben = desk.contact(WHATSAPP, "Ben");
    desk.writes(&ben, "parking?").await;
    let call = &desk.provider.took()[0].body;
    assert_eq!((&call["to"], &call["type"]), (&json!(ben.id), &json!("text")));
    assert_eq!(answer(&desk, &ben).await, sent_at_open("wamid.out0"));
}

fn sent_at_open(id: &str) -> Delivery {
    let messages = vec![domain::SentMessage { id: id.into(), quote_token: None }];
    Delivery::sent("2026-11-20T00:00:00.000Z".parse().unwrap(), messages)
}

/// THR-08: delivered and read are what the provider told, in whatever order and however often.
#[tokio::test]
async fn ticks_only_move_forward() {
    let desk = Desk::open().await;
    let ben = desk.contact(WHATSAPP, "Ben");
    desk.writes(&ben, "parking?").await;
    assert_eq!(tell(&desk, 0, "sent", None).await, known(), "the answer to our call said so");
    desk.clock.advance(seconds(2));
    assert_eq!(tell(&desk, 0, "read", None).await, new());
    assert_eq!(tell(&desk, 0, "delivered", None).await, known());
    assert_eq!(tell(&desk, 0, "read", None).await, known());
    let Delivery::Sent { at, messages, delivered_at: None, read_at } = answer(&desk, &ben).await else {
        panic!()
    };
    assert_eq!(Delivery::sent(at, messages), sent_at_open("wamid.out0"));
    assert_eq!(read_at, Some(at + seconds(2)));
}

/// F-16, INV-10, EXT-02: the answer to our call is lost; the receipt says that it was sent, and nothing is sent twice.
#[tokio::test]
async fn a_receipt_confirms_a_call_whose_answer_was_lost() {
    let desk = Desk::open().await;
    let ken = desk.operator("Ken").await;
    let ben = desk.contact(WHATSAPP, "Ben");
    desk.provider.is(Mood::LosesAnswers);
    desk.writes(&ben, "parking?").await;
    desk.provider.is(Mood::Fine);
    assert!(matches!(answer(&desk, &ben).await, Delivery::Held { .. }));
    // What comes behind waits for it (INV-12).
    desk.does(&ken, &ben, domain::step::Command::Join).await.unwrap();
    desk.says(&ken, &ben, "Ken here").await.unwrap();
    assert_eq!(desk.provider.took().len(), 1);
    assert_eq!(tell(&desk, 0, "sent", None).await, new());
    assert_eq!(desk.provider.took().len(), 2, "the row behind it goes at once");
    desk.wait(minutes(5)).await;
    assert_eq!(desk.provider.took().len(), 2);
    assert!(!desk.transcript(&ben).await.contains("unknown"));
}

/// INV-12: whoever held a claim died within the call. The message is put on hold, and what is behind it waits.
#[tokio::test]
async fn what_a_dead_sender_left_holds_back_what_is_behind_it() {
    let desk = Desk::open().await;
    let ken = desk.operator("Ken").await;
    let ben = desk.contact(WHATSAPP, "Ben");
    desk.provider.is(Mood::Busy);
    desk.writes(&ben, "parking?").await;
    desk.does(&ken, &ben, domain::step::Command::Join).await.unwrap();
    desk.says(&ken, &ben, "Ken here").await.unwrap();
    desk.says(&ken, &ben, "The one behind it").await.unwrap();
    desk.provider.is(Mood::Fine);
    let (id, now) = (desk.conversation_id(&ben), desk.service.now());
    let mut queued = desk.rows(&ben).await;
    queued.retain(|row| matches!(row.delivery, Some(Delivery::Queued { .. })));
    let claim = Delivery::Claimed {
        attempts: 2,
        token: "00000000000000000000000000000001".parse().unwrap(),
        lease_until: now + seconds(60),
        first_at: now,
        maybe_sent: false,
    };
    desk.service.store().claim(&id, &queued[0], &claim).await.unwrap();
    desk.clock.advance(seconds(61));
    desk.settle().await;
    let now = desk.rows(&ben).await;
    let now: Vec<_> = queued.iter().map(|was| now.iter().find(|row| row.id == was.id).unwrap()).collect();
    assert!(matches!(now[0].delivery, Some(Delivery::Held { .. })), "{:?}", now[0].delivery);
    assert!(matches!(now[1].delivery, Some(Delivery::Queued { .. })), "{:?}", now[1].delivery);
    assert!(desk.provider.took().is_empty());
    desk.wait(minutes(2)).await;
    assert_eq!(desk.provider.took().len(), queued.len() - 1, "what is behind it goes when the hold is over");
}

/// INV-11, INV-13: given up and told to people, and confirmed after all.
#[tokio::test]
async fn a_confirmation_counts_however_late_it_comes() {
    let desk = Desk::open().await;
    let ben = desk.contact(WHATSAPP, "Ben");
    desk.provider.is(Mood::LosesAnswers);
    desk.writes(&ben, "parking?").await;
    desk.provider.is(Mood::Fine);
    desk.wait(minutes(2)).await;
    assert!(matches!(answer(&desk, &ben).await, Delivery::Unknown { .. }));
    assert!(desk.transcript(&ben).await.contains("Whether a message arrived cannot be known"));
    assert_eq!(tell(&desk, 0, "delivered", None).await, new());
    assert!(matches!(answer(&desk, &ben).await, Delivery::Sent { delivered_at: Some(_), .. }));
    desk.writes(&ben, "hello?").await;
    let rows = desk.rows(&ben).await;
    let first = rows.iter().find(|row| row.delivery.is_some()).unwrap();
    assert!(!desk.conversation(&ben).await.unsettled.contains(&first.id));
    assert_eq!(desk.transcript(&ben).await.matches("cannot be known").count(), 1);
}

/// INV-11, THR-08: accepted, and then refused for good: people are told once, where they work, with the reason.
#[tokio::test]
async fn a_failure_after_the_yes_is_told_to_people() {
    let desk = Desk::open().await;
    let ben = desk.contact(WHATSAPP, "Ben");
    desk.writes(&ben, "parking?").await;
    tell(&desk, 0, "sent", None).await;
    // The next step forgets what was sent.
    desk.writes(&ben, "opening hours?").await;
    let before = desk.conversation(&ben).await;
    assert_eq!(before.unsettled.len(), 1);
    assert_eq!(tell(&desk, 0, "failed", Some(131_047)).await, new());
    assert_eq!(tell(&desk, 0, "failed", Some(131_047)).await, known());
    assert_eq!(tell(&desk, 0, "sent", None).await, known());
    assert_snapshot!(desk.transcript(&ben).await, @r#"
    Ben  parking?
    bot  There are three free parking spaces behind the shop. If they are taken, please use a pay lot nearby. (failed: WindowClosed)
    Ben  opening hours?
    bot  We are open 10:00–20:00 on weekdays and 10:00–19:00 on weekends and holidays. Closed on Tuesdays.
    --   A message could not be delivered
    "#);
    assert_eq!(desk.conversation(&ben).await.unconfirmed, before.unconfirmed.max(1));
    desk.wait(minutes(5)).await;
    assert_eq!(desk.transcript(&ben).await.matches("could not be delivered").count(), 1);
}

/// INV-18: the bell after a failure is lost; the sweep rings.
#[tokio::test]
async fn a_failure_is_told_even_if_the_bell_is_lost() {
    let desk = Desk::open().await;
    let ben = desk.contact(WHATSAPP, "Ben");
    desk.writes(&ben, "parking?").await;
    let failed = receipt_of(&desk, 0, "failed", Some(131_026));
    desk.post(WHATSAPP, &[failed]).await.unwrap();
    desk.lose_bells().await;
    assert!(!desk.transcript(&ben).await.contains("could not be delivered"));
    desk.wait(seconds(1)).await;
    assert!(desk.transcript(&ben).await.contains("could not be delivered"));
}

/// F-8: a receipt of a message that this desk does not know: 2xx, and a failure is kept for an admin to see.
#[tokio::test]
async fn a_receipt_of_a_message_that_nobody_knows_makes_no_conversation() {
    let desk = Desk::open().await;
    let ben = desk.contact(WHATSAPP, "Ben");
    desk.writes(&ben, "parking?").await;
    let foreign = |status: &str, code| {
        let mut body = receipt_of(&desk, 0, status, code);
        let status = &mut body["entry"][0]["changes"][0]["value"]["statuses"][0];
        status["biz_opaque_callback_data"] = "somebody else's".into();
        status["id"] = "wamid.of-another-app".into();
        body
    };
    let ignored = desk.post(WHATSAPP, &[foreign("read", None)]).await.unwrap();
    assert_eq!(ignored, Accepted { ignored: 1, ..Accepted::default() });
    let dead = desk.post(WHATSAPP, &[foreign("failed", Some(131_026))]).await.unwrap();
    assert_eq!(dead, Accepted { dead: 1, ..Accepted::default() });
    desk.settle().await;
    assert_eq!(answer(&desk, &ben).await, sent_at_open("wamid.out0"));
}

/// A receipt that lost our reference on the way names the message, and that is enough.
#[tokio::test]
async fn a_receipt_without_our_reference_is_known_by_the_messages_id() {
    let desk = Desk::open().await;
    let ben = desk.contact(WHATSAPP, "Ben");
    desk.writes(&ben, "parking?").await;
    let mut body = receipt_of(&desk, 0, "failed", Some(131_026));
    let status = &mut body["entry"][0]["changes"][0]["value"]["statuses"][0];
    status.as_object_mut().unwrap().remove("biz_opaque_callback_data");
    status["recipient_user_id"] = channels::play::thread(WHATSAPP, stories::desk::number("Ben"))[5..].into();
    assert_eq!(desk.post(WHATSAPP, &[body]).await.unwrap(), new());
    desk.settle().await;
    assert!(desk.transcript(&ben).await.contains("could not be delivered"));
}

/// CHN-02: two numbers of one app share an address, and each gets its own.
#[tokio::test]
async fn what_is_for_another_number_goes_to_its_inbox() {
    let other = "106540352249999";
    let desk = Desk::open_with(|settings| {
        let first = settings.inboxes.iter().find(|inbox| inbox.channel == WHATSAPP).unwrap();
        let mut sections = service::settings::SAMPLE.split("[[inboxes]]");
        let text = sections.find(|text| text.contains("whatsapp-main")).unwrap();
        let text = text.replace("106540352242922", other).replace("whatsapp-main", "whatsapp-two");
        let second: service::settings::InboxSettings = toml::from_str(&text).unwrap();
        assert_ne!(first.id, second.id);
        settings.inboxes.push(second);
    })
    .await;
    let ben = desk.contact(WHATSAPP, "Ben");
    let mut body = desk.event(&ben, "parking?");
    body["entry"][0]["changes"][0]["value"]["metadata"]["phone_number_id"] = other.into();
    let accepted = desk.post(WHATSAPP, &[body.clone()]).await.unwrap();
    assert_eq!(accepted, Accepted { kept: 1, ..Accepted::default() });
    desk.settle().await;
    assert_eq!(desk.provider.took().len(), 1);
    let two = desk.service.connections().find(|c| c.id.as_str() == "whatsapp-two").unwrap();
    let thread = channels::play::thread(WHATSAPP, stories::desk::number("Ben"));
    let id = domain::ConversationId::of(&two.id, &thread);
    assert!(desk.service.store().conversation(&id).await.unwrap().is_some());

    // What cannot be read is kept for an admin to see, once, whosever it is.
    let strange = |body: &mut Value| body["entry"][0]["changes"][0]["value"]["messages"] = json!([{"id": 7}]);
    let mut spoilt = body.clone();
    strange(&mut spoilt);
    spoilt["entry"].as_array_mut().unwrap().push(json!({"changes": [7]}));
    let accepted = desk.post(WHATSAPP, &[spoilt]).await.unwrap();
    assert_eq!(accepted, Accepted { dead: 2, ..Accepted::default() });

    // So is what is for a number that nobody here has.
    body["entry"][0]["changes"][0]["value"]["metadata"]["phone_number_id"] = "1".into();
    let accepted = desk.post(WHATSAPP, &[body]).await.unwrap();
    assert_eq!(accepted, Accepted { dead: 1, ..Accepted::default() });
}

const META: [ChannelKind; 2] = [ChannelKind::Messenger, ChannelKind::Instagram];

/// A webhook about the `n`th call, counted from 0, as a page or an Instagram account would be told it.
async fn told_by_meta(
    desk: &Desk,
    kind: ChannelKind,
    n: usize,
    webhook: fn(ChannelKind, &channels::MetaCredentials, &Value, u64, domain::Timestamp) -> Value,
) -> Accepted {
    let (channels::Credentials::Messenger(meta) | channels::Credentials::Instagram(meta)) =
        desk.credentials(kind)
    else {
        unreachable!()
    };
    let body = webhook(kind, &meta, &desk.provider.took()[n].body, n as u64, desk.service.now());
    let accepted = desk.post(kind, &[body]).await.unwrap();
    desk.settle().await;
    accepted
}

/// F-16, INV-10, INV-24: the echo of a message whose answer was lost confirms it, and is no input.
#[tokio::test]
async fn an_echo_confirms_a_call_whose_answer_was_lost() {
    for kind in META {
        let desk = Desk::open().await;
        let ben = desk.contact(kind, "Ben");
        desk.provider.is(Mood::LosesAnswers);
        desk.writes(&ben, "parking?").await;
        desk.provider.is(Mood::Fine);
        assert!(matches!(answer(&desk, &ben).await, Delivery::Held { .. }), "{kind}");
        let rows = desk.rows(&ben).await.len();
        assert_eq!(told_by_meta(&desk, kind, 0, echo).await, new(), "{kind}");
        assert_eq!(told_by_meta(&desk, kind, 0, echo).await, known(), "{kind}");
        assert_eq!(answer(&desk, &ben).await, sent_at_open("m_out0"), "{kind}");
        assert_eq!(desk.rows(&ben).await.len(), rows, "{kind}: an echo is no message");
        desk.wait(minutes(5)).await;
        assert_eq!(desk.provider.took().len(), 1, "{kind}");
        assert!(!desk.transcript(&ben).await.contains("unknown"), "{kind}");
    }
}

/// Instagram gives no reference back: where two wait that say the same, an echo confirms neither.
#[tokio::test]
async fn an_echo_that_may_be_of_two_messages_confirms_none() {
    let kind = ChannelKind::Instagram;
    let desk = Desk::open().await;
    let ben = desk.contact(kind, "Ben");
    desk.provider.is(Mood::LosesAnswers);
    for _ in 0..2 {
        desk.writes(&ben, "parking?").await;
        desk.wait(minutes(2)).await;
    }
    desk.provider.is(Mood::Fine);
    let unknown = desk.rows(&ben).await;
    let unknown = unknown.iter().filter(|row| matches!(row.delivery, Some(Delivery::Unknown { .. }))).count();
    assert_eq!(unknown, 2);
    let ignored = Accepted { ignored: 1, ..Accepted::default() };
    assert_eq!(told_by_meta(&desk, kind, 0, echo).await, ignored);
    assert!(matches!(answer(&desk, &ben).await, Delivery::Unknown { .. }));
}

/// THR-08: read comes as a time from Messenger, and as the newest message that was read from Instagram.
#[tokio::test]
async fn what_was_read_is_everything_up_to_there() {
    for kind in META {
        let desk = Desk::open().await;
        let ben = desk.contact(kind, "Ben");
        for text in ["parking?", "opening hours?", "parking?"] {
            desk.writes(&ben, text).await;
            desk.clock.advance(seconds(10));
            if text == "opening hours?" {
                let accepted = told_by_meta(&desk, kind, 1, seen).await;
                assert_eq!(accepted, Accepted { receipts: 2, ..Accepted::default() }, "{kind}");
            }
        }
        let read = desk.rows(&ben).await.into_iter().filter_map(|row| match row.delivery {
            Some(Delivery::Sent { read_at, .. }) => Some(read_at.is_some()),
            _ => None,
        });
        assert_eq!(read.collect::<Vec<_>>(), [true, true, false], "{kind}");
    }
}
