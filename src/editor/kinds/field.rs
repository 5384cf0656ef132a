//! Keys of front matter.

use std::ops::Range;

use crate::editor::complete::Choice;
use crate::editor::kind::Kind;
use crate::editor::view::{View, Zone};
use crate::manifest::SECTION_KEYS;
use crate::table::{Cursor, Spot};

pub(in crate::editor) static FIELD: Kind = Kind {
    name: "field",
    token: Some("keyword"),
    is_text: false,
    hover: |_, _, mark| {
        let (name, meaning) = SECTION_KEYS.iter().find(|(name, _)| *name == mark.name)?;
        Some(format!("`{name}`: {meaning}"))
    },
    word,
    choices: |desk, view| {
        let (_, marks) = desk.marks(view.source.path()).unzip();
        let marks: Vec<_> = marks.into_iter().flat_map(|marks| marks.iter()).collect();
        let is_here = |name: &str| {
            marks.iter().any(|mark| *mark.kind == FIELD && mark.name == name && !mark.whole.contains(&view.at))
        };
        let keys = SECTION_KEYS.iter().filter(|(name, _)| !is_here(name));
        let text = |name: &str| word(view).map(|range| view.key_text(name, &range));
        keys.map(|(name, said)| Choice { text: text(name), ..Choice::new(*name, *said) }).collect()
    },
    ..Kind::PLAIN
};

fn word(view: &View) -> Option<Range<usize>> {
    match &view.zone {
        Zone::FrontMatter(Cursor { spot: Spot::Key(range), .. }) => Some(range.clone()),
        _ => None,
    }
}
