//! How an inbox behaves: the part of its settings that admins may change while the desk runs.

use std::collections::BTreeMap;

use domain::{BusinessHours, Inbox, Language, Notice, ReopenTo, hours, minutes};
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

use super::{InboxSettings, name_of};

/// The hours of silence after which customers can be asked whether to end (STA-08).
const END_REQUEST_HOURS: [u64; 6] = [0, 1, 2, 6, 24, 48];
/// The longest wait for a conversation to complete by itself, in hours: ninety days.
const MOST_HOURS: u64 = 90 * 24;
/// The longest wait for an answer to an end request, in minutes: a day.
const MOST_GRACE: u64 = 24 * 60;
/// The most characters of a button's label: LINE's limit.
const LABEL_CHARS: usize = 20;
/// The most characters of the inbox's own words.
const TEXT_CHARS: usize = 1_000;
/// The most characters of an inbox's name.
const NAME_CHARS: usize = 64;

/// How an inbox behaves.
#[allow(clippy::struct_excessive_bools, reason = "they are independent switches of one account")]
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct InboxConduct {
    /// What operators read, at most 64 characters.
    pub name: String,
    /// The language spoken to contacts whose own is not known; the desk's if it is `null`.
    #[serde(default)]
    pub language: Option<Language>,
    /// Hours of its own; the desk's if they are `null`.
    #[serde(default)]
    pub hours: Option<BusinessHours>,
    /// Whether rules answer here.
    pub bot: bool,
    /// Who takes a completed conversation when the contact writes again.
    pub reopen_to: ReopenTo,
    /// Hours of silence after which the customer is asked whether to end: 0 (never), 1, 2, 6, 24 or 48.
    pub auto_end_request_hours: u64,
    /// Hours of silence after which the bot's conversations complete; 0 is never.
    pub auto_complete_bot_hours: u64,
    /// Hours of silence after which the operators' conversations complete; 0 is never.
    pub auto_complete_operator_hours: u64,
    /// Minutes that an end request waits for the customer's answer.
    pub end_request_grace_minutes: u64,
    /// Give a conversation to the operator who last had it (ASG-02).
    pub prefer_last_operator: bool,
    /// Give a conversation that needs a person to whoever is free (ASG-04).
    pub auto_assign: bool,
    /// LINE: never use the free reply token.
    pub push_only: bool,
    /// Ask for a rating when the contact ends (CSA-03).
    pub ask_rating: bool,
    /// A button's text counts as confirmed (INB-07).
    pub auto_confirm_buttons: bool,
    /// Text that a keyword answered counts as confirmed (INB-07).
    pub auto_confirm_keywords: bool,
    /// The inbox's own words for what the desk says by itself.
    #[serde(default)]
    pub texts: BTreeMap<Notice, String>,
}

/// What is wrong with a value: at which key, and what to write.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct WrongValue {
    /// Where, such as `statuses[2].color`.
    pub path: String,
    /// What is wrong and what to write.
    pub message: String,
}

impl WrongValue {
    /// Something is wrong there.
    pub fn at(path: impl Into<String>, message: impl Into<String>) -> Self {
        Self { path: path.into(), message: message.into() }
    }
}

impl InboxConduct {
    /// Looks whether the values make sense.
    ///
    /// # Errors
    ///
    /// The first that does not.
    pub fn check(&self) -> Result<(), WrongValue> {
        if self.name.trim().is_empty() || self.name.chars().count() > NAME_CHARS {
            return Err(WrongValue::at("name", format!("must have 1 to {NAME_CHARS} characters")));
        }
        if !END_REQUEST_HOURS.contains(&self.auto_end_request_hours) {
            let message = format!("{} is not one of 0, 1, 2, 6, 24, 48 (hours)", self.auto_end_request_hours);
            return Err(WrongValue::at("auto_end_request_hours", message));
        }
        for (key, value) in [
            ("auto_complete_bot_hours", self.auto_complete_bot_hours),
            ("auto_complete_operator_hours", self.auto_complete_operator_hours),
        ] {
            if value > MOST_HOURS {
                return Err(WrongValue::at(key, format!("must be at most {MOST_HOURS} hours; 0 is never")));
            }
        }
        if !(1..=MOST_GRACE).contains(&self.end_request_grace_minutes) {
            let message = format!("must be 1 to {MOST_GRACE} minutes");
            return Err(WrongValue::at("end_request_grace_minutes", message));
        }
        for (notice, text) in &self.texts {
            let label = matches!(notice, Notice::EndButton | Notice::ContinueButton);
            let most = if label { LABEL_CHARS } else { TEXT_CHARS };
            if text.trim().is_empty() || text.chars().count() > most {
                let message = format!("must have 1 to {most} characters");
                return Err(WrongValue::at(format!("texts.{}", name_of(*notice)), message));
            }
        }
        Ok(())
    }
}

impl InboxSettings {
    /// The inbox as the step sees it when it behaves like this, on a desk with these hours and this language.
    pub fn behaving(&self, conduct: &InboxConduct, desk: &BusinessHours, language: Language) -> Inbox {
        let length = |n: u64| (n > 0).then(|| hours(n));
        Inbox {
            id: self.id.clone(),
            channel: self.channel,
            name: conduct.name.clone(),
            language: conduct.language.unwrap_or(language),
            hours: conduct.hours.clone().unwrap_or_else(|| desk.clone()),
            bot: conduct.bot,
            reopen_to: conduct.reopen_to,
            auto_end_request: length(conduct.auto_end_request_hours),
            auto_complete_bot: length(conduct.auto_complete_bot_hours),
            auto_complete_operator: length(conduct.auto_complete_operator_hours),
            end_request_grace: minutes(conduct.end_request_grace_minutes),
            prefer_last_operator: conduct.prefer_last_operator,
            auto_assign: conduct.auto_assign,
            use_reply_tokens: !conduct.push_only,
            human_agent: self.credentials().is_some_and(|credentials| credentials.human_agent()),
            ask_rating: conduct.ask_rating,
            auto_confirm_buttons: conduct.auto_confirm_buttons,
            auto_confirm_keywords: conduct.auto_confirm_keywords,
            texts: conduct.texts.clone(),
        }
    }
}
