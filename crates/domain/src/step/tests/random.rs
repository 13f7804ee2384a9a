//! Random sequences of inputs: illegal transitions are impossible, deadlines honest, one owner speaks per turn.

use std::collections::BTreeSet;

use proptest::prelude::*;

use super::scheduled::scheduled_id;
use super::*;

#[derive(Debug, Clone)]
enum Move {
    Writes(&'static str),
    Taps(&'static str),
    Unsends(u8),
    Follows(bool),
    Does(u8, Command),
    Waits(u32),
    Delivers,
    Fails,
}

fn moves() -> impl Strategy<Value = Vec<Move>> {
    let text =
        prop::sample::select(vec!["hi", "person", "?", "twice", "bye", "boom", "flood", "End the chat"]);
    let button = prop::sample::select(vec!["mdg.end", "mdg.continue", "mdg.rate.4", "mdg.rate.9", "menu"]);
    let command = prop_oneof![
        4 => Just(Command::Join),
        4 => any::<bool>().prop_map(|complete| Command::Reply {
            contents: vec![Content::text("said")],
            quotes: None,
            complete,
        }),
        1 => Just(Command::Note { text: "note".to_owned() }),
        1 => Just(Command::Assign { to: Assignee::Bot }),
        1 => Just(Command::Assign { to: Assignee::Operator { id: op("op1") } }),
        1 => prop::option::of(1..100_000_u64).prop_map(|s| Command::Hold {
            until: s.map(|s| Timestamp::from_seconds(1_795_132_800) + seconds(s)),
        }),
        1 => Just(Command::Resume),
        2 => Just(Command::RequestEnd),
        2 => Just(Command::WithdrawEndRequest),
        1 => Just(Command::Complete),
        1 => Just(Command::Reopen),
        1 => any::<bool>().prop_map(Command::Confirm),
        1 => any::<bool>().prop_map(Command::Block),
        1 => Just(Command::Tag("vip".to_owned())),
        1 => Just(Command::RequestRating),
        3 => planned().prop_map(Command::Schedule),
        1 => planned().prop_map(Command::Reschedule),
        1 => prop::option::of((0..4_u8).prop_map(|n| scheduled_id(&n.to_string())))
            .prop_map(Command::CancelScheduled),
        1 => any::<bool>().prop_map(|complete| Command::Run(vec![
            Command::Tag("run".to_owned()),
            if complete { Command::Complete } else { Command::Join },
        ])),
    ];
    let one = prop_oneof![
        6 => text.prop_map(Move::Writes),
        2 => button.prop_map(Move::Taps),
        1 => any::<u8>().prop_map(Move::Unsends),
        1 => any::<bool>().prop_map(Move::Follows),
        6 => (0..3_u8, command).prop_map(|(who, command)| Move::Does(who, command)),
        4 => (1..400_000_u32).prop_map(Move::Waits),
        3 => Just(Move::Delivers),
        1 => Just(Move::Fails),
    ];
    prop::collection::vec(one, 1..40)
}

fn planned() -> impl Strategy<Value = Scheduled> {
    (0..4_u8, 0..3_u8, 1..1_000_000_u64, any::<bool>()).prop_map(|(id, by, at, unless)| Scheduled {
        id: scheduled_id(&id.to_string()),
        at: Timestamp::from_seconds(1_795_132_800) + seconds(at),
        by: op(&format!("op{by}")),
        contents: vec![Content::text("later")],
        unless_contact_writes: unless,
    })
}

fn channel() -> impl Strategy<Value = ChannelKind> {
    prop::sample::select(ChannelKind::ALL.to_vec())
}

fn phase_name(phase: &Phase) -> &'static str {
    match phase {
        Phase::Open => "open",
        Phase::OnHold { .. } => "hold",
        Phase::Ending { .. } => "ending",
        Phase::Completed { .. } => "completed",
    }
}

/// Which phase may follow which, by whom (STA-06, STA-07, STA-11).
fn legal(from: &str, to: &str, input: &Input) -> bool {
    let contact = matches!(input, Input::Event { .. });
    let reply = matches!(input, Input::Command { command: Command::Reply { .. }, .. });
    let completes = Command::Run(vec![Command::Tag("run".to_owned()), Command::Complete]);
    let command = |wanted: &Command| {
        matches!(input, Input::Command { command, .. }
            if command == wanted || *wanted == Command::Complete && *command == completes)
    };
    match (from, to) {
        (a, b) if a == b => true,
        ("open", "hold") => matches!(input, Input::Command { command: Command::Hold { .. }, .. }),
        ("open", "ending" | "completed") => true,
        ("hold", "open") => *input == Input::Tick || command(&Command::Resume) || reply,
        ("hold", "completed") => command(&Command::Complete) || reply,
        ("ending", "open") => contact || command(&Command::WithdrawEndRequest),
        ("completed", "ending") => contact,
        ("ending", "completed") => contact || *input == Input::Tick || command(&Command::Complete),
        ("completed", "open") => contact || command(&Command::Reopen) || reply,
        _ => false,
    }
}

fn check(before: &Bench, input: &Input, stepped: &Stepped) {
    let (old, new) = (&before.state.conversation, &stepped.conversation);
    assert!(
        legal(phase_name(&old.phase), phase_name(&new.phase), input),
        "{:?} -> {:?} by {input:?}",
        old.phase,
        new.phase
    );

    // INV-8: numbers are dense, in the thread and in the visitor's stream.
    let mut seq = old.seq;
    let mut stream = old.stream_seq;
    for effect in &stepped.effects {
        let numbers = match effect {
            Effect::Take { seq, stream_seq, .. } => Some((Some(*seq), *stream_seq)),
            Effect::Write(row) => Some((row.seq, row.stream_seq)),
            _ => None,
        };
        if let Some((row_seq, row_stream)) = numbers {
            seq += 1;
            assert_eq!(row_seq, Some(seq));
            if let Some(row_stream) = row_stream {
                stream += 1;
                assert_eq!(row_stream, stream);
            }
        }
    }
    assert_eq!((seq, stream), (new.seq, new.stream_seq));

    // BOT-07, CRM-16: one owner speaks; nobody speaks to a blocked contact.
    for effect in &stepped.effects {
        let Effect::Write(Row { body: Body::Outbound(message), .. }) = effect else { continue };
        assert!(!before.state.contact.blocked, "said to a blocked contact: {message:?}");
        if old.assignee.operator().is_some() && old.phase == Phase::Open && message.trace.is_some() {
            let asked = message.contents.iter().all(|content| matches!(content, Content::Choice { .. }));
            assert!(asked && *input == Input::Tick, "the bot spoke over an operator: {message:?}");
        }
    }

    // INV-14: a deadline is in the future once its tick was taken, and is read off the state.
    if *input == Input::Tick {
        assert!(
            stepped.deadline.is_none_or(|at| at > before.now),
            "{:?} at {}",
            stepped.deadline,
            before.now
        );
    }
    let timers = before.rules.timers(&before.inbox, new);
    assert_eq!(stepped.deadline, new.deadline(&timers));

    // INV-23: the state stays bounded.
    assert!(serde_json::to_string(new).unwrap().len() < 48 * 1024);
}

fn play(channel: ChannelKind, moves: &[Move]) {
    let mut bench = Bench::new(channel).with_operator("op0").with_operator("op1").with_operator("op2");
    for each in moves {
        let input = match each {
            Move::Writes(text) => bench.message(text),
            Move::Taps(button) => bench.tap(button),
            Move::Unsends(n) => bench.event(News::Unsent { message: format!("m{n}") }),
            Move::Follows(true) => bench.event(News::Followed { unblocked: false, referral: None }),
            Move::Follows(false) => bench.event(News::Unfollowed),
            Move::Does(who, command) => {
                Input::Command { by: op(&format!("op{who}")), command: command.clone() }
            }
            Move::Waits(by) => {
                bench.wait(seconds(u64::from(*by)));
                Input::Tick
            }
            Move::Delivers => {
                bench.deliver();
                continue;
            }
            Move::Fails => {
                let at = bench.now;
                for row in bench.outbox() {
                    bench.settle(row.id, &Delivery::Failed { at, reason: FailReason::Unreachable });
                }
                continue;
            }
        };
        // An early tick changes nothing but the list of what is settled (INV-14).
        let timers = bench.rules.timers(&bench.inbox, &bench.state.conversation);
        let due = bench.state.conversation.deadline(&timers).is_some_and(|at| at <= bench.now);
        if input == Input::Tick && !due && bench.outbox().is_empty() {
            let early = bench.try_step(vec![Input::Tick]).unwrap();
            assert_eq!(early.conversation, bench.state.conversation);
            assert_eq!(early.effects, []);
        }
        let Ok(stepped) = bench.try_step(vec![input.clone()]) else { continue };
        // INV-5: the same arguments give the same bytes.
        let again = bench.try_step(vec![input.clone()]).unwrap();
        assert_eq!(format!("{stepped:?}"), format!("{again:?}"));
        check(&bench, &input, &stepped);
        bench.step(vec![input]).unwrap();

        // INV-12: what is on its way out is listed in order.
        let seq = |id: &RowId| bench.thread.iter().find(|row| row.id == *id).and_then(|row| row.seq);
        assert!(bench.state.conversation.unsettled.iter().map(seq).is_sorted());

        // CMP-05: the calendar tells of every scheduled message what the conversation holds, and no other waits.
        let waiting = |state: &PlanState| *state == PlanState::Waiting;
        let calendar = bench.calendar.iter().filter(|(_, state)| waiting(state)).map(|(key, _)| key.clone());
        let held = bench.state.conversation.scheduled.iter().map(|message| (message.at, message.id.clone()));
        assert_eq!(calendar.collect::<BTreeSet<_>>(), held.clone().collect());
        assert!(held.map(|(at, _)| at).is_sorted());

        // ASG-02: loads are what the conversation says.
        for staff in &bench.staff {
            let conversation = &bench.state.conversation;
            let holds = conversation.assignee.operator() == Some(&staff.id)
                && !matches!(conversation.phase, Phase::Completed { .. });
            assert_eq!(staff.load, u32::from(holds));
        }
    }
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 2000, failure_persistence: None, ..ProptestConfig::default() })]

    /// INV-5, INV-8, INV-14, INV-23, BOT-07
    #[test]
    fn whatever_happens_the_conversation_stays_lawful(channel in channel(), moves in moves()) {
        play(channel, &moves);
    }
}
