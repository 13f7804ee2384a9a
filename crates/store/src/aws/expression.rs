//! Conditions, updates and ranges, written as DynamoDB's expressions.
//!
//! Every name and value is a placeholder, so that no name can be a reserved word and no value can be syntax.

use std::collections::HashMap;

use aws_sdk_dynamodb::types::AttributeValue;

use super::convert::attribute;
use crate::schema;
use crate::table::{Condition, Query, Range, Update, Value};

/// The placeholders of one request, filled while its expressions are written.
#[derive(Debug, Default)]
pub struct Expression {
    names: Vec<String>,
    values: Vec<AttributeValue>,
}

impl Expression {
    /// Returns the names, or nothing if none was used: the server refuses an empty map.
    pub fn names(&self) -> Option<HashMap<String, String>> {
        let names = self.names.iter().enumerate().map(|(place, name)| (format!("#n{place}"), name.clone()));
        (!self.names.is_empty()).then(|| names.collect())
    }

    /// Returns the values, or nothing if none was used.
    pub fn values(&self) -> Option<HashMap<String, AttributeValue>> {
        let values =
            self.values.iter().enumerate().map(|(place, value)| (format!(":v{place}"), value.clone()));
        (!self.values.is_empty()).then(|| values.collect())
    }

    fn name(&mut self, name: &str) -> String {
        let place = self.names.iter().position(|known| known == name).unwrap_or_else(|| {
            self.names.push(name.to_owned());
            self.names.len() - 1
        });
        format!("#n{place}")
    }

    fn value(&mut self, value: &Value) -> String {
        self.values.push(attribute(value));
        format!(":v{}", self.values.len() - 1)
    }

    fn text(&mut self, text: &str) -> String {
        self.values.push(AttributeValue::S(text.to_owned()));
        format!(":v{}", self.values.len() - 1)
    }

    /// Writes a condition, or nothing if it asks nothing.
    pub fn condition(&mut self, condition: &Condition) -> Option<String> {
        if condition.is_always() {
            return None;
        }
        Some(match condition {
            Condition::Absent => format!("attribute_not_exists({})", self.name(schema::PK)),
            Condition::Present => format!("attribute_exists({})", self.name(schema::PK)),
            Condition::Has(name) => format!("attribute_exists({})", self.name(name)),
            Condition::HasNot(name) => format!("attribute_not_exists({})", self.name(name)),
            Condition::Equals(name, value) => format!("{} = {}", self.name(name), self.value(value)),
            Condition::NotEquals(name, value) => format!("{} <> {}", self.name(name), self.value(value)),
            Condition::LessThan(name, value) => format!("{} < {}", self.name(name), self.value(value)),
            Condition::All(conditions) => self.joined(conditions, " AND "),
            Condition::Any(conditions) => self.joined(conditions, " OR "),
        })
    }

    fn joined(&mut self, conditions: &[Condition], word: &str) -> String {
        let parts: Vec<_> = conditions.iter().filter_map(|condition| self.condition(condition)).collect();
        // Redundant parentheses are refused.
        if let [part] = parts.as_slice() { part.clone() } else { format!("({})", parts.join(word)) }
    }

    /// Writes an update.
    pub fn update(&mut self, update: &Update) -> String {
        let mut clauses = Vec::new();
        if !update.set.is_empty() {
            let set =
                update.set.iter().map(|(name, value)| format!("{} = {}", self.name(name), self.value(value)));
            clauses.push(format!("SET {}", set.collect::<Vec<_>>().join(", ")));
        }
        if !update.remove.is_empty() {
            let remove = update.remove.iter().map(|name| self.name(name));
            clauses.push(format!("REMOVE {}", remove.collect::<Vec<_>>().join(", ")));
        }
        if !update.add.is_empty() {
            let add = update.add.iter();
            let add =
                add.map(|(name, amount)| format!("{} {}", self.name(name), self.value(&Value::N(*amount))));
            clauses.push(format!("ADD {}", add.collect::<Vec<_>>().join(", ")));
        }
        clauses.join(" ")
    }

    /// Writes which partition and which range of it a query reads.
    pub fn key_condition(&mut self, query: &Query) -> String {
        let hash = format!("{} = {}", self.name(query.index.hash()), self.text(&query.hash));
        if query.range == Range::All {
            return hash;
        }
        let name = self.name(query.index.range());
        let range = match &query.range {
            Range::All => return hash,
            Range::BeginsWith(prefix) => format!("begins_with({name}, {})", self.text(prefix)),
            Range::Between(low, high) => format!("{name} BETWEEN {} AND {}", self.text(low), self.text(high)),
            Range::Equal(value) => format!("{name} = {}", self.text(value)),
            Range::Less(value) => format!("{name} < {}", self.text(value)),
            Range::AtMost(value) => format!("{name} <= {}", self.text(value)),
            Range::Greater(value) => format!("{name} > {}", self.text(value)),
            Range::AtLeast(value) => format!("{name} >= {}", self.text(value)),
        };
        format!("{hash} AND {range}")
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::schema::Index;
    use crate::table::Key;

    #[test]
    fn conditions_nest_and_share_names() {
        let mut expression = Expression::default();
        let condition = Condition::All(vec![
            Condition::Present,
            Condition::All(vec![]),
            Condition::Any(vec![
                Condition::equals("v", 3),
                Condition::less_than("v", 9),
                Condition::has_not("t"),
            ]),
        ]);
        let text = expression.condition(&condition).unwrap();
        assert_eq!(text, "(attribute_exists(#n0) AND (#n1 = :v0 OR #n1 < :v1 OR attribute_not_exists(#n2)))");
        assert_eq!(expression.names().unwrap()["#n1"], "v");
    }

    #[test]
    fn nothing_asked_is_nothing_written() {
        let mut expression = Expression::default();
        assert_eq!(expression.condition(&Condition::All(vec![])), None);
        assert_eq!((expression.names(), expression.values()), (None, None));
    }

    #[test]
    fn updates_and_ranges_read_as_dynamodb_wants_them() {
        let mut expression = Expression::default();
        let update = Update::of(Key::new("p", "s")).set("a", 1).remove("b").add("c", 2);
        assert_eq!(expression.update(&update), "SET #n0 = :v0 REMOVE #n1 ADD #n2 :v1");
        let mut expression = Expression::default();
        let query = Query::of(Index::Due, "x").within(Range::Between("a".into(), "b".into()));
        assert_eq!(expression.key_condition(&query), "#n0 = :v0 AND #n1 BETWEEN :v1 AND :v2");
    }
}
