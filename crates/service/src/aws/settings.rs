//! Settings from where the template says: encrypted parameters, decrypted as they are read, or files.

use std::path::Path;

use aws_config::SdkConfig;
use aws_sdk_ssm::Client;
use aws_sdk_ssm::error::DisplayErrorContext;

use super::StartError;
use crate::settings::{Settings, SettingsError};

/// Reads the settings whose parts `sources` names: `ssm:/a/path` is every parameter below that path, in order of name;
/// `file:settings.toml` is a file. The parts are one TOML document, one after the other: a parameter holds 4 KB, and each
/// function's role opens only the parts that it needs (SEC-34, docs/adr/0016).
pub(super) async fn read(config: &SdkConfig, sources: &str) -> Result<Settings, StartError> {
    let mut text = String::new();
    let mut client = None;
    for source in sources.split_whitespace() {
        if let Some(path) = source.strip_prefix("ssm:") {
            below(client.get_or_insert_with(|| Client::new(config)), path, &mut text).await?;
        } else if let Some(file) = source.strip_prefix("file:") {
            add(&mut text, &part(Path::new(file))?);
        } else {
            return Err(StartError::UnknownSource(source.to_owned()));
        }
    }
    Ok(Settings::parse(sources, &text)?)
}

fn part(file: &Path) -> Result<String, SettingsError> {
    let unreadable = |source| SettingsError::Unreadable { file: file.display().to_string(), source };
    std::fs::read_to_string(file).map_err(unreadable)
}

/// Adds what every parameter below a path holds.
async fn below(client: &Client, path: &str, text: &mut String) -> Result<(), StartError> {
    let mut found = Vec::new();
    let mut next = None;
    loop {
        let request =
            client.get_parameters_by_path().path(path).with_decryption(true).set_next_token(next.take());
        let page = request.send().await.map_err(|error| StartError::UnreadableSettings {
            path: path.to_owned(),
            why: DisplayErrorContext(error.into_service_error()).to_string(),
        })?;
        found.extend(page.parameters.unwrap_or_default());
        next = page.next_token;
        if next.is_none() {
            break;
        }
    }
    if found.is_empty() {
        return Err(StartError::NoSettings(path.to_owned()));
    }
    found.sort_by(|one, other| one.name.cmp(&other.name));
    for value in found.iter().filter_map(|parameter| parameter.value.as_deref()) {
        add(text, value);
    }
    Ok(())
}

/// Adds a part; what it leaves unended stays in it.
fn add(text: &mut String, part: &str) {
    text.push_str(part);
    text.push('\n');
}
