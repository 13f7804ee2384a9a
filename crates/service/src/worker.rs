//! Load, step, commit; and again if somebody else was first.

use std::sync::Arc;
use std::time::Duration;

use channels::Courtesy;
use domain::step::{self, Alert, Desk, Effect, Input, MAX_TAKEN, State, Stepped};
use domain::{
    Body, Contact, ContactId, Conversation, ConversationId, Delivery, Inbox, News, Row, RowId, Rules,
    Timestamp, hours, seconds,
};
use store::{Commit, CommitError, Loaded, NewRow, PlannedFor, TakenRow};

use crate::act::{Act, ActError, Acted};
use crate::courtesy::callbacks;
use crate::pace::MayCall;
use crate::seams::{self, Ring};
use crate::service::{Connection, Service};
use crate::shadow::Asked;
use crate::workspace::Workspace;

/// How often a lost race is run again before the bell is left to somebody else.
const MAX_RACES: usize = 50;
/// How many rows back an unsend, or a rule that asks for history, may look.
const LOOK_BACK: usize = 200;
/// A claim lasts so long: twice the time limit of a function, so that its holder is dead before another acts.
pub(crate) const LEASE: Duration = seconds(60);
/// The sweep rings for what nobody has touched by then.
pub(crate) const PATIENCE: Duration = seconds(10);
/// A row whose inbox is not configured is looked at again after this.
const ORPHANED: Duration = hours(1);

/// What one round came to.
enum Round {
    /// Nothing to do.
    Idle,
    /// Committed.
    Committed(Box<Stepped>),
    /// Somebody else was first.
    Raced,
}

impl Service {
    /// Steps a conversation over everything that waits, and sends what came of it.
    ///
    /// # Errors
    ///
    /// If the table cannot be reached; everything stays due.
    pub async fn work(&self, id: &ConversationId) -> Result<(), store::Error> {
        let mut races = 0;
        loop {
            let loaded = self.store().load(id, &ContactId::of(id)).await?;
            match self.round(id, &loaded, None, true).await {
                Ok(Round::Committed(_)) if loaded.more => {}
                Ok(Round::Idle | Round::Committed(_)) => return Ok(()),
                Ok(Round::Raced) if races < MAX_RACES => races += 1,
                Ok(Round::Raced) => {
                    tracing::warn!(conversation = %id, "gave up after many lost races; the sweep rings again");
                    return Ok(());
                }
                Err(ActError::Store(error)) => return Err(error),
                Err(other) => {
                    tracing::error!(conversation = %id, error = %other, "a step without a command was refused");
                    return Ok(());
                }
            }
        }
    }

    /// Does something to a conversation for somebody who waits for the answer. What waits is taken first.
    ///
    /// # Errors
    ///
    /// See [`ActError`]; nothing was committed then.
    pub async fn act(&self, id: &ConversationId, act: Act) -> Result<Acted, ActError> {
        for _ in 0..MAX_RACES {
            let loaded = self.store().load(id, &ContactId::of(id)).await?;
            if loaded.conversation.is_none() && act.start.is_none() {
                return Err(ActError::NotFound);
            }
            let round = match self.round(id, &loaded, Some(&act), false).await {
                // A repeat of what was done may be refused by the state that it led to.
                Err(ActError::Refused(refusal)) => {
                    return self.repeated(id, &act).await?.ok_or(ActError::Refused(refusal));
                }
                Err(ActError::OnceReused) => {
                    return self.repeated(id, &act).await?.ok_or(ActError::OnceReused);
                }
                other => other?,
            };
            match round {
                Round::Committed(stepped) => {
                    let row = stepped.spoken().cloned();
                    let Stepped { conversation, contact, .. } = *stepped;
                    return Ok(Acted { conversation, contact, row, repeated: false });
                }
                Round::Idle => {
                    let (Some((conversation, _)), Some((contact, _))) = (loaded.conversation, loaded.contact)
                    else {
                        return Err(ActError::NotFound);
                    };
                    return Ok(Acted { conversation, contact, row: None, repeated: false });
                }
                Round::Raced => {}
            }
        }
        Err(ActError::Busy)
    }

    /// The first result of an intent that was done before; `None` if it was not.
    async fn repeated(&self, id: &ConversationId, act: &Act) -> Result<Option<Acted>, ActError> {
        let Some(once) = &act.once else { return Ok(None) };
        let Some(done) = self.store().once_used(id, &once.key).await? else { return Ok(None) };
        if done.digest != once.digest {
            return Err(ActError::OnceReused);
        }
        let loaded = self.store().load(id, &ContactId::of(id)).await?;
        let (Some((conversation, _)), Some((contact, _))) = (loaded.conversation, loaded.contact) else {
            return Err(ActError::NotFound);
        };
        let row = self.store().row(id, done.row).await?;
        Ok(Some(Acted { conversation, contact, row, repeated: true }))
    }

    async fn round(
        &self,
        id: &ConversationId,
        loaded: &Loaded,
        act: Option<&Act>,
        claim: bool,
    ) -> Result<Round, ActError> {
        let now = self.now();
        let workspace = self.workspace();
        let Some((connection, inbox, state)) = self.begin(&workspace, id, loaded, act, now).await? else {
            return Ok(Round::Idle);
        };
        let rules = self.rules();
        let inputs = inputs(inbox, loaded, act, &state, &rules, now);
        let acknowledge = loaded.unsettled.iter().any(needs_people);
        if inputs.is_empty() && !acknowledge {
            self.rest(id, loaded, &state, inbox, &rules, now).await?;
            return Ok(Round::Idle);
        }
        let staff = self.staff().await?;
        let history = self.history(id, &inputs, &rules).await?;
        let asked = Asked::new(&rules, &self.rulebook.shadows);
        let desk = Desk {
            inbox,
            rules: &asked,
            staff: &staff,
            outbox: &loaded.unsettled,
            history: &history,
            templates: &workspace.contents,
            fit: channels::fit,
            pushes: self.push_stop(connection, now).await,
        };
        let ticked = inputs.contains(&Input::Tick);
        let taps = callbacks(&inputs);
        let before = (state.conversation.clone(), state.contact.clone());
        let mut stepped = step::step(state, inputs, now, desk)?;
        name_rows(&mut stepped, act);
        if stepped.effects.is_empty() && (&stepped.conversation, &stepped.contact) == (&before.0, &before.1) {
            return Ok(Round::Idle);
        }
        let first = if claim { self.first_call(connection, &stepped, now).await } else { None };
        let (commit, claimed) =
            self.commit_of(id, loaded, &stepped, act, first, ticked, rules.version(), now);
        if let Err(error) = self.commit(id, &commit).await {
            if claimed.is_some() {
                self.did_not_call(connection);
            }
            return match error {
                CommitError::Raced => Ok(Round::Raced),
                CommitError::OnceKnown { .. } => Err(ActError::OnceReused),
                CommitError::Store(error) => Err(error.into()),
            };
        }
        self.metrics.stepped(&stepped);
        self.show_candidate(asked.seen(), &stepped);
        self.after_commit(id, connection, &stepped, claimed, claim, taps).await;
        Ok(Round::Committed(Box::new(stepped)))
    }

    /// Commits, and finds out whether that took effect if its answer was lost (F-11).
    async fn commit(&self, id: &ConversationId, commit: &Commit) -> Result<(), CommitError> {
        match self.store().commit(commit).await {
            Ok(_) => Ok(()),
            Err(CommitError::Store(error)) if error.is_ambiguous() => {
                let took = self.store().commit_took_effect(id, &commit.attempt).await;
                if took.map_err(CommitError::Store)? { Ok(()) } else { Err(CommitError::Raced) }
            }
            Err(error) => Err(error),
        }
    }

    /// Whether the first row that a step writes may be sent by its own commit, if nothing else is on its way out (INV-9,
    /// INV-12), and whether the account may be called; `None` if there is no such row, or if that cannot be found out: then
    /// the sender sees to it.
    async fn first_call(
        &self,
        connection: &Connection,
        stepped: &Stepped,
        now: Timestamp,
    ) -> Option<(RowId, MayCall)> {
        let first = stepped.conversation.unsettled.first();
        let written = |row: &RowId| {
            stepped.effects.iter().any(|effect| matches!(effect, Effect::Write(new) if new.id == *row))
        };
        let row = *first.filter(|row| written(row))?;
        match self.may_call(connection, now).await {
            Ok(call) => Some((row, call)),
            Err(error) => {
                tracing::warn!(inbox = %connection.id, %error, "cannot take a turn to call; the sender tries");
                None
            }
        }
    }

    /// Finds the inbox and the state to step from; `None` if there is nothing that could be stepped.
    async fn begin<'a>(
        &'a self,
        workspace: &'a Workspace,
        id: &ConversationId,
        loaded: &Loaded,
        act: Option<&Act>,
        now: Timestamp,
    ) -> Result<Option<(&'a Connection, &'a Inbox, State)>, store::Error> {
        let first = loaded.waiting.iter().find_map(|row| match &row.body {
            Body::Inbound { inbox, event, .. } => Some((inbox.clone(), event.party.clone())),
            _ => None,
        });
        let start = first.or_else(|| act.and_then(|act| act.start.clone()));
        let inbox = loaded.conversation.as_ref().map(|(conversation, _)| conversation.inbox.clone());
        let Some(inbox) = inbox.or_else(|| start.as_ref().map(|(inbox, _)| inbox.clone())) else {
            return Ok(None);
        };
        let Some((connection, inbox)) = self.connection(&inbox).zip(workspace.inboxes.get(&inbox)) else {
            // The account was taken out of the settings. Nothing is lost; it waits until the account is back.
            tracing::warn!(conversation = %id, %inbox, "rows wait for an inbox that is not in the settings");
            for row in &loaded.waiting {
                self.store().postpone(id, row.id, now + ORPHANED).await?;
            }
            return Ok(None);
        };
        let (conversation, version) = match (&loaded.conversation, start) {
            (Some((conversation, version)), _) => (conversation.clone(), *version),
            (None, Some((_, party))) => (Conversation::new(inbox, &party, now), 0),
            (None, None) => return Ok(None),
        };
        let contact = match &loaded.contact {
            Some((contact, _)) => contact.clone(),
            None => Contact {
                id: conversation.contact.clone(),
                ..Contact::new(&inbox.id, &conversation.address, now)
            },
        };
        Ok(Some((connection, inbox, State { conversation, contact, version })))
    }

    /// Nothing to step over: put the alarm where the state says, and see to what waits to be sent.
    async fn rest(
        &self,
        id: &ConversationId,
        loaded: &Loaded,
        state: &State,
        inbox: &Inbox,
        rules: &Arc<rules::RuleSet>,
        now: Timestamp,
    ) -> Result<(), store::Error> {
        if loaded.stored_due.is_some_and(|due| due <= now) {
            let timers = rules.timers(inbox, &state.conversation);
            let deadline = state.conversation.deadline(&timers);
            match self.store().rearm(id, state.version, deadline).await {
                // Whoever wrote it meanwhile has set the alarm.
                Ok(()) | Err(store::Error::Raced) => {}
                Err(error) => return Err(error),
            }
        }
        if loaded
            .unsettled
            .iter()
            .any(|row| row.delivery.as_ref().is_some_and(|delivery| !delivery.is_terminal()))
        {
            self.plugs.bell.ring(Ring::Send(id.clone())).await;
        }
        Ok(())
    }

    /// The last rows, if anything in this step looks back.
    async fn history(
        &self,
        id: &ConversationId,
        inputs: &[Input],
        rules: &Arc<rules::RuleSet>,
    ) -> Result<Vec<Row>, store::Error> {
        let looks_back = |input: &Input| matches!(input, Input::Event { event, .. } if matches!(event.news, News::Unsent { .. }));
        let wanted = if inputs.iter().any(looks_back) { LOOK_BACK } else { rules.history() };
        if wanted == 0 {
            return Ok(Vec::new());
        }
        let mut rows = self.store().recent(id, u32::try_from(wanted).unwrap_or(u32::MAX)).await?;
        rows.retain(|row| row.seq.is_some());
        Ok(rows)
    }

    #[allow(clippy::too_many_arguments, reason = "one caller, and each is another thing")]
    fn commit_of(
        &self,
        id: &ConversationId,
        loaded: &Loaded,
        stepped: &Stepped,
        act: Option<&Act>,
        first: Option<(RowId, MayCall)>,
        ticked: bool,
        rules: &domain::RulesVersion,
        now: Timestamp,
    ) -> (Commit, Option<Row>) {
        let contact_changed = loaded.contact.as_ref().is_none_or(|(contact, _)| *contact != stepped.contact);
        let contact_version = loaded.contact.as_ref().map(|(_, version)| *version);
        let mut commit = Commit {
            conversation: stepped.conversation.clone(),
            expected: loaded.conversation.as_ref().map(|(_, version)| *version),
            contact: contact_changed.then(|| (stepped.contact.clone(), contact_version)),
            take: Vec::new(),
            write: Vec::new(),
            cancel: Vec::new(),
            settle: Vec::new(),
            redact: Vec::new(),
            fetch: Vec::new(),
            erase: Vec::new(),
            load: Vec::new(),
            plan: Vec::new(),
            once: act.and_then(|act| act.once.clone()).zip(stepped.spoken()).map(|(once, row)| store::Once {
                key: once.key,
                digest: once.digest,
                row: row.id,
            }),
            due: due(loaded.stored_due, stepped.deadline, ticked),
            attempt: seams::token(self.plugs.chance.as_ref()),
            rules: rules.clone(),
            now,
        };
        let mut claimed = None;
        for effect in &stepped.effects {
            match effect {
                Effect::Take { row, seq, stream_seq, body } => commit.take.push(TakenRow {
                    row: *row,
                    seq: *seq,
                    stream_seq: *stream_seq,
                    body: body.clone(),
                }),
                Effect::Write(row) => {
                    let mut row = row.clone();
                    let queued = row.delivery.as_ref().is_some_and(|delivery| !delivery.is_terminal());
                    let mut due = queued.then_some(now + PATIENCE);
                    let call = first.filter(|(first, _)| queued && *first == row.id).map(|(_, call)| call);
                    if let Some(MayCall::NotBefore(at)) = call {
                        row.delivery = Some(Delivery::Queued {
                            attempts: 0,
                            not_before: at,
                            first_at: None,
                            maybe_sent: false,
                        });
                        due = Some(at);
                    }
                    // The commit may hold the first claim.
                    if call == Some(MayCall::Now) {
                        let token = self.claim_token();
                        let lease_until = now + LEASE;
                        row.delivery = Some(Delivery::Claimed {
                            attempts: 1,
                            token,
                            lease_until,
                            first_at: now,
                            maybe_sent: false,
                        });
                        due = Some(lease_until);
                        claimed = Some(row.clone());
                    }
                    commit.write.push(NewRow { row, due });
                }
                Effect::Cancel { row } => commit.cancel.push((*row, Delivery::Cancelled { at: now })),
                Effect::Acknowledge { row, .. } => commit.settle.push(*row),
                Effect::Redact { row, body } => commit.redact.push((*row, body.clone())),
                Effect::Load { operator, change } => commit.load.push((operator.clone(), *change)),
                Effect::Fetch { row } => commit.fetch.push(*row),
                Effect::Erase { row, under_way } => {
                    let until = if *under_way { now + LEASE } else { now };
                    commit.erase.push((*row, until));
                }
                Effect::Plan { planned, moved_from } => {
                    commit.plan.push(PlannedFor { planned: planned.clone(), moved_from: *moved_from });
                }
                Effect::AskProfile | Effect::Alert(_) => {}
            }
        }
        debug_assert!(commit.take.len() <= MAX_TAKEN, "the index hands out no more rows than a step takes");
        tracing::debug!(conversation = %id, seq = stepped.conversation.seq, "stepped");
        (commit, claimed)
    }

    /// What follows a commit. If the process dies here, the sweep does it.
    async fn after_commit(
        &self,
        id: &ConversationId,
        connection: &Connection,
        stepped: &Stepped,
        claimed: Option<Row>,
        inline: bool,
        taps: Vec<String>,
    ) {
        let bell = &self.plugs.bell;
        if stepped
            .effects
            .iter()
            .any(|effect| matches!(effect, Effect::Alert(Alert::Assigned(_) | Alert::Waiting)))
        {
            self.forget_staff();
        }
        bell.ring(Ring::Changed(id.clone())).await;
        self.ring_for_errands(id, &stepped.effects).await;
        let mut more = stepped.conversation.unsettled.len() > usize::from(claimed.is_some());
        if let Some(row) = claimed {
            let may_go_on = self.deliver(connection, &stepped.conversation, row).await;
            more |= may_go_on && self.came_behind(&stepped.conversation).await;
        }
        if more || !inline && !stepped.conversation.unsettled.is_empty() {
            bell.ring(Ring::Send(id.clone())).await;
        }
        // Small courtesies come last: nobody's answer waits for them.
        for callback in taps {
            self.be_courteous(connection, &stepped.conversation, Courtesy::AnswerTap { callback: &callback })
                .await;
        }
    }
}

/// What waits, in the provider's order; then what is asked for; then time, if everything that waits was read (INV-14).
fn inputs(
    inbox: &Inbox,
    loaded: &Loaded,
    act: Option<&Act>,
    state: &State,
    rules: &Arc<rules::RuleSet>,
    now: Timestamp,
) -> Vec<Input> {
    let waiting = loaded.waiting.iter().filter_map(|row| match &row.body {
        Body::Inbound { event, .. } => Some(Input::Event { row: row.id, event: event.clone(), stored: true }),
        _ => None,
    });
    let mut inputs: Vec<_> = waiting.collect();
    inputs.extend(act.into_iter().flat_map(|act| act.inputs.clone()));
    let timers = rules.timers(inbox, &state.conversation);
    let due = state.conversation.deadline(&timers).is_some_and(|at| at <= now);
    if due && !loaded.more && act.is_none() {
        inputs.push(Input::Tick);
    }
    inputs
}

/// Puts the name of the intent on the rows that its operator wrote with it.
fn name_rows(stepped: &mut Stepped, act: Option<&Act>) {
    let Some(once) = act.and_then(|act| act.once.as_ref()) else { return };
    for effect in &mut stepped.effects {
        if let Effect::Write(row) = effect {
            let name = row.operator().and_then(|by| once.client_id_of(by));
            row.client_id = name.map(str::to_owned);
        }
    }
}

/// A row that ended badly, of which people have not been told yet.
fn needs_people(row: &Row) -> bool {
    matches!(row.delivery, Some(Delivery::Failed { .. } | Delivery::Unknown { .. }))
}

/// The alarm to keep. A turn never moves it later, because moving it costs two write units; an alarm that rings early
/// finds nothing and is set anew.
fn due(stored: Option<Timestamp>, deadline: Option<Timestamp>, ticked: bool) -> Option<Timestamp> {
    match (stored, deadline) {
        _ if ticked => deadline,
        (Some(stored), Some(deadline)) => Some(stored.min(deadline)),
        (stored, deadline) => stored.or(deadline),
    }
}
