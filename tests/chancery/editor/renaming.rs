//! A law over names: whatever is called otherwise, the paper checks and prints as before.

use std::collections::BTreeSet;

use chancery::assemble::Piece;
use chancery::diagnostic::{Diagnostic, Diagnostics, Fix, Place};
use chancery::editor::{self, Desk, Rename, Role};
use chancery::fix;
use chancery::press::{self, Session};
use chancery::project::{LOCK, MANIFEST, Project};
use chancery::section::Label;

use crate::{corpus, guide, paper, soundness};

/// Made-up papers.
const PAPERS: u64 = 12;

#[test]
fn papers_of_the_corpus_say_the_same_under_other_names() {
    hold(corpus::projects().into_iter(), usize::MAX, 500);
}

#[test]
fn made_up_papers_say_the_same_under_other_names() {
    hold((0..PAPERS).map(|seed| (format!("made up {seed}"), soundness::made_up(seed))), 12, 30);
}

#[test]
fn the_paper_of_the_repository_says_the_same_under_other_names() {
    hold([("the paper".to_owned(), paper::repository())].into_iter(), usize::MAX, 20);
    hold([("the guide".to_owned(), guide::project())].into_iter(), 10, 10);
}

/// Renames whatever can be renamed, one after another, up to some number of names. Returns how many there were.
fn holds(paper: &str, project: &Project, most: usize, failures: &mut Vec<String>) -> usize {
    let desk = super::desk(project);
    let mut session = Session::default();
    let before = said(project, &mut session, &|text| text);
    let mut done = BTreeSet::new();
    let files: Vec<&str> = desk.project().files().filter(|file| !file.is_builtin()).map(|file| file.path()).collect();
    for path in files {
        let text = desk.project().file(path).expect("a file").source().text();
        for at in 0..text.len() {
            let Ok((range, _)) = editor::can_rename(&desk, path, at) else { continue };
            let mark = editor::stands(&desk, path, at).expect("what can be renamed");
            let is_file = mark.kind.name == "section";
            // Too long a name is found, and a shorter one is not.
            let is_long = mark.name.len() > 100;
            if is_long || range.start != at || mark.role != Role::Definition && !is_file || done.len() >= most {
                continue;
            }
            let file = if mark.kind.is_local { path } else { "" };
            if !done.insert((file.to_owned(), mark.kind.name, mark.name.clone())) {
                continue;
            }
            let stem = |name: &str| name.trim_start_matches("sections/").trim_end_matches(".md").to_owned();
            let mut new = format!("zz-new-name-{}", done.len());
            let mut renamed = editor::rename(&desk, path, at, &new);
            // What a pattern is for gets a name that it is for as well.
            if renamed.as_ref().is_err_and(|reason| is_file && reason.contains("*")) {
                new = format!("{}-{new}", stem(&mark.name));
                renamed = editor::rename(&desk, path, at, &new);
            }
            let rename = match renamed {
                Ok(rename) => rename,
                Err(reason) => {
                    failures.push(format!("{paper}, {path}:{at}, {mark:?}: {reason}"));
                    continue;
                }
            };
            let renamed = apply(&desk, &rename);
            // Other names of destinations and files, which follow from the new name.
            let work = |key: &str| Label::Work(key.to_owned()).to_string();
            let block = |name: &str| Label::Block { file: stem(name), order: 0 }.to_string();
            let (new_name, old_name) =
                if is_file { (new.clone(), stem(&mark.name)) } else { (new.clone(), mark.name.clone()) };
            let back = |text: String| {
                text.replace(&work(&new_name), &work(&old_name))
                    .replace(block(&new_name).trim_end_matches('0'), block(&old_name).trim_end_matches('0'))
                    .replace(&new_name, &old_name)
            };
            let after = said(&renamed, &mut session, &back);
            let place = format!("{paper}: {} `{}` of {path}:{at}", mark.kind.name, mark.name);
            if after.findings != before.findings {
                let lines = [&before, &after].map(|said| said.findings.join("\n"));
                failures.push(format!("{place}: other findings\n{}", corpus::compare(&lines[0], &lines[1])));
            }
            for ((name, old), (again, new)) in before.emitted.iter().zip(&after.emitted) {
                if name != again || old != new {
                    failures.push(format!("{place}: {name}, {again}\n{}", corpus::compare(old, new)));
                }
            }
            // What was released may need another version now, before it is printed.
            let is_released = project.contains(LOCK) && after.emitted.is_empty();
            if before.emitted.len() != after.emitted.len() && !is_released {
                failures.push(format!("{place}: other files"));
            }
        }
    }
    done.len()
}

/// What is made of each name of some papers, up to a number of names of each. There have to be `least`.
fn hold(papers: impl Iterator<Item = (String, Project)>, most: usize, least: usize) {
    let mut failures = Vec::new();
    let count: usize = papers.map(|(name, project)| holds(&name, &project, most, &mut failures)).sum();
    assert!(failures.is_empty(), "{} of {count} fail\n{}", failures.len(), failures.join("\n\n"));
    assert!(count >= least, "only {count} names");
}

fn apply(desk: &Desk, rename: &Rename) -> Project {
    let mut project = desk.project().clone();
    let paths: BTreeSet<&str> = rename.edits.iter().map(|edit| edit.path.as_str()).collect();
    for path in paths {
        let file = project.file(path).expect("a file to edit").clone();
        let edits = rename.edits.iter().filter(|edit| edit.path == path);
        let fixes: Vec<Fix> = edits
            .map(|edit| Fix { span: file.source().span(edit.range.clone()), replacement: edit.text.clone() })
            .collect();
        let written = std::str::from_utf8(file.bytes()).expect("a text");
        project = project.with(path, fix::apply(written, &fixes).into_bytes());
    }
    for (from, to) in &rename.moves {
        let bytes = project.bytes(from).expect("a file to move").to_vec();
        project = project.without(from).with(to, bytes);
    }
    project
}

/// What a paper says: its findings without their words, which name names, and what Typst reads of it.
struct Said {
    findings: Vec<String>,
    emitted: Vec<(String, String)>,
}

fn said(project: &Project, session: &mut Session, back: &dyn Fn(String) -> String) -> Said {
    let mut diagnostics = Diagnostics::new();
    let checked = press::check_for_pages(project, session, &mut diagnostics);
    let finding = |found: &Diagnostic| {
        let place = match &found.place {
            Place::Span(span) => {
                let line = project.source(span.file).position(span.range().start).line;
                format!("{}:{line}", span.file.path())
            }
            other => other.path().to_owned(),
        };
        back(format!("{place}: {:?} {}", found.severity, found.code.0))
    };
    // What was released under another name is told of, and to be raised.
    let is_of_release = |found: &&Diagnostic| {
        let codes = ["version-not-raised", "section-renamed", "section-vanished"];
        !(codes.contains(&found.code.0) && project.contains(LOCK))
    };
    let mut findings: Vec<_> = diagnostics.iter().filter(is_of_release).map(finding).collect();
    findings.sort();
    let files = checked.and_then(|(_, assembled)| assembled).map(|assembled| assembled.files).unwrap_or_default();
    let emitted = files.iter().filter_map(|(path, piece)| match piece {
        Piece::Emitted(file) if path != MANIFEST => Some((back(path.clone()), back(file.text.clone()))),
        _ => None,
    });
    let mut emitted: Vec<_> = emitted.collect();
    emitted.sort();
    Said { findings, emitted }
}
