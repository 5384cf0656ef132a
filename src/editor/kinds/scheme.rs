//! Marking schemes.

use crate::editor::complete::Choice;
use crate::editor::kind::Kind;
use crate::marking;

pub(in crate::editor) static SCHEME: Kind = Kind {
    name: "scheme",
    token: Some("enumMember"),
    word: |view| view.value_of(&SCHEME),
    choices: |desk, _| {
        let schemes = marking::all_schemes(desk.project()).into_iter();
        schemes.map(|scheme| Choice::new(scheme.name, scheme.source)).collect()
    },
    ..Kind::PLAIN
};
