//! Long words, addresses and code: lines break within them, and a reader copies what the author wrote.

use std::fmt::Write;

use chancery::diagnostic::Diagnostics;
use chancery::press::{self, Built, Session};
use chancery::project::Project;

use crate::inspect;
use crate::layout::MANIFEST;

/// Wider than any column, some of them than any line.
const WORDS: &[&str] = &[
    "a4abd4448c49562d828115d13a1fccea927f52b4d5459297f8b43e42da89238bc13626e43dcb38ddb082488927ec904fb42057443983e8858",
    "https://example.org/a/long/path/to/a/document?with=a&query=of#parts/and-a-last-one-that-is-longer-than-the-others",
    "www.example.org/a4abd4448c49562d828115d13a1fccea927f52b4d5459297f8b43e42da89238b",
    "office-of-the-secretariat@directorate-general.institution.example.org",
    "/srv/records/office-of-the-secretariat/2026/minutes_of_the_meeting_of_the_committee_final_version.pdf",
    "one_identifier_without_any_blank_in_it_and_longer_than_any_column",
    "aVeryLongIdentifierOfAFunctionThatIsWrittenInTheWayOfCamelsAndGoesOnBeyondTheEndOfAnyLineThatThereIsInThePaper1",
    ">>>>>>>>>>>>>>>>>>>>>>>>>>>>>>>>>>>>>>>>>>>>>>>>>>>>>>>>>>>>>>>>>>>>>>>>>>>>>>>>>>>>>>>>>>>>>>>>>>>>>>>>",
    "urn:lex:eu:council:directive:2016-07-06;2016-1148:with/and/a/tail/that/goes/on",
    "4111-1111-ABCD-9876-4111-1111-EFGH-9876-4111-1111-IJKL-9876",
];

#[test]
fn what_lets_a_line_break_is_not_copied() {
    let mut section = "+++\nversion = \"1.0.0\"\n+++\n\n# One\n".to_owned();
    for word in WORDS {
        let escaped = word.replace('_', "\\_");
        write!(
            section,
            "\nIn text {escaped} and `{word}` as code.\n\n```\n{word}\n  two  blanks {word}\n```\n\n\
             | One | Two | Three |\n|---|---|---|\n| a | {escaped} | `{word}` |\n"
        )
        .expect("a string takes all");
    }
    let built = build(&section);
    let said = inspect::read(&built.pdf).expect("a PDF");
    let text: Vec<&str> = said.elements.iter().map(|element| element.text.as_str()).collect();
    for word in WORDS {
        let all = text.iter().filter(|text| text.contains(word)).count();
        let code = text.iter().filter(|text| *text == word).count();
        assert!(all >= 6 && code >= 3, "{word}: {text:#?}");
        assert!(text.iter().any(|text| text.contains(&format!("  two  blanks {word}"))), "{word}: {text:#?}");
    }
    let strange = |text: &&&str| text.contains(['\u{200b}', '\u{2060}', '\u{feff}', '\u{ad}']);
    assert_eq!(text.iter().find(strange), None);

    // The margins of the built-in look, where the numbers of headings hang.
    let (left, right) = (50.0 / 25.4 * 72.0 - 1.0, 174.0 / 25.4 * 72.0 + 1.0);
    let outside = |one: &&chancery::typeset::TextBox| one.is_typed && (one.x < left || one.x + one.width > right);
    assert_eq!(built.document.text().iter().find(outside), None);
    // And each piece leads to the very bytes that it stands for.
    for one in built.document.text().iter().filter(|one| one.is_typed) {
        let span = one.span.expect("what is typed stands somewhere");
        assert_eq!(
            one.text.replace(' ', "_"),
            section[span.start as usize..span.end as usize].replace([' ', '\n'], "_")
        );
    }
}

/// A date, an amount or an ordinary word stays in one line.
#[test]
fn what_is_no_longer_than_a_word_stays_whole() {
    let words = ["2026-11-28T10:15", "1.234.567,89", "+32-2-299-11-11", "ISO/IEC-27001:2022", "and/or"];
    let lines: String = (0..60).flat_map(|at| [words[at % words.len()], " "]).collect();
    let built = build(&format!("+++\nversion = \"1.0.0\"\n+++\n\n# One\n\n{lines}\n\n|A|B|\n|---|---|\n|{lines}|b|\n"));
    let text = built.document.text();
    let pieces: Vec<&str> = text.iter().filter(|one| one.is_typed).flat_map(|one| one.text.split(' ')).collect();
    let whole = pieces.iter().filter(|piece| words[..3].contains(piece)).count();
    assert_eq!(whole, 2 * 36, "{pieces:?}");
}

/// What is longer than anybody writes is broken line by line, wherever it stands: nothing is weighed against all else.
/// Such lines are as full as can be; others give their last word to the next, where a template finds that this looks
/// better.
#[test]
fn of_long_paragraphs_each_line_is_as_full_as_it_can_be() {
    let first_line = |form: &str, text: &str| {
        let section = format!("+++\nversion = \"1.0.0\"\n+++\n\n# One\n\n{}\n", form.replace("TEXT", text.trim_end()));
        let plain = project(&section);
        let path = "templates/europol/elements.typ";
        let elements = String::from_utf8(plain.bytes(path).expect("the look").to_vec()).expect("text");
        let weighing = elements.replacen("linebreaks: \"simple\"", "linebreaks: \"optimized\"", 1);
        assert_ne!(weighing, elements);
        let built = build_project(&plain.with(path, weighing.into_bytes()));
        let boxes = built.document.text();
        let first = boxes.iter().position(|one| one.text.starts_with("First")).expect("it is printed");
        let line = boxes[first..].iter().take_while(|one| (one.y - boxes[first].y).abs() < 1.0);
        line.map(|one| one.text.trim().to_owned()).collect::<Vec<_>>().join(" ")
    };
    for form in ["TEXT", "- TEXT\n- b", "1. TEXT\n2. b", "Term\n: TEXT", "> TEXT", "A[^n].\n\n[^n]: TEXT"] {
        // A line and a quarter, or a little more, and what fills a line and cannot break.
        let sizes = [9, 11].into_iter().flat_map(|whole| (9..18).map(move |count| (count, whole)));
        let gives_way = sizes.into_iter().any(|(count, whole)| {
            let words =
                ["First", "seven", "eight"].into_iter().chain(vec!["words"; count]).collect::<Vec<_>>().join(" ");
            let text = format!("{words} {} ", vec!["whole"; whole].join("\u{a0}"));
            let (weighed, full) = (first_line(form, &text.repeat(4)), first_line(form, &text.repeat(200)));
            assert!(full.starts_with(&weighed), "{form}: {weighed:?}, {full:?}");
            let pieces = format!("{}{}", text.repeat(4), "*a* ".repeat(400));
            assert_eq!(first_line(form, &pieces), full, "{form}");
            full.len() > weighed.len()
        });
        assert!(gives_way, "{form}");
    }
}

/// What a paragraph may end in, of which the last word alone would make a short line.
const ENDS: &[&str] = &[
    "the last of it.",
    "as the *last words of it* are.",
    "as **the last words of it are**.",
    "says *Europol and [the others](https://example.org) say it*.",
    "(see [the page of the office on it](https://example.org)).",
    "says [the office](https://example.org) (2010).",
    "(see [](#one)).",
    "and so on and on.[^n]",
    "called [once *or twice*](https://example.org).[^n]",
    "typed as `--it` is.",
    "of 20 m^2^ at all.",
    "in [das Haus da]{lang=de} it.",
];

#[test]
fn no_last_line_of_a_paragraph_is_a_short_word_alone() {
    let mut section = "+++\nversion = \"1.0.0\"\n+++\n\n# One {#one}\n\n".to_owned();
    // Of all lengths, so that each word of each end would begin a line somewhere.
    for end in ENDS {
        for letters in 0..40 {
            let filler = format!("{} {}", "i".repeat(1 + letters), "words before it ".repeat(8));
            write!(section, "Firstly {filler}{end}\n\n").expect("a string takes all");
        }
    }
    let built = build(&(section + "[^n]: A note.\n"));
    let text = built.document.text();
    let mut short = Vec::new();
    let starts: Vec<usize> = (0..text.len()).filter(|at| text[*at].text.starts_with("Firstly")).collect();
    assert_eq!(starts.len(), ENDS.len() * 40);
    for (at, start) in starts.iter().enumerate() {
        let end = starts.get(at + 1).copied().unwrap_or(text.len());
        let is_own = |one: &&chancery::typeset::TextBox| one.page == text[*start].page && one.text != "A note.";
        let own = || text[*start..end].iter().filter(is_own);
        let last = own().filter(|one| one.is_typed).map(|one| one.baseline).fold(0.0, f64::max);
        let line: Vec<_> = own().filter(|one| (one.baseline - last).abs() < 3.0).collect();
        let width: f64 = line.iter().map(|one| one.width).sum();
        if width < 32.0 {
            short.push((ENDS[at / 40], line.iter().map(|one| one.text).collect::<Vec<_>>()));
        }
    }
    assert_eq!(short, [], "{}", short.len());
}

/// As one block they would take a time that grows with the square of their number.
#[test]
fn of_code_of_any_length_all_lines_are_printed() {
    let lines: Vec<String> = (0..4_000).map(|number| format!("let line = {number};")).collect();
    let built = build(&format!("+++\nversion = \"1.0.0\"\n+++\n\n# One\n\n```\n{}\n```\n", lines.join("\n")));
    let text = built.document.text();
    let printed: Vec<&str> = text.iter().map(|one| one.text).filter(|text| text.starts_with("let")).collect();
    assert_eq!(printed, lines);
}

fn build(section: &str) -> Built {
    build_project(&project(section))
}

fn project(section: &str) -> Project {
    let files = [("paper.toml", MANIFEST), ("sections/a.md", section)];
    Project::new(files.map(|(path, text)| (path.to_owned(), text.as_bytes().to_vec())))
}

fn build_project(project: &Project) -> Built {
    let mut diagnostics = Diagnostics::new();
    let built = press::build(project, &mut Session::default(), &mut diagnostics);
    built.unwrap_or_else(|_| panic!("{:?}", diagnostics.into_sorted()))
}
