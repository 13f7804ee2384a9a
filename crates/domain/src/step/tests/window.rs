//! Messaging windows and budgets (CHN-14), and LINE's quota (EXT-01).

use super::*;

const KEN: &str = "ken";

fn desk(channel: ChannelKind) -> Bench {
    let mut desk = Bench::new(channel).with_operator(KEN);
    desk.writes("hello");
    desk.command(KEN, Command::Join).unwrap();
    desk
}

fn say(desk: &mut Bench, text: &str) -> Result<Stepped, Refusal> {
    let contents = vec![Content::text(text)];
    desk.command(KEN, Command::Reply { contents, quotes: None, complete: false })
}

fn allowance(desk: &Bench, speaker: Speaker) -> Allowance {
    desk.state.conversation.allowance(&desk.inbox, speaker, desk.now)
}

fn menu(desk: &mut Bench) -> Input {
    desk.tap("menu-key")
}

fn words(desk: &mut Bench) -> Input {
    desk.event(News::Tapped {
        button: "yes".into(),
        label: Some("Yes".into()),
        params: None,
        message: None,
        callback: None,
    })
}

#[test]
fn channels_without_a_window_are_always_open() {
    for channel in [ChannelKind::Line, ChannelKind::Telegram, ChannelKind::Web] {
        let mut desk = desk(channel);
        desk.wait(hours(24 * 400));
        say(&mut desk, "still here").unwrap();
        assert_eq!(desk.state.conversation.opening, None, "it costs nothing where it means nothing");
    }
}

#[test]
fn the_window_counts_from_the_providers_time_and_never_from_the_future() {
    let mut desk = desk(ChannelKind::Whatsapp);
    let opened = desk.now;
    desk.wait(hours(1));
    let Input::Event { row, mut event, stored } = desk.message("from 2099") else { unreachable!() };
    event.at = "2099-01-01T00:00:00.000Z".parse().unwrap();
    desk.step(vec![Input::Event { row, event, stored }]).unwrap();
    assert_eq!(allowance(&desk, Speaker::Bot).closes_at, Some(desk.now + hours(24)));
    // What came late does not shorten it.
    let Input::Event { row, mut event, stored } = desk.message("late") else { unreachable!() };
    event.at = opened;
    desk.step(vec![Input::Event { row, event, stored }]).unwrap();
    assert_eq!(allowance(&desk, Speaker::Bot).closes_at, Some(desk.now + hours(24)));
}

#[test]
fn nobody_has_written_yet_means_closed() {
    let mut desk = Bench::new(ChannelKind::Whatsapp).with_operator(KEN);
    desk.command(KEN, Command::Join).unwrap();
    assert_eq!(say(&mut desk, "hello?").unwrap_err(), Refusal::WindowClosed);
    let Allowance { open, closes_at, templates, .. } = allowance(&desk, Speaker::Person);
    assert_eq!((open, closes_at, templates), (false, None, true));
}

#[test]
fn a_person_has_longer_only_where_meta_permits_it() {
    let mut desk = desk(ChannelKind::Instagram);
    desk.wait(hours(24));
    assert!(!allowance(&desk, Speaker::Person).open);
    desk.inbox.human_agent = true;
    assert!(allowance(&desk, Speaker::Person).open);
    assert!(!allowance(&desk, Speaker::Bot).open);
    desk.wait(hours(6 * 24));
    assert!(!allowance(&desk, Speaker::Person).open);
}

#[test]
fn wechats_five_messages_are_counted_and_given_back() {
    let mut desk = desk(ChannelKind::Wechat);
    for n in 1..=5 {
        say(&mut desk, &n.to_string()).unwrap();
        assert_eq!(allowance(&desk, Speaker::Person).remaining, Some(5 - n));
    }
    assert_eq!(say(&mut desk, "6").unwrap_err(), Refusal::WindowClosed);
    // One was refused for certain: it did not count.
    let rows = desk.outbox();
    desk.settle(rows[0].id, &Delivery::Failed { at: desk.now, reason: FailReason::Unauthorized });
    desk.step(vec![]).unwrap();
    assert_eq!(allowance(&desk, Speaker::Person).remaining, Some(1));
    // Five again, and what the old five still give back is none of them.
    desk.wait(minutes(1));
    desk.writes("more");
    desk.settle(rows[1].id, &Delivery::Failed { at: desk.now, reason: FailReason::Unauthorized });
    desk.step(vec![]).unwrap();
    assert_eq!(allowance(&desk, Speaker::Person).remaining, Some(5));
}

#[test]
fn two_calls_do_not_go_where_one_is_left() {
    let mut desk = desk(ChannelKind::Wechat);
    for n in 1..=4 {
        say(&mut desk, &n.to_string()).unwrap();
    }
    let contents = vec![Content::text("a"), Content::text("b")];
    let both = Command::Reply { contents, quotes: None, complete: false };
    assert_eq!(desk.command(KEN, both).unwrap_err(), Refusal::WindowClosed);
    assert_eq!(allowance(&desk, Speaker::Person).remaining, Some(1), "nothing was written");
}

/// Three messages in a minute, unless two days are still open.
#[test]
fn the_accounts_own_menu_opens_a_minute() {
    let mut desk = desk(ChannelKind::Wechat);
    let tapped = menu(&mut desk);
    desk.step(vec![tapped]).unwrap();
    assert_eq!(allowance(&desk, Speaker::Bot).closes_at, Some(desk.now + hours(48)));
    desk.wait(hours(48));
    let tapped = menu(&mut desk);
    desk.step(vec![tapped]).unwrap();
    let Allowance { open, closes_at, remaining, .. } = allowance(&desk, Speaker::Bot);
    assert_eq!((open, closes_at, remaining), (true, Some(desk.now + minutes(1)), Some(3)));
    // A menu that we sent is answered with words.
    let answered = words(&mut desk);
    desk.step(vec![answered]).unwrap();
    assert_eq!(allowance(&desk, Speaker::Bot).remaining, Some(5));
}

/// STA-07: a contact who cannot be asked is not asked, and the conversation stays as it was.
#[test]
fn a_rule_does_not_ask_after_the_window() {
    let mut desk = Bench::new(ChannelKind::Whatsapp);
    desk.writes("hi");
    desk.deliver();
    desk.wait(hours(24));
    desk.tick();
    assert_eq!(desk.state.conversation.phase, Phase::Open);
    let said = desk.transcript();
    assert!(said.contains("rule_failed") && said.contains("messaging window"), "{said}");
    assert!(!said.contains("end_requested"), "{said}");
}

/// EXT-01
#[test]
fn a_stop_lets_free_replies_pass_and_pushes_not() {
    let mut desk = desk(ChannelKind::Line);
    desk.pushes = PushStop::Everybody;
    assert_eq!(say(&mut desk, "counted").unwrap_err(), Refusal::PushesUsedUp);
    let Input::Event { row, mut event, stored } = desk.message("and?") else { unreachable!() };
    event.reply_token = Some(ReplyToken { token: "t".into(), until: desk.now + minutes(1) });
    desk.step(vec![Input::Event { row, event, stored }]).unwrap();
    say(&mut desk, "free").unwrap();
    assert_eq!(say(&mut desk, "counted").unwrap_err(), Refusal::PushesUsedUp);
    desk.pushes = PushStop::Automatic;
    say(&mut desk, "operators may").unwrap();
}

/// EXT-01: what a step says twice is one free reply of up to five messages, where the channel takes it as one call.
#[test]
fn a_second_word_joins_the_free_reply() {
    for (channel, rows) in [(ChannelKind::Line, 1), (ChannelKind::Telegram, 2)] {
        let mut desk = Bench::new(channel);
        desk.writes("hi");
        desk.deliver();
        let Input::Event { row, mut event, stored } = desk.message("twice") else { unreachable!() };
        event.reply_token = Some(ReplyToken { token: "t".into(), until: desk.now + minutes(1) });
        let second = desk.message("hi");
        let stepped = desk.step(vec![Input::Event { row, event, stored }, second]).unwrap();
        let said: Vec<_> = stepped
            .effects
            .iter()
            .filter_map(|effect| match effect {
                Effect::Write(Row { body: Body::Outbound(message), .. }) => Some(message.contents.len()),
                _ => None,
            })
            .collect();
        assert!(said.len() >= rows, "{channel}: {said:?}");
        assert_eq!(said.len() == 1, channel == ChannelKind::Line, "{channel}: {said:?}");
        assert!(said.iter().sum::<usize>() >= 2);
    }
}
