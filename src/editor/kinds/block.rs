//! `:::` blocks, by their names.

use std::ops::Range;

use crate::editor::complete::Choice;
use crate::editor::desk::Desk;
use crate::editor::kind::Kind;
use crate::editor::mark::Mark;
use crate::editor::view::View;
use crate::markdown::guide;

pub(in crate::editor) static BLOCK: Kind =
    Kind { name: "block", token: Some("keyword"), hover, word, choices, ..Kind::PLAIN };

fn hover(_: &Desk, _: &'static str, mark: &Mark) -> Option<String> {
    guide::block(&mark.name).map(|block| format!("`::: {}`: {}", block.name, block.meaning))
}

fn word(view: &View) -> Option<Range<usize>> {
    let name = view.block().filter(|name| view.is_body() && view.line.ends_with(name) && !view.line.contains('{'))?;
    let is_name = |one: char| one.is_ascii_lowercase() || one == '-';
    name.chars().all(is_name).then(|| view.word(name, is_name))
}

fn choices(_: &Desk, view: &View) -> Vec<Choice> {
    let blank = if view.line.ends_with(':') { " " } else { "" };
    let text = |name: &str| Some(format!("{blank}{name}"));
    guide::BLOCKS
        .iter()
        .map(|block| Choice { text: text(block.name), ..Choice::new(block.name, block.meaning) })
        .collect()
}
