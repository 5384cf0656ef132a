//! A long paper laid out part by part, and joined to the very pages that it has as one document.
//!
//! Typst lays a document out again and again, until all that was asked of its pages (where is this heading, how many
//! pages are there?) is answered as it was the last time. Here each part is laid out again by itself: if a file that it
//! read is another by now, or if the pages of all parts answer otherwise what it asked. So after an edit most parts
//! stay as they are; and if all that can be asked of the new pages has the answers that it had (another word moves no
//! heading), nobody is asked again. What no part can know (on which side of a sheet its first page is) is found in the
//! template before ([`Template::pieces`](crate::template::Template::pieces)), or here, and such a paper is laid out as
//! one document.

use std::collections::{HashMap, HashSet};
use std::sync::Arc;

use rayon::iter::{IndexedParallelIterator, IntoParallelRefIterator, ParallelIterator};
use typst::World as _;
use typst::comemo::{Constraint, Track};
use typst::ecow::EcoVec;
use typst::engine::{Engine, Route, Sink, Traced};
use typst::foundations::{StyleChain, Target, TargetElem};
use typst::introspection::{EmptyIntrospector, Introspector, Locator};
use typst::syntax::FileId;
use typst::utils::Protected;
use typst_layout::{Page, PagedDocument, layout_document_for_bundle};

use super::answered::Answered;
use super::paged::{Paged, digest_of_answers};
use super::world::World;

/// How often the parts are joined before it is given up that their questions are answered twice the same.
const MAX_ROUNDS: usize = 8;

/// How many layouts of a part are kept: as it is written, and with what has to break its pages.
const MAX_KEPT: usize = 3;

/// How many layouts go by before it is tried again with a paper that could not be laid out so.
const MAX_SKIPPED: usize = 10;

/// What may make the next layout of a paper's parts faster, never different.
#[derive(Default)]
pub(super) struct Parts {
    /// How many layouts are still to be skipped.
    skipped: usize,
    /// By the file that a part begins with, the last one first.
    kept: HashMap<FileId, Vec<Arc<Part>>>,
    joined: Option<Joined>,
}

/// A part on its pages.
struct Part {
    document: PagedDocument,
    answers: u128,
    /// What it read, and what came of it.
    read: Constraint<<dyn typst::World as Track>::Call>,
    /// What it asked of the pages of all parts, and how that was answered.
    asked: Constraint<<dyn Introspector as Track>::Call>,
    /// Whether Typst has nothing to say of it. As long as other parts are not on their pages, it may miss them.
    is_silent: bool,
}

/// All parts on their pages.
struct Joined {
    parts: Vec<Arc<Part>>,
    paged: Paged,
    /// Whether what each part asked is answered by these pages as it was when the part was laid out.
    is_settled: bool,
}

impl Parts {
    /// How many the last paper had that could be laid out so.
    pub(super) fn count(&self) -> usize {
        self.joined.as_ref().map_or(0, |joined| joined.parts.len())
    }

    /// The pages of the parts that begin with these files. [`None`] if there are none, if one of them cannot be laid
    /// out, or if Typst has something to say of it: the document as a whole is to say that. What was so lately is taken
    /// to be so still, or each edit would be laid out twice.
    pub(super) fn lay_out<'a>(
        &mut self,
        mains: &[FileId],
        world: impl Fn(FileId) -> World<'a> + Sync,
    ) -> Option<Paged> {
        if mains.is_empty() || self.skipped > 0 {
            *self = Self { skipped: self.skipped.saturating_sub(1), ..Self::default() };
            return None;
        }
        let document = self.settle(mains, world);
        if document.is_none() {
            *self = Self { skipped: MAX_SKIPPED, ..Self::default() };
        }
        document
    }

    fn settle<'a>(&mut self, mains: &[FileId], world: impl Fn(FileId) -> World<'a> + Sync) -> Option<Paged> {
        let wanted: HashSet<FileId> = mains.iter().copied().collect();
        self.kept.retain(|main, _| wanted.contains(main));
        for _ in 0..MAX_ROUNDS {
            let (kept, joined) = (&self.kept, self.joined.as_ref());
            let pages: &dyn Introspector = match joined {
                Some(joined) => joined.paged.introspector.as_ref(),
                None => &EmptyIntrospector,
            };
            let answered = Answered::by(pages);
            let part = |(at, main): (usize, &FileId)| {
                let world = world(*main);
                let has_answers = |part: &Arc<Part>| joined.is_some_and(|joined| joined.has_answers_of(at, part));
                let mut known = kept.get(main).into_iter().flatten();
                known
                    .find(|part| part.stands(&world, &answered, has_answers(part)))
                    .cloned()
                    .or_else(|| Part::new(&world, pages).map(Arc::new))
            };
            let parts: Vec<Arc<Part>> = mains.par_iter().enumerate().map(part).collect::<Option<_>>()?;
            mains.iter().zip(&parts).for_each(|(main, part)| self.keep(*main, part));
            let joined = Joined::new(parts, self.joined.take())?;
            let is_silent = joined.parts.iter().all(|part| part.is_silent);
            let settled = joined.is_settled.then(|| joined.paged.clone());
            self.joined = Some(joined);
            if settled.is_some() {
                return settled.filter(|_| is_silent);
            }
        }
        None
    }

    fn keep(&mut self, main: FileId, part: &Arc<Part>) {
        let kept = self.kept.entry(main).or_default();
        kept.retain(|other| !Arc::ptr_eq(other, part));
        kept.insert(0, Arc::clone(part));
        kept.truncate(MAX_KEPT);
    }
}

impl Part {
    /// Does with one part what [`typst::compile`] does with a document, once.
    fn new(world: &World, pages: &dyn Introspector) -> Option<Self> {
        let (read, asked) = (Constraint::new(), Constraint::new());
        let tracked = (world as &dyn typst::World).track_with(&read);
        let (library, traced, mut sink) = (typst::World::library(world), Traced::default(), Sink::new());
        let main = tracked.source(world.main()).ok()?;
        let route = Route::default();
        let module = typst_eval::eval(tracked, library, traced.track(), sink.track_mut(), route.track(), &main).ok()?;
        let (base, target) = (StyleChain::new(&library.styles), TargetElem::target.set(Target::Paged).wrap());
        let mut engine = Engine {
            library,
            world: tracked,
            introspector: Protected::new(pages.track_with(&asked)),
            traced: traced.track(),
            sink: sink.track_mut(),
            route,
        };
        // Of two parts, no elements are the same.
        let locator = Locator::root().split().next(&world.main());
        let content = module.content();
        let document = layout_document_for_bundle(&mut engine, &content, locator, base.chain(&target)).ok()?;
        let is_silent = sink.delayed().is_empty() && sink.warnings().is_empty();
        let answers = digest_of_answers(document.pages());
        Some(Self { document, answers, read, asked, is_silent })
    }

    /// Whether it would be laid out in the same way; `has_answers` if what it asked need not be asked again.
    fn stands(&self, world: &World, pages: &Answered, has_answers: bool) -> bool {
        self.read.validate(world as &dyn typst::World) && (has_answers || self.asked.validate(pages))
    }
}

impl Joined {
    /// Joins parts, each of which stands as it is or was laid out with the answers of the pages joined before. [`None`]
    /// if one counts its pages by itself.
    fn new(parts: Vec<Arc<Part>>, before: Option<Self>) -> Option<Self> {
        let mut pages: EcoVec<Page> = EcoVec::new();
        for part in &parts {
            for (own, page) in (1..).zip(part.document.pages()) {
                if page.number != own {
                    return None;
                }
                pages.push(Page { number: pages.len() as u64 + 1, ..page.clone() });
            }
        }
        let info = typst::model::Document::info(&parts.first()?.document).clone();
        let answers = |parts: &[Arc<Part>]| parts.iter().map(|part| part.answers).collect::<Vec<_>>();
        let before = before.filter(|before| answers(&before.parts) == answers(&parts));
        let (paged, is_settled) = match before {
            Some(before) => (Paged::answered_by(before.paged.introspector, pages, info), true),
            None => (Paged::new(pages, info), false),
        };
        Some(Self { parts, paged, is_settled })
    }

    /// Whether the part at that place is one of these, and what it asked is answered by these pages as it was.
    fn has_answers_of(&self, at: usize, part: &Arc<Part>) -> bool {
        self.is_settled && self.parts.get(at).is_some_and(|own| Arc::ptr_eq(own, part))
    }
}
