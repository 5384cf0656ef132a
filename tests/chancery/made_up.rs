//! Made-up papers, each known by a number: every kind of block and inline that there is, nested as deep as they may.

mod official;

use std::fmt::Write;

use crate::dice::Dice;
use crate::mutations::Files;

/// Levels of blocks in blocks, and of inlines in inlines, that a paper may have.
pub const DEEPEST: Depth = Depth { blocks: 7, lists: 3, inlines: 15 };

/// How deep what is made up may nest.
#[derive(Debug, Clone, Copy)]
pub struct Depth {
    /// Blocks inside a block.
    pub blocks: usize,
    /// Lists inside each other, the outermost included.
    pub lists: usize,
    /// Inlines inside each other.
    pub inlines: usize,
}

impl Depth {
    fn inner(self) -> Self {
        Self { blocks: self.blocks.saturating_sub(1), ..self }
    }
}

/// What words stand in, which decides what may stand among them.
#[derive(Debug, Clone, Copy, PartialEq)]
enum Place {
    Text,
    Cell,
    Heading,
    Caption,
    Note,
    Link,
}

/// Makes up blocks, no two of them the same.
pub struct Maker<'d> {
    pub dice: &'d mut Dice,
    pub made: usize,
    depth: Depth,
    /// What may be referred to.
    labels: Vec<String>,
    /// The notes that what was made up last calls.
    notes: Vec<String>,
    /// Data that no table shows yet.
    unused_data: Vec<(&'static str, &'static str)>,
    /// Whether pages are referred to: what is laid out twice can stand on others.
    has_pages: bool,
    /// Whether notes and headers of tables are of a length that fills pages.
    pub is_long: bool,
}

/// The works that are cited, as `bibliography/works.bib`.
pub const WORKS: &str = "\
@report{first2010,\n  author = {{First Institute}},\n  title = {A first work},\n  institution = {First Institute},\n  \
location = {The Hague},\n  date = {2010},\n}\n\n\
@book{second2012,\n  author = {Second, Anna and Third, Boris},\n  title = {A second work},\n  \
publisher = {Press},\n  location = {Lyon},\n  date = {2012},\n}\n\n\
@online{third2013,\n  author = {Second, Anna and Fourth, Clara},\n  title = {A third},\n  url = {https://example.org/x},\n  \
urldate = {2013-01-02},\n  date = {2012},\n}\n";

/// What `{{ vars.… }}` stands for, as `[vars]`.
pub const VARS: &str = "[vars]\nhost = \"the *host* [x](y) — “ß”\"\ncount = 12\nnames = [\"one\", \"two\"]\n";

/// Pictures, drawings and data, by their names below `sections/`.
pub fn beside_sections() -> Files {
    let png = include_bytes!("../redline/new/sections/a.png").to_vec();
    let svg = b"<svg xmlns=\"http://www.w3.org/2000/svg\" width=\"20\" height=\"20\"><circle r=\"9\"/></svg>".to_vec();
    let mut files = official::data();
    files.extend([("sections/a.png".to_owned(), png), ("sections/b.svg".to_owned(), svg)]);
    files
}

impl<'d> Maker<'d> {
    pub fn new(dice: &'d mut Dice, depth: Depth, labels: &[&str], has_pages: bool) -> Self {
        let labels = labels.iter().map(|label| (*label).to_owned()).collect();
        let (notes, unused_data) = (Vec::new(), official::DATA.to_vec());
        Self { dice, made: 0, depth, labels, notes, unused_data, has_pages, is_long: false }
    }

    /// A block at the left margin, followed by the notes that it calls.
    pub fn block(&mut self) -> String {
        let mut block = match self.dice.below(16) {
            0 => self.heading(),
            1 => self.lone_image(),
            2 => self.figure(),
            3 => self.captioned_table(),
            4 => self.marked(),
            5 => self.labelled_paragraph(),
            6 | 7 => self.official(self.depth, false),
            _ => self.inner(self.depth, false),
        };
        self.write_notes(&mut block);
        block
    }

    /// A paragraph at the left margin, followed by its notes.
    pub fn paragraph(&mut self) -> String {
        let mut paragraph = self.sentence();
        self.write_notes(&mut paragraph);
        paragraph
    }

    fn write_notes(&mut self, block: &mut String) {
        for note in self.notes.split_off(0) {
            let _ = write!(block, "\n\n{note}");
        }
    }

    pub fn word(&mut self) -> String {
        self.inline(Place::Text, 1)
    }

    pub fn sentence(&mut self) -> String {
        self.sentence_of(Place::Text)
    }

    fn number(&mut self) -> usize {
        self.made += 1;
        self.made
    }

    fn words(&mut self, place: Place, count: usize, depth: usize) -> String {
        (0..count).map(|_| self.inline(place, depth)).collect::<Vec<_>>().join(" ")
    }

    fn sentence_of(&mut self, place: Place) -> String {
        let (number, length) = (self.number(), 3 + self.dice.below(9));
        let depth = if self.dice.once_in(8) { self.depth.inlines } else { 2.min(self.depth.inlines) };
        format!("Of {number} it says {}.", self.words(place, length, depth))
    }

    fn sentences(&mut self) -> String {
        let count = 1 + self.dice.below(4);
        (0..count).map(|_| self.sentence()).collect::<Vec<_>>().join(" ")
    }

    /// A word, or something that stands among words.
    fn inline(&mut self, place: Place, depth: usize) -> String {
        #[rustfmt::skip]
        const WORDS: [&str; 22] = [
            "police", "forces", "work", "across", "borders", "where", "trust", "grows", "and", "the", "of", "states",
            "share", "what", "they", "know", "in", "good", "time", "é", "Ωж", "ﬁn",
        ];
        let is_running = matches!(place, Place::Text | Place::Cell | Place::Note | Place::Caption);
        match self.dice.below(60) {
            0..4 if depth > 0 => self.nested(place, depth),
            4 => "`code`".to_owned(),
            5 => ["`` a`b ``", "`{{ x }}`", "`  `"][self.dice.below(3)].to_owned(),
            6 => ["{{ vars.host }}", "{{ vars.count }}", "{{ paper.title }}", "{{ vars.names[0] }}"]
                [self.dice.below(4)]
            .to_owned(),
            7 => ["\\*", "&amp;", "\\[", "&#8211;", "\\@", "\\{{", "~", "\\~"][self.dice.below(8)].to_owned(),
            8 | 9 if place != Place::Link => self.link(place, depth),
            10..13 if place != Place::Link => self.reference(place, depth),
            13 if is_running => ["@first2010", "@second2012", "@third2013 [p. 3]"][self.dice.below(3)].to_owned(),
            14 if is_running => {
                const FORMS: [&str; 4] =
                    ["[@first2010]", "[@second2012, pp. 3–4; @third2013]", "[@third2013, ch. 2]", "[@first2010, § 7]"];
                FORMS[self.dice.below(4)].to_owned()
            }
            15 if matches!(place, Place::Text | Place::Cell) => self.note(),
            16 if is_running => self.image(),
            17 if matches!(place, Place::Text | Place::Note) => "so\\\nit is".to_owned(),
            18 if matches!(place, Place::Text | Place::Note) => "so\nit is".to_owned(),
            19 => "שלום".to_owned(),
            20 => ["CO~2~", "10^6^", "x^n^~i~"][self.dice.below(3)].to_owned(),
            21 if depth > 0 && place != Place::Link => {
                format!("[{}]{{lang={}}}", self.words(Place::Link, 2, depth - 1), self.language())
            }
            _ => WORDS[self.dice.below(WORDS.len())].to_owned(),
        }
    }

    /// Emphasis, in emphasis, in emphasis …
    fn nested(&mut self, place: Place, depth: usize) -> String {
        let mark = ["*", "**", "~~", "_", "__"][self.dice.below(5)];
        let count = 1 + self.dice.below(3);
        // Marks that meet would be read as others.
        format!("{mark}so {} it{mark}", self.words(place, count, depth - 1))
    }

    fn link(&mut self, place: Place, depth: usize) -> String {
        let is_inner = place == Place::Heading;
        match self.dice.below(6) {
            0 => "<https://example.org/a?b=c&d>".to_owned(),
            1 if !is_inner && depth > 0 => format!("[{}](mailto:a@example.org)", self.words(Place::Link, 2, depth - 1)),
            2 if !is_inner && depth > 1 => format!("[{}](doi:10.1000/182)", self.nested(Place::Link, depth - 1)),
            _ => "[a link](https://example.org/)".to_owned(),
        }
    }

    fn reference(&mut self, place: Place, depth: usize) -> String {
        let label = self.dice.pick(&self.labels).cloned().unwrap_or_else(|| "one".to_owned());
        // Items have a number and no title.
        if label.starts_with("point-") {
            return format!("[](#{label})");
        }
        match self.dice.below(6) {
            0 => format!("[{{number}}](#{label})"),
            1 => format!("[{{title}}](#{label})"),
            2 if self.has_pages && place != Place::Heading => format!("[page {{page}}](#{label})"),
            3 if self.has_pages && self.dice.once_in(12) => format!("[so {{direction}}, {{number}}](#{label})"),
            4 if depth > 0 => format!("[{}](#{label})", self.words(Place::Link, 2, depth - 1)),
            _ => format!("[](#{label})"),
        }
    }

    /// The call of a note, which is written below.
    fn note(&mut self) -> String {
        let number = self.number();
        let mut note = format!("[^{number}]: {}", self.sentence_of(Place::Note));
        if self.is_long {
            let (words, count) = (["as", "the", "committee", "found"], 100 + self.dice.below(300));
            note += &(0..count).map(|at| format!(" {} {number}-{at}", words[at % 4])).collect::<String>();
        }
        match self.dice.below(6) {
            0 => {
                let more = self.sentence_of(Place::Note);
                let _ = write!(note, "\n\n{more}");
            }
            1 => {
                let (one, other) = (self.sentence_of(Place::Note), self.sentence_of(Place::Note));
                let _ = write!(note, "\n\n- {one}\n- {}", indented(&other, 2));
            }
            2 => note += "\n\n```\ncode of a note\n```",
            _ => {}
        }
        let note = indented(&note, 4);
        self.notes.push(note);
        format!("so[^{number}]")
    }

    fn image(&mut self) -> String {
        let (name, number) = (["a.png", "b.svg"][self.dice.below(2)], self.number());
        let width = ["", " width=3%", " width=5mm"][self.dice.below(3)];
        match self.dice.below(2) {
            0 => format!("![]({name}){{alt=\"Image {number}\"{width}}}"),
            _ => format!("![of *image* {number}]({name})"),
        }
    }

    /// A block that may hold others.
    fn inner(&mut self, depth: Depth, is_tight: bool) -> String {
        let is_inner = depth.blocks > 0;
        match self.dice.below(16) {
            0 if depth.lists > 0 && is_inner => self.list("- ", depth),
            1 if depth.lists > 0 && is_inner => self.list("1. ", depth),
            2 if depth.lists > 0 && is_inner => {
                let marker = ["3. ", "(3) ", "3) ", "(d) ", "B) "][self.dice.below(5)];
                self.list(marker, depth)
            }
            3 if is_inner => {
                let inner = [self.inner(depth.inner(), false), self.sentences()].join("\n\n");
                inner.lines().map(|line| format!("> {line}").trim_end().to_owned()).collect::<Vec<_>>().join("\n")
            }
            4 | 5 if is_inner => {
                let kind = ["note", "quote-source", "edition", "marked {level=restricted}"][self.dice.below(4)];
                self.fenced(kind, depth)
            }
            6 => self.table(Place::Cell),
            7 if !is_tight => self.lone_image(),
            8 if !is_tight => self.captioned_table(),
            9 => {
                let info = ["", "rust", "text"][self.dice.below(3)];
                let number = self.number();
                format!("```{info}\nlet code = {number};\n\n  \"quoted\" \\ and so on\n```")
            }
            10 if depth.blocks > 1 && !is_tight => self.definitions(depth),
            11 if !is_tight => self.figure(),
            12 | 13 => self.official(depth, is_tight),
            _ => self.sentences(),
        }
    }

    fn fenced(&mut self, kind: &str, depth: Depth) -> String {
        let fence = ":".repeat(3 + depth.blocks);
        let count = 1 + self.dice.below(3);
        let inner: Vec<_> = (0..count).map(|_| self.inner(depth.inner(), false)).collect();
        format!("{fence} {kind}\n{}\n{fence}", inner.join("\n\n"))
    }

    /// A part with a marking of its own, which may have headings.
    fn marked(&mut self) -> String {
        let level = ["restricted", "confidential"][self.dice.below(2)];
        let number = self.number();
        let fence = ":".repeat(4 + self.depth.blocks);
        let inner = [self.inner(self.depth.inner(), false), self.sentences()].join("\n\n");
        let heading =
            if self.dice.once_in(2) { format!("## In part {number} {{#in-{number}}}\n\n") } else { String::new() };
        format!("{fence} marked {{level={level}}}\n{heading}{inner}\n{fence}")
    }

    fn definitions(&mut self, depth: Depth) -> String {
        let count = 1 + self.dice.below(3);
        let inner = Depth { blocks: depth.blocks - 2, ..depth };
        let definition = |maker: &mut Self| {
            let term = maker.words(Place::Cell, 2, 1);
            let details = match maker.dice.below(2) {
                0 => maker.sentences(),
                _ => [maker.sentences(), maker.inner(inner, false)].join("\n\n"),
            };
            format!("{term}\n\n: {}", indented(&details, 2))
        };
        (0..count).map(|_| definition(self)).collect::<Vec<_>>().join("\n\n")
    }

    fn list(&mut self, marker: &str, depth: Depth) -> String {
        let count = 1 + self.dice.below(4);
        let is_tight = self.dice.once_in(2);
        let inner = Depth { lists: depth.lists - 1, ..depth.inner() };
        // Of numbers that stay the same, some count by themselves and some do not.
        let number = marker.trim_matches(['(', ')', '.', ' ']);
        let step = self.dice.below(2);
        let item = |maker: &mut Self, index: usize| {
            let mut item = maker.sentence();
            if depth.blocks > 0 && maker.dice.below(4) == 0 {
                let gap = if is_tight { "\n" } else { "\n\n" };
                item += &format!("{gap}{}", maker.inner(inner, is_tight));
            }
            let own = match (number.parse::<usize>(), number) {
                (Ok(first), _) => (first + step * index).to_string(),
                (Err(_), "-") => number.to_owned(),
                (Err(_), letter) => char::from(letter.as_bytes()[0] + (step * index) as u8).to_string(),
            };
            let marker = marker.replace(number, &own);
            format!("{marker}{}", indented(&item, marker.len()))
        };
        (0..count).map(|index| item(self, index)).collect::<Vec<_>>().join(if is_tight { "\n" } else { "\n\n" })
    }

    fn heading(&mut self) -> String {
        let number = self.number();
        let title = format!("{} {number}", self.words(Place::Heading, 2, 2));
        let title = title.replace('\n', " ");
        match self.dice.below(4) {
            0 => format!("## {title} {{.unnumbered}}"),
            1 => {
                // Only where no edit can take the heading above away.
                format!("## {title} {{#at-{number}}}\n\n### {title} {{#below-{number}}}")
            }
            _ => {
                self.labels.push(format!("at-{number}"));
                format!("## {title} {{#at-{number}}}")
            }
        }
    }

    fn lone_image(&mut self) -> String {
        let (name, number) = (["a.png", "b.svg"][self.dice.below(2)], self.number());
        let caption = self.words(Place::Caption, 3, 2).replace('\n', " ");
        let label = if self.dice.once_in(2) { format!("#fig-{number} ") } else { String::new() };
        let width = ["", " width=20%", " width=2cm", " width=100%"][self.dice.below(4)];
        format!("![Image {number} {caption}]({name}){{{label}alt=\"It shows {number}\"{width}}}")
    }

    fn figure(&mut self) -> String {
        let number = self.number();
        let caption = self.words(Place::Heading, 3, 2).replace('\n', " ");
        let image = |maker: &mut Self| {
            let name = ["a.png", "b.svg"][maker.dice.below(2)];
            let caption = if maker.dice.once_in(2) { maker.words(Place::Caption, 2, 2) } else { String::new() };
            let caption = caption.replace('\n', " ");
            format!("![{caption}]({name}){{alt=\"Image {}\" width=2cm}}", maker.number())
        };
        let body = match self.dice.below(3) {
            0 => self.table(Place::Cell),
            _ => {
                let count = 1 + self.dice.below(3);
                (0..count).map(|_| image(self)).collect::<Vec<_>>().join("\n")
            }
        };
        format!("::: figure {{#fig-{number} caption=\"Figure {number} {caption}\"}}\n{body}\n:::")
    }

    fn captioned_table(&mut self) -> String {
        let number = self.number();
        let caption = self.words(Place::Heading, 3, 2).replace('\n', " ");
        let table = self.table(Place::Cell);
        let columns = table.lines().next().map_or(0, |line| line.matches('|').count() - 1);
        let widths = ["1fr", "auto", "3cm", "20%"];
        let widths: Vec<_> = (0..columns).map(|_| widths[self.dice.below(4)]).collect();
        let widths = match self.dice.below(3) {
            0 => format!(" columns=\"{}\"", widths.join(" ")),
            _ => String::new(),
        };
        let label = format!("tbl-{number}");
        let block = format!("::: table {{#{label} caption=\"Table {number} {caption}\"{widths}}}\n{table}\n:::");
        self.labels.push(label);
        block
    }

    /// The list of works, or a block with nothing but that in it.
    pub fn bibliography(&mut self) -> String {
        let list = "::: bibliography\n:::";
        match self.dice.below(6) {
            0 => format!(":::: note\n{list}\n::::"),
            1 => format!("Works\n\n: {}", indented(&format!("These.\n\n{list}"), 2)),
            2 => format!("- {}", indented(&format!("These.\n\n{list}"), 2)),
            _ => list.to_owned(),
        }
    }

    fn table(&mut self, place: Place) -> String {
        let most = if self.is_long && self.dice.once_in(4) { 20 } else { 4 };
        let (columns, rows) = (1 + self.dice.below(most), 1 + self.dice.below(4));
        let row = |maker: &mut Self| {
            let cells: Vec<String> = (0..columns).map(|_| maker.sentence_of(place)).collect();
            format!("| {} |", cells.join(" | "))
        };
        let mut header = row(self);
        if self.is_long && self.dice.once_in(3) {
            let count = [10, 150][self.dice.below(2)];
            let words: String = (0..count).map(|at| format!("head {at} ")).collect();
            header = header.replacen("| ", &format!("| {words}"), 1);
        }
        let rows: Vec<String> = (0..rows).map(|_| row(self)).collect();
        let columns = (0..columns).map(|_| ["---|", ":--|", "--:|", ":-:|"][self.dice.below(4)]);
        format!("{header}\n|{}\n{}", columns.collect::<String>(), rows.join("\n"))
    }
}

/// All lines but the first, if anything stands in them, moved to the right.
fn indented(text: &str, by: usize) -> String {
    let mut lines = text.lines();
    let mut moved = lines.next().unwrap_or_default().to_owned();
    for line in lines {
        moved.push('\n');
        if !line.is_empty() {
            moved.push_str(&" ".repeat(by));
        }
        moved.push_str(line);
    }
    moved
}
