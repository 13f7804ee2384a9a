//! What happens to customers and operators, told from the webhook to the provider.

use channels::play::{self, Deed};
use domain::step::{Command, Refusal};
use domain::{Body, ChannelKind, Delivery, News, Phase, Place, Row, hours, minutes, seconds};
use insta::assert_snapshot;
use service::{Accepted, ActError};
use stories::desk::{Desk, Mood};

/// BOT-01, BOT-03, EXT-01: a question is answered at once, by the free reply token.
#[tokio::test]
async fn a_keyword_is_answered_by_the_bot() {
    let desk = Desk::open().await;
    let mei = desk.contact(ChannelKind::Line, "Mei");
    desk.writes(&mei, "What are your OPENING HOURS?").await;
    assert_snapshot!(desk.transcript(&mei).await, @r#"
    Mei  What are your OPENING HOURS?
    bot  We are open 10:00–20:00 on weekdays and 10:00–19:00 on weekends and holidays. Closed on Tuesdays.
    "#);
    let took = desk.provider.took();
    assert_eq!(took.len(), 1);
    assert_eq!(took[0].method, "reply");
}

/// BOT-06, BOT-02, SYS-09, CHN-08: not understood twice, a person is called; nobody is there, and that is said.
#[tokio::test]
async fn two_misses_hand_over_to_people_and_nobody_is_online() {
    let desk = Desk::open().await;
    let mei = desk.contact(ChannelKind::Telegram, "Mei");
    desk.writes(&mei, "qwerty").await;
    desk.writes(&mei, "asdfgh").await;
    assert_snapshot!(desk.transcript(&mei).await, @r#"
    Mei  qwerty
    bot  Sorry, could you say that in other words? We can also connect you to a person. [Talk to a person]
    Mei  asdfgh
    --   The bot handed over to people: 2回続けてお答えできませんでした / not understood twice
    bot  Nobody is at the desk right now. We will answer here as soon as someone is back.
    --   Assigned to the waiting list by the desk
    "#);
    assert_eq!(desk.conversation(&mei).await.place(), Place::Waiting);
}

/// ASG-05, BOT-07, STA-13, INV-26: an operator takes over and the bot is silent.
#[tokio::test]
async fn an_operator_takes_over_and_the_bot_is_silent() {
    let desk = Desk::open().await;
    let ken = desk.operator("Ken").await;
    let mei = desk.contact(ChannelKind::Line, "Mei");
    desk.writes(&mei, "I want to talk to someone").await;
    desk.does(&ken, &mei, Command::Join).await.unwrap();
    desk.writes(&mei, "what are your opening hours?").await;
    desk.says(&ken, &mei, "Until eight tonight.").await.unwrap();
    assert_snapshot!(desk.transcript(&mei).await, @r#"
    Mei  I want to talk to someone
    --   The bot handed over to people: 担当者との会話を希望 / asked for a person
    bot  We are connecting you to a member of our team. Please stay in this chat.
    --   Assigned to the waiting list by the desk
    --   Ken joined the chat
    Mei  what are your opening hours?
    Ken  Until eight tonight.
    "#);
    let last = desk.provider.took().pop().unwrap();
    assert_eq!(last.body["messages"][0]["text"], "Until eight tonight.");
}

/// A conversation that Ken has and in which he has asked whether to end.
async fn asked_to_end() -> (Desk, domain::OperatorId, stories::desk::Customer) {
    let desk = Desk::open().await;
    let ken = desk.operator("Ken").await;
    let mei = desk.contact(ChannelKind::Line, "Mei");
    desk.writes(&mei, "operator").await;
    desk.does(&ken, &mei, Command::Join).await.unwrap();
    desk.says(&ken, &mei, "Done!").await.unwrap();
    desk.does(&ken, &mei, Command::RequestEnd).await.unwrap();
    (desk, ken, mei)
}

/// STA-07: the customer goes on.
#[tokio::test]
async fn an_end_request_is_answered_with_continue() {
    let (desk, ken, mei) = asked_to_end().await;
    let refused = desk.says(&ken, &mei, "wait").await;
    assert!(matches!(refused, Err(ActError::Refused(Refusal::EndRequested))));
    desk.taps(&mei, "mdg.continue").await;
    desk.says(&ken, &mei, "What else?").await.unwrap();
    assert_snapshot!(desk.transcript(&mei).await, @r#"
    Mei  operator
    --   The bot handed over to people: 担当者との会話を希望 / asked for a person
    bot  We are connecting you to a member of our team. Please stay in this chat.
    --   Assigned to the waiting list by the desk
    --   Ken joined the chat
    Ken  Done!
    bot  Is there anything else we can help with? If not, we will end this chat. [End the chat] [Continue]
    --   The customer was asked whether to end, by Ken
    Mei  presses [Continue]
    --   The customer chose to go on
    Ken  What else?
    "#);
}

/// STA-07, SYS-04: the customer ends.
#[tokio::test]
async fn an_end_request_is_answered_with_end() {
    let (desk, _, mei) = asked_to_end().await;
    desk.taps(&mei, "mdg.end").await;
    assert_snapshot!(desk.transcript(&mei).await, @r#"
    Mei  operator
    --   The bot handed over to people: 担当者との会話を希望 / asked for a person
    bot  We are connecting you to a member of our team. Please stay in this chat.
    --   Assigned to the waiting list by the desk
    --   Ken joined the chat
    Ken  Done!
    bot  Is there anything else we can help with? If not, we will end this chat. [End the chat] [Continue]
    --   The customer was asked whether to end, by Ken
    Mei  presses [End the chat]
    --   Ended by the customer
    bot  This chat has ended. Thank you for contacting us.
    "#);
    assert_eq!(desk.conversation(&mei).await.place(), Place::Completed);
}

/// STA-07, STA-10, SYS-06, INV-14: silence after an end request completes the conversation, once.
#[tokio::test]
async fn silence_after_an_end_request_completes_the_conversation() {
    let (desk, _, mei) = asked_to_end().await;
    desk.wait(minutes(4)).await;
    assert!(matches!(desk.conversation(&mei).await.phase, Phase::Ending { .. }));
    desk.wait(minutes(30)).await;
    let transcript = desk.transcript(&mei).await;
    assert!(transcript.ends_with("Ended by itself after 5 minutes of silence\n"), "{transcript}");
}

/// STA-06: a message during a hold is seen and does not resume.
#[tokio::test]
async fn a_message_on_hold_waits_with_the_conversation() {
    let desk = Desk::open().await;
    let ken = desk.operator("Ken").await;
    let mei = desk.contact(ChannelKind::Line, "Mei");
    desk.writes(&mei, "operator").await;
    desk.does(&ken, &mei, Command::Join).await.unwrap();
    desk.does(&ken, &mei, Command::Hold { until: None }).await.unwrap();
    desk.writes(&mei, "opening hours?").await;
    assert_eq!(desk.conversation(&mei).await.place(), Place::OnHold);
    desk.does(&ken, &mei, Command::Resume).await.unwrap();
    assert_snapshot!(desk.transcript(&mei).await, @r#"
    Mei  operator
    --   The bot handed over to people: 担当者との会話を希望 / asked for a person
    bot  We are connecting you to a member of our team. Please stay in this chat.
    --   Assigned to the waiting list by the desk
    --   Ken joined the chat
    --   Put on hold by Ken
    Mei  opening hours?
    --   Resumed by Ken
    "#);
}

/// STA-08, STA-10, SYS-06: the shipped rules close what is finished, by the inbox's settings.
#[tokio::test]
async fn silence_asks_and_then_completes() {
    let desk = Desk::open_with(|settings| {
        for inbox in &mut settings.inboxes {
            inbox.auto_end_request_hours = 1;
        }
    })
    .await;
    let mei = desk.contact(ChannelKind::Line, "Mei");
    desk.writes(&mei, "opening hours?").await;
    desk.wait(minutes(59)).await;
    assert_eq!(desk.rows(&mei).await.len(), 2);
    desk.wait(minutes(10)).await;
    assert_snapshot!(desk.transcript(&mei).await, @r#"
    Mei  opening hours?
    bot  We are open 10:00–20:00 on weekdays and 10:00–19:00 on weekends and holidays. Closed on Tuesdays.
    bot  Is there anything else we can help with? If not, we will end this chat. [End the chat] [Continue]
    --   The customer was asked whether to end, by the rule “auto-end-request”
    --   Ended by itself after 5 minutes of silence
    "#);
}

/// STA-10: without an end request, the bot's conversation completes after its own time.
#[tokio::test]
async fn the_bots_conversation_completes_by_itself() {
    let desk = Desk::open().await;
    let mei = desk.contact(ChannelKind::Line, "Mei");
    desk.writes(&mei, "opening hours?").await;
    desk.clock.advance(hours(47));
    desk.clock.advance(seconds(3599));
    desk.settle().await;
    assert_eq!(desk.conversation(&mei).await.phase, Phase::Open);
    desk.wait(seconds(1)).await;
    assert_eq!(desk.conversation(&mei).await.place(), Place::Completed);
}

/// STA-11, SYS-03: a finished conversation is taken up again by a message, and goes back to the bot.
#[tokio::test]
async fn a_message_reopens_a_completed_conversation() {
    let (desk, _, mei) = asked_to_end().await;
    desk.taps(&mei, "mdg.end").await;
    desk.wait(hours(20)).await;
    let before = desk.rows(&mei).await.len();
    desk.writes(&mei, "parking?").await;
    let transcript = desk.transcript(&mei).await;
    let new: Vec<_> = transcript.lines().skip(before).collect();
    assert_snapshot!(new.join("\n"), @r#"
    Mei  parking?
    --   Reopened by the customer
    --   Assigned to the bot by the desk
    bot  There are three free parking spaces behind the shop. If they are taken, please use a pay lot nearby.
    "#);
}

/// B-3, INV-2, F-3: the same event three times at once is one entry and one reply.
#[tokio::test]
async fn the_same_webhook_three_times_is_one_message() {
    let desk = Desk::open().await;
    let mei = desk.contact(ChannelKind::Line, "Mei");
    let event = desk.event(&mei, "parking?");
    let post = || desk.post(ChannelKind::Line, std::slice::from_ref(&event));
    let (a, b, c) = tokio::join!(post(), post(), post());
    assert_eq!([a, b, c].map(|accepted| accepted.unwrap().kept).iter().sum::<usize>(), 1);
    desk.settle().await;
    post().await.unwrap();
    desk.settle().await;
    assert_eq!(desk.rows(&mei).await.len(), 2);
    assert_eq!(desk.provider.took().len(), 1);
}

/// F-7: two webhooks arrive swapped; both are in the thread, in the provider's order within one step.
#[tokio::test]
async fn swapped_webhooks_are_both_kept() {
    let desk = Desk::open().await;
    let mei = desk.contact(ChannelKind::Line, "Mei");
    let first = desk.event(&mei, "first");
    desk.clock.advance(seconds(2));
    let second = desk.event(&mei, "second");
    desk.post(ChannelKind::Line, &[second]).await.unwrap();
    desk.post(ChannelKind::Line, &[first]).await.unwrap();
    desk.settle().await;
    let transcript = desk.transcript(&mei).await;
    assert!(transcript.find("first") < transcript.find("second"), "{transcript}");
}

/// F-7, INV-7: a webhook that comes late, with a time before what was taken, is taken too.
#[tokio::test]
async fn a_late_webhook_is_not_lost_behind_the_newest() {
    let desk = Desk::open().await;
    let mei = desk.contact(ChannelKind::Line, "Mei");
    let late = desk.event(&mei, "late");
    desk.wait(minutes(5)).await;
    desk.writes(&mei, "parking?").await;
    desk.post(ChannelKind::Line, &[late]).await.unwrap();
    desk.settle().await;
    assert_eq!(
        desk.rows(&mei).await.iter().filter(|row| matches!(row.body, Body::Inbound { .. })).count(),
        2
    );
}

/// CRM-16, SYS-07, F-34: a blocked customer is kept, unseen and unanswered.
#[tokio::test]
async fn a_blocked_customer_is_not_answered() {
    let desk = Desk::open().await;
    let ken = desk.operator("Ken").await;
    let mei = desk.contact(ChannelKind::Telegram, "Mei");
    desk.writes(&mei, "hello").await;
    desk.does(&ken, &mei, Command::Block(true)).await.unwrap();
    desk.writes(&mei, "parking?").await;
    assert_snapshot!(desk.transcript(&mei).await, @r#"
    Mei  hello
    bot  Hello! How can we help you?
    --   Ken blocked the customer
    Mei  (hidden)
    "#);
    assert_eq!(desk.provider.took().len(), 1);
}

/// INV-18: every bell is lost; the sweep finds the message, and the customer gets the answer.
#[tokio::test]
async fn lost_bells_cost_time_and_nothing_else() {
    let desk = Desk::open().await;
    let mei = desk.contact(ChannelKind::Line, "Mei");
    let event = desk.event(&mei, "parking?");
    desk.post(ChannelKind::Line, &[event]).await.unwrap();
    desk.lose_bells().await;
    assert_eq!(desk.service.sweep().await.unwrap(), 0, "not due yet");
    desk.wait(seconds(10)).await;
    assert_eq!(desk.provider.took().len(), 1);
}

/// INV-10, EXT-02: LINE's answer to a push is lost; the same key again, and the customer sees it once.
#[tokio::test]
async fn a_lost_answer_to_a_push_is_asked_for_again_with_the_same_key() {
    let desk = Desk::open_with(|settings| settings.inboxes[0].push_only = true).await;
    let mei = desk.contact(ChannelKind::Line, "Mei");
    desk.provider.is(Mood::LosesAnswers);
    desk.writes(&mei, "parking?").await;
    desk.provider.is(Mood::Fine);
    desk.wait(minutes(2)).await;
    assert_eq!(desk.provider.took().len(), 1);
    let transcript = desk.transcript(&mei).await;
    assert!(!transcript.contains("waiting") && !transcript.contains("unknown"), "{transcript}");
}

/// RELIABILITY section 4: a lost answer to a reply token, or from Telegram, stays unknown and is shown to people.
#[tokio::test]
async fn what_is_ambiguous_stays_ambiguous() {
    for channel in [ChannelKind::Line, ChannelKind::Telegram] {
        let desk = Desk::open().await;
        let mei = desk.contact(channel, "Mei");
        desk.provider.is(Mood::LosesAnswers);
        desk.writes(&mei, "parking?").await;
        desk.provider.is(Mood::Fine);
        desk.wait(minutes(30)).await;
        assert_eq!(desk.provider.took().len(), 1, "never sent again by itself");
        assert!(desk.transcript(&mei).await.contains("(outcome unknown)"));
        let conversation = desk.conversation(&mei).await;
        assert!(conversation.unsettled.is_empty() && conversation.unconfirmed > 0);
    }
}

/// INV-12, F-20: a provider that is busy delays, in order; nothing is lost.
#[tokio::test]
async fn a_busy_provider_delays_and_keeps_the_order() {
    let desk = Desk::open().await;
    let ken = desk.operator("Ken").await;
    let mei = desk.contact(ChannelKind::Telegram, "Mei");
    desk.writes(&mei, "operator").await;
    desk.does(&ken, &mei, Command::Join).await.unwrap();
    let before = desk.provider.took().len();
    desk.provider.is(Mood::Busy);
    for text in ["one", "two", "three"] {
        desk.says(&ken, &mei, text).await.unwrap();
    }
    desk.wait(minutes(3)).await;
    desk.provider.is(Mood::Fine);
    desk.wait(minutes(3)).await;
    let texts: Vec<_> =
        desk.provider.took().split_off(before).into_iter().map(|call| call.body["text"].clone()).collect();
    assert_eq!(texts, ["one", "two", "three"]);
}

/// INV-11, F-21: what cannot be delivered is shown to people, and what is behind it goes on.
#[tokio::test]
async fn a_refused_message_is_shown_and_the_next_one_goes() {
    let desk = Desk::open().await;
    let ken = desk.operator("Ken").await;
    let mei = desk.contact(ChannelKind::Telegram, "Mei");
    desk.writes(&mei, "operator").await;
    desk.does(&ken, &mei, Command::Join).await.unwrap();
    desk.provider.is(Mood::Refuses);
    desk.says(&ken, &mei, "one").await.unwrap();
    desk.provider.is(Mood::Fine);
    desk.says(&ken, &mei, "two").await.unwrap();
    let transcript = desk.transcript(&mei).await;
    assert!(transcript.contains("one (failed"), "{transcript}");
    assert!(transcript.contains("A message could not be delivered"), "{transcript}");
    assert_eq!(desk.provider.took().last().unwrap().body["text"], "two");
}

/// BOT-08, INV-15: changed rules are in force for the next message; broken ones change nothing.
#[tokio::test]
async fn rules_change_under_way_and_broken_ones_do_not() {
    let desk = Desk::open().await;
    let mei = desk.contact(ChannelKind::Line, "Mei");
    let source = |text: &str| service::Draft::of(vec![rules::Source::new("10-test.rhai", text)]);
    let by = service::By { who: "test", note: "tea", expected: None };
    let good = source("keyword(\"tea\", [\"tea\"], |chat| chat.reply(\"green or black?\"));");
    desk.service.publish_rules(good, &by).await.unwrap();
    desk.writes(&mei, "tea please").await;
    let broken = source("keyword(\"tea\", [\"tea\"], |chat| chat.replay(\"oops\"));");
    let refused = desk.service.publish_rules(broken, &by).await.unwrap_err();
    let service::PublishError::Broken(mistakes) = refused else { panic!("{refused}") };
    assert_eq!((mistakes[0].file.as_str(), mistakes[0].line), ("10-test.rhai", 1));
    assert!(mistakes[0].to_string().contains("reply"), "{}", mistakes[0]);
    desk.writes(&mei, "more tea").await;
    assert_snapshot!(desk.transcript(&mei).await, @r#"
    Mei  tea please
    bot  green or black?
    Mei  more tea
    bot  green or black?
    "#);
}

/// CHN-01: every channel that is called takes a question and gives the answer, a button included.
#[tokio::test]
async fn a_question_is_answered_on_every_channel() {
    for channel in ChannelKind::ALL.into_iter().filter(|channel| !channel.delivers_by_storing()) {
        let desk = Desk::open().await;
        let mei = desk.contact(channel, "Mei");
        let kept = Accepted { kept: 1, ..Accepted::default() };
        assert_eq!(desk.hears(&mei, Deed::Writes("parking?")).await, kept, "{channel}");
        let calls = desk.provider.took();
        let said = play::bubbles(channel, &calls[0].method, &calls[0].body);
        // Telegram tells the customer's language.
        let answers = ["three free parking spaces", "無料の駐車場が3台分"];
        assert!(answers.iter().any(|answer| said[0].text.contains(answer)), "{channel}: {said:?}");
        assert_eq!(desk.hears(&mei, Deed::Taps("no-such-button")).await, kept, "{channel}");
        let rows = desk.rows(&mei).await;
        assert!(rows.iter().any(|row| matches!(row.delivery, Some(Delivery::Sent { .. }))), "{channel}");
        let tapped = |row: &Row| match &row.body {
            Body::Inbound { event, .. } => {
                matches!(&event.news, News::Tapped { button, .. } if button == "no-such-button")
            }
            _ => false,
        };
        assert!(rows.iter().any(tapped), "{channel}");
    }
}

/// WeChat's calls need a token that is fetched first: once, while it lasts.
#[tokio::test]
async fn a_token_is_fetched_before_the_first_call_and_not_again() {
    let desk = Desk::open().await;
    let mei = desk.contact(ChannelKind::Wechat, "Mei");
    desk.provider.is(Mood::Down);
    desk.hears(&mei, Deed::Writes("parking?")).await;
    assert!(desk.provider.took().is_empty());
    desk.provider.is(Mood::Fine);
    desk.wait(seconds(2)).await;
    desk.hears(&mei, Deed::Writes("opening hours?")).await;
    assert_eq!(desk.provider.took().len(), 2);
    assert_eq!(desk.provider.all().iter().filter(|call| call.method == "stable_token").count(), 1);
}
