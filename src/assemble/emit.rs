//! One section → one Typst file of Typst's own elements, each of the author's characters in a string literal.
//!
//! In a redline, what stands on one side only is printed in that side's colour. What is deleted is no target, leads
//! nowhere and counts for nothing, so the two versions' labels and numbers never meet.

use std::cell::{Cell, RefCell};
use std::collections::BTreeSet;
use std::sync::Arc;

use super::breaks::{self, Setting};
use super::changes::is_crowded;
use super::tails::Tail;
use super::{lists, notes};
use crate::language;
use crate::literal::literal;
use crate::manifest::Chapters;
use crate::markup::{Markup, VirtualFile};
use crate::paper::Paper;
use crate::section::{
    Anchor, Block, BlockKind, Change, Container, Heading, Inline, InlineKind, Label, Section, Target, Text, WorkList,
    plain_text, task_mark,
};
use crate::source::{Side, Spanned};
use crate::terms::Terms;

/// Between blocks; in a tight item there is nothing, for blank lines would open it up.
pub(super) const APART: &str = "\n\n";

/// Goes to the next page, unless nothing stands on this one yet. Unlike a page break it may stand inside of something.
pub(super) const NEW_PAGE: &str = "#colbreak(weak: true)";

/// Writes a resolved section, after what a template did not print on a page of its own.
pub(super) fn section(paper: &Paper, section: &Section, before: &[Block], chapters: Chapters) -> VirtualFile {
    file(paper, |out| {
        if !before.is_empty() {
            Emitter::of(paper, Chapters::Flow, true).blocks(out, before, APART);
            out.syntax("\n\n#pagebreak()\n\n");
        }
        Emitter::of(paper, chapters, false).sequence(out, &section.blocks, APART, Some(chapters));
    })
}

/// Writes the summary of a redline.
pub(super) fn summary(paper: &Paper, blocks: &[Block]) -> VirtualFile {
    file(paper, |out| Emitter::of(paper, Chapters::Flow, true).blocks(out, blocks, APART))
}

fn file(paper: &Paper, write: impl FnOnce(&mut Markup)) -> VirtualFile {
    let mut out = Markup::without(Arc::clone(&paper.lacking));
    for (file, _) in super::OWN {
        out.syntax(&format!("#import \"/{file}\": *\n\n"));
    }
    // Last the template's own: a redline's blocks stand in for those that the older version's template had.
    if paper.older.is_some() {
        out.syntax(&format!("#import \"/{}\": *\n\n", super::REDLINE));
    }
    out.syntax(&format!("#import \"/templates/{}/blocks.typ\": *\n\n", paper.manifest.template.value));
    // For who looks at the finished pages, which do not tell where their margins begin.
    out.syntax(&format!("#context [#metadata(page.margin)<{}>]\n\n", super::MARGIN));
    write(&mut out);
    out.syntax("\n");
    out.finish()
}

pub(super) struct Emitter<'a> {
    pub(super) paper: &'a Paper,
    pub(super) terms: &'a Terms,
    /// The side in whose colour text is printed where we are.
    pub(super) coloured: Cell<Option<Change>>,
    /// Where chapters begin.
    chapters: Chapters,
    /// Whether it is the summary of a redline that is written.
    pub(super) is_summary: bool,
    /// Whether we are in a heading, whose words make a bookmark.
    pub(super) in_heading: Cell<bool>,
    /// Whether we are in a cell of a table, where lines are short.
    pub(super) in_cell: Cell<bool>,
    /// Whether we are in a paragraph that is longer than anybody writes.
    pub(super) in_long: Cell<bool>,
    /// Of the inlines that come next, the end that stays together.
    pub(super) tail: Cell<Option<Tail>>,
    /// Whether what is written is in another language than the paper.
    pub(super) foreign: Cell<bool>,
    /// Whether that is a cell that holds blocks.
    pub(super) in_grid: Cell<bool>,
    /// Whether that is in the header.
    pub(super) in_header: Cell<bool>,
    /// The numbers of the notes that were called in tables first.
    pub(super) in_tables: RefCell<BTreeSet<u32>>,
}

impl<'a> Emitter<'a> {
    fn of(paper: &'a Paper, chapters: Chapters, is_summary: bool) -> Self {
        Self {
            paper,
            terms: &paper.terms,
            coloured: Cell::new(None),
            chapters,
            is_summary,
            in_heading: Cell::new(false),
            in_cell: Cell::new(false),
            in_long: Cell::new(false),
            tail: Cell::new(None),
            in_grid: Cell::new(false),
            in_header: Cell::new(false),
            foreign: Cell::new(false),
            in_tables: RefCell::default(),
        }
    }
}

impl Emitter<'_> {
    /// Blocks inside of something, where no chapter can begin.
    pub(super) fn blocks(&self, out: &mut Markup, blocks: &[Block], between: &str) {
        self.sequence(out, blocks, between, None);
    }

    /// Blocks of a section, with where `chapters` begin; inside of something they begin nowhere.
    fn sequence(&self, out: &mut Markup, blocks: &[Block], between: &str, chapters: Option<Chapters>) {
        // Where the headings right above begin.
        let mut headings: Option<usize> = None;
        for (index, block) in blocks.iter().enumerate() {
            if index > 0 {
                out.syntax(between);
            }
            if chapters.is_some_and(|chapters| begins_page(block, chapters)) {
                // Nothing where the page has nothing on it yet.
                out.node(block.span, |out| out.syntax("#pagebreak(weak: true)"));
                out.syntax(APART);
                headings = None;
            }
            let at = headings.unwrap_or(out.position());
            let write = |out: &mut Markup| {
                self.move_note(out, block.change, index.checked_sub(1).and_then(|before| blocks[before].change));
                self.form_note(out, block);
                if index.checked_sub(1).is_some_and(|before| self.introduces(&blocks[before], block)) {
                    out.syntax(&format!("#metadata(none)<{}>", super::INTRODUCED));
                }
                out.changed(block.change, |out| out.node(block.span, |out| self.block(out, block)));
            };
            // What begins something goes to a new page with it: otherwise its bullet, say, stays behind.
            match index == 0 && chapters.is_none() {
                true => write(out),
                false => out.breakable(at, format!("{NEW_PAGE}{between}"), write),
            }
            headings = matches!(block.kind, BlockKind::Heading(_)).then_some(at);
        }
    }

    fn block(&self, out: &mut Markup, block: &Block) {
        match &block.kind {
            BlockKind::Heading(heading) if out.is_gone() => self.gone_heading(out, heading),
            BlockKind::Heading(heading) => self.heading(out, heading),
            BlockKind::Paragraph(content) => {
                self.paragraph(out, content, |out| {
                    block.anchor.iter().for_each(|anchor| self.anchor(out, anchor, content));
                    let (boxes, text) = content.split_at(lists::boxes(content));
                    if !boxes.is_empty() {
                        self.inlines(out, boxes);
                        out.syntax("#\" \"");
                    }
                    self.tail.set(self.tail_of(text));
                    self.inlines(out, text);
                });
            }
            BlockKind::List(list) => self.list(out, list, older_form(block)),
            BlockKind::Definitions(definitions) => self.definitions(out, definitions),
            BlockKind::Quote(inner) => {
                // The blank line at the end makes a paragraph of a single one, for readers' sake.
                out.syntax("#quote(block: true)[");
                self.blocks(out, inner, APART);
                out.syntax(APART);
                out.syntax("]");
            }
            BlockKind::Code(code) => {
                self.coloured_block(out, |out| self.code_block(out, code));
            }
            BlockKind::Table(table) => self.noted(out, notes::of_table(table), &[], |out| {
                out.syntax("#");
                self.table(out, table);
            }),
            BlockKind::Figure(figure) => self.figure(out, figure),
            BlockKind::Container(container, inner) => {
                self.container(out, container, older_form(block), inner);
            }
            BlockKind::Bibliography(WorkList { entries, .. }) => self.works(out, entries),
        }
    }

    /// The number of a paragraph, in the margin, and where its label is found. What is gone has no place among them.
    fn anchor(&self, out: &mut Markup, anchor: &Anchor, content: &[Inline]) {
        if out.is_gone() {
            return;
        }
        let words = anchor.number.as_ref().map(|number| self.terms.references.paragraph.fill([number]));
        self.place(out, anchor.label.as_ref(), || words.unwrap_or_else(|| plain_text(content)));
        if let Some(number) = &anchor.number {
            out.syntax(&format!("#paragraph-number[#{}]", literal(&format!("{number}."))));
        }
    }

    /// A place in the text that something leads to, and how a link to it is described.
    pub(super) fn place(&self, out: &mut Markup, label: Option<&Spanned<Label>>, words: impl FnOnce() -> String) {
        /// In characters.
        const MAX_WORDS: usize = 100;
        if let Some(label) = label.filter(|_| !out.is_gone()) {
            let words: String = words().chars().take(MAX_WORDS).collect();
            let in_header = self.in_header.get();
            out.syntax(if in_header { "#live(it => [#metadata(" } else { "#metadata(" });
            out.string(&Text::computed(label.span, words));
            out.syntax(&format!(")<{}>", label.value));
            out.syntax(if in_header { "])[]" } else { "" });
        }
    }

    fn heading(&self, out: &mut Markup, heading: &Heading) {
        let numbering = &heading.printed_number;
        let numbering = numbering.as_ref().map_or("none".to_owned(), |number| format!("(..) => {}", literal(number)));
        // The summary of a redline is in the bookmarks alone.
        let marks = if self.is_summary { ", outlined: false, bookmarked: true" } else { "" };
        out.syntax(&format!("#heading(level: {}, numbering: {numbering}{marks})", heading.level));
        self.in_heading.set(true);
        self.content(out, &heading.content);
        self.in_heading.set(false);
        self.label(out, heading.label.as_ref().map(|label| &label.value));
    }

    fn container(&self, out: &mut Markup, container: &Container, older: Option<&BlockKind>, inner: &[Block]) {
        match container {
            Container::Admonition(admonition) => self.admonition(out, admonition),
            Container::QuoteSource => out.syntax("#quote-source"),
            Container::Edition => out.syntax("#edition"),
            // The margins stay where they are; head and foot are those of all pages.
            Container::Landscape => {
                out.syntax("#page(flipped: true)[");
                self.sequence(out, inner, APART, Some(self.chapters));
                return out.syntax("]");
            }
            Container::Passage(language) => {
                let outer = self.foreign.replace(true);
                out.syntax(&format!("#[#set text({}){APART}", text_language(&language.value)));
                self.blocks(out, inner, APART);
                self.foreign.set(outer);
                return out.syntax(&format!("{APART}]"));
            }
            Container::Marked(marking) => {
                out.syntax("#marked(");
                out.string(&marking.printed());
                out.syntax(")");
            }
        }
        out.syntax("[");
        if let (Container::Marked(marking), Some(BlockKind::Container(Container::Marked(old), _))) = (container, older)
        {
            self.markings(out, old, marking);
        }
        self.blocks(out, inner, APART);
        out.syntax("]");
    }

    pub(super) fn body(&self, out: &mut Markup, blocks: &[Block]) {
        out.syntax("[");
        self.blocks(out, blocks, APART);
        out.syntax("]");
    }

    /// The text of a note, which is in the paper's language wherever it is called.
    pub(super) fn note(&self, out: &mut Markup, blocks: &[Block]) {
        if !self.foreign.replace(false) {
            return self.body(out, blocks);
        }
        out.syntax(&format!("[#text({})", text_language(&self.paper.manifest.language.value)));
        self.body(out, blocks);
        out.syntax("]");
        self.foreign.set(true);
    }

    /// Words of our own, which lead to no place.
    pub(super) fn words(&self, out: &mut Markup, words: &str) {
        if !words.is_empty() {
            out.syntax(&format!("#{}", literal(words)));
        }
    }

    pub(super) fn label(&self, out: &mut Markup, label: Option<&Label>) {
        if let Some(label) = label.filter(|_| !out.is_gone()) {
            out.syntax(&format!(" <{label}>"));
        }
    }

    pub(super) fn content(&self, out: &mut Markup, inlines: &[Inline]) {
        out.syntax("[");
        self.inlines(out, inlines);
        out.syntax("]");
    }

    pub(super) fn inlines(&self, out: &mut Markup, inlines: &[Inline]) {
        let runs: Vec<&[Inline]> = inlines.chunk_by(|one, next| one.change == next.change).collect();
        let before_last = inlines.len() - runs.last().map_or(0, |last| last.len());
        let mut tail = self.tail.take().and_then(|tail| tail.in_run(before_last));
        for (at, run) in runs.iter().enumerate() {
            let before = at.checked_sub(1).map_or(&[][..], |before| runs[before]);
            let after = runs.get(at + 1).map_or(&[][..], |after| after);
            if is_crowded(before, run) {
                out.syntax("#h(0.1em)");
            }
            let tail = tail.take_if(|_| after.is_empty());
            let write = |out: &mut Markup| match tail {
                Some(tail) => self.run_with(out, [before, run, after], tail),
                None => self.run(out, [before, run, after]),
            };
            out.changed(run[0].change, |out| self.coloured_run(out, [before, run, after], write));
        }
    }

    /// A run of inlines with one change, between what stands before and after it.
    pub(super) fn run(&self, out: &mut Markup, [earlier, inlines, later]: [&[Inline]; 3]) {
        let is_text = |inline: &Inline| matches!(inline.kind, InlineKind::Text(_));
        let is_call = |inline: &Inline| matches!(inline.kind, InlineKind::Footnote(_));
        let mut before: Option<&Inline> = earlier.last();
        let mut end = 0;
        for chunk in inlines.chunk_by(|one, next| is_text(one) && is_text(next)) {
            end += chunk.len();
            if is_call(&chunk[0]) && before.is_some_and(notes::may_part) {
                out.syntax(notes::JOINER);
            }
            match &chunk[0].kind {
                // A heading's words go to the contents and the bookmarks as well.
                InlineKind::Text(_) if !self.in_heading.get() => {
                    let after = inlines.get(end).or(later.first());
                    let goes_on =
                        [before.is_some_and(|before| !is_call(before)), after.is_some_and(|one| !is_call(one))];
                    let is_called = after.is_some_and(is_call);
                    breaks::write(out, chunk, Setting { goes_on, is_called, ..self.setting(false) });
                }
                InlineKind::Text(_) => chunk.iter().for_each(|inline| self.inline(out, inline, &inline.kind)),
                kind => out.node(chunk[0].span, |out| self.inline(out, &chunk[0], kind)),
            }
            before = chunk.last();
        }
    }

    pub(super) fn setting(&self, is_code: bool) -> Setting {
        let (in_cell, in_long) = (self.in_cell.get(), self.in_long.get());
        Setting { is_code, in_cell, goes_on: [false; 2], is_called: false, in_long }
    }

    fn inline(&self, out: &mut Markup, inline: &Inline, kind: &InlineKind) {
        match kind {
            InlineKind::Text(text) => out.text(text),
            // On the page the line goes on.
            InlineKind::Break if inline.change.and_then(Change::side) == Some(Side::Old) => out.syntax("#\"↵\""),
            // The space does not show at the line's end; without it, copied or spoken text would have one long word.
            InlineKind::Break => out.syntax("#\" \"#linebreak()"),
            InlineKind::Task(done) => {
                let tasks = &self.terms.tasks;
                let word = if *done { &tasks.done } else { &tasks.open };
                out.syntax(&format!("#task-mark({})[", literal(word)));
                out.text(&Text::computed(inline.span, task_mark(*done)));
                out.syntax("]");
            }
            InlineKind::Emphasis(inner) => self.call(out, "#emph", inner),
            InlineKind::Strong(inner) => self.call(out, "#strong", inner),
            InlineKind::Strike(inner) => self.call(out, "#strike", inner),
            InlineKind::Raised(inner) => {
                self.call(out, "#super", inner);
                // Templates have the calls of notes look otherwise.
                out.syntax("<raised>");
            }
            InlineKind::Lowered(inner) => self.call(out, "#sub", inner),
            InlineKind::Passage { language, content } => {
                let outer = self.foreign.replace(true);
                self.call(out, &format!("#text({})", text_language(&language.value)), content);
                self.foreign.set(outer);
            }
            InlineKind::Code(code) => {
                out.syntax("#");
                breaks::write_code(out, code, "", self.setting(true));
            }
            InlineKind::Link { target: Target::Url(url), older, content, .. } => {
                let [before, after] = self.link();
                out.syntax(before);
                out.string(&Text::computed(inline.span, url.as_str()));
                self.call(out, after, content);
                if let Some(Target::Url(older)) = older {
                    self.addresses(out, inline.span, older, url);
                }
            }
            InlineKind::Link { target: Target::Label(_), content, .. } if out.is_gone() => {
                self.inlines(out, content);
            }
            InlineKind::Link { target: Target::Label(label), content, .. } => {
                let [before, after] = self.link();
                self.call(out, &format!("{before}<{label}>{after}"), content);
            }
            InlineKind::Image(image) => {
                out.syntax("#box(");
                self.image(out, image);
                out.syntax(")");
            }
            InlineKind::Footnote(note) => self.footnote(out, note),
            // On which page it stood, only the older layout knew.
            InlineKind::Page { .. } if out.is_gone() => out.syntax("#\"…\""),
            InlineKind::Page { label, .. } => out.syntax(&format!("#context {{ str(locate(<{label}>).page()) }}")),
            // In the older version the paragraph goes on, or in the newer one.
            InlineKind::ParagraphEnd => {
                out.syntax("#\"¶\"");
                if !out.is_gone() {
                    out.syntax(APART);
                }
            }
            InlineKind::Placeholder(text) => {
                out.syntax("#placeholder[");
                out.text(text);
                out.syntax("]");
            }
            InlineKind::Reference { .. } | InlineKind::Citation(_) | InlineKind::Value(_) => {
                // Only left where an error was reported, and then nothing is printed.
            }
        }
    }

    /// What stands before and after where a link leads.
    fn link(&self) -> [&'static str; 2] {
        if self.in_header.get() { ["#live(link.with(", "))"] } else { ["#link(", ")"] }
    }

    pub(super) fn call(&self, out: &mut Markup, function: &str, content: &[Inline]) {
        out.syntax(function);
        self.content(out, content);
    }
}

/// What a block was, if its form is another now.
fn older_form(block: &Block) -> Option<&BlockKind> {
    block.older.as_ref().and_then(|older| older.form.as_ref())
}

/// Whether a block is a heading that begins a page, and not one that is gone.
pub(super) fn begins_page(block: &Block, chapters: Chapters) -> bool {
    let is_gone = block.change.and_then(Change::side) == Some(Side::Old);
    let BlockKind::Heading(heading) = &block.kind else { return false };
    (heading.new_page || heading.level == 1 && chapters == Chapters::NewPage) && !is_gone
}

/// A language as Typst has it. A region that is not named is none: otherwise that of the paper would be the passage's.
fn text_language(tag: &str) -> String {
    let region = language::region(tag).map_or("none".to_owned(), |region| format!("\"{region}\""));
    format!("lang: \"{}\", region: {region}", language::primary(tag))
}
