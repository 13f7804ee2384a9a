//! What goes out at its time, and asking for a rating.

use crate::step::turn::Turn;
use crate::step::{Alert, Effect, Refusal};
use crate::{
    Author, NotSent, OperatorId, Phase, PlanState, Planned, Scheduled, ScheduledId, SystemLine, Timestamp,
    Who,
};

/// A step that has written so many rows leaves further scheduled messages to the next one (INV-23).
const MOST_ROWS: usize = 30;

impl Turn<'_> {
    /// Asks for a rating. A completed conversation stays completed: that is when most are asked.
    pub(super) fn request_rating(&mut self, by: &OperatorId) -> Result<(), Refusal> {
        self.may_speak_later(by)?;
        if matches!(self.conversation.phase, Phase::Ending { .. }) {
            return Err(Refusal::EndRequested);
        }
        let rating = self.rating();
        self.say(&Author::Bot, vec![rating], None, &[]).map_err(Refusal::CannotCarry)?;
        self.system(SystemLine::RatingRequested { by: by.clone() });
        Ok(())
    }

    pub(super) fn schedule(&mut self, by: &OperatorId, message: &Scheduled) -> Result<(), Refusal> {
        if self.conversation.scheduled.iter().any(|other| other.id == message.id) {
            return self.reschedule(by, message);
        }
        self.may_speak_later(by)?;
        let at = message.at;
        self.put_scheduled(message, None)?;
        self.system(SystemLine::Scheduled { at, by: by.clone() });
        Ok(())
    }

    pub(super) fn reschedule(&mut self, by: &OperatorId, message: &Scheduled) -> Result<(), Refusal> {
        let found = self.conversation.scheduled.iter().position(|other| other.id == message.id);
        let before = found.map(|at| self.conversation.scheduled.remove(at)).ok_or(Refusal::NotScheduled)?;
        if before.by != *by {
            self.may_speak_later(by)?;
        }
        let at = message.at;
        self.put_scheduled(message, Some(before.at))?;
        self.system(SystemLine::Rescheduled { at, by: by.clone() });
        Ok(())
    }

    /// Whoever may answer may also do so later; what is completed is nobody's, and anybody may write there.
    fn may_speak_later(&self, by: &OperatorId) -> Result<(), Refusal> {
        self.unblocked()?;
        match self.conversation.phase {
            Phase::Completed { .. } => Ok(()),
            Phase::Open | Phase::OnHold { .. } | Phase::Ending { .. } => self.mine(by),
        }
    }

    /// Puts a message in its place by time; of one time, the one that was put there first is said first.
    fn put_scheduled(&mut self, message: &Scheduled, moved_from: Option<Timestamp>) -> Result<(), Refusal> {
        if message.at <= self.now {
            return Err(Refusal::InThePast);
        }
        (self.desk.fit)(self.conversation.channel, message.contents.clone()).map_err(Refusal::CannotCarry)?;
        let scheduled = &mut self.conversation.scheduled;
        let bytes: usize = scheduled.iter().chain([message]).map(Scheduled::size_bytes).sum();
        if scheduled.len() >= Scheduled::MAX || bytes > Scheduled::MAX_BYTES {
            return Err(Refusal::TooMuchScheduled);
        }
        let place = scheduled.partition_point(|other| other.at <= message.at);
        scheduled.insert(place, message.clone());
        self.plan(message, PlanState::Waiting, moved_from.filter(|before| *before != message.at));
        Ok(())
    }

    pub(super) fn cancel_scheduled(&mut self, id: Option<&ScheduledId>, by: &Who) -> Result<(), Refusal> {
        let cancelled = self.take_scheduled(|message| id.is_none_or(|id| *id == message.id));
        if cancelled.is_empty() && id.is_some() {
            return Err(Refusal::NotScheduled);
        }
        self.cancelled(cancelled, by);
        Ok(())
    }

    /// The contact has written: what was to be said only if they did not is not said any more.
    pub(super) fn contact_was_first(&mut self) {
        let cancelled = self.take_scheduled(|message| message.unless_contact_writes);
        self.cancelled(cancelled, &Who::Contact);
    }

    fn take_scheduled(&mut self, which: impl Fn(&Scheduled) -> bool) -> Vec<Scheduled> {
        self.conversation.scheduled.extract_if(.., |message| which(message)).collect()
    }

    fn cancelled(&mut self, messages: Vec<Scheduled>, by: &Who) {
        for message in messages {
            self.plan(&message, PlanState::Cancelled { at: self.now, by: by.clone() }, None);
            self.system(SystemLine::ScheduleCancelled { at: message.at, by: by.clone() });
        }
    }

    /// Says what is due, in order of time.
    pub(super) fn send_scheduled(&mut self) {
        if matches!(self.conversation.phase, Phase::Ending { .. }) {
            return;
        }
        while self.conversation.scheduled.first().is_some_and(|message| message.at <= self.now)
            && self.rows_written() < MOST_ROWS
        {
            let message = self.conversation.scheduled.remove(0);
            self.say_scheduled(&message);
        }
    }

    fn say_scheduled(&mut self, message: &Scheduled) {
        if self.contact.blocked {
            return self.not_sent(message, NotSent::Blocked);
        }
        let before = self.effects.len();
        let author = Author::Operator { id: message.by.clone() };
        if self.say(&author, message.contents.clone(), None, &[]).is_err() {
            return self.not_sent(message, NotSent::CannotCarry);
        }
        if !matches!(self.conversation.phase, Phase::Completed { .. }) {
            self.conversation.answered = true;
        }
        let rows = self.effects[before..].iter().filter_map(|effect| match effect {
            Effect::Write(row) => Some(row.id),
            _ => None,
        });
        let state = PlanState::Sent { at: self.now, rows: rows.collect() };
        self.plan(message, state, None);
    }

    fn not_sent(&mut self, message: &Scheduled, reason: NotSent) {
        self.plan(message, PlanState::NotSent { at: self.now, reason }, None);
        self.system(SystemLine::ScheduleNotSent { at: message.at, reason });
        self.conversation.unconfirmed = self.conversation.unconfirmed.max(1);
        self.alert(Alert::NotDelivered);
    }

    fn plan(&mut self, message: &Scheduled, state: PlanState, moved_from: Option<Timestamp>) {
        let planned = Planned {
            id: message.id.clone(),
            at: message.at,
            conversation: self.conversation.id.clone(),
            inbox: self.conversation.inbox.clone(),
            by: message.by.clone(),
            state,
        };
        self.effects.push(Effect::Plan { planned, moved_from });
    }

    fn rows_written(&self) -> usize {
        self.effects.iter().filter(|effect| matches!(effect, Effect::Write(_))).count()
    }
}
