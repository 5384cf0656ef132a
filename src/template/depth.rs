//! Typst that anybody may have written → its syntax, if that nests no deeper than what walks over it can bear.
//!
//! Typst's parser bounds what nests in brackets (0.15.1: 256 levels), but not what grows to the left: in `1 + 1 + …`,
//! `a.b.b…`, `f()()…` and `if … else if …` each operator is a level, and a tree is dropped level by level.

use std::io;

use typst_syntax::{SyntaxNode, parse};

use crate::beside::with_stack;
use crate::diagnostic::{Code, Diagnostic, NO_ROOM_HELP};
use crate::source::Span;

/// The deepest tree that is taken. Layout threads were seen to bear eight times that, and what people write has a
/// twentieth of it.
const MAX_DEPTH: usize = 1_000;

/// The longest text that is taken, in bytes.
const MAX_BYTES: usize = 1 << 20;

/// What parsing needs at most of a stack, with all that the parser itself bounds.
const STACK: usize = 4 << 20;

/// What parsing needs at most of a stack for each byte that is parsed. A level takes a byte at least (`$a!!!…$`), and
/// to drop one takes between 80 and 160 bytes.
const STACK_PER_BYTE: usize = 256;

/// Up to this many bytes are parsed on the caller’s stack: they need less than the smallest that there is.
const MAX_PARSED_HERE: usize = 4 << 10;

/// Why a text was not taken.
#[derive(Debug)]
pub(super) enum Refusal {
    TooLong,
    /// Where the first part begins that nests too deeply.
    TooDeep(usize),
    /// There is no room for what parsing needs.
    NoThread(io::Error),
}

impl Refusal {
    /// Where in the text that is to be told.
    pub(super) fn at(&self) -> usize {
        match self {
            Self::TooDeep(at) => *at,
            Self::TooLong | Self::NoThread(_) => 0,
        }
    }

    pub(super) fn diagnostic(&self, place: Span) -> Diagnostic {
        match self {
            Self::TooLong => {
                let message = format!("this is more than {} MB of Typst", MAX_BYTES >> 20);
                let help = "Keep data in files beside it, such as `.csv` or `.json`: Typst reads them.";
                Diagnostic::error(Code("too-large"), place, message).with_help(help)
            }
            Self::TooDeep(_) => nested_too_deeply(place),
            Self::NoThread(error) => {
                let message = format!("the system gives no thread to read this with: {error}");
                Diagnostic::error(Code("cannot-start-threads"), place, message).with_help(NO_ROOM_HELP)
            }
        }
    }
}

/// What is said where Typst nests deeper than its parser goes, or than what it makes can be walked over.
pub(super) fn nested_too_deeply(place: Span) -> Diagnostic {
    let help = "Write it more simply: each bracket is a level, and each operator, dot, call or `else if` of a row.";
    Diagnostic::error(Code("too-deep"), place, "this is nested too deeply").with_help(help)
}

/// The syntax of a text.
pub(super) fn syntax(text: &str) -> Result<SyntaxNode, Refusal> {
    if text.len() <= MAX_PARSED_HERE {
        return bounded(text);
    }
    if text.len() > MAX_BYTES {
        return Err(Refusal::TooLong);
    }
    with_stack(STACK + text.len() * STACK_PER_BYTE, || bounded(text)).map_err(Refusal::NoThread)?
}

fn bounded(text: &str) -> Result<SyntaxNode, Refusal> {
    let root = parse(text);
    match too_deep(&root) {
        None => Ok(root),
        Some(at) => Err(Refusal::TooDeep(at)),
    }
}

/// Where the first part of a tree begins that nests too deeply.
fn too_deep(root: &SyntaxNode) -> Option<usize> {
    let mut rest = vec![(root, 1, 0)];
    while let Some((node, depth, start)) = rest.pop() {
        if depth > MAX_DEPTH {
            return Some(start);
        }
        let mut end = start + node.len();
        for child in node.children().rev() {
            end -= child.len();
            rest.push((child, depth + 1, end));
        }
    }
    None
}
