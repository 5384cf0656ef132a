//! A git that runs, and what it may take. What it reads may be a stranger's, in which a few objects stand for more
//! files than there is memory for, and pipes in the places of files, at which it would wait for ever.
//!
//! Memory and processor time are the system's to hold to, and Linux does. Silence is heard everywhere.

use std::fmt;
use std::io::{self, BufRead, BufReader, Cursor, Read, Write};
use std::process::{Child, Command, ExitStatus, Output, Stdio};
use std::sync::mpsc::{Receiver, RecvTimeoutError, sync_channel};
use std::thread;
use std::time::Duration;

use crate::cli::signal::{SIGXCPU, signal};

/// Bytes of memory, without those of files that it only looks at.
const MAX_MEMORY: u64 = 1 << 30;

/// Seconds of processor time.
const MAX_SECONDS: u64 = 60;

/// Bytes of an answer: a paper has no more than half of that.
const MAX_ANSWER: u64 = 1 << 30;

/// Bytes of an entry, which is a path and little more.
const MAX_ENTRY: u64 = 1 << 20;

/// Bytes of a complaint that are heard.
const MAX_COMPLAINT: usize = 64 << 10;

/// How long git may say nothing while it reads objects, and while it reads no more than its configuration.
pub(super) const AT_WORK: Duration = Duration::from_secs(30);
pub(super) const AT_ONCE: Duration = Duration::from_secs(10);

/// Git at work. It ends with this value.
pub(super) struct Process {
    child: Child,
    output: BufReader<Pipe>,
    complaint: Receiver<Vec<u8>>,
    silence: Duration,
}

/// Why git did not come to its end.
#[derive(Debug)]
pub(super) enum Trouble {
    System(io::Error),
    Memory,
    Time,
    Silence(Duration),
    TooMuch,
    Signal(i32),
}

impl From<io::Error> for Trouble {
    fn from(error: io::Error) -> Self {
        Self::System(error)
    }
}

/// What is said of git, which stands before it.
impl fmt::Display for Trouble {
    fn fmt(&self, f: &mut fmt::Formatter) -> fmt::Result {
        match self {
            Self::System(error) => write!(f, "cannot be run: {}", crate::cli::terminal::reason(error)),
            Self::Memory => write!(f, "needs more than {} MB of memory for what the repository holds", memory() >> 20),
            Self::Time => write!(f, "needs more than {MAX_SECONDS} s of processor time for what the repository holds"),
            Self::Silence(silence) => write!(f, "has said nothing for {} s", silence.as_secs()),
            Self::TooMuch => write!(f, "gives a longer answer than any paper needs"),
            Self::Signal(signal) => write!(f, "broke down with signal {signal}"),
        }
    }
}

impl Process {
    /// Starts git, which may be silent for so long.
    pub(super) fn start(git: &mut Command, input: Option<String>, silence: Duration) -> Result<Self, Trouble> {
        let mut child = git.stdin(Stdio::piped()).stdout(Stdio::piped()).stderr(Stdio::piped()).spawn()?;
        bound(&child);
        let (stdin, stdout, stderr) = (child.stdin.take(), child.stdout.take(), child.stderr.take());
        // If a thread is lacking, the git that was started must not stay.
        let (sender, complaint) = sync_channel(1);
        let output = BufReader::new(Pipe { chunks: sync_channel(0).1, chunk: Cursor::default(), silence });
        let mut process = Self { child, output, complaint, silence };
        // Git answers while it is still asked, so whoever asks must not wait until all is asked.
        thread::Builder::new()
            .spawn(move || drop(stdin.map(|mut stdin| stdin.write_all(input.unwrap_or_default().as_bytes()))))?;
        thread::Builder::new().spawn(move || drop(stderr.map(|stderr| sender.send(beginning(stderr)))))?;
        process.output.get_mut().chunks = chunks(stdout)?;
        Ok(process)
    }

    /// The next of what a zero byte ends.
    pub(super) fn entry(&mut self) -> Result<Option<Vec<u8>>, Trouble> {
        let mut entry = Vec::new();
        let read = (&mut self.output).take(MAX_ENTRY).read_until(0, &mut entry);
        let length = read.map_err(|error| self.trouble(error))?;
        if entry.pop_if(|last| *last == 0).is_none() && length as u64 == MAX_ENTRY {
            return Err(Trouble::TooMuch);
        }
        Ok((length > 0).then_some(entry))
    }

    /// All that it says.
    pub(super) fn answer(mut self) -> Result<Output, Trouble> {
        let mut stdout = Vec::new();
        let read = (&mut self.output).take(MAX_ANSWER).read_to_end(&mut stdout);
        read.map_err(|error| self.trouble(error))?;
        if stdout.len() as u64 == MAX_ANSWER {
            return Err(Trouble::TooMuch);
        }
        self.end().map(|(status, stderr)| Output { status, stdout, stderr })
    }

    /// How it ended, with its complaint.
    pub(super) fn end(mut self) -> Result<(ExitStatus, Vec<u8>), Trouble> {
        let complaint = match self.complaint.recv_timeout(self.silence) {
            Ok(complaint) => complaint,
            Err(RecvTimeoutError::Timeout) => return Err(Trouble::Silence(self.silence)),
            Err(RecvTimeoutError::Disconnected) => Vec::new(),
        };
        let status = self.child.wait()?;
        let said = String::from_utf8_lossy(&complaint);
        if !status.success() && ["ut of memory", "annot allocate memory"].iter().any(|words| said.contains(words)) {
            return Err(Trouble::Memory);
        }
        match signal(status) {
            Some(SIGXCPU) => Err(Trouble::Time),
            Some(signal) => Err(Trouble::Signal(signal)),
            None => Ok((status, complaint)),
        }
    }

    fn trouble(&self, error: io::Error) -> Trouble {
        match error.kind() {
            io::ErrorKind::TimedOut => Trouble::Silence(self.silence),
            _ => Trouble::System(error),
        }
    }
}

impl Drop for Process {
    fn drop(&mut self) {
        let _ = self.child.kill();
        let _ = self.child.wait();
    }
}

/// What comes through a pipe that another thread reads: nobody can wait for a pipe, and stop waiting.
struct Pipe {
    chunks: Receiver<io::Result<Vec<u8>>>,
    chunk: Cursor<Vec<u8>>,
    silence: Duration,
}

impl Read for Pipe {
    fn read(&mut self, buffer: &mut [u8]) -> io::Result<usize> {
        if self.chunk.position() == self.chunk.get_ref().len() as u64 {
            self.chunk = match self.chunks.recv_timeout(self.silence) {
                Ok(chunk) => Cursor::new(chunk?),
                Err(RecvTimeoutError::Timeout) => return Err(io::ErrorKind::TimedOut.into()),
                Err(RecvTimeoutError::Disconnected) => return Ok(0),
            };
        }
        self.chunk.read(buffer)
    }
}

/// What comes through a pipe, until nobody wants to have it.
fn chunks(pipe: Option<impl Read + Send + 'static>) -> io::Result<Receiver<io::Result<Vec<u8>>>> {
    let (sender, chunks) = sync_channel(4);
    let mut pipe = pipe.expect("piped");
    thread::Builder::new().spawn(move || {
        let mut buffer = vec![0; 64 << 10];
        loop {
            let sent = match pipe.read(&mut buffer) {
                Ok(0) => break,
                Ok(length) => sender.send(Ok(buffer[..length].to_vec())),
                Err(error) if error.kind() == io::ErrorKind::Interrupted => Ok(()),
                Err(error) => return drop(sender.send(Err(error))),
            };
            if sent.is_err() {
                break;
            }
        }
    })?;
    Ok(chunks)
}

/// How a text begins, of which the rest is read and forgotten: whoever writes it is not to wait.
fn beginning(mut pipe: impl Read) -> Vec<u8> {
    let (mut kept, mut buffer) = (Vec::new(), [0; 4 << 10]);
    while let Ok(length @ 1..) = pipe.read(&mut buffer) {
        kept.extend_from_slice(&buffer[..length.min(MAX_COMPLAINT - kept.len())]);
    }
    kept
}

/// The bytes that git may take.
#[cfg(any(target_os = "linux", target_os = "android"))]
fn memory() -> u64 {
    use rustix::process::{Resource, getrlimit};

    getrlimit(Resource::Data).maximum.unwrap_or(u64::MAX).min(MAX_MEMORY)
}

#[cfg(not(any(target_os = "linux", target_os = "android")))]
fn memory() -> u64 {
    MAX_MEMORY
}

/// Tells the system what a git that was just started may take.
#[cfg(any(target_os = "linux", target_os = "android"))]
fn bound(child: &Child) {
    use rustix::process::{Pid, Resource, Rlimit, getrlimit, prlimit};

    // Who goes on after he was told that his time is over, is ended.
    for (resource, most, grace) in
        [(Resource::Core, 0, 0), (Resource::Data, MAX_MEMORY, 0), (Resource::Cpu, MAX_SECONDS, 5)]
    {
        let given = getrlimit(resource).maximum.unwrap_or(u64::MAX);
        let limit = Rlimit { current: Some(given.min(most)), maximum: Some(given.min(most + grace)) };
        // It may have come to its end by now.
        let _ = prlimit(Some(Pid::from_child(child)), resource, limit);
    }
}

#[cfg(not(any(target_os = "linux", target_os = "android")))]
fn bound(_child: &Child) {}
