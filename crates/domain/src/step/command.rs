//! What operators do.

use crate::step::turn::Turn;
use crate::step::{Alert, Refusal};
use crate::{
    Assignee, Author, AutoReplies, Body, Content, OperatorId, Phase, RowId, Scheduled, ScheduledId,
    StopReason, SystemLine, Timestamp, Who,
};

/// Something an operator does to a conversation.
#[derive(Debug, Clone, PartialEq)]
pub enum Command {
    /// Take it (ASG-05, CMP-09).
    Join,
    /// Say something to the contact.
    Reply {
        /// What is said.
        contents: Vec<Content>,
        /// The provider's id (LINE: the quote token) of the message that is answered.
        quotes: Option<String>,
        /// End the conversation with it (CMP-07).
        complete: bool,
    },
    /// Say again what a row had said that failed, or of which nobody can tell whether it arrived (THR-19).
    Resend {
        /// Which row.
        row: RowId,
        /// What it said.
        contents: Vec<Content>,
        /// What it answered.
        quotes: Option<String>,
    },
    /// Write a note for colleagues (INT-01).
    Note {
        /// What it says.
        text: String,
    },
    /// Give it to somebody, to the queue or back to the bot (ASG-03).
    Assign {
        /// To whom.
        to: Assignee,
    },
    /// Put it aside (STA-06).
    Hold {
        /// Until when; `None` until somebody resumes it.
        until: Option<Timestamp>,
    },
    /// Take it up again (STA-06).
    Resume,
    /// Ask the contact whether to end (STA-07).
    RequestEnd,
    /// Take that question back (STA-07).
    WithdrawEndRequest,
    /// End it (STA-12).
    Complete,
    /// Take up a completed one (STA-11).
    Reopen,
    /// Mark its messages as confirmed, or not (INB-06).
    Confirm(bool),
    /// Pin it, or not (INB-08).
    Bookmark(bool),
    /// Leave it out of the list, or not (INB-15).
    Hide(bool),
    /// Block the contact, or not (CRM-16).
    Block(bool),
    /// Put a tag on the contact (CRM-08).
    Tag(String),
    /// Take a tag off the contact.
    Untag(String),
    /// Set the response status; `None` is none (STA-05).
    SetStatus(Option<String>),
    /// Set the category; `None` is none (CRM-18).
    SetCategory(Option<String>),
    /// Set a field of the contact; empty removes it (CRM-03).
    SetField {
        /// Which.
        name: String,
        /// To what.
        value: String,
    },
    /// Record that a ticket was made from it (TKT-01, SYS-05).
    MakeTicket {
        /// Its number.
        number: u64,
    },
    /// Set the team's name for the contact; `None` goes back to the account's (CRM-14).
    Rename(Option<String>),
    /// Ask the contact for a rating (CSA-02).
    RequestRating,
    /// Say something at a time (CMP-05).
    Schedule(Scheduled),
    /// Change a scheduled message: its words, its time, its condition.
    Reschedule(Scheduled),
    /// Take a scheduled message back; `None` takes back all of them.
    CancelScheduled(Option<ScheduledId>),
    /// Do all of these in order, or none (CMP-04).
    Run(Vec<Command>),
}

impl Turn<'_> {
    pub(super) fn command(&mut self, by: &OperatorId, command: Command) -> Result<(), Refusal> {
        let who = Who::Operator { id: by.clone() };
        match command {
            Command::Join => {
                self.not_completed()?;
                if self.conversation.assignee.operator() != Some(by) {
                    self.hand_to(Assignee::Operator { id: by.clone() }, &who);
                    self.system(SystemLine::Accepted { by: by.clone() });
                }
            }
            Command::Reply { contents, quotes, complete } => {
                self.reply(by, contents, quotes.as_deref(), None)?;
                if complete {
                    self.complete(who);
                    self.conversation.unconfirmed = 0;
                }
            }
            Command::Resend { row, contents, quotes } => {
                self.reply(by, contents, quotes.as_deref(), Some(row))?;
            }
            Command::Note { text } => {
                self.write(Body::Note { author: Some(by.clone()), text }, None);
            }
            Command::Assign { to } => {
                self.not_completed()?;
                if to == Assignee::Bot && !self.desk.inbox.bot {
                    return Err(Refusal::NoBot);
                }
                self.give_to(to, who);
            }
            Command::Hold { until } => {
                self.mine(by)?;
                self.open()?;
                if until.is_some_and(|until| until <= self.now) {
                    return Err(Refusal::InThePast);
                }
                self.hold(until, who);
            }
            Command::Resume => {
                if !matches!(self.conversation.phase, Phase::OnHold { .. }) {
                    return Err(Refusal::NotOnHold);
                }
                self.resume(who);
            }
            Command::RequestEnd => {
                self.mine(by)?;
                self.open()?;
                self.unblocked()?;
                self.request_end(who, None).map_err(Refusal::of)?;
            }
            Command::WithdrawEndRequest => {
                self.mine(by)?;
                if !matches!(self.conversation.phase, Phase::Ending { .. }) {
                    return Err(Refusal::NoEndRequest);
                }
                self.withdraw_end_request(by.clone());
            }
            Command::Complete => {
                self.not_completed()?;
                self.mine(by)?;
                self.complete(who);
                self.conversation.unconfirmed = 0;
            }
            Command::Reopen => {
                if !matches!(self.conversation.phase, Phase::Completed { .. }) {
                    return Err(Refusal::NotCompleted);
                }
                self.reopen_for(by);
            }
            Command::Confirm(confirmed) => self.confirm(confirmed, by),
            Command::Bookmark(bookmarked) => {
                if std::mem::replace(&mut self.contact.bookmarked, bookmarked) != bookmarked {
                    self.system(SystemLine::Bookmarked { bookmarked, by: by.clone() });
                }
            }
            Command::Hide(hidden) => {
                if std::mem::replace(&mut self.contact.hidden, hidden) != hidden {
                    self.system(SystemLine::Hidden { hidden, by: by.clone() });
                }
            }
            Command::Block(blocked) => self.block(blocked, by),
            Command::Tag(tag) => self.tag(tag, who),
            Command::Untag(tag) => self.untag(tag, who),
            Command::SetStatus(status) => self.set_status(status, who),
            Command::SetCategory(category) => self.set_category(category, who),
            Command::SetField { name, value } => self.set_field(&name, &value, who),
            Command::MakeTicket { number } => self.system(SystemLine::TicketMade { number, by: by.clone() }),
            Command::Rename(name) => {
                if self.contact.display_name != name {
                    self.contact.display_name = name;
                    self.system(SystemLine::Renamed { by: by.clone() });
                }
            }
            Command::RequestRating => self.request_rating(by)?,
            Command::Schedule(message) => self.schedule(by, &message)?,
            Command::Reschedule(message) => self.reschedule(by, &message)?,
            Command::CancelScheduled(id) => self.cancel_scheduled(id.as_ref(), &who)?,
            Command::Run(commands) => {
                for (at, command) in commands.into_iter().enumerate() {
                    let wrapped = |refusal| Refusal::Step { at, refusal: Box::new(refusal) };
                    self.command(by, command).map_err(wrapped)?;
                }
            }
        }
        Ok(())
    }

    fn not_completed(&self) -> Result<(), Refusal> {
        match self.conversation.phase {
            Phase::Completed { .. } => Err(Refusal::Completed),
            _ => Ok(()),
        }
    }

    fn open(&self) -> Result<(), Refusal> {
        match self.conversation.phase {
            Phase::Open => Ok(()),
            Phase::Completed { .. } => Err(Refusal::Completed),
            Phase::OnHold { .. } | Phase::Ending { .. } => Err(Refusal::NotOpen),
        }
    }

    pub(super) fn unblocked(&self) -> Result<(), Refusal> {
        if self.contact.blocked { Err(Refusal::Blocked) } else { Ok(()) }
    }

    /// Only the assigned operator speaks and ends (STA-12).
    pub(super) fn mine(&self, by: &OperatorId) -> Result<(), Refusal> {
        if self.conversation.assignee.operator() == Some(by) {
            return Ok(());
        }
        Err(Refusal::NotYours { assignee: self.conversation.assignee.clone() })
    }

    fn reply(
        &mut self,
        by: &OperatorId,
        contents: Vec<Content>,
        quotes: Option<&str>,
        resends: Option<RowId>,
    ) -> Result<(), Refusal> {
        self.unblocked()?;
        match self.conversation.phase {
            Phase::Ending { .. } => return Err(Refusal::EndRequested),
            // A reply takes a completed conversation up again (STA-11), and ends a hold.
            Phase::Completed { .. } => self.reopen_for(by),
            Phase::OnHold { .. } => {
                self.mine(by)?;
                self.resume(Who::Operator { id: by.clone() });
            }
            Phase::Open => self.mine(by)?,
        }
        let author = Author::Operator { id: by.clone() };
        self.say_again(&author, contents, quotes, &[], resends).map_err(Refusal::of)?;
        self.conversation.answered = true;
        self.conversation.auto_replies = AutoReplies::default();
        Ok(())
    }

    fn reopen_for(&mut self, by: &OperatorId) {
        self.conversation.phase = Phase::Open;
        self.conversation.answered = false;
        self.conversation.active_at = self.now;
        self.conversation.fired_ms = None;
        self.may_comment_again();
        let who = Who::Operator { id: by.clone() };
        self.system(SystemLine::Reopened { by: who.clone() });
        self.give_to(Assignee::Operator { id: by.clone() }, who);
    }

    fn confirm(&mut self, confirmed: bool, by: &OperatorId) {
        let was = self.conversation.unconfirmed == 0;
        if was != confirmed {
            self.conversation.unconfirmed = u32::from(!confirmed);
            self.system(SystemLine::Confirmed { confirmed, by: by.clone() });
        }
    }

    fn block(&mut self, blocked: bool, by: &OperatorId) {
        if std::mem::replace(&mut self.contact.blocked, blocked) == blocked {
            return;
        }
        let by = by.clone();
        if blocked {
            self.cancel_queued(true);
            self.system(SystemLine::Blocked { by });
        } else {
            self.system(SystemLine::Unblocked { by });
        }
    }

    /// Gives the conversation to somebody. Whoever it goes to, the bot's unclaimed words are taken back (INV-26).
    pub(super) fn give_to(&mut self, to: Assignee, by: Who) {
        // Waiting stays waiting since when it was.
        let same =
            matches!((&self.conversation.assignee, &to), (Assignee::Queue { .. }, Assignee::Queue { .. }))
                || self.conversation.assignee == to;
        if same {
            return;
        }
        self.hand_to(to.clone(), &by);
        self.system(SystemLine::Assigned { to, by });
    }

    /// The same without a word in the thread.
    fn hand_to(&mut self, to: Assignee, by: &Who) {
        if let Assignee::Operator { id } = &to {
            self.conversation.last_operator = Some(id.clone());
            self.cancel_queued(false);
            let themselves = matches!(by, Who::Operator { id: who } if who == id);
            if !themselves {
                self.alert(Alert::Assigned(id.clone()));
            }
        }
        match &to {
            Assignee::Bot => {
                self.conversation.automation_stopped = false;
                self.conversation.rule_failures = 0;
                self.conversation.misses = 0;
                self.conversation.auto_replies = AutoReplies::default();
            }
            Assignee::Queue { .. } => self.alert(Alert::Waiting),
            Assignee::Operator { .. } => {}
        }
        self.conversation.assignee = to;
    }

    pub(super) fn hold(&mut self, until: Option<Timestamp>, by: Who) {
        self.conversation.phase = Phase::OnHold { until };
        self.system(SystemLine::Held { by, until });
    }

    pub(super) fn resume(&mut self, by: Who) {
        self.conversation.phase = Phase::Open;
        self.conversation.active_at = self.now;
        self.conversation.fired_ms = None;
        self.system(SystemLine::Resumed { by });
    }

    /// Goes on as if the contact had not been asked; a question that nobody has claimed yet does not go out.
    fn withdraw_end_request(&mut self, by: OperatorId) {
        self.cancel_queued(false);
        self.conversation.phase = Phase::Open;
        self.conversation.active_at = self.now;
        self.conversation.fired_ms = None;
        self.system(SystemLine::EndWithdrawn { by });
    }

    pub(super) fn tag(&mut self, tag: String, by: Who) {
        if self.contact.tags.insert(tag.clone()) {
            self.system(SystemLine::Tagged { tag, by });
        }
    }

    pub(super) fn untag(&mut self, tag: String, by: Who) {
        if self.contact.tags.remove(&tag) {
            self.system(SystemLine::Untagged { tag, by });
        }
    }

    pub(super) fn set_status(&mut self, status: Option<String>, by: Who) {
        if self.contact.response_status != status {
            self.contact.response_status.clone_from(&status);
            self.system(SystemLine::StatusSet { status, by });
        }
    }

    pub(super) fn set_category(&mut self, category: Option<String>, by: Who) {
        if self.conversation.category != category {
            self.conversation.category.clone_from(&category);
            self.system(SystemLine::CategorySet { category, by });
        }
    }

    pub(super) fn set_field(&mut self, name: &str, value: &str, by: Who) {
        let changed = if value.is_empty() {
            self.contact.fields.remove(name).is_some()
        } else {
            self.contact.fields.insert(name.to_owned(), value.to_owned()).as_deref() != Some(value)
        };
        if changed {
            self.system(SystemLine::FieldSet { field: name.to_owned(), by });
        }
    }

    /// Rules are off for this conversation until somebody gives it back to the bot.
    pub(super) fn stop_automation(&mut self, reason: StopReason) {
        if std::mem::replace(&mut self.conversation.automation_stopped, true) {
            return;
        }
        self.system(SystemLine::AutomationStopped { reason });
        self.alert(Alert::AutomationStopped);
        self.hand_over("automation stopped", false);
    }
}
