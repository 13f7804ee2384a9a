//! Who may do what: one function, one table of routes, deny by default (SEC-7).

use domain::{InboxId, Language, Operator, Role, Timestamp};
use http::Method;

/// Something that a route does.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Action {
    /// Look after one's own session and presence.
    OwnAccount,
    /// See who is in the team.
    SeeTeam,
    /// Add to the team and change it.
    ManageTeam,
    /// See conversations and their contacts.
    SeeConversations,
    /// Answer, and everything else that is done to a conversation or its contact.
    Answer,
    /// Have drafts rewritten by the model.
    RewriteDrafts,
    /// See the desk's settings that the console needs.
    SeeDesk,
    /// See every setting that admins change, and change what concerns the team.
    ChangeSettings,
    /// Change how an inbox behaves towards customers.
    ChangeInboxes,
    /// See which rules are in force.
    SeeRules,
    /// Check, try and compare rules, and read their sources.
    EditRules,
    /// Change which rules are in force, or run beside those that are.
    PublishRules,
    /// Read the conversations of the past as a whole: replay rules on them, export them.
    ReadHistory,
    /// Look after webhooks that could not be read or passed on: they hold what customers wrote, in the provider's bytes.
    TendWebhooks,
}

impl Action {
    /// Whether a session that began a while ago has to confirm the password first (SEC-38).
    pub const fn confirms(self) -> bool {
        matches!(self, Self::PublishRules | Self::ChangeInboxes | Self::ManageTeam)
    }
}

/// Says whether a role may do something.
pub const fn allow(role: Role, action: Action) -> bool {
    match action {
        Action::OwnAccount
        | Action::SeeTeam
        | Action::SeeConversations
        | Action::Answer
        | Action::RewriteDrafts
        | Action::SeeDesk
        | Action::SeeRules => match role {
            Role::Operator | Role::Admin => true,
        },
        Action::ManageTeam
        | Action::ChangeSettings
        | Action::ChangeInboxes
        | Action::EditRules
        | Action::PublishRules
        | Action::ReadHistory
        | Action::TendWebhooks => match role {
            Role::Operator => false,
            Role::Admin => true,
        },
    }
}

/// What a route asks of its caller.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Access {
    /// Nothing: it proves its caller itself.
    Anyone,
    /// A session whose role may do this.
    To(Action),
}

use Access::{Anyone, To};

/// Every route and what it asks. A route that is not here answers nobody, and the router is not even built.
pub const ROUTES: &[(Method, &str, Access)] = &[
    (Method::GET, "/v1/setup", Anyone),
    (Method::POST, "/v1/setup", Anyone),
    (Method::POST, "/v1/sign-in", Anyone),
    (Method::POST, "/v1/sign-out", To(Action::OwnAccount)),
    (Method::POST, "/v1/sign-out/everywhere", To(Action::OwnAccount)),
    (Method::GET, "/v1/me", To(Action::OwnAccount)),
    (Method::PATCH, "/v1/me", To(Action::OwnAccount)),
    (Method::PUT, "/v1/me/presence", To(Action::OwnAccount)),
    (Method::PUT, "/v1/me/password", To(Action::OwnAccount)),
    (Method::POST, "/v1/me/confirm", To(Action::OwnAccount)),
    (Method::GET, "/v1/me/preferences", To(Action::OwnAccount)),
    (Method::PUT, "/v1/me/preferences", To(Action::OwnAccount)),
    (Method::GET, "/v1/me/sessions", To(Action::OwnAccount)),
    (Method::DELETE, "/v1/me/sessions/{session}", To(Action::OwnAccount)),
    (Method::GET, "/v1/operators", To(Action::SeeTeam)),
    (Method::POST, "/v1/operators", To(Action::ManageTeam)),
    (Method::PATCH, "/v1/operators/{id}", To(Action::ManageTeam)),
    (Method::POST, "/v1/operators/{id}/reset-password", To(Action::ManageTeam)),
    (Method::GET, "/v1/conversations", To(Action::SeeConversations)),
    (Method::GET, "/v1/conversations/counts", To(Action::SeeConversations)),
    (Method::GET, "/v1/conversations/{id}", To(Action::SeeConversations)),
    (Method::GET, "/v1/conversations/{id}/sending", To(Action::SeeConversations)),
    (Method::GET, "/v1/conversations/{id}/rows", To(Action::SeeConversations)),
    (Method::GET, "/v1/conversations/{id}/changes", To(Action::SeeConversations)),
    (Method::GET, "/v1/conversations/{id}/rows/{row}/why", To(Action::SeeConversations)),
    (Method::GET, "/v1/conversations/{id}/rows/{row}/file", To(Action::SeeConversations)),
    (Method::GET, "/v1/contacts/{id}/picture", To(Action::SeeConversations)),
    (Method::POST, "/v1/conversations/{id}/join", To(Action::Answer)),
    (Method::POST, "/v1/conversations/{id}/reply", To(Action::Answer)),
    (Method::POST, "/v1/conversations/{id}/note", To(Action::Answer)),
    (Method::POST, "/v1/conversations/{id}/rows/{row}/resend", To(Action::Answer)),
    (Method::POST, "/v1/conversations/{id}/typing", To(Action::Answer)),
    (Method::POST, "/v1/conversations/{id}/read", To(Action::Answer)),
    (Method::POST, "/v1/conversations/{id}/assign", To(Action::Answer)),
    (Method::POST, "/v1/conversations/{id}/hold", To(Action::Answer)),
    (Method::POST, "/v1/conversations/{id}/resume", To(Action::Answer)),
    (Method::POST, "/v1/conversations/{id}/request-end", To(Action::Answer)),
    (Method::POST, "/v1/conversations/{id}/withdraw-end-request", To(Action::Answer)),
    (Method::POST, "/v1/conversations/{id}/complete", To(Action::Answer)),
    (Method::POST, "/v1/conversations/{id}/reopen", To(Action::Answer)),
    (Method::POST, "/v1/conversations/{id}/confirm", To(Action::Answer)),
    (Method::POST, "/v1/conversations/{id}/unconfirm", To(Action::Answer)),
    (Method::POST, "/v1/conversations/{id}/bookmark", To(Action::Answer)),
    (Method::POST, "/v1/conversations/{id}/unbookmark", To(Action::Answer)),
    (Method::POST, "/v1/conversations/{id}/hide", To(Action::Answer)),
    (Method::POST, "/v1/conversations/{id}/unhide", To(Action::Answer)),
    (Method::POST, "/v1/conversations/{id}/block", To(Action::Answer)),
    (Method::POST, "/v1/conversations/{id}/unblock", To(Action::Answer)),
    (Method::POST, "/v1/conversations/{id}/tag", To(Action::Answer)),
    (Method::POST, "/v1/conversations/{id}/untag", To(Action::Answer)),
    (Method::POST, "/v1/conversations/{id}/status", To(Action::Answer)),
    (Method::POST, "/v1/conversations/{id}/category", To(Action::Answer)),
    (Method::POST, "/v1/conversations/{id}/field", To(Action::Answer)),
    (Method::POST, "/v1/conversations/{id}/rename", To(Action::Answer)),
    (Method::POST, "/v1/conversations/{id}/request-rating", To(Action::Answer)),
    (Method::POST, "/v1/conversations/{id}/preview", To(Action::Answer)),
    (Method::POST, "/v1/conversations/{id}/schedule", To(Action::Answer)),
    (Method::POST, "/v1/conversations/{id}/reschedule", To(Action::Answer)),
    (Method::POST, "/v1/conversations/{id}/cancel-scheduled", To(Action::Answer)),
    (Method::GET, "/v1/conversations/{id}/scheduled", To(Action::SeeConversations)),
    (Method::GET, "/v1/scheduled", To(Action::SeeConversations)),
    (Method::POST, "/v1/conversations/{id}/run-action", To(Action::Answer)),
    (Method::GET, "/v1/actions", To(Action::SeeDesk)),
    (Method::GET, "/v1/conversations/{id}/drafts", To(Action::Answer)),
    (Method::PUT, "/v1/conversations/{id}/drafts/{mode}", To(Action::Answer)),
    (Method::DELETE, "/v1/conversations/{id}/drafts/{mode}", To(Action::Answer)),
    (Method::GET, "/v1/me/drafts", To(Action::Answer)),
    (Method::GET, "/v1/conversations/{id}/memos", To(Action::SeeConversations)),
    (Method::POST, "/v1/conversations/{id}/memos", To(Action::Answer)),
    (Method::PUT, "/v1/conversations/{id}/memos/{memo}", To(Action::Answer)),
    (Method::DELETE, "/v1/conversations/{id}/memos/{memo}", To(Action::Answer)),
    (Method::PUT, "/v1/conversations/{id}/memo-order", To(Action::Answer)),
    (Method::POST, "/v1/uploads", To(Action::Answer)),
    (Method::GET, "/v1/rules", To(Action::SeeRules)),
    (Method::POST, "/v1/rules:check", To(Action::EditRules)),
    (Method::POST, "/v1/rules:try", To(Action::EditRules)),
    (Method::POST, "/v1/rules:diff", To(Action::EditRules)),
    (Method::POST, "/v1/rules:replay", To(Action::ReadHistory)),
    (Method::GET, "/v1/rules/history", To(Action::ReadHistory)),
    (Method::POST, "/v1/rules:publish", To(Action::PublishRules)),
    (Method::POST, "/v1/rules:rollback", To(Action::PublishRules)),
    (Method::GET, "/v1/rules/versions", To(Action::SeeRules)),
    (Method::GET, "/v1/rules/versions/{version}", To(Action::EditRules)),
    (Method::GET, "/v1/rules/shadow", To(Action::EditRules)),
    (Method::PUT, "/v1/rules/shadow", To(Action::PublishRules)),
    (Method::DELETE, "/v1/rules/shadow", To(Action::EditRules)),
    (Method::GET, "/v1/settings/desk", To(Action::SeeDesk)),
    (Method::GET, "/v1/settings", To(Action::ChangeSettings)),
    (Method::PUT, "/v1/settings/statuses", To(Action::ChangeSettings)),
    (Method::PUT, "/v1/settings/tags", To(Action::ChangeSettings)),
    (Method::PUT, "/v1/settings/fields", To(Action::ChangeSettings)),
    (Method::PUT, "/v1/settings/categories", To(Action::ChangeSettings)),
    (Method::PUT, "/v1/settings/templates", To(Action::ChangeSettings)),
    (Method::PUT, "/v1/settings/actions", To(Action::ChangeSettings)),
    (Method::PUT, "/v1/settings/hours", To(Action::ChangeInboxes)),
    (Method::PUT, "/v1/settings/ai", To(Action::ChangeSettings)),
    (Method::PUT, "/v1/settings/inboxes/{inbox}", To(Action::ChangeInboxes)),
    (Method::POST, "/v1/inboxes/{inbox}/test", To(Action::ChangeSettings)),
    (Method::POST, "/v1/settings/ai/test", To(Action::ChangeSettings)),
    (Method::GET, "/v1/dead-letters", To(Action::TendWebhooks)),
    (Method::GET, "/v1/dead-letters/{inbox}/{letter}", To(Action::TendWebhooks)),
    (Method::DELETE, "/v1/dead-letters/{inbox}/{letter}", To(Action::TendWebhooks)),
    (Method::POST, "/v1/dead-letters/{inbox}/{letter}/replay", To(Action::TendWebhooks)),
    (Method::GET, "/v1/relays", To(Action::TendWebhooks)),
    (Method::POST, "/v1/relays/{inbox}/{webhook}/retry", To(Action::TendWebhooks)),
    (Method::POST, "/v1/drafts:rewrite", To(Action::RewriteDrafts)),
    (Method::POST, "/v1/conversations/{id}/viewing", To(Action::SeeConversations)),
    (Method::POST, "/v1/live/ticket", To(Action::SeeConversations)),
    // The ticket proves the caller: browsers cannot send a header with a socket.
    (Method::GET, "/v1/live", Anyone),
];

/// What a route asks; `None` if it is not in the table.
pub fn access(method: &Method, path: &str) -> Option<Access> {
    // HEAD is GET without a body.
    let method = if method == Method::HEAD { &Method::GET } else { method };
    ROUTES.iter().find(|(m, p, _)| m == method && *p == path).map(|(_, _, access)| *access)
}

/// Who asks. Made by the gate from a session, never from a body (SEC-33).
#[derive(Debug, Clone)]
pub struct Caller {
    /// The operator, as just read.
    pub operator: Operator,
    /// The hash of their session.
    pub session: String,
    /// Since when they are signed in.
    pub since: Timestamp,
    /// The language they read.
    pub language: Language,
}

impl Caller {
    /// Says whether they may see the conversations of an inbox (ASG-08).
    pub fn sees(&self, inbox: &InboxId) -> bool {
        sees(&self.operator, inbox)
    }
}

/// Says whether an operator may see the conversations of an inbox; without a list they see all (ASG-08).
pub fn sees(operator: &Operator, inbox: &InboxId) -> bool {
    operator.inboxes.is_empty() || operator.inboxes.contains(inbox)
}
