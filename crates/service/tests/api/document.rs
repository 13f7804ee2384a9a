use serde_json::Value;
use service::api::access::ROUTES;

/// T-10: the document is made from the code, lists every route and says how each may fail.
#[test]
fn the_document_lists_every_route_with_its_problems() {
    let document: Value = serde_json::from_str(&service::api::openapi_json().unwrap()).unwrap();
    for (method, path, _) in ROUTES {
        let operation = &document["paths"][path][method.as_str().to_lowercase()];
        assert!(operation.is_object(), "{method} {path} is not in the document");
        let responses = operation["responses"].as_object().unwrap();
        for status in ["400", "401", "403", "404", "429", "500", "503"] {
            let problem = &responses[status]["content"]["application/problem+json"]["schema"]["$ref"];
            assert_eq!(problem, "#/components/schemas/Problem", "{method} {path} {status}");
        }
        assert!(responses.keys().any(|status| status.starts_with('2') || status == "101"), "{method} {path}");
        let words = operation["summary"].as_str().or(operation["description"].as_str());
        assert!(words.is_some_and(|words| !words.is_empty()), "{method} {path} says nothing of itself");
    }
}

/// What generated clients are called by is there once.
#[test]
fn every_operation_has_a_name_of_its_own() {
    let document: Value = serde_json::from_str(&service::api::openapi_json().unwrap()).unwrap();
    let mut names: Vec<_> = ROUTES
        .iter()
        .map(|(method, path, _)| &document["paths"][path][method.as_str().to_lowercase()]["operationId"])
        .map(|name| name.as_str().unwrap())
        .collect();
    names.sort_unstable();
    assert!(names.contains(&"post_conversations_id_join"));
    names.dedup();
    assert_eq!(names.len(), ROUTES.len());
}

/// What is referred to is there: a generator of types reads it without a complaint.
#[test]
fn every_reference_of_the_document_resolves() {
    fn references<'a>(value: &'a Value, found: &mut Vec<&'a str>) {
        match value {
            Value::Object(map) => {
                found.extend(map.get("$ref").and_then(Value::as_str));
                map.values().for_each(|value| references(value, found));
            }
            Value::Array(list) => list.iter().for_each(|value| references(value, found)),
            _ => {}
        }
    }
    let document: Value = serde_json::from_str(&service::api::openapi_json().unwrap()).unwrap();
    let mut found = Vec::new();
    references(&document, &mut found);
    assert!(found.len() > 100, "{} references", found.len());
    for reference in found {
        let pointer = reference.strip_prefix('#').unwrap();
        assert!(document.pointer(pointer).is_some(), "{reference} is not there");
    }
}
