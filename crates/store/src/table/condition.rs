//! Conditions and updates as data, and what they mean.
//!
//! The real table is told in expressions; the in-memory table and the meter work out the same here.

use super::item::{Item, Name, Value};
use super::{Put, Update, Write};

/// What must hold of an item, as it is just before the write, for the write to happen.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Condition {
    /// There is no such item.
    Absent,
    /// There is such an item.
    Present,
    /// The item has the attribute.
    Has(Name),
    /// The item lacks the attribute; true as well if there is no item.
    HasNot(Name),
    /// The attribute is there and equal.
    Equals(Name, Value),
    /// The attribute differs or is not there.
    NotEquals(Name, Value),
    /// The attribute is there, of the same kind, and smaller. Text and bytes compare by bytes; `Bool` is refused.
    LessThan(Name, Value),
    /// Every one holds; with none, always.
    All(Vec<Condition>),
    /// At least one holds. None at all is refused.
    Any(Vec<Condition>),
}

impl Condition {
    /// Has the attribute.
    pub fn has(name: impl Into<Name>) -> Self {
        Self::Has(name.into())
    }

    /// Lacks the attribute.
    pub fn has_not(name: impl Into<Name>) -> Self {
        Self::HasNot(name.into())
    }

    /// Has the attribute with this value.
    pub fn equals(name: impl Into<Name>, value: impl Into<Value>) -> Self {
        Self::Equals(name.into(), value.into())
    }

    /// Does not have the attribute with this value.
    pub fn not_equals(name: impl Into<Name>, value: impl Into<Value>) -> Self {
        Self::NotEquals(name.into(), value.into())
    }

    /// Has the attribute with a smaller value.
    pub fn less_than(name: impl Into<Name>, value: impl Into<Value>) -> Self {
        Self::LessThan(name.into(), value.into())
    }

    /// Says whether the condition asks nothing, so that there is nothing to send.
    pub(crate) fn is_always(&self) -> bool {
        match self {
            Self::All(conditions) => conditions.iter().all(Self::is_always),
            Self::Any(conditions) => conditions.iter().any(Self::is_always),
            _ => false,
        }
    }

    /// Says whether the condition holds of the item, if there is one.
    pub fn holds(&self, item: Option<&Item>) -> bool {
        let attribute = |name: &Name| item.and_then(|item| item.get(name));
        match self {
            Self::Absent => item.is_none(),
            Self::Present => item.is_some(),
            Self::Has(name) => attribute(name).is_some(),
            Self::HasNot(name) => attribute(name).is_none(),
            Self::Equals(name, value) => attribute(name) == Some(value),
            Self::NotEquals(name, value) => attribute(name) != Some(value),
            Self::LessThan(name, value) => attribute(name).is_some_and(|held| is_less(held, value)),
            Self::All(conditions) => conditions.iter().all(|condition| condition.holds(item)),
            Self::Any(conditions) => conditions.iter().any(|condition| condition.holds(item)),
        }
    }
}

fn is_less(left: &Value, right: &Value) -> bool {
    match (left, right) {
        (Value::S(left), Value::S(right)) => left < right,
        (Value::N(left), Value::N(right)) => left < right,
        (Value::B(left), Value::B(right)) => left < right,
        _ => false,
    }
}

/// Says whether an optional condition holds; without one, it does.
pub(crate) fn allows(condition: Option<&Condition>, item: Option<&Item>) -> bool {
    condition.is_none_or(|condition| condition.holds(item))
}

/// Returns the item after an update, which makes it if there was none.
///
/// # Errors
///
/// Text for people, if an addition meets something that is not a number or leaves the range of `i64`.
pub(crate) fn updated(before: Option<&Item>, update: &Update) -> Result<Item, String> {
    let mut item = before.cloned().unwrap_or_else(|| Item::at(update.key.clone()));
    for (name, value) in &update.set {
        item.attributes.insert(name.clone(), value.clone());
    }
    for name in &update.remove {
        item.attributes.remove(name);
    }
    for (name, amount) in &update.add {
        let held = match item.attributes.get(name) {
            None => 0,
            Some(Value::N(held)) => *held,
            Some(_) => return Err(format!("cannot add to `{name}`: it is not a number")),
        };
        let sum = held.checked_add(*amount).ok_or_else(|| format!("cannot add to `{name}`: out of range"))?;
        item.attributes.insert(name.clone(), Value::N(sum));
    }
    Ok(item)
}

/// Returns the item after a write that is allowed, or nothing if none is left.
///
/// # Errors
///
/// As [`updated`].
pub(crate) fn written(before: Option<&Item>, write: &Write) -> Result<Option<Item>, String> {
    match write {
        Write::Put(Put { item, .. }) => Ok(Some(item.clone())),
        Write::Update(update) => updated(before, update).map(Some),
        Write::Delete(_) => Ok(None),
        Write::Check(_) => Ok(before.cloned()),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::table::Key;

    fn item() -> Item {
        Item::at(Key::new("p", "s")).with("n", 3).with("s", "b")
    }

    #[test]
    fn each_condition_says_what_it_is_called() {
        let item = item();
        let of = |condition: Condition| (condition.holds(Some(&item)), condition.holds(None));
        assert_eq!(of(Condition::Absent), (false, true));
        assert_eq!(of(Condition::Present), (true, false));
        assert_eq!(of(Condition::has("n")), (true, false));
        assert_eq!(of(Condition::has_not("n")), (false, true));
        assert_eq!(of(Condition::equals("n", 3)), (true, false));
        assert_eq!(of(Condition::not_equals("n", 3)), (false, true));
        assert_eq!(of(Condition::not_equals("n", 4)), (true, true));
        assert_eq!(of(Condition::less_than("n", 4)), (true, false));
        assert_eq!(of(Condition::less_than("n", "4")), (false, false));
        assert_eq!(of(Condition::less_than("s", "c")), (true, false));
        assert_eq!(of(Condition::All(vec![])), (true, true));
        assert_eq!(of(Condition::All(vec![Condition::Present, Condition::has("x")])), (false, false));
        assert_eq!(of(Condition::Any(vec![Condition::Absent, Condition::has("n")])), (true, true));
    }

    #[test]
    fn an_update_sets_removes_and_adds() {
        let update = Update::of(item().key).set("s", "z").remove("x").add("n", -1).add("new", 2);
        let after = updated(Some(&item()), &update).unwrap();
        assert_eq!(after, Item::at(item().key).with("n", 2).with("s", "z").with("new", 2));
        assert_eq!(
            updated(None, &update).unwrap(),
            Item::at(item().key).with("n", -1).with("s", "z").with("new", 2)
        );
    }

    #[test]
    fn an_addition_needs_a_number_that_fits() {
        let key = item().key;
        assert!(updated(Some(&item()), &Update::of(key.clone()).add("s", 1)).is_err());
        assert!(updated(Some(&item()), &Update::of(key).add("n", i64::MAX)).is_err());
    }
}
