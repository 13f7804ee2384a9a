//! A desk moves from one table to another, by way of a folder.

use std::path::Path;
use std::sync::Arc;

use domain::{ChannelKind, ContactId, Delivery, Memos, OperatorId, minutes, seconds};
use local::moving::{Exporting, Importing};
use service::seams::Clock;
use store::table::{Item, Key, Put, Table};
use store::{Aws, DraftMode, Embedded, SavedDraft, Session, Store};
use stories::desk::{Customer, Desk, Mood};

async fn table() -> Embedded {
    Embedded::in_memory("madoguchi").await.unwrap()
}

async fn desk(table: &Embedded) -> Desk {
    Desk::open_on(Arc::new(table.table().clone()), |_| {}).await
}

async fn items(table: &Aws) -> Vec<Item> {
    let (mut items, mut after) = (Vec::new(), None);
    loop {
        let (page, next) = table.scan(after.as_ref(), None).await.unwrap();
        items.extend(page);
        after = next;
        if after.is_none() {
            return items;
        }
    }
}

/// Takes a desk out; the process dies after every page, in the middle of writing the next.
async fn exported(table: &Aws, folder: &Path, clock: &dyn Clock) -> u64 {
    loop {
        let mut exporting = Exporting::begin(folder, "a desk", clock.now()).unwrap();
        if !exporting.page(table, Some(3)).await.unwrap() {
            return exporting.finish(0).unwrap();
        }
        drop(exporting);
        let mut half = std::fs::read(folder.join("items.jsonl")).unwrap();
        half.extend(b"{\"Item\":{\"pk\":");
        std::fs::write(folder.join("items.jsonl"), half).unwrap();
    }
}

/// Puts it in; the process dies after every step, and what it did last is not noted.
async fn imported(table: &Aws, folder: &Path, clock: &dyn Clock) {
    let notes = folder.join("imports.json");
    let mut twice = true;
    loop {
        let mut importing = Importing::begin(folder, "another").unwrap();
        importing.expect_empty(table).await.unwrap();
        let before = std::fs::read(&notes).unwrap();
        let more = importing.some(table, clock).await.unwrap();
        if !more {
            return;
        }
        if twice {
            std::fs::write(&notes, before).unwrap();
        }
        twice = !twice;
    }
}

fn unknown(rows: &[domain::Row]) -> usize {
    rows.iter().filter(|row| matches!(row.delivery, Some(Delivery::Unknown { .. }))).count()
}

/// A desk that has seen something: one customer answered, one whose answers wait for a provider that is down, one whose
/// answer may have arrived, and one whose message nobody has looked at.
async fn seen(desk: &Desk) -> [Customer; 4] {
    let names = ["Mei", "Ren", "Yui", "Sho"];
    let [mei, ren, yui, sho] = names.map(|name| desk.contact(ChannelKind::Line, name));
    desk.writes(&mei, "opening hours").await;
    desk.provider.is(Mood::Down);
    desk.writes(&ren, "opening hours").await;
    desk.provider.is(Mood::LosesAnswers);
    desk.writes(&yui, "opening hours").await;
    desk.provider.is(Mood::Fine);
    let event = desk.event(&sho, "opening hours");
    desk.post(ChannelKind::Line, &[event]).await.unwrap();
    desk.lose_bells().await;
    [mei, ren, yui, sho]
}

/// What an operator keeps: how they like the console, a draft, a memo on a customer, settings that were changed live; and where
/// they are signed in.
async fn keeps(store: &Store, desk: &Desk, mei: &Customer) -> SavedDraft {
    let (operator, now) = (ken(), desk.clock.now());
    store.put_preferences(&operator, r#"{"views":[{"name":"VIP"}]}"#, None).await.unwrap();
    let (conversation, mode) = (desk.conversation_id(mei), DraftMode::Reply);
    let draft = SavedDraft { conversation, mode, text: Some("明日".into()), edited_at: now };
    store.put_draft(&operator, &draft, now).await.unwrap();
    let deleted = vec![("memo_1".to_owned(), "digest".to_owned())];
    let memos = Memos { list: Vec::new(), deleted };
    store.put_memos(&ContactId::of(&draft.conversation), &memos, None).await.unwrap();
    store.change_live_setting("actions", "[]", None, "{}", now, "0f").await.unwrap();
    let session =
        Session { operator, created_at: now, seen_at: now, expires_at: now + minutes(60), address: None };
    store.create_session("0f", &session).await.unwrap();
    draft
}

fn ken() -> OperatorId {
    "opr_ken".parse().unwrap()
}

/// What people keep comes along, and everybody signs in anew.
#[tokio::test]
async fn what_operators_keep_moves_and_their_sessions_do_not() {
    let (one, two) = (table().await, table().await);
    let old = desk(&one).await;
    let mei = old.contact(ChannelKind::Line, "Mei");
    old.writes(&mei, "opening hours").await;
    let draft = keeps(old.service.store(), &old, &mei).await;
    let folder = tempfile::tempdir().unwrap();
    exported(one.table(), folder.path(), old.clock.as_ref()).await;
    imported(two.table(), folder.path(), old.clock.as_ref()).await;

    let (new, now) = (desk(&two).await, old.clock.now());
    let (before, store) = (old.service.store(), new.service.store());
    assert_eq!(store.preferences(&ken()).await.unwrap(), before.preferences(&ken()).await.unwrap());
    let drafts = store.drafts(&ken(), &draft.conversation, now).await.unwrap();
    assert_eq!(drafts, std::slice::from_ref(&draft));
    let (memos, version) = store.memos(&ContactId::of(&draft.conversation)).await.unwrap();
    assert_eq!((memos.deleted.len(), version), (1, Some(1)));
    let settings = store.live_settings().await.unwrap();
    assert_eq!(settings.iter().map(|it| it.section.as_str()).collect::<Vec<_>>(), ["actions"]);
    assert_eq!(before.sessions_of(&ken(), now).await.unwrap().len(), 1);
    assert_eq!(store.sessions_of(&ken(), now).await.unwrap(), []);
    assert_eq!(store.session("0f", now).await.unwrap(), None);
}

/// INV-19: what was on its way is not sent again by itself, people see that it is unknown, and everything else is as it was.
#[tokio::test]
async fn a_desk_moves_and_sends_nothing_twice() {
    let (one, two) = (table().await, table().await);
    let old = desk(&one).await;
    let [mei, ren, yui, sho] = seen(&old).await;
    let folder = tempfile::tempdir().unwrap();
    let count = exported(one.table(), folder.path(), old.clock.as_ref()).await;
    let kept = items(one.table()).await.into_iter().filter(|item| !store::moving::stays(&item.key));
    assert_eq!(kept.count() as u64, count);
    imported(two.table(), folder.path(), old.clock.as_ref()).await;
    let moved = items(two.table()).await;
    assert_eq!(moved.len() as u64, count, "counted in the new table");
    let due = |items: &[Item]| items.iter().filter(|item| item.get("due").is_some()).count();
    assert!(due(&moved) >= 3 && due(&moved) == due(&items(one.table()).await), "deadlines are set");

    let new = desk(&two).await;
    assert_eq!(new.transcript(&mei).await, old.transcript(&mei).await);
    new.wait(minutes(30)).await;
    assert_eq!((unknown(&new.rows(&ren).await), unknown(&new.rows(&yui).await)), (1, 1));
    let took = new.provider.took();
    let said: Vec<_> = took.iter().filter(|call| call.is_message).map(|call| call.body.to_string()).collect();
    assert!(said.iter().all(|body| !body.contains(&ren.id) && !body.contains(&yui.id)), "{said:?}");
    // What nobody had looked at was acknowledged, and is answered now.
    assert!(new.transcript(&sho).await.lines().count() > 1, "{}", new.transcript(&sho).await);
    assert_eq!(unknown(&new.rows(&sho).await), 0);
}

/// Nothing acts before everything is there: the deadlines come last.
#[tokio::test]
async fn a_half_moved_desk_has_no_deadlines() {
    let (one, two) = (table().await, table().await);
    let old = desk(&one).await;
    seen(&old).await;
    let folder = tempfile::tempdir().unwrap();
    exported(one.table(), folder.path(), old.clock.as_ref()).await;
    let mut importing = Importing::begin(folder.path(), "another").unwrap();
    let mut steps = 0;
    while importing.some(two.table(), old.clock.as_ref()).await.unwrap() {
        let due = items(two.table()).await.iter().filter(|item| item.get("due").is_some()).count();
        assert!(due == 0 || importing.progress().contains("deadlines"), "{}", importing.progress());
        steps += 1;
    }
    assert!(steps > 3);
    old.clock.advance(seconds(1));
}

/// A desk is not put into another, and what somebody changes meanwhile is noticed.
#[tokio::test]
async fn what_is_not_as_expected_is_refused() {
    let (one, two) = (table().await, table().await);
    let old = desk(&one).await;
    seen(&old).await;
    let folder = tempfile::tempdir().unwrap();
    let clock = old.clock.as_ref();
    let unfinished = Exporting::begin(folder.path(), "a desk", clock.now()).unwrap();
    drop(unfinished);
    assert!(Importing::begin(folder.path(), "another").is_err(), "nothing is there yet");
    exported(one.table(), folder.path(), clock).await;
    assert!(Exporting::begin(folder.path(), "a desk", clock.now()).is_err(), "it is finished");
    let importing = Importing::begin(folder.path(), "another").unwrap();
    let refused = importing.expect_empty(one.table()).await.unwrap_err().to_string();
    assert!(refused.contains("already"), "{refused}");

    let mut importing = Importing::begin(folder.path(), "another").unwrap();
    while importing.progress().contains("written") {
        importing.some(two.table(), clock).await.unwrap();
    }
    let conversation = old.conversation_id(&old.contact(ChannelKind::Line, "Mei"));
    let key = Key::new(format!("main#CONV#{conversation}"), "STATE");
    two.table().put(&Put::of(Item::at(key).with("doc", "{}").with("version", 9))).await.unwrap();
    let refused = importing.some(two.table(), clock).await.unwrap_err().to_string();
    assert!(refused.contains("another") && refused.contains(conversation.as_str()), "{refused}");
}
