//! Whatever is asked, at whatever byte of whatever file: an answer, and its places are in the file.

use std::collections::HashSet;
use std::ops::Range;

use chancery::editor::{self, Desk, Symbol};
use chancery::project::File;

use crate::corpus;
use crate::dice::Dice;

#[test]
fn every_byte_of_every_case_can_be_asked() {
    let mut seen = HashSet::new();
    for (_, project) in corpus::projects() {
        let desk = super::desk(&project);
        for file in own_files(&desk) {
            of_file(&desk, file.path());
            if seen.insert((file.path(), file.digest())) {
                let length = file.source().text().len();
                let mut before = None;
                for at in 0..=length + 1 {
                    typing(&desk, file.path(), at);
                    // All bytes of a name are asked the same.
                    let here = editor::stands(&desk, file.path(), at);
                    if here != before {
                        at_byte(&desk, file.path(), at);
                    }
                    before = here;
                }
            }
        }
    }
}

/// As an author types: a part of a file is gone, and what stood around it is asked.
#[test]
fn half_written_files_can_be_asked() {
    let mut dice = Dice(7);
    for (_, project) in corpus::projects() {
        let desk = super::desk(&project);
        let files: Vec<_> = own_files(&desk).cloned().collect();
        for _ in 0..3 {
            let Some(file) = dice.pick(&files) else { continue };
            let text = file.source().text();
            let cut = dice.range(text.len(), 40);
            let cut = text.floor_char_boundary(cut.start)..text.floor_char_boundary(cut.end);
            let left = format!("{}{}", &text[..cut.start], &text[cut.end..]);
            let desk = desk.with(&File::new(file.path(), left.into_bytes()));
            of_file(&desk, file.path());
            for at in cut.start.saturating_sub(20)..cut.start + 20 {
                typing(&desk, file.path(), at);
                at_byte(&desk, file.path(), at);
            }
        }
    }
}

/// Editors take a CR alone for the end of a line as well.
#[test]
fn no_token_goes_over_the_end_of_a_line() {
    const WORKS: &str = "TY  - BOOK\nID  - one\rtwo\nER  -\nTY  - BOOK\nID  - three\nER  -\n";
    let project = corpus::project("Words.\n=== sections/a.md\n+++\nversion = \"1.0.0\"\n+++\n\n# One\n");
    let desk = super::desk(&project.with("bibliography/a.ris", WORKS.as_bytes().to_vec()));
    let at = WORKS.find("one").expect("a key");
    let named = editor::stands(&desk, "bibliography/a.ris", at).map(|mark| mark.range);
    assert_eq!(named, Some(at..at + "one\rtwo".len()), "what the token would be");
    let told: Vec<_> =
        editor::tokens(&desk, "bibliography/a.ris").into_iter().map(|token| &WORKS[token.range]).collect();
    assert_eq!(told, ["three"]);
}

fn own_files(desk: &Desk) -> impl Iterator<Item = &File> {
    desk.project().files().filter(|file| !file.is_builtin() && std::str::from_utf8(file.bytes()).is_ok())
}

fn at_byte(desk: &Desk, path: &str, at: usize) {
    if let Some(mark) = editor::stands(desk, path, at) {
        holds(desk, path, &mark.range);
        holds(desk, path, &mark.whole);
    }
    for place in editor::definition(desk, path, at).iter().chain(&editor::references(desk, path, at, true)) {
        holds(desk, place.path, &place.range);
    }
    for (place, _) in editor::same_in_file(desk, path, at) {
        holds(desk, place.path, &place.range);
    }
    if let Some(hover) = editor::hover(desk, path, at) {
        holds(desk, path, &hover.range);
    }
    if let Ok((range, _)) = editor::can_rename(desk, path, at) {
        holds(desk, path, &range);
        let edits = editor::rename(desk, path, at, "new-name-42").map(|rename| rename.edits).unwrap_or_default();
        edits.iter().for_each(|edit| holds(desk, &edit.path, &edit.range));
        let overlap =
            edits.windows(2).any(|pair| pair[0].path == pair[1].path && pair[0].range.end > pair[1].range.start);
        assert!(!overlap, "{path}:{at}: {edits:?}");
    }
}

fn typing(desk: &Desk, path: &str, at: usize) {
    for found in editor::complete(desk, path, at).0 {
        holds(desk, path, &found.range);
    }
}

fn of_file(desk: &Desk, path: &str) {
    fn all(desk: &Desk, path: &str, symbols: &[Symbol]) {
        for symbol in symbols {
            holds(desk, path, &symbol.range);
            holds(desk, path, &symbol.own);
            assert!(symbol.range.start <= symbol.own.start && symbol.own.end <= symbol.range.end, "{path}: {symbol:?}");
            all(desk, path, &symbol.children);
        }
    }
    all(desk, path, &editor::symbols(desk, path));
    editor::folds(desk, path).iter().for_each(|fold| holds(desk, path, &fold.range));
    editor::links(desk, path).iter().for_each(|link| holds(desk, path, &link.range));
    editor::hints(desk, path).iter().for_each(|hint| holds(desk, path, &(hint.at..hint.at)));
    editor::lenses(desk, path).iter().for_each(|lens| holds(desk, path, &lens.edit.range));
    let tokens = editor::tokens(desk, path);
    tokens.iter().for_each(|token| holds(desk, path, &token.range));
    assert!(tokens.windows(2).all(|pair| pair[0].range.end <= pair[1].range.start), "{path}: {tokens:?}");
}

#[track_caller]
fn holds(desk: &Desk, path: &str, range: &Range<usize>) {
    let text = desk.project().file(path).expect("a file").source().text();
    assert!(text.get(range.clone()).is_some(), "{path}: {range:?} of {} bytes", text.len());
}
