//! What `paper.typ` is made of: what stands before the sections, the sections, and what stands after them.

use std::collections::BTreeSet;
use std::ops::Range;

use typst_syntax::{SyntaxKind, SyntaxNode, ast, parse};

/// Where the pieces of a rendered `paper.typ` stand in it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Pieces {
    /// Imports, definitions, set and show rules before the sections, in order. All that is printed is under these.
    pub preamble: Vec<Range<usize>>,
    pub before: Range<usize>,
    /// Where each section is included.
    pub sections: Vec<Range<usize>>,
    pub after: Range<usize>,
}

/// The pieces of a text that includes its sections by one plain loop: each of `sections` (paths from the root of the
/// tree) once, in order, at the top level and with nothing between. [`None`] for a text that uses them in another way.
pub(super) fn of(text: &str, sections: &[String]) -> Option<Pieces> {
    let root = parse(text);
    let named: BTreeSet<&str> = sections.iter().map(String::as_str).collect();
    let mut expected = sections.iter();
    let mut included: Vec<Range<usize>> = Vec::new();
    let mut preamble = Vec::new();
    let mut end = 0;
    for node in root.children() {
        let range = end..end + node.len();
        end = range.end;
        let with_hash = range.start.saturating_sub(1)..range.end;
        match node.kind() {
            SyntaxKind::ModuleInclude if section(node).is_some_and(|path| named.contains(path.as_str())) => {
                expected.next().filter(|path| section(node).as_ref() == Some(path))?;
                included.push(with_hash);
            }
            SyntaxKind::Space | SyntaxKind::Parbreak | SyntaxKind::Hash | SyntaxKind::Semicolon => {}
            SyntaxKind::LineComment | SyntaxKind::BlockComment => {}
            _ if !included.is_empty() && expected.len() > 0 => return None,
            SyntaxKind::ModuleImport | SyntaxKind::LetBinding | SyntaxKind::SetRule | SyntaxKind::ShowRule
                if included.is_empty() =>
            {
                preamble.push(with_hash);
            }
            _ => {}
        }
    }
    let (first, last) = (included.first()?.start, included.last()?.end);
    let is_plain = expected.len() == 0 && mentions(&root, &named) == sections.len();
    is_plain.then_some(Pieces { preamble, before: 0..first, sections: included, after: last..text.len() })
}

/// The path that an `include` names, if it is written out.
fn section(node: &SyntaxNode) -> Option<String> {
    match node.cast::<ast::ModuleInclude>()?.source() {
        ast::Expr::Str(path) => Some(path.get().into()),
        _ => None,
    }
}

/// How often sections are named anywhere. What was accepted is no deeper than this can bear.
fn mentions(node: &SyntaxNode, sections: &BTreeSet<&str>) -> usize {
    let own = node.cast::<ast::Str>().is_some_and(|text| sections.contains(text.get().as_str()));
    usize::from(own) + node.children().map(|child| mentions(child, sections)).sum::<usize>()
}
