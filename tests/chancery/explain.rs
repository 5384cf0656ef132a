//! Every code that a finding can have is explained, and nothing else is.

pub mod examples;

use std::collections::BTreeSet;
use std::fmt::Write;
use std::fs;
use std::path::{Path, PathBuf};

use chancery::explain::{self, Answer, grammar};
use chancery::report;

/// What stands before a code in the source: the constructor of codes, and helpers that take its text.
const BEFORE: &[&str] = &["Code(", "error(", "warning(", "hint(", "refuse(", "likely(", "certain("];

/// Files with tables in which every such word is a code.
const TABLES: &[&str] = &["src/typeset/wording.rs"];

const LIST: &str = "src/explain/README.md";

#[test]
fn every_code_has_a_page_and_every_page_a_code() {
    let sources = sources(&root().join("src"));
    let pages: BTreeSet<_> = explain::pages().iter().map(|page| page.code.0.to_owned()).collect();

    let used: BTreeSet<_> = sources.iter().flat_map(|(path, text)| codes(path, text)).collect();
    let unexplained: Vec<_> = used.difference(&pages).collect();
    assert!(unexplained.is_empty(), "no page in src/explain/, or no line in src/explain.rs: {unexplained:?}");
    let is_used = |code: &String| sources.iter().any(|(_, text)| text.contains(&format!("\"{code}\"")));
    let unused: Vec<_> = pages.iter().filter(|code| !is_used(code)).collect();
    assert!(unused.is_empty(), "a page of a code that nothing is found by: {unused:?}");

    let files = fs::read_dir(root().join("src/explain")).expect("the folder of pages").flatten();
    let files = files.filter_map(|file| Some(file.file_name().to_str()?.strip_suffix(".md")?.to_owned()));
    let files: BTreeSet<_> = files.filter(|name| name != "README").collect();
    assert_eq!(files, pages, "src/explain/ and src/explain.rs differ");

    let codes = |text| codes("src/x.rs", text).into_iter().collect::<Vec<_>>();
    assert_eq!(codes("Code(\"one\"); self.error(\n  \"two\", at, \"no code\"); Code(other)"), ["one", "two"]);
}

#[test]
fn codes_begin_with_a_word_that_is_known() {
    let words = || grammar::FAULTS.iter().map(|(word, _)| *word).chain(grammar::SUBJECTS.iter().copied());
    let in_order = grammar::FAULTS.is_sorted() && grammar::SUBJECTS.is_sorted();
    assert!(in_order, "words are listed by the alphabet");
    let first = |code: &'static str| code.split('-').next().unwrap_or_default();
    let is_known = |code: &'static str| words().any(|word| word == first(code));
    let strange: Vec<_> = explain::pages().iter().map(|page| page.code.0).filter(|code| !is_known(code)).collect();
    assert!(strange.is_empty(), "another word for what has one, or a new idea: {strange:?}");
    let begins = |word: &&str| explain::pages().iter().any(|page| first(page.code.0) == *word);
    let idle: Vec<_> = words().filter(|word| !begins(word)).collect();
    assert!(idle.is_empty(), "no code begins so: {idle:?}");
    assert!(!is_known("faulty-label") && is_known("invalid-label"));
}

#[test]
fn every_page_is_found_by_its_code_and_has_its_parts() {
    assert!(explain::pages().is_sorted_by(|a, b| a.code < b.code), "a code stands twice or out of order");
    for page in explain::pages() {
        let code = page.code.0;
        assert!(explain::page(code).is_some_and(|found| found.code == page.code), "{code}: stands out of order");
        let (summary, text) = (page.summary(), page.text());
        assert!(!summary.is_empty() && !summary.ends_with('.') && summary.len() < 100, "{code}: {summary}");
        assert!(!summary.starts_with('#') && !text.starts_with('#'), "{code}: begins with a sentence, then explains");
        let (explanation, rest) = text.split_once("\n\n## Example\n\n").unwrap_or_else(|| panic!("{code}: no example"));
        let (example, remedy) = rest.split_once("\n\n## Remedy\n\n").unwrap_or_else(|| panic!("{code}: no remedy"));
        assert!(![explanation, example, remedy].contains(&""), "{code}: a part is empty");
        let fence = &example[..example.len() - example.trim_start_matches('`').len()];
        assert!(fence.len() >= 3 && example.matches(fence).count() == 2, "{code}: {example}");
    }
}

#[test]
fn a_question_in_words_finds_the_pages_that_speak_of_it() {
    let found = |question: &str| -> Vec<&str> {
        match explain::search(question) {
            Answer::Page(page) => vec![page.code.0],
            Answer::Pages { titled, others } => titled.iter().chain(&others).map(|page| page.code.0).collect(),
            Answer::Near(pages) => pages.iter().map(|page| page.code.0).collect(),
            Answer::Nothing { .. } => Vec::new(),
        }
    };
    for (question, code) in [
        ("How do I delete a footnote?", "unused-footnote"),
        ("why are my footnotes unused", "unused-footnote"),
        ("what is an unknown label", "unknown-label"),
        ("alternative text of pictures", "missing-alt-text"),
        ("how can I merge git branches with conflicts", "unresolved-conflict"),
    ] {
        assert!(found(question).contains(&code), "{question}: {:?}", found(question));
    }
    assert_eq!(found("zzz qqq"), Vec::<&str>::new());
    let forms = ["Paragraphs\n\n`[numbering]` puts numbers beside them.", "Headings\n\nThey have numbers."];
    assert_eq!(explain::best(&forms, "how do I number paragraphs?"), Some(forms[0]));
    assert_eq!(explain::best(&forms, "do headings have numbers"), Some(forms[1]));
    // A word alone asks for findings; one that all have says nothing.
    assert_eq!(explain::best(&forms, "paragraphs"), None);
    assert_eq!(explain::best(&forms, "numbers of it"), None);
}

#[test]
fn the_list_of_codes_is_current() {
    let path = root().join(LIST);
    let list = list();
    if std::env::var_os("BLESS").is_some() {
        fs::write(&path, &list).expect("the list is written");
    }
    let written = fs::read_to_string(&path).unwrap_or_default();
    assert!(written == list, "{LIST} is not current; BLESS=1 writes it");
}

const LIST_HEAD: &str = "\
# What is found

Every finding has one of these codes. `chancery explain CODE` prints a page. A rule is an error, too, but as for
warnings and hints a paper may give it another weight in `[check]` of its paper.toml or allow it at its place; other
errors keep theirs.

";

fn list() -> String {
    let mut list = LIST_HEAD.to_owned();
    let subjects: Vec<_> = grammar::SUBJECTS.iter().map(|word| format!("`{word}`")).collect();
    let words = format!("{}\n\nThese are: {}.", grammar::INTRODUCTION, subjects.join(", "));
    let _ = writeln!(list, "{}\n\n| First word | What it says |\n|---|---|", report::wrap(&words, Some(120)));
    for (word, idea) in grammar::FAULTS {
        let _ = writeln!(list, "| `{word}` | {idea} |");
    }
    list.push_str("\n| Code | Weight | What is found |\n|---|---|---|\n");
    for page in explain::pages() {
        let weight = page.weight();
        let code = page.code.0;
        let _ = writeln!(list, "| [`{code}`]({code}.md) | {weight} | {} |", page.summary());
    }
    list
}

/// The codes that a source file names.
fn codes(path: &str, text: &str) -> BTreeSet<String> {
    let is_code =
        |word: &str| !word.is_empty() && word.bytes().all(|byte| matches!(byte, b'a'..=b'z' | b'0'..=b'9' | b'-'));
    let is_table = TABLES.contains(&path);
    let mut codes = BTreeSet::new();
    for (at, _) in text.match_indices('"') {
        let named = is_table || BEFORE.iter().any(|before| text[..at].trim_end().ends_with(before));
        if let Some((word, _)) = text[at + 1..].split_once('"')
            && named
            && is_code(word)
        {
            codes.insert(word.to_owned());
        }
    }
    codes
}

/// All Rust files below `folder`, by their path in the repository.
fn sources(folder: &Path) -> Vec<(String, String)> {
    let mut sources = Vec::new();
    for path in fs::read_dir(folder).expect("a folder of the repository").flatten().map(|entry| entry.path()) {
        if path.is_dir() {
            sources.extend(self::sources(&path));
        } else if path.extension().is_some_and(|extension| extension == "rs") {
            let name = path.strip_prefix(root()).expect("a file of the repository").display().to_string();
            let text = fs::read_to_string(&path).expect("text in UTF-8");
            // The list of pages is no use of a code.
            let text = text.split("\nconst PAGES:").next().unwrap_or_default().to_owned();
            sources.push((name.replace('\\', "/"), text));
        }
    }
    sources
}

fn root() -> PathBuf {
    PathBuf::from(env!("CARGO_MANIFEST_DIR"))
}
