//! The law over growth: twice as much of anything takes about twice as long, `check`, `fmt`, reports and redline alike.
//!
//! `cargo bench -- growth` tries every construct and every rule; words behind it choose those whose names contain one
//! of them. For each, one thing is repeated until it takes [`ENOUGH`] of the processor's time, and then twice as often.
//! The lowest of three runs counts, in time of this process, so that what else the machine does has no say. A ratio
//! that is too high is measured again, and believed only if another doubling is too high as well: what outgrows a cache
//! does so once, what is quadratic does so always.
//!
//! All inputs together meet every code that a check can find again and again, or the law does not hold (see
//! [`coverage`]).

mod coverage;
mod draft;
mod examples;
mod files;
mod findings;
mod forms;
mod hostile;
mod manuscripts;

use std::process::Command;

use chancery::diagnostic::{Diagnostic, Diagnostics};
use chancery::import::{self, Beginning};
use chancery::manifest::Format;
use chancery::markdown;
use chancery::paper::Paper;
use chancery::press::{self, Session};
use chancery::project::Project;
use chancery::redline;
use chancery::report;

use self::draft::{Draft, Edit, Input};

/// What t(2n) / t(n) stays below: linear, with room for logarithms, caches and noise. Quadratic is 4.
const MAX_RATIO: f64 = 2.5;

/// Milliseconds that n has to take, so that what is the same for all sizes does not hide what grows.
const ENOUGH: f64 = 10.0;

/// How often a ratio that is too high is measured again.
const AGAIN: usize = 3;

/// The same as [`holds`], in a process that keeps its memory: otherwise it would be given back to the system and asked
/// for again, page by page, as soon as there is much of it.
pub fn holds_in_own_process(only: &[&str]) -> bool {
    let this = std::env::current_exe().expect("this program");
    let mut process = Command::new(this);
    // For the GNU C library.
    process.env("MALLOC_TRIM_THRESHOLD_", "1000000000").env("MALLOC_MMAP_THRESHOLD_", "1000000000");
    process.arg("--growth").args(only).status().expect("this program starts again").success()
}

/// Tries all inputs whose name contains one of `only`. Whether all keep the law.
pub fn holds(only: &[&str]) -> bool {
    let is_chosen = |input: &&Input| only.is_empty() || only.iter().any(|part| input.name.contains(part));
    let inputs: Vec<Input> =
        [forms::all(), findings::all(), examples::all(), files::all(), hostile::all(), manuscripts::all()]
            .into_iter()
            .flatten()
            .collect();
    let asks_for_codes = only.is_empty() || only.contains(&"codes");
    let mut broken = if asks_for_codes { coverage::mistakes(&inputs) } else { Vec::new() };
    println!("{:<44} {:>9} {:>8} {:>10} {:>10} {:>6}", "", "n", "findings", "t(n)", "t(2n)", "ratio");
    for input in inputs.iter().filter(is_chosen) {
        for work in Work::ALL {
            let Some(growth) = Growth::of(input, work) else { continue };
            growth.tell(input, work);
            if growth.is_too_high() {
                let other = growth.another_doubling(input, work);
                other.tell(input, work);
                if other.is_too_high() {
                    let (name, ratio, other) = (work.name(), growth.ratio(), other.ratio());
                    broken.push(format!("{name} of {} is above {MAX_RATIO}: {ratio:.2}, {other:.2}", input.name));
                }
            }
        }
    }
    println!("\n{} mistakes", broken.len());
    broken.iter().for_each(|line| println!("  {line}"));
    broken.is_empty()
}

/// What is done with an input.
#[derive(Clone, Copy, PartialEq)]
enum Work {
    Check,
    /// All reports of what `check` finds, if it finds much.
    Report,
    /// The canonical form of each section.
    Format,
    /// A redline with an older version that differs so.
    Redline(Edit),
    /// A paper made of a manuscript.
    Import,
}

impl Work {
    const ALL: [Self; 8] = [
        Self::Check,
        Self::Report,
        Self::Format,
        Self::Redline(Edit::Words),
        Self::Redline(Edit::Order),
        Self::Redline(Edit::Shuffled),
        Self::Redline(Edit::Half),
        Self::Import,
    ];

    fn name(self) -> &'static str {
        match self {
            Self::Check => "check",
            Self::Report => "report",
            Self::Format => "fmt",
            Self::Redline(Edit::Words) => "redline, other words",
            Self::Redline(Edit::Order) => "redline, other order",
            Self::Redline(Edit::Shuffled) => "redline, shuffled",
            Self::Redline(Edit::Half) => "redline, half is new",
            Self::Import => "import",
        }
    }

    /// The work itself, with all that it needs made before; [`None`] if there is none of the kind with this paper.
    fn prepare(self, draft: &Draft) -> Option<Box<dyn Fn() -> usize>> {
        if draft.is_manuscript != (self == Self::Import) {
            return None;
        }
        let files = draft.files();
        match self {
            Self::Import => {
                let shelf: import::Files = draft.of_manuscript().into_iter().collect();
                let file = (!draft.units.is_empty()).then_some("text.md");
                Some(Box::new(move || {
                    let beginning = Beginning { slug: "growth", date: "2013-06-24", template: "europol" };
                    import::import(&shelf, file, &beginning).map_or(0, |imported| imported.words)
                }))
            }
            Self::Check => Some(Box::new(move || check(&Project::new(files.clone())).1.len())),
            Self::Report => {
                let project = Project::new(files);
                let (_, findings) = check(&project);
                let are_many = draft.is_of_findings && draft.units.len() > 1 && findings.len() * 2 > draft.units.len();
                are_many.then(|| -> Box<dyn Fn() -> usize> { Box::new(move || reports(&findings, &project)) })
            }
            Self::Format => {
                if draft.is_of_findings {
                    return None;
                }
                let project = Project::new(files);
                Some(Box::new(move || {
                    let sections = project.paths_in("sections").filter(|path| path.ends_with(".md"));
                    sections.map(|path| canonical(&project, path)).sum()
                }))
            }
            Self::Redline(edit) => {
                if draft.is_of_findings {
                    return None;
                }
                let older = Project::new(draft.before(edit).files()).as_old();
                let (older, newer) = (check(&older).0?, check(&Project::new(files)).0?);
                Some(Box::new(move || redline::changes(&redline::redline(&older, &newer)).len()))
            }
        }
    }
}

/// How long one thing takes n times and 2n times.
struct Growth {
    count: usize,
    findings: usize,
    once: f64,
    twice: f64,
}

impl Growth {
    /// [`None`] if this is no work for the input.
    fn of(input: &Input, work: Work) -> Option<Self> {
        if work == Work::Report && !input.is_reported {
            return None;
        }
        // A report shows lines up to a length; what is asked is how it grows with more of them, or with longer ones.
        let mut count = if work == Work::Report { 1024.min(input.most / 2) } else { input.least };
        let mut one = work.prepare(&input.draft(count))?;
        while clocked(&one) < ENOUGH && count * 4 <= input.most {
            count *= 2;
            one = work.prepare(&input.draft(count))?;
        }
        Self::at(count, input, work)
    }

    /// The doubling after this one; the one before, if the press refuses as much.
    fn another_doubling(&self, input: &Input, work: Work) -> Self {
        let count = if self.count * 4 <= input.most { self.count * 2 } else { self.count / 2 };
        Self::at(count, input, work).expect("what is work once is so with more or less of it")
    }

    fn at(count: usize, input: &Input, work: Work) -> Option<Self> {
        let one = work.prepare(&input.draft(count))?;
        let draft = input.draft(2 * count);
        let two = work.prepare(&draft)?;
        let findings = if draft.is_manuscript { 0 } else { check(&Project::new(draft.files())).1.len() };
        let mut growth = Self { count, findings, once: f64::INFINITY, twice: f64::INFINITY };
        for _ in 0..AGAIN {
            for _ in 0..3 {
                growth.once = growth.once.min(clocked(&one));
                growth.twice = growth.twice.min(clocked(&two));
            }
            if !growth.is_too_high() {
                break;
            }
        }
        Some(growth)
    }

    fn ratio(&self) -> f64 {
        self.twice / self.once
    }

    fn is_too_high(&self) -> bool {
        self.ratio() >= MAX_RATIO
    }

    fn tell(&self, input: &Input, work: Work) {
        let name = format!("{}: {}", input.name, work.name());
        let Self { count, findings, once, twice } = self;
        let mark = if self.is_too_high() { "  too high" } else { "" };
        println!("{name:<44} {count:>9} {findings:>8} {once:>7.1} ms {twice:>7.1} ms {:>6.2}{mark}", self.ratio());
    }
}

fn check(project: &Project) -> (Option<Paper>, Vec<Diagnostic>) {
    let mut diagnostics = Diagnostics::new();
    let paper = press::check(project, &mut Session::default(), &mut diagnostics);
    (paper, diagnostics.into_sorted())
}

fn reports(findings: &[Diagnostic], project: &Project) -> usize {
    let texts = [
        report::human(findings, project, "", report::Style::default()),
        report::short(findings, project, ""),
        report::json(findings, project),
        report::github(findings, project, ""),
        report::gitlab(findings, project, ""),
        report::sarif(findings, project, "", |_| None),
        report::junit(findings, project, ""),
    ];
    texts.iter().map(String::len).sum()
}

fn canonical(project: &Project, path: &str) -> usize {
    let mut diagnostics = Diagnostics::new();
    let source = project.text(path, None, &mut diagnostics);
    let text = source.and_then(|source| markdown::canonical(source, Format::default(), &mut diagnostics));
    text.map_or(0, |text| text.len())
}

/// Milliseconds of processor time that the work takes. Its result is used, or it might be left out.
fn clocked(work: impl Fn() -> usize) -> f64 {
    let started = processor_time();
    std::hint::black_box(work());
    processor_time() - started
}

/// Milliseconds that all threads of this process have run (on Unix; elsewhere, that have gone by): a check reads works
/// and looks at sections on two.
fn processor_time() -> f64 {
    #[cfg(unix)]
    {
        let time = rustix::time::clock_gettime(rustix::time::ClockId::ProcessCPUTime);
        time.tv_sec as f64 * 1e3 + time.tv_nsec as f64 / 1e6
    }
    #[cfg(not(unix))]
    {
        static START: std::sync::OnceLock<std::time::Instant> = std::sync::OnceLock::new();
        START.get_or_init(std::time::Instant::now).elapsed().as_secs_f64() * 1e3
    }
}
