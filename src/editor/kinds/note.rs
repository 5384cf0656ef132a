//! Footnotes, by the names that they have in their section.

use std::ops::Range;

use crate::editor::complete::Choice;
use crate::editor::desk::Desk;
use crate::editor::kind::{Kind, Renaming};
use crate::editor::mark::Mark;
use crate::editor::view::View;
use crate::section::{FootnoteDefinition, walk};

pub(in crate::editor) static NOTE: Kind = Kind {
    name: "footnote",
    is_local: true,
    token: Some("label"),
    hover,
    word,
    choices,
    renaming: Some(Renaming { check, compared: folded, mention }),
    ..Kind::PLAIN
};

/// A name as it is compared: upper and lower case are the same.
pub(in crate::editor) fn folded(name: &str) -> String {
    name.to_lowercase()
}

/// Characters of a note that are told.
const MAX_TEXT: usize = 500;

fn text(note: &FootnoteDefinition) -> String {
    let mut text = String::new();
    walk::texts(&note.blocks, &mut |piece| text.push_str(piece));
    match text.char_indices().nth(MAX_TEXT) {
        Some((end, _)) => format!("{} …", &text[..end]),
        None => text,
    }
}

fn hover(desk: &Desk, path: &'static str, mark: &Mark) -> Option<String> {
    let note = desk.section(path)?.footnotes.iter().find(|note| folded(&note.name.value) == mark.name)?;
    Some(text(note))
}

fn word(view: &View) -> Option<Range<usize>> {
    let begun = view.behind("[^", &[']', ' ']).filter(|_| view.is_body())?;
    Some(view.word(begun, |one| !one.is_whitespace() && !"[]^".contains(one)))
}

fn choices(desk: &Desk, view: &View) -> Vec<Choice> {
    let notes = desk.section(view.source.path()).map_or(&[][..], |section| &section.footnotes);
    notes.iter().map(|note| Choice::new(&note.name.value, text(note))).collect()
}

fn mention(text: &str, name: &str) -> Option<usize> {
    let (found, _) = text.strip_prefix("[^")?.split_once(']')?;
    (folded(found) == name).then_some("[^".len())
}

fn check(new: &str) -> Result<(), String> {
    let fits = |one: char| one.is_alphanumeric() || one == '-' || one == '_';
    match !new.is_empty() && new.chars().all(fits) {
        true => Ok(()),
        false => Err("The name of a footnote is made of letters, digits, hyphens and `_`.".to_owned()),
    }
}
