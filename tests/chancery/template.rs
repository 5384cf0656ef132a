//! Values stand in `main.typ` as literals in code, or the template is at fault, at its own line.

use chancery::diagnostic::{Diagnostics, Place};
use chancery::markup::VirtualFile;
use chancery::project::Project;
use chancery::template;
use chancery::value::Rendered;

const PATH: &str = "templates/house/paper.typ";

/// Runs code wherever it does not stand as a string.
const TITLE: &str = r##""A \"title\" #panic(\"code\")""##;

#[test]
fn a_value_is_accepted_only_as_a_literal_in_code() {
    let accepted = [
        "#{{ title }}",
        "Text #{{ title }} and [#{{ title }}].",
        "#text(lang: {{ title }}, size: {{ number }} * 1pt)",
        "#let data = (a: {{ title }}, b: ({{ list }}, {{ negative }}), c: {{ none }})",
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
    assert_eq!(mistakes("{{ title }} #{{ title }} {{ number }}"), ["1:1 template-value", "1:26 template-value"]);
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
    let file: VirtualFile = template::accept(source, &rendered, &mut Diagnostics::new()).unwrap();
    assert_eq!(file.text, rendered.text);
    let lines = ["a", TITLE, "b"].map(|text| {
        let at = file.text.find(text).unwrap();
        source.position(file.origin(at..at + 1).unwrap().start as usize).line
    });
    assert_eq!(lines, [1, 2, 4]);
}

/// `line:column code` of each mistake in a template.
fn mistakes(text: &str) -> Vec<String> {
    let (project, rendered) = render(text);
    let source = project.source(project.id(PATH).unwrap());
    let mut diagnostics = Diagnostics::new();
    let accepted = template::accept(source, &rendered, &mut diagnostics);
    assert_eq!(accepted.is_ok(), diagnostics.is_empty());
    let line = |found: chancery::diagnostic::Diagnostic| match found.place {
        Place::Span(span) => format!("{} {}", source.position(span.start as usize), found.code.0),
        Place::Path(path) => path,
    };
    diagnostics.into_sorted().into_iter().map(line).collect()
}

/// A template of nothing but text and values.
fn render(text: &str) -> (Project, Rendered) {
    let mut rendered = Rendered { text: String::new(), values: Vec::new(), lines: Vec::new() };
    let mut start = 0;
    for line in text.split('\n') {
        rendered.lines.push(start);
        start += line.len() + 1;
        for (index, piece) in line.split("{{").enumerate() {
            let rest = if index == 0 { piece } else { push_value(&mut rendered, piece) };
            rendered.text.push_str(rest);
        }
        rendered.text.push('\n');
    }
    (Project::new([(PATH.to_owned(), text.as_bytes().to_vec())]), rendered)
}

fn push_value<'a>(rendered: &mut Rendered, piece: &'a str) -> &'a str {
    let (name, rest) = piece.split_once("}}").unwrap();
    let start = rendered.text.len();
    rendered.text.push_str(match name.trim() {
        "title" => TITLE,
        "number" => "12",
        "negative" => "-1.5",
        "none" => "none",
        "list" => "(1, (a: \"b\", \"c d\": true,),)",
        "date" => "datetime(year: 2013, month: 6, day: 1)",
        other => panic!("no value {other}"),
    });
    rendered.values.push(start..rendered.text.len());
    rest
}
