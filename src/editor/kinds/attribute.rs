//! Attributes in braces.

use std::ops::Range;

use crate::editor::complete::Choice;
use crate::editor::desk::Desk;
use crate::editor::kind::Kind;
use crate::editor::mark::Mark;
use crate::editor::view::View;
use crate::markdown::guide;
use crate::slug::slug;

pub(in crate::editor) static ATTRIBUTE: Kind =
    Kind { name: "attribute", token: Some("parameter"), hover, word, choices, ..Kind::PLAIN };

fn hover(_: &Desk, _: &'static str, mark: &Mark) -> Option<String> {
    let (name, meaning) = guide::ATTRIBUTES.iter().find(|(name, _)| *name == mark.name)?;
    Some(format!("`{name}`: {meaning}"))
}

fn word(view: &View) -> Option<Range<usize>> {
    let (_, inner) = view.attributes()?;
    // Within quotes stands a value.
    if inner.matches('"').count() % 2 == 1 {
        return None;
    }
    let begun = inner.rsplit([' ', '"']).next().filter(|word| !word.contains('='))?;
    Some(view.word(begun, |one| one.is_alphanumeric() || one == '-'))
}

fn choices(_: &Desk, view: &View) -> Vec<Choice> {
    let Some((before, inner)) = view.attributes() else { return Vec::new() };
    let known = known(view, before);
    let is_here = |name: &str| inner.split(' ').any(|one| one.starts_with(&format!("{name}=")) || one == name);
    let meaning = |name: &str| guide::ATTRIBUTES.iter().find(|(known, _)| *known == name).map_or("", |row| row.1);
    let choice = |name: &&'static str| match *name {
        "#" => {
            let title = before.trim_start_matches('#').trim();
            let own = slug(title).filter(|_| before.starts_with('#')).unwrap_or_default();
            Choice { text: Some(format!("#{own}")), ..Choice::new("#label", meaning("#")) }
        }
        class if class.starts_with('.') => Choice::new(class, meaning(class)),
        key => Choice { text: Some(format!("{key}=")), ..Choice::new(key, meaning(key)) },
    };
    known.iter().filter(|name| !is_here(name)).map(choice).collect()
}

/// What may be said of what stands before the braces.
fn known(view: &View, before: &str) -> &'static [&'static str] {
    let content = before.trim_start_matches([' ', '\t', '>', '-', '*', '+']);
    if before.trim_start_matches([' ', '\t', '>']).starts_with(":::") {
        return view.block().map_or(guide::PASSAGE, guide::attributes_of);
    }
    match () {
        () if before.starts_with('#') && !before.ends_with([')', ']']) => guide::HEADING,
        () if before.ends_with(')') && content.starts_with("![") => guide::FIGURE,
        () if before.ends_with(')') => guide::IMAGE,
        () if before.ends_with(']') => guide::PASSAGE,
        () if content.is_empty() => guide::PARAGRAPH,
        () => guide::CELL,
    }
}
