//! A paper as a client sees it: places are lines and characters, files are URIs.

use std::cell::RefCell;
use std::collections::{BTreeMap, HashMap};
use std::path::Path;
use std::rc::Rc;

use serde_json::{Value, json};

use chancery::diagnostic::{Diagnostic as Finding, Place};
use chancery::editor::{self, Desk};
use chancery::paper::Paper;
use chancery::project::{File, Project};
use chancery::source::{Buffer, FileId, Span};

use super::client::Client;
use super::home;
use super::protocol::{Location, Position, Range, TextEdit};

/// The texts of a paper's files with their own line ends, each made when it is first asked for.
#[derive(Default)]
pub struct Texts {
    known: RefCell<HashMap<FileId, (File, Rc<Buffer>)>>,
}

impl Texts {
    /// The text of a file. One that is no UTF-8 is as it is read.
    pub fn of(&self, file: &File) -> Rc<Buffer> {
        let mut known = self.known.borrow_mut();
        if let Some((same, buffer)) = known.get(&file.id())
            && same == file
        {
            return Rc::clone(buffer);
        }
        let text = str::from_utf8(file.bytes()).map_or_else(|_| file.source().text().to_owned(), str::to_owned);
        let buffer = Rc::new(Buffer::new(text));
        known.insert(file.id(), (file.clone(), Rc::clone(&buffer)));
        buffer
    }

    /// Lets go of the texts of files that are there no more.
    pub fn retain(&self, project: &Project) {
        self.known.borrow_mut().retain(|id, _| project.contains(id.path()));
    }
}

/// What the editor has open of a paper: by path in the paper, the URI and the version of each.
pub type Open = BTreeMap<String, Vec<(String, Option<i32>)>>;

/// What is known of a paper, for a client.
#[derive(Clone, Copy)]
pub struct View<'a> {
    pub client: &'a Client,
    pub root: &'a Path,
    pub project: &'a Project,
    pub findings: &'a [Finding],
    /// [`None`] if the manifest cannot be read.
    pub paper: Option<&'a Paper>,
    pub desk: &'a Desk,
    pub texts: &'a Texts,
    pub open: &'a Open,
}

impl View<'_> {
    pub fn buffer(&self, path: &str) -> Option<Rc<Buffer>> {
        self.project.file(path).map(|file| self.texts.of(file))
    }

    /// The URIs of a file: those that it is open by, or else its own.
    pub fn uris(&self, path: &str) -> Vec<String> {
        match self.open.get(path) {
            Some(open) => open.iter().map(|(uri, _)| uri.clone()).collect(),
            None => vec![home::uri(&self.root.join(path))],
        }
    }

    pub fn uri(&self, path: &str) -> String {
        self.uris(path).swap_remove(0)
    }

    pub fn range(&self, span: Span) -> Range {
        let buffer = self.buffer(span.file.path());
        let at = |offset: u32| match &buffer {
            Some(buffer) => buffer.position(self.client.unit, offset as usize).into(),
            None => Position { line: 0, character: 0 },
        };
        Range { start: at(span.start), end: at(span.end) }
    }

    /// The bytes of a file's source that a range covers.
    pub fn bytes(&self, path: &str, range: Range) -> std::ops::Range<usize> {
        let Some(buffer) = self.buffer(path) else { return 0..0 };
        let at = |position: Position| buffer.offset(self.client.unit, position.into());
        let start = at(range.start);
        start..at(range.end).max(start)
    }

    /// The range of bytes of a file's source.
    pub fn range_in(&self, path: &str, bytes: &std::ops::Range<usize>) -> Range {
        match self.project.id(path) {
            Some(file) => self.range(Span::new(file, bytes.clone())),
            None => self.range_of(&Place::Path(path.to_owned())),
        }
    }

    /// The byte of a file's source at a position.
    pub fn offset(&self, path: &str, position: Position) -> usize {
        self.bytes(path, Range { start: position, end: position }).start
    }

    pub fn place(&self, place: &editor::Place) -> Location {
        Location { uri: self.uri(place.path), range: self.range_in(place.path, &place.range) }
    }

    /// Changes by the paths of their files, as one change of the workspace.
    pub fn change(&self, edits: &[editor::Edit]) -> Value {
        let mut changes: BTreeMap<&str, Vec<TextEdit>> = BTreeMap::new();
        for editor::Edit { path, range, text } in edits {
            let file = self.project.id(path).map(|file| Span::new(file, range.clone()));
            changes.entry(path).or_default().extend(file.map(|span| self.edit(span, text)));
        }
        self.workspace_edit(&changes)
    }

    /// A place; a file as a whole is its first character.
    pub fn range_of(&self, place: &Place) -> Range {
        match place {
            Place::Span(span) => self.range(*span),
            Place::Path(_) | Place::Argument(_) => {
                let start = Position { line: 0, character: 0 };
                Range { start, end: start }
            }
        }
    }

    pub fn location(&self, place: &Place) -> Location {
        Location { uri: self.uri(place.path()), range: self.range_of(place) }
    }

    /// An edit of a file's source, with the file's own line ends.
    pub fn edit(&self, span: Span, new: &str) -> TextEdit {
        let new_text = self.buffer(span.file.path()).map_or(new.to_owned(), |buffer| buffer.with_ends(new));
        TextEdit { range: self.range(span), new_text }
    }

    /// Edits by the path of their file, as one change of the workspace.
    pub fn workspace_edit(&self, edits: &BTreeMap<&str, Vec<TextEdit>>) -> Value {
        if self.client.changes_documents {
            let of = |(path, edits): (&&str, &Vec<TextEdit>)| {
                let version = self.open.get(*path).and_then(|open| open.first()?.1);
                json!({ "textDocument": { "uri": self.uri(path), "version": version }, "edits": edits })
            };
            json!({ "documentChanges": edits.iter().map(of).collect::<Vec<_>>() })
        } else {
            let changes: BTreeMap<_, _> = edits.iter().map(|(path, edits)| (self.uri(path), edits)).collect();
            json!({ "changes": changes })
        }
    }
}
