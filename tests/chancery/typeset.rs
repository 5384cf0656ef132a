//! From the virtual tree to the PDF: same input same bytes, every finding and every character at its author's place.

use std::collections::BTreeMap;
use std::io::Cursor;
use std::sync::Arc;

use chancery::assemble::{Assembled, Piece};
use chancery::diagnostic::{Diagnostic, Diagnostics, Place, Severity};
use chancery::manifest::PartialDate;
use chancery::markup::{Markup, VirtualFile};
use chancery::project::Project;
use chancery::section::Text;
use chancery::source::Span;
use chancery::typeset::{self, Document, Fonts, Session, TextBox};
use typst::foundations::Bytes;
use typst::text::{Font, is_default_ignorable};

const SECTION: &str = "sections/a.md";
const LOOK: &str = "templates/house/look.typ";

/// The least a template must do.
const MAIN: &str = r#"
#import "/templates/house/look.typ": *
#set document(title: "A paper", date: datetime(year: 2013, month: 6, day: 1))
#set text(lang: "en", region: "GB", font: "DejaVu Sans", hyphenate: true)
#set par(justify: true)
#set page(paper: "a4", header: align(center)[Unclassified], numbering: "1")
#show: look
#include "/sections/a.typ"
"#;

#[test]
fn prints_the_same_bytes_with_any_session() {
    let paper = Paper::of(&everything("first"));
    let mut used = Session::with_threads(2);
    let expected = paper.pdf(&mut Session::with_threads(1));
    assert!(expected.starts_with(b"%PDF-1.7"));
    assert_eq!(paper.pdf(&mut used), expected);

    // Other papers in between, with more and fewer blocks, and one that fails.
    for words in ["second", "", "third word\n\nand a new paragraph", "first"] {
        Paper::of(&everything(words)).pdf(&mut used);
        let broken = Paper::of(&[S("#panic()"), T("unreachable")]);
        assert!(broken.diagnostics(&mut used).iter().any(|diagnostic| diagnostic.code.0 == "internal"));
        assert_eq!(paper.pdf(&mut used), expected, "after {words:?}");
    }
}

#[test]
fn a_character_gives_way_to_any_other() {
    // In UTF-8 some of these end in the same bytes, some begin with the same.
    let words = ["aæb", "a¦b", "aæb", "aрb", "aЀb", "ab", "aæ", "¦b", "a¦¦b", "aæ¦b", "", "e\u{301}", "è"];
    let mut used = Session::with_threads(1);
    for word in words {
        let paper = Paper::of(&everything(word));
        assert!(paper.pdf(&mut used) == paper.pdf(&mut Session::with_threads(1)), "{word:?}");
    }
}

#[test]
fn every_character_leads_back_to_its_author() {
    let long =
        "Internationalisation of responsibilities notwithstanding \"quotes\", \\ backslashes and a tab\tor two. ";
    let text = format!("{long}éßfi ffl Ωж — שלום x̂ {}", long.repeat(40));
    let parts = [
        S("= "),
        T("A heading"),
        S("\n\n"),
        T(&text),
        S("#emph["),
        T("stressed"),
        S("]\n\n#raw("),
        A("let \"code\""),
        S(")\n\n#upper["),
        T("capitals"),
        S("]"),
    ];
    let paper = Paper::of(&parts);
    let document = paper.layout(&mut Session::default()).expect("it can be laid out");

    assert_eq!(document.page_count(), 2);
    assert!(
        document.page_sizes().all(|(width, height)| (width - 595.28).abs() < 0.01 && (height - 841.89).abs() < 0.01)
    );
    let runs = document.text();
    let header: Vec<_> = runs.iter().filter(|run| run.baseline < 72.0).map(|run| run.text).collect();
    assert_eq!(header, ["Unclassified", "Unclassified"]);

    let own = runs.iter().filter(|run| run.span.is_some());
    let (capitals, verbatim): (Vec<_>, Vec<_>) = own.partition(|run| run.text == "CAPITALS");
    assert_eq!(paper.slice(capitals[0].span.unwrap()), "capitals");
    for run in &verbatim {
        assert_eq!(paper.slice(run.span.unwrap()), run.text);
    }
    let printed: String = verbatim.iter().map(|run| run.text).collect();
    assert_eq!(printed, format!("A heading{text}stressedlet \"code\""));
    // What nobody wrote: the header, page numbers, hyphens at line ends.
    let ours: Vec<_> = runs.iter().filter(|run| run.span.is_none()).map(|run| run.text).collect();
    assert!(ours.contains(&"\u{ad}"), "{ours:?}");
    assert!(ours.iter().all(|text| ["Unclassified", "1", "2", "\u{ad}"].contains(text)), "{ours:?}");
}

#[test]
fn lines_of_code_lead_to_their_bytes_where_they_can_be_told_apart() {
    let paper = Paper::of(&[S("#raw(block: true, "), A("same\n  another\nsame"), S(")")]);
    let document = paper.layout(&mut Session::default()).expect("it can be laid out");
    let lines: Vec<_> = document.text().into_iter().filter(|run| run.span.is_some()).collect();
    let found: Vec<_> = lines.iter().map(|line| (line.text, line.is_typed, paper.slice(line.span.unwrap()))).collect();
    let whole = "same\n  another\nsame";
    assert_eq!(found, [("same", false, whole), ("  another", true, "  another"), ("same", false, whole)]);
}

#[test]
fn boxes_follow_what_turns_and_stretches_the_text() {
    let placed = ["[", "rotate(90deg, reflow: true)[", "scale(200%, reflow: true)[", "rotate(-180deg)["];
    let open: Vec<String> = placed
        .iter()
        .enumerate()
        .map(|(at, how)| format!("#place(top + left, dx: 100pt, dy: {}pt, {how}", 150 * at))
        .collect();
    let parts = open.iter().flat_map(|open| [S(open), T("Some words"), S("])")]);
    let paper = Paper::of(&parts.collect::<Vec<_>>());
    let document = paper.layout(&mut Session::default()).expect("it can be laid out");
    let whole: Vec<_> = document.text().into_iter().filter(|one| one.text == "Some words").collect();
    let [plain, turned, large, over] = &whole[..] else { panic!("{whole:?}") };
    let is_near = |one: f64, other: f64| (one - other).abs() < 0.01;
    // The margins of a page are 2.5/21 of its width.
    assert!(is_near(plain.x, 2.5 / 21.0 * 595.28 + 100.0) && plain.width > 4.0 * plain.height, "{plain:?}");
    assert!(is_near(turned.width, plain.height) && is_near(turned.height, plain.width), "{turned:?}");
    assert!(is_near(large.width, 2.0 * plain.width) && is_near(large.height, 2.0 * plain.height), "{large:?}");
    assert!(is_near(over.width, plain.width) && is_near(over.height, plain.height), "{over:?}");
    assert!(is_near(over.x, plain.x) && over.baseline < over.y + over.height / 2.0, "{over:?}");

    let first = |one: &TextBox| {
        let span = one.span.expect("it is typed");
        document.find(Span { end: span.start + 1, ..span }).remove(0)
    };
    let ends = |one: &TextBox, first: &TextBox| (is_near(one.x, first.x), is_near(one.y, first.y));
    assert_eq!(ends(plain, &first(plain)), (true, true));
    assert!(is_near(first(turned).y, turned.y) && first(turned).height < turned.height / 4.0);
    assert!(is_near(first(over).x + first(over).width, over.x + over.width), "upside down, the last comes first");
}

#[test]
fn mistakes_are_told_where_they_stand() {
    let png = S("#image(\"/sections/pixel.png\", alt: \"A pixel\")");
    let deep = format!("{}x{}", "#list[".repeat(40), "]".repeat(40));
    let cases: &[(&[Part], &str, &str)] = &[
        (
            &[S("= "), T("One"), S("\n\n"), N("Three", "#heading(level: 3)[#\"Three\"]")],
            "skipped-heading-level",
            "Three",
        ),
        (&[N("Two", "#heading(level: 2)[#\"Two\"]")], "skipped-heading-level", "Two"),
        (&[N("drawing", "#image(\"/sections/pixel.png\")")], "missing-alt-text", "drawing"),
        (&[png, N("b.png", "#image(\"/sections/broken.png\", alt: \"x\")")], "invalid-image", "b.png"),
        (&[N("c.png", "#image(\"/sections/c.png\", alt: \"x\")")], "missing-file", "c.png"),
        (&[N("d.svg", "#image(\"/sections/broken.svg\", alt: \"x\")")], "invalid-image", "sections/broken.svg"),
        (&[T("A smile: "), T("so 漢 wide")], "missing-glyph", "漢"),
        (&[T("accent a\u{302e}\u{e0100} b"), T("x\u{1abf}")], "missing-glyph", "\u{1abf}"),
        (&[T("private "), T("\u{f6c5}")], "forbidden-character", "\u{f6c5}"),
        (&[N("there", "#link(<nowhere>)[#\"there\"]")], "template-label", "there"),
        (&[S("= A <x>\n\n= B <x>\n\n"), N("that", "#link(<x>)[#\"that\"]")], "duplicate-label", "that"),
        (&[N("deep", &deep)], "too-deep", "deep"),
        (&[N("empty", "#heading(level: 1)[]")], "empty-heading", "empty"),
        (&[N("p", "#import \"@preview/x:1.0.0\": y")], "unsupported-package", "p"),
        (&[N("out", "#read(\"/../../etc/passwd\")")], "missing-file", "out"),
        // Faults of our own, with and without an author's words to blame for them.
        (&[N("odd", "#(1 + \"\")")], "internal", "odd"),
        (&[S("#(1 + \"\")")], "internal", "paper.toml"),
    ];
    let mut session = Session::default();
    for (parts, code, place) in cases {
        let paper = Paper::of(parts);
        let found = paper.diagnostics(&mut session);
        let told: Vec<_> = found.iter().map(|found| (found.code.0, paper.quote(&found.place))).collect();
        assert_eq!(told, [(*code, *place)], "{found:#?}");
        assert!(found.iter().all(|found| found.help.is_some() && !found.message.contains('\n')), "{found:#?}");
    }
}

#[test]
fn a_template_is_told_of_its_own_mistakes() {
    let cases = [
        ("#let look(body) = { set text(font: \"Comic Sans\"); body }", "unknown-font", "\"Comic Sans\""),
        ("#let look(body) = { body + 1cm }", "template-error", "body + 1cm"),
        ("#let look(body) = { (body }", "template-error", "("),
        ("#let look(body) = look(body)", "too-deep", "look(body)"),
        ("#let look(body) = { while true { }; body }", "template-error", "true"),
        (
            "#let look(body) = { set page(height: auto, width: auto); locate(<x>); body }",
            "template-error",
            "locate(<x>)",
        ),
    ];
    for (look, code, place) in cases {
        let paper = Paper::with_look(&[T("Words")], look);
        let found = paper.diagnostics(&mut Session::default());
        let first = found.first().map(|found| (found.code.0, paper.quote(&found.place)));
        assert_eq!(first, Some((code, place)), "{found:#?}");
    }

    let parts = [S("#import \"/templates/house/look.typ\": *\n\n"), N("fragile", "#fragile()")];
    let paper = Paper::with_look(&parts, "#let look(body) = body\n#let fragile() = 1 + \"\"");
    let found = paper.diagnostics(&mut Session::default());
    assert_eq!(paper.quote(&found[0].place), "1 + \"\"");
    assert_eq!(paper.quote(&found[0].labels[0].place), "fragile");
}

#[test]
fn house_fonts_count_where_they_are_and_nowhere_else() {
    let mut paper = Paper::with_look(&[T("Words")], "#let look(body) = { set text(font: \"DejaVu Serif\"); body }");
    let serif = ("templates/house/fonts/serif.ttf".to_owned(), Arc::from(dejavu::serif::regular()));
    let broken = ("templates/house/fonts/x.ttf".to_owned(), Arc::from(*b"not a font"));
    let mut bytes = dejavu::serif::regular().to_vec();
    let table = bytes.windows(4).position(|name| name == b"OS/2").expect("the table of licences");
    let table = u32::from_be_bytes(bytes[table + 8..][..4].try_into().expect("four bytes")) as usize;
    bytes[table + 9] = 2;
    let restricted = (serif.0.clone(), Arc::from(bytes));
    let cases: [(&[_], &[_]); 5] = [
        (&[restricted], &[("font-licence", "paper.toml")]),
        (&[], &[("unknown-font", "\"DejaVu Serif\"")]),
        (std::slice::from_ref(&serif), &[]),
        (&[serif.clone(), broken.clone()], &[("invalid-font", broken.0.as_str())]),
        (&[], &[("unknown-font", "\"DejaVu Serif\"")]),
    ];
    let mut session = Session::default();
    for (fonts, expected) in cases {
        paper.assembled.fonts = fonts.to_vec();
        for _ in 0..2 {
            let found = paper.diagnostics(&mut session);
            let told: Vec<_> = found.iter().map(|found| (found.code.0, paper.quote(&found.place))).collect();
            assert_eq!(told, expected);
        }
    }
}

#[test]
fn fonts_know_what_they_can_print() {
    let fonts = Fonts::new(&[]);
    assert!("Aé—Ωж\u{a0}\u{ad}\u{200d}שلّ".chars().all(|character| fonts.covers(character)));
    assert!("\u{1f9ff}漢\u{f6c5}\u{feff}".chars().all(|character| !fonts.covers(character)));
}

#[test]
fn the_built_in_fonts_have_what_the_binary_says_that_they_have() {
    let faces: Vec<Font> = typeset::builtin_fonts().flat_map(|(_, bytes)| Font::iter(Bytes::new(bytes))).collect();
    let has = |character: char| faces.iter().any(|face| face.info().coverage.contains(character.into()));
    // No private use, and nothing that layout drops.
    let counts = |character: &char| {
        !matches!(character, '\u{e000}'..='\u{f8ff}' | '\u{f0000}'..) && !is_default_ignorable(*character)
    };
    let fonts = Fonts::new(&[]);
    let (mut runs, mut wrong): (Vec<(u32, u32)>, Vec<char>) = (Vec::new(), Vec::new());
    for character in ('\0'..=char::MAX).filter(counts) {
        let (known, is_there) = (fonts.covers(character), has(character));
        wrong.extend((known != is_there).then_some(character));
        match runs.last_mut() {
            Some((_, last)) if is_there && *last + 1 == u32::from(character) => *last += 1,
            _ if is_there => runs.push((character.into(), character.into())),
            _ => {}
        }
    }
    assert!(wrong.is_empty(), "src/typeset/coverage.rs should say {runs:#x?}");
}

/// A part of a section as `assemble` would write it.
#[derive(Clone, Copy)]
enum Part<'a> {
    /// Typst of our own.
    S(&'a str),
    /// An author's readable text.
    T(&'a str),
    /// An author's text as an argument.
    A(&'a str),
    /// What the author wrote, and the Typst that stands for it.
    N(&'a str, &'a str),
}
use Part::*;

struct Paper {
    project: Project,
    assembled: Assembled,
}

impl Paper {
    fn of(parts: &[Part]) -> Self {
        Self::with_look(parts, "#let look(body) = body")
    }

    fn with_look(parts: &[Part], look: &str) -> Self {
        let mut text = String::new();
        let ranges: Vec<_> = parts
            .iter()
            .map(|part| {
                let written = match part {
                    S(_) => "",
                    T(written) | A(written) | N(written, _) => written,
                };
                let start = text.len();
                text.push_str(written);
                let range = start..text.len();
                text.push('\n');
                range
            })
            .collect();
        let images = [
            ("sections/pixel.png", pixel()),
            ("sections/broken.png", b"no image".to_vec()),
            ("sections/broken.svg", b"<svg><g></svg>".to_vec()),
        ];
        let mut files: BTreeMap<_, _> = images.map(|(path, bytes)| (path.to_owned(), bytes)).into();
        files.insert(LOOK.to_owned(), look.as_bytes().to_vec());
        let mut pieces: BTreeMap<_, _> =
            files.iter().map(|(path, bytes)| (path.clone(), Piece::Copied(bytes.as_slice().into()))).collect();
        files.insert(SECTION.to_owned(), text.into_bytes());
        let project = Project::new(files);

        let source = project.source(project.id(SECTION).unwrap());
        let mut markup = Markup::new();
        for (part, range) in parts.iter().zip(ranges) {
            let span = source.span(range);
            match part {
                S(code) => markup.syntax(code),
                T(text) => markup.text(&Text::read(source, span, *text)),
                A(text) => markup.string(&Text::read(source, span, *text)),
                N(_, code) => markup.node(span, |markup| markup.syntax(code)),
            }
        }
        pieces.insert("sections/a.typ".to_owned(), Piece::Emitted(Arc::new(markup.finish())));
        let main = VirtualFile::without_origins(MAIN.to_owned());
        pieces.insert("main.typ".to_owned(), Piece::Emitted(Arc::new(main)));
        let assembled = Assembled {
            stamps: Vec::new(),
            main: "main.typ".to_owned(),
            sections: vec!["sections/a.typ".to_owned()],
            parts: Vec::new(),
            identifier: "a-paper 1.0.0".to_owned(),
            date: PartialDate { year: 2013, month: Some(6), day: None },
            files: pieces,
            fonts: Vec::new(),
        };
        Self { project, assembled }
    }

    fn layout(&self, session: &mut Session) -> Result<Document, Vec<Diagnostic>> {
        let mut diagnostics = Diagnostics::new();
        typeset::layout(&self.project, &self.assembled, session, &mut diagnostics)
            .map(|(_, document)| document)
            .map_err(|_| diagnostics.into_sorted())
    }

    fn build(&self, session: &mut Session) -> (Option<Vec<u8>>, Vec<Diagnostic>) {
        let mut diagnostics = Diagnostics::new();
        let pdf = typeset::layout(&self.project, &self.assembled, session, &mut diagnostics)
            .map(|(_, document)| document)
            .and_then(|document| typeset::export(&self.project, &self.assembled, &document, session, &mut diagnostics));
        (pdf.ok(), diagnostics.into_sorted())
    }

    fn pdf(&self, session: &mut Session) -> Vec<u8> {
        let (pdf, diagnostics) = self.build(session);
        assert_eq!(diagnostics, []);
        pdf.expect("nothing is wrong")
    }

    /// What is wrong with a paper that cannot be printed, or may not look right.
    fn diagnostics(&self, session: &mut Session) -> Vec<Diagnostic> {
        let (pdf, diagnostics) = self.build(session);
        assert_eq!(
            pdf.is_none(),
            diagnostics.iter().any(|found| found.severity == Severity::Error),
            "{diagnostics:#?}"
        );
        diagnostics
    }

    fn slice(&self, span: Span) -> &str {
        self.project.source(span.file).slice(span)
    }

    fn quote<'a>(&'a self, place: &'a Place) -> &'a str {
        match place {
            Place::Span(span) if span.is_empty() => span.file.path(),
            Place::Span(span) => self.slice(*span),
            Place::Path(path) | Place::Argument(path) => path,
        }
    }
}

/// A bit of everything, with some words of one's own in it.
fn everything(words: &str) -> Vec<Part<'_>> {
    let blocks = [
        S("#heading(level: 1, numbering: _ => \"1.\")["),
        T("Heading"),
        S("] <heading>\n\n"),
        T("A paragraph with "),
        S("#strong["),
        T("strong"),
        S("]#footnote(numbering: _ => \"1\")["),
        T("A note at the foot."),
        S("] and #link(\"https://example.org\")["),
        T("a link"),
        S("] and #link(<heading>)["),
        T("another"),
        S("], on page #context str(locate(<table>).page()).\n\n#list(tight: true)["),
        T("an item"),
        S("#list["),
        T("a deeper one"),
        S("]]["),
        T("one more"),
        S("]\n\n#figure(kind: table, supplement: [#\"Table\"], numbering: _ => \"1\", caption: ["),
        T("A caption"),
        S("])[#table(columns: (1fr, auto), table.header(["),
        T("Head"),
        S("], [b]), ["),
        T("Cell"),
        S("], [d])] <table>\n\n#image(\"/sections/pixel.png\", alt: \"A pixel\", width: 10%)\n\n"),
        T("The end: "),
    ];
    let last = words.split_inclusive("\n\n").flat_map(|words| [T(words.trim_end()), S("\n\n")]);
    blocks.into_iter().chain(last).collect()
}

/// The smallest PNG.
fn pixel() -> Vec<u8> {
    let mut png = Cursor::new(Vec::new());
    image::RgbImage::new(1, 1).write_to(&mut png, image::ImageFormat::Png).expect("it is in memory");
    png.into_inner()
}
