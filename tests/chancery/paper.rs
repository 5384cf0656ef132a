//! This repository's own paper: what the finished PDF says is what the sections say.
//!
//! Validators do not know what a document should say: they accept text in the wrong order, another language or another
//! alternative text. So the PDF is read back (`inspect`) and compared with the sections as they are parsed, before
//! anything is resolved. What only the press can know (numbers, citations, values) is a gap in what is expected.

use std::collections::BTreeSet;
use std::fs;
use std::path::Path;
use std::sync::LazyLock;

use crate::inspect::{self, Element, Inspected, Standing};
use chancery::bibliography;
use chancery::diagnostic::Diagnostics;
use chancery::manifest::{self, Manifest};
use chancery::markdown;
use chancery::press::{self, Session};
use chancery::project::{self, Project};
use chancery::section::{Block, BlockKind, FigureBody, Inline, InlineKind, Pattern, Row, Section, walk};

/// The headings of the paper of 2013, then what this edition adds.
const HEADINGS: [&str; 40] = [
    "1. Background",
    "2. Global Trends",
    "2.1. Trends",
    "2.1.1. Globalisation",
    "2.1.2. Dimensions of the crime problem",
    "2.1.3. Falling crime rates in the developed world",
    "2.1.4. Rationalising police forces",
    "2.1.5. Evolving role of the military",
    "2.1.6. Private sector security provision",
    "2.1.7. Policing the Internet",
    "2.1.8. Social exclusion",
    "2.1.9. North-South Divide",
    "2.1.10. Convergence and Coordination",
    "2.2. Case studies",
    "2.2.1. Somalia – Piracy in the Gulf of Aden",
    "2.2.2. Kosovo",
    "2.2.3. Arab Spring",
    "2.2.4. London Riots",
    "2.2.5. The Global City",
    "2.2.6. Lone Wolves",
    "2.2.7. Colombia",
    "2.2.8. Al Qaeda",
    "3. Challenges and Dilemmas for Policing",
    "3.1. Privacy and security",
    "3.2. What communities want and what communities need",
    "3.3. Policing beyond borders",
    "3.4. Prevention and enforcement from a global perspective",
    "3.5. Sovereignty and international law",
    "4. Strategic Directions: an International Vision for Policing",
    "4.1. Public narratives to achieve public consensus",
    "4.2. Policing where it is needed most",
    "4.3. Combating crime that is becoming increasingly international",
    "4.4. Strategic division of responsibilities",
    "4.5. Balancing investigation, disruption and prevention",
    "4.6. Mutual assistance",
    "Annex\u{a0}I. Questions for discussion",
    "Annex\u{a0}II. For consideration",
    "Annex\u{a0}III. Corrections",
    "Bibliography",
    "Abbreviations",
];

/// The project at the root of the repository, its sections, and its PDF read back.
struct Paper {
    project: Project,
    manifest: Manifest,
    sections: Vec<Section>,
    said: Inspected,
}

static PAPER: LazyLock<Paper> = LazyLock::new(|| {
    let project = repository();
    let mut diagnostics = Diagnostics::new();
    let manifest = manifest::read(&project, &mut diagnostics).expect("a manifest");
    let paths = manifest.sections.iter().map(|name| format!("sections/{}", name.value));
    let mut parse = |path: String| {
        let source = project.text(&path, None, &mut diagnostics).expect("a text");
        markdown::parse(source, &mut diagnostics)
    };
    let sections = paths.map(&mut parse).collect();
    let mut findings = Diagnostics::new();
    let built = press::build(&project, &mut Session::default(), &mut findings).expect("a paper without errors");
    assert!(findings.is_empty(), "a final paper is without findings: {:#?}", findings.into_sorted());
    let mut said = inspect::read(&built.pdf).expect("a PDF that can be read");
    // Words are hyphenated at the ends of lines in tables.
    said.elements.iter_mut().for_each(|element| element.text = element.text.replace('\u{ad}', ""));
    Paper { project, manifest, sections, said }
});

#[test]
fn the_text_stands_in_the_order_of_the_sections() {
    let Paper { sections, said, .. } = &*PAPER;
    let expected: Vec<_> = sections.iter().flat_map(|section| blocks(&section.blocks)).collect();
    let body = body(said, &expected[0]);
    for (at, expected) in expected.iter().enumerate() {
        let found = body.get(at).unwrap_or_else(|| panic!("the PDF ends before {expected:?}"));
        assert!(expected.is_said_by(found), "expected {expected:?}\nfound {:?}", found.text);
    }

    let notes = sections.iter().flat_map(|section| &section.footnotes);
    let expected: Vec<_> = notes.flat_map(|note| blocks(&note.blocks)).collect();
    let found: Vec<_> = said.role("Note").collect();
    assert_eq!(found.len(), expected.len());
    for expected in &expected {
        assert!(found.iter().any(|note| expected.is_said_by(note)), "no note says {expected:?}");
    }
}

#[test]
fn headings_are_numbered_and_bookmarked() {
    let said = &PAPER.said;
    let headings: Vec<_> =
        said.elements.iter().filter_map(|element| Some((element.heading_level()?, element))).collect();
    assert!(headings.windows(2).all(|pair| pair[1].0 <= pair[0].0 + 1), "a level is skipped");

    // Bookmarks and headings agree in depth, words and page.
    let listed = |level: usize, title: &str, page| (level, title.replace(' ', ""), page);
    let bookmarks: Vec<_> = said.outline.iter().map(|mark| listed(mark.level, &mark.title, mark.page)).collect();
    let (first, bookmarks) = bookmarks.split_first().expect("bookmarks");
    assert_eq!(*first, listed(1, "Pearls in Policing 2013", Some(1)), "the title page has one, too");
    let expected: Vec<_> =
        headings.iter().map(|(level, heading)| listed(*level, &heading.text, heading.page)).collect();
    assert_eq!(bookmarks, expected);

    // Each numbered heading follows from the one before it: 2. → 2.1. → 2.1.1. → 2.1.2. → 2.2. → 3.
    let mut count = [0; 6];
    for (level, heading) in
        headings.iter().filter(|(_, heading)| heading.text.starts_with(|c: char| c.is_ascii_digit()))
    {
        count[level - 1] += 1;
        count[*level..].fill(0);
        let number: String = count[..*level].iter().map(|number| format!("{number}.")).collect();
        assert!(heading.text.starts_with(&number), "{:?} should be number {number}", heading.text);
    }
}

#[test]
fn all_headings_of_2013_are_there() {
    let bookmarks: Vec<_> = PAPER.said.outline.iter().map(|mark| mark.title.as_str()).collect();
    assert_eq!(bookmarks[1..].split_first(), Some((&"Contents", HEADINGS.as_slice())));
}

#[test]
fn every_page_bears_marking_and_number() {
    let said = &PAPER.said;
    let marking = "Europol Unclassified – Basic Protection Level";
    for (index, page) in said.pages.iter().enumerate() {
        let number = index + 1;
        assert_eq!((page.width.round(), page.height.round()), (595.0, 842.0), "page {number} is A4");
        assert_eq!(page.text(|standing| standing == Standing::Header), marking, "in the header of page {number}");
        let runs = page.runs.iter().filter(|run| run.standing == Standing::Header);
        assert!(runs.into_iter().all(|run| run.y < 0.1 * page.height), "page {number}: the header stands at the top");
        let footer = page.text(|standing| standing == Standing::Footer);
        let printed = format!("Page {number} of {}", said.pages.len());
        assert!(footer.ends_with(&printed), "the footer of page {number} is {footer:?}");
        assert_eq!(
            page.text(|standing| standing == Standing::Untagged),
            "",
            "page {number} has text that is not tagged"
        );
    }
    let first = said.pages[0].text(|standing| matches!(standing, Standing::Tagged(_)));
    assert_eq!(first.matches(marking).count(), 1, "the marking stands once as text on page 1");
    assert_eq!(said.keywords.as_deref(), Some(marking));
}

#[test]
fn language_and_alternative_texts_are_declared() {
    let Paper { said, manifest, .. } = &*PAPER;
    let language = Some(manifest.language.value.as_str());
    assert_eq!(said.language.as_deref(), language);
    for element in &said.elements {
        assert_eq!(element.language.as_deref(), language, "{element:?}");
    }
    for run in said.pages.iter().flat_map(|page| &page.runs).filter(|run| run.language.is_some()) {
        assert_eq!(run.language.as_deref(), language, "{run:?}");
    }
    assert!(said.role("Figure").all(|figure| figure.alt.as_ref().is_some_and(|alt| !alt.trim().is_empty())));
}

#[test]
fn metadata_say_what_the_manifest_says() {
    let Paper { manifest, said, .. } = &*PAPER;
    let subtitle = manifest.subtitle.as_ref().expect("this paper has a subtitle");
    let title = format!("{}: {}", manifest.title, subtitle);
    assert_eq!(said.title.as_deref(), Some(title.as_str()));
    let edition = manifest.edition.as_ref().expect("this paper is an edition");
    let responsible = edition.responsible.as_ref().expect("somebody answers for it");
    assert_eq!(said.author.as_deref(), Some(responsible.as_str()));
    assert!(said.tagged);
    let xmp = said.xmp.as_ref().expect("a metadata packet");
    assert!(xmp.well_formed && String::from_utf8_lossy(&xmp.packet).contains(&title));
    let text = String::from_utf8_lossy(&xmp.packet);
    for standard in ["<pdfaid:part>3</", "<pdfaid:conformance>A</", "<pdfuaid:part>1</"] {
        assert!(text.contains(standard), "the metadata do not declare {standard}");
    }
}

#[test]
fn quotation_marks_are_curly() {
    let tagged = |page: &inspect::Page| page.text(|standing| matches!(standing, Standing::Tagged(_)));
    for (index, page) in PAPER.said.pages.iter().enumerate() {
        let text = tagged(page);
        assert!(!text.contains(['"', '\'']), "page {} has a straight quotation mark", index + 1);
    }
}

#[test]
fn every_work_is_cited_and_every_link_leads_somewhere() {
    let Paper { project, manifest, sections, said } = &*PAPER;
    let files = &manifest.bibliography.as_ref().expect("a bibliography").files;
    let works = bibliography::read(project, files, &mut Diagnostics::new());
    let works: BTreeSet<_> = works.keys().map(str::to_owned).collect();
    let cited: BTreeSet<_> = sections.iter().flat_map(citations).collect();
    assert_eq!(cited, works, "cited, and in the list of works");
    let nowhere: Vec<_> = said.links.iter().filter(|link| link.target == inspect::LinkTarget::Unknown).collect();
    assert!(nowhere.is_empty(), "{nowhere:?}");
}

#[test]
fn links_are_described_by_what_they_lead_to_and_never_by_a_page() {
    let described: BTreeSet<&str> = PAPER.said.links.iter().map(|link| link.description.as_str()).collect();
    let by_page = described.iter().find(|description| description.split(' ').any(|word| word == "page"));
    assert!(by_page.is_none() && !described.contains(""), "{by_page:?}");
    assert!(described.contains("section\u{a0}2.1.1") && described.contains("Bibliography"), "{described:#?}");
    assert!(described.contains("World Bank 2013, bibliography"), "{described:#?}");
    assert!(described.contains("back to section 2.1.3"), "{described:#?}");
}

/// The project that stands at the root of the repository.
pub fn repository() -> Project {
    project_in(Path::new(env!("CARGO_MANIFEST_DIR")))
}

/// The project that stands in a folder.
pub fn project_in(root: &Path) -> Project {
    let mut files = Vec::new();
    let mut open: Vec<_> = project::FOLDERS.map(|folder| root.join(folder)).into();
    open.retain(|folder| folder.exists());
    open.push(root.join(project::MANIFEST));
    while let Some(path) = open.pop() {
        if path.is_dir() {
            open.extend(fs::read_dir(path).expect("a folder").flatten().map(|entry| entry.path()));
        } else {
            let name = path.strip_prefix(root).expect("a path below the root").to_str().expect("a path in UTF-8");
            files.push((name.to_owned(), fs::read(&path).expect("a file")));
        }
    }
    Project::new(files)
}

/// What one element of the PDF should say.
#[derive(Debug)]
struct Expected {
    /// One of these.
    roles: &'static [&'static str],
    /// What is known of its text. Between two pieces anything may stand.
    pieces: Vec<String>,
}

impl Expected {
    fn new(roles: &'static [&'static str], inlines: &[Inline]) -> Self {
        let mut pieces = vec![String::new()];
        spell(inlines, &mut pieces);
        Self { roles, pieces }
    }

    fn is_said_by(&self, element: &Element) -> bool {
        let text = collapse(&element.text);
        let mut pieces = self.pieces.iter().map(|piece| collapse(piece));
        let (first, last) = (pieces.next().unwrap_or_default(), pieces.next_back());
        let Some(mut rest) = text.strip_prefix(first.as_str()) else { return false };
        for piece in pieces {
            let Some(at) = rest.find(&piece) else { return false };
            rest = &rest[at + piece.len()..];
        }
        let ends = last.map_or(rest.is_empty(), |last| rest.ends_with(&last));
        ends && self.roles.contains(&element.role.as_str())
    }
}

/// What the blocks should say, an element each, in order.
fn blocks(blocks: &[Block]) -> Vec<Expected> {
    const TEXT: &[&str] = &["P", "LBody", "BlockQuote", "Span", "Note"];
    let of = |inner: &[Block]| self::blocks(inner);
    let cells = |role, row: &Row| row.cells.iter().map(|cell| Expected::new(role, &cell.content)).collect::<Vec<_>>();
    let one = |block: &Block| match &block.kind {
        BlockKind::Heading(heading) => {
            let roles: &[&str] = [&["H1"], &["H2"], &["H3"], &["H4"], &["H5"], &["H6"]][usize::from(heading.level) - 1];
            let mut expected = Expected::new(roles, &heading.content);
            if !heading.unnumbered {
                expected.pieces.insert(0, String::new());
            }
            vec![expected]
        }
        BlockKind::Paragraph(inlines) => vec![Expected::new(TEXT, inlines)],
        BlockKind::List(list) => list.items.iter().flat_map(|item| of(&item.blocks)).collect(),
        BlockKind::Definitions(list) => list.iter().flat_map(|definition| of(&definition.details)).collect(),
        BlockKind::Quote(inner) | BlockKind::Container(_, inner) => of(inner),
        BlockKind::Code(code) => {
            code.lines().map(|line| Expected { roles: &["P"], pieces: vec![line.to_owned()] }).collect()
        }
        BlockKind::Table(table) => {
            let rows = table.rows.iter().flat_map(|row| cells(&["TD", "TH"], row));
            cells(&["TH"], &table.header).into_iter().chain(rows).collect()
        }
        BlockKind::Figure(figure) => {
            let mut caption = Expected::new(&["Caption"], &figure.caption);
            caption.pieces.insert(0, String::new());
            let body = match &figure.body {
                FigureBody::Table(table) => of(&[Block::new(block.span, BlockKind::Table(table.clone()))]),
                FigureBody::Images(_) | FigureBody::Grid(_) => Vec::new(),
            };
            // Its word stands before each.
            let below = [&figure.note, &figure.source].into_iter().filter(|said| !said.is_empty()).map(|said| {
                let mut expected = Expected::new(TEXT, said);
                expected.pieces.insert(0, String::new());
                expected
            });
            std::iter::once(caption).chain(body).chain(below).collect()
        }
        // What the list says is the style's business; that it is there, the test of the citations sees.
        BlockKind::Bibliography(_) => Vec::new(),
    };
    // What has no text and no gap either is not printed: an empty cell.
    blocks.iter().flat_map(one).filter(|expected| expected.pieces != [""]).collect()
}

fn spell(inlines: &[Inline], pieces: &mut Vec<String>) {
    for inline in inlines {
        let last = pieces.last_mut().expect("there is always one");
        match &inline.kind {
            InlineKind::Text(text) | InlineKind::Code(text) => last.push_str(text),
            InlineKind::Emphasis(inner)
            | InlineKind::Strong(inner)
            | InlineKind::Strike(inner)
            | InlineKind::Raised(inner)
            | InlineKind::Lowered(inner) => spell(inner, pieces),
            InlineKind::Link { content, .. } | InlineKind::Passage { content, .. } => spell(content, pieces),
            InlineKind::Reference { pattern, .. } => {
                for piece in pattern {
                    match piece {
                        Pattern::Text(inline) => spell(std::slice::from_ref(inline), pieces),
                        _ => pieces.push(String::new()),
                    }
                }
            }
            InlineKind::Footnote(_) | InlineKind::Image(_) => {}
            InlineKind::Break
            | InlineKind::Task(_)
            | InlineKind::Citation(_)
            | InlineKind::Value(_)
            | InlineKind::Page { .. }
            | InlineKind::Placeholder(_)
            | InlineKind::ParagraphEnd => pieces.push(String::new()),
        }
    }
}

/// What the PDF says from the first section on, without marks of list items and without notes.
fn body<'p>(said: &'p Inspected, first: &Expected) -> Vec<&'p Element> {
    let mut body = Vec::new();
    let mut inside_note = None;
    for element in said.elements.iter().skip_while(|element| !first.is_said_by(element)) {
        if inside_note.is_some_and(|depth| element.depth > depth) {
            continue;
        }
        inside_note = (element.role == "Note").then_some(element.depth);
        if !element.inline && element.role != "Lbl" && element.role != "Note" && !element.text.trim().is_empty() {
            body.push(element);
        }
    }
    body
}

/// The keys of all works that a section cites.
fn citations(section: &Section) -> BTreeSet<String> {
    fn collect(inlines: &[Inline], keys: &mut BTreeSet<String>) {
        for inline in inlines {
            match &inline.kind {
                InlineKind::Citation(citation) => keys.extend(citation.items.iter().map(|item| item.key.value.clone())),
                _ => walk::children(inline).into_iter().for_each(|inner| collect(inner, keys)),
            }
        }
    }
    let mut keys = BTreeSet::new();
    let notes = section.footnotes.iter().map(|note| note.blocks.as_slice());
    for blocks in notes.chain([section.blocks.as_slice()]) {
        walk::inlines(blocks, &mut |inlines| collect(inlines, &mut keys));
    }
    keys
}

/// The text with each run of spaces as one: a line's end in the PDF is a space as well.
fn collapse(text: &str) -> String {
    let mut text = text.replace(|character: char| character.is_whitespace() && character != '\u{a0}', " ");
    while text.contains("  ") {
        text = text.replace("  ", " ");
    }
    text.trim().to_owned()
}
