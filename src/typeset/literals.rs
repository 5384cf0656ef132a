//! The string literals of an emitted file: how what is printed leads back to its author.

use std::collections::HashMap;
use std::ops::Range;

use typst::ecow::EcoString;
use typst::syntax::{Source, Span as TypstSpan, SyntaxNode, ast};

use crate::markup::VirtualFile;
use crate::section::{Change, Origin};
use crate::source::Span;

/// What Typst prints where it breaks a word: the character that it maps the hyphen to.
const SOFT_HYPHEN: &str = "\u{ad}";

/// The literals of a file, by the span that Typst gives to what it prints of them.
#[derive(Debug)]
pub(super) struct Literals(HashMap<TypstSpan, Literal>);

#[derive(Debug)]
struct Literal {
    /// Where it stands in the file.
    range: Range<usize>,
    /// What it says.
    text: EcoString,
    /// Whether it is code, of which Typst counts what it prints from the start of each line.
    is_code: bool,
}

/// A literal of which something is printed.
#[derive(Clone, Copy)]
pub(super) struct Printed<'a> {
    file: &'a VirtualFile,
    literal: &'a Literal,
}

/// Where in its literal a piece of printed text stands.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum At {
    /// From this byte on, byte for byte.
    Byte(usize),
    /// Somewhere in it: a template changed the letters (to capitals, say).
    Somewhere,
    /// Nowhere: it is the hyphen at the end of a line.
    Nowhere,
}

impl Literals {
    /// One walk through the file, where Typst would search the file for each span anew.
    pub(super) fn of(source: &Source) -> Self {
        let mut literals = HashMap::new();
        collect(source.root(), 0, &mut literals);
        Self(literals)
    }

    pub(super) fn get<'a>(&'a self, file: &'a VirtualFile, span: TypstSpan) -> Option<Printed<'a>> {
        self.0.get(&span).map(|literal| Printed { file, literal })
    }

    /// The literals that hold some of what an author wrote at `place`, in no order.
    pub(super) fn written_at(&self, file: &VirtualFile, place: Span) -> impl Iterator<Item = TypstSpan> {
        let holds = move |literal: &Literal| {
            Printed { file, literal }.origin().is_some_and(|origin| origin.span().meets(place))
        };
        self.0.iter().filter(move |(_, literal)| holds(literal)).map(|(span, _)| *span)
    }
}

impl Printed<'_> {
    /// On which side of a redline it stands.
    pub(super) fn change(self) -> Option<Change> {
        self.file.change(self.literal.range.clone())
    }

    /// Where in the literal stands what is printed for its bytes from `offset` (of a line, in code).
    pub(super) fn at(self, offset: usize, printed: &str) -> At {
        let text = self.literal.text.as_str();
        let says = |text: &str| text.get(offset..).is_some_and(|rest| rest.starts_with(printed));
        if self.literal.is_code {
            let starts = std::iter::once(0).chain(text.match_indices('\n').map(|(at, _)| at + 1));
            let mut lines = starts.zip(text.split('\n')).filter(|(_, line)| says(line));
            // Two lines that say the same cannot be told apart.
            return match (lines.next(), lines.next()) {
                (Some((start, _)), None) => At::Byte(start + offset),
                _ => At::Somewhere,
            };
        }
        match says(text) {
            true => At::Byte(offset),
            false if printed == SOFT_HYPHEN => At::Nowhere,
            false => At::Somewhere,
        }
    }

    /// Where what it says comes from.
    pub(super) fn origin(self) -> Option<Origin> {
        self.file.literal(self.literal.range.clone())
    }
}

fn collect(node: &SyntaxNode, start: usize, literals: &mut HashMap<TypstSpan, Literal>) {
    let literal = |range, text: ast::Str, is_code| Literal { range, text: text.get(), is_code };
    if let Some(text) = node.cast::<ast::Str>() {
        literals.insert(node.span(), literal(start..start + node.len(), text, false));
    }
    let callee = node.cast::<ast::FuncCall>().map(|call| call.callee());
    let is_code = matches!(callee, Some(ast::Expr::Ident(name)) if name.as_str() == "raw");
    let mut at = start;
    for child in node.children() {
        if is_code {
            // Code is printed with the span of the call.
            let mut inner = HashMap::new();
            collect(child, at, &mut inner);
            literals.extend(inner.into_values().map(|text| (node.span(), Literal { is_code: true, ..text })));
        } else {
            collect(child, at, literals);
        }
        at += child.len();
    }
}
