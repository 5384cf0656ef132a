//! `paper.lock`: what was last released, section by section; read, written, and compared with what stands.
//!
//! It names digests of what goes into a PDF, never of the PDF, so that it can be made before the PDF is. A section's
//! digest is that of its meaning: lines that are set anew and `chancery fmt` leave it as it is.

mod digest;

use std::collections::BTreeSet;
use std::fmt::Write;

use semver::Version;

use crate::diagnostic::{Code, Diagnostic, Diagnostics, Place, Reported};
use crate::manifest::Manifest;
use crate::project::{LOCK, Project};
use crate::source::{Source, Span, Spanned};
use crate::table::{self, Table};

pub use digest::of_section as digest_of_section;

/// A release as it was, or as one would be.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Lock {
    /// The paper's version.
    pub version: Version,
    /// All versions that were ever released, in order, this one last.
    pub released: Vec<Version>,
    pub whole: Whole,
    /// In the order in which they are printed.
    pub sections: Vec<LockedSection>,
}

/// Digests of what belongs to all sections together, and so to the paper's version alone.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Whole {
    /// Of what the manifest says that is printed.
    pub manifest: String,
    /// Of the bibliography's files and style; empty for a paper without.
    pub bibliography: String,
    /// Of the paper's own files of its template and marking scheme; empty if it has none.
    pub template: String,
    /// Of those that come with chancery.
    pub builtin: String,
}

#[derive(Debug, Clone, PartialEq, Eq)]
pub struct LockedSection {
    /// The file's name below `sections/`.
    pub name: String,
    pub version: Version,
    pub digest: String,
    pub words: usize,
}

/// Reads the project's lock, if it has one. Nobody writes it by hand, so the first mistake says it all.
pub fn read(project: &Project, diagnostics: &mut Diagnostics) -> Result<Option<Lock>, Reported> {
    if !project.contains(LOCK) {
        return Ok(None);
    }
    let mut mistakes = Diagnostics::new();
    let lock = project.text(LOCK, None, &mut mistakes).and_then(|source| parse(source, &mut mistakes));
    match (lock, mistakes.into_sorted().into_iter().next()) {
        (Ok(lock), None) => Ok(Some(lock)),
        (_, mistake) => {
            let (place, what) = match mistake {
                Some(mistake) => (mistake.place, mistake.message),
                None => (Place::Path(LOCK.to_owned()), "it makes no sense".to_owned()),
            };
            let broken = Diagnostic::error(Code("broken-lock"), place, format!("`{LOCK}` cannot be used: {what}"));
            let help = "Get it back from version control as it was written; after a merge, take the later of the two.";
            Err(diagnostics.report(broken.with_help(help)))
        }
    }
}

fn parse(source: &Source, diagnostics: &mut Diagnostics) -> Result<Lock, Reported> {
    table::read(source, source.whole(), diagnostics, |root| {
        let paper = root.required("paper", "[paper]").and_then(|item| item.table(root.diagnostics, paper));
        let mut names = BTreeSet::new();
        let sections = root.tables("section", |table| {
            let (section, place) = locked_section(table)?;
            if names.insert(section.name.clone()) {
                return Ok(section);
            }
            let message = format!("the section `{}` stands twice", section.name);
            Err(table.diagnostics.report(Diagnostic::error(Code("broken-lock"), place, message)))
        });
        Ok(Lock { sections: sections?, ..paper? })
    })
}

fn paper(table: &mut Table) -> Result<Lock, Reported> {
    let Spanned { value: version, span } = table.required_version("version")?;
    let list = table.required("released", "released = [\"1.0.0\"]")?.items(table.diagnostics)?;
    let released = table::all(list.iter().map(|item| Ok(item.version(table.diagnostics)?.value)))?;
    if released.last() != Some(&version) {
        let message = format!("{version} is not the last of `released`");
        return Err(table.diagnostics.report(Diagnostic::error(Code("broken-lock"), span, message)));
    }
    let manifest = table.required_text("manifest", "manifest = \"…\"")?.to_string();
    let mut digest = |key| Ok(table.text(key)?.map_or(String::new(), |digest| digest.to_string()));
    let (bibliography, template, builtin) = (digest("bibliography")?, digest("template")?, digest("builtin")?);
    let whole = Whole { manifest, bibliography, template, builtin };
    Ok(Lock { version, released, whole, sections: Vec::new() })
}

fn locked_section(table: &mut Table) -> Result<(LockedSection, Span), Reported> {
    let Spanned { value: name, span } = table.required_text("name", "name = \"background.md\"")?.into();
    let version = table.required_version("version")?.value;
    let digest = table.required_text("digest", "digest = \"…\"")?.to_string();
    let words = table.required("words", "words = 0")?.number(table.diagnostics)? as usize;
    Ok((LockedSection { name, version, digest, words }, span))
}

impl Whole {
    pub fn of(project: &Project, manifest: &Manifest) -> Self {
        let [template, builtin] = digest::of_template(project, manifest);
        let bibliography = digest::of_bibliography(project, manifest);
        Self { manifest: digest::of_manifest(manifest), bibliography, template, builtin }
    }
}

impl Lock {
    /// The file, as it is written: one thing a line, so that a difference can be read.
    pub fn text(&self) -> String {
        let released: Vec<_> = self.released.iter().map(|version| quoted(&version.to_string())).collect();
        let mut text = format!(
            "# What was released last; `chancery release` writes this file, and nobody else.\n\n[paper]\nversion = \
             {}\nreleased = [{}]\n",
            quoted(&self.version.to_string()),
            released.join(", ")
        );
        let Whole { manifest, bibliography, template, builtin } = &self.whole;
        let whole =
            [("manifest", manifest), ("bibliography", bibliography), ("template", template), ("builtin", builtin)];
        for (key, digest) in whole.into_iter().filter(|(_, digest)| !digest.is_empty()) {
            let _ = writeln!(text, "{key} = {}", quoted(digest));
        }
        for LockedSection { name, version, digest, words } in &self.sections {
            let (name, version, digest) = (quoted(name), quoted(&version.to_string()), quoted(digest));
            let _ =
                write!(text, "\n[[section]]\nname = {name}\nversion = {version}\ndigest = {digest}\nwords = {words}\n");
        }
        text
    }

    /// The same after the releases that `old` knows of.
    pub fn after(mut self, old: Option<&Lock>) -> Self {
        let earlier = old.map_or(&[][..], |old| &old.released);
        let own = std::mem::take(&mut self.released).into_iter().filter(|version| !earlier.contains(version));
        self.released = earlier.iter().cloned().chain(own).collect();
        self
    }
}

/// What has become of a section since the release.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Fate<'l> {
    New,
    Same(&'l LockedSection),
    Changed(&'l LockedSection),
    /// The same content had another name.
    Renamed(&'l LockedSection),
    /// It cannot be read now.
    Unreadable(&'l LockedSection),
}

impl<'l> Fate<'l> {
    pub fn old(self) -> Option<&'l LockedSection> {
        match self {
            Self::New => None,
            Self::Same(old) | Self::Changed(old) | Self::Renamed(old) | Self::Unreadable(old) => Some(old),
        }
    }
}

/// A release against what stands now.
pub struct Comparison<'l> {
    /// For each section that stands now: its fate, and whether it has moved between others that have not.
    pub sections: Vec<(Fate<'l>, bool)>,
    pub vanished: Vec<&'l LockedSection>,
}

/// Compares a release with the names and digests of the sections that stand now, in order.
pub fn compare<'l>(old: &'l Lock, now: &[(&str, Option<&str>)]) -> Comparison<'l> {
    let mut left: Vec<&LockedSection> =
        old.sections.iter().filter(|old| now.iter().all(|(name, _)| *name != old.name)).collect();
    let fates = now.iter().map(|&(name, digest)| {
        let renamed = |old: &&LockedSection| digest == Some(old.digest.as_str());
        match (old.sections.iter().find(|old| old.name == name), digest) {
            (Some(old), None) => Fate::Unreadable(old),
            (Some(old), Some(digest)) if old.digest == digest => Fate::Same(old),
            (Some(old), Some(_)) => Fate::Changed(old),
            (None, _) => match left.iter().position(renamed) {
                Some(index) => Fate::Renamed(left.remove(index)),
                None => Fate::New,
            },
        }
    });
    let fates: Vec<_> = fates.collect();
    let place = |fate: &Fate| fate.old().and_then(|known| old.sections.iter().position(|section| section == known));
    let stayed = rising(&fates.iter().map(place).collect::<Vec<_>>());
    let sections = fates.into_iter().zip(stayed).map(|(fate, stayed)| (fate, fate.old().is_some() && !stayed));
    Comparison { sections: sections.collect(), vanished: left }
}

/// Which of the places belong to a longest rising run: the others have moved, and as few as can be.
fn rising(places: &[Option<usize>]) -> Vec<bool> {
    let mut best: Vec<(usize, Option<usize>)> = Vec::with_capacity(places.len());
    for (at, place) in places.iter().enumerate() {
        let before = (0..at).filter(|&before| place.is_some() && places[before].is_some() && places[before] < *place);
        let before = before.max_by_key(|&before| (best[before].0, std::cmp::Reverse(before)));
        best.push((before.map_or(0, |before| best[before].0) + usize::from(place.is_some()), before));
    }
    let mut stayed = vec![false; places.len()];
    let last = (0..places.len()).filter(|&at| places[at].is_some());
    let mut next = last.max_by_key(|&at| (best[at].0, std::cmp::Reverse(at)));
    while let Some(at) = next {
        stayed[at] = true;
        next = best[at].1;
    }
    stayed
}

/// A text as TOML writes it.
fn quoted(text: &str) -> String {
    format!("\"{}\"", text.replace('\\', "\\\\").replace('"', "\\\""))
}
