//! Conversations: kept, loaded, committed, sent, found again.

use std::sync::Arc;

use domain::{Assignee, Body, Contact, Delivery, Phase, Row, Word};
use store::meter::Spent;
use store::{
    CommitError, DueItem, Kept, KeptOnce, ListCursor, ListEntry, LiveConnection, Memory, Metered, NewRow,
    Once, Order, Since, Stage, Store, TakenRow, View, Wrote,
};

use crate::fixtures::{
    at, claimed, claimed_again, commit, conversation, event, inbox_id, outbound, queued, sent, taken, token,
};
use crate::support::stores;

/// INV-2
#[tokio::test]
async fn an_event_is_kept_once_and_waits_in_the_order_of_the_provider() {
    for (name, store) in stores().await {
        let state = conversation("user:U1", 0);
        let (late, late_body) = event("b", 5);
        let (early, early_body) = event("a", 3);
        assert_eq!(store.keep(&state.id, late, &late_body, at(6)).await.unwrap(), Kept::New, "{name}");
        assert_eq!(store.keep(&state.id, early, &early_body, at(7)).await.unwrap(), Kept::New, "{name}");
        assert_eq!(store.keep(&state.id, late, &late_body, at(8)).await.unwrap(), Kept::Known, "{name}");
        let loaded = store.load(&state.id, &state.contact).await.unwrap();
        let wanted = [(early, early_body), (late, late_body)];
        let wanted = wanted.map(|(id, body)| Row {
            id,
            seq: None,
            stream_seq: None,
            body,
            delivery: None,
            file: None,
            client_id: None,
        });
        assert_eq!(loaded.waiting, wanted, "{name}");
        assert_eq!((loaded.conversation, loaded.contact, loaded.more), (None, None, false), "{name}");
    }
}

/// INV-22
#[tokio::test]
async fn a_client_id_used_again_finds_the_first_row() {
    for (name, store) in stores().await {
        let id = conversation("user:U1", 0).id;
        let (row, body) = event("a", 3);
        let (other, _) = event("b", 4);
        assert_eq!(
            store.keep_once(&id, "c1", "d1", row, &body, at(3)).await.unwrap(),
            KeptOnce::New,
            "{name}"
        );
        let again = store.keep_once(&id, "c1", "d2", other, &body, at(4)).await.unwrap();
        assert_eq!(again, KeptOnce::Known { digest: "d1".into(), row }, "{name}");
        assert_eq!(store.row(&id, other).await.unwrap(), None, "{name}");
    }
}

#[tokio::test]
async fn more_rows_than_a_step_takes_are_said_to_wait() {
    for (name, store) in stores().await {
        let state = conversation("user:U1", 0);
        for number in 0..25 {
            let (row, body) = event(&format!("e{number}"), number);
            store.keep(&state.id, row, &body, at(0)).await.unwrap();
        }
        let loaded = store.load(&state.id, &state.contact).await.unwrap();
        assert_eq!((loaded.waiting.len(), loaded.more), (25, false), "{name}");
        let (row, body) = event("one more", 99);
        store.keep(&state.id, row, &body, at(0)).await.unwrap();
        let loaded = store.load(&state.id, &state.contact).await.unwrap();
        assert_eq!((loaded.waiting.len(), loaded.more), (25, true), "{name}");
    }
}

/// INV-4
#[tokio::test]
async fn a_commit_is_read_back_as_it_was_written() {
    for (name, store) in stores().await {
        let mut state = conversation("user:U1", 0);
        let (row, body) = event("a", 1);
        store.keep(&state.id, row, &body, at(1)).await.unwrap();
        let reply = outbound(&state, 0, 2, claimed("t1"));
        (state.seq, state.unsettled) = (2, vec![reply.id]);
        let contact = Contact::new(&inbox_id(), "user:U1", at(0));
        let mut first = commit(&state, None, "a1");
        first.contact = Some((contact.clone(), None));
        first.take = vec![TakenRow { stream_seq: Some(1), ..taken(row, 1) }];
        first.write = vec![NewRow { row: reply.clone(), due: Some(at(70)) }];
        first.due = Some(at(500));
        assert_eq!(store.commit(&first).await.unwrap().version, 1, "{name}");

        let loaded = store.load(&state.id, &state.contact).await.unwrap();
        assert_eq!(loaded.conversation, Some((state.clone(), 1)), "{name}");
        assert_eq!(loaded.contact, Some((contact, 1)), "{name}");
        assert_eq!((loaded.stored_due, loaded.waiting.len()), (Some(at(500)), 0), "{name}");
        assert_eq!(loaded.unsettled, vec![reply.clone()], "{name}");
        let inbound = Row {
            id: row,
            seq: Some(1),
            stream_seq: Some(1),
            body,
            delivery: None,
            file: None,
            client_id: None,
        };
        assert_eq!(store.thread(&state.id, None, None, 10).await.unwrap(), [inbound, reply], "{name}");
        assert!(store.commit_took_effect(&state.id, &token("a1")).await.unwrap(), "{name}");
        assert!(!store.commit_took_effect(&state.id, &token("a2")).await.unwrap(), "{name}");
    }
}

/// INV-6: the loser writes nothing, and does better after loading again.
#[tokio::test]
async fn of_two_steps_from_one_version_the_second_loses() {
    for (name, store) in stores().await {
        let mut state = conversation("user:U1", 0);
        store.commit(&commit(&state, None, "a0")).await.unwrap();
        let (row, body) = event("a", 1);
        store.keep(&state.id, row, &body, at(1)).await.unwrap();
        state.seq = 1;
        let mut first = commit(&state, Some(1), "a1");
        first.take = vec![taken(row, 1)];
        let mut second = commit(&state, Some(1), "a2");
        second.take = vec![taken(row, 1)];
        second.write = vec![NewRow { row: outbound(&state, 0, 2, queued()), due: None }];
        store.commit(&first).await.unwrap();
        assert!(matches!(store.commit(&second).await, Err(CommitError::Raced)), "{name}");
        assert!(matches!(store.commit(&commit(&state, None, "a3")).await, Err(CommitError::Raced)), "{name}");
        let mut taken_twice = commit(&state, Some(2), "a4");
        taken_twice.take = vec![taken(row, 2)];
        assert!(matches!(store.commit(&taken_twice).await, Err(CommitError::Raced)), "{name}");
        let loaded = store.load(&state.id, &state.contact).await.unwrap();
        assert_eq!((loaded.conversation.unwrap().1, loaded.waiting.len()), (2, 0), "{name}");
        assert_eq!(store.recent(&state.id, 5).await.unwrap().len(), 1, "{name}");
    }
}

#[tokio::test]
async fn a_commit_with_a_used_key_tells_what_came_of_it() {
    for (name, store) in stores().await {
        let state = conversation("user:U1", 0);
        let mut first = commit(&state, None, "a1");
        let row = outbound(&state, 0, 1, queued());
        first.write = vec![NewRow { row: row.clone(), due: None }];
        first.once = Some(Once { key: "c1".into(), digest: "d1".into(), row: row.id });
        store.commit(&first).await.unwrap();
        let Err(CommitError::OnceKnown { digest, row: known }) = store.commit(&first).await else {
            panic!("{name}")
        };
        assert_eq!((digest.as_str(), known), ("d1", row.id), "{name}");
    }
}

#[tokio::test]
async fn a_commit_counts_what_operators_hold_and_refuses_one_who_is_not_there() {
    for (name, store) in stores().await {
        let (ken, nobody) = ("op_ken".parse().unwrap(), "op_nobody".parse().unwrap());
        store.create_operator(&crate::people::operator("op_ken", "ken"), &"hash".into()).await.unwrap();
        let state = conversation("user:U1", 0);
        let mut first = commit(&state, None, "a1");
        first.load = vec![(nobody, 1)];
        let refused = store.commit(&first).await;
        assert!(
            matches!(&refused, Err(CommitError::Store(error)) if !error.is_transient()),
            "{name} {refused:?}"
        );
        first.load = vec![(ken, 1), ("op_ken".parse().unwrap(), 1)];
        store.commit(&first).await.unwrap();
        assert_eq!(store.operators().await.unwrap()[0].load, 2, "{name}");
    }
}

/// INV-26
#[tokio::test]
async fn a_queued_row_is_taken_back_and_a_claimed_one_loses_the_race() {
    for (name, store) in stores().await {
        let state = conversation("user:U1", 0);
        let rows = [outbound(&state, 0, 1, queued()), outbound(&state, 1, 2, queued())];
        let mut first = commit(&state, None, "a1");
        first.write = rows.iter().map(|row| NewRow { row: row.clone(), due: Some(at(5)) }).collect();
        store.commit(&first).await.unwrap();
        assert_eq!(store.claim(&state.id, &rows[1], &claimed("t1")).await.unwrap(), Wrote::Done, "{name}");

        let cancelled = Delivery::Cancelled { at: at(9) };
        let mut back = commit(&state, Some(1), "a2");
        back.cancel = rows.iter().map(|row| (row.id, cancelled.clone())).collect();
        assert!(matches!(store.commit(&back).await, Err(CommitError::Raced)), "{name}");
        back.cancel.pop();
        store.commit(&back).await.unwrap();
        let found = store.rows(&state.id, &[rows[1].id, rows[0].id]).await.unwrap();
        let found: Vec<_> = found.into_iter().map(|row| row.delivery.unwrap()).collect();
        assert_eq!(found, [claimed("t1"), cancelled], "{name}");
    }
}

#[tokio::test]
async fn words_are_redacted_wherever_the_row_stands_in_the_commit() {
    for (name, store) in stores().await {
        let state = conversation("user:U1", 0);
        let (old, body) = event("old", 1);
        let (new, _) = event("new", 2);
        store.keep(&state.id, old, &body, at(1)).await.unwrap();
        let mut first = commit(&state, None, "a1");
        first.take = vec![taken(old, 1)];
        store.commit(&first).await.unwrap();
        store.keep(&state.id, new, &body, at(2)).await.unwrap();
        let gone = Body::Note { author: None, text: String::new() };
        let mut second = commit(&state, Some(1), "a2");
        second.take = vec![taken(new, 2)];
        second.redact = vec![(old, gone.clone()), (new, gone.clone())];
        store.commit(&second).await.unwrap();
        let rows = store.rows(&state.id, &[old, new]).await.unwrap();
        assert!(rows.iter().all(|row| row.body == gone), "{name}");
        assert_eq!(rows.iter().map(|row| row.seq).collect::<Vec<_>>(), [Some(1), Some(2)], "{name}");
    }
}

/// INV-9, INV-13
#[tokio::test]
async fn only_the_holder_of_the_claim_settles_and_sent_is_never_left() {
    for (name, store) in stores().await {
        let mut state = conversation("user:U1", 0);
        let row = outbound(&state, 0, 1, queued());
        state.unsettled = vec![row.id];
        let mut first = commit(&state, None, "a1");
        first.write = vec![NewRow { row: row.clone(), due: Some(at(5)) }];
        store.commit(&first).await.unwrap();
        let id = &state.id;
        let outbox = store.outbox(id).await.unwrap().unwrap();
        assert_eq!((outbox.version, outbox.rows), (1, vec![row.clone()]), "{name}");

        assert_eq!(store.claim(id, &row, &claimed("t1")).await.unwrap(), Wrote::Done, "{name}");
        let Wrote::Refused { current: Some(held) } = store.claim(id, &row, &claimed("t2")).await.unwrap()
        else {
            panic!("{name}")
        };
        assert_eq!(held.delivery, Some(claimed("t1")), "{name}");
        let fenced = store.settle(id, row.id, &token("t2"), &sent(), None).await.unwrap();
        assert!(matches!(fenced, Wrote::Refused { .. }), "{name}");

        // Not accepted: back in the queue. Who read it before the attempt may not claim it any more.
        let again =
            Delivery::Queued { attempts: 1, not_before: at(30), first_at: Some(at(10)), maybe_sent: false };
        let wrote = store.settle(id, row.id, &token("t1"), &again, Some(at(30))).await.unwrap();
        assert_eq!(wrote, Wrote::Done, "{name}");
        assert!(
            matches!(store.claim(id, &row, &claimed("t3")).await.unwrap(), Wrote::Refused { .. }),
            "{name}"
        );
        let read = store.row(id, row.id).await.unwrap().unwrap();
        let second = claimed_again("t3", 2);
        assert_eq!(store.claim(id, &read, &second).await.unwrap(), Wrote::Done, "{name}");

        // Ambiguous: held until a confirmation comes, even one that comes after it was given up.
        let held = Delivery::Held { until: at(90) };
        store.settle(id, row.id, &token("t3"), &held, Some(at(90))).await.unwrap();
        let read = store.row(id, row.id).await.unwrap().unwrap();
        let unknown = Delivery::Unknown { at: at(91) };
        assert_eq!(store.resolve(id, &read, &unknown, Some(at(91))).await.unwrap(), Wrote::Done, "{name}");
        let word = Word { at: at(20), message: None };
        assert_eq!(store.confirm(id, row.id, Stage::Sent, &word).await.unwrap(), Wrote::Done, "{name}");
        for wrote in [
            store.confirm(id, row.id, Stage::Sent, &word).await.unwrap(),
            store.resolve(id, &read, &unknown, None).await.unwrap(),
            store.settle(id, row.id, &token("t3"), &unknown, None).await.unwrap(),
        ] {
            let Wrote::Refused { current: Some(row) } = wrote else { panic!("{name}") };
            assert_eq!(row.delivery, Some(sent()), "{name}");
        }
    }
}

/// INV-3
#[tokio::test]
async fn the_sweep_finds_what_is_unfinished_until_it_is_finished() {
    for (name, store) in stores().await {
        let state = conversation("user:U1", 0);
        let (row, body) = event("a", 1);
        store.keep(&state.id, row, &body, at(1)).await.unwrap();
        let due = async |now| {
            let mut found = Vec::new();
            for shard in 0..store::keys::DUE_SHARDS {
                let page = store.due(now, shard, None, 10).await.unwrap();
                found.extend(page.items);
            }
            found
        };
        assert_eq!(due(at(10)).await, [], "{name}");
        let waiting = DueItem::Row(state.id.clone(), row);
        assert_eq!(due(at(11)).await, [waiting], "{name}");

        let failed = Delivery::Failed { at: at(2), reason: domain::FailReason::Expired };
        let outbound = outbound(&state, 0, 2, failed);
        let mut first = commit(&state, None, "a1");
        first.take = vec![taken(row, 1)];
        first.write = vec![NewRow { row: outbound.clone(), due: Some(at(3)) }];
        first.due = Some(at(20));
        store.commit(&first).await.unwrap();
        let timer = DueItem::Conversation(state.id.clone());
        assert_eq!(due(at(20)).await, [DueItem::Row(state.id.clone(), outbound.id), timer.clone()], "{name}");

        let mut second = commit(&state, Some(1), "a2");
        (second.settle, second.due) = (vec![outbound.id], Some(at(20)));
        store.commit(&second).await.unwrap();
        assert_eq!(due(at(20)).await, std::slice::from_ref(&timer), "{name}");
        assert!(matches!(store.rearm(&state.id, 1, None).await, Err(store::Error::Raced)), "{name}");
        store.rearm(&state.id, 2, Some(at(40))).await.unwrap();
        assert_eq!((due(at(39)).await, due(at(40)).await), (vec![], vec![timer]), "{name}");
        store.rearm(&state.id, 2, None).await.unwrap();
        assert_eq!(due(at(99)).await, [], "{name}");
    }
}

#[tokio::test]
async fn a_thread_is_read_both_ways_and_by_its_numbers() {
    for (name, store) in stores().await {
        let state = conversation("user:U1", 0);
        let (mut first, mut rows) = (commit(&state, None, "a1"), Vec::new());
        // The fifth to be taken is the oldest by its own time: a late event.
        for (seq, seconds) in [(1, 10), (2, 20), (3, 30), (4, 40), (5, 5), (6, 60)] {
            let (row, body) = event(&format!("e{seq}"), seconds);
            store.keep(&state.id, row, &body, at(0)).await.unwrap();
            rows.push(row);
            let stream_seq = (seq % 2 == 0).then_some(seq / 2);
            first.take.push(TakenRow { stream_seq, ..taken(row, seq) });
        }
        store.commit(&first).await.unwrap();
        let seqs = |rows: Vec<Row>| rows.into_iter().map(|row| row.seq.unwrap()).collect::<Vec<_>>();
        let thread = async |before: Option<usize>, after: Option<usize>, limit| {
            let row = |place: usize| rows[place];
            seqs(store.thread(&state.id, before.map(row), after.map(row), limit).await.unwrap())
        };
        assert_eq!(thread(None, None, 10).await, [5, 1, 2, 3, 4, 6], "{name}");
        assert_eq!(thread(None, None, 2).await, [4, 6], "{name}");
        assert_eq!(thread(Some(3), None, 2).await, [2, 3], "{name}");
        assert_eq!(thread(None, Some(0), 2).await, [2, 3], "{name}");
        assert_eq!(thread(Some(5), Some(1), 9).await, [3, 4], "{name}");
        assert_eq!(thread(Some(5), Some(1), 1).await, [3], "{name}");
        assert_eq!(thread(Some(1), Some(2), 9).await, [0; 0], "{name}");

        let since =
            async |seen, newest, limit| match store.since(&state.id, seen, newest, limit).await.unwrap() {
                Since::Rows(rows) => Some(seqs(rows)),
                Since::Gap => None,
            };
        assert_eq!(since(4, 6, 10).await, Some(vec![5, 6]), "{name}");
        assert_eq!(since(6, 6, 10).await, Some(vec![]), "{name}");
        assert_eq!(since(0, 6, 5).await, None, "{name}");
        assert_eq!(since(5, 7, 10).await, None, "{name}");
        let Since::Rows(stream) = store.stream_since(&state.id, 1, 3, 10).await.unwrap() else {
            panic!("{name}")
        };
        assert_eq!(seqs(stream), [4, 6], "{name}");
    }
}

#[tokio::test]
async fn lists_are_merged_newest_first_and_filtered_by_their_keys() {
    for (name, store) in stores().await {
        let mut ids = Vec::new();
        for number in 0..12_i64 {
            let mut state = conversation(&format!("user:{number}"), number * 600);
            let ken = if number % 2 == 0 { "op_ken" } else { "op_mei" };
            match number % 4 {
                0 => {}
                1 => state.assignee = Assignee::Queue { since: at(0) },
                2 => state.assignee = Assignee::Operator { id: ken.parse().unwrap() },
                _ => {
                    state.assignee = Assignee::Operator { id: ken.parse().unwrap() };
                    state.phase = Phase::OnHold { until: None };
                }
            }
            state.unconfirmed = u32::from(number < 3);
            store.commit(&commit(&state, None, "a1")).await.unwrap();
            ids.push(state.id);
        }
        let list = async |view: View, limit| {
            let (mut found, mut after) = (Vec::new(), None);
            loop {
                let page = store.list(&view, after.as_ref(), limit).await.unwrap();
                assert!(page.entries.len() <= limit, "{name}");
                found.extend(
                    page.entries
                        .iter()
                        .map(|entry| ids.iter().position(|id| *id == entry.conversation).unwrap()),
                );
                after = page.next;
                if after.is_none() {
                    return found;
                }
            }
        };
        assert_eq!(list(View::All, 5).await, (0..12).rev().collect::<Vec<_>>(), "{name}");
        let oldest = async |after: Option<&ListCursor>| {
            let page = store.list_in(Order::Ascending, &View::All, after, 7).await.unwrap();
            let at = |entry: &ListEntry| ids.iter().position(|id| *id == entry.conversation).unwrap();
            (page.entries.iter().map(at).collect::<Vec<_>>(), page.next)
        };
        let (first, next) = oldest(None).await;
        assert_eq!(first, (0..7).collect::<Vec<_>>(), "{name}");
        assert_eq!(oldest(next.as_ref()).await.0, (7..12).collect::<Vec<_>>(), "{name}");
        for most in [50, 1] {
            let heads = store.heads(most).await.unwrap();
            let read: usize = heads.iter().map(|head| head.entries.len()).sum();
            let more = heads.iter().any(|head| head.more);
            assert_eq!((heads.len(), read == 12, most == 50 && more), (10, !more, false), "{name} {most}");
            let unconfirmed = heads.iter().filter(|head| !head.confirmed).map(|head| head.entries.len());
            assert_eq!(unconfirmed.sum::<usize>(), 3, "{name}: each stands in a place of its own");
        }
        assert_eq!(list(View::Unconfirmed, 2).await, [2, 1, 0], "{name}");
        assert_eq!(list(View::Waiting, 50).await, [9, 5, 1], "{name}");
        assert_eq!(list(View::People, 50).await, [10, 6, 2], "{name}");
        assert_eq!(list(View::Mine("op_mei".parse().unwrap()), 1).await, [11, 7, 3], "{name}");
        assert_eq!(list(View::Mine("op_nobody".parse().unwrap()), 3).await, [0; 0], "{name}");
        assert_eq!(list(View::Completed, 3).await, [0; 0], "{name}");
        let known =
            store.conversations(&[ids[3].clone(), "none".parse().unwrap(), ids[1].clone()]).await.unwrap();
        assert_eq!(known.iter().map(|state| &state.id).collect::<Vec<_>>(), [&ids[3], &ids[1]], "{name}");
    }
}

/// P4: the write units of a keyword reply in a conversation that is known, by AWS's arithmetic.
#[tokio::test]
async fn a_bot_turn_costs_fourteen_write_units() {
    let table = Arc::new(Metered::new(Memory::new()));
    let store = Store::new(Arc::clone(&table) as Arc<dyn store::Table>, "main".parse().unwrap());
    let mut state = conversation("user:U1", 0);
    let mut first = commit(&state, None, "a0");
    first.contact = Some((Contact::new(&inbox_id(), "user:U1", at(0)), None));
    first.due = Some(at(500));
    store.commit(&first).await.unwrap();
    table.take();

    let (row, body) = event("a", 1);
    store.keep(&state.id, row, &body, at(1)).await.unwrap();
    let loaded = store.load(&state.id, &state.contact).await.unwrap();
    let reply = outbound(&state, 0, 2, claimed("t1"));
    (state.seq, state.unsettled) = (2, vec![reply.id]);
    let mut turn = commit(&state, Some(1), "a1");
    turn.take = vec![taken(loaded.waiting[0].id, 1)];
    turn.write = vec![NewRow { row: reply.clone(), due: Some(at(70)) }];
    turn.due = loaded.stored_due;
    store.commit(&turn).await.unwrap();
    store.settle(&state.id, reply.id, &token("t1"), &sent(), None).await.unwrap();
    let spent = table.take();
    let units: Vec<_> = spent.iter().map(|spent| spent.write_units).collect();
    assert_eq!(units, [3, 0, 0, 2 + 4 + 3, 2], "{spent:#?}");
    assert_eq!(Spent::total(&spent).write_units, 14);
    assert_eq!(Spent::total(&spent).calls, 5);

    store.keep(&state.id, row, &body, at(2)).await.unwrap();
    assert_eq!(table.take()[0].write_units, 1, "a duplicate");
}

#[tokio::test]
async fn a_console_listens_until_it_hangs_up_or_its_time_is_over() {
    for (name, store) in stores().await {
        let connection = |id: &str, seconds| LiveConnection {
            id: id.into(),
            operator: "op_ken".parse().unwrap(),
            session: "hash".into(),
            since: at(seconds),
        };
        let (first, second) = (connection("AbC=", 0), connection("dEf=", 60));
        assert_eq!(store.connections(at(0)).await.unwrap(), [], "{name}");
        store.put_connection(&second).await.unwrap();
        store.put_connection(&first).await.unwrap();
        let over = at(130 * 60);
        assert_eq!(store.connections(at(130 * 60 - 1)).await.unwrap(), [first, second.clone()], "{name}");
        assert_eq!(store.connections(over).await.unwrap(), [second], "{name}");
        store.delete_connection("dEf=").await.unwrap();
        store.delete_connection("dEf=").await.unwrap();
        assert_eq!(store.connections(over).await.unwrap(), [], "{name}");
    }
}
