//! What a client can ask of a document, a line each.

use serde_json::{Value, json};

use super::actions;
use super::client::Client;
use super::format;
use super::view::View;
use super::wire::Error;

/// Answers a request about the document at a path of a paper.
type Answer = fn(&View, &str, &Value) -> Result<Value, Error>;

/// The requests, sorted by their name.
const REQUESTS: &[(&str, Answer)] = &[
    ("textDocument/codeAction", actions::offer),
    ("textDocument/formatting", format::whole),
    ("textDocument/rangeFormatting", format::part),
];

/// Who answers a request.
pub fn answering(method: &str) -> Option<Answer> {
    REQUESTS.iter().find(|(name, _)| *name == method).map(|(_, answer)| *answer)
}

/// What this server says of itself.
pub fn introduction(client: &Client) -> Value {
    json!({
        "capabilities": {
            "positionEncoding": client.encoding(),
            "textDocumentSync": { "openClose": true, "change": 2, "save": true },
            "codeActionProvider": { "codeActionKinds": actions::KINDS },
            "documentFormattingProvider": true,
            "documentRangeFormattingProvider": true,
            "workspace": { "workspaceFolders": { "supported": true, "changeNotifications": true } },
        },
        "serverInfo": { "name": "chancery", "version": env!("CARGO_PKG_VERSION") },
    })
}
