//! What a client asks of all papers that are open.

use serde_json::Value;

use chancery::editor;

use super::client::Client;
use super::home;
use super::outline;
use super::paper::Paper;
use super::protocol::{FileRenamed, FilesRenamed};
use super::rename;

/// What has a name in a paper that has been looked at.
pub fn symbols<'p>(papers: impl Iterator<Item = &'p Paper>, client: &Client, query: &str) -> Value {
    let views = papers.filter_map(|paper| paper.view(client).ok().flatten());
    let symbols = views.flat_map(|view| {
        let symbols = editor::symbols_of_paper(view.desk, query);
        symbols.into_iter().map(move |(path, symbol)| outline::located(&symbol, &view, path)).collect::<Vec<_>>()
    });
    symbols.collect()
}

/// What else changes if files get other names.
pub fn before_moves<'p>(
    papers: impl Iterator<Item = &'p Paper> + Clone,
    client: &Client,
    renamed: &FilesRenamed,
) -> Value {
    let changes = renamed.files.iter().filter_map(|FileRenamed { old_uri, new_uri }| {
        let [old, new] = [old_uri, new_uri].map(|uri| home::home(&home::file(uri)?, |_| false));
        let (old, new) = (old?, new?);
        let real = old.root.canonicalize().ok()?;
        let paper = papers.clone().find(|paper| paper.real == real && old.root == new.root)?;
        rename::before_move(&paper.view(client).ok()??, &old.path, &new.path)
    });
    changes.fold(Value::Null, joined)
}

/// Two changes, each of the form that the client takes, as one.
fn joined(all: Value, change: Value) -> Value {
    let (Value::Object(mut all), Value::Object(change)) = (all, change.clone()) else { return change };
    for (form, change) in change {
        match (all.entry(form).or_insert(Value::Null), change) {
            (Value::Array(all), Value::Array(change)) => all.extend(change),
            (Value::Object(all), Value::Object(change)) => all.extend(change),
            (all, change) => *all = change,
        }
    }
    Value::Object(all)
}
