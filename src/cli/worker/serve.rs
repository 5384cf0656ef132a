//! The worker itself: asked on standard input, it answers on standard output.

use std::io::{self, BufReader, IsTerminal};
use std::panic::{AssertUnwindSafe, catch_unwind};
use std::process::exit;
use std::sync::mpsc::{Receiver, channel};
use std::thread;

use chancery::diagnostic::Diagnostics;
use chancery::project::Project;

use super::frame;
use super::job::{self, Job, Progress, Sessions, Tree};
use super::limits;
use super::plain::{Answer, Found, Question, Saying};
use crate::cli::{self, Failure};

/// The name of the command, which is for chancery alone.
pub const COMMAND: &str = "worker";

/// If this process was started to be a worker, it is one until whoever started it lets go of it, and does not return.
pub fn answer() {
    let mut arguments = std::env::args_os().skip(1);
    let (memory, stays) = match (arguments.next(), arguments.next(), arguments.next(), arguments.next()) {
        (Some(command), Some(memory), Some(stays), None) if command == COMMAND && !io::stdin().is_terminal() => {
            (memory, stays)
        }
        _ => return,
    };
    if let Some(memory) = memory.to_str().and_then(|memory| memory.parse().ok()) {
        limits::bound_memory(memory);
        cli::on_panic(|text| say(&Saying::Aloud(text.to_owned()), &[]));
        serve(stays == "true");
    }
}

fn serve(stays: bool) -> ! {
    let questions = questions();
    let nothing = Project::new(Vec::new());
    let (mut sessions, mut project, mut old) = (Sessions::new(stays), nothing.clone(), nothing.as_old());
    for (question, parts) in questions {
        let mut parts = parts.into_iter();
        project = question.project.apply(&project, &mut parts);
        let compared = question.old.map(|change| {
            old = change.apply(&old, &mut parts);
            &old
        });
        limits::bound_time(question.seconds);
        let found = question.found.into_iter().map(Found::diagnostic).collect();
        let job = Job { task: question.task, project: &project, old: compared, found };
        match catch_unwind(AssertUnwindSafe(|| job::run(&job, &mut sessions, &mut Told))) {
            Ok(Ok(outcome)) => {
                let (answer, parts) = Answer::of(&outcome, compared);
                say(&Saying::Done(Box::new(answer)), &parts);
            }
            Ok(Err(_)) | Err(_) => {
                sessions = Sessions::new(stays);
                say(&Saying::Panicked, &[]);
            }
        }
    }
    exit(0)
}

/// What is asked, one after the other. A thread listens while another works: whoever is no longer there to hear the
/// answer needs none.
fn questions() -> Receiver<(Question, Vec<Vec<u8>>)> {
    let (sender, questions) = channel();
    let listen = move || {
        let mut input = BufReader::new(io::stdin().lock());
        while let Ok(Some(question)) = frame::read(&mut input) {
            if sender.send(question).is_err() {
                break;
            }
        }
        exit(0)
    };
    if thread::Builder::new().spawn(listen).is_err() {
        exit(1);
    }
    questions
}

fn say(saying: &Saying, parts: &[&[u8]]) {
    if frame::write(&mut io::stdout().lock(), saying, parts).is_err() {
        exit(1);
    }
}

/// Passes on what is told of a job.
struct Told;

impl Progress for Told {
    fn checked(&mut self, findings: &Diagnostics) {
        say(&Saying::Checked(findings.iter().map(Found::of).collect()), &[]);
    }

    fn tree(&mut self, tree: Tree) -> Result<(), Failure> {
        let (paths, bytes): (Vec<_>, Vec<_>) = tree.files.into_iter().unzip();
        let parts: Vec<&[u8]> = bytes.iter().map(Vec::as_slice).collect();
        say(&Saying::Tree(tree.slug, tree.main, paths), &parts);
        Ok(())
    }
}
