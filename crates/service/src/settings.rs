//! Settings: read once, in `main`, and handed down. `samplconfig.toml` shows every one with its default and its unit.

mod account;
mod conduct;
mod error;
mod template;
#[cfg(test)]
mod tests;

use std::collections::{BTreeMap, BTreeSet};
use std::net::SocketAddr;
use std::path::PathBuf;
use std::time::Duration;

use channels::Credentials;
use channels::web::{TokenKey, Widget};
use domain::step::PushStop;
use domain::{
    Action, BusinessHours, ChannelKind, Content, Inbox, InboxId, Language, Notice, ReopenTo, TenantId,
};
use secrecy::{ExposeSecret, SecretString};
use serde::Deserialize;

use crate::relay::RelayTo;
use crate::workspace::{Section, Template, contents};

pub use self::account::Account;
use self::account::Wrong;
pub use self::conduct::{InboxConduct, WrongValue};
pub use self::error::SettingsError;
use self::error::{nearest, with_nearest};
pub use self::template::TemplateSettings;

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
    /// Its colour.
    pub color: LabelColor,
}

/// A colour of the console's palette: every one is legible on light and on dark.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Deserialize, serde::Serialize, utoipa::ToSchema)]
#[serde(rename_all = "lowercase")]
#[allow(missing_docs, reason = "they are colours")]
pub enum LabelColor {
    Blue,
    Red,
    Green,
    Amber,
    Purple,
    Teal,
    Pink,
    Gray,
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
    /// LINE: whom the end of the month's quota stops from sending counted messages.
    #[serde(default)]
    pub stop_pushes: PushStop,
    /// LINE: the most counted messages in a month, if it is to be less than LINE allows.
    pub push_limit: Option<u64>,
    /// How many calls a second the provider's account takes; the channel's usual rate if it is left out.
    pub calls_per_second: Option<u32>,
    /// Contacts see that an operator types, where the channel can show it.
    #[serde(default)]
    pub show_typing: bool,
    /// Texts that the provider has approved, which may be sent when the messaging window is closed.
    #[serde(default)]
    pub provider_templates: Vec<TemplateSettings>,
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
    /// Where every proven webhook is passed on to as well (EXT-14).
    pub relay_url: Option<String>,
    /// Allow plain http and addresses that are not public for `relay_url`.
    #[serde(default)]
    pub relay_allow_private: bool,
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
    /// Web: where the page's statement on personal data is.
    pub privacy_url: Option<String>,
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

/// The most calls a second that may be set: a faster bucket would fill between two ticks of the clock.
const MOST_CALLS: u32 = 1000;

impl InboxSettings {
    /// How the inbox behaves.
    pub fn conduct(&self) -> InboxConduct {
        InboxConduct {
            name: self.name.clone(),
            language: self.language,
            hours: self.hours.clone(),
            bot: self.bot,
            reopen_to: self.reopen_to,
            auto_end_request_hours: self.auto_end_request_hours,
            auto_complete_bot_hours: self.auto_complete_bot_hours,
            auto_complete_operator_hours: self.auto_complete_operator_hours,
            end_request_grace_minutes: self.end_request_grace_minutes,
            prefer_last_operator: self.prefer_last_operator,
            auto_assign: self.auto_assign,
            push_only: self.push_only,
            ask_rating: self.ask_rating,
            auto_confirm_buttons: self.auto_confirm_buttons,
            auto_confirm_keywords: self.auto_confirm_keywords,
            texts: self.texts.clone(),
        }
    }

    /// How many calls a second the account takes.
    ///
    /// LINE takes 2,000 for each kind of call, WhatsApp 80 in and out together, Telegram 30 (read 2026-11). Meta names no
    /// fixed number for pages and Instagram, WeChat none at all; theirs are what others report.
    pub fn calls_per_second(&self) -> u32 {
        self.calls_per_second.unwrap_or(match self.channel {
            ChannelKind::Line | ChannelKind::Web => MOST_CALLS,
            ChannelKind::Telegram => 30,
            ChannelKind::Whatsapp => 80,
            ChannelKind::Messenger => 200,
            ChannelKind::Instagram => 100,
            ChannelKind::Wechat => 50,
        })
    }

    /// What opens the inbox's channel; `None` for the web messenger, which nobody calls.
    pub fn credentials(&self) -> Option<Credentials> {
        self.account.credentials(self.channel, self.api_base.as_deref()).ok().flatten()
    }

    /// Where its webhooks are passed on to, if anywhere.
    pub fn relay(&self) -> Option<RelayTo> {
        let url = self.relay_url.as_deref()?;
        RelayTo::read(url, self.relay_allow_private).ok()
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
            inbox.conduct().check().map_err(|WrongValue { path, message }| wrong(at(&path), message))?;
            if inbox.calls_per_second.is_some_and(|calls| !(1..=MOST_CALLS).contains(&calls)) {
                return Err(wrong(at("calls_per_second"), format!("must be 1 to {MOST_CALLS}")));
            }
            for (n, template) in inbox.provider_templates.iter().enumerate() {
                if let Err((key, message)) = template.check(inbox.channel) {
                    return Err(wrong(at(&format!("provider_templates.{n}.{key}")), message));
                }
            }
            let missing = |key: &str| Err(wrong(at(key), format!("a {} inbox needs it", inbox.channel)));
            if let Err(Wrong { key, message }) = inbox.account.credentials(inbox.channel, None) {
                let path = key.map_or_else(|| format!("inboxes.{}", inbox.id), |key| at(&key));
                return Err(wrong(path, message));
            }
            if let Some(url) = &inbox.relay_url {
                if inbox.channel.delivers_by_storing() {
                    return Err(wrong(
                        at("relay_url"),
                        "the web messenger has no webhooks to pass on".into(),
                    ));
                }
                RelayTo::read(url, inbox.relay_allow_private)
                    .map_err(|why| wrong(at("relay_url"), why.to_string()))?;
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
            if inbox.privacy_url.as_ref().is_some_and(|url| !url.starts_with("https://")) {
                return Err(wrong(at("privacy_url"), "begin it with https://".into()));
            }
        }
        let within =
            |name: &str, WrongValue { path, message }: WrongValue| wrong(format!("{name}{path}"), message);
        Section::check(&self.statuses).map_err(|found| within("statuses", found))?;
        Section::check(&self.actions).map_err(|found| within("actions", found))?;
        for template in self.listed_templates() {
            // The file names a template where the section counts it.
            let name = format!("templates.{}", template.name);
            Section::check(&vec![template]).map_err(|WrongValue { path, message }| {
                let path = path.trim_start_matches("[0]").trim_start_matches(".messages").to_owned();
                within(&name, WrongValue { path, message })
            })?;
        }
        Ok(())
    }

    /// Scheme, host and port of the desk (SEC-15).
    pub fn origin(&self) -> &str {
        let url = self.desk.public_url.as_str();
        let host = url.find("://").map_or(0, |at| at + 3);
        url[host..].find('/').map_or(url, |end| &url[..host + end])
    }

    /// The inboxes as the step sees them, before anybody changes them on the running desk.
    pub fn inboxes(&self) -> Vec<Inbox> {
        let inbox = |inbox: &InboxSettings| inbox.behaving(&inbox.conduct(), &self.hours, self.desk.language);
        self.inboxes.iter().map(inbox).collect()
    }

    /// Canned responses as a list.
    pub fn listed_templates(&self) -> Vec<Template> {
        let template = |(name, messages): (&String, &Vec<String>)| Template {
            name: name.clone(),
            folder: None,
            messages: messages.clone(),
        };
        self.templates.iter().map(template).collect()
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
        contents(&self.listed_templates())
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
