//! TOML of other tools.

use super::Value;

/// Reads a document; nothing of one that is none.
pub(in super::super) fn read(text: &str) -> Value {
    text.parse::<toml::Table>().map_or(Value::Nothing, |table| converted(toml::Value::Table(table)))
}

fn converted(value: toml::Value) -> Value {
    match value {
        toml::Value::String(text) => Value::Text(text),
        toml::Value::Array(items) => Value::List(items.into_iter().map(converted).collect()),
        toml::Value::Table(table) => {
            Value::Map(table.into_iter().map(|(key, value)| (key, converted(value))).collect())
        }
        other => Value::Text(other.to_string()),
    }
}
