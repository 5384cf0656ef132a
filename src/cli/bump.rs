//! `chancery bump`

use std::collections::BTreeSet;
use std::path::PathBuf;

use chancery::diagnostic::{Code, Diagnostic, Diagnostics, Fix, Place, Severity, nearest};
use chancery::fix;
use chancery::lock;
use chancery::manifest;
use chancery::markdown;
use chancery::press::{self, Session};
use chancery::project::{LOCK, MANIFEST, Project};
use chancery::version::{self, Step};
use semver::Version;

use super::completions;
use super::disk::{self, Root, Turn};
use super::terminal::{self, Terminal};
use super::{Ending, Failure, ProjectArgument};

/// Raise the version of sections, or of the paper
///
/// Changes the version in the front matter of each section (the paper's in paper.toml), and nothing else in its file.
/// Without an option it is the minor version that is raised: content was added or changed. If one of the sections
/// cannot be found or read, no file is changed.
#[derive(clap::Args)]
#[command(after_help = "\
Examples:
  chancery bump trends               from 1.0.0 to 1.1.0: new content
  chancery bump trends.md --patch    from 1.0.0 to 1.0.1: a correction
  chancery bump trends communities --major
  chancery bump paper                the paper's own version
  chancery bump --changed            what changed since the last release and has its version still
  chancery bump trends --project papers/2013")]
pub struct Bump {
    /// Names of sections as in paper.toml, with or without .md, or their paths; `paper` is the paper itself
    #[arg(required_unless_present = "changed", value_name = "SECTION", add = completions::of_sections())]
    sections: Vec<String>,
    /// Raise each version that `check` says was not raised: of sections that changed, and with them of the paper
    #[arg(long, conflicts_with = "sections")]
    changed: bool,
    /// Raise the first number: another message
    #[arg(long, conflicts_with_all = ["minor", "patch"])]
    major: bool,
    /// Raise the second number: content added or changed [default]
    #[arg(long, conflicts_with = "patch")]
    minor: bool,
    /// Raise the third number: a correction
    #[arg(long)]
    patch: bool,
    /// The paper's folder [default: the folder you are in, or the nearest above that has a paper.toml]
    #[arg(long, value_name = "DIR")]
    project: Option<PathBuf>,
}

impl Bump {
    pub fn run(&self, terminal: &Terminal) -> Result<Ending, Failure> {
        let root = Root::find(&ProjectArgument { project: self.project.clone() })?;
        let _turn = Turn::at(root.folder());
        let mut diagnostics = Diagnostics::new();
        let project = disk::read(root.folder(), &mut diagnostics);
        let mut is_unknown = false;
        let (mut told, mut changes) = (String::new(), Vec::new());
        if let Ok(manifest) = diagnostics.checkpoint().and_then(|()| manifest::read(&project, &mut diagnostics)) {
            // What else is wrong with the paper is for `check` to tell.
            diagnostics = Diagnostics::new();
            let asked = if self.changed { unraised(&project, &mut diagnostics) } else { self.sections.clone() };
            let mut seen = BTreeSet::new();
            for asked in &asked {
                let name = asked.strip_prefix("./").unwrap_or(asked);
                let name = name.strip_prefix("sections/").unwrap_or(name);
                let listed = manifest.sections.iter().map(|listed| listed.value.as_str());
                let is_asked = |listed: &str| listed == name || listed.strip_suffix(".md") == Some(name);
                let (name, path, version) = if let Some(name) = listed.clone().find(|listed| is_asked(listed)) {
                    let path = format!("sections/{name}");
                    let Ok(source) = project.text(&path, None, &mut diagnostics) else { continue };
                    let mut mistakes = Diagnostics::new();
                    let version = markdown::parse(source, &mut mistakes).front_matter.version;
                    if version.span.is_empty() {
                        mistakes.iter().for_each(|mistake| diagnostics.push(mistake.clone()));
                        continue;
                    }
                    (name, path, version)
                } else if matches!(name, "paper" | MANIFEST) {
                    (MANIFEST, MANIFEST.to_owned(), manifest.version.clone())
                } else {
                    is_unknown = true;
                    diagnostics.push(unknown(asked, name, listed, &project));
                    continue;
                };
                if !seen.insert(name) {
                    continue;
                }
                let raised = version::raised(&version.value, self.step());
                told += &format!("{name}: {} -> {raised}\n", version.value);
                // A version that is written in escapes has its quotes in its place.
                let is_quoted = project.source(version.span.file).slice(version.span).starts_with(['"', '\'']);
                let new = if is_quoted { format!("\"{raised}\"") } else { raised.to_string() };
                changes.push((path, Fix { span: version.span, replacement: new }));
            }
        }
        if !diagnostics.is_printable() {
            let findings = diagnostics.into_sorted();
            terminal.show(&findings, &project, &root.prefix());
            terminal::sum_up(&findings, "nothing was changed");
            return Ok(if is_unknown { Ending::CouldNotTry } else { Ending::of(&findings) });
        }
        let old = |path: &str| project.bytes(path).map_or("", |bytes| std::str::from_utf8(bytes).unwrap_or_default());
        for (at, (path, change)) in changes.iter().enumerate() {
            let new = fix::apply(old(path), [change]);
            if let Err(failure) = disk::rewrite(&root.folder().join(path), old(path).as_bytes(), new.as_bytes()) {
                for (done, _) in &changes[..at] {
                    let _ = disk::write_atomically(&root.folder().join(done), old(done).as_bytes());
                }
                return Err(failure);
            }
        }
        if changes.is_empty() {
            terminal::tell(match project.contains(LOCK) {
                true => "no version is to be raised",
                false => "no version is to be raised: nothing has been released yet, so there is no paper.lock",
            });
        }
        terminal::result(&told)?;
        Ok(Ending::Done)
    }

    fn step(&self) -> Step {
        match self {
            Self { major: true, .. } => Step::Major,
            Self { patch: true, .. } => Step::Patch,
            Self { .. } => Step::Minor,
        }
    }
}

/// What changed since the last release and has the version that was released, as `check` finds it. A lock that cannot
/// be read is reported.
fn unraised(project: &Project, diagnostics: &mut Diagnostics) -> Vec<String> {
    if lock::read(project, diagnostics).is_err() {
        return Vec::new();
    }
    let mut findings = Diagnostics::new();
    press::check(project, &mut Session::default(), &mut findings);
    let is_unraised =
        |found: &&Diagnostic| found.code == Code("version-not-raised") && found.severity != Severity::Hint;
    findings.iter().filter(is_unraised).map(|found| found.place.path().to_owned()).collect()
}

/// What to say of a name that is no section's.
fn unknown<'a>(asked: &str, name: &str, listed: impl Iterator<Item = &'a str>, project: &Project) -> Diagnostic {
    let unlisted = [format!("sections/{name}"), format!("sections/{name}.md")];
    let unlisted = unlisted.into_iter().find(|path| path.ends_with(".md") && project.contains(path));
    let near = nearest(name, listed.map(|listed| listed.strip_suffix(".md").unwrap_or(listed)));
    let (message, help) = match (&unlisted, near) {
        (Some(path), _) => (
            format!("`{path}` is no section of the paper: it is not listed"),
            format!("Add `\"{}\"` to `sections` in paper.toml.", &path["sections/".len()..]),
        ),
        (None, Some(near)) => (format!("the paper has no section `{asked}`"), format!("Did you mean `{near}`?")),
        (None, None) => (
            format!("the paper has no section `{asked}`"),
            match name {
                _ if Version::parse(name).is_ok() => {
                    "Name sections alone: their next version follows from `--major`, `--minor` or `--patch`."
                }
                _ => "`sections` in paper.toml lists them.",
            }
            .to_owned(),
        ),
    };
    Diagnostic::error(Code("unknown-section"), Place::Argument(asked.to_owned()), message).with_help(help)
}
