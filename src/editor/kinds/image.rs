//! Images, by their paths.

use std::ops::Range;

use crate::editor::complete::Choice;
use crate::editor::desk::Desk;
use crate::editor::kind::Kind;
use crate::editor::mark::Mark;
use crate::editor::view::{View, Zone};
use crate::image;
use crate::project::relative;

pub(in crate::editor) static IMAGE: Kind =
    Kind { name: "image", folder: "sections/", token: Some("string"), hover, word, choices, ..Kind::PLAIN };

/// How the names of images end.
const ENDINGS: [&str; 6] = [".gif", ".jpeg", ".jpg", ".png", ".svg", ".webp"];

fn hover(desk: &Desk, _: &'static str, mark: &Mark) -> Option<String> {
    let described = image::describe(&mark.name, desk.project().bytes(&mark.name)?)?;
    Some(format!("{}: {described}", mark.name))
}

fn word(view: &View) -> Option<Range<usize>> {
    if let Zone::Manifest(_) = view.zone {
        return view.value_of(&IMAGE);
    }
    let begun = view.behind("](", &[')', ' ']).filter(|_| view.is_body())?;
    let text = &view.line[..view.line.len() - begun.len()];
    let is_image = text.rfind('[').is_some_and(|open| text[..open].ends_with('!'));
    is_image.then(|| view.word(begun, |one| !one.is_whitespace() && one != ')'))
}

fn choices(desk: &Desk, view: &View) -> Vec<Choice> {
    files(desk, view, &ENDINGS, |path| {
        let described = image::describe(path, desk.project().bytes(path)?)?;
        Some(described.to_string())
    })
}

/// The files below `sections/` with one of some endings, as they are written where the cursor stands.
pub(super) fn files(
    desk: &Desk,
    view: &View,
    endings: &[&str],
    detail: impl Fn(&str) -> Option<String>,
) -> Vec<Choice> {
    let own = view.source.path();
    let folder = own.rsplit_once('/').map_or("sections", |(folder, _)| folder);
    let fits = |path: &str| endings.iter().any(|ending| path.to_ascii_lowercase().ends_with(ending));
    let paths = desk.project().paths_in("sections").filter(|path| fits(path));
    paths.map(|path| Choice::new(relative(folder, path), detail(path).unwrap_or_default())).collect()
}
