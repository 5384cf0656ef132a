//! The names that a context holds, with what each of them is.

use std::fmt;

use minijinja::Value;
use minijinja::value::ValueKind;

use super::Context;

/// What a value is to Typst.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Kind {
    Text,
    Number,
    Flag,
    Date,
    List,
    Table,
    Nothing,
}

impl fmt::Display for Kind {
    fn fmt(&self, f: &mut fmt::Formatter) -> fmt::Result {
        f.pad(match self {
            Self::Text => "text",
            Self::Number => "number",
            Self::Flag => "true/false",
            Self::Date => "date",
            Self::List => "list",
            Self::Table => "table",
            Self::Nothing => "none",
        })
    }
}

impl Context {
    /// Every name, the outer before the inner: `paper`, `paper.title`; `[]` stands for each item of a list.
    pub fn names(&self) -> Vec<(String, Kind)> {
        let mut names = Vec::new();
        inner(&self.0, "", &mut names);
        names
    }
}

fn inner(value: &Value, name: &str, names: &mut Vec<(String, Kind)>) {
    match value.kind() {
        ValueKind::Map if kind(value) == Kind::Table => {
            for key in value.try_iter().into_iter().flatten() {
                let below = match name {
                    "" => key.to_string(),
                    name => format!("{name}.{key}"),
                };
                push(&value.get_item(&key).unwrap_or_default(), below, names);
            }
        }
        ValueKind::Seq => {
            if let Some(item) = value.try_iter().ok().and_then(|mut items| items.next()) {
                push(&item, format!("{name}[]"), names);
            }
        }
        _ => {}
    }
}

fn push(value: &Value, name: String, names: &mut Vec<(String, Kind)>) {
    names.push((name.clone(), kind(value)));
    inner(value, &name, names);
}

fn kind(value: &Value) -> Kind {
    match value.kind() {
        ValueKind::String => Kind::Text,
        ValueKind::Number => Kind::Number,
        ValueKind::Bool => Kind::Flag,
        ValueKind::Seq | ValueKind::Iterable => Kind::List,
        ValueKind::Map if value.get_attr("$datetime").is_ok_and(|date| !date.is_undefined()) => Kind::Date,
        ValueKind::Map => Kind::Table,
        _ => Kind::Nothing,
    }
}
