//! What `check` lets pass is printed: no made-up paper without an error fails once it is laid out.
//!
//! A paper is known by its number: `CHANCERY_PAPERS=2000 cargo test --release soundness` tries as many as it says, and
//! `CHANCERY_PAPER=17` that one again. Of a paper that fails, what makes no difference is left out; the rest is written
//! to `target/tmp/paper-17/`.

use std::collections::BTreeMap;
use std::fmt::Write;
use std::panic::{AssertUnwindSafe, catch_unwind};
use std::path::Path;
use std::sync::Mutex;
use std::sync::atomic::{AtomicU64, Ordering};
use std::{env, fs, thread};

use chancery::diagnostic::{Diagnostics, Severity};
use chancery::press::{self, Session};
use chancery::project::Project;
use chancery::report;

use crate::dice::Dice;
use crate::made_up::{self, DEEPEST, Depth, Maker};

/// How many papers the suite tries; more on request.
const PAPERS: u64 = 160;

#[test]
fn what_check_lets_pass_is_printed() {
    let number = |name| env::var(name).ok().map(|text: String| text.parse::<u64>().expect("a number"));
    let seeds = match number("CHANCERY_PAPER") {
        Some(seed) => seed..seed + 1,
        None => 0..number("CHANCERY_PAPERS").unwrap_or(PAPERS),
    };
    let (next, faults) = (AtomicU64::new(seeds.start), Mutex::new(BTreeMap::new()));
    let printed = AtomicU64::new(0);
    thread::scope(|scope| {
        for _ in 0..thread::available_parallelism().map_or(1, usize::from) {
            scope.spawn(|| {
                let mut session = Session::default();
                loop {
                    let seed = next.fetch_add(1, Ordering::Relaxed);
                    if !seeds.contains(&seed) {
                        break;
                    }
                    let draft = Draft::new(seed);
                    match judge(&draft.project(), &mut session) {
                        Verdict::Refused => {}
                        Verdict::Printed => drop(printed.fetch_add(1, Ordering::Relaxed)),
                        Verdict::Failed(_) => {
                            session = Session::default();
                            let (draft, fault) = draft.reduced();
                            draft.keep(seed);
                            faults.lock().expect("no panic").insert(seed, fault);
                        }
                    }
                }
            });
        }
    });
    let faults = faults.into_inner().expect("no panic");
    let complaint: String = faults.iter().map(|(seed, fault)| format!("\npaper {seed}: {fault}")).collect();
    assert!(complaint.is_empty(), "{complaint}");
    let (printed, tried) = (printed.into_inner(), seeds.end - seeds.start);
    assert!(tried < PAPERS || printed > tried / 2, "only {printed} of {tried} papers are sound");
}

enum Verdict {
    /// `check` finds an error.
    Refused,
    Printed,
    Failed(String),
}

fn judge(project: &Project, session: &mut Session) -> Verdict {
    let mut diagnostics = Diagnostics::new();
    let checked = press::check(project, session, &mut diagnostics);
    if checked.is_none() || !diagnostics.is_printable() {
        if env::var_os("CHANCERY_PAPER").is_some() {
            eprintln!("{}", report::short(&diagnostics.into_sorted(), project, ""));
        }
        return Verdict::Refused;
    }
    let mut diagnostics = Diagnostics::new();
    let built = catch_unwind(AssertUnwindSafe(|| press::build(project, session, &mut diagnostics).is_ok()));
    let errors = diagnostics.into_sorted();
    let errors: Vec<_> = errors.into_iter().filter(|found| found.severity == Severity::Error).collect();
    match built {
        Ok(true) if errors.is_empty() => Verdict::Printed,
        Ok(_) => Verdict::Failed(report::short(&errors, project, "")),
        Err(_) => Verdict::Failed("a panic".to_owned()),
    }
}

/// A made-up paper in pieces.
#[derive(Clone)]
struct Draft {
    manifest: String,
    /// Blocks, with their notes, below a heading.
    sections: Vec<Vec<String>>,
}

impl Draft {
    fn new(seed: u64) -> Self {
        let mut dice = Dice(seed);
        let status = ["draft", "consultation", "final"][dice.below(3)];
        let language = ["en-GB", "en-GB", "de", "fr", "nl"][dice.below(5)];
        let style = ["europol", "europol", "apa", "chicago-author-date"][dice.below(4)];
        let contents = dice.once_in(2);
        let files = ["\"one.md\", \"two.md\", \"works.md\"", "\"works.md\", \"two.md\", \"one.md\""][dice.below(2)];
        let manifest = format!(
            "[paper]\nslug = \"made-up\"\ntitle = \"A *made-up* paper\"\nversion = \"1.0.0\"\ndate = \"2013-06-24\"\n\
             language = \"{language}\"\nauthors = [\"Nobody\"]\nstatus = \"{status}\"\ntemplate = \"europol\"\n\
             contents = {contents}\nsections = [{files}]\n\n[marking]\nscheme = \"europol\"\nlevel = \"confidential\"\n\
             reference = \"1\"\ncopy = \"1 of 2\"\n\n[bibliography]\nfiles = [\"works.bib\"]\nstyle = \"{style}\"\n\n{}",
            made_up::VARS
        );
        let depth = Depth { blocks: 1 + dice.below(DEEPEST.blocks), lists: 1 + dice.below(DEEPEST.lists), ..DEEPEST };
        let mut maker = Maker::new(&mut dice, depth, &["one", "two", "works"], true);
        let mut sections: Vec<Vec<String>> = (0..2).map(|_| (0..6).map(|_| maker.block()).collect()).collect();
        sections.push(vec![maker.paragraph(), maker.bibliography()]);
        Self { manifest, sections }
    }

    fn project(&self) -> Project {
        let titles = [("one", "One {#one}"), ("two", "Two {#two}"), ("works", "Works {#works .unnumbered}")];
        let sections = titles.iter().zip(&self.sections).map(|((name, title), blocks)| {
            let text = format!("+++\nversion = \"1.0.0\"\n+++\n\n# {title}\n\n{}\n", blocks.join("\n\n"));
            (format!("sections/{name}.md"), text.into_bytes())
        });
        let others = [
            ("paper.toml".to_owned(), self.manifest.clone().into_bytes()),
            ("bibliography/works.bib".to_owned(), made_up::WORKS.as_bytes().to_vec()),
        ];
        Project::new(sections.chain(others).chain(made_up::images()))
    }

    /// The paper with as little in it as still fails, and how.
    fn reduced(mut self) -> (Self, String) {
        let fails = |draft: &Self| match judge(&draft.project(), &mut Session::default()) {
            Verdict::Failed(fault) => Some(fault),
            _ => None,
        };
        let mut fault = fails(&self).unwrap_or_else(|| "only in a session that has seen others".to_owned());
        // First blocks, then lines, then words.
        for separator in ["", "\n", " "] {
            for section in 0..self.sections.len() {
                let mut at = 0;
                while at < self.pieces(section, separator).len() {
                    let mut fewer = self.clone();
                    let mut pieces = self.pieces(section, separator);
                    pieces.remove(at);
                    fewer.sections[section] = match separator {
                        "" => pieces,
                        _ => vec![pieces.join(separator)],
                    };
                    match fails(&fewer) {
                        Some(other) => (self, fault) = (fewer, other),
                        None => at += 1,
                    }
                }
            }
        }
        let text = self.sections.iter().map(|blocks| blocks.join("\n\n")).collect::<Vec<_>>().join("\n----\n");
        let mut told = fault;
        let _ = writeln!(told, "\n{text}");
        (self, told)
    }

    fn pieces(&self, section: usize, separator: &str) -> Vec<String> {
        let blocks = &self.sections[section];
        match separator {
            "" => blocks.clone(),
            _ => blocks.join("\n\n").split(separator).map(str::to_owned).collect(),
        }
    }

    fn keep(&self, seed: u64) {
        let folder = Path::new(env!("CARGO_TARGET_TMPDIR")).join(format!("paper-{seed}"));
        let _ = fs::remove_dir_all(&folder);
        let project = self.project();
        for path in project.paths().filter(|path| !project.is_builtin(path)) {
            let file = folder.join(path);
            let bytes = project.bytes(path).expect("it is listed");
            let written = fs::create_dir_all(file.parent().unwrap_or(&folder)).and_then(|()| fs::write(&file, bytes));
            if let Err(error) = written {
                eprintln!("{}: {error}", file.display());
            }
        }
    }
}
