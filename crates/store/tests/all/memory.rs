//! What only the table in memory can do.

use store::schema::{EXPIRES_AT, Index};
use store::table::{Delete, Item, Key, Put, Query, Update};
use store::{Memory, Table};

fn item(sk: &str, due_at: &str) -> Item {
    Item::at(Key::new("p", sk)).with("waiting", due_at).with("due", "d").with("due_at", due_at)
}

async fn due(table: &Memory) -> Vec<(String, String)> {
    let page = table.query(&Query::of(Index::Due, "d")).await.unwrap();
    let told = |item: &Item| (item.key.sk.clone(), item.text("due_at").unwrap().to_owned());
    page.items.iter().map(told).collect()
}

fn pair(sk: &str, at: &str) -> (String, String) {
    (sk.to_owned(), at.to_owned())
}

/// F-24: what a lagging index names may have changed or gone.
#[tokio::test]
async fn global_indexes_fall_behind_and_catch_up_in_order() {
    let table = Memory::new();
    table.put(&Put::of(item("a", "1"))).await.unwrap();
    table.hold_global_indexes();
    table.put(&Put::of(item("b", "2"))).await.unwrap();
    table.update(&Update::of(Key::new("p", "a")).set("due_at", "3")).await.unwrap();
    table.transact(&[Delete::of(Key::new("p", "b")).into()]).await.unwrap();

    assert_eq!(due(&table).await, [pair("a", "1")]);
    let waiting = table.query(&Query::of(Index::Waiting, "p")).await.unwrap();
    assert_eq!(waiting.items.len(), 1, "a local index never lags");
    assert_eq!(table.release(1), 2);
    assert_eq!(due(&table).await, [pair("a", "1"), pair("b", "2")]);
    assert_eq!(table.release(1), 1);
    assert_eq!(due(&table).await, [pair("b", "2"), pair("a", "3")]);
    table.stop_holding();
    assert_eq!(due(&table).await, [pair("a", "3")]);
    table.put(&Put::of(item("c", "0"))).await.unwrap();
    assert_eq!(due(&table).await.len(), 2);
}

#[tokio::test]
async fn a_snapshot_makes_the_same_table_again() {
    let table = Memory::new();
    table.put(&Put::of(item("a", "1"))).await.unwrap();
    table.put(&Put::of(item("b", "2").with(EXPIRES_AT, 100))).await.unwrap();
    let copy = Memory::holding(table.snapshot());
    assert_eq!((copy.snapshot(), due(&copy).await), (table.snapshot(), due(&table).await));
    assert_eq!((table.sweep_ttl(99), table.sweep_ttl(100)), (0, 1));
    assert_eq!((table.len(), table.index_len(Index::Due), table.index_len(Index::Waiting)), (1, 1, 1));
    assert_eq!(copy.len(), 2);
}
