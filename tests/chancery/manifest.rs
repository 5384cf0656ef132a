//! What authors declare in TOML (manifest, front matter, marking schemes) is read as meant, or answered at its place.

use std::collections::BTreeMap;

use chancery::diagnostic::{Diagnostic, Diagnostics, Place, Severity};
use chancery::front_matter;
use chancery::manifest::{self, Contents, Manifest, PartialDate};
use chancery::marking::{self, Demand};
use chancery::project::Project;
use chancery::section::{Status, Text};
use chancery::source::Spanned;
use chancery::table::Datum;
use proptest::prelude::*;

const PAPER: &str = r#"[paper]
slug = "pearls"
title = "Pearls"
version = "1.0.0"
date = "2013-06"
language = "en-GB"
status = "final"
template = "europol"
sections = ["trends.md"]
"#;

#[test]
fn a_whole_manifest_is_read() {
    let text = r#"[paper]
slug = "pearls-in-policing-2013"
title = "Pearls in Policing 2013"
subtitle = "Caf\u00e9"
kind = "Discussion paper"
version = "1.0.0-draft.1"
date = 2013-06-24
language = "EN-gb"
authors = ["Europol", "Interpol"]
status = "consultation"
template = "europol"
contents = true
sections = ["trends.md"]

[marking]
scheme = "europol"
level = "unclassified"

[bibliography]
files = ["references.bib"]
style = "europol"

[parties]
driver = "Europol"
co-drivers = ["Belgian Federal Police", "FRONTEX"]

[vars]
host = "Dutch police"
count = 13
share = 0.5
open = true
days = [2013-06-24]

[abbreviations]
LEA = "law enforcement agency"

[check]
unused-footnote = "allow"
[check."sections/trends.md"]
invisible-character = "hint"

[[history]]
version = "0.9.0"
date = 2012
status = "draft"
summary = "For comments"
"#;
    let project = project(text);
    let mut diagnostics = Diagnostics::new();
    let manifest = manifest::read(&project, &mut diagnostics).unwrap();
    assert_eq!(findings(&project, diagnostics), Vec::<String>::new());

    let source = project.source(manifest.file);
    assert_eq!(source.slice(manifest.title.span()), "Pearls in Policing 2013", "the place of plain text is its inside");
    let subtitle = manifest.subtitle.unwrap();
    assert_eq!((subtitle.as_str(), source.slice(subtitle.span())), ("Café", r#""Caf\u00e9""#));
    assert_eq!(manifest.slug.value, "pearls-in-policing-2013");
    assert_eq!(manifest.version.value.to_string(), "1.0.0-draft.1");
    assert_eq!(manifest.date.value.to_string(), "2013-06-24");
    assert_eq!(manifest.language.value, "en-GB", "in its usual letter case");
    assert_eq!(texts(&manifest.authors), ["Europol", "Interpol"]);
    assert_eq!((manifest.status.value, manifest.contents), (Status::Consultation, Some(Contents::default())));
    assert_eq!(values(&manifest.sections), ["trends.md"]);
    assert_eq!(manifest.marking.unwrap().level.value, "unclassified");
    assert_eq!(values(&manifest.bibliography.unwrap().files), ["references.bib"]);
    let parties: Vec<_> = manifest.parties.iter().map(|party| (party.role.as_str(), texts(&party.names))).collect();
    assert_eq!(parties, [("driver", vec!["Europol"]), ("co-drivers", vec!["Belgian Federal Police", "FRONTEX"])]);
    let vars = [
        ("host", Datum::Text("Dutch police".into())),
        ("count", Datum::Integer(13)),
        ("share", Datum::Float(0.5)),
        ("open", Datum::Boolean(true)),
        ("days", Datum::List(vec![Datum::Text("2013-06-24".into())])),
    ];
    assert_eq!(manifest.vars, BTreeMap::from(vars.map(|(name, datum)| (name.to_owned(), datum))));
    assert_eq!(manifest.abbreviations[0].1.as_str(), "law enforcement agency");
    let check: Vec<_> =
        manifest.check.iter().map(|it| (it.code.value.as_str(), it.severity, it.path.is_some())).collect();
    assert_eq!(check, [("unused-footnote", None, false), ("invisible-character", Some(Severity::Hint), true)]);
    assert_eq!(manifest.history[0].date.value, PartialDate { year: 2012, month: None, day: None });
}

#[test]
fn each_mistake_is_answered_at_its_place() {
    let cases: &[(&str, &str, &[&str])] = &[
        (
            "slug = \"pearls\"",
            "slug = \"Pearls, 2013!\"",
            &[
                "2:9 invalid-name: `slug` may hold only lower-case letters, digits and hyphens. Write `\"pearls-2013\"`.",
            ],
        ),
        (
            "title = \"Pearls\"",
            "titel = \"Pearls\"",
            &[
                "1:1 missing-key: `title` is missing. Add it: `title = \"Pearls in Policing 2013\"`.",
                "3:1 unknown-key: unknown key `titel`. Did you mean `title`?",
            ],
        ),
        (
            "title = \"Pearls\"",
            "title = 3",
            &["3:9 invalid-type: `title` must be text, not a number. Put it in quotes: `\"3\"`."],
        ),
        (
            "title = \"Pearls\"",
            "title = \" \"",
            &["3:9 empty-value: `title` is empty. Write something between the quotes, or delete it."],
        ),
        (
            "title = \"Pearls\"",
            "title = \"a\\nb\"",
            &["3:9 invalid-character: `title` must stand on one line. Take out the line break."],
        ),
        (
            "title = \"Pearls\"",
            "title = \"a\\u0007\"",
            &["3:9 invalid-character: `title` holds the control character U+0007. Delete it."],
        ),
        ("title = \"Pearls\"", "title = Pearls", &["3:9 toml-syntax: text must stand in quotes. Write `\"Pearls\"`."]),
        (
            "title = \"Pearls\"",
            "title = \"Pearls",
            &["3:16 toml-syntax: this text does not end. Put the same quote at its end as at its start."],
        ),
        (
            "title = \"Pearls\"",
            "title =",
            &["3:8 toml-syntax: this key has no value. Write `key = \"value\"`, or delete the line."],
        ),
        (
            "title = \"Pearls\"",
            "title = \"Pearls\"\ntitle = \"Perlen\"",
            &["4:1 duplicate-key: `title` is given twice. Keep one of the two. (3:1 first given here)"],
        ),
        (
            "version = \"1.0.0\"",
            "version = \"1.0\"",
            &[
                "4:12 invalid-version: `1.0` is not a version. A version has three numbers, such as `1.0.0` or `1.2.0-draft.1`.",
            ],
        ),
        (
            "date = \"2013-06\"",
            "date = \"2013-02-29\"",
            &[
                "5:9 invalid-date: `2013-02-29` is not a date. Write a year, a month or a day: `2013`, `2013-06` or `2013-06-24`.",
            ],
        ),
        (
            "date = \"2013-06\"",
            "date = 2013-06",
            &[
                "5:8 toml-syntax: this is not a full date of the calendar. Put it in quotes if it is meant so: `\"2013-06\"`.",
            ],
        ),
        (
            "language = \"en-GB\"",
            "language = \"english\"",
            &["6:13 invalid-language: `english` is the name of a language, and not its tag. Write `en`."],
        ),
        (
            "status = \"final\"",
            "status = \"finl\"",
            &["7:11 unknown-value: `status` cannot be `finl`. Did you mean `\"final\"`?"],
        ),
        (
            "status = \"final\"",
            "status = \"published\"",
            &["7:11 unknown-value: `status` cannot be `published`. Choose from `draft`, `consultation` and `final`."],
        ),
        (
            "template = \"europol\"",
            "template = \"../europol\"",
            &[
                "8:13 invalid-name: `template` may hold only lower-case letters, digits and hyphens. Write `\"europol\"`.",
            ],
        ),
        (
            "[\"trends.md\"]",
            "\"trends.md\"",
            &[
                "9:12 invalid-type: `sections` must be a list, not text. Put it in square brackets: `sections = [\"trends.md\"]`.",
            ],
        ),
        (
            "[\"trends.md\"]",
            "[\"trends.md\" \"a.md\"]",
            &["9:25 toml-syntax: a comma is missing here. Separate items by commas."],
        ),
        (
            "[\"trends.md\"]",
            "[]",
            &[
                "9:1 unlisted-section: `sections/trends.md` is not listed, so it is not printed. Add `\"trends.md\"` to `sections`, or delete the file.",
                "9:12 empty-list: this list names no file. Name at least one file of `sections/`.",
            ],
        ),
        (
            "[paper]",
            "[papr]",
            &[
                "1:1 missing-key: `[paper]` is missing. Add it: `[paper]`.",
                "1:2 unknown-key: unknown key `papr`. Did you mean `paper`?",
            ],
        ),
        ("[paper]", "[paper", &["1:7 toml-syntax: this header does not end. Put `]` at its end."]),
        (
            "[paper]",
            "[marking]\nscheme = \"europol\"\n[paper]",
            &["1:1 missing-key: `level` is missing. Add it: `level = \"unclassified\"`."],
        ),
    ];
    for (right, wrong, expected) in cases {
        assert!(PAPER.contains(right), "{right}");
        assert_eq!(&read(&PAPER.replacen(right, wrong, 1)).1, expected, "{wrong}");
    }
    assert_eq!(read(PAPER).1, Vec::<String>::new());
}

#[test]
fn all_mistakes_are_found_in_one_run() {
    let text = PAPER.replace("\"Pearls\"", "3").replace("\"1.0.0\"", "\"one\"")
        + r#"[bibliography]
files = ["reference.bib"]
style = ""
[parties]
co-drivers = ["FRONTEX", 3]
[vars]
large = 99999999999999999999
endless = inf
[check]
date-form = "alow"
[check."sections/trend.md"]
date-form = "hint"
[[history]]
version = "1.0.0"
date = "2013"
status = "final"
"#;
    let (manifest, found) = read(&text);
    assert!(manifest.is_none());
    let codes: Vec<_> = found.iter().map(|finding| finding.split(": ").next().unwrap()).collect();
    let expected = [
        "3:9 invalid-type",
        "4:12 invalid-version",
        "11:11 missing-file",
        "12:9 empty-value",
        "14:26 invalid-type",
        "16:9 invalid-value",
        "17:11 invalid-value",
        "19:14 unknown-value",
        "20:8 missing-file",
        "22:1 missing-key",
    ];
    assert_eq!(codes, expected, "{found:#?}");
}

/// A mistake that leaves a usable manifest does not hide those of later stages.
#[test]
fn a_manifest_with_harmless_mistakes_is_returned() {
    let (manifest, found) = read(&PAPER.replace("[\"trends.md\"]", "[\"trends.md\", \"none.md\"]\ncolour = \"blue\""));
    assert_eq!(values(&manifest.unwrap().sections), ["trends.md"]);
    assert_eq!(found.len(), 2, "{found:?}");
}

#[test]
fn listed_files_are_there_once_and_below_their_folder() {
    let list = r#"["trends.md", "trend.md", "trends.md", "sections/trends.md", "../paper.md", "/etc/a.md", 'a\b.md', "./trends.md", "trends.txt"]"#;
    let strange = "Write the path from there, with `/` between folders and `.md` at its end.";
    let expected = [
        "9:27 missing-file: there is no file `sections/trend.md`. Did you mean `\"trends.md\"`?".to_owned(),
        "9:39 duplicate-file: `trends.md` is listed twice. Keep one of the two. (9:14 first listed here)".to_owned(),
        "9:52 missing-file: there is no file `sections/sections/trends.md`. Did you mean `\"trends.md\"`?".to_owned(),
        format!("9:74 invalid-path: `../paper.md` is not the name of a file below `sections/`. {strange}"),
        format!("9:89 invalid-path: `/etc/a.md` is not the name of a file below `sections/`. {strange}"),
        format!("9:102 invalid-path: `a\\b.md` is not the name of a file below `sections/`. {strange}"),
        "9:112 missing-file: there is no file `sections/./trends.md`. Did you mean `\"trends.md\"`?".to_owned(),
        "9:127 missing-file: there is no file `sections/trends.txt`. Did you mean `\"trends.md\"`?".to_owned(),
    ];
    assert_eq!(read(&PAPER.replace("[\"trends.md\"]", list)).1, expected);
}

#[test]
fn a_file_that_lies_elsewhere_is_told_so() {
    let manifest = PAPER.replace("[\"trends.md\"]", "[\"works.md\", \"D.md\", \"trends\"]");
    let project = project(&manifest).with("bibliography/works.md", Vec::new()).with("sections/part/d.md", Vec::new());
    let mut diagnostics = Diagnostics::new();
    let _ = manifest::read(&project, &mut diagnostics);
    let expected = [
        "9:14 missing-file: there is no file `sections/works.md`. It lies at `bibliography/works.md`: move it to \
         `sections/`.",
        "9:26 missing-file: there is no file `sections/D.md`. Did you mean `\"part/d.md\"`?",
        "9:34 missing-file: there is no file `sections/trends`. Did you mean `\"trends.md\"`?",
    ];
    assert_eq!(findings(&project, diagnostics), expected);
}

#[test]
fn a_key_in_the_wrong_table_is_told_where_it_belongs() {
    let manifest = PAPER.replace("status = \"final\"\n", "");
    let below = "\n[style]\ncontents = true\nstatus = \"draft\"\n[paper.marking]\nscheme = \"tlp\"\nlevel = \"red\"\n";
    let found = read(&(manifest + below)).1;
    let help = |key: &str| found.iter().find(|found| found.contains(&format!("unknown key `{key}`"))).cloned();
    let ends = |key: &str, end: &str| assert!(help(key).is_some_and(|help| help.ends_with(end)), "{key}: {found:#?}");
    ends("contents", "`contents` belongs below `[paper]`.");
    ends("status", "`status` belongs below `[paper]`.");
    ends("marking", "`[marking]` is a table of its own: write its header like that.");
    assert_eq!(found.len(), 3, "{found:#?}");
}

#[test]
fn dates_are_as_precise_as_they_are_known_and_in_the_calendar() {
    for date in ["2013", "2013-06", "2013-06-24", "2012-02-29", "2000-02-29", "0001-01-01", "9999-12-31"] {
        assert_eq!(PartialDate::parse(date).map(|date| date.to_string()).as_deref(), Some(date));
    }
    let wrong =
        "13 02013 0000 2013- 2013-6 2013-13 2013-00 2013-06-31 2013-06-00 1900-02-29 2013-06-24-01 +013 ２０１３ June";
    for date in wrong.split(' ') {
        assert_eq!(PartialDate::parse(date), None, "{date}");
    }
}

#[test]
fn language_tags_are_checked_for_their_form() {
    let right = [
        ("en", "en"),
        ("EN-gb", "en-GB"),
        ("sr-latn-rs", "sr-Latn-RS"),
        ("es-419", "es-419"),
        ("sl-Rozaj", "sl-rozaj"),
        ("de-1996", "de-1996"),
    ];
    for (tag, expected) in right {
        let (manifest, found) = read(&PAPER.replace("en-GB", tag));
        assert_eq!(manifest.map(|it| it.language.value).as_deref(), Some(expected), "{found:?}");
    }
    for tag in ["e", "english", "en_GB", "en-", "-en", "en-GB-GB", "en-G", "e1", "en-abcdefghi", "en-1a"] {
        assert!(read(&PAPER.replace("en-GB", tag)).0.is_none(), "{tag}");
    }
}

#[test]
fn front_matter_is_read_where_it_stands() {
    let read = |lines: &str| {
        let text = format!("+++\n{lines}+++\n\n# Trends\n");
        let project = Project::new([("sections/a.md".to_owned(), text.into_bytes())]);
        let source = project.source(project.id("sections/a.md").unwrap());
        let mut diagnostics = Diagnostics::new();
        let result = front_matter::read(source, source.span(4..4 + lines.len()), &mut diagnostics);
        let slice = result.as_ref().ok().map(|it| source.slice(it.version.span).to_owned());
        (result.ok(), slice, findings(&project, diagnostics))
    };
    let (right, version, found) = read(
        "owner = \"É\"\nversion = \"1.2.0\"\nstatus = \"draft\"\ncontributors = [\"A\", \"B\"]\nmarking = \"secret\"\n",
    );
    let right = right.unwrap();
    assert_eq!((version.as_deref(), found.len()), (Some("1.2.0"), 0), "{found:?}");
    assert_eq!(right.status.unwrap().value, Status::Draft);
    assert_eq!(values(&right.contributors), ["A", "B"]);
    assert_eq!((right.marking.unwrap().level.value.as_str(), right.owner.unwrap().value.as_str()), ("secret", "É"));

    let (wrong, _, found) = read("versoin = \"1.0.0\"\nstatus = true\n");
    assert!(wrong.is_none());
    let expected = [
        "2:1 missing-key: `version` is missing. Add it: `version = \"1.0.0\"`.",
        "2:1 unknown-key: unknown key `versoin`. Did you mean `version`?",
        "3:10 invalid-type: `status` must be text, not `true` or `false`. Put it in quotes: `\"true\"`.",
    ];
    assert_eq!(found, expected);
    assert_eq!(read("").2, &expected[..1]);
}

#[test]
fn the_schemes_that_come_with_the_product_are_exact() {
    let scheme = |name: &str| {
        let project = Project::new([]);
        let place = project.source(project.id("templates/marking/europol.toml").unwrap()).whole();
        let mut diagnostics = Diagnostics::new();
        let scheme = marking::read(&project, &Spanned::new(name.to_owned(), place), &mut diagnostics);
        assert_eq!(findings(&project, diagnostics), Vec::<String>::new());
        scheme.unwrap()
    };
    let (europol, euci, tlp, uk) = (scheme("europol"), scheme("euci"), scheme("tlp"), scheme("uk"));
    let levels: Vec<_> = europol.levels.iter().map(|level| (level.name.as_str(), level.text.as_str())).collect();
    let expected = [
        ("public", "EUROPOL PUBLIC INFORMATION"),
        ("unclassified", "Europol Unclassified \u{2013} Basic Protection Level"),
        ("restricted", "EUROPOL RESTRICTED"),
        ("confidential", "EUROPOL CONFIDENTIAL"),
        ("secret", "EUROPOL SECRET"),
        ("top-secret", "EUROPOL TOP SECRET"),
    ];
    assert_eq!(levels, expected);
    assert!(europol.levels.iter().enumerate().all(|(rank, level)| level.rank == rank));
    assert_eq!(europol.default_level.as_deref(), Some("unclassified"));
    let unclassified = &europol.levels[1];
    assert!(unclassified.header && !unclassified.footer && unclassified.colour.is_none());
    assert!(unclassified.misspellings.contains(&"Europol Unclassified - Basic Protection Level".to_owned()));
    assert!(europol.levels[4].demands.contains(&Demand::CopyNumber));
    assert_eq!(euci.levels[3].text, "TR\u{c8}S SECRET UE/EU TOP SECRET");
    assert_eq!(tlp.levels[4].colour.as_deref(), Some("#ff2b2b"));
    assert_eq!((tlp.levels[4].size, tlp.levels[4].alignment.as_str()), (Some(12.0), "right"));
    assert_eq!(uk.levels[1].text, "OFFICIAL-SENSITIVE");
    for scheme in [europol, euci, tlp, uk] {
        let texts: Vec<_> = scheme.levels.iter().map(|level| &level.text).collect();
        let mistaken = scheme.levels.iter().flat_map(|level| &level.misspellings).find(|it| texts.contains(it));
        assert_eq!(mistaken, None, "the marking of a level is no misspelling");
    }
}

#[test]
fn an_unknown_scheme_or_level_offers_the_nearest() {
    let project = project(PAPER);
    let place = project.source(project.id("paper.toml").unwrap()).span(8..12);
    let name = |name: &str| Spanned::new(name.to_owned(), place);
    let mut diagnostics = Diagnostics::new();
    assert!(marking::read(&project, &name("europool"), &mut diagnostics).is_err());
    let scheme = marking::read(&project, &name("europol"), &mut diagnostics).unwrap();
    assert_eq!(scheme.level(&name("secret"), &mut diagnostics).unwrap().rank, 4);
    assert!(scheme.level(&name("unclasified"), &mut diagnostics).is_err());
    let expected = [
        "2:1 unknown-level: the scheme `europol` has no level `unclasified`. Did you mean `unclassified`?",
        "2:1 unknown-scheme: there is no marking scheme `europool`. Did you mean `europol`?",
    ];
    assert_eq!(findings(&project, diagnostics), expected);
}

#[test]
fn a_scheme_answers_for_its_own_mistakes() {
    let scheme = r#"source = "House rules"
status = "invented"
default-level = "opn"
[print]
size = 90
colour = "red"
[[level]]
name = "open"
text = "OPEN"
demands = ["page-numbers"]
[[level]]
name = "open"
text = "CLOSED"
header = false
"#;
    let read = |scheme: &str| {
        let project = Project::new([("templates/marking/house.toml".to_owned(), scheme.as_bytes().to_vec())]);
        let place = project.source(project.id("templates/marking/house.toml").unwrap()).whole();
        let mut diagnostics = Diagnostics::new();
        let result = marking::read(&project, &Spanned::new("house".to_owned(), place), &mut diagnostics);
        assert!(result.is_err());
        findings(&project, diagnostics)
    };
    let expected = [
        "5:8 invalid-value: letters cannot be 90 points high. Choose from 6 to 24 points.",
        "6:11 invalid-value: `red` is not a colour. Write red, green and blue as six hexadecimal digits, such as `#ff2b2b`.",
        "10:13 unknown-value: an item of `demands` cannot be `page-numbers`. Did you mean `\"page-number\"`?",
        "11:1 invalid-value: a marking has to stand in the header or in the footer. Write `header = true` or `footer = true`.",
        "12:9 duplicate-level: `open` belongs to another level. Give each level a name and a text of its own. (8:9 used here)",
    ];
    assert_eq!(read(scheme), expected);
    let scheme = scheme
        .replace("size = 90\ncolour = \"red\"\n", "")
        .replace("page-numbers", "date")
        .replace("\"open\"\ntext = \"CLOSED\"\nheader = false", "\"closed\"\ntext = \"CLOSED\"");
    assert_eq!(read(&scheme), ["3:18 unknown-level: the scheme `house` has no level `opn`. Did you mean `open`?"]);
}

#[test]
fn brackets_that_do_not_end_are_refused_before_they_overflow_the_stack() {
    for (lines, refused) in [
        ("a = {A and {B}\n", true),
        ("a = [{\n]\n", true),
        ("a = \"[\\\"{\" # {\nb = '{'\nc = \"\"\"\n\\\"[\n\"\"\"\nd = '''\n{'''\ne = [{}, []]\n", false),
        ("[a]\n[[b]]\n", false),
    ] {
        let (_, findings) = read(&format!("{PAPER}\n[vars]\n{}", lines.repeat(5_000)));
        let too_deep = findings.iter().any(|finding| finding.contains("nest too deeply"));
        assert_eq!(too_deep, refused, "{lines:?}: {findings:?}");
    }
}

#[test]
fn hostile_toml_is_answered_in_a_word() {
    let deep = |open: &str, close: &str| format!("x = {}1{}", open.repeat(200_000), close.repeat(200_000));
    let cases = [
        ("lists", deep("[", "]")),
        ("tables", deep("{a=", "}")),
        ("dotted key", format!("{}a = 1", "a.".repeat(200_000))),
        ("dotted header", format!("[{}a]", "a.".repeat(200_000))),
        (
            "dotted keys in tables",
            format!("[vars]\nx = {}1{}", format!("{{{}a=", "a.".repeat(78)).repeat(78), "}".repeat(78)),
        ),
        ("open text", "x = \"\"\"".repeat(50_000)),
        ("long number", format!("[vars]\nx = {}", "9".repeat(200_000))),
        ("long key", format!("{} = 1", "a".repeat(200_000))),
    ];
    for (name, text) in cases {
        let found = read(&format!("{PAPER}{text}")).1;
        assert!((1..=2).contains(&found.len()), "{name}: {}", found.len());
    }
    assert!(read(&format!("{PAPER}{}", "]\n".repeat(50_000))).1.len() <= 25, "mistakes beyond count are left out");
}

proptest! {
    #[test]
    fn no_text_makes_the_reader_of_tables_panic(noise in "([\\[\\]{}=\"'.,#\\\\a-c1-9 \né-]|paper|title|'{3}|\"{3}){0,40}") {
        read(&noise);
        read(&format!("{PAPER}{noise}"));
        read(&PAPER.replace("\"Pearls\"", &noise));
    }
}

fn project(manifest: &str) -> Project {
    let files = [("paper.toml", manifest), ("sections/trends.md", ""), ("bibliography/references.bib", "")];
    Project::new(files.map(|(path, text)| (path.to_owned(), text.as_bytes().to_vec())))
}

/// The manifest and what was found in it.
fn read(manifest: &str) -> (Option<Manifest>, Vec<String>) {
    let project = project(manifest);
    let mut diagnostics = Diagnostics::new();
    let result = manifest::read(&project, &mut diagnostics);
    (result.ok(), findings(&project, diagnostics))
}

fn texts(texts: &[Text]) -> Vec<&str> {
    texts.iter().map(Text::as_str).collect()
}

fn values(texts: &[Spanned<String>]) -> Vec<&str> {
    texts.iter().map(|text| text.value.as_str()).collect()
}

/// Each finding as `line:column code: message. Help (label)`.
fn findings(project: &Project, diagnostics: Diagnostics) -> Vec<String> {
    let position = |place: &Place| match place {
        Place::Span(span) => project.source(span.file).position(span.start as usize).to_string(),
        Place::Path(path) | Place::Argument(path) => path.clone(),
    };
    let show = |finding: &Diagnostic| {
        let labels = finding.labels.iter().map(|label| format!(" ({} {})", position(&label.place), label.text));
        let help = finding.help.as_deref().unwrap_or_default();
        let (place, code) = (position(&finding.place), finding.code.0);
        format!("{place} {code}: {}. {help}{}", finding.message, labels.collect::<String>())
    };
    diagnostics.into_sorted().iter().map(show).collect()
}
