//! What can be told about a source before it runs: unknown names, wrong arguments, ways out of the sandbox.

use std::collections::{BTreeMap, BTreeSet};

use rhai::{AST, ASTNode, Expr, FnCallExpr, Position, Stmt};

use crate::chat::{Argument, METHODS, Method};
use crate::confine::CONSUMERS;
use crate::declare::DECLARATIONS;
use crate::diagnostic::{Diagnostic, Source, nearest};
use crate::engine::names;
use crate::facts::FACTS;

/// What the check of one source says.
#[derive(Debug, Default)]
pub(crate) struct Lint {
    pub findings: Vec<Diagnostic>,
    /// A rule looks at the last messages.
    pub uses_history: bool,
    /// Where the arguments of each declaration stand, by where the declaration stands.
    pub arguments: BTreeMap<(usize, usize), Vec<Position>>,
    /// Declarations whose rule begins with a proposal, without a condition, and never says `go_on`.
    pub certain: BTreeSet<(usize, usize)>,
}

/// Line and column as a key.
pub(crate) fn key(at: Position) -> (usize, usize) {
    (at.line().unwrap_or(0), at.position().unwrap_or(0))
}

/// Looks a compiled source over.
pub(crate) fn lint(source: &Source, ast: &AST) -> Lint {
    let functions = ast.iter_functions().map(|known| (known.name.to_owned(), known.params.len())).collect();
    let mut check = Check {
        source,
        functions,
        locals: locals(ast),
        inline: BTreeMap::new(),
        proposals: BTreeMap::new(),
        go_ons: BTreeSet::new(),
        out: Lint::default(),
    };
    let top: BTreeSet<*const Stmt> = ast.statements().iter().map(std::ptr::from_ref).collect();
    ast.walk(&mut |path: &[ASTNode]| {
        let at_top =
            matches!(path.first(), Some(ASTNode::Stmt(first)) if top.contains(&std::ptr::from_ref(*first)));
        check.node(path, at_top);
        if let ([ASTNode::Stmt(first)], false) = (path, at_top) {
            check.proposals.insert(key(first.position()), proposes(first));
        }
        true
    });
    for function in ast.iter_fn_def() {
        let name = function.name.as_str();
        if DECLARATIONS.iter().any(|known| known.name == name)
            || METHODS.iter().any(|known| known.name == name)
            || ["minutes", "hours", "days", "setting", "set"].contains(&name)
            || CONSUMERS.contains(&name)
        {
            let message = format!("`{name}` has a meaning already and cannot be a function of this file");
            check.error(function.body.start_position(), message, "take another name");
        }
    }
    check.out.certain = check.certain();
    check.out.findings.sort_by(|a, b| (a.line, a.column, &a.message).cmp(&(b.line, b.column, &b.message)));
    check.out.findings.dedup();
    check.out
}

/// Every name that a variable or a parameter has somewhere in the file.
fn locals(ast: &AST) -> BTreeSet<String> {
    let mut names: BTreeSet<String> =
        ast.iter_functions().flat_map(|known| known.params).map(ToOwned::to_owned).collect();
    ast.walk(&mut |path: &[ASTNode]| {
        match path.last() {
            Some(ASTNode::Stmt(Stmt::Var(var, ..))) => {
                names.insert(var.0.name.to_string());
            }
            Some(ASTNode::Stmt(Stmt::For(parts, _))) => {
                names.insert(parts.0.name.to_string());
            }
            _ => {}
        }
        true
    });
    names
}

pub(crate) struct Check<'a> {
    source: &'a Source,
    functions: BTreeSet<(String, usize)>,
    locals: BTreeSet<String>,
    /// Where the function of each declaration stands, if it is written there and then.
    inline: BTreeMap<(usize, usize), Option<Position>>,
    /// Where the first and other statements of functions stand, and whether each is a proposal.
    proposals: BTreeMap<(usize, usize), bool>,
    go_ons: BTreeSet<(usize, usize)>,
    out: Lint,
}

impl Check<'_> {
    pub(crate) fn error(&mut self, at: Position, message: impl Into<String>, hint: impl Into<String>) {
        self.out.findings.push(Diagnostic::error(self.source, at, message).hint(hint));
    }

    fn node(&mut self, path: &[ASTNode], top: bool) {
        let Some(node) = path.last() else { return };
        match node {
            ASTNode::Stmt(Stmt::FnCall(call, at)) | ASTNode::Expr(Expr::FnCall(call, at)) => {
                self.call(call, *at, path, top);
            }
            ASTNode::Stmt(Stmt::Var(var, _, at)) => self.named(&var.0.name, *at),
            ASTNode::Stmt(Stmt::For(parts, at)) => {
                self.named(&parts.0.name, *at);
                if let Some(counter) = &parts.1 {
                    self.named(&counter.name, *at);
                }
            }
            ASTNode::Stmt(Stmt::Import(_, at) | Stmt::Export(_, at)) => {
                self.error(*at, "files of rules cannot import or export", "");
            }
            ASTNode::Stmt(Stmt::Assignment(parts)) => self.assignment(&parts.1.lhs),
            ASTNode::Expr(Expr::MethodCall(call, at)) => self.method(call, *at, path),
            ASTNode::Expr(Expr::Property(parts, at)) => self.property(&parts.2, *at, path),
            ASTNode::Expr(Expr::Variable(parts, _, at)) if !parts.2.is_empty() => {
                self.error(*at, "`::` is not available in rules", "");
            }
            ASTNode::Expr(Expr::Map(parts, at)) => {
                let keys = parts.0.iter().map(|(key, _)| key.name.as_str());
                self.keys(keys.chain(parts.1.keys().map(rhai::Identifier::as_str)), *at);
            }
            ASTNode::Expr(Expr::DynamicConstant(value, at)) => self.constant(value, *at),
            _ => {}
        }
    }

    /// A function that stands in its declaration goes up to the next declaration, and its first statement is the first
    /// one after its own place.
    fn certain(&self) -> BTreeSet<(usize, usize)> {
        let ends = self.inline.keys().skip(1).copied().chain([(usize::MAX, 0)]);
        let sure = self.inline.iter().zip(ends).filter(|((_, function), end)| {
            let Some(begin) = function.map(key) else { return false };
            let first = self.proposals.range(begin..*end).next();
            first.is_some_and(|(_, proposes)| *proposes) && self.go_ons.range(begin..*end).next().is_none()
        });
        sure.map(|((declaration, _), _)| *declaration).collect()
    }

    fn named(&mut self, name: &str, at: Position) {
        if name == "chat" {
            self.error(at, "`chat` always is the conversation", "take another name");
        }
    }

    fn call(&mut self, call: &FnCallExpr, at: Position, path: &[ASTNode], top: bool) {
        let name = call.name.as_str();
        let count = call.args.len();
        if call.op_token.is_some() {
            return;
        }
        if !call.namespace.is_empty() {
            self.error(at, "`::` is not available in rules", "");
        } else if name == "curry" {
            self.capture(call, at, path);
        } else if let Some(declaration) = DECLARATIONS.iter().find(|known| known.name == name)
            && !(name == "starts_with" && count == 2)
        {
            if !top {
                self.error(
                    at,
                    format!(
                        "`{name}` declares a rule and stands at the top of a file, not inside a function"
                    ),
                    "",
                );
            } else if !(declaration.arguments..=declaration.arguments + 1).contains(&count) {
                self.error(at, format!("`{name}` takes {}", declaration.shown), "");
            } else {
                self.out.arguments.insert(key(at), call.args.iter().map(Expr::position).collect());
                let function =
                    call.args.last().filter(|f| matches!(f, Expr::DynamicConstant(..) | Expr::Stmt(_)));
                self.inline.insert(key(at), function.map(Expr::position));
            }
        } else if name == "setting" {
            if !top {
                self.error(at, "`setting(…)` stands in `after(…)` only", "");
            } else if count != 1 {
                self.error(at, "`setting` takes a name, such as setting(\"auto_complete\")", "");
            }
        } else if !self.functions.contains(&(name.to_owned(), count)) && !self.locals.contains(name) {
            self.known(name, count, at);
        }
    }

    fn known(&mut self, name: &str, count: usize, at: Position) {
        let own: BTreeSet<usize> =
            self.functions.iter().filter(|(known, _)| known == name).map(|(_, count)| *count).collect();
        let counts = names().get(name).filter(|counts| !counts.is_empty()).cloned().unwrap_or(own);
        if counts.contains(&count) {
            return;
        }
        let ours = METHODS.iter().any(|method| method.name == name);
        if !counts.is_empty() && !ours {
            let counts = counts.iter().map(ToString::to_string).collect::<Vec<_>>().join(" or ");
            self.error(at, format!("`{name}` takes {counts} arguments, not {count}"), "");
            return;
        }
        let all = names().keys().map(String::as_str).filter(|name| is_word(name));
        let own = self.functions.iter().map(|(name, _)| name.as_str()).filter(|name| is_word(name));
        let declared = DECLARATIONS.iter().map(|known| known.name);
        let near = nearest(name, declared.chain(own).chain(all)).map(ToOwned::to_owned);
        let hint = if ours { format!("write `chat.{name}(…)`") } else { did_you_mean(near.as_deref()) };
        self.error(at, format!("there is no function `{name}`"), hint);
    }

    fn method(&mut self, call: &FnCallExpr, at: Position, path: &[ASTNode]) {
        let name = call.name.as_str();
        if !on_chat(path) {
            if !self.functions.contains(&(name.to_owned(), call.args.len())) {
                self.known(name, call.args.len() + 1, at);
            }
            return;
        }
        let Some(method) = METHODS.iter().find(|method| method.name == name) else {
            let hint = if FACTS.iter().any(|fact| fact.name == name) {
                format!("`{name}` is a fact: write `chat.{name}` without brackets")
            } else {
                did_you_mean(nearest(name, METHODS.iter().map(|method| method.name)))
            };
            return self.error(at, format!("`chat` has no `{name}(…)`"), hint);
        };
        if name == "go_on" {
            self.go_ons.insert(key(at));
        }
        let most = method.arguments.len();
        if !(most - method.optional..=most).contains(&call.args.len()) {
            self.error(at, format!("it is written `chat.{}`", method.shown()), "");
        }
        for (argument, expected) in call.args.iter().zip(method.arguments) {
            if let Some(kind) = literal(argument).filter(|kind| !fits(*expected, kind)) {
                let message = format!("this is {kind}, but it is written `chat.{}`", method.shown());
                self.error(argument.position(), message, "");
            }
        }
    }

    fn property(&mut self, name: &str, at: Position, path: &[ASTNode]) {
        if name == "history" {
            self.out.uses_history = true;
        }
        if !on_chat(path) || FACTS.iter().any(|fact| fact.name == name) {
            return;
        }
        let hint = if METHODS.iter().any(|method| method.name == name) {
            format!("write `chat.{name}(…)` with brackets")
        } else {
            did_you_mean(nearest(name, FACTS.iter().map(|fact| fact.name)))
        };
        self.error(at, format!("`chat` has no fact `{name}`"), hint);
    }
}

fn is_word(name: &str) -> bool {
    name.starts_with(|c: char| c.is_ascii_lowercase()) && !name.contains('$')
}

fn did_you_mean(near: Option<&str>) -> String {
    near.map(|near| format!("did you mean `{near}`?")).unwrap_or_default()
}

/// Whether the last node of the path is the first link of a chain that begins with the conversation.
fn on_chat(path: &[ASTNode]) -> bool {
    let Some((node, outer)) = path.split_last() else { return false };
    let ASTNode::Expr(node) = node else { return false };
    for parent in outer.iter().rev() {
        let ASTNode::Expr(Expr::Dot(parts, ..) | Expr::Index(parts, ..)) = parent else { return false };
        let first = match &parts.rhs {
            Expr::Dot(inner, ..) | Expr::Index(inner, ..) => &inner.lhs,
            other => other,
        };
        if std::ptr::eq(first, *node) {
            return matches!(parent, ASTNode::Expr(Expr::Dot(..))) && is_chat(&parts.lhs);
        }
    }
    false
}

/// Whether the statement is a proposal and nothing else.
fn proposes(statement: &Stmt) -> bool {
    const QUIET: [&str; 5] = ["has_tag", "field", "group", "var", "go_on"];
    let Stmt::Expr(expression) = statement else { return false };
    let Expr::Dot(parts, ..) = &**expression else { return false };
    is_chat(&parts.lhs)
        && matches!(&parts.rhs, Expr::MethodCall(call, _) if !QUIET.contains(&call.name.as_str()))
}

pub(crate) fn is_chat(expression: &Expr) -> bool {
    matches!(expression, Expr::Variable(parts, ..) if parts.1 == "chat")
}

/// What a literal is; none for anything that is computed.
fn literal(expression: &Expr) -> Option<&'static str> {
    match expression {
        Expr::StringConstant(..) | Expr::InterpolatedString(..) | Expr::CharConstant(..) => Some("text"),
        Expr::IntegerConstant(..) | Expr::FloatConstant(..) => Some("a number"),
        Expr::BoolConstant(..) => Some("true or false"),
        Expr::Array(..) => Some("a list"),
        Expr::Map(..) => Some("a map"),
        Expr::Unit(_) => Some("nothing"),
        Expr::DynamicConstant(value, _) => Some(crate::text::kind(value)),
        _ => None,
    }
}

fn fits(expected: Argument, kind: &str) -> bool {
    match expected {
        Argument::Words => matches!(kind, "text" | "a map" | "a number"),
        Argument::Text => kind == "text",
        Argument::Value => matches!(kind, "text" | "a number" | "true or false"),
        Argument::Buttons => kind == "a list",
        Argument::Length => false,
        Argument::Group => kind == "a number",
    }
}

impl Method {
    /// As it is written: `reply(words)`.
    pub fn shown(&self) -> String {
        let needed = self.arguments.len() - self.optional;
        let arguments: Vec<_> = self
            .arguments
            .iter()
            .enumerate()
            .map(
                |(n, argument)| {
                    if n < needed { argument.shown().to_owned() } else { format!("{}?", argument.shown()) }
                },
            )
            .collect();
        format!("{}({})", self.name, arguments.join(", "))
    }
}
