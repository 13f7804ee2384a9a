//! Canned responses with blanks: `{{customer}}`, `{{operator}}`, `{{desk}}`, `{{field:電話番号}}` (CMP-03, EXT-05).

use std::collections::BTreeSet;

use crate::Contact;

/// What blanks may be filled with.
#[derive(Debug, Clone, Copy)]
pub struct Known<'a> {
    /// Whose name and fields stand in `{{customer}}` and `{{field:…}}`.
    pub contact: &'a Contact,
    /// What stands in `{{operator}}`; nothing if no operator speaks.
    pub operator: Option<&'a str>,
    /// What stands in `{{desk}}`.
    pub desk: &'a str,
}

impl Known<'_> {
    fn of(&self, blank: &str) -> Option<&str> {
        let known = match blank.split_once(':') {
            Some(("field", name)) => self.contact.fields.get(name.trim()).map(String::as_str),
            Some(_) => None,
            None => match blank {
                "customer" => Some(self.contact.name()),
                "operator" => self.operator,
                "desk" => Some(self.desk),
                _ => None,
            },
        };
        known.filter(|known| !known.trim().is_empty())
    }
}

/// Fills the blanks of a text. What is filled in is not looked at again, so that nobody's name can name a blank.
///
/// # Errors
///
/// The blanks of which nothing is known, each once: such a text must not go out.
pub fn fill(text: &str, known: Known<'_>) -> Result<String, BTreeSet<String>> {
    let (mut filled, mut missing, mut rest) = (String::new(), BTreeSet::new(), text);
    while let Some((before, (blank, after))) =
        rest.split_once("{{").and_then(|(before, inside)| Some((before, inside.split_once("}}")?)))
    {
        filled.push_str(before);
        let blank = blank.trim();
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

#[cfg(test)]
mod tests {
    use super::*;
    use crate::Timestamp;

    fn contact() -> Contact {
        let mut contact = Contact::new(&"main".parse().unwrap(), "U1", Timestamp::EPOCH);
        contact.account_name = "{{desk}} Mei".to_owned();
        contact.fields.insert("電話番号".to_owned(), "090-0000-0000".to_owned());
        contact.fields.insert("blank".to_owned(), " ".to_owned());
        contact
    }

    /// CMP-03
    #[test]
    fn what_is_known_is_filled_in_once() {
        let contact = contact();
        let known = Known { contact: &contact, operator: Some("Ken"), desk: "みずの珈琲" };
        let text = "{{customer}} 様、{{ desk }}の{{operator}}です。{{field:電話番号}} }} {{";
        assert_eq!(fill(text, known).unwrap(), "{{desk}} Mei 様、みずの珈琲のKenです。090-0000-0000 }} {{");
    }

    #[test]
    fn what_is_not_known_is_named() {
        let contact = contact();
        let known = Known { contact: &contact, operator: None, desk: "d" };
        let missing =
            fill("{{operator}} {{field:x}} {{field:blank}} {{mood}} {{mood}} {{a:b}}", known).unwrap_err();
        let missing: Vec<_> = missing.iter().map(String::as_str).collect();
        assert_eq!(missing, ["a:b", "field:blank", "field:x", "mood", "operator"]);
    }
}
