//! `cargo bench -- works`: what a large bibliography costs, in milliseconds, each the least of three.
//!
//! Works are made up: an article, a book and a report in turn, a few of an author's of one year. Read are 10,000 of
//! them; 3,000 are cited once, in styles of each form, and then a word of the paper is edited.

use std::fmt::Write;
use std::time::Instant;

use chancery::bibliography::{self, Bibliography, Cache, StyleForm};
use chancery::diagnostic::Diagnostics;
use chancery::press::{self, Session};
use chancery::project::Project;
use chancery::section::{Citation, CitationForm, CitationItem};
use chancery::source::{FileId, Side, Span, Spanned};

use crate::WORD;

const READ: usize = 10_000;
const CITED: usize = 3_000;

/// Built-in styles that are measured.
const STYLES: &[&str] = &["ieee", "harvard", "apa", "chicago", "chicago-notes"];

pub fn measure() {
    println!("{:<34} {:9.1} ms", format!("{READ} entries read"), least(|| _ = read(&project(READ))));
    let project = project(CITED);
    let works = read(&project);
    for name in STYLES {
        println!("{:<34} {:9.1} ms", format!("{CITED} works, {name}"), least(|| print(&project, &works, name)));
    }
    let mut session = Session::default();
    let check = |project: &Project, session: &mut Session| {
        let started = Instant::now();
        press::check(project, session, &mut Diagnostics::new()).expect("the paper is in order");
        started.elapsed().as_secs_f64() * 1000.0
    };
    println!("{:<34} {:9.1} ms", format!("check with {CITED} works"), check(&project, &mut session));
    let edited = |at: usize| project.with("sections/a.md", section(&format!("word{at}x")).into_bytes());
    let edits: Vec<Project> = (0..3).map(edited).collect();
    let least = edits.iter().map(|project| check(project, &mut session)).fold(f64::INFINITY, f64::min);
    println!("{:<34} {least:9.1} ms", "the same after a word is edited");
}

fn least(run: impl Fn()) -> f64 {
    let time = |_| {
        let started = Instant::now();
        run();
        started.elapsed().as_secs_f64() * 1000.0
    };
    (0..3).map(time).fold(f64::INFINITY, f64::min)
}

fn nowhere() -> Span {
    Span::new(FileId::new("paper.toml", Side::New), 0..0)
}

fn read(project: &Project) -> Bibliography {
    bibliography::read(project, &[Spanned::new("works.bib".to_owned(), nowhere())], &mut Diagnostics::new())
}

fn print(project: &Project, works: &Bibliography, name: &str) {
    let name = Spanned::new(name.to_owned(), nowhere());
    let style = bibliography::style(project, "europol", &name, "en-GB", &mut Diagnostics::new()).expect("a style");
    let is_notes = style.form() == StyleForm::Notes;
    let form = if is_notes { CitationForm::Note } else { CitationForm::Bracketed };
    let cite = |key: &str| {
        let key = Spanned::new(key.to_owned(), nowhere());
        let item = CitationItem { prefix: None, key, is_without_names: false, locator: None, suffix: None };
        Citation { items: vec![item], form }
    };
    let citations: Vec<Citation> = works.keys().map(cite).collect();
    let asked: Vec<_> = (1..).zip(&citations).map(|(note, one)| (one, is_notes.then_some(note))).collect();
    let printed = works.format(&style, &asked, &[], &|_| Some(0), &mut Cache::default());
    assert_eq!(printed.entries.len(), CITED);
}

fn project(count: usize) -> Project {
    let manifest = "[paper]\nslug = \"p\"\ntitle = \"P\"\nkind = \"Paper\"\nversion = \"1.0.0\"\ndate = \"2013\"\n\
                    language = \"en-GB\"\nauthors = [\"Institute\"]\nstatus = \"draft\"\ntemplate = \"europol\"\n\
                    sections = [\"a.md\", \"b.md\"]\n\n[bibliography]\nfiles = [\"works.bib\"]\nstyle = \"apa\"\n";
    let mut cited = "+++\nversion = \"1.0.0\"\n+++\n\n# Two {#two}\n\n".to_owned();
    (0..count).for_each(|at| _ = write!(cited, "Words [@w{at}].\n\n"));
    cited.push_str("# Works {#works .unnumbered}\n\n::: bibliography\n:::\n");
    let texts = [
        ("paper.toml", manifest.to_owned()),
        ("sections/a.md", section(WORD)),
        ("sections/b.md", cited),
        ("bibliography/works.bib", (0..count).map(entry).collect()),
    ];
    Project::new(texts.map(|(path, text)| (path.to_owned(), text.into_bytes())))
}

fn section(word: &str) -> String {
    format!("+++\nversion = \"1.0.0\"\n+++\n\n# One {{#one}}\n\nSome {word} words.\n")
}

/// One of some hundred authors; each has a few works of one year.
fn entry(at: usize) -> String {
    const SYLLABLES: [&str; 12] = ["ba", "co", "du", "fe", "gi", "ho", "ja", "ke", "lu", "mo", "ni", "pa"];
    let word = |seed: usize, length: usize| -> String {
        (0..length).map(|part| SYLLABLES[(seed / 12_usize.pow(part as u32)) % 12]).collect()
    };
    let name = |seed: usize| format!("B{}, {}. {}.", word(seed * 7, 3), 'A', 'C');
    let authors = (0..1 + at % 4).map(|one| name(at / 3 + one * 131)).collect::<Vec<_>>().join(" and ");
    let title: String = (0..8).map(|one| format!(" {}", word(at * 13 + one * 29, 2 + one % 3))).collect();
    let (year, pages) = (1970 + at % 50, at % 400 + 1);
    let rest = match at % 3 {
        0 => format!(
            "journaltitle = {{Journal of {}}},\n  volume = {{{}}},\n  number = {{{}}},\n  pages = {{{pages}--{}}},\n  \
             doi = {{10.1000/{at}}}",
            word(at % 97, 4),
            at % 60 + 1,
            at % 12 + 1,
            pages + 17
        ),
        1 => format!("publisher = {{House of {}}},\n  location = {{Place}},\n  edition = {{2}}", word(at % 31, 3)),
        _ => format!("institution = {{Office}},\n  number = {{{at}}},\n  url = {{https://example.org/{at}}}"),
    };
    let kind = ["article", "book", "report"][at % 3];
    let head = format!("@{kind}{{w{at},\n  author = {{{authors}}},\n  title = {{A{title}}},\n  date = {{{year}}}");
    format!("{head},\n  {rest},\n}}\n\n")
}
