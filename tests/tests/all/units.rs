//! What a turn costs, in the units that AWS bills.

use domain::{minutes, seconds};
use store::meter::Spent;
use stories::units::{Bench, QUESTION, turns};

/// The promise is: at most 14 for a keyword reply, 1 for a duplicate, 9 for a message to a person, 12 for an operator's
/// answer. Who a new customer is costs four of the 22. The rest is what it came to, so that a change is noticed.
#[tokio::test]
async fn every_turn_costs_exactly_so_many_write_units() {
    let turns = Box::pin(turns()).await;
    let writes: Vec<_> = turns.iter().map(|(name, spent)| (*name, spent.write_units)).collect();
    let expected = [
        ("keyword reply", 14),
        ("first message of a new customer", 22),
        ("keyword reply, list mark moved", 16),
        ("duplicate webhook", 1),
        ("message to a person", 9),
        ("operator answer", 12),
        ("note", 6),
        ("end request by timer", 20),
        ("web message", 9),
    ];
    assert_eq!(writes, expected, "\n{}", stories::units::table(&turns));
}

/// F-20: an account's rate is kept with tokens that a process takes by the fifty, and pushes are counted by the twenty:
/// what that adds to a turn is a fiftieth and a twentieth of a write unit.
#[tokio::test]
async fn keeping_the_rate_costs_a_fiftieth_of_a_unit() {
    let bench = Bench::open().await;
    // More answers in so short a time to one customer would be a loop (INV-24).
    let customers: Vec<_> = (0..10).map(|n| format!("c{n}")).collect();
    for customer in &customers {
        bench.writes(customer, QUESTION).await;
    }
    let hundred = async {
        for customer in customers.iter().cycle().take(100) {
            bench.clock.advance(seconds(3));
            bench.writes(customer, QUESTION).await;
        }
    };
    let spent = bench.cost(hundred).await;
    assert_eq!(spent.write_units, 100 * 14 + 2);
}

#[tokio::test]
async fn no_turn_reads_a_thread() {
    let bench = Bench::open().await;
    let mut rows = 0;
    let mut cost_at = async |length: u64| -> Spent {
        while rows < length {
            bench.clock.advance(minutes(1));
            bench.writes("mei", QUESTION).await;
            let found = bench.service.store().conversation(&bench.conversation("mei")).await.unwrap();
            rows = found.unwrap().0.seq;
        }
        // One turn in fifty takes out tokens for the account's rate; of two at most one does.
        let mut spent = Vec::new();
        for _ in 0..2 {
            bench.clock.advance(minutes(1));
            spent.push(bench.cost(bench.writes("mei", QUESTION)).await);
            rows += 2;
        }
        spent.into_iter().min_by_key(|spent| spent.calls).unwrap()
    };
    let (short, long) = (cost_at(20).await, cost_at(2_000).await);
    assert_eq!((short.read_half_units, short.calls), (long.read_half_units, long.calls));
}

/// INV-12, INV-18: an answer that is written while the provider still thinks about the one before follows at once: its own bell found
/// the row before it claimed.
#[tokio::test]
async fn what_came_meanwhile_is_sent_without_waiting_for_the_sweep() {
    let bench = Bench::open().await;
    bench.provider.hold_answers();
    let first = bench.webhook("mei", QUESTION);
    bench.receives(&first).await;
    let (service, mei) = (bench.service.clone(), bench.conversation("mei"));
    let mut sending = Box::pin(async move { service.work(&mei).await.unwrap() });
    assert!(futures::poll!(&mut sending).is_pending(), "the provider is being called");
    assert_eq!(bench.provider.calls().len(), 1);
    bench.clock.advance(seconds(1));
    bench.writes("mei", "料金").await;
    assert_eq!(bench.provider.calls().len(), 1, "one after the other (INV-12)");
    bench.provider.answer();
    sending.await;
    bench.settle().await;
    assert_eq!(bench.provider.calls().len(), 2);
}

/// P5: the page of costs follows from the meter and the prices.
#[tokio::test]
async fn the_page_of_costs_is_up_to_date() {
    let page = include_str!("../../../docs/costs.md");
    assert!(page == stories::costs::page().await, "run `cargo xtask bench costs --write`");
}
