//! The language server as editors meet it: over pipes, message by message, and with manners that no editor has.

mod client;
mod knowledge;
mod laws;
mod preview;

use std::fs;

use serde_json::{Value, json};

use super::{MANIFEST, MISTAKEN, Paper, SECTION};

use client::Client;

/// A client that has introduced itself and counts UTF-16, as most do.
fn served(paper: &Paper) -> Client {
    let mut client = Client::start(paper);
    client.initialize(json!({}));
    client
}

#[test]
fn a_session_from_hello_to_goodbye() {
    let paper = Paper::new();
    let mut client = Client::start(&paper);
    let said = client.initialize(json!({ "general": { "positionEncodings": ["utf-16", "utf-8"] } }));
    assert_eq!(said["capabilities"]["positionEncoding"], "utf-8");
    assert_eq!(said["serverInfo"]["name"], "chancery");
    let uri = client.uri("sections/opening.md");

    client.open(&uri, 1, SECTION);
    assert_eq!(client.findings(&uri, Some(1)), json!([]));
    // A label that there is none of, typed and taken back.
    client.change(&uri, 2, json!([{ "range": range((6, 0), (6, 4)), "text": "See [](#nowhere)" }]));
    let findings = client.findings(&uri, Some(2));
    assert_eq!((codes(&findings), &findings[0]["range"]), (vec!["unknown-label"], &range((6, 8), (6, 15))));
    assert_eq!((&findings[0]["severity"], &findings[0]["source"]), (&json!(1), &json!("chancery")));
    client.change(&uri, 3, json!([{ "range": range((6, 0), (6, 16)), "text": "Some" }]));
    assert_eq!(client.findings(&uri, Some(3)), json!([]));
    // What is typed counts, not what stands on disk.
    client.change(&uri, 4, json!([{ "text": MISTAKEN }]));
    assert_eq!(codes(&client.findings(&uri, Some(4))), ["unknown-label"]);
    client.close(&uri);
    assert_eq!(client.findings(&uri, None), json!([]), "nothing is open any more");
    assert_eq!(fs::read_to_string(paper.path("sections/opening.md")).unwrap(), SECTION, "nothing is written");

    assert_eq!(client.ask("shutdown", Value::Null), json!(null));
    let late = client.refusal("textDocument/formatting", json!({ "textDocument": { "uri": uri } }));
    assert_eq!(late["code"], -32600, "{late}");
    client.tell("textDocument/didOpen", json!({}));
    // Nor is anything said of what happens now.
    paper.write("sections/opening.md", MISTAKEN);
    std::thread::sleep(std::time::Duration::from_millis(300));
    assert_eq!(client.refusal("shutdown", Value::Null)["code"], -32600);
    assert_eq!(client.published(), [] as [Value; 0]);
    client.tell("exit", Value::Null);
    assert_eq!(client.end(), Some(0));
}

#[test]
fn work_is_refused_before_a_client_has_introduced_itself() {
    let paper = Paper::new();
    let mut client = Client::start(&paper);
    let document = json!({ "textDocument": { "uri": client.uri("sections/opening.md") } });
    for method in ["textDocument/formatting", "shutdown", "nonsense"] {
        assert_eq!(client.refusal(method, document.clone())["code"], -32002, "{method}");
    }
    client.tell("textDocument/didOpen", document);
    // Without anything, as some clients do.
    let said = client.ask("initialize", Value::Null);
    assert_eq!(said["capabilities"]["positionEncoding"], "utf-16");
    assert_eq!(client.refusal("initialize", json!({}))["code"], -32600, "it did so before");
    assert_eq!(client.refusal("textDocument/nonsense", json!({}))["code"], -32601);
    assert_eq!(client.refusal("textDocument/formatting", json!({ "textDocument": 1 }))["code"], -32602);
    client.tell("exit", Value::Null);
    assert_eq!(client.end(), Some(1), "it left without `shutdown`");

    let mut client = Client::start(&paper);
    client.tell("exit", Value::Null);
    assert_eq!(client.end(), Some(1));
    let client = served(&paper);
    assert_eq!(client.end(), Some(1), "its input ended");
}

#[test]
fn what_is_no_message_is_answered_as_such() {
    let paper = Paper::new();
    let mut client = Client::start(&paper);
    for (text, code) in [
        ("Content-Length: 9\r\n\r\nnot JSON!", -32700),
        ("content-length:2\n\n[]", -32600),
        ("Content-Type: x\r\nContent-Length: 4\r\n\r\nnull", -32600),
        ("\r\n\r\nHello?\r\nContent-Length: 2\r\n\r\n{}", -32600),
        ("Content-Length: -1\r\nContent-Length: 17\r\n\r\n{\"id\":1,\"jso\":\"\"}", -32600),
        ("Content-Length: 27\r\n\r\n{\"id\":[1],\"method\":\"hello\"}", -32600),
    ] {
        client.write(text.as_bytes());
        let answer = client.next(|message| message.get("error").is_some());
        assert_eq!(answer["error"]["code"], code, "{text}: {answer}");
    }
    assert!(client.ask("initialize", json!({})).is_object(), "it goes on");
    let mut client = served(&paper);
    client.write(b"Content-Length: 99999999999999\r\n\r\n{");
    assert_eq!(client.end(), Some(1), "it waits for the rest, and takes no memory for it");
}

#[test]
fn findings_go_to_every_file_of_the_paper_and_go_away_again() {
    let paper = Paper::new();
    paper.write("sections/forgotten.md", SECTION);
    let mut client = Client::start(&paper);
    let capabilities = json!({ "textDocument": { "publishDiagnostics": { "relatedInformation": true } } });
    client.initialize(capabilities);
    let [manifest, opening, forgotten] =
        ["paper.toml", "sections/opening.md", "sections/forgotten.md"].map(|path| client.uri(path));
    client.open(&opening, 7, SECTION);
    assert_eq!(codes(&client.findings(&manifest, None)), ["unlisted-section"]);
    // The manifest is a text like any other.
    client.open(&manifest, 1, &MANIFEST.replace("\"opening.md\"", "\"opening.md\", \"forgotten.md\""));
    assert_eq!(client.findings(&manifest, Some(1)), json!([]));
    let findings = client.findings(&forgotten, None);
    assert_eq!(codes(&findings), ["duplicate-heading", "duplicate-label"]);
    let related = &findings[1]["relatedInformation"][0];
    assert_eq!(related["location"], json!({ "uri": opening, "range": range((4, 12), (4, 19)) }), "{findings}");
    client.change(&manifest, 2, json!([{ "text": "[paper" }]));
    assert_eq!(codes(&client.findings(&manifest, Some(2))), ["toml-syntax"]);
    assert_eq!(client.findings(&forgotten, None), json!([]));
    client.change(&manifest, 3, json!([{ "text": MANIFEST }]));
    assert_eq!(codes(&client.findings(&manifest, Some(3))), ["unlisted-section"]);
    client.close(&manifest);
    assert_eq!(codes(&client.findings(&manifest, None)), ["unlisted-section"]);
    fs::remove_file(paper.path("sections/forgotten.md")).unwrap();
    client.tell("workspace/didChangeWatchedFiles", json!({ "changes": [{ "uri": forgotten, "type": 3 }] }));
    assert_eq!(client.findings(&manifest, None), json!([]));
    // By its own watch, without a word from the client.
    paper.write("sections/forgotten.md", SECTION);
    assert_eq!(codes(&client.findings(&manifest, None)), ["unlisted-section"]);
    client.farewell();
}

#[test]
fn a_folder_without_a_paper_is_silent_until_it_has_one() {
    let paper = Paper::new();
    fs::remove_file(paper.path("paper.toml")).unwrap();
    let mut client = served(&paper);
    let [manifest, opening, readme] = ["paper.toml", "sections/opening.md", "README.md"].map(|path| client.uri(path));
    client.open(&opening, 1, MISTAKEN);
    client.open(&readme, 1, "# No part of a paper\n");
    client.open("untitled:Untitled-1", 1, MISTAKEN);
    let document = json!({ "textDocument": { "uri": opening }, "options": {} });
    assert_eq!(client.ask("textDocument/formatting", document), Value::Null);
    assert_eq!(client.published(), [] as [Value; 0]);
    // It is not saved yet.
    client.open(&manifest, 1, MANIFEST);
    assert_eq!(codes(&client.findings(&opening, Some(1))), ["unknown-label"]);
    paper.write("paper.toml", MANIFEST);
    client.close(&manifest);
    client.change(&opening, 2, json!([{ "text": SECTION }]));
    assert_eq!(client.findings(&opening, Some(2)), json!([]));
    client.change(&opening, 3, json!([{ "text": MISTAKEN }]));
    assert_eq!(codes(&client.findings(&opening, Some(3))), ["unknown-label"]);
    fs::remove_file(paper.path("paper.toml")).unwrap();
    assert_eq!(client.findings(&opening, None), json!([]), "there is no paper any more");
    client.open(&manifest, 1, MANIFEST);
    assert_eq!(codes(&client.findings(&opening, Some(3))), ["unknown-label"], "it is not saved again");
    client.close(&manifest);
    assert_eq!(client.findings(&opening, None), json!([]), "and is thrown away");
    paper.write("paper.toml", MANIFEST);
    assert_eq!(codes(&client.findings(&opening, Some(3))), ["unknown-label"], "there is one again");
    assert!(client.published().iter().all(|published| published["uri"] != readme));
    client.farewell();
}

#[test]
fn papers_of_one_workspace_do_not_mix() {
    let paper = Paper::new();
    for path in ["annex/paper.toml", "annex/sections/opening.md"] {
        let text = if path.ends_with("toml") { MANIFEST } else { SECTION };
        paper.write(path, text);
    }
    let mut client = Client::start(&paper);
    let folders = json!([{ "uri": client.uri(""), "name": "paper" }, { "uri": "file:///nowhere", "name": "x" }]);
    client.ask("initialize", json!({ "workspaceFolders": folders, "capabilities": {} }));
    client.tell("initialized", json!({}));
    let [outer, inner] = ["sections/opening.md", "annex/sections/opening.md"].map(|path| client.uri(path));
    client.open(&inner, 1, MISTAKEN);
    assert_eq!(codes(&client.findings(&inner, Some(1))), ["unknown-label"]);
    client.open(&outer, 1, SECTION);
    assert_eq!(client.findings(&outer, Some(1)), json!([]));
    client.close(&inner);
    assert_eq!(client.findings(&inner, None), json!([]));
    // A paper whose folder is open needs no document.
    client.close(&outer);
    assert_eq!(client.findings(&outer, None), json!([]));
    paper.write("sections/opening.md", MISTAKEN);
    assert_eq!(codes(&client.findings(&outer, None)), ["unknown-label"]);
    let removed = json!({ "event": { "added": [], "removed": folders } });
    client.tell("workspace/didChangeWorkspaceFolders", removed);
    assert_eq!(client.findings(&outer, None), json!([]));
    client.farewell();
}

#[test]
fn a_file_is_itself_by_whichever_name() {
    let paper = Paper::new();
    paper.write("sections/an ü & 100%.md", MISTAKEN);
    paper.write("paper.toml", &MANIFEST.replace("\"opening.md\"", "\"opening.md\", \"an ü & 100%.md\""));
    paper.write("sections/opening.md", &SECTION.replace("Opening {#opening}", "Start {#start}"));
    let link = paper.home.path().join("link");
    std::os::unix::fs::symlink(paper.path(""), &link).unwrap();
    let mut client = served(&paper);
    let encoded = client.uri("sections/an%20%C3%BC%20%26%20100%25.md").replace("file:///", "file://localhost/");
    client.open(&encoded, 1, MISTAKEN);
    assert_eq!(codes(&client.findings(&encoded, Some(1))), ["unknown-label"]);
    let linked = format!("file://{}/sections/opening.md", link.display());
    client.open(&linked, 4, &MISTAKEN.replace("Opening {#opening}", "Start {#start}").replace("nowhere", "else"));
    assert_eq!(codes(&client.findings(&linked, Some(4))), ["unknown-label"]);
    client.change(&encoded, 2, json!([{ "text": SECTION.replace("opening}", "else}") }]));
    assert_eq!(client.findings(&linked, Some(4)), json!([]), "it is the same paper");
    client.farewell();
}

#[test]
fn places_are_those_of_the_editor() {
    let paper = Paper::new();
    let text = format!("\u{feff}{}", MISTAKEN.replace("See", "\u{1f600}\u{e9}\u{301}").replace('\n', "\r\n"));
    for (encoding, start, end) in [("utf-8", 13, 20), ("utf-16", 9, 16), ("utf-32", 8, 15)] {
        let mut client = Client::start(&paper);
        client.initialize(json!({ "general": { "positionEncodings": [encoding] } }));
        let uri = client.uri("sections/opening.md");
        client.open(&uri, 1, &text);
        let findings = client.findings(&uri, Some(1));
        assert_eq!(findings[0]["range"], range((6, start), (6, end)), "{encoding}: {findings}");
        // Beyond the line and the text, and before both.
        let far = json!({ "start": { "line": 6, "character": 9e9 }, "end": { "line": 1e12, "character": -1 } });
        client.change(
            &uri,
            2,
            json!([{ "range": far, "text": " End." }, { "range": range((6, 0), (6, 999)), "text": "A" }]),
        );
        assert_eq!(client.findings(&uri, Some(2)), json!([]), "{encoding}");
        client.farewell();
    }
}

#[test]
fn what_can_be_mended_is_offered() {
    let paper = Paper::new();
    let mut client = Client::start(&paper);
    let literals = json!({ "codeActionLiteralSupport": {} });
    client.initialize(json!({
        "textDocument": { "codeAction": literals, "publishDiagnostics": { "dataSupport": true } },
        "workspace": { "workspaceEdit": { "documentChanges": true } },
    }));
    let uri = client.uri("sections/opening.md");
    let text = SECTION.replace("Some words.", "Some \"words\".\n\nAnd \"more\".").replace('\n', "\r\n");
    client.open(&uri, 3, &text);
    let findings = client.findings(&uri, Some(3));
    assert_eq!(codes(&findings), ["straight-quote"; 4]);
    assert!(findings[0]["message"].as_str().unwrap().contains('\n'), "with what to do: {findings}");
    let mut ask = |only: &[&str], place: Value| {
        let only = if only.is_empty() { Value::Null } else { json!(only) };
        let context = json!({ "diagnostics": [], "only": only });
        let document = json!({ "uri": uri });
        client.ask("textDocument/codeAction", json!({ "textDocument": document, "range": place, "context": context }))
    };
    let actions = ask(&[], range((6, 5), (6, 6)));
    assert_eq!(actions[0]["title"], "Write `\u{201c}` for `\"`, and 1 more in this line");
    assert_eq!((&actions[0]["kind"], &actions[0]["isPreferred"]), (&json!("quickfix"), &json!(true)));
    let change = &actions[0]["edit"]["documentChanges"][0];
    assert_eq!(change["textDocument"], json!({ "uri": uri, "version": 3 }));
    assert_eq!(applied(&text, &change["edits"]), text.replace("\"words\"", "\u{201c}words\u{201d}"));
    assert_eq!(actions[1]["title"], "Mend all that chancery can mend in this file (4)");
    assert_eq!(ask(&["quickfix"], range((0, 0), (1, 0))), json!([]));
    let all = ask(&["source.fixAll"], range((0, 0), (0, 0)));
    assert_eq!(all.as_array().map(Vec::len), Some(1), "{all}");
    assert_eq!(
        applied(&text, &all[0]["edit"]["documentChanges"][0]["edits"]),
        text.replace("\"words\"", "“words”").replace("\"more\"", "“more”")
    );
    client.farewell();
}

#[test]
fn a_section_is_formatted_as_fmt_writes_it() {
    let paper = Paper::new();
    let text = SECTION
        .replace("Some words.", "*  One\n*  Two\n\nWords.\n\n| a | b |\n|--|--|\n| 1 | 22 |")
        .replace('\n', "\r\n");
    let mut client = served(&paper);
    let uri = client.uri("sections/opening.md");
    client.open(&uri, 1, &text);
    let mut ask = |method: &str, place: Value| {
        let params = json!({ "textDocument": { "uri": uri }, "range": place, "options": { "tabSize": 4 } });
        client.ask(method, params)
    };
    paper.write("sections/opening.md", &text);
    let of_list = ask("textDocument/rangeFormatting", range((7, 1), (7, 2)));
    assert_eq!(applied(&text, &of_list), text.replace("*  ", "- "));
    let whole = applied(&text, &ask("textDocument/formatting", Value::Null));
    assert_eq!(paper.run("fmt").code, Some(0));
    assert_eq!(whole, fs::read_to_string(paper.path("sections/opening.md")).unwrap());
    client.change(&uri, 2, json!([{ "text": SECTION.replace("+++\n\n", "\n\n") }]));
    let params = json!({ "textDocument": { "uri": uri }, "options": {} });
    assert_eq!(
        client.ask("textDocument/formatting", params.clone()),
        Value::Null,
        "a file with mistakes is left alone"
    );
    let manifest = client.uri("paper.toml");
    client.open(&manifest, 1, MANIFEST);
    let params = json!({ "textDocument": { "uri": manifest }, "options": {} });
    assert_eq!(client.ask("textDocument/formatting", params), Value::Null);
    client.farewell();
}

/// A range by lines and characters from 0.
fn range(start: (u32, u32), end: (u32, u32)) -> Value {
    let place = |(line, character)| json!({ "line": line, "character": character });
    json!({ "start": place(start), "end": place(end) })
}

fn codes(findings: &Value) -> Vec<&str> {
    let findings = findings.as_array().expect("a list of findings");
    findings.iter().filter_map(|finding| finding["code"].as_str()).collect()
}

/// A text after edits, whose places count characters of it; none is beyond ASCII before them in its line.
fn applied(text: &str, edits: &Value) -> String {
    let mut text = text.to_owned();
    let starts: Vec<usize> = std::iter::once(0).chain(text.match_indices('\n').map(|(at, _)| at + 1)).collect();
    let at = |place: &Value| {
        let number = |name: &str| place[name].as_u64().expect("a number") as usize;
        starts.get(number("line")).map_or(usize::MAX, |start| start + number("character"))
    };
    for edit in edits.as_array().expect("a list of edits").iter().rev() {
        let (start, end) = (at(&edit["range"]["start"]).min(text.len()), at(&edit["range"]["end"]).min(text.len()));
        text.replace_range(start..end, edit["newText"].as_str().expect("a text"));
    }
    text
}
