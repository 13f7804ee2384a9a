//! The life of a conversation, a feature at a time.

use insta::assert_snapshot;

use super::*;

pub(super) const KEN: &str = "ken";
const AOI: &str = "aoi";

fn desk() -> Bench {
    Bench::new(ChannelKind::Line).with_operator(KEN)
}

/// A conversation that Ken has and in which he has the last word.
pub(super) fn with_ken() -> Bench {
    let mut desk = desk().with_operator(AOI);
    desk.writes("person");
    desk.command(KEN, Command::Join).unwrap();
    desk.command(KEN, said("how can I help?")).unwrap();
    desk.deliver();
    desk
}

pub(super) fn said(text: &str) -> Command {
    Command::Reply { contents: vec![Content::text(text)], quotes: None, complete: false }
}

/// BOT-01, BOT-03
#[test]
fn a_keyword_is_answered_in_one_row() {
    let mut desk = desk();
    desk.writes("twice");
    assert_snapshot!(desk.transcript(), @r"
    Mei: twice
    bot: one / two
    ");
    assert_eq!(desk.state.conversation.waiting_for, WaitingFor::Contact);
    assert_eq!(desk.state.conversation.unsettled.len(), 1);
}

/// BOT-06, SYS-09: the customer is told something, somebody is rung for.
#[test]
fn two_misses_hand_over_to_people() {
    let mut desk = desk();
    desk.writes("?");
    desk.writes("??");
    assert_snapshot!(desk.transcript(), @r"
    Mei: ?
    Mei: ??
    -- handed_over reason=not understood twice
    bot: We are connecting you to a member of our team. Please stay in this chat.
    -- assigned by=desk to=queue
    ");
    assert_eq!(desk.alerts, [Alert::Waiting]);
    assert_eq!(desk.state.conversation.place(), Place::Waiting);
}

/// BOT-06: an answer in between starts the count anew.
#[test]
fn misses_count_only_in_a_row() {
    let mut desk = desk();
    for text in ["?", "hi", "?"] {
        desk.writes(text);
    }
    assert_eq!(desk.state.conversation.assignee, Assignee::Bot);
    assert_eq!(desk.state.conversation.misses, 1);
}

/// CHN-08: nobody is there, and the customer is told so.
#[test]
fn nobody_online_is_said() {
    let mut desk = Bench::new(ChannelKind::Line);
    desk.writes("person");
    assert!(desk.transcript().contains("Nobody is at the desk right now"), "{}", desk.transcript());
}

/// BOT-06, CHN-09
#[test]
fn outside_business_hours_is_said() {
    let mut desk = desk();
    desk.inbox.hours = serde_json::from_str(r#"{"friday":[]}"#).unwrap();
    desk.writes("person");
    assert!(desk.transcript().contains("We are closed right now"), "{}", desk.transcript());
}

/// BOT-07, INV-26: the bot is silent from then on, and what it had not said yet it does not say.
#[test]
fn an_operator_takes_over_and_the_bot_is_silent() {
    let mut desk = desk();
    desk.writes("hi");
    desk.command(KEN, Command::Join).unwrap();
    desk.writes("hi");
    desk.command(KEN, said("Ken here")).unwrap();
    assert_snapshot!(desk.transcript(), @r"
    Mei: hi
    bot: hello (cancelled)
    -- accepted by=ken
    Mei: hi
    ken: Ken here
    ");
}

/// BOT-07: what has gone out stays; handed back, the bot speaks again.
#[test]
fn handed_back_the_bot_speaks_again() {
    let mut desk = with_ken();
    desk.command(KEN, Command::Assign { to: Assignee::Bot }).unwrap();
    desk.writes("hi");
    assert!(desk.transcript().ends_with("Mei: hi\nbot: hello"), "{}", desk.transcript());
}

/// STA-07: asked, the contact goes on.
#[test]
fn an_end_request_answered_with_continue_goes_on() {
    let mut desk = with_ken();
    desk.command(KEN, Command::RequestEnd).unwrap();
    assert_eq!(desk.command(KEN, said("one more thing")), Err(Refusal::EndRequested));
    desk.deliver();
    desk.taps("mdg.continue");
    assert_eq!(desk.state.conversation.phase, Phase::Open);
    assert!(desk.transcript().ends_with("Mei taps Continue\n-- end_declined"), "{}", desk.transcript());
    assert_eq!(desk.state.conversation.assignee, Assignee::Operator { id: op(KEN) });
}

/// STA-07, SYS-04: asked, the contact ends; by button or by its words.
#[test]
fn an_end_request_answered_with_end_completes() {
    for by_button in [true, false] {
        let mut desk = with_ken();
        desk.command(KEN, Command::RequestEnd).unwrap();
        desk.deliver();
        if by_button {
            desk.taps("mdg.end");
        } else {
            desk.writes("End the chat");
        }
        assert!(matches!(desk.state.conversation.phase, Phase::Completed { .. }));
        assert!(desk.transcript().contains("-- ended by=contact\nbot: This chat has ended."));
        assert_eq!(desk.staff[0].load, 0);
    }
}

/// STA-07, SYS-04: the contact ends without having been asked, once.
#[test]
fn a_contact_may_leave_at_any_time() {
    let mut desk = with_ken();
    desk.taps("mdg.leave");
    assert!(matches!(desk.state.conversation.phase, Phase::Completed { .. }));
    desk.taps("mdg.leave");
    assert_eq!(desk.transcript().matches("-- ended by=contact").count(), 1);
}

/// CHN-08: a form goes to people whatever the rules would say, and tells who its sender is.
#[test]
fn a_form_is_for_people() {
    let mut desk = Bench::new(ChannelKind::Web).with_operator(KEN);
    let field = |name: &str, answer: &str| (name.to_owned(), answer.to_owned());
    let fields = vec![
        field("name", "佐藤"),
        field("email", "sato@example.com"),
        field("phone", " "),
        field("message", "menu"),
    ];
    let content = Content::Form { fields };
    let message =
        News::Message { message: "m1".into(), content, quotes: None, quote_token: None, read_token: None };
    let form = desk.event(message);
    desk.step(vec![form]).unwrap();
    let State { conversation, contact, .. } = &desk.state;
    assert!(matches!(conversation.assignee, Assignee::Queue { .. }));
    assert_eq!((conversation.unconfirmed, contact.account_name.as_str()), (1, "佐藤"));
    assert_eq!(contact.fields.get("email").map(String::as_str), Some("sato@example.com"));
    assert!(!contact.fields.contains_key("phone") && !contact.fields.contains_key("message"));
}

/// STA-07, STA-10, INV-14: not answered, silence counts as yes, once and not before its time.
#[test]
fn an_end_request_not_answered_completes_after_the_grace() {
    let mut desk = with_ken();
    desk.command(KEN, Command::RequestEnd).unwrap();
    desk.deliver();
    desk.wait(minutes(5).saturating_sub(Duration::from_millis(1)));
    desk.tick();
    assert!(matches!(desk.state.conversation.phase, Phase::Ending { .. }));
    desk.wait(Duration::from_millis(1));
    desk.tick();
    desk.tick();
    assert_eq!(desk.transcript().matches("-- auto_completed after_seconds=300").count(), 1);
    assert_eq!(desk.deadline, None);
}

/// STA-07: an old button of an end request that was declined does nothing.
#[test]
fn a_late_tap_on_end_changes_nothing() {
    let mut desk = with_ken();
    desk.command(KEN, Command::RequestEnd).unwrap();
    desk.writes("wait");
    desk.taps("mdg.end");
    assert_eq!(desk.state.conversation.phase, Phase::Open);
}

/// STA-08: only while waiting for the customer.
#[test]
fn the_auto_end_request_waits_only_for_the_contact() {
    let mut desk = with_ken();
    desk.writes("a question");
    desk.wait(hours(24));
    desk.tick();
    assert_eq!(desk.state.conversation.phase, Phase::Open, "we owe the answer");
    desk.command(KEN, said("the answer")).unwrap();
    desk.deliver();
    desk.wait(hours(24));
    desk.tick();
    assert!(matches!(desk.state.conversation.phase, Phase::Ending { .. }));
}

/// STA-10: the bot's and the operators' conversations have timers of their own.
#[test]
fn auto_complete_has_a_timer_for_each() {
    let mut bots = desk();
    bots.inbox.auto_end_request = None;
    bots.writes("hi");
    bots.deliver();
    assert_eq!(bots.deadline, Some(bots.now + hours(48)));
    let mut kens = with_ken();
    kens.inbox.auto_end_request = None;
    kens.command(KEN, said("and this")).unwrap();
    assert_eq!(kens.deadline, Some(kens.now + hours(72)));
    kens.deliver();
    kens.wait(hours(72));
    kens.tick();
    assert!(kens.transcript().ends_with("-- auto_completed after_seconds=259200"), "{}", kens.transcript());
    assert!(!kens.transcript().contains("closing"), "the bot is silent in Ken's conversation (BOT-07)");
}

/// STA-06: a message on hold is visible and does not resume.
#[test]
fn on_hold_stays_on_hold() {
    let mut desk = with_ken();
    desk.command(KEN, Command::Hold { until: None }).unwrap();
    desk.writes("hello?");
    assert_eq!(desk.state.conversation.place(), Place::OnHold);
    assert!(desk.state.conversation.unconfirmed > 0);
    desk.command(AOI, Command::Resume).unwrap();
    assert_eq!(desk.state.conversation.place(), Place::People);
    assert_eq!(desk.command(KEN, Command::Resume), Err(Refusal::NotOnHold));
}

/// STA-06
#[test]
fn a_hold_with_a_time_ends_by_itself() {
    let mut desk = with_ken();
    let until = desk.now + hours(2);
    desk.command(KEN, Command::Hold { until: Some(until) }).unwrap();
    assert_eq!(desk.deadline, Some(until));
    desk.wait(hours(2));
    desk.tick();
    assert_eq!(desk.state.conversation.phase, Phase::Open);
    assert_eq!(desk.alerts.last(), Some(&Alert::Resumed));
    let past = Command::Hold { until: Some(desk.now) };
    assert_eq!(desk.command(KEN, past), Err(Refusal::InThePast));
}

/// STA-11, STA-12
#[test]
fn only_the_assignee_completes_and_a_message_reopens() {
    let mut desk = with_ken();
    let refused = desk.command(AOI, Command::Complete);
    assert_eq!(refused, Err(Refusal::NotYours { assignee: Assignee::Operator { id: op(KEN) } }));
    desk.command(KEN, Command::Complete).unwrap();
    assert_eq!(desk.command(KEN, Command::Complete), Err(Refusal::Completed));
    assert_eq!(desk.staff[0].load, 0);
    desk.writes("hi");
    assert!(desk.transcript().ends_with("-- reopened by=contact\n-- assigned by=desk to=bot\nbot: hello"));
}

/// STA-11: by a button and by replying.
#[test]
fn operators_reopen_by_button_and_by_replying() {
    for by_reply in [true, false] {
        let mut desk = with_ken();
        desk.command(KEN, Command::Complete).unwrap();
        desk.command(AOI, if by_reply { said("one more thing") } else { Command::Reopen }).unwrap();
        assert_eq!(desk.state.conversation.assignee, Assignee::Operator { id: op(AOI) });
        assert_eq!((desk.staff[0].load, desk.staff[1].load), (0, 1));
    }
}

/// ASG-02: the operator who had it before, if they are there and not full.
#[test]
fn the_last_operator_is_preferred_while_they_can_take_it() {
    for (capacity, expected) in
        [(5, Assignee::Operator { id: op(KEN) }), (0, Assignee::Queue { since: Timestamp::EPOCH })]
    {
        let mut desk = with_ken();
        desk.command(KEN, Command::Complete).unwrap();
        desk.staff[0].capacity = capacity;
        desk.writes("person");
        let got = match &desk.state.conversation.assignee {
            Assignee::Queue { .. } => Assignee::Queue { since: Timestamp::EPOCH },
            other => other.clone(),
        };
        assert_eq!(got, expected);
    }
}

/// ASG-01, ASG-04: to whoever has the fewest, and only to people who take work here.
#[test]
fn automatic_assignment_goes_to_the_least_busy_who_is_online() {
    let mut desk = desk().with_operator(AOI).with_operator("emi").with_operator("rei");
    desk.inbox.auto_assign = true;
    desk.staff[0].load = 2;
    desk.staff[1].load = 1;
    desk.staff[2].presence = Presence::Break;
    desk.staff[3].inboxes = vec!["other".parse().unwrap()];
    desk.writes("person");
    assert_eq!(desk.state.conversation.assignee, Assignee::Operator { id: op(AOI) });
    assert!(desk.alerts.contains(&Alert::Assigned(op(AOI))));
    assert_eq!(desk.staff[1].load, 2);
}

/// CRM-16, SYS-07: nothing shown, nothing answered, nothing sent.
#[test]
fn a_blocked_contact_is_neither_shown_nor_answered() {
    let mut desk = desk();
    desk.writes("hi");
    desk.command(KEN, Command::Block(true)).unwrap();
    desk.writes("hi");
    assert_snapshot!(desk.transcript(), @r"
    Mei: hi
    bot: hello (cancelled)
    -- blocked by=ken
    (hidden)
    ");
    desk.command(KEN, Command::Join).unwrap();
    assert_eq!(desk.command(KEN, said("hm")), Err(Refusal::Blocked));
    desk.command(KEN, Command::Block(false)).unwrap();
    desk.command(KEN, said("sorry")).unwrap();
}

/// STA-01, STA-05, CRM-08, CRM-18, SYS-10: labels are an axis of their own, and every change is in the record, once.
#[test]
fn labels_are_recorded_and_change_nothing_else() {
    let mut desk = with_ken();
    let before = desk.thread.len();
    for _ in 0..2 {
        desk.command(KEN, Command::SetStatus(Some("trouble".to_owned()))).unwrap();
        desk.command(AOI, Command::Tag("vip".to_owned())).unwrap();
        desk.command(AOI, Command::SetCategory(Some("refund".to_owned()))).unwrap();
        desk.command(AOI, Command::SetField { name: "phone".to_owned(), value: "03".to_owned() }).unwrap();
    }
    let transcript = desk.transcript();
    let new: Vec<_> = transcript.lines().skip(before).collect();
    assert_snapshot!(new.join("\n"), @r"
    -- status_set by=ken status=trouble
    -- tagged by=aoi tag=vip
    -- category_set by=aoi category=refund
    -- field_set by=aoi field=phone
    ");
    assert_eq!(desk.state.contact.response_status.as_deref(), Some("trouble"));
    assert_eq!(desk.state.conversation.phase, Phase::Open);
}

/// STA-09, SYS-05: after the customer has ended, the record can still be completed.
#[test]
fn an_ended_conversation_can_still_be_labelled_and_ticketed() {
    let mut desk = with_ken();
    desk.command(KEN, Command::RequestEnd).unwrap();
    desk.taps("mdg.end");
    desk.command(KEN, Command::SetStatus(Some("done".to_owned()))).unwrap();
    desk.command(KEN, Command::MakeTicket { number: 7 }).unwrap();
    assert!(desk.transcript().ends_with("-- ticket_made by=ken number=7"), "{}", desk.transcript());
    assert_eq!(desk.state.conversation.place(), Place::Completed);
}

/// BOT-04: a rule may ask to end, and silence ends it.
#[test]
fn the_bot_may_end_a_conversation() {
    let mut desk = desk();
    desk.writes("bye");
    assert!(matches!(desk.state.conversation.phase, Phase::Ending { .. }));
    desk.deliver();
    desk.wait(minutes(5));
    desk.tick();
    assert_eq!(desk.state.conversation.place(), Place::Completed);
}

/// INV-16, F-13: a failing rule hides nothing; five in a row take the rules off.
#[test]
fn a_failing_rule_is_told_to_people_and_quarantined() {
    let mut desk = desk();
    desk.writes("boom");
    assert_snapshot!(desk.transcript(), @r"
    Mei: boom
    -- rule_failed file=test.rhai line=7 message=division by zero rule=boom
    ");
    for _ in 0..4 {
        desk.writes("boom");
    }
    assert!(desk.state.conversation.automation_stopped);
    assert_eq!(desk.state.conversation.place(), Place::Waiting);
    assert!(desk.alerts.contains(&Alert::AutomationStopped));
}

/// INV-16: a canned response that is not in the settings is told to people, and not silently left out.
#[test]
fn a_missing_canned_response_is_told() {
    let mut desk = desk();
    desk.writes("form");
    let transcript = desk.transcript();
    assert!(
        transcript.contains("-- rule_failed") && transcript.contains("no canned response named"),
        "{transcript}"
    );
}

/// B-32: none sent, quarantine with a reason.
#[test]
fn a_rule_that_wants_too_much_sends_nothing() {
    let mut desk = desk();
    desk.writes("flood");
    let outbound: Vec<_> = desk.thread.iter().filter(|row| matches!(row.body, Body::Outbound(_))).collect();
    assert_eq!(outbound.len(), 1, "only the hand-over's own words: {}", desk.transcript());
    assert!(desk.transcript().contains("-- automation_stopped reason=too_much"));
}

/// INV-24: a bot on the other side.
#[test]
fn a_loop_of_automatic_replies_stops() {
    let mut desk = desk();
    for _ in 0..30 {
        desk.writes("hi");
        desk.deliver();
        desk.wait(seconds(2));
    }
    let hellos = desk.transcript().matches("bot: hello").count();
    assert_eq!(hellos, 12);
    assert_eq!(desk.state.conversation.place(), Place::Waiting);
}

/// INV-11: a message that did not arrive is shown where people work.
#[test]
fn a_failed_message_is_told_to_people() {
    let mut desk = desk();
    desk.writes("hi");
    let row = desk.state.conversation.unsettled[0];
    desk.settle(row, &Delivery::Unknown { at: desk.now });
    desk.command(KEN, Command::Confirm(true)).unwrap();
    assert_eq!(desk.state.conversation.unsettled, []);
    assert!(desk.transcript().contains("-- not_delivered"), "{}", desk.transcript());
}

/// INB-06, INB-07: opening confirms nothing; the filters are switches.
#[test]
fn confirming_is_a_switch_of_its_own() {
    let mut desk = desk();
    desk.writes("hi");
    desk.taps("anything");
    assert_eq!(desk.state.conversation.unconfirmed, 2);
    desk.command(KEN, Command::Confirm(true)).unwrap();
    desk.inbox.auto_confirm_buttons = true;
    desk.inbox.auto_confirm_keywords = true;
    desk.taps("anything");
    desk.writes("hi");
    assert_eq!(desk.state.conversation.unconfirmed, 0);
    desk.command(KEN, Command::Confirm(false)).unwrap();
    assert_eq!(desk.state.conversation.unconfirmed, 1);
}

/// EXT-01: the free reply is used once, by the row that goes out next, while it lasts.
#[test]
fn the_reply_token_goes_with_the_next_row() {
    let mut desk = desk();
    let mut input = desk.message("hi");
    let Input::Event { event, .. } = &mut input else { unreachable!() };
    event.reply_token = Some(ReplyToken { token: "free".to_owned(), until: desk.now + seconds(50) });
    desk.step(vec![input]).unwrap();
    let Body::Outbound(message) = &desk.thread[1].body else { panic!("{}", desk.transcript()) };
    assert_eq!(message.reply_token.as_ref().map(|token| token.token.as_str()), Some("free"));
    assert_eq!(desk.state.conversation.reply_token, None);
}

/// LINE's standby: another system owns the chat.
#[test]
fn in_standby_nothing_is_said() {
    let mut desk = desk();
    let mut input = desk.message("hi");
    let Input::Event { event, .. } = &mut input else { unreachable!() };
    event.standby = true;
    desk.step(vec![input]).unwrap();
    assert_eq!(desk.transcript(), "Mei: hi");
}

/// The web messenger's stream is dense and holds what the visitor sees.
#[test]
fn the_visitor_sees_messages_and_changes_but_no_notes() {
    let mut desk = Bench::new(ChannelKind::Web).with_operator(KEN);
    desk.writes("person");
    desk.command(KEN, Command::Note { text: "VIP".to_owned() }).unwrap();
    desk.command(KEN, Command::Join).unwrap();
    desk.command(KEN, said("hello")).unwrap();
    let seen: Vec<_> = desk.thread.iter().filter_map(|row| row.stream_seq).collect();
    assert_eq!(seen, (1..=desk.state.conversation.stream_seq).collect::<Vec<_>>());
    let note = desk.thread.iter().find(|row| matches!(row.body, Body::Note { .. })).unwrap();
    assert_eq!(note.stream_seq, None);
    assert!(desk.state.conversation.unsettled.is_empty(), "storing is the delivery");
}

/// The state of a busy conversation stays under the kilobyte that costs one write unit.
#[test]
fn the_state_stays_small() {
    let mut desk = with_ken();
    desk.writes(&"長いメッセージです。".repeat(30));
    desk.command(KEN, said(&"はい、承知いたしました。".repeat(10))).unwrap();
    let size = serde_json::to_string(&desk.state.conversation).unwrap().len();
    assert!(size <= 800, "{size} bytes");
}
