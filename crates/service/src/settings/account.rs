//! The part of an inbox's settings that belongs to its channel: whatever opens it, under the channel's own names.

use std::fmt;

use channels::Credentials;
use domain::ChannelKind;
use serde::Deserialize;

use super::{SAMPLE, nearest};

/// The settings of an inbox that only its channel knows. [`Credentials`] says which there are.
#[derive(Clone, Default, Deserialize)]
#[serde(transparent)]
pub struct Account(toml::Table);

/// Prints the names and no value: most are secrets (SEC-28).
impl fmt::Debug for Account {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_set().entries(self.0.keys()).finish()
    }
}

/// What is wrong with an account: at which key, and what to write.
#[derive(Debug, PartialEq, Eq)]
pub(super) struct Wrong {
    pub key: Option<String>,
    pub message: String,
}

impl Account {
    /// Reads what opens a channel of this kind; `None` for the web messenger, which nobody calls.
    pub(super) fn credentials(
        &self,
        kind: ChannelKind,
        api_base: Option<&str>,
    ) -> Result<Option<Credentials>, Wrong> {
        if kind == ChannelKind::Web {
            return match self.0.keys().next() {
                None => Ok(None),
                Some(key) => Err(unknown(key, "")),
            };
        }
        let mut table = self.0.clone();
        table.insert("channel".to_owned(), kind.as_str().into());
        if let Some(api_base) = api_base {
            table.insert("api_base".to_owned(), api_base.into());
        }
        Credentials::deserialize(toml::Value::Table(table))
            .map(Some)
            .map_err(|error| wrong(kind, error.message()))
    }
}

/// Says in our words what serde says in its own.
fn wrong(kind: ChannelKind, message: &str) -> Wrong {
    let named = message.split('`').nth(1);
    match named {
        Some(key) if message.starts_with("missing field") => {
            Wrong { key: Some(key.to_owned()), message: format!("a {kind} inbox needs it") }
        }
        Some(key) if message.starts_with("unknown field") => unknown(key, message),
        _ => Wrong { key: None, message: message.trim_end().replace('\n', "; ") },
    }
}

fn unknown(key: &str, message: &str) -> Wrong {
    // The sample shows every key there is, the general ones too.
    let shown = SAMPLE.lines().filter_map(|line| {
        let (name, _) = line.trim_start_matches("# ").split_once(" = ")?;
        name.bytes().all(|byte| byte.is_ascii_lowercase() || byte == b'_').then_some(name)
    });
    let known = message.split('`').skip(3).step_by(2).chain(shown);
    let message = match nearest(key, known) {
        Some(nearest) => format!("unknown key; did you mean `{nearest}`?"),
        None => "unknown key".to_owned(),
    };
    Wrong { key: Some(key.to_owned()), message }
}
