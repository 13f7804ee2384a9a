//! What the list shows of the last message.

use super::life::{KEN, said, with_ken};
use super::*;

/// INB-04: the list tells who wrote what it shows, and whether that failed.
#[test]
fn the_list_tells_who_wrote_last_and_whether_it_failed() {
    let mut desk = with_ken();
    let shown = |desk: &Bench| {
        let conversation = &desk.state.conversation;
        (conversation.preview.clone(), conversation.preview_by, conversation.undelivered)
    };
    desk.command(KEN, said("one")).unwrap();
    let failed = desk.thread.last().unwrap().id;
    assert_eq!(shown(&desk), ("one".to_owned(), Some(PreviewBy::Operator), false));
    let at = desk.now;
    desk.settle(failed, &Delivery::Failed { at, reason: FailReason::Unreachable });
    desk.tick();
    assert_eq!(shown(&desk), ("one".to_owned(), Some(PreviewBy::Operator), true));
    desk.command(KEN, Command::Note { text: "hm".to_owned() }).unwrap();
    assert_eq!(shown(&desk), ("one".to_owned(), Some(PreviewBy::Operator), true), "notes do not count");
    desk.writes("hello?");
    assert_eq!(shown(&desk), ("hello?".to_owned(), Some(PreviewBy::Contact), false));
}
