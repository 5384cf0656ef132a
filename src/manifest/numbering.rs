//! How a paper numbers its parts: headings, annexes, paragraphs.

use std::collections::BTreeMap;

use crate::diagnostic::Reported;
use crate::section::{Alphabet, Case, Figures};
use crate::source::Span;
use crate::table::Table;

/// What a paper says of its numbers.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct Numbering {
    pub headings: HeadingNumbers,
    pub annexes: AnnexNumbers,
    pub paragraphs: ParagraphNumbers,
}

/// How headings are numbered, but for annexes.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub enum HeadingNumbers {
    /// `2.1.`
    #[default]
    Decimal,
    /// By nobody, or by their author.
    None,
}

/// What annexes are numbered in.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub enum AnnexNumbers {
    #[default]
    Roman,
    Letters,
    Digits,
}

/// Where the paragraphs that stand directly in a section are numbered from.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub enum ParagraphNumbers {
    /// They are not numbered.
    #[default]
    None,
    /// From the beginning of the paper.
    Paper,
    /// Anew below each heading of the first level.
    Section,
}

impl HeadingNumbers {
    const NAMES: [(&str, Self); 2] = [("decimal", Self::Decimal), ("none", Self::None)];
}

impl AnnexNumbers {
    /// By the first number of each.
    const NAMES: [(&str, Self); 3] = [("I", Self::Roman), ("A", Self::Letters), ("1", Self::Digits)];

    pub fn figures(self) -> Figures {
        match self {
            Self::Roman => Figures::Roman(Case::Upper),
            Self::Letters => Figures::Letters(Alphabet::Latin, Case::Upper),
            Self::Digits => Figures::Digits,
        }
    }
}

impl ParagraphNumbers {
    const NAMES: [(&str, Self); 3] = [("none", Self::None), ("paper", Self::Paper), ("section", Self::Section)];
}

impl Numbering {
    /// Each key with what it says, in paper.toml's own words.
    pub fn entries(self) -> [(&'static str, &'static str); 3] {
        [
            ("headings", HeadingNumbers::NAMES[self.headings as usize].0),
            ("annexes", AnnexNumbers::NAMES[self.annexes as usize].0),
            ("paragraphs", ParagraphNumbers::NAMES[self.paragraphs as usize].0),
        ]
    }
}

/// Reads `[numbering]`.
pub(super) fn read(table: &mut Table, places: &mut BTreeMap<String, Span>) -> Result<Numbering, Reported> {
    for (key, _) in Numbering::default().entries() {
        places.extend(table.place(key).map(|place| (format!("numbering.{key}"), place)));
    }
    let headings = choice(table, "headings", &HeadingNumbers::NAMES);
    let annexes = choice(table, "annexes", &AnnexNumbers::NAMES);
    let paragraphs = choice(table, "paragraphs", &ParagraphNumbers::NAMES);
    Ok(Numbering { headings: headings?, annexes: annexes?, paragraphs: paragraphs? })
}

fn choice<T: Copy + Default>(table: &mut Table, key: &'static str, names: &[(&str, T)]) -> Result<T, Reported> {
    let chosen = table.item(key).map(|item| item.choice(names, table.diagnostics)).transpose()?;
    Ok(chosen.map(|chosen| chosen.value).unwrap_or_default())
}
