//! One entry of a thread.

use serde::{Deserialize, Serialize};

use crate::{
    Author, Content, Delivery, FileCopy, InboxId, Media, MediaSource, News, OperatorId, OutboundMessage,
    RowId, Timestamp, WebhookEvent,
};

/// One entry of a thread: what came in (taken or not yet), what goes out (settled or not yet), a note, a system line.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Row {
    /// Which row; tells its time too.
    pub id: RowId,
    /// Its number in the conversation, dense from 1. `None` while it waits to be taken.
    pub seq: Option<u64>,
    /// Web: its number in the visitor's stream, dense from 1. `None` for what the visitor does not see.
    pub stream_seq: Option<u64>,
    /// What it is.
    pub body: Body,
    /// For outbound rows: how far they have come.
    pub delivery: Option<Delivery>,
    /// For files that a contact sent: how far our copy has come.
    pub file: Option<FileCopy>,
    /// The `client_id` of the intent that wrote it, if an operator's did. Theirs alone to see.
    pub client_id: Option<String>,
}

/// What a row is. Its tag is another than the system line's, which stands beside it. Internal talk is a variant of its own, which no sender accepts (INV-25).
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(tag = "kind", rename_all = "snake_case")]
pub enum Body {
    /// From the contact.
    Inbound {
        /// Where it came in.
        inbox: InboxId,
        /// What the provider told.
        event: Box<WebhookEvent>,
        /// Kept, not shown and not answered: the contact was blocked.
        #[serde(default, skip_serializing_if = "crate::contact::is_false")]
        hidden: bool,
        /// The contact took it back; its words are gone from the row.
        #[serde(default, skip_serializing_if = "crate::contact::is_false")]
        withdrawn: bool,
    },
    /// To the contact.
    Outbound(Box<OutboundMessage>),
    /// Between operators (社内会話).
    Note {
        /// Who wrote it; `None` for a rule.
        author: Option<OperatorId>,
        /// What it says.
        text: String,
    },
    /// Something that happened to the conversation.
    System(SystemLine),
}

/// Something that happened to the conversation (SYS-01 to SYS-10). Rendered in the reader's language.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(tag = "is", rename_all = "snake_case")]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub enum SystemLine {
    /// Given to an operator, the queue or the bot (SYS-01).
    Assigned {
        /// To whom.
        to: crate::Assignee,
        /// By whom.
        by: Who,
    },
    /// An operator joined (SYS-02, STA-13).
    Accepted {
        /// Who.
        by: OperatorId,
    },
    /// Taken up again (SYS-03).
    Reopened {
        /// By whom.
        by: Who,
    },
    /// Ended by somebody (SYS-04).
    Ended {
        /// By whom.
        by: Who,
    },
    /// Ended by silence (SYS-06).
    AutoCompleted {
        /// How long it had been silent, in seconds.
        after_seconds: u64,
    },
    /// The contact was blocked (SYS-07).
    Blocked {
        /// By whom.
        by: OperatorId,
    },
    /// The contact was unblocked (SYS-08).
    Unblocked {
        /// By whom.
        by: OperatorId,
    },
    /// The bot handed over to people (SYS-09).
    HandedOver {
        /// Why, in the rule's words.
        reason: String,
    },
    /// The contact was asked whether to end (STA-07).
    EndRequested {
        /// By whom.
        by: Who,
    },
    /// The contact chose to go on (STA-07).
    EndDeclined,
    /// The question whether to end was taken back (STA-07).
    EndWithdrawn {
        /// By whom.
        by: OperatorId,
    },
    /// Put aside (STA-06).
    Held {
        /// By whom.
        by: Who,
        /// Until when, if a time was given.
        until: Option<Timestamp>,
    },
    /// Taken up again after a hold (STA-06).
    Resumed {
        /// By whom.
        by: Who,
    },
    /// A rule failed and proposed nothing (INV-16).
    RuleFailed {
        /// Its name.
        rule: String,
        /// Its file.
        file: String,
        /// The line of the failure.
        line: u32,
        /// What went wrong.
        message: String,
    },
    /// Automation was stopped for this conversation (INV-24, F-13).
    AutomationStopped {
        /// Why.
        reason: StopReason,
    },
    /// The response status was changed (STA-05).
    StatusSet {
        /// To what; `None` is none.
        status: Option<String>,
        /// By whom.
        by: Who,
    },
    /// The category was changed (CRM-18).
    CategorySet {
        /// To what.
        category: Option<String>,
        /// By whom.
        by: Who,
    },
    /// A tag was put on the contact (CRM-08).
    Tagged {
        /// Which.
        tag: String,
        /// By whom.
        by: Who,
    },
    /// A tag was taken off the contact.
    Untagged {
        /// Which.
        tag: String,
        /// By whom.
        by: Who,
    },
    /// A field of the contact was set.
    FieldSet {
        /// Which. Its value stands with the contact.
        field: String,
        /// By whom.
        by: Who,
    },
    /// The team's name for the contact was changed (CRM-14).
    Renamed {
        /// By whom.
        by: OperatorId,
    },
    /// Marked as confirmed or not (INB-06).
    Confirmed {
        /// Which of the two.
        confirmed: bool,
        /// By whom.
        by: OperatorId,
    },
    /// Pinned or unpinned (INB-08).
    Bookmarked {
        /// Which of the two.
        bookmarked: bool,
        /// By whom.
        by: OperatorId,
    },
    /// Left out of the list, or shown again (INB-15).
    Hidden {
        /// Which of the two.
        hidden: bool,
        /// By whom.
        by: OperatorId,
    },
    /// A ticket was made from it (SYS-05).
    TicketMade {
        /// Its number.
        number: u64,
        /// By whom.
        by: OperatorId,
    },
    /// A message was scheduled (CMP-05).
    Scheduled {
        /// For when.
        at: Timestamp,
        /// By whom.
        by: OperatorId,
    },
    /// A scheduled message was changed.
    Rescheduled {
        /// For when it is scheduled from here on.
        at: Timestamp,
        /// By whom.
        by: OperatorId,
    },
    /// A scheduled message was taken back.
    ScheduleCancelled {
        /// For when it was scheduled.
        at: Timestamp,
        /// By whom; the contact, if it was to go out only if they did not write first.
        by: Who,
    },
    /// The time of a scheduled message came, and it was not sent.
    ScheduleNotSent {
        /// For when it was scheduled.
        at: Timestamp,
        /// Why.
        reason: crate::NotSent,
    },
    /// The contact was asked for a rating (CSA-02).
    RatingRequested {
        /// By whom.
        by: OperatorId,
    },
    /// The contact rated the conversation (CSA-01).
    Rated {
        /// From 1 to 5.
        score: u8,
        /// Why, in their words; at most [`Rating::MAX_COMMENT_CHARS`](crate::Rating::MAX_COMMENT_CHARS) characters.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        comment: Option<String>,
    },
    /// A message could not be delivered, or whether it arrived cannot be known (INV-11).
    NotDelivered {
        /// Which row.
        row: RowId,
        /// `true`: it may have arrived.
        unknown: bool,
    },
}

/// Why automation was stopped.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub enum StopReason {
    /// More than 12 automatic replies in 5 minutes without a person's word (INV-24).
    Loop,
    /// Five steps in a row in which a rule failed (F-13).
    FailingRules,
    /// A rule wanted to do more in one step than is allowed (B-32).
    TooMuch,
}

/// Who did something.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(tag = "is", rename_all = "snake_case")]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub enum Who {
    /// The contact.
    Contact,
    /// A rule.
    Rule {
        /// Its name.
        rule: String,
    },
    /// The desk itself.
    Desk,
    /// An operator.
    Operator {
        /// Who.
        id: OperatorId,
    },
}

impl Body {
    /// The file that the contact sent, if there is one to show.
    pub fn file(&self) -> Option<&Media> {
        let Self::Inbound { event, hidden: false, withdrawn: false, .. } = self else { return None };
        match &event.news {
            News::Message { content: Content::Media(media), .. }
            | News::Edited { content: Content::Media(media), .. } => Some(media),
            _ => None,
        }
    }

    /// The provider's id of the file that the contact sent, if the provider keeps it for now and we make a copy.
    pub fn provided_file(&self) -> Option<&str> {
        match &self.file()?.source {
            MediaSource::Provider { id } => Some(id),
            MediaSource::Url { .. } | MediaSource::Upload { .. } => None,
        }
    }
}

impl SystemLine {
    /// The operator who did it, if one did.
    pub fn by(&self) -> Option<&OperatorId> {
        match self {
            Self::Accepted { by }
            | Self::Blocked { by }
            | Self::Unblocked { by }
            | Self::EndWithdrawn { by }
            | Self::Renamed { by }
            | Self::TicketMade { by, .. }
            | Self::Confirmed { by, .. }
            | Self::Bookmarked { by, .. }
            | Self::Hidden { by, .. }
            | Self::Scheduled { by, .. }
            | Self::Rescheduled { by, .. }
            | Self::RatingRequested { by } => Some(by),
            Self::Assigned { by, .. }
            | Self::Reopened { by }
            | Self::Ended { by }
            | Self::EndRequested { by }
            | Self::Held { by, .. }
            | Self::Resumed { by }
            | Self::StatusSet { by, .. }
            | Self::CategorySet { by, .. }
            | Self::Tagged { by, .. }
            | Self::Untagged { by, .. }
            | Self::FieldSet { by, .. }
            | Self::ScheduleCancelled { by, .. } => match by {
                Who::Operator { id } => Some(id),
                Who::Contact | Who::Rule { .. } | Who::Desk => None,
            },
            Self::AutoCompleted { .. }
            | Self::HandedOver { .. }
            | Self::EndDeclined
            | Self::RuleFailed { .. }
            | Self::AutomationStopped { .. }
            | Self::Rated { .. }
            | Self::ScheduleNotSent { .. }
            | Self::NotDelivered { .. } => None,
        }
    }
}

impl Row {
    /// The operator whose row it is: who speaks, notes, or does what it tells of.
    pub fn operator(&self) -> Option<&OperatorId> {
        match &self.body {
            Body::Outbound(message) => match &message.author {
                Author::Operator { id } => Some(id),
                Author::Bot | Author::Contact => None,
            },
            Body::Note { author, .. } => author.as_ref(),
            Body::System(line) => line.by(),
            Body::Inbound { .. } => None,
        }
    }

    /// When it happened.
    pub fn at(&self) -> Timestamp {
        self.id.at()
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::{Assignee, Content};

    #[test]
    fn every_kind_of_row_reads_back() {
        let message = OutboundMessage {
            author: Author::Bot,
            contents: vec![Content::text("hello")],
            quotes: None,
            resends: None,
            reply_token: None,
            expires_at: Timestamp::EPOCH,
            trace: None,
            also: vec![],
        };
        let who = Who::Operator { id: "ken".parse().unwrap() };
        for body in [
            Body::Outbound(Box::new(message)),
            Body::Note { author: None, text: "note".to_owned() },
            Body::System(SystemLine::Assigned { to: Assignee::Queue { since: Timestamp::EPOCH }, by: who }),
            Body::System(SystemLine::EndDeclined),
        ] {
            let json = serde_json::to_string(&body).unwrap();
            assert_eq!(serde_json::from_str::<Body>(&json).unwrap(), body, "{json}");
        }
    }
}
