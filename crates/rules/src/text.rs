//! Reading values that a script hands over: words, labels, lengths of time. Everything is measured here.

use std::time::Duration;

use domain::{Button, Language, TimerSetting};
use rhai::{Array, Dynamic, Map};
use sha2::{Digest, Sha256};

use crate::diagnostic::nearest;
use crate::fold::turns_text_round;
use crate::limits;

/// The word for a language in rules.
pub(crate) fn tag(language: Language) -> &'static str {
    match language {
        Language::Ja => "ja",
        Language::En => "en",
    }
}

/// The language of that word.
pub(crate) fn language(tag: &str) -> Option<Language> {
    [Language::Ja, Language::En].into_iter().find(|language| self::tag(*language) == tag)
}

/// What a value is, in the words of these pages.
pub(crate) fn kind(value: &Dynamic) -> &'static str {
    if value.is_string() || value.is_char() {
        "text"
    } else if value.is_int() || value.is_float() {
        "a number"
    } else if value.is_bool() {
        "true or false"
    } else if value.is_array() {
        "a list"
    } else if value.is_map() {
        "a map"
    } else if value.is_fnptr() {
        "a function"
    } else if value.is_unit() {
        "nothing"
    } else if value.is::<Length>() {
        "a length of time"
    } else {
        "something else"
    }
}

/// A length of time, or the setting of the inbox that holds one.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Length {
    Fixed(Duration),
    Setting(TimerSetting),
}

impl Length {
    /// So many units of so many seconds.
    pub fn of(n: i64, seconds: u64) -> Result<Self, String> {
        let (shortest, longest) = limits::LENGTHS;
        u64::try_from(n)
            .ok()
            .and_then(|n| n.checked_mul(seconds))
            .map(Duration::from_secs)
            .filter(|length| (shortest..=longest).contains(length))
            .map(Self::Fixed)
            .ok_or_else(|| "a length of time is at least a minute and at most 90 days".to_owned())
    }

    /// The setting of this name.
    pub fn setting(name: &str) -> Result<Self, String> {
        match name {
            "auto_end_request" => Ok(Self::Setting(TimerSetting::AutoEndRequest)),
            "auto_complete" => Ok(Self::Setting(TimerSetting::AutoComplete)),
            _ => Err(unknown("setting", name, &["auto_end_request", "auto_complete"])),
        }
    }

    /// As rules write it.
    pub fn as_written(self) -> String {
        match self {
            Self::Fixed(length) => match length.as_secs() {
                s if s % 86_400 == 0 => format!("days({})", s / 86_400),
                s if s % 3600 == 0 => format!("hours({})", s / 3600),
                s => format!("minutes({})", s / 60),
            },
            Self::Setting(TimerSetting::AutoEndRequest) => "setting(\"auto_end_request\")".to_owned(),
            Self::Setting(TimerSetting::AutoComplete) => "setting(\"auto_complete\")".to_owned(),
        }
    }
}

/// Says that a word is not one of those that are known, and which it might have been.
pub(crate) fn unknown(what: &str, word: &str, known: &[&str]) -> String {
    let word = word.chars().take(limits::LABEL_CHARS).collect::<String>();
    match nearest(&word, known.iter().copied()) {
        Some(near) => format!("there is no {what} `{word}`; did you mean `{near}`?"),
        None => format!("there is no {what} `{word}`; there is {}", known.join(", ")),
    }
}

/// Words, or a map from languages to words of which the contact's language is taken, else the inbox's, else any.
pub(crate) fn words(value: &Dynamic, languages: [Language; 2]) -> Result<String, String> {
    if let Some(map) = value.read_lock::<Map>() {
        for key in map.keys() {
            if language(key).is_none() {
                return Err(unknown("language", key, &["ja", "en"]));
            }
        }
        let found = languages.iter().find_map(|language| map.get(tag(*language)));
        return match found.or_else(|| map.values().next()) {
            Some(value) if !value.is_map() => words(value, languages),
            Some(_) => Err("words in a language are text, not a map".to_owned()),
            None => Err("words are missing: the map is empty".to_owned()),
        };
    }
    let text = scalar(value).ok_or_else(|| format!("this is to be text, not {}", kind(value)))?;
    limited(text, limits::TEXT_CHARS, "the text")
}

/// A short text without line breaks: a tag, a name, a label.
pub(crate) fn label(value: &Dynamic, what: &str) -> Result<String, String> {
    let text = scalar(value).ok_or_else(|| format!("{what} is to be text, not {}", kind(value)))?;
    let text = text.trim().to_owned();
    if text.chars().any(|c| c.is_control() || turns_text_round(c)) {
        return Err(format!("{what} may not hold line breaks or other control characters"));
    }
    limited(text, limits::LABEL_CHARS, what)
}

/// The value of a field or a variable, which may be empty; numbers and true or false are written out.
pub(crate) fn value(value: &Dynamic, what: &str) -> Result<String, String> {
    let text = scalar(value).ok_or_else(|| format!("{what} is to be text, not {}", kind(value)))?;
    if text.is_empty() { Ok(text) } else { limited(text, limits::VALUE_CHARS, what) }
}

fn scalar(value: &Dynamic) -> Option<String> {
    if let Some(text) = value.read_lock::<rhai::ImmutableString>() {
        return Some(text.to_string());
    }
    (value.is_int() || value.is_float() || value.is_bool() || value.is_char()).then(|| value.to_string())
}

fn limited(text: String, chars: usize, what: &str) -> Result<String, String> {
    let length = text.chars().count();
    if text.trim().is_empty() {
        Err(format!("{what} is empty"))
    } else if length > chars {
        Err(format!("{what} has {length} characters; the most is {chars}"))
    } else {
        Ok(text)
    }
}

/// Buttons from a list of labels or of `#{id, label}`.
pub(crate) fn buttons(value: &Dynamic, languages: [Language; 2]) -> Result<Vec<Button>, String> {
    let list = value
        .read_lock::<Array>()
        .ok_or_else(|| format!("the buttons are to be a list, not {}", kind(value)))?;
    if list.is_empty() || list.len() > Button::MAX {
        return Err(format!("there are {} buttons; it takes 1 to {}", list.len(), Button::MAX));
    }
    let mut buttons: Vec<Button> = Vec::with_capacity(list.len());
    for item in list.iter() {
        let button = button(item, languages)?;
        if buttons.iter().any(|other| other.id == button.id) {
            return Err(format!("two buttons have the id `{}`", button.id));
        }
        buttons.push(button);
    }
    Ok(buttons)
}

fn button(item: &Dynamic, languages: [Language; 2]) -> Result<Button, String> {
    let Some(map) = item.read_lock::<Map>() else {
        let label = label(item, "a button's label")?;
        return Ok(Button { id: not_own(button_id(&label))?, label });
    };
    let parts = ["id", "label"];
    if let Some(key) = map.keys().find(|key| !parts.contains(&key.as_str())) {
        return Err(unknown("part of a button", key, &parts));
    }
    let shown =
        map.get("label").ok_or("a button needs a label, such as #{id: \"talk\", label: \"Talk to us\"}")?;
    let label = label(&words(shown, languages)?.into(), "a button's label")?;
    let id = match map.get("id") {
        Some(id) => button_id(&self::label(id, "a button's id")?),
        None => button_id(&label),
    };
    Ok(Button { id: not_own(id)?, label })
}

/// The desk's own buttons, which end, go on and rate, have ids that begin like this.
pub(crate) const OWN_BUTTONS: &str = "mdg.";

/// The id of a button, unless it is one of the desk's own.
pub(crate) fn not_own(id: String) -> Result<String, String> {
    if id.starts_with(OWN_BUTTONS) {
        return Err(format!("ids of buttons that begin with `{OWN_BUTTONS}` are the desk's own"));
    }
    Ok(id)
}

/// The id of a button that is known by its label: the label itself, or a hash of it where it is too long.
pub(crate) fn button_id(label: &str) -> String {
    if label.len() <= Button::MAX_ID_BYTES {
        return label.to_owned();
    }
    format!("label-{}", hex::encode(&Sha256::digest(label.as_bytes())[..16]))
}

#[cfg(test)]
mod tests {
    use super::*;

    const JA: [Language; 2] = [Language::Ja, Language::En];

    #[test]
    fn words_come_in_the_contacts_language_or_the_next_best() {
        let both = Dynamic::from_map(Map::from([("ja".into(), "はい".into()), ("en".into(), "yes".into())]));
        assert_eq!(words(&both, JA).unwrap(), "はい");
        assert_eq!(words(&both, [Language::En, Language::Ja]).unwrap(), "yes");
        let one = Dynamic::from_map(Map::from([("en".into(), "yes".into())]));
        assert_eq!(words(&one, [Language::Ja, Language::Ja]).unwrap(), "yes");
        let wrong = Dynamic::from_map(Map::from([("jp".into(), "はい".into())]));
        assert!(words(&wrong, JA).unwrap_err().contains("did you mean `ja`"));
        assert!(words(&Dynamic::from_map(Map::new()), JA).is_err());
    }

    /// INV-23
    #[test]
    fn words_are_measured_at_the_limit_and_one_past_it() {
        assert!(words(&"あ".repeat(limits::TEXT_CHARS).into(), JA).is_ok());
        assert!(words(&"あ".repeat(limits::TEXT_CHARS + 1).into(), JA).is_err());
        assert!(words(&" \n".into(), JA).is_err());
        assert!(label(&"あ".repeat(limits::LABEL_CHARS).into(), "a tag").is_ok());
        assert!(label(&"あ".repeat(limits::LABEL_CHARS + 1).into(), "a tag").is_err());
        assert!(label(&"a\nb".into(), "a tag").is_err());
        assert!(value(&"".into(), "a value").is_ok());
        assert_eq!(value(&Dynamic::from(5_i64), "a value").unwrap(), "5");
    }

    #[test]
    fn long_labels_still_make_ids_that_fit() {
        let long = "長い".repeat(20);
        assert!(button_id(&long).len() <= Button::MAX_ID_BYTES);
        assert_ne!(button_id(&long), button_id(&"長い".repeat(21)));
        assert_eq!(button_id("予約"), "予約");
    }

    #[test]
    fn buttons_are_counted_and_told_apart() {
        let list = |n: usize| Dynamic::from_array((0..n).map(|i| Dynamic::from(i.to_string())).collect());
        assert_eq!(buttons(&list(Button::MAX), JA).unwrap().len(), Button::MAX);
        assert!(buttons(&list(Button::MAX + 1), JA).is_err());
        assert!(buttons(&list(0), JA).is_err());
        let twice = Dynamic::from_array(vec!["a".into(), "a".into()]);
        assert!(buttons(&twice, JA).unwrap_err().contains("two buttons"));
        let typo = Map::from([("id".into(), "a".into()), ("lable".into(), "b".into())]);
        assert!(buttons(&Dynamic::from_array(vec![typo.into()]), JA).unwrap_err().contains("`label`"));
    }

    #[test]
    fn lengths_stay_between_a_minute_and_ninety_days() {
        assert_eq!(Length::of(24, 3600), Ok(Length::Fixed(domain::hours(24))));
        for (n, seconds) in [(0, 60), (-1, 60), (91, 86_400), (i64::MAX, 86_400)] {
            assert!(Length::of(n, seconds).is_err(), "{n} × {seconds} s");
        }
        assert!(Length::setting("auto_compleet").unwrap_err().contains("`auto_complete`"));
    }
}
