//! The names of a file, for editors that colour them.

use std::ops::Range;

use super::desk::Desk;

/// A name, and how it is coloured.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Token {
    /// Within a line of an editor, which a CR ends as well.
    pub range: Range<usize>,
    /// A type of tokens of the Language Server Protocol.
    pub kind: &'static str,
    /// Whether the name is given here.
    pub is_definition: bool,
}

/// The tokens of a file, in order. No two of them overlap.
pub fn tokens(desk: &Desk, path: &str) -> Vec<Token> {
    let (Some((_, marks)), Some(source)) = (desk.marks(path), desk.source(path)) else { return Vec::new() };
    let is_line =
        |range: &Range<usize>| source.text().get(range.clone()).is_some_and(|text| !text.contains(['\n', '\r']));
    let named = marks.iter().filter(|mark| mark.is_typed && !mark.range.is_empty() && is_line(&mark.range));
    let tokens = named.filter_map(|mark| {
        let is_definition = mark.role == super::Role::Definition;
        Some(Token { range: mark.range.clone(), kind: mark.kind.token?, is_definition })
    });
    let mut tokens: Vec<Token> = tokens.collect();
    tokens.sort_by_key(|token| (token.range.start, token.range.end));
    let mut end = 0;
    tokens.retain(|token| {
        let is_free = token.range.start >= end;
        if is_free {
            end = token.range.end;
        }
        is_free
    });
    tokens
}
