//! As much of JSON Schema as the files of `tests/schemas/` use, so that they can be read beside the specifications.

use serde_json::{Map, Value};

/// Words that say something to people only, or are read where they are referred to.
const SILENT: &[&str] = &["title", "definitions"];

/// What in `value` is not as `schema` says: a line each, with the JSON pointer of the place.
///
/// # Panics
/// At a word that is not understood here, so that nothing in a schema is only seemingly checked.
pub fn mistakes(schema: &Value, value: &Value) -> Vec<String> {
    let mut validator = Validator { root: schema, mistakes: Vec::new() };
    validator.check(schema, value, "");
    validator.mistakes
}

struct Validator<'s> {
    root: &'s Value,
    mistakes: Vec<String>,
}

impl Validator<'_> {
    fn check(&mut self, schema: &Value, value: &Value, at: &str) {
        for (word, rule) in schema.as_object().expect("a schema is an object") {
            let holds = match word.as_str() {
                "$ref" => {
                    let pointer = rule.as_str().and_then(|rule| rule.strip_prefix('#')).expect("a place in this file");
                    self.check(self.root.pointer(pointer).expect("a definition"), value, at);
                    true
                }
                "type" => match rule.as_str().expect("one type") {
                    "object" => value.is_object(),
                    "array" => value.is_array(),
                    "string" => value.is_string(),
                    "integer" => value.is_u64() || value.is_i64(),
                    other => panic!("`{other}` is not checked here"),
                },
                "enum" => rule.as_array().expect("a list").contains(value),
                "minimum" => value.as_i64() >= rule.as_i64(),
                "minLength" => value.as_str().map(|text| text.chars().count()) >= size(rule),
                "pattern" => value.as_str().is_some_and(|text| fits(rule.as_str().expect("a pattern"), text)),
                "minItems" => value.as_array().map(Vec::len) >= size(rule),
                "maxItems" => value.as_array().map(Vec::len) <= size(rule),
                "uniqueItems" => value.as_array().is_some_and(|items| is_unique(items)),
                "items" => {
                    for (index, item) in value.as_array().into_iter().flatten().enumerate() {
                        self.check(rule, item, &format!("{at}/{index}"));
                    }
                    true
                }
                "required" => {
                    let keys = rule.as_array().expect("a list").iter().filter_map(Value::as_str);
                    keys.into_iter().all(|key| value.get(key).is_some())
                }
                "properties" => {
                    for (key, rule) in rule.as_object().expect("an object") {
                        value.get(key).into_iter().for_each(|inner| self.check(rule, inner, &format!("{at}/{key}")));
                    }
                    true
                }
                "additionalProperties" => self.others(schema, rule, value, at),
                word => SILENT.contains(&word) || panic!("`{word}` is not checked here"),
            };
            if !holds {
                self.mistakes.push(format!("{at}: not as `{word}: {rule}` says: {value}"));
            }
        }
    }

    /// The properties that the schema does not name: against a schema of their own, or whether there are none.
    fn others(&mut self, schema: &Value, rule: &Value, value: &Value, at: &str) -> bool {
        let named = schema.get("properties").and_then(Value::as_object);
        let is_named = |key: &str| named.is_some_and(|named: &Map<String, Value>| named.contains_key(key));
        let mut others = value.as_object().into_iter().flatten().filter(|(key, _)| !is_named(key));
        if *rule == Value::Bool(false) {
            return others.next().is_none();
        }
        others.for_each(|(key, inner)| self.check(rule, inner, &format!("{at}/{key}")));
        true
    }
}

fn size(rule: &Value) -> Option<usize> {
    rule.as_u64().map(|number| number as usize)
}

fn is_unique(items: &[Value]) -> bool {
    items.iter().enumerate().all(|(index, item)| !items[..index].contains(item))
}

/// Whether `text` fits a pattern of the form `^[a-z0-9-]+$` or `^[a-f]{32}$`.
fn fits(pattern: &str, text: &str) -> bool {
    let parts = pattern.strip_prefix("^[").and_then(|rest| rest.strip_suffix('$')?.split_once(']'));
    let (class, count) = parts.unwrap_or_else(|| panic!("`{pattern}` is not understood here"));
    let class: Vec<char> = class.chars().collect();
    let is_in = |character: char| {
        let range = class.windows(3).any(|run| run[1] == '-' && (run[0]..=run[2]).contains(&character));
        range || class.contains(&character)
    };
    let length = text.chars().count();
    let counts = match count.strip_prefix('{').and_then(|count| count.strip_suffix('}')) {
        Some(number) => number.parse() == Ok(length),
        None => count == "+" && length > 0,
    };
    counts && text.chars().all(is_in)
}

#[test]
fn each_word_of_a_schema_is_checked() {
    use serde_json::json;

    for (schema, right, wrong) in [
        (json!({ "type": "object" }), json!({}), json!([])),
        (json!({ "type": "integer" }), json!(1), json!(1.5)),
        (json!({ "enum": ["a", 1] }), json!(1), json!("b")),
        (json!({ "minimum": 1 }), json!(1), json!(0)),
        (json!({ "minLength": 1 }), json!("é"), json!("")),
        (json!({ "pattern": "^[a-f0-9-]{2}$" }), json!("c-"), json!("cg")),
        (json!({ "pattern": "^[a-f]{2}$" }), json!("ca"), json!("cab")),
        (json!({ "pattern": "^[a-c/]+$" }), json!("a/b"), json!("")),
        (json!({ "minItems": 1, "maxItems": 2 }), json!([1]), json!([])),
        (json!({ "maxItems": 1 }), json!([1]), json!([1, 2])),
        (json!({ "uniqueItems": true }), json!([1, 2]), json!([1, 2, 1])),
        (json!({ "items": { "type": "string" } }), json!(["a"]), json!(["a", 1])),
        (json!({ "required": ["a"] }), json!({ "a": 1 }), json!({ "b": 1 })),
        (json!({ "properties": { "a": { "enum": [1] } } }), json!({ "b": 2 }), json!({ "a": 2 })),
        (json!({ "properties": { "a": {} }, "additionalProperties": false }), json!({ "a": 2 }), json!({ "b": 2 })),
        (json!({ "additionalProperties": { "enum": [1] } }), json!({ "a": 1 }), json!({ "a": 2 })),
        (json!({ "$ref": "#/definitions/a", "definitions": { "a": { "enum": [1] } } }), json!(1), json!(2)),
    ] {
        assert_eq!(mistakes(&schema, &right), [""; 0], "{schema}");
        assert_eq!(mistakes(&schema, &wrong).len(), 1, "{schema}");
    }
}
