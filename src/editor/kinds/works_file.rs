//! Bibliography files, as paper.toml names them.

use crate::editor::complete::Choice;
use crate::editor::kind::Kind;

pub(in crate::editor) static WORKS_FILE: Kind = Kind {
    name: "bibliography file",
    folder: "bibliography/",
    token: Some("string"),
    word: |view| view.value_of(&WORKS_FILE),
    choices: |desk, _| {
        let paths = desk.project().paths_in("bibliography");
        paths.map(|path| Choice::new(&path[WORKS_FILE.folder.len()..], "")).collect()
    },
    ..Kind::PLAIN
};
