//! The examples of the pages: each is found by the code that it stands for, and no more once it is mended.
//!
//! `examples.txt` has an entry `=== code` for each page. `--- remedy` is what the example is mended to; `--- with path`
//! is a file that both need, `--- remedy path` one that mends it; `--- example language` stands for an example that is
//! only told on its page. What a project on the desk cannot show is found `elsewhere`: in the test that is named, or in
//! `none`, for the reason that is given.

use std::collections::BTreeMap;
use std::fmt::Write;
use std::fs;

use chancery::builtin;
use chancery::diagnostic::Diagnostics;
use chancery::explain::{self, Page};
use chancery::press::{self, Session};
use chancery::project::Project;

use super::super::corpus;
use super::root;

/// What the paper of an example says where the example says nothing else.
const MANIFEST: &str = "[paper]\nslug = \"example\"\ntitle = \"An example\"\nkind = \"Note\"\nversion = \"1.0.0\"\n\
                        date = \"2013-06\"\nlanguage = \"en-GB\"\nauthors = [\"Europol\"]\nstatus = \"final\"\n\
                        template = \"europol\"\nsections = [\"a.md\", \"z.md\"]\n[marking]\nscheme = \"europol\"\n\
                        level = \"unclassified\"\n[bibliography]\nfiles = [\"works.bib\"]\nstyle = \"europol\"\n";

const WORK: &str = "author = {Schneider, S.}\ntitle = {Privatizing}\npublisher = {Press}\ndate = {2006}\n";

const DRAWING: &str =
    "<svg xmlns=\"http://www.w3.org/2000/svg\" width=\"9\" height=\"9\"><rect width=\"9\" height=\"9\"/></svg>\n";

#[test]
fn every_example_is_found_and_every_remedy_is_silent() {
    let text = fs::read_to_string(root().join("tests/chancery/explain/examples.txt")).expect("the list of examples");
    let entries: Vec<_> = text.split("=== ").skip(1).map(Entry::parse).collect();
    let codes: Vec<_> = explain::pages().iter().map(|page| page.code.0).collect();
    assert_eq!(entries.iter().map(|entry| entry.code).collect::<Vec<_>>(), codes, "an entry a page, by code");

    let mut faults = String::new();
    for (entry, page) in entries.iter().zip(explain::pages()) {
        let code = entry.code;
        if let Some(test) = entry.elsewhere {
            let text = fs::read_to_string(root().join(test)).unwrap_or_default();
            if !text.contains(code) && !test.starts_with("none: ") {
                let _ = writeln!(faults, "{code}: is not in {test}");
            }
            continue;
        }
        let (language, example) = entry.example.unwrap_or_else(|| snippet(page));
        let laid_out = language == "typst" || code.starts_with("layout-");
        let found = findings(language, example, &entry.files(false), laid_out);
        if !found.contains(&code) {
            let _ = writeln!(faults, "{code}: the example is found by {found:?}");
        }
        let found = findings(language, entry.remedy().unwrap_or(example), &entry.files(true), laid_out);
        if found.contains(&code) {
            let _ = writeln!(faults, "{code}: the remedy is found, too");
        }
    }
    assert!(faults.is_empty(), "\n{faults}");
}

/// What the list says of a page.
struct Entry<'t> {
    code: &'t str,
    elsewhere: Option<&'t str>,
    /// Language and text.
    example: Option<(&'t str, &'t str)>,
    /// Title and text.
    blocks: Vec<(&'t str, &'t str)>,
}

impl<'t> Entry<'t> {
    fn parse(text: &'t str) -> Self {
        let mut parts = text.split("--- ");
        let (code, rest) = parts.next().and_then(|head| head.split_once('\n')).expect("a code");
        let blocks: Vec<_> = parts.map(|part| part.split_once('\n').expect("a title")).collect();
        let example =
            blocks.iter().find_map(|(title, text)| Some((title.strip_prefix("example")?.trim_start(), *text)));
        Self { code, elsewhere: rest.trim_end().strip_prefix("elsewhere "), example, blocks }
    }

    fn remedy(&self) -> Option<&'t str> {
        self.blocks.iter().find(|(title, _)| *title == "remedy").map(|(_, text)| *text)
    }

    /// The files that are given, or that mend the example.
    fn files(&self, mended: bool) -> Vec<(&'t str, &'t str)> {
        let path =
            |title: &'t str| title.strip_prefix("with ").or_else(|| title.strip_prefix("remedy ").filter(|_| mended));
        self.blocks.iter().filter_map(|(title, text)| Some((path(title)?, *text))).collect()
    }
}

/// Language and text of the example on a page.
fn snippet(page: &Page) -> (&'static str, &'static str) {
    let (_, example) = page.text().split_once("\n## Example\n\n").expect("an example");
    let fence = &example[..example.len() - example.trim_start_matches('`').len()];
    let (language, rest) = example[fence.len()..].split_once('\n').expect("a text");
    (language, &rest[..rest.find(&format!("\n{fence}")).expect("a closing fence") + 1])
}

/// The codes of what is found in a paper with this in it. What a template does, and some of what authors do, shows when
/// it is laid out.
fn findings(language: &str, text: &str, files: &[(&str, &str)], laid_out: bool) -> Vec<&'static str> {
    let project = project(language, text, files);
    let (mut session, mut diagnostics) = (Session::default(), Diagnostics::new());
    let _ = match laid_out {
        true => press::build(&project, &mut session, &mut diagnostics).is_ok(),
        false => press::check(&project, &mut session, &mut diagnostics).is_some(),
    };
    diagnostics.open_aside();
    diagnostics.into_sorted().iter().map(|finding| finding.code.0).collect()
}

fn project(language: &str, text: &str, files: &[(&str, &str)]) -> Project {
    let works = if text.contains("{#trends}") { "# Works" } else { "# Works {#trends}" };
    let mut blocks = BTreeMap::from([
        ("paper.toml", MANIFEST.to_owned()),
        ("bibliography/works.bib", entry(WORK)),
        ("sections/a.md", section("Some words.\n")),
        ("sections/z.md", section(&format!("{works}\n\nSome words [@schneider2006].\n\n::: bibliography\n:::\n"))),
    ]);
    for path in ["map", "logo", "seizures", "images/map", "images/seizures"].map(|name| format!("sections/{name}.svg"))
    {
        blocks.insert(path.leak(), DRAWING.to_owned());
    }
    let (path, content) = match language {
        "toml" => ("paper.toml", merged(text)),
        "bibtex" if text.starts_with('@') => ("bibliography/works.bib", format!("{text}\n{}", entry(WORK))),
        "bibtex" => ("bibliography/works.bib", entry(&with_fields(WORK, text))),
        "typst" => ("templates/europol/paper.typ", template(text)),
        "text" => ("sections/a.md escaped", section(text)),
        _ => ("sections/a.md", section(text)),
    };
    blocks.insert(path, content);
    for (path, text) in files {
        blocks.insert(path, if path.ends_with(".md") { section(text) } else { (*text).to_owned() });
    }
    let block = |(path, content): (&&str, &String)| format!("\n=== {path}\n{content}");
    corpus::project(&format!("An example.{}", blocks.iter().map(block).collect::<String>()))
}

fn section(text: &str) -> String {
    let opening = if text.starts_with('#') { "" } else { "# Opening {#opening}\n\n" };
    let has_front_matter = ["+++", "---"].iter().any(|fence| text.starts_with(fence));
    if has_front_matter { text.to_owned() } else { format!("+++\nversion = \"1.0.0\"\n+++\n\n{opening}{text}") }
}

fn entry(fields: &str) -> String {
    format!("@book{{schneider2006,\n{}\n}}\n", fields.trim_end().replace('\n', ",\n"))
}

fn template(text: &str) -> String {
    let (_, bytes) = builtin::files().find(|(path, _)| *path == "templates/europol/paper.typ").expect("the template");
    let template = str::from_utf8(bytes).expect("UTF-8");
    template.replacen("\n#title-block", &format!("\n{text}\n#title-block"), 1)
}

/// The fields with those of `text`, each in place of the one of its name.
fn with_fields(fields: &str, text: &str) -> String {
    let name = |line: &str| line.split_once('=').map_or(String::new(), |(name, _)| name.trim().to_owned());
    let kept = fields.lines().filter(|line| text.lines().all(|new| name(new) != name(line)));
    kept.chain(text.lines()).map(|line| format!("{line}\n")).collect()
}

/// The manifest with the keys and tables of `text`.
pub fn merged(text: &str) -> String {
    let mut tables: Vec<(&str, String)> = Vec::new();
    for line in MANIFEST.lines().chain(["[paper]"]).chain(text.lines()) {
        if line.starts_with('[') {
            let table = tables.iter().position(|(name, _)| *name == line && !line.starts_with("[["));
            let table = table.map_or((line, String::new()), |at| tables.remove(at));
            tables.push(table);
        } else if let Some((_, lines)) = tables.last_mut() {
            *lines = with_fields(lines, line);
        }
    }
    tables.into_iter().map(|(name, lines)| format!("{name}\n{lines}")).collect()
}
