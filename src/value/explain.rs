//! The engine's errors in our own words.

use std::error::Error as _;
use std::ops::Range;

use minijinja::{Error, ErrorKind, Value};

use super::print::Refusal;
use super::{Context, ValueError};
use crate::diagnostic::{MAX_LISTED, listed, nearest};

/// Longer pieces of a template are not quoted in a message of one line.
const MAX_QUOTED: usize = 60;

/// What went wrong while `text`, an expression or a template, was read or evaluated.
pub(super) fn error(error: &Error, text: &str, context: &Context) -> ValueError {
    let range = error.range().map_or(0..text.len(), |range| clamp(text, range));
    let detail = error.detail().unwrap_or_default();
    if let Some(refused) = error.source().and_then(|source| source.downcast_ref::<Refusal>()) {
        return refusal(refused, range, text);
    }
    if let Some(name) = undefined_name(detail) {
        return undefined(name, range, text, context);
    }
    let what = quoted(&text[range.clone()]);
    let (message, help) = match error.kind() {
        ErrorKind::UndefinedError => return nothing(range, text),
        ErrorKind::SyntaxError | ErrorKind::BadEscape => syntax(detail, &what, context),
        ErrorKind::UnknownFilter => (format!("{what} names a filter that does not exist"), FILTERS.to_owned()),
        ErrorKind::UnknownTest => (format!("{what} names a test that does not exist"), "Compare with `==`.".to_owned()),
        ErrorKind::UnknownFunction | ErrorKind::UnknownMethod => {
            (format!("{what} calls something that does not exist"), FILTERS.to_owned())
        }
        ErrorKind::TooManyArguments | ErrorKind::MissingArgument => {
            (format!("{what} has too many or too few arguments"), "Count what stands in its brackets.".to_owned())
        }
        ErrorKind::OutOfFuel => (format!("{what} takes too long"), "Make it simpler.".to_owned()),
        _ => {
            (format!("{what} cannot be worked out{}", reason(detail)), "Check what kinds of values it uses.".to_owned())
        }
    };
    ValueError { message, help: Some(help), range }
}

/// A value that was found, but cannot be printed.
pub(super) fn refusal(refused: &Refusal, range: Range<usize>, text: &str) -> ValueError {
    let message = format!("{} {refused}", quoted(&text[range.clone()]));
    ValueError { message, help: Some(refused.help.clone()), range }
}

/// A name that stands for nothing: `name` is as much of it as had to exist.
pub(super) fn undefined(name: &str, range: Range<usize>, text: &str, context: &Context) -> ValueError {
    let found = text.match_indices(name).map(|(at, _)| at..at + name.len());
    let range = found.into_iter().find(|found| found.start <= range.end && range.start <= found.end).unwrap_or(range);
    let (parent, last) = name.rsplit_once('.').map_or((None, name), |(parent, last)| (Some(parent), last));
    let table = match parent {
        None => Some(context.0.clone()),
        Some(parent) => parent.split('.').try_fold(context.0.clone(), |table, key| table.get_attr(key).ok()),
    };
    // As many as are compared with the name.
    let keys = table.and_then(|table| table.try_iter().ok()).into_iter().flatten();
    let keys: Vec<Value> = keys.take(MAX_LISTED).collect();
    unknown(name, last, &keys, range)
}

/// An unknown name, of which `last` is the part that is not among `keys`.
pub(super) fn unknown(name: &str, last: &str, keys: &[Value], range: Range<usize>) -> ValueError {
    // What a date is made of is ours.
    let keys: Vec<&str> = keys.iter().filter_map(Value::as_str).filter(|key| !key.starts_with('$')).collect();
    let parent = name.rsplit_once('.').map(|(parent, _)| parent);
    let near = nearest(last, keys.iter().copied());
    let help = match (near, parent) {
        (Some(near), Some(parent)) => format!("Did you mean `{parent}.{near}`?"),
        (Some(near), None) => format!("Did you mean `{near}`?"),
        (None, Some("vars")) => format!("Define it under `[vars]` in `paper.toml`: `{last} = \"…\"`."),
        (None, _) if keys.is_empty() => "Check its spelling.".to_owned(),
        (None, _) => {
            let are = if keys.len() == 1 { "is only" } else { "are" };
            format!("There {are} {}.", listed(keys))
        }
    };
    ValueError { message: format!("there is no value {}", quoted(name)), help: Some(help), range }
}

/// An expression that comes to nothing, such as an `if` without `else`.
pub(super) fn nothing(range: Range<usize>, text: &str) -> ValueError {
    let message = format!("{} has no value", quoted(&text[range.clone()]));
    ValueError { message, help: Some("Give it one, or name another value.".to_owned()), range }
}

pub(super) fn too_long(range: Range<usize>, longest: usize) -> ValueError {
    let help = format!("An expression has at most {longest} bytes.");
    ValueError { message: "this expression is too long".to_owned(), help: Some(help), range }
}

pub(super) fn repetition(at: usize) -> ValueError {
    let help = "Work out the number and write it down, or give it under `[vars]` in `paper.toml`.".to_owned();
    ValueError { message: "an expression cannot multiply".to_owned(), help: Some(help), range: at..at + 1 }
}

pub(super) fn grown(range: Range<usize>) -> ValueError {
    let help = "Put each list into one other at most; a loop can go over several lists.".to_owned();
    ValueError { message: "this puts lists into lists without bound".to_owned(), help: Some(help), range }
}

pub(super) fn too_many_tags(range: Range<usize>, most: usize) -> ValueError {
    let help = "Use a loop, or move what is fixed into a Typst file beside the template.".to_owned();
    ValueError { message: format!("a template has at most {most} tags"), help: Some(help), range }
}

pub(super) fn unclosed(tag: &str, keyword: &str, range: Range<usize>) -> ValueError {
    let help = format!("Write `{{% end{keyword} %}}` where it ends.");
    ValueError { message: format!("{} is never closed", quoted(tag)), help: Some(help), range }
}

pub(super) fn unended(tag: &str, range: Range<usize>) -> ValueError {
    let end = match tag {
        "{{" => "}}",
        "{%" => "%}",
        _ => "#}",
    };
    let message = format!("`{tag}` begins a tag that does not end");
    ValueError { message, help: Some(format!("Write `{end}` where the tag ends.")), range }
}

pub(super) fn stray(tag: &str, keyword: &str, range: Range<usize>) -> ValueError {
    let help = match keyword {
        "else" | "elif" => "Delete it, or put it between an `{% if … %}` and its `{% endif %}`.".to_owned(),
        _ => format!("Delete it, or write `{{% {} … %}}` where it begins.", keyword.trim_start_matches("end")),
    };
    ValueError { message: format!("{} belongs to nothing", quoted(tag)), help: Some(help), range }
}

pub(super) fn raw_block(range: Range<usize>) -> ValueError {
    let help = "Move the text into a Typst file beside the template.".to_owned();
    ValueError { message: "templates cannot use `raw`".to_owned(), help: Some(help), range }
}

const FILTERS: &str =
    "Filters that help in prose are `join`, `upper`, `lower`, `title`, `length`, `round` and `default`.";

fn syntax(detail: &str, what: &str, context: &Context) -> (String, String) {
    if let Some(tag) = detail.strip_prefix("unknown statement ") {
        let help =
            "Templates know `for`, `if`, `set`, `with` and `filter`; what is fixed can be a Typst file beside them.";
        return (format!("templates cannot use {}", quoted(tag)), help.to_owned());
    }
    let message = if detail.starts_with("unexpected end of") {
        "this ends too early".to_owned()
    } else if detail.starts_with("unexpected input after") {
        format!("{what} is one thing too many")
    } else if detail.contains("recursion limit") {
        "this nests too deeply".to_owned()
    } else {
        format!("{what} cannot stand here")
    };
    // Templates have no variables of their own.
    let has_variables = context.0.get_attr("vars").is_ok_and(|vars| !vars.is_undefined());
    let example = if has_variables { "vars.host" } else { "paper.title" };
    (message, format!("Name a value, such as `{example}`; text stands in quotes, filters after `|`."))
}

/// The rest of a sentence that says why values did not fit.
fn reason(detail: &str) -> String {
    let pair = || {
        let (operator, kinds) = detail.strip_prefix("tried to use ")?.split_once(" operator on unsupported types ")?;
        let (left, right) = kinds.split_once(" and ")?;
        Some(format!(": `{operator}` does not go with {} and {}", kind(left), kind(right)))
    };
    if detail.contains("recursion limit") {
        ": it nests too deeply".to_owned()
    } else if let Some(found) = detail.strip_suffix(" is not iterable") {
        format!(": {} is not a list", kind(found))
    } else {
        pair().unwrap_or_default()
    }
}

/// The engine's word for a kind of value, as an author knows it.
fn kind(name: &str) -> &str {
    match name {
        "string" => "text",
        "number" => "a number",
        "bool" => "a truth value",
        "sequence" | "iterator" => "a list",
        "map" => "a table",
        "none" | "undefined" => "nothing",
        _ => "another value",
    }
}

/// The name in "`name` is undefined", which is part of what the engine says.
fn undefined_name(detail: &str) -> Option<&str> {
    let end = detail.find("` is undefined")?;
    let start = detail[..end].rfind('`')? + 1;
    Some(&detail[start..end])
}

/// A piece of code in backticks, or "this" if it would not fit into a sentence.
fn quoted(code: &str) -> String {
    let code = code.trim();
    if code.is_empty() || code.contains('\n') || code.len() > MAX_QUOTED {
        return "this".to_owned();
    }
    format!("`{code}`")
}

/// A range of the engine, which leaves out what stands before the dot of a call.
pub(super) fn clamp(text: &str, range: Range<usize>) -> Range<usize> {
    let start = text.floor_char_boundary(range.start);
    let is_path = |byte: u8| byte.is_ascii_alphanumeric() || matches!(byte, b'_' | b'.');
    let before = match text[start..].starts_with('.') {
        true => text.bytes().take(start).rev().take_while(|&byte| is_path(byte)).count(),
        false => 0,
    };
    start - before..text.ceil_char_boundary(range.end).max(start)
}
