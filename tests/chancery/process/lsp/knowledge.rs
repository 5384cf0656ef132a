//! What the server tells of names: each question once, over the wire. What is told is for the tests of `editor`.

use serde_json::{Value, json};

use super::super::{MANIFEST, Paper, SECTION};
use super::client::Client;
use super::{applied, range};

const OTHER: &str = "+++\nversion = \"1.2.0\"\n+++\n\n# Other {#other}\n\nSee [](#opening), {{ paper.title }}.\n";

fn paper() -> Paper {
    let paper = Paper::new();
    paper.write("paper.toml", &MANIFEST.replace("[\"opening.md\"]", "[\"opening.md\", \"other.md\"]"));
    paper.write("sections/other.md", OTHER);
    paper
}

fn served(paper: &Paper) -> Client {
    let mut client = Client::start(paper);
    client.initialize(json!({
        "textDocument": { "documentSymbol": { "hierarchicalDocumentSymbolSupport": true } },
        "workspace": { "workspaceEdit": { "documentChanges": true, "resourceOperations": ["rename"] } },
    }));
    client
}

#[test]
fn a_name_is_told_found_and_changed() {
    let paper = paper();
    let mut client = served(&paper);
    let [opening, other] = ["sections/opening.md", "sections/other.md"].map(|path| client.uri(path));
    client.open(&other, 5, OTHER);
    let at = |line: u32, character: u32| json!({ "textDocument": { "uri": other }, "position": { "line": line, "character": character } });
    let reference = at(6, 10);
    let hover = client.ask("textDocument/hover", reference.clone());
    assert!(hover["contents"]["value"].as_str().is_some_and(|text| text.contains("Opening")), "{hover}");
    let definition = client.ask("textDocument/definition", reference.clone());
    assert_eq!(definition[0]["uri"], opening, "{definition}");
    let mut with = reference.clone();
    with["context"] = json!({ "includeDeclaration": true });
    let references = client.ask("textDocument/references", with);
    assert_eq!(references.as_array().map(Vec::len), Some(2), "{references}");
    let highlights = client.ask("textDocument/documentHighlight", reference.clone());
    assert_eq!(highlights[0]["range"], range((6, 8), (6, 15)), "{highlights}");

    let prepared = client.ask("textDocument/prepareRename", reference.clone());
    assert_eq!(prepared, json!({ "range": range((6, 8), (6, 15)), "placeholder": "opening" }));
    let mut named = reference.clone();
    named["newName"] = json!("start");
    let renamed = client.ask("textDocument/rename", named.clone());
    let changes = renamed["documentChanges"].as_array().expect("a list");
    let document = |uri: &str| changes.iter().find(|change| change["textDocument"]["uri"] == uri).expect("it is there");
    assert_eq!(document(&other)["textDocument"]["version"], 5);
    assert_eq!(document(&opening)["textDocument"]["version"], Value::Null);
    assert_eq!(applied(OTHER, &document(&other)["edits"]), OTHER.replace("#opening", "#start"));
    assert_eq!(applied(SECTION, &document(&opening)["edits"]), SECTION.replace("#opening", "#start"));
    named["newName"] = json!("no label");
    assert_eq!(client.refusal("textDocument/rename", named)["code"], -32803);
    assert_eq!(client.refusal("textDocument/prepareRename", at(5, 0))["code"], -32803);

    let files = json!({ "files": [{ "oldUri": other, "newUri": client.uri("sections/another.md") }] });
    let moved = client.ask("workspace/willRenameFiles", files);
    assert_eq!(moved["documentChanges"][0]["textDocument"]["uri"], client.uri("paper.toml"), "{moved}");
    client.farewell();
}

#[test]
fn what_is_being_written_is_completed_at_once() {
    let paper = paper();
    let mut client = served(&paper);
    let other = client.uri("sections/other.md");
    client.open(&other, 1, OTHER);
    assert_eq!(client.findings(&other, Some(1)), json!([]));
    for (version, (typed, name)) in (2..).zip([("[](#op", "opening"), ("{{ paper.ti", "title"), ("::: no", "note")]) {
        let place = range((7, 0), (7, 999));
        client.change(&other, version, json!([{ "range": place, "text": format!("\n{typed}") }]));
        let position = json!({ "line": 8, "character": typed.len() });
        let params = json!({ "textDocument": { "uri": other }, "position": position });
        let completed = client.ask("textDocument/completion", params);
        let items = completed["items"].as_array().expect("a list");
        let item = items.iter().find(|item| item["label"].as_str().is_some_and(|label| label.contains(name)));
        assert!(item.is_some(), "{typed}: {completed}");
        client.change(&other, version + 100, json!([{ "text": OTHER }]));
    }
    client.farewell();
}

#[test]
fn a_document_is_outlined() {
    let paper = paper();
    let mut client = served(&paper);
    let other = client.uri("sections/other.md");
    client.open(&other, 1, OTHER);
    let document = json!({ "textDocument": { "uri": other }, "range": range((0, 0), (99, 0)) });
    let mut ask = |method: &str| client.ask(&format!("textDocument/{method}"), document.clone());
    let symbols = ask("documentSymbol");
    assert!(symbols[0]["name"].as_str().is_some_and(|name| name.contains("Other")), "{symbols}");
    let hints = ask("inlayHint");
    assert!(hints.as_array().is_some_and(|hints| hints.iter().any(|hint| hint["position"]["line"] == 6)), "{hints}");
    let folds = ask("foldingRange");
    assert!(folds.as_array().is_some_and(|folds| !folds.is_empty()), "{folds}");
    assert!(ask("documentLink").is_array());
    let tokens = ask("semanticTokens/full");
    assert!(tokens["data"].as_array().is_some_and(|data| !data.is_empty() && data.len() % 5 == 0), "{tokens}");
    let lenses = ask("codeLens");
    let command = &lenses[0]["command"];
    client.ask("workspace/executeCommand", command.clone());
    let asked = client.next(|message| message["method"] == "workspace/applyEdit");
    let edits = &asked["params"]["edit"]["documentChanges"][0]["edits"];
    assert_eq!(applied(OTHER, edits), OTHER.replace("1.2.0", "1.3.0"), "{lenses}");
    let found = client.ask("workspace/symbol", json!({ "query": "opening" }));
    assert_eq!(found[0]["location"]["uri"], client.uri("sections/opening.md"), "{found}");
    client.farewell();
}
