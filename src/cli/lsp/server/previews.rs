//! The previews of open papers: opened by a command, fed with each change, led by the cursor.

use serde_json::{Value, json};

use chancery::source::Span;

use super::super::look::PaperId;
use super::super::preview::{News, Preview};
use super::super::protocol::{AtPosition, Location, OfDocument};
use super::super::view::View;
use super::super::wire::Error;
use super::{INFORMATION, Server};
use crate::cli::preview::Why;
use crate::cli::terminal;

/// Opens the preview of a paper and brings it to a place, which the argument is as in a request about a position of a
/// document. Answers where it is.
pub const COMMAND: &str = "chancery.preview";

/// What an editor asks whenever its cursor rests. The protocol has nothing to tell of that.
const AT_CURSOR: &str = "textDocument/documentHighlight";

pub(super) const SHOW_DOCUMENT: &str = "window/showDocument";

impl Server {
    /// Opens the preview that is meant, and a browser if nobody looks at it yet.
    pub(super) fn open_preview(&mut self, argument: &Value) -> Result<Value, Error> {
        let id = self.meant(argument)?;
        let failed = |error: std::io::Error| {
            let reason = terminal::reason(&error);
            Error::new(Error::REQUEST_FAILED, format!("no port of this machine can be listened on: {reason}"))
        };
        let paper = self.papers.get_mut(&id).expect("it is open");
        if paper.preview.is_none() {
            paper.preview = Some(Preview::start(id, &paper.root, &self.client, &self.tell).map_err(failed)?);
            // One that has not been read yet is shown as soon as it is.
            self.preview(id);
        }
        let preview = self.papers[&id].preview.as_ref().expect("it has one");
        let (address, is_watched) = (preview.address().to_owned(), preview.is_watched());
        if !is_watched && self.client.shows_documents {
            let request = self.ask(SHOW_DOCUMENT, json!({ "uri": address, "external": true }));
            self.opening.insert(request, address.clone());
        } else if !is_watched {
            self.tell_address(&address);
        }
        self.seek(argument, Why::Asked);
        Ok(json!(address))
    }

    /// Tells the author where the preview is, since the editor does not open it.
    pub(super) fn tell_address(&mut self, address: &str) {
        self.say("window/showMessage", INFORMATION, &format!("The preview of this paper: {address}"));
    }

    /// Has the preview of a paper, if there is one, show the paper as it stands now.
    pub(super) fn preview(&self, id: PaperId) {
        let paper = self.papers.get(&id);
        let preview = paper.and_then(|paper| Some((paper.preview.as_ref()?, paper.snapshot()?)));
        preview.into_iter().for_each(|(preview, snapshot)| preview.show(snapshot.clone()));
    }

    /// The paper of the document that is named; without one, the only paper that is open.
    fn meant(&self, argument: &Value) -> Result<PaperId, Error> {
        let refused = |message: &str| Error::new(Error::REQUEST_FAILED, message);
        let mut there = self.papers.iter().filter(|(_, paper)| paper.is_there()).map(|(id, _)| *id);
        if argument.is_null() {
            return match (there.next(), there.next()) {
                (Some(id), None) => Ok(id),
                (None, _) => Err(refused("no paper is open")),
                _ => Err(refused("several papers are open: name a document of the one that is meant")),
            };
        }
        let OfDocument { text_document } = super::super::read(argument)?;
        let document = self.documents.get(&text_document.uri);
        let id = document.and_then(|document| Some(document.home.as_ref()?.0));
        let id = id.filter(|id| there.any(|there| there == *id));
        id.ok_or_else(|| refused("the document is not open, or no part of a paper"))
    }

    /// Has a preview follow the cursor, as far as a request tells of it.
    pub(super) fn lead(&self, method: &str, parameters: &Value) {
        if method == AT_CURSOR {
            self.seek(parameters, Why::Cursor);
        }
    }

    /// Brings a preview to a position of a document, if there is one.
    fn seek(&self, parameters: &Value, why: Why) {
        let document = super::super::read(parameters).ok();
        let document = document.and_then(|OfDocument { text_document }| self.documents.get(&text_document.uri));
        let Some((document, AtPosition { position, .. })) = document.zip(super::super::read(parameters).ok()) else {
            return;
        };
        let home = document.home.as_ref();
        let preview = home.and_then(|(id, path)| Some((self.papers.get(id)?.preview.as_ref()?, path)));
        if let Some((preview, path)) = preview {
            preview.seek(path, document.buffer.offset(self.client.unit, position.into()), why);
        }
    }

    /// Takes what happens in a preview.
    pub(super) fn previewed(&mut self, id: PaperId, news: News) {
        match news {
            News::Failed(message) => self.log(&message),
            News::Clicked { path, at } => {
                let location = |view: &View| {
                    let file = view.project.id(&path)?;
                    Some(view.location(&Span::new(file, at..at).into()))
                };
                let location = self.papers.get(&id).and_then(|paper| paper.at_best(&self.client, location).flatten());
                if let Some(Location { uri, range }) = location {
                    self.ask(SHOW_DOCUMENT, json!({ "uri": uri, "takeFocus": true, "selection": range }));
                }
            }
        }
    }
}
