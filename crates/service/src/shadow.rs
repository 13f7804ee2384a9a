//! A candidate beside the rules in force: it sees what they saw, and what it would have done is counted. Nothing of it
//! is sent or kept with a conversation.
//!
//! A step only copies the facts into a short queue; a full queue drops them and says so. The candidate runs elsewhere,
//! after the step, so that it can neither delay nor fail a message (INV-16). What is counted is written to the table
//! now and then; it holds ids and names of rules, never what people wrote (INV-20, SEC-28).

mod report;

use std::panic::{AssertUnwindSafe, catch_unwind};
use std::sync::atomic::{AtomicBool, AtomicU64, Ordering};
use std::sync::{Arc, Mutex};
use std::time::Duration;

use arc_swap::ArcSwapOption;
use domain::step::{Effect, Stepped};
use domain::{
    Body, Contact, Conversation, ConversationId, Decision, Facts, Inbox, InboxId, LocalTime, Occasion,
    Proposal, RowId, RuleFailure, Rules, RulesVersion, Said, Timestamp,
};
use rules::{RuleSet, Wanted};
use store::{ShadowRules, Store};
use tokio::sync::{mpsc, oneshot};
use tokio::time::MissedTickBehavior;

pub use self::report::{PairCount, RuleCount, Sample, ShadowFailure, ShadowReport};
use crate::rulebook::{By, PublishError};
use crate::service::Service;

/// Decisions that wait for the candidate; more are dropped and counted.
const QUEUE: usize = 256;
/// Decisions of one step that the candidate is shown.
const PER_STEP: usize = 30;
/// How often what was counted is written.
const EVERY: Duration = Duration::from_secs(10);
/// How long somebody who looks at the report waits for the candidate to catch up.
const PATIENCE: Duration = Duration::from_secs(5);
/// Lost races after which what was counted waits for the next time.
const RACES: usize = 5;

/// The candidate of this process.
#[derive(Default)]
pub(crate) struct Shadows(ArcSwapOption<Running>);

struct Running {
    run: ShadowRules,
    /// Where decisions go; none if the candidate does not compile here.
    queue: Option<mpsc::Sender<Order>>,
    dropped: Arc<AtomicU64>,
    /// Whoever waits has waited long enough: what is in the queue is dropped.
    #[cfg_attr(not(feature = "aws"), allow(dead_code, reason = "only on AWS a process stands still"))]
    hurry: Arc<AtomicBool>,
}

enum Order {
    See(Box<Seen>),
    /// Write what was counted, then answer.
    Write(oneshot::Sender<()>),
}

/// What customers do that rules answer. Time passing is not among it: a candidate's lengths are its own.
#[derive(Debug, Clone)]
enum Happened {
    Message,
    Button(String),
    Opened,
    Followed,
}

/// One decision of the rules in force, with the facts they had.
#[derive(Debug, Clone)]
pub(crate) struct Seen {
    happened: Happened,
    text: String,
    kind: String,
    conversation: Conversation,
    contact: Contact,
    inbox: Inbox,
    time: LocalTime,
    misses: u32,
    online: u32,
    history: Vec<Said>,
    decision: Decision,
    row: Option<RowId>,
}

/// The rules in force, as one step asks them: what panics in them is a rule that failed (INV-16), and what they decide
/// is noted for the candidate, if there is one.
pub(crate) struct Asked<'a> {
    rules: &'a RuleSet,
    seen: Option<Mutex<Vec<Seen>>>,
}

impl<'a> Asked<'a> {
    pub fn new(rules: &'a RuleSet, shadows: &Shadows) -> Self {
        let listens = shadows.0.load().as_ref().is_some_and(|running| running.queue.is_some());
        Self { rules, seen: listens.then(Mutex::default) }
    }

    /// What was decided, for [`Service::show_candidate`].
    pub fn seen(self) -> Vec<Seen> {
        self.seen.and_then(|seen| seen.into_inner().ok()).unwrap_or_default()
    }
}

impl Rules for Asked<'_> {
    fn version(&self) -> &RulesVersion {
        self.rules.version()
    }

    fn timers(&self, inbox: &Inbox, conversation: &Conversation) -> Vec<Duration> {
        self.rules.timers(inbox, conversation)
    }

    fn history(&self) -> usize {
        self.rules.history()
    }

    fn decide(&self, occasion: &Occasion<'_>, facts: &Facts<'_>) -> Decision {
        let decided = catch_unwind(AssertUnwindSafe(|| self.rules.decide(occasion, facts)));
        let decision = decided.unwrap_or_else(|_| Decision {
            failures: vec![RuleFailure {
                rule: String::new(),
                file: String::new(),
                line: 0,
                message: "the rules gave up on this".to_owned(),
                excessive: false,
            }],
            ..Decision::default()
        });
        if let Some(seen) = &self.seen
            && let Ok(mut seen) = seen.lock()
            && seen.len() < PER_STEP
        {
            seen.extend(Seen::of(occasion, facts, &decision));
        }
        decision
    }
}

impl Seen {
    fn of(occasion: &Occasion<'_>, facts: &Facts<'_>, decision: &Decision) -> Option<Self> {
        let happened = match occasion {
            Occasion::Message => Happened::Message,
            Occasion::Button { id } => Happened::Button((*id).to_owned()),
            Occasion::Opened => Happened::Opened,
            Occasion::Followed => Happened::Followed,
            Occasion::HandedOver { .. } | Occasion::Ended | Occasion::After(_) => return None,
        };
        Some(Self {
            happened,
            text: facts.text.to_owned(),
            kind: facts.kind.to_owned(),
            conversation: facts.conversation.clone(),
            contact: facts.contact.clone(),
            inbox: facts.inbox.clone(),
            time: facts.time.clone(),
            misses: facts.misses,
            online: facts.online,
            history: facts.history.to_vec(),
            decision: decision.clone(),
            row: None,
        })
    }

    /// Asks the candidate the same.
    fn ask(&self, candidate: &RuleSet) -> Decision {
        let occasion = match &self.happened {
            Happened::Message => Occasion::Message,
            Happened::Button(id) => Occasion::Button { id },
            Happened::Opened => Occasion::Opened,
            Happened::Followed => Occasion::Followed,
        };
        let facts = Facts {
            text: &self.text,
            kind: &self.kind,
            conversation: &self.conversation,
            contact: &self.contact,
            inbox: &self.inbox,
            time: &self.time,
            misses: self.misses,
            online: self.online,
            history: &self.history[self.history.len().saturating_sub(candidate.history())..],
        };
        candidate.decide(&occasion, &facts)
    }
}

/// What the rules in force and the candidate said to the same.
struct Compared {
    conversation: ConversationId,
    row: Option<RowId>,
    at: Timestamp,
    inbox: InboxId,
    old: Answer,
    new: Answer,
    failures: Vec<RuleFailure>,
}

/// Which rules acted, and what kind of things they want.
struct Answer {
    rules: Vec<String>,
    does: Vec<String>,
    proposals: Vec<Proposal>,
}

impl Answer {
    fn of(decision: &Decision) -> Self {
        let wanted = Wanted::of(decision);
        let mut rules: Vec<_> = wanted.iter().map(|wanted| wanted.rule.clone()).collect();
        rules.dedup();
        Self {
            rules,
            does: wanted.iter().map(|wanted| wanted.does.to_owned()).collect(),
            proposals: decision.proposals.iter().map(|proposed| proposed.proposal.clone()).collect(),
        }
    }
}

impl Running {
    /// Returns when everything that was shown so far is counted and written.
    async fn write(&self) {
        let Some(queue) = &self.queue else { return };
        let (done, written) = oneshot::channel();
        if queue.send(Order::Write(done)).await.is_ok() {
            // An error means that the run has ended, and it writes at its end.
            let _ = written.await;
        }
    }
}

impl Service {
    /// Lets a kept version run beside the rules in force from here on. What was counted for another one is forgotten.
    ///
    /// # Errors
    ///
    /// [`PublishError::NoSuchVersion`]; [`PublishError::Broken`] if it does not compile any more.
    pub async fn begin_shadow(
        &self,
        version: &RulesVersion,
        by: &By<'_>,
    ) -> Result<ShadowRules, PublishError> {
        self.compiled(version).await?;
        let run = ShadowRules { version: version.clone(), since: self.now(), by: by.who.to_owned() };
        let (audit, suffix) = self.audit_entry(by.who, "begin-shadow-rules", version.as_str());
        self.store().begin_shadow(&run, &audit, &suffix).await?;
        self.follow_shadow(Some(run.clone())).await?;
        Ok(run)
    }

    /// Lets no version run beside the rules in force any more. What was counted stays readable.
    ///
    /// # Errors
    ///
    /// If the table cannot be reached.
    pub async fn end_shadow(&self, by: &By<'_>) -> Result<Option<ShadowRules>, store::Error> {
        let Some(run) = self.store().pointers().await?.shadow else { return Ok(None) };
        let (audit, suffix) = self.audit_entry(by.who, "end-shadow-rules", run.version.as_str());
        self.store().end_shadow(&audit, self.now(), &suffix).await?;
        self.write_shadow().await;
        self.follow_shadow(None).await?;
        Ok(Some(run))
    }

    /// The candidate that runs, and what was counted for it or for the last one. What this process has counted is in
    /// it; what others have, up to ten seconds late.
    ///
    /// # Errors
    ///
    /// If the table cannot be read.
    pub async fn shadow(&self) -> Result<(Option<ShadowRules>, Option<ShadowReport>), store::Error> {
        self.write_shadow().await;
        let run = self.store().pointers().await?.shadow;
        let report = match self.store().shadow_report().await? {
            Some((json, _)) => Some(report::read(&json)?),
            None => None,
        };
        // A run of which nothing is counted yet must not show what another one did.
        let report = match &run {
            Some(run) => {
                Some(report.filter(|report| report.is_of(run)).unwrap_or_else(|| ShadowReport::new(run)))
            }
            None => report,
        };
        Ok((run, report))
    }

    /// Has this process write what it has counted, if that does not take long.
    async fn write_shadow(&self) {
        let Some(running) = self.rulebook.shadows.0.load_full() else { return };
        if tokio::time::timeout(PATIENCE, running.write()).await.is_err() {
            tracing::info!("the rules that run beside are behind; their report is of a moment ago");
        }
    }

    /// Returns when the candidate of this process has seen and written all it was shown, for a process that stands still
    /// from then on. What takes too long is dropped and counted as that.
    #[cfg(feature = "aws")]
    pub(crate) async fn finish_shadow(&self) {
        let Some(running) = self.rulebook.shadows.0.load_full() else { return };
        let mut write = std::pin::pin!(running.write());
        if tokio::time::timeout(PATIENCE, &mut write).await.is_err() {
            running.hurry.store(true, Ordering::Relaxed);
            write.await;
        }
    }

    /// Begins, changes or ends the candidate of this process.
    pub(crate) async fn follow_shadow(&self, wanted: Option<ShadowRules>) -> Result<(), store::Error> {
        let shadows = &self.rulebook.shadows.0;
        if shadows.load().as_ref().map(|running| &running.run) == wanted.as_ref() {
            return Ok(());
        }
        let Some(run) = wanted else {
            shadows.store(None);
            return Ok(());
        };
        let (dropped, hurry) = (Arc::new(AtomicU64::new(0)), Arc::new(AtomicBool::new(false)));
        let queue = match self.compiled(&run.version).await {
            Ok(candidate) => {
                let (queue, orders) = mpsc::channel(QUEUE);
                let counter = Counter {
                    store: self.store().clone(),
                    run: run.clone(),
                    candidate: Arc::new(candidate),
                    dropped: dropped.clone(),
                    hurry: hurry.clone(),
                };
                tokio::spawn(counter.count(orders));
                Some(queue)
            }
            Err(PublishError::Store(error)) => return Err(error),
            Err(error) => {
                tracing::error!(version = %run.version, %error, "the rules to run beside cannot be used");
                None
            }
        };
        shadows.store(Some(Arc::new(Running { run, queue, dropped, hurry })));
        Ok(())
    }

    /// Shows the candidate what a committed step asked the rules. Never waits.
    pub(crate) fn show_candidate(&self, seen: Vec<Seen>, stepped: &Stepped) {
        if seen.is_empty() {
            return;
        }
        let shadows = self.rulebook.shadows.0.load();
        let Some(Running { queue: Some(queue), dropped, .. }) = shadows.as_deref() else { return };
        for mut seen in seen {
            seen.row = row_numbered(stepped, seen.conversation.seq);
            if queue.try_send(Order::See(Box::new(seen))).is_err() {
                dropped.fetch_add(1, Ordering::Relaxed);
            }
        }
    }
}

/// The row of the contact's that a step gave this number.
fn row_numbered(stepped: &Stepped, wanted: u64) -> Option<RowId> {
    stepped.effects.iter().find_map(|effect| match effect {
        Effect::Take { row, seq, .. } if *seq == wanted => Some(*row),
        Effect::Write(row) if row.seq == Some(wanted) && matches!(row.body, Body::Inbound { .. }) => {
            Some(row.id)
        }
        _ => None,
    })
}

/// Runs the candidate and counts.
struct Counter {
    store: Store,
    run: ShadowRules,
    candidate: Arc<RuleSet>,
    dropped: Arc<AtomicU64>,
    hurry: Arc<AtomicBool>,
}

impl Counter {
    async fn count(self, mut orders: mpsc::Receiver<Order>) {
        let mut counted = ShadowReport::new(&self.run);
        let mut clock = tokio::time::interval(EVERY);
        clock.set_missed_tick_behavior(MissedTickBehavior::Delay);
        loop {
            tokio::select! {
                order = orders.recv() => match order {
                    Some(Order::See(_)) if self.hurry.load(Ordering::Relaxed) => {
                        self.dropped.fetch_add(1, Ordering::Relaxed);
                    }
                    Some(Order::See(seen)) => {
                        if let Some(compared) = self.compare(seen).await {
                            counted.add(compared);
                        }
                    }
                    Some(Order::Write(done)) => {
                        self.hurry.store(false, Ordering::Relaxed);
                        self.write(&mut counted).await;
                        // Whoever asked may have gone away.
                        let _ = done.send(());
                    }
                    None => return self.write(&mut counted).await,
                },
                _ = clock.tick() => self.write(&mut counted).await,
            }
        }
    }

    async fn compare(&self, mut seen: Box<Seen>) -> Option<Compared> {
        let wanted = self.candidate.history();
        if seen.history.len() < wanted {
            self.look_back(&mut seen, wanted).await;
        }
        let candidate = self.candidate.clone();
        let compared = tokio::task::spawn_blocking(move || {
            let new = seen.ask(&candidate);
            Compared {
                row: seen.row,
                at: seen.conversation.active_at,
                old: Answer::of(&seen.decision),
                new: Answer::of(&new),
                failures: new.failures,
                inbox: seen.inbox.id,
                conversation: seen.conversation.id,
            }
        });
        match compared.await {
            Ok(compared) => Some(compared),
            Err(error) => {
                tracing::error!(%error, "the rules that run beside gave up on a message");
                None
            }
        }
    }

    /// The rules in force did not need the last messages, the candidate does.
    async fn look_back(&self, seen: &mut Seen, wanted: usize) {
        let count = u32::try_from(wanted * 4).unwrap_or(u32::MAX);
        match self.store.recent(&seen.conversation.id, count).await {
            Ok(rows) => {
                let before = rows.iter().filter(|row| row.seq.is_some_and(|seq| seq < seen.conversation.seq));
                seen.history = Said::last(before.rev(), wanted);
            }
            Err(error) => tracing::warn!(%error, "the rules that run beside cannot look back"),
        }
    }

    /// Adds what was counted to what the table has, and begins to count anew.
    async fn write(&self, counted: &mut ShadowReport) {
        counted.dropped += self.dropped.swap(0, Ordering::Relaxed);
        if counted.is_empty() {
            return;
        }
        for _ in 0..RACES {
            match self.add_to_table(counted).await {
                Ok(()) => {
                    *counted = ShadowReport::new(&self.run);
                    return;
                }
                Err(store::Error::Raced) => {}
                Err(error) => {
                    tracing::warn!(%error, "what was counted of the rules that run beside waits");
                    return;
                }
            }
        }
    }

    async fn add_to_table(&self, counted: &ShadowReport) -> Result<(), store::Error> {
        let found = self.store.shadow_report().await?;
        let version = found.as_ref().map(|(_, version)| *version);
        let known = found.and_then(|(json, _)| report::read(&json).ok());
        if known.as_ref().is_some_and(|known| known.is_newer_than(&self.run)) {
            // Another run has begun; what this one counted is of no use any more.
            return Ok(());
        }
        let mut whole =
            known.filter(|known| known.is_of(&self.run)).unwrap_or_else(|| ShadowReport::new(&self.run));
        whole.merge(counted);
        let json = serde_json::to_string(&whole)
            .map_err(|source| store::Error::Unwritable { what: "shadow report", source })?;
        self.store.put_shadow_report(&json, version).await.map(drop)
    }
}
