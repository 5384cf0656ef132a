//! `chancery template`: what is built in, as files of the paper that print the same until they are changed.

use std::fs;

use chancery::bibliography::{self, Cache};
use chancery::builtin;
use chancery::diagnostic::Diagnostics;
use chancery::project::Project;
use chancery::section::{Citation, CitationForm, CitationItem};
use chancery::source::{FileId, Side, Span, Spanned};
use chancery::template;
use chancery::value::Kind;

use super::{MANIFEST, Paper};
use crate::inspect;

const CITING: &str = "\n[bibliography]\nfiles = [\"works.bib\"]\nstyle = \"STYLE\"\n";
const WORKS: &str = "@book{sample2012,\n  author = {Sample, Ann},\n  title = {Borders},\n  date = {2012},\n  \
                     publisher = {Danube Press},\n  location = {Vienna},\n}\n";
const CITED: &str = "+++\nversion = \"1.0.0\"\n+++\n\n# Opening {#opening}\n\nSome words [@sample2012].\n\n# Works \
                     {#works}\n\n::: bibliography\n:::\n";

#[test]
fn a_copied_template_prints_the_same_bytes_under_any_name() {
    let paper = Paper::new();
    let pdf = |paper: &Paper| {
        assert_eq!(paper.run("build").code, Some(0));
        fs::read(paper.path("out/tiny.pdf")).unwrap()
    };
    let before = pdf(&paper);
    let run = paper.run("template europol");
    assert_eq!(run.code, Some(0), "{run:?}");
    let files = builtin::files().filter(|(path, _)| path.starts_with("templates/europol/"));
    assert_eq!(run.out, files.map(|(path, _)| format!("{path}\n")).collect::<String>());
    assert!(run.err.contains("takes the place"), "{run:?}");
    assert_eq!(pdf(&paper), before);

    for look in builtin::looks() {
        paper.write("paper.toml", &MANIFEST.replace("\"europol\"\nsections", &format!("\"{look}\"\nsections")));
        let before = pdf(&paper);
        let run = paper.run(&format!("template {look}"));
        assert!(run.code == Some(0) && paper.path(&format!("templates/{look}/blocks.typ")).exists(), "{run:?}");
        assert_eq!(pdf(&paper), before, "{look}");
    }
    paper.write("paper.toml", MANIFEST);

    let run = paper.run("template europol --as house");
    assert!(run.code == Some(0) && run.out.contains("templates/house/paper.typ\n"), "{run:?}");
    assert!(run.err.contains("`template = \"house\"` below `[paper]`"), "{run:?}");
    fs::remove_dir_all(paper.path("templates/europol")).unwrap();
    paper.write("paper.toml", &MANIFEST.replace("\"europol\"\nsections", "\"house\"\nsections"));
    assert_eq!(pdf(&paper), before);
    paper.write("templates/house/sheet.typ", "#let pages(body) = body\n");
    assert_ne!(paper.run("build").code, Some(0), "it is the paper's own now: what is gone is missed");
}

#[test]
fn schemes_and_styles_go_where_they_are_looked_for() {
    let paper = Paper::new();
    for (asked, written) in [
        ("tlp", "templates/marking/tlp.toml"),
        ("marking/europol --as agency", "templates/marking/agency.toml"),
        ("style/apa", "templates/europol/apa.csl"),
        ("harvard --as house", "templates/europol/house.csl"),
    ] {
        let run = paper.run(&format!("template {asked}"));
        assert_eq!((run.code, run.out), (Some(0), format!("{written}\n")), "{asked}: {}", run.err);
        assert!(paper.path(written).is_file());
    }
    paper.write("paper.toml", &MANIFEST.replace("\"europol\"\nlevel", "\"agency\"\nlevel"));
    assert_eq!(paper.run("build").code, Some(0));
    paper.write("bibliography/works.bib", WORKS);
    paper.write("sections/opening.md", CITED);
    let mut printed = Vec::new();
    for style in ["house", "harvard"] {
        paper.write("paper.toml", &(MANIFEST.to_owned() + &CITING.replace("STYLE", style)));
        let run = paper.run("build");
        assert_eq!(run.code, Some(0), "{style}: {run:?}");
        printed.push(fs::read(paper.path("out/tiny.pdf")).unwrap());
    }
    // Both PDFs hold their sources, which differ in the name of the style.
    let pages = printed.iter().map(|pdf| inspect::read(pdf).expect("a PDF of ours").pages).collect::<Vec<_>>();
    assert!(pages[0] == pages[1]);
}

#[test]
fn what_is_there_stays_and_what_is_unknown_is_told() {
    let paper = Paper::new();
    paper.write("templates/europol/look.typ", "#let mine = 1\n");
    let run = paper.run("template europol");
    assert_eq!((run.code, run.out.as_str()), (Some(2), ""), "{run:?}");
    assert!(run.err.contains("cannot-write") && run.err.contains("templates/europol/look.typ"), "{run:?}");
    assert!(!paper.path("templates/europol/paper.typ").exists(), "all or nothing");
    assert_eq!(paper.run("template tlp").code, Some(0));
    let run = paper.run("template tlp");
    assert_eq!((run.code, run.out.as_str()), (Some(0), ""), "{run:?}");
    assert!(run.err.contains("already"), "{run:?}");
    for (asked, told) in [
        ("europool", "Did you mean `europol`?"),
        ("marking/tpl", "Did you mean `marking/tlp`?"),
        ("style/nowhere-near-any", "Templates are `europol`, `note` and `report`; `chancery template` lists"),
        ("europol --as ../out", "cannot be the name"),
        ("europol --as House", "small letters"),
        ("europol --as marking", "cannot be the name"),
        ("style/apa --as com1", "cannot be the name"),
    ] {
        let run = paper.run(&format!("template {asked}"));
        assert!(run.code == Some(2) && run.err.contains(told), "{asked}: {run:?}");
    }
    let outside = paper.home.path().to_owned();
    let run = super::Run::from(paper.command(&outside, "template").output().unwrap());
    assert!(run.code == Some(0) && run.out.contains("\nmarking/tlp ") && run.out.contains("\nstyle/apa "), "{run:?}");
    let folder = paper.path("");
    let name = folder.file_name().and_then(|name| name.to_str()).unwrap();
    let run = super::Run::from(paper.command(&outside, &format!("template uk {name}")).output().unwrap());
    assert_eq!(run.out, format!("{name}/templates/marking/uk.toml\n"), "a path that can be opened from there");
}

/// Whoever a paper is from does not choose where else something is written.
#[cfg(unix)]
#[test]
fn nothing_is_written_through_a_link() {
    for (link, command, file) in
        [("templates", "tlp", "tlp.toml"), ("templates/europol", "europol", "look.typ"), (".github", "", "")]
    {
        let paper = Paper::new();
        let elsewhere = paper.home.path().join("elsewhere");
        fs::create_dir(&elsewhere).unwrap();
        fs::create_dir_all(paper.path(link).parent().unwrap()).unwrap();
        std::os::unix::fs::symlink(&elsewhere, paper.path(link)).unwrap();
        let run = match command {
            "" => {
                fs::create_dir(paper.path(".git")).unwrap();
                fs::remove_file(paper.path("paper.toml")).unwrap();
                fs::remove_dir_all(paper.path("sections")).unwrap();
                paper.run("new .")
            }
            _ => paper.run(&format!("template {command}")),
        };
        assert_eq!((run.code, run.out.as_str()), (Some(2), ""), "{link}: {run:?}");
        assert!(run.err.contains(&format!("`{link}` is a symbolic link")), "{link}: {run:?}");
        assert_eq!(fs::read_dir(&elsewhere).unwrap().count(), 0, "{link}: {file}");
    }
}

#[test]
fn every_style_prints_the_same_from_a_file() {
    let nowhere = Span::new(FileId::new("paper.toml", Side::New), 0..0);
    let key = Spanned::new("sample2012".to_owned(), nowhere);
    let item = CitationItem { prefix: None, key, is_without_names: false, locator: None, suffix: None };
    let citation = Citation { items: vec![item], form: CitationForm::Bracketed };
    for built_in in bibliography::built_in_styles() {
        let name = built_in.names[0];
        let text = bibliography::style_file(name).unwrap_or_else(|| panic!("{name} cannot be written"));
        let works = ("bibliography/works.bib".to_owned(), WORKS.as_bytes().to_vec());
        let project = Project::new([works, ("templates/t/from-file.csl".to_owned(), text.into_bytes())]);
        let mut diagnostics = Diagnostics::new();
        let works = bibliography::read(&project, &[Spanned::new("works.bib".to_owned(), nowhere)], &mut diagnostics);
        let [mut one, mut other] = [Cache::default(), Cache::default()];
        let mut printed = |style: &str, cache: &mut Cache| {
            let style = Spanned::new(style.to_owned(), nowhere);
            let style = bibliography::style(&project, "t", &style, "en-GB", &mut diagnostics);
            let style = style.unwrap_or_else(|_| panic!("{name}: refused"));
            works.format(&style, &[(&citation, None)], &[], &|_| Some(0), cache)
        };
        assert_eq!(printed("from-file", &mut one), printed(name, &mut other), "{name}");
    }
}

#[test]
fn every_value_of_a_template_is_explained() {
    let values: Vec<_> = template::values().collect();
    let unexplained: Vec<_> = values.iter().filter(|value| value.meaning.is_empty()).map(|value| &value.name).collect();
    assert!(unexplained.is_empty(), "no meaning in src/template/guide.rs: {unexplained:?}");
    let idle: Vec<_> = template::documented().filter(|name| values.iter().all(|value| value.name != *name)).collect();
    assert!(idle.is_empty(), "no such value: {idle:?}");
    let kind = |name: &str| values.iter().find(|value| value.name == name).map(|value| value.kind);
    assert_eq!(kind("paper.date"), Some(Kind::Date));
    assert_eq!(kind("history[].version"), Some(Kind::Text));
    let paper = Paper::new();
    let run = paper.run("explain template");
    assert!(
        run.code == Some(0) && run.out.contains("history[].version") && run.out.contains("template-value"),
        "{run:?}"
    );
}
