//! The simulator (RELIABILITY.md, T-1): a whole desk in a world where everything that can go wrong does.
//!
//! **What is real:** everything of the desk. Webhooks come in through its routes, its worker steps, its sender calls,
//! its sweep rings; operators and visitors commit as the API and the web messenger do; rules are rhai.
//!
//! **What is simulated:** what the desk is plugged into, the six seams (`seams`): the table with its indexes that lag,
//! the queue, the providers, attachments, clocks and randomness; and people (`people`), and the providers' patience with
//! webhooks (`post`). Everything runs on one thread in simulated time (`machine`), and every decision is thrown with the
//! seed's dice, so that a seed is the same run every time (T-5).
//!
//! **What goes wrong** (`faults`): at every call through a seam a process or an invocation may die, before the effect
//! or after it; the table throttles, conflicts, loses requests, loses answers after the effect, and echoes; bells are
//! lost, doubled, late; webhooks are late, doubled, swapped, put together and torn apart; providers cannot be reached,
//! are busy, break, answer late or not at all, having taken the message or not; clocks are wrong and jump; rules are
//! published while people write.
//!
//! **What must hold** is checked at each write and each call (`watch`, each check names its INV), and again when the
//! faults have ended and the world has come to rest (`verdict`, T-2 and T-17). In a world without faults everything
//! must also be prompt, because the sweep would hide a bell that nobody rang.
//!
//! A run goes: people act for one to four minutes, everything fails as the seed says; then the faults end, six minutes
//! pass, nothing may be left; then every bell rings three times again, and nothing may change.

#![allow(
    clippy::unwrap_used,
    clippy::missing_errors_doc,
    reason = "a simulation that meets the unexpected fails"
)]

pub mod defects;
pub mod dice;
pub mod faults;
mod machine;
mod people;
mod post;
mod providers;
mod rules;
pub mod scenarios;
mod seams;
mod verdict;
mod watch;
mod world;

use std::fmt;
use std::sync::Arc;
use std::sync::atomic::{AtomicU64, Ordering};

use domain::{ChannelKind, Language, Operator, Presence, Role, Rules as _, RulesVersion, Timestamp};
use futures::FutureExt;
use service::Settings;
use store::{CameBy, CurrentRules, RuleSet, RuleVersion, Store};

use self::defects::Defect;
use self::faults::{CLOCK_STEP_MS, Faults, Shape};
use self::people::{Colleague, Customer};
pub use self::watch::Violation;
use self::world::World;
use crate::dice::Dice;

/// The channels on which people write in these worlds: each has another way of sending, and the rest are like one of them.
pub const CHANNELS: [ChannelKind; 4] =
    [ChannelKind::Line, ChannelKind::Telegram, ChannelKind::Web, ChannelKind::Whatsapp];

/// After the last fault everything is done within so long (T-2).
const DRAIN_MS: u64 = 360_000;
/// For ringing every bell three times again (T-17).
const REDRIVE_MS: u64 = 30_000;
/// So many minutes are waited for the last timers before that.
const MOST_TIMERS: usize = 15;
/// How often it is looked whether something is wrong already.
const LOOK_MS: u64 = 5_000;

/// What to simulate.
#[derive(Debug, Clone, Default)]
pub struct Plan {
    /// Decides everything that is not said here.
    pub seed: u64,
    /// One of [`scenarios`] in a world whose only faults are `crash_at`, in place of whatever the seed brings.
    pub scenario: Option<usize>,
    /// What goes wrong, in place of what the seed says.
    pub faults: Option<Faults>,
    /// The processes die at these calls through seams, counted from 1.
    pub crash_at: Vec<u64>,
    /// A mistake that the desk makes (T-4).
    pub defect: Option<Defect>,
    /// Write down what happens.
    pub transcript: bool,
}

/// What came of a run.
#[derive(Debug, Clone)]
pub struct Run {
    /// What was wrong first, if anything was.
    pub violation: Option<Violation>,
    /// The hash of everything that happened (T-5, T-7).
    pub trace: u64,
    /// Steps that were committed.
    pub steps: u64,
    /// Processes and invocations that were killed.
    pub kills: u64,
    /// Calls through seams.
    pub calls: u64,
    /// Calls through seams until the people had done what they do.
    pub calls_of_people: u64,
    /// Simulated milliseconds.
    pub simulated_ms: u64,
    /// What happened, if it was to be written down.
    pub transcript: String,
}

impl Plan {
    /// How `cargo xtask simulate` is told to run it again.
    pub fn replay(&self) -> String {
        let scenario = self.scenario.map(|scenario| format!(" --scenario {scenario}"));
        let calls: Vec<_> = self.crash_at.iter().map(u64::to_string).collect();
        let crashes = (!calls.is_empty()).then(|| format!(" --crash-at {}", calls.join(",")));
        let defect = self.defect.map(|defect| format!(" --defect {defect}"));
        let more = [scenario, crashes, defect].map(Option::unwrap_or_default).concat();
        format!("replay {}{more}", self.seed)
    }
}

/// What came of many runs.
#[derive(Debug, Default)]
pub struct Tally {
    runs: AtomicU64,
    steps: AtomicU64,
    kills: AtomicU64,
    calls: AtomicU64,
    simulated_ms: AtomicU64,
    trace: AtomicU64,
}

impl Tally {
    /// Adds a run.
    pub fn add(&self, run: &Run) {
        for (sum, more) in [
            (&self.runs, 1),
            (&self.steps, run.steps),
            (&self.kills, run.kills),
            (&self.calls, run.calls),
            (&self.simulated_ms, run.simulated_ms),
        ] {
            sum.fetch_add(more, Ordering::Relaxed);
        }
        // Whatever the order in which the runs end.
        self.trace.fetch_xor(run.trace, Ordering::Relaxed);
    }

    /// Steps that were committed.
    pub fn steps(&self) -> u64 {
        self.steps.load(Ordering::Relaxed)
    }
}

impl fmt::Display for Tally {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let read = |sum: &AtomicU64| sum.load(Ordering::Relaxed);
        let days = read(&self.simulated_ms) / 86_400_000;
        write!(
            f,
            "{} worlds, {} steps, {} kills, {} calls, {days} simulated days, trace {:016x}",
            read(&self.runs),
            read(&self.steps),
            read(&self.kills),
            read(&self.calls),
            read(&self.trace)
        )
    }
}

/// Simulates one plan. The same plan gives the same run.
pub fn simulate(plan: &Plan) -> Run {
    let mut dice = Dice::of(plan.seed, "plan");
    let (shape, faults) = if plan.scenario.is_some() {
        (scenarios::shape(plan.seed), plan.faults.clone().unwrap_or_default())
    } else {
        let shape = match dice.between(0, 3) {
            0 => Shape::Laptop,
            _ => Shape::Cloud { processes: usize::try_from(dice.between(1, 5)).unwrap_or(1) },
        };
        (shape, plan.faults.clone().unwrap_or_else(|| Faults::of(&mut dice)))
    };
    let settings = settings(&mut dice);
    let world =
        World::new(plan.seed, shape, faults.clone(), plan.defect, &plan.crash_at, settings, plan.transcript);
    world.tell(|| format!("seed {}: {shape:?}, {faults:?}", plan.seed));
    let team = prepare(&world);
    world.start();
    let until_ms = match plan.scenario {
        Some(number) => scenarios::play(number, &world, &team),
        None => everybody_acts(&world, &team, &faults, &mut dice),
    };
    passes(&world, until_ms);
    let calls_of_people = world.state().calls;
    world.state().faults.end();
    let step = if faults.clock_step { CLOCK_STEP_MS } else { 0 };
    passes(&world, until_ms + step + DRAIN_MS);
    // WhatsApp may be in the middle of telling something.
    for _ in 0..100 {
        if !world.somebody_is_telling() {
            break;
        }
        passes(&world, world.machine.now_ms() + 200);
    }
    if world.state().watch.violation().is_none() {
        world.has_come_to_rest();
    }
    for _ in 0..MOST_TIMERS {
        if world.nothing_is_due_soon() {
            break;
        }
        passes(&world, world.machine.now_ms() + 60_000);
    }
    if world.state().watch.violation().is_none() {
        let ringing = world.outside(world.clone().rings_everything_again(plan.seed));
        passes(&world, world.machine.now_ms() + REDRIVE_MS);
        let ended = !world.machine.is_alive(ringing.task);
        world.state().watch.must(ended, "T-17", || "the bells did not all ring again".into());
    }
    let mut run = Run {
        violation: None,
        trace: world.trace_hash(),
        steps: 0,
        kills: 0,
        calls: 0,
        calls_of_people,
        simulated_ms: world.machine.now_ms(),
        transcript: world.transcript(),
    };
    world.end();
    let state = world.state();
    run.violation = state.watch.violation().cloned();
    run.steps = state.watch.steps;
    run.kills = state.kills;
    run.calls = state.calls;
    run
}

/// Lets time pass until then, or until something is wrong.
fn passes(world: &Arc<World>, until_ms: u64) {
    while world.machine.now_ms() < until_ms && world.state().watch.violation().is_none() {
        let next = world.machine.now_ms() + LOOK_MS;
        world.machine.run_until(next.min(until_ms));
    }
}

/// The sample's accounts, with short timers and other settings as the dice fall.
fn settings(dice: &mut Dice) -> Settings {
    #[allow(clippy::expect_used, reason = "a test reads the sample too")]
    let mut settings = Settings::sample().expect("the sample is right");
    settings.desk.language = Language::En;
    for inbox in &mut settings.inboxes {
        inbox.language = None;
        inbox.texts.clear();
        inbox.end_request_grace_minutes = 1;
        inbox.push_only = dice.percent(40);
        inbox.auto_assign = dice.percent(40);
        inbox.ask_rating = dice.percent(20);
    }
    settings
}

/// Puts the team and the first rules into the table before anything can go wrong.
fn prepare(world: &Arc<World>) -> Vec<Colleague> {
    let rules = rules::compiled(1);
    let version = rules.version().clone();
    world.state().watch.knows_rules(rules);
    let store = Store::new(world.table.clone(), world.settings().desk.tenant.clone());
    let now = world.now();
    let team = ["aki", "ken"].map(|name| {
        #[allow(clippy::expect_used, reason = "a name of three letters is an id")]
        let id: domain::OperatorId = name.parse().expect("a name is an id");
        let operator = Operator {
            id: id.clone(),
            login: name.to_owned(),
            name: name.to_owned(),
            role: Role::Operator,
            inboxes: Vec::new(),
            capacity: 3,
            disabled: false,
            since: now,
        };
        (Colleague { id }, operator)
    });
    let (first, in_force) = first_rules(version, now);
    let done = async {
        store.put_rules(&first).await.is_ok()
            && store.publish_rules(&in_force, "{}", "first").await.is_ok()
            && {
                let mut done = true;
                for (person, operator) in &team {
                    done &= store.create_operator(operator, &"no password".to_owned().into()).await.is_ok();
                    done &= store.set_presence(&person.id, Presence::Online, now).await.is_ok();
                }
                done
            }
    };
    let done = done.now_or_never();
    world.state().watch.must(done == Some(true), "T-1", || "the world could not be prepared".into());
    team.map(|(person, _)| person).into()
}

/// The first edition of the rules, as it is kept and as it is in force.
fn first_rules(version: RulesVersion, now: Timestamp) -> (RuleSet, CurrentRules) {
    let files: Vec<_> = rules::sources(1).into_iter().map(|source| (source.file, source.text)).collect();
    let meta = RuleVersion {
        version: version.clone(),
        note: "the first".to_owned(),
        by: "admin".to_owned(),
        at: now,
        files: files.iter().map(|(file, _)| file.clone()).collect(),
        cases: Vec::new(),
    };
    let in_force = CurrentRules {
        version,
        previous: None,
        at: now,
        by: "admin".to_owned(),
        note: String::new(),
        came_by: CameBy::Publishing,
    };
    (RuleSet { meta, files, cases: Vec::new() }, in_force)
}

/// Customers write, operators work, rules are published, clocks jump; says when they stop.
fn everybody_acts(world: &Arc<World>, team: &[Colleague], faults: &Faults, dice: &mut Dice) -> u64 {
    let until_ms = dice.one_of(&[60_000, 120_000, 240_000]);
    let mut customers = Vec::new();
    for n in 0..dice.between(1, 5) {
        let channel = dice.one_of(&CHANNELS);
        customers.push(Customer { channel, number: n + 1 });
    }
    for (n, customer) in customers.iter().enumerate() {
        let own = Dice::of(world.seed, &format!("customer {n}"));
        world.outside(customer.lives(world.clone(), own, until_ms));
    }
    for person in team.iter().take(usize::try_from(dice.between(0, 3)).unwrap_or(0)) {
        let own = Dice::of(world.seed, &person.id.to_string());
        world.outside(person.clone().works(world.clone(), customers.clone(), own, until_ms));
    }
    world.outside(people::publish(world.clone(), Dice::of(world.seed, "admin"), faults.publishes, until_ms));
    if faults.clock_step {
        let (from_ms, for_ms) = (dice.between(0, until_ms), dice.between(1_000, until_ms));
        let stepping = world.clone();
        world.outside(async move {
            stepping.machine.sleep(from_ms).await;
            stepping.step_clock(0, for_ms.min(until_ms - from_ms)).await;
        });
    }
    until_ms
}
