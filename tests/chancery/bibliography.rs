//! Bibliographies: what is printed of good ones, and what is said of bad ones.

use chancery::bibliography::{self, Bibliography, Cache, Formatted, Style, entry_label};
use chancery::diagnostic::{Diagnostic, Diagnostics, Place, Severity};
use chancery::project::Project;
use chancery::section::{Citation, CitationForm, CitationItem, Inline, InlineKind, Locator, Target};
use chancery::source::{FileId, Side, Span, Spanned};
use proptest::prelude::*;

const HARD_CASES: &str = include_str!("bibliography/hard-cases.bib");

#[test]
fn hard_cases_print_as_their_file_says() {
    let (bibliography, _) = read(HARD_CASES);
    let formatted = format_all(&bibliography, CitationForm::Bracketed);
    let mut expected: Vec<(String, String)> = Vec::new();
    let mut lines = HARD_CASES.lines();
    while let Some(line) = lines.next() {
        if let (Some(citation), Some(entry)) = (line.strip_prefix("%( "), lines.clone().next()) {
            expected.push((citation.to_owned(), entry.trim_start_matches("%= ").to_owned()));
        }
    }
    assert_eq!(bibliography.keys().count(), expected.len(), "every entry has its lines");
    for ((key, citation), (expected_citation, expected_entry)) in
        bibliography.keys().zip(&formatted.citations).zip(&expected)
    {
        let entry = formatted.entries.iter().find(|(entry, _)| entry == key).map(|(_, line)| show(line));
        assert_eq!((&show_citation(citation), entry.as_ref()), (expected_citation, Some(expected_entry)), "{key}");
    }
}

#[test]
fn try_hostile() {
    for t in ["@book{b, title = {X},\n year = {2010}\n@book{c, title={C}, year=2010}"] {
        let (b, d) = read(t);
        println!("{:?} {d:#?}", b.keys().collect::<Vec<_>>());
    }
}

/// Where citations stand in these tests; no text is read there.
const NOWHERE: Span = Span { file: FileId { side: Side::New, index: 0 }, start: 0, end: 1 };

fn read(text: &str) -> (Bibliography, Vec<Diagnostic>) {
    read_files(&[("refs.bib", text)])
}

fn read_files(files: &[(&str, &str)]) -> (Bibliography, Vec<Diagnostic>) {
    let project = project(files);
    let mut diagnostics = Diagnostics::new();
    let names: Vec<_> = files.iter().map(|(name, _)| Spanned::new((*name).to_owned(), NOWHERE)).collect();
    let bibliography = bibliography::read(&project, &names, &mut diagnostics);
    (bibliography, diagnostics.into_sorted())
}

fn project(files: &[(&str, &str)]) -> Project {
    Project::new(files.iter().map(|(name, text)| (format!("bibliography/{name}"), text.as_bytes().to_vec())))
}

fn style(name: &str) -> Style {
    let mut diagnostics = Diagnostics::new();
    let style =
        bibliography::style(&project(&[]), "europol", &Spanned::new(name.to_owned(), NOWHERE), &mut diagnostics);
    style.unwrap_or_else(|_| panic!("{:?}", diagnostics.into_sorted()))
}

/// Cites every work by itself, in file order.
fn format_all(bibliography: &Bibliography, form: CitationForm) -> Formatted {
    let citations: Vec<Citation> = bibliography.keys().map(|key| cite(&[key], form)).collect();
    bibliography.format(&style("europol"), "en-GB", &citations.iter().collect::<Vec<_>>(), &mut Cache::default())
}

fn cite(keys: &[&str], form: CitationForm) -> Citation {
    let item = |key: &&str| CitationItem { key: Spanned::new((*key).to_owned(), NOWHERE), locator: None };
    Citation { items: keys.iter().map(item).collect(), form }
}

/// Inlines as the comments of the hard cases write them.
fn show(inlines: &[Inline]) -> String {
    let show_one = |inline: &Inline| match &inline.kind {
        InlineKind::Text(text) => text.clone(),
        InlineKind::Emphasis(content) => format!("*{}*", show(content)),
        InlineKind::Strong(content) => format!("**{}**", show(content)),
        InlineKind::Link { target: Target::Url(url), content } if *url == show(content) => format!("<{url}>"),
        InlineKind::Link { target: Target::Url(url), content } => format!("<{}|{url}>", show(content)),
        InlineKind::Link { target: Target::Label(label), content } => format!("[{}](#{label})", show(content)),
        other => panic!("a bibliography prints no {other:?}"),
    };
    inlines.iter().map(show_one).collect()
}

/// A citation without its links to the list.
fn show_citation(inlines: &[Inline]) -> String {
    let show_one = |inline: &Inline| match &inline.kind {
        InlineKind::Link { target: Target::Label(_), content } => show(content),
        _ => show(std::slice::from_ref(inline)),
    };
    inlines.iter().map(show_one).collect()
}
