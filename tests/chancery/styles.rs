//! What the styles that officials use print of all that an official cites: `tests/styles/works.bib`, and a file a style
//! that was read against the style's own manual.
//!
//! Of each work stands its key, what cites it (in a style of notes its first note and a later one) and its line in the
//! list. `BLESS=1 cargo test --release styles::` writes down what is printed now; read the difference before it is kept.

use std::collections::BTreeMap;
use std::fmt::Write;
use std::fs;
use std::path::{Path, PathBuf};

use chancery::bibliography::{self, Bibliography, Cache, Style, StyleForm};
use chancery::diagnostic::Diagnostics;
use chancery::project::Project;
use chancery::section::{Citation, CitationForm, CitationItem, Inline, InlineKind, Inlines, WorkType};
use chancery::source::{FileId, Side, Span, Spanned};

/// The styles, each with the language of the paper.
const STYLES: &[(&str, &str)] = &[
    ("europol", "en-GB"),
    ("europol-notes", "en-GB"),
    ("apa", "en-GB"),
    ("chicago-author-date", "en-GB"),
    ("chicago-notes", "en-GB"),
    ("europol", "de"),
    ("europol-notes", "fr"),
    ("europol-notes", "hu"),
];

#[test]
fn styles_print_what_officials_cite() {
    let (project, works) = works();
    let bless = std::env::var_os("BLESS").is_some();
    let mut failures = String::new();
    for (name, language) in STYLES {
        let path = folder().join(format!("{name}.{language}.txt"));
        let found = printed(&works, &style(&project, name, language));
        if bless {
            fs::write(&path, found).expect("the file is written");
            continue;
        }
        let expected = fs::read_to_string(&path).unwrap_or_default();
        for (expected, found) in expected.split("\n\n").zip(found.split("\n\n")).filter(|(one, other)| one != other) {
            let _ = writeln!(failures, "{name} ({language})\n- {expected}\n+ {found}\n");
        }
        if expected.lines().count() != found.lines().count() {
            let _ = writeln!(failures, "{name} ({language}): other works");
        }
    }
    assert!(failures.is_empty(), "{failures}\nBLESS=1 writes down what is printed now\n");
}

#[test]
fn works_are_of_every_sort() {
    let (_, works) = works();
    assert!(works.keys().count() >= 60);
    for (sort, name, _) in WorkType::ALL {
        assert!(works.keys().any(|key| works.type_of(key) == sort), "{name}");
    }
}

fn folder() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/styles")
}

fn works() -> (Project, Bibliography) {
    let text = fs::read(folder().join("works.bib")).expect("the works");
    let project = Project::new([("bibliography/works.bib".to_owned(), text)]);
    let mut diagnostics = Diagnostics::new();
    let works = bibliography::read(&project, &[Spanned::new("works.bib".to_owned(), nowhere())], &mut diagnostics);
    assert!(diagnostics.is_empty(), "{:?}", diagnostics.into_sorted());
    (project, works)
}

fn style(project: &Project, name: &str, language: &str) -> Style {
    let mut diagnostics = Diagnostics::new();
    let name = Spanned::new(name.to_owned(), nowhere());
    let style = bibliography::style(project, "europol", &name, language, &mut diagnostics);
    style.unwrap_or_else(|_| panic!("{:?}", diagnostics.into_sorted()))
}

/// What a style prints of each work, in the order of the file.
fn printed(works: &Bibliography, style: &Style) -> String {
    let is_notes = style.form() == StyleForm::Notes;
    let form = if is_notes { CitationForm::Note } else { CitationForm::Bracketed };
    let keys: Vec<&str> = works.keys().collect();
    let rounds = if is_notes { 2 } else { 1 };
    let citations: Vec<Citation> = (0..rounds).flat_map(|_| &keys).map(|key| cite(key, form)).collect();
    let asked: Vec<_> = (1..).zip(&citations).map(|(number, one)| (one, is_notes.then_some(number))).collect();
    let printed = works.format(style, &asked, &[], &|_| None, &mut Cache::default());
    let lines: BTreeMap<&str, String> = printed.entries.iter().map(|(key, line)| (key.as_str(), show(line))).collect();
    let mut text = String::new();
    for (at, key) in keys.iter().enumerate() {
        let _ = writeln!(text, "{key}");
        for round in 0..rounds {
            let _ = writeln!(text, "  {}", show(&printed.citations[round * keys.len() + at]));
        }
        let _ = writeln!(text, "  {}\n", lines.get(key).map_or("(no line)", String::as_str));
    }
    text
}

/// An entry of the file, and what our own style prints of it, as if it were the only work of its paper.
pub struct Shown {
    /// The comment above it and others of its sort.
    pub group: String,
    pub entry: String,
    pub cited: Inlines,
    pub line: Inlines,
}

/// All entries, in the order of the file.
pub fn shown() -> Vec<Shown> {
    let text = fs::read_to_string(folder().join("works.bib")).expect("the works");
    let (project, works) = works();
    let style = style(&project, "europol", "en-GB");
    let (mut group, mut all) = (String::new(), Vec::new());
    for part in text.split("\n\n").map(str::trim) {
        if let Some(comment) = part.strip_prefix("% ") {
            comment.clone_into(&mut group);
            continue;
        }
        let key = part.split_once('{').and_then(|(_, rest)| rest.split_once(',')).expect("an entry has a key").0;
        let citation = cite(key, CitationForm::Bracketed);
        let printed = works.format(&style, &[(&citation, None)], &[], &|_| None, &mut Cache::default());
        let (cited, line) = (printed.citations.into_iter().next(), printed.entries.into_iter().next());
        let (cited, line) = (cited.expect("it is cited"), line.expect("it has a line").1);
        all.push(Shown { group: group.clone(), entry: part.to_owned(), cited, line });
    }
    all
}

fn cite(key: &str, form: CitationForm) -> Citation {
    let key = Spanned::new(key.to_owned(), nowhere());
    let item = CitationItem { prefix: None, key, is_without_names: false, locator: None, suffix: None };
    Citation { items: vec![item], form }
}

fn nowhere() -> Span {
    Span::new(FileId::new("sections/section.md", Side::New), 0..1)
}

/// Text, with stars around what is emphasised.
fn show(inlines: &[Inline]) -> String {
    let one = |inline: &Inline| match &inline.kind {
        InlineKind::Text(text) => text.to_string(),
        InlineKind::Emphasis(content) => format!("*{}*", show(content)),
        InlineKind::Strong(content) => format!("**{}**", show(content)),
        InlineKind::Raised(content) => format!("^{}^", show(content)),
        InlineKind::Link { content, .. } => show(content),
        InlineKind::Break => "\n".to_owned(),
        other => panic!("a bibliography prints no {other:?}"),
    };
    inlines.iter().map(one).collect()
}
