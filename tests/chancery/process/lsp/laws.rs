//! Laws of the server: an editor is told what `check` tells, whatever stands in the files and however long it is typed.
//!
//! - `CHANCERY_MUTATIONS=1000 cargo test --release process::lsp` opens as many spoilt papers as it says;
//! - `CHANCERY_EDITS=10000 cargo test --release process::lsp` types as often as it says;
//! - `CHANCERY_MESSAGES=100000 cargo test --release process::lsp` sends as many messages that are none.

use std::cell::RefCell;
use std::collections::BTreeMap;
use std::{env, fs};

use chancery::diagnostic::Diagnostics;
use chancery::press::{self, Session};
use chancery::project::{File, MANIFEST, Project, is_project_path};
use chancery::report;
use chancery::source::{Buffer, Position, Unit};
use serde_json::{Map, Value, json};
use tempfile::TempDir;

use super::super::{Paper, SECTION};
use super::client::Client;
use crate::dice::Dice;
use crate::mutations::{self, Files};
use crate::preview::site::Site;

fn number(name: &str, usual: u64) -> u64 {
    env::var(name).map_or(usual, |text| text.parse().expect("a number"))
}

#[test]
fn an_editor_is_told_what_check_tells() {
    const USUAL: u64 = 40;
    let origins = mutations::origins();
    let here = Paper::new();
    let mut client = Client::start(&here);
    client.initialize(json!({
        "general": { "positionEncodings": ["utf-32"] },
        "textDocument": {
            "codeAction": { "codeActionLiteralSupport": {} },
            "publishDiagnostics": { "relatedInformation": true, "dataSupport": true },
        },
    }));
    let mut told = 0;
    for seed in 0..number("CHANCERY_MUTATIONS", USUAL) {
        let mutated = mutations::mutated(seed, &origins);
        if mutated.files.contains_key(MANIFEST) {
            told += compare(&mut client, &mutated.origin, &mutated.files, &format!("{seed}: {}", mutated.story));
        }
    }
    assert!(told > 0, "nothing is found in any of them");
    client.farewell();
}

/// Opens what is different from the origin in an editor, and compares what is told with what `check` finds. Returns
/// how much that is.
fn compare(client: &mut Client, origin: &Files, files: &Files, story: &str) -> usize {
    let home = TempDir::new().expect("a folder for the test");
    let folder = home.path().canonicalize().expect("it is there");
    let mut open = Vec::new();
    for (path, bytes) in files {
        let text = str::from_utf8(bytes).ok().filter(|_| is_project_path(path));
        let is_open = text.is_some() && (origin.get(path) != Some(bytes) || path == MANIFEST);
        let uri = format!("file://{}/{}", folder.display(), encoded(path));
        open.extend(text.filter(|_| is_open).map(|text| (uri, text)));
        let on_disk = if is_open { origin.get(path) } else { Some(bytes) };
        let Some(on_disk) = on_disk else { continue };
        let file = folder.join(path);
        fs::create_dir_all(file.parent().expect("a file lies in a folder")).expect("a folder for the file");
        fs::write(file, on_disk).expect("the file is written");
    }
    if open.iter().all(|(uri, _)| !uri.ends_with(MANIFEST)) {
        // What is no UTF-8 cannot be open.
        return 0;
    }
    open.iter().for_each(|(uri, text)| client.open(uri, 1, text));
    let start = json!({ "line": 0, "character": 0 });
    let everywhere = json!({ "start": start, "end": start });
    let params = json!({ "textDocument": { "uri": open[0].0 }, "range": everywhere, "context": { "diagnostics": [] } });
    client.ask("textDocument/codeAction", params);

    let project = Project::new(files.clone());
    let mut diagnostics = Diagnostics::new();
    press::check(&project, &mut Session::default(), &mut diagnostics);
    let expected = report::json(&diagnostics.into_sorted(), &project);
    let expected: Vec<Value> = expected.lines().map(|line| serde_json::from_str(line).expect("JSON")).collect();

    let mut shown: BTreeMap<String, Value> = BTreeMap::new();
    let folder = folder.display().to_string();
    // What was said of the paper before is taken back meanwhile.
    let is_here = |uri: &Value| uri.as_str().is_some_and(|uri| uri["file://".len()..].starts_with(&folder));
    for mut published in client.published().into_iter().filter(|published| is_here(&published["uri"])) {
        shown.insert(path_of(&published["uri"], &folder), published["diagnostics"].take());
    }
    let places = Places { project: &project, folder, buffers: RefCell::default() };
    let found = shown.iter().flat_map(|(path, findings)| {
        findings.as_array().expect("a list").iter().map(|finding| places.finding(path, finding))
    });
    let found: Vec<Value> = found.collect();
    let lines = |findings: &[Value]| findings.iter().map(|finding| format!("{finding}\n")).collect::<String>();
    let difference = || crate::corpus::compare(&lines(&expected), &lines(&found));
    assert!(expected == found, "{story}\n{}", difference());
    open.iter().for_each(|(uri, _)| client.close(uri));
    found.len()
}

/// What the places of an editor are for `check`.
struct Places<'a> {
    project: &'a Project,
    folder: String,
    /// The files as editors have them: of some papers, thousands of places are told.
    buffers: RefCell<BTreeMap<&'static str, Buffer>>,
}

impl Places<'_> {
    /// A finding as `check --format json` prints it.
    fn finding(&self, path: &str, shown: &Value) -> Value {
        let message = shown["message"].as_str().expect("a text");
        let help = &shown["data"]["help"];
        let (message, shown_help) = message.split_once('\n').map_or((message, None), |(one, two)| (one, Some(two)));
        assert_eq!(help.as_str(), shown_help, "{shown}");
        let mut finding = Map::new();
        finding.insert("code".to_owned(), shown["code"].clone());
        finding.insert(
            "severity".to_owned(),
            json!(match shown["severity"].as_u64() {
                Some(1) => "error",
                Some(2) => "warning",
                _ => "hint",
            }),
        );
        finding.insert("message".to_owned(), json!(message));
        finding.extend(self.place(path, &shown["range"]));
        finding.insert("help".to_owned(), help.clone());
        let labels = shown["relatedInformation"].as_array().into_iter().flatten().map(|related| {
            let mut label = self.location(&related["location"]["uri"], &related["location"]["range"]);
            label.insert("message".to_owned(), related["message"].clone());
            Value::Object(label)
        });
        finding.insert("labels".to_owned(), labels.collect());
        let fix = &shown["data"]["fix"];
        let replacement = fix["edit"]["newText"].as_str().map(|text| {
            let mut replacement = self.location(&fix["uri"], &fix["edit"]["range"]);
            replacement.insert("replacement".to_owned(), json!(text.replace("\r\n", "\n")));
            Value::Object(replacement)
        });
        finding.insert("fix".to_owned(), replacement.unwrap_or_default());
        Value::Object(finding)
    }

    fn location(&self, uri: &Value, range: &Value) -> Map<String, Value> {
        self.place(&path_of(uri, &self.folder), range)
    }

    fn place(&self, path: &str, range: &Value) -> Map<String, Value> {
        let [start, end] = ["start", "end"].map(|side| {
            let count = |name: &str| range[side][name].as_u64().expect("a number") as usize + 1;
            let position = Position { line: count("line"), column: count("character") };
            // A file as a whole has no text, as its folder has none.
            self.project.file(path).map_or(position, |file| self.counted(file, position))
        });
        let place = json!({
            "file": path, "line": start.line, "column": start.column, "end_line": end.line, "end_column": end.column,
        });
        place.as_object().expect("an object").clone()
    }

    /// A place by the lines of an editor as `check` counts it.
    fn counted(&self, file: &File, position: Position) -> Position {
        let text = || str::from_utf8(file.bytes()).map_or_else(|_| file.source().text().to_owned(), str::to_owned);
        let mut buffers = self.buffers.borrow_mut();
        let buffer = buffers.entry(file.path()).or_insert_with(|| Buffer::new(text()));
        file.source().position(buffer.offset(Unit::Character, position))
    }
}

fn encoded(path: &str) -> String {
    let byte = |byte: u8| match byte {
        b'/' | b'.' | b'-' | b'_' | b'0'..=b'9' | b'a'..=b'z' | b'A'..=b'Z' => char::from(byte).to_string(),
        _ => format!("%{byte:02X}"),
    };
    path.bytes().map(byte).collect()
}

/// The path in its paper of what a URI names.
fn path_of(uri: &Value, folder: &str) -> String {
    let uri = uri.as_str().expect("a text").strip_prefix("file://").expect("a file");
    let path = uri.strip_prefix(folder).expect("in the paper").trim_start_matches('/');
    let mut bytes = Vec::new();
    let mut parts = path.split('%');
    bytes.extend(parts.next().unwrap_or_default().bytes());
    for part in parts {
        bytes.push(u8::from_str_radix(&part[..2], 16).expect("two digits"));
        bytes.extend(part[2..].bytes());
    }
    String::from_utf8(bytes).expect("a path is UTF-8")
}

/// What a process holds of the memory, in kB.
fn memory(pid: u32) -> u64 {
    let status = fs::read_to_string(format!("/proc/{pid}/status")).expect("the process is there");
    let line = status.lines().find_map(|line| line.strip_prefix("VmRSS:")).expect("it is told");
    line.trim().trim_end_matches(" kB").parse().expect("a number")
}

/// How many threads a process has.
fn threads(pid: u32) -> usize {
    fs::read_dir(format!("/proc/{pid}/task")).expect("the process is there").count()
}

#[test]
fn to_type_for_long_takes_no_more_memory() {
    const USUAL: u64 = 600;
    /// Before so many, memory has not settled.
    const FIRST: u64 = 200;
    let paper = Paper::new();
    let mut client = Client::start(&paper);
    client.initialize(json!({}));
    let uri = client.uri("sections/opening.md");
    client.open(&uri, 0, SECTION);
    let mut before = 0;
    for version in 1..=i32::try_from(number("CHANCERY_EDITS", USUAL).max(FIRST + 1)).expect("a small number") {
        let place = json!({ "line": 6, "character": 0 });
        let (end, text) = match version % 2 {
            1 => (place.clone(), format!("Word {version}, [](#nowhere). ")),
            _ => (json!({ "line": 6, "character": 999 }), "Some words.".to_owned()),
        };
        client.change(&uri, version, json!([{ "range": { "start": place, "end": end }, "text": text }]));
        let findings = client.findings(&uri, Some(version));
        assert_eq!(findings.as_array().map(Vec::len), Some(version as usize % 2), "{findings}");
        if version as u64 == FIRST {
            before = memory(client.pid());
        }
    }
    let after = memory(client.pid());
    assert!(after * 5 <= before * 6, "{before} kB have become {after} kB");
    client.farewell();
}

/// Opens the manifest of a paper with these files. Returns the paper's folder, and the manifest's URI.
fn opened(client: &mut Client, files: &Files) -> (TempDir, String) {
    let home = TempDir::new().expect("a folder for the test");
    for (path, bytes) in files {
        let file = home.path().join(path);
        fs::create_dir_all(file.parent().expect("a file lies in a folder")).expect("a folder for the file");
        fs::write(file, bytes).expect("the file is written");
    }
    let uri = format!("file://{}/{MANIFEST}", home.path().canonicalize().expect("it is there").display());
    client.open(&uri, 1, &String::from_utf8_lossy(&files[MANIFEST]));
    (home, uri)
}

#[test]
fn papers_that_are_closed_leave_no_memory_behind() {
    const USUAL: u64 = 60;
    /// After so many, memory has settled.
    const FIRST: u64 = 20;
    let origins = mutations::origins();
    let here = Paper::new();
    let mut client = Client::start(&here);
    client.initialize(json!({}));
    let (mut before, mut threads) = (0, 0);
    let count = number("CHANCERY_PAPERS", USUAL).max(FIRST + 1);
    for at in 1..=count {
        // One of the two that have a bit of everything.
        let (_home, uri) = opened(&mut client, &origins[at as usize % 2].files);
        client.ask("textDocument/documentSymbol", json!({ "textDocument": { "uri": uri } }));
        client.close(&uri);
        client.published();
        if at == FIRST {
            (before, threads) = (memory(client.pid()), self::threads(client.pid()));
        }
    }
    let (after, threads_after) = (memory(client.pid()), self::threads(client.pid()));
    assert!(after * 4 <= before * 5, "{before} kB have become {after} kB, after {count} papers");
    assert!(threads_after <= threads + 4, "{threads} threads have become {threads_after}");
    client.farewell();
}

#[test]
fn previews_that_are_closed_leave_nothing_behind() {
    const USUAL: u64 = 12;
    const FIRST: u64 = 5;
    let origins = mutations::origins();
    let here = Paper::new();
    let mut client = Client::start(&here);
    client.initialize(json!({}));
    let (mut before, mut threads) = (0, 0);
    let count = number("CHANCERY_PREVIEWS", USUAL).max(FIRST + 1);
    for at in 1..=count {
        let (_home, uri) = opened(&mut client, &origins[0].files);
        let command = json!({ "command": "chancery.preview", "arguments": [{ "textDocument": { "uri": uri } }] });
        let address = client.ask("workspace/executeCommand", command);
        let mut events = Site::at(address.as_str().expect("an address")).events();
        events.edition(|edition| edition["state"] == "good");
        client.close(&uri);
        client.published();
        if at == FIRST {
            (before, threads) = (memory(client.pid()), self::threads(client.pid()));
        }
    }
    let (after, threads_after) = (memory(client.pid()), self::threads(client.pid()));
    assert!(after * 4 <= before * 5, "{before} kB have become {after} kB, after {count} previews");
    assert!(threads_after <= threads + 6, "{threads} threads have become {threads_after}");
    client.farewell();
}

#[test]
fn no_message_is_too_much() {
    const USUAL: u64 = 4000;
    let paper = Paper::new();
    let mut client = Client::start(&paper);
    client.initialize(json!({ "textDocument": { "codeAction": { "codeActionLiteralSupport": {} } } }));
    let uri = client.uri("sections/opening.md");
    client.open(&uri, 0, SECTION);
    let mut dice = Dice(2013);
    for _ in 0..number("CHANCERY_MESSAGES", USUAL) {
        let message = garbage(&mut dice, &uri);
        client.write(&message);
    }
    // Whatever was open or is open now, a text that is opened is served.
    client.open(&uri, 2013, SECTION);
    assert_eq!(client.findings(&uri, Some(2013)), json!([]));
    assert!(
        !client.has_heard(|message| message["error"]["code"] == -32603),
        "none of them was a mistake of the server"
    );
    client.farewell();
}

/// A message that no client should send, in its frame.
fn garbage(dice: &mut Dice, uri: &str) -> Vec<u8> {
    const METHODS: &[&str] = &[
        "textDocument/didOpen",
        "textDocument/didChange",
        "textDocument/didClose",
        "textDocument/didSave",
        "completionItem/resolve",
        "textDocument/codeAction",
        "textDocument/codeLens",
        "textDocument/completion",
        "textDocument/definition",
        "textDocument/documentHighlight",
        "textDocument/documentLink",
        "textDocument/documentSymbol",
        "textDocument/foldingRange",
        "textDocument/formatting",
        "textDocument/hover",
        "textDocument/inlayHint",
        "textDocument/prepareRename",
        "textDocument/rangeFormatting",
        "textDocument/references",
        "textDocument/rename",
        "textDocument/semanticTokens/full",
        "workspace/didChangeWatchedFiles",
        "workspace/didChangeWorkspaceFolders",
        "$/cancelRequest",
        "initialized",
        "initialize",
        "workspace/executeCommand",
        "workspace/symbol",
        "workspace/willRenameFiles",
        "",
        "no such",
    ];
    let mut message = Map::new();
    if dice.once_in(2) {
        message.insert("id".to_owned(), value(dice, uri, 1));
    }
    if !dice.once_in(8) {
        message.insert("method".to_owned(), json!(dice.pick(METHODS)));
    }
    if !dice.once_in(8) {
        message.insert("params".to_owned(), value(dice, uri, 4));
    }
    if dice.once_in(8) {
        message.insert("result".to_owned(), value(dice, uri, 2));
    }
    let mut text = Value::Object(message).to_string().into_bytes();
    for _ in 0..if dice.once_in(3) { dice.below(4) } else { 0 } {
        let at = dice.below(text.len());
        match dice.below(3) {
            0 => text[at] = dice.throw() as u8,
            1 => drop(text.drain(dice.range(at, 9))),
            _ => text.insert(at, dice.throw() as u8),
        }
    }
    let mut frame = match dice.below(12) {
        0 => b"Content-Length: many\r\nnonsense\r\n\r\n".to_vec(),
        1 => b"\r\n\r\n".to_vec(),
        _ => Vec::new(),
    };
    frame.extend(format!("Content-Length: {}\r\n\r\n", text.len()).bytes());
    frame.extend(text);
    frame
}

/// A value that may be what is expected somewhere.
fn value(dice: &mut Dice, uri: &str, depth: usize) -> Value {
    const NAMES: &[&str] = &[
        "textDocument",
        "uri",
        "version",
        "text",
        "range",
        "start",
        "end",
        "line",
        "character",
        "contentChanges",
        "context",
        "only",
        "changes",
        "event",
        "added",
        "removed",
        "id",
        "options",
        "position",
        "languageId",
        "newName",
        "data",
        "label",
        "query",
        "command",
        "arguments",
        "files",
        "oldUri",
        "newUri",
    ];
    match dice.below(if depth == 0 { 7 } else { 12 }) {
        0 => Value::Null,
        1 => json!(dice.once_in(2)),
        2 => json!(dice.throw() as i64),
        3 => json!(dice.below(20)),
        4 => json!(dice.throw() as f64 / -3e9),
        5 => json!(uri),
        6 => json!(dice.pick(mutations::FRAGMENTS)),
        7 => (0..dice.below(4)).map(|_| value(dice, uri, depth - 1)).collect(),
        8 => json!({ "textDocument": { "uri": uri, "version": dice.below(9), "text": value(dice, uri, 0) },
            "range": value(dice, uri, 2), "contentChanges": [{ "range": place(dice), "text": value(dice, uri, 0) }] }),
        9 => place(dice),
        _ => {
            let entries = (0..dice.below(5)).map(|_| {
                let name = dice.pick(NAMES).expect("there are some");
                ((*name).to_owned(), value(dice, uri, depth - 1))
            });
            Value::Object(entries.collect())
        }
    }
}

fn place(dice: &mut Dice) -> Value {
    let mut place = || json!({ "line": dice.below(12), "character": dice.below(40) as f64 - 4.0 });
    json!({ "start": place(), "end": place() })
}
