//! What the rules of layout look at: one walk over the finished pages.

use std::collections::{BTreeSet, HashMap, HashSet};

use typst::foundations::{Content, Smart, StyleChain};
use typst::introspection::{Location, MetadataElem, Tag};
use typst::layout::{Abs, Frame, FrameItem, Inherit, Length, Margin, Point, Rect, Rel, Sides, Size, Transform};
use typst::model::{FigureElem, FootnoteElem, HeadingElem, TableElem};
use typst::pdf::ArtifactElem;
use typst::syntax::{FileId, Span as TypstSpan};
use typst::text::TextItem;

use crate::assemble::notes::{BELOW_TABLE, TABLE_NOTE};
use crate::assemble::{INTRODUCED, MARGIN};

use super::document::Document;
use super::tree::Tree;

/// What part of its height a page has for the text at least, if it is not crowded with notes.
const CROWDED: f64 = 0.2;

/// What stands on all pages.
#[derive(Default)]
pub(super) struct Survey<'a> {
    pub pages: Vec<PageSurvey<'a>>,
    /// In the order of the text.
    pub astray: Vec<Astray>,
}

/// What stands on one page, in the order in which it was laid out.
#[derive(Default)]
pub(super) struct PageSurvey<'a> {
    pub size: Size,
    /// Where its text may stand; [`None`] where nothing tells.
    pub area: Option<Rect>,
    pub runs: Vec<Run<'a>>,
    pub images: Vec<(Rect, TypstSpan)>,
    /// Where its notes begin.
    notes: Option<Abs>,
}

impl PageSurvey<'_> {
    /// Whether its notes leave hardly any room for the text.
    pub(super) fn is_crowded(&self) -> bool {
        let (Some(area), Some(notes)) = (self.area, self.notes) else { return false };
        notes - area.min.y < area.size().y * CROWDED
    }
}

/// Upright text in one line and font.
pub(super) struct Run<'a> {
    pub item: &'a TextItem,
    pub transform: Transform,
    /// From its first glyph that shows to its last one.
    pub left: Abs,
    pub right: Abs,
    /// Where its smallest letters begin and end.
    pub top: Abs,
    pub baseline: Abs,
    /// Whether it is a part of the page, not of its text: a header, a mark.
    pub is_artifact: bool,
    /// What is seen of where it stands.
    pub window: Option<Rect>,
}

/// What is not on the page on which it belongs.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Astray {
    /// A heading at the foot of a page, which what it stands above is not on.
    Heading { span: TypstSpan, page: usize },
    /// The end of a paragraph at the foot of a page, and the code that it introduces on the next one.
    Introduction { span: TypstSpan },
    /// The call of a note that is printed on another page.
    Note { span: TypstSpan, page: usize, note: usize },
    /// What belongs below a table and stands on the page after it.
    Below { span: TypstSpan, page: usize, below: usize, can_follow: bool },
}

impl Astray {
    pub(super) fn span(self) -> TypstSpan {
        match self {
            Self::Heading { span, .. }
            | Self::Introduction { span }
            | Self::Note { span, .. }
            | Self::Below { span, .. } => span,
        }
    }

    /// Whether a new page can bring it where it belongs.
    pub(super) fn can_be_moved(self) -> bool {
        !matches!(self, Self::Below { can_follow: false, .. })
    }
}

impl<'a> Survey<'a> {
    pub(super) fn of(document: &'a Document) -> Self {
        let mut walk = Walk::new(document);
        for page in document.pages() {
            let size = page.frame.size();
            walk.survey.pages.push(PageSurvey { size, ..PageSurvey::default() });
            walk.is_begun = false;
            walk.frame(&page.frame, Transform::identity(), None);
            walk.margins.push(walk.margin);
        }
        // What comes before the first section has the margins of that.
        let first = walk.margins.iter().flatten().next().copied();
        for (page, margin) in walk.survey.pages.iter_mut().zip(&walk.margins) {
            page.area = margin.or(first).map(|margin| area(page.size, margin));
        }
        let notes = walk.calls.iter().filter_map(|&(call, span, page)| {
            let note = *walk.notes.get(&call)?;
            (note != page).then_some(Astray::Note { span, page, note })
        });
        walk.survey.astray.extend(notes);
        walk.survey
    }
}

impl Survey<'_> {
    /// The section files that have text on pages crowded with notes, or on those before them.
    pub(super) fn crowded(&self, tree: &Tree) -> BTreeSet<String> {
        let crowded = (0..self.pages.len()).filter(|&at| self.pages[at].is_crowded());
        let pages = crowded.flat_map(|at| &self.pages[at.saturating_sub(1)..=at]);
        let spans = pages.flat_map(|page| &page.runs).map(|run| run.item.glyphs[0].span.0);
        let ids: HashSet<FileId> = spans.filter(|span| tree.is_written(*span)).filter_map(TypstSpan::id).collect();
        ids.into_iter().map(|id| id.vpath().get_without_slash().to_owned()).collect()
    }
}

type PageMargin = Margin<Smart<Rel<Length>>>;

/// The walk so far.
struct Walk<'a> {
    document: &'a Document,
    survey: Survey<'a>,
    margin: Option<PageMargin>,
    /// That of each page.
    margins: Vec<Option<PageMargin>>,
    /// Elements around what comes next: what shows apart from the text, and headings.
    artifacts: Vec<Location>,
    headings_open: Vec<Location>,
    tables_open: Vec<Location>,
    /// The last table with its caption.
    table: Option<Stretch>,
    /// Whether we are in a note, which can go on over pages.
    in_note: bool,
    /// The first of the headings that nothing has followed yet.
    pending: Option<Pending>,
    /// The last text that was written by an author, and its page.
    last: Option<(TypstSpan, usize)>,
    /// Whether something of the text stands on the page.
    is_begun: bool,
    calls: Vec<(Location, TypstSpan, usize)>,
    /// The page on which each note begins.
    notes: HashMap<Location, usize>,
}

/// The pages of a table.
struct Stretch {
    first: usize,
    last: usize,
    /// Whether it begins its first page.
    is_first: bool,
}

struct Pending {
    span: TypstSpan,
    page: usize,
    /// Of the last heading of those that follow one another.
    level: usize,
    /// Whether it begins its page.
    is_first: bool,
}

impl<'a> Walk<'a> {
    fn new(document: &'a Document) -> Self {
        Self {
            document,
            survey: Survey::default(),
            margin: None,
            margins: Vec::new(),
            artifacts: Vec::new(),
            in_note: false,
            headings_open: Vec::new(),
            tables_open: Vec::new(),
            table: None,
            pending: None,
            last: None,
            is_begun: false,
            calls: Vec::new(),
            notes: HashMap::new(),
        }
    }

    /// Counted from 1.
    fn page(&self) -> usize {
        self.survey.pages.len()
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
                    if let Some(call) = call {
                        let page = self.page();
                        self.notes.entry(call.location).or_insert(page);
                    }
                    let around = self.in_note;
                    self.in_note |= call.is_some();
                    self.frame(&group.frame, transform, window);
                    self.in_note = around;
                }
                FrameItem::Tag(Tag::Start(content, _)) => self.begin(content),
                FrameItem::Tag(Tag::End(location, ..)) => {
                    for open in [&mut self.artifacts, &mut self.headings_open, &mut self.tables_open] {
                        open.retain(|one| one != location);
                    }
                }
                FrameItem::Text(item) if is_upright(transform) => self.text(item, transform, window),
                FrameItem::Image(_, size, span) if is_upright(transform) && self.artifacts.is_empty() => {
                    self.follow(*span);
                    let whole = rectangle(transform, Point::zero(), *size);
                    let seen =
                        window.map_or(whole, |window| Rect::new(window.min.max(whole.min), window.max.min(whole.max)));
                    self.here().images.push((seen, *span));
                }
                _ => {}
            }
        }
    }

    fn here(&mut self) -> &mut PageSurvey<'a> {
        self.survey.pages.last_mut().expect("the walk is on a page")
    }

    fn begin(&mut self, content: &Content) {
        let (Some(location), page) = (content.location(), self.page()) else { return };
        if content.is::<ArtifactElem>() {
            self.artifacts.push(location);
        } else if !self.artifacts.is_empty() {
        } else if content.is::<FootnoteElem>() {
            self.calls.push((location, content.span(), page));
        } else if content.is::<FigureElem>() || content.is::<TableElem>() {
            if self.tables_open.is_empty() {
                self.table = None;
            }
            self.tables_open.push(location);
        } else if content.label().is_some_and(|label| is_below_table(label.resolve().as_str())) {
            self.below(content.span());
        } else if let Some(heading) = content.to_packed::<HeadingElem>() {
            self.headings_open.push(location);
            self.heading(content.span(), heading.resolve_level(StyleChain::default()).get());
        } else if content.label().is_some_and(|label| label.resolve().as_str() == INTRODUCED) {
            if let Some((span, _)) = self.last.filter(|(_, before)| *before < page) {
                self.survey.astray.push(Astray::Introduction { span });
            }
        } else if let Some(metadata) = content.to_packed::<MetadataElem>()
            && content.label().is_some_and(|label| label.resolve().as_str() == MARGIN)
        {
            self.margin = metadata.value.clone().cast::<Smart<PageMargin>>().ok().map(Smart::unwrap_or_default);
        }
    }

    fn heading(&mut self, span: TypstSpan, level: usize) {
        match &mut self.pending {
            // A title and the title of its first part.
            Some(pending) if level > pending.level => pending.level = level,
            _ => {
                let is_written = self.document.tree.is_written(span);
                let (page, is_first) = (self.page(), !self.is_begun);
                self.pending = is_written.then_some(Pending { span, page, level, is_first });
            }
        }
    }

    /// Something that belongs below the last table.
    fn below(&mut self, span: TypstSpan) {
        let below = self.page();
        if let Some(table) = self.table.as_ref().filter(|table| table.last < below) {
            let can_follow = table.first == table.last && !table.is_first;
            self.survey.astray.push(Astray::Below { span, page: table.last, below, can_follow });
        }
    }

    /// Something of the text comes next.
    fn follow(&mut self, span: TypstSpan) {
        if !self.artifacts.is_empty() || self.in_note {
            return;
        }
        self.is_begun = true;
        if !self.headings_open.is_empty() {
            return;
        }
        let page = self.page();
        if self.document.tree.is_written(span) {
            self.last = Some((span, page));
        }
        if let Some(pending) = self.pending.take_if(|_| self.document.tree.is_written(span))
            && pending.page != page
            && !pending.is_first
        {
            self.survey.astray.push(Astray::Heading { span: pending.span, page: pending.page });
        }
    }

    fn text(&mut self, item: &'a TextItem, transform: Transform, window: Option<Rect>) {
        let mut x = Abs::zero();
        let mut shown: Option<(Abs, Abs)> = None;
        for glyph in &item.glyphs {
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
        if !self.tables_open.is_empty() && self.artifacts.is_empty() && !self.in_note {
            let (page, is_first) = (self.page(), !self.is_begun);
            self.table.get_or_insert(Stretch { first: page, last: page, is_first }).last = page;
        }
        self.follow(item.glyphs[0].span.0);
        let is_artifact = !self.artifacts.is_empty();
        let whole = rectangle(transform, Point::new(left, -item.size / 2.0), Size::new(right - left, item.size / 2.0));
        if self.in_note {
            let notes = &mut self.here().notes;
            *notes = Some(notes.map_or(whole.min.y, |first| first.min(whole.min.y)));
        }
        self.here().runs.push(Run {
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

/// What the margins leave of a page.
fn area(size: Size, margin: PageMargin) -> Rect {
    // Typst's own margin, and its own size of text, which counts where a margin is told in ems.
    let auto = 2.5 / 21.0 * size.x.min(size.y);
    let side = |side: Option<Smart<Rel<Length>>>, whole: Abs| match side {
        None | Some(Smart::Auto) => auto,
        Some(Smart::Custom(side)) => side.abs.abs + side.abs.em.at(Abs::pt(11.0)) + side.rel.of(whole),
    };
    let Sides { left, top, right, bottom } = margin.sides;
    let (mut left, mut right) = (side(left, size.x), side(right, size.x));
    if margin.two_sided == Some(true) {
        // Which is which, changes from page to page.
        (left, right) = (left.min(right), left.min(right));
    }
    let max = Point::new(size.x - right, size.y - side(bottom, size.y));
    Rect::new(Point::new(left, side(top, size.y)), max)
}
