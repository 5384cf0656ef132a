//! What only the finished pages show: it is brought in order, or it is found at its author's place.

use chancery::assemble::Piece;
use chancery::diagnostic::{Diagnostic, Diagnostics, Place};
use chancery::press::{self, Built, Session};
use chancery::project::Project;
use chancery::report;

use crate::dice::Dice;

/// Of a paper of one section.
pub const MANIFEST: &str = r#"[paper]
slug = "case"
title = "A case"
version = "1.0.0"
date = "2013-06"
language = "en-GB"
authors = ["Europol"]
status = "final"
template = "europol"
sections = ["a.md"]
"#;

const FRONT: &str = "+++\nversion = \"1.0.0\"\n+++\n\n# One\n\n";

/// A line and what stands on it, of which one follows another.
const LONG: &str = "The committee looked at the question again and found that the answer had to be given in other words \
                    than before, since nobody had understood the first one. ";

/// What a page may end in. `Calling` is where a note is called, `Headline` in a heading, `Bodytext` in what follows it.
const FORMS: &[&str] = &[
    "## Headline\n\nBodytext Calling[^n] words. LONG",
    "What follows is this Headline:[^n]\n\n- Bodytext\n- Another item",
    "## Above\n\n### Headline\n\nBodytext Calling[^n] words. LONG",
    "Calling[^n] words. LONG LONG",
    "LONG Calling[^n] LONG",
    "Many words. LONG Calling[^n] and more[^m] LONG\n\n[^m]: Another note. LONG",
    "- One item\n- Another one\n- Calling[^n] and LONG\n- More\n- Last",
    "7. One item\n8. Another one\n9. Calling[^n] and LONG\n10. More\n11. Last",
    "- One item\n  - Inner one\n  - Calling[^n] and LONG\n- Last",
    "- One item\n\n  More of it\n\n- Calling[^n] and LONG\n\n- Last",
    "> LONG LONG\n>\n> Calling[^n] and LONG",
    "::: note\nLONG LONG\n\nCalling[^n] and LONG\n:::",
    "## Headline\n\n- Bodytext Calling[^n] and LONG\n- More",
    "Term\n\n: What it is. LONG\n\nAnother\n\n: Calling[^n] and LONG",
    "## Headline\n\n|Bodytext|B|\n|---|---|\n|One|Two|\n|Three|Four|",
    "What is typed is this Headline:\n\n```\nBodytext\none\ntwo\nthree\n```",
    "## Above\n\nLONG Headline:\n\n```\nBodytext\none\ntwo\nthree\n```",
    "What follows is this Headline:\n\n- Bodytext\n- Another item",
    "- What follows is this Headline:\n  1. Bodytext\n  2. Another item\n- More",
    "## Above\n\nLONG *Headline*:\n\n> Bodytext LONG",
    "What follows is this Headline:\n\nBodytext\n\n: A definition",
    "What follows is this Headline:\n\n::: table {caption=\"Bodytext\"}\n|A|B|\n|---|---|\n|One|Two|\n:::",
    "> What follows is this Headline:\n>\n> - Bodytext\n> - Another item",
    "What follows is this Headline:\n\n::: note\nBodytext LONG\n:::",
];

#[test]
fn notes_stand_on_the_page_of_their_call_and_headings_above_what_follows() {
    let mut session = Session::default();
    let mut mended = 0;
    for form in FORMS {
        for lines in 22..30 {
            let filler: String = (0..lines).map(|line| format!("Line {line} of what stands above.\n\n")).collect();
            let form = form.replace("LONG ", LONG).replace("LONG", LONG.trim_end());
            let section = format!("{FRONT}{filler}{form}\n\nThe end.\n\n[^n]: Notetext at the foot. {LONG}{LONG}\n");
            let (built, found) = build(&section, &mut session);
            assert!(found.iter().all(|one| !one.code.0.starts_with("layout-")), "{found:?}: {section}");
            let page = |word: &str| {
                let text = built.document.text();
                text.iter().find(|one| one.text.contains(word)).map(|one| one.page)
            };
            assert!(page("Calling") == page("Notetext") || page("Calling").is_none(), "{section}");
            assert_eq!(page("Headline"), page("Bodytext"), "{section}");
            mended += usize::from(breaks(&built) > 0);
            // What was typed stands there in full, whatever was broken.
            let text: String = built.document.text().iter().map(|one| one.text).collect();
            assert!(
                text.contains("The end.") && (text.contains("Notetext at the foot.") || !form.contains("[^n]")),
                "{text}"
            );
        }
    }
    assert!(mended > 10, "pages end where nothing has to be mended: {mended}");
}

/// Where the notes of a table stand, as far as they are called in it first.
#[test]
fn notes_of_a_table_stand_below_its_end_and_its_header_on_each_page() {
    let rows: String =
        (0..80).map(|row| format!("|Row {row}|{}|\n", if row == 3 { "cell[^c]" } else { "b" })).collect();
    let table = format!("|Headword[^h]|[Linked](#one)|\n|---|---|\n{rows}");
    let notes = "[^c]: Note of a cell.\n\n[^h]: Note of the header.\n\n[^t]: Note of the text.\n";
    let captioned = format!("::: table {{#t caption=\"Rows\"}}\n{table}:::");
    let (quoted, item) = (table.replace("|\n", "|\n> "), table.replace("|\n", "|\n  "));
    let boxed = format!("::: note\n{table}:::");
    for form in [&table, &captioned, &format!("> {quoted}").replace("> \n", ""), &format!("- {item}"), &boxed] {
        let section = format!("{FRONT}Words[^t] and [](#one).\n\n{}\n\nThe end.\n\n{notes}", form.trim_end());
        let section = section.replace("# One", "# One {#one}").replace(
            "and [](#one).",
            match form.contains("#t ") {
                true => "and [](#t).",
                false => "words.",
            },
        );
        let (built, found) = build(&section, &mut Session::default());
        assert_eq!(told(&found, &section), [], "{form}");
        let text = built.document.text();
        let all = |word: &str| text.iter().filter(|one| one.text.contains(word)).collect::<Vec<_>>();
        let one = |word: &str| match all(word)[..] {
            [one] => one,
            ref found => panic!("{word}: {found:?}"),
        };
        let pages = |word: &str| all(word).iter().map(|one| one.page).collect::<Vec<_>>();
        // The header is found where its author wrote it, on each page of the table.
        let last = one("Row 79");
        let expected: Vec<usize> = (one("Row 0").page..=last.page).collect();
        assert!(expected.len() > 2 && pages("Headword") == expected && pages("Linked") == expected, "{form}");
        assert!(all("Headword").iter().all(|one| one.is_typed), "{form}");
        let [header, cell, end] = ["Note of the header", "Note of a cell", "The end"].map(one);
        let order = [last, header, cell, end].map(|one| (one.page, one.y));
        assert!(order.is_sorted() && header.page == last.page && header.is_typed, "{form}: {order:?}");
        // Numbers follow the calls, and the note of the text stands at the foot of its page.
        let foot = one("Note of the text");
        assert!(foot.page == one("Words").page && foot.y > 700.0, "{form}: {foot:?}");
        for (number, note) in [("1", foot), ("2", header), ("3", cell)] {
            let numbered = text.iter().filter(|one| one.text == number && one.page == note.page);
            assert!(numbered.into_iter().any(|one| (one.y - note.y).abs() < 4.0), "{form}: {number}");
        }
    }
}

/// A table goes to the next page with what belongs below it; of one that is longer than a page, it is told.
#[test]
fn what_belongs_below_a_table_stands_on_the_page_on_which_it_ends() {
    let mut session = Session::default();
    let mut mended = 0;
    let row = |row: usize| format!("|Row {row}|b|\n");
    let plain = format!("|Head|Calling[^n]|\n|---|---|\n{}", (0..4).map(row).collect::<String>());
    let grid = (0..4).map(|row| format!("- - Row {row}\n  - b\n")).collect::<String>();
    let forms = [
        plain.clone(),
        format!("## Headline\n\n::: table {{#t caption=\"Rows\"}}\n{plain}:::"),
        format!("::: table {{#t caption=\"Rows\" note=\"Notetext.\"}}\n{}:::", plain.replace("[^n]", "")),
        format!("::: table {{#t caption=\"Rows\" source=\"Notetext.\"}}\n- - Head\n  - A\n{grid}:::"),
    ];
    for form in forms {
        for lines in 20..36 {
            let filler: String = (0..lines).map(|line| format!("Line {line} of what stands above.\n\n")).collect();
            let note = if form.contains("[^n]") { "[^n]: Notetext of a cell.\n" } else { "" };
            let section = format!("{FRONT}{filler}{form}\n\nThe end.\n\n{note}");
            let (built, found) = build(&section, &mut session);
            assert!(found.iter().all(|one| !one.code.0.starts_with("layout-")), "{found:?}: {section}");
            let text = built.document.text();
            let page = |word: &str| text.iter().find(|one| one.text.contains(word)).map(|one| one.page);
            assert_eq!(page("Row 3"), page("Notetext"), "{section}");
            assert!(!form.contains("Headline") || page("Headline") == page("Row 0"), "{section}");
            mended += usize::from(breaks(&built) > 0);
        }
    }
    assert!(mended > 3, "pages end where nothing has to be mended: {mended}");
    // The last row fills the last page of a long one somewhere.
    let told = (80..130).find_map(|rows| {
        let table = format!("|Head|Calling[^n]|\n|---|---|\n{}", (0..rows).map(row).collect::<String>());
        let section = format!("{FRONT}{table}\n[^n]: Notetext of a cell.\n");
        let (built, found) = build(&section, &mut session);
        let text = built.document.text();
        let page = |word: &str| text.iter().find(|one| one.text.contains(word)).map(|one| one.page);
        let is_apart = page(&format!("Row {}", rows - 1)) != page("Notetext");
        let told = told(&found, &section);
        assert_eq!(!told.is_empty(), is_apart, "{section}");
        is_apart.then(|| told.into_iter().map(|(code, _)| code.to_owned()).collect::<Vec<_>>())
    });
    assert_eq!(told, Some(vec!["layout-note".to_owned()]));
}

/// Chapters that begin pages are laid out by themselves: what is astray in one, or fills its pages with notes, breaks
/// no page of another.
#[test]
fn no_chapter_decides_where_the_pages_of_another_end() {
    let mut session = Session::default();
    let chapter = |form: &str, lines: usize| {
        let filler: String = (0..lines).map(|line| format!("Line {line} of what stands above.\n\n")).collect();
        let form = form.replace("LONG ", LONG).replace("LONG", LONG.trim_end()).replace("WORDS", "Some[^x] words[^y].");
        let notes = [("n", 5), ("m", 5), ("x", 60), ("y", 60)];
        let notes = notes.map(|(name, long)| format!("[^{name}]: A note. {}\n", LONG.repeat(long))).join("\n");
        let title = FRONT.replace("One", "Chapter");
        format!("{title}{filler}{form}\n\nThe end.\n\n{notes}")
    };
    let mut emitted = |first: &str, second: &str| {
        let manifest = MANIFEST.replace("\"a.md\"", "\"b.md\", \"a.md\"");
        let project = project(second).with("paper.toml", manifest.into_bytes());
        let mut found = Diagnostics::new();
        let built = press::build(&project.with("sections/b.md", first.into()), &mut session, &mut found);
        built.map_or_else(|_| panic!("{found:?}"), |built| built.assembled)
    };
    let text = |assembled: &chancery::assemble::Assembled, path: &str| match &assembled.files[path] {
        // Notes are numbered through the paper.
        Piece::Emitted(file) => file.text.replace(|sign: char| sign.is_ascii_digit(), ""),
        Piece::Copied(_) => panic!("a section is emitted"),
    };
    let second = (22..30).map(|lines| chapter("## Headline\n\nBodytext Calling[^n] words. LONG", lines));
    let alone = |second: &String| (second.clone(), text(&emitted(&chapter("Nothing.", 0), second), "sections/a.typ"));
    let second: Vec<_> = second.collect::<Vec<_>>().iter().map(alone).collect();
    let (second, expected) = second.iter().find(|(_, text)| text.contains("#colbreak")).expect("one is broken");
    let (mut broken, mut loose) = (0, 0);
    let crowded = format!("> {}", "WORDS ".repeat(40));
    for form in FORMS.iter().step_by(3).chain([&crowded.trim_end()]) {
        for lines in 22..28 {
            let assembled = emitted(&chapter(form, lines), second);
            assert_eq!(&text(&assembled, "sections/a.typ"), expected, "{form}");
            let first = text(&assembled, "sections/b.typ");
            broken += usize::from(first.contains("#colbreak"));
            loose += usize::from(first.starts_with("#set text"));
        }
    }
    assert!(broken > 3 && loose > 0, "{broken} {loose}");
}

/// Whatever the words and the width, in paragraphs and in cells.
#[test]
fn no_line_begins_with_the_call_of_a_note() {
    let path = "templates/europol/look.typ";
    let mut session = Session::default();
    // Of the margin behind the lines.
    for (seed, end) in ["36mm", "63mm", "99mm", "116mm"].into_iter().enumerate() {
        let mut dice = Dice(seed as u64);
        let (mut calls, mut text) = (0, String::new());
        for paragraph in 0..12 {
            let mut words = String::new();
            for _ in 0..30 {
                words += &"abcdefghijkl"[..1 + dice.below(12)];
                words += ["", "", ".", ",", ")", "–", "-", " "][dice.below(8)];
                if dice.once_in(3) {
                    words += &format!("[^{calls}]");
                    calls += 1;
                }
                words.push(' ');
            }
            text += &match paragraph % 3 {
                0 => format!("|{words}|\n|---|\n|b|\n\n"),
                _ => format!("{words}\n\n"),
            };
        }
        let notes: String = (0..calls).map(|note| format!("[^{note}]: Note.\n\n")).collect();
        let project = project(&format!("{FRONT}{text}{notes}").replace(" \n", "\n"));
        let look = String::from_utf8(project.bytes(path).expect("the look").to_vec()).expect("text");
        let narrow = look.replacen("across(paper, 36mm)", &format!("across(paper, {end})"), 1);
        assert!(narrow != look || end == "36mm", "the margin is told elsewhere");
        let (built, _) = build_project(&project.with(path, narrow.into_bytes()), &mut session);
        let text = built.document.text();
        let left =
            text.iter().filter(|one| one.page > 1 && one.is_typed).map(|one| one.x).fold(f64::INFINITY, f64::min);
        // The number of a note is smaller than that of its call.
        let is_call = |one: &&chancery::typeset::TextBox| {
            one.page > 1 && (7.2..9.5).contains(&one.height) && one.text.bytes().all(|sign| sign.is_ascii_digit())
        };
        let found: Vec<_> = text.iter().filter(is_call).collect();
        assert_eq!(found.len(), calls, "{end}");
        let first: Vec<_> = found.iter().filter(|call| call.x < left + 5.0).collect();
        assert!(first.is_empty(), "{end}: {first:?}");
    }
}

#[test]
fn a_word_of_a_cell_is_hyphenated_only_where_its_column_has_no_room_for_it() {
    let words = "Worldwide coverage by countries and institutions, responsibilities of organisations";
    let long =
        "responsibilitiesof*responsibilities* and **internationalisation**[^n] of notwithstandingresponsibilities";
    for (width, hyphenated) in [("6cm", false), ("4cm", false), ("3cm", false), ("1.6cm", true)] {
        let table = format!("|{words}|B|\n|---|---|\n|{words}[^n]|b|\n|*{words}* and **{words}**|b|\n");
        let block = format!("::: table {{#t caption=\"Words\" columns=\"{width} 1fr\"}}\n{table}:::");
        let section = format!("{FRONT}See [](#t).\n\n{block}\n\n[^n]: A note.\n");
        let (built, found) = build(&section, &mut Session::default());
        assert!(found.iter().all(|one| !one.code.0.starts_with("layout-")), "{width}: {found:?}");
        let hyphens = built.document.text().iter().filter(|one| one.text == "\u{ad}").count();
        assert_eq!(hyphens > 0, hyphenated, "{width}: {hyphens}");
    }
    // In one cell, those that have room stay whole.
    let section = format!(
        "{FRONT}::: table {{caption=\"A\" columns=\"2.2cm 1fr\"}}\n|A|B|\n|---|---|\n|{words}, {long}|b|\n:::\n\n[^n]: N.\n"
    );
    let (built, _) = build(&section, &mut Session::default());
    let text = built.document.text();
    for word in ["Worldwide", "coverage", "countries", "institutions,"] {
        assert!(text.iter().any(|one| one.text.contains(word)), "{word}: {text:?}");
    }
    assert!(text.iter().any(|one| one.text == "\u{ad}"));
}

/// A note has no room on the page of its call where another one called in the same line fills that.
#[test]
fn a_note_that_cannot_be_brought_to_its_call_is_found_there() {
    let section = format!(
        "{FRONT}Two notes in one line[^one], and more[^two].\n\n[^one]: {}\n\n[^two]: Short.\n",
        LONG.repeat(90)
    );
    let (built, found) = build(&section, &mut Session::default());
    assert_eq!(told(&found, &section), [("layout-note", "[^two]")]);
    // As few layouts as there can be: nothing begins another page for it in vain.
    assert!(breaks(&built) <= 1);
}

/// Blocks that go on over pages which are full of notes by then, with as many calls as there are words `Calling`.
const CROWDED: &[&str] = &[
    "> WORDS",
    "> WORDS\n>\n> WORDS",
    "- WORDS\n- WORDS",
    "1. WORDS\n\n   WORDS\n\n2. WORDS",
    "Term\n\n: WORDS\n\nOther\n\n: WORDS",
    "::: note\nWORDS\n\nWORDS\n:::",
    "> - WORDS\n> - WORDS",
    "WORDS\n\n> WORDS\n\n- WORDS",
];

#[test]
fn what_meets_pages_full_of_notes_is_printed_once() {
    let mut session = Session::default();
    for (at, form) in CROWDED.iter().enumerate() {
        let mut loose = 0;
        for round in 0..3 {
            let mut dice = Dice((at * 3 + round) as u64);
            // Each word is another one.
            let (mut words, mut notes) = (0, String::new());
            let mut numbered = |count: usize| {
                words += count;
                (words - count..words).map(|word| format!("word{word}.")).collect::<Vec<_>>()
            };
            let mut text = String::new();
            for (piece, part) in form.split("WORDS").enumerate() {
                if piece > 0 {
                    for word in numbered(20 + dice.below(40)) {
                        text += &word;
                        if dice.once_in(6) {
                            let note = notes.matches("[^").count();
                            text += &format!("[^{note}]");
                            let length = 200 + dice.below(200);
                            notes += &format!("\n\n[^{note}]: {}", numbered(length).join(" "));
                        }
                        text.push(' ');
                    }
                }
                text.truncate(text.trim_end_matches(' ').len());
                text += part;
            }
            let section = format!("{FRONT}{text}{notes}\n");
            let (built, _) = build(&section, &mut session);
            let mut printed: Vec<&str> = Vec::new();
            let text = built.document.text();
            for one in text.iter().filter(|one| one.is_typed) {
                printed.extend(one.text.split_whitespace().filter(|word| word.starts_with("word")));
            }
            printed.sort_unstable();
            let count = printed.len();
            printed.dedup();
            assert!(count == words && printed.len() == words, "{count} of {words}: {section}");
            loose += usize::from(emitted(&built).starts_with("#set text(costs: "));
        }
        assert!(loose > 0, "no page is full of notes: {form}");
    }
}

/// Typst cannot export a note that is called beside such a header.
#[test]
fn headers_larger_than_a_page_keep_no_paper_from_being_printed() {
    let words: String = (0..900).map(|word| format!("word{word} ")).collect();
    let columns = |cell: &str| format!("|{}", format!("{cell}|").repeat(20));
    let tables = [
        format!("|{words}[link](https://example.org/)|b|\n|---|---|\n|a|b[^n]|"),
        format!("{}\n{}\n{}", columns("[a header that is long](https://example.org/)"), columns("---"), columns("x"))
            .replacen("|x|", "|x[^n]|", 1),
    ];
    for table in tables {
        let section = format!("{FRONT}{table}\n\n[^n]: A note.\n");
        let (built, _) = build(&section, &mut Session::default());
        assert!(built.document.text().iter().any(|one| one.text == "A note."), "{table}");
    }
}

/// In a template that does not keep headings with what follows, each page more moves the next heading to a foot.
#[test]
fn what_takes_too_many_rounds_is_found() {
    let look = "show heading: it => block(above: 20pt, below: 12pt, sticky: false, it.body)\n  body\n}";
    let found = (20..60).find_map(|lines| {
        let part = format!("## Part\n\n{}", "A line of the part.\n\n".repeat(lines));
        let section = FRONT.to_owned() + &part.repeat(24);
        let project = project(&section);
        let path = "templates/europol/look.typ";
        let text = String::from_utf8(project.bytes(path).expect("the look").to_vec()).expect("text");
        let (text, count) = (text.replacen("  body\n}", look, 9), text.matches("  body\n}").count());
        assert_eq!(count, 1);
        let (_, found) = build_project(&project.with(path, text.into_bytes()), &mut Session::default());
        found.iter().find(|one| one.code.0 == "layout-heading").map(|one| (one.clone(), section))
    });
    let (found, section) = found.expect("some number of lines takes more than four layouts");
    assert_eq!(told(std::slice::from_ref(&found), &section), [("layout-heading", "## Part")]);
}

#[test]
fn what_does_not_fit_is_found_where_its_author_wrote_it() {
    let number = "31415926535897932384626433832795";
    let long = number.repeat(4);
    let cases: [(&str, &[(&str, &str)]); 6] = [
        (&format!("Words {long} words.\n"), &[("layout-overflow", &long)]),
        (&format!("Words `{long}` words.\n"), &[("layout-overflow", &long)]),
        (
            &format!("|A|B|C|D|\n|---|---|---|---|\n|{number}|b|{number}|{number}|\n"),
            &[("layout-overlap", number), ("layout-overlap", number), ("layout-overflow", number)],
        ),
        (&format!("|A|B|\n|---|---|\n|c|{long}|\n"), &[("layout-overflow", &long)]),
        (
            "Words ![](a.svg){alt=\"Four sides\" width=20cm} words.\n",
            &[("layout-overflow", "![](a.svg){alt=\"Four sides\" width=20cm}")],
        ),
        ("One.[^n]\n\n[^n]: Words LONG words.\n", &[("layout-overflow", &long)]),
    ];
    for (text, expected) in cases {
        let section = FRONT.to_owned() + &text.replace("LONG", &long);
        let (_, found) = build(&section, &mut Session::default());
        assert_eq!(told(&found, &section), expected, "{}", report::short(&found, &project(&section), ""));
        // Without pages nothing is known of it; with pages it is found without a PDF, too.
        let (mut plain, mut laid_out) = (Diagnostics::new(), Diagnostics::new());
        let (project, mut session) = (project(&section), Session::default());
        press::check(&project, &mut Session::default(), &mut plain);
        let (paper, assembled) = press::check_for_pages(&project, &mut session, &mut laid_out).expect("it is read");
        let assembled = assembled.expect("it can be printed");
        press::look_at_pages(&project, &paper, &assembled, &mut session, &mut laid_out);
        assert_eq!(plain.into_sorted(), []);
        assert_eq!(laid_out.into_sorted(), found);
    }
}

#[test]
fn what_pages_show_can_be_allowed_at_its_place() {
    let allowed = "<!-- chancery: allow layout-overflow, because it is the number -->\n\n";
    let long = format!("Words {} words.\n", "314159265".repeat(20));
    for (text, expected) in [
        (format!("{allowed}{long}"), &[][..]),
        (format!("A note.[^1]\n\n[^1]: It says:\n\n    {allowed}    {long}\nText.\n"), &[]),
        (format!("{allowed}Some words.\n\n{long}"), &["unused-allowance", "layout-overflow"]),
    ] {
        let section = FRONT.to_owned() + &text;
        let (_, found) = build(&section, &mut Session::default());
        assert_eq!(found.iter().map(|one| one.code.0).collect::<Vec<_>>(), expected);
        let mut plain = Diagnostics::new();
        press::check(&project(&section), &mut Session::default(), &mut plain);
        assert_eq!(plain.into_sorted(), [], "without pages nobody knows");
    }
}

/// The margins of the built-in look, in points: the left one of lines that run to the right, the right one of those that
/// run to the left.
const LEFT: f64 = 50.0 / 25.4 * 72.0;
const RIGHT: f64 = 160.0 / 25.4 * 72.0;
/// So far out the number of a heading hangs.
const HANG: f64 = 19.0 / 25.4 * 72.0;

#[test]
fn a_paper_from_right_to_left_begins_at_the_right() {
    let words = [
        ("ar", "الجدول", "الشكل", "نوفمبر"),
        ("he", "טבלה", "תרשים", "בנובמבר"),
        ("fa", "Table", "Figure", "November"),
    ];
    for (language, table, figure, month) in words {
        let section = format!(
            "{FRONT}## العنوان الأول\n\nنص قصير.\n\n::: table {{#t caption=\"جدول\"}}\n|أ|ب|\n|---|---|\n|ج|د|\n:::\n\n\
             ![صورة](a.svg){{#f alt=\"وصف\"}}\n\n::: note\nملاحظة.\n:::\n"
        );
        let manifest = MANIFEST.replace("en-GB", language).replace("2013-06", "2026-11-28").replace("final", "draft");
        let project = project(&section).with("paper.toml", manifest.into_bytes());
        let (built, found) = build_project(&project, &mut Session::default());
        assert!(found.iter().all(|one| !one.code.0.starts_with("layout-")), "{found:?}");
        let text = built.document.text();
        let right = |word: &str| {
            let whole = text.iter().find(|one| one.text == word);
            let one = whole
                .or(text.iter().find(|one| one.text.contains(word)))
                .unwrap_or_else(|| panic!("{word} in {text:?}"));
            one.x + one.width
        };
        // A table's first column, both captions and a paragraph begin at the margin, a note inside, the number of a
        // heading beyond.
        assert!((right("1.1") - RIGHT - HANG).abs() < 1.5, "{language}: 1.1 ends at {}", right("1.1"));
        for word in ["أ", "نص"] {
            assert!((right(word) - RIGHT).abs() < 1.5, "{language}: {word} ends at {}", right(word));
        }
        let captions: Vec<f64> = text
            .iter()
            .filter(|one| one.page > 1 && (one.text.contains(table) || one.text.contains(figure)))
            .map(|one| one.x + one.width)
            .collect();
        assert!(
            captions.len() == 2 && captions.iter().all(|end| (RIGHT - 12.0..RIGHT + 1.5).contains(end)),
            "{captions:?}"
        );
        assert!((right("ملاحظة") - RIGHT + 11.0).abs() < 2.0, "{}", right("ملاحظة"));
        // The date stands in its own order, wherever it stands.
        let dates: Vec<_> = text.iter().filter(|one| one.text.contains("November")).collect();
        let in_order = dates.iter().all(|one| one.text.contains("28\u{a0}November 2026"));
        assert!(in_order && (dates.len() >= 2 || language != "fa"), "{dates:?}");
        assert!(text.iter().any(|one| one.text.contains(month)), "{language}: {month} is not in {text:?}");
    }
}

#[test]
fn the_foot_of_a_page_keeps_clear_of_the_marking_above_it() {
    for level in ["clear", "green", "amber", "amber-strict", "red"] {
        let manifest = format!("{MANIFEST}\n[marking]\nscheme = \"tlp\"\nlevel = \"{level}\"\n");
        let project = project(&format!("{FRONT}Some words.\n")).with("paper.toml", manifest.into_bytes());
        let (built, _) = build_project(&project, &mut Session::default());
        let text = built.document.text();
        let foot = |word: &str| text.iter().rfind(|one| one.text.contains(word) && one.y > 700.0).expect("it is there");
        let (marking, page) = (foot("TLP:"), foot("Page 2 of 2"));
        // The box around the marking reaches 4 points below its line.
        assert!(page.y - (marking.baseline + 4.0) > 2.0, "{marking:?} {page:?}");
        assert!(marking.x > LEFT && page.y + page.height < 841.0 - 20.0, "{marking:?} {page:?}");
    }
}

/// How many pages were broken for what stands on them.
fn breaks(built: &Built) -> usize {
    emitted(built).matches("#colbreak").count()
}

/// The Typst of the section.
fn emitted(built: &Built) -> &str {
    let section = &built.assembled.files["sections/a.typ"];
    let Piece::Emitted(file) = section else { panic!("a section is emitted") };
    &file.text
}

/// Code and place of what was found.
fn told<'a>(found: &[Diagnostic], section: &'a str) -> Vec<(&'static str, &'a str)> {
    let place = |found: &Diagnostic| match found.place {
        Place::Span(span) => &section[span.start as usize..span.end as usize],
        Place::Path(_) | Place::Argument(_) => "",
    };
    found.iter().map(|found| (found.code.0, place(found))).collect()
}

fn build(section: &str, session: &mut Session) -> (Built, Vec<Diagnostic>) {
    build_project(&project(section), session)
}

fn build_project(project: &Project, session: &mut Session) -> (Built, Vec<Diagnostic>) {
    let mut diagnostics = Diagnostics::new();
    let built = press::build(project, session, &mut diagnostics);
    let found = diagnostics.into_sorted();
    (built.unwrap_or_else(|_| panic!("{found:?}")), found)
}

fn project(section: &str) -> Project {
    let svg =
        "<svg xmlns=\"http://www.w3.org/2000/svg\" width=\"9\" height=\"9\"><rect width=\"9\" height=\"9\"/></svg>";
    let files = [("paper.toml", MANIFEST), ("sections/a.md", section), ("sections/a.svg", svg)];
    Project::new(files.map(|(path, text)| (path.to_owned(), text.as_bytes().to_vec())))
}
