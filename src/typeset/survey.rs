//! What the rules of layout look at: one walk over the finished pages.
//!
//! In a paper that is laid out in parts most pages are those of the layout before. What was seen of such a page, and of
//! the same files, is remembered with what the walk brought to it.

mod walk;

use std::collections::{BTreeSet, HashMap, HashSet};
use std::sync::{Arc, OnceLock};

use typst::foundations::Smart;
use typst::introspection::Location;
use typst::layout::{Abs, Frame, Length, Point, Rect, Rel, Sides, Size, Transform};
use typst::syntax::{FileId, Span as TypstSpan};
use typst::text::TextItem;

use super::document::Document;
use super::findings::Findings;
use super::overflow::{self, Misfit};
use super::tree::{Tree, TreeFile};

use self::walk::{PageMargin, State, Walk};

/// What part of its height a page has for the text at least, if it is not crowded with notes.
const CROWDED: f64 = 0.2;

/// How much is remembered of a page: as it is laid out at first, and with what has to break pages before it.
const MAX_KEPT: usize = 3;

/// What stands on all pages.
pub(super) struct Survey<'a> {
    document: &'a Document,
    pages: Vec<Look<'a>>,
    /// In the order of the text.
    pub astray: Vec<Astray>,
}

/// A page, and what was seen of it.
struct Look<'a> {
    seen: Arc<Seen>,
    /// Where its text may stand; [`None`] where nothing tells.
    area: Option<Rect>,
    /// What stands on it, if it was looked at now.
    page: Option<PageSurvey<'a>>,
}

/// What earlier surveys saw of each page, the last one first.
#[derive(Default)]
pub(super) struct Memory(Vec<Vec<Arc<Seen>>>);

/// What was seen of a page.
struct Seen {
    /// The page itself. As long as it is held, nothing else stands where it does in memory.
    frame: Frame,
    before: State,
    /// What its text was read by.
    files: Vec<(FileId, Arc<TreeFile>)>,
    after: State,
    found: Found,
    /// What does not fit on it, once somebody asked; with the room that it had.
    misfits: OnceLock<(Option<Rect>, Vec<Misfit>)>,
}

/// What a walk over a page finds.
#[derive(Default)]
struct Found {
    astray: Vec<Astray>,
    calls: Vec<(Location, TypstSpan)>,
    /// Of what is printed as a note: whose it is.
    notes: Vec<Location>,
    /// Where its notes begin.
    notes_from: Option<Abs>,
    /// The section files that have text on it.
    sections: Vec<FileId>,
}

/// What stands on one page, in the order in which it was laid out.
#[derive(Default)]
pub(super) struct PageSurvey<'a> {
    pub size: Size,
    /// Where its text may stand; [`None`] where nothing tells.
    pub area: Option<Rect>,
    pub runs: Vec<Run<'a>>,
    pub images: Vec<(Rect, TypstSpan)>,
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
    /// Looks at all pages, or takes what `memory` has of them.
    pub(super) fn of(document: &'a Document, mut memory: Option<&mut Memory>) -> Self {
        let mut before = State::default();
        let mut pages: Vec<Look> = Vec::new();
        for (at, page) in document.pages().iter().enumerate() {
            let known = memory.as_deref().and_then(|memory| memory.find(at, &page.frame, &before, &document.tree));
            let look = match known {
                Some(seen) => Look { seen, area: None, page: None },
                None => Look::new(document, at, before),
            };
            before = look.seen.after.clone();
            pages.push(look);
        }
        if let Some(memory) = &mut memory {
            memory.keep(pages.iter().map(|look| &look.seen));
        }
        // What comes before the first section has the margins of that.
        let first = pages.iter().find_map(|look| look.seen.after.margin);
        for look in &mut pages {
            let margin = look.seen.after.margin.or(first);
            look.area = margin.map(|margin| area(look.seen.frame.size(), margin));
        }
        let astray = astray(&pages);
        Self { document, pages, astray }
    }

    /// The section files that have text on pages crowded with notes, or on those before them.
    pub(super) fn crowded(&self) -> BTreeSet<String> {
        let crowded = (0..self.pages.len()).filter(|&at| self.pages[at].is_crowded());
        let pages = crowded.flat_map(|at| &self.pages[at.saturating_sub(1)..=at]);
        let ids: HashSet<FileId> = pages.flat_map(|look| look.seen.found.sections.iter().copied()).collect();
        ids.into_iter().map(|id| id.vpath().get_without_slash().to_owned()).collect()
    }

    /// Reports what is wrong with the pages.
    pub(super) fn report(mut self, findings: &mut Findings) {
        for (at, look) in self.pages.iter_mut().enumerate() {
            let (area, mut page) = (look.area, look.page.take());
            let mut misfits = || {
                let again = || Walk::over(self.document, at, look.seen.before.clone()).page;
                let mut page = page.take().unwrap_or_else(again);
                page.area = area;
                overflow::misfits(&page, &self.document.tree)
            };
            let (known_area, known) = look.seen.misfits.get_or_init(|| (area, misfits()));
            if *known_area == area {
                overflow::report(known, findings);
            } else {
                overflow::report(&misfits(), findings);
            }
        }
        overflow::report_astray(&self.astray, findings);
    }
}

/// What the pages have in the wrong place, notes last.
fn astray(pages: &[Look]) -> Vec<Astray> {
    let found = || (1..).zip(pages).map(|(number, look)| (number, &look.seen.found));
    let mut first_pages = HashMap::new();
    for (number, found) in found() {
        for note in &found.notes {
            first_pages.entry(*note).or_insert(number);
        }
    }
    let calls = found().flat_map(|(page, found)| found.calls.iter().map(move |call| (page, *call)));
    let notes = calls.filter_map(|(page, (call, span))| {
        let note = *first_pages.get(&call)?;
        (note != page).then_some(Astray::Note { span, page, note })
    });
    found().flat_map(|(_, found)| found.astray.iter().copied()).chain(notes).collect()
}

impl<'a> Look<'a> {
    fn new(document: &'a Document, at: usize, before: State) -> Self {
        let Walk { page, state, found, files, .. } = Walk::over(document, at, before.clone());
        let file = |id: FileId| Some((id, Arc::clone(document.tree.shared(id)?)));
        let seen = Seen {
            frame: document.pages()[at].frame.clone(),
            before,
            files: files.into_iter().filter_map(file).collect(),
            after: state,
            found,
            misfits: OnceLock::new(),
        };
        Self { seen: Arc::new(seen), area: None, page: Some(page) }
    }

    /// Whether its notes leave hardly any room for the text.
    fn is_crowded(&self) -> bool {
        let (Some(area), Some(notes)) = (self.area, self.seen.found.notes_from) else { return false };
        notes - area.min.y < area.size().y * CROWDED
    }
}

impl Memory {
    /// What was seen of the page at that place in the order of pages, if it would be seen again.
    fn find(&self, at: usize, frame: &Frame, before: &State, tree: &Tree) -> Option<Arc<Seen>> {
        let items = |frame: &Frame| frame.items().as_slice().as_ptr();
        let is_same = |seen: &&Arc<Seen>| {
            let shared =
                |(id, file): &(FileId, Arc<TreeFile>)| tree.shared(*id).is_some_and(|now| Arc::ptr_eq(now, file));
            items(&seen.frame) == items(frame)
                && seen.frame.size() == frame.size()
                && seen.before == *before
                && seen.files.iter().all(shared)
        };
        self.0.get(at)?.iter().find(is_same).cloned()
    }

    fn keep<'s>(&mut self, pages: impl ExactSizeIterator<Item = &'s Arc<Seen>>) {
        self.0.resize_with(pages.len(), Vec::new);
        for (kept, seen) in self.0.iter_mut().zip(pages) {
            kept.retain(|other| !Arc::ptr_eq(other, seen));
            kept.insert(0, Arc::clone(seen));
            kept.truncate(MAX_KEPT);
        }
    }
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
