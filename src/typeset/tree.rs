//! The virtual tree as Typst reads it: parsed files, shared by builds and by the documents that were made of them.

use std::collections::{BTreeMap, HashMap};
use std::sync::{Arc, OnceLock};

use typst::foundations::Bytes;
use typst::syntax::{DiagSpan, DiagSpanKind, FileId, RootedPath, Source, Span as TypstSpan, VirtualPath, VirtualRoot};

use crate::assemble::Piece;
use crate::markup::VirtualFile;
use crate::project;
use crate::section::Change;
use crate::source::Span;

use super::literals::{Literals, Printed};

/// The files of one build. A copy shares all of them.
#[derive(Debug, Default, Clone)]
pub(super) struct Tree {
    files: Arc<HashMap<FileId, Arc<TreeFile>>>,
}

/// One file.
#[derive(Debug)]
pub(super) struct TreeFile {
    pub piece: Piece,
    /// The file as Typst syntax; [`None`] for what is none.
    pub source: Option<Source>,
    pub bytes: Bytes,
    literals: OnceLock<Literals>,
}

impl Tree {
    /// The tree that `pieces` make. A file that this one has already is shared; a Typst file of which it has another
    /// version is parsed anew only where the two differ, which leaves the spans of all else in it as they were.
    pub(super) fn updated(&self, pieces: &BTreeMap<String, Piece>) -> Self {
        let files = pieces.iter().filter_map(|(path, piece)| {
            let id = file_id(path)?;
            let old = self.files.get(&id);
            let file = match old.filter(|old| is_same(&old.piece, piece)) {
                Some(old) => Arc::clone(old),
                None => Arc::new(TreeFile::new(id, piece, old.and_then(|old| old.source.clone()))),
            };
            Some((id, file))
        });
        Self { files: Arc::new(files.collect()) }
    }

    pub(super) fn get(&self, id: FileId) -> Option<&TreeFile> {
        self.files.get(&id).map(|file| &**file)
    }

    /// A file, as it is shared by all trees that have it.
    pub(super) fn shared(&self, id: FileId) -> Option<&Arc<TreeFile>> {
        self.files.get(&id)
    }

    /// The literal that prints with a span of Typst.
    pub(super) fn literal(&self, span: TypstSpan) -> Option<Printed<'_>> {
        let (file, literals) = self.get(span.id()?)?.emitted()?;
        literals.get(file, span)
    }

    /// The spans of Typst with which something prints that an author wrote at `place`, in no order.
    pub(super) fn written_at(&self, place: Span) -> impl Iterator<Item = TypstSpan> {
        let emitted = self.files.values().filter_map(|file| file.emitted());
        emitted.flat_map(move |(file, literals)| literals.written_at(file, place))
    }

    /// Whether what has a span of Typst stands in a section, and not in the template.
    pub(super) fn is_written(&self, span: TypstSpan) -> bool {
        let Some(id) = span.id() else { return false };
        let is_ours = || self.get(id).is_some_and(|file| matches!(file.piece, Piece::Emitted(_)));
        id.vpath().get_without_slash().starts_with("sections/") && is_ours()
    }

    /// The path of the file, and where in it what has a span of Typst was written.
    pub(super) fn position(&self, span: TypstSpan) -> Option<(String, usize)> {
        let DiagSpanKind::Number { id, num, sub_range } = DiagSpan::from(span).get() else { return None };
        let range = self.get(id)?.source.as_ref()?.range(num, sub_range)?;
        Some((id.vpath().get_without_slash().to_owned(), range.start))
    }

    /// The place of the innermost thing that an author wrote, and that has a span of Typst in what was made of it.
    pub(super) fn author(&self, span: TypstSpan) -> Option<Span> {
        let DiagSpanKind::Number { id, num, sub_range } = DiagSpan::from(span).get() else { return None };
        let file = self.get(id)?;
        let range = file.source.as_ref()?.range(num, sub_range)?;
        let place = file.emitted().and_then(|(file, _)| file.origin(range))?;
        (!place.file.path().starts_with("templates/")).then_some(place)
    }

    /// What a redline says of what Typst made of a span.
    pub(super) fn change(&self, span: TypstSpan) -> Option<Change> {
        let DiagSpanKind::Number { id, num, sub_range } = DiagSpan::from(span).get() else { return None };
        let file = self.get(id)?;
        let range = file.source.as_ref()?.range(num, sub_range)?;
        file.emitted().and_then(|(file, _)| file.change(range))
    }
}

impl TreeFile {
    fn new(id: FileId, piece: &Piece, old: Option<Source>) -> Self {
        let parse = |text: &str| match old {
            Some(mut source) => {
                replace(&mut source, text);
                source
            }
            None => Source::new(id, text.to_owned()),
        };
        let (source, bytes) = match piece {
            Piece::Emitted(file) => {
                let source = parse(&file.text);
                let bytes = Bytes::from_string(source.clone());
                (Some(source), bytes)
            }
            Piece::Copied(bytes) => {
                let is_typst = id.vpath().extension() == Some("typ") && std::str::from_utf8(bytes).is_ok();
                (is_typst.then(|| parse(&project::decode(bytes))), Bytes::new(Arc::clone(bytes)))
            }
        };
        Self { piece: piece.clone(), source, bytes, literals: OnceLock::new() }
    }

    /// Of a file that we wrote: how it leads to authors, and its literals, looked for when they are first asked for.
    fn emitted(&self) -> Option<(&VirtualFile, &Literals)> {
        let (Piece::Emitted(file), Some(source)) = (&self.piece, &self.source) else { return None };
        Some((file, self.literals.get_or_init(|| Literals::of(source))))
    }
}

/// Gives a file another text, parsing anew only where the two differ.
///
/// Not by [`Source::replace`]: where the last bytes of two characters are the same (æ is C3 A6, ¦ is C2 A6),
/// typst-syntax 0.15.1 takes the whole of them for the same, and what was there before goes on being printed.
fn replace(source: &mut Source, text: &str) {
    let old = source.text();
    let start = old.char_indices().zip(text.char_indices()).find(|(one, other)| one != other);
    let start = start.map_or(old.len().min(text.len()), |((at, _), _)| at);
    let ends = old[start..].chars().rev().zip(text[start..].chars().rev()).take_while(|(one, other)| one == other);
    let end: usize = ends.map(|(character, _)| character.len_utf8()).sum();
    let (replaced, with) = (start..old.len() - end, &text[start..text.len() - end]);
    if !(replaced.is_empty() && with.is_empty()) {
        source.edit(replaced, with);
    }
}

/// Whether two pieces make the same file: at a glance if they share their content.
fn is_same(one: &Piece, other: &Piece) -> bool {
    match (one, other) {
        (Piece::Emitted(one), Piece::Emitted(other)) => Arc::ptr_eq(one, other) || one == other,
        (Piece::Copied(one), Piece::Copied(other)) => Arc::ptr_eq(one, other) || one == other,
        _ => false,
    }
}

/// Typst's name for a file of the tree, the same for the life of the process. A path that Typst cannot hold (with a
/// backslash) has none.
pub(super) fn file_id(path: &str) -> Option<FileId> {
    let path = VirtualPath::new(path).ok()?;
    Some(RootedPath::new(VirtualRoot::Project, path).intern())
}
