//! The codes of findings: stable words for editors, programs and the guide.

use std::fmt;

use serde::Serialize;

macro_rules! codes {
    ($($(#[doc = $help:literal])+ $variant:ident $word:literal)*) => {
        /// What kind of finding it is. The words stay as they are, so that programs may rely on them.
        #[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Serialize)]
        pub enum Code {
            $($(#[doc = $help])+ #[serde(rename = $word)] $variant,)*
        }

        impl Code {
            /// Every code: errors first, then warnings.
            pub const ALL: &[Self] = &[$(Self::$variant),*];

            /// The word for it.
            pub fn as_str(self) -> &'static str {
                match self {
                    $(Self::$variant => $word,)*
                }
            }

            /// One sentence about it in Japanese.
            pub fn help_ja(self) -> &'static str {
                crate::japanese::code(self)
            }

            /// One sentence about it.
            pub fn help(self) -> &'static str {
                match self {
                    $(Self::$variant => concat!($($help),+).trim_ascii(),)*
                }
            }
        }
    };
}

codes! {
    /// The text is not a rule file: a bracket, a quotation mark or a comma is missing or too many.
    Syntax "syntax"
    /// A word of the engine that rules may not use, such as `import`, `eval` or `print`.
    NotAvailable "not-available"
    /// A name that nothing was given.
    UnknownName "unknown-name"
    /// A function that does not exist.
    UnknownFunction "unknown-function"
    /// A fact that `chat` does not have.
    UnknownFact "unknown-fact"
    /// Something that `chat` cannot do.
    UnknownAction "unknown-action"
    /// Too many or too few arguments, or arguments of another kind.
    WrongArguments "wrong-arguments"
    /// Facts are read-only.
    ReadOnlyFact "read-only-fact"
    /// A name that already means something.
    TakenName "taken-name"
    /// A declaration inside a function, or `setting(…)` outside `after(…)`.
    Misplaced "misplaced"
    /// A function that uses variables from outside and is kept for later.
    KeptFunction "kept-function"
    /// Something is stored under a computed key without `set`.
    ComputedKey "computed-key"
    /// A rule without a name that can be used.
    BadRuleName "bad-rule-name"
    /// A character that nobody sees and that changes the order in which text is shown.
    HiddenCharacter "hidden-character"
    /// Two rules have one name, or names that look the same.
    DuplicateName "duplicate-name"
    /// A keyword or button that is empty, too long or no text.
    BadKeyword "bad-keyword"
    /// A regular expression that does not work, is too large or matches everything.
    BadPattern "bad-pattern"
    /// A length of time that is none, too short or too long.
    BadLength "bad-length"
    /// An option that does not exist, or a value that it does not take.
    BadOption "bad-option"
    /// The function of a rule is missing, or is not written `|chat| …`.
    BadFunction "bad-function"
    /// A file, a set or a number of rules over the limit.
    TooLarge "too-large"
    /// A file's name that cannot be used, or that two files have.
    BadFileName "bad-file-name"
    /// The file stopped while it declared its rules.
    LoadFailed "load-failed"
    /// A file of cases that cannot be read.
    BadCase "bad-case"
    /// Warning: a comment that never ends hides what follows.
    OpenComment "open-comment"
    /// Warning: two keywords of one rule count as the same.
    SameKeyword "same-keyword"
    /// Warning: two rules have a keyword that counts as the same, and the first one may answer.
    SharedKeyword "shared-keyword"
    /// Warning: a keyword that an earlier rule always answers first.
    HiddenKeyword "hidden-keyword"
    /// Warning: a rule that an earlier one always answers in place of.
    Unreachable "unreachable"
    /// Warning: a rule that does nothing in the only hours it is for.
    NeverInItsHours "never-in-its-hours"
    /// Warning: a rule for a channel, language, hour or timer that no inbox has.
    NeverHere "never-here"
    /// Warning: a button that is offered and that no rule answers.
    UnansweredButton "unanswered-button"
    /// Warning: a group that the pattern does not have.
    UnknownGroup "unknown-group"
    /// Warning: the conversation under another name than `chat`, where facts cannot be checked.
    UncheckedChat "unchecked-chat"
    /// Warning: files whose numbers and names are in different orders.
    FileOrder "file-order"
}

impl fmt::Display for Code {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.as_str())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn codes_are_distinct_and_serialise_as_their_words() {
        let mut words: Vec<_> = Code::ALL.iter().map(|code| code.as_str()).collect();
        for code in Code::ALL {
            assert_eq!(serde_json::to_value(code).unwrap(), code.as_str());
            assert!(code.help().ends_with('.'), "{}", code.help());
        }
        words.sort_unstable();
        words.dedup();
        assert_eq!(words.len(), Code::ALL.len());
    }
}
