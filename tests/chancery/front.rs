//! The front of a paper: all that the manifest prints is in it, checked, and on the first pages.

use crate::inspect;
use chancery::diagnostic::{Diagnostics, Place};
use chancery::paper::Paper;
use chancery::press::{self, Session};
use chancery::project::{MANIFEST, Project};

/// Whatever a manifest can print, each a word that stands once.
const WORDS: [&str; 13] = [
    "Heading",
    "Beneath",
    "Nature",
    "Writer",
    "Second",
    "Number",
    "Partner",
    "Company",
    "Agency",
    "SHORT",
    "written out",
    "Special",
    "Overview",
];

#[test]
fn all_that_the_manifest_prints_is_in_the_front_and_on_the_page() {
    let project = project(|text| text);
    let (mut session, mut diagnostics) = (Session::default(), Diagnostics::new());
    let built = press::build(&project, &mut session, &mut diagnostics).expect("it can be printed");
    let said = inspect::read(&built.pdf).expect("a PDF");
    let printed: String = said.pages.iter().map(|page| page.text(|_| true)).collect();
    let front = &built.paper.front;
    for text in front.texts() {
        assert!(printed.contains(text.as_str()), "{text} is not in {printed}");
        let written = project.source(text.span().file).slice(text.span());
        assert!(!text.origin().is_typed() || written == text.as_str(), "{text} is not {written}");
    }
    for word in WORDS {
        assert!(front.texts().any(|text| text.eq_ignore_ascii_case(word)), "{word}");
    }
    let labels: Vec<_> = front.control.iter().map(|row| row.label.as_str()).collect();
    let expected = ["Document type", "Reference", "Version", "Date", "Status", "Marking", "Copy No", "Partner"];
    assert_eq!(labels, expected);
    assert_eq!(front.title.byline, "Writer, Second, 24\u{a0}June 2013");
    assert_eq!(front.title.document, "Heading: Beneath");
    assert_eq!(
        front.foot.iter().map(|line| line.as_str()).collect::<Vec<_>>(),
        ["Number", "Copy No\u{a0}1\u{a0}of\u{a0}3"]
    );
    assert_eq!(
        (front.draft_mark.as_deref(), front.has_line_numbers, front.contents.is_some()),
        (Some("DRAFT"), true, true)
    );
}

#[test]
fn a_character_without_a_glyph_is_found_wherever_the_manifest_prints_it() {
    let mut session = Session::default();
    for word in WORDS {
        let project = project(|text| text.replace(&format!("\"{word}\""), &format!("\"{word}漢\"")));
        let mut diagnostics = Diagnostics::new();
        let paper = press::check(&project, &mut session, &mut diagnostics);
        assert!(paper.is_some_and(|paper: Paper| paper.front.texts().any(|text| text.ends_with('漢'))), "{word}");
        let found = diagnostics.into_sorted();
        let found: Vec<_> = found.iter().filter(|found| found.code.0 == "missing-glyph").collect();
        let [finding] = found.as_slice() else { panic!("{word}: {found:?}") };
        let Place::Span(span) = finding.place else { panic!("{finding:?}") };
        let source = project.source(span.file);
        assert_eq!((source.path(), source.slice(span)), (MANIFEST, "漢"), "{word}");
    }
}

fn project(change: impl Fn(String) -> String) -> Project {
    let manifest = r#"
        [paper]
        slug = "front"
        title = "Heading"
        subtitle = "Beneath"
        kind = "Nature"
        version = "1.2.0"
        date = "2013-06-24"
        language = "en-GB"
        authors = ["Writer", "Second"]
        status = "consultation"
        template = "europol"
        contents = true
        sections = ["a.md"]
        [marking]
        scheme = "europol"
        level = "secret"
        reference = "Number"
        copy = "1 of 3"
        [parties]
        "Partner" = ["Company", "Agency"]
        [abbreviations]
        "SHORT" = "written out"
        [[history]]
        version = "1.2.0"
        date = "2013-06"
        status = "Special"
        summary = "Overview"
    "#;
    let section = "+++\nversion = \"1.0.0\"\n+++\n\n# Opening\n\nSome words of SHORT.\n";
    let files = [(MANIFEST, change(manifest.to_owned())), ("sections/a.md", section.to_owned())];
    Project::new(files.map(|(path, text)| (path.to_owned(), text.into_bytes())))
}
