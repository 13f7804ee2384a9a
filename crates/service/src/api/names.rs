//! What people read for the operators of some rows.

use std::collections::{BTreeMap, BTreeSet};

use domain::{Assignee, Author, Body, OperatorId, Row, SystemLine, Who};

use crate::service::Service;

/// Names by operator.
#[derive(Debug, Default)]
pub(super) struct Names(BTreeMap<OperatorId, String>);

impl Names {
    /// Finds the names of these operators, also of those who have left.
    pub async fn of(service: &Service, wanted: BTreeSet<&OperatorId>) -> Result<Self, store::Error> {
        if wanted.is_empty() {
            return Ok(Self::default());
        }
        let mut names: BTreeMap<_, _> =
            service.staff().await?.iter().map(|staff| (staff.id.clone(), staff.name.clone())).collect();
        if !wanted.into_iter().all(|id| names.contains_key(id)) {
            let everybody = service.store().operators().await?.into_iter();
            names.extend(everybody.map(|record| (record.operator.id, record.operator.name)));
        }
        Ok(Self(names))
    }

    /// Finds the names that these rows need.
    pub async fn in_rows(service: &Service, rows: &[Row]) -> Result<Self, store::Error> {
        Self::of(service, rows.iter().flat_map(mentioned).collect()).await
    }

    /// What people read for an operator: the name, or the id of somebody who never was.
    pub fn get(&self, id: &OperatorId) -> String {
        self.0.get(id).cloned().unwrap_or_else(|| id.to_string())
    }
}

fn mentioned(row: &Row) -> Vec<&OperatorId> {
    match &row.body {
        Body::Inbound { .. } => Vec::new(),
        Body::Outbound(message) => match &message.author {
            Author::Operator { id } => vec![id],
            Author::Contact | Author::Bot => Vec::new(),
        },
        Body::Note { author, .. } => author.iter().collect(),
        Body::System(line) => in_line(line),
    }
}

fn in_line(line: &SystemLine) -> Vec<&OperatorId> {
    fn who(who: &Who) -> Vec<&OperatorId> {
        match who {
            Who::Operator { id } => vec![id],
            Who::Contact | Who::Rule { .. } | Who::Desk => Vec::new(),
        }
    }
    match line {
        SystemLine::Assigned { to, by } => {
            let mut found = who(by);
            if let Assignee::Operator { id } = to {
                found.push(id);
            }
            found
        }
        SystemLine::Accepted { by }
        | SystemLine::Blocked { by }
        | SystemLine::Unblocked { by }
        | SystemLine::Renamed { by }
        | SystemLine::TicketMade { by, .. }
        | SystemLine::Confirmed { by, .. }
        | SystemLine::Bookmarked { by, .. }
        | SystemLine::Hidden { by, .. }
        | SystemLine::Scheduled { by, .. }
        | SystemLine::Rescheduled { by, .. }
        | SystemLine::RatingRequested { by } => vec![by],
        SystemLine::Reopened { by }
        | SystemLine::Ended { by }
        | SystemLine::EndRequested { by }
        | SystemLine::Held { by, .. }
        | SystemLine::Resumed { by }
        | SystemLine::StatusSet { by, .. }
        | SystemLine::CategorySet { by, .. }
        | SystemLine::Tagged { by, .. }
        | SystemLine::Untagged { by, .. }
        | SystemLine::FieldSet { by, .. }
        | SystemLine::ScheduleCancelled { by, .. } => who(by),
        SystemLine::AutoCompleted { .. }
        | SystemLine::HandedOver { .. }
        | SystemLine::EndDeclined
        | SystemLine::RuleFailed { .. }
        | SystemLine::AutomationStopped { .. }
        | SystemLine::Rated { .. }
        | SystemLine::ScheduleNotSent { .. }
        | SystemLine::NotDelivered { .. } => Vec::new(),
    }
}
