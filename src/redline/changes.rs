//! The changes of marked sections as a list, in reading order.

use std::collections::{BTreeMap, BTreeSet, VecDeque};

use super::entry::{Entry, Kind, Part, Subject};
use super::form::{self, Form};
use super::headings::heading_name;
use super::side::own_file;
use crate::paper::PaperSection;
use crate::section::{
    Block, BlockKind, Change, Container, Figure, FigureBody, Image, Inline, InlineKind, Label, Row, Table, Target,
    plain_text, walk,
};
use crate::source::{Side, Span};

/// All changes, and the labels of the headings below which they are.
pub(super) fn collect(sections: &[PaperSection]) -> (Vec<Entry>, BTreeSet<Label>) {
    let mut collector = Collector::default();
    for section in sections {
        collector.note_moves(&section.section.blocks);
    }
    for block in sections.iter().flat_map(|section| &section.section.blocks) {
        collector.enter(block);
        collector.block(block);
    }
    (collector.entries, collector.touched)
}

#[derive(Default)]
struct Collector {
    section: String,
    label: Option<Label>,
    /// Name and label of the newer version's heading that we are below.
    standing: (String, Option<Label>),
    /// Level and label of the newer version's headings that we are below.
    headings: Vec<(u8, Label)>,
    entries: Vec<Entry>,
    touched: BTreeSet<Label>,
    /// What was moved away, by the number of the move.
    away: BTreeMap<u32, Part>,
    here: BTreeMap<u32, String>,
    /// Name and label of the headings that moved, where they are now.
    moved_headings: BTreeMap<u32, VecDeque<(String, Option<Label>)>>,
    /// Where we are in either version.
    at: [Option<Span>; 2],
}

impl Collector {
    fn add(&mut self, kind: Kind, what: Subject, old: Option<(String, Span)>, new: Option<(String, Span)>) {
        let part = |side: Side, part: Option<(String, Span)>| match part {
            Some((text, place)) => Some(Part { text, place }),
            None => self.at[side as usize].map(|place| Part { text: String::new(), place }),
        };
        let (old, new) = (part(Side::Old, old), part(Side::New, new));
        let (section, label) = (Some(self.section.clone()), self.label.clone());
        self.touched.extend(self.headings.iter().map(|(_, label)| label.clone()));
        self.entries.push(Entry { kind, what, section, label, old, new });
    }

    /// Adds what stands on one side only.
    fn add_one(&mut self, change: Change, what: Subject, place: Span, text: String) {
        match change.side() {
            Some(Side::New) => self.add(Kind::Inserted, what, None, Some((text, place))),
            _ => self.add(Kind::Deleted, what, Some((text, place)), None),
        }
        self.pass(place);
    }

    /// Records that a place has been read to its end.
    fn pass(&mut self, place: Span) {
        self.at[place.file.side() as usize] = Some(place.after());
    }

    fn note_moves(&mut self, blocks: &[Block]) {
        for block in blocks {
            let text = || text_of(std::slice::from_ref(block));
            match block.change {
                Some(Change::MovedAway(number)) => {
                    let part = self.away.entry(number).or_insert(Part { text: String::new(), place: block.span });
                    add_words(&mut part.text, &text());
                }
                Some(Change::MovedHere(number)) => {
                    add_words(self.here.entry(number).or_default(), &text());
                    if let BlockKind::Heading(heading) = &block.kind {
                        let label = heading.label.as_ref().map(|label| label.value.clone());
                        self.moved_headings.entry(number).or_default().push_back((heading_name(heading), label));
                    }
                }
                _ => {}
            }
        }
    }

    fn blocks(&mut self, blocks: &[Block]) {
        blocks.iter().for_each(|block| self.block(block));
    }

    fn block(&mut self, block: &Block) {
        match block.change {
            Some(change @ (Change::Inserted | Change::Deleted)) => {
                if let BlockKind::Container(Container::Marked(marking), _) = &block.kind {
                    let marking = Some((marking.printed().to_string(), marking.level.span));
                    let (old, new) = if change == Change::Inserted { (None, marking) } else { (marking, None) };
                    self.add(Kind::Altered, Subject::Form(Form::Marking), old, new);
                }
                self.add_one(change, what(&block.kind), block.span, text_of(std::slice::from_ref(block)));
                return;
            }
            Some(Change::MovedHere(number)) => {
                if let Some(text) = self.here.remove(&number) {
                    let old = self.away.get(&number).map(|part| (part.text.clone(), part.place));
                    self.add(Kind::Moved, what(&block.kind), old, Some((text, block.span)));
                }
            }
            Some(Change::MovedAway(_) | Change::Altered) | None => {}
        }
        let starts = [block.span].into_iter().chain(block.older.iter().map(|older| older.span));
        starts.for_each(|start| self.pass(start.part(0..0)));
        if let Some((older, form)) = block.older.as_ref().and_then(|older| Some((older.span, older.form.as_ref()?))) {
            for (form, old, new) in form::differences(form, &block.kind) {
                self.add(Kind::Altered, Subject::Form(form), Some((old, older)), Some((new, block.span)));
            }
        }
        self.inner(block);
        self.pass(block.span);
    }

    /// Records which heading a block of the paper stands below.
    fn enter(&mut self, block: &Block) {
        let is_gone = block.change.and_then(Change::side) == Some(Side::Old);
        let BlockKind::Heading(heading) = &block.kind else {
            // What stood below a deleted heading stands below the one before it.
            if !is_gone {
                (self.section, self.label) = self.standing.clone();
            }
            return;
        };
        let label = heading.label.as_ref().map(|label| label.value.clone());
        (self.section, self.label) = match block.change {
            Some(Change::MovedAway(number)) => {
                self.moved_headings.get_mut(&number).and_then(VecDeque::pop_front).unwrap_or_default()
            }
            Some(Change::Deleted) => (heading_name(heading), label.clone().map(Label::old)),
            _ => (heading_name(heading), label.clone()),
        };
        if !is_gone {
            self.standing = (self.section.clone(), self.label.clone());
            self.headings.retain(|(level, _)| *level < heading.level);
            self.headings.extend(label.map(|label| (heading.level, label)));
        }
    }

    fn inner(&mut self, block: &Block) {
        match &block.kind {
            BlockKind::Heading(heading) => self.inlines(&heading.content),
            BlockKind::Paragraph(content) => self.inlines(content),
            BlockKind::List(list) => {
                for item in &list.items {
                    match item.change {
                        Some(change) => self.add_one(change, Subject::Item, item.span, text_of(&item.blocks)),
                        None => self.blocks(&item.blocks),
                    }
                }
            }
            BlockKind::Definitions(list) => {
                for definition in list {
                    match definition.change {
                        Some(change) => {
                            let text = format!("{} {}", plain_text(&definition.term), text_of(&definition.details));
                            self.add_one(change, Subject::Definition, definition.span, text);
                        }
                        None => {
                            self.inlines(&definition.term);
                            self.blocks(&definition.details);
                        }
                    }
                }
            }
            BlockKind::Quote(inner) | BlockKind::Container(_, inner) => self.blocks(inner),
            BlockKind::Code(_) => {}
            BlockKind::Table(table) => self.table(table),
            BlockKind::Figure(Figure { caption, body, .. }) => {
                self.inlines(caption);
                match body {
                    FigureBody::Table(table) => self.table(table),
                    FigureBody::Images(images) => {
                        self.images(images);
                        let stay = images.iter().filter(|image| image.change.is_none());
                        stay.for_each(|image| self.inlines(&image.caption));
                    }
                }
            }
            BlockKind::Bibliography(entries) => {
                for entry in entries {
                    match entry.change {
                        Some(change) => {
                            self.add_one(change, Subject::Work, entry.span, plain_text(&entry.content));
                        }
                        None => {
                            if let Some(older) = &entry.older_key {
                                // Of the older version only the key is known; its place is where we are there.
                                let old = self.at[Side::Old as usize].map(|place| (older.clone(), place));
                                self.add(
                                    Kind::Altered,
                                    Subject::Form(Form::Key),
                                    old,
                                    Some((entry.key.clone(), entry.span)),
                                );
                            }
                            self.inlines(&entry.content);
                        }
                    }
                }
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
        let rows = || std::iter::once(&table.header).chain(&table.rows);
        for (at, column) in table.columns.iter().enumerate() {
            if let Some(change) = column.change {
                let cells = rows().filter_map(|row| row.cells.get(at));
                let text: Vec<_> =
                    cells.map(|cell| plain_text(&cell.content)).filter(|text| !text.is_empty()).collect();
                let place = table.header.cells.get(at).map_or(table.header.span, |cell| cell.span);
                self.add_one(change, Subject::Column, place, text.join(" | "));
            }
        }
        for row in rows() {
            match row.change {
                Some(change) => self.add_one(change, Subject::Row, row.span, row_text(row)),
                None => {
                    let kept = row.cells.iter().zip(&table.columns).filter(|(_, column)| column.change.is_none());
                    kept.for_each(|(cell, _)| self.inlines(&cell.content));
                }
            }
        }
    }

    fn inlines(&mut self, inlines: &[Inline]) {
        let runs: Vec<&[Inline]> = inlines.chunk_by(|one, next| one.change == next.change).collect();
        let side = |run: &[Inline]| run[0].change.and_then(Change::side);
        let mut at = 0;
        while let Some(run) = runs.get(at) {
            let next = runs.get(at + 1).filter(|next| side(run) == Some(Side::Old) && side(next) == Some(Side::New));
            match side(run) {
                Some(Side::Old) => self.run(run, next.map_or(&[], |next| next)),
                Some(Side::New) => self.run(&[], run),
                None => run.iter().for_each(|inline| self.kept(inline)),
            }
            at += 1 + usize::from(next.is_some());
        }
    }

    fn kept(&mut self, inline: &Inline) {
        match &inline.kind {
            InlineKind::Footnote(note) => note.blocks.iter().for_each(|blocks| self.blocks(blocks)),
            _ => walk::children(inline).into_iter().for_each(|inner| self.inlines(inner)),
        }
        self.pass(inline.span);
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
        self.add(kind, what, part(old), part(new));
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
        BlockKind::Figure(_) => Subject::Figure,
        BlockKind::Container(..) => Subject::Block,
        BlockKind::Bibliography(_) => Subject::Bibliography,
    }
}

fn row_text(row: &Row) -> String {
    row.cells.iter().map(|cell| plain_text(&cell.content)).collect::<Vec<_>>().join(" | ")
}

fn run_text(run: &[Inline]) -> String {
    let mut text = plain_text(run);
    for inline in run {
        if let InlineKind::Footnote(note) = &inline.kind {
            note.blocks.iter().for_each(|blocks| add_words(&mut text, &text_of(blocks)));
        }
    }
    text
}

/// Inlines as their author may have written them.
fn written(run: &[Inline]) -> String {
    let one = |inline: &Inline| match &inline.kind {
        InlineKind::Emphasis(inner) => format!("*{}*", written(inner)),
        InlineKind::Strong(inner) => format!("**{}**", written(inner)),
        InlineKind::Strike(inner) => format!("~~{}~~", written(inner)),
        InlineKind::Code(code) => format!("`{}`", code.as_str()),
        InlineKind::Link { target: Target::Url(url), content, .. } => format!("[{}]({url})", written(content)),
        InlineKind::Link { target: Target::Label(label), content, .. } => format!("[{}](#{label})", written(content)),
        InlineKind::Image(image) => format!("![]({})", own_file(image)),
        _ => run_text(std::slice::from_ref(inline)),
    };
    run.iter().map(one).collect()
}

/// Blocks as one line of plain text.
fn text_of(blocks: &[Block]) -> String {
    let mut texts = Vec::new();
    walk::inlines(blocks, &mut |inlines| texts.push(plain_text(inlines)));
    walk::blocks(blocks, &mut |block| {
        if let BlockKind::Code(code) = &block.kind {
            texts.push(code.replace('\n', " "));
        }
    });
    texts.retain(|text| !text.is_empty());
    texts.join(" ")
}

fn add_words(text: &mut String, more: &str) {
    if !text.is_empty() && !more.is_empty() {
        text.push(' ');
    }
    text.push_str(more);
}
