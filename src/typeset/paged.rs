//! Finished pages, and what can be asked of them. Typst's own document of them, which only the export needs, is made
//! when it is asked for: it looks over all pages, however few of them are new.

use std::sync::{Arc, OnceLock};

use typst::ecow::EcoVec;
use typst::foundations::Content;
use typst::introspection::{Location, Tag};
use typst::layout::{Frame, FrameItem, Point, Transform};
use typst::model::{Destination, Document as _, DocumentInfo, Numbering};
use typst::utils::hash128;
use typst_layout::{Page, PagedDocument, PagedIntrospector};

#[derive(Debug, Clone)]
pub(super) struct Paged {
    pub pages: EcoVec<Page>,
    pub info: DocumentInfo,
    /// Answers what is asked of where something stands.
    pub introspector: Arc<PagedIntrospector>,
    document: OnceLock<PagedDocument>,
}

impl Paged {
    pub(super) fn new(pages: EcoVec<Page>, info: DocumentInfo) -> Self {
        let introspector = Arc::new(PagedIntrospector::new(&pages));
        Self::answered_by(introspector, pages, info)
    }

    /// Pages of which all that can be asked has the same answer as of others.
    pub(super) fn answered_by(introspector: Arc<PagedIntrospector>, pages: EcoVec<Page>, info: DocumentInfo) -> Self {
        Self { pages, info, introspector, document: OnceLock::new() }
    }

    /// The same with other pages, on which the same stands in the same places.
    pub(super) fn with_pages(&self, pages: Vec<Page>) -> Self {
        Self::answered_by(Arc::clone(&self.introspector), pages.into(), self.info.clone())
    }

    pub(super) fn document(&self) -> &PagedDocument {
        self.document.get_or_init(|| PagedDocument::new(self.pages.clone(), self.info.clone()))
    }
}

impl From<PagedDocument> for Paged {
    fn from(document: PagedDocument) -> Self {
        Self {
            pages: document.pages().into(),
            info: document.info().clone(),
            introspector: Arc::clone(document.introspector()),
            document: OnceLock::from(document),
        }
    }
}

/// What the pages of a part answer by.
#[derive(Hash)]
enum Sign<'p> {
    Page(&'p Option<Numbering>, &'p Content),
    Tag(&'p Tag, Point),
    Link(Location),
    /// What follows, up to the end, stands elsewhere in the order of the text.
    Begin(Location),
    End,
}

/// Whatever has the same digest has the same answers to all that can be asked of where something stands.
pub(super) fn digest_of_answers(pages: &[Page]) -> u128 {
    let mut signs = Vec::new();
    for page in pages {
        signs.push(Sign::Page(&page.numbering, &page.supplement));
        collect(&page.frame, Transform::identity(), &mut signs);
    }
    hash128(&signs)
}

/// Collects what [`PagedIntrospector::new`] looks at.
fn collect<'p>(frame: &'p Frame, transform: Transform, signs: &mut Vec<Sign<'p>>) {
    for (position, item) in frame.items() {
        match item {
            FrameItem::Tag(tag) => {
                let (Tag::Start(_, flags) | Tag::End(_, _, flags)) = tag;
                if flags.introspectable {
                    signs.push(Sign::Tag(tag, position.transform(transform)));
                }
            }
            FrameItem::Group(group) => {
                let at = Transform::translate(position.x, position.y);
                let transform = transform.pre_concat(at).pre_concat(group.transform);
                signs.extend(group.parent.map(|parent| Sign::Begin(parent.location)));
                collect(&group.frame, transform, signs);
                signs.extend(group.parent.map(|_| Sign::End));
            }
            FrameItem::Link(Destination::Location(location), _) => signs.push(Sign::Link(*location)),
            FrameItem::Link(..) | FrameItem::Text(..) | FrameItem::Shape(..) | FrameItem::Image(..) => {}
        }
    }
}
