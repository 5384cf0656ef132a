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

use std::sync::mpsc::{Receiver, Sender, channel};
use std::thread;
use std::time::Duration;

use chancery::diagnostic::{Code, Diagnostic, Place};

use self::editor::Editor;
use self::press::Press;
use self::server::{Server, Wish};
use self::views::Views;
use super::disk::{PrivateFile, Root};
use super::terminal::{self, Terminal};
use super::watch::Files;
use super::worker::LimitsArgument;
use super::{Ending, Failure, ProjectArgument};

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

/// What is to be done next.
enum Order {
    /// Files were saved.
    Look,
    Wish(Wish),
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
        let wishes = orders.clone();
        let server = Server::start(move |wish| drop(wishes.send(Order::Wish(wish)))).map_err(|error| refuse(&error))?;
        terminal::result(&format!("{}\n", server.address()))?;
        if self.open {
            open(server.address(), terminal);
        }
        watch(files, orders).map_err(|error| refuse(&error))?;
        let mut press = Press::new(terminal, root, &server, views, self.editor.clone(), &self.limits);
        press.print();
        press.offer_views();
        run(&list, &mut press);
        Ok(Ending::Done)
    }
}

/// Does what is ordered. Of several looks that wait, one is enough; wishes are seen to before.
fn run(list: &Receiver<Order>, press: &mut Press) {
    while let Ok(order) = list.recv() {
        let mut looks = false;
        for order in std::iter::once(order).chain(list.try_iter()) {
            match order {
                Order::Look => looks = true,
                Order::Wish(wish) => press.grant(wish),
            }
        }
        if looks {
            press.print();
        }
    }
}

/// Orders a look each time files were saved.
fn watch(mut files: Files, orders: Sender<Order>) -> std::io::Result<()> {
    let watch = move || {
        loop {
            files.wait();
            if orders.send(Order::Look).is_err() {
                break;
            }
        }
    };
    thread::Builder::new().name("preview watch".to_owned()).spawn(watch).map(drop)
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
