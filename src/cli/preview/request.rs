//! Bytes → a request, in the part of HTTP/1.1 (RFC 9112) that browsers use. All else is refused, not mended.

use std::io::Read;

use super::answer::Refusal;

/// What stands before the body of a request has so many bytes.
const MAX_HEAD: usize = 8 << 10;

const MAX_FIELDS: usize = 64;

const MAX_BODY: usize = 1 << 10;

/// What somebody wants.
#[derive(Debug, PartialEq)]
pub struct Request {
    pub method: Method,
    /// As it was sent: nothing in it is decoded.
    pub target: String,
    pub host: String,
    pub origin: Option<String>,
    pub content_type: Option<String>,
    pub fetch: Fetch,
    pub body: Vec<u8>,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Method {
    Get,
    Post,
}

/// What a browser says of where a request comes from (W3C Fetch Metadata).
#[derive(Debug, Default, PartialEq)]
pub struct Fetch {
    pub site: Option<String>,
    pub mode: Option<String>,
    pub destination: Option<String>,
}

/// What the head of a request says of its body, and where it ends.
struct Head {
    request: Request,
    end: usize,
    body: usize,
}

/// Reads one request. Whatever follows it is refused: a connection is for one.
pub fn read(from: &mut impl Read) -> Result<Request, Refusal> {
    let mut bytes = Vec::new();
    let head = loop {
        if let Some(head) = head(&bytes)? {
            break head;
        }
        if bytes.len() >= MAX_HEAD {
            return Err(Refusal::HEAD_TOO_LARGE);
        }
        take(from, &mut bytes, MAX_HEAD)?;
    };
    let end = head.end + head.body;
    while bytes.len() < end {
        take(from, &mut bytes, end)?;
    }
    match bytes.len() == end {
        true => Ok(Request { body: bytes.split_off(head.end), ..head.request }),
        false => Err(Refusal::BAD_REQUEST),
    }
}

/// Reads on, up to so many bytes in all.
fn take(from: &mut impl Read, bytes: &mut Vec<u8>, max: usize) -> Result<(), Refusal> {
    let mut buffer = [0; 2048];
    let room = buffer.len().min(max - bytes.len());
    match from.read(&mut buffer[..room]) {
        Ok(count @ 1..) => {
            bytes.extend(&buffer[..count]);
            Ok(())
        }
        Ok(_) => Err(Refusal::BAD_REQUEST),
        Err(_) => Err(Refusal::TOO_SLOW),
    }
}

/// What stands before the body, if all of it is there.
fn head(bytes: &[u8]) -> Result<Option<Head>, Refusal> {
    let mut fields = [httparse::EMPTY_HEADER; MAX_FIELDS];
    let mut parsed = httparse::Request::new(&mut fields);
    let end = match parsed.parse(bytes) {
        Ok(httparse::Status::Complete(end)) => end,
        Ok(httparse::Status::Partial) => return Ok(None),
        Err(httparse::Error::TooManyHeaders) => return Err(Refusal::HEAD_TOO_LARGE),
        Err(_) => return Err(Refusal::BAD_REQUEST),
    };
    // Others may take a line for ended where we do not, or the other way round.
    let has_bare_end =
        bytes[..end].iter().enumerate().any(|(at, byte)| *byte == b'\n' && !bytes[..at].ends_with(b"\r"));
    if has_bare_end {
        return Err(Refusal::BAD_REQUEST);
    }
    if parsed.version != Some(1) {
        return Err(Refusal::OTHER_VERSION);
    }
    let method = match parsed.method {
        Some("GET") => Method::Get,
        Some("POST") => Method::Post,
        _ => return Err(Refusal::OTHER_METHOD),
    };
    // Each at most once: of two, others may follow the other one.
    let field = |name: &str| -> Result<Option<String>, Refusal> {
        let mut values = parsed.headers.iter().filter(|field| field.name.eq_ignore_ascii_case(name));
        match (values.next(), values.next()) {
            (None, _) => Ok(None),
            (Some(field), None) => match std::str::from_utf8(field.value) {
                Ok(value) => Ok(Some(value.to_owned())),
                Err(_) => Err(Refusal::BAD_REQUEST),
            },
            _ => Err(Refusal::BAD_REQUEST),
        }
    };
    if field("Transfer-Encoding")?.is_some() {
        return Err(Refusal::OTHER_ENCODING);
    }
    if field("Expect")?.is_some() {
        return Err(Refusal::EXPECTATION);
    }
    let body = body_length(method, field("Content-Length")?)?;
    let request = Request {
        method,
        target: parsed.path.unwrap_or_default().to_owned(),
        host: field("Host")?.ok_or(Refusal::BAD_REQUEST)?,
        origin: field("Origin")?,
        content_type: field("Content-Type")?,
        fetch: Fetch {
            site: field("Sec-Fetch-Site")?,
            mode: field("Sec-Fetch-Mode")?,
            destination: field("Sec-Fetch-Dest")?,
        },
        body: Vec::new(),
    };
    Ok(Some(Head { request, end, body }))
}

fn body_length(method: Method, length: Option<String>) -> Result<usize, Refusal> {
    let Some(length) = length else {
        return if method == Method::Post { Err(Refusal::LENGTH_REQUIRED) } else { Ok(0) };
    };
    let is_number = !length.is_empty() && length.bytes().all(|byte| byte.is_ascii_digit());
    match length.parse() {
        Ok(0..=MAX_BODY) if !is_number => Err(Refusal::BAD_REQUEST),
        Ok(length @ 1..) if length <= MAX_BODY && method == Method::Post => Ok(length),
        Ok(0) => Ok(0),
        Ok(1..) if method == Method::Get => Err(Refusal::BAD_REQUEST),
        _ if is_number => Err(Refusal::BODY_TOO_LARGE),
        _ => Err(Refusal::BAD_REQUEST),
    }
}
