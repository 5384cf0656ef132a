//! What a client can do, as it says when it introduces itself.

use serde_json::Value;

use chancery::source::Unit;

/// What a client can do. One that says nothing can do what every client can.
#[derive(Debug, Clone, Copy)]
pub struct Client {
    /// What columns count.
    pub unit: Unit,
    /// Takes changes of several documents with their versions.
    pub changes_documents: bool,
    /// Shows related places beside a finding.
    pub shows_related: bool,
    /// Gives back what is added to a finding.
    pub keeps_data: bool,
    /// Takes changes that are offered beside a finding; others know commands alone.
    pub takes_actions: bool,
    /// Gives files another name as a part of a change.
    pub renames_files: bool,
    /// Shows parts of a document within each other.
    pub nests_symbols: bool,
    /// Can be told that what it shows within texts is out of date.
    pub refreshes_hints: bool,
    /// Goes to a place in a text, and opens addresses.
    pub shows_documents: bool,
    /// Can be asked to tell of files that change.
    pub watches_files: bool,
}

impl Client {
    /// Reads the parameters of `initialize`, of which any can be missing.
    pub fn new(parameters: &Value) -> Self {
        let at = |path: &str| parameters.pointer(&format!("/capabilities/{path}"));
        let is = |path: &str| at(path).and_then(Value::as_bool).unwrap_or(false);
        let units = at("general/positionEncodings").and_then(Value::as_array);
        let offers = |name: &str| units.is_some_and(|units| units.iter().any(|unit| unit == name));
        Self {
            unit: match () {
                () if offers("utf-8") => Unit::Byte,
                // Every client has UTF-16, and is tried with it: characters are for one that leaves it out.
                () if offers("utf-32") && !offers("utf-16") => Unit::Character,
                () => Unit::Utf16,
            },
            changes_documents: is("workspace/workspaceEdit/documentChanges"),
            shows_related: is("textDocument/publishDiagnostics/relatedInformation"),
            keeps_data: is("textDocument/publishDiagnostics/dataSupport"),
            takes_actions: at("textDocument/codeAction/codeActionLiteralSupport").is_some(),
            renames_files: at("workspace/workspaceEdit/resourceOperations")
                .and_then(Value::as_array)
                .is_some_and(|operations| operations.iter().any(|operation| operation == "rename")),
            nests_symbols: is("textDocument/documentSymbol/hierarchicalDocumentSymbolSupport"),
            refreshes_hints: is("workspace/inlayHint/refreshSupport"),
            shows_documents: is("window/showDocument/support"),
            watches_files: is("workspace/didChangeWatchedFiles/dynamicRegistration"),
        }
    }

    /// What the protocol calls what columns count.
    pub fn encoding(&self) -> &'static str {
        match self.unit {
            Unit::Byte => "utf-8",
            Unit::Utf16 => "utf-16",
            Unit::Character => "utf-32",
        }
    }
}
