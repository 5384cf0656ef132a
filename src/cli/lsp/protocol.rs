//! What the protocol's values look like, as far as they are used here (Language Server Protocol 3.17).
//!
//! Of what a client says only that is read which matters, so that a mistake elsewhere in a message, or a field that is
//! newer than this, keeps nobody from an answer. A library of all its types would refuse such a message, or take a
//! change whose range it cannot read for a new text.

use serde::{Deserialize, Deserializer, Serialize};
use serde_json::Value;

use chancery::source;

/// Line and character, both from 0; what a character is has been agreed on with the client.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
pub struct Position {
    #[serde(deserialize_with = "clamped")]
    pub line: u32,
    #[serde(deserialize_with = "clamped")]
    pub character: u32,
}

/// The nearest number that there is: what lies before the start is at it.
fn clamped<'de, D: Deserializer<'de>>(deserializer: D) -> Result<u32, D::Error> {
    f64::deserialize(deserializer).map(|number| number as u32)
}

impl From<source::Position> for Position {
    fn from(position: source::Position) -> Self {
        let from_0 = |count: usize| u32::try_from(count - 1).unwrap_or(u32::MAX);
        Self { line: from_0(position.line), character: from_0(position.column) }
    }
}

impl From<Position> for source::Position {
    fn from(position: Position) -> Self {
        let from_1 = |count: u32| (count as usize).saturating_add(1);
        Self { line: from_1(position.line), column: from_1(position.character) }
    }
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub struct Range {
    pub start: Position,
    pub end: Position,
}

#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Location {
    pub uri: String,
    pub range: Range,
}

#[derive(Debug, Clone, PartialEq, Serialize)]
#[serde(rename_all = "camelCase")]
pub struct Diagnostic {
    pub range: Range,
    pub severity: u8,
    pub code: &'static str,
    pub source: &'static str,
    pub message: String,
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub related_information: Vec<Related>,
    #[serde(skip_serializing_if = "Value::is_null")]
    pub data: Value,
}

#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Related {
    pub location: Location,
    pub message: String,
}

#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
#[serde(rename_all = "camelCase")]
pub struct TextEdit {
    pub range: Range,
    pub new_text: String,
}

#[derive(Debug, Clone, Serialize)]
#[serde(rename_all = "camelCase")]
pub struct CodeAction {
    pub title: String,
    pub kind: &'static str,
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub diagnostics: Vec<Diagnostic>,
    #[serde(skip_serializing_if = "std::ops::Not::not")]
    pub is_preferred: bool,
    pub edit: Value,
}

/// A document that a client names.
#[derive(Debug, Clone, Deserialize)]
pub struct Document {
    pub uri: String,
    /// What the client calls this state of it; there is none of what is not open.
    #[serde(default)]
    pub version: Option<i32>,
}

#[derive(Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct OfDocument {
    pub text_document: Document,
}

#[derive(Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct Opened {
    pub text_document: OpenedDocument,
}

#[derive(Deserialize)]
pub struct OpenedDocument {
    pub uri: String,
    #[serde(default)]
    pub version: Option<i32>,
    pub text: String,
}

#[derive(Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct Changed {
    pub text_document: Document,
    pub content_changes: Vec<Change>,
}

/// A change of a text: of all of it, if there is no range.
#[derive(Deserialize)]
pub struct Change {
    #[serde(default)]
    pub range: Option<Range>,
    pub text: String,
}

#[derive(Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct InRange {
    pub range: Range,
    #[serde(default)]
    pub context: CodeActionContext,
}

#[derive(Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct AtPosition {
    pub position: Position,
    #[serde(default)]
    pub new_name: String,
}

#[derive(Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct FilesRenamed {
    pub files: Vec<FileRenamed>,
}

#[derive(Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct FileRenamed {
    pub old_uri: String,
    pub new_uri: String,
}

#[derive(Default, Deserialize)]
pub struct CodeActionContext {
    #[serde(default)]
    pub only: Option<Vec<String>>,
}

#[derive(Deserialize)]
pub struct FoldersChanged {
    pub event: FoldersChange,
}

#[derive(Deserialize)]
pub struct FoldersChange {
    #[serde(default)]
    pub added: Vec<Document>,
    #[serde(default)]
    pub removed: Vec<Document>,
}

#[derive(Deserialize)]
pub struct FilesChanged {
    pub changes: Vec<Document>,
}

#[derive(Deserialize)]
pub struct Cancelled {
    pub id: Value,
}
