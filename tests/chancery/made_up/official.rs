//! What official papers are made of, made up: points with labels, tasks, boxes, grids with spans, data, passages in
//! other languages.

use std::fmt::Write;

use super::{Depth, Maker, Place, indented};
use crate::mutations::Files;

/// What a table can show once in a paper: a file, and the types of its columns.
pub(super) const DATA: [(&str, &str); 2] =
    [("commas.csv", "text, number, number"), ("semicolons.csv", "text, number, date")];

/// Tables of data, by their names below `sections/`.
pub fn data() -> Files {
    let files = [
        ("sections/commas.csv", "River,2023,2024\nDanube,12,14\n\"Rhine, lower\",9,\"8\"\nScheldt,21,\n"),
        ("sections/semicolons.csv", "Fluss;Länge;Tag\r\nDonau;2857,5;2013-06-24\r\nRhein;1232,7;2013-06-25\r\n"),
    ];
    files.map(|(path, text)| (path.to_owned(), text.as_bytes().to_vec())).into()
}

impl Maker<'_> {
    /// A block of one of these kinds.
    pub(super) fn official(&mut self, depth: Depth, is_tight: bool) -> String {
        let is_inner = depth.blocks > 0;
        match self.dice.below(8) {
            0 | 1 if is_inner && depth.lists > 0 => self.points(depth),
            2 if is_inner && depth.lists > 0 => self.tasks(),
            3 if is_inner && !is_tight => self.titled_box(depth),
            4 if is_inner && !is_tight => self.passage(depth),
            5 if is_inner && !is_tight => self.grid(depth),
            6 if !is_tight => self.data_table(),
            _ => self.sentences(),
        }
    }

    /// What can be referred to from anywhere.
    fn label(&mut self, kind: &str) -> String {
        let label = format!("{kind}-{}", self.number());
        self.labels.push(label.clone());
        label
    }

    /// A paragraph that may be referred to by its number, or has none.
    pub(super) fn labelled_paragraph(&mut self) -> String {
        let label = format!("paragraph-{}", self.number());
        format!("{{#{label}}} {}", self.sentences())
    }

    /// A list with letters, roman figures or brackets, some of whose items are labelled.
    fn points(&mut self, depth: Depth) -> String {
        const MARKERS: [&[&str]; 5] = [
            &["(a)", "(b)", "(c)"],
            &["(i)", "(ii)", "(iii)", "(iv)"],
            &["(1)", "(2)", "(3)"],
            &["A.", "B.", "C."],
            &["aa)", "bb)", "cc)"],
        ];
        let markers = MARKERS[self.dice.below(MARKERS.len())];
        let count = 1 + self.dice.below(markers.len());
        let inner = Depth { lists: depth.lists - 1, ..depth.inner() };
        let items: Vec<String> = markers[..count]
            .iter()
            .map(|marker| {
                let label = if self.dice.once_in(3) { format!("{{#{}}} ", self.label("point")) } else { String::new() };
                let mut item = format!("{label}{}", self.sentence());
                if inner.blocks > 0 && self.dice.once_in(4) {
                    let _ = write!(item, "\n\n{}", self.inner(inner, false));
                }
                format!("{marker} {}", indented(&item, marker.len() + 1))
            })
            .collect();
        items.join("\n\n")
    }

    fn tasks(&mut self) -> String {
        let count = 1 + self.dice.below(3);
        let task = |maker: &mut Self| format!("- [{}] {}", ["x", " "][maker.dice.below(2)], maker.sentence());
        (0..count).map(|_| task(self).replace('\n', "\n  ")).collect::<Vec<_>>().join("\n")
    }

    fn titled_box(&mut self, depth: Depth) -> String {
        let kind = ["note", "tip", "important", "warning", "caution"][self.dice.below(5)];
        let mut attributes = Vec::new();
        if self.dice.once_in(2) {
            attributes.push(format!("title=\"Box {}\"", self.words(Place::Heading, 2, 1).replace(['\n', '"'], " ")));
            if self.dice.once_in(2) {
                attributes.insert(0, format!("#{}", self.label("box")));
            }
        }
        if self.dice.once_in(4) {
            attributes.push(format!("lang={}", self.language()));
        }
        let kind = if attributes.is_empty() { kind.to_owned() } else { format!("{kind} {{{}}}", attributes.join(" ")) };
        self.fenced(&kind, depth)
    }

    /// Blocks in another language.
    fn passage(&mut self, depth: Depth) -> String {
        let kind = format!("{{lang={}}}", self.language());
        self.fenced(&kind, depth)
    }

    /// A language in which part of the text is.
    pub(super) fn language(&mut self) -> &'static str {
        ["de", "fr", "hu", "el", "ar"][self.dice.below(5)]
    }

    /// A table written as a list of lists, whose cells hold blocks and span others.
    fn grid(&mut self, depth: Depth) -> String {
        let (columns, rows) = (2 + self.dice.below(2), 1 + self.dice.below(3));
        let inner = Depth { lists: 1, blocks: depth.blocks - 1, ..depth };
        let mut lines: Vec<String> = Vec::new();
        // Where a cell above reaches into this row.
        let mut is_taken = vec![false; columns];
        for row in 0..=rows {
            let (mut cells, mut column, mut below) = (Vec::new(), 0, vec![false; columns]);
            while column < columns {
                if is_taken[column] {
                    column += 1;
                    continue;
                }
                let is_wide = row == 0 && column + 1 < columns && self.dice.once_in(4);
                let is_tall = row > 0 && row < rows && self.dice.once_in(5);
                let cell = match self.dice.below(4) {
                    0 if row > 0 && !is_wide && !is_tall && inner.blocks > 0 => {
                        [self.sentence(), self.inner(inner, false)].join("\n\n")
                    }
                    _ => self.sentence_of(Place::Cell),
                };
                let span = match (is_wide, is_tall) {
                    (true, _) => " {columns=2}",
                    (_, true) => " {rows=2}",
                    _ => "",
                };
                below[column] = is_tall;
                column += if is_wide { 2 } else { 1 };
                cells.push(format!("- {}{span}", indented(&cell, 2)));
            }
            let cells = cells.join("\n");
            if cells.is_empty() {
                // A row needs a cell of its own.
                return self.sentences();
            }
            lines.push(format!("- {}", indented(&cells, 2)));
            is_taken = below;
        }
        let label = self.label("grid");
        let caption = self.words(Place::Heading, 2, 1).replace(['\n', '"'], " ");
        let fence = ":".repeat(4 + depth.blocks);
        format!("{fence} table {{#{label} caption=\"Grid {caption}\"}}\n{}\n{fence}", lines.join("\n"))
    }

    fn data_table(&mut self) -> String {
        let Some((name, types)) = self.unused_data.pop() else { return self.sentences() };
        let types = if self.dice.once_in(2) { format!(" types=\"{types}\"") } else { String::new() };
        let words = |maker: &mut Self| maker.words(Place::Heading, 2, 1).replace(['\n', '"'], " ");
        let note = if self.dice.once_in(2) { format!(" note=\"Noted {}.\"", words(self)) } else { String::new() };
        let source = if self.dice.once_in(2) { format!(" source=\"Of {}.\"", words(self)) } else { String::new() };
        let label = self.label("data");
        format!("::: table {{#{label} caption=\"Data\"{types} data=\"{name}\"{note}{source}}}\n:::")
    }
}
