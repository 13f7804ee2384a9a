//! What the contact does.

use crate::catalogue::Notice;
use crate::step::Effect;
use crate::step::turn::{PREVIEW, Turn};
use crate::{
    Assignee, Body, Content, FileCopy, News, Occasion, Parked, Phase, PreviewBy, Rating, Receipts, ReopenTo,
    RowId, SystemLine, Timestamp, WaitingFor, WebhookEvent, Who, hours, seconds,
};

/// The desk's own buttons. Rules may not use ids that begin with `mdg.`.
pub(super) const END: &str = "mdg.end";
pub(super) const CONTINUE: &str = "mdg.continue";
pub(super) const RATE: &str = "mdg.rate.";
/// Ends at any time, without having been asked (web messenger).
const LEAVE: &str = "mdg.leave";

/// The fields of a form that tell who somebody is. A name is what their account is called, the others are fields of the
/// contact.
const FORM_NAME: &str = "name";
const FORM_FIELDS: [&str; 2] = ["email", "phone"];
/// The kind of content that is for people, not for rules.
const FORM: &str = "form";

/// An unsend that finds no message is forgotten after this (F-8).
const PARKED_FOR: std::time::Duration = hours(7 * 24);
/// Whose profile is not asked for within this has lost their bell: the sweep rings. As long as a lease, so that whoever
/// asks at once need not move the deadline, which costs two write units.
const PROFILE_WITHIN: std::time::Duration = seconds(60);
/// More unsends than this are not parked: the state must stay small (INV-23).
const MOST_PARKED: usize = 10;

impl Turn<'_> {
    pub(super) fn event(&mut self, row: RowId, mut event: Box<WebhookEvent>, stored: bool) {
        self.meet(&event);
        self.conversation.heard_of(&event.news, event.at, self.now);
        let blocked = self.contact.blocked;
        let withdrawn = self.was_unsent(&event);
        if withdrawn {
            if let News::Message { message, .. } = &event.news {
                self.withdrawn.insert(message.clone());
            }
            withdraw(&mut event);
        }
        if let News::Tapped { button, label, .. } = &mut event.news {
            let offered = self.conversation.offered.iter().find(|offered| offered.id == *button);
            *label = label.take().or_else(|| offered.map(|offered| offered.label.clone()));
        }
        let news = event.news.clone();
        if !blocked && !event.standby {
            self.conversation.reply_token.clone_from(&event.reply_token);
        }
        let standby = event.standby;
        self.keep(row, event, stored, blocked, withdrawn);
        if blocked || withdrawn {
            return;
        }
        match news {
            News::Message { content, .. } => self.wrote(&content, standby),
            News::Tapped { button, label, params, .. } => {
                self.tapped(&button, label.as_deref(), params.as_deref(), standby);
            }
            News::Edited { content, .. } => {
                self.conversation.show(content.preview(PREVIEW), PreviewBy::Contact);
                self.conversation.unconfirmed += 1;
            }
            News::Unsent { message } => self.unsent(&message, row),
            News::Reacted { .. } => {}
            News::Followed { .. } => {
                self.contact.unreachable = false;
                if self.bot_may_speak(standby) {
                    self.ask_rules(&Occasion::Followed, "", "");
                }
            }
            News::Unfollowed => self.contact.unreachable = true,
            News::Unsupported { .. } => self.conversation.unconfirmed += 1,
        }
    }

    /// Learns what the webhook says of the person.
    fn meet(&mut self, event: &WebhookEvent) {
        if let Some(name) = &event.party.name
            && event.party.sender.is_none()
        {
            self.contact.account_name.clone_from(name);
        }
        if event.party.language.is_some() {
            self.contact.language.clone_from(&event.party.language);
        }
        let followed = matches!(event.news, News::Followed { .. });
        if self.conversation.channel.has_profiles()
            && event.news != News::Unfollowed
            && self.contact.profile.is_wanted(followed, self.now)
        {
            self.contact.profile.due = Some(self.now + PROFILE_WITHIN);
            self.effects.push(Effect::AskProfile);
        }
        self.conversation.address.clone_from(&event.party.address);
    }

    fn was_unsent(&mut self, event: &WebhookEvent) -> bool {
        let message = match &event.news {
            News::Message { message, .. } => message,
            News::Edited { message, .. } => return self.unsent_below.contains(message),
            _ => return false,
        };
        let before = self.conversation.parked.len();
        self.conversation.parked.retain(|parked| parked.message != *message);
        if self.conversation.parked.len() < before {
            // A message of several files is several rows.
            self.unsent_below.insert(message.clone());
        }
        self.unsent_below.contains(message)
    }

    fn keep(&mut self, row: RowId, event: Box<WebhookEvent>, stored: bool, hidden: bool, withdrawn: bool) {
        let label_learned = matches!(event.news, News::Tapped { .. });
        let body = Body::Inbound { inbox: self.desk.inbox.id.clone(), event, hidden, withdrawn };
        if stored {
            let (seq, stream_seq) = self.number(&body);
            let fetches = body.provided_file().is_some();
            let body = (hidden || withdrawn || label_learned).then_some(body);
            self.effects.push(Effect::Take { row, seq, stream_seq, body });
            if fetches {
                self.effects.push(Effect::Fetch { row });
            }
        } else {
            self.write_as(row, body, None);
        }
    }

    fn wrote(&mut self, content: &Content, standby: bool) {
        self.conversation.show(content.preview(PREVIEW), PreviewBy::Contact);
        if let Content::Form { fields } = content {
            self.learn(fields);
        }
        let words = content.words().to_owned();
        if matches!(self.conversation.phase, Phase::Ending { .. }) {
            let is = |notice| words.trim() == self.desk.inbox.text(notice, self.language());
            if is(Notice::EndButton) {
                return self.complete(Who::Contact);
            }
        }
        self.heard(&Occasion::Message, &words, content.kind(), standby);
    }

    /// Learns who somebody says they are (CHN-08). Unproven, as everything in a form is.
    fn learn(&mut self, fields: &[(String, String)]) {
        for (name, answer) in fields.iter().filter(|(_, answer)| !answer.trim().is_empty()) {
            if name == FORM_NAME {
                self.contact.account_name.clone_from(answer);
            } else if FORM_FIELDS.contains(&name.as_str()) {
                self.contact.fields.insert(name.clone(), answer.clone());
            }
        }
    }

    fn tapped(&mut self, button: &str, label: Option<&str>, params: Option<&str>, standby: bool) {
        self.conversation.show(crate::cut(label.unwrap_or(button), PREVIEW), PreviewBy::Contact);
        if button == END {
            // A late tap on an old end request changes nothing: the contact has written since.
            if matches!(self.conversation.phase, Phase::Ending { .. }) {
                self.complete(Who::Contact);
            }
        } else if button == LEAVE {
            if !matches!(self.conversation.phase, Phase::Completed { .. }) {
                self.complete(Who::Contact);
            }
        } else if button == CONTINUE {
            if matches!(self.conversation.phase, Phase::Ending { .. }) {
                self.go_on();
            }
        } else if let Some(score) = button
            .strip_prefix(RATE)
            .and_then(|score| score.parse().ok())
            .filter(|score| (1..=5).contains(score))
        {
            self.rated(score, params.and_then(Rating::comment_of));
        } else {
            self.heard(&Occasion::Button { id: button }, label.unwrap_or_default(), "button", standby);
        }
    }

    /// The contact may change the score as often as they like, and say why once until the conversation is taken up
    /// again (CSA-01).
    fn rated(&mut self, score: u8, comment: Option<String>) {
        let commented = self.conversation.rating.is_some_and(|rating| rating.commented);
        let comment = comment.filter(|_| !commented);
        let commented = commented || comment.is_some();
        self.conversation.rating = Some(Rating { score, at: self.now, commented });
        self.system(SystemLine::Rated { score, comment });
    }

    /// What comes after the end has a rating of its own.
    pub(super) fn may_comment_again(&mut self) {
        if let Some(rating) = &mut self.conversation.rating {
            rating.commented = false;
        }
    }

    /// The contact wants something: the turn goes to us.
    fn heard(&mut self, occasion: &Occasion<'_>, words: &str, kind: &str, standby: bool) {
        let first = self.conversation.seq == 1;
        self.contact_was_first();
        self.conversation.active_at = self.now;
        self.conversation.fired_ms = None;
        self.conversation.waiting_for = WaitingFor::Us;
        let confirmed = kind == "button" && self.desk.inbox.auto_confirm_buttons;
        self.conversation.unconfirmed += u32::from(!confirmed);
        let opened = match self.conversation.phase {
            // On hold stays on hold: the operator sees the message and decides (STA-06).
            Phase::OnHold { .. } => return,
            Phase::Open => first,
            Phase::Ending { .. } => {
                self.go_on();
                false
            }
            Phase::Completed { .. } => {
                self.reopen();
                true
            }
        };
        if self.conversation.assignee != Assignee::Bot {
            return;
        }
        if kind == FORM {
            self.hand_over("filled in a form", false);
        } else if self.bot_may_speak(standby) {
            if opened {
                self.ask_rules(&Occasion::Opened, words, kind);
            }
            if self.conversation.assignee == Assignee::Bot {
                self.answer(occasion, words, kind);
            }
        } else if !standby {
            self.hand_over("the bot is off", false);
        }
    }

    fn bot_may_speak(&self, standby: bool) -> bool {
        !standby
            && self.desk.inbox.bot
            && !self.conversation.automation_stopped
            && self.conversation.assignee == Assignee::Bot
    }

    /// The contact goes on instead of ending (STA-07).
    fn go_on(&mut self) {
        self.conversation.phase = Phase::Open;
        self.conversation.active_at = self.now;
        self.conversation.fired_ms = None;
        self.conversation.waiting_for = WaitingFor::Us;
        self.system(SystemLine::EndDeclined);
    }

    /// The contact writes again after the end (STA-11).
    fn reopen(&mut self) {
        self.conversation.phase = Phase::Open;
        self.conversation.misses = 0;
        self.conversation.answered = false;
        self.may_comment_again();
        self.system(SystemLine::Reopened { by: Who::Contact });
        let last = self.conversation.last_operator.clone();
        let to = match self.desk.inbox.reopen_to {
            ReopenTo::Bot if self.desk.inbox.bot => Assignee::Bot,
            ReopenTo::Bot => Assignee::Queue { since: self.now },
            ReopenTo::LastOperator => last
                .filter(|id| {
                    self.desk.staff.iter().any(|staff| staff.id == *id && staff.can_take(&self.desk.inbox.id))
                })
                .map_or(Assignee::Queue { since: self.now }, |id| Assignee::Operator { id }),
        };
        self.give_to(to, Who::Desk);
    }

    /// The contact took a message back: its words go, here and in the table.
    fn unsent(&mut self, message: &str, unsend: RowId) {
        let matches_it = |event: &WebhookEvent| match &event.news {
            News::Message { message: id, .. } | News::Edited { message: id, .. } => id == message,
            _ => false,
        };
        let mut found = self.withdrawn.contains(message);
        // A message of several files is several rows.
        for row in self.desk.history {
            if let Body::Inbound { inbox, event, hidden, .. } = &row.body
                && matches_it(event)
            {
                let mut event = event.clone();
                withdraw(&mut event);
                let body = Body::Inbound { inbox: inbox.clone(), event, hidden: *hidden, withdrawn: true };
                self.effects.push(Effect::Redact { row: row.id, body });
                if let Some(
                    file @ (FileCopy::Pending { .. } | FileCopy::Claimed { .. } | FileCopy::Stored(_)),
                ) = &row.file
                {
                    self.effects.push(Effect::Erase { row: row.id, under_way: file.is_under_way() });
                }
                found = true;
            }
        }
        if found {
            return;
        }
        let now = self.now;
        self.conversation.parked.retain(|parked| now.since(parked.at) < PARKED_FOR);
        if self.conversation.parked.len() < MOST_PARKED {
            let at: Timestamp = unsend.at().min(now);
            self.conversation.parked.push(Parked { message: message.to_owned(), at });
        }
    }

    /// The browser says how far it has come; lower values than known are old news.
    pub(super) fn received(&mut self, new: Receipts) {
        let known = &mut self.conversation.receipts;
        let most = self.conversation.stream_seq;
        known.read = known.read.max(new.read.min(most));
        known.delivered = known.delivered.max(new.delivered.min(most)).max(known.read);
    }
}

/// Takes the words out of an event.
fn withdraw(event: &mut WebhookEvent) {
    event.raw = None;
    match &mut event.news {
        News::Message { content, quote_token, read_token, .. } => {
            *content = Content::Unsupported { kind: "withdrawn".to_owned() };
            *quote_token = None;
            *read_token = None;
        }
        News::Edited { content, .. } => *content = Content::Unsupported { kind: "withdrawn".to_owned() },
        _ => {}
    }
}
