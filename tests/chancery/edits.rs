//! A law over edits: whatever a session has seen of a paper, it finds and prints what a new session would.
//!
//! Random edits of one paper (`tests/edits`) follow one another in one session: authors write, mistakes are made and
//! mended, files come, go and change their names. After each edit the session and a new one are asked the same. All of
//! it is known by a number:
//!
//! - `CHANCERY_EDITS=1000 cargo test --release edits` follows as many authors as it says;
//! - `CHANCERY_EDITOR=17 cargo test --release edits` follows that one again.
//!
//! Where the answers differ, edits that make no difference are left out, and the papers that remain are written to
//! `target/tmp/edits-17/`.

pub mod author;

use std::any::Any;
use std::collections::BTreeMap;
use std::fmt::Write;
use std::panic::{AssertUnwindSafe, catch_unwind};
use std::path::Path;
use std::sync::atomic::{AtomicU64, Ordering};
use std::sync::{Arc, Mutex};
use std::{env, fs, thread};

use chancery::assemble::Piece;
use chancery::diagnostic::{Diagnostic, Diagnostics, Severity};
use chancery::press::{self, Session};
use chancery::project::{MANIFEST, Overlay, Project};
use chancery::report;

use crate::corpus;
use crate::mutations::Files;

use author::Author;

/// How many authors the suite follows; more on request.
const AUTHORS: u64 = 40;
/// How many edits each of them makes.
const EDITS: usize = 50;

/// What is asked after an edit.
#[derive(Debug, Clone, Copy)]
pub enum Question {
    Check,
    Assemble,
    Lock,
    LayOut,
    Build,
}

/// How the session's project is made of the one before it. All ways make the same.
#[derive(Debug, Clone, Copy)]
pub enum Way {
    /// It is read anew.
    Read,
    /// Files are put in and taken out.
    Edited,
    /// What changed is not saved: texts are laid over the other one.
    Unsaved,
}

/// A paper as it is after an edit, and what is asked of it.
#[derive(Clone)]
pub struct Step {
    pub files: Arc<Files>,
    pub way: Way,
    pub question: Question,
    /// What was done to it.
    pub story: String,
}

/// What a session says of a paper.
#[derive(PartialEq)]
struct Answer {
    findings: Vec<Diagnostic>,
    /// All that was made of it, by name.
    made: Vec<(String, Vec<u8>)>,
}

#[test]
fn a_session_is_as_good_as_a_new_one() {
    let number = |name| env::var(name).ok().map(|text: String| text.parse::<u64>().expect("a number"));
    let authors = match number("CHANCERY_EDITOR") {
        Some(seed) => seed..seed + 1,
        None => 0..number("CHANCERY_EDITS").unwrap_or(AUTHORS),
    };
    let (next, faults) = (AtomicU64::new(authors.start), Mutex::new(BTreeMap::new()));
    let tally = Mutex::new(Tally::default());
    thread::scope(|scope| {
        for _ in 0..thread::available_parallelism().map_or(1, usize::from) {
            scope.spawn(|| {
                loop {
                    let seed = next.fetch_add(1, Ordering::Relaxed);
                    if !authors.contains(&seed) {
                        break;
                    }
                    match follow(seed) {
                        Ok(seen) => tally.lock().expect("no panic").add(&seen),
                        Err(fault) => drop(faults.lock().expect("no panic").insert(seed, fault)),
                    }
                }
            });
        }
    });
    let faults = faults.into_inner().expect("no panic");
    let complaint: String = faults.iter().map(|(seed, fault)| format!("\nauthor {seed}:{fault}")).collect();
    assert!(complaint.is_empty(), "{complaint}");
    let tally = tally.into_inner().expect("no panic");
    let authors = usize::try_from(authors.end - authors.start).expect("a small number");
    let enough = authors < AUTHORS as usize || (tally.sound > tally.edits / 4 && tally.printed > 2 * authors);
    assert!(enough, "too few papers are sound, or too few are printed: {tally:?}");
}

/// A style is looked for in a template that is there only: a session once kept it when the template had gone.
#[test]
fn a_file_that_goes_takes_along_what_was_read_of_it() {
    let step = |files: Files, question| Step { files: Arc::new(files), way: Way::Read, question, story: String::new() };
    let whole = author::original();
    let mut session = Session::lasting();
    for path in whole.keys() {
        let mut less = whole.clone();
        less.remove(path);
        for step in [step(whole.clone(), Question::Build), step(less, Question::Check)] {
            let project = project_of(&step.files);
            let expected = ask(&project, step.question, &mut Session::default());
            let found = ask(&project, step.question, &mut session);
            let difference = difference(&expected, &found, &project).unwrap_or_default();
            assert!(difference.is_empty(), "{:?} after {path} went or came:{difference}", step.question);
        }
    }
}

/// What only the pages show has not been seen by a check: each file in another form, and such words as move nothing.
#[test]
fn each_other_form_of_a_file_is_printed() {
    let original = author::original();
    let with = |files: &Files, path: &str, edit: &dyn Fn(&str) -> String| {
        let text = edit(&String::from_utf8_lossy(&files[path]));
        let mut files = files.clone();
        files.insert(path.to_owned(), text.into_bytes());
        files
    };
    let plain = "sections/plain.md";
    let wide = with(&original, plain, &|text| text.replace("than words", &format!("than {}", "31415926".repeat(16))));
    let lower = with(&wide, plain, &|text| text.replace("## Plainer", "<!-- lower -->\n\n## Plainer"));
    let draft = with(&original, MANIFEST, &|text| text.replace("\"final\"\ntemplate", "\"draft\"\ntemplate"));
    let own = with(&original, plain, &|text| text.replace("than words", "than \u{1d15}"));
    let marked = with(&original, plain, &|text| text.replace("than words", "than ELSEWHERE SECRET"));
    let mut foreign = marked.clone();
    let scheme = with(&original, "templates/marking/own.toml", &|text| text.replace("HOUSE INNER", "ELSEWHERE SECRET"));
    foreign.insert("templates/marking/other.toml".to_owned(), scheme["templates/marking/own.toml"].clone());
    let without = |files: &Files, path: &str| {
        let mut files = files.clone();
        files.remove(path);
        files
    };
    let fontless = without(&own, "templates/house/fonts/serif.ttf");
    let bare = without(&draft, "sections/a.png");
    let mut broken = original.clone();
    broken.insert("templates/house/fonts/serif.ttf".to_owned(), b"no font".to_vec());
    let mut renamed = without(&broken, "templates/house/fonts/serif.ttf");
    renamed.insert("templates/house/fonts/z.ttf".to_owned(), b"no font".to_vec());
    let mut session = Session::lasting();
    let mut pairs = vec![
        [original.clone(), wide.clone()],
        [wide, lower],
        [draft, bare],
        [own, fontless],
        [marked, foreign],
        [broken, renamed],
    ];
    pairs.extend(author::others().into_iter().map(|(path, bytes)| {
        let mut other = original.clone();
        other.insert(path.to_owned(), bytes);
        [original.clone(), other]
    }));
    for (at, files) in pairs.into_iter().flatten().enumerate() {
        let project = project_of(&files);
        let expected = ask(&project, Question::Build, &mut Session::default());
        let found = ask(&project, Question::Build, &mut session);
        let difference = difference(&expected, &found, &project).unwrap_or_default();
        assert!(difference.is_empty(), "paper {at}:{difference}");
    }
}

/// Each edit by itself, there and back: what only one of them changes is not left to chance.
#[test]
fn each_edit_alone_makes_its_difference() {
    let original = author::original();
    let fresh = |files: &Files| ask(&project_of(files), Question::Assemble, &mut Session::default());
    let at_first = fresh(&original);
    let alone = author::TOGGLES.iter().map(std::slice::from_ref);
    let after_another = author::PAIRS.iter().map(|pair| &pair[..]);
    for toggles in alone.chain(after_another) {
        let mut session = Session::lasting();
        let mut files = vec![original.clone()];
        for (path, one, other) in toggles {
            let mut next = files[files.len() - 1].clone();
            let text = String::from_utf8_lossy(&next[*path]).replacen(one, other, 1);
            next.insert((*path).to_owned(), text.into_bytes());
            files.push(next);
        }
        let back: Vec<Files> = files.iter().rev().skip(1).cloned().collect();
        for (at, files) in files.iter().chain(&back).enumerate() {
            let project = project_of(files);
            let found = ask(&project, Question::Assemble, &mut session);
            let later = (*files != original).then(|| fresh(files));
            let expected = later.as_ref().unwrap_or(&at_first);
            let difference = difference(expected, &found, &project).unwrap_or_default();
            assert!(difference.is_empty(), "step {at} of {toggles:?}:{difference}");
        }
    }
}

/// What came before.
#[derive(Debug, Default)]
struct Tally {
    edits: usize,
    /// Papers without an error.
    sound: usize,
    printed: usize,
}

impl Tally {
    fn add(&mut self, other: &Self) {
        self.edits += other.edits;
        self.sound += other.sound;
        self.printed += other.printed;
    }
}

/// Follows one author; says where the session differs from a new one.
fn follow(seed: u64) -> Result<Tally, String> {
    let (mut author, mut session, mut tally) = (Author::new(seed), Session::lasting(), Tally::default());
    let mut steps: Vec<Step> = Vec::new();
    let mut project = Project::new(Vec::new());
    for _ in 0..EDITS {
        let step = author.edit();
        let read = project_of(&step.files);
        project = after(&project, &step);
        let expected = ask(&read, step.question, &mut Session::default());
        let found = ask(&project, step.question, &mut session);
        steps.push(step);
        if let Some(difference) = difference(&expected, &found, &read) {
            let steps = without_idle_steps(&steps);
            keep(seed, &steps);
            return Err(told(&steps) + &difference);
        }
        let is_sound = expected.findings.iter().all(|finding| finding.severity != Severity::Error);
        author.hears(is_sound);
        tally.edits += 1;
        tally.sound += usize::from(is_sound);
        tally.printed += usize::from(expected.made.iter().any(|(name, _)| name == PDF));
    }
    Ok(tally)
}

const PDF: &str = "the PDF";

fn project_of(files: &Files) -> Project {
    Project::new(files.iter().map(|(path, bytes)| (path.clone(), bytes.clone())))
}

/// The project of a step, made of the one before it.
fn after(before: &Project, step: &Step) -> Project {
    let read = project_of(&step.files);
    let made = match step.way {
        Way::Read => read.clone(),
        Way::Edited | Way::Unsaved => {
            let is_gone = |path: &&str| !before.is_builtin(path) && !step.files.contains_key(*path);
            let mut project =
                before.paths().filter(is_gone).fold(before.clone(), |project, path| project.without(path));
            let mut overlay = Overlay::default();
            for (path, bytes) in
                step.files.iter().filter(|(path, bytes)| before.bytes(path).is_none_or(|old| **old != ***bytes))
            {
                match std::str::from_utf8(bytes) {
                    Ok(text) if matches!(step.way, Way::Unsaved) => assert!(overlay.set(path, text), "{path}"),
                    _ => project = project.with(path, bytes.clone()),
                }
            }
            project.overlaid(&overlay)
        }
    };
    assert!(made == read, "{:?}: another project", step.way);
    made
}

/// What `session` says of a project. A panic is an answer as well: one that no other session may give.
fn ask(project: &Project, question: Question, session: &mut Session) -> Answer {
    catch_unwind(AssertUnwindSafe(|| answer(project, question, session))).unwrap_or_else(|panic| {
        let text = |panic: &(dyn Any + Send)| {
            let text = panic.downcast_ref::<&str>().map(|text| (*text).to_owned());
            text.or_else(|| panic.downcast_ref::<String>().cloned()).unwrap_or_default()
        };
        Answer { findings: Vec::new(), made: vec![(PANIC.to_owned(), text(&*panic).into_bytes())] }
    })
}

const PANIC: &str = "a panic";

fn answer(project: &Project, question: Question, session: &mut Session) -> Answer {
    let (mut diagnostics, mut made) = (Diagnostics::new(), Vec::new());
    let mut add = |name: &str, bytes: Vec<u8>| made.push((name.to_owned(), bytes));
    match question {
        Question::Check => {
            if let Some(paper) = press::check(project, session, &mut diagnostics) {
                add("the manifest", format!("{:#?}", paper.manifest).into_bytes());
                add("the marking", format!("{:#?}", paper.marking).into_bytes());
                for section in &paper.sections {
                    add(&section.path, format!("{:#?}", section.section).into_bytes());
                }
                paper.images.iter().for_each(|(path, bytes)| add(path, bytes.to_vec()));
            }
        }
        Question::Assemble => {
            if let Ok((_, assembled)) = press::assemble(project, session, &mut diagnostics) {
                for (path, piece) in &assembled.files {
                    match piece {
                        Piece::Emitted(file) => add(path, format!("{file:#?}").into_bytes()),
                        Piece::Copied(bytes) => add(path, bytes.to_vec()),
                    }
                }
                assembled.fonts.iter().for_each(|(path, bytes)| add(path, bytes.to_vec()));
                add(
                    "what is said of it",
                    format!(
                        "{} {:?} {:?} {:?}",
                        assembled.identifier, assembled.date, assembled.stamps, assembled.parts
                    )
                    .into_bytes(),
                );
            }
        }
        Question::Lock => {
            if let Some((_, lock)) = press::lock(project, session, &mut diagnostics) {
                add("the lock", lock.text().into_bytes());
            }
        }
        Question::LayOut => {
            let assembled = press::assemble(project, session, &mut diagnostics);
            let laid = assembled
                .and_then(|(paper, assembled)| press::lay_out(project, paper, assembled, session, &mut diagnostics));
            if let Ok(laid) = laid {
                add("what stands on the pages", format!("{:#?}", laid.document.text()).into_bytes());
            }
        }
        Question::Build => {
            if let Ok(built) = press::build(project, session, &mut diagnostics) {
                add(PDF, built.pdf);
            }
        }
    }
    Answer { findings: diagnostics.into_sorted(), made }
}

/// Where an answer is not the one that is expected, and any panic.
fn difference(expected: &Answer, found: &Answer, project: &Project) -> Option<String> {
    let panicked = expected.made.iter().any(|(name, _)| name == PANIC);
    if expected == found && !panicked {
        return None;
    }
    let findings = |answer: &Answer| report::short(&answer.findings, project, "");
    let mut said = String::new();
    if expected.findings != found.findings {
        let (short, longer) = (corpus::compare(&findings(expected), &findings(found)), findings(expected));
        let details = format!("{:#?}", expected.findings);
        let lines = if short == longer { corpus::compare(&details, &format!("{:#?}", found.findings)) } else { short };
        let _ = write!(said, "\n  a new session (-) and the used one (+) find:\n{lines}");
    }
    let all: BTreeMap<_, _> = expected.made.iter().chain(&found.made).map(|(name, _)| (name, ())).collect();
    for name in all.keys() {
        let of = |answer: &Answer| {
            answer.made.iter().find(|(other, _)| other == *name).map(|(_, bytes)| bytes.clone()).unwrap_or_default()
        };
        let (expected, found) = (of(expected), of(found));
        if expected != found {
            let [expected, found] = [&expected, &found].map(|bytes| String::from_utf8_lossy(bytes).into_owned());
            let lines = if **name == PDF { String::new() } else { corpus::compare(&expected, &found) };
            let lines: String = lines.lines().take(20).map(|line| format!("    {line}\n")).collect();
            let _ = write!(said, "\n  a new session (-) and the used one (+) make of {name}:\n{lines}");
        } else if *name == PANIC {
            let _ = write!(said, "\n  any session panics: {}", String::from_utf8_lossy(&expected));
        }
    }
    Some(said)
}

/// The steps that lead to a difference, as few as can be found by leaving out one after another.
fn without_idle_steps(steps: &[Step]) -> Vec<Step> {
    let differs = |steps: &[Step]| {
        let (last, before) = steps.split_last().expect("there is a step");
        let (mut session, mut project) = (Session::lasting(), Project::new(Vec::new()));
        for step in before {
            project = after(&project, step);
            ask(&project, step.question, &mut session);
        }
        let read = project_of(&last.files);
        let expected = ask(&read, last.question, &mut Session::default());
        difference(&expected, &ask(&after(&project, last), last.question, &mut session), &read).is_some()
    };
    let mut kept = steps.to_vec();
    for at in (0..steps.len().saturating_sub(1)).rev() {
        let mut fewer = kept.clone();
        fewer.remove(at);
        if differs(&fewer) {
            kept = fewer;
        }
    }
    kept
}

/// What was asked, step by step, and which files changed from one to the next.
fn told(steps: &[Step]) -> String {
    let mut told = String::new();
    let mut before: Option<&Step> = None;
    for step in steps {
        let _ = write!(told, "\n  {:?} ({:?})", step.question, step.way);
        if let Some(before) = before {
            let paths = before.files.keys().chain(step.files.keys()).collect::<std::collections::BTreeSet<_>>();
            for path in paths {
                let what = match (before.files.get(path), step.files.get(path)) {
                    (None, _) => "is new",
                    (_, None) => "is gone",
                    (old, new) if old != new => "changed",
                    _ => continue,
                };
                let _ = write!(told, ", {path} {what}");
            }
        }
        let _ = write!(told, " ({})", step.story);
        before = Some(step);
    }
    told
}

/// Writes the papers down for whoever looks into the fault.
fn keep(seed: u64, steps: &[Step]) {
    let folder = Path::new(env!("CARGO_TARGET_TMPDIR")).join(format!("edits-{seed}"));
    let _ = fs::remove_dir_all(&folder);
    for (number, step) in steps.iter().enumerate() {
        for (path, bytes) in &*step.files {
            let file = folder.join(format!("{number}")).join(path);
            let written = fs::create_dir_all(file.parent().unwrap_or(&folder)).and_then(|()| fs::write(&file, bytes));
            if let Err(error) = written {
                eprintln!("{}: {error}", file.display());
            }
        }
    }
}
