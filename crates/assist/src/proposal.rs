//! A rewrite that passed every check, and how it differs from the draft.

use std::{
    fmt,
    time::{Duration, Instant},
};

use serde::{Deserialize, Serialize};
use similar::{Algorithm, DiffOp, capture_diff_slices_deadline};
use unicode_segmentation::UnicodeSegmentation;

use crate::rewrite::Parts;

/// What the model proposes in place of the draft. A person accepts or discards it (AIW-05).
#[derive(Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Proposal {
    /// The whole new draft.
    pub text: String,
    /// What takes the place of the selection; the same as `text` without one.
    pub replacement: String,
    /// From the old draft to the new one: `same` and `removed` joined give the old, `same` and `added` the new.
    pub diff: Vec<DiffPart>,
}

/// A stretch of a diff. As JSON: `{"kind": "added", "text": "…"}`.
#[derive(Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct DiffPart {
    /// Where the stretch stands.
    pub kind: DiffKind,
    /// Its text, never empty.
    pub text: String,
}

/// Where a stretch of a diff stands.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum DiffKind {
    /// In both texts.
    Same,
    /// In the new text alone.
    Added,
    /// In the old text alone.
    Removed,
}

impl fmt::Debug for Proposal {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Proposal").field("chars", &self.text.chars().count()).finish_non_exhaustive()
    }
}

impl fmt::Debug for DiffPart {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("DiffPart").field("kind", &self.kind).finish_non_exhaustive()
    }
}

impl Proposal {
    pub(crate) fn new(parts: &Parts<'_>, core: &str) -> Self {
        let mut diff = Diff::default();
        diff.push(DiffKind::Same, parts.before);
        diff.push(DiffKind::Same, parts.lead);
        diff.compare(parts.core, core);
        diff.push(DiffKind::Same, parts.trail);
        diff.push(DiffKind::Same, parts.after);
        Self { text: parts.draft(core), replacement: parts.selection(core), diff: diff.0 }
    }
}

/// How long the search for the shortest diff may take before a coarser one will do.
const DIFF_TIME: Duration = Duration::from_millis(200);

#[derive(Default)]
struct Diff(Vec<DiffPart>);

impl Diff {
    /// Appends the way from one text to the other, by Unicode words: Latin words and katakana runs stay whole,
    /// kanji and hiragana go one by one.
    fn compare(&mut self, old: &str, new: &str) {
        let (old, new): (Vec<&str>, Vec<&str>) =
            (old.split_word_bounds().collect(), new.split_word_bounds().collect());
        let deadline = Instant::now().checked_add(DIFF_TIME);
        let ops = capture_diff_slices_deadline(Algorithm::Myers, &old, &new, deadline);
        let (mut removed, mut added) = (String::new(), String::new());
        for (at, op) in ops.iter().enumerate() {
            let (was, is) = (op.old_range(), op.new_range());
            let inner = at > 0 && at + 1 < ops.len();
            if let DiffOp::Equal { .. } = op
                && !(inner && is_island(&old[was.clone()]))
            {
                self.flush(&mut removed, &mut added);
                self.push(DiffKind::Same, &old[was].concat());
            } else {
                removed.extend(old[was].iter().copied());
                added.extend(new[is].iter().copied());
            }
        }
        self.flush(&mut removed, &mut added);
    }

    fn flush(&mut self, removed: &mut String, added: &mut String) {
        self.push(DiffKind::Removed, &std::mem::take(removed));
        self.push(DiffKind::Added, &std::mem::take(added));
    }

    fn push(&mut self, kind: DiffKind, text: &str) {
        match self.0.last_mut() {
            _ if text.is_empty() => {}
            Some(last) if last.kind == kind => last.text.push_str(text),
            _ => self.0.push(DiffPart { kind, text: text.to_owned() }),
        }
    }
}

/// Says whether a common stretch between two changes is one hiragana or one space: a coincidence that only makes
/// the diff hard to read.
fn is_island(words: &[&str]) -> bool {
    let mut chars = words.iter().flat_map(|word| word.chars());
    matches!((chars.next(), chars.next()), (Some(' ' | 'ぁ'..='ゟ'), None))
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    fn diff(old: &str, new: &str) -> String {
        let mut diff = Diff::default();
        diff.compare(old, new);
        let shown = |part: &DiffPart| match part.kind {
            DiffKind::Same => part.text.clone(),
            DiffKind::Added => format!("[+{}]", part.text),
            DiffKind::Removed => format!("[-{}]", part.text),
        };
        diff.0.iter().map(shown).collect()
    }

    /// AIW-05
    #[test]
    fn a_diff_reads_in_words() {
        assert_eq!(diff("Please wait a bit", "Please wait a moment"), "Please wait a [-bit][+moment]");
        assert_eq!(diff("少し待って。", "少々お待ちください。"), "少[-し][+々お]待[-って][+ちください]。");
        assert_eq!(diff("メール届いた", "メールアドレス届いた"), "[-メール][+メールアドレス]届いた");
        assert_eq!(diff("👨‍👩‍👧です", "👨‍👩‍👦です"), "[-👨‍👩‍👧][+👨‍👩‍👦]です");
        assert_eq!(diff("同じ", "同じ"), "同じ");
    }

    /// SEC-28
    #[test]
    fn debug_output_hides_the_text() {
        let parts = Parts { before: "a", lead: "", core: "内緒", trail: "", after: "" };
        let proposal = Proposal::new(&parts, "秘密");
        let shown = format!("{proposal:?} {:?}", proposal.diff);
        assert!(!shown.contains('秘') && !shown.contains('内'), "{shown}");
    }

    proptest! {
        /// AIW-02, AIW-05: the diff is the way from the old draft to the new one, and leaves the rest alone.
        #[test]
        fn a_diff_holds_both_texts(before in "[あいう ab]{0,5}", old in "[あいうえお漢字 ab。]{1,20}", new in "[あいうえお漢字 ab。]{1,20}", after in "[あいう ab]{0,5}") {
            let parts = Parts { before: &before, lead: " ", core: &old, trail: "\n", after: &after };
            let proposal = Proposal::new(&parts, &new);
            let joined = |not: DiffKind| -> String {
                proposal.diff.iter().filter(|part| part.kind != not).map(|part| part.text.as_str()).collect()
            };
            prop_assert_eq!(joined(DiffKind::Added), parts.draft(&old));
            prop_assert_eq!(&joined(DiffKind::Removed), &proposal.text);
            prop_assert_eq!(&proposal.text, &format!("{before}{}{after}", proposal.replacement));
            prop_assert!(proposal.diff.windows(2).all(|pair| pair[0].kind != pair[1].kind));
        }
    }
}
