//! What a section means, as bytes: the tree without its places, its computed numbers and its change marks.
//!
//! Two trees with the same bytes print the same wherever one stands in for the other. The encoding is written out here
//! and not derived, so that digests of it (`paper.lock`) outlive a change of the tree's Rust types: each node is a
//! letter, then its parts; texts end with NUL, which no paper can hold; items of lists begin with `,` and lists end
//! with `.`. Text that the parser cut in pieces is one text.

mod tables;

use super::{Admonition, AdmonitionKind, Definition, GridRow, Heading, List};
use super::{
    Block, BlockKind, Citation, CitationForm, Container, Figure, FigureBody, FrontMatter, Image, Inline, InlineKind,
    Label, Marking, NumberForm, Numbers, Pattern, Section, Target, Values, WorkList,
};
use crate::source::Spanned;

/// Whether two sections mean the same. Comments, which print nothing, are left out.
pub fn same_meaning(one: &Section, other: &Section) -> bool {
    let whole = |section: &Section| {
        let mut writer = Writer::default();
        writer.front_matter(&section.front_matter);
        writer.content(section);
        writer.out
    };
    whole(one) == whole(other)
}

/// What the section says: its blocks and notes, not its front matter.
pub fn of_content(section: &Section) -> Vec<u8> {
    write(|writer| writer.content(section))
}

/// What blocks say.
pub fn of_blocks(blocks: &[Block]) -> Vec<u8> {
    write(|writer| writer.blocks(blocks))
}

/// What a block says, without its place.
pub fn of_block_kind(kind: &BlockKind) -> Vec<u8> {
    write(|writer| writer.block(kind))
}

/// What inlines say.
pub fn of_inlines(inlines: &[Inline]) -> Vec<u8> {
    write(|writer| writer.inlines(inlines))
}

/// What rows of a grid say.
pub fn of_grid_rows(rows: &[GridRow]) -> Vec<u8> {
    write(|writer| writer.list(rows, Writer::grid_row))
}

/// What an image says, by its path and not by its pixels.
pub fn of_image(image: &Image) -> Vec<u8> {
    write(|writer| writer.image(image))
}

fn write(write: impl FnOnce(&mut Writer)) -> Vec<u8> {
    let mut writer = Writer::default();
    write(&mut writer);
    writer.out
}

#[derive(Default)]
struct Writer {
    out: Vec<u8>,
    /// Whether the last thing written is a text that may go on.
    in_text: bool,
}

impl Writer {
    fn tag(&mut self, tag: u8) {
        self.end_text();
        self.out.push(tag);
    }

    fn string(&mut self, text: &str) {
        self.end_text();
        self.out.extend_from_slice(text.as_bytes());
        self.out.push(0);
    }

    fn number(&mut self, number: impl ToString) {
        self.string(&number.to_string());
    }

    /// Text that goes on where text was.
    fn text(&mut self, text: &str) {
        if !self.in_text {
            self.out.push(b't');
            self.in_text = true;
        }
        self.out.extend_from_slice(text.as_bytes());
    }

    fn end_text(&mut self) {
        if std::mem::take(&mut self.in_text) {
            self.out.push(0);
        }
    }

    fn option(&mut self, text: Option<&str>) {
        match text {
            Some(text) => {
                self.tag(b'+');
                self.string(text);
            }
            None => self.tag(b'-'),
        }
    }

    fn list<T>(&mut self, items: &[T], mut write: impl FnMut(&mut Self, &T)) {
        for item in items {
            self.tag(b',');
            write(self, item);
        }
        self.tag(b'.');
    }

    fn front_matter(&mut self, front_matter: &FrontMatter) {
        let FrontMatter { version, status, contributors, marking, owner } = front_matter;
        self.number(&version.value);
        self.option(status.as_ref().map(|status| status.value.name()));
        self.list(contributors, |writer, name| writer.string(&name.value));
        self.option(marking.as_ref().map(Marking::printed).as_deref());
        self.option(owner.as_ref().map(|owner| owner.value.as_str()));
    }

    fn content(&mut self, section: &Section) {
        self.blocks(&section.blocks);
        self.list(&section.footnotes, |writer, note| {
            writer.string(&note.name.value);
            writer.blocks(&note.blocks);
        });
    }

    fn blocks(&mut self, blocks: &[Block]) {
        self.list(blocks, |writer, block| {
            writer.anchor(block.label());
            writer.block(&block.kind);
        });
    }

    fn block(&mut self, kind: &BlockKind) {
        match kind {
            BlockKind::Heading(heading) => self.heading(heading),
            BlockKind::Paragraph(content) => {
                self.tag(b'P');
                self.inlines(content);
            }
            BlockKind::List(List { numbers, tight, items }) => {
                self.tag(if *tight { b'l' } else { b'L' });
                match numbers {
                    None => self.tag(b'-'),
                    Some(numbers) => self.numbers(numbers),
                }
                self.list(items, |writer, item| {
                    writer.anchor(item.label.as_ref());
                    writer.blocks(&item.blocks);
                });
            }
            BlockKind::Definitions(definitions) => {
                self.tag(b'D');
                self.list(definitions, |writer, Definition { term, details, .. }| {
                    writer.inlines(term);
                    writer.blocks(details);
                });
            }
            BlockKind::Quote(inner) => {
                self.tag(b'Q');
                self.blocks(inner);
            }
            BlockKind::Code(code) => {
                self.tag(b'C');
                self.string(code);
            }
            BlockKind::Table(table) => {
                self.tag(b'T');
                self.table(table);
            }
            BlockKind::Figure(figure) => self.figure(figure),
            BlockKind::Container(container, inner) => {
                self.container(container);
                self.blocks(inner);
            }
            BlockKind::Bibliography(WorkList { types, heading, entries }) => {
                // One for all works is written as when there was no other.
                if types.is_some() || heading.is_some() {
                    self.tag(b'W');
                    self.list(types.as_deref().unwrap_or_default(), |writer, kind| writer.string(kind.value.name()));
                    self.list(heading.as_slice(), Self::heading);
                }
                self.tag(b'B');
                self.list(entries, |writer, entry| {
                    writer.string(&entry.key);
                    writer.inlines(&entry.content);
                });
            }
        }
    }

    /// Plain numbers have no letter of their own.
    fn numbers(&mut self, numbers: &Numbers) {
        let Numbers { form, values } = numbers;
        if *form != NumberForm::PLAIN {
            self.tag(b'(');
            self.string(&form.print(1));
        }
        let Values::Typed(numbers) = values else { return self.option(Some(&numbers.at(0).to_string())) };
        self.tag(b'=');
        self.list(numbers, |writer, number| writer.number(number));
    }

    fn heading(&mut self, heading: &Heading) {
        self.tag(if heading.unnumbered { b'h' } else { b'H' });
        if heading.annex {
            self.tag(b'A');
        }
        self.number(heading.level);
        if heading.new_page {
            self.tag(b'/');
        }
        self.label(heading.label.as_ref());
        self.inlines(&heading.content);
    }

    /// An author's label. One that no author gave says nothing.
    fn label(&mut self, label: Option<&Spanned<Label>>) {
        self.option(label.and_then(|label| label.value.given()));
    }

    /// A label where most have none, which then says nothing.
    fn anchor(&mut self, label: Option<&Spanned<Label>>) {
        if let Some(label) = label {
            self.tag(b'@');
            self.string(&label.value.to_string());
        }
    }

    fn container(&mut self, container: &Container) {
        match container {
            Container::Admonition(Admonition { kind, label, title }) => {
                self.tag(b'N');
                if *kind != AdmonitionKind::Note || label.is_some() || !title.is_empty() {
                    self.tag(b'!');
                    self.string(kind.name());
                    self.label(label.as_ref());
                    self.inlines(title);
                }
            }
            Container::QuoteSource => self.tag(b'q'),
            Container::Edition => self.tag(b'E'),
            Container::Landscape => self.tag(b'V'),
            Container::Passage(language) => {
                self.tag(b'P');
                self.string(&language.value);
            }
            Container::Marked(marking) => {
                self.tag(b'M');
                self.string(&marking.printed());
            }
        }
    }

    fn figure(&mut self, figure: &Figure) {
        self.tag(b'F');
        self.label(figure.label.as_ref());
        self.inlines(&figure.caption);
        match &figure.body {
            FigureBody::Table(table) => {
                self.tag(b'T');
                self.table(table);
            }
            FigureBody::Grid(grid) => {
                self.tag(b'G');
                self.grid(grid);
            }
            FigureBody::Images(images) => {
                self.tag(b'I');
                self.list(images, Self::image);
            }
        }
        for (tag, line) in [(b'n', &figure.note), (b's', &figure.source)] {
            if !line.is_empty() {
                self.tag(tag);
                self.inlines(line);
            }
        }
    }

    fn image(&mut self, image: &Image) {
        self.string(image.file());
        self.option(image.alt.as_deref());
        if !image.caption.is_empty() {
            self.tag(b'"');
            self.inlines(&image.caption);
        }
        self.width(image.width);
    }

    fn inlines(&mut self, inlines: &[Inline]) {
        inlines.iter().for_each(|inline| self.inline(inline));
        self.tag(b'.');
    }

    fn inline(&mut self, inline: &Inline) {
        match &inline.kind {
            InlineKind::Text(text) => self.text(text),
            InlineKind::Break => self.tag(b'b'),
            InlineKind::Task(done) => self.tag(if *done { b'1' } else { b'0' }),
            InlineKind::Emphasis(inner) => self.wrapped(b'e', inner),
            InlineKind::Strong(inner) => self.wrapped(b's', inner),
            InlineKind::Strike(inner) => self.wrapped(b'x', inner),
            InlineKind::Raised(inner) => self.wrapped(b'^', inner),
            InlineKind::Lowered(inner) => self.wrapped(b'_', inner),
            InlineKind::Code(code) => {
                self.tag(b'c');
                self.string(code);
            }
            InlineKind::Passage { language, content } => {
                self.tag(b'p');
                self.string(&language.value);
                self.inlines(content);
            }
            InlineKind::Link { target, content, .. } => {
                match target {
                    Target::Url(url) => {
                        self.tag(b'u');
                        self.string(url);
                    }
                    Target::Label(label) => {
                        self.tag(b'r');
                        self.string(&label.to_string());
                    }
                }
                self.inlines(content);
            }
            InlineKind::Image(image) => {
                self.tag(b'i');
                self.image(image);
            }
            // What a resolved note is called matters no more.
            InlineKind::Footnote(note) => match &note.blocks {
                Some(blocks) => {
                    self.tag(b'n');
                    self.blocks(blocks);
                }
                None => {
                    self.tag(b'^');
                    self.string(&note.name);
                }
            },
            InlineKind::Reference { label, pattern } => {
                self.tag(b'R');
                self.string(&label.value.to_string());
                self.list(pattern, Self::pattern);
            }
            InlineKind::Citation(citation) => self.citation(citation),
            InlineKind::Value(expression) => {
                self.tag(b'v');
                self.string(&expression.value);
            }
            InlineKind::Page { label, .. } => {
                self.tag(b'p');
                self.string(&label.to_string());
            }
            InlineKind::ParagraphEnd => self.tag(b'|'),
            InlineKind::Placeholder(text) => {
                self.tag(b'?');
                self.string(text);
            }
        }
    }

    fn wrapped(&mut self, tag: u8, inner: &[Inline]) {
        self.tag(tag);
        self.inlines(inner);
    }

    fn pattern(&mut self, pattern: &Pattern) {
        match pattern {
            Pattern::Text(inline) => self.inline(inline),
            Pattern::Number(_) => self.tag(b'#'),
            Pattern::Title(_) => self.tag(b'T'),
            Pattern::Page(_) => self.tag(b'p'),
            Pattern::Direction(_) => self.tag(b'd'),
            Pattern::Default(_) => self.tag(b'*'),
        }
    }

    fn citation(&mut self, citation: &Citation) {
        self.tag(match citation.form {
            CitationForm::Bracketed => b'[',
            CitationForm::Prose => b'@',
            CitationForm::Note => b'^',
            CitationForm::Names => b'&',
        });
        self.list(&citation.items, |writer, item| {
            let words = [&item.prefix, &item.suffix].map(|words| words.as_ref().map_or("", |words| words.as_str()));
            if item.is_without_names || words != ["", ""] {
                writer.tag(if item.is_without_names { b'~' } else { b'=' });
                words.iter().for_each(|words| writer.string(words));
            }
            writer.string(&item.key.value);
            match &item.locator {
                Some(locator) => {
                    writer.tag(b'+');
                    writer.string(locator.as_str());
                }
                None => writer.tag(b'-'),
            }
        });
    }
}
