//! What time does.

use crate::step::Alert;
use crate::step::turn::Turn;
use crate::{Occasion, Phase, Who};

impl Turn<'_> {
    /// Does what is due. An early or repeated tick finds nothing due and changes nothing (INV-14).
    pub(super) fn tick(&mut self) {
        // Before the timers, which begin anew with it; and after them, for what an end request held back.
        self.send_scheduled();
        self.run_out();
        self.send_scheduled();
    }

    /// Does what the phase waits for.
    fn run_out(&mut self) {
        match self.conversation.phase.clone() {
            Phase::Completed { .. } | Phase::OnHold { until: None } => {}
            Phase::OnHold { until: Some(until) } => {
                if until <= self.now {
                    self.resume(Who::Desk);
                    self.conversation.unconfirmed = self.conversation.unconfirmed.max(1);
                    self.alert(Alert::Resumed);
                }
            }
            Phase::Ending { closes_at } => {
                if closes_at <= self.now {
                    self.silence = Some(self.now.since(self.conversation.active_at));
                    self.complete(Who::Desk);
                }
            }
            Phase::Open => self.fire_timers(),
        }
    }

    /// Fires each timer that has run out since the last activity, shortest first, each once.
    fn fire_timers(&mut self) {
        let started = self.conversation.active_at;
        loop {
            let timers = self.desk.rules.timers(self.desk.inbox, &self.conversation);
            let Some(length) = self.conversation.next_timer(&timers) else { return };
            if started + length > self.now || self.conversation.phase != Phase::Open {
                return;
            }
            self.conversation.fired_ms = Some(u64::try_from(length.as_millis()).unwrap_or(u64::MAX));
            if self.conversation.automation_stopped {
                continue;
            }
            let fired = self.conversation.fired_ms;
            self.silence = Some(self.now.since(started));
            self.ask_rules(&Occasion::After(length), "", "");
            self.silence = None;
            // What a timer says is no activity: otherwise a reminder would arm itself again for ever (INV-24).
            if self.conversation.phase == Phase::Open {
                self.conversation.active_at = started;
                self.conversation.fired_ms = fired;
            }
        }
    }
}
