//! What went wrong, for the caller: RFC 9457 `application/problem+json`, made at the edge and nowhere else.
//!
//! A problem has a stable type that programs may rely on, and no stack, key, path, query or provider's words
//! (SEC-27). Those of our own making (5xx) say nothing more than that; the log has the cause.

use std::error::Error;
use std::time::Duration;

use axum::response::{IntoResponse, Response};
use domain::Language;
use domain::step::Refusal;
use http::{HeaderValue, StatusCode, header};
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

use crate::act::ActError;
use crate::api::DiagnosticView;
use crate::catalogue::problem_ja;
use crate::rulebook::PublishError;

/// The media type of problems.
pub const MEDIA_TYPE: &str = "application/problem+json";

/// What every problem's type begins with.
const PREFIX: &str = "urn:madoguchi:problem:";

/// The types of problems.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Kind {
    /// The body is not what the route takes.
    InvalidBody,
    /// The query or the path is not what the route takes.
    InvalidQuery,
    /// A page cursor that this desk did not make.
    InvalidCursor,
    /// The body names something that does not exist, or that the caller may not see (SEC-41).
    UnknownReference,
    /// Too easy to guess, too short or too long.
    WeakPassword,
    /// Nobody is signed in.
    SignInRequired,
    /// The login or the password is wrong.
    WrongCredentials,
    /// The secret of the first sign-in is wrong, used, or not needed.
    WrongSecret,
    /// The caller's role does not allow it.
    Forbidden,
    /// The request may come from another site (SEC-12).
    CrossSite,
    /// There is no such thing, or the caller may not see it (SEC-8).
    NotFound,
    /// The route does not know this method.
    MethodNotAllowed,
    /// The client id was used for something else (B-15).
    ClientIdReused,
    /// The login belongs to somebody.
    LoginTaken,
    /// The conversation is completed.
    ConversationCompleted,
    /// The conversation is not completed.
    ConversationNotCompleted,
    /// Somebody else answers.
    NotYours,
    /// The contact was asked whether to end.
    EndRequested,
    /// The contact is not being asked whether to end.
    NoEndRequest,
    /// The conversation is not on hold.
    NotOnHold,
    /// The conversation is not in progress.
    NotOpen,
    /// The contact is blocked.
    ContactBlocked,
    /// The time lies in the past.
    InThePast,
    /// The inbox has no bot.
    NoBot,
    /// The channel cannot carry it.
    CannotCarry,
    /// The messaging window is closed, or its messages are used up.
    WindowClosed,
    /// LINE: the month's counted messages are used up, and the inbox stops there.
    PushesUsedUp,
    /// The row did not fail: there is nothing to send again.
    NothingToResend,
    /// The scheduled message was sent or taken back meanwhile.
    NotScheduled,
    /// More is scheduled than a conversation holds.
    TooMuchScheduled,
    /// Nothing is known to fill into a blank of a canned response.
    BlanksMissing,
    /// A contact has no room for more memos.
    MemosFull,
    /// Somebody else changed the memo, or the list of memos, meanwhile.
    MemosChanged,
    /// Without them nobody could change the desk.
    LastAdmin,
    /// The password was made by somebody else: make your own first.
    ChangePassword,
    /// A file of a kind that is not taken.
    UnsupportedFile,
    /// AI writing is switched off.
    AiNotConfigured,
    /// The model's proposal was not fit to be shown.
    RewriteRefused,
    /// The model gave no complete answer.
    RewriteFailed,
    /// The session is too old for this: say the password again (SEC-38).
    ConfirmPassword,
    /// The rules have mistakes.
    RulesBroken,
    /// Cases of the rules do not come out as expected.
    CasesFailed,
    /// Other rules are in force than the caller saw.
    RulesChanged,
    /// There are no rules to go back to.
    NothingBefore,
    /// Somebody else has changed the section of the settings.
    SettingsChanged,
    /// The body is too large.
    TooLarge,
    /// The body is not JSON, or is compressed.
    UnsupportedMediaType,
    /// Too often.
    TooManyRequests,
    /// Something of ours failed.
    Internal,
    /// Something of ours is busy; trying again helps.
    Unavailable,
}

impl Kind {
    /// The last part of the type, the status and the title.
    fn describe(self) -> (&'static str, StatusCode, &'static str) {
        use StatusCode as S;
        match self {
            Self::InvalidBody => ("invalid-body", S::BAD_REQUEST, "The body is not what this route takes"),
            Self::InvalidQuery => {
                ("invalid-query", S::BAD_REQUEST, "The address or its query is not what this route takes")
            }
            Self::InvalidCursor => {
                ("invalid-cursor", S::BAD_REQUEST, "This cursor was not made by this desk")
            }
            Self::UnknownReference => {
                ("unknown-reference", S::BAD_REQUEST, "The body names something that does not exist")
            }
            Self::WeakPassword => ("weak-password", S::BAD_REQUEST, "This password cannot be used"),
            Self::SignInRequired => ("sign-in-required", S::UNAUTHORIZED, "Sign in first"),
            Self::WrongCredentials => {
                ("wrong-credentials", S::UNAUTHORIZED, "The login or the password is wrong")
            }
            Self::WrongSecret => ("wrong-secret", S::FORBIDDEN, "This set-up secret cannot be used"),
            Self::Forbidden => ("forbidden", S::FORBIDDEN, "Your role does not allow this"),
            Self::CrossSite => ("cross-site", S::FORBIDDEN, "The request may come from another site"),
            Self::NotFound => ("not-found", S::NOT_FOUND, "There is no such thing"),
            Self::MethodNotAllowed => {
                ("method-not-allowed", S::METHOD_NOT_ALLOWED, "This route does not know this method")
            }
            Self::ClientIdReused => {
                ("client-id-reused", S::CONFLICT, "This client_id was used for something else")
            }
            Self::LoginTaken => ("login-taken", S::CONFLICT, "This login belongs to somebody"),
            Self::ConversationCompleted => {
                ("conversation-completed", S::CONFLICT, "The conversation is completed")
            }
            Self::ConversationNotCompleted => {
                ("conversation-not-completed", S::CONFLICT, "The conversation is not completed")
            }
            Self::NotYours => ("not-yours", S::CONFLICT, "The conversation is not assigned to you"),
            Self::EndRequested => ("end-requested", S::CONFLICT, "The contact was asked whether to end"),
            Self::NoEndRequest => ("no-end-request", S::CONFLICT, "No end request is open"),
            Self::NotOnHold => ("not-on-hold", S::CONFLICT, "The conversation is not on hold"),
            Self::NotOpen => ("not-open", S::CONFLICT, "The conversation is not in progress"),
            Self::ContactBlocked => ("contact-blocked", S::CONFLICT, "The contact is blocked"),
            Self::InThePast => ("in-the-past", S::CONFLICT, "The time lies in the past"),
            Self::NoBot => ("no-bot", S::CONFLICT, "This inbox has no bot"),
            Self::CannotCarry => ("cannot-carry", S::CONFLICT, "The channel cannot carry this"),
            Self::WindowClosed => ("window-closed", S::CONFLICT, "The messaging window is closed"),
            Self::PushesUsedUp => ("pushes-used-up", S::CONFLICT, "The month's counted messages are used up"),
            Self::NothingToResend => ("nothing-to-resend", S::CONFLICT, "This message did not fail"),
            Self::NotScheduled => ("not-scheduled", S::CONFLICT, "This message is not scheduled any more"),
            Self::TooMuchScheduled => {
                ("too-much-scheduled", S::CONFLICT, "The conversation holds no more scheduled messages")
            }
            Self::BlanksMissing => ("blanks-missing", S::CONFLICT, "Some blanks cannot be filled in"),
            Self::MemosFull => ("memos-full", S::CONFLICT, "The contact has no room for more memos"),
            Self::MemosChanged => ("memos-changed", S::CONFLICT, "Somebody else was faster"),
            Self::LastAdmin => ("last-admin", S::CONFLICT, "A desk needs an administrator"),
            Self::ChangePassword => ("change-password", S::FORBIDDEN, "Make a password of your own first"),
            Self::UnsupportedFile => {
                ("unsupported-file", S::UNSUPPORTED_MEDIA_TYPE, "Files of this kind are not taken")
            }
            Self::AiNotConfigured => ("ai-not-configured", S::CONFLICT, "AI writing is not configured"),
            Self::RewriteRefused => {
                ("rewrite-refused", S::UNPROCESSABLE_ENTITY, "The proposal was not fit to be shown")
            }
            Self::RewriteFailed => {
                ("rewrite-failed", S::FAILED_DEPENDENCY, "The model gave no complete answer")
            }
            Self::ConfirmPassword => {
                ("confirm-password", S::FORBIDDEN, "Confirm your password first: you signed in a while ago")
            }
            Self::RulesBroken => ("rules-broken", S::UNPROCESSABLE_ENTITY, "The rules have mistakes"),
            Self::CasesFailed => (
                "cases-failed",
                S::UNPROCESSABLE_ENTITY,
                "Some cases of the rules do not come out as expected",
            ),
            Self::RulesChanged => {
                ("rules-changed", S::CONFLICT, "Other rules are in force than those that you saw")
            }
            Self::NothingBefore => ("nothing-before", S::CONFLICT, "There are no rules to go back to"),
            Self::SettingsChanged => {
                ("settings-changed", S::CONFLICT, "Somebody else has changed these settings")
            }
            Self::TooLarge => ("too-large", S::PAYLOAD_TOO_LARGE, "The body is too large"),
            Self::UnsupportedMediaType => {
                ("unsupported-media-type", S::UNSUPPORTED_MEDIA_TYPE, "Send plain application/json")
            }
            Self::TooManyRequests => ("too-many-requests", S::TOO_MANY_REQUESTS, "Too often; wait a little"),
            Self::Internal => ("internal", S::INTERNAL_SERVER_ERROR, "Something went wrong on our side"),
            Self::Unavailable => ("unavailable", S::SERVICE_UNAVAILABLE, "Busy; try again in a moment"),
        }
    }

    /// The status that goes with it.
    pub fn status(self) -> StatusCode {
        self.describe().1
    }
}

/// A problem on its way to the caller.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Problem {
    kind: Kind,
    detail: Option<String>,
    field: Option<String>,
    code: Option<&'static str>,
    rules: Option<Box<RulesFindings>>,
    current: Option<Box<serde_json::Value>>,
    retry_after: Option<Duration>,
}

/// What is wrong with rules, for people and for programs.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
pub struct RulesFindings {
    /// Mistakes and warnings by file and line.
    pub diagnostics: Vec<DiagnosticView>,
    /// The cases that failed.
    pub failed_cases: Vec<FailedCase>,
}

/// A case that did not come out as expected.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
pub struct FailedCase {
    /// The file it is in.
    pub file: String,
    /// The line its name stands in, counted from 1.
    pub line: u32,
    /// Its name.
    pub name: String,
    /// What was expected and what came, in words.
    pub failures: Vec<String>,
}

/// A problem as JSON.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[schema(as = Problem)]
pub struct Document {
    /// What kind of problem it is: `urn:madoguchi:problem:…`. Stable.
    pub r#type: String,
    /// The same in the reader's language (`Accept-Language`: ja or en), always the same for the type.
    pub title: String,
    /// The HTTP status.
    pub status: u16,
    /// What is wrong this time, and what to do about it.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub detail: Option<String>,
    /// Which field of the body or the query is wrong, such as `contents[0].text`.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub field: Option<String>,
    /// A finer word than the type, where there is one, such as `timed_out`.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub code: Option<String>,
    /// What is wrong with the rules, where the problem is about rules.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub rules: Option<RulesFindings>,
    /// What stands there, where somebody else was faster.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    #[schema(value_type = Option<Object>)]
    pub current: Option<serde_json::Value>,
    /// The request, as `urn:madoguchi:request:…`. The log knows it by the same id.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub instance: Option<String>,
}

impl Problem {
    /// A problem of which the type says everything.
    pub const fn new(kind: Kind) -> Self {
        Self { kind, detail: None, field: None, code: None, rules: None, current: None, retry_after: None }
    }

    /// A problem with something to add. The caller reads it.
    pub fn because(kind: Kind, detail: impl Into<String>) -> Self {
        Self { detail: Some(detail.into()), ..Self::new(kind) }
    }

    /// A wrong field of the body.
    pub fn field(field: impl Into<String>, detail: impl Into<String>) -> Self {
        Self { field: Some(field.into()), ..Self::because(Kind::InvalidBody, detail) }
    }

    /// A field that names something that does not exist, or that the caller may not see.
    pub fn unknown(field: &str, detail: impl Into<String>) -> Self {
        Self { kind: Kind::UnknownReference, ..Self::field(field, detail) }
    }

    /// There is no such thing, or the caller may not see it: the two look the same (SEC-8).
    pub const fn not_found() -> Self {
        Self::new(Kind::NotFound)
    }

    /// Too often; may be tried again after so long.
    pub fn too_often(wait: Duration) -> Self {
        Self { retry_after: Some(wait), ..Self::new(Kind::TooManyRequests) }
    }

    /// Something of ours failed. The cause goes to the log and nowhere else.
    pub fn internal(cause: &(dyn Error + 'static)) -> Self {
        let causes: Vec<_> = std::iter::successors(Some(cause), |error: &&dyn Error| (*error).source())
            .map(ToString::to_string)
            .collect();
        tracing::error!(error = causes.join(": "), "a request failed");
        Self::new(Kind::Internal)
    }

    /// Adds a finer word than the type.
    #[must_use]
    pub fn coded(self, code: &'static str) -> Self {
        Self { code: Some(code), ..self }
    }

    /// Adds what is wrong with the rules.
    #[must_use]
    pub fn about_rules(self, found: RulesFindings) -> Self {
        Self { rules: Some(Box::new(found)), ..self }
    }

    /// Adds which part of the body it is about.
    #[must_use]
    pub fn at(self, field: impl Into<String>) -> Self {
        Self { field: Some(field.into()), ..self }
    }

    /// Adds what stands there.
    #[must_use]
    pub fn instead(self, current: serde_json::Value) -> Self {
        Self { current: Some(Box::new(current)), ..self }
    }

    /// Says how long to wait.
    #[must_use]
    pub fn after(self, wait: Duration) -> Self {
        Self { retry_after: Some(wait), ..self }
    }

    /// What is wrong this time.
    pub fn detail(self) -> Option<String> {
        self.detail
    }

    /// What stands there, if it is of this kind.
    pub fn current<T: serde::de::DeserializeOwned>(self) -> Option<T> {
        serde_json::from_value(*self.current?).ok()
    }

    /// Its type.
    pub const fn kind(&self) -> Kind {
        self.kind
    }

    /// The problem as JSON, of the request with this id if it is known.
    pub fn document(&self, request: Option<&str>, language: Language) -> Document {
        let (slug, status, title) = self.kind.describe();
        let title = if language == Language::Ja { problem_ja(self.kind) } else { title };
        // A body of ours that failed is constant but for the request's id (SEC-27).
        let ours = status.is_server_error();
        Document {
            r#type: format!("{PREFIX}{slug}"),
            title: title.to_owned(),
            status: status.as_u16(),
            detail: self.detail.clone().filter(|_| !ours),
            field: self.field.clone().filter(|_| !ours),
            code: self.code.filter(|_| !ours).map(str::to_owned),
            rules: self.rules.as_deref().filter(|_| !ours).cloned(),
            current: self.current.as_deref().filter(|_| !ours).cloned(),
            instance: request.map(|id| format!("urn:madoguchi:request:{id}")),
        }
    }

    /// The response to the request with this id.
    pub fn respond(self, request: Option<&str>, language: Language) -> Response {
        let body = serde_json::to_vec(&self.document(request, language)).unwrap_or_default();
        let mut response = (self.kind.status(), body).into_response();
        let headers = response.headers_mut();
        headers.insert(header::CONTENT_TYPE, HeaderValue::from_static(MEDIA_TYPE));
        if let Some(wait) = self.retry_after {
            headers.insert(header::RETRY_AFTER, HeaderValue::from(wait.as_secs().max(1)));
        }
        // Whoever knows the request's id writes it in.
        response.extensions_mut().insert(self);
        response
    }
}

impl IntoResponse for Problem {
    fn into_response(self) -> Response {
        self.respond(None, Language::En)
    }
}

impl From<store::Error> for Problem {
    fn from(error: store::Error) -> Self {
        let problem = Self::internal(&error);
        if error.is_transient() {
            return Self::new(Kind::Unavailable).after(Duration::from_secs(1));
        }
        problem
    }
}

impl From<PublishError> for Problem {
    fn from(error: PublishError) -> Self {
        let detail = error.to_string();
        match error {
            PublishError::Broken(found) => {
                let diagnostics = found.iter().map(Into::into).collect();
                Self::because(Kind::RulesBroken, detail)
                    .about_rules(RulesFindings { diagnostics, failed_cases: Vec::new() })
            }
            PublishError::Red(report) => {
                let failed_cases = FailedCase::of(&report);
                Self::because(Kind::CasesFailed, detail)
                    .about_rules(RulesFindings { diagnostics: Vec::new(), failed_cases })
            }
            PublishError::Moved(_) => Self::because(
                Kind::RulesChanged,
                format!("{detail}; look at what changed, then publish with that version as `expected`"),
            ),
            PublishError::NoSuchVersion(_) => Self::unknown("version", detail),
            PublishError::NothingBefore => Self::because(Kind::NothingBefore, detail),
            PublishError::Busy => Self::new(Kind::Unavailable).after(Duration::from_secs(2)),
            PublishError::Failed(error) => Self::internal(&error),
            PublishError::Store(error) => error.into(),
        }
    }
}

impl FailedCase {
    /// The cases of a report that failed.
    pub fn of(report: &rules::Report) -> Vec<Self> {
        let failed = report.cases.iter().filter(|case| !case.failures.is_empty()).cloned();
        failed
            .map(|rules::CaseResult { file, line, name, failures }| Self { file, line, name, failures })
            .collect()
    }
}

impl From<ActError> for Problem {
    fn from(error: ActError) -> Self {
        match error {
            ActError::NotFound => Self::not_found(),
            ActError::Refused(refusal) => refusal.into(),
            ActError::OnceReused => Self::new(Kind::ClientIdReused),
            ActError::Busy => Self::new(Kind::Unavailable).after(Duration::from_secs(1)),
            ActError::Store(error) => error.into(),
        }
    }
}

impl From<Refusal> for Problem {
    fn from(refusal: Refusal) -> Self {
        let kind = match &refusal {
            Refusal::Completed => Kind::ConversationCompleted,
            Refusal::NotCompleted => Kind::ConversationNotCompleted,
            Refusal::NotYours { .. } => Kind::NotYours,
            Refusal::EndRequested => Kind::EndRequested,
            Refusal::NoEndRequest => Kind::NoEndRequest,
            Refusal::NotOnHold => Kind::NotOnHold,
            Refusal::NotOpen => Kind::NotOpen,
            Refusal::Blocked => Kind::ContactBlocked,
            Refusal::InThePast => Kind::InThePast,
            Refusal::NoBot => Kind::NoBot,
            Refusal::CannotCarry(_) => Kind::CannotCarry,
            Refusal::WindowClosed => Kind::WindowClosed,
            Refusal::PushesUsedUp => Kind::PushesUsedUp,
            Refusal::NotScheduled => Kind::NotScheduled,
            Refusal::TooMuchScheduled => Kind::TooMuchScheduled,
            Refusal::Step { at, refusal } => {
                return Self::from(refusal.as_ref().clone()).at(format!("steps[{at}]"));
            }
        };
        Self::because(kind, refusal.to_string())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// SEC-27
    #[test]
    fn what_failed_on_our_side_says_nothing_about_it() {
        let problem =
            Problem::because(Kind::Internal, "secret").coded("code").document(Some("r1"), Language::En);
        assert_eq!((problem.detail, problem.field, problem.code), (None, None, None));
        assert_eq!(problem.instance.as_deref(), Some("urn:madoguchi:request:r1"));
    }

    #[test]
    fn a_title_is_in_the_readers_language() {
        let title = |language| Problem::not_found().document(None, language).title;
        assert_eq!(
            (title(Language::Ja).as_str(), title(Language::En).as_str()),
            ("見つかりません", "There is no such thing")
        );
    }

    #[test]
    fn a_refusal_tells_its_type_and_what_to_do() {
        let problem = Problem::from(ActError::Refused(Refusal::Completed)).document(None, Language::En);
        assert_eq!(problem.r#type, "urn:madoguchi:problem:conversation-completed");
        assert_eq!(problem.status, 409);
        assert!(problem.detail.unwrap().contains("reopen"));
    }
}
