//! Time and tasks of a world of its own: one thread, no wall clock, the same every time.

use std::cmp::Reverse;
use std::collections::{BTreeMap, BinaryHeap};
use std::future::Future;
use std::pin::Pin;
use std::sync::{Arc, Mutex, MutexGuard, PoisonError, Weak};
use std::task::{Context, Poll, Wake, Waker};

use futures::future::BoxFuture;

/// Names a task; later ones are greater.
pub type TaskId = u64;

/// Whose task it is: one life of one process of ours, or the world around them, which nobody can kill.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Owner {
    /// Customers, operators, providers, queues, networks.
    World,
    /// A process, from one start to its death.
    Process {
        /// Which.
        process: usize,
        /// Which of its lives.
        life: u64,
    },
}

/// Runs tasks one at a time in the order of simulated time.
#[derive(Clone)]
pub struct Machine(Arc<Mutex<Inner>>);

struct Inner {
    now_ms: u64,
    order: u64,
    wakes: BinaryHeap<Reverse<(u64, u64, TaskId)>>,
    tasks: BTreeMap<TaskId, Task>,
    last: TaskId,
    current: Option<TaskId>,
}

struct Task {
    owner: Owner,
    // Taken out while it is polled.
    future: Option<BoxFuture<'static, ()>>,
    waker: Waker,
    waiting: Vec<Waker>,
}

/// Wakes a task at the present moment.
struct Alarm {
    machine: Weak<Mutex<Inner>>,
    task: TaskId,
}

impl Wake for Alarm {
    fn wake(self: Arc<Self>) {
        if let Some(machine) = self.machine.upgrade() {
            lock(&machine).wake_in(0, self.task);
        }
    }
}

fn lock(inner: &Mutex<Inner>) -> MutexGuard<'_, Inner> {
    inner.lock().unwrap_or_else(PoisonError::into_inner)
}

impl Inner {
    fn wake_in(&mut self, ms: u64, task: TaskId) {
        self.order += 1;
        self.wakes.push(Reverse((self.now_ms + ms, self.order, task)));
    }
}

impl Default for Machine {
    fn default() -> Self {
        Self(Arc::new(Mutex::new(Inner {
            now_ms: 0,
            order: 0,
            wakes: BinaryHeap::new(),
            tasks: BTreeMap::new(),
            last: 0,
            current: None,
        })))
    }
}

impl Machine {
    /// Milliseconds since the world began.
    pub fn now_ms(&self) -> u64 {
        lock(&self.0).now_ms
    }

    /// The task that runs at this moment.
    pub fn current(&self) -> Option<TaskId> {
        lock(&self.0).current
    }

    /// Begins a task. It runs when everything that was to run before has run.
    pub fn spawn<T: Send + 'static>(
        &self,
        owner: Owner,
        future: impl Future<Output = T> + Send + 'static,
    ) -> Running<T> {
        let slot = Arc::new(Mutex::new(None));
        let result = slot.clone();
        let mut inner = lock(&self.0);
        inner.last += 1;
        let task = inner.last;
        let waker = Waker::from(Arc::new(Alarm { machine: Arc::downgrade(&self.0), task }));
        let future = Box::pin(async move {
            let value = future.await;
            *result.lock().unwrap_or_else(PoisonError::into_inner) = Some(value);
        });
        inner.tasks.insert(task, Task { owner, future: Some(future), waker, waiting: Vec::new() });
        inner.wake_in(0, task);
        Running { machine: self.clone(), task, slot }
    }

    /// Lets time pass for the task that asks; others run meanwhile, even if no time passes.
    pub fn sleep(&self, ms: u64) -> Sleep {
        Sleep { machine: self.clone(), ms, until_ms: None }
    }

    /// Ends tasks where they stand, as a process that is killed ends them: nothing of them runs any more.
    pub fn kill(&self, which: impl Fn(TaskId, Owner) -> bool) {
        let mut inner = lock(&self.0);
        let doomed: Vec<_> =
            inner.tasks.iter().filter(|(id, task)| which(**id, task.owner)).map(|(id, _)| *id).collect();
        let ended: Vec<_> = doomed.iter().filter_map(|id| inner.tasks.remove(id)).collect();
        drop(inner);
        for task in ended {
            task.waiting.into_iter().for_each(Waker::wake);
        }
    }

    /// Runs everything that is to run until that time.
    pub fn run_until(&self, until_ms: u64) {
        while self.run_next(until_ms) {}
        let mut inner = lock(&self.0);
        inner.now_ms = inner.now_ms.max(until_ms);
    }

    fn run_next(&self, until_ms: u64) -> bool {
        let mut inner = lock(&self.0);
        let Some(Reverse((at_ms, ..))) = inner.wakes.peek() else { return false };
        if *at_ms > until_ms {
            return false;
        }
        let Some(Reverse((at_ms, _, id))) = inner.wakes.pop() else { return false };
        inner.now_ms = inner.now_ms.max(at_ms);
        let Some(task) = inner.tasks.get_mut(&id) else { return true };
        let (Some(mut future), waker) = (task.future.take(), task.waker.clone()) else { return true };
        inner.current = Some(id);
        drop(inner);
        let polled = future.as_mut().poll(&mut Context::from_waker(&waker));
        let mut inner = lock(&self.0);
        inner.current = None;
        match polled {
            Poll::Pending => {
                // Gone if it was killed while it ran.
                if let Some(task) = inner.tasks.get_mut(&id) {
                    task.future = Some(future);
                }
            }
            Poll::Ready(()) => {
                let task = inner.tasks.remove(&id);
                drop(inner);
                task.into_iter().flat_map(|task| task.waiting).for_each(Waker::wake);
            }
        }
        true
    }
}

/// Waits for simulated time.
pub struct Sleep {
    machine: Machine,
    ms: u64,
    until_ms: Option<u64>,
}

impl Future for Sleep {
    type Output = ();

    fn poll(mut self: Pin<&mut Self>, _: &mut Context<'_>) -> Poll<()> {
        let mut inner = lock(&self.machine.0);
        if let Some(until_ms) = self.until_ms {
            return if inner.now_ms >= until_ms { Poll::Ready(()) } else { Poll::Pending };
        }
        let until_ms = inner.now_ms + self.ms;
        if let Some(current) = inner.current {
            inner.wake_in(self.ms, current);
        }
        drop(inner);
        self.until_ms = Some(until_ms);
        Poll::Pending
    }
}

/// A task that was begun; waiting for it gives what it came to, or nothing if it was killed.
pub struct Running<T> {
    machine: Machine,
    /// Which.
    pub task: TaskId,
    slot: Arc<Mutex<Option<T>>>,
}

impl<T> Future for Running<T> {
    type Output = Option<T>;

    fn poll(self: Pin<&mut Self>, context: &mut Context<'_>) -> Poll<Option<T>> {
        let value = self.slot.lock().unwrap_or_else(PoisonError::into_inner).take();
        if value.is_some() {
            return Poll::Ready(value);
        }
        match lock(&self.machine.0).tasks.get_mut(&self.task) {
            None => Poll::Ready(None),
            Some(task) => {
                task.waiting.push(context.waker().clone());
                Poll::Pending
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn tasks_run_in_the_order_of_time_and_die_where_they_stand() {
        let machine = Machine::default();
        let said = Arc::new(Mutex::new(Vec::new()));
        let say = |words: &'static str, ms: u64, owner: Owner| {
            let (clock, said) = (machine.clone(), said.clone());
            machine.spawn(owner, async move {
                clock.sleep(ms).await;
                said.lock().unwrap().push((words, clock.now_ms()));
                clock.sleep(ms).await;
                said.lock().unwrap().push((words, clock.now_ms()));
            })
        };
        let process = Owner::Process { process: 0, life: 1 };
        say("slow", 30, Owner::World);
        let victim = say("victim", 20, process);
        let waiter = machine.spawn(Owner::World, victim);
        machine.run_until(35);
        machine.kill(|_, owner| owner == process);
        machine.run_until(100);
        assert_eq!(*said.lock().unwrap(), [("victim", 20), ("slow", 30), ("slow", 60)]);
        assert_eq!(*waiter.slot.lock().unwrap(), Some(None), "whoever waited for it knows");
        assert_eq!(machine.now_ms(), 100);
    }
}
