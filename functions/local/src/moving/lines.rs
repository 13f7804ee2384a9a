//! Items as lines of JSON, as DynamoDB exports them: `{"Item":{"pk":{"S":"…"},…}}`.
//!
//! Source: <https://docs.aws.amazon.com/amazondynamodb/latest/developerguide/S3DataExport.Output.html> (read 2026-11).

use base64::Engine;
use base64::engine::general_purpose::STANDARD;
use serde_json::{Map, Value as Json, json};
use store::Key;
use store::schema::{PK, SK};
use store::table::{Item, Value};

/// Writes an item as a line, without its end.
pub(super) fn line(item: &Item) -> String {
    let mut attributes = Map::new();
    attributes.insert(PK.to_owned(), json!({ "S": item.key.pk }));
    attributes.insert(SK.to_owned(), json!({ "S": item.key.sk }));
    for (name, value) in &item.attributes {
        let value = match value {
            Value::S(text) => json!({ "S": text }),
            Value::N(number) => json!({ "N": number.to_string() }),
            Value::Bool(flag) => json!({ "BOOL": flag }),
            Value::B(bytes) => json!({ "B": STANDARD.encode(bytes) }),
        };
        attributes.insert(name.to_string(), value);
    }
    json!({ "Item": attributes }).to_string()
}

/// Reads a line; `None` if it is none of ours.
pub(super) fn item(line: &str) -> Option<Item> {
    let Json::Object(mut line) = serde_json::from_str(line).ok()? else { return None };
    let Json::Object(mut attributes) = line.remove("Item")? else { return None };
    let mut key = |name| match value(attributes.remove(name)?)? {
        Value::S(text) => Some(text),
        _ => None,
    };
    let mut item = Item::at(Key::new(key(PK)?, key(SK)?));
    for (name, found) in attributes {
        item.attributes.insert(name.into(), value(found)?);
    }
    Some(item)
}

fn value(json: Json) -> Option<Value> {
    let Json::Object(tagged) = json else { return None };
    let (kind, value) = tagged.into_iter().next()?;
    Some(match (kind.as_str(), value) {
        ("S", Json::String(text)) => Value::S(text),
        ("N", Json::String(number)) => Value::N(number.parse().ok()?),
        ("BOOL", Json::Bool(flag)) => Value::Bool(flag),
        ("B", Json::String(text)) => Value::B(STANDARD.decode(text).ok()?),
        _ => return None,
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_line_reads_back_as_the_item() {
        let original = Item::at(Key::new("main#CONV#c", "STATE"))
            .with("doc", "{\"a\":\"改行\\n\"}")
            .with("version", -3)
            .with("flag", true)
            .with("raw", vec![0, 255, 10]);
        let line = line(&original);
        assert!(line.starts_with("{\"Item\":{") && !line.contains('\n'), "{line}");
        assert_eq!(item(&line), Some(original));
        assert_eq!(item("{\"Item\":{\"pk\":{\"S\":\"a\"}}}"), None);
        assert_eq!(item(&line[..line.len() - 2]), None);
    }
}
