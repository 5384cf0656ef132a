//! A client that hears all that the server says, and waits for what it wants to hear.

use std::collections::VecDeque;
use std::io::{BufRead, BufReader, Write};
use std::process::{Child, ChildStdin, Stdio};
use std::sync::mpsc::{Receiver, channel};
use std::thread;
use std::time::Duration;

use serde_json::{Value, json};

use super::super::Paper;

/// How long to wait for what must come: a machine may be busy.
const PATIENCE: Duration = Duration::from_secs(60);

/// No number that is sent for another reason.
const FIRST_ID: i64 = 1 << 40;

pub struct Client {
    server: Child,
    input: Option<ChildStdin>,
    messages: Receiver<Value>,
    /// What was said and not yet asked for.
    heard: VecDeque<Value>,
    folder: String,
    asked: i64,
}

impl Client {
    pub fn start(paper: &Paper) -> Self {
        let mut command = paper.command(&paper.path(""), "lsp");
        command.stdin(Stdio::piped()).stdout(Stdio::piped()).stderr(Stdio::inherit());
        let mut server = command.spawn().expect("the server starts");
        let mut output = BufReader::new(server.stdout.take().expect("its output is piped"));
        let (sender, messages) = channel();
        thread::spawn(move || while read(&mut output).is_some_and(|message| sender.send(message).is_ok()) {});
        let folder = paper.path("").display().to_string();
        Self { input: server.stdin.take(), server, messages, heard: VecDeque::new(), folder, asked: FIRST_ID }
    }

    pub fn pid(&self) -> u32 {
        self.server.id()
    }

    /// The URI of a file of the paper; the path is taken as it is.
    pub fn uri(&self, path: &str) -> String {
        format!("file://{}/{path}", self.folder.trim_end_matches('/'))
    }

    pub fn write(&mut self, bytes: &[u8]) {
        self.input.as_mut().expect("it has not ended").write_all(bytes).expect("the server reads");
    }

    pub fn send(&mut self, message: &Value) {
        let text = message.to_string();
        self.write(format!("Content-Length: {}\r\n\r\n{text}", text.len()).as_bytes());
    }

    pub fn tell(&mut self, method: &str, params: Value) {
        self.send(&json!({ "jsonrpc": "2.0", "method": method, "params": params }));
    }

    /// Asks, and does not wait.
    pub fn request(&mut self, method: &str, params: Value) -> i64 {
        self.asked += 1;
        self.send(&json!({ "jsonrpc": "2.0", "id": self.asked, "method": method, "params": params }));
        self.asked
    }

    pub fn answer(&mut self, id: i64) -> Value {
        self.next(|message| message["id"] == id && message.get("method").is_none())
    }

    pub fn ask(&mut self, method: &str, params: Value) -> Value {
        let id = self.request(method, params);
        let mut answer = self.answer(id);
        assert!(answer.get("error").is_none(), "{method}: {answer}");
        answer["result"].take()
    }

    pub fn refusal(&mut self, method: &str, params: Value) -> Value {
        let id = self.request(method, params);
        let mut answer = self.answer(id);
        assert!(answer.get("result").is_none(), "{method}: {answer}");
        answer["error"].take()
    }

    pub fn initialize(&mut self, capabilities: Value) -> Value {
        let said = self.ask("initialize", json!({ "processId": null, "rootUri": null, "capabilities": capabilities }));
        self.tell("initialized", json!({}));
        said
    }

    pub fn open(&mut self, uri: &str, version: i32, text: &str) {
        let document = json!({ "uri": uri, "languageId": "markdown", "version": version, "text": text });
        self.tell("textDocument/didOpen", json!({ "textDocument": document }));
    }

    pub fn change(&mut self, uri: &str, version: i32, changes: Value) {
        let document = json!({ "uri": uri, "version": version });
        self.tell("textDocument/didChange", json!({ "textDocument": document, "contentChanges": changes }));
    }

    pub fn close(&mut self, uri: &str) {
        self.tell("textDocument/didClose", json!({ "textDocument": { "uri": uri } }));
    }

    /// The next message that is wanted; what comes before it is kept for whoever wants it.
    pub fn next(&mut self, is_wanted: impl Fn(&Value) -> bool) -> Value {
        if let Some(at) = self.heard.iter().position(&is_wanted) {
            return self.heard.remove(at).expect("it is there");
        }
        loop {
            let heard = &self.heard;
            let message = self.messages.recv_timeout(PATIENCE);
            let message = message.unwrap_or_else(|_| panic!("the server says nothing more; before: {heard:?}"));
            if is_wanted(&message) {
                return message;
            }
            self.heard.push_back(message);
        }
    }

    /// The findings that are published next about a document in that state.
    pub fn findings(&mut self, uri: &str, version: Option<i32>) -> Value {
        let version = version.map_or(Value::Null, Value::from);
        let is_it = |message: &Value| {
            message["method"] == "textDocument/publishDiagnostics"
                && message["params"]["uri"] == uri
                && message["params"]["version"] == version
        };
        self.next(is_it)["params"]["diagnostics"].take()
    }

    /// All that has been published and not yet asked for.
    pub fn published(&mut self) -> Vec<Value> {
        self.heard.extend(self.messages.try_iter());
        let (published, others): (VecDeque<_>, VecDeque<_>) = std::mem::take(&mut self.heard)
            .into_iter()
            .partition(|message| message["method"] == "textDocument/publishDiagnostics");
        self.heard = others;
        published.into_iter().map(|mut message| message["params"].take()).collect()
    }

    /// Whether something has been said and not yet asked for.
    pub fn has_heard(&mut self, is_meant: impl Fn(&Value) -> bool) -> bool {
        self.heard.extend(self.messages.try_iter());
        self.heard.iter().any(is_meant)
    }

    pub fn farewell(mut self) {
        assert_eq!(self.ask("shutdown", Value::Null), Value::Null);
        self.tell("exit", Value::Null);
        assert_eq!(self.end(), Some(0));
    }

    /// Says no more. Returns with which code the server ends.
    pub fn end(mut self) -> Option<i32> {
        drop(self.input.take());
        self.server.wait().expect("the server ends").code()
    }
}

impl Drop for Client {
    fn drop(&mut self) {
        // Of a test that fails, nothing is left behind.
        let _ = self.server.kill();
        let _ = self.server.wait();
    }
}

fn read(output: &mut impl BufRead) -> Option<Value> {
    let mut length = 0;
    loop {
        let mut line = String::new();
        if output.read_line(&mut line).ok()? == 0 {
            return None;
        }
        match line.strip_prefix("Content-Length: ") {
            Some(number) => length = number.trim().parse().expect("a number"),
            None => assert_eq!(line, "\r\n", "nothing but messages is printed"),
        }
        if line == "\r\n" {
            break;
        }
    }
    let mut bytes = vec![0; length];
    output.read_exact(&mut bytes).ok()?;
    Some(serde_json::from_slice(&bytes).expect("a message is JSON"))
}
