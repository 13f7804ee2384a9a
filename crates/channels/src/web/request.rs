//! What the widget asks for.

use std::collections::BTreeMap;

use serde::Deserialize;
use serde::de::DeserializeOwned;

use super::{ErrorCode, Identity, WebError};
use crate::json::guard;
use crate::{Unreadable, is_blank};

/// A request that can be read from a body: one of the types of this page, or a message.
pub trait WebRequest: DeserializeOwned {
    /// Refuses what the types allow and the protocol does not.
    ///
    /// # Errors
    ///
    /// The member that is wrong, and why.
    fn checked(self) -> Result<Self, WebError>;
}

/// Reads a request from the bytes of its body. The caller has checked their number.
///
/// # Errors
///
/// [`ErrorCode::BadRequest`] if the bytes are not the JSON of such a request, else what is wrong with it.
pub fn read<T: WebRequest>(body: &[u8]) -> Result<T, WebError> {
    let bad = |error: Unreadable| ErrorCode::BadRequest.because(error.to_string());
    let request: T = serde_json::from_str(guard(body).map_err(bad)?).map_err(|error| {
        let place = format!("line {}, column {}", error.line(), error.column());
        ErrorCode::BadRequest.because(format!("the body is not such a request, at {place}"))
    })?;
    request.checked()
}

/// `POST /sessions`
#[derive(Debug, Clone, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct SessionRequest {
    /// Which widget.
    pub widget_key: String,
    /// What the browser tells. Untrusted.
    #[serde(default)]
    pub visitor: VisitorFacts,
    /// Who they are on the customer's site, with a proof that [`Widget::identify`](super::Widget::identify) checks.
    #[serde(default)]
    pub identity: Option<Identity>,
    /// The token of the session before.
    #[serde(default)]
    pub resume_token: Option<String>,
}

/// What a browser tells of itself. Text without meaning until it is rendered (SEC-16).
#[derive(Debug, Clone, Default, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "camelCase", default)]
pub struct VisitorFacts {
    /// Its language, as an IETF tag.
    pub locale: Option<String>,
    /// Its time zone.
    pub timezone: Option<String>,
    /// The page the widget is on.
    pub page: Page,
}

/// The page the widget is on.
#[derive(Debug, Clone, Default, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "camelCase", default)]
pub struct Page {
    /// Its address. One that is neither `http` nor `https` is left out.
    pub url: Option<String>,
    /// Its title, cut at 300 characters.
    pub title: Option<String>,
    /// Where the visitor came from. An address that is neither `http` nor `https` is left out.
    pub referrer: Option<String>,
}

impl WebRequest for SessionRequest {
    /// Nothing that a browser tells by itself keeps a visitor from writing: what cannot be kept of it is left out.
    fn checked(mut self) -> Result<Self, WebError> {
        let VisitorFacts { locale, timezone, page } = &mut self.visitor;
        for name in [locale, timezone] {
            name.take_if(|name| name.is_empty() || name.len() > 64);
        }
        for url in [&mut page.url, &mut page.referrer] {
            let kept =
                |url: &str| url.len() <= 2000 && (url.starts_with("https://") || url.starts_with("http://"));
            url.take_if(|url| !kept(url));
        }
        page.title = page.title.take().map(|title| domain::cut(&title, 300));
        Check("widgetKey").length(&self.widget_key, 1, 64)?;
        Check("resumeToken").optional(self.resume_token.as_deref(), 1024)?;
        if let Some(identity) = &self.identity {
            identity.check()?;
        }
        Ok(self)
    }
}

/// `POST /receipts`: the visitor's word on our messages.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct ReceiptRequest {
    /// How far they have come.
    pub state: ReceiptState,
    /// The number in the stream up to which that holds.
    pub up_to_seq: u64,
}

/// How far a message has come.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Deserialize, serde::Serialize)]
#[serde(rename_all = "lowercase")]
pub enum ReceiptState {
    /// It is in the browser.
    Delivered,
    /// It was on screen.
    Read,
}

impl WebRequest for ReceiptRequest {
    fn checked(self) -> Result<Self, WebError> {
        Ok(self)
    }
}

/// `POST /typing`
#[derive(Debug, Clone, Copy, PartialEq, Eq, Deserialize)]
pub struct TypingRequest {
    /// Whether the visitor is typing.
    pub state: TypingState,
}

/// Whether somebody is typing.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Deserialize, serde::Serialize)]
#[serde(rename_all = "lowercase")]
pub enum TypingState {
    /// They are.
    On,
    /// They stopped.
    Off,
}

impl WebRequest for TypingRequest {
    fn checked(self) -> Result<Self, WebError> {
        Ok(self)
    }
}

/// `PATCH /visitor`: what the visitor tells of themselves, for instance before a chat. Unproven.
#[derive(Debug, Clone, Default, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "camelCase", default)]
pub struct VisitorPatch {
    /// Their name.
    pub name: Option<String>,
    /// Their e-mail address.
    pub email: Option<String>,
    /// Their telephone number.
    pub phone: Option<String>,
    /// What the site knows of them, by name of the field; at most 20.
    pub attributes: BTreeMap<String, String>,
}

impl WebRequest for VisitorPatch {
    fn checked(self) -> Result<Self, WebError> {
        Check("name").optional(self.name.as_deref(), 200)?;
        Check("email").email(self.email.as_deref())?;
        Check("phone").optional(self.phone.as_deref(), 40)?;
        if self.attributes.len() > 20 {
            return Err(ErrorCode::TooLarge.because("attributes has more than 20 members"));
        }
        for (name, value) in &self.attributes {
            Check("the name of an attribute").length(name, 1, 64)?;
            Check("an attribute").length(value, 0, 1000)?;
        }
        Ok(self)
    }
}

/// A member of a request, by its name, under examination.
pub(super) struct Check(pub(super) &'static str);

impl Check {
    /// Refuses a text shorter or longer than so many Unicode scalar values, or with a NUL in it.
    pub(super) fn length(&self, text: &str, least: usize, most: usize) -> Result<(), WebError> {
        let name = self.0;
        match text.chars().count() {
            count if count > most => {
                Err(ErrorCode::TooLarge.because(format!("{name} has {count} characters, limit {most}")))
            }
            count if count < least || text.contains('\0') => Err(self.invalid()),
            _ => Ok(()),
        }
    }

    /// The same for one that may be missing.
    pub(super) fn optional(&self, text: Option<&str>, most: usize) -> Result<(), WebError> {
        text.map_or(Ok(()), |text| self.length(text, 0, most))
    }

    /// Refuses what cannot be an e-mail address.
    pub(super) fn email(&self, email: Option<&str>) -> Result<(), WebError> {
        self.optional(email, 254)?;
        if email.is_some_and(|email| !email.contains('@')) {
            return Err(ErrorCode::InvalidField.because(format!("{} is no address", self.0)));
        }
        Ok(())
    }

    /// Refuses a text of a message that is too long or has nothing to see.
    pub(super) fn words(&self, text: &str) -> Result<(), WebError> {
        self.length(text, 0, super::MAX_TEXT_CHARS)?;
        if is_blank(text) {
            return Err(ErrorCode::EmptyMessage.because(format!("{} has no visible character", self.0)));
        }
        Ok(())
    }

    pub(super) fn invalid(&self) -> WebError {
        ErrorCode::InvalidField.because(format!("{} cannot be that", self.0))
    }
}
