//! The worker as whoever started it sees it.

use std::io::{self, BufReader, Read};
use std::path::PathBuf;
use std::process::{Child, ChildStderr, ChildStdin, ChildStdout, Command, ExitStatus, Stdio};

use chancery::project::Project;

use super::There;
use super::frame;
use super::job::{Job, Outcome, Tree};
use super::limits::LimitsArgument;
use super::plain::{Change, Found, Question, Saying};
use super::serve::COMMAND;
use crate::cli::signal::{SIGKILL, SIGXCPU, signal};
use crate::cli::{Failure, terminal};

/// A worker that runs. It ends with this value, and with the process that holds it, however that ends.
pub struct Process {
    child: Child,
    input: ChildStdin,
    output: BufReader<ChildStdout>,
    errors: ChildStderr,
    /// What it has been given.
    project: Project,
    old: Project,
    jobs: usize,
}

/// How a worker ended before it had answered.
#[derive(Debug)]
pub enum Death {
    Time,
    Memory,
    Stack,
    Other(String),
    NotBorn(io::Error),
}

impl Process {
    /// Starts one for one job, or for one after the other if it `stays`.
    pub fn start(limits: &LimitsArgument, stays: bool) -> io::Result<Self> {
        let mut command = Command::new(binary()?);
        command.arg(COMMAND).arg(limits.template_memory.bytes().to_string()).arg(stays.to_string());
        // It is told all that it is to know.
        command.env_clear();
        let mut child = command.stdin(Stdio::piped()).stdout(Stdio::piped()).stderr(Stdio::piped()).spawn()?;
        let gone = || io::Error::from(io::ErrorKind::BrokenPipe);
        let nothing = Project::new(Vec::new());
        Ok(Self {
            input: child.stdin.take().ok_or_else(gone)?,
            output: BufReader::new(child.stdout.take().ok_or_else(gone)?),
            errors: child.stderr.take().ok_or_else(gone)?,
            child,
            project: nothing.clone(),
            old: nothing.as_old(),
            jobs: 0,
        })
    }

    pub fn has_done_others(&self) -> bool {
        self.jobs > 0
    }

    /// Has it do a job. The inner error says that it was lost over that.
    ///
    /// # Panics
    /// If it did.
    pub fn ask(
        &mut self,
        job: &Job,
        limits: &LimitsArgument,
        progress: &mut There,
    ) -> Result<Result<Outcome, io::Error>, Failure> {
        self.jobs += 1;
        if let Err(error) = self.send(job, limits) {
            return Ok(Err(error));
        }
        loop {
            let (saying, parts) = match frame::read(&mut self.output) {
                Ok(Some(said)) => said,
                Ok(None) => return Ok(Err(io::ErrorKind::UnexpectedEof.into())),
                Err(error) => return Ok(Err(error)),
            };
            match saying {
                Saying::Aloud(text) => terminal::say(&text),
                Saying::Checked(found) => progress.checked = found.into_iter().map(Found::diagnostic).collect(),
                Saying::Tree(slug, main, paths) => {
                    (progress.write_tree)(Tree { slug, main, files: paths.into_iter().zip(parts).collect() })?;
                }
                Saying::Done(answer) => return Ok(Ok(answer.outcome(parts, job.old))),
                Saying::Panicked => std::panic::resume_unwind(Box::new("a worker panicked")),
            }
        }
    }

    /// Tells it what is new since the last job.
    fn send(&mut self, job: &Job, limits: &LimitsArgument) -> io::Result<()> {
        let (project, mut parts) = Change::between(&self.project, job.project);
        let old = job.old.map(|old| {
            let (change, files) = Change::between(&self.old, old);
            parts.extend(files);
            change
        });
        let found = job.found.iter().map(Found::of).collect();
        let question = Question { task: job.task.clone(), seconds: limits.template_time, project, old, found };
        frame::write(&mut self.input, &question, &parts)?;
        self.project = job.project.clone();
        job.old.iter().for_each(|old| self.old = (*old).clone());
        Ok(())
    }

    /// Ends it without waiting for that.
    pub fn dismiss(&mut self) {
        let _ = self.child.kill();
    }

    /// How it ended, of which `lost` is the sign.
    pub fn death(mut self, lost: &io::Error) -> Death {
        if !matches!(lost.kind(), io::ErrorKind::UnexpectedEof | io::ErrorKind::BrokenPipe) {
            self.dismiss();
        }
        // What it wrote to its standard error are the last words of the runtime: none if it was killed.
        let mut words = Vec::new();
        let _ = self.errors.by_ref().take(MAX_WORDS).read_to_end(&mut words);
        let words = String::from_utf8_lossy(&words);
        match self.child.wait() {
            Ok(status) => Death::of(status, &words),
            Err(_) => Death::Other(lost.to_string()),
        }
    }
}

/// More than a runtime says when it ends.
const MAX_WORDS: u64 = 64 << 10;

impl Drop for Process {
    fn drop(&mut self) {
        self.dismiss();
        let _ = self.child.wait();
    }
}

impl Death {
    fn of(status: ExitStatus, words: &str) -> Self {
        if words.contains("memory allocation of ") {
            return Self::Memory;
        }
        if words.contains("has overflowed its stack") {
            return Self::Stack;
        }
        match signal(status) {
            Some(SIGXCPU) => Self::Time,
            Some(SIGKILL) => Self::Other("was stopped by the system, or by somebody".to_owned()),
            Some(signal) => Self::Other(format!("broke down with signal {signal}")),
            None => Self::Other("broke down".to_owned()),
        }
    }
}

/// The program that runs, also when another one stands in its place by now.
pub fn binary() -> io::Result<PathBuf> {
    let running = PathBuf::from("/proc/self/exe");
    match std::env::current_exe() {
        Ok(path) if path.exists() => Ok(path),
        _ if running.exists() => Ok(running),
        failed => failed,
    }
}
