//! T-8: the desk is killed at random moments while customers write and providers have a bad day.
//!
//! `MADOGUCHI_KILLS` says how often (20), `MADOGUCHI_SEED` repeats the decisions of a run; when exactly the operating
//! system lets the process die is not in the seed.

mod customers;
mod process;
mod provider;
mod verdict;

use std::sync::Arc;
use std::sync::atomic::Ordering;
use std::time::{Duration, Instant};

use domain::ChannelKind;
use futures::future::join_all;

use self::customers::{Customer, World, write_on};
use self::process::KilledDesk;
use self::provider::Providers;
use self::verdict::Verdict;
use simulator::CHANNELS;
use simulator::dice::Dice;

/// Customers who write at the same time over each channel.
const WRITERS: usize = 3;
/// After a restart the desk serves again within 2 s; a machine that is busy with other tests is given more.
const SERVING_WITHIN: Duration = Duration::from_secs(5);
/// A desk that serves hears of every channel within so long, however busy the machine is.
const HEARS_WITHIN: Duration = Duration::from_secs(6);
/// Everything that was left is done within 10 s; given more for the same reason, and because a WhatsApp message whose
/// sender died waits a minute for the provider's word, and what is behind it with it.
const DRAINED_WITHIN: Duration = Duration::from_secs(100);

/// T-8, INV-1, INV-2, INV-4, INV-8, INV-9, INV-10, INV-11, INV-12
#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn nothing_acknowledged_is_lost_and_nothing_arrives_twice_however_often_the_desk_is_killed() {
    let kills: u32 = setting("MADOGUCHI_KILLS").unwrap_or(20);
    let now = std::time::SystemTime::now().duration_since(std::time::UNIX_EPOCH).unwrap();
    let seed: u64 = setting("MADOGUCHI_SEED").unwrap_or(u64::from(now.subsec_nanos()));
    println!("seed {seed}: MADOGUCHI_SEED={seed} MADOGUCHI_KILLS={kills}");
    let mut dice = Dice::of(seed, "kills");
    let providers = Providers::open(seed).await;
    let mut desk = KilledDesk::new(&providers, &mut dice);
    let world = Arc::new(World::new(&desk.base, &desk.settings));

    desk.start();
    desk.serving(SERVING_WITHIN).await;
    let whatsapp = desk.settings.inboxes.iter().find(|inbox| inbox.channel == ChannelKind::Whatsapp);
    providers.tell_receipts(&desk.base, whatsapp.unwrap());
    let writing = everybody_writes(&world, seed);
    let slowest = kill_again_and_again(&mut desk, &world, kills, &mut dice).await;
    world.over.store(true, Ordering::Relaxed);
    let mut customers: Vec<Customer> = join_all(writing).await.into_iter().flat_map(Result::unwrap).collect();

    providers.calm_down();
    let calm = Instant::now();
    have_the_last_word(&mut customers, &mut dice).await;
    wait_for_the_last_echoes(&customers, &providers, &desk, calm).await;
    let drained = calm.elapsed();
    let mut told = Vec::new();
    for customer in of(ChannelKind::Web, &customers) {
        told.push(customer.is_told().await);
    }
    while !providers.has_told_everything() {
        tokio::time::sleep(Duration::from_millis(50)).await;
    }
    settle(&mut desk, calm).await;

    let store = verdict::open(&desk.data, &desk.settings.desk.tenant).await;
    let arrivals = providers.arrivals();
    let mut unknown = 0;
    let mut told = told.iter();
    for customer in &customers {
        let verdict = Verdict::on(customer, &store, &arrivals).await;
        verdict.has_everything_once();
        verdict.has_one_answer_each();
        match customer.channel {
            ChannelKind::Line => verdict.reached_them_exactly_once_in_order(),
            ChannelKind::Telegram | ChannelKind::Whatsapp => {
                unknown += verdict.reached_them_at_most_once_and_never_silently_not();
            }
            ChannelKind::Web => verdict.was_told_exactly_once(told.next().unwrap()),
            other => unreachable!("nobody writes on {other} here"),
        }
    }
    for channel in CHANNELS {
        let words: usize = of(channel, &customers).map(|customer| customer.words.len()).sum();
        println!("{channel}: {} customers, {words} messages", of(channel, &customers).count());
        assert!(
            words > usize::try_from(kills).unwrap(),
            "{channel}: too little was written to prove anything"
        );
    }
    let (in_vain, again) = (world.in_vain.load(Ordering::Relaxed), world.redelivered.load(Ordering::Relaxed));
    println!(
        "{kills} kills; {in_vain} attempts in vain, {again} delivered once more; {:?}",
        providers.moods()
    );
    println!(
        "serving after {slowest:?} at the latest; drained after {drained:?}; {unknown} unknown at Telegram and WhatsApp"
    );
}

fn setting<T: std::str::FromStr>(name: &str) -> Option<T> {
    std::env::var(name).ok()?.parse().ok()
}

fn of(channel: ChannelKind, customers: &[Customer]) -> impl Iterator<Item = &Customer> {
    customers.iter().filter(move |customer| customer.channel == channel)
}

fn everybody_writes(world: &Arc<World>, seed: u64) -> Vec<tokio::task::JoinHandle<Vec<Customer>>> {
    let channels = CHANNELS.repeat(WRITERS);
    let writer =
        |(n, channel)| tokio::spawn(write_on(world.clone(), channel, Dice::of(seed, &format!("writer {n}"))));
    channels.into_iter().enumerate().map(writer).collect()
}

/// Kills and restarts; the desk is serving at the end. Says how long it was not at the longest.
async fn kill_again_and_again(desk: &mut KilledDesk, world: &World, kills: u32, dice: &mut Dice) -> Duration {
    let mut slowest = Duration::ZERO;
    for _ in 0..kills {
        // Now and then it does not even live to serve.
        if dice.percent(20) {
            tokio::time::sleep(dice.millis(0, 150)).await;
        } else {
            let before = world.heard();
            slowest = slowest.max(desk.serving(SERVING_WITHIN).await);
            let served = Instant::now();
            tokio::time::sleep(dice.millis(100, 1500)).await;
            // On a busy machine it lives until it has heard of every channel: otherwise there is nothing to lose.
            while served.elapsed() < HEARS_WITHIN
                && world.heard().iter().zip(&before).any(|(heard, before)| heard == before)
            {
                tokio::time::sleep(Duration::from_millis(20)).await;
            }
        }
        desk.kill();
        desk.start();
    }
    slowest.max(desk.serving(SERVING_WITHIN).await)
}

/// Everybody writes once more. Whoever has the answer to that has the answers before it, or never will (INV-12).
async fn have_the_last_word(customers: &mut [Customer], dice: &mut Dice) {
    let mut dices: Vec<_> =
        customers.iter().map(|customer| Dice::of(dice.between(0, u64::MAX), &customer.address)).collect();
    join_all(customers.iter_mut().zip(&mut dices).map(|(customer, dice)| customer.writes(dice))).await;
}

async fn wait_for_the_last_echoes(
    customers: &[Customer],
    providers: &Providers,
    desk: &KilledDesk,
    calm: Instant,
) {
    for customer in customers.iter().filter(|customer| customer.channel != ChannelKind::Web) {
        let echo = verdict::echo(customer.words.last().unwrap());
        while !providers.has_reached(&customer.address, &echo) {
            assert!(
                calm.elapsed() < DRAINED_WITHIN,
                "{} {}: no {echo:?} after {DRAINED_WITHIN:?}\n{}",
                customer.channel,
                customer.address,
                desk.what_it_logged()
            );
            tokio::time::sleep(Duration::from_millis(20)).await;
        }
    }
}

/// Stops the desk when nothing is left to do. That the last message arrived is not yet written, and the team is not
/// yet told of what is unknown, when the providers have everything.
async fn settle(desk: &mut KilledDesk, calm: Instant) {
    loop {
        tokio::time::sleep(Duration::from_millis(500)).await;
        desk.kill();
        if verdict::is_settled(&verdict::open(&desk.data, &desk.settings.desk.tenant).await).await {
            return;
        }
        assert!(calm.elapsed() < DRAINED_WITHIN, "something is still due\n{}", desk.what_it_logged());
        desk.start();
        desk.serving(SERVING_WITHIN).await;
    }
}
