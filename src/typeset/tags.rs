//! What the tags of the finished pages say beside what Typst makes of its elements, for whom they are read out to.
//!
//! Typst marks on its pages where each element begins and ends, and writes the structure of the PDF by that. Nothing
//! moves if there are more marks, or fewer: so this is where a structure is mended that no Typst code can ask for.
//!
//! - Works are the items of a list.
//! - A list that ends an item stands in the item, not beside it.
//! - A line of code is a paragraph of code, and no line that is empty.
//! - What is said of an entry of the contents has no blank where it has no number, and the paper's word for a page.
//! - What a caption says is a paragraph of it, so that a link or stressed words are no blocks.

use std::collections::HashMap;

use typst::ecow::EcoString;
use typst::foundations::{Content, NativeElement};
use typst::introspection::{Location, MetadataElem, Tag, TagFlags};
use typst::layout::{Frame, FrameItem, Point};
use typst::model::{EnumElem, FigureCaption, LinkMarker, ListElem, OutlineEntry, ParElem, TermsElem};
use typst::pdf::{ArtifactElem, PdfMarkerTag, PdfMarkerTagKind};
use typst::text::{RawElem, RawLine};
use typst::utils::hash128;
use typst_layout::Page;

use crate::assemble::works;

use super::spoken::Spoken;

/// The pages with such tags; [`None`] if there is nothing on them to mend.
pub(super) fn pages(pages: &[Page], spoken: Spoken) -> Option<Vec<Page>> {
    let mut survey = Survey { spoken, open: Vec::new(), works: None, edits: Edits::default() };
    pages.iter().for_each(|page| survey.frame(&page.frame));
    let edits = survey.edits;
    (!edits.is_empty()).then(|| {
        let mut pages = pages.to_vec();
        pages.iter_mut().for_each(|page| {
            if let Some(frame) = edited(&page.frame, &edits) {
                page.frame = frame;
            }
        });
        pages
    })
}

/// What is done about the tags of an element.
#[derive(Default)]
struct Edit {
    /// What comes right behind the one that begins it, and right before the one that ends it.
    behind: Vec<Tag>,
    before: Vec<Tag>,
    /// Whether it says nothing of its own any more.
    is_mute: bool,
    /// Of a link, what is said of it.
    description: Option<EcoString>,
}

/// By where the element is.
type Edits = HashMap<Location, Edit>;

/// An element that has begun and not ended.
struct Open {
    location: Location,
    kind: Kind,
}

enum Kind {
    Caption {
        has_paragraphs: bool,
    },
    /// A block of code, with those of its lines that ended.
    Code {
        lines: Vec<(Location, bool)>,
    },
    CodeLine {
        is_empty: bool,
    },
    Item {
        has_list: bool,
    },
    LineOfContents,
    List,
    Paragraph,
    Other,
}

/// A list of works, from where it begins.
struct Works {
    location: Location,
    /// The innermost element around it.
    within: Option<Location>,
    items: Vec<[Location; 2]>,
    item: Option<Location>,
    is_whole: bool,
}

struct Survey {
    spoken: Spoken,
    open: Vec<Open>,
    works: Option<Works>,
    edits: Edits,
}

impl Survey {
    fn frame(&mut self, frame: &Frame) {
        for (_, item) in frame.items() {
            match item {
                // What belongs elsewhere in the structure: a note, what a page's end cut off.
                FrameItem::Group(group) if group.parent.is_some() => {
                    let around = std::mem::take(&mut self.open);
                    self.frame(&group.frame);
                    self.open = around;
                }
                FrameItem::Group(group) => self.frame(&group.frame),
                FrameItem::Tag(Tag::Start(element, flags)) => self.start(element, *flags),
                FrameItem::Tag(Tag::End(location, _, flags)) if flags.tagged => self.end(*location),
                FrameItem::Text(_) => {
                    if let Some(Kind::CodeLine { is_empty }) = self.open.last_mut().map(|open| &mut open.kind) {
                        *is_empty = false;
                    }
                }
                _ => {}
            }
        }
    }

    fn start(&mut self, element: &Content, flags: TagFlags) {
        let Some(location) = element.location() else { return };
        if element.is::<MetadataElem>() {
            let label = element.label().map(|label| label.resolve());
            return self.mark(location, label.as_ref().map_or("", |label| label.as_str()));
        }
        if flags.tagged {
            if let Some(LinkMarker { alt: Some(words), .. }) = element.to_packed::<LinkMarker>().map(|link| &**link) {
                let in_contents = self.open.iter().any(|open| matches!(open.kind, Kind::LineOfContents));
                let contents = in_contents.then(|| self.spoken.line_of_contents(words)).flatten();
                let description = contents.or_else(|| (words.trim() != words).then(|| words.trim().into()));
                if description.is_some() {
                    self.edits.entry(location).or_default().description = description;
                }
            }
            let kind = self.kind(element);
            self.open.push(Open { location, kind });
        }
    }

    fn kind(&mut self, element: &Content) -> Kind {
        if element.is::<ParElem>() {
            for open in &mut self.open {
                if let Kind::Caption { has_paragraphs } = &mut open.kind {
                    *has_paragraphs = true;
                }
            }
            Kind::Paragraph
        } else if element.is::<OutlineEntry>() {
            Kind::LineOfContents
        } else if element.is::<FigureCaption>() {
            Kind::Caption { has_paragraphs: false }
        } else if element.to_packed::<RawElem>().is_some_and(|code| code.block.as_option().unwrap_or(false)) {
            Kind::Code { lines: Vec::new() }
        } else if element.is::<RawLine>() {
            Kind::CodeLine { is_empty: true }
        } else if element.is::<ListElem>() || element.is::<EnumElem>() || element.is::<TermsElem>() {
            Kind::List
        } else if let Some(tag) = element.to_packed::<PdfMarkerTag>()
            && matches!(tag.kind, PdfMarkerTagKind::ListItemBody | PdfMarkerTagKind::TermsItemBody)
        {
            Kind::Item { has_list: false }
        } else {
            Kind::Other
        }
    }

    fn end(&mut self, location: Location) {
        let Some(at) = self.open.iter().rposition(|open| open.location == location) else { return };
        // What overlaps with something else stays as it is.
        let is_whole = at + 1 == self.open.len();
        let kind = self.open.remove(at).kind;
        if !is_whole {
            return;
        }
        match kind {
            Kind::Caption { has_paragraphs: false } => self.wrap(location, &[paragraph]),
            Kind::CodeLine { is_empty } => {
                let code = self.open.iter_mut().rev().find_map(|open| match &mut open.kind {
                    Kind::Code { lines } => Some(lines),
                    _ => None,
                });
                code.into_iter().for_each(|lines| lines.push((location, is_empty)));
            }
            Kind::Code { lines } => {
                self.edits.entry(location).or_default().is_mute = true;
                for (line, is_empty) in lines {
                    self.edits.entry(line).or_default().is_mute = true;
                    if !is_empty {
                        self.wrap(line, &[paragraph, code]);
                    }
                }
            }
            Kind::List => self.note_list(),
            // Typst moves the list out of the item if nothing comes after it.
            Kind::Item { has_list: true } => {
                let nothing = ArtifactElem::new(Content::empty()).pack();
                let tags = around(nothing, location, 0);
                self.edits.entry(location).or_default().before.extend(tags);
            }
            _ => {}
        }
    }

    /// A list ends: if what it stands in is an item, it stays there.
    fn note_list(&mut self) {
        let around = self.open.iter_mut().rev().find(|open| !matches!(open.kind, Kind::Paragraph));
        if let Some(Open { kind: Kind::Item { has_list }, .. }) = around {
            *has_list = true;
        }
    }

    /// A mark that the emitter wrote.
    fn mark(&mut self, location: Location, label: &str) {
        let within = self.open.last().map(|open| open.location);
        match label {
            works::BEGIN => {
                self.works = Some(Works { location, within, items: Vec::new(), item: None, is_whole: true });
            }
            works::ITEM => {
                if let Some(works) = &mut self.works {
                    works.is_whole &= works.within == within && works.item.is_none();
                    works.item = Some(location);
                }
            }
            works::ITEM_END => {
                if let Some(works) = &mut self.works {
                    works.is_whole &= works.within == within && works.item.is_some();
                    works.items.extend(works.item.take().map(|start| [start, location]));
                }
            }
            works::END => {
                let whole = self.works.take().filter(|works| works.is_whole && works.within == within);
                let Some(works) = whole else { return };
                self.note_list();
                self.span(works.location, location, PdfMarkerTag::Bibliography(false, Content::empty()));
                for [start, end] in works.items {
                    self.span(start, end, PdfMarkerTag::ListItemBody(Content::empty()));
                }
            }
            _ => {}
        }
    }

    /// Puts elements right inside of one, the first of them outermost.
    fn wrap(&mut self, location: Location, elements: &[fn() -> Content]) {
        let edit = self.edits.entry(location).or_default();
        for (number, element) in elements.iter().enumerate() {
            let [start, end] = around(element(), location, number);
            edit.behind.push(start);
            edit.before.insert(0, end);
        }
    }

    /// Puts an element from one mark to another.
    fn span(&mut self, from: Location, to: Location, element: Content) {
        let [start, end] = around(element, from, 0);
        self.edits.entry(from).or_default().behind.push(start);
        self.edits.entry(to).or_default().behind.push(end);
    }
}

fn paragraph() -> Content {
    ParElem::new(Content::empty()).pack()
}

fn code() -> Content {
    RawElem::new(typst::text::RawContent::Text("".into())).pack()
}

/// The tags of an element that is there for its tags alone.
fn around(element: Content, place: Location, number: usize) -> [Tag; 2] {
    let flags = TagFlags { introspectable: false, tagged: true };
    let location = Location::new(hash128(&(place, "beside", number)));
    [Tag::Start(element.located(location), flags), Tag::End(location, 0, flags)]
}

/// The frame with what is done about its tags, if anything is.
fn edited(frame: &Frame, edits: &Edits) -> Option<Frame> {
    let is_edited = |item: &FrameItem| match item {
        FrameItem::Tag(tag) => edits.contains_key(&tag.location()),
        _ => false,
    };
    let mut groups: HashMap<usize, Frame> = HashMap::new();
    for (at, (_, item)) in frame.items().enumerate() {
        if let FrameItem::Group(group) = item
            && let Some(frame) = edited(&group.frame, edits)
        {
            groups.insert(at, frame);
        }
    }
    if groups.is_empty() && !frame.items().any(|(_, item)| is_edited(item)) {
        return None;
    }
    let mut new = Frame::new(frame.size(), frame.kind());
    if frame.has_baseline() {
        new.set_baseline(frame.baseline());
    }
    for (at, (point, item)) in frame.items().enumerate() {
        match item {
            FrameItem::Group(group) => {
                let mut group = group.clone();
                if let Some(frame) = groups.remove(&at) {
                    group.frame = frame;
                }
                new.push(*point, FrameItem::Group(group));
            }
            FrameItem::Tag(tag) => push_tag(&mut new, *point, tag, edits.get(&tag.location())),
            _ => new.push(*point, item.clone()),
        }
    }
    Some(new)
}

fn push_tag(frame: &mut Frame, point: Point, tag: &Tag, edit: Option<&Edit>) {
    let mut push = |tag: Tag| frame.push(point, FrameItem::Tag(tag));
    let Some(Edit { behind, before, is_mute, description }) = edit else { return push(tag.clone()) };
    let flags = |flags: TagFlags| TagFlags { tagged: flags.tagged && !is_mute, ..flags };
    match tag {
        Tag::Start(element, old) => {
            let mut element = element.clone();
            if let (Some(link), Some(words)) = (element.to_packed_mut::<LinkMarker>(), description) {
                link.alt = Some(words.clone());
            }
            push(Tag::Start(element, flags(*old)));
            behind.iter().cloned().for_each(push);
        }
        Tag::End(location, key, old) => {
            before.iter().cloned().for_each(&mut push);
            push(Tag::End(*location, *key, flags(*old)));
        }
    }
}
