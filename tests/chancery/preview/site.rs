//! A preview by its address, as who has that reaches it: over raw sockets.

use std::io::{BufRead, BufReader, Read, Write};
use std::net::{Ipv4Addr, TcpStream};
use std::time::Duration;

use serde_json::Value;

/// Where a preview is served.
pub struct Site {
    pub port: u16,
    pub token: String,
}

impl Site {
    pub fn at(address: &str) -> Self {
        let rest = address.strip_prefix("http://127.0.0.1:").expect(address);
        let (port, token) = rest.trim_end_matches('/').split_once('/').expect("a port and a token");
        Self { port: port.parse().expect("a port"), token: token.to_owned() }
    }

    pub fn connect(&self) -> TcpStream {
        let stream = TcpStream::connect((Ipv4Addr::LOCALHOST, self.port)).expect("it listens");
        stream.set_read_timeout(Some(Duration::from_secs(20))).unwrap();
        stream
    }

    /// What is answered to these bytes. `PORT` and `TOKEN` stand for what they are.
    pub fn send(&self, request: &[u8]) -> Reply {
        let mut stream = self.connect();
        // Whoever is refused early may not take it all.
        let _ = stream.write_all(&self.filled(request));
        Reply::read(stream)
    }

    pub fn filled(&self, request: &[u8]) -> Vec<u8> {
        let mut filled = Vec::new();
        let mut rest = request;
        while let Some(first) = rest.first() {
            if let Some(after) = rest.strip_prefix(b"PORT") {
                filled.extend(self.port.to_string().as_bytes());
                rest = after;
            } else if let Some(after) = rest.strip_prefix(b"TOKEN") {
                filled.extend(self.token.as_bytes());
                rest = after;
            } else {
                filled.push(*first);
                rest = &rest[1..];
            }
        }
        filled
    }

    pub fn get(&self, path: &str) -> Reply {
        self.send(format!("GET /TOKEN/{path} HTTP/1.1\r\nHost: 127.0.0.1:PORT\r\n\r\n").as_bytes())
    }

    pub fn post(&self, path: &str, body: &Value) -> Reply {
        let body = body.to_string();
        let length = body.len();
        self.send(
            format!(
                "POST /TOKEN/{path} HTTP/1.1\r\nHost: 127.0.0.1:PORT\r\nOrigin: http://127.0.0.1:PORT\r\n\
                 Sec-Fetch-Site: same-origin\r\nContent-Type: application/json\r\nContent-Length: {length}\r\n\r\n{body}"
            )
            .as_bytes(),
        )
    }

    pub fn events(&self) -> Events {
        let mut stream = self.connect();
        let request = self.filled(b"GET /TOKEN/events HTTP/1.1\r\nHost: localhost:PORT\r\n\r\n");
        stream.write_all(&request).unwrap();
        let mut lines = BufReader::new(stream);
        let mut line = String::new();
        while line != "\r\n" {
            line.clear();
            assert!(lines.read_line(&mut line).unwrap() > 0, "the events begin");
        }
        Events(lines)
    }
}

/// What came back; a status of 0 if nothing did.
#[derive(Debug)]
pub struct Reply {
    pub status: u16,
    pub head: String,
    pub body: Vec<u8>,
}

impl Reply {
    pub fn read(mut stream: TcpStream) -> Self {
        let mut bytes = Vec::new();
        let mut buffer = [0; 4096];
        while let Ok(count @ 1..) = stream.read(&mut buffer) {
            bytes.extend(&buffer[..count]);
        }
        let end = bytes.windows(4).position(|four| four == b"\r\n\r\n").unwrap_or(0);
        let head = String::from_utf8_lossy(&bytes[..end]).into_owned();
        let status = head.split(' ').nth(1).and_then(|status| status.parse().ok()).unwrap_or(0);
        Self { status, body: bytes.split_off((end + 4).min(bytes.len())), head }
    }

    pub fn json(&self) -> Value {
        serde_json::from_slice(&self.body).expect("JSON")
    }
}

/// Server-sent events as they come.
pub struct Events(BufReader<TcpStream>);

impl Events {
    /// The next event of that name.
    pub fn next(&mut self, wanted: &str) -> Value {
        let (mut name, mut line) = (String::new(), String::new());
        loop {
            line.clear();
            assert!(self.0.read_line(&mut line).expect("an event in time") > 0, "the events go on");
            if let Some(told) = line.strip_prefix("event: ") {
                name = told.trim_end().to_owned();
            } else if let Some(data) = line.strip_prefix("data: ")
                && name == wanted
            {
                return serde_json::from_str(data).expect("JSON");
            }
        }
    }

    pub fn edition(&mut self, fits: impl Fn(&Value) -> bool) -> Value {
        loop {
            let edition = self.next("edition");
            if fits(&edition) {
                return edition;
            }
        }
    }
}

/// Where the text of a page stands, in points.
pub fn place(preview: &Site, edition: &Value, page: usize, text: &str) -> (f64, f64) {
    let digest = edition["pages"][page - 1][0].as_str().unwrap();
    let drawing = preview.get(&format!("page/{digest}")).json();
    let lines = drawing["lines"].as_array().unwrap().clone();
    let line = lines.iter().find(|line| line["text"].as_str().unwrap().contains(text)).expect(text);
    let (said, number) = (line["text"].as_str().unwrap(), |key: &str| line[key].as_f64().unwrap());
    // In the middle: letters are not all as wide.
    let (before, _) = said.split_once(text).unwrap();
    let at = (before.chars().count() as f64 + text.chars().count() as f64 / 2.0) / said.chars().count() as f64;
    (number("x") + number("width") * at, number("y") - 2.0)
}
