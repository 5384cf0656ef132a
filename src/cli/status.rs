//! `chancery status`

use std::collections::{BTreeMap, BTreeSet};

use chancery::diagnostic::{Code, Diagnostic, Diagnostics, Place, Severity};
use chancery::lock::{self, Fate, LockedSection, SharedDigests};
use chancery::press::{self, Session};
use chancery::project::{MANIFEST, Project};
use chancery::report;
use serde::Serialize;

use super::disk::{self, Root};
use super::git::Repository;
use super::terminal::{self, Terminal};
use super::{Ending, Failure, ProjectArgument};

/// Show how far the sections of a paper are
///
/// A table of all sections: version, released version, state, words now and at the release, owner and contributors, and
/// the last commit that touched the file. The state tells what has become of the section since the release: new, same,
/// changed, moved, renamed (and changed, if most of it still says the same), vanished, or missing if it is listed and
/// has no file. Below the sections stands what belongs to all: paper.toml, the bibliography, the template. To standard
/// error go version and status of the paper.
#[derive(clap::Args)]
#[command(after_help = "\
Examples:
  chancery status                    the sections of the paper whose folder you are in
  chancery status papers/2013        the same in papers/2013
  chancery status --format json | jq -r .version")]
pub struct Status {
    #[command(flatten)]
    project: ProjectArgument,
    /// How to print it
    #[arg(long, value_enum, default_value_t)]
    format: Format,
}

#[derive(Clone, Copy, Default, PartialEq, Eq, clap::ValueEnum)]
enum Format {
    /// A table
    #[default]
    Human,
    /// One object, for programs: `version`, `status` and `released` of the paper, its `sections`, and what they
    /// `share`. All keys are always there, null where nothing is known
    Json,
}

/// The paper in JSON.
#[derive(Serialize)]
struct Overview {
    version: String,
    status: &'static str,
    /// The version that was released last.
    released: Option<String>,
    sections: Vec<Row>,
    /// The manifest, the bibliography and the template.
    share: Vec<Row>,
}

/// A section, or something that all sections share.
#[derive(Default, Serialize)]
struct Row {
    name: String,
    version: Option<String>,
    released: Option<String>,
    /// What has become of it since the release.
    state: &'static str,
    /// Whether it also stands in another place than at the release.
    moved: bool,
    words: Option<usize>,
    words_released: Option<usize>,
    /// Who answers for it.
    owner: Option<String>,
    contributors: Vec<String>,
    /// The day of the last commit that touched it, and its author.
    last_change: Option<String>,
}

const HEADER: [&str; 8] = ["section", "version", "released", "state", "words", "then", "contributors", "last change"];

impl Status {
    pub fn run(&self, terminal: &Terminal) -> Result<Ending, Failure> {
        let root = Root::find(&self.project)?;
        let mut diagnostics = Diagnostics::new();
        let project = disk::read(root.folder(), &mut diagnostics);
        let complete = diagnostics.checkpoint();
        let read = complete.ok().and_then(|()| press::lock(&project, &mut Session::default(), &mut diagnostics));
        let mut mistakes = Diagnostics::new();
        let old = lock::read(&project, &mut mistakes);
        let (Some((paper, now)), Ok(old)) = (read, old) else {
            let mut findings = diagnostics.into_sorted();
            findings.retain(|finding| finding.severity == Severity::Error);
            terminal.show(&findings, &project, &root.prefix());
            terminal::sum_up(&findings, "nothing was compared");
            return Ok(Ending::of(&findings));
        };
        let standing = now.sections.iter().map(LockedSection::standing).collect::<Vec<_>>();
        let comparison = old.as_ref().map(|old| lock::compare(old, &standing));
        let template = format!("templates/{}", paper.manifest.template.value);
        let files: Vec<_> = now.sections.iter().map(|section| format!("sections/{}", section.name)).collect();
        let whole = [MANIFEST, "bibliography", &template];
        let touched: Vec<_> = files.iter().map(String::as_str).chain(whole).collect();
        let (changes, why_not) = match Repository::around(root.folder(), "HEAD") {
            Ok(git) => git.last_changes(&touched),
            // Without a repository there is nothing to do about it: its help is for those who name a revision.
            Err(failure) if failure.code == Code("missing-repository") => (BTreeMap::new(), Some(failure.message)),
            Err(failure) => (BTreeMap::new(), Some([failure.message, failure.help.unwrap_or_default()].join(". "))),
        };
        let change_of = |path: &str| changes.get(path).cloned();
        let mut sections = Vec::new();
        for (at, section) in now.sections.iter().enumerate() {
            let (fate, moved) = comparison.as_ref().map_or((Fate::New, false), |all| all.sections[at]);
            let front_matter = &paper.sections[at].section.front_matter;
            let contributors = front_matter.contributors.iter();
            sections.push(Row {
                name: section.name.clone(),
                version: Some(section.version.to_string()),
                state: state(fate),
                moved,
                words: Some(section.words),
                owner: front_matter.owner.as_ref().map(|owner| owner.value.clone()),
                contributors: contributors.map(|name| name.value.clone()).collect(),
                last_change: change_of(&files[at]),
                ..Row::of_old(fate.old())
            });
        }
        let mut missing = missing(&project, &diagnostics);
        for old in comparison.iter().flat_map(|all| &all.vanished) {
            let state = if missing.remove(&old.name) { "missing" } else { "vanished" };
            sections.push(Row { name: old.name.clone(), state, ..Row::of_old(Some(old)) });
        }
        sections.extend(missing.into_iter().map(|name| Row { name, state: "missing", ..Row::default() }));
        let states = states_of_whole(&now.whole, old.as_ref().map(|old| &old.whole));
        let share = whole.into_iter().zip(states).filter_map(|(path, state)| {
            Some(Row { name: path.to_owned(), state: state?, last_change: change_of(path), ..Row::default() })
        });
        let (version, status) = (now.version.to_string(), paper.manifest.status.value.name());
        let released = old.as_ref().map(|old| old.version.to_string());
        let told = released.as_ref().map_or("not released yet".to_owned(), |version| format!("{version} released"));
        let told = format!("{version} ({status}), {told}\n");
        let overview = Overview { version, status, released, sections, share: share.collect() };
        terminal::result(&match self.format {
            Format::Human => overview.table(),
            Format::Json => report::to_json(&overview) + "\n",
        })?;
        terminal::say(&told);
        if let Some(reason) = why_not {
            terminal::say(&format!("the last change is not known everywhere: {reason}\n"));
        }
        Ok(Ending::Done)
    }
}

/// The sections that are listed and have no file: the manifest, as it is read, has only those that have one.
fn missing(project: &Project, diagnostics: &Diagnostics) -> BTreeSet<String> {
    let name = |found: &Diagnostic| {
        let Place::Span(span) = found.place else { return None };
        let name = project.source(span.file).slice(span).trim_matches(['"', '\'']).to_owned();
        let is_section = found.code == Code("missing-file") && found.message.contains(&format!("`sections/{name}`"));
        is_section.then_some(name)
    };
    diagnostics.iter().filter_map(name).collect()
}

/// What has become of a section.
fn state(fate: Fate) -> &'static str {
    match fate {
        Fate::New => "new",
        Fate::Same(_) => "same",
        Fate::Changed(_) => "changed",
        Fate::Renamed(_) => "renamed",
        Fate::RenamedAndChanged(_) => "renamed, changed",
        Fate::Unreadable(_) => "unreadable",
    }
}

/// What has become of the manifest, the bibliography and the template; [`None`] of what was not and is not.
fn states_of_whole(now: &SharedDigests, then: Option<&SharedDigests>) -> [Option<&'static str>; 3] {
    let digests = |SharedDigests { manifest, bibliography, template, builtin }: &SharedDigests| {
        [manifest.clone(), bibliography.clone(), format!("{template}{builtin}")]
    };
    let (now, then) = (digests(now), then.map(digests).unwrap_or_default());
    std::array::from_fn(|at| match (now[at].is_empty(), then[at].is_empty()) {
        (true, true) => None,
        (true, false) => Some("vanished"),
        (false, true) => Some("new"),
        (false, false) if now[at] == then[at] => Some("same"),
        (false, false) => Some("changed"),
    })
}

impl Overview {
    /// Rows with their columns one below the other.
    fn table(&self) -> String {
        let rows = self.sections.iter().chain(&self.share).map(Row::cells);
        let rows = [HEADER.map(str::to_owned)].into_iter().chain(rows);
        let rows: Vec<_> = rows.map(|row| row.map(|cell| report::visible(&cell).into_owned())).collect();
        let width = |column: usize| rows.iter().map(|row| row[column].chars().count()).max().unwrap_or(0);
        let widths: [usize; 8] = std::array::from_fn(width);
        let mut text = String::new();
        for row in &rows {
            let cells: Vec<_> = row.iter().zip(widths).map(|(cell, width)| format!("{cell:width$}")).collect();
            text += cells.join("  ").trim_end();
            text.push('\n');
        }
        text
    }
}

impl Row {
    /// What the last release knows.
    fn of_old(old: Option<&LockedSection>) -> Self {
        let (released, words_released) = old.map(|old| (old.version.to_string(), old.words)).unzip();
        Self { released, words_released, ..Self::default() }
    }

    /// Who answers for it, then who else wrote it.
    fn people(&self) -> String {
        let others = self.contributors.iter().filter(|name| Some(*name) != self.owner.as_ref());
        self.owner.iter().chain(others).map(String::as_str).collect::<Vec<_>>().join(", ")
    }

    fn cells(&self) -> [String; 8] {
        let text = |text: &Option<String>| text.clone().unwrap_or_default();
        let number = |number: Option<usize>| number.map(|number| number.to_string()).unwrap_or_default();
        let state = match (self.state, self.moved) {
            ("same", true) => "moved".to_owned(),
            (state, true) => format!("{state}, moved"),
            (state, false) => state.to_owned(),
        };
        [
            self.name.clone(),
            text(&self.version),
            text(&self.released),
            state,
            number(self.words),
            number(self.words_released),
            self.people(),
            text(&self.last_change),
        ]
    }
}
