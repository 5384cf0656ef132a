//! A law over the live paper: whatever was opened, typed, saved and closed in whichever order, what it finds is what
//! `check` finds in the same files.
//!
//! The authors of [`edits`](crate::edits) write in an editor: what they change is typed and saved later, or saved by
//! somebody else. `CHANCERY_EDITS=1000 cargo test --release live` follows as many authors as it says.

use std::collections::BTreeMap;
use std::env;

use chancery::diagnostic::{Code, Diagnostic, Diagnostics, Place};
use chancery::editor::Desk;
use chancery::live::{self, Galley, Proofreader};
use chancery::press::{self, Session};
use chancery::project::{MANIFEST, Project};
use chancery::report;

use crate::dice::Dice;
use crate::edits::Question;
use crate::edits::author::{self, Author};
use crate::mutations::Files;

/// How many authors the suite follows; more on request.
const AUTHORS: u64 = 8;
/// How many edits each of them makes.
const EDITS: usize = 40;

#[test]
fn a_live_paper_finds_what_check_finds() {
    let number = env::var("CHANCERY_EDITS").ok().map(|text| text.parse().expect("a number"));
    let mut laid_out = 0;
    for seed in 0..number.unwrap_or(AUTHORS) {
        laid_out += follow(seed);
    }
    assert!(laid_out > 0, "nobody's paper was laid out");
}

/// An editor, and the disk below it.
struct Editor {
    disk: Files,
    open: BTreeMap<String, String>,
    galley: Galley,
    dice: Dice,
}

impl Editor {
    fn new(seed: u64) -> Self {
        let galley = Galley::new(Project::new(Vec::new()), Vec::new());
        Self { disk: Files::new(), open: BTreeMap::new(), galley, dice: Dice(seed) }
    }

    /// Makes the paper what `files` are: typed, saved, or changed by somebody else.
    fn make(&mut self, files: &Files) {
        let seen = self.seen();
        let gone: Vec<String> = seen.keys().filter(|path| !files.contains_key(*path)).cloned().collect();
        for path in gone {
            self.disk.remove(&path);
            self.close(&path);
        }
        for (path, bytes) in files.iter().filter(|(path, bytes)| seen.get(*path) != Some(*bytes)) {
            match std::str::from_utf8(bytes) {
                Ok(text) if self.dice.below(3) > 0 => {
                    assert!(self.galley.set(path, text), "{path}");
                    self.open.insert(path.clone(), text.to_owned());
                }
                _ => {
                    self.disk.insert(path.clone(), bytes.clone());
                    self.close(path);
                }
            }
        }
        self.read();
        if let Some(path) = self.dice.pick(&self.open.keys().cloned().collect::<Vec<_>>()).cloned() {
            self.disk.insert(path.clone(), self.open[&path].clone().into_bytes());
            // Whether the editor says first that it has saved, or the disk: nothing of it makes a difference.
            if self.dice.once_in(2) {
                self.read();
                self.close(&path);
            } else {
                self.close(&path);
                self.read();
            }
        }
    }

    fn close(&mut self, path: &str) {
        self.open.remove(path);
        self.galley.unset(path);
    }

    fn read(&mut self) {
        self.galley.read(Project::new(self.disk.clone()), Vec::new());
        let before = self.galley.revision();
        let is_new = self.galley.read(Project::new(self.disk.clone()), Vec::new());
        assert!(!is_new && self.galley.revision() == before, "the same disk is no change");
    }

    /// What the editor and the disk show together.
    fn seen(&self) -> Files {
        let open = self.open.iter().map(|(path, text)| (path.clone(), text.clone().into_bytes()));
        self.disk.clone().into_iter().chain(open).collect()
    }
}

/// Follows one author. Returns how many papers were laid out.
fn follow(seed: u64) -> usize {
    let (mut author, mut editor, mut proofreader) = (Author::new(seed), Editor::new(seed), Proofreader::default());
    let mut laid_out = 0;
    for at in 0..EDITS {
        let step = author.edit();
        let before = editor.galley.revision();
        editor.make(&step.files);
        let snapshot = editor.galley.snapshot();
        let project = Project::new(step.files.iter().map(|(path, bytes)| (path.clone(), bytes.clone())));
        let story = || format!("author {seed}, edit {at}: {}", step.story);
        assert!(snapshot.project == project, "{}: another project", story());
        assert!(snapshot.revision > before || snapshot.revision == before && at > 0, "{}", story());

        let mut expected = Diagnostics::new();
        let mut fresh = Session::default();
        let said = |findings: &[Diagnostic]| report::json(findings, &project);
        let has_paper = press::check(&project, &mut fresh, &mut expected).is_some();
        author.hears(expected.is_printable());
        let expected = expected.into_sorted();
        let checked = proofreader.check(snapshot);
        assert_eq!(said(&checked.findings), said(&expected), "{}", story());
        assert_eq!((checked.paper.is_some(), checked.revision), (has_paper, snapshot.revision), "{}", story());

        if !matches!(step.question, Question::LayOut) {
            continue;
        }
        let (checked, forme) = proofreader.check_for_pages(snapshot);
        assert_eq!(said(&checked.findings), said(&expected), "{}", story());
        let Some(forme) = forme else { continue };
        let proof = proofreader.lay_out(&checked, forme);
        let mut expected = Diagnostics::new();
        let laid = press::check_for_pages(&project, &mut fresh, &mut expected)
            .and_then(|(paper, text)| press::lay_out(&project, paper, text?, &mut fresh, &mut expected).ok());
        assert_eq!(said(&proof.findings), said(&expected.into_sorted()), "{}", story());
        let text = |laid: &press::Laid| format!("{:?}", laid.document.text());
        assert_eq!(proof.laid.as_ref().map(text), laid.as_ref().map(text), "{}", story());
        laid_out += 1;
    }
    laid_out
}

#[test]
fn a_byte_is_known_again_before_and_behind_a_change() {
    let project = |text: &str| Project::new([("sections/a.md".to_owned(), text.as_bytes().to_vec())]);
    let (one, other) = (project("one two three"), project("one and a half three"));
    let moved = |at, from, to| live::moved(at, "sections/a.md", from, to);
    assert_eq!([2, 4, 6, 8, 13].map(|at| moved(at, &one, &other)), [2, 4, 4, 15, 20]);
    assert_eq!([4, 10, 15, 20].map(|at| moved(at, &other, &one)), [4, 4, 8, 13]);
    assert_eq!(live::changed_at(&one, &other), Some(("sections/a.md".to_owned(), 4)));
    assert_eq!(live::changed_at(&one, &one), None);
    let both = other.with("sections/b.md", b"new".to_vec());
    assert_eq!(live::changed_at(&one, &both), None, "two files");
    assert_eq!(live::changed_at(&both, &both.with("sections/b.md", vec![0xff])), None, "no text");
    let (one, other) = (project("one\ntwo\nthree"), project("zero\none\ntwo\nthird"));
    assert_eq!(moved(5, &one, &other), 10, "in its line, between two changes");
    let (one, other) = (project("a\nnet\nz"), project("b\nnetwork\n\nnet\ny"));
    assert_eq!(moved(3, &one, &other), 12, "not in a line that only begins so");
    // Of a letter that is there twice, either was typed.
    assert_eq!(moved(3, &project("aab"), &project("aaab")), 4);
}

#[test]
fn a_disk_that_cannot_be_read_is_all_that_is_told() {
    let files = author::original();
    let mut galley = Galley::new(Project::new(files.clone()), Vec::new());
    assert!(galley.set("sections/plain.md", "+++\n"), "a mistake");
    assert!(!galley.set("README.md", "No file of a paper."));
    let refusal = Diagnostic::error(Code("cannot-read"), Place::Path(MANIFEST.to_owned()), "it cannot be read");
    let codes = |galley: &Galley| {
        let checked = Proofreader::default().check(galley.snapshot());
        checked.findings.iter().map(|finding| finding.code.0).collect::<Vec<_>>()
    };
    assert!(!codes(&galley).is_empty());
    assert!(galley.read(Project::new(files.clone()), vec![refusal.clone()]));
    assert_eq!(codes(&galley), ["cannot-read"]);
    let hint = Diagnostic { severity: chancery::diagnostic::Severity::Warning, ..refusal };
    assert!(galley.read(Project::new(files), vec![hint]));
    assert!(codes(&galley).len() > 1);
}

#[test]
fn what_breaks_down_is_begun_anew() {
    let original = Project::new(author::original());
    let galley = Galley::new(original.clone(), Vec::new());
    let snapshot = galley.snapshot();
    let mut reader = Proofreader::default();
    let sound = reader.check(snapshot);
    reader.desk(&sound);
    let unreadable = Galley::new(original.with(MANIFEST, b"[paper".to_vec()), Vec::new());
    let has_paper = |reader: &mut Proofreader| {
        let checked = reader.check(unreadable.snapshot());
        reader.desk(&checked).paper().is_some()
    };
    assert!(has_paper(&mut reader), "the last one that could be made");
    let typed = Galley::new(original.with("sections/plain.md", b"+++\n".to_vec()), Vec::new());
    let broken = reader.guarded(|reader| -> Desk {
        let checked = reader.check(typed.snapshot());
        reader.desk(&checked);
        panic!("a mistake of chancery, made by a test");
    });
    assert!(broken.is_none());
    assert!(!has_paper(&mut reader), "nothing is known any more");
    let again = reader.guarded(|reader| reader.check(snapshot)).expect("it goes on");
    assert_eq!(again.findings, sound.findings);
    assert_eq!((again.revision, again.paper.is_some()), (sound.revision, sound.paper.is_some()));
}
