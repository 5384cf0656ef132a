//! Messages on the wire: JSON-RPC 2.0 in frames with a header (Language Server Protocol 3.17, "Base Protocol").
//!
//! Whatever arrives, reading goes on behind it: what is no message is answered as such, and a reader that has lost its
//! place finds the next header.

use std::io::{self, BufRead, Read, Write};

use serde::Serialize;
use serde_json::{Value, json};

/// What a message may have in bytes. An editor sends a text as one, in which any character can be six.
const MAX_MESSAGE_BYTES: u64 = 512 << 20;

/// What a line of a header may have in bytes; all that are known are far shorter.
const MAX_HEADER_BYTES: u64 = 4 << 10;

/// What arrives.
#[derive(Debug)]
pub enum Incoming {
    /// Wants an answer by this name, which is a number or a text.
    Request {
        id: Value,
        method: String,
        params: Value,
    },
    Notification {
        method: String,
        params: Value,
    },
    /// An answer to something that was asked of the client: by which name, and what it says.
    Response {
        id: Value,
        answer: Result<Value, Value>,
    },
    /// No message. Who sent it is told so, by the name that it gave if it gave one.
    Malformed {
        id: Value,
        error: Error,
    },
}

/// Why a request is not fulfilled.
#[derive(Debug, Clone, Serialize)]
pub struct Error {
    pub code: i32,
    pub message: String,
}

impl Error {
    pub const PARSE: i32 = -32700;
    pub const INVALID_REQUEST: i32 = -32600;
    pub const METHOD_NOT_FOUND: i32 = -32601;
    pub const INVALID_PARAMS: i32 = -32602;
    pub const INTERNAL: i32 = -32603;
    pub const NOT_INITIALIZED: i32 = -32002;
    pub const REQUEST_FAILED: i32 = -32803;
    pub const CONTENT_MODIFIED: i32 = -32801;
    pub const REQUEST_CANCELLED: i32 = -32800;

    pub fn new(code: i32, message: impl Into<String>) -> Self {
        Self { code, message: message.into() }
    }
}

/// Reads the next message. [`None`] at the end of the input.
pub fn read(input: &mut dyn BufRead) -> io::Result<Option<Incoming>> {
    let malformed = |message: String| {
        let error = Error::new(Error::PARSE, message);
        Ok(Some(Incoming::Malformed { id: Value::Null, error }))
    };
    let Some(length) = length(input)? else { return Ok(None) };
    let mut body = input.take(length);
    if length > MAX_MESSAGE_BYTES {
        io::copy(&mut body, &mut io::sink())?;
        return malformed(format!("a message of {length} bytes is longer than {MAX_MESSAGE_BYTES}"));
    }
    let mut bytes = Vec::new();
    body.read_to_end(&mut bytes)?;
    if (bytes.len() as u64) < length {
        return Ok(None);
    }
    match serde_json::from_slice(&bytes) {
        Ok(message) => Ok(Some(understand(message))),
        Err(error) => malformed(format!("the message is not JSON: {error}")),
    }
}

/// How long the next message is, from its header. What is no header is passed over.
fn length(input: &mut dyn BufRead) -> io::Result<Option<u64>> {
    let mut length = None;
    loop {
        let mut line = Vec::new();
        if input.take(MAX_HEADER_BYTES).read_until(b'\n', &mut line)? == 0 {
            return Ok(None);
        }
        let line = line.trim_ascii();
        match line.iter().position(|byte| *byte == b':').map(|colon| line.split_at(colon)) {
            None if line.is_empty() && length.is_some() => return Ok(length),
            Some((name, value)) if name.eq_ignore_ascii_case(b"content-length") => {
                let value = str::from_utf8(&value[1..]).ok().and_then(|value| value.trim().parse().ok());
                length = value.or(length);
            }
            _ => {}
        }
    }
}

fn understand(message: Value) -> Incoming {
    let invalid = |id: Value, message: &str| {
        let error = Error::new(Error::INVALID_REQUEST, message);
        Incoming::Malformed { id, error }
    };
    let Value::Object(mut message) = message else {
        return invalid(Value::Null, "a message is an object");
    };
    let id = message.remove("id");
    let params = message.remove("params").unwrap_or_default();
    match (message.remove("method"), id) {
        (Some(Value::String(method)), None) => Incoming::Notification { method, params },
        (Some(Value::String(method)), Some(id @ (Value::Number(_) | Value::String(_)))) => {
            Incoming::Request { id, method, params }
        }
        (Some(Value::String(_)), Some(_)) => invalid(Value::Null, "an `id` is a number or a text"),
        (None, Some(id)) if message.contains_key("result") || message.contains_key("error") => {
            // Some clients write both.
            let error = message.remove("error").filter(|error| !error.is_null());
            let answer = error.map_or_else(|| Ok(message.remove("result").unwrap_or_default()), Err);
            Incoming::Response { id, answer }
        }
        (_, id) => {
            let id = id.filter(|id| id.is_number() || id.is_string()).unwrap_or_default();
            invalid(id, "a message has a `method`, which is a text")
        }
    }
}

/// The answer to a request.
pub fn response(id: Value, answer: Result<Value, Error>) -> Value {
    match answer {
        Ok(result) => json!({ "jsonrpc": "2.0", "id": id, "result": result }),
        Err(error) => json!({ "jsonrpc": "2.0", "id": id, "error": error }),
    }
}

pub fn notification(method: &str, params: Value) -> Value {
    json!({ "jsonrpc": "2.0", "method": method, "params": params })
}

/// Something that is asked of the client.
pub fn request(id: &str, method: &str, params: Value) -> Value {
    let mut request = json!({ "jsonrpc": "2.0", "id": id, "method": method });
    if !params.is_null() {
        request["params"] = params;
    }
    request
}

pub fn write(output: &mut dyn Write, message: &Value) -> io::Result<()> {
    let text = message.to_string();
    write!(output, "Content-Length: {}\r\n\r\n{text}", text.len())?;
    output.flush()
}
