//! The parts of a source: one for each statement or function at the top of a file.

use std::collections::BTreeSet;

use rhai::{Engine, Position, Token};

/// One statement or function at the top of a file.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Part {
    /// Line and column where it begins, counted from 1.
    pub begin: (usize, usize),
    /// The line and column of its last token.
    pub end: (usize, usize),
    /// Its text as it was written, comments in it included.
    pub text: String,
    /// Its words without comments and white space.
    pub tokens: Vec<String>,
    /// Every name in it.
    pub names: BTreeSet<String>,
    /// The name it gives to a function, a variable or a constant.
    pub defines: Option<String>,
}

/// Splits a source that compiles.
pub(crate) fn parts(engine: &Engine, source: &str) -> Vec<Part> {
    let lines = Lines::of(source);
    let mut parts = Vec::new();
    let mut open = Open::default();
    for (token, at) in tokens(engine, source) {
        let last = Place::of(at);
        open.take(&token, last);
        let ended = match token {
            Token::SemiColon => open.depth == 0,
            Token::RightBrace => open.depth == 0 && open.is_block(),
            _ => false,
        };
        if ended {
            parts.extend(std::mem::take(&mut open).close(&lines));
        }
    }
    parts.extend(open.close(&lines));
    parts
}

type Place = (usize, usize);

trait OfPosition {
    fn of(at: Position) -> Self;
}

impl OfPosition for Place {
    fn of(at: Position) -> Self {
        (at.line().unwrap_or(1), at.position().unwrap_or(1))
    }
}

/// The tokens of a source. Texts with `${…}` in them are told apart as the parser does it.
fn tokens(engine: &Engine, source: &str) -> Vec<(Token, Position)> {
    let inputs = [source];
    let (stream, control) = engine.lex(&inputs);
    let mut out = Vec::new();
    let mut depth = 0_usize;
    let mut texts: Vec<usize> = Vec::new();
    for (token, at) in stream {
        match &token {
            Token::EOF | Token::LexError(_) => break,
            // The brace of `${` comes next.
            Token::InterpolatedString(_) => texts.push(depth),
            Token::LeftBrace | Token::MapStart => depth += 1,
            Token::RightBrace => {
                depth = depth.saturating_sub(1);
                if texts.last() == Some(&depth) {
                    texts.pop();
                    control.borrow_mut().is_within_text = true;
                }
            }
            _ => {}
        }
        out.push((token, at));
    }
    out
}

/// A part under way.
#[derive(Debug, Default)]
struct Open {
    begin: Option<Place>,
    end: Place,
    depth: usize,
    tokens: Vec<String>,
    names: BTreeSet<String>,
    defining: bool,
    defines: Option<String>,
}

impl Open {
    fn take(&mut self, token: &Token, at: Place) {
        if *token == Token::SemiColon && self.depth == 0 && self.tokens.is_empty() {
            return;
        }
        self.begin.get_or_insert(at);
        self.end = at;
        match token {
            Token::LeftParen
            | Token::LeftBrace
            | Token::LeftBracket
            | Token::MapStart
            | Token::QuestionBracket => self.depth += 1,
            Token::RightParen | Token::RightBrace | Token::RightBracket => {
                self.depth = self.depth.saturating_sub(1);
            }
            Token::Identifier(name) => {
                if self.defining && self.defines.is_none() {
                    self.defines = Some(name.to_string());
                }
                self.names.insert(name.to_string());
            }
            _ => {}
        }
        self.defining = self.depth == 0 && matches!(token, Token::Fn | Token::Let | Token::Const);
        // The last semicolon of a file may be left out.
        if *token != Token::SemiColon || self.depth > 0 {
            self.tokens.push(word(token));
        }
    }

    /// Whether it ends with its closing brace, without a semicolon.
    fn is_block(&self) -> bool {
        self.tokens.first().is_some_and(|first| {
            ["fn", "private", "for", "while", "loop", "if", "switch"].contains(&first.as_str())
        })
    }

    fn close(self, lines: &Lines<'_>) -> Option<Part> {
        let begin = self.begin.filter(|_| !self.tokens.is_empty())?;
        Some(Part {
            begin,
            end: self.end,
            text: lines.between(begin, self.end),
            tokens: self.tokens,
            names: self.names,
            defines: self.defines,
        })
    }
}

/// A token in one way of writing it: texts are told from names by their quotation marks.
fn word(token: &Token) -> String {
    match token {
        Token::StringConstant(text) => format!("{text:?}"),
        Token::InterpolatedString(text) => format!("`{text}"),
        Token::CharConstant(c) => format!("{c:?}"),
        other => other.to_string(),
    }
}

/// A source by lines, to cut pieces out of it.
struct Lines<'a> {
    source: &'a str,
    starts: Vec<usize>,
}

impl<'a> Lines<'a> {
    fn of(source: &'a str) -> Self {
        let starts = std::iter::once(0).chain(source.match_indices('\n').map(|(at, _)| at + 1));
        Self { source, starts: starts.collect() }
    }

    fn offset(&self, (line, column): Place) -> usize {
        let Some(start) = self.starts.get(line.saturating_sub(1)) else { return self.source.len() };
        let rest = &self.source[*start..];
        rest.char_indices().nth(column.saturating_sub(1)).map_or(self.source.len(), |(at, _)| start + at)
    }

    /// From the first place to the token at the last one, that token included: it is a bracket or a semicolon, or else
    /// the rest of its line.
    fn between(&self, begin: Place, end: Place) -> String {
        let from = self.offset(begin);
        let to = self.offset(end);
        let rest = self.source[to..].lines().next().unwrap_or_default();
        let token = match rest.chars().next() {
            Some(';' | ')' | '}' | ']') => 1,
            _ => rest.trim_end().len(),
        };
        self.source[from..(to + token).max(from)].to_owned()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn split(source: &str) -> Vec<Part> {
        parts(&crate::engine::runner(), source)
    }

    #[test]
    fn a_source_is_split_where_its_statements_end() {
        let found = split(
            "// first\nlet a = #{x: [1, 2]};\n\nfn f(c) { c.note(`${a.x}; }`); }\nkeyword(\"k\", [\"あ;\"], |chat| {\n  f(chat); // why\n});;\nif a.x { 1; } on_open(\"o\", |chat| chat.rate())",
        );
        let texts: Vec<_> = found.iter().map(|part| part.text.as_str()).collect();
        assert_eq!(
            texts,
            [
                "let a = #{x: [1, 2]};",
                "fn f(c) { c.note(`${a.x}; }`); }",
                "keyword(\"k\", [\"あ;\"], |chat| {\n  f(chat); // why\n});",
                "if a.x { 1; }",
                "on_open(\"o\", |chat| chat.rate())",
            ]
        );
        let defined: Vec<_> = found.iter().map(|part| part.defines.as_deref()).collect();
        assert_eq!(defined, [Some("a"), Some("f"), None, None, None]);
        assert_eq!((found[2].begin, found[2].end), ((5, 1), (7, 3)));
        assert!(found[2].names.contains("f") && !found[2].names.contains("why"));
    }

    #[test]
    fn comments_and_white_space_are_no_words() {
        let words = |source| split(source).into_iter().map(|part| part.tokens).collect::<Vec<_>>();
        assert_eq!(words("f( 1 , \"a\" ); // x"), words("/* y */ f(1,\n\"a\")"));
        assert_ne!(words("f(\"a\")"), words("f(a)"));
        assert_ne!(words("f(`a${b}c`)"), words("f(`a${b}d`)"));
        assert_ne!(words("f(\"a b\")"), words("f(\"a  b\")"));
        assert_eq!(words(""), words("// nothing"));
    }
}
