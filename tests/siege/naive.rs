//! What a siege must be able to bring down: a program that writes a file as it goes, and one that talks to others.

use std::fs::File;
use std::io::Write;
use std::net::TcpListener;
use std::path::Path;
use std::process::{Command, ExitCode};
use std::thread;
use std::time::Duration;

/// By which this program is told to be one of these.
pub const FLAG: &str = "--naive";

pub fn run(arguments: &[String]) -> ExitCode {
    match &arguments.iter().map(String::as_str).collect::<Vec<_>>()[..] {
        ["write", path] => write(Path::new(path)),
        ["talk"] => {
            let listener = TcpListener::bind("127.0.0.1:0").expect("a socket");
            drop(listener);
            let done = Command::new("true").status().expect("a program");
            assert!(done.success());
        }
        _ => return ExitCode::FAILURE,
    }
    ExitCode::SUCCESS
}

/// Writes the bytes that [`written`] tells, a little at a time.
fn write(path: &Path) {
    let mut file = File::create(path).expect("the file is made");
    for part in written().chunks(1_000) {
        file.write_all(part).expect("a part is written");
        thread::sleep(Duration::from_micros(300));
    }
}

pub fn written() -> Vec<u8> {
    b"naive ".repeat(10_000)
}
