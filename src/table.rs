//! TOML text as tables whose every key and value has a place: unknown keys and wrong types, all at once.

use std::collections::BTreeMap;

use serde::Serialize;

/// A TOML value without its places: what `[vars]` hands to expressions.
#[derive(Debug, Clone, PartialEq, Serialize)]
#[serde(untagged)]
pub enum Datum {
    Text(String),
    Integer(i64),
    Float(f64),
    Boolean(bool),
    List(Vec<Datum>),
    Table(BTreeMap<String, Datum>),
}
