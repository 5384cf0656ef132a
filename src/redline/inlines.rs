//! The words of two runs of inlines, aligned.

use super::align::{Step, align};
use super::blocks;
use super::words::{Bag, cut, hash};
use crate::section::{Change, Footnote, Inline, InlineKind, Inlines, meaning, walk};
use crate::source::Span;

/// Two runs as one: what both have, and marked what only one has.
pub fn merge(old: &[Inline], new: &[Inline]) -> Inlines {
    if meaning::of_inlines(old) == meaning::of_inlines(new) {
        return new.to_vec();
    }
    let (old, new) = (pieces(old), pieces(new));
    let hashes = |pieces: &[Piece]| pieces.iter().map(Piece::hash).collect::<Vec<_>>();
    let steps = align(&hashes(&old), &hashes(&new), |at_old, at_new| alike(&old[at_old], &new[at_new]));
    let mut merged = Builder::default();
    for step in tidy(steps, &old, &new) {
        match step {
            Step::Delete(at) => merged.push(&old[at], Some(Change::Deleted)),
            Step::Insert(at) => merged.push(&new[at], Some(Change::Inserted)),
            Step::Keep(at_old, at_new) => match (&old[at_old], &new[at_new]) {
                (Piece::Node(old), Piece::Node(new)) => merged.inlines.push(node(old, new)),
                (_, new) => merged.push(new, None),
            },
        }
    }
    merged.inlines
}

/// The smallest part that is marked as a whole, but for nodes that stand in both versions.
enum Piece<'a> {
    /// A word, blanks or a sign, and where it stands.
    Text {
        text: &'a str,
        span: Span,
    },
    Node(&'a Inline),
}

impl Piece<'_> {
    fn hash(&self) -> u64 {
        match self {
            Self::Text { text, .. } => hash(text),
            Self::Node(inline) => hash(&meaning::of_inlines(std::slice::from_ref(inline))),
        }
    }

    /// In characters.
    fn length(&self) -> usize {
        match self {
            Self::Text { text, .. } => text.chars().count(),
            Self::Node(_) => 8,
        }
    }
}

fn pieces(inlines: &[Inline]) -> Vec<Piece<'_>> {
    let mut pieces = Vec::new();
    for inline in inlines {
        let InlineKind::Text(text) = &inline.kind else {
            pieces.push(Piece::Node(inline));
            continue;
        };
        let is_verbatim = inline.span.len() == text.len();
        let mut at = 0;
        for piece in cut(text) {
            let span = if is_verbatim { inline.span.part(at..at + piece.len()) } else { inline.span };
            pieces.push(Piece::Text { text: piece, span });
            at += piece.len();
        }
    }
    pieces
}

/// How much of one node is in another that it may have been. Text is itself or another.
fn alike(old: &Piece, new: &Piece) -> Option<f64> {
    let (Piece::Node(old), Piece::Node(new)) = (old, new) else { return None };
    match (&old.kind, &new.kind) {
        (InlineKind::Emphasis(_), InlineKind::Emphasis(_))
        | (InlineKind::Strong(_), InlineKind::Strong(_))
        | (InlineKind::Strike(_), InlineKind::Strike(_)) => {}
        (InlineKind::Link { target: one, .. }, InlineKind::Link { target: other, .. }) if one == other => {}
        (
            InlineKind::Footnote(Footnote { blocks: Some(old), .. }),
            InlineKind::Footnote(Footnote { blocks: Some(new), .. }),
        ) => {
            return Some(Bag::of_blocks(old).likeness(&Bag::of_blocks(new)));
        }
        _ => return None,
    }
    let (old, new) = (walk::children(old)?, walk::children(new)?);
    Some(Bag::of_inlines(old).likeness(&Bag::of_inlines(new)))
}

/// A node that stands in both versions.
fn node(old: &Inline, new: &Inline) -> Inline {
    let mut merged = new.clone();
    if let (InlineKind::Footnote(old), InlineKind::Footnote(new)) = (&old.kind, &mut merged.kind) {
        if let (Some(old), Some(new)) = (&old.blocks, &mut new.blocks) {
            *new = blocks::merge(old, new);
        }
    } else if let Some((old, new)) = walk::children(old).zip(walk::children_mut(&mut merged)) {
        *new = merge(old, new);
    }
    merged
}

/// Takes a few signs that happen to be the same between two changes into them: who reads finds two whole phrases, one
/// gone and one new, and not their crumbs.
fn tidy(steps: Vec<Step>, old: &[Piece], new: &[Piece]) -> Vec<Step> {
    let is_keep = |step: &Step| matches!(step, Step::Keep(..));
    let mut runs: Vec<Vec<Step>> =
        steps.chunk_by(|one, next| is_keep(one) == is_keep(next)).map(<[Step]>::to_vec).collect();
    let length = |run: &[Step]| -> usize {
        let of = |step: &Step| match *step {
            Step::Delete(at) => old[at].length(),
            Step::Insert(at) | Step::Keep(_, at) => new[at].length(),
        };
        run.iter().map(of).sum()
    };
    let replaces = |run: &[Step]| {
        run.iter().any(|step| matches!(step, Step::Delete(_))) && run.iter().any(|step| matches!(step, Step::Insert(_)))
    };
    for at in 1..runs.len().saturating_sub(1) {
        let (before, run, after) = (&runs[at - 1], &runs[at], &runs[at + 1]);
        let is_text = |step: &Step| matches!(step, Step::Keep(_, at) if matches!(new[*at], Piece::Text { .. }));
        if !is_keep(&run[0]) || !run.iter().all(is_text) || !replaces(before) || !replaces(after) {
            continue;
        }
        let is_blank = |step: &Step| match step {
            Step::Keep(_, at) => matches!(new[*at], Piece::Text { text, .. } if text.trim().is_empty()),
            _ => false,
        };
        let is_crumb = run.iter().all(is_blank) || length(run) * 3 < length(before).min(length(after));
        if is_crumb {
            let taken = std::mem::take(&mut runs[at]);
            let mut whole: Vec<Step> = std::mem::take(&mut runs[at - 1]);
            for step in taken {
                if let Step::Keep(old, new) = step {
                    whole.extend([Step::Delete(old), Step::Insert(new)]);
                }
            }
            whole.append(&mut runs[at + 1]);
            whole.sort_by_key(|step| matches!(step, Step::Insert(_)));
            runs[at + 1] = whole;
        }
    }
    runs.concat()
}

/// Puts pieces together again: what follows one another in the file and has the same mark is one text.
#[derive(Default)]
struct Builder {
    inlines: Inlines,
}

impl Builder {
    fn push(&mut self, piece: &Piece, change: Option<Change>) {
        let (text, span) = match *piece {
            Piece::Node(inline) => return self.inlines.push(Inline { change, ..inline.clone() }),
            Piece::Text { text, span } => (text, span),
        };
        if let Some(Inline { span: last, change: same, kind: InlineKind::Text(before) }) = self.inlines.last_mut()
            && *same == change
        {
            let goes_on = last.file == span.file && last.end == span.start;
            let is_verbatim = last.len() == before.len() && span.len() == text.len();
            if *last == span && !is_verbatim || goes_on && is_verbatim {
                before.push_str(text);
                *last = last.to(span);
                return;
            }
        }
        self.inlines.push(Inline { span, change, kind: InlineKind::Text(text.to_owned()) });
    }
}
