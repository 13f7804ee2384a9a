//! What can be told about a source before it runs: unknown names, wrong arguments, ways out of the sandbox.

use std::collections::{BTreeMap, BTreeSet};
use std::ops::Bound;

use rhai::{AST, ASTNode, Expr, FnCallExpr, Position, Stmt};

use crate::advice::Notes;
use crate::chat::{Argument, METHODS, Method};
use crate::code::Code;
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
    pub arguments: BTreeMap<(usize, usize), Vec<Written>>,
    /// What hardly is meant.
    pub warnings: Vec<Diagnostic>,
    /// What can only be judged beside the other sources.
    pub notes: Notes,
    /// Where the function of each declaration stands, if it is written there and then.
    inline: BTreeMap<(usize, usize), Option<Position>>,
    /// Where the statements of functions stand, and whether each is a proposal.
    proposals: BTreeMap<(usize, usize), bool>,
    go_ons: BTreeSet<(usize, usize)>,
}

/// Where an argument stands.
#[derive(Debug, Clone)]
pub(crate) struct Written {
    pub at: Position,
    /// Where the items of a list stand.
    pub items: Vec<Position>,
}

impl Written {
    fn of(argument: &Expr) -> Self {
        let items = match argument {
            Expr::Array(items, _) => items.iter().map(Expr::position).collect(),
            _ => Vec::new(),
        };
        Self { at: argument.position(), items }
    }
}

impl Lint {
    /// From where to where the function goes that stands in a declaration: up to the next declaration.
    pub fn body_of(&self, declaration: Position) -> Option<((usize, usize), (usize, usize))> {
        let begin = key((*self.inline.get(&key(declaration))?)?);
        let mut later = self.inline.range((Bound::Excluded(key(declaration)), Bound::Unbounded));
        Some((begin, later.next().map_or((usize::MAX, 0), |(next, _)| *next)))
    }

    /// How many statements the functions in a range have, those inside of statements not counted.
    pub fn statements_in(&self, begin: (usize, usize), end: (usize, usize)) -> usize {
        self.proposals.range(begin..end).count()
    }

    /// Whether the rule of a declaration begins with a proposal, without a condition, and never says `go_on`.
    pub fn is_certain(&self, declaration: Position) -> bool {
        self.body_of(declaration).is_some_and(|(begin, end)| {
            let first = self.proposals.range(begin..end).next();
            first.is_some_and(|(_, proposes)| *proposes) && self.go_ons.range(begin..end).next().is_none()
        })
    }

    /// Where an argument of a declaration stands, or an item of it if it is a list; where the declaration stands if the
    /// argument cannot be told.
    pub fn place(&self, declaration: Position, argument: usize, item: Option<usize>) -> Position {
        let written = self.arguments.get(&key(declaration)).and_then(|places| places.get(argument));
        let exact = item.and_then(|n| written?.items.get(n)).or(written.map(|written| &written.at));
        exact.copied().filter(|place| !place.is_none()).unwrap_or(declaration)
    }
}

/// Line and column as a key.
pub(crate) fn key(at: Position) -> (usize, usize) {
    (at.line().unwrap_or(0), at.position().unwrap_or(0))
}

/// Looks a compiled source over.
pub(crate) fn lint(source: &Source, ast: &AST) -> Lint {
    let named = |known: rhai::ScriptFnMetadata<'_>| {
        let parameters = known.params.iter().map(ToString::to_string).collect::<Vec<_>>();
        ((known.name.to_owned(), parameters.len()), parameters)
    };
    let functions = ast.iter_functions().map(named).collect();
    let mut check = Check { source, functions, locals: locals(ast), out: Lint::default() };
    let top: BTreeSet<*const Stmt> = ast.statements().iter().map(std::ptr::from_ref).collect();
    ast.walk(&mut |path: &[ASTNode]| {
        let at_top =
            matches!(path.first(), Some(ASTNode::Stmt(first)) if top.contains(&std::ptr::from_ref(*first)));
        check.node(path, at_top);
        if let ([ASTNode::Stmt(first)], false) = (path, at_top) {
            check.out.proposals.insert(key(first.position()), proposes(first));
        }
        if let Some(node) = path.last() {
            check.note(node, path.len() == 1);
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
            check.error(Code::TakenName, function.body.start_position(), message, "take another name");
        }
    }
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
    /// The functions of the file by name and number of parameters, and the names of these.
    functions: BTreeMap<(String, usize), Vec<String>>,
    locals: BTreeSet<String>,
    pub(crate) out: Lint,
}

impl Check<'_> {
    pub(crate) fn error(
        &mut self,
        code: Code,
        at: Position,
        message: impl Into<String>,
        hint: impl Into<String>,
    ) {
        self.out.findings.push(Diagnostic::error(self.source, at, code, message).hint(hint));
    }

    fn node(&mut self, path: &[ASTNode], top: bool) {
        let Some(node) = path.last() else { return };
        match node {
            ASTNode::Stmt(Stmt::FnCall(call, at)) | ASTNode::Expr(Expr::FnCall(call, at)) => {
                self.call(call, *at, path, top);
            }
            ASTNode::Stmt(Stmt::Var(var, _, at)) => {
                self.named(&var.0.name, *at);
                if is_chat(&var.1) {
                    self.unchecked(&var.0.name, *at);
                }
            }
            ASTNode::Stmt(Stmt::For(parts, at)) => {
                self.named(&parts.0.name, *at);
                if let Some(counter) = &parts.1 {
                    self.named(&counter.name, *at);
                }
            }
            ASTNode::Stmt(Stmt::Import(_, at) | Stmt::Export(_, at)) => {
                self.error(Code::NotAvailable, *at, "files of rules cannot import or export", "");
            }
            ASTNode::Stmt(Stmt::Assignment(parts)) => self.assignment(&parts.1.lhs),
            ASTNode::Expr(Expr::MethodCall(call, at)) => self.method(call, *at, path),
            ASTNode::Expr(Expr::Property(parts, at)) => self.property(&parts.2, *at, path),
            ASTNode::Expr(Expr::Variable(parts, _, at)) if !parts.2.is_empty() => {
                self.error(Code::NotAvailable, *at, "`::` is not available in rules", "");
            }
            ASTNode::Expr(Expr::Map(parts, at)) => {
                let keys = parts.0.iter().map(|(key, _)| key.name.as_str());
                self.keys(keys.chain(parts.1.keys().map(rhai::Identifier::as_str)), *at);
            }
            ASTNode::Expr(Expr::DynamicConstant(value, at)) => self.constant(value, *at),
            _ => {}
        }
    }

    fn named(&mut self, name: &str, at: Position) {
        if name == "chat" {
            self.error(Code::TakenName, at, "`chat` always is the conversation", "take another name");
        }
    }

    /// The conversation goes by another name, under which nobody can tell its facts.
    fn unchecked(&mut self, name: &str, at: Position) {
        let message = format!("the conversation is called `{name}` there, and its facts cannot be checked");
        let hint = "call it `chat` everywhere, in `fn` too";
        let found = Diagnostic::warning(self.source, at, Code::UncheckedChat, message).hint(hint);
        self.out.warnings.push(found);
    }

    fn call(&mut self, call: &FnCallExpr, at: Position, path: &[ASTNode], top: bool) {
        let name = call.name.as_str();
        let count = call.args.len();
        if call.op_token.is_some() {
            return;
        }
        if !call.namespace.is_empty() {
            self.error(Code::NotAvailable, at, "`::` is not available in rules", "");
        } else if name == "curry" {
            self.capture(call, at, path);
        } else if let Some(declaration) = DECLARATIONS.iter().find(|known| known.name == name)
            && !(name == "starts_with" && count == 2)
        {
            if !top {
                self.error(
                    Code::Misplaced,
                    at,
                    format!(
                        "`{name}` declares a rule and stands at the top of a file, not inside a function"
                    ),
                    "",
                );
            } else if !(declaration.arguments..=declaration.arguments + 1).contains(&count) {
                self.error(Code::WrongArguments, at, format!("`{name}` takes {}", declaration.shown), "");
            } else {
                self.out.arguments.insert(key(at), call.args.iter().map(Written::of).collect());
                let function =
                    call.args.last().filter(|f| matches!(f, Expr::DynamicConstant(..) | Expr::Stmt(_)));
                self.out.inline.insert(key(at), function.map(Expr::position));
            }
        } else if name == "setting" {
            if !top {
                self.error(Code::Misplaced, at, "`setting(…)` stands in `after(…)` only", "");
            } else if count != 1 {
                self.error(
                    Code::WrongArguments,
                    at,
                    "`setting` takes a name, such as setting(\"auto_complete\")",
                    "",
                );
            }
        } else if let Some(parameters) = self.functions.get(&(name.to_owned(), count)) {
            let given = call.args.iter().zip(parameters);
            let renamed = given.filter(|(argument, name)| is_chat(argument) && *name != "chat");
            for name in renamed.map(|(_, name)| name.clone()).collect::<Vec<_>>() {
                self.unchecked(&name, at);
            }
        } else if !self.locals.contains(name) {
            self.known(name, count, at);
        }
    }

    fn known(&mut self, name: &str, count: usize, at: Position) {
        let own: BTreeSet<usize> =
            self.functions.keys().filter(|(known, _)| known == name).map(|(_, count)| *count).collect();
        let counts = names().get(name).filter(|counts| !counts.is_empty()).cloned().unwrap_or(own);
        if counts.contains(&count) {
            return;
        }
        let ours = METHODS.iter().any(|method| method.name == name);
        if !counts.is_empty() && !ours {
            let counts = counts.iter().map(ToString::to_string).collect::<Vec<_>>().join(" or ");
            self.error(
                Code::WrongArguments,
                at,
                format!("`{name}` takes {counts} arguments, not {count}"),
                "",
            );
            return;
        }
        let all = names().keys().map(String::as_str).filter(|name| is_word(name));
        let own = self.functions.keys().map(|(name, _)| name.as_str()).filter(|name| is_word(name));
        let declared = DECLARATIONS.iter().map(|known| known.name);
        let near = nearest(name, declared.chain(own).chain(all)).map(ToOwned::to_owned);
        let hint = if ours { format!("write `chat.{name}(…)`") } else { did_you_mean(near.as_deref()) };
        self.error(Code::UnknownFunction, at, format!("there is no function `{name}`"), hint);
    }

    fn method(&mut self, call: &FnCallExpr, at: Position, path: &[ASTNode]) {
        let name = call.name.as_str();
        if !on_chat(path) {
            if !self.functions.contains_key(&(name.to_owned(), call.args.len())) {
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
            return self.error(Code::UnknownAction, at, format!("`chat` has no `{name}(…)`"), hint);
        };
        if name == "go_on" {
            self.out.go_ons.insert(key(at));
        }
        let most = method.arguments.len();
        if !(most - method.optional..=most).contains(&call.args.len()) {
            self.error(Code::WrongArguments, at, format!("it is written `chat.{}`", method.shown()), "");
        }
        for (argument, expected) in call.args.iter().zip(method.arguments) {
            if let Some(kind) = literal(argument).filter(|kind| !fits(*expected, kind)) {
                let message = format!("this is {kind}, but it is written `chat.{}`", method.shown());
                self.error(Code::WrongArguments, argument.position(), message, "");
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
        self.error(Code::UnknownFact, at, format!("`chat` has no fact `{name}`"), hint);
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
    const QUIET: [&str; 6] = ["has_tag", "field", "says", "group", "var", "go_on"];
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
        Argument::Keywords => matches!(kind, "text" | "a list"),
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
