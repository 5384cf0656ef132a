//! Citation styles.

use std::sync::LazyLock;

use crate::bibliography;
use crate::editor::complete::Choice;
use crate::editor::desk::Desk;
use crate::editor::kind::Kind;

pub(in crate::editor) static STYLE: Kind = Kind {
    name: "citation style",
    token: Some("enumMember"),
    hover: |desk, _, mark| {
        let style = all(desk).into_iter().find(|style| style.name == mark.name)?;
        Some(style.detail).filter(|title| !title.is_empty())
    },
    word: |view| view.value_of(&STYLE),
    choices: |desk, _| all(desk),
    ..Kind::PLAIN
};

/// The styles of the template, and those that are built in.
fn all(desk: &Desk) -> Vec<Choice> {
    static BUILT_IN: LazyLock<Vec<Choice>> = LazyLock::new(|| {
        let names = bibliography::built_in_styles()
            .flat_map(|style| style.names.into_iter().map(move |name| (name, style.title)));
        names.map(|(name, title)| Choice::new(name, title)).collect()
    });
    let template = desk.manifest().map_or("europol", |manifest| &manifest.template.value);
    let folder = format!("templates/{template}");
    let own = desk.project().paths_in(&folder).filter_map(|path| path[folder.len() + 1..].strip_suffix(".csl"));
    own.map(|name| Choice::new(name, "")).chain(BUILT_IN.iter().cloned()).collect()
}
