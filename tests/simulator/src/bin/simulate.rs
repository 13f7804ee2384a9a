//! `cargo xtask simulate`: as many worlds as wanted, every crash point, every pair of them, every seeded defect.

use std::process::ExitCode;
use std::sync::atomic::{AtomicBool, AtomicU64, Ordering};
use std::time::Instant;

use clap::{Parser, Subcommand};
use simulator::defects::{self, Defect};
use simulator::{Plan, Run, Tally, scenarios, simulate};

/// Simulates whole desks in worlds where everything that can go wrong does (RELIABILITY.md, T-1 to T-5, T-7, T-17).
#[derive(Parser)]
#[command(args_conflicts_with_subcommands = true)]
struct Cli {
    #[command(subcommand)]
    what: Option<What>,
    /// How many worlds.
    #[arg(long, default_value_t = 2_000)]
    seeds: u64,
    /// The seed of the first.
    #[arg(long, default_value_t = 0)]
    from: u64,
    /// Run each twice and compare what happened, call by call (T-5, T-7).
    #[arg(long)]
    twice: bool,
}

#[derive(Subcommand)]
enum What {
    /// One world again, with a transcript of what happened.
    Replay {
        /// Its seed.
        seed: u64,
        /// One of the fixed stories in place of the seed's own.
        #[arg(long)]
        scenario: Option<usize>,
        /// Die at these calls.
        #[arg(long, value_delimiter = ',')]
        crash_at: Vec<u64>,
        /// With this mistake.
        #[arg(long)]
        defect: Option<Defect>,
    },
    /// Die once at each call of each fixed story (T-3).
    Crashes {
        /// Also at each pair of calls that are no more than so many apart.
        #[arg(long, default_value_t = 0)]
        pairs_within: u64,
    },
    /// Which seed sees which seeded defect (T-4).
    Defects {
        /// Look at so many seeds at most.
        #[arg(long, default_value_t = defects::WITHIN)]
        within: u64,
    },
}

fn main() -> ExitCode {
    let cli = Cli::parse();
    let begun = Instant::now();
    let fine = match cli.what {
        None => worlds(cli.from, cli.seeds, cli.twice),
        Some(What::Replay { seed, scenario, crash_at, defect }) => {
            let run =
                simulate(&Plan { seed, scenario, crash_at, defect, transcript: true, ..Plan::default() });
            println!("{}", run.transcript);
            match &run.violation {
                Some(violation) => println!("{violation}"),
                None => println!("nothing is wrong"),
            }
            println!(
                "{} calls, {} steps, {} kills, trace {:016x}",
                run.calls, run.steps, run.kills, run.trace
            );
            run.violation.is_none()
        }
        Some(What::Crashes { pairs_within }) => crashes(pairs_within),
        Some(What::Defects { within }) => all_defects(within),
    };
    println!("{:.1} s", begun.elapsed().as_secs_f64());
    if fine { ExitCode::SUCCESS } else { ExitCode::FAILURE }
}

/// Runs plans on all processors until one fails; what came of all, and the failure with its plan.
fn run_all(
    count: u64,
    plan: impl Fn(u64) -> Plan + Sync,
    also: impl Fn(&Plan, &Run) -> Option<String> + Sync,
) -> bool {
    let (next, failed) = (AtomicU64::new(0), AtomicBool::new(false));
    let tally = Tally::default();
    let threads = std::thread::available_parallelism().map_or(1, usize::from);
    std::thread::scope(|scope| {
        for _ in 0..threads {
            scope.spawn(|| {
                loop {
                    let n = next.fetch_add(1, Ordering::Relaxed);
                    if n >= count || failed.load(Ordering::Relaxed) {
                        return;
                    }
                    let plan = plan(n);
                    let run = simulate(&plan);
                    tally.add(&run);
                    if n % 1_000 == 999 {
                        eprintln!("{} of {count}", n + 1);
                    }
                    let wrong = run.violation.as_ref().map(ToString::to_string).or_else(|| also(&plan, &run));
                    if let Some(wrong) = wrong
                        && !failed.swap(true, Ordering::Relaxed)
                    {
                        tell(&plan, &wrong);
                    }
                }
            });
        }
    });
    println!("{tally}");
    !failed.load(Ordering::Relaxed)
}

/// Shows a failure: what happened, what is wrong, and how to see it again.
fn tell(plan: &Plan, wrong: &str) {
    let again = simulate(&Plan { transcript: true, ..plan.clone() });
    println!("{}", again.transcript);
    println!("seed {}: {wrong}", plan.seed);
    println!("to see it again: cargo xtask simulate {}", plan.replay());
}

fn worlds(from: u64, count: u64, twice: bool) -> bool {
    run_all(
        count,
        |n| Plan { seed: from + n, ..Plan::default() },
        |plan, run| {
            let again = twice.then(|| simulate(plan))?;
            (again.trace != run.trace)
                .then(|| "T-5: the same seed ran another way the second time".to_owned())
        },
    )
}

fn crashes(pairs_within: u64) -> bool {
    let mut fine = true;
    for (number, title) in scenarios::TITLES.iter().enumerate() {
        for seed in 0..2 {
            let calm = Plan { seed, scenario: Some(number), ..Plan::default() };
            let calls = simulate(&calm).calls_of_people;
            println!("{title} ({:?}): {calls} calls", scenarios::shape(seed));
            let once = |n| Plan { crash_at: vec![n + 1], ..calm.clone() };
            fine &= run_all(calls, once, |_, _| None);
            if pairs_within > 0 {
                let pair = |n: u64| {
                    let (first, apart) = (n / pairs_within + 1, n % pairs_within + 1);
                    Plan { crash_at: vec![first, first + apart], ..calm.clone() }
                };
                fine &= run_all(calls * pairs_within, pair, |_, _| None);
            }
        }
    }
    fine
}

fn all_defects(within: u64) -> bool {
    let mut all = true;
    for defect in Defect::ALL {
        let caught = defects::caught(defect, 0..within);
        all &= caught.is_some();
        match caught {
            Some((seed, by)) => println!("| {defect} | {seed} | {by} |"),
            None => println!("| {defect} | none of {within} | |"),
        }
    }
    all
}
