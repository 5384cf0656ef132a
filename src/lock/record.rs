//! A release in digests, and as the file that says so.

use std::fmt::Write;

use semver::Version;

use super::compare::Standing;
use super::digest;
use super::sketch::Sketch;
use crate::manifest::Manifest;
use crate::project::Project;

/// A release as it was, or as one would be.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Lock {
    /// The paper's version.
    pub version: Version,
    /// All versions that were ever released, in order, this one last.
    pub released: Vec<Version>,
    pub whole: SharedDigests,
    /// In the order in which they are printed.
    pub sections: Vec<LockedSection>,
}

/// Digests of what belongs to all sections together, and so to the paper's version alone.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct SharedDigests {
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
    /// Empty in locks of earlier versions of chancery.
    pub sketch: Sketch,
}

impl LockedSection {
    /// As one that stands now.
    pub fn standing(&self) -> Standing<'_> {
        Standing { name: &self.name, content: Some((&self.digest, &self.sketch)) }
    }
}

impl SharedDigests {
    pub fn of(project: &Project, manifest: &Manifest) -> Self {
        let [template, builtin] = digest::of_template(project, manifest);
        let bibliography = digest::of_bibliography(project, manifest);
        Self { manifest: digest::of_manifest(project, manifest), bibliography, template, builtin }
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
        let SharedDigests { manifest, bibliography, template, builtin } = &self.whole;
        let whole =
            [("manifest", manifest), ("bibliography", bibliography), ("template", template), ("builtin", builtin)];
        for (key, digest) in whole.into_iter().filter(|(_, digest)| !digest.is_empty()) {
            let _ = writeln!(text, "{key} = {}", quoted(digest));
        }
        for LockedSection { name, version, digest, words, sketch } in &self.sections {
            let (name, version, digest) = (quoted(name), quoted(&version.to_string()), quoted(digest));
            let _ =
                write!(text, "\n[[section]]\nname = {name}\nversion = {version}\ndigest = {digest}\nwords = {words}\n");
            let sketch = sketch.text();
            if !sketch.is_empty() {
                let _ = writeln!(text, "sketch = {}", quoted(&sketch));
            }
        }
        text
    }

    /// This lock as the successor of `old`, with the releases that the older one lists.
    pub fn after(mut self, old: Option<&Lock>) -> Self {
        let earlier = old.map_or(&[][..], |old| &old.released);
        let own = std::mem::take(&mut self.released).into_iter().filter(|version| !earlier.contains(version));
        self.released = earlier.iter().cloned().chain(own).collect();
        self
    }
}

/// A text as TOML writes it.
fn quoted(text: &str) -> String {
    format!("\"{}\"", text.replace('\\', "\\\\").replace('"', "\\\""))
}
