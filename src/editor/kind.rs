//! What there is to know of the names of one kind.

use std::fmt;
use std::ops::Range;

use super::Place;
use super::complete::Choice;
use super::desk::Desk;
use super::mark::Mark;
use super::navigate;
use super::view::View;

/// A kind of names: labels, keys of works, values.
pub struct Kind {
    /// What a name of it is called, in the singular.
    pub name: &'static str,
    /// Whether a name means something in its own file alone.
    pub is_local: bool,
    /// Of names of files, the folder from which paper.toml names them, with its slash.
    pub folder: &'static str,
    /// Whether it stands in quotes where it is the value of a key.
    pub(super) is_text: bool,
    /// How editors colour it: a type of tokens of the Language Server Protocol; [`None`] leaves it as it is.
    pub token: Option<&'static str>,
    /// What is to be said of a name, as Markdown.
    pub(super) hover: fn(&Desk, &'static str, &Mark) -> Option<String>,
    /// What is being written at a cursor, if it is one of these.
    pub(super) word: fn(&View) -> Option<Range<usize>>,
    /// What can be written there.
    pub(super) choices: fn(&Desk, &View) -> Vec<Choice>,
    /// Where a name leads that no mark of its kind defines.
    pub(super) home: fn(&Desk, &Mark) -> Vec<Place>,
    pub(super) renaming: Option<Renaming>,
}

/// How names of a kind are given others.
pub(super) struct Renaming {
    /// Whether something can be called so. If not, why, in a sentence.
    pub check: fn(&str) -> Result<(), String>,
    /// What a new name is compared as.
    pub compared: fn(&str) -> String,
    /// If a text begins with what names something so, where in it the name stands.
    pub mention: fn(&str, &str) -> Option<usize>,
}

impl Kind {
    /// A kind of which only its name is known.
    pub(super) const PLAIN: Self = Self {
        name: "",
        is_local: false,
        folder: "",
        is_text: true,
        token: None,
        hover: |_, _, _| None,
        word: |_| None,
        choices: |_, _| Vec::new(),
        home: |desk, mark| navigate::file(desk, mark),
        renaming: None,
    };
}

impl PartialEq for Kind {
    fn eq(&self, other: &Self) -> bool {
        self.name == other.name
    }
}

impl Eq for Kind {}

impl fmt::Debug for Kind {
    fn fmt(&self, f: &mut fmt::Formatter) -> fmt::Result {
        f.write_str(self.name)
    }
}
