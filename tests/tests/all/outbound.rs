//! What may be sent, when, how often and at what price: windows, budgets, rates and quotas.

use channels::play::Refusal;
use domain::step::{Command, PushStop, Refusal as Refused};
use domain::{
    Body, Button, ChannelKind, Content, Delivery, FailReason, OperatorId, ProviderTemplate, Row, SystemLine,
    hours, minutes, seconds,
};
use service::settings::{InboxSettings, SAMPLE};
use service::{Act, ActError, Settings, WRITE_AT};
use stories::desk::{Customer, Desk, Mood};

/// An operator who has joined the customer's conversation.
async fn joined(desk: &Desk, name: &str, customer: &Customer) -> OperatorId {
    let operator = desk.operator(name).await;
    desk.does(&operator, customer, Command::Join).await.unwrap();
    operator
}

fn refused<T: std::fmt::Debug>(done: Result<T, ActError>) -> Refused {
    match done {
        Err(ActError::Refused(refusal)) => refusal,
        other => panic!("{other:?}"),
    }
}

fn template() -> Content {
    Content::Template(ProviderTemplate {
        name: "order_ready".into(),
        language: "ja".into(),
        fields: vec![],
        text: "Your order is ready.".into(),
    })
}

/// The last row that went to the customer, or was to.
async fn last(desk: &Desk, customer: &Customer) -> Row {
    let rows = desk.rows(customer).await;
    rows.into_iter().rev().find(|row| matches!(row.body, Body::Outbound(_))).unwrap()
}

/// CHN-14: a day after the customer's last word only an approved template goes out, and the customer's next word opens
/// the window again.
#[tokio::test]
async fn a_day_later_whatsapp_takes_templates_only() {
    let desk = Desk::open().await;
    let ben = desk.contact(ChannelKind::Whatsapp, "Ben");
    desk.writes(&ben, "parking?").await;
    let ken = joined(&desk, "Ken", &ben).await;
    desk.clock.advance(hours(23) + minutes(59) + seconds(59));
    desk.says(&ken, &ben, "in time").await.unwrap();
    desk.clock.advance(seconds(1));
    assert_eq!(refused(desk.says(&ken, &ben, "too late").await), Refused::WindowClosed);
    let mixed =
        Command::Reply { contents: vec![template(), Content::text("more")], quotes: None, complete: false };
    assert_eq!(refused(desk.does(&ken, &ben, mixed).await), Refused::WindowClosed, "all or nothing");
    assert_eq!(refused(desk.does(&ken, &ben, Command::RequestEnd).await), Refused::WindowClosed);
    let sent = desk.provider.took().len();
    let reply = Command::Reply { contents: vec![template()], quotes: None, complete: false };
    desk.does(&ken, &ben, reply).await.unwrap();
    assert_eq!(desk.provider.took()[sent].body["template"]["name"], "order_ready");
    desk.writes(&ben, "thanks").await;
    desk.says(&ken, &ben, "open again").await.unwrap();
    assert_eq!(desk.provider.took().len(), sent + 2);
}

/// CHN-14, INV-11: a message that waited until its window had closed fails with that reason; nobody is asked, and people
/// are told.
#[tokio::test]
async fn what_waits_too_long_fails_because_the_window_closed() {
    let desk = Desk::open().await;
    let ben = desk.contact(ChannelKind::Whatsapp, "Ben");
    desk.writes(&ben, "parking?").await;
    let ken = joined(&desk, "Ken", &ben).await;
    desk.clock.advance(hours(23) + minutes(59));
    let sent = desk.provider.took().len();
    desk.provider.is(Mood::Says(Refusal::TooOften { seconds: Some(90) }));
    desk.says(&ken, &ben, "a moment, please").await.unwrap();
    desk.provider.is(Mood::Fine);
    desk.wait(minutes(3)).await;
    assert_eq!(desk.provider.took().len(), sent, "it was not tried again");
    let row = last(&desk, &ben).await;
    let Some(Delivery::Failed { reason, .. }) = &row.delivery else { panic!("{row:?}") };
    assert_eq!(reason, &FailReason::WindowClosed);
    let told = |row: &Row| matches!(row.body, Body::System(SystemLine::NotDelivered { unknown: false, .. }));
    assert!(desk.rows(&ben).await.iter().any(told));
}

/// CHN-14: people have seven days on Messenger if Meta permits it, rules have one.
#[tokio::test]
async fn people_have_a_week_on_messenger_where_meta_permits_it() {
    for permitted in [true, false] {
        let desk = Desk::open_with(|settings| {
            let text = SAMPLE.replace("human_agent = false", &format!("human_agent = {permitted}"));
            let other = Settings::parse("samplconfig.toml", &text).unwrap();
            let messenger = |inbox: &InboxSettings| inbox.channel == ChannelKind::Messenger;
            let at = settings.inboxes.iter().position(messenger).unwrap();
            settings.inboxes[at] = other.inboxes.into_iter().find(messenger).unwrap();
        })
        .await;
        let mei = desk.contact(ChannelKind::Messenger, "Mei");
        desk.writes(&mei, "parking?").await;
        let ken = joined(&desk, "Ken", &mei).await;
        desk.clock.advance(hours(6 * 24));
        let said = desk.says(&ken, &mei, "sorry for the wait").await;
        if permitted {
            said.unwrap();
            assert_eq!(desk.provider.took().last().unwrap().body["tag"], "HUMAN_AGENT");
            // A rule may not speak any more: the customer is not asked whether to end.
            desk.does(&ken, &mei, Command::Assign { to: domain::Assignee::Bot }).await.unwrap();
            desk.clock.advance(hours(24));
            desk.does(&ken, &mei, Command::Join).await.unwrap();
        }
        assert_eq!(refused(desk.says(&ken, &mei, "too late").await), Refused::WindowClosed);
    }
}

/// CHN-14: WeChat takes five messages until the customer writes again, whoever sends them.
#[tokio::test]
async fn the_sixth_message_on_wechat_waits_for_the_customer() {
    let desk = Desk::open().await;
    let mei = desk.contact(ChannelKind::Wechat, "Mei");
    desk.hears(&mei, channels::play::Deed::Writes("parking?")).await;
    let ken = joined(&desk, "Ken", &mei).await;
    let before = desk.provider.took().len();
    for n in before..5 {
        desk.says(&ken, &mei, &format!("{n}")).await.unwrap();
    }
    assert_eq!(refused(desk.says(&ken, &mei, "the sixth").await), Refused::WindowClosed);
    let two = Command::Reply { contents: vec![template()], quotes: None, complete: false };
    desk.does(&ken, &mei, two).await.unwrap();
    desk.hears(&mei, channels::play::Deed::Writes("thanks")).await;
    desk.says(&ken, &mei, "welcome").await.unwrap();
    assert_eq!(desk.provider.took().len(), 7);
}

/// THR-19, INV-21: what failed is sent again as a new row that names the old one; the old one stays as it is.
#[tokio::test]
async fn a_failed_message_is_sent_again_as_another() {
    let desk = Desk::open().await;
    let mei = desk.contact(ChannelKind::Line, "Mei");
    desk.writes(&mei, "hello").await;
    let ken = joined(&desk, "Ken", &mei).await;
    desk.provider.is(Mood::Refuses);
    desk.says(&ken, &mei, "open until eight").await.unwrap();
    desk.provider.is(Mood::Fine);
    let failed = last(&desk, &mei).await;
    let again = || Command::Resend {
        row: failed.id,
        contents: vec![Content::text("open until eight")],
        quotes: None,
    };
    desk.does(&ken, &mei, again()).await.unwrap();
    let sent = last(&desk, &mei).await;
    let Body::Outbound(message) = &sent.body else { panic!() };
    assert_eq!(
        (message.resends, message.contents.clone()),
        (Some(failed.id), vec![Content::text("open until eight")])
    );
    assert!(matches!(sent.delivery, Some(Delivery::Sent { .. })));
    let old = desk.rows(&mei).await.into_iter().find(|row| row.id == failed.id).unwrap();
    assert!(matches!(old.delivery, Some(Delivery::Failed { .. })), "{:?}", old.delivery);
}

/// CHN-11: a rule's buttons become words where the channel cannot show them.
#[tokio::test]
async fn a_rule_says_in_words_what_the_channel_cannot_show() {
    let desk = Desk::open().await;
    let labels: Vec<_> = (1..=12).map(|n| format!("#{{ id: \"b{n}\", label: \"Choice {n}\" }}")).collect();
    let text =
        format!("keyword(\"menu\", [\"menu\"], |chat| chat.buttons(\"Which?\", [{}]));", labels.join(", "));
    let draft = service::Draft::of(vec![rules::Source::new("10-test.rhai", text)]);
    let by = service::By { who: "test", note: "menu", expected: None };
    desk.service.publish_rules(draft, &by).await.unwrap();
    // Ten rows are all that WhatsApp's list has.
    let ben = desk.contact(ChannelKind::Whatsapp, "Ben");
    desk.writes(&ben, "menu").await;
    let said = &desk.provider.took()[0].body;
    let words = said["text"]["body"].as_str().unwrap_or_default();
    assert!(words.starts_with("Which?\n・Choice"), "{said}");
    assert!(words.contains("・Choice 12"));
    // An operator's are refused instead: people choose themselves what to say.
    let ken = joined(&desk, "Ken", &ben).await;
    let buttons = (1..=12).map(|n| Button { id: n.to_string(), label: n.to_string() }).collect();
    let choice = Content::Choice { text: "Which?".into(), buttons, quick: false };
    let reply = Command::Reply { contents: vec![choice], quotes: None, complete: false };
    let refusal = refused(desk.does(&ken, &ben, reply).await);
    assert_eq!(refusal.to_string(), "12 buttons, 1 to 10 are possible");
}

/// EXT-01: the rules' answer is a free reply, the operator's a counted push; LINE's own figure and what was pushed since
/// make the month.
#[tokio::test]
async fn free_replies_are_used_first_and_pushes_are_counted() {
    let desk = Desk::open().await;
    desk.provider.counts(ChannelKind::Line, Some(200), 40);
    let mei = desk.contact(ChannelKind::Line, "Mei");
    desk.writes(&mei, "parking?").await;
    assert_eq!(desk.provider.took()[0].method, "reply");
    let line = || desk.service.connections().find(|it| it.kind == ChannelKind::Line).unwrap();
    let usage = async || desk.service.usage(line(), desk.service.now()).await.unwrap().unwrap();
    assert_eq!((usage().await.used, usage().await.limit), (0, None), "LINE has not been asked");
    desk.clock.advance(minutes(2));
    assert_eq!(desk.service.refresh_quotas().await.unwrap(), 1);
    assert_eq!(desk.service.refresh_quotas().await.unwrap(), 0, "not again so soon");
    let ken = joined(&desk, "Ken", &mei).await;
    desk.says(&ken, &mei, "three of them").await.unwrap();
    assert_eq!(desk.provider.took()[1].method, "push");
    let month = usage().await;
    assert_eq!((month.used, month.remaining(), month.month.as_str()), (41, Some(159), "2026-11"));
    // A quarter of an hour later LINE tells the same, and nothing is counted twice.
    desk.clock.advance(minutes(16));
    assert_eq!(desk.service.refresh_quotas().await.unwrap(), 1);
    assert_eq!(usage().await.used, 41);
    desk.clock.advance(hours(24 * 11));
    assert_eq!(usage().await.used, 0, "December is another month");
}

/// EXT-01: pushes are written by the dozen, so that another process knows of them.
#[tokio::test]
async fn what_one_process_pushes_others_know() {
    let desk = Desk::open().await;
    let mei = desk.contact(ChannelKind::Line, "Mei");
    desk.writes(&mei, "hello").await;
    let ken = joined(&desk, "Ken", &mei).await;
    desk.clock.advance(minutes(2));
    let inbox = desk.conversation(&mei).await.inbox;
    for n in 1..=WRITE_AT {
        let known = desk.service.store().month_quota(&inbox, "2026-11").await.unwrap().pushes;
        assert_eq!(known, 0, "before the {n}th");
        desk.says(&ken, &mei, &n.to_string()).await.unwrap();
    }
    assert_eq!(desk.service.store().month_quota(&inbox, "2026-11").await.unwrap().pushes, WRITE_AT);
}

/// EXT-01: an inbox that stops at its quota stops whom it says, and never a free reply.
#[tokio::test]
async fn an_inbox_stops_where_its_settings_say() {
    for stop in [PushStop::Automatic, PushStop::Everybody] {
        let desk = Desk::open_with(|settings| {
            let line = settings.inboxes.iter_mut().find(|inbox| inbox.channel == ChannelKind::Line).unwrap();
            line.stop_pushes = stop;
            line.auto_end_request_hours = 1;
        })
        .await;
        desk.provider.counts(ChannelKind::Line, Some(50), 50);
        desk.service.refresh_quotas().await.unwrap();
        let mei = desk.contact(ChannelKind::Line, "Mei");
        desk.writes(&mei, "parking?").await;
        assert_eq!(desk.provider.took()[0].method, "reply", "a free reply goes out all the same");
        desk.wait(hours(1)).await;
        assert_eq!(desk.provider.took().len(), 1, "the rules' question would be a push");
        assert!(desk.transcript(&mei).await.contains("the month's counted messages are used up"));
        let ken = joined(&desk, "Ken", &mei).await;
        let said = desk.says(&ken, &mei, "anything else?").await;
        match stop {
            PushStop::Everybody => assert_eq!(refused(said), Refused::PushesUsedUp),
            _ => drop(said.unwrap()),
        }
    }
}

/// F-20: "too often" is meant for the account: its other conversations wait too, those of other accounts go on, and
/// nothing is lost.
#[tokio::test]
async fn too_often_stops_the_account_and_nobody_else() {
    let desk = Desk::open().await;
    let (mei, rin) = (desk.contact(ChannelKind::Line, "Mei"), desk.contact(ChannelKind::Line, "Rin"));
    let tom = desk.contact(ChannelKind::Telegram, "Tom");
    desk.provider.is(Mood::Says(Refusal::TooOften { seconds: Some(30) }));
    desk.writes(&mei, "parking?").await;
    desk.provider.is(Mood::Fine);
    desk.writes(&rin, "parking?").await;
    desk.writes(&tom, "parking?").await;
    let methods = || desk.provider.took().into_iter().map(|call| call.method).collect::<Vec<_>>();
    assert_eq!(methods(), ["sendMessage"], "LINE said 30 seconds");
    desk.wait(seconds(29)).await;
    assert_eq!(methods().len(), 1);
    desk.wait(seconds(2)).await;
    assert_eq!(methods().len(), 3);
    for customer in [&mei, &rin] {
        assert!(matches!(last(&desk, customer).await.delivery, Some(Delivery::Sent { .. })));
    }
}

/// F-20: the pause is the account's, whichever process asks.
#[tokio::test]
async fn another_process_waits_too() {
    let table: std::sync::Arc<dyn store::Table> = std::sync::Arc::new(store::Memory::default());
    let first = Desk::open_on(table.clone(), |_| {}).await;
    let second = Desk::open_on(table, |_| {}).await;
    let (mei, rin) = (first.contact(ChannelKind::Line, "Mei"), second.contact(ChannelKind::Line, "Rin"));
    first.provider.is(Mood::Says(Refusal::TooOften { seconds: Some(30) }));
    first.writes(&mei, "parking?").await;
    second.writes(&rin, "parking?").await;
    assert!(second.provider.took().is_empty());
}

/// F-21: one customer who blocked us fails alone.
#[tokio::test]
async fn one_who_blocked_us_holds_nobody_up() {
    let desk = Desk::open().await;
    let (tom, ann) = (desk.contact(ChannelKind::Telegram, "Tom"), desk.contact(ChannelKind::Telegram, "Ann"));
    desk.provider.is_blocked_by(&tom.id);
    desk.writes(&tom, "parking?").await;
    desk.writes(&ann, "parking?").await;
    let failed = last(&desk, &tom).await.delivery;
    assert!(matches!(failed, Some(Delivery::Failed { reason: FailReason::Unreachable, .. })), "{failed:?}");
    assert!(matches!(last(&desk, &ann).await.delivery, Some(Delivery::Sent { .. })));
}

/// F-20: an account is called no more often than its rate, and everybody is answered in the end.
#[tokio::test]
async fn an_account_is_called_at_its_rate() {
    let desk = Desk::open_with(|settings| {
        let telegram =
            settings.inboxes.iter_mut().find(|inbox| inbox.channel == ChannelKind::Telegram).unwrap();
        telegram.calls_per_second = Some(2);
    })
    .await;
    let mut called = Vec::new();
    for n in 0..8 {
        desk.writes(&desk.contact(ChannelKind::Telegram, &format!("Tom {n}")), "parking?").await;
    }
    for _ in 0..8 {
        called.push(desk.provider.took().len());
        desk.clock.advance(minutes(0) + std::time::Duration::from_millis(500));
        desk.settle().await;
    }
    assert_eq!(called[0], 2, "what the bucket holds");
    assert!(called.windows(2).all(|pair| pair[1] - pair[0] <= 1), "{called:?}");
    assert_eq!(desk.provider.took().len(), 8, "{called:?}");
}

/// A repeat of an act is the same as it was before there were windows: the first answer, whatever the window says now.
#[tokio::test]
async fn a_repeat_after_the_window_gets_the_first_answer() {
    let desk = Desk::open().await;
    let ben = desk.contact(ChannelKind::Whatsapp, "Ben");
    desk.writes(&ben, "parking?").await;
    let ken = joined(&desk, "Ken", &ben).await;
    let act = || {
        let reply = Command::Reply { contents: vec![Content::text("yes")], quotes: None, complete: false };
        let once = service::Once { key: "ken:1".into(), digest: "yes".into() };
        Act {
            inputs: vec![domain::step::Input::Command { by: ken.clone(), command: reply }],
            once: Some(once),
            start: None,
        }
    };
    let first = desk.service.act(&desk.conversation_id(&ben), act()).await.unwrap();
    desk.settle().await;
    desk.clock.advance(hours(25));
    let again = desk.service.act(&desk.conversation_id(&ben), act()).await.unwrap();
    assert!(again.repeated);
    assert_eq!(again.row.unwrap().id, first.row.unwrap().id);
}
