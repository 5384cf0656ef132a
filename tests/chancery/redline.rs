//! What a redline promises: no word is lost, the same has no marks, the marks are small, and every one can be printed.

mod agreement;
mod drawn;
pub mod edits;
mod older;
mod structures;
mod topics;
mod units;

use std::cell::RefCell;
use std::collections::BTreeSet;
use std::path::Path;

use crate::inspect::{self, Inspected, Shape, Standing};
use chancery::diagnostic::Diagnostics;
use chancery::paper::Paper;
use chancery::press::{self, Built, Session};
use chancery::project::Project;
use chancery::redline::{Entry, Kind, Part, Subject, accept, changes, redline, reject};
use chancery::report;
use chancery::section::{Block, BlockKind, Change, Row, meaning, plain_text};
use chancery::source::{Side, Span};

use crate::{corpus, paper};

/// How many made-up papers are edited at random.
const MADE_UP: u64 = 2_000;
/// How many random edits of the repository's paper are tried.
const EDITS: u64 = 400;
/// One of so many is printed as well.
const PRINTED: u64 = 40;

#[test]
fn accepting_gives_the_newer_paper_and_rejecting_the_older() {
    let project = paper::repository();
    let old = check(&project.clone().as_old()).expect("the paper is sound");
    let mut compared = 0;
    for seed in 0..EDITS {
        let Some(new) = check(&edits::of_project(&project, seed)) else { continue };
        obeys(&old, &new, &format!("edit {seed}"));
        compared += 1;
    }
    assert!(compared > EDITS / 2, "most edits leave a sound paper: {compared}");
}

/// `tests/redline` holds two versions of a paper with every kind of change, and what they come to as Markdown.
#[test]
fn every_kind_of_change_is_listed() {
    let changes = of_folder(&Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/redline"));
    for kind in [Kind::Inserted, Kind::Deleted, Kind::Replaced, Kind::Moved, Kind::Altered, Kind::Split, Kind::Joined] {
        assert!(changes.iter().any(|entry| entry.kind == kind), "nothing is {kind:?}");
    }
}

/// What two versions in a folder come to, which its `changes.md` has as Markdown.
pub fn of_folder(folder: &Path) -> Vec<Entry> {
    let [old, new] = ["old", "new"].map(|side| paper::project_in(&folder.join(side)));
    let projects = [old.as_old(), new];
    let [old, new] = projects.each_ref().map(|project| check(project).expect("sound"));
    obeys(&old, &new, "the two versions");
    let redline = redline(&old, &new);
    let changes = changes(&redline);
    let source = |place: Span| projects[usize::from(place.file.side() == Side::New)].source(place.file);
    let found = report::redline_markdown(&changes, &redline, source);
    corpus::holds(&folder.join("changes.md"), &found);
    changes
}

#[test]
fn made_up_papers_of_all_kinds_of_blocks_obey() {
    let mut compared = 0;
    for seed in 0..MADE_UP {
        let (one, other) = edits::pair(seed);
        let (old, new) = if seed.is_multiple_of(2) { (one, other) } else { (other, one) };
        if let (Some(old), Some(new)) = (check(&old.as_old()), check(&new)) {
            obeys(&old, &new, &format!("pair {seed}"));
            compared += 1;
        }
    }
    assert!(compared > MADE_UP / 3, "enough edits leave a sound paper: {compared}");
}

#[test]
fn papers_that_are_not_kin_obey_as_well() {
    let projects = corpus::projects();
    let old: Vec<_> = projects.iter().map(|(_, project)| check(&project.clone().as_old())).collect();
    let new: Vec<_> = projects.iter().map(|(_, project)| check(project)).collect();
    let mut compared = 0;
    for (index, new) in new.iter().enumerate() {
        for distance in [0, 1, 7] {
            let at = (index + distance) % old.len();
            if let (Some(old), Some(new)) = (&old[at], new) {
                obeys(old, new, &format!("{} → {}", projects[at].0, projects[index].0));
                compared += 1;
            }
        }
    }
    assert!(compared > 100, "{compared}");
}

#[test]
fn the_same_paper_has_no_marks() {
    let project = paper::repository();
    let (old, new) = (check(&project.clone().as_old()).expect("sound"), check(&project).expect("sound"));
    let redline = redline(&old, &new);
    assert!(changes(&redline).is_empty());
}

/// The changes between two texts of one section, a line each.
fn marks(old: &str, new: &str) -> Vec<String> {
    let [old, new] = [old, new].map(|text| {
        let section = format!("+++\nversion = \"1.0.0\"\n+++\n\n# One {{#one}}\n\n{text}\n");
        let drawing = "<svg xmlns=\"http://www.w3.org/2000/svg\" width=\"9\" height=\"9\"></svg>";
        corpus::project(&format!("One section.\n=== sections/x.svg\n{drawing}\n=== sections/a.md\n{section}"))
    });
    let (old, new) = (check(&old.as_old()).expect("sound"), check(&new).expect("sound"));
    obeys(&old, &new, "a pair of texts");
    let text = |part: &Option<Part>| part.as_ref().map_or(String::new(), |part| part.text.clone());
    let line = |entry: &Entry| match entry.kind {
        Kind::Inserted => format!("+{} {}", entry.what, text(&entry.new)),
        Kind::Deleted => format!("-{} {}", entry.what, text(&entry.old)),
        Kind::Moved => format!("moved {} {}", entry.what, text(&entry.new)),
        Kind::Replaced | Kind::Altered => format!("{} {} → {}", entry.what, text(&entry.old), text(&entry.new)),
        Kind::Split => "split".to_owned(),
        Kind::Joined => "joined".to_owned(),
        Kind::Renumbered => format!("renumbered {} → {}", text(&entry.old), text(&entry.new)),
    };
    changes(&redline(&old, &new)).iter().map(line).collect()
}

#[test]
fn marks_are_as_small_as_what_changed() {
    let none: [&str; 0] = [];
    assert_eq!(marks("A good word here.", "A bad word here."), ["text good → bad"]);
    assert_eq!(marks("First, a comma.", "First a comma."), ["-text ,"]);
    assert_eq!(marks("It *is so* here.", "It *was so* here."), ["text is → was"]);
    assert_eq!(marks("One two three four.", "One 2 3 four."), ["text two three → 2 3"]);
    assert_eq!(marks("- one\n- two\n- three", "- one\n- three"), ["-item two"]);
    assert_eq!(marks("Same words\nand more.", "Same words and\nmore."), none);
    assert_eq!(marks("Kept.\n\nGone for good.", "Kept."), ["-paragraph Gone for good."]);
    let quote = "> One.\n>\n> ```\n> two\n> ```\n>\n> Three.";
    assert_eq!(marks(&format!("Kept.\n\n{quote}"), "Kept."), ["-quotation One. two Three."]);
    let table = |cell: &str| format!("| A | B |\n|---|---|\n| one | {cell} |\n| two | other |");
    assert_eq!(marks(&table("first"), &table("last")), ["text first → last"]);
    let note = |word: &str| format!("A note.[^n]\n\n[^n]: It is {word}.");
    assert_eq!(marks(&note("old"), &note("new")), ["text old → new"]);
}

#[test]
fn a_number_is_marked_whole() {
    let pairs = [
        ("3.5 %", "3.7 %"),
        ("12 345", "12 845"),
        ("12\u{a0}345", "12\u{a0}845"),
        ("1\u{202f}234.50", "1\u{202f}334.50"),
        ("1'234", "1'334"),
        ("1,234.50", "1,334.50"),
        ("2026-03-01", "2026-04-01"),
        ("1/2/2026", "1/3/2026"),
        ("12:30", "12:45"),
        ("1.0.0-rc.1", "1.0.0-rc.2"),
        ("v1.2.3", "v1.3.3"),
        ("2nd", "3rd"),
        ("−5", "5"),
        ("€5", "€6"),
        ("5\u{a0}€", "6\u{a0}€"),
        ("36.6 °C", "37.6 °C"),
        ("6(1)", "6(2)"),
        ("6(1)(a)", "6(1)(b)"),
        ("2016/679", "2016/680"),
        ("2005/222/JHA", "2005/223/JHA"),
        ("2021/0106(COD)", "2021/0107(COD)"),
        ("COM(2021) 206", "COM(2021) 207"),
        ("C-131/12", "C-132/12"),
        ("J. T.", "G. P."),
    ];
    for (old, new) in pairs {
        let text = |number: &str| format!("It says {number} here, no more.");
        assert_eq!(marks(&text(old), &text(new)), [format!("text {old} → {new}")]);
    }
    let text = |day: &str| format!("Am {day} Mai war es.");
    assert_eq!(marks(&text("3."), &text("4.")), ["text 3. → 4."]);
    // What only stands beside a number is not of it.
    assert_eq!(marks("In 2019, 35 came.", "In 2019, 36 came."), ["text 35 → 36"]);
    assert_eq!(marks("In 2019 350 came.", "In 2018 350 came."), ["text 2019 → 2018"]);
    assert_eq!(marks("From 10–12 on.", "From 10–14 on."), ["text 12 → 14"]);
    assert_eq!(marks("A 5-year plan.", "A 6-year plan."), ["text 5 → 6"]);
}

#[test]
fn two_changes_have_no_crumbs_between_them() {
    assert_eq!(
        marks("We saw related offences of drugs there.", "We saw how the many crimes of today there."),
        ["text related offences of drugs → how the many crimes of today"]
    );
    assert_eq!(
        marks(
            "At the end of each year any member SHALL always keep records.",
            "At the end of each year all of them SHALL tell police officers."
        ),
        ["text any member SHALL always keep records → all of them SHALL tell police officers"]
    );
    assert_eq!(
        marks("The ship sails, the crew eats.", "The vessel sails, the staff eats."),
        ["text ship → vessel", "text crew → staff"]
    );
    assert_eq!(
        marks("They said good (or bad) words.", "They said kind (or evil) words."),
        ["text good → kind", "text bad → evil"]
    );
}

#[test]
fn long_texts_have_marks_as_small_as_short_ones() {
    let letters = |at: usize| at.to_string().bytes().map(|digit| char::from(digit + 49)).collect::<String>();
    let text = |take: &dyn Fn(usize) -> bool| {
        (0..1_500).filter(|at| take(*at)).map(|at| format!("w{}e ", letters(at))).collect::<String>() + "end."
    };
    let lines = marks(&text(&|at| at % 3 > 0), &text(&|_| true));
    assert_eq!(lines.len(), 500, "{lines:?}");
    let is_alone = |(at, line): (usize, &String)| line.trim_end() == format!("+text w{}e", letters(3 * at));
    assert!(lines.iter().enumerate().all(is_alone), "{lines:?}");
    // Equal sentences hold their places, whatever order the others are in.
    let paper = |order: &dyn Fn(usize) -> usize| {
        let part = |at: usize| format!("Here is {}.\n\nAll the same.\n\n", letters(order(at)));
        (0..600).map(part).collect::<String>()
    };
    let lines = marks(&paper(&|at| at), &paper(&|at| 599 - at));
    assert!(lines.iter().filter(|line| line.contains("All the same")).count() <= 2, "{lines:?}");
}

#[test]
fn what_was_moved_is_a_move() {
    let [one, two, three] = [
        "The first paragraph says what all of this is about.",
        "A second one tells the story from its beginning on.",
        "In the third, whoever has come so far finds the end.",
    ];
    let paper = |parts: &[&str]| parts.join("\n\n");
    assert_eq!(marks(&paper(&[one, two, three]), &paper(&[three, one, two])), [format!("moved paragraph {three}")]);
    let changed = three.replace("the end", "an end");
    assert_eq!(
        marks(&paper(&[one, two, three]), &paper(&[&changed, one, two])),
        [format!("moved paragraph {changed}"), "+text an".to_owned(), "-text the".to_owned()]
    );
    let section = |title: &str, text: &str| format!("## {title}\n\n{text}");
    let (first, second) = (section("First", &paper(&[one, two])), section("Second", three));
    assert_eq!(
        marks(&paper(&[&first, &second]), &paper(&[&second, &first])),
        [format!("moved section Second\n{three}")]
    );
}

#[test]
fn what_no_reader_would_see_is_printed() {
    let gone = |built: &Built| {
        let runs = built.document.text();
        let of_old = runs.iter().filter(|run| run.change == Some(Change::Deleted)).map(|run| run.text);
        of_old.collect::<String>()
    };
    let link = |address: &str| format!("As the [rules](https://example.org/{address}) say.");
    assert_eq!(marks(&link("old"), &link("new")), ["address https://example.org/old → https://example.org/new"]);
    let (built, _) = printed(&link("old"), &link("new"));
    assert!(gone(&built).contains("https://example.org/old"), "{}", gone(&built));
    let table = "::: table {#tbl-a caption=\"Values of old\"}\n| A |\n|---|\n| b |\n:::";
    let (built, _) = printed(&format!("Kept.\n\n{table}"), "Kept.");
    let text = gone(&built).replace('\u{a0}', " ");
    assert!(text.contains("Table 1. Values of old"), "{text}");
}

#[test]
fn the_same_picture_is_one() {
    let paper = |file: &str, alt: &str| {
        let picture = crate::made_up::beside_sections()["sections/a.png"].clone();
        let section = format!(
            "One.\n=== sections/a.md\n+++\nversion = \"1.0.0\"\n+++\n\n# One {{#one}}\n\n\
             ::: figure {{#fig-a caption=\"A chart\"}}\n![]({file}){{alt=\"{alt}\" width=3cm}}\n:::\n\n\
             And ![]({file}){{alt=\"{alt}\"}} here.\n"
        );
        corpus::project(&section).with(&format!("sections/{file}"), picture)
    };
    let (old, new) = (paper("chart.png", "A chart of then"), paper("new-chart.png", "A chart of now"));
    let (old, new) = (check(&old.as_old()).expect("sound"), check(&new).expect("sound"));
    obeys(&old, &new, "a picture");
    let entries = changes(&redline(&old, &new));
    let found: Vec<String> = entries.iter().map(|entry| format!("{:?} {}", entry.kind, entry.what)).collect();
    assert_eq!(found, ["Altered file", "Altered description", "Altered file", "Altered description"]);
}

#[test]
fn labels_and_files_hold_sections_together() {
    let topic = |label: &str, title: &str| {
        let text = format!("{title} is what this speaks of.");
        format!("## {title} {{#{label}}}\n\n{text}\n\n### Details of {title} {{#{label}-d}}\n\nMore on {title}.")
    };
    let paper = |topics: [(&str, &str); 3]| topics.map(|(label, title)| topic(label, title)).join("\n\n");
    let [scope, budget, staff] = [("a", "Scope"), ("b", "Budget"), ("c", "Staff")];
    let lines = marks(&paper([scope, budget, staff]), &paper([scope, ("c", "Staff and training"), ("e", "Risks")]));
    let of_headings: Vec<&str> =
        lines.iter().map(String::as_str).filter(|line| line.contains("heading") || line.contains("label")).collect();
    assert_eq!(
        of_headings,
        ["-heading Budget", "-heading Details of Budget", "+heading Risks", "+heading Details of Risks"],
        "{lines:?}"
    );
    assert!(!lines.iter().any(|line| line.starts_with("moved")), "{lines:?}");
    let files = |names: &[(&str, &str)]| {
        let listed: Vec<String> = names.iter().map(|(name, _)| format!("{name:?}")).collect();
        let file = |(name, title): &(&str, &str)| {
            let text = format!("+++\nversion = \"1.0.0\"\n+++\n\n# {title}\n\nWhat it says.\n");
            format!("=== sections/{name}\n{text}")
        };
        let files: String = names.iter().map(file).collect();
        corpus::project(&format!("Files.\n=== paper.toml change\nsections = [{}]\n{files}", listed.join(", ")))
    };
    let old = files(&[("a.md", "Scope"), ("b.md", "Budget of 2013"), ("c.md", "Staff")]).as_old();
    let new = files(&[("a.md", "Scope"), ("c.md", "People"), ("d.md", "Budget of 2014")]);
    let (old, new) = (check(&old).expect("sound"), check(&new).expect("sound"));
    let entries = changes(&redline(&old, &new));
    let is_title = |entry: &&Entry| entry.kind == Kind::Replaced && entry.section.as_deref() == Some("2. People");
    assert_eq!(entries.iter().filter(is_title).count(), 1, "{entries:?}");
}

#[test]
fn what_stands_elsewhere_in_its_list_is_moved() {
    let [one, two, three] = ["the first of three items", "a second one of them", "what comes at the end"];
    let list = |items: &[&str]| items.iter().map(|item| format!("1. {item}\n")).collect::<String>();
    assert_eq!(marks(&list(&[one, two, three]), &list(&[three, one, two])), [format!("moved item {three}")]);
    let changed = "what comes at the very end";
    assert_eq!(
        marks(&list(&[one, two, three]), &list(&[changed, one, two])),
        [format!("moved item {changed}"), "+text very ".to_owned()]
    );
    // In another list as well, if they say enough.
    let lists = |one: &[&str], other: &[&str]| format!("{}\nA sentence stands here.\n\n{}", list(one), list(other));
    let (alpha, beta) = ("whatever comes to mind first", "none of all that");
    assert_eq!(
        marks(&lists(&[one, two, alpha], &[beta, three]), &lists(&[one, alpha], &[beta, two, three])),
        [format!("moved item {two}")]
    );
    let (long, longer) = ("what is paid by the office at the end", "what is paid by the whole office at the end");
    assert_eq!(
        marks(&lists(&[one, long, alpha], &[beta, three]), &lists(&[one, alpha], &[beta, longer, three])),
        [format!("moved item {longer}"), "+text whole ".to_owned()]
    );
    assert_eq!(
        marks(&lists(&[one, "no"], &[beta, three]), &lists(&[one], &[beta, "no", three])),
        ["-item no", "+item no"]
    );
    // Short ones too, if they are the same.
    assert_eq!(marks("- a\n- b\n- c", "- c\n- a\n- b"), ["moved item c"]);
    let terms =
        |terms: &[(&str, &str)]| terms.iter().map(|(term, what)| format!("{term}\n: {what}\n\n")).collect::<String>();
    let [agency, user] = [("Agency", "The body that was set up."), ("User", "Whoever calls at the portal.")];
    assert_eq!(
        marks(&terms(&[user, agency]), &terms(&[agency, ("User", "Whoever writes to the portal.")])),
        ["-text calls at", "moved definition User: Whoever writes to the portal.", "+text writes to"]
    );
    let rows = |rows: &[&str]| format!("| A | B |\n|---|---|\n{}", rows.join("\n"));
    let [first, second, third] = ["| one | 1 |", "| two | 2 |", "| three | 3 |"];
    assert_eq!(marks(&rows(&[first, second, third]), &rows(&[third, first, second])), ["moved row three | 3"]);
    assert_eq!(
        marks(&rows(&[first, second, third]), &rows(&["| three | 33 |", first, second])),
        ["moved row three | 33", "+text 33", "-text 3"]
    );
    let table = |columns: [usize; 3]| {
        let cells = [["Kind", "drugs", "arms"], ["Year", "2012", "2013"], ["Cases", "12", "5"]];
        let row = |at: usize| format!("| {} |", columns.map(|column| cells[column][at]).join(" | "));
        format!("{}\n|---|---|---|\n{}\n{}", row(0), row(1), row(2))
    };
    assert_eq!(marks(&table([0, 1, 2]), &table([2, 0, 1])), ["moved column Cases | 12 | 5"]);
}

#[test]
fn a_number_that_the_press_works_out_is_no_edit() {
    let paper = |before: &str| {
        format!("{before}As section [{{number}}](#three) and [](#three) say.\n\n## Three {{#three}}\n\nAt the end.")
    };
    assert_eq!(
        marks(&paper(""), &paper("## New {#new}\n\n")),
        ["+heading New", "renumbered 1.1 → 1.2", "renumbered section\u{a0}1.1 → section\u{a0}1.2"]
    );
    let [old, new] = ["", "## New {#new}\n\n"].map(paper);
    let (built, _) = printed(&old, &new);
    let runs = built.document.text();
    let text: String = runs.iter().map(|run| run.text).collect();
    assert!(text.contains("References with another number only: 2"), "{text}");
    let is_gone = |run: &&chancery::typeset::TextBox| run.change.and_then(Change::side) == Some(Side::Old);
    assert_eq!(
        runs.iter().filter(is_gone).map(|run| run.text).collect::<Vec<_>>(),
        ["What is gone is struck through."]
    );
}

#[test]
fn paragraphs_are_split_and_joined() {
    let (one, two) = ("The first sentence is here for long.", "After it comes another one, just as long.");
    let (whole, parts) = (format!("{one} {two}"), format!("{one}\n\n{two}"));
    assert_eq!(marks(&whole, &parts), ["split"]);
    assert_eq!(marks(&parts, &whole), ["joined"]);
    let changed = parts.replace("another", "a further");
    assert_eq!(marks(&whole, &changed), ["split", "text another → a further"]);
    assert_eq!(marks(&format!("> {whole}"), &format!("> {one}\n>\n> {two}")), ["split"]);
}

#[test]
fn columns_and_forms_are_changes_of_their_own() {
    let narrow = "| A | C |\n|---|---|\n| one | three |\n| 1 | 3 |";
    let wide = "| A | B | C |\n|---|---|---|\n| one | two | three |\n| 1 | 2 | 3 |";
    assert_eq!(marks(narrow, wide), ["+column B | two | 2"]);
    assert_eq!(marks(wide, narrow), ["-column B | two | 2"]);
    let longer = format!("{wide}\n| uno | due | tre |");
    assert_eq!(marks(narrow, &longer), ["+column B | two | 2 | due", "+row uno | due | tre"]);
    assert_eq!(marks(&longer, narrow), ["-column B | two | 2 | due", "-row uno | due | tre"]);
    let right = narrow.replacen("|---|---|", "|---|--:|", 1);
    assert_eq!(marks(narrow, &right), ["columns auto, auto → auto, right auto"]);
    assert_eq!(marks("1. one\n2. two", "3. one\n4. two"), ["numbering 1. → 3."]);
    let image = |caption| {
        format!("::: figure {{#f caption=\"Two\"}}\n![{caption}](x.svg){{alt=\"x\"}}\n![](x.svg){{alt=\"y\"}}\n:::")
    };
    assert_eq!(marks(&image("The front"), &image("The back")), ["text front → back"]);
    assert_eq!(marks("5. one\n7. two", "5. one\n6. two"), ["numbering 7. → 6."]);
    assert_eq!(marks("5. one\n7. two\n8. new", "5. one\n8. new"), ["-item two"]);
    assert_eq!(marks("(a) one\n(b) two", "a) one\nb) two"), ["numbering (a) → a)"]);
    assert_eq!(marks("- [ ] one\n- [x] two", "- [x] one\n- [x] two"), ["text ☐ → ☑"]);
    assert_eq!(marks("{#one-a} Text.", "{#one-b} Text."), ["label one-a → one-b"]);
    assert_eq!(marks("## Two {#two}\n\nText.", "## Two {#two .new-page}\n\nText."), ["page – → .new-page"]);
    let note = |tag: &str, word: &str| format!("::: note {{lang={tag}}}\nText of {word}.\n:::");
    assert_eq!(marks(&note("de", "one"), &note("fr", "one")), ["language de → fr"]);
    assert_eq!(marks(&note("de", "one"), &note("de", "two")), ["text one → two"]);
    assert_eq!(marks("(a) {#one-a} Text.", "(a) {#one-b} Text."), ["label one-a → one-b"]);
    let item = |label: &str| format!("(a) {{#{label}}} Text.\n\nAs [](#{label}) says.");
    assert_eq!(marks(&item("one-a"), &item("one-b")), ["label one-a → one-b"]);
    assert_eq!(marks("# Two\n\nText.", "# Two {.annex}\n\nText."), ["numbering 1. → I."]);
    assert_eq!(marks("## Two {#two}\n\nText.", "## Two {.unnumbered}\n\nText."), ["label two → ", "numbering 1. → –"]);
    let renamed = |label: &str| format!("## Two {{#{label}}}\n\nAs [](#{label}) says.");
    assert_eq!(marks(&renamed("two"), &renamed("other")), ["label two → other"]);
}

#[test]
fn made_up_papers_are_printed_as_both_versions() {
    let mut printed = 0;
    for seed in (0..MADE_UP).step_by(PRINTED as usize) {
        let (old, new) = edits::pair(seed);
        printed += u32::from(prints_both(&old, &new, seed));
    }
    assert!(printed > 20, "{printed}");
}

#[test]
fn what_is_printed_is_the_newer_paper_and_the_older_one() {
    let project = without_contents(&paper::repository());
    let seeds = (0..EDITS).step_by(PRINTED as usize);
    let printed = seeds.filter(|seed| prints_both(&project, &edits::of_project(&project, *seed), *seed)).count();
    assert!(printed > 3, "{printed}");
}

/// Prints two versions and their redline, and compares what they say; false if one of them has errors.
fn prints_both(old: &Project, new: &Project, seed: u64) -> bool {
    let old_project = old.clone().as_old();
    if check(&old_project).is_none() || check(new).is_none() {
        return false;
    }
    let built = built(old, new);
    let source = |span: Span| if span.file.side() == Side::Old { &old_project } else { new }.source(span.file).text();
    for (but, project) in [(Side::Old, new), (Side::New, &old_project)] {
        let alone = print(project).expect("what is sound is printed");
        for in_notes in [false, true] {
            let is_here = |span: Span| is_in_note(source(span), span) == in_notes;
            same(&said(&built, Some(but), is_here), &said(&alone, None, is_here), seed);
        }
    }
    true
}

fn obeys(old: &Paper, new: &Paper, what: &str) {
    let marked = redline(old, new);
    let blocks = |paper: &Paper| -> Vec<Block> {
        paper.sections.iter().flat_map(|section| section.section.blocks.clone()).collect()
    };
    let means = |blocks: Vec<Block>| meaning::of_blocks(&blocks);
    is_paper(&accept(blocks(&marked)), &blocks(new), &format!("{what}: accepting gives another paper"));
    is_paper(&reject(blocks(&marked)), &blocks(old), &format!("{what}: rejecting gives another paper"));
    adds_up(old, new, &marked, what);
    let is_text = |entry: &&Entry| !matches!(entry.what, Subject::Field(_) | Subject::Setting(_));
    let has_changes = changes(&marked).iter().filter(is_text).any(|entry| entry.section.is_some());
    assert_eq!(has_changes, means(blocks(old)) != means(blocks(new)), "{what}: what changed is listed");
    for entry in changes(&marked) {
        let is_on = |part: &Option<Part>, side| part.as_ref().is_none_or(|part| part.place.file.side() == side);
        assert!(is_on(&entry.old, Side::Old) && is_on(&entry.new, Side::New), "{what}: {entry:?}");
    }
}

/// Complains of the first block that means something else.
fn is_paper(found: &[Block], expected: &[Block], what: &str) {
    if meaning::of_blocks(found) != meaning::of_blocks(expected) {
        let means = |block: &&Block| meaning::of_blocks(std::slice::from_ref(*block));
        let at = found.iter().zip(expected).take_while(|(one, other)| means(one) == means(other)).count();
        panic!("{what}: {:#?}\ninstead of {:#?}", found.get(at), expected.get(at));
    }
}

/// On the first page, the words that are new and gone are those by which the papers differ.
fn adds_up(old: &Paper, new: &Paper, marked: &Paper, what: &str) {
    let summary = &marked.older.as_ref().expect("a redline").summary;
    let tables = summary.iter().filter_map(|block| match &block.kind {
        BlockKind::Table(table) if table.columns.len() == 7 => Some(table),
        _ => None,
    });
    let cells = |row: &Row| -> Vec<usize> {
        let texts = row.cells.iter().map(|cell| plain_text(&cell.content));
        texts.skip(4).map(|text| text.replace(|sign: char| !sign.is_ascii_digit(), "").parse().unwrap_or(0)).collect()
    };
    for rows in tables.map(|table| &table.rows) {
        let (total, lines) = rows.split_last().expect("the last row sums up");
        let sum = |at: usize| lines.iter().map(|row| cells(row)[at]).sum::<usize>();
        assert_eq!(cells(total), [sum(0), sum(1), sum(2)], "{what}: the rows do not add up");
        let (added, removed) = (cells(total)[1], cells(total)[2]);
        let (words, of_new) = (old.words() + added, new.words() + removed);
        assert!(words == of_new, "{what}: {words} and {of_new}, {:?}", changes(marked));
    }
}

/// Complains of the first place where what is said differs.
fn same(found: &str, expected: &str, seed: u64) {
    let at = found.bytes().zip(expected.bytes()).take_while(|(one, other)| one == other).count();
    let around = |text: &str| {
        let from = text.floor_char_boundary(at.saturating_sub(60));
        text[from..text.floor_char_boundary(at + 60)].to_owned()
    };
    assert!(found == expected, "edit {seed}: found\n{}\nwhere is\n{}", around(found), around(expected));
}

/// Whether a place is in a note, which stands at the foot of its page: before or after other text, as pages end.
fn is_in_note(text: &str, place: Span) -> bool {
    let mut above = &text[..place.start as usize];
    loop {
        // A note can end the paragraph above it.
        let starts = ["\n\n", "\n[^"].map(|start| above.rfind(start).map_or(0, |at| at + 1));
        let start = starts.into_iter().max().unwrap_or_default();
        let block = text[start..].trim_start_matches('\n');
        // What is moved to the right goes on with what stands above.
        if start == 0 || !block.starts_with("    ") {
            return block
                .strip_prefix("[^")
                .and_then(|rest| rest.split_once(']'))
                .is_some_and(|(_, rest)| rest.starts_with(':'));
        }
        above = &text[..start];
    }
}

/// What authors of sections said where it `is_here`, page by page; without what stands on the side of `but` only.
fn said(built: &Built, but: Option<Side>, is_here: impl Fn(Span) -> bool) -> String {
    let of_section = |run: &&chancery::typeset::TextBox| {
        run.span.is_some_and(|span| span.file.path().starts_with("sections/") && is_here(span))
    };
    let runs = built.document.text();
    // A part's marking is told apart from its text.
    let is_text = |run: &&chancery::typeset::TextBox| !run.text.starts_with("EUROPOL ");
    let runs = runs
        .iter()
        .filter(of_section)
        .filter(is_text)
        .filter(|run| but.is_none() || run.change.and_then(Change::side) != but);
    // The header of a table that goes over a page is printed on each of them.
    let mut seen = BTreeSet::new();
    let is_first = |run: &&chancery::typeset::TextBox| {
        !run.is_typed || run.span.is_none_or(|span| seen.insert((span, run.text.to_owned())))
    };
    let runs = runs.filter(is_first);
    // Numbers that the press works out are those of the newer version.
    let signs = runs.flat_map(|run| run.text.chars().filter(|sign| run.is_typed || !sign.is_numeric()));
    signs.filter(|sign| !sign.is_whitespace()).collect()
}

fn check(project: &Project) -> Option<Paper> {
    thread_local!(static SESSION: RefCell<Session> = RefCell::default());
    let mut diagnostics = Diagnostics::new();
    let paper = SESSION.with_borrow_mut(|session| press::check(project, session, &mut diagnostics));
    paper.filter(|_| diagnostics.is_printable())
}

fn print(project: &Project) -> Option<Built> {
    press::build(project, &mut Session::default(), &mut Diagnostics::new()).ok()
}

fn without_contents(project: &Project) -> Project {
    let mut files = edits::files(project);
    let manifest = files.get_mut("paper.toml").expect("a manifest");
    *manifest = String::from_utf8_lossy(manifest).replace("contents = true", "contents = false").into_bytes();
    Project::new(files)
}

/// One section, in two versions, as a printed redline.
fn printed(old: &str, new: &str) -> (Built, Inspected) {
    let section = |text: &str| format!("+++\nversion = \"1.0.0\"\n+++\n\n# One {{#one}}\n\n{text}\n");
    let built = built(&corpus::project_of(&section(old)), &corpus::project_of(&section(new)));
    let said = inspect::read(&built.pdf).expect("a PDF");
    (built, said)
}

/// The redline of two projects.
fn built(old: &Project, new: &Project) -> Built {
    let new_paper = check(new).expect("sound");
    let (mut session, mut diagnostics) = (Session::default(), Diagnostics::new());
    let newer = (new, &new_paper);
    let older = press::older(&old.clone().as_old(), newer, &mut Session::default(), &mut diagnostics);
    let redline = press::redline(&older.expect("it has a manifest"), newer, &mut diagnostics);
    let (paper, assembled, _) = redline.expect("it can be assembled");
    let built = press::print(new, paper, assembled, &mut session, &mut diagnostics);
    built.unwrap_or_else(|_| panic!("it cannot be printed: {:?}", diagnostics.into_sorted()))
}

const OLD: &str = "Some ~~struck~~ good words, and more of them so that they fill a line and a half of it, no less than that.\n\n\
    Nothing here.\n\n## Two {#two}\n\n- A last item.\n- Another.\n\n## Three {#three}\n\nA kept paragraph.";
const NEW: &str = "Some ~~stricken~~ bad words, and more of them so that they fill a line and a half of it, no less than that.\n\n\
    Nothing here.\n\n## Two {#two}\n\n- Another.\n\n## Three is new {#three}\n\nA kept paragraph.";

#[test]
fn a_bar_stands_beside_each_line_that_changed_and_no_other() {
    let (built, said) = printed(OLD, NEW);
    let runs = built.document.text();
    for (index, page) in said.pages.iter().enumerate() {
        let left = page.shapes.iter().map(|shape| shape.left).fold(f64::INFINITY, f64::min);
        let is_bar = |shape: &&Shape| shape.left - left < 0.1 && shape.right - shape.left < 2.0;
        let bars: Vec<&Shape> = page.shapes.iter().filter(is_bar).collect();
        assert!(bars.iter().all(|bar| bar.standing == Standing::Artifact), "{bars:?}");
        let lines = |is_changed: bool| {
            let of_page = runs.iter().filter(move |run| run.page == index + 1 && run.span.is_some());
            of_page.filter(move |run| run.change.is_some() == is_changed).map(|run| run.baseline).collect::<Vec<_>>()
        };
        let beside = |y: f64| bars.iter().any(|bar| bar.top < y && y < bar.bottom);
        let (changed, kept) = (lines(true), lines(false));
        assert!(changed.iter().all(|y| beside(*y)), "page {}: {bars:?} {changed:?}", index + 1);
        // On the title page nobody's sections are printed.
        if kept.is_empty() && changed.is_empty() {
            assert!(bars.is_empty(), "page {}: {bars:?}", index + 1);
            continue;
        }
        let untouched: Vec<f64> =
            kept.into_iter().filter(|y| changed.iter().all(|other| (other - y).abs() > 1.0)).collect();
        assert!(
            untouched.len() > 2 && !untouched.iter().any(|y| beside(*y)),
            "page {}: {bars:?} {untouched:?}",
            index + 1
        );
    }
}

#[test]
fn lines_are_drawn_under_what_is_new_and_through_what_is_gone() {
    let (built, said) = printed(OLD, NEW);
    let runs = built.document.text();
    let page = said.pages.len();
    let lines: Vec<&Shape> =
        said.pages[page - 1].shapes.iter().filter(|shape| shape.bottom - shape.top < 0.1).collect();
    for run in runs.iter().filter(|run| run.page == page && run.span.is_some() && !run.text.trim().is_empty()) {
        // Not where the author struck it out.
        let at = |from: f64, to: f64| {
            lines.iter().any(|line| line.top - run.baseline > from && line.top - run.baseline < to)
        };
        match run.change {
            Some(Change::Inserted) => assert!(at(0.5, 4.0), "{run:?}"),
            Some(Change::Deleted) => assert!(at(-5.0, -1.0), "{run:?}"),
            _ => {}
        }
    }
}

#[test]
fn what_was_moved_has_two_lines_in_both_places() {
    let [one, two] =
        ["The first paragraph says what all of this is about.", "A second one tells it from the beginning."];
    let (built, said) = printed(&format!("{one}\n\n{two}"), &format!("{two}\n\n{one}"));
    let mut places = BTreeSet::new();
    for run in built.document.text() {
        let Some(side) = run.change.and_then(Change::side).filter(|_| run.page == said.pages.len()) else { continue };
        let (from, to) = if side == Side::New { (0.5, 4.0) } else { (-5.0, -1.0) };
        let lines = said.pages[run.page - 1].shapes.iter().filter(|shape| shape.bottom - shape.top < 0.1);
        let beside = lines.map(|line| line.top - run.baseline).filter(|at| (from..to).contains(at));
        assert_eq!(beside.count(), 2, "{run:?}");
        places.insert(side);
    }
    assert_eq!(places.len(), 2);
}

#[test]
fn an_image_that_is_gone_is_crossed_out() {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/redline");
    let [old, new] = ["old", "new"].map(|side| paper::project_in(&folder.join(side)));
    let said = inspect::read(&built(&old, &new).pdf).expect("a PDF");
    // The images are square.
    let is_diagonal = |shape: &&Shape| {
        let (width, height) = (shape.right - shape.left, shape.bottom - shape.top);
        width > 20.0 && (width - height).abs() < 0.1
    };
    let diagonals = said.pages.iter().flat_map(|page| &page.shapes).filter(is_diagonal);
    // Two for each of the two figures' older images.
    assert_eq!(diagonals.filter(|shape| shape.standing == Standing::Artifact).count(), 4);
    let told =
        |words: &str| said.elements.iter().any(|one| one.alt.as_deref().is_some_and(|alt| alt.starts_with(words)));
    assert!(told("Deleted image: ") && told("Inserted image: "));
}

#[test]
fn a_line_breaks_between_what_is_gone_and_what_is_new() {
    let table = |word: &str| {
        format!("::: table {{caption=\"C\" columns=\"2cm 1fr\"}}\n| A | B |\n|---|---|\n| {word} | b |\n:::")
    };
    let (built, _) = printed(&table("Directorate"), &table("Prosecution"));
    let runs = built.document.text();
    let y = |word: &str| runs.iter().find(|run| run.text == word).map(|run| run.baseline).expect("the word is printed");
    assert!(y("Prosecution") > y("Directorate") + 5.0);
}

#[test]
fn a_chapter_that_is_gone_begins_no_page() {
    let old = "Kept.\n\n# Gone {#gone}\n\nOld words.\n\n# Three {#three}\n\nKept too.";
    let new = "Kept.\n\n# Three {#three}\n\nKept too.\n\n# New {#new}\n\nNew words.";
    let (built, _) = printed(old, new);
    let runs = built.document.text();
    // The summary at the front names headings as well.
    let page = |words: &str| runs.iter().filter(|run| run.text == words).map(|run| run.page).max();
    let first = page("Kept.").expect("it is printed");
    assert_eq!([page("Gone"), page("Three"), page("New")], [Some(first), Some(first + 1), Some(first + 2)]);
}

#[test]
fn a_list_in_markdown_fits_a_comment() {
    let text = |word: &str| {
        let sentence = |number: usize| format!("A sentence of {word} kind{number} stands here.");
        (0..3_000).map(sentence).collect::<Vec<_>>().join("\n\n")
    };
    let other = |old: &str| old.replace("kind", "sort");
    let list = listed(&text("one"), &other(&text("one")));
    assert!(list.len() < 65_536 && list.ends_with(" changes more.\n"), "{} bytes", list.len());
    assert!(list.starts_with("<!-- chancery-redline: case -->\n"), "{list}");
    assert_eq!(list.matches("<details>").count(), list.matches("</details>").count());
    // What is the same everywhere is told once.
    let list = listed(&text("one"), &text("another"));
    assert!(list.ends_with("\n- ~~one~~ → **another**, 3000 times\n"), "{list}");
}

#[test]
fn a_list_in_markdown_is_understood_without_the_paper() {
    let table = |value: &str| format!("| Kind | Value |\n|---|---|\n| Drugs | {value} |\n| Arms | 5 |");
    let list = listed(
        &format!("Whoever is paid by the office is hired and sworn in.\n\nKept (before) here.\n\n{}", table("21")),
        &format!("Whoever is paid by the office is recruited and sworn in.\n\nKept (after) here.\n\n{}", table("22")),
    );
    let lines: Vec<&str> = list.lines().filter(|line| line.starts_with("- ")).collect();
    assert_eq!(
        lines,
        [
            "- ± Whoever is paid by the office is ~~hired~~ **recruited** and sworn in. (sections/a.md:7)",
            "- ± Kept (\u{200a}~~before~~ **after**\u{200a}) here. (sections/a.md:9)",
            "- ± Drugs, Value: ~~21~~ **22** (sections/a.md:13)",
        ]
    );
    let [one, two] = ["## Beta {#beta}\n\nSome words of beta.", "## Gamma {#gamma}\n\nWholly other words of gamma."];
    let list = listed(&format!("{one}\n\n{two}"), &format!("{two}\n\n{one}"));
    assert!(list.ends_with("\n- moved section: Beta, from 1.1 to 1.2 (sections/a.md:11)\n"), "{list}");
    let none = listed(one, one);
    assert!(none.ends_with("**A case**: no changes between two states of 1.0.0.\n"), "{none}");
}

/// Two texts of one section, compared as Markdown.
fn listed(old: &str, new: &str) -> String {
    let section = |text: &str| format!("+++\nversion = \"1.0.0\"\n+++\n\n# One {{#one}}\n\n{text}\n");
    let projects = [corpus::project_of(&section(old)).as_old(), corpus::project_of(&section(new))];
    let [old, new] = projects.each_ref().map(|project| check(project).expect("sound"));
    let source = |place: Span| projects[usize::from(place.file.side() == Side::New)].source(place.file);
    let redline = redline(&old, &new);
    report::redline_markdown(&changes(&redline), &redline, source)
}

#[test]
fn a_screen_reader_is_told_of_changes_and_bookmarks_are_complete() {
    let (_, said) = printed(OLD, NEW);
    let runs = said.pages.iter().flat_map(|page| &page.runs);
    let told: Vec<&str> = runs.filter_map(|run| run.text.strip_prefix('\u{a0}')?.strip_suffix('\u{a0}')).collect();
    let count = |words: &str| told.iter().filter(|told| told.replace('\u{a0}', " ") == words).count();
    // One of each in the legend and where words were replaced; an item; the end of a title.
    assert_eq!([count("deletion"), count("end of deletion")], [3, 3], "{told:?}");
    assert_eq!([count("insertion"), count("end of insertion")], [3, 3], "{told:?}");
    let titles: Vec<&str> = said.outline.iter().map(|bookmark| bookmark.title.as_str()).collect();
    let changes = ["Changes in version\u{a0}1.0.0", "Sections that changed", "A case"];
    assert_eq!(titles, [&changes[..], &["1. One", "1.1. Two", "1.2. Three is new"]].concat());
    let (_, said) = printed("1. one\n2. two", "3. one\n4. two");
    assert!(said.elements.iter().any(|element| element.text.replace('\u{a0}', " ").contains("numbering: 1. → 3.")));
    let (_, said) = printed(OLD, &OLD.replace("A last item", "A first item"));
    let titles: Vec<&str> = said.outline.iter().map(|bookmark| bookmark.title.as_str()).collect();
    assert_eq!(titles, [&changes[..], &["1. One", "1.1. Two", "1.2. Three"]].concat());
}

#[test]
fn the_first_page_sums_up() {
    let (_, said) = printed(OLD, NEW);
    let cells: Vec<&str> = said.role("TD").map(|cell| cell.text.trim()).collect();
    for row in [
        ["1. One", "3", "Changed", "1.0.0", "1", "2", "2"],
        ["1.1. Two", "3", "Changed", "", "1", "0", "3"],
        ["1.2. Three is new", "3", "Changed", "", "1", "2", "0"],
    ] {
        assert!(cells.windows(row.len()).any(|cells| cells == row), "{row:?} in {cells:?}");
    }
    assert_eq!(said.links.iter().filter(|link| link.page == 1).count(), 3, "{:?}", said.links);
}

#[test]
fn the_first_page_tells_what_became_of_each_section() {
    let section = |title: &str, label: &str, version: &str, text: &str| {
        format!("+++\nversion = \"{version}\"\n+++\n\n# {title} {{#{label}}}\n\n{text}\n")
    };
    let scope = |version: &str| {
        section("Scope", "a", version, "Text of scope which is a few words long.\n\n## Sub {#s}\n\nMore.")
    };
    let budget =
        section("Budget", "b", "1.0.0", "Money comes in twice a year.\n\n## Reserve {#r}\n\nA tenth is put aside.");
    let outlook = |word: &str, version: &str| section("Outlook", "c", version, &format!("What is {word} of all this."));
    let risks = section("Risks", "e", "0.1.0", "Storms and thefts were the worst last summer.");
    let project = |files: &[(&str, String)]| {
        let list: Vec<_> = files.iter().map(|(name, _)| format!("\"{name}\"")).collect();
        let manifest = format!(
            "[paper]\nslug = \"a\"\ntitle = \"A\"\nversion = \"1.0.0\"\ndate = \"2013\"\nlanguage = \"en\"\n\
             authors = [\"B\"]\nstatus = \"draft\"\ntemplate = \"europol\"\nsections = [{}]\n",
            list.join(", ")
        );
        let files = files.iter().map(|(name, text)| (format!("sections/{name}"), text.clone().into_bytes()));
        Project::new(files.chain([("paper.toml".to_owned(), manifest.into_bytes())]))
    };
    let old = project(&[("a.md", scope("1.0.0")), ("b.md", budget), ("c.md", outlook("thought", "1.0.0"))]);
    let new = project(&[("a.md", scope("1.0.1")), ("e.md", risks), ("c.md", outlook("said", "1.1.0"))]);
    let said = inspect::read(&built(&old, &new).pdf).expect("a PDF");
    let cells: Vec<&str> = said.role("TD").map(|cell| cell.text.trim()).collect();
    for row in [
        ["1. Scope", "3", "Same", "1.0.0 → 1.0.1", "0", "0", "0"],
        ["2. Budget", "3", "Gone", "1.0.0", "2", "0", "7"],
        ["2.1. Reserve", "3", "Gone", "", "2", "0", "6"],
        ["2. Risks", "4", "New", "0.1.0", "2", "9", "0"],
        ["3. Outlook", "5", "Changed", "1.0.0 → 1.1.0", "1", "1", "1"],
    ] {
        assert!(cells.windows(row.len()).any(|cells| cells == row), "{row:?} in {cells:?}");
    }
}

#[test]
fn many_sections_fit_on_the_first_page() {
    let text = |word: &str| {
        let part = |at: usize| format!("## Part {at} {{#p-{at}}}\n\nThe {word} of part {at} is a text of some words.");
        (0..40).map(part).collect::<Vec<_>>().join("\n\n")
    };
    let (_, said) = printed(&text("start"), &text("end"));
    let cells: Vec<&str> = said.role("TD").map(|cell| cell.text.trim()).collect();
    assert!(cells.windows(7).any(|cells| cells == ["1. One", "3", "Changed", "1.0.0", "40", "40", "40"]), "{cells:?}");
    assert!(!cells.contains(&"1.1. Part 0"), "{cells:?}");
}

#[test]
fn a_template_without_what_the_older_one_had_prints_it_all_the_same() {
    let manifest = "[paper]\nslug = \"a\"\ntitle = \"A\"\nversion = \"1.0.0\"\ndate = \"2013\"\nlanguage = \"en\"\n\
        authors = [\"B\"]\nstatus = \"final\"\ntemplate = \"house\"\nsections = [\"a.md\"]\n";
    let page = "#set document(title: {{ paper.document_title }}, date: {{ paper.date }})\n\
        #show figure.caption: it => [#it.supplement #context it.counter.display(it.numbering): #it.body]\n\
        {% for section in sections %}\n#include {{ section.path }}\n{% endfor %}\n";
    let project = |blocks: &str, text: &str| {
        let section = format!("+++\nversion = \"1.0.0\"\n+++\n\n# One\n\n{text}\n");
        let files = [
            ("paper.toml", manifest),
            ("sections/a.md", &section),
            ("templates/house/paper.typ", page),
            ("templates/house/blocks.typ", blocks),
        ];
        Project::new(files.map(|(path, text)| (path.to_owned(), text.as_bytes().to_vec())))
    };
    let figure = "::: table {caption=\"Numbers\"}\n| A |\n|---|\n| b |\n:::";
    let old = project("#let edition(body) = body", &format!("::: edition\nThe first.\n:::\n\n{figure}\n\nKept."));
    let built = built(&old, &project("", "Kept."));
    let said = inspect::read(&built.pdf).expect("a PDF");
    let text: String = said.pages.iter().map(|page| page.text(|_| true)).collect();
    assert!(text.contains("The first.") && text.contains("Changes in version\u{a0}1.0.0"), "{text}");
}

#[test]
fn two_schemes_are_both_printed_and_of_one_the_higher() {
    let project = |marking: &str| {
        let manifest = format!(
            "[paper]\nslug = \"a\"\ntitle = \"A\"\nversion = \"1.0.0\"\ndate = \"2013-06-24\"\nlanguage = \"en\"\n\
             authors = [\"B\"]\nstatus = \"final\"\ntemplate = \"europol\"\nsections = [\"a.md\"]\n\n[marking]\n{marking}\n"
        );
        let section = b"+++\nversion = \"1.0.0\"\n+++\n\n# One\n\nText.\n".to_vec();
        Project::new([("paper.toml".to_owned(), manifest.into_bytes()), ("sections/a.md".to_owned(), section)])
    };
    let on_each_page = |old: &str, new: &str, marking: &str, foot: &str| {
        let said = inspect::read(&built(&project(old), &project(new)).pdf).expect("a PDF");
        for page in &said.pages {
            assert!(page.text(|standing| standing == Standing::Header).contains(marking), "{old} → {new}");
            assert!(page.text(|standing| standing == Standing::Footer).contains(foot), "{old} → {new}");
        }
    };
    let secret = "scheme = \"europol\"\nlevel = \"secret\"\nreference = \"R1\"\ncopy = \"1 of 3\"";
    let open = "scheme = \"europol\"\nlevel = \"unclassified\"";
    on_each_page(secret, open, "EUROPOL SECRET", "R1");
    on_each_page(open, secret, "EUROPOL SECRET", "R1");
    let red = "scheme = \"tlp\"\nlevel = \"red\"";
    on_each_page(red, open, "TLP:RED · Europol Unclassified – Basic Protection Level", "");
}
