//! How findings look: to people, to editors, to programs, and to a terminal that someone tries to drive.

use chancery::diagnostic::{Code, Diagnostic, Place};
use chancery::project::Project;
use chancery::report::{self, Style};
use chancery::source::{Position, Span};

const SECTION: &str = "sections/trends.md";

/// A project with one section, and where in it `needle` stands.
fn section(text: &str, needle: &str) -> (Project, Span) {
    let project = Project::new([(SECTION.to_owned(), text.as_bytes().to_vec())]);
    let source = project.source(project.id(SECTION).expect("the section is there"));
    let at = source.text().find(needle).expect("the needle is in the text");
    let span = source.span(at..at + needle.len());
    (project, span)
}

fn unknown(span: Span) -> Diagnostic {
    Diagnostic::error(Code("unknown-label"), span, "there is no label `trend`")
}

#[track_caller]
fn check_human(text: &str, needle: &str, expected: &str) {
    let (project, span) = section(text, needle);
    let human = report::human(&[unknown(span)], &project, "", Style { width: Some(60), ..Style::default() });
    assert_eq!(human.trim_end(), expected.trim_start_matches('\n').trim_end());
}

#[test]
fn of_a_great_many_findings_of_one_kind_in_one_file_the_first_are_drawn() {
    let (project, span) = section(&"so ".repeat(200), "so");
    let found: Vec<_> = (0..60).map(|at| unknown(Span::new(span.file, at * 3..at * 3 + 2))).collect();
    let human = report::human(&found, &project, "paper", Style::default());
    assert_eq!(human.matches(" --> ").count(), 50, "{human}");
    let rest = "error[unknown-label]: 10 more of the kind in `paper/sections/trends.md`\n\
\u{20}|\n\u{20}= help: `chancery check --all` shows each of them.\n\n";
    assert!(human.ends_with(rest), "{human}");
    let whole = report::human(&found, &project, "paper", Style { is_whole: true, ..Style::default() });
    assert_eq!(whole.matches(" --> ").count(), 60);
}

#[test]
fn people_see_the_line_a_caret_related_places_and_what_to_do() {
    let text = "# Trends {#trends}\n\nSee [](#trend) and more.\n";
    let (project, span) = section(text, "#trend)");
    let label = Span::new(span.file, text.find("#trends").unwrap()..text.find("}").unwrap());
    let finding = unknown(span).with_label(label, "did you mean this?").with_help("Write `[](#trends)`.");
    let whole =
        Diagnostic::warning(Code("unused-file"), Place::Path("sections/old.md".to_owned()), "nobody reads this");
    let expected = "\
error[unknown-label]: there is no label `trend`
 --> paper/sections/trends.md:3:8
  |
3 | See [](#trend) and more.
  |        ^^^^^^^
  |
 ::: paper/sections/trends.md:1:11
  |
1 | # Trends {#trends}
  |           ------- did you mean this?
  |
  = help: Write `[](#trends)`.

warning[unused-file]: nobody reads this
--> paper/sections/old.md

";
    assert_eq!(report::human(&[finding.clone(), whole.clone()], &project, "paper", Style::default()), expected);
    let coloured = report::human(&[finding, whole], &project, "paper", Style { colour: true, ..Style::default() });
    assert!(coloured.contains("\u{1b}["), "colour was asked for: {coloured}");
}

#[test]
fn the_caret_stands_right_whatever_the_line_is_made_of() {
    check_human(
        "\tA\t[](#trend)",
        "#trend",
        "
error[unknown-label]: there is no label `trend`
 --> sections/trends.md:1:7
  |
1 |     A    [](#trend)
  |             ^^^^^^",
    );
    check_human(
        "\u{feff}警察 [](#trend)\r\n",
        "#trend",
        // The byte order mark and the line's end are no part of the text.
        "
error[unknown-label]: there is no label `trend`
 --> sections/trends.md:1:7
  |
1 | 警察 [](#trend)
  |         ^^^^^^",
    );
    check_human(
        &format!("{}[](#trend){}", "before ".repeat(500), " after".repeat(500)),
        "#trend",
        "
error[unknown-label]: there is no label `trend`
 --> sections/trends.md:1:3504
  |
1 | ... before before [](#trend) after after afte...
  |                      ^^^^^^",
    );
    // Several lines: the first one tells. Of more than anyone reads, what stands before it.
    check_human(
        "One\ntwo\nthree",
        "wo\nthree",
        "
error[unknown-label]: there is no label `trend`
 --> sections/trends.md:2:2
  |
2 | two
  |  ^^",
    );
    check_human(
        &format!("{}#trend", "x".repeat(1_000_000)),
        "#trend",
        "
error[unknown-label]: there is no label `trend`
 --> sections/trends.md:1:1000001
  |
1 | ...xxxxxxxxxxxxxxxxxx#trend
  |                      ^^^^^^",
    );
}

#[test]
fn a_line_of_any_length_is_cut_around_the_place() {
    let [before, after] = ["words before ", "words after "].map(|words| words.repeat(5_000));
    let expected = "
error[unknown-label]: there is no label `trend`
 --> sections/trends.md:1:65001
  |
1 | ...ore words before #trend) words after words...
  |                     ^^^^^^^";
    check_human(&format!("{before}#trend) {after}\n"), "#trend)", expected);
}

#[test]
fn editors_get_one_line_a_finding() {
    let (project, span) = section("a\nsee é [](#trend)", "#trend");
    let whole = Diagnostic::hint(Code("odd-name"), Place::Path("sections/x\ny.md".to_owned()), "two\nlines");
    let expected = "\
../sections/trends.md:2:10: error[unknown-label]: there is no label `trend`
../sections/x␊y.md:1:1: hint[odd-name]: two␊lines
";
    assert_eq!(report::short(&[unknown(span), whole], &project, ".."), expected);
}

#[test]
fn programs_get_one_object_a_line_with_all_keys() {
    let (project, span) = section("a\nsee é [](#trend)", "#trend");
    let finding =
        unknown(span).with_label(Place::Path("paper.toml".to_owned()), "named \u{1b}[31m\u{9b}\u{e0001} here");
    let expected = concat!(
        r#"{"code":"unknown-label","severity":"error","message":"there is no label `trend`","#,
        r#""file":"sections/trends.md","line":2,"column":10,"end_line":2,"end_column":16,"help":null,"#,
        r#""labels":[{"message":"named \u001b[31m\u009b\udb40\udc01 here","#,
        r#""file":"paper.toml","line":1,"column":1,"end_line":1,"end_column":1}],"fix":null}"#,
        "\n"
    );
    let json = report::json(std::slice::from_ref(&finding), &project);
    assert_eq!(json, expected);
    let fix = concat!(
        r##""fix":{"replacement":"#trends","file":"sections/trends.md","##,
        r#""line":2,"column":10,"end_line":2,"end_column":16}}"#,
        "\n"
    );
    let mended = report::json(&[finding.clone().with_fix(span, "#trends")], &project);
    assert_eq!(mended, expected.replace("\"fix\":null}\n", fix));
    let parsed: serde_json::Value = serde_json::from_str(&json).expect("it is JSON");
    assert_eq!(parsed["labels"][0]["message"], finding.labels[0].text, "programs get the text as it is");
}

#[test]
fn no_character_reaches_the_terminal_that_could_drive_it() {
    let obeyed = |character: char| {
        let is_format =
            matches!(character, '\u{200e}'..='\u{200f}' | '\u{202a}'..='\u{202e}' | '\u{2066}'..='\u{2069}');
        character.is_control() && character != '\n' || is_format
    };
    let all: Vec<char> = (0..=0x10_ffff).filter_map(char::from_u32).filter(|&character| character != '\n').collect();
    for some in all.chunks(4000) {
        let hostile = String::from_iter(some);
        let (project, span) = section(&hostile, &hostile);
        let finding = Diagnostic::error(Code("x"), span, &hostile)
            .with_label(Place::Path(hostile.clone()), &hostile)
            .with_help(&hostile);
        for printed in [
            report::human(std::slice::from_ref(&finding), &project, &hostile, Style::default()),
            report::short(std::slice::from_ref(&finding), &project, &hostile),
            report::json(std::slice::from_ref(&finding), &project),
            report::github(std::slice::from_ref(&finding), &project, &hostile),
            report::gitlab(std::slice::from_ref(&finding), &project, &hostile),
            report::sarif(std::slice::from_ref(&finding), &project, &hostile, |_| None),
            report::junit(&[finding], &project, &hostile),
        ] {
            assert_eq!(printed.chars().find(|&character| obeyed(character)), None);
        }
    }
}

#[test]
fn findings_are_counted_in_words() {
    let place = || Place::Path(SECTION.to_owned());
    let error = || Diagnostic::error(Code("x"), place(), "x");
    let cases = [
        (vec![], "no findings"),
        (vec![error()], "1 error"),
        (vec![Diagnostic::hint(Code("x"), place(), "x"), error(), error()], "2 errors, 1 hint"),
    ];
    for (findings, expected) in cases {
        assert_eq!(report::summary(&findings), expected);
    }
}

#[test]
fn columns_count_characters_in_lines_of_any_length() {
    let text = format!("a\n{}\n\n{}", "é".repeat(1_500), "x‘日".repeat(400));
    let project = Project::new([("sections/a.md".to_owned(), text.clone().into_bytes())]);
    let source = project.source(project.id("sections/a.md").expect("it is there"));
    for offset in (0..=text.len()).filter(|&offset| text.is_char_boundary(offset)) {
        let before = text[..offset].rsplit('\n').next().unwrap_or_default();
        let (line, column) = (text[..offset].matches('\n').count() + 1, before.chars().count() + 1);
        assert_eq!(source.position(offset), Position { line, column }, "at byte {offset}");
    }
}

#[test]
fn messages_are_wrapped_between_words_and_never_in_code() {
    let text = format!("{}\n", "See [](#trend) there, and more of it. ".repeat(10)).repeat(1_200);
    let (project, span) = section(&text, "#trend");
    let late = Span::new(span.file, text.len() - 30..text.len() - 24);
    let words = "a label that nothing has, such as `{{ paper.version }}` or `chancery check --fix`, {{ a + b }} or …";
    let finding = Diagnostic::warning(Code("unknown-label"), late, words)
        .with_label(span, "as it stands here for the first time")
        .with_label(Place::Path("paper.toml".to_owned()), words)
        .with_help(format!("{words} `` a` `b `` {words}"))
        .with_fix(late, "x");
    for width in 50..=130 {
        let style = Style { width: Some(width), ..Style::default() };
        let printed = report::human(std::slice::from_ref(&finding), &project, "", style);
        for line in printed.lines() {
            assert!(line.chars().count() <= width, "{width}:\n{printed}");
            let authored = line.contains(" | ") || line.contains("-->") || line.contains(":::");
            assert!(authored || line.matches('`').count() % 2 == 0, "{width}:\n{printed}");
            assert_eq!(line.contains("{{"), line.contains("}}"), "{width}:\n{printed}");
        }
        let said: String = printed.split_whitespace().filter(|word| *word != "|").collect();
        assert!(said.contains(&words.replace(' ', "")), "{width}:\n{printed}");
        assert!(said.ends_with("`chancerycheck--fix`mendsthis."), "{width}:\n{printed}");
    }
    let unwrapped = report::human(&[finding], &project, "", Style::default());
    assert!(unwrapped.contains(&format!("warning[unknown-label]: {words}\n")), "{unwrapped}");
}

#[test]
fn what_is_said_of_findings_that_are_not_drawn_fits_its_reader() {
    let (project, span) = section("See [](#trend).\n", "#trend");
    let findings = vec![Diagnostic::warning(Code("unknown-label"), span, "nothing has it"); 60];
    for width in 44..=60 {
        let printed = report::human(&findings, &project, "", Style { width: Some(width), ..Style::default() });
        let help = printed.split("more of the kind").nth(1).expect("ten are not drawn");
        assert!(help.lines().all(|line| line.chars().count() <= width), "{width}:\n{help}");
    }
}

#[test]
fn the_page_of_a_finding_fits_its_reader() {
    for page in chancery::explain::pages() {
        let wide = report::explanation(page, None);
        for width in [60, 80, 120] {
            let narrow = report::explanation(page, Some(width));
            let squeezed = |text: &str| text.split_whitespace().collect::<String>();
            assert_eq!(squeezed(&narrow), squeezed(&wide), "nothing is lost");
            let mut is_code = false;
            for line in narrow.lines() {
                is_code ^= line.starts_with("```");
                if line.starts_with('|') || line.starts_with("    ") {
                    continue;
                }
                let ticks = line.matches('`').count();
                let is_long_word = line.trim_start_matches(['`', '“', '(']).split(' ').count() == 1 || ticks == 2;
                assert!(is_code || line.chars().count() <= width || is_long_word, "{width}: {}: {line}", page.code.0);
                assert!(is_code || line.starts_with("```") || ticks.is_multiple_of(2), "{}: {line}", page.code.0);
            }
        }
        let mut lines = wide.split("\n\n").filter(|block| !block.contains("```") && !block.contains("\n- "));
        assert!(lines.all(|block| block.trim().lines().count() <= 1 || block.starts_with(['-', '|', ' '])), "{wide}");
    }
}
