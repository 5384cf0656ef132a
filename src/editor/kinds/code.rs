//! Codes of findings, where their weight is changed or they are allowed.

use std::ops::Range;

use crate::editor::complete::Choice;
use crate::editor::desk::Desk;
use crate::editor::kind::Kind;
use crate::editor::mark::Mark;
use crate::editor::view::{View, Zone};
use crate::explain;
use crate::table::Spot;

pub(in crate::editor) static CODE: Kind =
    Kind { name: "code", token: Some("type"), is_text: false, hover, word, choices, ..Kind::PLAIN };

fn hover(_: &Desk, _: &'static str, mark: &Mark) -> Option<String> {
    let page = explain::page(&mark.name)?;
    Some(format!("**{}** ({})\n\n{}", page.summary(), page.weight(), page.text()))
}

fn word(view: &View) -> Option<Range<usize>> {
    match &view.zone {
        Zone::Manifest(cursor) if cursor.table.first().is_some_and(|table| table == "check") => match &cursor.spot {
            Spot::Key(range) => Some(range.clone()),
            _ => None,
        },
        Zone::Quiet | Zone::Body => {
            let begun = view.behind("chancery: allow ", &[',', ' '])?;
            Some(view.word(begun, |one| one.is_ascii_lowercase() || one == '-'))
        }
        _ => None,
    }
}

/// Those that a paper may change.
fn choices(_: &Desk, view: &View) -> Vec<Choice> {
    let is_key = view.toml().is_some();
    let text = |code: &str| word(view).filter(|_| is_key).map(|range| view.key_text(code, &range));
    let pages = explain::pages().iter().filter(|page| page.is_rule);
    pages.map(|page| Choice { text: text(page.code.0), ..Choice::new(page.code.0, page.summary()) }).collect()
}
