//! What strace tells of a command: each call of the system that it makes, one a line.

use std::fs;
use std::path::Path;
use std::process::{Command, Output, Stdio};

use crate::paper::Paper;

/// Whether there is one that may trace.
pub fn is_there() -> bool {
    let traced = Command::new("strace").args(["-f", "true"]).stdout(Stdio::null()).stderr(Stdio::null()).status();
    traced.is_ok_and(|status| status.success())
}

/// One call.
#[derive(Debug)]
pub struct Call {
    pub process: String,
    pub name: String,
    /// What was handed over, with the paths of what is open, and what came back.
    pub rest: String,
}

/// Runs a program under strace in the paper's folder; `options` say what to trace.
pub fn run(paper: &Paper, options: &[&str], program: &Path, arguments: &[&str]) -> (Output, Vec<Call>) {
    let log = paper.path("../strace");
    let mut command = Command::new("strace");
    paper.surround(&mut command).args(["-f", "-y", "-qq", "-s", "200", "-e", "signal=none", "-o"]).arg(&log);
    let output = command.args(options).arg(program).args(arguments).output().expect("strace runs");
    let told = fs::read(&log).expect("strace tells");
    (output, calls(&told))
}

/// The calls that were written down.
pub fn calls(told: &[u8]) -> Vec<Call> {
    String::from_utf8_lossy(told).lines().filter_map(call).collect()
}

/// A call that is interrupted by another has two lines, of which the first tells what it was handed.
fn call(line: &str) -> Option<Call> {
    let (process, rest) = line.split_once(char::is_whitespace)?;
    let (name, rest) = rest.trim_start().split_once('(')?;
    let is_name = name.bytes().all(|byte| byte.is_ascii_alphanumeric() || byte == b'_');
    is_name.then(|| Call { process: process.to_owned(), name: name.to_owned(), rest: rest.to_owned() })
}
