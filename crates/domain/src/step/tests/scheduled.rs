//! What goes out at its time (CMP-05), asking for a rating (CSA-02), several commands at once (CMP-04).

use insta::assert_snapshot;

use super::*;

const KEN: &str = "ken";

pub fn scheduled_id(name: &str) -> ScheduledId {
    ScheduledId::of(&"cnv_1".parse().unwrap(), name)
}

fn with_ken() -> Bench {
    let mut desk = Bench::new(ChannelKind::Line).with_operator(KEN).with_operator("aoi");
    desk.writes("person");
    desk.command(KEN, Command::Join).unwrap();
    desk.deliver();
    desk
}

fn later(desk: &Bench, name: &str, length: Duration) -> Scheduled {
    Scheduled {
        id: scheduled_id(name),
        at: desk.now + length,
        by: op(KEN),
        contents: vec![Content::text(name)],
        unless_contact_writes: false,
    }
}

fn states(desk: &Bench) -> Vec<&'static str> {
    desk.calendar
        .values()
        .map(|state| match state {
            PlanState::Waiting => "waiting",
            PlanState::Sent { .. } => "sent",
            PlanState::Cancelled { .. } => "cancelled",
            PlanState::NotSent { .. } => "not sent",
        })
        .collect()
}

fn after_joining(desk: &Bench) -> String {
    let transcript = desk.transcript();
    transcript.split_once("accepted by=ken\n").unwrap().1.to_owned()
}

/// CMP-05, SYS-10: in order of time, by its author, once; an early tick changes nothing.
#[test]
fn a_scheduled_message_goes_out_at_its_time_and_once() {
    let mut desk = with_ken();
    desk.command(KEN, Command::Schedule(later(&desk, "second", hours(2)))).unwrap();
    desk.command(KEN, Command::Schedule(later(&desk, "first", hours(1)))).unwrap();
    assert_eq!(desk.deadline, Some(desk.now + hours(1)));
    desk.wait(minutes(59));
    desk.tick();
    assert_eq!(states(&desk), ["waiting", "waiting"]);
    desk.wait(minutes(61));
    desk.tick();
    desk.tick();
    assert_snapshot!(after_joining(&desk).replace(char::is_numeric, "0"), @r"
    -- scheduled at=0000-00-00T00:00:00.000Z by=ken
    -- scheduled at=0000-00-00T00:00:00.000Z by=ken
    ken: first
    ken: second
    ");
    assert_eq!(states(&desk), ["sent", "sent"]);
    let Some(PlanState::Sent { rows, .. }) = desk.calendar.values().next() else { panic!() };
    assert_eq!(rows, &desk.state.conversation.unsettled[..1]);
    assert_eq!(desk.state.conversation.scheduled, []);
}

/// CMP-05: "cancel if the contact writes first"; what is not said so stays.
#[test]
fn the_contacts_word_takes_back_what_was_to_be_said_only_without_it() {
    let mut desk = with_ken();
    let reminder = Scheduled { unless_contact_writes: true, ..later(&desk, "are you there?", hours(1)) };
    desk.command(KEN, Command::Schedule(reminder)).unwrap();
    desk.command(KEN, Command::Schedule(later(&desk, "news", hours(2)))).unwrap();
    // A rating is no word.
    desk.taps("mdg.rate.5");
    assert_eq!(desk.state.conversation.scheduled.len(), 2);
    // What comes with the tick comes before it.
    desk.wait(hours(1));
    let word = desk.message("here I am");
    desk.step(vec![word, Input::Tick]).unwrap();
    assert_eq!(states(&desk), ["cancelled", "waiting"]);
    assert!(desk.transcript().contains("schedule_cancelled"));
    assert!(!desk.transcript().contains("ken: are you there?"));
}

/// CMP-05: what each phase does to it.
#[test]
fn a_completed_conversation_stays_so_and_a_hold_too() {
    let mut desk = with_ken();
    desk.command(KEN, Command::Schedule(later(&desk, "on hold", hours(1)))).unwrap();
    desk.command(KEN, Command::Hold { until: None }).unwrap();
    desk.wait(hours(1));
    desk.tick();
    assert_eq!(desk.state.conversation.phase, Phase::OnHold { until: None });
    desk.command(KEN, Command::Resume).unwrap();
    desk.command(KEN, Command::Complete).unwrap();
    desk.command("aoi", Command::Schedule(later(&desk, "how was it?", hours(24)))).unwrap();
    assert_eq!(desk.deadline, Some(desk.now + hours(24)));
    desk.wait(hours(24));
    desk.tick();
    assert_eq!(states(&desk), ["sent", "sent"]);
    assert!(matches!(desk.state.conversation.phase, Phase::Completed { .. }));
    desk.writes("fine");
    assert_eq!(desk.state.conversation.phase, Phase::Open);
}

/// STA-07: while the contact is asked whether to end, nothing else is said.
#[test]
fn an_end_request_holds_back_what_is_scheduled() {
    let mut desk = with_ken();
    desk.command(KEN, Command::Schedule(later(&desk, "later", minutes(1)))).unwrap();
    desk.command(KEN, Command::RequestEnd).unwrap();
    desk.wait(minutes(2));
    desk.tick();
    assert_eq!(states(&desk), ["waiting"]);
    assert_eq!(desk.deadline, Some(desk.now + minutes(3)));
    desk.wait(minutes(3));
    desk.tick();
    assert_eq!(states(&desk), ["sent"]);
    assert!(matches!(desk.state.conversation.phase, Phase::Completed { .. }));
}

/// CRM-16: nothing is sent to a blocked contact, and people are told.
#[test]
fn to_a_blocked_contact_nothing_is_said() {
    let mut desk = with_ken();
    desk.command(KEN, Command::Schedule(later(&desk, "a", hours(1)))).unwrap();
    desk.command(KEN, Command::Schedule(later(&desk, "b", hours(3)))).unwrap();
    desk.command(KEN, Command::Block(true)).unwrap();
    assert_eq!(desk.command(KEN, Command::Schedule(later(&desk, "c", hours(1)))), Err(Refusal::Blocked));
    desk.wait(hours(2));
    desk.tick();
    assert!(desk.alerts.contains(&Alert::NotDelivered));
    desk.command(KEN, Command::Block(false)).unwrap();
    desk.wait(hours(1));
    desk.tick();
    assert_eq!(states(&desk), ["not sent", "sent"]);
    assert!(desk.state.conversation.unconfirmed > 0);
}

#[test]
fn changing_and_taking_back() {
    let mut desk = with_ken();
    let first = later(&desk, "first", hours(1));
    desk.command(KEN, Command::Schedule(first.clone())).unwrap();
    let moved =
        Scheduled { at: desk.now + hours(5), contents: vec![Content::text("other")], ..first.clone() };
    let not_his = desk.command("aoi", Command::Reschedule(moved.clone()));
    assert!(matches!(not_his, Err(Refusal::NotYours { .. })));
    desk.command(KEN, Command::Reschedule(moved)).unwrap();
    assert_eq!((states(&desk), desk.deadline), (vec!["waiting"], Some(desk.now + hours(5))));
    desk.command("aoi", Command::CancelScheduled(Some(first.id.clone()))).unwrap();
    assert_eq!(
        desk.command(KEN, Command::CancelScheduled(Some(first.id.clone()))),
        Err(Refusal::NotScheduled)
    );
    assert_eq!(
        desk.command(KEN, Command::Reschedule(later(&desk, "first", hours(1)))),
        Err(Refusal::NotScheduled)
    );
    desk.command(KEN, Command::CancelScheduled(None)).unwrap();
    assert_eq!(states(&desk), ["cancelled"]);
    let past = Scheduled { at: desk.now, ..first };
    assert_eq!(desk.command(KEN, Command::Schedule(past)), Err(Refusal::InThePast));
}

/// INV-23: at the limit and one past it.
#[test]
fn a_conversation_holds_so_many_and_no_more() {
    let mut desk = with_ken();
    for n in 0..Scheduled::MAX {
        desk.command(KEN, Command::Schedule(later(&desk, &n.to_string(), hours(1)))).unwrap();
    }
    let full = desk.command(KEN, Command::Schedule(later(&desk, "one more", hours(1))));
    assert_eq!(full, Err(Refusal::TooMuchScheduled));
    desk.command(KEN, Command::CancelScheduled(None)).unwrap();
    let long = |characters| {
        let contents = vec![Content::text("a".repeat(characters))];
        Command::Schedule(Scheduled { contents, ..later(&desk, "long", hours(1)) })
    };
    let room = Scheduled::MAX_BYTES - later(&desk, "", hours(1)).size_bytes();
    let (fits, too_long) = (long(room), long(room + 1));
    assert_eq!(desk.command(KEN, too_long), Err(Refusal::TooMuchScheduled));
    desk.command(KEN, fits).unwrap();
}

/// INV-23: more than one step may write goes out in the next.
#[test]
fn many_at_once_go_out_in_several_steps() {
    let mut desk = Bench::new(ChannelKind::Whatsapp).with_operator(KEN);
    desk.writes("person");
    desk.command(KEN, Command::Join).unwrap();
    for n in 0..Scheduled::MAX {
        let contents = vec![Content::text("a"); Scheduled::MAX_CONTENTS];
        let message = Scheduled { contents, ..later(&desk, &n.to_string(), hours(1)) };
        desk.command(KEN, Command::Schedule(message)).unwrap();
    }
    desk.wait(hours(1));
    let first = desk.step(vec![Input::Tick]).unwrap();
    assert!(first.effects.len() < 60, "{}", first.effects.len());
    assert!(first.deadline.is_some_and(|at| at <= desk.now), "it is due at once");
    desk.tick();
    assert_eq!(states(&desk), ["sent"; Scheduled::MAX]);
}

/// CSA-01, CSA-02
#[test]
fn a_rating_is_asked_for_and_kept() {
    let mut desk = with_ken();
    desk.command(KEN, Command::Complete).unwrap();
    desk.command(KEN, Command::RequestRating).unwrap();
    assert!(matches!(desk.state.conversation.phase, Phase::Completed { .. }));
    desk.taps("mdg.rate.4");
    assert_eq!(desk.state.conversation.rating, Some(Rating { score: 4, at: desk.now, commented: false }));
    desk.command(KEN, Command::Block(true)).unwrap();
    assert_eq!(desk.command(KEN, Command::RequestRating), Err(Refusal::Blocked));
}

/// CSA-01: why comes with the score, once until the conversation is taken up again, and is cut where it gets long.
#[test]
fn a_rating_says_why_once() {
    let mut desk = with_ken();
    let rates = |desk: &mut Bench, score: u8, comment: &str| {
        let params = Some(serde_json::json!({"comment": comment}).to_string());
        let button = format!("mdg.rate.{score}");
        let rate = desk.event(News::Tapped { button, label: None, params, message: None, callback: None });
        desk.step(vec![rate]).unwrap();
        let line = desk.thread.iter().rev().find_map(|row| match &row.body {
            Body::System(SystemLine::Rated { score, comment }) => Some((*score, comment.clone())),
            _ => None,
        });
        line.unwrap()
    };
    assert_eq!(rates(&mut desk, 3, "  "), (3, None), "blanks say nothing");
    assert_eq!(rates(&mut desk, 4, " quick "), (4, Some("quick".to_owned())));
    assert_eq!(rates(&mut desk, 2, "and more"), (2, None));
    desk.command(KEN, Command::Complete).unwrap();
    desk.writes("one more thing");
    let (_, long) = rates(&mut desk, 5, &"あ".repeat(600));
    assert_eq!(long.unwrap().chars().count(), Rating::MAX_COMMENT_CHARS);
}

/// CMP-04: all of it or nothing, and which step was refused.
#[test]
fn several_commands_are_followed_together_or_not_at_all() {
    let mut desk = with_ken();
    let before = desk.state.clone();
    let tag = || Command::Tag("vip".to_owned());
    let refused = desk.command("aoi", Command::Run(vec![tag(), Command::Complete]));
    let Err(Refusal::Step { at: 1, refusal }) = refused else { panic!("{refused:?}") };
    assert!(matches!(*refusal, Refusal::NotYours { .. }));
    assert_eq!(desk.state, before);
    desk.command("aoi", Command::Run(vec![tag(), Command::Join, Command::Complete])).unwrap();
    assert!(desk.state.contact.tags.contains("vip"));
    assert!(matches!(desk.state.conversation.phase, Phase::Completed { .. }));
}
