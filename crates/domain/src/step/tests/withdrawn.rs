//! End requests that are taken back.

use super::life::{KEN, said, with_ken};
use super::*;

/// STA-07: taken back, the conversation goes on, whatever the contact presses later and however long they are silent.
#[test]
fn an_end_request_that_was_taken_back_ends_nothing() {
    let mut desk = with_ken();
    assert_eq!(desk.command(KEN, Command::WithdrawEndRequest), Err(Refusal::NoEndRequest));
    desk.command(KEN, Command::RequestEnd).unwrap();
    desk.deliver();
    let mei = desk.command("mei", Command::WithdrawEndRequest);
    assert!(matches!(mei, Err(Refusal::NotYours { .. })), "{mei:?}");
    desk.command(KEN, Command::WithdrawEndRequest).unwrap();
    assert!(desk.transcript().ends_with("-- end_withdrawn by=ken"), "{}", desk.transcript());
    desk.wait(minutes(5));
    desk.tick();
    desk.taps("mdg.end");
    assert_eq!(desk.state.conversation.phase, Phase::Open);
    desk.command(KEN, said("one more thing")).unwrap();
}

/// STA-07, INV-26: a question that has not gone out yet does not go out.
#[test]
fn an_end_request_taken_back_at_once_is_never_asked() {
    let mut desk = with_ken();
    desk.deliver();
    desk.command(KEN, Command::RequestEnd).unwrap();
    desk.command(KEN, Command::WithdrawEndRequest).unwrap();
    let asked = desk.thread.iter().rev().find(|row| matches!(row.body, Body::Outbound(_))).unwrap();
    assert!(matches!(asked.delivery, Some(Delivery::Cancelled { .. })), "{asked:?}");
    assert_eq!(desk.state.conversation.unsettled, []);
}
