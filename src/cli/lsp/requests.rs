//! What a client can ask of a document, a line each.

use serde_json::{Value, json};

use super::actions;
use super::client::Client;
use super::complete;
use super::format;
use super::names;
use super::outline;
use super::rename;
use super::server::PREVIEW;
use super::view::View;
use super::wire::Error;

/// A request about a document of a paper.
pub struct Request {
    name: &'static str,
    /// Answers it, about the document at a path.
    pub answer: fn(&View, &str, &Value) -> Result<Value, Error>,
    pub when: When,
}

impl Request {
    /// The answer where nothing is known of the document.
    pub fn nothing(&self, parameters: &Value) -> Value {
        // Who asks what else is to be said of a completion goes on with what is answered.
        if self.name == RESOLVE { parameters.clone() } else { Value::Null }
    }
}

/// What a request waits for.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum When {
    /// Nothing: an author who types waits for it.
    AtOnce,
    /// That the paper has been looked at as it stands.
    Checked,
    /// That, once all files have been read again: what is written of them has to fit them as they are.
    ReadAgain,
}

/// One that is answered as soon as the paper has been looked at.
const fn request(name: &'static str, answer: fn(&View, &str, &Value) -> Result<Value, Error>) -> Request {
    Request { name, answer, when: When::Checked }
}

const REQUESTS: &[Request] = &[
    Request { name: RESOLVE, answer: complete::resolve, when: When::AtOnce },
    request("textDocument/codeAction", actions::offer),
    request("textDocument/codeLens", outline::lenses),
    Request { name: "textDocument/completion", answer: complete::complete, when: When::AtOnce },
    request("textDocument/definition", names::definition),
    request("textDocument/documentHighlight", names::highlights),
    request("textDocument/documentLink", outline::links),
    request("textDocument/documentSymbol", outline::symbols),
    request("textDocument/foldingRange", outline::folds),
    request("textDocument/formatting", format::whole),
    request("textDocument/hover", names::hover),
    request("textDocument/inlayHint", outline::hints),
    request("textDocument/prepareRename", rename::prepare),
    request("textDocument/rangeFormatting", format::part),
    request("textDocument/references", names::references),
    Request { name: "textDocument/rename", answer: rename::rename, when: When::ReadAgain },
    request("textDocument/semanticTokens/full", outline::tokens),
];

/// A request by its name.
pub fn of(method: &str) -> Option<&'static Request> {
    REQUESTS.iter().find(|request| request.name == method)
}

/// Names its document in what the server has sent along.
pub const RESOLVE: &str = "completionItem/resolve";

/// Puts an edit into the editor, which the argument is: what stands above a line does so.
pub const APPLY: &str = "chancery.apply";

/// What this server says of itself.
pub fn introduction(client: &Client) -> Value {
    let sections = json!({ "scheme": "file", "pattern": { "glob": "**/sections/**/*.md", "matches": "file" } });
    json!({
        "capabilities": {
            "positionEncoding": client.encoding(),
            "textDocumentSync": { "openClose": true, "change": 2, "save": true },
            "codeActionProvider": { "codeActionKinds": actions::KINDS },
            "codeLensProvider": {},
            "completionProvider": { "triggerCharacters": complete::TRIGGERS, "resolveProvider": true },
            "definitionProvider": true,
            "documentFormattingProvider": true,
            "documentHighlightProvider": true,
            "documentLinkProvider": {},
            "documentRangeFormattingProvider": true,
            "documentSymbolProvider": true,
            "executeCommandProvider": { "commands": [APPLY, PREVIEW] },
            "foldingRangeProvider": true,
            "hoverProvider": true,
            "inlayHintProvider": true,
            "referencesProvider": true,
            "renameProvider": { "prepareProvider": true },
            "semanticTokensProvider": {
                "legend": { "tokenTypes": outline::token_types(), "tokenModifiers": ["definition"] },
                "full": true,
            },
            "workspaceSymbolProvider": true,
            "workspace": {
                "workspaceFolders": { "supported": true, "changeNotifications": true },
                "fileOperations": { "willRename": { "filters": [sections] } },
            },
        },
        "serverInfo": { "name": "chancery", "version": env!("CARGO_PKG_VERSION") },
    })
}

/// What asks to be told of files that change, which the system may not do: the method, and its parameters.
pub fn registration() -> (&'static str, Value) {
    let patterns = ["**/paper.{toml,lock}", "**/{bibliography,sections,templates}/**"];
    let watchers = patterns.map(|pattern| json!({ "globPattern": pattern }));
    let method = "workspace/didChangeWatchedFiles";
    let registration = json!({ "id": "files", "method": method, "registerOptions": { "watchers": watchers } });
    ("client/registerCapability", json!({ "registrations": [registration] }))
}
