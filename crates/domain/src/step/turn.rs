//! One step under way: the state so far, and the rows and orders it has made.

use std::collections::BTreeSet;
use std::time::Duration;

use crate::step::{Alert, Desk, Effect, State, Stepped};
use crate::{
    Author, Body, ChannelKind, Contact, Content, Conversation, Delivery, FailReason, Language, OperatorId,
    OutboundMessage, Phase, PreviewBy, ReplyToken, Row, RowId, SystemLine, Timestamp, Trace, WaitingFor,
    minutes,
};

/// A bot's answer is stale after this.
const BOT_DEADLINE: Duration = minutes(10);
/// An operator's message is stale after this.
const OPERATOR_DEADLINE: Duration = minutes(60);

pub(super) struct Turn<'a> {
    pub now: Timestamp,
    pub desk: Desk<'a>,
    pub conversation: Conversation,
    pub contact: Contact,
    pub effects: Vec<Effect>,
    version: u64,
    written: u64,
    held_before: Option<OperatorId>,
    /// How long nobody had written, while a timer runs out.
    pub silence: Option<Duration>,
    /// Messages that an unsend further back in this step's inputs is about.
    pub unsent_below: BTreeSet<String>,
    /// Messages that this step took and withdrew at once.
    pub withdrawn: BTreeSet<String>,
}

/// Who holds the conversation, for their load.
fn holder(conversation: &Conversation) -> Option<OperatorId> {
    match conversation.phase {
        Phase::Completed { .. } => None,
        _ => conversation.assignee.operator().cloned(),
    }
}

impl<'a> Turn<'a> {
    pub fn begin(state: State, now: Timestamp, desk: Desk<'a>) -> Self {
        let held_before = holder(&state.conversation);
        Self {
            now,
            desk,
            conversation: state.conversation,
            contact: state.contact,
            effects: Vec::new(),
            version: state.version,
            written: 0,
            held_before,
            silence: None,
            unsent_below: BTreeSet::new(),
            withdrawn: BTreeSet::new(),
        }
    }

    pub fn end(mut self) -> Stepped {
        let held_after = holder(&self.conversation);
        if self.held_before != held_after {
            let change = |operator: Option<OperatorId>, change| {
                operator.map(|operator| Effect::Load { operator, change })
            };
            self.effects.extend(change(self.held_before.take(), -1));
            self.effects.extend(change(held_after, 1));
        }
        let timers = self.desk.rules.timers(self.desk.inbox, &self.conversation);
        Stepped {
            deadline: self.conversation.deadline(&timers),
            conversation: self.conversation,
            contact: self.contact,
            effects: self.effects,
        }
    }

    pub fn language(&self) -> Language {
        self.contact.language(self.desk.inbox.language)
    }

    pub fn alert(&mut self, alert: Alert) {
        let alert = Effect::Alert(alert);
        if !self.effects.contains(&alert) {
            self.effects.push(alert);
        }
    }

    /// The next numbers: of the row, and of the visitor's stream if the visitor sees it.
    pub fn number(&mut self, body: &Body) -> (u64, Option<u64>) {
        self.conversation.seq += 1;
        let stream = self.conversation.channel.delivers_by_storing() && body.visitor_sees();
        let stream = stream.then(|| {
            self.conversation.stream_seq += 1;
            self.conversation.stream_seq
        });
        (self.conversation.seq, stream)
    }

    fn new_row_id(&mut self) -> RowId {
        self.written += 1;
        RowId::of_step(&self.conversation.id, self.version, self.written, self.now)
    }

    /// Writes a row of the desk's own.
    pub fn write(&mut self, body: Body, delivery: Option<Delivery>) -> RowId {
        let id = self.new_row_id();
        self.write_as(id, body, delivery);
        id
    }

    pub fn write_as(&mut self, id: RowId, body: Body, delivery: Option<Delivery>) {
        let (seq, stream_seq) = self.number(&body);
        self.effects.push(Effect::Write(Row {
            id,
            seq: Some(seq),
            stream_seq,
            body,
            delivery,
            file: None,
            client_id: None,
        }));
    }

    pub fn system(&mut self, line: SystemLine) {
        self.write(Body::System(line), None);
    }

    /// Writes what goes to the contact: as many rows as the channel needs calls. Each keeps all traces.
    ///
    /// # Errors
    ///
    /// Why it cannot go out: the channel cannot carry it, the window is closed, the month's pushes are used up. Nothing
    /// is written then.
    pub fn say(
        &mut self,
        author: &Author,
        contents: Vec<Content>,
        quotes: Option<&str>,
        traces: &[Trace],
    ) -> Result<(), FailReason> {
        self.say_again(author, contents, quotes, traces, None)
    }

    /// The same for words that a row had said before.
    ///
    /// # Errors
    ///
    /// As [`say`](Self::say).
    pub fn say_again(
        &mut self,
        author: &Author,
        contents: Vec<Content>,
        quotes: Option<&str>,
        traces: &[Trace],
        resends: Option<RowId>,
    ) -> Result<(), FailReason> {
        // What a person composed is sent as it was composed or not at all; a rule speaks on every channel (CHN-11).
        let contents = if *author == Author::Bot { self.as_carried(contents) } else { contents };
        if *author == Author::Bot && quotes.is_none() && self.joins_free_reply(&contents, traces) {
            return Ok(());
        }
        let calls = (self.desk.fit)(self.conversation.channel, contents)?;
        self.conversation.allowance(self.desk.inbox, author.speaker(), self.now).permits(&calls)?;
        let pushes = calls.len() - usize::from(self.reply_is_free());
        if pushes > 0 && self.conversation.channel == ChannelKind::Line && self.desk.pushes.stops(author) {
            return Err(FailReason::QuotaExhausted);
        }
        let deadline = if *author == Author::Bot { BOT_DEADLINE } else { OPERATOR_DEADLINE };
        for contents in calls {
            self.offer(&contents);
            self.conversation.counts(&contents);
            if let Some(first) = contents.first() {
                self.conversation.show(first.preview(PREVIEW), PreviewBy::of(author));
            }
            let message = OutboundMessage {
                author: author.clone(),
                contents,
                quotes: quotes.map(str::to_owned),
                resends,
                reply_token: self.reply_token(),
                expires_at: self.now + deadline,
                trace: traces.first().cloned(),
                also: traces.iter().skip(1).cloned().collect(),
            };
            let body = Body::Outbound(Box::new(message));
            if self.conversation.channel.delivers_by_storing() {
                self.write(body, Some(Delivery::sent(self.now, Vec::new())));
            } else {
                let id = self.write(body, Some(Delivery::queued(self.now)));
                self.conversation.unsettled.push(id);
            }
        }
        self.conversation.active_at = self.now;
        self.conversation.fired_ms = None;
        self.conversation.waiting_for = WaitingFor::Contact;
        Ok(())
    }

    /// The free reply, if this row will be the next to go out and there is time left to use it (EXT-01).
    fn reply_token(&mut self) -> Option<ReplyToken> {
        let free = self.reply_is_free();
        self.conversation.reply_token.take().filter(|_| free)
    }

    fn reply_is_free(&self) -> bool {
        self.conversation.free_reply_until(self.desk.inbox, self.now).is_some()
    }

    /// LINE: puts what is said into the free reply that this step has already written, if both are one call: a reply may
    /// hold five messages and costs nothing, the push after it would count (EXT-01).
    fn joins_free_reply(&mut self, contents: &[Content], traces: &[Trace]) -> bool {
        let written = self.effects.iter_mut().rev().find_map(|effect| match effect {
            Effect::Write(Row { body: Body::Outbound(message), .. }) => Some(message),
            _ => None,
        });
        let Some(reply) = written.filter(|message| message.reply_token.is_some()) else { return false };
        let together = [reply.contents.as_slice(), contents].concat();
        let Ok(calls) = (self.desk.fit)(self.conversation.channel, together) else { return false };
        let [call] = calls.as_slice() else { return false };
        reply.contents.clone_from(call);
        for trace in traces {
            if reply.trace.is_none() {
                reply.trace = Some(trace.clone());
            } else if reply.trace.as_ref() != Some(trace) && !reply.also.contains(trace) {
                reply.also.push(trace.clone());
            }
        }
        self.offer(contents);
        if let Some(first) = contents.first() {
            self.conversation.show(first.preview(PREVIEW), PreviewBy::Bot);
        }
        true
    }

    /// Each content as it is, or in words where the channel lacks the element.
    fn as_carried(&self, contents: Vec<Content>) -> Vec<Content> {
        let carried =
            |content: Content| match (self.desk.fit)(self.conversation.channel, vec![content.clone()]) {
                Ok(_) => content,
                Err(_) => content.in_words().map_or(content, Content::text),
            };
        contents.into_iter().map(carried).collect()
    }

    /// Remembers what can be pressed, to put the label beside a tap (BOT-01).
    fn offer(&mut self, contents: &[Content]) {
        for offered in contents.iter().map(Content::offers).filter(|offered| !offered.is_empty()) {
            self.conversation.offered = offered;
        }
    }

    /// Drops from the list what was read as terminal, and tells people of what did not arrive (INV-11).
    pub fn settle_listed(&mut self) {
        for row in self.desk.outbox {
            let Some(delivery) = row.delivery.as_ref().filter(|delivery| delivery.is_terminal()) else {
                continue;
            };
            self.conversation.unsettled.retain(|id| *id != row.id);
            if let (Body::Outbound(message), Delivery::Failed { .. } | Delivery::Cancelled { .. }) =
                (&row.body, delivery)
            {
                self.conversation.counts_no_more(&message.contents, row.at());
            }
            let unknown = match delivery {
                Delivery::Failed { .. } => false,
                Delivery::Unknown { .. } => true,
                _ => continue,
            };
            // Of the last message only: nobody has written since.
            let ours = self.conversation.preview_by != Some(PreviewBy::Contact);
            self.conversation.undelivered |= ours && row.at() >= self.conversation.active_at;
            self.effects.push(Effect::Acknowledge { row: row.id, delivery: delivery.clone() });
            self.system(SystemLine::NotDelivered { row: row.id, unknown });
            self.conversation.unconfirmed = self.conversation.unconfirmed.max(1);
            self.alert(Alert::NotDelivered);
        }
    }

    /// Takes back what nobody has claimed: everything, or what the bot wanted to say (INV-26).
    pub fn cancel_queued(&mut self, everything: bool) {
        for row in self.desk.outbox {
            let listed = self.conversation.unsettled.contains(&row.id);
            let queued = matches!(row.delivery, Some(Delivery::Queued { maybe_sent: false, .. }));
            let bots = matches!(&row.body, Body::Outbound(message) if message.author == Author::Bot);
            if listed && queued && (everything || bots) {
                self.conversation.unsettled.retain(|id| *id != row.id);
                if let Body::Outbound(message) = &row.body {
                    self.conversation.counts_no_more(&message.contents, row.at());
                }
                self.effects.push(Effect::Cancel { row: row.id });
            }
        }
    }
}

/// How many characters of the last message the list shows.
pub(super) const PREVIEW: usize = 40;

impl Body {
    /// Whether the web messenger's visitor sees it.
    pub fn visitor_sees(&self) -> bool {
        match self {
            Self::Inbound { hidden, .. } => !hidden,
            Self::Outbound(_) => true,
            Self::Note { .. } => false,
            Self::System(line) => matches!(
                line,
                SystemLine::Assigned { .. }
                    | SystemLine::Accepted { .. }
                    | SystemLine::Reopened { .. }
                    | SystemLine::Ended { .. }
                    | SystemLine::AutoCompleted { .. }
                    | SystemLine::HandedOver { .. }
                    | SystemLine::EndRequested { .. }
                    | SystemLine::EndDeclined
                    | SystemLine::EndWithdrawn { .. }
            ),
        }
    }
}
