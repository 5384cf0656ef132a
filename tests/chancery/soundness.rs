//! What `check` lets pass is printed, and nothing of it is lost: no made-up paper without an error fails once it is laid
//! out, and what stands on its pages is what was resolved, character by character.
//!
//! A paper is known by its number: `CHANCERY_PAPERS=2000 cargo test --release soundness` tries as many as it says, and
//! `CHANCERY_PAPER=17` that one again. Of a paper that fails, what makes no difference is left out; the rest is written
//! to `target/tmp/paper-17/`.

use std::collections::{BTreeMap, VecDeque};
use std::fmt::Write;
use std::panic::{AssertUnwindSafe, catch_unwind};
use std::path::Path;
use std::sync::Mutex;
use std::sync::atomic::{AtomicU64, Ordering};
use std::{env, fs, slice, thread};

use chancery::diagnostic::{Diagnostics, Severity};
use chancery::press::{self, Built, Session};
use chancery::project::{MANIFEST, Project};
use chancery::report;
use chancery::section::walk::{self, Run, Step};
use chancery::section::{Block, BlockKind, Figure, FigureBody, Inline, InlineKind, WorkList};

use crate::dice::Dice;
use crate::made_up::{self, DEEPEST, Depth, Maker};

/// How many papers the suite tries; more on request.
const PAPERS: u64 = 160;
/// Of so many one is compared with what was resolved.
const COMPARED: u64 = 4;

#[test]
fn what_check_lets_pass_is_printed() {
    let seeds = match asked("CHANCERY_PAPER") {
        Some(seed) => seed..seed + 1,
        None => 0..asked("CHANCERY_PAPERS").unwrap_or(PAPERS),
    };
    let (next, faults) = (AtomicU64::new(seeds.start), Mutex::new(BTreeMap::new()));
    let printed = AtomicU64::new(0);
    thread::scope(|scope| {
        for _ in 0..thread::available_parallelism().map_or(1, usize::from) {
            scope.spawn(|| {
                let mut session = Session::default();
                loop {
                    let seed = next.fetch_add(1, Ordering::Relaxed);
                    if !seeds.contains(&seed) {
                        break;
                    }
                    let draft = Draft::new(seed);
                    if seeds.end == seeds.start + 1 {
                        draft.keep(seed);
                    }
                    match judge(&draft.project(), &mut session) {
                        Verdict::Refused => {}
                        Verdict::Printed => drop(printed.fetch_add(1, Ordering::Relaxed)),
                        Verdict::Failed(_) => {
                            session = Session::default();
                            let (draft, fault) = draft.reduced();
                            draft.keep(seed);
                            faults.lock().expect("no panic").insert(seed, fault);
                        }
                    }
                }
            });
        }
    });
    let faults = faults.into_inner().expect("no panic");
    let complaint: String = faults.iter().map(|(seed, fault)| format!("\npaper {seed}: {fault}")).collect();
    assert!(complaint.is_empty(), "{complaint}");
    let (printed, tried) = (printed.into_inner(), seeds.end - seeds.start);
    assert!(tried < PAPERS || printed > tried / 2, "only {printed} of {tried} papers are sound");
}

#[test]
fn what_was_resolved_is_printed_character_by_character() {
    let (mut compared, mut session, mut complaint) = (0, Session::default(), String::new());
    let papers = asked("CHANCERY_PAPERS").unwrap_or(PAPERS);
    for seed in (0..papers).step_by(COMPARED as usize) {
        let mut draft = Draft::new(seed);
        draft.manifest = draft.manifest.replace("contents = true", "contents = false").replace("new-page", "flow");
        // A cell that spans rows is laid out behind those beside it.
        if draft.sections.iter().flatten().any(|block| block.contains("{rows=2}")) {
            continue;
        }
        let project = on_one_page(&draft.project());
        let Ok(built) = press::build(&project, &mut session, &mut Diagnostics::new()) else { continue };
        // A taller page than there can be.
        if built.pages() > 1 {
            continue;
        }
        let (expected, found) = (resolved(&built), printed(&built, &project));
        let at = expected.chars().zip(found.chars()).take_while(|(one, other)| one == other).count();
        let around = |text: &str| text.chars().skip(at.saturating_sub(40)).take(80).collect::<String>();
        if expected != found {
            draft.keep(seed);
            let _ = writeln!(complaint, "paper {seed}: printed\n{}\nfor\n{}", around(&found), around(&expected));
        }
        compared += 1;
    }
    assert!(complaint.is_empty(), "{complaint}");
    assert!(compared > papers / COMPARED / 3, "{compared}");
}

/// A number that the environment names.
fn asked(name: &str) -> Option<u64> {
    env::var(name).ok().map(|text| text.parse().expect("a number"))
}

/// The paper on a page so long that what is read in order stands in order.
fn on_one_page(project: &Project) -> Project {
    const LOOK: &str = "templates/europol/sheet.typ";
    let look = String::from_utf8_lossy(project.bytes(LOOK).expect("a built-in template")).into_owned();
    let long = look.replace("paper: sheet(paper).name,", "width: 210mm, height: 5000mm,");
    assert_ne!(long, look, "the template says how large a page is");
    project.with(LOOK, long.into_bytes())
}

/// What authors said, as it stands on the pages, without blanks.
fn printed(built: &Built, project: &Project) -> String {
    let mut printed = String::new();
    for piece in built.document.text() {
        let Some(span) = piece.span.filter(|span| span.file.path() != MANIFEST) else { continue };
        if piece.is_typed {
            let there = project.source(span.file).slice(span);
            assert!(there.replace(['\n', '\t'], " ") == piece.text, "{there:?} is printed as {:?}", piece.text);
        }
        // How a part is marked is told by the press, at the place where its level is named; so are boxes to be ticked.
        if !piece.text.starts_with("EUROPOL ") && !["☐", "☑"].contains(&piece.text) {
            printed.push_str(piece.text);
        }
    }
    printed.retain(|character| !character.is_whitespace());
    printed
}

/// What the sections say once everything in them is resolved, notes of the text at the end, without blanks.
fn resolved(built: &Built) -> String {
    let (mut text, mut notes) = (String::new(), String::new());
    for section in &built.paper.sections {
        spell_blocks(&section.section.blocks, &mut text, &mut notes);
    }
    text.push_str(&notes);
    text.retain(|character| !character.is_whitespace());
    text
}

fn spell_blocks(blocks: &[Block], text: &mut String, notes: &mut String) {
    // Where the works of a list are cited, which stands after each of its lines.
    let mut cited = VecDeque::new();
    // How much of a table is to come, and the notes called in what has come, which stand below it.
    let (mut cells, mut below) = (0, String::new());
    walk::steps(blocks, &mut |step| match step {
        Step::Block(Block { kind: BlockKind::Code(code), .. }) => text.push_str(code.as_str()),
        Step::Block(Block { kind: BlockKind::Bibliography(WorkList { entries, .. }), .. }) => {
            cited.extend(entries.iter().map(|entry| &entry.cited_in));
        }
        Step::Block(
            block @ Block {
                kind:
                    BlockKind::Table(_) | BlockKind::Figure(Figure { body: FigureBody::Table(_) | FigureBody::Grid(_), .. }),
                ..
            },
        ) => cells = runs_of_table(block),
        Step::Block(_) => {}
        Step::Inlines(run, inlines) if cells > 0 && run != Run::Line => {
            spell(inlines, text, &mut below);
            cells -= 1;
            if cells == 0 {
                text.push_str(&std::mem::take(&mut below));
            }
        }
        Step::Inlines(_, inlines) => {
            spell(inlines, text, notes);
            cited.pop_front().into_iter().flatten().for_each(|(_, number)| text.push_str(number));
        }
    });
}

/// How much text there is in a table and its caption.
fn runs_of_table(table: &Block) -> usize {
    let mut runs = 0;
    let is_run = |step: &Step| matches!(step, Step::Inlines(run, _) if *run != Run::Line);
    walk::steps(slice::from_ref(table), &mut |step| runs += usize::from(is_run(&step)));
    runs
}

fn spell(inlines: &[Inline], text: &mut String, notes: &mut String) {
    for inline in inlines {
        match &inline.kind {
            InlineKind::Text(piece) | InlineKind::Code(piece) | InlineKind::Placeholder(piece) => {
                text.push_str(piece.as_str());
            }
            InlineKind::Footnote(note) => {
                let mut inner = String::new();
                spell_blocks(note.blocks.as_deref().unwrap_or_default(), notes, &mut inner);
                assert!(inner.is_empty(), "a note has no note");
            }
            _ => walk::children(inline).into_iter().for_each(|inner| spell(inner, text, notes)),
        }
    }
}

enum Verdict {
    /// `check` finds an error.
    Refused,
    Printed,
    Failed(String),
}

fn judge(project: &Project, session: &mut Session) -> Verdict {
    let mut diagnostics = Diagnostics::new();
    let checked = press::check(project, session, &mut diagnostics);
    if checked.is_none() || !diagnostics.is_printable() {
        if env::var_os("CHANCERY_PAPER").is_some() {
            eprintln!("{}", report::short(&diagnostics.into_sorted(), project, ""));
        }
        return Verdict::Refused;
    }
    let mut diagnostics = Diagnostics::new();
    let built = catch_unwind(AssertUnwindSafe(|| press::build(project, session, &mut diagnostics).is_ok()));
    let errors = diagnostics.into_sorted();
    let errors: Vec<_> = errors.into_iter().filter(|found| found.severity == Severity::Error).collect();
    match built {
        Ok(true) if errors.is_empty() => Verdict::Printed,
        Ok(_) => Verdict::Failed(report::short(&errors, project, "")),
        Err(_) => Verdict::Failed("a panic".to_owned()),
    }
}

/// The made-up paper of a number.
pub fn made_up(seed: u64) -> Project {
    Draft::new(seed).project()
}

/// A made-up paper in pieces.
#[derive(Clone)]
struct Draft {
    manifest: String,
    /// Blocks, with their notes, below a heading.
    sections: Vec<Vec<String>>,
}

impl Draft {
    fn new(seed: u64) -> Self {
        let mut dice = Dice(seed);
        let status = ["draft", "consultation", "final"][dice.below(3)];
        let language = ["en-GB", "en-GB", "de", "fr", "nl"][dice.below(5)];
        let style = ["europol", "europol", "apa", "chicago-author-date"][dice.below(4)];
        let contents = dice.once_in(2);
        let chapters = ["flow", "new-page"][dice.below(2)];
        let files = ["\"one.md\", \"two.md\", \"works.md\"", "\"works.md\", \"two.md\", \"one.md\""][dice.below(2)];
        let manifest = format!(
            "[paper]\nslug = \"made-up\"\ntitle = \"A *made-up* paper\"\nversion = \"1.0.0\"\ndate = \"2013-06-24\"\n\
             language = \"{language}\"\nauthors = [\"Nobody\"]\nstatus = \"{status}\"\ntemplate = \"europol\"\n\
             contents = {contents}\nsections = [{files}]\n\n[marking]\nscheme = \"europol\"\nlevel = \"confidential\"\n\
             reference = \"1\"\ncopy = \"1 of 2\"\n\n[bibliography]\nfiles = [\"works.bib\"]\nstyle = \"{style}\"\n\n\
             [page]\nchapters = \"{chapters}\"\n\n{}",
            made_up::VARS
        );
        let numbering = ["", "", "[numbering]\nparagraphs = \"section\"\n", "[numbering]\nparagraphs = \"paper\"\n"];
        let manifest = format!("{manifest}\n{}", numbering[dice.below(4)]);
        let depth = Depth { blocks: 1 + dice.below(DEEPEST.blocks), lists: 1 + dice.below(DEEPEST.lists), ..DEEPEST };
        let is_long = dice.once_in(16);
        let mut maker = Maker::new(&mut dice, depth, &["one", "two", "works"], true);
        maker.is_long = is_long;
        let mut sections: Vec<Vec<String>> = (0..2).map(|_| (0..6).map(|_| maker.block()).collect()).collect();
        sections.push(vec![maker.paragraph(), maker.bibliography()]);
        Self { manifest, sections }
    }

    fn project(&self) -> Project {
        let titles = [("one", "One {#one}"), ("two", "Two {#two}"), ("works", "Works {#works .unnumbered}")];
        let sections = titles.iter().zip(&self.sections).map(|((name, title), blocks)| {
            let text = format!("+++\nversion = \"1.0.0\"\n+++\n\n# {title}\n\n{}\n", blocks.join("\n\n"));
            (format!("sections/{name}.md"), text.into_bytes())
        });
        let others = [
            ("paper.toml".to_owned(), self.manifest.clone().into_bytes()),
            ("bibliography/works.bib".to_owned(), made_up::WORKS.as_bytes().to_vec()),
        ];
        Project::new(sections.chain(others).chain(made_up::beside_sections()))
    }

    /// The paper with as little in it as still fails, and how.
    fn reduced(mut self) -> (Self, String) {
        let fails = |draft: &Self| match judge(&draft.project(), &mut Session::default()) {
            Verdict::Failed(fault) => Some(fault),
            _ => None,
        };
        let mut fault = fails(&self).unwrap_or_else(|| "only in a session that has seen others".to_owned());
        // First blocks, then lines, then words.
        for separator in ["", "\n", " "] {
            for section in 0..self.sections.len() {
                let mut at = 0;
                while at < self.pieces(section, separator).len() {
                    let mut fewer = self.clone();
                    let mut pieces = self.pieces(section, separator);
                    pieces.remove(at);
                    fewer.sections[section] = match separator {
                        "" => pieces,
                        _ => vec![pieces.join(separator)],
                    };
                    match fails(&fewer) {
                        Some(other) => (self, fault) = (fewer, other),
                        None => at += 1,
                    }
                }
            }
        }
        let text = self.sections.iter().map(|blocks| blocks.join("\n\n")).collect::<Vec<_>>().join("\n----\n");
        let mut told = fault;
        let _ = writeln!(told, "\n{text}");
        (self, told)
    }

    fn pieces(&self, section: usize, separator: &str) -> Vec<String> {
        let blocks = &self.sections[section];
        match separator {
            "" => blocks.clone(),
            _ => blocks.join("\n\n").split(separator).map(str::to_owned).collect(),
        }
    }

    fn keep(&self, seed: u64) {
        let folder = Path::new(env!("CARGO_TARGET_TMPDIR")).join(format!("paper-{seed}"));
        let _ = fs::remove_dir_all(&folder);
        let project = self.project();
        for path in project.paths().filter(|path| !project.is_builtin(path)) {
            let file = folder.join(path);
            let bytes = project.bytes(path).expect("it is listed");
            let written = fs::create_dir_all(file.parent().unwrap_or(&folder)).and_then(|()| fs::write(&file, bytes));
            if let Err(error) = written {
                eprintln!("{}: {error}", file.display());
            }
        }
    }
}
