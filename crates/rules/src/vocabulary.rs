//! The words of the rule language, for editors and for the guide.

use serde::Serialize;

use crate::chat::METHODS;
use crate::declare::DECLARATIONS;
use crate::facts::FACTS;

/// One word that a rule may use.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Word {
    /// As it is written: `keyword(name, [words], |chat| …)`, `chat.reply(words)`, `chat.text`.
    pub written: String,
    /// What it is.
    pub kind: WordKind,
    /// One line about it.
    pub help: &'static str,
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
}

/// Every word that this desk adds to rhai.
pub fn vocabulary() -> Vec<Word> {
    let declarations = DECLARATIONS.iter().map(|known| Word {
        written: format!("{}{}", known.name, known.shown),
        kind: WordKind::Declaration,
        help: known.help,
    });
    let facts = FACTS.iter().map(|fact| Word {
        written: format!("chat.{}", fact.name),
        kind: WordKind::Fact,
        help: fact.help,
    });
    let methods = METHODS.iter().map(|method| Word {
        written: format!("chat.{}", method.shown()),
        kind: WordKind::Method,
        help: method.help,
    });
    declarations.chain(facts).chain(methods).collect()
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
}
