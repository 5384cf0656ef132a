//! Languages, by their tags.

use std::ops::Range;

use crate::editor::complete::Choice;
use crate::editor::desk::Desk;
use crate::editor::kind::Kind;
use crate::editor::mark::Mark;
use crate::editor::view::View;
use crate::terms;

pub(in crate::editor) static LANGUAGE: Kind =
    Kind { name: "language", token: Some("enumMember"), hover, word, choices, ..Kind::PLAIN };

fn hover(_: &Desk, _: &'static str, mark: &Mark) -> Option<String> {
    terms::of(&mark.name).map(|terms| terms.language.clone())
}

fn word(view: &View) -> Option<Range<usize>> {
    view.value_of(&LANGUAGE).or_else(|| view.attribute_value("lang"))
}

/// Those that the press has words of.
fn choices(_: &Desk, _: &View) -> Vec<Choice> {
    let named = terms::languages().filter_map(|(tag, _)| Some((tag, terms::of(tag)?)));
    named.map(|(tag, terms)| Choice::new(tag, &terms.language)).collect()
}
