//! What may go wrong in a run, and how often. A seed decides which kinds happen at all.

use crate::dice::Dice;

/// Where the desk runs.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Shape {
    /// Functions: so many processes, invocations of at most 30 s, a queue that outlives them, a sweep each minute.
    Cloud {
        /// How many.
        processes: usize,
    },
    /// One process with its bells in memory and a sweep every few seconds.
    Laptop,
}

/// How often each thing goes wrong, in a thousand; lengths in milliseconds.
#[derive(Debug, Clone, Default)]
pub struct Faults {
    /// At a call through a seam, the process or the invocation dies.
    pub kill: u64,
    /// The table has no capacity.
    pub throttled: u64,
    /// A transaction meets another one.
    pub conflict: u64,
    /// A request never reaches the table.
    pub request_lost: u64,
    /// The table does what it is asked, and the answer is lost.
    pub answer_lost: u64,
    /// The answer is lost on the way, the client library tries again by itself, and that try is answered.
    pub echo: u64,
    /// A call to the table takes up to five seconds.
    pub slow_table: u64,
    /// Global indexes are behind by up to so much.
    pub index_lag_ms: u64,
    /// A bell is lost.
    pub bell_lost: u64,
    /// A bell comes twice.
    pub bell_doubled: u64,
    /// A bell comes late, and so in another order, by up to so much.
    pub bell_late_ms: u64,
    /// Every bell but the sweep's is lost.
    pub deaf: bool,
    /// No connection to the provider.
    pub not_connected: u64,
    /// The provider has too much to do, and may say how long.
    pub busy: u64,
    /// The provider answers 500; whether it took the message is another throw.
    pub broken: u64,
    /// No answer comes; whether the message was taken is another throw.
    pub unanswered: u64,
    /// The provider takes up to twelve seconds.
    pub slow_provider: u64,
    /// The provider refuses for good.
    pub refused: u64,
    /// A webhook comes again although it was acknowledged.
    pub hook_doubled: u64,
    /// A webhook is late by up to so much, so that a later one comes first.
    pub hook_late_ms: u64,
    /// Several events come in one webhook, and after a failure in others than the first time.
    pub hook_batched: u64,
    /// Processes' clocks are wrong by up to so much.
    pub skew_ms: u64,
    /// A clock is set an hour forward for some time.
    pub clock_step: bool,
    /// Rules are published so often while the run is under way.
    pub publishes: u64,
}

/// What everything takes at most where nothing goes wrong.
const PROMPT_MS: i64 = 6_000;
/// What nobody has touched for so long is due.
const DUE_AFTER_MS: i64 = 10_000;
/// The length of a clock's step.
pub const CLOCK_STEP_MS: u64 = 3_600_000;

impl Faults {
    /// A run in which each kind of fault happens or not, as the seed says. One in six has none.
    pub fn of(dice: &mut Dice) -> Self {
        if dice.between(0, 6) == 0 {
            return Self::default();
        }
        let mut some = |most: u64| if dice.percent(45) { dice.between(1, most + 1) } else { 0 };
        Self {
            kill: some(12),
            throttled: some(40),
            conflict: some(60),
            request_lost: some(20),
            answer_lost: some(40),
            echo: some(40),
            slow_table: some(15),
            index_lag_ms: some(10_000),
            bell_lost: some(300),
            bell_doubled: some(300),
            bell_late_ms: some(20_000),
            deaf: some(10) == 1,
            not_connected: some(150),
            busy: some(150),
            broken: some(150),
            unanswered: some(150),
            slow_provider: some(150),
            refused: some(30),
            hook_doubled: some(300),
            hook_late_ms: some(4_000),
            hook_batched: some(500),
            skew_ms: some(2_000),
            clock_step: some(6) == 1,
            publishes: some(3),
        }
    }

    /// Whether nothing goes wrong, so that the world is as fast as it can be.
    pub fn none(&self) -> bool {
        let numbers = [
            self.kill,
            self.throttled,
            self.conflict,
            self.request_lost,
            self.answer_lost,
            self.echo,
            self.slow_table,
            self.index_lag_ms,
            self.bell_lost,
            self.bell_doubled,
            self.bell_late_ms,
            self.not_connected,
            self.busy,
            self.broken,
            self.unanswered,
            self.slow_provider,
            self.refused,
            self.hook_doubled,
            self.hook_late_ms,
            self.hook_batched,
            self.skew_ms,
        ];
        numbers.iter().all(|number| *number == 0) && !self.deaf && !self.clock_step
    }

    /// Within so many milliseconds whatever waits is taken and whatever goes out is out: at once where nothing goes wrong
    /// (otherwise the sweep would hide a bell that was forgotten), within two sweeps where only the bells are lost
    /// (T-17). Nothing can be said where more goes wrong.
    pub fn prompt_ms(&self, shape: Shape) -> Option<i64> {
        let sweep_ms = match shape {
            Shape::Cloud { .. } => 60_000,
            Shape::Laptop => 5_000,
        };
        match self {
            Self { deaf: true, .. } if (Self { deaf: false, ..self.clone() }).none() => {
                Some(2 * sweep_ms + DUE_AFTER_MS + PROMPT_MS)
            }
            _ => self.none().then_some(PROMPT_MS),
        }
    }

    /// The bad day is over: from here on everything works. Clocks keep their small errors.
    pub fn end(&mut self) {
        *self = Self { skew_ms: self.skew_ms, ..Self::default() };
    }
}
