//! The people who answer.

use serde::{Deserialize, Serialize};

use crate::{InboxId, OperatorId, Timestamp};

/// A member of the team.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct Operator {
    /// Which operator.
    pub id: OperatorId,
    /// What they sign in with.
    pub login: String,
    /// What colleagues and customers read.
    pub name: String,
    /// What they may do.
    pub role: Role,
    /// The inboxes whose conversations they may see and answer; empty means all (ASG-08).
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub inboxes: Vec<InboxId>,
    /// How many conversations they take at once.
    pub capacity: u32,
    /// Signed out for good; kept because the record names them.
    #[serde(default, skip_serializing_if = "crate::contact::is_false")]
    pub disabled: bool,
    /// When they joined.
    pub since: Timestamp,
}

/// What an operator may do.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub enum Role {
    /// Answers customers.
    Operator,
    /// Also changes rules, settings and the team.
    Admin,
}

/// Whether an operator takes work (ASG-01).
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub enum Presence {
    /// Takes work.
    Online,
    /// Signed in, takes no new work.
    Break,
    /// Not there.
    Offline,
}

/// An operator as the step sees them: who could take a conversation now.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Staff {
    /// Who.
    pub id: OperatorId,
    /// What people read.
    pub name: String,
    /// Whether they take work now; an operator whose connection was lost for longer than the grace is offline.
    pub presence: Presence,
    /// How many conversations they hold.
    pub load: u32,
    /// How many they take at once.
    pub capacity: u32,
    /// The inboxes they answer; empty means all.
    pub inboxes: Vec<InboxId>,
}

impl Staff {
    /// Whether a new conversation of this inbox may be given to them (ASG-01, ASG-08).
    pub fn can_take(&self, inbox: &InboxId) -> bool {
        self.presence == Presence::Online
            && self.load < self.capacity
            && (self.inboxes.is_empty() || self.inboxes.contains(inbox))
    }
}
