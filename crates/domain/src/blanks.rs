//! Canned responses with blanks: `{{customer}}`, `{{operator}}`, `{{field:電話番号}}` (CMP-03, EXT-05).

use std::collections::BTreeSet;

use crate::{Contact, Content, Language};

/// What blanks may be filled with.
#[derive(Debug, Clone, Copy)]
pub struct Known<'a> {
    /// Whose name and fields stand in `{{customer}}` and `{{field:…}}`.
    pub contact: &'a Contact,
    /// What stands in `{{operator}}`; nothing if no operator speaks.
    pub operator: Option<&'a str>,
    /// The language of the inbox, which is spoken to contacts whose own is not known.
    pub language: Language,
}

impl Known<'_> {
    fn of(&self, blank: &str) -> Option<&str> {
        let known = match blank.split_once(':') {
            Some(("field", name)) => self.contact.fields.get(name.trim()).map(String::as_str),
            Some(_) => None,
            None => match blank {
                "customer" => Some(self.customer()),
                "operator" => self.operator,
                _ => None,
            },
        };
        known.filter(|known| !known.trim().is_empty())
    }

    /// The contact's name, or a polite word where nobody knows it.
    fn customer(&self) -> &str {
        match (self.contact.name(), self.contact.language(self.language)) {
            ("", Language::Ja) => "お客様",
            ("", Language::En) => "customer",
            (name, _) => name,
        }
    }
}

/// Fills the blanks of a text. What is filled in is not looked at again, so that nobody's name can name a blank.
///
/// # Errors
///
/// The blanks of which nothing is known, each once: such a text must not go out.
pub fn fill(text: &str, known: Known<'_>) -> Result<String, BTreeSet<String>> {
    let (mut filled, mut missing, mut rest) = (String::new(), BTreeSet::new(), text);
    while let Some((before, blank, after)) = next(rest) {
        filled.push_str(before);
        match known.of(blank) {
            Some(value) => filled.push_str(value),
            None => {
                missing.insert(blank.to_owned());
            }
        }
        rest = after;
    }
    filled.push_str(rest);
    if missing.is_empty() { Ok(filled) } else { Err(missing) }
}

/// What stands before the first blank of a text, the blank, and what is left.
fn next(text: &str) -> Option<(&str, &str, &str)> {
    let (before, inside) = text.split_once("{{")?;
    let (blank, after) = inside.split_once("}}")?;
    Some((before, blank.trim(), after))
}

/// The first blank of a text that nothing can ever fill.
pub fn unknown_blank(text: &str) -> Option<&str> {
    let blanks = std::iter::successors(next(text), |(_, _, rest)| next(rest));
    let fillable = |blank: &str| {
        matches!(blank, "customer" | "operator")
            || blank.split_once(':').is_some_and(|(what, name)| what == "field" && !name.trim().is_empty())
    };
    blanks.map(|(_, blank, _)| blank).find(|blank| !fillable(blank))
}

/// Fills the blanks in the words of a content; buttons have none.
///
/// # Errors
///
/// As [`fill`].
pub fn fill_content(content: &Content, known: Known<'_>) -> Result<Content, BTreeSet<String>> {
    let mut filled = content.clone();
    match &mut filled {
        Content::Text { text } | Content::Choice { text, .. } => *text = fill(text, known)?,
        Content::Media(media) => {
            if let Some(caption) = &mut media.caption {
                *caption = fill(caption, known)?;
            }
        }
        _ => {}
    }
    Ok(filled)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::Timestamp;

    fn contact() -> Contact {
        let mut contact = Contact::new(&"main".parse().unwrap(), "U1", Timestamp::EPOCH);
        contact.account_name = "{{operator}} Mei".to_owned();
        contact.fields.insert("電話番号".to_owned(), "090-0000-0000".to_owned());
        contact.fields.insert("blank".to_owned(), " ".to_owned());
        contact
    }

    /// CMP-03
    #[test]
    fn what_is_known_is_filled_in_once() {
        let contact = contact();
        let known = Known { contact: &contact, operator: Some("Ken"), language: Language::Ja };
        let text = "{{customer}} 様、{{ operator }}です。{{field:電話番号}} }} {{";
        assert_eq!(fill(text, known).unwrap(), "{{operator}} Mei 様、Kenです。090-0000-0000 }} {{");
    }

    #[test]
    fn what_is_not_known_is_named() {
        let contact = contact();
        let known = Known { contact: &contact, operator: None, language: Language::Ja };
        let missing =
            fill("{{operator}} {{field:x}} {{field:blank}} {{mood}} {{mood}} {{a:b}}", known).unwrap_err();
        let missing: Vec<_> = missing.iter().map(String::as_str).collect();
        assert_eq!(missing, ["a:b", "field:blank", "field:x", "mood", "operator"]);
    }

    #[test]
    fn a_contact_without_a_name_is_spoken_to_politely() {
        let mut contact = contact();
        contact.account_name.clear();
        let says = |contact: &Contact| {
            let known = Known { contact, operator: None, language: Language::Ja };
            fill("{{customer}}", known).unwrap()
        };
        assert_eq!(says(&contact), "お客様");
        contact.language = Some("en-GB".to_owned());
        assert_eq!(says(&contact), "customer");
    }

    #[test]
    fn a_blank_that_nothing_fills_is_found() {
        assert_eq!(unknown_blank("{{customer}} {{ operator }} {{field:電話}} {{ }"), None);
        assert_eq!(unknown_blank("{{customer}} {{name}} {{mood}}"), Some("name"));
        assert_eq!(unknown_blank("{{field: }}"), Some("field:"));
    }
}
