//! The server's state, and what each event makes of it. Nothing here waits: messages and sights come in, messages go
//! out.

use std::collections::BTreeMap;
use std::panic::{AssertUnwindSafe, catch_unwind};
use std::path::{Path, PathBuf};
use std::sync::Arc;

use serde_json::{Value, json};

use chancery::diagnostic::Diagnostic as Finding;
use chancery::live::Galley;
use chancery::project::{MANIFEST, Project};
use chancery::source::Buffer;

use super::super::Ending;
use super::super::disk::is_paper;
use super::client::Client;
use super::home::{self, Home};
use super::look::{Checking, PaperId, Sight, Tell};
use super::paper::{Paper, Question};
use super::protocol::{Cancelled, Changed, FilesChanged, FoldersChanged, OfDocument, Opened};
use super::requests::{self, Request};
use super::view::View;
use super::wire::{self, Error, Incoming};
use super::workspace;

/// What a client may ask, by how far it has come.
#[derive(Debug, Clone, Copy, PartialEq)]
enum Phase {
    /// To introduce itself, and nothing else.
    Strange,
    Served,
    /// To end, and nothing else.
    Ended,
}

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
    checking: Checking,
    tell: Tell,
    /// What is to be sent.
    pub outbox: Vec<Value>,
    /// How it ended.
    pub ending: Option<Ending>,
}

impl Server {
    pub fn new(tell: Tell) -> Self {
        Self {
            phase: Phase::Strange,
            client: Client::new(&Value::Null),
            folders: Vec::new(),
            documents: BTreeMap::new(),
            papers: BTreeMap::new(),
            next: 0,
            checking: Checking::start(Arc::clone(&tell)),
            tell,
            outbox: Vec::new(),
            ending: None,
        }
    }

    /// Takes a message from the client; [`None`] if no more will come.
    pub fn hear(&mut self, message: Option<Incoming>) {
        match message {
            Some(Incoming::Request { id, method, params }) => self.request(id, &method, params),
            Some(Incoming::Notification { method, params }) => self.notification(&method, &params),
            Some(Incoming::Malformed { id, error }) => self.answer(id, Err(error)),
            Some(Incoming::Response) => {}
            None => self.end(),
        }
    }

    fn end(&mut self) {
        // The protocol's codes: 1 for who leaves without a word.
        self.ending = Some(if self.phase == Phase::Ended { Ending::Done } else { Ending::PaperHasErrors });
    }

    fn answer(&mut self, id: Value, answer: Result<Value, Error>) {
        self.outbox.push(wire::response(id, answer));
    }

    fn request(&mut self, id: Value, method: &str, params: Value) {
        match (method, self.phase) {
            ("initialize", Phase::Strange) => {
                self.initialize(&params);
                self.answer(id, Ok(requests::introduction(&self.client)));
            }
            (_, Phase::Strange) => {
                let error = Error::new(Error::NOT_INITIALIZED, "the first request is `initialize`");
                self.answer(id, Err(error));
            }
            ("initialize", _) | (_, Phase::Ended) => {
                let message = if self.phase == Phase::Ended { "all is over" } else { "it is initialized" };
                self.answer(id, Err(Error::new(Error::INVALID_REQUEST, message)));
            }
            ("shutdown", Phase::Served) => {
                let waiting: Vec<_> = self.papers.values_mut().flat_map(|paper| paper.waiting.drain(..)).collect();
                for question in waiting {
                    self.answer(question.id, Err(Error::new(Error::REQUEST_CANCELLED, "all is over")));
                }
                self.phase = Phase::Ended;
                self.answer(id, Ok(Value::Null));
            }
            (_, Phase::Served) => self.question(id, method, params),
        }
    }

    fn question(&mut self, id: Value, method: &str, parameters: Value) {
        match method {
            "workspace/symbol" => {
                let query = parameters["query"].as_str().unwrap_or_default();
                let symbols = workspace::symbols(self.papers.values(), &self.client, query);
                return self.answer(id, Ok(symbols));
            }
            "workspace/executeCommand" if parameters["command"] == requests::APPLY => {
                let params = json!({ "edit": parameters["arguments"][0] });
                self.outbox.push(wire::request("apply", "workspace/applyEdit", params));
                return self.answer(id, Ok(Value::Null));
            }
            "workspace/willRenameFiles" => {
                let answer = super::read(&parameters);
                let answer = answer.map(|moves| workspace::before_moves(self.papers.values(), &self.client, &moves));
                return self.answer(id, answer);
            }
            _ => {}
        }
        if requests::of(method).is_none() {
            let error = Error::new(Error::METHOD_NOT_FOUND, format!("`{method}` is not served"));
            return self.answer(id, Err(error));
        }
        let OfDocument { text_document } = match super::read(&parameters) {
            Ok(parameters) => parameters,
            Err(error) => return self.answer(id, Err(error)),
        };
        let version = self.documents.get(&text_document.uri).and_then(|document| document.version);
        let question = Question { id, method: method.to_owned(), parameters, uri: text_document.uri, version };
        self.settle(question);
    }

    /// Answers a request if the paper has been looked at as it is, else has it wait.
    fn settle(&mut self, question: Question) {
        // Of what is no part of a paper, nothing is known.
        let home = self.documents.get(&question.uri).and_then(|document| document.home.clone());
        let Some((paper, path)) = home.and_then(|(paper, path)| Some((self.papers.get_mut(&paper)?, path))) else {
            return self.answer(question.id, Ok(Value::Null));
        };
        let Some(Request { answer, cannot_wait, .. }) = requests::of(&question.method) else {
            unreachable!("others were refused")
        };
        let guarded = |view: &View| {
            let answer = catch_unwind(AssertUnwindSafe(|| answer(view, &path, &question.parameters)));
            answer.unwrap_or_else(|_| Err(Error::new(Error::INTERNAL, "chancery has made a mistake")))
        };
        let answer = match paper.view(&self.client) {
            _ if !paper.is_there => Ok(Value::Null),
            Ok(Some(view)) => guarded(&view),
            _ if *cannot_wait && let Some((checked, desk)) = paper.at_once() => {
                guarded(&paper.over(&desk, checked, &self.client))
            }
            Ok(None) => return paper.waiting.push(question),
            Err(()) => Err(Error::new(Error::INTERNAL, "chancery has made a mistake")),
        };
        self.answer(question.id, answer);
    }

    fn notification(&mut self, method: &str, params: &Value) {
        match (method, self.phase) {
            ("exit", _) => self.end(),
            (_, Phase::Strange | Phase::Ended) => {}
            ("initialized", _) if self.client.watches_files => self.outbox.push(requests::registration()),
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
            ("$/cancelRequest", _) => self.with(method, params, |server, Cancelled { id }| server.cancel(&id)),
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
        const WARNING: u8 = 2;
        self.outbox.push(wire::notification("window/logMessage", json!({ "type": WARNING, "message": message })));
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
        self.put(&text_document.uri);
    }

    fn close(&mut self, uri: &str) {
        self.leave(uri);
        self.documents.remove(uri);
        if uri.ends_with(MANIFEST) {
            self.settle_all();
        }
        self.close_idle();
    }

    /// Files may have changed on disk.
    fn touch(&mut self, uris: &[String]) {
        self.papers.values().for_each(Paper::call);
        let is_homeless = self.documents.values().any(|document| document.home.is_none());
        if is_homeless || uris.iter().any(|uri| uri.ends_with(MANIFEST)) {
            self.settle_all();
            self.keep_papers();
        }
    }

    fn cancel(&mut self, id: &Value) {
        let is_it = |question: &Question| question.id == *id;
        let waiting = self.papers.values_mut().map(|paper| &mut paper.waiting);
        let cancelled = waiting.filter_map(|waiting| Some(waiting.remove(waiting.iter().position(is_it)?))).next();
        if let Some(question) = cancelled {
            self.answer(question.id, Err(Error::new(Error::REQUEST_CANCELLED, "it was cancelled")));
        }
    }

    /// Looks again which papers the documents are a part of.
    fn settle_all(&mut self) {
        let uris: Vec<String> = self.documents.keys().cloned().collect();
        uris.iter().for_each(|uri| self.settle_document(uri));
        self.close_idle();
    }

    /// Makes a document a part of the paper that it is a part of.
    fn settle_document(&mut self, uri: &str) {
        let is_open = |file: &Path| {
            let names = |uri: &String| uri.ends_with(MANIFEST) && home::file(uri).is_some_and(|named| named == file);
            self.documents.keys().any(names)
        };
        let home = home::file(uri).and_then(|file| home::home(&file, is_open));
        let home = home.map(|Home { root, path }| (self.paper(&root), path));
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
                if let Some(galley) = paper.take(&path, text) {
                    self.checking.check(id, galley.snapshot());
                }
            }
        }
    }

    /// Puts the text of a document into its paper.
    fn put(&mut self, uri: &str) {
        let Some(Document { buffer, version, home: Some((id, path)) }) = self.documents.get(uri) else { return };
        let Some(paper) = self.papers.get_mut(id) else { return };
        let open = paper.open.entry(path.clone()).or_default();
        open.retain(|(other, _)| other != uri);
        open.insert(0, (uri.to_owned(), *version));
        if let Some(galley) = paper.take(path, buffer.text()) {
            self.checking.check(*id, galley.snapshot());
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
            self.silence(id);
            self.papers.remove(&id);
        }
    }

    /// Takes back what was said of a paper, and lets nobody wait for more.
    fn silence(&mut self, id: PaperId) {
        self.checking.forget(id);
        let Some(paper) = self.papers.get_mut(&id) else { return };
        let (waiting, news) = paper.vanish();
        self.outbox.extend(news);
        for question in waiting {
            self.answer(question.id, Ok(Value::Null));
        }
    }

    /// Takes what was seen of a paper.
    pub fn see(&mut self, id: PaperId, sight: Sight) {
        let Some(paper) = self.papers.get_mut(&id) else { return };
        match sight {
            Sight::Unwatched(failure) => {
                let help = failure.help.map_or(String::new(), |help| format!(" {help}"));
                self.log(&format!("{}.{help}", failure.message));
            }
            Sight::Disk { project, found, call } => self.read(id, project, found, call),
            Sight::Checked(checked) => {
                let (checked, desk) = *checked;
                if paper.checked(checked, desk) {
                    self.outbox.extend(paper.news(&self.client));
                    self.answer_waiting(id);
                }
            }
            Sight::Failed(revision) => {
                if paper.failed(revision) {
                    self.answer_waiting(id);
                }
            }
        }
    }

    fn read(&mut self, id: PaperId, project: Project, found: Vec<Finding>, call: u64) {
        let Some(paper) = self.papers.get_mut(&id) else { return };
        // One that is there and cannot be read is told of; by now, another may be there than was read.
        let is_unreadable = !found.is_empty() && is_paper(&paper.root);
        let is_there = project.contains(MANIFEST) || is_unreadable || paper.open.contains_key(MANIFEST);
        if !is_there {
            self.silence(id);
            return self.settle_all();
        }
        let texts = self.documents.values().filter_map(|document| match &document.home {
            Some((home, path)) if *home == id => Some((path.as_str(), document.buffer.text())),
            _ => None,
        });
        if let Some(galley) = paper.read((project, found, call), texts).map(Galley::snapshot) {
            self.checking.check(id, galley);
        }
    }

    fn answer_waiting(&mut self, id: PaperId) {
        let Some(paper) = self.papers.get_mut(&id) else { return };
        for question in std::mem::take(&mut paper.waiting) {
            let now = self.documents.get(&question.uri).and_then(|document| document.version);
            match now == question.version {
                true => self.settle(question),
                // Its places were those of another text.
                false => {
                    let error = Error::new(Error::CONTENT_MODIFIED, "the text has changed since");
                    self.answer(question.id, Err(error));
                }
            }
        }
    }
}
