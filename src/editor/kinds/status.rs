//! How far a paper or section has come.

use crate::editor::complete::Choice;
use crate::editor::kind::Kind;
use crate::section::Status;

pub(in crate::editor) static STATUS: Kind = Kind {
    name: "status",
    token: Some("enumMember"),
    word: |view| view.value_of(&STATUS),
    choices: |desk, _| {
        Status::ALL.iter().map(|status| Choice::new(status.name(), desk.terms().status_name(*status))).collect()
    },
    ..Kind::PLAIN
};
