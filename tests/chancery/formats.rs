//! What other programs get: GitHub, GitLab, readers of SARIF, readers of JUnit's XML.

mod schema;

use std::path::Path;

use chancery::diagnostic::{Code, Diagnostic, Place, Severity};
use chancery::project::Project;
use chancery::report;
use chancery::source::Span;
use proptest::prelude::*;
use proptest::sample::Index;
use serde_json::{Value, json};

const SECTION: &str = "sections/a, 50%.md";

const TEXT: &str = "# Trends {#trends}\n\nSee [](#trend) and [](#trend).\n\nSee  [](#trends).\n";

const GITLAB: &str = include_str!("../schemas/gitlab-code-quality.json");
const JUNIT: &str = include_str!("../schemas/junit-10.json");
const SARIF: &str = include_str!("../schemas/sarif-2.1.0.json");

const PAGE: &str = "A reference to a label that is not there\n\nMost often a slip.\n\n## Example\n\n    [](#trend)\n";

fn project(text: &str) -> Project {
    Project::new([(SECTION.to_owned(), text.as_bytes().to_vec())])
}

/// The spans of all that reads `needle`.
fn spans(project: &Project, needle: &str) -> Vec<Span> {
    let source = project.source(project.id(SECTION).expect("the section is there"));
    source.text().match_indices(needle).map(|(at, _)| source.span(at..at + needle.len())).collect()
}

/// Two of a kind in one line, one over two lines, one about a file as a whole.
fn findings(project: &Project) -> Vec<Diagnostic> {
    let unknown = |span| Diagnostic::error(Code("unknown-label"), span, "there is no label `trend`");
    let trends = spans(project, "#trends}")[0];
    let slips: Vec<_> = spans(project, "#trend)");
    let lines = Span::new(trends.file, trends.range().start..slips[0].range().end);
    vec![
        unknown(slips[0]).with_label(trends, "this, perhaps?").with_help("Write `#trends`, 100%."),
        unknown(slips[1]).with_fix(slips[1], "#trends)"),
        Diagnostic::warning(Code("two-lines"), lines, "from here to there"),
        Diagnostic::hint(Code("odd-name"), Place::Path("sections/x.md".to_owned()), "an <odd> & \"quoted\" name"),
    ]
}

fn parse(json: &str) -> Value {
    assert_eq!(json.matches('\n').count(), 1, "one line: {json}");
    serde_json::from_str(json).unwrap_or_else(|error| panic!("{error}: {json}"))
}

/// The JSON, if it is as the schema says.
#[track_caller]
fn valid(schema: &str, json: &str) -> Value {
    let value = parse(json);
    let schema = serde_json::from_str(schema).expect("a schema is JSON");
    assert_eq!(schema::mistakes(&schema, &value), [""; 0], "{json}");
    value
}

fn sarif(findings: &[Diagnostic], project: &Project, root: &str) -> Value {
    let explain = |code: Code| (code.0 == "unknown-label").then_some(PAGE);
    valid(SARIF, &report::sarif(findings, project, root, explain))
}

#[test]
fn github_gets_one_command_a_finding() {
    let project = project(TEXT);
    let expected = "\
::error file=papers/sections/a%2C 50%25.md,line=3,col=8,endLine=3,endColumn=15,title=unknown-label\
::there is no label `trend`%0Apapers/sections/a, 50%25.md:1:11: this, perhaps?%0AWrite `#trends`, 100%25.
::error file=papers/sections/a%2C 50%25.md,line=3,col=23,endLine=3,endColumn=30,title=unknown-label\
::there is no label `trend`
::warning file=papers/sections/a%2C 50%25.md,line=1,endLine=3,title=two-lines::from here to there
::notice file=papers/sections/x.md,line=1,col=1,endLine=1,endColumn=1,title=odd-name::an <odd> & \"quoted\" name
";
    assert_eq!(report::github(&findings(&project), &project, "papers"), expected);
}

#[test]
fn gitlab_gets_what_its_schema_asks_for() {
    let project = project(TEXT);
    let report = valid(GITLAB, &report::gitlab(&findings(&project), &project, "papers/"));
    let first = json!({
        "description": "there is no label `trend`",
        "check_name": "unknown-label",
        "fingerprint": report[0]["fingerprint"],
        "severity": "major",
        "location": { "path": format!("papers/{SECTION}"), "lines": { "begin": 3 } },
    });
    assert_eq!(report[0], first);
    let severities: Vec<_> = report.as_array().into_iter().flatten().map(|finding| &finding["severity"]).collect();
    assert_eq!(severities, ["major", "major", "minor", "info"]);
    assert_eq!(valid(GITLAB, &report::gitlab(&[], &project, "")), json!([]));
}

#[test]
fn a_finding_is_the_same_wherever_its_line_has_moved() {
    let fingerprints = |text: &str, root: &str| -> Vec<String> {
        let project = project(text);
        let report = parse(&report::gitlab(&findings(&project), &project, root));
        let report = report.as_array().expect("an array").clone();
        report.iter().map(|finding| finding["fingerprint"].as_str().expect("a string").to_owned()).collect()
    };
    let before = fingerprints(TEXT, "");
    let all_differ = |list: &[String]| (1..list.len()).all(|at| !list[..at].contains(&list[at]));
    assert!(all_differ(&before), "{before:?}");
    assert_eq!(fingerprints(&format!("A new line.\n\n{TEXT}"), ""), before);
    assert_eq!(fingerprints(TEXT, "papers/2013"), before, "the place of the paper makes no difference");
    let other = fingerprints(&TEXT.replace("See [](#trend)", "See also [](#trend)"), "");
    assert!(other[0] != before[0] && other[1] != before[1] && other[2..] == before[2..], "the line was rewritten");
    // It is kept by others, so a release that computes another one makes each old finding a new one.
    assert_eq!(before[0], "9ff93f94be8b8846323fa7a8a82f906b");
    let project = project(TEXT);
    let log = sarif(&findings(&project), &project, "");
    assert_eq!(log["runs"][0]["results"][0]["partialFingerprints"]["findingLine/v1"], before[0]);
}

#[test]
fn sarif_names_rules_places_and_levels() {
    let project = project(TEXT);
    let mut findings = findings(&project);
    let again = findings[0].labels[0].clone();
    findings[0] = findings[0].clone().with_label(again.place, again.text);
    let log = sarif(&findings, &project, "papers");
    let run = &log["runs"][0];
    let rules = &run["tool"]["driver"]["rules"];
    let text = |text: &str| json!({ "text": text });
    let odd = json!({ "id": "odd-name", "shortDescription": text("odd name"), "fullDescription": text("odd name"),
        "help": text("odd name") });
    let unknown = json!({ "id": "unknown-label", "fullDescription": text("Most often a slip."),
        "shortDescription": text("A reference to a label that is not there"),
        "help": { "text": PAGE, "markdown": PAGE } });
    assert_eq!((&rules[0], &rules[2]), (&odd, &unknown));

    let place = |line: u64, column: u64, end_column: u64| {
        json!({
            "artifactLocation": { "uri": "papers/sections/a%2C%2050%25.md", "uriBaseId": "%SRCROOT%" },
            "region": { "startLine": line, "startColumn": column, "endLine": line, "endColumn": end_column },
        })
    };
    let first = json!({
        "ruleId": "unknown-label",
        "ruleIndex": 2,
        "level": "error",
        "message": text("there is no label `trend`. Write `#trends`, 100%."),
        "locations": [{ "physicalLocation": place(3, 8, 15) }],
        "relatedLocations": [{ "physicalLocation": place(1, 11, 19), "message": text("this, perhaps?") }],
        "partialFingerprints": run["results"][0]["partialFingerprints"],
    });
    assert_eq!(run["results"][0], first);
    let location = &first["locations"][0]["physicalLocation"]["artifactLocation"];
    let region = json!({ "startLine": 3, "startColumn": 23, "endLine": 3, "endColumn": 30 });
    let replacement = json!({ "deletedRegion": region, "insertedContent": text("#trends)") });
    let fix = json!({ "artifactChanges": [{ "artifactLocation": location, "replacements": [replacement] }] });
    assert_eq!(run["results"][1]["fixes"], json!([fix]));
    for result in run["results"].as_array().into_iter().flatten() {
        let index = result["ruleIndex"].as_u64().expect("a number") as usize;
        assert_eq!(rules[index]["id"], result["ruleId"]);
    }
    assert_eq!(run["results"][2]["level"], "warning");
    assert_eq!(run["results"][3]["level"], "note");
}

#[test]
fn sarif_paths_never_climb() {
    let project = project(TEXT);
    for (root, uri, base) in [
        ("", "sections/a%2C%2050%25.md", "%SRCROOT%"),
        ("papers/été", "papers/%C3%A9t%C3%A9/sections/a%2C%2050%25.md", "%SRCROOT%"),
        ("../..", "sections/a%2C%2050%25.md", "PAPERROOT"),
        ("/home/me/paper", "sections/a%2C%2050%25.md", "PAPERROOT"),
        ("C:/paper", "sections/a%2C%2050%25.md", "PAPERROOT"),
    ] {
        let log = sarif(&findings(&project), &project, root);
        let artifact = &log["runs"][0]["results"][0]["locations"][0]["physicalLocation"]["artifactLocation"];
        assert_eq!(*artifact, json!({ "uri": uri, "uriBaseId": base }), "{root}");
        assert!(log["runs"][0]["originalUriBaseIds"][base].is_object(), "{root}");
    }
}

#[test]
fn junit_gets_a_case_for_each_finding_and_one_for_a_pass() {
    let project = project(TEXT);
    let findings = findings(&project);
    let xml = report::junit(&findings, &project, "papers");
    let document = roxmltree::Document::parse(&xml).expect("it is XML");
    assert_eq!(strange_in_junit(document.root_element()), [""; 0], "{xml}");
    let suite = document.root_element().first_element_child().expect("a suite");
    let count = |name| suite.attribute(name).expect("a count");
    assert_eq!((count("tests"), count("failures"), count("skipped")), ("4", "2", "2"));
    let cases: Vec<_> = suite.children().filter(|node| node.has_tag_name("testcase")).collect();
    let expected = [
        ("papers/sections/a, 50%", "unknown-label: there is no label `trend`", "failure"),
        ("papers/sections/a, 50%", "unknown-label: there is no label `trend` (2)", "failure"),
        ("papers/sections/a, 50%", "two-lines: from here to there", "skipped"),
        ("papers/sections/x", "odd-name: an <odd> & \"quoted\" name", "skipped"),
    ];
    let found = cases.iter().map(|case| {
        let outcome = case.first_element_child().expect("an outcome").tag_name().name();
        (case.attribute("classname").unwrap_or(""), case.attribute("name").unwrap_or(""), outcome)
    });
    assert_eq!(found.collect::<Vec<_>>(), expected);
    let failure = cases[0].first_element_child().expect("a failure");
    assert_eq!(failure.attribute("message"), Some("there is no label `trend`"));
    let shown = failure.text().expect("a text");
    assert!(shown.contains("3 | See [](#trend) and [](#trend).") && shown.contains("= help: Write"), "{shown}");

    // Warnings and hints fail nothing; a run without errors has passed.
    for (findings, tests) in [(&findings[2..], "3"), (&[], "1")] {
        let xml = report::junit(findings, &project, "");
        let document = roxmltree::Document::parse(&xml).expect("it is XML");
        assert_eq!(strange_in_junit(document.root_element()), [""; 0], "{xml}");
        assert_eq!(document.root_element().attribute("tests"), Some(tests));
        assert_eq!(document.root_element().attribute("failures"), Some("0"));
        let passed = document.descendants().filter(|node| node.has_tag_name("testcase") && !node.has_children());
        assert_eq!(passed.count(), 1);
    }
}

/// What in an element and below is not as the description of JUnit's XML says.
fn strange_in_junit(element: roxmltree::Node) -> Vec<String> {
    let schema: Value = serde_json::from_str(JUNIT).expect("the description is JSON");
    let name = element.tag_name().name();
    let list = |what: &str| -> Vec<String> {
        let names = schema[name][what].as_array().unwrap_or_else(|| panic!("`{name}` is not described"));
        names.iter().map(|name| name.as_str().expect("a name").to_owned()).collect()
    };
    let (required, optional, holds) = (list("required"), list("optional"), list("holds"));
    let missing = required.iter().filter(|name| element.attribute(name.as_str()).is_none());
    let mut strange: Vec<_> = missing.map(|missing| format!("{name} without {missing}")).collect();
    let attributes = element.attributes().map(|attribute| attribute.name().to_owned());
    let unknown = attributes.filter(|attribute| !required.contains(attribute) && !optional.contains(attribute));
    strange.extend(unknown.map(|unknown| format!("{name} with {unknown}")));
    for child in element.children() {
        let kind = if child.is_element() { child.tag_name().name() } else { "text" };
        let is_blank = child.is_text() && child.text().is_some_and(|text| text.trim().is_empty());
        if !is_blank && !holds.iter().any(|held| held == kind) {
            strange.push(format!("{kind} in {name}"));
        } else if child.is_element() {
            strange.extend(strange_in_junit(child));
        }
    }
    strange
}

/// A project of one file with one finding: any characters anywhere, any span.
#[derive(Debug, Clone)]
struct Hostile {
    path: String,
    root: String,
    text: String,
    message: String,
    range: (Index, Index),
    severity: usize,
}

impl Hostile {
    fn project(&self) -> Project {
        Project::new([(self.path.clone(), self.text.as_bytes().to_vec())])
    }

    fn findings(&self, project: &Project) -> Vec<Diagnostic> {
        let source = project.source(project.id(&self.path).expect("the file is there"));
        let at = |index: Index| source.text().floor_char_boundary(index.index(source.text().len() + 1));
        let (one, other) = (at(self.range.0), at(self.range.1));
        let span = source.span(one.min(other)..one.max(other));
        let severity = [Severity::Error, Severity::Warning, Severity::Hint][self.severity % 3];
        let finding = Diagnostic::new(severity, Code("some-code"), span, &self.message)
            .with_label(span, &self.message)
            .with_label(Place::Path(self.path.clone()), &self.message)
            .with_label(span, &self.message)
            .with_help(&self.message)
            .with_fix(span, &self.message);
        vec![finding.clone(), finding]
    }
}

fn hostile() -> impl Strategy<Value = Hostile> {
    // What some format reads as its own, and what XML or JSON does not hold.
    const SPECIAL: &str =
        "%:,;=&<>\"'\\/[]{}#é\t\r\n\0\u{b}\u{1b}\u{7f}\u{85}\u{9b}\u{2028}\u{202e}\u{fffe}\u{ffff}\u{10ffff}";
    let special = prop::sample::select(SPECIAL.chars().collect::<Vec<_>>());
    let piece = prop_oneof![
        3 => special.prop_map(String::from),
        1 => any::<char>().prop_map(String::from),
        1 => prop::sample::select(vec!["::", "%0A", "]]>", "<!--", "..", "a", " "]).prop_map(str::to_owned),
    ];
    let text = |sizes| prop::collection::vec(piece.clone(), sizes).prop_map(|pieces| pieces.concat());
    let range = any::<(Index, Index)>();
    (text(1..9), text(0..5), text(0..30), text(1..9), range, 0..3_usize)
        .prop_map(|(path, root, text, message, range, severity)| Hostile { path, root, text, message, range, severity })
}

/// Path and message of a workflow command, as the runner reads them.
fn command(line: &str) -> Option<(String, String)> {
    let unescape = |text: &str| {
        let escapes = [("%0D", "\r"), ("%0A", "\n"), ("%3A", ":"), ("%2C", ","), ("%25", "%")];
        escapes.iter().fold(text.to_owned(), |text, (escape, character)| text.replace(escape, character))
    };
    let (head, message) = line.strip_prefix("::")?.split_once("::")?;
    let properties = head.split_once(' ')?.1.split(',').map(|property| property.split_once('='));
    let properties: Vec<_> = properties.collect::<Option<_>>()?;
    let keys: Vec<_> = properties.iter().map(|(key, _)| *key).collect();
    let known = [&["file", "line", "col", "endLine", "endColumn", "title"][..], &["file", "line", "endLine", "title"]];
    known.contains(&&keys[..]).then(|| (unescape(properties[0].1), unescape(message)))
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 2_000, failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn whatever_is_written_the_form_holds(hostile in hostile()) {
        let project = hostile.project();
        let findings = hostile.findings(&project);
        let slash = if hostile.root.is_empty() || hostile.root.ends_with('/') { "" } else { "/" };
        let path = report::visible(&format!("{}{slash}{}", hostile.root, hostile.path)).into_owned();
        let message = report::visible(&hostile.message).into_owned();

        let github = report::github(&findings, &project, &hostile.root);
        prop_assert!(github.ends_with('\n') && github.lines().count() == 2 && github.matches('\n').count() == 2);
        for line in github.lines() {
            let (file, text) = command(line).expect("a command that the runner knows");
            prop_assert_eq!(&file, &path);
            prop_assert!(text.starts_with(&message) && text.split('\n').count() == 5, "{}", text);
        }

        let gitlab = valid(GITLAB, &report::gitlab(&findings, &project, &hostile.root));
        prop_assert_eq!(&gitlab[0]["location"]["path"], &path);
        prop_assert_eq!(&gitlab[1]["description"], &message);
        prop_assert_ne!(&gitlab[0]["fingerprint"], &gitlab[1]["fingerprint"]);

        let log = sarif(&findings, &project, &hostile.root);
        prop_assert_eq!(&log["runs"][0]["results"].as_array().map(Vec::len), &Some(2));

        let xml = report::junit(&findings, &project, &hostile.root);
        let document = roxmltree::Document::parse(&xml).expect("it is XML");
        let case = document.descendants().find(|node| node.has_tag_name("testcase")).expect("a case");
        let replaced = |text: &str| text.replace(['\u{fffe}', '\u{ffff}'], "\u{fffd}");
        let class = Path::new(&path).with_extension("").display().to_string();
        prop_assert_eq!(case.attribute("classname"), Some(&*replaced(&class)));
        prop_assert_eq!(strange_in_junit(document.root_element()), [""; 0]);
        let outcome = case.first_element_child().expect("an outcome");
        prop_assert_eq!(outcome.attribute("message"), Some(&*replaced(&message)));
    }
}
