//! Labels: what links of a paper lead to.

use std::fmt;

use crate::source::Spanned;

/// Names a heading, a table, a figure, a box, a paragraph, an item or a work. It prints as the name that Typst knows it
/// by.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Label {
    /// Given by an author: `[a-z0-9-]+` where it is defined, anything where it is referred to.
    Given(String),
    /// Of a heading or figure that its author gave none: its section file, and its place in the order of that file's
    /// blocks.
    Block { file: String, order: usize },
    /// Of a work's line in the bibliography: the work's key.
    Work(String),
    /// That label in the older version of a redline.
    Old(Box<Label>),
}

impl Label {
    /// What an author called it.
    pub fn given(&self) -> Option<&str> {
        match self {
            Self::Given(name) => Some(name),
            Self::Block { .. } | Self::Work(_) | Self::Old(_) => None,
        }
    }

    /// This label as that of the older version in a redline.
    pub fn old(self) -> Self {
        Self::Old(Box::new(self))
    }
}

/// What a paragraph is known by.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct Anchor {
    pub label: Option<Spanned<Label>>,
    /// Whether it is one of those that are numbered.
    pub counts: bool,
    /// `3`, once it is resolved.
    pub number: Option<String>,
}

/// Different labels have different names, all of `[a-z0-9.-]`: no author's label has a dot.
impl fmt::Display for Label {
    fn fmt(&self, f: &mut fmt::Formatter) -> fmt::Result {
        match self {
            Self::Given(name) => f.write_str(name),
            Self::Block { file, order } => write!(f, "at.{}.{order}", encoded(file)),
            Self::Work(key) => write!(f, "bib.{}", encoded(key)),
            Self::Old(label) => write!(f, "old.{label}"),
        }
    }
}

/// Any text by `[a-z0-9-]`, different for different texts.
fn encoded(text: &str) -> String {
    let mut encoded = String::new();
    for byte in text.bytes() {
        match byte {
            b'a'..=b'z' | b'0'..=b'9' => encoded.push(byte.into()),
            _ => encoded.push_str(&format!("-{byte:02x}")),
        }
    }
    encoded
}
