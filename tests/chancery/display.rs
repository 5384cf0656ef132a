//! What is drawn on the pages, and the way from a point of them to the text.

use std::collections::{BTreeMap, BTreeSet, HashMap};
use std::path::Path;
use std::sync::{Arc, LazyLock};

use chancery::diagnostic::Diagnostics;
use chancery::press::{self, Built, Session};
use chancery::project::Project;
use chancery::source::Span;
use chancery::typeset::{Display, DisplayMemory, Spot, TextBox};
use serde_json::Value;

use crate::dice::Dice;
use crate::inspect::{self, Inspected};
use crate::{corpus, paper};

/// This repository's paper and the one with everything in it, printed.
static PAPERS: LazyLock<Vec<(Project, Built)>> = LazyLock::new(|| {
    [paper::repository(), paper::project_in(&Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/everything/new"))]
        .map(|project| {
            let built = build(&project, &mut Session::default());
            (project, built)
        })
        .into()
});

fn build(project: &Project, session: &mut Session) -> Built {
    let mut diagnostics = Diagnostics::new();
    let built = press::build(project, session, &mut diagnostics);
    built.unwrap_or_else(|_| panic!("{:?}", diagnostics.into_sorted()))
}

fn drawings(display: &Display) -> HashMap<&str, Value> {
    let drawings = display.drawings.iter();
    drawings.map(|(digest, bytes)| (&**digest, serde_json::from_slice(bytes).expect("a drawing is JSON"))).collect()
}

/// What of a drawing's items is of one kind.
fn of_kind<'v>(drawing: &'v Value, kind: &str) -> Vec<&'v Value> {
    let items = drawing["items"].as_array().expect("a list of items");
    items.iter().filter(|item| item["kind"] == *kind).collect()
}

fn length(list: &Value) -> usize {
    list.as_array().map_or(0, Vec::len)
}

/// The PDF is written by typst-pdf, from the same pages and by a walk of its own.
#[test]
fn all_that_the_pdf_draws_is_in_the_list() {
    for (_, built) in &*PAPERS {
        let display = built.document.display(&mut DisplayMemory::default());
        let drawings = drawings(&display);
        let Inspected { pages, .. } = inspect::read(&built.pdf).expect("a PDF that can be read");
        assert_eq!(display.pages.len(), pages.len());
        let outlines: BTreeSet<(&str, u64)> =
            display.outlines.iter().map(|outline| (&*outline.font, u64::from(outline.glyph))).collect();
        for (at, (sheet, page)) in display.pages.iter().zip(&pages).enumerate() {
            let drawing = &drawings[&*sheet.digest];
            let texts = of_kind(drawing, "text");
            let glyphs: usize = texts.iter().map(|text| length(&text["glyphs"])).sum();
            let shapes = of_kind(drawing, "shape").len();
            let pictures = of_kind(drawing, "picture").len();
            assert_eq!(glyphs, page.glyphs, "page {}", at + 1);
            // In the PDF a drawing is taken to pieces.
            let is_drawing = |digest: &String| {
                display.pictures.iter().any(|(own, picture)| own == digest && picture.media_type == "image/svg+xml")
            };
            if !sheet.pictures.iter().any(is_drawing) {
                assert_eq!((shapes, pictures), (page.shapes.len(), page.images), "page {}", at + 1);
            }
            assert!(((sheet.width - page.width).abs() + (sheet.height - page.height).abs()) < 0.01);
            for text in texts {
                assert_eq!(length(&text["glyphs"]), length(&text["steps"]));
                let font = drawing["fonts"][text["font"].as_u64().unwrap() as usize].as_str().unwrap();
                let ids = text["glyphs"].as_array().unwrap().iter().map(|id| id.as_u64().unwrap());
                assert!(ids.into_iter().all(|id| outlines.contains(&(font, id))), "an outline is missing");
            }
            assert_eq!(of_kind(drawing, "group").len(), of_kind(drawing, "end").len());
        }
        assert!(display.outlines.len() > 60 && display.headings.len() > 5);
    }
}

/// Each glyph stands where the box of its text says.
#[test]
fn glyphs_stand_in_their_boxes() {
    for (_, built) in &*PAPERS {
        let display = built.document.display(&mut DisplayMemory::default());
        let drawings = drawings(&display);
        for (at, sheet) in display.pages.iter().enumerate() {
            let drawing = &drawings[&*sheet.digest];
            if length(&drawing["items"]) == 0 || !of_kind(drawing, "group").is_empty() {
                continue;
            }
            let mut places: BTreeMap<i64, Vec<f64>> = BTreeMap::new();
            for text in of_kind(drawing, "text") {
                let number = |key: &str| text[key].as_f64().expect("a number");
                let mut x = number("x");
                for step in text["steps"].as_array().unwrap() {
                    x += step.as_f64().unwrap() / 100.0;
                    places.entry((number("y") * 10.0).round() as i64).or_default().push(x);
                }
            }
            for one in built.document.boxes(at + 1).iter().filter(|one| !one.text.trim().is_empty() && one.height > 1.0)
            {
                let line = (one.baseline * 10.0).round() as i64;
                let near = (line - 1..=line + 1).filter_map(|line| places.get(&line)).flatten();
                let is_there = near.into_iter().any(|x| (x - one.x).abs() < 0.3 * one.height);
                assert!(is_there, "page {}: {one:?}", at + 1);
            }
        }
    }
}

/// A list that is made with what an earlier one left says the same as a new one, and a page has another digest just if
/// it looks other than before.
#[test]
fn a_page_that_looks_the_same_is_the_same() {
    let mut project = paper::repository();
    let (mut session, mut memory, mut dice) = (Session::default(), DisplayMemory::default(), Dice(16));
    let mut viewer = Viewer::default();
    let mut last: Option<Vec<(String, Vec<String>)>> = None;
    let sections: Vec<&str> = project.paths_in("sections").filter(|path| path.ends_with(".md")).collect();
    let (mut changed_pages, mut edits) = (Vec::new(), 0);
    for _ in 0..16 {
        let display = laid(&project, &mut session).display(&mut memory);
        let sent = viewer.take(&display);
        let document = laid(&project, &mut Session::default());
        let fresh = document.display(&mut DisplayMemory::default());
        assert_eq!((&display.pages, &display.headings), (&fresh.pages, &fresh.headings), "as good as a new one");
        assert!(display.pages.iter().all(|sheet| viewer.drawings.contains_key(&sheet.digest)), "nothing is missing");
        assert!(fresh.drawings.iter().all(|(digest, bytes)| viewer.drawings.get(digest) == Some(bytes)));
        assert!(fresh.outlines.iter().all(|outline| viewer.outlines.contains(&(outline.font.clone(), outline.glyph))));
        let looks: Vec<(String, Vec<String>)> = (1..=document.page_count())
            .map(|page| (display.pages[page - 1].digest.clone(), document.boxes(page).iter().map(look).collect()))
            .collect();
        if let Some(last) = &last {
            for (page, ((digest, now), (old_digest, before))) in looks.iter().zip(last).enumerate() {
                assert_eq!(digest == old_digest, now == before, "page {}", page + 1);
            }
            let changed = looks.iter().zip(last).filter(|(now, before)| now.0 != before.0).count();
            changed_pages.push((changed, sent));
        }
        last = Some(looks);
        // One word of one section, as an author mends it.
        let path = sections[dice.below(sections.len())];
        let text = project.text(path, None, &mut Diagnostics::new()).expect("a text").text().to_owned();
        let words: Vec<usize> = text.match_indices(" the ").map(|(at, _)| at).filter(|at| *at > 200).collect();
        let Some(at) = dice.pick(&words) else { continue };
        edits += 1;
        project = project.with(path, format!("{} some {}", &text[..*at], &text[at + 5..]).into_bytes());
    }
    assert!(edits > 10 && changed_pages.iter().any(|(changed, _)| *changed > 0), "{changed_pages:?}");
    // Most words move nothing on other pages.
    changed_pages.sort_unstable();
    let (pages, bytes) = changed_pages[changed_pages.len() / 2];
    println!("pages and bytes an edit of one word costs: {changed_pages:?}");
    assert!(pages <= 2 && bytes <= 100_000, "{changed_pages:?}");
}

/// What can be seen of a box.
fn look(one: &TextBox) -> String {
    let TextBox { text, x, y, width, height, .. } = one;
    format!("{text} {x:.2} {y:.2} {width:.2} {height:.2}")
}

fn laid(project: &Project, session: &mut Session) -> chancery::typeset::Document {
    let mut diagnostics = Diagnostics::new();
    let laid = press::assemble(project, session, &mut diagnostics)
        .and_then(|(paper, assembled)| press::lay_out(project, paper, assembled, session, &mut diagnostics));
    laid.unwrap_or_else(|_| panic!("{:?}", diagnostics.into_sorted())).document
}

/// Somebody who keeps what was sent.
#[derive(Default)]
struct Viewer {
    drawings: HashMap<String, Arc<[u8]>>,
    pictures: BTreeSet<String>,
    outlines: BTreeSet<(String, u16)>,
}

impl Viewer {
    /// Takes what is new, and lets go of what is not shown any more. Returns how many bytes that were.
    fn take(&mut self, display: &Display) -> usize {
        for outline in &display.outlines {
            assert!(self.outlines.insert((outline.font.clone(), outline.glyph)), "an outline is sent twice");
        }
        self.drawings.extend(display.drawings.iter().cloned());
        self.pictures.extend(display.pictures.iter().map(|(digest, _)| digest.clone()));
        self.drawings.retain(|digest, _| display.pages.iter().any(|sheet| sheet.digest == *digest));
        self.pictures.retain(|digest| display.pages.iter().any(|sheet| sheet.pictures.contains(digest)));
        assert!(display.pages.iter().flat_map(|sheet| &sheet.pictures).all(|digest| self.pictures.contains(digest)));
        display.drawings.iter().map(|(_, bytes)| bytes.len()).sum()
    }
}

/// A gradient cannot be said in a list: the page is one picture, and its text is there all the same.
#[test]
fn what_a_list_cannot_say_is_a_picture() {
    let page = "#rect(width: 4cm, height: 1cm, fill: gradient.linear(red, blue))\n\n#rotate(30deg)[Turned]\n\n\
                #box(clip: true, width: 1cm, height: 1cm, circle(radius: 1cm, stroke: 2pt + red))\n\nPlain";
    let project = |drawn: &str| {
        let section = corpus::project_of("+++\nversion = \"1.0.0\"\n+++\n\n# One\n\nWords.\n");
        let manifest = section.text("paper.toml", None, &mut Diagnostics::new()).unwrap().text().to_owned();
        let manifest = manifest.replace("template = \"europol\"", "template = \"house\"");
        let template = format!("#set document(title: {{{{ paper.title }}}})\n{drawn}\n");
        section
            .with("paper.toml", manifest.into_bytes())
            .with("templates/house/paper.typ", template.into_bytes())
            .with("templates/house/blocks.typ", Vec::new())
    };
    let one = |drawn: &str| {
        let display = laid(&project(drawn), &mut Session::default()).display(&mut DisplayMemory::default());
        assert_eq!(display.pages.len(), 1, "{drawn}");
        display
    };
    let display = one(page);
    let drawing = &drawings(&display)[&*display.pages[0].digest];
    assert_eq!((length(&drawing["items"]), of_kind(drawing, "picture").len()), (1, 1), "{drawing}");
    let lines: Vec<_> = drawing["lines"].as_array().unwrap().iter().map(|line| line["text"].clone()).collect();
    assert_eq!(lines, ["Turned", "Plain"]);
    let [(digest, picture)] = &display.pictures[..] else { panic!("one picture: {:?}", display.pictures.len()) };
    assert_eq!((digest, picture.media_type), (&display.pages[0].pictures[0], "image/svg+xml"));
    assert!(picture.bytes.starts_with(b"<svg "));

    let display = one(&page.replace("gradient.linear(red, blue)", "red"));
    let drawing = &drawings(&display)[&*display.pages[0].digest];
    assert!(display.pictures.is_empty());
    let groups = of_kind(drawing, "group");
    assert!(groups.iter().any(|group| group["matrix"][1].as_f64() == Some(0.5)), "turned by 30°: {drawing}");
    assert!(groups.iter().any(|group| group["clip"].is_string()), "cut off: {drawing}");
    assert_eq!(of_kind(drawing, "shape")[0]["fill"], "#ff4136");
    assert_eq!(of_kind(drawing, "shape")[1]["stroke"]["width"], 2.0);
}

/// 10,000 random clicks on glyphs: what is typed leads to the very byte, what is computed to what it was made from.
#[test]
fn a_click_leads_to_the_very_byte() {
    let mut dice = Dice(4);
    let (mut typed, mut computed) = (0, 0);
    for (_, built) in &*PAPERS {
        let document = &built.document;
        let pages: Vec<Vec<TextBox>> = (1..=document.page_count()).map(|page| document.boxes(page)).collect();
        let mut clicks = 0;
        while clicks < 5_000 {
            let boxes = &pages[dice.below(pages.len())];
            let Some(one) = dice.pick(boxes).filter(|one| one.span.is_some() && one.width > 0.2) else { continue };
            let part = |dice: &mut Dice| 0.2 + 0.6 * dice.below(100) as f64 / 100.0;
            let (x, y) = (one.x + one.width * part(&mut dice), one.y + one.height * part(&mut dice));
            // Where two glyphs share a point, either is meant.
            let shares = |other: &&TextBox| {
                (other.x..other.x + other.width).contains(&x) && (other.y..other.y + other.height).contains(&y)
            };
            let meant: Vec<Option<Span>> = boxes.iter().filter(shares).map(|other| other.span).collect();
            let found = document.at(one.page, x, y);
            let is_meant = if meant.len() == 1 { found == one.span } else { meant.contains(&found) };
            assert!(is_meant, "{one:?} at {x} {y}: {found:?}");
            clicks += 1;
            if one.is_typed { typed += 1 } else { computed += 1 }
        }
    }
    println!("{typed} clicks on typed text, {computed} on computed text");
    assert!(typed > 7_000 && computed > 500, "{typed} {computed}");
}

/// What is printed twice, as a heading in the contents list, is sought where it is read.
#[test]
fn a_place_is_sought_where_it_is_read() {
    let mut sought = 0;
    for (project, built) in &*PAPERS {
        let listed = built.document.display(&mut DisplayMemory::default()).headings;
        for section in &built.paper.sections {
            let source = project.source(section.section.file);
            for line in source.text().lines().filter(|line| line.starts_with('#') && line.contains("{#")) {
                let start = line.as_ptr() as usize - source.text().as_ptr() as usize;
                let title = line.find(char::is_alphanumeric).expect("a heading has letters");
                let word: String = line[title..].chars().take_while(|one| one.is_alphanumeric()).collect();
                let place = source.span(start + title..start + title);
                let spot = built.document.spot(place, source.span(start..start + line.len()));
                let is_there = |spot: Spot| {
                    let mut near = listed.iter().filter(|heading| heading.page == spot.page);
                    near.any(|heading| (heading.y - spot.y).abs() < 30.0 && heading.text.contains(&word))
                };
                assert!(spot.is_some_and(is_there), "{line}: {spot:?}");
                sought += 1;
            }
        }
    }
    assert!(sought > 40, "{sought}");
}

/// 5,000 random bytes of the sections that are printed stand in the rectangle of their glyph.
#[test]
fn a_byte_leads_to_its_glyph() {
    let mut dice = Dice(5);
    for (_, built) in &*PAPERS {
        let document = &built.document;
        let typed: Vec<(Span, TextBox)> = (1..=document.page_count())
            .flat_map(|page| document.boxes(page))
            .filter(|one| one.is_typed)
            .filter_map(|one| Some((one.span?, one)))
            .collect();
        let mut glyphs: HashMap<Span, Vec<&TextBox>> = HashMap::new();
        typed.iter().for_each(|(span, one)| glyphs.entry(*span).or_default().push(one));
        for _ in 0..2_500 {
            let (span, one) = &typed[dice.below(typed.len())];
            let at = span.start + dice.below((span.end - span.start) as usize) as u32;
            let mut found = document.find(Span { start: at, end: at, ..*span });
            // What was made of all around it is there as well.
            found.retain(|one| one.is_typed);
            let is_there = |found: &TextBox| {
                let rectangle =
                    |one: &TextBox| (one.page, [one.x, one.y, one.width, one.height].map(|x| (x * 100.0) as i64));
                glyphs[span].iter().any(|one| rectangle(one) == rectangle(found))
            };
            assert!(!found.is_empty() && found.iter().all(is_there), "{one:?}: {found:?}");
        }
    }
}
