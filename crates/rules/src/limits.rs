//! Every limit of the rules in one place (SEC-21, RELIABILITY.md section 5).

use std::cell::Cell;
use std::time::{Duration, Instant};

use rhai::{Dynamic, Engine};

/// The longest source file in bytes. Compiling a `switch` grows with the square of its size and cannot be interrupted.
pub const SOURCE_BYTES: usize = 32 * 1024;
/// The most files in a set.
pub const FILES: usize = 64;
/// The most rules in a set.
pub const RULES: usize = 20_000;
/// The most rules with a regular expression in a set: each of them is tried on its own.
pub const PATTERNS: usize = 200;
/// The longest keyword in characters after folding. It bounds how many keywords can end at one place of a message.
pub const WORD_CHARS: usize = 100;
/// The longest name of a rule in characters.
pub const NAME_CHARS: usize = 64;
/// The compiled size of a regular expression in bytes (SEC-39).
pub const PATTERN_BYTES: usize = 256 * 1024;
/// The operations one rule may take.
pub const OPERATIONS: u64 = 200_000;
/// How long one rule may run. It binds from [`PATIENCE`] operations on.
pub const RUN_TIME: Duration = Duration::from_millis(250);
/// The operations that a rule may take however slow they are, so that a busy or paused machine fails no small rule.
/// What one operation can do at most is bounded by the sizes below.
pub const PATIENCE: u64 = 1_000;
/// The operations that all rules of one decision may take together.
pub const DECISION_OPERATIONS: u64 = 1_000_000;
/// How long all rules of one decision may run, once they have taken five times [`PATIENCE`] operations.
pub const DECISION_TIME: Duration = Duration::from_secs(1);
/// The failed rules after which a decision runs no further ones.
pub const FAILURES: usize = 10;
/// The most cases that a set is tested with.
pub const CASES: usize = 2_000;
/// The longest file of cases in bytes.
pub const CASES_BYTES: usize = 256 * 1024;
/// How long all cases of a set may take together; those after it count as failed.
pub const CASES_TIME: Duration = Duration::from_secs(30);
/// The findings that a refused set comes back with.
pub const FINDINGS: usize = 100;
/// The longest message about a failure, and the longest line shown with a finding, in characters.
pub const SHOWN_CHARS: usize = 300;
/// How long one file may take to declare its rules. Generous: the operations bind first, unless a busy machine compiles
/// many regular expressions.
pub const LOAD_TIME: Duration = Duration::from_secs(3);
/// How long a set may take to compile; the files after it are refused.
pub const COMPILE_TIME: Duration = Duration::from_secs(5);
/// Functions calling functions.
pub const CALL_DEPTH: usize = 16;
/// Bytes in one text, or in all texts of one list or map.
pub const STRING_BYTES: usize = 16 * 1024;
/// Items in one list and all lists within it. It is also how deep lists can be nested, and what is nested is copied,
/// compared, shown and freed by functions that call themselves.
pub const LIST_ITEMS: usize = 300;
/// Items in one map and all maps within it; see [`LIST_ITEMS`].
pub const MAP_ITEMS: usize = 100;
/// The most proposals of one decision (B-32).
pub const PROPOSALS: usize = 20;
/// The longest reply or note in characters; LINE takes 5,000.
pub const TEXT_CHARS: usize = 5_000;
/// The longest tag, status, category, field name, variable name, template name or button label in characters.
pub const LABEL_CHARS: usize = 64;
/// The longest reason or value of a field or variable in characters.
pub const VALUE_CHARS: usize = 500;
/// The longest key of a map in bytes.
pub const KEY_BYTES: usize = 64;
/// The bytes of a message that rules look at; the longest message of LINE fits in.
pub const MESSAGE_BYTES: usize = 16_000;
/// The last messages that rules may look at.
pub const HISTORY: usize = 10;
/// The characters of each of them that rules see.
pub const HISTORY_CHARS: usize = 400;
/// The shortest and the longest time that `after` and `hold` take.
pub const LENGTHS: (Duration, Duration) = (Duration::from_mins(1), Duration::from_hours(90 * 24));

/// Sets every limit of the engine. Rhai's own defaults differ between debug and release builds.
pub(crate) fn apply(engine: &mut Engine) {
    engine
        .set_max_operations(OPERATIONS)
        .set_max_call_levels(CALL_DEPTH)
        .set_max_expr_depths(40, 24)
        .set_max_string_size(STRING_BYTES)
        .set_max_array_size(LIST_ITEMS)
        .set_max_map_size(MAP_ITEMS)
        .set_max_variables(100)
        .set_max_functions(2_000)
        .set_max_modules(0)
        .set_strict_variables(true)
        .set_fail_on_invalid_map_property(false)
        .on_progress(|operations| {
            SPENT.set(operations);
            let look = operations >= PATIENCE && operations % 16 == 0;
            (look && Deadline::passed()).then_some(Dynamic::UNIT)
        });
}

thread_local! {
    /// A script runs on the thread that called it, from its first operation to its last.
    static DEADLINE: Cell<Option<Instant>> = const { Cell::new(None) };
    /// The operations it has taken.
    static SPENT: Cell<u64> = const { Cell::new(0) };
}

/// When the script on this thread has to be done; lifted when it is dropped.
pub(crate) struct Deadline(Option<Instant>);

impl Deadline {
    /// Ends scripts on this thread from `at` on.
    pub fn at(at: Instant) -> Self {
        SPENT.set(0);
        Self(DEADLINE.replace(Some(at)))
    }

    /// Lifts it and tells how many operations the script took.
    pub fn lift(self) -> u64 {
        drop(self);
        SPENT.get()
    }

    fn passed() -> bool {
        DEADLINE.get().is_some_and(|at| Instant::now() >= at)
    }
}

impl Drop for Deadline {
    fn drop(&mut self) {
        DEADLINE.set(self.0);
    }
}

/// What the rules of one decision have used up.
pub(crate) struct Budget {
    operations: u64,
    end: Instant,
}

impl Budget {
    /// The budget of a decision that begins now.
    pub fn new() -> Self {
        Self { operations: 0, end: Instant::now() + DECISION_TIME }
    }

    /// Takes what a rule spent off it.
    pub fn spend(&mut self, operations: u64) {
        self.operations += operations;
    }

    /// Whether no further rule may run.
    pub fn is_spent(&self) -> bool {
        self.operations >= DECISION_OPERATIONS
            || (self.operations >= 5 * PATIENCE && Instant::now() >= self.end)
    }
}
