//! The words of two runs of inlines, aligned.

use std::ops::Range;

use super::align::{Step, align};
use super::cut::{cut, is_word};
use super::merger::Merger;
use super::words::{Bag, hash};
use crate::section::{Change, Footnote, Inline, InlineKind, Inlines, Label, Target, Text, meaning, walk};

impl Merger {
    /// Merges two runs; what only one of them has is marked.
    pub(super) fn inlines(&self, old: &[Inline], new: &[Inline]) -> Inlines {
        if meaning::of_inlines(old) == meaning::of_inlines(new) {
            return new.to_vec();
        }
        let (old, new) = (pieces(old), pieces(new));
        let hashes = |pieces: &[Piece]| pieces.iter().map(Piece::hash).collect::<Vec<_>>();
        let steps = align(&hashes(&old), &hashes(&new), |at_old, at_new| self.alike(&old[at_old], &new[at_new]));
        let mut merged = Builder::default();
        for step in tidy(steps, &old, &new) {
            match step {
                Step::Delete(at) => merged.push(&old[at], Some(Change::Deleted)),
                Step::Insert(at) => merged.push(&new[at], Some(Change::Inserted)),
                Step::Keep(at_old, at_new) => match (&old[at_old], &new[at_new]) {
                    (Piece::Node(old), Piece::Node(new)) => merged.inlines.push(self.node(old, new)),
                    (_, new) => merged.push(new, None),
                },
            }
        }
        merged.inlines
    }

    /// How much of one node is in another, from 0 to 1; [`None`] if the one cannot have become the other. Texts are the
    /// same or not.
    fn alike(&self, old: &Piece, new: &Piece) -> Option<f64> {
        let (Piece::Node(old), Piece::Node(new)) = (old, new) else { return None };
        match (&old.kind, &new.kind) {
            (InlineKind::Emphasis(_), InlineKind::Emphasis(_))
            | (InlineKind::Strong(_), InlineKind::Strong(_))
            | (InlineKind::Strike(_), InlineKind::Strike(_))
            | (InlineKind::Raised(_), InlineKind::Raised(_))
            | (InlineKind::Lowered(_), InlineKind::Lowered(_)) => {}
            (InlineKind::Passage { language: old, .. }, InlineKind::Passage { language: new, .. })
                if old.value == new.value => {}
            // A reference to the same place is the same one, whatever number that has.
            (InlineKind::Link { target: old, content: was, .. }, InlineKind::Link { target: new, content: is, .. })
                if self.is_same_label(old, new) && is_renumbered(new, was, is) =>
            {
                return Some(1.0);
            }
            (InlineKind::Link { target: old, .. }, InlineKind::Link { target: new, .. })
                if old == new || self.is_same_label(old, new) => {}
            (InlineKind::Link { target: Target::Url(_), .. }, InlineKind::Link { target: Target::Url(_), .. }) => {}
            (InlineKind::Image(old), InlineKind::Image(new)) => return self.is_same_picture(old, new).then_some(1.0),
            (InlineKind::Page { label: old, .. }, InlineKind::Page { label: new, .. }) => {
                return self.renamed.get(old).is_some_and(|renamed| renamed == new).then_some(1.0);
            }
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

    fn is_same_label(&self, old: &Target, new: &Target) -> bool {
        let (Target::Label(old), Target::Label(new)) = (old, new) else { return false };
        old == new || self.renamed.get(old) == Some(new) || self.renamed.get(new) == Some(old)
    }

    /// A node that stands in both versions.
    fn node(&self, old: &Inline, new: &Inline) -> Inline {
        let mut merged = new.clone();
        match (&old.kind, &mut merged.kind) {
            (InlineKind::Footnote(old), InlineKind::Footnote(new)) => {
                if let (Some(old), Some(new)) = (&old.blocks, &mut new.blocks) {
                    *new = self.blocks(old, new);
                }
                return merged;
            }
            (
                InlineKind::Link { target: old, content: was, .. },
                InlineKind::Link { target, older, older_content, content },
            ) => {
                *older = (old != target).then(|| old.clone());
                if is_renumbered(target, was, content) {
                    *older_content = Some(was.clone());
                    return merged;
                }
            }
            (InlineKind::Image(old), InlineKind::Image(new)) => *new = self.image(old, new),
            (InlineKind::Page { label: old, .. }, InlineKind::Page { label, older }) if old != label => {
                *older = Some(old.clone());
            }
            _ => {}
        }
        if let Some((old, new)) = walk::children(old).zip(walk::children_mut(&mut merged)) {
            *new = self.inlines(old, new);
        }
        merged
    }
}

/// Whether two references print the same but for a number that the press works out. In a citation that is the first
/// thing, where it is no year; behind words stand the pages that its author names.
fn is_renumbered(target: &Target, old: &[Inline], new: &[Inline]) -> bool {
    let longest = match target {
        Target::Url(_) => return false,
        Target::Label(Label::Work(_)) => 3,
        Target::Label(_) => usize::MAX,
    };
    let words = |inlines: &[Inline]| -> Option<Vec<String>> {
        let mut words = Vec::new();
        for inline in inlines {
            let InlineKind::Text(text) = &inline.kind else { return None };
            words.extend(cut(text).map(str::to_owned));
        }
        Some(words)
    };
    let (Some(old_words), Some(new_words)) = (words(old), words(new)) else { return false };
    let is_computed = |inlines: &[Inline]| {
        inlines.iter().any(|inline| matches!(&inline.kind, InlineKind::Text(text) if !text.origin().is_typed()))
    };
    let is_number = |word: &str| word.contains(char::is_numeric) && word.len() <= longest;
    let is_of_author = |differing: usize| {
        let has_letters = |word: &String| word.contains(char::is_alphabetic);
        matches!(target, Target::Label(Label::Work(_))) && old_words[..differing].iter().any(has_letters)
    };
    let last = old_words.iter().zip(&new_words).rposition(|(old, new)| old != new);
    if last.is_some_and(is_of_author) {
        return false;
    }
    let mut pairs = old_words.iter().zip(&new_words);
    old_words.len() == new_words.len()
        && old_words != new_words
        && is_computed(old)
        && is_computed(new)
        && pairs.all(|(old, new)| old == new || is_number(old) && is_number(new))
}

/// The smallest part that is marked as a whole, but for nodes that stand in both versions.
enum Piece<'a> {
    /// A word, spaces or another character.
    Text(Text),
    Node(&'a Inline),
}

impl Piece<'_> {
    fn hash(&self) -> u64 {
        match self {
            Self::Text(text) => hash(text.as_str()),
            Self::Node(inline) => hash(&meaning::of_inlines(std::slice::from_ref(inline))),
        }
    }

    /// A node counts as one.
    fn words(&self) -> usize {
        match self {
            Self::Text(text) => usize::from(is_word(text)),
            Self::Node(_) => 1,
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
        let mut at = 0;
        for piece in cut(text) {
            pieces.push(Piece::Text(text.part(at..at + piece.len())));
            at += piece.len();
        }
    }
    pieces
}

/// Takes a few words that happen to be the same between two changes into them: who reads finds two whole phrases, one
/// removed and one new, and not their crumbs.
fn tidy(steps: Vec<Step>, old: &[Piece], new: &[Piece]) -> Vec<Step> {
    let is_keep = |step: &Step| matches!(step, Step::Keep(..));
    let mut start = 0;
    let runs = steps.chunk_by(|one, next| is_keep(one) == is_keep(next)).map(|steps| {
        start += steps.len();
        Run::of(steps, start - steps.len()..start, old, new)
    });
    // First what stands in one phrase: only then is known how long it is.
    let tidied = joined(joined(runs, Run::is_inside), Run::is_crumb);
    let parts = tidied.into_iter().map(|run| match run.is_mixed {
        true => replaced(&steps[run.range], old, new),
        false => steps[run.range].to_vec(),
    });
    parts.collect::<Vec<_>>().concat()
}

/// Takes each run that `belongs` to those before and after it into them.
fn joined(runs: impl IntoIterator<Item = Run>, belongs: impl Fn(&Run, &Run, &Run) -> bool) -> Vec<Run> {
    let mut joined: Vec<Run> = Vec::new();
    let mut runs = runs.into_iter();
    let mut next = runs.next();
    while let Some(run) = next {
        next = runs.next();
        match (joined.last_mut(), &next) {
            (Some(before), Some(after)) if belongs(&run, before, after) => {
                before.take(&run, after);
                next = runs.next();
            }
            _ => joined.push(run),
        }
    }
    joined
}

/// With more words, what is kept between two changes is a phrase that readers know again.
const MAX_CRUMB: usize = 2;

/// How many words must change around each of a crumb's.
const AROUND: usize = 5;

/// Steps that keep all or change all, or of two changes with the crumbs between them.
struct Run {
    range: Range<usize>,
    /// The words that are removed and those that are new; where all is kept, both are the same.
    removed: usize,
    added: usize,
    deletes: bool,
    inserts: bool,
    /// Whether it keeps nothing but text, without brackets and quotation marks, of which the other one may stand
    /// elsewhere.
    keeps_plain_text: bool,
    is_blank: bool,
    is_mixed: bool,
}

impl Run {
    fn of(steps: &[Step], range: Range<usize>, old: &[Piece], new: &[Piece]) -> Self {
        let kept = |test: fn(&str) -> bool| {
            let passes = |step: &Step| match step {
                Step::Keep(_, at) => matches!(&new[*at], Piece::Text(text) if test(text)),
                _ => false,
            };
            steps.iter().all(passes)
        };
        let removed = |step: &Step| match *step {
            Step::Delete(at) | Step::Keep(at, _) => old[at].words(),
            Step::Insert(_) => 0,
        };
        let added = |step: &Step| match *step {
            Step::Insert(at) | Step::Keep(_, at) => new[at].words(),
            Step::Delete(_) => 0,
        };
        Self {
            range,
            removed: steps.iter().map(removed).sum(),
            added: steps.iter().map(added).sum(),
            deletes: steps.iter().any(|step| matches!(step, Step::Delete(_))),
            inserts: steps.iter().any(|step| matches!(step, Step::Insert(_))),
            keeps_plain_text: kept(|text| !text.contains(is_one_of_two)),
            is_blank: kept(|text| text.trim().is_empty()),
            is_mixed: false,
        }
    }

    fn replaces(&self) -> bool {
        self.deletes && self.inserts
    }

    fn words(&self) -> usize {
        self.removed.max(self.added)
    }

    /// Whether it is the space or the punctuation inside a phrase that was replaced by another.
    fn is_inside(&self, before: &Self, after: &Self) -> bool {
        let is_replaced = match self.is_blank {
            true => before.replaces() || after.replaces(),
            false => before.replaces() && after.replaces(),
        };
        self.keeps_plain_text && self.words() == 0 && is_replaced
    }

    /// Whether what it keeps is too little to stand between two changes.
    fn is_crumb(&self, before: &Self, after: &Self) -> bool {
        let words = self.words().max(1);
        let is_exchange = (before.deletes || after.deletes) && (before.inserts || after.inserts);
        let is_little = before.words().min(after.words()) >= words && before.words() + after.words() >= AROUND * words;
        self.keeps_plain_text && words <= MAX_CRUMB && is_exchange && is_little
    }

    /// Goes on with a crumb, which is then removed and new as well, and with the change behind it.
    fn take(&mut self, crumb: &Self, after: &Self) {
        self.range.end = after.range.end;
        self.removed += crumb.removed + after.removed;
        self.added += crumb.added + after.added;
        (self.deletes, self.inserts, self.is_mixed) = (true, true, true);
    }
}

/// Brackets and double quotation marks.
fn is_one_of_two(character: char) -> bool {
    matches!(character, '(' | ')' | '[' | ']' | '{' | '}' | '"' | '“' | '”' | '„' | '«' | '»')
}

/// Steps as one replacement: all that is removed, then all that is new, without what both begin or end with.
fn replaced(steps: &[Step], old: &[Piece], new: &[Piece]) -> Vec<Step> {
    let removed = steps.iter().filter_map(|step| match *step {
        Step::Delete(at) | Step::Keep(at, _) => Some(at),
        Step::Insert(_) => None,
    });
    let added = steps.iter().filter_map(|step| match *step {
        Step::Insert(at) | Step::Keep(_, at) => Some(at),
        Step::Delete(_) => None,
    });
    let (removed, added): (Vec<usize>, Vec<usize>) = (removed.collect(), added.collect());
    let is_same = |&(&at_old, &at_new): &(&usize, &usize)| match (&old[at_old], &new[at_new]) {
        (Piece::Text(old), Piece::Text(new)) => old.as_str() == new.as_str(),
        _ => false,
    };
    let start = removed.iter().zip(&added).take_while(is_same).count();
    let end = removed[start..].iter().rev().zip(added[start..].iter().rev()).take_while(is_same).count();
    let keep = |(old, new): (&usize, &usize)| Step::Keep(*old, *new);
    let (last_removed, last_added) = (removed.len() - end, added.len() - end);
    let mut whole: Vec<Step> = removed.iter().zip(&added).take(start).map(keep).collect();
    whole.extend(removed[start..last_removed].iter().map(|at| Step::Delete(*at)));
    whole.extend(added[start..last_added].iter().map(|at| Step::Insert(*at)));
    whole.extend(removed[last_removed..].iter().zip(&added[last_added..]).map(keep));
    whole
}

/// Joins pieces again: what is adjacent in the file and has the same change is one text.
#[derive(Default)]
struct Builder {
    inlines: Inlines,
}

impl Builder {
    fn push(&mut self, piece: &Piece, change: Option<Change>) {
        let text = match piece {
            Piece::Node(inline) => return self.inlines.push(Inline { change, ..(*inline).clone() }),
            Piece::Text(text) => text,
        };
        if let Some(Inline { span, change: same, kind: InlineKind::Text(before) }) = self.inlines.last_mut()
            && *same == change
            && before.append(text)
        {
            *span = before.span();
            return;
        }
        self.inlines.push(Inline { change, ..Inline::text(text.clone()) });
    }
}
