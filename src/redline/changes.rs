//! The changes of marked sections as a list, in reading order.

use super::context::Context;
use super::entry::{CellName, Entry, Kind, Part, Subject};
use super::form::{self, Form};
use super::headings::{Standing, heading_name};
use super::moved::Moved;
use super::side::own_file;
use super::text::{column_text, definition_text, grid_row_text, row_text, run_text, text_of, written};
use crate::paper::PaperSection;
use crate::section::{
    Block, BlockKind, Change, Container, Figure, FigureBody, Image, Inline, InlineKind, Label, Table, Target, WorkList,
    plain_text, walk,
};
use crate::source::{Side, Span, Spanned};

/// All changes.
pub(super) fn collect(sections: &[PaperSection]) -> Vec<Entry> {
    let blocks = || sections.iter().flat_map(|section| &section.section.blocks);
    let mut collector = Collector { moved: Moved::of(blocks()), ..Collector::default() };
    for block in blocks() {
        collector.enter(block);
        collector.block(block);
    }
    collector.entries
}

#[derive(Default)]
struct Collector {
    section: String,
    label: Option<Label>,
    /// Name and label of the newer version's heading that we are below.
    below: (String, Option<Label>),
    standing: Standing,
    entries: Vec<Entry>,
    moved: Moved,
    /// Where we are in either version.
    at: [Option<Span>; 2],
    /// The run of text and the cell that we are in.
    context: Option<Context>,
    cell: Option<CellName>,
}

impl Collector {
    fn add(&mut self, kind: Kind, what: Subject, old: Option<(String, Span)>, new: Option<(String, Span)>) {
        let part = |side: Side, part: Option<(String, Span)>| {
            let (text, place) = part.or_else(|| Some((String::new(), self.at[side as usize]?)))?;
            Some(Part { text, place, section: self.standing.name(side).to_owned() })
        };
        let (old, new) = (part(Side::Old, old), part(Side::New, new));
        self.push(kind, what, old, new);
    }

    fn push(&mut self, kind: Kind, what: Subject, old: Option<Part>, new: Option<Part>) {
        let (section, label) = (Some(self.section.clone()), self.label.clone());
        let (around, cell) = (None, self.cell.clone());
        self.entries.push(Entry { kind, what, section, label, cell, around, old, new });
    }

    /// Adds what stands on one side only, or was moved. Returns whether there may be more to say of what is in it.
    fn whole(&mut self, change: Option<Change>, what: Subject, place: Span, text: impl FnOnce() -> String) -> bool {
        match change {
            Some(Change::Inserted) => self.add(Kind::Inserted, what, None, Some((text(), place))),
            Some(Change::Deleted) => self.add(Kind::Deleted, what, Some((text(), place)), None),
            Some(Change::MovedHere(number)) => {
                if let Some((old, new)) = self.moved.take(number) {
                    let what = if what == Subject::Heading { Subject::Section } else { what };
                    self.push(Kind::Moved, what, old, Some(new));
                }
                return true;
            }
            Some(Change::MovedAway(_) | Change::Altered) | None => return true,
        }
        self.pass(place);
        false
    }

    /// Records that a place has been read to its end.
    fn pass(&mut self, place: Span) {
        self.at[place.file.side() as usize] = Some(place.after());
    }

    fn blocks(&mut self, blocks: &[Block]) {
        blocks.iter().for_each(|block| self.block(block));
    }

    fn block(&mut self, block: &Block) {
        if let (
            Some(change @ (Change::Inserted | Change::Deleted)),
            BlockKind::Container(Container::Marked(marking), _),
        ) = (block.change, &block.kind)
        {
            let marking = Some((marking.printed().to_string(), marking.level.span));
            let (old, new) = if change == Change::Inserted { (None, marking) } else { (marking, None) };
            self.add(Kind::Altered, Subject::Form(Form::Marking), old, new);
        }
        if !self.whole(block.change, what(&block.kind), block.span, || text_of(std::slice::from_ref(block))) {
            return;
        }
        let starts = [block.span].into_iter().chain(block.older.iter().map(|older| older.span));
        starts.for_each(|start| self.pass(start.part(0..0)));
        if let Some(older) = &block.older {
            let was = older.anchor.as_ref().and_then(|anchor| anchor.label.as_ref());
            self.label([(was, older.span), (block.label(), block.span)]);
        }
        if let Some((older, form)) = block.older.as_ref().and_then(|older| Some((older.span, older.form.as_ref()?))) {
            for (form, old, new) in form::differences(form, &block.kind) {
                self.add(Kind::Altered, Subject::Form(form), Some((old, older)), Some((new, block.span)));
            }
        }
        self.inner(block);
        self.pass(block.span);
    }

    /// Adds that a paragraph or item has another label.
    fn label(&mut self, [old, new]: [(Option<&Spanned<Label>>, Span); 2]) {
        let name = |(label, place): (Option<&Spanned<Label>>, Span)| {
            (label.and_then(|label| label.value.given()).unwrap_or_default().to_owned(), place)
        };
        let (old, new) = (name(old), name(new));
        if old.0 != new.0 {
            self.add(Kind::Altered, Subject::Form(Form::Label), Some(old), Some(new));
        }
    }

    /// Records which heading a block of the paper stands below.
    fn enter(&mut self, block: &Block) {
        self.standing.enter(block);
        let is_gone = block.change.and_then(Change::side) == Some(Side::Old);
        let BlockKind::Heading(heading) = &block.kind else {
            // What stood below a deleted heading stands below the one before it.
            if !is_gone {
                (self.section, self.label) = self.below.clone();
            }
            return;
        };
        let label = heading.label.as_ref().map(|label| label.value.clone());
        (self.section, self.label) = match block.change {
            Some(Change::MovedAway(number)) => self.moved.heading(number),
            Some(Change::Deleted) => (heading_name(heading), label.clone().map(Label::old)),
            _ => (heading_name(heading), label),
        };
        if !is_gone {
            self.below = (self.section.clone(), self.label.clone());
        }
    }

    fn inner(&mut self, block: &Block) {
        match &block.kind {
            BlockKind::Heading(heading) => self.text(&heading.content),
            BlockKind::Paragraph(content) => self.text(content),
            BlockKind::List(list) => {
                for item in &list.items {
                    if self.whole(item.change, Subject::Item, item.span, || text_of(&item.blocks)) {
                        if let Some(older) = &item.older {
                            self.label([(older.label.as_ref(), older.span), (item.label.as_ref(), item.span)]);
                        }
                        self.blocks(&item.blocks);
                    }
                }
            }
            BlockKind::Definitions(list) => {
                for one in list {
                    if self.whole(one.change, Subject::Definition, one.span, || definition_text(one)) {
                        self.text(&one.term);
                        self.blocks(&one.details);
                    }
                }
            }
            BlockKind::Container(Container::Admonition(admonition), inner) => {
                self.text(&admonition.title);
                self.blocks(inner);
            }
            BlockKind::Quote(inner) | BlockKind::Container(_, inner) => self.blocks(inner),
            BlockKind::Code(_) => {}
            BlockKind::Table(table) => self.table(table),
            BlockKind::Figure(Figure { caption, body, note, source, .. }) => {
                self.text(caption);
                match body {
                    FigureBody::Table(table) => self.table(table),
                    FigureBody::Grid(grid) => {
                        for row in &grid.rows {
                            if self.whole(row.change, Subject::Row, row.span, || grid_row_text(row)) {
                                row.cells.iter().for_each(|cell| self.blocks(&cell.blocks));
                            }
                        }
                    }
                    FigureBody::Images(images) => {
                        self.images(images);
                        let stay = images.iter().filter(|image| image.change.is_none());
                        stay.for_each(|image| {
                            self.image(image);
                            self.text(&image.caption);
                        });
                    }
                }
                [note, source].into_iter().for_each(|line| self.text(line));
            }
            BlockKind::Bibliography(WorkList { entries, .. }) => {
                for entry in entries {
                    if !self.whole(entry.change, Subject::Work, entry.span, || plain_text(&entry.content)) {
                        continue;
                    }
                    if let Some(older) = &entry.older_key {
                        // Of the older version only the key is known; its place is where we are there.
                        let old = self.at[Side::Old as usize].map(|place| (older.clone(), place));
                        let new = Some((entry.key.clone(), entry.span));
                        self.add(Kind::Altered, Subject::Form(Form::Key), old, new);
                    }
                    self.text(&entry.content);
                }
            }
        }
    }

    /// Adds what changed of an image that shows the same.
    fn image(&mut self, image: &Image) {
        let Some(older) = &image.older else { return };
        let alt = |image: &Image| image.alt.as_ref().map(|alt| alt.to_string()).unwrap_or_default();
        for (form, old, new) in [
            (Form::File, own_file(older).to_owned(), own_file(image).to_owned()),
            (Form::Description, alt(older), alt(image)),
            (Form::Width, older.width.to_string(), image.width.to_string()),
        ] {
            if old != new {
                self.add(Kind::Altered, Subject::Form(form), Some((old, older.span)), Some((new, image.span)));
            }
        }
    }

    /// A deleted image and the inserted one that follows it are one change.
    fn images(&mut self, images: &[Image]) {
        let file = |image: &Image| (own_file(image).to_owned(), image.span);
        let mut images = images.iter().filter(|image| image.change.is_some()).peekable();
        while let Some(image) = images.next() {
            if image.change == Some(Change::Inserted) {
                self.add(Kind::Inserted, Subject::Image, None, Some(file(image)));
                continue;
            }
            match images.next_if(|next| next.change == Some(Change::Inserted)) {
                Some(next) => self.add(Kind::Replaced, Subject::Image, Some(file(image)), Some(file(next))),
                None => self.add(Kind::Deleted, Subject::Image, Some(file(image)), None),
            }
        }
    }

    fn table(&mut self, table: &Table) {
        for (at, column) in table.columns.iter().enumerate() {
            let place = table.header.cells.get(at).map_or(table.header.span, |cell| cell.span);
            self.whole(column.change, Subject::Column, place, || column_text(table, at));
        }
        let is_one_sided = |change: Option<Change>| matches!(change, Some(Change::Inserted | Change::Deleted));
        for (number, row) in std::iter::once(&table.header).chain(&table.rows).enumerate() {
            if !self.whole(row.change, Subject::Row, row.span, || row_text(row)) {
                continue;
            }
            for (at, cell) in row.cells.iter().enumerate().filter(|(at, _)| !is_one_sided(table.columns[*at].change)) {
                self.cell = Some(CellName::of(table, number, at));
                self.text(&cell.content);
            }
            self.cell = None;
        }
    }

    /// A run of text that stands for itself.
    fn text(&mut self, inlines: &[Inline]) {
        let around = self.context.replace(Context::of(inlines));
        self.inlines(inlines);
        self.context = around;
    }

    fn inlines(&mut self, inlines: &[Inline]) {
        let runs: Vec<&[Inline]> = inlines.chunk_by(|one, next| one.change == next.change).collect();
        let side = |run: &[Inline]| run[0].change.and_then(Change::side);
        let is_move = |run: &[Inline]| matches!(run[0].change, Some(Change::MovedHere(_) | Change::MovedAway(_)));
        let mut rest = runs.as_slice();
        while let [run, after @ ..] = rest {
            let next = after.first().filter(|next| side(run) == Some(Side::Old) && side(next) == Some(Side::New));
            let next = next.filter(|next| !is_move(run) && !is_move(next));
            match side(run) {
                _ if is_move(run) => run.iter().for_each(|note| self.moved_note(note)),
                Some(Side::Old) => self.run(run, next.map_or(&[], |next| next)),
                Some(Side::New) => self.run(&[], run),
                None => run.iter().for_each(|inline| self.kept(inline)),
            }
            rest = &after[usize::from(next.is_some())..];
        }
    }

    /// A footnote that is called elsewhere now.
    fn moved_note(&mut self, call: &Inline) {
        self.whole(call.change, Subject::Footnote, call.span, || run_text(std::slice::from_ref(call)));
        self.kept(call);
    }

    fn kept(&mut self, inline: &Inline) {
        match &inline.kind {
            InlineKind::Footnote(note) => {
                let (context, cell) = (self.context.take(), self.cell.take());
                note.blocks.iter().for_each(|blocks| self.blocks(blocks));
                (self.context, self.cell) = (context, cell);
            }
            kind => {
                if let InlineKind::Image(image) = kind {
                    self.image(image);
                }
                if let InlineKind::Link { target, older, older_content, content } = kind {
                    self.link(inline.span, [older.as_ref(), Some(target)], [older_content.as_deref(), Some(content)]);
                }
                match walk::children(inline) {
                    Some(inner) => self.inlines(inner),
                    None => self.go_on(std::slice::from_ref(inline)),
                }
            }
        }
        self.pass(inline.span);
    }

    fn go_on(&mut self, new: &[Inline]) {
        self.context.iter_mut().for_each(|context| context.go_on(new));
    }

    /// Adds what changed of a link that stands in both versions, beside what it says.
    fn link(&mut self, place: Span, [older, target]: [Option<&Target>; 2], content: [Option<&[Inline]>; 2]) {
        let old = self.at[Side::Old as usize];
        if let (Some(Target::Url(older)), Some(Target::Url(url)), Some(old)) = (older, target, old) {
            let (old, new) = ((older.clone(), old), (url.clone(), place));
            self.add(Kind::Altered, Subject::Form(Form::Address), Some(old), Some(new));
        }
        if let ([Some(was), Some(is)], Some(old)) = (content, old) {
            let around = self.context.as_ref().map(|context| context.around(is));
            self.add(Kind::Renumbered, Subject::Reference, Some((plain_text(was), old)), Some((plain_text(is), place)));
            self.entries.last_mut().into_iter().for_each(|entry| entry.around = around.clone());
        }
    }

    /// Adds a deleted run and the inserted run that follows it; either may be empty.
    fn run(&mut self, old: &[Inline], new: &[Inline]) {
        let kind = match (old, new) {
            ([], [.., _]) if is_end(new) => Kind::Split,
            ([.., _], [.., _]) if is_end(new) && is_blank(old) => Kind::Split,
            ([.., _], _) if is_end(old) && is_blank(new) => Kind::Joined,
            ([], _) => Kind::Inserted,
            (_, []) => Kind::Deleted,
            _ => Kind::Replaced,
        };
        let what = match (kind, &new.first().or(old.first()).map(|inline| &inline.kind)) {
            (Kind::Split | Kind::Joined, _) => Subject::Paragraph,
            (_, Some(InlineKind::Footnote(_))) => Subject::Footnote,
            (_, Some(InlineKind::Image(_))) => Subject::Image,
            _ => Subject::Text,
        };
        // If the words are the same, what changed is how they are set or where they lead.
        let text = if run_text(old) == run_text(new) { written } else { run_text };
        let part = |run: &[Inline]| run.first().map(|first| (text(run), first.span));
        let around = self.context.as_ref().map(|context| context.around(new));
        self.add(kind, what, part(old), part(new));
        self.entries.last_mut().into_iter().for_each(|entry| entry.around = around.clone());
        self.go_on(new);
        old.iter().chain(new).for_each(|inline| self.pass(inline.span));
    }
}

fn is_end(run: &[Inline]) -> bool {
    run_text(run).trim() == "¶"
}

fn is_blank(run: &[Inline]) -> bool {
    run_text(run).trim().is_empty()
}

fn what(kind: &BlockKind) -> Subject {
    match kind {
        BlockKind::Heading(_) => Subject::Heading,
        BlockKind::Paragraph(_) => Subject::Paragraph,
        BlockKind::List(_) => Subject::List,
        BlockKind::Definitions(_) => Subject::Definitions,
        BlockKind::Quote(_) => Subject::Quotation,
        BlockKind::Code(_) => Subject::Code,
        BlockKind::Table(_) => Subject::Table,
        BlockKind::Figure(Figure { body: FigureBody::Images(_), .. }) => Subject::Figure,
        BlockKind::Figure(_) => Subject::Table,
        BlockKind::Container(..) => Subject::Block,
        BlockKind::Bibliography(_) => Subject::Bibliography,
    }
}
