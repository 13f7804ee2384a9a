//! The guard that every body passes before anything reads it (SEC-5).

use std::borrow::Cow;
use std::collections::BTreeSet;

/// How deep arrays and objects may be nested.
const MAX_DEPTH: usize = 64;

/// Why a body as a whole cannot be read. Holds nothing that people wrote.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum Unreadable {
    /// Not UTF-8.
    #[error("the body is not UTF-8 at byte {at}")]
    NotUtf8 {
        /// How many bytes were.
        at: usize,
    },
    /// Nested deeper than 64 levels (B-9).
    #[error("the body is nested deeper than {MAX_DEPTH} levels")]
    TooDeep,
    /// One object says the same thing twice.
    #[error("the body has the member {key:?} twice in one object")]
    DuplicateKey {
        /// Which, cut at 40 characters.
        key: String,
    },
    /// Not the JSON that this provider sends.
    #[error("the body is not what this provider sends, at line {line}, column {column}")]
    NotExpected {
        /// The line, counted from 1.
        line: usize,
        /// The column in bytes, counted from 1.
        column: usize,
    },
    /// XML that declares a document type, which could hold entities (B-7).
    #[error("the body declares a document type")]
    DocumentType,
    /// Proven, but meant for another account. The caller answers 2xx and puts it with the dead letters.
    #[error("the webhook is meant for another account")]
    Misrouted,
}

impl Unreadable {
    /// What is wrong stands at this byte.
    pub(crate) fn at(text: &str, at: usize) -> Self {
        let before = text.as_bytes().get(..at).unwrap_or(text.as_bytes());
        let lines = before.split(|byte| *byte == b'\n');
        let column = lines.clone().next_back().map_or(0, <[u8]>::len);
        Self::NotExpected { line: lines.count(), column }
    }
}

impl From<serde_json::Error> for Unreadable {
    /// Keeps the place and drops the words, which may quote the body.
    fn from(error: serde_json::Error) -> Self {
        Self::NotExpected { line: error.line(), column: error.column() }
    }
}

/// Checks that a body is UTF-8, not nested deeper than 64 levels, and has no key twice in one object.
///
/// Looks at each byte once, with a stack of its own: 10,000 open brackets cost 64 entries. Whether the rest is JSON is
/// left to the parser, which may rely on nothing else either.
pub(crate) fn guard(body: &[u8]) -> Result<&str, Unreadable> {
    let text = std::str::from_utf8(body).map_err(|error| Unreadable::NotUtf8 { at: error.valid_up_to() })?;
    // For each open bracket: the keys so far if it is an object, and whether a string here would be a key.
    let mut open: Vec<Option<Keys<'_>>> = Vec::new();
    let mut at = 0;
    while let Some(&byte) = body.get(at) {
        match byte {
            b'{' | b'[' if open.len() == MAX_DEPTH => return Err(Unreadable::TooDeep),
            b'{' => open.push(Some(Keys { seen: BTreeSet::new(), next: true })),
            b'[' => open.push(None),
            b'}' | b']' => {
                open.pop();
            }
            b',' => {
                if let Some(Some(keys)) = open.last_mut() {
                    keys.next = true;
                }
            }
            b'"' => {
                let end = end_of_string(body, at);
                if let Some(Some(keys)) = open.last_mut()
                    && std::mem::take(&mut keys.next)
                {
                    keys.add(text.get(at..end).unwrap_or_default())?;
                }
                at = end;
                continue;
            }
            _ => {}
        }
        at += 1;
    }
    Ok(text)
}

/// The byte after the quotation mark that closes the string opened at `start`, or the end of the body.
fn end_of_string(body: &[u8], start: usize) -> usize {
    let mut at = start + 1;
    loop {
        match body.get(at) {
            Some(b'"') => return at + 1,
            Some(b'\\') => at += 2,
            Some(_) => at += 1,
            None => return body.len(),
        }
    }
}

/// A number that some providers write as a string now and then.
#[derive(serde::Deserialize)]
#[serde(untagged)]
pub(crate) enum Number {
    /// As a number.
    Bare(i64),
    /// In quotation marks.
    Quoted(String),
}

impl Number {
    /// The number, if it is one.
    pub fn get(&self) -> Option<i64> {
        match self {
            Self::Bare(number) => Some(*number),
            Self::Quoted(text) => text.parse().ok(),
        }
    }
}

/// Whether a member is not there, or is there without a value.
pub(crate) fn is_absent(member: Option<&serde_json::value::RawValue>) -> bool {
    member.is_none_or(|member| member.get() == "null")
}

struct Keys<'a> {
    seen: BTreeSet<Cow<'a, str>>,
    next: bool,
}

impl<'a> Keys<'a> {
    /// Takes a key with its quotation marks; `"a"` and `"\u0061"` are the same key.
    fn add(&mut self, quoted: &'a str) -> Result<(), Unreadable> {
        let key = if quoted.contains('\\') {
            Cow::Owned(serde_json::from_str(quoted)?)
        } else {
            Cow::Borrowed(quoted.trim_matches('"'))
        };
        if self.seen.contains(&key) {
            return Err(Unreadable::DuplicateKey { key: key.chars().take(40).collect() });
        }
        self.seen.insert(key);
        Ok(())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// B-9, SEC-5
    #[test]
    fn nesting_is_allowed_to_64_levels_and_no_further() {
        let nested = |levels: usize| format!("{}{}", "[".repeat(levels), "]".repeat(levels));
        assert!(guard(nested(64).as_bytes()).is_ok());
        assert_eq!(guard(nested(65).as_bytes()), Err(Unreadable::TooDeep));
        assert_eq!(guard(nested(10_000).as_bytes()), Err(Unreadable::TooDeep));
        assert_eq!(guard(r#"{"a":"#.repeat(10_000).as_bytes()), Err(Unreadable::TooDeep));
    }

    /// SEC-5
    #[test]
    fn the_same_key_twice_in_one_object_is_refused() {
        for body in [r#"{"a":1,"a":2}"#, r#"{"x":{"b":[],"a":1,"b":2}}"#, r#"[{"a":1 , "\u0061" :2}]"#] {
            assert!(matches!(guard(body.as_bytes()), Err(Unreadable::DuplicateKey { .. })), "{body}");
        }
        for body in [r#"{"a":{"a":1},"b":"a"}"#, r#"[{"a":1},{"a":1}]"#, r#"{"a":"b,\"a\":","b":["a","a"]}"#]
        {
            assert_eq!(guard(body.as_bytes()), Ok(body));
        }
        // What stands in a string is no key, wherever the string seems to end.
        for body in [r#"{"a":"\",\"a\":1"}"#, r#"{"a":"\\","b":"\"","c":",\"b\":"}"#] {
            assert_eq!(guard(body.as_bytes()), Ok(body));
        }
        assert!(guard(br#"{"a":"\\","a":1}"#).is_err());
    }

    #[test]
    fn the_error_names_what_is_wrong() {
        assert_eq!(guard(b"{\"a\":\"\xff\"}").unwrap_err().to_string(), "the body is not UTF-8 at byte 6");
        let twice = format!(r#"{{"{0}":1,"{0}":2}}"#, "k".repeat(50));
        let name = "k".repeat(40);
        assert_eq!(
            guard(twice.as_bytes()).unwrap_err().to_string(),
            format!("the body has the member {name:?} twice in one object")
        );
    }
}
