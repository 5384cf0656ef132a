//! The law of conservation: each word that its author means to be read stands on the pages, or a finding says at its
//! place that it does not.
//!
//! The author's text is read here in the simplest way that there is, which knows nothing of the press: a word is found in
//! it by its letters, and only a few places of a line are known to be read by nobody. The texts are what people write and
//! what they nearly write (`tests/conservation/fragments.txt`, each `W` a word of its own), as they stand and, known by
//! a number, thrown together and damaged. `CHANCERY_TEXTS=20000 cargo test --release conservation` tries as many.

use std::collections::BTreeSet;
use std::env;
use std::fmt::Write;

use chancery::diagnostic::{Diagnostic, Diagnostics, Place, Severity};
use chancery::press::{self, Session};
use chancery::project::Project;
use chancery::section::walk;

use crate::dice::Dice;
use crate::made_up;

const FRAGMENTS: &str = include_str!("../conservation/fragments.txt");

const MANIFEST: &str = "[paper]\nslug = \"kept\"\ntitle = \"Kept\"\nversion = \"1.0.0\"\ndate = \"2013-06-24\"\n\
                        language = \"en-GB\"\nauthors = [\"Nobody\"]\nstatus = \"draft\"\ntemplate = \"europol\"\n\
                        sections = [\"a.md\"]\n[marking]\nscheme = \"europol\"\nlevel = \"confidential\"\n\
                        reference = \"1\"\ncopy = \"1 of 2\"\n[bibliography]\nfiles = [\"works.bib\"]\n\
                        style = \"europol\"\n[vars]\ncount = 12\n";

const SECTION: &str = "+++\nversion = \"1.0.0\"\n+++\n\n# Kept {#label}\n\n";

const WORKS: &str = "\n\n# Works {.unnumbered}\n\n::: bibliography\n:::\n";

/// Of works, and fields of them that are meant to be read.
const TYPES: &str = "article book booklet collection dataset inbook incollection inproceedings inreference legislation \
                     manual misc online patent proceedings report review software thesis unpublished";
const FIELDS: &str = "addendum afterword annotator author bookauthor booksubtitle booktitle booktitleaddon chapter \
                      commentator edition editor editora eid eprint eventtitle foreword holder howpublished institution \
                      introduction issue issuesubtitle issuetitle journalsubtitle journaltitle location mainsubtitle \
                      maintitle maintitleaddon nameaddon note number organization origlocation origpublisher origtitle \
                      pages pagetotal part publisher pubstate reprinttitle school series subtitle title titleaddon \
                      translator type venue version volume";

/// How many texts are thrown together; more on request.
const TEXTS: u64 = 400;

#[test]
fn each_word_of_a_fragment_is_printed_or_found() {
    let mut session = Session::default();
    let faults: String =
        fragments().iter().filter_map(|fragment| lost(&worded(fragment), &mut session).err()).collect();
    assert!(faults.is_empty(), "{faults}");
}

#[test]
fn each_word_of_what_is_thrown_together_is_printed_or_found() {
    let fragments = fragments();
    let count = env::var("CHANCERY_TEXTS").map_or(TEXTS, |count| count.parse().expect("a number"));
    let (mut session, mut printed) = (Session::default(), 0);
    for seed in 0..count {
        let text = worded(&thrown_together(&fragments, &mut Dice(seed)));
        match lost(&text, &mut session) {
            Ok(is_printed) => printed += u64::from(is_printed),
            Err(fault) => panic!("text {seed}: {fault}"),
        }
    }

    assert!(printed > count / 4, "only {printed} of {count} texts are sound");
}

#[test]
fn each_text_of_the_manifest_is_printed() {
    let texts = "subtitle = \"Q1q\"\nkind = \"Q2q\"\n";
    let tables = "[parties]\nOwner = [\"Q3q\", \"Q4q\"]\n[abbreviations]\nQ5Q = \"Q6q\"\n[[history]]\nversion = \"1.0.0\"\n\
                  date = \"2013-06-24\"\nstatus = \"draft\"\nsummary = \"Q7q\"\n";
    let manifest = MANIFEST.replace("[marking]", &format!("{texts}[marking]")).replace("Nobody", "Q8q") + tables;
    let project = project(&manifest, "The Q5Q goes on.");
    let mut diagnostics = Diagnostics::new();
    let built = press::build(&project, &mut Session::default(), &mut diagnostics);
    let Ok(built) = built else { panic!("{:?}", diagnostics.into_sorted()) };
    let pages: String = built.document.text().iter().map(|piece| piece.text).collect();
    let lost: Vec<_> = (1..=8).filter(|number| !pages.to_lowercase().contains(&format!("q{number}q"))).collect();
    assert!(lost.is_empty(), "{lost:?}");
}

#[test]
fn each_field_of_a_cited_work_is_printed_or_found() {
    let (mut works, mut cited) = (String::new(), String::new());
    let words = (1..).map(|number| format!("Q{number}q"));
    let mut fields = TYPES.split(' ').flat_map(|kind| FIELDS.split(' ').map(move |field| (kind, field))).zip(words);
    for kind in TYPES.split(' ') {
        let _ = write!(works, "@{kind}{{{kind}, date = {{2013}}");
        for ((_, field), word) in fields.by_ref().take(FIELDS.split(' ').count()) {
            let _ = write!(works, ", {field} = {{{word}}}");
        }
        works.push_str("}\n");
        let _ = write!(cited, "[@{kind}] ");
    }
    let project = project(MANIFEST, &cited).with("bibliography/works.bib", works.clone().into_bytes());
    let mut diagnostics = Diagnostics::new();
    let built = press::build(&project, &mut Session::default(), &mut diagnostics);
    let found = diagnostics.into_sorted();
    let Ok(built) = built else { panic!("{found:?}") };
    let pages: String = built.document.text().iter().map(|piece| piece.text).collect::<String>().to_lowercase();
    let told = found.iter().filter(|one| one.code.0 == "unprinted-field");
    let places = told.flat_map(|one| std::iter::once(&one.place).chain(one.labels.iter().map(|label| &label.place)));
    let told: BTreeSet<&str> = places
        .filter_map(|place| match place {
            Place::Span(span) => works.get(span.range()),
            Place::Path(_) | Place::Argument(_) => None,
        })
        .collect();
    let all = works.match_indices('Q').map(|(at, _)| &works[at..=at + works[at..].find('q').expect("a word")]);
    let (mut lost, mut counted) = (Vec::new(), 0);
    for word in all {
        let is_printed = pages.contains(&word.to_lowercase());
        counted += usize::from(is_printed);
        if is_printed == told.contains(word) {
            lost.push(word);
        }
    }

    assert!(lost.is_empty(), "neither or both: {lost:?} of\n{works}");
    assert!(counted > 100, "only {counted} are printed");
}

fn fragments() -> Vec<&'static str> {
    FRAGMENTS.split("\n---\n").map(|fragment| fragment.trim_end_matches('\n')).collect()
}

/// The text with a word of its own for each `W`.
fn worded(text: &str) -> String {
    let mut parts = text.split('W');
    let first = parts.next().unwrap_or_default().to_owned();
    (1..).zip(parts).fold(first, |text, (number, part)| format!("{text}q{number}q{part}"))
}

/// Some fragments one below the other, or closer than that, with characters too many and too few.
fn thrown_together(fragments: &[&str], dice: &mut Dice) -> String {
    const APART: [&str; 8] = ["\n\n", "\n\n", "\n\n", "\n", " ", "\n\n> ", "\n\n- ", "\n\n1. "];
    const MARKS: &[char] = &[
        '[', ']', '(', ')', '{', '}', '<', '>', '*', '_', '`', '~', '^', '!', '#', ':', '|', '\\', '"', '-', '.', '@',
        '&', ' ', '\n', '\t', '1', 'W',
    ];
    let mut text = String::new();
    for _ in 0..1 + dice.below(4) {
        text.push_str(dice.pick(fragments).copied().unwrap_or_default());
        text.push_str(APART[dice.below(APART.len())]);
    }
    for _ in 0..dice.below(4) {
        let at = text.floor_char_boundary(dice.below(text.len()));
        if dice.once_in(2) {
            text.insert(at, MARKS[dice.below(MARKS.len())]);
        } else {
            text.remove(at);
        }
    }
    text
}

fn project(manifest: &str, text: &str) -> Project {
    let files = [
        ("paper.toml".to_owned(), manifest.as_bytes().to_vec()),
        ("sections/a.md".to_owned(), format!("{SECTION}{text}{WORKS}").into_bytes()),
        ("bibliography/works.bib".to_owned(), made_up::WORKS.as_bytes().to_vec()),
    ];
    let drawing = made_up::beside_sections().remove("sections/b.svg").expect("a drawing");
    Project::new(files.into_iter().chain([("sections/a.svg".to_owned(), drawing)]))
}

/// Whether a text is printed at all, if no word of it is lost.
fn lost(text: &str, session: &mut Session) -> Result<bool, String> {
    let project = project(MANIFEST, text);
    let mut diagnostics = Diagnostics::new();
    let built = press::build(&project, session, &mut diagnostics);
    let found = diagnostics.into_sorted();
    if let Some(one) = found.iter().find(|one| one.message.starts_with("nothing makes")) {
        return Err(format!("\n{:?} of\n{text}\nis said to be read by nothing\n", one.place));
    }
    let Ok(built) = built else {
        let is_refused = found.iter().any(|one| one.severity == Severity::Error);
        return if is_refused { Ok(false) } else { Err("refused without an error".to_owned()) };
    };
    let mut pages: String = built.document.text().iter().map(|piece| piece.text).collect();
    // What stands in for an image is read out.
    for section in &built.paper.sections {
        walk::images(&section.section.blocks, &mut |image| pages.push_str(image.alt.as_deref().unwrap_or_default()));
    }
    let source = format!("{SECTION}{text}");
    let told = told(&source, &found);
    let mut lost = Vec::new();
    for (at, _) in source.match_indices('q') {
        let rest = &source[at + 1..];
        let digits = rest.bytes().take_while(u8::is_ascii_digit).count();
        if digits == 0 || !rest[digits..].starts_with('q') {
            continue;
        }
        let word = &source[at..at + digits + 2];
        if !pages.contains(word) && !told.contains(&paragraph(&source, at)) && !is_syntax(&source, at) {
            lost.push(word);
        }
    }
    let codes: BTreeSet<_> = found.iter().map(|one| one.code.0).collect();
    match lost.is_empty() {
        true => Ok(true),
        false => Err(format!("\n{lost:?} of\n{text}\nis neither printed nor found; found are {codes:?}\n")),
    }
}

/// The paragraphs about which it is said that they are not printed, in whole or in part.
fn told(source: &str, found: &[Diagnostic]) -> BTreeSet<usize> {
    let says_so = |one: &&Diagnostic| {
        one.code.0.starts_with("unprinted-")
            || ["unused-footnote", "unused-link-definition", "duplicate-link-definition"].contains(&one.code.0)
    };
    let place = |one: &Diagnostic| match &one.place {
        Place::Span(span) if span.file.path().ends_with("a.md") => Some(paragraph(source, span.range().start)),
        _ => None,
    };
    found.iter().filter(says_so).filter_map(place).collect()
}

/// Where the lines start that stand together with a byte, without an empty one between them.
fn paragraph(source: &str, at: usize) -> usize {
    source[..at].rfind("\n\n").map_or(0, |end| end + 2)
}

/// Whether what stands at a byte says something to the press and nothing to readers: an address, an attribute, a name, a
/// value, a comment.
fn is_syntax(source: &str, at: usize) -> bool {
    let start = source[..at].rfind('\n').map_or(0, |end| end + 1);
    let before = &source[start..at];
    let is_inside = |open: &str, close: &str| before.rfind(open).is_some_and(|open| !before[open..].contains(close));
    let comment = source[..at].rfind("<!--").map_or("-->", |open| &source[open..at]);
    let opening = before.trim_start_matches([' ', '>', '-', '\t']);
    is_inside("](", ")")
        || is_inside("{", "}")
        || is_inside("[^", "]")
        || is_inside("][", "]")
        || before.ends_with('@')
        || !comment.contains("-->")
        || opening.starts_with("```")
        || opening.starts_with("~~~")
        || opening.starts_with(":::")
}
