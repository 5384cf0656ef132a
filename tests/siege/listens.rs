//! What `chancery preview` does with the network: it listens on this machine's own address, and that is all. No code that
//! connects or looks a name up is in the program.

use std::io::{BufRead, BufReader, Read, Write};
use std::net::TcpStream;
use std::path::Path;
use std::process::{Command, Stdio};
use std::time::{Duration, Instant};

use crate::Outcome;
use crate::dice::Dice;
use crate::paper::Paper;
use crate::strace::{self, Call};

/// Functions of the C library by which a program reaches others. A program that was linked with one names it.
const CLIENTS: &[&str] = &["connect", "getaddrinfo", "gethostbyname"];

pub fn attack(_: usize, _: &mut Dice) -> Outcome {
    let command = Path::new(env!("CARGO_BIN_EXE_chancery"));
    let mut faults: Vec<String> = clients(command).into_iter().map(|name| format!("`{name}` is linked")).collect();
    // This program is told where to listen in words, and so looks them up.
    let this = std::env::current_exe().expect("this program");
    if !clients(&this).contains(&"getaddrinfo") {
        faults.push("nobody sees that a program can look up names".to_owned());
    }
    let paper = Paper::new();
    let calls = overhear(&paper, command);
    faults.extend(heard(&calls));
    let connects = Call { process: String::new(), name: "connect".to_owned(), rest: String::new() };
    if heard(&[connects]).len() < 2 {
        faults.push("nobody hears that a program connects".to_owned());
    }
    Outcome { told: format!("{} calls of a preview overheard", calls.len()), faults }
}

/// The clients' functions that a program names.
fn clients(program: &Path) -> Vec<&'static str> {
    let bytes = crate::read(program);
    let names = |name: &str| {
        let name = [b"\0", name.as_bytes(), b"\0"].concat();
        bytes.windows(name.len()).any(|part| part == name)
    };
    CLIENTS.iter().copied().filter(|name| names(name)).collect()
}

/// What a preview asks of the network while somebody looks at a page.
fn overhear(paper: &Paper, program: &Path) -> Vec<Call> {
    let log = paper.path("../strace");
    let mut command = Command::new("strace");
    paper.surround(&mut command).args(["-f", "-qq", "-e", "signal=none", "-e", "trace=%network", "-o"]).arg(&log);
    command.arg(program).arg("preview").stdout(Stdio::piped()).stderr(Stdio::null());
    let mut child = command.spawn().expect("strace runs");
    let mut line = String::new();
    BufReader::new(child.stdout.take().expect("piped")).read_line(&mut line).expect("an address");
    let address = line.trim().strip_prefix("http://").expect("an address").to_owned();
    let (host, path) = address.split_once('/').expect("a path");
    let mut said = String::new();
    if let Ok(mut stream) = TcpStream::connect(host) {
        let _ = write!(stream, "GET /{path} HTTP/1.1\r\nHost: {host}\r\n\r\n");
        let _ = stream.read_to_string(&mut said);
    }
    assert!(said.starts_with("HTTP/1.1 200 OK"), "{said}");
    // Who traces would leave it alone if it were ended itself.
    let told = || strace::calls(&crate::read(&log));
    if let Some(call) = told().first() {
        let _ = Command::new("kill").arg(&call.process).status();
    }
    let started = Instant::now();
    while child.try_wait().is_ok_and(|ended| ended.is_none()) && started.elapsed() < Duration::from_secs(10) {
        std::thread::sleep(Duration::from_millis(20));
    }
    let _ = child.kill();
    let _ = child.wait();
    told()
}

/// What must not be heard of who only listens.
fn heard(calls: &[Call]) -> Vec<String> {
    const LISTENING: &[&str] = &[
        "accept",
        "accept4",
        "bind",
        "getpeername",
        "getsockname",
        "getsockopt",
        "listen",
        "recv",
        "recvfrom",
        "send",
        "sendto",
        "setsockopt",
        "shutdown",
        "socket",
    ];
    let told = |call: &Call| format!("{}({}", call.name, call.rest);
    let others = calls.iter().filter(|call| !LISTENING.contains(&call.name.as_str()));
    let mut faults: Vec<String> = others.map(told).collect();
    let binds: Vec<&Call> = calls.iter().filter(|call| call.name == "bind").collect();
    if binds.len() != 1 || !binds[0].rest.contains("inet_addr(\"127.0.0.1\")") {
        faults.push(format!("it binds to {:?}", binds.into_iter().map(told).collect::<Vec<_>>()));
    }
    // With an address it would be sent to who did not ask.
    let sent = calls.iter().filter(|call| call.name == "sendto" && call.rest.contains("sin_addr"));
    faults.extend(sent.map(told));
    faults
}
