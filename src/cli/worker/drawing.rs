//! PDF files of others, drawn in a process that can be lost: a program that reads them may be brought down by one.

use std::io::{self, IsTerminal, Read, Write};
use std::process::{Command, Stdio, exit};
use std::sync::mpsc::{RecvTimeoutError, channel};
use std::thread;
use std::time::Duration;

use chancery::typeset::drawing_of_pdf;

use super::limits::{bound_memory, bound_time};
use super::process::binary;

/// The name of the command, which is for chancery alone.
const COMMAND: &str = "draw";

/// What one file may take.
const MEMORY: u64 = 1 << 30;
const SECONDS: u64 = 10;
const STACK: usize = 64 << 20;
/// Where processor time is not bounded, or the machine has much else to do.
const PATIENCE: Duration = Duration::from_secs(30);

/// More than an image may have.
const MAX_BYTES: u64 = 64 << 20;

/// If this process was started to draw, it does so and does not return.
pub fn answer() {
    let mut arguments = std::env::args_os().skip(1);
    let is_asked = arguments.next().is_some_and(|command| command == COMMAND) && arguments.next().is_none();
    if !is_asked || io::stdin().is_terminal() {
        return;
    }
    bound_memory(MEMORY);
    bound_time(SECONDS);
    std::panic::set_hook(Box::new(|_| {}));
    let draw = || {
        let mut pdf = Vec::new();
        io::stdin().lock().read_to_end(&mut pdf).map_err(|error| error.to_string())?;
        drawing_of_pdf(&pdf)
    };
    let drawn = thread::Builder::new().stack_size(STACK).spawn(draw).map(thread::JoinHandle::join);
    exit(match drawn {
        Ok(Ok(Ok(drawing))) if io::stdout().lock().write_all(&drawing).is_ok() => 0,
        Ok(Ok(Err(why))) => {
            let _ = io::stderr().lock().write_all(why.as_bytes());
            1
        }
        _ => 2,
    })
}

/// The first page of a PDF as SVG, or why it cannot be had.
pub fn draw(pdf: &[u8]) -> Result<Vec<u8>, String> {
    let failed = |error: io::Error| format!("the process that draws the PDF cannot be used: {error}");
    let mut command = Command::new(binary().map_err(failed)?);
    command.arg(COMMAND).env_clear().stdin(Stdio::piped()).stdout(Stdio::piped()).stderr(Stdio::piped());
    let mut child = command.spawn().map_err(failed)?;
    let (input, output, errors) = (child.stdin.take(), child.stdout.take(), child.stderr.take());
    let (sender, answer) = channel();
    let drawn = thread::scope(|scope| {
        // It may end before it has read all, which its answer tells.
        scope.spawn(move || drop(input.map(|mut input| input.write_all(pdf))));
        scope.spawn(move || {
            let mut drawing = Vec::new();
            let read = output.map(|output| output.take(MAX_BYTES + 1).read_to_end(&mut drawing));
            let _ = sender.send(read.is_some_and(|read| read.is_ok()).then_some(drawing));
        });
        let drawn = answer.recv_timeout(PATIENCE);
        if !matches!(&drawn, Ok(Some(drawing)) if drawing.len() as u64 <= MAX_BYTES) {
            let _ = child.kill();
        }
        drawn
    });
    let mut why = String::new();
    let _ = errors.map(|errors| errors.take(1 << 10).read_to_string(&mut why));
    let status = child.wait().map_err(failed)?;
    match (status.code(), drawn) {
        (Some(0), Ok(Some(drawing))) => Ok(drawing),
        (Some(1), _) => Err(why),
        (_, Err(RecvTimeoutError::Timeout)) => Err("the PDF takes too long to draw".to_owned()),
        _ => Err("the PDF takes too much time or memory to draw, or is made to harm".to_owned()),
    }
}
