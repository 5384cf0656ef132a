//! Keys of paper.toml.

use std::ops::Range;

use crate::editor::complete::Choice;
use crate::editor::desk::Desk;
use crate::editor::kind::Kind;
use crate::editor::mark::Mark;
use crate::editor::view::{View, Zone};
use crate::manifest::KEYS;
use crate::table::Spot;

pub(in crate::editor) static KEY: Kind =
    Kind { name: "key", token: Some("keyword"), is_text: false, hover, word, choices, ..Kind::PLAIN };

fn hover(_: &Desk, _: &'static str, mark: &Mark) -> Option<String> {
    let (name, meaning) = KEYS.iter().find(|(name, _)| *name == mark.name)?;
    Some(format!("`{name}`: {meaning}"))
}

fn word(view: &View) -> Option<Range<usize>> {
    let Zone::Manifest(cursor) = &view.zone else { return None };
    match &cursor.spot {
        Spot::Key(range) | Spot::Header(range) => Some(range.clone()),
        _ => None,
    }
}

/// In a header the tables; below one its keys, but for those that stand there.
fn choices(desk: &Desk, view: &View) -> Vec<Choice> {
    let Zone::Manifest(cursor) = &view.zone else { return Vec::new() };
    let named = KEYS.iter().filter(|(name, _)| !name.ends_with('*'));
    if let Spot::Header(_) = cursor.spot {
        return named.filter(|(name, _)| !name.contains('.')).map(|(name, said)| Choice::new(*name, *said)).collect();
    }
    let table = cursor.table.join(".");
    let (_, marks) = desk.marks(view.source.path()).unzip();
    let is_here = |name: &str| {
        let mut marks = marks.into_iter().flat_map(|marks| marks.iter());
        // A table that may stand several times has its keys each time.
        let is_one = !matches!(table.as_str(), "history" | "distribution");
        is_one && marks.any(|mark| *mark.kind == KEY && mark.name == name && !mark.whole.contains(&view.at))
    };
    let own = named.filter_map(|(name, said)| Some((*name, name.strip_prefix(&table)?.strip_prefix('.')?, *said)));
    let own = own.filter(|(name, ..)| !is_here(name));
    let text = |last: &str| word(view).map(|range| view.key_text(last, &range));
    own.map(|(_, last, said)| Choice { text: text(last), ..Choice::new(last, said) }).collect()
}
