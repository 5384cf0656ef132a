//! What the client asks of the server, and the server of the client. Whoever asks is answered: as soon as that can be,
//! or with the reason why it cannot.

use std::panic::{AssertUnwindSafe, catch_unwind};

use serde_json::{Value, json};

use super::super::look::PaperId;
use super::super::protocol::{Cancelled, FileRenamed, FilesRenamed, OfDocument};
use super::super::requests::{self, Request, When};
use super::super::view::View;
use super::super::wire::{self, Error};
use super::super::workspace::{self, Move};
use super::{Phase, Server, previews};

/// A request that is not answered yet.
pub struct Question {
    id: Value,
    subject: Subject,
    /// The papers whose files are to be read before, by the calls that have this done.
    calls: Vec<(PaperId, u64)>,
}

/// What is asked.
enum Subject {
    /// Something about a document.
    Document { uri: String, request: &'static Request, parameters: Value },
    /// What else changes if files of papers get other names.
    Moves(Vec<(PaperId, Move)>),
}

pub(super) const MISTAKE: &str = "chancery has made a mistake";

impl Server {
    pub(super) fn answer(&mut self, id: Value, answer: Result<Value, Error>) {
        self.outbox.push(wire::response(id, answer));
    }

    pub(super) fn request(&mut self, id: Value, method: &str, params: Value) {
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
                self.refuse(&Error::new(Error::REQUEST_CANCELLED, "all is over"), |_| true);
                self.phase = Phase::Ended;
                self.answer(id, Ok(Value::Null));
            }
            (_, Phase::Served) => self.question(id, method, params),
        }
    }

    fn question(&mut self, id: Value, method: &str, parameters: Value) {
        let subject = match method {
            "workspace/symbol" => {
                let symbols = workspace::symbols(self.papers.values(), &self.client, &parameters);
                return self.answer(id, Ok(symbols));
            }
            "workspace/executeCommand" => {
                let answer = self.execute(&parameters);
                return self.answer(id, answer);
            }
            "workspace/willRenameFiles" => super::super::read(&parameters).map(|moves| self.moves(&moves)),
            _ => {
                self.lead(method, &parameters);
                document(method, parameters)
            }
        };
        match subject {
            Ok(subject) => {
                let calls = self.calls(&subject);
                self.waiting.push(Question { id, subject, calls });
            }
            Err(error) => self.answer(id, Err(error)),
        }
    }

    /// Has the files read that have to be as they are on disk.
    fn calls(&self, subject: &Subject) -> Vec<(PaperId, u64)> {
        let papers: Vec<PaperId> = match subject {
            Subject::Document { uri, request, .. } if request.when == When::ReadAgain => {
                let home = self.documents.get(uri).and_then(|document| document.home.as_ref());
                home.map(|(paper, _)| *paper).into_iter().collect()
            }
            Subject::Document { .. } => Vec::new(),
            Subject::Moves(moves) => moves.iter().map(|(paper, _)| *paper).collect(),
        };
        papers.into_iter().filter_map(|id| Some((id, self.papers.get(&id)?.call()))).collect()
    }

    /// What moves in the papers that are open.
    fn moves(&self, renamed: &FilesRenamed) -> Subject {
        let moves = renamed.files.iter().filter_map(|FileRenamed { old_uri, new_uri }| {
            let old = self.home(old_uri)?;
            let real = old.root.canonicalize().ok()?;
            let (id, _) = self.papers.iter().find(|(_, paper)| paper.real == real)?;
            let new = self.home(new_uri).filter(|new| new.root.canonicalize().is_ok_and(|root| root == real));
            Some((*id, Move { from: old.path, to: new.map(|new| new.path) }))
        });
        Subject::Moves(moves.collect())
    }

    /// Answers all that can be answered by now.
    pub(super) fn answer_waiting(&mut self) {
        for question in std::mem::take(&mut self.waiting) {
            match self.answer_to(&question) {
                Some(answer) => self.answer(question.id, answer),
                None => self.waiting.push(question),
            }
        }
    }

    /// The answer; [`None`] if it has to wait.
    fn answer_to(&mut self, Question { subject, calls, .. }: &Question) -> Option<Result<Value, Error>> {
        let is_read = |(id, call): &(PaperId, u64)| self.papers.get(id).is_none_or(|paper| paper.has_read(*call));
        if !calls.iter().all(is_read) {
            return None;
        }
        match subject {
            Subject::Document { uri, request, parameters } => {
                let home = self.documents.get(uri).and_then(|document| document.home.as_ref());
                let paper = home.and_then(|(id, path)| Some((self.papers.get(id)?, path)));
                // Of what is no part of a paper, nothing is known.
                let Some((paper, path)) = paper.filter(|(paper, _)| paper.is_there()) else {
                    return Some(Ok(request.nothing(parameters)));
                };
                let ask = |view: &View| guarded(|| (request.answer)(view, path, parameters));
                let at_best = || paper.at_best(&self.client, ask).transpose();
                if request.when == When::AtOnce
                    && let Some(answer) = guarded(at_best).transpose()
                {
                    return Some(answer);
                }
                paper.view(&self.client).map_or_else(|()| Some(Err(mistake())), |view| Some(ask(&view?)))
            }
            Subject::Moves(moves) => {
                let mut changes = Vec::new();
                let mut told = Vec::new();
                for (id, paper) in self.papers.iter().filter(|(_, paper)| paper.is_there()) {
                    let moves: Vec<&Move> = moves.iter().filter(|(of, _)| of == id).map(|(_, one)| one).collect();
                    if moves.is_empty() {
                        continue;
                    }
                    let Ok(view) = paper.view(&self.client) else { return Some(Err(mistake())) };
                    let view = view?;
                    match guarded(|| Ok(workspace::before_moves(&view, &moves))) {
                        Ok((change, refusals)) => {
                            changes.push(change);
                            told.extend(refusals);
                        }
                        Err(error) => return Some(Err(error)),
                    }
                }
                told.iter().for_each(|refusal| self.show(refusal));
                Some(Ok(workspace::joined(changes)))
            }
        }
    }

    /// Lets nobody wait for what is asked of a document as it was.
    pub(super) fn outdate(&mut self, uri: &str) {
        let error = Error::new(Error::CONTENT_MODIFIED, "the text has changed since");
        let is_about = |subject: &Subject| matches!(subject, Subject::Document { uri: about, .. } if about == uri);
        self.refuse(&error, |question| is_about(&question.subject));
    }

    pub(super) fn cancel(&mut self, Cancelled { id }: &Cancelled) {
        self.refuse(&Error::new(Error::REQUEST_CANCELLED, "it was cancelled"), |question| question.id == *id);
    }

    /// Tells those who wait that there is no answer.
    fn refuse(&mut self, error: &Error, is_refused: impl Fn(&Question) -> bool) {
        let refused: Vec<_> = self.waiting.extract_if(.., |question| is_refused(question)).collect();
        refused.into_iter().for_each(|question| self.answer(question.id, Err(error.clone())));
    }

    /// Does what a command says.
    fn execute(&mut self, parameters: &Value) -> Result<Value, Error> {
        let refused = |message: String| Err(Error::new(Error::INVALID_PARAMS, message));
        match parameters["command"].as_str() {
            Some(requests::APPLY) => {
                let edit = &parameters["arguments"][0];
                if !edit.is_object() {
                    return refused(format!("`{}` takes a change of the workspace", requests::APPLY));
                }
                self.ask(APPLY_EDIT, json!({ "edit": edit }));
                Ok(Value::Null)
            }
            Some(previews::COMMAND) => self.open_preview(&parameters["arguments"][0]),
            Some(other) => refused(format!("there is no command `{other}`")),
            None => refused("a command has a name".to_owned()),
        }
    }

    /// Asks something of the client. Returns the name by which it is answered.
    pub(super) fn ask(&mut self, method: &str, params: Value) -> String {
        self.asked += 1;
        let name = format!("{method}#{}", self.asked);
        self.outbox.push(wire::request(&name, method, params));
        name
    }

    /// Hears what the client answers. That something has not been done is said: nobody else would.
    pub(super) fn heed(&mut self, id: &Value, answer: &Result<Value, Value>) {
        let method = id.as_str().and_then(|id| id.split_once('#')).map(|(method, _)| method);
        let Some(method) = method.filter(|_| self.phase == Phase::Served) else { return };
        let why = |reason: &Value| reason.as_str().map_or(String::new(), |reason| format!(": {reason}"));
        let address = id.as_str().and_then(|id| self.opening.remove(id));
        match answer {
            Ok(answer)
                if answer["success"] == false
                    && let Some(address) = &address =>
            {
                self.tell_address(address);
            }
            Err(_) if let Some(address) = &address => self.tell_address(address),
            Ok(answer) if method == APPLY_EDIT && answer["applied"] == false => {
                self.show(&format!("The editor has not made the change{}", why(&answer["failureReason"])));
            }
            Ok(answer) if method == previews::SHOW_DOCUMENT && answer["success"] == false => {
                self.show("The editor has not opened what was asked for");
            }
            Ok(_) => {}
            Err(error) if method == APPLY_EDIT => {
                self.show(&format!("The editor has not made the change{}", why(&error["message"])));
            }
            Err(error) => self.log(&format!("The editor refuses `{method}`{}", why(&error["message"]))),
        }
    }
}

const APPLY_EDIT: &str = "workspace/applyEdit";

/// What is asked about a document.
fn document(method: &str, parameters: Value) -> Result<Subject, Error> {
    let unknown = || Error::new(Error::METHOD_NOT_FOUND, format!("`{method}` is not served"));
    let request = requests::of(method).ok_or_else(unknown)?;
    let uri = if method == requests::RESOLVE {
        parameters["data"]["uri"].as_str().unwrap_or_default().to_owned()
    } else {
        super::super::read::<OfDocument>(&parameters)?.text_document.uri
    };
    Ok(Subject::Document { uri, request, parameters })
}

pub(super) fn mistake() -> Error {
    Error::new(Error::INTERNAL, MISTAKE)
}

/// An answer; a panic costs this one alone.
fn guarded<A>(answer: impl FnOnce() -> Result<A, Error>) -> Result<A, Error> {
    catch_unwind(AssertUnwindSafe(answer)).unwrap_or_else(|_| Err(mistake()))
}
