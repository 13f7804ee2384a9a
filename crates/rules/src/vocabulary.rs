//! The words of the rule language, for editors and for the guide.

use serde::Serialize;

use crate::chat::METHODS;
use crate::declare::DECLARATIONS;
use crate::facts::FACTS;
use crate::functions::FUNCTIONS;
use crate::japanese;

/// One word that a rule may use.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Word {
    /// As it is written: `keyword(name, [words], |chat| …)`, `chat.reply(words)`, `chat.text`, `list.push(x)`.
    pub written: String,
    /// The word itself: `keyword`, `reply`, `text`, `push`.
    pub name: &'static str,
    /// Words that belong to it and share its help: `append`, `insert`, …
    pub others: Vec<&'static str>,
    /// What it is.
    pub kind: WordKind,
    /// One line about it.
    pub help: &'static str,
    /// The same in Japanese.
    pub help_ja: &'static str,
}

/// What a word of the rule language is.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum WordKind {
    /// Declares a rule, at the top of a file.
    Declaration,
    /// Tells something about the conversation.
    Fact,
    /// Asks or proposes something.
    Method,
    /// Works on texts, numbers, lists and maps.
    Function,
}

/// Every word of the rule language but its grammar: what this desk adds to rhai first, then what rhai has itself.
pub fn vocabulary() -> Vec<Word> {
    let word = |written, name, kind, help| Word {
        written,
        name,
        others: Vec::new(),
        kind,
        help,
        help_ja: japanese::help(name),
    };
    let declarations = DECLARATIONS.iter().map(|known| {
        word(format!("{}{}", known.name, known.shown), known.name, WordKind::Declaration, known.help)
    });
    let facts =
        FACTS.iter().map(|fact| word(format!("chat.{}", fact.name), fact.name, WordKind::Fact, fact.help));
    let methods = METHODS
        .iter()
        .map(|method| word(format!("chat.{}", method.shown()), method.name, WordKind::Method, method.help));
    let functions = FUNCTIONS.iter().map(|group| Word {
        written: group.written.to_owned(),
        name: group.names[0],
        others: group.names[1..].to_vec(),
        kind: WordKind::Function,
        help: group.help,
        help_ja: group.help_ja,
    });
    declarations.chain(facts).chain(methods).chain(functions).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_table_and_the_engine_know_the_same_methods() {
        let engine = crate::engine::names();
        for method in METHODS {
            let counts =
                engine.get(method.name).unwrap_or_else(|| panic!("{} is not registered", method.name));
            for left_out in 0..=method.optional {
                let count = method.arguments.len() - left_out + 1;
                assert!(counts.contains(&count), "{} with {count} arguments", method.name);
            }
        }
        assert!(vocabulary().iter().any(|word| word.written == "chat.var(text, value?)"));
    }

    #[test]
    fn every_word_has_its_help_in_both_languages() {
        for word in vocabulary() {
            assert!(!word.help.is_empty() && !word.help_ja.is_empty(), "{}", word.written);
            assert!(!word.help_ja.is_ascii(), "{}", word.written);
        }
    }
}
