//! The preview that an editor opens: it shows what is typed, follows the cursor and leads back to the text.

use std::fs;
use std::net::{Ipv4Addr, TcpStream};
use std::time::Duration;

use serde_json::{Value, json};

use super::super::{MANIFEST, MISTAKEN, Paper, SECTION};
use super::client::Client;
use super::range;
use crate::preview::site::{Site, place};

/// A client that can be sent to places.
fn shown(paper: &Paper) -> Client {
    let mut client = Client::start(paper);
    let units = json!({ "positionEncodings": ["utf-16"] });
    client.initialize(json!({ "window": { "showDocument": { "support": true } }, "general": units }));
    client
}

fn at(uri: &str, line: u32, character: u32) -> Value {
    json!({ "textDocument": { "uri": uri }, "position": { "line": line, "character": character } })
}

fn open(client: &mut Client, argument: Value) -> Site {
    let command = json!({ "command": "chancery.preview", "arguments": [argument] });
    Site::at(client.ask("workspace/executeCommand", command).as_str().expect("an address"))
}

fn is_good(edition: &Value) -> bool {
    edition["state"] == "good"
}

fn show_document(message: &Value) -> bool {
    message["method"] == "window/showDocument"
}

#[test]
fn what_is_typed_is_shown_and_a_click_leads_to_it() {
    let paper = Paper::new();
    let mut client = shown(&paper);
    let uri = client.uri("sections/opening.md");
    client.open(&uri, 1, SECTION);
    let site = open(&mut client, at(&uri, 6, 2));
    let opened = client.next(show_document)["params"].take();
    assert_eq!(opened["external"], true, "a browser is opened: {opened}");
    assert_eq!(opened["uri"], format!("http://127.0.0.1:{}/{}/", site.port, site.token));
    let mut events = site.events();
    let edition = events.edition(is_good);
    let text = |site: &Site, edition: &Value| {
        let digest = edition["pages"].as_array().and_then(|pages| pages.last()?[0].as_str()).expect("a page");
        site.get(&format!("page/{digest}")).json()["lines"].to_string()
    };
    assert!(text(&site, &edition).contains("Some words"), "{edition}");
    let brought = events.next("show");
    assert_eq!(
        (&brought["why"], &brought["page"]),
        (&json!("asked"), &json!(edition["pages"].as_array().unwrap().len()))
    );

    // Nothing is saved.
    client.change(&uri, 2, json!([{ "range": range((6, 0), (6, 4)), "text": "Größere, many new" }]));
    let edition = events.edition(|edition| is_good(edition) && text(&site, edition).contains("many new"));
    assert_eq!(fs::read_to_string(paper.path("sections/opening.md")).unwrap(), SECTION);
    let page = edition["pages"].as_array().unwrap().len();
    let (x, y) = place(&site, &edition, page, "words");
    site.post("jump", &json!({ "page": page, "x": x, "y": y }));
    let wanted = client.next(show_document)["params"].take();
    assert_eq!((&wanted["uri"], &wanted["takeFocus"]), (&json!(uri), &json!(true)), "{wanted}");
    let character = wanted["selection"]["start"]["character"].as_u64().unwrap();
    assert!(wanted["selection"]["start"]["line"] == 6 && (18..=22).contains(&character), "{wanted}");

    // A mistake keeps the last good pages; the second time somebody looks already.
    client.change(&uri, 3, json!([{ "text": MISTAKEN }]));
    let stale = events.edition(|edition| edition["state"] == "stale");
    assert_eq!((&stale["pages"], &stale["findings"][0]["code"]), (&edition["pages"], &json!("unknown-label")));
    client.change(&uri, 4, json!([{ "text": SECTION }]));
    events.edition(is_good);
    assert_eq!(open(&mut client, Value::Null).token, site.token, "it is the same");
    assert!(!client.has_heard(show_document));
    // What others save counts as well, and the editor's text over it.
    paper.write("paper.toml", &MANIFEST.replace("title = \"", "title = \"Not "));
    events.edition(|edition| edition["title"].as_str().is_some_and(|title| title.starts_with("Not ")));
    client.farewell();
    assert!(TcpStream::connect((Ipv4Addr::LOCALHOST, site.port)).is_err(), "it ends with the session");
}

#[test]
fn where_it_is_is_told_if_no_browser_is_opened() {
    let paper = Paper::new();
    let mut client = shown(&paper);
    let uri = client.uri("sections/opening.md");
    client.open(&uri, 1, SECTION);
    for answer in [
        json!({ "result": { "success": false } }),
        json!({ "error": { "code": -32603, "message": "There is no browser" } }),
    ] {
        let site = open(&mut client, Value::Null);
        let asked = client.next(show_document);
        let mut message = json!({ "jsonrpc": "2.0", "id": asked["id"] });
        message.as_object_mut().unwrap().extend(answer.as_object().unwrap().clone());
        client.send(&message);
        let said = client.next(|message| message["method"] == "window/showMessage");
        let address = format!("http://127.0.0.1:{}/{}/", site.port, site.token);
        assert_eq!(said["params"], json!({ "type": 3, "message": format!("The preview of this paper: {address}") }));
    }
    client.farewell();
}

#[test]
fn pages_of_a_paper_that_goes_away_are_told_to_be_old() {
    let paper = Paper::new();
    let mut client = shown(&paper);
    let uri = client.uri("sections/opening.md");
    client.open(&uri, 1, SECTION);
    let site = open(&mut client, Value::Null);
    let mut events = site.events();
    events.edition(is_good);
    fs::remove_file(paper.path("paper.toml")).unwrap();
    let stale = events.edition(|edition| edition["state"] == "stale");
    assert_eq!(stale["findings"][0]["file"], "paper.toml", "{stale}");
    paper.write("paper.toml", MANIFEST);
    events.edition(is_good);
    client.farewell();
}

#[test]
fn the_page_follows_the_cursor() {
    let paper = Paper::new();
    let mut client = shown(&paper);
    let uri = client.uri("sections/opening.md");
    paper.write("paper.toml", &MANIFEST.replace("[paper]\n", "[paper]\ncontents = true\n"));
    let filler = "Filler that fills a line or two of the page, so that there are several of them.\n\n".repeat(80);
    client.open(&uri, 1, &format!("{SECTION}\n{filler}## Last {{#last}}\n\nEnd.\n"));
    let site = open(&mut client, json!({ "textDocument": { "uri": uri } }));
    let mut events = site.events();
    let edition = events.edition(is_good);
    let pages = edition["pages"].as_array().unwrap().len();
    assert!(pages > 3, "{edition}");
    let mut cursor = |line: u32, character: u32| {
        client.ask("textDocument/documentHighlight", at(&uri, line, character));
        let shown = events.next("show");
        assert_eq!(shown["why"], "cursor", "{shown}");
        shown["page"].as_u64().unwrap() as usize
    };
    assert_eq!(cursor(170, 1), pages);
    // The heading stands in the contents list as well. At its label, it is meant.
    assert_eq!((cursor(168, 4), cursor(168, 12)), (pages, pages));
    assert!(cursor(6, 3) < pages);
    client.farewell();
}

#[test]
fn who_cannot_be_sent_anywhere_is_told_where_it_is() {
    let paper = Paper::new();
    let mut client = super::served(&paper);
    let command = |argument: Value| json!({ "command": "chancery.preview", "arguments": argument });
    let refused = client.refusal("workspace/executeCommand", command(json!([])));
    assert!(refused["message"].as_str().unwrap().contains("no paper is open"), "{refused}");
    let uri = client.uri("sections/opening.md");
    client.open(&uri, 1, SECTION);
    let address = client.ask("workspace/executeCommand", command(json!([])));
    let message = client.next(|message| message["method"] == "window/showMessage");
    assert!(message["params"]["message"].as_str().unwrap().contains(address.as_str().unwrap()), "{message}");
    let site = Site::at(address.as_str().unwrap());
    let mut events = site.events();
    let edition = events.edition(is_good);
    let page = edition["pages"].as_array().unwrap().len();
    let (x, y) = place(&site, &edition, page, "words");
    site.post("jump", &json!({ "page": page, "x": x, "y": y }));
    let note = events.next("note")["text"].as_str().unwrap().to_owned();
    assert!(note.starts_with("sections/opening.md:7:") && note.contains("cannot be sent"), "{note}");
    let elsewhere = client.refusal("workspace/executeCommand", command(json!([at("file:///nowhere.md", 0, 0)])));
    assert!(elsewhere["message"].as_str().unwrap().contains("no part of a paper"), "{elsewhere}");

    // With the last document of it, the paper is closed, and its preview.
    client.close(&uri);
    let is_over = |_| {
        std::thread::sleep(Duration::from_millis(50));
        TcpStream::connect((Ipv4Addr::LOCALHOST, site.port)).is_err()
    };
    assert!((0..400).any(is_over), "nothing is shown any more");
    client.farewell();
}
