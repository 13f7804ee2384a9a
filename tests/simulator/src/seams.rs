//! What a process of the desk is plugged into: the six seams, each of which may fail as the world pleases.

use std::sync::Arc;

use async_trait::async_trait;
use bytes::Bytes;
use channels::CallError;
use domain::Timestamp;
use futures::FutureExt;
use futures::future::{Either, select};
use http::{Request, Response};
use service::seams::{Bell, Blobs, Chance, Clock, FetchError, Http, Limits, ProcessBell, Ring};
use store::schema::Index;
use store::table::{Item, Page, Put, Query, Reason, Update, Write};
use store::{Key, Table, TableError};

use super::defects;
use super::machine::Owner;
use super::providers::Fate;
use super::watch::Writer;
use super::world::World;
use crate::dice::Dice;

/// A call to a provider is given up after so long.
const CALL_LIMIT_MS: u64 = 10_000;
/// A bell that nothing delays.
const BELL_MS: (u64, u64) = (5, 60);

/// Everything that one process is plugged into.
pub struct Seat {
    world: Arc<World>,
    process: usize,
    life: u64,
    bell: Option<Arc<ProcessBell>>,
}

/// What happens to one request to the table.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Weather {
    Fine,
    Throttled,
    Conflict,
    RequestLost,
    AnswerLost,
    Echo,
}

impl Seat {
    /// A seat for the present life of a process.
    pub fn new(world: Arc<World>, process: usize) -> Self {
        let life = world.life_of(process);
        Self { world, process, life, bell: None }
    }

    /// The bells ring within the process.
    #[must_use]
    pub fn ringing(mut self, bell: Arc<ProcessBell>) -> Self {
        self.bell = Some(bell);
        self
    }

    /// Time goes by at a call; the process may not live to see its end.
    async fn pause(&self, what: &'static str, low_ms: u64, high_ms: u64) {
        self.world.call(self.process, what);
        let ms = self.world.state().dice.between(low_ms, high_ms);
        self.world.machine.sleep(ms).await;
    }

    fn writer(&self) -> Writer {
        Writer {
            task: self.world.task(),
            clock: self.world.clock_of(self.process),
            now: self.world.now(),
            process: self.process,
            life: self.life,
        }
    }

    /// Decides what a request to the table meets, and lets it travel there.
    async fn to_the_table(&self, what: &'static str, writes: bool) -> Weather {
        let (weather, slow) = {
            let mut state = self.world.state();
            let faults = state.faults.clone();
            let dice = &mut state.dice;
            let weather = if dice.permille(faults.throttled) {
                Weather::Throttled
            } else if dice.permille(faults.request_lost) {
                Weather::RequestLost
            } else if dice.permille(faults.answer_lost) {
                Weather::AnswerLost
            } else if writes && dice.permille(faults.conflict) {
                Weather::Conflict
            } else if writes && dice.permille(faults.echo) {
                Weather::Echo
            } else {
                Weather::Fine
            };
            (weather, dice.permille(faults.slow_table))
        };
        if weather != Weather::Fine {
            self.world.tell(|| format!("#{} {what}: {weather:?}", self.world.task()));
        }
        self.pause(what, 1, if slow { 5_000 } else { 12 }).await;
        weather
    }

    /// The answer travels back.
    async fn back<T>(
        &self,
        what: &'static str,
        weather: Weather,
        answer: Option<Result<T, TableError>>,
    ) -> Result<T, TableError> {
        self.pause(what, 1, 12).await;
        match (weather, answer) {
            (Weather::Throttled, _) => Err(TableError::Throttled),
            (Weather::RequestLost | Weather::AnswerLost, _) | (_, None) => {
                Err(TableError::Unavailable("the answer was lost".into()))
            }
            (_, Some(answer)) => answer,
        }
    }

    /// Reads, if the request arrives.
    async fn reads<T>(
        &self,
        what: &'static str,
        read: impl FnOnce(&World) -> Result<T, TableError>,
    ) -> Result<T, TableError> {
        let weather = self.to_the_table(what, false).await;
        let arrives = !matches!(weather, Weather::Throttled | Weather::RequestLost);
        let answer = arrives.then(|| read(&self.world));
        self.back(what, weather, answer).await
    }

    /// Does writes together; everybody who watches sees them as one.
    fn apply(
        &self,
        writes: &[Write],
        how: impl Fn(&World) -> Result<(), TableError>,
    ) -> Result<(), TableError> {
        let world = &self.world;
        let keys: Vec<Key> = writes.iter().map(|write| write.key().clone()).collect();
        let before = now(world.table.get(&keys))?;
        let held = world.table.release(0);
        how(world)?;
        let after = now(world.table.get(&keys))?;
        for item in after.iter().flatten() {
            world.trace((&item.key, &item.attributes));
        }
        self.let_indexes_follow(held);
        let changes = keys.into_iter().zip(before.into_iter().zip(after)).collect();
        let writer = self.writer();
        let told = world.state().watch.wrote(&writer, changes);
        for line in told {
            world.tell(|| format!("#{} {line}", writer.task));
        }
        Ok(())
    }

    /// What changed in the table shows in its global indexes later, in order.
    fn let_indexes_follow(&self, held_before: usize) {
        let world = &self.world;
        let count = world.table.release(0).saturating_sub(held_before);
        let now_ms = world.machine.now_ms();
        let at_ms = {
            let mut state = world.state();
            let most = state.faults.index_lag_ms;
            let lag = state.dice.between(0, most + 1);
            state.index_until_ms = state.index_until_ms.max(now_ms + lag);
            state.index_until_ms
        };
        if at_ms <= now_ms {
            world.table.release(count);
            return;
        }
        let later = world.clone();
        world.outside(async move {
            later.machine.sleep(at_ms - now_ms).await;
            later.table.release(count);
        });
    }

    async fn writes(
        &self,
        what: &'static str,
        writes: Vec<Write>,
        how: impl Fn(&World, &[Write]) -> Result<(), TableError>,
    ) -> Result<(), TableError> {
        defects::before_write(&self.world, &writes).await;
        let weather = self.to_the_table(what, true).await;
        let mut parts = defects::parts(&self.world, self.writer().clock, writes).into_iter();
        let apply = |part: Vec<Write>| {
            if part.is_empty() { Ok(()) } else { self.apply(&part, |world| how(world, &part)) }
        };
        let first = parts.next().unwrap_or_default();
        let mut answer = match weather {
            Weather::Throttled | Weather::RequestLost => None,
            Weather::Conflict if first.len() > 1 => {
                Some(Err(TableError::Cancelled { reasons: first.iter().map(|_| Reason::Conflict).collect() }))
            }
            Weather::Conflict => Some(Err(TableError::Conflict)),
            // A transaction carries a token of its own, by which the table knows it again; a single write does not.
            Weather::Echo if first.len() == 1 => {
                let _ = apply(first.clone());
                Some(apply(first))
            }
            Weather::Fine | Weather::AnswerLost | Weather::Echo => Some(apply(first)),
        };
        for part in parts {
            self.pause("between two halves of a write", 1, 12).await;
            if answer.as_ref().is_some_and(Result::is_ok) {
                answer =
                    Some(if part.is_empty() { Ok(()) } else { self.apply(&part, |world| how(world, &part)) });
            }
        }
        let answer = self.back(what, weather, answer).await;
        defects::answered(&self.world, answer)
    }
}

/// The table in memory answers at once.
fn now<T>(answer: impl Future<Output = Result<T, TableError>>) -> Result<T, TableError> {
    answer.now_or_never().unwrap_or_else(|| Err(TableError::Unavailable("not at once".into())))
}

#[async_trait]
impl Table for Seat {
    async fn get(&self, keys: &[Key]) -> Result<Vec<Option<Item>>, TableError> {
        let items = self.reads("get", |world| now(world.table.get(keys))).await?;
        Ok(defects::got(&self.world, items))
    }

    async fn query(&self, query: &Query) -> Result<Page, TableError> {
        let task = self.world.task();
        let page = self
            .reads("query", |world| {
                if query.index == Index::Waiting {
                    world.state().watch.looked(task, &query.hash);
                }
                now(world.table.query(query))
            })
            .await?;
        Ok(defects::found(&self.world, self.writer().clock, query, page))
    }

    async fn put(&self, put: &Put) -> Result<(), TableError> {
        self.writes("put", vec![put.clone().into()], |world, writes| match writes {
            [Write::Put(put)] => now(world.table.put(put)),
            other => now(world.table.transact(other)),
        })
        .await
    }

    async fn update(&self, update: &Update) -> Result<(), TableError> {
        self.writes("update", vec![update.clone().into()], |world, writes| match writes {
            [Write::Update(update)] => now(world.table.update(update)),
            other => now(world.table.transact(other)),
        })
        .await
    }

    async fn transact(&self, writes: &[Write]) -> Result<(), TableError> {
        self.writes("transact", writes.to_vec(), |world, writes| now(world.table.transact(writes))).await
    }
}

#[async_trait]
impl Bell for Seat {
    async fn ring(&self, ring: Ring) {
        // Nobody passes webhooks on here, and nobody watches.
        if matches!(
            ring,
            Ring::Changed(_) | Ring::Viewing(_) | Ring::Typing(_) | Ring::Missed | Ring::Relay(..)
        ) {
            return;
        }
        self.pause("ring", 1, 4).await;
        if defects::swallows(&self.world, &ring) {
            return;
        }
        let task = self.world.task();
        let sweeping = self.world.state().sweepers.contains(&task);
        let (copies, late_ms) = {
            let mut state = self.world.state();
            state.rung.insert(ring.clone());
            let faults = state.faults.clone();
            let dice = &mut state.dice;
            let lost = dice.permille(faults.bell_lost) || faults.deaf && !sweeping;
            let copies = if lost { 0 } else { 1 + usize::from(dice.permille(faults.bell_doubled)) };
            let late = |dice: &mut Dice| {
                dice.between(BELL_MS.0, BELL_MS.1) + dice.between(0, faults.bell_late_ms + 1)
            };
            (copies, [late(dice), late(dice)])
        };
        self.world.trace((copies, ring.about()));
        for late_ms in late_ms.into_iter().take(copies) {
            let (world, ring) = (self.world.clone(), ring.clone());
            match &self.bell {
                None => {
                    self.world.outside(world.deliver(ring, late_ms));
                }
                Some(bell) => {
                    let owner = Owner::Process { process: self.process, life: self.life };
                    let bell = bell.clone();
                    self.world.machine.spawn(owner, async move {
                        world.machine.sleep(late_ms).await;
                        bell.ring(ring).await;
                    });
                }
            }
        }
    }
}

#[async_trait]
impl Http for Seat {
    async fn call(&self, request: Request<Bytes>) -> Result<Response<Bytes>, CallError> {
        let world = &self.world;
        let request = defects::rewritten(world, request);
        let courtesy = ["answerCallbackQuery", "sendChatAction"]
            .iter()
            .any(|method| request.uri().path().ends_with(method));
        let writer = self.writer();
        let row = if courtesy { None } else { world.state().watch.calls(&writer) };
        let (fate, there_ms, back_ms) = {
            let mut state = world.state();
            let faults = state.faults.clone();
            let dice = &mut state.dice;
            let fate = Fate::of(&faults, dice);
            let slow = if dice.permille(faults.slow_provider) { dice.between(0, 12_000) } else { 0 };
            let usual = |dice: &mut Dice| {
                let most = if dice.percent(20) { 600 } else { 40 };
                dice.between(5, most)
            };
            let (there, back) = (usual(dice), usual(dice));
            if dice.percent(50) { (fate, there + slow, back) } else { (fate, there, back + slow) }
        };
        world.tell(|| format!("#{} calls {}: {fate:?}", writer.task, request.uri().path()));
        self.pause("call", 1, 5).await;
        if fate == Fate::NotConnected {
            return defects::outcome(world, Err(CallError::NotConnected));
        }
        // From here on the request travels by itself, whether or not anybody lives to hear the answer.
        let provider = world.clone();
        let answer = world.outside(async move {
            provider.machine.sleep(there_ms).await;
            let answer = provider.take_call(row.as_ref(), &request, fate);
            provider.machine.sleep(back_ms).await;
            if answer.is_err() {
                // Nobody hangs up.
                provider.machine.sleep(2 * CALL_LIMIT_MS).await;
            }
            answer
        });
        let limit = world.machine.sleep(CALL_LIMIT_MS);
        let answer = match select(answer, limit).await {
            Either::Left((Some(answer), _)) => answer,
            Either::Left((None, _)) | Either::Right(_) => Err(CallError::Lost),
        };
        self.pause("answer", 1, 2).await;
        defects::outcome(world, answer)
    }

    async fn fetch(&self, request: Request<Bytes>, _: Limits) -> Result<Response<Bytes>, FetchError> {
        let world = &self.world;
        let (fate, ms) = {
            let mut state = world.state();
            let faults = state.faults.clone();
            let dice = &mut state.dice;
            let slow = if dice.permille(faults.slow_provider) { dice.between(0, 12_000) } else { 0 };
            (Fate::of(&faults, dice), dice.between(5, 600) + slow)
        };
        let writer = self.writer();
        world.tell(|| format!("#{} fetches {}: {fate:?}", writer.task, request.uri().path()));
        self.pause("fetch", 1, 5).await;
        world.machine.sleep(ms.min(CALL_LIMIT_MS)).await;
        self.pause("fetched", 1, 2).await;
        Ok(world.gives(request.uri(), fate)?)
    }
}

#[async_trait]
impl Blobs for Seat {
    async fn put(&self, name: &str, bytes: Bytes) -> std::io::Result<()> {
        self.pause("put a file", 5, 50).await;
        self.world.state().blobs.insert(name.to_owned(), bytes);
        self.pause("a file is put", 5, 50).await;
        Ok(())
    }

    async fn get(&self, name: &str) -> std::io::Result<Bytes> {
        self.pause("get a file", 5, 50).await;
        let file = self.world.state().blobs.get(name).cloned();
        file.ok_or_else(|| std::io::ErrorKind::NotFound.into())
    }

    async fn delete(&self, name: &str) -> std::io::Result<()> {
        self.pause("delete a file", 5, 50).await;
        self.world.state().blobs.remove(name);
        Ok(())
    }
}

impl Clock for Seat {
    fn now(&self) -> Timestamp {
        self.world.clock_of(self.process)
    }
}

impl Chance for Seat {
    fn fill(&self, bytes: &mut [u8]) {
        let mut state = self.world.state();
        for chunk in bytes.chunks_mut(8) {
            let n = defects::chance(self.world.defect, state.chance.bits());
            chunk.copy_from_slice(&n.to_be_bytes()[..chunk.len()]);
        }
    }
}
