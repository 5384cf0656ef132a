//! `chancery status`

use std::collections::BTreeMap;

use chancery::diagnostic::{Code, Diagnostics, Severity};
use chancery::lock::{self, Fate, LockedSection, SharedDigests};
use chancery::press::{self, Session};
use chancery::project::MANIFEST;
use chancery::report;

use super::disk::{self, Root};
use super::git::Repository;
use super::terminal::{self, Terminal};
use super::{Ending, Failure, ProjectArgument};

/// Show how far the sections of a paper are
///
/// A table of all sections: version, released version, state, words now and at the release, contributors, and the last
/// commit that touched the file. The state tells what has become of the section since the release: new, same, changed,
/// moved, renamed or vanished. Below the sections stands what belongs to all: paper.toml, the bibliography, the
/// template. To standard error go version and status of the paper.
#[derive(clap::Args)]
#[command(after_help = "\
Examples:
  chancery status                    the sections of the paper whose folder you are in
  chancery status papers/2013        the same in papers/2013")]
pub struct Status {
    #[command(flatten)]
    project: ProjectArgument,
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
            return Ok(Ending::PaperHasErrors);
        };
        let names: Vec<_> =
            now.sections.iter().map(|section| (section.name.as_str(), Some(section.digest.as_str()))).collect();
        let comparison = old.as_ref().map(|old| lock::compare(old, &names));
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
        let change_of = |path: &str| changes.get(path).cloned().unwrap_or_default();
        let mut rows = vec![HEADER.map(str::to_owned)];
        for (at, section) in now.sections.iter().enumerate() {
            let (fate, moved) = comparison.as_ref().map_or((Fate::New, false), |all| all.sections[at]);
            let contributors = paper.sections[at].section.front_matter.contributors.iter();
            let contributors: Vec<_> = contributors.map(|name| name.value.as_str()).collect();
            let (released, then) = of_old(fate.old());
            let (version, words) = (section.version.to_string(), section.words.to_string());
            let [name, state] = [section.name.clone(), state(fate, moved).to_owned()];
            rows.push([name, version, released, state, words, then, contributors.join(", "), change_of(&files[at])]);
        }
        for old in comparison.iter().flat_map(|all| &all.vanished) {
            let (released, then) = of_old(Some(old));
            let [none, gone] = [String::new(), "vanished".to_owned()];
            rows.push([old.name.clone(), none.clone(), released, gone, none.clone(), then, none.clone(), none]);
        }
        let states = states_of_whole(&now.whole, old.as_ref().map(|old| &old.whole));
        for (path, state) in whole.into_iter().zip(states).filter_map(|(path, state)| Some((path, state?))) {
            let mut row = <[String; 8]>::default();
            (row[0], row[3], row[7]) = (path.to_owned(), state.to_owned(), change_of(path));
            rows.push(row);
        }
        terminal::result(&table(&rows))?;
        let released = old.map_or("not released yet".to_owned(), |old| format!("{} released", old.version));
        terminal::say(&format!("{} ({}), {released}\n", now.version, paper.manifest.status.value.name()));
        if let Some(reason) = why_not {
            terminal::say(&format!("the last change is not known everywhere: {reason}\n"));
        }
        Ok(Ending::Done)
    }
}

/// What has become of a section.
fn state(fate: Fate, moved: bool) -> &'static str {
    match fate {
        Fate::New => "new",
        Fate::Same(_) if moved => "moved",
        Fate::Same(_) => "same",
        Fate::Changed(_) if moved => "changed, moved",
        Fate::Changed(_) => "changed",
        Fate::Renamed(_) if moved => "renamed, moved",
        Fate::Renamed(_) => "renamed",
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

fn of_old(old: Option<&LockedSection>) -> (String, String) {
    old.map(|old| (old.version.to_string(), old.words.to_string())).unwrap_or_default()
}

/// Rows with their columns one below the other.
fn table(rows: &[[String; 8]]) -> String {
    let rows: Vec<_> = rows.iter().map(|row| row.each_ref().map(|cell| report::visible(cell).into_owned())).collect();
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
