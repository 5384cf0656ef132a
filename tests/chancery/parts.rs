//! A long paper is laid out part by part in a session that lasts, to the bytes that it has in one piece.
//!
//! `CHANCERY_PARTS=30 cargo test --release parts` follows as many authors through papers of up to 300 pages, with 40
//! edits each; `CHANCERY_PART=17` follows that one again.

use std::fmt::Write;
use std::path::Path;
use std::{env, fs};

use chancery::diagnostic::{Diagnostics, Severity};
use chancery::press::{self, Session};
use chancery::project::Project;

use crate::dice::Dice;
use crate::{corpus, paper};

/// How many chapters the paper has.
const CHAPTERS: usize = 5;

/// What an author does to a chapter, one after the other: its number, what stands there, and what will.
const EDITS: &[(usize, &str, &str)] = &[
    (2, "lorem", "ipsum"),
    (2, "Chapter 2", "A second chapter"),
    (3, "And no more.", "And no more.[^new]\n\n[^new]: A note before all others."),
    (1, "And no more.", "PAGES"),
    (0, "And no more.", "As [](#chapter-4) says on its page, [](#chapter-1) does not."),
    (2, "A second chapter {#chapter-2}", "A second chapter {#chapter-2 .unnumbered}"),
    (4, "# Chapter 4 {#chapter-4}", "No chapter {#p}"),
    (4, "No chapter {#p}", "# Chapter 4 {#chapter-4}"),
    (1, "PAGES", "And no more."),
    (3, "And no more.", "\u{7}"),
    (3, "\u{7}", "And no more."),
];

/// What is laid out so gives the same bytes, whatever is edited.
#[test]
fn parts_are_joined_to_the_same_bytes() {
    let mut chapters: Vec<String> = (0..CHAPTERS).map(chapter).collect();
    let mut session = Session::lasting();
    let mut in_parts = 0;
    compare("at first", &project(&chapters, &[]), &mut session);
    assert_eq!(session.parts(), CHAPTERS);
    for (number, from, to) in EDITS {
        let pages = format!("{}\n\n", words(400)).repeat(3);
        let [from, to] = [from, to].map(|text| text.replace("PAGES", &pages));
        assert!(chapters[*number].contains(&from), "{from}");
        chapters[*number] = chapters[*number].replacen(&from, &to, 1);
        let built = compare(&to, &project(&chapters, &[]), &mut session);
        in_parts += usize::from(built && session.parts() >= CHAPTERS - 1);
    }
    assert_eq!(in_parts, EDITS.len() - 1, "all but one of the papers are in order, and have parts");
}

/// What a template may ask of the pages, and whether the paper can be laid out in parts all the same.
const TEMPLATES: &[(&str, &str, bool)] = &[
    ("no more than its sections", "", true),
    (
        "a state",
        "#let seen = state(\"seen\", 0)\n#show heading: it => { seen.update(n => n + 1); it; context seen.get() }",
        true,
    ),
    (
        "a running head",
        "#set page(header: context { let before = query(selector(heading).before(here())); if before != () { \
         before.last().body } })",
        true,
    ),
    (
        "a counter of its own",
        "#show heading: it => { counter(\"own\").step(); it; context counter(\"own\").display() }",
        true,
    ),
    ("numbers of pages for viewers", "#set page(numbering: \"1 of 1\")", true),
    ("an outline", "#outline()", true),
    ("margins inside and outside", "#set page(margin: (inside: 40mm, outside: 20mm))", false),
    ("a page for each side", "#show heading.where(level: 1): it => { pagebreak(weak: true, to: \"odd\"); it }", false),
    ("numbers of pages that begin anew", "#show heading.where(level: 1): it => { counter(page).update(1); it }", false),
];

#[test]
fn what_a_template_asks_of_the_pages_is_answered_the_same() {
    for (what, code, has_parts) in TEMPLATES {
        let mut chapters: Vec<String> = (0..CHAPTERS).map(chapter).collect();
        let mut session = Session::lasting();
        for (edit, more) in [("lorem", 600), ("Chapter 3", 3), ("And no more.", 600)] {
            let house = [("paper.typ", house(code)), ("template.toml", "chapters = \"new-page\"\n".to_owned())];
            assert!(compare(what, &project(&chapters, &house), &mut session), "{what}: it is built");
            assert_eq!(session.parts(), if *has_parts { CHAPTERS } else { 0 }, "{what}");
            chapters[3] = chapters[3].replacen(edit, &format!("{edit} {}", words(more)), 1);
        }
    }
}

#[test]
fn papers_that_people_wrote_are_joined_to_the_same_bytes() {
    let mut session = Session::lasting();
    assert!(compare("the repository's paper", &paper::repository(), &mut session));
    assert!(session.parts() > 3);
    let mut in_parts = 0;
    for (name, project) in corpus::projects() {
        let mut session = Session::lasting();
        let mut diagnostics = Diagnostics::new();
        let parts = press::assemble(&project, &mut session, &mut diagnostics).map_or(0, |(_, made)| made.parts.len());
        if parts > 1 {
            compare(&name, &project, &mut session);
            in_parts += usize::from(session.parts() > 1);
        }
    }
    assert!(in_parts > 3, "{in_parts} cases have parts");
}

/// Whether the paper is built; in the session it is as in one that begins.
fn compare(what: &str, project: &Project, session: &mut Session) -> bool {
    same(what, project, &mut Session::default(), session)
}

/// How many authors of made-up papers the suite follows, through how many edits, and how many chapters they write.
const AUTHORS: u64 = 3;
const FEW_EDITS: usize = 12;
const FEW_CHAPTERS: usize = 5;
/// The same on request.
const MANY_EDITS: usize = 40;
const MANY_CHAPTERS: usize = 60;

#[test]
fn whatever_authors_do_to_long_papers_gives_the_same_bytes() {
    let number = |name| env::var(name).ok().map(|text: String| text.parse::<u64>().expect("a number"));
    let (authors, edits, chapters) = match (number("CHANCERY_PART"), number("CHANCERY_PARTS")) {
        (Some(one), _) => (one..one + 1, MANY_EDITS, MANY_CHAPTERS),
        (None, Some(count)) => (0..count, MANY_EDITS, MANY_CHAPTERS),
        (None, None) => (0..AUTHORS, FEW_EDITS, FEW_CHAPTERS),
    };
    for seed in authors {
        let mut dice = Dice(seed);
        let mut paper: Vec<Vec<String>> = (0..2 + dice.below(chapters)).map(|at| blocks(at, &mut dice)).collect();
        let (mut parted, mut whole) = (Session::lasting(), Session::default());
        let mut in_parts = 0;
        for edit in 0..edits {
            let what = format!("author {seed}, edit {edit}: {}", change(&mut paper, edit, &mut dice));
            let chapters: Vec<String> = paper.iter().map(|blocks| blocks.join("\n\n") + "\n").collect();
            // One that begins takes long; the other one is held to it by another law.
            let expected = if edit + 1 == edits { &mut Session::default() } else { &mut whole };
            let is_built = same(&what, &project(&chapters, &[]), expected, &mut parted);
            in_parts += usize::from(is_built && parted.parts() > 1);
        }
        assert!(in_parts > edits / 2, "author {seed}: {in_parts} of {edits} were laid out in parts");
    }
}

/// A chapter, block by block.
fn blocks(number: usize, dice: &mut Dice) -> Vec<String> {
    let front = format!("+++\nversion = \"1.0.0\"\n+++\n\n# Chapter {number} {{#chapter-{number}}}");
    let blocks = (0..1 + dice.below(20)).map(|_| block(dice));
    std::iter::once(front).chain(blocks).collect()
}

fn block(dice: &mut Dice) -> String {
    let words = |dice: &mut Dice| words(20 + dice.below(120));
    match dice.below(8) {
        0 => format!("## {}", words(dice).split_at(12).0),
        1 => format!("- {}\n- {}", words(dice), words(dice)),
        2 => format!("> {}\n>\n> {}", words(dice), words(dice)),
        3 => format!("::: table {{caption=\"{}\"}}\n| A | B |\n|---|---|\n| 1 | 2 |\n:::", words(dice).split_at(9).0),
        _ => words(dice) + ".",
    }
}

/// Changes a paper, and says how.
fn change(paper: &mut Vec<Vec<String>>, edit: usize, dice: &mut Dice) -> String {
    let (count, chapter) = (paper.len(), dice.below(paper.len()));
    let other = dice.below(count);
    let blocks = &mut paper[chapter];
    let at = 1 + dice.below(blocks.len());
    let kind = dice.below(20);
    match kind {
        0 => blocks.insert(at, format!("{} {}.", words(60), words(400).repeat(1 + dice.below(3)))),
        1 if at < blocks.len() => drop(blocks.remove(at)),
        2 => blocks.insert(at, format!("Noted.[^n{edit}]\n\n[^n{edit}]: {}", words(5 + dice.below(300)))),
        3 => {
            let label = label_of(&paper[other]);
            paper[chapter].insert(at, format!("See [{{page}}](#{label}) and [](#{label})."));
        }
        4 => blocks[0] = blocks[0].replacen("# Chapter", "# A chapter", 1),
        5 => {
            let heading = blocks.iter_mut().find(|block| block.starts_with("## ") && !block.ends_with('}'));
            heading.into_iter().for_each(|heading| heading.push_str(" {.unnumbered}"));
        }
        6 => blocks.insert(at, block(dice)),
        7 => blocks.insert(at, format!("Words {} words.", "314159265".repeat(20))),
        8 => blocks[0] = blocks[0].replacen("\n# ", "\n\n# ", 1),
        9 if count > 2 => {
            let label = label_of(&paper.remove(chapter));
            paper.iter_mut().for_each(|blocks| blocks.retain(|block| !block.contains(&format!("(#{label})"))));
        }
        10 => paper.insert(chapter, self::blocks(1000 + edit, dice)),
        11 => paper.swap(chapter, other),
        _ => {
            let last = blocks.len() - 1;
            let block = &mut blocks[at.min(last)];
            let word = ["lorem", "dolor", "magna"][dice.below(3)];
            *block = block.replacen(word, ["tempor", "amet", "something else"][dice.below(3)], 1);
        }
    }
    format!("{kind} in chapter {chapter} at {at}")
}

/// The label of a chapter's heading.
fn label_of(blocks: &[String]) -> String {
    let (_, label) = blocks[0].split_once("{#").expect("it has one");
    label.split([' ', '}']).next().unwrap_or_default().to_owned()
}

/// Holds what one session makes to what another one does; whether that is a PDF.
fn same(what: &str, project: &Project, one: &mut Session, other: &mut Session) -> bool {
    let build = |session: &mut Session| {
        let mut diagnostics = Diagnostics::new();
        let pdf = press::build(project, session, &mut diagnostics).map(|built| built.pdf).ok();
        (pdf, diagnostics.into_sorted())
    };
    let (expected, found) = (build(one), build(other));
    assert_eq!(expected.1, found.1, "{what}: the same is found");
    if expected.0 != found.0 {
        let folder = Path::new(env!("CARGO_TARGET_TMPDIR"));
        for (name, pdf) in [("whole", &expected.0), ("in-parts", &found.0)] {
            fs::write(folder.join(name).with_extension("pdf"), pdf.iter().flatten().copied().collect::<Vec<_>>())
                .expect("it is kept");
        }
        panic!("{what}: the same is printed; both are kept in {}", folder.display());
    }
    if expected.0.is_none() {
        let errors = expected.1.iter().filter(|found| found.severity == Severity::Error);
        println!("{what}: {:#?}", errors.collect::<Vec<_>>());
    }
    expected.0.is_some()
}

fn project(chapters: &[String], house: &[(&str, String)]) -> Project {
    let names: Vec<String> = (0..chapters.len()).map(|number| format!("\"{number}.md\"")).collect();
    let template = if house.is_empty() { "europol" } else { "house" };
    let manifest = format!(
        "[paper]\nslug = \"a\"\ntitle = \"A\"\nkind = \"Note\"\nversion = \"1.0.0\"\ndate = \"2013-06\"\n\
         language = \"en-GB\"\nauthors = [\"A\"]\nstatus = \"draft\"\ntemplate = \"{template}\"\ncontents = true\n\
         sections = [{}]\n\n[marking]\nscheme = \"europol\"\nlevel = \"unclassified\"\n",
        names.join(", ")
    );
    let mut files = vec![("paper.toml".to_owned(), manifest.into_bytes())];
    let sections = chapters.iter().enumerate();
    files.extend(sections.map(|(number, text)| (format!("sections/{number}.md"), text.clone().into_bytes())));
    files.extend(house.iter().map(|(name, text)| (format!("templates/house/{name}"), text.clone().into_bytes())));
    if !house.is_empty() {
        files.push(("templates/house/blocks.typ".to_owned(), Vec::new()));
    }
    Project::new(files)
}

fn house(code: &str) -> String {
    format!(
        "#set document(title: {{{{ paper.document_title }}}}, author: {{{{ paper.document_authors }}}}, date: {{{{ \
         paper.document_date }}}})\n#set text(lang: {{{{ paper.language }}}})\n#set heading(numbering: \"1.\")\n\
         #set page(footer: context counter(page).display(\"1 / 1\", both: true))\n{code}\n\nIn front.\n\n\
         {{% for section in sections %}}\n#include {{{{ section.path }}}}\n{{% endfor %}}\nAt the end.\n"
    )
}

fn chapter(number: usize) -> String {
    let next = (number + 1) % CHAPTERS;
    let mut text = format!("+++\nversion = \"1.0.0\"\n+++\n\n# Chapter {number} {{#chapter-{number}}}\n\n");
    for paragraph in 0..3 {
        write!(text, "{} as [](#chapter-{next}) says.[^{paragraph}]\n\n", words(90)).expect("a string takes all");
        write!(text, "[^{paragraph}]: A note.\n\n").expect("a string takes all");
    }
    text + "And no more.\n"
}

fn words(count: usize) -> String {
    let all = ["lorem", "dolor", "sit", "amet", "consectetur", "elit", "sed", "tempor", "labore", "magna"];
    (0..count).map(|at| format!("{} ", all[(at * 7 + at / 9) % all.len()])).collect::<String>().trim_end().to_owned()
}
