//! What the server tells of names: each question once, over the wire. What is told is for the tests of `editor`.

use std::fmt::Write;

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
        let item = item.unwrap_or_else(|| panic!("{typed}: {completed}"));
        let resolved = client.ask("completionItem/resolve", item.clone());
        let told = resolved["documentation"]["value"].as_str();
        assert!(told.is_some_and(|text| !text.is_empty()), "{typed}: {resolved}");
        client.change(&other, version + 100, json!([{ "text": OTHER }]));
    }
    let unknown = json!({ "label": "x", "data": { "uri": "file:///nowhere.md" } });
    assert_eq!(client.ask("completionItem/resolve", unknown.clone()), unknown);
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

/// A section whose check takes a while.
fn long() -> String {
    let mut text = OTHER.to_owned();
    for number in 0..2000 {
        let _ = writeln!(text, "\n## Part {number}\n\nWords, and [](#other), and “others”.");
    }
    text
}

#[test]
fn nobody_waits_for_what_is_out_of_date() {
    const OUT_OF_DATE: i32 = -32801;
    const CANCELLED: i32 = -32800;
    let paper = paper();
    let mut client = served(&paper);
    let other = client.uri("sections/other.md");
    let asked = json!({ "textDocument": { "uri": other }, "position": { "line": 6, "character": 10 } });
    client.open(&other, 1, &long());
    let [hover, rename] =
        ["hover", "rename"].map(|name| client.request(&format!("textDocument/{name}"), asked.clone()));
    client.change(&other, 2, json!([{ "range": range((7, 0), (7, 0)), "text": "More.\n" }]));
    for id in [hover, rename] {
        assert_eq!(client.answer(id)["error"]["code"], OUT_OF_DATE, "of a text that was changed");
    }
    let outline = client.request("textDocument/documentSymbol", asked.clone());
    client.tell("$/cancelRequest", json!({ "id": outline }));
    assert_eq!(client.answer(outline)["error"]["code"], CANCELLED);
    let hover = client.request("textDocument/hover", asked.clone());
    client.close(&other);
    assert_eq!(client.answer(hover)["error"]["code"], OUT_OF_DATE, "of a text that was closed");
    client.open(&other, 1, &long());
    let hover = client.request("textDocument/hover", asked);
    client.ask("shutdown", Value::Null);
    assert_eq!(client.answer(hover)["error"]["code"], CANCELLED);
    client.tell("exit", Value::Null);
    assert_eq!(client.end(), Some(0));
}

#[test]
fn a_name_is_changed_in_files_as_they_are_on_disk() {
    let paper = paper();
    let mut client = served(&paper);
    let opening = client.uri("sections/opening.md");
    client.open(&opening, 1, SECTION);
    assert_eq!(client.findings(&opening, Some(1)), json!([]));
    let newer = OTHER.replace("See", "More above; see");
    paper.write("sections/other.md", &newer);
    let at = json!({ "line": 4, "character": 13 });
    let asked = json!({ "textDocument": { "uri": opening }, "position": at, "newName": "start" });
    let renamed = client.ask("textDocument/rename", asked);
    let changes = renamed["documentChanges"].as_array().expect("a list").iter();
    let mut of_other = changes.filter(|change| change["textDocument"]["uri"] == client.uri("sections/other.md"));
    let change = of_other.next().expect("the label is asked for there");
    assert_eq!(applied(&newer, &change["edits"]), newer.replace("#opening", "#start"));
    client.farewell();
}

#[test]
fn two_files_move_at_once() {
    let paper = paper();
    let mut client = served(&paper);
    let [opening, other] = ["sections/opening.md", "sections/other.md"].map(|path| client.uri(path));
    client.open(&other, 1, OTHER);
    let moved = |from: &str, to: &str| json!({ "oldUri": from, "newUri": to });
    let files = [moved(&opening, &client.uri("sections/start.md")), moved(&other, &client.uri("sections/in/rest.md"))];
    let change = client.ask("workspace/willRenameFiles", json!({ "files": files }));
    let changes = change["documentChanges"].as_array().expect("a list");
    assert_eq!(changes.len(), 1, "{change}");
    let manifest = MANIFEST.replace("[\"opening.md\"]", "[\"opening.md\", \"other.md\"]");
    let now = manifest.replace("[\"opening.md\", \"other.md\"]", "[\"start.md\", \"in/rest.md\"]");
    assert_eq!(applied(&manifest, &changes[0]["edits"]), now);
    // What cannot follow is said, and keeps nothing else from doing so.
    let files = [moved(&opening, &other), moved(&other, &client.uri("sections/rest.md"))];
    let change = client.ask("workspace/willRenameFiles", json!({ "files": files }));
    let now = manifest.replace("\"other.md\"", "\"rest.md\"");
    assert_eq!(applied(&manifest, &change["documentChanges"][0]["edits"]), now);
    let said = client.next(|message| message["method"] == "window/showMessage");
    assert!(said["params"]["message"].as_str().is_some_and(|text| text.contains("opening.md")), "{said}");
    // What leaves the paper is named there still.
    let files = [moved(&opening, &client.uri("notes/opening.md")), moved(&client.uri("sections/x.md"), "file:///x.md")];
    assert_eq!(client.ask("workspace/willRenameFiles", json!({ "files": files })), Value::Null);
    let said = client.next(|message| message["method"] == "window/showMessage");
    assert_eq!(
        said["params"]["message"],
        "`sections/opening.md` leaves the paper, and paper.toml goes on naming it. Delete it there."
    );
    assert!(!client.has_heard(|message| message["method"] == "window/showMessage"), "the other one it does not name");
    client.farewell();
}

#[test]
fn hints_that_change_elsewhere_are_asked_for_again() {
    let paper = paper();
    let mut client = Client::start(&paper);
    client.initialize(json!({ "workspace": { "inlayHint": { "refreshSupport": true } } }));
    let [opening, other] = ["sections/opening.md", "sections/other.md"].map(|path| client.uri(path));
    client.open(&other, 1, OTHER);
    client.open(&opening, 1, SECTION);
    assert_eq!(client.findings(&opening, Some(1)), json!([]));
    let is_refresh = |message: &Value| message["method"] == "workspace/inlayHint/refresh";
    client.next(is_refresh);
    client.change(&opening, 2, json!([{ "text": SECTION.replace("Some words", "Other words") }]));
    assert_eq!(client.findings(&opening, Some(2)), json!([]));
    client.ask("workspace/symbol", json!({ "query": "opening" }));
    assert!(!client.has_heard(is_refresh), "nothing is printed otherwise in the other section");
    client.change(&opening, 3, json!([{ "text": SECTION.replace("# Opening", "# Before\n\nWords.\n\n# Opening") }]));
    client.next(is_refresh);
    client.farewell();
}

#[test]
fn what_a_command_cannot_do_is_told() {
    let paper = paper();
    let mut client = served(&paper);
    for params in [
        json!({ "command": "chancery.nonsense" }),
        json!({}),
        json!({ "command": "chancery.apply" }),
        json!({ "command": "chancery.apply", "arguments": [1] }),
    ] {
        assert_eq!(client.refusal("workspace/executeCommand", params.clone())["code"], -32602, "{params}");
    }
    client.ask("workspace/executeCommand", json!({ "command": "chancery.apply", "arguments": [{ "changes": {} }] }));
    let asked = client.next(|message| message["method"] == "workspace/applyEdit");
    let answer = json!({ "applied": false, "failureReason": "the text is newer" });
    client.send(&json!({ "jsonrpc": "2.0", "id": asked["id"], "result": answer, "error": null }));
    let said = client.next(|message| message["method"] == "window/showMessage");
    assert_eq!(said["params"]["message"], "The editor has not made the change: the text is newer");
    client.farewell();
}
