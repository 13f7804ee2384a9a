//! Every function in one process, on one file: the binary `madoguchi`.

pub mod bells;
mod console;
pub mod moving;
pub mod provider;
pub mod rules;
pub mod rules_folder;
pub mod server;
pub mod simulate;
pub mod webhooks;

use std::path::Path;

use service::{Settings, SettingsError};

/// What the sample of all settings is called.
pub const SAMPLE: &str = "samplconfig.toml";

/// The settings of a file, of `madoguchi.toml`, or of the sample; and the name to call them by.
///
/// # Errors
///
/// See [`SettingsError`].
pub fn settings(file: Option<&Path>) -> Result<(Settings, String), SettingsError> {
    let usual = Path::new("madoguchi.toml");
    match file.or_else(|| usual.exists().then_some(usual)) {
        Some(file) => Ok((Settings::read(file)?, file.display().to_string())),
        None => Ok((Settings::sample()?, SAMPLE.to_owned())),
    }
}
