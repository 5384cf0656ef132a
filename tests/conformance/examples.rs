//! The examples of CommonMark and of GitHub's dialect: each is printed with the text and the addresses that its reference
//! has, or it is refused with a word on what to write, or what is other is found.
//!
//! They are not part of this repository: `tests/conformance/examples` brings them here and runs this, which `cargo test`
//! alone does not. What becomes of each is written down in `examples.txt`; `BLESS=1` writes down what becomes of it now.

use std::collections::{BTreeMap, BTreeSet};
use std::fmt::Write;
use std::path::Path;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::sync::{Mutex, PoisonError};
use std::{env, fs, thread};

use chancery::diagnostic::{Diagnostics, Severity};
use chancery::press::{self, Built, Session};
use chancery::project::Project;
use chancery::section::walk::{self, Step};
use chancery::section::{Inline, InlineKind, Target};

const MANIFEST: &str = "\
[paper]
slug = \"example\"
title = \"An example\"
version = \"1.0.0\"
date = \"2013-06\"
language = \"en-GB\"
authors = [\"Nobody\"]
status = \"final\"
template = \"europol\"
sections = [\"a.md\"]
";

/// A chapter, for headings of the second level.
const ABOVE: &str = "+++\nversion = \"1.0.0\"\n+++\n\n# Example {#example}\n\n";

#[test]
fn examples_print_what_their_reference_says() {
    let folder = env::var("CHANCERY_EXAMPLES").expect("tests/conformance/examples says where the examples are");
    let mut outcomes = BTreeMap::<String, BTreeSet<usize>>::new();
    let mut faults = String::new();
    for name in ["commonmark", "gfm"] {
        let text = fs::read_to_string(Path::new(&folder).join(format!("{name}.txt"))).expect("the examples");
        for (number, outcome) in (1..).zip(tried(&examples(&text))) {
            match outcome {
                Ok(outcome) => drop(outcomes.entry(format!("{name} {outcome}")).or_default().insert(number)),
                Err(fault) => drop(writeln!(faults, "{name} {number}: {fault}")),
            }
        }
    }
    assert!(faults.is_empty(), "\n{faults}");
    let list: String = outcomes.iter().map(|(outcome, numbers)| format!("{outcome}:{}\n", ranges(numbers))).collect();
    let file = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/conformance/examples.txt");
    if env::var_os("BLESS").is_some() {
        fs::write(&file, &list).expect("the list is written");
    }
    let expected = fs::read_to_string(&file).expect("the list of outcomes");
    assert!(list == expected, "found now:\n{list}\nBLESS=1 writes it down\n");
}

/// Markdown, and the HTML that it stands for.
struct Example {
    markdown: String,
    html: String,
}

fn examples(spec: &str) -> Vec<Example> {
    let fence = "`".repeat(32);
    let opening = format!("\n{fence} example");
    let example = |part: &str| {
        let body = part.split_once('\n').map_or("", |(_, body)| body);
        let body = body.split_once(&format!("\n{fence}")).map_or(body, |(body, _)| body).replace('→', "\t");
        let body = format!("\n{body}\n");
        let (markdown, html) = body.split_once("\n.\n").expect("an example has two parts");
        Example { markdown: format!("{}\n", markdown.strip_prefix('\n').unwrap_or("")), html: html.to_owned() }
    };
    spec.split(&opening).skip(1).map(example).collect()
}

/// What becomes of each example.
fn tried(examples: &[Example]) -> Vec<Result<String, String>> {
    let (next, outcomes) = (AtomicUsize::new(0), Mutex::new(BTreeMap::new()));
    thread::scope(|scope| {
        for _ in 0..thread::available_parallelism().map_or(1, usize::from) {
            scope.spawn(|| {
                let mut session = Session::default();
                while let Some((index, example)) = at(examples, next.fetch_add(1, Ordering::Relaxed)) {
                    let outcome = example.outcome(&mut session);
                    outcomes.lock().unwrap_or_else(PoisonError::into_inner).insert(index, outcome);
                }
            });
        }
    });
    outcomes.into_inner().unwrap_or_else(PoisonError::into_inner).into_values().collect()
}

fn at(examples: &[Example], index: usize) -> Option<(usize, &Example)> {
    examples.get(index).map(|example| (index, example))
}

impl Example {
    /// `same`, `other`, `unlinked` or `refused`, and the codes that are found; or what is wrong.
    fn outcome(&self, session: &mut Session) -> Result<String, String> {
        let section = format!("{ABOVE}{}", self.markdown).into_bytes();
        let files = [("paper.toml", MANIFEST.into()), ("sections/a.md", section)];
        let project = Project::new(files.map(|(path, bytes): (&str, Vec<u8>)| (path.to_owned(), bytes)));
        let mut diagnostics = Diagnostics::new();
        let built = press::build(&project, session, &mut diagnostics).ok();
        let found = diagnostics.into_sorted();
        if let Some(helpless) = found.iter().find(|one| one.severity == Severity::Error && one.help.is_none()) {
            return Err(format!("refused without help: {helpless:?}"));
        }
        // What looks like markup and is none, and what is not printed.
        let is_found = found.iter().any(|one| ["literal-", "unprinted-"].iter().any(|of| one.code.0.starts_with(of)));
        let outcome = match &built {
            None => "refused",
            Some(built) => match (printed(built), said(&self.html)) {
                (printed, said) if printed == said => "same",
                _ if is_found => "other",
                // A bare address that is none of a place that can be.
                (printed, said) if printed.0 == said.0 && printed.1.is_empty() => "unlinked",
                (printed, said) => return Err(format!("{printed:?} is printed for {said:?}, and nothing is found")),
            },
        };
        let codes: BTreeSet<&str> = found.iter().map(|one| one.code.0).collect();
        Ok(codes.into_iter().fold(outcome.to_owned(), |outcome, code| format!("{outcome} {code}")))
    }
}

/// What an example says on its pages, without blanks, and where its links lead.
fn printed(built: &Built) -> (String, Vec<String>) {
    let mut text = String::new();
    for piece in built.document.text() {
        let is_below = |span: &chancery::source::Span| {
            span.file.path().starts_with("sections/") && span.range().start >= ABOVE.len()
        };
        if piece.span.as_ref().is_some_and(is_below) {
            text.push_str(piece.text);
        }
    }
    let mut addresses = Vec::new();
    for section in &built.paper.sections {
        walk::steps(&section.section.blocks, &mut |step| {
            if let Step::Inlines(_, inlines) = step {
                lead(inlines, &mut addresses);
            }
        });
    }
    (without_blanks(&text), addresses)
}

fn lead(inlines: &[Inline], addresses: &mut Vec<String>) {
    for inline in inlines {
        if let InlineKind::Link { target: Target::Url(address), .. } = &inline.kind {
            addresses.push(address.clone());
        }
        walk::children(inline).into_iter().for_each(|inner| lead(inner, addresses));
    }
}

/// The same of the reference.
fn said(html: &str) -> (String, Vec<String>) {
    let (mut text, mut addresses, mut rest) = (String::new(), Vec::new(), html);
    while let Some((before, tag)) = rest.split_once('<') {
        text.push_str(before);
        let end = if tag.starts_with("!--") { "-->" } else { ">" };
        let (tag, after) = tag.split_once(end).unwrap_or((tag, ""));
        let value = |name: &str| tag.split_once(name).and_then(|(_, value)| value.split('"').next());
        if tag.starts_with("a ") {
            let address = plain(value("href=\"").unwrap_or_default());
            let (scheme, place) = address.split_once(':').unwrap_or(("", &address));
            // Case makes no difference in a scheme, and the press writes it small.
            addresses.push(format!("{}:{place}", scheme.to_lowercase()));
        }
        if tag.starts_with("img ") {
            text.push_str(value("alt=\"").unwrap_or_default());
        }
        // The box of a task.
        if tag.starts_with("input ") {
            text.push(if tag.contains("checked=") { '☑' } else { '☐' });
        }
        rest = after;
    }
    text.push_str(rest);
    (without_blanks(&plain(&text)), addresses)
}

fn plain(html: &str) -> String {
    html.replace("&lt;", "<").replace("&gt;", ">").replace("&quot;", "\"").replace("&amp;", "&")
}

fn without_blanks(text: &str) -> String {
    text.chars().filter(|character| !character.is_whitespace()).collect()
}

/// Numbers, those in a row as a range; in lines that are not too wide.
fn ranges(numbers: &BTreeSet<usize>) -> String {
    let mut ranges: Vec<(usize, usize)> = Vec::new();
    for &number in numbers {
        match ranges.last_mut() {
            Some((_, last)) if *last + 1 == number => *last = number,
            _ => ranges.push((number, number)),
        }
    }
    let (mut text, mut width) = (String::new(), usize::MAX);
    for (first, last) in ranges {
        let range = if first == last { first.to_string() } else { format!("{first}-{last}") };
        if width + range.len() > 110 {
            text.push_str("\n   ");
            width = 0;
        }
        width += range.len() + 1;
        let _ = write!(text, " {range}");
    }
    text
}
