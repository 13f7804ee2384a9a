//! What opens a channel.

use domain::ChannelKind;
use secrecy::SecretString;
use serde::Deserialize;

/// The credentials of one inbox. Printing them shows no secret.
#[derive(Debug, Clone, Deserialize)]
#[serde(tag = "channel", rename_all = "lowercase")]
pub enum Credentials {
    /// For LINE.
    Line(LineCredentials),
    /// For Telegram.
    Telegram(TelegramCredentials),
}

impl Credentials {
    /// The kind of channel they open.
    pub fn kind(&self) -> ChannelKind {
        match self {
            Self::Line(_) => ChannelKind::Line,
            Self::Telegram(_) => ChannelKind::Telegram,
        }
    }
}

/// What one LINE channel needs.
#[derive(Debug, Clone, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct LineCredentials {
    /// The channel secret; two while it is being exchanged (SEC-1). An empty one proves nothing.
    pub channel_secrets: Vec<SecretString>,
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
    /// The `secret_token` given to `setWebhook`; two while it is being exchanged. An empty one proves nothing.
    pub webhook_secrets: Vec<SecretString>,
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
