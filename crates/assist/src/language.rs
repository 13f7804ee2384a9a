//! Tells by the letters alone whether two texts are in the same language.
//!
//! Coarse on purpose: it separates scripts, and Japanese from Chinese by their kana, but not English from French.
//! What it is for is the model that answers a Japanese draft in English (AIW-07).

use serde::{Deserialize, Serialize};

/// A language, or the family of languages that share a script.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum Language {
    /// Kana, usually mixed with kanji.
    Japanese,
    /// Han characters without kana.
    Chinese,
    /// Hangul.
    Korean,
    /// Latin letters: English and most European languages, Vietnamese, Indonesian.
    Latin,
    /// Cyrillic letters.
    Cyrillic,
    /// Thai letters.
    Thai,
    /// Arabic letters.
    Arabic,
    /// Any other letters.
    Other,
}

impl Language {
    /// Names the language in a message for people.
    pub fn label(self) -> &'static str {
        match self {
            Self::Japanese => "Japanese",
            Self::Chinese => "Chinese",
            Self::Korean => "Korean",
            Self::Latin => "a language in Latin letters",
            Self::Cyrillic => "a language in Cyrillic letters",
            Self::Thai => "Thai",
            Self::Arabic => "Arabic",
            Self::Other => "another language",
        }
    }
}

/// How many letters of each script a text has. One Han character or kana counts as two: it says about as much.
#[derive(Debug, Clone, Copy, Default)]
struct Letters {
    kana: usize,
    han: usize,
    hangul: usize,
    latin: usize,
    cyrillic: usize,
    thai: usize,
    arabic: usize,
    other: usize,
}

/// Below this weight a text is too short to have a language: `OK` is, `はい` just suffices.
const ENOUGH: usize = 4;
/// Han characters, by weight, from which their coming alone says Chinese.
const HAN_ALONE: usize = 16;

impl Letters {
    fn of(text: &str) -> Self {
        let mut letters = Self::default();
        for c in text.chars() {
            match c {
                'ぁ'..='ゟ' | 'ァ'..='ヺ' | 'ｦ'..='ﾝ' => letters.kana += 2,
                '々' | '\u{3400}'..='\u{9fff}' | '\u{f900}'..='\u{faff}' | '\u{20000}'..='\u{3ffff}' => {
                    letters.han += 2;
                }
                '가'..='힣' | 'ᄀ'..='ᇿ' | 'ㄱ'..='ㆎ' => letters.hangul += 2,
                'a'..='z' | 'A'..='Z' | 'À'..='ɏ' | 'Ḁ'..='ỿ' | 'ａ'..='ｚ' | 'Ａ'..='Ｚ' => {
                    letters.latin += 1;
                }
                'Ѐ'..='ԯ' => letters.cyrillic += 1,
                'ก'..='๛' => letters.thai += 1,
                '\u{600}'..='\u{6ff}' | '\u{750}'..='\u{77f}' => letters.arabic += 1,
                _ if c.is_alphabetic() && c != 'ー' => letters.other += 1,
                _ => {}
            }
        }
        letters
    }

    fn shares(&self) -> [usize; 7] {
        [self.kana + self.han, self.hangul, self.latin, self.cyrillic, self.thai, self.arabic, self.other]
    }

    fn weight(&self) -> usize {
        self.shares().iter().sum()
    }

    fn language(&self) -> Language {
        let largest = self.shares().into_iter().enumerate().max_by_key(|(_, weight)| *weight);
        match largest.map(|(index, _)| index) {
            Some(0) if self.kana > 0 => Language::Japanese,
            Some(0) => Language::Chinese,
            Some(1) => Language::Korean,
            Some(2) => Language::Latin,
            Some(3) => Language::Cyrillic,
            Some(4) => Language::Thai,
            Some(5) => Language::Arabic,
            _ => Language::Other,
        }
    }

    /// Says whether more than half of the letters would have to change script to get from one text to the other.
    fn far_from(&self, other: &Self) -> bool {
        let (own, others) = (self.weight(), other.weight());
        // Shares over a common denominator; the distance between two distributions is half the sum.
        let sum: usize =
            self.shares().iter().zip(other.shares()).map(|(a, b)| (a * others).abs_diff(b * own)).sum();
        sum > own * others
    }
}

/// Returns the languages before and after if they differ; `None` if they do not, or nothing can be said.
///
/// `around` is the whole draft, asked when the rewritten part is too short to tell. Two letters such as `OK` in a
/// draft of nothing else never fix a language: `承知しました` is a fair rewrite of it.
pub(crate) fn changed(
    before: &str,
    around: &str,
    after: &str,
    hint: Option<Language>,
) -> Option<(Language, Language)> {
    let own = Letters::of(before);
    let old = if own.weight() < ENOUGH { Letters::of(around) } else { own };
    let new = Letters::of(after);
    if old.weight() < ENOUGH || new.weight() < ENOUGH {
        return None;
    }
    if old.far_from(&new) {
        return Some((old.language(), new.language()));
    }
    // Within Han characters, kana tell Japanese from Chinese, in texts long enough to need them.
    let into_chinese = old.kana > 0 && new.kana == 0 && new.han >= HAN_ALONE && new.han > new.latin;
    if into_chinese && hint != Some(Language::Chinese) {
        return Some((Language::Japanese, Language::Chinese));
    }
    let out_of_chinese =
        old.kana == 0 && old.han >= HAN_ALONE && old.han > old.latin && new.kana * 4 >= new.han;
    if out_of_chinese && hint != Some(Language::Japanese) {
        return Some((Language::Chinese, Language::Japanese));
    }
    None
}

#[cfg(test)]
mod tests {
    use super::*;

    fn between(before: &str, after: &str) -> Option<(Language, Language)> {
        changed(before, before, after, None)
    }

    /// AIW-07
    #[test]
    fn the_same_language_said_differently_passes() {
        let pairs = [
            ("了解です", "承知いたしました。"),
            ("了解", "承知しました。"),
            ("OK です", "はい、承知しました"),
            ("OK!", "承知しました"),
            ("Hello 田中さん", "Good afternoon, 田中さん"),
            (
                "iPhone 用の Lightning ケーブルを送ります",
                "iPhone 向けの Lightning ケーブルをお送りいたします。",
            ),
            ("Will do!", "We will take care of it right away."),
            ("请稍等", "请您稍候片刻，我们马上为您确认订单的状态。"),
            ("確認中", "確認中でございます。"),
            ("네, 알겠어요", "네, 알겠습니다."),
            ("", "はい"),
        ];
        for (before, after) in pairs {
            assert_eq!(between(before, after), None, "{before} -> {after}");
        }
    }

    /// AIW-07
    #[test]
    fn another_language_is_noticed_even_in_short_texts() {
        use Language::{Chinese, Cyrillic, Japanese, Korean, Latin};
        let cases = [
            ("了解です", "Understood", Japanese, Latin),
            ("はい", "Yes, of course.", Japanese, Latin),
            ("Thank you for waiting.", "お待たせしました。", Latin, Japanese),
            ("ありがとうございます", "감사합니다", Japanese, Korean),
            ("Thanks", "Спасибо", Latin, Cyrillic),
            (
                "ご注文の確認が取れましたらご連絡します",
                "订单确认完成之后我们会立即与您联系",
                Japanese,
                Chinese,
            ),
            (
                "订单确认完成之后我们会立即与您联系",
                "ご注文の確認が取れましたらご連絡します",
                Chinese,
                Japanese,
            ),
        ];
        for (before, after, from, to) in cases {
            assert_eq!(between(before, after), Some((from, to)), "{before} -> {after}");
        }
    }

    /// AIW-02: two letters say nothing, the draft around them does.
    #[test]
    fn a_short_selection_takes_the_language_of_the_draft() {
        let around = "ok、それでお願いします";
        assert_eq!(changed("ok", around, "承知しました", None), None);
        assert_eq!(changed("ok", around, "Alright then", None), Some((Language::Japanese, Language::Latin)));
    }

    /// A hint decides where Han characters alone do not.
    #[test]
    fn a_hint_settles_han_characters() {
        let (before, after) = ("配送状況確認完了次第連絡", "配送状況の確認が完了次第ご連絡いたします");
        assert!(between(before, after).is_some());
        assert_eq!(changed(before, before, after, Some(Language::Japanese)), None);
    }
}
