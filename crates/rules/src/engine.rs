//! The engine: empty at first, and given only what we mean to give (SEC-20, SEC-21, SEC-23).

use std::collections::{BTreeMap, BTreeSet};
use std::sync::OnceLock;

use rhai::packages::{
    ArithmeticPackage, BasicArrayPackage, BasicIteratorPackage, BasicMapPackage, BasicMathPackage,
    BasicStringPackage, LogicPackage, MoreStringPackage, Package,
};
use rhai::{
    Dynamic, Engine, EvalAltResult, ImmutableString, Map, OptimizationLevel, Position, Shared, Token,
};

use crate::confine::CONSUMERS;
use crate::text::Length;
use crate::{chat, limits, values};

/// The words of the language that rules have no use for, or that would lead out of the sandbox.
pub(crate) const REFUSED: [&str; 8] =
    ["eval", "print", "debug", "import", "export", "Fn", "curry", "is_def_var"];

/// An engine that runs rules.
pub(crate) fn runner() -> Engine {
    let mut engine = Engine::new_raw();
    engine.set_optimization_level(OptimizationLevel::None);
    limits::apply(&mut engine);
    for word in REFUSED {
        engine.disable_symbol(word);
    }
    free_var(&mut engine);
    for package in packages() {
        engine.register_global_module(package.clone());
    }
    checked_keys(&mut engine);
    values::register(&mut engine);
    lengths(&mut engine);
    chat::register(&mut engine);
    engine
}

/// Rhai keeps the word `var` for itself without using it; `chat.var(…)` does.
#[expect(deprecated, reason = "rhai marks what may change this way; the version is pinned")]
fn free_var(engine: &mut Engine) {
    engine.on_parse_token(|token, _, _| match token {
        Token::Reserved(word) if *word == "var" => Token::Identifier(word),
        token => token,
    });
}

/// Arithmetic, logic, texts, lists, maps and loops over them. The packages hold nothing that waits, tells the time or
/// prints, and they are made once for all engines.
fn packages() -> &'static [Shared<rhai::Module>] {
    static PACKAGES: OnceLock<Vec<Shared<rhai::Module>>> = OnceLock::new();
    PACKAGES.get_or_init(|| {
        vec![
            ArithmeticPackage::new().as_shared_module(),
            LogicPackage::new().as_shared_module(),
            BasicStringPackage::new().as_shared_module(),
            MoreStringPackage::new().as_shared_module(),
            BasicArrayPackage::new().as_shared_module(),
            BasicMapPackage::new().as_shared_module(),
            BasicMathPackage::new().as_shared_module(),
            BasicIteratorPackage::new().as_shared_module(),
        ]
    })
}

/// Puts a measure on the keys of maps, which rhai's own limits leave out.
fn checked_keys(engine: &mut Engine) {
    engine.register_fn(
        "set",
        |map: &mut Map, key: ImmutableString, value: Dynamic| -> Result<(), Box<EvalAltResult>> {
            if key.len() > limits::KEY_BYTES {
                let message = format!("a key has at most {} bytes", limits::KEY_BYTES);
                return Err(EvalAltResult::ErrorRuntime(message.into(), Position::NONE).into());
            }
            if CONSUMERS.contains(&key.as_str()) {
                let message = format!("`{key}` has a meaning already and cannot be a key");
                return Err(EvalAltResult::ErrorRuntime(message.into(), Position::NONE).into());
            }
            map.insert(key.as_str().into(), value);
            Ok(())
        },
    );
}

fn lengths(engine: &mut Engine) {
    let fail = |message: String| EvalAltResult::ErrorRuntime(message.into(), Position::NONE).into();
    engine.register_type_with_name::<Length>("length");
    for (name, seconds) in [("minutes", 60), ("hours", 3600), ("days", 86_400)] {
        engine.register_fn(name, move |n: i64| -> Result<Length, Box<EvalAltResult>> {
            Length::of(n, seconds).map_err(fail)
        });
    }
}

/// The names that an engine answers to, and with how many arguments, the receiver of a method included.
pub(crate) type Names = BTreeMap<String, BTreeSet<usize>>;

/// What the engine itself offers beside `chat`.
pub(crate) fn names() -> &'static Names {
    static NAMES: OnceLock<Names> = OnceLock::new();
    NAMES.get_or_init(|| {
        let mut names = Names::new();
        let mut note = |name: &str, arguments: usize| {
            names.entry(name.to_owned()).or_default().insert(arguments);
        };
        let found = |function: rhai::FuncInfo<'_>| {
            Some((function.metadata.name.to_string(), function.metadata.num_params))
        };
        for (name, arguments) in runner().collect_fn_metadata(None, found, true) {
            note(&name, arguments);
        }
        for (name, arguments) in [("call", 1..=6), ("type_of", 1..=1), ("is_shared", 1..=1)] {
            arguments.for_each(|n| note(name, n));
        }
        names.retain(|name, _| !REFUSED.contains(&name.as_str()));
        names
    })
}
