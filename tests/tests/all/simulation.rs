//! T-1 to T-5, T-7, T-17: whole desks in worlds where everything that can go wrong does; `simulator` says what that is.
//!
//! Longer runs: `cargo xtask simulate --seeds 100000`, `cargo xtask simulate crashes --pairs-within 30`.

use std::sync::atomic::{AtomicU64, Ordering};

use simulator::defects::{self, Defect};
use simulator::faults::Faults;
use simulator::{Plan, Tally, scenarios, simulate};

/// Simulates every plan on all processors; says what came of all.
fn each(plans: &[Plan], check: impl Fn(&Plan, &simulator::Run) + Sync) -> Tally {
    let (next, tally) = (AtomicU64::new(0), Tally::default());
    let threads = std::thread::available_parallelism().map_or(1, usize::from);
    std::thread::scope(|scope| {
        for _ in 0..threads {
            scope.spawn(|| {
                while let Some(plan) =
                    plans.get(usize::try_from(next.fetch_add(1, Ordering::Relaxed)).unwrap())
                {
                    let run = simulate(plan);
                    if let Some(violation) = &run.violation {
                        let story = simulate(&Plan { transcript: true, ..plan.clone() }).transcript;
                        panic!(
                            "{story}\n{violation}\nto see it again: cargo xtask simulate {}",
                            plan.replay()
                        );
                    }
                    check(plan, &run);
                    tally.add(&run);
                }
            });
        }
    });
    tally
}

/// Worlds that once went wrong, and how.
const REGRESSIONS: [(u64, &str); 3] = [
    (47, "a message on hold after its sender's death did not hold back what is behind it (INV-12)"),
    (17_290, "a lone process whose clock was set back took its own claims for a dead one's (INV-13)"),
    (629, "a message behind one that was taken back while it was the next waited for the sweep (T-1)"),
];

/// T-5: what was once wrong stays mended.
#[test]
fn worlds_that_once_went_wrong_are_right() {
    let plans: Vec<_> = REGRESSIONS.iter().map(|(seed, _)| Plan { seed: *seed, ..Plan::default() }).collect();
    each(&plans, |_, _| {});
}

/// T-1, T-2, T-17; T-5, T-7 for each second seed: INV-1 to INV-16, INV-18, INV-22, INV-26.
#[test]
fn two_thousand_worlds_come_to_rest_with_nothing_lost_and_nothing_twice() {
    let plans: Vec<_> = (0..2_000).map(|seed| Plan { seed, ..Plan::default() }).collect();
    let tally = each(&plans, |plan, run| {
        if plan.seed % 2 == 0 {
            assert_eq!(simulate(plan).trace, run.trace, "T-5: seed {} ran another way", plan.seed);
        }
    });
    println!("{tally}");
    assert!(tally.steps() > 20_000, "too little happened to prove anything: {tally}");
}

/// T-3: INV-1 to INV-16, INV-18, INV-22, INV-26 after a death at each call through a seam, before and after its effect.
#[test]
fn a_death_at_any_call_of_six_stories_loses_nothing() {
    for scenario in 0..scenarios::COUNT {
        for seed in 0..2 {
            let calm = Plan { seed, scenario: Some(scenario), ..Plan::default() };
            let run = simulate(&calm);
            assert_eq!(run.violation, None, "{}", scenarios::TITLES[scenario]);
            let deaths: Vec<_> =
                (1..=run.calls_of_people).map(|call| Plan { crash_at: vec![call], ..calm.clone() }).collect();
            println!("{}: {}", scenarios::TITLES[scenario], each(&deaths, |_, run| assert_eq!(run.kills, 1)));
        }
    }
}

/// The first seed that saw each defect when this was written. If the worlds change, others do.
const SEEN_BY: [(Defect, u64); 23] = [
    (Defect::AckFirst, 0),
    (Defect::SplitDedupe, 39),
    (Defect::NoDedupe, 1),
    (Defect::Cursor, 0),
    (Defect::NoVersionCheck, 3),
    (Defect::SplitOutbox, 0),
    (Defect::NoClaim, 0),
    (Defect::ShortLease, 32),
    (Defect::RetryAmbiguous, 100),
    (Defect::FreshKey, 15),
    (Defect::NoFence, 0),
    (Defect::NoOrder, 0),
    (Defect::NoHold, 6),
    (Defect::LooksAway, 169),
    (Defect::GivesWay, 629),
    (Defect::NoSweep, 0),
    (Defect::BellBeforeCommit, 13),
    (Defect::ConversationAsDedupeId, 0),
    (Defect::TimerIgnoresInbox, 10),
    (Defect::NoCancel, 1),
    (Defect::HidesFailure, 1),
    (Defect::NoDueMark, 0),
    (Defect::Impure, 0),
];

/// T-4: an assertion that never fails proves nothing.
#[test]
fn every_seeded_defect_is_seen() {
    assert_eq!(SEEN_BY.map(|(defect, _)| defect), Defect::ALL);
    let next = AtomicU64::new(0);
    std::thread::scope(|scope| {
        for _ in 0..2 {
            scope.spawn(|| {
                while let Some((defect, seed)) =
                    SEEN_BY.get(usize::try_from(next.fetch_add(1, Ordering::Relaxed)).unwrap())
                {
                    let again = defects::caught(*defect, *seed..*seed + 1);
                    let caught = again.or_else(|| defects::caught(*defect, 0..defects::WITHIN));
                    let (seed, by) =
                        caught.unwrap_or_else(|| panic!("no seed of {} sees {defect}", defects::WITHIN));
                    println!("{defect} was seen by {by} in seed {seed}");
                }
            });
        }
    });
}

/// T-17, INV-18: with every bell lost but the sweep's, all work is done within two sweeps.
#[test]
fn a_deaf_desk_does_everything_within_two_sweeps() {
    let deaf = Faults { deaf: true, ..Faults::default() };
    let plans: Vec<_> =
        (0..60).map(|seed| Plan { seed, faults: Some(deaf.clone()), ..Plan::default() }).collect();
    println!("{}", each(&plans, |_, _| {}));
}
