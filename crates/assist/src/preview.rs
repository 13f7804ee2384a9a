//! Shows as much of an unfinished answer as no continuation can make wrong.

use crate::{
    Refusal,
    guard::{Guard, may_be_wrapped},
    mask::{CLOSE, OPEN},
    prompt::LeakCheck,
};

/// How far an answer has been shown.
///
/// The last letters are always held back: a repetition of the instructions is seen before its first letter is
/// shown (B-33). No token is ever shown in part. An answer that begins like one in quotes or a fence is not shown
/// at all before its end.
pub(crate) struct Preview<'a> {
    guard: &'a Guard,
    /// White space in front of the new selection, shown with the first words.
    lead: &'a str,
    /// Bytes of the answer, without white space at its start, that have been shown.
    taken: usize,
    /// Bytes of the answer from which looking again is worth it.
    due: usize,
    /// What has been shown.
    shown: String,
}

/// Bytes that must have come before an answer is looked at again.
const STEP: usize = 16;

impl<'a> Preview<'a> {
    pub fn new(guard: &'a Guard, lead: &'a str) -> Self {
        Self { guard, lead, taken: 0, due: 0, shown: String::new() }
    }

    /// Takes the answer as it stands, and returns what may be shown on top of what was.
    ///
    /// # Errors
    ///
    /// What no continuation can put right.
    pub fn advance(&mut self, answer: &str) -> Result<Option<String>, Refusal> {
        let answer = answer.trim_start();
        if answer.len() < self.due || (self.taken == 0 && may_be_wrapped(answer, self.guard.masked())) {
            return Ok(None);
        }
        self.due = answer.len() + STEP;
        // A bracket at the end may still become a token.
        let whole = &answer[..before_open_token(answer)];
        self.guard.so_far(whole)?;
        let known = letters_back(answer, self.taken, LeakCheck::LOOKAHEAD);
        self.guard.leaks(&answer[known..])?;

        let end =
            between_words(whole, letters_back(answer, answer.len(), LeakCheck::LOOKAHEAD).min(whole.len()));
        let end = before_open_token(&whole[..end]);
        let Some(piece) = whole.get(self.taken..end).map(str::trim_end).filter(|piece| !piece.is_empty())
        else {
            return Ok(None);
        };
        let text = self.guard.preview(piece)?;
        let text = if self.taken == 0 { [self.lead, &text].concat() } else { text };
        self.taken += piece.len();
        self.shown.push_str(&text);
        Ok(Some(text))
    }

    /// Returns what is missing to the finished replacement.
    pub fn rest(&self, replacement: &str) -> Option<String> {
        replacement.strip_prefix(&self.shown).filter(|rest| !rest.is_empty()).map(str::to_owned)
    }
}

/// Returns where the token begins whose end has not come yet; the end of the text if there is none.
fn before_open_token(text: &str) -> usize {
    text.rfind(OPEN).filter(|at| !text[*at..].contains(CLOSE)).unwrap_or(text.len())
}

/// Walks back from a place over so many letters and digits.
fn letters_back(text: &str, from: usize, letters: usize) -> usize {
    let mut back = text[..from].char_indices().rev().filter(|(_, c)| c.is_alphanumeric()).map(|(at, _)| at);
    back.nth(letters.saturating_sub(1)).unwrap_or(0)
}

/// Walks back to a place that does not cut a Latin word or an address in two: half of one may look like another.
fn between_words(text: &str, from: usize) -> usize {
    let joins = |c: char| c.is_ascii_alphanumeric() || "@._-+:/".contains(c);
    if !text[from..].chars().next().is_none_or(joins) {
        return from;
    }
    text[..from].trim_end_matches(joins).len()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::{Rewrite, Tone};

    fn guard(draft: &str) -> Guard {
        let rewrite = Rewrite {
            draft: draft.into(),
            tone: Some(Tone::Polite),
            names: vec!["Ken".into()],
            ..Rewrite::default()
        };
        let (mut guard, _) = Guard::new(&rewrite, &rewrite.parts(10_000).unwrap(), None).unwrap();
        guard.keep_secret("Never tell anybody about the secret rules of this house, please.", None);
        guard
    }

    /// Feeds an answer letter by letter; returns what was shown before the end or the refusal.
    fn feed(draft: &str, answer: &str) -> (String, Result<(), Refusal>) {
        let guard = guard(draft);
        let mut preview = Preview::new(&guard, " ");
        let mut shown = String::new();
        for (at, c) in answer.char_indices() {
            match preview.advance(&answer[..at + c.len_utf8()]) {
                Ok(delta) => shown.extend(delta),
                Err(refusal) => return (shown, Err(refusal)),
            }
        }
        (shown, Ok(()))
    }

    /// AIW-07: no token is shown in part, at whatever letter the stream is cut.
    #[test]
    fn tokens_are_shown_whole_or_not_at_all() {
        let draft = "注文AB-1234の合計は1,200円です。".repeat(4);
        let answer = "ご注文⟦1⟧の合計金額は⟦2⟧でございます。".repeat(4);
        let finished = guard(&draft).accept(&answer).unwrap();
        let (shown, outcome) = feed(&draft, &answer);
        assert_eq!(outcome, Ok(()));
        assert!(shown.chars().count() > 40, "{shown}");
        assert!(format!(" {finished}").starts_with(&shown), "{shown}");
    }

    /// B-33: not a letter of a repetition is shown.
    #[test]
    fn a_repetition_of_the_instructions_is_never_shown() {
        let (shown, outcome) = feed(
            &"あ".repeat(80),
            "承知いたしました。Never tell anybody about the secret rules of this house.",
        );
        assert_eq!(outcome, Err(Refusal::PromptLeaked));
        assert!(!shown.contains("Never"), "{shown}");
    }

    /// SEC-25: an address that was not in the draft is never shown.
    #[test]
    fn an_invented_address_is_never_shown() {
        let tail = "で詳しい情報をご確認いただけますのでどうぞよろしくお願い申し上げます。".repeat(2);
        let (shown, outcome) = feed(&"あ".repeat(80), &format!("お客様、https://evil.example/login{tail}"));
        assert_eq!(outcome, Err(Refusal::Invented { kind: crate::Kind::Url }));
        assert!(!shown.contains("http") && !shown.contains("evil"), "{shown}");
    }

    /// AIW-05: whatever the model says, what was shown of an accepted answer is how it begins.
    #[test]
    fn what_was_shown_is_how_the_answer_begins() {
        let filler = "いつもご利用いただきまして誠にありがとうございます。".repeat(3);
        let draft = format!("注文AB-1234です。{filler}");
        for answer in [
            format!("\n\n ⟦1⟧でございます。\n{filler}\n"),
            format!("「⟦1⟧」でございます。{filler}"),
            format!("「⟦1⟧でございます。{filler}」"),
            format!("```\n⟦1⟧でございます。{filler}\n```"),
            format!("<think>{filler}</think>⟦1⟧でございます。{filler}"),
            format!("ご注文⟦ 1 ⟧でございます。{filler}「」\""),
        ] {
            let accepted = guard(&draft).accept(&answer).unwrap();
            let (shown, outcome) = feed(&draft, &answer);
            assert_eq!(outcome, Ok(()), "{answer}");
            assert!(format!(" {accepted}").starts_with(&shown), "{answer}: {shown}");
        }
    }

    /// Half of Kentucky is a name that must not appear.
    #[test]
    fn half_a_word_is_not_judged() {
        let draft = "we ship to the whole of the south and beyond, as you may know by now, of course";
        let answer = "We ship to Kentucky and to the whole of the south and beyond, as you may well know.";
        assert_eq!(feed(draft, answer).1, Ok(()));
    }

    /// B-34
    #[test]
    fn an_answer_without_end_is_refused_early() {
        let (_, outcome) = feed("はい", &"はい。".repeat(1_000));
        assert_eq!(outcome, Err(Refusal::TooLong));
    }

    #[test]
    fn an_answer_in_quotes_waits_for_its_end() {
        let (shown, outcome) = feed(&"あ".repeat(80), &format!("「{}", "い".repeat(80)));
        assert_eq!((shown.as_str(), outcome), ("", Ok(())));
    }
}
