//! Values stand in `main.typ` as literals in code, or the template is at fault, at its own line.

use std::collections::BTreeMap;
use std::sync::Arc;

use chancery::assemble;
use chancery::diagnostic::{Diagnostic, Diagnostics, Place};
use chancery::front_matter;
use chancery::manifest;
use chancery::marking;
use chancery::paper::{Paper, PaperSection, front};
use chancery::press;
use chancery::project::Project;
use chancery::section::Section;
use chancery::template::{self, Pieces};
use chancery::typeset::{self, Session};
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
fn the_house_template_prints_a_paper_with_all_and_with_nothing() {
    let title = r##"Title with "quotes" and \ #panic()"##;
    let full = r##"
        [paper]
        slug = "full"
        title = 'Title with "quotes" and \ #panic()'
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
        summary = "All of it"
    "##;
    let pages = print(full);
    let first = [
        "Europol Unclassified – Basic Protection Level",
        "Note",
        title,
        "Subtitle",
        "Europol, June 2013",
        "Document type",
        "Version",
        "1.2.0",
        "Date",
        "June 2013",
        "Status",
        "Consultation",
        "Marking",
        "Co-drivers",
        "First",
        "Second",
        "Version history",
        "24\u{a0}June 2013",
        "Final",
        "All of it",
        "Page 1 of 3",
        "DRAFT",
    ];
    for words in first {
        assert!(pages[0].contains(words), "{words} is not in {}", pages[0]);
    }
    assert!(pages[1].contains("Contents") && pages[2].contains("law enforcement agency"), "{pages:?}");
    assert_eq!(pages[0].matches("Basic Protection Level").count(), 2);
    assert!(
        pages[1..].iter().all(|page| page.matches("Basic Protection Level").count() == 1 && page.contains("DRAFT"))
    );

    let pages = print(LEAST);
    assert_eq!(pages.len(), 1);
    assert!(pages[0].contains("Page 1 sur 1") && !pages[0].contains("Table des matières"), "{pages:?}");
}

#[test]
fn a_project_s_own_template_is_read_whole_and_its_mistakes_are_told_together() {
    let files = [
        ("templates/house/paper.typ", "#{{ paper.title }}\n= {{ paper.title }}\n"),
        ("templates/house/look.typ", "#let = 1\n"),
        ("templates/house/fonts/broken.typ", "#let = 1\n"),
    ];
    let least = LEAST.replace("europol", "house");
    assert_eq!(found(&least, &files), ["look.typ 1:5 template-syntax", "paper.typ 2:3 template-value"]);
    let undefined = [("templates/house/paper.typ", "\n#{{ paper.titel }}\n")];
    assert_eq!(found(&least, &undefined), ["paper.typ 2:5 template-error"]);
    assert_eq!(found(&LEAST.replace("europol", "europool"), &[]), ["paper.toml 8:13 unknown-template"]);
}

#[test]
fn what_a_template_names_is_looked_for_without_running_it() {
    let least = LEAST.replace("europol", "house");
    let look = ("templates/house/look.typ", "");
    let logo = ("templates/house/img/logo.svg", "<svg/>");
    let toml = ("templates/house/template.toml", "");
    for (name, text, expected) in [
        ("paper", "#import \"look.typ\": *\n", ""),
        ("paper", "#import \"/templates/house/look.typ\": *\n", ""),
        ("paper", "#if {{ paper.draft }} [#include \"lok.typ\"]\n", "1:33 missing-file: `\"look.typ\"`"),
        ("paper", "#import \"/templates/europol/look.typ\"\n", "1:9 missing-file: `\"look.typ\"`"),
        (
            "paper",
            "#import \"/templates/europol/front.typ\"\n",
            "1:9 missing-file: Copy it to `templates/house/front.typ`",
        ),
        ("front", "#import \"Look.typ\"", "1:9 missing-file: Capitals count: write `\"look.typ\"`."),
        (
            "front",
            "#let f() = image(width: 1cm, \"logo.svg\")",
            "1:30 missing-file: `\"/templates/house/img/logo.svg\"`",
        ),
        ("front", "#let f() = image(\"img/logo.svg\")\n#import \"look.typ\"", ""),
        ("front", "#let n = \"x.typ\"\n#import n: a\n#let f() = read(n)", ""),
        ("front", "#let d = toml(\"template.toml\")", "1:15 missing-file: `.json` or `.yaml`"),
        ("front", "#read(\"../../../x\")", "1:7 missing-file: below the project's folder"),
        ("front", "#import \"@preview/a:1.0.0\"", "1:9 unsupported-package: Copy"),
        ("front", "#image(\"x.svg\")", "1:8 missing-file: Create the file"),
    ] {
        let path = format!("templates/house/{name}.typ");
        let paper = ("templates/house/paper.typ", "#{{ paper.title }}\n");
        let mut files = vec![paper, look, logo, toml, (path.as_str(), text)];
        files.dedup_by_key(|(path, _)| *path);
        let files: BTreeMap<&str, &str> = files.into_iter().collect();
        let found = told(&least, &files.into_iter().collect::<Vec<_>>());
        let (place, help) = expected.split_once(": ").unwrap_or_default();
        let is_right = match &found[..] {
            [] => expected.is_empty(),
            [(only, said)] => *only == format!("{name}.typ {place}") && said.contains(help) && !expected.is_empty(),
            _ => false,
        };
        assert!(is_right, "{text}: {found:?}");
    }
    let capital = [("templates/europol/Look.typ", "")];
    assert_eq!(found(LEAST, &capital), ["templates/europol/Look.typ"]);
}

#[test]
fn a_name_that_no_paper_has_is_found_on_paths_that_are_not_taken() {
    let least = LEAST.replace("europol", "house");
    let template = "\
{% if marking %}#{{ marking.txt }}{% endif %}
{% for row in history %}#{{ row.sumary }}#{{ loop.index }}{% else %}#{{ row }}{% endfor %}
{% set own = paper %}#{{ own.titel | default(\"\") }}#{{ own.titl }}
{% if paper.logo is defined %}#{{ paper.logo }}{% endif %}
#{{ paper.date.day }}#{{ range(3) }}#{{ control[0].lines | first }}#{{ control[0].line }}
#{{ sections | length }}{% for s in sections | reverse %}{% include_ %}{% endfor %}
";
    let known = template.replace("{% include_ %}", "#{{ s.path }}");
    let expected = [
        "paper.typ 1:21 template-error",
        "paper.typ 2:29 template-error",
        "paper.typ 2:73 template-error",
        "paper.typ 3:56 template-error",
        "paper.typ 5:5 template-error",
        "paper.typ 5:79 template-error",
    ];
    assert_eq!(found(&least, &[(PATH, &known)]), expected);
    let told = told(&least, &[(PATH, "{% if marking %}#{{ nope }}{% endif %}")]);
    let all = "There are `paper`, `marking`, `control`, `edition`, `history`, `history_title`, \
               `abbreviations`, `abbreviations_title`, `cover`, `imprint`, `imprint_title`, `distribution`, \
               `distribution_titles`, `parties`, `vars`, `terms`, `sections` and `summary`.";
    assert_eq!(told[0].1, all);
    let names: Vec<_> = all.split('`').skip(1).step_by(2).collect();
    let explained: Vec<_> = template::values().filter(|value| !value.name.contains(['.', '['])).collect();
    assert_eq!(explained.iter().map(|value| value.name.as_str()).collect::<Vec<_>>(), names);
}

#[test]
fn a_block_that_nothing_closes_is_found_where_it_opens() {
    let least = LEAST.replace("europol", "house");
    for (text, expected) in [
        ("\n{% if paper.draft %}\na\n", "2:1 `{% if paper.draft %}` is never closed"),
        ("{% for s in sections %}{% if a %}{% endfor %}", "1:24 `{% if a %}` is never closed"),
        ("{%- set x -%}a", "1:1 `{%- set x -%}` is never closed"),
        ("{% set x = 1 %}{% endif %}", "1:16 `{% endif %}` belongs to nothing"),
        ("{% else %}", "1:1 `{% else %}` belongs to nothing"),
        ("a {% if paper.draft }}", "1:3 `{%` begins a tag that does not end"),
        ("a {{ paper.title", "1:3 `{{` begins a tag that does not end"),
    ] {
        let found = told(&least, &[("templates/house/paper.typ", text)]);
        let message = |(place, _): &(String, String)| place.clone();
        assert_eq!(found.len(), 1, "{text}: {found:?}");
        let (place, said) = expected.split_once(' ').unwrap();
        assert_eq!(message(&found[0]), format!("paper.typ {place} template-error"), "{text}");
        let (project, paper) = paper(&least, &[("templates/house/paper.typ", text)]);
        let mut diagnostics = Diagnostics::new();
        let _ = template::render(&project, &paper, &mut diagnostics);
        assert_eq!(diagnostics.into_list()[0].message, said);
    }
}

#[test]
fn a_font_that_is_not_there_is_found_once_by_check_and_build() {
    let manifest = "[paper]\nslug = \"a\"\ntitle = \"A\"\nversion = \"1.0.0\"\ndate = \"2013\"\nlanguage = \"en\"\n\
                    status = \"final\"\ntemplate = \"house\"\nsections = [\"one.md\"]\n";
    let main = "#set document(title: {{ paper.document_title }}, date: {{ paper.date }})\n\
                #set text(lang: {{ paper.language }}, font: (\"DejaVu Sans\", \"Calibri\"))\n\
                {% for section in sections %}\n#include {{ section.path }}\n{% endfor %}\n";
    let project = Project::new([
        ("paper.toml".to_owned(), manifest.as_bytes().to_vec()),
        ("sections/one.md".to_owned(), b"+++\nversion = \"1.0.0\"\n+++\n\n# One {#one}\n\nText.\n".to_vec()),
        ("templates/house/paper.typ".to_owned(), main.as_bytes().to_vec()),
        ("templates/house/blocks.typ".to_owned(), b"#let f(x) = text(font: \"Arial\", x)\n#let g = f[]\n".to_vec()),
    ]);
    let messages = |diagnostics: Diagnostics| -> Vec<String> {
        diagnostics.into_sorted().into_iter().map(|found| found.message).collect()
    };
    let (mut checked, mut built) = (Diagnostics::new(), Diagnostics::new());
    press::check(&project, &mut Default::default(), &mut checked);
    press::build(&project, &mut Default::default(), &mut built).expect("it is printed in another font");
    let expected = ["there is no font family `arial`", "there is no font family `calibri`"];
    assert_eq!(
        (messages(checked), messages(built)),
        (expected.map(str::to_owned).to_vec(), expected.map(str::to_owned).to_vec())
    );
}

#[test]
fn a_plain_loop_over_the_sections_is_known_by_its_pieces() {
    let head = "#import \"/templates/house/blocks.typ\": look\n#set document(title: {{ paper.title }})\n#let size = 9pt\n#show: look\n\n= Front\n\n";
    let looped = "{% for section in sections %}\n#include {{ section.path }}\n{% endfor %}\n";
    let (text, pieces) = pieces(&format!("{head}{looped}#let late = 1\n#pagebreak()\n= Back\n"));
    let pieces = pieces.expect("a plain loop");
    let preamble: Vec<&str> = pieces.preamble.iter().map(|range| &text[range.clone()]).collect();
    let expected = [
        "#import \"/templates/house/blocks.typ\": look",
        "#set document(title: \"Title\")",
        "#let size = 9pt",
        "#show: look",
    ];
    assert_eq!(preamble, expected);
    assert!(text[pieces.before].trim_end().ends_with("= Front"));
    let included: Vec<&str> = pieces.sections.iter().map(|range| &text[range.clone()]).collect();
    assert_eq!(included, ["#include \"/sections/one.typ\"", "#include \"/sections/two.typ\""]);
    assert_eq!(text[pieces.after].trim(), "#let late = 1\n#pagebreak()\n= Back");

    let others = [
        "#columns(2)[\n{% for section in sections %}\n#include {{ section.path }}\n{% endfor %}\n]",
        "{% for section in sections %}\n#include {{ section.path }}\n#pagebreak()\n{% endfor %}",
        "{% for section in sections %}\n#set page(flipped: true)\n#include {{ section.path }}\n{% endfor %}",
        "#include {{ sections[1].path }}\n#include {{ sections[0].path }}",
        "#include {{ sections[0].path }}",
        "#let other = {{ sections[1].path }}\n#include {{ sections[0].path }}",
        "{% for section in sections %}\n#include {{ section.path }}\n{% endfor %}\n#include {{ sections[0].path }}",
        "{% for section in sections %}\n#include {{ section.path }}\n{% endfor %}\n#block(include {{ sections[0].path }})",
        "{% for section in sections %}\n#block(include {{ section.path }})\n{% endfor %}",
        "#for path in ({% for section in sections %}{{ section.path }}, {% endfor %}) { include path }",
    ];
    for other in others {
        assert_eq!(self::pieces(other).1, None, "{other}");
    }
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

/// The text of each page of a paper without text of its own.
fn print(manifest: &str) -> Vec<String> {
    let (project, paper) = paper(manifest, &[]);
    let mut diagnostics = Diagnostics::new();
    let template = template::render(&project, &paper, &mut diagnostics).expect("the template is right");
    let assembled = assemble::assemble(&paper, &template, &mut Default::default());
    let mut session = Session::default();
    let (_, document) =
        typeset::layout(&project, &assembled, &mut session, &mut diagnostics).expect("it can be laid out");
    let pdf = typeset::export(&project, &assembled, &document, &mut session, &mut diagnostics);
    assert!(pdf.is_ok() && diagnostics.is_empty(), "{diagnostics:?}");
    let mut pages = vec![String::new(); document.page_count()];
    for run in document.text() {
        pages[run.page - 1] += run.text;
    }
    pages
}

/// `file line:column code` of each mistake in the templates that a paper uses.
fn found(manifest: &str, files: &[(&str, &str)]) -> Vec<String> {
    let (project, paper) = paper(manifest, files);
    let mut diagnostics = Diagnostics::new();
    let rendered = template::render(&project, &paper, &mut diagnostics);
    assert_eq!(rendered.is_ok(), diagnostics.is_empty());
    let line = |found: Diagnostic| match found.place {
        Place::Span(span) => {
            let source = project.source(span.file);
            let name = source.path().rsplit('/').next().unwrap();
            format!("{name} {} {}", source.position(span.start as usize), found.code.0)
        }
        Place::Path(path) | Place::Argument(path) => path,
    };
    diagnostics.into_sorted().into_iter().map(line).collect()
}

/// The same, with what to do about it.
fn told(manifest: &str, files: &[(&str, &str)]) -> Vec<(String, String)> {
    let (project, paper) = paper(manifest, files);
    let mut diagnostics = Diagnostics::new();
    let _ = template::render(&project, &paper, &mut diagnostics);
    let helps = diagnostics.into_sorted().into_iter().map(|found| found.help.unwrap_or_default());
    found(manifest, files).into_iter().zip(helps).collect()
}

/// What a template makes of a paper of two sections, and its pieces.
fn pieces(template: &str) -> (String, Option<Pieces>) {
    let files = [("templates/house/paper.typ", template), ("templates/house/blocks.typ", "")];
    let (project, mut paper) = paper(&LEAST.replace("europol", "house"), &files);
    let section = Arc::clone(&paper.sections[0].section);
    paper.sections.push(PaperSection { path: "sections/two.md".to_owned(), section });
    let rendered = template::render(&project, &paper, &mut Diagnostics::new()).expect("the template is right");
    (rendered.main.text.clone(), rendered.pieces)
}

/// A paper of one empty section.
fn paper(manifest: &str, files: &[(&str, &str)]) -> (Project, Paper) {
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
        definitions: Vec::new(),
        comments: Vec::new(),
    };
    let sections = vec![PaperSection { path: SECTION.to_owned(), section: section.into() }];
    let terms = Arc::clone(&manifest.terms.terms);
    let front = front::of(&manifest, marking.as_ref(), front::Listed::default(), &terms);
    (
        project,
        Paper {
            manifest: manifest.into(),
            terms,
            front,
            marking,
            sections,
            images: BTreeMap::new(),
            lettering: BTreeMap::new(),
            lacking: Arc::default(),
            older: None,
        },
    )
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
        Place::Path(path) | Place::Argument(path) => path,
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

#[test]
fn a_template_knows_the_headings_of_its_sections_as_they_are_now() {
    let template = "#let heads = ({% for section in sections %}{{ section.number }} + {{ section.title }} + \
                    \" \" + {{ section.label }} + str({{ section.level }}),{% endfor %})\n#heads.join(\"; \")\n";
    let manifest = LEAST.replace("europol", "house");
    let section = "+++\nversion = \"1.0.0\"\n+++\n\n# The *first* one {#first}\n\nWords.\n";
    let project = |section: &str| {
        Project::new([
            ("paper.toml".to_owned(), manifest.clone().into_bytes()),
            ("sections/one.md".to_owned(), section.as_bytes().to_vec()),
            ("templates/house/paper.typ".to_owned(), template.as_bytes().to_vec()),
        ])
    };
    let mut session = press::Session::default();
    let mut main = |section: &str| {
        let mut diagnostics = Diagnostics::new();
        let assembled = press::assemble(&project(section), &mut session, &mut diagnostics);
        let Ok((_, assembled)) = assembled else { panic!("{:?}", diagnostics.into_sorted()) };
        press::tree(&assembled)
            .into_iter()
            .find(|(path, _)| path == "templates/house/paper.typ")
            .map(|(_, text)| String::from_utf8(text).expect("UTF-8"))
    };
    let expected = |title: &str| format!("\"1.\" + \"{title}\" + \" \" + \"first\" + str(1),");
    assert!(main(section).is_some_and(|text| text.contains(&expected("The first one"))), "{:?}", main(section));
    let edited = section.replace("*first*", "only");
    assert!(main(&edited).is_some_and(|text| text.contains(&expected("The only one"))), "{:?}", main(&edited));
}
