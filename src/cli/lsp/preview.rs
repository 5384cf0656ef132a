//! The preview of a paper that is open in an editor: its pages as it stands there, saved or not.

use std::io;
use std::path::Path;
use std::sync::Arc;
use std::sync::mpsc::{Sender, channel};
use std::thread;

use chancery::diagnostic::Diagnostic as Finding;
use chancery::live::Snapshot;
use chancery::project::Project;

use super::client::Client;
use super::look::{PaperId, STACK_BYTES, Sight, Tell};
use crate::cli::Failure;
use crate::cli::preview::{Face, Order, Press, Server, Sought, Views, Watched, Why};
use crate::cli::worker::{Desk, LimitsArgument};

/// A preview that runs, until this value is gone.
pub struct Preview {
    address: String,
    watched: Watched,
    orders: Sender<Order>,
}

/// What happens in a preview.
pub enum News {
    /// Somebody wants to see the byte of a file that was clicked.
    Clicked { path: String, at: usize },
    /// Something went wrong for no fault of the paper's.
    Failed(String),
}

impl Preview {
    /// Starts one, which shows nothing yet.
    pub fn start(id: PaperId, root: &Path, client: &Client, tell: &Tell) -> io::Result<Self> {
        let (orders, list) = channel();
        let server = Server::for_orders(&orders)?;
        let (address, watched) = (server.address().to_owned(), server.watched());
        let face = Editor { id, tell: Arc::clone(tell), shows_documents: client.shows_documents };
        let root = root.to_owned();
        let press = move || {
            let desk = Desk::lasting(&LimitsArgument::default());
            Press::new(face, &root, server, desk, Views::new()).run(&list);
        };
        thread::Builder::new().name("preview".to_owned()).stack_size(STACK_BYTES).spawn(press)?;
        Ok(Self { address, watched, orders })
    }

    /// Where a browser finds it.
    pub fn address(&self) -> &str {
        &self.address
    }

    /// Whether somebody looks.
    pub fn is_watched(&self) -> bool {
        self.watched.is_so()
    }

    /// Shows the paper as it stands now.
    pub fn show(&self, snapshot: Snapshot) {
        let _ = self.orders.send(Order::Show(snapshot));
    }

    /// Brings those who look to a byte of a file as it stands now.
    pub fn seek(&self, path: &str, at: usize, why: Why) {
        let _ = self.orders.send(Order::Seek(Sought { path: path.to_owned(), at, why }));
    }
}

impl Drop for Preview {
    fn drop(&mut self) {
        let _ = self.orders.send(Order::End);
    }
}

/// The editor, which is told of findings by other means.
struct Editor {
    id: PaperId,
    tell: Tell,
    shows_documents: bool,
}

impl Face for Editor {
    fn report(&self, _findings: &[Finding], _project: &Project) {}

    fn fail(&self, failure: &Failure) {
        (self.tell)(self.id, Sight::Preview(News::Failed(failure.message.clone())));
    }

    fn open(&self, path: &str, project: &Project, at: usize) -> String {
        let Some(file) = project.file(path) else { return String::new() };
        let place = format!("{path}:{}", file.source().position(at));
        if !self.shows_documents {
            return format!("{place} (the editor cannot be sent there)");
        }
        (self.tell)(self.id, Sight::Preview(News::Clicked { path: path.to_owned(), at }));
        place
    }
}
