//! What can stand in braces and behind colons, and what each means: what is read is what authors are told.

use std::ops::Range;

use super::attributes;

/// A `:::` block.
#[derive(Debug)]
pub struct Form {
    pub name: &'static str,
    /// What may be said of it in braces; `#` is its label.
    pub attributes: &'static [&'static str],
    pub meaning: &'static str,
}

const BOX: &[&str] = &["#", "title", "lang"];

/// Every block that has a name.
pub const BLOCKS: [Form; 12] = [
    Form { name: "note", attributes: BOX, meaning: "A box beside the argument" },
    Form { name: "tip", attributes: BOX, meaning: "A box with advice" },
    Form { name: "important", attributes: BOX, meaning: "A box with what nobody may miss" },
    Form { name: "warning", attributes: BOX, meaning: "A box that warns" },
    Form { name: "caution", attributes: BOX, meaning: "A box that warns of harm" },
    Form { name: "quote-source", attributes: PASSAGE, meaning: "Where a quotation comes from, at its end" },
    Form {
        name: "table",
        attributes: &[
            "#",
            "caption",
            "data",
            "types",
            "columns",
            "header-rows",
            "header-columns",
            "note",
            "source",
            "lang",
        ],
        meaning: "A table with a caption and a number",
    },
    Form {
        name: "figure",
        attributes: &["#", "caption", "columns", "note", "source", "lang"],
        meaning: "Images, or a table, with a caption and a number",
    },
    Form { name: "marked", attributes: &["level", "lang"], meaning: "A part with a marking of its own" },
    Form {
        name: "bibliography",
        attributes: &["#", "types", "title"],
        meaning: "The list of works, or of those of some types",
    },
    Form { name: "edition", attributes: PASSAGE, meaning: "What the edition adds to the paper" },
    Form { name: "landscape", attributes: PASSAGE, meaning: "Pages of their own that are turned" },
];

/// The names of blocks.
pub(super) const NAMES: [&str; BLOCKS.len()] = {
    let (mut names, mut at) = ([""; BLOCKS.len()], 0);
    while at < BLOCKS.len() {
        names[at] = BLOCKS[at].name;
        at += 1;
    }
    names
};

/// What may be said of a heading.
pub const HEADING: &[&str] = &["#", ".annex", ".unnumbered", ".new-page"];
/// Of a paragraph, or of an item.
pub const PARAGRAPH: &[&str] = &["#"];
/// Of words in another language, and of blocks.
pub const PASSAGE: &[&str] = &["lang"];
/// Of an image.
pub const IMAGE: &[&str] = &["alt", "width"];
/// Of an image that is a figure.
pub const FIGURE: &[&str] = &["#", "alt", "width", "note", "source"];
/// Of a cell whose table is a list.
pub const CELL: &[&str] = &["columns", "rows"];

/// Each attribute, and what it says.
pub const ATTRIBUTES: &[(&str, &str)] = &[
    ("#", "The label, by which references know it: small letters, figures and hyphens"),
    (".annex", "The heading begins an annex, which is counted by itself"),
    (".new-page", "The heading begins a page"),
    (".unnumbered", "The heading has no number"),
    ("alt", "What an image shows, for those who cannot see it"),
    ("caption", "What stands with a table or figure and names it"),
    ("columns", "The widths of columns, such as `1fr 2fr`; of a cell, how many it spans"),
    ("data", "The file of comma-separated values that the cells come from"),
    ("header-columns", "How many columns name what stands beside them"),
    ("header-rows", "How many rows name what stands below them"),
    ("lang", "The language of what stands here, such as `de`"),
    ("level", "The level of the marking, by its name"),
    ("note", "What else is to be known, below"),
    ("rows", "How many rows a cell spans"),
    ("source", "Where it comes from, below"),
    ("title", "The title"),
    ("types", "Of data, how each column prints: `text`, `number` or `date`; of a list of works, which it is for"),
    ("width", "How wide an image is: `50%` or `6cm`"),
];

/// The block of that name.
pub fn block(name: &str) -> Option<&'static Form> {
    BLOCKS.iter().find(|block| block.name == name)
}

/// What may be said of a block of that name.
pub fn attributes_of(name: &str) -> &'static [&'static str] {
    block(name).map_or(PASSAGE, |block| block.attributes)
}

/// An attribute as it is written.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct WrittenAttribute {
    /// `#` of a label, `.name` of a class, else the key.
    pub name: String,
    /// All of it.
    pub range: Range<usize>,
    /// Its value, between its quotes.
    pub value: Range<usize>,
}

/// The attributes that stand in braces from byte `start` of a text on, and where the braces end; [`None`] if there are
/// none that can be read.
pub fn written_attributes(text: &str, start: usize) -> Option<(usize, Vec<WrittenAttribute>)> {
    let found = attributes::parse(text, start)?;
    Some((found.range.end, found.written().collect()))
}
