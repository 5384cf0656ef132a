//! `chancery status`

use chancery::diagnostic::{Diagnostics, Severity};
use chancery::lock::{self, Fate, LockedSection, Whole};
use chancery::press::{self, Session};
use chancery::project::MANIFEST;
use chancery::report;

use super::disk::{self, Root};
use super::git::Repository;
use super::terminal::{self, Stream, Terminal};
use super::{Ending, Failure, ProjectArgument};

/// Show how far the sections of a paper are
///
/// A table of all sections: version, released version, state, words now and at the release, contributors, and the last
/// commit that touched the file. The state tells what has become of the section since the release: new, same, changed,
/// moved, renamed or vanished. Below the sections stands what belongs to all: paper.toml, the bibliography, the template.
/// To standard error go version and status of the paper.
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
            terminal::say(&report::human(&findings, &project, &root.prefix(), terminal.style(Stream::Err)));
            terminal::say(&format!("{}, nothing was compared\n", report::summary(&findings)));
            return Ok(Ending::PaperHasErrors);
        };
        let names: Vec<_> =
            now.sections.iter().map(|section| (section.name.as_str(), Some(section.digest.as_str()))).collect();
        let comparison = old.as_ref().map(|old| lock::compare(old, &names));
        let repository = Repository::around(root.folder(), "HEAD").ok();
        let change_of = |path: &str| repository.as_ref().and_then(|git| git.last_change(path)).unwrap_or_default();
        let mut rows = vec![HEADER.map(str::to_owned)];
        for (at, section) in now.sections.iter().enumerate() {
            let (fate, moved) = comparison.as_ref().map_or((Fate::New, false), |all| all.sections[at]);
            let state = match fate {
                Fate::New => "new",
                Fate::Same(_) if moved => "moved",
                Fate::Same(_) => "same",
                Fate::Changed(_) if moved => "changed, moved",
                Fate::Changed(_) => "changed",
                Fate::Renamed(_) if moved => "renamed, moved",
                Fate::Renamed(_) => "renamed",
                Fate::Unreadable(_) => "unreadable",
            };
            let contributors = paper.sections[at].section.front_matter.contributors.iter();
            let contributors: Vec<_> = contributors.map(|name| name.value.as_str()).collect();
            let change = change_of(&format!("sections/{}", section.name));
            let (released, then) = of_old(fate.old());
            let (version, words) = (section.version.to_string(), section.words.to_string());
            let [name, state] = [section.name.clone(), state.to_owned()];
            rows.push([name, version, released, state, words, then, contributors.join(", "), change]);
        }
        for old in comparison.iter().flat_map(|all| &all.vanished) {
            let (released, then) = of_old(Some(old));
            let [none, gone] = [String::new(), "vanished".to_owned()];
            rows.push([old.name.clone(), none.clone(), released, gone, none.clone(), then, none.clone(), none]);
        }
        let template = format!("templates/{}", paper.manifest.template.value);
        let digests = |Whole { manifest, bibliography, template, builtin }: &Whole| {
            [manifest.clone(), bibliography.clone(), format!("{template}{builtin}")]
        };
        let then = old.as_ref().map(|old| digests(&old.whole)).unwrap_or_default();
        for (path, (now, then)) in
            [MANIFEST, "bibliography", &template].into_iter().zip(digests(&now.whole).iter().zip(&then))
        {
            let state = match (now.is_empty(), then.is_empty()) {
                (true, true) => continue,
                (true, false) => "vanished",
                (false, true) => "new",
                (false, false) if now == then => "same",
                (false, false) => "changed",
            };
            let mut row = <[String; 8]>::default();
            (row[0], row[3]) = (path.to_owned(), state.to_owned());
            row[7] = change_of(path);
            rows.push(row);
        }
        terminal::result(&table(&rows))?;
        let released = old.map_or("not released yet".to_owned(), |old| format!("{} released", old.version));
        terminal::say(&format!("{} ({}), {released}\n", now.version, paper.manifest.status.value.name()));
        Ok(Ending::Done)
    }
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
