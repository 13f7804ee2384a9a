//! What opens a channel.

use domain::ChannelKind;
use secrecy::{ExposeSecret, SecretString};
use serde::{Deserialize, Deserializer};

use crate::wechat::crypto;

/// The credentials of one inbox. Printing them shows no secret.
#[derive(Debug, Clone, Deserialize)]
#[serde(tag = "channel", rename_all = "lowercase")]
pub enum Credentials {
    /// For LINE.
    Line(LineCredentials),
    /// For Telegram.
    Telegram(TelegramCredentials),
    /// For WhatsApp.
    Whatsapp(WhatsappCredentials),
    /// For Messenger.
    Messenger(MetaCredentials),
    /// For Instagram.
    Instagram(MetaCredentials),
    /// For WeChat.
    Wechat(WechatCredentials),
}

impl Credentials {
    /// Whether the provider gives people more time to answer than programs.
    pub const fn human_agent(&self) -> bool {
        match self {
            Self::Messenger(meta) | Self::Instagram(meta) => meta.human_agent,
            Self::Line(_) | Self::Telegram(_) | Self::Whatsapp(_) | Self::Wechat(_) => false,
        }
    }

    /// The kind of channel they open.
    pub fn kind(&self) -> ChannelKind {
        match self {
            Self::Line(_) => ChannelKind::Line,
            Self::Telegram(_) => ChannelKind::Telegram,
            Self::Whatsapp(_) => ChannelKind::Whatsapp,
            Self::Messenger(_) => ChannelKind::Messenger,
            Self::Instagram(_) => ChannelKind::Instagram,
            Self::Wechat(_) => ChannelKind::Wechat,
        }
    }

    /// Every secret in them, by the name of its setting.
    pub fn secrets(&self) -> Vec<(&'static str, &SecretString)> {
        match self {
            Self::Line(line) => named(&[
                ("channel_secret", Some(&line.channel_secret)),
                ("previous_channel_secret", line.previous_channel_secret.as_ref()),
                ("access_token", Some(&line.access_token)),
            ]),
            Self::Telegram(telegram) => named(&[
                ("bot_token", Some(&telegram.bot_token)),
                ("webhook_secret", Some(&telegram.webhook_secret)),
                ("previous_webhook_secret", telegram.previous_webhook_secret.as_ref()),
            ]),
            Self::Whatsapp(whatsapp) => named(&[
                ("app_secret", Some(&whatsapp.app_secret)),
                ("previous_app_secret", whatsapp.previous_app_secret.as_ref()),
                ("verify_token", Some(&whatsapp.verify_token)),
                ("access_token", Some(&whatsapp.access_token)),
            ]),
            Self::Messenger(meta) | Self::Instagram(meta) => named(&[
                ("app_secret", Some(&meta.app_secret)),
                ("previous_app_secret", meta.previous_app_secret.as_ref()),
                ("verify_token", Some(&meta.verify_token)),
                ("access_token", Some(&meta.access_token)),
            ]),
            Self::Wechat(wechat) => named(&[
                ("app_secret", Some(&wechat.app_secret)),
                ("token", Some(&wechat.token)),
                ("previous_token", wechat.previous_token.as_ref()),
                ("encoding_aes_key", Some(&wechat.encoding_aes_key)),
                ("previous_encoding_aes_key", wechat.previous_encoding_aes_key.as_ref()),
            ]),
        }
    }
}

fn named<'a>(all: &[(&'static str, Option<&'a SecretString>)]) -> Vec<(&'static str, &'a SecretString)> {
    all.iter().filter_map(|(name, secret)| Some((*name, (*secret)?))).collect()
}

/// What one LINE channel needs.
#[derive(Debug, Clone, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct LineCredentials {
    /// The channel secret. An empty one proves nothing.
    pub channel_secret: SecretString,
    /// The one before it, accepted while it is given (SEC-1).
    #[serde(default)]
    pub previous_channel_secret: Option<SecretString>,
    /// The channel access token.
    pub access_token: SecretString,
    /// The bot's user id (`U` and 32 hex digits). If given, webhooks for another bot are [misrouted].
    ///
    /// [misrouted]: crate::Unreadable::Misrouted
    #[serde(default)]
    pub destination: Option<String>,
    /// Where LINE's API is, without a slash at the end. Tests put their own server here.
    #[serde(default = "LineCredentials::api")]
    pub api_base: String,
}

impl LineCredentials {
    /// Where LINE's API is.
    pub const API: &str = "https://api.line.me";

    fn api() -> String {
        Self::API.to_owned()
    }
}

/// What one Telegram bot needs.
#[derive(Debug, Clone, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct TelegramCredentials {
    /// The bot token. It is part of every address that is called.
    pub bot_token: SecretString,
    /// The `secret_token` given to `setWebhook`. An empty one proves nothing.
    pub webhook_secret: SecretString,
    /// The one before it, accepted while it is given (SEC-1).
    #[serde(default)]
    pub previous_webhook_secret: Option<SecretString>,
    /// Where Telegram's API is, without a slash at the end. Tests put their own server here.
    #[serde(default = "TelegramCredentials::api")]
    pub api_base: String,
}

impl TelegramCredentials {
    /// Where Telegram's API is.
    pub const API: &str = "https://api.telegram.org";

    fn api() -> String {
        Self::API.to_owned()
    }
}

/// What one phone number of the WhatsApp Cloud API needs.
#[derive(Debug, Clone, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct WhatsappCredentials {
    /// The secret of the Meta app, shared by all its numbers. An empty one proves nothing.
    pub app_secret: SecretString,
    /// The one before it, accepted while it is given (SEC-1).
    #[serde(default)]
    pub previous_app_secret: Option<SecretString>,
    /// What Meta shows when it asks whether the webhook's address is ours (SEC-6).
    pub verify_token: SecretString,
    /// The token of a system user.
    pub access_token: SecretString,
    /// The number's id, which is not the number. What is for another one is [foreign](domain::Parsed::Foreign).
    pub phone_number_id: String,
    /// Where the Graph API is, without a slash at the end. Tests put their own server here.
    #[serde(default = "WhatsappCredentials::api")]
    pub api_base: String,
}

impl WhatsappCredentials {
    /// Where the Graph API is.
    pub const API: &str = "https://graph.facebook.com";

    fn api() -> String {
        Self::API.to_owned()
    }
}

/// What one Facebook page or one Instagram account needs.
#[derive(Debug, Clone, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct MetaCredentials {
    /// The secret of the Meta app, shared by all its accounts; over an Instagram login it is the Instagram app's own. An
    /// empty one proves nothing.
    pub app_secret: SecretString,
    /// The one before it, accepted while it is given (SEC-1).
    #[serde(default)]
    pub previous_app_secret: Option<SecretString>,
    /// What Meta shows when it asks whether the webhook's address is ours (SEC-6).
    pub verify_token: SecretString,
    /// The token of the page or of the Instagram account.
    pub access_token: SecretString,
    /// The id of the page or of the Instagram account. What is for another one is [foreign](domain::Parsed::Foreign).
    pub account_id: String,
    /// Whether Meta has given the app the permission *Human Agent*: then people may answer for 7 days instead of one.
    #[serde(default)]
    pub human_agent: bool,
    /// Where the Graph API is, without a slash at the end: over an Instagram login `https://graph.instagram.com`. Tests
    /// put their own server here.
    #[serde(default = "MetaCredentials::api")]
    pub api_base: String,
}

impl MetaCredentials {
    /// Where the Graph API is.
    pub const API: &str = "https://graph.facebook.com";

    fn api() -> String {
        Self::API.to_owned()
    }
}

/// What one WeChat Official Account needs.
#[derive(Debug, Clone, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct WechatCredentials {
    /// The account's `AppID` (`wx` and 16 hex digits). Webhooks hold it where nobody else could put it.
    pub app_id: String,
    /// The account's `AppSecret`, which calls are authorised with.
    pub app_secret: SecretString,
    /// The token that signs webhooks. An empty one proves nothing.
    pub token: SecretString,
    /// The one before it, accepted while it is given (SEC-1).
    #[serde(default)]
    pub previous_token: Option<SecretString>,
    /// The `EncodingAESKey` that encrypts webhooks: 43 characters.
    #[serde(deserialize_with = "aes_key")]
    pub encoding_aes_key: SecretString,
    /// The one before it, accepted while it is given (SEC-1).
    #[serde(default, deserialize_with = "maybe_aes_key")]
    pub previous_encoding_aes_key: Option<SecretString>,
    /// The account's original id (`gh_` and 12 hex digits). If given, webhooks for another account are [misrouted].
    ///
    /// [misrouted]: crate::Unreadable::Misrouted
    #[serde(default)]
    pub original_id: Option<String>,
    /// Where WeChat's API is, without a slash at the end. Tests put their own server here.
    #[serde(default = "WechatCredentials::api")]
    pub api_base: String,
}

impl WechatCredentials {
    /// Where WeChat's API is.
    pub const API: &str = "https://api.weixin.qq.com";

    fn api() -> String {
        Self::API.to_owned()
    }
}

/// Reads a key, which with a letter too few or too many would open nothing, silently.
fn aes_key<'de, D: Deserializer<'de>>(deserializer: D) -> Result<SecretString, D::Error> {
    let key = SecretString::deserialize(deserializer)?;
    match crypto::key(key.expose_secret()) {
        Some(_) => Ok(key),
        None => Err(serde::de::Error::custom("an EncodingAESKey has 43 letters and digits; copy it whole")),
    }
}

fn maybe_aes_key<'de, D: Deserializer<'de>>(deserializer: D) -> Result<Option<SecretString>, D::Error> {
    aes_key(deserializer).map(Some)
}
