//! What a client asks of all papers that are open.

use serde_json::Value;

use chancery::editor::{self, Edit};
use chancery::paper::Paper;

use super::client::Client;
use super::outline;
use super::paper::Paper as Open;
use super::rename;
use super::view::View;

/// What has a name in a paper, as it was looked at last with the texts that are open.
pub fn symbols<'p>(papers: impl Iterator<Item = &'p Open>, client: &Client, parameters: &Value) -> Value {
    let query = parameters["query"].as_str().unwrap_or_default();
    let of = |view: &View| {
        let symbols = editor::symbols_of_paper(view.desk, query).into_iter();
        symbols.map(|(path, symbol)| outline::located(&symbol, view, path)).collect::<Vec<_>>()
    };
    papers.filter_map(|paper| paper.at_best(client, of)).flatten().collect()
}

/// A file of a paper that will be called otherwise: paths in the paper.
pub struct Move {
    pub from: String,
    /// [`None`] if it leaves the paper.
    pub to: Option<String>,
}

/// What else changes in a paper if files get other names, as one change; and of which files that is not so, and why.
pub fn before_moves(view: &View, moves: &[&Move]) -> (Value, Vec<String>) {
    let (mut edits, mut refusals): (Vec<Edit>, _) = (Vec::new(), Vec::new());
    for Move { from, to } in moves {
        let Some(to) = to else {
            let is_listed = |paper: &Paper| paper.sections.iter().any(|section| section.path == *from);
            if view.paper.is_some_and(is_listed) {
                refusals.push(format!("`{from}` leaves the paper, and paper.toml goes on naming it. Delete it there."));
            }
            continue;
        };
        match rename::before_move(view, from, to) {
            Ok(more) => edits.extend(more),
            Err(why) => refusals.push(format!("paper.toml does not follow `{from}` to `{to}`. {why}")),
        }
    }
    (if edits.is_empty() { Value::Null } else { view.change(&edits) }, refusals)
}

/// Changes of papers, each of the form that the client takes, as one.
pub fn joined(changes: Vec<Value>) -> Value {
    changes.into_iter().fold(Value::Null, |all, change| match (all, change) {
        (Value::Array(mut all), Value::Array(change)) => {
            all.extend(change);
            Value::Array(all)
        }
        (Value::Object(mut all), Value::Object(change)) => {
            for (name, more) in change {
                let before = all.remove(&name).unwrap_or_default();
                all.insert(name, joined(vec![before, more]));
            }
            Value::Object(all)
        }
        (all, Value::Null) => all,
        (_, change) => change,
    })
}
