//! Types of works, for the lists of works.

use crate::editor::complete::Choice;
use crate::editor::kind::Kind;
use crate::section::WorkType;

pub(in crate::editor) static WORK_TYPE: Kind = Kind {
    name: "type of works",
    token: Some("enumMember"),
    word: |view| view.attribute_value("types").filter(|_| view.block() == Some("bibliography")),
    choices: |_, _| WorkType::names().map(|name| Choice::new(name, "")).collect(),
    ..Kind::PLAIN
};
