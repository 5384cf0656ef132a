//! Keys that mean nothing where they stand.

use crate::editor::kind::Kind;

pub(in crate::editor) static UNKNOWN: Kind = Kind { name: "unknown key", ..Kind::PLAIN };
