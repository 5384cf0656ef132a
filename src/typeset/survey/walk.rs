//! The walk over one page, which goes on where that over the page before it ended.

use typst::foundations::{Content, Smart, StyleChain};
use typst::introspection::{Location, MetadataElem, Tag};
use typst::layout::{Abs, Frame, FrameItem, Inherit, Length, Margin, Point, Rect, Rel, Size, Transform};
use typst::model::{FigureElem, FootnoteElem, HeadingElem, TableElem};
use typst::pdf::ArtifactElem;
use typst::syntax::{FileId, Span as TypstSpan};
use typst::text::TextItem;

use crate::assemble::notes::{BELOW_TABLE, TABLE_NOTE};
use crate::assemble::{INTRODUCED, MARGIN};
use crate::typeset::document::Document;
use crate::typeset::tree::Tree;

use super::{Astray, Found, PageSurvey, Run};

pub(super) type PageMargin = Margin<Smart<Rel<Length>>>;

/// What the walk has come to know by the end of a page.
#[derive(Clone, Default, PartialEq)]
pub(super) struct State {
    pub margin: Option<PageMargin>,
    /// Elements around what comes next: what shows apart from the text, and headings.
    artifacts: Vec<Location>,
    headings_open: Vec<Location>,
    tables_open: Vec<Location>,
    /// The last table with its caption.
    table: Option<Stretch>,
    /// The first of the headings that nothing has followed yet.
    pending: Option<Pending>,
    /// The last text that was written by an author, and its page.
    last: Option<(TypstSpan, usize)>,
}

/// The pages of a table.
#[derive(Clone, PartialEq)]
struct Stretch {
    first: usize,
    last: usize,
    /// Whether it begins its first page.
    is_first: bool,
}

#[derive(Clone, PartialEq)]
struct Pending {
    span: TypstSpan,
    page: usize,
    /// Of the last heading of those that follow one another.
    level: usize,
    /// Whether it begins its page.
    is_first: bool,
}

/// The walk so far.
pub(super) struct Walk<'a> {
    tree: &'a Tree,
    /// Of the page, counted from 1.
    number: usize,
    pub page: PageSurvey<'a>,
    pub state: State,
    pub found: Found,
    /// Those that something on the page comes from.
    pub files: Vec<FileId>,
    /// Whether we are in a note, which can go on over pages.
    in_note: bool,
    /// Whether something of the text stands on the page.
    is_begun: bool,
}

impl<'a> Walk<'a> {
    /// Walks over the page at that place in the order of pages.
    pub(super) fn over(document: &'a Document, at: usize, before: State) -> Self {
        let frame = &document.pages()[at].frame;
        let mut walk = Self {
            tree: &document.tree,
            number: at + 1,
            page: PageSurvey { size: frame.size(), ..PageSurvey::default() },
            state: before,
            found: Found::default(),
            files: Vec::new(),
            in_note: false,
            is_begun: false,
        };
        walk.frame(frame, Transform::identity(), None);
        walk
    }

    fn frame(&mut self, frame: &'a Frame, transform: Transform, window: Option<Rect>) {
        for (position, item) in frame.items() {
            let transform = transform.pre_concat(Transform::translate(position.x, position.y));
            match item {
                FrameItem::Group(group) => {
                    let transform = transform.pre_concat(group.transform);
                    let window = match group.clip {
                        Some(_) if is_upright(transform) => {
                            Some(rectangle(transform, Point::zero(), group.frame.size()))
                        }
                        _ => window,
                    };
                    // What is printed apart from its place and does not look like that: only notes are.
                    let call = group.parent.filter(|parent| parent.inherit == Inherit::No);
                    self.found.notes.extend(call.map(|call| call.location));
                    let around = self.in_note;
                    self.in_note |= call.is_some();
                    self.frame(&group.frame, transform, window);
                    self.in_note = around;
                }
                FrameItem::Tag(Tag::Start(content, _)) => self.begin(content),
                FrameItem::Tag(Tag::End(location, ..)) => {
                    let State { artifacts, headings_open, tables_open, .. } = &mut self.state;
                    for open in [artifacts, headings_open, tables_open] {
                        open.retain(|one| one != location);
                    }
                }
                FrameItem::Text(item) if is_upright(transform) => self.text(item, transform, window),
                FrameItem::Image(_, size, span) if is_upright(transform) && self.state.artifacts.is_empty() => {
                    self.follow(*span);
                    let whole = rectangle(transform, Point::zero(), *size);
                    let seen =
                        window.map_or(whole, |window| Rect::new(window.min.max(whole.min), window.max.min(whole.max)));
                    self.page.images.push((seen, *span));
                }
                _ => {}
            }
        }
    }

    fn begin(&mut self, content: &Content) {
        let Some(location) = content.location() else { return };
        if content.is::<ArtifactElem>() {
            self.state.artifacts.push(location);
        } else if !self.state.artifacts.is_empty() {
        } else if content.is::<FootnoteElem>() {
            self.found.calls.push((location, content.span()));
        } else if content.is::<FigureElem>() || content.is::<TableElem>() {
            if self.state.tables_open.is_empty() {
                self.state.table = None;
            }
            self.state.tables_open.push(location);
        } else if content.label().is_some_and(|label| is_below_table(label.resolve().as_str())) {
            self.below(content.span());
        } else if let Some(heading) = content.to_packed::<HeadingElem>() {
            self.state.headings_open.push(location);
            self.heading(content.span(), heading.resolve_level(StyleChain::default()).get());
        } else if content.label().is_some_and(|label| label.resolve().as_str() == INTRODUCED) {
            if let Some((span, _)) = self.state.last.filter(|(_, before)| *before < self.number) {
                self.found.astray.push(Astray::Introduction { span });
            }
        } else if let Some(metadata) = content.to_packed::<MetadataElem>()
            && content.label().is_some_and(|label| label.resolve().as_str() == MARGIN)
        {
            self.state.margin = metadata.value.clone().cast::<Smart<PageMargin>>().ok().map(Smart::unwrap_or_default);
        }
    }

    fn heading(&mut self, span: TypstSpan, level: usize) {
        let is_written = self.is_written(span);
        match &mut self.state.pending {
            // A title and the title of its first part.
            Some(pending) if level > pending.level => pending.level = level,
            _ => {
                let (page, is_first) = (self.number, !self.is_begun);
                self.state.pending = is_written.then_some(Pending { span, page, level, is_first });
            }
        }
    }

    /// Something that belongs below the last table.
    fn below(&mut self, span: TypstSpan) {
        let below = self.number;
        if let Some(table) = self.state.table.as_ref().filter(|table| table.last < below) {
            let can_follow = table.first == table.last && !table.is_first;
            self.found.astray.push(Astray::Below { span, page: table.last, below, can_follow });
        }
    }

    /// Something of the text comes next.
    fn follow(&mut self, span: TypstSpan) {
        if !self.state.artifacts.is_empty() || self.in_note {
            return;
        }
        self.is_begun = true;
        if !self.state.headings_open.is_empty() {
            return;
        }
        if !self.is_written(span) {
            return;
        }
        self.state.last = Some((span, self.number));
        if let Some(pending) = self.state.pending.take()
            && pending.page != self.number
            && !pending.is_first
        {
            self.found.astray.push(Astray::Heading { span: pending.span, page: pending.page });
        }
    }

    /// Whether what has a span stands in a section.
    fn is_written(&mut self, span: TypstSpan) -> bool {
        add(&mut self.files, span.id());
        self.tree.is_written(span)
    }

    fn text(&mut self, item: &'a TextItem, transform: Transform, window: Option<Rect>) {
        let mut x = Abs::zero();
        let mut shown: Option<(Abs, Abs)> = None;
        let mut file = None;
        for glyph in &item.glyphs {
            if glyph.span.0.id() != file {
                file = glyph.span.0.id();
                add(&mut self.files, file);
            }
            let start = x;
            x += glyph.x_advance.at(item.size);
            // Typst counts in 16 bits: in a text that is longer, its ranges begin anew.
            let written = item.text.get(glyph.range()).unwrap_or("?");
            let is_blank = written.chars().all(char::is_whitespace);
            if !is_blank {
                shown = Some((shown.map_or(start, |(left, _)| left), x));
            }
        }
        let Some((left, right)) = shown else { return };
        if !self.state.tables_open.is_empty() && self.state.artifacts.is_empty() && !self.in_note {
            let (page, is_first) = (self.number, !self.is_begun);
            self.state.table.get_or_insert(Stretch { first: page, last: page, is_first }).last = page;
        }
        let span = item.glyphs[0].span.0;
        if self.is_written(span) {
            add(&mut self.found.sections, span.id());
        }
        self.follow(span);
        let is_artifact = !self.state.artifacts.is_empty();
        let whole = rectangle(transform, Point::new(left, -item.size / 2.0), Size::new(right - left, item.size / 2.0));
        if self.in_note {
            let notes = &mut self.found.notes_from;
            *notes = Some(notes.map_or(whole.min.y, |first| first.min(whole.min.y)));
        }
        self.page.runs.push(Run {
            item,
            transform,
            left: whole.min.x,
            right: whole.max.x,
            top: whole.min.y,
            baseline: whole.max.y,
            is_artifact,
            window,
        });
    }
}

fn add(files: &mut Vec<FileId>, file: Option<FileId>) {
    let file = file.filter(|file| !files.contains(file));
    files.extend(file);
}

/// Whether a label is that of a note or line that stands below a table.
fn is_below_table(label: &str) -> bool {
    label == BELOW_TABLE || label.starts_with(TABLE_NOTE)
}

/// Whether what is transformed so is neither turned nor mirrored.
fn is_upright(transform: Transform) -> bool {
    transform.kx.is_zero() && transform.ky.is_zero() && transform.sx.get() > 0.0 && transform.sy.get() > 0.0
}

fn rectangle(transform: Transform, at: Point, size: Size) -> Rect {
    Rect::new(at.transform(transform), (at + size.to_point()).transform(transform))
}
