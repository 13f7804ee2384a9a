//! Long words in pieces that a channel takes.

use unicode_segmentation::UnicodeSegmentation;

use crate::{TextLimit, Unit};

/// Whether there is nothing in it that people would see.
pub fn is_blank(text: &str) -> bool {
    text.chars().all(|c| {
        c.is_whitespace()
            || c.is_control()
            || matches!(
                c,
                '\u{ad}'
                    | '\u{34f}'
                    | '\u{61c}'
                    | '\u{115f}'
                    | '\u{1160}'
                    | '\u{3164}'
                    | '\u{feff}'
                    | '\u{ffa0}'
            )
            || matches!(c, '\u{180b}'..='\u{180f}' | '\u{200b}'..='\u{200f}' | '\u{202a}'..='\u{202e}')
            || matches!(c, '\u{2060}'..='\u{206f}' | '\u{fe00}'..='\u{fe0f}' | '\u{e0000}'..='\u{e0fff}')
    })
}

/// Cuts a text into parts within the limit; joined again they are the text. Empty text has no parts.
///
/// A part ends where a line or a sentence does, if that leaves it at least half full; else at white space, on the same
/// condition; else between two characters as people count them. Only a single character that is longer than the limit
/// (B-11) is cut in itself.
pub fn split(text: &str, limit: TextLimit) -> Vec<&str> {
    let mut parts = Vec::new();
    let mut rest = text;
    while !rest.is_empty() {
        let at = cut_at(rest, limit);
        if at > 0 {
            let (part, tail) = rest.split_at(at);
            parts.push(part);
            rest = tail;
        } else {
            let giant = rest.graphemes(true).next().unwrap_or(rest);
            parts.extend(by_chars(giant, limit));
            rest = &rest[giant.len()..];
        }
    }
    parts
}

/// How many bytes of the text make the next part; zero if its first character alone is too long.
fn cut_at(text: &str, limit: TextLimit) -> usize {
    let (mut size, mut sentence, mut word) = (0, 0, 0);
    let mut graphemes = text.grapheme_indices(true).peekable();
    while let Some((at, grapheme)) = graphemes.next() {
        let full = size + limit.unit.count(grapheme);
        if full > limit.max {
            return [sentence, word].into_iter().find(|cut| *cut > 0).unwrap_or(at);
        }
        size = full;
        let end = at + grapheme.len();
        let space_follows = graphemes.peek().is_none_or(|(_, next)| next.chars().all(char::is_whitespace));
        if size * 2 >= limit.max {
            match grapheme {
                "\n" | "\r\n" | "。" | "！" | "？" | "．" => sentence = end,
                "." | "!" | "?" if space_follows => sentence = end,
                _ if grapheme.chars().all(char::is_whitespace) => word = end,
                _ => {}
            }
        }
    }
    text.len()
}

/// One long character in parts, cut between its code points.
fn by_chars(giant: &str, limit: TextLimit) -> Vec<&str> {
    let (mut parts, mut start, mut size) = (Vec::new(), 0, 0);
    for (at, c) in giant.char_indices() {
        let step = limit.unit.count(c.encode_utf8(&mut [0; 4]));
        if size + step > limit.max && at > start {
            parts.push(&giant[start..at]);
            (start, size) = (at, 0);
        }
        size += step;
    }
    parts.push(&giant[start..]);
    parts
}

impl Unit {
    /// How long the text is.
    pub fn count(self, text: &str) -> usize {
        match self {
            Self::Utf16 => text.chars().map(char::len_utf16).sum(),
            Self::Scalars => text.chars().count(),
            Self::Bytes => text.len(),
        }
    }
}

/// How many characters people would count.
pub(crate) fn graphemes(text: &str) -> usize {
    text.graphemes(true).count()
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    fn utf16(max: usize) -> TextLimit {
        TextLimit { max, unit: Unit::Utf16 }
    }

    /// THR-14
    #[test]
    fn parts_end_where_sentences_do() {
        assert_eq!(split("はい。そうです。では", utf16(9)), ["はい。そうです。", "では"]);
        assert_eq!(split("one two. three", utf16(10)), ["one two.", " three"]);
        assert_eq!(split("first line\nsecond", utf16(14)), ["first line\n", "second"]);
    }

    #[test]
    fn a_point_inside_a_number_or_an_address_ends_no_sentence() {
        assert_eq!(split("ab 3.14159265", utf16(10)), ["ab 3.14159", "265"]);
        assert_eq!(split("please see www.example.com", utf16(20)), ["please see ", "www.example.com"]);
    }

    #[test]
    fn a_sentence_end_too_early_is_not_used() {
        assert_eq!(split("あ。いいいいいいいいいい", utf16(10)), ["あ。いいいいいいいい", "いい"]);
    }

    #[test]
    fn characters_stay_whole() {
        let family = "👨‍👩‍👧";
        assert_eq!(split(&family.repeat(3), utf16(family.encode_utf16().count() + 1)), [family; 3]);
        assert_eq!(split("a\r\nb", utf16(2)), ["a", "\r\n", "b"]);
    }

    /// B-11
    #[test]
    fn a_character_longer_than_the_limit_is_cut_in_itself() {
        let text = format!("ab{}", "\u{301}".repeat(200_000));
        let parts = split(&text, utf16(4096));
        assert_eq!(parts.concat(), text);
        assert!(parts.iter().all(|part| Unit::Utf16.count(part) <= 4096));
    }

    #[test]
    fn blank_is_what_nobody_sees() {
        for text in ["", " \n\t", "\u{200b}\u{2060}", "\u{3000}", "\u{3164}\u{fe0f}"] {
            assert!(is_blank(text), "{text:?}");
        }
        for text in ["a", "　。", "👍", "\u{200b}x"] {
            assert!(!is_blank(text), "{text:?}");
        }
    }

    proptest! {
        #[test]
        fn joined_parts_are_the_text_and_each_is_within_the_limit(
            text in "([a-z]{0,5}|[あ-ん]{0,5}|[。．\\.!?\n\r ]|👨‍👩‍👧|🇯🇵|e\u{301}|\\PC){0,80}",
            max in 2_usize..40,
            scalars: bool,
        ) {
            let limit = TextLimit { max, unit: if scalars { Unit::Scalars } else { Unit::Utf16 } };
            let parts = split(&text, limit);
            prop_assert_eq!(&parts.concat(), &text);
            for part in parts {
                prop_assert!(!part.is_empty() && limit.unit.count(part) <= max, "{:?}", part);
            }
        }
    }
}
