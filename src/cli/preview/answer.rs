//! What is answered, and what every answer says besides.

use std::io::{self, Write};
use std::sync::Arc;

/// What a browser is told of every answer: load nothing from elsewhere, show it in no frame, guess no type, keep
/// nothing (a paper may be marked), tell no other page of its address, which is secret.
const FIELDS: &str = "\
Connection: close\r\n\
Cache-Control: no-store\r\n\
Content-Security-Policy: default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self'; connect-src 'self'; \
base-uri 'none'; form-action 'none'; frame-ancestors 'none'\r\n\
Cross-Origin-Opener-Policy: same-origin\r\n\
Cross-Origin-Resource-Policy: same-origin\r\n\
Referrer-Policy: no-referrer\r\n\
X-Content-Type-Options: nosniff\r\n\
X-Frame-Options: DENY\r\n";

/// Why a request is not answered.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Refusal(u16, &'static str);

impl Refusal {
    pub const BAD_REQUEST: Self = Self(400, "Bad Request");
    /// Somebody else's page, or another name for this machine.
    pub const FORBIDDEN: Self = Self(403, "Forbidden");
    pub const NOT_FOUND: Self = Self(404, "Not Found");
    pub const OTHER_METHOD: Self = Self(405, "Method Not Allowed");
    pub const TOO_SLOW: Self = Self(408, "Request Timeout");
    pub const LENGTH_REQUIRED: Self = Self(411, "Length Required");
    pub const BODY_TOO_LARGE: Self = Self(413, "Content Too Large");
    pub const OTHER_TYPE: Self = Self(415, "Unsupported Media Type");
    pub const EXPECTATION: Self = Self(417, "Expectation Failed");
    pub const HEAD_TOO_LARGE: Self = Self(431, "Request Header Fields Too Large");
    pub const OTHER_ENCODING: Self = Self(501, "Not Implemented");
    pub const BUSY: Self = Self(503, "Service Unavailable");
    pub const OTHER_VERSION: Self = Self(505, "HTTP Version Not Supported");
}

/// What is sent.
pub enum Answer {
    Content(&'static str, Arc<[u8]>),
    /// It was heard.
    Nothing,
}

impl Answer {
    pub fn fixed(media_type: &'static str, text: &str) -> Self {
        Self::Content(media_type, text.as_bytes().into())
    }
}

pub fn write(answer: Result<Answer, Refusal>, to: &mut impl Write) -> io::Result<()> {
    let (status, media_type, body): (_, _, Arc<[u8]>) = match answer {
        Ok(Answer::Content(media_type, body)) => ("200 OK".to_owned(), media_type, body),
        Ok(Answer::Nothing) => {
            to.write_all(format!("HTTP/1.1 204 No Content\r\n{FIELDS}\r\n").as_bytes())?;
            return to.flush();
        }
        Err(Refusal(status, reason)) => (format!("{status} {reason}"), "text/plain; charset=utf-8", [].into()),
    };
    let length = body.len();
    let head = format!("HTTP/1.1 {status}\r\n{FIELDS}Content-Type: {media_type}\r\nContent-Length: {length}\r\n\r\n");
    to.write_all(head.as_bytes())?;
    to.write_all(&body)?;
    to.flush()
}

/// Begins an answer that goes on: server-sent events (HTML, 9.2).
pub fn begin_events(to: &mut impl Write) -> io::Result<()> {
    to.write_all(format!("HTTP/1.1 200 OK\r\n{FIELDS}Content-Type: text/event-stream\r\n\r\n").as_bytes())?;
    to.flush()
}

/// Sends an event; `data` is one line.
pub fn write_event(name: &str, data: &str, to: &mut impl Write) -> io::Result<()> {
    to.write_all(format!("event: {name}\ndata: {data}\n\n").as_bytes())?;
    to.flush()
}
