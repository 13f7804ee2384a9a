//! Settings: read once, in `main`, and handed down. `samplconfig.toml` shows every one with its default and its unit.

mod account;
#[cfg(test)]
mod tests;

use std::collections::{BTreeMap, BTreeSet};
use std::net::SocketAddr;
use std::path::PathBuf;
use std::time::Duration;

use channels::Credentials;
use channels::web::{TokenKey, Widget};
use domain::{
    Action, BusinessHours, ChannelKind, Content, Inbox, InboxId, Language, Notice, ReopenTo, TenantId, hours,
    minutes,
};
use secrecy::{ExposeSecret, SecretString};
use serde::Deserialize;

pub use self::account::Account;
use self::account::Wrong;

/// The commented sample of every setting; used as it is when there is no `madoguchi.toml`.
pub const SAMPLE: &str = include_str!("../../../samplconfig.toml");

/// Everything that can be set.
#[derive(Debug, Clone, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Settings {
    /// The desk as a whole.
    pub desk: DeskSettings,
    /// Where the server listens and keeps its data.
    #[serde(default)]
    pub server: ServerSettings,
    /// AI writing; without it the console says how to switch it on.
    #[serde(default)]
    pub ai: AiSettings,
    /// When people answer, unless an inbox has hours of its own.
    #[serde(default)]
    pub hours: BusinessHours,
    /// The team's response statuses (対応ステータス), in order.
    #[serde(default)]
    pub statuses: Vec<ResponseStatus>,
    /// Canned responses (テンプレート) by name.
    #[serde(default)]
    pub templates: BTreeMap<String, Vec<String>>,
    /// Lists of steps that operators apply from the chat (アクション).
    #[serde(default)]
    pub actions: Vec<Action>,
    /// The connected accounts.
    #[serde(default)]
    pub inboxes: Vec<InboxSettings>,
}

/// The desk as a whole.
#[derive(Debug, Clone, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct DeskSettings {
    /// The tenant: the beginning of every key.
    #[serde(default = "main_tenant")]
    pub tenant: TenantId,
    /// The name that people read.
    pub name: String,
    /// The language spoken to contacts whose own is not known.
    #[serde(default)]
    pub language: Language,
    /// Where browsers and providers reach the desk; links are built from it and from nothing else (SEC-15).
    pub public_url: String,
}

fn main_tenant() -> TenantId {
    #[allow(clippy::expect_used, reason = "a constant")]
    "main".parse().expect("`main` is a tenant id")
}

/// Where the server listens and keeps its data.
#[derive(Debug, Clone, Deserialize)]
#[serde(deny_unknown_fields, default)]
pub struct ServerSettings {
    /// The address that the server listens on.
    pub listen: SocketAddr,
    /// The folder of the data file.
    pub data: PathBuf,
    /// The folder of the rules.
    pub rules: PathBuf,
    /// Seconds between two sweeps.
    pub sweep_seconds: u64,
}

impl Default for ServerSettings {
    fn default() -> Self {
        Self {
            listen: SocketAddr::from(([127, 0, 0, 1], 8080)),
            data: PathBuf::from(".dev"),
            rules: PathBuf::from("rules"),
            sweep_seconds: 1,
        }
    }
}

/// AI writing.
#[derive(Debug, Clone, Default, Deserialize)]
#[serde(deny_unknown_fields, default)]
pub struct AiSettings {
    /// The base URL of an OpenAI-compatible API, such as `https://api.openai.com/v1`.
    pub base_url: Option<String>,
    /// The model's name there.
    pub model: Option<String>,
    /// The key, if the API wants one.
    pub api_key: Option<SecretString>,
    /// Seconds for one rewrite in all.
    pub timeout_seconds: Option<u64>,
    /// How the brand speaks, in a sentence.
    pub brand_voice: Option<String>,
    /// Allow plain http and addresses that are not public: a model on this machine or network.
    pub allow_private: bool,
}

/// One response status.
#[derive(Debug, Clone, PartialEq, Eq, Deserialize, serde::Serialize, utoipa::ToSchema)]
#[serde(deny_unknown_fields)]
pub struct ResponseStatus {
    /// What rules and the API call it.
    pub id: String,
    /// What people read in Japanese.
    pub ja: String,
    /// What people read in English.
    pub en: String,
    /// Its colour as `#rrggbb`.
    pub color: String,
}

/// One connected account.
#[allow(clippy::struct_excessive_bools, reason = "they are independent switches of one account")]
#[derive(Debug, Clone, Deserialize)]
pub struct InboxSettings {
    /// Part of the webhook address `/hooks/{channel}/{id}`.
    pub id: InboxId,
    /// The kind of its channel.
    pub channel: ChannelKind,
    /// What operators read.
    pub name: String,
    /// The language spoken to contacts whose own is not known; the desk's if it is left out.
    pub language: Option<Language>,
    /// Hours of its own; the desk's if they are left out.
    pub hours: Option<BusinessHours>,
    /// Whether rules answer here.
    #[serde(default = "yes")]
    pub bot: bool,
    /// `bot` or `last_operator`.
    #[serde(default)]
    pub reopen_to: ReopenTo,
    /// 0 (never), 1, 2, 6, 24 or 48 hours.
    #[serde(default)]
    pub auto_end_request_hours: u64,
    /// Hours; 0 is never.
    #[serde(default = "two_days")]
    pub auto_complete_bot_hours: u64,
    /// Hours; 0 is never.
    #[serde(default = "three_days")]
    pub auto_complete_operator_hours: u64,
    /// Minutes.
    #[serde(default = "five")]
    pub end_request_grace_minutes: u64,
    /// Give a conversation to the operator who last had it.
    #[serde(default)]
    pub prefer_last_operator: bool,
    /// Give a conversation that needs a person to whoever is free.
    #[serde(default)]
    pub auto_assign: bool,
    /// LINE: never use the free reply token.
    #[serde(default)]
    pub push_only: bool,
    /// Ask for a rating when the contact ends.
    #[serde(default)]
    pub ask_rating: bool,
    /// A button's text counts as confirmed.
    #[serde(default)]
    pub auto_confirm_buttons: bool,
    /// Text that a keyword answered counts as confirmed.
    #[serde(default)]
    pub auto_confirm_keywords: bool,
    /// The inbox's own words for what the desk says by itself.
    #[serde(default)]
    pub texts: BTreeMap<Notice, String>,
    /// Where the provider's API is; a test puts its own server here.
    pub api_base: Option<String>,
    /// Web: the public key that the page carries.
    pub widget_key: Option<String>,
    /// Web: exact origins of the pages that may show the messenger.
    #[serde(default)]
    pub allowed_origins: Vec<String>,
    /// Web: keys that sign visitor tokens, by key id; the last in order of id signs, all are accepted.
    #[serde(default)]
    pub token_keys: BTreeMap<String, SecretString>,
    /// Web: what the site signs its own users' identity with.
    pub identity_secret: Option<SecretString>,
    /// Web: only visitors with a signed identity (CHN-10).
    #[serde(default)]
    pub identified_only: bool,
    /// What opens the channel, under the channel's own names.
    #[serde(flatten)]
    pub account: Account,
}

fn yes() -> bool {
    true
}
fn two_days() -> u64 {
    48
}
fn three_days() -> u64 {
    72
}
fn five() -> u64 {
    5
}

impl InboxSettings {
    /// What opens the inbox's channel; `None` for the web messenger, which nobody calls.
    pub fn credentials(&self) -> Option<Credentials> {
        self.account.credentials(self.channel, self.api_base.as_deref()).ok().flatten()
    }

    /// What proves who the visitors of a web inbox are; `None` for other channels.
    pub fn widget(&self, tenant: &TenantId) -> Option<Widget> {
        let keys = self.token_keys.iter().rev();
        Some(Widget {
            key: self.widget_key.clone()?,
            tenant: tenant.clone(),
            allowed_origins: self.allowed_origins.clone(),
            token_keys: keys.map(|(kid, key)| TokenKey { kid: kid.clone(), key: key.clone() }).collect(),
            identity_secrets: self.identity_secret.iter().cloned().collect(),
        })
    }
}

/// Why settings were refused. Says where and what to do.
#[derive(Debug, thiserror::Error)]
pub enum SettingsError {
    /// Not TOML, an unknown key, or a value of the wrong kind.
    #[error("{file}, line {line}: {message}")]
    Syntax {
        /// The file.
        file: String,
        /// The line, counted from 1.
        line: usize,
        /// What is wrong, and the nearest known key.
        message: String,
    },
    /// A value that makes no sense.
    #[error("{file}: {path}: {message}")]
    Value {
        /// The file.
        file: String,
        /// Where in it.
        path: String,
        /// What is wrong and what to write.
        message: String,
    },
    /// The file cannot be read.
    #[error("cannot read {file}")]
    Unreadable {
        /// The file.
        file: String,
        /// Why.
        source: std::io::Error,
    },
}

impl Settings {
    /// Reads the text of a settings file.
    ///
    /// # Errors
    ///
    /// [`SettingsError`] with the file, the place and, for an unknown key, the nearest known one.
    pub fn parse(file: &str, text: &str) -> Result<Self, SettingsError> {
        let settings: Self = toml::from_str(text).map_err(|error| {
            let line = error.span().map_or(1, |span| text[..span.start].matches('\n').count() + 1);
            SettingsError::Syntax { file: file.to_owned(), line, message: with_nearest(error.message()) }
        })?;
        settings.check(file)?;
        Ok(settings)
    }

    /// Reads a settings file.
    ///
    /// # Errors
    ///
    /// See [`Settings::parse`]; also if the file cannot be read.
    pub fn read(path: &std::path::Path) -> Result<Self, SettingsError> {
        let file = path.display().to_string();
        let text = std::fs::read_to_string(path)
            .map_err(|source| SettingsError::Unreadable { file: file.clone(), source })?;
        Self::parse(&file, &text)
    }

    /// The sample, as it is.
    ///
    /// # Errors
    ///
    /// None in practice: a test reads it too.
    pub fn sample() -> Result<Self, SettingsError> {
        Self::parse("samplconfig.toml", SAMPLE)
    }

    fn check(&self, file: &str) -> Result<(), SettingsError> {
        let wrong =
            |path: String, message: String| SettingsError::Value { file: file.to_owned(), path, message };
        let mut seen = BTreeSet::new();
        let mut widgets = BTreeSet::new();
        if !self.desk.public_url.starts_with("http://") && !self.desk.public_url.starts_with("https://") {
            return Err(wrong(
                "desk.public_url".into(),
                "begin it with https:// (or http:// on a laptop)".into(),
            ));
        }
        if self.server.sweep_seconds == 0 {
            return Err(wrong("server.sweep_seconds".into(), "must be at least 1".into()));
        }
        if self.ai.timeout_seconds.is_some_and(|seconds| !(1..=60).contains(&seconds)) {
            return Err(wrong("ai.timeout_seconds".into(), "must be 1 to 60 seconds".into()));
        }
        for inbox in &self.inboxes {
            let at = |key: &str| format!("inboxes.{}.{key}", inbox.id);
            if !seen.insert(&inbox.id) {
                return Err(wrong(at("id"), "there are two inboxes with this id; give each its own".into()));
            }
            if ![0, 1, 2, 6, 24, 48].contains(&inbox.auto_end_request_hours) {
                let message =
                    format!("{} is not one of 0, 1, 2, 6, 24, 48 (hours)", inbox.auto_end_request_hours);
                return Err(wrong(at("auto_end_request_hours"), message));
            }
            if inbox.end_request_grace_minutes == 0 {
                return Err(wrong(at("end_request_grace_minutes"), "must be at least 1 minute".into()));
            }
            let missing = |key: &str| Err(wrong(at(key), format!("a {} inbox needs it", inbox.channel)));
            if let Err(Wrong { key, message }) = inbox.account.credentials(inbox.channel, None) {
                let path = key.map_or_else(|| format!("inboxes.{}", inbox.id), |key| at(&key));
                return Err(wrong(path, message));
            }
            if inbox.channel.delivers_by_storing() {
                if inbox.widget_key.is_none() {
                    return missing("widget_key");
                }
                if inbox.token_keys.is_empty() {
                    return missing("token_keys");
                }
            }
            if let Some(key) = &inbox.widget_key
                && !widgets.insert(key)
            {
                return Err(wrong(at("widget_key"), "two inboxes have this key; give each its own".into()));
            }
            for (notice, text) in &inbox.texts {
                let most =
                    if matches!(notice, Notice::EndButton | Notice::ContinueButton) { 20 } else { 1000 };
                if text.is_empty() || text.chars().count() > most {
                    let message = format!("must have 1 to {most} characters");
                    return Err(wrong(at(&format!("texts.{}", name_of(*notice))), message));
                }
            }
        }
        Action::check(&self.actions).map_err(|bad| wrong(bad.path, bad.message))?;
        for status in &self.statuses {
            let hex = status.color.strip_prefix('#').unwrap_or_default();
            if hex.len() != 6 || !hex.bytes().all(|b| b.is_ascii_hexdigit()) {
                let message = format!("{:?} is not a colour such as \"#2563eb\"", status.color);
                return Err(wrong(format!("statuses.{}.color", status.id), message));
            }
        }
        Ok(())
    }

    /// The inboxes as the step sees them.
    pub fn inboxes(&self) -> Vec<Inbox> {
        self.inboxes.iter().map(|inbox| self.inbox(inbox)).collect()
    }

    fn inbox(&self, inbox: &InboxSettings) -> Inbox {
        let length = |n: u64| (n > 0).then(|| hours(n));
        Inbox {
            id: inbox.id.clone(),
            channel: inbox.channel,
            name: inbox.name.clone(),
            language: inbox.language.unwrap_or(self.desk.language),
            hours: inbox.hours.clone().unwrap_or_else(|| self.hours.clone()),
            bot: inbox.bot,
            reopen_to: inbox.reopen_to,
            auto_end_request: length(inbox.auto_end_request_hours),
            auto_complete_bot: length(inbox.auto_complete_bot_hours),
            auto_complete_operator: length(inbox.auto_complete_operator_hours),
            end_request_grace: minutes(inbox.end_request_grace_minutes),
            prefer_last_operator: inbox.prefer_last_operator,
            auto_assign: inbox.auto_assign,
            use_reply_tokens: !inbox.push_only,
            ask_rating: inbox.ask_rating,
            auto_confirm_buttons: inbox.auto_confirm_buttons,
            auto_confirm_keywords: inbox.auto_confirm_keywords,
            texts: inbox.texts.clone(),
        }
    }

    /// The settings of AI writing, as its crate wants them.
    pub fn assistant(&self) -> assist::Settings {
        let default = assist::Settings::default();
        assist::Settings {
            base_url: self.ai.base_url.clone().unwrap_or_default(),
            model: self.ai.model.clone().unwrap_or_default(),
            allow_private: self.ai.allow_private,
            api_key: self.ai.api_key.clone(),
            brand_voice: self.ai.brand_voice.clone(),
            timeout: self.ai.timeout_seconds.map_or(default.timeout, Duration::from_secs),
            ..default
        }
    }

    /// Canned responses as contents.
    pub fn template_contents(&self) -> BTreeMap<String, Vec<Content>> {
        let contents = |texts: &Vec<String>| texts.iter().map(Content::text).collect();
        self.templates.iter().map(|(name, texts)| (name.clone(), contents(texts))).collect()
    }

    /// Every secret in these settings, with its place.
    fn secrets(&self) -> Vec<(String, SecretString)> {
        let mut all = Vec::new();
        all.extend(self.ai.api_key.clone().map(|secret| ("ai.api_key".to_owned(), secret)));
        for inbox in &self.inboxes {
            let at = |key: &str| format!("inboxes.{}.{key}", inbox.id);
            if let Some(credentials) = inbox.credentials() {
                all.extend(credentials.secrets().into_iter().map(|(key, secret)| (at(key), secret.clone())));
            }
            all.extend(inbox.identity_secret.clone().map(|secret| (at("identity_secret"), secret)));
            let keys = inbox.token_keys.iter();
            all.extend(keys.map(|(kid, secret)| (at(&format!("token_keys.{kid}")), secret.clone())));
        }
        all
    }

    /// Refuses what is fine on a laptop and dangerous elsewhere: a secret of the published sample.
    ///
    /// # Errors
    ///
    /// The first place that holds one.
    pub fn refuse_sample_secrets(&self, file: &str) -> Result<(), SettingsError> {
        let sample = Self::sample()?;
        let published = sample.secrets();
        let published: BTreeSet<&str> = published.iter().map(|(_, secret)| secret.expose_secret()).collect();
        for (path, secret) in self.secrets() {
            if published.contains(secret.expose_secret()) {
                let message = "this is the secret of the published sample; everybody knows it. \
                               Put your own here, or remove the inbox"
                    .to_owned();
                return Err(SettingsError::Value { file: file.to_owned(), path, message });
            }
        }
        Ok(())
    }
}

fn name_of(notice: Notice) -> String {
    serde_json::to_value(notice).ok().and_then(|name| Some(name.as_str()?.to_owned())).unwrap_or_default()
}

/// The known key that looks most like an unknown one.
fn nearest<'a>(unknown: &str, known: impl Iterator<Item = &'a str>) -> Option<&'a str> {
    known.map(|known| (strsim::damerau_levenshtein(unknown, known), known)).min().map(|(_, known)| known)
}

/// Adds the nearest known key to serde's message about an unknown one.
fn with_nearest(message: &str) -> String {
    let mut quoted = message.split('`').skip(1).step_by(2);
    let unknown = message.starts_with("unknown field").then(|| quoted.next()).flatten();
    match (unknown, unknown.and_then(|unknown| nearest(unknown, quoted))) {
        (Some(unknown), Some(nearest)) => format!("unknown key `{unknown}`; did you mean `{nearest}`?"),
        (Some(unknown), None) => format!("unknown key `{unknown}`"),
        _ => message.trim_end().replace('\n', "; "),
    }
}
