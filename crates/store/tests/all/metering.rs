//! The meter against the engine's own count.

use std::collections::HashMap;

use aws_sdk_dynamodb::types::{AttributeValue, ReturnConsumedCapacity};
use store::meter::Spent;
use store::schema::Index;
use store::table::{Check, Condition, Delete, Item, Key, Put, Query, Update, Value, Write};
use store::{Embedded, Memory, Metered, Table};

fn row(length: usize) -> Item {
    Item::at(Key::new("main#CONV#c", "T#1")).with("doc", "x".repeat(length))
}

fn marked(length: usize, at: &str) -> Item {
    row(length).with("waiting", at).with("due", "main#DUE#1").with("due_at", at)
}

fn attributes(item: &Item) -> HashMap<String, AttributeValue> {
    let value = |value: &Value| match value {
        Value::S(text) => AttributeValue::S(text.clone()),
        Value::N(number) => AttributeValue::N(number.to_string()),
        Value::Bool(flag) => AttributeValue::Bool(*flag),
        Value::B(bytes) => AttributeValue::B(bytes.clone().into()),
    };
    let mut all: HashMap<_, _> =
        item.attributes.iter().map(|(name, held)| (name.to_string(), value(held))).collect();
    all.insert("pk".into(), AttributeValue::S(item.key.pk.clone()));
    all.insert("sk".into(), AttributeValue::S(item.key.sk.clone()));
    all
}

/// Puts one item after another through the SDK and through the meter; the units must agree each time.
#[tokio::test]
async fn the_meter_counts_single_puts_as_the_engine_does() {
    let engine = Embedded::in_memory("desk").await.unwrap();
    let metered = Metered::new(Memory::new());
    for item in [
        row(10),
        row(10),
        row(5_000),
        row(100),
        marked(100, "5"),
        marked(100, "5"),
        marked(100, "6"),
        marked(3_000, "6"),
        marked(3_000, "7"),
        row(100).with("waiting", "8"),
        row(100).with("due", "main#DUE#1").with("due_at", "9"),
        row(100).with("list", "l").with("listed_at", "9").with("n", i64::MIN),
        row(1_024 - row(0).size_bytes()),
        row(1_025 - row(0).size_bytes()),
    ] {
        let request = engine.client().put_item().table_name("desk").set_item(Some(attributes(&item)));
        let answer = request.return_consumed_capacity(ReturnConsumedCapacity::Total).send().await.unwrap();
        let theirs = answer.consumed_capacity.unwrap().capacity_units.unwrap();
        metered.put(&Put::of(item.clone())).await.unwrap();
        assert_same(theirs, &metered, &format!("{} bytes {item:?}", item.size_bytes()));
    }
}

#[allow(clippy::cast_precision_loss, reason = "a handful of units")]
fn assert_same(theirs: f64, metered: &Metered<Memory>, what: &str) {
    let ours = metered.take().pop().unwrap().write_units as f64;
    assert!((theirs - ours).abs() < 0.01, "engine {theirs}, meter {ours}: {what}");
}

#[tokio::test]
async fn the_meter_counts_single_updates_as_the_engine_does() {
    let engine = Embedded::in_memory("desk").await.unwrap();
    let metered = Metered::new(Memory::new());
    let key = row(0).key;
    for (expression, values, update) in [
        ("SET waiting = :v", Some("1"), Update::of(key.clone()).set("waiting", "1")),
        ("SET doc = :v", Some("changed"), Update::of(key.clone()).set("doc", "changed")),
        ("SET waiting = :v", Some("2"), Update::of(key.clone()).set("waiting", "2")),
        ("SET waiting = :v", Some("2"), Update::of(key.clone()).set("waiting", "2")),
        ("REMOVE waiting", None, Update::of(key.clone()).remove("waiting")),
        ("REMOVE waiting", None, Update::of(key.clone()).remove("waiting")),
        ("SET doc = :v", Some("again"), Update::of(key.clone()).set("doc", "again")),
    ] {
        let mut request = engine
            .client()
            .update_item()
            .table_name("desk")
            .set_key(Some(attributes(&Item::at(key.clone()))));
        if let Some(value) = values {
            request = request.expression_attribute_values(":v", AttributeValue::S(value.into()));
        }
        let request =
            request.update_expression(expression).return_consumed_capacity(ReturnConsumedCapacity::Total);
        let theirs = request.send().await.unwrap().consumed_capacity.unwrap().capacity_units.unwrap();
        metered.update(&update).await.unwrap();
        assert_same(theirs, &metered, &format!("{update:?}"));
    }
}

async fn spent(table: &Metered<Memory>, writes: &[Write]) -> Spent {
    let _ = table.transact(writes).await;
    let mut spent = table.take();
    assert_eq!(spent.len(), 1);
    spent.pop().unwrap()
}

/// AWS counts a transaction twice, its index entries once; nobody else's count is to be trusted there.
#[tokio::test]
async fn a_transaction_counts_its_items_twice_and_their_index_entries_once() {
    let table = Metered::new(Memory::new());
    let other = Item::at(Key::new("main#CONV#c", "STATE")).with("doc", "x".repeat(1_500));
    let both = spent(&table, &[Put::of(marked(10, "1")).into(), Put::of(other.clone()).into()]).await;
    assert_eq!((both.write_units, both.index_write_units, both.calls), (2 * (1 + 2) + 2, 2, 1));
    assert_eq!(both.label, "transact [put T, put STATE]");

    let taken = Update::of(row(0).key).remove("waiting").remove("due").remove("due_at").set("seq", 1);
    assert_eq!(spent(&table, &[taken.into()]).await.write_units, 2 + 2);
    let check = Check { key: other.key.clone(), condition: Condition::Present };
    assert_eq!(spent(&table, &[check.into()]).await.write_units, 2 * 2);
    assert_eq!(spent(&table, &[Delete::of(other.key).into()]).await.write_units, 2 * 2);
    let refused = Put::of(marked(10, "1")).when(Condition::Absent);
    let refused = spent(&table, &[refused.into()]).await;
    assert_eq!((refused.write_units, refused.label.as_str()), (2, "transact [put T] (refused)"));
}

#[tokio::test]
async fn a_refused_write_costs_the_item_and_no_index() {
    let table = Metered::new(Memory::new());
    table.put(&Put::of(marked(2_000, "1"))).await.unwrap();
    table.put(&Put::of(marked(10, "2")).when(Condition::Absent)).await.unwrap_err();
    table.update(&Update::of(Key::new("p", "none")).set("v", 1).when(Condition::Present)).await.unwrap_err();
    let units: Vec<_> = table.take().iter().map(|spent| spent.write_units).collect();
    assert_eq!(units, [3 + 3 + 1, 3, 1]);
}

#[tokio::test]
async fn reads_count_by_four_kilobytes_and_half_when_a_moment_old() {
    let table = Metered::new(Memory::new());
    for number in 0..3 {
        let item = Item::at(Key::new("p", number.to_string())).with("due", "d").with("due_at", "1");
        table.inner().put(&Put::of(item.with("doc", "x".repeat(3_000)))).await.unwrap();
    }
    table.get(&[Key::new("p", "0")]).await.unwrap();
    table
        .get(&[Key::new("p", "0"), Key::new("p", "1"), Key::new("p", "none"), Key::new("p", "0")])
        .await
        .unwrap();
    table.query(&Query::of(Index::Base, "p")).await.unwrap();
    table.query(&Query::of(Index::Base, "p").eventual()).await.unwrap();
    table.query(&Query::of(Index::Due, "d")).await.unwrap();
    table.query(&Query::of(Index::Due, "none")).await.unwrap();
    let spent = table.take();
    assert_eq!(spent.iter().map(|spent| spent.read_half_units).collect::<Vec<_>>(), [2, 6, 6, 3, 1, 1]);
    assert_eq!(Spent::total(&spent).calls, 6);
    assert_eq!(table.take(), vec![]);
}
