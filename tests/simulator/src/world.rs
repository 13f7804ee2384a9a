//! The world in which the desk runs: its processes, its faults, its time, and what everybody sees.

use std::collections::{BTreeMap, BTreeSet};
use std::hash::{DefaultHasher, Hash, Hasher};
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};
use std::time::Duration;

use domain::Timestamp;
use futures::future::BoxFuture;
use service::bells::QueuedBell;
use service::seams::{ProcessBell, Ring};
use service::{Plugs, Service, Settings};
use store::{Memory, Store};

use super::defects::Defect;
use super::faults::{CLOCK_STEP_MS, Faults, Shape};
use super::machine::{Machine, Owner, Running, TaskId};
use super::providers::Providers;
use super::seams::Seat;
use super::watch::Watch;
use crate::dice::Dice;

/// When every world begins: a Friday at nine in Tokyo.
const BEGINNING_MS: i64 = 1_795_132_800_000;
/// The platform ends an invocation after so long.
const TIME_LIMIT_MS: u64 = 30_000;
/// The queue hides a message that is being worked on for so long.
const VISIBILITY_MS: u64 = 180_000;
/// The queue gives up after so many tries; T-17 rings for it again.
const RECEIVES: u32 = 5;

/// Everything around the desk.
pub struct World {
    /// What everything is thrown from.
    pub seed: u64,
    /// Time and tasks.
    pub machine: Machine,
    /// The table, without its bad days.
    pub table: Arc<Memory>,
    /// Where the desk runs.
    pub shape: Shape,
    /// The defect that is built in on purpose (T-4).
    pub defect: Option<Defect>,
    settings: Settings,
    state: Mutex<State>,
}

/// What changes.
pub struct State {
    /// What goes wrong from now on.
    pub faults: Faults,
    /// Decides when.
    pub dice: Dice,
    /// The processes' randomness.
    pub chance: Dice,
    /// Sees every write and every call, and knows what must hold.
    pub watch: Watch,
    /// LINE, Telegram and WhatsApp.
    pub providers: Providers,
    /// Calls through seams so far: each is a point at which a process can die.
    pub calls: u64,
    /// Die at these.
    pub crash_at: BTreeSet<u64>,
    /// Processes and invocations killed.
    pub kills: u64,
    /// Messages of customers that nobody has acknowledged yet.
    pub undelivered: usize,
    /// WhatsApp: messages of which it has not told everything yet.
    pub untold: usize,
    /// LINE: events that go out together.
    pub gathered: Vec<super::post::Event>,
    /// Numbers whatever people do.
    pub number: u64,
    /// Attachments.
    pub blobs: BTreeMap<String, bytes::Bytes>,
    /// Tasks that sweep: their bells get through to a deaf desk.
    pub sweepers: BTreeSet<TaskId>,
    /// Every bell that ever rang (T-17).
    pub rung: BTreeSet<Ring>,
    /// What defects remember.
    pub mischief: super::defects::Mischief,
    /// Until when changes of the indexes are held back.
    pub index_until_ms: u64,
    processes: Vec<Process>,
    steps_of_clocks: BTreeMap<usize, i64>,
    transcript: Option<String>,
    trace: DefaultHasher,
}

struct Process {
    life: u64,
    skew_ms: i64,
    service: Option<Arc<Service>>,
}

impl World {
    /// Makes a world in which nothing runs yet.
    pub fn new(
        seed: u64,
        shape: Shape,
        faults: Faults,
        defect: Option<Defect>,
        crash_at: &[u64],
        settings: Settings,
        transcript: bool,
    ) -> Arc<Self> {
        let count = match shape {
            Shape::Cloud { processes } => processes,
            Shape::Laptop => 1,
        };
        let mut dice = Dice::of(seed, "clocks");
        let mut skew = || {
            let most = faults.skew_ms;
            let skew = i64::try_from(dice.between(0, 2 * most + 1)).unwrap_or(0);
            skew - i64::try_from(most).unwrap_or(0)
        };
        let processes = (0..count).map(|_| Process { life: 0, skew_ms: skew(), service: None }).collect();
        let machine = Machine::default();
        let table = Arc::new(Memory::new());
        table.hold_global_indexes();
        let store = Store::new(table.clone(), settings.desk.tenant.clone());
        let watch = Watch::new(&settings, store, machine.clone(), shape, &faults, crash_at.is_empty());
        Arc::new(Self {
            seed,
            machine,
            table,
            shape,
            defect,
            settings,
            state: Mutex::new(State {
                faults,
                dice: Dice::of(seed, "faults"),
                chance: Dice::of(seed, "chance"),
                watch,
                providers: Providers::default(),
                calls: 0,
                crash_at: crash_at.iter().copied().collect(),
                kills: 0,
                undelivered: 0,
                untold: 0,
                gathered: Vec::new(),
                number: 0,
                blobs: BTreeMap::new(),
                sweepers: BTreeSet::new(),
                rung: BTreeSet::new(),
                mischief: super::defects::Mischief::default(),
                index_until_ms: 0,
                processes,
                steps_of_clocks: BTreeMap::new(),
                transcript: transcript.then(String::new),
                trace: DefaultHasher::new(),
            }),
        })
    }

    /// The desk's settings.
    pub fn settings(&self) -> &Settings {
        &self.settings
    }

    /// What changes; held for a moment only.
    pub fn state(&self) -> MutexGuard<'_, State> {
        self.state.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// The true time, which no process knows.
    pub fn now(&self) -> Timestamp {
        Timestamp::from_millis(BEGINNING_MS + i64::try_from(self.machine.now_ms()).unwrap_or(i64::MAX))
    }

    /// The time by the clock of a process.
    pub fn clock_of(&self, process: usize) -> Timestamp {
        let state = self.state();
        let step = state.steps_of_clocks.get(&process).copied().unwrap_or(0);
        Timestamp::from_millis(self.now().as_millis() + state.processes[process].skew_ms + step)
    }

    /// Sets the clock of a process an hour forward, and back after some time.
    pub async fn step_clock(self: Arc<Self>, process: usize, for_ms: u64) {
        let step = i64::try_from(CLOCK_STEP_MS).unwrap_or(i64::MAX);
        self.state().steps_of_clocks.insert(process, step);
        self.tell(|| format!("the clock of process {process} is set an hour forward"));
        self.machine.sleep(for_ms).await;
        self.state().steps_of_clocks.remove(&process);
        self.tell(|| format!("the clock of process {process} is right again"));
    }

    /// Writes a line of the transcript, if somebody wants to read one.
    pub fn tell(&self, line: impl FnOnce() -> String) {
        let now_ms = self.machine.now_ms();
        if let Some(transcript) = &mut self.state().transcript {
            let line = format!("{:>5}.{:03} {}\n", now_ms / 1000, now_ms % 1000, line());
            transcript.push_str(&line);
        }
    }

    /// Takes something that happened into the trace, by which two runs are compared (T-5).
    pub fn trace(&self, what: impl Hash) {
        let now_ms = self.machine.now_ms();
        let trace = &mut self.state().trace;
        now_ms.hash(trace);
        what.hash(trace);
    }

    /// The hash of everything that happened so far.
    pub fn trace_hash(&self) -> u64 {
        self.state().trace.finish()
    }

    /// What happened, to be read.
    pub fn transcript(&self) -> String {
        self.state().transcript.clone().unwrap_or_default()
    }

    /// Begins a task that no kill ends.
    pub fn outside<T: Send + 'static>(&self, future: impl Future<Output = T> + Send + 'static) -> Running<T> {
        self.machine.spawn(Owner::World, future)
    }

    /// Starts every process, and the sweeps.
    pub fn start(self: &Arc<Self>) {
        let count = self.state().processes.len();
        for process in 0..count {
            self.outside(self.clone().start_process(process, 0));
        }
        if matches!(self.shape, Shape::Cloud { .. }) {
            self.outside(self.clone().sweep_every(60_000));
        }
    }

    /// A process begins: it reads the rules, and dies if it cannot.
    async fn start_process(self: Arc<Self>, process: usize, after_ms: u64) {
        self.machine.sleep(after_ms).await;
        loop {
            let life = {
                let mut state = self.state();
                state.processes[process].life += 1;
                state.processes[process].life
            };
            let seat = Seat::new(self.clone(), process);
            let (bell, rings) = ProcessBell::new();
            let seat = if self.shape == Shape::Laptop { seat.ringing(Arc::new(bell)) } else { seat };
            let seat = Arc::new(seat);
            let plugs = Plugs {
                store: Store::new(seat.clone(), self.settings.desk.tenant.clone()),
                bell: seat.clone(),
                http: seat.clone(),
                blobs: seat.clone(),
                clock: seat.clone(),
                chance: seat,
            };
            let service = Service::new(self.settings.clone(), plugs);
            let service = Arc::new(if self.shape == Shape::Laptop { service.alone() } else { service });
            let owner = Owner::Process { process, life };
            let starting = service.clone();
            let started = self.machine.spawn(owner, async move { starting.refresh().await.is_ok() });
            if started.await != Some(true) {
                self.machine.sleep(500).await;
                continue;
            }
            self.tell(|| format!("process {process} has started (life {life})"));
            self.state().processes[process].service = Some(service.clone());
            if self.shape == Shape::Laptop {
                self.machine.spawn(owner, self.clone().answer_bells(rings, owner, service.clone()));
                self.machine.spawn(owner, self.clone().sweep_on_laptop(service));
            }
            return;
        }
    }

    /// As the local server does it.
    async fn answer_bells(
        self: Arc<Self>,
        mut rings: service::seams::Rings,
        owner: Owner,
        service: Arc<Service>,
    ) {
        while let Some(ring) = rings.next().await {
            let service = service.clone();
            let world = self.clone();
            self.machine.spawn(owner, async move {
                if let Err(error) = service.answer(&ring).await {
                    world.tell(|| format!("{ring:?} was not answered: {error}"));
                }
            });
        }
    }

    async fn sweep_on_laptop(self: Arc<Self>, service: Arc<Service>) {
        let task = self.task();
        self.state().sweepers.insert(task);
        // What cannot be read now is read by the next sweep.
        let _ = service.recover().await;
        loop {
            self.machine.sleep(5_000).await;
            if self.defect != Some(Defect::NoSweep) {
                let _ = service.sweep().await;
            }
        }
    }

    async fn sweep_every(self: Arc<Self>, every_ms: u64) {
        loop {
            self.machine.sleep(every_ms).await;
            if self.defect == Some(Defect::NoSweep) {
                continue;
            }
            let world = self.clone();
            self.outside(async move {
                world
                    .invoke("sweep", |service| Box::pin(async move { service.sweep().await.map_err(drop) }))
                    .await
            });
        }
    }

    /// Runs something in a process of the desk, as an invocation of a function or a request to the server. Nothing
    /// comes back if there was no process, or it died.
    pub async fn invoke<T: Send + 'static>(
        self: &Arc<Self>,
        what: &'static str,
        work: impl FnOnce(Arc<Service>) -> BoxFuture<'static, T>,
    ) -> Option<T> {
        let (owner, service) = {
            let mut state = self.state();
            let count = state.processes.len() as u64;
            let process = usize::try_from(state.dice.between(0, count)).ok()?;
            let Process { life, service, .. } = &state.processes[process];
            (Owner::Process { process, life: *life }, service.clone()?)
        };
        let running = self.machine.spawn(owner, work(service));
        let task = running.task;
        if what == "sweep" {
            self.state().sweepers.insert(task);
        }
        self.tell(|| format!("#{task} {what} begins in {owner:?}"));
        if matches!(self.shape, Shape::Cloud { .. }) {
            let world = self.clone();
            self.outside(async move {
                world.machine.sleep(TIME_LIMIT_MS).await;
                world.machine.kill(|other, _| other == task);
            });
        }
        running.await
    }

    /// Nothing runs any more. Processes and tasks hold the world, and the world holds them.
    pub fn end(&self) {
        self.machine.kill(|_, _| true);
        self.state().processes.iter_mut().for_each(|process| process.service = None);
    }

    /// Counts a call through a seam, at which whoever makes it may die.
    pub fn call(self: &Arc<Self>, process: usize, what: &'static str) {
        let (deadly, whole) = {
            let mut state = self.state();
            state.calls += 1;
            let planned = {
                let calls = state.calls;
                state.crash_at.contains(&calls)
            };
            let per_mille = state.faults.kill;
            let deadly = planned || state.dice.permille(per_mille);
            if deadly {
                state.kills += 1;
            }
            let whole = deadly && (planned || self.shape == Shape::Laptop || state.dice.percent(50));
            (deadly, whole)
        };
        let Some(task) = self.machine.current().filter(|_| deadly) else { return };
        if whole {
            self.tell(|| format!("#{task} process {process} is killed at: {what}"));
            self.outside(self.clone().kill_process(process));
        } else {
            self.tell(|| format!("#{task} is killed at: {what}"));
            let machine = self.machine.clone();
            self.outside(async move { machine.kill(|other, _| other == task) });
        }
    }

    async fn kill_process(self: Arc<Self>, process: usize) {
        let (life, starting, after_ms) = {
            let mut state = self.state();
            let starting = state.processes[process].service.take().is_none();
            (state.processes[process].life, starting, state.dice.between(50, 3_000))
        };
        self.machine.kill(|_, owner| owner == Owner::Process { process, life });
        // A process that dies while it starts is started again by whoever starts it.
        if !starting {
            self.start_process(process, after_ms).await;
        }
    }

    /// The life of a process that a task belongs to has not ended.
    pub fn lives(&self, process: usize, life: u64) -> bool {
        self.state().processes[process].life == life
    }

    /// The life that a process is in.
    pub fn life_of(&self, process: usize) -> u64 {
        self.state().processes[process].life
    }

    /// The cloud's queue delivers a bell until somebody has answered it.
    pub async fn deliver(self: Arc<Self>, ring: Ring, after_ms: u64) {
        self.machine.sleep(after_ms).await;
        let Ok(body) = serde_json::to_string(&ring) else { return };
        for _ in 0..RECEIVES {
            let body = body.clone();
            let steps = matches!(ring, Ring::Work(_));
            let again = self
                .invoke("bell", move |service| {
                    Box::pin(async move {
                        // The worker looks for newer rules and settings; the sender has no use for them.
                        if steps {
                            let _ = service.refresh().await;
                        }
                        let bell =
                            QueuedBell { id: Some(String::new()), body: Some(body), ..QueuedBell::default() };
                        let until = service.now() + Duration::from_millis(TIME_LIMIT_MS);
                        let answer = async |ring| service.answer(&ring).await;
                        Box::pin(service::bells::answer_all(&service, [bell], until, answer)).await.len()
                    })
                })
                .await;
            if again == Some(0) {
                return;
            }
            self.machine.sleep(VISIBILITY_MS).await;
        }
        self.tell(|| format!("the queue gives up on {ring:?}"));
    }

    /// Which task runs; the world itself is 0.
    pub fn task(&self) -> TaskId {
        self.machine.current().unwrap_or(0)
    }
}
