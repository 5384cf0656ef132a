//! Other names: of what stands at the cursor, and of a section's file. The server writes nothing; the editor does.

use serde_json::{Value, json};

use chancery::editor::{self, Edit, Rename};

use super::protocol::AtPosition;
use super::view::View;
use super::wire::Error;

fn refused(why: String) -> Error {
    Error::new(Error::REQUEST_FAILED, why)
}

pub fn prepare(view: &View, path: &str, parameters: &Value) -> Result<Value, Error> {
    let AtPosition { position, .. } = super::read(parameters)?;
    let (range, name) = editor::can_rename(view.desk, path, view.offset(path, position)).map_err(refused)?;
    Ok(json!({ "range": view.range_in(path, &range), "placeholder": name }))
}

pub fn rename(view: &View, path: &str, parameters: &Value) -> Result<Value, Error> {
    let AtPosition { position, new_name } = super::read(parameters)?;
    let at = view.offset(path, position);
    let Rename { edits, moves } = editor::rename(view.desk, path, at, &new_name).map_err(refused)?;
    let mut change = view.change(&edits);
    if moves.is_empty() {
        return Ok(change);
    }
    let Some(changes) = change["documentChanges"].as_array_mut().filter(|_| view.client.renames_files) else {
        return Err(refused("The editor cannot give files another name.".to_owned()));
    };
    // The edits are of the files as they are called before.
    let moved =
        |(old, new): &(String, String)| json!({ "kind": "rename", "oldUri": view.uri(old), "newUri": view.uri(new) });
    changes.extend(moves.iter().map(moved));
    Ok(change)
}

/// What else changes if a section's file gets another name, by whoever gives it; or why nothing can.
pub fn before_move(view: &View, from: &str, to: &str) -> Result<Vec<Edit>, String> {
    editor::rename_section(view.desk, from, to).map(|Rename { edits, .. }| edits)
}
