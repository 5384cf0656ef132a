//! What a redline promises: no word is lost, the same has no marks, the marks are small, and every one can be printed.

use std::collections::{BTreeMap, BTreeSet};

use chancery::diagnostic::Diagnostics;
use chancery::paper::Paper;
use chancery::press::{self, Built, Session};
use chancery::project::Project;
use chancery::redline::{Entry, Kind, Part, accept, changes, redline, reject};
use chancery::section::{Block, Change, meaning};
use chancery::source::Side;

use crate::{corpus, paper};

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
        let Some(new) = check(&edited(&project, seed)) else { continue };
        obeys(&old, &new, &format!("edit {seed}"));
        compared += 1;
    }
    assert!(compared > EDITS / 2, "most edits leave a sound paper: {compared}");
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
        corpus::project_of(&section)
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
    let table = |cell: &str| format!("| A | B |\n|---|---|\n| one | {cell} |\n| two | other |");
    assert_eq!(marks(&table("first"), &table("last")), ["text first → last"]);
    let note = |word: &str| format!("A note.[^n]\n\n[^n]: It is {word}.");
    assert_eq!(marks(&note("old"), &note("new")), ["text old → new"]);
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
        [format!("moved heading Second {three}")]
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
    assert_eq!(marks("1. one\n2. two", "3. one\n4. two"), ["numbering 1 → 3"]);
    assert_eq!(
        marks("## Two {#two}\n\nText.", "## Two {.unnumbered}\n\nText."),
        ["label two → ", "numbering numbered → none"]
    );
    let renamed = |label: &str| format!("## Two {{#{label}}}\n\nAs [](#{label}) says.");
    assert_eq!(marks(&renamed("two"), &renamed("other")), ["label two → other"]);
}

#[test]
fn what_is_printed_is_the_newer_paper_and_the_older_one() {
    let project = without_contents(&paper::repository());
    let old_project = project.clone().as_old();
    let old = check(&old_project).expect("sound");
    let words_old = said(&print(&project).expect("the paper is printed"), &project, &old_project, None);
    let mut printed = 0;
    for seed in (0..EDITS).step_by(PRINTED as usize) {
        let edited = edited(&project, seed);
        let Some(new) = check(&edited) else { continue };
        let mut diagnostics = Diagnostics::new();
        let mut session = Session::default();
        let (marked, assembled) = press::redline(&edited, &old, &new, &mut diagnostics).expect("it can be assembled");
        let built = press::print(&edited, marked, assembled, &mut session, &mut diagnostics);
        let built = built.unwrap_or_else(|_| panic!("edit {seed} cannot be printed: {:?}", diagnostics.into_sorted()));
        let words_new = said(&print(&edited).expect("what is sound is printed"), &edited, &old_project, None);
        same(&said(&built, &edited, &old_project, Some(Side::Old)), &words_new, seed);
        same(&said(&built, &edited, &old_project, Some(Side::New)), &words_old, seed);
        printed += 1;
    }
    assert!(printed > 3, "{printed}");
}

fn obeys(old: &Paper, new: &Paper, what: &str) {
    let marked = redline(old, new);
    let blocks = |paper: &Paper| -> Vec<Block> {
        paper.sections.iter().flat_map(|section| section.section.blocks.clone()).collect()
    };
    let means = |blocks: Vec<Block>| meaning::of_blocks(&blocks);
    assert!(means(accept(blocks(&marked))) == means(blocks(new)), "{what}: accepting gives another paper");
    assert!(means(reject(blocks(&marked))) == means(blocks(old)), "{what}: rejecting gives another paper");
    let has_changes = changes(&marked).iter().any(|entry| entry.section.is_some());
    assert_eq!(has_changes, means(blocks(old)) != means(blocks(new)), "{what}: what changed is listed");
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

/// What authors of sections said, page by page; without what stands on the side of `but` only.
fn said(built: &Built, new: &Project, old: &Project, but: Option<Side>) -> String {
    let of_section = |run: &&chancery::typeset::Run| {
        run.span.is_some_and(|span| {
            let project = if span.file.side == Side::Old { old } else { new };
            project.path_of(span.file).starts_with("sections/")
        })
    };
    let runs = built.document.text(&built.assembled);
    let runs = runs.iter().filter(of_section).filter(|run| but.is_none() || run.change.and_then(Change::side) != but);
    // The header of a table that goes over a page is printed on each of them.
    let mut seen = BTreeSet::new();
    let is_first = |run: &&chancery::typeset::Run| {
        run.span.is_none_or(|span| span.len() != run.text.len() || seen.insert((span, run.text.clone())))
    };
    let runs = runs.filter(is_first);
    runs.flat_map(|run| run.text.chars()).filter(|sign| !sign.is_whitespace()).collect()
}

fn check(project: &Project) -> Option<Paper> {
    let mut diagnostics = Diagnostics::new();
    let paper = press::check(project, &mut Session::default(), &mut diagnostics);
    paper.filter(|_| diagnostics.is_printable())
}

fn print(project: &Project) -> Option<Built> {
    press::build(project, &mut Session::default(), &mut Diagnostics::new()).ok()
}

fn files(project: &Project) -> BTreeMap<String, Vec<u8>> {
    let own = project.paths().filter(|path| !project.is_builtin(path));
    own.map(|path| (path.to_owned(), project.bytes(path).expect("it is listed").to_vec())).collect()
}

fn without_contents(project: &Project) -> Project {
    let mut files = files(project);
    let manifest = files.get_mut("paper.toml").expect("a manifest");
    *manifest = String::from_utf8_lossy(manifest).replace("contents = true", "contents = false").into_bytes();
    Project::new(files)
}

/// The project after one to four edits of an author's, known by their number.
fn edited(project: &Project, seed: u64) -> Project {
    let mut files = files(project);
    let mut random = Random(seed.wrapping_mul(0x9e37_79b9_7f4a_7c15) | 1);
    let sections: Vec<String> = files.keys().filter(|path| path.ends_with(".md")).cloned().collect();
    for _ in 0..1 + random.below(4) {
        let path = &sections[random.below(sections.len())];
        let text = String::from_utf8_lossy(&files[path]).into_owned();
        let (front, body) = text.split_at(text[3..].find("+++\n").map_or(0, |at| at + 7));
        let mut blocks: Vec<String> = body.split("\n\n").map(str::to_owned).collect();
        let at = random.below(blocks.len());
        match random.below(7) {
            0 => drop(blocks.remove(at)),
            1 => blocks.insert(at, "A paragraph that nobody has written before, of some length.".to_owned()),
            2 => {
                let other = random.below(blocks.len());
                blocks.swap(at, other);
            }
            3 => blocks[at] = blocks[at].replacen(", ", " ", 1),
            4 => blocks[at] = blocks[at].replacen(". ", ".\n\n", 1),
            _ => {
                let mut words: Vec<&str> = blocks[at].split(' ').collect();
                let word = random.below(words.len());
                match random.below(3) {
                    0 => words[word] = "another",
                    1 => drop(words.remove(word)),
                    _ => words.insert(word, "quite *new* words"),
                }
                blocks[at] = words.join(" ");
            }
        }
        files.insert(path.clone(), format!("{front}{}", blocks.join("\n\n")).into_bytes());
    }
    Project::new(files)
}

/// Numbers that only look random (xorshift).
struct Random(u64);

impl Random {
    fn below(&mut self, bound: usize) -> usize {
        self.0 ^= self.0 << 13;
        self.0 ^= self.0 >> 7;
        self.0 ^= self.0 << 17;
        (self.0 % bound.max(1) as u64) as usize
    }
}

#[test]
fn lines_and_bars_are_drawn_and_change_no_text() {
    let section = |text: &str| format!("+++\nversion = \"1.0.0\"\n+++\n\n# One {{#one}}\n\n{text}\n");
    let old = check(&corpus::project_of(&section("Some ~~struck~~ good words.")).as_old()).expect("sound");
    let project = corpus::project_of(&section("Some ~~stricken~~ bad words."));
    let new = check(&project).expect("sound");
    let print = |drawn: bool| {
        let (mut session, mut diagnostics) = (Session::default(), Diagnostics::new());
        let (paper, assembled) = press::redline(&project, &old, &new, &mut diagnostics).expect("it is assembled");
        assert!(assembled.redline);
        let assembled = chancery::assemble::Assembled { redline: drawn, ..assembled };
        let built = press::print(&project, paper, assembled, &mut session, &mut diagnostics);
        built.unwrap_or_else(|_| panic!("{:?}", diagnostics.into_sorted()))
    };
    let (with, without) = (print(true), print(false));
    assert_eq!(with.document.text(&with.assembled), without.document.text(&without.assembled));
    assert!(with.pdf.len() > without.pdf.len(), "four lines and a bar take room");
}
