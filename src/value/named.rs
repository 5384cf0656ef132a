//! What an expression names, and where: also of one that is half written.

use std::ops::Range;

use minijinja::machinery::{Token, tokenize};

use super::syntax;

/// A value that an expression names: `vars.stations`.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Named {
    pub path: String,
    /// Where it stands in the expression.
    pub range: Range<usize>,
}

/// The values that an expression names, as far as its tokens can be told. What follows `|` is a filter.
pub fn named(expression: &str) -> Vec<Named> {
    let mut found: Vec<Named> = Vec::new();
    let mut before = Before::Other;
    for (token, span) in tokenize(expression, true, syntax()).map_while(Result::ok) {
        let range = span.start_offset as usize..span.end_offset as usize;
        let follows = before;
        before = Before::Other;
        match token {
            Token::Ident(name) => match (follows, found.last_mut()) {
                (Before::Pipe, _) => {}
                (Before::Dot, Some(last)) => {
                    last.path = format!("{}.{name}", last.path);
                    last.range.end = range.end;
                    before = Before::Name;
                }
                _ => {
                    found.push(Named { path: name.to_owned(), range });
                    before = Before::Name;
                }
            },
            Token::Dot if matches!(follows, Before::Name) => before = Before::Dot,
            Token::Pipe => before = Before::Pipe,
            _ => {}
        }
    }
    found
}

/// What stands before a token.
#[derive(Clone, Copy)]
enum Before {
    Name,
    /// The dot behind a name.
    Dot,
    Pipe,
    Other,
}
