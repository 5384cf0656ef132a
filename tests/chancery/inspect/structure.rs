//! The structure tree in logical order, with the text that its elements mark on the pages (§14.7, §14.8).

use std::collections::{HashMap, HashSet};

use hayro_syntax::Pdf;
use hayro_syntax::object::{Dict, MaybeRef, ObjRef, Object, ObjectIdentifier, String as PdfString};

use super::{Page, Standing, name, string};

/// The tree is followed to this depth: one that is meant to be read is not half as deep.
const DEPTH: usize = 100;

/// Elements whose text is part of what they stand in (§14.8.4.4), unless they stand in a mere group (§14.8.4.2). All
/// others speak for themselves.
const INLINE: [&str; 9] = ["Span", "Strong", "Em", "Link", "Reference", "Quote", "Code", "Sub", "Sup"];
const GROUPS: [&str; 6] = ["", "Document", "Part", "Sect", "Div", "NonStruct"];

/// One element of the structure tree.
#[derive(Debug, Clone, PartialEq)]
pub struct Element {
    /// As the document names it: `H1`, `P`, `LBody`, `Strong`, ….
    pub role: String,
    /// How many elements this one stands in.
    pub depth: usize,
    /// Whether its text is part of the text of what it stands in.
    pub inline: bool,
    /// What stands directly in it or in inline elements inside it, line ends included as they are marked.
    pub text: String,
    /// What to say in its stead.
    pub alt: Option<String>,
    /// Its own title (a heading's, without its number).
    pub title: Option<String>,
    /// What it is an abbreviation of.
    pub expansion: Option<String>,
    pub id: Option<String>,
    /// Those of its attributes whose values are names (§14.7.5).
    pub attributes: Vec<(String, String)>,
    /// How many marked contents and how many objects (links) stand directly in it.
    pub marks: usize,
    pub objects: usize,
    /// Its own language or the one it inherits.
    pub language: Option<String>,
    /// The page on which it begins.
    pub page: Option<usize>,
}

impl Element {
    pub fn attribute(&self, name: &str) -> Option<&str> {
        self.attributes.iter().find(|(own, _)| own == name).map(|(_, value)| value.as_str())
    }

    /// 1 to 6 for headings.
    pub fn heading_level(&self) -> Option<usize> {
        match self.role.as_bytes() {
            [b'H', level @ b'1'..=b'6'] => Some(usize::from(level - b'0')),
            _ => None,
        }
    }
}

pub(super) fn read<'a>(
    pdf: &'a Pdf,
    catalog: &Dict<'a>,
    numbers: &HashMap<ObjectIdentifier, usize>,
    pages: &[Page],
    language: Option<&str>,
) -> Vec<Element> {
    let mut marked: HashMap<(usize, i32), String> = HashMap::new();
    for (index, page) in pages.iter().enumerate() {
        for run in &page.runs {
            if let Standing::Tagged(id) = run.standing {
                marked.entry((index + 1, id)).or_default().push_str(&run.text);
            }
        }
    }
    let mut walk = Walk { pdf, numbers, marked, seen: HashSet::new(), elements: Vec::new() };
    let root = catalog.get::<Dict>("StructTreeRoot").unwrap_or_default();
    let mut nowhere = Element {
        role: String::new(),
        depth: 0,
        inline: false,
        text: String::new(),
        alt: None,
        title: None,
        expansion: None,
        id: None,
        attributes: Vec::new(),
        marks: 0,
        objects: 0,
        language: language.map(str::to_owned),
        page: None,
    };
    walk.kids(&root, None, &mut nowhere, 0);
    walk.elements
}

struct Walk<'a, 'w> {
    pdf: &'a Pdf,
    numbers: &'w HashMap<ObjectIdentifier, usize>,
    /// Text by page and `MCID`.
    marked: HashMap<(usize, i32), String>,
    seen: HashSet<ObjRef>,
    elements: Vec<Element>,
}

impl<'a> Walk<'a, '_> {
    /// Reads what stands in `parent`: one thing or an array of things.
    fn kids(&mut self, dict: &Dict<'a>, page: Option<usize>, parent: &mut Element, depth: usize) {
        let Some(kids) = dict.get_raw::<Object>("K") else { return };
        match self.resolve(kids) {
            Some(Object::Array(array)) => {
                for kid in array.raw_iter() {
                    if let Some(kid) = self.resolve(kid) {
                        self.kid(kid, page, parent, depth);
                    }
                }
            }
            Some(kid) => self.kid(kid, page, parent, depth),
            None => {}
        }
    }

    fn kid(&mut self, kid: Object<'a>, page: Option<usize>, parent: &mut Element, depth: usize) {
        let (id, page) = match kid {
            Object::Number(id) => (i32::try_from(id.as_i64()).ok(), page),
            Object::Dict(dict) => {
                let page = dict.get_ref("Pg").and_then(|page| self.numbers.get(&page.into()).copied()).or(page);
                match name(&dict, "Type").as_deref() {
                    Some("MCR") => (dict.get::<i32>("MCID"), page),
                    Some("OBJR") => {
                        parent.objects += 1;
                        return;
                    }
                    _ => return self.element(&dict, page, parent, depth),
                }
            }
            _ => return,
        };
        if let (Some(id), Some(page)) = (id, page) {
            parent.marks += 1;
            parent.text.push_str(self.marked.get(&(page, id)).map_or("", String::as_str));
            parent.page.get_or_insert(page);
        }
    }

    fn element(&mut self, dict: &Dict<'a>, page: Option<usize>, parent: &mut Element, depth: usize) {
        if depth >= DEPTH {
            return;
        }
        let text = |key| dict.get::<PdfString>(key).map(|text| string::decode(&text));
        let role = name(dict, "S").unwrap_or_default();
        let mut element = Element {
            // The paragraph of a caption is the caption.
            inline: INLINE.contains(&role.as_str()) && !GROUPS.contains(&parent.role.as_str())
                || (role == "P" && parent.role == "Caption"),
            role,
            depth,
            text: String::new(),
            alt: text("Alt"),
            title: text("T"),
            expansion: text("E"),
            id: text("ID"),
            attributes: attributes(dict),
            marks: 0,
            objects: 0,
            language: text("Lang").or_else(|| parent.language.clone()),
            page: None,
        };
        let index = self.elements.len();
        self.elements.push(element.clone());
        self.kids(dict, page, &mut element, depth + 1);
        if let Some(replacement) = text("ActualText") {
            element.text = replacement;
        }
        if element.inline {
            parent.text.push_str(&element.text);
        }
        parent.page = parent.page.or(element.page);
        self.elements[index] = element;
    }

    /// What a reference leads to, unless it was followed before.
    fn resolve(&mut self, object: MaybeRef<Object<'a>>) -> Option<Object<'a>> {
        match object {
            MaybeRef::NotRef(object) => Some(object),
            MaybeRef::Ref(reference) if self.seen.insert(reference) => self.pdf.xref().get(reference.into()),
            MaybeRef::Ref(_) => None,
        }
    }
}

fn attributes(dict: &Dict) -> Vec<(String, String)> {
    let owners: Vec<Dict> = match dict.get::<Object>("A") {
        Some(Object::Dict(owner)) => vec![owner],
        Some(Object::Array(owners)) => owners.iter::<Dict>().collect(),
        _ => Vec::new(),
    };
    let names = owners.iter().flat_map(|owner| owner.keys().map(move |key| (owner, key)));
    names.filter_map(|(owner, key)| Some((key.as_str().to_owned(), name(owner, key.as_str())?))).collect()
}
