//! The server's state, and what each event makes of it. Nothing here waits, but for files where the system gives no
//! thread to read them: messages and sights come in, messages go out.

mod previews;
mod questions;

use std::collections::BTreeMap;
use std::io;
use std::panic::{AssertUnwindSafe, catch_unwind};
use std::path::{Path, PathBuf};
use std::sync::Arc;

use serde_json::{Value, json};

use chancery::editor::Desk;
use chancery::live::Checked;
use chancery::project::MANIFEST;
use chancery::source::Buffer;

use super::super::Ending;
use super::super::disk::is_paper;
use super::client::Client;
use super::home::{self, Home};
use super::look::{Checking, PaperId, Sight, Tell};
use super::paper::{Paper, Turn};
use super::protocol::{Cancelled, Changed, FilesChanged, FoldersChanged, OfDocument, Opened};
use super::requests;
use super::wire::{self, Incoming};

pub use previews::COMMAND as PREVIEW;
use questions::Question;

/// What a client may ask, by how far it has come.
#[derive(Debug, Clone, Copy, PartialEq)]
enum Phase {
    /// To introduce itself, and nothing else.
    Strange,
    Served,
    /// To end, and nothing else.
    Ended,
}

/// The protocol's numbers of what a message is.
const WARNING: u8 = 2;
const INFORMATION: u8 = 3;

/// A text that is open in the editor.
struct Document {
    buffer: Buffer,
    version: Option<i32>,
    /// The paper that it is a part of, and its path there.
    home: Option<(PaperId, String)>,
}

pub struct Server {
    phase: Phase,
    client: Client,
    /// The folders that are open in the editor.
    folders: Vec<PathBuf>,
    /// By URI.
    documents: BTreeMap<String, Document>,
    papers: BTreeMap<PaperId, Paper>,
    next: PaperId,
    /// What the client has asked and is not answered yet, in order.
    waiting: Vec<Question>,
    /// How often the client has been asked something.
    asked: u64,
    /// The addresses that the client has been asked to open, by the names of these requests.
    opening: BTreeMap<String, String>,
    checking: Checking,
    tell: Tell,
    /// What is to be sent.
    pub outbox: Vec<Value>,
    /// How it ended.
    pub ending: Option<Ending>,
}

impl Server {
    /// Fails if the system gives no thread.
    pub fn new(tell: Tell) -> io::Result<Self> {
        Ok(Self {
            phase: Phase::Strange,
            client: Client::new(&Value::Null),
            folders: Vec::new(),
            documents: BTreeMap::new(),
            papers: BTreeMap::new(),
            next: 0,
            waiting: Vec::new(),
            asked: 0,
            opening: BTreeMap::new(),
            checking: Checking::start(Arc::clone(&tell))?,
            tell,
            outbox: Vec::new(),
            ending: None,
        })
    }

    /// Takes a message from the client; [`None`] if no more will come.
    pub fn hear(&mut self, message: Option<Incoming>) {
        match message {
            Some(Incoming::Request { id, method, params }) => {
                let name = id.clone();
                if !self.survives(|server| server.request(id, &method, params)) {
                    self.answer(name, Err(questions::mistake()));
                }
            }
            Some(Incoming::Notification { method, params }) => {
                if !self.survives(|server| server.notification(&method, &params)) {
                    self.log(&format!("{} over `{method}`", questions::MISTAKE));
                }
            }
            Some(Incoming::Malformed { id, error }) => self.answer(id, Err(error)),
            Some(Incoming::Response { id, answer }) => self.heed(&id, &answer),
            None => self.end(),
        }
        self.answer_waiting();
    }

    /// Does something. Returns whether it was done: a panic, of which has been said what happened, costs this alone.
    fn survives(&mut self, act: impl FnOnce(&mut Self)) -> bool {
        catch_unwind(AssertUnwindSafe(|| act(self))).is_ok()
    }

    fn end(&mut self) {
        // The protocol's codes: 1 for who leaves without a word.
        self.ending = Some(if self.phase == Phase::Ended { Ending::Done } else { Ending::PaperHasErrors });
    }

    fn notification(&mut self, method: &str, params: &Value) {
        match (method, self.phase) {
            ("exit", _) => self.end(),
            (_, Phase::Strange | Phase::Ended) => {}
            ("initialized", _) if self.client.watches_files => {
                let (method, params) = requests::registration();
                self.ask(method, params);
            }
            ("textDocument/didOpen", _) => self.with(method, params, Self::open),
            ("textDocument/didChange", _) => self.with(method, params, Self::change),
            ("textDocument/didClose", _) => self.with(method, params, |server, closed: OfDocument| {
                server.close(&closed.text_document.uri);
            }),
            ("textDocument/didSave", _) => self.with(method, params, |server, saved: OfDocument| {
                server.touch(&[saved.text_document.uri]);
            }),
            ("workspace/didChangeWatchedFiles", _) => self.with(method, params, |server, changed: FilesChanged| {
                server.touch(&changed.changes.into_iter().map(|file| file.uri).collect::<Vec<_>>());
            }),
            ("workspace/didChangeWorkspaceFolders", _) => self.with(method, params, Self::change_folders),
            ("$/cancelRequest", _) => self.with(method, params, |server, id: Cancelled| server.cancel(&id)),
            _ => {}
        }
    }

    /// Does what a notification says, if it can be understood; who sent it can only be told by a log.
    fn with<P: serde::de::DeserializeOwned>(&mut self, method: &str, params: &Value, act: impl FnOnce(&mut Self, P)) {
        match super::read(params) {
            Ok(params) => act(self, params),
            Err(error) => self.log(&format!("`{method}` is not understood: {}", error.message)),
        }
    }

    fn log(&mut self, message: &str) {
        self.say("window/logMessage", WARNING, message);
    }

    /// Tells the author, and not the log alone.
    fn show(&mut self, message: &str) {
        self.say("window/showMessage", WARNING, message);
    }

    fn say(&mut self, method: &str, kind: u8, message: &str) {
        self.outbox.push(wire::notification(method, json!({ "type": kind, "message": message })));
    }

    fn initialize(&mut self, params: &Value) {
        self.phase = Phase::Served;
        self.client = Client::new(params);
        self.folders = home::folders(params);
        self.keep_papers();
    }

    /// Opens the papers whose folders are open in the editor, and closes those of others that nothing is open of.
    fn keep_papers(&mut self) {
        let folders = self.folders.clone();
        let kept: Vec<PaperId> =
            folders.iter().filter(|folder| is_paper(folder)).map(|folder| self.paper(folder)).collect();
        for (id, paper) in &mut self.papers {
            paper.is_kept = kept.contains(id);
        }
        self.close_idle();
    }

    fn change_folders(&mut self, FoldersChanged { event }: FoldersChanged) {
        let [added, removed] = [event.added, event.removed]
            .map(|folders| folders.iter().filter_map(|folder| home::file(&folder.uri)).collect::<Vec<_>>());
        self.folders.retain(|folder| !removed.contains(folder));
        self.folders.extend(added);
        self.keep_papers();
    }

    fn open(&mut self, Opened { text_document: opened }: Opened) {
        let document = Document { buffer: Buffer::new(opened.text), version: opened.version, home: None };
        self.outdate(&opened.uri);
        self.leave(&opened.uri);
        self.documents.insert(opened.uri.clone(), document);
        match opened.uri.ends_with(MANIFEST) {
            // Other documents may be a part of its paper.
            true => self.settle_all(),
            false => self.settle_document(&opened.uri),
        }
        self.close_idle();
    }

    fn change(&mut self, Changed { text_document, content_changes }: Changed) {
        let unit = self.client.unit;
        let Some(document) = self.documents.get_mut(&text_document.uri) else {
            return self.log(&format!("`{}` is changed, and not open", text_document.uri));
        };
        for change in content_changes {
            match change.range {
                Some(range) => document.buffer.replace(unit, range.start.into()..range.end.into(), &change.text),
                None => document.buffer = Buffer::new(change.text),
            }
        }
        document.version = text_document.version;
        self.outdate(&text_document.uri);
        self.put(&text_document.uri);
    }

    fn close(&mut self, uri: &str) {
        self.outdate(uri);
        self.leave(uri);
        self.documents.remove(uri);
        if uri.ends_with(MANIFEST) {
            self.settle_all();
        }
        self.close_idle();
    }

    /// Files may have changed on disk.
    fn touch(&mut self, uris: &[String]) {
        self.papers.values().for_each(|paper| _ = paper.call());
        let is_homeless = self.documents.values().any(|document| document.home.is_none());
        if is_homeless || uris.iter().any(|uri| uri.ends_with(MANIFEST)) {
            self.settle_all();
            self.keep_papers();
        }
    }

    /// Looks again which papers the documents are a part of.
    fn settle_all(&mut self) {
        let uris: Vec<String> = self.documents.keys().cloned().collect();
        uris.iter().for_each(|uri| self.settle_document(uri));
        self.close_idle();
    }

    /// Where a file belongs, by its URI.
    fn home(&self, uri: &str) -> Option<Home> {
        let is_open = |file: &Path| {
            let names = |uri: &String| uri.ends_with(MANIFEST) && home::file(uri).is_some_and(|named| named == file);
            self.documents.keys().any(names)
        };
        home::home(&home::file(uri)?, is_open)
    }

    /// Makes a document a part of the paper that it is a part of.
    fn settle_document(&mut self, uri: &str) {
        let home = self.home(uri).map(|Home { root, path }| (self.paper(&root), path));
        let current = &self.documents[uri].home;
        // A paper that is gone may come back, as when another version is checked out.
        if *current == home || home.is_none() && current.is_some() {
            return;
        }
        self.leave(uri);
        self.documents.get_mut(uri).expect("it is open").home = home;
        self.put(uri);
    }

    /// Takes a document out of its paper. Another one of the same file stays there.
    fn leave(&mut self, uri: &str) {
        let Some((id, path)) = self.documents.get_mut(uri).and_then(|document| document.home.take()) else { return };
        let Some(paper) = self.papers.get_mut(&id) else { return };
        if let Some(open) = paper.open.get_mut(&path) {
            open.retain(|(other, _)| other != uri);
        }
        paper.open.retain(|_, open| !open.is_empty());
        let other = paper.open.get(&path).and_then(|open| self.documents.get(&open.first()?.0));
        match other.map(|other| other.buffer.text()) {
            None => paper.leave(&path),
            Some(text) => {
                let turn = paper.take(&path, text);
                self.follow(id, turn);
            }
        }
    }

    /// Puts the text of a document into its paper.
    fn put(&mut self, uri: &str) {
        let Some(Document { buffer, version, home: Some((id, path)) }) = self.documents.get(uri) else { return };
        let (id, Some(paper)) = (*id, self.papers.get_mut(id)) else { return };
        let open = paper.open.entry(path.clone()).or_default();
        open.retain(|(other, _)| other != uri);
        open.insert(0, (uri.to_owned(), *version));
        let turn = paper.take(path, buffer.text());
        self.follow(id, turn);
    }

    /// Does what is to be done after a change of a paper.
    fn follow(&mut self, id: PaperId, turn: Turn) {
        match turn {
            Turn::Check(snapshot) => {
                self.checking.check(id, &snapshot);
                self.preview(id);
            }
            Turn::Gone(news) => {
                self.checking.forget(id);
                // Whoever looks at its pages is told that they are not the newest.
                self.preview(id);
                self.outbox.extend(news);
                // Its documents may be a part of another one by now.
                self.settle_all();
            }
            Turn::Nothing => {}
        }
    }

    /// The paper in a folder, which is opened if it is not.
    fn paper(&mut self, root: &Path) -> PaperId {
        let real = root.canonicalize().unwrap_or_else(|_| root.to_owned());
        if let Some((id, _)) = self.papers.iter().find(|(_, paper)| paper.real == real) {
            return *id;
        }
        let id = self.next;
        self.next += 1;
        self.papers.insert(id, Paper::new(id, root, real, Arc::clone(&self.tell)));
        id
    }

    /// Closes the papers of which nothing is open any more, and takes back what was said of them.
    fn close_idle(&mut self) {
        let idle: Vec<PaperId> = self
            .papers
            .iter()
            .filter(|(_, paper)| !paper.is_kept && paper.open.is_empty())
            .map(|(id, _)| *id)
            .collect();
        for id in idle {
            self.checking.forget(id);
            self.outbox.extend(self.papers.remove(&id).into_iter().flat_map(|mut paper| paper.vanish()));
        }
    }

    /// Takes what was seen of a paper.
    pub fn see(&mut self, id: PaperId, sight: Sight) {
        if !self.survives(|server| server.take(id, sight)) {
            self.log(questions::MISTAKE);
        }
        self.answer_waiting();
    }

    fn take(&mut self, id: PaperId, sight: Sight) {
        let Some(paper) = self.papers.get_mut(&id).filter(|_| self.phase == Phase::Served) else { return };
        match sight {
            Sight::Unwatched(failure) => {
                let help = failure.help.map_or(String::new(), |help| format!(" {help}"));
                self.log(&format!("{}.{help}", failure.message));
            }
            Sight::Disk { project, found, call } => {
                let text = |uri: &str| self.documents.get(uri).map(|document| document.buffer.text());
                let turn = paper.read((project, found, call), text);
                self.follow(id, turn);
            }
            Sight::Checked(checked) => self.checked(id, *checked),
            Sight::Preview(news) => self.previewed(id, news),
            Sight::Failed(revision) => paper.failed(revision),
        }
    }

    /// Takes what a check has found, if it is of the paper as it stands.
    fn checked(&mut self, id: PaperId, (checked, desk): (Checked, Desk)) {
        let Some(paper) = self.papers.get_mut(&id).filter(|paper| paper.is_now(checked.revision)) else { return };
        let (client, revision) = (&self.client, checked.revision);
        let tell = AssertUnwindSafe(|| {
            let are_hints_new = client.refreshes_hints && paper.hints_anew(&checked, &desk);
            paper.checked(checked, desk);
            (paper.news(client), are_hints_new)
        });
        match catch_unwind(tell) {
            Ok((news, are_hints_new)) => {
                self.outbox.extend(news);
                if are_hints_new {
                    self.ask("workspace/inlayHint/refresh", Value::Null);
                }
            }
            Err(_) => paper.failed(revision),
        }
    }
}
