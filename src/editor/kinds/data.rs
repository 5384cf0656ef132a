//! Files of comma-separated values, by their paths.

use super::image::files;
use crate::editor::kind::Kind;

pub(in crate::editor) static DATA: Kind = Kind {
    name: "data file",
    folder: "sections/",
    token: Some("string"),
    word: |view| view.attribute_value("data"),
    choices: |desk, view| files(desk, view, &[".csv", ".tsv"], |_| None),
    ..Kind::PLAIN
};
