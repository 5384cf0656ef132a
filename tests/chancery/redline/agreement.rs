//! What `status` calls changed is what a redline tells of, and both miss nothing that prints.

use chancery::diagnostic::Diagnostics;
use chancery::lock::{self, Fate, Lock, LockedSection};
use chancery::press::{self, Session};
use chancery::project::Project;
use chancery::redline::{Entry, changes};

const MANIFEST: &str = r#"[paper]
slug = "tiny"
title = "A title"
subtitle = "A subtitle"
kind = "Note"
version = "1.0.0"
date = "2013-06"
language = "en-GB"
authors = ["Ann", "Ben"]
status = "final"
template = "europol"
contents = true
sections = ["a.md", "b.md"]

[marking]
scheme = "europol"
level = "restricted"
reference = "R-1"
copy = "1 of 3"

[bibliography]
files = ["w.bib"]
style = "europol"

[parties]
chairs = ["Cid"]
sponsors = ["Dan", "Eva"]

[vars]
count = 3
place = "Rome"

[abbreviations]
AB = "A bee"
CD = "A dee"

[page]
chapters = "flow"
size = "a5"

[contents]
depth = 2

[cover]
logo = "x.svg"
logo-alt = "A logo"

[edition]
name = "New edition"
date = "2014"
responsible = "Jay"
note = "With a note."

[imprint]
Printer = "Gus"
Place = "Oslo"

[[distribution]]
name = "Hal"
copy = 1

[[distribution]]
name = "Ida"
role = "for information"

[[history]]
version = "0.9.0"
date = "2013-05"
status = "Draft"
summary = "For comments"

[[history]]
version = "1.0.0"
date = "2013-06"
status = "Final"
summary = "First"
"#;

const A: &str = "+++\nversion = \"1.0.0\"\n+++\n\n# One {#one}\n\nWords of the first, of AB [@w] and CD.\n\n\
    ![A dot](x.svg){alt=\"A dot\"}\n";
const B: &str = "+++\nversion = \"1.0.0\"\n+++\n\n# Two {#two}\n\nOther words.\n\n::: bibliography\n:::\n";
const WORKS: &str = "@book{w, author = {Fox, G.}, title = {Work}, date = {2001}, publisher = {Press}}\n\
    @book{u, author = {Gnu, H.}, title = {Unused}, date = {2002}, publisher = {Press}}\n";

fn project() -> Project {
    let dot = |size: &str| format!("<svg xmlns='http://www.w3.org/2000/svg' width='{size}' height='{size}'/>");
    let files = [
        ("paper.toml", MANIFEST.to_owned()),
        ("sections/a.md", A.to_owned()),
        ("sections/b.md", B.to_owned()),
        ("sections/x.svg", dot("9")),
        ("bibliography/w.bib", WORKS.to_owned()),
        ("templates/europol/extra.typ", "// Nothing.\n".to_owned()),
    ];
    Project::new(files.map(|(path, text)| (path.to_owned(), text.into_bytes())))
}

fn lock_of(project: &Project) -> Lock {
    press::lock(project, &mut Session::default(), &mut Diagnostics::new()).expect("it can be read").1
}

/// Whether `status` calls anything other than the same.
fn is_changed(old: &Lock, now: &Lock) -> bool {
    let standing: Vec<_> = now.sections.iter().map(LockedSection::standing).collect();
    let comparison = lock::compare(old, &standing);
    let all_same = comparison.sections.iter().all(|(fate, moved)| matches!(fate, Fate::Same(_)) && !moved);
    old.whole != now.whole || !all_same || !comparison.vanished.is_empty()
}

fn redline(old: &Project, new: &Project) -> Vec<Entry> {
    let (mut session, mut diagnostics) = (Session::default(), Diagnostics::new());
    let paper = press::check(new, &mut session, &mut diagnostics).expect("it can be read");
    let older = press::older(&old.clone().as_old(), (new, &paper), &mut session, &mut diagnostics).expect("so");
    let redline = press::redline(&older, (new, &paper), &mut diagnostics);
    let (paper, ..) = redline.unwrap_or_else(|_| panic!("{diagnostics:?}"));
    for entry in changes(&paper) {
        for (part, project) in [(&entry.old, &older.project), (&entry.new, new)] {
            let Some(part) = part else { continue };
            let source = project.source(part.place.file);
            assert!(part.place.end as usize <= source.text().len(), "{entry:?}");
        }
    }
    changes(&paper)
}

#[test]
fn a_redline_tells_of_all_that_status_calls_changed() {
    let old = project();
    let released = lock_of(&old);
    assert!(!is_changed(&released, &lock_of(&old)) && redline(&old, &old).is_empty());
    let manifest = |from: &str, to: &str| {
        assert!(MANIFEST.contains(from), "{from}");
        vec![("paper.toml", Some(MANIFEST.replacen(from, to, 1)))]
    };
    let section = |text: String| vec![("sections/a.md", Some(text))];
    // What is changed, whether `status` calls it so, and the kind that a redline calls it.
    let cases = [
        (manifest("\"tiny\"", "\"other\""), true, "slug"),
        (manifest("A title", "Another title"), true, "title"),
        (manifest("A subtitle", "Another"), true, "subtitle"),
        (manifest("subtitle = \"A subtitle\"\n", ""), true, "subtitle"),
        (manifest("\"Note\"", "\"Letter\""), true, "kind"),
        (manifest("version = \"1.0.0\"", "version = \"1.1.0\""), false, "version"),
        (manifest("2013-06", "2013-07"), true, "date"),
        (manifest("en-GB", "fr"), true, "language"),
        (manifest("\"Ann\", \"Ben\"", "\"Ben\", \"Ann\""), true, "authors"),
        (manifest("\"final\"", "\"draft\""), false, "status"),
        (
            manifest("contents = true\n", "contents = false\n")
                .iter()
                .map(|(path, text)| (*path, text.as_ref().map(|text| text.replace("[contents]\ndepth = 2\n", ""))))
                .collect(),
            true,
            "contents",
        ),
        (manifest("\"a.md\", \"b.md\"", "\"b.md\", \"a.md\""), true, "section"),
        (manifest("\"a.md\", \"b.md\"", "\"a.md\""), true, "heading"),
        (manifest("\"restricted\"", "\"unclassified\""), true, "marking"),
        (manifest("R-1", "R-2"), true, "reference"),
        (manifest("1 of 3", "2 of 3"), false, "copy"),
        (manifest("\"w.bib\"", "\"w.bib\", \"v.bib\""), true, "bibliography files"),
        (manifest("style = \"europol\"", "style = \"apa\""), true, "citation style"),
        (manifest("style = \"europol\"", "style = \"europol\"\nnocite = \"*\""), true, "nocite"),
        (manifest("\"Cid\"", "\"Kim\""), true, "party"),
        (manifest("chairs = [\"Cid\"]\n", ""), true, "party"),
        (
            manifest(
                "chairs = [\"Cid\"]\nsponsors = [\"Dan\", \"Eva\"]",
                "sponsors = [\"Dan\", \"Eva\"]\nchairs = [\"Cid\"]",
            ),
            true,
            "party order",
        ),
        (manifest("count = 3", "count = 4"), true, "value"),
        (manifest("place = \"Rome\"", "town = \"Rome\""), true, "value"),
        (manifest("A bee", "Another bee"), true, "abbreviation"),
        (manifest("AB = \"A bee\"\nCD = \"A dee\"", "CD = \"A dee\"\nAB = \"A bee\""), true, "abbreviation order"),
        (manifest("\"flow\"", "\"new-page\""), true, "chapters"),
        (manifest("chapters = \"flow\"\n", ""), true, "chapters"),
        (manifest("\"a5\"", "\"letter\""), true, "page size"),
        (manifest("depth = 2", "depth = 2\ntables = true"), true, "contents"),
        (manifest("A logo", "The logo"), true, "logo"),
        (manifest("[cover]\nlogo = \"x.svg\"\nlogo-alt = \"A logo\"\n", ""), true, "logo"),
        (manifest("\"New edition\"", "\"Old edition\""), true, "edition"),
        (manifest("\"2014\"", "\"2015\""), true, "edition"),
        (manifest("\"Jay\"", "\"Joy\""), true, "edition"),
        (manifest("note = \"With a note.\"\n", ""), true, "edition"),
        (manifest("\"Gus\"", "\"Gil\""), true, "imprint"),
        (manifest("Printer = \"Gus\"\nPlace = \"Oslo\"", "Place = \"Oslo\"\nPrinter = \"Gus\""), true, "imprint order"),
        (manifest("copy = 1", "copy = 2"), true, "recipient"),
        (manifest("[[distribution]]\nname = \"Hal\"\ncopy = 1\n", ""), true, "recipient"),
        (manifest("2013-05", "2013-04"), true, "history"),
        (manifest("\"Draft\"", "\"Sketch\""), true, "history"),
        (manifest("\"First\"", "\"The first\""), true, "history"),
        (section(A.replace("1.0.0", "1.0.1")), false, "section version"),
        (section(A.replace("Words", "Many words")), true, "text"),
        (section(A.replace("A dot\"", "A small dot\"")), true, ""),
        (
            vec![("sections/x.svg", Some("<svg xmlns='http://www.w3.org/2000/svg' width='8' height='9'/>".to_owned()))],
            true,
            "image",
        ),
        (
            vec![("sections/a.md", None), ("sections/c.md", Some(A.to_owned())), manifest("a.md", "c.md").remove(0)],
            true,
            "section file",
        ),
        (vec![("bibliography/w.bib", Some(WORKS.replace("{Unused}", "{Not used}")))], true, "bibliography file"),
        (vec![("bibliography/w.bib", Some(WORKS.replace("{Work}", "{A work}")))], true, "text"),
        (vec![("templates/europol/extra.typ", Some("// Something.\n".to_owned()))], true, "template file"),
        (vec![("templates/europol/extra.typ", None)], true, "template file"),
        (vec![("templates/europol/more.typ", Some("// More.\n".to_owned()))], true, "template file"),
    ];
    let old = old.with("bibliography/v.bib", b"@book{v, title = {V}, author = {I}, date = {2003}}".to_vec());
    for (files, in_status, kind) in cases {
        let mut new = old.clone();
        for (path, text) in &files {
            new = match text {
                Some(text) => new.with(path, text.clone().into_bytes()),
                None => new.without(path),
            };
        }
        let found = redline(&old, &new);
        let kinds: Vec<_> = found.iter().map(|entry| entry.what.to_string()).collect();
        assert_eq!(is_changed(&released, &lock_of(&new)), in_status, "{kind}: {files:?}");
        assert!(kinds.iter().any(|found| found == kind || kind.is_empty()), "{kind}: {kinds:?}");
    }
}
