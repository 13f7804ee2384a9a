//! Writing out and comparing lists and maps.
//!
//! Rhai's own functions call the engine again at each level, and the nesting that the limits allow would be too much
//! for a small stack: that would end the process. These look a few levels deep and no further.

use rhai::{Array, Dynamic, Engine, Map};

/// How many levels count.
const DEEPEST: usize = 8;

/// Puts these in the place of rhai's own.
pub(crate) fn register(engine: &mut Engine) {
    for name in ["to_string", "to_debug", "print", "debug"] {
        engine.register_fn(name, |list: &mut Array| items(list, 0));
        engine.register_fn(name, |map: &mut Map| pairs(map, 0));
    }
    engine
        .register_fn("==", |a: &mut Array, b: Array| same_lists(a, &b, 0))
        .register_fn("!=", |a: &mut Array, b: Array| !same_lists(a, &b, 0))
        .register_fn("==", |a: &mut Map, b: Map| same_maps(a, &b, 0))
        .register_fn("!=", |a: &mut Map, b: Map| !same_maps(a, &b, 0));
}

fn written(value: &Dynamic, depth: usize) -> String {
    if depth == DEEPEST && (value.is_array() || value.is_map()) {
        return "…".to_owned();
    }
    if let Some(list) = value.read_lock::<Array>() {
        return items(&list, depth);
    }
    if let Some(map) = value.read_lock::<Map>() {
        return pairs(&map, depth);
    }
    if value.is_string() { format!("{:?}", value.to_string()) } else { value.to_string() }
}

fn items(list: &Array, depth: usize) -> String {
    let items: Vec<_> = list.iter().map(|item| written(item, depth + 1)).collect();
    format!("[{}]", items.join(", "))
}

fn pairs(map: &Map, depth: usize) -> String {
    let pairs: Vec<_> =
        map.iter().map(|(key, item)| format!("{key}: {}", written(item, depth + 1))).collect();
    format!("#{{{}}}", pairs.join(", "))
}

/// Whether two values are equal; what is nested deeper than the levels that count is not.
fn same(a: &Dynamic, b: &Dynamic, depth: usize) -> bool {
    if depth == DEEPEST && (a.is_array() || a.is_map()) {
        return false;
    }
    if let (Some(a), Some(b)) = (a.read_lock::<Array>(), b.read_lock::<Array>()) {
        return same_lists(&a, &b, depth);
    }
    if let (Some(a), Some(b)) = (a.read_lock::<Map>(), b.read_lock::<Map>()) {
        return same_maps(&a, &b, depth);
    }
    let number = |value: &Dynamic| value.as_float().ok();
    if let (Some(a), Some(b)) = (number(a), number(b)) {
        return a.partial_cmp(&b) == Some(std::cmp::Ordering::Equal);
    }
    let scalar = |v: &Dynamic| v.is_string() || v.is_char() || v.is_int() || v.is_bool() || v.is_unit();
    scalar(a) && scalar(b) && a.type_name() == b.type_name() && a.to_string() == b.to_string()
}

fn same_lists(a: &Array, b: &Array, depth: usize) -> bool {
    a.len() == b.len() && a.iter().zip(b).all(|(a, b)| same(a, b, depth + 1))
}

fn same_maps(a: &Map, b: &Map, depth: usize) -> bool {
    a.len() == b.len() && a.iter().zip(b).all(|((k, a), (l, b))| k == l && same(a, b, depth + 1))
}

#[cfg(test)]
mod tests {
    fn eval(text: &str) -> rhai::Dynamic {
        crate::engine::runner().eval(text).unwrap()
    }

    #[test]
    fn lists_and_maps_are_equal_if_all_in_them_is() {
        for (text, equal) in [
            ("[1, \"a\", true, ()] == [1, \"a\", true, ()]", true),
            ("[1] == [2]", false),
            ("[1] == [\"1\"]", false),
            ("[1.5] == [1.5]", true),
            ("[1] != [1, 2]", true),
            ("#{a: [1]} == #{a: [1]}", true),
            ("#{a: 1} == #{b: 1}", false),
            ("#{a: 1} != #{a: 2}", true),
            ("[[1]].contains([1])", true),
            ("[1, [2]].index_of([2]) == 1", true),
            ("[] == #{}", false),
        ] {
            assert_eq!(eval(text).as_bool(), Ok(equal), "{text}");
        }
    }

    #[test]
    fn lists_and_maps_are_written_like_sources() {
        assert_eq!(eval("`${[1, \"a\", #{b: [true]}]}`").to_string(), "[1, \"a\", #{b: [true]}]");
        assert_eq!(
            eval("let a = 1; for i in 0..9 { a = [a]; } a.to_string()").to_string(),
            "[[[[[[[[…]]]]]]]]"
        );
    }
}
