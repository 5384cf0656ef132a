//! A long paper is laid out part by part in a session that lasts, to the bytes that it has in one piece.

use std::fmt::Write;
use std::fs;
use std::path::Path;

use chancery::diagnostic::Diagnostics;
use chancery::press::{self, Session};
use chancery::project::Project;

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
    let build = |session: &mut Session| {
        let mut diagnostics = Diagnostics::new();
        let pdf = press::build(project, session, &mut diagnostics).map(|built| built.pdf).ok();
        (pdf, diagnostics.into_sorted())
    };
    let (expected, found) = (build(&mut Session::default()), build(session));
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
        println!("{what}: {:#?}", expected.1);
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
