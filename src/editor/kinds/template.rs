//! Templates.

use crate::editor::complete::Choice;
use crate::editor::kind::Kind;

pub(in crate::editor) static TEMPLATE: Kind = Kind {
    name: "template",
    token: Some("enumMember"),
    word: |view| view.value_of(&TEMPLATE),
    choices: |desk, _| {
        let paths = desk.project().paths_in("templates");
        let names = paths.filter_map(|path| path.strip_prefix("templates/")?.strip_suffix("/paper.typ"));
        names.map(|name| Choice::new(name, "")).collect()
    },
    ..Kind::PLAIN
};
