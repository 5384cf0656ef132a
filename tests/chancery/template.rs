//! Values stand in `main.typ` as literals in code, or the template is at fault, at its own line.

use std::collections::BTreeMap;

use chancery::diagnostic::{Diagnostic, Diagnostics, Place};
use chancery::front_matter;
use chancery::manifest;
use chancery::marking;
use chancery::paper::{Paper, PaperSection};
use chancery::project::Project;
use chancery::section::Section;
use chancery::template;
use chancery::value::{self, Context, Rendered};

const PATH: &str = "templates/house/paper.typ";

/// Runs code wherever it does not stand as a string.
const TITLE: &str = r##"A "title" #panic("code")"##;

#[test]
fn a_value_is_accepted_only_as_a_literal_in_code() {
    let accepted = [
        "#{{ title }}",
        "Text #{{ title }} and [#{{ title }}].",
        "#text(lang: {{ title }}, size: {{ number }} * 1pt)",
        "#let data = (a: {{ title }}, b: ({{ list }}, {{ negative }}), c: {{ nothing }})",
        "#let day = {{ date }}\n#f({{ date }})",
        "#{ let joined = \"a \" + {{ title }} }",
        "#import {{ title }}: *",
        "$ {{ title }} $",
    ];
    for text in accepted {
        assert_eq!(mistakes(text), [""; 0], "{text}");
    }

    let refused = [
        ("in markup", "= {{ title }}", "1:3 template-value"),
        ("in markup, as a number", "Part {{ number }}", "1:6 template-value"),
        ("in a content block", "#f[\n{{ title }}]", "2:1 template-value"),
        ("after a name", "#f{{ title }}", "1:3 template-value"),
        ("after a name, as its arguments", "#f{{ list }}", "1:3 template-value"),
        ("after a name, as a part of it", "#let x = a{{ number }}", "1:11 template-value"),
        ("before a unit", "#let x = {{ number }}pt", "1:10 template-value"),
        ("after a number", "#let x = 1{{ number }}", "1:11 template-value"),
        ("as a subtrahend", "#{ a {{ negative }} }", "1:6 template-value"),
        ("as a pattern", "#let {{ list }} = x", "1:6 template-value"),
        ("in a string", "\n#let x = \"a {{ title }} b\"", "2:13 template-value"),
        ("in a string, as a number", "#let x = \"a {{ number }} b\"", "1:13 template-value"),
        ("in a raw block", "```typ\n#{{ title }}\n```", "2:2 template-value"),
        ("in a comment", "// {{ title }}\n", "1:4 template-value"),
        ("in a label", "<{{ title }}>", "1:2 template-value"),
        ("in an address", "https://{{ title }}", "1:9 template-value"),
    ];
    for (place, text, expected) in refused {
        assert_eq!(mistakes(text), [expected], "a value {place}: {text}");
    }
    assert_eq!(mistakes("{{ number }} #{{ title }} {{ number }}"), ["1:1 template-value", "1:27 template-value"]);
}

#[test]
fn broken_syntax_is_reported_instead_of_the_values_that_it_misplaces() {
    assert_eq!(mistakes("#{{ title }}\n#let = 1\n\n#{{ title }}"), ["2:1 template-syntax"]);
    assert_eq!(mistakes("#f[\n#{{ title }}\n"), ["1:1 template-syntax"]);
}

#[test]
fn every_line_leads_back_to_the_template() {
    let (project, rendered) = render("a\n#{{ title }}\n\nb");
    let source = project.source(project.id(PATH).unwrap());
    let file = template::accept(source, &rendered, &mut Diagnostics::new()).unwrap();
    assert_eq!(file.text, rendered.text);
    let lines = ["a\n", "#panic", "b"].map(|text| {
        let at = file.text.find(text).unwrap();
        source.position(file.origin(at..at + 1).unwrap().start as usize).line
    });
    assert_eq!(lines, [1, 2, 4]);
}

#[test]
fn the_house_template_takes_a_paper_with_all_and_with_nothing() {
    let full = r##"
        [paper]
        slug = "full"
        title = "Title with \"quotes\" and \\ #panic()"
        subtitle = "Subtitle"
        kind = "Note"
        version = "1.2.0"
        date = "2013-06"
        language = "en-GB"
        authors = ["Europol"]
        status = "consultation"
        template = "europol"
        contents = true
        sections = ["one.md"]
        [marking]
        scheme = "europol"
        level = "unclassified"
        [parties]
        co-drivers = ["First", "Second"]
        [abbreviations]
        LEA = "law enforcement agency"
        [[history]]
        version = "1.2.0"
        date = "2013-06-24"
        status = "final"
        summary = "All"
    "##;
    let (text, found) = main(full, &[]);
    assert_eq!(found, [""; 0]);
    for expected in [
        r##""Title with \"quotes\" and \\ #panic()""##,
        r##""Title with \"quotes\" and \\ #panic(): Subtitle""##,
        "datetime(year: 2013, month: 6, day: 1)",
        r##""June 2013""##,
        r##""24\u{a0}June 2013""##,
        r##""Co-drivers""##,
        r##""Europol Unclassified – Basic Protection Level""##,
        r##"lang: "en", region: "GB""##,
        r##"#include "/sections/one.typ""##,
    ] {
        let expected = expected.replace("\\u{a0}", "\u{a0}");
        assert!(text.contains(&expected), "{expected} is not in:\n{text}");
    }

    let (text, found) = main(LEAST, &[]);
    assert_eq!(found, [""; 0]);
    assert!(!text.contains("contents(") && !text.contains("abbreviations("), "{text}");
}

#[test]
fn a_project_s_own_template_is_read_whole_and_its_mistakes_are_told_together() {
    let files = [
        ("templates/house/paper.typ", "#{{ paper.title }}\n= {{ paper.title }}\n"),
        ("templates/house/look.typ", "#let = 1\n"),
        ("templates/house/fonts/broken.typ", "#let = 1\n"),
    ];
    let least = LEAST.replace("europol", "house");
    assert_eq!(main(&least, &files).1, ["look.typ 1:5 template-syntax", "paper.typ 2:3 template-value"]);
    let undefined = [("templates/house/paper.typ", "\n#{{ paper.titel }}\n")];
    assert_eq!(main(&least, &undefined).1, ["paper.typ 2:5 template-error"]);
    assert_eq!(main(&LEAST.replace("europol", "europool"), &[]).1, ["paper.toml 8:13 unknown-template"]);
}

/// The least that a manifest says.
const LEAST: &str = r#"
[paper]
slug = "least"
title = "Title"
version = "1.0.0"
date = "2013"
language = "fr"
template = "europol"
status = "final"
sections = ["one.md"]
"#;

const SECTION: &str = "sections/one.md";

/// What the template of a manifest makes of it, and `file line:column code` of each mistake.
fn main(manifest: &str, files: &[(&str, &str)]) -> (String, Vec<String>) {
    let files = files.iter().copied().chain([("paper.toml", manifest), (SECTION, "version = \"1.0.0\"")]);
    let project = Project::new(files.map(|(path, text)| (path.to_owned(), text.as_bytes().to_vec())));
    let mut diagnostics = Diagnostics::new();
    let manifest = manifest::read(&project, &mut diagnostics).expect("the manifest is right");
    let marking = manifest.marking.as_ref().map(|choice| {
        let scheme = marking::read(&project, &choice.scheme, &mut diagnostics).unwrap();
        scheme.level(&choice.level, &mut diagnostics).unwrap().clone()
    });
    let source = project.source(project.id(SECTION).unwrap());
    let section = Section {
        file: source.id(),
        front_matter: front_matter::read(source, source.whole(), &mut diagnostics).unwrap(),
        blocks: Vec::new(),
        footnotes: Vec::new(),
        comments: Vec::new(),
    };
    let sections = vec![PaperSection { path: SECTION.to_owned(), section }];
    let paper = Paper { manifest, marking, sections, images: BTreeMap::new() };
    let rendered = template::render(&project, &paper, &mut diagnostics);
    let found = diagnostics.into_sorted().into_iter().map(|found| match found.place {
        Place::Span(span) => {
            let source = project.source(span.file);
            let name = source.path().rsplit('/').next().unwrap();
            format!("{name} {} {}", source.position(span.start as usize), found.code.0)
        }
        Place::Path(path) => path,
    });
    (rendered.map(|template| template.main.text).unwrap_or_default(), found.collect())
}

/// `line:column code` of each mistake in a template.
fn mistakes(text: &str) -> Vec<String> {
    let (project, rendered) = render(text);
    let source = project.source(project.id(PATH).unwrap());
    let mut diagnostics = Diagnostics::new();
    let accepted = template::accept(source, &rendered, &mut diagnostics);
    assert_eq!(accepted.is_ok(), diagnostics.is_empty());
    let line = |found: Diagnostic| match found.place {
        Place::Span(span) => format!("{} {}", source.position(span.start as usize), found.code.0),
        Place::Path(path) => path,
    };
    diagnostics.into_sorted().into_iter().map(line).collect()
}

fn render(text: &str) -> (Project, Rendered) {
    let context = Context::new(serde_json::json!({
        "title": TITLE,
        "number": 12,
        "negative": -1.5,
        "nothing": null,
        "list": [1, { "a": "b", "c d": true }, [], {}],
        "date": { "$datetime": [2013, 6, 1] },
    }));
    let rendered = value::render(text, &context).expect("the template can be rendered");
    (Project::new([(PATH.to_owned(), text.as_bytes().to_vec())]), rendered)
}
