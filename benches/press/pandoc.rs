//! `cargo bench -- pandoc FOLDER STYLE.csl [--bib] [--differ]`: works printed by the press and by pandoc, line by line.
//!
//! Every bibliography of the folder is made CSL-JSON by pandoc, once; up to fourteen works of each are then printed by
//! both, all in one document with the same style, as text. With `--bib` both are given the bibliography itself, a
//! document for each. Lines are compared as they are, and with case and quotation marks folded. `pandoc` is to be
//! installed; nothing of what it prints is kept.

use std::collections::BTreeMap;
use std::ffi::OsStr;
use std::fs;
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};

use chancery::bibliography::{self, Bibliography, Cache};
use chancery::diagnostic::Diagnostics;
use chancery::project::Project;
use chancery::section::flat::Flat;
use chancery::section::{Citation, CitationForm, CitationItem};
use chancery::source::{FileId, Side, Span, Spanned};
use serde_json::{Value, json};

/// Works that are taken of one file.
const A_FILE: usize = 14;

pub fn run(folder: &Path, style: &Path, options: &[&str]) {
    // Older releases of pandoc do not know the newer name, and print all figures of a range.
    let csl = fs::read_to_string(style).expect("the style").replace("\"chicago-16\"", "\"chicago\"");
    let (ours, theirs) = match options.contains(&"--bib") {
        true => <(_, _)>::from(from_files(folder, &csl)),
        false => {
            let items = sample(folder);
            let ids: Vec<String> = items.iter().filter_map(|item| item["id"].as_str().map(str::to_owned)).collect();
            let json = serde_json::to_vec(&items).expect("JSON");
            (ours("works.json", &json, &ids, &csl), theirs("works.json", &json, &ids, &csl))
        }
    };
    let (mut exact, mut folded, mut both) = (0, 0, 0);
    for (id, theirs) in &theirs {
        let ours = ours.get(id).map_or("", String::as_str);
        both += 1;
        exact += usize::from(ours == theirs);
        folded += usize::from(fold(ours) == fold(theirs));
        let is_shown = if options.contains(&"--folded") { fold(ours) != fold(theirs) } else { ours != theirs };
        if options.contains(&"--differ") && is_shown {
            println!("{id}\n  pandoc {theirs}\n  ours   {ours}");
        }
    }
    let share = |count: usize| 100.0 * count as f64 / f64::from(u32::try_from(both.max(1)).expect("few"));
    println!(
        "{}: {both} works; {exact} the same ({:.1} %), {folded} folded ({:.1} %)",
        style.display(),
        share(exact),
        share(folded)
    );
}

/// Works of all bibliographies, with ids of their own.
fn sample(folder: &Path) -> Vec<Value> {
    let mut paths = Vec::new();
    collect(folder, &mut paths);
    paths.sort();
    let mut items = Vec::new();
    for (file, path) in paths.iter().enumerate() {
        let output =
            Command::new("pandoc").args(["-f", "biblatex", "-t", "csljson"]).arg(path).stderr(Stdio::null()).output();
        let Ok(output) = output else { panic!("pandoc is to be installed") };
        let works: Vec<Value> = serde_json::from_slice(&output.stdout).unwrap_or_default();
        // Not the first ones only: a file is often sorted.
        let step = works.len().div_ceil(A_FILE).max(1);
        for (at, mut work) in works.into_iter().step_by(step).enumerate() {
            if work.get("title").is_none() {
                continue;
            }
            work["id"] = Value::String(format!("w{file}x{at}"));
            if let Some(fields) = work.as_object_mut() {
                for field in ["abstract", "note", "keyword"] {
                    fields.remove(field);
                }
                // Pandoc's own word for what it does not know is none of CSL's.
                if fields.get("type").is_none_or(|kind| kind == "") {
                    fields.insert("type".to_owned(), Value::String("document".to_owned()));
                }
                // What is no DOI, pandoc prints as one.
                if let Some(doi) = fields.get("DOI").and_then(Value::as_str) {
                    let bare = doi.rsplit_once("doi.org/").map_or(doi, |(_, bare)| bare).to_owned();
                    fields.insert("DOI".to_owned(), Value::String(bare));
                }
            }
            items.push(work);
        }
    }
    items
}

fn collect(folder: &Path, paths: &mut Vec<PathBuf>) {
    for entry in fs::read_dir(folder).into_iter().flatten().flatten() {
        let path = entry.path();
        if path.is_dir() {
            collect(&path, paths);
        } else if path.extension() == Some(OsStr::new("bib")) {
            paths.push(path);
        }
    }
}

/// The lines of both, each of which reads the files.
fn from_files(folder: &Path, csl: &str) -> [BTreeMap<String, String>; 2] {
    let mut paths = Vec::new();
    collect(folder, &mut paths);
    paths.sort();
    let mut lines = [BTreeMap::new(), BTreeMap::new()];
    for path in paths {
        let bytes = fs::read(&path).expect("a file");
        let works = read("works.bib", &bytes, csl);
        let works: Vec<String> =
            works.works().filter(|work| work.has_title()).map(|work| work.key().to_owned()).collect();
        let step = works.len().div_ceil(A_FILE).max(1);
        let keys: Vec<String> = works.into_iter().step_by(step).collect();
        let theirs = theirs("works.bib", &bytes, &keys, csl);
        let ours = ours("works.bib", &bytes, &keys, csl);
        for (all, lines) in lines.iter_mut().zip([ours, theirs]) {
            all.extend(lines.into_iter().map(|(key, line)| (format!("{} {key}", path.display()), line)));
        }
    }
    lines
}

fn project(name: &str, bytes: &[u8], csl: &str) -> Project {
    Project::new([
        (format!("bibliography/{name}"), bytes.to_vec()),
        ("templates/t/s.csl".to_owned(), csl.as_bytes().to_vec()),
    ])
}

fn nowhere() -> Span {
    Span::new(FileId::new("paper.toml", Side::New), 0..0)
}

fn read(name: &str, bytes: &[u8], csl: &str) -> Bibliography {
    let files = [Spanned::new(name.to_owned(), nowhere())];
    bibliography::read(&project(name, bytes, csl), &files, &mut Diagnostics::new())
}

/// Prints the lines of some works of a file in a style: the name of a built-in one, or a file.
pub fn print(path: &Path, style: &str) {
    let (csl, style) = match style.ends_with(".csl") {
        true => (fs::read_to_string(style).expect("the style"), "s"),
        false => (String::new(), style),
    };
    let bytes = fs::read(path).expect("a file");
    let name = format!("works.{}", path.extension().unwrap_or_default().to_string_lossy());
    let works = read(&name, &bytes, &csl);
    let keys: Vec<String> = works.works().map(|work| work.key().to_owned()).collect();
    let step = keys.len().div_ceil(A_FILE).max(1);
    let keys: Vec<String> = keys.into_iter().step_by(step).collect();
    for (key, line) in lines(&name, &bytes, &keys, &csl, style) {
        println!("{} {key}\t{line}", path.display());
    }
}

/// Each work's line as the press prints it.
fn ours(name: &str, bytes: &[u8], keys: &[String], csl: &str) -> BTreeMap<String, String> {
    lines(name, bytes, keys, csl, "s")
}

fn lines(name: &str, bytes: &[u8], keys: &[String], csl: &str, style: &str) -> BTreeMap<String, String> {
    let works = read(name, bytes, csl);
    let mut diagnostics = Diagnostics::new();
    let style = Spanned::new(style.to_owned(), nowhere());
    let style = bibliography::style(&project(name, bytes, csl), "t", &style, language(csl), &mut diagnostics);
    let Ok(style) = style else { panic!("the style is refused: {:?}", diagnostics.into_sorted()) };
    let form = if csl.contains("class=\"note\"") { CitationForm::Note } else { CitationForm::Bracketed };
    let citations: Vec<Citation> = (keys.iter().filter(|key| works.contains(key)))
        .map(|key| {
            let key = Spanned::new(key.clone(), nowhere());
            let item = CitationItem { prefix: None, key, is_without_names: false, locator: None, suffix: None };
            Citation { items: vec![item], form }
        })
        .collect();
    let asked: Vec<(&Citation, Option<usize>)> =
        citations.iter().enumerate().map(|(at, one)| (one, (form == CitationForm::Note).then_some(at + 1))).collect();
    let formatted = works.format(&style, &asked, &[], &|_| Some(0), &mut Cache::default());
    formatted.entries.iter().map(|(key, line)| (key.clone(), one_blank(Flat::new(line).text()))).collect()
}

/// The style's own language, which pandoc takes whatever the document's is.
fn language(csl: &str) -> &str {
    csl.split_once("default-locale=\"").map_or("en-GB", |(_, rest)| rest.split('"').next().unwrap_or_default())
}

/// Each work's line as pandoc prints it.
fn theirs(name: &str, bytes: &[u8], keys: &[String], csl: &str) -> BTreeMap<String, String> {
    let folder = tempfile::tempdir().expect("a folder");
    let [works, style, paper] = [name, "style.csl", "paper.json"].map(|name| folder.path().join(name));
    let cite = |key: &String| {
        let item = json!({"citationId": key, "citationPrefix": [], "citationSuffix": [], "citationNoteNum": 0,
                          "citationMode": {"t": "NormalCitation"}, "citationHash": 0});
        json!({"t": "Para", "c": [{"t": "Cite", "c": [[item], []]}]})
    };
    let meta = json!({"lang": {"t": "MetaString", "c": "en-GB"}});
    let cited = keys.iter().map(cite).collect::<Vec<_>>();
    let document = json!({"pandoc-api-version": [1, 23], "meta": meta, "blocks": cited});
    fs::write(&works, bytes).expect("a file");
    fs::write(&style, csl).expect("a file");
    fs::write(&paper, document.to_string()).expect("a file");
    let mut pandoc = Command::new("pandoc");
    pandoc.args(["--citeproc", "-f", "json", "-t", "json", "--bibliography"]).arg(&works).arg("--csl").arg(&style);
    let output = pandoc.arg(&paper).output().expect("pandoc runs");
    let document: Value = serde_json::from_slice(&output.stdout).unwrap_or_default();
    let mut lines = BTreeMap::new();
    entries(&document["blocks"], &mut lines);
    lines
}

/// The entries of pandoc's list.
fn entries(blocks: &Value, lines: &mut BTreeMap<String, String>) {
    for block in blocks.as_array().into_iter().flatten().filter(|block| block["t"] == "Div") {
        match block["c"][0][0].as_str().unwrap_or_default().strip_prefix("ref-") {
            Some(id) => {
                let mut text = String::new();
                words(&block["c"][1], &mut text);
                lines.insert(id.to_owned(), one_blank(&text));
            }
            None => entries(&block["c"][1], lines),
        }
    }
}

fn words(node: &Value, text: &mut String) {
    match node {
        Value::Array(nodes) => nodes.iter().for_each(|node| words(node, text)),
        Value::Object(fields) => match fields.get("t").and_then(Value::as_str).unwrap_or_default() {
            "Str" => text.push_str(node["c"].as_str().unwrap_or_default()),
            "Space" | "SoftBreak" | "LineBreak" => text.push(' '),
            "Link" | "Span" => words(&node["c"][1], text),
            "Quoted" => {
                let marks = if node["c"][0]["t"] == "SingleQuote" { ['‘', '’'] } else { ['“', '”'] };
                text.push(marks[0]);
                words(&node["c"][1], text);
                text.push(marks[1]);
            }
            "Code" => text.push_str(node["c"][1].as_str().unwrap_or_default()),
            "Div" => {
                words(&node["c"][1], text);
                text.push(' ');
            }
            _ => words(&node["c"], text),
        },
        _ => {}
    }
}

fn fold(text: &str) -> String {
    text.to_lowercase().replace(['“', '”', '‘', '’', '\'', '"'], "")
}

fn one_blank(text: &str) -> String {
    text.split_whitespace().collect::<Vec<_>>().join(" ")
}
