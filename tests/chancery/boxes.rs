//! Where text stands on the pages, and the way from there to its author and back.

use std::collections::BTreeMap;
use std::sync::LazyLock;

use chancery::diagnostic::Diagnostics;
use chancery::press::{self, Laid, Session};
use chancery::project::Project;
use chancery::source::Span;

use crate::{corpus, paper};

/// This repository's paper, on its pages.
static PAPER: LazyLock<(Project, Laid)> = LazyLock::new(|| {
    let project = paper::repository();
    let laid = lay_out(&project);
    (project, laid)
});

#[test]
fn a_typed_character_leads_to_the_very_byte() {
    let (project, laid) = &*PAPER;
    let mut found: BTreeMap<Span, usize> = BTreeMap::new();
    for page in 1..=laid.document.page_count() {
        for one in laid.document.boxes(page).iter().filter(|one| one.is_typed) {
            let span = one.span.expect("what is typed stands somewhere");
            // A line's end in a file reads as a space.
            assert_eq!(project.source(span.file).slice(span).replace(['\n', '\t'], " "), one.text);
            // Two or three letters make one glyph: `fi`, `ffl`, `ft`.
            let count = one.text.chars().count();
            assert!(count == 1 || (count <= 3 && one.text.chars().all(char::is_alphabetic)), "{one:?}");
            *found.entry(span).or_default() += 1;
        }
    }
    // What is printed twice is a heading: on its page and in the contents.
    assert!(found.len() > 25_000 && found.values().all(|count| *count <= 2), "{}", found.len());
}

#[test]
fn all_that_is_printed_of_a_section_is_found_from_its_place() {
    let (project, laid) = &*PAPER;
    for section in &laid.paper.sections {
        let source = project.source(section.section.file);
        let words = words(source.text());
        let (mut printed, every) = (0, 5);
        for (start, word) in words.iter().step_by(every) {
            let place = source.span(*start..start + word.len());
            let boxes = laid.document.find(place);
            assert!(boxes.iter().all(|one| one.span.is_some_and(|span| span.meets(place))), "{word}: {boxes:?}");
            let typed: String = boxes.iter().filter(|one| one.is_typed).map(|one| one.text).collect();
            assert!(typed.is_empty() || typed == *word || typed == word.repeat(2), "{word}: {typed}");
            printed += usize::from(!typed.is_empty());
        }
        // The rest are keys, labels and directives.
        assert!(printed * every * 2 > words.len(), "{}: {printed} of {}", section.path, words.len());
    }
}

#[test]
fn boxes_stand_on_the_page_and_beside_one_another() {
    let (_, laid) = &*PAPER;
    let sizes: Vec<(f64, f64)> = laid.document.page_sizes().collect();
    for (page, (width, height)) in sizes.into_iter().enumerate() {
        let boxes = laid.document.boxes(page + 1);
        assert!(boxes.len() > 500, "page {}", page + 1);
        for one in &boxes {
            let is_inside = one.x >= 0.0 && one.x + one.width <= width && one.y >= 0.0 && one.y + one.height <= height;
            assert!(is_inside && one.width >= 0.0 && one.page == page + 1, "{one:?}");
            assert!(one.y < one.baseline && one.baseline < one.y + one.height, "{one:?}");
            assert!(one.text.trim().is_empty() || one.width > 0.5, "{one:?}");
        }
        for pair in boxes.windows(2) {
            let follows = |one: Span, next: Span| one.file == next.file && one.end == next.start;
            let is_line = pair[0].baseline == pair[1].baseline;
            if is_line && pair[0].span.zip(pair[1].span).is_some_and(|(one, next)| follows(one, next)) {
                let gap = pair[1].x - pair[0].x - pair[0].width;
                assert!((-1.0..2.0).contains(&gap), "{pair:?}");
            }
        }
    }
}

#[test]
fn large_boxes_are_made_of_the_small_ones() {
    let (_, laid) = &*PAPER;
    let mut large = laid.document.text().into_iter().peekable();
    for page in 1..=laid.document.page_count() {
        let mut small = laid.document.boxes(page).into_iter();
        while let Some(whole) = large.next_if(|one| one.page == page) {
            let (mut text, mut right) = (String::new(), whole.x);
            while text.len() < whole.text.len() {
                let piece = small.next().expect("a page has as much text in small boxes as in large ones");
                assert!(piece.change == whole.change && piece.is_typed == whole.is_typed, "{piece:?} {whole:?}");
                text += piece.text;
                right = f64::max(right, piece.x + piece.width);
            }
            assert_eq!(text, whole.text);
            assert!((right - whole.x - whole.width).abs() < 0.01, "{whole:?}");
        }
        assert_eq!(small.next(), None);
    }
}

#[test]
fn what_was_computed_leads_to_what_it_was_made_from() {
    let text =
        "See [](#two), *{{ paper.title }}*, an &amp;, `code`.\n\n## Two {#two}\n\n```\nsame\nother line\nsame\n```\n";
    let project = corpus::project_of(&format!("+++\nversion = \"1.0.0\"\n+++\n\n# One {{#one}}\n\n{text}"));
    let laid = lay_out(&project);
    let source = project.source(laid.paper.sections[0].section.file);
    let printed = |written: &str| {
        let start = source.text().find(written).expect("it is written");
        let boxes = laid.document.find(source.span(start..start + written.len()));
        boxes.into_iter().map(|one| (one.text.to_owned(), one.is_typed)).collect::<Vec<_>>()
    };
    let computed = |text: &str| vec![(text.to_owned(), false)];
    assert_eq!(printed("](#two"), computed("section\u{a0}1.1"));
    assert_eq!(printed("title }}"), computed("A case"));
    assert_eq!(printed("amp"), computed("&"));
    // Code stands there as it is printed; of a block, which of two lines that are the same was meant is not known.
    let typed = |text: &str| vec![(text.to_owned(), true)];
    assert_eq!(printed("od"), typed("od"));
    assert_eq!(printed("other"), [computed("same"), typed("other"), computed("same")].concat());
    let position = source.span(source.text().find("Two").map_or(0..0, |at| at..at));
    assert_eq!(laid.document.find(position).iter().map(|one| one.text).collect::<String>(), "T");
}

fn lay_out(project: &Project) -> Laid {
    let (mut session, mut diagnostics) = (Session::default(), Diagnostics::new());
    let laid = press::assemble(project, &mut session, &mut diagnostics)
        .and_then(|(paper, assembled)| press::lay_out(project, paper, assembled, &mut session, &mut diagnostics));
    laid.unwrap_or_else(|_| panic!("{:?}", diagnostics.into_sorted()))
}

/// Runs of letters and figures, with where they start.
fn words(text: &str) -> Vec<(usize, &str)> {
    let words = text.split(|c: char| !c.is_alphanumeric()).filter(|word| !word.is_empty());
    words.map(|word| (word.as_ptr() as usize - text.as_ptr() as usize, word)).collect()
}
