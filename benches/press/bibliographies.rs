//! `cargo bench -- bib FOLDER [CODE | --print STYLE]`: how many bibliographies of a folder a draft can cite from, and
//! why not the others.
//!
//! Each file is the bibliography of a paper that cites one work of it, if there is one with a name, a title and a year,
//! and of one that cites all whose keys a citation can name. Printed are the papers that `check` has no errors for, the
//! codes of the errors of the others, and files that are slow to read. Files without any work are counted apart. With
//! the code of a finding all of that code are printed; with `--print`, lines of some works of each file in a style.

use std::collections::BTreeMap;
use std::fs;
use std::path::{Path, PathBuf};
use std::time::{Duration, Instant};

use chancery::bibliography;
use chancery::diagnostic::{Diagnostics, Severity};
use chancery::press::{self, Session};
use chancery::project::Project;
use chancery::source::{FileId, Side, Span, Spanned};

use super::pandoc;

/// Of a finding so many examples are shown.
const EXAMPLES: usize = 30;
/// A file that takes longer to read is named.
const SLOW: Duration = Duration::from_millis(500);

/// What became of the papers of one kind.
#[derive(Default)]
struct Tally {
    papers: usize,
    accepted: usize,
    /// By code: papers, findings, and where the first ones stand.
    errors: BTreeMap<&'static str, (usize, usize, Vec<String>)>,
    warnings: BTreeMap<&'static str, usize>,
    /// Findings of this code are printed.
    code: Option<String>,
}

pub fn run(folder: &Path, options: &[&str]) {
    let mut files = Vec::new();
    collect(folder, &mut files);
    files.sort();
    if let ["--print", style] = options {
        files.iter().for_each(|path| pandoc::print(path, style));
        return;
    }
    let code = options.first().copied();
    let (mut one, mut all) = (Tally::default(), Tally { code: code.map(str::to_owned), ..Tally::default() });
    let (mut works, mut empty, mut slow) = (0, 0, Vec::new());
    for path in &files {
        let Ok(bytes) = fs::read(path) else { continue };
        let name = format!("works.{}", path.extension().unwrap_or_default().to_string_lossy());
        let project = Project::new([(format!("bibliography/{name}"), bytes.clone())]);
        let start = Instant::now();
        let nowhere = Span::new(FileId::new("paper.toml", Side::New), 0..0);
        let read = bibliography::read(&project, &[Spanned::new(name.clone(), nowhere)], &mut Diagnostics::new());
        slow.push((start.elapsed(), path));
        if read.keys().next().is_none() {
            empty += 1;
            continue;
        }
        let keys: Vec<&str> = read.keys().filter(|key| can_be_cited(key)).collect();
        works += read.keys().count();
        let text = String::from_utf8_lossy(&bytes);
        // What is no BibTeX has to be read to be looked at, and acts have neither names nor a date of their own.
        let told = read.works().filter(|work| work.is_whole() && work.has_title() && can_be_cited(work.key()));
        let told = told.map(|work| work.key());
        let good = good_key(&text).into_iter().filter(|key| keys.contains(key)).chain(told).chain(keys.iter().copied());
        let good = good.take(1);
        let good: Vec<&str> = good.collect();
        one.add(path, &name, &bytes, &good);
        all.add(path, &name, &bytes, &keys);
    }
    slow.sort_unstable();
    println!("{} files, {empty} of them without works; {works} works; slowest to read:", files.len());
    for (at, (time, path)) in slow.iter().rev().enumerate() {
        if at == 0 || *time >= SLOW {
            println!("  {time:?} {}", path.display());
        }
    }
    one.print("one good work cited");
    all.print("all works cited");
}

fn collect(folder: &Path, files: &mut Vec<PathBuf>) {
    for entry in fs::read_dir(folder).into_iter().flatten().flatten() {
        let path = entry.path();
        if path.is_dir() {
            collect(&path, files);
        } else if path
            .extension()
            .is_some_and(|ending| matches!(&*ending.to_string_lossy(), "bib" | "json" | "ris" | "yml" | "yaml"))
        {
            files.push(path);
        }
    }
}

/// Whether `@{key}` names it.
fn can_be_cited(key: &str) -> bool {
    !key.trim().is_empty() && key.len() <= 500 && !key.contains(['{', '}', '\n'])
}

/// The keys of entries that have all that a reader asks for, as far as a look at their lines can tell.
fn good_key(text: &str) -> Vec<&str> {
    let is_good = |entry: &&str| {
        let lower = entry.to_lowercase();
        let has = |name: &str| {
            lower.match_indices(name).any(|(at, _)| lower[at + name.len()..].trim_start().starts_with('='))
        };
        has("author") && has("title") && (has("year") || has("date"))
    };
    let entries = text.split('@').skip(1).filter(is_good);
    entries
        .filter_map(|entry| Some(entry.split_once('{')?.1.split_once(',')?.0.trim()))
        .filter(|key| can_be_cited(key))
        .collect()
}

impl Tally {
    fn add(&mut self, path: &Path, name: &str, bytes: &[u8], keys: &[&str]) {
        self.papers += 1;
        if keys.is_empty() {
            self.fail("(no work to cite)", 1, path.display().to_string());
            return;
        }
        let cited: String = keys.iter().map(|key| format!("Words [@{{{key}}}].\n\n")).collect();
        let section = format!(
            "+++\nversion = \"0.1.0\"\n+++\n\n# One {{#one}}\n\n{cited}\n\n# Works {{#works .unnumbered}}\n\n\
             ::: bibliography\n:::\n"
        );
        let manifest = format!(
            "[paper]\nslug = \"p\"\ntitle = \"P\"\nkind = \"Paper\"\nversion = \"0.1.0\"\ndate = \"2026-11-28\"\n\
             language = \"en-GB\"\nauthors = [\"Institute\"]\nstatus = \"draft\"\ntemplate = \"europol\"\n\
             sections = [\"a.md\"]\n\n[bibliography]\nfiles = [\"{name}\"]\nstyle = \"europol\"\n"
        );
        let project = Project::new([
            ("paper.toml".to_owned(), manifest.into_bytes()),
            ("sections/a.md".to_owned(), section.into_bytes()),
            (format!("bibliography/{name}"), bytes.to_vec()),
        ]);
        let mut diagnostics = Diagnostics::new();
        press::check(&project, &mut Session::default(), &mut diagnostics);
        let findings = diagnostics.into_sorted();
        let mut errors: BTreeMap<&'static str, Vec<String>> = BTreeMap::new();
        for found in &findings {
            let place = match found.place {
                chancery::diagnostic::Place::Span(span) => {
                    project.source(span.file).position(span.start as usize).to_string()
                }
                _ => String::new(),
            };
            if self.code.as_deref() == Some(found.code.0) {
                println!("{}:{place} {}", path.display(), found.message);
            }
            match found.severity {
                Severity::Error => {
                    errors.entry(found.code.0).or_default().push(format!("{place} {}", found.message));
                }
                Severity::Warning => *self.warnings.entry(found.code.0).or_default() += 1,
                Severity::Hint => {}
            }
        }
        self.accepted += usize::from(errors.is_empty());
        for (code, found) in errors {
            self.fail(code, found.len(), format!("{}:{}", path.display(), found[0]));
        }
    }

    fn fail(&mut self, code: &'static str, count: usize, example: String) {
        let (papers, findings, examples) = self.errors.entry(code).or_default();
        *papers += 1;
        *findings += count;
        if examples.len() < EXAMPLES {
            examples.push(example);
        }
    }

    fn print(&self, title: &str) {
        let share = 100.0 * self.accepted as f64 / self.papers.max(1) as f64;
        println!("\n{title}: {} of {} accepted ({share:.1} %)", self.accepted, self.papers);
        for (code, (papers, findings, examples)) in &self.errors {
            println!("  error {code}: {papers} papers, {findings} findings");
            examples.iter().for_each(|example| println!("      {example}"));
        }
        let warnings: Vec<String> = self.warnings.iter().map(|(code, count)| format!("{code} {count}")).collect();
        println!("  warnings: {}", warnings.join(", "));
    }
}
