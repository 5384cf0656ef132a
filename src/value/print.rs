//! Values as plain text, and as Typst literals.

use std::fmt;

use minijinja::value::ValueKind;
use minijinja::{Error, ErrorKind, Output, State, Value};

use crate::literal::push_literal;
use crate::source::is_forbidden;

/// Lists and tables may nest this deep.
const MAX_DEPTH: usize = 32;

/// A literal may be this long, in bytes. The engine counts what is written only once it is written.
const MAX_LITERAL: usize = 1024 * 1024;

/// Why a value cannot be printed, and what its author can do.
#[derive(Debug, Clone)]
pub(super) struct Refusal {
    pub(super) what: String,
    pub(super) help: String,
}

impl Refusal {
    fn new(what: impl Into<String>, help: impl Into<String>) -> Self {
        Self { what: what.into(), help: help.into() }
    }
}

impl fmt::Display for Refusal {
    fn fmt(&self, f: &mut fmt::Formatter) -> fmt::Result {
        f.write_str(&self.what)
    }
}

impl std::error::Error for Refusal {}

/// A single value as its author would write it in prose.
pub(super) fn plain(value: &Value) -> Result<String, Refusal> {
    match value.kind() {
        ValueKind::String => {
            let text = value.as_str().unwrap_or_default();
            match text.chars().find(|&found| is_forbidden(found) || found.is_control()) {
                None => Ok(text.to_owned()),
                Some('\n') => Err(Refusal::new("holds a line break", "Write text of one line.")),
                Some(found) => Err(control_character(found)),
            }
        }
        ValueKind::Bool => Ok(value.is_true().to_string()),
        ValueKind::Number => number(value),
        ValueKind::Seq | ValueKind::Iterable => {
            Err(Refusal::new("is a list", "Join its items, such as `{{ vars.hosts | join(\", \") }}`."))
        }
        ValueKind::Map => Err(Refusal::new("is a table", key_help(value))),
        ValueKind::None => Err(Refusal::new("has no value", "Give it one, or name another value.")),
        _ => Err(Refusal::new("is not a value that can be printed", "Name a text, a number or a truth value.")),
    }
}

/// The formatter of templates: prints every value as one Typst literal.
pub(super) fn format_literal(output: &mut Output, _: &mut State, value: &Value) -> Result<(), Error> {
    let mut code = String::new();
    literal(value, MAX_DEPTH, &mut code)
        .map_err(|refusal| Error::new(ErrorKind::BadSerialization, refusal.to_string()).with_source(refusal))?;
    Ok(output.write_str(&code)?)
}

fn literal(value: &Value, depth: usize, code: &mut String) -> Result<(), Refusal> {
    if depth == 0 {
        return Err(Refusal::new(format!("nests deeper than {MAX_DEPTH} levels"), "Make it simpler."));
    }
    if code.len() > MAX_LITERAL {
        return Err(Refusal::new("is too long", "Make it simpler."));
    }
    match value.kind() {
        ValueKind::None => code.push_str("none"),
        ValueKind::Bool => code.push_str(if value.is_true() { "true" } else { "false" }),
        ValueKind::Number => code.push_str(&number(value)?),
        ValueKind::String => string(value.as_str().unwrap_or_default(), code)?,
        ValueKind::Map => map(value, depth, code)?,
        ValueKind::Seq | ValueKind::Iterable => {
            code.push('(');
            let mut count = 0;
            for item in value.try_iter().map_err(unreadable)? {
                code.push_str(if count == 0 { "" } else { ", " });
                literal(&item, depth - 1, code)?;
                count += 1;
            }
            // Without its comma, a list of one would be a value in brackets.
            code.push_str(if count == 1 { ",)" } else { ")" });
        }
        _ => {
            return Err(Refusal::new("cannot be printed", "Print a text, a number, a truth value, a list or a table."));
        }
    }
    Ok(())
}

fn map(value: &Value, depth: usize, code: &mut String) -> Result<(), Refusal> {
    if let Some([year, month, day]) = datetime(value) {
        code.push_str(&format!("datetime(year: {year}, month: {month}, day: {day})"));
        return Ok(());
    }
    code.push('(');
    let start = code.len();
    for key in value.try_iter().map_err(unreadable)? {
        code.push_str(if code.len() == start { "" } else { ", " });
        let Some(name) = key.as_str() else {
            return Err(Refusal::new("has a key that is not text", "Put its keys in quotes."));
        };
        string(name, code)?;
        code.push_str(": ");
        literal(&value.get_item(&key).map_err(unreadable)?, depth - 1, code)?;
    }
    code.push_str(if code.len() == start { ":)" } else { ")" });
    Ok(())
}

fn string(text: &str, code: &mut String) -> Result<(), Refusal> {
    match text.chars().find(|&found| is_forbidden(found)) {
        Some(found) => Err(control_character(found)),
        None => {
            push_literal(code, text);
            Ok(())
        }
    }
}

/// Year, month and day of a value that stands for a date.
fn datetime(value: &Value) -> Option<[i64; 3]> {
    let date = value.get_attr("$datetime").ok().filter(|_| value.len() == Some(1))?;
    let parts: Vec<_> = date.try_iter().ok()?.map(|part| part.as_i64()).collect::<Option<_>>()?;
    parts.try_into().ok()
}

/// A number in digits, without an exponent. Typst knows whole numbers of 64 bits.
fn number(value: &Value) -> Result<String, Refusal> {
    if value.is_integer() {
        let too_large = || Refusal::new("is a number that is too large", "Write it as text, in quotes.");
        return value.as_i64().map(|number| number.to_string()).ok_or_else(too_large);
    }
    let number = f64::try_from(value.clone()).map_err(unreadable)?;
    if !number.is_finite() {
        return Err(Refusal::new("is too large or no number at all", "Check what it is made of."));
    }
    let digits = number.to_string();
    Ok(if digits.contains('.') { digits } else { format!("{digits}.0") })
}

fn control_character(found: char) -> Refusal {
    Refusal::new(format!("holds the control character U+{:04X}", u32::from(found)), "Delete it.")
}

fn key_help(map: &Value) -> String {
    let first = map.try_iter().ok().and_then(|mut keys| keys.next());
    let is_name = |key: &&str| key.bytes().all(|byte| byte.is_ascii_alphanumeric() || byte == b'_');
    match first.as_ref().and_then(Value::as_str).filter(is_name) {
        Some(key) => format!("Name one of its values: add `.{key}`."),
        None => "Name one of its values.".to_owned(),
    }
}

fn unreadable(_: Error) -> Refusal {
    Refusal::new("cannot be read", "Make it simpler.")
}
