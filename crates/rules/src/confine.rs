//! What a source may not do because no limit of the engine would stop it.
//!
//! A function that holds on to a variable which holds a function, and so on, is freed by calling down the whole chain:
//! thousands of links end the process. Capturing functions may therefore stand only where nothing keeps them. And the
//! keys of maps escape the measure of texts, so that computed keys go through `set`, which measures them.

use rhai::{ASTNode, Dynamic, Expr, FnCallExpr, Map, Position};

use crate::code::Code;
use crate::declare::DECLARATIONS;
use crate::lint::{Check, is_chat};

/// What works a list through with a function that stands as its first argument, and neither keeps nor returns it. No
/// function and no key of a map may have one of these names, so that they are what they seem.
pub(crate) const CONSUMERS: [&str; 6] = ["map", "filter", "for_each", "reduce", "find", "find_map"];

impl Check<'_> {
    /// Looks at a function that captures variables, by the call that rhai makes of it.
    pub(crate) fn capture(&mut self, call: &FnCallExpr, at: Position, path: &[ASTNode]) {
        let place = call.args.first().map_or(at, Expr::position);
        let passing = passes_on(path);
        if !passing {
            let outside = captured(call).next().unwrap_or_default().to_owned();
            self.error(
                Code::KeptFunction,
                place,
                format!("this function uses `{outside}` from outside and is kept for later"),
                "write it where it is used: in a declaration, or as `list.map(|x| …)`, `for_each`, `filter`, `find`; or use `for`",
            );
        }
        // A value that is being worked on is not to be had inside the function that works on it.
        for name in captured(call) {
            let begins = |node: &ASTNode| match node {
                ASTNode::Expr(Expr::Dot(parts, ..) | Expr::Index(parts, ..)) => {
                    matches!(&parts.lhs, Expr::Variable(outer, ..) if outer.1 == name)
                }
                _ => false,
            };
            if path.iter().any(begins) {
                let message =
                    format!("`{name}` cannot be used inside a function that works through `{name}`");
                self.error(
                    Code::KeptFunction,
                    place,
                    message,
                    format!("take a copy before: `let copy = {name};`"),
                );
            }
        }
    }

    /// Looks at what is assigned to.
    pub(crate) fn assignment(&mut self, target: &Expr) {
        if let Expr::Dot(parts, ..) = target
            && is_chat(&parts.lhs)
        {
            let hint = "`chat.set_field(…)`, `chat.tag(…)` and `chat.var(…)` propose a change";
            self.error(Code::ReadOnlyFact, parts.rhs.position(), "facts cannot be changed", hint);
        }
        let mut link = target;
        while let Expr::Dot(parts, ..) | Expr::Index(parts, ..) = link {
            let next = match &parts.rhs {
                Expr::Dot(inner, ..) | Expr::Index(inner, ..) => &inner.lhs,
                last => last,
            };
            match next {
                Expr::Property(property, at) => self.keys([property.2.as_str()], *at),
                Expr::StringConstant(key, at) => self.keys([key.as_str()], *at),
                Expr::IntegerConstant(..) | Expr::MethodCall(..) => {}
                computed => {
                    let message = "what stands under a computed key or place is changed with `set`";
                    let hint = "write `list.set(place, value)` or `map.set(key, value)`";
                    self.error(Code::ComputedKey, computed.position(), message, hint);
                }
            }
            link = &parts.rhs;
        }
    }

    /// Looks at a map or list that the parser has put together already.
    pub(crate) fn constant(&mut self, value: &Dynamic, at: Position) {
        if let Some(map) = value.read_lock::<Map>() {
            self.keys(map.keys().map(rhai::Identifier::as_str), at);
            for value in map.values() {
                self.constant(value, at);
            }
        } else if let Some(list) = value.read_lock::<rhai::Array>() {
            for value in list.iter() {
                self.constant(value, at);
            }
        }
    }

    pub(crate) fn keys<'k>(&mut self, keys: impl IntoIterator<Item = &'k str>, at: Position) {
        for key in keys {
            if CONSUMERS.contains(&key) {
                self.error(
                    Code::TakenName,
                    at,
                    format!("`{key}` has a meaning already and cannot be a key"),
                    "take another name",
                );
            }
        }
    }
}

fn captured(call: &FnCallExpr) -> impl Iterator<Item = &str> {
    call.args.iter().skip(1).filter_map(|argument| match argument {
        Expr::Variable(parts, ..) => Some(parts.1.as_str()),
        _ => None,
    })
}

/// Whether the function at the end of the path is handed to something that does not keep it.
fn passes_on(path: &[ASTNode]) -> bool {
    let mut inner = None;
    for node in path.iter().rev().skip(1) {
        match node {
            ASTNode::Expr(block @ Expr::Stmt(_)) if inner.is_none() => inner = Some(*block),
            ASTNode::Stmt(rhai::Stmt::Expr(_)) if inner.is_none() => {}
            ASTNode::Stmt(rhai::Stmt::FnCall(outer, _)) | ASTNode::Expr(Expr::FnCall(outer, _)) => {
                return DECLARATIONS.iter().any(|known| known.name == outer.name.as_str());
            }
            ASTNode::Expr(Expr::MethodCall(outer, _)) => {
                let first =
                    outer.args.first().zip(inner).is_some_and(|(first, inner)| std::ptr::eq(first, inner));
                return first && CONSUMERS.contains(&outer.name.as_str());
            }
            _ => return false,
        }
    }
    false
}
