//! Decides whether an answer of the model may be shown as a proposal (AIW-07, SEC-25).

use std::{collections::BTreeMap, ops::RangeInclusive};

use serde::{Deserialize, Serialize};

use crate::{
    Invalid, Kind, Language, Rewrite,
    language::changed,
    mask::{Piece, Scanner, Table, pieces},
    prompt::LeakCheck,
    rewrite::Parts,
};

/// Why an answer was not fit to be a proposal. The draft stays as it is.
///
/// As JSON: `{"reason": "lost", "kind": "money"}`. Holds no text of the draft or the answer.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, thiserror::Error)]
#[serde(tag = "reason", rename_all = "snake_case")]
#[non_exhaustive]
pub enum Refusal {
    /// The answer holds no words.
    #[error("the model answered with nothing")]
    Empty,
    /// Something that must survive is missing.
    #[error("{} of the draft would be lost", .kind.label())]
    Lost {
        /// What is missing.
        kind: Kind,
    },
    /// Something that must survive appears more often than in the draft.
    #[error("{} of the draft would appear too often", .kind.label())]
    Doubled {
        /// What appears too often.
        kind: Kind,
    },
    /// Something appears that the draft, or the selected part of it, does not have.
    #[error("{} would appear that the draft does not have", .kind.label())]
    Invented {
        /// What was added.
        kind: Kind,
    },
    /// The answer is in another language.
    #[error("the language would change from {} to {}", .from.label(), .to.label())]
    LanguageChanged {
        /// The language of the draft.
        from: Language,
        /// The language of the answer.
        to: Language,
    },
    /// The answer is below 0.3 times the length.
    #[error("the proposal is too short to say the same")]
    TooShort,
    /// The answer is beyond 3 times the length.
    #[error("the proposal is too long to say the same")]
    TooLong,
    /// The answer repeats the instructions given to the model (B-33).
    #[error("the model repeated its instructions")]
    PromptLeaked,
}

/// A short draft may grow by this many characters whatever the ratio: はい becomes a whole polite sentence.
const GROWTH_SLACK: usize = 40;
/// A short draft may shrink by this many characters whatever the ratio.
const SHRINK_SLACK: usize = 20;

/// What an answer is held against: the masked target of one rewrite and the values behind its tokens.
pub(crate) struct Guard {
    scanner: Scanner,
    table: Table,
    /// How often each token appears in the target, by number less one.
    counts: Vec<usize>,
    /// The target as the operator wrote it.
    target: String,
    /// The target with its tokens, as the model sees it.
    masked: String,
    /// The whole draft with its tokens.
    around: String,
    hint: Option<Language>,
    leak: Option<LeakCheck>,
}

/// The masked surroundings of a target, as the model sees them.
pub(crate) struct Context {
    pub before: String,
    pub after: String,
}

impl Guard {
    /// Masks a draft and remembers what must come back.
    ///
    /// # Errors
    ///
    /// [`Invalid::Names`].
    pub fn new(
        rewrite: &Rewrite,
        parts: &Parts<'_>,
        hint: Option<Language>,
    ) -> Result<(Self, Context), Invalid> {
        let scanner = Scanner::new(&rewrite.names)?;
        let mut table = Table::default();
        let before = table.mask(&scanner, parts.before);
        let masked = table.mask(&scanner, parts.core);
        let after = table.mask(&scanner, parts.after);
        let around = [before.as_str(), &masked, &after].concat();
        let counts = count(&masked, table.len());
        let target = parts.core.to_owned();
        let guard = Self { scanner, table, counts, target, masked, around, hint, leak: None };
        Ok((guard, Context { before, after }))
    }

    /// Returns the target as the model sees it.
    pub fn masked(&self) -> &str {
        &self.masked
    }

    /// Watches for repetitions of these instructions from now on.
    pub fn keep_secret(&mut self, system: &str, voice: Option<&str>) {
        self.leak = Some(LeakCheck::new(system, voice, &self.target));
    }

    /// Returns how many characters an answer may have, tokens counted as one character each.
    ///
    /// 0.3 to 3 times the target; short targets may lose 20 characters or gain 40 in any case.
    pub fn allowed_chars(&self) -> RangeInclusive<usize> {
        let chars = chars(&self.masked);
        let least = (chars * 3).div_ceil(10).min(chars.saturating_sub(SHRINK_SLACK)).max(1);
        least..=(chars * 3).max(chars + GROWTH_SLACK)
    }

    /// Decides on a complete answer and returns it with the values in place, without white space at the ends.
    ///
    /// # Errors
    ///
    /// Every variant of [`Refusal`]; of several reasons the first in the order of the checks.
    pub fn accept(&self, answer: &str) -> Result<String, Refusal> {
        let answer = unwrapped(answer, &self.masked);
        if !pieces(answer).any(|piece| match piece {
            Piece::Text(text) => text.chars().any(|c| !c.is_whitespace()),
            Piece::Token(_) | Piece::Broken => true,
        }) {
            return Err(Refusal::Empty);
        }
        self.leaks(answer)?;
        self.tokens(answer)?;
        self.inventions(answer)?;
        let text = self.table.unmask(answer).ok_or(Refusal::Invented { kind: Kind::Marker })?;
        self.leaks(&text)?;
        self.values(&text)?;
        let words = words(answer);
        if let Some((from, to)) =
            changed(&self::words(&self.masked), &self::words(&self.around), &words, self.hint)
        {
            return Err(Refusal::LanguageChanged { from, to });
        }
        let allowed = self.allowed_chars();
        match chars(answer) {
            short if short < *allowed.start() => Err(Refusal::TooShort),
            long if long > *allowed.end() => Err(Refusal::TooLong),
            _ => Ok(text),
        }
    }

    /// Decides on a piece in the middle of an unfinished answer and returns it with the values in place.
    ///
    /// # Errors
    ///
    /// What no continuation of the answer can put right.
    pub fn preview(&self, piece: &str) -> Result<String, Refusal> {
        self.inventions(piece)?;
        self.table.unmask(piece).ok_or(Refusal::Invented { kind: Kind::Marker })
    }

    /// Refuses an unfinished answer that no continuation can put right.
    pub fn so_far(&self, answer: &str) -> Result<(), Refusal> {
        if chars(answer) > *self.allowed_chars().end() {
            return Err(Refusal::TooLong);
        }
        match self.tokens(answer) {
            Err(Refusal::Lost { .. }) | Ok(()) => Ok(()),
            Err(refusal) => Err(refusal),
        }
    }

    /// Refuses text that repeats the instructions.
    pub fn leaks(&self, text: &str) -> Result<(), Refusal> {
        match &self.leak {
            Some(check) if check.leaks(text) => Err(Refusal::PromptLeaked),
            _ => Ok(()),
        }
    }

    /// Each token exactly as often as in the target; none that is broken or from elsewhere.
    fn tokens(&self, answer: &str) -> Result<(), Refusal> {
        let counts = count(answer, self.table.len());
        for piece in pieces(answer) {
            match piece {
                Piece::Broken => return Err(Refusal::Invented { kind: Kind::Marker }),
                Piece::Token(number) if self.table.get(number).is_none() => {
                    return Err(Refusal::Invented { kind: Kind::Marker });
                }
                Piece::Token(_) | Piece::Text(_) => {}
            }
        }
        let kind = |index: usize| self.table.get(index + 1).map_or(Kind::Marker, |(kind, _)| *kind);
        let both = || self.counts.iter().zip(&counts).enumerate();
        if let Some((index, (wanted, _))) = both().find(|(_, (wanted, got))| got > wanted) {
            let kind = kind(index);
            return Err(if *wanted == 0 { Refusal::Invented { kind } } else { Refusal::Doubled { kind } });
        }
        match both().find(|(_, (wanted, got))| got < wanted) {
            Some((index, _)) => Err(Refusal::Lost { kind: kind(index) }),
            None => Ok(()),
        }
    }

    /// Nothing between the tokens that would have been masked: the model cannot know such a value.
    fn inventions(&self, answer: &str) -> Result<(), Refusal> {
        for piece in pieces(answer) {
            if let Piece::Text(text) = piece
                && let Some(found) = self.scanner.scan(text).next()
            {
                return Err(Refusal::Invented { kind: found.kind });
            }
        }
        Ok(())
    }

    /// The values read off the finished text are those of the target: two tokens side by side, or a token and a
    /// letter, may otherwise have made a new number or address.
    fn values(&self, text: &str) -> Result<(), Refusal> {
        let mut balance: BTreeMap<(Kind, &str), isize> = BTreeMap::new();
        for found in self.scanner.scan(text) {
            *balance.entry((found.kind, found.value)).or_default() += 1;
        }
        for found in self.scanner.scan(&self.target) {
            *balance.entry((found.kind, found.value)).or_default() -= 1;
        }
        let first = |wrong: fn(isize) -> bool| {
            balance.iter().find(|(_, surplus)| wrong(**surplus)).map(|((kind, _), _)| *kind)
        };
        match (first(|surplus| surplus > 0), first(|surplus| surplus < 0)) {
            (Some(kind), _) => Err(Refusal::Invented { kind }),
            (None, Some(kind)) => Err(Refusal::Lost { kind }),
            (None, None) => Ok(()),
        }
    }
}

/// Counts each token, by number less one.
fn count(masked: &str, tokens: usize) -> Vec<usize> {
    let mut counts = vec![0; tokens];
    for piece in pieces(masked) {
        if let Piece::Token(number) = piece
            && let Some(count) = number.checked_sub(1).and_then(|index| counts.get_mut(index))
        {
            *count += 1;
        }
    }
    counts
}

/// Counts characters, a token being one.
fn chars(masked: &str) -> usize {
    pieces(masked)
        .map(|piece| match piece {
            Piece::Text(text) => text.chars().count(),
            Piece::Token(_) | Piece::Broken => 1,
        })
        .sum()
}

/// Returns the text between the tokens.
fn words(masked: &str) -> String {
    pieces(masked).filter_map(|piece| if let Piece::Text(text) = piece { Some(text) } else { None }).collect()
}

/// What models like to put around an answer.
const WRAPPERS: [(&str, &str); 9] = [
    ("<draft>", "</draft>"),
    ("<target>", "</target>"),
    ("```", "```"),
    ("**", "**"),
    ("「", "」"),
    ("『", "』"),
    ("“", "”"),
    ("\"", "\""),
    ("'", "'"),
];

/// Says whether an answer begins like one in a wrapper, so that its first characters may not be part of the text.
pub(crate) fn may_be_wrapped(answer: &str, target: &str) -> bool {
    let answer = answer.trim_start();
    answer.starts_with("<think>")
        || WRAPPERS.iter().any(|(open, _)| {
            (answer.starts_with(open) || open.starts_with(answer)) && !target.starts_with(open)
        })
        || "<think>".starts_with(answer)
}

/// Takes off a reasoning model's thoughts, and quotes, tags and fences that the target does not have.
fn unwrapped<'a>(answer: &'a str, target: &str) -> &'a str {
    let mut text = answer.trim();
    if let Some((_, rest)) = text.strip_prefix("<think>").and_then(|thoughts| thoughts.split_once("</think>"))
    {
        text = rest.trim();
    }
    // At most once per wrapper: a fence around quotes around the text.
    for (open, close) in WRAPPERS {
        let inside = text.strip_prefix(open).and_then(|rest| rest.strip_suffix(close));
        let Some(mut inside) = inside.filter(|_| !target.starts_with(open)) else { continue };
        if open == "```" {
            // The first line of a fence names a format.
            inside = inside.split_once('\n').map_or(inside, |(_, lines)| lines);
        }
        // 「A」と「B」 is not one quotation.
        if !inside.contains(open) && !inside.contains(close) {
            text = inside.trim();
        }
    }
    text
}

#[cfg(test)]
mod tests;
