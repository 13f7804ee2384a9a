//! Folding: what a keyword and a message look like when they are compared (BOT-03).

use unicode_normalization::UnicodeNormalization;

/// Folds text, so that spellings that people take for the same compare as equal.
///
/// - NFKC: full-width and half-width letters, digits and kana become one, 濁点 are put together, `㈱` becomes `(株)`;
/// - lower case; `ß` becomes `ss`, a final `ς` becomes `σ`;
/// - katakana become hiragana; the long vowel mark stays as it was written;
/// - variation selectors, zero-width characters and soft hyphens go;
/// - white space is made single spaces and trimmed.
///
/// Folding twice is folding once.
pub fn fold(text: &str) -> String {
    if let Some(plain) = text.chars().map(plain).collect::<Option<String>>() {
        return finish(plain.len(), plain.chars());
    }
    let lower = text.chars().filter_map(prepare).nfkc().flat_map(char::to_lowercase);
    finish(text.len(), lower.nfkc())
}

/// What becomes of a character that stands for itself, whatever stands around it: most of what people write. None for
/// the others.
fn plain(c: char) -> Option<char> {
    match c {
        '\u{0}'..='\u{7F}' => Some(c.to_ascii_lowercase()),
        // Kana but for the marks that combine, Chinese characters, brackets and stops.
        'ぁ'..='ゖ' | 'ァ'..='ヺ' | 'ー' | '一'..='鿿' | '、'..='】' => Some(c),
        '\u{3000}' => Some(' '),
        // Full-width ASCII stands in the same order as the narrow one.
        '！'..='～' => char::from_u32(u32::from(c) - 0xFEE0).map(|c| c.to_ascii_lowercase()),
        _ => None,
    }
}

fn finish(bytes: usize, chars: impl Iterator<Item = char>) -> String {
    let mut out = String::with_capacity(bytes);
    let mut gap = false;
    for c in chars {
        if c.is_whitespace() {
            gap = true;
            continue;
        }
        if gap && !out.is_empty() {
            out.push(' ');
        }
        gap = false;
        match c {
            'ß' => out.push_str("ss"),
            'ς' => out.push('σ'),
            c => out.push(hiragana(c)),
        }
    }
    out
}

/// Normalises text for patterns: NFKC, without the characters that nobody sees. Case and kana stay.
pub fn normalize(text: &str) -> String {
    text.chars().filter_map(prepare).nfkc().collect()
}

/// Whether a character changes the order in which the text around it is shown, and is not seen itself.
pub fn turns_text_round(c: char) -> bool {
    matches!(c, '\u{202A}'..='\u{202E}' | '\u{2066}'..='\u{2069}')
}

/// The beginning of `text`, at most `bytes` bytes, whole characters.
pub(crate) fn head(text: &str, bytes: usize) -> &str {
    &text[..text.floor_char_boundary(bytes)]
}

/// Drops what nobody sees, and makes the spacing marks ゛ and ゜ combine with the kana before them.
fn prepare(c: char) -> Option<char> {
    match c {
        // Variation selectors, zero-width characters and marks of direction, the soft hyphen.
        '\u{FE00}'..='\u{FE0F}'
        | '\u{E0100}'..='\u{E01EF}'
        | '\u{200B}'..='\u{200F}'
        | '\u{2060}'
        | '\u{FEFF}'
        | '\u{AD}' => None,
        '\u{309B}' => Some('\u{3099}'),
        '\u{309C}' => Some('\u{309A}'),
        // Windows writes the wave dash as U+FF5E, which NFKC makes a tilde; everybody else as U+301C.
        '\u{301C}' => Some('~'),
        c => Some(c),
    }
}

fn hiragana(c: char) -> char {
    match c {
        'ァ'..='ヶ' | 'ヽ' | 'ヾ' => char::from_u32(u32::from(c) - 0x60).unwrap_or(c),
        c => c,
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    /// BOT-03
    #[test]
    fn what_people_take_for_the_same_folds_to_the_same() {
        let table = [
            ("ＡＢＣ　１２３", "abc 123"),
            ("ｵﾍﾟﾚｰﾀｰ", "おぺれーたー"),
            ("オペレーター", "おぺれーたー"),
            ("おぺれーたー", "おぺれーたー"),
            ("オペレータ", "おぺれーた"),
            ("ｶﾞ", "が"),
            ("か\u{3099}", "が"),
            ("か゛は゜", "がぱ"),
            ("ヴ", "ゔ"),
            ("ヽヾ", "ゝゞ"),
            ("葛\u{E0100}城", "葛城"),
            ("☎\u{FE0F}", "☎"),
            ("予\u{200B}約", "予約"),
            ("Straße", "strasse"),
            ("ΟΔΟΣ", "οδοσ"),
            ("İ", "i\u{307}"),
            ("㈱", "(株)"),
            ("㌔", "きろ"),
            ("10〜20", "10~20"),
            ("10～20", "10~20"),
            ("  Hello \n\t World ", "hello world"),
            ("é", "e\u{301}"),
            ("ﬁ", "fi"),
            ("①", "1"),
            ("", ""),
            ("　", ""),
        ];
        for (text, expected) in table {
            assert_eq!(fold(text), fold(expected), "{text:?}");
        }
        assert_eq!(fold("ＡＢＣ　ｵﾍﾟﾚｰﾀｰ"), "abc おぺれーたー");
        assert_ne!(fold("オペレーター"), fold("オペレータ"), "the long vowel mark counts as written");
        assert_ne!(fold("か"), fold("が"));
    }

    #[test]
    fn every_plain_character_is_what_the_long_way_makes_of_it() {
        for c in (0..=u32::from(char::MAX)).filter_map(char::from_u32) {
            if let Some(short) = plain(c) {
                let lower = std::iter::once(c).filter_map(prepare).nfkc().flat_map(char::to_lowercase);
                assert_eq!(lower.nfkc().collect::<Vec<_>>(), [short], "{c:?}");
            }
        }
    }

    #[test]
    fn patterns_keep_case_and_kana() {
        assert_eq!(normalize("ＡＢ－１２３ ｶﾅ"), "AB-123 カナ");
    }

    #[test]
    fn a_head_is_whole_characters() {
        assert_eq!(head("あいう", 7), "あい");
        assert_eq!(head("abc", 7), "abc");
    }

    proptest! {
        #![proptest_config(ProptestConfig { failure_persistence: None, ..ProptestConfig::default() })]

        #[test]
        fn the_short_way_comes_to_the_same(text in "[ -~あ-んア-ヺー一-龠、-】！-～゛゜\u{3099}　ｱﾞ〜]{0,20}") {
            let lower = text.chars().filter_map(prepare).nfkc().flat_map(char::to_lowercase);
            prop_assert_eq!(fold(&text), finish(0, lower.nfkc()));
        }

        #[test]
        fn folding_twice_is_folding_once(text in any::<String>()) {
            let once = fold(&text);
            prop_assert_eq!(fold(&once), once);
        }
    }
}
