//! What a document is made of: its parts, and what an editor shows within them.

use std::collections::BTreeSet;

use serde_json::{Value, json};

use chancery::editor::{self, KINDS, LinkTarget, Symbol, SymbolKind};

use super::protocol::{InRange, Position};
use super::requests::APPLY;
use super::view::View;
use super::wire::Error;

pub fn symbols(view: &View, path: &str, _parameters: &Value) -> Result<Value, Error> {
    let symbols = editor::symbols(view.desk, path);
    if view.client.nests_symbols {
        return Ok(symbols.iter().map(|symbol| nested(symbol, view, path)).collect());
    }
    let mut flat = Vec::new();
    let mut open: Vec<&Symbol> = symbols.iter().rev().collect();
    while let Some(symbol) = open.pop() {
        flat.push(located(symbol, view, path));
        open.extend(symbol.children.iter().rev());
    }
    Ok(flat.into())
}

fn nested(symbol: &Symbol, view: &View, path: &str) -> Value {
    json!({
        "name": symbol.name,
        "detail": symbol.detail,
        "kind": number(symbol.kind),
        "range": view.range_in(path, &symbol.range),
        "selectionRange": view.range_in(path, &symbol.own),
        "children": symbol.children.iter().map(|child| nested(child, view, path)).collect::<Vec<_>>(),
    })
}

/// A symbol by its place, for lists.
pub fn located(symbol: &Symbol, view: &View, path: &str) -> Value {
    let location = json!({ "uri": view.uri(path), "range": view.range_in(path, &symbol.own) });
    json!({
        "name": symbol.name, "kind": number(symbol.kind), "location": location, "containerName": symbol.detail,
    })
}

/// The protocol's number of what is nearest to it.
fn number(kind: SymbolKind) -> u8 {
    match kind {
        SymbolKind::Heading => 3,
        SymbolKind::Table => 18,
        SymbolKind::Figure => 19,
        SymbolKind::Box => 4,
        SymbolKind::Paragraph | SymbolKind::Item => 15,
        SymbolKind::Key => 20,
        SymbolKind::Value => 13,
        SymbolKind::Work => 5,
    }
}

pub fn folds(view: &View, path: &str, _parameters: &Value) -> Result<Value, Error> {
    let shown = |fold: &editor::Fold| {
        let range = view.range_in(path, &fold.range);
        let mut shown = json!({ "startLine": range.start.line, "endLine": range.end.line });
        if fold.is_comment {
            shown["kind"] = json!("comment");
        }
        shown
    };
    Ok(editor::folds(view.desk, path).iter().map(shown).collect())
}

pub fn links(view: &View, path: &str, _parameters: &Value) -> Result<Value, Error> {
    let shown = |link: &editor::Link| {
        let target = match &link.target {
            LinkTarget::File(file) => view.uri(file),
            LinkTarget::Url(url) => url.clone(),
        };
        json!({ "range": view.range_in(path, &link.range), "target": target })
    };
    Ok(editor::links(view.desk, path).iter().map(shown).collect())
}

pub fn hints(view: &View, path: &str, parameters: &Value) -> Result<Value, Error> {
    let InRange { range, .. } = super::read(parameters)?;
    let asked = view.bytes(path, range);
    let hints =
        editor::hints(view.desk, path).into_iter().filter(|hint| asked.start <= hint.at && hint.at <= asked.end);
    let shown = hints.map(|hint| {
        let position = view.range_in(path, &(hint.at..hint.at)).start;
        json!({ "position": position, "label": hint.text, "paddingLeft": true, "paddingRight": true })
    });
    Ok(shown.collect())
}

pub fn lenses(view: &View, path: &str, _parameters: &Value) -> Result<Value, Error> {
    let shown = |lens: &editor::Lens| {
        let change = view.change(std::slice::from_ref(&lens.edit));
        let command = json!({ "title": lens.title, "command": APPLY, "arguments": [change] });
        json!({ "range": view.range_in(path, &lens.edit.range), "command": command })
    };
    Ok(editor::lenses(view.desk, path).iter().map(shown).collect())
}

/// The types of tokens that there are, in the order of their numbers.
pub fn token_types() -> Vec<&'static str> {
    let types: BTreeSet<_> = KINDS.iter().filter_map(|kind| kind.token).collect();
    types.into_iter().collect()
}

/// Five numbers a token: lines and characters from the one before it, length, type, whether it is a definition.
pub fn tokens(view: &View, path: &str, _parameters: &Value) -> Result<Value, Error> {
    let types = token_types();
    let mut before = Position { line: 0, character: 0 };
    let mut data: Vec<u32> = Vec::new();
    for token in editor::tokens(view.desk, path) {
        let range = view.range_in(path, &token.range);
        let Some(number) = types.iter().position(|kind| *kind == token.kind) else { continue };
        let line = range.start.line - before.line;
        let character = range.start.character - if line == 0 { before.character } else { 0 };
        let length = range.end.character - range.start.character;
        data.extend([line, character, length, number as u32, token.is_definition.into()]);
        before = range.start;
    }
    Ok(json!({ "data": data }))
}
