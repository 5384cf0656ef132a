//! What can be written where the cursor stands.

use serde_json::{Value, json};

use chancery::editor::{self, Completion};

use super::protocol::AtPosition;
use super::view::View;
use super::wire::Error;

/// What begins something of which names are known, so that an editor asks without being told to.
pub const TRIGGERS: &[&str] = &["#", "@", "{", ".", "/", "(", ":", "=", "\"", "^", " "];

pub fn complete(view: &View, path: &str, parameters: &Value) -> Result<Value, Error> {
    let AtPosition { position, .. } = super::read(parameters)?;
    let (items, is_all) = editor::complete(view.desk, path, view.offset(path, position));
    // In the order in which they come: those that fit best are the first.
    let items = items.iter().enumerate().map(|(rank, item)| shown(item, rank, view, path));
    Ok(json!({ "isIncomplete": !is_all, "items": items.collect::<Vec<_>>() }))
}

fn shown(item: &Completion, rank: usize, view: &View, path: &str) -> Value {
    let Completion { kind, name, detail, text, range } = item;
    json!({
        "label": name,
        "kind": number(kind.token),
        "detail": detail,
        "sortText": format!("{rank:04}"),
        // A work is found by its author, a label by its title.
        "filterText": format!("{text} {detail}"),
        // By what it is known again when the client asks what is to be said of it.
        "data": { "uri": view.uri(path), "kind": kind.name },
        "textEdit": { "range": view.range_in(path, range), "newText": text },
    })
}

/// The same completion, with what is to be said of it: what a work prints, what a rule is about.
pub fn resolve(view: &View, path: &str, item: &Value) -> Result<Value, Error> {
    let [kind, name] = [&item["data"]["kind"], &item["label"]].map(|text| text.as_str().unwrap_or_default());
    let mut item = item.clone();
    if let (Some(text), Some(fields)) = (editor::explained(view.desk, path, kind, name), item.as_object_mut()) {
        fields.insert("documentation".to_owned(), json!({ "kind": "markdown", "value": text }));
    }
    Ok(item)
}

/// The protocol's number of what is nearest to it.
fn number(token: Option<&str>) -> u8 {
    match token {
        Some("property" | "variable") => 6,
        Some("keyword") => 14,
        Some("string") => 17,
        Some("enumMember") => 20,
        Some("parameter") => 10,
        _ => 18,
    }
}
