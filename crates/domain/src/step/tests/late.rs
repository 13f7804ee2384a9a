//! What comes late: taken back after it was kept, or before it came; refused after it was sent.

use super::*;

fn desk() -> Bench {
    Bench::new(ChannelKind::Instagram)
}

/// F-8: an unsend takes the words out of the thread, before or after its message came.
#[test]
fn an_unsent_message_loses_its_words_whichever_comes_first() {
    let unsend = |desk: &mut Bench| desk.event(News::Unsent { message: "m1".to_owned() });
    let mut late = desk();
    late.writes("my secret");
    let input = unsend(&mut late);
    late.step(vec![input]).unwrap();
    let mut early = desk();
    let message = early.message("my secret");
    let input = unsend(&mut early);
    early.step(vec![input]).unwrap();
    early.step(vec![message]).unwrap();
    let mut together = desk();
    let message = together.message("my secret");
    let input = unsend(&mut together);
    together.step(vec![message, input]).unwrap();
    for desk in [late, early, together] {
        assert!(!serde_json::to_string(&desk.thread).unwrap().contains("secret"), "{}", desk.transcript());
        assert!(desk.state.conversation.parked.is_empty());
    }
}

/// F-8: a message of several files is several rows, and all of them lose what they hold.
#[test]
fn a_message_of_several_files_is_taken_back_whole() {
    let part = |desk: &mut Bench, n: u64| {
        desk.event(News::Message {
            message: "m1".to_owned(),
            content: Content::text(format!("secret {n}")),
            quotes: None,
            quote_token: None,
            read_token: None,
        })
    };
    let parts = |desk: &mut Bench| (1..=3).map(|n| part(desk, n)).collect::<Vec<_>>();
    let unsend = |desk: &mut Bench| desk.event(News::Unsent { message: "m1".to_owned() });
    let mut late = desk();
    let inputs = parts(&mut late);
    late.step(inputs).unwrap();
    let input = unsend(&mut late);
    late.step(vec![input]).unwrap();
    let mut early = desk();
    let inputs = parts(&mut early);
    let input = unsend(&mut early);
    early.step(vec![input]).unwrap();
    early.step(inputs).unwrap();
    let mut together = desk();
    let mut inputs = parts(&mut together);
    inputs.push(unsend(&mut together));
    together.step(inputs).unwrap();
    for desk in [late, early, together] {
        assert!(!serde_json::to_string(&desk.thread).unwrap().contains("secret"), "{}", desk.transcript());
        assert!(desk.state.conversation.parked.is_empty());
    }
}

/// INV-11: a row that nothing lists any more and that the provider has refused since is told of, once.
#[test]
fn what_is_refused_after_it_was_sent_is_told() {
    let mut desk = desk();
    desk.writes("hi");
    desk.deliver();
    desk.writes("hi");
    desk.deliver();
    let sent = desk.thread.iter().find(|row| row.delivery.is_some()).unwrap().clone();
    assert!(!desk.state.conversation.unsettled.contains(&sent.id));
    let reason = FailReason::WindowClosed;
    let refused = Row { delivery: Some(Delivery::Failed { at: desk.now, reason: reason.clone() }), ..sent };
    let told = Desk {
        inbox: &desk.inbox,
        rules: &desk.rules,
        staff: &desk.staff,
        outbox: std::slice::from_ref(&refused),
        history: &desk.thread,
        templates: &BTreeMap::new(),
        fit,
        pushes: PushStop::Never,
    };
    let stepped = step(desk.state.clone(), vec![], desk.now, told).unwrap();
    let line = |effect: &Effect| match effect {
        Effect::Write(Row { body: Body::System(line), .. }) => Some(line.clone()),
        _ => None,
    };
    let lines: Vec<_> = stepped.effects.iter().filter_map(line).collect();
    assert_eq!(lines, [SystemLine::NotDelivered { row: refused.id, unknown: false }]);
    assert!(stepped.effects.contains(&Effect::Alert(Alert::NotDelivered)));
    let delivery = Delivery::Failed { at: desk.now, reason };
    assert!(stepped.effects.contains(&Effect::Acknowledge { row: refused.id, delivery }));
    assert_eq!(stepped.conversation.unsettled, desk.state.conversation.unsettled);
}
