//! What paper.toml gives to be printed, and the template never asks for.

use std::collections::BTreeSet;

use crate::diagnostic::{Code, Diagnostic, Diagnostics};
use crate::manifest::Manifest;
use crate::project::Project;
use crate::section::Text;
use crate::source::Span;
use crate::value;

/// A setting that a paper may do without, and that is there to be printed: what paper.toml calls it, the values any of
/// which a template prints it by, and where a paper gives it.
struct Setting {
    key: &'static str,
    values: &'static [&'static str],
    place: fn(&Manifest) -> Option<Span>,
}

const SETTINGS: &[Setting] = &[
    setting("subtitle", &["paper.subtitle"], |manifest| span(manifest.subtitle.as_ref())),
    setting("kind", &["paper.kind", "control"], |manifest| span(manifest.kind.as_ref())),
    setting("contents", &["paper.contents"], |manifest| {
        manifest.contents.and_then(|_| place(manifest, &["contents", "contents.depth"]))
    }),
    setting("contents.depth", &["paper.contents_depth"], |manifest| place(manifest, &["contents.depth"])),
    setting("contents.tables", &["paper.list_of_tables"], |manifest| {
        manifest.contents.filter(|lists| lists.tables).and_then(|_| place(manifest, &["contents.tables"]))
    }),
    setting("contents.figures", &["paper.list_of_figures"], |manifest| {
        manifest.contents.filter(|lists| lists.figures).and_then(|_| place(manifest, &["contents.figures"]))
    }),
    setting("page.size", &["paper.page_size"], |manifest| place(manifest, &["page.size"])),
    setting("marking", &["marking"], |manifest| manifest.marking.as_ref().map(|choice| choice.level.span)),
    setting("edition", &["edition"], |manifest| span(manifest.edition.as_ref().map(|edition| &edition.name))),
    setting("cover.logo", &["cover"], |manifest| place(manifest, &["cover.logo"])),
    setting("imprint", &["imprint"], |manifest| span(manifest.imprint.first().map(|(label, _)| label))),
    setting("distribution", &["distribution"], |manifest| span(manifest.distribution.first().map(|one| &one.name))),
    setting("parties", &["parties", "control"], |manifest| span(manifest.parties.first().map(|party| &party.role))),
    setting("abbreviations", &["abbreviations"], |manifest| {
        span(manifest.abbreviations.first().map(|(short, _)| short))
    }),
    setting("history", &["history"], |manifest| span(manifest.history.first().map(|entry| &entry.summary))),
];

const fn setting(key: &'static str, values: &'static [&'static str], place: fn(&Manifest) -> Option<Span>) -> Setting {
    Setting { key, values, place }
}

fn span(text: Option<&Text>) -> Option<Span> {
    text.map(Text::span)
}

/// Where the first of these keys stands that is given.
fn place(manifest: &Manifest, keys: &[&str]) -> Option<Span> {
    keys.iter().find_map(|key| manifest.places.get(*key).copied())
}

/// Reports the settings of the paper that a template of its own never prints. `main` is its `paper.typ` as it stands.
///
/// What is handed on with a whole table (`{{ paper }}`) counts as asked for where any Typst of the template has its
/// name.
pub(super) fn check(project: &Project, folder: &str, main: &str, manifest: &Manifest, diagnostics: &mut Diagnostics) {
    let asked = value::asked(main);
    let texts = || {
        let paths = project.paths_in(folder).filter(|path| path.ends_with(".typ"));
        paths.filter_map(|path| Some(project.source(project.id(path)?).text()))
    };
    let is_asked = |value: &str| match value.split_once('.') {
        _ if is_within(&asked, value) => true,
        Some((table, name)) => asked.contains(table) && texts().any(|text| has_word(text, name)),
        None => false,
    };
    let mut last = None;
    for setting in SETTINGS {
        let Some(place) = (setting.place)(manifest) else { continue };
        // One finding at one place: the whole goes before its parts.
        if last == Some(place) || setting.values.iter().any(|value| is_asked(value)) {
            continue;
        }
        last = Some(place);
        let Setting { key, values, .. } = setting;
        let name = &manifest.template.value;
        let message = format!("the template `{name}` does not ask for `{key}`, so nothing is printed of it");
        let help = format!("Let it print `{}`, or delete the key; `chancery explain template` tells more.", values[0]);
        diagnostics.push(Diagnostic::warning(Code("unused-setting"), place, message).with_help(help));
    }
}

/// Whether a name, or one of what is in it, is among those asked for.
fn is_within(asked: &BTreeSet<String>, name: &str) -> bool {
    asked.iter().any(|other| other.strip_prefix(name).is_some_and(|rest| rest.is_empty() || rest.starts_with('.')))
}

/// Whether a name stands in a text as a word of its own.
fn has_word(text: &str, name: &str) -> bool {
    let is_inner = |character: Option<char>| character.is_some_and(|one| one.is_alphanumeric() || one == '_');
    text.match_indices(name)
        .any(|(at, _)| !is_inner(text[..at].chars().next_back()) && !is_inner(text[at + name.len()..].chars().next()))
}
