//! Which model writes, and where it runs.

use std::{net::IpAddr, time::Duration};

use async_openai::config::Config;
use http::{HeaderMap, HeaderValue, header::AUTHORIZATION};
use reqwest::Url;
use secrecy::{ExposeSecret, SecretString};

use crate::{Error, Language, address, prompt::VOICE_CHARS};

/// What an [`crate::Assistant`] is made from.
#[derive(Debug, Clone)]
pub struct Settings {
    /// Address of an OpenAI-compatible API, up to and including its version: `https://api.openai.com/v1`. Must be
    /// https unless `allow_private` is set. Empty means not configured.
    pub base_url: String,
    /// Key sent as `Authorization: Bearer …`; `None` sends no such header, as local servers like it.
    pub api_key: Option<SecretString>,
    /// Name of the model as the provider spells it. Empty means not configured.
    pub model: String,
    /// How the brand speaks (AIW-06), at most 2,000 characters. Goes into every prompt, so no secrets in here.
    pub brand_voice: Option<String>,
    /// The language most drafts are in. Only helps where the letters alone do not tell.
    pub language: Option<Language>,
    /// Total time for one rewrite: connecting, one retry and the whole answer. Default 15 s.
    pub timeout: Duration,
    /// Longest draft, in Unicode scalar values. Default 4,000.
    pub max_draft_chars: usize,
    /// Allows plain http and addresses that are not public (SEC-24): for a model on the own machine or network.
    /// For whoever runs the installation to decide, never for a workspace. Default false.
    pub allow_private: bool,
}

impl Default for Settings {
    fn default() -> Self {
        Self {
            base_url: String::new(),
            api_key: None,
            model: String::new(),
            brand_voice: None,
            language: None,
            timeout: Duration::from_secs(15),
            max_draft_chars: 4_000,
            allow_private: false,
        }
    }
}

/// Address and key in the form `async-openai` asks for. Made without a look at the environment, unlike its own.
#[derive(Debug, Clone)]
pub(crate) struct Endpoint {
    base: String,
    key: SecretString,
    authorization: Option<HeaderValue>,
}

impl Config for Endpoint {
    fn headers(&self) -> HeaderMap {
        self.authorization.iter().map(|value| (AUTHORIZATION, value.clone())).collect()
    }

    fn url(&self, path: &str) -> String {
        format!("{}{path}", self.base)
    }

    fn query(&self) -> Vec<(&str, &str)> {
        Vec::new()
    }

    fn api_base(&self) -> &str {
        &self.base
    }

    fn api_key(&self) -> &SecretString {
        &self.key
    }
}

impl Settings {
    /// Checks the settings and returns where to send requests.
    ///
    /// # Errors
    ///
    /// [`Error::NotConfigured`], [`Error::InvalidSetting`] and, for an address given in figures,
    /// [`Error::PrivateAddress`].
    pub(crate) fn endpoint(&self) -> Result<Endpoint, Error> {
        if self.model.trim().is_empty() {
            return Err(Error::NotConfigured {
                setting: if self.base_url.trim().is_empty() { "base_url" } else { "model" },
            });
        }
        if self.timeout.is_zero() {
            return Err(invalid("timeout", "it must be longer than zero"));
        }
        if self.brand_voice.as_deref().is_some_and(|voice| voice.chars().count() > VOICE_CHARS) {
            return Err(invalid("brand_voice", "it must be at most 2000 characters long"));
        }
        let key = self.api_key.clone().unwrap_or_default();
        let authorization = match key.expose_secret().trim() {
            "" => None,
            key => Some(bearer(key)?),
        };
        Ok(Endpoint { base: self.base()?, key, authorization })
    }

    fn base(&self) -> Result<String, Error> {
        let text = self.base_url.trim();
        if text.is_empty() {
            return Err(Error::NotConfigured { setting: "base_url" });
        }
        let bad = |problem| invalid("base_url", problem);
        let url =
            Url::parse(text).map_err(|_| bad("write a full address such as https://api.openai.com/v1"))?;
        match url.scheme() {
            "https" => {}
            "http" if self.allow_private => {}
            "http" => return Err(bad("plain http is allowed together with `allow_private` only; use https")),
            _ => return Err(bad("it must begin with https://")),
        }
        if !url.username().is_empty() || url.password().is_some() {
            return Err(bad("it must not hold a user or password; the key goes into `api_key`"));
        }
        if url.query().is_some() || url.fragment().is_some() {
            return Err(bad("it must end with the path, without ? or #"));
        }
        let host = url.host_str().unwrap_or_default().trim_matches(['[', ']']);
        if !self.allow_private && host.parse::<IpAddr>().is_ok_and(|ip| !address::is_public(ip)) {
            return Err(Error::PrivateAddress);
        }
        let base = url.as_str().trim_end_matches('/');
        // Guides often show the whole address of the one call we make.
        Ok(base.strip_suffix("/chat/completions").unwrap_or(base).to_owned())
    }
}

fn bearer(key: &str) -> Result<HeaderValue, Error> {
    let mut value = HeaderValue::try_from(format!("Bearer {key}"))
        .map_err(|_| invalid("api_key", "it holds characters no key has; copy it again"))?;
    value.set_sensitive(true);
    Ok(value)
}

fn invalid(setting: &'static str, problem: &'static str) -> Error {
    Error::InvalidSetting { setting, problem }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn settings(base_url: &str) -> Settings {
        Settings { base_url: base_url.into(), model: "m".into(), ..Settings::default() }
    }

    fn refused(settings: &Settings) -> &'static str {
        match settings.endpoint().unwrap_err() {
            Error::NotConfigured { setting } | Error::InvalidSetting { setting, .. } => setting,
            other => other.code(),
        }
    }

    /// AIW-08
    #[test]
    fn an_empty_setting_is_named() {
        assert_eq!(refused(&Settings::default()), "base_url");
        assert_eq!(refused(&settings(" ")), "base_url");
        let no_model = Settings { model: " ".into(), ..settings("https://api.openai.com/v1") };
        assert_eq!(refused(&no_model), "model");
        let message = no_model.endpoint().unwrap_err().to_string();
        assert_eq!(message, "AI writing is not configured: fill in the setting `model`");
    }

    /// AIW-08
    #[test]
    fn an_address_is_taken_with_or_without_its_tail() {
        for base in ["https://x.test/v1", " https://x.test/v1/ ", "https://x.test/v1/chat/completions"] {
            assert_eq!(
                settings(base).endpoint().unwrap().url("/chat/completions"),
                "https://x.test/v1/chat/completions"
            );
        }
    }

    /// SEC-24
    #[test]
    fn an_address_that_cannot_be_meant_is_refused() {
        for base in [
            "api.openai.com",
            "http://x.test/v1",
            "ftp://x.test",
            "https://a:b@x.test",
            "https://x.test/?a=b",
        ] {
            assert_eq!(refused(&settings(base)), "base_url", "{base}");
        }
        for base in
            ["https://127.0.0.1/v1", "https://0x7f.1/", "https://[::1]/v1", "https://169.254.169.254/"]
        {
            assert_eq!(refused(&settings(base)), "private_address", "{base}");
        }
        let local = Settings { allow_private: true, ..settings("http://127.0.0.1:11434/v1") };
        assert!(local.endpoint().is_ok());
    }

    /// SEC-28
    #[test]
    fn a_key_is_checked_and_never_shown() {
        let key = |key: &str| Settings { api_key: Some(key.into()), ..settings("https://x.test/v1") };
        let shown = format!("{:?} {:?}", key("sk-secret"), key("sk-secret").endpoint().unwrap());
        assert!(!shown.contains("sk-secret"), "{shown}");
        let error = key("sk-secret\n\u{1}x").endpoint().unwrap_err();
        assert!(!format!("{error} {error:?}").contains("sk-secret"));
        assert_eq!(refused(&key("a\u{1}b")), "api_key");
        assert!(key(" ").endpoint().unwrap().headers().is_empty());
        assert_eq!(key("k").endpoint().unwrap().headers()[AUTHORIZATION], "Bearer k");
    }
}
