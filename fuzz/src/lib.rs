//! What is tried on bytes of every kind: a paper of which one file says them is looked at, and must be told of as any
//! other is.

pub mod findings;

use chancery::bibliography;
use chancery::diagnostic::{Diagnostic, Diagnostics, Severity};
use chancery::manifest::Format;
use chancery::markdown;
use chancery::press::{self, Session};
use chancery::project::{MANIFEST, Project};
use chancery::section::Section;
use chancery::section::meaning::same_meaning;
use chancery::source::{FileId, Side, Source, Span, Spanned};

/// What is tried.
pub const TARGETS: &[Target] = &[
    Target { name: "section", run: section, folder: "sections/", endings: &[".md"] },
    Target { name: "manifest", run: manifest, folder: MANIFEST, endings: &[""] },
    Target {
        name: "bibliography",
        run: bibliography,
        folder: "bibliography/",
        endings: &[".bib", ".json", ".ris", ".yaml", ".yml"],
    },
    Target { name: "data", run: data, folder: "sections/", endings: &[".csv"] },
    Target { name: "template", run: template, folder: "templates/", endings: &[".typ"] },
];

/// A program of the same name runs this on bytes.
pub struct Target {
    pub name: &'static str,
    pub run: fn(&[u8]),
    /// Where papers have such files, and how their names end.
    pub folder: &'static str,
    pub endings: &'static [&'static str],
}

const FRONT_MATTER: &str = "+++\nversion = \"1.0.0\"\n+++\n\n";

/// A draft comes further than a final paper with the same mistakes.
const PAPER: &str = r#"
[paper]
slug = "a"
title = "A"
kind = "Note"
version = "1.0.0"
date = "2013-06"
language = "en-GB"
authors = ["A"]
status = "draft"
template = "europol"
sections = ["a.md"]

[marking]
scheme = "none"

[bibliography]
files = ["a.bib"]
style = "europol"
"#;

/// What numbers all that can have a number.
const NUMBERED: &str = "\n[numbering]\nparagraphs = \"section\"\nannexes = \"A\"\n";

/// A section that says this, below front matter of ours if it has none. What is put in order stays so.
pub fn section(bytes: &[u8]) {
    let front_matter = if bytes.starts_with(b"+++") { "" } else { FRONT_MATTER };
    let path = "sections/a.md";
    let manifest = if bytes.len().is_multiple_of(2) { PAPER.to_owned() } else { format!("{PAPER}{NUMBERED}") };
    let (project, findings) =
        tried(&[(MANIFEST, manifest.as_bytes()), (path, &[front_matter.as_bytes(), bytes].concat())]);
    if findings.iter().any(|finding| finding.severity == Severity::Error) {
        return;
    }
    let written = project.text(path, None, &mut Diagnostics::new()).expect("what was read");
    for sentence_per_line in [false, true] {
        let format = Format { sentence_per_line };
        let text = canonical(written, format);
        let ordered = Source::new(FileId::new(path, Side::New), text.clone());
        assert!(same_meaning(&parsed(written), &parsed(&ordered)), "it means something else:\n{text}");
        assert_eq!(canonical(&ordered, format), text, "once is enough");
    }
}

/// A manifest that says this.
pub fn manifest(bytes: &[u8]) {
    tried(&[(MANIFEST, bytes)]);
}

/// A bibliography that says this, in the format that it seems to be in, with each of its works cited.
pub fn bibliography(bytes: &[u8]) {
    let text = String::from_utf8_lossy(bytes);
    let text = text.trim_start();
    let name = match text {
        _ if text.starts_with("TY  -") => "a.ris",
        _ if text.starts_with(['[', '{']) => "a.json",
        _ if text.is_empty() || text.contains('@') => "a.bib",
        _ => "a.yaml",
    };
    works(name, "europol", bytes);
}

/// A bibliography of this name that says this, with each of its works cited in a style.
pub fn works(name: &str, style: &str, bytes: &[u8]) {
    let path = format!("bibliography/{name}");
    let project = Project::new([(path.clone(), bytes.to_vec())]);
    let nowhere = Span::new(FileId::new(MANIFEST, Side::New), 0..0);
    let read = bibliography::read(&project, &[Spanned::new(name.to_owned(), nowhere)], &mut Diagnostics::new());
    let cites: String = read.keys().take(50).map(|key| format!("A [see @{{{key}}}, p. 3], @{{{key}}}.\n\n")).collect();
    let section = format!("{FRONT_MATTER}# A {{#a}}\n\n{cites}::: bibliography\n:::\n");
    let manifest = PAPER.replace("a.bib", name).replace("style = \"europol\"", &format!("style = \"{style}\""));
    tried(&[(MANIFEST, manifest.as_bytes()), ("sections/a.md", section.as_bytes()), (&path, bytes)]);
}

/// A table of data that say this, as text and as columns of each kind.
pub fn data(bytes: &[u8]) {
    let text = String::from_utf8_lossy(bytes);
    let columns = 1 + text.lines().next().map_or(0, |line| line.matches([',', ';', '\t']).count());
    let types: Vec<_> = ["number", "date", "text"].into_iter().cycle().take(columns.min(50)).collect();
    let types = types.join(", ");
    let table = format!("::: table {{data=\"a.csv\" types=\"{types}\"}}\n:::\n\n::: table {{data=\"a.csv\"}}\n:::\n");
    let section = format!("{FRONT_MATTER}# A {{#a}}\n\n{table}");
    tried(&[("sections/a.md", section.as_bytes()), ("sections/a.csv", bytes)]);
}

/// A template that says this: what it becomes is read, and not run.
pub fn template(bytes: &[u8]) {
    let manifest = PAPER.replace("template = \"europol\"", "template = \"own\"");
    tried(&[(MANIFEST, manifest.as_bytes()), ("templates/own/paper.typ", bytes)]);
}

/// Looks at a paper in which these files say that, and says what was found.
fn tried(files: &[(&str, &[u8])]) -> (Project, Vec<Diagnostic>) {
    let usual = [
        (MANIFEST, PAPER.to_owned()),
        ("sections/a.md", format!("{FRONT_MATTER}# A {{#a}}\n\nSome words.\n")),
        ("sections/a.csv", "One,2013\nTwo,3\n".to_owned()),
        ("bibliography/a.bib", "@book{a, author = {A, B}, title = {C}, date = {2001}}\n".to_owned()),
    ];
    let mut project = Project::new(usual.map(|(path, text)| (path.to_owned(), text.into_bytes())));
    for (path, bytes) in files {
        project = project.with(path, bytes.to_vec());
    }
    let mut faults = String::new();
    let findings = findings::of(&project, &mut faults, |diagnostics| {
        let _ = press::assemble(&project, &mut Session::default(), diagnostics);
    });
    assert!(faults.is_empty(), "{faults}");
    (project, findings)
}

/// The canonical form of what has no errors.
fn canonical(source: &Source, format: Format) -> String {
    let mut diagnostics = Diagnostics::new();
    let text = markdown::canonical(source, format, &mut diagnostics);
    text.unwrap_or_else(|_| panic!("it cannot be put in order: {diagnostics:?}\n{}", source.text()))
}

fn parsed(source: &Source) -> Section {
    markdown::parse(source, &mut Diagnostics::new())
}
