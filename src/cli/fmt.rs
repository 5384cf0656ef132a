//! `chancery fmt`

use chancery::diagnostic::{Diagnostics, Reported};
use chancery::manifest;
use chancery::markdown;
use chancery::project::Project;
use chancery::report::{self, plural};

use super::disk::{self, Root, Turn};
use super::terminal::{self, Terminal};
use super::{Ending, Failure, ProjectArgument};

/// Write the sections of a paper in one canonical form
///
/// Blank lines, bullets, numbers, tables, fences and the order of attributes become the same everywhere, so that a
/// change in a section is a change in what it says. What a section says stays as it is, line breaks included; with
/// `sentence-per-line = true` below `[format]` in paper.toml, each sentence gets a line. A file with mistakes is left
/// alone.
#[derive(clap::Args)]
#[command(after_help = "\
Examples:
  chancery fmt                       write the sections of the paper whose folder you are in
  chancery fmt papers/2013           the same in papers/2013
  chancery fmt --check               only list the files that are not in canonical form, for CI
  chancery fmt --diff                show what would change, and write nothing

The paths of changed files go to standard output. Exit code 1: a file has mistakes, or `--check` has found some.")]
pub struct Fmt {
    #[command(flatten)]
    project: ProjectArgument,
    /// Write nothing, and end with exit code 1 if a file would change
    #[arg(long)]
    check: bool,
    /// Write nothing, and print what would change
    #[arg(long)]
    diff: bool,
}

impl Fmt {
    pub fn run(&self, terminal: &Terminal) -> Result<Ending, Failure> {
        let root = Root::find(&self.project)?;
        let _turn = (!self.check && !self.diff).then(|| Turn::at(root.folder()));
        let mut diagnostics = Diagnostics::new();
        let project = disk::read(root.folder(), &mut diagnostics);
        let changes = changes(&project, &mut diagnostics).unwrap_or_default();
        for Change { path, old, new } in &changes {
            if !self.check && !self.diff {
                disk::rewrite(&root.folder().join(path), old, new)?;
            }
            let shown = root.shown(path);
            terminal::result(&match self.diff {
                true => report::diff(&shown, &String::from_utf8_lossy(old), &String::from_utf8_lossy(new)),
                false => format!("{}\n", report::visible(&shown)),
            })?;
        }
        let findings = diagnostics.into_sorted();
        terminal.show(&findings, &project, &root.prefix());
        let ending = Ending::of(&findings);
        if ending != Ending::Done {
            terminal::sum_up(&findings, "files with mistakes are left alone");
        }
        if self.check && !changes.is_empty() {
            terminal::say(&format!("{} not in canonical form\n", plural(changes.len(), "file")));
        }
        Ok(if self.check && !changes.is_empty() { ending.max(Ending::PaperHasErrors) } else { ending })
    }
}

/// A file that is not in canonical form.
struct Change<'p> {
    path: &'p str,
    old: &'p [u8],
    new: Vec<u8>,
}

fn changes<'p>(project: &'p Project, diagnostics: &mut Diagnostics) -> Result<Vec<Change<'p>>, Reported> {
    diagnostics.checkpoint()?;
    let mut findings = Diagnostics::new();
    let manifest = manifest::read(project, &mut findings);
    if manifest.is_err() {
        findings.iter().for_each(|finding| diagnostics.push(finding.clone()));
    }
    let format = manifest?.format;
    let mut changes = Vec::new();
    for path in project.paths_in("sections").filter(|path| path.ends_with(".md")) {
        let Ok(source) = project.text(path, None, diagnostics) else { continue };
        let Ok(text) = markdown::canonical(source, format, diagnostics) else { continue };
        let old: &[u8] = project.bytes(path).map_or(&[], |bytes| bytes);
        let new = as_on_disk(&text, old);
        if new != old {
            changes.push(Change { path, old, new });
        }
    }
    Ok(changes)
}

/// Text with the byte order mark and the line ends of the file that it comes from; its first line decides.
fn as_on_disk(text: &str, old: &[u8]) -> Vec<u8> {
    const BYTE_ORDER_MARK: &[u8] = "\u{feff}".as_bytes();
    let mark = if old.starts_with(BYTE_ORDER_MARK) { BYTE_ORDER_MARK } else { &[] };
    let first = old.split_inclusive(|byte| *byte == b'\n').next().unwrap_or_default();
    let text = if first.ends_with(b"\r\n") { text.replace('\n', "\r\n") } else { text.to_owned() };
    [mark, text.as_bytes()].concat()
}
