//! The template, read as `CloudFormation` reads it, as far as roles and environments go.

use std::collections::{BTreeMap, BTreeSet};
use std::path::Path;

use serde_json::{Map, Value, json};

/// Where the played account is.
const REGION: &str = "ap-northeast-1";
/// Its number.
const ACCOUNT: &str = "000000000000";

/// The template with its parameters' defaults.
#[derive(Debug)]
pub struct Template {
    root: Value,
}

/// What a function's role allows.
#[derive(Debug, Clone, Default)]
pub struct Role {
    /// Pairs of an action and the resource, which may end in `*`.
    pub allows: BTreeSet<(String, String)>,
}

impl Role {
    /// The part of the role that allows this, if any does.
    pub fn allowing(&self, action: &str, resource: &str) -> Option<&(String, String)> {
        self.allows.iter().find(|(allowed, pattern)| allowed == action && matches(pattern, resource))
    }
}

/// Whether an ARN is one that a pattern of ours means: each `*` stands for anything.
fn matches(pattern: &str, arn: &str) -> bool {
    let mut parts = pattern.split('*');
    let Some(mut rest) = parts.next().and_then(|first| arn.strip_prefix(first)) else { return false };
    let parts: Vec<_> = parts.collect();
    for (place, part) in parts.iter().enumerate() {
        if place + 1 == parts.len() {
            return part.is_empty() || rest.ends_with(part);
        }
        let Some(at) = rest.find(part) else { return false };
        rest = &rest[at + part.len()..];
    }
    rest.is_empty()
}

impl Template {
    /// Reads `infra/template.yaml`.
    pub fn read() -> Self {
        let path = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../infra/template.yaml");
        let text = std::fs::read_to_string(path).unwrap();
        Self { root: plain(yaml_serde::from_str(&text).unwrap()) }
    }

    /// A part of the template as it stands there, by its keys.
    pub fn part(&self, path: &[&str]) -> &Value {
        path.iter().fold(&self.root, |part, key| &part[*key])
    }

    /// The names of the resources of a type, in order.
    pub fn of_type(&self, kind: &str) -> Vec<String> {
        let resources = self.root["Resources"].as_object().unwrap();
        resources.iter().filter(|(_, it)| it["Type"] == kind).map(|(name, _)| name.clone()).collect()
    }

    /// What the template puts into the environment of a function.
    pub fn environment(&self, function: &str) -> BTreeMap<String, String> {
        let own = self.part(&["Resources", function, "Properties", "Environment", "Variables"]);
        let global = self.part(&["Globals", "Function", "Environment", "Variables"]);
        let variables = [global, own].into_iter().filter_map(Value::as_object).flatten();
        variables.map(|(name, value)| (name.clone(), self.text(value))).collect()
    }

    /// What the role of a function allows.
    pub fn role(&self, function: &str) -> Role {
        let properties = self.part(&["Resources", &format!("{function}Role"), "Properties"]);
        assert!(properties.get("ManagedPolicyArns").is_none(), "{function}: policies of others allow more");
        let mut role = Role::default();
        for policy in list(&properties["Policies"]) {
            for statement in list(&policy["PolicyDocument"]["Statement"]) {
                assert_eq!(statement["Effect"], "Allow");
                for action in list(&statement["Action"]) {
                    for resource in list(&statement["Resource"]) {
                        let resource = self.text(&resource);
                        let action = action.as_str().unwrap().to_owned();
                        assert!(!action.contains('*') && resource != "*", "{function}: {action} {resource}");
                        role.allows.insert((action, resource));
                    }
                }
            }
        }
        role
    }

    /// What a value comes to.
    pub fn text(&self, value: &Value) -> String {
        if let Some(text) = value.as_str() {
            return text.to_owned();
        }
        let (function, argument) = value.as_object().and_then(|map| map.iter().next()).unwrap();
        match (function.as_str(), argument) {
            ("Ref", Value::String(name)) => self.named(name),
            ("Fn::GetAtt", Value::String(path)) => self.named(path),
            ("Fn::Sub", Value::String(text)) => self.substituted(text),
            ("Fn::Join", _) => panic!("nothing is joined here: {value}"),
            ("Fn::Split", Value::Array(split)) => self.text(&split[1]),
            ("Fn::Select", Value::Array(select)) => {
                let at = usize::try_from(select[0].as_u64().unwrap()).unwrap();
                let delimiter = select[1]["Fn::Split"][0].as_str().unwrap();
                self.text(&select[1]).split(delimiter).nth(at).unwrap().to_owned()
            }
            ("Fn::If", Value::Array(branches)) => {
                let condition = branches[0].as_str().unwrap();
                assert_eq!(condition, "HasDomain", "with the defaults it has none");
                self.text(&branches[2])
            }
            _ => panic!("what is {value}?"),
        }
    }

    fn substituted(&self, text: &str) -> String {
        let mut out = String::new();
        let mut rest = text;
        while let Some((before, after)) = rest.split_once("${") {
            let (name, behind) = after.split_once('}').unwrap();
            out.push_str(before);
            out.push_str(&self.named(name));
            rest = behind;
        }
        out + rest
    }

    /// What a name means: of a parameter, of AWS's own, of a resource or of an attribute of one.
    fn named(&self, name: &str) -> String {
        match name {
            "AWS::Partition" => return "aws".to_owned(),
            "AWS::Region" => return REGION.to_owned(),
            "AWS::AccountId" => return ACCOUNT.to_owned(),
            "AWS::StackName" => return "madoguchi-test".to_owned(),
            "AWS::URLSuffix" => return "amazonaws.com".to_owned(),
            "AWS::StackId" => {
                return format!("arn:aws:cloudformation:{REGION}:{ACCOUNT}:stack/madoguchi-test/5f2c-edge");
            }
            _ => {}
        }
        if let Some(default) = self.root["Parameters"][name].get("Default") {
            return default.as_str().map_or_else(|| default.to_string(), str::to_owned);
        }
        let (resource, attribute) = name.split_once('.').unwrap_or((name, ""));
        let kind =
            self.part(&["Resources", resource, "Type"]).as_str().unwrap_or_else(|| panic!("no {name}"));
        let arn =
            |service: &str, rest: &str| format!("arn:aws:{service}:{REGION}:{ACCOUNT}:{rest}{resource}");
        match (kind, attribute) {
            ("AWS::DynamoDB::Table", "Arn") => arn("dynamodb", "table/"),
            ("AWS::SQS::Queue", "Arn") => arn("sqs", ""),
            ("AWS::S3::Bucket", "Arn") => format!("arn:aws:s3:::{resource}"),
            ("AWS::Logs::LogGroup", "Arn") => arn("logs", "log-group:"),
            ("AWS::Serverless::Function" | "AWS::IAM::Role", "Arn") => arn("lambda", "function:"),
            ("AWS::CloudFront::Distribution", "DomainName") => "desk.example.com".to_owned(),
            (_, "") => resource.to_owned(),
            _ => panic!("what is {name}, of a {kind}?"),
        }
    }
}

/// One or several.
fn list(value: &Value) -> Vec<Value> {
    match value {
        Value::Array(several) => several.clone(),
        Value::Null => Vec::new(),
        one => vec![one.clone()],
    }
}

/// Turns YAML into JSON; `!GetAtt A.Arn` becomes `{"Fn::GetAtt": "A.Arn"}`, `!Ref A` `{"Ref": "A"}`.
fn plain(yaml: yaml_serde::Value) -> Value {
    use yaml_serde::Value as Yaml;
    match yaml {
        Yaml::Null => Value::Null,
        Yaml::Bool(it) => it.into(),
        Yaml::Number(it) => serde_json::to_value(it).unwrap(),
        Yaml::String(it) => it.into(),
        Yaml::Sequence(it) => it.into_iter().map(plain).collect(),
        Yaml::Mapping(it) => {
            let key = |key: yaml_serde::Value| plain(key).as_str().unwrap().to_owned();
            it.into_iter().map(|(name, value)| (key(name), plain(value))).collect::<Map<_, _>>().into()
        }
        Yaml::Tagged(it) => {
            let tag = it.tag.to_string();
            let name = match tag.trim_start_matches('!') {
                "Ref" => "Ref".to_owned(),
                other => format!("Fn::{other}"),
            };
            json!({ name: plain(it.value) })
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_star_stands_for_anything() {
        assert!(matches("arn:aws:s3:::Blobs/*", "arn:aws:s3:::Blobs/a/b"));
        assert!(matches("a/POST/@connections/*", "a/POST/@connections/x="));
        assert!(!matches("a/POST/@connections/*", "a/DELETE/@connections/x="));
        assert!(matches("table", "table") && !matches("table", "table/index/due"));
    }
}
