//! `chancery preview`

mod answer;
mod board;
mod editor;
mod listener;
mod press;
mod request;
mod route;
mod server;
mod token;
mod views;

use std::path::PathBuf;
use std::sync::mpsc::{Sender, channel};
use std::thread;
use std::time::Duration;

use chancery::diagnostic::{Code, Diagnostic, Diagnostics, Place};
use chancery::live::Galley;
use chancery::project::Project;

use self::editor::Editor;
use super::disk::{PrivateFile, Reader, Root};
use super::terminal::{self, Terminal};
use super::watch::Files;
use super::worker::{Desk, LimitsArgument};
use super::{Ending, Failure, ProjectArgument};

pub use board::Why;
pub use press::{Face, Order, Press, Sought};
pub use server::{Server, Watched};
pub use views::Views;

/// See a paper in the browser, as it is each time one of its files is saved
///
/// Prints an address that only this machine can reach, and only who has it; open it in a browser. The pages follow what
/// you save, with the findings beside them; while the paper has errors, the last good pages stand. A click on a word
/// opens your editor at that word if you name it with --editor. Runs until it is stopped with Ctrl-C.
#[derive(clap::Args)]
#[command(after_help = "\
Examples:
  chancery preview --open            look at the paper whose folder you are in
  chancery preview --open --editor 'code -g {file}:{line}:{column}'
                                     and have a click open Visual Studio Code
  chancery preview papers/2013 --against v1.0.0
                                     look at the paper in papers/2013, and at what changed since a tag

Other editors: 'codium -g {file}:{line}:{column}', 'emacsclient -n +{line}:{column} {file}', \
'kate -l {line} -c {column} {file}', 'subl {file}:{line}:{column}'. The command is started without a shell.

The server listens on 127.0.0.1 alone. To look from another machine, forward the port: `ssh -L`.")]
pub struct Preview {
    #[command(flatten)]
    project: ProjectArgument,
    /// Open the browser
    #[arg(long)]
    open: bool,
    /// What a click starts, with {file}, {line} and {column} where they belong
    #[arg(long, value_name = "COMMAND")]
    editor: Option<Editor>,
    /// A git revision to compare with, beside the last release and the tags, which are offered anyway
    #[arg(long, value_name = "REVISION")]
    against: Option<String>,
    #[command(flatten)]
    limits: LimitsArgument,
}

impl Preview {
    pub fn run(&self, terminal: &Terminal) -> Result<Ending, Failure> {
        let root = Root::find(&self.project)?;
        let mut views = Views::new();
        if let Some(revision) = &self.against {
            views.add(root.folder(), revision)?;
        }
        // The watch comes first: what is saved during a build is then seen after it.
        let files = Files::watch(root.folder())?;
        let (orders, list) = channel();
        let server = Server::for_orders(&orders).map_err(|error| refuse(&error))?;
        terminal::result(&format!("{}\n", server.address()))?;
        if self.open {
            open(server.address(), terminal);
        }
        let mut desk = Desk::lasting(&self.limits);
        desk.foresee(root.has_templates());
        read(root.folder().to_owned(), files, orders).map_err(|error| refuse(&error))?;
        let face = Shell { terminal, root: root.clone(), editor: self.editor.clone() };
        Press::new(face, root.folder(), server, desk, views).run(&list);
        Ok(Ending::Done)
    }
}

/// Who started the command: told of what is found in a terminal, brought to a place by the editor they named.
struct Shell<'a> {
    terminal: &'a Terminal,
    root: Root,
    editor: Option<Editor>,
}

impl Face for Shell<'_> {
    fn report(&self, findings: &[Diagnostic], project: &Project) {
        self.terminal.show(findings, project, &self.root.prefix());
    }

    fn fail(&self, failure: &Failure) {
        self.terminal.failure(failure);
    }

    fn open(&self, path: &str, project: &Project, at: usize) -> String {
        let Some(file) = project.file(path) else { return String::new() };
        let position = file.source().position(at);
        match &self.editor {
            None => format!("{path}:{position} (name your editor with --editor to go there)"),
            Some(editor) => match editor.open(&self.root.folder().join(path), position) {
                Ok(()) => format!("{path}:{position}"),
                Err(reason) => format!("The editor cannot be opened: {reason}."),
            },
        }
    }
}

/// Orders the paper to be shown as it stands on disk, again each time files were saved.
fn read(folder: PathBuf, mut files: Files, orders: Sender<Order>) -> std::io::Result<()> {
    let read = move || {
        let mut reader = Reader::default();
        loop {
            let mut found = Diagnostics::new();
            let project = reader.read_filled(&folder, &mut found);
            let text = Galley::new(project, found.into_sorted()).snapshot().clone();
            if orders.send(Order::Show(text)).is_err() {
                break;
            }
            files.wait();
        }
    };
    thread::Builder::new().name("preview reader".to_owned()).spawn(read).map(drop)
}

/// Opens the browser. The address is no argument of its command, which all users of the machine can read: it stands in
/// a file that is the user's own.
fn open(address: &str, terminal: &Terminal) {
    let page = format!(
        "<!doctype html><meta charset=\"utf-8\"><meta name=\"referrer\" content=\"no-referrer\">\
         <meta http-equiv=\"refresh\" content=\"0; url={address}\"><title>Preview</title>\
         <p><a href=\"{address}\">The preview</a></p>\n"
    );
    let opened = PrivateFile::new(".html", page.as_bytes()).and_then(|file| {
        editor::open_by_system(file.path())?;
        // By then a browser has read it, however slow.
        let keep = move || {
            thread::sleep(Duration::from_secs(60));
            drop(file);
        };
        thread::Builder::new().spawn(keep).map(drop)
    });
    if let Err(error) = opened {
        let message = format!("the browser cannot be opened: {}", terminal::reason(&error));
        let found = Diagnostic::error(Code("cannot-listen"), Place::Argument("--open".to_owned()), message);
        terminal.failure(&found.with_help("Open the address that is printed yourself."));
    }
}

/// That nobody can be listened to.
fn refuse(error: &std::io::Error) -> Failure {
    let message = format!("no port of this machine can be listened on: {}", terminal::reason(error));
    let found = Diagnostic::error(Code("cannot-listen"), Place::Argument("preview".to_owned()), message);
    Box::new(found.with_help("Use `chancery watch` and a viewer that reloads by itself instead."))
}
