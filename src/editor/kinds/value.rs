//! Values that sections print: of `[vars]`, and what the paper says of itself.

use std::ops::Range;

use super::KEY;
use crate::editor::Place;
use crate::editor::complete::Choice;
use crate::editor::desk::Desk;
use crate::editor::kind::Kind;
use crate::editor::mark::Mark;
use crate::editor::view::View;
use crate::paper;
use crate::project::MANIFEST;
use crate::value::{self, Context};

pub(in crate::editor) static VALUE: Kind =
    Kind { name: "value", token: Some("property"), hover, word, choices, home, ..Kind::PLAIN };

/// What the paper says of itself stands at the key of that name; a part of a value at what it is a part of.
fn home(desk: &Desk, mark: &Mark) -> Vec<Place> {
    let Some((path, marks)) = desk.marks(MANIFEST) else { return Vec::new() };
    let longest = marks.iter().filter(|known| {
        let is_part = mark.name.strip_prefix(known.name.as_str()).is_some_and(|rest| rest.starts_with('.'));
        [&VALUE, &KEY].contains(&known.kind) && (known.name == mark.name || is_part && known.name != "paper")
    });
    let longest = longest.max_by_key(|known| known.name.len());
    longest.map(|known| Place { path, range: known.range.clone() }).into_iter().collect()
}

fn context(desk: &Desk) -> Option<Context> {
    desk.manifest().map(|manifest| paper::values_of(manifest, desk.terms()))
}

fn hover(desk: &Desk, _: &'static str, mark: &Mark) -> Option<String> {
    let text = value::evaluate(&mark.name, &context(desk)?).ok()?;
    Some(format!("`{}` prints: {text}", mark.name))
}

/// What stands in no expression: the author has gone on without closing its braces.
const OUTSIDE: [char; 8] = ['{', '}', ':', '@', '^', ';', '!', '?'];

fn word(view: &View) -> Option<Range<usize>> {
    let inner = view.behind("{{", &OUTSIDE).filter(|_| view.is_body())?;
    let fits = |one: char| one.is_alphanumeric() || one == '_' || one == '.';
    let before = inner.trim_end_matches(fits);
    let is_name = !before.trim_end().ends_with(['|', '"', '\'']) || before.trim_end().ends_with("||");
    is_name.then(|| view.word(&inner[before.len()..], fits))
}

fn choices(desk: &Desk, _: &View) -> Vec<Choice> {
    let Some(context) = context(desk) else { return Vec::new() };
    let choice = |name: String| {
        let printed = value::evaluate(&name, &context).ok()?;
        Some(Choice::new(name, printed))
    };
    let is_name = |name: &String| !name.contains("[]") && !value::named(name).is_empty();
    context.names().into_iter().map(|(name, _)| name).filter(is_name).filter_map(choice).collect()
}
