//! What a name at the cursor means: what it prints, where it is given, where else it stands.

use serde_json::{Value, json, to_value};

use chancery::diagnostic::Place;
use chancery::editor::{self, Hover, Role};
use chancery::explain;

use super::protocol::{AtPosition, Location};
use super::view::View;
use super::wire::Error;

/// What is to be said of a name, and of what was found where it stands.
pub fn hover(view: &View, path: &str, parameters: &Value) -> Result<Value, Error> {
    let AtPosition { position, .. } = super::read(parameters)?;
    let at = view.offset(path, position);
    let named = editor::hover(view.desk, path, at);
    let is_here = |place: &Place| {
        let Place::Span(span) = place else { return false };
        span.file.path() == path && span.range().start <= at && at <= span.range().end && !span.is_empty()
    };
    let found = view.findings.iter().filter(|finding| is_here(&finding.place));
    let mut codes: Vec<&str> = found.map(|finding| finding.code.0).collect();
    codes.sort_unstable();
    codes.dedup();
    let pages = codes.iter().filter_map(|code| explain::page(code));
    let pages = pages.map(|page| format!("**{}**: {}.\n\n{}", page.code.0, page.summary(), page.text()));
    let texts: Vec<String> = named.iter().map(|Hover { text, .. }| text.clone()).chain(pages).collect();
    if texts.is_empty() {
        return Ok(Value::Null);
    }
    let mut hover = json!({ "contents": { "kind": "markdown", "value": texts.join("\n\n---\n\n") } });
    if let Some(Hover { range, .. }) = &named {
        hover["range"] = json!(view.range_in(path, range));
    }
    Ok(hover)
}

pub fn definition(view: &View, path: &str, parameters: &Value) -> Result<Value, Error> {
    let AtPosition { position, .. } = super::read(parameters)?;
    let places = editor::definition(view.desk, path, view.offset(path, position));
    let places: Vec<Location> = places.iter().map(|place| view.place(place)).collect();
    Ok(to_value(places).unwrap_or_default())
}

pub fn references(view: &View, path: &str, parameters: &Value) -> Result<Value, Error> {
    let AtPosition { position, .. } = super::read(parameters)?;
    let with_definition = parameters["context"]["includeDeclaration"].as_bool().unwrap_or(true);
    let places = editor::references(view.desk, path, view.offset(path, position), with_definition);
    let places: Vec<Location> = places.iter().map(|place| view.place(place)).collect();
    Ok(to_value(places).unwrap_or_default())
}

pub fn highlights(view: &View, path: &str, parameters: &Value) -> Result<Value, Error> {
    const READ: u8 = 2;
    const WRITE: u8 = 3;
    let AtPosition { position, .. } = super::read(parameters)?;
    let places = editor::same_in_file(view.desk, path, view.offset(path, position));
    let highlight = |(place, role): &(editor::Place, Role)| {
        let kind = if *role == Role::Definition { WRITE } else { READ };
        json!({ "range": view.range_in(path, &place.range), "kind": kind })
    };
    Ok(places.iter().map(highlight).collect())
}
