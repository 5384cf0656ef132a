//! Requests that would be answered if it were not for one thing each. `PORT` and `TOKEN` stand for what they are.

/// What it is, the bytes, and the status that refuses it.
pub type Attack = (String, Vec<u8>, u16);

/// The name by which it is called: after DNS rebinding another one leads here.
const HOSTS: &[(&str, u16)] = &[
    ("evil.example:PORT", 403),
    ("evil.example", 403),
    ("127.0.0.1", 403),
    ("127.0.0.1:1", 403),
    ("0.0.0.0:PORT", 403),
    ("[::1]:PORT", 403),
    ("evil.localhost:PORT", 403),
    ("127.0.0.1:PORT.evil.example", 403),
    ("evil.127.0.0.1:PORT", 403),
    ("evil@127.0.0.1:PORT", 403),
    ("2130706433:PORT", 403),
    ("127.1:PORT", 403),
    ("LOCALHOST:PORT", 403),
    ("localhost.:PORT", 403),
    ("", 403),
    ("127.0.0.1:PORT\rX", 400),
];

/// Without the secret there is nothing, and with it there are no paths.
const TARGETS: &[&str] = &[
    "/",
    "//",
    "/TOKE/",
    "/00000000000000000000000000000000/",
    "/TOKEN0/",
    "/TOKEN",
    "/x/TOKEN/",
    "/?token=TOKEN",
    "/view.js",
    "/favicon.ico",
    "http://127.0.0.1:PORT/TOKEN/",
    "http://evil.example/TOKEN/",
    "/TOKEN/../TOKEN/",
    "/TOKEN/../../../../etc/passwd",
    "/TOKEN/%2e%2e/%2e%2e/etc/passwd",
    "/TOKEN/%252e%252e/etc/passwd",
    "/TOKEN/.%2e/etc/passwd",
    "/TOKEN/..%2fpaper.toml",
    "/TOKEN/..\\paper.toml",
    "/TOKEN/..%5cpaper.toml",
    "/TOKEN/%c0%ae%c0%ae/paper.toml",
    "/TOKEN/view.js%00.html",
    "/TOKEN/paper.toml",
    "/TOKEN/sections/opening.md",
    "/TOKEN/page/../../../../../etc/passwd",
    "/TOKEN/image/..%2f..%2fpaper.toml",
    "/TOKEN/page/0123456789abcdef",
    "/TOKEN/page/0123456789ABCDEF0123456789ABCDEF",
    "/TOKEN/page/0123456789abcdef0123456789abcdef",
    "/TOKEN/outlines/-1",
    "/TOKEN/outlines/99999999999999999999",
    "/TOKEN/view.js?x",
];

/// What other pages of a browser send, and what is not HTTP as it should be, in fields of a request for the path.
const FIELDS: &[(&str, &str, u16)] = &[
    ("", "Sec-Fetch-Dest: iframe\r\nSec-Fetch-Mode: navigate\r\nSec-Fetch-Site: same-origin\r\n", 403),
    ("", "Sec-Fetch-Dest: object\r\nSec-Fetch-Mode: navigate\r\nSec-Fetch-Site: cross-site\r\n", 403),
    ("", "Sec-Fetch-Dest: empty\r\nSec-Fetch-Mode: cors\r\nSec-Fetch-Site: cross-site\r\n", 403),
    ("", "Sec-Fetch-Dest: empty\r\nSec-Fetch-Mode: cors\r\nSec-Fetch-Site: same-site\r\n", 403),
    ("view.js", "Sec-Fetch-Dest: script\r\nSec-Fetch-Mode: no-cors\r\nSec-Fetch-Site: cross-site\r\n", 403),
    ("outlines/0", "Sec-Fetch-Dest: document\r\nSec-Fetch-Mode: navigate\r\nSec-Fetch-Site: cross-site\r\n", 403),
    ("events", "Sec-Fetch-Site: cross-site\r\n", 403),
    ("", "Host: 127.0.0.1:PORT\r\n", 400),
    ("", "Host: evil.example\r\n", 400),
    ("", "Transfer-Encoding: chunked\r\n", 501),
    ("", "Content-Length: 4\r\n", 400),
    ("", "X: a\r\n b\r\n", 400),
    ("", "X: a\0b\r\n", 400),
    ("", "X\r\n", 400),
    ("", "X: a\nY: b\r\n", 400),
    ("jump", "", 405),
];

const ORIGIN: &str = "Origin: http://127.0.0.1:PORT\r\n";
const SITE: &str = "Sec-Fetch-Site: same-origin\r\n";
const JSON: &str = "Content-Type: application/json\r\n";
const JUMP: &str = "{\"page\":2,\"x\":200,\"y\":200}";

/// Jumps: fields, and the status. Each lacks something, or has too much of it.
const JUMPS: &[(&[&str], u16)] = &[
    (&[SITE, JSON], 403),
    (&["Origin: null\r\n", SITE, JSON], 403),
    (&["Origin: http://evil.example\r\n", "Sec-Fetch-Site: cross-site\r\n", JSON], 403),
    (&["Origin: http://127.0.0.1:1\r\n", SITE, JSON], 403),
    (&["Origin: http://localhost:PORT\r\n", SITE, JSON], 403),
    (&["Origin: https://127.0.0.1:PORT\r\n", SITE, JSON], 403),
    (&["Origin: http://127.0.0.1:PORT.evil.example\r\n", SITE, JSON], 403),
    (&[ORIGIN, JSON], 403),
    (&[ORIGIN, "Sec-Fetch-Site: cross-site\r\n", JSON], 403),
    (&[ORIGIN, "Sec-Fetch-Site: same-site\r\n", JSON], 403),
    (&[ORIGIN, SITE, "Content-Type: application/x-www-form-urlencoded\r\n"], 415),
    (&[ORIGIN, SITE, "Content-Type: text/plain\r\n"], 415),
    (&[ORIGIN, SITE, "Content-Type: multipart/form-data; boundary=x\r\n"], 415),
    (&[ORIGIN, SITE], 415),
    (&[ORIGIN, "Origin: http://evil.example\r\n", SITE, JSON], 400),
    (&[ORIGIN, SITE, JSON, "Content-Length: 5\r\n"], 400),
    (&[ORIGIN, SITE, JSON, "Content-Length : 5\r\n"], 400),
    (&[ORIGIN, SITE, JSON, "Transfer-Encoding: chunked\r\n"], 501),
    (&[ORIGIN, SITE, JSON, "Transfer-Encoding: xchunked\r\n"], 501),
    (&[ORIGIN, SITE, JSON, "Expect: 100-continue\r\n"], 417),
];

/// What a jump says that goes nowhere.
const BODIES: &[&str] = &[
    "page=1",
    "",
    "{\"page\":1}",
    "{\"page\":1,\"x\":1,\"y\":1,\"file\":\"/etc/passwd\"}",
    "{\"page\":-1,\"x\":1,\"y\":1}",
    "{\"page\":1,\"x\":1,\"y\":1}{}",
    "{\"view\":\"v1.0.0\"}",
    "{\"view\":0}",
    "[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[",
];

/// How long a jump says that it is, if it does.
const LENGTHS: &[(&str, u16)] = &[
    ("", 411),
    ("Content-Length: -5\r\n", 400),
    ("Content-Length: +26\r\n", 400),
    ("Content-Length: 0x1a\r\n", 400),
    ("Content-Length: 26, 26\r\n", 400),
    ("Content-Length: 2000\r\n", 413),
    ("Content-Length: 99999999999999999999999\r\n", 413),
];

/// Other methods, other versions, and what is no HTTP.
const RAW: &[(&[u8], u16)] = &[
    (b"GET /TOKEN/ HTTP/1.1\r\n\r\n", 400),
    (b"POST /TOKEN/ HTTP/1.1\r\nHost: 127.0.0.1:PORT\r\nContent-Length: 0\r\n\r\n", 405),
    (b"OPTIONS /TOKEN/jump HTTP/1.1\r\nHost: 127.0.0.1:PORT\r\nOrigin: http://evil.example\r\n\r\n", 405),
    (b"HEAD /TOKEN/ HTTP/1.1\r\nHost: 127.0.0.1:PORT\r\n\r\n", 405),
    (b"PUT /TOKEN/view.js HTTP/1.1\r\nHost: 127.0.0.1:PORT\r\nContent-Length: 1\r\n\r\nx", 405),
    (b"DELETE /TOKEN/ HTTP/1.1\r\nHost: 127.0.0.1:PORT\r\n\r\n", 405),
    (b"CONNECT evil.example:443 HTTP/1.1\r\nHost: 127.0.0.1:PORT\r\n\r\n", 405),
    (b"TRACE /TOKEN/ HTTP/1.1\r\nHost: 127.0.0.1:PORT\r\n\r\n", 405),
    (b"get /TOKEN/ HTTP/1.1\r\nHost: 127.0.0.1:PORT\r\n\r\n", 405),
    (b"GET /TOKEN/ HTTP/1.0\r\nHost: 127.0.0.1:PORT\r\n\r\n", 505),
    (b"GET /TOKEN/\r\n\r\n", 400),
    (b"PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n", 400),
    (b"GET /TOKEN/ HTTP/1.1\nHost: 127.0.0.1:PORT\n\n", 400),
    (b"GET  /TOKEN/  HTTP/1.1\r\nHost: 127.0.0.1:PORT\r\n\r\n", 400),
    (b"\x16\x03\x01\x02\x00\x01\x00\x01\xfc\x03\x03\r\n\r\n", 400),
    (b"GET /TOKEN/ HTTP/1.1\r\nHost: 127.0.0.1:PORT\r\n\r\nGET /TOKEN/ HTTP/1.1\r\nHost: 127.0.0.1:PORT\r\n\r\n", 400),
];

pub fn all() -> Vec<Attack> {
    let get = |target: &str, fields: &str| {
        format!("GET {target} HTTP/1.1\r\nHost: 127.0.0.1:PORT\r\n{fields}\r\n").into_bytes()
    };
    let post = |fields: &str, length: &str, body: &str| {
        format!("POST /TOKEN/jump HTTP/1.1\r\nHost: 127.0.0.1:PORT\r\n{fields}{length}\r\n{body}").into_bytes()
    };
    let length = |body: &str| format!("Content-Length: {}\r\n", body.len());
    let own = [ORIGIN, SITE, JSON].concat();
    let long = |length: usize| "a".repeat(length);
    let mut all: Vec<Attack> = Vec::new();
    all.extend(HOSTS.iter().map(|(host, status)| {
        let request = format!("GET /TOKEN/ HTTP/1.1\r\nHost: {host}\r\n\r\n");
        (format!("the host {host:?}"), request.into_bytes(), *status)
    }));
    all.extend(TARGETS.iter().map(|target| (format!("the target {target}"), get(target, ""), 404)));
    all.extend(FIELDS.iter().map(|(path, fields, status)| {
        (format!("{path:?} with {fields:?}"), get(&format!("/TOKEN/{path}"), fields), *status)
    }));
    all.extend(JUMPS.iter().map(|(fields, status)| {
        (format!("a jump with {fields:?}"), post(&fields.concat(), &length(JUMP), JUMP), *status)
    }));
    all.extend(BODIES.iter().map(|body| (format!("a jump that says {body}"), post(&own, &length(body), body), 400)));
    all.extend(LENGTHS.iter().map(|(told, status)| (format!("a jump with {told:?}"), post(&own, told, JUMP), *status)));
    all.extend(
        RAW.iter().map(|(bytes, status)| (String::from_utf8_lossy(bytes).into_owned(), bytes.to_vec(), *status)),
    );
    let behind = [post(&own, &length(JUMP), JUMP), get("/TOKEN/", "")].concat();
    let large = format!("{JUMP}{}", " ".repeat(2_000));
    all.extend(
        [
            ("a request behind a jump", behind, 400),
            ("a body that is too large", post(&own, &length(&large), &large), 413),
            ("a long target", get(&format!("/TOKEN/{}", long(9_000)), ""), 431),
            ("a long field", get("/TOKEN/", &format!("X: {}\r\n", long(9_000))), 431),
            ("10 MB of a field", get("/TOKEN/", &format!("X: {}\r\n", long(10_000_000))), 431),
            ("many fields", get("/TOKEN/", &"X: y\r\n".repeat(100)), 431),
        ]
        .map(|(name, request, status)| (name.to_owned(), request, status)),
    );
    all
}
