//! `chancery lsp`

mod actions;
mod client;
mod complete;
mod findings;
mod format;
mod home;
mod look;
mod names;
mod outline;
mod paper;
mod preview;
mod protocol;
mod rename;
mod requests;
mod server;
mod view;
mod wire;
mod workspace;

use std::io;
use std::sync::Arc;
use std::sync::mpsc::{Sender, channel};
use std::thread;

use serde::de::DeserializeOwned;
use serde_json::Value;

use super::{Ending, Failure, heaps};

use look::{PaperId, Sight, Tell};
use server::Server;
use wire::{Error, Incoming};

/// Serve an editor: all that check finds while somebody types, what mends it, and what each name means
///
/// Speaks the Language Server Protocol on standard input and output; an editor starts it, and ends it. What is open in
/// the editor counts as it stands there, saved or not; all else as it stands on disk. Each file belongs to the nearest
/// paper above it, and of files that belong to none, nothing is said. The command `chancery.preview` shows the pages of
/// what stands in the editor in the browser.
#[derive(clap::Args)]
#[command(after_help = "\
Examples:
  chancery lsp                       what an editor is told to start

The guide tells how VS Code, Neovim, Helix, Emacs and Kate are: guide/sections/editors.md in the repository.")]
pub struct Lsp {
    /// Taken for granted; some editors say so
    #[arg(long, hide = true)]
    stdio: bool,
}

/// What happens to the server.
enum Event {
    /// The client says something; [`None`] when it will say no more.
    Heard(Option<Incoming>),
    Seen(PaperId, Sight),
}

impl Lsp {
    pub fn run(&self) -> Result<Ending, Failure> {
        heaps::share();
        let (sender, events) = channel();
        let seen = sender.clone();
        let tell: Tell = Arc::new(move |paper, sight| seen.send(Event::Seen(paper, sight)).is_ok());
        let refused = |error: io::Error| look::no_thread(&error);
        thread::Builder::new().name("hears".to_owned()).spawn(move || listen(&sender)).map_err(refused)?;
        let mut server = Server::new(tell).map_err(refused)?;
        let mut out = io::stdout().lock();
        for event in events {
            match event {
                Event::Heard(message) => server.hear(message),
                Event::Seen(paper, sight) => server.see(paper, sight),
            }
            let is_heard = |message: &Value| wire::write(&mut out, message).is_ok();
            if !std::mem::take(&mut server.outbox).iter().all(is_heard) {
                return Ok(Ending::PaperHasErrors);
            }
            if let Some(ending) = server.ending {
                return Ok(ending);
            }
        }
        Ok(Ending::PaperHasErrors)
    }
}

/// Hears the client, to its end.
fn listen(events: &Sender<Event>) {
    let mut input = io::stdin().lock();
    loop {
        let message = wire::read(&mut input).unwrap_or_default();
        let is_over = message.is_none();
        if events.send(Event::Heard(message)).is_err() || is_over {
            return;
        }
    }
}

/// Reads parameters of which a part matters.
fn read<P: DeserializeOwned>(parameters: &Value) -> Result<P, Error> {
    P::deserialize(parameters).map_err(|error| Error::new(Error::INVALID_PARAMS, error.to_string()))
}
