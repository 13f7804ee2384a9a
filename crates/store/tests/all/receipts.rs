//! What a provider tells of an outbound row, in whatever order it comes (INV-11, INV-13, F-8, F-19).

use domain::{Delivery, FailReason, Row, SentMessage, Word};
use store::{NewRow, Stage, Store, Wrote};

use crate::fixtures::{at, claimed, commit, conversation, outbound, queued, token};
use crate::support::stores;

fn word(seconds: i64) -> Word {
    Word { at: at(seconds), message: Some("wamid.1".to_owned()) }
}

fn ids() -> Vec<SentMessage> {
    vec![SentMessage { id: "wamid.1".to_owned(), quote_token: None }]
}

fn held() -> Delivery {
    Delivery::Held { until: at(90) }
}

fn unknown() -> Delivery {
    Delivery::Unknown { at: at(91) }
}

fn failed() -> Delivery {
    Delivery::Failed { at: at(30), reason: FailReason::WindowClosed }
}

/// A conversation with one outbound row in this state, which it lists.
async fn with(store: &Store, delivery: Delivery) -> (domain::Conversation, Row) {
    let mut state = conversation("user:U1", 0);
    let row = outbound(&state, 0, 1, delivery);
    state.unsettled = vec![row.id];
    let mut first = commit(&state, None, "a1");
    first.write = vec![NewRow { row: row.clone(), due: Some(at(5)) }];
    store.commit(&first).await.unwrap();
    (state, row)
}

async fn delivery(store: &Store, id: &domain::ConversationId, row: &Row) -> Delivery {
    store.row(id, row.id).await.unwrap().unwrap().delivery.unwrap()
}

async fn is_due(store: &Store) -> bool {
    let mut found = Vec::new();
    for shard in 0..store::keys::DUE_SHARDS {
        found.extend(store.due(at(1_000), shard, None, 10).await.unwrap().items);
    }
    !found.is_empty()
}

/// INV-13: a good word moves a row to sent whatever it was, takes its deadline away, and stays.
#[tokio::test]
async fn a_good_word_makes_a_row_sent_whatever_it_was() {
    for before in [queued(), claimed("t1"), held(), unknown(), Delivery::Cancelled { at: at(3) }] {
        for (name, store) in stores().await {
            let (state, row) = with(&store, before.clone()).await;
            assert!(is_due(&store).await, "{name}");
            let sent_word = word(20);
            let confirm = || store.confirm(&state.id, row.id, Stage::Sent, &sent_word);
            assert_eq!(confirm().await.unwrap(), Wrote::Done, "{name} {before:?}");
            let sent = Delivery::sent(at(20), ids());
            assert_eq!(delivery(&store, &state.id, &row).await, sent, "{name} {before:?}");
            assert!(!is_due(&store).await, "{name}");
            // Doubled.
            let Wrote::Refused { current: Some(current) } = confirm().await.unwrap() else {
                panic!("{name}")
            };
            assert_eq!(current.delivery, Some(sent.clone()), "{name}");
            // Nothing that we learn ourselves undoes it (F-19).
            let ours = store.settle(&state.id, row.id, &token("t1"), &unknown(), None).await.unwrap();
            assert!(
                matches!(ours, Wrote::Refused { current: Some(current) } if current.delivery == Some(sent)),
                "{name}"
            );
            let gone = store.resolve(&state.id, &row, &unknown(), Some(at(91))).await.unwrap();
            assert!(matches!(gone, Wrote::Refused { .. }), "{name}");
        }
    }
}

#[tokio::test]
async fn receipts_only_move_forward_and_our_own_outcome_stays_beside_them() {
    for (name, store) in stores().await {
        let (state, row) = with(&store, claimed("t1")).await;
        let ours = Delivery::sent(at(20), ids());
        assert_eq!(store.settle(&state.id, row.id, &token("t1"), &ours, None).await.unwrap(), Wrote::Done);
        let tell = async |stage, seconds| {
            let wrote = store.confirm(&state.id, row.id, stage, &word(seconds)).await.unwrap();
            wrote == Wrote::Done
        };
        let told =
            |delivered_at, read_at| Delivery::Sent { at: at(20), messages: ids(), delivered_at, read_at };
        assert!(!tell(Stage::Sent, 19).await, "{name}: our own outcome says so already");
        assert!(tell(Stage::Delivered, 21).await, "{name}");
        assert!(!tell(Stage::Delivered, 22).await, "{name}: doubled");
        assert_eq!(delivery(&store, &state.id, &row).await, told(Some(at(21)), None), "{name}");
        assert!(tell(Stage::Read, 25).await, "{name}");
        assert!(!tell(Stage::Read, 26).await && !tell(Stage::Delivered, 24).await, "{name}");
        assert_eq!(delivery(&store, &state.id, &row).await, told(Some(at(21)), Some(at(25))), "{name}");
    }
}

/// F-8, F-19: "read" overtakes "delivered", "sent" and the answer to our own call.
#[tokio::test]
async fn receipts_out_of_order_come_to_the_same() {
    for (name, store) in stores().await {
        let (state, row) = with(&store, claimed("t1")).await;
        let tell =
            async |stage, seconds| store.confirm(&state.id, row.id, stage, &word(seconds)).await.unwrap();
        assert_eq!(tell(Stage::Read, 25).await, Wrote::Done, "{name}");
        for (stage, seconds) in [(Stage::Sent, 20), (Stage::Delivered, 21), (Stage::Read, 25)] {
            assert!(matches!(tell(stage, seconds).await, Wrote::Refused { .. }), "{name} {stage:?}");
        }
        let late = Delivery::sent(at(20), ids());
        let late = store.settle(&state.id, row.id, &token("t1"), &late, None).await.unwrap();
        assert!(matches!(late, Wrote::Refused { .. }), "{name}");
        let read = Delivery::Sent { at: at(25), messages: ids(), delivered_at: None, read_at: Some(at(25)) };
        assert_eq!(delivery(&store, &state.id, &row).await, read, "{name}");
        let loaded = store.load(&state.id, &state.contact).await.unwrap();
        assert_eq!(loaded.unsettled[0].delivery, Some(read), "{name}: the next step drops it from the list");
    }
}

/// INV-11: a failure after the yes brings the row back before the next step, although nothing lists it any more.
#[tokio::test]
async fn a_refused_row_waits_until_people_are_told() {
    for before in [claimed("t1"), held(), unknown(), Delivery::sent(at(20), ids()), queued()] {
        for (name, store) in stores().await {
            let (mut state, row) = with(&store, before.clone()).await;
            state.unsettled.clear();
            store.commit(&commit(&state, Some(1), "a2")).await.unwrap();
            let refuse = || store.refuse(&state.id, row.id, at(30), &FailReason::WindowClosed, at(31));
            assert_eq!(refuse().await.unwrap(), Wrote::Done, "{name} {before:?}");
            let known = refuse().await.unwrap();
            assert!(matches!(known, Wrote::Refused { current: Some(_) }), "{name}: doubled");
            assert!(is_due(&store).await, "{name}");
            let loaded = store.load(&state.id, &state.contact).await.unwrap();
            assert!(loaded.waiting.is_empty() && !loaded.more, "{name}");
            assert_eq!(loaded.unsettled.len(), 1, "{name}");
            assert_eq!(loaded.unsettled[0].delivery, Some(failed()), "{name}");
            // Our own late outcome does not undo it.
            let late = Delivery::sent(at(32), ids());
            let late = store.settle(&state.id, row.id, &token("t1"), &late, None).await.unwrap();
            assert!(matches!(late, Wrote::Refused { .. }), "{name}");

            let mut told = commit(&state, Some(2), "a3");
            told.settle = vec![row.id];
            store.commit(&told).await.unwrap();
            let loaded = store.load(&state.id, &state.contact).await.unwrap();
            assert!(loaded.unsettled.is_empty() && !is_due(&store).await, "{name}");
            assert_eq!(delivery(&store, &state.id, &row).await, failed(), "{name}");
        }
    }
}

/// A row that is listed and refused is handed out once.
#[tokio::test]
async fn a_refused_row_that_is_still_listed_is_loaded_once() {
    for (name, store) in stores().await {
        let (state, row) = with(&store, held()).await;
        store.refuse(&state.id, row.id, at(30), &FailReason::WindowClosed, at(31)).await.unwrap();
        let loaded = store.load(&state.id, &state.contact).await.unwrap();
        assert_eq!(loaded.unsettled.iter().map(|row| row.id).collect::<Vec<_>>(), [row.id], "{name}");
    }
}

#[tokio::test]
async fn what_arrived_does_not_fail_and_what_failed_may_still_arrive() {
    for (name, store) in stores().await {
        let (state, row) = with(&store, held()).await;
        let tell =
            async |stage, seconds| store.confirm(&state.id, row.id, stage, &word(seconds)).await.unwrap();
        let refuse = || store.refuse(&state.id, row.id, at(30), &FailReason::WindowClosed, at(31));
        assert_eq!(tell(Stage::Sent, 20).await, Wrote::Done, "{name}");
        assert_eq!(refuse().await.unwrap(), Wrote::Done, "{name}");
        // A late "sent" tells nothing that the failure did not know.
        assert!(matches!(tell(Stage::Sent, 20).await, Wrote::Refused { .. }), "{name}");
        assert_eq!(delivery(&store, &state.id, &row).await, failed(), "{name}");
        // "Delivered" does, and nobody need be told of a failure any more.
        assert_eq!(tell(Stage::Delivered, 40).await, Wrote::Done, "{name}");
        assert!(matches!(refuse().await.unwrap(), Wrote::Refused { .. }), "{name}");
        let arrived =
            Delivery::Sent { at: at(40), messages: ids(), delivered_at: Some(at(40)), read_at: None };
        assert_eq!(delivery(&store, &state.id, &row).await, arrived, "{name}");
        let loaded = store.load(&state.id, &state.contact).await.unwrap();
        assert_eq!(loaded.unsettled[0].delivery, Some(arrived), "{name}");

        // A step that read the failure before that loses the race.
        let mut told = commit(&state, Some(1), "a2");
        told.settle = vec![row.id];
        assert!(matches!(store.commit(&told).await, Err(store::CommitError::Raced)), "{name}");
    }
}

#[tokio::test]
async fn a_receipt_of_a_row_that_does_not_exist_makes_none() {
    for (name, store) in stores().await {
        let state = conversation("user:U1", 0);
        let row = outbound(&state, 0, 1, queued());
        let confirmed = store.confirm(&state.id, row.id, Stage::Read, &word(20)).await.unwrap();
        assert_eq!(confirmed, Wrote::Refused { current: None }, "{name}");
        let refused =
            store.refuse(&state.id, row.id, at(30), &FailReason::Unreachable, at(31)).await.unwrap();
        assert_eq!(refused, Wrote::Refused { current: None }, "{name}");
        assert_eq!(store.row(&state.id, row.id).await.unwrap(), None, "{name}");
        // Nor does one that names a row of another kind.
        let (event, body) = crate::fixtures::event("a", 3);
        store.keep(&state.id, event, &body, at(4)).await.unwrap();
        let inbound = store.confirm(&state.id, event, Stage::Sent, &word(20)).await.unwrap();
        assert!(matches!(inbound, Wrote::Refused { current: Some(_) }), "{name}");
    }
}
