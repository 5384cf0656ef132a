//! What an editor can know of a paper.
//!
//! Each file of `tests/editor/` is a case as those of `tests/corpus/` are, in whose files `‸` stands for a cursor. What
//! is expected is told for each cursor, in the order of paths:
//!
//! - `=== expect stands`, `definition`, `references`, `complete`, `explained`, `hover`;
//! - `=== expect rename NAME`: the lines that are written, and the files that move;
//! - `=== expect symbols PATH`, `folds PATH`, `links PATH`, `hints PATH`, `lenses PATH`, `tokens PATH`: of a file;
//! - `=== expect paper WORDS`: the symbols of the paper that these words find.
//!
//! `BLESS=1 cargo test --release editor` writes down what is said now; read the difference before it is kept.

mod bounds;
mod guide;
mod renaming;
mod told;

use std::fmt::Write;
use std::fs;
use std::path::Path;
use std::sync::Arc;

use chancery::diagnostic::Diagnostics;
use chancery::editor::{Desk, Memory};
use chancery::press::{self, Session};
use chancery::project::Project;

use crate::corpus;

/// A cursor, in the files of cases.
const CURSOR: char = '‸';

/// What is known of a project once it is checked.
pub fn desk(project: &Project) -> Desk {
    let (mut session, mut diagnostics) = (Session::default(), Diagnostics::new());
    let paper = press::check(project, &mut session, &mut diagnostics).map(Arc::new);
    Desk::new(project, paper, &mut session, &mut Memory::default())
}

#[test]
fn every_case_says_what_is_expected() {
    let bless = std::env::var_os("BLESS").is_some();
    let mut failures = String::new();
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/editor");
    let mut cases: Vec<_> = fs::read_dir(folder).expect("the cases").flatten().map(|entry| entry.path()).collect();
    cases.sort();
    for path in cases {
        let text = fs::read_to_string(&path).expect("a case in UTF-8");
        let (project, cursors) = without_cursors(&corpus::project(&text));
        let desk = desk(&project);
        let mut said = String::new();
        for (index, part) in text.split("\n=== ").enumerate() {
            let (title, content) = part.split_once('\n').unwrap_or((part, ""));
            let content = match title.strip_prefix("expect ").filter(|_| index > 0) {
                Some(question) => {
                    let found = told::tell(&desk, question, &cursors);
                    if found.trim_end() != content.trim_end() {
                        let name = path.file_name().unwrap_or_default().display();
                        let _ = write!(failures, "\n{name}: {title}\n{}", corpus::compare(content, &found));
                    }
                    found
                }
                None => content.to_owned(),
            };
            let opening = if index == 0 { "" } else { "=== " };
            let _ = writeln!(said, "{opening}{title}");
            let content = content.trim_end_matches('\n');
            if !content.is_empty() {
                let _ = writeln!(said, "{content}");
            }
        }
        if bless {
            fs::write(&path, said).expect("the case is written");
        }
    }
    assert!(bless || failures.is_empty(), "{failures}\nBLESS=1 writes down what is said now\n");
}

/// The project without its cursors, and where these are.
fn without_cursors(project: &Project) -> (Project, Vec<(String, usize)>) {
    let (mut plain, mut cursors) = (project.clone(), Vec::new());
    for file in project.files().filter(|file| !file.is_builtin()) {
        let Ok(text) = std::str::from_utf8(file.bytes()) else { continue };
        let parts: Vec<_> = text.split(CURSOR).collect();
        let mut at = 0;
        for part in &parts[..parts.len() - 1] {
            at += part.len();
            cursors.push((file.path().to_owned(), at));
        }
        if parts.len() > 1 {
            plain = plain.with(file.path(), parts.concat().into_bytes());
        }
    }
    (plain, cursors)
}
