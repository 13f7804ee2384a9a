//! The embedded table as a file.

use std::sync::Arc;

use store::schema::{EXPIRES_AT, Index};
use store::table::{Condition, Item, Key, Put, Query, Update};
use store::{Embedded, Table};

fn item(sk: &str) -> Item {
    Item::at(Key::new("p", sk)).with("doc", "{}")
}

#[tokio::test]
async fn what_was_written_is_there_after_opening_again() {
    let directory = tempfile::tempdir().unwrap();
    let path = directory.path().join("desk.db");
    let embedded = Embedded::open(&path, "desk").await.unwrap();
    embedded.table().put(&Put::of(item("a").with("due", "d").with("due_at", "1"))).await.unwrap();
    drop(embedded);
    let embedded = Embedded::open(&path, "desk").await.unwrap();
    assert_eq!(embedded.table().query(&Query::of(Index::Due, "d")).await.unwrap().items.len(), 1);
}

#[tokio::test]
async fn a_backup_taken_at_work_brings_everything_back() {
    let directory = tempfile::tempdir().unwrap();
    let embedded = Embedded::open(&directory.path().join("desk.db"), "desk").await.unwrap();
    embedded.table().put(&Put::of(item("a"))).await.unwrap();
    let backup = directory.path().join("copy.db");
    embedded.backup(&backup).await.unwrap();
    embedded.backup(&backup).await.unwrap_err();
    embedded.table().put(&Put::of(item("b"))).await.unwrap();

    embedded.restore(&backup).await.unwrap();
    let found = embedded.table().get(&[item("a").key, item("b").key]).await.unwrap();
    assert_eq!(found, [Some(item("a")), None]);
    embedded.restore(&directory.path().join("none.db")).await.unwrap_err();
    assert_eq!(embedded.table().get(&[item("a").key]).await.unwrap(), [Some(item("a"))]);

    let elsewhere = Embedded::open(&directory.path().join("other.db"), "desk").await.unwrap();
    elsewhere.restore(&backup).await.unwrap();
    assert_eq!(elsewhere.table().get(&[item("a").key]).await.unwrap(), [Some(item("a"))]);
}

#[tokio::test]
async fn a_sweep_removes_what_has_passed_its_time() {
    let embedded = Embedded::in_memory("desk").await.unwrap();
    embedded.table().put(&Put::of(item("old").with(EXPIRES_AT, 1_000_000_000))).await.unwrap();
    embedded.table().put(&Put::of(item("new").with(EXPIRES_AT, 9_000_000_000))).await.unwrap();
    assert_eq!(embedded.sweep_ttl().await.unwrap(), 1);
    let left = embedded.table().query(&Query::of(Index::Base, "p")).await.unwrap();
    assert_eq!(left.items, [item("new").with(EXPIRES_AT, 9_000_000_000)]);
}

/// INV-6: of many writers that read the same version, one wins each time.
#[tokio::test(flavor = "multi_thread")]
async fn one_of_many_writers_wins() {
    let embedded = Arc::new(Embedded::in_memory("desk").await.unwrap());
    embedded.table().put(&Put::of(item("a").with("version", 0))).await.unwrap();
    let mut tasks = tokio::task::JoinSet::new();
    for _ in 0..8 {
        let embedded = Arc::clone(&embedded);
        tasks.spawn(async move {
            let mut won = 0;
            for version in 0..20_i64 {
                let update = Update::of(item("a").key).set("version", version + 1);
                let update = update.when(Condition::equals("version", version));
                won += i64::from(embedded.table().update(&update).await.is_ok());
            }
            won
        });
    }
    let won: i64 = tasks.join_all().await.into_iter().sum();
    let held = embedded.table().get(&[item("a").key]).await.unwrap();
    assert_eq!(held[0].as_ref().and_then(|item| item.number("version")), Some(won));
}
