//! XML as WeChat writes it: one element with named texts in it.

use std::collections::BTreeMap;

use quick_xml::Reader;
use quick_xml::events::Event;

use crate::Unreadable;

/// How deep elements may be nested.
const MAX_DEPTH: usize = 64;

/// The texts of the elements inside the outermost one, by name. Of those that hold elements themselves, only what stands
/// outside of these.
pub(crate) type Texts = BTreeMap<String, String>;

/// Reads them. Looks at each byte once and keeps no more than it returns (SEC-5, B-7).
///
/// # Errors
///
/// [`Unreadable`]: not UTF-8, a document type, an entity that XML does not have by itself, nested too deep, a name twice,
/// or not XML with one element around it all.
pub(crate) fn texts(body: &[u8]) -> Result<Texts, Unreadable> {
    let text = std::str::from_utf8(body).map_err(|error| Unreadable::NotUtf8 { at: error.valid_up_to() })?;
    let mut reader = Reader::from_str(text);
    let mut texts = Texts::new();
    let mut open: Option<(String, String)> = None;
    let (mut depth, mut closed) = (0_usize, false);
    loop {
        let event = reader.read_event();
        let at = usize::try_from(reader.buffer_position()).unwrap_or(text.len());
        let wrong = || Unreadable::at(text, at);
        match event.map_err(|_| wrong())? {
            Event::DocType(_) => return Err(Unreadable::DocumentType),
            Event::Start(_) if depth == MAX_DEPTH => return Err(Unreadable::TooDeep),
            Event::Start(_) if closed => return Err(wrong()),
            Event::Start(start) => {
                depth += 1;
                if depth == 2 {
                    open = Some((start.local_name().into_inner().to_owned(), String::new()));
                }
            }
            Event::Empty(start) => {
                if depth == 1 {
                    add(&mut texts, start.local_name().into_inner().to_owned(), String::new())?;
                }
            }
            Event::End(_) => {
                if depth == 2
                    && let Some((name, said)) = open.take()
                {
                    add(&mut texts, name, said)?;
                }
                depth = depth.checked_sub(1).ok_or_else(wrong)?;
                closed |= depth == 0;
            }
            Event::Text(said) => {
                if let (2, Some((_, so_far))) = (depth, &mut open) {
                    so_far.push_str(&said);
                } else if depth == 0 && !said.trim().is_empty() {
                    return Err(wrong());
                }
            }
            Event::CData(said) => {
                if let (2, Some((_, so_far))) = (depth, &mut open) {
                    so_far.push_str(&said);
                }
            }
            Event::GeneralRef(entity) => {
                let number = entity.resolve_char_ref().map_err(|_| wrong())?;
                let c = number.or_else(|| predefined(&entity)).ok_or_else(wrong)?;
                if let (2, Some((_, so_far))) = (depth, &mut open) {
                    so_far.push(c);
                }
            }
            Event::Decl(_) | Event::Comment(_) | Event::PI(_) => {}
            Event::Eof if depth == 0 && closed => return Ok(texts),
            Event::Eof => return Err(wrong()),
        }
    }
}

/// The five entities that XML has without a document type.
fn predefined(name: &str) -> Option<char> {
    Some(match name {
        "amp" => '&',
        "lt" => '<',
        "gt" => '>',
        "apos" => '\'',
        "quot" => '"',
        _ => return None,
    })
}

fn add(texts: &mut Texts, name: String, said: String) -> Result<(), Unreadable> {
    if texts.contains_key(&name) {
        return Err(Unreadable::DuplicateKey { key: name.chars().take(40).collect() });
    }
    texts.insert(name, said);
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::*;

    fn read(xml: &str) -> Result<Vec<(String, String)>, Unreadable> {
        texts(xml.as_bytes()).map(|texts| texts.into_iter().collect())
    }

    fn pair(name: &str, said: &str) -> (String, String) {
        (name.to_owned(), said.to_owned())
    }

    #[test]
    fn texts_are_read_to_the_letter() {
        let xml = "<?xml version=\"1.0\"?>\n<xml>\n<a><![CDATA[<b>&amp;]]></a> <b>x&amp;y &#x1f44d;<![CDATA[ z]]></b><c/><d></d></xml>\n";
        let wanted = [pair("a", "<b>&amp;"), pair("b", "x&y 👍 z"), pair("c", ""), pair("d", "")];
        assert_eq!(read(xml).unwrap(), wanted);
    }

    #[test]
    fn what_is_nested_deeper_is_left_out() {
        assert_eq!(read("<xml><a>1<b>2<c>3</c></b>4</a></xml>").unwrap(), [pair("a", "14")]);
    }

    /// SEC-5, B-7
    #[test]
    fn document_types_and_entities_are_refused() {
        let bomb = format!(
            "<!DOCTYPE xml [<!ENTITY a \"{}\"><!ENTITY b \"&a;&a;&a;\">]><xml><a>&b;</a></xml>",
            "x".repeat(100_000)
        );
        assert_eq!(read(&bomb), Err(Unreadable::DocumentType));
        for xml in ["<xml><a>&b;</a></xml>", "<xml><a>&#x110000;</a></xml>", "<xml><a>&;</a></xml>"] {
            assert!(matches!(read(xml), Err(Unreadable::NotExpected { .. })), "{xml}");
        }
    }

    #[test]
    fn only_one_whole_element_is_read() {
        for xml in [
            "",
            "a",
            "<xml>",
            "<xml></a>",
            "<xml/><xml/>",
            "<a></a><b></b>",
            "<a></a>b",
            "</a>",
            "<a",
            "<xml><![CDATA[</xml>",
        ] {
            assert!(read(xml).is_err(), "{xml}");
        }
        assert_eq!(read("<xml><a>1</a><a>2</a></xml>"), Err(Unreadable::DuplicateKey { key: "a".into() }));
        assert_eq!(read(&"<a>".repeat(10_000)), Err(Unreadable::TooDeep));
        assert_eq!(texts(b"<xml>\xff</xml>"), Err(Unreadable::NotUtf8 { at: 5 }));
        assert_eq!(read("<xml>\n<a></b></xml>"), Err(Unreadable::NotExpected { line: 2, column: 7 }));
    }
}
