//! Answers as text, for cases.

use std::fmt::Write;
use std::ops::Range;

use chancery::editor::{self, Desk, LinkTarget, Place, Role, Symbol};

/// So many completions are written down.
const TOLD: usize = 12;

/// What is answered to a question at each cursor, or of a file.
pub fn tell(desk: &Desk, question: &str, cursors: &[(String, usize)]) -> String {
    let (verb, rest) = question.split_once(' ').unwrap_or((question, ""));
    let mut text = String::new();
    match verb {
        "symbols" => outline(desk, rest, &editor::symbols(desk, rest), 0, &mut text),
        "paper" => {
            for (path, symbol) in editor::symbols_of_paper(desk, rest) {
                let _ = writeln!(text, "{} {} {}", place(desk, path, &symbol.own), symbol.name, symbol.detail);
            }
        }
        "folds" => {
            for fold in editor::folds(desk, rest) {
                let comment = if fold.is_comment { " comment" } else { "" };
                let _ = writeln!(text, "{}{comment}", place(desk, rest, &fold.range));
            }
        }
        "links" => {
            for link in editor::links(desk, rest) {
                let target = match link.target {
                    LinkTarget::File(path) => path.to_owned(),
                    LinkTarget::Url(url) => url,
                };
                let _ = writeln!(text, "{} {target}", place(desk, rest, &link.range));
            }
        }
        "hints" => {
            for hint in editor::hints(desk, rest) {
                let _ = writeln!(text, "{} {}", place(desk, rest, &(hint.at..hint.at)), hint.text);
            }
        }
        "lenses" => {
            for lens in editor::lenses(desk, rest) {
                let _ = writeln!(text, "{} {} ({})", place(desk, rest, &lens.edit.range), lens.title, lens.edit.text);
            }
        }
        "tokens" => {
            for token in editor::tokens(desk, rest) {
                let defined = if token.is_definition { " definition" } else { "" };
                let _ = writeln!(text, "{} {}{defined}", place(desk, rest, &token.range), token.kind);
            }
        }
        _ => {
            for (path, at) in cursors {
                let answer = at_cursor(desk, verb, rest, path, *at);
                let _ = writeln!(text, "{}\n{answer}", place(desk, path, &(*at..*at)));
            }
        }
    }
    text.lines().map(|line| format!("{}\n", line.trim_end())).collect()
}

fn at_cursor(desk: &Desk, verb: &str, rest: &str, path: &str, at: usize) -> String {
    let mut text = String::new();
    match verb {
        "stands" => match editor::stands(desk, path, at) {
            Some(mark) => {
                let role = if mark.role == Role::Definition { "definition" } else { "use" };
                let range = place(desk, path, &mark.range);
                let _ = writeln!(text, "  {} {} of {} at {range}", mark.kind.name, role, mark.name);
            }
            None => text += "  nothing\n",
        },
        "definition" => places(desk, &editor::definition(desk, path, at), &mut text),
        "references" => places(desk, &editor::references(desk, path, at, true), &mut text),
        "complete" => {
            let (found, is_all) = editor::complete(desk, path, at);
            for one in found.iter().take(TOLD) {
                let range = place(desk, path, &one.range);
                let written = if one.text == one.name { String::new() } else { format!(" as {:?}", one.text) };
                let _ = writeln!(text, "  {} {range} {}{written}: {}", one.kind.name, one.name, one.detail);
            }
            if found.len() > TOLD || !is_all {
                let _ = writeln!(text, "  and {} more", found.len().saturating_sub(TOLD));
            }
        }
        "explained" => {
            for one in editor::complete(desk, path, at).0.iter().take(4) {
                let explained = editor::explained(desk, path, one.kind.name, &one.name);
                let _ = writeln!(text, "  {} {}", one.kind.name, one.name);
                explained
                    .iter()
                    .flat_map(|text| text.lines())
                    .take(4)
                    .for_each(|line| text += &format!("  | {line}\n"));
            }
        }
        "hover" => match editor::hover(desk, path, at) {
            Some(hover) => {
                let _ = writeln!(text, "  at {}", place(desk, path, &hover.range));
                hover.text.lines().take(6).for_each(|line| text += &format!("  | {line}\n"));
            }
            None => text += "  nothing\n",
        },
        "rename" => match editor::can_rename(desk, path, at).and_then(|_| editor::rename(desk, path, at, rest)) {
            Ok(rename) => {
                for edit in rename.edits {
                    let _ = writeln!(text, "  {} {}", place(desk, &edit.path, &edit.range), edit.text);
                }
                for (from, to) in rename.moves {
                    let _ = writeln!(text, "  {from} -> {to}");
                }
            }
            Err(reason) => text = format!("  {reason}\n"),
        },
        _ => panic!("no question is called `{verb}`"),
    }
    text
}

fn outline(desk: &Desk, path: &str, symbols: &[Symbol], depth: usize, text: &mut String) {
    for symbol in symbols {
        let detail = if symbol.detail.is_empty() { String::new() } else { format!(" ({})", symbol.detail) };
        let range = place(desk, path, &symbol.range);
        let _ = writeln!(text, "{}{:?} {}{detail} {range}", "  ".repeat(depth), symbol.kind, symbol.name);
        outline(desk, path, &symbol.children, depth + 1, text);
    }
}

fn places(desk: &Desk, places: &[Place], text: &mut String) {
    for one in places {
        let _ = writeln!(text, "  {}", place(desk, one.path, &one.range));
    }
    if places.is_empty() {
        *text += "  nowhere\n";
    }
}

/// `sections/a.md:3:5-8`
fn place(desk: &Desk, path: &str, range: &Range<usize>) -> String {
    let source = desk.project().file(path).expect("a file").source();
    let (start, end) = (source.position(range.start), source.position(range.end));
    match () {
        () if start == end => format!("{path}:{start}"),
        () if start.line == end.line => format!("{path}:{start}-{}", end.column),
        () => format!("{path}:{start}-{end}"),
    }
}
