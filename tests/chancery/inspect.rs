//! A finished PDF's bytes → what they really say: pages, text, structure, metadata, attachments.
//!
//! Shares nothing with what writes the PDF, so that it can bear witness against it. The only home of hayro-syntax.
//! Section numbers are those of ISO 32000-1.

mod content;
mod font;
mod laws;
mod string;
mod structure;

use std::collections::{HashMap, HashSet};

use hayro_syntax::Pdf;
use hayro_syntax::object::{Array, Dict, Name, ObjRef, Object, ObjectIdentifier, Stream, String as PdfString};
use hayro_syntax::page::Page as PdfPage;

pub use content::{Run, Shape, Standing};
pub use structure::Element;

/// What a PDF says. All page numbers count from 1.
#[derive(Debug, Clone, PartialEq)]
pub struct Inspected {
    pub pages: Vec<Page>,
    /// The structure tree in logical order, each element before what stands in it.
    pub elements: Vec<Element>,
    /// Whether the document declares that everything in it is tagged (`MarkInfo` and `StructTreeRoot`, §14.7).
    pub tagged: bool,
    /// The language of all that declares none of its own, a BCP 47 tag.
    pub language: Option<String>,
    pub title: Option<String>,
    pub author: Option<String>,
    pub keywords: Option<String>,
    pub creator: Option<String>,
    pub xmp: Option<Xmp>,
    /// The bookmarks, each before its children.
    pub outline: Vec<Bookmark>,
    pub links: Vec<Link>,
    /// Embedded files by name, in the order of their name tree.
    pub attachments: Vec<Attachment>,
}

#[derive(Debug, Clone, PartialEq)]
pub struct Page {
    /// In points.
    pub width: f64,
    pub height: f64,
    /// In the order in which they are painted.
    pub runs: Vec<Run>,
    /// Rules, bars and the like, in the same order.
    pub shapes: Vec<Shape>,
    /// How many glyphs are shown, blanks among them, and how many images.
    pub glyphs: usize,
    pub images: usize,
}

/// The metadata packet (§14.3.2).
#[derive(Debug, Clone, PartialEq)]
pub struct Xmp {
    pub packet: Vec<u8>,
    /// Whether the packet is XML at all: validators have let pass what is not.
    pub well_formed: bool,
}

#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Bookmark {
    /// 1 for the outermost.
    pub level: usize,
    pub title: String,
    pub page: Option<usize>,
}

#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Link {
    /// Where the link stands.
    pub page: usize,
    pub target: LinkTarget,
    /// What is said of it to who cannot see it.
    pub description: String,
}

#[derive(Debug, Clone, PartialEq, Eq)]
pub enum LinkTarget {
    Url(String),
    Page(usize),
    /// Leads nowhere, or does something else than lead.
    Unknown,
}

#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Attachment {
    pub name: String,
    pub bytes: Vec<u8>,
}

/// Reads a PDF. [`None`] if nothing can be read of it at all; whatever else is missing or broken is left out.
///
/// Broken bytes do no harm. A file made to do harm can: the parser beneath follows nested objects by recursion, without
/// a limit. So this is for PDFs whose making is known.
pub fn read(pdf: &[u8]) -> Option<Inspected> {
    let pdf = Pdf::new(pdf.to_vec()).ok()?;
    let catalog: Dict = pdf.xref().get(pdf.xref().root_id())?;
    let navigation = Navigation::new(&pdf, &catalog);
    let language = catalog.get::<PdfString>("Lang").map(|lang| string::decode(&lang));
    let pages = content::read(pdf.pages());
    let marked = catalog.get::<Dict>("MarkInfo").and_then(|info| info.get::<bool>("Marked")) == Some(true);
    let metadata = pdf.metadata();
    let decoded = |bytes: &Option<Vec<u8>>| bytes.as_deref().map(string::decode);
    Some(Inspected {
        elements: structure::read(&pdf, &catalog, &navigation.pages, &pages, language.as_deref()),
        tagged: marked && catalog.contains_key("StructTreeRoot"),
        title: decoded(&metadata.title),
        author: decoded(&metadata.author),
        keywords: decoded(&metadata.keywords),
        creator: decoded(&metadata.creator),
        xmp: catalog.get::<Stream>("Metadata").and_then(|stream| Xmp::read(&stream)),
        outline: navigation.outline(&catalog),
        links: navigation.links(pdf.pages()),
        attachments: attachments(&pdf, &catalog),
        language,
        pages,
    })
}

impl Inspected {
    /// The elements of one role: `H1`, `P`, `Figure`, ….
    pub fn role<'a>(&'a self, role: &'a str) -> impl Iterator<Item = &'a Element> {
        self.elements.iter().filter(move |element| element.role == role)
    }
}

impl Page {
    /// All text of one standing, in the order in which it is painted.
    pub fn text(&self, standing: impl Fn(Standing) -> bool) -> String {
        self.runs.iter().filter(|run| standing(run.standing)).map(|run| run.text.as_str()).collect()
    }
}

impl Xmp {
    fn read(stream: &Stream) -> Option<Self> {
        let packet = stream.decoded().ok()?.into_owned();
        let well_formed = std::str::from_utf8(&packet).is_ok_and(|text| roxmltree::Document::parse(text).is_ok());
        Some(Self { packet, well_formed })
    }
}

/// What leads to pages.
struct Navigation<'a> {
    pdf: &'a Pdf,
    pages: HashMap<ObjectIdentifier, usize>,
    destinations: HashMap<Vec<u8>, usize>,
}

impl<'a> Navigation<'a> {
    fn new(pdf: &'a Pdf, catalog: &Dict<'a>) -> Self {
        let ids = pdf.pages().iter().enumerate().filter_map(|(index, page)| Some((page.raw().obj_id()?, index + 1)));
        let mut navigation = Self { pdf, pages: ids.collect(), destinations: HashMap::new() };
        for (name, object) in name_tree(pdf, catalog, "Dests") {
            if let Some(page) = navigation.destination(object) {
                navigation.destinations.insert(name, page);
            }
        }
        navigation
    }

    /// The page of a destination: named, explicit, or a dictionary around an explicit one (§12.3.2).
    fn destination(&self, object: Object<'a>) -> Option<usize> {
        let explicit = match object {
            Object::String(name) => return self.destinations.get(name.as_bytes()).copied(),
            Object::Name(name) => return self.destinations.get(name.as_ref()).copied(),
            Object::Dict(dict) => dict.get::<Array>("D")?,
            Object::Array(array) => array,
            _ => return None,
        };
        let page = explicit.raw_iter().next()?.as_obj_ref()?;
        self.pages.get(&page.into()).copied()
    }

    /// Where a bookmark or link leads: by its destination or by its action (§12.6.4).
    fn target(&self, dict: &Dict<'a>) -> LinkTarget {
        let action = dict.get::<Dict>("A").unwrap_or_default();
        if let Some(url) = action.get::<PdfString>("URI") {
            return LinkTarget::Url(string::decode(&url));
        }
        let destination = dict.get::<Object>("Dest").or_else(|| action.get::<Object>("D"));
        destination.and_then(|object| self.destination(object)).map_or(LinkTarget::Unknown, LinkTarget::Page)
    }

    fn outline(&self, catalog: &Dict<'a>) -> Vec<Bookmark> {
        let mut bookmarks = Vec::new();
        let mut seen = HashSet::new();
        let root = catalog.get::<Dict>("Outlines").unwrap_or_default();
        let mut open = Vec::from_iter(root.get_ref("First").map(|first| (first, 1)));
        while let Some((reference, level)) = open.pop() {
            let Some(item) = resolve_once(self.pdf, reference, &mut seen) else { continue };
            let page = match self.target(&item) {
                LinkTarget::Page(page) => Some(page),
                LinkTarget::Url(_) | LinkTarget::Unknown => None,
            };
            let title = item.get::<PdfString>("Title").map(|title| string::decode(&title)).unwrap_or_default();
            bookmarks.push(Bookmark { level, title, page });
            open.extend(item.get_ref("Next").map(|next| (next, level)));
            open.extend(item.get_ref("First").map(|first| (first, level + 1)));
        }
        bookmarks
    }

    fn links(&self, pages: &[PdfPage<'a>]) -> Vec<Link> {
        let annotations = |page: &PdfPage<'a>| page.raw().get::<Array>("Annots").unwrap_or_default();
        pages
            .iter()
            .enumerate()
            .flat_map(|(index, page)| annotations(page).iter::<Dict>().map(move |annotation| (index + 1, annotation)))
            .filter(|(_, annotation)| name(annotation, "Subtype").as_deref() == Some("Link"))
            .map(|(page, annotation)| {
                let description = annotation.get::<PdfString>("Contents").map(|text| string::decode(&text));
                Link { page, target: self.target(&annotation), description: description.unwrap_or_default() }
            })
            .collect()
    }
}

fn attachments(pdf: &Pdf, catalog: &Dict) -> Vec<Attachment> {
    let attachment = |(name, object): (Vec<u8>, Object)| {
        let specification = object.into_dict()?;
        let name = specification.get::<PdfString>("UF").map_or(string::decode(&name), |name| string::decode(&name));
        let bytes = specification.get::<Dict>("EF")?.get::<Stream>("F")?.decoded().ok()?.into_owned();
        Some(Attachment { name, bytes })
    };
    name_tree(pdf, catalog, "EmbeddedFiles").into_iter().filter_map(attachment).collect()
}

/// The entries of one of the catalogue's name trees (§7.9.6).
fn name_tree<'a>(pdf: &'a Pdf, catalog: &Dict<'a>, tree: &str) -> Vec<(Vec<u8>, Object<'a>)> {
    let mut entries = Vec::new();
    let mut seen = HashSet::new();
    let mut open = Vec::from_iter(catalog.get::<Dict>("Names").and_then(|names| names.get::<Dict>(tree)));
    while let Some(node) = open.pop() {
        let mut names = node.get::<Array>("Names").unwrap_or_default().flex_iter();
        while let (Some(name), Some(object)) = (names.next::<PdfString>(), names.next::<Object>()) {
            entries.push((name.to_vec(), object));
        }
        let kids: Vec<_> = node.get::<Array>("Kids").unwrap_or_default().raw_iter().collect();
        let references = kids.into_iter().rev().filter_map(|kid| kid.as_obj_ref());
        open.extend(references.filter_map(|kid| resolve_once(pdf, kid, &mut seen)));
    }
    entries
}

/// What a reference leads to, unless it was followed before: a tree in a PDF can bite its own tail.
fn resolve_once<'a>(pdf: &'a Pdf, reference: ObjRef, seen: &mut HashSet<ObjRef>) -> Option<Dict<'a>> {
    if seen.insert(reference) { pdf.xref().get(reference.into()) } else { None }
}

fn name(dict: &Dict, key: &str) -> Option<String> {
    Some(dict.get::<Name>(key)?.as_str().to_owned())
}
