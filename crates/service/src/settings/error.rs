//! What is said of settings that make no sense.

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

/// The known key that looks most like an unknown one.
pub(super) fn nearest<'a>(unknown: &str, known: impl Iterator<Item = &'a str>) -> Option<&'a str> {
    known.map(|known| (strsim::damerau_levenshtein(unknown, known), known)).min().map(|(_, known)| known)
}

/// Adds the nearest known key to serde's message about an unknown one.
pub(super) fn with_nearest(message: &str) -> String {
    let mut quoted = message.split('`').skip(1).step_by(2);
    let unknown = message.starts_with("unknown field").then(|| quoted.next()).flatten();
    match (unknown, unknown.and_then(|unknown| nearest(unknown, quoted))) {
        (Some(unknown), Some(nearest)) => format!("unknown key `{unknown}`; did you mean `{nearest}`?"),
        (Some(unknown), None) => format!("unknown key `{unknown}`"),
        _ => message.trim_end().replace('\n', "; "),
    }
}
