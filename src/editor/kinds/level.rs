//! Levels of the paper's marking scheme.

use crate::diagnostic::Diagnostics;
use crate::editor::complete::Choice;
use crate::editor::desk::Desk;
use crate::editor::kind::Kind;
use crate::marking::{self, Scheme};

pub(in crate::editor) static LEVEL: Kind = Kind {
    name: "level",
    token: Some("enumMember"),
    hover: |desk, _, mark| {
        let scheme = scheme(desk)?;
        let level = scheme.levels.iter().find(|level| level.name == mark.name)?;
        Some(format!("Prints **{}**", level.text))
    },
    word: |view| view.value_of(&LEVEL).or_else(|| view.attribute_value("level")),
    choices: |desk, _| {
        let levels = scheme(desk).map(|scheme| scheme.levels).unwrap_or_default();
        levels.into_iter().map(|level| Choice::new(level.name, level.text)).collect()
    },
    ..Kind::PLAIN
};

fn scheme(desk: &Desk) -> Option<Scheme> {
    let manifest = desk.manifest()?;
    let name = &manifest.marking.as_ref()?.scheme;
    let scheme = marking::read(desk.project(), name, &mut Diagnostics::new()).ok()?;
    Some(scheme.in_language(&manifest.language.value))
}
