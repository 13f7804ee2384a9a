//! What an operator may ask for, and which part of the draft it concerns.

use std::{fmt, ops::Range};

use serde::{Deserialize, Serialize};

use crate::{Invalid, Language};

/// How the text shall sound (AIW-03).
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum Tone {
    /// フォーマル: business correspondence.
    Formal,
    /// カジュアル: relaxed, still courteous.
    Casual,
    /// 丁寧: warm and respectful.
    Polite,
    /// 主張的: clear and firm.
    Assertive,
    /// ユーモア: light-hearted.
    Humorous,
}

/// How long the text shall be, compared with the draft (AIW-04).
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum Length {
    /// 短く.
    Shorter,
    /// 長く.
    Longer,
}

/// How the customer seems to feel. One of four words: nothing the customer wrote goes to the model.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum Mood {
    /// Angry or disappointed.
    Upset,
    /// Worried or in a hurry.
    Anxious,
    /// Nothing to notice.
    Neutral,
    /// Content or grateful.
    Happy,
}

impl Mood {
    /// Suggests the tone that suits a customer in this mood (AIW-06).
    pub fn suggested_tone(self) -> Tone {
        match self {
            Self::Upset => Tone::Formal,
            Self::Anxious | Self::Neutral => Tone::Polite,
            Self::Happy => Tone::Casual,
        }
    }
}

/// A wish to have a draft, or a part of it, said differently.
///
/// As JSON: `{"draft": "…", "selection": {"start": 0, "end": 12}, "tone": "polite", "length": "shorter"}`; all but
/// `draft` may be left out, but not both tone and length. Debug output leaves out everything anybody wrote.
#[derive(Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default, deny_unknown_fields)]
pub struct Rewrite {
    /// The whole unsent draft.
    pub draft: String,
    /// The part to rewrite, counted in Unicode scalar values (not bytes, not the UTF-16 units of a browser);
    /// `None` means all of it. What lies outside is sent as context and never changes (AIW-02).
    pub selection: Option<Range<usize>>,
    /// How it shall sound.
    pub tone: Option<Tone>,
    /// How long it shall be.
    pub length: Option<Length>,
    /// How the customer seems to feel.
    pub customer_mood: Option<Mood>,
    /// The brand's voice for this call; `None` means [`crate::Settings::brand_voice`].
    pub brand_voice: Option<String>,
    /// The language the draft is written in, if known. Helps where the script alone does not tell: 了解 may be
    /// Japanese or Chinese.
    pub language: Option<Language>,
    /// Names that must survive and are not shown to the model: the customer's, the operator's, protected words.
    /// At most 64 of at most 64 characters; blank ones are ignored.
    pub names: Vec<String>,
}

impl fmt::Debug for Rewrite {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Rewrite")
            .field("draft_chars", &self.draft.chars().count())
            .field("selection", &self.selection)
            .field("tone", &self.tone)
            .field("length", &self.length)
            .field("customer_mood", &self.customer_mood)
            .finish_non_exhaustive()
    }
}

/// A draft in five pieces, which joined give the draft again.
#[derive(Clone, Copy)]
pub(crate) struct Parts<'a> {
    /// What stands before the selection.
    pub before: &'a str,
    /// White space at the start of the selection, kept as it is.
    pub lead: &'a str,
    /// The words to rewrite: not blank, no white space at either end.
    pub core: &'a str,
    /// White space at the end of the selection, kept as it is.
    pub trail: &'a str,
    /// What stands behind the selection.
    pub after: &'a str,
}

impl Parts<'_> {
    /// Returns the text of the selection with its words replaced.
    pub fn selection(&self, core: &str) -> String {
        [self.lead, core, self.trail].concat()
    }

    /// Returns the whole draft with the words of the selection replaced.
    pub fn draft(&self, core: &str) -> String {
        [self.before, self.lead, core, self.trail, self.after].concat()
    }
}

impl Rewrite {
    /// Checks what was asked for and takes the draft apart.
    ///
    /// # Errors
    ///
    /// Every variant of [`Invalid`] except those about names and voice.
    pub(crate) fn parts(&self, max_draft_chars: usize) -> Result<Parts<'_>, Invalid> {
        if self.tone.is_none() && self.length.is_none() {
            return Err(Invalid::NothingAsked);
        }
        if self.draft.trim().is_empty() {
            return Err(Invalid::Blank);
        }
        if self.draft.chars().count() > max_draft_chars {
            return Err(Invalid::TooLong { limit: max_draft_chars });
        }
        let (before, selected, after) = match &self.selection {
            None => ("", self.draft.as_str(), ""),
            Some(range) => self.split(range).ok_or(Invalid::Selection)?,
        };
        let core = selected.trim();
        if core.is_empty() {
            return Err(Invalid::Blank);
        }
        let start = selected.len() - selected.trim_start().len();
        let (lead, rest) = selected.split_at(start);
        let (core, trail) = rest.split_at(core.len());
        Ok(Parts { before, lead, core, trail, after })
    }

    /// Cuts the draft at both ends of a range of Unicode scalar values; `None` if it is empty or reaches outside.
    fn split(&self, range: &Range<usize>) -> Option<(&str, &str, &str)> {
        if range.start >= range.end {
            return None;
        }
        let mut ends = self.draft.char_indices().map(|(at, _)| at).chain([self.draft.len()]);
        let start = ends.nth(range.start)?;
        let end = ends.nth(range.end - range.start - 1)?;
        let (before, rest) = self.draft.split_at(start);
        let (selected, after) = rest.split_at(end - start);
        Some((before, selected, after))
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    fn polite(draft: &str, selection: Option<Range<usize>>) -> Rewrite {
        Rewrite { draft: draft.into(), selection, tone: Some(Tone::Polite), ..Rewrite::default() }
    }

    /// AIW-02
    #[test]
    fn a_selection_counts_characters_rather_than_bytes() {
        let rewrite = polite("了解 です。🙂後で", Some(2..6));
        let parts = rewrite.parts(100).unwrap();
        assert_eq!(
            (parts.before, parts.lead, parts.core, parts.trail, parts.after),
            ("了解", " ", "です。", "", "🙂後で")
        );
    }

    /// AIW-02
    #[test]
    fn a_selection_outside_the_draft_is_refused() {
        for range in [0..4, 3..4, 2..2, 3..3, usize::MAX..usize::MAX, 0..usize::MAX] {
            assert_eq!(polite("あいう", Some(range)).parts(100).err(), Some(Invalid::Selection));
        }
        assert_eq!(polite("あ  う", Some(1..3)).parts(100).err(), Some(Invalid::Blank));
        assert!(polite("あいう", Some(0..3)).parts(100).is_ok());
    }

    #[test]
    fn a_request_without_words_or_wish_is_refused() {
        let nothing = Rewrite { draft: "はい".into(), ..Rewrite::default() };
        assert_eq!(nothing.parts(100).err(), Some(Invalid::NothingAsked));
        assert_eq!(polite(" \n　", None).parts(100).err(), Some(Invalid::Blank));
        assert_eq!(polite("あいう", None).parts(2).err(), Some(Invalid::TooLong { limit: 2 }));
    }

    /// AIW-03, AIW-04
    #[test]
    fn a_request_reads_as_lower_case_json() {
        let json = r#"{"draft":"a","selection":{"start":0,"end":1},"tone":"humorous","length":"shorter"}"#;
        let rewrite: Rewrite = serde_json::from_str(json).unwrap();
        assert_eq!(rewrite.selection, Some(0..1));
        assert_eq!((rewrite.tone, rewrite.length), (Some(Tone::Humorous), Some(Length::Shorter)));
    }

    /// SEC-28
    #[test]
    fn debug_output_hides_what_was_written() {
        let rewrite = Rewrite { names: vec!["田中".into()], ..polite("内緒の話", None) };
        let shown = format!("{rewrite:?}");
        assert!(!shown.contains("内緒") && !shown.contains("田中"), "{shown}");
    }

    proptest! {
        /// AIW-02: whatever the words become, nothing outside the selection changes.
        #[test]
        fn a_splice_changes_nothing_outside(draft in "\\PC{1,40}", a in 0usize..40, b in 0usize..40, new in "\\PC{0,20}") {
            let range = a.min(b)..a.max(b);
            let rewrite = polite(&draft, Some(range.clone()));
            let Ok(parts) = rewrite.parts(100) else { return Ok(()) };
            prop_assert_eq!(parts.draft(parts.core), draft.clone());
            let chars: Vec<char> = draft.chars().collect();
            let head: String = chars[..range.start].iter().collect();
            let tail: String = chars[range.end..].iter().collect();
            let spliced = parts.draft(&new);
            prop_assert_eq!(spliced, [head, parts.selection(&new), tail].concat());
        }
    }
}
